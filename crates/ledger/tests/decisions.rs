//! What analysts decide: it shapes incidents, holds whatever comes in whatever order, and can be undone without a trace.

mod told;

use ledger::{Correction, Decision, Error, Format, Incident, Ledger, Signature};
use told::{add, all, new, Told, PLAIN};

const OFFICIALS: &str =
    "Mortar rounds struck stalls where people were shopping, officials in the district told reporters later that day.";
const DEPOT: &str =
    "A fuel depot on the far side of the river burnt through the night after rockets, railway workers recounted.";

/// The same attack by another hand.
fn second() -> Told<'static> {
    Told { id: "b", published: "2024-03-03", by: "officials", killed: 7, text: OFFICIALS, ..PLAIN }
}

/// An attack on another town.
fn elsewhere() -> Told<'static> {
    Told {
        id: "c",
        published: "2024-03-02",
        town: ("Varen", 30.9),
        by: "railway workers",
        killed: 2,
        text: DEPOT,
        ..PLAIN
    }
}

/// What an incident is without what analysts decided of it.
fn as_derived(ledger: &Ledger) -> Vec<Incident> {
    all(ledger).into_iter().map(|i| Incident { decisions: Vec::new(), ..i }).collect()
}

fn signed() -> Signature {
    Signature { by: "R. Amadi".into(), now: "2024-05-03T08:00:00Z".into(), note: Some("the mayor told us".into()) }
}

fn decide(ledger: &mut Ledger, decision: Decision) -> i64 {
    let numbers = ledger.decide(&[decision], &signed()).expect("it is decided");
    assert_eq!(ledger.check().expect("checking works"), Vec::<String>::new());
    numbers[0]
}

fn undo(ledger: &mut Ledger, decision: i64) {
    ledger.undo(decision, "S. Okoro", "2024-05-04T08:00:00Z").expect("it is undone");
    assert_eq!(ledger.check().expect("checking works"), Vec::<String>::new());
}

fn correct(correction: Correction) -> Decision {
    Decision::Correct { report: "a".into(), event: "E1".into(), correction }
}

#[test]
fn a_split_a_merge_and_their_undoing() {
    let mut ledger = new();
    add(&mut ledger, &[PLAIN, second(), elsewhere()]);
    let before = as_derived(&ledger);
    assert_eq!(before.len(), 2);
    let one = before.iter().find(|i| i.reports == ["a", "b"]).expect("one attack, told twice").id.clone();
    let other = before.iter().find(|i| i.reports == ["c"]).expect("another town").id.clone();

    let split = decide(&mut ledger, Decision::Split { incident: one.clone(), reports: vec!["b".into()] });
    let parted: Vec<Vec<String>> = all(&ledger).into_iter().map(|i| i.reports).collect();
    assert_eq!(parted.len(), 3);
    assert!(parted.iter().all(|reports| reports.len() == 1));
    let merge = decide(&mut ledger, Decision::Merge { one: one.clone(), other });
    let merged = all(&ledger);
    let merged = merged.iter().find(|i| i.id == one).expect("it keeps its name");
    assert_eq!(merged.reports, ["a", "c"]);
    let by: Vec<(&str, i64)> = merged.decisions.iter().map(|d| (d.by.as_str(), d.id)).collect();
    assert_eq!(by, [("R. Amadi", split), ("R. Amadi", merge)]);

    undo(&mut ledger, split);
    undo(&mut ledger, merge);
    assert_eq!(as_derived(&ledger), before);
    let told = ledger.decisions().expect("they are listed");
    assert!(told.iter().all(|d| d.undone_by.as_deref() == Some("S. Okoro")));
}

#[test]
fn decisions_hold_in_whatever_order_reports_come() {
    let copy = Told {
        id: "copy",
        published: "2024-03-01",
        text: "Shells fell on the market of Lormel on Friday and killed four traders, the mayor said.",
        ..PLAIN
    };
    let third = Told { id: "d", published: "2024-03-04", by: "monitors", killed: 5, text: "Observers counted five bodies at Lormel's market two days after it had been shelled, their daily note has it.", ..PLAIN };
    let late = [copy, third, elsewhere()];
    let mut outcomes = Vec::new();
    for order in [[0, 1, 2], [2, 1, 0], [1, 0, 2], [1, 2, 0]] {
        let mut ledger = new();
        add(&mut ledger, &[PLAIN, second()]);
        let one = all(&ledger)[0].id.clone();
        decide(&mut ledger, Decision::Split { incident: one, reports: vec!["b".into()] });
        decide(&mut ledger, correct(Correction::Count("killed", Some((3, None)))));
        for i in order {
            add(&mut ledger, std::slice::from_ref(&late[i]));
        }
        outcomes.push(all(&ledger));
    }
    let b_stands_apart = |incidents: &Vec<Incident>| {
        let of = |key: &str| incidents.iter().find(|i| i.reports.iter().any(|r| r == key)).map(|i| i.id.clone());
        of("b") != of("a")
    };
    assert!(outcomes.iter().all(b_stands_apart));
    assert!(outcomes.windows(2).all(|pair| pair[0] == pair[1]), "{outcomes:#?}");
}

#[test]
fn a_corrected_field_stands_everywhere_and_what_was_read_comes_back() {
    let place = ledger::Site {
        name: "Varen".into(),
        country: Some("UKR".into()),
        admin1: None,
        point: Some((48.0, 30.9)),
        precision: "city".into(),
        disputed: None,
    };
    type Holds = fn(&Incident) -> bool;
    let cases: [(Correction, Holds); 6] = [
        (Correction::Count("killed", Some((3, None))), |i| i.killed == Some((3, None))),
        (Correction::Place(Some(place)), |i| i.place.as_ref().is_some_and(|p| p.name == "Varen")),
        (Correction::Time(Some("2024-02-20".into())), |i| i.time.as_deref() == Some("2024-02-20")),
        (Correction::Recipients(vec!["porters (UKR)".into()]), |i| i.accounts[0].recipients == ["porters"]),
        (Correction::NotRecipient("traders".into()), |i| i.accounts[0].recipients.is_empty()),
        (Correction::Polarity("negated".into()), |i| i.accounts[0].stance == "deny"),
    ];
    for (correction, holds) in cases {
        let mut ledger = new();
        add(&mut ledger, &[PLAIN]);
        let before = as_derived(&ledger);
        let number = decide(&mut ledger, correct(correction.clone()));
        let incidents = all(&ledger);
        assert!(incidents.len() == 1 && holds(&incidents[0]), "{correction:?}: {incidents:#?}");
        assert_eq!(incidents[0].decisions[0].id, number);
        undo(&mut ledger, number);
        assert_eq!(as_derived(&ledger), before, "{correction:?}");
    }
}

#[test]
fn a_correction_of_the_place_moves_a_telling_to_its_incident() {
    let mut ledger = new();
    add(&mut ledger, &[PLAIN, Told { town: ("Varen", 30.9), ..second() }]);
    assert_eq!(all(&ledger).len(), 2);
    let place = ledger::Site {
        name: "Lormel".into(),
        country: Some("UKR".into()),
        admin1: None,
        point: Some((48.0, 30.0)),
        precision: "city".into(),
        disputed: None,
    };
    let correction = Correction::Place(Some(place));
    let number = decide(&mut ledger, Decision::Correct { report: "b".into(), event: "E1".into(), correction });
    assert_eq!(all(&ledger)[0].reports, ["a", "b"]);
    undo(&mut ledger, number);
    assert_eq!(all(&ledger).len(), 2);
}

#[test]
fn what_was_misread_leaves_the_ledgers_figures_and_stays_in_its_tables() {
    let mut ledger = new();
    add(&mut ledger, &[PLAIN, second()]);
    let number = decide(&mut ledger, correct(Correction::Misread));
    assert_eq!(all(&ledger)[0].reports, ["b"]);
    let mut rows = Vec::new();
    let asked = ledger.sql(
        "SELECT report, event, withdrawn, corrected FROM v_events WHERE report = 'a'",
        |_| Ok(()),
        |row| {
            rows.push(row.to_vec());
            Ok(())
        },
    );
    assert!(asked.is_ok_and(|written| written.is_ok()));
    assert_eq!(serde_json::json!(rows), serde_json::json!([["a", "E1", 1, "event by R. Amadi"]]));
    undo(&mut ledger, number);
    assert_eq!(all(&ledger)[0].reports, ["a", "b"]);
}

#[test]
fn corrections_follow_their_words_into_a_new_version() {
    let mut ledger = new();
    add(&mut ledger, &[PLAIN]);
    decide(&mut ledger, correct(Correction::Count("killed", Some((3, Some(3))))));
    let text = "Shells fell on the market of Lormel on Friday and killed four traders, the mayor said before midnight.";
    add(&mut ledger, &[Told { text, ..PLAIN }]);
    assert_eq!(all(&ledger)[0].killed, Some((3, Some(3))));
    let told = ledger.decisions().expect("they are listed");
    assert!(told[0].found && told[0].words.contains("a E1, killed: 3 (read: 4)"), "{told:?}");
}

#[test]
fn a_retracted_report_counts_nowhere_nor_do_its_copies_until_it_is_undone() {
    let copy = Told {
        id: "copy",
        published: "2024-03-05",
        text: "(Wire) Shells fell on the market of Lormel on Friday and killed four traders, the mayor said.",
        ..PLAIN
    };
    let mut ledger = new();
    add(&mut ledger, &[PLAIN, copy, second()]);
    let before = as_derived(&ledger);
    assert_eq!(before[0].reports, ["a", "b", "copy"]);
    let number = decide(&mut ledger, Decision::Retract { report: "a".into() });
    assert_eq!(all(&ledger)[0].reports, ["b"]);
    assert_eq!(ledger.state("2024-05-05").expect("state").retracted, 1);
    let restored = decide(&mut ledger, Decision::Restore { report: "a".into() });
    assert_eq!(as_derived(&ledger), before);
    undo(&mut ledger, restored);
    assert_eq!(all(&ledger)[0].reports, ["b"]);
    undo(&mut ledger, number);
    assert_eq!(as_derived(&ledger), before);
}

#[test]
fn exports_of_what_happened_leave_out_what_was_taken_back() {
    let mut ledger = new();
    add(&mut ledger, &[PLAIN, second()]);
    let rows = |ledger: &Ledger, format| {
        let mut out = Vec::new();
        ledger.export_to(format, "memory", &mut out, |_| ()).expect("exporting works");
        String::from_utf8(out).expect("UTF-8")
    };
    let formats = [Format::Gdelt, Format::Polecat];
    let before = formats.map(|format| rows(&ledger, format).lines().count());
    let all = rows(&ledger, Format::Jsonl).lines().count();
    decide(&mut ledger, Decision::Retract { report: "a".into() });
    let after = formats.map(|format| rows(&ledger, format).lines().count());
    assert_eq!(after, before.map(|n| n - 1));
    let marked = rows(&ledger, Format::Jsonl);
    assert_eq!(marked.lines().count(), all);
    assert_eq!(marked.lines().filter(|row| row.contains("\"withdrawn\":true")).count(), 1, "{marked}");
}

#[test]
fn what_cannot_be_decided_is_told_and_nothing_is_changed() {
    let mut ledger = new();
    add(&mut ledger, &[PLAIN, second()]);
    let one = all(&ledger)[0].id.clone();
    let refused = [
        (Decision::Merge { one: one.clone(), other: one.clone() }, "are one incident already"),
        (Decision::Merge { one: one.clone(), other: "inothing".into() }, "there is no incident \"inothing\""),
        (Decision::Split { incident: one.clone(), reports: vec!["a".into(), "b".into()] }, "nothing would be left"),
        (Decision::Split { incident: one, reports: vec!["z".into()] }, "does not tell of"),
        (Decision::Retract { report: "z".into() }, "there is no report \"z\""),
        (correct(Correction::Time(Some("yesterday".into()))), "is no day"),
        (correct(Correction::NotActor("traders".into())), "has no such part"),
        (
            Decision::Correct { report: "a".into(), event: "E9".into(), correction: Correction::Misread },
            "has no event \"E9\"",
        ),
    ];
    for (decision, said) in refused {
        let together = [Decision::Note { subject: "b".into() }, decision];
        let told = ledger.decide(&together, &signed());
        assert!(matches!(&told, Err(Error::Wish(why)) if why.contains(said)), "{said}: {told:?}");
        assert_eq!(ledger.decisions().expect("they are listed"), []);
    }
    let nobody = Signature { by: " ".into(), ..signed() };
    assert!(matches!(ledger.decide(&[correct(Correction::Misread)], &nobody), Err(Error::Wish(_))));
    assert!(matches!(ledger.undo(5, "x", "now"), Err(Error::Wish(_))));
}
