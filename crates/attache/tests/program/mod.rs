//! Runs the program as a person would.

#![allow(dead_code)]

pub mod site;

use std::fs;
use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};
use std::thread;

/// What came of one call.
pub struct Call {
    pub stdout: String,
    pub stderr: String,
    pub status: i32,
}

impl From<Output> for Call {
    fn from(output: Output) -> Self {
        Self {
            stdout: String::from_utf8(output.stdout).expect("output is UTF-8"),
            stderr: String::from_utf8(output.stderr).expect("messages are UTF-8"),
            status: output.status.code().expect("the program ends by itself"),
        }
    }
}

impl Call {
    /// The lines of the output as JSON.
    pub fn json(&self) -> Vec<serde_json::Value> {
        self.stdout.lines().map(|line| serde_json::from_str(line).expect("a line of JSON")).collect()
    }
}

pub fn command(args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_attache"));
    command.args(args);
    command
}

pub fn attache(args: &[&str]) -> Call {
    command(args).output().expect("the program starts").into()
}

/// The same with `input` on standard input.
pub fn attache_on(args: &[&str], input: impl Into<Vec<u8>>) -> Call {
    let mut child = command(args)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut stdin = child.stdin.take().expect("a pipe");
    let input = input.into();
    // The program may end before it has read everything.
    let writer = thread::spawn(move || drop(stdin.write_all(&input)));
    let output = child.wait_with_output().expect("the program ends");
    writer.join().expect("the writer ends");
    output.into()
}

/// A folder of its own for each test.
pub fn folder(name: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("a folder for the test");
    folder
}

/// A ledger of the reports in some lines of JSON, in a folder of its own; gives its path.
pub fn ledger(name: &str, lines: &str) -> String {
    let path = folder(name).join("a.db").to_str().expect("a path in UTF-8").to_owned();
    let call = attache_on(&["add", "--ledger", &path, "--input", "jsonl", "-"], lines);
    assert_eq!(call.status, 0, "{}", call.stderr);
    path
}

/// Compares what people see with the file `tests/snapshots/NAME`, which a person has read and found right. With
/// ATTACHE_SNAPSHOTS=write the file is written anew; read the difference before it goes in.
pub fn snapshot(name: &str, seen: &str) {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/snapshots").join(name);
    if std::env::var_os("ATTACHE_SNAPSHOTS").is_some_and(|v| v == "write") {
        fs::create_dir_all(path.parent().expect("a folder")).expect("the folder of snapshots");
        fs::write(&path, seen).expect("the snapshot");
    }
    let wanted = fs::read_to_string(&path).unwrap_or_default();
    assert!(wanted == seen, "{} differs; it is now:\n{seen}", path.display());
}

/// Writes a file and gives its path.
pub fn file(folder: &std::path::Path, name: &str, bytes: &[u8]) -> String {
    let path = folder.join(name);
    fs::write(&path, bytes).expect("a file for the test");
    path.to_str().expect("a path in UTF-8").to_owned()
}
