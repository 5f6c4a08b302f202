//! What is known of a gap between two tokens, as numbers of weights.

use super::boundary::{Block, State, ENDS, OPENERS};
use super::token::{Gap, Kind, Token};

/// Bits of a weight's number.
pub(super) const BITS: u32 = 15;

/// Number of features of a gap.
const COUNT: usize = 36;

/// Lines longer than this are not hard-wrapped.
const WIDEST_WRAP: u32 = 120;

/// Numbers of the weights that speak about one gap.
#[derive(Clone, Copy)]
pub(super) struct Features {
    numbers: [u16; COUNT],
    len: usize,
}

impl Default for Features {
    fn default() -> Self {
        Self { numbers: [0; COUNT], len: 0 }
    }
}

impl Features {
    /// The numbers.
    pub(super) fn numbers(&self) -> &[u16] {
        &self.numbers[..self.len]
    }

    #[inline]
    fn add(&mut self, a: u64, b: u64) {
        let key = (self.len as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ a.wrapping_mul(0xc2b2_ae3d_27d4_eb4f);
        let key = (key ^ (key >> 29)).wrapping_add(b).wrapping_mul(0x1656_67b1_9e37_79f9);
        self.numbers[self.len] = (key >> (64 - BITS)) as u16;
        self.len += 1;
    }
}

/// What is known of a block as a whole.
pub(super) struct View {
    /// Whether the block ends as sentences do.
    closed: u64,
    /// Share of marks that end sentences among its tokens.
    density: u64,
}

impl View {
    /// Looks over a block.
    pub(super) fn new(block: &Block<'_>) -> Self {
        let tokens = block.tokens;
        let ends = tokens.iter().filter(|t| t.kind.is_in(ENDS)).count();
        let closed = tokens
            .len()
            .checked_sub(1)
            .is_some_and(|last| tokens[block.last_of_sentence(last)].kind.is_in(ENDS | Kind::Abbreviation.bit()));
        let density = tokens.len().checked_div(ends).map_or(0, |tokens| 1 + scale(tokens as u32));
        Self { closed: u64::from(closed), density }
    }
}

/// A number's order of size: exact up to 4, then in steps of a half.
fn scale(n: u32) -> u64 {
    if n <= 4 {
        return u64::from(n);
    }
    let log = n.ilog2();
    u64::from(2 * log + (n >> (log - 1) & 1))
}

/// Whether the sentence could be a heading's or a name's: all words begin with capitals.
fn capitals(state: &State) -> u64 {
    match (state.capitals, state.words) {
        (_, 0) => 0,
        (all, words) if all == words => 1,
        (some, words) if 2 * some > words => 2,
        (0, _) => 3,
        _ => 4,
    }
}

/// FNV-1a of a word in lower case, its first 16 bytes.
#[inline]
fn hash(word: &str) -> u64 {
    word.bytes()
        .take(16)
        .fold(0xcbf2_9ce4_8422_2325, |h, b| (h ^ u64::from(b.to_ascii_lowercase())).wrapping_mul(0x0100_0000_01b3))
}

fn word(block: &Block<'_>, token: Option<&Token>) -> u64 {
    token.map_or(0, |token| hash(token.span.of(block.text)))
}

fn kind(token: Option<&Token>) -> u64 {
    token.map_or(31, |token| token.kind as u64)
}

/// Kind and gap of a token.
fn look(token: Option<&Token>) -> u64 {
    token.map_or(127, |token| token.kind as u64 * 3 + token.gap as u64)
}

/// Fills `out` with what is known of the gap after token `i`.
pub(super) fn features(block: &Block<'_>, view: &View, state: &State, i: usize, out: &mut Features) {
    out.len = 0;
    let tokens = block.tokens;
    let (token, next) = (&tokens[i], &tokens[i + 1]);
    let last = block.last_of_sentence(i);
    let end = &tokens[last];
    let before = last.checked_sub(1).filter(|&b| b >= state.start).map(|b| &tokens[b]);
    let opened = usize::from(next.kind.is_in(OPENERS));
    let first = tokens.get(i + 1 + opened);
    let second = tokens.get(i + 2 + opened);
    let closers = (i - last).min(2) as u64;
    let gap = next.gap as u64;
    // What kind of gap this is; most features stand with it.
    let place = (end.kind as u64 * 3 + closers) * 3 + gap;
    let (end_word, before_word) = (word(block, Some(end)), word(block, before));
    let (first_word, second_word) = (word(block, first), word(block, second));
    let first_look = kind(first) * 2 + opened as u64;
    let passed = scale((i + 1 - state.start) as u32);
    let left = scale((tokens.len() - i - 1) as u32);
    let stop = u64::from(end.kind.is_in(ENDS));

    out.add(place, 0);
    out.add(place, first_look);
    out.add(place, first_look << 8 | look(second));
    out.add(place, look(before) << 8 | kind(first));
    out.add(look(Some(token)) << 8 | look(before), look(Some(next)) << 8 | look(second));
    out.add(end_word, gap);
    out.add(end_word, first_look);
    out.add(before_word, place);
    out.add(before_word, end_word);
    out.add(first_word, place);
    out.add(first_word, kind(first) << 1 | stop);
    out.add(first_word, second_word);
    out.add(first_word, kind(second) << 8 | stop);
    out.add(second_word, place);
    out.add(end_word, first_word);
    out.add(before_word, first_word);
    out.add(place, passed);
    out.add(place << 8 | first_look, passed);
    out.add(place, left);
    out.add(place << 8 | first_look, capitals(state));
    out.add(place << 8 | passed, capitals(state));
    let quoted = (state.quotes.clamp(-1, 2) + 1) as u64;
    let bracketed = (state.brackets.clamp(-1, 2) + 1) as u64;
    out.add(place, quoted << 2 | bracketed);
    out.add(place << 2 | quoted, first_look);
    out.add(place, view.closed << 8 | view.density);
    out.add(place << 8 | first_look, view.closed << 8 | view.density);
    out.add(word(block, tokens.get(state.start)), place);
    out.add(word(block, tokens.get(state.start)), first_word);
    let length = end.span.len().min(8) as u64;
    out.add(place << 4 | length, first_look);
    out.add(place, before.map_or(0, |b| b.span.len().min(8)) as u64);
    let third = kind(tokens.get(i + 3 + opened));
    out.add(place << 8 | first_look, kind(second) << 8 | third);
    if next.gap == Gap::Line {
        line_features(block, state, i, stop, first_look, out);
    }
}

/// What the lines around a line end tell.
fn line_features(block: &Block<'_>, state: &State, i: usize, stop: u64, first_look: u64, out: &mut Features) {
    let next = &block.tokens[i + 1];
    let line = block.lines.get(state.line).map_or(0, |line| line.1 - line.0);
    let next_line = block.lines.get(state.line + 1).map_or(0, |line| line.1 - line.0);
    // Would the next word have stood on this line, were lines only cut for their width?
    let needed = line + 1 + next.span.len() as u32;
    let fits = u64::from(needed <= block.widest_here);
    let fits_text = u64::from(needed <= block.widest);
    let wide = u64::from(block.widest > WIDEST_WRAP) << 1 | u64::from(block.widest_here > WIDEST_WRAP);
    let room = scale(block.widest.min(WIDEST_WRAP).saturating_sub(needed) / 8);
    let how = fits << 3 | fits_text << 2 | wide;
    out.add(how, stop);
    out.add(how << 1 | stop, first_look);
    out.add(how << 1 | stop, room);
    out.add(room << 8 | wide << 1 | stop, first_look);
    out.add(scale(line / 8) << 8 | scale(next_line / 8), stop << 2 | wide);
    out.add(how << 8 | u64::from(state.line == 0), kind(block.tokens.last()));
}
