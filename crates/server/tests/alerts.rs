//! Alerts over HTTP: as a list, as an event, as a feed; and who may see how webhooks stand.

mod desk;

use std::io::{BufRead, BufReader, Write};
use std::net::TcpStream;

use desk::Desk;
use ledger::{Coding, Ledger};
use reading::Report;
use server::{Role, Settings};

fn massacre(id: &str) -> Report {
    Report {
        id: id.into(),
        text: "Gunmen killed 120 villagers in the town of Djibo in Burkina Faso on Monday, the army said.".into(),
        published: Some("2031-05-06".parse().expect("a day")),
        ..Report::default()
    }
}

#[test]
fn an_alert_is_raised_by_the_server_and_told_as_event_list_and_feed() {
    let desk = Desk::new();
    let mut stream = TcpStream::connect(desk.address).expect("the server listens");
    write!(stream, "GET /api/v1/changes HTTP/1.1\r\nhost: {}\r\n\r\n", desk.address).expect("sent");
    let mut lines = BufReader::new(stream).lines().map(|line| line.expect("a line"));
    assert!(lines.any(|line| line == "event: listening"));
    desk::add_only(&desk.ledger, &[massacre("m")]);
    assert!(lines.any(|line| line == "event: alert"));
    let told = lines.next().expect("data");
    let event: serde_json::Value =
        serde_json::from_str(told.strip_prefix("data: ").expect("data")).expect("a document of JSON");
    let id = event["id"].as_str().expect("an id");
    let listed = desk.get("/api/v1/alerts?limit=1").json();
    assert_eq!(listed["items"][0], event);
    assert_eq!(desk.get(&format!("/api/v1/alerts/{id}")).json(), event);
    assert_eq!(desk.get("/api/v1/alerts/none").status, 404);
    assert_eq!(desk.get("/api/v1/overview").json()["alerts"][0]["id"], event["id"]);
    let feed = desk.get("/alerts.atom");
    assert_eq!(feed.header("content-type"), Some("application/atom+xml; charset=utf-8"));
    let feed = String::from_utf8(feed.body).expect("UTF-8");
    assert!(feed.contains(&format!("<id>urn:attache:alert:{id}</id>")) && feed.contains("120 killed"), "{feed}");
}

#[test]
fn a_server_that_raises_no_alerts_tells_those_that_others_raise() {
    let folder = std::env::temp_dir().join(format!("attache-quiet-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder");
    let path = folder.join("desk.db");
    desk::add_only(&path, &[massacre("m")]);
    let desk = Desk::serving(Settings { raises_alerts: false, ..desk::settings(path) }, folder);
    let mut stream = TcpStream::connect(desk.address).expect("the server listens");
    write!(stream, "GET /api/v1/changes HTTP/1.1\r\nhost: {}\r\n\r\n", desk.address).expect("sent");
    let mut lines = BufReader::new(stream).lines().map(|line| line.expect("a line"));
    assert!(lines.any(|line| line == "event: listening"));
    let mut ledger = desk::add_only(&desk.ledger, &[massacre("n")]);
    assert!(lines.any(|line| line == "event: changed"));
    assert_eq!(ledger.raised_alerts(None, 9).expect("alerts"), []);
    let lexicon = reading::bundled_lexicon();
    ledger.raise_alerts(&lexicon, lexicon.alerts.rules(), "2001-02-03T04:05:06Z").expect("raised");
    assert!(lines.any(|line| line == "event: alert"));
    let told = lines.next().expect("data");
    assert!(told.contains("2001-02-03T04:05:06Z"), "{told}");
}

#[test]
fn a_feed_takes_a_token_as_password_and_nothing_else_does() {
    let (desk, bearers) = Desk::with_roles(&[massacre("m")], &[("wall", Role::Read), ("chief", Role::Administer)]);
    let basic = |bearer: &str| {
        let pair = format!("any:{}", bearer.trim_start_matches("Bearer "));
        format!("Basic {}", base64::Engine::encode(&base64::prelude::BASE64_STANDARD, pair))
    };
    let ask = |path: &str, sent: &str| desk.ask("GET", path, &[("authorization", sent)], b"");
    assert_eq!(ask("/alerts.atom", &basic(&bearers[0])).status, 200);
    assert_eq!(ask("/alerts.atom", &bearers[0]).status, 200);
    let refused = ask("/alerts.atom", &basic("Bearer att_0"));
    assert_eq!(refused.status, 401);
    assert!(refused.header("www-authenticate").is_some_and(|how| how.starts_with("Basic")));
    assert_eq!(ask("/api/v1/alerts", &basic(&bearers[0])).status, 401);
    assert_eq!(ask("/api/v1/webhooks", &bearers[0]).status, 403);
    assert_eq!(ask("/api/v1/webhooks", &bearers[1]).json()["items"].as_array().map(Vec::len), Some(0));
}

#[test]
fn what_was_raised_before_is_no_event_of_today() {
    let desk = Desk::with(&[massacre("m")], false);
    let before = desk.get("/api/v1/alerts").json();
    assert!(before["items"].as_array().is_some_and(|items| !items.is_empty()), "{before}");
    let mut ledger = Ledger::open(&desk.ledger).expect("the ledger");
    ledger.add(&[], &Coding { program: "t".into(), model: "t".into(), knowledge: "t".into() }, "now").expect("nothing");
    assert_eq!(desk.get("/api/v1/alerts").json(), before);
}
