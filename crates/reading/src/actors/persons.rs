//! Persons: names, the titles, offices and roles beside them, and who they are.

mod beside;
mod identity;
mod names;
mod tenure;

use language::{EntityKind, TokenId, TokenSpan, Upos};
use lexicon::actors::{OfficeKindRef, OfficeRef, OrganKindRef};
use lexicon::fold;

use super::finder::{Finder, DEEPEST};
use super::hits::head_of;
use super::{ActorId, Country, Evidence, Sector};

/// How many words a description beside a name may be away.
const BESIDE: usize = 7;

/// A person's name in the text.
pub(super) struct PersonSpan {
    /// The name without titles.
    pub(super) name: TokenSpan,
    /// Hits that describe the person, the nearest first.
    beside: Vec<usize>,
    /// What leads the person's field after "who commands", "who speaks for".
    leads: Option<usize>,
    done: Option<ActorId>,
    busy: bool,
}

/// What the words beside a name say.
#[derive(Default)]
struct Role {
    office: Option<OfficeRef>,
    kind: Option<OfficeKindRef>,
    title: Option<String>,
    owner: Option<ActorId>,
    country: Option<Country>,
    sectors: Vec<Sector>,
    nouns: Vec<String>,
    feminine: Option<bool>,
    former: bool,
}

impl Finder<'_> {
    /// Who a person is; the mention of the name is made the first time.
    pub(super) fn person(&mut self, person: usize, depth: u8) -> Option<ActorId> {
        if let Some(actor) = self.people[person].done {
            return Some(actor);
        }
        if self.people[person].busy || depth > DEEPEST {
            return None;
        }
        self.people[person].busy = true;
        let name = self.people[person].name;
        let role = self.role_beside(person, depth);
        let (actor, found, antecedent) = self.identify(name, &role);
        self.enrich(actor, &role);
        let known = self.cast.get(actor);
        if known.country.is_none()
            && self.cast.known(actor).person.is_none()
            && role.owner.is_none()
            && (role.title.is_some() || !role.nouns.is_empty())
        {
            // "President X" whom no file knows, "Colonel Y": of the country that the report is about here; a rank alone must
            // be clearer.
            let enough = if role.title.is_some() { 0.4 } else { 0.6 };
            let country = self.context.at(self.doc, name.start).filter(|c| c.1 >= enough).map(|c| c.0);
            self.cast.actor_mut(actor).country = country;
        }
        let head = head_of(self.doc, name);
        let mention = self.cast.mention(self.doc, actor, name, head, found);
        self.cast.mentions[mention].antecedent = antecedent;
        self.people[person].done = Some(actor);
        self.people[person].busy = false;
        self.remember(actor, name, mention, &role);
        Some(actor)
    }

    fn remember(&mut self, actor: ActorId, name: TokenSpan, mention: usize, role: &Role) {
        let mut surnames = vec![self.surname(name)];
        if let Some(person) = self.cast.known(actor).person {
            let full = fold(self.table.text(self.table.person(person).name));
            surnames.extend(full.rsplit(' ').next().map(str::to_owned));
        }
        for surname in surnames {
            let known = self.by_surname.entry(surname).or_default();
            if !known.contains(&actor) {
                known.push(actor);
            }
        }
        for noun in &role.nouns {
            self.by_noun.insert(noun.clone(), (actor, mention));
        }
        let kinds = [role.kind, self.cast.known(actor).office_kind];
        for kind in kinds.into_iter().flatten() {
            self.by_office.insert(kind, (actor, mention));
            if let Some(organ) = self.table.office_kind(kind).organ {
                self.note_organ(actor, organ, mention);
            }
        }
    }

    /// "the ministry" after a foreign minister is that minister's.
    fn note_organ(&mut self, actor: ActorId, organ: OrganKindRef, mention: usize) {
        let Some(state) = self.state_of(actor) else { return };
        let state = self.cast.entry(self.table, state);
        if let Some(body) = self.organ_of(state, organ) {
            let noun = self.table.text(self.table.organ_kind(organ).short).to_owned();
            self.by_noun.insert(noun, (body, mention));
        }
    }

    /// The last word of a name, folded; suffixes such as Jr. and particles left out.
    fn surname(&self, name: TokenSpan) -> String {
        let mut words = name.iter().rev().map(|t| self.folded.word(t)).filter(|w| !w.is_empty());
        let last = words.find(|w| !self.table.is_cue(w, lexicon::actors::Cue::NameSuffix)).unwrap_or_default();
        last.rsplit(' ').next().unwrap_or_default().to_owned()
    }

    /// A surname alone, not tagged as a person: "Kirby went on".
    pub(super) fn surname_alone(&mut self, token: TokenId) -> bool {
        if self.doc.token(token).upos() != Upos::Propn {
            return false;
        }
        if !self.by_surname.contains_key(self.folded.word(token)) {
            return self.leader_alone(token);
        }
        let name = TokenSpan::one(token);
        let Some((actor, antecedent)) = self.named_before(name, &Role::default()) else { return false };
        let mention = self.cast.mention(self.doc, actor, name, token, (Evidence::ShortForm, 0.85));
        self.cast.mentions[mention].antecedent = antecedent;
        true
    }

    /// "Zelenskiy urged": a leader's surname that the tagger did not see, alone among words that are no names.
    fn leader_alone(&mut self, token: TokenId) -> bool {
        let name = |t: Option<language::Token<'_>>| {
            t.is_some_and(|t| t.upos() == Upos::Propn && t.text().starts_with(char::is_uppercase))
        };
        let word = self.doc.token(token);
        let tagged = self.doc.entities().iter().skip(self.doc.entities().partition_point(|e| e.tokens.end <= token));
        let other = tagged.take(1).any(|e| e.tokens.contains(token) && e.kind != EntityKind::Person);
        if other || name(word.previous()) || name(word.next()) {
            return false;
        }
        let span = TokenSpan::one(token);
        let role = Role::default();
        let Some((person, found)) = self.person_by_surname(span, self.folded.word(token), &role) else { return false };
        let actor = self.known_person_in_office(person, &role);
        let mention = self.cast.mention(self.doc, actor, span, token, found);
        self.remember(actor, span, mention, &role);
        true
    }
}
