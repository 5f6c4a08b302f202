//! Which quotation is whose: by the cue beside it, by the quotation before it, by the paragraph before it.

use language::{Token, TokenId, TokenSpan, Upos};

use super::attribution::Attribution;
use super::scene::Scene;

/// Longest stretch of modifiers between a cue and its quotation, in tokens.
const FARTHEST: u32 = 30;

/// Words that a quotation needs to stand for itself without a cue.
const ENOUGH_WORDS: usize = 4;

/// Quotations right before and right after source and cue that are theirs as a whole.
pub(super) fn beside(scene: &Scene<'_>, frame: TokenSpan) -> Vec<usize> {
    let next = scene.quotes.partition_point(|q| q.tokens.start < frame.end);
    let mut found = Vec::new();
    if let Some(i) = scene.quotes[..next].iter().rposition(|q| q.tokens.end <= frame.start) {
        let gap = TokenSpan { start: scene.quotes[i].tokens.end, end: frame.start };
        let here = scene.quotes[i].paragraph == scene.paragraph_of(frame.start);
        if here && next - i <= 2 && gap.len() <= 4 && is_gap(scene, gap) && is_whole(scene, i) {
            found.push(i);
        }
    }
    if scene.quotes.get(next).is_some() && follows(scene, frame, next) {
        found.push(next);
    }
    found
}

/// Nothing but marks and adverbs.
fn is_gap(scene: &Scene<'_>, gap: TokenSpan) -> bool {
    let marks = |t: Token<'_>| !t.text().contains(char::is_alphanumeric) || matches!(t.upos(), Upos::Adv | Upos::Cconj);
    scene.doc.views(gap).all(marks) && !scene.doc.views(gap).any(|t| matches!(t.text(), "." | "?" | "!"))
}

/// Whether a quotation opens a sentence or a paragraph, or follows a colon or comma: it is no part of another's clause.
fn is_whole(scene: &Scene<'_>, quote: usize) -> bool {
    let quote = &scene.quotes[quote];
    let first = scene.token(quote.tokens.start);
    if quote.tokens.start == scene.paragraphs[quote.paragraph].start {
        return true;
    }
    match first.previous() {
        None => true,
        Some(before) => before.sentence().id != first.sentence().id && !before.text().ends_with(','),
    }
}

fn follows(scene: &Scene<'_>, frame: TokenSpan, next: usize) -> bool {
    let quote = &scene.quotes[next];
    let gap = TokenSpan { start: frame.end, end: quote.tokens.start };
    if gap.len() as u32 > FARTHEST {
        return false;
    }
    let colon = gap.iter().next_back().is_some_and(|id| scene.token(id).text() == ":");
    let here = scene.paragraph_of(frame.start);
    if quote.paragraph != here {
        return quote.paragraph == here + 1 && colon;
    }
    let sentence = scene.token(TokenId(frame.end.0 - 1)).sentence().id;
    let mut clause = false;
    for token in scene.doc.views(gap) {
        if token.sentence().id != sentence || matches!(token.text(), "." | "?" | "!" | ";") {
            return false;
        }
        clause |= token.upos().is_verbal() && token.feat("VerbForm") == Some("Fin");
    }
    if clause {
        return false;
    }
    // A capital inside the marks, or a comma or colon before them, tells a quotation from a quoted word.
    let comma = gap.iter().next_back().is_some_and(|id| matches!(scene.token(id).text(), "," | ":"));
    let capital = scene
        .doc
        .views(quote.tokens)
        .find(|t| t.text().contains(char::is_alphanumeric))
        .is_some_and(|t| t.text().starts_with(char::is_uppercase));
    comma || capital && quote.tokens.len() > ENOUGH_WORDS || gap.is_empty() && quote.tokens.len() > ENOUGH_WORDS
}

/// Lets every content that cuts a quotation in two have all of it.
pub(super) fn complete(scene: &Scene<'_>, attribution: &mut Attribution) {
    let cue = attribution.cue_head;
    for piece in &mut attribution.content {
        for edge in [piece.start, TokenId(piece.end.0.max(1) - 1)] {
            let Some(quote) = scene.quote_at(edge).map(|i| scene.quotes[i].tokens) else { continue };
            let inside = quote.start <= piece.start && piece.end <= quote.end;
            if !quote.contains(cue) && !inside {
                piece.start = piece.start.min(quote.start);
                piece.end = piece.end.max(quote.end);
            } else if inside && !quote.contains(cue) && quote.len() <= piece.len() + 2 {
                *piece = quote;
            }
        }
    }
    join_touching(&mut attribution.content);
}

/// Orders the pieces and joins those that meet.
pub(super) fn join_touching(pieces: &mut Vec<TokenSpan>) {
    pieces.sort_unstable();
    let mut joined: Vec<TokenSpan> = Vec::with_capacity(pieces.len());
    for &piece in pieces.iter() {
        match joined.last_mut() {
            Some(last) if piece.start <= last.end => last.end = last.end.max(piece.end),
            _ => joined.push(piece),
        }
    }
    *pieces = joined;
}

/// Gives quotations that no cue stands beside to whoever spoke before: in the same paragraph, or in the one before where
/// this one begins with the quotation.
pub(super) fn carry_on(scene: &Scene<'_>, attributions: &mut [Attribution]) {
    let mut owner: Vec<Option<usize>> = vec![None; scene.quotes.len()];
    // The last who spoke in each paragraph, by the order of the text.
    let mut speakers: Vec<Option<usize>> = vec![None; scene.paragraphs.len()];
    for (i, attribution) in attributions.iter().enumerate() {
        for piece in &attribution.content {
            let from = scene.quotes.partition_point(|q| q.tokens.end <= piece.start);
            for (q, quote) in scene.quotes.iter().enumerate().skip(from).take_while(|(_, q)| q.tokens.start < piece.end)
            {
                if piece.start <= quote.tokens.start && quote.tokens.end <= piece.end && owner[q].is_none() {
                    owner[q] = Some(i);
                }
            }
        }
    }
    let cues: Vec<(TokenId, usize)> = attributions
        .iter()
        .enumerate()
        .filter(|(_, a)| a.origin.is_some() && a.class == lexicon::cues::CueClass::Speech)
        .filter(|(_, a)| scene.quote_at(a.cue_head).is_none() && !goes_along(scene, a))
        .map(|(i, a)| (a.cue_head, i))
        .collect();
    let mut cues = cues.into_iter().peekable();
    for (q, &quote) in scene.quotes.iter().enumerate() {
        while let Some((head, i)) = cues.next_if(|(head, _)| *head < quote.tokens.start) {
            speakers[scene.paragraph_of(head)] = Some(i);
        }
        if let Some(i) = owner[q] {
            speakers[quote.paragraph] = Some(i);
            continue;
        }
        let starts = quote.tokens.start == scene.paragraphs[quote.paragraph].start;
        let speaker = if starts {
            let before = quote.paragraph.checked_sub(1);
            before.and_then(|p| speakers[p]).filter(|_| quote.mark.goes_on || fills(scene, q))
        } else if is_whole(scene, q) {
            speakers[quote.paragraph].filter(|&i| is_near(scene, &attributions[i], quote.tokens.start))
        } else {
            None
        };
        let words = scene.doc.views(quote.tokens).filter(|t| t.text().contains(char::is_alphanumeric)).count();
        if let Some(i) = speaker.filter(|_| words >= ENOUGH_WORDS || quote.mark.goes_on) {
            attributions[i].content.push(quote.tokens);
            owner[q] = Some(i);
            speakers[quote.paragraph] = Some(i);
        }
    }
}

/// Whether a cue only goes along with another: a participle after a comma ("said, *referring to* …").
fn goes_along(scene: &Scene<'_>, attribution: &Attribution) -> bool {
    let participle = scene.token(attribution.cue_head).xpos().as_str() == "VBG";
    participle && scene.token(attribution.cue.start).previous().is_some_and(|t| t.text() == ",")
}

/// Whether a quotation takes up nearly the whole of its paragraph.
fn fills(scene: &Scene<'_>, quote: usize) -> bool {
    let quote = &scene.quotes[quote];
    let paragraph = scene.paragraphs[quote.paragraph];
    paragraph.end.0 <= quote.tokens.end.0 + 1
}

/// Whether the attribution's own sentence is the one before.
fn is_near(scene: &Scene<'_>, attribution: &Attribution, start: TokenId) -> bool {
    let end = attribution.span().end;
    let last = scene.token(TokenId(end.0.max(attribution.cue.end.0) - 1)).sentence().id.0;
    scene.token(start).sentence().id.0 <= last + 1
}
