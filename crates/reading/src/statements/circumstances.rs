//! When, where and by which medium a statement was made.

use language::{Token, TokenId, TokenSpan};

use super::attribution::Attribution;
use super::scene::Scene;
use crate::places::PlaceId;
use crate::times::TimeId;

/// What surrounds the saying.
#[derive(Default)]
pub(super) struct Circumstances {
    pub time: Option<TimeId>,
    pub place: Option<PlaceId>,
    pub medium: Option<String>,
}

/// Steps from a circumstance up to the cue.
const FARTHEST: usize = 4;

/// Longest sentence that is searched around a cue, in tokens to each side.
const WINDOW: u32 = 40;

/// The circumstances of one attribution: words of the cue's own clause that are no part of what is said.
pub(super) fn find(scene: &Scene<'_>, attribution: &Attribution) -> Circumstances {
    let sentence = scene.token(attribution.cue_head).sentence().tokens();
    let head = attribution.cue_head;
    let around = TokenSpan {
        start: sentence.start.max(TokenId(head.0.saturating_sub(WINDOW))),
        end: sentence.end.min(TokenId(head.0 + WINDOW)),
    };
    let said = |id: TokenId| attribution.content.iter().any(|p| p.contains(id));
    let of_saying = |id: TokenId| !said(id) && hangs_on(scene.token(id), head, attribution);
    let times = scene.times;
    let from = times.partition_point(|t| t.tokens.start < around.start);
    let time = times[from..]
        .iter()
        .enumerate()
        .take_while(|(_, t)| t.tokens.start < around.end)
        .find(|(_, t)| of_saying(t.head))
        .map(|(i, _)| TimeId((from + i) as u32));
    let places = &scene.places.mentions;
    let from = places.partition_point(|p| p.tokens.start < around.start);
    let place = places[from..]
        .iter()
        .take_while(|p| p.tokens.start < around.end)
        .find(|p| of_saying(p.head) && attribution.origin.is_none_or(|o| !o.phrase.contains(p.head)))
        .map(|p| p.place);
    Circumstances { time, place, medium: medium(scene, around, of_saying) }
}

/// Whether a token's clause is the cue's: the way up to the cue is short, or both hang on one head.
fn hangs_on(token: Token<'_>, cue: TokenId, attribution: &Attribution) -> bool {
    let frame = attribution.frame();
    let mut above = token.ancestors().take(FARTHEST);
    above.any(|t| t.id == cue || frame.contains(t.id)) || frame.contains(token.id)
}

fn medium(scene: &Scene<'_>, around: TokenSpan, of_saying: impl Fn(TokenId) -> bool) -> Option<String> {
    let tokens: Vec<Token<'_>> = scene.doc.views(around).collect();
    for (i, token) in tokens.iter().enumerate() {
        let lower = token.text().to_ascii_lowercase();
        for (words, medium) in scene.cues.media(&lower) {
            let fits = words.len() <= tokens.len() - i
                && words.iter().zip(&tokens[i..]).all(|(w, t)| t.text().eq_ignore_ascii_case(w));
            let last = i + words.len() - 1;
            if fits && introduced(tokens[last]) && of_saying(tokens[last].id) {
                return Some(medium.to_owned());
            }
        }
    }
    None
}

/// Whether a noun stands after a preposition: "in a statement", "on Telegram", "by telephone".
fn introduced(noun: Token<'_>) -> bool {
    use language::Deprel;
    noun.children().any(|c| c.deprel() == Deprel::Case)
        || noun.deprel() == Deprel::Compound && noun.head().is_some_and(|h| h.child(Deprel::Case).is_some())
}
