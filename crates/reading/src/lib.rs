//! Report to [`Reading`]: who is said to have done what to whom, where, when, with what casualties, and according to
//! whom, in one report. Pure: no file, no clock, no net.
//!
//! Data flows one way, a module for each step:
//!
//! ```text
//! Report -> Document (crate language)
//!        -> times, counts, actors, places      mentions
//!        -> statements                         stretches with their chain of sources
//!        -> agreements
//!        -> events                             coded actions inside statements
//!        -> incidents                          events that tell of one happening
//!        -> conduct                            what is said to be done about agreements
//!        -> assemble                           the Reading, as the contract has it
//! ```

pub mod actors;
pub mod agreements;
mod assemble;
mod atoms;
pub mod counts;
mod dateline;
pub mod events;
pub mod incidents;
mod numerals;
pub mod places;
mod reading;
mod report;
pub mod statements;
pub mod times;

pub use reading::{
    AccountOut, ActorOut, AgreementOut, ConductOut, ContestedOut, CountRange, EventOut, IncidentOut, NoticeOut,
    PlaceOut, Reading, ReportOut, SourceOut, Span, StatementOut, TimeOut, UnreadOut,
};
pub use report::Report;

use language::Document;
use lexicon::{Gazetteer, Lexicon};

/// Everything that was found in one report, in the program's own types: what [`Reading`] is assembled from, and what
/// explanations are given of.
pub struct Layers {
    /// The text with its words, trees and names.
    pub document: Document,
    /// Expressions of time.
    pub times: Vec<times::TimeMention>,
    /// Expressions of number.
    pub counts: Vec<counts::CountMention>,
    /// Actors and where they are spoken of.
    pub actors: actors::Actors,
    /// Places and where they are spoken of.
    pub places: places::Places,
    /// Stretches of the text with the chain of sources behind them.
    pub statements: Vec<statements::Statement>,
    /// Agreements spoken of.
    pub agreements: Vec<agreements::Agreement>,
    /// Coded actions.
    pub events: Vec<events::Event>,
    /// Happenings that several events tell of.
    pub incidents: Vec<incidents::Incident>,
    /// What is said to be done about agreements.
    pub conduct: Vec<events::Conduct>,
}

/// Reads every layer of a report whose text has been parsed to `document`.
pub fn layers(report: &Report, document: Document, lexicon: &Lexicon) -> Layers {
    let times = times::find(&document, report, lexicon);
    let counts = counts::find(&document, &times, lexicon);
    let actors = actors::find(&document, report, lexicon);
    let places = places::find(&document, report, &actors, &times, lexicon);
    let statements = statements::find(&document, &actors, &places, &times, lexicon);
    let agreements = agreements::find(&document, &actors, &times, lexicon);
    let mentions = events::Mentions { actors: &actors, places: &places, times: &times, counts: &counts };
    let (events, conduct) = events::find(&document, mentions, &statements, &agreements, lexicon);
    let incidents = incidents::join(&events, mentions, &statements);
    Layers { document, times, counts, actors, places, statements, agreements, events, incidents, conduct }
}

/// Reads a report whose text has been parsed to `document`.
pub fn read(report: &Report, document: Document, lexicon: &Lexicon) -> Reading {
    assemble::reading(report, &layers(report, document, lexicon), lexicon)
}

/// `knowledge/` as it was packed when the program was built.
static PACKED: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/knowledge.bin"));

/// Version of the knowledge inside the program.
pub fn knowledge_version() -> String {
    version_of_knowledge(PACKED)
}

/// Version of packed knowledge: its sum (FNV-1a) in sixteen digits. The same knowledge has the same version everywhere.
pub fn version_of_knowledge(packed: &[u8]) -> String {
    let sum = packed
        .iter()
        .fold(0xCBF2_9CE4_8422_2325, |sum: u64, &byte| (sum ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3));
    format!("{sum:016x}")
}

/// The knowledge inside the program, as `knowledge/` was when it was built.
pub fn bundled_lexicon() -> Lexicon {
    // The build script packed it with the same types, so opening it cannot fail.
    Lexicon::open(PACKED).expect("knowledge packed by the build script").with_gazetteer(bundled_gazetteer())
}

/// The files of `knowledge/` as they were when the program was built: what a folder of one's own is laid over.
pub fn bundled_knowledge() -> lexicon::Folder {
    static FILES: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/knowledge-files.bin"));
    // The build script packed them with the same types, so opening them cannot fail.
    lexicon::Folder::unpack(FILES).expect("files packed by the build script")
}

/// The places of the world inside the program (`models/gazetteer.bin`), opened in place.
pub fn bundled_gazetteer() -> Gazetteer {
    static PLACES: &[u8] = include_bytes!("../../../models/gazetteer.bin");
    // A test opens the same bytes.
    Gazetteer::open(PLACES).expect("models/gazetteer.bin is of this version")
}
