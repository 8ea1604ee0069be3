//! Peeling and pasting on one half of the cases.

use super::Limit;
use crate::statistics::Sums;

/// The part of a box's cases that one peel takes off, or one paste puts on.
const ALPHA: f64 = 0.05;

/// The part of all cases that a box keeps at least, and how many.
const LEAST_SUPPORT: f64 = 0.05;
const LEAST_CASES: usize = 10;

/// Some cases, copied out.
pub(super) struct Half {
    /// Values of each input, by case.
    inputs: Vec<Vec<f64>>,
    /// By case.
    pub(super) responses: Vec<f64>,
    /// Whether all responses are 0 or 1.
    pub(super) binary: bool,
}

/// A way to make a box smaller or greater.
struct Move {
    limit: Limit,
    /// Cases taken off, or put on.
    cases: usize,
    /// The mean afterwards.
    mean: f64,
}

impl Half {
    pub(super) fn new(inputs: &[Vec<f64>], responses: &[f64], cases: Vec<usize>) -> Self {
        let of = |values: &[f64]| cases.iter().map(|&case| values[case]).collect::<Vec<f64>>();
        let responses = of(responses);
        Self {
            inputs: inputs.iter().map(|values| of(values)).collect(),
            binary: responses.iter().all(|y| *y == 0.0 || *y == 1.0),
            responses,
        }
    }

    pub(super) fn varies(&self) -> bool {
        let first = self.responses.first();
        self.responses.iter().any(|y| Some(y) != first)
    }

    /// Which cases lie in a box.
    pub(super) fn inside(&self, limits: &[Limit]) -> Vec<bool> {
        let holds = |case: usize| limits.iter().all(|limit| limit.holds(self.inputs[limit.input][case]));
        (0..self.responses.len()).map(holds).collect()
    }

    /// What the responses of some cases sum to.
    pub(super) fn sums(&self, inside: &[bool]) -> Sums {
        let mut sums = Sums::default();
        let cases = self.responses.iter().zip(inside).filter(|(_, inside)| **inside);
        cases.for_each(|(y, _)| sums.add(*y));
        sums
    }

    /// The sum of squares between inside and outside: what a box explains.
    pub(super) fn explained(&self, limits: &[Limit]) -> f64 {
        let all = self.sums(&vec![true; self.responses.len()]);
        let inside = self.sums(&self.inside(limits));
        let (n, m) = (all.n as f64, inside.n as f64);
        if inside.n == 0 || inside.n == all.n {
            return 0.0;
        }
        let surplus = inside.sum - m * all.sum / n;
        if surplus <= 0.0 {
            0.0
        } else {
            surplus * surplus * n / (m * (n - m))
        }
    }

    /// The boxes from all cases to few.
    pub(super) fn peel(&self) -> Vec<Vec<Limit>> {
        let n = self.responses.len();
        let least = LEAST_CASES.max((LEAST_SUPPORT * n as f64) as usize);
        let mut orders = self.orders();
        let mut boxes = vec![Vec::new()];
        let mut limits: Vec<Limit> = Vec::new();
        loop {
            let sums = self.sums(&self.inside(&limits));
            let mean = sums.sum / sums.n as f64;
            let gain = |peel: &Move| match peel.mean - mean {
                rise if rise > 0.0 => rise / peel.cases as f64,
                // Chance has put a dense slice at every end: the least loss, whatever it takes off.
                loss => loss,
            };
            let peels = orders
                .iter()
                .enumerate()
                .flat_map(|(k, order)| self.peels(k, order, sums));
            let fits = |peel: &Move| mean < 1.0 && sums.n as usize - peel.cases >= least;
            let Some(best) = first_best(peels.filter(fits), gain) else {
                return boxes;
            };
            put(&mut limits, best.limit);
            let inside = self.inside(&limits);
            orders.iter_mut().for_each(|order| order.retain(|&case| inside[case]));
            boxes.push(limits.clone());
        }
    }

    /// The cases by ascending value of each input.
    fn orders(&self) -> Vec<Vec<usize>> {
        let order = |values: &Vec<f64>| {
            let mut order: Vec<usize> = (0..values.len()).collect();
            order.sort_by(|&a, &b| values[a].total_cmp(&values[b]));
            order
        };
        self.inputs.iter().map(order).collect()
    }

    /// What can be taken off at the two ends of an input; cases with equal values go together.
    fn peels(&self, input: usize, order: &[usize], sums: Sums) -> impl Iterator<Item = Move> {
        let values = &self.inputs[input];
        let n = order.len();
        let cut = ((ALPHA * n as f64) as usize).max(1).min(n.saturating_sub(1));
        let value = |place: usize| values[order[place]];
        let below = |x: f64| order.partition_point(|&case| values[case] < x);
        let to = |x: f64| order.partition_point(|&case| values[case] <= x);
        let (mut low, mut high) = (0, n);
        if n > 1 {
            low = Some(below(value(cut)))
                .filter(|k| *k > 0)
                .unwrap_or_else(|| to(value(0)));
            high = Some(to(value(n - 1 - cut)))
                .filter(|k| *k < n)
                .unwrap_or_else(|| below(value(n - 1)));
        }
        let peel = |off: &[usize], limit: [Option<f64>; 2]| Move {
            limit: Limit {
                input,
                low: limit[0],
                high: limit[1],
            },
            cases: off.len(),
            mean: (sums.sum - off.iter().map(|&case| self.responses[case]).sum::<f64>()) / (n - off.len()) as f64,
        };
        let from_below =
            (low > 0 && low < n).then(|| peel(&order[..low], [Some(lower_limit(value(low - 1), value(low))), None]));
        let from_above = (high > 0 && high < n)
            .then(|| peel(&order[high..], [None, Some(upper_limit(value(high - 1), value(high)))]));
        from_below.into_iter().chain(from_above)
    }

    /// The box with its ends moved out as long as that raises the mean.
    pub(super) fn paste(&self, limits: &[Limit]) -> Vec<Limit> {
        let mut limits = limits.to_vec();
        loop {
            let sums = self.sums(&self.inside(&limits));
            let mean = sums.sum / sums.n as f64;
            let gain = |paste: &Move| (paste.mean - mean) / paste.cases as f64;
            let pastes = (0..limits.len()).flat_map(|k| self.pastes(&limits, k, sums));
            let Some(best) = first_best(pastes.filter(|paste| gain(paste) > 0.0), gain) else {
                return limits;
            };
            // It takes the place of the narrower limit.
            limits.retain(|limit| limit.input != best.limit.input);
            limits.push(best.limit);
            limits.retain(|limit| limit.low.is_some() || limit.high.is_some());
            limits.sort_by_key(|limit| limit.input);
        }
    }

    /// What can be put on beyond the two ends of a limit.
    fn pastes(&self, limits: &[Limit], which: usize, sums: Sums) -> impl Iterator<Item = Move> {
        let limit = limits[which];
        let values = &self.inputs[limit.input];
        let mut others = limits.to_vec();
        others.remove(which);
        let beyond = |is_beyond: &dyn Fn(f64) -> bool| {
            let inside = self.inside(&others);
            let mut cases: Vec<usize> = (0..values.len())
                .filter(|&case| inside[case] && is_beyond(values[case]))
                .collect();
            cases.sort_by(|&a, &b| values[a].total_cmp(&values[b]));
            cases
        };
        let most = ((ALPHA * sums.n as f64) as usize).max(1);
        let paste = |cases: &[usize], limit: Limit| Move {
            limit,
            cases: cases.len(),
            mean: (sums.sum + cases.iter().map(|&case| self.responses[case]).sum::<f64>())
                / (sums.n as usize + cases.len()) as f64,
        };
        let below = limit
            .low
            .map(|low| beyond(&|x| x < low))
            .filter(|cases| !cases.is_empty());
        let below = below.map(|cases| {
            let place = cases.len().saturating_sub(most);
            let place = cases.partition_point(|&case| values[case] < values[cases[place]]);
            let low = (place > 0).then(|| lower_limit(values[cases[place - 1]], values[cases[place]]));
            paste(&cases[place..], Limit { low, ..limit })
        });
        let above = limit
            .high
            .map(|high| beyond(&|x| x > high))
            .filter(|cases| !cases.is_empty());
        let above = above.map(|cases| {
            let last = values[cases[most.min(cases.len()) - 1]];
            let place = cases.partition_point(|&case| values[case] <= last);
            let high = (place < cases.len()).then(|| upper_limit(last, values[cases[place]]));
            paste(&cases[..place], Limit { high, ..limit })
        });
        below.into_iter().chain(above)
    }
}

impl Limit {
    fn holds(&self, x: f64) -> bool {
        self.low.is_none_or(|low| x >= low) && self.high.is_none_or(|high| x <= high)
    }
}

/// A least value that keeps `more` and leaves out `less`: between them, where there is a number between.
fn lower_limit(less: f64, more: f64) -> f64 {
    let middle = 0.5 * less + 0.5 * more;
    if middle > less { middle } else { more }
}

/// A greatest value that keeps `less` and leaves out `more`.
fn upper_limit(less: f64, more: f64) -> f64 {
    let middle = 0.5 * less + 0.5 * more;
    if middle < more { middle } else { less }
}

/// Joins a limit with those that are there.
fn put(limits: &mut Vec<Limit>, new: Limit) {
    match limits.iter_mut().find(|limit| limit.input == new.input) {
        Some(limit) => {
            limit.low = new.low.or(limit.low);
            limit.high = new.high.or(limit.high);
        }
        None => limits.push(new),
    }
    limits.sort_by_key(|limit| limit.input);
}

/// The best move; of equally good ones the first, so that the order of inputs decides and nothing else.
fn first_best(moves: impl Iterator<Item = Move>, gain: impl Fn(&Move) -> f64) -> Option<Move> {
    moves.reduce(|best, other| if gain(&other) > gain(&best) { other } else { best })
}
