//! Cues: the words with which a report says that something is somebody's word, view or wish (`knowledge/cues/`).
//!
//! A cue is found by the lemma of its first word; further words of a multiword cue follow it. What it says *of* what is
//! told by its [`Frames`]: the complements that can hold the content.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::source::{Folder, Problem, Problems};

/// What a cue makes of its content.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum CueClass {
    /// Somebody's words: say, warn, statement.
    Speech,
    /// Somebody's view or wish: believe, want, fear.
    Thought,
    /// What a document, a poll or an inquiry shows.
    Evidence,
    /// A decision that is a deed and has words: rule, order, vote.
    Act,
}

/// What the source does by saying it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs)]
pub enum CueStance {
    Assert,
    Deny,
    Accuse,
    Demand,
    Promise,
    Threaten,
    Concern,
    Decline,
}

/// The complements in which a cue can have its content; a set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Frames(u64);

/// Prepositions that can introduce a content.
const PREPOSITIONS: [&str; 16] = [
    "about",
    "of",
    "for",
    "on",
    "to",
    "with",
    "against",
    "as",
    "over",
    "from",
    "in",
    "into",
    "at",
    "by",
    "regarding",
    "concerning",
];

const COMPLEMENTS: [(&str, Frames); 9] = [
    ("clause", Frames::CLAUSE),
    ("thatclause", Frames::THAT),
    ("quote", Frames::QUOTE),
    ("object", Frames::OBJECT),
    ("infinitive", Frames::INFINITIVE),
    ("gerund", Frames::GERUND),
    ("addressee", Frames::ADDRESSEE),
    ("person", Frames::PERSON),
    ("naming", Frames::NAMING),
];

impl Frames {
    /// A finite clause, with or without "that": "said (that) …".
    pub const CLAUSE: Self = Self(1);
    /// A finite clause with "that" only: "held that …".
    pub const THAT: Self = Self(1 << 1);
    /// A quotation.
    pub const QUOTE: Self = Self(1 << 2);
    /// A direct object: "reported the conversation".
    pub const OBJECT: Self = Self(1 << 3);
    /// An infinitive: "vowed to …".
    pub const INFINITIVE: Self = Self(1 << 4);
    /// A gerund: "denied shelling …".
    pub const GERUND: Self = Self(1 << 5);
    /// A direct object beside the content is who is told: "told reporters that …".
    pub const ADDRESSEE: Self = Self(1 << 6);
    /// A direct object belongs to the content, together with a further complement: "urged Kyiv to …".
    pub const PERSON: Self = Self(1 << 7);
    /// An object and what it is said to be: "called the raid a crime".
    pub const NAMING: Self = Self(1 << 8);

    const FIRST_PREPOSITION: u32 = 16;

    /// Whether any of `other` is among these.
    pub fn any(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// Both sets together.
    pub const fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether the content can stand after the preposition `word`.
    pub fn after(self, word: &str) -> bool {
        let at = PREPOSITIONS.iter().position(|p| p.eq_ignore_ascii_case(word));
        at.is_some_and(|i| self.0 & 1 << (Self::FIRST_PREPOSITION + i as u32) != 0)
    }

    /// Whether the content can stand after some preposition.
    pub fn has_preposition(self) -> bool {
        self.0 >> Self::FIRST_PREPOSITION != 0
    }

    fn parse(names: &str) -> Result<Self, String> {
        let mut set = Self::default();
        for name in names.split_whitespace() {
            let complement = COMPLEMENTS.iter().find(|(n, _)| *n == name).map(|(_, frame)| *frame);
            let preposition = || {
                let i = PREPOSITIONS.iter().position(|p| *p == name)?;
                Some(Self(1 << (Self::FIRST_PREPOSITION + i as u32)))
            };
            set = set.with(complement.or_else(preposition).ok_or_else(|| format!("unknown frame \"{name}\""))?);
        }
        Ok(set)
    }
}

/// One cue.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Cue {
    /// Lemma of its first word and the further words, in lower case: "point out".
    pub words: Vec<String>,
    /// What it makes of its content.
    pub class: CueClass,
    /// Where its content can stand.
    pub frames: Frames,
    /// What the source does by it.
    pub stance: CueStance,
    /// What the source does where the cue is negated: "did not say".
    pub negated: CueStance,
    /// Line in its file.
    pub line: u32,
}

impl Cue {
    /// The whole cue in dictionary form.
    pub fn lemma(&self) -> String {
        self.words.join(" ")
    }
}

/// What a phrase with a preposition does: "according to X".
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum PhraseRole {
    /// What follows it is the source.
    Source,
    /// What follows it is the source of the source: "citing the ministry".
    Inner,
    /// What follows it is who was told.
    Addressee,
}

/// One entry of the words that deny: "allegation" is denied by being called "false".
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum DenialWord {
    /// A thing that is true or false.
    Accusation,
    /// What calls it untrue.
    Falsity,
    /// What somebody is not given or allowed: to deny it says nothing.
    Allowance,
}

/// What a common noun that can be a source stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SourceNoun {
    /// People and their bodies: "officials".
    People,
    /// What people wrote or recorded: "poll".
    Document,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SourceRow {
    noun: String,
    kind: SourceNoun,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct VerbRow {
    cue: String,
    class: CueClass,
    frames: String,
    stance: CueStance,
    #[serde(default)]
    negated: Option<CueStance>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PhraseRow {
    cue: String,
    role: PhraseRole,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AdverbRow {
    cue: String,
    stance: CueStance,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Direction {
    Active,
    Passive,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LightRow {
    verb: String,
    direction: Direction,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MediumRow {
    words: String,
    medium: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DenialRow {
    word: String,
    kind: DenialWord,
}

/// Entries sorted by their first word.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Words<T> {
    entries: Vec<(String, T)>,
}

impl<T> Default for Words<T> {
    fn default() -> Self {
        Self { entries: Vec::new() }
    }
}

impl<T> Words<T> {
    fn get<'a>(&'a self, word: &'a str) -> impl Iterator<Item = &'a T> + 'a {
        let from = self.entries.partition_point(|(w, _)| w.as_str() < word);
        self.entries[from..].iter().take_while(move |(w, _)| w == word).map(|(_, entry)| entry)
    }
}

/// Every cue.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Table {
    verbs: Words<Cue>,
    nouns: Words<Cue>,
    adjectives: Words<Cue>,
    phrases: Words<(Vec<String>, PhraseRole)>,
    adverbs: Words<CueStance>,
    light: Words<bool>,
    media: Words<(Vec<String>, String)>,
    denials: Words<DenialWord>,
    sources: Words<SourceNoun>,
}

impl Table {
    /// Reads `cues/`.
    pub fn load(folder: &Folder, problems: &mut Problems) -> Self {
        if folder.below("cues/").next().is_none() {
            return Self::default();
        }
        Self {
            verbs: cues(folder, "cues/verbs.csv", problems),
            nouns: cues(folder, "cues/nouns.csv", problems),
            adjectives: cues(folder, "cues/adjectives.csv", problems),
            phrases: {
                let rows = folder.csv("cues/prepositions.csv", problems);
                let rows = rows.into_iter().map(|(line, r): (usize, PhraseRow)| (line, r.cue, r.role));
                keyed("cues/prepositions.csv", rows, problems, |words, role| (words, role))
            },
            adverbs: {
                let rows = folder.csv("cues/adverbs.csv", problems);
                let rows = rows.into_iter().map(|(line, r): (usize, AdverbRow)| (line, r.cue, r.stance));
                keyed("cues/adverbs.csv", rows, problems, |_, stance| stance)
            },
            light: {
                let rows = folder.csv("cues/light.csv", problems);
                let rows = rows.into_iter().map(|(line, r): (usize, LightRow)| (line, r.verb, r.direction));
                keyed("cues/light.csv", rows, problems, |_, d| matches!(d, Direction::Active))
            },
            media: {
                let rows = folder.csv("cues/media.csv", problems);
                let rows = rows.into_iter().map(|(line, r): (usize, MediumRow)| (line, r.words, r.medium));
                keyed("cues/media.csv", rows, problems, |words, medium| (words, medium))
            },
            denials: {
                let rows = folder.csv("cues/denials.csv", problems);
                let rows = rows.into_iter().map(|(line, r): (usize, DenialRow)| (line, r.word, r.kind));
                keyed("cues/denials.csv", rows, problems, |_, kind| kind)
            },
            sources: {
                let rows = folder.csv("cues/sources.csv", problems);
                let rows = rows.into_iter().map(|(line, r): (usize, SourceRow)| (line, r.noun, r.kind));
                keyed("cues/sources.csv", rows, problems, |_, kind| kind)
            },
        }
    }

    /// Verbal cues that start with the lemma.
    pub fn verbs<'a>(&'a self, lemma: &'a str) -> impl Iterator<Item = &'a Cue> + 'a {
        self.verbs.get(lemma)
    }

    /// Nominal cues that start with the lemma.
    pub fn nouns<'a>(&'a self, lemma: &'a str) -> impl Iterator<Item = &'a Cue> + 'a {
        self.nouns.get(lemma)
    }

    /// Adjectival cues that start with the lemma.
    pub fn adjectives<'a>(&'a self, lemma: &'a str) -> impl Iterator<Item = &'a Cue> + 'a {
        self.adjectives.get(lemma)
    }

    /// Prepositional cues whose first word, in lower case, is `word`: all their words, and what they do.
    pub fn phrases<'a>(&'a self, word: &'a str) -> impl Iterator<Item = (&'a [String], PhraseRole)> + 'a {
        self.phrases.get(word).map(|(words, role)| (words.as_slice(), *role))
    }

    /// The stance of an adverb that marks hearsay: "allegedly".
    pub fn adverb(&self, word: &str) -> Option<CueStance> {
        self.adverbs.get(word).next().copied()
    }

    /// Whether the verb lends itself to a noun that has the meaning: "voiced concern" (`Some(true)`: its subject is the
    /// source), "drew criticism" (`Some(false)`: its subject is what is spoken of).
    pub fn light(&self, lemma: &str) -> Option<bool> {
        self.light.get(lemma).next().copied()
    }

    /// Media whose first word, in lower case, is `word`: all their words, and the medium's name.
    pub fn media<'a>(&'a self, word: &'a str) -> impl Iterator<Item = (&'a [String], &'a str)> + 'a {
        self.media.get(word).map(|(words, medium)| (words.as_slice(), medium.as_str()))
    }

    /// What part the lemma has in calling something untrue.
    pub fn denial(&self, lemma: &str) -> Option<DenialWord> {
        self.denials.get(lemma).next().copied()
    }

    /// What a common noun stands for as a source.
    pub fn source(&self, lemma: &str) -> Option<SourceNoun> {
        self.sources.get(lemma).next().copied()
    }

    /// Number of verbal, nominal and adjectival cues.
    pub fn len(&self) -> usize {
        self.verbs.entries.len() + self.nouns.entries.len() + self.adjectives.entries.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

fn cues(folder: &Folder, file: &str, problems: &mut Problems) -> Words<Cue> {
    let mut rows: Vec<(usize, String, Cue)> = Vec::new();
    for (line, row) in folder.csv::<VerbRow>(file, problems) {
        match Frames::parse(&row.frames) {
            Ok(frames) if frames == Frames::default() => {
                problems.push(Problem::new(file, line, "no frame", "say where the content stands: clause, quote, …"));
            }
            Ok(frames) => {
                let negated = row.negated.unwrap_or(row.stance);
                let cue =
                    Cue { words: Vec::new(), class: row.class, frames, stance: row.stance, negated, line: line as u32 };
                rows.push((line, row.cue, cue));
            }
            Err(what) => {
                let names: Vec<&str> = COMPLEMENTS.iter().map(|(n, _)| *n).chain(PREPOSITIONS).collect();
                problems.push(Problem::new(file, line, what, format!("use one of: {}", names.join(", "))));
            }
        }
    }
    keyed(file, rows, problems, |words, cue| Cue { words, ..cue })
}

/// Entries by first word, the longest first among those that share it; a second entry of the same words is a problem.
fn keyed<R, T>(
    file: &str,
    rows: impl IntoIterator<Item = (usize, String, R)>,
    problems: &mut Problems,
    make: impl Fn(Vec<String>, R) -> T,
) -> Words<T> {
    let mut lines: BTreeMap<String, usize> = BTreeMap::new();
    let mut entries = Vec::new();
    for (line, text, row) in rows {
        let words: Vec<String> = text.split_whitespace().map(str::to_lowercase).collect();
        let Some(first) = words.first().cloned() else {
            problems.push(Problem::new(file, line, "no words", "write the cue in the first column"));
            continue;
        };
        if let Some(before) = lines.insert(words.join(" "), line) {
            let what = format!("\"{}\" stands on line {before} too", words.join(" "));
            problems.push(Problem::new(file, line, what, "keep one of the two"));
            continue;
        }
        entries.push((first, words.len(), make(words, row)));
    }
    entries.sort_by(|a, b| a.0.cmp(&b.0).then(b.1.cmp(&a.1)));
    Words { entries: entries.into_iter().map(|(first, _, entry)| (first, entry)).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(verbs: &str) -> (Table, Problems) {
        let mut problems = Problems::default();
        let folder = Folder::of(&[
            ("cues/verbs.csv", verbs),
            ("cues/nouns.csv", "cue,class,frames,stance\nclaim,speech,clause of,assert\n"),
            ("cues/adjectives.csv", "cue,class,frames,stance,negated\nafraid,thought,clause of,concern,\n"),
            ("cues/prepositions.csv", "cue,role\naccording to,source\n"),
            ("cues/adverbs.csv", "cue,stance\nallegedly,accuse\n"),
            ("cues/light.csv", "verb,direction\nvoice,active\ndraw,passive\n"),
            ("cues/media.csv", "words,medium\nTruth Social,social\n"),
            ("cues/sources.csv", "noun,kind\nofficial,people\n"),
            ("cues/denials.csv", "word,kind\nrumour,accusation\nfalse,falsity\n"),
        ]);
        let table = Table::load(&folder, &mut problems);
        (table, problems)
    }

    #[test]
    fn a_cue_is_found_by_its_first_lemma_the_longest_first() {
        let (table, problems) = table(
            "cue,class,frames,stance,negated\ncall,speech,quote naming,assert,\ncall for,speech,object,demand,\n",
        );
        assert!(problems.is_empty(), "{problems}");
        let found: Vec<String> = table.verbs("call").map(Cue::lemma).collect();
        assert_eq!(found, ["call for", "call"]);
        assert!(table.verbs("called").next().is_none());
        assert_eq!(table.phrases("according").next().map(|p| p.1), Some(PhraseRole::Source));
        assert_eq!(table.light("draw"), Some(false));
        assert_eq!(table.media("truth").next().map(|m| m.1), Some("social"));
        assert_eq!(table.denial("false"), Some(DenialWord::Falsity));
    }

    #[test]
    fn frames_name_complements_and_prepositions() {
        let frames = Frames::parse("clause person of").expect("known frames");
        assert!(frames.any(Frames::CLAUSE) && frames.after("Of") && !frames.after("for"));
        assert!(!Frames::parse("clause quote").expect("known frames").has_preposition());
    }

    #[test]
    fn what_is_wrong_is_named_with_its_line() {
        for (line, word) in [
            ("say,speech,clauze,assert,", "clauze"),
            ("say,speach,clause,assert,", "speach"),
            ("say,speech,clause,assent,", "assent"),
            ("say,speech,,assert,", "no frame"),
            ("tell,speech,quote,assert,", "line 2 too"),
        ] {
            let (_, problems) =
                table(&format!("cue,class,frames,stance,negated\ntell,speech,clause,assert,decline\n{line}\n"));
            let problem = problems.iter().next().unwrap_or_else(|| panic!("{line} passes"));
            assert_eq!(problem.line, 3, "{problem}");
            assert!(problem.what.contains(word), "{problem}");
        }
    }
}
