//! What a cue says: the complement that its frames allow, in the order in which they are believed.

use language::{Deprel, Token, TokenId, TokenSpan, Upos};
use lexicon::cues::{CueClass, CueStance, DenialWord, Frames};

use super::attribution::{is_passive, Found};
use super::extents;
use super::scene::Scene;

/// Longest stretch of addressee and adverbials between a cue and its clause, in tokens.
const FARTHEST_CLAUSE: u32 = 16;

/// What was found.
#[derive(Debug)]
pub(super) struct Content {
    pub pieces: Vec<TokenSpan>,
    /// One past the last token of the cue, where a preposition of the cue stands before the content.
    pub cue_end: TokenId,
    /// Whether it is a finite clause.
    pub clausal: bool,
}

impl Content {
    fn of(found: &Found<'_>, piece: TokenSpan) -> Option<Self> {
        (!piece.is_empty()).then(|| Self { pieces: vec![piece], cue_end: found.words.end, clausal: false })
    }

    fn clause(found: &Found<'_>, piece: TokenSpan) -> Option<Self> {
        Self::of(found, piece).map(|content| Self { clausal: true, ..content })
    }
}

/// The content of a verbal or adjectival cue.
pub(super) fn of_predicate(scene: &Scene<'_>, found: &Found<'_>) -> Option<Content> {
    let passive = found.head.upos().is_verbal() && is_passive(found.head);
    let raised = passive && found.dependents().any(|t| t.deprel() == Deprel::NsubjPass && t.id < found.head.id);
    let whole = || of_passive(scene, found).filter(|content| content.pieces.len() > 1);
    raised
        .then(whole)
        .flatten()
        .or_else(|| clause(scene, found))
        .or_else(|| complementised(scene, found))
        .or_else(|| if passive { of_passive(scene, found) } else { of_active(scene, found) })
        .or_else(|| parenthetical(scene, found))
}

/// What a relative clause takes up to deny it: "they had shot down a drone, *a claim* that Baku rejected".
pub(super) fn taken_up(scene: &Scene<'_>, found: &Found<'_>) -> Option<Content> {
    let verb = found.head;
    let noun = claim_before(scene, verb).filter(|_| !is_passive(verb))?;
    let denies = found.stance() == CueStance::Deny && found.cue.frames.any(Frames::OBJECT);
    let more = |t: &Token<'_>| t.id > verb.id && matches!(t.deprel(), Deprel::Obj | Deprel::Ccomp | Deprel::Xcomp);
    if !denies || verb.children().any(|t| more(&t)) {
        return None;
    }
    Content::of(found, scene.trimmed(scene.phrase(noun, scene.extent(verb.id).start)))
}

/// The word for a claim that a verb's relative clause tells more of.
pub(super) fn claim_before<'a>(scene: &Scene<'_>, verb: Token<'a>) -> Option<Token<'a>> {
    let noun = verb.head().filter(|_| verb.deprel() == Deprel::AclRelcl)?;
    Some(noun).filter(|n| scene.cues.denial(n.lemma()) == Some(DenialWord::Accusation))
}

/// The content of a nominal cue, right of it.
pub(super) fn of_noun(scene: &Scene<'_>, found: &Found<'_>) -> Option<Content> {
    let frames = found.cue.frames;
    let after = |t: &Token<'_>| t.id > found.head.id;
    let has_that = |t: &Token<'_>| has_mark(*t, &["that", "whether", "how", "why"]);
    let claused = found.dependents().filter(after).find(|t| {
        let clause = matches!(t.deprel(), Deprel::Acl | Deprel::Ccomp | Deprel::AclRelcl | Deprel::Advcl);
        clause && t.deprel() != Deprel::AclRelcl && has_that(t) && frames.any(Frames::CLAUSE.with(Frames::THAT))
            || clause && is_infinitive(*t) && frames.any(Frames::INFINITIVE)
    });
    if let Some(clause) = claused {
        return Content::of(found, scene.trimmed(right_of(scene.extent(clause.id), found.words.end)));
    }
    // "the claim that the road is mined" is often taken for a relative clause.
    let that = scene.doc.get(i64::from(found.words.end.0)).filter(|t| t.lemma() == "that");
    if let Some(clause) = that.filter(|_| frames.any(Frames::CLAUSE)).and_then(|t| opened(t, false)) {
        return Content::of(found, scene.trimmed(right_of(scene.extent(clause.id), found.words.end)));
    }
    let introduced = found.dependents().filter(after).find(|t| {
        matches!(t.deprel(), Deprel::Nmod | Deprel::Acl | Deprel::Obl) && preposition(*t, frames).is_some()
    })?;
    with_preposition(scene, found, introduced)
}

/// A complement of a verb, right of `after`, that a preposition of the frames introduces.
pub(super) fn introduced_after(scene: &Scene<'_>, found: &Found<'_>, after: TokenId) -> Option<Content> {
    let last = found.head.children().find(|t| t.id > after && preposition(*t, found.cue.frames).is_some())?;
    with_preposition(scene, found, last)
}

/// A finite clause that depends on the cue.
fn clause(scene: &Scene<'_>, found: &Found<'_>) -> Option<Content> {
    let frames = found.cue.frames;
    let loose = frames.any(Frames::CLAUSE);
    let said = |t: &Token<'_>| match t.deprel() {
        Deprel::Ccomp | Deprel::Csubj | Deprel::CsubjPass => {
            loose
                || frames.any(Frames::THAT) && has_mark(*t, &["that"])
                || frames.any(Frames::QUOTE) && scene.quote_at(t.id).is_some()
        }
        Deprel::Advcl | Deprel::Acl => {
            t.id > found.head.id && has_mark(*t, &["that"]) && frames.any(Frames::CLAUSE.with(Frames::THAT))
        }
        Deprel::Obj | Deprel::Dep | Deprel::Parataxis => {
            t.id > found.head.id && loose && t.upos().is_verbal() && t.children().any(|c| c.deprel().is_subject())
        }
        _ => false,
    };
    let after = found.dependents().find(|t| t.id > found.head.id && said(t));
    let clause = after.or_else(|| found.dependents().find(said))?;
    if clause.id > found.head.id {
        return Content::clause(found, scene.trimmed(extents::of_clause(scene, found, clause)));
    }
    // What stands before its cue has no conjunction, and the cue no object.
    let object = found.dependents().any(|t| t.id > found.head.id && t.deprel() == Deprel::Obj);
    let told = frames.any(Frames::ADDRESSEE);
    let marked = clause.children().any(|c| c.deprel() == Deprel::Mark) || clause.xpos().as_str() == "VBG";
    if marked || object && !told {
        return None;
    }
    before(scene, found, clause)
}

/// A clause with its complementiser, right of the cue and its addressee and adverbials, that the tree has hung elsewhere:
/// "said by telephone *that …*"; and, after a comma, one that the tree has put above its cue: "said, *action is …*".
fn complementised(scene: &Scene<'_>, found: &Found<'_>) -> Option<Content> {
    let frames = found.cue.frames;
    let sentence = found.head.sentence().tokens();
    if !frames.any(Frames::CLAUSE.with(Frames::THAT)) {
        return None;
    }
    let mut at = found.words.end;
    while at < sentence.end && at.0 - found.words.end.0 < FARTHEST_CLAUSE {
        let token = scene.token(at);
        if let Some(predicate) = opened(token, at == found.words.end) {
            let extent = extents::of_clause(scene, found, predicate);
            let start = at.max(found.words.end);
            return Content::clause(found, scene.trimmed(TokenSpan { start, end: extent.end.max(start) }));
        }
        // A participle tells more of a noun among them: "said in a *televised* message *posted* online that".
        if token.upos().is_verbal() && !matches!(token.deprel(), Deprel::Acl | Deprel::Amod)
            || matches!(token.text(), ";" | ":")
            || scene.quote_at(at) != scene.quote_at(found.head.id)
        {
            break;
        }
        at = TokenId(at.0 + 1);
    }
    let comma = scene.doc.get(i64::from(found.words.end.0)).is_some_and(|t| t.text() == ",");
    let above = found.head.ancestors().take(3).find(|h| h.id > found.head.id)?;
    let loose = matches!(
        found.head.deprel(),
        Deprel::Advcl | Deprel::Parataxis | Deprel::Ccomp | Deprel::Dep | Deprel::AclRelcl
    );
    let open =
        |c: &Token<'_>| c.deprel() == Deprel::Mark || c.upos() == Upos::Sconj || c.xpos().as_str().starts_with('W');
    let marked = found.head.children().any(|c| open(&c));
    if !comma || !loose || marked || !frames.any(Frames::CLAUSE) || found.cue.class != CueClass::Speech {
        return None;
    }
    let start = TokenId(found.words.end.0 + 1);
    Content::clause(found, scene.trimmed(TokenSpan { start, end: scene.extent(above.id).end.max(start) }))
}

/// The predicate of a clause that a word opens as its complementiser; right after a cue, also as its question word.
fn opened(token: Token<'_>, beside: bool) -> Option<Token<'_>> {
    let predicate = |t: &Token<'_>| t.id > token.id && (t.upos().is_verbal() || t.children().any(is_copula));
    let that = matches!(token.lemma(), "that" | "whether") || beside && token.lemma() == "if";
    let question = beside && token.xpos().as_str().starts_with('W');
    let clause = token.ancestors().take(3).find(predicate).filter(|_| that || question)?;
    // "in a statement that it had fled" is taken for a relative or adverbial clause, though nothing is missing in it.
    let full = || {
        let other = clause.children().any(|c| c.deprel().is_subject() && c.id != token.id);
        let plain = clause.head().is_some_and(|h| !matches!(h.deprel(), Deprel::Obj | Deprel::Nsubj));
        let object = clause.children().any(|c| matches!(c.deprel(), Deprel::Obj | Deprel::Cop) && c.id != token.id);
        let clausal = matches!(clause.deprel(), Deprel::AclRelcl | Deprel::Advcl | Deprel::Ccomp | Deprel::Parataxis);
        clausal && other && (plain || object)
    };
    (token.deprel() == Deprel::Mark || question || full()).then_some(clause)
}

fn is_copula(token: Token<'_>) -> bool {
    token.deprel() == Deprel::Cop
}

/// A clause left of the cue: all from the start of the cue's own clause, for what opens a sentence belongs to what is
/// said, not to saying it.
fn before(scene: &Scene<'_>, found: &Found<'_>, clause: Token<'_>) -> Option<Content> {
    let end = frame_start(scene, found);
    let start = match found.head.deprel() {
        Deprel::Root => found.head.sentence().tokens().start,
        _ => scene.extent(clause.id).start.min(scene.extent(found.head.id).start),
    };
    let span = scene.after_dateline(TokenSpan { start, end: end.max(start) });
    Content::clause(found, scene.trimmed(span))
}

/// The first token of subject and cue, where they stand after what is said.
fn frame_start(scene: &Scene<'_>, found: &Found<'_>) -> TokenId {
    let mut start = found.head.id;
    for child in found.head.children().filter(|c| c.id < found.head.id) {
        let part =
            child.deprel().is_subject() || matches!(child.deprel(), Deprel::Aux | Deprel::AuxPass | Deprel::Advmod);
        if part && scene.extent(child.id).end <= found.head.id {
            let from = scene.extent(child.id).start;
            if child.deprel().is_subject() || child.id.0 + 4 > found.head.id.0 {
                start = start.min(from);
            }
        }
    }
    start
}

fn of_active(scene: &Scene<'_>, found: &Found<'_>) -> Option<Content> {
    let frames = found.cue.frames;
    let head = found.head.id;
    let right = || found.dependents().filter(move |t| t.id > head);
    let object = right().find(|t| matches!(t.deprel(), Deprel::Obj | Deprel::Iobj) || is_bare_object(*t, found));
    let infinitive = || right().find(|t| is_clausal(*t) && is_infinitive(*t));
    let introduced = || {
        right().find(|t| {
            (is_clausal(*t) || matches!(t.deprel(), Deprel::Obl | Deprel::OblAgent | Deprel::Nmod))
                && preposition(*t, frames).is_some()
        })
    };
    if let Some(object) = object.filter(|_| frames.any(Frames::NAMING.with(Frames::PERSON))) {
        let named = right().find(|t| {
            frames.any(Frames::NAMING)
                && t.id > object.id
                && matches!(t.deprel(), Deprel::Xcomp | Deprel::Obj | Deprel::Obl)
        });
        let asked = || {
            frames
                .any(Frames::PERSON)
                .then(|| infinitive().or_else(|| right().find(|t| t.deprel() == Deprel::Ccomp)))
                .flatten()
        };
        if let Some(last) = named
            .filter(|t| t.deprel() != Deprel::Obl || preposition(*t, Frames::default()).is_none() && has_case(*t, "as"))
            .or_else(asked)
            .or_else(introduced)
            .or_else(|| charge(object, found))
            .or_else(|| (frames.any(Frames::NAMING) && names_itself(scene, object)).then_some(object))
        {
            let piece = extents::without_gloss(scene, join(scene, found, object, last));
            return Content::of(found, scene.trimmed(piece));
        }
    }
    if frames.any(Frames::INFINITIVE) {
        if let Some(clause) = infinitive() {
            let piece = extents::without_gloss(scene, right_of(scene.extent(clause.id), found.words.end));
            return Content::of(found, scene.trimmed(piece));
        }
    }
    if frames.any(Frames::GERUND) {
        if let Some(clause) =
            right().find(|t| matches!(t.deprel(), Deprel::Xcomp | Deprel::Ccomp) && t.xpos().as_str() == "VBG")
        {
            return Content::of(found, scene.trimmed(right_of(scene.extent(clause.id), found.words.end)));
        }
    }
    // "denied them access" is done, not said.
    let allowed = |t: Token<'_>| scene.cues.denial(t.lemma()) == Some(DenialWord::Allowance);
    let withheld = found.stance() == CueStance::Deny && right().any(|t| t.deprel() == Deprel::Obj && allowed(t));
    if let Some(object) = object.filter(|_| frames.any(Frames::OBJECT) && !withheld) {
        if object.feat("Reflex") != Some("Yes") {
            let last = introduced()
                .filter(|t| t.id > object.id)
                .or_else(|| right().find(|t| t.id > object.id && matches!(t.deprel(), Deprel::Xcomp)));
            let piece = join(scene, found, object, last.unwrap_or(object));
            return Content::of(found, scene.trimmed(extents::without_gloss(scene, piece)));
        }
    }
    if object.is_none() || frames.any(Frames::ADDRESSEE) || frames.any(Frames::PERSON) {
        if let Some(last) = introduced() {
            return with_preposition(scene, found, last);
        }
    }
    None
}

/// "accused the rebels *of shelling a school*", where the tree hangs the charge on whoever is charged.
fn charge<'a>(accused: Token<'a>, found: &Found<'_>) -> Option<Token<'a>> {
    let below = |t: &Token<'_>| t.id > accused.id && (is_clausal(*t) || t.deprel() == Deprel::Nmod);
    let accuses = found.cue.stance == CueStance::Accuse && found.cue.frames.any(Frames::PERSON);
    accused.children().filter(below).find(|t| accuses && preposition(*t, found.cue.frames).is_some())
}

/// Whether the tree has put what an object is called into the object: "called the charges *unfounded*", "called the raid
/// *a crime*".
fn names_itself(scene: &Scene<'_>, object: Token<'_>) -> bool {
    let extent = scene.extent(object.id);
    let loose = |t: &Token<'_>| match t.deprel() {
        Deprel::Amod | Deprel::Appos => true,
        Deprel::Conj => !t.children().any(|c| c.deprel() == Deprel::Cc),
        _ => false,
    };
    let after = scene.doc.views(TokenSpan { start: TokenId(object.id.0 + 1), end: extent.end });
    let quoted = extent.iter().any(|id| scene.quote_at(id).is_some() && scene.quote_at(object.id).is_none());
    quoted || after.filter(loose).any(|t| t.head().is_some_and(|h| h.id < t.id && h.upos().is_nominal()))
}

/// A dependent whose preposition is a word of the cue ("called *for* talks").
fn is_bare_object(token: Token<'_>, found: &Found<'_>) -> bool {
    let inside = |t: Token<'_>| found.words.contains(t.id);
    let own = token.children().any(|c| matches!(c.deprel(), Deprel::Case | Deprel::Mark) && inside(c));
    own && (is_clausal(token) || matches!(token.deprel(), Deprel::Obl | Deprel::Nmod | Deprel::OblAgent))
}

fn of_passive(scene: &Scene<'_>, found: &Found<'_>) -> Option<Content> {
    let frames = found.cue.frames;
    let head = found.head;
    let right = || found.dependents().filter(move |t| t.id > head.id);
    let complement = right().find(|t| {
        is_clausal(*t) && is_infinitive(*t) && frames.any(Frames::CLAUSE.with(Frames::INFINITIVE).with(Frames::PERSON))
            || preposition(*t, frames).is_some() && !has_case(*t, "by")
            || t.deprel() == Deprel::Xcomp && frames.any(Frames::NAMING.with(Frames::CLAUSE))
    });
    let subject = head.children().find(|c| c.deprel() == Deprel::NsubjPass || c.deprel() == Deprel::Nsubj);
    let agent = super::origins::agent(scene, head).is_some();
    let mut pieces = Vec::new();
    match subject {
        Some(subject) => pieces.push(scene.phrase(subject, head.id)),
        None if head.deprel() == Deprel::Acl => {
            let noun = head.head()?;
            pieces.push(scene.phrase(noun, scene.extent(head.id).start));
        }
        None => {}
    }
    let mut cue_end = found.words.end;
    match complement {
        Some(last) => {
            let mut piece = right_of(scene.extent(last.id), found.words.end);
            if let Some(case) = preposition(last, frames).filter(|c| c.id == found.words.end) {
                cue_end = TokenId(case.id.0 + 1);
                piece = right_of(piece, cue_end);
            }
            pieces.push(scene.trimmed(piece));
        }
        None if agent && frames.any(Frames::OBJECT.with(Frames::CLAUSE)) => {}
        None => return None,
    }
    pieces.retain(|p| !p.is_empty());
    (!pieces.is_empty()).then_some(Content { pieces, cue_end, clausal: false })
}

/// What stands around a parenthesis: "Troops, he said, have left"; or before it: "Troops have left, he said".
fn parenthetical(scene: &Scene<'_>, found: &Found<'_>) -> Option<Content> {
    if !found.cue.frames.any(Frames::CLAUSE.with(Frames::QUOTE)) || found.cue.class == CueClass::Act {
        return None;
    }
    let own = scene.extent(found.head.id);
    let end = frame_start(scene, found).min(own.start.max(frame_start(scene, found)));
    let comma = |id: TokenId| {
        scene.doc.get(i64::from(id.0) - 1).is_some_and(|t| matches!(t.text(), "," | "—" | "–" | "--" | "―"))
    };
    let host = match found.head.deprel() {
        Deprel::Parataxis | Deprel::Dep | Deprel::Discourse => found.head.head(),
        _ => None,
    };
    if let Some(host) = host.filter(|h| h.id < found.head.id || scene.extent(h.id).end > own.end) {
        let whole = scene.extent(host.id);
        let left = TokenSpan { start: whole.start, end: own.start.max(whole.start).min(end) };
        let right = TokenSpan { start: own.end.min(whole.end), end: whole.end };
        let mut pieces = vec![scene.trimmed(left), scene.trimmed(right)];
        pieces.retain(|p| !p.is_empty() && !scene.is_blank(*p));
        if !pieces.is_empty() {
            return Some(Content { pieces, cue_end: found.words.end, clausal: true });
        }
    }
    // No tree helps: a finite verb at the end, after a comma.
    let sentence = found.head.sentence().tokens();
    let finite = matches!(found.head.xpos().as_str(), "VBD" | "VBZ" | "VBP");
    let last = sentence.end.0.saturating_sub(found.words.end.0) <= 24;
    if finite && last && found.cue.class == CueClass::Speech && end.0 > sentence.start.0 + 3 && comma(end) {
        return Content::of(found, scene.trimmed(TokenSpan { start: sentence.start, end }));
    }
    None
}

/// The content that a preposition introduces; the preposition belongs to the cue where it stands right after it.
fn with_preposition(scene: &Scene<'_>, found: &Found<'_>, last: Token<'_>) -> Option<Content> {
    let case = preposition(last, found.cue.frames)?;
    let start = TokenId(case.id.0 + 1);
    let piece = scene.trimmed(extents::without_gloss(scene, right_of(scene.extent(last.id), start)));
    let cue_end = if case.id == found.words.end { start } else { found.words.end };
    (!piece.is_empty()).then(|| Content { pieces: vec![piece], cue_end, clausal: false })
}

fn join(scene: &Scene<'_>, found: &Found<'_>, first: Token<'_>, last: Token<'_>) -> TokenSpan {
    let (a, b) = (scene.extent(first.id), scene.extent(last.id));
    right_of(TokenSpan { start: a.start.min(b.start), end: a.end.max(b.end) }, found.words.end)
}

fn right_of(span: TokenSpan, start: TokenId) -> TokenSpan {
    let start = span.start.max(start);
    TokenSpan { start, end: span.end.max(start) }
}

/// The preposition before a dependent that the frames allow.
fn preposition<'a>(token: Token<'a>, frames: Frames) -> Option<Token<'a>> {
    token
        .children()
        .take_while(|c| c.id < token.id)
        .find(|c| matches!(c.deprel(), Deprel::Case | Deprel::Mark) && frames.after(c.text()))
}

fn has_case(token: Token<'_>, word: &str) -> bool {
    token.children().any(|c| matches!(c.deprel(), Deprel::Case | Deprel::Mark) && c.lemma() == word)
}

fn has_mark(token: Token<'_>, words: &[&str]) -> bool {
    token.children().any(|c| c.deprel() == Deprel::Mark && words.contains(&c.lemma()))
}

fn is_clausal(token: Token<'_>) -> bool {
    matches!(token.deprel(), Deprel::Xcomp | Deprel::Ccomp | Deprel::Advcl | Deprel::Acl)
}

/// "to …".
fn is_infinitive(token: Token<'_>) -> bool {
    token
        .children()
        .take_while(|c| c.id < token.id)
        .any(|c| c.deprel() == Deprel::Mark && c.upos() == Upos::Part && c.lemma() == "to")
}
