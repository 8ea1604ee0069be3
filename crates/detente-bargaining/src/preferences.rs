//! What packages are worth to one party: additive worths and linkages.

use crate::{BargainingError, OutcomeSpace};

/// What rounding may take from a sum, as a share of the scale: utilities that differ by less are the same. The one tolerance
/// of the bargaining situation, of those who weigh a text, and of what is told about both.
pub const TOLERANCE: f64 = 1e-12;

/// The value of a position on an issue's line: `1 - |at - ideal| / tolerance`, at least 0.
///
/// `at` and `ideal` are positions from 0 to 1, `tolerance` is the distance at which nothing is left,
/// above 0; with a tolerance of 0 only the ideal itself has value.
#[must_use]
pub fn position_value(at: f64, ideal: f64, tolerance: f64) -> f64 {
    let distance = (at - ideal).abs();
    if distance == 0.0 {
        return 1.0;
    }
    (1.0 - distance / tolerance).max(0.0)
}

/// A value that is added when all options of a set stand in the package together.
#[derive(Clone, Debug, PartialEq)]
pub struct Linkage {
    /// Flat indices of the options, at least one. Two options of one issue never stand together.
    pub options: Vec<usize>,
    /// What is added, in the unit of the worths; negative for a cost.
    pub value: f64,
}

impl Linkage {
    fn holds(&self, space: &OutcomeSpace, package: &[u16]) -> bool {
        stands(space, &self.options, package)
    }
}

/// Whether all options of a set stand in the package.
pub(crate) fn stands(space: &OutcomeSpace, options: &[usize], package: &[u16]) -> bool {
    options.iter().all(|&flat| {
        let (issue, option) = space.issue_and_option(flat);
        package[issue] == option
    })
}

/// One party's utility over packages: `U(w) = sum over issues of worth[option of w] + sum of the
/// linkages that hold in w`.
///
/// A view: tables belong to the caller, who may draw them anew for every replicate.
#[derive(Clone, Copy, Debug)]
pub struct Preferences<'a> {
    space: &'a OutcomeSpace,
    worth: &'a [f64],
    linkages: &'a [Linkage],
}

/// Limits of a utility.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bounds {
    /// At most the utility of any package.
    pub lowest: f64,
    /// At least the utility of any package.
    pub highest: f64,
}

/// Mean and standard deviation of a utility over all packages.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Moments {
    /// The mean.
    pub mean: f64,
    /// The standard deviation of the whole population of packages.
    pub standard_deviation: f64,
}

impl<'a> Preferences<'a> {
    /// A party's utility; `worth` has one entry per flat option, weight times value.
    ///
    /// # Errors
    /// A length or an option that does not fit the space; a number that is not finite.
    pub fn new(space: &'a OutcomeSpace, worth: &'a [f64], linkages: &'a [Linkage]) -> Result<Self, BargainingError> {
        let expected = space.n_flat();
        if worth.len() != expected {
            return Err(BargainingError::Length {
                what: "worth",
                found: worth.len(),
                expected,
            });
        }
        if let Some(index) = worth.iter().position(|worth| !worth.is_finite()) {
            return Err(BargainingError::NotFinite {
                what: "worth of option",
                index,
                value: worth[index],
            });
        }
        for (index, linkage) in linkages.iter().enumerate() {
            check_options(space, "linkage", index, &linkage.options)?;
            if !linkage.value.is_finite() {
                return Err(BargainingError::NotFinite {
                    what: "linkage",
                    index,
                    value: linkage.value,
                });
            }
        }
        Ok(Self { space, worth, linkages })
    }

    /// The space whose packages are valued.
    #[must_use]
    pub fn space(&self) -> &'a OutcomeSpace {
        self.space
    }

    /// The worth of each flat option.
    #[must_use]
    pub fn worth(&self) -> &'a [f64] {
        self.worth
    }

    /// The linkages.
    #[must_use]
    pub fn linkages(&self) -> &'a [Linkage] {
        self.linkages
    }

    /// The utility of a package: worths added in issue order from 0, then linkages in their order.
    #[must_use]
    pub fn utility(&self, package: &[u16]) -> f64 {
        let additive = self
            .space
            .flat_options(package)
            .fold(0.0, |sum, flat| sum + self.worth[flat]);
        let held = self
            .linkages
            .iter()
            .filter(|linkage| linkage.holds(self.space, package));
        held.fold(additive, |sum, linkage| sum + linkage.value)
    }

    /// By how much the utility of a package changes when an issue goes to another option.
    #[must_use]
    pub fn change(&self, package: &[u16], issue: usize, option: u16) -> f64 {
        let holds_after = |linkage: &Linkage| {
            linkage.options.iter().all(|&flat| {
                let (other, wanted) = self.space.issue_and_option(flat);
                wanted == if other == issue { option } else { package[other] }
            })
        };
        let [old, new] = [package[issue], option].map(|option| self.worth[self.space.flat(issue, option)]);
        // A linkage of other issues stays as it is.
        let own = self.space.options(issue);
        let touched = self
            .linkages
            .iter()
            .filter(|linkage| linkage.options.iter().any(|flat| own.contains(flat)));
        touched.fold(new - old, |change, linkage| {
            let held = linkage.holds(self.space, package);
            change + linkage.value * (f64::from(holds_after(linkage)) - f64::from(held))
        })
    }

    /// How far two utilities may lie apart and be the same: 1e-12 of the scale, which is the greatest sum of
    /// absolute worths and linkages that a package can have. Sums of floats err by less.
    #[must_use]
    pub fn tolerance(&self) -> f64 {
        self.tolerance_among(|_| true)
    }

    /// The same among the options that are allowed: what nobody may choose is no part of the scale.
    pub(crate) fn tolerance_among(&self, allows: impl Fn(usize) -> bool) -> f64 {
        let greatest = |issue: usize| {
            let options = self.space.options(issue).filter(|&flat| allows(flat));
            options.fold(0.0, |most: f64, flat| most.max(self.worth[flat].abs()))
        };
        let additive: f64 = (0..self.space.n_issues()).map(greatest).sum();
        let linked: f64 = self.linkages.iter().map(|linkage| linkage.value.abs()).sum();
        TOLERANCE * (additive + linked)
    }

    /// Interval bounds: best and worst option of each issue, all linkages that add and all that
    /// take away. Attained without linkages; with them exact bounds are NP-hard and these may be
    /// wider.
    #[must_use]
    pub fn bounds(&self) -> Bounds {
        self.bounds_among(|_| true)
    }

    /// The same among the options that are allowed; every issue needs one.
    pub fn bounds_among(&self, allows: impl Fn(usize) -> bool) -> Bounds {
        let mut bounds = Bounds {
            lowest: 0.0,
            highest: 0.0,
        };
        for issue in 0..self.space.n_issues() {
            let options = || self.space.options(issue).filter(|&flat| allows(flat));
            bounds.lowest += options().map(|flat| self.worth[flat]).fold(f64::INFINITY, f64::min);
            bounds.highest += options().map(|flat| self.worth[flat]).fold(f64::NEG_INFINITY, f64::max);
        }
        for linkage in self.linkages {
            bounds.lowest += linkage.value.min(0.0);
            bounds.highest += linkage.value.max(0.0);
        }
        bounds
    }

    /// Mean and standard deviation over all packages of the additive part, each option of an issue
    /// equally likely; linkages are ignored.
    #[must_use]
    pub fn moments(&self) -> Moments {
        let (mut mean, mut variance) = (0.0, 0.0);
        for issue in 0..self.space.n_issues() {
            let worth = &self.worth[self.space.options(issue)];
            let n_options = worth.len() as f64;
            let issue_mean = worth.iter().sum::<f64>() / n_options;
            mean += issue_mean;
            variance += worth
                .iter()
                .map(|worth| (worth - issue_mean) * (worth - issue_mean))
                .sum::<f64>()
                / n_options;
        }
        Moments {
            mean,
            standard_deviation: variance.sqrt(),
        }
    }
}

/// Rescales a party's tables in place, so that the interval bounds of its utility become 0 and 1.
///
/// Each issue takes an equal part of the shift. A utility that never varies becomes 0 everywhere.
///
/// # Errors
/// As [`Preferences::new`].
pub fn scale_to_unit(space: &OutcomeSpace, worth: &mut [f64], linkages: &mut [Linkage]) -> Result<(), BargainingError> {
    let Bounds { lowest, highest } = Preferences::new(space, worth, linkages)?.bounds();
    let range = highest - lowest;
    let scale = if range > 0.0 { 1.0 / range } else { 0.0 };
    let shift = lowest / space.n_issues() as f64;
    for worth in worth {
        *worth = (*worth - shift) * scale;
    }
    for linkage in linkages {
        linkage.value *= scale;
    }
    Ok(())
}

pub(crate) fn check_options(
    space: &OutcomeSpace,
    what: &'static str,
    index: usize,
    options: &[usize],
) -> Result<(), BargainingError> {
    let n_flat = space.n_flat();
    if options.is_empty() || options.iter().any(|&flat| flat >= n_flat) {
        return Err(BargainingError::OptionSet { what, index, n_flat });
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn value_falls_with_the_distance_from_the_ideal() {
        assert_eq!(position_value(0.4, 0.4, 1.0), 1.0);
        assert_eq!(position_value(0.25, 0.75, 1.0), 0.5);
        assert_eq!(position_value(0.25, 0.75, 0.25), 0.0);
        assert_eq!(position_value(0.5, 0.5, 0.0), 1.0);
        assert_eq!(position_value(0.5, 0.6, 0.0), 0.0);
    }

    fn linked() -> (OutcomeSpace, Vec<f64>, Vec<Linkage>) {
        let space = OutcomeSpace::new(&[2, 3]).unwrap();
        let linkages = vec![
            Linkage {
                options: vec![1, 4],
                value: 0.5,
            },
            Linkage {
                options: vec![0, 2],
                value: -0.25,
            },
        ];
        (space, vec![0.0, 1.0, 0.25, 0.5, 0.0], linkages)
    }

    #[test]
    fn linkages_add_when_all_their_options_stand() {
        let (space, worth, linkages) = linked();
        let preferences = Preferences::new(&space, &worth, &linkages).unwrap();
        let utilities: Vec<f64> = space
            .packages()
            .unwrap()
            .map(|package| preferences.utility(&package))
            .collect();
        assert_eq!(utilities, [0.0, 0.5, 0.0, 1.25, 1.5, 1.5]);
        assert_eq!(
            preferences.bounds(),
            Bounds {
                lowest: -0.25,
                highest: 2.0
            }
        );
    }

    #[test]
    fn a_change_is_the_difference_of_utilities() {
        let (space, worth, linkages) = linked();
        let preferences = Preferences::new(&space, &worth, &linkages).unwrap();
        for package in space.packages().unwrap() {
            for flat in 0..space.n_flat() {
                let (issue, option) = space.issue_and_option(flat);
                let mut changed = package.clone();
                changed[issue] = option;
                let difference = preferences.utility(&changed) - preferences.utility(&package);
                assert_eq!(preferences.change(&package, issue, option), difference);
            }
        }
    }

    #[test]
    fn the_tolerance_is_measured_by_all_that_is_added_up() {
        let (space, worth, linkages) = linked();
        let preferences = Preferences::new(&space, &worth, &linkages).unwrap();
        // Worths of 1 and .5, linkages of .5 and .25.
        assert_eq!(preferences.tolerance(), 2.25e-12);
    }

    #[test]
    fn moments_are_those_of_all_packages() {
        // First issue: mean .5, variance .25. Second: mean .25, variance 1/24.
        let (space, worth, _) = linked();
        let moments = Preferences::new(&space, &worth, &[]).unwrap().moments();
        assert!((moments.mean - 0.75).abs() < 1e-15);
        assert!((moments.standard_deviation - (0.25_f64 + 1.0 / 24.0).sqrt()).abs() < 1e-15);
    }

    #[test]
    fn scaled_tables_have_bounds_zero_and_one() {
        let (space, mut worth, mut linkages) = linked();
        scale_to_unit(&space, &mut worth, &mut linkages).unwrap();
        let preferences = Preferences::new(&space, &worth, &linkages).unwrap();
        let bounds = preferences.bounds();
        assert!(bounds.lowest.abs() < 1e-15 && (bounds.highest - 1.0).abs() < 1e-15);
        // 1.25 of [-.25, 2] lies at two thirds.
        assert!((preferences.utility(&[1, 0]) - 2.0 / 3.0).abs() < 1e-15);
    }

    #[test]
    fn a_flat_utility_scales_to_zero() {
        let space = OutcomeSpace::new(&[2]).unwrap();
        let mut worth = [0.3, 0.3];
        scale_to_unit(&space, &mut worth, &mut []).unwrap();
        assert_eq!(worth, [0.0, 0.0]);
    }

    #[test]
    fn bad_tables_are_refused() {
        let (space, worth, _) = linked();
        let error = Preferences::new(&space, &worth[1..], &[]).unwrap_err();
        assert_eq!(
            error.to_string(),
            "worth has 4 entries; expected 5, one per option of every issue"
        );
        assert!(Preferences::new(&space, &[0.0, f64::NAN, 0.0, 0.0, 0.0], &[]).is_err());
        for options in [vec![], vec![0, 5]] {
            assert!(Preferences::new(&space, &worth, &[Linkage { options, value: 0.1 }]).is_err());
        }
    }
}
