//! Student's t.

use crate::beta;
use libm::{atan, cos, exp, lgamma, sin, sqrt, tan};
use std::f64::consts::{FRAC_2_PI, PI};

/// The 97.5 % quantile of the normal distribution, where Newton's method starts.
const Z_95: f64 = 1.959_963_984_540_054;

/// Steps of Newton's method at most; up to a thousand degrees of freedom eight are needed.
const MOST_STEPS: usize = 100;

/// The 97.5 % quantile with whole degrees of freedom: half the width, in standard errors, of a two-sided 95 % interval.
///
/// With `t = sqrt(n) tan(angle)` the chance to lie between `-t` and `t` is a finite sum, concave in the angle. Newton's
/// method on it from below, where the normal quantile is, comes ever nearer and never passes.
pub fn quantile_975(degrees: u64) -> f64 {
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

/// The chance of a value at least as far from 0 as `t` on either side: `I_x(n / 2, 1 / 2)` with `x = n / (n + t^2)`, `I` the
/// distribution function of the beta distribution (Abramowitz & Stegun 1964, 26.5.27).
pub fn two_sided(t: f64, degrees: f64) -> f64 {
    if t.is_infinite() {
        return 0.0;
    }
    // From whichever of `x` and `1 - x` is the smaller, so that neither tail loses digits.
    let square = t * t;
    if square < degrees {
        beta::chances(0.5, 0.5 * degrees, square / (degrees + square))[1]
    } else {
        beta::chances(0.5 * degrees, 0.5, degrees / (degrees + square))[0]
    }
}

/// The value that is passed, on either side together, with this chance: 0.05 gives half the width of a 95 % interval.
pub fn two_sided_quantile(chance: f64, degrees: f64) -> f64 {
    let share = beta::upper_quantile(0.5, 0.5 * degrees, chance);
    let rest = beta::quantile(0.5 * degrees, 0.5, chance);
    sqrt(degrees * share / rest)
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
    /// With one degree of freedom `P(|T| > t) = 1 - 2 arctan(t) / pi`, with two `1 - t / sqrt(2 + t^2)`.
    #[test]
    fn tails_have_closed_forms() {
        for t in [0.0, 1e-6, 0.3, 1.0, 2.5, 40.0] {
            let cauchy = 1.0 - FRAC_2_PI * atan(t);
            assert!((two_sided(t, 1.0) - cauchy).abs() < 1e-14, "{t}");
            let of_two = 1.0 - t / sqrt(2.0 + t * t);
            assert!((two_sided(-t, 2.0) - of_two).abs() < 1e-14, "{t}");
        }
        assert_eq!(two_sided(f64::INFINITY, 4.0), 0.0);
    }

    #[test]
    fn two_quantiles_agree() {
        for degrees in [1, 2, 3, 10, 120, 998] {
            let (found, expected) = (two_sided_quantile(0.05, degrees as f64), quantile_975(degrees));
            assert!(
                (found - expected).abs() < 1e-9 * expected,
                "{degrees}: {found}, {expected}"
            );
        }
        // SciPy 1.17.1, `t.isf(0.0005, 7.5)`.
        assert!((two_sided_quantile(0.001, 7.5) - 5.207_725_655_800_546).abs() < 1e-10);
        for t in [0.1, 3.0, 8.0] {
            assert!((two_sided_quantile(two_sided(t, 5.0), 5.0) - t).abs() < 1e-9 * t);
        }
    }
}
