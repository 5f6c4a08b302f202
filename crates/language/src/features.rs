//! What the network sees of a word: rows of its embedding tables.

/// Rows of the affix table.
pub(crate) const AFFIX_ROWS: usize = 16_384;
/// The last rows of the affix table: on which of the three [lists](Lists) a capitalised word is.
const LIST_ROWS: usize = 8;
/// Affix rows that each word sums.
pub(crate) const AFFIXES: usize = 10;

/// The affix rows of `word`: ends, beginnings, shape and the whole, hashed, each kind into its own sequence of hashes, and
/// the row of the lists that it is on.
pub(crate) fn affixes(word: &str, lists: Lists<'_>) -> [u32; AFFIXES] {
    let mut folded = Folded::default();
    folded.fill(word);
    let (text, ends) = (folded.text(), folded.ends());
    let n = ends.len();
    let head = |k: usize| &text[..if k <= n { ends[k - 1] as usize } else { text.len() }];
    let tail = |k: usize| &text[if k < n { ends[n - k - 1] as usize } else { 0 }..];
    let (shape, length) = shape(word);
    let kinds: [&[u8]; AFFIXES - 1] =
        [head(1), head(2), head(3), tail(1), tail(2), tail(3), tail(4), text, &shape[..length]];
    let mut rows = [0; AFFIXES];
    for (kind, (row, bytes)) in rows.iter_mut().zip(kinds).enumerate() {
        *row = (hash(kind as u64 + 1, bytes) % (AFFIX_ROWS - LIST_ROWS) as u64) as u32;
    }
    let listed = if word.starts_with(char::is_uppercase) { lists.of(text) } else { 0 };
    rows[AFFIXES - 1] = (AFFIX_ROWS - LIST_ROWS + listed) as u32;
    rows
}

/// Names that are borne by persons (first names, last names) and places, as sets of bits that a word is looked up in by two
/// hashes. About one word in three hundred is found that was never put in.
#[derive(Clone, Copy)]
pub(crate) struct Lists<'a>(pub &'a [u8]);

/// Bytes of the bits of one list.
const LIST_BYTES: usize = 1 << 17;
/// Bytes of the bits of all lists.
pub(crate) const LISTS_BYTES: usize = 3 * LIST_BYTES;

impl Lists<'_> {
    /// A number of three bits, one for each list that has the word.
    pub fn of(self, word: &[u8]) -> usize {
        let places = bits_of(word);
        (0..3)
            .filter(|list| places.iter().all(|(byte, bit)| self.0[list * LIST_BYTES + byte] & bit != 0))
            .map(|l| 1 << l)
            .sum()
    }

    /// Puts a word, in lower case, on a list.
    #[cfg(feature = "training")]
    pub fn put(bits: &mut [u8], list: usize, word: &str) {
        for (byte, bit) in bits_of(word.as_bytes()) {
            bits[list * LIST_BYTES + byte] |= bit;
        }
    }
}

fn bits_of(word: &[u8]) -> [(usize, u8); 2] {
    let h = hash(99, word);
    [h, h >> 32].map(|h| ((h >> 3) as usize % LIST_BYTES, 1 << (h & 7)))
}

/// Longest part of a word that is looked at, in bytes; what is beyond tells nothing of grammar.
const LONGEST: usize = 64;

/// A word in lower case with its digits as `0`: bytes, and where each character ends.
struct Folded {
    bytes: [u8; LONGEST],
    length: usize,
    ends: [u8; LONGEST],
    chars: usize,
}

impl Default for Folded {
    fn default() -> Self {
        Self { bytes: [0; LONGEST], length: 0, ends: [0; LONGEST], chars: 0 }
    }
}

impl Folded {
    fn fill(&mut self, word: &str) {
        // The end of a long word tells more than its middle.
        let skip = word.len().saturating_sub(LONGEST / 2);
        let word = &word[(skip..=word.len()).find(|&i| word.is_char_boundary(i)).unwrap_or(0)..];
        for c in word.chars().flat_map(char::to_lowercase) {
            let c = if c.is_ascii_digit() { '0' } else { plain_quote(c) };
            if self.length + c.len_utf8() > LONGEST {
                break;
            }
            self.length += c.encode_utf8(&mut self.bytes[self.length..]).len();
            self.ends[self.chars] = self.length as u8;
            self.chars += 1;
        }
    }

    fn text(&self) -> &[u8] {
        &self.bytes[..self.length]
    }

    fn ends(&self) -> &[u8] {
        &self.ends[..self.chars]
    }
}

fn plain_quote(c: char) -> char {
    match c {
        '\u{2018}' | '\u{2019}' | '\u{201b}' => '\'',
        '\u{201c}' | '\u{201d}' | '\u{201e}' | '\u{ab}' | '\u{bb}' => '"',
        '\u{2013}' | '\u{2014}' | '\u{2212}' => '-',
        c => c,
    }
}

/// Which characters a word is made of, runs cut to two: `Xx` of `Kyiv`, `dd` of `2021`.
fn shape(word: &str) -> ([u8; 12], usize) {
    let (mut shape, mut length, mut run) = ([0; 12], 0, 0);
    for c in word.chars() {
        let class = match c {
            c if c.is_uppercase() => b'X',
            c if c.is_alphabetic() => b'x',
            c if c.is_numeric() => b'd',
            c if c.is_ascii() => c as u8,
            _ => b'?',
        };
        run = if length > 0 && shape[length - 1] == class { run + 1 } else { 1 };
        if run <= 2 {
            shape[length] = class;
            length += 1;
            if length == shape.len() {
                break;
            }
        }
    }
    (shape, length)
}

/// The form under which the vocabulary knows a word: lower case, digits as `0`, plain quotes; written to `out`.
pub(crate) fn vocabulary_form(word: &str, out: &mut String) {
    out.clear();
    if word.bytes().all(|b| b.is_ascii_lowercase()) {
        out.push_str(word);
        return;
    }
    for c in word.chars().take(LONGEST).flat_map(char::to_lowercase) {
        out.push(if c.is_ascii_digit() { '0' } else { plain_quote(c) });
    }
}

/// FNV-1a with a final mix; the same on every machine.
pub(crate) fn hash(seed: u64, bytes: &[u8]) -> u64 {
    let mut h = 0xcbf2_9ce4_8422_2325_u64 ^ seed.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    for &b in bytes {
        h = (h ^ u64::from(b)).wrapping_mul(0x0000_0100_0000_01b3);
    }
    h ^= h >> 32;
    h = h.wrapping_mul(0xd6e8_feb8_6659_fd93);
    h ^ (h >> 32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_one_ending_share_its_row() {
        let none = vec![0; LISTS_BYTES];
        let (a, b) = (affixes("shelling", Lists(&none)), affixes("Killing", Lists(&none)));
        assert_eq!(a[5], b[5], "the last three letters");
        assert_ne!(a[2], b[2], "the first three letters");
        assert_ne!(a[8], b[8], "the shape");
    }

    #[test]
    fn any_word_has_rows() {
        let all = vec![255; LISTS_BYTES];
        for word in ["", "a", "\u{130}", "😀😀", &"x".repeat(1000), &"é".repeat(70), "“"] {
            assert!(affixes(word, Lists(&all)).iter().all(|&r| (r as usize) < AFFIX_ROWS));
        }
    }
}
