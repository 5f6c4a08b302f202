//! A disk that fills up, and one that may not be written: nothing lost of what was there, nothing half done.
//!
//! The disk is one in memory, mounted in a namespace of the test's own (Linux; where that is not allowed, the tests say so and end).

#![cfg(target_os = "linux")]

mod program;

use std::process::Command;

use program::{attache_on, folder, Call};

const REPORTS: &str = r#"{"id":"a","published":"2020-05-12","publisher":"Steppe News","text":"Shells hit the town of Avdiivka in eastern Ukraine on Monday evening, wounding two residents, the regional police said."}
{"id":"b","published":"2020-05-12","publisher":"Kyiv Desk","text":"Ukraine's military said Russian-backed forces shelled Avdiivka late on Monday. Two civilians were wounded, it said, and a house was destroyed."}
"#;

/// Reports of more than a megabyte, most of each one long word, so that they are read at once.
fn many() -> String {
    let report = |i: usize| {
        let word = format!("{i:04x}").repeat(2500);
        format!("{{\"id\":\"r{i}\",\"published\":\"2024-05-01\",\"text\":\"Report {i} of the day. {word}\"}}\n")
    };
    (0..160).map(report).collect()
}

/// Runs a script where `disk` is a folder on a disk of `kilobytes`, with the reports above in `few` and `many` and a ledger of both
/// in `whole.db`, beside it; `None` where no such disk can be made.
fn on_a_disk_of(kilobytes: u32, name: &str, script: &str) -> Option<Call> {
    let at = folder(name);
    std::fs::create_dir_all(at.join("disk")).expect("a folder");
    program::file(&at, "few", REPORTS.as_bytes());
    program::file(&at, "many", many().as_bytes());
    let whole = at.join("whole.db").to_str().expect("a path in UTF-8").to_owned();
    assert_eq!(
        attache_on(&["add", "--ledger", &whole, "--input", "jsonl", "-"], REPORTS.to_owned() + &many()).status,
        0
    );
    let steps = format!(
        "mount -t tmpfs -o size={kilobytes}k tmpfs disk || exit 77
         attache() {{ \"$0\" \"$@\"; echo \"$1: $?\" | tee -a /dev/stderr; }}
         {script}"
    );
    let output = Command::new("unshare")
        .args(["-rm", "sh", "-c", &steps, env!("CARGO_BIN_EXE_attache")])
        .env("ATTACHE_LEDGER", "disk/a.db")
        .current_dir(&at)
        .output();
    match output {
        Ok(output)
            if output.status.code() != Some(77) && !String::from_utf8_lossy(&output.stderr).contains("unshare:") =>
        {
            Some(output.into())
        }
        _ => {
            eprintln!("no disk can be mounted here: not tested");
            None
        }
    }
}

/// What each call of `command` in the script said last before its status, in order.
fn said<'a>(call: &'a Call, command: &str) -> Vec<&'a str> {
    let lines: Vec<&str> = [""].into_iter().chain(call.stderr.lines()).collect();
    lines.windows(2).filter(|two| two[1].starts_with(&format!("{command}: "))).map(|two| two[0]).collect()
}

#[test]
fn a_disk_that_fills_up_keeps_what_was_added_before_and_goes_on_when_there_is_room() {
    let script = r#"
        attache add --input jsonl few
        attache incidents > before
        attache add --input jsonl many
        attache check
        attache incidents > after; cmp before after
        mount -o remount,size=64m disk
        attache add --input jsonl many
        attache check
        "$0" incidents > whole; "$0" incidents --ledger whole.db | cmp whole - && echo the same
    "#;
    let Some(call) = on_a_disk_of(1500, "disk_add", script) else { return };
    let told: Vec<&str> = call.stdout.lines().filter(|l| !l.starts_with("Incidents:")).collect();
    assert_eq!(
        told,
        [
            "Reports:   2 new, 0 echoes, 0 changed, 0 known, 0 refused",
            "add: 0",
            "add: 1",
            "All 19 invariants hold.",
            "check: 0",
            "Reports:   160 new, 0 echoes, 0 changed, 0 known, 0 refused",
            "add: 0",
            "All 19 invariants hold.",
            "check: 0",
            "the same",
        ],
        "{}",
        call.stderr
    );
    let full = said(&call, "add")[1];
    assert!(full.contains("disk/a.db: the disk is full") && full.contains("make room"), "{}", call.stderr);
}

#[test]
fn a_ledger_that_does_not_fit_is_made_when_there_is_room() {
    let script = r#"
        attache add --input jsonl few
        attache brief
        mount -o remount,size=8m disk
        attache add --input jsonl few
        attache check
    "#;
    let Some(call) = on_a_disk_of(128, "disk_new", script) else { return };
    let statuses: Vec<&str> = call.stdout.lines().filter(|l| l.ends_with(": 0") || l.ends_with(": 1")).collect();
    assert_eq!(statuses, ["add: 1", "brief: 1", "add: 0", "check: 0"], "{}", call.stderr);
    assert!(said(&call, "add")[0].contains("the disk is full"), "{}", call.stderr);
    assert!(said(&call, "brief")[0].contains("is empty and no ledger yet; add reports"), "{}", call.stderr);
}

#[test]
fn a_full_disk_takes_no_decision_by_half_and_no_new_reading() {
    let script = r#"
        attache add --input jsonl few
        "$0" sql "SELECT report, standing, text, knowledge FROM v_reports" > before
        mkdir -p knowledge/places
        printf 'name,kind,country,lat,lon,aliases,admin1,radius,population,status,note\nBesterra,town,BFA,13.3,0.7,,,,,,\n' > knowledge/places/mine.csv
        cat /dev/zero > disk/rest 2> full
        attache retract a --by 'R. Amadi'
        attache note a 'a note' --by 'R. Amadi'
        attache recode --lexicon knowledge
        rm disk/rest
        attache check
        "$0" sql "SELECT report, standing, text, knowledge FROM v_reports" | cmp before - && echo the same
        attache retract a --by 'R. Amadi'
        "$0" decisions --format json | wc -l
    "#;
    let Some(call) = on_a_disk_of(4000, "disk_decide", script) else { return };
    let told: Vec<&str> = call.stdout.lines().filter(|l| l.ends_with(|c: char| c.is_ascii_digit())).collect();
    assert_eq!(
        told,
        ["add: 0", "retract: 1", "note: 1", "recode: 1", "check: 0", "retract: 0", "1"],
        "{}{}",
        call.stdout,
        call.stderr
    );
    assert!(call.stdout.contains("the same"), "{}", call.stdout);
    for command in ["retract", "note", "recode"] {
        let words = said(&call, command)[0];
        assert!(words.contains("disk/a.db: the disk") && words.contains("is kept"), "{command}: {words}");
    }
}

#[test]
fn exports_and_copies_onto_a_full_disk_leave_no_half_file() {
    let script = r#"
        export ATTACHE_LEDGER=whole.db
        cat /dev/zero > disk/rest 2> full
        for format in csv jsonl geojson gdelt polecat acled; do attache export --format $format disk/out.$format; done
        attache backup disk/copy.db
        ls -A disk
    "#;
    let Some(call) = on_a_disk_of(64, "disk_export", script) else { return };
    let wanted = "export: 1\n".repeat(6) + "backup: 1\nrest\n";
    assert_eq!(call.stdout, wanted, "{}", call.stderr);
    for words in said(&call, "export") {
        assert!(words.contains("disk/out.") && words.contains(" cannot be written (No space left"), "{words}");
    }
    let words = said(&call, "backup")[0];
    assert!(words.contains("disk/copy.db: cannot be written (no storage space"), "{words}");
}

#[test]
fn a_disk_that_may_not_be_written() {
    let script = r#"
        attache add --input jsonl few
        attache backup disk/copy.db
        rm -f disk/a.db-wal disk/a.db-shm
        mount -o remount,ro disk
        ls -A disk > before
        attache add --input jsonl few
        attache add --input jsonl few --ledger disk/new.db
        attache retract a --by 'R. Amadi'
        attache brief
        attache add --input jsonl few --ledger disk/copy.db
        attache alerts --new --ledger disk/copy.db
        attache recode --ledger disk/copy.db
        attache export --format csv disk/out.csv --ledger disk/copy.db
        attache backup disk/second.db --ledger disk/copy.db
        attache check --ledger disk/copy.db
        attache search Avdiivka --ledger disk/copy.db > found
        ls -A disk | cmp before - && echo the same
    "#;
    let Some(call) = on_a_disk_of(8000, "disk_read_only", script) else { return };
    let statuses: Vec<&str> = call.stdout.lines().filter(|l| l.ends_with(": 0") || l.ends_with(": 1")).collect();
    let wanted = [
        "add: 0",
        "backup: 0",
        "add: 1",
        "add: 1",
        "retract: 1",
        "brief: 1",
        "add: 1",
        "alerts: 1",
        "recode: 1",
        "export: 1",
        "backup: 1",
        "check: 0",
    ];
    assert_eq!(statuses, wanted, "{}", call.stderr);
    assert!(call.stdout.ends_with("the same\n"), "{}", call.stdout);
    for (command, words) in [("retract", "a.db: "), ("alerts", "copy.db: "), ("recode", "copy.db: ")] {
        let told = said(&call, command)[0];
        assert!(told.contains(words) && told.contains("may not be written; check the permissions"), "{told}");
    }
    for told in &said(&call, "add")[1..] {
        assert!(told.contains("may not be written; check the permissions"), "{told}");
    }
    let brief = said(&call, "brief")[0];
    assert!(brief.contains("nothing may be written beside it") && brief.contains("attache backup"), "{brief}");
    for (command, file) in [("export", "disk/out.csv"), ("backup", "disk/second.db")] {
        let told = said(&call, command).pop().unwrap_or_default();
        assert!(told.contains(file) && told.contains("cannot be written ("), "{told}");
    }
}
