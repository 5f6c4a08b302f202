//! `attache serve`, `demo` and `token` as a person starts them.

mod program;
mod serving_program;

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Command, Stdio};

use program::attache;
use serving_program::{address_of, get, started, terminated};

#[test]
fn the_demo_serves_the_bundled_reports_and_leaves_nothing_behind() {
    let (child, address) = started(&["demo", "--listen", "127.0.0.1:0"]);
    let folder = std::env::temp_dir().join(format!("attache-demo-{}", child.id()));
    assert!(folder.is_dir());
    assert!(get(&address, "/").contains("<title>Attaché</title>"));
    assert!(get(&address, "/api/v1/reports/sahel-convoy").contains("Gunmen attacked an aid convoy"));
    assert_eq!(terminated(child), Some(0));
    assert!(!folder.exists());
}

#[test]
fn a_ledger_that_is_not_there_and_an_open_door_are_refused() {
    let missing = attache(&["serve", "--ledger", "/no/such.db", "--listen", "127.0.0.1:0"]);
    assert_eq!(missing.status, 1);
    assert!(missing.stderr.contains("attache add"), "{}", missing.stderr);
    let open = attache(&["serve", "--ledger", "/no/such.db", "--listen", "0.0.0.0:0"]);
    assert_eq!(open.status, 2);
    assert!(open.stderr.contains("attache token add"), "{}", open.stderr);
}

#[test]
fn a_token_is_told_once() {
    let file = std::env::temp_dir().join(format!("attache-tokens-{}", std::process::id()));
    let path = file.to_str().expect("a path");
    let made = attache(&["token", "add", "desk", "--tokens", path]);
    assert_eq!((made.status, made.stdout.len()), (0, "att_".len() + 64 + 1));
    let listed = attache(&["token", "list", "--tokens", path]);
    assert!(listed.stdout.contains("desk") && !listed.stdout.contains(made.stdout.trim()), "{}", listed.stdout);
    assert_eq!(attache(&["token", "remove", "desk", "--tokens", path]).status, 0);
    assert_eq!(attache(&["token", "remove", "desk", "--tokens", path]).status, 2);
    std::fs::remove_file(file).expect("the file");
}

/// The status of the answer to one who asks for `path`, and what holds the connection open.
fn asking(address: &str, path: &str) -> (u32, BufReader<TcpStream>) {
    let mut stream = TcpStream::connect(address).expect("the server listens");
    write!(stream, "GET {path} HTTP/1.1\r\nhost: {address}\r\n\r\n").expect("sent");
    let mut answer = BufReader::new(stream);
    let mut line = String::new();
    answer.read_line(&mut line).expect("an answer");
    (line.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or_default(), answer)
}

#[test]
fn more_connections_than_places_are_told_so_and_when_to_come_again() {
    const LISTENERS: usize = 512;
    const CONNECTIONS: usize = 896;
    let (child, address) = started(&["demo", "--listen", "127.0.0.1:0"]);
    let listeners: Vec<_> = (0..LISTENERS).map(|_| asking(&address, "/api/v1/changes")).collect();
    assert!(listeners.iter().all(|(status, _)| *status == 200));
    // Whoever listens beyond that is refused, and leaves the connection to others.
    let refused: Vec<_> = (LISTENERS..CONNECTIONS).map(|_| asking(&address, "/api/v1/changes")).collect();
    assert!(refused.iter().all(|(status, _)| *status == 503));
    drop(refused);
    let others: Vec<_> = (LISTENERS..CONNECTIONS).map(|_| asking(&address, "/healthz")).collect();
    assert!(others.iter().all(|(status, _)| *status == 200));
    let turned_away = get(&address, "/api/v1/status");
    assert!(
        turned_away.starts_with("HTTP/1.1 503 ") && turned_away.contains("\r\nretry-after: 5\r\n"),
        "{turned_away}"
    );
    assert!(turned_away.contains("\"detail\":\"too many connections are open"), "{turned_away}");
    drop(others);
    while !get(&address, "/api/v1/status").starts_with("HTTP/1.1 200 ") {}
    drop(listeners);
    assert_eq!(terminated(child), Some(0));
}

#[test]
fn a_disk_that_takes_no_more_stops_decisions_and_nothing_else() {
    let ledger = program::folder("full").join("desk.db");
    let ledger = ledger.to_str().expect("a path");
    let examples = concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples/reports.jsonl");
    assert_eq!(attache(&["add", "--ledger", ledger, "--input", "jsonl", examples]).status, 0);
    let raised = attache(&["alerts", "--ledger", ledger]);
    assert_eq!(raised.status, 0, "{}", raised.stderr);
    // No file of the server may grow beyond 256 kB: its log of changes is full after a few decisions.
    let serve = format!(
        "trap '' XFSZ; ulimit -f 512; exec {} serve --ledger {ledger} --listen 127.0.0.1:0",
        env!("CARGO_BIN_EXE_attache")
    );
    let mut shell = Command::new("sh");
    let mut child = shell.args(["-c", &serve]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("a shell");
    let address = address_of(&mut child);
    let decide = || {
        let note =
            r#"{"kind":"note","subject":"sahel-convoy","note":"NOTE"}"#.replace("NOTE", &"from the spot ".repeat(140));
        let mut stream = TcpStream::connect(&address).expect("the server listens");
        write!(stream, "POST /api/v1/decisions HTTP/1.1\r\nhost: {address}\r\ncontent-type: application/json\r\nconnection: close\r\ncontent-length: {}\r\n\r\n{note}", note.len()).expect("sent");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).expect("an answer");
        answer
    };
    let answers: Vec<String> = (0..200).map(|_| decide()).collect();
    let taken = answers.iter().take_while(|a| a.starts_with("HTTP/1.1 201 ")).count();
    let refused = answers.get(taken).expect("the disk is full at last");
    assert!(refused.starts_with("HTTP/1.1 503 ") && refused.contains("application/problem+json"), "{refused}");
    let listed = get(&address, "/api/v1/decisions?limit=200");
    let kept = answers.iter().filter(|a| a.starts_with("HTTP/1.1 201 ")).count();
    assert_eq!(listed.matches("\"kind\":\"note\"").count(), kept, "what was said to be kept is, and nothing else");
    assert!(get(&address, "/api/v1/reports/sahel-convoy").contains("Gunmen attacked an aid convoy"));
    let mut log = String::new();
    let mut stderr = child.stderr.take().expect("a pipe");
    assert_eq!(terminated(child), Some(0));
    stderr.read_to_string(&mut log).expect("words");
    assert!(log.lines().count() <= 3 && log.contains("desk.db"), "said once, not at every request: {log}");
    assert_eq!(attache(&["check", "--ledger", ledger]).status, 0);
}
