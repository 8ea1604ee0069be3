//! What files and tables name: columns, variables of trajectories, tables, keys of files and the words that they take.

use super::paragraph;
use super::vocabulary::Vocabulary;
use crate::columns::{self, Explained};
use crate::keys::Key;
use crate::variables;
use detente_core::{BehaviourEntry, ProtocolEntry, Variable};
use detente_lab::Lab;
use detente_lab::doses::{LEVERS, Sign};
use detente_results::{Row, TrajectoryRow};
use detente_scenario::declaration;
use detente_telling::{values, wording};

/// Places of a key that are listed.
const MOST_PLACES: usize = 4;

/// The column of a table.
pub(super) fn of_column(explained: &Explained, lab: &Lab) -> String {
    let Explained { file, column } = explained;
    let each = columns::several(lab, column)
        .map(|each| format!(", {each}"))
        .unwrap_or_default();
    let unit = if column.unit.is_empty() {
        String::new()
    } else {
        format!(", in {}", column.unit)
    };
    let empty = if column.may_be_empty { ", or empty" } else { "" };
    let meaning = column.meaning.replace('`', "");
    paragraph(&format!(
        "{}: a column of {file}{each}; a {}{unit}{empty}. {}.",
        column.name,
        column.kind.name(),
        wording::capitalised(meaning.trim_end_matches('.'))
    ))
}

/// The table of an analysis, by its file or its key.
pub(super) fn of_table(name: &str, lab: &Lab) -> Option<String> {
    let is_it = |known: &&detente_analyses::Entry| known.key == name || known.file == name;
    let known = lab.analyses.iter().find(is_it)?;
    let about = known.about.trim_end_matches('.');
    Some(paragraph(&format!(
        "{}: a table. {about}. Source: {}.",
        known.file, known.source
    )))
}

/// A lever of `doses`, and what is expected of it.
pub(super) fn of_lever(word: &str) -> Option<String> {
    let lever = LEVERS.iter().find(|lever| lever.id == word)?;
    let expected = lever.expects.iter().map(|expected| {
        let way = match expected.sign {
            Sign::Up => "up",
            Sign::Down => "down",
            Sign::Flat => "hardly",
        };
        format!("{} goes {way} ({})", expected.answer.name(), expected.because)
    });
    let expected: Vec<String> = expected.collect();
    Some(paragraph(&format!(
        "{word}: a lever of detente doses, {}. From none of it to much, {}.",
        lever.about,
        wording::list(&expected)
    )))
}

/// The unit of a parameter: where it is met. What it means stands in the glossary.
pub(super) fn of_unit(word: &str, words: &Vocabulary<'_>) -> Option<String> {
    let measured = words.declared.iter().filter(|(_, number)| number.unit == word);
    let paths: Vec<&str> = measured.map(|(path, _)| path.as_str()).collect();
    let what = match word.split(" | ").count() {
        1 => "a unit of parameters.csv, as",
        _ => "one of these words,",
    };
    (!paths.is_empty()).then(|| paragraph(&format!("{word}: {what} at {}.", few(&paths))))
}

/// The first of these places, and how many more there are.
fn few(places: &[&str]) -> String {
    let more = match places.len().saturating_sub(MOST_PLACES) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    format!("{}{more}", places[..places.len().min(MOST_PLACES)].join(", "))
}

/// The variables of trajectories that are called so, each with whoever follows it.
pub(super) fn of_variables(name: &str, words: &Vocabulary<'_>) -> Vec<String> {
    let called = words.variables.iter().filter(|known| variables::is_called(known, name));
    called.map(|variable| of_variable(variable, words.lab)).collect()
}

fn of_variable(variable: &Variable, lab: &Lab) -> String {
    let Variable {
        module, unit, range, ..
    } = variable;
    let (called, whose) = variables::of_whom(variable);
    let behaviour = lab
        .registry
        .behaviours()
        .iter()
        .find(|b: &&BehaviourEntry| b.key == *module);
    let protocol = lab
        .registry
        .protocols()
        .iter()
        .find(|p: &&ProtocolEntry| p.key == *module);
    let followed = match (behaviour, protocol) {
        (Some(behaviour), _) => format!("Of the behaviour `{module}`: {}", behaviour.about),
        (None, Some(protocol)) => format!("Of the protocol `{module}`: {}", protocol.about),
        (None, None) => String::new(),
    };
    paragraph(&format!(
        "{called}: a variable of {}, {whose}; unit {unit}, range {}. {followed}",
        TrajectoryRow::FILE,
        values::range(*range)
    ))
}

/// The keys of this name, and those that take it as a word. What is said of several places is said once.
pub(super) fn of_keys(word: &str, words: &Vocabulary<'_>) -> Vec<String> {
    let lab = words.lab;
    // `*` stands for any id: any will do to find what is declared there.
    let any = |path: &str| path.replace('*', "any").parse().ok();
    let declared = |path: &str| any(path).is_some_and(|path| declaration(&lab.registry, &path).is_some());
    let is_number = |key: &Key| declared(&key.path) || declared(&format!("{}.*", key.path));
    let mut said: Vec<(String, Vec<&str>)> = Vec::new();
    for key in &words.keys {
        // Numbers are told with all that is declared of them.
        let sentence = if (key.name == word || key.path == word) && !is_number(key) {
            let choice = match key.words.as_slice() {
                [] => String::new(),
                words => format!(" One of: {}.", words.join(", ")),
            };
            format!("{word}: a key of {}, PLACES. {}.{choice}", key.file, about(key))
        } else if key.words.iter().any(|known| known == word) {
            format!("{word}: a word of {}, PLACES. {}.", key.file, about(key))
        } else {
            continue;
        };
        match said.iter_mut().find(|(known, _)| *known == sentence) {
            Some((_, places)) => places.push(&key.path),
            None => said.push((sentence, vec![key.path.as_str()])),
        }
    }
    let told = |(sentence, places): (String, Vec<&str>)| {
        paragraph(&sentence.replacen("PLACES", &format!("at {}", few(&places)), 1))
    };
    said.into_iter().map(told).collect()
}

fn about(key: &Key) -> String {
    wording::capitalised(key.about.replace('`', "").trim_end_matches('.'))
}
