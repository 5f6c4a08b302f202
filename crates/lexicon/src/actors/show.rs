//! What a name would resolve to, and why: for people who edit the files.

use std::fmt;

use super::{ActorRef, Held, NameUse, PersonRef, Table, Word};
use crate::fold;

/// What a name resolves to, as lines for a person.
pub struct Shown {
    name: String,
    lines: Vec<String>,
}

impl Shown {
    /// The same with more lines below.
    pub fn and(mut self, more: Vec<String>) -> Self {
        self.lines.extend(more);
        self
    }
}

impl fmt::Display for Shown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.lines.is_empty() {
            return writeln!(f, "{}: no actor, person, role or place of this name", self.name);
        }
        self.lines.iter().try_for_each(|line| writeln!(f, "{line}"))
    }
}

/// What `name` would resolve to on `day` (`YYYYMMDD`); without a day, offices are shown with all their dates.
pub fn show(table: &Table, name: &str, day: Option<u32>) -> Shown {
    let folded = fold(name);
    let folded = folded.strip_prefix("the ").unwrap_or(&folded);
    let mut lines = Vec::new();
    for target in table.names.get(folded) {
        if let Some(actor) = target.actor() {
            lines.push(actor_line(table, actor, target.usage));
            lines.extend(notes(table, actor));
        } else if let Some(person) = target.person() {
            lines.extend(person_lines(table, person, target.usage, day));
        }
    }
    lines.extend(table.words.get(folded).iter().filter_map(|&word| word_line(table, word, day)));
    if lines.is_empty() {
        let (given, last) = folded.rsplit_once(' ').unwrap_or(("", folded));
        let alike = |p: &&PersonRef| {
            let full = fold(table.text(table.person(**p).name));
            given.is_empty() || full.chars().next() == given.chars().next()
        };
        for &person in table.persons_like(last).iter().filter(alike) {
            lines.push(format!("much like {}:", table.text(table.person(person).name)));
            lines.extend(person_lines(table, person, NameUse::Short, day));
        }
    }
    Shown { name: name.to_owned(), lines }
}

fn actor_line(table: &Table, actor: ActorRef, usage: NameUse) -> String {
    let entry = table.actor(actor);
    let sectors: Vec<&str> = entry.sectors.iter().map(|s| s.as_str()).collect();
    let mut line = format!(
        "{} ({}): {}, {}",
        table.text(entry.name),
        table.text(entry.id),
        entry.kind.as_str(),
        entry.country.map_or("no country".to_owned(), |c| c.to_string()),
    );
    if !sectors.is_empty() {
        line += &format!(", {}", sectors.join(" "));
    }
    if let Some(parent) = entry.parent {
        line += &format!(", of {}", table.text(table.actor(parent).name));
    }
    line + match usage {
        NameUse::Name | NameUse::Person => "; by name",
        NameUse::Acronym => "; by its initials, written just so",
        NameUse::Weak => "; only where the report supports it",
        NameUse::Adjective => "; by adjective",
        NameUse::People => "; its people",
        NameUse::Capital => "; as seat of its government, where the sentence makes it somebody",
        NameUse::Seat => "; by the building or street where it sits",
        NameUse::Short => "; by what a person is called for short",
    }
}

fn notes(table: &Table, actor: ActorRef) -> Option<String> {
    let note = table.text(table.actor(actor).note);
    (!note.is_empty()).then(|| format!("  note: {note}"))
}

fn person_lines(table: &Table, person: PersonRef, usage: NameUse, day: Option<u32>) -> Vec<String> {
    let entry = table.person(person);
    let how = if usage == NameUse::Short { "; by a short form, with support of the report" } else { "; by name" };
    let country = entry.country.map_or("no country".to_owned(), |c| c.to_string());
    let mut lines = vec![format!("{} ({}): person, {country}{how}", table.text(entry.name), table.text(entry.id))];
    for holder in table.held_by(person) {
        let held = day.map_or(Held::Yes, |day| holder.period.holds(day));
        if held == Held::No {
            continue;
        }
        let office = table.office(holder.office);
        let bound = |b: Option<crate::period::Bound>| b.map_or("..".to_owned(), |b| written(b.first));
        let body = table.text(table.actor(office.body).name);
        let maybe = if held == Held::Maybe { ", perhaps (the dates are not exact)" } else { "" };
        lines.push(format!(
            "  {} ({body}) {}/{}{maybe}",
            table.text(office.title),
            bound(holder.period.from),
            bound(holder.period.to)
        ));
    }
    lines
}

/// `20210402` as `2021-04-02`.
fn written(day: u32) -> String {
    format!("{:04}-{:02}-{:02}", day / 10_000, day / 100 % 100, day % 100)
}

fn word_line(table: &Table, word: Word, day: Option<u32>) -> Option<String> {
    Some(match word {
        Word::Organ(kind) => {
            format!(
                "a kind of state organ ({}): beside a country's name or adjective it is that state's",
                table.text(table.organ_kind(kind).id)
            )
        }
        Word::OfficeKind(kind) => {
            format!(
                "a kind of office ({}): held by whoever the state and the day say",
                table.text(table.office_kind(kind).id)
            )
        }
        Word::Office(office) => {
            let entry = table.office(office);
            let holder = day.and_then(|day| Some((day, table.holder_on(office, day)?)));
            let held = holder.map_or(String::new(), |(day, person)| {
                format!(", held on {} by {}", written(day), table.text(table.person(person).name))
            });
            format!("an office: {} ({}){held}", table.text(entry.title), table.text(entry.id))
        }
        Word::Role(role) => {
            let role = table.role(role);
            let sectors: Vec<&str> = role.sectors.iter().map(|s| s.as_str()).collect();
            format!("a role ({:?}) {}", role.form, sectors.join(" "))
        }
        Word::Title(title) => format!("a title before a name: {}", table.text(table.title(title).title)),
        Word::Cue(cue) => format!("a cue: {cue:?}"),
    })
}
