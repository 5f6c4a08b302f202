//! The brief as a page that needs nothing beside it: each claim shows its words in the report on hover or tap.

use std::collections::HashSet;

use reading::Span;

use super::{named, Brief, Form, Item};

/// What a page begins with.
pub const HEAD: &str = concat!(
    "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n",
    "<title>Attaché: brief</title>\n<style>",
    include_str!("page.css"),
    "</style></head><body>\n"
);
/// What it ends with.
pub const FOOT: &str = concat!("<script>", include_str!("page.js"), "</script></body></html>\n");

/// A number that tells the reports of a page apart in links: the id's sum (FNV-1a).
pub(super) fn number(id: &str) -> u32 {
    id.bytes().fold(0x811C_9DC5, |sum, byte| (sum ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

pub(super) fn write(brief: &Brief, text: &str, number: u32) -> String {
    let mut out = format!("<article class=\"brief\"><header><h1>{}</h1>", escaped(&brief.title));
    if !brief.about.is_empty() {
        out += &format!("<p class=\"about\">{}</p>", escaped(&brief.about.join(", ")));
    }
    out += "</header><div class=\"columns\"><div class=\"claims\">\n";
    for section in &brief.sections {
        if section.form == Form::Names {
            let names = escaped(&named(&section.items));
            out += &format!("<section><h2>{}</h2><p class=\"names\">{names}</p></section>\n", section.heading);
            continue;
        }
        out += &format!("<section><h2>{}</h2><ul>\n", section.heading);
        for item in &section.items {
            out += &entry(item, number);
        }
        out += "</ul></section>\n";
    }
    if brief.sections.is_empty() {
        out += &format!("<p>{}</p>\n", brief.nothing);
    }
    if text.is_empty() {
        return out + "</div></div></article>\n";
    }
    out += "</div><div class=\"report\" lang=\"en\">\n";
    let claims: Vec<(&str, Span)> =
        brief.sections.iter().flat_map(|s| &s.items).filter_map(|i| Some((i.id.as_str(), i.words?))).collect();
    out += &marked(text, &claims, number);
    out += "</div></div></article>\n";
    out
}

fn entry(item: &Item, number: u32) -> String {
    let link = item.words.is_some().then(|| format!("r{number}-{}", item.id));
    let mut out = match &link {
        Some(link) => format!("<li data-claim=\"{link}\"><a href=\"#{link}\"><b>{}</b></a> ", escaped(&item.lead)),
        None => format!("<li><b>{}</b> ", escaped(&item.lead)),
    };
    out += &escaped(&item.body);
    if !item.source.is_empty() {
        out += &format!(" <span class=\"source\">{}</span>", escaped(&item.source));
    }
    for note in &item.notes {
        out += &format!("<span class=\"note\">{}</span>", escaped(note));
    }
    out + "</li>\n"
}

/// The report's text, cut wherever a claim begins or ends; each piece names the claims that it belongs to.
fn marked(text: &str, claims: &[(&str, Span)], number: u32) -> String {
    let chars: Vec<char> = text.chars().collect();
    let mut cuts: Vec<usize> = claims.iter().flat_map(|(_, s)| [s[0] as usize, s[1] as usize]).collect();
    cuts.extend([0, chars.len()]);
    cuts.retain(|&c| c <= chars.len());
    cuts.sort_unstable();
    cuts.dedup();
    let mut by_start: Vec<&(&str, Span)> = claims.iter().collect();
    by_start.sort_by_key(|(_, s)| s[0]);
    let mut coming = by_start.into_iter().peekable();
    let mut open: Vec<&(&str, Span)> = Vec::new();
    let mut named: HashSet<&str> = HashSet::new();
    let mut out = String::from("<p>");
    for pair in cuts.windows(2) {
        open.retain(|(_, s)| s[1] as usize > pair[0]);
        while let Some(claim) = coming.next_if(|(_, s)| s[0] as usize <= pair[0]) {
            open.push(claim);
        }
        let piece = escaped(&chars[pair[0]..pair[1]].iter().collect::<String>()).replace("\n\n", "</p><p>");
        if open.is_empty() {
            out += &piece;
            continue;
        }
        // The first piece of a claim is where its link leads.
        let anchors: String = open
            .iter()
            .filter(|claim| named.insert(claim.0))
            .map(|(id, _)| format!("<a id=\"r{number}-{id}\"></a>"))
            .collect();
        let ids: Vec<String> = open.iter().map(|(id, _)| format!("r{number}-{id}")).collect();
        let begin = format!("<mark data-claims=\"{}\">", ids.join(" "));
        out += &anchors;
        out += &begin;
        out += &piece.replace("</p><p>", &format!("</mark></p><p>{begin}"));
        out += "</mark>";
    }
    out + "</p>\n"
}

fn escaped(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    for c in words.chars() {
        match c {
            '&' => out += "&amp;",
            '<' => out += "&lt;",
            '>' => out += "&gt;",
            '"' => out += "&quot;",
            '\'' => out += "&#39;",
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn claims_that_overlap_cut_the_text_into_pieces() {
        let text = "ab<c>\n\nde";
        let page = marked(text, &[("E1", [0, 4]), ("E2", [3, 8])], 1);
        assert_eq!(
            page,
            "<p><a id=\"r1-E1\"></a><mark data-claims=\"r1-E1\">ab&lt;</mark><a id=\"r1-E2\"></a><mark \
             data-claims=\"r1-E1 r1-E2\">c</mark><mark data-claims=\"r1-E2\">&gt;</mark></p><p><mark \
             data-claims=\"r1-E2\">d</mark>e</p>\n"
        );
    }

    #[test]
    fn a_report_cannot_write_markup() {
        assert_eq!(escaped("<script>\"&'"), "&lt;script&gt;&quot;&amp;&#39;");
    }
}
