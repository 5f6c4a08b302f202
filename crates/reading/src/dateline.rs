//! The datelines of a document: which tokens they are.

use language::{Document, TokenId, TokenSpan, Written};

/// Farthest that a token of a dateline stands from the start of its line.
const FARTHEST: usize = 20;

/// The dateline that a token stands in, with the mark that ends it.
pub(crate) fn around(doc: &Document, token: TokenId) -> Option<TokenSpan> {
    let line = line_start(doc, token)?;
    at(doc, line).filter(|dateline| dateline.contains(token))
}

/// The dateline that a line starts with.
pub(crate) fn at(doc: &Document, line: TokenId) -> Option<TokenSpan> {
    let opening = doc.get(i64::from(line.0))?.sentence().id;
    let tokens = std::iter::successors(doc.get(i64::from(line.0)), |t| t.next());
    let words = tokens.map(|t| Written {
        text: t.text(),
        apart: t.previous().is_none_or(|before| before.span().end < t.span().start),
        ends: t.sentence().id == opening && t.next().is_some_and(|next| next.sentence().id != opening),
    });
    let length = language::dateline(words)?;
    Some(TokenSpan { start: line, end: TokenId(line.0 + length as u32) })
}

/// The first token of a token's line, where the line starts not far before it.
fn line_start(doc: &Document, token: TokenId) -> Option<TokenId> {
    let mut at = doc.token(token);
    for _ in 0..FARTHEST {
        let Some(before) = at.previous() else { return Some(at.id) };
        let gap = &doc.text()[before.span().end as usize..at.span().start as usize];
        if gap.contains('\n') {
            return Some(at.id);
        }
        at = before;
    }
    None
}
