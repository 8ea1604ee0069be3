//! Numbers in files: a plain number, or a table with one distribution and optional bounds.

use crate::finding::Finding;
use crate::mend;
use crate::node::{Node, Span, Table, Value};
use crate::suggest::{did_you_mean, one_of, quoted};
use detente_core::{FORMS, Form, LARGEST, Number, Parameter, Unfit};
use std::path::Path;

/// The unit of parameters that files may also give as `true` and `false`.
const FLAG_UNIT: &str = "0 or 1";

/// Something in a file that is not what it should be.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Wrong {
    pub(crate) span: Span,
    pub(crate) message: String,
    pub(crate) expected: String,
    pub(crate) hint: Option<String>,
}

impl Wrong {
    pub(crate) fn new(span: &Span, message: impl Into<String>, expected: impl Into<String>) -> Self {
        Self {
            span: span.clone(),
            message: message.into(),
            expected: expected.into(),
            hint: None,
        }
    }
}

/// Whether a parameter may be given as `true` or `false`.
pub(crate) fn is_flag(parameter: &Parameter) -> bool {
    parameter.unit == FLAG_UNIT
}

/// Whether a table is a distribution, rather than numbers by id.
pub(crate) fn is_distribution(table: &Table) -> bool {
    table
        .entries()
        .iter()
        .any(|e| e.node.as_list().is_some() && FORMS.iter().any(|f| f.0 == e.key))
}

/// The number that a node says, fit for a parameter.
pub(crate) fn read(node: &Node, parameter: &Parameter) -> Result<Number, Wrong> {
    if let Some(words) = parameter.words() {
        return word(node, &words);
    }
    let number = match node.value {
        Value::Boolean(flag) if is_flag(parameter) => Number::constant(f64::from(u8::from(flag))),
        _ => read_any(node, parameter)?,
    };
    match number.check(parameter) {
        Ok(()) => Ok(number),
        Err(Unfit { found, expected, hint }) => Err(Wrong {
            hint,
            ..Wrong::new(&node.span, found, expected)
        }),
    }
}

/// A distribution of whatever number.
pub(crate) fn read_distribution(node: &Node) -> Result<Number, Wrong> {
    const WHATEVER: Parameter = Parameter {
        name: "",
        meaning: "",
        unit: "",
        range: [-LARGEST, LARGEST],
        default: 0.0,
        absent: 0.0,
        whole: false,
        source: "",
    };
    if node.as_table().is_none() {
        let expected = "a distribution, such as { normal = [0.5, 0.1] }";
        return Err(Wrong::new(&node.span, node.describe(), expected));
    }
    read(node, &WHATEVER)
}

/// The distribution that a node says, fit for a parameter.
///
/// # Errors
/// A finding without a file and a path, at the place of what is wrong.
pub fn distribution_of(node: &Node, parameter: &Parameter) -> Result<Number, Box<Finding>> {
    let read = read_distribution(node).and_then(|_| read(node, parameter));
    read.map_err(|wrong| {
        let finding = Finding::error("", wrong.message).expected(wrong.expected);
        Box::new(finding.hint(wrong.hint).at(Path::new(""), wrong.span))
    })
}

/// The place of the word that a node says.
fn word(node: &Node, words: &[&'static str]) -> Result<Number, Wrong> {
    let text = node.as_text();
    let place = words.iter().position(|word| Some(*word) == text);
    place.map(|place| Number::constant(place as f64)).ok_or_else(|| Wrong {
        hint: text.and_then(|text| did_you_mean(text, words.iter().copied())),
        ..Wrong::new(&node.span, node.describe(), one_of("one of", words.iter().copied()))
    })
}

/// The number that a node says, in whatever range.
fn read_any(node: &Node, parameter: &Parameter) -> Result<Number, Wrong> {
    if let Some(words) = parameter.words() {
        return Err(Wrong::new(
            &node.span,
            "a choice, not a number",
            one_of("one of", words),
        ));
    }
    match &node.value {
        Value::Number(value) => Ok(Number::constant(*value)),
        Value::Table(table) => distribution(table, &node.span),
        _ if is_flag(parameter) => Err(Wrong {
            hint: node.as_text().and_then(mend::unquoted),
            ..Wrong::new(&node.span, node.describe(), "true or false")
        }),
        _ => {
            let [low, high] = parameter.range;
            let kind = if parameter.whole { "whole number" } else { "number" };
            let expected = format!("a {kind} from {low} to {high}, or a distribution");
            Err(Wrong {
                hint: node.as_text().and_then(mend::unquoted),
                ..Wrong::new(&node.span, node.describe(), expected)
            })
        }
    }
}

fn distribution(table: &Table, span: &Span) -> Result<Number, Wrong> {
    let mut number = Number {
        form: Form::Constant(0.0),
        min: None,
        max: None,
    };
    let mut forms = 0;
    for entry in table.entries() {
        match entry.key.as_str() {
            "min" => number.min = Some(plain(&entry.node)?),
            "max" => number.max = Some(plain(&entry.node)?),
            key => {
                number.form = form(key, &entry.node, &entry.key_span).map_err(|wrong| Wrong {
                    hint: mend::distribution(table).or(wrong.hint.clone()),
                    ..wrong
                })?;
                forms += 1;
            }
        }
    }
    if forms == 1 {
        return Ok(number);
    }
    let (message, hint) = match (forms, number.min, number.max) {
        (0, Some(low), Some(high)) => (
            "a table without a distribution",
            Some(format!(
                "for anything between them write `{{ uniform = [{low}, {high}] }}`"
            )),
        ),
        (0, ..) => ("a table without a distribution", None),
        _ => ("more than one distribution", None),
    };
    Err(Wrong {
        hint,
        ..Wrong::new(span, message, "one distribution, such as { normal = [0.5, 0.1] }")
    })
}

fn form(key: &str, node: &Node, key_span: &Span) -> Result<Form, Wrong> {
    let names = || FORMS.iter().map(|f| f.0);
    let Some((_, arguments, bounds)) = FORMS.iter().find(|f| f.0 == key) else {
        let expected = format!("a number or one of {}", names().collect::<Vec<_>>().join(", "));
        let wrong = Wrong::new(key_span, format!("unknown distribution {}", quoted(key)), expected);
        return Err(Wrong {
            hint: did_you_mean(key, names()),
            ..wrong
        });
    };
    let expected = format!("{key} = {arguments}");
    let Some(list) = node.as_list() else {
        return Err(Wrong::new(&node.span, node.describe(), expected));
    };
    // A choice has as many arguments as there are values.
    if bounds.len() > 1 && bounds.len() != list.len() {
        return Err(Wrong::new(&node.span, format!("a list of {}", list.len()), expected));
    }
    let values = list.iter().map(plain).collect::<Result<Vec<f64>, Wrong>>()?;
    Ok(match (key, values.as_slice()) {
        ("normal", &[mean, sd]) => Form::Normal(mean, sd),
        ("uniform", &[low, high]) => Form::Uniform(low, high),
        ("log_uniform", &[low, high]) => Form::LogUniform(low, high),
        ("triangular", &[low, mode, high]) => Form::Triangular(low, mode, high),
        ("beta", &[alpha, beta]) => Form::Beta(alpha, beta),
        ("log_normal", &[mean, sd]) => Form::LogNormal(mean, sd),
        _ => Form::Choice(values),
    })
}

fn plain(node: &Node) -> Result<f64, Wrong> {
    node.as_number().ok_or_else(|| Wrong {
        hint: node.as_text().and_then(mend::unquoted),
        ..Wrong::new(&node.span, node.describe(), "a plain number")
    })
}

/// The node that says a number.
fn write(number: &Number) -> Node {
    let (key, values) = match &number.form {
        Form::Constant(value) if number.min.is_none() && number.max.is_none() => return Node::number(*value),
        // A constant has no bounds in a file; a choice of one may.
        Form::Constant(value) => ("choice", vec![*value]),
        form => form.written(),
    };
    let mut table = Table::default();
    table.set(
        key,
        Node::new(Value::List(values.into_iter().map(Node::number).collect())),
    );
    for (key, bound) in [("min", number.min), ("max", number.max)] {
        if let Some(bound) = bound {
            table.set(key, Node::number(bound));
        }
    }
    Node::new(Value::Table(table))
}

/// The number plus a constant; bounds move along, since it is the quantity that is shifted.
pub(crate) fn add(node: &Node, parameter: &Parameter, by: f64) -> Result<Node, String> {
    let number = read_any(node, parameter).map_err(|wrong| wrong.message)?;
    let form = match number.form {
        Form::Constant(x) => Form::Constant(x + by),
        Form::Normal(mean, sd) => Form::Normal(mean + by, sd),
        Form::Uniform(low, high) => Form::Uniform(low + by, high + by),
        Form::Triangular(low, mode, high) => Form::Triangular(low + by, mode + by, high + by),
        Form::Choice(values) => Form::Choice(values.iter().map(|x| x + by).collect()),
        Form::Beta(..) => return Err("a beta distribution stays on 0 to 1: nothing can be added to it".into()),
        Form::LogUniform(..) | Form::LogNormal(..) => {
            return Err("nothing can be added to the logarithm's distribution: scale it, or set another".into());
        }
    };
    Ok(write(&Number {
        form,
        min: number.min.map(|m| m + by),
        max: number.max.map(|m| m + by),
    }))
}

/// The number times a constant; bounds are scaled along.
pub(crate) fn scale(node: &Node, parameter: &Parameter, by: f64) -> Result<Node, String> {
    let number = read_any(node, parameter).map_err(|wrong| wrong.message)?;
    if let Some(value) = number.as_constant() {
        return Ok(write(&Number::constant(value * by)));
    }
    if by.is_nan() || by <= 0.0 || by.is_infinite() {
        return Err(format!(
            "a distribution cannot be scaled by {by}: the factor must be above 0"
        ));
    }
    let form = match number.form {
        Form::Constant(x) => Form::Constant(x * by),
        Form::Normal(mean, sd) => Form::Normal(mean * by, sd * by),
        Form::Uniform(low, high) => Form::Uniform(low * by, high * by),
        Form::LogUniform(low, high) => Form::LogUniform(low * by, high * by),
        Form::Triangular(low, mode, high) => Form::Triangular(low * by, mode * by, high * by),
        Form::LogNormal(mean, sd) => Form::LogNormal(mean + libm::log(by), sd),
        Form::Choice(values) => Form::Choice(values.iter().map(|x| x * by).collect()),
        Form::Beta(..) => return Err("a beta distribution stays on 0 to 1: it cannot be scaled".into()),
    };
    Ok(write(&Number {
        form,
        min: number.min.map(|m| m * by),
        max: number.max.map(|m| m * by),
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHARE: Parameter = Parameter {
        name: "share",
        meaning: "",
        unit: "share",
        range: [0.0, 1.0],
        default: 0.5,
        absent: 0.5,
        whole: false,
        source: "",
    };

    const COUNT: Parameter = Parameter {
        range: [1.0, 100.0],
        whole: true,
        ..SHARE
    };

    fn reads(text: &str) -> String {
        reads_for(&SHARE, text)
    }

    fn reads_for(parameter: &Parameter, text: &str) -> String {
        match read(&Node::from_argument(text), parameter) {
            Ok(number) => format!("{:?} {:?} {:?}", number.form, number.min, number.max),
            Err(wrong) => {
                let hint = wrong.hint.map(|hint| format!("; {hint}")).unwrap_or_default();
                format!("{}; {}{hint}", wrong.message, wrong.expected)
            }
        }
    }

    #[test]
    fn counts_are_whole_numbers() {
        let expected = "a whole number from 1 to 100";
        for (text, said) in [
            ("2", "Constant(2.0) None None".to_owned()),
            ("2.0", "Constant(2.0) None None".to_owned()),
            ("{ uniform = [10.5, 17.5] }", "Uniform(10.5, 17.5) None None".to_owned()),
            ("1.5", format!("1.5; {expected}; did you mean 1 or 2?")),
            ("0.25", format!("0.25; {expected}; did you mean 1?")),
            ("101", format!("101; {expected}")),
            (
                "{ choice = [2, 2.5] }",
                format!("2.5; {expected}; did you mean 2 or 3?"),
            ),
            (
                "{ normal = [20, 4], min = 9.5 }",
                format!("9.5; {expected}; did you mean 9 or 10?"),
            ),
            ("'two'", format!("text `two`; {expected}, or a distribution")),
        ] {
            assert_eq!(reads_for(&COUNT, text), said, "{text}");
        }
    }

    #[test]
    fn every_form_is_read() {
        for (text, expected) in [
            ("1", "Constant(1.0) None None"),
            ("0.25", "Constant(0.25) None None"),
            (
                "{ normal = [0.4, 0.05], min = 0.2, max = 0.7 }",
                "Normal(0.4, 0.05) Some(0.2) Some(0.7)",
            ),
            ("{ uniform = [0, 1] }", "Uniform(0.0, 1.0) None None"),
            ("{ log_uniform = [0.1, 1] }", "LogUniform(0.1, 1.0) None None"),
            ("{ triangular = [0, 0.2, 1] }", "Triangular(0.0, 0.2, 1.0) None None"),
            ("{ beta = [2, 3] }", "Beta(2.0, 3.0) None None"),
            ("{ log_normal = [-1, 0.5] }", "LogNormal(-1.0, 0.5) None None"),
            ("{ choice = [0, 0.5] }", "Choice([0.0, 0.5]) None None"),
        ] {
            assert_eq!(reads(text), expected);
        }
    }

    #[test]
    fn wrong_numbers_say_what_was_found_and_expected() {
        for (text, expected) in [
            ("2", "2; a number from 0 to 1"),
            ("inf", "inf; a finite number"),
            ("nan", "NaN; a finite number"),
            ("-inf", "-inf; a finite number"),
            ("true", "true; a number from 0 to 1, or a distribution"),
            ("{ normal = [0.4] }", "a list of 1; normal = [mean, sd]"),
            ("{ normal = 0.4 }", "the number 0.4; normal = [mean, sd]"),
            ("{ normal = [0.4, 'x'] }", "text `x`; a plain number"),
            (
                "{ min = 0 }",
                "a table without a distribution; one distribution, such as { normal = [0.5, 0.1] }",
            ),
            (
                "{ normal = [0, 1], uniform = [0, 1] }",
                "more than one distribution; one distribution, such as { normal = [0.5, 0.1] }",
            ),
            (
                "{ uniform = [2, 3] }",
                "a distribution with nothing inside the range; values from 0 to 1",
            ),
            ("{ choice = [] }", "[]; one finite value or more, none beyond 1e15"),
        ] {
            assert_eq!(reads(text), expected);
        }
    }

    #[test]
    fn numbers_are_shifted_and_scaled() {
        let changed = |change: fn(&Node, &Parameter, f64) -> Result<Node, String>, text: &str, by: f64| {
            change(&Node::from_argument(text), &SHARE, by).and_then(|n| read_any(&n, &SHARE).map_err(|w| w.message))
        };
        let of = |form| {
            Ok(Number {
                form,
                min: None,
                max: None,
            })
        };
        assert_eq!(changed(add, "0.5", 0.25), of(Form::Constant(0.75)));
        let bounded = Number {
            form: Form::Normal(0.75, 0.5),
            min: Some(0.25),
            max: None,
        };
        assert_eq!(changed(add, "{ normal = [0.5, 0.5], min = 0.0 }", 0.25), Ok(bounded));
        assert_eq!(
            changed(add, "{ triangular = [0, 1, 2] }", 1.0),
            of(Form::Triangular(1.0, 2.0, 3.0))
        );
        assert_eq!(changed(scale, "{ uniform = [1, 2] }", 0.5), of(Form::Uniform(0.5, 1.0)));
        assert_eq!(
            changed(scale, "{ choice = [1, 2] }", 2.0),
            of(Form::Choice(vec![2.0, 4.0]))
        );
        assert_eq!(
            changed(scale, "{ log_normal = [0, 1] }", 1.0),
            of(Form::LogNormal(0.0, 1.0))
        );
        assert_eq!(changed(scale, "3", -1.0), of(Form::Constant(-3.0)));
        for (change, text) in [
            (add as fn(&Node, &Parameter, f64) -> _, "{ beta = [1, 1] }"),
            (scale, "{ beta = [1, 1] }"),
            (add, "{ log_normal = [0, 1] }"),
        ] {
            assert!(changed(change, text, 0.5).is_err());
        }
        assert!(changed(scale, "{ uniform = [0, 1] }", 0.0).is_err());
    }
}
