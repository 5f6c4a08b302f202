//! The actors of a report while they are being found: each once, whatever it is called.

use std::collections::HashMap;

use language::{Document, TokenId, TokenSpan};
use lexicon::actors::{ActorRef, OfficeKindRef, OrganKindRef, PersonRef, Sectors, Table};
use lexicon::fold;

use super::{Actor, ActorId, ActorKind, ActorMention, Country, Evidence, Sector};

/// How many bodies above one are looked at.
const HIGHEST: usize = 8;

/// What makes an actor the same actor.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Key {
    /// An actor of the knowledge files.
    Known(ActorRef),
    /// A person of the knowledge files.
    Person(PersonRef),
    /// An organ, by its kind, of a state that the files list no such organ of.
    Organ(ActorId, OrganKindRef),
    /// A role or group of somebody: "soldier" of Ukraine.
    Role(Option<ActorId>, String),
    /// A name that the files do not know.
    Named(String),
    /// Somebody who is spoken of once: "a man", at this word.
    Single(TokenId),
}

/// What is known of an actor beyond what a reading writes.
#[derive(Clone, Debug, Default)]
pub(super) struct Known {
    pub(super) entry: Option<ActorRef>,
    pub(super) person: Option<PersonRef>,
    pub(super) office_kind: Option<OfficeKindRef>,
    pub(super) organ: Option<OrganKindRef>,
    /// Nouns that refer back to it: "ministry", "general".
    pub(super) nouns: Vec<String>,
    pub(super) feminine: Option<bool>,
    pub(super) plural: bool,
}

/// Actors and mentions in the making.
#[derive(Default)]
pub(super) struct Cast {
    pub(super) actors: Vec<Actor>,
    pub(super) known: Vec<Known>,
    pub(super) mentions: Vec<ActorMention>,
    by_key: HashMap<Key, ActorId>,
}

impl Cast {
    pub(super) fn get(&self, id: ActorId) -> &Actor {
        &self.actors[id.0 as usize]
    }

    pub(super) fn actor_mut(&mut self, id: ActorId) -> &mut Actor {
        &mut self.actors[id.0 as usize]
    }

    pub(super) fn known(&self, id: ActorId) -> &Known {
        &self.known[id.0 as usize]
    }

    pub(super) fn known_mut(&mut self, id: ActorId) -> &mut Known {
        &mut self.known[id.0 as usize]
    }

    /// The actor of a key, made by `make` where it is new.
    pub(super) fn of(&mut self, key: Key, make: impl FnOnce() -> (Actor, Known)) -> ActorId {
        if let Some(&id) = self.by_key.get(&key) {
            return id;
        }
        let id = ActorId(self.actors.len() as u32);
        let (actor, known) = make();
        self.actors.push(actor);
        self.known.push(known);
        self.by_key.insert(key, id);
        id
    }

    pub(super) fn find(&self, key: &Key) -> Option<ActorId> {
        self.by_key.get(key).copied()
    }

    /// An actor of the knowledge files, with those above it that it belongs to.
    pub(super) fn entry(&mut self, table: &Table, entry: ActorRef) -> ActorId {
        let found = table.actor(entry);
        if let Some(id) = self.find(&Key::Known(entry)) {
            return id;
        }
        let parent = found.parent.map(|p| self.entry(table, p));
        let country = found.country.or_else(|| parent.and_then(|p| self.get(p).country));
        let actor = Actor {
            name: table.text(found.name).to_owned(),
            kind: found.kind,
            country,
            sectors: found.sectors.iter().collect(),
            office: None,
            member_of: parent,
            lexicon_id: Some(table.text(found.id).to_owned()),
        };
        let mut nouns: Vec<String> = Vec::new();
        if let Some(organ) = found.organ {
            nouns.push(table.text(table.organ_kind(organ).short).to_owned());
        }
        nouns.push(table.text(found.subkind).to_owned());
        if actor.kind == ActorKind::ArmedGroup {
            nouns.extend(["group".to_owned(), "movement".to_owned()]);
        }
        // "the Mission", "the Front": the noun that its name is built on.
        let head = table.text(found.name);
        let head = head.split(" of ").next().unwrap_or(head).split(" to ").next().unwrap_or(head);
        if let Some(last) = head.rsplit(' ').next() {
            nouns.push(fold(last));
        }
        let known = Known { entry: Some(entry), organ: found.organ, nouns, ..Known::default() };
        self.of(Key::Known(entry), || (actor, known))
    }

    /// Adds a mention and gives its number.
    pub(super) fn mention(
        &mut self,
        doc: &Document,
        actor: ActorId,
        tokens: TokenSpan,
        head: TokenId,
        found: (Evidence, f32),
    ) -> usize {
        let (evidence, score) = found;
        let mention = ActorMention { actor, tokens, span: doc.span(tokens), head, antecedent: None, evidence, score };
        self.mentions.push(mention);
        self.mentions.len() - 1
    }

    /// Those who are of no state but of a body above states, or of a group that fights across borders: a United Nations
    /// envoy, the alliance's troops.
    pub(super) fn note_above_states(&mut self, table: &Table) {
        let all = (0..self.actors.len()).map(|i| ActorId(i as u32));
        for id in all.filter(|&id| self.get(id).country.is_none()).collect::<Vec<_>>() {
            let above = std::iter::successors(Some(id), |&a| self.get(a).member_of).take(HIGHEST);
            let found = above
                .into_iter()
                .find_map(|a| self.sector_above_states(table, a).filter(|s| a != id || *s == Sector::Img));
            join(&mut self.actor_mut(id).sectors, found);
        }
    }

    fn sector_above_states(&self, table: &Table, actor: ActorId) -> Option<Sector> {
        let entry = self.known(actor).entry.map(|e| table.actor(e)).filter(|e| e.country.is_none())?;
        match (entry.kind, table.text(entry.subkind)) {
            (ActorKind::ArmedGroup, _) => Some(Sector::Img),
            (_, "igo") => Some(Sector::Igo),
            (_, "ngo") => Some(Sector::Ngo),
            _ => None,
        }
    }

    /// Everything found, with actors that nobody speaks of left out.
    pub(super) fn finish(self) -> super::Actors {
        let mut used = vec![false; self.actors.len()];
        for mention in &self.mentions {
            let mut at = Some(mention.actor);
            while let Some(id) = at.filter(|id| !used[id.0 as usize]) {
                used[id.0 as usize] = true;
                at = self.actors[id.0 as usize].member_of;
            }
        }
        let mut numbers = vec![ActorId(0); self.actors.len()];
        let mut list: Vec<Actor> = Vec::new();
        for (i, actor) in self.actors.into_iter().enumerate().filter(|(i, _)| used[*i]) {
            numbers[i] = ActorId(list.len() as u32);
            list.push(actor);
        }
        for actor in &mut list {
            actor.member_of = actor.member_of.map(|m| numbers[m.0 as usize]);
        }
        let mentions =
            self.mentions.into_iter().map(|m| ActorMention { actor: numbers[m.actor.0 as usize], ..m }).collect();
        super::Actors::new(list, mentions)
    }
}

/// A new actor that the files do not know.
pub(super) fn unlisted(name: String, kind: ActorKind, country: Option<Country>, sectors: Vec<Sector>) -> Actor {
    Actor { name, kind, country, sectors, office: None, member_of: None, lexicon_id: None }
}

/// `more` added to `sectors`, each once.
pub(super) fn join(sectors: &mut Vec<Sector>, more: impl IntoIterator<Item = Sector>) {
    for sector in more {
        if !sectors.contains(&sector) {
            sectors.push(sector);
        }
    }
}

/// Sectors as a list.
pub(super) fn list(sectors: Sectors) -> Vec<Sector> {
    sectors.iter().collect()
}
