//! Killed while adding, and beside others who write: nothing lost, nothing doubled, and who has to wait is told so.

mod program;

use std::fs;
use std::io::{BufRead, BufReader};
use std::process::{Child, Stdio};

use program::{attache, attache_on, command, file, folder, ledger, Call};

/// So many reports in different words: shellings of some towns on some days, each told by several.
fn reports(who: &str, n: usize) -> String {
    let towns = ["Avdiivka", "Horlivka", "Kherson", "Kupiansk", "Bakhmut", "Nikopol", "Orikhiv"];
    let words =
        ["residents", "farmers", "nurses", "drivers", "teachers", "miners", "firefighters", "traders", "welders"];
    let one = |i: usize| {
        let (town, hurt) = (towns[i % 7], words[i % 9]);
        let (day, toll, desk) = (1 + (i / 7) % 4, 2 + i % 3, ["police", "governor", "mayor"][i % 3]);
        format!(
            "{{\"id\":\"{who}{i}\",\"published\":\"2024-03-0{}\",\"publisher\":\"Desk {who}{}\",\"text\":\"Artillery of Russia shelled {town} on {day} March 2024, \
             wounding {toll} {hurt}, the {desk} of {town} said. Report {who}{i} adds that road {} to the north was closed for {} hours.\"}}\n",
            day + 1, i % 11, i * 7 % 101, i % 23
        )
    };
    (0..n).map(one).collect()
}

/// What a ledger says: its reports with their versions, and its incidents.
fn told(ledger: &str) -> (String, String) {
    let sql = "SELECT report, version, text FROM v_reports ORDER BY report";
    let reports = attache(&["sql", "--ledger", ledger, sql]).stdout;
    (reports, attache(&["incidents", "--ledger", ledger]).stdout)
}

fn adding(ledger: &str, input: &str) -> Child {
    let mut adding = command(&["add", "--ledger", ledger, input]);
    adding.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the program starts")
}

/// Follows a child until its ledger's log has grown to `bytes`, or it has ended; gives how far the log has grown.
fn follow(child: &mut Child, ledger: &str, bytes: u64) -> u64 {
    let log = format!("{ledger}-wal");
    let mut grown = 0;
    while grown < bytes && child.try_wait().expect("a child").is_none() {
        grown = fs::metadata(&log).map_or(grown, |found| grown.max(found.len()));
        std::thread::yield_now();
    }
    grown
}

#[test]
fn killed_at_twenty_moments_of_writing_and_added_again_nothing_is_lost_or_doubled() {
    const KILLS: u64 = 20;
    let at = folder("killed_adding");
    let (first, all) = (reports("a", 20), reports("a", 150));
    let input = file(&at, "all.jsonl", all.as_bytes());
    let path = |name: &str| at.join(name).to_str().expect("a path in UTF-8").to_owned();
    let (before, whole) = (path("before.db"), path("whole.db"));
    assert_eq!(attache_on(&["add", "--ledger", &before, "--input", "jsonl", "-"], first).status, 0);
    let kept = told(&before).0;
    fs::copy(&before, &whole).expect("a copy");
    let mut child = adding(&whole, &input);
    let longest = follow(&mut child, &whole, u64::MAX);
    assert!(child.wait().expect("it ends").success() && longest > 0);
    let wanted = told(&whole);
    let mut killed = 0;
    for turn in 0..KILLS {
        let ledger = path(&format!("killed{turn}.db"));
        fs::copy(&before, &ledger).expect("a copy");
        let mut child = adding(&ledger, &input);
        // Moments that lie evenly over what is written, and no two alike.
        follow(&mut child, &ledger, longest * (turn * 13 % KILLS) / KILLS);
        let _ = child.kill();
        killed += u64::from(!child.wait().expect("it ends").success());
        let check = attache(&["check", "--ledger", &ledger]);
        assert_eq!(check.status, 0, "kill {turn}: {}", check.stderr);
        let there = told(&ledger).0;
        assert!(kept.lines().all(|line| there.contains(line)), "kill {turn}: what was there before is lost");
        assert_eq!(attache(&["add", "--ledger", &ledger, &input]).status, 0);
        assert_eq!(attache(&["check", "--ledger", &ledger]).status, 0, "kill {turn}");
        assert!(told(&ledger) == wanted, "kill {turn}: reports or incidents differ");
    }
    assert!(killed > 0, "every child had ended before its kill");
}

#[test]
fn a_ledger_that_others_write_in_is_read_at_once_waited_for_and_then_written() {
    let (ledger, later) = (ledger("waited_for", &reports("a", 2)), reports("b", 3));
    let input = file(&folder("waited_for_input"), "later.jsonl", later.as_bytes());
    let other = rusqlite::Connection::open(&ledger).expect("another process");
    other.execute_batch("BEGIN IMMEDIATE").expect("it writes");
    assert_eq!(attache(&["status", "--ledger", &ledger]).status, 0);
    let mut child = adding(&ledger, &input);
    let mut lines = BufReader::new(child.stderr.take().expect("a pipe")).lines();
    let said = lines.next().expect("a line").expect("text");
    assert!(said.contains("another process is writing in the ledger; waiting for it"), "{said}");
    other.execute_batch("COMMIT").expect("it ends");
    assert!(child.wait().expect("it ends").success());
    assert_eq!(lines.count(), 0);
    assert_eq!(told(&ledger).0.lines().count(), 1 + 5);
}

#[test]
fn a_ledger_that_stays_locked_is_given_up_with_nothing_changed() {
    let ledger = ledger("given_up", &reports("a", 2));
    let before = told(&ledger);
    let input = file(&folder("given_up_input"), "later.jsonl", reports("b", 3).as_bytes());
    let other = rusqlite::Connection::open(&ledger).expect("another process");
    other.execute_batch("BEGIN IMMEDIATE").expect("it writes");
    // Both wait as long as the program is patient, side by side.
    let deciding = command(&["retract", "a0", "--by", "R. Amadi", "--ledger", &ledger])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    for child in [adding(&ledger, &input), deciding] {
        let call = Call::from(child.wait_with_output().expect("it ends"));
        assert_eq!((call.status, call.stdout.as_str()), (1, ""));
        let words =
            ["waiting for it", "a.db: another process has been writing for too long; nothing was changed, try again"];
        assert!(words.iter().all(|words| call.stderr.contains(words)), "{}", call.stderr);
    }
    other.execute_batch("ROLLBACK").expect("it ends");
    assert_eq!(told(&ledger), before);
    assert_eq!(attache(&["add", "--ledger", &ledger, &input]).status, 0);
}

#[test]
fn two_writers_take_turns_and_what_comes_out_is_as_of_one() {
    let at = folder("two_writers");
    let path = |name: &str| at.join(name).to_str().expect("a path in UTF-8").to_owned();
    let inputs = ["a", "b"].map(|who| file(&at, &format!("{who}.jsonl"), reports(who, 200).as_bytes()));
    let (shared, alone) = (path("shared.db"), path("alone.db"));
    let writers = inputs.each_ref().map(|input| adding(&shared, input));
    for writer in writers {
        let call = Call::from(writer.wait_with_output().expect("it ends"));
        assert_eq!(call.status, 0, "{}", call.stderr);
    }
    assert_eq!(attache(&["add", "--ledger", &alone, &inputs[0], &inputs[1]]).status, 0);
    assert_eq!(attache(&["check", "--ledger", &shared]).status, 0);
    assert!(told(&shared) == told(&alone));
    assert_eq!(told(&shared).0.lines().count(), 1 + 400);
}
