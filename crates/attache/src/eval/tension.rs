//! Whether the tension index means anything: does it stand higher before days on which there is conflict than before others?
//!
//! Made-up reports on made-up dyads that go in and out of crises show how the index does where the truth is known; hand-coded
//! incident notes (`acled.jsonl`) show how it does on real dated reports. For each dyad or country and day: is there conflict
//! in the days after (as made, or as coded by hand)? The area under the ROC curve is the share of pairs of a day before
//! conflict and a day before none, of one dyad, in which the first has the higher index; 50 is chance. Beside it stand what a
//! constant gives, the same index with its days shuffled, and a count of the incidents of the last thirty days, which anybody
//! can make.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use ledger::days::{number, of_number};
use ledger::{Coding, Dyad, Ledger, TensionDay, TensionOf};
use reading::{ActorOut, EventOut, PlaceOut, Reading, ReportOut, SourceOut, StatementOut, TimeOut};

use super::mentions::{cases, Case};
use super::table::{Figure, Table};
use super::Bench;

const MADE: &str = "tension, made-up dyads";
const CODED: &str = "tension, incident notes by country (acled)";
/// Days after a day in which conflict is looked for.
const AHEAD: i32 = 7;
/// Days that the count of incidents looks back.
const BACK: i32 = 30;

/// One day of one dyad: what each way of foretelling says, and what came.
struct Day {
    says: [f64; 3],
    came: bool,
}
/// What is compared, in the order of [`Day::says`].
const WAYS: [&str; 3] = ["index", "lower bound of the index", "count of incidents of the last 30 days"];

pub(crate) fn measure(bench: &Bench<'_>, table: &mut Table) {
    match made() {
        Ok(groups) => told(MADE, &groups, table),
        Err(problem) => table.note(format!("{MADE}: {problem}")),
    }
    let Some(cases) = cases(bench, "acled.jsonl", table) else { return };
    match coded(&cases) {
        Ok(groups) => told(CODED, &groups, table),
        Err(problem) => table.note(format!("{CODED}: {problem}")),
    }
}

fn told(set: &str, groups: &[Vec<Day>], table: &mut Table) {
    let days: usize = groups.iter().map(Vec::len).sum();
    let mut row = |name: &str, area: Option<f64>| {
        let measure = format!("conflict in the next {AHEAD} days, area under ROC: {name}");
        table.push(Figure::new(set, &measure, area.map(|a| 100.0 * a), days));
    };
    for (way, name) in WAYS.iter().enumerate() {
        row(name, area(groups, |day, _, _| day.says[way]));
    }
    row("index with its days shuffled", area(groups, |_, group, i| group[(i * 7919 + 104_729) % group.len()].says[0]));
    row("a constant", area(groups, |_, _, _| 0.0));
    let came = groups.iter().flatten().filter(|day| day.came).count();
    table.push(Figure::share(set, &format!("days with conflict in the next {AHEAD} days"), came, days));
}

/// Share of pairs within a group that are in the right order; those that are level count for half.
fn area(groups: &[Vec<Day>], says: impl Fn(&Day, &[Day], usize) -> f64) -> Option<f64> {
    let (mut right, mut pairs) = (0.0, 0.0);
    for group in groups {
        let scored: Vec<(f64, bool)> =
            group.iter().enumerate().map(|(i, day)| (says(day, group, i), day.came)).collect();
        for (with, _) in scored.iter().filter(|(_, came)| *came) {
            for (without, _) in scored.iter().filter(|(_, came)| !*came) {
                pairs += 1.0;
                right += if with > without { 1.0 } else { 0.5 * f64::from(u8::from(with == without)) };
            }
        }
    }
    (pairs > 0.0).then(|| right / pairs)
}

fn coding() -> Coding {
    Coding { program: "eval".into(), model: "eval".into(), knowledge: "eval".into() }
}

/// Days from `first` to `last` of a curve, with what came after by `conflict`, the numbers of the days on which there was some.
fn days_of(curve: &[TensionDay], conflict: &BTreeSet<i32>, first: i32, last: i32) -> Vec<Day> {
    let number_of = |day: &TensionDay| day.day.parse::<Date>().ok().map(number);
    let by_day: BTreeMap<i32, &TensionDay> = curve.iter().filter_map(|d| Some((number_of(d)?, d))).collect();
    let day = |at: i32| {
        let told = by_day.get(&at);
        let count: usize = by_day.range(at - BACK + 1..=at).map(|(_, d)| d.incidents.len()).sum();
        Day {
            says: [told.map_or(0.0, |d| d.index), told.map_or(0.0, |d| d.low), count as f64],
            came: conflict.range(at + 1..=at + AHEAD).next().is_some(),
        }
    };
    (first..=last).map(day).collect()
}

/// Countries of the notes, each in each stretch of time of which there are notes.
fn coded(cases: &[Case]) -> Result<Vec<Vec<Day>>, ledger::Error> {
    /// Days without any note after which another stretch begins.
    const GAP: i32 = 60;
    let mut ledger = Ledger::in_memory()?;
    for case in cases {
        ledger.add(std::slice::from_ref(&case.reading), &coding(), "2000-01-01T00:00:00Z")?;
    }
    let mut conflict: BTreeMap<&str, BTreeSet<i32>> = BTreeMap::new();
    for case in cases {
        let day = case.gold["event_date"].as_str().and_then(|d| d.parse().ok()).map(number);
        if let Some((country, day)) = case.gold["country"].as_str().zip(day) {
            conflict.entry(country).or_default().insert(day);
        }
    }
    let mut groups = Vec::new();
    for (country, days) in conflict {
        let curve = ledger.tension_of(&TensionOf::Countries(vec![country.to_owned()]), None, None)?;
        let list: Vec<i32> = days.iter().copied().collect();
        for stretch in list.chunk_by(|a, b| b - a <= GAP) {
            let (first, last) = (stretch[0], stretch[stretch.len() - 1]);
            groups.push(days_of(&curve, &days, first, last - AHEAD));
        }
    }
    Ok(groups)
}

/// Numbers that look random and are always the same (Knuth's MMIX).
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        self.0 >> 33
    }

    /// True so many times in a thousand.
    fn is(&mut self, in_thousand: u64) -> bool {
        self.next() % 1000 < in_thousand
    }
}

/// Dyads that go in and out of crises; each incident is told by one to three reports of either side or of a third.
fn made() -> Result<Vec<Vec<Day>>, ledger::Error> {
    const DYADS: u64 = 20;
    const DAYS: i32 = 300;
    let start = number(jiff::civil::date(2020, 1, 1));
    let mut groups = Vec::new();
    for dyad in 0..DYADS {
        let mut chance = Chance(dyad + 1);
        let mut ledger = Ledger::in_memory()?;
        let mut conflict = BTreeSet::new();
        let mut is_crisis = false;
        for day in start..start + DAYS {
            is_crisis = if is_crisis { !chance.is(40) } else { chance.is(10) };
            if !chance.is(if is_crisis { 350 } else { 30 }) {
                // Talks, which go on in crises too.
                if chance.is(40) {
                    ledger.add(&[report(&mut chance, day, 0, true)], &coding(), "2000-01-01T00:00:00Z")?;
                }
                continue;
            }
            conflict.insert(day);
            let place = chance.next();
            let reports: Vec<Reading> =
                (0..=chance.next() % 3).map(|_| report(&mut chance, day, place, false)).collect();
            ledger.add(&reports, &coding(), "2000-01-01T00:00:00Z")?;
        }
        let curve = ledger.tension(&Dyad { from: "ARL".into(), to: "BES".into() }, None, None)?;
        groups.push(days_of(&curve, &conflict, start, start + DAYS - AHEAD - 1));
    }
    Ok(groups)
}

/// A report on a deed of somebody of ARL towards somebody of BES.
fn report(chance: &mut Chance, day: i32, place: u64, is_talk: bool) -> Reading {
    let date = |n: i32| of_number(n).map(|d| d.to_string()).unwrap_or_default();
    let words: Vec<String> = (0..30).map(|_| format!("w{:x}", chance.next())).collect();
    let text = words.join(" ");
    let actor = |id: &str, name: &str, country: Option<&str>| ActorOut {
        id: id.into(),
        name: name.into(),
        kind: "other",
        country: country.map(str::to_owned),
        sectors: vec!["GOV"],
        office: None,
        member_of: None,
        mentions: vec![[0, 3]],
    };
    let (says, of) = [("Arland's army", Some("ARL")), ("Besna's army", Some("BES")), ("monitors", None)]
        [(chance.next() % 3) as usize];
    let is_denied = says == "Arland's army" && chance.is(500);
    let (kind, mode, quad, intensity) = match (is_talk, chance.is(300)) {
        (true, _) => ("CONSULT", Some("visit"), "verbal-cooperation", 4.0),
        (false, true) => ("COERCE", None, "material-conflict", -7.0),
        (false, false) => ("ASSAULT", Some("heavy-weapons"), "material-conflict", -9.5),
    };
    let dead = if kind == "ASSAULT" { chance.next() % 4 } else { 0 };
    let length = text.chars().count() as u32;
    Reading {
        schema: "attache/reading/1",
        report: ReportOut {
            id: format!("r{:x}", chance.next()),
            title: None,
            publisher: None,
            url: None,
            published: Some(date(day + (chance.next() % 2) as i32)),
            language: "en".into(),
            text,
            unread: Vec::new(),
            notice: None,
        },
        actors: vec![actor("A1", "Arland", Some("ARL")), actor("A2", "Besna", Some("BES")), actor("A3", says, of)],
        places: vec![PlaceOut {
            id: "P1".into(),
            name: format!("Place {place}"),
            country: Some("BES".into()),
            admin1: None,
            lat: Some(40.0 + (place % 1000) as f64 / 100.0),
            lon: Some(40.0),
            precision: "city",
            disputed: None,
            likeness: None,
            mentions: vec![[0, 3]],
            descriptions: Vec::new(),
        }],
        times: vec![TimeOut { id: "T1".into(), value: date(day), mentions: vec![[0, 3]] }],
        agreements: Vec::new(),
        statements: vec![StatementOut {
            id: "S1".into(),
            span: [0, length],
            content: vec![[0, length]],
            time: None,
            place: None,
            medium: None,
            manner: "indirect",
            stance: if is_denied { "deny" } else { "assert" },
            sources: vec![SourceOut { actor: "A3".into(), mention: Some([0, 3]), cue: None, verb: None }],
        }],
        events: vec![EventOut {
            id: "E1".into(),
            statement: "S1".into(),
            span: [0, 10],
            trigger: [0, 3],
            kind: kind.into(),
            mode: mode.map(str::to_owned),
            contexts: Vec::new(),
            cameo: None,
            quad: quad.into(),
            intensity,
            actors: vec!["A1".into()],
            recipients: vec!["A2".into()],
            place: Some("P1".into()),
            time: Some("T1".into()),
            killed: (dead > 0).then_some((dead, Some(dead))),
            wounded: None,
            detained: None,
            displaced: None,
            polarity: if is_denied { "negated" } else { "affirmed" },
            modality: "actual",
            background: false,
            violates: None,
            confidence: 0.8,
        }],
        incidents: Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_in_the_right_order_are_counted_within_a_group() {
        let day = |says: f64, came: bool| Day { says: [says, 0.0, 0.0], came };
        let groups = [vec![day(2.0, true), day(1.0, false), day(2.0, false)], vec![day(9.0, false)]];
        assert_eq!(area(&groups, |day, _, _| day.says[0]), Some(0.75));
        assert_eq!(area(&groups, |_, _, _| 0.0), Some(0.5));
        assert_eq!(area(&groups[1..], |_, _, _| 0.0), None);
    }
}
