//! What office a person holds on the report's day, and what the report itself adds.

use lexicon::actors::{ActorRef, OfficeRef, PersonRef};
use lexicon::{fold, Held};

use super::Role;
use crate::actors::cast::{join, list};
use crate::actors::finder::Finder;
use crate::actors::{ActorId, ActorKind, Sector};

impl Finder<'_> {
    pub(super) fn known_person_in_office(&mut self, person: PersonRef, role: &Role) -> ActorId {
        let actor = self.known_person(person);
        if self.cast.get(actor).office.is_none() {
            let office = self.office_on_day(person, role);
            self.in_office(actor, office);
        }
        actor
    }

    /// The office that a person holds on the report's day; the one that the report names first, then the latest.
    fn office_on_day(&self, person: PersonRef, role: &Role) -> Option<OfficeRef> {
        let weight = |h: &lexicon::actors::Holder| {
            let office = self.table.office(h.office);
            let named = role.office == Some(h.office) || role.kind.is_some() && role.kind == office.kind;
            let held = self.day.map_or(Held::No, |day| h.period.holds(day));
            (named && (held != Held::No || self.day.is_none()), held, h.period.from.map_or(0, |b| b.first))
        };
        self.table
            .held_by(person)
            .filter(|h| weight(h).0 || weight(h).1 != Held::No)
            .max_by_key(|h| weight(h))
            .map(|h| h.office)
    }

    /// Writes an office into an actor.
    pub(in crate::actors) fn in_office(&mut self, actor: ActorId, office: Option<OfficeRef>) {
        let person = self.cast.known(actor).person;
        let Some(office) = office else {
            let left = person.is_some_and(|p| {
                self.day.is_some_and(|day| {
                    let begun = |h: &lexicon::actors::Holder| h.period.from.is_none_or(|from| from.first <= day);
                    self.table.held_by(p).any(begun) && self.table.held_by(p).all(|h| h.period.holds(day) == Held::No)
                })
            });
            if left && self.cast.get(actor).sectors.is_empty() {
                self.cast.actor_mut(actor).sectors.push(Sector::Eli);
            }
            return;
        };
        let entry = self.table.office(office).clone();
        let body: ActorRef = entry.body;
        let body_id = self.cast.entry(self.table, body);
        let body_country = self.cast.get(body_id).country;
        let mut sectors = list(entry.sectors);
        if sectors.is_empty() {
            sectors = self.cast.get(body_id).sectors.clone();
        }
        let international =
            self.table.actor(body).country.is_none() && self.table.actor(body).kind == ActorKind::Organisation;
        let title = self.table.text(entry.title).to_owned();
        let a = self.cast.actor_mut(actor);
        a.office.get_or_insert(title);
        a.member_of.get_or_insert(body_id);
        join(&mut a.sectors, sectors);
        if international {
            a.country = None;
        } else {
            a.country = body_country.or(a.country);
        }
        let known = self.cast.known_mut(actor);
        known.office_kind = known.office_kind.or(entry.kind);
    }

    /// Adds what the words beside a name say to what is known.
    pub(super) fn enrich(&mut self, actor: ActorId, role: &Role) {
        if role.office.is_some() && self.cast.known(actor).person.is_none() && !role.former {
            self.in_office(actor, role.office);
        }
        let known = self.cast.known_mut(actor);
        known.office_kind = known.office_kind.or(role.kind.filter(|_| !role.former));
        known.feminine = known.feminine.or(role.feminine);
        for noun in &role.nouns {
            if !known.nouns.contains(noun) {
                known.nouns.push(noun.clone());
            }
        }
        let listed = known.person.is_some();
        let owner = role.owner.filter(|&o| o != actor);
        let a = self.cast.actor_mut(actor);
        if role.former {
            if a.sectors.is_empty() || !listed {
                a.sectors = vec![Sector::Eli];
            }
            a.office = a.office.take().filter(|_| listed);
        } else {
            if a.office.is_none() {
                a.office.clone_from(&role.title);
            }
            if !listed || a.sectors.is_empty() {
                join(&mut a.sectors, role.sectors.iter().copied());
            }
            if listed && role.kind.is_some() {
                a.office = match (a.office.take(), role.title.as_deref()) {
                    (Some(own), Some(told)) => Some(with_told(own, told)),
                    (own, _) => own,
                };
            }
        }
        a.country = a.country.or(role.country);
        a.member_of = a.member_of.or(owner);
    }
}

/// An office's own title with the kind of office that the report speaks of, where the title does not tell it: "Foreign
/// Minister (Minister of External Affairs of India)".
fn with_told(own: String, told: &str) -> String {
    let title = fold(&own);
    if fold(told).split(' ').all(|word| title.contains(word)) {
        own
    } else {
        format!("{told} ({own})")
    }
}
