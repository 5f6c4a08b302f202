//! From what an expression says to the days it means, given the report's day, the time last spoken of, and whether the
//! sentence looks back or ahead.

use jiff::civil::Date;
use lexicon::times::{Edge, Rule, Season, Shift, Table, Unit};

use super::calendar::{self, Days};
use super::edtf::{Point, Value};
use super::expr::{Base, Expr, Fields};
use super::TimeId;

mod fields;
mod range;

/// Where the sentence of an expression looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Direction {
    Past,
    Future,
    Unknown,
}

/// A time spoken of before.
#[derive(Clone, Copy, Debug)]
pub(super) struct Spoken {
    pub days: Days,
    pub id: TimeId,
}

/// What expressions are resolved against.
#[derive(Clone, Copy)]
pub(super) struct Context<'a> {
    /// The day of the report.
    pub today: Option<Date>,
    /// The single day last spoken of.
    pub day: Option<Spoken>,
    /// The stretch last spoken of, of any length.
    pub stretch: Option<Spoken>,
    /// The year that the passage is about, where it says so: "In 2014 … on 16 March".
    pub year: Option<i16>,
    pub direction: Direction,
    pub lexicon: &'a Table,
}

/// What an expression was resolved to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Resolved {
    pub value: Value,
    /// Only about then.
    pub about: bool,
}

impl Resolved {
    fn exactly(value: Value) -> Self {
        Self { value, about: false }
    }

    fn days(days: Days) -> Self {
        Self::exactly(Value::of_days(days))
    }
}

impl Context<'_> {
    /// What `expr` means; `None` where it means no time that exists.
    pub fn resolve(&self, expr: &Expr) -> Option<Resolved> {
        match expr {
            Expr::Date(fields, shift) => self.date(*fields, *shift).map(Resolved::exactly),
            Expr::Unit(unit, count, base) => self.unit(*unit, *count, base),
            Expr::Rolling { unit, count, shift, vague } => self.rolling(*unit, *count, *shift, *vague),
            Expr::Offset { unit, count, base, vague } => self.offset(*unit, *count, base, *vague),
            Expr::Lasting { unit, count, from } => {
                let start = self.days_of(from)?.0;
                Some(Resolved::days((start, before(calendar::plus(start, i32::try_from(*count).ok()?, *unit)?)?)))
            }
            Expr::Decade(start) => Some(Resolved::exactly(Value::Decade(*start))),
            Expr::Century(start) => Some(Resolved::exactly(Value::Century(*start))),
            Expr::Share { index, of, year } => self.share(*index, *of, year.as_deref()),
            Expr::Season(season, year, shift) => self.season(*season, *year, *shift).map(Resolved::exactly),
            Expr::Holiday { number, year, shift, weekend } => self.holiday(*number, year.as_deref(), *shift, *weekend),
            Expr::Week(week, year) => {
                let Some(year) = year.or(self.today.map(|d| d.year())) else { return Some(unknown(Unit::Day)) };
                let whole = calendar::around(calendar::day(year, 6, 1)?, Unit::Year)?;
                calendar::week_of(whole, (*week).into()).map(Resolved::days)
            }
            Expr::Around(unit, of) => match self.resolve(of)?.value.days().0 {
                Some(day) => calendar::around(day, *unit).map(Resolved::days),
                None => Some(unknown(*unit)),
            },
            Expr::Nth { index, count, unit, of } => match known(self.resolve(of)?.value) {
                Some(whole) => nth(whole, *index, *count, *unit).map(Resolved::days),
                None => Some(unknown(*unit)),
            },
            Expr::NthWeekday { index, weekday, of } => {
                let Some(whole) = known(self.resolve(of)?.value) else { return Some(unknown(Unit::Day)) };
                let first = if *index > 0 {
                    calendar::on_or_after(whole.0, *weekday)?
                } else {
                    calendar::on_or_before(whole.1, *weekday)?
                };
                let step = if *index > 0 { *index - 1 } else { *index + 1 };
                Some(Resolved::days(one(calendar::plus(first, step, Unit::Week)?)))
            }
            Expr::Edge(edge, of) => self.edge(*edge, of),
            Expr::WeekdayOf(weekday, of) => match self.resolve(of)?.value.days().0 {
                Some(day) => Some(Resolved::days(one(calendar::in_week(day, *weekday)?))),
                None => Some(unknown(Unit::Day)),
            },
            Expr::PartOf(_, of) => self.resolve(of),
            Expr::Overnight(of) => {
                let day = match of {
                    Some(of) => self.resolve(of)?.value.days().0,
                    None => self.today.and_then(before),
                };
                Some(match day {
                    Some(day) => Resolved::days((day, calendar::plus_days(day, 1)?)),
                    None => unknown(Unit::Day),
                })
            }
            Expr::Now => Some(self.today.map_or(unknown(Unit::Day), |d| Resolved::days(one(d)))),
            Expr::Range(a, b) => self.range(a.as_deref(), b.as_deref()),
        }
    }

    fn days_of(&self, expr: &Expr) -> Option<Days> {
        known(self.resolve(expr)?.value)
    }

    /// "this week", "next month", "the year", "the following day".
    fn unit(&self, unit: Unit, count: i32, base: &Base) -> Option<Resolved> {
        let from = match base {
            Base::Spoken => self.spoken(unit).map(|s| if count < 0 { s.days.0 } else { s.days.1 }).or(self.today),
            _ => self.today,
        };
        let Some(from) = from else { return Some(unknown(unit)) };
        if unit == Unit::Weekend && count == 0 && self.direction == Direction::Past && calendar::weekday(from) <= 3 {
            // Told on a Monday, "over the weekend" is the one that has passed.
            return calendar::around(calendar::plus_days(from, -7)?, unit).map(Resolved::days);
        }
        calendar::around(calendar::plus(from, count, unit)?, unit).map(|days| match unit {
            Unit::Decade => Resolved::exactly(Value::Decade(days.0.year())),
            Unit::Century if days.0.year() >= 0 => Resolved::exactly(Value::Century(days.0.year())),
            _ => Resolved::days(days),
        })
    }

    /// What "later" and "the following" count from: a day for days and weeks, any stretch for longer units.
    fn spoken(&self, unit: Unit) -> Option<Spoken> {
        if unit <= Unit::Fortnight {
            self.day
        } else {
            self.stretch.or(self.day)
        }
    }

    /// "the last three months" end yesterday, "the next two days" start tomorrow; quarters are the calendar's.
    fn rolling(&self, unit: Unit, count: u32, shift: Shift, vague: bool) -> Option<Resolved> {
        let Some(today) = self.today else { return Some(unknown(unit)) };
        let count = i32::try_from(count).ok().filter(|n| (1..=9999).contains(n))?;
        let back = matches!(shift, Shift::Last | Shift::Past | Shift::Preceding);
        let days = match (unit, shift) {
            (Unit::Hour, _) => {
                let days = i64::from((count + 23) / 24);
                if back {
                    (calendar::plus_days(today, -days)?, today)
                } else {
                    (today, calendar::plus_days(today, days)?)
                }
            }
            (_, Shift::This) if self.direction == Direction::Past => return None,
            (_, Shift::This) => (today, before(calendar::plus(today, count, unit)?)?),
            (Unit::Quarter, _) if back => {
                let start = calendar::around(today, unit)?.0;
                (calendar::plus(start, -count, unit)?, before(start)?)
            }
            (Unit::Quarter, _) => {
                let start = calendar::plus_days(calendar::around(today, unit)?.1, 1)?;
                (start, before(calendar::plus(start, count, unit)?)?)
            }
            _ if back => (calendar::plus(today, -count, unit)?, before(today)?),
            _ => (calendar::plus_days(today, 1)?, calendar::plus(today, count, unit)?),
        };
        Some(Resolved { value: Value::of_days(days), about: vague })
    }

    /// So many units before or after something. Days and weeks are meant exactly, months and years about.
    fn offset(&self, unit: Unit, count: i32, base: &Base, vague: bool) -> Option<Resolved> {
        let about = vague || unit >= Unit::Month;
        let from = match base {
            Base::Published => self.today.map(one),
            Base::Spoken => self.spoken(unit).map(|s| s.days).or(self.today.map(one)),
            Base::Of(of) if **of == Expr::Now => {
                if self.direction != Direction::Future {
                    return None;
                }
                self.today.map(one)
            }
            Base::Of(of) => known(self.resolve(of)?.value),
        };
        let Some((first, last)) = from else { return Some(unknown(unit)) };
        let grain = calendar::around(first, unit)?;
        if first != last && grain == (first, last) {
            return calendar::around(calendar::plus(first, count, unit)?, unit)
                .map(|days| Resolved { value: Value::of_days(days), about: vague });
        }
        let spoken = *base == Base::Spoken;
        let from = if spoken && count > 0 { last } else { first };
        let day = calendar::plus(from, count, unit)?;
        if first != last && unit >= Unit::Month {
            // "Two years after May 1994" is no single day.
            let coarse = if unit >= Unit::Year { Unit::Year } else { Unit::Month };
            return calendar::around(day, coarse).map(|d| Resolved { value: Value::of_days(d), about });
        }
        Some(Resolved { value: Value::One(Point::Day(day)), about })
    }

    fn share(&self, index: u8, of: u8, year: Option<&Expr>) -> Option<Resolved> {
        let months = 12 / of.max(1);
        let first = (index - 1) * months + 1;
        let span = |year: i16| {
            let start = calendar::day(year, first, 1)?;
            Some((start, before(calendar::plus(start, months.into(), Unit::Month)?)?))
        };
        let Some(year) = year else {
            let Some(today) = self.today else { return Some(unknown(Unit::Month)) };
            let this = span(today.year())?;
            let ahead = this.0 > today && self.direction == Direction::Past;
            return Some(Resolved::days(if ahead { span(today.year() - 1)? } else { this }));
        };
        match self.resolve(year)?.value.days().0 {
            Some(day) => span(day.year()).map(Resolved::days),
            None => Some(unknown(Unit::Month)),
        }
    }

    fn season(&self, season: Season, year: Option<i16>, shift: Option<Shift>) -> Option<Value> {
        let value = |year: i16| Value::Season(year, season as u8);
        if let Some(year) = year {
            return Some(value(year));
        }
        let Some(today) = self.today else { return Some(Value::One(Point::UnknownMonth)) };
        let spans: Vec<(i16, Days)> =
            (today.year() - 2..=today.year() + 2).filter_map(|y| Some((y, calendar::season(y, season)?))).collect();
        let last = spans.iter().rev().find(|(_, d)| d.1 < today);
        let next = spans.iter().find(|(_, d)| d.0 > today);
        let now = spans.iter().find(|(_, d)| d.0 <= today && today <= d.1);
        let near = || {
            let gap = |d: &Days| today.until(d.0).map(|s| s.get_days().abs()).unwrap_or(i32::MAX);
            match self.direction {
                Direction::Future => next,
                Direction::Past => last,
                Direction::Unknown => spans.iter().min_by_key(|(_, d)| gap(d)),
            }
        };
        let found = match shift {
            Some(Shift::Last | Shift::Past | Shift::Preceding) => last,
            Some(Shift::Next | Shift::Coming | Shift::Following) => next,
            Some(Shift::This) => now.or_else(|| spans.iter().find(|(_, d)| d.0.year() == today.year())),
            _ => now.or_else(near),
        };
        found.map(|(y, _)| value(*y))
    }

    fn holiday(&self, number: u16, year: Option<&Expr>, shift: Option<Shift>, weekend: bool) -> Option<Resolved> {
        let holiday = self.lexicon.holiday(number)?;
        let rule = holiday.rule;
        let in_year = |y: i16| match rule {
            Rule::Moving => self.lexicon.moving(number).find(|m| m.0 == y).and_then(|(y, m, d)| calendar::day(y, m, d)),
            _ => calendar::of_rule(rule, y),
        };
        let year = match year {
            Some(expr) => Some(self.resolve(expr)?.value.days().0?.year()),
            None => None,
        };
        let day = match (rule, year, self.today) {
            (Rule::Once(y, m, d), ..) => calendar::day(y, m, d),
            (_, Some(year), _) => in_year(year),
            (Rule::Yearly(m, d), None, None) => return Some(Resolved::exactly(Value::One(Point::NoYear(m, Some(d))))),
            (_, None, None) => return Some(unknown(Unit::Day)),
            (_, None, Some(today)) => match shift {
                Some(Shift::This) => in_year(today.year()),
                _ => {
                    let days: Vec<Date> = (today.year() - 2..=today.year() + 2).filter_map(in_year).collect();
                    fields::nearest(&days, today, shift, self.direction)
                }
            },
        }?;
        if weekend {
            return Some(Resolved::days(match calendar::weekday(day) {
                1 => (calendar::plus_days(day, -2)?, day),
                5 => (day, calendar::plus_days(day, 2)?),
                _ => calendar::around(day, Unit::Weekend)?,
            }));
        }
        let last = calendar::plus_days(day, i64::from(holiday.days) - 1)?;
        Some(Resolved::days((day, last)))
    }

    /// Early, middle and late parts. Of what is going on, the early part is over and the late part still to come.
    fn edge(&self, edge: Edge, of: &Expr) -> Option<Resolved> {
        let whole = self.resolve(of)?;
        let Some(days) = known(whole.value) else { return Some(whole) };
        let mut part = part_of(edge, days)?;
        if let (Expr::Unit(_, 0, _), Some(today)) = (of, self.today) {
            if days.0 <= today && today <= days.1 && days.0 != days.1 {
                match edge {
                    Edge::Early | Edge::Start => part.1 = part.1.min(today),
                    Edge::Late if part.0 < today => part.0 = today,
                    _ => {}
                }
            }
        }
        Some(Resolved::days(part))
    }
}

/// The day before.
fn before(date: Date) -> Option<Date> {
    calendar::plus_days(date, -1)
}

fn one(date: Date) -> Days {
    (date, date)
}

/// First and last day of a value that has both.
fn known(value: Value) -> Option<Days> {
    match value.days() {
        (Some(a), Some(b)) if a <= b => Some((a, b)),
        _ => None,
    }
}

/// What can be said of a unit when the report's day is not known.
fn unknown(unit: Unit) -> Resolved {
    Resolved::exactly(Value::One(match unit {
        Unit::Month | Unit::Quarter | Unit::Half => Point::UnknownMonth,
        Unit::Year | Unit::Decade | Unit::Century | Unit::Millennium => Point::UnknownYear,
        _ => Point::UnknownDay,
    }))
}

/// The n-th unit of a stretch, or `count` of them from its start or to its end.
fn nth(whole: Days, index: i32, count: u32, unit: Unit) -> Option<Days> {
    let count = i32::try_from(count).ok().filter(|c| (1..=9999).contains(c))?;
    let piece = |index: i32| -> Option<Days> {
        if unit == Unit::Week {
            return calendar::week_of(whole, index);
        }
        if unit == Unit::Weekend {
            let saturday =
                if index > 0 { calendar::on_or_after(whole.0, 6) } else { calendar::on_or_before(whole.1, 6) }?;
            let step = if index > 0 { index - 1 } else { index + 1 };
            let saturday = calendar::plus(saturday, step, Unit::Week)?;
            return Some((saturday, calendar::plus_days(saturday, 1)?));
        }
        let day = if index > 0 {
            calendar::plus(whole.0, index - 1, unit)?
        } else {
            calendar::plus(calendar::around(whole.1, unit)?.0, index + 1, unit)?
        };
        calendar::around(day, unit)
    };
    let days = if index > 0 {
        (piece(index)?.0, piece(index + count - 1)?.1)
    } else {
        (piece(index - count + 1)?.0, piece(index)?.1)
    };
    (days.0 <= whole.1 && days.1 >= whole.0).then_some(days)
}

/// The early, middle or late part of a stretch.
fn part_of(edge: Edge, (first, last): Days) -> Option<Days> {
    if first == last {
        return Some((first, last));
    }
    let length = i64::from(first.until(last).ok()?.get_days()) + 1;
    let at = |n: i64| calendar::plus_days(first, n);
    let whole = |unit| calendar::around(first, unit) == Some((first, last));
    // (end of the early part, start and end of the middle, start of the late part), in days from the first
    let (early, mid, late) = if whole(Unit::Month) {
        (14, (9, 19), 15)
    } else if whole(Unit::Week) {
        (2, (1, 4), 3)
    } else if whole(Unit::Year) {
        let day = |m, d| Some(i64::from(first.until(calendar::day(first.year(), m, d)?).ok()?.get_days()));
        (day(6, 30)?, (day(4, 1)?, day(9, 30)?), day(7, 1)?)
    } else if first.day() == 1 && first.month() == 1 && length > 3000 {
        // Decades and centuries fall into whole years.
        let years = last.year() - first.year() + 1;
        let day = |n: i16, m, d| Some(i64::from(first.until(calendar::day(first.year() + n, m, d)?).ok()?.get_days()));
        let third = years / 3;
        (day(years / 2 - 1, 12, 31)?, (day(third, 1, 1)?, day(years - third - 1, 12, 31)?), day(years / 2, 1, 1)?)
    } else {
        (length / 2 - 1, (length / 4, length - 1 - length / 4), length / 2)
    };
    Some(match edge {
        Edge::Early | Edge::Start => (first, at(early.max(0))?),
        Edge::Mid | Edge::Middle => (at(mid.0)?, at(mid.1)?),
        Edge::Late | Edge::End => (at(late)?, last),
    })
}
