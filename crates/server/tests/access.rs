//! Who may ask, and how the server ends.

mod desk;

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};

use base64::prelude::{Engine, BASE64_STANDARD};
use desk::{add, Desk};
use server::{Error, Reader, Role, Server, Settings, Tokens};

#[test]
fn listening_elsewhere_without_tokens_is_refused() {
    let reader = Reader { read: Box::new(|_| unreachable!("nothing is read")), lexicon: reading::bundled_lexicon() };
    let listen = SocketAddr::from(([0, 0, 0, 0], 0));
    let settings = Settings { listen, ..desk::settings("no-such.db".into()) };
    let refused = Server::bind(settings, reader).err().expect("refused");
    assert!(matches!(refused, Error::Open(_)), "{refused}");
    assert!(refused.to_string().contains("attache token add"), "{refused}");
}

#[test]
fn with_tokens_only_who_has_one_is_answered_and_only_sums_are_kept() {
    let folder = std::env::temp_dir().join(format!("attache-access-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder");
    let (ledger, file) = (folder.join("desk.db"), folder.join("tokens"));
    add(&ledger, &[]);
    let mut tokens = Tokens::read(&file).expect("no tokens yet");
    let token = tokens.add("desk", Role::Read, "2024-05-01").expect("a token");
    assert!(tokens.add("desk", Role::Read, "2024-05-01").is_err(), "a name has one token");
    assert!(tokens.add("a\nb", Role::Read, "2024-05-01").is_err(), "a name stands on one line");
    let kept = std::fs::read_to_string(&file).expect("the file");
    assert!(!kept.contains(&token[4..]) && kept.contains("\"name\":\"desk\""), "{kept}");
    let tokens = Some(Tokens::read(&file).expect("tokens"));
    let settings = Settings { tokens, ..desk::settings(ledger) };
    let desk = Desk::serving(settings, folder);
    let with = |value: &str| desk.ask("GET", "/api/v1/status", &[("authorization", value)], b"").status;
    assert_eq!(with(&format!("Bearer {token}")), 200);
    for wrong in ["", "Bearer", "Bearer x", &token, &format!("Basic {token}"), &format!("Bearer {token}x")] {
        assert_eq!(with(wrong), 401, "{wrong}");
    }
    let (first, rest) = token.split_at(9);
    for broken in ["\n", "\r\n", "\r\n ", "\r\n\t", "\r", "\0"] {
        assert_eq!(with(&format!("Bearer {first}{broken}{rest}")), 400, "{broken:?} in a token");
        let pair = BASE64_STANDARD.encode(format!("any:{first}{broken}{rest}"));
        let feed = desk.ask("GET", "/alerts.atom", &[("authorization", &format!("Basic {pair}"))], b"");
        assert_eq!(feed.status, 401, "{broken:?} in a token sent as a password");
    }
    assert_eq!(with(&format!("Bearer {token}")), 200);
    // The page asks for the token itself; it holds nothing of the ledger.
    assert_eq!(desk.get("/").status, 200);
    assert_eq!((desk.get("/metrics").status, desk.get("/healthz").status), (401, 200));
}

#[test]
fn a_request_under_way_is_answered_before_the_server_ends() {
    let mut desk = Desk::new();
    let mut stream = TcpStream::connect(desk.address).expect("the server listens");
    let body = r#"{"text":"Rebels shelled Gulu on Monday."}"#;
    let head = format!(
        "POST /api/v1/read HTTP/1.1\r\nhost: {}\r\ncontent-type: application/json\r\ncontent-length: {}\r\nexpect: 100-continue\r\n\r\n",
        desk.address,
        body.len()
    );
    stream.write_all(head.as_bytes()).expect("sent");
    // The server says that it has the head and waits for the body: the request is under way.
    let mut go_on = [0; 25];
    stream.read_exact(&mut go_on).expect("an answer");
    assert!(go_on.starts_with(b"HTTP/1.1 100"), "{}", String::from_utf8_lossy(&go_on));
    let sending = std::thread::spawn(move || {
        stream.write_all(body.as_bytes()).expect("sent");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).expect("an answer");
        answer
    });
    desk.stop().expect("it ends in order");
    assert!(sending.join().expect("sent").starts_with("HTTP/1.1 200"));
    assert!(TcpStream::connect(desk.address).is_err(), "nobody listens any more");
}

#[test]
fn who_asks_too_much_is_told_when_to_ask_again() {
    let folder = std::env::temp_dir().join(format!("attache-rate-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder");
    let ledger = folder.join("desk.db");
    add(&ledger, &[]);
    let settings = Settings { role: Role::Read, rate: 1, ..desk::settings(ledger) };
    let desk = Desk::serving(settings, folder);
    let refused = (0..200).map(|_| desk.get("/api/v1/status")).find(|answer| answer.status != 200).expect("refused");
    assert_eq!(refused.status, 429);
    assert!(refused.header("retry-after").is_some_and(|s| s.parse::<u32>().is_ok_and(|s| s > 0)), "{refused:?}");
    // The page itself, and what machines look at, are no part of it.
    assert_eq!((desk.get("/").status, desk.get("/healthz").status), (200, 200));
    assert_eq!(desk.ask("POST", "/api/v1/decisions", &[("content-type", "application/json")], b"{}").status, 429);
}

#[test]
fn what_was_asked_before_the_end_is_answered() {
    let mut desk = Desk::new();
    let host = desk.address;
    let ask = |_| {
        let mut stream = TcpStream::connect(host).expect("the server listens");
        write!(stream, "GET /api/v1/status HTTP/1.1\r\nhost: {host}\r\n\r\n").expect("sent");
        stream
    };
    // Nobody waits for an answer: some of these are not even taken yet when the server is told to stop.
    let streams: Vec<TcpStream> = (0..60).map(ask).collect();
    desk.stop().expect("it ends in order");
    let answered = |mut stream: TcpStream| {
        let mut answer = String::new();
        stream.read_to_string(&mut answer).expect("an answer and the end");
        answer.starts_with("HTTP/1.1 200")
    };
    assert_eq!(streams.into_iter().map(answered).filter(|is| *is).count(), 60);
}
