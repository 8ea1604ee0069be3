//! Evaluators: what the numbers of integer and real issues are worth.

use super::space::{IssueType, Space};
use super::xml::Element;
use crate::error::{ImportError, ImportProblem};
use crate::options::Utilities;
use detente_scenario::{did_you_mean, one_of, quoted};

/// The functions that can be read. GENIUS names a `faratin` too, but never reads its parameters.
const FUNCTIONS: [&str; 3] = ["linear", "triangular", "constant"];

/// A function from numbers to evaluations.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Evaluator {
    Linear {
        slope: f64,
        offset: f64,
    },
    /// 0 outside of the two ends, 1 at the top, straight between.
    Triangular {
        lower: f64,
        upper: f64,
        top: f64,
    },
    Constant(f64),
}

impl Evaluator {
    pub(super) fn read(space: &Space<'_>, element: &Element) -> Result<Self, ImportError> {
        // Profiles of integer issues say `slope` and `offset`, those of real issues number their parameters.
        let either = |name: &'static str, number: &'static str| {
            let key = if element.get(name).is_none() && element.get(number).is_some() {
                number
            } else {
                name
            };
            space.number(element, key, ImportProblem::Profile)
        };
        let parameter = |key: &str| space.number(element, key, ImportProblem::Profile);
        let function = element.get("ftype").unwrap_or("linear");
        match function.trim().to_ascii_lowercase().as_str() {
            "linear" => {
                let (slope, offset) = (either("slope", "parameter1")?, either("offset", "parameter0")?);
                Ok(Self::Linear { slope, offset })
            }
            "triangular" => {
                let [lower, upper, top] = [
                    parameter("parameter0")?,
                    parameter("parameter1")?,
                    parameter("parameter2")?,
                ];
                if !(lower <= top && top <= upper) {
                    let found = format!("a triangle from {lower:?} to {upper:?} with its top at {top:?}");
                    let expected = "a top (`parameter2`) between both ends (`parameter0` and `parameter1`)";
                    return Err(space.xml.error(
                        ImportProblem::Profile,
                        element,
                        found,
                        expected,
                        "mend the evaluator",
                    ));
                }
                Ok(Self::Triangular { lower, upper, top })
            }
            "constant" => Ok(Self::Constant(either("offset", "parameter0")?)),
            _ => {
                let found = format!("ftype {} of an evaluator", quoted(function));
                let hint = did_you_mean(function, FUNCTIONS).unwrap_or_else(|| "others cannot be imported".into());
                Err(space.xml.error(
                    ImportProblem::Profile,
                    element,
                    found,
                    one_of("a function", FUNCTIONS),
                    hint,
                ))
            }
        }
    }

    /// What a number is worth.
    ///
    /// As GENIUS has it, a linear function of an integer issue counts from the lower bound, that of a real issue from
    /// 0, and both are clipped to 0 and 1 (`EvaluatorInteger`, `EvaluatorReal`). On the profile's own scale it counts
    /// from 0 in either and is not clipped, as NegMAS has it before it normalises.
    pub(super) fn value(self, x: f64, kind: IssueType, lower_bound: f64, utilities: Utilities) -> f64 {
        match (self, utilities) {
            (Self::Linear { slope, offset }, Utilities::Raw) => offset + slope * x,
            (Self::Linear { slope, offset }, Utilities::Genius) => {
                let origin = if kind == IssueType::Integer { lower_bound } else { 0.0 };
                // Adding 0 turns -0 into 0.
                (offset + slope * (x - origin)).clamp(0.0, 1.0) + 0.0
            }
            (Self::Triangular { lower, upper, top }, _) => triangle(x, lower, upper, top),
            (Self::Constant(value), _) => value,
        }
    }
}

/// The top counts 1 even where it is an end, where GENIUS' comparisons would leave it 0: its documentation says
/// "The top is assumed to have utility 1.0".
fn triangle(x: f64, lower: f64, upper: f64, top: f64) -> f64 {
    if x == top {
        1.0
    } else if x <= lower || x >= upper {
        0.0
    } else if x < top {
        (x - lower) / (top - lower)
    } else {
        1.0 - (x - top) / (upper - top)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn triangles_rise_to_their_top_and_fall() {
        let at = |x| triangle(x, 0.0, 10.0, 4.0);
        assert_eq!(
            [-1.0, 0.0, 1.0, 4.0, 7.0, 10.0, 11.0].map(at),
            [0.0, 0.0, 0.25, 1.0, 0.5, 0.0, 0.0]
        );
        assert_eq!([0.0, 5.0].map(|x| triangle(x, 0.0, 10.0, 0.0)), [1.0, 0.5]);
        assert_eq!(triangle(10.0, 0.0, 10.0, 10.0), 1.0);
    }

    #[test]
    fn lines_are_clipped_and_counted_from_the_lower_bound_as_in_genius() {
        let line = Evaluator::Linear {
            slope: 0.25,
            offset: 0.5,
        };
        let value = |x, kind, utilities| line.value(x, kind, -2.0, utilities);
        for (x, genius_integer, genius_real, raw) in
            [(-2.0, 0.5, 0.0, 0.0), (-1.0, 0.75, 0.25, 0.25), (4.0, 1.0, 1.0, 1.5)]
        {
            assert_eq!(value(x, IssueType::Integer, Utilities::Genius), genius_integer);
            assert_eq!(value(x, IssueType::Real, Utilities::Genius), genius_real);
            assert_eq!(value(x, IssueType::Integer, Utilities::Raw), raw);
            assert_eq!(value(x, IssueType::Real, Utilities::Raw), raw);
        }
    }
}
