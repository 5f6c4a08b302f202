//! Which blocks of a page are the report.
//!
//! Paragraphs vote for the elements around them with their words, the nearest element with all, the next with half
//! (the rule of the readers' modes of browsers); what stands in the element with most votes is the report.

use std::collections::HashMap;

use super::page::{Block, Kind};

/// The report's paragraphs, an empty line between any two.
pub(crate) fn choose(blocks: &[Block]) -> String {
    let mut votes: HashMap<u32, usize> = HashMap::new();
    for block in blocks.iter().filter(|b| is_prose(b)) {
        // The first of the ancestors is the paragraph's own element.
        for (share, &element) in block.ancestors.iter().skip(1).take(2).enumerate() {
            *votes.entry(element).or_default() += 2 * block.words / (share + 1);
        }
        if block.ancestors.len() < 2 {
            *votes.entry(0).or_default() += 2 * block.words;
        }
    }
    // Of equals the outermost, which was opened first.
    let Some(chosen) = votes.iter().max_by_key(|(&element, &n)| (n, u32::MAX - element)).map(|(&element, _)| element)
    else {
        return String::new();
    };
    let inside = |b: &&Block| chosen == 0 || b.ancestors.contains(&chosen);
    let kept: Vec<&Block> = blocks.iter().filter(inside).filter(|b| is_prose(b) || belongs(b)).collect();
    let end = kept.iter().rposition(|b| b.kind == Kind::Paragraph).map_or(0, |last| last + 1);
    kept[..end].iter().map(|b| b.text.as_str()).collect::<Vec<_>>().join("\n\n")
}

/// Sentences, not a list of links.
fn is_prose(block: &Block) -> bool {
    block.kind == Kind::Paragraph && block.words >= 8 && block.linked * 2 < block.words && ends_as_sentence(&block.text)
}

/// What is kept between paragraphs: subheadings, and short sentences.
fn belongs(block: &Block) -> bool {
    match block.kind {
        Kind::Headline => false,
        Kind::Heading => block.linked == 0,
        Kind::Paragraph => block.linked * 2 < block.words && (ends_as_sentence(&block.text) || block.words >= 12),
    }
}

fn ends_as_sentence(text: &str) -> bool {
    text.trim_end_matches(['”', '"', '’', '\'', ')', ']', '»']).ends_with(['.', '!', '?', '…', ':', ';'])
}
