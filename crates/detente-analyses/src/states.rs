//! What is not known, state by state: a state is one way in which things may be. The settings of a design that lies all over
//! its factors' values are states, and so are the sets of inputs that the scenario as it stands draws. What can be asked
//! about either is the same, so analyses ask it here.

use crate::statistics::Sums;
use crate::study::{Arrangement, Points, Study};

/// What an experiment lacks that has no states.
pub(crate) const LACKING: &str = "drawn inputs, or a design such as random, latin_hypercube or sobol";

/// Numbers that the inputs of all states may be: 160 MB. Of more states the first are taken.
const MOST_NUMBERS: usize = 20_000_000;

/// States of an experiment.
pub(crate) struct States<'a> {
    study: &'a Study<'a>,
    kind: Kind,
    /// How many there are.
    pub(crate) count: usize,
    /// What tells them apart.
    pub(crate) inputs: Vec<Input>,
}

/// Something that is not known.
pub(crate) struct Input {
    /// Factor, or path of what is drawn.
    pub(crate) name: String,
    /// By state: the value, or the quantile of a factor whose levels are no numbers.
    pub(crate) values: Vec<f64>,
    /// Whether these are its values.
    pub(crate) is_number: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Settings of the design.
    Settings,
    /// Sets of inputs of the scenario as it stands.
    Sets,
}

/// Whether the settings of a design are states.
pub(crate) fn has_settings(design: &dyn Points) -> bool {
    design.arrangement() == Arrangement::AllOver
}

/// Whether there are states at all.
pub(crate) fn has_any(design: &dyn Points) -> bool {
    has_settings(design) || !design.drawn().is_empty()
}

impl<'a> States<'a> {
    /// The settings of the design if it lies all over its values, else the sets of inputs.
    pub(crate) fn of(study: &'a Study<'a>) -> Option<Self> {
        Self::of_settings(study).or_else(|| Self::of_inputs(study))
    }

    /// The settings of a design that lies all over its values.
    pub(crate) fn of_settings(study: &'a Study<'a>) -> Option<Self> {
        let design = study.design;
        let names = Some(design.factors()).filter(|factors| has_settings(design) && !factors.is_empty())?;
        let policies = design.policies();
        let count = (study.points.len() / policies)
            .saturating_sub(1)
            .min(MOST_NUMBERS / names.len());
        let columns = |of: &dyn Fn(usize) -> Vec<Option<f64>>| {
            let mut columns = vec![Vec::with_capacity(count); names.len()];
            for setting in 1..=count {
                let row = of(setting * policies);
                let cells = (0..names.len()).map(|k| row.get(k).copied().flatten().unwrap_or(f64::NAN));
                columns
                    .iter_mut()
                    .zip(cells)
                    .for_each(|(column, cell)| column.push(cell));
            }
            columns
        };
        let levels = columns(&|point| design.levels(point));
        let is_number: Vec<bool> = levels.iter().map(|all| all.iter().all(|x| x.is_finite())).collect();
        let mut inputs = levels;
        if is_number.contains(&false) {
            let places = columns(&|point| design.quantiles(point));
            let words = inputs
                .iter_mut()
                .zip(places)
                .zip(&is_number)
                .filter(|(_, is_number)| !**is_number);
            words.for_each(|((values, places), _)| *values = places);
        }
        Some(Self::new(study, Kind::Settings, count, names, inputs, is_number))
    }

    /// The sets of inputs that the scenario as it stands draws, as far as they are held one by one.
    pub(crate) fn of_inputs(study: &'a Study<'a>) -> Option<Self> {
        let names = Some(study.design.drawn()).filter(|drawn| !drawn.is_empty())?;
        let count = study.points.first()?.sets.len().min(MOST_NUMBERS / names.len());
        let mut inputs = vec![Vec::with_capacity(count); names.len()];
        for set in 0..count {
            let drawn = study.design.inputs(set);
            inputs.iter_mut().zip(drawn).for_each(|(values, x)| values.push(x));
        }
        let is_number = vec![true; names.len()];
        Some(Self::new(study, Kind::Sets, count, names, inputs, is_number))
    }

    fn new(
        study: &'a Study<'a>,
        kind: Kind,
        count: usize,
        names: Vec<String>,
        inputs: Vec<Vec<f64>>,
        is_number: Vec<bool>,
    ) -> Self {
        let all = names.into_iter().zip(inputs).zip(is_number);
        let inputs = all.map(|((name, values), is_number)| Input {
            name,
            values,
            is_number,
        });
        Self {
            study,
            kind,
            count,
            inputs: inputs.collect(),
        }
    }

    /// The point that a state is under a policy.
    pub(crate) fn point(&self, state: usize, policy: usize) -> usize {
        match self.kind {
            Kind::Settings => (state + 1) * self.study.design.policies() + policy,
            Kind::Sets => policy,
        }
    }

    /// What the runs of a state that count sum to under a policy; none where there are none.
    pub(crate) fn sums(&self, state: usize, policy: usize, response: usize) -> Option<Sums> {
        let point = self.study.points.get(self.point(state, policy))?;
        let of_response = match self.kind {
            Kind::Settings => point.values.get(response),
            Kind::Sets => point.sets.get(state)?.get(response),
        };
        of_response.copied().filter(|sums| sums.n > 0)
    }

    /// What each state answers under a policy: the mean of its runs that count.
    pub(crate) fn answers(&self, policy: usize, response: usize) -> Vec<Option<f64>> {
        let mean = |sums: Sums| sums.sum / sums.n as f64;
        (0..self.count)
            .map(|state| self.sums(state, policy, response).map(mean))
            .collect()
    }
}

/// What is known of answers: which states have one, and what it is.
pub(crate) fn known(answers: &[Option<f64>]) -> (Vec<usize>, Vec<f64>) {
    let known = answers
        .iter()
        .enumerate()
        .filter_map(|(state, answer)| Some((state, (*answer)?)));
    known.unzip()
}

/// The values of an input in some states.
pub(crate) fn values_in(input: &Input, states: &[usize]) -> Vec<f64> {
    states.iter().map(|&state| input.values[state]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::made_up::{Design, point, point_of_sets};
    use crate::sums::PointSums;

    fn study<'a>(design: &'a Design, points: &'a [PointSums]) -> Study<'a> {
        Study {
            design,
            responses: &design.responses,
            points,
            asked: &[],
        }
    }

    #[test]
    fn settings_are_states_under_each_policy_and_words_stand_by_their_quantiles() {
        let design = Design {
            policies: vec!["base".into(), "other".into()],
            words: vec![Vec::new(), vec!["open", "closed"]],
            ..Design::of_places(Arrangement::AllOver, vec![vec![0.25, 0.0], vec![0.75, 1.0]])
        };
        let points: Vec<PointSums> = (0..6).map(|k| point([f64::from(k), f64::from(k)])).collect();
        let study = study(&design, &points);
        let states = States::of(&study).expect("states");
        assert_eq!(states.count, 2);
        assert_eq!(states.answers(1, 0), [Some(3.0), Some(5.0)]);
        let [number, word] = &states.inputs[..] else {
            panic!("two inputs")
        };
        assert_eq!((number.is_number, &number.values[..]), (true, &[0.25, 0.75][..]));
        assert_eq!((word.is_number, &word.values[..]), (false, &[0.0, 1.0][..]));
    }

    #[test]
    fn sets_of_inputs_are_states_and_one_without_runs_that_count_has_no_answer() {
        let design = Design::of_inputs(vec![vec![1.0], vec![2.0], vec![3.0]], 2);
        let points = [point_of_sets([vec![0.0, 1.0], Vec::new(), vec![1.0, 1.0]])];
        let study = study(&design, &points);
        let states = States::of(&study).expect("states");
        let answers = states.answers(0, 0);
        assert_eq!(answers, [Some(0.5), None, Some(1.0)]);
        let (known, values) = known(&answers);
        assert_eq!((&known[..], &values[..]), (&[0, 2][..], &[0.5, 1.0][..]));
        assert_eq!(values_in(&states.inputs[0], &known), [1.0, 3.0]);
        assert!(!has_any(&Design::of_policies(&[])) && has_any(&design));
    }
}
