//! Dates of which parts are left out: the year by nearness and tense, weekdays by tense and "last" or "next".

use jiff::civil::Date;
use lexicon::times::{Shift, Unit};

use super::{before, Context, Direction, Fields, Point, Value};
use crate::times::calendar;

/// A day that is farther off than this, in days, would be told with its year.
const FAR: i32 = 270;
/// A day that is nearer than this may stand against the tense of a sentence whose verb governs something else.
const NEAR: i32 = 95;

impl Context<'_> {
    /// The value of a date as written, with the shift before it.
    pub(super) fn date(&self, f: Fields, shift: Option<Shift>) -> Option<Value> {
        let year = f.year.or(self.year.filter(|_| f.month.is_some() && shift.is_none()));
        Some(match (year, f.month, f.day, f.weekday) {
            (Some(y), Some(m), Some(d), _) => Value::One(Point::Day(calendar::day(y, m, d)?)),
            (Some(y), Some(m), None, _) => Value::One(Point::Month(y, m)),
            (Some(y), None, None, _) => Value::One(Point::Year(y)),
            (None, Some(m), Some(d), weekday) => self.month_day(m, d, weekday, shift)?,
            (None, Some(m), None, _) => self.month(m, shift)?,
            (None, None, None, Some(weekday)) => self.weekday(weekday, shift)?,
            (_, None, Some(d), weekday) => self.day_of_month(d, weekday)?,
            (None, None, None, None) => return None,
        })
    }

    fn month_day(&self, m: u8, d: u8, weekday: Option<u8>, shift: Option<Shift>) -> Option<Value> {
        let Some(today) = self.today else { return Some(Value::One(Point::NoYear(m, Some(d)))) };
        // In "next Sunday, 20 May" the shift goes with the weekday, and the date says it all.
        let with_weekday = weekday.filter(|_| shift.is_none());
        let shift = shift.filter(|s| weekday.is_none() || *s == Shift::This);
        let day = |years: std::ops::RangeInclusive<i16>| -> Vec<Date> {
            years.filter_map(|y| calendar::day(today.year() + y, m, d)).collect()
        };
        // 29 February comes round in eight years at the latest.
        let days = if (m, d) == (2, 29) { day(-8..=8) } else { day(-2..=2) };
        if shift == Some(Shift::This) {
            return calendar::day(today.year(), m, d).map(|d| Value::One(Point::Day(d)));
        }
        // The weekday says which year is meant, unless it fits none that is near.
        let fitting: Vec<Date> =
            days.iter().copied().filter(|&d| with_weekday.is_some_and(|w| calendar::weekday(d) == w)).collect();
        let choice = nearest(&fitting, today, shift, self.direction)
            .filter(|d| shift.is_some() || distance(today, *d) < 400)
            .or_else(|| nearest(&days, today, shift, self.direction));
        choice.map(|d| Value::One(Point::Day(d)))
    }

    fn month(&self, m: u8, shift: Option<Shift>) -> Option<Value> {
        let Some(today) = self.today else { return Some(Value::One(Point::NoYear(m, None))) };
        let this = (today.month() as u8) == m;
        let year = match shift {
            Some(Shift::This) => today.year(),
            Some(Shift::Last | Shift::Past | Shift::Preceding) => today.year() - i16::from(m >= today.month() as u8),
            Some(Shift::Next | Shift::Coming | Shift::Following) => today.year() + i16::from(m <= today.month() as u8),
            Some(Shift::Same) | None if this => today.year(),
            _ => {
                let middles: Vec<Date> = (-2..=2).filter_map(|y| calendar::day(today.year() + y, m, 15)).collect();
                match self.direction {
                    Direction::Past => middles.iter().rev().find(|d| **d < today)?.year(),
                    Direction::Future => middles.iter().find(|d| **d > today)?.year(),
                    Direction::Unknown => nearest(&middles, today, None, Direction::Unknown)?.year(),
                }
            }
        };
        Some(Value::One(Point::Month(year, m)))
    }

    /// "last Thursday" is that of the week before, "next Friday" that of the week after; "this Sunday" that of this week.
    fn weekday(&self, weekday: u8, shift: Option<Shift>) -> Option<Value> {
        let Some(today) = self.today else { return Some(Value::One(Point::UnknownDay)) };
        let spoken = self.day.map_or(today, |s| s.days.1);
        let week = |n| calendar::in_week(calendar::plus(today, n, Unit::Week)?, weekday);
        let day = match shift {
            Some(Shift::This) => week(0),
            Some(Shift::Next) => week(1),
            Some(Shift::Last | Shift::Preceding) => week(-1),
            Some(Shift::Past) => calendar::on_or_before(before(today)?, weekday),
            Some(Shift::Coming) => calendar::on_or_after(calendar::plus_days(today, 1)?, weekday),
            Some(Shift::Following) => calendar::on_or_after(calendar::plus_days(spoken, 1)?, weekday),
            Some(Shift::Same) => calendar::on_or_before(spoken, weekday),
            None if self.direction == Direction::Future => calendar::on_or_after(today, weekday),
            None => calendar::on_or_before(today, weekday),
        };
        day.map(|d| Value::One(Point::Day(d)))
    }

    /// "the 18th", "Friday 31": the nearest month that has such a day.
    fn day_of_month(&self, d: u8, weekday: Option<u8>) -> Option<Value> {
        let Some(today) = self.today else { return Some(Value::One(Point::UnknownDay)) };
        let first = calendar::around(today, Unit::Month)?.0;
        let days: Vec<Date> = (-14..=14)
            .filter_map(|n| {
                let month = calendar::plus(first, n, Unit::Month)?;
                calendar::day(month.year(), month.month() as u8, d)
            })
            .filter(|&date| weekday.is_none_or(|w| calendar::weekday(date) == w))
            .collect();
        let direction = match (weekday, self.direction) {
            (None, Direction::Unknown) => Direction::Past,
            (Some(_), Direction::Past) => Direction::Unknown,
            (_, direction) => direction,
        };
        nearest(&days, today, None, direction).map(|d| Value::One(Point::Day(d)))
    }
}

fn distance(a: Date, b: Date) -> i32 {
    a.until(b).map(|s| s.get_days().abs()).unwrap_or(i32::MAX)
}

/// Which of `days`, in order, is meant.
pub(super) fn nearest(days: &[Date], today: Date, shift: Option<Shift>, direction: Direction) -> Option<Date> {
    let past = days.iter().rev().find(|d| **d <= today).copied();
    let future = days.iter().find(|d| **d >= today).copied();
    match shift {
        Some(Shift::Last | Shift::Past | Shift::Preceding) => return days.iter().rev().find(|d| **d < today).copied(),
        Some(Shift::Next | Shift::Coming | Shift::Following) => return days.iter().find(|d| **d > today).copied(),
        _ => {}
    }
    let (Some(past), Some(future)) = (past, future) else { return past.or(future) };
    let (behind, ahead) = (distance(past, today), distance(today, future));
    Some(match direction {
        Direction::Past if behind > FAR && ahead < NEAR => future,
        Direction::Past => past,
        Direction::Future if ahead > FAR && behind < NEAR => past,
        Direction::Future => future,
        Direction::Unknown if behind <= ahead => past,
        Direction::Unknown => future,
    })
}
