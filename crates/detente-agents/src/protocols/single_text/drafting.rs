//! The holder of the text changes it, as far as it understands the sides.

use super::decision::{at_stake, reckoned};
use super::revision::{Gains, MARGIN, Search, Side};
use super::{TEXT_REVISED, is_on_text};
use crate::channels::{Attention, BreachRisk, Initiative, OptionValue, Threshold};
use crate::facts::{
    Belief, Criticism, Ending, Harvested, Headway, InText, LinkageWorth, OptionState, ReservationValue, Ripe, Settled,
    Support, Touched, Verdict,
};
use bevy_ecs::prelude::*;
use detente_core::terms::{OptionTerms, SideTerms, StanceTerms};
use detente_core::{
    Actor, Case, Draw, Draws, Issues, Linkages, Negotiators, Options, Parties, Record, Relations, Runs, Stances, Talks,
    TalksRow, state,
};

/// Changes of the text in one session, at most.
const CHANGES_A_SESSION: u32 = 3;

state! {
    /// Whether anybody has turned the text down since it last changed.
    pub(super) TurnedDown on Talks, run, "" (pub(super) bool = false)
}

pub(super) struct Drafting;
impl Draw for Drafting {
    type Of = Talks;
    const NAME: &'static str = "drafting";
}

/// What the options of a text are believed to add up to for a party, with the linkages that it completes.
#[inline]
fn text_value(case: &Case, party: usize, belief: &[Belief], text: &[InText], links: &[LinkageWorth]) -> f64 {
    let mut sum: f64 = text.iter().map(|t| belief[t.0].0).sum();
    for (link, worth) in case.linkages.iter().zip(links).filter(|(link, _)| link.party == party) {
        if link.options.iter().all(|&o| text[case.options[o].issue].0 == o) {
            sum += worth.0;
        }
    }
    sum
}

/// What an exchange on one issue adds through linkages.
#[inline]
fn linkage_change(case: &Case, party: usize, text: &[InText], links: &[LinkageWorth], from: usize, to: usize) -> f64 {
    let issue = case.options[to].issue;
    let mut sum = 0.0;
    for &k in &case.linkages_on[issue] {
        let link = &case.linkages[k];
        let rest = |&o: &usize| case.options[o].issue == issue || text[case.options[o].issue].0 == o;
        if link.party == party && link.options.iter().all(rest) {
            let stands = |option: usize| f64::from(u8::from(link.options.contains(&option)));
            sum += (stands(to) - stands(from)) * links[k].0;
        }
    }
    sum
}

/// Whether an option cannot stand beside the rest of the text.
#[inline]
fn excluded(case: &Case, text: &[InText], option: usize) -> bool {
    let issue = case.options[option].issue;
    case.exclusions_on[issue].iter().any(|&k| {
        let set = &case.exclusions[k].options;
        set.contains(&option) && set.iter().all(|&o| o == option || text[case.options[o].issue].0 == o)
    })
}

/// The holder looks for changes that help both sides as it understands them.
pub(super) fn revise_text(
    case: Res<Case>,
    // Kept between rounds, so that nothing is allocated in one.
    mut sides: Local<Vec<Side>>,
    mut prospects: Local<Vec<Belief>>,
    mut record: Record,
    mut runs: Runs<(
        TalksRow<(&Initiative, &Ending, &mut Headway, &mut TurnedDown)>,
        Issues<(&Ripe, &Harvested, &mut InText, &mut Touched, &mut Settled)>,
        Options<(&OptionTerms, &OptionState)>,
        Stances<(&Belief, &Support, &OptionValue, &StanceTerms)>,
        Parties<(&ReservationValue, &Threshold, &BreachRisk, &Criticism, &mut Verdict)>,
        Relations<&SideTerms>,
        Linkages<&LinkageWorth>,
        Negotiators<&Attention>,
        Draws<Drafting, 4>,
    )>,
) {
    let Some(holder) = case.talks.text_holder else { return };
    for (run, (talks, issues, states, stances, parties, relations, links, attention, draws)) in
        runs.filter(|run| is_on_text(&case, run))
    {
        let (initiative, ending, headway, turned_down) = talks;
        let (ripe, harvested, text, touched, settled) = issues;
        let (terms, states) = states;
        let (reservations, thresholds, risks, criticisms, verdicts) = parties;
        if !case.present[run.session][holder] || !ending[0].is_open() {
            continue;
        }
        // An acceptance that nobody has answered must not be spoilt by a change.
        let standing = case.disputants.iter().any(|&p| verdicts[p].accepts);
        let usable = |t: &InText| states[t.0].available();
        if standing && !turned_down[0].0 && text.iter().all(usable) {
            continue;
        }
        let (belief, support, added, views) = stances;
        let belief = if added.iter().any(|a| a.0 != 0.0) || risks.iter().any(BreachRisk::is_felt) {
            foresee(
                &case,
                (belief, added, views),
                terms,
                (reservations, risks, verdicts),
                &mut prospects,
            );
            prospects.as_slice()
        } else {
            belief
        };
        let agenda = &case.on_agenda[run.session];
        let asked_for = |i: usize| criticisms.iter().any(|c| c.issue == Some(i));
        let open = |i: usize| ripe[i].0 && agenda[i] && !harvested[i].0 && (initiative[0].0 || asked_for(i));
        let mean_attention = mean_of(&case, holder, |n| attention[n].0);
        for place in 0..CHANGES_A_SESSION {
            if headway[0].changes >= CHANGES_A_SESSION || draws.of(0)[place as usize] >= mean_attention {
                continue;
            }
            let gains = Gains { belief, support };
            draw_up_sides(
                (&case, holder),
                &gains,
                (text, links),
                (reservations, thresholds, relations),
                &mut sides,
            );
            let mut search = Search::new(gains, &mut sides);
            for (i, _) in case.issues.iter().enumerate().filter(|(i, _)| open(*i)) {
                look_for_better(&case, &mut search, i, (text, states, links));
            }
            let Some(change) = search.best() else { break };
            let issue = case.options[change.to].issue;
            text[issue].0 = change.to;
            touched[issue].0 = true;
            settled[issue].0 = false;
            headway[0].changes += 1;
            turned_down[0].0 = false;
            for &p in &case.disputants {
                verdicts[p].accepts = false;
            }
            record.event(run, TEXT_REVISED, || {
                (Actor::Party(holder), Some(issue), Some(change.to))
            });
        }
    }
}

/// Where each side stands with the text as it is.
fn draw_up_sides(
    (case, holder): (&Case, usize),
    gains: &Gains<'_>,
    (text, links): (&[InText], &[LinkageWorth]),
    (reservations, thresholds, relations): (&[ReservationValue], &[Threshold], &[SideTerms]),
    sides: &mut Vec<Side>,
) {
    let options = case.options.len();
    sides.clear();
    for &p in &case.disputants {
        let first = p * options;
        let believed = text_value(case, p, &gains.belief[first..first + options], text, links);
        let backing: f64 = text.iter().map(|t| gains.support[first + t.0].0).sum();
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
        sides.push(Side::new(first, bias, surplus, majority));
    }
}

/// Looks at what could stand in the text on an issue.
fn look_for_better(
    case: &Case,
    search: &mut Search<'_>,
    issue: usize,
    (text, states, links): (&[InText], &[OptionState], &[LinkageWorth]),
) {
    let from = text[issue].0;
    search.give_up(from, !states[from].available());
    // Most issues stand alone; theirs is the common path.
    let alone = case.linkages_on[issue].is_empty() && case.exclusions_on[issue].is_empty();
    for to in case.issues[issue].options.clone() {
        if to == from || !states[to].available() {
            continue;
        }
        if alone {
            search.consider(to, |_| 0.0);
        } else if !excluded(case, text, to) {
            search.consider(to, |k| linkage_change(case, case.disputants[k], text, links, from, to));
        }
    }
}

/// What the holder believes of every option, with what the process adds to it, and what it would change about the fear of
/// a breach.
fn foresee(
    case: &Case,
    (belief, added, views): (&[Belief], &[OptionValue], &[StanceTerms]),
    terms: &[OptionTerms],
    (reservations, risks, verdicts): (&[ReservationValue], &[BreachRisk], &[Verdict]),
    prospects: &mut Vec<Belief>,
) {
    prospects.clear();
    prospects.extend(
        belief
            .iter()
            .zip(added)
            .map(|(belief, added)| Belief(belief.0 + added.0)),
    );
    let options = case.options.len();
    for &p in case.disputants.iter().filter(|&&p| risks[p].is_felt()) {
        let own = p * options..(p + 1) * options;
        let stake = at_stake(verdicts[p].value, reservations[p].0, &risks[p]);
        for ((prospect, view), terms) in prospects[own.clone()].iter_mut().zip(&views[own]).zip(terms) {
            prospect.0 += reckoned(&risks[p], stake, view.exposes, terms.guarantee);
        }
    }
}

/// Mean over the delegation of a party; 1 for a party that sends nobody.
#[inline]
fn mean_of(case: &Case, party: usize, of: impl Fn(usize) -> f64) -> f64 {
    let members = &case.delegations[party];
    if members.is_empty() {
        return 1.0;
    }
    members.iter().map(|&n| of(n)).sum::<f64>() / members.len() as f64
}
