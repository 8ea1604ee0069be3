//! `policies.csv`: which policy, if none of the numbers is trusted. A state is a way in which things may be: a set of inputs
//! that was played with several lucks, or a setting of a design that lies all over its values. In each a policy answers by the
//! mean of its runs; those in which every policy has an answer are compared. What luck is left in the mean of few runs counts
//! as regret; that policies meet the same luck takes away a part of it.
//!
//! More is better, unless an analysis is asked for with `at_most`: `[[analyses]] kind = "policies"`, `response = "end_day"`,
//! `at_most = 120`. What it asks for is what is enough.
//!
//! Source: Savage 1951; Lempert, Popper & Bankes 2003; McPhail et al. 2018 ([`regret`](crate::methods::regret)).

use crate::methods::regret::{Better, best_by_mean, merits};
use crate::states::{States, has_settings};
use crate::study::{Analysis, Points, Study};
use detente_results::PolicyRow;

/// Policies over all states.
pub struct Policies;

impl Analysis for Policies {
    type Row = PolicyRow;
    const KEY: &'static str = "policies";
    const ABOUT: &'static str = "Which policy, if none of the numbers is trusted?";
    const SOURCE: &'static str = "Savage 1951; Lempert, Popper & Bankes 2003; McPhail et al. 2018";

    const TAKES: &'static [&'static str] = &["response", "at_least", "at_most"];

    fn lacks(design: &dyn Points) -> Option<&'static str> {
        if design.policies() < 2 {
            return Some("a policy");
        }
        if has_settings(design) && (0..design.factors().len()).any(|factor| design.is_lever(factor)) {
            return Some("factors that are uncertainties: settings of a lever are no states");
        }
        let has_states = has_settings(design) || design.lucks() > 1 && !design.drawn().is_empty();
        (!has_states).then_some(
            "drawn inputs, each set played with several lucks, or a design such as random, latin_hypercube or sobol",
        )
    }

    fn rows(study: &Study<'_>, row: &mut dyn FnMut(PolicyRow)) {
        let Some(states) = States::of(study) else { return };
        for (k, response) in study.responses.iter().enumerate() {
            let (better, enough) = wish(study, &response.id);
            let answers: Vec<Vec<Option<f64>>> = (0..study.design.policies())
                .map(|policy| states.answers(policy, k))
                .collect();
            let answers = common(&answers);
            let Some(merits) = merits(&answers, better, enough) else {
                continue;
            };
            let best = best_by_mean(&answers, better, &response.id).unwrap_or_default();
            for (policy, (merit, best_mean_probability)) in merits.iter().zip(best).enumerate() {
                row(PolicyRow {
                    response: response.id.clone(),
                    policy: study.design.policy(policy).to_owned(),
                    mean: merit.mean,
                    worst_decile: merit.worst_decile,
                    regret_mean: merit.regret,
                    regret_p90: merit.regret_of_nine_in_ten,
                    regret_max: merit.greatest_regret,
                    best_share: merit.best.value,
                    best_ci_low: merit.best.interval.low,
                    best_ci_high: merit.best.interval.high,
                    enough_share: merit.satisficing.map(|share| share.value),
                    enough_ci_low: merit.satisficing.map(|share| share.interval.low),
                    enough_ci_high: merit.satisficing.map(|share| share.interval.high),
                    best_mean_probability,
                    better: if better == Better::High { "high" } else { "low" }.to_owned(),
                    states: answers[policy].len() as u64,
                });
            }
        }
    }
}

/// Which values of a response are better, and what is enough, as the analysis that asks for it says.
fn wish(study: &Study<'_>, response: &str) -> (Better, Option<f64>) {
    let asked = study.asked_of(Policies::KEY).find(|asked| asked.response == response);
    match asked.map(|asked| (asked.at_least, asked.at_most)) {
        Some((None, Some(most))) => (Better::Low, Some(most)),
        Some((least, _)) => (Better::High, least),
        None => (Better::High, None),
    }
}

/// By policy, the answers in the states in which every policy has one.
fn common(answers: &[Vec<Option<f64>>]) -> Vec<Vec<f64>> {
    let states = answers.iter().map(Vec::len).min().unwrap_or(0);
    let all_know = |state: &usize| answers.iter().all(|of| of[*state].is_some());
    let known: Vec<usize> = (0..states).filter(all_know).collect();
    let of_policy = |of: &Vec<Option<f64>>| known.iter().filter_map(|&state| of[state]).collect();
    answers.iter().map(of_policy).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::made_up::{Design, point, point_of_sets};
    use crate::study::{Arrangement, Asked};
    use crate::sums::PointSums;

    /// Three policies in five states; regrets by hand, as in the tests of the method: 0 0 0 40 80, 60 40 20 0 20, 30 20 10 10 0.
    const TABLE: [[f64; 5]; 3] = [
        [100.0, 90.0, 80.0, 30.0, 0.0],
        [40.0, 50.0, 60.0, 70.0, 60.0],
        [70.0, 70.0, 70.0, 60.0, 80.0],
    ];

    fn asked(at_least: Option<f64>, at_most: Option<f64>) -> Vec<Asked> {
        vec![Asked {
            kind: "policies".into(),
            response: "agreement".into(),
            at_least,
            at_most,
            ..Asked::default()
        }]
    }

    #[test]
    fn sets_of_inputs_judge_policies() {
        let sets = |of: [f64; 5]| point_of_sets(of.map(|y| vec![y - 1.0, y + 1.0]));
        let mut points: Vec<PointSums> = TABLE.map(sets).into();
        // A state that one policy says nothing of judges none.
        points[0].sets.push(vec![crate::made_up::sums([1e9])]);
        points[1].sets.push(vec![crate::made_up::sums([])]);
        points[2].sets.push(vec![crate::made_up::sums([1e9])]);
        let mut design = Design {
            policies: ["base", "one", "two"].map(str::to_owned).to_vec(),
            asked: asked(Some(60.0), None),
            ..Design::of_inputs(vec![vec![0.0]; 6], 2).of_means()
        };
        let rows = design.rows::<Policies>(&points);
        let regrets: Vec<[f64; 2]> = rows.iter().map(|row| [row.regret_mean, row.regret_max]).collect();
        assert_eq!(regrets, [[24.0, 80.0], [28.0, 60.0], [14.0, 30.0]]);
        let best: Vec<f64> = rows.iter().map(|row| row.best_share).collect();
        assert_eq!(best, [0.6, 0.2, 0.2]);
        let enough: Vec<Option<f64>> = rows.iter().map(|row| row.enough_share).collect();
        assert_eq!(enough, [Some(0.6), Some(0.6), Some(1.0)]);
        assert!(rows.iter().all(|row| (row.states, &*row.better) == (5, "high")));
        let sum: f64 = rows.iter().map(|row| row.best_mean_probability).sum();
        assert!((sum - 1.0).abs() < 1e-9 && rows[2].best_mean_probability > rows[1].best_mean_probability);
        design.asked = asked(None, Some(60.0));
        let rows = design.rows::<Policies>(&points);
        assert_eq!(rows[0].better, "low");
        assert_eq!(
            rows.iter().map(|row| row.best_share).collect::<Vec<_>>(),
            [0.4, 0.6, 0.0]
        );
        design.asked.clear();
        assert!(
            design
                .rows::<Policies>(&points)
                .iter()
                .all(|row| row.enough_share.is_none())
        );
    }

    #[test]
    fn settings_of_a_design_judge_them_too() {
        let mut points = vec![point([]), point([]), point([])];
        points.extend((0..5).flat_map(|state| TABLE.map(|of| point([of[state]]))));
        let design = Design {
            policies: ["base", "one", "two"].map(str::to_owned).to_vec(),
            ..Design::of_places(Arrangement::AllOver, vec![vec![0.5]; 5])
        };
        let rows = design.rows::<Policies>(&points);
        assert_eq!(rows.iter().map(|row| row.mean).collect::<Vec<_>>(), [60.0, 56.0, 70.0]);
        assert!(Policies::lacks(&design).is_none());
        assert_eq!(Policies::lacks(&Design::of_policies(&[])), Some("a policy"));
        assert!(Policies::lacks(&Design::of_policies(&["one"])).is_some());
    }
}
