//! The outcome space: which options each issue has, and every package of one option per issue.

use crate::BargainingError;
use std::ops::{Deref, DerefMut, Range};

/// The largest space that may be enumerated, in packages: 4^11. The largest bilateral domain of the
/// automated-negotiation literature that is played package by package has 2 million.
pub const MAX_ENUMERABLE: u128 = 4_194_304;

/// One option per issue: entry i is the option chosen on issue i, counted from 0.
///
/// Functions that take a package as `&[u16]` expect one of the space they are given: one entry per
/// issue, each below the issue's number of options. [`OutcomeSpace::contains`] tells.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Package(pub Vec<u16>);

impl Deref for Package {
    type Target = [u16];

    fn deref(&self) -> &[u16] {
        &self.0
    }
}

impl DerefMut for Package {
    fn deref_mut(&mut self) -> &mut [u16] {
        &mut self.0
    }
}

/// The numbers of options of all issues. Option k of issue i has the *flat* index `first[i] + k`, so
/// that anything said of every option is one slice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutcomeSpace {
    /// Flat index of each issue's first option, and the total at the end.
    first: Vec<usize>,
}

impl OutcomeSpace {
    /// A space from the number of options per issue, each 1 to 65,535.
    ///
    /// # Errors
    /// There is no issue, or an issue has no option or too many.
    pub fn new(n_options: &[usize]) -> Result<Self, BargainingError> {
        if n_options.is_empty() {
            return Err(BargainingError::NoIssues);
        }
        let mut first = vec![0];
        let mut total = 0;
        for (issue, &n_options) in n_options.iter().enumerate() {
            if !(1..=usize::from(u16::MAX)).contains(&n_options) {
                return Err(BargainingError::OptionCount { issue, n_options });
            }
            total += n_options;
            first.push(total);
        }
        Ok(Self { first })
    }

    /// Number of issues, at least 1.
    #[must_use]
    pub fn n_issues(&self) -> usize {
        self.first.len() - 1
    }

    /// Number of options over all issues: the length of everything that is said per flat option.
    #[must_use]
    pub fn n_flat(&self) -> usize {
        self.first[self.n_issues()]
    }

    /// The flat indices of an issue's options; `issue` is below [`n_issues`](Self::n_issues).
    #[must_use]
    pub fn options(&self, issue: usize) -> Range<usize> {
        self.first[issue]..self.first[issue + 1]
    }

    /// The flat index of an option of an issue.
    #[must_use]
    pub fn flat(&self, issue: usize, option: u16) -> usize {
        self.first[issue] + usize::from(option)
    }

    /// The issue and the option of a flat index below [`n_flat`](Self::n_flat).
    #[must_use]
    pub fn issue_and_option(&self, flat: usize) -> (usize, u16) {
        let issue = self.first.partition_point(|&first| first <= flat) - 1;
        // Options of an issue were counted into a u16 when the space was made.
        (issue, (flat - self.first[issue]) as u16)
    }

    /// The flat indices of a package's options, in issue order.
    pub fn flat_options(&self, package: &[u16]) -> impl Iterator<Item = usize> {
        self.first
            .iter()
            .zip(package)
            .map(|(&first, &option)| first + usize::from(option))
    }

    /// Whether the package has one option of each issue.
    #[must_use]
    pub fn contains(&self, package: &[u16]) -> bool {
        package.len() == self.n_issues()
            && package
                .iter()
                .enumerate()
                .all(|(issue, &option)| usize::from(option) < self.options(issue).len())
    }

    /// Number of packages; `None` above 2^128.
    #[must_use]
    pub fn n_packages(&self) -> Option<u128> {
        (0..self.n_issues()).try_fold(1_u128, |product, issue| {
            product.checked_mul(self.options(issue).len() as u128)
        })
    }

    /// Whether there are at most [`MAX_ENUMERABLE`] packages.
    #[must_use]
    pub fn is_enumerable(&self) -> bool {
        self.n_packages().is_some_and(|n_packages| n_packages <= MAX_ENUMERABLE)
    }

    /// All packages in product order, last issue fastest.
    ///
    /// # Errors
    /// The space has more than [`MAX_ENUMERABLE`] packages.
    pub fn packages(&self) -> Result<Packages<'_>, BargainingError> {
        if !self.is_enumerable() {
            return Err(BargainingError::TooLarge {
                n_packages: self.n_packages(),
            });
        }
        Ok(Packages {
            space: self,
            next: Some(Package(vec![0; self.n_issues()])),
        })
    }
}

/// Iterator over all packages of a space; see [`OutcomeSpace::packages`].
#[derive(Clone, Debug)]
pub struct Packages<'a> {
    space: &'a OutcomeSpace,
    next: Option<Package>,
}

impl Iterator for Packages<'_> {
    type Item = Package;

    fn next(&mut self) -> Option<Package> {
        let package = self.next.take()?;
        self.next = successor(self.space, package.clone());
        Some(package)
    }
}

fn successor(space: &OutcomeSpace, mut package: Package) -> Option<Package> {
    for issue in (0..package.len()).rev() {
        package[issue] += 1;
        if usize::from(package[issue]) < space.options(issue).len() {
            return Some(package);
        }
        package[issue] = 0;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packages_come_in_product_order() {
        let space = OutcomeSpace::new(&[2, 1, 3]).unwrap();
        let packages: Vec<Vec<u16>> = space.packages().unwrap().map(|package| package.0).collect();
        assert_eq!(
            packages,
            [[0, 0, 0], [0, 0, 1], [0, 0, 2], [1, 0, 0], [1, 0, 1], [1, 0, 2]]
        );
        assert_eq!(space.n_packages(), Some(6));
    }

    #[test]
    fn flat_indices_lead_back_to_their_option() {
        let space = OutcomeSpace::new(&[2, 1, 3]).unwrap();
        assert_eq!(space.n_flat(), 6);
        let options: Vec<(usize, u16)> = (0..6).map(|flat| space.issue_and_option(flat)).collect();
        assert_eq!(options, [(0, 0), (0, 1), (1, 0), (2, 0), (2, 1), (2, 2)]);
        assert!(
            options
                .iter()
                .enumerate()
                .all(|(flat, &(issue, option))| space.flat(issue, option) == flat)
        );
        assert_eq!(space.flat_options(&[1, 0, 2]).collect::<Vec<_>>(), [1, 2, 5]);
    }

    #[test]
    fn twenty_eight_points_are_too_many_to_enumerate() {
        let space = OutcomeSpace::new(&[4; 28]).unwrap();
        assert_eq!(space.n_packages(), Some(1 << 56));
        assert!(matches!(space.packages(), Err(BargainingError::TooLarge { .. })));
        assert_eq!(OutcomeSpace::new(&[4; 64]).unwrap().n_packages(), None);
        assert!(OutcomeSpace::new(&[10; 6]).unwrap().is_enumerable());
    }

    #[test]
    fn issues_without_options_are_refused() {
        assert_eq!(OutcomeSpace::new(&[]), Err(BargainingError::NoIssues));
        assert_eq!(
            OutcomeSpace::new(&[3, 0]),
            Err(BargainingError::OptionCount { issue: 1, n_options: 0 })
        );
    }

    #[test]
    fn foreign_packages_are_recognised() {
        let space = OutcomeSpace::new(&[2, 3]).unwrap();
        assert!(space.contains(&[1, 2]));
        assert!(!space.contains(&[2, 0]) && !space.contains(&[1]) && !space.contains(&[1, 1, 0]));
    }
}
