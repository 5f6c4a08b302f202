//! Reports by address, from a server of the test's own on the loopback interface.

mod program;

use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::thread;

use program::attache;

const PAGE: &str = "<!doctype html><html><head><title>Shells fall on the ford</title>\
    <meta property=\"article:published_time\" content=\"2024-03-05\"></head><body><nav><a href=/>Home</a></nav><article>\
    <p>Rebels shelled the ford on Monday, killing two drivers, the governor said in the town on Tuesday morning.</p>\
    <p>The rebels denied it, and said that the army had fired first on the road to the north of the river.</p>\
    </article></body></html>";

/// Serves each path of `pages` for as long as the test runs; returns the address before the path.
fn serve(pages: Vec<(&'static str, &'static str, &'static [u8])>) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = format!("http://{}", listener.local_addr().expect("an address"));
    thread::spawn(move || {
        for stream in listener.incoming() {
            let Ok(mut stream) = stream else { continue };
            let mut lines = BufReader::new(stream.try_clone().expect("a stream")).lines().map_while(Result::ok);
            let first = lines.next().unwrap_or_default();
            let _ = lines.find(String::is_empty);
            let path = first.split(' ').nth(1).unwrap_or_default();
            let not_found = ("", "404 Not Found\r\nContent-Type: text/plain", &b"nothing here"[..]);
            let (_, head, body) = pages.iter().find(|(p, ..)| *p == path).unwrap_or(&not_found);
            let head = format!("HTTP/1.1 {head}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n", body.len());
            let _ = stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(body));
        }
    });
    address
}

#[test]
fn a_page_is_fetched_and_read() {
    let at = serve(vec![
        ("/story", "200 OK\r\nContent-Type: text/html; charset=utf-8", PAGE.as_bytes()),
        ("/moved", "302 Found\r\nLocation: /story", b""),
        (
            "/old",
            "200 OK\r\nContent-Type: text/plain; charset=windows-1252",
            b"Troops left Bogot\xE1 on Monday, the mayor said.",
        ),
    ]);
    let (moved, old) = (format!("{at}/moved"), format!("{at}/old"));
    let call = attache(&["read", "--format", "json", &moved, &old]);
    assert_eq!(call.status, 0, "{}", call.stderr);
    let readings = call.json();
    assert_eq!(readings[0]["report"]["url"], format!("{at}/story"));
    assert_eq!(readings[0]["report"]["published"], "2024-03-05");
    assert!(!readings[0]["report"]["text"].as_str().unwrap().contains("Home"));
    assert!(readings[1]["report"]["text"].as_str().unwrap().contains("Bogotá"));
}

#[test]
fn what_cannot_be_fetched_is_said_and_the_rest_is_read() {
    let at = serve(vec![
        ("/story", "200 OK\r\nContent-Type: text/html", PAGE.as_bytes()),
        ("/loop", "302 Found\r\nLocation: /loop", b""),
        ("/paper", "200 OK\r\nContent-Type: application/pdf", b"%PDF"),
        ("/private", "403 Forbidden", b""),
    ]);
    let addresses = ["/gone", "/loop", "/paper", "/private", "/story"].map(|path| format!("{at}{path}"));
    let mut args = vec!["read", "--format", "json", "http://127.0.0.1:1/closed"];
    args.extend(addresses.iter().map(String::as_str));
    let call = attache(&args);
    assert_eq!((call.status, call.json().len()), (1, 1), "{}", call.stderr);
    for said in [
        "closed: cannot be fetched",
        "gone: cannot be fetched: the server has no such page",
        "loop: cannot be fetched: it is redirected without end",
        "paper: is application/pdf",
        "status 403",
    ] {
        assert!(call.stderr.contains(said), "{said:?} is not in {}", call.stderr);
    }
}
