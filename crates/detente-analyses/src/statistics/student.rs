//! Student's t with whole degrees of freedom, on `libm` alone.

use super::Z_95;
use libm::{atan, cos, exp, lgamma, sin, sqrt, tan};
use std::f64::consts::{FRAC_2_PI, PI};

/// Steps of Newton's method at most; up to a thousand degrees of freedom eight are needed.
const MOST_STEPS: usize = 100;

/// The 97.5 % quantile: half the width, in standard errors, of a two-sided 95 % interval.
///
/// With `t = sqrt(n) tan(angle)` the chance to lie between `-t` and `t` is a finite sum, concave in the angle. Newton's
/// method on it from below, where the normal quantile is, comes ever nearer and never passes.
pub(super) fn quantile_975(degrees: u64) -> f64 {
    let n = degrees as f64;
    let ln_peak = lgamma((n + 1.0) / 2.0) - lgamma(n / 2.0);
    let peak = 2.0 * exp(ln_peak) / sqrt(PI);
    let mut angle = atan(Z_95 / sqrt(n));
    for _ in 0..MOST_STEPS {
        let density = peak * libm::pow(cos(angle), n - 1.0);
        let step = (0.95 - central_chance(degrees, angle)) / density;
        angle += step;
        if step.abs() <= 1e-15 {
            break;
        }
    }
    sqrt(n) * tan(angle)
}

/// The chance to lie between `-t` and `t`, where `tan(angle) = t / sqrt(n)`: Abramowitz & Stegun 1964, 26.7.3 for odd
/// and 26.7.4 for even degrees of freedom.
fn central_chance(degrees: u64, angle: f64) -> f64 {
    let (sine, cosine) = (sin(angle), cos(angle));
    let odd = degrees % 2 == 1;
    let mut term = match (odd, degrees) {
        (true, 1) => 0.0,
        (true, _) => cosine,
        (false, _) => 1.0,
    };
    let mut sum = term;
    for k in (if odd { 3 } else { 2 }..degrees).step_by(2) {
        let k = k as f64;
        term *= (k - 1.0) / k * cosine * cosine;
        sum += term;
    }
    if odd {
        FRAC_2_PI * (angle + sine * sum)
    } else {
        sine * sum
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// SciPy 1.17.1, `t.isf(0.025, n)`.
    #[test]
    fn quantiles_of_students_t() {
        for (degrees, expected) in [
            (1, 12.706_204_736_174_7),
            (2, 4.302_652_729_749_464),
            (3, 3.182_446_305_283_708_6),
            (4, 2.776_445_105_197_794_3),
            (9, 2.262_157_162_798_205_3),
            (10, 2.228_138_851_986_275_3),
            (30, 2.042_272_456_301_238),
            (119, 1.980_099_876_456_94),
            (120, 1.979_930_405_082_441_1),
            (499, 1.964_729_390_987_689),
            (998, 1.962_343_846_216_334_5),
            (999, 1.962_341_461_133_449_8),
        ] {
            let found = quantile_975(degrees);
            assert!((found - expected).abs() < 1e-11, "{degrees} degrees: {found}");
        }
    }
}
