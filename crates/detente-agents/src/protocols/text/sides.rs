//! How the holder of the text sees the sides: what it believes an option would do for each, and where each stands with the
//! text as it is.

use super::decision::{at_stake, reckoned};
use super::draft::Draft;
use super::revision::{MARGIN, Side};
use crate::channels::{BreachRisk, OptionValue, Threshold};
use crate::facts::{Belief, ReservationValue, Verdict};
use detente_core::terms::{OptionTerms, SideTerms, StanceTerms};
use detente_core::{Case, Indexed, OptionIx, PartyIx};

/// What the holder believes of every option, with what the process adds to it, and what it would change about the fear of
/// a breach; where nobody fears one and nothing is added, what it believes.
pub(super) fn foreseen<'a>(
    case: &Case,
    (belief, added, views): (&'a [Belief], &[OptionValue], &[StanceTerms]),
    terms: &[OptionTerms],
    (reservations, risks, verdicts): (&[ReservationValue], &[BreachRisk], &[Verdict]),
    prospects: &'a mut Vec<Belief>,
) -> &'a [Belief] {
    let (beliefs, added, views) = (case.by_option(belief), case.by_option(added), case.by_option(views));
    let is_moved = |&p: &PartyIx| risks[p].is_felt() || added.row(p).iter().any(|a| a.0 != 0.0);
    if !case.disputants.iter().any(is_moved) {
        return belief;
    }
    // Only the rows of disputants are ever read.
    prospects.resize(belief.len(), Belief(0.0));
    let mut seen = case.by_option(&mut prospects[..]);
    for &p in &case.disputants {
        let stake = at_stake(verdicts[p].value, reservations[p].0, &risks[p]);
        let (mut row, beliefs, added) = (seen.row_mut(p), beliefs.row(p), added.row(p));
        let cells = row.iter_mut().zip(*beliefs).zip(*added);
        if risks[p].is_felt() {
            let fears = views.row(p).iter().zip(terms);
            for (((cell, belief), added), (view, terms)) in cells.zip(fears) {
                cell.0 = belief.0 + added.0 + reckoned(&risks[p], stake, view.exposes, terms.guarantee);
            }
        } else {
            for ((cell, belief), added) in cells {
                cell.0 = belief.0 + added.0;
            }
        }
    }
    prospects
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
    let (beliefs, supports) = (case.by_option(draft.gains.belief), case.by_option(draft.gains.support));
    sides.clear();
    for &p in &case.disputants {
        let (own, backers) = (beliefs.row(p), supports.row(p));
        let (mut believed, mut backing) = (linked_worth(draft, p), 0.0);
        for (i, stands) in draft.text.indexed() {
            if !draft.bracketed[i].0 {
                believed += own[stands.0].0;
                backing += backers[stands.0].0;
                continue;
            }
            let ruled_out = |o: OptionIx| case.red_line(p, o) && !draft.unspoken[case.stance(p, o)].0;
            let bearable = || case.issues[i].options.clone().filter(|&o| !ruled_out(o));
            let share = 1.0 / bearable().count().max(1) as f64;
            believed += share * bearable().map(|o| own[o].0).sum::<f64>();
            backing += share * bearable().map(|o| backers[o].0).sum::<f64>();
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
        let surplus = believed - reservations[p].0;
        sides.push(Side::new(case.stances_of(p), bias, surplus, majority));
    }
}

/// What the linkages add that the text completes for a party.
#[inline]
fn linked_worth(draft: &Draft<'_>, party: PartyIx) -> f64 {
    let links = draft.case.linkages.iter().zip(draft.links);
    let own = links.filter(|(link, _)| link.party == party);
    let stands = |o: &OptionIx| draft.text[draft.case.options[*o].issue].0 == *o;
    own.filter(|(link, _)| link.options.iter().all(stands))
        .map(|(_, worth)| worth.0)
        .sum()
}
