//! How the holder of the text sees the sides: where each stands with the text as it is, and what `x` is to it.

use super::board::{ABREAST, Cell, Pair, both};
use super::draft::Draft;
use crate::channels::Threshold;
use crate::facts::ReservationValue;
use detente_core::terms::SideTerms;
use detente_core::{ByRow, IssueIx, IssueOption, OptionIx, PartyIx};
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

/// How the holder sees two parties and the text as it stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sides {
    /// Weights in the text.
    bias: Pair,
    /// Surpluses and majorities.
    now: Standing,
    /// `x` of the text as it stands.
    worst: Pair,
    /// Its merit.
    merit: Pair,
    /// Weight times slope of the merit there.
    pull: Pair,
}

/// Where two parties stand with a text, or with what is left of it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Standing {
    /// Believed utility above the reservation value, red lines counted.
    pub surplus: Pair,
    /// Support above the threshold and the margin; infinite where nobody votes.
    pub majority: Pair,
}

impl Sides {
    /// Parties with their weights and where they stand.
    pub(super) fn new(bias: Pair, now: Standing) -> Self {
        let worst = both(|k| now.surplus[k].min(now.majority[k]));
        Self {
            bias,
            now,
            worst,
            merit: worst.map(phi),
            pull: both(|k| bias[k] * slope(worst[k])),
        }
    }

    /// Where they stand without an option.
    #[inline(always)]
    pub(super) fn without(&self, gone: &Cell) -> Standing {
        Standing {
            surplus: both(|k| self.now.surplus[k] - gone.belief[k]),
            majority: both(|k| self.now.majority[k] - gone.support[k]),
        }
    }

    /// What these `x` add to the merit.
    #[inline]
    pub(super) fn gain(&self, x: Pair) -> Pair {
        both(|k| self.bias[k] * (phi(x[k]) - self.merit[k]))
    }

    /// The most that these `x` can add: what the tangent gives.
    #[inline(always)]
    pub(super) fn bound(&self, x: Pair) -> Pair {
        both(|k| self.pull[k] * (x[k] - self.worst[k]))
    }
}

/// `x` of two sides with an option beside the rest of the text, `linked` being what linkages add.
#[inline(always)]
pub(super) fn least(rest: &Standing, option: &Cell, linked: &Pair) -> Pair {
    let surplus = both(|k| rest.surplus[k] + option.belief[k] + linked[k]);
    let majority = both(|k| rest.majority[k] + option.support[k]);
    // No number here is none: a comparison is all that it takes.
    both(|k| {
        if surplus[k] < majority[k] {
            surplus[k]
        } else {
            majority[k]
        }
    })
}

/// Where the sides stand with the text as it is, two by two. What is in brackets counts as the mean over what a side has not
/// ruled out.
pub(super) fn draw_up_sides(
    draft: &Draft<'_>,
    holder: PartyIx,
    (reservations, thresholds, relations): (&[ReservationValue], &[Threshold], &[SideTerms]),
    sides: &mut Vec<Sides>,
) {
    let case = draft.case;
    sides.clear();
    for (row, parties) in draft.board.rows().zip(case.disputants.chunks(ABREAST)) {
        let of = |k: usize| parties.get(k).copied();
        let links = Cell {
            belief: both(|k| of(k).map_or(0.0, |p| linked_worth(draft, p))),
            support: [0.0; ABREAST],
        };
        let text = draft.text.iter().zip(draft.bracketed);
        let whole = text.fold(links, |sum, (stands, bracketed)| match bracketed.0 {
            false => sum.with(&row[stands.0]),
            true => sum.with(&mean(draft, parties, &row, case.issue_of[stands.0])),
        });
        let bias = |p: PartyIx| match p == holder {
            true => 1.0,
            false => relations[case.relation(holder, p)].bias,
        };
        let majority = |p: PartyIx, backing: f64| match thresholds[p].voted {
            true => backing - thresholds[p].theta - MARGIN,
            false => f64::INFINITY,
        };
        let now = Standing {
            surplus: both(|k| of(k).map_or(0.0, |p| whole.belief[k] - reservations[p].0)),
            majority: both(|k| of(k).map_or(f64::INFINITY, |p| majority(p, whole.support[k]))),
        };
        // Who is not there weighs nothing.
        sides.push(Sides::new(both(|k| of(k).map_or(0.0, bias)), now));
    }
}

/// The mean over what each of two parties has not ruled out on an issue.
fn mean(draft: &Draft<'_>, parties: &[PartyIx], row: &ByRow<IssueOption, &[Cell]>, issue: IssueIx) -> Cell {
    let case = draft.case;
    let mut means = Cell::default();
    for (k, &p) in parties.iter().enumerate() {
        let ruled_out = |o: OptionIx| case.red_line(p, o) && !draft.unspoken[case.stance(p, o)].0;
        let mut bearable = 0_u32;
        for o in case.issues[issue].options.clone().filter(|&o| !ruled_out(o)) {
            means.belief[k] += row[o].belief[k];
            means.support[k] += row[o].support[k];
            bearable += 1;
        }
        let share = 1.0 / f64::from(bearable.max(1));
        means.belief[k] *= share;
        means.support[k] *= share;
    }
    means
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
            let now = Standing {
                surplus: [x, 0.1],
                majority: [f64::INFINITY; ABREAST],
            };
            let sides = Sides::new([0.7, 1.0], now);
            let (gains, bounds) = (sides.gain([y, 0.2]), sides.bound([y, 0.2]));
            assert!((0..ABREAST).all(|k| gains[k] <= bounds[k] + 1e-12), "{x} {y}");
        }
    }
}
