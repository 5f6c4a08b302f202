//! Sentences in numbers, as the network takes them.

use std::collections::{BTreeMap, HashMap};

use super::data::Gold;
use super::net::{Batch, Word, NONE};
use crate::features::{affixes, vocabulary_form, Lists, LISTS_BYTES};

/// Everything that turns words into numbers, and numbers back.
pub(crate) struct Vocabulary {
    /// Form to (row of its vector, row of its learned embedding).
    pub words: BTreeMap<String, (u32, u32)>,
    pub vectors: Vec<f32>,
    pub learned: usize,
    pub tags: Vec<(String, String, String)>,
    /// Names of persons and places, as the features take them.
    pub lists: Vec<u8>,
}

impl Vocabulary {
    pub fn new(sentences: &[Gold], vectors: Vec<(String, Vec<f32>)>) -> Self {
        let mut words = BTreeMap::new();
        let mut table = Vec::new();
        for (i, (word, vector)) in vectors.into_iter().enumerate() {
            words.insert(word, (i as u32, 0));
            table.extend(vector);
        }
        let (mut counts, mut tags) = (BTreeMap::<String, u32>::new(), BTreeMap::<_, u32>::new());
        let mut form = String::new();
        for gold in sentences {
            for (word, tag) in gold.words.iter().zip(&gold.tags) {
                vocabulary_form(word, &mut form);
                *counts.entry(form.clone()).or_default() += 1;
                *tags.entry(tag.clone()).or_default() += 1;
            }
        }
        let mut learned = 1;
        for (word, _) in counts.into_iter().filter(|(_, n)| *n >= 2) {
            words.entry(word).or_insert((NONE, 0)).1 = learned;
            learned += 1;
        }
        let mut frequent: Vec<_> = tags.into_iter().filter(|(_, n)| *n >= 2).collect();
        frequent.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
        let tags = frequent.into_iter().map(|(tag, _)| tag).collect();
        Self { words, vectors: table, learned: learned as usize, tags, lists: lists() }
    }

    pub fn word(&self, word: &str, form: &mut String) -> Word {
        vocabulary_form(word, form);
        let (vector, learned) = self.words.get(form.as_str()).copied().unwrap_or((NONE, 0));
        Word { vector, learned, affixes: affixes(word, Lists(&self.lists)) }
    }
}

/// The lists of names as bits.
fn lists() -> Vec<u8> {
    let mut bits = vec![0; LISTS_BYTES];
    let texts = [
        include_str!("../../data/english/names/first.txt"),
        include_str!("../../data/english/names/last.txt"),
        include_str!("../../data/english/names/place.txt"),
    ];
    for (list, text) in texts.into_iter().enumerate() {
        text.lines().for_each(|word| Lists::put(&mut bits, list, word));
    }
    bits
}

/// A sentence in numbers. What is right for a word is [`NONE`] where nobody knows.
#[derive(Clone, Default)]
pub(crate) struct Sentence {
    pub words: Vec<Word>,
    pub tags: Vec<u32>,
    pub heads: Vec<u32>,
    pub rels: Vec<u32>,
}

/// Gold sentences in numbers.
pub(crate) fn encode(vocabulary: &Vocabulary, sentences: &[Gold]) -> Vec<Sentence> {
    let numbers: HashMap<_, _> = vocabulary.tags.iter().enumerate().map(|(i, t)| (t, i as u32)).collect();
    // A combination too rare to learn counts as the most frequent one with its part of speech.
    let fallback = |tag: &(String, String, String)| {
        let same = |t: &&(String, String, String)| t.0 == tag.0 && t.1 == tag.1;
        let near = vocabulary.tags.iter().find(same).or_else(|| vocabulary.tags.iter().find(|t| t.0 == tag.0));
        near.and_then(|t| numbers.get(t)).copied().unwrap_or(0)
    };
    let mut form = String::new();
    sentences
        .iter()
        .map(|gold| Sentence {
            words: gold.words.iter().map(|w| vocabulary.word(w, &mut form)).collect(),
            tags: gold.tags.iter().map(|t| numbers.get(t).copied().unwrap_or_else(|| fallback(t))).collect(),
            heads: gold.heads.clone(),
            rels: gold.rels.iter().map(|r| *r as u32).collect(),
        })
        .collect()
}

/// Sentences side by side, the longest first.
pub(crate) fn batch(sentences: &[&Sentence]) -> Batch {
    let mut order = sentences.to_vec();
    order.sort_by_key(|s| std::cmp::Reverse(s.words.len()));
    let mut batch = Batch::default();
    for s in order {
        let start = batch.words.len();
        batch.words.extend(&s.words);
        batch.tags.extend(&s.tags);
        batch.heads.extend(&s.heads);
        batch.rels.extend(&s.rels);
        batch.sentences.push((start, batch.words.len()));
    }
    batch
}
