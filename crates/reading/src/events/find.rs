//! From candidates to events.

use language::{ByteSpan, Deprel, Document, Sentence, Token, TokenId};
use lexicon::frames::{ModeRule, Need, Pos, Role};
use lexicon::ontology::{EventType, Mode};
use lexicon::Lexicon;

use super::acts::{absorb, concerned, country, Act};
use super::arguments::Arguments;
use super::circumstances::{self, Nearby};
use super::conduct::{self, Conduct};
use super::merge::{depth, merge, Candidate};
use super::misread::disguised;
use super::roles::{assign, parties, phrase};
use super::scene::Scene;
use super::sense::{arguments_of, choose, fills};
use super::{aftermath, confidence, reality, setting, tolls, Event, Evidence, Mentions, Modality, Polarity};
use crate::agreements::Agreement;
use crate::dateline;
use crate::statements::{Party, Statement};

/// How many words before "including" are searched for the deed that a part of it is told of.
const LONGEST_LIST: usize = 12;
/// Share of words of another field from which a whole report is taken to be about it.
const OTHER_FIELD: f64 = 0.03;

/// Finds every event, sentence by sentence; in a sentence what is said to have happened stands before what is planned or
/// denied, and what the main clause tells before what hangs on it. Beside them: what is said to be done about agreements.
pub fn find(
    doc: &Document,
    mentions: Mentions<'_>,
    statements: &[Statement],
    agreements: &[Agreement],
    lexicon: &Lexicon,
) -> (Vec<Event>, Vec<Conduct>) {
    let scene = Scene::new(doc, mentions, statements, agreements, lexicon);
    let nearby = nearby(&scene);
    let field = field(&scene);
    let mut events = Vec::new();
    for sentence in doc.sentences() {
        let here = &nearby[sentence.id.0 as usize];
        let in_other_field = field.max(field_of(&scene, sentence));
        let mut found: Vec<Event> = absorb(&scene, merge(&scene, candidates(&scene, sentence)))
            .into_iter()
            .filter_map(|act| event(&scene, act, here, in_other_field))
            .collect();
        found.sort_by_key(|e| {
            let real = e.modality == Modality::Actual && e.polarity == Polarity::Affirmed;
            let depth = e.evidence.anchors.iter().map(|a| depth(doc.token(*a))).min();
            (!real, e.background, is_occasion(&scene, e), depth, e.trigger_token)
        });
        events.extend(found);
    }
    setting::complete(&scene, &nearby, &mut events);
    aftermath::complete(&scene, &mut events);
    let conduct = conduct::find(&scene, &events, lexicon);
    (events, conduct)
}

/// Whether a deed is only what another is about or comes after: "a sit-in over the killing of", "shot back after the raid".
fn is_occasion(scene: &Scene<'_>, event: &Event) -> bool {
    let token = scene.token(event.trigger_token);
    let marks = token.children().filter(|c| matches!(c.deprel(), Deprel::Case | Deprel::Mark) && c.id < token.id);
    marks.into_iter().any(|c| scene.word(c.id).is_some_and(|w| scene.frames.is_occasion(w)))
}

/// The places and times of each sentence; a dateline's place is none of them.
fn nearby(scene: &Scene<'_>) -> Vec<Nearby> {
    let mut all = vec![Nearby::default(); scene.doc.sentences().count()];
    let sentence = |head: TokenId| scene.token(head).sentence().id.0 as usize;
    let places = scene.mentions.places.mentions.iter().enumerate();
    for (i, m) in places.filter(|(_, m)| dateline::around(scene.doc, m.head).is_none()) {
        all[sentence(m.head)].places.push(i);
    }
    for (i, m) in scene.mentions.times.iter().enumerate() {
        all[sentence(m.head)].times.push(i);
    }
    all
}

/// 1 where the whole report is about sport, markets or another field, else 0.
fn field(scene: &Scene<'_>) -> f64 {
    let words = scene.doc.tokens().filter(|t| scene.word(t.id).is_some_and(|w| scene.frames.domain(w).is_some()));
    let share = words.count() as f64 / scene.doc.len().max(1) as f64;
    if share >= OTHER_FIELD && scene.doc.len() >= 40 {
        1.0
    } else {
        0.0
    }
}

/// 1 where two words or more of one sentence belong to one other field.
fn field_of(scene: &Scene<'_>, sentence: Sentence<'_>) -> f64 {
    let fields: Vec<u8> =
        sentence.views().filter_map(|t| scene.word(t.id)).filter_map(|w| scene.frames.domain(w)).take(64).collect();
    let twice = fields.iter().enumerate().any(|(i, f)| fields[..i].contains(f));
    f64::from(u8::from(twice))
}

/// What the words of a sentence tell, each by itself.
fn candidates<'a>(scene: &Scene<'a>, sentence: Sentence<'a>) -> Vec<Candidate<'a>> {
    sentence.views().filter_map(|token| candidate(scene, token)).collect()
}

fn candidate<'a>(scene: &Scene<'a>, token: Token<'a>) -> Option<Candidate<'a>> {
    let word = scene.word(token.id)?;
    if scene.frames.senses(word).is_empty() || is_inside_name(scene, token) {
        return None;
    }
    let pos = scene.pos(token)?;
    // "the occupied territory", "the detained man": what is presupposed is not told.
    if pos == Pos::Verb && token.deprel() == Deprel::Amod && disguised(token).is_none() {
        return None;
    }
    let arguments = Arguments::of(scene, token, pos);
    let choice = choose(scene, token.id, pos, &arguments)?;
    let kind = choice.sense.kind?;
    let parts = assign(scene, choice.sense, &arguments);
    let mut anchors = vec![token.id];
    anchors.extend(arguments.carrier.as_ref().map(|c| c.verb));
    let mut consumed = Vec::new();
    for slot in scene.frames.slots(choice.sense).iter().filter(|s| s.need == Need::Must) {
        let fillers = scene.frames.fillers(slot);
        if fillers.is_empty() || slot.role.is_some_and(Role::is_toll) {
            continue;
        }
        let heads = arguments_of(scene, choice.sense, slot.name, &arguments);
        consumed.extend(heads.into_iter().filter(|h| *h != token.id && fills(scene, *h, fillers).is_some()));
    }
    Some(Candidate {
        trigger: token.id,
        pos,
        sense: choice.sense,
        kind,
        score: choice.score,
        rivals: choice.rivals,
        parts,
        anchors,
        consumed,
        statement: scene.statement(token.id)?,
        reality: reality::of(scene, token, &arguments),
    })
}

/// Whether a word is part of a name: "the Peace and Security Council", "War Street".
fn is_inside_name(scene: &Scene<'_>, token: Token<'_>) -> bool {
    let named = scene.actor_mention(token.id).is_some_and(|m| m.head == token.id);
    if token.upos().is_nominal() && (named || scene.agreement(token.id).is_some() || scene.place(token.id).is_some()) {
        return true;
    }
    let part = matches!(token.deprel(), Deprel::Compound | Deprel::Flat) && token.xpos().as_str().starts_with("NNP");
    part && token.head().is_some_and(|h| scene.actor(h.id).is_some() || scene.place(h.id).is_some())
}

/// The parties of the parts with a role, in the order of the text, each once.
fn cast(scene: &Scene<'_>, candidate: &Candidate<'_>, roles: &[Role]) -> Vec<Party> {
    let mut heads: Vec<TokenId> = roles.iter().flat_map(|r| candidate.heads(*r)).collect();
    heads.sort_unstable();
    heads.dedup();
    let mut all = Vec::new();
    for head in heads.into_iter().filter(|head| !scene.is_time(*head)) {
        for party in parties(scene, head) {
            if !all.contains(&party) {
                all.push(party);
            }
        }
    }
    all
}

fn event(scene: &Scene<'_>, act: Act<'_>, nearby: &Nearby, in_other_field: f64) -> Option<Event> {
    let Act { candidate, deed } = act;
    let reciprocal = candidate.has(Role::Both);
    let mut actors = cast(scene, &candidate, &[Role::Actor, Role::Both]);
    let mut recipients = match reciprocal {
        // Where both sides fight, the dead are of one of the sides.
        true => cast(scene, &candidate, &[Role::Recipient]),
        false => {
            cast(scene, &candidate, &[Role::Recipient, Role::Killed, Role::Wounded, Role::Detained, Role::Displaced])
        }
    };
    speaker_acts(scene, &candidate, &mut actors);
    let quoted = candidate.kind.is_speech_act() && scene.has_speaker(candidate.trigger);
    let mute = |h: TokenId| scene.is_class(h, "VIOLENCE") && is_mute(scene, h);
    if quoted && candidate.has(Role::Actor) && candidate.heads(Role::Actor).all(mute) {
        actors.clear();
    }
    if actors.is_empty() && candidate.kind.is_speech_act() {
        actors = spoken_for(scene, &candidate);
    }
    if reciprocal && actors.is_empty() {
        actors = places_at_odds(scene, &candidate);
    }
    if actors.is_empty() && candidate.kind == EventType::Assault {
        actors = inherited(scene, &candidate);
    }
    recipients.retain(|p| !actors.contains(p));
    if recipients.is_empty() && candidate.kind.is_speech_act() {
        recipients = concerned(scene, &candidate, &actors);
    }
    if recipients.is_empty() {
        recipients = places_acted_on(scene, &candidate);
    }
    let (kind, mode, means, reality) = kind_and_mode(scene, &candidate, deed, &actors);
    let place = circumstances::place(scene, &candidate, nearby);
    let time = circumstances::time(scene, &candidate, nearby);
    let toll = |role| tolls::of(scene, &candidate.parts, role);
    let either = tolls::is_either(scene, &candidate.anchors);
    let toll = |role| toll(role).map(|(low, high)| if either { (0, high) } else { (low, high) });
    let told = reality.1 == Polarity::Affirmed;
    let sense = candidate.sense;
    let cameo = match (sense.cameo, sense.kind == Some(kind)) {
        (Some(code), true) => code,
        _ => scene.ontology.usual_cameo(kind, mode),
    };
    let contexts = mode.map_or(sense.contexts, |m| sense.contexts.with(scene.ontology.mode_contexts(m)));
    let violates = candidate.heads(Role::Agreement).find_map(|h| scene.agreement(h));
    let mut event = Event {
        statement: candidate.statement,
        span: span(scene, &candidate),
        trigger: scene.token(candidate.trigger).span(),
        trigger_token: candidate.trigger,
        kind: kind.as_str().to_owned(),
        mode: mode.map(|m| scene.ontology.mode_name(m).to_owned()),
        contexts: scene.ontology.context_names(contexts).into_iter().map(str::to_owned).collect(),
        cameo: Some(scene.ontology.cameo_code(cameo).to_owned()),
        quad: scene.ontology.quad(kind).to_owned(),
        intensity: scene.ontology.intensity(kind, mode),
        actors,
        recipients,
        place,
        time,
        killed: toll(Role::Killed).filter(|_| told),
        wounded: toll(Role::Wounded).filter(|_| told),
        detained: toll(Role::Detained).filter(|_| told),
        displaced: toll(Role::Displaced).filter(|_| told),
        polarity: reality.1,
        modality: reality.0,
        background: candidate.reality.background,
        violates: violates.filter(|_| matches!(kind, EventType::Assault | EventType::Accuse | EventType::Sanction)),
        confidence: 0.0,
        frame: scene.frames.location(sense),
        evidence: Evidence {
            parts: candidate.parts.clone(),
            anchors: candidate.anchors.clone(),
            means,
            reality: candidate.reality.because,
            score: (candidate.score, candidate.rivals),
        },
    };
    if !is_told(scene, &event, &candidate, in_other_field) {
        return None;
    }
    event.confidence = confidence::of(scene.frames, &event, &candidate, in_other_field);
    Some(event)
}

/// A country or town that stands where a recipient would ("sent envoys to Chad", "forces in Lebanon"): it is acted on as a
/// place, and the assembly knows whose it is.
fn places_acted_on(scene: &Scene<'_>, candidate: &Candidate<'_>) -> Vec<Party> {
    let assault = candidate.kind == EventType::Assault;
    for head in candidate.heads(Role::Recipient) {
        let below = scene.token(head).children_by(Deprel::Nmod).map(|c| c.id).filter(|_| !assault);
        for id in std::iter::once(head).chain(below) {
            if scene.place(id).is_none() {
                continue;
            }
            let mention = scene.mentions.places.mentions.iter().find(|m| m.head == id);
            return mention.map(|m| Party::Words(m.span)).into_iter().collect();
        }
    }
    Vec::new()
}

/// "fighting between Upper and Lower Harmsworth": places that fight each other are their people.
fn places_at_odds(scene: &Scene<'_>, candidate: &Candidate<'_>) -> Vec<Party> {
    let places = &scene.mentions.places.mentions;
    let both = candidate.heads(Role::Both).filter(|h| scene.place(*h).is_some());
    let words = both.filter_map(|h| places.iter().find(|m| m.head == h).map(|m| Party::Words(m.span)));
    Some(words.collect()).filter(|sides: &Vec<Party>| sides.len() > 1).unwrap_or_default()
}

/// "said that it was behind the blast, and called on the president to …": where the tree gives an act of speech no subject, or
/// a thing, whoever is quoted for it speaks.
fn spoken_for(scene: &Scene<'_>, candidate: &Candidate<'_>) -> Vec<Party> {
    let thing = |h: TokenId| is_mute(scene, h);
    if candidate.pos != Pos::Verb || !candidate.heads(Role::Actor).all(thing) {
        return Vec::new();
    }
    let statement = &scene.statements[candidate.statement.0 as usize];
    statement.sources.last().map(|s| s.who).filter(|who| *who != Party::Unknown).into_iter().collect()
}

/// Whether a word names a thing or a deed, which says nothing: "the raids had wounded two and asked".
fn is_mute(scene: &Scene<'_>, head: TokenId) -> bool {
    let thing = ["THING", "VIOLENCE", "WEAPON"].iter().any(|c| scene.is_class(head, c));
    thing && scene.actor(head).is_none() && scene.token(head).upos() != language::Upos::Propn
}

/// Where the sense says that the source of the statement acts by saying it, the source is the actor.
fn speaker_acts(scene: &Scene<'_>, candidate: &Candidate<'_>, actors: &mut Vec<Party>) {
    let slots = scene.frames.slots(candidate.sense);
    let speaks = slots.iter().any(|s| s.name == lexicon::frames::SlotName::Speaker && s.role == Some(Role::Actor));
    if !speaks {
        return;
    }
    let statement = &scene.statements[candidate.statement.0 as usize];
    actors.clear();
    let named = statement.sources.iter().rev().map(|s| s.who).find(|who| *who != Party::Unknown);
    actors.extend(named);
}

/// A deed told under another ("aggression, including the violation of the truce") has that one's doer.
fn inherited(scene: &Scene<'_>, candidate: &Candidate<'_>) -> Vec<Party> {
    let token = scene.token(candidate.trigger);
    let above = token.ancestors().take(2).take_while(|t| t.upos().is_nominal());
    let lists = token.children_by(Deprel::Case).any(|c| c.lemma() == "include");
    let before = std::iter::successors(token.previous(), |t| t.previous());
    let before = before.take(if lists { LONGEST_LIST } else { 0 }).filter(|t| t.sentence().id == token.sentence().id);
    for noun in above.chain(before).filter(|t| scene.is_class(t.id, "VIOLENCE")) {
        let owners = noun.children().filter(|c| {
            matches!(c.deprel(), Deprel::NmodPoss | Deprel::Amod | Deprel::Compound) && c.id != candidate.trigger
        });
        let found: Vec<Party> = owners.filter_map(|c| scene.actor(c.id)).map(Party::Actor).collect();
        if !found.is_empty() {
            return found;
        }
    }
    Vec::new()
}

type Real = (Modality, Polarity);

/// Type and mode: by the sense, by the weapon, by what is asked or threatened, and by whether it is announced or done.
fn kind_and_mode(
    scene: &Scene<'_>,
    candidate: &Candidate<'_>,
    deed: Option<(EventType, Option<Mode>)>,
    actors: &[Party],
) -> (EventType, Option<Mode>, Option<TokenId>, Real) {
    let kind = candidate.kind;
    let mut means = None;
    let mode = match candidate.sense.mode {
        ModeRule::Bare => None,
        ModeRule::Fixed(mode) => Some(mode),
        ModeRule::Content => scene.ontology.content_mode(kind, deed),
        ModeRule::Means(default) => match circumstances::means(scene, candidate, kind) {
            Some((mode, word)) => {
                means = Some(word);
                Some(mode)
            }
            None => default,
        },
    };
    let real = candidate.reality;
    let usual = (kind, mode, means, (real.modality, real.polarity));
    if !real.prospect
        || !matches!(real.modality, Modality::Planned | Modality::Conditional)
        || !commits_itself(scene, candidate, actors)
    {
        return usual;
    }
    match (scene.ontology.prospect(kind, mode), real.polarity) {
        (Some((prospect, mode)), Polarity::Affirmed) => (prospect, mode, means, usual.3),
        // "said it would not meet the demands": cooperation that is not to come is a refusal.
        (Some((EventType::Agree, _)), Polarity::Negated) => {
            let mode = scene.ontology.content_mode(EventType::Reject, Some((kind, mode)));
            (EventType::Reject, mode, means, (Modality::Actual, Polarity::Affirmed))
        }
        _ => usual,
    }
}

/// Whether it is the doer's own side, or nobody in particular, that says what the doer will do: another's forecast of harm
/// is no threat.
fn commits_itself(scene: &Scene<'_>, candidate: &Candidate<'_>, actors: &[Party]) -> bool {
    if scene.ontology.quad(candidate.kind).ends_with("cooperation") {
        return true;
    }
    let statement = &scene.statements[candidate.statement.0 as usize];
    let Some(source) = statement.sources.last() else { return true };
    let of = country(scene, source.who);
    actors.iter().any(|a| *a == source.who || (of.is_some() && country(scene, *a) == of))
}

/// The words from the first to the last that the event rests on, within its sentence.
fn span(scene: &Scene<'_>, candidate: &Candidate<'_>) -> ByteSpan {
    let sentence = scene.token(candidate.trigger).sentence().id;
    let mut span = scene.token(candidate.trigger).span();
    for &anchor in &candidate.anchors {
        span = span.join(scene.token(anchor).span());
    }
    for part in &candidate.parts {
        let token = scene.token(part.head);
        if token.sentence().id == sentence {
            span = span.join(scene.doc.span(phrase(token)));
        }
    }
    span
}

/// Whether enough is told to speak of an event at all, and in its literal sense.
fn is_told(scene: &Scene<'_>, event: &Event, candidate: &Candidate<'_>, in_other_field: f64) -> bool {
    let known = |p: &Party| matches!(p, Party::Actor(id) if scene.is_political(*id));
    let political = event.actors.iter().chain(&event.recipients).any(known);
    let toll = event.killed.is_some() || event.wounded.is_some() || event.detained.is_some();
    let is_violence = candidate.kind == EventType::Assault;
    let anybody = !event.actors.is_empty() || !event.recipients.is_empty() || toll;
    let armed = event.evidence.means.is_some()
        || candidate.parts.iter().any(|p| scene.is_class(p.head, "ARMED") || scene.is_class(p.head, "WEAPON"));
    if in_other_field > 0.0 && !(armed || political && !is_violence || is_literal(event, candidate)) {
        return false;
    }
    // A council that met is no meeting between sides.
    let sides = event.actors.len() + event.recipients.len();
    if candidate.kind == EventType::Consult && candidate.has(Role::Both) && sides < 2 && !in_plural(scene, candidate) {
        return false;
    }
    let verbal = matches!(event.quad.as_str(), "verbal-conflict" | "verbal-cooperation" | "material-cooperation");
    // Talks that a source speaks of without saying whose: "one of the topics raised".
    if candidate.kind == EventType::Consult && !anybody && scene.has_speaker(candidate.trigger) {
        return candidate.score > 10;
    }
    if verbal {
        let words =
            |p: &Party| matches!(p, Party::Words(_)) && (names_office(scene, candidate) || speaks(scene, event, *p));
        return political || event.actors.iter().any(words) && anybody;
    }
    match candidate.pos {
        Pos::Noun => anybody || event.place.is_some() || event.violates.is_some() || candidate.anchors.len() > 1,
        _ => true,
    }
}

/// Whether a party is whoever is quoted for an event, who need not be known to ask or accuse.
fn speaks(scene: &Scene<'_>, event: &Event, party: Party) -> bool {
    let sources = &scene.statements[event.statement.0 as usize].sources;
    sources.last().is_some_and(|s| s.who == party) && !event.recipients.is_empty()
}

/// Whether an event is meant as it stands even among the words of another field. What killed is left open by many words,
/// and there it is rarely an enemy; a protest is one, and who is arrested is.
fn is_literal(event: &Event, candidate: &Candidate<'_>) -> bool {
    let told_how = matches!(candidate.sense.mode, ModeRule::Fixed(_) | ModeRule::Means(Some(_)));
    match candidate.kind {
        EventType::Assault => told_how && (event.killed.is_some() || event.wounded.is_some()),
        EventType::Protest => true,
        _ => event.detained.is_some(),
    }
}

fn in_plural(scene: &Scene<'_>, candidate: &Candidate<'_>) -> bool {
    candidate.heads(Role::Both).any(|h| matches!(scene.token(h).xpos().as_str(), "NNS" | "NNPS" | "PRP"))
}

/// Whether a participant is named by an office or body ("officials", "the government"), if by nobody known.
fn names_office(scene: &Scene<'_>, candidate: &Candidate<'_>) -> bool {
    candidate
        .parts
        .iter()
        .any(|p| ["ACTOR", "LEADER", "ORG", "STATE", "ARMED", "DIPLOMAT"].iter().any(|c| scene.is_class(p.head, c)))
}
