//! Tables in Markdown: the schedule, parameters as they are declared, and parameters as a scenario gives them.

use crate::values;
use crate::wording::list;
use detente_core::{Cell, ColumnValues, Doer, Model, ParamSet, Parameter, ProtocolEntry, Registry, RowKind, Step};
use std::collections::BTreeSet;

/// A table; a bar in a cell is no border.
pub(super) fn table(heading: &[&str], rows: impl IntoIterator<Item = Vec<String>>) -> String {
    let row = |cells: &[String]| format!("| {} |\n", cells.join(" | ").replace('\n', " "));
    let heading: Vec<String> = heading.iter().map(|&cell| cell.to_owned()).collect();
    let mut text = row(&heading) + "|" + &"---|".repeat(heading.len()) + "\n";
    for cells in rows {
        let cells: Vec<String> = cells.iter().map(|cell| cell.replace('|', "\\|")).collect();
        text.push_str(&row(&cells));
    }
    text
}

/// The schedule of a round: phases in their order, and in each the modules in theirs. `uses` tells which protocols that
/// share systems are to be named.
pub fn schedule(steps: &[Step], registry: &Registry, uses: impl Fn(&str) -> bool) -> String {
    let mut rows: Vec<Vec<String>> = Vec::new();
    let mut phase = None;
    for step in steps {
        if phase.replace(step.phase) != Some(step.phase) {
            let about = step.phase.about().to_owned();
            rows.push(vec![format!("{:?}", step.phase), about, String::new()]);
        }
        let functions = match step.systems.is_empty() {
            true => String::new(),
            false => format!(" ({})", step.systems.join(", ")),
        };
        if let Some(modules) = rows.last_mut().and_then(|row| row.last_mut()) {
            let separator = if modules.is_empty() { "" } else { ", " };
            *modules += &format!("{separator}{}{functions}", doer(step, registry, &uses));
        }
    }
    table(&["phase", "what happens", "modules, in order"], rows)
}

fn doer(step: &Step, registry: &Registry, uses: &impl Fn(&str) -> bool) -> String {
    let key = match step.doer {
        Doer::Calendar => return "the calendar".to_owned(),
        Doer::Shock => return "what shocks reach".to_owned(),
        Doer::Module(key) => key,
    };
    let shares = |p: &&ProtocolEntry| [Some(p.key), p.extends].contains(&Some(key));
    let sharing = registry.protocols().iter().filter(|p| shares(p) && uses(p.key));
    let names: Vec<String> = sharing.map(|p| format!("`{}`", p.key)).collect();
    match names.is_empty() {
        true => format!("`{key}`"),
        false => names.join(" / "),
    }
}

/// What a set of parameters is called in blocks: a behaviour's key; for fixed keys the rows, and the table if they stand
/// in one.
pub fn name(registry: &Registry, set: usize) -> String {
    let ParamSet { key, kind, .. } = registry.sets()[set];
    match registry.behaviours().iter().any(|b| b.set == set) {
        true => key.to_owned(),
        // The behaviour has the shorter name.
        false if kind == RowKind::Shock => "shocks.rows".to_owned(),
        false if key.is_empty() => kind.plural().to_owned(),
        false => format!("{}.{key}", kind.plural()),
    }
}

/// Parameters as they are declared.
pub fn declared(parameters: &[Parameter]) -> String {
    let row = |p: &Parameter| {
        vec![
            format!("`{}`", p.name),
            p.unit.to_owned(),
            values::range(p.range),
            default(p),
            p.meaning.to_owned(),
            p.source.to_owned(),
        ]
    };
    let heading = ["parameter", "unit", "range", "default", "meaning", "source"];
    table(&heading, parameters.iter().map(row))
}

/// The default; a value that no scenario may give stands for none.
fn default(parameter: &Parameter) -> String {
    let [low, high] = parameter.range;
    match (low..=high).contains(&parameter.default) {
        true => short(parameter.default),
        false => "none".to_owned(),
    }
}

/// A number with no more digits than say something: two thirds are 0.6667.
fn short(value: f64) -> String {
    let rounded = (value * 1e4).round() / 1e4;
    if rounded == 0.0 { value } else { rounded }.to_string()
}

/// The numbers of one set on all rows of a model.
pub(super) struct Numbers<'a> {
    model: &'a Model,
    set: ParamSet,
    column: &'a ColumnValues,
}

impl<'a> Numbers<'a> {
    /// Those of a set; none if the model does not use it.
    pub(super) fn of(model: &'a Model, registry: &Registry, set: usize) -> Option<Self> {
        let column = model.columns.iter().find(|column| column.set == set)?;
        let set = registry.sets()[set];
        Some(Self { model, set, column })
    }

    fn cell(&self, row: usize, field: usize) -> Cell {
        self.column.cells[row * self.set.all.len() + field]
    }

    /// What the scenario says of a row, or its default; none for a row that a behaviour leaves alone.
    pub(super) fn text(&self, row: usize, field: usize) -> String {
        match self.cell(row, field) {
            Cell::Parameter(place) => {
                let number = &self.model.parameters[place].number;
                number.as_constant().map_or_else(|| values::text(number), short)
            }
            Cell::Fixed(value) if self.is_behaviour() => {
                debug_assert!(value == self.set.all[field].absent);
                "off".to_owned()
            }
            Cell::Fixed(value) => match value == self.set.all[field].default {
                true => default(&self.set.all[field]),
                false => short(value),
            },
        }
    }

    fn is_behaviour(&self) -> bool {
        self.model.behaviours.iter().any(|b| b.key == self.set.key)
    }

    /// The id of a row.
    fn id(&self, row: usize) -> String {
        let label = self.model.label(self.set.kind, row);
        label.split_once('.').map_or(label.clone(), |(_, id)| id.to_owned())
    }

    fn rows(&self) -> usize {
        self.model.rows(self.set.kind)
    }

    /// The fields in which some row differs from the default.
    pub(super) fn told(&self) -> Vec<usize> {
        let told = |field: &usize| {
            let usual = default(&self.set.all[*field]);
            (0..self.rows()).any(|row| self.text(row, *field) != usual)
        };
        (0..self.set.all.len()).filter(told).collect()
    }

    /// The place of a field.
    pub(super) fn field(&self, name: &str) -> Option<usize> {
        self.set.all.iter().position(|p| p.name == name)
    }

    /// The name of a field.
    pub(super) fn name(&self, field: usize) -> &'static str {
        self.set.all[field].name
    }

    /// One value for all rows, or the commonest and those that differ.
    fn summary(&self, field: usize) -> String {
        let mut groups: Vec<(String, Vec<String>)> = Vec::new();
        for row in 0..self.rows() {
            let text = self.text(row, field);
            match groups.iter_mut().find(|(known, _)| *known == text) {
                Some((_, ids)) => ids.push(self.id(row)),
                None => groups.push((text, vec![self.id(row)])),
            }
        }
        let Some(most) = groups.iter().map(|(_, ids)| ids.len()).max() else {
            return String::new();
        };
        if let [(text, _)] = groups.as_slice() {
            return text.clone();
        }
        let mut usual = None;
        let mut parts = Vec::new();
        for (text, ids) in &groups {
            match usual {
                None if ids.len() == most && most > 1 => usual = Some(text),
                _ => parts.push(format!("{}: {text}", list(ids))),
            }
        }
        parts.extend(usual.map(|text| format!("others: {text}")));
        parts.join("; ")
    }

    /// Where the numbers of a field come from.
    fn evidence(&self, field: usize) -> String {
        let places = (0..self.rows()).filter_map(|row| match self.cell(row, field) {
            Cell::Parameter(place) => Some(&self.model.parameters[place]),
            Cell::Fixed(_) => None,
        });
        let found: BTreeSet<&str> = places.filter_map(|p| p.evidence.as_deref()).collect();
        match found.is_empty() {
            true => self.set.all[field].source.to_owned(),
            false => found.into_iter().collect::<Vec<_>>().join("; "),
        }
    }

    /// Every parameter of the set with what the scenario says.
    pub(super) fn table(&self) -> String {
        let row = |field: usize| {
            let p = &self.set.all[field];
            vec![
                format!("`{}`", p.name),
                self.summary(field),
                default(p),
                values::range(p.range),
                p.unit.to_owned(),
                p.meaning.to_owned(),
                self.evidence(field),
            ]
        };
        let heading = ["parameter", "value", "default", "range", "unit", "meaning", "evidence"];
        table(&heading, (0..self.set.all.len()).map(row))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_are_no_borders_and_lines_stay_lines() {
        let text = table(&["a", "b"], [vec!["x|y".to_owned(), "1\n2".to_owned()]]);
        assert_eq!(text, "| a | b |\n|---|---|\n| x\\|y | 1 2 |\n");
    }

    #[test]
    fn numbers_have_the_digits_that_say_something() {
        assert_eq!(short(2.0 / 3.0), "0.6667");
        assert_eq!(short(0.000_001), "0.000001");
        assert_eq!(short(364.0), "364");
    }
}
