//! Incidents across reports: tellings of one happening brought together, and kept up as reports come.
//!
//! Two tellings between which enough speaks for one incident are linked. Tellings that links join, directly or through others, are
//! grouped by agglomeration ([`cluster`]); nothing outside of them has a say, so a new report costs only its neighbourhood,
//! and the result is that of grouping everything at once.

pub(crate) mod cluster;
pub(crate) mod likeness;
mod neighbourhood;
mod upkeep;

pub(crate) use upkeep::{parsed, upkeep, Change};
