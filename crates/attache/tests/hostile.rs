//! Sources that are broken or mean harm: each is bounded, said once, seen in `status`, and disturbs nobody.

mod program;

use std::io::Write;
use std::sync::atomic::Ordering;

use flate2::write::GzEncoder;
use flate2::Compression;
use program::site::{ids, status, Site};
use program::{attache, file, folder};

fn packed(bytes: &[u8]) -> Vec<u8> {
    let mut out = GzEncoder::new(Vec::new(), Compression::fast());
    out.write_all(bytes).expect("memory");
    out.finish().expect("memory")
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
    site.put("/bomb", "200 OK", "<!DOCTYPE r [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;&a;&a;\"><!ENTITY c \"&b;&b;&b;&b;&b;\">]><rss><channel><item><title>&c;</title></item></channel></rss>");
    site.put("/loop", "302 Found\r\nLocation: /loop", "").put("/long", "200 OK\r\nContent-Length: 500000000", "<rss>");
    site.put("/lying", "200 OK\r\nContent-Length: 5000", "<rss>");
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
fn what_is_far_too_large_is_left_in_the_middle() {
    let (site, folder) = (Site::new(), folder("hostile_large"));
    let items = "<item><link>/story1</link></item>".repeat(2_000);
    site.put("/endless", "200 OK\r\nX-Body: Endless", format!("<rss><channel>{items}"));
    let zipped = "200 OK\r\nContent-Encoding: gzip\r\nContent-Type: text/html";
    site.put("/bomb", zipped, packed(&vec![b' '; 300 << 20])).put(
        "/nodes",
        zipped,
        packed("<i>".repeat(10_000_000).as_bytes()),
    );
    site.story(1).put(
        "/feed",
        "200 OK",
        "<rss><channel><item><link>/nodes</link></item><item><link>/story1</link></item></channel></rss>",
    );
    let sources = site.sources(
        &folder,
        &["endless", "bomb", "feed"].map(|n| format!("[[source]]\nname = \"{n}\"\nfeed = \"AT/{n}\"\n")).concat(),
    );
    let ledger = folder.join("a.db");
    let ledger = ledger.to_str().unwrap();
    let call = attache(&["watch", "--once", "--ledger", ledger, &sources]);
    assert_eq!(ids(ledger), ["story1 1"], "{}", call.stderr);
    let sent = site.sent.load(Ordering::SeqCst);
    assert!(sent < 32 << 20, "{sent} bytes were taken of what is too long");
    let seen = status(ledger);
    let troubled = seen["troubled"].as_array().unwrap();
    for name in ["endless", "bomb"] {
        let fault = troubled.iter().find(|t| t["source"] == name).map(|t| t["fault"].to_string()).unwrap_or_default();
        assert!(fault.contains("longer than 8 MiB"), "{name}: {seen}");
        assert_eq!(call.stderr.matches(&format!("{name}: it is longer")).count(), 1, "{}", call.stderr);
    }
    // The page of ten million nodes is tried again later: it may have been a bad day.
    assert_eq!(seen["waiting"], 1, "{seen}");
    // Out of a file the same page is refused for good.
    let page = file(&folder, "nodes.html", "<i>".repeat(10_000_000).as_bytes());
    let call = attache(&["add", "--ledger", ledger, &page]);
    assert!(call.stderr.contains("longer than 16 MiB"), "{}", call.stderr);
}

#[test]
fn days_that_cannot_be_are_not_believed() {
    let (site, folder) = (Site::new(), folder("hostile_days"));
    let html = "200 OK\r\nContent-Type: text/html";
    let page = |town: &str, day: &str| {
        format!("<meta property='article:published_time' content='{day}'><p>Rebels shelled {town} on Monday, killing four soldiers, the mayor of {town} said.</p>")
    };
    site.put("/old", html, page("Arden", "1970-01-01")).put("/new", html, page("Corvo", "2099-05-01"));
    site.put("/both", html, page("Dalen", "1970-01-01T00:00:00Z"));
    let item = |n: &str, day: &str| format!("<item><link>/{n}</link><pubDate>{day}</pubDate></item>");
    let items = item("old", "Tue, 05 Mar 2024 10:00:00 GMT")
        + &item("new", "2024-03-06")
        + &item("both", "Fri, 01 May 2099 10:00:00 GMT");
    site.put("/feed", "200 OK", format!("<rss><channel>{items}</channel></rss>"));
    let sources = site.sources(&folder, "[[source]]\nname = \"Wire\"\nfeed = \"AT/feed\"\n");
    let ledger = folder.join("a.db");
    let ledger = ledger.to_str().unwrap();
    let call = attache(&["watch", "--once", "--ledger", ledger, &sources]);
    assert_eq!((call.status, call.stderr.as_str()), (0, ""));
    let sql = "SELECT r.key, v.published FROM reports r JOIN versions v ON v.report = r.id ORDER BY v.published";
    let days = attache(&["sql", "--ledger", ledger, "--format", "csv", sql]).stdout.replace(&site.at, "");
    assert_eq!(days, "key,published\n/both,\n/old,2024-03-05\n/new,2024-03-06\n");
    assert!(attache(&["status", "--ledger", ledger]).stdout.contains("1 undated, 0 dated in the future"));
}

#[test]
fn a_script_in_a_title_and_a_wrong_charset() {
    let (site, folder) = (Site::new(), folder("hostile_words"));
    let text = |town: &str| {
        format!("<p>Rebels shelled {town} on Monday – the mayor of {town} said that it was the third time.</p>")
    };
    let with = |charset: &str| format!("200 OK\r\nContent-Type: text/html; charset={charset}");
    site.put("/sound", &with("windows-1251"), text("Belgrád"));
    site.put("/bogus", &with("klingon"), text("Évora").replace('–', "-").chars().map(|c| c as u8).collect::<Vec<_>>());
    let title = "&lt;script&gt;alert(1)&lt;/script&gt;Ford &amp;lt;b&amp;gt; shelled\u{1b}[31m";
    let item = |n: &str| format!("<item><title>{title}</title><link>/{n}</link></item>");
    site.put("/feed", "200 OK", format!("<rss><channel>{}{}</channel></rss>", item("sound"), item("bogus")));
    let sources = site.sources(&folder, "[[source]]\nname = \"Wire\"\nfeed = \"AT/feed\"\n");
    let ledger = folder.join("a.db");
    let ledger = ledger.to_str().unwrap();
    let call = attache(&["watch", "--once", "--ledger", ledger, &sources]);
    let sql = "SELECT v.title, v.text FROM versions v";
    let kept = attache(&["sql", "--ledger", ledger, "--format", "json", sql]).stdout;
    assert!(kept.contains("Belgrád on Monday –"), "sound UTF-8 is read as it is, whatever the server calls it: {kept}");
    assert!(!kept.contains("script") && !kept.contains("alert"), "{kept}");
    assert!(call.stderr.contains("/bogus: byte 18 (0xC9) is not UTF-8"), "{}", call.stderr);
    assert!(status(ledger)["quarantine"].to_string().contains("is not UTF-8"));
    let checked = attache(&["sources", "check", &sources]).stdout;
    assert!(checked.contains("Ford") && !checked.contains('\u{1b}'), "{checked:?}");
}

#[test]
fn what_has_moved_for_good_and_who_asks_to_be_left_alone_is_seen_in_status() {
    let (site, folder) = (Site::new(), folder("hostile_moved"));
    site.story(1).feed("/new", [1]).put("/old", "308 Moved\r\nLocation: /new", "");
    site.put("/busy", "429 Too Many\r\nRetry-After: 259200", "");
    let sources = site.sources(
        &folder,
        "[[source]]\nname = \"Old\"\nfeed = \"AT/old\"\n[[source]]\nname = \"Busy\"\nfeed = \"AT/busy\"\n",
    );
    let ledger = folder.join("a.db");
    let ledger = ledger.to_str().unwrap();
    let watch = || attache(&["watch", "--once", "--ledger", ledger, &sources]);
    let call = watch();
    assert_eq!(call.stderr.matches("has moved for good").count(), 1, "{}", call.stderr);
    assert_eq!(call.stderr.matches("Busy: the server asks to be left alone").count(), 1, "{}", call.stderr);
    assert_eq!(watch().stderr, "", "said once");
    assert_eq!((site.asked("/busy").len(), site.asked("/old").len(), site.asked("/new").len()), (1, 1, 2));
    let told = attache(&["status", "--ledger", ledger]).stdout;
    assert!(told.contains(&format!("source Old: has moved for good to {}/new", site.at)), "{told}");
    assert!(
        told.contains("source Busy: the server asks to be left alone for a while (status 429) (1 times in a row)"),
        "{told}"
    );
}
