//! The reading as the contract (`attache/reading/1`) writes it.

use serde::Serialize;

/// `[start, end)` in Unicode scalar values.
pub type Span = [u32; 2];
/// `[low, high]`, high `null` where open.
pub type CountRange = (u64, Option<u64>);

/// All that was read in one report.
#[derive(Clone, Debug, Serialize)]
#[allow(missing_docs)]
pub struct Reading {
    pub schema: &'static str,
    pub report: ReportOut,
    pub actors: Vec<ActorOut>,
    pub places: Vec<PlaceOut>,
    pub times: Vec<TimeOut>,
    pub agreements: Vec<AgreementOut>,
    pub statements: Vec<StatementOut>,
    pub events: Vec<EventOut>,
    pub incidents: Vec<IncidentOut>,
}

/// The report that was read.
#[derive(Clone, Debug, Serialize)]
#[allow(missing_docs)]
pub struct ReportOut {
    pub id: String,
    pub title: Option<String>,
    pub publisher: Option<String>,
    pub url: Option<String>,
    pub published: Option<String>,
    /// BCP 47 tag of the language of most of the text.
    pub language: String,
    pub text: String,
    /// Stretches that were not read because they are in another language than English.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub unread: Vec<UnreadOut>,
    /// What the report says of itself, where it corrects or takes back an earlier one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub notice: Option<NoticeOut>,
}

/// What a report says of itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct NoticeOut {
    /// "correction" or "retraction".
    pub kind: &'static str,
    /// The words that say so.
    pub cue: String,
}

/// A stretch in another language.
#[derive(Clone, Debug, Serialize)]
pub struct UnreadOut {
    /// Where it stands.
    pub span: Span,
    /// BCP 47 tag, such as `fr`.
    pub language: &'static str,
    /// English name of the language.
    #[serde(skip)]
    pub name: &'static str,
}

/// An actor.
#[derive(Clone, Debug, Serialize)]
#[allow(missing_docs)]
pub struct ActorOut {
    pub id: String,
    pub name: String,
    pub kind: &'static str,
    pub country: Option<String>,
    pub sectors: Vec<&'static str>,
    pub office: Option<String>,
    pub member_of: Option<String>,
    pub mentions: Vec<Span>,
}

/// A place.
#[derive(Clone, Debug, Serialize)]
#[allow(missing_docs)]
pub struct PlaceOut {
    pub id: String,
    pub name: String,
    pub country: Option<String>,
    pub admin1: Option<String>,
    pub lat: Option<f64>,
    pub lon: Option<f64>,
    pub precision: &'static str,
    /// What is disputed about it, in neutral words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub disputed: Option<String>,
    /// For a misspelt or otherwise transliterated name: the share of its letters that the known name has too.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub likeness: Option<f64>,
    pub mentions: Vec<Span>,
    /// "the village" and the like, where they speak of it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub descriptions: Vec<Span>,
}

/// A time.
#[derive(Clone, Debug, Serialize)]
#[allow(missing_docs)]
pub struct TimeOut {
    pub id: String,
    pub value: String,
    pub mentions: Vec<Span>,
}

/// An agreement.
#[derive(Clone, Debug, Serialize)]
#[allow(missing_docs)]
pub struct AgreementOut {
    pub id: String,
    pub name: String,
    pub kind: String,
    pub date: Option<String>,
    pub parties: Vec<String>,
    pub mediators: Vec<String>,
    pub mentions: Vec<Span>,
    /// What is said to be done about it, in the order of the text.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub conduct: Vec<ConductOut>,
}

/// A claim of what is done about an agreement.
#[derive(Clone, Debug, Serialize)]
pub struct ConductOut {
    /// violation, compliance, withdrawal, extension, conclusion, end.
    pub kind: &'static str,
    /// The statement in which it stands.
    pub statement: String,
    /// The words that say so.
    pub span: Span,
    /// Who is said to do it.
    pub by: Vec<String>,
    /// affirmed or negated.
    pub polarity: &'static str,
    /// As of an event.
    pub modality: &'static str,
    /// The event that is said to break the agreement.
    pub event: Option<String>,
}

/// A statement.
#[derive(Clone, Debug, Serialize)]
#[allow(missing_docs)]
pub struct StatementOut {
    pub id: String,
    pub span: Span,
    pub content: Vec<Span>,
    pub time: Option<String>,
    pub place: Option<String>,
    pub medium: Option<String>,
    pub manner: &'static str,
    pub stance: &'static str,
    pub sources: Vec<SourceOut>,
}

/// One link of a statement's chain.
#[derive(Clone, Debug, Serialize)]
#[allow(missing_docs)]
pub struct SourceOut {
    pub actor: String,
    pub mention: Option<Span>,
    pub cue: Option<Span>,
    pub verb: Option<String>,
}

/// An event.
#[derive(Clone, Debug, Serialize)]
#[allow(missing_docs)]
pub struct EventOut {
    pub id: String,
    pub statement: String,
    pub span: Span,
    pub trigger: Span,
    #[serde(rename = "type")]
    pub kind: String,
    pub mode: Option<String>,
    pub contexts: Vec<String>,
    pub cameo: Option<String>,
    pub quad: String,
    pub intensity: f64,
    pub actors: Vec<String>,
    pub recipients: Vec<String>,
    pub place: Option<String>,
    pub time: Option<String>,
    pub killed: Option<CountRange>,
    pub wounded: Option<CountRange>,
    pub detained: Option<CountRange>,
    pub displaced: Option<CountRange>,
    pub polarity: &'static str,
    pub modality: &'static str,
    pub background: bool,
    pub violates: Option<String>,
    pub confidence: f64,
}

/// An incident.
#[derive(Clone, Debug, Serialize)]
#[allow(missing_docs)]
pub struct IncidentOut {
    pub id: String,
    pub events: Vec<String>,
    pub agreed: Vec<&'static str>,
    pub contested: Vec<ContestedOut>,
}

/// A field on which accounts differ.
#[derive(Clone, Debug, Serialize)]
#[allow(missing_docs)]
pub struct ContestedOut {
    pub field: &'static str,
    pub accounts: Vec<AccountOut>,
}

/// One side's version of a field; `by` is empty for the report's own narration.
#[derive(Clone, Debug, Serialize)]
#[allow(missing_docs)]
pub struct AccountOut {
    pub by: Vec<String>,
    pub value: serde_json::Value,
}
