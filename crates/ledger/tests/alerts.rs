//! What rules find: the same in any order, once for one cause, and nothing of what does not count.

use std::path::Path;
use std::sync::Barrier;

use ledger::{Alert, Decision, Ledger, Signature, WantedAlerts};
use lexicon::alerts::{Curve, Rule, Watch};
use lexicon::Lexicon;
use reading::{ActorOut, Reading};
use told::{coding, new, reading, Told, PLAIN};

mod told;

const NOW: &str = "2024-03-09T00:00:00Z";

/// A report in which somebody of Russia attacks somebody of Ukraine.
fn attack(told: &Told<'_>) -> Reading {
    let mut reading = reading(told);
    reading.actors.push(ActorOut {
        id: "A3".into(),
        name: "Russia".into(),
        kind: "state",
        country: Some("RUS".into()),
        sectors: vec!["GOV"],
        office: None,
        member_of: None,
        mentions: vec![[0, 3]],
    });
    reading.events[0].actors = vec!["A3".into()];
    if told.by == "hospital" {
        // Doctors without borders: on neither side.
        reading.actors[0].country = None;
    }
    reading
}

/// A report of long before, without which nothing could be the first.
const BEFORE: Told<'static> = Told {
    id: "old",
    published: "2023-11-01",
    town: ("Besna", 31.0),
    day: "2023-10-31",
    killed: 1,
    by: "prefect",
    text: "A rocket set fire to a granary outside Besna on Tuesday and killed its guard, the prefect announced.",
};

/// The attack of PLAIN as another paper tells it, in words of its own and with more dead.
const OTHER: Told<'static> = Told {
    id: "b",
    published: "2024-03-03",
    killed: 6,
    by: "hospital",
    text:
        "Doctors at Lormel's hospital counted six dead after artillery hit stalls and shoppers around noon on Friday.",
    ..PLAIN
};

/// The same attack, told earlier.
const EARLY: Told<'static> = Told {
    id: "c",
    published: "2024-03-01",
    killed: 2,
    by: "witness",
    text:
        "Explosions shook central Lormel today; a witness spoke of shells and of two people lying dead by the fountain.",
    ..PLAIN
};

fn rule(name: &str, watch: Watch) -> Rule {
    Rule { name: name.into(), watch, from: None, to: None, note: String::new() }
}

fn rules() -> Vec<Rule> {
    vec![
        rule("level", Watch::Level { level: 0.5, curve: Curve::Index }),
        rule("firm", Watch::Level { level: 1.0, curve: Curve::Low }),
        rule("first", Watch::First { kind: "ASSAULT".into(), mode: None, days: 90 }),
        rule("toll", Watch::Toll { killed: 4 }),
    ]
}

fn add(ledger: &mut Ledger, told: &[&Told<'_>]) {
    let readings: Vec<Reading> = told.iter().map(|t| attack(t)).collect();
    ledger.add(&readings, &coding(), NOW).expect("adding works");
    assert_eq!(ledger.check().expect("checking works"), Vec::<String>::new());
}

fn lexicon() -> Lexicon {
    reading::bundled_lexicon()
}

fn found(ledger: &Ledger) -> Vec<Alert> {
    ledger.alerts(&lexicon(), &rules(), &WantedAlerts::default()).expect("looking works")
}

fn raised(ledger: &mut Ledger) -> Vec<Alert> {
    ledger.raise_alerts(&lexicon(), &rules(), NOW).expect("telling works")
}

/// Day and rules of each.
fn shape(alerts: &[Alert]) -> Vec<(String, String)> {
    alerts.iter().map(|a| (a.day.clone(), a.rules.join(" "))).collect()
}

fn row(day: &str, rules: &str) -> (String, String) {
    (day.into(), rules.into())
}

fn retract(ledger: &mut Ledger, report: &str) -> i64 {
    let signature = Signature { by: "R. Amadi".into(), now: NOW.into(), note: None };
    ledger.decide(&[Decision::Retract { report: report.into() }], &signature).expect("it is decided")[0]
}

#[test]
fn one_incident_is_one_alert_with_all_its_reasons() {
    let mut ledger = new();
    add(&mut ledger, &[&BEFORE, &PLAIN, &OTHER]);
    let alerts = found(&ledger);
    assert_eq!(shape(&alerts), [row("2023-10-31", "level"), row("2024-03-01", "firm first level toll")]);
    let incident = alerts[1].incident.clone().expect("its cause is an incident");
    for reason in &alerts[1].reasons {
        let cause = &reason.because[0];
        assert_eq!(cause.incident.as_ref(), Some(&incident), "{}", reason.rule);
        assert_eq!((cause.independent, cause.by.len()), (2, 2), "{}", reason.rule);
        let claims: Vec<&str> = cause.claims.iter().map(|c| c.report.as_str()).collect();
        assert_eq!(claims, ["a", "b"], "{}", reason.rule);
    }
    let level = &alerts[1].reasons.iter().find(|r| r.rule == "level").expect("a level");
    assert!(level.value >= level.threshold && level.because[0].share > Some(0.9), "{level:?}");
}

#[test]
fn what_is_found_does_not_depend_on_the_order() {
    let told = [&BEFORE, &PLAIN, &OTHER, &EARLY];
    let mut all = Vec::new();
    for order in [[0, 1, 2, 3], [3, 2, 1, 0], [2, 0, 3, 1]] {
        let mut ledger = new();
        for i in order {
            add(&mut ledger, &[told[i]]);
        }
        all.push(found(&ledger));
    }
    assert!(!all[0].is_empty());
    assert_eq!(all[0], all[1]);
    assert_eq!(all[0], all[2]);
}

#[test]
fn nothing_is_told_twice_for_one_cause() {
    let mut ledger = new();
    add(&mut ledger, &[&BEFORE, &PLAIN]);
    let first = raised(&mut ledger);
    assert_eq!(shape(&first), [row("2024-03-01", "first level toll")]);
    assert_eq!(raised(&mut ledger), [], "looked at again");
    add(&mut ledger, &[&PLAIN]);
    assert_eq!(raised(&mut ledger), [], "the same report again");
    // More is told of the incident, and a further rule is met; then it gets another name, for an earlier report tells of it.
    add(&mut ledger, &[&OTHER]);
    assert_eq!(raised(&mut ledger), [], "told by another paper too");
    add(&mut ledger, &[&EARLY]);
    assert_ne!(found(&ledger)[1].incident, first[0].incident, "its name is another one");
    assert_eq!(raised(&mut ledger), [], "told earlier by a third");
    let kept = ledger.raised_alerts(None, 10).expect("listing works");
    assert_eq!(kept.len(), 1);
    assert_eq!((&kept[0].alert.id, &kept[0].withdrawn), (&first[0].id, &None));
    assert_eq!(kept[0].alert.rules, ["firm", "first", "level", "toll"], "what was found later is kept too");
}

#[test]
fn what_was_taken_back_does_not_alarm_and_is_marked() {
    let mut ledger = new();
    add(&mut ledger, &[&BEFORE, &PLAIN]);
    assert_eq!(raised(&mut ledger).len(), 1);
    let decision = retract(&mut ledger, "a");
    assert_eq!(shape(&found(&ledger)), [row("2023-10-31", "level")]);
    assert_eq!(raised(&mut ledger), []);
    assert!(ledger.raised_alerts(None, 10).expect("listing works")[0].withdrawn.is_some());
    ledger.undo(decision, "R. Amadi", NOW).expect("it is undone");
    assert_eq!(raised(&mut ledger), [], "it was told before");
    assert_eq!(ledger.raised_alerts(None, 10).expect("listing works")[0].withdrawn, None);
}

#[test]
fn what_another_changes_until_the_ledger_is_free_counts() {
    /// The one who raises alerts has looked at the ledger, and waits for the other to end.
    static WAITS: Barrier = Barrier::new(2);
    ledger::when_waiting(|| {
        WAITS.wait();
    });
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("alerts-of-two.db");
    let _ = std::fs::remove_file(&path);
    let mut ledger = Ledger::open(&path).expect("a ledger");
    add(&mut ledger, &[&PLAIN]);
    let other = rusqlite::Connection::open(&path).expect("another process");
    other.execute_batch("BEGIN IMMEDIATE; UPDATE incidents SET killed_low = 9, killed_high = 9").expect("it writes");
    std::thread::scope(|scope| {
        scope.spawn(|| {
            WAITS.wait();
            other.execute_batch("COMMIT").expect("it ends");
            drop(other);
        });
        let many = [rule("toll", Watch::Toll { killed: 9 })];
        let told = ledger.raise_alerts(&lexicon(), &many, NOW).expect("telling works");
        assert_eq!(shape(&told), [row("2024-03-01", "toll")]);
    });
}

#[test]
fn an_echo_makes_no_alert_firmer() {
    let mut ledger = new();
    let copy = Told { id: "copy", published: "2024-03-03", ..PLAIN };
    add(&mut ledger, &[&PLAIN, &copy]);
    let alerts = found(&ledger);
    assert_eq!(shape(&alerts), [row("2024-03-01", "level toll")], "not firm; and no first where the ledger begins");
    assert_eq!(alerts[0].reasons[0].because[0].independent, 1);
}

#[test]
fn wishes_choose_by_side_and_day() {
    let mut ledger = new();
    add(&mut ledger, &[&BEFORE, &PLAIN]);
    let of = |wanted: WantedAlerts| ledger.alerts(&lexicon(), &rules(), &wanted).expect("looking works").len();
    let actor = |name: &str| WantedAlerts { actors: vec![name.into()], ..WantedAlerts::default() };
    assert_eq!((of(actor("RUS")), of(actor("ukr")), of(actor("FRA"))), (2, 2, 0));
    let mut since = WantedAlerts::default();
    since.period.since = Some("2024-01-01".into());
    assert_eq!(of(since), 1);
    let dyad = |from: &str, to: &str| WantedAlerts {
        dyad: Some(ledger::Dyad { from: from.into(), to: to.into() }),
        ..WantedAlerts::default()
    };
    assert_eq!((of(dyad("RUS", "UKR")), of(dyad("UKR", "RUS"))), (2, 0));
}
