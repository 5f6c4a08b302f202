//! Text to words: where white space, punctuation, clitics, hyphens and units part it.

use super::classes::{class_at, class_before, Class};
use super::english::{English, Stop};
use super::joins;
use super::token::{Gap, Kind, Token};
use super::web::next_address;
use super::Segmented;
use crate::offset::ByteSpan;

/// A block ends at the first line end after so many tokens …
const LONG_BLOCK: usize = 1 << 15;
/// … or at the first white space after so many.
const LONGEST_BLOCK: usize = 1 << 16;

/// Walks over a text block by block; a block ends at a blank line.
pub(super) struct Scanner<'t> {
    text: &'t str,
    english: &'static English,
    at: usize,
    gap: Gap,
    /// Single quotation marks that are open.
    single_open: u32,
    /// Up to here no host or file name starts.
    no_name_before: usize,
    /// Tokens of the block read last.
    pub(super) block: Vec<Token>,
}

impl<'t> Scanner<'t> {
    /// A scanner at the start of `text`.
    pub(super) fn new(text: &'t str) -> Self {
        Self {
            text,
            english: English::get(),
            at: 0,
            gap: Gap::Line,
            single_open: 0,
            no_name_before: 0,
            block: Vec::new(),
        }
    }

    /// Reads the next block; `false` at the end of the text.
    pub(super) fn block(&mut self, out: &mut Segmented) -> bool {
        self.block.clear();
        self.single_open = 0;
        self.gap = Gap::Line;
        loop {
            let lines = self.skip_space();
            if self.at == self.text.len() {
                return !self.block.is_empty();
            }
            let full = self.block.len();
            if full > 0 && (lines > 1 || (lines > 0 && full > LONG_BLOCK) || full > LONGEST_BLOCK) {
                return true;
            }
            self.chunk(out);
        }
    }

    /// Passes over white space; the number of line ends in it.
    #[inline]
    fn skip_space(&mut self) -> u32 {
        let bytes = self.text.as_bytes();
        let mut lines = 0;
        while self.at < bytes.len() {
            let (class, len) = class_at(self.text, self.at);
            match class {
                Class::Space => {
                    if self.gap == Gap::None {
                        self.gap = Gap::Space;
                    }
                }
                Class::Line => {
                    // "\r\n" is one line end.
                    lines += u32::from(bytes[self.at] != b'\n' || self.at == 0 || bytes[self.at - 1] != b'\r');
                    self.gap = Gap::Line;
                }
                _ => break,
            }
            self.at += len;
        }
        lines
    }

    /// Reads one stretch without white space.
    fn chunk(&mut self, out: &mut Segmented) {
        let start = self.at;
        let mut seen = 0u32;
        let mut ascii = true;
        let bytes = self.text.as_bytes();
        while self.at < bytes.len() {
            let (class, len) = class_at(self.text, self.at);
            if matches!(class, Class::Space | Class::Line) {
                break;
            }
            ascii &= len == 1;
            seen |= class.bit();
            self.at += len;
        }
        let end = self.at;
        if seen == Class::Letter.bit() {
            self.letters(start, end, ascii, out);
        } else {
            self.mixed(start, end, seen, out);
        }
    }

    fn mixed(&mut self, start: usize, end: usize, seen: u32, out: &mut Segmented) {
        let may_hold_address =
            seen & Class::At.bit() != 0 || seen & (Class::Colon.bit() | Class::Period.bit()) != 0 && end - start > 7;
        let mut address = if may_hold_address { next_address(self.text, self.english, start, end) } else { None };
        let mut at = start;
        while at < end {
            let limit = match address {
                Some((from, to)) if from == at => {
                    self.push(at, to, Kind::Web, out);
                    at = to;
                    address = next_address(self.text, self.english, at, end);
                    continue;
                }
                Some((from, _)) => from,
                None => end,
            };
            let (class, len) = class_at(self.text, at);
            at = match class {
                Class::Letter | Class::Digit | Class::Underscore | Class::Extend => self.word(at, limit, end, out),
                Class::Apostrophe | Class::SingleOpen => self.apostrophe(at, len, limit, out),
                _ => self.punctuation(at, class, start, limit, out),
            };
        }
    }

    /// A token that is punctuation, and its kind.
    fn punctuation(&mut self, at: usize, class: Class, start: usize, end: usize, out: &mut Segmented) -> usize {
        if matches!(class, Class::Colon | Class::Semicolon | Class::Symbol | Class::Hyphen | Class::Open) {
            if let Some(stop) = self.face(at, start, end) {
                self.push(at, stop, Kind::Face, out);
                return stop;
            }
        }
        let next = |at: usize| if at < end { class_at(self.text, at).0 } else { Class::Space };
        let byte = self.text.as_bytes()[at];
        let len = class_at(self.text, at).1;
        let starts_number = next(at + len) == Class::Digit
            && (at == start
                || matches!(class_before(self.text, at), Some(Class::Open | Class::Currency | Class::Hyphen)));
        if (class == Class::Period || byte == b'+') && starts_number {
            return self.word_from(at, at + len, end, end, out);
        }
        if matches!(byte, b'#' | b'@') && at == start && matches!(next(at + 1), Class::Letter) {
            return self.word_from(at, at + 1, end, end, out);
        }
        let stop = match class {
            // ".?" is one mark; a run of stops and a run of other marks are two.
            Class::Period if next(at + 1) == Class::Terminal => self.run(at + 1, end, |c, _| c == Class::Terminal),
            Class::Period | Class::Ellipsis => self.run(at, end, |c, _| matches!(c, Class::Period | Class::Ellipsis)),
            Class::Terminal | Class::Dash | Class::Hyphen => self.run(at, end, |c, _| c == class),
            Class::Open | Class::Close if !matches!(byte, b'<' | b'>') => at + len,
            Class::Quote | Class::Currency => at + len,
            _ => self.run(at, end, |_, b| b == byte),
        };
        let kind = self.kind_of_mark(at, stop, class, start);
        self.push(at, stop, kind, out);
        stop
    }

    fn kind_of_mark(&self, at: usize, stop: usize, class: Class, start: usize) -> Kind {
        let mark = &self.text[at..stop];
        match class {
            Class::Period if mark.len() == 1 => Kind::Stop,
            Class::Period | Class::Ellipsis | Class::Terminal => {
                if mark.contains(['?', '!']) || class == Class::Terminal {
                    Kind::Terminal
                } else {
                    Kind::Ellipsis
                }
            }
            Class::Comma => Kind::Comma,
            Class::Colon => Kind::Colon,
            Class::Semicolon => Kind::Semicolon,
            Class::Dash => Kind::Dash,
            Class::Hyphen if mark.len() > 1 => Kind::Dash,
            Class::Hyphen => Kind::Hyphen,
            Class::Bullet => Kind::Bullet,
            Class::Quote => {
                let opens = at == start
                    || self.block.last().is_some_and(|t| {
                        t.span.end as usize == at
                            && t.kind.is_in(Kind::Open.bit() | Kind::OpenQuote.bit() | Kind::Dash.bit())
                    });
                let space_after =
                    stop == self.text.len() || matches!(class_at(self.text, stop).0, Class::Space | Class::Line);
                if opens && !space_after {
                    Kind::OpenQuote
                } else {
                    Kind::CloseQuote
                }
            }
            Class::Open if matches!(mark, "“" | "„" | "«" | "‟") => Kind::OpenQuote,
            Class::Close if matches!(mark, "”" | "»" | "›") => Kind::CloseQuote,
            Class::Open => Kind::Open,
            Class::Close => Kind::Close,
            _ => Kind::Symbol,
        }
    }

    /// The end of an emoticon at `at`, if one stands alone or at the end of its stretch.
    fn face(&self, at: usize, start: usize, end: usize) -> Option<usize> {
        if at > start && !matches!(class_at(self.text, start).0, Class::Letter) {
            return None;
        }
        let stop = at + self.english.face(&self.text[at..end])?;
        (stop == end || !class_at(self.text, stop).0.is_word()).then_some(stop)
    }

    /// An apostrophe that does not stand inside a word.
    fn apostrophe(&mut self, at: usize, len: usize, limit: usize, out: &mut Segmented) -> usize {
        let after = at + len;
        let next = if after < limit { class_at(self.text, after).0 } else { Class::Space };
        if matches!(next, Class::Apostrophe | Class::SingleOpen) {
            // Two single marks are a double one.
            let stop = after + class_at(self.text, after).1;
            let opens = matches!(&self.text[at..after], "`" | "‘" | "‚") || !self.follows_word(at);
            self.push(at, stop, if opens { Kind::OpenQuote } else { Kind::CloseQuote }, out);
            return stop;
        }
        if matches!(next, Class::Letter | Class::Digit) && !self.follows_word(at) {
            let word_end = self.run(after, limit, |c, _| c.is_word());
            let word = &self.text[at..word_end];
            if self.english.is_kept(word) || is_year(&self.text[after..word_end]) || self.clitic_alone(word) {
                self.push_word(at, word_end, out);
                return word_end;
            }
            self.single_open += 1;
            self.push(at, after, Kind::OpenQuote, out);
            return after;
        }
        let opens = self.text[at..].starts_with('‘') && !self.follows_word(at);
        self.single_open = if opens { self.single_open + 1 } else { self.single_open.saturating_sub(1) };
        self.push(at, after, if opens { Kind::OpenQuote } else { Kind::CloseQuote }, out);
        after
    }

    /// Whether `word` is a clitic that was written apart: `'s`.
    fn clitic_alone(&self, word: &str) -> bool {
        self.gap != Gap::None && self.english.is_clitic(word)
    }

    /// Whether the token before stands directly at `at` and is no opening mark.
    fn follows_word(&self, at: usize) -> bool {
        self.gap == Gap::None
            && self.block.last().is_some_and(|t| {
                t.span.end as usize == at
                    && !t.kind.is_in(Kind::Open.bit() | Kind::OpenQuote.bit() | Kind::Dash.bit() | Kind::Hyphen.bit())
            })
    }

    fn run(&self, mut at: usize, end: usize, mut belongs: impl FnMut(Class, u8) -> bool) -> usize {
        while at < end {
            let (class, len) = class_at(self.text, at);
            if class != Class::Extend && !belongs(class, self.text.as_bytes()[at]) {
                break;
            }
            at += len;
        }
        at
    }

    fn word(&mut self, at: usize, limit: usize, end: usize, out: &mut Segmented) -> usize {
        self.word_from(at, at, limit, end, out)
    }

    /// A word that starts at `at`, of which everything before `from` is known to belong to it.
    fn word_from(&mut self, at: usize, from: usize, limit: usize, end: usize, out: &mut Segmented) -> usize {
        if at >= self.no_name_before {
            match joins::name(self.text, self.english, at, limit) {
                joins::Name::Found(stop) => {
                    self.push(at, stop, Kind::Web, out);
                    return stop;
                }
                joins::Name::NoneBefore(stop) => self.no_name_before = stop,
            }
        }
        let stop = joins::word_end(self.text, self.english, at, from, limit);
        if stop < limit && self.text.as_bytes()[stop] == b'.' && self.takes_stop(at, stop, end) {
            let title = self.english.stop(&self.text[at..stop], false) == Some(Stop::Title);
            self.push(at, stop + 1, if title { Kind::Title } else { Kind::Abbreviation }, out);
            return stop + 1;
        }
        if stop < limit && class_at(self.text, stop).0 == Class::Apostrophe && self.single_open == 0 {
            if let Some(after) = self.possessive(at, stop, limit, out) {
                return after;
            }
        }
        self.pieces(at, stop, out);
        stop
    }

    /// `'` after a plural: the end of a word and a word.
    fn possessive(&mut self, at: usize, stop: usize, limit: usize, out: &mut Segmented) -> Option<usize> {
        let ends_in_s = matches!(self.text.as_bytes()[stop - 1] | 0x20, b's' | b'z' | b'x');
        let after = stop + class_at(self.text, stop).1;
        let more =
            after < limit && matches!(class_at(self.text, after).0, Class::Letter | Class::Digit | Class::Apostrophe);
        let quoted = self.text[stop..].starts_with('`');
        if !ends_in_s || more || quoted || !self.text.as_bytes()[at].is_ascii_alphabetic() {
            return None;
        }
        let kind = self.kind_of_word(at, stop);
        self.push_parts(at, &[stop], after, kind, out);
        Some(after)
    }

    /// Whether the word `[at, stop)` takes the full stop behind it.
    fn takes_stop(&self, at: usize, stop: usize, end: usize) -> bool {
        let word = &self.text[at..stop];
        let after = stop + 1;
        if after < end && matches!(class_at(self.text, after).0, Class::Period | Class::Terminal | Class::Ellipsis) {
            return false;
        }
        if joins::has_letters_with_stops(word) {
            return true;
        }
        let (next, apart) = self.next_class(after);
        let first_of_line = self.gap == Gap::Line;
        let mut chars = word.chars();
        match (chars.next(), chars.next()) {
            (Some('I'), None) if !self.follows_capital() => return !apart && next == Next::Capital,
            (Some(letter), None) if letter.is_uppercase() => {
                return next == Next::Capital || !apart && next == Next::Other
            }
            (Some(letter), None) if letter.is_alphabetic() => {
                return first_of_line || next == Next::Number && letter != 'i';
            }
            _ => {}
        }
        if word.len() < 3 && word.bytes().all(|b| b.is_ascii_digit()) {
            return first_of_line && apart;
        }
        // At the end of a sentence the stop of "etc." is the sentence's.
        let ends = matches!(next, Next::End | Next::Capital);
        self.english.stop(word, next == Next::Number).is_some_and(|stop| stop != Stop::Middle || !ends)
    }

    /// Whether the token before begins with a capital, as names do.
    fn follows_capital(&self) -> bool {
        self.block.last().is_some_and(|t| {
            t.kind.is_in(Kind::Capital.bit() | Kind::Upper.bit() | Kind::Abbreviation.bit() | Kind::Title.bit())
        })
    }

    /// What follows at `at` behind white space, and whether there is any.
    fn next_class(&self, at: usize) -> (Next, bool) {
        let mut pos = at;
        while pos < self.text.len() {
            let (class, len) = class_at(self.text, pos);
            match class {
                Class::Space | Class::Line => pos += len,
                Class::Digit => return (Next::Number, pos > at),
                Class::Letter => {
                    let capital = self.text[pos..].chars().next().is_some_and(char::is_uppercase);
                    return (if capital { Next::Capital } else { Next::Lower }, pos > at);
                }
                _ => return (Next::Other, pos > at),
            }
        }
        (Next::End, true)
    }

    /// A run of letters between white space.
    #[inline]
    fn letters(&mut self, at: usize, end: usize, ascii: bool, out: &mut Segmented) {
        if ascii {
            if let Some(starts) = self.english.held(&self.text[at..end]) {
                self.push_held(at, end, starts, out);
                return;
            }
        }
        let kind = self.kind_of_word(at, end);
        self.push(at, end, kind, out);
    }

    /// A word between punctuation, which may be a number with its unit, or hold a clitic.
    fn pieces(&mut self, at: usize, end: usize, out: &mut Segmented) {
        let word = &self.text[at..end];
        let first = word.as_bytes()[0];
        if first.is_ascii_digit() || matches!(first, b'.' | b'+') {
            let amount = self
                .block
                .last()
                .is_some_and(|t| t.span.end as usize == at && class_before(self.text, at) == Some(Class::Currency));
            if let Some(unit) = joins::unit_start(word, amount, self.english) {
                self.push(at, at + unit, Kind::Number, out);
                self.push_word(at + unit, end, out);
                return;
            }
        }
        self.push_word(at, end, out);
    }

    /// A word that may hold clitics.
    fn push_word(&mut self, at: usize, end: usize, out: &mut Segmented) {
        let word = &self.text[at..end];
        let kind = self.kind_of_word(at, end);
        if let Some(starts) = word.is_ascii().then(|| self.english.held(word)).flatten() {
            return self.push_held(at, end, starts, out);
        }
        match self.english.ending(word) {
            Some(len) if !self.english.is_kept(word) && !is_decade(&word[..word.len() - len]) => {
                let cut = end - len;
                match self.english.ending(&self.text[at..cut]) {
                    Some(len) => self.push_parts(at, &[cut - len, cut], end, kind, out),
                    None => self.push_parts(at, &[cut], end, kind, out),
                }
            }
            _ => self.push(at, end, kind, out),
        }
    }

    fn push_held(&mut self, at: usize, end: usize, starts: &[u8], out: &mut Segmented) {
        let kind = self.kind_of_word(at, end);
        match *starts {
            [one] => self.push_parts(at, &[at + one as usize], end, kind, out),
            [one, two] => self.push_parts(at, &[at + one as usize, at + two as usize], end, kind, out),
            _ => self.push(at, end, kind, out),
        }
    }

    /// A written token of several words, cut at `cuts`.
    fn push_parts(&mut self, at: usize, cuts: &[usize], end: usize, kind: Kind, out: &mut Segmented) {
        let first = out.words.len() as u32;
        let mut from = at;
        for &cut in cuts {
            out.words.push(ByteSpan::new(from, cut));
            from = cut;
        }
        self.push(from, end, kind, out);
        out.multiwords.push((first, out.words.len() as u32));
        if let Some(token) = self.block.last_mut() {
            token.span.start = at as u32;
        }
    }

    #[inline]
    fn push(&mut self, at: usize, end: usize, kind: Kind, out: &mut Segmented) {
        let span = ByteSpan::new(at, end);
        out.words.push(span);
        self.block.push(Token { span, words_end: out.words.len() as u32, kind, gap: self.gap });
        self.gap = Gap::None;
    }

    #[inline]
    fn kind_of_word(&self, at: usize, end: usize) -> Kind {
        let bytes = &self.text.as_bytes()[at..end];
        match bytes[0] {
            b'a'..=b'z' => Kind::Lower,
            b'A'..=b'Z' => match bytes.get(1) {
                Some(b'A'..=b'Z') => Kind::Upper,
                _ => Kind::Capital,
            },
            b'0'..=b'9' | b'.' | b'+' | b'-' => Kind::Number,
            _ => match self.text[at..end].chars().next() {
                Some(ch) if ch.is_uppercase() => Kind::Capital,
                Some(ch) if ch.is_alphabetic() => Kind::Lower,
                _ => Kind::Symbol,
            },
        }
    }
}

/// What can follow a full stop.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Next {
    Capital,
    Lower,
    Number,
    Other,
    End,
}

/// `1990`, `60`: with `'s` a decade, one word.
fn is_decade(word: &str) -> bool {
    matches!(word.len(), 2 | 4) && word.ends_with('0') && word.bytes().all(|b| b.is_ascii_digit())
}

/// `90s`, `05`.
fn is_year(digits: &str) -> bool {
    let number = digits.strip_suffix('s').unwrap_or(digits);
    number.len() == 2 && number.bytes().all(|b| b.is_ascii_digit())
}
