//! How far a clause that is said reaches, where the tree alone does not tell.

use language::{Deprel, Token, TokenId, TokenSpan, Upos};
use lexicon::cues::{CueClass, Frames};

use super::attribution::{is_tensed, Attribution, Found};
use super::contents::claim_before;
use super::scene::Scene;

/// A clause right of its cue, from its complementiser to the end of what is said.
pub(super) fn of_clause(scene: &Scene<'_>, found: &Found<'_>, clause: Token<'_>) -> TokenSpan {
    let extent = scene.extent(clause.id);
    let mut span = TokenSpan { start: extent.start.max(found.words.end), end: extent.end.max(found.words.end) };
    span.start = start(scene, found, span.start);
    span.end = end(scene, found, clause, span.end);
    span
}

/// Takes in the "that" before a clause, and a subject that the tree has made the cue's object.
fn start(scene: &Scene<'_>, found: &Found<'_>, start: TokenId) -> TokenId {
    let gap = TokenSpan { start: found.words.end, end: start };
    if let Some(that) = scene.doc.views(gap).find(|t| t.lemma() == "that" && t.upos() == Upos::Sconj) {
        return that.id;
    }
    let told = found.cue.frames.any(Frames::ADDRESSEE.with(Frames::PERSON).with(Frames::NAMING));
    let marks = scene.doc.views(gap).any(|t| matches!(t.text(), "," | ":" | ";"));
    if told || marks || found.cue.class != CueClass::Speech {
        return start;
    }
    let argument = |t: &Token<'_>| t.deprel().is_subject() || matches!(t.deprel(), Deprel::Obj | Deprel::Iobj);
    let stray = scene.doc.views(gap).find(|t| argument(t) && t.head().is_some_and(|h| h.id == found.head.id));
    stray.map_or(start, |t| scene.extent(t.id).start.max(gap.start))
}

/// Takes in what stands right after the clause and hangs on the cue, for modifiers after a clause are nearly always the
/// clause's; leaves out a second thing that the same source, or another, says.
fn end(scene: &Scene<'_>, found: &Found<'_>, clause: Token<'_>, end: TokenId) -> TokenId {
    if let Some(other) = second(scene, found.head, clause) {
        return scene.extent(other.id).start.max(TokenId(clause.id.0 + 1)).min(end);
    }
    let mut end = end;
    for child in found.head.children().filter(|c| c.id > clause.id) {
        let modifier = matches!(
            child.deprel(),
            Deprel::Obl | Deprel::OblUnmarked | Deprel::Advmod | Deprel::Advcl | Deprel::Nmod | Deprel::Xcomp
        );
        let extent = scene.extent(child.id);
        if modifier && extent.start == end {
            end = extent.end;
        }
    }
    let end = match found.head.deprel() {
        Deprel::Root => up_to_mark(scene, found.head, end),
        _ => end,
    };
    and_that(scene, clause, end)
}

/// "claimed that it had strayed *and that* a gun had hit it": a further clause with a complementiser of its own, wherever the
/// tree has hung it.
fn and_that(scene: &Scene<'_>, clause: Token<'_>, end: TokenId) -> TokenId {
    let sentence = clause.sentence().tokens();
    let mut rest =
        scene.doc.views(TokenSpan { start: end, end: sentence.end.max(end) }).skip_while(|t| t.text() == ",");
    let (Some(and), Some(that)) = (rest.next(), rest.next()) else { return end };
    let complementiser = that.lemma() == "that" && matches!(that.xpos().as_str(), "IN" | "WDT");
    if and.deprel() != Deprel::Cc || !complementiser {
        return end;
    }
    let verb = that.head().filter(|v| v.id > that.id && v.upos() != Upos::Punct);
    verb.map_or(end, |v| scene.extent(v.id).end.max(end).min(sentence.end))
}

/// The end of a main clause's complement, moved on over what the tree has hung elsewhere: to the next mark, or to what is
/// joined to the cue.
fn up_to_mark(scene: &Scene<'_>, cue: Token<'_>, end: TokenId) -> TokenId {
    let stop = cue.sentence().tokens().end;
    let rest = TokenSpan { start: end, end: stop.max(end) };
    let stops = |id: &TokenId| {
        let token = scene.token(*id);
        let joined =
            token.deprel() == Deprel::Cc && token.head().is_some_and(|v| v.head().is_some_and(|h| h.id == cue.id));
        joined || token.upos() == Upos::Punct && scene.quote_at(*id).is_none() && token.xpos().as_str() != "HYPH"
    };
    rest.iter().find(stops).unwrap_or(rest.end)
}

/// Attributions before another's frame whose contents are looked at.
const NEAREST: usize = 12;

/// Cuts source and cue of an attribution that stands around or after what it says out of the contents inside: in "Jones
/// said that they fled, *the army said*", the army is no part of what Jones said. `found` is in the order of the cues.
pub(super) fn keep_outer_frames_out(scene: &Scene<'_>, found: &mut Vec<Attribution>) {
    for i in 0..found.len() {
        let frame = found[i].frame();
        let around = found[i].content.iter().any(|p| p.end <= frame.start);
        if !around || scene.quote_at(found[i].cue_head).is_some() {
            continue;
        }
        let said = found[i].content.clone();
        for inner in found[..i].iter_mut().rev().take(NEAREST) {
            if said.iter().any(|p| p.contains(inner.cue_head)) {
                inner.content = without(scene, &inner.content, frame);
            }
        }
    }
    found.retain(|a| !a.content.is_empty());
}

/// Cuts out of what somebody says the remark that another denies it: "said that they had won, *a claim that the army
/// denied*". `found` is in the order of the cues.
pub(super) fn keep_denials_out(scene: &Scene<'_>, found: &mut [Attribution]) {
    for i in 1..found.len() {
        let Some(remark) = denial(scene, &found[i]) else { continue };
        for other in found[..i].iter_mut().rev().take(NEAREST) {
            if other.content.iter().any(|p| p.start < remark.start && p.contains(remark.start)) {
                other.content = without(scene, &other.content, remark);
            }
        }
    }
}

/// The whole remark where a relative clause denies the claim before it, which is all of its content.
fn denial(scene: &Scene<'_>, attribution: &Attribution) -> Option<TokenSpan> {
    let noun = claim_before(scene, scene.token(attribution.cue_head))?;
    attribution.content.iter().all(|p| p.contains(noun.id)).then(|| attribution.span())
}

/// Pieces without a run that lies in them.
pub(super) fn without(scene: &Scene<'_>, pieces: &[TokenSpan], run: TokenSpan) -> Vec<TokenSpan> {
    let mut kept = Vec::with_capacity(pieces.len() + 1);
    for &piece in pieces {
        if !piece.touches(run) {
            kept.push(piece);
            continue;
        }
        let before = TokenSpan { start: piece.start, end: run.start.max(piece.start) };
        let after = TokenSpan { start: run.end.min(piece.end), end: piece.end };
        kept.extend([before, after].map(|p| scene.trimmed(p)).iter().filter(|p| !scene.is_blank(**p)));
    }
    kept
}

/// Gives participles after a comma to whom the cue of their sentence belongs: "*He* rejected the charge, *saying* that it
/// was false" is two things that he says. `found` is in the order of the cues.
pub(super) fn part_participles(scene: &Scene<'_>, found: &mut [Attribution]) {
    for i in 1..found.len() {
        let head = scene.token(found[i].cue_head);
        let comma = TokenId(found[i].cue.start.0.saturating_sub(1));
        let says = found[i].class == CueClass::Speech && found[i].content.iter().all(|p| p.start > head.id);
        if !says || head.xpos().as_str() != "VBG" || scene.token(comma).text() != "," {
            continue;
        }
        let sentence = head.sentence().tokens();
        let from = i.saturating_sub(NEAREST);
        let inside = |a: &Attribution| a.content.iter().any(|p| p.contains(head.id));
        let main = |a: &Attribution| {
            let speaks = matches!(a.class, CueClass::Speech | CueClass::Act) && a.origin.is_some();
            let quoted = scene.quote_at(a.cue_head) == scene.quote_at(head.id);
            let cue = scene.token(a.cue_head);
            let tensed = is_tensed(cue) || cue.children_by(Deprel::Aux).any(is_tensed);
            speaks && quoted && sentence.contains(a.cue_head) && tensed && inside(a)
        };
        let Some(at) = (from..i).rev().find(|&j| main(&found[j])) else { continue };
        for inner in &mut found[at..i] {
            for piece in inner.content.iter_mut().filter(|p| p.contains(head.id) && p.start < comma) {
                piece.end = comma;
            }
        }
        found[i].origin = found[at].origin;
    }
}

/// A run without the relative clause after a comma that ends it: with what somebody wants or names, it is the report's own
/// remark ("praised the judge, who retires in May").
pub(super) fn without_gloss(scene: &Scene<'_>, run: TokenSpan) -> TokenSpan {
    let gloss = scene.doc.views(run).find(|t| {
        let opens = matches!(t.xpos().as_str(), "WDT" | "WP" | "WP$") && t.id > run.start;
        let clause = t.ancestors().take(3).find(|a| a.deprel() == Deprel::AclRelcl);
        let comma = || scene.token(TokenId(t.id.0 - 1)).text() == "," && scene.quote_at(t.id).is_none();
        opens && comma() && clause.is_some_and(|c| scene.extent(c.id).end.0 + 1 >= run.end.0)
    });
    TokenSpan { start: run.start, end: gloss.map_or(run.end, |t| TokenId(t.id.0 - 1)) }
}

/// A run up to the semicolon behind which another speaks or the report goes on: in "the rebels said that they had left;
/// residents doubted it", what the rebels said ends there. "that" behind it goes on with what is said.
pub(super) fn up_to_semicolon(scene: &Scene<'_>, run: TokenSpan) -> TokenSpan {
    let goes_on = |t: Token<'_>| t.deprel() == Deprel::Mark || matches!(t.upos(), Upos::Cconj | Upos::Sconj);
    let parts = |id: &TokenId| {
        let next = scene.doc.get(i64::from(id.0) + 1).filter(|t| t.id < run.end);
        scene.token(*id).text() == ";" && scene.quote_at(*id).is_none() && next.is_some_and(|t| !goes_on(t))
    };
    TokenSpan { start: run.start, end: run.iter().skip(1).find(parts).unwrap_or(run.end) }
}

/// A conjunct of a said clause that is another saying, on a level with the cue: "said it was ready *and warned* …".
pub(super) fn second<'a>(scene: &Scene<'a>, cue: Token<'a>, clause: Token<'a>) -> Option<Token<'a>> {
    if !is_tensed(cue) || says(scene, clause) {
        return None;
    }
    clause.children().find(|c| {
        c.id > clause.id && c.deprel() == Deprel::Conj && c.xpos() == cue.xpos() && says(scene, *c) && !has_mark(*c)
    })
}

/// The cue on a level with which a conjunct of its clause stands; see [`second`].
pub(super) fn first<'a>(scene: &Scene<'a>, verb: Token<'a>) -> Option<Token<'a>> {
    let clause = verb.head().filter(|_| verb.deprel() == Deprel::Conj)?;
    let cue = clause.head().filter(|h| clause.deprel() == Deprel::Ccomp && h.id < clause.id && says(scene, *h))?;
    second(scene, cue, clause).filter(|c| c.id <= verb.id).map(|_| cue)
}

fn has_mark(verb: Token<'_>) -> bool {
    verb.children().any(|c| c.deprel() == Deprel::Mark)
}

fn says(scene: &Scene<'_>, verb: Token<'_>) -> bool {
    verb.upos() == Upos::Verb
        && scene.cues.verbs(verb.lemma()).any(|c| c.class == CueClass::Speech && c.words.len() == 1)
}
