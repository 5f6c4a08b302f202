//! Rules by which alerts are raised (`knowledge/alerts/*.csv`, or a file of one's own).

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::ontology::EventType;
use crate::source::{Folder, Problem, Problems};
use crate::{actors, agreements, ontology};

/// What a rule looks for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Watch {
    /// The tension of a dyad reaches `level`.
    Level {
        /// Least value of the curve.
        level: f64,
        /// Which curve.
        curve: Curve,
    },
    /// The tension of a dyad leaves its own baseline behind.
    Jump {
        /// Least value of the curve.
        level: f64,
        /// Least multiple of the baseline.
        times: f64,
        /// Which curve.
        curve: Curve,
    },
    /// A deed of a kind that nobody told of the dyad for a while.
    First {
        /// PLOVER type.
        kind: String,
        /// PLOVER mode; `None` for any.
        mode: Option<String>,
        /// Days before it without one.
        days: u16,
    },
    /// Somebody is said to have broken an agreement, after a while in which nobody said so of that side.
    Violation {
        /// Name as `knowledge/agreements` has it; `None` for each that stands there.
        agreement: Option<String>,
        /// Days before it without such a claim.
        days: u16,
    },
    /// An incident with many dead, by the lowest count that stands.
    Toll {
        /// At least so many.
        killed: u64,
    },
}

/// A curve of the tension index.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Curve {
    /// The index.
    #[default]
    Index,
    /// Its lower bound: only what rests on several independent reports.
    Low,
}

/// One rule.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Rule {
    /// Its name.
    pub name: String,
    /// What it looks for.
    pub watch: Watch,
    /// Who acts: the ISO code of a state, or an actor's name; `None` for any state.
    pub from: Option<String>,
    /// To whom.
    pub to: Option<String>,
    /// Why there is such a rule, in a few words.
    pub note: String,
}

/// Rules in the order of their file.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Table(Vec<Rule>);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    rule: String,
    watch: String,
    from: String,
    to: String,
    r#type: String,
    mode: String,
    agreement: String,
    level: Option<f64>,
    times: Option<f64>,
    killed: Option<u64>,
    days: Option<u16>,
    curve: Option<Curve>,
    note: String,
}

const PREFIX: &str = "alerts/";
/// Longest stretch that a rule looks back over.
const MOST_DAYS: u16 = 3_650;

/// What rules may name.
#[derive(Clone, Copy)]
pub struct Known<'a> {
    /// Actors and states.
    pub actors: &'a actors::Table,
    /// Agreements.
    pub agreements: &'a agreements::Table,
    /// Types and modes.
    pub ontology: &'a ontology::Table,
}

impl Table {
    /// Reads every file below `alerts/`.
    pub fn load(folder: &Folder, known: Known<'_>, problems: &mut Problems) -> Self {
        let files: Vec<&str> = folder.below(PREFIX).collect();
        let rules = files.into_iter().flat_map(|file| Self::load_file(folder, file, known, problems).0);
        Self(rules.collect())
    }

    /// Reads one file of the folder.
    pub fn load_file(folder: &Folder, file: &str, known: Known<'_>, problems: &mut Problems) -> Self {
        let mut rules = Vec::new();
        let mut names = BTreeSet::new();
        for (line, row) in folder.csv::<Row>(file, problems) {
            let mut tell = |what: String, remedy: &str| problems.push(Problem::new(file, line, what, remedy));
            if row.rule.is_empty() || !names.insert(row.rule.clone()) {
                tell(
                    format!("the rule's name {:?} is empty or stands twice", row.rule),
                    "give each rule a name of its own",
                );
                continue;
            }
            match rule(row, known) {
                Ok(rule) => rules.push(rule),
                Err((what, remedy)) => tell(what, remedy),
            }
        }
        Self(rules)
    }

    /// The rules.
    pub fn rules(&self) -> &[Rule] {
        &self.0
    }
}

type Fault = (String, &'static str);

fn rule(row: Row, known: Known<'_>) -> Result<Rule, Fault> {
    let used: &[&str] = match row.watch.as_str() {
        "level" => &["from", "to", "level", "curve"],
        "jump" => &["from", "to", "level", "times", "curve"],
        "first" => &["from", "to", "type", "mode", "days"],
        "violation" => &["from", "agreement", "days"],
        "toll" => &["from", "to", "killed"],
        other => {
            return Err((format!("unknown watch {other:?}"), "use level, jump, first, violation or toll"));
        }
    };
    only(&row, used)?;
    let watch = watch(&row, known)?;
    let side = |name: &str| match name {
        "" => Ok(None),
        name => called(known.actors, name).map(Some).ok_or_else(|| {
            let remedy =
                "use the ISO code of a state or a name as knowledge/actors has it; attache lexicon show NAME tells";
            (format!("unknown actor {name:?}"), remedy)
        }),
    };
    Ok(Rule { watch, from: side(&row.from)?, to: side(&row.to)?, name: row.rule, note: row.note })
}

/// Cells that the rule would not look at are a mistake: who filled them meant something.
fn only(row: &Row, used: &[&str]) -> Result<(), Fault> {
    let filled = [
        ("from", !row.from.is_empty()),
        ("to", !row.to.is_empty()),
        ("type", !row.r#type.is_empty()),
        ("mode", !row.mode.is_empty()),
        ("agreement", !row.agreement.is_empty()),
        ("level", row.level.is_some()),
        ("times", row.times.is_some()),
        ("killed", row.killed.is_some()),
        ("days", row.days.is_some()),
        ("curve", row.curve.is_some()),
    ];
    match filled.iter().find(|(name, filled)| *filled && !used.contains(name)) {
        Some((name, _)) => {
            Err((format!("a rule that watches {:?} does not look at {name:?}", row.watch), "leave the cell empty"))
        }
        None => Ok(()),
    }
}

fn watch(row: &Row, known: Known<'_>) -> Result<Watch, Fault> {
    let positive = |x: Option<f64>, what: &str| match x {
        Some(x) if x > 0.0 && x.is_finite() => Ok(x),
        _ => Err((format!("{what:?} has to be a number above 0"), "write one, such as 2.5")),
    };
    let days = || match row.days {
        Some(days @ 1..=MOST_DAYS) => Ok(days),
        _ => Err(("\"days\" has to be a number of days from 1 to 3650".to_owned(), "write one, such as 30")),
    };
    let curve = row.curve.unwrap_or_default();
    Ok(match row.watch.as_str() {
        "level" => Watch::Level { level: positive(row.level, "level")?, curve },
        "jump" => Watch::Jump { level: positive(row.level, "level")?, times: positive(row.times, "times")?, curve },
        "first" => {
            let (kind, mode) = kind(row, known.ontology)?;
            Watch::First { kind, mode, days: days()? }
        }
        "violation" => Watch::Violation { agreement: agreement(row, known.agreements)?, days: days()? },
        _ => match row.killed {
            Some(killed) if killed > 0 => Watch::Toll { killed },
            _ => return Err(("\"killed\" has to be a number above 0".to_owned(), "write one, such as 25")),
        },
    })
}

fn kind(row: &Row, ontology: &ontology::Table) -> Result<(String, Option<String>), Fault> {
    let kind = EventType::parse(&row.r#type).ok_or_else(|| {
        (format!("unknown type {:?}", row.r#type), "use one of knowledge/ontology/types.csv, such as ASSAULT")
    })?;
    if !row.mode.is_empty() && ontology.mode(kind, &row.mode).is_none() {
        let what = format!("{} has no mode {:?}", row.r#type, row.mode);
        return Err((what, "use one of knowledge/ontology/modes.csv, or leave the cell empty for any"));
    }
    Ok((row.r#type.clone(), Some(row.mode.clone()).filter(|m| !m.is_empty())))
}

fn agreement(row: &Row, agreements: &agreements::Table) -> Result<Option<String>, Fault> {
    if row.agreement.is_empty() {
        return Ok(None);
    }
    let known = agreements.named(&row.agreement).ok_or_else(|| {
        (
            format!("unknown agreement {:?}", row.agreement),
            "use what the column name of knowledge/agreements/known.csv has, or add a line there",
        )
    })?;
    Ok(Some(known.name.clone()))
}

/// What a ledger calls somebody: the code of a state, or the first of an actor's or person's names.
fn called(actors: &actors::Table, name: &str) -> Option<String> {
    if actors.is_state(name) {
        return Some(name.to_owned());
    }
    let is = |other: &str| other.eq_ignore_ascii_case(name);
    let actor = actors.actors().find(|a| is(actors.text(actors.actor(*a).name)) || actors.names_of(*a).any(is));
    let first = actor.map(|a| actors.actor(a).name);
    let person = || actors.persons().map(|p| actors.person(p).name).find(|id| is(actors.text(*id)));
    first.or_else(person).map(|id| actors.text(id).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Lexicon;
    use std::path::Path;

    const HEAD: &str = "rule,watch,from,to,type,mode,agreement,level,times,killed,days,curve,note\n";

    fn problems_of(line: &str) -> String {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../knowledge");
        let mut problems = Problems::default();
        let lexicon = Lexicon::load(&Folder::read(&root).expect("knowledge is there"), &mut problems);
        assert!(problems.is_empty(), "{problems}");
        let text = format!("{HEAD}{line}\n");
        Table::load_file(&Folder::of(&[("mine.csv", &text)]), "mine.csv", lexicon.known(), &mut problems);
        problems.to_string()
    }

    #[test]
    fn what_a_rule_names_has_to_be_known() {
        for (line, told) in [
            ("a,level,RUS,UKR,,,,2,,,,,", ""),
            ("a,first,M23 Movement,COD,ASSAULT,drone,,,,,90,,", ""),
            ("a,violation,,,,,Minsk II,,,,14,,", ""),
            ("a,level,Ruritania,,,,,2,,,,,", "mine.csv:2: unknown actor \"Ruritania\""),
            ("a,first,,,ASAULT,,,,,,90,,", "mine.csv:2: unknown type \"ASAULT\""),
            ("a,first,,,ASSAULT,droning,,,,,90,,", "mine.csv:2: ASSAULT has no mode \"droning\""),
            ("a,violation,,,,,Peace of Nowhere,,,,14,,", "mine.csv:2: unknown agreement \"Peace of Nowhere\""),
            ("a,glance,,,,,,2,,,,,", "mine.csv:2: unknown watch \"glance\""),
            ("a,level,,,,,,,,,,,", "mine.csv:2: \"level\" has to be a number above 0"),
            ("a,level,,,,,,-1,,,,,", "mine.csv:2: \"level\" has to be a number above 0"),
            ("a,level,,,,,,NaN,,,,,", "mine.csv:2: \"level\" has to be a number above 0"),
            ("a,toll,,,,,,,,0,,,", "mine.csv:2: \"killed\" has to be a number above 0"),
            ("a,toll,,,,,,,,5,7,,", "mine.csv:2: a rule that watches \"toll\" does not look at \"days\""),
            ("a,violation,,,,,,,,,0,,", "mine.csv:2: \"days\" has to be a number of days"),
            ("a,level,,,,,,2,,,,median,", "mine.csv:2: "),
            ("a,level,,,,,,2,,,,,\na,level,,,,,,3,,,,,", "mine.csv:3: the rule's name \"a\" is empty or stands twice"),
        ] {
            let problems = problems_of(line);
            assert!(problems.starts_with(told) && problems.is_empty() == told.is_empty(), "{line}: {problems}");
            assert!(problems.lines().count() <= 1, "{line}: {problems}");
        }
    }
}
