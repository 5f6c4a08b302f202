//! A report in the making: its text with what is read in it, each with its place in characters.

use jiff::civil::Date;
use lexicon::{ActorKind, Lexicon};
use reading::{ActorOut, EventOut, PlaceOut, Reading, ReportOut, SourceOut, Span, StatementOut, TimeOut};

use crate::world::{Party, Town};

/// A report in the making.
pub(crate) struct Draft {
    text: String,
    length: u32,
    actors: Vec<ActorOut>,
    places: Vec<PlaceOut>,
    times: Vec<TimeOut>,
    statements: Vec<StatementOut>,
    events: Vec<EventOut>,
}

/// What heads a report.
pub(crate) struct Head {
    pub id: String,
    pub title: String,
    pub publisher: String,
    pub published: Date,
}

impl Draft {
    pub fn new() -> Self {
        Self {
            text: String::new(),
            length: 0,
            actors: Vec::new(),
            places: Vec::new(),
            times: Vec::new(),
            statements: Vec::new(),
            events: Vec::new(),
        }
    }

    /// Where the next words will stand.
    pub fn at(&self) -> u32 {
        self.length
    }

    /// Writes words; gives their place.
    pub fn write(&mut self, words: &str) -> Span {
        let start = self.length;
        self.text.push_str(words);
        self.length += words.chars().count() as u32;
        [start, self.length]
    }

    /// Writes the name of somebody; gives the id and the mention.
    pub fn name(&mut self, party: &Party) -> (String, Span) {
        let mention = self.write(&party.name);
        if let Some(known) = self.actors.iter_mut().find(|a| a.name == party.name) {
            known.mentions.push(mention);
            return (known.id.clone(), mention);
        }
        let id = format!("A{}", self.actors.len() + 1);
        self.actors.push(ActorOut {
            id: id.clone(),
            name: party.name.clone(),
            kind: party.kind.as_str(),
            country: party.country.map(|c| c.to_string()),
            sectors: party.sectors.clone(),
            office: (party.kind == ActorKind::Person).then(|| "spokesman".to_owned()),
            member_of: None,
            mentions: vec![mention],
        });
        (id, mention)
    }

    /// Writes the name of a town; gives the id.
    pub fn town(&mut self, town: &Town) -> String {
        let mention = self.write(&town.name);
        if let Some(known) = self.places.iter_mut().find(|p| p.name == town.name) {
            known.mentions.push(mention);
            return known.id.clone();
        }
        let id = format!("P{}", self.places.len() + 1);
        self.places.push(PlaceOut {
            id: id.clone(),
            name: town.name.clone(),
            country: Some(town.country.to_string()),
            admin1: town.admin1.clone(),
            lat: Some(town.point.0),
            lon: Some(town.point.1),
            precision: "city",
            disputed: None,
            likeness: None,
            mentions: vec![mention],
            descriptions: Vec::new(),
        });
        id
    }

    /// Writes a day; gives the id.
    pub fn day(&mut self, day: Date) -> String {
        let mention = self.write(&day.strftime("on %-d %B").to_string());
        let value = day.to_string();
        if let Some(known) = self.times.iter_mut().find(|t| t.value == value) {
            known.mentions.push(mention);
            return known.id.clone();
        }
        let id = format!("T{}", self.times.len() + 1);
        self.times.push(TimeOut { id: id.clone(), value, mentions: vec![mention] });
        id
    }

    /// Makes a statement of what was written from `start` on; gives its id.
    pub fn statement(&mut self, start: u32, source: Option<SourceOut>, stance: &'static str) -> String {
        let id = format!("S{}", self.statements.len() + 1);
        self.statements.push(StatementOut {
            id: id.clone(),
            span: [start, self.length],
            content: vec![[start, self.length]],
            time: None,
            place: None,
            medium: None,
            manner: if source.is_some() { "indirect" } else { "narration" },
            stance,
            sources: source.into_iter().collect(),
        });
        id
    }

    /// Notes an event, but for its id.
    pub fn event(&mut self, event: EventOut) {
        self.events.push(EventOut { id: format!("E{}", self.events.len() + 1), ..event });
    }

    pub fn finish(self, head: Head) -> Reading {
        Reading {
            schema: "attache/reading/1",
            report: ReportOut {
                id: head.id,
                title: Some(head.title),
                publisher: Some(head.publisher),
                url: None,
                published: Some(head.published.to_string()),
                language: "en".into(),
                text: self.text,
                unread: Vec::new(),
                notice: None,
            },
            actors: self.actors,
            places: self.places,
            times: self.times,
            agreements: Vec::new(),
            statements: self.statements,
            events: self.events,
            incidents: Vec::new(),
        }
    }
}

/// An event of a type and mode with what the ontology says of them, as yet of nobody.
pub(crate) fn bare_event(lexicon: &Lexicon, sentence: &crate::words::Sentence) -> EventOut {
    let ontology = &lexicon.ontology;
    let (kind, mode) = (sentence.kind, sentence.mode);
    let contexts = mode.map(|mode| ontology.context_names(ontology.mode_contexts(mode))).unwrap_or_default();
    EventOut {
        id: String::new(),
        statement: String::new(),
        span: [0, 0],
        trigger: [0, 0],
        kind: kind.as_str().into(),
        mode: mode.map(|mode| ontology.mode_name(mode).into()),
        contexts: contexts.into_iter().map(str::to_owned).collect(),
        cameo: Some(ontology.cameo_code(ontology.usual_cameo(kind, mode)).into()),
        quad: ontology.quad(kind).into(),
        intensity: ontology.intensity(kind, mode),
        actors: Vec::new(),
        recipients: Vec::new(),
        place: None,
        time: None,
        killed: None,
        wounded: None,
        detained: None,
        displaced: None,
        polarity: "affirmed",
        modality: "actual",
        background: false,
        violates: None,
        confidence: 0.8,
    }
}
