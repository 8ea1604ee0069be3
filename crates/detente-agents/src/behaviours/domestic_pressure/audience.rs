//! Audience costs: a party pays with its public for backing down from what it has vowed there, not for failing at home.
//!
//! A vow is made by a signal, or when a leak makes the party that it hurts most rule the option out: it then stands by the
//! best other option that is on the table. A text costs `.05 * sum over vows of (worth vowed - worth in the text) / range of
//! the issue`, where that is positive. Source: Fearon 1994; Tomz 2007.

use super::DomesticPressure;
use crate::channels::AudienceCost;
use crate::facts::{Ending, InText, Incidents, OptionState, Pledge, Span, Worth};
use bevy_ecs::prelude::*;
use detente_core::{
    Actor, Assembly, Case, Draw, Indexed, Issues, OptionIx, Options, Parties, Party, PartyIx, Phase, RareDraws, Record,
    Runs, Stakes, Stances, TalksRow, The, events,
};

events! {
    /// A party ruled out in public what has leaked.
    pub PLEDGE_MADE = "pledge_made",
        told [
            "{who} hastened to rule it out in public.",
            "{who} told its public that this would never do.",
        ];
}

struct RulingOut;
impl Draw for RulingOut {
    type Of = Party;
    const NAME: &'static str = "ruling out";
}

pub(super) fn assemble(assembly: &mut Assembly<'_>) {
    assembly
        .draws::<RulingOut>()
        .add(Phase::Propose, charge)
        .add(Phase::Domestic, rule_out.after(super::react));
}

/// How far a text falls short of a vow, as a share of what the issue can be worth.
#[inline]
fn breach(vowed: f64, stands: f64, span: Span) -> f64 {
    if span.width() > 0.0 {
        ((vowed - stands) / span.width()).max(0.0)
    } else {
        0.0
    }
}

/// What the text as it stands costs each party with its public.
fn charge(
    case: The<Case>,
    mut runs: Runs<(
        Parties<(&DomesticPressure, &mut AudienceCost)>,
        Issues<&InText>,
        Stances<&Worth>,
        Stakes<(&Pledge, &Span)>,
    )>,
) {
    for (_, ((terms, costs), text, worths, (pledges, spans))) in runs.iter() {
        let (worths, pledges, spans) = (case.by_option(worths), case.by_issue(pledges), case.by_issue(spans));
        for &p in &case.disputants {
            let (worths, pledges, spans) = (worths.row(p), pledges.row(p), spans.row(p));
            let issues = case.issues.indices().zip(pledges.iter());
            let vows = issues.filter_map(|(i, pledge)| Some((i, pledge.0?)));
            let breaches = vows.map(|(i, vowed)| breach(worths[vowed].0, worths[text[i].0].0, spans[i]));
            costs[p].0 += terms[p].audience_cost * breaches.sum::<f64>();
        }
    }
}

/// The party that a leak hurts most may rule the option out in public.
fn rule_out(
    case: The<Case>,
    mut record: Record,
    mut runs: Runs<(
        Parties<&DomesticPressure>,
        TalksRow<(&Incidents, &Ending)>,
        Options<&OptionState>,
        Stances<&Worth>,
        Stakes<&mut Pledge>,
        RareDraws<RulingOut, 1>,
    )>,
) {
    for (run, (terms, (incidents, ending), states, worths, pledges, mut draws)) in runs.iter() {
        let Some(leaked) = incidents[0].leaked.filter(|_| ending[0].is_open()) else {
            continue;
        };
        let (worths, mut pledges) = (case.by_option(worths), case.by_issue(pledges));
        let issue = case.options[leaked].issue;
        let open = |&o: &OptionIx| o != leaked && states[o].available();
        let best = |p: PartyIx| {
            let others = case.issues[issue].options.clone().filter(open);
            others.max_by(|&a, &b| worths[(p, a)].0.total_cmp(&worths[(p, b)].0))
        };
        let hurt = |p: PartyIx| best(p).map_or(0.0, |o| worths[(p, o)].0 - worths[(p, leaked)].0);
        let most = case
            .disputants
            .iter()
            .copied()
            .max_by(|&a, &b| hurt(a).total_cmp(&hurt(b)));
        let Some((p, option)) = most.filter(|&p| hurt(p) > 0.0).and_then(|p| Some((p, best(p)?))) else {
            continue;
        };
        if draws.of(p)[0] < terms[p].rules_out {
            pledges[(p, issue)] = Pledge(Some(option));
            record.event(run, PLEDGE_MADE, || (Actor::Party(p), Some(issue), Some(leaked)));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_falls_short_of_a_vow_is_a_breach() {
        let span = |least, greatest| Span { least, greatest };
        assert!((breach(0.2, 0.1, span(0.0, 0.2)) - 0.5).abs() < 1e-15);
        assert_eq!(breach(0.1, 0.2, span(0.0, 0.2)), 0.0);
        assert_eq!(breach(0.1, 0.1, span(0.1, 0.1)), 0.0);
    }
}
