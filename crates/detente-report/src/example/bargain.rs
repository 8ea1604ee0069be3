//! A bargaining situation made up for tests, small enough to be solved by looking at every package.

use std::fs;
use std::path::Path;

use detente_results::{RunsReader, SolutionKind, SolutionRow, SolutionsTable, format_float, write_records};

/// Reservation values on the unit scale, of one party after another.
const RESERVATIONS: [f64; 3] = [0.35, 0.2, 0.25];

/// What a test varies.
#[derive(Clone)]
pub(crate) struct Bargain {
    pub(crate) disputants: Vec<String>,
    /// Options of each issue.
    pub(crate) options: Vec<usize>,
    /// Utility of a party's best package.
    pub(crate) scale: f64,
    pub(crate) frontier: SolutionKind,
    /// How many different packages the runs may agree on.
    pub(crate) agreed: usize,
    /// By how much preferences differ from run to run.
    pub(crate) drawn: f64,
}

/// A package and its utilities.
type Package = (String, Vec<f64>);

impl Bargain {
    /// Two disputants and a handful of packages.
    pub(crate) fn usual() -> Self {
        Self {
            disputants: ["north", "south"].map(str::to_owned).to_vec(),
            options: vec![4, 3, 2],
            scale: 1.0,
            frontier: SolutionKind::FrontierExact,
            agreed: 4,
            drawn: 0.0,
        }
    }

    /// Two disputants, 576 packages, a curved frontier.
    pub(crate) fn large() -> Self {
        Self {
            options: vec![4, 4, 3, 3, 2, 2],
            agreed: 40,
            ..Self::usual()
        }
    }

    /// The same packages for so many disputants.
    pub(crate) fn among(disputants: usize) -> Self {
        let more = (0..disputants).map(|party| format!("party_{party}"));
        Self {
            disputants: more.collect(),
            ..Self::large()
        }
    }

    /// Writes both tables.
    pub(crate) fn put(&self, home: &Path, runs: u64, agreements: u64) {
        let packages = self.packages();
        let table = self.solutions(&packages).write();
        fs::write(home.join(SolutionsTable::FILE), table).unwrap();
        fs::write(
            home.join(RunsReader::FILE),
            self.runs(&self.near_nash(packages), runs, agreements),
        )
        .unwrap();
    }

    fn packages(&self) -> Vec<Package> {
        let all: usize = self.options.iter().product();
        (0..all).map(|number| self.package(number)).collect()
    }

    fn package(&self, mut number: usize) -> Package {
        let issues = self.options.len();
        let mut names = Vec::new();
        let mut utilities = vec![0.0; self.disputants.len()];
        for (issue, options) in self.options.iter().enumerate() {
            let option = number % options;
            number /= options;
            let position = option as f64 / (options - 1) as f64;
            for (party, utility) in utilities.iter_mut().enumerate() {
                let (weight, value) = match party % 3 {
                    0 => (2 * issue + 1, position),
                    1 => (2 * (issues - issue) - 1, 1.0 - position * position),
                    _ => (issues - 1 + 2 * (issue % 2), 1.0 - (2.0 * position - 1.0).abs()),
                };
                *utility += self.scale * weight as f64 * value / (issues * issues) as f64;
            }
            names.push(format!("issue_{issue}=option_{option}"));
        }
        (names.join(";"), utilities)
    }

    fn solutions(&self, packages: &[Package]) -> SolutionsTable {
        let row = |kind, (package, utilities): &Package| SolutionRow {
            point: 0,
            kind,
            utilities: utilities.clone(),
            package: package.clone(),
        };
        let mut rows: Vec<_> = frontier(packages)
            .iter()
            .map(|found| row(self.frontier, found))
            .collect();
        let surplus = |utilities: &[f64]| -> Vec<f64> {
            let pairs = utilities.iter().enumerate();
            pairs
                .map(|(party, value)| (value - self.reservation(party)).max(0.0))
                .collect()
        };
        let least = |values: Vec<f64>| values.into_iter().fold(f64::MAX, f64::min);
        let shares = |utilities: &[f64]| -> Vec<f64> {
            let reach = |party: usize| self.scale - self.reservation(party);
            surplus(utilities)
                .iter()
                .enumerate()
                .map(|(party, value)| value / reach(party))
                .collect()
        };
        for (kind, found) in [
            (SolutionKind::Nash, best(packages, |all| surplus(all).iter().product())),
            (SolutionKind::KalaiSmorodinsky, best(packages, |all| least(shares(all)))),
            (SolutionKind::Egalitarian, best(packages, |all| least(surplus(all)))),
            (SolutionKind::MaximumWelfare, best(packages, |all| all.iter().sum())),
        ] {
            rows.extend(found.iter().map(|found| row(kind, found)));
        }
        let bound = |kind, value: &dyn Fn(usize) -> f64| {
            let utilities = (0..self.disputants.len()).map(value).collect();
            row(kind, &(String::new(), utilities))
        };
        rows.push(bound(SolutionKind::Reservation, &|party| self.reservation(party)));
        rows.push(bound(SolutionKind::Lowest, &|_| 0.0));
        rows.push(bound(SolutionKind::Highest, &|_| self.scale));
        SolutionsTable {
            parties: self.disputants.clone(),
            rows,
        }
    }

    fn reservation(&self, party: usize) -> f64 {
        self.scale * RESERVATIONS[party % RESERVATIONS.len()]
    }

    /// As many packages as runs may agree on, those with the greatest products first.
    fn near_nash(&self, mut packages: Vec<Package>) -> Vec<Package> {
        let product = |package: &Package| package.1.iter().product::<f64>();
        packages.sort_by(|a, b| product(b).total_cmp(&product(a)));
        packages.truncate(self.agreed);
        packages
    }

    /// Runs that agree, mostly on the first of the packages, and then runs that do not.
    fn runs(&self, packages: &[Package], runs: u64, agreements: u64) -> Vec<u8> {
        let columns = |prefix: &str, ids: &[String]| ids.iter().map(|id| format!("{prefix}{id}")).collect::<Vec<_>>();
        let mut header = ["point", "replicate", "outcome"].map(str::to_owned).to_vec();
        header.extend(columns("utility.", &self.disputants));
        header.extend((0..self.options.len()).map(|issue| format!("agreed.issue_{issue}")));
        let line = |replicate: u64| {
            let luck = (replicate * 7919 % 997) as f64 / 997.0;
            let (package, utilities) = &packages[(luck * luck * luck * packages.len() as f64) as usize];
            let agrees = replicate < agreements;
            let outcome = if agrees { "agreement" } else { "deadline" };
            let mut cells = vec!["0".to_owned(), replicate.to_string(), outcome.to_owned()];
            let utilities = utilities.iter().enumerate().map(|(party, utility)| match agrees {
                true => utility + self.drawn * (luck - 0.5),
                false => self.reservation(party),
            });
            cells.extend(utilities.map(format_float));
            let options = package.split(';').filter_map(|pair| pair.split_once('='));
            cells.extend(options.map(|(_, option)| if agrees { option } else { "" }.to_owned()));
            cells
        };
        write_records(&header, (0..runs).map(line))
    }
}

/// What no package improves on for all, by falling utility of the first party.
fn frontier(packages: &[Package]) -> Vec<Package> {
    let beats = |a: &Package, b: &Package| a.1 != b.1 && a.1.iter().zip(&b.1).all(|(a, b)| a >= b);
    let mut frontier: Vec<Package> = packages
        .iter()
        .filter(|package| !packages.iter().any(|other| beats(other, package)))
        .cloned()
        .collect();
    frontier.sort_by(|a, b| b.1[0].total_cmp(&a.1[0]));
    frontier
}

/// The packages of greatest worth.
fn best(packages: &[Package], worth: impl Fn(&[f64]) -> f64) -> Vec<Package> {
    let greatest = packages
        .iter()
        .map(|(_, utilities)| worth(utilities))
        .fold(f64::MIN, f64::max);
    let as_good = |package: &&Package| worth(&package.1) >= greatest - 1e-12;
    packages.iter().filter(as_good).cloned().collect()
}
