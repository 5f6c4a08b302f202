//! What goes into a brief, and under which heading.

use lexicon::ontology::Table;
use reading::{ActorOut, EventOut, IncidentOut, Reading, Span, StatementOut};
use serde_json::Value;

use super::wording::{self, and, count};
use super::{Brief, Form, Item, Section};

/// In characters: nothing this short says what was said.
const LONGEST_PRONOUN: u32 = 6;

/// The brief of a reading.
pub(super) fn brief(reading: &Reading, ontology: &Table) -> Brief {
    let report = &reading.report;
    let r = Reader { reading, ontology };
    let sections = [
        ("Said to have happened", Form::Lines, r.events(|e| is_actual(e) && e.polarity == "affirmed" && !e.background)),
        ("Contested", Form::Disputed, r.contested()),
        ("Denied, refused or said not to be so", Form::Lines, r.denied()),
        (
            "Announced, asked for, possible or feared",
            Form::Lines,
            r.events(|e| !is_actual(e) && e.polarity == "affirmed"),
        ),
        ("Background", Form::Lines, r.events(|e| is_actual(e) && e.polarity == "affirmed" && e.background)),
        ("Agreements", Form::Lines, r.agreements()),
        ("People and organisations", Form::Names, r.people()),
        ("Places", Form::Names, r.places()),
        ("Not resolved", Form::Lines, r.unresolved()),
    ];
    Brief {
        title: report.title.clone().unwrap_or_else(|| report.id.clone()),
        about: [&report.publisher, &report.published, &report.url].into_iter().flatten().cloned().collect(),
        sections: sections
            .into_iter()
            .filter(|(.., items)| !items.is_empty())
            .map(|(heading, form, items)| Section { heading, form, items })
            .collect(),
        nothing: "Nothing was read in this report that bears on conflict or diplomacy.",
    }
}

fn is_actual(event: &EventOut) -> bool {
    event.modality == "actual"
}

struct Reader<'a> {
    reading: &'a Reading,
    ontology: &'a Table,
}

impl<'a> Reader<'a> {
    fn actor(&self, id: &str) -> Option<&'a ActorOut> {
        self.reading.actors.iter().find(|a| a.id == id)
    }

    fn names(&self, ids: &[String]) -> String {
        and(&ids.iter().filter_map(|id| self.actor(id)).map(called).collect::<Vec<_>>())
    }

    /// Events that `wanted` picks; those of one incident stand under the first of them.
    fn events(&self, wanted: impl Fn(&EventOut) -> bool) -> Vec<Item> {
        let mut items: Vec<Item> = Vec::new();
        let mut told: Vec<&str> = Vec::new();
        for event in self.reading.events.iter().filter(|e| wanted(e)) {
            if told.contains(&event.id.as_str()) {
                continue;
            }
            let incident = self.reading.incidents.iter().find(|i| i.events.contains(&event.id));
            let others = incident.into_iter().flat_map(|i| &i.events).filter(|id| **id != event.id);
            let others: Vec<&EventOut> =
                others.filter_map(|id| self.reading.events.iter().find(|e| e.id == *id && wanted(e))).collect();
            let mut item = self.event(event);
            for other in others {
                told.push(&other.id);
                item.notes.push(self.further(other));
            }
            items.push(item);
        }
        items
    }

    fn further(&self, event: &EventOut) -> String {
        let item = self.event(event);
        format!("Also {}: {} {}", item.source, item.lead, item.body)
    }

    fn event(&self, event: &EventOut) -> Item {
        let wording = wording::of(self.ontology, event);
        let reality = wording::reality(event);
        let lead = if reality.is_empty() { wording.noun.to_owned() } else { format!("{} ({reality})", wording.noun) };
        Item {
            id: event.id.clone(),
            lead,
            body: self.body(event),
            source: self.statement(&event.statement).map(|s| self.source(s)).unwrap_or_default(),
            words: Some(event.span),
            notes: Vec::new(),
        }
    }

    fn body(&self, event: &EventOut) -> String {
        let wording = wording::of(self.ontology, event);
        let (actors, recipients) = (self.names(&event.actors), self.names(&event.recipients));
        let mut who = match (actors.is_empty(), recipients.is_empty()) {
            (false, false) => format!("{} {actors} {} {recipients}", wording.by, wording.to),
            (false, true) => format!("{} {actors}", wording.by),
            (true, false) => format!("{} {recipients}, {} whom is not said", wording.to, wording.by),
            (true, true) => format!("{} whom is not said", wording.by),
        };
        if let Some(agreement) = self.reading.agreements.iter().find(|g| Some(&g.id) == event.violates.as_ref()) {
            who += &format!("; said to break the {}", agreement.name.trim_start_matches("the "));
        }
        let place = self.reading.places.iter().find(|p| Some(&p.id) == event.place.as_ref());
        let place = place.map(|p| format!("{} {}", wording::preposition(p.precision), p.name));
        let time = self.reading.times.iter().find(|t| Some(&t.id) == event.time.as_ref()).map(|t| t.value.clone());
        let counts = [
            (event.killed, "killed"),
            (event.wounded, "wounded"),
            (event.detained, "detained"),
            (event.displaced, "displaced"),
        ];
        let counts = counts.into_iter().filter_map(|(range, what)| Some(count(range?, what)));
        [Some(who), place, time].into_iter().flatten().chain(counts).collect::<Vec<_>>().join(", ")
    }

    fn statement(&self, id: &str) -> Option<&'a StatementOut> {
        self.reading.statements.iter().find(|s| s.id == id)
    }

    /// "according to the Pentagon, citing the Ukrainian military", or the report's own narration.
    fn source(&self, statement: &StatementOut) -> String {
        let name = |id: &str| {
            self.actor(id).map(|a| match office(a) {
                Some(office) => format!("{} ({office})", called(a)),
                None => called(a),
            })
        };
        let mut links = statement.sources.iter().filter_map(|s| name(&s.actor));
        let Some(first) = links.next() else { return "told by the report itself".into() };
        let mut said = format!("according to {first}");
        for link in links {
            said += &format!(", citing {link}");
        }
        said
    }

    fn contested(&self) -> Vec<Item> {
        let contested = self.reading.incidents.iter().filter(|i| !i.contested.is_empty());
        contested.map(|incident| self.incident(incident)).collect()
    }

    fn incident(&self, incident: &IncidentOut) -> Item {
        let first = incident.events.iter().find_map(|id| self.reading.events.iter().find(|e| e.id == *id));
        let mut item = first.map(|e| self.event(e)).unwrap_or_default();
        item.source.clear();
        for field in &incident.contested {
            let accounts: Vec<String> = field
                .accounts
                .iter()
                .map(|account| {
                    let by = if account.by.is_empty() { "the report itself".into() } else { self.names(&account.by) };
                    format!("{} – {by}", self.value(&account.value))
                })
                .collect();
            item.notes.push(format!("{}: {}", field_name(field.field), accounts.join("; ")));
        }
        item
    }

    /// A contested value in words.
    fn value(&self, value: &Value) -> String {
        match value {
            Value::Null => "not said".into(),
            Value::String(id) => self.named(id),
            Value::Array(list) if list.len() == 2 && list[0].is_u64() => {
                count((list[0].as_u64().unwrap_or(0), list[1].as_u64()), "").trim().to_owned()
            }
            Value::Array(list) if list.is_empty() => "not said".into(),
            Value::Array(list) => and(&list.iter().map(|v| self.value(v)).collect::<Vec<_>>()),
            other => other.to_string(),
        }
    }

    fn named(&self, id: &str) -> String {
        let place = || self.reading.places.iter().find(|p| p.id == id).map(|p| p.name.clone());
        let time = || self.reading.times.iter().find(|t| t.id == id).map(|t| t.value.clone());
        self.actor(id).map(|a| a.name.clone()).or_else(place).or_else(time).unwrap_or_else(|| id.to_owned())
    }

    fn denied(&self) -> Vec<Item> {
        let said = self.reading.statements.iter().filter(|s| matches!(s.stance, "deny" | "decline"));
        let mut items: Vec<Item> = said
            .map(|s| Item {
                id: s.id.clone(),
                lead: wording::stance(s.stance).to_owned(),
                body: self.source(s).strip_prefix("according to ").map(|who| format!("by {who}")).unwrap_or_default(),
                words: Some(self.told(s)),
                ..Item::default()
            })
            .collect();
        for event in self.reading.events.iter().filter(|e| e.polarity == "negated") {
            let mut item = self.event(event);
            item.lead = format!("{} (said not to be so)", item.lead);
            items.push(item);
        }
        items
    }

    /// What a statement says; the whole of it where that is a mere "it" or "this".
    fn told(&self, statement: &StatementOut) -> Span {
        let says_something = |s: &&Span| s[1] - s[0] > LONGEST_PRONOUN;
        statement.content.first().filter(says_something).copied().unwrap_or(statement.span)
    }

    fn agreements(&self) -> Vec<Item> {
        let one = |g: &reading::AgreementOut| {
            let parties = Some(self.names(&g.parties)).filter(|p| !p.is_empty()).map(|p| format!("of {p}"));
            let mediators =
                Some(self.names(&g.mediators)).filter(|m| !m.is_empty()).map(|m| format!("mediated by {m}"));
            let kind = Some(g.kind.replace('-', " ")).filter(|kind| !g.name.to_lowercase().contains(kind.as_str()));
            let parts = [kind, g.date.clone(), parties, mediators];
            Item {
                lead: g.name.clone(),
                body: parts.into_iter().flatten().collect::<Vec<_>>().join(", "),
                ..Item::default()
            }
        };
        self.reading.agreements.iter().map(one).collect()
    }

    fn people(&self) -> Vec<Item> {
        let known = self.reading.actors.iter().filter(|a| a.kind != "other" && a.kind != "population");
        known
            .map(|a| {
                let part_of = a.member_of.as_deref().and_then(|id| self.actor(id)).map(|m| m.name.clone());
                let part_of = part_of.filter(|name| *name != a.name);
                let office = office(a).map(str::to_owned);
                let kind = (a.office.is_none() && a.kind != "person").then(|| a.kind.replace('-', " "));
                let parts = [office, kind, part_of, a.country.clone()];
                Item {
                    lead: a.name.clone(),
                    body: parts.into_iter().flatten().collect::<Vec<_>>().join(", "),
                    ..Item::default()
                }
            })
            .collect()
    }

    fn places(&self) -> Vec<Item> {
        let known = self.reading.places.iter().filter(|p| p.lat.is_some());
        known
            .map(|p| {
                let admin1 = p.admin1.clone().filter(|a| *a != p.name);
                let parts = [Some(wording::precision(p.precision).to_owned()), admin1, p.country.clone()];
                Item {
                    lead: p.name.clone(),
                    body: parts.into_iter().flatten().collect::<Vec<_>>().join(", "),
                    ..Item::default()
                }
            })
            .collect()
    }

    fn unresolved(&self) -> Vec<Item> {
        let plain = |lead: &str, names: Vec<String>| {
            (!names.is_empty()).then(|| Item { lead: format!("{lead}:"), body: names.join("; "), ..Item::default() })
        };
        let places = self.reading.places.iter().filter(|p| p.lat.is_none()).map(|p| p.name.clone()).collect();
        let days = self.reading.times.iter().filter(|t| t.value.contains('X')).map(|t| t.value.clone()).collect();
        let mut foreign: Vec<&str> = self.reading.report.unread.iter().map(|u| u.name).collect();
        foreign.dedup();
        let foreign = foreign.into_iter().map(|name| format!("what is written in {name}")).collect();
        let takes_part = |id: &String| {
            self.reading.events.iter().any(|e| e.actors.contains(id) || e.recipients.contains(id))
                || self.reading.statements.iter().any(|s| s.sources.iter().any(|x| x.actor == *id))
        };
        let unknown = self.reading.actors.iter().filter(|a| a.country.is_none() && a.kind == "other");
        let actors = unknown.filter(|a| takes_part(&a.id)).map(|a| a.name.clone()).collect();
        let unsaid = self.reading.events.iter().filter(|e| e.actors.is_empty() && is_actual(e));
        let unsaid: Vec<String> =
            unsaid.map(|e| format!("{} ({})", wording::of(self.ontology, e).noun.to_lowercase(), e.id)).collect();
        [
            plain("Not read", foreign),
            plain("Places without coordinates", places),
            plain("Days without a year", days),
            plain("Who they are is not known", actors),
            plain("Who did it is not said", unsaid),
        ]
        .into_iter()
        .flatten()
        .collect()
    }
}

/// An actor's name inside a sentence: "the army" also where the report begins with it.
fn called(actor: &ActorOut) -> String {
    match actor.name.split_once(' ') {
        Some(("The", rest)) if rest.starts_with(char::is_lowercase) => format!("the {rest}"),
        _ => actor.name.clone(),
    }
}

/// The office, where the name does not say it already.
fn office(actor: &ActorOut) -> Option<&str> {
    let name = actor.name.to_lowercase();
    actor.office.as_deref().filter(|office| !name.contains(&office.to_lowercase()))
}

fn field_name(field: &str) -> &str {
    match field {
        "actors" => "Who did it",
        "recipients" => "To whom",
        "killed" => "Killed",
        "wounded" => "Wounded",
        "detained" => "Detained",
        "displaced" => "Displaced",
        "place" => "Where",
        "time" => "When",
        "polarity" => "Whether it happened",
        other => other,
    }
}
