//! Keeping a ledger: reading its texts again, and copying it while others write.

mod program;

use std::path::Path;
use std::process::Stdio;

use program::{attache, attache_on, command, folder};

const EXAMPLES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples/reports.jsonl");

fn path(folder: &Path, name: &str) -> String {
    folder.join(name).to_str().expect("a path in UTF-8").to_owned()
}

/// A ledger of the examples, read with knowledge that lacks some of ours.
fn of_other_knowledge(at: &Path) -> (String, String) {
    let (old, other) = (path(at, "old.db"), path(at, "knowledge"));
    std::fs::create_dir_all(at.join("knowledge/frames/senses")).expect("a folder");
    let senses = concat!(env!("CARGO_MANIFEST_DIR"), "/../../knowledge/frames/senses");
    for file in std::fs::read_dir(senses).expect("the senses").flatten() {
        let text = std::fs::read_to_string(file.path()).expect("a file of senses");
        // Of each file its head and every third line.
        let lines: Vec<&str> = text.lines().filter(|l| !l.starts_with('#') && !l.is_empty()).step_by(3).collect();
        std::fs::write(at.join("knowledge/frames/senses").join(file.file_name()), lines.join("\n")).expect("a file");
    }
    let call = attache(&["add", "--ledger", &old, "--lexicon", &other, EXAMPLES]);
    assert_eq!(call.status, 0, "{}", call.stderr);
    (old, other)
}

fn incidents(ledger: &str) -> String {
    attache(&["incidents", "--ledger", ledger, "--format", "json"]).stdout
}

#[test]
fn texts_read_again_are_as_if_they_had_been_read_so_at_first() {
    let at = folder("recode");
    let (old, other) = of_other_knowledge(&at);
    let new = path(&at, "new.db");
    attache(&["add", "--ledger", &new, EXAMPLES]);
    assert!(incidents(&old) != incidents(&new), "the other knowledge reads otherwise");
    let call = attache(&["recode", "--ledger", &old]);
    assert_eq!(call.status, 0, "{}", call.stderr);
    assert!(incidents(&old) == incidents(&new));
    assert_eq!(attache(&["check", "--ledger", &old]).status, 0);
    let told: Vec<_> = attache(&["recode", "--ledger", &old, "--format", "json"]).json();
    let sum = |field: &str| told.iter().filter_map(|t| t[field].as_u64()).sum::<u64>();
    assert!(sum("gained") > 0, "{told:?}");
    let events = attache(&["sql", "--ledger", &old, "SELECT count(*) FROM v_events"]).stdout;
    assert_eq!(events.lines().last(), Some((sum("same") + sum("changed") + sum("gained")).to_string().as_str()));
    assert!(attache(&["recode", "--ledger", &old]).stdout.starts_with("0 texts read again"));
    // And back: what was gained is lost.
    let back = attache(&["recode", "--ledger", &old, "--lexicon", &other, "--format", "json"]).json();
    assert_eq!(back.iter().filter_map(|t| t["lost"].as_u64()).sum::<u64>(), sum("gained"));
}

#[test]
fn decisions_hold_when_texts_are_read_again() {
    let at = folder("recode_decisions");
    let old = path(&at, "old.db");
    let report = r#"{"id":"e","published":"2020-05-12","text":"Ukrainian troops shelled Horlivka with mortars on 11 May, killing a 54-year-old man, the self-proclaimed Donetsk People's Republic said in a statement."}"#;
    std::fs::create_dir_all(at.join("knowledge/places")).expect("a folder");
    let row =
        "name,kind,country,lat,lon,aliases,admin1,radius,population,status,note\nBesterra,town,BFA,13.3,0.7,,,,,,\n";
    std::fs::write(at.join("knowledge/places/mine.csv"), row).expect("a file");
    let call =
        attache_on(&["add", "--ledger", &old, "--lexicon", &path(&at, "knowledge"), "--input", "jsonl", "-"], report);
    assert_eq!(call.status, 0, "{}", call.stderr);
    let corrected = attache(&["correct", "--ledger", &old, "e", "E1", "--killed", "2", "--by", "R. Amadi"]);
    assert_eq!(corrected.status, 0, "{}", corrected.stderr);
    let before = incidents(&old);
    assert!(attache(&["recode", "--ledger", &old]).stdout.starts_with("1 text read again"));
    assert_eq!(incidents(&old), before);
    assert_eq!(attache(&["undo", "--ledger", &old, "1", "--by", "R. Amadi"]).status, 0);
    let read = attache(&["incidents", "--ledger", &old, "--format", "json"]).json();
    assert_eq!(read[0]["killed"], serde_json::json!([1, 1]));
}

#[test]
fn reading_again_goes_on_where_it_was_killed() {
    let at = folder("recode_killed");
    let (old, _) = of_other_knowledge(&at);
    let new = path(&at, "new.db");
    attache(&["add", "--ledger", &new, EXAMPLES]);
    for turn in 0..4u64 {
        let mut child = command(&["recode", "--ledger", &old]).stdout(Stdio::null()).spawn().expect("it starts");
        let _ = std::hint::black_box((0..turn * 4_000_000).fold(0u64, |a, b| std::hint::black_box(a ^ b)));
        let _ = child.kill();
        let _ = child.wait();
        assert_eq!(attache(&["check", "--ledger", &old]).status, 0);
    }
    assert_eq!(attache(&["recode", "--ledger", &old]).status, 0);
    assert!(incidents(&old) == incidents(&new));
}

#[test]
fn a_copy_is_whole_and_of_one_moment_while_others_write() {
    let at = folder("backup");
    let ledger = path(&at, "it's.db");
    attache(&["add", "--ledger", &ledger, EXAMPLES]);
    let more: String = (0..300)
        .map(|i| format!("{{\"id\":\"m{i}\",\"published\":\"2024-03-02\",\"text\":\"Troops number {i} left the town of Kherson on Monday, the mayor said.\"}}\n"))
        .collect();
    let input = program::file(&at, "more.jsonl", more.as_bytes());
    let mut writer = command(&["add", "--ledger", &ledger, &input]).stdout(Stdio::null()).spawn().expect("it starts");
    for i in 0..5 {
        let copy = path(&at, &format!("copy {i}.db"));
        let call = attache(&["backup", "--ledger", &ledger, &copy]);
        assert_eq!(call.status, 0, "{}", call.stderr);
        assert_eq!(attache(&["check", "--ledger", &copy]).status, 0);
    }
    assert!(writer.wait().expect("it ends").success());
    let copy = path(&at, "copy 0.db");
    let again = attache(&["backup", "--ledger", &ledger, &copy]);
    assert_eq!(again.status, 2);
    assert!(again.stderr.contains("is there already"), "{}", again.stderr);
    assert_eq!(attache(&["backup", "--ledger", &ledger, &path(&at, "no/such/folder.db")]).status, 1);
    let left: Vec<_> = std::fs::read_dir(&at)
        .expect("the folder")
        .flatten()
        .map(|e| e.file_name().to_string_lossy().into_owned())
        .filter(|n| n.contains("unfinished") || n.starts_with("copy") && !n.ends_with(".db"))
        .collect();
    assert_eq!(left, Vec::<String>::new());
}

#[test]
fn help_teaches_with_examples() {
    for name in ["recode", "backup"] {
        let call = attache(&[name, "--help"]);
        assert!(call.stdout.contains("Examples:\n  attache") && call.stdout.contains("ATTACHE_LEDGER"), "{name}");
    }
}
