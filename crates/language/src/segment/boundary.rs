//! Which gaps between tokens end a sentence: candidates by rule, decided by learned weights.

use super::features::{features, Features, View};
use super::token::{Gap, Kind, Token};
use super::weights::Weights;
use super::{Segmented, LONGEST_SENTENCE};
use crate::dateline::{dateline, Written};

/// Marks that may follow a sentence's last one.
pub(super) const CLOSERS: u32 = Kind::CloseQuote.bit() | Kind::Close.bit();
/// Marks that may stand before a sentence's first word.
pub(super) const OPENERS: u32 = Kind::OpenQuote.bit() | Kind::Open.bit();
/// Marks that end sentences.
pub(super) const ENDS: u32 = Kind::Stop.bit() | Kind::Terminal.bit() | Kind::Ellipsis.bit() | Kind::Face.bit();
/// Where a sentence that is too long is best cut.
const PAUSES: u32 = ENDS
    | Kind::Semicolon.bit()
    | Kind::Colon.bit()
    | Kind::Comma.bit()
    | Kind::Dash.bit()
    | Kind::Bullet.bit()
    | CLOSERS;
/// Never the first token of a sentence on the same line.
const MIDDLE: u32 = Kind::Comma.bit() | Kind::Colon.bit() | Kind::Semicolon.bit() | Kind::Stop.bit();

/// Where tokens are decided on: what the decisions before tell.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct State {
    /// First token of the sentence under way.
    pub(super) start: usize,
    /// Its words that begin with a capital or are numbers.
    pub(super) capitals: u32,
    /// Its words.
    pub(super) words: u32,
    /// Quotation marks that are open.
    pub(super) quotes: i32,
    /// Brackets that are open.
    pub(super) brackets: i32,
    /// Line under way, as an index of [`Block::lines`].
    pub(super) line: usize,
}

impl State {
    /// Takes in token `i`.
    pub(super) fn pass(&mut self, i: usize, token: &Token) {
        if token.gap == Gap::Line && i > 0 {
            self.line += 1;
        }
        match token.kind {
            Kind::Lower => self.words += 1,
            Kind::Capital | Kind::Upper | Kind::Number | Kind::Title | Kind::Abbreviation => {
                self.words += 1;
                self.capitals += 1;
            }
            Kind::OpenQuote => self.quotes += 1,
            Kind::CloseQuote => self.quotes -= 1,
            Kind::Open => self.brackets += 1,
            Kind::Close => self.brackets -= 1,
            _ => {}
        }
    }

    /// Starts a sentence at token `start`.
    pub(super) fn restart(&mut self, start: usize) {
        *self = Self { start, line: self.line, ..Self::default() };
    }
}

/// A block's tokens and lines.
pub(super) struct Block<'b> {
    pub(super) text: &'b str,
    pub(super) tokens: &'b [Token],
    /// Start of the first and end of the last token of each line.
    pub(super) lines: &'b [(u32, u32)],
    /// Longest line of the text, in bytes.
    pub(super) widest: u32,
    /// Longest line of the block, in bytes.
    pub(super) widest_here: u32,
}

impl Block<'_> {
    /// Whether a sentence may end after token `i`, which is not the last.
    pub(super) fn is_candidate(&self, i: usize) -> bool {
        let (token, next) = (&self.tokens[i], &self.tokens[i + 1]);
        match next.gap {
            Gap::Line => true,
            _ if next.kind.is_in(MIDDLE) => false,
            Gap::Space if token.kind == Kind::Title => false,
            Gap::Space => {
                next.kind != Kind::Lower || token.kind.is_in(ENDS | CLOSERS) || token.kind == Kind::Abbreviation
            }
            Gap::None => {
                let word = Kind::Capital.bit() | Kind::Upper.bit() | Kind::Lower.bit() | Kind::Title.bit() | OPENERS;
                self.tokens[self.last_of_sentence(i)].kind.is_in(ENDS) && next.kind.is_in(word)
            }
        }
    }

    /// Whether a sentence must end after token `i`, which is not the last. Edited text, such as the treebanks', has none
    /// of this: "on Monday.The army", lists whose items stand on lines of their own.
    fn is_certain(&self, i: usize, state: &State) -> bool {
        let (token, next) = (&self.tokens[i], &self.tokens[i + 1]);
        match next.gap {
            Gap::None => token.kind == Kind::Stop && next.kind == Kind::Capital && token.gap == Gap::None,
            Gap::Line => next.kind == Kind::Bullet || self.is_item(i, state),
            Gap::Space => self.is_dateline(i, state),
        }
    }

    /// Whether a dateline ends with token `i`: what follows is a sentence of its own.
    fn is_dateline(&self, i: usize, state: &State) -> bool {
        let mark = self.tokens[i].kind.is_in(Kind::Dash.bit() | Kind::Hyphen.bit() | Kind::Colon.bit());
        let line = &self.tokens[state.start..];
        let opens_line = state.start == 0 || line.first().is_some_and(|t| t.gap == Gap::Line);
        let written = |t: &Token| Written { text: t.span.of(self.text), apart: t.gap != Gap::None, ends: false };
        mark && opens_line && dateline(line.iter().map(written)) == Some(i + 1 - state.start)
    }

    /// Whether the line after token `i` is a list's item that begins with a dash, and not the rest of a sentence.
    fn is_item(&self, i: usize, state: &State) -> bool {
        let (token, next) = (&self.tokens[i], &self.tokens[i + 1]);
        let Some(after) = self.tokens.get(i + 2) else { return false };
        if !next.kind.is_in(Kind::Hyphen.bit() | Kind::Dash.bit()) || after.gap != Gap::Space {
            return false;
        }
        let line = self.lines.get(state.line).map_or(0, |line| line.1 - line.0);
        let had_room = line + 2 + next.span.len() as u32 + after.span.len() as u32 <= self.widest_here;
        had_room || after.kind != Kind::Lower || token.kind.is_in(ENDS | Kind::Colon.bit() | Kind::Semicolon.bit())
    }

    /// Back from `i` over closing marks to what would be a sentence's last word or mark.
    pub(super) fn last_of_sentence(&self, i: usize) -> usize {
        let mut last = i;
        while last > 0 && i - last < 4 && self.tokens[last].kind.is_in(CLOSERS) && self.tokens[last].gap == Gap::None {
            last -= 1;
        }
        last
    }
}

/// Finds sentence ends, block by block.
pub(super) struct Boundaries<'t> {
    text: &'t str,
    widest: u32,
    lines: Vec<(u32, u32)>,
    weights: &'static Weights,
}

impl<'t> Boundaries<'t> {
    /// For the blocks of `text`.
    pub(super) fn new(text: &'t str) -> Self {
        Self { text, widest: widest_line(text), lines: Vec::new(), weights: Weights::bundled() }
    }

    /// Adds the sentence ends of one block to `out`.
    pub(super) fn mark(&mut self, tokens: &[Token], out: &mut Segmented) {
        let widest_here = lines(tokens, &mut self.lines);
        let block = Block { text: self.text, tokens, lines: &self.lines, widest: self.widest, widest_here };
        let view = View::new(&block);
        let mut state = State::default();
        let mut found = Features::default();
        for (i, token) in tokens.iter().enumerate() {
            state.pass(i, token);
            let ends = i + 1 == tokens.len()
                || block.is_certain(i, &state)
                || block.is_candidate(i) && {
                    features(&block, &view, &state, i, &mut found);
                    self.weights.is_end(&found)
                };
            if ends {
                end_sentence(token.words_end, tokens, i, out);
                state.restart(i + 1);
            }
        }
    }
}

/// Longest line of a text, in bytes.
pub(super) fn widest_line(text: &str) -> u32 {
    text.as_bytes().split(|&b| b == b'\n').map(<[u8]>::len).max().map_or(0, |widest| widest as u32)
}

/// Fills `lines` with the lines of a block; the length of the longest.
pub(super) fn lines(tokens: &[Token], lines: &mut Vec<(u32, u32)>) -> u32 {
    lines.clear();
    for (i, token) in tokens.iter().enumerate() {
        match lines.last_mut() {
            Some(line) if i > 0 && token.gap != Gap::Line => line.1 = token.span.end,
            _ => lines.push((token.span.start, token.span.end)),
        }
    }
    lines.iter().map(|line| line.1 - line.0).max().unwrap_or(0)
}

/// Ends a sentence at word `end`; one that is too long falls into several, at punctuation where there is some.
fn end_sentence(end: u32, block: &[Token], last: usize, out: &mut Segmented) {
    let mut start = out.sentence_ends.last().copied().unwrap_or(0);
    if (end - start) as usize > LONGEST_SENTENCE {
        let mut first = block[..=last].partition_point(|t| t.words_end <= start);
        while (end - start) as usize > LONGEST_SENTENCE {
            let limit = start + LONGEST_SENTENCE as u32;
            let over = first + block[first..=last].partition_point(|t| t.words_end <= limit);
            let low = first + (over - first) / 2;
            let cut = (low..over).rev().find(|&i| block[i].kind.is_in(PAUSES)).unwrap_or(over - 1);
            start = block[cut].words_end;
            out.sentence_ends.push(start);
            first = cut + 1;
        }
    }
    if end > start {
        out.sentence_ends.push(end);
    }
}
