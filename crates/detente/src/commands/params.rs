//! `params SCENARIO [PATTERN]`: every number that has a path.

use crate::cli::Params;
use crate::exit::Failure;
use crate::{output, scenario};
use detente_core::{ParameterUse, Registry};
use detente_telling::values;
use serde_json::{Value, json};

pub(crate) fn run(args: &Params, registry: &Registry) -> Result<(), Failure> {
    let model = scenario::read(&args.scenario, registry)?.model;
    let pattern = args.pattern.as_deref().unwrap_or_default();
    let mut parameters: Vec<&ParameterUse> = model.parameters.iter().filter(|p| meets(pattern, &p.path)).collect();
    if parameters.is_empty() {
        return Err(Failure::Input(format!(
            "`{pattern}` meets no parameter of {}",
            args.scenario.display()
        )));
    }
    if args.json {
        let rows: Vec<Value> = parameters.iter().map(|p| as_json(p)).collect();
        return Ok(output::print(&format!("{:#}\n", Value::Array(rows)))?);
    }
    // What the scenario says is of more interest than what it leaves to defaults.
    parameters.sort_by_key(|p| !p.given);
    Ok(output::print(&table(&parameters, output::terminal_width()))?)
}

/// Whether a path is meant: a part of it, or all of it with `*` for anything.
fn meets(pattern: &str, path: &str) -> bool {
    let Some((first, rest)) = pattern.split_once('*') else {
        return path.contains(pattern);
    };
    let Some(mut left) = path.strip_prefix(first) else {
        return false;
    };
    let pieces: Vec<&str> = rest.split('*').collect();
    let (last, middle) = pieces.split_last().expect("splitting gives one piece or more");
    for piece in middle {
        let Some(at) = left.find(piece) else { return false };
        left = &left[at + piece.len()..];
    }
    left.ends_with(last)
}

fn as_json(used: &ParameterUse) -> Value {
    json!({
        "path": used.path,
        "value": values::json(&used.number),
        "range": used.declaration.range,
        "unit": used.declaration.unit,
        "meaning": used.declaration.meaning,
        "source": used.declaration.source,
        "evidence": used.evidence,
    })
}

/// Lines of aligned columns, cut to the width of a terminal.
fn table(parameters: &[&ParameterUse], width: Option<usize>) -> String {
    let heading = ["path", "value", "range", "unit", "source"].map(str::to_owned);
    let rows: Vec<[String; 5]> = std::iter::once(heading)
        .chain(parameters.iter().map(|p| cells(p)))
        .collect();
    let columns: Vec<usize> = (0..5)
        .map(|k| rows.iter().map(|row| row[k].chars().count()).max().unwrap_or(0))
        .collect();
    let mut text = String::new();
    for row in &rows {
        let cells: Vec<String> = row
            .iter()
            .zip(&columns)
            .map(|(cell, &width)| format!("{cell:<width$}"))
            .collect();
        let line = cells.join("  ");
        match width {
            Some(width) if line.trim_end().chars().count() > width => {
                text.extend(line.chars().take(width.saturating_sub(1)));
                text.push('…');
            }
            _ => text.push_str(line.trim_end()),
        }
        text.push('\n');
    }
    text
}

fn cells(used: &ParameterUse) -> [String; 5] {
    let marked = if used.given { "" } else { " (default)" };
    [
        used.path.clone(),
        values::text(&used.number) + marked,
        values::range(used.declaration.range),
        used.declaration.unit.to_owned(),
        used.evidence
            .clone()
            .unwrap_or_else(|| used.declaration.source.to_owned()),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_are_parts_or_wholes_with_stars() {
        let path = "calendar.geneva.secrecy";
        assert!(meets("", path) && meets("geneva", path) && meets("calendar.*.secrecy", path));
        assert!(meets("*secrecy", path) && meets("cal*ge*", path));
        assert!(!meets("moscow", path) && !meets("calendar.*.rounds", path) && !meets("*geneva", path));
    }
}
