//! Following sources, from a server of the test's own on the loopback interface.

mod program;

use std::collections::HashMap;
use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::path::Path;
use std::process::Stdio;
use std::sync::{Arc, Mutex};
use std::thread;

use program::{attache, command, file, folder};

type Pages = Arc<Mutex<HashMap<String, (String, Vec<u8>)>>>;

/// Pages of a server, which may change, and the requests that it got: path, and whether with a condition.
#[derive(Clone, Default)]
struct Site {
    at: String,
    pages: Pages,
    asked: Arc<Mutex<Vec<(String, bool)>>>,
}

impl Site {
    fn new() -> Self {
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
                let pages = served.pages.lock().unwrap();
                let (head, body) = match pages.get(&path) {
                    Some((head, _)) if condition && head.contains("ETag") => {
                        ("304 Not Modified".to_owned(), Vec::new())
                    }
                    Some((head, body)) => (head.clone(), body.clone()),
                    None => ("404 Not Found".to_owned(), Vec::new()),
                };
                let length = if head.contains("Content-Length") {
                    String::new()
                } else {
                    format!("\r\nContent-Length: {}", body.len())
                };
                let head = format!("HTTP/1.1 {head}{length}\r\nConnection: close\r\n\r\n");
                let _ = stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(&body));
            }
        });
        site
    }

    fn put(&self, path: &str, head: &str, body: impl Into<Vec<u8>>) -> &Self {
        self.pages.lock().unwrap().insert(path.into(), (head.into(), body.into()));
        self
    }

    fn asked(&self, path: &str) -> Vec<bool> {
        self.asked.lock().unwrap().iter().filter(|(p, _)| p == path).map(|(_, c)| *c).collect()
    }

    fn story(&self, n: usize) -> &Self {
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

    fn feed(&self, path: &str, stories: impl IntoIterator<Item = usize>) -> &Self {
        let items: String =
            stories.into_iter().map(|n| format!("<item><title>{n}</title><link>/story{n}</link></item>")).collect();
        self.put(path, "200 OK\r\nETag: \"1\"", format!("<rss><channel>{items}</channel></rss>"))
    }

    fn sources(&self, folder: &Path, rest: &str) -> String {
        let text = format!(
            "allow_private = [\"127.0.0.1\"]\npause = \"0s\"\npatience = \"5s\"\n{}",
            rest.replace("AT", &self.at)
        );
        file(folder, "sources.toml", text.as_bytes())
    }
}

fn ids(ledger: &str) -> Vec<String> {
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

fn status(ledger: &str) -> serde_json::Value {
    attache(&["status", "--ledger", ledger, "--format", "json"]).json()[0]["watched"].clone()
}

#[test]
fn what_is_new_is_read_once_and_asked_for_politely() {
    let (site, folder) = (Site::new(), folder("watch_once"));
    site.story(1).story(2).story(3).feed("/feed", [1, 2]);
    site.put("/robots.txt", "200 OK", "User-agent: *\nDisallow: /private");
    site.put("/other", "301 Moved\r\nLocation: /feed", "");
    file(&folder, "note.txt", b"Troops of the army left the town of Belmar on Monday, the mayor said.");
    let sources = site.sources(
        &folder,
        "[[source]]\nname = \"Wire\"\nfeed = \"AT/feed\"\n[[source]]\nname = \"Old\"\nfeed = \"AT/other\"\n\
         [[source]]\nname = \"Files\"\nfolder = \".\"\n[[source]]\nname = \"Shut\"\nfeed = \"AT/private/feed\"\n",
    );
    let ledger = folder.join("a.db");
    let ledger = ledger.to_str().unwrap();
    let watch = || attache(&["watch", "--once", "--ledger", ledger, &sources]);
    let call = watch();
    assert_eq!(call.status, 0, "{}", call.stderr);
    assert!(call.stderr.contains("Shut: the host's robots.txt asks to leave it alone"), "{}", call.stderr);
    assert!(call.stderr.contains("Old: has moved for good to"), "{}", call.stderr);
    assert_eq!(ids(ledger), ["note.txt 1", "story1 1", "story2 1"]);
    site.feed("/feed", [3, 2, 1]);
    watch();
    // The server says that nothing has changed, and is believed.
    assert_eq!(ids(ledger).len(), 3);
    site.put(
        "/feed",
        "200 OK",
        "<rss><channel><item><link>/story3</link></item><item><link>/story1</link></item></channel></rss>",
    );
    watch();
    assert_eq!(ids(ledger), ["note.txt 1", "story1 1", "story2 1", "story3 1"]);
    assert_eq!(site.asked("/story1").len(), 1);
    assert_eq!(site.asked("/private/feed").len(), 0);
    assert_eq!(site.asked("/other").len(), 1, "what has moved for good is asked for where it is now");
    assert!(site.asked("/feed").contains(&true));
}

#[test]
fn what_cannot_be_read_waits_in_quarantine_and_disturbs_nobody() {
    let (site, folder) = (Site::new(), folder("watch_bad"));
    let html = "200 OK\r\nContent-Type: text/html";
    site.story(1).put("/zip", html, &b"PK\x03\x04 and so on"[..]).put("/thin", html, "<p>Home</p>");
    site.put("/many", html, "<i>".repeat(2_500_000)).put("/inside", "302 Found\r\nLocation: http://localhost:1/", "");
    let links: String =
        ["zip", "thin", "many", "inside", "gone", "story1"].map(|l| format!("<item><link>/{l}</link></item>")).concat();
    site.put("/feed", "200 OK", format!("<rss><channel>{links}</channel></rss>"));
    site.put("/bomb", "200 OK", "<!DOCTYPE r [<!ENTITY a \"b\">]><rss/>");
    site.put("/loop", "302 Found\r\nLocation: /loop", "").put("/long", "200 OK\r\nContent-Length: 500000000", "<rss>");
    site.put("/lying", "200 OK\r\nContent-Length: 5000", "<rss>").put(
        "/busy",
        "429 Too Many\r\nRetry-After: 86400",
        "",
    );
    let named = ["feed", "bomb", "loop", "long", "lying"]
        .map(|n| format!("[[source]]\nname = \"{n}\"\nfeed = \"AT/{n}\"\n"))
        .concat();
    let sources = site.sources(&folder, &named);
    let ledger = folder.join("a.db");
    let ledger = ledger.to_str().unwrap();
    let call = attache(&["watch", "--once", "--ledger", ledger, &sources]);
    assert_eq!(ids(ledger), ["story1 1"], "{}", call.stderr);
    let seen = status(ledger);
    assert_eq!((seen["read"].as_u64(), seen["quarantined"].as_u64()), (Some(1), Some(5)), "{seen}\n{}", call.stderr);
    let said = seen.to_string();
    for wanted in [
        "a zip archive",
        "no prose",
        "no such page",
        "allow_private",
        "entities of its own",
        "without end",
        "longer than 8 MiB",
        "broke off",
    ] {
        assert!(said.contains(wanted), "{wanted:?} is not in {said}");
    }
    // Said once: a second try adds no word, and quarantined reports are left alone.
    let again = attache(&["watch", "--once", "--ledger", ledger, &sources]);
    assert_eq!(again.stderr, "");
    assert_eq!(site.asked("/zip").len(), 1);
}

#[test]
fn killed_at_any_moment_nothing_is_lost_or_doubled() {
    let (site, folder) = (Site::new(), folder("watch_killed"));
    for n in 0..40 {
        site.story(n);
    }
    site.feed("/feed", 0..40);
    let sources = site.sources(&folder, "[[source]]\nname = \"Wire\"\nfeed = \"AT/feed\"\n");
    let ledger = folder.join("a.db");
    let ledger = ledger.to_str().unwrap();
    // Each run is killed when the server has been asked for a few more pages.
    for more in [1, 3, 2, 5, 4, 7] {
        let before = site.asked.lock().unwrap().len();
        let mut child = command(&["watch", "--once", "--ledger", ledger, &sources])
            .stderr(Stdio::null())
            .spawn()
            .expect("it starts");
        while site.asked.lock().unwrap().len() < before + more && child.try_wait().expect("a child").is_none() {
            thread::yield_now();
        }
        child.kill().expect("it is killed");
        child.wait().expect("it ends");
    }
    let call = attache(&["watch", "--once", "--ledger", ledger, &sources]);
    assert_eq!(call.status, 0, "{}", call.stderr);
    let mut wanted: Vec<String> = (0..40).map(|n| format!("story{n} 1")).collect();
    wanted.sort();
    assert_eq!(ids(ledger), wanted);
    assert_eq!(status(ledger)["waiting"], 0);
    assert_eq!(attache(&["check", "--ledger", ledger]).status, 0);
}

#[test]
fn sources_are_tried_and_mistakes_named() {
    let (site, folder) = (Site::new(), folder("watch_check"));
    site.story(1).feed("/feed", [1]);
    let sources = site.sources(
        &folder,
        "[[source]]\nname = \"Wire\"\nfeed = \"AT/feed\"\n[[source]]\nname = \"Gone\"\nfeed = \"AT/gone\"\n",
    );
    let call = attache(&["sources", "check", &sources]);
    assert_eq!(call.status, 1);
    assert_eq!(
        call.stdout,
        "Wire\n    RSS, 1 entries\n    first: Belmar shelled (Wire, 2024-03-02, 40 words)\nGone\n    FAILS: the server has no such page\n"
    );
    let bad = file(&folder, "bad.toml", b"[[source]]\nfeed = \"nowhere\"\n");
    let call = attache(&["watch", &bad]);
    assert_eq!(call.status, 2);
    assert!(call.stderr.contains("bad.toml, line 2: \"nowhere\" is no address"), "{}", call.stderr);
}

#[test]
fn private_addresses_are_refused_unless_they_are_named() {
    let (site, folder) = (Site::new(), folder("watch_private"));
    site.story(1).feed("/feed", [1]);
    let sources = file(&folder, "s.toml", format!("[[source]]\nfeed = \"{}/feed\"\n", site.at).as_bytes());
    let call = attache(&["sources", "check", &sources]);
    assert!(call.stdout.contains("allow_private"), "{}", call.stdout);
    assert!(site.asked.lock().unwrap().is_empty());
}
