//! Hard-liner: always its best package.
//!
//! Source: the hardliner of T. Baarslag, K. Hindriks, M. Hendrikx, A. Dirkzwager & C. Jonker,
//! Decoupling negotiating agents to explore the space of negotiation strategies, 2014.

use crate::Ranking;

/// The rank of the best package; `None` where own red lines leave nothing.
pub(super) fn offer(ranking: &Ranking) -> Option<usize> {
    ranking.n_ranks().checked_sub(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_best_and_nothing_else() {
        let mut ranking = Ranking::new();
        ranking.rebuild_from([0.1, 0.8, 0.3]);
        assert_eq!(offer(&ranking).map(|rank| ranking.package(rank)), Some(1));
        assert_eq!(offer(&Ranking::new()), None);
    }
}
