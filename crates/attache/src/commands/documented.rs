//! Whether documents and help speak of the commands as they are: every command line that they show is taken by the program, every
//! command teaches by examples of its own and stands in a document.

use std::path::{Path, PathBuf};

use clap::error::ErrorKind;

use super::described;

/// The documents, by name.
fn documents() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut files: Vec<PathBuf> = ["README.md", "CONTRIBUTING.md", "knowledge/README.md", "knowledge/SOURCES.md"]
        .map(|name| root.join(name))
        .into();
    files.extend(std::fs::read_dir(root.join("docs")).expect("docs").flatten().map(|entry| entry.path()));
    files.retain(|file| file.extension().is_some_and(|e| e == "md"));
    let read = |file: &PathBuf| (file.display().to_string(), std::fs::read_to_string(file).expect("a document"));
    files.iter().map(read).collect()
}

/// Lines of documents that show commands, with file and number.
fn shown_in_documents() -> Vec<(String, String)> {
    let mut lines = Vec::new();
    for (name, text) in documents() {
        let mut fenced = false;
        for (number, line) in text.lines().enumerate() {
            fenced ^= line.starts_with("```");
            if fenced || line.starts_with("    ") {
                lines.push((format!("{name}:{}", number + 1), line.trim().to_owned()));
            }
        }
    }
    lines
}

/// Every command by its words, with the examples of its help; those of a command's commands may stand in its own help.
fn commands() -> Vec<(String, String)> {
    let examples = |command: &clap::Command| command.get_after_help().map(ToString::to_string);
    let parts = |of: &clap::Command| {
        of.get_subcommands().filter(|part| part.get_name() != "help").cloned().collect::<Vec<clap::Command>>()
    };
    let mut all = Vec::new();
    for command in parts(&described()) {
        let (words, help) = (format!("attache {}", command.get_name()), examples(&command).unwrap_or_default());
        for part in parts(&command) {
            let own = examples(&part).unwrap_or_else(|| help.clone());
            all.push((format!("{words} {}", part.get_name()), own));
        }
        all.push((words, help));
    }
    all
}

/// The calls of the program in a line of shell: words by words, without what is piped, redirected or remarked.
fn calls(line: &str) -> Vec<Vec<String>> {
    let mut calls = vec![Vec::new()];
    let (mut word, mut quote, mut depth) = (None::<String>, None, 0);
    let mut signs = line.chars().chain([' ']).peekable();
    while let Some(sign) = signs.next() {
        let ends = quote.is_none() && depth == 0 && " |;&>".contains(sign);
        if ends {
            calls.last_mut().expect("one at least").extend(word.take());
        }
        match (sign, quote) {
            (_, Some(open)) if sign == open => quote = None,
            ('\'' | '"', None) => {
                quote = Some(sign);
                word.get_or_insert_default();
            }
            ('(', None) => depth += 1,
            (')', None) => depth -= 1,
            ('#', None) if word.is_none() => break,
            // Two spaces part an example from its explanation.
            (' ', None) if ends && signs.peek() == Some(&' ') => break,
            (' ', None) if ends => {}
            _ if ends => calls.push(Vec::new()),
            _ => word.get_or_insert_default().push(sign),
        }
    }
    calls.retain(|words| words.first().is_some_and(|first| first == "attache") && words.len() > 1);
    calls
}

fn refused(words: &[String]) -> Option<String> {
    let shown = described().try_get_matches_from(words).err()?;
    let help = matches!(shown.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion);
    (!help).then(|| shown.to_string())
}

#[test]
fn a_line_of_shell_is_taken_apart_as_a_shell_does() {
    let words = |line| calls(line).into_iter().map(|call| call.join("|")).collect::<Vec<_>>();
    assert_eq!(words("attache agreements 'Minsk II'   # one"), ["attache|agreements|Minsk II"]);
    assert_eq!(
        words("zcat x.gz | attache add --input jsonl - && attache brief > b"),
        ["attache|add|--input|jsonl|-", "attache|brief"]
    );
    assert_eq!(words("attache backup a-$(date +%F).db"), ["attache|backup|a-$date +%F.db"]);
    assert_eq!(words("attache recode; attache check   all of it"), ["attache|recode", "attache|check"]);
    assert!(refused(&["attache".into(), "brief".into(), "--no-such-thing".into()]).is_some());
}

#[test]
fn every_command_line_in_a_document_is_taken_by_the_program() {
    let mut seen = 0;
    for (at, line) in shown_in_documents() {
        for words in calls(&line) {
            seen += 1;
            assert_eq!(refused(&words), None, "{at}: {line}");
        }
    }
    assert!(seen > 50, "{seen} command lines found");
}

#[test]
fn every_command_shows_examples_of_itself_that_the_program_takes() {
    for (command, help) in commands() {
        let examples = help.split_once("Examples:\n").map_or("", |(_, examples)| examples);
        let lines: Vec<&str> = examples.lines().take_while(|line| line.starts_with("  ")).collect();
        assert!(lines.iter().any(|line| line.contains(&command)), "{command} --help has no example of it: {help:?}");
        for words in lines.iter().flat_map(|line| calls(line.trim())) {
            assert_eq!(refused(&words), None, "{command} --help: {words:?}");
        }
    }
}

#[test]
fn every_command_has_an_example_in_a_document() {
    let mut shown: String = shown_in_documents().iter().map(|(_, line)| format!("{line} ")).collect();
    // In running text between backticks.
    for (_, text) in documents() {
        shown.extend(text.split('`').filter(|part| part.starts_with("attache ")).map(|part| format!("{part} ")));
    }
    let none: Vec<String> = commands().into_iter().map(|(command, _)| command).filter(|c| !shown.contains(c)).collect();
    assert_eq!(none, Vec::<String>::new(), "no document shows them");
}
