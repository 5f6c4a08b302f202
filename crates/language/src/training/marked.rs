//! Sentences in which every name is marked, and no tree is: the network reads them itself, and learns of the names what the
//! marks tell: their words are proper nouns, and hang on each other.

use std::io;
use std::path::Path;

use super::net::{Net, NONE};
use super::params::Params;
use super::sentences::{batch, Sentence, Vocabulary};
use crate::decode;
use crate::document::EntityKind;
use crate::kernels::best;
use crate::names::Name;
use crate::segment::segment;

/// An arc that is not to be.
const NEVER: f32 = -1.0e9;
/// Longer sentences teach little and cost much.
const LONGEST: usize = 80;
/// Sentences read side by side.
const SIDE_BY_SIDE: usize = 32;

/// A sentence's words, and the names that are marked in it.
pub(crate) struct Plain {
    words: Vec<String>,
    names: Vec<Name>,
}

pub(crate) fn words(sentences: &[Plain]) -> usize {
    sentences.iter().map(|s| s.words.len()).sum()
}

/// The lines of a file of sentences with marked names, without the marks, and the names by their bytes. `#` begins a comment.
pub(crate) fn lines(path: &Path) -> io::Result<Vec<(String, Vec<Name>)>> {
    let file = std::fs::read_to_string(path)?;
    let lines = file.lines().enumerate().filter(|(_, line)| !line.starts_with('#'));
    let broken = |number: usize| io::Error::other(format!("line {}: a mark is broken", number + 1));
    lines.map(|(number, line)| unmarked(line).ok_or_else(|| broken(number))).collect()
}

/// A line without its marks, and the marked names by their bytes.
fn unmarked(line: &str) -> Option<(String, Vec<Name>)> {
    let (mut text, mut marked, mut rest) = (String::new(), Vec::new(), line);
    while let Some((before, after)) = rest.split_once("[[") {
        let (inside, after) = after.split_once("]]")?;
        let (name, kind) = inside.split_once('|')?;
        text.push_str(before);
        let start = text.len();
        text.push_str(name);
        marked.push((start, text.len(), EntityKind::ALL.into_iter().find(|k| k.as_str() == kind)?));
        rest = after;
    }
    text.push_str(rest);
    Some((text, marked))
}

/// The sentences of a file of lines with marked names.
pub(crate) fn open(path: &Path) -> io::Result<Vec<Plain>> {
    let mut sentences = Vec::new();
    for (text, marked) in lines(path)? {
        cut(&text, &marked, &mut sentences);
    }
    sentences.retain(|s| s.words.len() <= LONGEST && !s.names.is_empty());
    Ok(sentences)
}

/// Cuts a text into sentences and words; names are given by their bytes.
fn cut(text: &str, marked: &[Name], sentences: &mut Vec<Plain>) {
    let segmented = segment(text);
    let mut start = 0;
    for end in segmented.sentence_ends.iter().map(|&end| end as usize) {
        let spans = &segmented.words[start..end];
        let within = |&(from, to, kind): &Name| {
            let first = spans.iter().position(|s| s.start as usize == from)?;
            let last = spans.iter().position(|s| s.end as usize == to)?;
            Some((first, last + 1, kind))
        };
        let names = marked.iter().filter_map(within).collect();
        sentences.push(Plain { words: spans.iter().map(|s| s.of(text).to_owned()).collect(), names });
        start = end;
    }
}

/// The sentences with what their marks and the network tell of the words of names; of all others nothing.
pub(crate) fn read(net: &Net, params: &Params, vocabulary: &Vocabulary, plain: &[Plain]) -> Vec<Sentence> {
    let mut order: Vec<usize> = (0..plain.len()).collect();
    order.sort_by_key(|&i| std::cmp::Reverse(plain[i].words.len()));
    let mut sentences = vec![Sentence::default(); plain.len()];
    for chunk in order.chunks(SIDE_BY_SIDE) {
        let found = side_by_side(net, params, vocabulary, plain, chunk);
        chunk.iter().zip(found).for_each(|(&i, sentence)| sentences[i] = sentence);
    }
    sentences
}

/// Sentences of falling length.
fn side_by_side(
    net: &Net,
    params: &Params,
    vocabulary: &Vocabulary,
    plain: &[Plain],
    chunk: &[usize],
) -> Vec<Sentence> {
    let (mut form, mut hidden) = (String::new(), Vec::new());
    let unread = |&i: &usize| {
        let words: Vec<_> = plain[i].words.iter().map(|w| vocabulary.word(w, &mut form)).collect();
        let nothing = vec![NONE; words.len()];
        Sentence { words, tags: nothing.clone(), heads: nothing.clone(), rels: nothing }
    };
    let mut sentences: Vec<Sentence> = chunk.iter().map(unread).collect();
    let values = &params.values;
    let together = batch(&sentences.iter().collect::<Vec<_>>());
    let pass = net.forward(values, &vocabulary.vectors, &together, None);
    let mut heads = Vec::new();
    for ((sentence, &span), &i) in sentences.iter_mut().zip(&together.sentences).zip(chunk) {
        let Plain { words, names } = &plain[i];
        let (mut arcs, _, _) = net.arcs(values, &pass, span);
        names.iter().for_each(|name| keep_together(&mut arcs, words.len(), name));
        decode::tree(&mut arcs, words.len(), &mut heads);
        for name in names {
            for w in name.0..name.1 {
                let tags = &pass.tag_scores[(span.0 + w) * net.sets.tags..][..net.sets.tags];
                sentence.tags[w] = tag(tags, vocabulary, is_proper(&words[w], w, name)) as u32;
                if is_within(name, heads[w]) {
                    sentence.heads[w] = heads[w];
                    sentence.rels[w] = best(&net.label(values, &pass, span, w, heads[w], &mut hidden)) as u32;
                }
            }
        }
    }
    sentences
}

/// The best tag, or the best of a proper noun.
fn tag(scores: &[f32], vocabulary: &Vocabulary, is_proper: bool) -> usize {
    let allowed =
        scores.iter().zip(&vocabulary.tags).map(|(s, tag)| if is_proper && tag.0 != "PROPN" { NEVER } else { *s });
    best(&allowed.collect::<Vec<_>>())
}

/// Whether a word of a name is a proper noun: it has a capital, and the name is somebody's, a body's or a place's.
fn is_proper(word: &str, at: usize, &(start, end, kind): &Name) -> bool {
    let is_article = at == start && end > start + 1 && word == "The";
    kind <= EntityKind::Place && word.starts_with(char::is_uppercase) && !is_article
}

/// Whether a head (from 1) is a word of the name.
fn is_within(name: &Name, head: u32) -> bool {
    (name.0 + 1..=name.1).contains(&(head as usize))
}

/// Takes away the arcs that would part a name's words: all but one of them hang within it.
fn keep_together(arcs: &mut [f32], n: usize, name: &Name) {
    let words = name.0..name.1;
    let most = |w: usize, inside: bool| {
        let row = &arcs[w * (n + 1)..(w + 1) * (n + 1)];
        let allowed = (0..=n).filter(|&h| h != w + 1 && is_within(name, h as u32) == inside);
        allowed.map(|h| row[h]).fold(f32::MIN, f32::max)
    };
    let worth = |head: usize| words.clone().map(|w| most(w, w != head)).sum::<f32>();
    let worths: Vec<f32> = words.clone().map(worth).collect();
    let head = name.0 + best(&worths);
    for w in words {
        for h in (0..=n).filter(|&h| is_within(name, h as u32) == (w == head)) {
            arcs[w * (n + 1) + h] = NEVER;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_taken_off_a_line() {
        let (text, names) = unmarked("[[Coron|place]] is near [[Busuanga Island|place]].").expect("a sound line");
        assert_eq!(text, "Coron is near Busuanga Island.");
        let found: Vec<_> = names.iter().map(|n| (&text[n.0..n.1], n.2)).collect();
        assert_eq!(found, [("Coron", EntityKind::Place), ("Busuanga Island", EntityKind::Place)]);
    }

    #[test]
    fn broken_marks_are_seen() {
        for line in ["[[Coron is near", "[[Coron]] is", "[[Coron|town]] is"] {
            assert!(unmarked(line).is_none(), "{line}");
        }
    }

    #[test]
    fn names_are_found_again_among_the_words() {
        let mut sentences = Vec::new();
        let (text, marked) = unmarked("He met [[Ada Oyelaran|person]] in [[Aden|place]].").expect("a sound line");
        cut(&text, &marked, &mut sentences);
        assert_eq!(sentences[0].words, ["He", "met", "Ada", "Oyelaran", "in", "Aden", "."]);
        assert_eq!(sentences[0].names, [(2, 4, EntityKind::Person), (5, 6, EntityKind::Place)]);
    }

    #[test]
    fn all_words_of_a_name_but_one_hang_within_it() {
        // Three words; the last two are a name, and each would rather hang on the first.
        let mut arcs = vec![5.0, NEVER, 0.0, 0.0, 0.0, 5.0, NEVER, 1.0, 0.0, 4.0, 2.0, NEVER];
        keep_together(&mut arcs, 3, &(1, 3, EntityKind::Place));
        let mut heads = Vec::new();
        decode::tree(&mut arcs, 3, &mut heads);
        assert_eq!(heads, [0, 1, 2]);
    }

    #[test]
    fn words_of_names_are_proper_nouns_but_for_articles_and_small_words() {
        let name = (0, 4, EntityKind::Organization);
        let proper = ["The", "House", "of", "Wonders"].iter().enumerate().map(|(at, w)| is_proper(w, at, &name));
        assert_eq!(proper.collect::<Vec<_>>(), [false, true, false, true]);
        assert!(!is_proper("Hamlet", 0, &(0, 1, EntityKind::Abstract)), "a work is not asked about");
    }
}
