//! Attributions by a verb, an adjective or a noun.

use language::{Deprel, Token, TokenId, TokenSpan, Upos};
use lexicon::cues::{CueClass, CueStance, Frames};

use super::attribution::{cue_span, is_passive, Attribution, Found, Origin};
use super::contents::{self, Content};
use super::scene::Scene;
use super::{direct, extents, origins, parentheses};

/// What a verb attributes.
pub(super) fn verb(scene: &Scene<'_>, head: Token<'_>) -> Option<Attribution> {
    if matches!(head.deprel(), Deprel::Amod | Deprel::Compound | Deprel::Case | Deprel::Fixed | Deprel::Aux) {
        return None;
    }
    let head = scene.token(head.id);
    for cue in scene.cues.verbs(head.lemma()) {
        let found = Found::at(scene, head, std::iter::once(cue));
        if let Some(attribution) = found.and_then(|found| of_verb(scene, found)) {
            return Some(attribution);
        }
    }
    light(scene, head)
}

fn of_verb(scene: &Scene<'_>, found: Found<'_>) -> Option<Attribution> {
    if let Some(claim) = contents::taken_up(scene, &found) {
        let origin = origins::of_verb(scene, found.head)?;
        let cue = whole_cue(scene, found, Some(origin), None);
        return finish(scene, found, Some(origin), cue, claim.pieces);
    }
    if let Some(parenthesis) = parentheses::find(scene, &found) {
        let cue = whole_cue(scene, found, Some(parenthesis.origin), None);
        return finish(scene, found, Some(parenthesis.origin), cue, parenthesis.content);
    }
    let origin = origins::of_verb(scene, found.head);
    let passive = is_passive(found.head);
    if origin.is_none() && !(passive && found.cue.class != CueClass::Act) {
        return None;
    }
    let content = contents::of_predicate(scene, &found);
    let cue = whole_cue(scene, found, origin, content.as_ref());
    let quotes = if found.cue.frames.any(Frames::QUOTE) && scene.quote_at(found.head.id).is_none() {
        let frame = origin.filter(|o| !passive && is_close(o.phrase, cue)).map_or(cue, |o| hull(o.phrase, cue));
        direct::beside(scene, frame)
    } else {
        Vec::new()
    };
    let quotes: Vec<TokenSpan> = quotes.iter().map(|&q| scene.quotes[q].tokens).collect();
    let pieces = match content {
        Some(content) if content.clausal || quotes.iter().any(|q| runs_into(&content.pieces, cue, *q)) => {
            with_quotes(cue, content.pieces, quotes)
        }
        _ if !quotes.is_empty() => quotes.iter().map(|q| with_that(scene, cue.end, *q)).collect(),
        Some(content) => content.pieces,
        None => return None,
    };
    finish(scene, found, origin, cue, pieces)
}

/// What is said where a clause and quotations stand beside one cue: a clause that runs into a quotation has all of it, one
/// that only repeats where a quotation stands gives way to it.
fn with_quotes(cue: TokenSpan, clause: Vec<TokenSpan>, quotes: Vec<TokenSpan>) -> Vec<TokenSpan> {
    let mut pieces = clause;
    for quote in quotes {
        match pieces.iter_mut().find(|p| p.touches(quote) || p.start >= cue.end && p.end <= quote.start) {
            Some(piece) if piece.start >= quote.start && piece.end <= quote.end => *piece = quote,
            Some(piece) if piece.start < quote.start && quote.start >= cue.end => piece.end = piece.end.max(quote.end),
            Some(piece) => *piece = quote,
            None => {
                pieces.retain(|p| (p.start >= cue.end) != (quote.start >= cue.end));
                pieces.push(quote);
            }
        }
    }
    pieces
}

/// Whether an object right of its cue holds a quotation or goes on with it: "called the plan “a trap”".
fn runs_into(pieces: &[TokenSpan], cue: TokenSpan, quote: TokenSpan) -> bool {
    let goes_on = |p: &TokenSpan| p.start < quote.start && (p.touches(quote) || p.end == quote.start);
    pieces.iter().any(|p| p.start >= cue.end && goes_on(p))
}

/// A quotation with the "that" between the cue and it.
fn with_that(scene: &Scene<'_>, cue_end: TokenId, quote: TokenSpan) -> TokenSpan {
    let gap = TokenSpan { start: cue_end.min(quote.start), end: quote.start };
    let that = scene.doc.views(gap).rfind(|t| t.lemma() == "that");
    TokenSpan { start: that.map_or(quote.start, |t| t.id), end: quote.end }
}

/// What an adjective attributes: "is concerned about …".
pub(super) fn adjective(scene: &Scene<'_>, head: Token<'_>) -> Option<Attribution> {
    if matches!(head.deprel(), Deprel::Compound) {
        return None;
    }
    let head = scene.token(head.id);
    let found = Found::at(scene, head, scene.cues.adjectives(head.lemma()))?;
    let origin = origins::of_verb(scene, head)?;
    let content = contents::of_predicate(scene, &found)?;
    let cue = whole_cue(scene, found, Some(origin), Some(&content));
    finish(scene, found, Some(origin), cue, content.pieces)
}

/// What a noun attributes: "Kyiv's claim that …".
pub(super) fn noun(scene: &Scene<'_>, head: Token<'_>) -> Option<Attribution> {
    let head = scene.token(head.id);
    if let Some(attribution) = verb_in_disguise(scene, head) {
        return Some(attribution);
    }
    let found = Found::at(scene, head, scene.cues.nouns(head.lemma()))?;
    let content = contents::of_noun(scene, &found)?;
    let origin = origins::of_noun(scene, head);
    let clause = head
        .children()
        .any(|c| c.id > head.id && c.children().any(|m| m.lemma() == "that" && m.deprel() == Deprel::Mark));
    // "said in a statement that": the verb has it.
    let said = |v: Token<'_>| scene.cues.verbs(v.lemma()).any(|c| c.class == CueClass::Speech);
    let medium = head.deprel() == Deprel::Obl && head.head().is_some_and(said);
    if origin.is_none() && (medium || !clause || found.cue.class != CueClass::Speech) {
        return None;
    }
    let start = match origin {
        Some(o) if o.phrase.end <= head.id => o.phrase.end,
        _ => head.id,
    };
    let cue = TokenSpan { start: skip_marks(scene, start, head.id), end: content.cue_end };
    finish(scene, found, origin, cue, content.pieces)
}

/// A verb that the tagger took for the noun of the same form, at the top of its sentence and right before "that" or a
/// colon: "The video shows that …", "The paper reports: “…”".
fn verb_in_disguise(scene: &Scene<'_>, head: Token<'_>) -> Option<Attribution> {
    let next = head.next().filter(|t| t.lemma() == "that" || t.text() == ":")?;
    let bare = !head.children().any(|c| matches!(c.deprel(), Deprel::NmodPoss | Deprel::Case | Deprel::Cop));
    let top = head.deprel() == Deprel::Root && next.sentence().id == head.sentence().id;
    if head.xpos().as_str() != "NNS" || !top || !bare {
        return None;
    }
    let cue = scene.cues.verbs(head.lemma()).find(|c| c.words.len() == 1)?;
    let colon = next.text() == ":";
    let words = TokenSpan { start: head.id, end: if colon { TokenId(next.id.0 + 1) } else { next.id } };
    let found = Found { cue, head, words };
    let phrase = scene.trimmed(TokenSpan { start: scene.extent(head.id).start, end: head.id });
    let origin = (!phrase.is_empty()).then(|| origins::run(scene, phrase))?;
    let pieces = if colon {
        direct::beside(scene, words).iter().map(|&q| scene.quotes[q].tokens).collect()
    } else {
        contents::of_predicate(scene, &found)?.pieces
    };
    finish(scene, found, Some(origin), words, pieces)
}

fn skip_marks(scene: &Scene<'_>, start: TokenId, end: TokenId) -> TokenId {
    let mut start = start;
    while start < end
        && (!scene.token(start).text().contains(char::is_alphanumeric) || scene.token(start).xpos().as_str() == "POS")
    {
        start = TokenId(start.0 + 1);
    }
    start
}

/// A verb that only carries a noun: "voiced concern about …", "drew criticism for …".
fn light(scene: &Scene<'_>, verb: Token<'_>) -> Option<Attribution> {
    let active = scene.cues.light(verb.lemma())?;
    let object = verb.child(Deprel::Obj).filter(|o| o.id > verb.id)?;
    let found = Found::at(scene, object, scene.cues.nouns(object.lemma()))?;
    if object.child(Deprel::NmodPoss).is_some_and(|p| p.upos() != Upos::Pron) {
        return None;
    }
    let mut content = contents::of_noun(scene, &found).or_else(|| beside_noun(scene, verb, &found))?;
    let origin = if active { origins::of_verb(scene, verb) } else { None };
    if origin.is_none() && active {
        return None;
    }
    if !active {
        let subject = verb.children().find(|c| c.deprel().is_subject())?;
        content.pieces.insert(0, scene.phrase(subject, verb.id));
    }
    let words = TokenSpan { start: verb.id, end: content.cue_end };
    let as_verb = Found { cue: found.cue, head: verb, words };
    let cue = whole_cue(scene, as_verb, origin, Some(&content));
    let lemma = format!("{} {}", verb.lemma(), found.cue.lemma());
    let mut attribution = finish(scene, as_verb, origin, cue, content.pieces)?;
    attribution.lemma = lemma;
    Some(attribution)
}

/// A complement of the light verb itself that the noun's frames allow: "made a plea on Friday for …".
fn beside_noun(scene: &Scene<'_>, verb: Token<'_>, noun: &Found<'_>) -> Option<Content> {
    let found = Found { cue: noun.cue, head: verb, words: TokenSpan { start: verb.id, end: noun.words.end } };
    contents::introduced_after(scene, &found, noun.head.id)
}

fn is_close(phrase: TokenSpan, cue: TokenSpan) -> bool {
    phrase.end.0 + 8 >= cue.start.0 && cue.end.0 + 8 >= phrase.start.0
}

fn hull(a: TokenSpan, b: TokenSpan) -> TokenSpan {
    TokenSpan { start: a.start.min(b.start), end: a.end.max(b.end) }
}

/// The cue's words with what goes with them: auxiliaries before, a preposition or a colon after.
fn whole_cue(scene: &Scene<'_>, found: Found<'_>, origin: Option<Origin>, content: Option<&Content>) -> TokenSpan {
    let floor = match origin {
        Some(o) if o.phrase.end <= found.head.id => o.phrase.end,
        _ => found.head.sentence().tokens().start,
    };
    let mut cue = cue_span(found, floor);
    if let Some(content) = content {
        cue.end = cue.end.max(content.cue_end);
        if let Some(left) = content.pieces.iter().filter(|p| p.end <= found.head.id).map(|p| p.end).max() {
            cue.start = cue.start.max(left);
        }
    }
    if scene.doc.get(i64::from(cue.end.0)).is_some_and(|t| t.text() == ":") {
        cue.end.0 += 1;
    }
    cue
}

fn finish(
    scene: &Scene<'_>,
    found: Found<'_>,
    origin: Option<Origin>,
    cue: TokenSpan,
    mut pieces: Vec<TokenSpan>,
) -> Option<Attribution> {
    clip(scene, found.head, cue, &mut pieces);
    if scene.token(TokenId(cue.end.0 - 1)).text() != ":" {
        pieces.iter_mut().filter(|p| p.start >= cue.end).for_each(|p| *p = extents::up_to_semicolon(scene, *p));
    }
    if let Some(origin) = origin.filter(|o| pieces.iter().any(|p| p.start <= o.phrase.start && o.phrase.end < p.end)) {
        pieces = extents::without(scene, &pieces, origin.phrase);
    }
    let stance = found.stance();
    if pieces.is_empty() && stance != CueStance::Decline {
        return None;
    }
    if pieces.is_empty() {
        pieces.push(cue);
    }
    let mut attribution = Attribution {
        origin,
        cue,
        cue_head: found.head.id,
        lemma: found.cue.lemma(),
        class: found.cue.class,
        stance,
        content: pieces,
        inner: Vec::new(),
    };
    direct::complete(scene, &mut attribution);
    Some(attribution)
}

/// Keeps the content of a quoted cue inside the quotation, and every content off the cue's own head.
fn clip(scene: &Scene<'_>, head: Token<'_>, cue: TokenSpan, pieces: &mut Vec<TokenSpan>) {
    if let Some(quote) = scene.quote_at(head.id).map(|q| scene.quotes[q].tokens) {
        for piece in pieces.iter_mut() {
            let start = piece.start.max(quote.start);
            *piece = TokenSpan { start, end: piece.end.min(quote.end).max(start) };
        }
    }
    let mut kept = Vec::with_capacity(pieces.len());
    for piece in pieces.iter() {
        if piece.touches(cue) {
            kept.push(TokenSpan { start: piece.start, end: cue.start.max(piece.start) });
            kept.push(TokenSpan { start: cue.end.min(piece.end), end: piece.end });
        } else {
            kept.push(*piece);
        }
    }
    kept.retain(|p| !p.is_empty() && !scene.is_blank(*p));
    *pieces = kept;
}
