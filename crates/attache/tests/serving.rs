//! `attache serve`, `demo` and `token` as a person starts them.

mod program;

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};

use program::{attache, command};

/// The server and the address that it prints.
fn started(args: &[&str]) -> (Child, String) {
    let mut child = command(args).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the program starts");
    let mut line = String::new();
    BufReader::new(child.stdout.take().expect("a pipe")).read_line(&mut line).expect("a line");
    let address = line.trim().trim_start_matches("http://").trim_end_matches('/').to_owned();
    (child, address)
}

fn get(address: &str, path: &str) -> String {
    let mut stream = TcpStream::connect(address).expect("the server listens");
    write!(stream, "GET {path} HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n\r\n").expect("sent");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).expect("an answer");
    answer
}

fn terminated(mut child: Child) -> Option<i32> {
    let told = Command::new("kill").args(["-TERM", &child.id().to_string()]).status().expect("kill runs");
    assert!(told.success());
    child.wait().expect("it ends").code()
}

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

/// Every view in a real browser, where there is one.
#[test]
fn every_view_is_drawn_in_a_browser() {
    let found =
        ["chromium", "chromium-browser"].into_iter().find(|name| Command::new(name).arg("--version").output().is_ok());
    let Some(browser) = found else {
        eprintln!("SKIPPED: there is no chromium, so no view was drawn in a browser; apt-get install chromium");
        return;
    };
    let (child, address) = started(&["demo", "--listen", "127.0.0.1:0"]);
    let profile = std::env::temp_dir().join(format!("attache-browser-{}", std::process::id()));
    let drawn = |view: &str| {
        let output = Command::new(browser)
            .args(["--headless", "--no-sandbox", "--disable-gpu", "--virtual-time-budget=10000", "--dump-dom"])
            .arg(format!("--user-data-dir={}", profile.display()))
            .arg(format!("http://{address}/?still#/{view}"))
            .output()
            .expect("the browser runs");
        String::from_utf8_lossy(&output.stdout).into_owned()
    };
    let listed = get(&address, "/api/v1/agreements?limit=1");
    let agreement = listed.split("\"id\":\"").nth(1).and_then(|rest| rest.split('"').next()).expect("an id");
    for (view, words) in [
        ("", "Newest incidents"),
        ("incidents?type=ASSAULT", "Djibo, Burkina Faso"),
        ("report/sahel-convoy?claim=E1", "<mark class=\"on-events chosen\""),
        ("reports", "Aid lorries burnt on the road to Djibo"),
        ("actors", "Albania"),
        ("dyad/ALB/IRN", "Albania towards Iran"),
        ("search?q=convoy", "<mark class=\"sought\">convoy</mark>"),
        ("agreements", "alleged violation"),
        (&format!("agreement/{agreement}"), "Alleged violations, by side"),
        ("decisions", "Nobody has decided anything yet."),
        ("read", "Read a text"),
        ("incident/no-such", "Not there"),
    ] {
        let page = drawn(view);
        assert!(page.contains(words), "{view}: {page:.2000}");
    }
    assert_eq!(terminated(child), Some(0));
    let _ = std::fs::remove_dir_all(profile);
}
