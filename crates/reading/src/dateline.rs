//! Datelines: where, when and for whom a report was written, before a dash or colon at the start of a line.
//! "KYIV, 4 May (Agency) --", "(Geneva, May 4, 2020) -", "NEW DELHI:".

use language::{Document, Token, TokenId, TokenSpan};

/// Longest dateline, in tokens.
const LONGEST: u32 = 20;
/// Longest word between names, in bytes: "Republic *of* Korea".
const LONGEST_TIE: usize = 3;
/// Fewest letters of a name in capitals that is no acronym.
const FEWEST_LETTERS: usize = 4;

/// The dateline that a token stands in, with the mark that ends it.
pub(crate) fn around(doc: &Document, token: TokenId) -> Option<TokenSpan> {
    let line = line_start(doc, token)?;
    at(doc, line).filter(|dateline| dateline.contains(token))
}

/// The dateline that a line starts with.
pub(crate) fn at(doc: &Document, line: TokenId) -> Option<TokenSpan> {
    let wrapped = doc.get(i64::from(line.0))?.text() == "(";
    let first = doc.get(i64::from(line.0) + i64::from(wrapped))?;
    if !first.text().starts_with(char::is_uppercase) {
        return None;
    }
    let capitals = is_in_capitals(first) || first.next().is_some_and(is_in_capitals);
    let mut says_when_or_for_whom = false;
    let mut at = first;
    for _ in 0..LONGEST {
        let text = at.text();
        let span = || TokenSpan { start: line, end: TokenId(at.id.0 + 1) };
        match text {
            ":" => return (capitals && !wrapped).then(span),
            "-" | "--" | "–" | "—" | "―" if is_spaced(at) => {
                return (capitals || says_when_or_for_whom).then(span);
            }
            ")" if wrapped => {
                let closes = |t: &Token<'_>| matches!(t.text(), "-" | "--" | "–" | "—" | "―" | ":");
                let mark = at.next().filter(closes).filter(|_| says_when_or_for_whom)?;
                return Some(TokenSpan { start: line, end: TokenId(mark.id.0 + 1) });
            }
            "(" => says_when_or_for_whom = true,
            // "Vienna, 4 May 2020. The envoy …"
            "." if says_when_or_for_whom && at.next().is_some_and(|next| next.sentence().id != at.sentence().id) => {
                return (at.sentence().tokens().start == line).then(span);
            }
            ")" | "," | "." | "/" | "-" | "–" => {}
            _ if text.starts_with(|c: char| c.is_ascii_digit()) => says_when_or_for_whom = true,
            _ if text.starts_with(char::is_uppercase) || text.len() <= LONGEST_TIE => {}
            _ => return None,
        }
        at = at.next()?;
    }
    None
}

fn is_in_capitals(token: Token<'_>) -> bool {
    let letters = token.text().chars().filter(|c| c.is_alphabetic());
    letters.clone().count() >= FEWEST_LETTERS && letters.clone().all(char::is_uppercase)
}

/// Whether white space parts a mark from the word before it: the hyphen of "AL-BAB" ends nothing.
fn is_spaced(mark: Token<'_>) -> bool {
    mark.text() != "-" || mark.previous().is_some_and(|before| before.span().end < mark.span().start)
}

/// The first token of a token's line, where the line starts not far before it.
fn line_start(doc: &Document, token: TokenId) -> Option<TokenId> {
    let mut at = doc.token(token);
    for _ in 0..LONGEST {
        let Some(before) = at.previous() else { return Some(at.id) };
        let gap = &doc.text()[before.span().end as usize..at.span().start as usize];
        if gap.contains('\n') {
            return Some(at.id);
        }
        at = before;
    }
    None
}
