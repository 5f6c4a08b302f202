//! Reckoning with days: weeks, months, feasts.

use jiff::civil::{Date, Weekday};
use jiff::{Span, ToSpan};
use lexicon::times::{Rule, Season, Unit};

/// First and last day of a stretch.
pub(super) type Days = (Date, Date);

/// The date, where there is such a day.
pub(super) fn day(year: i16, month: u8, day: u8) -> Option<Date> {
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

/// Whether a day can have these fields in some year.
pub(super) fn possible(year: Option<i16>, month: Option<u8>, of_month: Option<u8>) -> bool {
    let month_fits = month.is_none_or(|m| (1..=12).contains(&m));
    // 2000 was a leap year: 29 February is a day where no year says otherwise.
    let day_fits = of_month.is_none_or(|d| day(year.unwrap_or(2000), month.unwrap_or(1), d).is_some());
    month_fits && day_fits && year.is_none_or(|y| (-9998..=9998).contains(&y))
}

/// `date` moved by days, within what can be reckoned.
pub(super) fn plus_days(date: Date, days: i64) -> Option<Date> {
    date.checked_add(Span::new().try_days(days).ok()?).ok()
}

/// `date` moved by units; a day that the month lacks becomes its last.
pub(super) fn plus(date: Date, count: i32, unit: Unit) -> Option<Date> {
    let count = i64::from(count);
    let span = match unit {
        Unit::Hour => Span::new().try_days(count / 24),
        Unit::Night | Unit::Day => Span::new().try_days(count),
        Unit::Weekend | Unit::Workweek | Unit::Week => Span::new().try_weeks(count),
        Unit::Fortnight => Span::new().try_weeks(2 * count),
        Unit::Month => Span::new().try_months(count),
        Unit::Quarter => Span::new().try_months(3 * count),
        Unit::Half => Span::new().try_months(6 * count),
        Unit::Year => Span::new().try_years(count),
        Unit::Decade => Span::new().try_years(10 * count),
        Unit::Century => Span::new().try_years(100 * count),
        Unit::Millennium => Span::new().try_years(1000 * count),
    };
    date.checked_add(span.ok()?).ok()
}

/// Day of the week, Monday 1 to Sunday 7.
pub(super) fn weekday(date: Date) -> u8 {
    date.weekday().to_monday_one_offset() as u8
}

/// The Monday of the week.
pub(super) fn monday(date: Date) -> Option<Date> {
    plus_days(date, 1 - i64::from(weekday(date)))
}

/// The day of the same week that falls on `day_of_week`.
pub(super) fn in_week(date: Date, day_of_week: u8) -> Option<Date> {
    plus_days(monday(date)?, i64::from(day_of_week) - 1)
}

/// The last `day_of_week` on or before `date`.
pub(super) fn on_or_before(date: Date, day_of_week: u8) -> Option<Date> {
    plus_days(date, -i64::from((weekday(date) + 7 - day_of_week) % 7))
}

/// The first `day_of_week` on or after `date`.
pub(super) fn on_or_after(date: Date, day_of_week: u8) -> Option<Date> {
    plus_days(date, i64::from((day_of_week + 7 - weekday(date)) % 7))
}

/// The unit of the calendar that `date` lies in.
pub(super) fn around(date: Date, unit: Unit) -> Option<Days> {
    let (year, month) = (date.year(), date.month());
    let months = |first: i8, count: i32| {
        let start = Date::new(year, first, 1).ok()?;
        Some((start, plus_days(plus(start, count, Unit::Month)?, -1)?))
    };
    let years = |count: i16| {
        let first = year.div_euclid(count) * count;
        Some((Date::new(first, 1, 1).ok()?, Date::new(first + count - 1, 12, 31).ok()?))
    };
    let week = |from: i64, to: i64| {
        let monday = monday(date)?;
        Some((plus_days(monday, from)?, plus_days(monday, to)?))
    };
    match unit {
        Unit::Hour | Unit::Night | Unit::Day => Some((date, date)),
        Unit::Weekend => week(5, 6),
        Unit::Workweek => week(0, 4),
        Unit::Week => week(0, 6),
        Unit::Fortnight => week(0, 13),
        Unit::Month => months(month, 1),
        Unit::Quarter => months((month - 1) / 3 * 3 + 1, 3),
        Unit::Half => months((month - 1) / 6 * 6 + 1, 6),
        Unit::Year => months(1, 12),
        Unit::Decade => years(10),
        Unit::Century => years(100),
        Unit::Millennium => years(1000),
    }
}

/// A week of a stretch that holds the stretch's days: ISO 8601 gives a week to the year, and so here to the month, in
/// which its Thursday lies. Weeks count from 1, or from the end where negative.
pub(super) fn week_of(whole: Days, index: i32) -> Option<Days> {
    let thursday = if index > 0 {
        let first = on_or_after(whole.0, 4)?;
        plus_days(first, 7 * i64::from(index - 1))?
    } else {
        let last = on_or_before(whole.1, 4)?;
        plus_days(last, 7 * i64::from(index + 1))?
    };
    around(thursday, Unit::Week)
}

/// The months of a season that starts in `year`.
pub(super) fn season(year: i16, season: Season) -> Option<Days> {
    let first = match season {
        Season::Spring => 3,
        Season::Summer => 6,
        Season::Autumn => 9,
        Season::Winter => 12,
    };
    let start = Date::new(year, first, 1).ok()?;
    Some((start, start.checked_add(3.months()).ok().and_then(|d| plus_days(d, -1))?))
}

/// Easter Sunday of the Western churches (the Gregorian computus).
fn easter(year: i16) -> Option<Date> {
    let y = i32::from(year);
    let (a, b, c) = (y % 19, y / 100, y % 100);
    let h = (19 * a + b - b / 4 - (b - (b + 8) / 25 + 1) / 3 + 15) % 30;
    let l = (32 + 2 * (b % 4) + 2 * (c / 4) - h - c % 4) % 7;
    let m = (a + 11 * h + 22 * l) / 451;
    let n = h + l - 7 * m + 114;
    day(year, (n / 31) as u8, (n % 31 + 1) as u8)
}

/// Easter Sunday of the Orthodox churches, as a date of the Gregorian calendar.
fn orthodox_easter(year: i16) -> Option<Date> {
    let y = i32::from(year);
    let d = (19 * (y % 19) + 15) % 30;
    let e = (2 * (y % 4) + 4 * (y % 7) - d + 34) % 7;
    let n = d + e + 114;
    let julian = day(year, (n / 31) as u8, (n % 31 + 1) as u8)?;
    plus_days(julian, i64::from(y / 100 - y / 400 - 2))
}

/// The day of a named day's rule in one year. Moving days come from a table and are not reckoned.
pub(super) fn of_rule(rule: Rule, year: i16) -> Option<Date> {
    match rule {
        Rule::Yearly(m, d) => day(year, m, d),
        Rule::Once(y, m, d) => day(y, m, d),
        Rule::Easter(days) if year > 1582 => plus_days(easter(year)?, days.into()),
        Rule::Orthodox(days) if year > 1582 => plus_days(orthodox_easter(year)?, days.into()),
        Rule::NthWeekday(month, weekday, n) => {
            let weekday = Weekday::from_monday_one_offset(weekday as i8).ok()?;
            Date::new(year, month as i8, 1).ok()?.nth_weekday_of_month(n, weekday).ok()
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn feasts_fall_where_the_churches_have_them() {
        let date = |y, m, d| day(y, m, d).unwrap();
        for (year, western, eastern) in [
            (2019, (4, 21), (4, 28)),
            (2021, (4, 4), (5, 2)),
            (2024, (3, 31), (5, 5)),
            (2025, (4, 20), (4, 20)),
            (1900, (4, 15), (4, 22)),
        ] {
            assert_eq!(easter(year), Some(date(year, western.0, western.1)), "{year}");
            assert_eq!(orthodox_easter(year), Some(date(year, eastern.0, eastern.1)), "{year}");
        }
        assert_eq!(of_rule(Rule::NthWeekday(5, 1, -1), 2021), Some(date(2021, 5, 31)));
    }

    #[test]
    fn a_week_belongs_to_the_month_of_its_thursday() {
        let date = |y, m, d| day(y, m, d).unwrap();
        let month = |y, m| around(date(y, m, 1), Unit::Month).unwrap();
        assert_eq!(week_of(month(2015, 1), 1), Some((date(2014, 12, 29), date(2015, 1, 4))));
        assert_eq!(week_of(month(2017, 7), -1), Some((date(2017, 7, 24), date(2017, 7, 30))));
    }

    #[test]
    fn only_days_that_exist_are_possible() {
        assert!(possible(None, Some(2), Some(29)));
        assert!(!possible(Some(2021), Some(2), Some(29)));
        assert!(!possible(None, Some(2), Some(31)));
        assert!(!possible(None, Some(13), None));
    }
}
