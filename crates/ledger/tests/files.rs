//! Files that are no sound ledgers, and ledgers that others hold.

use std::fs;
use std::path::PathBuf;
use std::time::Duration;

use ledger::{Error, Ledger};

fn folder(name: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("a folder for the test");
    folder
}

#[test]
fn what_is_no_ledger_is_left_alone() {
    let folder = folder("no_ledger");
    let text = folder.join("notes 'with' \"quotes\".txt");
    fs::write(&text, "notes, and not a ledger, and long enough to be taken for one".repeat(40)).expect("a file");
    let before = fs::read(&text).expect("the file");
    assert!(matches!(Ledger::open(&text), Err(Error::NotALedger(_))));
    assert!(matches!(Ledger::open_to_read(&text), Err(Error::NotALedger(_))));
    assert_eq!(fs::read(&text).expect("the file"), before);
    assert!(matches!(Ledger::open_to_read(&folder.join("none.db")), Err(Error::Missing(_))));
    assert!(matches!(Ledger::open(&folder.join("no/such/folder.db")), Err(Error::ReadOnly(_))));
    let other = folder.join("other.db");
    rusqlite::Connection::open(&other).and_then(|db| db.execute_batch("CREATE TABLE t (x)")).expect("another database");
    assert!(matches!(Ledger::open(&other), Err(Error::NotALedger(_))));
}

#[test]
fn a_path_with_quotes_is_a_path() {
    let path = folder("quotes").join("it's a \"ledger\"; DROP.db");
    drop(Ledger::open(&path).expect("a ledger"));
    assert!(Ledger::open_to_read(&path).is_ok());
}

#[test]
fn a_newer_ledger_is_refused_with_both_versions() {
    let path = folder("newer").join("newer.db");
    drop(Ledger::open(&path).expect("a ledger"));
    rusqlite::Connection::open(&path)
        .and_then(|db| db.execute_batch("PRAGMA user_version = 99"))
        .expect("a newer version");
    assert!(matches!(Ledger::open(&path), Err(Error::Newer { found: 99, .. })));
    assert!(matches!(Ledger::open_to_read(&path), Err(Error::Newer { found: 99, .. })));
}

#[test]
fn a_locked_ledger_is_waited_for_and_given_up_cleanly() {
    let path = folder("locked").join("locked.db");
    drop(Ledger::open(&path).expect("a ledger"));
    let other = rusqlite::Connection::open(&path).expect("another process");
    other.execute_batch("BEGIN IMMEDIATE").expect("it writes");
    let mut ledger = Ledger::open_within(&path, Duration::from_millis(20)).expect("readers are not kept out");
    let coding = ledger::Coding { program: String::new(), model: String::new(), knowledge: String::new() };
    assert!(matches!(ledger.add(&[], &coding, "now"), Err(Error::Locked(_))));
    other.execute_batch("COMMIT").expect("it ends");
    assert!(ledger.add(&[], &coding, "now").is_ok());
}

#[test]
fn a_damaged_page_is_told_and_not_hidden() {
    let path = folder("damaged").join("damaged.db");
    drop(Ledger::open(&path).expect("a ledger"));
    let mut bytes = fs::read(&path).expect("the file");
    let middle = 4096..bytes.len().min(4096 * 12);
    bytes[middle].fill(0xA5);
    fs::write(&path, &bytes).expect("damage");
    let told = Ledger::open_to_read(&path).and_then(|ledger| ledger.check());
    assert!(told.is_err() || told.is_ok_and(|breaches| !breaches.is_empty()));
}
