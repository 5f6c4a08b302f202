//! The layers of a report, joined by ids and character offsets into a [`Reading`].

use language::{ByteSpan, Document, Foreign};
use lexicon::{ActorKind, Lexicon};

use crate::actors::{Actor, ActorId};
use crate::events::{Event, EventId};
use crate::reading::*;
use crate::statements::Party;
use crate::{Layers, Report};

/// Makes the reading of a report from its layers.
pub(crate) fn reading(report: &Report, layers: &Layers, lexicon: &Lexicon) -> Reading {
    let mut cast = Cast::new(layers);
    let statements = statements(layers, &mut cast);
    let events = events(layers, &mut cast);
    let incidents = incidents(layers, &events);
    let agreements = agreements(layers, &mut cast);
    Reading {
        schema: "attache/reading/1",
        report: ReportOut {
            id: report.id.clone(),
            title: report.title.clone(),
            publisher: report.publisher.clone(),
            url: report.url.clone(),
            published: report.published.map(|d| d.to_string()),
            language: main_language(&layers.document).to_owned(),
            text: report.text.clone(),
            unread: unread(&layers.document),
            notice: notice(report, lexicon),
        },
        actors: cast.actors(),
        places: places(layers),
        times: times(layers),
        agreements,
        statements,
        events,
        incidents,
    }
}

fn notice(report: &Report, lexicon: &Lexicon) -> Option<NoticeOut> {
    let (kind, cue) = lexicon.notices.find(report.title.as_deref(), &report.text)?;
    Some(NoticeOut { kind: kind.as_str(), cue })
}

/// BCP 47 tag of the language of most of the text.
fn main_language(doc: &Document) -> &'static str {
    let foreign: usize = doc.foreign().iter().map(|f| f.span.len()).sum();
    match doc.foreign().iter().max_by_key(|f| f.span.len()) {
        Some(longest) if 2 * foreign > doc.text().trim().len() => longest.tag,
        _ => "en",
    }
}

fn unread(doc: &Document) -> Vec<UnreadOut> {
    let one = |f: &Foreign| UnreadOut { span: span(doc, f.span), language: f.tag, name: f.name };
    doc.foreign().iter().map(one).collect()
}

/// The actors of a reading: those of the mentions, and those that only some words of the text name.
struct Cast<'a> {
    doc: &'a Document,
    places: &'a crate::places::Places,
    actors: Vec<Actor>,
    mentions: Vec<Vec<ByteSpan>>,
    /// The one that stands for everybody whom the text does not name.
    unknown: Option<usize>,
}

impl<'a> Cast<'a> {
    fn new(layers: &'a Layers) -> Self {
        let mut mentions = vec![Vec::new(); layers.actors.list.len()];
        for m in &layers.actors.mentions {
            mentions[m.actor.0 as usize].push(m.span);
        }
        Self {
            doc: &layers.document,
            places: &layers.places,
            actors: layers.actors.list.clone(),
            mentions,
            unknown: None,
        }
    }

    /// The number of whoever takes part; words that no mention covers become an actor of their own, once.
    fn number(&mut self, party: Party) -> usize {
        match party {
            Party::Actor(ActorId(i)) => i as usize,
            Party::Words(span) => match self.mentions.iter().position(|m| m.contains(&span)) {
                Some(i) => i,
                None => self.named(span.of(self.doc.text()), vec![span]),
            },
            Party::Unknown => match self.unknown {
                Some(i) => i,
                None => {
                    let i = self.named("unknown", Vec::new());
                    self.unknown = Some(i);
                    i
                }
            },
        }
    }

    fn named(&mut self, name: &str, mentions: Vec<ByteSpan>) -> usize {
        // A place that is acted on belongs to its country.
        let place = self.places.mentions.iter().find(|m| mentions.contains(&m.span)).map(|m| self.places.get(m.place));
        self.actors.push(Actor {
            name: name.to_owned(),
            kind: ActorKind::Other,
            country: place.and_then(|p| p.country),
            sectors: Vec::new(),
            office: None,
            member_of: None,
            lexicon_id: None,
        });
        self.mentions.push(mentions);
        self.actors.len() - 1
    }

    fn id(&mut self, party: Party) -> String {
        format!("A{}", self.number(party) + 1)
    }

    fn actors(&self) -> Vec<ActorOut> {
        self.actors
            .iter()
            .zip(&self.mentions)
            .enumerate()
            .map(|(i, (actor, mentions))| ActorOut {
                id: format!("A{}", i + 1),
                name: actor.name.clone(),
                kind: actor.kind.as_str(),
                country: actor.country.map(|c| c.to_string()),
                sectors: actor.sectors.iter().map(|s| s.as_str()).collect(),
                office: actor.office.clone(),
                member_of: actor.member_of.map(|m| format!("A{}", m.0 + 1)),
                mentions: spans(self.doc, mentions.iter().copied()),
            })
            .collect()
    }
}

fn span(doc: &Document, bytes: ByteSpan) -> Span {
    let chars = doc.chars(bytes);
    [chars.start, chars.end]
}

fn spans(doc: &Document, bytes: impl IntoIterator<Item = ByteSpan>) -> Vec<Span> {
    bytes.into_iter().map(|b| span(doc, b)).collect()
}

/// Expressions of one value are one time of the reading: the number of the first that has it.
fn time_number(layers: &Layers, i: usize) -> usize {
    let value = &layers.times[i].value;
    let mut seen: Vec<&str> = Vec::new();
    for time in &layers.times {
        if time.value == *value {
            return seen.len();
        }
        if !seen.contains(&time.value.as_str()) {
            seen.push(&time.value);
        }
    }
    seen.len()
}

fn time_id(layers: &Layers, i: usize) -> String {
    format!("T{}", time_number(layers, i) + 1)
}

fn times(layers: &Layers) -> Vec<TimeOut> {
    let mut out: Vec<TimeOut> = Vec::new();
    for (i, time) in layers.times.iter().enumerate() {
        let at = span(&layers.document, time.span);
        match out.iter_mut().find(|t| t.value == time.value) {
            Some(known) => known.mentions.push(at),
            None => out.push(TimeOut { id: time_id(layers, i), value: time.value.clone(), mentions: vec![at] }),
        }
    }
    out
}

fn places(layers: &Layers) -> Vec<PlaceOut> {
    // Spans of names, and of descriptions such as "the village".
    let mut by_place = vec![(Vec::new(), Vec::new()); layers.places.list.len()];
    for mention in &layers.places.mentions {
        let (names, descriptions) = &mut by_place[mention.place.0 as usize];
        if mention.antecedent.is_none() { names } else { descriptions }.push(mention.span);
    }
    layers
        .places
        .list
        .iter()
        .enumerate()
        .map(|(i, place)| {
            let (of_it, described) = (&by_place[i].0, &by_place[i].1);
            PlaceOut {
                id: format!("P{}", i + 1),
                name: place.name.clone(),
                country: place.country.map(|c| c.to_string()),
                admin1: place.admin1.clone(),
                lat: place.point.map(|p| p.0),
                lon: place.point.map(|p| p.1),
                precision: place.precision.as_str(),
                disputed: place.disputed.clone(),
                likeness: place.likeness.map(|l| (l * 100.0).round() / 100.0),
                mentions: spans(&layers.document, of_it.iter().copied()),
                descriptions: spans(&layers.document, described.iter().copied()),
            }
        })
        .collect()
}

fn agreements(layers: &Layers, cast: &mut Cast<'_>) -> Vec<AgreementOut> {
    let ids = |list: &[ActorId]| list.iter().map(|a| format!("A{}", a.0 + 1)).collect();
    layers
        .agreements
        .iter()
        .enumerate()
        .map(|(i, a)| AgreementOut {
            id: format!("G{}", i + 1),
            name: a.name.clone(),
            kind: a.kind.clone(),
            date: a.date.clone(),
            parties: ids(&a.parties),
            mediators: ids(&a.mediators),
            mentions: spans(&layers.document, a.mentions.iter().map(|m| m.0)),
            conduct: conduct(layers, cast, i),
        })
        .collect()
}

fn conduct(layers: &Layers, cast: &mut Cast<'_>, agreement: usize) -> Vec<ConductOut> {
    let told = layers.conduct.iter().filter(|c| c.agreement.0 as usize == agreement);
    told.map(|c| ConductOut {
        kind: c.kind,
        statement: format!("S{}", c.statement.0 + 1),
        span: span(&layers.document, c.span),
        by: c.by.iter().map(|&p| cast.id(p)).collect(),
        polarity: c.polarity.as_str(),
        modality: c.modality.as_str(),
        event: c.event.map(|e| format!("E{}", e.0 + 1)),
    })
    .collect()
}

fn statements(layers: &Layers, cast: &mut Cast<'_>) -> Vec<StatementOut> {
    let doc = &layers.document;
    layers
        .statements
        .iter()
        .enumerate()
        .map(|(i, s)| StatementOut {
            id: format!("S{}", i + 1),
            span: span(doc, s.span),
            content: spans(doc, s.content.iter().copied()),
            time: s.time.map(|t| time_id(layers, t.0 as usize)),
            place: s.place.map(|p| format!("P{}", p.0 + 1)),
            medium: s.medium.clone(),
            manner: s.manner.as_str(),
            stance: s.stance.as_str(),
            sources: s
                .sources
                .iter()
                .map(|source| SourceOut {
                    actor: cast.id(source.who),
                    mention: source.mention.map(|m| span(doc, m)),
                    cue: source.cue.map(|c| span(doc, c)),
                    verb: source.verb.clone(),
                })
                .collect(),
        })
        .collect()
}

fn events(layers: &Layers, cast: &mut Cast<'_>) -> Vec<EventOut> {
    layers.events.iter().enumerate().map(|(i, e)| event(layers, cast, i, e)).collect()
}

fn event(layers: &Layers, cast: &mut Cast<'_>, i: usize, e: &Event) -> EventOut {
    let doc = &layers.document;
    EventOut {
        id: format!("E{}", i + 1),
        statement: format!("S{}", e.statement.0 + 1),
        span: span(doc, e.span),
        trigger: span(doc, e.trigger),
        kind: e.kind.clone(),
        mode: e.mode.clone(),
        contexts: e.contexts.clone(),
        cameo: e.cameo.clone(),
        quad: e.quad.clone(),
        intensity: e.intensity,
        actors: e.actors.iter().map(|&p| cast.id(p)).collect(),
        recipients: e.recipients.iter().map(|&p| cast.id(p)).collect(),
        place: e.place.map(|p| format!("P{}", p.0 + 1)),
        time: e.time.map(|t| time_id(layers, t.0 as usize)),
        killed: e.killed,
        wounded: e.wounded,
        detained: e.detained,
        displaced: e.displaced,
        polarity: e.polarity.as_str(),
        modality: e.modality.as_str(),
        background: e.background,
        violates: e.violates.map(|g| format!("G{}", g.0 + 1)),
        confidence: (e.confidence * 1000.0).round() / 1000.0,
    }
}

fn incidents(layers: &Layers, events: &[EventOut]) -> Vec<IncidentOut> {
    let ids = |list: &[EventId]| list.iter().map(|e| format!("E{}", e.0 + 1)).collect();
    layers
        .incidents
        .iter()
        .enumerate()
        .map(|(i, incident)| IncidentOut {
            id: format!("I{}", i + 1),
            events: ids(&incident.events),
            agreed: incident.agreed.clone(),
            contested: incident
                .contested
                .iter()
                .map(|c| ContestedOut {
                    field: c.field,
                    accounts: c
                        .accounts
                        .iter()
                        .map(|(by, told)| AccountOut {
                            by: by.iter().map(|a| format!("A{}", a.0 + 1)).collect(),
                            value: told
                                .first()
                                .map_or(serde_json::Value::Null, |e| field(&events[e.0 as usize], c.field)),
                        })
                        .collect(),
                })
                .collect(),
        })
        .collect()
}

/// The value of one field of an event, as the event itself writes it.
fn field(event: &EventOut, name: &str) -> serde_json::Value {
    serde_json::to_value(event).ok().and_then(|mut v| v.get_mut(name).map(serde_json::Value::take)).unwrap_or_default()
}
