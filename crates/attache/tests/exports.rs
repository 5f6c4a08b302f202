//! `attache export`, as a person meets it. What the files hold is tested in `crates/ledger/tests/exports.rs`, and read back by
//! the programs that they are for in `bench/exports.py`.

mod program;

use std::fs::{self, OpenOptions};
use std::io::Read;
use std::process::Stdio;

use program::{attache, command, folder, ledger, snapshot};

/// A shelling on a border told by three hands with two tolls and a denial, a copy, talks before it, a raid, a plan.
const REPORTS: &str = r#"{"id":"talks","published":"2024-04-20","publisher":"Valley Post","title":"Ministers meet, \"briefly\"","text":"The foreign ministers of Armenia and Azerbaijan met in Tbilisi on Friday. They agreed to go on with the talks in spring."}
{"id":"clash","published":"2024-05-03","publisher":"Valley Post","url":"https://valley.example/clash","text":"Azerbaijan's army shelled the Armenian village of Sotk on Thursday, killing three Armenian soldiers, the OSCE mission said."}
{"id":"toll","published":"2024-05-04","publisher":"Ridge Wire","text":"Armenia's defence ministry said that Azerbaijani artillery had fired on Sotk on Thursday and killed five of its soldiers. Azerbaijan's defence ministry denied that its forces had shelled Sotk."}
{"id":"copy","published":"2024-05-04","publisher":"Night Post","text":"Azerbaijan's army shelled the Armenian village of Sotk on Thursday, killing three Armenian soldiers, the OSCE mission said. More follows."}
{"id":"raid","published":"2024-05-06","publisher":"Sahel Desk","text":"Gunmen killed at least nine villagers in the village of Barsalogho in Burkina Faso on Sunday, the governor said."}
"#;

/// Formats that are text.
const TEXTS: [&str; 8] = ["csv", "jsonl", "geojson", "hxl", "gdelt", "polecat", "acled", "ucdp"];
const ALL: [&str; 11] = [
    "csv",
    "jsonl",
    "parquet",
    "parquet-nested",
    "parquet-incidents",
    "geojson",
    "hxl",
    "gdelt",
    "polecat",
    "acled",
    "ucdp",
];

#[test]
fn every_text_format_as_people_see_it() {
    let path = ledger("exports_seen", REPORTS);
    let coding =
        attache(&["sql", "--ledger", &path, "--format", "json", "SELECT model, knowledge FROM v_reports LIMIT 1"]);
    let coding = &coding.json()[0];
    for format in TEXTS {
        let call = attache(&["export", "--ledger", &path, "--format", format, "-"]);
        assert_eq!((call.status, call.stderr.as_str()), (0, ""), "{format}");
        // What it was read with changes with the knowledge.
        let mut seen = call.stdout;
        for part in ["model", "knowledge"] {
            seen = seen.replace(coding[part].as_str().expect("a version"), part.to_uppercase().as_str());
        }
        snapshot(&format!("export.{format}"), &seen);
    }
}

#[test]
fn standard_output_has_the_same_bytes_as_a_file() {
    let path = ledger("exports_stdout", REPORTS);
    let out = folder("exports_stdout_files");
    for format in ALL {
        let file = out.join(format).to_str().expect("a path in UTF-8").to_owned();
        let call = attache(&["export", "--ledger", &path, "--format", format, &file]);
        assert_eq!(call.status, 0, "{}", call.stderr);
        assert!(call.stdout.starts_with(&format!("{file}: ")) && call.stdout.ends_with(" rows\n"), "{}", call.stdout);
        let output = command(&["export", "--ledger", &path, "--format", format, "-"]).output().expect("it starts");
        assert!(output.status.success() && output.stderr.is_empty());
        assert!(output.stdout == fs::read(&file).expect("the file"), "{format}");
    }
    assert_eq!(fs::read_dir(&out).expect("the folder").count(), ALL.len());
}

#[test]
fn an_existing_file_is_replaced_only_by_force() {
    let path = ledger("exports_existing", REPORTS);
    let out = folder("exports_existing_out");
    let file = out.join("incidents.geojson").to_str().expect("a path in UTF-8").to_owned();
    fs::write(&file, "what stood there before").expect("a file");
    let refused = attache(&["export", "--ledger", &path, "--format", "geojson", &file]);
    assert_eq!(refused.status, 2);
    assert!(refused.stderr.contains("is there already") && refused.stderr.contains("--force"), "{}", refused.stderr);
    assert_eq!(fs::read_to_string(&file).expect("the file"), "what stood there before");
    assert_eq!(attache(&["export", "--ledger", &path, "--format", "geojson", "--force", &file]).status, 0);
    let points: serde_json::Value = serde_json::from_slice(&fs::read(&file).expect("the file")).expect("sound JSON");
    assert!(points["features"].as_array().is_some_and(|f| f.len() >= 2));
}

#[test]
fn what_cannot_be_written_is_told_and_leaves_nothing_behind() {
    let path = ledger("exports_nowhere", REPORTS);
    let out = folder("exports_nowhere_out");
    let nowhere = out.join("no/such/folder/x.csv").to_str().expect("a path in UTF-8").to_owned();
    for (to, status) in [(nowhere.as_str(), 1), (out.to_str().expect("a path in UTF-8"), 2)] {
        let call = attache(&["export", "--ledger", &path, "--format", "csv", "--force", to]);
        assert_eq!(call.status, status, "{}", call.stderr);
        assert!(call.stderr.contains(to), "{}", call.stderr);
    }
    assert_eq!(fs::read_dir(&out).expect("the folder").count(), 0);
    for args in [&["export", "--format", "csv"][..], &["export", "x.csv"], &["export", "--format", "xls", "x.xls"]] {
        assert_eq!(attache(args).status, 2);
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_and_a_closed_pipe_behind_standard_output() {
    let path = ledger("exports_full", REPORTS);
    for format in ALL {
        let full = OpenOptions::new().write(true).open("/dev/full").expect("the full device");
        let output = command(&["export", "--ledger", &path, "--format", format, "-"])
            .stdout(Stdio::from(full))
            .output()
            .expect("it starts");
        let told = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(1), "{format}");
        assert!(told.contains("the output cannot be written: No space left"), "{format}: {told}");
    }
    let mut child = command(&["export", "--ledger", &path, "--format", "parquet", "-"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("it starts");
    drop(child.stdout.take());
    let mut told = String::new();
    child.stderr.take().expect("a pipe").read_to_string(&mut told).expect("messages");
    assert_eq!((child.wait().expect("it ends").code(), told.as_str()), (Some(0), ""));
}

#[test]
fn the_document_has_the_columns_of_the_program() {
    let told = attache(&["export", "--columns"]).stdout;
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/exports.md");
    let document = fs::read_to_string(path).expect("docs/exports.md");
    let (_, columns) = document.split_once("<!-- attache export --columns -->\n").expect("the mark before the columns");
    assert!(
        columns == told,
        "docs/exports.md is not as the program has it: put `attache export --columns` below the mark"
    );
    let one = attache(&["export", "--columns", "--format", "ucdp"]).stdout;
    assert!(one.starts_with("## `ucdp`") && told.ends_with(&one), "{one}");
}
