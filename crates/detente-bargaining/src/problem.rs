//! A bargaining problem: a space, what its packages are worth to each party, what may be agreed.

use crate::preferences::{check_options, stands};
use crate::{BargainingError, OutcomeSpace, Preferences};

/// A set of options that cannot stand together, as flat indices, at least one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exclusion {
    /// Flat indices of the options.
    pub options: Vec<usize>,
}

/// What is bargained over, as a view on the caller's tables.
#[derive(Clone, Copy, Debug)]
pub struct Problem<'a> {
    space: &'a OutcomeSpace,
    parties: &'a [Preferences<'a>],
    exclusions: &'a [Exclusion],
    allowed: &'a [bool],
}

impl<'a> Problem<'a> {
    /// A problem over `space`; `allowed` has one entry per flat option and is false for red lines
    /// and for options off the table.
    ///
    /// Anything additive may stand as a party: support in a constituency is another row.
    ///
    /// # Errors
    /// No party, or a mask, preferences or an exclusion that do not fit the space.
    pub fn new(
        space: &'a OutcomeSpace,
        parties: &'a [Preferences<'a>],
        exclusions: &'a [Exclusion],
        allowed: &'a [bool],
    ) -> Result<Self, BargainingError> {
        if parties.is_empty() {
            return Err(BargainingError::NoParties);
        }
        let expected = space.n_flat();
        if allowed.len() != expected {
            return Err(BargainingError::Length {
                what: "allowed",
                found: allowed.len(),
                expected,
            });
        }
        if let Some(party) = parties.iter().position(|party| party.space() != space) {
            return Err(BargainingError::ForeignSpace { party });
        }
        for (index, exclusion) in exclusions.iter().enumerate() {
            check_options(space, "exclusion", index, &exclusion.options)?;
        }
        Ok(Self {
            space,
            parties,
            exclusions,
            allowed,
        })
    }

    /// The outcome space.
    #[must_use]
    pub fn space(&self) -> &'a OutcomeSpace {
        self.space
    }

    /// The parties' preferences.
    #[must_use]
    pub fn parties(&self) -> &'a [Preferences<'a>] {
        self.parties
    }

    /// Number of parties, at least 1.
    #[must_use]
    pub fn n_parties(&self) -> usize {
        self.parties.len()
    }

    /// The sets of options that cannot stand together.
    #[must_use]
    pub fn exclusions(&self) -> &'a [Exclusion] {
        self.exclusions
    }

    /// Whether the option of that flat index may be agreed.
    #[must_use]
    pub fn allows_option(&self, flat: usize) -> bool {
        self.allowed[flat]
    }

    /// Whether all options of the package are allowed and no exclusion stands in it.
    #[must_use]
    pub fn allows(&self, package: &[u16]) -> bool {
        self.space.flat_options(package).all(|flat| self.allowed[flat]) && !self.excludes(package)
    }

    /// Whether an exclusion stands in the package.
    #[must_use]
    pub fn excludes(&self, package: &[u16]) -> bool {
        self.exclusions
            .iter()
            .any(|exclusion| stands(self.space, &exclusion.options, package))
    }

    /// How far utilities may lie apart and be the same, one entry per party.
    #[must_use]
    pub fn tolerances(&self) -> Vec<f64> {
        let allows = |flat: usize| self.allows_option(flat);
        self.parties.iter().map(|party| party.tolerance_among(allows)).collect()
    }

    /// The utilities of a package, one per party.
    pub fn utilities(&self, package: &[u16]) -> impl Iterator<Item = f64> {
        self.parties.iter().map(|party| party.utility(package))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn red_lines_and_exclusions_forbid() {
        let space = OutcomeSpace::new(&[2, 2]).unwrap();
        let parties = [Preferences::new(&space, &[0.0; 4], &[]).unwrap()];
        let exclusions = [Exclusion { options: vec![0, 3] }];
        let problem = Problem::new(&space, &parties, &exclusions, &[true, false, true, true]).unwrap();
        let allowed: Vec<bool> = space
            .packages()
            .unwrap()
            .map(|package| problem.allows(&package))
            .collect();
        assert_eq!(allowed, [true, false, false, false]);
    }

    #[test]
    fn misfits_are_refused() {
        let space = OutcomeSpace::new(&[2, 2]).unwrap();
        let parties = [Preferences::new(&space, &[0.0; 4], &[]).unwrap()];
        assert_eq!(
            Problem::new(&space, &[], &[], &[true; 4]).unwrap_err(),
            BargainingError::NoParties
        );
        assert!(Problem::new(&space, &parties, &[], &[true; 3]).is_err());
        let other = OutcomeSpace::new(&[1, 3]).unwrap();
        let foreign = Problem::new(&other, &parties, &[], &[true; 4]).unwrap_err();
        assert_eq!(foreign, BargainingError::ForeignSpace { party: 0 });
        assert!(Problem::new(&space, &parties, &[Exclusion { options: vec![4] }], &[true; 4]).is_err());
    }
}
