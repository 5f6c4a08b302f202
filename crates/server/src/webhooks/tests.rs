use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpListener;
use std::sync::mpsc;

use super::*;

const SECRET: &str = "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";

fn hook(name: &str, url: String) -> Webhook {
    Webhook { name: name.into(), url, secret: SECRET.into(), private: true }
}

fn is_public(address: IpAddr) -> bool {
    !address.is_loopback()
}

/// Tries again after `pauses`, at the time that `now` tells.
fn terms(pauses: &[i64], now: fn() -> i64) -> Terms {
    Terms { pauses: pauses.to_vec(), patience: PATIENCE, is_public, now }
}

fn notice(id: &str) -> Notice {
    Notice { id: id.into(), body: format!("{{\"id\":\"{id}\"}}") }
}

fn folder(name: &str) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("attache-webhooks-{name}-{}", std::process::id()));
    fs::create_dir_all(&folder).expect("a folder");
    folder.join("desk.db")
}

/// A receiver on loopback that answers with these statuses, one after the other, and tells what it got.
fn receiver(statuses: Vec<u16>) -> (String, mpsc::Receiver<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = format!("http://{}/hook", listener.local_addr().expect("an address"));
    let (tell, told) = mpsc::channel();
    std::thread::spawn(move || {
        for status in statuses {
            let (mut stream, _) = listener.accept().expect("a request");
            let mut reader = BufReader::new(stream.try_clone().expect("a stream"));
            let (mut head, mut length) = (String::new(), 0);
            loop {
                let mut line = String::new();
                reader.read_line(&mut line).expect("a line");
                if let Some(n) = line.to_ascii_lowercase().strip_prefix("content-length:") {
                    length = n.trim().parse().expect("a length");
                }
                if line.trim().is_empty() {
                    break;
                }
                head += &line;
            }
            let mut body = vec![0; length];
            reader.read_exact(&mut body).expect("a body");
            let answer = format!("HTTP/1.1 {status} X\r\nlocation: http://127.0.0.1:1/\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
            stream.write_all(answer.as_bytes()).expect("answered");
            tell.send(head + &String::from_utf8_lossy(&body)).expect("heard");
        }
    });
    (url, told)
}

/// The state of a receiver as soon as `is` holds of it.
fn once(senders: &Senders, name: &str, is: impl Fn(&HookState) -> bool) -> HookState {
    loop {
        let state = senders.states().0[name].clone();
        if is(&state) {
            return state;
        }
        std::thread::yield_now();
    }
}

#[test]
fn an_alert_is_sent_again_until_it_is_taken_and_signed() {
    let ledger = folder("again");
    let (url, told) = receiver(vec![500, 302, 204]);
    let senders = Senders::with(vec![hook("desk", url)], &ledger, terms(&[0, 0], || 1_700_000_000)).expect("a sender");
    senders.tell(&[notice("old")]);
    senders.tell(&[notice("old"), notice("w1")]);
    let requests: Vec<String> = (0..3).map(|_| told.recv().expect("a request")).collect();
    for request in &requests {
        assert!(request.ends_with("{\"id\":\"w1\"}"), "what was there before is no news: {request}");
        assert!(request.contains("webhook-id: w1") && request.contains("webhook-signature: v1,"), "{request}");
        assert!(request.contains("webhook-timestamp: 1700000000"), "{request}");
    }
    let state = once(&senders, "desk", |s| s.delivered == 1);
    assert_eq!((state.waiting.len(), state.dead.len(), &state.error), (0, 0, &None));
    senders.end();
}

#[test]
fn what_nobody_takes_is_set_aside_and_the_others_go_on() {
    let ledger = folder("aside");
    let (url, told) = receiver(vec![200]);
    let closed = TcpListener::bind("127.0.0.1:0").and_then(|l| l.local_addr()).expect("a port that is closed again");
    let hooks = vec![hook("gone", format!("http://{closed}/")), hook("well", url)];
    let senders = Senders::with(hooks, &ledger, terms(&[0, 0, 0], || 1)).expect("senders");
    senders.tell(&[]);
    senders.tell(&[notice("w1")]);
    told.recv().expect("the other is told");
    let state = once(&senders, "gone", |s| !s.dead.is_empty());
    assert_eq!((state.dead[0].tries, state.waiting.len(), state.delivered), (4, 0, 0));
    once(&senders, "well", |s| s.delivered == 1);
    senders.end();
    // What was set aside is still known when the server starts again.
    let kept = States::read(&States::beside(&ledger)).expect("the file");
    assert_eq!(kept.0["gone"].dead.len(), 1);
}

#[test]
fn a_receiver_that_hangs_is_given_up_and_holds_up_nobody() {
    let ledger = folder("hangs");
    // The system takes the connection, and nobody ever answers.
    let silent = TcpListener::bind("127.0.0.1:0").expect("a port");
    let (url, told) = receiver(vec![200]);
    let hooks = vec![hook("hangs", format!("http://{}/", silent.local_addr().expect("an address"))), hook("well", url)];
    let terms = Terms { patience: Duration::from_millis(200), ..terms(&[100], || 1) };
    let senders = Senders::with(hooks, &ledger, terms).expect("senders");
    senders.tell(&[]);
    senders.tell(&[notice("w1")]);
    told.recv().expect("the other is told");
    let state = once(&senders, "hangs", |s| s.error.is_some());
    assert_eq!((state.waiting[0].tries, state.waiting[0].next, state.delivered), (1, 101, 0));
    assert!(state.error.as_deref().is_some_and(|e| e.contains("timeout")), "{:?}", state.error);
    senders.end();
}

#[test]
fn what_waits_is_sent_after_a_restart_and_nothing_twice() {
    let ledger = folder("restart");
    let (url, told) = receiver(vec![503, 200]);
    let start =
        |now| Senders::with(vec![hook("desk", url.clone())], &ledger, terms(&[100, 100], now)).expect("a sender");
    let senders = start(|| 1000);
    senders.tell(&[]);
    senders.tell(&[notice("w1")]);
    told.recv().expect("sent in vain");
    once(&senders, "desk", |s| s.waiting.iter().any(|w| w.next == 1100));
    senders.end();
    let senders = start(|| 1100);
    senders.tell(&[notice("w1")]);
    told.recv().expect("sent again");
    let state = once(&senders, "desk", |s| s.delivered == 1);
    assert!(state.waiting.is_empty());
    senders.end();
}

#[test]
fn private_addresses_are_refused_unless_they_are_allowed() {
    let ledger = folder("private");
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = format!("http://localhost:{}/", listener.local_addr().expect("an address").port());
    let hooks = vec![Webhook { private: false, ..hook("inside", url) }];
    let senders = Senders::with(hooks, &ledger, terms(&[], || 1)).expect("senders");
    senders.tell(&[]);
    senders.tell(&[notice("w1")]);
    let state = once(&senders, "inside", |s| !s.dead.is_empty());
    assert!(state.dead[0].error.contains("private address"), "{}", state.dead[0].error);
    senders.end();
    listener.set_nonblocking(true).expect("set");
    assert!(listener.accept().is_err(), "nobody came");
}

#[test]
fn a_file_that_makes_no_sense_is_refused_by_name() {
    let path = folder("file").with_extension("toml");
    for (text, wanted) in [
        ("[[webhook]]\nname = \"a\"\nurl = \"http://a.example\"\nsecret = \"S\"", "https://"),
        ("[[webhook]]\nname = \"a\"\nurl = \"https://a.example\"\nsecret = \"short\"", "openssl rand"),
        ("[[webhook]]\nname = \"a\\nb\"\nurl = \"https://a.example\"\nsecret = \"S\"", "one line"),
        ("[[webhook]]\nname = \"a\"\nurl = \"https://a.example\"", "secret"),
        ("[[hook]]", "hook"),
    ] {
        fs::write(&path, text.replace("\"S\"", &format!("{SECRET:?}"))).expect("written");
        let refused = Webhook::read(&path).expect_err(text).to_string();
        assert!(refused.contains(wanted) && refused.contains("desk.toml"), "{refused}");
    }
    let twice = format!("[[webhook]]\nname = \"a\"\nurl = \"https://a.example\"\nsecret = {SECRET:?}\n");
    fs::write(&path, &twice).expect("written");
    assert_eq!(Webhook::read(&path).expect("one").len(), 1);
    fs::write(&path, twice.repeat(2)).expect("written");
    assert!(Webhook::read(&path).is_err());
}

#[test]
fn what_is_kept_is_bounded() {
    let mut state = HookState::default();
    state.hear(&[], 0);
    let many: Vec<Notice> = (0..3000).map(|i| notice(&i.to_string())).collect();
    state.hear(&many, 0);
    assert_eq!((state.waiting.len(), state.dead.len()), (1000, 200));
}
