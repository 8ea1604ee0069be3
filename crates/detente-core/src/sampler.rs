//! Numbers made ready for drawing: the quantile of the truncated distribution at one uniform. Truncation is worked out
//! once, when the scenario is loaded.

use crate::number::{Form, Number};
use crate::params::Parameter;
use detente_distributions::{beta, normal_cdf, normal_quantile};
use libm::{exp, log, sqrt};

/// A number made ready for drawing.
#[derive(Debug, Clone, PartialEq)]
pub struct Sampler {
    form: Form,
    /// The tail that falls inside the range, from one end of it to the other.
    tail: Tail<[f64; 2]>,
    range: [f64; 2],
    whole: bool,
}

/// Part of a distribution, counted from below or from above. Of a chance near 1, little is left to tell values in the
/// upper tail apart; so these are told apart by the chance to lie above.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Tail<T> {
    Lower(T),
    Upper(T),
}

impl Sampler {
    /// Prepares a number that is fit for the parameter.
    pub fn new(number: &Number, parameter: &Parameter) -> Self {
        let range = number.bounds(parameter.range);
        let form = match &number.form {
            Form::Choice(xs) => {
                let inside = |x: &f64| (range[0]..=range[1]).contains(x);
                Form::Choice(xs.iter().copied().filter(inside).collect())
            }
            form => form.clone(),
        };
        Self {
            tail: form.tail(range),
            form,
            range,
            whole: parameter.whole,
        }
    }

    /// The value at this uniform. A count is rounded to the nearest whole number, halves away from 0.
    pub fn at(&self, uniform: f64) -> f64 {
        let between = |[from, to]: [f64; 2]| from + (to - from) * uniform;
        let value = self.form.quantile(match self.tail {
            Tail::Lower(ends) => Tail::Lower(between(ends)),
            Tail::Upper(ends) => Tail::Upper(between(ends)),
        });
        let value = if self.whole { libm::round(value) } else { value };
        // Rounding may leave the range by the last bit; this is no truncation.
        value.clamp(self.range[0], self.range[1])
    }
}

impl Form {
    /// The chance of a value from one number to another, both included.
    pub(crate) fn chance_within(&self, range: [f64; 2]) -> f64 {
        match self.tail(range) {
            Tail::Lower([from, to]) => to - from,
            Tail::Upper([from, to]) => from - to,
        }
    }

    /// The tail in which the values of a range lie.
    fn tail(&self, [low, high]: [f64; 2]) -> Tail<[f64; 2]> {
        // Just below, so that a value at the lower bound itself can come out of a form that gives single values.
        let ([below_low, above_low], [below_high, above_high]) = (self.chances(low.next_down()), self.chances(high));
        if below_low > 0.5 {
            Tail::Upper([above_low, above_high])
        } else {
            Tail::Lower([below_low, below_high])
        }
    }

    /// The chances of a value at or below `x`, and of one above it.
    fn chances(&self, x: f64) -> [f64; 2] {
        let [low, high] = self.support();
        if x >= high {
            return [1.0, 0.0];
        }
        if x < low {
            return [0.0, 1.0];
        }
        let of_normal = |z: f64| [normal_cdf(z), normal_cdf(-z)];
        match self {
            Form::Constant(_) => [1.0, 0.0],
            Form::Uniform(a, b) => [(x - a) / (b - a), (b - x) / (b - a)],
            Form::LogUniform(a, b) => [log(x / a) / log(b / a), log(b / x) / log(b / a)],
            // Quotients of at most 1 each: no product of two lengths, which could be too large or too small.
            Form::Triangular(a, c, b) if x < *c => {
                let below = (x - a) / (b - a) * ((x - a) / (c - a));
                [below, 1.0 - below]
            }
            Form::Triangular(a, c, b) => {
                let above = (b - x) / (b - a) * ((b - x) / (b - c));
                [1.0 - above, above]
            }
            Form::Normal(m, s) => of_normal((x - m) / s),
            Form::LogNormal(m, s) => of_normal((log(x.max(f64::MIN_POSITIVE)) - m) / s),
            Form::Beta(a, b) => beta::chances(*a, *b, x),
            Form::Choice(xs) => {
                let below = xs.iter().filter(|&&v| v <= x).count() as f64 / xs.len() as f64;
                [below, 1.0 - below]
            }
        }
    }

    /// The value below, or above which lies so much.
    fn quantile(&self, part: Tail<f64>) -> f64 {
        let of_normal = || match part {
            Tail::Lower(p) => normal_quantile(p),
            Tail::Upper(q) => -normal_quantile(q),
        };
        match (self, part) {
            (Form::Constant(x), _) => *x,
            (Form::Normal(m, s), _) => m + s * of_normal(),
            (Form::LogNormal(m, s), _) => exp(m + s * of_normal()),
            (Form::Uniform(a, b), Tail::Lower(p)) => a + (b - a) * p,
            (Form::Uniform(a, b), Tail::Upper(q)) => b - (b - a) * q,
            (Form::LogUniform(a, b), Tail::Lower(p)) => a * exp(p * log(b / a)),
            (Form::LogUniform(a, b), Tail::Upper(q)) => b * exp(-q * log(b / a)),
            (Form::Triangular(a, c, b), Tail::Lower(p)) => a + triangular_quantile(*c - a, *b - a, p),
            (Form::Triangular(a, c, b), Tail::Upper(q)) => b - triangular_quantile(*b - c, *b - a, q),
            (Form::Beta(a, b), Tail::Lower(p)) => beta::quantile(*a, *b, p),
            (Form::Beta(a, b), Tail::Upper(q)) => beta::upper_quantile(*a, *b, q),
            // Values outside the range have been left out: all others lie in the lower tail.
            (Form::Choice(xs), Tail::Lower(p) | Tail::Upper(p)) => {
                xs[((p * xs.len() as f64) as usize).min(xs.len() - 1)]
            }
        }
    }
}

/// The quantile of the triangle from 0 with this mode and length.
fn triangular_quantile(mode: f64, length: f64, p: f64) -> f64 {
    if length <= 0.0 {
        return 0.0;
    }
    let peak = mode / length;
    if p < peak {
        length * sqrt(p * peak)
    } else {
        length - length * sqrt((1.0 - p) * (1.0 - peak))
    }
}
