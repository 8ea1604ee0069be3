//! Shares as whole talks: so many squares end so without a policy, and so many of them otherwise with it.

use detente_results::{OUTCOMES, TransitionRow};

/// The end that a policy saves or loses; the first of all.
pub(super) const AGREEMENT: &str = OUTCOMES[0];

const ENDS: usize = OUTCOMES.len();
/// So many talks are drawn, or as many as there are.
pub(super) const MOST_TALKS: usize = 100;

/// How many talks end in each way without a policy, and each of these with it.
pub(super) struct Squares {
    pub(super) base: [usize; ENDS],
    /// By the end without, then by the end with the policy.
    pub(super) cells: [[usize; ENDS]; ENDS],
}

/// Seats by the rule of the largest remainder: they sum to `seats`, and each is its exact part rounded down or up. Of equal
/// remainders the first comes first. Where all weights are zero nobody has a seat.
fn apportion<const N: usize>(weights: [f64; N], seats: usize) -> [usize; N] {
    let total: f64 = weights.iter().sum();
    if total <= 0.0 {
        return [0; N];
    }
    let exact = weights.map(|weight| seats as f64 * weight / total);
    let mut whole = exact.map(|part| (part + 1e-9).floor() as usize);
    let mut order: [usize; N] = std::array::from_fn(|place| place);
    order.sort_by(|a, b| (exact[*b] - whole[*b] as f64).total_cmp(&(exact[*a] - whole[*a] as f64)));
    let missing = seats.saturating_sub(whole.iter().sum());
    order.iter().take(missing).for_each(|place| whole[*place] += 1);
    whole
}

/// How many runs end in each way without the policy.
pub(super) fn ends_without(rows: &[&TransitionRow]) -> [u64; ENDS] {
    OUTCOMES.map(|end| rows.iter().filter(|row| row.from == end).map(|row| row.count).sum())
}

impl Squares {
    /// As many talks as there are pairs, at most a hundred. How many agreements the policy saves and loses is rounded once
    /// for all ends, since that is what is told; the rest follows by the largest remainder.
    pub(super) fn of(rows: &[&TransitionRow], base: &[u64; ENDS]) -> Self {
        let mut counts = [[0.0; ENDS]; ENDS];
        let place = |end: &str| OUTCOMES.iter().position(|known| *known == end);
        for row in rows {
            if let (Some(from), Some(to)) = (place(&row.from), place(&row.to)) {
                counts[from][to] += row.count as f64;
            }
        }
        let pairs: f64 = counts.iter().flatten().sum();
        let talks = rows.iter().map(|row| row.count).sum::<u64>().min(MOST_TALKS as u64) as usize;
        let whole = |count: f64| (talks as f64 * count / pairs.max(1.0) + 1e-9).round() as usize;
        let base = apportion(base.map(|count| count as f64), talks);
        let saved: [f64; ENDS] = std::array::from_fn(|from| if from == 0 { 0.0 } else { counts[from][0] });
        let saved = apportion(saved, whole(saved.iter().sum()));
        let lost = whole(counts[0][1..].iter().sum());
        let cells = std::array::from_fn(|from| {
            let agree = if from == 0 {
                base[0].saturating_sub(lost)
            } else {
                saved[from].min(base[from])
            };
            let mut others = counts[from];
            others[0] = 0.0;
            let mut cells = apportion(others, base[from] - agree);
            cells[0] = agree;
            // What rounding leaves without a cell of its own stays as it is.
            cells[from] += base[from].saturating_sub(cells.iter().sum());
            cells
        });
        Self { base, cells }
    }

    pub(super) fn talks(&self) -> usize {
        self.base.iter().sum()
    }

    /// Those that agree with the policy.
    pub(super) fn agree(&self) -> usize {
        self.cells.iter().map(|to| to[0]).sum()
    }

    /// Each talk by its ends without and with the policy: by the end without, first those that it does not change.
    pub(super) fn places(&self) -> Vec<(usize, usize)> {
        let mut talks = Vec::new();
        for (from, cells) in self.cells.iter().enumerate() {
            let order = std::iter::once(from).chain((0..ENDS).filter(|to| *to != from));
            talks.extend(order.flat_map(|to| std::iter::repeat_n((from, to), cells[to])));
        }
        talks
    }

    /// Each talk without the policy.
    pub(super) fn unchanged(&self) -> Vec<(usize, usize)> {
        self.places().into_iter().map(|(from, _)| (from, from)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::apportion;

    #[test]
    fn seats_sum_and_are_the_exact_part_rounded_down_or_up() {
        assert_eq!(apportion([1.0, 1.0, 1.0], 100), [34, 33, 33]);
        assert_eq!(apportion([0.0, 0.0], 7), [0, 0]);
        assert_eq!(
            apportion([31.3, 15.2, 9.7, 8.9, 9.3, 25.6], 100),
            [31, 15, 10, 9, 9, 26]
        );
        for seats in 0..=100 {
            let weights = [0.2, 3.0, 0.05, 1.7, 9.0];
            let given = apportion(weights, seats);
            assert_eq!(given.iter().sum::<usize>(), seats);
            for (weight, seats_of) in weights.into_iter().zip(given) {
                let exact = seats as f64 * weight / weights.iter().sum::<f64>();
                assert!((seats_of as f64 - exact).abs() < 1.0, "{seats_of} for {exact}");
            }
        }
    }
}
