//! What a scenario may say where a number is asked for: a constant or a distribution, drawn once per replicate by the
//! quantile of one uniform, truncated (never clamped) to the range of the parameter.

use crate::params::Parameter;
use crate::sampler::Sampler;
use libm::exp;

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

impl Form {
    /// Its word in files, and its numbers in the order in which they are written; `constant` is no word of files.
    pub fn written(&self) -> (&'static str, Vec<f64>) {
        match self {
            Self::Constant(x) => ("constant", vec![*x]),
            Self::Normal(a, b) => ("normal", vec![*a, *b]),
            Self::Uniform(a, b) => ("uniform", vec![*a, *b]),
            Self::LogUniform(a, b) => ("log_uniform", vec![*a, *b]),
            Self::Triangular(a, b, c) => ("triangular", vec![*a, *b, *c]),
            Self::Beta(a, b) => ("beta", vec![*a, *b]),
            Self::LogNormal(a, b) => ("log_normal", vec![*a, *b]),
            Self::Choice(values) => ("choice", values.clone()),
        }
    }
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

/// Arguments and bounds lie within this, either way; no parameter has a wider range.
pub const LARGEST: f64 = 1e15;
/// The mean and the sd of a logarithm, either way: e^35 is about 1e15.
const LARGEST_LOGARITHM: f64 = 35.0;
/// Shapes of a beta distribution.
const SHAPES: std::ops::RangeInclusive<f64> = 0.01..=1e6;
/// The distributions as files name them, their arguments in words, and what each must lie within; `choice` takes as many as
/// there are. Some must stand in order besides.
pub const FORMS: [(&str, &str, &[[f64; 2]]); 7] = [
    ("normal", "[mean, sd]", &[WIDE, [0.0, LARGEST]]),
    ("uniform", "[low, high]", &[WIDE, WIDE]),
    (
        "log_uniform",
        "[low, high]",
        &[[1.0 / LARGEST, LARGEST], [1.0 / LARGEST, LARGEST]],
    ),
    ("triangular", "[low, mode, high]", &[WIDE, WIDE, WIDE]),
    (
        "beta",
        "[alpha, beta]",
        &[[*SHAPES.start(), *SHAPES.end()], [*SHAPES.start(), *SHAPES.end()]],
    ),
    (
        "log_normal",
        "[mean of the logarithm, its sd]",
        &[[-LARGEST_LOGARITHM, LARGEST_LOGARITHM], [0.0, LARGEST_LOGARITHM]],
    ),
    ("choice", "[value, value, ...]", &[WIDE]),
];
const WIDE: [f64; 2] = [-LARGEST, LARGEST];

/// The part of a distribution that must lie inside the range; of less, too few digits would be left.
const LEAST_CHANCE: f64 = 1e-9;

/// What is wrong with a number for a parameter.
#[derive(Debug, Clone, PartialEq)]
pub struct Unfit {
    /// What stands there.
    pub found: String,
    /// What should.
    pub expected: String,
    /// How to mend it, where that can be said.
    pub hint: Option<String>,
}

impl Unfit {
    fn new(found: impl Into<String>, expected: impl Into<String>) -> Self {
        Self {
            found: found.into(),
            expected: expected.into(),
            hint: None,
        }
    }

    /// A fraction where whole numbers of a range are asked for: the nearest are named.
    pub fn fraction(value: f64, [low, high]: [f64; 2]) -> Self {
        let near = [value.floor(), value.ceil()].map(|near| near.clamp(low, high) + 0.0);
        let hint = match near {
            [one, other] if one == other => format!("did you mean {one}?"),
            [one, other] => format!("did you mean {one} or {other}?"),
        };
        Self {
            hint: Some(hint),
            ..Self::new(format!("{value}"), format!("a whole number from {low} to {high}"))
        }
    }
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

    /// Whether the number is fit for a parameter.
    ///
    /// # Errors
    /// An argument that is not finite, out of order or out of bounds, a constant outside the range, a distribution that
    /// misses the range, or a fraction of what comes in whole numbers.
    pub fn check(&self, parameter: &Parameter) -> Result<(), Unfit> {
        self.check_arguments()?;
        let [low, high] = self.bounds(parameter.range);
        if low > high {
            return Err(Unfit::new(
                format!("min {low} above max {high}"),
                "min at or below max, inside the range",
            ));
        }
        if parameter.whole {
            self.check_whole(parameter.range)?;
        }
        if let Form::Constant(value) = self.form {
            let kind = if parameter.whole { "a whole number" } else { "a number" };
            return match (low..=high).contains(&value) {
                true => Ok(()),
                false => Err(Unfit::new(format!("{value}"), format!("{kind} from {low} to {high}"))),
            };
        }
        let expected = format!("values from {low} to {high}");
        if self.form.chance_within([low, high]) < LEAST_CHANCE {
            return Err(Unfit::new("a distribution with nothing inside the range", expected));
        }
        // Whatever the arguments, no other number may ever come out.
        let sampler = Sampler::new(self, parameter);
        let values = [0.0, 0.5, 1.0].map(|uniform| sampler.at(uniform));
        // A choice is made in the order in which it is written.
        let ordered = matches!(self.form, Form::Choice(_)) || values.is_sorted();
        if ordered && values.iter().all(|value| (low..=high).contains(value)) {
            return Ok(());
        }
        Err(Unfit::new(format!("a distribution that gives {values:?}"), expected))
    }

    /// Nothing that is said of a count may be a fraction; what is drawn from a continuous form is rounded.
    fn check_whole(&self, range: [f64; 2]) -> Result<(), Unfit> {
        let values = match &self.form {
            Form::Constant(value) => std::slice::from_ref(value),
            Form::Choice(values) => values,
            _ => &[],
        };
        let bounds = [self.min, self.max].into_iter().flatten();
        match values.iter().copied().chain(bounds).find(|value| value.fract() != 0.0) {
            Some(value) => Err(Unfit::fraction(value, range)),
            None => Ok(()),
        }
    }

    fn check_arguments(&self) -> Result<(), Unfit> {
        let wrong = |found: String, expected: &str| Err(Unfit::new(found, expected));
        let finite = |xs: &[f64]| xs.iter().all(|x| x.is_finite() && x.abs() <= LARGEST);
        let bounds = [self.min.unwrap_or(0.0), self.max.unwrap_or(0.0)];
        if !finite(&bounds) {
            return wrong(format!("bounds {bounds:?}"), "finite bounds, at most 1e15 either way");
        }
        match &self.form {
            Form::Constant(x) if !x.is_finite() => wrong(format!("{x}"), "a finite number"),
            Form::Normal(m, s) if !finite(&[*m, *s]) || *s < 0.0 => wrong(
                format!("[{m:?}, {s:?}]"),
                "[mean, sd] with sd at least 0, neither beyond 1e15",
            ),
            Form::LogNormal(m, s) if !(m.abs() <= LARGEST_LOGARITHM && (0.0..=LARGEST_LOGARITHM).contains(s)) => wrong(
                format!("[{m:?}, {s:?}]"),
                "[mean, sd] of the logarithm: the mean from -35 to 35, the sd from 0 to 35",
            ),
            Form::Uniform(a, b) if !finite(&[*a, *b]) || a > b => {
                wrong(format!("[{a:?}, {b:?}]"), "[low, high] in order, neither beyond 1e15")
            }
            Form::LogUniform(a, b) if !finite(&[*a, *b]) || a > b || *a < 1.0 / LARGEST => wrong(
                format!("[{a:?}, {b:?}]"),
                "[low, high] in order, both from 1e-15 to 1e15",
            ),
            Form::Triangular(a, c, b) if !finite(&[*a, *b, *c]) || a > c || c > b => wrong(
                format!("[{a:?}, {c:?}, {b:?}]"),
                "[low, mode, high] in order, none beyond 1e15",
            ),
            Form::Beta(a, b) if ![a, b].iter().all(|shape| SHAPES.contains(shape)) => {
                wrong(format!("[{a:?}, {b:?}]"), "[alpha, beta], both from 0.01 to 1e6")
            }
            Form::Choice(xs) if xs.is_empty() || !finite(xs) => {
                wrong(format!("{xs:?}"), "one finite value or more, none beyond 1e15")
            }
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
            form => form.support(),
        };
        [least.max(low), greatest.min(high)]
    }

    pub(crate) fn bounds(&self, range: [f64; 2]) -> [f64; 2] {
        [
            self.min.map_or(range[0], |m| m.max(range[0])),
            self.max.map_or(range[1], |m| m.min(range[1])),
        ]
    }
}

impl Form {
    /// The smallest and the largest value that can come out before truncation.
    pub(crate) fn support(&self) -> [f64; 2] {
        match self {
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

#[cfg(test)]
mod tests {
    use super::*;
    use libm::{log, sqrt};

    fn parameter(range: [f64; 2]) -> Parameter {
        Parameter {
            name: "made_up",
            meaning: "",
            unit: "",
            range,
            default: 0.0,
            absent: 0.0,
            whole: false,
            source: "",
        }
    }

    fn mean(number: &Number, range: [f64; 2]) -> f64 {
        let sampler = Sampler::new(number, &parameter(range));
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
        assert!((mean(&of(Form::Beta(2.0, 6.0)), wide) - 0.25).abs() < 1e-6);
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
        let sampler = Sampler::new(&number, &parameter([-5.0, 1.0]));
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

    /// Each argument may lie at its ends, and not beyond.
    #[test]
    fn arguments_are_bounded_as_the_forms_say() {
        let form = |name: &str, x: &[f64]| match (name, x) {
            ("normal", &[m, s]) => Form::Normal(m, s),
            ("uniform", &[a, b]) => Form::Uniform(a, b),
            ("log_uniform", &[a, b]) => Form::LogUniform(a, b),
            ("triangular", &[a, c, b]) => Form::Triangular(a, c, b),
            ("beta", &[a, b]) => Form::Beta(a, b),
            ("log_normal", &[m, s]) => Form::LogNormal(m, s),
            _ => Form::Choice(x.to_vec()),
        };
        let fits = |form: Form| {
            Number {
                form,
                min: None,
                max: None,
            }
            .check_arguments()
            .is_ok()
        };
        for (name, _, bounds) in FORMS {
            let [lows, highs] = [0, 1].map(|end| bounds.iter().map(|b| b[end]).collect::<Vec<f64>>());
            assert!(fits(form(name, &lows)) && fits(form(name, &highs)), "{name}");
            for place in 0..bounds.len() {
                let (mut below, mut above) = (lows.clone(), highs.clone());
                below[place] = below[place].next_down();
                above[place] = above[place].next_up();
                assert!(!fits(form(name, &below)), "{name} {below:?}");
                assert!(!fits(form(name, &above)), "{name} {above:?}");
            }
        }
    }

    #[test]
    fn wrong_numbers_are_named() {
        assert!(Number::constant(f64::NAN).check(&parameter([0.0, 1.0])).is_err());
        assert!(Number::constant(2.0).check(&parameter([0.0, 1.0])).is_err());
        assert!(
            Number {
                form: Form::Uniform(2.0, 3.0),
                min: None,
                max: None
            }
            .check(&parameter([0.0, 1.0]))
            .is_err()
        );
        assert!(
            Number {
                form: Form::Uniform(0.5, 3.0),
                min: None,
                max: None
            }
            .check(&parameter([0.0, 1.0]))
            .is_ok()
        );
        assert!(
            Number {
                form: Form::Normal(0.5, -1.0),
                min: None,
                max: None
            }
            .check(&parameter([0.0, 1.0]))
            .is_err()
        );
    }
}
