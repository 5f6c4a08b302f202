//! The days that a value of EDTF covers.

use jiff::civil::Date;
use jiff::ToSpan;

/// First and last day; `None` for an end that is open or unknown.
pub type Days = (Option<Date>, Option<Date>);

/// The days that `value` covers: years, months, days with or without a time, `~ ? %`, seasons 21 to 24, decades `202X`,
/// centuries `20XX`, intervals. `None` where no end can be told.
pub fn days(value: &str) -> Option<Days> {
    let value = value.trim();
    if let Some((left, right)) = value.split_once('/') {
        let first = days(left).and_then(|d| d.0);
        let last = days(right).and_then(|d| d.1);
        return (first.is_some() || last.is_some()).then_some((first, last));
    }
    let bare: String = value.chars().filter(|c| !matches!(c, '~' | '?' | '%')).collect();
    let bare = without_time(&bare).to_ascii_uppercase();
    let (first, last) = decade(&bare).or_else(|| period(&bare))?;
    Some((Some(first), Some(last)))
}

/// A day as its number, 1970-01-01 being 0.
pub fn number(day: Date) -> i32 {
    (day - jiff::civil::date(1970, 1, 1)).get_days()
}

/// The day of a number; `None` where there is no such day in the calendar.
pub fn of_number(number: i32) -> Option<Date> {
    jiff::civil::date(1970, 1, 1).checked_add(jiff::Span::new().try_days(number).ok()?).ok()
}

fn without_time(value: &str) -> &str {
    let starts =
        |(i, c): (usize, char)| matches!(c, 'T' | ' ') && value[i + 1..].starts_with(|d: char| d.is_ascii_digit());
    value.char_indices().find(|&at| starts(at)).map_or(value, |(i, _)| &value[..i])
}

fn decade(value: &str) -> Option<(Date, Date)> {
    let bytes = value.as_bytes();
    let [a, b, c, b'X'] = *bytes else { return None };
    let digit = |d: u8| d.is_ascii_digit().then(|| i16::from(d - b'0'));
    let century = digit(a)? * 1000 + digit(b)? * 100;
    let (first, last) = match c {
        b'X' => (century, century + 99),
        _ => (century + digit(c)? * 10, century + digit(c)? * 10 + 9),
    };
    Some((Date::new(first, 1, 1).ok()?, Date::new(last, 12, 31).ok()?))
}

fn period(value: &str) -> Option<(Date, Date)> {
    let parts: Vec<&str> = value.split('-').collect();
    let lengths = [4, 2, 2];
    let sound = parts.len() <= 3
        && parts.iter().zip(lengths).all(|(p, n)| p.len() == n && p.bytes().all(|b| b.is_ascii_digit()));
    if !sound {
        return None;
    }
    let year: i16 = parts[0].parse().ok()?;
    let month: Option<i8> = parts.get(1).and_then(|m| m.parse().ok());
    match (month, parts.get(2)) {
        (None, _) => Some((Date::new(year, 1, 1).ok()?, Date::new(year, 12, 31).ok()?)),
        // Seasons begin with March, June, September, December.
        (Some(season @ 21..=24), _) => {
            let first = Date::new(year, (season - 20) * 3, 1).ok()?;
            Some((first, first.checked_add(2.months()).ok()?.last_of_month()))
        }
        (Some(month), None) => {
            let first = Date::new(year, month, 1).ok()?;
            Some((first, first.last_of_month()))
        }
        (Some(month), Some(day)) => {
            let day = Date::new(year, month, day.parse().ok()?).ok()?;
            Some((day, day))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_without_a_day_are_none() {
        assert_eq!(of_number(number(jiff::civil::date(2024, 2, 29))), Some(jiff::civil::date(2024, 2, 29)));
        assert_eq!((of_number(i32::MIN), of_number(i32::MAX)), (None, None));
    }

    #[test]
    fn a_value_covers_its_days() {
        for (value, first, last) in [
            ("2021", "2021-01-01", "2021-12-31"),
            ("2021-02", "2021-02-01", "2021-02-28"),
            ("2021-02-03T10:00", "2021-02-03", "2021-02-03"),
            ("2021-03~", "2021-03-01", "2021-03-31"),
            ("2021-24", "2021-12-01", "2022-02-28"),
            ("202X", "2020-01-01", "2029-12-31"),
            ("19XX", "1900-01-01", "1999-12-31"),
            ("2021-03-29/2021-04", "2021-03-29", "2021-04-30"),
        ] {
            let (a, b) = days(value).unwrap_or_else(|| panic!("{value}"));
            assert_eq!((a, b), (first.parse().ok(), last.parse().ok()), "{value}");
        }
        assert_eq!(days("2021-03-29/..").map(|d| d.1), Some(None));
        for nothing in ["", "XXXX-03-26", "2021-02-30", "soon", "2021-13"] {
            assert_eq!(days(nothing), None, "{nothing}");
        }
    }
}
