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

/// A weight matrix with its bias, in panels of [`PANEL`] columns so that a product reads it from front to back.
pub(crate) struct Packed {
    rows: usize,
    /// Columns, padded to whole panels: the width of the rows of a product.
    pub stride: usize,
    panels: Vec<f32>,
    bias: Vec<f32>,
}

impl Packed {
    /// Packs a row-major matrix of `rows` rows; the bias may be empty.
    pub fn new(weights: &[f32], bias: &[f32], rows: usize) -> Self {
        let cols = if rows == 0 { 0 } else { weights.len() / rows };
        let stride = cols.next_multiple_of(PANEL);
        let mut panels = vec![0.0; rows * stride];
        for (p, panel) in panels.chunks_exact_mut(rows.max(1) * PANEL).enumerate() {
            for (k, row) in panel.chunks_exact_mut(PANEL).enumerate() {
                let from = p * PANEL;
                let count = PANEL.min(cols - from);
                row[..count].copy_from_slice(&weights[k * cols + from..][..count]);
            }
        }
        let mut padded = bias.to_vec();
        padded.resize(stride, 0.0);
        Self { rows, stride, panels, bias: padded }
    }

    /// `out = a · self + bias`: `a` has `n` rows of `width` numbers, of which the first count that the matrix has rows for.
    pub fn product(&self, a: &[f32], width: usize, n: usize, out: &mut Vec<f32>) {
        out.clear();
        for _ in 0..n {
            out.extend_from_slice(&self.bias);
        }
        self.add_product(a, width, n, out);
    }

    /// `out += a · self`.
    pub fn add_product(&self, a: &[f32], width: usize, n: usize, out: &mut [f32]) {
        if n == 0 || self.rows == 0 {
            return;
        }
        assert!(a.len() >= (n - 1) * width + self.rows && out.len() >= n * self.stride);
        wide(
            #[inline(always)]
            || {
                for (p, panel) in self.panels.chunks_exact(self.rows * PANEL).enumerate() {
                    let mut row = 0;
                    while row + BLOCK <= n {
                        block::<BLOCK>(
                            &a[row * width..],
                            width,
                            panel,
                            &mut out[row * self.stride + p * PANEL..],
                            self.stride,
                        );
                        row += BLOCK;
                    }
                    while row < n {
                        block::<1>(
                            &a[row * width..],
                            width,
                            panel,
                            &mut out[row * self.stride + p * PANEL..],
                            self.stride,
                        );
                        row += 1;
                    }
                }
            },
        );
    }
}

/// `R` rows times one panel; the sums stay in registers.
#[inline(always)]
fn block<const R: usize>(a: &[f32], width: usize, panel: &[f32], out: &mut [f32], stride: usize) {
    let mut sums = [[0.0f32; PANEL]; R];
    for (r, sums) in sums.iter_mut().enumerate() {
        sums.copy_from_slice(&out[r * stride..r * stride + PANEL]);
    }
    let depth = panel.len() / PANEL;
    let rows: [&[f32]; R] = std::array::from_fn(|r| &a[r * width..r * width + depth]);
    for (k, weights) in panel.chunks_exact(PANEL).enumerate() {
        for (r, sums) in sums.iter_mut().enumerate() {
            // SAFETY: every row was cut to `depth`, the number of the panel's rows.
            let x = unsafe { *rows[r].get_unchecked(k) };
            for (s, w) in sums.iter_mut().zip(weights) {
                *s = fused(x, *w, *s);
            }
        }
    }
    for (r, sums) in sums.iter().enumerate() {
        out[r * stride..r * stride + PANEL].copy_from_slice(sums);
    }
}

/// `a b + c`, in one rounding where the build knows the machine to have it.
#[inline(always)]
fn fused(a: f32, b: f32, c: f32) -> f32 {
    if cfg!(target_feature = "fma") {
        a.mul_add(b, c)
    } else {
        a * b + c
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
            let mut out = Vec::new();
            packed.product(&a, k, n, &mut out);
            for i in 0..n {
                for j in 0..m {
                    let sum: f32 = bias[j] + (0..k).map(|x| a[i * k + x] * w[x * m + j]).sum::<f32>();
                    assert_eq!(out[i * packed.stride + j], sum, "{n} {k} {m} at {i} {j}");
                }
            }
        }
    }

    #[test]
    fn activations_are_right_to_six_digits() {
        for i in -4000..4000 {
            let x = i as f32 / 100.0;
            assert!((exp(x) / x.exp() - 1.0).abs() < 1e-5, "exp {x}");
            assert!((sigmoid(x) - 1.0 / (1.0 + (-x).exp())).abs() < 1e-6, "sigmoid {x}");
            assert!((tanh(x) - x.tanh()).abs() < 1e-6, "tanh {x}");
        }
    }
}
