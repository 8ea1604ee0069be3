//! Frontiers, zones, counts and solutions of random spaces with one-decimal numbers, held to brute force in whole
//! numbers: what is equal there is equal here, whatever floats make of it. Issues that weigh nothing change nothing.

mod support;

use detente_bargaining::{
    Census, Efficient, Exclusion, MAX_ENUMERABLE, OutcomeSpace, Points, Preferences, Problem, Solutions, Survey,
};
use support::SplitMix;

/// A space of three or fewer parties: weights and values in tenths, reservation values in tenths of the best.
struct Case {
    n_options: Vec<usize>,
    /// By party and issue.
    weights: Vec<Vec<i128>>,
    /// By party and flat option.
    values: Vec<Vec<i128>>,
    /// Tenths of a utility that runs to 10.
    reservations: Vec<i128>,
    exclusions: Vec<Exclusion>,
    allowed: Vec<bool>,
}

impl Case {
    fn random(luck: &mut SplitMix) -> Self {
        let n_options: Vec<usize> = (0..1 + luck.below(4)).map(|_| 1 + luck.below(4)).collect();
        let n_flat: usize = n_options.iter().sum();
        let n_parties = 2 + luck.below(3);
        let mut table = |n: usize, from: usize| -> Vec<Vec<i128>> {
            (0..n_parties)
                .map(|_| (0..n).map(|_| (from + luck.below(11 - from)) as i128).collect())
                .collect()
        };
        let (weights, values) = (table(n_options.len(), 1), table(n_flat, 0));
        Self {
            reservations: (0..n_parties).map(|_| luck.below(8) as i128).collect(),
            exclusions: (0..luck.below(2))
                .map(|_| Exclusion {
                    options: vec![luck.below(n_flat), luck.below(n_flat)],
                })
                .collect(),
            allowed: (0..n_flat).map(|_| luck.unit() < 0.9).collect(),
            n_options,
            weights,
            values,
        }
    }

    fn space(&self) -> OutcomeSpace {
        OutcomeSpace::new(&self.n_options).unwrap()
    }

    fn n_parties(&self) -> usize {
        self.weights.len()
    }

    fn total(&self, party: usize) -> i128 {
        self.weights[party].iter().sum()
    }

    /// Utility times ten times the sum of weights, which is a whole number.
    fn exactly(&self, party: usize, package: &[u16]) -> i128 {
        let flats = self.space().flat_options(package).collect::<Vec<usize>>();
        flats
            .iter()
            .zip(&self.weights[party])
            .map(|(&flat, weight)| weight * self.values[party][flat])
            .sum()
    }

    /// By how much a package beats the reservation value, on the same scale.
    fn surplus(&self, party: usize, package: &[u16]) -> i128 {
        self.exactly(party, package) - self.reservations[party] * self.total(party)
    }

    /// Floats as a scenario makes them: normalised weight times value, `beside` issues that weigh nothing.
    fn worth(&self, party: usize, beside: usize) -> Vec<f64> {
        let space = self.space();
        let total: f64 = self.weights[party].iter().map(|&weight| weight as f64 / 10.0).sum();
        let worth = |flat: usize| {
            let weight = self.weights[party][space.issue_and_option(flat).0] as f64 / 10.0;
            weight / total * (self.values[party][flat] as f64 / 10.0)
        };
        (0..space.n_flat())
            .map(worth)
            .chain(std::iter::repeat_n(0.0, 4 * beside))
            .collect()
    }

    fn with<T>(&self, beside: usize, act: impl FnOnce(&Problem) -> T) -> T {
        let space = OutcomeSpace::new(&[&self.n_options[..], &vec![4; beside]].concat()).unwrap();
        let worths: Vec<Vec<f64>> = (0..self.n_parties()).map(|party| self.worth(party, beside)).collect();
        let parties: Vec<Preferences> = worths
            .iter()
            .map(|worth| Preferences::new(&space, worth, &[]).unwrap())
            .collect();
        let allowed = [&self.allowed[..], &vec![true; 4 * beside]].concat();
        act(&Problem::new(&space, &parties, &self.exclusions, &allowed).unwrap())
    }

    fn levels(&self) -> Vec<f64> {
        self.reservations.iter().map(|&tenths| tenths as f64 / 10.0).collect()
    }

    fn efficient(&self, beside: usize) -> Efficient {
        self.with(beside, |problem| {
            let mut survey = Survey::new();
            survey.trace(problem, MAX_ENUMERABLE, &self.levels());
            assert!(survey.is_exact());
            survey.above(&self.levels())
        })
    }

    /// Packages that may be agreed, in product order.
    fn packages(&self) -> Vec<Vec<u16>> {
        let allowed = |package: &Vec<u16>| self.with(0, |problem| problem.allows(package));
        self.space()
            .packages()
            .unwrap()
            .map(|package| package.0)
            .filter(allowed)
            .collect()
    }

    /// The efficient packages among these that nobody loses by, the first of those that are equal.
    fn brute_force(&self, packages: &[Vec<u16>]) -> Vec<Vec<u16>> {
        let point = |package: &Vec<u16>| {
            (0..self.n_parties())
                .map(|p| self.exactly(p, package))
                .collect::<Vec<i128>>()
        };
        let rational = |package: &&Vec<u16>| (0..self.n_parties()).all(|p| self.surplus(p, package) >= 0);
        let points: Vec<(Vec<i128>, &Vec<u16>)> = packages.iter().filter(rational).map(|p| (point(p), p)).collect();
        let beaten = |at: usize| {
            let by = |(other, (utilities, _)): (usize, &(Vec<i128>, &Vec<u16>))| {
                utilities.iter().zip(&points[at].0).all(|(a, b)| a >= b) && (*utilities != points[at].0 || other < at)
            };
            points.iter().enumerate().any(by)
        };
        (0..points.len())
            .filter(|&at| !beaten(at))
            .map(|at| points[at].1.clone())
            .collect()
    }
}

fn packages(points: &Points, n_issues: usize) -> Vec<Vec<u16>> {
    let mut found: Vec<Vec<u16>> = (0..points.len())
        .map(|k| points.package(k)[..n_issues].to_vec())
        .collect();
    found.sort();
    found
}

#[test]
fn frontiers_and_counts_are_those_of_exact_fractions() {
    let mut luck = SplitMix(16);
    let mut largest = 0;
    for trial in 0..500 {
        let case = Case::random(&mut luck);
        let all = case.packages();
        let found = case.efficient(0).frontier;
        largest = largest.max(found.len());
        assert_eq!(
            packages(&found, case.n_options.len()),
            case.brute_force(&all),
            "trial {trial}"
        );
        let Ok(census) = case.with(0, Census::of) else {
            assert!(all.is_empty(), "trial {trial}");
            continue;
        };
        let count = |least: i128| {
            let enough = |package: &&Vec<u16>| (0..case.n_parties()).all(|p| case.surplus(p, package) >= least);
            all.iter().filter(enough).count() as f64
        };
        assert_eq!(census.n_packages(), all.len() as f64, "trial {trial}");
        assert_eq!(census.n_at_least(&case.levels()), count(0), "trial {trial}");
        assert_eq!(census.n_above(&case.levels()), count(1), "trial {trial}");
    }
    assert!(largest > 10, "{largest}");
}

/// Products and sums of surpluses as fractions: every party's on its own scale, multiplied by the others' scales.
#[test]
fn solutions_are_those_of_exact_fractions() {
    let mut luck = SplitMix(3);
    let mut solved = 0;
    for trial in 0..500 {
        let case = Case::random(&mut luck);
        let efficient = case.efficient(0);
        let Some(found) = &efficient.solutions else { continue };
        solved += 1;
        let n = case.n_parties();
        let package = |index: usize| efficient.frontier.package(index);
        let scale: i128 = (0..n).map(|p| case.total(p)).product();
        let surplus = |p: usize, index: usize| case.surplus(p, package(index));
        let on_one_scale = |p: usize, index: usize| surplus(p, index) * (scale / case.total(p));
        let gain = |p: usize| (0..efficient.frontier.len()).map(|k| surplus(p, k)).max().unwrap();
        let gainers: Vec<usize> = (0..n).filter(|&p| gain(p) > 0).collect();
        let gains: i128 = gainers.iter().map(|&p| gain(p)).product();
        let product = |k: usize| gainers.iter().map(|&p| surplus(p, k)).product::<i128>();
        let least = |k: usize| (0..n).map(|p| on_one_scale(p, k)).min().unwrap();
        let share = |k: usize| {
            gainers
                .iter()
                .map(|&p| surplus(p, k) * (gains / gain(p)))
                .min()
                .unwrap_or(0)
        };
        let welfare = |k: usize| (0..n).map(|p| on_one_scale(p, k)).sum::<i128>();
        let concepts: [(&[usize], &dyn Fn(usize) -> i128); 4] = [
            (&found.nash, &product),
            (&found.egalitarian, &least),
            (&found.kalai_smorodinsky, &share),
            (&found.maximum_welfare, &welfare),
        ];
        for (chosen, criterion) in concepts {
            let values: Vec<i128> = (0..efficient.frontier.len()).map(criterion).collect();
            let best = values.iter().max().unwrap();
            let ties: Vec<usize> = (0..values.len()).filter(|&k| values[k] == *best).collect();
            assert_eq!(chosen, ties, "trial {trial}");
        }
    }
    assert!(solved > 200, "{solved}");
}

/// Twelve issues of four options that weigh nothing: 4^12 times as many packages, and the same answer.
#[test]
fn issues_that_weigh_nothing_change_nothing() {
    let mut luck = SplitMix(1);
    for trial in 0..200 {
        let case = Case::random(&mut luck);
        let (small, large) = (case.efficient(0), case.efficient(12));
        let utilities = |efficient: &Efficient| efficient.frontier.iter().map(<[f64]>::to_vec).collect::<Vec<_>>();
        assert_eq!(utilities(&small), utilities(&large), "trial {trial}");
        assert_eq!(small.solutions, large.solutions, "trial {trial}");
        let counts = |beside| {
            case.with(beside, |p| {
                Census::of(p).map(|c| [c.n_packages(), c.n_above(&case.levels())])
            })
        };
        let more = counts(0).map(|counts| counts.map(|n| n * 16_777_216.0));
        assert_eq!(more, counts(12), "trial {trial}");
    }
}

/// Who has a share of many: the solutions are those of the points that a search and weighted sums find, by the same
/// rules.
#[test]
fn large_spaces_are_solved_by_the_same_rules() {
    let space = OutcomeSpace::new(&[4; 14]).unwrap();
    let mut luck = SplitMix(9);
    for _ in 0..20 {
        let worths = [0; 2].map(|_| (0..56).map(|_| luck.unit() / 14.0).collect::<Vec<f64>>());
        let parties = worths
            .each_ref()
            .map(|worth| Preferences::new(&space, worth, &[]).unwrap());
        let problem = Problem::new(&space, &parties, &[], &[true; 56]).unwrap();
        let mut survey = Survey::new();
        survey.trace(&problem, MAX_ENUMERABLE, &[0.3, 0.3]);
        assert!(!survey.is_exact());
        let found = survey.above(&[0.3, 0.3]);
        let expected = Solutions::of(&found.frontier, &[0.3, 0.3], &problem.tolerances());
        assert!(expected.is_some() && found.solutions == expected);
    }
}
