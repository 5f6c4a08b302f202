//! What people meet on the command line.

mod program;

use program::{attache, attache_on};

const EXAMPLES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples/reports.jsonl");

#[test]
fn the_same_bytes_whatever_the_number_of_threads() {
    let lines = std::fs::read_to_string(EXAMPLES).unwrap().repeat(10);
    let read = |threads: &str| attache_on(&["read", "--input", "jsonl", "--threads", threads, "-"], lines.as_str());
    let one = read("1");
    assert_eq!(one.status, 0, "{}", one.stderr);
    for threads in ["2", "7"] {
        assert_eq!(read(threads).stdout, one.stdout, "{threads} threads");
    }
}

#[test]
fn readings_come_in_the_order_of_the_input_with_what_is_known_of_each_report() {
    let lines = "{\"text\":\"One.\"}\n{\"id\":\"b\",\"text\":\"Two.\",\"published\":\"2024-05-01T10:00:00Z\",\
                 \"publisher\":\"Wire\",\"title\":\"T\",\"url\":\"https://example.org\",\"other\":[1]}\n";
    let args = ["read", "--input", "jsonl", "--published", "2021-04-02", "--publisher", "Desk", "-"];
    let out = attache_on(&args, lines).json();
    let about = |i: usize, field: &str| out[i]["report"][field].as_str().map(str::to_owned);
    assert_eq!(out.len(), 2);
    assert_eq!(about(0, "id").as_deref(), Some("-:1"));
    assert_eq!(about(0, "published").as_deref(), Some("2021-04-02"));
    assert_eq!(about(0, "publisher").as_deref(), Some("Desk"));
    assert_eq!(about(1, "published").as_deref(), Some("2024-05-01"));
    assert_eq!(about(1, "publisher").as_deref(), Some("Wire"));
    assert_eq!(about(1, "title").as_deref(), Some("T"));
    assert_eq!(out[1]["schema"], "attache/reading/1");
}

#[test]
fn a_page_is_read_as_its_report() {
    let page =
        "<title>Wire</title><nav><a href=/>Home</a></nav><p>Troops left the town of Kherson on Monday, the mayor \
                said to reporters in the square.</p>";
    let out = attache_on(&["read", "--input", "html", "--format", "json", "-"], page).json();
    let text = "Troops left the town of Kherson on Monday, the mayor said to reporters in the square.";
    assert_eq!(out[0]["report"]["text"], text);
    assert_eq!(out[0]["report"]["title"], "Wire");
}

#[test]
fn every_form_of_the_brief_is_written_without_colours_into_a_pipe() {
    for format in ["text", "markdown", "html"] {
        let call = attache(&["read", "--format", format, EXAMPLES]);
        assert_eq!(call.status, 0, "{}", call.stderr);
        assert!(!call.stdout.contains('\x1b'), "{format}");
        assert!(call.stdout.contains("Tanker held in the Strait of Hormuz"), "{format}");
    }
}

#[test]
fn help_teaches_with_examples() {
    for command in ["read", "parse", "eval", "completions", "man"] {
        let call = attache(&[command, "--help"]);
        assert_eq!(call.status, 0);
        assert!(call.stdout.contains("Examples:\n  attache") || call.stdout.contains("Examples:\n  "), "{command}");
        assert!(call.stdout.contains(&format!("attache {command}")), "{command}");
    }
    assert!(attache(&["--help"]).stdout.contains("Exit status"));
}

#[test]
fn the_version_names_program_and_model() {
    let call = attache(&["--version"]);
    assert_eq!(call.status, 0);
    assert!(call.stdout.starts_with(concat!("attache ", env!("CARGO_PKG_VERSION"))), "{}", call.stdout);
    assert!(call.stdout.contains("model"), "{}", call.stdout);
}

#[test]
fn completions_and_pages_are_written() {
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        assert!(attache(&["completions", shell]).stdout.contains("attache"), "{shell}");
    }
    assert!(attache(&["man"]).stdout.contains(".TH"));
    assert!(attache(&["man", "read"]).stdout.contains("attache-read"));
    assert_eq!(attache(&["man", "nothing"]).status, 2);
}

#[test]
fn eval_without_data_says_what_is_missing_and_measures_the_rest() {
    let call = attache(&["eval", "--only", "acceptance,treebanks"]);
    assert_eq!(call.status, 0, "{}", call.stderr);
    assert!(call.stdout.contains("facts of our own reports"), "{}", call.stdout);
    assert!(call.stdout.contains("ewt-test.conllu") && call.stdout.contains("--data DIR"), "{}", call.stdout);
    assert_eq!(attache(&["eval", "--only", "nonsense"]).status, 2);
    let json = attache(&["eval", "--only", "acceptance", "--format", "json"]).json();
    assert!(json[0]["figures"].as_array().is_some_and(|f| f.len() > 12));
}
