//! One pass over a report, from its first word to its last: names, roles, persons and what leans on them.

use std::collections::{HashMap, HashSet};

use language::{Document, Token, TokenId, TokenSpan, Upos};
use lexicon::actors::{ActorRef, Cue, NameTarget, NameUse, OfficeKindRef, PersonRef, Table, Word};
use lexicon::{fold, places, Gazetteer, Held, Lexicon};

use super::cast::{unlisted, Cast, Key, Known};
use super::context::Context;
use super::hits::{head_of, is_written, Hits, What};
use super::misspelt;
use super::persons::PersonSpan;
use super::seats::{Stands, Surroundings};
use super::text::Folded;
use super::{ActorId, ActorKind, Evidence, Sector};

/// How far resolution of one word may lean on others.
pub(super) const DEEPEST: u8 = 6;

/// What has become of a hit.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Done {
    Open,
    Busy,
    /// Resolved to a mention.
    Mention(usize),
    /// A place, or nothing.
    Nothing,
}

pub(super) struct Finder<'a> {
    pub(super) doc: &'a Document,
    pub(super) table: &'a Table,
    pub(super) folded: &'a Folded,
    /// The words around the names of places.
    pub(super) sites: &'a places::Words,
    /// Our own places and the world's.
    pub(super) atlases: [&'a Gazetteer; 2],
    /// Words that stand where the report says where something is: "Konna" of "in Konna".
    pub(super) told_places: HashSet<String>,
    pub(super) hits: Hits<'a>,
    pub(super) context: Context,
    /// Day of the report, `YYYYMMDD`.
    pub(super) day: Option<u32>,
    pub(super) cast: Cast,
    pub(super) done: Vec<Done>,
    pub(super) people: Vec<PersonSpan>,
    /// Number of the person whose name covers a token.
    pub(super) person_at: Vec<u32>,
    /// Number of the person whom a hit describes.
    pub(super) describes: Vec<Option<usize>>,
    /// Persons by the last word of their names, in the order in which they came up.
    pub(super) by_surname: HashMap<String, Vec<ActorId>>,
    /// Whoever was last spoken of by a noun: "ministry", "group", "general".
    pub(super) by_noun: HashMap<String, (ActorId, usize)>,
    /// The last person of an office.
    pub(super) by_office: HashMap<OfficeKindRef, (ActorId, usize)>,
    /// Initials that the report defines.
    pub(super) initials: HashMap<String, ActorId>,
}

impl<'a> Finder<'a> {
    pub(super) fn new(doc: &'a Document, folded: &'a Folded, lexicon: &'a Lexicon, day: Option<u32>) -> Self {
        let table = &lexicon.actors;
        let atlases = [&lexicon.places.own, lexicon.gazetteer()];
        let strange = |t: TokenId| misspelt::is_strange_name(doc, folded, &lexicon.places.words, atlases, t);
        let hits = Hits::find(doc, folded, table, strange);
        let context = Context::new(doc, &hits, table);
        let mut finder = Self {
            doc,
            table,
            folded,
            sites: &lexicon.places.words,
            atlases,
            told_places: HashSet::new(),
            done: vec![Done::Open; hits.len()],
            describes: vec![None; hits.len()],
            hits,
            context,
            day,
            cast: Cast::default(),
            people: Vec::new(),
            person_at: vec![u32::MAX; doc.len()],
            by_surname: HashMap::new(),
            by_noun: HashMap::new(),
            by_office: HashMap::new(),
            initials: HashMap::new(),
        };
        finder.told_places = finder.find_told_places();
        finder.find_people();
        finder
    }

    /// Reads the whole text.
    pub(super) fn run(mut self) -> super::Actors {
        for i in 0..self.doc.len() {
            let token = TokenId(i as u32);
            let person = self.person_at[i];
            if person != u32::MAX {
                if self.people[person as usize].name.start == token {
                    self.person(person as usize, 0);
                }
            } else if let Some(hit) = self.hits.starting_at(token) {
                self.resolve(hit, 0);
            } else if self.hits.over(token).is_none() {
                self.other_word(token);
            }
        }
        self.cast.note_above_states(self.table);
        self.cast.finish()
    }

    /// Resolves a hit; what it leans on first.
    pub(super) fn resolve(&mut self, hit: usize, depth: u8) -> Option<usize> {
        match self.done[hit] {
            Done::Mention(mention) => return Some(mention),
            Done::Busy | Done::Nothing => return None,
            Done::Open if depth > DEEPEST => return None,
            Done::Open => self.done[hit] = Done::Busy,
        }
        let mention = match self.hits.get(hit).what {
            What::Name(targets) => match self.choose(hit, targets) {
                None => self.name_as_word(hit, depth).or_else(|| self.name(hit, targets)),
                Some(_) => self.name(hit, targets),
            },
            What::Person(_) => None,
            What::Word(words) => self.word(hit, words, depth),
        };
        self.done[hit] = mention.map_or(Done::Nothing, Done::Mention);
        mention
    }

    /// The actor of a hit whether it is spoken of as somebody or as a place.
    pub(super) fn actor_of(&mut self, hit: usize, depth: u8) -> Option<ActorId> {
        if let Some(mention) = self.resolve(hit, depth) {
            return Some(self.cast.mentions[mention].actor);
        }
        match self.hits.get(hit).what {
            What::Name(targets) => {
                let (target, _) = self.choose(hit, targets)?;
                Some(self.cast.entry(self.table, target.actor()?))
            }
            _ => None,
        }
    }

    /// A name that nothing supports, where the same words also tell a role: "unknown gunmen".
    fn name_as_word(&mut self, hit: usize, depth: u8) -> Option<usize> {
        let tokens = self.hits.get(hit).tokens;
        let table = self.table;
        let (span, words) = self.folded.longest(table.words(), tokens.start.index(), |_, _| true)?;
        if span != tokens {
            return None;
        }
        self.word(hit, words, depth)
    }

    /// A name of the knowledge files.
    fn name(&mut self, hit: usize, targets: &[NameTarget]) -> Option<usize> {
        let at = self.hits.get(hit);
        let words = self.doc.words(at.tokens);
        if let Some(&actor) = self.initials.get(words) {
            return Some(self.cast.mention(self.doc, actor, at.tokens, at.head, (Evidence::DefinedInitials, 0.95)));
        }
        let Some((target, score)) = self.choose(hit, targets) else {
            return self.undecided(hit, targets);
        };
        let entry = target.actor()?;
        let head = self.doc.token(at.head);
        let is_state = self.table.actor(entry).kind == ActorKind::State;
        let found = match target.usage {
            NameUse::Adjective | NameUse::People if self.is_people(at.tokens, head) => {
                return self.people_of(hit, entry)
            }
            NameUse::Adjective | NameUse::People => (Evidence::Adjective, 0.9),
            NameUse::Capital => (Evidence::Capital, 0.9),
            NameUse::Seat => (Evidence::Seat, 0.9),
            _ if at.misspelt => (Evidence::Misspelt, 0.7),
            NameUse::Acronym => (Evidence::Initials, 0.95),
            _ => (Evidence::Name, 0.98),
        };
        let modifies = found.0 == Evidence::Adjective;
        let stands = if modifies || !(is_state || target.usage == NameUse::Seat) {
            Stands::Actor(1.0)
        } else {
            let around = Surroundings { doc: self.doc, folded: self.folded, table: self.table };
            let disputed = self.table.text(self.table.actor(entry).subkind) == "disputed";
            around.stands(at.tokens, head, if disputed { NameUse::Capital } else { target.usage })
        };
        let Stands::Actor(sure) = stands else { return None };
        let actor = self.cast.entry(self.table, entry);
        let mention = self.cast.mention(self.doc, actor, at.tokens, at.head, (found.0, found.1 * sure * score));
        self.note_nouns(actor, mention);
        self.bind_initials(actor, at.tokens);
        Some(mention)
    }

    /// "Russians", "a Syrian": people of a state, not its adjective.
    fn is_people(&self, tokens: TokenSpan, head: Token<'_>) -> bool {
        if head.upos() == Upos::Adj || tokens.len() > 1 && !head.upos().is_nominal() {
            return false;
        }
        let before_noun = self.doc.get(i64::from(tokens.end.0)).is_some_and(|next| {
            next.sentence().id == head.sentence().id
                && (next.upos().is_nominal() || next.upos() == Upos::Adj || matches!(next.text(), "-" | "\u{2013}"))
        });
        !before_noun && (head.feat("Number") == Some("Plur") || head.upos() == Upos::Noun || head.upos() == Upos::Propn)
    }

    fn people_of(&mut self, hit: usize, entry: ActorRef) -> Option<usize> {
        let at = self.hits.get(hit);
        let state = self.cast.entry(self.table, entry);
        let country = self.cast.get(state).country;
        let plural = self.doc.token(at.head).feat("Number") == Some("Plur") || self.folded.word(at.head).ends_with('s');
        let name = self.doc.words(at.tokens).to_owned();
        let (key, kind) = if plural {
            (Key::Role(Some(state), "people".to_owned()), ActorKind::Population)
        } else {
            (Key::Single(at.head), ActorKind::Person)
        };
        let actor = self.cast.of(key, || {
            let mut actor = unlisted(name, kind, country, vec![Sector::Cvl]);
            actor.member_of = Some(state);
            (actor, Known { plural, ..Known::default() })
        });
        Some(self.cast.mention(self.doc, actor, at.tokens, at.head, (Evidence::People, 0.8)))
    }

    /// The target that a name means here, and how sure that is; `None` where it stays open.
    pub(super) fn choose(&self, hit: usize, targets: &[NameTarget]) -> Option<(NameTarget, f32)> {
        let at = self.hits.get(hit);
        let mut best: Option<(i32, NameTarget)> = None;
        let mut open = false;
        for &target in targets.iter().filter(|t| t.actor().is_some()) {
            if !is_written(self.doc, at.tokens, self.table, target) {
                continue;
            }
            let Some(weight) = self.weight(target) else { continue };
            match best {
                Some((known, other)) if known == weight => open |= other.actor() != target.actor(),
                Some((known, _)) if known > weight => {}
                _ => (best, open) = (Some((weight, target)), false),
            }
        }
        let several = targets.len() > 1;
        best.filter(|_| !open).map(|(_, target)| (target, if several { 0.8 } else { 1.0 }))
    }

    /// How much speaks for a target; `None` where it must not be taken.
    fn weight(&self, target: NameTarget) -> Option<i32> {
        let actor = target.actor()?;
        let entry = self.table.actor(actor);
        let met = self.cast.find(&Key::Known(actor)).is_some();
        let country = entry.country.is_some_and(|c| self.context.mentions(c));
        let parent = entry.parent.is_some_and(|p| self.cast.find(&Key::Known(p)).is_some());
        let mut weight = 4 * i32::from(met) + 2 * i32::from(country) + i32::from(parent);
        match target.usage {
            NameUse::Weak if weight == 0 => return None,
            NameUse::Weak | NameUse::Acronym => {}
            _ => weight += 2,
        }
        if self.day.is_some_and(|day| entry.active.holds(day) == Held::No) {
            weight -= 5;
        }
        Some(weight)
    }

    /// A name with several bearers that nothing decides between: an actor of its own, with what all have in common.
    fn undecided(&mut self, hit: usize, targets: &[NameTarget]) -> Option<usize> {
        let at = self.hits.get(hit);
        let entries: Vec<ActorRef> = targets
            .iter()
            .filter(|t| {
                t.usage != NameUse::Weak
                    && t.usage != NameUse::Capital
                    && is_written(self.doc, at.tokens, self.table, **t)
            })
            .filter_map(|t| t.actor())
            .collect();
        let &first = entries.first()?;
        let of = |a: ActorRef| self.table.actor(a);
        let kind = of(first).kind;
        let kind = if entries.iter().all(|&e| of(e).kind == kind) { kind } else { ActorKind::Other };
        let country = of(first).country.filter(|c| entries.iter().all(|&e| of(e).country == Some(*c)));
        let sectors: Vec<Sector> = of(first)
            .sectors
            .iter()
            .filter(|s| entries.iter().all(|&e| of(e).sectors.iter().any(|o| o == *s)))
            .collect();
        let name = self.doc.words(at.tokens).to_owned();
        let key = Key::Named(fold(&name));
        let actor = self.cast.of(key, || (unlisted(name, kind, country, sectors), Known::default()));
        Some(self.cast.mention(self.doc, actor, at.tokens, at.head, (Evidence::Name, 0.3)))
    }

    /// "People's Front (PF)": binds the initials for the rest of the report.
    pub(super) fn bind_initials(&mut self, actor: ActorId, name: TokenSpan) {
        let at = |offset: i64| self.doc.get(i64::from(name.end.0) + offset);
        let (Some(open), Some(inside), Some(close)) = (at(0), at(1), at(2)) else { return };
        let text = inside.text();
        let initials = text.len() >= 2 && text.chars().filter(|c| c.is_uppercase()).count() * 2 > text.chars().count();
        if open.text() == "(" && close.text() == ")" && initials {
            self.initials.insert(text.to_owned(), actor);
        }
    }

    /// Remembers by which nouns a mention's actor may be spoken of again.
    pub(super) fn note_nouns(&mut self, actor: ActorId, mention: usize) {
        for i in 0..self.cast.known(actor).nouns.len() {
            let noun = self.cast.known(actor).nouns[i].clone();
            self.by_noun.insert(noun, (actor, mention));
        }
    }

    /// A word that no knowledge file has: defined initials, a surname used alone, a tagged organisation, a pronoun.
    fn other_word(&mut self, token: TokenId) {
        let word = self.doc.token(token);
        if let Some(&actor) = self.initials.get(word.text()) {
            self.cast.mention(self.doc, actor, TokenSpan::one(token), token, (Evidence::DefinedInitials, 0.95));
        } else if word.upos() == Upos::Pron {
            self.pronoun(token);
        } else if word.text().starts_with(char::is_uppercase) {
            if !self.surname_alone(token) {
                self.tagged(token);
            }
        } else if word.upos() == Upos::Noun && self.table.is_cue(self.folded.lemma(token), Cue::StateNoun) {
            self.state_noun(token);
        }
    }

    /// An organisation that only the tagger knows.
    fn tagged(&mut self, token: TokenId) {
        let entities = self.doc.entities();
        let i = entities.partition_point(|e| e.tokens.start < token);
        let Some(entity) = entities.get(i).filter(|e| e.tokens.start == token) else { return };
        if entity.kind != language::EntityKind::Organization {
            return;
        }
        let tokens = entity.tokens;
        if tokens.iter().any(|t| self.hits.over(t).is_some() || self.person_at[t.index()] != u32::MAX)
            || self.is_whereabouts(tokens)
        {
            return;
        }
        self.named_body(tokens, ActorKind::Organisation, Vec::new(), 0.5);
    }

    /// An organisation by a name that the files do not know.
    pub(super) fn named_body(&mut self, tokens: TokenSpan, kind: ActorKind, sectors: Vec<Sector>, score: f32) -> usize {
        let name = self.doc.words(tokens).to_owned();
        let nouns = tokens.iter().last().map(|t| self.folded.lemma(t).to_owned()).into_iter().collect();
        let actor = self
            .cast
            .of(Key::Named(fold(&name)), || (unlisted(name, kind, None, sectors), Known { nouns, ..Known::default() }));
        let head = head_of(self.doc, tokens);
        let mention = self.cast.mention(self.doc, actor, tokens, head, (Evidence::Tagged, score));
        self.note_nouns(actor, mention);
        self.bind_initials(actor, tokens);
        mention
    }

    /// The state whose organ, office or people something of `actor` is.
    pub(super) fn state_of(&self, actor: ActorId) -> Option<ActorRef> {
        let mut at = Some(actor);
        for _ in 0..8 {
            let Some(id) = at else { break };
            if let Some(entry) = self.cast.known(id).entry.filter(|&e| self.table.actor(e).kind == ActorKind::State) {
                return Some(entry);
            }
            at = self.cast.get(id).member_of;
        }
        self.table.state(self.cast.get(actor).country?)
    }

    /// A person whom the files know.
    pub(super) fn known_person(&mut self, person: PersonRef) -> ActorId {
        let entry = self.table.person(person);
        let name = self.table.text(entry.name).to_owned();
        let feminine = entry.gender.map(|g| g == lexicon::actors::Gender::Feminine);
        let country = entry.country;
        self.cast.of(Key::Person(person), || {
            let mut actor = unlisted(name, ActorKind::Person, country, Vec::new());
            actor.lexicon_id = None;
            (actor, Known { person: Some(person), feminine, ..Known::default() })
        })
    }

    /// Whether a word hit is of a kind.
    pub(super) fn words_of(&self, hit: usize) -> &'a [Word] {
        match self.hits.get(hit).what {
            What::Word(words) => words,
            _ => &[],
        }
    }
}
