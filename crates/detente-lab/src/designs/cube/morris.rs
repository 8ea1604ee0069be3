//! Trajectories for elementary effects. Each factor has the levels 0, 1/3, 2/3, 1 and is moved once in a trajectory, by 2/3 up
//! or down, one factor after the other: `D + 1` rows for D factors.
//!
//! Trajectories come in blocks of four, in which every factor starts once from each level, in an order drawn for each. More
//! blocks are drawn than are played: again and again that block is taken whose trajectories lie farthest from those taken and
//! from each other, by the sum of squared distances. The distance of two trajectories is the sum of the four distances of their
//! ends; how many blocks are drawn is bounded by what it costs to compare them.
//!
//! As it was first proposed, the distance is that of all rows, of single trajectories. Those that lie farthest apart by it crowd
//! in the corners: of y = 2 x1 - 3 x2 + 4 x1 x2 the mean size of the effect of x2 came out as 2.0 instead of 1.5. With equal
//! numbers of all levels, and nothing chosen by the order of steps, effects are what they are over the whole grid.
//!
//! Source: Morris (1991), Factorial sampling plans for preliminary computational experiments, Technometrics 33; Campolongo,
//! Cariboni & Saltelli (2007), An effective screening design for sensitivity analysis of large models, Environmental Modelling &
//! Software 22, for the distance; Khare et al. (2015), A multi-criteria trajectory-based parameter sampling strategy for the
//! screening method of elementary effects, ibid. 64, for equal numbers of all levels.

use super::keyed::Words;
use detente_analyses::methods::morris::Step;

/// Levels, and trajectories of a block.
const LEVELS: usize = 4;

/// Blocks that are drawn for one that is taken, at most.
const MOST_DRAWN: u64 = 50;

/// Levels that are compared, at most, as long as there is a block.
const MOST_COMPARED: u64 = 100_000_000;

/// Levels that a step passes, of the three between 0 and 1.
const JUMP: i32 = 2;

/// Some trajectories.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Morris {
    factors: usize,
    trajectories: Vec<Trajectory>,
}

/// One trajectory, in levels of a third.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Trajectory {
    start: Vec<i32>,
    /// Which factor moves, one after the other.
    order: Vec<usize>,
}

impl Morris {
    /// So many trajectories of so many factors.
    #[must_use]
    pub fn new(seed: u64, trajectories: u64, factors: usize) -> Self {
        let mut words = Words::new(seed, "morris", 0);
        let pairs = trajectories.saturating_mul(trajectories) / 2;
        let drawn = (MOST_COMPARED / pairs.saturating_mul(4 * factors as u64).max(1)).clamp(1, MOST_DRAWN);
        let mut taken: Vec<Trajectory> = Vec::new();
        while (taken.len() as u64) < trajectories {
            let first = block(&mut words, factors);
            if drawn == 1 {
                taken.extend(first);
                continue;
            }
            let others = (1..drawn).map(|_| block(&mut words, factors));
            let measured = others.map(|block| (apart(&taken, &block), block));
            let first = (apart(&taken, &first), first);
            let (_, farthest) = measured.fold(first, |best, other| if other.0 > best.0 { other } else { best });
            taken.extend(farthest);
        }
        taken.truncate(trajectories as usize);
        Self {
            factors,
            trajectories: taken,
        }
    }

    /// How many rows there are.
    #[must_use]
    pub fn rows(&self) -> u64 {
        (self.trajectories.len() * (self.factors + 1)) as u64
    }

    /// A row, from 0 to 1, both included; rows behind the last begin again.
    #[must_use]
    pub fn row(&self, number: u64) -> Vec<f64> {
        let (trajectory, place) = self.place(number);
        let levels = trajectory.map(|t| t.levels(place)).unwrap_or_default();
        levels.iter().map(|level| f64::from(*level) / 3.0).collect()
    }

    /// The step that leads from a row to the next; none at the end of a trajectory.
    #[must_use]
    pub fn step(&self, number: u64) -> Option<Step> {
        let (trajectory, place) = self.place(number);
        let trajectory = trajectory?;
        let factor = *trajectory.order.get(place)?;
        let by = f64::from(trajectory.jump(factor)) / 3.0;
        Some(Step { factor, by })
    }

    fn place(&self, number: u64) -> (Option<&Trajectory>, usize) {
        let each = self.factors as u64 + 1;
        let n = (self.trajectories.len() as u64).max(1);
        let trajectory = self.trajectories.get((number / each % n) as usize);
        (trajectory, (number % each) as usize)
    }
}

impl Trajectory {
    /// From the two lower levels up, from the two upper ones down.
    fn jump(&self, factor: usize) -> i32 {
        if self.start[factor] < JUMP { JUMP } else { -JUMP }
    }

    /// The levels after so many steps.
    fn levels(&self, steps: usize) -> Vec<i32> {
        let mut levels = self.start.clone();
        for &factor in &self.order[..steps] {
            levels[factor] += self.jump(factor);
        }
        levels
    }

    /// The sum of the distances of the ends of one from the ends of the other, in thirds.
    fn distance(&self, other: &Self) -> f64 {
        let mut squares = [0; 4];
        for (factor, (a, b)) in self.start.iter().zip(&other.start).enumerate() {
            let (to_a, to_b) = (a + self.jump(factor), b + other.jump(factor));
            for (square, difference) in squares.iter_mut().zip([a - b, a - to_b, to_a - b, to_a - to_b]) {
                *square += difference * difference;
            }
        }
        squares.iter().map(|square| f64::from(*square).sqrt()).sum()
    }
}

/// Four trajectories, in which every factor starts once from each level.
fn block(words: &mut Words, factors: usize) -> Vec<Trajectory> {
    let mut starts = vec![Vec::new(); LEVELS];
    for _ in 0..factors {
        for (start, level) in starts.iter_mut().zip(shuffled(words, LEVELS)) {
            start.push(level as i32);
        }
    }
    let trajectory = |start| Trajectory {
        start,
        order: shuffled(words, factors),
    };
    starts.into_iter().map(trajectory).collect()
}

/// The numbers below `n` in an order drawn after Fisher & Yates.
fn shuffled(words: &mut Words, n: usize) -> Vec<usize> {
    let mut order: Vec<usize> = (0..n).collect();
    for k in (1..n).rev() {
        order.swap(k, words.below(k as u32 + 1) as usize);
    }
    order
}

/// How far the trajectories of a block lie from those taken and from each other: the sum of squared distances.
fn apart(taken: &[Trajectory], block: &[Trajectory]) -> f64 {
    let others = |k: usize| taken.iter().chain(&block[..k]);
    let distances = block
        .iter()
        .enumerate()
        .flat_map(|(k, one)| others(k).map(|other| one.distance(other)));
    distances.map(|d| d * d).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(design: &Morris) -> Vec<Vec<f64>> {
        (0..design.rows()).map(|n| design.row(n)).collect()
    }

    #[test]
    fn each_row_differs_from_the_one_before_in_one_factor_by_two_thirds() {
        let design = Morris::new(1, 12, 7);
        let rows = rows(&design);
        assert_eq!(rows.len(), 12 * 8);
        for (t, trajectory) in rows.chunks(8).enumerate() {
            let mut moved = Vec::new();
            for (k, pair) in trajectory.windows(2).enumerate() {
                let differ: Vec<usize> = (0..7).filter(|f| pair[0][*f] != pair[1][*f]).collect();
                let step = design.step((8 * t + k) as u64).expect("a step");
                assert_eq!(differ, [step.factor]);
                assert!((pair[1][step.factor] - pair[0][step.factor] - step.by).abs() < 1e-15);
                assert!((step.by.abs() - 2.0 / 3.0).abs() < 1e-15);
                moved.push(step.factor);
            }
            moved.sort_unstable();
            assert_eq!(moved, [0, 1, 2, 3, 4, 5, 6]);
            assert_eq!(design.step((8 * t + 7) as u64), None);
        }
        let levels = [0.0, 1.0 / 3.0, 2.0 / 3.0, 1.0];
        assert!(rows.iter().flatten().all(|x| levels.contains(x)));
        for (factor, level) in (0..7).flat_map(|factor| levels.map(|level| (factor, level))) {
            let starts = rows.chunks(8).filter(|trajectory| trajectory[0][factor] == level);
            assert_eq!(starts.count(), 3, "factor {factor} starts from {level}");
        }
    }

    /// From (0, 0) to (2, 2) and from (3, 1) to (1, 3), in thirds.
    #[test]
    fn distances_are_those_of_ends() {
        let [one, other] = [vec![0, 0], vec![3, 1]].map(|start| Trajectory {
            start,
            order: vec![0, 1],
        });
        let expected = [10.0_f64, 10.0, 2.0, 2.0].map(f64::sqrt).iter().sum::<f64>();
        assert!((one.distance(&other) - expected).abs() < 1e-12);
        assert!((other.distance(&one) - expected).abs() < 1e-12);
    }

    /// Those taken lie farther apart than the first that come.
    #[test]
    fn trajectories_are_spread() {
        for seed in 0..5 {
            let mut words = Words::new(seed, "others", 0);
            let first: Vec<Trajectory> = (0..3).flat_map(|_| block(&mut words, 5)).collect();
            let [taken, first] = [&Morris::new(seed, 12, 5).trajectories, &first].map(|all| apart(&[], all));
            assert!(taken > 1.01 * first, "{taken}, {first}");
        }
    }

    #[test]
    fn few_and_many_are_borne() {
        assert_eq!(Morris::new(1, 0, 3).rows(), 0);
        assert!(Morris::new(1, 0, 3).row(5).is_empty());
        assert_eq!(Morris::new(1, 1, 3).rows(), 4);
        assert_eq!(rows(&Morris::new(1, 2, 0)), [Vec::<f64>::new(), Vec::new()]);
        let many = Morris::new(1, 20, 370);
        assert_eq!(many.rows(), 20 * 371);
        assert_eq!(many, Morris::new(1, 20, 370));
        assert_ne!(many, Morris::new(2, 20, 370));
    }
}
