//! The knowledge that experts edit (`knowledge/`): read and checked ([`compile`]), kept as one block of bytes inside the
//! program, and opened from it ([`Lexicon::open`]).
//!
//! Each domain has a module with its table: the type that its files are read into, the checks, and the look-ups that
//! reading uses. To add a domain: a module with a `Table` that derives `Serialize` and `Deserialize` and has
//! `Table::load(&Folder, &mut Problems)`, and a field of [`Lexicon`].

pub mod actors;
pub mod agreements;
pub mod alerts;
pub mod counts;
pub mod cues;
mod fold;
pub mod frames;
pub mod gazetteer;
mod kinds;
pub mod notices;
pub mod numbers;
pub mod ontology;
mod period;
mod phrases;
pub mod places;
pub mod regions;
pub mod source;
mod strings;
pub mod times;
mod word_table;

pub use fold::{fold, fold_into};
pub use gazetteer::Gazetteer;
pub use kinds::{ActorKind, Country, Sector};
pub use period::{Bound, Held, Period};
pub use phrases::{Phrases, Walk};
pub use source::{Folder, Problem, Problems};
pub use strings::{StrId, Strings};

use serde::{Deserialize, Serialize};

/// All knowledge, opened.
#[derive(Default, Serialize, Deserialize)]
pub struct Lexicon {
    /// Words that attribute.
    pub cues: cues::Table,
    /// Actors, persons, offices and roles.
    pub actors: actors::Table,
    /// Our own places and the words around places' names.
    pub places: places::Table,
    #[serde(skip)]
    gazetteer: Gazetteer,
    /// Agreements.
    pub agreements: agreements::Table,
    /// PLOVER and CAMEO.
    pub ontology: ontology::Table,
    /// Which words tell which event.
    pub frames: frames::Table,
    /// Words around numbers.
    pub counts: counts::Table,
    /// Words that stand for numbers.
    pub numbers: numbers::Table,
    /// Words of time.
    pub times: times::Table,
    /// Words with which a report corrects or takes back an earlier one.
    pub notices: notices::Table,
    /// Regions, for roll-ups.
    pub regions: regions::Table,
    /// Rules by which alerts are raised.
    pub alerts: alerts::Table,
}

impl Lexicon {
    /// Reads and checks every knowledge file of `folder`. Files with problems are left out; the caller decides whether
    /// to go on with the rest.
    pub fn load(folder: &Folder, problems: &mut Problems) -> Self {
        let ontology = ontology::Table::load(folder, problems);
        let frames = frames::Table::load(folder, &ontology, problems);
        let actors = actors::Table::load(folder, problems);
        let agreements = agreements::Table::load(folder, problems);
        let known = alerts::Known { actors: &actors, agreements: &agreements, ontology: &ontology };
        Self {
            alerts: alerts::Table::load(folder, known, problems),
            regions: regions::Table::load(folder, problems),
            actors,
            cues: cues::Table::load(folder, problems),
            agreements,
            places: places::Table::load(folder, problems),
            ontology,
            frames,
            gazetteer: Gazetteer::default(),
            counts: counts::Table::load(folder, problems),
            numbers: numbers::Table::load(folder, problems),
            times: times::Table::load(folder, problems),
            notices: notices::Table::load(folder, problems),
        }
    }

    /// The same with the places of the world beside our own.
    pub fn with_gazetteer(mut self, gazetteer: Gazetteer) -> Self {
        self.gazetteer = gazetteer;
        self
    }

    /// What rules may name.
    pub fn known(&self) -> alerts::Known<'_> {
        alerts::Known { actors: &self.actors, agreements: &self.agreements, ontology: &self.ontology }
    }

    /// The places of the world.
    pub fn gazetteer(&self) -> &Gazetteer {
        &self.gazetteer
    }

    /// Opens what [`compile`] made.
    pub fn open(bytes: &[u8]) -> Result<Self, postcard::Error> {
        postcard::from_bytes(bytes)
    }
}

/// Reads, checks and packs a knowledge folder; all problems at once where there are any.
pub fn compile(folder: &Folder) -> Result<Vec<u8>, Problems> {
    let mut problems = Problems::default();
    let lexicon = Lexicon::load(folder, &mut problems);
    if !problems.is_empty() {
        return Err(problems);
    }
    postcard::to_stdvec(&lexicon).map_err(|e| Problems::from(Problem::of_folder(folder, e.to_string())))
}
