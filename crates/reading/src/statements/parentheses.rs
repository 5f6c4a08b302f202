//! Source and cue between commas, or after a comma at the end: "Troops, the army said, have left"; "they have left, the
//! army said"; "“They left,” said Jones, a farmer". Told by the order of the words, since trees often take the source for
//! an apposition and the clause's own subject for the source.

use language::{Deprel, Token, TokenId, TokenSpan, Upos};
use lexicon::cues::{CueClass, Frames};

use super::attribution::{is_passive, is_tensed, Found, Origin};
use super::scene::Scene;
use super::{direct, origins};

/// Longest noun phrase of a source without commas, in tokens.
const LONGEST_NAME: u32 = 16;

/// Longest source between a quotation and its cue, in tokens.
const LONGEST_SOURCE: u32 = 40;

/// Longest stretch of addressee and adverbials after the cue, in tokens.
const LONGEST_TAIL: u32 = 14;

/// Who, and what is said around.
pub(super) struct Parenthesis {
    pub origin: Origin,
    pub content: Vec<TokenSpan>,
}

/// The parenthesis of a cue, if it is in one.
pub(super) fn find(scene: &Scene<'_>, found: &Found<'_>) -> Option<Parenthesis> {
    let cue = found.cue;
    let speaks = matches!(cue.class, CueClass::Speech | CueClass::Thought | CueClass::Evidence);
    if !speaks || !cue.frames.any(Frames::CLAUSE.with(Frames::QUOTE)) || !is_finite(found.head) {
        return None;
    }
    let sentence = section(scene, found.head);
    let start = cue_start(scene, found.head, sentence);
    let (origin, frame) =
        before_cue(scene, found, start, sentence).or_else(|| after_cue(scene, found, start, sentence))?;
    let quotes = if cue.frames.any(Frames::QUOTE) { direct::beside(scene, frame) } else { Vec::new() };
    let content = if quotes.is_empty() {
        around(scene, found.head, frame, sentence)?
    } else {
        quotes.iter().map(|&q| scene.quotes[q].tokens).collect()
    };
    Some(Parenthesis { origin, content })
}

/// The part of the cue's sentence between semicolons.
fn section(scene: &Scene<'_>, cue: Token<'_>) -> TokenSpan {
    let sentence = cue.sentence().tokens();
    let parts = |id: &TokenId| scene.token(*id).text() == ";" && scene.quote_at(*id).is_none();
    let left = TokenSpan { start: sentence.start, end: cue.id };
    let right = TokenSpan { start: cue.id, end: sentence.end };
    TokenSpan {
        start: left.iter().rev().find(parts).map_or(sentence.start, |id| TokenId(id.0 + 1)),
        end: right.iter().find(parts).unwrap_or(sentence.end),
    }
}

/// The first of the auxiliaries and adverbs right before a cue.
fn cue_start(scene: &Scene<'_>, head: Token<'_>, sentence: TokenSpan) -> TokenId {
    let mut start = head.id;
    while start > sentence.start {
        let before = scene.token(TokenId(start.0 - 1));
        let name = before.id > sentence.start && before.text().starts_with(char::is_uppercase);
        if name
            || !matches!(before.upos(), Upos::Adv | Upos::Aux | Upos::Part)
            || scene.quote_at(before.id) != scene.quote_at(head.id)
        {
            break;
        }
        start = before.id;
    }
    start
}

/// ", the army said,": the noun phrase between a mark and the cue, and the whole frame with it.
fn before_cue(
    scene: &Scene<'_>,
    found: &Found<'_>,
    start: TokenId,
    sentence: TokenSpan,
) -> Option<(Origin, TokenSpan)> {
    let named = || Some((named_before(scene, start, sentence)?, tail(scene, found, sentence)?));
    let (phrase, end) = named().or_else(|| Some((quoted_before(scene, start)?, found.words.end)))?;
    Some((origins::run(scene, phrase), TokenSpan { start: phrase.start, end }))
}

/// A noun phrase without commas that ends at `end` and follows a mark.
fn named_before(scene: &Scene<'_>, end: TokenId, sentence: TokenSpan) -> Option<TokenSpan> {
    let mut start = end;
    while start > sentence.start && end.0 - start.0 < LONGEST_NAME {
        let before = scene.token(TokenId(start.0 - 1));
        if !is_inside(before) || scene.quote_at(before.id).is_some() {
            break;
        }
        start = before.id;
    }
    let phrase = TokenSpan { start, end };
    let first = scene.doc.views(phrase).next()?;
    let last = scene.doc.views(phrase).next_back()?;
    let nominal = matches!(last.upos(), Upos::Noun | Upos::Propn | Upos::Pron | Upos::Num | Upos::Det);
    let parted = start > sentence.start && is_break(scene, TokenId(start.0 - 1));
    (nominal && parted && !matches!(first.upos(), Upos::Adp | Upos::Cconj)).then_some(phrase)
}

/// All between the end of a quotation and `end`, where it starts as a noun phrase does and has no clause but relative ones.
fn quoted_before(scene: &Scene<'_>, end: TokenId) -> Option<TokenSpan> {
    let next = scene.quotes.partition_point(|q| q.tokens.end <= end);
    let quote = &scene.quotes[next.checked_sub(1)?];
    let phrase = scene.trimmed(TokenSpan { start: quote.tokens.end, end });
    if phrase.is_empty() || phrase.len() as u32 > LONGEST_SOURCE || quote.paragraph != scene.paragraph_of(end) {
        return None;
    }
    let first = scene.token(phrase.start);
    let starts = matches!(first.upos(), Upos::Noun | Upos::Propn | Upos::Pron | Upos::Det | Upos::Adj | Upos::Num);
    (starts && !has_clause(scene, phrase) && ends_open(scene, quote.tokens)).then_some(phrase)
}

/// ", said Jones, a farmer.": the noun phrase after the cue, and the whole frame with it.
fn after_cue(scene: &Scene<'_>, found: &Found<'_>, start: TokenId, sentence: TokenSpan) -> Option<(Origin, TokenSpan)> {
    if start == sentence.start
        || !is_break(scene, TokenId(start.0 - 1))
        || start != found.head.id
        || is_passive(found.head)
    {
        return None;
    }
    let first = scene.doc.get(i64::from(found.words.end.0)).filter(|t| sentence.contains(t.id))?;
    if !matches!(first.upos(), Upos::Noun | Upos::Propn | Upos::Pron | Upos::Det | Upos::Adj | Upos::Num)
        || first.lemma() == "that"
        || first.deprel() == Deprel::Mark
    {
        return None;
    }
    let mut end = first.id;
    while end < sentence.end && end.0 - first.id.0 < LONGEST_NAME && is_inside(scene.token(end)) {
        end = TokenId(end.0 + 1);
    }
    if end < sentence.end && !is_break(scene, end) && !closes(scene, end, sentence) {
        return None;
    }
    let name = TokenSpan { start: first.id, end };
    // Appositions and relative clauses belong to the source where they end the sentence.
    let rest = scene.trimmed(TokenSpan { start: first.id, end: sentence.end });
    let apposition = scene.doc.get(i64::from(end.0) + 1).is_some_and(|t| {
        let relative = matches!(t.xpos().as_str(), "WP" | "WDT" | "WP$");
        relative || matches!(t.upos(), Upos::Det | Upos::Noun | Upos::Propn | Upos::Adj)
    });
    let whole = apposition
        && scene.doc.get(i64::from(end.0)).is_some_and(|t| t.text() == ",")
        && !has_clause(scene, rest)
        && !rest.iter().any(|id| scene.quote_at(id).is_some());
    let phrase = if whole { rest } else { scene.trimmed(name) };
    (!phrase.is_empty()).then(|| (origins::run(scene, phrase), TokenSpan { start, end: phrase.end }))
}

/// One past the last word of the frame: the cue with an addressee and adverbials, up to a mark.
fn tail(scene: &Scene<'_>, found: &Found<'_>, sentence: TokenSpan) -> Option<TokenId> {
    let mut end = found.words.end;
    while end < sentence.end {
        let token = scene.token(end);
        if scene.quote_at(end) != scene.quote_at(found.head.id) || is_break(scene, end) || closes(scene, end, sentence)
        {
            return Some(end);
        }
        let clause = token.upos().is_verbal() || token.upos() == Upos::Sconj || token.text() == ":" || is_wh(token);
        if clause || end.0 - found.words.end.0 >= LONGEST_TAIL {
            return None;
        }
        end = TokenId(end.0 + 1);
    }
    Some(end)
}

/// What stands before and after a frame, where it makes a clause.
fn around(scene: &Scene<'_>, cue: Token<'_>, frame: TokenSpan, sentence: TokenSpan) -> Option<Vec<TokenSpan>> {
    let before = TokenSpan { start: sentence.start, end: frame.start };
    let before = scene.trimmed(scene.after_dateline(before));
    let mut after = scene.trimmed(TokenSpan { start: frame.end, end: sentence.end });
    let told = |span: TokenSpan| scene.doc.views(span).any(is_predicate);
    let first = scene.doc.views(after).next();
    if first.is_some_and(|t| goes_on(t, cue)) {
        after.end = after.start;
    }
    if scene.is_blank(before) {
        return None;
    }
    let fronted = scene.token(before.start);
    let fits = told(before)
        || first.is_some_and(is_predicate)
        || matches!(fronted.upos(), Upos::Adp | Upos::Sconj | Upos::Adv | Upos::Part | Upos::Cconj) && told(after);
    let pieces = [before, after].into_iter().filter(|p| !p.is_empty() && !scene.is_blank(*p)).collect();
    fits.then_some(pieces)
}

/// Whether the word after a frame goes on with what its source does: "…, he said, *adding* that …", "…, he said, *and* left".
fn goes_on(first: Token<'_>, cue: Token<'_>) -> bool {
    let conjunct = first.head().filter(|v| first.deprel() == Deprel::Cc && v.head().is_some_and(|h| h.id == cue.id));
    first.xpos().as_str() == "VBG" || conjunct.is_some_and(|v| !v.children().any(|c| c.deprel().is_subject()))
}

/// A token of a noun phrase that has no comma and no clause in it.
fn is_inside(token: Token<'_>) -> bool {
    match token.upos() {
        Upos::Noun | Upos::Propn | Upos::Num | Upos::Adj => true,
        Upos::Pron | Upos::Det => !is_wh(token),
        Upos::Adp | Upos::Part => matches!(token.lemma(), "of" | "for" | "at" | "in" | "'s" | "’s" | "'"),
        Upos::Cconj => token.lemma() == "and",
        Upos::Punct => matches!(token.xpos().as_str(), "HYPH" | "-LRB-" | "-RRB-"),
        _ => false,
    }
}

fn is_wh(token: Token<'_>) -> bool {
    token.xpos().as_str().starts_with('W')
}

fn is_finite(verb: Token<'_>) -> bool {
    is_tensed(verb)
        || verb.xpos().as_str() == "VBN" && verb.children().any(|c| c.deprel() == Deprel::Aux && c.lemma() == "have")
}

fn is_predicate(token: Token<'_>) -> bool {
    token.upos().is_verbal() && matches!(token.xpos().as_str(), "VBD" | "VBZ" | "VBP" | "MD")
}

/// A comma, a dash or the closing mark of a quotation.
fn is_break(scene: &Scene<'_>, id: TokenId) -> bool {
    let token = scene.token(id);
    let closing = scene.quote_at(id).is_some_and(|q| scene.quotes[q].tokens.end.0 == id.0 + 1);
    closing || matches!(token.text(), "," | "—" | "–" | "--" | "―")
}

/// Nothing but marks from here to the end of the sentence.
fn closes(scene: &Scene<'_>, id: TokenId, sentence: TokenSpan) -> bool {
    scene.is_blank(TokenSpan { start: id, end: sentence.end })
}

/// Whether a run has a predicate that no relative pronoun stands before.
fn has_clause(scene: &Scene<'_>, run: TokenSpan) -> bool {
    let mut relative = false;
    scene.doc.views(run).any(|t| {
        relative |= is_wh(t) || t.feat("PronType") == Some("Rel");
        is_predicate(t) && !relative
    })
}

/// Whether a quotation leaves its sentence open: it ends with a comma, "?" or "!" before its mark, or with none.
fn ends_open(scene: &Scene<'_>, quote: TokenSpan) -> bool {
    let before = quote.iter().rev().map(|id| scene.token(id)).find(|t| !t.text().contains(['”', '"', '\'', '’', '»']));
    before.is_some_and(|t| t.text() != ".")
}
