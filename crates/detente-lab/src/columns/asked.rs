//! Whether responses ask what `runs.csv` can answer: a condition that no row could ever meet would give a silent zero.

use super::{Columns, DECIDED_BY, OUTCOME};
use crate::experiment::Experiment;
use detente_analyses::{Condition, Filter, Measure, Response};
use detente_core::{Model, Registry};
use detente_results::{Kind, OUTCOMES, Value};
use detente_scenario::{Finding, Findings, SourceText, Span, Table, TomlFile, did_you_mean};

/// Columns of one kind that are listed.
const MOST_LISTED: usize = 12;

/// What a column holds.
enum Holds<'a> {
    Number,
    /// Any text: a column of somebody's own.
    Text,
    /// One of these words, of which the first text says what they are.
    Words(&'static str, Vec<&'a str>),
    /// `event:actor`, and an option where there is one: the events, those of a behaviour of one's own among them, and the
    /// actors.
    Decision(Vec<&'a str>, Vec<&'a str>),
}

/// What is wrong with a response, and where in its table.
struct Wrong {
    /// `share`, `given` or `mean`.
    part: &'static str,
    /// The column in a filter; none where the part itself names it.
    column: Option<String>,
    /// Whether the name of the column is wrong, and not what is asked of it.
    name: bool,
    found: String,
    expected: String,
    hint: Option<String>,
}

/// The columns that rows will have, and the model and the events that say what may stand in them.
struct Asked<'a> {
    columns: &'a Columns,
    model: &'a Model,
    events: Vec<&'static str>,
}

impl Columns {
    /// All that is wrong with the responses of an experiment, each at its place.
    pub(crate) fn findings(&self, model: &Model, experiment: &Experiment, registry: &Registry) -> Findings {
        let asked = Asked {
            columns: self,
            model,
            events: registry.events().iter().map(|event| event.name).collect(),
        };
        // Places are looked up again in the text: responses are what is asked, not how it is written.
        let source = experiment.file.clone();
        let toml = source
            .as_ref()
            .and_then(|s| TomlFile::parse(&s.file, s.text.clone()).ok());
        let mut list = Vec::new();
        for response in &experiment.responses {
            let row = toml.as_ref().and_then(|t| row(&t.root, &response.id));
            let wrong = asked.wrong(response).into_iter();
            list.extend(wrong.map(|w| told(w, response, row, source.as_ref())));
        }
        Findings::new(list, source.into_iter().collect())
    }
}

impl Asked<'_> {
    fn has(&self, column: &str) -> bool {
        self.columns.declared.iter().any(|c| c.name == column)
    }

    fn wrong(&self, response: &Response) -> Vec<Wrong> {
        let mut all = self.of_filter("given", &response.given);
        match &response.measure {
            Measure::Share(filter) => all.extend(self.of_filter("share", filter)),
            Measure::Mean(column) => all.extend(self.of_mean(column)),
        }
        all
    }

    fn of_filter(&self, part: &'static str, filter: &Filter) -> Vec<Wrong> {
        let one = |(column, condition): &(String, Condition)| {
            if !self.has(column) {
                return Some(self.unknown(part, Some(column.clone()), column));
            }
            let (found, expected, hint) = misfit(&self.holds(column), condition)?;
            Some(Wrong {
                part,
                column: Some(column.clone()),
                name: false,
                found,
                expected,
                hint,
            })
        };
        filter.0.iter().filter_map(one).collect()
    }

    fn of_mean(&self, column: &str) -> Option<Wrong> {
        if !self.has(column) {
            return Some(self.unknown("mean", None, column));
        }
        let text = match self.holds(column) {
            Holds::Number => false,
            Holds::Words(_, words) => words.iter().any(|w| w.parse::<f64>().is_err()),
            Holds::Decision(..) | Holds::Text => true,
        };
        text.then(|| Wrong {
            part: "mean",
            column: None,
            name: false,
            found: format!("the column `{column}`, which holds text"),
            expected: "a column of numbers, such as end_day".into(),
            hint: None,
        })
    }

    fn unknown(&self, part: &'static str, column: Option<String>, name: &str) -> Wrong {
        let party = name
            .split_once('.')
            .filter(|(what, _)| ["utility", "surplus", "discounted"].contains(what))
            .map(|(_, party)| party);
        let stakeless = party.filter(|id| self.model.parties.iter().any(|p| p.id == *id));
        let hint = match stakeless {
            Some(id) => Some(format!(
                "`{id}` has no stake in what is agreed: it would be 0 in every run"
            )),
            None => did_you_mean(name, self.columns.declared.iter().map(|c| c.name.as_str())),
        };
        Wrong {
            part,
            column,
            name: true,
            found: format!("no column `{name}`"),
            expected: self.columns_like(name),
            hint,
        }
    }

    /// What is expected in place of this name: where it begins as columns do of which there are several, those.
    fn columns_like(&self, name: &str) -> String {
        let all = "a column of runs.csv";
        let Some((before, _)) = name.split_once('.') else {
            return all.into();
        };
        let own = |column: &&str| column.split_once('.').is_some_and(|(group, _)| group == before);
        let declared = self.columns.declared.iter().map(|c| c.name.as_str());
        let several: Vec<&str> = declared.filter(own).collect();
        match several.len().saturating_sub(MOST_LISTED) {
            _ if several.is_empty() => all.into(),
            0 => format!("{all}, such as: {}", several.join(", ")),
            more => format!("{all}, such as: {} and {more} more", several[..MOST_LISTED].join(", ")),
        }
    }

    fn kind(&self, column: &str) -> Option<Kind> {
        self.columns.declared.iter().find(|c| c.name == column).map(|c| c.kind)
    }

    fn holds(&self, column: &str) -> Holds<'_> {
        let issue = column.strip_prefix("agreed.");
        let issue = issue.and_then(|id| self.model.issues.iter().find(|i| i.id == id));
        match (column, issue) {
            (OUTCOME, _) => Holds::Words("an outcome", OUTCOMES.to_vec()),
            (DECIDED_BY, _) => {
                let parties = self.model.parties.iter().map(|p| p.id.as_str());
                let people = self.model.negotiators.iter().map(|n| n.id.as_str());
                let actors = std::iter::once("talks").chain(parties).chain(people).collect();
                Holds::Decision(self.events.clone(), actors)
            }
            (_, Some(issue)) => {
                let ids = issue.options.clone().map(|o| self.model.options[o].id.as_str());
                Holds::Words("an option of the issue", ids.collect())
            }
            _ if self.kind(column) == Some(Kind::Word) => Holds::Text,
            _ => Holds::Number,
        }
    }
}

/// What was found, what was expected and a hint, where no cell of the column can meet the condition.
fn misfit(holds: &Holds<'_>, condition: &Condition) -> Option<(String, String, Option<String>)> {
    match (holds, condition) {
        (Holds::Number, Condition::Within(..)) | (Holds::Text, _) => None,
        (Holds::Number, Condition::Is(text)) => {
            let expected = "a number, or { at_least = .., at_most = .. }".to_owned();
            Some((format!("text `{text}`"), expected, None))
        }
        (Holds::Words(what, words), condition) => {
            let found = match condition {
                Condition::Is(text) => format!("text `{text}`"),
                Condition::Within(..) => "a number".to_owned(),
            };
            let hint = match condition {
                Condition::Is(text) => did_you_mean(text, words.iter().copied()),
                Condition::Within(..) => None,
            };
            let expected = format!("{what}: {}", words.join(", "));
            (!words.iter().any(|w| condition.holds(Value::Word(w)))).then_some((found, expected, hint))
        }
        (Holds::Decision(events, actors), Condition::Is(text)) => {
            let (event, rest) = text.split_once(':').unwrap_or((text, ""));
            let actor = rest.split(':').next().unwrap_or_default();
            let is_known = actors.contains(&actor);
            let (wrong, known, all) = match events.contains(&event) {
                true if is_known => return None,
                true => (actor, actors, format!("the actor one of: {}", actors.join(", "))),
                false => (event, events, format!("the event one of: {}", events.join(", "))),
            };
            let hint = did_you_mean(wrong, known.iter().copied());
            Some((format!("text `{text}`"), format!("`event:actor`, {all}"), hint))
        }
        (Holds::Decision(..), Condition::Within(..)) => {
            Some(("a number".to_owned(), "a text, `event:actor`".to_owned(), None))
        }
    }
}

fn told(wrong: Wrong, response: &Response, row: Option<&Table>, source: Option<&SourceText>) -> Finding {
    let column = wrong.column.as_ref().map_or_else(String::new, |c| format!(".{c}"));
    let path = format!("responses.{}.{}{column}", response.id, wrong.part);
    let finding = Finding::error(path, &wrong.found)
        .expected(&wrong.expected)
        .hint(wrong.hint.clone());
    match source {
        Some(source) => finding.at(&source.file, row.and_then(|row| place(&wrong, row))),
        None => finding,
    }
}

fn place(wrong: &Wrong, row: &Table) -> Span {
    let part = row.get(wrong.part)?;
    let Some(column) = &wrong.column else {
        return part.span.clone();
    };
    let entry = part.as_table()?.entries().iter().find(|e| e.key == *column)?;
    if wrong.name {
        entry.key_span.clone()
    } else {
        entry.node.span.clone()
    }
}

fn row<'a>(root: &'a Table, id: &str) -> Option<&'a Table> {
    root.rows("responses")
        .map(|(row, _)| row)
        .find(|row| row.text("id") == Some(id))
}
