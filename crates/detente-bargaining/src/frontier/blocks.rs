//! Issues that must be decided together, and the combinations of options each block may take.
//!
//! Without linkages and exclusions every issue is a block of its own and a weighted sum of
//! utilities is maximised issue by issue. A linkage or an exclusion joins the issues it names.

use crate::{OutcomeSpace, Preferences, Problem};
use std::ops::Range;

/// The most combinations that a block of several issues may have.
const MAX_COMBINATIONS: usize = 4_096;

/// Weighted sums closer than this are the same: rounding must not decide between them.
const TIE: f64 = 1e-12;

/// One block and its place in the tables of [`Blocks`].
#[derive(Clone, Debug)]
pub(super) struct Block {
    /// Its issues, as a range of `Blocks::order`.
    issues: Range<usize>,
    /// Its combinations, as a range of candidate numbers.
    pub(super) candidates: Range<usize>,
    /// Where its first combination starts in `Blocks::choices`.
    choices: usize,
}

/// All blocks of a problem. The tables keep their memory from one problem to the next.
#[derive(Clone, Debug, Default)]
pub(super) struct Blocks {
    pub(super) blocks: Vec<Block>,
    /// Whether no linkage and no exclusion reaches beyond its block.
    pub(super) exact: bool,
    n_parties: usize,
    /// Union-find over issues; after grouping, the block of each issue.
    home: Vec<usize>,
    /// Issues, grouped by block.
    order: Vec<usize>,
    /// Utility of each candidate for each party, candidate by candidate.
    utilities: Vec<f64>,
    /// Options of each candidate, in the order of its block's issues.
    choices: Vec<u16>,
    package: Vec<u16>,
}

impl Blocks {
    /// Rebuilds everything for a problem. Where a block has no candidate, nothing can be agreed.
    pub(super) fn build(&mut self, problem: &Problem) {
        let n_issues = problem.space().n_issues();
        self.n_parties = problem.n_parties();
        self.exact = true;
        self.blocks.clear();
        self.utilities.clear();
        self.choices.clear();
        self.package.clear();
        self.package.resize(n_issues, 0);
        self.join(problem);
        self.group(problem);
        for block in 0..self.blocks.len() {
            self.enumerate(problem, block);
        }
    }

    /// The utilities of a candidate, one per party.
    pub(super) fn utilities(&self, candidate: usize) -> &[f64] {
        &self.utilities[candidate * self.n_parties..][..self.n_parties]
    }

    /// The utilities of a candidate for the first two parties.
    pub(super) fn pair(&self, candidate: usize) -> [f64; 2] {
        let utilities = self.utilities(candidate);
        [utilities[0], utilities[1]]
    }

    /// The greatest weighted sum of utilities in a block; `weights` has one entry per party.
    pub(super) fn greatest_sum(&self, block: &Block, weights: &[f64]) -> f64 {
        let sums = block
            .candidates
            .clone()
            .map(|candidate| dot(weights, self.utilities(candidate)));
        sums.fold(f64::NEG_INFINITY, f64::max)
    }

    /// The candidate of a block with the greatest weighted sum. Ties go to the greater plain sum,
    /// so that a party with weight 0 is not made worse off for nothing, then to the first.
    pub(super) fn best_candidate(&self, block: &Block, weights: &[f64]) -> usize {
        let greatest = self.greatest_sum(block, weights);
        let mut best = (block.candidates.start, f64::NEG_INFINITY);
        for candidate in block.candidates.clone() {
            let utilities = self.utilities(candidate);
            let plain = utilities.iter().sum();
            if plain > best.1 && dot(weights, utilities) >= greatest - TIE {
                best = (candidate, plain);
            }
        }
        best.0
    }

    /// Writes a candidate of a block into a package.
    pub(super) fn apply(&self, block: &Block, candidate: usize, package: &mut [u16]) {
        let issues = &self.order[block.issues.clone()];
        let start = block.choices + (candidate - block.candidates.start) * issues.len();
        for (&issue, &option) in issues.iter().zip(&self.choices[start..]) {
            package[issue] = option;
        }
    }

    /// Joins the issues of each linkage and each exclusion.
    fn join(&mut self, problem: &Problem) {
        self.home.clear();
        self.home.extend(0..problem.space().n_issues());
        let linkages = problem
            .parties()
            .iter()
            .flat_map(Preferences::linkages)
            .map(|linkage| &linkage.options);
        let exclusions = problem.exclusions().iter().map(|exclusion| &exclusion.options);
        for options in linkages.chain(exclusions) {
            for pair in options.windows(2) {
                let [a, b] = [pair[0], pair[1]].map(|flat| self.root(problem.space().issue_and_option(flat).0));
                // The smaller issue leads, so that blocks do not depend on the order of linkages.
                self.home[a.max(b)] = a.min(b);
            }
        }
        for issue in 0..self.home.len() {
            self.home[issue] = self.root(issue);
        }
    }

    fn root(&self, mut issue: usize) -> usize {
        while self.home[issue] != issue {
            issue = self.home[issue];
        }
        issue
    }

    /// Makes a block of each group of joined issues, or of each issue where the group has too many
    /// combinations.
    fn group(&mut self, problem: &Problem) {
        let home = &self.home;
        self.order.clear();
        self.order.extend(0..home.len());
        self.order.sort_unstable_by_key(|&issue| (home[issue], issue));
        let mut start = 0;
        while start < self.order.len() {
            let root = self.home[self.order[start]];
            let size = self.order[start..]
                .iter()
                .take_while(|&&issue| self.home[issue] == root)
                .count();
            let group = start..start + size;
            if size == 1 || fits(problem, &self.order[group.clone()]) {
                self.add_block(group);
            } else {
                self.exact = false;
                group.for_each(|position| self.add_block(position..position + 1));
            }
            start += size;
        }
        for (index, block) in self.blocks.iter().enumerate() {
            self.order[block.issues.clone()]
                .iter()
                .for_each(|&issue| self.home[issue] = index);
        }
    }

    fn add_block(&mut self, issues: Range<usize>) {
        self.blocks.push(Block {
            issues,
            candidates: 0..0,
            choices: 0,
        });
    }

    /// Lists the allowed combinations of a block in product order, last issue fastest.
    fn enumerate(&mut self, problem: &Problem, index: usize) {
        let issues = self.blocks[index].issues.clone();
        let first = self.utilities.len() / self.n_parties;
        let choices = self.choices.len();
        let mut more = restart(problem, &self.order[issues.clone()], &mut self.package);
        while more {
            if !self.is_excluded(problem, index) {
                for party in problem.parties() {
                    let utility = self.block_utility(problem.space(), party, index);
                    self.utilities.push(utility);
                }
                let package = &self.package;
                self.choices
                    .extend(self.order[issues.clone()].iter().map(|&issue| package[issue]));
            }
            more = advance(problem, &self.order[issues.clone()], &mut self.package);
        }
        let candidates = first..self.utilities.len() / self.n_parties;
        self.blocks[index] = Block {
            issues,
            candidates,
            choices,
        };
    }

    fn block_utility(&self, space: &OutcomeSpace, party: &Preferences, index: usize) -> f64 {
        let issues = &self.order[self.blocks[index].issues.clone()];
        let additive: f64 = issues
            .iter()
            .map(|&issue| party.worth()[space.flat(issue, self.package[issue])])
            .sum();
        let held = party
            .linkages()
            .iter()
            .filter(|linkage| self.stands_inside(space, &linkage.options, index));
        held.fold(additive, |sum, linkage| sum + linkage.value)
    }

    fn is_excluded(&self, problem: &Problem, index: usize) -> bool {
        let mut exclusions = problem.exclusions().iter();
        exclusions.any(|exclusion| self.stands_inside(problem.space(), &exclusion.options, index))
    }

    /// Whether the options belong to the block and all stand in the current combination.
    fn stands_inside(&self, space: &OutcomeSpace, options: &[usize], index: usize) -> bool {
        options.iter().all(|&flat| {
            let (issue, option) = space.issue_and_option(flat);
            self.home[issue] == index && self.package[issue] == option
        })
    }
}

pub(super) fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

fn fits(problem: &Problem, issues: &[usize]) -> bool {
    let n_allowed = |&issue: &usize| {
        problem
            .space()
            .options(issue)
            .filter(|&flat| problem.allows_option(flat))
            .count()
    };
    let product = issues.iter().map(n_allowed).try_fold(1_usize, usize::checked_mul);
    product.is_some_and(|n_combinations| n_combinations <= MAX_COMBINATIONS)
}

/// Sets each issue to its first allowed option; false where an issue has none.
fn restart(problem: &Problem, issues: &[usize], package: &mut [u16]) -> bool {
    issues.iter().all(|&issue| set_allowed(problem, package, issue, 0))
}

/// Goes to the next allowed combination; false after the last.
fn advance(problem: &Problem, issues: &[usize], package: &mut [u16]) -> bool {
    issues.iter().rev().any(|&issue| {
        let next = package[issue] + 1;
        set_allowed(problem, package, issue, next) || {
            set_allowed(problem, package, issue, 0);
            false
        }
    })
}

/// Sets the issue to its first allowed option not below `from`, if there is one.
fn set_allowed(problem: &Problem, package: &mut [u16], issue: usize, from: u16) -> bool {
    let options = problem.space().options(issue);
    let start = options.start;
    let found = options
        .skip(usize::from(from))
        .find(|&flat| problem.allows_option(flat));
    if let Some(flat) = found {
        package[issue] = (flat - start) as u16;
    }
    found.is_some()
}
