//! `prim.csv`: when do talks collapse? A box in the space of what is not known, 'when X is above .55 and Y below .3', in which
//! a response is far more frequent than elsewhere. It is looked for when somebody asks: `[[analyses]] kind = "prim"`,
//! `response = "collapsed_after_leak"`, and `policy` if it is not base. A state answers by the share of its runs; a response
//! that is a mean has no box, since it does not happen. Factors whose levels are words bound none.
//!
//! The box is found on one half of the states and judged on the other; the steps of the peeling are there to choose another.
//!
//! Source: Friedman & Fisher 1999; Bryant & Lempert 2010 ([`prim`](crate::methods::prim)).

use crate::methods::prim::{Boxes, Limit, Quality, boxes};
use crate::response::Response;
use crate::states::{Input, LACKING, States, has_any, known, values_in};
use crate::study::{Analysis, Asked, Points, Study};
use detente_results::PrimRow;

/// Boxes in which a response is frequent.
pub struct Prim;

impl Analysis for Prim {
    type Row = PrimRow;
    const KEY: &'static str = "prim";
    const ABOUT: &'static str = "In which part of what is not known does something happen far more often?";
    const SOURCE: &'static str = "Friedman & Fisher 1999; Bryant & Lempert 2010; Kwakkel & Jaxa-Rozen 2016";
    const ALWAYS: bool = false;
    const TAKES: &'static [&'static str] = &["response", "policy"];

    fn amiss(_: &Asked, response: &Response) -> Option<(&'static str, &'static str)> {
        (!response.is_share()).then_some(("response", "a share, such as that of the talks that end by a day"))
    }

    fn lacks(design: &dyn Points) -> Option<&'static str> {
        (!has_any(design)).then_some(LACKING)
    }

    fn rows(study: &Study<'_>, row: &mut dyn FnMut(PrimRow)) {
        let Some(states) = States::of(study) else { return };
        // What somebody could decide is not what is not known.
        let levers: Vec<String> = lever_names(study.design);
        let inputs = states
            .inputs
            .iter()
            .filter(|input| input.is_number && !levers.contains(&input.name));
        let inputs: Vec<&Input> = inputs.collect();
        for asked in study.asked_of(Self::KEY) {
            let Some(found) = found(study, &states, &inputs, asked) else {
                continue;
            };
            tell(asked, &found, &inputs, row);
        }
    }
}

/// The policy that is asked about, `base` if nothing is said.
fn policy(asked: &Asked) -> &str {
    asked.policy.as_deref().unwrap_or("base")
}

/// The boxes of what is asked for; none where there is no such response or policy, or too little to look at.
fn found(study: &Study<'_>, states: &States<'_>, inputs: &[&Input], asked: &Asked) -> Option<Boxes> {
    let response = study
        .responses
        .iter()
        .position(|response| response.id == asked.response)?;
    let mut policies = 0..study.design.policies();
    let under = policies.find(|&number| study.design.policy(number) == policy(asked))?;
    if !study.responses[response].is_share() {
        return None;
    }
    let (known, values) = known(&states.answers(under, response));
    let columns: Vec<Vec<f64>> = inputs.iter().map(|input| values_in(input, &known)).collect();
    boxes(
        &columns,
        &values,
        &format!("{} under {}", asked.response, policy(asked)),
    )
}

/// A row for each limit of each box; one for the first, which has none.
fn tell(asked: &Asked, found: &Boxes, inputs: &[&Input], row: &mut dyn FnMut(PrimRow)) {
    let blank = |step: usize, found: &Quality, judged: Option<&Quality>| PrimRow {
        response: asked.response.clone(),
        policy: policy(asked).to_owned(),
        step: step as u64,
        input: String::new(),
        low: None,
        high: None,
        coverage: found.coverage,
        density: found.density.value,
        density_ci_low: found.density.interval.low,
        density_ci_high: found.density.interval.high,
        support: found.support,
        quasi_p: None,
        judged_coverage: judged.map(|quality| quality.coverage),
        judged_density: judged.map(|quality| quality.density.value),
        judged_ci_low: judged.map(|quality| quality.density.interval.low),
        judged_ci_high: judged.map(|quality| quality.density.interval.high),
        judged_support: judged.map(|quality| quality.support),
        outside_density: None,
        chosen: 0,
    };
    let bounded = |limit: &Limit, row: PrimRow| PrimRow {
        input: inputs[limit.input].name.clone(),
        low: limit.low,
        high: limit.high,
        ..row
    };
    for (k, step) in found.trajectory.iter().enumerate() {
        let of_step = blank(k, &step.found, step.judged.as_ref());
        if step.limits.is_empty() {
            row(of_step.clone());
        }
        step.limits
            .iter()
            .for_each(|limit| row(bounded(limit, of_step.clone())));
    }
    if let Some(chosen) = &found.chosen {
        let of_chosen = PrimRow {
            outside_density: Some(chosen.outside.density.value),
            chosen: 1,
            ..blank(found.trajectory.len(), &chosen.found, Some(&chosen.inside))
        };
        for (limit, quasi_p) in chosen.limits.iter().zip(&chosen.quasi_p) {
            row(PrimRow {
                quasi_p: Some(*quasi_p),
                ..bounded(limit, of_chosen.clone())
            });
        }
    }
}

/// The factors that are levers.
fn lever_names(design: &dyn Points) -> Vec<String> {
    let factors = design.factors().into_iter().enumerate();
    factors
        .filter(|(k, _)| design.is_lever(*k))
        .map(|(_, name)| name)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::made_up::{Design, point, point_of_sets};
    use crate::methods::made_up::Luck;
    use crate::study::{Arrangement, Entry};

    fn asked(response: &str) -> Asked {
        Asked {
            kind: "prim".into(),
            response: response.into(),
            ..Asked::default()
        }
    }

    /// Of three inputs two make a box of .4 * .4 of the space, in which 80 of 100 collapse; elsewhere 10 do.
    fn planted(luck: &mut Luck) -> (Vec<f64>, f64) {
        let x: Vec<f64> = (0..3).map(|_| luck.unit()).collect();
        let chance = if x[0] > 0.6 && x[2] < 0.4 { 0.8 } else { 0.1 };
        let happened = luck.happens(chance);
        (x, happened)
    }

    #[test]
    fn a_planted_box_is_told_limit_by_limit() {
        let mut luck = Luck::new(61);
        let (inputs, happened): (Vec<_>, Vec<_>) = (0..4_000).map(|_| planted(&mut luck)).unzip();
        let points = [point_of_sets(happened.into_iter().map(|y| vec![y]))];
        let design = Design {
            asked: vec![asked("agreement")],
            ..Design::of_inputs(inputs, 1)
        };
        let rows = design.rows::<Prim>(&points);
        assert!(rows[0].input.is_empty() && rows[0].support == 1.0 && rows[0].coverage == 1.0);
        assert!(rows.iter().map(|row| row.step).is_sorted() && rows[1].step == 1);
        let chosen: Vec<&PrimRow> = rows.iter().filter(|row| row.chosen == 1).collect();
        let [one, two] = chosen[..] else { panic!("{chosen:?}") };
        assert_eq!((&*one.input, one.high, &*two.input, two.low), ("x0", None, "x2", None));
        assert!((one.low.unwrap() - 0.6).abs() < 0.04 && (two.high.unwrap() - 0.4).abs() < 0.04);
        for row in chosen {
            assert!((row.judged_density.unwrap() - 0.8).abs() < 0.06, "{row:?}");
            assert!((row.outside_density.unwrap() - 0.1).abs() < 0.04 && row.quasi_p.unwrap() < 1e-6);
        }
    }

    /// On points of a design, of ten runs each: a word bounds nothing, and is not missed. A mean does not happen.
    #[test]
    fn points_of_a_design_have_boxes_too_and_means_have_none() {
        let mut luck = Luck::new(62);
        let places: Vec<Vec<f64>> = (0..400)
            .map(|_| vec![luck.unit(), if luck.unit() < 0.5 { 0.0 } else { 1.0 }])
            .collect();
        let mut points = vec![point([])];
        let chance = |place: &Vec<f64>| if place[0] > 0.6 { 0.9 } else { 0.2 };
        points.extend(
            places
                .iter()
                .map(|place| point((0..10).map(|_| luck.happens(chance(place))))),
        );
        let mut design = Design {
            words: vec![Vec::new(), vec!["open", "closed"]],
            asked: vec![asked("agreement"), asked("nothing")],
            ..Design::of_places(Arrangement::AllOver, places)
        };
        let rows = design.rows::<Prim>(&points);
        let last = rows.last().expect("a box");
        assert_eq!((&*last.input, last.chosen, last.high), ("x0", 1, None));
        assert!((last.low.unwrap() - 0.6).abs() < 0.04, "{last:?}");
        assert!((last.judged_density.unwrap() - 0.9).abs() < 0.05, "{last:?}");
        assert!(rows.iter().all(|row| row.input != "x1"));
        assert_eq!(Prim::amiss(&asked("agreement"), &design.responses[0]), None);
        design = design.of_means();
        assert_eq!(design.rows::<Prim>(&points), []);
        assert!(Prim::amiss(&asked("agreement"), &design.responses[0]).is_some());
        assert!(Prim::lacks(&Design::of_policies(&[])).is_some());
    }

    #[test]
    fn it_is_made_when_it_is_asked_for() {
        let design = Design::of_inputs(vec![vec![0.0]], 1);
        let study = |asked| Study {
            design: &design,
            responses: &design.responses,
            points: &[],
            asked,
        };
        assert!(!Entry::of::<Prim>().is_made(&study(&[])));
        assert!(Entry::of::<Prim>().is_made(&study(&[asked("agreement")])));
    }
}
