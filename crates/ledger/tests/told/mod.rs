//! Readings of made-up reports on one attack, and a ledger that they are added to.

#![allow(dead_code)]

use ledger::{Coding, Incident, Ledger, Outcome, Wanted};
use reading::{ActorOut, EventOut, PlaceOut, Reading, ReportOut, SourceOut, StatementOut, TimeOut};

/// A report of one attack on a town: id, day of publication, town with its longitude, day of the attack, dead, who says so, words.
pub struct Told<'a> {
    pub id: &'a str,
    pub published: &'a str,
    pub town: (&'a str, f64),
    pub day: &'a str,
    pub killed: u64,
    pub by: &'a str,
    pub text: &'a str,
}

pub const PLAIN: Told<'static> = Told {
    id: "a",
    published: "2024-03-02",
    town: ("Lormel", 30.0),
    day: "2024-03-01",
    killed: 4,
    by: "mayor",
    text: "Shells fell on the market of Lormel on Friday and killed four traders, the mayor said in the evening.",
};

pub fn reading(told: &Told<'_>) -> Reading {
    let actor = |id: &str, name: &str, kind: &'static str| ActorOut {
        id: id.into(),
        name: name.into(),
        kind,
        country: Some("UKR".into()),
        sectors: vec!["GOV"],
        office: None,
        member_of: None,
        mentions: vec![[0, 3]],
    };
    let length = told.text.chars().count() as u32;
    Reading {
        schema: "attache/reading/1",
        report: ReportOut {
            id: told.id.into(),
            title: None,
            publisher: Some("Wire".into()),
            url: None,
            published: Some(told.published.into()),
            language: "en".into(),
            text: told.text.into(),
            unread: Default::default(),
            notice: None,
        },
        actors: vec![actor("A1", told.by, "person"), actor("A2", "traders", "population")],
        places: vec![PlaceOut {
            id: "P1".into(),
            name: told.town.0.into(),
            country: Some("UKR".into()),
            admin1: None,
            lat: Some(48.0),
            lon: Some(told.town.1),
            precision: "city",
            disputed: None,
            likeness: None,
            mentions: vec![[0, 3]],
            descriptions: Vec::new(),
        }],
        times: vec![TimeOut { id: "T1".into(), value: told.day.into(), mentions: vec![[0, 3]] }],
        agreements: Vec::new(),
        statements: vec![StatementOut {
            id: "S1".into(),
            span: [0, length],
            content: vec![[0, length]],
            time: None,
            place: None,
            medium: None,
            manner: "indirect",
            stance: "assert",
            sources: vec![SourceOut { actor: "A1".into(), mention: Some([0, 3]), cue: None, verb: Some("say".into()) }],
        }],
        events: vec![EventOut {
            id: "E1".into(),
            statement: "S1".into(),
            span: [0, length.min(20)],
            trigger: [0, 6],
            kind: "ASSAULT".into(),
            mode: Some("heavy-weapons".into()),
            contexts: vec!["military".into()],
            cameo: Some("194".into()),
            quad: "material-conflict".into(),
            intensity: -9.5,
            actors: Vec::new(),
            recipients: vec!["A2".into()],
            place: Some("P1".into()),
            time: Some("T1".into()),
            killed: Some((told.killed, Some(told.killed))),
            wounded: None,
            detained: None,
            displaced: None,
            polarity: "affirmed",
            modality: "actual",
            background: false,
            violates: None,
            confidence: 0.8,
        }],
        incidents: Vec::new(),
    }
}

pub fn add(ledger: &mut Ledger, told: &[Told<'_>]) -> Vec<Outcome> {
    let readings: Vec<Reading> = told.iter().map(reading).collect();
    let added = ledger.add(&readings, &coding(), "2024-03-05T00:00:00Z").expect("adding works");
    assert_eq!(ledger.check().expect("checking works"), Vec::<String>::new());
    added.entries.into_iter().map(|entry| entry.outcome).collect()
}

pub fn new() -> Ledger {
    Ledger::in_memory().expect("a ledger in memory")
}

pub fn all(ledger: &Ledger) -> Vec<Incident> {
    ledger.incidents(&Wanted::default()).expect("listing works")
}

pub fn coding() -> Coding {
    Coding { program: "test".into(), model: "m".into(), knowledge: "k".into() }
}
