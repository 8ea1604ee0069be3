//! How disputants see the text: its utility, its chance at home, and the error in both.

use super::decision::{considers, kept_error, next_error, risked, signing_value};
use crate::channels::{Aspiration, AudienceCost, BreachRisk, Judgement, OptionValue, Threshold};
use crate::facts::{Ending, Feared, InText, LinkageWorth, ReservationValue, Scale, Support, Verdict, Worth, feared};
use detente_core::terms::NegotiatorTerms;
use detente_core::{
    Case, Draw, Draws, Issues, Linkages, Negotiator, Negotiators, Options, Parties, PartyIx, Runs, Stances, TalksRow,
    The, normal_quantile, state,
};

state! {
    /// Slowly changing error in how a negotiator judges a text, standard normal.
    pub(super) ErrorOfJudgement on Negotiator, run, "standard deviations" (f64 = 0.0)
}

pub(super) struct Judging;
impl Draw for Judging {
    type Of = Negotiator;
    const NAME: &'static str = "judgement";
}

/// Errors of judgement drift with the days between sessions; inexperience widens them.
pub(super) fn misjudge(
    mut runs: Runs<(
        Negotiators<(&NegotiatorTerms, &mut ErrorOfJudgement, &mut Judgement)>,
        Draws<Judging, 1>,
    )>,
) {
    for (run, ((terms, errors, judgements), draws)) in runs.iter() {
        let kept = kept_error(run.days);
        for (((terms, error), judgement), [u]) in terms.iter().zip(errors).zip(judgements).zip(draws.iter()) {
            if run.round == 0 {
                error.0 = normal_quantile(u);
            } else if run.days > 0.0 {
                error.0 = next_error(error.0, kept, normal_quantile(u));
            }
            let inexperience = terms.noise * (1.0 - terms.experience);
            judgement.variance += terms.noise * terms.noise + inexperience * inexperience;
        }
    }
}

/// Every disputant forms its view of the text, present or not.
pub(super) fn weigh_text(
    case: The<Case>,
    mut runs: Runs<(
        Issues<&InText>,
        Options<&Feared>,
        Stances<(&Worth, &Support, &OptionValue)>,
        Linkages<&LinkageWorth>,
        Parties<(
            &ReservationValue,
            &Scale,
            &Threshold,
            &BreachRisk,
            &AudienceCost,
            &mut Verdict,
        )>,
        Negotiators<(&NegotiatorTerms, &Aspiration, &Judgement, &ErrorOfJudgement)>,
        TalksRow<&Ending>,
    )>,
) {
    for (_, (text, fears, stances, links, parties, people, ending)) in runs.iter() {
        if !ending[0].is_open() {
            continue;
        }
        let (worths, supports, added) = stances;
        let (worths, supports) = (case.by_option(worths), case.by_option(supports));
        let added = case.by_option(added);
        let (reservations, scales, thresholds, risks, prices, verdicts) = parties;
        let standing = feared(fears).filter(|(o, _)| case.stands(text, *o));
        let unguarded: f64 = standing.map(|(_, guarantee)| 1.0 - guarantee).product();
        for &p in &case.disputants {
            let (worths, supports, added) = (worths.row(p), supports.row(p), added.row(p));
            let (mut value, mut support) = (0.0, 0.0);
            for t in text {
                value += worths[t.0].0 + added[t.0].0;
                support += supports[t.0].0;
            }
            let red_line = case.is_crossed(text, p);
            for (link, worth) in case.linkages.iter().zip(links).filter(|(link, _)| link.party == p) {
                if link.options.iter().all(|&o| case.stands(text, o)) {
                    value += worth.0;
                }
            }
            let reservation = reservations[p].0;
            if risks[p].is_felt() {
                value = risked(value, reservation, risks[p].of_text(unguarded), risks[p].loss);
            }
            let price = prices[p].0;
            let (aspiration, ask, error) = delegation_view(&case, p, reservation, &people);
            let chance = thresholds[p].chance(support);
            let verdict = &mut verdicts[p];
            *verdict = Verdict {
                value,
                price,
                support,
                ratification: chance,
                signing: signing_value(chance, value - price, reservation) + error * scales[p].utility_sd,
                aspiration,
                ask,
                red_line,
                considers: considers(red_line, value, reservation),
                accepts: verdict.accepts,
            };
        }
    }
}

type People<'a> = (
    &'a [NegotiatorTerms],
    &'a [Aspiration],
    &'a [Judgement],
    &'a [ErrorOfJudgement],
);

/// The delegation's aspiration, its ask and its error of judgement: means of its members', weighted by influence.
#[inline]
fn delegation_view(case: &Case, party: PartyIx, reservation: f64, people: &People<'_>) -> (f64, f64, f64) {
    let (terms, aspirations, judgements, errors) = people;
    let (mut weight, mut aspiration, mut ask, mut error) = (0.0, 0.0, 0.0, 0.0);
    for &n in &case.delegations[party] {
        let influence = terms[n].influence;
        weight += influence;
        aspiration += influence * aspirations[n].level(reservation);
        ask += influence * aspirations[n].ask(reservation);
        error += influence * libm::sqrt(judgements[n].variance) * errors[n].0;
    }
    if weight > 0.0 {
        (aspiration / weight, ask / weight, error / weight)
    } else {
        (reservation, 0.0, 0.0)
    }
}
