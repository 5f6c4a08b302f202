//! The numbers of a text with their bounds: "at least four", "between 10 and 15", "dozens".

use lexicon::counts::{Bound, Class, Side, LONGEST_BOUND};
use lexicon::numbers::NumberKind;
use lexicon::times::Class as TimeClass;
use lexicon::Lexicon;

use crate::atoms::{Atoms, Gap, Kind};
use crate::numerals;

/// A number with its bounds, in pieces.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Number {
    /// First piece, bounds included.
    pub start: usize,
    /// First piece of the number itself.
    pub number: usize,
    /// One past the last piece.
    pub end: usize,
    pub low: u64,
    pub high: Option<u64>,
    /// Whether it stands with a currency, percent or unit mark.
    pub measure: bool,
}

/// Reads the numbers of one text.
pub(super) struct Numbers<'a, 'l> {
    pub atoms: &'a Atoms<'l>,
    pub text: &'a str,
    pub lexicon: &'l Lexicon,
}

impl Numbers<'_, '_> {
    /// The number that starts at `i`, without regard to bounds that `i` itself may be a word of.
    pub fn at(&self, i: usize) -> Option<Number> {
        let atom = self.atoms.get(i)?;
        let between = self.atoms.is(i, TimeClass::Between) || self.atoms.is(i, TimeClass::From);
        if !between && atom.numbers.is_empty() && !matches!(atom.kind, Kind::Digits(..)) && !self.opens_words(i) {
            return None;
        }
        let from = if between { i + 1 } else { i };
        let (low, high, end) = self.range(from, between).or_else(|| (!between).then(|| self.single(i)).flatten())?;
        if self.is_part_of_name(from, end) {
            return None;
        }
        let number = Number { start: i, number: i, end, low, high, measure: false };
        Some(self.bounded(self.measured(number, from)))
    }

    /// `a` before a scale or a pair, `half` before one.
    fn opens_words(&self, i: usize) -> bool {
        self.atoms.is(i, TimeClass::Some) || self.atoms.is(i, TimeClass::Half) || self.atoms.is(i, TimeClass::The)
    }

    /// One number: a numeral, or a word for many.
    fn single(&self, i: usize) -> Option<(u64, Option<u64>, usize)> {
        if let Some((n, end)) = numerals::cardinal(self.atoms, i) {
            return Some((n, Some(n), end));
        }
        let article = self.atoms.is(i, TimeClass::Some) || self.atoms.is(i, TimeClass::The);
        let at = i + usize::from(article);
        if let Some(low) = self.atoms.number_word(at, NumberKind::Collective) {
            // "tens of thousands", "hundreds of thousands"
            let next = at + 1 + usize::from(self.atoms.is(at + 1, TimeClass::Of));
            let scaled = self.atoms.number_word(next, NumberKind::Collective).filter(|_| next > at + 1);
            return match scaled {
                Some(unit) => Some((low.saturating_mul(unit / 2), None, next + 1)),
                None => (!article).then_some((low, None, at + 1)),
            };
        }
        if let Some(low) = self.atoms.number_word(at, NumberKind::Several) {
            let some_few = self.atoms.is(at, TimeClass::SomeFew);
            if let Some(scale) =
                self.atoms.number_word(at + 1, NumberKind::Scale).or(self.atoms.number_word(at + 1, NumberKind::Dozen))
            {
                return Some((low.saturating_mul(scale), None, at + 2));
            }
            // "a few" are some; "few" are hardly any, and "the few" are known.
            let article_fits = self.atoms.is(i, TimeClass::Some)
                || !some_few
                || !article && self.atoms.get(at).is_some_and(|a| a.span.len() > 3);
            return article_fits.then_some((low, None, at + 1));
        }
        let pair = self.atoms.number_word(at, NumberKind::Pair)?;
        Some((pair, Some(pair), at + 1))
    }

    /// `10-15`, `nine to twelve`, `two or three`, `between 10 and 15`.
    fn range(&self, i: usize, between: bool) -> Option<(u64, Option<u64>, usize)> {
        let (low, end) = numerals::cardinal(self.atoms, i)?;
        let dash = self.atoms.dash(end) && self.atoms.glued(end) == self.atoms.glued(end + 1);
        let word = self.atoms.is(end, TimeClass::To) || self.atoms.is(end, TimeClass::Or);
        let and = between && self.atoms.is(end, TimeClass::And);
        if !dash && !word && !and {
            return None;
        }
        let (high, after) = numerals::cardinal(self.atoms, end + 1)?;
        // "5 to 10 million": the scale is that of both.
        let scaled =
            self.shared_scale(end + 1, after).and_then(|s| low.checked_mul(s)).filter(|l| low < 1000 && *l < high);
        let low = scaled.unwrap_or(low);
        (low < high).then_some((low, Some(high), after))
    }

    fn shared_scale(&self, i: usize, end: usize) -> Option<u64> {
        self.atoms.digits(i)?;
        self.atoms.number_word(end - 1, NumberKind::Scale).filter(|_| end - 1 > i)
    }

    /// Whether the digits are a part of a name or a sign: `Su-27`, `M16`, `12th`, `3/4`, `8:30`, `v2.1`.
    fn is_part_of_name(&self, i: usize, end: usize) -> bool {
        if self.atoms.digits(i).is_some() && self.atoms.glued(i) && i > 0 {
            let before = self.atoms.list[i - 1];
            let joined = match before.kind {
                Kind::Word | Kind::Digits(..) => true,
                Kind::Mark(c) => {
                    "/:.#+_@\u{b0}".contains(c)
                        || self.atoms.dash(i - 1) && before.gap == Gap::Glued
                        || c == ',' && before.gap == Gap::Glued
                }
            };
            if joined {
                return true;
            }
        }
        let Some(after) = self.atoms.get(end).filter(|a| a.gap == Gap::Glued) else { return false };
        match after.kind {
            Kind::Word => self.atoms.is(end, TimeClass::OrdinalEnding) || after.capital,
            Kind::Digits(..) => true,
            Kind::Mark(c) => {
                ("/:_@".contains(c) || c == '.')
                    && self.atoms.digits(end + 1).is_some_and(|_| self.atoms.glued(end + 1))
            }
        }
    }

    /// Marks and glued units make a measure: `$5`, `40%`, `122mm`, `12-year-old`.
    fn measured(&self, number: Number, from: usize) -> Number {
        let currency = from > 0
            && matches!(
                self.atoms.list[from - 1].kind,
                Kind::Mark('$' | '\u{a3}' | '\u{20ac}' | '\u{a5}' | '\u{20b9}' | '\u{20bd}' | '\u{20b4}')
            );
        let glued = self.atoms.glued(number.end);
        let mark = glued
            && self.atoms.get(number.end).is_some_and(|a| match a.kind {
                Kind::Word => true,
                Kind::Mark(c) => matches!(c, '%' | '\u{2030}' | '\u{b0}' | '$' | '\u{20ac}' | '\u{a3}'),
                Kind::Digits(..) => false,
            });
        let hyphen = glued && self.atoms.dash(number.end) && self.atoms.glued(number.end + 1);
        let year = hyphen && (self.atoms.is(number.end + 1, TimeClass::Unit) || self.atoms.word(number.end + 1));
        Number { measure: currency || mark || year || self.age(number), ..number }
    }

    /// "aged 12", and ", 34," behind a name.
    fn age(&self, number: Number) -> bool {
        let Some(before) = number.start.checked_sub(1) else { return false };
        if self.is(before, Class::Age)
            || self.is(before.saturating_sub(1), Class::Age) && self.atoms.is(before, TimeClass::Of)
        {
            return true;
        }
        let comma = |i: usize| self.atoms.mark(i, ',');
        let two_digits = self.atoms.digits(number.start).is_some_and(|d| d.1 <= 2);
        let closed = comma(number.end) || self.atoms.mark(number.end, '.') || self.atoms.mark(number.end, ')');
        let named = before > 0 && self.atoms.word(before - 1) && self.atoms.capital(before - 1);
        two_digits && closed && named && (comma(before) || self.atoms.mark(before, '('))
    }

    /// The number with the bounds on both its sides.
    fn bounded(&self, number: Number) -> Number {
        let mut n = number;
        if let Some((bound, start)) = self.bound_before(number.start) {
            n.start = start;
            (n.low, n.high) = apply(bound, n.low, n.high);
        }
        if self.atoms.mark(n.end, '+') && self.atoms.glued(n.end) {
            n.end += 1;
            n.high = None;
        } else if let Some((bound, end)) = self.bound_after(n.end) {
            n.end = end;
            (n.low, n.high) = apply(bound, n.low, n.high);
        }
        n
    }

    /// All bounds that stand directly before `i`, joined: "at least some", "more than a".
    fn bound_before(&self, i: usize) -> Option<(Bound, usize)> {
        let (mut bound, mut start) = self.longest_before(i)?;
        if let Some((outer, at)) = self.longest_before(start) {
            // "at least some 20": the outer one says more.
            if !matches!(outer, Bound::Exactly) {
                bound = outer;
            }
            start = at;
        }
        Some((bound, start))
    }

    fn longest_before(&self, i: usize) -> Option<(Bound, usize)> {
        let mut words = String::new();
        let mut best = None;
        for back in 1..=LONGEST_BOUND {
            let Some(at) = i.checked_sub(back) else { break };
            let atom = self.atoms.list[at];
            if atom.kind != Kind::Word || self.atoms.list[at + 1].gap >= Gap::Paragraph {
                break;
            }
            let word = atom.span.of(self.text).to_lowercase();
            words = if words.is_empty() { word } else { format!("{word} {words}") };
            if let Some(bound) = self.lexicon.counts.bound(Side::Before, &words) {
                best = Some((bound, at));
            }
        }
        best
    }

    fn bound_after(&self, i: usize) -> Option<(Bound, usize)> {
        let mut words = String::new();
        let mut best = None;
        for at in i..i + LONGEST_BOUND {
            let Some(atom) = self.atoms.get(at).filter(|a| a.kind == Kind::Word && a.gap < Gap::Paragraph) else {
                break;
            };
            if !words.is_empty() {
                words.push(' ');
            }
            words.push_str(&atom.span.of(self.text).to_lowercase());
            if let Some(bound) = self.lexicon.counts.bound(Side::After, &words) {
                best = Some((bound, at + 1));
            }
        }
        // "at least" belongs to a number that comes after it, where there is one.
        best.filter(|&(_, end)| numerals::cardinal(self.atoms, end).is_none())
    }

    /// Whether the piece is a word of `class`.
    pub fn is(&self, i: usize, class: Class) -> bool {
        let Some(atom) = self.atoms.get(i).filter(|a| a.kind == Kind::Word) else { return false };
        let word = atom.span.of(self.text);
        if word.bytes().any(|b| b.is_ascii_uppercase()) {
            return self.lexicon.counts.is(&word.to_ascii_lowercase(), class);
        }
        self.lexicon.counts.is(word, class)
    }
}

/// What a bound makes of a number or range.
fn apply(bound: Bound, low: u64, high: Option<u64>) -> (u64, Option<u64>) {
    match bound {
        Bound::AtLeast => (low, None),
        Bound::Above => (if high.is_some() { low.saturating_add(1) } else { low }, None),
        Bound::AtMost => (0, high.or(Some(low))),
        Bound::Below => (0, Some(high.unwrap_or(low).saturating_sub(1))),
        // "Nearly 40" is 40 less up to a tenth.
        Bound::Near => (low - low / 10, high),
        Bound::About | Bound::Exactly => (low, high),
    }
}
