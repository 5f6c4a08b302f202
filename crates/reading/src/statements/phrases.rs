//! Attributions without a predicate: "according to X", hearsay adverbs, "Minister: …", a quotation with a dash and a name.

use language::{Deprel, EntityKind, Token, TokenId, TokenSpan, Upos};
use lexicon::cues::{CueClass, CueStance, PhraseRole, SourceNoun};
use lexicon::ActorKind;

use super::attribution::{Attribution, Origin};
use super::scene::Scene;
use crate::actors::Actor;
use crate::dateline;
use crate::places::Precision;

/// Longest name before a colon, in tokens.
const LONGEST_LABEL: u32 = 12;

/// What a phrase at a token gives.
pub(super) enum Phrase {
    /// An attribution of its own.
    Whole(Attribution),
    /// The source of a source, for whichever attribution it hangs on.
    Inner(Origin, TokenSpan, TokenId, String),
}

/// A prepositional cue that starts at `token`.
pub(super) fn at(scene: &Scene<'_>, token: Token<'_>) -> Option<Phrase> {
    let lower = token.text().to_ascii_lowercase();
    let (words, role) = scene.cues.phrases(&lower).find_map(|(words, role)| {
        let end = token.id.0 + words.len() as u32;
        let fits = words.iter().enumerate().all(|(i, word)| {
            scene.doc.get(i64::from(token.id.0) + i as i64).is_some_and(|t| t.text().eq_ignore_ascii_case(word))
        });
        fits.then_some((TokenSpan { start: token.id, end: TokenId(end) }, role))
    })?;
    if role == PhraseRole::Addressee {
        return None;
    }
    let head = object(scene, words)?;
    let phrase = scene.phrase(head, TokenId(words.end.0 - 1));
    if phrase.is_empty() || phrase.start < words.end {
        return None;
    }
    let origin = Origin { phrase, head: head.id };
    let lemma = scene.doc.words(words).to_lowercase();
    if role == PhraseRole::Inner {
        return speaks(scene, head).then_some(Phrase::Inner(origin, words, token.id, lemma));
    }
    if words.len() == 1 && !speaks(scene, head) {
        return None;
    }
    let content = around(scene, words, phrase, head);
    (!content.is_empty()).then_some(Phrase::Whole(Attribution {
        origin: Some(origin),
        cue: words,
        cue_head: token.id,
        lemma,
        class: CueClass::Speech,
        stance: CueStance::Assert,
        content,
        inner: Vec::new(),
    }))
}

/// The head of the noun phrase that follows a phrase's words.
fn object<'a>(scene: &Scene<'a>, words: TokenSpan) -> Option<Token<'a>> {
    let first = scene.doc.get(i64::from(words.end.0))?;
    let sentence = first.sentence().tokens();
    if !sentence.contains(words.start) {
        return None;
    }
    let mut at = first;
    while let Some(head) = at.head() {
        if head.id < words.end || head.upos().is_verbal() || at.deprel() == Deprel::Conj {
            break;
        }
        at = head;
    }
    matches!(at.upos(), Upos::Noun | Upos::Propn | Upos::Pron | Upos::Num | Upos::Adj | Upos::Det | Upos::X)
        .then_some(at)
}

/// The clause around the phrase, without the phrase.
fn around(scene: &Scene<'_>, words: TokenSpan, phrase: TokenSpan, head: Token<'_>) -> Vec<TokenSpan> {
    let sentence = head.sentence().tokens();
    let mut clause = scene.token(words.start);
    // Up to the predicate that the phrase is said of.
    for above in head.ancestors().take(8) {
        if words.contains(above.id) || phrase.contains(above.id) {
            continue;
        }
        clause = above;
        let predicate = above.children().any(|c| c.deprel().is_subject()) || above.head().is_none();
        if predicate {
            break;
        }
    }
    let whole = if words.contains(clause.id) { sentence } else { scene.extent(clause.id) };
    let left = TokenSpan { start: whole.start, end: words.start.max(whole.start) };
    let right = TokenSpan { start: phrase.end.min(whole.end), end: whole.end };
    let mut pieces: Vec<TokenSpan> = [left, right].map(|p| scene.trimmed(p)).into();
    pieces.retain(|p| !p.is_empty() && !scene.is_blank(*p));
    if pieces.is_empty() {
        let left = TokenSpan { start: sentence.start, end: words.start };
        let right = TokenSpan { start: phrase.end.min(sentence.end), end: sentence.end };
        pieces = [left, right].map(|p| scene.trimmed(p)).into();
        pieces.retain(|p| !p.is_empty() && !scene.is_blank(*p));
    }
    pieces
}

/// Whether a noun can be somebody who speaks: an actor, a name of people, or a common noun of sources.
fn speaks(scene: &Scene<'_>, noun: Token<'_>) -> bool {
    let named = |kind| matches!(kind, EntityKind::Person | EntityKind::Organization);
    let entities = scene.doc.entities();
    let from = entities.partition_point(|e| e.tokens.end <= noun.id);
    scene.actor_at(noun.id).is_some()
        || scene.cues.source(noun.lemma()).is_some()
        || entities.get(from).is_some_and(|e| e.tokens.contains(noun.id) && named(e.kind))
}

/// A hearsay adverb.
pub(super) fn hearsay(scene: &Scene<'_>, adverb: Token<'_>) -> Option<Attribution> {
    let stance = scene.cues.adverb(&adverb.text().to_ascii_lowercase())?;
    let head = adverb.head().filter(|_| adverb.deprel() == Deprel::Advmod)?;
    let whole = scene.extent(head.id);
    let left = TokenSpan { start: whole.start, end: adverb.id.max(whole.start) };
    let right = TokenSpan { start: TokenId(adverb.id.0 + 1).min(whole.end), end: whole.end };
    let mut content: Vec<TokenSpan> = [left, right].map(|p| scene.trimmed(p)).into();
    content.retain(|p| !p.is_empty() && !scene.is_blank(*p));
    (!content.is_empty()).then(|| Attribution {
        origin: None,
        cue: TokenSpan::one(adverb.id),
        cue_head: adverb.id,
        lemma: adverb.text().to_lowercase(),
        class: CueClass::Speech,
        stance,
        content,
        inner: Vec::new(),
    })
}

/// "Minister: …" at the start of a paragraph.
pub(super) fn label(scene: &Scene<'_>, paragraph: TokenSpan) -> Option<Attribution> {
    let start = paragraph.iter().find(|&id| scene.token(id).text().contains(char::is_alphanumeric))?;
    let limit = TokenId((start.0 + LONGEST_LABEL).min(paragraph.end.0));
    let window = TokenSpan { start, end: limit };
    let colon = scene.doc.views(window).find(|t| t.text() == ":")?;
    let name = TokenSpan { start, end: colon.id };
    let nominal = |t: Token<'_>| {
        matches!(t.upos(), Upos::Noun | Upos::Propn | Upos::Adj | Upos::Det | Upos::Num)
            || t.text() == "."
            || matches!(t.lemma(), "of" | "'s" | "’s")
    };
    let last = scene.doc.views(name).next_back()?;
    let capitals = last.text().len() > 2 && last.text().chars().all(char::is_uppercase);
    if name.is_empty() || !scene.doc.views(name).all(nominal) || !(last.upos().is_nominal() || capitals) {
        return None;
    }
    let people = scene.cues.source(last.lemma()) == Some(SourceNoun::People);
    let document = scene.cues.source(last.lemma()) == Some(SourceNoun::Document);
    let first_paragraph = scene.paragraphs.first().is_some_and(|p| p.start == paragraph.start);
    let speaker = speaks(scene, last) && (people || last.upos() == Upos::Propn)
        || capitals
        || document && first_paragraph
        || scene.actor_in(name).is_some();
    let content = scene.trimmed(TokenSpan { start: TokenId(colon.id.0 + 1), end: paragraph.end });
    let told = scene.doc.views(content).filter(|t| t.upos().is_verbal()).take(1).count() > 0;
    if !speaker || !told || content.len() < 3 || is_town_of_dateline(scene, name) || is_topic(scene, name, content) {
        return None;
    }
    Some(Attribution {
        origin: Some(Origin { phrase: name, head: last.id }),
        cue: TokenSpan::one(colon.id),
        cue_head: colon.id,
        lemma: ":".into(),
        class: CueClass::Speech,
        stance: CueStance::Assert,
        content: vec![content],
        inner: Vec::new(),
    })
}

/// "NEW DELHI: …": where a report was written, and nobody's word.
fn is_town_of_dateline(scene: &Scene<'_>, name: TokenSpan) -> bool {
    let mut mentions = scene.places.mentions.iter().filter(|m| name.contains(m.head));
    let town = mentions.any(|m| scene.places.get(m.place).precision <= Precision::City);
    town && dateline::at(scene.doc, name.start).is_some()
}

/// "Myanmar: army kills 20": a state before what is told of its own people is what a headline is about; before what others
/// did it speaks.
fn is_topic(scene: &Scene<'_>, name: TokenSpan, content: TokenSpan) -> bool {
    let Some(state) = scene.actor_in(name).map(|id| scene.actors.get(id)) else { return false };
    let others = scene.actors.mentions.iter().filter(|m| content.contains(m.head)).map(|m| scene.actors.get(m.actor));
    let foreign = |other: &Actor| other.country.is_some() && other.country != state.country;
    state.kind == ActorKind::State && !others.into_iter().any(foreign)
}

/// A quotation with a dash and a name after it, to the end of the line.
pub(super) fn signature(scene: &Scene<'_>, quote: usize) -> Option<Attribution> {
    let quote = &scene.quotes[quote];
    let end = scene.paragraphs.get(quote.paragraph)?.end;
    let dash = scene.doc.get(i64::from(quote.tokens.end.0)).filter(|t| t.id < end)?;
    if !matches!(dash.text(), "-" | "--" | "–" | "—" | "―") {
        return None;
    }
    // To the end of the line: testimonies often stand line by line in one paragraph.
    let line = TokenSpan { start: TokenId(dash.id.0 + 1), end };
    let next = line.iter().skip(1).find(|&id| scene.starts_line(id)).unwrap_or(end);
    let name = scene.trimmed(TokenSpan { start: line.start, end: next });
    let first = scene.doc.views(name).next()?;
    let short = name.len() <= LONGEST_LABEL as usize && !scene.doc.views(name).any(|t| t.upos() == Upos::Verb);
    (short && first.text().starts_with(char::is_uppercase)).then(|| Attribution {
        origin: Some(Origin { phrase: name, head: top(scene, name) }),
        cue: TokenSpan::one(dash.id),
        cue_head: dash.id,
        lemma: dash.text().into(),
        class: CueClass::Speech,
        stance: CueStance::Assert,
        content: vec![quote.tokens],
        inner: Vec::new(),
    })
}

/// The token of a run that none of the others governs.
fn top(scene: &Scene<'_>, run: TokenSpan) -> TokenId {
    let top = scene.doc.views(run).find(|t| t.head().is_none_or(|h| !run.contains(h.id)));
    top.map_or(run.start, |t| t.id)
}
