//! Spans of time as the knowledge files write them: from and to, each as exact as it is known.

use serde::{Deserialize, Serialize};

/// A day, a month or a year as the days that it may be: `YYYYMMDD` of the first and the last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bound {
    /// Earliest day.
    pub first: u32,
    /// Latest day.
    pub last: u32,
}

impl Bound {
    /// Reads `2021`, `2021-03` or `2021-03-26`, each with or without EDTF's `~`.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.strip_suffix('~').unwrap_or(text);
        let mut parts = text.split('-');
        let year = number(parts.next()?, 4)?;
        let month = parts.next().map(|p| number(p, 2));
        let day = parts.next().map(|p| number(p, 2));
        if parts.next().is_some() || !(1000..=2200).contains(&year) {
            return None;
        }
        let stamp = |month: u32, day: u32| year * 10_000 + month * 100 + day;
        match (month, day) {
            (None, _) => Some(Self { first: stamp(1, 1), last: stamp(12, 31) }),
            (Some(month), None) => {
                let month = month.filter(|m| (1..=12).contains(m))?;
                Some(Self { first: stamp(month, 1), last: stamp(month, days(year, month)) })
            }
            (Some(month), Some(day)) => {
                let month = month.filter(|m| (1..=12).contains(m))?;
                let day = day.filter(|d| (1..=days(year, month)).contains(d))?;
                Some(Self { first: stamp(month, day), last: stamp(month, day) })
            }
        }
    }
}

fn number(text: &str, digits: usize) -> Option<u32> {
    (text.len() == digits && text.bytes().all(|b| b.is_ascii_digit())).then(|| text.parse().ok())?
}

fn days(year: u32, month: u32) -> u32 {
    match month {
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// How a day lies to a period.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Held {
    /// Outside.
    No,
    /// Inside by some readings of its bounds only.
    Maybe,
    /// Inside.
    Yes,
}

/// From one bound to another; open where one is missing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Period {
    /// Start.
    pub from: Option<Bound>,
    /// End.
    pub to: Option<Bound>,
}

impl Period {
    /// Whether `day` (`YYYYMMDD`) is inside.
    pub fn holds(self, day: u32) -> Held {
        let (from, to) = (self.from, self.to);
        if from.is_some_and(|b| day < b.first) || to.is_some_and(|b| day > b.last) {
            Held::No
        } else if from.is_some_and(|b| day < b.last) || to.is_some_and(|b| day > b.first) {
            Held::Maybe
        } else {
            Held::Yes
        }
    }

    /// Whether the end lies before the start for certain.
    pub(crate) fn is_backward(self) -> bool {
        matches!((self.from, self.to), (Some(from), Some(to)) if to.last < from.first)
    }

    /// Whether the two have more than their ends in common for certain.
    pub(crate) fn overlaps(self, other: Self) -> bool {
        let from = |p: Self| p.from.map_or(0, |b| b.last);
        let to = |p: Self| p.to.map_or(u32::MAX, |b| b.first);
        from(self).max(from(other)) < to(self).min(to(other))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn period(from: &str, to: &str) -> Period {
        Period { from: Bound::parse(from), to: Bound::parse(to) }
    }

    #[test]
    fn a_day_is_inside_maybe_or_outside() {
        for (from, to, day, held) in [
            ("2004-03-09", "", 20210402, Held::Yes),
            ("2004-03-09", "", 20040308, Held::No),
            ("2013", "2017", 20130601, Held::Maybe),
            ("2013", "2017", 20150601, Held::Yes),
            ("2013", "2017-02", 20170301, Held::No),
        ] {
            assert_eq!(period(from, to).holds(day), held, "{from}/{to} {day}");
        }
    }

    #[test]
    fn impossible_dates_are_refused() {
        for text in ["2021-02-29", "2021-13", "21", "2021-1-1", "soon", "2021-01-01-01", ""] {
            assert_eq!(Bound::parse(text), None, "{text}");
        }
    }

    #[test]
    fn terms_that_meet_in_a_year_do_not_overlap() {
        assert!(!period("2009", "2013").overlaps(period("2013", "2017")));
        assert!(period("2009", "2013").overlaps(period("2012-01", "2017")));
        assert!(!period("2009-01-20", "2013-01-20").overlaps(period("2013-01-20", "")));
    }
}
