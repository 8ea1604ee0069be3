//! What the others seem to want, read off their offers.
//!
//! An option is worth more the more often it was offered, relative to the most frequent of its issue.
//! An issue weighs more the more often an offer left it as the same party's offer before had it.
//!
//! Source: the frequency model of T. van Krimpen, D. Looije & S. Hajizadeh, HardHeaded, in Complex
//! Automated Negotiations, Springer 2013, 223-227; compared with Bayesian learning (Hindriks & Tykhonov
//! 2008) by T. Baarslag et al., Predicting the performance of opponent models, 2013.

use crate::Catalogue;

/// What an unchanged issue gains in weight, where every issue starts from 1.
const GROWTH: f64 = 0.1;

/// Counts of options and weights of issues over all offers heard.
#[derive(Clone, Debug, Default)]
pub(super) struct OpponentModel {
    /// How often each flat option was offered.
    counts: Vec<u32>,
    /// Per issue: the greatest of its counts.
    most: Vec<u32>,
    /// Per issue, from 1.
    weights: Vec<f64>,
}

impl OpponentModel {
    /// Forgets everything; for a catalogue no larger than before without allocating.
    pub(super) fn reset(&mut self, catalogue: &Catalogue) {
        let space = catalogue.space();
        self.counts.clear();
        self.counts.resize(space.n_flat(), 0);
        self.most.clear();
        self.most.resize(space.n_issues(), 0);
        self.weights.clear();
        self.weights.resize(space.n_issues(), 1.0);
    }

    /// Learns from an offer of a party whose offer before was `previous`.
    pub(super) fn hear(&mut self, catalogue: &Catalogue, package: u32, previous: Option<u32>) {
        for issue in 0..self.weights.len() {
            let option = catalogue.option(package, issue);
            let count = &mut self.counts[catalogue.space().flat(issue, option)];
            *count += 1;
            self.most[issue] = self.most[issue].max(*count);
            if previous.is_some_and(|previous| catalogue.option(previous, issue) == option) {
                self.weights[issue] += GROWTH;
            }
        }
    }

    /// How like two packages are to the others: the weighted sum over issues of `1 - |v(x) - v(y)|`
    /// with the estimated values v of their options. At most the sum of the weights, which equal
    /// packages have.
    pub(super) fn similarity(&self, catalogue: &Catalogue, one: u32, other: u32) -> f64 {
        let mut similarity = 0.0;
        for (issue, weight) in self.weights.iter().enumerate() {
            let [a, b] = [one, other].map(|package| catalogue.option(package, issue));
            let values = [a, b].map(|option| self.value(catalogue.space().flat(issue, option), issue));
            similarity += weight * (1.0 - (values[0] - values[1]).abs());
        }
        similarity
    }

    /// The estimated value of an option, 0 to 1.
    fn value(&self, flat: usize, issue: usize) -> f64 {
        f64::from(self.counts[flat]) / f64::from(self.most[issue].max(1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::OutcomeSpace;

    #[test]
    fn frequent_options_are_valued_and_stable_issues_weigh() {
        let space = OutcomeSpace::new(&[2, 3]).unwrap();
        let catalogue = Catalogue::enumerated(&space, |_| true).unwrap();
        let mut model = OpponentModel::default();
        model.reset(&catalogue);
        let offers = [[1, 0], [1, 2], [1, 2]].map(|package| catalogue.number(&package).unwrap());
        model.hear(&catalogue, offers[0], None);
        model.hear(&catalogue, offers[1], Some(offers[0]));
        model.hear(&catalogue, offers[2], Some(offers[1]));
        assert_eq!(model.counts, [0, 3, 1, 0, 2]);
        assert!((model.weights[0] - 1.2).abs() < 1e-15 && (model.weights[1] - 1.1).abs() < 1e-15);
        let similarity = |package: [u16; 2]| {
            let number = catalogue.number(&package).unwrap();
            model.similarity(&catalogue, number, offers[2])
        };
        assert!((similarity([1, 2]) - 2.3).abs() < 1e-15);
        // The second issue's option was offered half as often: 1.2 + 1.1 * (1 - .5).
        assert!((similarity([1, 0]) - 1.75).abs() < 1e-15);
        assert!((similarity([0, 2]) - 1.1).abs() < 1e-15);
        assert!(similarity([0, 1]).abs() < 1e-15);
        model.reset(&catalogue);
        assert_eq!(model.counts, [0; 5]);
    }
}
