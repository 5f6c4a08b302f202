//! The arithmetic of inference: matrix products, activations. Portable, with wider registers where the machine has them.

/// `e^x` to about six digits, in a form that compilers turn into vector code; the same on every machine. Beyond 28 either
/// way it stays as it is there: far enough for gates, and a product of three is a finite number still.
#[inline(always)]
pub(crate) fn exp(x: f32) -> f32 {
    // Adding this number leaves the nearest whole number in the low bits of the sum.
    const MAGIC: f32 = 12_582_912.0;
    let t = x.clamp(-28.0, 28.0) * std::f32::consts::LOG2_E;
    let rounded = t + MAGIC;
    let f = t - (rounded - MAGIC);
    let p = 1.0
        + f * (std::f32::consts::LN_2
            + f * (0.240_226_5 + f * (0.055_504_11 + f * (0.009_618_129 + f * 0.001_333_355_8))));
    let n = rounded.to_bits().wrapping_sub(MAGIC.to_bits()).wrapping_add(127);
    f32::from_bits(n << 23) * p
}

/// The logistic function.
#[inline(always)]
pub(crate) fn sigmoid(x: f32) -> f32 {
    1.0 / (1.0 + exp(-x))
}

/// The hyperbolic tangent.
#[cfg(any(test, feature = "training"))]
#[inline(always)]
pub(crate) fn tanh(x: f32) -> f32 {
    2.0 / (1.0 + exp(-2.0 * x)) - 1.0
}

/// Columns that are computed side by side.
const PANEL: usize = 16;
/// Rows that are computed side by side.
const BLOCK: usize = 6;
/// Largest whole number that stands for an activation, and for a weight. Sums of a thousand products fit 32 bits.
const MOST: (f32, f32) = (1023.0, 2047.0);
/// Most rows that a matrix may have.
const DEEPEST: usize = 1024;

/// Rows of activations in whole numbers, each row with its scale. Each row has an even number of them.
#[derive(Default)]
pub(crate) struct Rows {
    values: Vec<i16>,
    scales: Vec<f32>,
}

impl Rows {
    /// Takes the first `take` numbers of each of `n` rows that stand `width` apart.
    pub fn fill(&mut self, from: &[f32], width: usize, take: usize, n: usize) {
        let even = take.next_multiple_of(2);
        if self.values.len() < n * even {
            self.values.resize(n * even, 0);
        }
        room(&mut self.scales, n);
        let (values, scales) = (&mut self.values[..n * even], &mut self.scales[..n]);
        wide(
            #[inline(always)]
            || {
                for (r, (values, scale)) in values.chunks_exact_mut(even).zip(scales).enumerate() {
                    let row = &from[r * width..r * width + take];
                    let most = largest(row);
                    *scale = most / MOST.0;
                    let by = MOST.0 / most;
                    for (value, v) in values.iter_mut().zip(row) {
                        *value = whole(v * by);
                    }
                    values[take..].fill(0);
                }
            },
        );
    }
}

/// The largest absolute value, at least a very small one.
#[inline(always)]
fn largest(row: &[f32]) -> f32 {
    let mut most = [1e-20f32; 8];
    let chunks = row.chunks_exact(8);
    let rest = chunks.remainder().iter().fold(0.0f32, |m, v| m.max(v.abs()));
    for chunk in chunks {
        for (m, v) in most.iter_mut().zip(chunk) {
            *m = if v.abs() > *m { v.abs() } else { *m };
        }
    }
    most.iter().fold(rest, |m, v| m.max(*v))
}

/// Makes room for `n` numbers. Those that stand there are written over by whoever asks, so nothing is cleared, and a
/// buffer that was longer stays so.
pub(crate) fn room(buffer: &mut Vec<f32>, n: usize) {
    if buffer.len() < n {
        buffer.resize(n, 0.0);
    }
}

/// Where the largest of some numbers stands, the first of equals; 0 for none.
#[inline(always)]
pub(crate) fn best(row: &[f32]) -> usize {
    let mut most = [f32::MIN; 8];
    let chunks = row.chunks_exact(8);
    let rest = chunks.remainder().iter().fold(f32::MIN, |m, &v| if v > m { v } else { m });
    for chunk in chunks {
        for (m, &v) in most.iter_mut().zip(chunk) {
            *m = if v > *m { v } else { *m };
        }
    }
    let most = most.iter().fold(rest, |m, &v| if v > m { v } else { m });
    row.iter().position(|&v| v == most).unwrap_or(0)
}

/// The nearest whole number, for small ones.
#[inline(always)]
fn whole(x: f32) -> i16 {
    const MAGIC: f32 = 12_582_912.0;
    (x + MAGIC).to_bits() as i16
}

/// A weight matrix with its bias, in whole numbers of 16 bits: panels of [`PANEL`] columns, two rows side by side, so
/// that a product reads it from front to back. Whole numbers make sums the same on every machine.
pub(crate) struct Packed {
    /// Pairs of rows.
    depth: usize,
    rows: usize,
    /// Columns, padded to whole panels: the width of the rows of a product.
    pub stride: usize,
    panels: Vec<i16>,
    scales: Vec<f32>,
    bias: Vec<f32>,
}

impl Packed {
    /// Packs a row-major matrix of `rows` rows; the bias may be empty.
    pub fn new(weights: &[f32], bias: &[f32], rows: usize) -> Self {
        assert!((1..=DEEPEST).contains(&rows));
        let cols = weights.len() / rows;
        let (stride, depth) = (cols.next_multiple_of(PANEL), rows.div_ceil(2));
        let mut scales = vec![0.0; stride];
        for row in weights.chunks_exact(cols) {
            scales.iter_mut().zip(row).for_each(|(s, w)| *s = f32::max(*s, w.abs()));
        }
        scales.iter_mut().for_each(|s| *s = s.max(1e-20) / MOST.1);
        let mut panels = vec![0; depth * 2 * stride];
        for (k, row) in weights.chunks_exact(cols).enumerate() {
            for (c, (w, scale)) in row.iter().zip(&scales).enumerate() {
                let at = ((c / PANEL * depth + k / 2) * PANEL + c % PANEL) * 2 + k % 2;
                panels[at] = (w / scale).round() as i16;
            }
        }
        let mut padded = bias.to_vec();
        padded.resize(stride, 0.0);
        Self { depth, rows, stride, panels, scales, bias: padded }
    }

    /// `out = a · self + bias`: `a` has `n` rows of `width` numbers, of which the first count that the matrix has rows for.
    pub fn product(&self, a: &[f32], width: usize, n: usize, buffer: &mut Rows, out: &mut Vec<f32>) {
        buffer.fill(a, width, self.rows, n);
        room(out, n * self.stride);
        let mut row = 0;
        while row < n {
            let count = BLOCK.min(n - row);
            let values = &buffer.values[row * self.depth * 2..];
            let (scales, out) = (&buffer.scales[row..row + count], &mut out[row * self.stride..]);
            match count {
                1 => self.block::<1>(values, scales, out),
                2 => self.block::<2>(values, scales, out),
                3 => self.block::<3>(values, scales, out),
                4 => self.block::<4>(values, scales, out),
                5 => self.block::<5>(values, scales, out),
                _ => self.block::<BLOCK>(values, scales, out),
            }
            row += count;
        }
    }

    /// `R` rows of the product.
    fn block<const R: usize>(&self, values: &[i16], by: &[f32], out: &mut [f32]) {
        assert!(values.len() >= R * self.depth * 2 && by.len() == R && out.len() >= R * self.stride);
        #[cfg(target_arch = "x86_64")]
        {
            // SAFETY: the machine has the instructions; the lengths were checked.
            if is_x86_feature_detected!("avx512vnni") && is_x86_feature_detected!("avx512bw") {
                return unsafe { self.block_avx512::<R>(values, by, out) };
            }
            if is_x86_feature_detected!("avx2") {
                return unsafe { self.block_avx2::<R>(values, by, out) };
            }
        }
        self.block_plain::<R>(values, by, out);
    }

    fn block_plain<const R: usize>(&self, values: &[i16], by: &[f32], out: &mut [f32]) {
        for (p, panel) in self.panels.chunks_exact(self.depth * PANEL * 2).enumerate() {
            let cols = p * PANEL..(p + 1) * PANEL;
            let (scales, bias) = (&self.scales[cols.clone()], &self.bias[cols.clone()]);
            for (r, row) in values.chunks_exact(self.depth * 2).take(R).enumerate() {
                let mut sums = [0i32; PANEL];
                for (pair, weights) in row.chunks_exact(2).zip(panel.chunks_exact(PANEL * 2)) {
                    let (a, b) = (i32::from(pair[0]), i32::from(pair[1]));
                    for (s, w) in sums.iter_mut().zip(weights.chunks_exact(2)) {
                        *s += a * i32::from(w[0]) + b * i32::from(w[1]);
                    }
                }
                let out = &mut out[r * self.stride..][cols.clone()];
                for (((out, sum), scale), bias) in out.iter_mut().zip(sums).zip(scales).zip(bias) {
                    *out = bias + sum as f32 * (by[r] * scale);
                }
            }
        }
    }

    /// As [`Self::block_plain`], with two registers of eight sums a row.
    ///
    /// # Safety
    /// The machine has AVX2; `values` has `2 R depth` numbers, `by` `R` and `out` `R stride`.
    #[cfg(target_arch = "x86_64")]
    #[target_feature(enable = "avx2")]
    unsafe fn block_avx2<const R: usize>(&self, values: &[i16], by: &[f32], out: &mut [f32]) {
        use std::arch::x86_64::*;
        let pairs = values.as_ptr().cast::<i32>();
        for p in 0..self.stride / PANEL {
            let mut sums = [[_mm256_setzero_si256(); 2]; R];
            // SAFETY: panel, scales and bias have 32 depth, 16 and 16 numbers from there; k is below the depth.
            unsafe {
                let panel = self.panels.as_ptr().add(p * self.depth * PANEL * 2).cast::<__m256i>();
                for k in 0..self.depth {
                    let weights = [_mm256_loadu_si256(panel.add(2 * k)), _mm256_loadu_si256(panel.add(2 * k + 1))];
                    for (r, sums) in sums.iter_mut().enumerate() {
                        let pair = _mm256_set1_epi32(pairs.add(r * self.depth + k).read_unaligned());
                        sums[0] = _mm256_add_epi32(sums[0], _mm256_madd_epi16(pair, weights[0]));
                        sums[1] = _mm256_add_epi32(sums[1], _mm256_madd_epi16(pair, weights[1]));
                    }
                }
                for (r, sums) in sums.iter().enumerate() {
                    for (half, sum) in sums.iter().enumerate() {
                        let at = p * PANEL + half * 8;
                        let scale = _mm256_mul_ps(_mm256_set1_ps(by[r]), _mm256_loadu_ps(self.scales.as_ptr().add(at)));
                        let product = _mm256_mul_ps(_mm256_cvtepi32_ps(*sum), scale);
                        let bias = _mm256_loadu_ps(self.bias.as_ptr().add(at));
                        _mm256_storeu_ps(out.as_mut_ptr().add(r * self.stride + at), _mm256_add_ps(bias, product));
                    }
                }
            }
        }
    }

    /// As [`Self::block_plain`], with one register of sixteen sums a row.
    ///
    /// # Safety
    /// The machine has AVX-512 with VNNI; `values` has `2 R depth` numbers, `by` `R` and `out` `R stride`.
    #[cfg(target_arch = "x86_64")]
    #[target_feature(enable = "avx512f,avx512bw,avx512vnni")]
    unsafe fn block_avx512<const R: usize>(&self, values: &[i16], by: &[f32], out: &mut [f32]) {
        let panels = self.stride / PANEL;
        for p in (0..panels - panels % 2).step_by(2) {
            // SAFETY: as for the whole block.
            unsafe { self.panels_avx512::<R, 2>(p, values, by, out) };
        }
        if panels % 2 == 1 {
            // SAFETY: as for the whole block.
            unsafe { self.panels_avx512::<R, 1>(panels - 1, values, by, out) };
        }
    }

    /// `P` neighbouring panels of [`Self::block_avx512`], under the same conditions.
    #[cfg(target_arch = "x86_64")]
    #[target_feature(enable = "avx512f,avx512bw,avx512vnni")]
    unsafe fn panels_avx512<const R: usize, const P: usize>(
        &self,
        p: usize,
        values: &[i16],
        by: &[f32],
        out: &mut [f32],
    ) {
        use std::arch::x86_64::*;
        let pairs = values.as_ptr().cast::<i32>();
        let mut sums = [[_mm512_setzero_si512(); P]; R];
        // SAFETY: each panel has 32 depth numbers, its scales and bias 16; k is below the depth.
        unsafe {
            let panel = self.panels.as_ptr().add(p * self.depth * PANEL * 2).cast::<__m512i>();
            for k in 0..self.depth {
                let mut weights = [_mm512_setzero_si512(); P];
                for (q, weights) in weights.iter_mut().enumerate() {
                    *weights = _mm512_loadu_si512(panel.add(q * self.depth + k));
                }
                for (r, sums) in sums.iter_mut().enumerate() {
                    let pair = _mm512_set1_epi32(pairs.add(r * self.depth + k).read_unaligned());
                    for (sum, weights) in sums.iter_mut().zip(weights) {
                        *sum = _mm512_dpwssd_epi32(*sum, pair, weights);
                    }
                }
            }
            for q in 0..P {
                let at = (p + q) * PANEL;
                let scales = _mm512_loadu_ps(self.scales.as_ptr().add(at));
                let bias = _mm512_loadu_ps(self.bias.as_ptr().add(at));
                for (r, sums) in sums.iter().enumerate() {
                    let scale = _mm512_mul_ps(_mm512_set1_ps(by[r]), scales);
                    let product = _mm512_mul_ps(_mm512_cvtepi32_ps(sums[q]), scale);
                    _mm512_storeu_ps(out.as_mut_ptr().add(r * self.stride + at), _mm512_add_ps(bias, product));
                }
            }
        }
    }
}

/// Runs `work` compiled for the widest registers that the machine has.
#[inline]
pub(crate) fn wide<R>(work: impl FnOnce() -> R) -> R {
    #[cfg(target_arch = "x86_64")]
    if is_x86_feature_detected!("avx2") && is_x86_feature_detected!("fma") {
        #[target_feature(enable = "avx2,fma")]
        unsafe fn run<R>(work: impl FnOnce() -> R) -> R {
            work()
        }
        // SAFETY: the machine has the registers and instructions that the function is compiled for.
        return unsafe { run(work) };
    }
    work()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_product_is_the_sum_over_rows() {
        for (n, k, m) in [(1, 1, 1), (7, 5, 17), (13, 33, 48), (6, 16, 16)] {
            let a: Vec<f32> = (0..n * k).map(|i| (i % 11) as f32 - 5.0).collect();
            let w: Vec<f32> = (0..k * m).map(|i| (i % 7) as f32 - 3.0).collect();
            let bias: Vec<f32> = (0..m).map(|i| i as f32).collect();
            let packed = Packed::new(&w, &bias, k);
            let (mut out, mut buffer) = (Vec::new(), Rows::default());
            packed.product(&a, k, n, &mut buffer, &mut out);
            for i in 0..n {
                for j in 0..m {
                    let sum: f32 = bias[j] + (0..k).map(|x| a[i * k + x] * w[x * m + j]).sum::<f32>();
                    let near = (out[i * packed.stride + j] - sum).abs() < 0.02 * (k as f32).sqrt();
                    assert!(near, "{n} {k} {m} at {i} {j}: {} for {sum}", out[i * packed.stride + j]);
                }
            }
        }
    }

    #[test]
    fn wide_registers_give_the_same_numbers() {
        let weights: Vec<f32> = (0..19 * 40).map(|i| (i * 37 % 97) as f32 / 50.0 - 1.0).collect();
        let a: Vec<f32> = (0..6 * 19).map(|i| (i * 31 % 89) as f32 / 40.0 - 1.0).collect();
        let packed = Packed::new(&weights, &[0.5; 40], 19);
        let (mut rows, mut plain, mut any) = (Rows::default(), vec![0.0; 6 * 48], vec![0.0; 6 * 48]);
        rows.fill(&a, 19, 19, 6);
        packed.block_plain::<6>(&rows.values, &rows.scales, &mut plain);
        packed.block::<6>(&rows.values, &rows.scales, &mut any);
        assert_eq!(any, plain);
        #[cfg(target_arch = "x86_64")]
        if is_x86_feature_detected!("avx2") {
            // SAFETY: the machine has AVX2, and the lengths fit.
            unsafe { packed.block_avx2::<6>(&rows.values, &rows.scales, &mut any) };
            assert_eq!(any, plain);
        }
    }

    #[test]
    fn activations_are_right_to_five_digits() {
        for i in -4000..4000 {
            let x = i as f32 / 100.0;
            assert!((exp(x) / x.clamp(-28.0, 28.0).exp() - 1.0).abs() < 1e-5, "exp {x}");
            assert!((sigmoid(x) - 1.0 / (1.0 + (-x).exp())).abs() < 1e-5, "sigmoid {x}");
            assert!((tanh(x) - x.tanh()).abs() < 1e-5, "tanh {x}");
        }
    }
}
