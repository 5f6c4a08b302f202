//! A shift-reduce parser whose actions a small net chooses from some words of the state (Chen and Manning 2014); its
//! tags are the linear tagger's.

use std::collections::{BTreeMap, HashMap};

use super::data::Gold;
use super::layers::{leak, leak_backward, Linear};
use super::linear::Tagger;
use super::params::{Params, Rng, Slot};
use super::peers::{Peer, Read};
use super::shift::{actions, State, ACTIONS};
use super::vectors::DIM;
use crate::features::{hash, vocabulary_form};
use crate::kernels::exp;
use crate::tags::Upos;

/// Words of the state that the net sees.
const PLACES: usize = 9;
/// Numbers learnt for a word, beside those of its vector.
const LEARNED: usize = 48;
const ROWS: usize = 1 << 14;
/// Rows of the learnt table that each place sums: form, last three letters, tag, relation.
const SUMMED: usize = 4;
const WIDTH: usize = DIM + LEARNED;
const HIDDEN: usize = 160;
/// Actions of one step.
const BATCH: usize = 512;
const RATE: f32 = 2.0e-3;
const DROPOUT: f32 = 0.2;

pub(crate) struct FeedForward {
    tagger: Tagger,
    vectors: HashMap<String, Vec<f32>>,
    params: Params,
    net: Net,
}

struct Net {
    hidden: Linear,
    out: Linear,
    table: Slot,
}

/// The words of a sentence as the net takes them.
struct Words {
    vectors: Vec<Option<Vec<f32>>>,
    rows: Vec<[usize; SUMMED - 1]>,
}

/// One state: the input, and the rows of the table that it sums, by place.
struct Input {
    x: Vec<f32>,
    rows: Vec<(usize, usize)>,
}

impl FeedForward {
    pub fn train(gold: &[Gold], vectors: HashMap<String, Vec<f32>>, passes: usize, seed: u64) -> Self {
        let mut rng = Rng::new(seed);
        let tagger = Tagger::train(gold, passes, &mut rng);
        let mut params = Params::new(seed);
        let hidden = Linear::new(&mut params, PLACES * WIDTH, HIDDEN);
        let out = Linear::new(&mut params, HIDDEN, ACTIONS);
        let table = params.matrix(ROWS, LEARNED, 0.1);
        let mut parser = Self { tagger, vectors, params, net: Net { hidden, out, table } };
        let lessons: Vec<_> = gold
            .iter()
            .filter_map(|g| Some((actions(g)?, parser.words(&g.words, &parser.tagger.tag(&g.words)))))
            .collect();
        let total: usize = lessons.iter().map(|l| l.0.len()).sum::<usize>() * passes;
        let mut order: Vec<usize> = (0..lessons.len()).collect();
        let (mut batch, mut wanted, mut step) = (Vec::new(), Vec::new(), 0);
        for _ in 0..passes {
            rng.shuffle(&mut order);
            for &i in &order {
                let (actions, words) = &lessons[i];
                let mut state = State::new(words.rows.len());
                for &action in actions {
                    batch.push(parser.input(words, &state));
                    wanted.push(action);
                    state.apply(action);
                }
                if batch.len() >= BATCH {
                    step += 1;
                    let left = 1.0 - (step * BATCH) as f32 / total as f32;
                    parser.learn(&batch, &wanted, RATE * left.max(0.02), step as i32, &mut rng);
                    batch.clear();
                    wanted.clear();
                }
            }
        }
        parser
    }

    fn words(&self, words: &[String], tags: &[u64]) -> Words {
        let mut form = String::new();
        let mut found = Words { vectors: Vec::new(), rows: Vec::new() };
        for (word, tag) in words.iter().zip(tags) {
            vocabulary_form(word, &mut form);
            let end = form.char_indices().rev().nth(2).map_or(0, |(i, _)| i);
            found.vectors.push(self.vectors.get(&form).cloned());
            found.rows.push([row(1, form.as_bytes()), row(2, &form.as_bytes()[end..]), row(3, &tag.to_le_bytes())]);
        }
        found
    }

    fn input(&self, words: &Words, state: &State) -> Input {
        let (top, under) = (state.below(0), state.below(1));
        let child = |side: &[Option<usize>], w: Option<usize>| w.and_then(|w| side[w]);
        let places: [Option<usize>; PLACES] = [
            top,
            under,
            state.below(2),
            state.ahead(0),
            state.ahead(1),
            child(&state.first, top),
            child(&state.last, top),
            child(&state.first, under),
            child(&state.last, under),
        ];
        let mut input = Input { x: vec![0.0; PLACES * WIDTH], rows: Vec::new() };
        let table = self.net.table.of(&self.params.values);
        for (place, word) in places.into_iter().enumerate() {
            let Some(word) = word else { continue };
            let x = &mut input.x[place * WIDTH..(place + 1) * WIDTH];
            if let Some(vector) = &words.vectors[word] {
                x[..DIM].copy_from_slice(vector);
            }
            for row in words.rows[word].into_iter().chain([row(4, &[state.rels[word] as u8])]) {
                x[DIM..].iter_mut().zip(&table[row * LEARNED..]).for_each(|(x, t)| *x += t);
                input.rows.push((place, row));
            }
        }
        input
    }

    fn learn(&mut self, batch: &[Input], wanted: &[usize], rate: f32, step: i32, rng: &mut Rng) {
        let values = &self.params.values;
        let x: Vec<f32> = batch.iter().flat_map(|i| i.x.iter().copied()).collect();
        let mut hidden = self.net.hidden.forward(values, &x);
        leak(&mut hidden);
        let mask: Vec<f32> =
            hidden.iter().map(|_| if rng.unit() < DROPOUT { 0.0 } else { 1.0 / (1.0 - DROPOUT) }).collect();
        hidden.iter_mut().zip(&mask).for_each(|(h, m)| *h *= m);
        let mut scores = self.net.out.forward(values, &hidden);
        for (row, &wanted) in scores.chunks_exact_mut(ACTIONS).zip(wanted) {
            let most = row.iter().copied().fold(f32::MIN, f32::max);
            row.iter_mut().for_each(|s| *s = exp(*s - most));
            let sum = row.iter().sum::<f32>() * batch.len() as f32;
            row.iter_mut().for_each(|s| *s /= sum);
            row[wanted] -= 1.0 / batch.len() as f32;
        }
        let dense = self.net.table.at;
        let mut grads = vec![0.0; dense];
        let mut dhidden = self.net.out.backward(values, &mut grads, &hidden, &scores);
        leak_backward(&hidden, &mut dhidden);
        dhidden.iter_mut().zip(&mask).for_each(|(d, m)| *d *= m);
        let dx = self.net.hidden.backward(values, &mut grads, &x, &dhidden);
        let mut rows: BTreeMap<usize, Vec<f32>> = BTreeMap::new();
        for (input, dx) in batch.iter().zip(dx.chunks_exact(PLACES * WIDTH)) {
            for &(place, row) in &input.rows {
                let sum = rows.entry(row).or_insert_with(|| vec![0.0; LEARNED]);
                sum.iter_mut().zip(&dx[place * WIDTH + DIM..]).for_each(|(s, d)| *s += d);
            }
        }
        self.params.adam(0..dense, &grads, rate, step);
        for (row, grad) in rows {
            let at = dense + row * LEARNED;
            self.params.adam(at..at + LEARNED, &grad, rate, step);
        }
    }
}

impl Peer for FeedForward {
    fn read(&self, gold: &[Gold]) -> Vec<Read> {
        gold.iter().map(|g| self.read_one(&g.words)).collect()
    }
}

impl FeedForward {
    fn read_one(&self, words: &[String]) -> Read {
        let tags = self.tagger.tag(words);
        let known = self.words(words, &tags);
        let mut state = State::new(words.len());
        while !state.finish() {
            let mut hidden = self.net.hidden.forward(&self.params.values, &self.input(&known, &state).x);
            leak(&mut hidden);
            let action = state.best(&self.net.out.forward(&self.params.values, &hidden));
            state.apply(action);
        }
        let upos = tags.iter().map(|&t| Upos::ALL[t as usize]).collect();
        Read { upos, heads: state.heads, rels: state.rels }
    }
}

/// Row of the learnt table of something, by what kind of thing it is.
fn row(kind: u64, bytes: &[u8]) -> usize {
    hash(kind, bytes) as usize % ROWS
}
