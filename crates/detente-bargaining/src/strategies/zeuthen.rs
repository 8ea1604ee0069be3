//! Zeuthen's principle: who has the least to lose from conflict stands firm, the other concedes just
//! enough.
//!
//! A party's willingness to risk conflict is `(U(own offer) - U(other's offer)) / (U(own offer) - r)`.
//! The party with the smaller risk concedes, to the best package for itself that reverses the order of
//! risks; on a tie both do. For two parties the order of risks is that of the *products of surpluses*
//! of the two offers, so these are compared: nothing is divided, and rounding cannot contradict the
//! product that the outcome is judged by. Among more parties the product is over all of them and the
//! one whose offer has the least concedes. An offer that leaves some party below its reservation value
//! counts as minus the greatest shortfall, below any product.
//!
//! It knows the other parties' rankings and reservation values, as the theory supposes.
//!
//! Source: F. Zeuthen, Problems of monopoly and economic warfare, 1930; J. Harsanyi, Econometrica 24
//! (1956), 144-157; J. Rosenschein & G. Zlotkin, Rules of encounter, MIT Press 1994, ch. 3.

use crate::{Ranking, Standing};

/// The product of all surpluses of a package, or minus the greatest shortfall where there is one;
/// monotone in every party's utility. Rankings and standings have one entry per party.
pub(crate) fn joint_value(rankings: &[&Ranking], standings: &[Standing], package: u32) -> f64 {
    let (mut product, mut least) = (1.0, 0.0_f64);
    for (ranking, standing) in rankings.iter().zip(standings) {
        let surplus = ranking.utility(package) - standing.reservation_value;
        product *= surplus;
        least = least.min(surplus);
    }
    if least < 0.0 { least } else { product }
}

/// The rank that a party concedes to from `own`: the next lower one, not below `floor`, whose value
/// exceeds `other_value`, that of the other side's offer; failing that, the next that equals it; else
/// it stays. `value` gives the joint value of a package.
pub(crate) fn concede(
    ranking: &Ranking,
    own: usize,
    floor: usize,
    other_value: f64,
    value: impl Fn(u32) -> f64,
) -> usize {
    let mut equal = None;
    for rank in (floor..own).rev() {
        let joint = value(ranking.package(rank));
        if joint > other_value {
            return rank;
        }
        if joint == other_value && equal.is_none() {
            equal = Some(rank);
        }
    }
    equal.unwrap_or(own)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rankings() -> [Ranking; 2] {
        [[1.0, 0.75, 0.5, 0.25, 0.0], [0.0, 0.5, 0.7, 0.9, 1.0]].map(|utilities| {
            let mut ranking = Ranking::new();
            ranking.rebuild_from(utilities);
            ranking
        })
    }

    #[test]
    fn values_are_products_of_surpluses_or_shortfalls() {
        let [first, second] = rankings();
        let mut standings = [Standing::default(); 2];
        let value = |standings: &[Standing], package: u32| joint_value(&[&first, &second], standings, package);
        let values: Vec<f64> = (0..5).map(|package| value(&standings, package)).collect();
        assert_eq!(values, [0.0, 0.375, 0.35, 0.225, 0.0]);
        standings[0].reservation_value = 0.5;
        assert_eq!([2, 3, 4].map(|package| value(&standings, package)), [0.0, -0.25, -0.5]);
        standings[1].reservation_value = 1.0;
        assert_eq!(value(&standings, 3), -0.25);
    }

    #[test]
    fn it_concedes_just_enough() {
        let [first, second] = rankings();
        let standings = [Standing::default(); 2];
        let value = |package: u32| joint_value(&[&first, &second], &standings, package);
        // Ranks of the first party: package 4 is rank 0, package 0 is rank 4.
        assert_eq!(concede(&first, 4, 0, 0.0, value), 3);
        assert_eq!(concede(&first, 4, 0, 0.36, value), 3);
        // The second must reach .375, which is the other side's offer itself.
        assert_eq!(second.package(concede(&second, 4, 0, 0.375, value)), 1);
        assert_eq!(concede(&second, 4, 4, 0.375, value), 4);
        assert_eq!(concede(&second, 4, 0, 0.5, value), 4);
    }
}
