//! One party's utilities over a catalogue, by package and in ascending order.
//!
//! A *rank* is a place in the ascending order, from 0 for the worst package; of equal utilities the
//! package that comes first in the catalogue has the lower rank. Whatever a party may offer is a rank,
//! so that an offer always lies in the catalogue and never crosses the party's own red lines.

use crate::preferences::TOLERANCE;
use crate::{BargainingError, Catalogue, Preferences};

/// A package and its utility.
#[derive(Clone, Copy, Debug, Default)]
struct Ranked {
    utility: f64,
    package: u32,
}

/// A party's ranking of the packages of a catalogue. It keeps its memory from one
/// [`rebuild`](Self::rebuild) to the next.
#[derive(Clone, Debug, Default)]
pub struct Ranking {
    /// By package number; minus infinity across an own red line.
    utilities: Vec<f64>,
    /// Packages without own red lines, ascending.
    ranked: Vec<Ranked>,
}

impl Ranking {
    /// An empty ranking, to be built.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Ranks the packages of `catalogue` by `preferences`. `allowed` has one entry per flat option
    /// and is false for the party's own red lines.
    ///
    /// Allocates nothing once a catalogue as large was ranked before.
    ///
    /// # Errors
    /// The preferences are over another space than the catalogue, or `allowed` has another length
    /// than the space has options.
    pub fn rebuild(
        &mut self,
        catalogue: &Catalogue,
        preferences: &Preferences,
        allowed: &[bool],
    ) -> Result<(), BargainingError> {
        let expected = catalogue.space().n_flat();
        if allowed.len() != expected {
            return Err(BargainingError::Length {
                what: "allowed",
                found: allowed.len(),
                expected,
            });
        }
        if preferences.space() != catalogue.space() {
            return Err(BargainingError::ForeignSpace { party: 0 });
        }
        catalogue.write_utilities(preferences, allowed, &mut self.utilities);
        self.sort();
        Ok(())
    }

    /// Ranks packages by utilities that are given, one per package number; minus infinity stands for
    /// an own red line.
    pub fn rebuild_from(&mut self, utilities: impl IntoIterator<Item = f64>) {
        self.utilities.clear();
        self.utilities.extend(utilities);
        self.sort();
    }

    fn sort(&mut self) {
        self.ranked.clear();
        self.ranked.reserve(self.utilities.len());
        let within = (0..)
            .zip(&self.utilities)
            .filter(|(_, utility)| **utility > f64::NEG_INFINITY);
        self.ranked
            .extend(within.map(|(package, &utility)| Ranked { utility, package }));
        // Package numbers differ, so this order is the stable one. Sums that start from 0.0 are never
        // -0.0, so no tie is broken by a sign.
        let order = |a: &Ranked, b: &Ranked| a.utility.total_cmp(&b.utility).then(a.package.cmp(&b.package));
        self.ranked.sort_unstable_by(order);
    }

    /// Number of ranks: packages that cross no own red line.
    #[inline]
    #[must_use]
    pub fn n_ranks(&self) -> usize {
        self.ranked.len()
    }

    /// Number of packages of the catalogue.
    #[must_use]
    pub fn n_packages(&self) -> usize {
        self.utilities.len()
    }

    /// The utility of a package of the catalogue; minus infinity across an own red line.
    #[inline]
    #[must_use]
    pub fn utility(&self, package: u32) -> f64 {
        self.utilities[package as usize]
    }

    /// The package at a rank below [`n_ranks`](Self::n_ranks).
    #[inline]
    #[must_use]
    pub fn package(&self, rank: usize) -> u32 {
        self.ranked[rank].package
    }

    /// The utility at a rank below [`n_ranks`](Self::n_ranks).
    #[inline]
    #[must_use]
    pub fn utility_at(&self, rank: usize) -> f64 {
        self.ranked[rank].utility
    }

    /// The least utility without own red lines, u_min; 0 where there are no ranks.
    ///
    /// On a whole space without linkages it is the utility of the additive optimum of each issue,
    /// since additions round monotonically.
    #[inline]
    #[must_use]
    pub fn lowest(&self) -> f64 {
        self.ranked.first().map_or(0.0, |ranked| ranked.utility)
    }

    /// The greatest utility without own red lines, u_max; 0 where there are no ranks.
    #[inline]
    #[must_use]
    pub fn highest(&self) -> f64 {
        self.ranked.last().map_or(0.0, |ranked| ranked.utility)
    }

    /// The lowest rank whose utility is at least `level`; [`n_ranks`](Self::n_ranks) where there is
    /// none.
    #[must_use]
    pub fn first_at_least(&self, level: f64) -> usize {
        self.ranked.partition_point(|ranked| ranked.utility < level)
    }

    /// A level as the sums of this ranking reach it: the least utility at or above it or, where that misses it by no more
    /// than rounding (1e-12 of the greatest utility), that utility. So a package worth exactly the reservation value is
    /// worth it.
    #[must_use]
    pub fn reached(&self, level: f64) -> f64 {
        let tolerance = TOLERANCE * self.highest().abs().max(self.lowest().abs());
        let nearest = self.ranked.get(self.first_at_least(level - tolerance));
        nearest.map_or(level, |ranked| ranked.utility.min(level))
    }

    /// As [`first_at_least`](Self::first_at_least), in time logarithmic in the distance from `hint`;
    /// any hint gives the right answer.
    #[inline]
    #[must_use]
    pub fn first_at_least_near(&self, level: f64, hint: usize) -> usize {
        let n_ranks = self.ranked.len();
        let is_below = |rank: usize| self.ranked[rank].utility < level;
        let (mut first, mut end) = (0, n_ranks);
        let mut step = 1;
        if hint < n_ranks && is_below(hint) {
            first = hint + 1;
            while first + step <= n_ranks {
                if !is_below(first + step - 1) {
                    end = first + step - 1;
                    break;
                }
                first += step;
                step *= 2;
            }
        } else {
            end = hint.min(n_ranks);
            while step <= end {
                if is_below(end - step) {
                    first = end - step + 1;
                    break;
                }
                end -= step;
                step *= 2;
            }
        }
        first + self.ranked[first..end].partition_point(|ranked| ranked.utility < level)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::OutcomeSpace;

    fn ranking(utilities: &[f64]) -> Ranking {
        let mut ranking = Ranking::new();
        ranking.rebuild_from(utilities.iter().copied());
        ranking
    }

    #[test]
    fn ties_keep_the_order_of_the_catalogue() {
        let ranking = ranking(&[0.5, 0.2, 0.5, 0.2, 0.9]);
        let order: Vec<u32> = (0..5).map(|rank| ranking.package(rank)).collect();
        assert_eq!(order, [1, 3, 0, 2, 4]);
        assert_eq!([ranking.lowest(), ranking.highest()], [0.2, 0.9]);
        assert_eq!(
            [0.2, 0.3, 0.5, 0.95].map(|level| ranking.first_at_least(level)),
            [0, 2, 2, 5]
        );
    }

    #[test]
    fn any_hint_finds_the_same_rank() {
        let utilities: Vec<f64> = (0..200).map(|number| f64::from(number * 37 % 60)).collect();
        let ranking = ranking(&utilities);
        for level in -1..62 {
            let level = f64::from(level) - 0.5;
            for hint in 0..=201 {
                assert_eq!(ranking.first_at_least_near(level, hint), ranking.first_at_least(level));
            }
        }
    }

    #[test]
    fn own_red_lines_have_no_rank() {
        let space = OutcomeSpace::new(&[2, 2]).unwrap();
        let catalogue = Catalogue::enumerated(&space, |_| true).unwrap();
        let preferences = Preferences::new(&space, &[0.6, 0.0, 0.4, 0.1], &[]).unwrap();
        let mut ranking = Ranking::new();
        ranking
            .rebuild(&catalogue, &preferences, &[false, true, true, true])
            .unwrap();
        assert_eq!([ranking.n_ranks(), ranking.n_packages()], [2, 4]);
        assert_eq!([ranking.lowest(), ranking.highest()], [0.1, 0.4]);
        assert_eq!(ranking.utility(0), f64::NEG_INFINITY);
        assert!(ranking.rebuild(&catalogue, &preferences, &[true; 3]).is_err());
    }

    #[test]
    fn a_rebuild_leaves_no_trace() {
        let mut reused = ranking(&[0.1; 9]);
        reused.rebuild_from([0.3, 0.1]);
        assert_eq!([reused.n_ranks(), reused.n_packages()], [2, 2]);
        assert_eq!(reused.package(0), 1);
    }

    #[test]
    fn a_package_worth_a_level_but_for_rounding_reaches_it() {
        let mut ranking = Ranking::new();
        let (sum, level) = (0.2 + 0.7, 0.9);
        ranking.rebuild_from([sum, 0.3, 1.0]);
        assert!(sum < level);
        assert_eq!(ranking.reached(level), sum);
        assert_eq!([ranking.reached(0.9 + 1e-9), ranking.reached(0.5)], [0.9 + 1e-9, 0.5]);
        assert_eq!([ranking.reached(1.0), ranking.reached(2.0)], [1.0, 2.0]);
    }

    #[test]
    fn nothing_but_red_lines_leaves_no_rank() {
        let ranking = ranking(&[f64::NEG_INFINITY; 3]);
        assert_eq!(ranking.n_ranks(), 0);
        assert_eq!(ranking.first_at_least_near(0.0, 7), 0);
    }
}
