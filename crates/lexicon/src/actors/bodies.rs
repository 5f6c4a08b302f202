//! States, organisations, armed groups, organs of states, and the seats that stand for them.

use super::records::{values, BodyRow, SeatRow, StateRow};
use super::{ActorEntry, ActorRef, Draft, NameTarget, NameUse, OrganKindRef, Place};
use crate::fold;
use crate::kinds::ActorKind;
use crate::period::Period;
use crate::strings::StrId;

const STATUSES: &[(&str, ())] =
    &[("member", ()), ("observer", ()), ("disputed", ()), ("territory", ()), ("former", ())];

/// A family of files: what their records are, and which finer kinds there are.
struct Family {
    prefix: &'static str,
    kind: ActorKind,
    kinds: &'static [(&'static str, ())],
}

const FAMILIES: &[Family] = &[
    Family {
        prefix: "actors/organisations",
        kind: ActorKind::Organisation,
        kinds: &[
            ("igo", ()),
            ("mission", ()),
            ("ngo", ()),
            ("media", ()),
            ("company", ()),
            ("party", ()),
            ("movement", ()),
            ("court", ()),
            ("religious", ()),
            ("union", ()),
            ("bank", ()),
            ("group", ()),
            ("other", ()),
        ],
    },
    Family {
        prefix: "actors/armed-groups",
        kind: ActorKind::ArmedGroup,
        kinds: &[
            ("rebel", ()),
            ("militia", ()),
            ("jihadist", ()),
            ("insurgent", ()),
            ("paramilitary", ()),
            ("pmc", ()),
            ("gang", ()),
            ("cartel", ()),
            ("separatist", ()),
            ("coalition", ()),
            ("other", ()),
        ],
    },
    Family {
        prefix: "actors/organs",
        kind: ActorKind::Organisation,
        kinds: &[
            ("government", ()),
            ("presidency", ()),
            ("cabinet", ()),
            ("ministry", ()),
            ("military", ()),
            ("branch", ()),
            ("command", ()),
            ("unit", ()),
            ("police", ()),
            ("service", ()),
            ("parliament", ()),
            ("court", ()),
            ("electoral", ()),
            ("agency", ()),
            ("embassy", ()),
            ("bank", ()),
            ("border", ()),
            ("other", ()),
        ],
    },
];

impl Draft<'_> {
    /// Reads everything that is an actor and no person.
    pub(super) fn bodies(&mut self) {
        for (at, row) in self.rows::<StateRow>("actors/states") {
            self.state(at, &row);
        }
        for family in FAMILIES {
            for (at, row) in self.rows::<BodyRow>(family.prefix) {
                self.body(at, &row, family);
            }
        }
        self.parents();
        for (at, row) in self.rows::<SeatRow>("actors/seats") {
            match self.actor_or_organ(&row.actor) {
                Some(actor) => {
                    for name in std::iter::once(row.name.as_str()).chain(values(&row.aliases)) {
                        self.name(name, NameUse::Seat, actor);
                    }
                }
                None => self.dangling(&at, "actor", &row.actor, "actors/organs.csv"),
            }
        }
        self.lay_out();
    }

    fn state(&mut self, at: Place, row: &StateRow) {
        if !STATUSES.iter().any(|s| s.0 == row.status) {
            self.unknown(&at, "status", &row.status, STATUSES);
        }
        if row.status == "disputed" && (row.note.is_empty() || row.source.is_empty()) {
            self.problem(
                &at,
                "a disputed entity without note or source",
                "say neutrally who holds what, and by which source",
            );
        }
        let country = self.country(&at, &row.country);
        let sectors = self.sectors(&at, &row.sectors);
        let active = self.period(&at, &row.from, &row.to);
        let adjective = values(&row.adjectives).next().unwrap_or(&row.name);
        let entry = ActorEntry {
            id: self.strings.add(&row.id),
            name: self.strings.add(&row.name),
            kind: ActorKind::State,
            subkind: self.strings.add(&row.status),
            country,
            sectors,
            parent: None,
            active,
            adjective: self.strings.add(adjective),
            organ: None,
            names: (0, 0),
            note: self.strings.add(&row.note),
        };
        let Some(actor) = self.actor(at, &row.id, entry, "") else { return };
        if let Some(country) = country.filter(|c| c.as_str() == row.id) {
            self.table.states.push((country, actor));
        }
        self.name(&row.name, NameUse::Name, actor);
        for (cell, usage) in [
            (&row.aliases, NameUse::Name),
            (&row.adjectives, NameUse::Adjective),
            (&row.people, NameUse::People),
            (&row.capital, NameUse::Capital),
        ] {
            for name in values(cell) {
                let usage = if is_acronym(name) && usage == NameUse::Name { NameUse::Acronym } else { usage };
                self.name(name, usage, actor);
            }
        }
    }

    fn body(&mut self, at: Place, row: &BodyRow, family: &Family) {
        if !family.kinds.iter().any(|k| k.0 == row.kind) {
            self.unknown(&at, "kind", &row.kind, family.kinds);
        }
        let country = self.country(&at, &row.country);
        let sectors = self.sectors(&at, &row.sectors);
        let active = self.period(&at, &row.from, &row.to);
        let entry = ActorEntry {
            id: self.strings.add(&row.id),
            name: self.strings.add(&row.name),
            kind: family.kind,
            subkind: self.strings.add(&row.kind),
            country,
            sectors,
            parent: None,
            active,
            adjective: StrId::default(),
            organ: None,
            names: (0, 0),
            note: StrId::default(),
        };
        let Some(actor) = self.actor(at, &row.id, entry, &row.parent) else { return };
        self.name(&row.name, NameUse::Name, actor);
        for (cell, usage) in
            [(&row.aliases, NameUse::Name), (&row.acronyms, NameUse::Acronym), (&row.weak, NameUse::Weak)]
        {
            values(cell).for_each(|name| self.name(name, usage, actor));
        }
    }

    /// Adds an actor, unless its id is taken.
    fn actor(&mut self, at: Place, id: &str, entry: ActorEntry, parent: &str) -> Option<ActorRef> {
        if id.is_empty() || !id.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'.') {
            self.problem(&at, format!("{id:?} is no id"), "use letters, digits, hyphens and full stops");
            return None;
        }
        if self.strings.get(entry.name).is_empty() {
            self.problem(&at, format!("{id:?} has no name"), "write its usual English name");
            return None;
        }
        if let Some(&known) = self.actor_ids.get(id) {
            let other = self.actor_lines[known.index()].0.clone();
            self.problem(
                &at,
                format!("{id:?} is there twice, first at {}:{}", other.file, other.line),
                "keep one of the two, or rename one",
            );
            return None;
        }
        let actor = ActorRef(self.table.actors.len() as u32);
        self.table.actors.push(entry);
        self.actor_ids.insert(id.to_owned(), actor);
        self.actor_lines.push((at, parent.to_owned()));
        if let Some((state, kind)) = self.organ_id(id) {
            self.table.actors[actor.index()].organ = Some(kind);
            self.table.organs.push((state, kind, actor));
        }
        Some(actor)
    }

    /// The state and the kind of organ of an id such as `USA.defence-ministry`.
    fn organ_id(&self, id: &str) -> Option<(ActorRef, OrganKindRef)> {
        let (state, kind) = id.split_once('.')?;
        Some((*self.actor_ids.get(state)?, *self.organ_kind_ids.get(kind)?))
    }

    /// The actor of an id; an organ that the files do not list is made.
    pub(super) fn actor_or_organ(&mut self, id: &str) -> Option<ActorRef> {
        if let Some(&actor) = self.actor_ids.get(id) {
            return Some(actor);
        }
        let (state, kind) = self.organ_id(id)?;
        let of = self.table.actors[state.index()].clone();
        let organ = self.table.organ_kinds[kind.index()].clone();
        let pattern = self.strings.get(organ.name);
        let name = compose(pattern, self.strings.get(of.name), self.strings.get(of.adjective));
        let entry = ActorEntry {
            id: self.strings.add(id),
            name: self.strings.add(&name),
            kind: ActorKind::Organisation,
            subkind: organ.kind,
            country: of.country,
            sectors: organ.sectors,
            parent: Some(state),
            active: Period::default(),
            adjective: StrId::default(),
            organ: Some(kind),
            names: (0, 0),
            note: StrId::default(),
        };
        let at = self.actor_lines[state.index()].0.clone();
        let actor = self.actor(at, id, entry, "")?;
        self.name(&name, NameUse::Name, actor);
        Some(actor)
    }

    fn parents(&mut self) {
        let wanted: Vec<(ActorRef, String)> = self
            .actor_lines
            .iter()
            .enumerate()
            .filter(|(_, (_, parent))| !parent.is_empty())
            .map(|(i, (_, parent))| (ActorRef(i as u32), parent.clone()))
            .collect();
        for (actor, id) in wanted {
            match self.actor_or_organ(&id) {
                Some(parent) => self.table.actors[actor.index()].parent = Some(parent),
                None => {
                    let at = self.actor_lines[actor.index()].0.clone();
                    self.dangling(&at, "actor", &id, "actors/");
                }
            }
        }
    }

    /// Adds a name of an actor.
    fn name(&mut self, name: &str, usage: NameUse, actor: ActorRef) {
        let written = self.strings.add(name);
        self.index_name(name, NameTarget { usage, target: actor.0, written });
    }

    /// Adds a name, and its twin in the other spelling, to the index.
    pub(super) fn index_name(&mut self, name: &str, target: NameTarget) {
        let folded = fold(name);
        let folded = folded.strip_prefix("the ").unwrap_or(&folded).to_owned();
        if folded.is_empty() {
            return;
        }
        let twin = self.spellings.iter().fold(folded.clone(), |text, (from, to)| {
            text.split(' ').map(|w| if w == from { to.as_str() } else { w }).collect::<Vec<_>>().join(" ")
        });
        for key in [folded, twin] {
            let known = self.names.entry(key).or_default();
            if !known.iter().any(|t| t.target == target.target && t.actor().is_some() == target.actor().is_some()) {
                known.push(target);
            } else if let Some(t) = known.iter_mut().find(|t| {
                t.target == target.target && t.actor().is_some() == target.actor().is_some() && t.usage > target.usage
            }) {
                // "American" is an adjective and a person of the people: the adjective is what composition looks for.
                *t = target;
            }
        }
    }

    /// Orders the look-up tables, and lays each actor's names side by side.
    fn lay_out(&mut self) {
        self.table.states.sort();
        self.table.states.dedup_by_key(|s| s.0);
        self.table.organs.sort();
        let mut names: Vec<(u32, bool, StrId)> = Vec::new();
        for target in self.names.values().flatten() {
            if let Some(actor) = target.actor() {
                let canonical = self.table.actors[actor.index()].name == target.written;
                names.push((actor.0, !canonical, target.written));
            }
        }
        names.sort();
        names.dedup();
        for (i, &(actor, _, name)) in names.iter().enumerate() {
            let range = &mut self.table.actors[actor as usize].names;
            if range.1 == 0 {
                range.0 = i as u32;
            }
            range.1 = i as u32 + 1;
            self.table.actor_names.push(name);
        }
    }
}

/// Whether a name is initials: `US`, `U.S.A.`, `DR Congo` is not.
fn is_acronym(name: &str) -> bool {
    name.len() <= 8 && name.bytes().all(|b| b.is_ascii_uppercase() || b == b'.')
}

/// An organ's name by its pattern.
pub(super) fn compose(pattern: &str, country: &str, adjective: &str) -> String {
    pattern.replace("{adjective}", adjective).replace("{country}", country)
}
