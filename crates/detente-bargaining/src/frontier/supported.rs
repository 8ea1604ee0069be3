//! The supported frontier of a large space: the packages that maximise a weighted sum of utilities.
//!
//! Weighted sums decouple over blocks of issues. For two parties the frontier of a sum of sets is
//! the Minkowski sum of their upper-right hulls: each block's hull is a chain of trades, and merging
//! all chains by their rate of exchange walks the whole frontier, from the first party's best
//! package to the second's, in O(options log options).

use super::blocks::{Blocks, dot};
use super::enumerated::pareto_frontier;
use super::lattice;
use crate::{Points, Problem};

/// One step along a block's hull: what the second party gains for each unit the first one loses.
#[derive(Clone, Copy, Debug)]
struct Trade {
    rate: f64,
    block: usize,
    candidate: usize,
    /// Number of the trade over all blocks: settles ties, in block order and along the hull.
    number: usize,
}

/// The supported frontier of a problem, with the memory to trace the next one.
///
/// - Two parties: every supported vertex. Where trades have the same rate, also the points between
///   the vertices, one trade at a time; they are supported too.
/// - Any other number: the packages that maximise the weighted sums of a fixed lattice of weights
///   (for three parties 496 vectors), so some vertices may be missing.
///
/// Issues joined by linkages or exclusions are decided together if they have at most 4,096
/// allowed combinations. Larger clusters are searched issue by issue without their linkages, which
/// the utilities of the points still hold; excluded and dominated points are then dropped, and
/// [`is_exact`](Self::is_exact) is false.
#[derive(Clone, Debug, Default)]
pub struct SupportedFrontier {
    blocks: Blocks,
    trades: Vec<Trade>,
    sorted: Vec<usize>,
    package: Vec<u16>,
    points: Points,
}

impl SupportedFrontier {
    /// An empty frontier.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Traces the frontier of a problem, in the place of the one before. No points are found where
    /// some issue has no allowed option.
    pub fn trace(&mut self, problem: &Problem) {
        let n_issues = problem.space().n_issues();
        self.points.reset(problem.n_parties(), n_issues);
        self.blocks.build(problem);
        if self.blocks.blocks.iter().any(|block| block.candidates.is_empty()) {
            return;
        }
        self.package.clear();
        self.package.resize(n_issues, 0);
        if problem.n_parties() == 2 {
            self.merge_trades(problem);
        } else {
            self.visit_lattice(problem);
        }
        if problem.n_parties() != 2 || !self.is_exact() {
            // To the last bit: packages that may be offered rest on these points.
            self.points = pareto_frontier(&self.points, &vec![0.0; problem.n_parties()]);
        }
    }

    /// The points, by falling utility of the first party.
    #[must_use]
    pub fn points(&self) -> &Points {
        &self.points
    }

    /// Whether no cluster of linkages and exclusions was too large to be searched as a whole.
    #[must_use]
    pub fn is_exact(&self) -> bool {
        self.blocks.exact
    }

    /// The egalitarian level above `disagreement` (one entry per party): the most that mixtures of
    /// packages can give to everybody at once, `max min over parties of U - d`. With a disagreement
    /// of zero it is the level e* that tightness is measured by.
    ///
    /// By duality it equals the least, over weights, of the greatest weighted surplus. For two
    /// parties it is exact. For others it is that sum at the best weights found on the lattice and
    /// around it: an upper bound. `None` without points.
    #[must_use]
    pub fn egalitarian_level(&self, disagreement: &[f64]) -> Option<f64> {
        if self.points.is_empty() {
            return None;
        }
        Some(match (self.points.n_parties(), disagreement) {
            (2, [first, second]) => level_on_polyline(&self.points, *first, *second),
            _ => self.least_weighted_surplus(disagreement),
        })
    }

    fn merge_trades(&mut self, problem: &Problem) {
        self.trades.clear();
        for block in 0..self.blocks.blocks.len() {
            self.add_hull(block);
        }
        self.trades
            .sort_unstable_by(|a, b| b.rate.total_cmp(&a.rate).then(a.number.cmp(&b.number)));
        self.add_point(problem);
        for index in 0..self.trades.len() {
            let Trade { block, candidate, .. } = self.trades[index];
            self.blocks
                .apply(&self.blocks.blocks[block], candidate, &mut self.package);
            self.add_point(problem);
        }
    }

    fn add_point(&mut self, problem: &Problem) {
        // Inside exact blocks exclusions were obeyed already.
        if self.is_exact() || !problem.excludes(&self.package) {
            self.points.push(problem.utilities(&self.package), &self.package);
        }
    }

    /// Puts the first party's best candidate into the package and the trades away from it into the
    /// list.
    fn add_hull(&mut self, block: usize) {
        let blocks = &self.blocks;
        let order = |&a: &usize, &b: &usize| {
            let ([own_a, other_a], [own_b, other_b]) = (blocks.pair(a), blocks.pair(b));
            own_b
                .total_cmp(&own_a)
                .then(other_b.total_cmp(&other_a))
                .then(a.cmp(&b))
        };
        self.sorted.clear();
        self.sorted.extend(blocks.blocks[block].candidates.clone());
        self.sorted.sort_unstable_by(order);
        let best = self.sorted[0];
        blocks.apply(&blocks.blocks[block], best, &mut self.package);
        let chain = self.trades.len();
        for index in 1..self.sorted.len() {
            self.extend_hull(block, chain, best, self.sorted[index]);
        }
    }

    /// Adds the trade that leads to `candidate` from the end of the block's hull, which starts at
    /// `best` and whose trades start at `chain`. Rates must not rise along a hull, so a trade at a
    /// better rate replaces those before it.
    fn extend_hull(&mut self, block: usize, chain: usize, best: usize, candidate: usize) {
        let [own, other] = self.blocks.pair(candidate);
        loop {
            let last = self.trades[chain..].last().copied();
            let [own_before, other_before] = self.blocks.pair(last.map_or(best, |trade| trade.candidate));
            if other <= other_before {
                return;
            }
            let rate = (other - other_before) / (own_before - own);
            if last.is_none_or(|last| last.rate >= rate) {
                let number = self.trades.len();
                self.trades.push(Trade {
                    rate,
                    block,
                    candidate,
                    number,
                });
                return;
            }
            self.trades.pop();
        }
    }

    fn visit_lattice(&mut self, problem: &Problem) {
        lattice::for_each_weights(problem.n_parties(), |weights| {
            self.package_of_greatest_sum(weights);
            self.add_point(problem);
        });
    }

    fn package_of_greatest_sum(&mut self, weights: &[f64]) {
        for block in &self.blocks.blocks {
            let candidate = self.blocks.best_candidate(block, weights);
            self.blocks.apply(block, candidate, &mut self.package);
        }
    }

    fn least_weighted_surplus(&self, disagreement: &[f64]) -> f64 {
        let n_parties = self.points.n_parties();
        let mut weights = vec![0.0; n_parties];
        let mut least = f64::INFINITY;
        lattice::for_each_weights(n_parties, |candidate| {
            let surplus = self.greatest_weighted_surplus(candidate, disagreement);
            if surplus < least {
                least = surplus;
                weights.copy_from_slice(candidate);
            }
        });
        if n_parties > MOST_REFINED {
            return least;
        }
        let mut step = 0.5 / lattice::n_parts(n_parties) as f64;
        for _ in 0..REFINEMENTS {
            least = self.shift_weights(&mut weights, step, least, disagreement);
            step *= 0.5;
        }
        least
    }

    /// One pass over all pairs of parties, moving weight wherever that lowers the greatest surplus.
    fn shift_weights(&self, weights: &mut [f64], step: f64, mut least: f64, disagreement: &[f64]) -> f64 {
        for from in 0..weights.len() {
            for to in (0..weights.len()).filter(|&to| to != from) {
                let before = (weights[from], weights[to]);
                // What weighs nothing has nothing to give; of many parties most weigh nothing.
                if before.0 == 0.0 {
                    break;
                }
                let moved = step.min(before.0);
                (weights[from], weights[to]) = (before.0 - moved, before.1 + moved);
                let surplus = self.greatest_weighted_surplus(weights, disagreement);
                if surplus < least {
                    least = surplus;
                } else {
                    (weights[from], weights[to]) = before;
                }
            }
        }
        least
    }

    fn greatest_weighted_surplus(&self, weights: &[f64], disagreement: &[f64]) -> f64 {
        let blocks = self.blocks.blocks.iter();
        let sum: f64 = blocks.map(|block| self.blocks.greatest_sum(block, weights)).sum();
        sum - dot(weights, disagreement)
    }
}

/// The most parties for whom weights between those of the lattice are tried: a pass costs the cube of their number.
const MOST_REFINED: usize = 32;

/// How often the step of the weights is halved: 1/60 becomes 10^-6.
const REFINEMENTS: usize = 14;

/// Along the polyline the first surplus falls and the second rises, so the least is greatest where
/// they cross, or at an end.
fn level_on_polyline(points: &Points, first: f64, second: f64) -> f64 {
    let surplus = |utilities: &[f64]| (utilities[0] - first, utilities[1] - second);
    let mut level = f64::NEG_INFINITY;
    let mut before: Option<(f64, f64)> = None;
    for here in points.iter().map(surplus) {
        level = level.max(here.0.min(here.1));
        if let Some(last) = before
            && last.0 > last.1
            && here.0 < here.1
        {
            let share = (last.0 - last.1) / ((last.0 - last.1) + (here.1 - here.0));
            level = level.max(last.0 + share * (here.0 - last.0));
        }
        before = Some(here);
    }
    level
}
