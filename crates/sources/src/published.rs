//! Days of publication, as people and feeds write them.

use jiff::civil::Date;

/// A day that could not be understood, or that the calendar does not have.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("there is no day {0:?}; write year-month-day, for example 2021-04-02")]
pub struct NoSuchDay(pub String);

/// The day that `text` names: `2021-04-02`, or the day of a date and time, as it is on the writer's clock
/// (`2021-04-02T23:10:00+03:00`).
///
/// ```
/// assert_eq!(sources::day("2021-04-02T23:10:00+03:00").unwrap().to_string(), "2021-04-02");
/// assert!(sources::day("2021-02-30").is_err());
/// assert!(sources::day("yesterday").is_err());
/// ```
pub fn day(text: &str) -> Result<Date, NoSuchDay> {
    let fault = || NoSuchDay(text.chars().take(40).collect());
    let text = text.trim();
    let (day, rest) = text.split_at_checked(10).ok_or_else(fault)?;
    let shaped = day.bytes().enumerate().all(|(i, b)| if i == 4 || i == 7 { b == b'-' } else { b.is_ascii_digit() });
    let time_follows = rest.is_empty() || rest.starts_with(['T', 't', ' ']);
    if !shaped || !time_follows {
        return Err(fault());
    }
    day.parse().map_err(|_| fault())
}
