//! What analysts decide over HTTP: by whom, how it is signed and undone, and what other pages cannot do.

mod desk;

use desk::{Answer, Desk};
use reading::Report;
use serde_json::{json, Value};
use server::Role;

const JSON: (&str, &str) = ("content-type", "application/json");

/// Two reports of one shelling, and one of another.
fn desk(roles: &[(&str, Role)]) -> (Desk, Vec<String>) {
    let report = |id: &str, text: &str| Report {
        id: id.into(),
        text: text.into(),
        published: Some("2020-05-12".parse().expect("a day")),
        ..Report::default()
    };
    let reports = [
        report("a", "Shells hit the town of Avdiivka in eastern Ukraine on Monday evening, wounding two residents, the regional police said."),
        report("b", "Ukraine's military said Russian-backed forces shelled Avdiivka late on Monday. Two civilians were wounded, it said."),
    ];
    Desk::with_roles(&reports, roles)
}

fn incident(desk: &Desk, bearer: &str) -> Value {
    desk.ask("GET", "/api/v1/incidents?place=Avdiivka", &[("authorization", bearer)], b"").json()["items"][0].clone()
}

fn decide(desk: &Desk, bearer: &str, what: &Value) -> Answer {
    desk.ask("POST", "/api/v1/decisions", &[JSON, ("authorization", bearer)], what.to_string().as_bytes())
}

fn undo(desk: &Desk, bearer: &str, id: &Value) -> Answer {
    desk.ask("DELETE", &format!("/api/v1/decisions/{id}"), &[("authorization", bearer)], b"")
}

#[test]
fn a_decision_is_signed_by_its_token_takes_effect_and_is_undone() {
    let (desk, bearers) = desk(&[("r.amadi", Role::Correct)]);
    let bearer = &bearers[0];
    let before = incident(&desk, bearer);
    assert_eq!(before["reports"], json!(["a", "b"]));
    let id = before["id"].as_str().expect("an id");
    let split =
        decide(&desk, bearer, &json!({"kind": "split", "incident": id, "reports": ["b"], "note": "the later one"}));
    assert_eq!(split.status, 201, "{split:?}");
    assert_eq!((&split.json()["by"], &split.json()["note"]), (&json!("r.amadi"), &json!("the later one")));
    assert_eq!(incident(&desk, bearer)["reports"].as_array().map(Vec::len), Some(1));
    let undone = undo(&desk, bearer, &split.json()["id"]);
    assert_eq!((undone.status, &undone.json()["undone_by"]), (200, &json!("r.amadi")));
    assert_eq!(incident(&desk, bearer), before);
    assert_eq!(undo(&desk, bearer, &split.json()["id"]).status, 400);

    let not = json!({"kind": "correct", "report": "b", "event": "E1", "field": "killed", "value": "2..3"});
    assert_eq!(decide(&desk, bearer, &not).status, 201);
    assert_eq!(decide(&desk, bearer, &json!({"kind": "note", "subject": id, "note": "see the picture"})).status, 201);
    let listed = desk.ask("GET", "/api/v1/decisions?limit=2", &[("authorization", bearer)], b"").json();
    let kinds: Vec<&str> =
        listed["items"].as_array().expect("items").iter().filter_map(|d| d["kind"].as_str()).collect();
    assert_eq!(kinds, ["note", "correct"]);
    let next = listed["next"].as_str().expect("more");
    let rest = desk.ask("GET", &format!("/api/v1/decisions?limit=2&cursor={next}"), &[("authorization", bearer)], b"");
    assert_eq!(rest.json()["items"][0]["kind"], "split");
}

#[test]
fn each_role_may_what_it_may() {
    let roles = [("wall", Role::Read), ("amadi", Role::Correct), ("berg", Role::Correct), ("chief", Role::Administer)];
    let (desk, bearers) = desk(&roles);
    for ((name, role), bearer) in roles.iter().zip(&bearers) {
        let told = desk.ask("GET", "/api/v1/client", &[("authorization", bearer)], b"").json();
        assert_eq!(told, json!({"name": name, "role": role.as_str()}));
    }
    let note = json!({"kind": "note", "subject": "a", "note": "from the spot"});
    let refused = decide(&desk, &bearers[0], &note);
    assert_eq!(refused.status, 403);
    assert!(refused.json()["detail"].as_str().is_some_and(|d| d.contains("--role correct")), "{refused:?}");
    let made = decide(&desk, &bearers[1], &note).json();
    assert_eq!(undo(&desk, &bearers[0], &made["id"]).status, 403);
    assert_eq!(undo(&desk, &bearers[2], &made["id"]).status, 403, "somebody else's");
    assert_eq!(undo(&desk, &bearers[3], &made["id"]).json()["undone_by"], "chief");
}

#[test]
fn other_sites_cannot_decide_and_what_makes_no_sense_is_refused() {
    let desk = Desk::new();
    let note = br#"{"kind":"note","subject":"sahel-convoy","note":"x"}"#;
    let host = desk.address.to_string();
    for (headers, wanted) in [
        (vec![JSON, ("origin", "http://other.example")], 403),
        (vec![JSON, ("host", "rebound.example")], 403),
        (vec![JSON, ("sec-fetch-site", "cross-site")], 403),
        (vec![JSON, ("sec-fetch-site", "same-site")], 403),
        (vec![("content-type", "text/plain")], 415),
        (vec![("content-type", "application/x-www-form-urlencoded")], 415),
        (vec![JSON, ("sec-fetch-site", "same-origin")], 201),
        (vec![JSON, ("origin", &format!("http://{host}"))], 201),
    ] {
        assert_eq!(desk.ask("POST", "/api/v1/decisions", &headers, note).status, wanted, "{headers:?}");
    }
    for (sent, wanted) in [
        ("", 400),
        ("{}", 400),
        ("[1]", 400),
        (r#"{"kind":"merge","incident":"x"}"#, 400),
        (r#"{"kind":"merge","incident":"x","other":"y"}"#, 400),
        (r#"{"kind":"split","incident":"x","reports":[]}"#, 400),
        (r#"{"kind":"note","subject":"sahel-convoy","note":" "}"#, 400),
        (r#"{"kind":"note","subject":"sahel-convoy","note":"x","by":"somebody else"}"#, 400),
        (r#"{"kind":"correct","report":"sahel-convoy","event":"E1","field":"killed","value":"many"}"#, 400),
        (r#"{"kind":"correct","report":"sahel-convoy","event":"E999","field":"misread"}"#, 400),
        (r#"{"kind":"correct","report":"sahel-convoy","event":"E1","field":"mood","value":"glum"}"#, 400),
    ] {
        let answer = desk.ask("POST", "/api/v1/decisions", &[JSON], sent.as_bytes());
        assert_eq!(answer.status, wanted, "{sent}: {answer:?}");
    }
    let long = format!(r#"{{"kind":"note","subject":"sahel-convoy","note":"{}"}}"#, "x".repeat(300_000));
    assert_eq!(desk.ask("POST", "/api/v1/decisions", &[JSON], long.as_bytes()).status, 413);
    assert_eq!(desk.ask("DELETE", "/api/v1/decisions/999", &[], b"").status, 404);
    let wrong = desk.ask("PUT", "/api/v1/decisions", &[], b"");
    assert_eq!((wrong.status, wrong.header("allow")), (405, Some("GET, HEAD, POST")));
}

#[test]
fn a_ledger_that_is_locked_or_gone_is_told_and_nothing_is_lost() {
    let desk = Desk::new();
    let note = br#"{"kind":"note","subject":"sahel-convoy","note":"x"}"#;
    let lock = rusqlite::Connection::open(&desk.ledger).expect("the ledger");
    lock.execute_batch("BEGIN EXCLUSIVE").expect("locked");
    let locked = desk.ask("POST", "/api/v1/decisions", &[JSON], note);
    assert_eq!((locked.status, locked.header("retry-after")), (503, Some("5")));
    assert_eq!(desk.get("/api/v1/reports").status, 200, "reading goes on");
    lock.execute_batch("ROLLBACK").expect("free again");
    assert_eq!(desk.ask("POST", "/api/v1/decisions", &[JSON], note).status, 201);
    drop(lock);
    for end in ["", "-wal", "-shm"] {
        let _ = std::fs::remove_file(format!("{}{end}", desk.ledger.display()));
    }
    assert_eq!(desk.ask("POST", "/api/v1/decisions", &[JSON], note).status, 503);
    assert!(!desk.ledger.exists(), "no empty ledger is made in its place");
}
