//! Actors: states, organisations, armed groups, organs of states, persons, the offices that persons hold from one day to
//! another, and the nouns and titles that tell a role.

mod bodies;
mod checks;
mod offices;
mod persons;
mod records;
mod show;
mod words;

pub use show::{show, Shown};

use std::collections::{BTreeMap, HashMap};

use serde::{Deserialize, Serialize};

use crate::fold;
use crate::kinds::{ActorKind, Country, Sector};
use crate::period::{Held, Period};
use crate::phrases::Phrases;
use crate::source::{Folder, Problem, Problems};
use crate::strings::{Interner, StrId, Strings};

macro_rules! number {
    ($(#[$doc:meta] $name:ident),* $(,)?) => {$(
        #[$doc]
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub struct $name(u32);
        impl $name {
            fn index(self) -> usize {
                self.0 as usize
            }
        }
    )*};
}

number! {
    /// Number of an actor (state, organisation, armed group, organ) in the table.
    ActorRef,
    /// Number of a person in the table.
    PersonRef,
    /// Number of an office in the table.
    OfficeRef,
    /// Number of a kind of state organ in the table.
    OrganKindRef,
    /// Number of a kind of office in the table.
    OfficeKindRef,
    /// Number of a noun that tells a role.
    RoleRef,
    /// Number of a title.
    TitleRef,
}

/// Up to four sectors, the primary one first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sectors([Option<Sector>; 4]);

impl Sectors {
    /// The sectors in order.
    pub fn iter(self) -> impl Iterator<Item = Sector> {
        self.0.into_iter().flatten()
    }

    /// Whether there is none.
    pub fn is_empty(self) -> bool {
        self.0[0].is_none()
    }

    fn push(&mut self, sector: Sector) {
        if let Some(free) = self.0.iter_mut().find(|s| s.is_none()) {
            *free = Some(sector);
        }
    }
}

/// A state, an organisation, an armed group or an organ of a state.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ActorEntry {
    /// Its id in the files.
    pub id: StrId,
    /// Canonical name.
    pub name: StrId,
    /// What it is.
    pub kind: ActorKind,
    /// The finer kind that its file gives: `igo`, `mission`, `militia`, `member`, `disputed`.
    pub subkind: StrId,
    /// The country that a reading writes for it.
    pub country: Option<Country>,
    /// Its sectors.
    pub sectors: Sectors,
    /// What it is a part of.
    pub parent: Option<ActorRef>,
    /// When it existed.
    pub active: Period,
    /// First adjective of a state: `Ukrainian`.
    pub adjective: StrId,
    /// The kind of organ, where it is one that every state may have.
    pub organ: Option<OrganKindRef>,
    /// Number of its names, the canonical one among them, in [`Table::names_of`].
    names: (u32, u32),
    /// What has to be known beside: that an area is disputed, and how.
    pub note: StrId,
}

/// A person.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct PersonEntry {
    /// Id in the files.
    pub id: StrId,
    /// Canonical name.
    pub name: StrId,
    /// Country.
    pub country: Option<Country>,
    /// Whether pronouns may be `he` or `she`; `None` where the files do not say.
    pub gender: Option<Gender>,
}

/// Grammatical gender of a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub enum Gender {
    Masculine,
    Feminine,
}

/// A kind of state organ.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct OrganKind {
    /// Id in the files: `defence-ministry`.
    pub id: StrId,
    /// Name with `{adjective}` or `{country}`.
    pub name: StrId,
    /// Noun that refers back to it: `ministry`.
    pub short: StrId,
    /// The finer kind: `ministry`, `military`.
    pub kind: StrId,
    /// Sectors.
    pub sectors: Sectors,
    /// The office of whoever heads it.
    pub headed_by: Option<OfficeKindRef>,
}

/// A kind of office.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct OfficeKind {
    /// Id in the files: `foreign-minister`.
    pub id: StrId,
    /// Title as a reading writes it.
    pub title: StrId,
    /// Sectors of its holders.
    pub sectors: Sectors,
    /// The organ that it heads or speaks for.
    pub organ: Option<OrganKindRef>,
}

/// An office.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Office {
    /// Id in the files.
    pub id: StrId,
    /// Title as a reading writes it.
    pub title: StrId,
    /// What kind of office it is, where it is one that every state may have.
    pub kind: Option<OfficeKindRef>,
    /// The state or organisation whose office it is.
    pub body: ActorRef,
    /// Sectors of its holders.
    pub sectors: Sectors,
    /// Whether it has one holder at a time.
    pub single: bool,
}

/// Who held an office from when to when.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct Holder {
    /// Office.
    pub office: OfficeRef,
    /// Person.
    pub person: PersonRef,
    /// When.
    pub period: Period,
}

/// What a noun that tells a role makes of whoever it is said of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum RoleForm {
    /// One person, or several: spokesman, official, minister.
    Person,
    /// One person, in the plural a population: villager, soldier.
    People,
    /// One person, in the plural an armed group: rebel, mercenary.
    Fighters,
    /// An armed group: militia, faction.
    Group,
    /// An organisation: government, agency, mission.
    Body,
    /// A population: staff, opposition, population.
    Crowd,
    /// Things that act for those who use them: warship, jet.
    Equipment,
}

/// A noun that tells a role.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Role {
    /// The noun, singular.
    pub noun: StrId,
    /// What it makes of its bearer.
    pub form: RoleForm,
    /// Sectors of its own.
    pub sectors: Sectors,
    /// Whether sectors and country come from the body that its bearer belongs to: spokesman, official.
    pub inherits: bool,
    /// Whether the bare noun is an actor: gunmen, villagers.
    pub alone: bool,
    /// Gender, where the noun tells it.
    pub gender: Option<Gender>,
}

/// A title before a name: a rank, an honorific.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Title {
    /// The title.
    pub title: StrId,
    /// Sectors that it tells.
    pub sectors: Sectors,
    /// Gender that it tells.
    pub gender: Option<Gender>,
}

/// In what sense a name leads to an actor or a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum NameUse {
    /// A full name.
    Name,
    /// Initials, valid as they are written only.
    Acronym,
    /// A name that means something else too, valid where the report supports it.
    Weak,
    /// An adjective of a state.
    Adjective,
    /// A state's people.
    People,
    /// A capital, for the government that sits there.
    Capital,
    /// A building or street, for who sits there.
    Seat,
    /// A person's full name.
    Person,
    /// What a person is called for short.
    Short,
}

/// What a name leads to.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct NameTarget {
    /// In what sense.
    pub usage: NameUse,
    /// Number of an actor or, for [`NameUse::Person`] and [`NameUse::Short`], a person.
    target: u32,
    /// The name as the files write it.
    pub written: StrId,
}

impl NameTarget {
    /// The actor that it leads to, where it is no person.
    pub fn actor(self) -> Option<ActorRef> {
        (!matches!(self.usage, NameUse::Person | NameUse::Short)).then_some(ActorRef(self.target))
    }

    /// The person that it leads to.
    pub fn person(self) -> Option<PersonRef> {
        matches!(self.usage, NameUse::Person | NameUse::Short).then_some(PersonRef(self.target))
    }
}

/// What a word or phrase of the language tells about actors.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Word {
    /// Names a kind of state organ: "defence ministry", "armed forces".
    Organ(OrganKindRef),
    /// Names a kind of office: "foreign minister".
    OfficeKind(OfficeKindRef),
    /// Names one office: "chairman of the Joint Chiefs".
    Office(OfficeRef),
    /// Tells a role.
    Role(RoleRef),
    /// A title.
    Title(TitleRef),
    /// Tells whether a name beside it is a place or an actor, and the like.
    Cue(Cue),
}

pub use words::Cue;

/// All knowledge of actors.
#[derive(Clone, Default, Serialize, Deserialize)]
pub struct Table {
    strings: Strings,
    actors: Vec<ActorEntry>,
    /// Names of all actors, each actor's together.
    actor_names: Vec<StrId>,
    /// Numbers of the actors in the order of their ids.
    by_id: Vec<ActorRef>,
    persons: Vec<PersonEntry>,
    offices: Vec<Office>,
    organ_kinds: Vec<OrganKind>,
    office_kinds: Vec<OfficeKind>,
    roles: Vec<Role>,
    titles: Vec<Title>,
    /// Ordered by office and start.
    holders: Vec<Holder>,
    /// Numbers of holders, ordered by person and start.
    by_person: Vec<(PersonRef, u32)>,
    /// Offices of a body by their kind, ordered.
    by_body: Vec<(ActorRef, OfficeKindRef, OfficeRef)>,
    /// Organs of a state by their kind, ordered.
    organs: Vec<(ActorRef, OrganKindRef, ActorRef)>,
    /// States by country code, ordered; a disputed entity is not its claimant's state.
    states: Vec<(Country, ActorRef)>,
    names: Phrases<NameTarget>,
    /// Names, adjectives and peoples of states that are one word and nothing else besides, folded; ordered.
    state_names: Vec<Box<str>>,
    words: Phrases<Word>,
    /// Persons by the skeleton of what they are called for short.
    skeletons: Phrases<PersonRef>,
    /// Letters that different transliterations write differently.
    transliteration: Vec<(StrId, StrId)>,
}

impl Table {
    /// Reads and checks `actors/`, `persons/` and `offices/`.
    pub fn load(folder: &Folder, problems: &mut Problems) -> Self {
        let mut draft = Draft::new(folder, problems);
        draft.words();
        draft.bodies();
        draft.persons();
        draft.offices();
        draft.check();
        draft.finish()
    }

    /// A string of the table.
    pub fn text(&self, id: StrId) -> &str {
        self.strings.get(id)
    }

    /// An actor.
    pub fn actor(&self, actor: ActorRef) -> &ActorEntry {
        &self.actors[actor.index()]
    }

    /// All actors.
    pub fn actors(&self) -> impl Iterator<Item = ActorRef> {
        (0..self.actors.len() as u32).map(ActorRef)
    }

    /// The actor of an id: `RUS`, `hezbollah`, `USA.defence-ministry`.
    pub fn actor_by_id(&self, id: &str) -> Option<ActorRef> {
        let at = self.by_id.binary_search_by(|&a| self.text(self.actor(a).id).cmp(id)).ok()?;
        Some(self.by_id[at])
    }

    /// Every name of an actor, the canonical one first.
    pub fn names_of(&self, actor: ActorRef) -> impl Iterator<Item = &str> {
        let (start, end) = self.actor(actor).names;
        self.actor_names[start as usize..end as usize].iter().map(|&n| self.text(n))
    }

    /// The state that a country code is of.
    pub fn state(&self, country: Country) -> Option<ActorRef> {
        let at = self.states.binary_search_by_key(&country, |s| s.0).ok()?;
        Some(self.states[at].1)
    }

    /// Whether a name is the code of a state.
    pub fn is_state(&self, name: &str) -> bool {
        Country::parse(name).is_some_and(|code| self.state(code).is_some())
    }

    /// A person.
    pub fn person(&self, person: PersonRef) -> &PersonEntry {
        &self.persons[person.index()]
    }

    /// All persons.
    pub fn persons(&self) -> impl Iterator<Item = PersonRef> {
        (0..self.persons.len() as u32).map(PersonRef)
    }

    /// An office.
    pub fn office(&self, office: OfficeRef) -> &Office {
        &self.offices[office.index()]
    }

    /// A kind of state organ.
    pub fn organ_kind(&self, kind: OrganKindRef) -> &OrganKind {
        &self.organ_kinds[kind.index()]
    }

    /// A kind of office.
    pub fn office_kind(&self, kind: OfficeKindRef) -> &OfficeKind {
        &self.office_kinds[kind.index()]
    }

    /// A noun that tells a role.
    pub fn role(&self, role: RoleRef) -> &Role {
        &self.roles[role.index()]
    }

    /// A title.
    pub fn title(&self, title: TitleRef) -> &Title {
        &self.titles[title.index()]
    }

    /// The office of one kind that a state or organisation has.
    pub fn office_of(&self, body: ActorRef, kind: OfficeKindRef) -> Option<OfficeRef> {
        let at = self.by_body.binary_search_by_key(&(body, kind), |o| (o.0, o.1)).ok()?;
        Some(self.by_body[at].2)
    }

    /// The offices that a state or organisation has by their kinds.
    pub fn offices_of(&self, body: ActorRef) -> impl Iterator<Item = OfficeRef> + '_ {
        let start = self.by_body.partition_point(|o| o.0 < body);
        self.by_body[start..].iter().take_while(move |o| o.0 == body).map(|o| o.2)
    }

    /// The organ of one kind that a state has, where the files have one.
    pub fn organ_of(&self, state: ActorRef, kind: OrganKindRef) -> Option<ActorRef> {
        let at = self.organs.binary_search_by_key(&(state, kind), |o| (o.0, o.1)).ok()?;
        Some(self.organs[at].2)
    }

    /// Who held an office, the earliest first.
    pub fn holders(&self, office: OfficeRef) -> &[Holder] {
        let start = self.holders.partition_point(|h| h.office < office);
        let end = self.holders.partition_point(|h| h.office <= office);
        &self.holders[start..end]
    }

    /// What a person held, the earliest first.
    pub fn held_by(&self, person: PersonRef) -> impl Iterator<Item = &Holder> {
        let start = self.by_person.partition_point(|h| h.0 < person);
        self.by_person[start..].iter().take_while(move |h| h.0 == person).map(|h| &self.holders[h.1 as usize])
    }

    /// The one who held an office on `day` (`YYYYMMDD`): whoever did for certain, else the only one who may have.
    pub fn holder_on(&self, office: OfficeRef, day: u32) -> Option<PersonRef> {
        let mut best: Option<(Held, PersonRef)> = None;
        let mut tie = false;
        for holder in self.holders(office) {
            let held = holder.period.holds(day);
            if held == Held::No {
                continue;
            }
            match best {
                Some((known, person)) if known == held && person != holder.person => tie = true,
                Some((known, _)) if known >= held => {}
                _ => (best, tie) = (Some((held, holder.person)), false),
            }
        }
        best.filter(|_| !tie).map(|(_, person)| person)
    }

    /// The names of actors and persons, folded.
    pub fn names(&self) -> &Phrases<NameTarget> {
        &self.names
    }

    /// Names, adjectives and peoples of states that are one word and nothing else besides, folded; ordered. [`Self::names`]
    /// has what they lead to.
    pub fn state_names(&self) -> &[Box<str>] {
        &self.state_names
    }

    fn find_state_names(&self) -> Vec<Box<str>> {
        let states = self.actors().filter(|&a| self.actor(a).kind == ActorKind::State);
        let folded = states.flat_map(|a| self.names_of(a)).map(fold);
        let one_word = folded.filter(|n| n.bytes().all(|b| b.is_ascii_lowercase()));
        let is_plain = |t: &NameTarget| matches!(t.usage, NameUse::Name | NameUse::Adjective | NameUse::People);
        let plain = one_word.filter(|n| {
            let targets = self.names.get(n);
            !targets.is_empty() && targets.iter().all(is_plain)
        });
        let mut names: Vec<Box<str>> = plain.map(String::into_boxed_str).collect();
        names.sort();
        names.dedup();
        names
    }

    /// Words that tell organs, offices, roles, titles and cues, folded.
    pub fn words(&self) -> &Phrases<Word> {
        &self.words
    }

    /// Whether `word` (folded) is a cue of one class.
    pub fn is_cue(&self, word: &str, cue: Cue) -> bool {
        self.words.get(word).contains(&Word::Cue(cue))
    }

    /// Persons whose short name has the same skeleton as `name` (folded).
    pub fn persons_like(&self, name: &str) -> &[PersonRef] {
        self.skeletons.get(&self.skeleton(name))
    }

    /// `name` (folded) with letters that different transliterations write differently made one.
    pub fn skeleton(&self, name: &str) -> String {
        let rules = self.transliteration.iter().map(|&(from, to)| (self.text(from), self.text(to)));
        persons::skeleton(name, rules)
    }

    /// Name of an organ of a state that the files do not list: "Ukrainian Defence Ministry".
    pub fn organ_name(&self, state: ActorRef, kind: OrganKindRef) -> String {
        let state = self.actor(state);
        let pattern = self.text(self.organ_kind(kind).name);
        bodies::compose(pattern, self.text(state.name), self.text(state.adjective))
    }
}

/// A table in the making, with what is needed to check it and to name the line of each record.
struct Draft<'a> {
    folder: &'a Folder,
    problems: &'a mut Problems,
    table: Table,
    strings: Interner,
    names: BTreeMap<String, Vec<NameTarget>>,
    words: BTreeMap<String, Vec<Word>>,
    skeletons: BTreeMap<String, Vec<PersonRef>>,
    /// Where each actor stands in the files, and its parent's id.
    actor_lines: Vec<(Place, String)>,
    actor_ids: HashMap<String, ActorRef>,
    person_ids: HashMap<String, (PersonRef, Place)>,
    office_ids: HashMap<String, (OfficeRef, Place)>,
    organ_kind_ids: HashMap<String, OrganKindRef>,
    office_kind_ids: HashMap<String, OfficeKindRef>,
    /// Whether an office has one holder at a time.
    single: Vec<bool>,
    single_kinds: Vec<bool>,
    /// British spellings and their American twins.
    spellings: Vec<(String, String)>,
}

/// File and line.
#[derive(Clone, Default)]
struct Place {
    file: String,
    line: usize,
}

impl<'a> Draft<'a> {
    fn new(folder: &'a Folder, problems: &'a mut Problems) -> Self {
        Self {
            folder,
            problems,
            table: Table::default(),
            strings: Interner::default(),
            names: BTreeMap::new(),
            words: BTreeMap::new(),
            skeletons: BTreeMap::new(),
            actor_lines: Vec::new(),
            actor_ids: HashMap::new(),
            person_ids: HashMap::new(),
            office_ids: HashMap::new(),
            organ_kind_ids: HashMap::new(),
            office_kind_ids: HashMap::new(),
            single: Vec::new(),
            single_kinds: Vec::new(),
            spellings: Vec::new(),
        }
    }

    fn problem(&mut self, at: &Place, what: impl Into<String>, remedy: impl Into<String>) {
        self.problems.push(Problem::new(&at.file, at.line, what, remedy));
    }

    /// The records of every file whose path starts with `prefix`, with their places.
    fn rows<T: serde::de::DeserializeOwned>(&mut self, prefix: &str) -> Vec<(Place, T)> {
        let files: Vec<String> = self.folder.below(prefix).filter(|f| f.ends_with(".csv")).map(str::to_owned).collect();
        let mut rows = Vec::new();
        for file in files {
            let records = self.folder.csv(&file, self.problems);
            rows.extend(records.into_iter().map(|(line, row)| (Place { file: file.clone(), line }, row)));
        }
        rows
    }

    fn finish(mut self) -> Table {
        let strings = &self.strings;
        let table = &mut self.table;
        table.by_id = (0..table.actors.len() as u32).map(ActorRef).collect();
        table.by_id.sort_by_key(|a| strings.get(table.actors[a.index()].id));
        table.names = Phrases::pack(self.names);
        table.words = Phrases::pack(self.words);
        table.skeletons = Phrases::pack(self.skeletons);
        table.strings = self.strings.finish();
        table.state_names = table.find_state_names();
        self.table
    }
}
