//! Which gaps between tokens end a sentence.

use super::token::{Gap, Kind, Token};
use super::{Segmented, LONGEST_SENTENCE};

/// Lines longer than this are not hard-wrapped: each line end then ends a sentence.
const WIDEST_WRAP: u32 = 120;

/// Marks that may follow a sentence's last one.
const CLOSERS: u32 = Kind::CloseQuote.bit() | Kind::Close.bit();
const OPENERS: u32 = Kind::OpenQuote.bit() | Kind::Open.bit();
const ENDS: u32 = Kind::Stop.bit() | Kind::Terminal.bit() | Kind::Ellipsis.bit() | Kind::Face.bit();
const PAUSES: u32 = ENDS
    | Kind::Semicolon.bit()
    | Kind::Colon.bit()
    | Kind::Comma.bit()
    | Kind::Dash.bit()
    | Kind::Bullet.bit()
    | CLOSERS;

/// Finds sentence ends, block by block.
pub(super) struct Boundaries {
    /// Longest line of the text, in bytes.
    widest: u32,
}

impl Boundaries {
    /// For the blocks of `text`.
    pub(super) fn new(text: &str) -> Self {
        let widest = text.as_bytes().split(|&b| b == b'\n').map(<[u8]>::len).max().unwrap_or(0);
        Self { widest: widest.min(u32::MAX as usize) as u32 }
    }

    /// Adds the sentence ends of one block to `out`.
    pub(super) fn mark(&mut self, block: &[Token], out: &mut Segmented) {
        let mut line_start = block.first().map_or(0, |t| t.span.start);
        for i in 0..block.len() {
            if block[i].gap == Gap::Line {
                line_start = block[i].span.start;
            }
            let ends = i + 1 == block.len() || self.is_end(block, i, line_start);
            if ends {
                end_sentence(block[i].words_end, block, i, out);
            }
        }
    }

    /// Whether a sentence ends after token `i`.
    fn is_end(&self, block: &[Token], i: usize, line_start: u32) -> bool {
        let (token, next) = (&block[i], &block[i + 1]);
        if next.gap == Gap::Line {
            let room = self.widest.saturating_sub(token.span.end - line_start);
            if self.widest > WIDEST_WRAP || (next.span.len() as u32) < room || next.kind == Kind::Bullet {
                return true;
            }
        }
        // Back over closing marks to what ended the sentence; a closing mark must stand at it.
        let mut last = i;
        while block[last].kind.is_in(CLOSERS) && last > 0 && i - last < 4 && block[last].gap == Gap::None {
            last -= 1;
        }
        let end = block[last].kind;
        if next.gap == Gap::None && next.kind.is_in(CLOSERS | ENDS) {
            return false;
        }
        let next_word = if next.kind.is_in(OPENERS) { block.get(i + 2).unwrap_or(next) } else { next };
        if end == Kind::Abbreviation {
            return false;
        }
        if !end.is_in(ENDS) {
            return false;
        }
        match next_word.kind {
            Kind::Lower => false,
            Kind::Capital | Kind::Upper | Kind::Abbreviation | Kind::Title => true,
            Kind::Number | Kind::Bullet => next.gap != Gap::None,
            Kind::Comma | Kind::Semicolon | Kind::Colon | Kind::Dash | Kind::Hyphen => false,
            _ => next.gap != Gap::None,
        }
    }
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
