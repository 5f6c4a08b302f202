//! The brief on a terminal.

use super::{excerpt, named, Brief, Form, Item};
use crate::terminal::{Look, Paint};

/// Longest excerpt, in characters.
const EXCERPT: usize = 180;

pub(super) fn write(brief: &Brief, text: &str, paint: Paint, columns: usize) -> String {
    let mut out = format!("{}\n", paint.paint(Look::Heading, plain(&brief.title)));
    if !brief.about.is_empty() {
        out += &format!("{}\n", paint.paint(Look::Quiet, plain(&brief.about.join(", "))));
    }
    if brief.sections.is_empty() {
        out += &format!("\n{}\n", brief.nothing);
    }
    for section in &brief.sections {
        out += &format!("\n{}\n", paint.paint(Look::Heading, section.heading));
        if section.form == Form::Names {
            out += &(wrapped(&plain(&named(&section.items)), 2, 2, columns).join("\n") + "\n");
            continue;
        }
        let look = if section.form == Form::Disputed { Look::Warning } else { Look::Name };
        for item in &section.items {
            out += &entry(item, text, paint, columns, look);
        }
    }
    out
}

fn entry(item: &Item, text: &str, paint: Paint, columns: usize, look: Look) -> String {
    let lead = plain(&item.lead);
    let told = plain(&[lead.as_str(), item.body.as_str()].join(" "));
    let mut lines = wrapped(told.trim_end(), 2, 4, columns);
    // The lead is painted after the lines are broken, so that colours take no room.
    if let Some(rest) = lines.first().and_then(|l| l.trim_start().strip_prefix(lead.as_str())).map(str::to_owned) {
        lines[0] = format!("  {}{rest}", paint.paint(look, &lead));
    }
    let mut under = Vec::new();
    if !item.source.is_empty() {
        under.extend(wrapped(&plain(&item.source), 4, 4, columns));
    }
    if let Some(words) = item.words {
        let id = if item.id.is_empty() { String::new() } else { format!("{}: ", item.id) };
        let words = format!("{id}«{}»", plain(&excerpt(text, words, EXCERPT)));
        let quoted = wrapped(&words, 4, 6, columns);
        under.extend(quoted.into_iter().map(|line| paint.paint(Look::Quiet, line).to_string()));
    }
    for note in &item.notes {
        under.extend(wrapped(&plain(note), 4, 6, columns));
    }
    lines.into_iter().chain(under).map(|line| line + "\n").collect()
}

/// Breaks words into lines of at most `columns` characters; the first is indented by `first`, the others by `rest`.
fn wrapped(words: &str, first: usize, rest: usize, columns: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = " ".repeat(first);
    let mut used = first;
    let mut empty = true;
    for word in words.split_whitespace() {
        let length = word.chars().count();
        if !empty && used + 1 + length > columns {
            lines.push(std::mem::replace(&mut line, " ".repeat(rest)));
            used = rest;
            empty = true;
        }
        if !empty {
            line.push(' ');
            used += 1;
        }
        line += word;
        used += length;
        empty = false;
    }
    lines.push(line);
    lines
}

/// Without characters that command a terminal or turn the direction of writing: a report may hold any.
pub(crate) fn plain(words: &str) -> String {
    let commands = |c: char| c.is_control() || matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
    words.chars().map(|c| if commands(c) { ' ' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_broken_between_words_and_indented() {
        assert_eq!(wrapped("one two three four", 2, 4, 11), ["  one two", "    three", "    four"]);
        assert_eq!(wrapped("incomprehensibilities", 2, 4, 11), ["  incomprehensibilities"]);
    }

    #[test]
    fn a_report_cannot_command_the_terminal() {
        assert_eq!(plain("a\x1b[2Jb\u{202E}c"), "a [2Jb c");
    }
}
