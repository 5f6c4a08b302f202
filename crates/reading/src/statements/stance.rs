//! Denials that no cue tells: by what is said, and by what was said just before.

use language::{Deprel, Token, TokenId, TokenSpan, Upos};
use lexicon::cues::{CueStance, DenialWord};

use super::attribution::{is_negated, Attribution};
use super::scene::Scene;
use super::{Party, Stance, Statement};
use crate::actors::Country;

/// Words of a content that are looked at for a denial.
const WINDOW: u32 = 40;

/// Whether a token heads the clause that an attribution says.
pub(super) fn is_main(scene: &Scene<'_>, attribution: &Attribution, token: TokenId) -> bool {
    let token = scene.token(token);
    token.head().is_none_or(|h| h.id == attribution.cue_head || !attribution.content.iter().any(|p| p.contains(h.id)))
}

/// Turns assertions into denials where what is said denies: "The allegation is pure invention", and, right after a denial
/// by the same side, "no shot was fired". `statements` are those of the attributions that are kept, in their order.
pub(super) fn denials(scene: &Scene<'_>, attributions: &[Attribution], kept: &[bool], statements: &mut [Statement]) {
    let mut last: Option<(u32, Party)> = None;
    let shown = attributions.iter().zip(kept).filter(|(_, kept)| **kept).map(|(a, _)| a);
    for (attribution, statement) in shown.zip(statements.iter_mut()) {
        let sentence = scene.token(attribution.cue_head).sentence().id.0;
        let who = statement.sources.last().map_or(Party::Unknown, |s| s.who);
        if statement.stance == Stance::Assert && attribution.stance == CueStance::Assert {
            let after = last.is_some_and(|(s, side)| sentence <= s + 1 && one_side(scene, side, who));
            if calls_untrue(scene, attribution) || after && denies(scene, attribution) {
                statement.stance = Stance::Deny;
            }
        }
        if statement.stance == Stance::Deny {
            last = Some((sentence, who));
        }
    }
}

fn one_side(scene: &Scene<'_>, a: Party, b: Party) -> bool {
    let country = |p: Party| -> Option<Country> {
        match p {
            Party::Actor(id) => scene.actors.get(id).country,
            _ => None,
        }
    };
    a == b && a != Party::Unknown || country(a).is_some() && country(a) == country(b)
}

fn looked_at<'a>(scene: &Scene<'a>, attribution: &Attribution) -> impl Iterator<Item = Token<'a>> {
    let first = attribution.content.first().copied().unwrap_or(TokenSpan::one(attribution.cue_head));
    let window = TokenSpan { start: first.start, end: first.end.min(TokenId(first.start.0 + WINDOW)) };
    scene.doc.views(window).collect::<Vec<_>>().into_iter()
}

/// "The allegation is pure invention", "these reports are false".
fn calls_untrue(scene: &Scene<'_>, attribution: &Attribution) -> bool {
    looked_at(scene, attribution).any(|t| {
        let falsity = scene.cues.denial(t.lemma()) == Some(DenialWord::Falsity)
            || scene.cues.denial(&t.text().to_ascii_lowercase()) == Some(DenialWord::Falsity);
        falsity
            && !is_negated(t)
            && t.children().any(|s| {
                let pronoun = s.upos() == Upos::Pron && matches!(s.feat("PronType"), Some("Dem"));
                s.deprel().is_subject() && (pronoun || scene.cues.denial(s.lemma()) == Some(DenialWord::Accusation))
            })
    })
}

/// "No fire was opened", "our troops did not cross the line".
fn denies(scene: &Scene<'_>, attribution: &Attribution) -> bool {
    let main = looked_at(scene, attribution).find(|t| is_main(scene, attribution, t.id) && t.upos() != Upos::Punct);
    main.is_some_and(|m| {
        is_negated(m)
            || m.children().any(|c| {
                c.deprel().is_subject() && c.children().any(|d| d.deprel() == Deprel::Det && d.lemma() == "no")
            })
    })
}
