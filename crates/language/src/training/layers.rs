//! The layers of the network with their gradients. Matrices are row-major, a row a word; sentences stand one after
//! another in them.

use super::params::{Params, Rng, Slot};
use crate::kernels::{sigmoid, tanh};

/// First and one past the last row of each sentence, the longest sentence first.
pub(crate) type Sentences = [(usize, usize)];

/// `c += a b`, with `a` m×k and `b` k×n.
pub(crate) fn mul(a: &[f32], b: &[f32], c: &mut [f32], m: usize, k: usize, n: usize) {
    gemm((a, k, 1), (b, n, 1), c, m, k, n);
}

/// `c += aᵀ b`, with `a` k×m and `b` k×n.
pub(crate) fn mul_tn(a: &[f32], b: &[f32], c: &mut [f32], m: usize, k: usize, n: usize) {
    gemm((a, 1, m), (b, n, 1), c, m, k, n);
}

/// `c += a bᵀ`, with `a` m×k and `b` n×k.
pub(crate) fn mul_nt(a: &[f32], b: &[f32], c: &mut [f32], m: usize, k: usize, n: usize) {
    gemm((a, k, 1), (b, 1, k), c, m, k, n);
}

fn gemm(a: (&[f32], usize, usize), b: (&[f32], usize, usize), c: &mut [f32], m: usize, k: usize, n: usize) {
    assert!(a.0.len() >= m * k && b.0.len() >= k * n && c.len() >= m * n);
    // SAFETY: the lengths are checked above, the strides walk exactly these rows and columns.
    unsafe {
        matrixmultiply::sgemm(
            m,
            k,
            n,
            1.0,
            a.0.as_ptr(),
            a.1 as isize,
            a.2 as isize,
            b.0.as_ptr(),
            b.1 as isize,
            b.2 as isize,
            1.0,
            c.as_mut_ptr(),
            n as isize,
            1,
        );
    }
}

/// `y = x w + b`.
#[derive(Clone, Copy)]
pub(crate) struct Linear {
    pub w: Slot,
    pub b: Slot,
}

impl Linear {
    pub fn new(params: &mut Params, rows: usize, cols: usize) -> Self {
        Self { w: params.weights(rows, cols), b: params.row(cols, 0.0) }
    }

    pub fn forward(&self, values: &[f32], x: &[f32]) -> Vec<f32> {
        let n = x.len() / self.w.rows;
        let mut y = Vec::with_capacity(n * self.w.cols);
        for _ in 0..n {
            y.extend_from_slice(self.b.of(values));
        }
        mul(x, self.w.of(values), &mut y, n, self.w.rows, self.w.cols);
        y
    }

    /// Adds the gradients of the weights to `grads` and gives that of `x`.
    pub fn backward(&self, values: &[f32], grads: &mut [f32], x: &[f32], dy: &[f32]) -> Vec<f32> {
        let (rows, cols) = (self.w.rows, self.w.cols);
        let n = x.len() / rows;
        mul_tn(x, dy, self.w.of_mut(grads), rows, n, cols);
        add_rows(dy, self.b.of_mut(grads));
        let mut dx = vec![0.0; n * rows];
        mul_nt(dy, self.w.of(values), &mut dx, n, cols, rows);
        dx
    }
}

/// `sum += ` every row of `x`.
fn add_rows(x: &[f32], sum: &mut [f32]) {
    for row in x.chunks_exact(sum.len()) {
        for (s, v) in sum.iter_mut().zip(row) {
            *s += v;
        }
    }
}

/// Leaky rectifier in place; its gradient needs only the output.
pub(crate) fn leak(x: &mut [f32]) {
    x.iter_mut().for_each(|v| *v = v.max(0.1 * *v));
}

pub(crate) fn leak_backward(y: &[f32], dy: &mut [f32]) {
    dy.iter_mut().zip(y).filter(|(_, &y)| y < 0.0).for_each(|(d, _)| *d *= 0.1);
}

/// A dropout mask: 0 or `1 / (1 - rate)`. One row of it serves a whole sentence.
pub(crate) fn mask(rng: &mut Rng, sentences: &Sentences, cols: usize, rate: f32) -> Vec<f32> {
    let rows = sentences.iter().map(|s| s.1).max().unwrap_or(0);
    let mut mask = vec![0.0; rows * cols];
    let mut row = vec![0.0; cols];
    for &(start, end) in sentences {
        row.iter_mut().for_each(|m| *m = if rng.unit() < rate { 0.0 } else { 1.0 / (1.0 - rate) });
        for t in start..end {
            mask[t * cols..(t + 1) * cols].copy_from_slice(&row);
        }
    }
    mask
}

pub(crate) fn apply(mask: &[f32], x: &mut [f32]) {
    x.iter_mut().zip(mask).for_each(|(v, m)| *v *= m);
}

/// How words hear of their neighbours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Simple recurrent units, both ways, with the given width each way.
    Sru(usize),
    /// Long short-term memory, both ways, with the given width each way.
    Lstm(usize),
    /// A convolution over three words with a residual.
    Conv(usize),
}

impl Kind {
    pub fn width(self) -> usize {
        match self {
            Self::Sru(h) | Self::Lstm(h) => 2 * h,
            Self::Conv(width) => width,
        }
    }
}

/// One encoder layer.
#[derive(Clone, Copy)]
pub(crate) struct Layer {
    pub kind: Kind,
    pub input: Linear,
    /// SRU: v_f, v_r of both ways (4×h). LSTM: recurrent weights of both ways (2h×4h). Empty for a convolution.
    pub inner: Slot,
}

/// What the backward pass needs of the forward one.
#[derive(Default)]
pub(crate) struct Trace {
    pub x: Vec<f32>,
    gates: Vec<f32>,
    cells: Vec<f32>,
    pub y: Vec<f32>,
}

impl Layer {
    pub fn new(params: &mut Params, kind: Kind, width_in: usize) -> Self {
        let (input, inner) = match kind {
            Kind::Sru(h) => (Linear::new(params, width_in, 8 * h), params.matrix(4, h, 0.1)),
            Kind::Lstm(h) => {
                (Linear::new(params, width_in, 8 * h), params.matrix(2 * h, 4 * h, (1.0 / h as f32).sqrt()))
            }
            Kind::Conv(width) => (Linear::new(params, 3 * width_in, width), params.matrix(0, 0, 0.0)),
        };
        if let Kind::Sru(h) | Kind::Lstm(h) = kind {
            // Remember by default: the forget gates start open.
            let b = input.b.of_mut(&mut params.values);
            for way in 0..2 {
                b[way * 4 * h + h..way * 4 * h + 2 * h].fill(1.0);
            }
        }
        Self { kind, input, inner }
    }

    pub fn forward(&self, values: &[f32], x: Vec<f32>, sentences: &Sentences) -> Trace {
        match self.kind {
            Kind::Sru(h) => self.sru(values, x, sentences, h),
            Kind::Lstm(h) => self.lstm(values, x, sentences, h),
            Kind::Conv(width) => self.conv(values, x, sentences, width),
        }
    }

    pub fn backward(
        &self,
        values: &[f32],
        grads: &mut [f32],
        trace: &Trace,
        dy: &[f32],
        sentences: &Sentences,
    ) -> Vec<f32> {
        match self.kind {
            Kind::Sru(h) => self.sru_backward(values, grads, trace, dy, sentences, h),
            Kind::Lstm(h) => self.lstm_backward(values, grads, trace, dy, sentences, h),
            Kind::Conv(width) => self.conv_backward(values, grads, trace, dy, sentences, width),
        }
    }

    fn sru(&self, values: &[f32], x: Vec<f32>, sentences: &Sentences, h: usize) -> Trace {
        let mut gates = self.input.forward(values, &x);
        let n = gates.len() / (8 * h);
        let (mut cells, mut y) = (vec![0.0; n * 2 * h], vec![0.0; n * 2 * h]);
        let zeros = vec![0.0; h];
        for way in 0..2 {
            let inner = &self.inner.of(values)[way * 2 * h..(way + 1) * 2 * h];
            let (vf, vr) = inner.split_at(h);
            for &(start, end) in sentences {
                let mut before = zeros.clone();
                for t in steps(start, end, way) {
                    let g = &mut gates[t * 8 * h + way * 4 * h..][..4 * h];
                    let at = t * 2 * h + way * h;
                    for j in 0..h {
                        let f = sigmoid(g[h + j] + vf[j] * before[j]);
                        let r = sigmoid(g[2 * h + j] + vr[j] * before[j]);
                        let c = f * before[j] + (1.0 - f) * g[j];
                        g[h + j] = f;
                        g[2 * h + j] = r;
                        cells[at + j] = c;
                        y[at + j] = r * c + (1.0 - r) * g[3 * h + j];
                        before[j] = c;
                    }
                }
            }
        }
        Trace { x, gates, cells, y }
    }

    fn sru_backward(
        &self,
        values: &[f32],
        grads: &mut [f32],
        trace: &Trace,
        dy: &[f32],
        sentences: &Sentences,
        h: usize,
    ) -> Vec<f32> {
        let mut du = vec![0.0; trace.gates.len()];
        let mut dinner = vec![0.0; 4 * h];
        let zeros = vec![0.0; h];
        for way in 0..2 {
            let inner = &self.inner.of(values)[way * 2 * h..(way + 1) * 2 * h];
            let (vf, vr) = inner.split_at(h);
            let (dvf, dvr) = dinner[way * 2 * h..(way + 1) * 2 * h].split_at_mut(h);
            for &(start, end) in sentences {
                let mut dcell = zeros.clone();
                for t in steps(start, end, 1 - way) {
                    let g = &trace.gates[t * 8 * h + way * 4 * h..][..4 * h];
                    let d = &mut du[t * 8 * h + way * 4 * h..][..4 * h];
                    let at = t * 2 * h + way * h;
                    let first = if way == 0 { t == start } else { t + 1 == end };
                    let earlier = if way == 0 { at.wrapping_sub(2 * h) } else { at + 2 * h };
                    let before = if first { &zeros[..] } else { &trace.cells[earlier..earlier + h] };
                    for j in 0..h {
                        let (f, r, c, o) = (g[h + j], g[2 * h + j], trace.cells[at + j], dy[at + j]);
                        let dr = o * (c - g[3 * h + j]) * r * (1.0 - r);
                        let dc = dcell[j] + o * r;
                        let df = dc * (before[j] - g[j]) * f * (1.0 - f);
                        d[j] = dc * (1.0 - f);
                        d[h + j] = df;
                        d[2 * h + j] = dr;
                        d[3 * h + j] = o * (1.0 - r);
                        dvf[j] += df * before[j];
                        dvr[j] += dr * before[j];
                        dcell[j] = dc * f + df * vf[j] + dr * vr[j];
                    }
                }
            }
        }
        self.inner.of_mut(grads).iter_mut().zip(&dinner).for_each(|(g, d)| *g += d);
        self.input.backward(values, grads, &trace.x, &du)
    }

    fn lstm(&self, values: &[f32], x: Vec<f32>, sentences: &Sentences, h: usize) -> Trace {
        let mut gates = self.input.forward(values, &x);
        let n = gates.len() / (8 * h);
        let (mut cells, mut y) = (vec![0.0; n * 2 * h], vec![0.0; n * 2 * h]);
        let longest = sentences.first().map_or(0, |s| s.1 - s.0);
        for way in 0..2 {
            let r = &self.inner.of(values)[way * 4 * h * h..(way + 1) * 4 * h * h];
            let mut hidden = vec![0.0; sentences.len() * h];
            let mut cell = hidden.clone();
            let mut sum = vec![0.0; sentences.len() * 4 * h];
            for step in 0..longest {
                let live = sentences.partition_point(|s| s.1 - s.0 > step);
                for (k, s) in sentences[..live].iter().enumerate() {
                    let t = row(*s, step, way);
                    sum[k * 4 * h..(k + 1) * 4 * h].copy_from_slice(&gates[t * 8 * h + way * 4 * h..][..4 * h]);
                }
                mul(&hidden[..live * h], r, &mut sum[..live * 4 * h], live, h, 4 * h);
                for (k, s) in sentences[..live].iter().enumerate() {
                    let t = row(*s, step, way);
                    let (a, at) = (&sum[k * 4 * h..(k + 1) * 4 * h], t * 2 * h + way * h);
                    let g = &mut gates[t * 8 * h + way * 4 * h..][..4 * h];
                    for j in 0..h {
                        let (i, f, o) = (sigmoid(a[j]), sigmoid(a[h + j]), sigmoid(a[3 * h + j]));
                        let z = tanh(a[2 * h + j]);
                        let c = f * cell[k * h + j] + i * z;
                        (g[j], g[h + j], g[2 * h + j], g[3 * h + j]) = (i, f, z, o);
                        cell[k * h + j] = c;
                        cells[at + j] = c;
                        hidden[k * h + j] = o * tanh(c);
                        y[at + j] = hidden[k * h + j];
                    }
                }
            }
        }
        Trace { x, gates, cells, y }
    }

    fn lstm_backward(
        &self,
        values: &[f32],
        grads: &mut [f32],
        trace: &Trace,
        dy: &[f32],
        sentences: &Sentences,
        h: usize,
    ) -> Vec<f32> {
        let n = dy.len() / (2 * h);
        let mut du = vec![0.0; trace.gates.len()];
        let longest = sentences.first().map_or(0, |s| s.1 - s.0);
        for way in 0..2 {
            let r = &self.inner.of(values)[way * 4 * h * h..(way + 1) * 4 * h * h];
            let mut dhidden = vec![0.0; sentences.len() * h];
            let mut dcell = dhidden.clone();
            let mut dsum = vec![0.0; sentences.len() * 4 * h];
            for step in (0..longest).rev() {
                let live = sentences.partition_point(|s| s.1 - s.0 > step);
                for (k, s) in sentences[..live].iter().enumerate() {
                    let t = row(*s, step, way);
                    let (g, at) = (&trace.gates[t * 8 * h + way * 4 * h..][..4 * h], t * 2 * h + way * h);
                    let d = &mut dsum[k * 4 * h..(k + 1) * 4 * h];
                    for j in 0..h {
                        let (i, f, z, o) = (g[j], g[h + j], g[2 * h + j], g[3 * h + j]);
                        let squashed = tanh(trace.cells[at + j]);
                        let dh = dy[at + j] + dhidden[k * h + j];
                        let dc = dcell[k * h + j] + dh * o * (1.0 - squashed * squashed);
                        let before =
                            if step == 0 { 0.0 } else { trace.cells[row(*s, step - 1, way) * 2 * h + way * h + j] };
                        d[j] = dc * z * i * (1.0 - i);
                        d[h + j] = dc * before * f * (1.0 - f);
                        d[2 * h + j] = dc * i * (1.0 - z * z);
                        d[3 * h + j] = dh * squashed * o * (1.0 - o);
                        dcell[k * h + j] = dc * f;
                    }
                    du[t * 8 * h + way * 4 * h..][..4 * h].copy_from_slice(d);
                }
                dhidden[..live * h].fill(0.0);
                mul_nt(&dsum[..live * 4 * h], r, &mut dhidden[..live * h], live, 4 * h, h);
            }
            let (mut earlier, mut dway) = (vec![0.0; n * h], vec![0.0; n * 4 * h]);
            for s in sentences {
                for step in 0..s.1 - s.0 {
                    let t = row(*s, step, way);
                    dway[t * 4 * h..(t + 1) * 4 * h].copy_from_slice(&du[t * 8 * h + way * 4 * h..][..4 * h]);
                    if step > 0 {
                        let from = row(*s, step - 1, way) * 2 * h + way * h;
                        earlier[t * h..(t + 1) * h].copy_from_slice(&trace.y[from..from + h]);
                    }
                }
            }
            let dr = &mut self.inner.of_mut(grads)[way * 4 * h * h..(way + 1) * 4 * h * h];
            mul_tn(&earlier, &dway, dr, h, n, 4 * h);
        }
        self.input.backward(values, grads, &trace.x, &du)
    }

    fn conv(&self, values: &[f32], x: Vec<f32>, sentences: &Sentences, width: usize) -> Trace {
        let cols = self.input.w.rows / 3;
        let n = x.len() / cols;
        let mut windows = vec![0.0; n * 3 * cols];
        for &(start, end) in sentences {
            for t in start..end {
                let (low, high) = (if t == start { t } else { t - 1 }, if t + 1 == end { t } else { t + 1 });
                let to = t * 3 * cols + (low + 1 - t) * cols;
                let count = (high + 1 - low) * cols;
                windows[to..to + count].copy_from_slice(&x[low * cols..(high + 1) * cols]);
            }
        }
        let mut gates = self.input.forward(values, &windows);
        leak(&mut gates);
        let mut y = gates.clone();
        if width == cols {
            y.iter_mut().zip(&x).for_each(|(y, x)| *y += x);
        }
        Trace { x: windows, gates, cells: Vec::new(), y }
    }

    fn conv_backward(
        &self,
        values: &[f32],
        grads: &mut [f32],
        trace: &Trace,
        dy: &[f32],
        sentences: &Sentences,
        width: usize,
    ) -> Vec<f32> {
        let cols = self.input.w.rows / 3;
        let mut dgates = dy.to_vec();
        leak_backward(&trace.gates, &mut dgates);
        let dwindows = self.input.backward(values, grads, &trace.x, &dgates);
        let mut dx = if width == cols { dy.to_vec() } else { vec![0.0; dwindows.len() / 3] };
        for &(start, end) in sentences {
            for t in start..end {
                let (low, high) = (if t == start { t } else { t - 1 }, if t + 1 == end { t } else { t + 1 });
                let from = t * 3 * cols + (low + 1 - t) * cols;
                let count = (high + 1 - low) * cols;
                dx[low * cols..(high + 1) * cols]
                    .iter_mut()
                    .zip(&dwindows[from..from + count])
                    .for_each(|(d, w)| *d += w);
            }
        }
        dx
    }
}

/// Rows of a sentence in the order in which one way walks them.
fn steps(start: usize, end: usize, way: usize) -> Box<dyn Iterator<Item = usize>> {
    if way == 0 {
        Box::new(start..end)
    } else {
        Box::new((start..end).rev())
    }
}

fn row(sentence: (usize, usize), step: usize, way: usize) -> usize {
    if way == 0 {
        sentence.0 + step
    } else {
        sentence.1 - 1 - step
    }
}
