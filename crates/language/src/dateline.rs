//! Datelines: where, when and for whom a report was written, before a dash or colon at the start of a line.
//! "KYIV, 4 May (Agency) --", "(Geneva, May 4, 2020) -", "NEW DELHI:".

/// Longest dateline, in words and marks.
const LONGEST: usize = 20;
/// Fewest letters of a name in capitals that is no acronym.
const FEWEST_LETTERS: usize = 4;
/// Longest word between names, in bytes: "Republic *of* Korea".
const LONGEST_TIE: usize = 3;

/// A word or mark of a line.
#[derive(Clone, Copy, Debug)]
pub struct Written<'t> {
    /// As it is written.
    pub text: &'t str,
    /// Whether white space parts it from the one before.
    pub apart: bool,
    /// Whether it is known to be the last of its sentence.
    pub ends: bool,
}

/// How many of the words that a line starts with are a dateline, the mark that ends it among them; `None` where it has none.
///
/// ```
/// use language::{dateline, Written};
/// let line = ["KYIV", ",", "4", "May", "--", "Two", "soldiers", "died", "."];
/// let words = line.map(|text| Written { text, apart: true, ends: text == "." });
/// assert_eq!(dateline(words), Some(5));
/// ```
pub fn dateline<'t>(words: impl IntoIterator<Item = Written<'t>>) -> Option<usize> {
    let mut words = words.into_iter().take(LONGEST + 2).peekable();
    let wrapped = words.next_if(|w| w.text == "(").is_some();
    let mut at = usize::from(wrapped);
    let first = words.peek().filter(|w| w.text.starts_with(char::is_uppercase))?.text;
    let mut capitals = is_in_capitals(first);
    let (mut dated, mut told) = (false, false);
    while let Some(Written { text, apart, ends }) = words.next() {
        at += 1;
        let after = words.peek().copied();
        capitals |= at == 2 + usize::from(wrapped) && is_in_capitals(text);
        match text {
            ":" => return (capitals && !wrapped && after.is_some_and(opens)).then_some(at),
            "-" if apart => return ends_at(at, capitals || told, dated, after),
            "--" | "–" | "—" | "―" => return ends_at(at, capitals || told, dated, after),
            ")" if wrapped => {
                let mark = after.filter(|w| matches!(w.text, "-" | "--" | "–" | "—" | "―" | ":"));
                return mark.filter(|_| told).map(|_| at + 1);
            }
            // "Vienna, 4 May 2020. The envoy …"
            "." if told && ends => return after.map(|_| at),
            "(" => told = true,
            ")" | "," | "." | "/" | "-" => {}
            _ if text.starts_with(|c: char| c.is_ascii_digit()) => (dated, told) = (true, true),
            _ if text.starts_with(char::is_uppercase) || text.len() <= LONGEST_TIE => {}
            _ => return None,
        }
    }
    None
}

/// A dash ends what tells where, and when or for whom; "BRAZIL 3 - 2 ITALY" is a score.
fn ends_at(at: usize, enough: bool, dated: bool, after: Option<Written<'_>>) -> Option<usize> {
    let score = |w: Written<'_>| dated && w.text.starts_with(|c: char| c.is_ascii_digit());
    (enough && after.is_some_and(|w| opens(w) && !score(w))).then_some(at)
}

/// Whether a sentence may begin with a word or mark.
fn opens(word: Written<'_>) -> bool {
    let first = word.text.chars().next();
    first.is_some_and(|c| c.is_uppercase() || c.is_ascii_digit() || "\"'“‘«([".contains(c))
}

fn is_in_capitals(text: &str) -> bool {
    let letters = text.chars().filter(|c| c.is_alphabetic());
    letters.clone().count() >= FEWEST_LETTERS && letters.clone().all(char::is_uppercase)
}
