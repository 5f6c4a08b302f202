//! Following sources, from a server of the test's own on the loopback interface.

mod program;

use std::io::Write;
use std::process::Stdio;
use std::thread;

use program::site::{ids, status, Site};
use program::{attache, command, file, folder};

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

/// A member of a packed archive: the page of a town as its server gave it.
fn archived(town: &str) -> Vec<u8> {
    let page =
        format!("<p>Rebels shelled {town} on Monday, killing four soldiers, the mayor of {town} said on Tuesday.</p>");
    let answer = format!("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n{page}");
    let record = format!(
        "WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: https://wire.example/{town}\r\nWARC-Date: 2024-03-05T10:00:00Z\r\n\
         Content-Length: {}\r\n\r\n{answer}\r\n\r\n",
        answer.len()
    );
    let mut out = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    out.write_all(record.as_bytes()).expect("memory");
    out.finish().expect("memory")
}

#[test]
fn archives_are_followed_and_added_and_a_damaged_record_is_named() {
    let folder = folder("watch_archive");
    let mut torn = archived("Belmar");
    torn.truncate(torn.len() - 20);
    let archive = [archived("Arden"), torn, archived("Corvo")].concat();
    let crawl = file(&folder, "crawl.warc.gz", &archive);
    let sources = file(&folder, "sources.toml", b"[[source]]\nname = \"Crawls\"\nfolder = \".\"\n");
    let ledger = folder.join("a.db");
    let ledger = ledger.to_str().unwrap();
    let call = attache(&["watch", "--once", "--ledger", ledger, &sources]);
    assert_eq!(ids(ledger), ["Arden 1", "Corvo 1"]);
    assert_eq!((call.status, call.stderr.matches("record 2: is damaged").count()), (1, 1), "{}", call.stderr);
    let seen = status(ledger);
    assert!(seen["quarantine"][0]["fault"].as_str().unwrap().starts_with("record 2: is damaged"), "{seen}");
    // By hand the same pages are known already.
    let call = attache(&["add", "--ledger", ledger, &crawl]);
    assert!(call.stderr.contains("crawl.warc.gz: record 2: is damaged"), "{}", call.stderr);
    assert_eq!((call.status, ids(ledger).len()), (1, 2), "{}", call.stdout);
    let call = attache(&["sources", "check", &sources]);
    assert!(call.stdout.contains("folder, 1 entries"), "{}", call.stdout);
}
