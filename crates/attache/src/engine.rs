//! The language model and the knowledge, opened once and shared by every thread.

use std::path::{Path, PathBuf};
use std::{fs, io};

use language::Model;
use ledger::Coding;
use lexicon::{Folder, Gazetteer, Lexicon, Problem, Problems};
use reading::{Layers, Reading, Report};

use crate::commands::Stop;

/// File of a knowledge folder that takes the place of the gazetteer inside the program.
const GAZETTEER: &str = "gazetteer.bin";

/// What every reading needs.
pub struct Engine {
    model: Model,
    lexicon: Lexicon,
}

/// Files in the place of what is inside the program.
#[derive(Clone, Debug, Default, clap::Args)]
pub struct Parts {
    /// Knowledge files that are added to those inside the program; one of the same path takes the other's place
    #[arg(long, value_name = "DIR")]
    pub lexicon: Option<PathBuf>,
    /// A weights file in the place of the one inside the program
    #[arg(long, value_name = "FILE")]
    pub model: Option<PathBuf>,
}

impl Parts {
    /// The knowledge: what is inside the program, with the given folder's files laid over it.
    pub fn lexicon(&self) -> Result<Lexicon, Stop> {
        self.lexicon.as_deref().map_or_else(|| Ok(reading::bundled_lexicon()), load)
    }

    /// The weights: the given file, checked, or those inside the program.
    pub fn model(&self) -> Result<Model, Stop> {
        let Some(path) = &self.model else { return Ok(Model::bundled()) };
        Model::open(path).map_err(|e| Stop::Input(format!("{}: {e}", path.display())))
    }
}

impl Parts {
    /// Version of the knowledge: a sum of all that it says.
    pub fn knowledge_version(&self) -> Result<String, Stop> {
        let Some(folder) = &self.lexicon else { return Ok(reading::knowledge_version()) };
        let own = Folder::read(folder).map_err(|e| Stop::Input(format!("{}: {e}", folder.display())))?;
        let files = reading::bundled_knowledge().overlaid(own);
        let packed = lexicon::compile(&files).map_err(|problems| Stop::Input(problems.to_string()))?;
        Ok(reading::version_of_knowledge(&packed))
    }

    /// What readings of this engine are made with, as a ledger records it.
    pub fn coding(&self, engine: &Engine) -> Result<Coding, Stop> {
        Ok(Coding {
            program: env!("CARGO_PKG_VERSION").into(),
            model: engine.model().version().into(),
            knowledge: self.knowledge_version()?,
        })
    }
}

impl Engine {
    /// Opens what is inside the program, or the files that `parts` names in its place.
    pub fn open(parts: &Parts) -> Result<Self, Stop> {
        Ok(Self { model: parts.model()?, lexicon: parts.lexicon()? })
    }

    /// The weights.
    pub fn model(&self) -> &Model {
        &self.model
    }

    /// The knowledge.
    pub fn lexicon(&self) -> &Lexicon {
        &self.lexicon
    }

    /// The reading of a report.
    pub fn read(&self, report: &Report) -> Reading {
        reading::read(report, self.model.parse_english(&report.text), &self.lexicon)
    }

    /// Every layer of the reading of a report.
    pub fn layers(&self, report: &Report) -> Layers {
        reading::layers(report, self.model.parse_english(&report.text), &self.lexicon)
    }
}

/// The places of the world: those of the knowledge folder, where it has such a file, else those inside the program.
fn gazetteer(file: &Path) -> Result<Gazetteer, Stop> {
    match fs::read(file) {
        Ok(bytes) => Gazetteer::open_shared(bytes.into()).map_err(|e| Stop::Input(format!("{}: {e}", file.display()))),
        Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(reading::bundled_gazetteer()),
        Err(e) => Err(Stop::Input(format!("{}: {e}", file.display()))),
    }
}

/// The knowledge inside the program with the files of a folder laid over it.
fn load(folder: &Path) -> Result<Lexicon, Stop> {
    let own = Folder::read(folder)
        .map_err(|e| Stop::Input(format!("{}: {e}; --lexicon wants a knowledge folder", folder.display())))?;
    let places = gazetteer(&folder.join(GAZETTEER))?;
    let names = own.names();
    let files = reading::bundled_knowledge().overlaid(own);
    let mut problems = Problems::default();
    let lexicon = Lexicon::load(&files, &mut problems);
    for name in names.iter().filter(|name| !files.is_read(name)) {
        problems.push(Problem::new(
            name,
            0,
            "nothing reads a file of this name",
            "name it as knowledge/README.md says",
        ));
    }
    if problems.is_empty() {
        Ok(lexicon.with_gazetteer(places))
    } else {
        Err(Stop::Input(format!("{} cannot be used:\n{problems}", folder.display())))
    }
}
