//! Acts of speech and the deeds that they speak of: what is demanded, refused, threatened or promised is no event beside
//! the act, but says what kind of act it is and whom it is meant for.

use language::{Deprel, TokenId, TokenSpan};
use lexicon::frames::{ModeRule, Pos, Role};
use lexicon::ontology::{EventType, Mode};

use super::merge::Candidate;
use super::roles::{parties, Part};
use super::scene::Scene;
use crate::statements::Party;

/// How many candidates on either side an act is compared with.
const WINDOW: usize = 24;
/// How many words of a content are searched for whom it concerns.
const LONGEST_CONTENT: usize = 60;

/// A candidate with the deed that it speaks of.
pub(super) struct Act<'a> {
    pub candidate: Candidate<'a>,
    pub deed: Option<(EventType, Option<Mode>)>,
}

/// Takes the deeds that speech acts speak of out of the candidates and into the acts.
pub(super) fn absorb<'a>(scene: &Scene<'a>, mut candidates: Vec<Candidate<'a>>) -> Vec<Act<'a>> {
    let confessions: Vec<TokenId> =
        candidates.iter().filter(|c| confesses(scene, c, &candidates)).map(|c| c.trigger).collect();
    candidates.retain(|c| !confessions.contains(&c.trigger));
    let mut owner: Vec<Option<usize>> = vec![None; candidates.len()];
    for (i, act) in candidates.iter().enumerate() {
        let near = i.saturating_sub(WINDOW)..candidates.len().min(i + WINDOW);
        for (j, deed) in candidates.iter().enumerate().take(near.end).skip(near.start) {
            // Of two words that each want the other ("announced sanctions") the first has it.
            let owned = std::iter::successors(owner[i], |&above| owner[above]).any(|above| above == j);
            if i != j && !owned && owner[j].is_none() && takes(scene, act, deed) {
                owner[j] = Some(i);
            }
        }
    }
    let mut acts: Vec<Option<Act<'a>>> = Vec::new();
    let mut absorbed: Vec<(usize, Candidate<'a>)> = Vec::new();
    for (candidate, owner) in candidates.into_iter().zip(&owner) {
        match owner {
            None => acts.push(Some(Act { candidate, deed: None })),
            Some(i) => {
                absorbed.push((*i, candidate));
                acts.push(None);
            }
        }
    }
    for (mut i, deed) in absorbed {
        while let Some(above) = owner[i] {
            i = above;
        }
        let Some(act) = acts.get_mut(i).and_then(Option::as_mut) else { continue };
        let is_content = act.candidate.heads(Role::Content).any(|h| h == deed.trigger);
        if act.deed.is_none() || is_content {
            act.deed = Some((deed.kind, fixed_mode(&deed)));
        }
        if act.candidate.kind.is_speech_act() {
            lend_recipients(&mut act.candidate, &deed);
        }
    }
    acts.into_iter().flatten().collect()
}

/// "The rebels claimed that they had fired rockets": who tells of his own deed accuses nobody.
fn confesses(scene: &Scene<'_>, act: &Candidate<'_>, all: &[Candidate<'_>]) -> bool {
    let doers = |c: &Candidate<'_>| -> Vec<Party> { c.heads(Role::Actor).flat_map(|h| parties(scene, h)).collect() };
    let contents: Vec<TokenId> = act.heads(Role::Content).collect();
    act.kind == EventType::Accuse
        && all.iter().filter(|deed| contents.contains(&deed.trigger)).any(|deed| {
            let own = doers(act);
            !own.is_empty() && doers(deed) == own
        })
}

fn fixed_mode(deed: &Candidate<'_>) -> Option<Mode> {
    match deed.sense.mode {
        ModeRule::Fixed(mode) | ModeRule::Means(Some(mode)) => Some(mode),
        _ => None,
    }
}

/// Whether a deed is only what an act speaks of, or what the act's own sense is made of.
fn takes(scene: &Scene<'_>, act: &Candidate<'_>, deed: &Candidate<'_>) -> bool {
    let told_apart = act.kind == EventType::Accuse && matches!(deed.kind, EventType::Assault | EventType::Coerce);
    if act.consumed.contains(&deed.trigger) {
        return !told_apart || deed.pos != Pos::Verb;
    }
    if !act.kind.is_speech_act() || told_apart {
        return false;
    }
    let token = scene.token(deed.trigger);
    let contents: Vec<TokenId> = act.heads(Role::Content).collect();
    if contents.is_empty() {
        return false;
    }
    // Up to the content's head, but not out of a clause that only describes something in it.
    let mut at = token;
    for _ in 0..12 {
        if contents.contains(&at.id) {
            return true;
        }
        match at.head() {
            Some(head) if at.deprel() != Deprel::Parataxis => at = head,
            _ => return false,
        }
    }
    false
}

/// Whom the deed would befall is whom the act is meant for, where the act names nobody else.
fn lend_recipients(act: &mut Candidate<'_>, deed: &Candidate<'_>) {
    let doer = act.kind == EventType::Request;
    let named = act.has(Role::Recipient);
    if named {
        return;
    }
    let lent: Vec<TokenId> = if doer && deed.has(Role::Actor) {
        deed.heads(Role::Actor).collect()
    } else {
        [Role::Recipient, Role::Both, Role::Killed, Role::Detained, Role::Wounded]
            .into_iter()
            .flat_map(|role| deed.heads(role))
            .collect()
    };
    let own: Vec<TokenId> = act.parts.iter().map(|p| p.head).collect();
    for head in lent.into_iter().filter(|h| !own.contains(h)) {
        act.parts.push(Part { role: Role::Recipient, head });
    }
}

/// Whom the words of an act's content concern, where neither the act nor its deed names anybody: the first state, body or
/// armed group in it that is not the doer.
pub(super) fn concerned(scene: &Scene<'_>, act: &Candidate<'_>, doers: &[Party]) -> Vec<Party> {
    if act.kind == EventType::Request {
        let subjects = act
            .heads(Role::Content)
            .filter_map(|h| scene.token(h).children().find(|c| c.deprel().is_subject()).map(|s| s.id));
        let found: Vec<Party> = subjects.flat_map(|s| parties(scene, s)).filter(|p| !doers.contains(p)).collect();
        if !found.is_empty() {
            return found;
        }
    }
    let contents = act.heads(Role::Content);
    let refused = act.heads(Role::Recipient).filter(|_| act.kind == EventType::Reject);
    for head in contents.chain(refused) {
        let span = scene.token(head).subtree();
        let end = span.end.0.min(span.start.0 + LONGEST_CONTENT as u32);
        let span = TokenSpan { start: span.start, end: TokenId(end) };
        let mentions = &scene.mentions.actors.mentions;
        let first = mentions.partition_point(|m| m.tokens.start < span.start);
        let inside = mentions[first..].iter().take_while(|m| m.tokens.start < span.end);
        let doer_countries: Vec<_> = doers.iter().filter_map(|p| country(scene, *p)).collect();
        let other = inside.filter(|m| m.head != head).find(|m| {
            let party = Party::Actor(m.actor);
            let its_country = country(scene, party);
            !doers.contains(&party)
                && scene.is_political(m.actor)
                && its_country.is_none_or(|c| !doer_countries.contains(&c))
        });
        if let Some(mention) = other {
            return vec![Party::Actor(mention.actor)];
        }
        let places = &scene.mentions.places.mentions;
        let first = places.partition_point(|m| m.head < span.start);
        let place = places[first..].iter().take_while(|m| m.head < span.end).find(|m| {
            let country = scene.mentions.places.get(m.place).country;
            country.is_some() && doers.iter().all(|p| super::acts::country(scene, *p) != country)
        });
        if let Some(mention) = place {
            return vec![Party::Words(mention.span)];
        }
    }
    Vec::new()
}

/// The country of a party that is known.
pub(super) fn country(scene: &Scene<'_>, party: Party) -> Option<lexicon::Country> {
    match party {
        Party::Actor(id) => scene.mentions.actors.get(id).country,
        Party::Words(_) | Party::Unknown => None,
    }
}
