//! The whole network: words to tags, arcs and relations, with its loss and gradients.

use super::layers::*;
use super::params::{Params, Rng, Slot};
use super::vectors::DIM as VECTOR;
use crate::features::{AFFIXES, AFFIX_ROWS};
use crate::kernels::exp;
use crate::network::distance_of;
use crate::weights::DISTANCES;

/// No row: a word without a vector, or one that was dropped.
pub(crate) const NONE: u32 = u32::MAX;

/// Widths.
#[derive(Clone, Debug)]
pub(crate) struct Shape {
    pub input: usize,
    pub layers: Vec<Kind>,
    pub tag: usize,
    pub arc: usize,
    pub label: usize,
    /// Share of inputs dropped in training.
    pub dropout: f32,
}

/// Sizes of the closed sets.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Sets {
    pub learned: usize,
    pub tags: usize,
    pub rels: usize,
}

/// One word as the network takes it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Word {
    pub vector: u32,
    pub learned: u32,
    pub affixes: [u32; AFFIXES],
}

/// Sentences of one pass, the longest first, and what is right for their words.
#[derive(Default)]
pub(crate) struct Batch {
    pub sentences: Vec<(usize, usize)>,
    pub words: Vec<Word>,
    pub tags: Vec<u32>,
    /// 0 for the root, else number of the word in its sentence from 1. [`NONE`], as in the others, where nobody knows.
    pub heads: Vec<u32>,
    pub rels: Vec<u32>,
}

#[derive(Clone)]
pub(crate) struct Net {
    pub shape: Shape,
    pub sets: Sets,
    pub learned: Slot,
    pub affixes: Slot,
    pub vectors: Linear,
    pub layers: Vec<Layer>,
    pub head: Linear,
    pub tags: Linear,
    /// Arc scores: dependent U head.
    pub arc: Slot,
    pub arc_bias: Slot,
    pub arc_root: Slot,
    pub distance: Slot,
    pub label_root: Slot,
    pub labels: Linear,
    /// Parameters from here on are embeddings, whose gradients are sparse.
    pub dense: usize,
}

/// What one pass computed.
pub(crate) struct Pass {
    vectors: Vec<f32>,
    dropped: Vec<Word>,
    pub traces: Vec<Trace>,
    masks: Vec<Vec<f32>>,
    top: Vec<f32>,
    /// Activated outputs of the head layer, cut apart.
    pub tag: Vec<f32>,
    pub dep: Vec<f32>,
    pub gov: Vec<f32>,
    pub label_dep: Vec<f32>,
    pub label_gov: Vec<f32>,
    head_masks: Vec<Vec<f32>>,
    pub tag_scores: Vec<f32>,
}

impl Net {
    pub fn new(params: &mut Params, shape: Shape, sets: Sets) -> Self {
        let vectors = Linear::new(params, VECTOR, shape.input);
        let mut width = shape.input;
        let mut layers = Vec::new();
        for &kind in &shape.layers {
            layers.push(Layer::new(params, kind, width));
            width = kind.width();
        }
        let (t, a, l) = (shape.tag, shape.arc, shape.label);
        let head = Linear::new(params, width, t + 2 * a + 2 * l);
        let tags = Linear::new(params, t, sets.tags);
        let arc = params.matrix(a, a, 0.5 / (a as f32).sqrt());
        let arc_bias = params.row(a, 0.0);
        let arc_root = params.matrix(1, a, 0.3);
        let distance = params.row(DISTANCES, 0.0);
        let label_root = params.matrix(1, l, 0.3);
        let labels = Linear::new(params, l, sets.rels);
        let dense = params.values.len();
        let learned = params.matrix(sets.learned, shape.input, 0.01);
        let affixes = params.matrix(AFFIX_ROWS, shape.input, 0.15);
        Self {
            shape,
            sets,
            learned,
            affixes,
            vectors,
            layers,
            head,
            tags,
            arc,
            arc_bias,
            arc_root,
            distance,
            label_root,
            labels,
            dense,
        }
    }

    fn embed(&self, values: &[f32], table: &[f32], words: &[Word]) -> (Vec<f32>, Vec<f32>) {
        let mut vectors = vec![0.0; words.len() * VECTOR];
        for (word, row) in words.iter().zip(vectors.chunks_exact_mut(VECTOR)) {
            if word.vector != NONE {
                row.copy_from_slice(&table[word.vector as usize * VECTOR..][..VECTOR]);
            }
        }
        let mut x = self.vectors.forward(values, &vectors);
        let cols = self.shape.input;
        for (word, row) in words.iter().zip(x.chunks_exact_mut(cols)) {
            for (slot, r) in self.rows(word) {
                let from = &slot.of(values)[r as usize * cols..][..cols];
                row.iter_mut().zip(from).for_each(|(x, e)| *x += e);
            }
        }
        (vectors, x)
    }

    /// Rows of the embedding tables that a word sums.
    fn rows(&self, word: &Word) -> impl Iterator<Item = (Slot, u32)> + '_ {
        let affixes = word.affixes.into_iter().map(|r| (self.affixes, r));
        std::iter::once((self.learned, word.learned)).chain(affixes).filter(|(_, r)| *r != NONE)
    }

    /// `rng`: drops inputs at random where given (training).
    pub fn forward(&self, values: &[f32], table: &[f32], batch: &Batch, mut rng: Option<&mut Rng>) -> Pass {
        let mut dropped = batch.words.clone();
        let sentences = &batch.sentences;
        if let Some(rng) = rng.as_deref_mut() {
            for word in &mut dropped {
                // Rare words must be read from their ends and neighbours; the text to come is full of new ones.
                let chance = rng.unit();
                if chance < 0.12 {
                    word.learned = 0;
                    word.affixes[7] = NONE;
                    if chance < 0.04 {
                        word.vector = NONE;
                    }
                }
            }
        }
        let (vectors, mut x) = self.embed(values, table, &dropped);
        let mut masks = Vec::new();
        let drop = |x: &mut Vec<f32>, cols: usize, masks: &mut Vec<Vec<f32>>, rng: &mut Option<&mut Rng>| {
            if let Some(rng) = rng.as_deref_mut() {
                let mask = mask(rng, sentences, cols, self.shape.dropout);
                apply(&mask, x);
                masks.push(mask);
            }
        };
        drop(&mut x, self.shape.input, &mut masks, &mut rng);
        let mut traces = Vec::new();
        for layer in &self.layers {
            let trace = layer.forward(values, x, sentences);
            x = trace.y.clone();
            drop(&mut x, layer.kind.width(), &mut masks, &mut rng);
            traces.push(trace);
        }
        let all = self.head.forward(values, &x);
        let mut parts = self.cut(&all);
        let mut head_masks = Vec::new();
        for (i, part) in parts.iter_mut().enumerate() {
            if i < 3 {
                leak(part);
            }
            let cols = part.len() / batch.words.len().max(1);
            if i < 3 {
                drop(part, cols, &mut head_masks, &mut rng);
            }
        }
        let [tag, dep, gov, label_dep, label_gov] = parts;
        let tag_scores = self.tags.forward(values, &tag);
        Pass { vectors, dropped, traces, masks, top: x, tag, dep, gov, label_dep, label_gov, head_masks, tag_scores }
    }

    fn widths(&self) -> [usize; 5] {
        let s = &self.shape;
        [s.tag, s.arc, s.arc, s.label, s.label]
    }

    fn cut(&self, all: &[f32]) -> [Vec<f32>; 5] {
        let mut parts: [Vec<f32>; 5] = Default::default();
        for row in all.chunks_exact(self.head.w.cols) {
            let mut at = 0;
            for (part, width) in parts.iter_mut().zip(self.widths()) {
                part.extend_from_slice(&row[at..at + width]);
                at += width;
            }
        }
        parts
    }

    fn join(&self, parts: &[Vec<f32>; 5]) -> Vec<f32> {
        let widths = self.widths();
        let n = parts[0].len() / widths[0];
        let mut all = Vec::with_capacity(n * self.head.w.cols);
        for t in 0..n {
            for (part, width) in parts.iter().zip(widths) {
                all.extend_from_slice(&part[t * width..(t + 1) * width]);
            }
        }
        all
    }

    /// Arc scores of a sentence, n×(n+1), with what their gradient needs: dep·U and the heads' rows, the root's first.
    pub fn arcs(&self, values: &[f32], pass: &Pass, (start, end): (usize, usize)) -> (Vec<f32>, Vec<f32>, Vec<f32>) {
        let (a, n) = (self.shape.arc, end - start);
        let mut left = vec![0.0; n * a];
        for row in left.chunks_exact_mut(a) {
            row.copy_from_slice(self.arc_bias.of(values));
        }
        mul(&pass.dep[start * a..end * a], self.arc.of(values), &mut left, n, a, a);
        let mut heads = self.arc_root.of(values).to_vec();
        heads.extend_from_slice(&pass.gov[start * a..end * a]);
        let mut scores = vec![0.0; n * (n + 1)];
        let distance = self.distance.of(values);
        for (d, row) in scores.chunks_exact_mut(n + 1).enumerate() {
            for (h, s) in row.iter_mut().enumerate() {
                *s = distance[distance_of(d + 1, h)];
            }
        }
        mul_nt(&left, &heads, &mut scores, n, a, n + 1);
        (scores, left, heads)
    }

    /// Relation scores of one arc; `hidden` is left with the activations.
    pub fn label(
        &self,
        values: &[f32],
        pass: &Pass,
        sentence: (usize, usize),
        dep: usize,
        head: u32,
        hidden: &mut Vec<f32>,
    ) -> Vec<f32> {
        let l = self.shape.label;
        let from = &pass.label_dep[(sentence.0 + dep) * l..][..l];
        let gov = match head {
            0 => self.label_root.of(values),
            h => &pass.label_gov[(sentence.0 + h as usize - 1) * l..][..l],
        };
        hidden.clear();
        hidden.extend(from.iter().zip(gov).map(|(a, b)| a + b));
        leak(hidden);
        self.labels.forward(values, hidden)
    }

    /// Adds the gradients of the batch's loss to `grads` (embedding rows by `rows`); words weigh `1 / total` each. Gives the loss.
    #[allow(clippy::too_many_arguments)]
    pub fn backward(
        &self,
        values: &[f32],
        grads: &mut [f32],
        embedded: &mut Vec<(usize, Vec<f32>)>,
        batch: &Batch,
        mut pass: Pass,
        total: f32,
        rng: &mut Rng,
    ) -> f64 {
        let mut loss = 0.0;
        let (a, l, n) = (self.shape.arc, self.shape.label, batch.words.len());
        let scale = 1.0 / total;
        loss += softmax_loss(&mut pass.tag_scores, self.sets.tags, &batch.tags, scale);
        let mut dtag = self.tags.backward(values, grads, &pass.tag, &pass.tag_scores);
        let (mut ddep, mut dgov) = (vec![0.0; n * a], vec![0.0; n * a]);
        for &(start, end) in &batch.sentences {
            let (mut scores, left, heads) = self.arcs(values, &pass, (start, end));
            let m = end - start;
            for (d, row) in scores.chunks_exact_mut(m + 1).enumerate() {
                row[d + 1] = -1.0e30;
            }
            loss += softmax_loss(&mut scores, m + 1, &batch.heads[start..end], scale);
            let ddistance = self.distance.of_mut(grads);
            for (d, row) in scores.chunks_exact(m + 1).enumerate() {
                for (h, g) in row.iter().enumerate() {
                    ddistance[distance_of(d + 1, h)] += g;
                }
            }
            let (mut dleft, mut dheads) = (vec![0.0; m * a], vec![0.0; (m + 1) * a]);
            mul(&scores, &heads, &mut dleft, m, m + 1, a);
            mul_tn(&scores, &left, &mut dheads, m + 1, m, a);
            mul_tn(&pass.dep[start * a..end * a], &dleft, self.arc.of_mut(grads), a, m, a);
            let dbias = self.arc_bias.of_mut(grads);
            for row in dleft.chunks_exact(a) {
                dbias.iter_mut().zip(row).for_each(|(b, d)| *b += d);
            }
            mul_nt(&dleft, self.arc.of(values), &mut ddep[start * a..end * a], m, a, a);
            self.arc_root.of_mut(grads).iter_mut().zip(&dheads[..a]).for_each(|(g, d)| *g += d);
            dgov[start * a..end * a].copy_from_slice(&dheads[a..]);
        }
        let (dlabel_dep, dlabel_gov) = self.label_backward(values, grads, batch, &pass, scale, rng, &mut loss);
        let parts: [(&Vec<f32>, &mut Vec<f32>); 3] =
            [(&pass.tag, &mut dtag), (&pass.dep, &mut ddep), (&pass.gov, &mut dgov)];
        for ((y, dy), mask) in parts.into_iter().zip(&pass.head_masks) {
            apply(mask, dy);
            leak_backward(y, dy);
        }
        debug_assert_eq!(l * n, dlabel_dep.len());
        let dall = self.join(&[dtag, ddep, dgov, dlabel_dep, dlabel_gov]);
        let mut dx = self.head.backward(values, grads, &pass.top, &dall);
        for ((layer, trace), mask) in self.layers.iter().zip(&pass.traces).zip(&pass.masks[1..]).rev() {
            apply(mask, &mut dx);
            dx = layer.backward(values, grads, trace, &dx, &batch.sentences);
        }
        apply(&pass.masks[0], &mut dx);
        self.vectors.backward(values, grads, &pass.vectors, &dx);
        let cols = self.shape.input;
        for (word, d) in pass.dropped.iter().zip(dx.chunks_exact(cols)) {
            for (slot, r) in self.rows(word) {
                embedded.push((slot.at + r as usize * cols, d.to_vec()));
            }
        }
        loss
    }

    #[allow(clippy::too_many_arguments)]
    fn label_backward(
        &self,
        values: &[f32],
        grads: &mut [f32],
        batch: &Batch,
        pass: &Pass,
        scale: f32,
        rng: &mut Rng,
        loss: &mut f64,
    ) -> (Vec<f32>, Vec<f32>) {
        let (l, n) = (self.shape.label, batch.words.len());
        let mut hidden = Vec::with_capacity(n * l);
        let mut govs = Vec::with_capacity(n);
        for &(start, end) in &batch.sentences {
            for t in start..end {
                let gov = match batch.heads[t] {
                    0 | NONE => None,
                    h => Some(start + h as usize - 1),
                };
                let row = gov.map_or(self.label_root.of(values), |g| &pass.label_gov[g * l..(g + 1) * l]);
                hidden.extend(pass.label_dep[t * l..(t + 1) * l].iter().zip(row).map(|(a, b)| a + b));
                govs.push(gov);
            }
        }
        leak(&mut hidden);
        let masks = mask(rng, &batch.sentences, l, self.shape.dropout);
        apply(&masks, &mut hidden);
        let mut scores = self.labels.forward(values, &hidden);
        *loss += softmax_loss(&mut scores, self.sets.rels, &batch.rels, scale);
        let mut dhidden = self.labels.backward(values, grads, &hidden, &scores);
        apply(&masks, &mut dhidden);
        leak_backward(&hidden, &mut dhidden);
        let mut dgov = vec![0.0; n * l];
        for (t, gov) in govs.iter().enumerate() {
            let to = match gov {
                None => self.label_root.of_mut(grads),
                Some(g) => &mut dgov[g * l..(g + 1) * l],
            };
            to.iter_mut().zip(&dhidden[t * l..(t + 1) * l]).for_each(|(g, d)| *g += d);
        }
        (dhidden, dgov)
    }
}

/// Turns scores into the gradient of the cross-entropy against `gold` ([`NONE`]: no loss), weighed by `scale`; gives the
/// loss.
pub(crate) fn softmax_loss(scores: &mut [f32], classes: usize, gold: &[u32], scale: f32) -> f64 {
    let mut loss = 0.0;
    for (row, &gold) in scores.chunks_exact_mut(classes).zip(gold) {
        if gold == NONE {
            row.fill(0.0);
            continue;
        }
        let most = row.iter().copied().fold(f32::MIN, f32::max);
        let mut sum = 0.0;
        for v in row.iter_mut() {
            *v = exp(*v - most);
            sum += *v;
        }
        loss -= f64::from((row[gold as usize] / sum).max(1e-20).ln());
        for v in row.iter_mut() {
            *v *= scale / sum;
        }
        row[gold as usize] -= scale;
    }
    loss * f64::from(scale)
}
