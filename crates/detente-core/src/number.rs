//! What a scenario may say where a number is asked for: a constant or a distribution, drawn once per replicate by the
//! quantile of one uniform, truncated (never clamped) to the range of the parameter.

use libm::{exp, log, sqrt};
use statrs::distribution::{Beta, ContinuousCDF};

/// The form of a number.
#[derive(Debug, Clone, PartialEq)]
pub enum Form {
    /// Always the same value.
    Constant(f64),
    /// Normal with mean and standard deviation.
    Normal(f64, f64),
    /// Uniform between two ends.
    Uniform(f64, f64),
    /// The logarithm is uniform between the logarithms of two positive ends.
    LogUniform(f64, f64),
    /// Triangular: lowest, most likely, highest.
    Triangular(f64, f64, f64),
    /// Beta on 0 to 1 with two positive shapes.
    Beta(f64, f64),
    /// The logarithm is normal with this mean and standard deviation.
    LogNormal(f64, f64),
    /// One of these values, each equally likely.
    Choice(Vec<f64>),
}

/// A number in a scenario: a form, with optional bounds of its own.
#[derive(Debug, Clone, PartialEq)]
pub struct Number {
    /// Constant or distribution.
    pub form: Form,
    /// Lower bound given by the scenario.
    pub min: Option<f64>,
    /// Upper bound given by the scenario.
    pub max: Option<f64>,
}

impl Number {
    /// A constant.
    pub const fn constant(value: f64) -> Self {
        Self {
            form: Form::Constant(value),
            min: None,
            max: None,
        }
    }

    /// The value, if it is a constant.
    pub fn as_constant(&self) -> Option<f64> {
        match self.form {
            Form::Constant(value) => Some(value),
            _ => None,
        }
    }

    /// What is wrong with the number for a parameter of this range, if anything: `(found, expected)`.
    ///
    /// # Errors
    /// A non-finite or disordered argument, a constant outside the range, or a distribution that misses the range.
    pub fn check(&self, range: [f64; 2]) -> Result<(), (String, String)> {
        self.check_arguments()?;
        let [low, high] = self.bounds(range);
        if low > high {
            return Err((
                format!("min {low} above max {high}"),
                "min at or below max, inside the range".into(),
            ));
        }
        match self.form {
            Form::Constant(value) if !(low..=high).contains(&value) => {
                Err((format!("{value}"), format!("a number from {low} to {high}")))
            }
            _ => {
                let [from, to] = self.support();
                let (below, above) = (self.cdf(low), self.cdf(high));
                let misses = if from == to {
                    from < low || from > high
                } else {
                    above - below < 1e-9
                };
                if misses {
                    Err((
                        "a distribution with nothing inside the range".into(),
                        format!("values from {low} to {high}"),
                    ))
                } else {
                    Ok(())
                }
            }
        }
    }

    fn check_arguments(&self) -> Result<(), (String, String)> {
        let wrong = |found: String, expected: &str| Err((found, expected.to_owned()));
        let finite = |xs: &[f64]| xs.iter().all(|x| x.is_finite());
        let bounds = [self.min.unwrap_or(0.0), self.max.unwrap_or(0.0)];
        if !finite(&bounds) {
            return wrong(format!("bounds {bounds:?}"), "finite bounds");
        }
        match &self.form {
            Form::Constant(x) if !x.is_finite() => wrong(format!("{x}"), "a finite number"),
            Form::Normal(m, s) | Form::LogNormal(m, s) if !finite(&[*m, *s]) || *s < 0.0 => {
                wrong(format!("[{m}, {s}]"), "[mean, sd] with sd at least 0")
            }
            Form::Uniform(a, b) if !finite(&[*a, *b]) || a > b => wrong(format!("[{a}, {b}]"), "[low, high] in order"),
            Form::LogUniform(a, b) if !finite(&[*a, *b]) || a > b || *a <= 0.0 => {
                wrong(format!("[{a}, {b}]"), "[low, high] in order, both above 0")
            }
            Form::Triangular(a, c, b) if !finite(&[*a, *b, *c]) || a > c || c > b => {
                wrong(format!("[{a}, {c}, {b}]"), "[low, mode, high] in order")
            }
            Form::Beta(a, b) if !finite(&[*a, *b]) || *a <= 0.0 || *b <= 0.0 => {
                wrong(format!("[{a}, {b}]"), "[alpha, beta], both above 0")
            }
            Form::Choice(xs) if xs.is_empty() || !finite(xs) => wrong(format!("{xs:?}"), "one finite value or more"),
            _ => Ok(()),
        }
    }

    /// The least and the greatest value that can come out within the range of a parameter.
    pub fn reach(&self, range: [f64; 2]) -> [f64; 2] {
        let [low, high] = self.bounds(range);
        let [least, greatest] = match &self.form {
            Form::Choice(xs) => {
                let kept: Vec<f64> = xs.iter().copied().filter(|x| (low..=high).contains(x)).collect();
                ends(&kept)
            }
            _ => self.support(),
        };
        [least.max(low), greatest.min(high)]
    }

    fn bounds(&self, range: [f64; 2]) -> [f64; 2] {
        [
            self.min.map_or(range[0], |m| m.max(range[0])),
            self.max.map_or(range[1], |m| m.min(range[1])),
        ]
    }

    /// The smallest and the largest value that can come out before truncation.
    fn support(&self) -> [f64; 2] {
        match &self.form {
            Form::Constant(x) => [*x, *x],
            Form::Uniform(a, b) | Form::LogUniform(a, b) | Form::Triangular(a, _, b) => [*a, *b],
            Form::Normal(m, s) if *s == 0.0 => [*m, *m],
            Form::Normal(..) => [f64::NEG_INFINITY, f64::INFINITY],
            Form::LogNormal(m, s) if *s == 0.0 => [exp(*m), exp(*m)],
            Form::LogNormal(..) => [0.0, f64::INFINITY],
            Form::Beta(..) => [0.0, 1.0],
            Form::Choice(xs) => ends(xs),
        }
    }

    /// Chance of a value at or below `x`.
    fn cdf(&self, x: f64) -> f64 {
        let [low, high] = self.support();
        if x >= high {
            return 1.0;
        }
        if x < low {
            return 0.0;
        }
        match &self.form {
            Form::Constant(_) => 1.0,
            Form::Uniform(a, b) => (x - a) / (b - a),
            Form::LogUniform(a, b) => log(x / a) / log(b / a),
            Form::Triangular(a, c, b) if x < *c => (x - a) * (x - a) / ((b - a) * (c - a)),
            Form::Triangular(a, c, b) => 1.0 - (b - x) * (b - x) / ((b - a) * (b - c)),
            Form::Normal(m, s) => normal_cdf((x - m) / s),
            Form::LogNormal(m, s) => normal_cdf((log(x.max(f64::MIN_POSITIVE)) - m) / s),
            Form::Beta(a, b) => Beta::new(*a, *b).map_or(0.0, |d| d.cdf(x)),
            Form::Choice(xs) => xs.iter().filter(|&&v| v <= x).count() as f64 / xs.len() as f64,
        }
    }
}

/// The smallest and the largest of some values.
fn ends(xs: &[f64]) -> [f64; 2] {
    let wider = |[a, b]: [f64; 2], &x: &f64| [a.min(x), b.max(x)];
    xs.iter().fold([f64::INFINITY, f64::NEG_INFINITY], wider)
}

/// As a scenario says it: `0.4`, or `normal [0.4, 0.05], min 0.2`.
impl std::fmt::Display for Number {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match &self.form {
            Form::Constant(x) => write!(f, "{x}"),
            Form::Normal(m, s) => write!(f, "normal [{m}, {s}]"),
            Form::Uniform(a, b) => write!(f, "uniform [{a}, {b}]"),
            Form::LogUniform(a, b) => write!(f, "log_uniform [{a}, {b}]"),
            Form::Triangular(a, c, b) => write!(f, "triangular [{a}, {c}, {b}]"),
            Form::Beta(a, b) => write!(f, "beta [{a}, {b}]"),
            Form::LogNormal(m, s) => write!(f, "log_normal [{m}, {s}]"),
            Form::Choice(xs) => write!(f, "choice {xs:?}"),
        }?;
        if let Some(min) = self.min {
            write!(f, ", min {min}")?;
        }
        if let Some(max) = self.max {
            write!(f, ", max {max}")?;
        }
        Ok(())
    }
}

/// A number made ready for drawing: truncation is worked out once, when the scenario is loaded.
#[derive(Debug, Clone)]
pub struct Sampler {
    kind: SamplerKind,
    /// The part of the unit interval that falls inside the range.
    share: [f64; 2],
    range: [f64; 2],
}

#[derive(Debug, Clone)]
enum SamplerKind {
    Form(Form),
    /// Quantiles at equal steps of the truncated distribution, for forms without a quantile in closed form.
    Table(Box<[f64]>),
}

/// Steps of a tabulated quantile; linear between them.
const TABLE_STEPS: usize = 4096;

impl Sampler {
    /// Prepares a number that passed [`Number::check`] for the range.
    pub fn new(number: &Number, range: [f64; 2]) -> Self {
        let [low, high] = number.bounds(range);
        let mut share = [number.cdf(below(low)), number.cdf(high)];
        let kind = match &number.form {
            Form::Choice(xs) => {
                let kept: Vec<f64> = xs.iter().copied().filter(|x| (low..=high).contains(x)).collect();
                share = [0.0, 1.0];
                SamplerKind::Form(Form::Choice(kept))
            }
            Form::Beta(a, b) => SamplerKind::Table(beta_table(*a, *b, share)),
            form => SamplerKind::Form(form.clone()),
        };
        Self {
            kind,
            share,
            range: [low, high],
        }
    }

    /// The value at this uniform.
    pub fn at(&self, uniform: f64) -> f64 {
        let u = self.share[0] + (self.share[1] - self.share[0]) * uniform;
        let value = match &self.kind {
            SamplerKind::Form(Form::Constant(x)) => *x,
            SamplerKind::Form(Form::Normal(m, s)) => m + s * normal_quantile(u),
            SamplerKind::Form(Form::LogNormal(m, s)) => exp(m + s * normal_quantile(u)),
            SamplerKind::Form(Form::Uniform(a, b)) => a + (b - a) * u,
            SamplerKind::Form(Form::LogUniform(a, b)) => a * exp(u * log(b / a)),
            SamplerKind::Form(Form::Triangular(a, c, b)) => triangular_quantile(*a, *c, *b, u),
            SamplerKind::Form(Form::Choice(xs)) => xs[((uniform * xs.len() as f64) as usize).min(xs.len() - 1)],
            SamplerKind::Form(Form::Beta(..)) => uniform,
            SamplerKind::Table(table) => {
                let at = uniform * (table.len() - 1) as f64;
                let step = (at as usize).min(table.len() - 2);
                table[step] + (table[step + 1] - table[step]) * (at - step as f64)
            }
        };
        // Rounding may leave the range by the last bit; this is no truncation.
        value.clamp(self.range[0], self.range[1])
    }
}

/// Just below `x`, so that a value at the lower bound itself can come out of a discrete form.
fn below(x: f64) -> f64 {
    x.next_down()
}

fn triangular_quantile(a: f64, c: f64, b: f64, u: f64) -> f64 {
    if b <= a {
        return a;
    }
    let peak = (c - a) / (b - a);
    if u < peak {
        a + sqrt(u * (b - a) * (c - a))
    } else {
        b - sqrt((1.0 - u) * (b - a) * (b - c))
    }
}

fn beta_table(a: f64, b: f64, share: [f64; 2]) -> Box<[f64]> {
    let Ok(beta) = Beta::new(a, b) else {
        return Box::new([0.0, 1.0]);
    };
    (0..=TABLE_STEPS)
        .map(|k| {
            let u = share[0] + (share[1] - share[0]) * k as f64 / TABLE_STEPS as f64;
            beta.inverse_cdf(u.clamp(0.0, 1.0))
        })
        .collect()
}

/// The standard normal distribution function.
pub fn normal_cdf(x: f64) -> f64 {
    0.5 * libm::erfc(-x / core::f64::consts::SQRT_2)
}

/// The standard normal quantile: Wichura (1988), algorithm AS 241 (PPND16), Applied Statistics 37(3), 477-484; about 16
/// digits. `u` outside (0, 1) gives the value at the nearest number inside.
pub fn normal_quantile(u: f64) -> f64 {
    let u = u.clamp(1e-300, 1.0 - f64::EPSILON / 2.0);
    let q = u - 0.5;
    if q.abs() <= 0.425 {
        let r = 0.180625 - q * q;
        return q * ratio(r, &CENTRAL_NUMERATOR, &CENTRAL_DENOMINATOR);
    }
    let tail = if q < 0.0 { u } else { 1.0 - u };
    let r = sqrt(-log(tail));
    let value = if r <= 5.0 {
        ratio(r - 1.6, &MIDDLE_NUMERATOR, &MIDDLE_DENOMINATOR)
    } else {
        ratio(r - 5.0, &FAR_NUMERATOR, &FAR_DENOMINATOR)
    };
    if q < 0.0 { -value } else { value }
}

fn ratio(r: f64, numerator: &[f64; 8], denominator: &[f64; 8]) -> f64 {
    let horner = |c: &[f64; 8]| c.iter().rev().fold(0.0, |sum, &k| sum * r + k);
    horner(numerator) / horner(denominator)
}

const CENTRAL_NUMERATOR: [f64; 8] = [
    3.387_132_872_796_366_5,
    133.141_667_891_784_38,
    1_971.590_950_306_551_3,
    13_731.693_765_509_46,
    45_921.953_931_549_87,
    67_265.770_927_008_7,
    33_430.575_583_588_13,
    2_509.080_928_730_122_7,
];
const CENTRAL_DENOMINATOR: [f64; 8] = [
    1.0,
    42.313_330_701_600_91,
    687.187_007_492_057_9,
    5_394.196_021_424_751,
    21_213.794_301_586_597,
    39_307.895_800_092_71,
    28_729.085_735_721_943,
    5_226.495_278_852_545,
];
const MIDDLE_NUMERATOR: [f64; 8] = [
    1.423_437_110_749_683_5,
    4.630_337_846_156_546,
    5.769_497_221_460_691,
    3.647_848_324_763_204_5,
    1.270_458_252_452_368_4,
    0.241_780_725_177_450_6,
    0.022_723_844_989_269_184,
    7.745_450_142_783_414e-4,
];
const MIDDLE_DENOMINATOR: [f64; 8] = [
    1.0,
    2.053_191_626_637_759,
    1.676_384_830_183_803_8,
    0.689_767_334_985_1,
    0.148_103_976_427_480_08,
    0.015_198_666_563_616_457,
    5.475_938_084_995_345e-4,
    1.050_750_071_644_416_9e-9,
];
const FAR_NUMERATOR: [f64; 8] = [
    6.657_904_643_501_103,
    5.463_784_911_164_114,
    1.784_826_539_917_291_3,
    0.296_560_571_828_504_87,
    0.026_532_189_526_576_124,
    0.001_242_660_947_388_078_4,
    2.711_555_568_743_487_6e-5,
    2.010_334_399_292_288_1e-7,
];
const FAR_DENOMINATOR: [f64; 8] = [
    1.0,
    0.599_832_206_555_888,
    0.136_929_880_922_735_8,
    0.014_875_361_290_850_615,
    7.868_691_311_456_133e-4,
    1.846_318_317_510_054_8e-5,
    1.421_511_758_316_446e-7,
    2.044_263_103_389_939_8e-15,
];

#[cfg(test)]
mod tests {
    use super::*;

    /// Quantiles from standard tables (R: qnorm with 16 digits).
    #[test]
    fn normal_quantiles_agree_with_published_values() {
        for (u, x) in [
            (0.5, 0.0),
            (0.975, 1.959_963_984_540_054),
            (0.25, -0.674_489_750_196_081_7),
            (0.001, -3.090_232_306_167_813_5),
            (1e-20, -9.262_340_089_798_408),
        ] {
            assert!((normal_quantile(u) - x).abs() < 1e-13, "{u}");
        }
    }

    #[test]
    fn quantile_inverts_the_distribution_function() {
        for k in 1..200 {
            let u = f64::from(k) / 200.0;
            assert!((normal_cdf(normal_quantile(u)) - u).abs() < 1e-14);
        }
    }

    fn mean(number: &Number, range: [f64; 2]) -> f64 {
        let sampler = Sampler::new(number, range);
        (0..100_000)
            .map(|k| sampler.at((f64::from(k) + 0.5) / 100_000.0))
            .sum::<f64>()
            / 100_000.0
    }

    #[test]
    fn means_agree_with_closed_forms() {
        let of = |form| Number {
            form,
            min: None,
            max: None,
        };
        let wide = [-1e6, 1e6];
        assert!((mean(&of(Form::Normal(0.4, 0.1)), wide) - 0.4).abs() < 1e-6);
        assert!((mean(&of(Form::Uniform(1.0, 3.0)), wide) - 2.0).abs() < 1e-9);
        assert!((mean(&of(Form::Triangular(0.0, 1.0, 5.0)), wide) - 2.0).abs() < 1e-6);
        let beta = mean(&of(Form::Beta(2.0, 6.0)), wide);
        // A table of 4096 steps, linear between them.
        assert!((beta - 0.25).abs() < 1e-4, "{beta}");
        assert!((mean(&of(Form::LogNormal(0.0, 0.5)), wide) - exp(0.125)).abs() < 1e-4);
        assert!((mean(&of(Form::LogUniform(1.0, 10.0)), wide) - 9.0 / log(10.0)).abs() < 1e-6);
        assert!((mean(&of(Form::Choice(vec![1.0, 2.0, 6.0])), wide) - 3.0).abs() < 1e-4);
        // A normal cut to its upper half: mean + sd * sqrt(2 / pi).
        let half = mean(&of(Form::Normal(0.0, 1.0)), [0.0, 1e6]);
        assert!((half - sqrt(2.0 / core::f64::consts::PI)).abs() < 1e-4, "{half}");
    }

    #[test]
    fn truncation_keeps_values_inside_and_does_not_pile_up_at_the_ends() {
        let number = Number {
            form: Form::Normal(0.0, 10.0),
            min: Some(-1.0),
            max: None,
        };
        let sampler = Sampler::new(&number, [-5.0, 1.0]);
        let values: Vec<f64> = (0..1000).map(|k| sampler.at((f64::from(k) + 0.5) / 1000.0)).collect();
        assert!(values.iter().all(|v| (-1.0..=1.0).contains(v)));
        assert!(values.windows(2).all(|w| w[0] < w[1]));
    }

    #[test]
    fn a_number_reaches_as_far_as_its_form_and_its_bounds() {
        let reach = |form, min, max| Number { form, min, max }.reach([0.0, 1.0]);
        assert_eq!(reach(Form::Constant(0.3), None, None), [0.3, 0.3]);
        assert_eq!(reach(Form::Uniform(-1.0, 0.4), None, None), [0.0, 0.4]);
        assert_eq!(reach(Form::Normal(0.2, 0.1), Some(0.1), Some(0.5)), [0.1, 0.5]);
        assert_eq!(reach(Form::Normal(0.2, 0.0), None, None), [0.2, 0.2]);
        assert_eq!(reach(Form::Choice(vec![0.2, 0.4, 3.0]), None, None), [0.2, 0.4]);
    }

    #[test]
    fn wrong_numbers_are_named() {
        assert!(Number::constant(f64::NAN).check([0.0, 1.0]).is_err());
        assert!(Number::constant(2.0).check([0.0, 1.0]).is_err());
        assert!(
            Number {
                form: Form::Uniform(2.0, 3.0),
                min: None,
                max: None
            }
            .check([0.0, 1.0])
            .is_err()
        );
        assert!(
            Number {
                form: Form::Uniform(0.5, 3.0),
                min: None,
                max: None
            }
            .check([0.0, 1.0])
            .is_ok()
        );
        assert!(
            Number {
                form: Form::Normal(0.5, -1.0),
                min: None,
                max: None
            }
            .check([0.0, 1.0])
            .is_err()
        );
    }
}
