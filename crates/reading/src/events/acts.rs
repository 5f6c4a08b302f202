//! Acts of speech and the deeds that they speak of: what is demanded, refused, threatened or promised is no event beside
//! the act, but says what kind of act it is and whom it is meant for.

use language::{Deprel, TokenId, TokenSpan};
use lexicon::frames::{ModeRule, Pos, Role};
use lexicon::ontology::{EventType, Mode};

use super::merge::Candidate;
use super::roles::{parties, Part};
use super::scene::Scene;
use crate::actors::{ActorKind, Country};
use crate::statements::Party;

/// How many candidates on either side an act is compared with.
const WINDOW: usize = 24;
/// How many words of a content are searched for whom it concerns.
const LONGEST_CONTENT: u32 = 60;
/// How far below its content a deed may stand that tells whom an act is meant for, and how far it is looked for.
const NEAREST_DEED: usize = 1;
const DEEPEST_CONTENT: usize = 12;
/// How many bodies above one are looked at.
const HIGHEST: usize = 8;

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
        let content = depth_in_content(scene, &act.candidate, deed.trigger);
        if act.deed.is_none() || content == Some(0) {
            act.deed = Some((deed.kind, fixed_mode(&deed)));
        }
        if act.candidate.kind.is_speech_act() && content.is_none_or(|steps| steps <= NEAREST_DEED) {
            lend_recipients(scene, &mut act.candidate, &deed);
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
    let mut contents: Vec<TokenId> = act.heads(Role::Content).collect();
    // "is opposed to Norwegian mediation": what is refused is not done.
    if act.kind == EventType::Reject && deed.pos == Pos::Noun {
        contents.extend(act.heads(Role::Recipient).filter(|h| *h == deed.trigger));
    }
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

/// Steps from a deed up to the content of an act that it is part of.
fn depth_in_content(scene: &Scene<'_>, act: &Candidate<'_>, deed: TokenId) -> Option<usize> {
    let contents: Vec<TokenId> = act.heads(Role::Content).collect();
    let up = std::iter::once(scene.token(deed)).chain(scene.token(deed).ancestors()).take(DEEPEST_CONTENT);
    up.into_iter().position(|t| contents.contains(&t.id))
}

/// Whom the deed would befall is whom the act is meant for, where the act names nobody else.
fn lend_recipients(scene: &Scene<'_>, act: &mut Candidate<'_>, deed: &Candidate<'_>) {
    let doer = act.kind == EventType::Request;
    let named = act.has(Role::Recipient);
    // Those who agree with each other need nobody else.
    let mutual = act.heads(Role::Both).flat_map(|h| parties(scene, h)).take(2).count() > 1;
    if named || mutual {
        return;
    }
    // "demanded that the state cancel its plans to sell": whoever is to do it, not whom what is cancelled would befall.
    let asked: Vec<TokenId> = asked(scene, act).filter(|s| doer && !parties(scene, *s).is_empty()).collect();
    let lent: Vec<TokenId> = if !asked.is_empty() {
        asked
    } else if doer && deed.has(Role::Actor) {
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

/// The subjects of the clauses that say what is asked.
fn asked<'a>(scene: &'a Scene<'_>, act: &'a Candidate<'_>) -> impl Iterator<Item = TokenId> + 'a {
    act.heads(Role::Content)
        .filter_map(|h| scene.token(h).children().find(|c| c.deprel().is_subject()).map(|subject| subject.id))
}

/// Whom the words of an act concern, where neither the act nor its deed names anybody: whoever is asked; else the first
/// state, body, armed group or place in what is said that is of another country than the doer; else of the same.
pub(super) fn concerned(scene: &Scene<'_>, act: &Candidate<'_>, kind: EventType, doers: &[Party]) -> Vec<Party> {
    let mut heads: Vec<TokenId> = Vec::new();
    if kind == EventType::Request {
        heads.extend(asked(scene, act));
        let found: Vec<Party> = heads.iter().flat_map(|s| parties(scene, *s)).filter(|p| !doers.contains(p)).collect();
        if !found.is_empty() {
            return found;
        }
    }
    heads.extend(act.heads(Role::Content));
    heads.extend(act.heads(Role::Recipient));
    heads.extend(&act.consumed);
    // Where a protest is held says nothing about whom it is against; what it is held for does.
    let placeless = kind == EventType::Protest;
    if placeless {
        heads.extend(purposes(scene, act));
    }
    let spans: Vec<TokenSpan> = heads.iter().map(|h| content(scene, *h)).collect();
    let own: Vec<_> = doers.iter().filter_map(|p| country(scene, *p)).collect();
    let foreign = |c: Option<Country>| c.is_none_or(|c| !own.contains(&c));
    let named: Vec<TokenId> = act.heads(Role::Content).collect();
    let found = spans.iter().find_map(|span| {
        let actor = actors_in(scene, *span, doers, &named).find(|p| foreign(country(scene, *p)));
        let place = || places_in(scene, *span).find(|(_, c)| foreign(Some(*c))).map(|(place, _)| place);
        actor.or_else(|| if placeless { None } else { place() })
    });
    let at_home = || {
        spans.iter().find_map(|span| {
            let actor = actors_in(scene, *span, doers, &[]).find(|p| is_opposite(scene, *p, doers));
            let place = || places_in(scene, *span).map(|(place, _)| place).next();
            actor.or_else(|| if placeless { None } else { place() })
        })
    };
    // Who promises something at home promises it to nobody in particular.
    let found = found.or_else(|| if kind == EventType::Agree { None } else { at_home() });
    found.into_iter().collect()
}

/// The clauses that say what a deed is done for: "blocked a road to denounce".
fn purposes<'a>(scene: &'a Scene<'_>, act: &'a Candidate<'_>) -> impl Iterator<Item = TokenId> + 'a {
    let below = act.anchors.iter().flat_map(|a| scene.token(*a).children());
    let clauses = below.filter(|c| matches!(c.deprel(), Deprel::Advcl | Deprel::Acl | Deprel::Xcomp));
    clauses.filter(|c| c.children_by(Deprel::Mark).any(|m| m.lemma() == "to")).map(|c| c.id)
}

/// The words below a head, as far as they are looked at.
fn content(scene: &Scene<'_>, head: TokenId) -> TokenSpan {
    let span = scene.token(head).subtree();
    TokenSpan { start: span.start, end: TokenId(span.end.0.min(span.start.0 + LONGEST_CONTENT)) }
}

/// Those spoken of within some words who can act for a state or with force, without the doers and what `without` heads.
fn actors_in<'a>(
    scene: &'a Scene<'_>,
    span: TokenSpan,
    doers: &'a [Party],
    without: &'a [TokenId],
) -> impl Iterator<Item = Party> + 'a {
    let mentions = &scene.mentions.actors.mentions;
    let first = mentions.partition_point(|m| m.tokens.start < span.start);
    let inside = mentions[first..].iter().take_while(move |m| m.tokens.start < span.end);
    let political = inside.filter(|m| scene.is_political(m.actor) && !without.contains(&m.head));
    political.map(|m| Party::Actor(m.actor)).filter(|p| !is_part_of(scene, *p, doers))
}

/// The places named within some words that are of a country, as those words.
fn places_in<'a>(scene: &'a Scene<'_>, span: TokenSpan) -> impl Iterator<Item = (Party, Country)> + 'a {
    let places = &scene.mentions.places.mentions;
    let first = places.partition_point(|m| m.head < span.start);
    let inside = places[first..].iter().take_while(move |m| m.head < span.end);
    inside.filter_map(|m| Some((Party::Words(m.span), scene.mentions.places.get(m.place).country?)))
}

/// Whether a party of the doers' country is another side than they: neither the state that they are of nor a part of them.
fn is_opposite(scene: &Scene<'_>, party: Party, doers: &[Party]) -> bool {
    let Party::Actor(id) = party else { return false };
    let above = doers.iter().any(|doer| is_part_of(scene, *doer, &[party]));
    !above && !is_part_of(scene, party, doers) && scene.mentions.actors.get(id).kind != ActorKind::State
}

/// Whether a party is one of `others`, or belongs to one of them.
pub(super) fn is_part_of(scene: &Scene<'_>, party: Party, others: &[Party]) -> bool {
    let Party::Actor(id) = party else { return others.contains(&party) };
    let mut above = std::iter::successors(Some(id), |&a| scene.mentions.actors.get(a).member_of).take(HIGHEST);
    above.any(|a| others.contains(&Party::Actor(a)))
}

/// The country of a party that is known.
pub(super) fn country(scene: &Scene<'_>, party: Party) -> Option<Country> {
    match party {
        Party::Actor(id) => scene.mentions.actors.get(id).country,
        Party::Words(_) | Party::Unknown => None,
    }
}
