//! Files that are no sound ledgers, and ledgers that others hold.

mod told;

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
    let empty = folder.join("empty.db");
    fs::write(&empty, "").expect("a file");
    assert!(matches!(Ledger::open_to_read(&empty), Err(Error::Empty(_))));
    assert!(matches!(Ledger::open(&folder), Err(Error::NotALedger(_))));
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
fn damage_is_found_whichever_page_it_is_in() {
    let folder = folder("damaged");
    let (path, damaged) = (folder.join("sound.db"), folder.join("damaged.db"));
    let mut ledger = Ledger::open(&path).expect("a ledger");
    let long = "Nothing more was told of it. ".repeat(2000);
    let texts = [told::PLAIN.text.to_owned(), long];
    for (id, text) in ["a", "b"].into_iter().zip(&texts) {
        let told = told::Told { id, text, ..told::PLAIN };
        ledger.add(&[told::reading(&told)], &told::coding(), "2024-03-05T00:00:00Z").expect("it adds");
    }
    drop(ledger);
    let sound = fs::read(&path).expect("the file");
    for page in 0..sound.len() / 8192 {
        let mut bytes = sound.clone();
        bytes[page * 8192..(page + 1) * 8192].fill(0xA5);
        let _ = fs::remove_file(folder.join("damaged.db-wal"));
        let _ = fs::remove_file(folder.join("damaged.db-shm"));
        fs::write(&damaged, &bytes).expect("damage");
        let told = Ledger::open_to_read(&damaged).and_then(|ledger| ledger.check());
        let found =
            matches!(told, Err(Error::Damaged { .. })) || page == 0 && matches!(told, Err(Error::NotALedger(_)));
        assert!(found, "page {page}: {told:?}");
    }
}

#[test]
fn two_writers_take_turns_and_lose_nothing() {
    let path = folder("two_writers").join("a.db");
    drop(Ledger::open(&path).expect("a ledger"));
    let write = |who: &'static str| {
        let path = path.clone();
        std::thread::spawn(move || {
            let mut ledger = Ledger::open(&path).expect("it opens");
            for i in 0..20 {
                let (id, text) = (format!("{who}{i}"), format!("Report {i} of writer {who}, on nothing that matters."));
                let told = told::Told { id: &id, text: &text, ..told::PLAIN };
                ledger.add(&[told::reading(&told)], &told::coding(), "2024-03-05T00:00:00Z").expect("it adds");
            }
        })
    };
    [write("a"), write("b")].into_iter().for_each(|writer| writer.join().expect("it ends well"));
    let ledger = Ledger::open_to_read(&path).expect("it opens");
    assert_eq!(ledger.check().expect("checking works"), Vec::<String>::new());
    assert_eq!(ledger.state("2024-03-05").expect("status works").reports, 40);
}
