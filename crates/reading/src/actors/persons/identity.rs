//! Who bears a name: a person of the report named before, one of the files, or somebody new.

use language::TokenSpan;
use lexicon::actors::{NameUse, OfficeRef, PersonRef};
use lexicon::{fold, Held};

use super::Role;
use crate::actors::cast::{unlisted, Key, Known};
use crate::actors::finder::Finder;
use crate::actors::{ActorId, ActorKind, Evidence};

impl Finder<'_> {
    /// Who bears a name: the report's own earlier person, a person of the files, or somebody new.
    pub(super) fn identify(&mut self, name: TokenSpan, role: &Role) -> (ActorId, (Evidence, f32), Option<usize>) {
        if let Some((actor, antecedent)) = self.named_before(name, role) {
            return (actor, (Evidence::ShortForm, 0.9), antecedent);
        }
        if let Some((person, found)) = self.person_by_name(name, role) {
            return (self.known_person_in_office(person, role), found, None);
        }
        let text = self.doc.words(name).to_owned();
        let evidence = if role.title.is_some() || !role.sectors.is_empty() {
            (Evidence::RoleBeside, 0.8)
        } else {
            (Evidence::PersonOnly, 0.5)
        };
        let actor = self.cast.of(Key::Named(fold(&text)), || {
            (unlisted(text, ActorKind::Person, None, Vec::new()), Known { feminine: role.feminine, ..Known::default() })
        });
        (actor, evidence, None)
    }

    /// A person of the report whose name this is, or is short for.
    pub(super) fn named_before(&self, name: TokenSpan, role: &Role) -> Option<(ActorId, Option<usize>)> {
        let known = self.by_surname.get(&self.surname(name))?;
        let words: Vec<&str> = name.iter().map(|t| self.folded.word(t)).filter(|w| !w.is_empty()).collect();
        let fits = |&&actor: &&ActorId| {
            let other = self.cast.get(actor);
            let country = role.country.is_none() || other.country.is_none() || role.country == other.country;
            let full = fold(&other.name);
            country && words.iter().all(|w| full.split(' ').any(|f| f == *w || is_initial(w, f)) || w.len() <= 2)
        };
        let mut fitting = known.iter().rev().filter(fits);
        let &actor = fitting.next()?;
        // Two of one surname: the short form alone decides nothing.
        if words.len() == 1 && fitting.next().is_some() && role.title.is_none() {
            return None;
        }
        let antecedent = self.cast.mentions.iter().rposition(|m| m.actor == actor);
        Some((actor, antecedent))
    }

    /// A person of the files.
    fn person_by_name(&self, name: TokenSpan, role: &Role) -> Option<(PersonRef, (Evidence, f32))> {
        let full = fold(self.doc.words(name));
        let mut exact: Vec<PersonRef> = self
            .table
            .names()
            .get(&full)
            .iter()
            .filter(|t| t.usage == NameUse::Person)
            .filter_map(|t| t.person())
            .collect();
        if exact.len() > 1 {
            let best = exact.iter().map(|&p| self.support(p, role)).max()?;
            exact.retain(|&p| self.support(p, role) == best);
        }
        if let [person] = exact[..] {
            if role.country.is_none() || self.country_fits(person, role) {
                return Some((person, (Evidence::PersonName, 0.95)));
            }
        }
        if let Some(person) = self.holder_like(&full, role) {
            return Some((person, (Evidence::Likeness, 0.85)));
        }
        self.person_by_surname(name, &full, role)
    }

    fn country_fits(&self, person: PersonRef, role: &Role) -> bool {
        let country = self.table.person(person).country;
        country.is_none()
            || role.country.is_none()
            || country == role.country
            || self
                .table
                .held_by(person)
                .any(|h| self.table.actor(self.table.office(h.office).body).country == role.country)
    }

    /// The holder of the office beside a name, where the name is written much like that holder's.
    fn holder_like(&self, name: &str, role: &Role) -> Option<PersonRef> {
        let office = self.office_of_role(role)?;
        let holders = self.table.holders(office);
        let mut best: Option<(f32, PersonRef)> = None;
        for holder in holders {
            let held = self.day.map_or(Held::Maybe, |day| holder.period.holds(day));
            if held == Held::No && !role.former {
                continue;
            }
            let other = fold(self.table.text(self.table.person(holder.person).name));
            let alike = self.likeness(name, &other);
            if best.is_none_or(|(known, _)| alike > known) {
                best = Some((alike, holder.person));
            }
        }
        best.filter(|&(alike, _)| alike >= 0.72).map(|(_, person)| person)
    }

    fn office_of_role(&self, role: &Role) -> Option<OfficeRef> {
        if role.office.is_some() {
            return role.office;
        }
        let kind = role.kind?;
        match role.owner {
            Some(owner) => self.office_of(owner, kind),
            None => self.table.office_of(self.table.state(role.country?)?, kind),
        }
    }

    /// How much two names are alike, 0 to 1, over transliterations; a surname alone is held against the other's surname.
    fn likeness(&self, a: &str, b: &str) -> f32 {
        let (a_last, b_last) = (a.rsplit(' ').next().unwrap_or(a), b.rsplit(' ').next().unwrap_or(b));
        let surname = closeness(&self.table.skeleton(a_last), &self.table.skeleton(b_last));
        let whole = closeness(&self.table.skeleton(a), &self.table.skeleton(b));
        if a.contains(' ') {
            whole.max((surname * 2.0 + whole) / 3.0)
        } else {
            surname
        }
    }

    pub(super) fn person_by_surname(
        &self,
        name: TokenSpan,
        full: &str,
        role: &Role,
    ) -> Option<(PersonRef, (Evidence, f32))> {
        let surname = self.surname(name);
        let given = full.rsplit_once(' ').map(|(given, _)| given);
        let short =
            self.table.names().get(full).iter().filter(|t| t.usage == NameUse::Short).filter_map(|t| t.person());
        let exact =
            self.table.names().get(&surname).iter().filter(|t| t.usage == NameUse::Short).filter_map(|t| t.person());
        let alike = self.table.persons_like(&surname).iter().copied();
        let mut found: Vec<(i32, PersonRef)> = Vec::new();
        for person in short.chain(exact).chain(alike).take(200) {
            if found.iter().any(|f| f.1 == person) || !self.country_fits(person, role) {
                continue;
            }
            let entry = fold(self.table.text(self.table.person(person).name));
            let same_given = given.is_none_or(|given| self.given_fits(given, &entry));
            if !same_given {
                continue;
            }
            let support = self.support(person, role);
            let needed = if given.is_some() { 2 } else { 3 };
            if support >= needed {
                found.push((support, person));
            }
        }
        found.sort_by_key(|f| (std::cmp::Reverse(f.0), f.1));
        match found[..] {
            [(best, person)] => Some((person, (Evidence::Likeness, if best > 3 { 0.85 } else { 0.7 }))),
            [(best, person), (next, _), ..] if best > next => Some((person, (Evidence::Likeness, 0.65))),
            [] if given.is_none() => self.only_holder(&surname, role).or_else(|| self.only_bearer(&surname, role)),
            _ => None,
        }
    }

    /// The only person of a surname who leads something on the report's day.
    fn only_holder(&self, surname: &str, role: &Role) -> Option<(PersonRef, (Evidence, f32))> {
        let day = self.day?;
        let leads = |&person: &PersonRef| {
            self.table.held_by(person).any(|h| h.period.holds(day) == Held::Yes && self.table.office(h.office).single)
        };
        let named = self.table.names().get(surname).iter().filter(|t| t.usage == NameUse::Short);
        let mut leaders = named.filter_map(|t| t.person()).filter(leads).filter(|&p| self.country_fits(p, role));
        let only = leaders.next()?;
        leaders.next().is_none().then_some((only, (Evidence::Likeness, 0.6)))
    }

    /// The only person of a surname who ever held the office that the words beside the name tell, whenever that was: a report's day
    /// may be wrong or missing.
    fn only_bearer(&self, surname: &str, role: &Role) -> Option<(PersonRef, (Evidence, f32))> {
        let kind = role.kind.filter(|_| !role.former)?;
        let held = |&person: &PersonRef| {
            let mut offices = self.table.held_by(person).map(|h| self.table.office(h.office));
            offices.any(|o| o.single && o.kind == Some(kind))
        };
        let named = self.table.names().get(surname).iter().filter(|t| t.usage == NameUse::Short);
        let mut bearers = named.filter_map(|t| t.person()).filter(held).filter(|&p| self.country_fits(p, role));
        let only = bearers.next()?;
        bearers.next().is_none().then_some((only, (Evidence::Likeness, 0.55)))
    }

    /// Whether given names are the same, one an initial of the other, or written alike.
    fn given_fits(&self, given: &str, full: &str) -> bool {
        given.split(' ').all(|g| {
            full.split(' ').any(|f| {
                f == g
                    || is_initial(g, f)
                    || is_initial(f, g)
                    || closeness(&self.table.skeleton(g), &self.table.skeleton(f)) >= 0.75
            })
        })
    }

    /// How much speaks for a person: an office on that day, the country's being spoken of, the same office beside the name.
    fn support(&self, person: PersonRef, role: &Role) -> i32 {
        let mut support = 0;
        if let Some(country) = self.table.person(person).country {
            support += 2 * i32::from(self.context.mentions(country)) + 2 * i32::from(role.country == Some(country));
        }
        let mut in_office = false;
        for holder in self.table.held_by(person) {
            let office = self.table.office(holder.office);
            let held = self.day.map_or(Held::Maybe, |day| holder.period.holds(day));
            in_office |= held != Held::No;
            if role.office == Some(holder.office) || role.kind.is_some() && role.kind == office.kind {
                support += if held == Held::No { 1 } else { 3 };
            }
        }
        support + i32::from(in_office)
    }
}

fn is_initial(short: &str, long: &str) -> bool {
    short.len() == 1 && long.starts_with(short)
}

/// 1 less the share of letters that must be changed to make one of the other.
fn closeness(a: &str, b: &str) -> f32 {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().take(64).collect(), b.chars().take(64).collect());
    let longest = a.len().max(b.len());
    if longest == 0 {
        return 1.0;
    }
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut corner = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let change = corner + usize::from(x != y);
            corner = row[j + 1];
            row[j + 1] = change.min(row[j] + 1).min(corner + 1);
        }
    }
    1.0 - row[b.len()] as f32 / longest as f32
}

#[cfg(test)]
mod tests {
    use super::closeness;

    #[test]
    fn closeness_is_the_share_of_letters_that_stay() {
        for (a, b, wanted) in [("mili", "mili", 1.0), ("abcd", "abce", 0.75), ("", "", 1.0), ("ab", "cd", 0.0)] {
            assert!((closeness(a, b) - wanted).abs() < 1e-6, "{a} {b}");
        }
    }
}
