//! The API over loopback: what it answers, that it is as `/openapi.json` says, and what it does with bad input.

mod desk;

use std::io::{BufRead, BufReader, Write};
use std::net::TcpStream;

use desk::{add, Desk};
use reading::Report;
use serde_json::{json, Value};

/// What is wrong with `value` by `schema`; the parts of JSON Schema that ours use.
fn wrong(value: &Value, schema: &Value, schemas: &Value, at: &str) -> Option<String> {
    if let Some(name) = schema["$ref"].as_str().and_then(|r| r.rsplit('/').next()) {
        return match schemas.get(name) {
            Some(schema) => wrong(value, schema, schemas, at),
            None => Some(format!("{at}: no schema {name}")),
        };
    }
    let kind = match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(n) if n.is_f64() => "number",
        Value::Number(_) => "integer",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    };
    let takes = |t: &Value| t == kind || (t == "number" && kind == "integer");
    let fits = match &schema["type"] {
        Value::Array(kinds) => kinds.iter().any(takes),
        Value::Null => true,
        one => takes(one),
    };
    if !fits {
        return Some(format!("{at}: is {kind}, should be {}", schema["type"]));
    }
    match value {
        Value::Array(items) => {
            items.iter().enumerate().find_map(|(i, item)| wrong(item, &schema["items"], schemas, &format!("{at}[{i}]")))
        }
        Value::Object(fields) => {
            let required = schema["required"].as_array().cloned().unwrap_or_default();
            let missing = required.iter().filter_map(Value::as_str).find(|name| !fields.contains_key(*name));
            missing.map(|name| format!("{at}: {name} is missing")).or_else(|| {
                let described = schema["properties"].as_object()?;
                fields.iter().find_map(|(name, field)| match described.get(name) {
                    Some(schema) => wrong(field, schema, schemas, &format!("{at}.{name}")),
                    None => Some(format!("{at}: {name} is not described")),
                })
            })
        }
        _ => None,
    }
}

/// An id that a list has, for the address of one.
fn some_id(desk: &Desk, path: &str) -> String {
    let first = &desk.get(path.trim_end_matches("/{id}")).json()["items"][0]["id"];
    first.as_str().map_or_else(|| first.to_string(), str::to_owned)
}

#[test]
fn every_address_answers_as_the_description_says() {
    let toll = "Gunmen killed 120 villagers in the town of Djibo in Burkina Faso on Monday, the army said.";
    let published = Some("2031-05-06".parse().expect("a day"));
    // So that there is an alert to ask for.
    let desk = Desk::with(&[Report { id: "toll".into(), text: toll.into(), published, ..Report::default() }], false);
    let described = desk.get("/openapi.json").json();
    let schemas = &described["components"]["schemas"];
    let paths = described["paths"].as_object().expect("paths");
    assert!(paths.len() >= 20, "{} paths", paths.len());
    // That one has no end, and a test of its own.
    for (path, operations) in paths.iter().filter(|(path, _)| *path != "/api/v1/changes") {
        let asked = if path.ends_with("{id}") && operations.get("get").is_some() {
            path.replace("{id}", &some_id(&desk, path))
        } else {
            path.clone()
        };
        // What changes the ledger has tests of its own.
        let reads = |method: &String| method == "get" || path == "/api/v1/read";
        for (method, operation) in operations.as_object().expect("operations").iter().filter(|(m, _)| reads(m)) {
            let mut query = Vec::new();
            for parameter in operation["parameters"].as_array().into_iter().flatten() {
                let schema = &parameter["schema"];
                let name = parameter["name"].as_str().expect("a name");
                if parameter["in"] != "query" || name == "cursor" {
                    continue;
                }
                let value = match (schema["type"].as_str(), schema["format"].as_str(), &schema["enum"][0]) {
                    (_, Some("date"), _) if name == "since" => "2000-01-01".into(),
                    (_, Some("date"), _) => "2030-01-01".into(),
                    (Some("integer"), ..) => "1".to_owned(),
                    (.., Value::String(word)) => word.clone(),
                    _ => "the".into(),
                };
                query.push(format!("{name}={value}"));
            }
            let required = operation["parameters"]
                .as_array()
                .into_iter()
                .flatten()
                .any(|p| p["required"] == true && p["in"] == "query");
            let plain = if required { format!("{asked}?{}", query.join("&")) } else { asked.clone() };
            for address in [plain, format!("{asked}?{}", query.join("&"))] {
                let body: &[u8] = if method == "post" {
                    br#"{"text":"Troops left the town.","published":"2024-05-01"}"#
                } else {
                    b""
                };
                let answer = desk.ask(&method.to_uppercase(), &address, &[("content-type", "application/json")], body);
                assert_eq!(answer.status, 200, "{address}: {answer:?}");
                let known = &operation["responses"]["200"]["content"];
                let (kind, content) = known.as_object().and_then(|c| c.iter().next()).expect("a content");
                let sent = answer.header("content-type").unwrap_or_default();
                assert!(sent.starts_with(kind.as_str()), "{address}: {sent}");
                if let Some(schema) = content.get("schema") {
                    assert_eq!(wrong(&answer.json(), schema, schemas, &address), None);
                }
            }
            let unknown = desk.ask(&method.to_uppercase(), &format!("{asked}?no-such=1"), &[], b"");
            if path.starts_with("/api/") {
                assert_eq!(unknown.status, 400, "{asked}");
                assert_eq!(wrong(&unknown.json(), &schemas["Problem"], schemas, path), None);
            }
        }
    }
}

#[test]
fn a_list_comes_whole_page_by_page() {
    let desk = Desk::new();
    for list in ["incidents", "reports", "statements", "events", "actors"] {
        let whole = desk.get(&format!("/api/v1/{list}?limit=200")).json()["items"].clone();
        let (mut pieces, mut cursor) = (Vec::new(), String::new());
        loop {
            let page = desk.get(&format!("/api/v1/{list}?limit=7&cursor={cursor}")).json();
            pieces.extend(page["items"].as_array().expect("items").clone());
            match page["next"].as_str() {
                Some(next) => cursor = next.to_owned(),
                None => break,
            }
        }
        assert!(pieces.len() > 7, "{list}");
        let wanted = whole.as_array().expect("items");
        assert_eq!(&pieces[..wanted.len()], &wanted[..], "{list}");
    }
}

#[test]
fn what_a_claim_rests_on_is_the_words_of_its_report() {
    let desk = Desk::new();
    let events = desk.get("/api/v1/events?limit=200").json();
    for event in events["items"].as_array().expect("items") {
        let report = desk.get(&format!("/api/v1/reports/{}", event["report"].as_str().expect("an id"))).json();
        let text: Vec<char> = report["report"]["text"].as_str().expect("a text").chars().collect();
        let [begin, end] = [0, 1].map(|i| event["span"][i].as_u64().expect("a number") as usize);
        assert_eq!(json!(text[begin..end].iter().collect::<String>()), event["words"]);
        let kept = report["events"].as_array().expect("events");
        assert!(kept.iter().any(|e| e["id"] == event["event"] && e["incident"] == event["incident"]), "{event}");
    }
}

#[test]
fn filters_compose() {
    let desk = Desk::new();
    let list = |query: &str| {
        desk.get(&format!("/api/v1/incidents?{query}")).json()["items"].as_array().expect("items").clone()
    };
    assert!(list("").len() > list("type=ASSAULT").len());
    let some = list("type=ASSAULT&since=2022-01-01&until=2022-12-31");
    assert!(!some.is_empty() && some.iter().all(|i| i["type"] == "ASSAULT"), "{some:?}");
    assert!(some.iter().all(|i| i["time"].as_str().is_some_and(|t| t.starts_with("2022"))), "{some:?}");
    assert!(list("type=ASSAULT&since=2022-01-01&until=2022-12-31&place=Nowhere").is_empty());
}

#[test]
fn the_same_answer_is_not_sent_twice_and_a_new_report_changes_it() {
    let desk = Desk::new();
    let path = "/api/v1/reports";
    let first = desk.get(path);
    let etag = first.header("etag").expect("an ETag").to_owned();
    let again = desk.ask("GET", path, &[("if-none-match", &etag)], b"");
    assert_eq!((again.status, again.body.len()), (304, 0));
    let report =
        Report { id: "new".into(), text: "Rebels shelled the town of Gulu on Monday.".into(), ..Report::default() };
    add(&desk.ledger, &[report]);
    let after = desk.ask("GET", path, &[("if-none-match", &etag)], b"");
    assert_eq!(after.status, 200);
    assert_eq!(after.json()["items"].as_array().map(Vec::len), first.json()["items"].as_array().map(|i| i.len() + 1));
}

#[test]
fn answers_are_compressed_for_those_who_take_it() {
    let desk = Desk::new();
    for path in ["/api/v1/overview", "/assets/world.json"] {
        let zipped = desk.ask("GET", path, &[("accept-encoding", "br, gzip")], b"");
        assert_eq!(zipped.header("content-encoding"), Some("gzip"), "{path}");
        assert!(zipped.body.len() * 2 < desk.get(path).body.len(), "{path}");
        assert_eq!(desk.ask("GET", path, &[("accept-encoding", "gzip;q=0")], b"").header("content-encoding"), None);
    }
}

#[test]
fn bad_input_is_refused_with_a_problem_and_nothing_else_is_disturbed() {
    let desk = Desk::new();
    let megabyte = "x".repeat(1 << 20);
    let long = "x".repeat(2000);
    for (path, wanted) in [
        (format!("/api/v1/search?q={long}"), 400),
        (format!("/api/v1/search?q={}", "x".repeat(20_000)), 414),
        ("/api/v1/search".into(), 400),
        ("/api/v1/search?q=%22-%22".into(), 400),
        ("/api/v1/incidents?cursor=00".into(), 400),
        ("/api/v1/incidents?cursor=5b312c6e756c6c2c2261225d".into(), 400),
        ("/api/v1/incidents?limit=0".into(), 400),
        ("/api/v1/incidents?limit=100000".into(), 400),
        ("/api/v1/incidents?since=yesterday".into(), 400),
        ("/api/v1/incidents?since=2024-01-01&since=2024-01-02".into(), 400),
        ("/api/v1/statements?stance=shouts".into(), 400),
        ("/api/v1/incidents/no-such".into(), 404),
        ("/api/v1/incidents/%00%ff".into(), 400),
        ("/api/v1/reports/..%2f..%2fetc%2fpasswd".into(), 404),
        ("/api/v1/actors/abc".into(), 404),
        ("/api/v1/actors/99999999".into(), 404),
        ("/assets/../Cargo.toml".into(), 404),
        ("/api/v2/reports".into(), 404),
        ("/api/v1/reports/%27%20OR%201=1".into(), 404),
    ] {
        let answer = desk.get(&path);
        assert_eq!(answer.status, wanted, "{path:.80}");
        assert_eq!(answer.header("content-type"), Some("application/problem+json"), "{path:.80}");
        assert_eq!(answer.json()["status"], wanted, "{path:.80}");
    }
    // Beyond what is read of a head at all: refused, or cut off.
    let huge = desk.get(&format!("/api/v1/search?q={megabyte}"));
    assert!(matches!(huge.status, 0 | 414 | 431), "{huge:?}");
    assert_eq!(desk.ask("DELETE", "/api/v1/reports", &[], b"").status, 405);
    assert_eq!(desk.get("/api/v1/read").status, 405);
    let json = [("content-type", "application/json")];
    for (body, headers, wanted) in [
        (vec![b' '; 300 * 1024], &json[..], 413),
        (b"{\"text\":7}".to_vec(), &json[..], 400),
        (b"{\"text\":\"  \"}".to_vec(), &json[..], 400),
        (b"{\"text\":\"a\",\"published\":\"1.1.2020\"}".to_vec(), &json[..], 400),
        (b"\xff\xfe".to_vec(), &[("content-type", "text/plain")][..], 400),
        (b"text=a".to_vec(), &[("content-type", "application/x-www-form-urlencoded")][..], 415),
    ] {
        assert_eq!(desk.ask("POST", "/api/v1/read", headers, &body).status, wanted);
    }
    assert_eq!(desk.get("/api/v1/reports").status, 200);
}

#[test]
fn text_of_a_report_is_no_markup() {
    let title = "<script>alert(1)</script><img src=x onerror=alert(2)>";
    let hostile = Report {
        id: "<b>/?#".into(),
        title: Some(title.into()),
        text: format!("{title} Rebels shelled Gulu."),
        ..Report::default()
    };
    let desk = Desk::with(&[hostile], false);
    let answer = desk.get("/api/v1/reports/%3Cb%3E%2F%3F%23");
    assert_eq!(answer.json()["report"]["title"], title);
    assert_eq!(answer.header("x-content-type-options"), Some("nosniff"));
    let page = desk.get("/");
    let policy = page.header("content-security-policy").expect("a policy");
    assert!(policy.contains("default-src 'none'") && !policy.contains("unsafe"), "{policy}");
    // The page itself lays no script or style between its lines, and its scripts never make markup of text.
    let html = String::from_utf8(page.body).expect("UTF-8");
    assert!(!html.contains("<style") && !html.contains(" style=") && !html.contains("<script>"));
    for file in std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/page")).expect("the page").flatten() {
        if file.path().extension().is_some_and(|e| e == "js") {
            let script = std::fs::read_to_string(file.path()).expect("a script");
            for way in ["innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "DOMParser"] {
                assert!(!script.contains(way), "{}: {way}", file.path().display());
            }
            let name = file.file_name().into_string().expect("a name");
            assert_eq!(desk.get(&format!("/assets/{name}")).status, 200, "{name} is served");
        }
    }
}

#[test]
fn other_sites_may_not_ask() {
    let desk = Desk::new();
    assert_eq!(desk.ask("GET", "/api/v1/reports", &[("host", "rebound.example")], b"").status, 403);
    assert_eq!(desk.ask("GET", "/api/v1/reports", &[("origin", "http://other.example")], b"").status, 403);
    assert_eq!(desk.ask("GET", "/", &[("host", "rebound.example")], b"").status, 403);
}

#[test]
fn a_ledger_that_is_removed_is_missed_and_one_that_comes_in_its_place_is_read() {
    let desk = Desk::new();
    assert_eq!(desk.get("/readyz").status, 200);
    let away = desk.folder.join("away");
    std::fs::create_dir(&away).expect("a folder");
    for file in ["desk.db", "desk.db-wal", "desk.db-shm"] {
        let _ = std::fs::rename(desk.folder.join(file), away.join(file));
    }
    let missed = desk.get("/api/v1/reports");
    assert_eq!((missed.status, desk.get("/readyz").status, desk.get("/healthz").status), (503, 503, 200));
    assert!(!String::from_utf8_lossy(&missed.body).contains("desk.db"), "no path is told: {missed:?}");
    add(&desk.ledger, &[Report { id: "only".into(), text: "Rebels shelled Gulu.".into(), ..Report::default() }]);
    let reports = desk.get("/api/v1/reports").json();
    assert_eq!(reports["items"].as_array().map(Vec::len), Some(1));
}

#[test]
fn what_has_been_answered_is_counted_under_the_names_of_routes() {
    let desk = Desk::new();
    desk.get("/api/v1/incidents/no-such");
    desk.get("/wp-login.php");
    let metrics = String::from_utf8(desk.get("/metrics").body).expect("UTF-8");
    assert!(
        metrics.contains("attache_request_seconds_count{route=\"/api/v1/incidents/{id}\",status=\"404\"} 1"),
        "{metrics}"
    );
    assert!(metrics.contains("route=\"other\",status=\"404\"") && !metrics.contains("wp-login"), "{metrics}");
}

#[test]
fn who_listens_hears_of_a_new_report_and_is_let_go_at_the_end() {
    let mut desk = Desk::new();
    let mut stream = TcpStream::connect(desk.address).expect("the server listens");
    write!(stream, "GET /api/v1/changes HTTP/1.1\r\nhost: {}\r\n\r\n", desk.address).expect("sent");
    let mut lines = BufReader::new(stream).lines().map(|line| line.expect("a line"));
    // The first word says that the stream is open.
    assert!(lines.any(|line| line.contains("event: listening")));
    add(&desk.ledger, &[Report { id: "new".into(), text: "Rebels shelled Gulu.".into(), ..Report::default() }]);
    assert!(lines.any(|line| line.contains("event: changed")));
    desk.stop().expect("it ends in order");
    assert_eq!(lines.last().as_deref(), Some(""), "the stream is closed as HTTP closes one");
}

#[test]
fn who_listened_before_hears_what_was_missed() {
    let desk = Desk::new();
    let listen = |known: Option<&str>| {
        let mut stream = TcpStream::connect(desk.address).expect("the server listens");
        let known = known.map(|id| format!("last-event-id: {id}\r\n")).unwrap_or_default();
        write!(stream, "GET /api/v1/changes HTTP/1.1\r\nhost: {}\r\n{known}\r\n", desk.address).expect("sent");
        let mut lines = BufReader::new(stream).lines().map(|line| line.expect("a line"));
        let event = lines.find(|line| line.starts_with("event:")).expect("an event");
        let id = lines.find_map(|line| line.strip_prefix("id: ").map(str::to_owned)).expect("an id");
        (event, id)
    };
    let (event, id) = listen(None);
    assert_eq!(event, "event: listening");
    assert_eq!(listen(Some(&id)), ("event: listening".into(), id.clone()));
    add(&desk.ledger, &[Report { id: "new".into(), text: "Rebels shelled Gulu.".into(), ..Report::default() }]);
    let (event, other) = listen(Some(&id));
    assert!(event == "event: changed" && other != id, "{event} {other}");
}

#[test]
fn more_listeners_than_places_disturb_nobody() {
    let desk = Desk::new();
    let listen = || {
        let mut stream = TcpStream::connect(desk.address).expect("the server listens");
        write!(stream, "GET /api/v1/changes HTTP/1.1\r\nhost: {}\r\n\r\n", desk.address).expect("sent");
        let mut reader = BufReader::new(stream);
        let mut head = String::new();
        while !head.ends_with("\r\n\r\n") {
            assert!(reader.read_line(&mut head).expect("an answer") > 0, "{head}");
        }
        (head, reader)
    };
    let streams: Vec<_> = (0..520).map(|_| listen()).collect();
    let heard = |words: &str| streams.iter().filter(|(head, _)| head.contains(words)).count();
    assert_eq!((heard(" 200 "), heard(" 503 "), heard("connection: close")), (512, 8, 8));
    assert_eq!(desk.get("/api/v1/reports").status, 200);
    drop(streams);
}

#[test]
fn a_search_comes_whole_page_by_page() {
    let desk = Desk::new();
    let whole = desk.get("/api/v1/search?q=the&limit=200").json()["items"].as_array().expect("items").clone();
    let mut told = Vec::new();
    let mut cursor = String::new();
    loop {
        let page = desk.get(&format!("/api/v1/search?q=the&limit=2{cursor}")).json();
        told.extend(page["items"].as_array().expect("items").clone());
        let Some(next) = page["next"].as_str() else { break };
        cursor = format!("&cursor={next}");
    }
    assert!(whole.len() > 4);
    assert_eq!(told, whole);
}

#[test]
fn agreements_are_those_of_the_command_over_all_reports() {
    let text = "Russia broke the Minsk II agreement, Ukraine's army said on Monday.";
    let report = |id: &str, text: &str| Report { id: id.into(), text: text.into(), ..Report::default() };
    let told = [report("m1", text), report("m2", "Russia violated the Minsk II ceasefire, Kyiv said on Tuesday.")];
    let desk = Desk::with(&told, false);
    let ledger = ledger::Ledger::open_to_read(&desk.ledger).expect("the ledger");
    let all = ledger.agreements(&reading::bundled_lexicon(), &Default::default()).expect("agreements").agreements;
    let listed = desk.get("/api/v1/agreements?limit=200").json();
    assert_eq!(listed["items"].as_array().map(Vec::len), Some(all.len()));
    let minsk = all.iter().find(|a| a.reports == ["m1", "m2"]).expect("one agreement in both reports");
    assert_eq!(desk.get(&format!("/api/v1/agreements/{}", minsk.id)).json(), json!(minsk));
    let kept = desk.get("/api/v1/reports/m2").json();
    assert_eq!(kept["agreements"][0]["agreement"], json!(minsk.id));
    let named = desk.get("/api/v1/agreements?name=minsk&party=RUS,UKR").json();
    assert_eq!(named["items"].as_array().map(Vec::len), Some(1), "{named}");
}
