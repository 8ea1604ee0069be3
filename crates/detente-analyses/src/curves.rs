//! `curves.csv`: how a response goes with one input, the others as they come: where it rises, and where it falls.
//!
//! Where states lie all over (a design such as latin_hypercube, or drawn inputs) they are cut into bins of equal counts by the
//! input, the bins of the indices from given data; a factor whose levels are words has a row for each word. Elsewhere, as on a
//! grid, a row is a level with the runs of all settings that have it. These meet the same luck, so the interval is the mean
//! of the settings' own, weighted by their runs: right where luck moves all of them together, and else too wide.
//!
//! There are no more than 100,000 rows: of very many inputs the first are told.
//!
//! Source: Plischke, Borgonovo & Smith (2013), Global sensitivity measures from given data, European Journal of Operational
//! Research 226, for bins; Wilson (1927) and Student's t for the intervals.

use crate::methods::given_data::{Bin, Bins};
use crate::response::Response;
use crate::states::{Input, States, has_any, known, values_in};
use crate::statistics::{Interval, Sums, mean_interval, wilson};
use crate::study::{Analysis, Arrangement, Points, Study};
use detente_results::{CurveRow, FactorLevel};
use std::collections::BTreeMap;

/// Rows at most.
const MOST_ROWS: usize = 100_000;

/// A response over each input.
pub struct Curves;

impl Analysis for Curves {
    type Row = CurveRow;
    const KEY: &'static str = "curves";
    const ABOUT: &'static str = "How does the answer go with each number, the others as they come?";
    const SOURCE: &'static str = "Plischke, Borgonovo & Smith 2013; Wilson 1927; Student's t";

    fn lacks(design: &dyn Points) -> Option<&'static str> {
        let has_curves = has_any(design) || has_levels(design);
        (!has_curves).then_some("drawn inputs, or factors in a design such as one_at_a_time, grid or latin_hypercube")
    }

    fn rows(study: &Study<'_>, row: &mut dyn FnMut(CurveRow)) {
        if has_levels(study.design) {
            of_levels(study, row);
        }
        if let Some(states) = States::of_settings(study) {
            of_states(study, &states, &states.inputs.iter().collect::<Vec<_>>(), row);
        }
        if let Some(states) = States::of_inputs(study) {
            let varied = study.design.factors();
            let drawn = states.inputs.iter().filter(|input| !varied.contains(&input.name));
            of_states(study, &states, &drawn.collect::<Vec<_>>(), row);
        }
    }
}

/// Whether settings have levels that can be told one by one.
fn has_levels(design: &dyn Points) -> bool {
    let apart = matches!(design.arrangement(), Arrangement::Apart | Arrangement::OneAtATime);
    apart && !design.factors().is_empty()
}

/// What a part of an input's values gives.
struct Part {
    from: FactorLevel,
    to: FactorLevel,
    n: u64,
    mean: f64,
    interval: Option<Interval>,
}

/// Tells the parts of every input, response by response and policy by policy; of too many inputs, each with so many parts at
/// most, the first.
fn tell(
    study: &Study<'_>,
    names: &[&str],
    parts_each: usize,
    parts: &dyn Fn(usize, usize, usize) -> Vec<Part>,
    row: &mut dyn FnMut(CurveRow),
) {
    let policies = study.design.policies();
    let each = study.responses.len().max(1) * policies * parts_each.max(1);
    for (k, response) in study.responses.iter().enumerate() {
        for policy in 0..policies {
            for (input, name) in names.iter().enumerate().take(MOST_ROWS / each) {
                for part in parts(k, policy, input) {
                    row(CurveRow {
                        response: response.id.clone(),
                        policy: study.design.policy(policy).to_owned(),
                        factor: (*name).to_owned(),
                        from: part.from,
                        to: part.to,
                        n: part.n,
                        mean: part.mean,
                        ci_low: part.interval.map(|interval| interval.low),
                        ci_high: part.interval.map(|interval| interval.high),
                    });
                }
            }
        }
    }
}

/// By bins of states, or by words.
fn of_states(study: &Study<'_>, states: &States<'_>, inputs: &[&Input], row: &mut dyn FnMut(CurveRow)) {
    let names: Vec<&str> = inputs.iter().map(|input| &*input.name).collect();
    let most_bins = libm::cbrt(states.count as f64) as usize + 1;
    let parts = |response: usize, policy: usize, input: usize| -> Vec<Part> {
        let answers = states.answers(policy, response);
        let (known, values) = known(&answers);
        let of = &study.responses[response];
        if !inputs[input].is_number {
            let mut words = Groups(BTreeMap::new());
            for (state, value) in known.into_iter().zip(values) {
                let levels = study.design.shown(states.point(state, policy));
                words.add(levels.into_iter().nth(input).unwrap_or(FactorLevel::AsIs), value);
            }
            let part = |(level, values): (FactorLevel, Vec<f64>)| of_answers(level.clone(), level, total(values), of);
            return words.sorted().into_iter().map(part).collect();
        }
        let places = values_in(inputs[input], &known);
        let bins = Bins::new(&places)
            .map(|bins| bins.curve(&places, &values))
            .unwrap_or_default();
        let part = |bin: &Bin| {
            of_answers(
                FactorLevel::Number(bin.from),
                FactorLevel::Number(bin.to),
                bin.response,
                of,
            )
        };
        bins.iter().map(part).collect()
    };
    tell(study, &names, most_bins, &parts, row);
}

fn total(values: Vec<f64>) -> Sums {
    let mut sums = Sums::default();
    values.into_iter().for_each(|value| sums.add(value));
    sums
}

/// A part of states, each with one answer: a share where each is a single run.
fn of_answers(from: FactorLevel, to: FactorLevel, answers: Sums, response: &Response) -> Part {
    let single = response.is_share() && answers.sum == answers.sum_of_squares;
    let interval = match single {
        true => Some(wilson(answers.sum as u64, answers.n)),
        false => mean_interval(answers).map(|estimate| estimate.interval),
    };
    Part {
        from,
        to,
        n: answers.n,
        mean: answers.sum / answers.n as f64,
        interval,
    }
}

/// By level, over all settings that have it.
fn of_levels(study: &Study<'_>, row: &mut dyn FnMut(CurveRow)) {
    let (factors, policies) = (study.design.factors(), study.design.policies());
    let mut moved: Vec<Groups<u32>> = factors.iter().map(|_| Groups(BTreeMap::new())).collect();
    for base in (policies..study.points.len()).step_by(policies) {
        let levels = study.design.shown(base).into_iter().zip(&mut moved);
        for (level, of_factor) in levels.filter(|(level, _)| *level != FactorLevel::AsIs) {
            of_factor.add(level, base as u32);
        }
    }
    let levels: Vec<Vec<(FactorLevel, Vec<u32>)>> = moved.into_iter().map(Groups::sorted).collect();
    let names: Vec<&str> = factors.iter().map(String::as_str).collect();
    let most_levels = levels.iter().map(Vec::len).max().unwrap_or(0);
    let parts = |response: usize, policy: usize, factor: usize| -> Vec<Part> {
        let part = |(level, bases): &(FactorLevel, Vec<u32>)| {
            let of_point = |base: &u32| study.points[*base as usize + policy].values.get(response).copied();
            let runs: Vec<Sums> = bases.iter().filter_map(of_point).filter(|sums| sums.n > 0).collect();
            of_settings(level, &runs, &study.responses[response])
        };
        levels[factor].iter().filter_map(part).collect()
    };
    tell(study, &names, most_levels, &parts, row);
}

/// What goes with each level.
struct Groups<T>(BTreeMap<String, (FactorLevel, Vec<T>)>);

impl<T> Groups<T> {
    fn add(&mut self, level: FactorLevel, what: T) {
        let group = self.0.entry(level.to_string());
        group.or_insert_with(|| (level, Vec::new())).1.push(what);
    }

    /// Numbers before words, each in its order.
    fn sorted(self) -> Vec<(FactorLevel, Vec<T>)> {
        let mut groups: Vec<(FactorLevel, Vec<T>)> = self.0.into_values().collect();
        let place = |level: &FactorLevel| level.number().unwrap_or(f64::INFINITY);
        groups.sort_by(|(a, _), (b, _)| place(a).total_cmp(&place(b)));
        groups
    }
}

/// A level over settings that meet the same luck; none without runs.
fn of_settings(level: &FactorLevel, settings: &[Sums], response: &Response) -> Option<Part> {
    let mut all = Sums::default();
    settings.iter().for_each(|sums| all.merge(*sums));
    let interval = |sums: &Sums| match response.is_share() {
        true => Some(wilson(libm::round(sums.sum) as u64, sums.n)),
        false => mean_interval(*sums).map(|estimate| estimate.interval),
    };
    let intervals: Option<Vec<Interval>> = settings.iter().map(interval).collect();
    let n = all.n as f64;
    let weighted = |of: &[Interval], end: fn(&Interval) -> f64| {
        let ends = of
            .iter()
            .zip(settings)
            .map(|(interval, sums)| end(interval) * sums.n as f64);
        ends.sum::<f64>() / n
    };
    (all.n > 0).then(|| Part {
        from: level.clone(),
        to: level.clone(),
        n: all.n,
        mean: all.sum / n,
        interval: intervals.map(|of| Interval {
            low: weighted(&of, |interval| interval.low),
            high: weighted(&of, |interval| interval.high),
        }),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::made_up::{Design, point, point_of_sets};
    use crate::methods::made_up::Luck;
    use crate::sums::PointSums;

    /// `y = 100 x` on 1,000 states: ten bins, each with the mean of its tenth. What is drawn besides makes no difference.
    #[test]
    fn a_straight_line_rises_bin_by_bin() {
        let mut luck = Luck::new(71);
        let inputs: Vec<Vec<f64>> = (0..1_000).map(|k| vec![f64::from(k) / 1_000.0, luck.unit()]).collect();
        let points = [point_of_sets(
            inputs.iter().map(|x| vec![100.0 * x[0]]).collect::<Vec<_>>(),
        )];
        let rows = Design::of_inputs(inputs, 1).of_means().rows::<Curves>(&points);
        let [line, flat] =
            ["x0", "x1"].map(|factor| -> Vec<&CurveRow> { rows.iter().filter(|row| row.factor == factor).collect() });
        assert_eq!((line.len(), flat.len()), (10, 10));
        for (k, row) in line.iter().enumerate() {
            assert!(
                (row.mean - (10.0 * k as f64 + 4.95)).abs() < 1e-9 && row.n == 100,
                "{row:?}"
            );
            assert_eq!(row.from, FactorLevel::Number(k as f64 / 10.0));
            assert!(row.ci_low < Some(row.mean) && row.ci_high > Some(row.mean));
        }
        let covered = flat
            .iter()
            .filter(|row| row.ci_low < Some(50.0) && row.ci_high > Some(50.0))
            .count();
        assert!(covered >= 8, "{flat:?}");
    }

    /// On a grid a level is told over the levels of the other factor: of 4 runs each, 1 and 3 agree, then 2 and 4.
    #[test]
    fn a_grid_is_told_level_by_level_under_each_policy() {
        let runs = |count: u32| point((0..4).map(|k| f64::from(u8::from(k < count))));
        let places = [[0.5, 0.0], [0.5, 1.0], [10.0, 0.0], [10.0, 1.0]];
        let mut points: Vec<PointSums> = vec![point([]), point([])];
        points.extend([1, 0, 3, 0, 2, 0, 4, 0].map(runs));
        let design = Design {
            policies: vec!["base".into(), "none".into()],
            words: vec![Vec::new(), vec!["open", "closed"]],
            ..Design::of_places(Arrangement::Apart, places.map(Vec::from).to_vec())
        };
        let rows = design.rows::<Curves>(&points);
        let told: Vec<(&str, &str, String, u64, f64)> = rows
            .iter()
            .map(|row| (&*row.policy, &*row.factor, row.from.to_string(), row.n, row.mean))
            .collect();
        let expected = [
            ("base", "x0", "0.5", 0.5),
            ("base", "x0", "10", 0.75),
            ("base", "x1", "closed", 0.875),
            ("base", "x1", "open", 0.375),
            ("none", "x0", "0.5", 0.0),
            ("none", "x0", "10", 0.0),
            ("none", "x1", "closed", 0.0),
            ("none", "x1", "open", 0.0),
        ];
        assert_eq!(
            told,
            expected.map(|(policy, factor, level, mean)| (policy, factor, level.to_owned(), 8, mean))
        );
        // Both settings of .5 meet the same luck: as wide as four runs, not as eight.
        let both = [wilson(1, 4), wilson(3, 4)];
        assert_eq!(rows[0].ci_low, Some(0.5 * (both[0].low + both[1].low)));
        assert!(Curves::lacks(&design).is_none() && Curves::lacks(&Design::of_policies(&[])).is_some());
    }

    #[test]
    fn words_all_over_have_a_row_each_and_single_runs_are_shares() {
        let places: Vec<Vec<f64>> = (0..40).map(|k| vec![f64::from(k % 2)]).collect();
        let mut points = vec![point([])];
        points.extend((0..40).map(|k| point([f64::from(u8::from(k % 2 == 0 || k < 10))])));
        let design = Design {
            words: vec![vec!["open", "closed"]],
            ..Design::of_places(Arrangement::AllOver, places)
        };
        let rows = design.rows::<Curves>(&points);
        let [closed, open] = &rows[..] else { panic!("{rows:?}") };
        assert_eq!((closed.mean, open.mean, closed.n), (0.25, 1.0, 20));
        assert_eq!(
            (closed.ci_low, open.ci_low),
            (Some(wilson(5, 20).low), Some(wilson(20, 20).low))
        );
    }

    /// Of more inputs than there is room for, the first are told.
    #[test]
    fn rows_are_bounded() {
        let inputs: Vec<Vec<f64>> = (0..8).map(|k| vec![f64::from(k); 40_000]).collect();
        let points = [point_of_sets((0..8).map(|k| vec![f64::from(k % 2)]))];
        let rows = Design::of_inputs(inputs, 1).rows::<Curves>(&points);
        assert!(rows.len() <= MOST_ROWS && rows.len() > MOST_ROWS / 2, "{}", rows.len());
    }
}
