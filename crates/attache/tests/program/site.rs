//! A server of the test's own on the loopback interface, and what a ledger holds of it.

use std::collections::HashMap;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;

use super::{attache, file};

/// Bytes that an answer goes on for that is said to be `Endless`.
pub const ENDLESS: u64 = 500_000_000;

type Pages = Arc<Mutex<HashMap<String, (String, Vec<u8>)>>>;

/// Pages of a server, which may change, and the requests that it got: path, and whether with a condition.
#[derive(Clone, Default)]
pub struct Site {
    pub at: String,
    pages: Pages,
    pub asked: Arc<Mutex<Vec<(String, bool)>>>,
    /// Bytes that were sent of endless answers.
    pub sent: Arc<AtomicU64>,
}

impl Site {
    pub fn new() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let at = format!("http://{}", listener.local_addr().expect("an address"));
        let site = Self { at, ..Self::default() };
        let served = site.clone();
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let mut stream = stream;
                let mut lines = BufReader::new(stream.try_clone().expect("a stream")).lines().map_while(Result::ok);
                let first = lines.next().unwrap_or_default();
                let heads: Vec<String> = lines.take_while(|l| !l.is_empty()).collect();
                let condition = heads.iter().any(|h| h.eq_ignore_ascii_case("if-none-match: \"1\""));
                let path = first.split(' ').nth(1).unwrap_or_default().to_owned();
                served.asked.lock().unwrap().push((path.clone(), condition));
                let (head, body) = match served.pages.lock().unwrap().get(&path) {
                    Some((head, _)) if condition && head.contains("ETag") => {
                        ("304 Not Modified".to_owned(), Vec::new())
                    }
                    Some((head, body)) => (head.clone(), body.clone()),
                    None => ("404 Not Found".to_owned(), Vec::new()),
                };
                let endless = head.contains("Endless");
                let length = if endless || head.contains("Content-Length") {
                    String::new()
                } else {
                    format!("\r\nContent-Length: {}", body.len())
                };
                let head = format!("HTTP/1.1 {head}{length}\r\nConnection: close\r\n\r\n");
                let _ = stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(&body));
                if endless {
                    served.go_on(&mut stream, &body);
                }
            }
        });
        site
    }

    /// Sends `body` again and again until nobody listens any more.
    fn go_on(&self, stream: &mut TcpStream, body: &[u8]) {
        let sent = |bytes| self.sent.fetch_add(bytes, Ordering::SeqCst) + bytes;
        while stream.write_all(body).is_ok() && sent(body.len() as u64) < ENDLESS {}
    }

    pub fn put(&self, path: &str, head: &str, body: impl Into<Vec<u8>>) -> &Self {
        self.pages.lock().unwrap().insert(path.into(), (head.into(), body.into()));
        self
    }

    pub fn asked(&self, path: &str) -> Vec<bool> {
        self.asked.lock().unwrap().iter().filter(|(p, _)| p == path).map(|(_, c)| *c).collect()
    }

    pub fn story(&self, n: usize) -> &Self {
        let towns = ["Arden", "Belmar", "Corvo", "Dalen", "Estun", "Farrow", "Gilden", "Harrow"];
        let town = towns[n % towns.len()];
        let page = format!(
            "<html><head><title>{town} shelled</title><meta property=\"article:published_time\" content=\"2024-03-0{}\"></head><body>\
             <article><p>Rebels shelled {town} on Monday with rockets of type {n}, killing {} soldiers, the governor of {town} said on Tuesday.</p>\
             <p>A spokesman of the rebels in district {n} denied it and said that the army had fired first near {town}.</p></article></body></html>",
            n % 8 + 1,
            n + 2,
        );
        self.put(&format!("/story{n}"), "200 OK\r\nContent-Type: text/html; charset=utf-8", page)
    }

    pub fn feed(&self, path: &str, stories: impl IntoIterator<Item = usize>) -> &Self {
        let items: String =
            stories.into_iter().map(|n| format!("<item><title>{n}</title><link>/story{n}</link></item>")).collect();
        self.put(path, "200 OK\r\nETag: \"1\"", format!("<rss><channel>{items}</channel></rss>"))
    }

    pub fn sources(&self, folder: &Path, rest: &str) -> String {
        let text = format!(
            "allow_private = [\"127.0.0.1\"]\npause = \"0s\"\npatience = \"5s\"\n{}",
            rest.replace("AT", &self.at)
        );
        file(folder, "sources.toml", text.as_bytes())
    }
}

pub fn ids(ledger: &str) -> Vec<String> {
    let call = attache(&[
        "sql",
        "--ledger",
        ledger,
        "--format",
        "json",
        "SELECT key, (SELECT count(*) FROM versions v WHERE v.report = r.id) AS n FROM reports r ORDER BY key",
    ]);
    assert_eq!(call.status, 0, "{}", call.stderr);
    call.json()
        .iter()
        .flat_map(|row| row.as_array().cloned().unwrap_or_else(|| vec![row.clone()]))
        .map(|row| format!("{} {}", row["key"].as_str().unwrap().rsplit('/').next().unwrap(), row["n"]))
        .collect()
}

pub fn status(ledger: &str) -> serde_json::Value {
    attache(&["status", "--ledger", ledger, "--format", "json"]).json()[0]["watched"].clone()
}
