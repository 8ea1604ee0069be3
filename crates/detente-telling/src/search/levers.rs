//! The levers of a search in words: of a candidate, and of the scenario as it stands.

use crate::values;
use crate::wording::list;
use detente_lab::experiment::{Factor, Operation, Values};
use detente_lab::plan::Plan;
use detente_lab::search::finalists::short;
use detente_results::{FactorLevel, format_float};
use detente_scenario::Path;

/// The part of a range at either end that counts as its edge.
const EDGE: f64 = 0.02;

/// Those of a candidate: `secrecy 0.93 and aides 1`.
pub(super) fn of_candidate(field: &Plan, candidate: usize) -> String {
    let levers = field.experiment.factors.iter().zip(Plan::levels(field, candidate));
    let told = levers.filter(|(_, level)| *level != FactorLevel::AsIs);
    list(
        &told
            .map(|(lever, level)| format!("{} {}", lever.id, short(&level)))
            .collect::<Vec<_>>(),
    )
}

/// Those of the scenario as it stands: `secrecy 0.5 to 0.7 and aides 2`.
pub(super) fn as_it_stands(field: &Plan) -> String {
    let levers = field.experiment.factors.iter();
    let told = levers.map(|lever| format!("{} {}", lever.id, own(field, lever)));
    list(&told.collect::<Vec<_>>())
}

/// What a lever is where nobody moves it.
fn own(field: &Plan, lever: &Factor) -> String {
    match lever.operation {
        Operation::Set => {}
        Operation::Add => return "0".to_owned(),
        Operation::Scale => return "1".to_owned(),
    }
    let meets = |path: &str| path.parse::<Path>().is_ok_and(|path| lever.path.meets(&path));
    let numbers: Vec<_> = (field.base.parameters.iter())
        .filter(|used| meets(&used.path))
        .map(|used| &used.number)
        .collect();
    let constants: Option<Vec<f64>> = numbers.iter().map(|number| number.as_constant()).collect();
    match (&numbers[..], constants) {
        // A word or a flag.
        ([], _) => FactorLevel::AsIs.to_string(),
        (_, Some(all)) => {
            let [low, high] = [f64::min, f64::max].map(|of| all.iter().copied().reduce(of).unwrap_or(f64::NAN));
            match low == high {
                true => short(&FactorLevel::Number(low)),
                false => format!(
                    "{} to {}",
                    short(&FactorLevel::Number(low)),
                    short(&FactorLevel::Number(high))
                ),
            }
        }
        ([number], None) => values::text(number),
        (_, None) => "drawn".to_owned(),
    }
}

/// The levers of a candidate that are within 2 % of an end of their range; nothing where none is.
pub(super) fn at_an_edge(field: &Plan, candidate: usize) -> Option<String> {
    let levers = field.experiment.factors.iter().zip(Plan::levels(field, candidate));
    let told: Vec<String> = levers
        .filter_map(|(lever, level)| {
            let Values::Range { ends: [low, high], .. } = &lever.values else {
                return None;
            };
            is_at_an_edge(level.number()?, [*low, *high])
                .then(|| format!("{} ({} to {})", lever.id, format_float(*low), format_float(*high)))
        })
        .collect();
    (!told.is_empty()).then(|| {
        let of = match told.len() {
            1 => "is at the edge of its range",
            _ => "are each at the edge of its range",
        };
        format!(
            "{} {of}; where that can be wider, what is best may lie beyond.",
            list(&told)
        )
    })
}

fn is_at_an_edge(x: f64, [low, high]: [f64; 2]) -> bool {
    (x - low).min(high - x) <= EDGE * (high - low)
}

#[cfg(test)]
mod tests {
    use super::is_at_an_edge;

    #[test]
    fn an_edge_is_two_per_cent_of_the_range_at_either_end() {
        let of_days = |x| is_at_an_edge(x, [7.0, 28.0]);
        assert_eq!(
            [7.0, 7.4, 7.5, 20.0, 27.5, 27.6, 28.0].map(of_days),
            [true, true, false, false, false, true, true]
        );
    }
}
