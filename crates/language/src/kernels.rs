//! The arithmetic of inference: matrix products, activations. Portable, with wider registers where the machine has them.

/// `e^x` to about six digits, in a form that compilers turn into vector code; the same on every machine.
#[inline(always)]
pub(crate) fn exp(x: f32) -> f32 {
    // Adding this number leaves the nearest whole number in the low bits of the sum.
    const MAGIC: f32 = 12_582_912.0;
    let t = x.clamp(-60.0, 60.0) * std::f32::consts::LOG2_E;
    let rounded = t + MAGIC;
    let f = t - (rounded - MAGIC);
    let p =
        1.0 + f * (0.693_147_2 + f * (0.240_226_51 + f * (0.055_504_11 + f * (0.009_618_129 + f * 0.001_333_355_8))));
    let n = rounded.to_bits().wrapping_sub(MAGIC.to_bits()).wrapping_add(127);
    f32::from_bits(n << 23) * p
}

/// The logistic function.
#[inline(always)]
pub(crate) fn sigmoid(x: f32) -> f32 {
    1.0 / (1.0 + exp(-x))
}

/// The hyperbolic tangent.
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

/// Rows of activations in whole numbers, each row with its scale.
#[derive(Default)]
pub(crate) struct Rows {
    /// Two neighbours of a row side by side in one number, the first in its low half.
    pairs: Vec<i32>,
    scales: Vec<f32>,
}

impl Rows {
    /// Takes the first `take` numbers of each of `n` rows that stand `width` apart.
    pub fn fill(&mut self, from: &[f32], width: usize, take: usize, n: usize) {
        self.pairs.clear();
        self.pairs.resize(n * take.div_ceil(2), 0);
        self.scales.clear();
        self.scales.resize(n, 0.0);
        let Self { pairs, scales } = self;
        wide(
            #[inline(always)]
            || {
                for (r, (pairs, scale)) in pairs.chunks_exact_mut(take.div_ceil(2)).zip(scales).enumerate() {
                    let row = &from[r * width..r * width + take];
                    let most = row.iter().fold(1e-20f32, |m, v| m.max(v.abs()));
                    *scale = most / MOST.0;
                    let by = MOST.0 / most;
                    for (pair, v) in pairs.iter_mut().zip(row.chunks_exact(2)) {
                        *pair = (whole(v[0] * by) & 0xffff) | whole(v[1] * by) << 16;
                    }
                    if take % 2 == 1 {
                        pairs[take / 2] = whole(row[take - 1] * by) & 0xffff;
                    }
                }
            },
        );
    }
}

/// The nearest whole number, for small ones.
#[inline(always)]
fn whole(x: f32) -> i32 {
    const MAGIC: f32 = 12_582_912.0;
    (x + MAGIC).to_bits().wrapping_sub(MAGIC.to_bits()) as i32
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
        out.clear();
        for _ in 0..n {
            out.extend_from_slice(&self.bias);
        }
        self.add_product(a, width, n, buffer, out);
    }

    /// `out += a · self`.
    pub fn add_product(&self, a: &[f32], width: usize, n: usize, buffer: &mut Rows, out: &mut [f32]) {
        buffer.fill(a, width, self.rows, n);
        assert!(out.len() >= n * self.stride && buffer.pairs.len() == n * self.depth);
        for (p, panel) in self.panels.chunks_exact(self.depth * PANEL * 2).enumerate() {
            let mut row = 0;
            while row < n {
                let rows = if n - row >= BLOCK { BLOCK } else { 1 };
                let sums = match rows {
                    BLOCK => sums::<BLOCK>(&buffer.pairs[row * self.depth..], panel, self.depth),
                    _ => one(sums::<1>(&buffer.pairs[row * self.depth..], panel, self.depth)),
                };
                let scales = &self.scales[p * PANEL..(p + 1) * PANEL];
                for (r, sums) in sums[..rows].iter().enumerate() {
                    let by = buffer.scales[row + r];
                    let out = &mut out[(row + r) * self.stride + p * PANEL..][..PANEL];
                    for ((out, sum), scale) in out.iter_mut().zip(sums).zip(scales) {
                        *out += *sum as f32 * (by * scale);
                    }
                }
                row += rows;
            }
        }
    }
}

fn one(sums: [[i32; PANEL]; 1]) -> [[i32; PANEL]; BLOCK] {
    let mut all = [[0; PANEL]; BLOCK];
    all[0] = sums[0];
    all
}

/// The sums of `R` rows of pairs over one panel.
#[inline]
fn sums<const R: usize>(pairs: &[i32], panel: &[i16], depth: usize) -> [[i32; PANEL]; R] {
    assert!(pairs.len() >= R * depth && panel.len() == depth * PANEL * 2);
    #[cfg(target_arch = "x86_64")]
    if is_x86_feature_detected!("avx2") {
        // SAFETY: the machine has AVX2; the lengths were checked.
        return unsafe { sums_avx2::<R>(pairs, panel, depth) };
    }
    let mut sums = [[0; PANEL]; R];
    for (r, sums) in sums.iter_mut().enumerate() {
        for (&pair, weights) in pairs[r * depth..(r + 1) * depth].iter().zip(panel.chunks_exact(PANEL * 2)) {
            let (low, high) = (i32::from(pair as i16), pair >> 16);
            for (s, w) in sums.iter_mut().zip(weights.chunks_exact(2)) {
                *s += low * i32::from(w[0]) + high * i32::from(w[1]);
            }
        }
    }
    sums
}

/// As [`sums`], with two registers of eight sums a row.
///
/// # Safety
/// The machine has AVX2; `pairs` has `R * depth` numbers and `panel` `depth * 32`.
#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2")]
unsafe fn sums_avx2<const R: usize>(pairs: &[i32], panel: &[i16], depth: usize) -> [[i32; PANEL]; R] {
    use std::arch::x86_64::*;
    let mut sums = [[_mm256_setzero_si256(); 2]; R];
    let (pairs, panel) = (pairs.as_ptr(), panel.as_ptr().cast::<__m256i>());
    for k in 0..depth {
        // SAFETY: k is below the depth, for which both have numbers.
        unsafe {
            let weights = [_mm256_loadu_si256(panel.add(2 * k)), _mm256_loadu_si256(panel.add(2 * k + 1))];
            for (r, sums) in sums.iter_mut().enumerate() {
                let pair = _mm256_set1_epi32(*pairs.add(r * depth + k));
                sums[0] = _mm256_add_epi32(sums[0], _mm256_madd_epi16(pair, weights[0]));
                sums[1] = _mm256_add_epi32(sums[1], _mm256_madd_epi16(pair, weights[1]));
            }
        }
    }
    // SAFETY: two registers of eight numbers are an array of sixteen.
    sums.map(|s| unsafe { std::mem::transmute::<[__m256i; 2], [i32; PANEL]>(s) })
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
    fn wide_registers_give_the_same_sums() {
        let pairs: Vec<i32> = (0..6 * 9).map(|i: i32| i.wrapping_mul(0x0031_0017)).collect();
        let panel: Vec<i16> = (0..9 * 32).map(|i| (i * 37 % 4095 - 2047) as i16).collect();
        let together = sums::<6>(&pairs, &panel, 9);
        for (r, sums) in together.iter().enumerate() {
            for (c, sum) in sums.iter().enumerate() {
                let by_hand: i32 = (0..9)
                    .map(|k| {
                        let pair = pairs[r * 9 + k];
                        let w = &panel[(k * 16 + c) * 2..][..2];
                        i32::from(pair as i16) * i32::from(w[0]) + (pair >> 16) * i32::from(w[1])
                    })
                    .sum();
                assert_eq!(*sum, by_hand);
            }
        }
    }

    #[test]
    fn activations_are_right_to_five_digits() {
        for i in -4000..4000 {
            let x = i as f32 / 100.0;
            assert!((exp(x) / x.exp() - 1.0).abs() < 1e-5, "exp {x}");
            assert!((sigmoid(x) - 1.0 / (1.0 + (-x).exp())).abs() < 1e-5, "sigmoid {x}");
            assert!((tanh(x) - x.tanh()).abs() < 1e-5, "tanh {x}");
        }
    }
}
