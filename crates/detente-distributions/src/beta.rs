//! The beta distribution, on `libm` alone, exact in both tails.
//!
//! All of it is done on the log-odds `z = ln(x / (1 - x))`, where nothing is lost near 0 or 1. The density of the log-odds
//! is `x^a (1 - x)^b / B(a, b)`. It is log-concave, so that the logarithm of the chance to lie below `z` is concave in
//! `z`, and Newton's method on it converges from wherever it starts.
//!
//! Source: DLMF 8.17 for the incomplete beta function.

use libm::{exp, lgamma, log, log1p};

/// Steps of Newton's method at most; 19 are needed at worst, for shapes from 0.01 to a million.
const MOST_STEPS: usize = 100;
/// A last step of this size, on the log-odds, leaves an error near 1e-16.
const LAST_STEP: f64 = 1e-10;
/// Terms of the continued fraction at most; for shapes of a million 530 are needed.
const MOST_TERMS: usize = 20_000;

/// A number between 0 and 1, without loss at either end.
#[derive(Debug, Clone, Copy)]
struct Share {
    x: f64,
    /// `1 - x`.
    rest: f64,
    ln_x: f64,
    ln_rest: f64,
}

impl Share {
    fn of(x: f64) -> Self {
        Self {
            x,
            rest: 1.0 - x,
            ln_x: log(x),
            ln_rest: log1p(-x),
        }
    }

    fn of_log_odds(z: f64) -> Self {
        if z > 0.0 {
            return Self::of_log_odds(-z).mirrored();
        }
        let odds = exp(z);
        let ln_rest = -log1p(odds);
        Self {
            x: odds / (1.0 + odds),
            rest: 1.0 / (1.0 + odds),
            ln_x: z + ln_rest,
            ln_rest,
        }
    }

    fn mirrored(self) -> Self {
        Self {
            x: self.rest,
            rest: self.x,
            ln_x: self.ln_rest,
            ln_rest: self.ln_x,
        }
    }
}

/// The two shapes.
#[derive(Debug, Clone, Copy)]
struct Shapes {
    a: f64,
    b: f64,
    ln_beta: f64,
}

impl Shapes {
    fn new(a: f64, b: f64) -> Self {
        let ln_beta = ln_beta(a.min(b), a.max(b));
        Self { a, b, ln_beta }
    }

    fn mirrored(self) -> Self {
        Self {
            a: self.b,
            b: self.a,
            ..self
        }
    }

    /// The logarithm of the chance to lie at or below a point, and that chance divided by the density of the log-odds:
    /// on the side of the mean where the fraction converges slowly, it is 1 without the chance to lie above.
    fn below(self, at: Share) -> (f64, f64) {
        let ln_density = self.a * at.ln_x + self.b * at.ln_rest - self.ln_beta;
        if at.x > (self.a + 1.0) / (self.a + self.b + 2.0) {
            let density = exp(ln_density);
            let above = density * fraction(self.b, self.a, at.mirrored()) / self.b;
            return (log1p(-above), (1.0 - above) / density);
        }
        let part = fraction(self.a, self.b, at) / self.a;
        (ln_density + log(part), part)
    }

    /// The log-odds below which lies this much, up to a half.
    fn log_odds(self, p: f64) -> f64 {
        let (ln_p, spread) = (log(p), libm::sqrt(1.0 / self.a + 1.0 / self.b));
        let mut z = log(self.a / self.b) + spread * crate::normal::normal_quantile(p);
        for _ in 0..MOST_STEPS {
            let (ln_below, part) = self.below(Share::of_log_odds(z));
            let step = (ln_below - ln_p) * part;
            z -= step;
            if step.abs() <= LAST_STEP * (1.0 + z.abs()) {
                break;
            }
        }
        z
    }
}

/// The chances to lie at or below `x`, and above it.
pub fn chances(a: f64, b: f64, x: f64) -> [f64; 2] {
    if x <= 0.0 {
        return [0.0, 1.0];
    }
    if x >= 1.0 {
        return [1.0, 0.0];
    }
    let (shapes, at) = (Shapes::new(a, b), Share::of(x));
    [shapes.below(at).0, shapes.mirrored().below(at.mirrored()).0].map(exp)
}

/// The value below which lies `p`.
pub fn quantile(a: f64, b: f64, p: f64) -> f64 {
    if p > 0.5 {
        return upper_quantile(a, b, 1.0 - p);
    }
    Share::of_log_odds(Shapes::new(a, b).log_odds(p.max(f64::MIN_POSITIVE))).x
}

/// The value above which lies `q`.
pub fn upper_quantile(a: f64, b: f64, q: f64) -> f64 {
    if q > 0.5 {
        return quantile(a, b, 1.0 - q);
    }
    Share::of_log_odds(Shapes::new(b, a).log_odds(q.max(f64::MIN_POSITIVE))).rest
}

/// The continued fraction of DLMF 8.17.22, without the factor before it: the incomplete beta function is
/// `x^a (1 - x)^b / (a B(a, b))` times it. Worked out from the front by Lentz's method (Press et al. 2007, Numerical
/// Recipes, 3rd ed., 5.2 and 6.4).
fn fraction(a: f64, b: f64, Share { x, rest, .. }: Share) -> f64 {
    let away = |v: f64| {
        if v.abs() < f64::MIN_POSITIVE {
            f64::MIN_POSITIVE
        } else {
            v
        }
    };
    let mut c = 1.0;
    // The first denominator, 1 - (a + b) x / (a + 1), from whichever of `x` and `1 - x` is the smaller.
    let first = if x < 0.5 {
        1.0 - (a + b) * x / (a + 1.0)
    } else {
        ((a + b) * rest + (1.0 - b)) / (a + 1.0)
    };
    let mut d = 1.0 / away(first);
    let mut product = d;
    for m in 1..MOST_TERMS {
        let m = m as f64;
        let even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
        d = 1.0 / away(1.0 + even * d);
        c = away(1.0 + even / c);
        product *= d * c;
        let odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
        d = 1.0 / away(1.0 + odd * d);
        c = away(1.0 + odd / c);
        product *= d * c;
        if (d * c - 1.0).abs() <= f64::EPSILON {
            break;
        }
    }
    product
}

/// The logarithm of the beta function of `p <= q`. Where an argument is large, logarithms of gamma functions would be large
/// too and cancel: what Stirling's formula leaves of them is written out (Fullerton 1977, SLATEC `DLBETA`).
fn ln_beta(p: f64, q: f64) -> f64 {
    const LARGE: f64 = 10.0;
    let ln_sqrt_tau = 0.5 * log(core::f64::consts::TAU);
    if q < LARGE {
        return lgamma(p) + lgamma(q) - lgamma(p + q);
    }
    if p < LARGE {
        let rest = stirling_rest(q) - stirling_rest(p + q);
        return lgamma(p) + rest + p - p * log(p + q) + (q - 0.5) * log1p(-p / (p + q));
    }
    let rest = stirling_rest(p) + stirling_rest(q) - stirling_rest(p + q);
    -0.5 * log(q) + ln_sqrt_tau + rest + (p - 0.5) * log(p / (p + q)) + q * log1p(-p / (p + q))
}

/// What Stirling's formula leaves of `ln Gamma(x)`: DLMF 5.11.1, for `x` from 10 on to the last digit.
fn stirling_rest(x: f64) -> f64 {
    let terms = [
        1.0 / 12.0,
        -1.0 / 360.0,
        1.0 / 1260.0,
        -1.0 / 1680.0,
        1.0 / 1188.0,
        -691.0 / 360_360.0,
        1.0 / 156.0,
    ];
    let square = 1.0 / (x * x);
    terms.iter().rev().fold(0.0, |sum, term| sum * square + term) / x
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Shapes, and the values below which lie 1e-9, 1e-6, a half, 1 - 1e-6: worked out with 40 digits (mpmath 1.4.1, the
    /// series inverted by bisection; SciPy 1.17.1 agrees to 1e-11 where nothing is cut off near 0).
    const REFERENCES: [([f64; 2], [f64; 4]); 4] = [
        (
            [2.0, 3.0],
            [
                1.291_005_560_032_2e-5,
                0.000_408_359_460_204_257,
                0.385_727_568_132_39,
                0.993_690_426_329_795,
            ],
        ),
        (
            [0.5, 0.5],
            [
                2.467_401_100_272_34e-18,
                2.467_401_100_270_31e-12,
                0.5,
                0.999_999_999_997_533,
            ],
        ),
        (
            [1000.0, 3.0],
            [
                0.973_706_155_856_905,
                0.981_071_345_354_777,
                0.997_332_174_580_573,
                0.999_981_764_113_265,
            ],
        ),
        (
            [1e5, 2e5],
            [
                0.328_184_339_266_103,
                0.329_250_305_744_763,
                0.333_332_962_962_506,
                0.337_432_356_935_509,
            ],
        ),
    ];

    #[test]
    fn quantiles_are_those_of_forty_digits() {
        for ([a, b], expected) in REFERENCES {
            for (p, expected) in [1e-9, 1e-6, 0.5, 1.0 - 1e-6].into_iter().zip(expected) {
                let found = quantile(a, b, p);
                assert!(
                    (found - expected).abs() <= 1e-9 * expected,
                    "beta [{a}, {b}] at {p}: {found:e}"
                );
                // What lies above a beta variable lies below its mirror image.
                let mirrored = 1.0 - upper_quantile(b, a, p);
                assert!((mirrored - expected).abs() <= 1e-9, "beta [{b}, {a}] at {p}");
            }
        }
    }

    /// With shapes 1 and `b` the chance to lie above `x` is `(1 - x)^b`, with `a` and 1 to lie below `x^a`.
    #[test]
    fn chances_have_closed_forms_where_a_shape_is_one() {
        for x in [0.0, 1e-9, 0.2, 0.5, 0.9, 1.0 - 1e-9, 1.0] {
            for shape in [0.1, 1.0, 3.0, 40.0] {
                let [below, above] = chances(shape, 1.0, x);
                assert!((below - libm::pow(x, shape)).abs() < 1e-13, "{shape} {x}");
                assert!((below + above - 1.0).abs() < 1e-13);
                let [_, above] = chances(1.0, shape, x);
                assert!((above - libm::pow(1.0 - x, shape)).abs() < 1e-13, "{shape} {x}");
            }
        }
    }

    #[test]
    fn quantiles_invert_the_chances() {
        for [a, b] in [[0.2, 0.4], [0.3, 7.0], [5.0, 5.0], [200.0, 1e6]] {
            for k in 1..20 {
                let p = f64::from(k) / 20.0;
                let [below, _] = chances(a, b, quantile(a, b, p));
                assert!((below - p).abs() < 1e-9, "beta [{a}, {b}] at {p}: {below}");
            }
        }
    }
}
