//! Ledgers of earlier versions are brought up to date, and nothing in them is lost.

mod told;

use std::path::PathBuf;

use ledger::{Decision, Incident, Ledger, Outcome, Signature, Wanted};
use told::{coding, reading, Told, PLAIN};

/// A ledger as a program of version 1 left it.
fn of_version_1(path: &PathBuf) {
    let _ = std::fs::remove_file(path);
    let db = rusqlite::Connection::open(path).expect("a file");
    db.execute_batch(include_str!("../src/schema/1.sql")).expect("its tables");
    db.execute_batch(include_str!("earlier/1.sql")).expect("its rows");
}

fn told(incidents: &[Incident]) -> Vec<serde_json::Value> {
    incidents.iter().map(|i| serde_json::to_value(i).expect("it is written")).collect()
}

#[test]
fn a_ledger_of_version_1_tells_the_same_as_before() {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("version-1.db");
    of_version_1(&path);
    let mut ledger = Ledger::open(&path).expect("it is brought up to date");
    assert_eq!(ledger.check().expect("checking works"), Vec::<String>::new());
    let wanted: Vec<serde_json::Value> =
        include_str!("earlier/1.jsonl").lines().map(|l| serde_json::from_str(l).expect("sound JSON")).collect();
    let incidents = ledger.incidents(&Wanted::default()).expect("listing works");
    assert_eq!(told(&incidents), wanted);
    let signature = Signature { by: "R. Amadi".into(), now: "2024-05-03".into(), note: None };
    let decision = Decision::Retract { report: "b".into() };
    assert_eq!(ledger.decide(&[decision], &signature).expect("it is decided"), [1]);
    assert_eq!(ledger.check().expect("checking works"), Vec::<String>::new());
}

#[test]
fn echoes_of_what_a_ledger_of_version_1_holds_are_found() {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("version-1-echoes.db");
    of_version_1(&path);
    let mut ledger = Ledger::open(&path).expect("it is brought up to date");
    let db = rusqlite::Connection::open(&path).expect("the file");
    let sql = "SELECT r.key, v.text FROM reports r JOIN versions v ON v.id = r.current WHERE r.echo_of IS NULL ORDER BY length(v.text) DESC";
    let (key, text): (String, String) = db.query_row(sql, [], |row| Ok((row.get(0)?, row.get(1)?))).expect("a report");
    let copy = reading(&Told { id: "a later copy", published: "2031-01-01", text: &text, ..PLAIN });
    let added = ledger.add(&[copy], &coding(), "2031-01-02").expect("adding works");
    assert_eq!(added.entries[0].outcome, Outcome::Echo(key));
    assert_eq!(ledger.check().expect("checking works"), Vec::<String>::new());
}
