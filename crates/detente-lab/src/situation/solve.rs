//! Frontier and solutions of a situation.

use super::Situation;
use detente_bargaining::{
    BargainingError, Census, Efficient, MAX_ENUMERABLE, Points, Preferences, Problem, SupportedFrontier, Survey, Zone,
    tightness, zone,
};
use detente_core::OptionIx;

/// A package with what it is worth to each disputant.
#[derive(Debug, Clone, PartialEq)]
pub struct Settlement {
    /// Utilities of the disputants.
    pub utilities: Vec<f64>,
    /// The option of each issue.
    pub package: Vec<OptionIx>,
}

/// How many packages there are.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Counts {
    /// Packages that exclusions allow; none where that could not be counted.
    pub all: Option<f64>,
    /// Those of them that cross no red line and hold no option that is off the table.
    pub open: f64,
    /// Those of them that give every disputant at least its reservation value: the zone.
    pub zone: f64,
    /// Those of them that give every disputant more than its reservation value.
    pub gaining: f64,
}

/// What theory says of a situation.
#[derive(Debug, Clone, PartialEq)]
pub struct Solved {
    /// Whether the frontier holds every efficient package, or the supported ones only.
    pub exact: bool,
    /// Each disputant's least and greatest utility over packages without red lines; none where there are none.
    pub ranges: Option<Vec<[f64; 2]>>,
    /// How tight it is for each disputant: its reservation value over what the egalitarian package gives it; where there
    /// is no zone, the package that leaves the worst off least short. None where that is not above 0.
    pub tightness: Vec<Option<f64>>,
    /// Whether some package gives every disputant its reservation value; unknown in some large spaces.
    pub zone: Option<bool>,
    /// How many packages there are; of enumerated spaces only.
    pub counts: Option<Counts>,
    /// The efficient packages that give every disputant its reservation value, by falling utility of the first.
    pub frontier: Vec<Settlement>,
    /// Greatest product of surpluses.
    pub nash: Vec<Settlement>,
    /// Greatest least share of the possible gain.
    pub kalai_smorodinsky: Vec<Settlement>,
    /// Greatest least surplus.
    pub egalitarian: Vec<Settlement>,
    /// Greatest sum of utilities.
    pub maximum_welfare: Vec<Settlement>,
    /// Greatest sum of shares of the greatest possible gains.
    pub maximum_relative_welfare: Vec<Settlement>,
    /// Least distance of a package from everybody's ideal, each utility as a share of its greatest.
    pub opposition: Option<f64>,
}

/// What is found by counting, or by searching where there is too much to count.
struct Looked {
    ranges: Option<Vec<[f64; 2]>>,
    zone: Option<bool>,
    counts: Option<Counts>,
    /// What the package that leaves the worst off least short gives each disputant.
    least_short: Option<Vec<f64>>,
}

impl Situation {
    /// Frontier and solutions; none where there is nothing to bargain over.
    pub fn solve(&self) -> Option<Solved> {
        let preferences = self.preferences()?;
        let problem = Problem::new(&self.space, &preferences, &self.exclusions, &self.allowed).ok()?;
        let looked = self.look(&problem);
        let mut survey = Survey::new();
        survey.trace(&problem, MAX_ENUMERABLE, &self.reservation_values);
        let Efficient { frontier, solutions } = survey.above(&self.reservation_values);
        let of = |pick: fn(&detente_bargaining::Solutions) -> &Vec<usize>| {
            let indices = solutions.as_ref().map(pick).into_iter().flatten();
            indices
                .map(|&k| self.settlement(&frontier, k))
                .collect::<Vec<Settlement>>()
        };
        let egalitarian = of(|s| &s.egalitarian);
        let level = egalitarian
            .first()
            .map(|s| &s.utilities)
            .or(looked.least_short.as_ref());
        let tight = |k: usize| tightness(self.reservation_values[k], level?[k]);
        Some(Solved {
            exact: survey.is_exact(),
            tightness: (0..self.disputants.len()).map(tight).collect(),
            ranges: looked.ranges,
            zone: looked.zone,
            counts: looked.counts,
            nash: of(|s| &s.nash),
            kalai_smorodinsky: of(|s| &s.kalai_smorodinsky),
            egalitarian,
            maximum_welfare: of(|s| &s.maximum_welfare),
            maximum_relative_welfare: of(|s| &s.maximum_relative_welfare),
            opposition: solutions.as_ref().and_then(|s| s.opposition),
            frontier: (0..frontier.len()).map(|k| self.settlement(&frontier, k)).collect(),
        })
    }

    fn look(&self, problem: &Problem<'_>) -> Looked {
        let r = &self.reservation_values;
        match Census::of(problem) {
            Ok(census) => Looked {
                ranges: Some(census.ranges()),
                zone: Some(census.n_at_least(r) > 0.0),
                counts: Some(Counts {
                    all: self.n_not_excluded(),
                    open: census.n_packages(),
                    zone: census.n_at_least(r),
                    gaining: census.n_above(r),
                }),
                least_short: Some(census.least_short(r)),
            },
            Err(BargainingError::NothingAllowed) => Looked {
                ranges: None,
                zone: Some(false),
                counts: Some(Counts {
                    all: self.n_not_excluded(),
                    open: 0.0,
                    zone: 0.0,
                    gaining: 0.0,
                }),
                least_short: None,
            },
            Err(_) => self.search(problem),
        }
    }

    /// A space too large to count.
    fn search(&self, problem: &Problem<'_>) -> Looked {
        let r = &self.reservation_values;
        let mut supported = SupportedFrontier::new();
        supported.trace(problem);
        let points = supported.points();
        let least = |u: &[f64]| u.iter().zip(r).map(|(u, r)| u - r).fold(f64::INFINITY, f64::min);
        let widest = problem.tolerances().into_iter().fold(0.0, f64::max);
        let better = |best: Option<usize>, k: usize| match best {
            Some(best) if least(points.utilities(best)) >= least(points.utilities(k)) - widest => Some(best),
            _ => Some(k),
        };
        let least_short = (0..points.len()).fold(None, better);
        let allows = |flat: usize| problem.allows_option(flat);
        let bounds = problem.parties().iter().map(|party| party.bounds_among(allows));
        Looked {
            ranges: (!points.is_empty()).then(|| bounds.map(|b| [b.lowest, b.highest]).collect()),
            zone: match zone(problem, &supported, r) {
                Zone::Empty => Some(false),
                Zone::Holds(_) => Some(true),
                Zone::Unknown => None,
            },
            counts: None,
            least_short: least_short.map(|k| points.utilities(k).to_vec()),
        }
    }

    /// How many packages exclusions allow, red lines and what is off the table included: to whom all is worth nothing, all
    /// options are alike but those that are excluded.
    fn n_not_excluded(&self) -> Option<f64> {
        let nothing = vec![0.0; self.space.n_flat()];
        let nobody = [Preferences::new(&self.space, &nothing, &[]).ok()?];
        let allowed = vec![true; self.space.n_flat()];
        let problem = Problem::new(&self.space, &nobody, &self.exclusions, &allowed).ok()?;
        match Census::of(&problem) {
            Ok(census) => Some(census.n_packages()),
            Err(BargainingError::NothingAllowed) => Some(0.0),
            Err(_) => None,
        }
    }

    fn settlement(&self, points: &Points, index: usize) -> Settlement {
        Settlement {
            utilities: points.utilities(index).to_vec(),
            package: self
                .space
                .flat_options(points.package(index))
                .map(OptionIx::new)
                .collect(),
        }
    }
}
