//! Reads and checks `knowledge/frames/`.

use std::collections::BTreeSet;

use serde::Deserialize;

use super::slot::{Classes, Filler, Need, Role, Slot, SlotName};
use super::tables::{Certainty, Governor, LightVerb, Modal, ModalityName};
use super::words::Word;
use super::{ModeRule, Pos, Sense, Table};
use crate::kinds::{ActorKind, Sector};
use crate::ontology::{self, unknown, EventType};
use crate::source::{Folder, Problem, Problems};

const SENSES: &str = "frames/senses/";
const CLASSES: &str = "frames/classes.csv";
const ACTOR_CLASSES: &str = "frames/actor-classes.csv";
const PREPOSITIONS: &str = "frames/prepositions.csv";
const LIGHT: &str = "frames/light-verbs.csv";
const OPERATORS: &str = "frames/operators.csv";
const MODALS: &str = "frames/modals.csv";
const MEANS: &str = "frames/means.csv";
const LINKS: &str = "frames/links.csv";
const DOMAINS: &str = "frames/domains.csv";
/// Most combinations of alternative slots in one line.
const MOST_ALTERNATIVES: usize = 64;
const WEIGHTS: &str = "frames/weights.csv";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SenseRecord {
    trigger: String,
    slots: String,
    r#type: String,
    mode: String,
    cameo: String,
    contexts: String,
    #[serde(default)]
    #[allow(dead_code)] // for the people who edit the file
    note: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NamedWords {
    name: String,
    words: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ActorClassRecord {
    class: String,
    kind: String,
    sector: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LightRecord {
    verb: String,
    slot: String,
    subject: String,
    object: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OperatorRecord {
    words: String,
    slots: String,
    modality: String,
    polarity: String,
    prospect: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ModalRecord {
    words: String,
    modality: String,
    polarity: String,
    prospect: String,
    background: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MeansRecord {
    r#type: String,
    mode: String,
    words: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LinkRecord {
    verbs: String,
    slot: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WeightRecord {
    feature: String,
    weight: f64,
}

/// The lists of slots that a text with alternatives ("+on|against on=recipient") stands for.
fn alternatives(text: &str) -> Vec<Vec<String>> {
    let mut lists = vec![Vec::new()];
    for slot in text.split_whitespace() {
        let names_end = slot.find([':', '=']).unwrap_or(slot.len());
        let (names, rest) = slot.split_at(names_end);
        let sign = names.get(..1).filter(|s| matches!(*s, "+" | "-")).unwrap_or_default();
        let names = names[sign.len()..].split('|');
        // What must not be there is several slots, not a choice between them.
        if sign == "-" {
            for list in &mut lists {
                list.extend(names.clone().map(|name| format!("{sign}{name}{rest}")));
            }
            continue;
        }
        lists = names
            .flat_map(|name| {
                lists.iter().map(move |list| {
                    let mut list: Vec<String> = list.clone();
                    list.push(format!("{sign}{name}{rest}"));
                    list
                })
            })
            .take(MOST_ALTERNATIVES)
            .collect();
    }
    lists
}

/// One file's line, for problems.
#[derive(Clone, Copy)]
struct At<'a> {
    file: &'a str,
    line: usize,
}

struct Loader<'a> {
    table: Table,
    ontology: &'a ontology::Table,
    prepositions: BTreeSet<String>,
    problems: &'a mut Problems,
}

impl Table {
    /// Reads `frames/`; modes, codes and contexts are looked up in `ontology`.
    pub fn load(folder: &Folder, ontology: &ontology::Table, problems: &mut Problems) -> Self {
        let mut loader = Loader { table: Self::default(), ontology, prepositions: BTreeSet::new(), problems };
        loader.prepositions(folder);
        loader.classes(folder);
        loader.shared(folder);
        loader.senses(folder);
        loader.finish()
    }
}

impl Loader<'_> {
    fn finish(mut self) -> Table {
        let table = &mut self.table;
        table.tables.sort();
        table.classes.resize(table.words.len(), Classes::default());
        // Stable: senses of one trigger stay in the order of the files.
        table.senses.sort_by_key(|s| s.trigger);
        let words = table.words.len() as u32;
        table.by_word = (0..=words).map(|w| table.senses.partition_point(|s| s.trigger.0 < w) as u32).collect();
        self.table
    }

    fn prepositions(&mut self, folder: &Folder) {
        for (_, row) in folder.csv::<NamedWords>(PREPOSITIONS, self.problems) {
            self.prepositions.extend(row.words.split_whitespace().map(str::to_owned));
            let words = row.words.split_whitespace().map(|w| self.table.words.intern(w));
            match row.name.as_str() {
                "occasions" => self.table.tables.occasions.extend(words),
                "reach" => self.table.tables.reach.extend(words),
                _ => {}
            }
        }
    }

    fn classes(&mut self, folder: &Folder) {
        for (line, row) in folder.csv::<NamedWords>(CLASSES, self.problems) {
            let at = At { file: CLASSES, line };
            let Some(class) = self.new_class(&row.name, at) else { continue };
            for word in row.words.split_whitespace() {
                let word = self.table.words.intern(word);
                if self.table.classes.len() <= word.0 as usize {
                    self.table.classes.resize(word.0 as usize + 1, Classes::default());
                }
                let known = &mut self.table.classes[word.0 as usize];
                *known = known.with(class);
            }
        }
        for (line, row) in folder.csv::<ActorClassRecord>(ACTOR_CLASSES, self.problems) {
            let at = At { file: ACTOR_CLASSES, line };
            let Some(class) = self.class(&row.class, at) else { continue };
            let kind = ActorKind::parse(&row.kind);
            let sector = Sector::parse(&row.sector);
            if (kind.is_none() && row.kind != "*") || (sector.is_none() && row.sector != "*") {
                self.problem(at, "unknown kind or sector", "write * for any");
                continue;
            }
            self.table.tables.actors.push((kind.map(|k| k as u8), sector.map(|s| s as u8), class));
        }
    }

    /// The class `name`, made where it is new; a class may have several lines.
    fn new_class(&mut self, name: &str, at: At<'_>) -> Option<Classes> {
        if !name.bytes().all(|b| b.is_ascii_uppercase()) || name.is_empty() {
            self.problem(at, format!("class {name:?} is not in capitals"), "write it in capital letters");
            return None;
        }
        let names = &mut self.table.class_names;
        if !names.iter().any(|n| n == name) {
            if names.len() == 64 {
                self.problem(at, "more than 64 classes", "join two");
                return None;
            }
            names.push(name.to_owned());
        }
        Some(self.table.class(name))
    }

    fn class(&mut self, name: &str, at: At<'_>) -> Option<Classes> {
        let class = self.table.class(name);
        if class.is_empty() {
            self.problem(at, format!("unknown class {name:?}"), "see frames/classes.csv for those that there are");
            return None;
        }
        Some(class)
    }

    fn shared(&mut self, folder: &Folder) {
        self.light_verbs(folder);
        self.operators(folder);
        self.modals(folder);
        self.means(folder);
        for (line, row) in folder.csv::<LinkRecord>(LINKS, self.problems) {
            let Some(slot) = self.slot_name(&row.slot, At { file: LINKS, line }) else { continue };
            for verb in row.verbs.split_whitespace() {
                let verb = self.table.words.intern(verb);
                self.table.tables.links.push((verb, slot));
            }
        }
        for (line, row) in folder.csv::<NamedWords>(DOMAINS, self.problems) {
            let names = &mut self.table.tables.domain_names;
            let number = names.iter().position(|n| *n == row.name).unwrap_or(names.len());
            if number == names.len() {
                names.push(row.name);
            }
            for text in row.words.split_whitespace() {
                let word = self.table.words.intern(text);
                if self.table.tables.domains.iter().any(|(w, _)| *w == word) {
                    self.problem(At { file: DOMAINS, line }, format!("{text} stands twice"), "keep one");
                }
                self.table.tables.domains.push((word, number as u8));
            }
        }
        for (line, row) in folder.csv::<WeightRecord>(WEIGHTS, self.problems) {
            if !row.weight.is_finite() || self.table.tables.weights.iter().any(|(f, _)| *f == row.feature) {
                self.problem(At { file: WEIGHTS, line }, "twice, or no number", "keep one finite number");
            }
            self.table.tables.weights.push((row.feature, row.weight));
        }
    }

    fn light_verbs(&mut self, folder: &Folder) {
        for (line, row) in folder.csv::<LightRecord>(LIGHT, self.problems) {
            let at = At { file: LIGHT, line };
            let (Some(subject), Some(object)) = (self.role(&row.subject, at), self.role(&row.object, at)) else {
                continue;
            };
            for slot in row.slot.split('|') {
                let Some(slot) = self.slot_name(slot, at) else { continue };
                for verb in row.verb.split('|') {
                    let (verb, particle) = self.particle_verb(verb);
                    self.table.tables.light.push(((verb, particle), slot, LightVerb { subject, object }));
                }
            }
        }
    }

    fn operators(&mut self, folder: &Folder) {
        for (line, row) in folder.csv::<OperatorRecord>(OPERATORS, self.problems) {
            let at = At { file: OPERATORS, line };
            let Some(certainty) = self.certainty(&row.modality, &row.polarity, at) else { continue };
            let governor = Governor { certainty, prospect: self.yes(&row.prospect, at) };
            for slot in row.slots.split_whitespace() {
                let Some(slot) = self.slot_name(slot, at) else { continue };
                for word in row.words.split_whitespace() {
                    let Some((lemma, pos)) = self.lemma_and_pos(word, at) else { continue };
                    let word = self.table.words.intern(lemma);
                    self.table.tables.governors.push((word, pos, slot, governor));
                }
            }
        }
    }

    fn modals(&mut self, folder: &Folder) {
        for (line, row) in folder.csv::<ModalRecord>(MODALS, self.problems) {
            let at = At { file: MODALS, line };
            let Some(certainty) = self.certainty(&row.modality, &row.polarity, at) else { continue };
            let (prospect, background) = (self.yes(&row.prospect, at), self.yes(&row.background, at));
            for word in row.words.split_whitespace() {
                let word = self.table.words.intern(word);
                self.table.tables.modals.push((word, Modal { certainty, prospect, background }));
            }
        }
    }

    fn means(&mut self, folder: &Folder) {
        for (line, row) in folder.csv::<MeansRecord>(MEANS, self.problems) {
            let at = At { file: MEANS, line };
            let Some(kind) = EventType::parse(&row.r#type) else {
                self.problems.push(unknown(at.file, at.line, "type", &row.r#type));
                continue;
            };
            let Some(mode) = self.ontology.mode(kind, &row.mode) else {
                self.problems.push(unknown(at.file, at.line, "mode", &row.mode));
                continue;
            };
            for text in row.words.split_whitespace() {
                let (before, head) = text.split_once('_').map_or((None, text), |(b, h)| (Some(b), h));
                let before = before.map(|b| self.table.words.intern(b));
                let key = (self.table.words.intern(head), before, kind);
                if self.table.tables.means.iter().any(|(k, _)| *k == key) {
                    self.problem(at, format!("{text} stands twice"), "keep one");
                }
                self.table.tables.means.push((key, mode));
            }
        }
    }

    fn senses(&mut self, folder: &Folder) {
        let names: Vec<String> = folder.below(SENSES).map(str::to_owned).collect();
        for (number, name) in names.into_iter().enumerate() {
            for (line, row) in folder.csv::<SenseRecord>(&name, self.problems) {
                self.sense(&row, number as u16, At { file: &name, line });
            }
            self.table.files.push(name);
        }
    }

    fn sense(&mut self, row: &SenseRecord, file: u16, at: At<'_>) {
        let kind = EventType::parse(&row.r#type);
        if kind.is_none() && row.r#type != "-" {
            self.problems.push(unknown(at.file, at.line, "type", &row.r#type));
            return;
        }
        let Some(mode) = self.mode_rule(kind, &row.mode, at) else { return };
        let cameo = self.ontology.cameo_of(&row.cameo);
        if cameo.is_none() && !row.cameo.is_empty() {
            self.problems.push(unknown(at.file, at.line, "CAMEO code", &row.cameo));
        }
        let contexts = self.ontology.contexts_or_problem(&row.contexts, at.file, at.line, self.problems);
        let base = Sense {
            trigger: Word(0),
            pos: Pos::Verb,
            particle: None,
            slots: (0, 0),
            kind,
            mode,
            cameo,
            contexts,
            file,
            line: at.line as u32,
        };
        for slots in alternatives(&row.slots) {
            self.sense_with(&row.trigger, &slots, base, at);
        }
    }

    fn sense_with(&mut self, triggers: &str, slots: &[String], base: Sense, at: At<'_>) {
        let start = self.table.slots.len();
        for slot in slots {
            let Some(slot) = self.slot(slot, at) else { return };
            if self.table.slots[start..].iter().any(|s| s.name == slot.name && s.need == slot.need) {
                self.problem(at, "a slot stands twice", "join their fillers with |");
            }
            self.table.slots.push(slot);
        }
        let named = (start as u32, (self.table.slots.len() - start) as u16);
        for trigger in triggers.split('|') {
            let Some((lemma, pos)) = self.lemma_and_pos(trigger, at) else { continue };
            let mut slots = named;
            let (trigger, particle) = match (pos, lemma.rsplit_once(' ')) {
                (Pos::Verb | Pos::Adjective, _) => self.particle_verb(lemma),
                (Pos::Noun, None) => (self.table.words.intern(lemma), None),
                (Pos::Noun, Some((before, head))) => {
                    slots = self.with_modifier(named, before);
                    (self.table.words.intern(head), None)
                }
            };
            self.table.senses.push(Sense { trigger, pos, particle, slots, ..base });
        }
    }

    /// The slots, and one that wants the words of `before` as modifiers: "air" of "air strike".
    fn with_modifier(&mut self, named: (u32, u16), before: &str) -> (u32, u16) {
        let start = self.table.slots.len() as u32;
        let range = named.0 as usize..named.0 as usize + usize::from(named.1);
        self.table.slots.extend_from_within(range);
        for word in before.split(' ') {
            let word = self.table.words.intern(word);
            let fillers = (self.table.fillers.len() as u32, 1);
            self.table.fillers.push(Filler::Word(word));
            self.table.slots.push(Slot { name: SlotName::Mod, need: Need::Must, fillers, role: None });
        }
        (start, (self.table.slots.len() as u32 - start) as u16)
    }

    fn slot(&mut self, text: &str, at: At<'_>) -> Option<Slot> {
        let (need, rest) = match text.as_bytes().first() {
            Some(b'+') => (Need::Must, &text[1..]),
            Some(b'-') => (Need::MustNot, &text[1..]),
            _ => (Need::May, text),
        };
        let (rest, role) = match rest.split_once('=') {
            Some((rest, role)) => (rest, Some(self.role(role, at)?)),
            None => (rest, None),
        };
        let (name, fillers) = rest.split_once(':').map_or((rest, ""), |(n, f)| (n, f));
        let name = self.slot_name(name, at)?;
        let start = self.table.fillers.len();
        for filler in fillers.split('|').filter(|f| !f.is_empty()) {
            let filler = self.filler(filler, at)?;
            self.table.fillers.push(filler);
        }
        let fillers = (start as u32, (self.table.fillers.len() - start) as u16);
        Some(Slot { name, need, fillers, role })
    }

    fn filler(&mut self, text: &str, at: At<'_>) -> Option<Filler> {
        if text == "MUST" {
            return Some(Filler::Must);
        }
        if text.bytes().all(|b| b.is_ascii_uppercase()) {
            return match EventType::parse(text) {
                Some(kind) => Some(Filler::Event(kind)),
                None => self.class(text, at).map(Filler::Class),
            };
        }
        if text.bytes().any(|b| b.is_ascii_uppercase()) {
            self.problem(at, format!("filler {text:?} mixes cases"), "a lemma in small or a class in capital letters");
            return None;
        }
        let words = &mut self.table.words;
        Some(match text.split_once('_') {
            Some((before, head)) => Filler::Pair(words.intern(before), words.intern(head)),
            None => Filler::Word(words.intern(text)),
        })
    }

    fn slot_name(&mut self, name: &str, at: At<'_>) -> Option<SlotName> {
        Some(match name {
            "subj" => SlotName::Subj,
            "obj" => SlotName::Obj,
            "iobj" => SlotName::Iobj,
            "inf" => SlotName::Inf,
            "that" => SlotName::That,
            "mod" | "poss" => SlotName::Mod,
            "comp" => SlotName::Comp,
            "adv" => SlotName::Adv,
            "speaker" => SlotName::Speaker,
            "lone" => SlotName::Lone,
            "beside" => SlotName::Beside,
            _ if self.prepositions.contains(name) => SlotName::Prep(self.table.words.intern(name)),
            _ => {
                let remedy = "a slot of knowledge/README.md or a preposition of frames/prepositions.csv";
                self.problem(at, format!("unknown slot {name:?}"), remedy);
                return None;
            }
        })
    }

    fn mode_rule(&mut self, kind: Option<EventType>, text: &str, at: At<'_>) -> Option<ModeRule> {
        let Some(kind) = kind else { return Some(ModeRule::Bare) };
        let mut named = |name: &str| {
            let mode = self.ontology.mode(kind, name);
            if mode.is_none() {
                let what = format!("mode of {}", kind.as_str());
                self.problems.push(unknown(at.file, at.line, &what, name));
            }
            mode
        };
        Some(match text {
            "" => ModeRule::Bare,
            "content" => ModeRule::Content,
            "means" => ModeRule::Means(None),
            _ => match text.strip_prefix("means/") {
                Some(name) => ModeRule::Means(Some(named(name)?)),
                None => ModeRule::Fixed(named(text)?),
            },
        })
    }

    fn role(&mut self, name: &str, at: At<'_>) -> Option<Role> {
        let role = Role::parse(name);
        if role.is_none() {
            self.problem(at, format!("unknown role {name:?}"), "see knowledge/README.md for the roles");
        }
        role
    }

    fn lemma_and_pos<'t>(&mut self, text: &'t str, at: At<'_>) -> Option<(&'t str, Pos)> {
        let pos = match text.rsplit_once('/') {
            Some((lemma, "v")) if !lemma.is_empty() => (lemma, Pos::Verb),
            Some((lemma, "n")) if !lemma.is_empty() => (lemma, Pos::Noun),
            Some((lemma, "a")) if !lemma.is_empty() => (lemma, Pos::Adjective),
            _ => {
                self.problem(at, format!("{text:?} names no part of speech"), "write lemma/v, lemma/n or lemma/a");
                return None;
            }
        };
        Some(pos)
    }

    fn particle_verb(&mut self, text: &str) -> (Word, Option<Word>) {
        let words = &mut self.table.words;
        match text.split_once(' ') {
            Some((verb, particle)) => (words.intern(verb), Some(words.intern(particle))),
            None => (words.intern(text), None),
        }
    }

    fn certainty(&mut self, modality: &str, polarity: &str, at: At<'_>) -> Option<Certainty> {
        let named = ModalityName::parse(modality);
        if (named.is_none() && !modality.is_empty()) || !matches!(polarity, "" | "negated") {
            self.problem(at, "unknown modality or polarity", "see knowledge/README.md for them");
            return None;
        }
        Some(Certainty { modality: named, negates: polarity == "negated" })
    }

    fn yes(&mut self, text: &str, at: At<'_>) -> bool {
        if !matches!(text, "" | "yes") {
            self.problem(at, format!("{text:?} is not yes"), "write yes, or leave it empty");
        }
        text == "yes"
    }

    fn problem(&mut self, at: At<'_>, what: impl Into<String>, remedy: &str) {
        self.problems.push(Problem::new(at.file, at.line, what, remedy));
    }
}
