//! Every kind of bad input gives a message that says where, what and what to do, status 1, and the rest is still done.

mod program;

use program::{attache, attache_on, command, file, folder};
use std::io::{BufRead, BufReader, Write};
use std::process::Stdio;

const SOUND: &[u8] = b"Troops left the town on Monday, the mayor said.";

/// Reads a sound file after a bad one: one reading comes out, and `said` is in the message.
fn refused(test: &str, name: &str, bytes: &[u8], said: &[&str]) {
    let at = folder(test);
    let (bad, good) = (file(&at, name, bytes), file(&at, "good.txt", SOUND));
    let call = attache(&["read", "--format", "json", &bad, &good]);
    assert_eq!(call.status, 1, "{}", call.stderr);
    for words in said.iter().chain([&name]) {
        assert!(call.stderr.contains(words), "{words:?} is not in {:?}", call.stderr);
    }
    let readings = call.json();
    assert_eq!(readings.len(), 1);
    assert_eq!(readings[0]["report"]["id"], good.as_str());
}

#[test]
fn a_missing_path() {
    let at = folder("missing");
    let good = file(&at, "good.txt", SOUND);
    let call = attache(&["read", "--format", "json", "nowhere.txt", &good]);
    assert_eq!((call.status, call.json().len()), (1, 1));
    assert!(call.stderr.contains("nowhere.txt: no such file"), "{}", call.stderr);
}

#[test]
fn a_folder() {
    let at = folder("a-folder");
    let good = file(&at, "good.txt", SOUND);
    let call = attache(&["read", "--format", "json", at.to_str().unwrap(), &good]);
    assert_eq!((call.status, call.json().len()), (1, 1));
    assert!(call.stderr.contains("is a folder") && call.stderr.contains("/*.txt"), "{}", call.stderr);
}

#[cfg(unix)]
#[test]
fn a_file_that_may_not_be_read() {
    use std::os::unix::fs::PermissionsExt;
    let at = folder("forbidden");
    let (bad, good) = (file(&at, "secret.txt", SOUND), file(&at, "good.txt", SOUND));
    std::fs::set_permissions(&bad, std::fs::Permissions::from_mode(0o000)).unwrap();
    // The super-user may read everything; there is nothing to see then.
    if std::fs::File::open(&bad).is_ok() {
        return;
    }
    let call = attache(&["read", "--format", "json", &bad, &good]);
    assert_eq!((call.status, call.json().len()), (1, 1));
    assert!(call.stderr.contains("secret.txt: may not be read"), "{}", call.stderr);
}

#[test]
fn bytes_that_are_not_utf_8() {
    refused("not-utf8", "latin.txt", b"Troops left Bogot\xE1 on Monday.", &["byte 17 (0xE1)", "--lossy"]);
    let at = folder("not-utf8-lossy");
    let latin = file(&at, "latin.txt", b"Troops left Bogot\xE1 on Monday.");
    let call = attache(&["read", "--format", "json", "--lossy", &latin]);
    assert_eq!(call.status, 0, "{}", call.stderr);
    assert_eq!(call.json()[0]["report"]["text"], "Troops left Bogot\u{FFFD} on Monday.");
}

#[test]
fn utf_16_with_a_byte_order_mark_is_read() {
    let units: Vec<u8> = "\u{FEFF}Troops left Kyïv 😀.".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let call = attache_on(&["read", "--format", "json", "-"], units);
    assert_eq!(call.status, 0, "{}", call.stderr);
    assert_eq!(call.json()[0]["report"]["text"], "Troops left Kyïv 😀.");
}

#[test]
fn nul_bytes() {
    refused("nul", "binary.txt", b"Troops\0left.", &["byte 6 is NUL"]);
}

#[test]
fn an_empty_file() {
    refused("empty", "empty.txt", b" \n\n", &["is empty"]);
    refused("empty-jsonl", "empty.html", b"", &["is empty"]);
}

#[test]
fn a_text_beyond_the_limit_is_refused_without_being_held() {
    refused(
        "too-long",
        "long.txt",
        "no stop ".repeat(50 * 1024 * 1024 / 8).as_bytes(),
        &["longer than 8 MiB", "split"],
    );
}

#[test]
fn monsters_within_the_limit_are_read() {
    for (what, text) in [
        ("a megabyte without a full stop", "the army and ".repeat(1024 * 1024 / 13)),
        ("nested quotation marks", "“he said ‘".repeat(50_000)),
        ("one token of a million characters", "a".repeat(1_000_000)),
        ("right-to-left, combining, emoji", "الجيش e\u{301}\u{301}\u{301} 👩‍👩‍👧‍👦 said \u{202E}x. ".repeat(2000)),
        ("a quotation that never ends", format!("“{}", "It is so, he said. ".repeat(5000))),
        ("only punctuation", "\"'“”‘’…—-".repeat(5000)),
    ] {
        let call = attache_on(&["read", "--format", "json", "-"], text.as_bytes());
        assert_eq!(call.status, 0, "{what}: {}", call.stderr);
        assert_eq!(call.json().len(), 1, "{what}");
    }
}

#[test]
fn what_is_written_in_another_language_is_said_and_nothing_is_read_into_it() {
    let german = "Der Minister sagte am Freitag, dass vier Soldaten bei dem Angriff auf Awdijiwka getötet wurden.";
    let english = "Troops shelled the town on Friday, the mayor said.";
    let call = attache_on(&["read", "--format", "json", "-"], format!("{german}\n\n{english}"));
    let reading = &call.json()[0];
    assert_eq!(
        reading["report"]["unread"],
        serde_json::json!([{"span": [0, german.chars().count()], "language": "de"}])
    );
    assert_eq!(reading["events"].as_array().map(Vec::len), Some(1), "{}", reading["events"]);
    assert!(reading["actors"].as_array().is_some_and(|a| a.iter().all(|a| a["name"] != "Soldaten")));

    let call = attache_on(&["read", "--format", "json", "-"], german);
    let reading = &call.json()[0];
    assert_eq!((call.status, &reading["report"]["language"]), (0, &"de".into()));
    assert_eq!(reading["events"], serde_json::json!([]));
    let call = attache_on(&["read", "--format", "text", "-"], german);
    assert!(call.stdout.contains("German"), "{}", call.stdout);
}

#[test]
fn a_broken_line_leaves_an_error_in_its_place_and_the_rest_is_read() {
    let lines = r#"{"id":"one","text":"Troops left."}
{"id":"two","text":"Troops left."
{"id":"three","text":3}
["text"]
{"id":"five"}
{"id":"six","text":"Troops left.","published":"2021-02-30"}

{"id":"seven","text":"\ud83d alone"}
{"id":8,"text":"Troops left."}
{"text":"Troops came.","title":null}
{"id":"ten","text":" "}
"#;
    let call = attache_on(&["read", "--input", "jsonl", "--format", "json", "-"], lines);
    assert_eq!(call.status, 1);
    let out = call.json();
    assert_eq!(out.len(), 10, "one line out for each line in; blank ones do not count");
    for (i, id, error) in [
        (1, "-:2", "no sound JSON"),
        (2, "three", "\"text\" is a number"),
        (3, "-:4", "is a list where an object belongs"),
        (4, "five", "\"text\" is missing"),
        (5, "six", "no day \"2021-02-30\""),
        (6, "-:8", "\\uD83D is half a surrogate pair"),
        (7, "-:9", "\"id\" is a number"),
        (9, "ten", "is empty"),
    ] {
        assert_eq!(out[i]["id"], id);
        assert!(out[i]["error"].as_str().is_some_and(|e| e.contains(error)), "{error:?} is not in {}", out[i]);
    }
    assert_eq!(out[0]["report"]["id"], "one");
    assert_eq!(out[8]["report"]["id"], "-:10");
    let complaints: Vec<&str> = call.stderr.lines().collect();
    assert_eq!(complaints.len(), 8);
    assert!(complaints[0].starts_with("attache: standard input, line 2: column "), "{}", complaints[0]);
}

#[test]
fn half_a_surrogate_pair_is_replaced_where_reading_on_is_wanted() {
    let line = r#"{"text":"\ud83d\ud83d\ude00 \\ud83d \u0000."}"#;
    let call = attache_on(&["read", "--input", "jsonl", "--format", "json", "--lossy", "-"], line);
    assert_eq!(call.status, 0, "{}", call.stderr);
    assert_eq!(call.json()[0]["report"]["text"], "\u{FFFD}😀 \\ud83d  .");
}

#[test]
fn a_line_of_200_megabytes_is_passed_over() {
    let mut child = command(&["read", "--input", "jsonl", "--format", "json", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let megabyte = vec![b'a'; 1 << 20];
    stdin.write_all(b"{\"text\":\"").unwrap();
    for _ in 0..200 {
        stdin.write_all(&megabyte).unwrap();
    }
    stdin.write_all(b"\"}\n{\"id\":\"next\",\"text\":\"Troops left.\"}\n").unwrap();
    drop(stdin);
    let call = program::Call::from(child.wait_with_output().unwrap());
    assert_eq!(call.status, 1);
    let out = call.json();
    assert!(out[0]["error"].as_str().is_some_and(|e| e.contains("longer than 64 MiB")), "{}", out[0]);
    assert_eq!(out[1]["report"]["id"], "next");
}

#[test]
fn a_day_that_does_not_exist_is_wrong_use() {
    let call = attache(&["read", "--published", "2021-02-30", "-"]);
    assert_eq!(call.status, 2);
    assert!(call.stderr.contains("2021-02-30") && call.stderr.contains("year-month-day"), "{}", call.stderr);
}

#[test]
fn wrong_use() {
    for args in [&["read"][..], &["read", "--threads", "0", "-"], &["unread"], &["read", "--format", "xml", "-"], &[]] {
        assert_eq!(attache(args).status, 2, "{args:?}");
    }
}

#[test]
fn a_closed_pipe_is_quiet() {
    let lines = "{\"text\":\"Troops left the town on Monday, the mayor said.\"}\n".repeat(20_000);
    for args in [&["read", "--input", "jsonl", "-"][..], &["parse", "--input", "jsonl", "-"]] {
        let mut child =
            command(args).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut stdin = child.stdin.take().unwrap();
        let lines = lines.clone();
        let writer = std::thread::spawn(move || drop(stdin.write_all(lines.as_bytes())));
        let mut first = String::new();
        let mut stdout = BufReader::new(child.stdout.take().unwrap());
        stdout.read_line(&mut first).unwrap();
        drop(stdout);
        let call = program::Call::from(child.wait_with_output().unwrap());
        writer.join().unwrap();
        assert_eq!((call.status, call.stderr.as_str()), (0, ""), "{args:?}");
        assert!(!first.is_empty());
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_said() {
    let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let at = folder("full");
    let good = file(&at, "good.txt", SOUND);
    let output = command(&["read", &good]).stdout(full).stderr(Stdio::piped()).spawn().unwrap().wait_with_output();
    let call = program::Call::from(output.unwrap());
    assert_eq!(call.status, 1);
    assert!(call.stderr.contains("the output cannot be written"), "{}", call.stderr);
}

#[test]
fn a_knowledge_folder_with_mistakes_names_file_and_line() {
    let call = attache(&["read", "--lexicon", "/nowhere", "-"]);
    assert_eq!(call.status, 1);
    assert!(call.stderr.contains("/nowhere") && call.stderr.contains("knowledge folder"), "{}", call.stderr);
}

#[test]
fn weights_that_are_damaged_or_cut_short() {
    let weights = std::fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/../../models/english.bin")).unwrap();
    let at = folder("weights");
    let mut damaged = weights.clone();
    let middle = damaged.len() / 2;
    damaged[middle] ^= 0xFF;
    for (name, bytes) in [("damaged.bin", damaged), ("short.bin", weights[..middle].to_vec()), ("none.bin", Vec::new())]
    {
        let path = file(&at, name, &bytes);
        let call = attache_on(&["read", "--model", &path, "-"], SOUND);
        assert_eq!((call.status, call.stdout.as_str()), (1, ""), "{name}");
        assert!(call.stderr.contains(name), "{}", call.stderr);
    }
}

#[test]
fn broken_conllu_is_said_and_the_rest_is_parsed() {
    let file = "1\tTroops\n\n1\tTroops\t_\t_\t_\t_\t_\t_\t_\t_\n2\tleft\t_\t_\t_\t_\t_\t_\t_\t_\n\n";
    let call = attache_on(&["parse", "--input", "conllu", "-"], file);
    assert_eq!(call.status, 1);
    assert!(call.stderr.contains("line 1"), "{}", call.stderr);
    assert_eq!(call.stdout.lines().filter(|l| l.contains('\t')).count(), 2, "{}", call.stdout);
}
