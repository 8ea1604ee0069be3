//! Numbers of a scenario as text and as JSON, in the words of the file format.

use detente_core::{Form, Number};
use serde_json::{Map, Value, json};

/// The number as JSON: a constant as it is, a distribution as the table that a file would give.
pub fn json(number: &Number) -> Value {
    if let Some(constant) = number.as_constant() {
        return json!(constant);
    }
    let (name, arguments) = form(&number.form);
    let bounds = [("min", number.min), ("max", number.max)];
    let bounds = bounds
        .into_iter()
        .filter_map(|(key, bound)| Some((key.to_owned(), json!(bound?))));
    Value::Object(Map::from_iter(
        std::iter::once((name.to_owned(), json!(arguments))).chain(bounds),
    ))
}

/// The number as a file would give it: `0.5`, or `normal [0.45, 0.06], min 0.2`.
pub fn text(number: &Number) -> String {
    if let Some(constant) = number.as_constant() {
        return constant.to_string();
    }
    let (name, arguments) = form(&number.form);
    let mut text = format!("{name} {arguments:?}");
    for (key, bound) in [("min", number.min), ("max", number.max)] {
        if let Some(bound) = bound {
            text.push_str(&format!(", {key} {bound}"));
        }
    }
    text
}

/// `0 to 1`.
pub fn range([low, high]: [f64; 2]) -> String {
    format!("{low} to {high}")
}

fn form(form: &Form) -> (&'static str, Vec<f64>) {
    match form {
        Form::Constant(x) => ("constant", vec![*x]),
        Form::Normal(mean, sd) => ("normal", vec![*mean, *sd]),
        Form::Uniform(low, high) => ("uniform", vec![*low, *high]),
        Form::LogUniform(low, high) => ("log_uniform", vec![*low, *high]),
        Form::Triangular(low, mode, high) => ("triangular", vec![*low, *mode, *high]),
        Form::Beta(alpha, beta) => ("beta", vec![*alpha, *beta]),
        Form::LogNormal(mean, sd) => ("log_normal", vec![*mean, *sd]),
        Form::Choice(values) => ("choice", values.clone()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_read_as_in_a_file() {
        assert_eq!(text(&Number::constant(0.5)), "0.5");
        assert_eq!(json(&Number::constant(0.5)), json!(0.5));
        let drawn = Number {
            form: Form::Normal(0.45, 0.06),
            min: Some(0.2),
            max: None,
        };
        assert_eq!(text(&drawn), "normal [0.45, 0.06], min 0.2");
        assert_eq!(json(&drawn), json!({ "normal": [0.45, 0.06], "min": 0.2 }));
        assert_eq!(range([0.0, 36_500.0]), "0 to 36500");
    }
}
