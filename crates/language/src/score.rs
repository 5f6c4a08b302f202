//! How well words, sentences, tags and trees are found, measured as the CoNLL 2018 shared task measures it.
//!
//! [`raw`] gives a parser the bare text and matches what it finds with the gold words by their places; [`given_words`]
//! gives it the gold words. Relations are compared before their colon, every word counts.

use std::collections::HashMap;
use std::ops::AddAssign;

use crate::conllu::{documents, Column, Layout, Row, Sentence};
use crate::document::Document;
use crate::offset::ByteSpan;
use crate::segment::{segment, Segmented};

/// What was there, what was found, and what of it was right.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// In the gold annotation.
    pub gold: u64,
    /// Found.
    pub found: u64,
    /// Found and right.
    pub right: u64,
}

impl Tally {
    /// Share of what was found that is right, from 0 to 1.
    pub fn precision(self) -> f64 {
        share(self.right, self.found)
    }

    /// Share of what was there that was found, from 0 to 1.
    pub fn recall(self) -> f64 {
        share(self.right, self.gold)
    }

    /// Harmonic mean of the two, from 0 to 1.
    pub fn f1(self) -> f64 {
        share(2 * self.right, self.gold + self.found)
    }

    fn count(&mut self, right: bool) {
        self.right += u64::from(right);
    }

    fn sized(gold: usize, found: usize) -> Self {
        Self { gold: gold as u64, found: found as u64, right: 0 }
    }
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.gold += other.gold;
        self.found += other.found;
        self.right += other.right;
    }
}

fn share(part: u64, whole: u64) -> f64 {
    if whole == 0 {
        0.0
    } else {
        part as f64 / whole as f64
    }
}

/// How well the words and sentences of a text are found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Segmentation {
    /// Written tokens ("don't" is one).
    pub tokens: Tally,
    /// Words ("do" and "n't").
    pub words: Tally,
    /// Sentences.
    pub sentences: Tally,
}

/// How well tags and trees are found. On raw text a word that was not found counts as wrong.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Annotation {
    pub upos: Tally,
    pub xpos: Tally,
    pub feats: Tally,
    pub lemmas: Tally,
    /// Head right.
    pub uas: Tally,
    /// Head and relation (before the colon) right.
    pub las: Tally,
}

impl AddAssign for Segmentation {
    fn add_assign(&mut self, other: Self) {
        self.tokens += other.tokens;
        self.words += other.words;
        self.sentences += other.sentences;
    }
}

impl AddAssign for Annotation {
    fn add_assign(&mut self, other: Self) {
        self.upos += other.upos;
        self.xpos += other.xpos;
        self.feats += other.feats;
        self.lemmas += other.lemmas;
        self.uas += other.uas;
        self.las += other.las;
    }
}

/// Words and sentences of the gold documents' bare text, as the tokenizer finds them.
pub fn segmentation(gold: &[Sentence]) -> Segmentation {
    let mut sum = Segmentation::default();
    for document in documents(gold) {
        let layout = Layout::new(document);
        sum += compare(&layout.segmented, &segment(&layout.text));
    }
    sum
}

/// Words, sentences, tags and trees of the gold documents' bare text, as `parse` finds them.
pub fn raw(gold: &[Sentence], mut parse: impl FnMut(&str) -> Document) -> (Segmentation, Annotation) {
    let mut sums = (Segmentation::default(), Annotation::default());
    for document in documents(gold) {
        let layout = Layout::new(document);
        let doc = parse(&layout.text);
        let found = Segmented {
            words: doc.tokens().map(|token| token.span()).collect(),
            sentence_ends: doc.sentences().map(|sentence| sentence.tokens().end.0).collect(),
            multiwords: doc.multiwords().iter().map(|run| (run.start.0, run.end.0)).collect(),
        };
        sums.0 += compare(&layout.segmented, &found);
        sums.1 += compare_layers(document, &layout, &doc);
    }
    sums
}

/// Tags and trees of gold words, as another annotation of the same words has them.
///
/// Both sides must have the same words in the same sentences; a pair of sentences that do not match is left out.
pub fn given_words(gold: &[Sentence], found: &[Sentence]) -> Annotation {
    let mut sum = Annotation::default();
    for (gold, found) in gold.iter().zip(found) {
        let words = gold.words().count();
        if words != found.words().count() {
            continue;
        }
        let mut tally = Annotation::sized(words, words);
        for (gold, found) in gold.words().zip(found.words()) {
            let same = |column| gold.get(column) == found.get(column);
            tally.upos.count(same(Column::Upos));
            tally.xpos.count(same(Column::Xpos));
            tally.feats.count(same(Column::Feats));
            tally.lemmas.count(same_lemma(gold, found.get(Column::Lemma)));
            tally.uas.count(gold.head() == found.head());
            let same_relation = universal(gold.get(Column::Deprel)) == universal(found.get(Column::Deprel));
            tally.las.count(gold.head() == found.head() && same_relation);
        }
        sum += tally;
    }
    sum
}

impl Annotation {
    fn sized(gold: usize, found: usize) -> Self {
        let tally = Tally::sized(gold, found);
        Self { upos: tally, xpos: tally, feats: tally, lemmas: tally, uas: tally, las: tally }
    }
}

/// A gold lemma that is not given counts as right whatever was found, as in the shared task.
fn same_lemma(gold: Row<'_>, found: &str) -> bool {
    let lemma = gold.get(Column::Lemma);
    lemma == found || (lemma == "_" && gold.form() != "_")
}

fn universal(relation: &str) -> &str {
    relation.split(':').next().unwrap_or(relation)
}

fn compare(gold: &Segmented, found: &Segmented) -> Segmentation {
    Segmentation {
        tokens: overlap(&written(gold), &written(found)),
        words: overlap(&gold.words, &found.words),
        sentences: overlap(&sentences(gold), &sentences(found)),
    }
}

/// Spans of the written tokens.
fn written(segmented: &Segmented) -> Vec<ByteSpan> {
    let mut spans = Vec::with_capacity(segmented.words.len());
    let mut multiwords = segmented.multiwords.iter().peekable();
    let mut at = 0;
    while at < segmented.words.len() {
        let end = multiwords.next_if(|run| run.0 as usize == at).map_or(at + 1, |run| run.1 as usize);
        spans.push(segmented.words[at].join(segmented.words[end - 1]));
        at = end;
    }
    spans
}

fn sentences(segmented: &Segmented) -> Vec<ByteSpan> {
    let mut start = 0;
    let spans = segmented.sentence_ends.iter().map(|&end| {
        let words = &segmented.words[start..end as usize];
        start = end as usize;
        words.first().zip(words.last()).map(|(first, last)| first.join(*last))
    });
    spans.flatten().collect()
}

/// Spans in both of two sorted lists.
fn overlap(gold: &[ByteSpan], found: &[ByteSpan]) -> Tally {
    let mut tally = Tally::sized(gold.len(), found.len());
    let (mut g, mut f) = (0, 0);
    while g < gold.len() && f < found.len() {
        match gold[g].cmp(&found[f]) {
            std::cmp::Ordering::Equal => {
                tally.right += 1;
                g += 1;
                f += 1;
            }
            std::cmp::Ordering::Less => g += 1,
            std::cmp::Ordering::Greater => f += 1,
        }
    }
    tally
}

fn compare_layers(gold: &[Sentence], layout: &Layout, doc: &Document) -> Annotation {
    let mut tally = Annotation::sized(layout.segmented.words.len(), doc.len());
    let tokens: HashMap<ByteSpan, _> = doc.tokens().map(|token| (token.span(), token)).collect();
    let mut first = 0;
    for sentence in gold {
        let words = &layout.segmented.words[first..];
        for (nth, word) in sentence.words().enumerate() {
            first += 1;
            let Some(&token) = tokens.get(&words[nth]) else { continue };
            tally.upos.count(word.get(Column::Upos) == token.upos().as_str());
            tally.xpos.count(word.get(Column::Xpos) == token.xpos().as_str());
            tally.feats.count(word.get(Column::Feats) == token.feats());
            tally.lemmas.count(same_lemma(word, token.lemma()));
            let gold_head = word.head().filter(|&head| head > 0).map(|head| words[head as usize - 1]);
            let same_head = gold_head == token.head().map(|head| head.span());
            tally.uas.count(same_head);
            let same_relation = universal(word.get(Column::Deprel)) == token.deprel().universal();
            tally.las.count(same_head && same_relation);
        }
    }
    tally
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::conllu::Reader;

    fn read(text: &str) -> Vec<Sentence> {
        let lines: String = text.lines().map(|l| l.trim().split(' ').collect::<Vec<_>>().join("\t") + "\n").collect();
        Reader::new(lines.as_bytes()).map(|s| s.expect("sound sentence")).collect()
    }

    const GOLD: &str = "1-2 Don't _ _ _ _ _ _ _ _
        1 Do do AUX VB _ 3 aux _ _
        2 n't not PART RB _ 3 advmod _ _
        3 go go VERB VB _ 0 root _ SpaceAfter=No
        4 . . PUNCT . _ 3 punct _ _

        1 They they PRON PRP _ 2 nsubj:pass _ _
        2 stayed stay VERB VBD _ 0 root _ SpaceAfter=No
        3 . . PUNCT . _ 2 punct _ _
";

    #[test]
    fn what_is_right_counts_in_full() {
        let gold = read(GOLD);
        let found = segmentation(&gold);
        assert_eq!(found.tokens, Tally { gold: 6, found: 6, right: 6 });
        assert_eq!(found.words, Tally { gold: 7, found: 7, right: 7 });
        assert_eq!(found.sentences, Tally { gold: 2, found: 2, right: 2 });
        let same = given_words(&gold, &gold);
        assert_eq!((same.upos.right, same.las.right), (7, 7));
    }

    #[test]
    fn what_is_wrong_does_not() {
        let gold = read(GOLD);
        let other = read(&GOLD.replace("nsubj:pass", "nsubj").replace("2 punct", "1 punct").replace("AUX", "VERB"));
        let found = given_words(&gold, &other);
        assert_eq!((found.upos.right, found.uas.right, found.las.right), (6, 6, 6));
        assert!((found.las.f1() - 6.0 / 7.0).abs() < 1e-9);
    }
}
