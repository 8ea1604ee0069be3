//! What is put on the table: closed doors loosen tongues, and a candid room speaks of what somebody has in mind.

use super::{OPTION_FLOATED, is_on_text};
use crate::channels::{Candour, Impatience, Reticence};
use crate::facts::{Ending, Headway, OptionState, Ripe, Sensitivity, Worth};
use detente_core::terms::SessionTerms;
use detente_core::{
    Actor, Case, Draw, Indexed, IssueOption, Issues, Options, PartyIx, RareDraws, Record, Runs, Sessions, Stances,
    TalksRow, The,
};

/// Chance that a candid room floats what somebody has in mind.
const FLOATED_BY_CANDOUR: f64 = 0.6;
/// Candour on the logit scale in a room of no trust and no rapport, half closed.
const BASE_CANDOUR: f64 = -0.6;
/// Effect of closed doors on candour.
const CANDOUR_OF_SECRECY: f64 = 2.0;

pub(super) struct Floating;
impl Draw for Floating {
    type Of = IssueOption;
    const NAME: &'static str = "floating";
}

/// Closed doors loosen tongues: the base of candour.
pub(super) fn speak_in_private(mut runs: Runs<(TalksRow<&mut Candour>, Sessions<&SessionTerms>)>) {
    for (run, (candour, sessions)) in runs.iter() {
        candour[0].0 += BASE_CANDOUR + CANDOUR_OF_SECRECY * (sessions[run.session].secrecy - 0.5);
    }
}

/// Sensitive options that somebody has in mind are put on the table, if the room is candid enough.
pub(super) fn float_options(
    case: The<Case>,
    mut record: Record,
    mut runs: Runs<(
        TalksRow<(&Candour, &Reticence, &Impatience, &Ending, &mut Headway)>,
        Issues<&Ripe>,
        Options<(&Sensitivity, &mut OptionState)>,
        Stances<&Worth>,
        RareDraws<Floating, 1>,
    )>,
) {
    for (run, ((candour, reticence, impatience, ending, headway), ripe, (sensitivity, states), worths, mut draws)) in
        runs.filter(|run| is_on_text(&case, run))
    {
        if !run.opens || !ending[0].is_open() {
            continue;
        }
        let candid = FLOATED_BY_CANDOUR * candour[0].chance();
        let agenda = &case.on_agenda[run.session];
        let holder_is_here = case.talks.text_holder.is_some_and(|h| case.present[run.session][h]);
        let too_early = if holder_is_here { impatience[0].0 } else { 0.0 };
        for ((o, state), &i) in states.indexed_mut().zip(&*case.issue_of) {
            if !state.is_without(OptionState::KNOWN, OptionState::FLOATED | OptionState::OFF_TABLE) || !agenda[i] {
                continue;
            }
            // Only an impatient mediator speaks of what is not ripe.
            let chance = if ripe[i].0 { candid } else { candid * too_early };
            if chance > 0.0 && draws.of(o)[0] < reticence[0].chance(chance, sensitivity[o].0) {
                state.insert(OptionState::FLOATED);
                headway[0].floated += 1;
                record.event(run, OPTION_FLOATED, || {
                    let worth = |p: PartyIx| worths[case.stance(p, o)].0;
                    let parties = case.sessions[run.session].parties.iter().rev().copied();
                    let who = parties.max_by(|&a, &b| worth(a).total_cmp(&worth(b)));
                    (who.map_or(Actor::Talks, Actor::Party), Some(i), Some(o))
                });
            }
        }
    }
}
