//! Experiments for tests, made by hand.

use crate::response::{Measure, Response};
use crate::statistics::Sums;
use crate::study::{Analysis, Arrangement, Asked, Points, Study};
use crate::sums::PointSums;
use detente_results::FactorLevel;

/// What the points of an experiment are.
pub(crate) struct Design {
    pub(crate) arrangement: Arrangement,
    /// Base first.
    pub(crate) policies: Vec<String>,
    pub(crate) factors: Vec<String>,
    /// By setting: where each factor stands.
    pub(crate) places: Vec<Vec<f64>>,
    /// What a word factor is called at place k, by factor; numbers where it is empty.
    pub(crate) words: Vec<Vec<&'static str>>,
    pub(crate) drawn: Vec<String>,
    /// By set.
    pub(crate) inputs: Vec<Vec<f64>>,
    pub(crate) lucks: u64,
    /// Whether settings have luck of their own.
    pub(crate) own_luck: bool,
    pub(crate) asked: Vec<Asked>,
    pub(crate) responses: Vec<Response>,
}

impl Design {
    /// A scenario as it stands, under base and these.
    pub(crate) fn of_policies(policies: &[&str]) -> Self {
        let base = std::iter::once("base").chain(policies.iter().copied());
        Self {
            arrangement: Arrangement::Apart,
            policies: base.map(str::to_owned).collect(),
            factors: Vec::new(),
            places: Vec::new(),
            words: Vec::new(),
            drawn: Vec::new(),
            inputs: Vec::new(),
            lucks: 1,
            own_luck: false,
            asked: Vec::new(),
            responses: Response::built_in()[..1].to_vec(),
        }
    }

    /// Settings of factors that lie so, under base alone; `x0`, `x1` and so on.
    pub(crate) fn of_places(arrangement: Arrangement, places: Vec<Vec<f64>>) -> Self {
        let factors = places.first().map_or(0, Vec::len);
        Self {
            arrangement,
            factors: (0..factors).map(|k| format!("x{k}")).collect(),
            places,
            ..Self::of_policies(&[])
        }
    }

    /// Sets of inputs that the scenario draws; `x0`, `x1` and so on.
    pub(crate) fn of_inputs(inputs: Vec<Vec<f64>>, lucks: u64) -> Self {
        let drawn = inputs.first().map_or(0, Vec::len);
        Self {
            drawn: (0..drawn).map(|k| format!("x{k}")).collect(),
            inputs,
            lucks,
            ..Self::of_policies(&[])
        }
    }

    /// Its one response as a mean.
    pub(crate) fn of_means(mut self) -> Self {
        self.responses[0].measure = Measure::Mean("end_day".into());
        self
    }

    /// What an analysis makes of it.
    pub(crate) fn rows<A: Analysis>(&self, points: &[PointSums]) -> Vec<A::Row> {
        let study = Study {
            design: self,
            responses: &self.responses,
            points,
            asked: &self.asked,
        };
        let mut rows = Vec::new();
        A::rows(&study, &mut |row| rows.push(row));
        rows
    }
}

impl Points for Design {
    fn policy(&self, point: usize) -> &str {
        &self.policies[point % self.policies.len()]
    }

    fn against(&self, point: usize) -> usize {
        match point % self.policies.len() {
            0 => 0,
            policy => point - policy,
        }
    }

    fn is_paired(&self, point: usize) -> bool {
        !point.is_multiple_of(self.policies.len()) || !self.own_luck
    }

    fn policies(&self) -> usize {
        self.policies.len()
    }

    fn is_policy(&self, point: usize) -> bool {
        !point.is_multiple_of(self.policies.len())
    }

    fn arrangement(&self) -> Arrangement {
        self.arrangement
    }

    fn factors(&self) -> Vec<String> {
        self.factors.clone()
    }

    fn quantiles(&self, point: usize) -> Vec<Option<f64>> {
        match (point / self.policies.len()).checked_sub(1) {
            None => vec![None; self.factors.len()],
            Some(setting) => self.places[setting]
                .iter()
                .map(|x| (!x.is_nan()).then_some(*x))
                .collect(),
        }
    }

    fn levels(&self, point: usize) -> Vec<Option<f64>> {
        self.shown(point).iter().map(FactorLevel::number).collect()
    }

    fn shown(&self, point: usize) -> Vec<FactorLevel> {
        let level = |(factor, place): (usize, Option<f64>)| match (place, self.words.get(factor)) {
            (None, _) => FactorLevel::AsIs,
            (Some(k), Some(words)) if !words.is_empty() => FactorLevel::Text(words[k as usize].to_owned()),
            (Some(x), _) => FactorLevel::Number(x),
        };
        self.quantiles(point).into_iter().enumerate().map(level).collect()
    }

    fn drawn(&self) -> Vec<String> {
        self.drawn.clone()
    }

    fn inputs(&self, set: usize) -> Vec<f64> {
        self.inputs[set].clone()
    }

    fn lucks(&self) -> u64 {
        self.lucks
    }
}

/// What these values sum to.
pub(crate) fn sums(values: impl IntoIterator<Item = f64>) -> Sums {
    let mut sums = Sums::default();
    values.into_iter().for_each(|value| sums.add(value));
    sums
}

/// A point whose runs gave these values of its one response.
pub(crate) fn point(values: impl IntoIterator<Item = f64>) -> PointSums {
    PointSums {
        values: vec![sums(values)],
        ..PointSums::default()
    }
}

/// A point whose sets of inputs gave these values of its one response.
pub(crate) fn point_of_sets(sets: impl IntoIterator<Item = Vec<f64>>) -> PointSums {
    let sets: Vec<Vec<Sums>> = sets.into_iter().map(|values| vec![sums(values)]).collect();
    let mut all = Sums::default();
    sets.iter().for_each(|set| all.merge(set[0]));
    PointSums {
        values: vec![all],
        sets,
        ..PointSums::default()
    }
}
