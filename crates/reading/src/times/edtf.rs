//! Values as EDTF (ISO 8601-2) writes them.

use jiff::civil::Date;

use super::calendar;

/// One end of a value, as finely as it is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Point {
    Day(Date),
    Month(i16, u8),
    Year(i16),
    /// A month, and perhaps a day, of an unknown year.
    NoYear(u8, Option<u8>),
    /// Known to be a day, month or year, and nothing more.
    UnknownDay,
    UnknownMonth,
    UnknownYear,
}

/// A resolved value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Value {
    One(Point),
    Decade(i16),
    Century(i16),
    /// First year, and which season from spring, 0.
    Season(i16, u8),
    /// From one point to another; `None` is open.
    Interval(Option<Point>, Option<Point>),
}

impl Point {
    fn write(self) -> String {
        match self {
            Self::Day(d) => format!("{}-{:02}-{:02}", year(d.year()), d.month(), d.day()),
            Self::Month(y, m) => format!("{}-{m:02}", year(y)),
            Self::Year(y) => year(y),
            Self::NoYear(m, None) => format!("XXXX-{m:02}"),
            Self::NoYear(m, Some(d)) => format!("XXXX-{m:02}-{d:02}"),
            Self::UnknownDay => "XXXX-XX-XX".into(),
            Self::UnknownMonth => "XXXX-XX".into(),
            Self::UnknownYear => "XXXX".into(),
        }
    }

    /// First and last day, where they are known.
    pub fn days(self) -> Option<calendar::Days> {
        match self {
            Self::Day(d) => Some((d, d)),
            Self::Month(y, m) => calendar::around(calendar::day(y, m, 1)?, lexicon::times::Unit::Month),
            Self::Year(y) => calendar::around(calendar::day(y, 1, 1)?, lexicon::times::Unit::Year),
            _ => None,
        }
    }
}

fn year(year: i16) -> String {
    if year < 0 {
        format!("-{:04}", year.unsigned_abs())
    } else {
        format!("{year:04}")
    }
}

impl Value {
    /// The stretch of days, as its coarsest names: `2020-07`, `2014/2018`, `2021-03-29/2021-04-04`.
    pub fn of_days((first, last): calendar::Days) -> Self {
        if first == last {
            return Self::One(Point::Day(first));
        }
        let start_of_month = first.day() == 1;
        let end_of_month = last.day() == last.days_in_month();
        if !start_of_month || !end_of_month {
            return Self::Interval(Some(Point::Day(first)), Some(Point::Day(last)));
        }
        if first.month() == 1 && last.month() == 12 {
            if first.year() == last.year() {
                return Self::One(Point::Year(first.year()));
            }
            return Self::Interval(Some(Point::Year(first.year())), Some(Point::Year(last.year())));
        }
        let month = |d: Date| Point::Month(d.year(), d.month() as u8);
        if month(first) == month(last) {
            return Self::One(month(first));
        }
        Self::Interval(Some(month(first)), Some(month(last)))
    }

    /// First and last day, where they are known; an open or unknown end is `None`.
    pub fn days(self) -> (Option<Date>, Option<Date>) {
        let both = |days: Option<calendar::Days>| (days.map(|d| d.0), days.map(|d| d.1));
        match self {
            Self::One(p) => both(p.days()),
            Self::Decade(y) => both(calendar::day(y, 1, 1).zip(calendar::day(y + 9, 12, 31))),
            Self::Century(y) => both(calendar::day(y, 1, 1).zip(calendar::day(y + 99, 12, 31))),
            Self::Season(y, s) => both(calendar::season(y, SEASONS[usize::from(s) % 4])),
            Self::Interval(a, b) => (a.and_then(Point::days).map(|d| d.0), b.and_then(Point::days).map(|d| d.1)),
        }
    }

    /// As EDTF; `about` marks it approximate.
    pub fn write(self, about: bool) -> String {
        let tilde = if about { "~" } else { "" };
        match self {
            Self::One(p) => p.write() + tilde,
            Self::Decade(y) => format!("{}X{tilde}", y / 10),
            Self::Century(y) => format!("{:02}XX{tilde}", y / 100),
            Self::Season(y, s) => format!("{}-{}{tilde}", year(y), 21 + s),
            Self::Interval(a, b) => {
                let end = |p: Option<Point>| p.map_or_else(|| "..".to_owned(), |p| p.write() + tilde);
                format!("{}/{}", end(a), end(b))
            }
        }
    }
}

use lexicon::times::Season;
const SEASONS: [Season; 4] = [Season::Spring, Season::Summer, Season::Autumn, Season::Winter];

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// Whether `text` is EDTF of the levels that this module writes.
    pub fn is_edtf(text: &str) -> bool {
        match text.split_once('/') {
            Some((a, b)) => (a != ".." || b != "..") && [a, b].iter().all(|p| *p == ".." || is_point(p)),
            None => is_point(text),
        }
    }

    fn is_point(text: &str) -> bool {
        let text = text.strip_suffix('~').unwrap_or(text);
        let (sign, text) = text.strip_prefix('-').map_or(("", text), |t| ("-", t));
        let parts: Vec<&str> = text.split('-').collect();
        let number =
            |p: &str| (p.len() == 2 && p.bytes().all(|b| b.is_ascii_digit())).then(|| p.parse::<u8>().unwrap());
        let year_known = parts[0].len() == 4 && parts[0].bytes().all(|b| b.is_ascii_digit());
        let digits = parts[0].trim_end_matches('X');
        let year =
            parts[0].len() == 4 && digits.bytes().all(|b| b.is_ascii_digit()) && [0, 2, 3, 4].contains(&digits.len());
        match parts[..] {
            [_] => year,
            [_, "XX"] => year && sign.is_empty(),
            [_, m] => year && number(m).is_some_and(|m| (1..=12).contains(&m) || (21..=24).contains(&m)),
            [_, "XX", "XX"] => year,
            [y, m, d] => {
                let y = if year_known { format!("{sign}{y}").parse().unwrap() } else { 2000 };
                year && number(m).zip(number(d)).is_some_and(|(m, d)| calendar::day(y, m, d).is_some())
            }
            _ => false,
        }
    }

    #[test]
    fn values_are_written_as_coarsely_as_they_are_known() {
        let day = |y, m, d| calendar::day(y, m, d).unwrap();
        for (days, edtf) in [
            ((day(2021, 3, 26), day(2021, 3, 26)), "2021-03-26"),
            ((day(2020, 7, 1), day(2020, 7, 31)), "2020-07"),
            ((day(2014, 1, 1), day(2018, 12, 31)), "2014/2018"),
            ((day(2013, 1, 1), day(2013, 3, 31)), "2013-01/2013-03"),
            ((day(2021, 3, 29), day(2021, 4, 4)), "2021-03-29/2021-04-04"),
        ] {
            assert_eq!(Value::of_days(days).write(false), edtf);
            assert!(is_edtf(edtf));
        }
        for (value, edtf) in [
            (Value::Decade(1990), "199X~"),
            (Value::Century(1400), "14XX~"),
            (Value::Season(2016, 3), "2016-24~"),
            (Value::One(Point::NoYear(3, Some(26))), "XXXX-03-26~"),
            (Value::Interval(Some(Point::Month(2021, 3)), None), "2021-03~/.."),
            (Value::One(Point::Year(-43)), "-0043~"),
        ] {
            assert_eq!(value.write(true), edtf);
            assert!(is_edtf(edtf), "{edtf}");
        }
        for wrong in ["2021-02-30", "2021-13", "21-03-26", "../..", "", "2021-3-26", "X021"] {
            assert!(!is_edtf(wrong), "{wrong}");
        }
    }
}
