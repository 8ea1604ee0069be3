//! The catalogue: the packages that may be put on the table, numbered from 0.
//!
//! A space small enough to enumerate is taken whole, in product order with the last issue fastest;
//! a package's number is then plain arithmetic on its options. Where exclusions refuse some packages
//! the others are listed. A larger space is represented by [candidates](Catalogue::candidates): the
//! supported frontier, ladders of concessions and their neighbours.

mod candidates;

use crate::{BargainingError, MAX_ENUMERABLE, OutcomeSpace, Preferences, Problem};

/// The most packages that stand in for a space too large to enumerate.
pub const MAX_CANDIDATES: usize = 20_000;

/// The packages that may be put on the table. A package is known by its number, from 0 to
/// [`n_packages`](Self::n_packages) - 1; numbers follow product order.
#[derive(Clone, Debug)]
pub struct Catalogue {
    space: OutcomeSpace,
    /// Per issue: how far apart in product order two packages are that differ by one option there.
    strides: Vec<u32>,
    n_packages: u32,
    listing: Listing,
}

#[derive(Clone, Debug)]
enum Listing {
    /// All packages of the space.
    Whole,
    /// Places in product order, ascending.
    Places(Vec<u32>),
    /// Options of package after package, packages ascending; for spaces without small places.
    Packages(Vec<u16>),
}

impl Catalogue {
    /// All packages of a space that `allows` does not refuse.
    ///
    /// # Errors
    /// The space has more than [`MAX_ENUMERABLE`] packages, or all are refused.
    pub fn enumerated(space: &OutcomeSpace, mut allows: impl FnMut(&[u16]) -> bool) -> Result<Self, BargainingError> {
        let n_packages = space.n_packages();
        let Some(n_whole) = n_packages.filter(|&n_packages| n_packages <= MAX_ENUMERABLE) else {
            return Err(BargainingError::TooLarge { n_packages });
        };
        // At most 4^11, checked above.
        let n_whole = n_whole as u32;
        let mut catalogue = Self {
            space: space.clone(),
            strides: strides(space),
            n_packages: n_whole,
            listing: Listing::Whole,
        };
        let mut package = vec![0; space.n_issues()];
        let allowed = |&place: &u32| {
            catalogue.write_whole(place, &mut package);
            allows(&package)
        };
        let places: Vec<u32> = (0..n_whole).filter(allowed).collect();
        if places.is_empty() {
            return Err(BargainingError::NothingAllowed);
        }
        // A list never has more places than the whole.
        if places.len() < n_whole as usize {
            catalogue.n_packages = places.len() as u32;
            catalogue.listing = Listing::Places(places);
        }
        Ok(catalogue)
    }

    /// The packages of a problem that its mask and its exclusions allow: all of them where the space
    /// can be enumerated, else [candidates](Self::candidates).
    ///
    /// Leave red lines out of the problem's mask where a party should be free to offer what another
    /// one will never accept; a [`Ranking`](crate::Ranking) keeps each party's own.
    ///
    /// # Errors
    /// No package is allowed, or none was found.
    pub fn of_problem(problem: &Problem) -> Result<Self, BargainingError> {
        if problem.space().is_enumerable() {
            return Self::enumerated(problem.space(), |package| problem.allows(package));
        }
        Self::candidates(problem)
    }

    /// Candidates for a space too large to enumerate, at most [`MAX_CANDIDATES`], each allowed:
    /// 1. the supported frontier;
    /// 2. each party's best package and its ladders of concessions from there towards the best of
    ///    each other party, one issue at a time, the issue first whose change gives the other most
    ///    for each unit of own loss;
    /// 3. packages that differ from one of these on one issue, as far as there is room.
    ///
    /// They depend on the problem alone, and are numbered in product order.
    ///
    /// # Errors
    /// No allowed package was found.
    pub fn candidates(problem: &Problem) -> Result<Self, BargainingError> {
        let space = problem.space();
        let packages = candidates::collect(problem, MAX_CANDIDATES);
        if packages.is_empty() {
            return Err(BargainingError::NothingAllowed);
        }
        Ok(Self {
            space: space.clone(),
            strides: Vec::new(),
            // At most MAX_CANDIDATES.
            n_packages: packages.len() as u32,
            listing: Listing::Packages(packages.into_iter().flatten().collect()),
        })
    }

    /// The outcome space.
    #[must_use]
    pub fn space(&self) -> &OutcomeSpace {
        &self.space
    }

    /// Number of packages, at least 1.
    #[must_use]
    pub fn n_packages(&self) -> usize {
        self.n_packages as usize
    }

    /// Whether every package of the space is in the catalogue.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        matches!(self.listing, Listing::Whole)
    }

    /// The option that a package has on an issue; the package's number is below
    /// [`n_packages`](Self::n_packages).
    #[inline]
    #[must_use]
    pub fn option(&self, package: u32, issue: usize) -> u16 {
        let place = match &self.listing {
            Listing::Whole => package,
            Listing::Places(places) => places[package as usize],
            Listing::Packages(options) => return options[package as usize * self.space.n_issues() + issue],
        };
        (place / self.strides[issue] % self.space.options(issue).len() as u32) as u16
    }

    /// Writes the options of a package, one per issue.
    ///
    /// # Panics
    /// `options` has another length than the space has issues.
    pub fn write_options(&self, package: u32, options: &mut [u16]) {
        assert_eq!(options.len(), self.space.n_issues(), "one option per issue");
        match &self.listing {
            Listing::Whole => self.write_whole(package, options),
            Listing::Places(places) => self.write_whole(places[package as usize], options),
            Listing::Packages(all) => {
                options.copy_from_slice(&all[package as usize * options.len()..][..options.len()]);
            }
        }
    }

    /// The number of a package; `None` where it is not in the catalogue or not one of the space.
    #[must_use]
    pub fn number(&self, options: &[u16]) -> Option<u32> {
        if !self.space.contains(options) {
            return None;
        }
        let place = || {
            options
                .iter()
                .zip(&self.strides)
                .map(|(&option, stride)| u32::from(option) * stride)
                .sum()
        };
        match &self.listing {
            Listing::Whole => Some(place()),
            Listing::Places(places) => places.binary_search(&place()).ok().map(|number| number as u32),
            Listing::Packages(all) => {
                let package = |number: u32| &all[number as usize * options.len()..][..options.len()];
                let (mut first, mut end) = (0, self.n_packages);
                while first < end {
                    let middle = first + (end - first) / 2;
                    if package(middle) < options {
                        first = middle + 1;
                    } else {
                        end = middle;
                    }
                }
                (first < self.n_packages && package(first) == options).then_some(first)
            }
        }
    }

    /// Writes a party's utility of every package, bit for bit as [`Preferences::utility`], and minus
    /// infinity where an option is not `allowed` (one entry per flat option). Allocates only where
    /// `utilities` has too little capacity.
    pub(crate) fn write_utilities(&self, preferences: &Preferences, allowed: &[bool], utilities: &mut Vec<f64>) {
        utilities.clear();
        let mut package = |options: &[u16]| {
            let is_allowed = self.space.flat_options(options).all(|flat| allowed[flat]);
            if is_allowed {
                preferences.utility(options)
            } else {
                f64::NEG_INFINITY
            }
        };
        if let Listing::Packages(all) = &self.listing {
            utilities.extend(all.chunks_exact(self.space.n_issues()).map(&mut package));
            return;
        }
        self.expand_worths(preferences, allowed, utilities);
        self.add_linkages(preferences, utilities);
        if let Listing::Places(places) = &self.listing {
            // Places ascend, so none is overwritten before it is read.
            for (number, &place) in places.iter().enumerate() {
                utilities[number] = utilities[place as usize];
            }
            utilities.truncate(places.len());
        }
    }

    /// Sums of worths over all packages of the space: the sums up to one issue, each continued by
    /// every option of the next. So a sum is the same chain of additions as for a single package.
    fn expand_worths(&self, preferences: &Preferences, allowed: &[bool], utilities: &mut Vec<f64>) {
        let n_whole = self.strides[0] as usize * self.space.options(0).len();
        utilities.resize(n_whole, 0.0);
        let mut n_sums = 1;
        for issue in 0..self.space.n_issues() {
            let options = self.space.options(issue);
            for sum in (0..n_sums).rev() {
                let before = utilities[sum];
                for (place, flat) in options.clone().enumerate() {
                    let worth = if allowed[flat] {
                        preferences.worth()[flat]
                    } else {
                        f64::NEG_INFINITY
                    };
                    utilities[sum * options.len() + place] = before + worth;
                }
            }
            n_sums *= options.len();
        }
    }

    fn add_linkages(&self, preferences: &Preferences, utilities: &mut [f64]) {
        for linkage in preferences.linkages() {
            for (place, utility) in (0..).zip(utilities.iter_mut()) {
                let holds = linkage.options.iter().all(|&flat| {
                    let (issue, option) = self.space.issue_and_option(flat);
                    place / self.strides[issue] % self.space.options(issue).len() as u32 == u32::from(option)
                });
                if holds {
                    *utility += linkage.value;
                }
            }
        }
    }

    /// Options of the package at a place of the whole product.
    fn write_whole(&self, mut place: u32, options: &mut [u16]) {
        for (issue, option) in options.iter_mut().enumerate().rev() {
            let n_options = self.space.options(issue).len() as u32;
            *option = (place % n_options) as u16;
            place /= n_options;
        }
    }
}

/// Strides of a space that can be enumerated.
fn strides(space: &OutcomeSpace) -> Vec<u32> {
    let mut strides = vec![1; space.n_issues()];
    for issue in (1..space.n_issues()).rev() {
        strides[issue - 1] = strides[issue] * space.options(issue).len() as u32;
    }
    strides
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Linkage;

    fn packages(catalogue: &Catalogue) -> Vec<Vec<u16>> {
        let n_issues = catalogue.space().n_issues();
        let options = |number: usize| {
            let mut options = vec![0; n_issues];
            catalogue.write_options(number as u32, &mut options);
            options
        };
        (0..catalogue.n_packages()).map(options).collect()
    }

    #[test]
    fn a_whole_space_is_numbered_in_product_order() {
        let space = OutcomeSpace::new(&[2, 1, 3]).unwrap();
        let catalogue = Catalogue::enumerated(&space, |_| true).unwrap();
        assert!(catalogue.is_whole());
        let expected: Vec<Vec<u16>> = space.packages().unwrap().map(|package| package.0).collect();
        assert_eq!(packages(&catalogue), expected);
        for (number, package) in (0..).zip(&expected) {
            assert_eq!(catalogue.number(package), Some(number));
            let options: Vec<u16> = (0..3).map(|issue| catalogue.option(number, issue)).collect();
            assert_eq!(options, *package);
        }
        assert_eq!(catalogue.number(&[2, 0, 0]), None);
    }

    #[test]
    fn refused_packages_have_no_number() {
        let space = OutcomeSpace::new(&[2, 2]).unwrap();
        let catalogue = Catalogue::enumerated(&space, |package| package != [0, 1]).unwrap();
        assert_eq!(packages(&catalogue), [[0, 0], [1, 0], [1, 1]]);
        assert_eq!(catalogue.number(&[0, 1]), None);
        assert_eq!(catalogue.number(&[1, 0]), Some(1));
        assert_eq!([catalogue.option(2, 0), catalogue.option(2, 1)], [1, 1]);
        let nothing = Catalogue::enumerated(&space, |_| false).unwrap_err();
        assert_eq!(nothing, BargainingError::NothingAllowed);
    }

    #[test]
    fn utilities_are_those_of_single_packages_to_the_last_bit() {
        let space = OutcomeSpace::new(&[3, 2, 4]).unwrap();
        let worth = [0.1, 0.7, 0.3, 0.2, 0.15, 0.33, 0.01, 0.9, 0.6];
        let linkages = [
            Linkage {
                options: vec![1, 8],
                value: 0.05,
            },
            Linkage {
                options: vec![4],
                value: -0.1,
            },
        ];
        let preferences = Preferences::new(&space, &worth, &linkages).unwrap();
        let mut allowed = [true; 9];
        allowed[6] = false;
        let whole = Catalogue::enumerated(&space, |_| true).unwrap();
        let listed = Catalogue::enumerated(&space, |package| package[0] != package[1]).unwrap();
        let mut utilities = Vec::new();
        for catalogue in [whole, listed] {
            catalogue.write_utilities(&preferences, &allowed, &mut utilities);
            assert_eq!(utilities.len(), catalogue.n_packages());
            for (package, utility) in packages(&catalogue).iter().zip(&utilities) {
                let expected = if package[2] == 1 {
                    f64::NEG_INFINITY
                } else {
                    preferences.utility(package)
                };
                assert_eq!(utility.to_bits(), expected.to_bits());
            }
        }
    }

    #[test]
    fn too_large_a_space_is_refused_and_has_candidates() {
        let space = OutcomeSpace::new(&[4; 28]).unwrap();
        assert!(matches!(
            Catalogue::enumerated(&space, |_| true),
            Err(BargainingError::TooLarge { .. })
        ));
        let north: Vec<f64> = (0..112)
            .map(|flat| f64::from(flat % 4) * f64::from(1 + flat / 4))
            .collect();
        let south: Vec<f64> = (0..112)
            .map(|flat| f64::from(3 - flat % 4) * f64::from(28 - flat / 4))
            .collect();
        let parties = [&north, &south].map(|worth| Preferences::new(&space, worth, &[]).unwrap());
        let mut allowed = [true; 112];
        allowed[3] = false;
        let problem = Problem::new(&space, &parties, &[], &allowed).unwrap();
        let catalogue = Catalogue::of_problem(&problem).unwrap();
        let packages = packages(&catalogue);
        assert!(packages.len() > 1_000 && packages.len() <= MAX_CANDIDATES);
        assert!(packages.windows(2).all(|pair| pair[0] < pair[1]));
        assert!(packages.iter().all(|package| problem.allows(package)));
        let mut best = vec![3; 28];
        best[0] = 2;
        assert_eq!(
            catalogue.number(&best).map(|number| packages[number as usize].clone()),
            Some(best)
        );
        assert!(catalogue.number(&[0; 28]).is_some());
        let mut utilities = Vec::new();
        catalogue.write_utilities(&parties[0], &[true; 112], &mut utilities);
        let expected: Vec<f64> = packages.iter().map(|package| parties[0].utility(package)).collect();
        assert_eq!(utilities, expected);
    }
}
