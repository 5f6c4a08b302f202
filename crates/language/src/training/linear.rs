//! The floor: an averaged perceptron (Collins 2002) that tags from left to right, and one that parses by shift and reduce.

use super::data::Gold;
use super::params::Rng;
use super::peers::{Peer, Read};
use super::shift::{actions, State, ACTIONS};
use crate::features::hash;
use crate::tags::Upos;

/// Rows of hashed features.
const ROWS: usize = 1 << 18;

/// Weights of one decision: a row for each hashed feature, a column for each class.
struct Perceptron {
    classes: usize,
    weights: Vec<f32>,
    /// Updates weighed by when they were made, from which the average follows.
    sums: Vec<f32>,
    seen: f32,
}

impl Perceptron {
    fn new(classes: usize) -> Self {
        Self { classes, weights: vec![0.0; ROWS * classes], sums: vec![0.0; ROWS * classes], seen: 1.0 }
    }

    fn scores(&self, rows: &[usize]) -> Vec<f32> {
        let mut scores = vec![0.0; self.classes];
        for &row in rows {
            let weights = &self.weights[row * self.classes..][..self.classes];
            scores.iter_mut().zip(weights).for_each(|(s, w)| *s += w);
        }
        scores
    }

    fn learn(&mut self, rows: &[usize], right: usize, said: usize) {
        self.seen += 1.0;
        if right == said {
            return;
        }
        for &row in rows {
            for (class, by) in [(right, 1.0), (said, -1.0)] {
                self.weights[row * self.classes + class] += by;
                self.sums[row * self.classes + class] += by * self.seen;
            }
        }
    }

    /// Turns the weights into their average over all that was seen; learning ends with it.
    fn average(&mut self) {
        self.weights.iter_mut().zip(&self.sums).for_each(|(w, s)| *w -= s / self.seen);
        self.sums = Vec::new();
    }
}

/// Features by their number, each of up to three values.
#[derive(Default)]
struct Features {
    rows: Vec<usize>,
}

impl Features {
    fn add(&mut self, values: [u64; 3]) {
        let bytes: [u8; 24] = std::array::from_fn(|i| values[i / 8].to_le_bytes()[i % 8]);
        self.rows.push(hash(self.rows.len() as u64, &bytes) as usize % ROWS);
    }
}

fn code(text: &str) -> u64 {
    hash(0, text.as_bytes())
}

/// Tags words with their UPOS from left to right.
pub(crate) struct Tagger(Perceptron);

impl Tagger {
    pub fn train(gold: &[Gold], passes: usize, rng: &mut Rng) -> Self {
        let mut perceptron = Perceptron::new(Upos::ALL.len());
        let mut order: Vec<usize> = (0..gold.len()).collect();
        for _ in 0..passes {
            rng.shuffle(&mut order);
            for &i in &order {
                let Gold { words, tags, .. } = &gold[i];
                let mut said = Vec::new();
                for (w, tag) in tags.iter().enumerate() {
                    let rows = Self::features(words, w, &said);
                    let best = best(&perceptron.scores(&rows));
                    perceptron.learn(&rows, Upos::parse(&tag.0).map_or(0, |t| t as usize), best);
                    said.push(best as u64);
                }
            }
        }
        perceptron.average();
        Self(perceptron)
    }

    /// The number of each word's tag.
    pub fn tag(&self, words: &[String]) -> Vec<u64> {
        let mut said = Vec::new();
        for w in 0..words.len() {
            said.push(best(&self.0.scores(&Self::features(words, w, &said))) as u64);
        }
        said
    }

    fn features(words: &[String], w: usize, said: &[u64]) -> Vec<usize> {
        let word = |i: usize| words.get(i).map_or("", String::as_str);
        let (this, before, after) = (word(w), word(w.wrapping_sub(1)), word(w + 1));
        let (one, two) = (said.last().map_or(99, |t| *t), said.iter().rev().nth(1).map_or(99, |t| *t));
        let mut features = Features::default();
        for value in
            [code(this), code(&this.to_lowercase()), ending(this, 1), ending(this, 2), ending(this, 3), shape(this)]
        {
            features.add([value, 0, 0]);
        }
        for value in [code(before), code(after), ending(before, 3), ending(after, 3), shape(after), one] {
            features.add([value, 0, 0]);
        }
        features.add([one, two, 0]);
        features.add([one, code(this), 0]);
        features.add([one, ending(this, 3), 0]);
        features.add([shape(this), u64::from(w == 0), 0]);
        features.rows
    }
}

fn ending(word: &str, chars: usize) -> u64 {
    let start = word.char_indices().rev().nth(chars - 1).map_or(0, |(i, _)| i);
    code(&word[start..])
}

fn shape(word: &str) -> u64 {
    let has = |test: fn(char) -> bool| u64::from(word.chars().any(test));
    has(char::is_uppercase) + 2 * has(char::is_lowercase) + 4 * has(char::is_numeric) + 8 * has(|c| c == '-')
}

fn best(scores: &[f32]) -> usize {
    (0..scores.len()).fold(0, |a, b| if scores[b] > scores[a] { b } else { a })
}

/// The tagger and a greedy shift-reduce parser over hashed features.
pub(crate) struct Linear {
    tagger: Tagger,
    parser: Perceptron,
}

impl Linear {
    pub fn train(gold: &[Gold], passes: usize, seed: u64) -> Self {
        let mut rng = Rng::new(seed);
        let tagger = Tagger::train(gold, passes, &mut rng);
        let mut parser = Perceptron::new(ACTIONS);
        let lessons: Vec<_> =
            gold.iter().filter_map(|g| Some((actions(g)?, Words::new(&g.words, tagger.tag(&g.words))))).collect();
        let mut order: Vec<usize> = (0..lessons.len()).collect();
        for _ in 0..passes {
            rng.shuffle(&mut order);
            for &i in &order {
                let (actions, words) = &lessons[i];
                let mut state = State::new(words.forms.len());
                for &action in actions {
                    let rows = words.features(&state);
                    let said = state.best(&parser.scores(&rows));
                    parser.learn(&rows, action, said);
                    state.apply(action);
                }
            }
        }
        parser.average();
        Self { tagger, parser }
    }
}

impl Peer for Linear {
    fn read(&self, gold: &[Gold]) -> Vec<Read> {
        gold.iter().map(|g| self.read_one(&g.words)).collect()
    }
}

impl Linear {
    fn read_one(&self, words: &[String]) -> Read {
        let tags = self.tagger.tag(words);
        let upos = tags.iter().map(|&t| Upos::ALL[t as usize]).collect();
        let words = Words::new(words, tags);
        let mut state = State::new(words.forms.len());
        while !state.finish() {
            let action = state.best(&self.parser.scores(&words.features(&state)));
            state.apply(action);
        }
        Read { upos, heads: state.heads, rels: state.rels }
    }
}

/// Words and their tags as numbers.
struct Words {
    forms: Vec<u64>,
    tags: Vec<u64>,
}

/// What stands where there is no word.
const NOTHING: u64 = 999;

impl Words {
    fn new(words: &[String], tags: Vec<u64>) -> Self {
        Self { forms: words.iter().map(|w| code(&w.to_lowercase())).collect(), tags }
    }

    fn features(&self, state: &State) -> Vec<usize> {
        let form = |w: Option<usize>| w.map_or(NOTHING, |w| self.forms[w]);
        let tag = |w: Option<usize>| w.map_or(NOTHING, |w| self.tags[w]);
        let rel = |w: Option<usize>| w.map_or(NOTHING, |w| state.rels[w] as u64);
        let (top, under, next) = (state.below(0), state.below(1), state.ahead(0));
        let (tw, uw, nw) = (form(top), form(under), form(next));
        let (tt, ut, nt) = (tag(top), tag(under), tag(next));
        let apart = top.zip(under).map_or(0, |(a, b)| (a - b).min(8) as u64);
        let mut features = Features::default();
        for w in [top, under, next] {
            features.add([form(w), 0, 0]);
            features.add([tag(w), 0, 0]);
            features.add([form(w), tag(w), 0]);
        }
        for w in [state.below(2), state.ahead(1), state.ahead(2)] {
            features.add([tag(w), 0, 0]);
            features.add([form(w), tt, ut]);
            features.add([tag(w), tt, ut]);
        }
        for values in
            [[tw, uw, 0], [tw, ut, 0], [tt, uw, 0], [tt, ut, 0], [tt, ut, nt], [tt, nt, 0], [tw, nt, 0], [tt, nw, 0]]
        {
            features.add(values);
        }
        features.add([tt, ut, apart]);
        features.add([tw, uw, apart]);
        for head in [top, under] {
            for child in [head.and_then(|w| state.first[w]), head.and_then(|w| state.last[w])] {
                features.add([rel(child), tag(head), 0]);
                features.add([tag(child), tt, ut]);
                features.add([rel(child), tt, ut]);
                features.add([form(child), tag(head), 0]);
            }
        }
        features.rows
    }
}
