//! Stretches of time by their units: this week, the last three months, two days later, early May, the 1990s, Easter.

use lexicon::times::{Class, Edge, Season, Shift, Unit};

use super::super::expr::Base;
use super::{Expr, Fields, Grammar, Read, DEEPEST};
use crate::atoms::Gap;
use crate::numerals;

/// What stands before "the day" and before a season that is a time.
const UNIT_LEADS: &[Class] = &[
    Class::In,
    Class::Of,
    Class::For,
    Class::By,
    Class::Within,
    Class::Inside,
    Class::Until,
    Class::Through,
    Class::On,
    Class::Edge,
];
const SEASON_LEADS: &[Class] = &[
    Class::In,
    Class::Since,
    Class::By,
    Class::Until,
    Class::Edge,
    Class::From,
    Class::Through,
    Class::Before,
    Class::After,
];

/// Most pieces of a named day's name.
const LONGEST_NAME: usize = 8;

/// Reads an expression that starts at an atom, at a depth of nesting.
type Rule<G> = fn(&G, usize, u8) -> Read<Expr>;

impl Grammar<'_, '_> {
    /// A stretch of time that starts at `i`: the longest that can be read, and the week or weekday that goes with it.
    pub(super) fn period(&self, i: usize, depth: u8) -> Read<Expr> {
        if depth > DEEPEST || self.atoms.get(i).is_none() {
            return None;
        }
        let rules: [Rule<Self>; 17] = [
            |g, i, _| g.date(i),
            |g, i, _| g.day_word(i),
            Self::shifted,
            |g, i, _| g.count_shift_unit(i),
            Self::distance,
            Self::unit_beside,
            Self::nth,
            Self::edged,
            |g, i, _| g.quarter(i),
            |g, i, _| g.season(i),
            |g, i, _| g.decade(i),
            |g, i, _| g.century(i),
            |g, i, _| g.week_number(i),
            Self::holiday,
            |g, i, _| g.year(i),
            |g, i, _| g.bare_day(i),
            Self::overnight,
        ];
        let mut best: Read<Expr> = None;
        for rule in rules {
            if let Some((expr, end)) = rule(self, i, depth) {
                if best.as_ref().is_none_or(|b| end > b.1) {
                    best = Some((expr, end));
                }
            }
        }
        best.map(|(expr, end)| self.with_weekday(expr, end, depth))
    }

    /// "next week (on) Tuesday", "Tuesday of next week", "Monday, two weeks from now".
    fn with_weekday(&self, expr: Expr, end: usize, depth: u8) -> (Expr, usize) {
        let week = |e: &Expr| match e {
            Expr::Unit(unit, ..) => *unit == Unit::Week,
            Expr::Edge(_, of) => matches!(**of, Expr::Unit(Unit::Week, ..)),
            Expr::Offset { .. } => true,
            _ => false,
        };
        if week(&expr) {
            let at = self.skip(end, Class::On);
            let day = self.weekday_at(at).filter(|_| !self.atoms.ends(end));
            return match day {
                Some((day, end)) => (Expr::WeekdayOf(day, Box::new(expr)), end),
                None => (expr, end),
            };
        }
        let Some(weekday) = expr.fields().filter(Fields::is_weekday).and_then(|f| f.weekday) else {
            return (expr, end);
        };
        let at = if self.atoms.mark(end, ',') { end + 1 } else { self.skip(end, Class::Of) };
        if at == end && self.atoms.get(end).is_none_or(|a| a.gap == Gap::Glued) || self.atoms.ends(at) {
            return (expr, end);
        }
        let of = [Self::shifted, Self::distance].into_iter().find_map(|rule| rule(self, at, depth + 1));
        match of.filter(|(of, _)| week(of)) {
            Some((of, end)) => (Expr::WeekdayOf(weekday, Box::new(of)), end),
            None => (expr, end),
        }
    }

    /// A weekday at `i`, with nothing that makes a date of it.
    fn weekday_at(&self, i: usize) -> Read<u8> {
        let day = self
            .atoms
            .value(i, Class::Weekday)
            .or_else(|| self.atoms.value(i, Class::WeekdayShort).filter(|_| self.atoms.capital(i)))?;
        Some((day as u8, i + 1))
    }

    fn day_word(&self, i: usize) -> Read<Expr> {
        let days = self.atoms.value(i, Class::Day)?;
        // "Russia Today", "USA Today" are names.
        let named = self.atoms.capital(i)
            && i.checked_sub(1).is_some_and(|b| {
                self.atoms.word(b)
                    && self.atoms.capital(b)
                    && self.atoms.list[b].senses.is_empty()
                    && !self.atoms.ends(i)
            });
        (!named).then_some((Expr::Unit(Unit::Day, days.into(), Base::Published), i + 1))
    }

    /// Something with "this", "last", "next" … before it.
    fn shifted(&self, i: usize, depth: u8) -> Read<Expr> {
        let the = self.is(i, Class::The);
        let mut at = i + usize::from(the);
        let mut shift = self.shift(at)?;
        at += 1;
        // "this past Friday", "this coming week"
        if let Some(next) = self.shift(at).filter(|_| shift == Shift::This) {
            shift = next;
            at += 1;
        }
        if self.atoms.ends(at) {
            return None;
        }
        if let Some(part) = self.part(at) {
            let day = Expr::Unit(Unit::Day, shift_days(shift), shift_base(shift, true));
            return Some((Expr::PartOf(part, Box::new(day)), at + 1));
        }
        if let Some(unit) = self.unit(at) {
            if self.plural(at) {
                // "the coming weeks", "previous days" are a few of them; "these" and "those" are none that are told.
                let few = !matches!(shift, Shift::This | Shift::Same) && unit != Unit::Hour;
                return few.then_some((Expr::Rolling { unit, count: 3, shift, vague: true }, at + 1));
            }
            return self.shifted_unit(shift, unit, the).map(|expr| (expr, at + 1));
        }
        if self.is(at, Class::NowOrWord) && shift == Shift::This {
            return Some((Expr::Now, at + 1));
        }
        if let Some(((count, vague), next)) =
            self.count(at).filter(|_| !self.is(at, Class::Some) && shift != Shift::Same)
        {
            if let Some(unit) = self.unit(next).filter(|_| shift != Shift::This) {
                return Some((Expr::Rolling { unit, count, shift, vague }, next + 1));
            }
        }
        let season = self.sense(at, Class::Season).or_else(|| self.sense(at, Class::SeasonOrWord));
        if let Some(season) = season {
            return Some((Expr::Season(Season::of(season), None, Some(shift)), at + 1));
        }
        if let Some((Expr::Holiday { number, year, weekend, .. }, end)) = self.holiday(at, depth) {
            return Some((Expr::Holiday { number, year, shift: Some(shift), weekend }, end));
        }
        let (expr, end) = self.date(at)?;
        let fields = expr.fields()?;
        (fields.day.is_some() || fields.month.is_some() || fields.weekday.is_some())
            .then_some((Expr::Date(fields, Some(shift)), end))
    }

    fn shifted_unit(&self, shift: Shift, unit: Unit, the: bool) -> Option<Expr> {
        use Shift::*;
        let day = matches!(unit, Unit::Day | Unit::Night);
        Some(match shift {
            _ if unit == Unit::Hour => return None,
            // "this day" is often any day that is spoken of; "the last day" is the last of something.
            Last if day && the => return None,
            Past if !matches!(unit, Unit::Weekend) => Expr::Rolling { unit, count: 1, shift, vague: false },
            Next if day => Expr::Unit(Unit::Day, 1, Base::Spoken),
            _ => {
                let unit = if unit == Unit::Night { Unit::Day } else { unit };
                Expr::Unit(unit, shift_days(shift), shift_base(shift, false))
            }
        })
    }

    /// "10 previous weeks", "the 5 upcoming years".
    fn count_shift_unit(&self, i: usize) -> Read<Expr> {
        let ((count, vague), at) = self.count(i)?;
        let shift = self.shift(at).filter(|s| !matches!(s, Shift::This | Shift::Same))?;
        let unit = self.unit(at + 1)?;
        // "only three next week" counts no weeks.
        (self.plural(at + 1) || count == 1).then_some((Expr::Rolling { unit, count, shift, vague }, at + 2))
    }

    /// Whether a unit stands in the plural.
    fn plural(&self, i: usize) -> bool {
        self.atoms.get(i).is_some_and(|a| a.span.of(self.text).ends_with(['s', 'S']))
    }

    /// "two days ago", "a week later", "3 weeks after Christmas", "in two months", "for 3 days from Monday".
    fn distance(&self, i: usize, depth: u8) -> Read<Expr> {
        if self.is(i, Class::In) || self.is(i, Class::Within) {
            return self.distance_ahead(i);
        }
        if self.is(i, Class::For) {
            let (count, unit, _) = self.length(i + 1)?.0;
            let at = self.length(i + 1)?.1;
            let at = at + usize::from(self.atoms.mark(at, ','));
            let from = if self.is(at, Class::Starting) { self.skip(at + 1, Class::From) } else { at + 1 };
            if !self.is(at, Class::From) && !self.is(at, Class::Starting) {
                return None;
            }
            let (of, end) = self.base(from, depth)?;
            return Some((Expr::Lasting { unit, count, from: Box::new(of) }, end));
        }
        // A long form first: "2 weeks and 2 days ago".
        let ((count, unit, vague), at) = self.length(i)?;
        if self.is(at, Class::And) {
            if let Some((Expr::Offset { unit: small, count: n, base, vague: v }, end)) =
                self.distance_one(at + 1, depth)
            {
                let sign = if n < 0 { -1 } else { 1 };
                let inner = Expr::Offset { unit: small, count: n, base, vague: v };
                let base = Base::Of(Box::new(inner));
                return Some((Expr::Offset { unit, count: sign * count as i32, base, vague }, end));
            }
        }
        self.distance_one(i, depth)
    }

    fn distance_one(&self, i: usize, depth: u8) -> Read<Expr> {
        let ((count, unit, vague), at) = self.length(i)?;
        let count = count as i32;
        let unit = if unit == Unit::Night { Unit::Day } else { unit };
        let offset = |count, base| Expr::Offset { unit, count, base, vague };
        if self.is(at, Class::Ago) || self.is(at, Class::AgoOrWord) && self.closes(at + 1) {
            return Some((offset(-count, Base::Published), at + 1));
        }
        if self.is(at, Class::Starting) {
            let (of, end) = self.base(self.skip(at + 1, Class::From), depth)?;
            return Some((Expr::Lasting { unit, count: count as u32, from: Box::new(of) }, end));
        }
        if self.is(at, Class::Hence) {
            return Some((offset(count, Base::Published), at + 1));
        }
        if self.is(at, Class::Back) && !self.is(at, Class::BeforeTo) {
            return Some((offset(-count, Base::Spoken), at + 1));
        }
        if self.is(at, Class::Forward) {
            return Some((offset(count, Base::Spoken), at + 1));
        }
        let (sign, from) = if self.is(at, Class::Before) {
            (-1, at + 1)
        } else if self.is(at, Class::BeforeTo) && self.is(at + 1, Class::To) {
            (-1, at + 2)
        } else if self.is(at, Class::After) || self.is(at, Class::From) || self.is(at, Class::Since) {
            (1, at + 1)
        } else {
            return None;
        };
        if let Some((of, end)) = self.base(from, depth) {
            return Some((offset(sign * count, Base::Of(Box::new(of))), end));
        }
        let alone = (self.is(at, Class::Before) || self.is(at, Class::After)) && self.stops(from);
        alone.then(|| (offset(sign * count, Base::Spoken), from))
    }

    /// "in two months", "within nine days": resolved only where the sentence looks ahead.
    fn distance_ahead(&self, i: usize) -> Read<Expr> {
        let within = self.is(i, Class::Within);
        let at = self.skip(i + 1, Class::The);
        let at = at + usize::from(within && self.shift(at).is_some_and(|s| matches!(s, Shift::Next | Shift::Coming)));
        let ((count, unit, vague), end) = self.length(at)?;
        if !self.closes(end) || self.is(end, Class::Of) || self.apostrophe_s(end) {
            return None;
        }
        // Something else than a bare length stands here: "in two weeks since", "in three days from Monday".
        if self.is(end, Class::Since) || self.is(end, Class::After) || self.is(end, Class::From) {
            return self.distance_one(at, 0);
        }
        if within {
            return Some((Expr::Rolling { unit, count, shift: Shift::This, vague }, end));
        }
        let unit = if unit == Unit::Night { Unit::Day } else { unit };
        Some((Expr::Offset { unit, count: count as i32, base: Base::Of(Box::new(Expr::Now)), vague }, end))
    }

    fn apostrophe_s(&self, i: usize) -> bool {
        self.atoms.apostrophe(i)
    }

    /// What a distance is counted from: "now", a period.
    fn base(&self, i: usize, depth: u8) -> Read<Expr> {
        if self.is(i, Class::Now) {
            return Some((Expr::Unit(Unit::Day, 0, Base::Published), i + 1));
        }
        self.period(i, depth + 1)
    }

    /// Whether a clause or sentence ends at `i`.
    fn stops(&self, i: usize) -> bool {
        self.atoms.ends(i)
            || self
                .atoms
                .get(i)
                .is_some_and(|a| matches!(a.kind, crate::atoms::Kind::Mark(c) if ",.;:!?)\u{201d}\"".contains(c)))
    }

    /// "the week after next", "the day before yesterday", "the day after", "the week of 3 May", "the day".
    fn unit_beside(&self, i: usize, depth: u8) -> Read<Expr> {
        let the = self.is(i, Class::The);
        let at = i + usize::from(the);
        let unit = self.unit(at).filter(|u| *u != Unit::Hour)?;
        let next = at + 1;
        let one = if unit == Unit::Night { Unit::Day } else { unit };
        if self.is(next, Class::To) && self.is(next + 1, Class::NowOrWord) {
            let this = Expr::Edge(Edge::Start, Box::new(Expr::Unit(unit, 0, Base::Published)));
            return Some((Expr::Range(Some(Box::new(this)), Some(Box::new(Expr::Now))), next + 2));
        }
        if unit == Unit::Week && (self.is(next, Class::Of) || self.is(next, Class::Starting)) {
            if let Some((of, end)) = self.period(next + 1, depth + 1).filter(|(e, _)| self.is_day(e)) {
                return Some((Expr::Around(unit, Box::new(of)), end));
            }
        }
        if unit == Unit::Month && self.is(next, Class::Of) {
            return self.spelt(next + 1).map(|(f, end)| (Expr::date(f), end));
        }
        if !the {
            return None;
        }
        let sign = match (self.is(next, Class::Before), self.is(next, Class::After)) {
            (true, _) => -1,
            (_, true) => 1,
            _ => return self.unit_alone(i, next, unit),
        };
        match self.shift(next + 1) {
            Some(Shift::Next) if sign > 0 && self.closes(next + 2) => {
                return Some((Expr::Unit(one, 2, Base::Published), next + 2));
            }
            Some(Shift::Last) if sign < 0 && self.closes(next + 2) => {
                return Some((Expr::Unit(one, -2, Base::Published), next + 2));
            }
            _ => {}
        }
        let offset = |base| Expr::Offset { unit: one, count: sign, base, vague: false };
        if let Some((of, end)) = self.base(next + 1, depth) {
            return Some((offset(Base::Of(Box::new(of))), end));
        }
        if self.stops(next + 1) {
            return Some((offset(Base::Spoken), next + 1));
        }
        self.unit_alone(i, next, unit)
    }

    /// "the day", "the year", where it stands for the one that is spoken of: behind a preposition, or at a clause's end.
    fn unit_alone(&self, i: usize, next: usize, unit: Unit) -> Read<Expr> {
        let led = self.led(i, UNIT_LEADS);
        let on_day = unit == Unit::Day && self.led(i, &[Class::On]);
        let fits = match unit {
            Unit::Decade | Unit::Century | Unit::Millennium | Unit::Night | Unit::Half | Unit::Hour => false,
            Unit::Weekend | Unit::Fortnight => self.closes(next),
            _ if led => self.closes(next) && !on_day && !self.is(next, Class::Of),
            _ => self.stops(next) && !self.atoms.capital(i),
        };
        let word = next - 1;
        let plain = !self.plural(word) && !self.atoms.capital(word);
        (fits && plain && !self.apostrophe_s(next)).then_some((Expr::Unit(unit, 0, Base::Spoken), next))
    }

    /// "the first week of May", "last four months of 2021", "the 15th day of next month", "the first Monday of June".
    fn nth(&self, i: usize, depth: u8) -> Read<Expr> {
        let at = self.skip(i, Class::The);
        let (index, mut next) = match numerals::ordinal(self.atoms, at).filter(|(n, _)| (1..=366).contains(n)) {
            Some((n, end)) => (n as i32, end),
            None if self.is(at, Class::Final) => (-1, at + 1),
            None => return None,
        };
        let mut count = 1;
        if self.unit(next).is_none() {
            if let Some(((n, _), end)) = self.count(next).filter(|_| index == 1 || index == -1) {
                (count, next) = (n, end);
            }
        }
        let half = self.is(next, Class::Half).then_some(if index == 1 { Edge::Early } else { Edge::Late });
        let unit = self.unit(next).or(half.map(|_| Unit::Half));
        let weekday = self.atoms.value(next, Class::Weekday);
        if unit.is_none() && weekday.is_none() {
            return None;
        }
        let of = next + 1;
        if !self.is(of, Class::Of) && !self.is(of, Class::In) {
            let quarter = unit == Some(Unit::Quarter) && (1..=4).contains(&index) && at > i && self.closes(of);
            return quarter.then_some((Expr::Share { index: index as u8, of: 4, year: None }, of));
        }
        let (whole, end) = self.period(of + 1, depth + 1)?;
        let whole = Box::new(whole);
        Some(match (half, weekday, unit) {
            (Some(edge), ..) => (Expr::Edge(edge, whole), end),
            (_, Some(weekday), _) => (Expr::NthWeekday { index, weekday: weekday as u8, of: whole }, end),
            (_, _, Some(unit)) => (Expr::Nth { index, count, unit, of: whole }, end),
            _ => return None,
        })
    }

    /// "early May", "mid-2019", "late on Wednesday", "the end of March", "earlier this week".
    fn edged(&self, i: usize, depth: u8) -> Read<Expr> {
        let at = self.skip(i, Class::The);
        let edge = self.edge(at)?;
        let mut next = at + 1;
        if self.atoms.dash(next) && self.atoms.glued(next) {
            next += 1;
        }
        let of = self.is(next, Class::Of);
        if of || self.is(next, Class::In) || self.is(next, Class::On) {
            next += 1;
        }
        let bare = matches!(edge, Edge::Start | Edge::Middle | Edge::End);
        // "to start in May", "to end on Friday" are verbs.
        if bare && !of && next > at + 1 && !self.atoms.glued(next) {
            return None;
        }
        if bare && !of && next == at + 1 && !self.atoms.glued(next) && self.atoms.digits(next).is_none() {
            return None;
        }
        let (expr, end) = self.period(next, depth + 1).or_else(|| self.month_after_edge(next))?;
        let fits = !matches!(&expr, Expr::Offset { .. } | Expr::Rolling { .. } | Expr::Range(..) | Expr::Edge(..));
        fits.then(|| (Expr::Edge(edge, Box::new(expr)), end))
    }

    fn month_after_edge(&self, i: usize) -> Read<Expr> {
        let (year, end) = self.year_words(i)?;
        Some((Expr::date(Fields { year: Some(year), ..Fields::default() }), end))
    }

    /// `Q1 2019`, `2019 q1`, `2017-q1`, `q1 of 2017`, `H2 2019`.
    fn quarter(&self, i: usize) -> Read<Expr> {
        let share = |at: usize| {
            let of = if self.is(at, Class::QuarterNumber) {
                4
            } else if self.is(at, Class::HalfNumber) {
                2
            } else {
                return None;
            };
            let (index, 1) = self.atoms.digits(at + 1).filter(|_| self.atoms.glued(at + 1))? else { return None };
            let ends =
                !self.atoms.get(at + 2).is_some_and(|a| a.gap == Gap::Glued && a.kind == crate::atoms::Kind::Word);
            ((1..=of).contains(&index) && ends).then_some((index as u8, of as u8, at + 2))
        };
        let year = |at: usize| {
            let (value, 4) = self.atoms.digits(at)? else { return None };
            (1900..=2099)
                .contains(&value)
                .then(|| Box::new(Expr::date(Fields { year: Some(value as i16), ..Fields::default() })))
        };
        if let Some(first) = year(i) {
            let at = if self.atoms.dash(i + 1) { i + 2 } else { i + 1 };
            let (index, of, end) = share(at)?;
            return Some((Expr::Share { index, of, year: Some(first) }, end));
        }
        let (index, of, end) = share(i)?;
        let at = if self.atoms.dash(end) { end + 1 } else { self.skip(end, Class::Of) };
        match year(at) {
            Some(year) => Some((Expr::Share { index, of, year: Some(year) }, at + 1)),
            None => (of == 4 && self.atoms.capital(i) && self.closes(end))
                .then_some((Expr::Share { index, of, year: None }, end)),
        }
    }

    /// "summer 2014", "the winter of 2015", "in the spring"; bare seasons are weather.
    fn season(&self, i: usize) -> Read<Expr> {
        let at = self.skip(i, Class::The);
        let word = self.is(at, Class::SeasonOrWord);
        let sense = self.sense(at, Class::Season).or_else(|| self.sense(at, Class::SeasonOrWord))?;
        let of = self.skip(at + 1, Class::Of);
        let year = self.atoms.digits(of).filter(|d| d.1 == 4 && (1000..=2999).contains(&d.0)).map(|d| d.0 as i16);
        let season = Season::of(sense);
        if year.is_some() && !self.counts_thing(of + 1) {
            return Some((Expr::Season(season, year, None), of + 1));
        }
        let led = self.led(i, SEASON_LEADS);
        (led && !word && self.closes(at + 1)).then_some((Expr::Season(season, None, None), at + 1))
    }

    fn counts_thing(&self, i: usize) -> bool {
        !self.closes(i)
    }

    /// `the 1990s`, `1990's`, `the '90s`, `90 s`.
    fn decade(&self, i: usize) -> Read<Expr> {
        let mut at = self.skip(i, Class::The);
        let led = at > i
            || i.checked_sub(1).is_some_and(|b| self.is(b, Class::In) || self.is(b, Class::Edge) || self.atoms.dash(b));
        let short = self.atoms.apostrophe(at);
        at += usize::from(short);
        let (value, count) = self.atoms.digits(at).filter(|(v, _)| v % 10 == 0)?;
        let s = at + 1 + usize::from(self.atoms.apostrophe(at + 1));
        let ends = self.is(s, Class::Possessive) && self.atoms.get(s).is_some_and(|a| a.span.len() == 1 && !a.capital);
        // "1990 s" with a blank, but never "1990 's".
        if !ends || (s > at + 1 && !self.atoms.glued(s)) {
            return None;
        }
        let start = match count {
            4 if (1000..=2990).contains(&value) => value as i16,
            2 if short && self.atoms.glued(at) || led && value >= 20 => 1900 + value as i16,
            _ => return None,
        };
        Some((Expr::Decade(start), s + 1))
    }

    /// `the 19th century`, `the fifteenth century BC`.
    fn century(&self, i: usize) -> Read<Expr> {
        let at = self.skip(i, Class::The);
        let (number, mut end) = numerals::ordinal(self.atoms, at).filter(|(n, _)| (1..=30).contains(n))?;
        if self.atoms.dash(end) {
            end += 1;
        }
        let unit = self.unit(end).filter(|u| *u == Unit::Century)?;
        let before = self.is(end + 1, Class::EraBefore) && self.atoms.capital(end + 1);
        (unit == Unit::Century && !before).then_some((Expr::Century((number as i16 - 1) * 100), end + 1))
    }

    /// `week 23`, `the week 3 of 2027`.
    fn week_number(&self, i: usize) -> Read<Expr> {
        let at = self.skip(i, Class::The);
        self.unit(at).filter(|u| *u == Unit::Week)?;
        let (week, 1..=2) = self.atoms.digits(at + 1).filter(|(w, _)| (1..=53).contains(w))? else { return None };
        let of = self.skip(at + 2, Class::Of);
        match self.atoms.digits(of) {
            Some((year, 4)) if of > at + 2 && (1900..=2099).contains(&year) => {
                Some((Expr::Week(week as u8, Some(year as i16)), of + 1))
            }
            _ => (!self.is(at + 2, Class::Of) && !self.atoms.dash(at + 2))
                .then_some((Expr::Week(week as u8, None), at + 2)),
        }
    }

    /// A named day, with its year or weekend.
    fn holiday(&self, i: usize, _depth: u8) -> Read<Expr> {
        let at = self.skip(i, Class::The);
        let (number, mut end) = self.holiday_name(at)?;
        let year = |at: usize| {
            let (value, 4) = self.atoms.digits(at)? else { return None };
            (1000..=2999).contains(&value).then_some(value as i16)
        };
        let mut read = None;
        let weekend = self.unit(end) == Some(Unit::Weekend);
        end += usize::from(weekend);
        let of = if self.atoms.mark(end, ',') { end + 1 } else { self.skip(self.skip(end, Class::Of), Class::In) };
        if let Some(value) = year(of) {
            read = Some(Box::new(Expr::date(Fields { year: Some(value), ..Fields::default() })));
            end = of + 1;
        }
        let weekend_after = !weekend && self.unit(end) == Some(Unit::Weekend);
        end += usize::from(weekend_after);
        // "Easter Island"
        let longer = self.atoms.word(end) && self.atoms.capital(end) && self.atoms.list[end].senses.is_empty();
        let inside = longer && !self.atoms.ends(end) && self.atoms.capital(at);
        (!inside).then_some((Expr::Holiday { number, year: read, shift: None, weekend: weekend || weekend_after }, end))
    }

    fn holiday_name(&self, i: usize) -> Read<u16> {
        if !self.is(i, Class::Holiday) {
            return None;
        }
        let mut name = String::new();
        let mut best = None;
        let mut at = i;
        while at < i + LONGEST_NAME && (at == i || !self.atoms.ends(at)) {
            let Some(atom) = self.atoms.get(at) else { break };
            match atom.kind {
                crate::atoms::Kind::Mark('-' | '.' | '\'' | '\u{2019}') => {
                    at += 1;
                    continue;
                }
                crate::atoms::Kind::Mark('/') => name.push('/'),
                crate::atoms::Kind::Mark(_) => break,
                _ => {
                    // "Year's" is "years", "9/11" one name.
                    let joined =
                        self.atoms.apostrophe(at.wrapping_sub(1)) && atom.gap == Gap::Glued || name.ends_with('/');
                    if !name.is_empty() && !joined {
                        name.push(' ');
                    }
                    let word = atom.span.of(self.text);
                    name.extend(word.chars().map(|c| c.to_ascii_lowercase()));
                }
            }
            at += 1;
            if !self.lexicon.starts_holiday(&name) {
                break;
            }
            if let Some(number) = self.lexicon.holiday_number(&name) {
                let short = name.len() <= 4 && !name.contains(' ') && !self.atoms.capital(i) && !name.contains('/');
                best = (!short).then_some((number, at)).or(best);
            }
        }
        best
    }

    /// "overnight", "overnight on Tuesday", "overnight into Wednesday".
    fn overnight(&self, i: usize, depth: u8) -> Read<Expr> {
        if !self.is(i, Class::Overnight) {
            return None;
        }
        let joins = [Class::On, Class::Into, Class::From, Class::To];
        let at = i + 1 + usize::from(joins.iter().any(|&c| self.is(i + 1, c)));
        let of = self.date(at).filter(|(e, _)| self.is_day(e)).filter(|_| depth < DEEPEST);
        Some(match of {
            Some((of, end)) => {
                let into = self.is(i + 1, Class::Into) || self.is(i + 1, Class::To);
                let of = if into {
                    Expr::Offset { unit: Unit::Day, count: -1, base: Base::Of(Box::new(of)), vague: false }
                } else {
                    of
                };
                (Expr::Overnight(Some(Box::new(of))), end)
            }
            None => (Expr::Overnight(None), i + 1),
        })
    }
}

/// How many units on a shift points.
fn shift_days(shift: Shift) -> i32 {
    match shift {
        Shift::This | Shift::Same => 0,
        Shift::Last | Shift::Past | Shift::Preceding => -1,
        Shift::Next | Shift::Coming | Shift::Following => 1,
    }
}

/// What a shift counts from. "Next morning" follows what was told, "next week" the day of the report.
fn shift_base(shift: Shift, part: bool) -> Base {
    match shift {
        Shift::Same | Shift::Following | Shift::Preceding => Base::Spoken,
        Shift::Next if part => Base::Spoken,
        _ => Base::Published,
    }
}
