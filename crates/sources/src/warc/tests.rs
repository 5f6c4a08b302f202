use std::io::Write;

use flate2::write::GzEncoder;
use flate2::Compression;
use jiff::civil::date;

use super::*;

const DAY: &str = "2024-03-05T10:00:00Z";

fn record(kind: &str, address: &str, body: &[u8]) -> Vec<u8> {
    let head = format!(
        "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {address}\r\nWARC-Date: {DAY}\r\nContent-Length: {}\r\n\r\n",
        body.len()
    );
    [head.as_bytes(), body, b"\r\n\r\n"].concat()
}

fn answer(head: &str, body: &[u8]) -> Vec<u8> {
    [format!("HTTP/1.1 {head}\r\n\r\n").as_bytes(), body].concat()
}

fn story(town: &str) -> String {
    format!("<html><head><title>{town} shelled</title></head><body><p>Rebels shelled {town} on Monday, killing four soldiers, its mayor said.</p></body></html>")
}

/// The record of a page about a town, which is its address too.
fn page(town: &str) -> Vec<u8> {
    record(
        "response",
        &format!("https://wire.example/{town}"),
        &answer("200 OK\r\nContent-Type: text/html", story(town).as_bytes()),
    )
}

fn packed(bytes: &[u8]) -> Vec<u8> {
    let mut out = GzEncoder::new(Vec::new(), Compression::default());
    out.write_all(bytes).unwrap();
    out.finish().unwrap()
}

/// Towns of the reports, and what is said of the rest.
fn read(archive: &[u8]) -> (Vec<String>, Vec<String>) {
    let (mut towns, mut faults) = (Vec::new(), Vec::new());
    for read in Reader::new(archive, "a.warc", BadBytes::Refuse, Given::default()) {
        match read {
            Ok(report) => towns.push(report.id.rsplit('/').next().unwrap().to_owned()),
            Err(unread) => faults.push(unread.to_string()),
        }
    }
    (towns, faults)
}

#[test]
fn pages_come_out_with_address_and_day_and_the_rest_is_passed_over() {
    let html = "200 OK\r\nContent-Type: text/html; charset=windows-1251";
    let dated = |day: &str| {
        story("Dalen").replace("<head>", &format!("<head><meta property=\"article:published_time\" content=\"{day}\">"))
    };
    let chunks = |body: &[u8]| [format!("{:x}\r\n", body.len()).as_bytes(), body, b"\r\n0\r\n\r\n"].concat();
    let cyrillic = encoding_rs::WINDOWS_1251
        .encode("<p>The mayor of Belmar (Белмар) said that rebels had shelled it on Monday.</p>")
        .0
        .into_owned();
    let coded = "200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\nContent-Encoding: gzip";
    let records = [
        record("warcinfo", "", b"software: ours"),
        record("request", "https://wire.example/Arden", b"GET / HTTP/1.1\r\n\r\n"),
        page("Arden"),
        record("response", "dns:wire.example", b"20240305100000\nwire.example. 60 IN A 192.0.2.1"),
        record("response", "<https://wire.example/Belmar>", &answer(html, &cyrillic)),
        record("response", "https://wire.example/Corvo", &answer(coded, &chunks(&packed(story("Corvo").as_bytes())))),
        record(
            "response",
            "https://wire.example/Dalen",
            &answer("200 OK\r\nContent-Type: text/html", dated("2024-03-02").as_bytes()),
        ),
        record(
            "response",
            "https://wire.example/Estun",
            &answer("200 OK\r\nContent-Type: text/html", dated("2099-01-01").as_bytes()),
        ),
        record(
            "response",
            "https://wire.example/gone",
            &answer("404 Not Found\r\nContent-Type: text/html", story("Gone").as_bytes()),
        ),
        record("response", "https://wire.example/menu", &answer(html, b"<ul><li><a href='/'>Home</a></ul>")),
        record("response", "https://wire.example/a.png", &answer("200 OK\r\nContent-Type: image/png", b"\x89PNG")),
        record("revisit", "https://wire.example/Arden", b"HTTP/1.1 304 Not Modified\r\n\r\n"),
    ];
    let wanted = ["Arden", "Belmar", "Corvo", "Dalen", "Estun"];
    let by_record: Vec<u8> = records.iter().flat_map(|r| packed(r)).collect();
    for archive in [records.concat(), by_record, packed(&records.concat())] {
        let (towns, faults) = read(&archive);
        assert_eq!((towns, faults), (wanted.map(str::to_owned).to_vec(), Vec::new()));
    }
    let archive = records.concat();
    let reports: Vec<_> =
        Reader::new(&archive[..], "a.warc", BadBytes::Refuse, Given::default()).map(Result::unwrap).collect();
    let days: Vec<_> = reports.iter().map(|r| r.published.unwrap()).collect();
    let captured = date(2024, 3, 5);
    assert_eq!(
        days,
        [captured, captured, captured, date(2024, 3, 2), captured],
        "a page's own day, unless it is to come"
    );
    assert!(reports[1].text.contains("Белмар"));
    assert_eq!(reports[0].url.as_deref(), Some("https://wire.example/Arden"));
    assert_eq!(reports[0].title.as_deref(), Some("Arden shelled"));
}

#[test]
fn a_damaged_record_is_named_and_the_others_are_read() {
    let sound = String::from_utf8(page("Belmar")).unwrap();
    let length = sound.split("Content-Length: ").nth(1).unwrap().split('\r').next().unwrap().to_owned();
    let with = |from: &str, to: &str| sound.replacen(from, to, 1).into_bytes();
    let longer = |n: &str| with(&format!("Content-Length: {length}"), &format!("Content-Length: {n}"));
    for (what, middle, said) in [
        ("a length that is too short", longer("100"), "its length is wrong"),
        ("a length that reaches into the next record", longer("500"), "its length is wrong"),
        ("a length behind the end", longer("900000"), "it ends after"),
        ("a length beyond all bounds", longer("999999999999"), "longer than 16 MiB"),
        ("a length that is none", longer("-4"), "tells no length"),
        ("no head of HTTP", with("HTTP/1.1 200", "HTTX/1.1 200"), "no sound HTTP head"),
        ("a head without end", with("\r\n\r\nHTTP", "\r\nHTTP"), "length is wrong"),
        (
            "a line without end",
            [b"WARC/1.0\r\nX: ", &*vec![b'x'; 1 << 20], b"\r\n\r\n"].concat(),
            "is longer than 16 KiB",
        ),
        ("words between records", b"\r\nbroken pipe\r\n\r\n".to_vec(), "no WARC record"),
        ("NULs", [&[0; 4096][..], b"\r\n"].concat(), "no WARC record"),
    ] {
        let archive = [page("Arden"), middle, page("Corvo"), page("Dalen")].concat();
        let (towns, faults) = read(&archive);
        let others: Vec<_> = towns.iter().filter(|town| *town != "Belmar").collect();
        assert_eq!(others, ["Arden", "Corvo", "Dalen"], "{what}: {faults:?}");
        assert_eq!(faults.len(), 1, "{what}: {faults:?}");
        assert!(faults[0].starts_with("a.warc: record ") && faults[0].contains(said), "{what}: {faults:?}");
    }
}

#[test]
fn a_byte_wrong_anywhere_in_a_packed_record_costs_that_record_alone() {
    let [first, middle, last] = ["Arden", "Belmar", "Corvo"].map(|town| packed(&page(town)));
    for at in 0..middle.len() {
        let mut bad = middle.clone();
        bad[at] ^= 0x55;
        let (towns, faults) = read(&[&first[..], &bad, &last].concat());
        assert!(towns.contains(&"Arden".into()) && towns.contains(&"Corvo".into()), "byte {at}: {towns:?} {faults:?}");
        assert!(towns.contains(&"Belmar".into()) || !faults.is_empty(), "byte {at}: lost without a word");
    }
    for cut in 0..last.len() {
        let (towns, _) = read(&[&first[..], &middle, &last[..cut]].concat());
        assert_eq!(towns, ["Arden", "Belmar"], "cut at {cut}");
    }
}

#[test]
fn bombs_are_bounded_and_an_archive_of_damage_is_given_up() {
    let html = "200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip";
    let inner = record("response", "https://wire.example/bomb", &answer(html, &packed(&vec![b' '; 200 << 20])));
    let outer = record(
        "response",
        "https://wire.example/zeros",
        &answer("200 OK\r\nContent-Type: text/html", &vec![0; 40 << 20]),
    );
    let (towns, faults) = read(&[packed(&inner), packed(&outer), packed(&page("Arden"))].concat());
    assert_eq!(towns, ["Arden"]);
    assert_eq!(faults.len(), 2, "{faults:?}");
    assert!(faults.iter().all(|fault| fault.contains("longer than 16 MiB")), "{faults:?}");

    let broken = b"WARC/1.0\r\nContent-Length: 9\r\n\r\nx\r\n\r\n".repeat(2 * MOST_DAMAGED);
    let (towns, faults) = read(&[broken, page("Arden")].concat());
    assert_eq!((towns.len(), faults.len()), (0, MOST_DAMAGED));
    assert!(faults.last().unwrap().contains("the rest is not read"));
}

#[test]
fn an_archive_without_a_page_says_so() {
    assert_eq!(
        read(&record("warcinfo", "", b"x")).1,
        ["a.warc: holds no page with prose in its 1 records; are they pages at all?"]
    );
    assert_eq!(read(b"").1, ["a.warc: holds no page with prose in its 0 records; are they pages at all?"]);
    assert_eq!(read(b"PK\x03\x04").1.len(), 1);
}
