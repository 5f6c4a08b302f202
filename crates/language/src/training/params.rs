//! All weights in one block, their gradients in another of the same shape, and Adam over them.

/// A small, fast, seeded generator (SplitMix64).
#[derive(Clone)]
pub(crate) struct Rng(u64);

impl Rng {
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ 0x1234_5678_9abc_def0)
    }

    pub fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// In `[0, 1)`.
    pub fn unit(&mut self) -> f32 {
        (self.bits() >> 40) as f32 / (1u64 << 24) as f32
    }

    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for i in (1..items.len()).rev() {
            items.swap(i, (self.bits() % (i as u64 + 1)) as usize);
        }
    }
}

/// Where one matrix stands in the block, row-major.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Slot {
    pub at: usize,
    pub rows: usize,
    pub cols: usize,
}

impl Slot {
    pub fn of<'a>(&self, block: &'a [f32]) -> &'a [f32] {
        &block[self.at..self.at + self.rows * self.cols]
    }

    pub fn of_mut<'a>(&self, block: &'a mut [f32]) -> &'a mut [f32] {
        &mut block[self.at..self.at + self.rows * self.cols]
    }
}

/// Weights and Adam's moments.
#[derive(Clone)]
pub(crate) struct Params {
    pub values: Vec<f32>,
    first: Vec<f32>,
    second: Vec<f32>,
    rng: Rng,
}

impl Params {
    pub fn new(seed: u64) -> Self {
        Self { values: Vec::new(), first: Vec::new(), second: Vec::new(), rng: Rng::new(seed) }
    }

    /// A matrix of uniform numbers in `±scale`.
    pub fn matrix(&mut self, rows: usize, cols: usize, scale: f32) -> Slot {
        let at = self.values.len();
        for _ in 0..rows * cols {
            let v = (self.rng.unit() * 2.0 - 1.0) * scale;
            self.values.push(v);
        }
        self.first.resize(self.values.len(), 0.0);
        self.second.resize(self.values.len(), 0.0);
        Slot { at, rows, cols }
    }

    /// A weight matrix with Glorot's scale.
    pub fn weights(&mut self, rows: usize, cols: usize) -> Slot {
        self.matrix(rows, cols, (6.0 / (rows + cols) as f32).sqrt())
    }

    /// A row of one value.
    pub fn row(&mut self, cols: usize, value: f32) -> Slot {
        let slot = self.matrix(1, cols, 0.0);
        slot.of_mut(&mut self.values).fill(value);
        slot
    }

    /// One step of Adam over `range`; `step` counts from 1.
    pub fn adam(&mut self, range: std::ops::Range<usize>, grads: &[f32], rate: f32, step: i32) {
        const B1: f32 = 0.9;
        const B2: f32 = 0.98;
        let (c1, c2) = (1.0 - B1.powi(step), 1.0 - B2.powi(step));
        let scale = rate * c2.sqrt() / c1;
        let values = &mut self.values[range.clone()];
        let (first, second) = (&mut self.first[range.clone()], &mut self.second[range]);
        for (((v, m), s), &g) in values.iter_mut().zip(first).zip(second).zip(grads) {
            *m = B1 * *m + (1.0 - B1) * g;
            *s = B2 * *s + (1.0 - B2) * g * g;
            *v -= scale * *m / (s.sqrt() + 1e-8);
        }
    }
}
