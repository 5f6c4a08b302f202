//! Times of day: `8:45am`, `03:40 local time`, `six pm`, `at 8`.

use lexicon::times::{Class, Meridiem};

use super::{Clock, Grammar, Read};
use crate::atoms::Kind;
use crate::numerals;

impl Grammar<'_, '_> {
    /// A time of day that cannot be anything else.
    pub(super) fn clock(&self, i: usize) -> Read<Clock> {
        let (clock, end) = self.clock_figures(i).or_else(|| self.clock_words(i))?;
        Some(self.zone(clock, end))
    }

    fn clock_figures(&self, i: usize) -> Read<Clock> {
        let (hour, digits) = self.atoms.digits(i)?;
        if digits == 4 && self.is(i + 1, Class::Clock) {
            return self.hour(hour / 100, hour % 100, i + 1).map(|(c, _)| (c, i + 2));
        }
        if digits > 2 {
            return None;
        }
        for separator in [':', '.'] {
            if self.atoms.mark(i + 1, separator) && self.atoms.glued(i + 1) && self.atoms.glued(i + 2) {
                let (minute, 2) = self.atoms.digits(i + 2)? else { return None };
                let mut end = i + 3;
                if self.atoms.mark(end, ':') && self.atoms.glued(end) && self.atoms.digits(end + 1).is_some() {
                    end += 2;
                }
                let (clock, after) = self.hour(hour, minute, end)?;
                // "8.30" may be a sum; "8.30 pm" is a time.
                return (separator == ':' || after > end).then_some((clock, after));
            }
        }
        if self.is(i + 1, Class::OClock) && self.atoms.apostrophe(i + 2) && self.is(i + 3, Class::Clock) {
            return self.hour(hour, 0, i + 4);
        }
        let (clock, end) = self.hour(hour, 0, i + 1)?;
        (end > i + 1).then_some((clock, end))
    }

    /// `six pm`, `one thirty p m`, `five-thirty`; `noon` and `midnight` are parts of the day.
    fn clock_words(&self, i: usize) -> Read<Clock> {
        let (hour, mut end) = numerals::cardinal(self.atoms, i).filter(|_| self.atoms.word(i))?;
        // "five-thirty" reads as no single number, and two words as an hour and its minutes.
        let next = if self.atoms.dash(end) && self.atoms.glued(end) { end + 1 } else { end };
        let (mut minute, mut paired) = (0, false);
        let minutes = numerals::cardinal(self.atoms, next).filter(|(m, _)| (10..60).contains(m));
        if let Some((m, after)) = minutes.filter(|_| self.atoms.word(next)) {
            (minute, paired) = (m, true);
            let glued = next != end;
            end = after;
            paired &= glued || i.checked_sub(1).is_some_and(|b| self.is(b, Class::At));
        }
        let (clock, after) = self.hour(hour, minute, end)?;
        (after > end || paired).then_some((clock, after))
    }

    /// The hour with `am` or `pm` where one follows at `i`.
    fn hour(&self, hour: u64, minute: u64, i: usize) -> Read<Clock> {
        if hour > 24 || minute > 59 {
            return None;
        }
        let (hour, end) = match self.meridiem_at(i).filter(|_| hour <= 12) {
            Some((Meridiem::Pm, end)) => (hour % 12 + 12, end),
            Some((Meridiem::Am, end)) => (hour % 12, end),
            None => (hour % 24, i),
        };
        Some((Clock { hour: hour as u8, minute: minute as u8, zone: None }, end))
    }

    /// `am`, `a.m.`, `p m`, and `a`, `p` where they are glued to the hour.
    fn meridiem_at(&self, i: usize) -> Read<Meridiem> {
        let meridiem = self.meridiem(i)?;
        if self.atoms.get(i)?.span.len() > 1 {
            return Some((meridiem, i + 1));
        }
        let dot = usize::from(self.atoms.mark(i + 1, '.') && self.atoms.glued(i + 1));
        if self.is(i + 1 + dot, Class::MeridiemEnding) {
            let end = i + 2 + dot;
            let last = dot == 1 && self.atoms.mark(end, '.') && self.atoms.glued(end) && !self.atoms.ends(end + 1);
            return Some((meridiem, end + usize::from(last)));
        }
        let closed = !self.atoms.get(i + 1).is_some_and(|a| a.kind == Kind::Word && self.atoms.glued(i + 1));
        (self.atoms.glued(i) && closed).then_some((meridiem, i + 1))
    }

    fn zone(&self, mut clock: Clock, end: usize) -> (Clock, usize) {
        let open = usize::from(self.atoms.mark(end, '('));
        let at = end + open;
        let named = self.is(at, Class::Zone)
            && (self.atoms.capital(at) || self.atoms.get(at).is_some_and(|a| a.span.len() > 4));
        let after = if self.is(at, Class::Local) && self.is(at + 1, Class::Time) {
            at + 2
        } else if named {
            self.skip(at + 1, Class::Time)
        } else {
            return (clock, end);
        };
        if let (Some(first), Some(last)) = (self.atoms.get(at), self.atoms.get(after - 1)) {
            clock.zone = Some(first.span.join(last.span).of(self.text).to_owned());
        }
        (clock, after + usize::from(open == 1 && self.atoms.mark(after, ')')))
    }

    /// A time of day behind a day: "at 8:45a", "@ 17:49:19", ", 14:55", "around 7".
    pub(super) fn clock_after(&self, i: usize) -> Read<Clock> {
        let mut at = i;
        let mut joined = false;
        while at < i + 3 && !self.atoms.ends(at) {
            let joins = self.is(at, Class::At) || self.is(at, Class::About) || self.atoms.mark(at, '@');
            if !joins && !self.is(at, Class::For) && !self.atoms.mark(at, ',') && !self.atoms.dash(at) {
                break;
            }
            joined |= joins;
            at += 1;
        }
        if self.atoms.ends(at) {
            return None;
        }
        if let Some(read) = self.clock(at) {
            return Some(read);
        }
        let (hour, digits) = self.atoms.digits(at).filter(|_| joined)?;
        (digits <= 2 && self.closes(at + 1)).then(|| self.hour(hour, 0, at + 1)).flatten()
    }
}
