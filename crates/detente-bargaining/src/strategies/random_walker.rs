//! Random walker: any package at or above its reservation value, each as likely; a baseline.
//!
//! Where nothing lies that high it offers its best package, as time-dependent parties do.
//!
//! Source: the random walker of T. Baarslag, K. Hindriks, M. Hendrikx, A. Dirkzwager & C. Jonker,
//! Decoupling negotiating agents to explore the space of negotiation strategies, 2014.

use crate::Ranking;

/// A place below `n_places`, each as likely; `None` where there is none.
pub(super) fn pick(n_places: usize, uniform: impl FnOnce() -> f64) -> Option<usize> {
    let last = n_places.checked_sub(1)?;
    // A uniform number is below 1, but its product with a large count may round up.
    Some(((uniform() * n_places as f64) as usize).min(last))
}

/// The rank to offer, from rank `floor` on.
pub(super) fn offer(ranking: &Ranking, floor: usize, uniform: impl FnOnce() -> f64) -> Option<usize> {
    let n_ranks = ranking.n_ranks();
    match pick(n_ranks.saturating_sub(floor), uniform) {
        Some(place) => Some(floor + place),
        None => n_ranks.checked_sub(1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_package_from_the_reservation_value_up_is_as_likely() {
        let mut ranking = Ranking::new();
        ranking.rebuild_from([0.1, 0.2, 0.3, 0.4, 0.5]);
        let offers = [0.0, 0.33, 0.34, 0.67, 0.999].map(|uniform| offer(&ranking, 2, || uniform));
        assert_eq!(offers, [2, 2, 3, 4, 4].map(Some));
        assert_eq!(offer(&ranking, 5, || 0.5), Some(4));
        assert_eq!(offer(&Ranking::new(), 0, || 0.5), None);
    }
}
