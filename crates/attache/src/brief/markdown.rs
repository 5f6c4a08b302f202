//! The brief in Markdown.

use super::{excerpt, named, Brief, Form};

/// Longest excerpt, in characters.
const EXCERPT: usize = 300;

pub(super) fn write(brief: &Brief, text: &str) -> String {
    let mut out = format!("# {}\n", escaped(&brief.title));
    if !brief.about.is_empty() {
        out += &format!("\n*{}*\n", escaped(&brief.about.join(", ")));
    }
    if brief.sections.is_empty() {
        out += &format!("\n{}\n", brief.nothing);
    }
    for section in &brief.sections {
        out += &format!("\n## {}\n\n", section.heading);
        if section.form == Form::Names {
            out += &format!("{}\n", escaped(&named(&section.items)));
            continue;
        }
        for item in &section.items {
            out += &format!("- **{}** {}", escaped(&item.lead), escaped(&item.body));
            if !item.source.is_empty() {
                out += &format!(" – *{}*", escaped(&item.source));
            }
            out = out.trim_end().to_owned() + "\n";
            if let Some(words) = item.words {
                out += &format!("  > {}\n", escaped(&excerpt(text, words, EXCERPT)));
            }
            for note in &item.notes {
                out += &format!("  - {}\n", escaped(note));
            }
        }
    }
    out
}

/// With what Markdown would take for its own marked as plain.
fn escaped(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    for c in words.chars() {
        match c {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|' => {
                out.push('\\');
                out.push(c);
            }
            '\n' | '\r' => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_a_report_are_never_markup() {
        assert_eq!(escaped("<b>*not* [a](link)\n# x"), "\\<b\\>\\*not\\* \\[a\\](link) \\# x");
    }
}
