//! From pieces of text to [`Expr`]: what stands at one place, longest first. Every rule looks at a bounded number of
//! pieces, so that reading a text takes time in proportion to its length.

use lexicon::times::{Class, Edge, Meridiem, Part, Sense, Shift, Unit};

use super::expr::{Clock, Expr, Fields};
use crate::atoms::Atoms;
use crate::numerals;

mod clock;
mod dates;
mod periods;
mod ranges;

/// How deep expressions may stand in each other ("the first week of the last month of …").
const DEEPEST: u8 = 5;

/// Which of day and month stands first where figures leave it open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Order {
    DayFirst,
    MonthFirst,
}

/// What a rule read, and the piece after it.
pub(super) type Read<T> = Option<(T, usize)>;

/// An expression found in the text.
#[derive(Clone, Debug)]
pub(super) struct Found {
    pub expr: Expr,
    pub start: usize,
    pub end: usize,
    pub clock: Option<Clock>,
}

/// The rules over one text.
pub(super) struct Grammar<'a, 'l> {
    pub atoms: &'a Atoms<'l>,
    pub doc: &'a language::Document,
    pub text: &'a str,
    pub lexicon: &'l lexicon::times::Table,
    pub order: Order,
}

impl Grammar<'_, '_> {
    /// Every expression of the text, in order.
    pub fn all(&self) -> Vec<Found> {
        let mut found = Vec::new();
        let mut i = 0;
        while i < self.atoms.list.len() {
            if let Some(end) = self.no_such_day(i) {
                i = end;
                continue;
            }
            match self.may_start(i).then(|| self.at(i)).flatten() {
                Some(f) if f.end > i => {
                    i = f.end;
                    found.push(f);
                }
                _ => i += 1,
            }
        }
        found
    }

    /// Whether anything that starts an expression stands at `i`: most words do not.
    fn may_start(&self, i: usize) -> bool {
        let Some(atom) = self.atoms.get(i) else { return false };
        atom.senses.iter().any(|s| !matches!(s.class, Class::Ahead | Class::Behind | Class::Possessive | Class::Than))
            || !atom.numbers.is_empty()
            || self.atoms.digits(i).is_some()
            || self.atoms.apostrophe(i)
    }

    /// The expression that starts at `i`.
    fn at(&self, i: usize) -> Option<Found> {
        let plain = self.phrase(i, 0).map(|(expr, end, clock)| Found { expr, start: i, end, clock });
        let range = self.range(i).map(|(expr, end)| Found { expr, start: i, end, clock: None });
        match (plain, range) {
            (Some(p), Some(r)) if p.end > r.end => Some(p),
            (p, r) => r.or(p),
        }
    }

    /// A stretch with the time of day around it: "the evening of 2 April", "9am on Tuesday", "Sunday at 8:00".
    fn phrase(&self, i: usize, depth: u8) -> Option<(Expr, usize, Option<Clock>)> {
        if depth > DEEPEST {
            return None;
        }
        let (expr, mut end, mut clock) = self.clock_first(i, depth).or_else(|| {
            let read = self.part_first(i, depth).or_else(|| self.period(i, depth));
            read.map(|(expr, end)| (expr, end, None))
        })?;
        let (expr, after) = self.part_after(expr, end);
        end = after;
        if clock.is_none() {
            if let Some((read, after)) = self.clock_after(end) {
                clock = Some(read);
                end = self.part_after_clock(after);
            }
        }
        Some((expr, end, clock))
    }

    /// "9am on Tuesday", "at 03:40 local time on Monday".
    fn clock_first(&self, i: usize, depth: u8) -> Option<(Expr, usize, Option<Clock>)> {
        let start = if self.is(i, Class::At) { i + 1 } else { i };
        let start = if self.is(start, Class::About) { start + 1 } else { start };
        let (clock, end) = self.clock(start)?;
        let mut at = self.part_after_clock(end);
        if self.atoms.mark(at, ',') {
            at += 1;
        }
        if self.is(at, Class::On) || self.is(at, Class::Of) || self.is(at, Class::In) {
            at += 1;
        }
        let (expr, end) = self.period(at, depth + 1)?;
        self.is_day(&expr).then_some((expr, end, Some(clock)))
    }

    /// "the night of 3 May", "the early hours of Monday", "overnight on Tuesday", "the morning after".
    fn part_first(&self, i: usize, depth: u8) -> Read<Expr> {
        let mut at = self.skip(i, Class::The);
        if self.is(at, Class::Edge) {
            at += 1;
        }
        let part = if at > i && self.unit(at) == Some(Unit::Hour) && self.is(at - 1, Class::Edge) {
            Part::Night
        } else {
            self.part(at)?
        };
        at += 1;
        let before = at;
        while at < before + 2 && (self.is(at, Class::Of) || self.is(at, Class::On) || self.is(at, Class::In)) {
            at += 1;
        }
        if at == before && self.atoms.mark(at, ',') {
            at += 1;
        }
        let (expr, end) = self.period(at, depth + 1)?;
        let day = self.is_day(&expr) && (at > before || !matches!(expr, Expr::Offset { .. } | Expr::Now));
        day.then(|| (Expr::PartOf(part, Box::new(expr)), end))
    }

    /// "Monday morning", "yesterday, late in the evening".
    fn part_after(&self, expr: Expr, end: usize) -> (Expr, usize) {
        if !self.is_day(&expr) {
            return (expr, end);
        }
        let mut at = end;
        if self.is(at, Class::In) && self.is(at + 1, Class::The) {
            at += 2;
        } else if self.is(at, Class::At) {
            at += 1;
        }
        if self.is(at, Class::Edge) {
            at += 1;
        }
        match self.part(at) {
            Some(part) => (Expr::PartOf(part, Box::new(expr)), at + 1),
            None => (expr, end),
        }
    }

    /// "8:00 in the morning", "at 8:00 early morning".
    fn part_after_clock(&self, end: usize) -> usize {
        let mut at = end;
        if self.is(at, Class::In) && self.is(at + 1, Class::The) {
            at += 2;
        }
        if self.is(at, Class::Edge) {
            at += 1;
        }
        if self.part(at).is_some() {
            at + 1
        } else {
            end
        }
    }

    /// Whether an expression tells a single day.
    fn is_day(&self, expr: &Expr) -> bool {
        match expr {
            Expr::Date(f, _) => f.day.is_some() || f.weekday.is_some(),
            Expr::Unit(unit, ..) | Expr::Offset { unit, .. } | Expr::Nth { unit, .. } => *unit == Unit::Day,
            Expr::Holiday { weekend, .. } => !weekend,
            Expr::WeekdayOf(..) | Expr::PartOf(..) | Expr::Now => true,
            Expr::Edge(_, of) => self.is_day(of),
            _ => false,
        }
    }

    fn is(&self, i: usize, class: Class) -> bool {
        self.atoms.is(i, class)
    }

    /// Whether the piece is of one of `classes`.
    fn any(&self, i: usize, classes: &[Class]) -> bool {
        self.atoms.get(i).is_some_and(|a| a.senses.iter().any(|s| classes.contains(&s.class)))
    }

    /// Whether the piece before `i` is of one of `classes`.
    fn led(&self, i: usize, classes: &[Class]) -> bool {
        i.checked_sub(1).is_some_and(|before| self.any(before, classes))
    }

    fn sense(&self, i: usize, class: Class) -> Option<Sense> {
        self.atoms.sense(i, class)
    }

    fn unit(&self, i: usize) -> Option<Unit> {
        self.sense(i, Class::Unit).map(Unit::of)
    }

    fn shift(&self, i: usize) -> Option<Shift> {
        self.sense(i, Class::Shift).map(Shift::of)
    }

    fn part(&self, i: usize) -> Option<Part> {
        self.sense(i, Class::Part).map(Part::of)
    }

    fn edge(&self, i: usize) -> Option<Edge> {
        self.sense(i, Class::Edge).map(Edge::of)
    }

    fn meridiem(&self, i: usize) -> Option<Meridiem> {
        self.sense(i, Class::Meridiem).map(Meridiem::of)
    }

    /// The piece after `i` where `i` is of `class`, else `i`.
    fn skip(&self, i: usize, class: Class) -> usize {
        i + usize::from(self.is(i, class))
    }

    /// How many, as a number or a word: `two`, `a`, `a few`; and whether it is vague.
    fn count(&self, i: usize) -> Read<(u32, bool)> {
        let i = self.skip(self.skip_about(i), Class::The);
        let some = self.skip(i, Class::Some);
        if let Some(sense) = self.sense(some, Class::SomeFew) {
            let end = self.skip(some + 1, Class::Of);
            // "a couple weeks" is two; "a few", "several" are about so many.
            return Some(((sense.value.unsigned_abs().into(), sense.value != 2), end));
        }
        if let Some((n, end)) = numerals::cardinal(self.atoms, i) {
            return (n <= 9999).then_some(((n as u32, self.is(i.wrapping_sub(1), Class::About)), end));
        }
        self.sense(i, Class::Some).map(|s| ((s.value.unsigned_abs().into(), false), i + 1))
    }

    fn skip_about(&self, i: usize) -> usize {
        self.skip(i, Class::About)
    }

    /// So many of a unit: `two weeks`, `a 45-minute`; short units are lengths, not days.
    fn length(&self, i: usize) -> Read<(u32, Unit, bool)> {
        let ((count, vague), at) = self.count(i)?;
        let at = if self.atoms.dash(at) && self.atoms.glued(at) { at + 1 } else { at };
        let unit = self.unit(at).filter(|u| *u != Unit::Hour)?;
        Some(((count, unit, vague), at + 1))
    }

    /// Whether nothing at `i` makes what stands before it a part of a longer name or noun phrase: the text, sentence or
    /// clause ends, or a small word follows.
    fn closes(&self, i: usize) -> bool {
        let Some(atom) = self.atoms.get(i) else { return true };
        if self.atoms.ends(i) {
            return true;
        }
        match atom.kind {
            crate::atoms::Kind::Mark(c) => !matches!(c, '-' | '%' | '$') || atom.gap != crate::atoms::Gap::Glued,
            crate::atoms::Kind::Word => atom.senses.iter().any(|s| {
                !matches!(s.class, Class::Unit | Class::Shift | Class::Edge | Class::Time | Class::Local | Class::Part)
            }),
            crate::atoms::Kind::Digits(..) => false,
        }
    }

    /// Whether a whole [`Fields`] names a day that can exist.
    fn possible(fields: &Fields) -> bool {
        super::calendar::possible(fields.year, fields.month, fields.day)
    }
}
