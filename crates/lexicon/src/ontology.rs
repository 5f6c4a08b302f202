//! PLOVER's types, modes, contexts and intensities, and CAMEO's codes (`knowledge/ontology/`).

mod wording;

use serde::{Deserialize, Serialize};

use crate::source::{Folder, Problem, Problems};

pub use wording::Wording;

/// Type of an event: PLOVER's sixteen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[repr(u8)]
#[allow(missing_docs)]
pub enum EventType {
    Agree,
    Consult,
    Support,
    Concede,
    Cooperate,
    Aid,
    Retreat,
    Request,
    Accuse,
    Reject,
    Threaten,
    Protest,
    Sanction,
    Mobilize,
    Coerce,
    Assault,
}

const NAMES: [&str; 16] = [
    "AGREE",
    "CONSULT",
    "SUPPORT",
    "CONCEDE",
    "COOPERATE",
    "AID",
    "RETREAT",
    "REQUEST",
    "ACCUSE",
    "REJECT",
    "THREATEN",
    "PROTEST",
    "SANCTION",
    "MOBILIZE",
    "COERCE",
    "ASSAULT",
];

impl EventType {
    /// Every type, in the order of its number.
    pub const ALL: [Self; 16] = [
        Self::Agree,
        Self::Consult,
        Self::Support,
        Self::Concede,
        Self::Cooperate,
        Self::Aid,
        Self::Retreat,
        Self::Request,
        Self::Accuse,
        Self::Reject,
        Self::Threaten,
        Self::Protest,
        Self::Sanction,
        Self::Mobilize,
        Self::Coerce,
        Self::Assault,
    ];

    /// As PLOVER writes it: `ASSAULT`.
    pub fn as_str(self) -> &'static str {
        NAMES[self as usize]
    }

    /// The type that PLOVER writes as `name`.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|t| t.as_str() == name)
    }

    /// Whether the type is an act of speech about another deed: asking, refusing, threatening, agreeing.
    pub fn is_speech_act(self) -> bool {
        matches!(self, Self::Agree | Self::Request | Self::Reject | Self::Threaten | Self::Accuse)
    }
}

/// Number of a mode in the table of modes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Mode(u8);

/// Number of a CAMEO code in the table of codes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Cameo(u16);

/// Set of contexts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Contexts(u64);

impl Contexts {
    /// The contexts of both.
    pub fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

#[derive(Clone, Debug, Serialize, Deserialize)]
struct TypeRow {
    quad: String,
    intensity: f32,
    cameo: Cameo,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
struct ModeRow {
    kind: EventType,
    name: String,
    intensity: f32,
    cameo: Cameo,
    contexts: Contexts,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
struct CameoRow {
    code: String,
    goldstein: (Option<f32>, Option<f32>),
}

/// What a request, refusal or threat is by what it is about.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
struct Content {
    act: EventType,
    deed: Option<EventType>,
    deed_mode: Option<Mode>,
    mode: Mode,
}

#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
struct Prospect {
    kind: EventType,
    mode: Option<Mode>,
    becomes: (EventType, Option<Mode>),
}

/// The ontology.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Table {
    types: Vec<TypeRow>,
    modes: Vec<ModeRow>,
    contexts: Vec<String>,
    cameo: Vec<CameoRow>,
    contents: Vec<Content>,
    prospects: Vec<Prospect>,
    wording: wording::Table,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TypeRecord {
    r#type: String,
    quad: String,
    intensity: f32,
    recipient: String,
    cameo: String,
    meaning: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ModeRecord {
    r#type: String,
    mode: String,
    intensity: f32,
    cameo: String,
    contexts: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ContextRecord {
    context: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CameoRecord {
    cameo: String,
    r#type: String,
    mode: String,
    contexts: String,
    goldstein_icews: Option<f32>,
    goldstein_gdelt: Option<f32>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ContentRecord {
    r#type: String,
    deed: String,
    deed_mode: String,
    mode: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ProspectRecord {
    r#type: String,
    mode: String,
    prospect: String,
    prospect_mode: String,
}

const CONTEXTS: &str = "ontology/contexts.csv";
const CAMEO: &str = "ontology/cameo.csv";
const TYPES: &str = "ontology/types.csv";
const MODES: &str = "ontology/modes.csv";
const CONTENTS: &str = "ontology/contents.csv";
const PROSPECTS: &str = "ontology/prospects.csv";

impl Table {
    /// Reads `ontology/`.
    pub fn load(folder: &Folder, problems: &mut Problems) -> Self {
        let mut table = Self::default();
        table.load_contexts(folder, problems);
        let cameo: Vec<(usize, CameoRecord)> = folder.csv(CAMEO, problems);
        for (line, row) in &cameo {
            if table.cameo_of(&row.cameo).is_some() {
                problems.push(Problem::new(CAMEO, *line, format!("{} stands twice", row.cameo), "keep one"));
            }
            let goldstein = (row.goldstein_icews, row.goldstein_gdelt);
            table.cameo.push(CameoRow { code: row.cameo.clone(), goldstein });
        }
        table.load_types(folder, problems);
        table.load_modes(folder, problems);
        table.check_cameo(&cameo, problems);
        table.load_contents(folder, problems);
        table.load_prospects(folder, problems);
        table.wording = wording::Table::load(&table, folder, problems);
        table
    }

    fn load_contexts(&mut self, folder: &Folder, problems: &mut Problems) {
        for (line, row) in folder.csv::<ContextRecord>(CONTEXTS, problems) {
            if self.contexts.len() == 64 || self.contexts.contains(&row.context) {
                problems.push(Problem::new(CONTEXTS, line, "twice, or one too many (64)", "keep one"));
            } else {
                self.contexts.push(row.context);
            }
        }
    }

    fn load_types(&mut self, folder: &Folder, problems: &mut Problems) {
        let rows: Vec<(usize, TypeRecord)> = folder.csv(TYPES, problems);
        for (i, name) in NAMES.iter().enumerate() {
            let Some((line, row)) = rows.get(i).filter(|(_, row)| row.r#type == *name) else {
                let remedy = "the sixteen types stand in the order of knowledge/README.md";
                problems.push(Problem::new(
                    TYPES,
                    rows.get(i).map_or(0, |r| r.0),
                    format!("{name} is missing"),
                    remedy,
                ));
                return;
            };
            if row.meaning.is_empty() || !matches!(row.recipient.as_str(), "yes" | "no") {
                problems.push(Problem::new(TYPES, *line, "no meaning, or recipient is not yes or no", "fill it in"));
            }
            if !quad_is_known(&row.quad) || !(-10.0..=10.0).contains(&row.intensity) {
                problems.push(Problem::new(
                    TYPES,
                    *line,
                    "unknown quad class or intensity beyond 10",
                    "see the manual",
                ));
            }
            let cameo = self.cameo_or_problem(&row.cameo, TYPES, *line, problems);
            self.types.push(TypeRow { quad: row.quad.clone(), intensity: row.intensity, cameo });
        }
    }

    fn load_modes(&mut self, folder: &Folder, problems: &mut Problems) {
        for (line, row) in folder.csv::<ModeRecord>(MODES, problems) {
            let Some(kind) = EventType::parse(&row.r#type) else {
                problems.push(unknown(MODES, line, "type", &row.r#type));
                continue;
            };
            if self.mode(kind, &row.mode).is_some() || self.modes.len() == 255 {
                problems.push(Problem::new(MODES, line, format!("{} stands twice", row.mode), "keep one"));
            }
            let cameo = self.cameo_or_problem(&row.cameo, MODES, line, problems);
            let contexts = self.contexts_or_problem(&row.contexts, MODES, line, problems);
            self.modes.push(ModeRow { kind, name: row.mode, intensity: row.intensity, cameo, contexts });
        }
    }

    fn check_cameo(&self, rows: &[(usize, CameoRecord)], problems: &mut Problems) {
        for (line, row) in rows {
            self.contexts_or_problem(&row.contexts, CAMEO, *line, problems);
            let kinds: Vec<_> = row.r#type.split('|').filter(|t| !t.is_empty()).collect();
            for name in &kinds {
                if EventType::parse(name).is_none() {
                    problems.push(unknown(CAMEO, *line, "type", name));
                }
            }
            for mode in row.mode.split('|').filter(|m| !m.is_empty()) {
                let known = kinds.iter().filter_map(|t| EventType::parse(t)).any(|t| self.mode(t, mode).is_some());
                if !known {
                    problems.push(unknown(CAMEO, *line, "mode", mode));
                }
            }
        }
    }

    fn load_contents(&mut self, folder: &Folder, problems: &mut Problems) {
        for (line, row) in folder.csv::<ContentRecord>(CONTENTS, problems) {
            let Some(act) = EventType::parse(&row.r#type) else {
                problems.push(unknown(CONTENTS, line, "type", &row.r#type));
                continue;
            };
            let deed = self.type_or_star(&row.deed, CONTENTS, line, problems);
            let deed_mode = deed.and_then(|d| self.mode_or_star(d, &row.deed_mode, CONTENTS, line, problems));
            match self.mode(act, &row.mode) {
                Some(mode) => self.contents.push(Content { act, deed, deed_mode, mode }),
                None => problems.push(unknown(CONTENTS, line, "mode", &row.mode)),
            }
        }
    }

    fn load_prospects(&mut self, folder: &Folder, problems: &mut Problems) {
        for (line, row) in folder.csv::<ProspectRecord>(PROSPECTS, problems) {
            let (Some(kind), Some(prospect)) = (EventType::parse(&row.r#type), EventType::parse(&row.prospect)) else {
                problems.push(unknown(PROSPECTS, line, "type", &row.r#type));
                continue;
            };
            let mode = self.mode_or_star(kind, &row.mode, PROSPECTS, line, problems);
            let becomes = (prospect, self.mode_or_star(prospect, &row.prospect_mode, PROSPECTS, line, problems));
            self.prospects.push(Prospect { kind, mode, becomes });
        }
    }

    fn type_or_star(&self, name: &str, file: &str, line: usize, problems: &mut Problems) -> Option<EventType> {
        let found = EventType::parse(name);
        if found.is_none() && name != "*" {
            problems.push(unknown(file, line, "type", name));
        }
        found
    }

    fn mode_or_star(
        &self,
        kind: EventType,
        name: &str,
        file: &str,
        line: usize,
        problems: &mut Problems,
    ) -> Option<Mode> {
        let found = self.mode(kind, name);
        if found.is_none() && !matches!(name, "*" | "") {
            problems.push(unknown(file, line, "mode", name));
        }
        found
    }

    fn cameo_or_problem(&self, code: &str, file: &str, line: usize, problems: &mut Problems) -> Cameo {
        self.cameo_of(code).unwrap_or_else(|| {
            problems.push(unknown(file, line, "CAMEO code", code));
            Cameo(0)
        })
    }

    /// The contexts that `names` (parted by spaces) lists; an unknown one is a problem.
    pub(crate) fn contexts_or_problem(
        &self,
        names: &str,
        file: &str,
        line: usize,
        problems: &mut Problems,
    ) -> Contexts {
        let mut set = Contexts::default();
        for name in names.split_whitespace() {
            match self.contexts.iter().position(|c| c == name) {
                Some(i) => set.0 |= 1 << i,
                None => problems.push(unknown(file, line, "context", name)),
            }
        }
        set
    }

    /// The mode of `kind` that PLOVER calls `name`.
    pub fn mode(&self, kind: EventType, name: &str) -> Option<Mode> {
        self.modes.iter().position(|m| m.kind == kind && m.name == name).map(|i| Mode(i as u8))
    }

    /// The modes of `kind`, in the ontology's order.
    pub fn modes(&self, kind: EventType) -> impl Iterator<Item = Mode> + '_ {
        self.modes.iter().enumerate().filter(move |(_, m)| m.kind == kind).map(|(i, _)| Mode(i as u8))
    }

    /// A mode's name.
    pub fn mode_name(&self, mode: Mode) -> &str {
        self.modes.get(usize::from(mode.0)).map_or("", |m| m.name.as_str())
    }

    /// The CAMEO code written as `code`.
    pub fn cameo_of(&self, code: &str) -> Option<Cameo> {
        self.cameo.iter().position(|c| c.code == code).map(|i| Cameo(i as u16))
    }

    /// A code as CAMEO writes it.
    pub fn cameo_code(&self, cameo: Cameo) -> &str {
        self.cameo.get(usize::from(cameo.0)).map_or("", |c| c.code.as_str())
    }

    /// Goldstein's number of a code, in ICEWS' list and in GDELT's, where each has one.
    pub fn goldstein(&self, code: &str) -> Option<(Option<f32>, Option<f32>)> {
        self.cameo.iter().find(|c| c.code == code).map(|c| c.goldstein)
    }

    /// The code that stands for a type and mode where nothing narrower is known.
    pub fn usual_cameo(&self, kind: EventType, mode: Option<Mode>) -> Cameo {
        match mode.and_then(|m| self.modes.get(usize::from(m.0))) {
            Some(row) => row.cameo,
            None => self.types.get(kind as usize).map_or(Cameo(0), |t| t.cameo),
        }
    }

    /// Quad class of a type: `material-conflict`.
    pub fn quad(&self, kind: EventType) -> &str {
        self.types.get(kind as usize).map_or("", |t| t.quad.as_str())
    }

    /// Intensity of a type and mode, -10 to 10.
    pub fn intensity(&self, kind: EventType, mode: Option<Mode>) -> f64 {
        let value = match mode.and_then(|m| self.modes.get(usize::from(m.0))) {
            Some(row) => row.intensity,
            None => self.types.get(kind as usize).map_or(0.0, |t| t.intensity),
        };
        f64::from(value)
    }

    /// The contexts that a mode brings with it.
    pub fn mode_contexts(&self, mode: Mode) -> Contexts {
        self.modes.get(usize::from(mode.0)).map_or(Contexts::default(), |m| m.contexts)
    }

    /// The names of a set of contexts, in the ontology's order.
    pub fn context_names(&self, set: Contexts) -> Vec<&str> {
        let listed = self.contexts.iter().enumerate();
        listed.filter(|(i, _)| set.0 >> i & 1 == 1).map(|(_, name)| name.as_str()).collect()
    }

    /// The mode of a speech act by the deed that it speaks of.
    pub fn content_mode(&self, act: EventType, deed: Option<(EventType, Option<Mode>)>) -> Option<Mode> {
        let fits = |c: &&Content| {
            c.act == act
                && c.deed.is_none_or(|kind| deed.is_some_and(|d| d.0 == kind))
                && c.deed_mode.is_none_or(|mode| deed.is_some_and(|d| d.1 == Some(mode)))
        };
        self.contents.iter().find(fits).map(|c| c.mode)
    }

    /// How a deed is called.
    pub fn wording(&self, kind: EventType, mode: Option<Mode>) -> Wording<'_> {
        self.wording.of(kind, mode)
    }

    /// What a deed is that its doer says it will do.
    pub fn prospect(&self, kind: EventType, mode: Option<Mode>) -> Option<(EventType, Option<Mode>)> {
        self.prospects.iter().find(|p| p.kind == kind && (p.mode.is_none() || p.mode == mode)).map(|p| p.becomes)
    }
}

fn quad_is_known(name: &str) -> bool {
    matches!(name, "verbal-cooperation" | "material-cooperation" | "verbal-conflict" | "material-conflict")
}

pub(crate) fn unknown(file: &str, line: usize, what: &str, name: &str) -> Problem {
    Problem::new(file, line, format!("unknown {what} {name:?}"), "see knowledge/ontology for those that there are")
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    fn bundled() -> Table {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../knowledge");
        let mut problems = Problems::default();
        let table = Table::load(&Folder::read(&root).expect("knowledge is there"), &mut problems);
        assert!(problems.is_empty(), "{problems}");
        table
    }

    #[test]
    fn the_deed_asked_for_or_threatened_sets_the_mode() {
        let table = bundled();
        let cases = [
            (EventType::Request, Some((EventType::Aid, None)), Some("assist")),
            (EventType::Request, Some((EventType::Consult, None)), Some("meet")),
            (EventType::Request, None, Some("change")),
            (EventType::Reject, Some((EventType::Retreat, None)), Some("yield")),
            (EventType::Threaten, Some((EventType::Assault, None)), Some("violence")),
            (EventType::Threaten, None, None),
        ];
        for (act, deed, mode) in cases {
            assert_eq!(table.content_mode(act, deed).map(|m| table.mode_name(m)), mode, "{act:?} {deed:?}");
        }
    }

    #[test]
    fn announced_cooperation_is_agreement_and_announced_harm_a_threat() {
        let table = bundled();
        assert_eq!(table.prospect(EventType::Aid, None), Some((EventType::Agree, None)));
        let threat = table.prospect(EventType::Assault, table.mode(EventType::Assault, "drone"));
        assert_eq!(threat.map(|t| t.0), Some(EventType::Threaten));
        assert_eq!(table.prospect(EventType::Accuse, None), None);
    }

    #[test]
    fn a_mode_takes_the_words_that_it_does_not_have_from_its_type() {
        let table = bundled();
        let call = table.wording(EventType::Consult, table.mode(EventType::Consult, "phone"));
        assert_eq!(call, Wording { noun: "Telephone call", by: "of", to: "with" });
        let visit = table.wording(EventType::Consult, table.mode(EventType::Consult, "visit"));
        assert_eq!((visit.by, visit.to), ("by", "to"));
    }

    #[test]
    fn every_type_and_mode_has_its_number() {
        let table = bundled();
        let drone = table.mode(EventType::Assault, "drone");
        assert_eq!(table.intensity(EventType::Assault, drone), -9.5);
        assert_eq!(table.intensity(EventType::Request, None), 0.0);
        assert_eq!(table.quad(EventType::Sanction), "material-conflict");
        assert_eq!(table.goldstein("163"), Some((Some(-8.0), Some(-6.5))));
    }
}
