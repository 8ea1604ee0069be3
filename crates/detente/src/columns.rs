//! What the columns of the tables say, so that `explain` knows every word of a header, and what decided a run.

use detente_lab::Lab;
use detente_lab::columns::{ColumnRule, Each};
use detente_results::{
    Column, DesignTable, DoseRow, Kind, ParameterRow, Row, RunsReader, SettledRow, SolutionsTable, TrajectoryRow,
};

/// What is said of a column, and where it stands.
pub(crate) struct Explained {
    /// Its table.
    pub(crate) file: &'static str,
    /// Its declaration.
    pub(crate) column: Column,
}

/// The columns of this name, table by table. `utility.north` is one of `utility.<party>`, and so is `utility`.
pub(crate) fn called(name: &str, lab: &Lab) -> Vec<Explained> {
    let is = |declared: &str| match declared.split_once('<') {
        None => declared == name,
        Some((before, _)) => name == before.trim_end_matches('.') || (!before.is_empty() && name.starts_with(before)),
    };
    all(lab).into_iter().filter(|known| is(&known.column.name)).collect()
}

/// The columns of all tables; where there is one for each party, issue or factor, it stands between angle brackets.
pub(crate) fn all(lab: &Lab) -> Vec<Explained> {
    let of_runs = lab
        .columns
        .iter()
        .map(|rule: &ColumnRule| (RunsReader::FILE, rule.described()));
    let number = |name: &str, meaning: &str| Column::new(name, Kind::Number, "", meaning);
    let word = |name: &str, meaning: &str| Column::new(name, Kind::Word, "", meaning);
    let solutions = [
        Column::new("point", Kind::Count, "", "Design point."),
        word(
            "kind",
            "What the row is: a package of the frontier, a solution, or bounds and reservation values.",
        ),
        number("utility.<disputant>", "Utility of each disputant."),
        word(
            "package",
            "`issue=option;issue=option`; empty for reservation values and bounds.",
        ),
    ];
    let design = [
        Column::new("point", Kind::Count, "", "Design point."),
        word("policy", "Policy of the point."),
        word("<factor>", "The level of the factor; empty: as the scenario has it."),
    ];
    let analysed = lab
        .analyses
        .iter()
        .map(|analysis| (analysis.file, (analysis.columns)()));
    let closed = [
        (SolutionsTable::FILE, solutions.to_vec()),
        (TrajectoryRow::FILE, TrajectoryRow::columns()),
        (SettledRow::FILE, SettledRow::columns()),
        (DesignTable::FILE, design.to_vec()),
        (ParameterRow::FILE, ParameterRow::columns()),
        (DoseRow::FILE, DoseRow::columns()),
    ];
    let closed = analysed
        .chain(closed)
        .flat_map(|(file, columns)| columns.into_iter().map(move |column| (file, column)));
    of_runs
        .chain(closed)
        .map(|(file, column)| Explained { file, column })
        .collect()
}

/// What an event is, by its name in `decided_by` and in `simulate --json`.
pub(crate) fn event(name: &str, lab: &Lab) -> Option<&'static str> {
    let events = lab.registry.events();
    events.iter().find(|kind| kind.name == name).map(|kind| kind.about)
}

/// How many columns of the kind there are, for a sentence.
pub(crate) fn several(lab: &Lab, column: &Column) -> Option<&'static str> {
    let rule = lab.columns.iter().find(|rule| rule.described().name == column.name)?;
    match rule.each {
        Each::Run | Each::Counted(_) => None,
        Each::Party => Some("one for each party that has a stake in what is agreed"),
        Each::PatientParty => Some("one for each of these parties, where somebody's utility loses by waiting"),
        Each::Issue => Some("one for each issue"),
        Each::Drawn => Some("one for each parameter that some point draws"),
        Each::Factor => Some("one for each factor"),
    }
}
