//! Counting packages: how many give everybody enough, in a space small enough to look at each.

use crate::reduction::Reduction;
use crate::solutions::is_rational;
use crate::{BargainingError, Catalogue, Problem};

/// All packages that may be agreed, with their utilities. Those that are alike to everybody are looked at once and
/// counted as often as they occur.
#[derive(Clone, Debug)]
pub struct Census {
    /// Party after party, utilities by package.
    columns: Vec<Vec<f64>>,
    /// How many packages each stands for.
    counts: Vec<f64>,
    tolerances: Vec<f64>,
}

impl Census {
    /// The census of a problem.
    ///
    /// # Errors
    /// Nothing may be agreed, or what matters has more than [`MAX_ENUMERABLE`](crate::MAX_ENUMERABLE) packages, or more than
    /// 4^12 utilities of all parties.
    pub fn of(problem: &Problem) -> Result<Self, BargainingError> {
        let reduction = Reduction::of(problem);
        let Some(shape) = reduction.shape() else {
            return Err(BargainingError::NothingAllowed);
        };
        if !shape.is_enumerable(problem.n_parties()) {
            let n_packages = shape.space().n_packages();
            return Err(BargainingError::TooLarge { n_packages });
        }
        reduction.with(|reduced| {
            let catalogue = Catalogue::enumerated(shape.space(), |package| reduced.allows(package))?;
            let column = |party| {
                let mut utilities = Vec::new();
                catalogue.write_utilities(party, shape.allowed(), &mut utilities);
                utilities
            };
            let mut options = vec![0; shape.space().n_issues()];
            let count = |package| {
                catalogue.write_options(package, &mut options);
                shape.n_alike(&options)
            };
            Ok(Self {
                columns: reduced.parties().iter().map(column).collect(),
                // At most 4^11 packages.
                counts: (0..catalogue.n_packages() as u32).map(count).collect(),
                tolerances: problem.tolerances(),
            })
        })?
    }

    /// How many packages may be agreed.
    #[must_use]
    pub fn n_packages(&self) -> f64 {
        self.counts.iter().sum()
    }

    /// How many packages give every party at least its level, within its tolerance.
    #[must_use]
    pub fn n_at_least(&self, levels: &[f64]) -> f64 {
        self.count(|utilities| is_rational(utilities, levels, &self.tolerances))
    }

    /// How many of these are kept by a condition on the utilities of all.
    #[must_use]
    pub fn n_at_least_if(&self, levels: &[f64], keep: impl Fn(&[f64]) -> bool) -> f64 {
        self.count(|utilities| is_rational(utilities, levels, &self.tolerances) && keep(utilities))
    }

    /// How many packages give every party more than its level, by more than its tolerance.
    #[must_use]
    pub fn n_above(&self, levels: &[f64]) -> f64 {
        let gains = |((utility, level), tolerance): ((&f64, &f64), &f64)| *utility > level + tolerance;
        self.count(|utilities| utilities.iter().zip(levels).zip(&self.tolerances).all(gains))
    }

    /// Each party's least and greatest utility.
    #[must_use]
    pub fn ranges(&self) -> Vec<[f64; 2]> {
        let range = |column: &Vec<f64>| {
            let extremes = [f64::INFINITY, f64::NEG_INFINITY];
            column
                .iter()
                .fold(extremes, |[low, high], &u| [low.min(u), high.max(u)])
        };
        self.columns.iter().map(range).collect()
    }

    /// What the package with the greatest least surplus over these levels gives each party, also where it leaves
    /// somebody short; the first of those that tie within the tolerance.
    #[must_use]
    pub fn least_short(&self, levels: &[f64]) -> Vec<f64> {
        let surplus = |package: usize| {
            let surpluses = self
                .columns
                .iter()
                .zip(levels)
                .map(|(column, level)| column[package] - level);
            surpluses.fold(f64::INFINITY, f64::min)
        };
        let widest = self.tolerances.iter().copied().fold(0.0, f64::max);
        let better = |best: (usize, f64), package: usize| {
            let found = surplus(package);
            if found > best.1 + widest {
                (package, found)
            } else {
                best
            }
        };
        let (best, _) = (0..self.counts.len()).fold((0, f64::NEG_INFINITY), better);
        self.columns.iter().map(|column| column[best]).collect()
    }

    fn count(&self, is_counted: impl Fn(&[f64]) -> bool) -> f64 {
        let mut utilities = vec![0.0; self.columns.len()];
        let mut total = 0.0;
        for (package, count) in self.counts.iter().enumerate() {
            for (utility, column) in utilities.iter_mut().zip(&self.columns) {
                *utility = column[package];
            }
            if is_counted(&utilities) {
                total += count;
            }
        }
        total
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Exclusion, OutcomeSpace, Preferences};

    /// A pie in three parts, an issue of four options that nobody minds, one of which is refused beside the last slice.
    #[test]
    fn packages_that_are_alike_are_counted_as_often_as_they_occur() {
        let space = OutcomeSpace::new(&[3, 4]).unwrap();
        let north = [0.0, 0.4, 0.9, 0.0, 0.0, 0.0, 0.0];
        let south = [1.0, 0.5, 0.1, 0.0, 0.0, 0.0, 0.0];
        let parties = [&north, &south].map(|worth| Preferences::new(&space, worth, &[]).unwrap());
        let exclusions = [Exclusion { options: vec![2, 5] }];
        let problem = Problem::new(&space, &parties, &exclusions, &[true; 7]).unwrap();
        let census = Census::of(&problem).unwrap();
        assert_eq!(census.n_packages(), 11.0);
        assert_eq!(census.n_at_least(&[0.4, 0.1]), 7.0);
        assert_eq!(census.n_above(&[0.4, 0.0]), 3.0);
        assert_eq!(census.ranges(), [[0.0, 0.9], [0.1, 1.0]]);
        assert_eq!(census.least_short(&[0.9, 0.9]), [0.4, 0.5]);
    }

    #[test]
    fn sums_that_reach_a_level_but_for_rounding_reach_it() {
        let space = OutcomeSpace::new(&[1, 1, 1]).unwrap();
        let parties = [Preferences::new(&space, &[0.1, 0.2, 0.3], &[]).unwrap()];
        let problem = Problem::new(&space, &parties, &[], &[true; 3]).unwrap();
        let census = Census::of(&problem).unwrap();
        assert!(census.ranges()[0][0] > 0.6, "0.1 + 0.2 + 0.3 as doubles");
        assert_eq!([census.n_at_least(&[0.6]), census.n_above(&[0.6])], [1.0, 0.0]);
        let above = 0.6 + 4e-16;
        assert_eq!(census.n_at_least(&[above]), 1.0);
    }
}
