//! Incidents: the happenings that several events of one report tell of.

use crate::actors::ActorId;
use crate::events::{Event, EventId, Mentions};
use crate::statements::Statement;

/// One happening.
#[derive(Clone, Debug)]
pub struct Incident {
    /// The events that tell of it.
    pub events: Vec<EventId>,
    /// Fields on which every account that has them agrees.
    pub agreed: Vec<&'static str>,
    /// Fields on which accounts differ.
    pub contested: Vec<Contested>,
}

/// A field on which accounts differ.
#[derive(Clone, Debug)]
pub struct Contested {
    /// Name of the field in the contract's event.
    pub field: &'static str,
    /// Each side's version: by whom (empty: narration), and the events that give it.
    pub accounts: Vec<(Vec<ActorId>, Vec<EventId>)>,
}

/// Joins events that tell of one happening. Every event of a deed belongs to at most one incident.
pub fn join(_events: &[Event], _mentions: Mentions<'_>, _statements: &[Statement]) -> Vec<Incident> {
    Vec::new()
}
