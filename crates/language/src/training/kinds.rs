//! The network of [`crate::kinds`] while it is trained.

use std::io;
use std::path::Path;

use super::export::Out;
use super::layers::{leak, leak_backward, mul, mul_tn, Linear};
use super::net::softmax_loss;
use super::params::{Params, Rng, Slot};
use super::vectors::DIM;
use crate::kernels::best;
use crate::kinds::{self, Sight, KINDS, PLACES, VECTOR};
use crate::tags::Deprel;
use crate::weights::Weights;

const HIDDEN: usize = 128;
const EPOCHS: usize = 30;
const BATCH: usize = 256;
const RATE: f32 = 2e-3;
const DROPOUT: f32 = 0.25;
/// Share of the examples from which the encoder's state is dropped as a whole.
const STATELESS: f32 = 0.5;
/// Where the examples come from, each with habits of its own; what is read is read as GUM would.
pub(crate) const GUM: usize = 0;
pub(crate) const EWT: usize = 1;
pub(crate) const NEWS: usize = 2;
pub(crate) const WRITTEN: usize = 3;
const SOURCES: usize = 4;
/// Weight of the input that tells the source: learnt faster than single words are.
const SOURCE: f32 = 3.0;

/// A proper noun and what it names: 0 for nothing of its own, else one more than the kind's number.
pub(crate) struct Example {
    pub state: Vec<f32>,
    pub sight: Sight,
    pub source: usize,
    pub kind: u32,
}

/// [`kinds::Kinds`] while it is trained: with the matrix that makes name vectors of word vectors, and inputs for sources.
pub(crate) struct Net {
    state: usize,
    vector: Slot,
    input: Linear,
    output: Linear,
}

/// What one pass computed.
struct Pass {
    vectors: Vec<f32>,
    input: Vec<f32>,
    hidden: Vec<f32>,
    scores: Vec<f32>,
}

impl Net {
    pub fn new(params: &mut Params, state: usize) -> Self {
        let vector = params.weights(DIM, VECTOR);
        let input = Linear::new(params, kinds::inputs(state) + SOURCES, HIDDEN);
        let output = Linear::new(params, HIDDEN, KINDS);
        Self { state, vector, input, output }
    }

    fn width(&self) -> usize {
        self.input.w.rows
    }

    /// `drop`: drops inputs and hidden cells at random where given (training); its masks are given back.
    fn forward(&self, values: &[f32], table: &[f32], batch: &[&Example], drop: Option<&[Vec<f32>; 2]>) -> Pass {
        let rows = batch.iter().flat_map(|e| e.sight.rows);
        let vectors: Vec<f32> = rows.flat_map(|row| table[row as usize * DIM..][..DIM].iter().copied()).collect();
        let mut names = vec![0.0; batch.len() * PLACES * VECTOR];
        mul(&vectors, self.vector.of(values), &mut names, batch.len() * PLACES, DIM, VECTOR);
        let mut input = Vec::with_capacity(batch.len() * self.width());
        for (example, names) in batch.iter().zip(names.chunks_exact(PLACES * VECTOR)) {
            input.extend_from_slice(&example.state);
            input.extend_from_slice(names);
            input.extend_from_slice(&example.sight.marks);
            let mut told = vec![0.0; Deprel::ALL.len() + SOURCES];
            told[example.sight.rel as usize] = 1.0;
            told[Deprel::ALL.len() + example.source] = SOURCE;
            input.extend(told);
        }
        let drop_from = |x: &mut [f32], mask: usize| {
            if let Some(masks) = drop {
                x.iter_mut().zip(&masks[mask]).for_each(|(x, m)| *x *= m);
            }
        };
        drop_from(&mut input, 0);
        let mut hidden = self.input.forward(values, &input);
        leak(&mut hidden);
        drop_from(&mut hidden, 1);
        let scores = self.output.forward(values, &hidden);
        Pass { vectors, input, hidden, scores }
    }

    pub fn learn(&self, params: &mut Params, table: &[f32], examples: &[Example], seed: u64) {
        let mut rng = Rng::new(seed ^ 0x4a3e);
        let mut order: Vec<usize> = (0..examples.len()).collect();
        let steps = EPOCHS * (examples.len() / BATCH).max(1);
        let mut step = 0;
        for epoch in 1..=EPOCHS {
            rng.shuffle(&mut order);
            let (mut loss, mut batches) = (0.0, 0);
            for chosen in order.chunks(BATCH) {
                let batch: Vec<&Example> = chosen.iter().map(|&i| &examples[i]).collect();
                let done = (step as f32 / steps as f32).min(1.0);
                let rate = RATE * 0.5 * (1.0 + (std::f32::consts::PI * done).cos());
                step += 1;
                loss += self.step(params, table, &batch, rate, step, &mut rng);
                batches += 1;
            }
            eprintln!("names: pass {epoch:2} loss {:.3}", loss / f64::from(batches));
        }
    }

    fn step(&self, params: &mut Params, table: &[f32], batch: &[&Example], rate: f32, step: i32, rng: &mut Rng) -> f64 {
        let n = batch.len();
        let mut mask = |size: usize| -> Vec<f32> {
            (0..size).map(|_| if rng.unit() < DROPOUT { 0.0 } else { 1.0 / (1.0 - DROPOUT) }).collect()
        };
        let mut masks = [mask(n * self.width()), mask(n * HIDDEN)];
        // What the encoder makes of a name is partly the name: without it now and then, the rest is learnt from too.
        for row in masks[0].chunks_exact_mut(self.width()) {
            if rng.unit() < STATELESS {
                row[..self.state].fill(0.0);
            }
        }
        let values = &params.values;
        let mut pass = self.forward(values, table, batch, Some(&masks));
        let gold: Vec<u32> = batch.iter().map(|e| e.kind).collect();
        let loss = softmax_loss(&mut pass.scores, KINDS, &gold, 1.0 / n as f32);
        let mut grads = vec![0.0; values.len()];
        let mut dhidden = self.output.backward(values, &mut grads, &pass.hidden, &pass.scores);
        dhidden.iter_mut().zip(&masks[1]).for_each(|(d, m)| *d *= m);
        leak_backward(&pass.hidden, &mut dhidden);
        let dinput = self.input.backward(values, &mut grads, &pass.input, &dhidden);
        let mut dnames = Vec::with_capacity(n * PLACES * VECTOR);
        for (d, m) in dinput.chunks_exact(self.width()).zip(masks[0].chunks_exact(self.width())) {
            let part = self.state..self.state + PLACES * VECTOR;
            dnames.extend(d[part.clone()].iter().zip(&m[part]).map(|(d, m)| d * m));
        }
        mul_tn(&pass.vectors, &dnames, self.vector.of_mut(&mut grads), DIM, n * PLACES, VECTOR);
        params.adam(0..grads.len(), &grads, rate, step);
        loss
    }

    /// Share of the examples whose kind is found.
    pub fn accuracy(&self, params: &Params, table: &[f32], examples: &[Example]) -> f64 {
        let right = examples.chunks(BATCH).map(|chunk| {
            let batch: Vec<&Example> = chunk.iter().collect();
            let pass = self.forward(&params.values, table, &batch, None);
            pass.scores.chunks_exact(KINDS).zip(&batch).filter(|(row, e)| best(row) as u32 == e.kind).count()
        });
        right.sum::<usize>() as f64 / examples.len().max(1) as f64
    }

    /// Writes the weights anew with what was learnt of names.
    pub fn write(
        &self,
        params: &Params,
        table: &[f32],
        weights: &Weights,
        gazetteer: &[u8],
        path: &Path,
    ) -> io::Result<()> {
        let values = &params.values;
        let mut out = Out(weights.bytes()[..weights.names_at].to_vec());
        out.number(HIDDEN);
        let words = weights.words();
        let mut names = vec![0.0; words * VECTOR];
        mul(table, self.vector.of(values), &mut names, words, DIM, VECTOR);
        out.small(&names, VECTOR);
        out.bytes(gazetteer);
        let (matrix, inputs) = (self.input.w.of(values), kinds::inputs(self.state));
        let mut bias = self.input.b.of(values).to_vec();
        bias.iter_mut().zip(&matrix[(inputs + GUM) * HIDDEN..]).for_each(|(b, w)| *b += SOURCE * w);
        for part in [&matrix[..inputs * HIDDEN], &bias, self.output.w.of(values), self.output.b.of(values)] {
            out.floats(part);
        }
        out.save(path)
    }
}
