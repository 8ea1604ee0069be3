//! How the holder of the text sees the sides: where each stands with the text as it is, and what `x` is to it.

use super::board::Cell;
use super::draft::Draft;
use crate::channels::Threshold;
use crate::facts::ReservationValue;
use detente_core::terms::SideTerms;
use detente_core::{IssueIx, OptionIx, PartyIx};
use libm::log;

/// Where the logarithm gives way to its tangent.
const KNEE: f64 = 0.02;
/// What the holder keeps in hand between support and threshold.
pub(super) const MARGIN: f64 = 0.03;
/// Merit of a surplus: its logarithm, or the tangent at the knee.
#[inline]
fn phi(x: f64) -> f64 {
    if x > KNEE {
        log(x)
    } else {
        log(KNEE) + (x - KNEE) / KNEE
    }
}

/// Slope of the merit. The merit is concave, so `phi(y) <= phi(x) + slope(x) (y - x)`.
#[inline]
fn slope(x: f64) -> f64 {
    1.0 / x.max(KNEE)
}

/// How the holder sees one party and the text as it stands.
#[derive(Debug, Clone)]
pub(super) struct Side {
    /// Weight in the text.
    bias: f64,
    /// Believed utility above the reservation value, red lines counted.
    surplus: f64,
    /// Support above the threshold and the margin; infinite where nobody votes.
    majority: f64,
    /// `x` of the text as it stands.
    worst: f64,
    /// Its merit.
    merit: f64,
    /// Weight times slope of the merit there.
    pull: f64,
}

impl Side {
    /// A party with its weight, surplus and majority.
    pub(super) fn new(bias: f64, surplus: f64, majority: f64) -> Self {
        let worst = surplus.min(majority);
        Self {
            bias,
            surplus,
            majority,
            worst,
            merit: phi(worst),
            pull: bias * slope(worst),
        }
    }

    /// Surplus and majority without an option.
    #[inline(always)]
    pub(super) fn without(&self, gone: Cell) -> Cell {
        Cell {
            belief: self.surplus - gone.belief,
            support: self.majority - gone.support,
        }
    }

    /// What this `x` adds to the merit.
    #[inline]
    pub(super) fn gain(&self, x: f64) -> f64 {
        self.bias * (phi(x) - self.merit)
    }

    /// The most that an `x` can add: what the tangent gives.
    #[inline(always)]
    pub(super) fn bound(&self, x: f64) -> f64 {
        self.pull * (x - self.worst)
    }
}

/// `x` of a side with an option beside the rest of the text, `linked` being what linkages add.
#[inline(always)]
pub(super) fn least(rest: Cell, option: Cell, linked: f64) -> f64 {
    let (surplus, majority) = (rest.belief + option.belief + linked, rest.support + option.support);
    // No number here is none: a comparison is all that it takes.
    if surplus < majority { surplus } else { majority }
}

/// Where each side stands with the text as it is. What is in brackets counts as the mean over what the side has not ruled
/// out.
pub(super) fn draw_up_sides(
    draft: &Draft<'_>,
    holder: PartyIx,
    (reservations, thresholds, relations): (&[ReservationValue], &[Threshold], &[SideTerms]),
    sides: &mut Vec<Side>,
) {
    let case = draft.case;
    sides.clear();
    for (k, &p) in case.disputants.iter().enumerate() {
        let row = draft.board.row(k);
        let (mut believed, mut backing) = (linked_worth(draft, p), 0.0);
        for (stands, bracketed) in draft.text.iter().zip(draft.bracketed) {
            let cell = match bracketed.0 {
                false => row.at(stands.0),
                true => mean(draft, k, case.options[stands.0].issue),
            };
            believed += cell.belief;
            backing += cell.support;
        }
        let threshold = &thresholds[p];
        let majority = if threshold.voted {
            backing - threshold.theta - MARGIN
        } else {
            f64::INFINITY
        };
        let bias = if p == holder {
            1.0
        } else {
            relations[case.relation(holder, p)].bias
        };
        sides.push(Side::new(bias, believed - reservations[p].0, majority));
    }
}

/// The mean over what the `k`-th disputant has not ruled out on an issue.
fn mean(draft: &Draft<'_>, k: usize, issue: IssueIx) -> Cell {
    let (case, party) = (draft.case, draft.case.disputants[k]);
    let ruled_out = |o: OptionIx| case.red_line(party, o) && !draft.unspoken[case.stance(party, o)].0;
    let row = draft.board.row(k);
    let (mut sum, mut bearable) = (Cell::default(), 0_u32);
    for o in case.issues[issue].options.clone().filter(|&o| !ruled_out(o)) {
        let cell = row.at(o);
        sum.belief += cell.belief;
        sum.support += cell.support;
        bearable += 1;
    }
    let share = 1.0 / f64::from(bearable.max(1));
    Cell {
        belief: share * sum.belief,
        support: share * sum.support,
    }
}

/// What the linkages add that the text completes for a party.
#[inline]
fn linked_worth(draft: &Draft<'_>, party: PartyIx) -> f64 {
    let links = draft.case.linkages.iter().zip(draft.links);
    let own = links.filter(|(link, _)| link.party == party);
    own.filter(|(link, _)| link.options.iter().all(|&o| draft.case.stands(draft.text, o)))
        .map(|(_, worth)| worth.0)
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn merit_is_smooth_and_concave() {
        assert!((phi(KNEE + 1e-12) - phi(KNEE - 1e-12)).abs() < 1e-9);
        for (x, y) in [(-0.3, 0.1), (0.01, 0.5), (0.4, 0.05), (0.02, -1.0)] {
            assert!(phi(y) <= phi(x) + slope(x) * (y - x) + 1e-12, "{x} {y}");
            let side = Side::new(0.7, x, f64::INFINITY);
            assert!(side.gain(y) <= side.bound(y) + 1e-12, "{x} {y}");
        }
    }
}
