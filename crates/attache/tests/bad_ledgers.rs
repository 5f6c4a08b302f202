//! Files that are no sound ledgers, and what a ledger is never asked for in vain: each is told, and no file is changed.

mod program;

use std::fs;
use std::path::Path;

use program::{attache, attache_on, file, folder, ledger};

const REPORTS: &str = r#"{"id":"a","published":"2020-05-12","publisher":"Steppe News","text":"Shells hit the town of Avdiivka in eastern Ukraine on Monday evening, wounding two residents, the regional police said."}
{"id":"b","published":"2020-05-13","title":"Shelling","url":"https://example.org/b","text":"Ukrainian troops shelled Horlivka with mortars on 11 May, killing a 54-year-old man, the self-proclaimed Donetsk People's Republic said in a statement."}
{"id":"c","text":"The foreign ministers of Armenia and Azerbaijan met in Tbilisi and agreed to go on with the talks in spring."}
"#;

/// One call of each kind of command on a ledger.
const CALLS: [&[&str]; 18] = [
    &["add", "--input", "jsonl", "-"],
    &["brief"],
    &["incidents"],
    &["agreements"],
    &["show", "i0000000000"],
    &["merge", "i0000000000", "i0000000001", "--by", "R. Amadi"],
    &["split", "i0000000000", "a", "--by", "R. Amadi"],
    &["correct", "a", "E1", "--killed", "2", "--by", "R. Amadi"],
    &["note", "a", "a note", "--by", "R. Amadi"],
    &["retract", "a", "--by", "R. Amadi"],
    &["decisions"],
    &["undo", "1", "--by", "R. Amadi"],
    &["tension", "--by", "country"],
    &["alerts", "--new"],
    &["search", "troops"],
    &["status"],
    &["recode"],
    &["check"],
];

/// Every command on the file at `path` says `words` and its name, with status 1, and the file stays as it is.
fn refused(path: &str, words: &str) {
    let before = fs::read(path).ok();
    let calls = CALLS.iter().map(|args| args.to_vec());
    let out = format!("{path}.out");
    let writing = [vec!["export", "--format", "csv", &out], vec!["backup", &out], vec!["sql", "SELECT 1"]];
    for args in calls.chain(writing) {
        let call = attache_on(&[&args[..], &["--ledger", path]].concat(), REPORTS);
        assert_eq!((call.status, call.stdout.as_str()), (1, ""), "{args:?}: {}", call.stderr);
        assert!(call.stderr.contains(path) && call.stderr.contains(words), "{args:?}: {}", call.stderr);
        assert_eq!(call.stderr.lines().count(), 1, "{args:?}: {}", call.stderr);
    }
    assert!(fs::read(path).ok() == before, "{path} was changed");
    assert!(!Path::new(&out).exists(), "{out} was made");
}

fn in_ledger<T>(path: &str, work: impl FnOnce(&rusqlite::Connection) -> rusqlite::Result<T>) -> T {
    rusqlite::Connection::open(path).and_then(|db| work(&db)).expect("the ledger can be opened by itself")
}

#[test]
fn a_file_that_is_no_ledger() {
    let at = folder("bad_no_ledger");
    let notes = file(&at, "it's my \"notes\".txt", "These are notes and no ledger. ".repeat(50).as_bytes());
    refused(&notes, "is not a ledger");
    let other = file(&at, "other.db", b"");
    in_ledger(&other, |db| db.execute_batch("CREATE TABLE reports (x); INSERT INTO reports VALUES ('mine')"));
    refused(&other, "is not a ledger");
    refused(at.to_str().expect("a path in UTF-8"), "is not a ledger");
}

#[test]
fn a_ledger_of_a_newer_version() {
    let path = ledger("bad_newer", REPORTS);
    in_ledger(&path, |db| db.execute_batch("PRAGMA user_version = 99"));
    refused(&path, "is a ledger of version 99, and this program knows versions up to ");
}

#[test]
fn a_beginning_that_is_damaged() {
    let path = ledger("bad_beginning", REPORTS);
    let mut bytes = fs::read(&path).expect("the ledger");
    bytes[..8192].fill(0xA5);
    fs::write(&path, &bytes).expect("damage");
    refused(&path, "or its beginning is damaged; name another file, or restore a backup");
}

#[test]
fn a_damaged_page_stops_what_needs_it_and_what_can_be_read_is_saved() {
    let path = ledger("bad_page", REPORTS);
    let sound = fs::read(&path).expect("the ledger");
    // The table of events; the texts of the reports are whole.
    let page: usize = in_ledger(&path, |db| {
        db.query_row("SELECT rootpage FROM sqlite_schema WHERE name = 'events'", [], |row| row.get(0))
    });
    let mut bytes = sound;
    bytes[(page - 1) * 8192..page * 8192].fill(0xA5);
    fs::write(&path, &bytes).expect("damage");
    let out = format!("{path}.csv");
    for args in [&["check"][..], &["export", "--format", "csv", &out], &["backup", &format!("{path}.copy")]] {
        let call = attache(&[args, &["--ledger", &path]].concat());
        assert_eq!((call.status, call.stdout.as_str()), (1, ""), "{args:?}");
        assert!(call.stderr.contains(&path) && call.stderr.contains("is damaged ("), "{args:?}: {}", call.stderr);
        assert_eq!(call.stderr.lines().count(), 1, "{args:?}: {}", call.stderr);
    }
    assert!(!Path::new(&out).exists() && !Path::new(&format!("{path}.copy")).exists());
    // As the message says.
    let said = attache(&["check", "--ledger", &path]).stderr;
    let query = said.split('\'').nth(1).expect("a query between quotation marks");
    let saved = attache(&["sql", "--ledger", &path, "--format", "json", query]);
    assert_eq!(saved.status, 0, "{}", saved.stderr);
    let again = format!("{path}.new");
    assert_eq!(attache_on(&["add", "--ledger", &again, "--input", "jsonl", "-"], saved.stdout).status, 0);
    let wanted = ledger("bad_page_wanted", REPORTS);
    let incidents = |path: &str| attache(&["incidents", "--ledger", path]).stdout;
    assert_eq!(incidents(&again), incidents(&wanted));
    assert!(incidents(&again).contains("Horlivka"));
}

#[test]
fn no_damage_makes_a_command_break_down_and_check_finds_it() {
    let path = ledger("bad_pages", REPORTS);
    let sound = fs::read(&path).expect("the ledger");
    let (damaged, copy) = (format!("{path}.damaged"), format!("{path}.copy"));
    // Every seventh page, each time with three of the commands: all of them in turn.
    for (turn, page) in (0..sound.len() / 8192).step_by(7).enumerate() {
        for args in (0..3).map(|i| CALLS[(turn * 3 + i) % CALLS.len()]).chain([&["check"][..], &["backup", &copy]]) {
            let mut bytes = sound.clone();
            bytes[page * 8192..(page + 1) * 8192].fill(0xA5);
            let _ = fs::remove_file(format!("{damaged}-wal"));
            let _ = fs::remove_file(format!("{damaged}-shm"));
            fs::write(&damaged, &bytes).expect("damage");
            let call = attache_on(&[args, &["--ledger", &damaged]].concat(), REPORTS);
            // 2: an incident or a decision is named that is not there.
            assert!((0..=2).contains(&call.status), "page {page}, {args:?}: {} {}", call.status, call.stderr);
            assert!(!call.stderr.contains("panicked"), "page {page}, {args:?}: {}", call.stderr);
            if ["check", "backup"].contains(&args[0]) {
                assert_eq!(call.status, 1, "page {page}: {args:?} finds nothing");
            }
            assert!(!Path::new(&copy).exists(), "page {page}: a damaged copy");
        }
    }
}

#[test]
fn a_path_is_a_path_whatever_signs_are_in_it() {
    let at = folder("bad_paths").join("it's \"a\" folder; DROP?#%41&x=\nñ");
    fs::create_dir_all(&at).expect("a folder");
    let path = |name: &str| at.join(name).to_str().expect("a path in UTF-8").to_owned();
    let input = file(&at, "the 'input'.jsonl", REPORTS.as_bytes());
    let ledger = path("l'\"?mode=memory#.db");
    let (copy, out) = (path("copy 'of' it.db"), path("out\"'.csv"));
    for args in [
        &["add", "--ledger", &ledger, &input][..],
        &["backup", "--ledger", &ledger, &copy],
        &["export", "--ledger", &copy, "--format", "csv", &out],
        &["check", "--ledger", &copy],
        &["brief", "--ledger", &ledger],
    ] {
        let call = attache(args);
        assert_eq!(call.status, 0, "{args:?}: {}", call.stderr);
    }
    assert_eq!(
        fs::read_to_string(&out).expect("the export").lines().next().map(|l| l.starts_with("report,")),
        Some(true)
    );
    assert_eq!(attache(&["sql", "--ledger", &copy, "SELECT count(*) AS n FROM v_reports"]).stdout, "n\n3\n");
}

#[test]
fn a_ledger_with_a_name_that_means_something_to_the_database_is_a_file_all_the_same() {
    let at = folder("bad_names");
    for name in [":memory:", "file:x?mode=memory", "-"] {
        let ledger = format!("--ledger={name}");
        let add = ["add", &ledger, "--input", "jsonl", "-"];
        let run = |args: &[&str]| program::command(args).current_dir(&at).output().expect("the program starts");
        fs::write(at.join("reports.jsonl"), REPORTS).expect("the reports");
        assert!(run(&[&add[..4], &["reports.jsonl"]].concat()).status.success(), "{name}");
        assert!(at.join(name).is_file(), "{name}");
        assert_eq!(program::Call::from(run(&["sql", &ledger, "SELECT count(*) AS n FROM v_reports"])).stdout, "n\n3\n");
    }
}

#[test]
fn a_ledger_is_never_replaced_by_its_own_export_or_copy() {
    let path = ledger("bad_output", REPORTS);
    let before = fs::read(&path).expect("the ledger");
    for args in [&["export", "--format", "csv", "--force", &path][..], &["backup", &path]] {
        let call = attache(&[args, &["--ledger", &path]].concat());
        assert_eq!((call.status, call.stdout.as_str()), (2, ""), "{args:?}");
        assert!(call.stderr.contains(&path) && call.stderr.contains("name a"), "{args:?}: {}", call.stderr);
    }
    assert!(fs::read(&path).expect("the ledger") == before);
}

#[test]
fn nothing_that_sql_is_asked_for_writes() {
    let path = ledger("bad_sql", REPORTS);
    let (before, aside) = (fs::read(&path).expect("the ledger"), format!("{path}.aside"));
    let queries = [
        "DELETE FROM reports".to_owned(),
        "INSERT INTO reports (key) VALUES ('x') RETURNING id".into(),
        "WITH x AS (SELECT 1) UPDATE reports SET key = 'x'".into(),
        "SELECT 1; DROP TABLE reports".into(),
        "INSERT INTO words (words) VALUES ('rebuild')".into(),
        "CREATE TEMP TABLE t (x)".into(),
        format!("VACUUM INTO '{aside}'"),
        format!("ATTACH '{aside}' AS x"),
        "PRAGMA query_only = off".into(),
        "PRAGMA writable_schema = on".into(),
        "PRAGMA user_version = 9".into(),
        "PRAGMA journal_mode = delete".into(),
        "BEGIN IMMEDIATE".into(),
        "REINDEX".into(),
        "SELECT load_extension('x')".into(),
    ];
    for query in &queries {
        let call = attache(&["sql", "--ledger", &path, query]);
        assert_eq!(call.status, 2, "{query}: {}{}", call.stdout, call.stderr);
        assert!(call.stderr.starts_with("attache: "), "{query}: {}", call.stderr);
    }
    // At the prompt each is told, and the next query answered.
    let prompt =
        attache_on(&["sql", "--ledger", &path], queries.join(";\n") + ";\nSELECT count(*) AS n FROM v_reports;\n");
    assert_eq!((prompt.status, prompt.stderr.lines().count()), (0, queries.len()), "{}", prompt.stderr);
    assert!(prompt.stdout.ends_with("n\n3\n"), "{}", prompt.stdout);
    assert!(fs::read(&path).expect("the ledger") == before && !Path::new(&aside).exists());
}
