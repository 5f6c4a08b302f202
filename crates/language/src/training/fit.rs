//! The passes over the data.

use std::collections::BTreeMap;
use std::time::Instant;

use super::data::Gold;
use super::figures;
use super::marked::{self, Plain};
use super::net::Net;
use super::params::{Params, Rng};
use super::sentences::{batch, encode, Sentence, Vocabulary};

/// Words of one step.
const BATCH_WORDS: usize = 1200;
/// Each step is computed in two halves, whatever the number of cores, so that the sums are the same everywhere.
const HALVES: usize = 2;
const RATE: f32 = 2.5e-3;
/// Steps in which the rate rises.
const WARM: f32 = 300.0;
/// Share of the gold sentences that stand with other names in a pass.
const VARIED: f32 = 0.5;
/// Share of the passes after which the network reads the made-up sentences, to learn from them too.
const ALONE: f32 = 0.25;
/// Share of the made-up sentences that a pass takes.
const MARKED: f32 = 0.33;

/// What a network learns from, and is shown on.
pub(crate) struct Course<'a> {
    pub vocabulary: &'a Vocabulary,
    pub gold: &'a [Gold],
    /// The gold sentences once more, some of their names exchanged, another time each time.
    pub vary: &'a dyn Fn(&mut Rng) -> Vec<Gold>,
    pub marked: &'a [Plain],
    pub dev: &'a [(&'static str, Vec<Sentence>)],
    pub passes: usize,
    pub seed: u64,
    pub started: Instant,
}

impl Course<'_> {
    /// Runs all passes.
    pub fn run(&self, net: &Net, params: &mut Params) {
        let gold = encode(self.vocabulary, self.gold);
        let mut marked = Vec::new();
        let mut rng = Rng::new(self.seed ^ 0xa77a);
        let alone = (self.passes as f32 * ALONE) as usize;
        let total = self.passes * words(&gold)
            + (MARKED * ((self.passes - alone) * marked::words(self.marked)) as f32) as usize;
        let mut clock = Clock { step: 0, steps: total.div_ceil(BATCH_WORDS) };
        for pass in 1..=self.passes {
            let varied = encode(self.vocabulary, &(self.vary)(&mut rng));
            let either = |(gold, varied)| if rng.unit() < VARIED { varied } else { gold };
            let mut order: Vec<&Sentence> = gold.iter().zip(&varied).map(either).collect();
            if pass == alone + 1 {
                marked = marked::read(net, params, self.vocabulary, self.marked);
            }
            order.extend(marked.iter().filter(|_| rng.unit() < MARKED));
            rng.shuffle(&mut order);
            let loss = self.pass(net, params, &order, &mut clock);
            self.show(net, params, pass, loss);
        }
    }

    /// One pass; gives the mean loss of a word.
    fn pass(&self, net: &Net, params: &mut Params, order: &[&Sentence], clock: &mut Clock) -> f64 {
        let (mut loss, mut steps, mut from) = (0.0, 0, 0);
        while from < order.len() {
            let (mut to, mut words) = (from, 0);
            while to < order.len() && words < BATCH_WORDS {
                words += order[to].words.len();
                to += 1;
            }
            let mut chosen = order[from..to].to_vec();
            chosen.sort_by_key(|s| std::cmp::Reverse(s.words.len()));
            let (step, rate) = clock.tick();
            loss += learn(net, params, &self.vocabulary.vectors, &chosen, words, rate, step, self.seed);
            steps += 1;
            from = to;
        }
        loss / f64::from(steps.max(1))
    }

    fn show(&self, net: &Net, params: &Params, pass: usize, loss: f64) {
        let mut line = format!("pass {pass:2} loss {loss:.3}");
        if pass.is_multiple_of(5) || pass == self.passes || pass == 1 {
            for (name, sentences) in self.dev {
                line += &format!("  {name} {}", figures::score(net, params, self.vocabulary, sentences));
            }
        }
        eprintln!("{line}  {:.0?}", self.started.elapsed());
    }
}

/// Steps done, and how many there will be.
struct Clock {
    step: usize,
    steps: usize,
}

impl Clock {
    /// The next step's number and rate, which rises first and then falls to nothing.
    fn tick(&mut self) -> (usize, f32) {
        self.step += 1;
        let warm = (self.step as f32 / WARM).min(1.0);
        let left = 1.0 - (self.step as f32 / self.steps as f32).min(1.0);
        (self.step, RATE * warm * left.max(0.01))
    }
}

fn words(sentences: &[Sentence]) -> usize {
    sentences.iter().map(|s| s.words.len()).sum()
}

/// Gradients of the dense weights, of embedding rows by where they stand, and the loss, of one half of a step.
type Half = (Vec<f32>, Vec<(usize, Vec<f32>)>, f64);

/// One step over the chosen sentences; gives the mean loss of a word.
#[allow(clippy::too_many_arguments)]
fn learn(
    net: &Net,
    params: &mut Params,
    table: &[f32],
    chosen: &[&Sentence],
    words: usize,
    rate: f32,
    step: usize,
    seed: u64,
) -> f64 {
    let values = &params.values;
    let halves: Vec<Vec<&Sentence>> =
        (0..HALVES).map(|half| chosen.iter().skip(half).step_by(HALVES).copied().collect()).collect();
    let results: Vec<Half> = std::thread::scope(|scope| {
        let threads: Vec<_> = halves
            .iter()
            .enumerate()
            .map(|(half, sentences)| {
                scope.spawn(move || {
                    let mut rng = Rng::new(seed ^ ((step * HALVES + half) as u64) << 20);
                    let batch = batch(sentences);
                    let mut grads = vec![0.0; net.dense];
                    let mut embedded = Vec::new();
                    let pass = net.forward(values, table, &batch, Some(&mut rng));
                    let loss = net.backward(values, &mut grads, &mut embedded, &batch, pass, words as f32, &mut rng);
                    (grads, embedded, loss)
                })
            })
            .collect();
        threads.into_iter().map(|t| t.join().expect("a half of the step")).collect()
    });
    let mut grads: Vec<f32> = results[0].0.clone();
    for (other, _, _) in &results[1..] {
        grads.iter_mut().zip(other).for_each(|(g, o)| *g += o);
    }
    let mut rows: BTreeMap<usize, Vec<f32>> = BTreeMap::new();
    let mut loss = 0.0;
    for (_, embedded, part) in results {
        loss += part;
        for (at, d) in embedded {
            match rows.entry(at) {
                std::collections::btree_map::Entry::Vacant(e) => {
                    e.insert(d);
                }
                std::collections::btree_map::Entry::Occupied(mut e) => {
                    e.get_mut().iter_mut().zip(&d).for_each(|(g, d)| *g += d);
                }
            }
        }
    }
    let norm = grads.iter().map(|g| g * g).sum::<f32>().sqrt();
    if norm > 2.0 {
        grads.iter_mut().for_each(|g| *g *= 2.0 / norm);
    }
    params.adam(0..net.dense, &grads, rate, step as i32);
    for (at, d) in rows {
        params.adam(at..at + d.len(), &d, rate, step as i32);
    }
    loss
}
