//! Days, months and years as they are written.

use language::Upos;
use lexicon::numbers::NumberKind;
use lexicon::times::Class;

use super::{Expr, Fields, Grammar, Order, Read};
use crate::numerals;

/// Years that four bare figures are taken for where nothing else speaks for a year.
const LIKELY_YEARS: std::ops::RangeInclusive<u64> = 1900..=2099;

/// What stands before a month, a day, a weekday's short form and a year.
const MONTH_LEADS: &[Class] = &[
    Class::In,
    Class::Since,
    Class::From,
    Class::Until,
    Class::Through,
    Class::Of,
    Class::By,
    Class::Edge,
    Class::Shift,
    Class::Between,
    Class::Before,
    Class::After,
    Class::About,
    Class::Starting,
];
const DAY_LEADS: &[Class] = &[
    Class::On,
    Class::From,
    Class::To,
    Class::Until,
    Class::Through,
    Class::Since,
    Class::Between,
    Class::And,
    Class::By,
    Class::Weekday,
    Class::WeekdayShort,
    Class::Shift,
];
const WEEKDAY_LEADS: &[Class] =
    &[Class::Shift, Class::On, Class::Unit, Class::Or, Class::And, Class::To, Class::Until, Class::From];
const YEAR_LEADS: &[Class] = &[
    Class::In,
    Class::Since,
    Class::From,
    Class::Until,
    Class::Through,
    Class::By,
    Class::Between,
    Class::And,
    Class::To,
    Class::Edge,
    Class::Before,
    Class::After,
    Class::Or,
];

/// How surely a word is a month.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sure {
    Yes,
    /// Only beside a day or year, or behind a word that months follow.
    BesideNumber,
    /// As that, or with a capital where it is no other part of speech.
    Capital,
}

impl Grammar<'_, '_> {
    /// A date that starts at `i`, with or without weekday.
    pub(super) fn date(&self, i: usize) -> Read<Expr> {
        let mut best: Read<Fields> = None;
        let mut consider = |read: Read<Fields>| {
            if let Some((fields, end)) = read {
                if best.as_ref().is_none_or(|b| end > b.1) && Self::possible(&fields) {
                    best = Some((fields, end));
                }
            }
        };
        consider(self.weekday_date(i));
        consider(self.spelt(i));
        consider(self.figures(i));
        best.map(|(fields, end)| (Expr::date(fields), end))
    }

    /// The end of a written date that does not exist ("31 February"): no part of it is a time either.
    pub(super) fn no_such_day(&self, i: usize) -> Option<usize> {
        let starts = self.atoms.digits(i).is_some() || self.month_name(i).is_some() || self.is(i, Class::Weekday);
        if !starts {
            return None;
        }
        let reads = [self.weekday_date(i), self.spelt(i), self.figures(i)];
        let longest = reads.into_iter().flatten().max_by_key(|r| r.1)?;
        (!Self::possible(&longest.0)).then_some(longest.1)
    }

    /// `Friday`, `Friday, 5 May`, `Friday the 5th`, `Friday-Jun-15`.
    fn weekday_date(&self, i: usize) -> Read<Fields> {
        let weekday = match self.atoms.value(i, Class::Weekday) {
            Some(day) => day,
            None => self.atoms.value(i, Class::WeekdayShort).filter(|_| self.short_weekday_fits(i))?,
        };
        let weekday = Some(weekday as u8);
        let mut at = i + 1;
        if self.atoms.mark(at, '.') && self.is(i, Class::WeekdayShort) {
            at += 1;
        }
        let plain = (Fields { weekday, ..Fields::default() }, at);
        if self.atoms.mark(at, ',') || self.atoms.dash(at) {
            at += 1;
        }
        if let Some((fields, end)) = self.spelt(at).or_else(|| self.figures(at)) {
            if fields.day.is_some() {
                return Some((Fields { weekday, ..fields }, end));
            }
        }
        let day_at = self.skip(at, Class::The);
        let bare = self.atoms.digits(at).is_some_and(|d| d.1 <= 2) && !self.atoms.dash(at - 1);
        let day = numerals::ordinal(self.atoms, day_at)
            .or_else(|| numerals::cardinal(self.atoms, day_at).filter(|_| bare))
            .filter(|&(n, end)| (1..=31).contains(&n) && self.closes(end) && !self.clock_follows(day_at));
        match day {
            Some((day, end)) if at == i + 1 => {
                Some((Fields { weekday, day: Some(day as u8), ..Fields::default() }, end))
            }
            _ => Some(plain),
        }
    }

    fn clock_follows(&self, i: usize) -> bool {
        self.clock(i).is_some()
    }

    /// "Mon", "Sat", "Sun" are other words too: they must have a capital and stand where a weekday can.
    fn short_weekday_fits(&self, i: usize) -> bool {
        let number_next = self.atoms.digits(i + 1).is_some()
            || (self.atoms.mark(i + 1, ',') || self.atoms.mark(i + 1, '.')) && self.month_name(i + 2).is_some();
        let led = self.led(i, WEEKDAY_LEADS);
        let other = self.atoms.get(i).is_some_and(|a| a.span.len() == 3 && matches!(a.senses[0].value, 6 | 7 | 3));
        self.atoms.capital(i) && (number_next || led && !other || led && self.closes(i + 1))
    }

    /// A month's name at `i`, its number, how surely, and the piece after its point.
    fn month_name(&self, i: usize) -> Option<(u8, Sure, usize)> {
        let dot = |at: usize| at + usize::from(self.atoms.mark(at, '.') && self.atoms.glued(at));
        if let Some(month) = self.atoms.value(i, Class::Month) {
            return Some((month as u8, Sure::Yes, i + 1));
        }
        if let Some(month) = self.atoms.value(i, Class::MonthOrWord) {
            return Some((month as u8, Sure::Capital, i + 1));
        }
        let month = self.atoms.value(i, Class::MonthShort)?;
        let end = dot(i + 1);
        // The point of a sentence that ends with the month stays with the sentence.
        let end = if end > i + 1 && self.atoms.ends(end) { i + 1 } else { end };
        Some((month as u8, Sure::BesideNumber, end))
    }

    /// A day of the month in figures or words at `i`.
    fn day_number(&self, i: usize) -> Read<u8> {
        let (day, end) = match numerals::ordinal(self.atoms, i) {
            Some(read) => read,
            None => match self.atoms.digits(i) {
                Some((day, count)) if count <= 2 => (day, i + 1),
                Some(_) => return None,
                None => numerals::cardinal(self.atoms, i).filter(|_| !self.is(i, Class::Some))?,
            },
        };
        let decimal = self.atoms.digits(i).is_some()
            && (self.atoms.mark(end, '.') || self.atoms.mark(end, ','))
            && self.atoms.glued(end)
            && self.atoms.digits(end + 1).is_some_and(|_| self.atoms.glued(end + 1));
        ((1..=31).contains(&day) && !decimal).then_some((day as u8, end))
    }

    /// A date with the month's name: `5 May 2020`, `May 5th, 2020`, `the fifth of May`, `May 2020`, `May`.
    pub(super) fn spelt(&self, i: usize) -> Read<Fields> {
        let first = self.skip(i, Class::The);
        self.day_month(first).or_else(|| self.year_first(i)).or_else(|| self.month_day(i))
    }

    /// `5 May 2020`, `05-Aug-2016`, `22/Jan/2019`, `23-2020-September`.
    fn day_month(&self, i: usize) -> Read<Fields> {
        let (day, at) = self.day_number(i)?;
        let joined = self.joint(at);
        let at = if joined { at + 1 } else { self.skip(at, Class::Of) };
        let at = if self.atoms.mark(at, ',') && !joined { at + 1 } else { at };
        if let Some((year, next)) = self.four_figures(at).filter(|_| joined && self.joint(at + 1)) {
            let (month, _, end) = self.month_name(next + 1)?;
            return Some((Fields { year: Some(year), month: Some(month), day: Some(day), weekday: None }, end));
        }
        let (month, _, at) = self.month_name(self.skip(at, Class::The))?;
        let (year, end) = self.year_behind(at, joined);
        Some((Fields { year, month: Some(month), day: Some(day), weekday: None }, self.weekday_behind(end)))
    }

    /// `2020/Sep/23`, `2019-aug-1`.
    fn year_first(&self, i: usize) -> Read<Fields> {
        let (year, at) = self.four_figures(i).filter(|(_, at)| self.joint(*at))?;
        let (month, _, at) = self.month_name(at + 1)?;
        let (day, end) = self.day_number(at + 1).filter(|_| self.joint(at))?;
        Some((Fields { year: Some(year), month: Some(month), day: Some(day), weekday: None }, end))
    }

    /// `May 5`, `May 5th, 2020`, `May the fifth`, `May/22`, `May of 2020`, `May`.
    fn month_day(&self, i: usize) -> Read<Fields> {
        let (month, sure, at) = self.month_name(i)?;
        let joined = self.joint(at);
        let next = if joined { at + 1 } else { at };
        // "September-2020-23"
        if let Some((year, end)) = self.four_figures(next).filter(|_| joined) {
            let fields = Fields { year: Some(year), month: Some(month), ..Fields::default() };
            return Some(match self.day_number(end + 1).filter(|_| self.joint(end)) {
                Some((day, end)) => (Fields { day: Some(day), ..fields }, end),
                None => (fields, end),
            });
        }
        let day = self.day_number(self.skip(next, Class::The)).filter(|&(_, end)| self.day_behind_fits(next, end));
        if let Some((day, at)) = day {
            let (year, end) = self.year_behind(at, false);
            return Some((
                Fields { year, month: Some(month), day: Some(day), weekday: None },
                self.weekday_behind(end),
            ));
        }
        let (year, end) = self.year_behind(at, false);
        let fields = Fields { year, month: Some(month), ..Fields::default() };
        let fits = match sure {
            Sure::Yes => true,
            _ if year.is_some() => true,
            Sure::BesideNumber => self.month_led(i) || self.atoms.capital(i) && self.month_follows(end),
            Sure::Capital => self.month_led(i) || self.atoms.capital(i) && !self.other_word(i),
        };
        fits.then_some((fields, end))
    }

    /// Whether a range goes on to another month: "Nov-Feb", "Sep to Nov".
    fn month_follows(&self, i: usize) -> bool {
        (self.atoms.dash(i) || self.is(i, Class::To)) && self.month_name(i + 1).is_some()
    }

    /// Whether the number at `i` up to `end` behind a month is a day and not a count: "in May 12 soldiers were killed"
    /// cannot be told from "on May 12 soldiers were killed", so that only an unlikely day is refused.
    fn day_behind_fits(&self, i: usize, end: usize) -> bool {
        let number_goes_on = self.atoms.number_word(end, NumberKind::Scale).is_some();
        let clock = self.atoms.mark(end, ':') || self.meridiem(end).is_some() && !self.is(end, Class::Some);
        !number_goes_on && !clock && !self.atoms.mark(i, '(')
    }

    /// Whether what stands before `i` leads to a month: "in", "since", "early", "last".
    fn month_led(&self, i: usize) -> bool {
        let Some(mut before) = i.checked_sub(1) else { return false };
        if self.is(before, Class::The) && before > 0 {
            before -= 1;
        }
        let led = self.any(before, MONTH_LEADS);
        // "and March", "to May": these lead to much else.
        let both = self.any(before, &[Class::And, Class::To, Class::Or]) || self.atoms.dash(before);
        led && (self.atoms.capital(i) || self.closes(i + 1)) || both && self.atoms.capital(i)
    }

    /// Whether a capitalised `May` or `March` is another word: the first of a sentence before what no month comes
    /// before, or a part of a name.
    fn other_word(&self, i: usize) -> bool {
        let Some(before) = i.checked_sub(1) else { return !self.closes(i + 1) };
        let named = self.atoms.word(before) && self.atoms.capital(before) && self.atoms.list[before].senses.is_empty();
        let sentence_start =
            ['.', '!', '?', '\u{201c}', '"'].iter().any(|&c| self.atoms.mark(before, c)) || self.atoms.ends(i);
        named
            || sentence_start && !self.closes(i + 1)
            || self.atoms.word(i + 1)
                && self.atoms.capital(i + 1)
                && self.atoms.list[i + 1].senses.is_empty()
                && !self.atoms.ends(i + 1)
    }

    /// A weekday in brackets or behind a comma that belongs to a date: `May/22(Tue)`.
    fn weekday_behind(&self, i: usize) -> usize {
        let weekday = |at: usize| self.is(at, Class::Weekday) || self.is(at, Class::WeekdayShort);
        if self.atoms.mark(i, '(') && weekday(i + 1) && self.atoms.mark(i + 2, ')') {
            return i + 3;
        }
        i
    }

    /// Whether a mark that joins the parts of a date stands at `i`, glued on both sides.
    fn joint(&self, i: usize) -> bool {
        (self.atoms.mark(i, '-') || self.atoms.mark(i, '/')) && self.atoms.glued(i) && self.atoms.glued(i + 1)
    }

    fn four_figures(&self, i: usize) -> Read<i16> {
        match self.atoms.digits(i)? {
            (year, 4) if (1000..=2999).contains(&year) => Some((year as i16, i + 1)),
            _ => None,
        }
    }

    /// The year behind a day or month: `, 2020`, `of 2020`, `'87`, `nineteen ninety`, and the piece after it.
    fn year_behind(&self, i: usize, joined: bool) -> (Option<i16>, usize) {
        let mut at = i;
        let comma = self.atoms.mark(at, ',');
        if comma || (joined && self.joint(at)) || self.is(at, Class::Of) || self.is(at, Class::In) {
            at += 1;
        }
        if let Some((year, end)) = self.four_figures(at).or_else(|| self.year_words(at)) {
            let counted = comma && self.atoms.digits(at).is_some() && self.counts_things(end);
            if !counted {
                return (Some(year), end);
            }
        }
        let of = self.is(i, Class::Of);
        let short = self.atoms.apostrophe(at) && self.atoms.glued(at + 1);
        let figures = at + usize::from(short);
        if let Some((year, 2)) = self.atoms.digits(figures).filter(|_| short || of || (joined && at > i)) {
            if short || joined || self.closes(figures + 1) {
                return (Some(two_figures(year)), figures + 1);
            }
        }
        (None, i)
    }

    /// Whether a word follows that a number before it counts: a noun, or an adjective before one.
    fn counts_things(&self, i: usize) -> bool {
        if self.closes(i) || !self.atoms.word(i) || self.atoms.capital(i) {
            return false;
        }
        let tokens = self.atoms.get(i).map(|a| self.doc.tokens_in(a.span));
        let Some(token) = tokens.and_then(|t| self.doc.views(t).next()) else { return true };
        !token.upos().is_verbal() && token.upos() != Upos::Adv
    }

    /// A year in words: `nineteen ninety-six`, `two thousand and fifteen`.
    pub(super) fn year_words(&self, i: usize) -> Read<i16> {
        if !self.atoms.word(i) {
            return None;
        }
        let (first, at) = numerals::cardinal(self.atoms, i)?;
        if (1000..=2999).contains(&first) {
            return Some((first as i16, at));
        }
        if !(13..=20).contains(&first) {
            return None;
        }
        let (second, end) = numerals::cardinal(self.atoms, at)?;
        ((10..=99).contains(&second) && self.atoms.word(at)).then_some(((first * 100 + second) as i16, end))
    }

    /// A date in figures.
    fn figures(&self, i: usize) -> Read<Fields> {
        self.iso(i).or_else(|| self.compact(i)).or_else(|| self.three_figures(i)).or_else(|| self.two_parts(i))
    }

    /// `2018-07-06`, `2018/7/6`, `2018.07.06`.
    fn iso(&self, i: usize) -> Read<Fields> {
        let (year, at) = self.four_figures(i)?;
        let (month, day, end) = self.two_more(at)?;
        let fields = Fields { year: Some(year), month: Some(month as u8), day: Some(day as u8), weekday: None };
        // "2018-07-06T12:30"
        let time =
            self.atoms.get(end).is_some_and(|a| a.span.len() == 1 && self.atoms.word(end)) && self.atoms.glued(end);
        let end = if time && self.atoms.glued(end + 1) { self.clock(end + 1).map_or(end, |c| c.1) } else { end };
        Some((fields, end))
    }

    /// Two more groups of one or two figures behind the first, parted by one and the same mark.
    fn two_more(&self, i: usize) -> Option<(u64, u64, usize)> {
        for mark in ['-', '/', '.'] {
            let here = |at: usize| self.atoms.mark(at, mark) && self.atoms.glued(at) && self.atoms.glued(at + 1);
            if here(i) && here(i + 2) {
                let ((a, 1..=2), (b, digits)) = (self.atoms.digits(i + 1)?, self.atoms.digits(i + 3)?) else {
                    return None;
                };
                return (digits == 2 || digits == 4 || digits == 1).then_some((a, b, i + 4));
            }
        }
        None
    }

    /// `20200701`.
    fn compact(&self, i: usize) -> Read<Fields> {
        let (value, 8) = self.atoms.digits(i)? else { return None };
        let fields = Fields {
            year: Some((value / 10_000) as i16),
            month: Some((value / 100 % 100) as u8),
            day: Some((value % 100) as u8),
            weekday: None,
        };
        let likely = LIKELY_YEARS.contains(&(value / 10_000));
        (likely && (1..=12).contains(&(value / 100 % 100))).then_some((fields, i + 1))
    }

    /// `22/04/2018`, `4/22/18`, `23.04.2022`, `02-02-2020`.
    fn three_figures(&self, i: usize) -> Read<Fields> {
        let (a, 1..=2) = self.atoms.digits(i)? else { return None };
        let (b, year, end) = self.two_more(i + 1)?;
        let digits = self.atoms.digits(end - 1)?.1;
        let year = match digits {
            4 if (1000..=2999).contains(&year) => year as i16,
            2 => two_figures(year),
            _ => return None,
        };
        // Figures with points and two-figure years are as likely versions and numbers of sections.
        if self.atoms.mark(i + 1, '.') && digits == 2 && !self.led_by_day_word(i) {
            return None;
        }
        let (month, day) = self.month_and_day(a, b, self.atoms.mark(i + 1, '.'))?;
        Some((Fields { year: Some(year), month: Some(month), day: Some(day), weekday: None }, end))
    }

    /// Month and day of two figures, in the only order that can be, or in the order of the report.
    fn month_and_day(&self, a: u64, b: u64, european: bool) -> Option<(u8, u8)> {
        let day_first = self.order == Order::DayFirst || european || a > 12;
        let (month, day) = if day_first && b <= 12 { (b, a) } else { (a, b) };
        ((1..=12).contains(&month) && (1..=31).contains(&day)).then_some((month as u8, day as u8))
    }

    /// `22/04`, `5.12`, `12-2015`: only where words of time stand before them.
    fn two_parts(&self, i: usize) -> Read<Fields> {
        let (a, 1..=2) = self.atoms.digits(i)? else { return None };
        let end = i + 3;
        let mark = |c| self.atoms.mark(i + 1, c) && self.atoms.glued(i + 1) && self.atoms.glued(i + 2);
        if mark('/') || mark('-') {
            if let Some((year, 4)) = self.atoms.digits(i + 2) {
                let month = (1..=12).contains(&a) && LIKELY_YEARS.contains(&year) && !self.joint(end);
                let fields = Fields { year: Some(year as i16), month: Some(a as u8), ..Fields::default() };
                return (month && (mark('/') || self.closes(end))).then_some((fields, end));
            }
        }
        let (b, 1..=2) = self.atoms.digits(i + 2)? else { return None };
        let alone = i == 0 && self.atoms.ends(end);
        let fits =
            mark('/') && (self.led_by_day_word(i) || alone) || mark('.') && self.led_by_on(i) && self.closes(end);
        if !fits || self.atoms.mark(end, '%') || self.atoms.mark(end, '/') {
            return None;
        }
        let (month, day) = self.month_and_day(a, b, false)?;
        Some((Fields { month: Some(month), day: Some(day), ..Fields::default() }, end))
    }

    fn led_by_on(&self, i: usize) -> bool {
        self.led(i, &[Class::On])
    }

    fn led_by_day_word(&self, i: usize) -> bool {
        self.led(i, DAY_LEADS) || i.checked_sub(1).is_some_and(|b| self.atoms.dash(b))
    }

    /// `the 18th`, where nothing follows that it could count.
    pub(super) fn bare_day(&self, i: usize) -> Read<Expr> {
        let (day, end) = numerals::ordinal(self.atoms, i + 1).filter(|_| self.is(i, Class::The))?;
        let led = self.led(i, DAY_LEADS);
        let fields = Fields { day: Some(day.min(99) as u8), ..Fields::default() };
        let fits = self.atoms.digits(i + 1).is_some() && led && self.closes(end) && !self.is(end, Class::Of);
        (fits && Self::possible(&fields)).then_some((Expr::date(fields), end))
    }

    /// A year that stands alone: `in 2014`, `(2014)`, `the 2014 annexation`, `the year 44 BC`.
    pub(super) fn year(&self, i: usize) -> Read<Expr> {
        let at = self.year_word_end(i).unwrap_or(i);
        let named = at > i;
        let fields = |year| Expr::date(Fields { year: Some(year), ..Fields::default() });
        if let Some((year, end)) = self.year_words(at) {
            return (named || self.led(i, YEAR_LEADS)).then(|| (fields(year), end));
        }
        let (value, count) = self.atoms.digits(at)?;
        if self.is(at + 1, Class::EraBefore) && self.atoms.capital(at + 1) && count <= 4 {
            return (1..=9998).contains(&value).then(|| (fields(1 - value as i16), at + 2));
        }
        if count == 2 && named && self.is(at - 1, Class::Calendar) && self.atoms.glued(at) {
            return Some((fields(two_figures(value)), at + 1));
        }
        let (year, end) = self.four_figures(at)?;
        (named || self.is_year(at, value)).then(|| (fields(year), end))
    }

    /// The piece after "the year", "calendar year", "fiscal year".
    fn year_word_end(&self, i: usize) -> Option<usize> {
        let at = self.skip(i, Class::The);
        let kind = if self.is(at, Class::Calendar) || self.is(at, Class::Fiscal) { at + 1 } else { at };
        let end = self.skip(kind, Class::TheYear);
        (end > at && self.atoms.digits(end).is_some()).then_some(end)
    }

    /// Whether four figures at `i` are a year.
    fn is_year(&self, i: usize, value: u64) -> bool {
        let likely = LIKELY_YEARS.contains(&value);
        let after = i + 1;
        let joined_number = self.atoms.glued(after)
            && self.atoms.get(after).is_some_and(|a| {
                matches!(a.kind, crate::atoms::Kind::Word)
                    || matches!(a.kind, crate::atoms::Kind::Mark('%' | '$' | '/'))
            });
        if joined_number || (self.atoms.glued(i) && !self.opens(i)) {
            return false;
        }
        if self.atoms.mark(after, ':') && self.atoms.glued(after + 1) {
            return false;
        }
        let Some(before) = i.checked_sub(1) else { return likely && self.atoms.ends(i + 1) };
        let counted = self.counts_things(after);
        if self.any(before, YEAR_LEADS) {
            return likely || !counted;
        }
        if self.is(before, Class::Of) {
            return !value.is_multiple_of(100) && !counted && (likely || (1700..1900).contains(&value));
        }
        // "the 2014 annexation", "its 2014 elections", "(2014)", "the March 2014 vote"
        let adnominal = (self.is(before, Class::The) || self.atoms.mark(before, '(')) && !value.is_multiple_of(100);
        likely && (adnominal || self.atoms.apostrophe(after) && self.is(after + 1, Class::Possessive))
    }

    /// Whether a bracket or dash opens what is glued to it at `i`.
    fn opens(&self, i: usize) -> bool {
        i.checked_sub(1).is_some_and(|b| self.atoms.mark(b, '(') || self.atoms.dash(b) || self.atoms.mark(b, '['))
    }
}

/// A year of which two figures are written: the hundred years around now, as ISO and POSIX read them.
fn two_figures(year: u64) -> i16 {
    let year = year.min(99) as i16;
    if year < 40 {
        2000 + year
    } else {
        1900 + year
    }
}
