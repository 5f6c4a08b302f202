//! Web pages: the report's own prose, its title and day.

use crate::bytes::text;
use crate::{BadBytes, Fault, Report};

/// Longest page that is taken in, in bytes.
pub const LONGEST_PAGE: usize = 16 * 1024 * 1024;

/// Fills `report` with what the page says.
pub(crate) fn fill(report: &mut Report, page: &[u8], bad: BadBytes) -> Result<(), Fault> {
    report.text = text(page.to_vec(), bad)?;
    Ok(())
}
