//! From candidates to events.

use language::{ByteSpan, Deprel, Document, Sentence, Token, TokenId, Upos};
use lexicon::frames::{ModeRule, Need, Pos, Role};
use lexicon::ontology::{EventType, Mode};
use lexicon::Lexicon;

use super::acts::{absorb, country, Act};
use super::arguments::Arguments;
use super::circumstances::{self, Nearby};
use super::conduct::{self, Conduct};
use super::merge::{depth, merge, Candidate};
use super::misread::disguised;
use super::roles::{assign, phrase};
use super::scene::Scene;
use super::sense::{arguments_of, choose, fills};
use super::sides::Sides;
use super::told::is_told;
use super::{aftermath, confidence, reality, setting, tolls, Event, Evidence, Mentions, Modality, Polarity};
use crate::agreements::Agreement;
use crate::dateline;
use crate::statements::{Party, Statement};

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

/// Whether a name is part of an expression of time: "on March 26".
fn is_in_date(scene: &Scene<'_>, token: Token<'_>) -> bool {
    let times = scene.mentions.times;
    let next = times.partition_point(|time| time.tokens.end <= token.id);
    token.upos() == Upos::Propn && times.get(next).is_some_and(|time| time.tokens.contains(token.id))
}

fn candidate<'a>(scene: &Scene<'a>, token: Token<'a>) -> Option<Candidate<'a>> {
    let word = scene.word(token.id)?;
    if scene.frames.senses(word).is_empty() || is_inside_name(scene, token) || is_in_date(scene, token) {
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

fn event(scene: &Scene<'_>, act: Act<'_>, nearby: &Nearby, in_other_field: f64) -> Option<Event> {
    let Act { candidate, deed } = act;
    let sides = Sides::of(scene, &candidate);
    let (kind, mode, means, reality) = kind_and_mode(scene, &candidate, deed, &sides.actors);
    let Sides { actors, recipients } = match kind == candidate.kind {
        true => sides,
        false => sides.of_prospect(scene, &candidate, kind),
    };
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
    let parts = candidate.parts.iter().map(|part| part.head);
    for head in parts.chain(candidate.consumed.iter().copied()) {
        let token = scene.token(head);
        if token.sentence().id == sentence {
            span = span.join(scene.doc.span(phrase(token)));
        }
    }
    span
}
