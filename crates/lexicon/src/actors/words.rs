//! Words of the language that tell organs, offices, roles and titles, and cues.

use serde::{Deserialize, Serialize};

use super::records::{values, CueRow, FoldRow, OfficeKindRow, OrganKindRow, RoleRow, TitleRow};
use super::{
    Draft, Gender, OfficeKind, OfficeKindRef, OrganKind, OrganKindRef, Place, Role, RoleForm, RoleRef, Sectors, Title,
    TitleRef, Word,
};
use crate::fold;
use crate::kinds::{Country, Sector};
use crate::period::{Bound, Period};

/// What a word tells about a name beside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Cue {
    /// Adposition before a place: in, near.
    Locative,
    /// Adposition before an actor: with, against.
    ActorCase,
    /// Noun whose possessor or complement is a place: border, north, outskirts.
    PlaceNoun,
    /// Noun that a city has and a government has not: street, airport, mayor.
    CityNoun,
    /// Verb that is said of a city and not of a government: lie, wake.
    CityVerb,
    /// Verb whose object can only be somebody: accuse, urge.
    SocialVerb,
    /// Verb whose object is a place: reach, leave.
    PlaceVerb,
    /// Verb or noun of motion: travel, flight.
    Motion,
    /// Noun whose complement is somebody: support, pressure.
    ActorNoun,
    /// Word for a vessel or aircraft that bears a name.
    Vessel,
    /// Word for somebody's equal in another state: counterpart.
    Counterpart,
    /// Word after a name that makes it another thing's: Street, Square, Times.
    Namesake,
    /// Verb after which its subject is an actor even where it is a city: say, accuse.
    ActorVerb,
    /// Last part of a person's name that is no surname: Jr.
    NameSuffix,
    /// Part of a person's name that belongs to the surname: al, bin, van.
    NameParticle,
    /// Word before an office that is no longer or not yet held: former.
    Former,
    /// Verb that ties a person to what he or she leads: command, head.
    LeadVerb,
    /// Word that makes whoever it is said of the people of both sides: both, two.
    Both,
    /// Noun that means a state: country, nation.
    StateNoun,
    /// Participle that ties a group to another: backed, led.
    Allegiance,
    /// Noun that names whoever heads a body: leader, chief.
    HeadNoun,
    /// Determiner of somebody new: a, some.
    Indefinite,
    /// Determiner of somebody known: the, this.
    Definite,
    /// Adposition before whose something is: of, for.
    OwningCase,
}

const CUES: &[(&str, Cue)] = &[
    ("locative", Cue::Locative),
    ("actor-case", Cue::ActorCase),
    ("place-noun", Cue::PlaceNoun),
    ("city-noun", Cue::CityNoun),
    ("city-verb", Cue::CityVerb),
    ("social-verb", Cue::SocialVerb),
    ("place-verb", Cue::PlaceVerb),
    ("motion", Cue::Motion),
    ("actor-noun", Cue::ActorNoun),
    ("vessel", Cue::Vessel),
    ("counterpart", Cue::Counterpart),
    ("namesake", Cue::Namesake),
    ("actor-verb", Cue::ActorVerb),
    ("name-suffix", Cue::NameSuffix),
    ("name-particle", Cue::NameParticle),
    ("former", Cue::Former),
    ("lead-verb", Cue::LeadVerb),
    ("both", Cue::Both),
    ("state-noun", Cue::StateNoun),
    ("allegiance", Cue::Allegiance),
    ("head-noun", Cue::HeadNoun),
    ("indefinite", Cue::Indefinite),
    ("definite", Cue::Definite),
    ("owning-case", Cue::OwningCase),
];

const FORMS: &[(&str, RoleForm)] = &[
    ("person", RoleForm::Person),
    ("people", RoleForm::People),
    ("fighters", RoleForm::Fighters),
    ("group", RoleForm::Group),
    ("body", RoleForm::Body),
    ("crowd", RoleForm::Crowd),
    ("equipment", RoleForm::Equipment),
];

impl Draft<'_> {
    /// Reads the files of words, which all others lean on.
    pub(super) fn words(&mut self) {
        for (_, row) in self.rows::<FoldRow>("actors/spelling") {
            self.spellings.push((fold(&row.from), fold(&row.to)));
        }
        for (_, row) in self.rows::<FoldRow>("actors/transliteration") {
            let pair = (self.strings.add(&row.from), self.strings.add(&row.to));
            self.table.transliteration.push(pair);
        }
        self.cues();
        self.organ_kinds();
        self.office_kinds();
        self.roles();
        self.titles();
    }

    fn cues(&mut self) {
        for (at, row) in self.rows::<CueRow>("actors/actor-cues") {
            match choose(CUES, &row.class) {
                Some(cue) => values(&row.words).for_each(|w| self.word(w, Word::Cue(cue))),
                None => self.unknown(&at, "class", &row.class, CUES),
            }
        }
    }

    fn organ_kinds(&mut self) {
        for (at, row) in self.rows::<OrganKindRow>("actors/organ-kinds") {
            let kind = OrganKindRef(self.table.organ_kinds.len() as u32);
            if self.organ_kind_ids.insert(row.id.clone(), kind).is_some() {
                self.duplicate(&at, &row.id);
                continue;
            }
            let sectors = self.sectors(&at, &row.sectors);
            let entry = OrganKind {
                id: self.strings.add(&row.id),
                name: self.strings.add(&row.name),
                short: self.strings.add(&row.short),
                kind: self.strings.add(&row.kind),
                sectors,
                headed_by: None,
            };
            self.table.organ_kinds.push(entry);
            values(&row.nouns).for_each(|n| self.word(n, Word::Organ(kind)));
        }
    }

    fn office_kinds(&mut self) {
        for (at, row) in self.rows::<OfficeKindRow>("offices/kinds") {
            let kind = OfficeKindRef(self.table.office_kinds.len() as u32);
            if self.office_kind_ids.insert(row.id.clone(), kind).is_some() {
                self.duplicate(&at, &row.id);
                continue;
            }
            let sectors = self.sectors(&at, &row.sectors);
            let organ = (!row.organ.is_empty()).then(|| self.organ_kind_ids.get(&row.organ).copied());
            if organ == Some(None) {
                self.dangling(&at, "organ kind", &row.organ, "actors/organ-kinds.csv");
            }
            let entry = OfficeKind {
                id: self.strings.add(&row.id),
                title: self.strings.add(&row.title),
                sectors,
                organ: organ.flatten(),
            };
            self.table.office_kinds.push(entry);
            let single = self.is_single(&at, &row.holders);
            self.single_kinds.push(single);
            values(&row.aliases).for_each(|n| self.word(n, Word::OfficeKind(kind)));
        }
        // The two files name each other, so the way back is closed once both are read.
        for (at, row) in self.rows::<OrganKindRow>("actors/organ-kinds") {
            if row.headed_by.is_empty() {
                continue;
            }
            match self.office_kind_ids.get(&row.headed_by) {
                Some(&office) => {
                    if let Some(organ) = self.organ_kind_ids.get(&row.id) {
                        self.table.organ_kinds[organ.index()].headed_by = Some(office);
                    }
                }
                None => self.dangling(&at, "kind of office", &row.headed_by, "offices/kinds.csv"),
            }
        }
    }

    fn roles(&mut self) {
        for (at, row) in self.rows::<RoleRow>("actors/role-nouns") {
            let Some(form) = choose(FORMS, &row.form) else {
                self.unknown(&at, "form", &row.form, FORMS);
                continue;
            };
            let sectors = self.sectors(&at, &row.sectors);
            let inherits = self.yes(&at, "inherits", &row.inherits);
            let alone = self.yes(&at, "alone", &row.alone);
            let gender = self.gender(&at, &row.gender);
            for noun in values(&row.nouns) {
                let role = RoleRef(self.table.roles.len() as u32);
                let entry = Role { noun: self.strings.add(noun), form, sectors, inherits, alone, gender };
                if self.words.get(&fold(noun)).is_some_and(|w| w.iter().any(|w| matches!(w, Word::Role(_)))) {
                    self.duplicate(&at, noun);
                    continue;
                }
                self.table.roles.push(entry);
                self.word(noun, Word::Role(role));
            }
        }
    }

    fn titles(&mut self) {
        for (at, row) in self.rows::<TitleRow>("actors/titles") {
            let sectors = self.sectors(&at, &row.sectors);
            let gender = self.gender(&at, &row.gender);
            for text in values(&row.titles) {
                let title = TitleRef(self.table.titles.len() as u32);
                self.table.titles.push(Title { title: self.strings.add(text), sectors, gender });
                self.word(text, Word::Title(title));
            }
        }
    }

    /// Adds a phrase, and its twin in the other spelling.
    pub(super) fn word(&mut self, text: &str, word: Word) {
        let folded = fold(text);
        let twin = self.spellings.iter().fold(folded.clone(), |text, (from, to)| respelt(&text, from, to));
        for phrase in [folded, twin] {
            let words = self.words.entry(phrase).or_default();
            if !words.contains(&word) {
                words.push(word);
            }
        }
    }

    pub(super) fn sectors(&mut self, at: &Place, cell: &str) -> Sectors {
        let mut sectors = Sectors::default();
        for code in values(cell) {
            match Sector::parse(code) {
                Some(sector) => sectors.push(sector),
                None => {
                    self.problem(at, format!("{code:?} is no PLOVER sector"), "use codes such as GOV, MIL, REB, CVL")
                }
            }
        }
        sectors
    }

    pub(super) fn country(&mut self, at: &Place, cell: &str) -> Option<Country> {
        let country = Country::parse(cell);
        if country.is_none() && !cell.is_empty() {
            self.problem(at, format!("{cell:?} is no country code"), "use ISO 3166-1 alpha-3, such as UKR");
        }
        country
    }

    pub(super) fn period(&mut self, at: &Place, from: &str, to: &str) -> Period {
        let mut bound = |cell: &str| {
            let bound = Bound::parse(cell);
            if bound.is_none() && !cell.is_empty() {
                self.problem(at, format!("{cell:?} is no date"), "write YYYY, YYYY-MM or YYYY-MM-DD");
            }
            bound
        };
        let period = Period { from: bound(from), to: bound(to) };
        if period.is_backward() {
            self.problem(at, format!("it ends ({to}) before it starts ({from})"), "swap or correct the dates");
        }
        period
    }

    pub(super) fn gender(&mut self, at: &Place, cell: &str) -> Option<Gender> {
        const GENDERS: &[(&str, Option<Gender>)] =
            &[("", None), ("m", Some(Gender::Masculine)), ("f", Some(Gender::Feminine))];
        choose(GENDERS, cell).unwrap_or_else(|| {
            self.unknown(at, "gender", cell, GENDERS);
            None
        })
    }

    pub(super) fn is_single(&mut self, at: &Place, cell: &str) -> bool {
        const HOLDERS: &[(&str, bool)] = &[("single", true), ("several", false), ("", true)];
        choose(HOLDERS, cell).unwrap_or_else(|| {
            self.unknown(at, "holders", cell, HOLDERS);
            false
        })
    }

    fn yes(&mut self, at: &Place, column: &str, cell: &str) -> bool {
        const ANSWERS: &[(&str, bool)] = &[("yes", true), ("no", false), ("", false)];
        choose(ANSWERS, cell).unwrap_or_else(|| {
            self.unknown(at, column, cell, ANSWERS);
            false
        })
    }

    pub(super) fn unknown<T>(&mut self, at: &Place, column: &str, cell: &str, choices: &[(&str, T)]) {
        let names: Vec<&str> = choices.iter().map(|c| c.0).filter(|c| !c.is_empty()).collect();
        self.problem(at, format!("{column} {cell:?} is unknown"), format!("use one of: {}", names.join(", ")));
    }

    pub(super) fn duplicate(&mut self, at: &Place, id: &str) {
        self.problem(at, format!("{id:?} is there twice"), "keep one of the two, or rename one");
    }

    pub(super) fn dangling(&mut self, at: &Place, what: &str, id: &str, file: &str) {
        self.problem(at, format!("there is no {what} {id:?}"), format!("add it to {file}, or correct the id"));
    }
}

fn choose<T: Copy>(choices: &[(&str, T)], name: &str) -> Option<T> {
    choices.iter().find(|c| c.0 == name).map(|c| c.1)
}

/// `text` with the whole word `from` written `to`.
fn respelt(text: &str, from: &str, to: &str) -> String {
    if !text.contains(from) {
        return text.to_owned();
    }
    text.split(' ').map(|w| if w == from { to } else { w }).collect::<Vec<_>>().join(" ")
}
