//! Readings to what is known: every claim kept, an echo counted once, the accounts of one incident brought together.
//!
//! A [`Ledger`] is one SQLite file. Data flows one way through it:
//!
//! ```text
//! Reading -> store        reports and their versions, statements, events: what was read, with its place in the text
//!         -> echoes       reports that repeat another
//!         -> tellings     what one report tells of one happening
//!         -> incidents    tellings of one happening, from all reports
//!         -> accounts     one source's version of an incident; what is agreed, contested, denied
//!         -> agreements   one agreement across reports, and what is said to be done about it
//!         -> tension      an index per dyad and day
//!         -> alerts       what rules find in all of it, told once
//! ```
//!
//! What comes out depends on what was added and never on the order in which it came. `docs/ledger.md` explains the
//! tables and every choice.

mod accounts;
mod add;
mod agreements;
mod alerts;
mod backup;
mod bearings;
mod brief;
mod browse;
mod check;
mod decisions;
mod echoes;
mod error;
mod export;
mod features;
mod incidents;
mod listing;
mod notices;
mod recode;
mod retelling;
mod search;
mod show;
mod sql;
mod standing;
mod status;
mod store;
mod taken_back;
mod taking_part;
mod tellings;
mod tension;
mod weights;
mod wording;

pub mod days;

pub use accounts::{Account, Contest};
pub use add::{Added, Coding, Entry, Outcome};
pub use agreements::{Agreement, AgreementClaim, Agreements, SideClaims, WantedAgreements};
pub use alerts::{Alert, AlertCause, AlertClaim, AlertReason, RaisedAlert, WantedAlerts};
pub use brief::Brief;
pub use browse::{
    ActorSeen, ActorWanted, ActorWithDeeds, ClaimWanted, DayCount, Deeds, EventTold, Kept, KeptActor, KeptAgreement,
    KeptEvent, KeptPlace, KeptReport, KeptStatement, KeptTime, Link, MapPoint, Mark, Page, Partner, ReportSeen,
    ReportWanted, StatementTold, TenseDyad,
};
pub use decisions::{Correction, Decided, Decision, Kind, Signature, Site};
pub use error::Error;
pub use export::{Existing, Format};
pub use listing::{Incident, IncidentPlace, Period, Wanted};
pub use recode::{KeptText, Recoded};
pub use search::{Hit, Query};
pub use show::{Claim, Comparison, Shown};
pub use status::State;
pub use store::{when_waiting, Ledger};
pub use taken_back::{Notice, TakenBack};
pub use tension::{Dyad, RestsOn, TensionDay, TensionOf, TensionRank};
pub use wording::id_of_text;

/// A count with its bounds; the upper one open where it is `None`.
pub type Range = (u64, Option<u64>);
