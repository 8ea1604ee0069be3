//! What those present say to the text.

use super::criticism::named_issue;
use super::decision;
use super::decision::{at_stake, reckoned};
use super::drafting::TurnedDown;
use super::{TEXT_ACCEPTED, TEXT_CONSIDERED, TEXT_REJECTED, is_on_text};
use crate::channels::{BreachRisk, Candour, OptionValue};
use crate::facts::{
    Criticism, Ending, Harvested, Headway, InText, LastCriticism, OptionState, ReservationValue, Ripe, Settled,
    Touched, Verdict, Worth,
};
use bevy_ecs::prelude::*;
use detente_core::terms::{OptionTerms, StanceTerms};
use detente_core::{Actor, Case, Draw, Draws, Issues, Options, Parties, Party, Record, Runs, Stances, TalksRow};

pub(super) struct Criticising;
impl Draw for Criticising {
    type Of = Party;
    const NAME: &'static str = "criticism";
}

/// Those present accept, consider, or criticise.
pub(super) fn respond(
    case: Res<Case>,
    mut record: Record,
    mut runs: Runs<(
        TalksRow<(&Candour, &Ending, &mut Headway, &mut LastCriticism, &mut TurnedDown)>,
        Issues<(&Ripe, &Harvested, &InText, &mut Touched, &mut Settled)>,
        Options<(&OptionTerms, &OptionState)>,
        Stances<(&Worth, &OptionValue, &StanceTerms)>,
        Parties<(&ReservationValue, &BreachRisk, &mut Verdict, &mut Criticism)>,
        Draws<Criticising, 2>,
    )>,
) {
    let options = case.options.len();
    for (run, (talks, issues, (terms, states), stances, parties, draws)) in runs.filter(|run| is_on_text(&case, run)) {
        let (candour, ending, headway, last, turned_down) = talks;
        let (ripe, harvested, text, touched, settled) = issues;
        let (worths, added, views) = stances;
        let (reservations, risks, verdicts, criticisms) = parties;
        criticisms.fill(Criticism::default());
        if !ending[0].is_open() {
            continue;
        }
        let ready = ripe.iter().all(|r| r.0) && text.iter().all(|t| states[t.0].available());
        let candid = candour[0].chance();
        for &p in case.disputants.iter().filter(|&&p| case.present[run.session][p]) {
            let verdict = &mut verdicts[p];
            let content = verdict.considers && verdict.ratification >= decision::LEAST_CHANCE;
            if content && verdict.signing >= verdict.aspiration && ready {
                if !verdict.accepts {
                    headway[0].accepted = true;
                    record.event(run, TEXT_ACCEPTED, || (Actor::Party(p), None, None));
                }
                verdict.accepts = true;
                continue;
            }
            verdict.accepts = false;
            turned_down[0].0 = true;
            let [which, honesty] = draws.of(p);
            let own = p * options;
            let stake = at_stake(verdict.value, reservations[p].0, &risks[p]);
            let worth = |o: usize| {
                let fear = reckoned(&risks[p], stake, views[own + o].exposes, terms[o].guarantee);
                worths[own + o].0 + added[own + o].0 + fear
            };
            let hopeless = &case.hopeless[p * options..(p + 1) * options];
            let mendable = |o: usize| !(hopeless[o] || states[o].off_table || states[o].refused);
            let shortfall = |i: usize| {
                if harvested[i].0 {
                    return 0.0;
                }
                let now = worth(text[i].0);
                let open = case.issues[i].options.clone().filter(|&o| mendable(o));
                let best = open.map(worth).fold(now, f64::max);
                if last[0].0 == Some(i) {
                    0.5 * (best - now)
                } else {
                    best - now
                }
            };
            let issue = named_issue((0..case.issues.len()).map(shortfall), which);
            criticisms[p] = Criticism {
                issue,
                honest: honesty < candid,
            };
            if let Some(i) = issue {
                last[0].0 = Some(i);
                touched[i].0 = true;
                settled[i].0 = false;
            }
            let kind = if verdict.considers {
                TEXT_CONSIDERED
            } else {
                TEXT_REJECTED
            };
            record.event(run, kind, || (Actor::Party(p), issue, issue.map(|i| text[i].0)));
        }
    }
}
