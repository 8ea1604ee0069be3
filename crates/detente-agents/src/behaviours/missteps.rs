//! Missteps: a wrong word, a wrong gesture. Rate `hazard * e^(F - .4 - (experience - .6))` a session; a misstep costs
//! momentum and rapport, feeds hawkish pressure at home, and with some chance opens a settled issue again, which then has
//! to ripen anew. Source: Cohen 1997 (negotiating across cultures) for what goes wrong; rule and values stylised.

use crate::channels::{BOUND, MisstepHazard, chance_within};
use crate::facts::{Ending, Harvested, Headway, Incidents, Ripe, Settled, Verdict};
use bevy_ecs::prelude::*;
use detente_core::terms::NegotiatorTerms;
use detente_core::{
    Actor, Assembly, Behaviour, Case, Draw, Draws, EventKind, Issues, Negotiators, Origin, Outlook, Parties, Phase,
    Record, Runs, Talks, TalksRow, events, origin, params,
};

params! {
    /// How often things go wrong in the room.
    Missteps on Talks as "missteps" {
        /// Base rate
        hazard_per_session: "1/session", 0.0 ..= 100.0, default 0.02, absent 0.0, "stylised";
        /// How far experience above the usual lowers the log hazard
        experience: "log hazard", -10.0 ..= 10.0, default 1.0, absent 0.0, "stylised";
        /// Chance that a misstep opens a settled issue again
        reopen: "share", 0.0 ..= 1.0, default 0.3, absent 0.0, "stylised";
    }
}

/// Experience at which missteps have their base rate.
const USUAL: f64 = 0.6;

events! {
    /// A blunder at the table.
    pub MISSTEP_MADE = "misstep_made";
    /// A settled issue was opened again.
    pub ISSUE_REOPENED = "issue_reopened";
}

struct Blundering;
impl Draw for Blundering {
    type Of = Talks;
    const NAME: &'static str = "missteps";
}

fn blunder(
    case: Res<Case>,
    mut record: Record,
    mut runs: Runs<(
        TalksRow<(&Missteps, &MisstepHazard, &Ending, &mut Incidents, &mut Headway)>,
        Negotiators<&NegotiatorTerms>,
        Issues<(&mut Ripe, &mut Settled, &Harvested)>,
        Parties<&mut Verdict>,
        Draws<Blundering, 4>,
    )>,
) {
    for (run, ((terms, hazard, ending, incidents, headway), people, (ripe, settled, harvested), verdicts, draws)) in
        runs.iter()
    {
        let room = &case.sessions[run.session].negotiators;
        if !run.closes || !ending[0].is_open() || room.is_empty() {
            continue;
        }
        let terms = &terms[0];
        let experience = room.iter().map(|&n| people[n].experience).sum::<f64>() / room.len() as f64;
        let mut hazard = hazard[0].0;
        hazard.exponent -= terms.experience * (experience - USUAL);
        let [happens, who, reopens, which] = draws.of(0);
        if happens >= chance_within(hazard.rate(terms.hazard_per_session, BOUND), 1.0) {
            continue;
        }
        incidents[0].misstep = true;
        headway[0].misstep = true;
        let who = room[((who * room.len() as f64) as usize).min(room.len() - 1)];
        record.event(run, MISSTEP_MADE, || (Actor::Negotiator(who), None, None));
        // What was agreed for good, ahead of the rest, is not opened again.
        let open_again = |i: usize| settled[i].0 && !harvested[i].0;
        let n_settled = (0..settled.len()).filter(|&i| open_again(i)).count();
        if reopens < terms.reopen && n_settled > 0 {
            let nth = ((which * n_settled as f64) as usize).min(n_settled - 1);
            if let Some(issue) = (0..settled.len()).filter(|&i| open_again(i)).nth(nth) {
                settled[issue].0 = false;
                // Where matters do not ripen, an open one can be settled again at once.
                ripe[issue].0 = !case.uses("ripeness");
                for verdict in verdicts.iter_mut() {
                    verdict.accepts = false;
                }
                record.event(run, ISSUE_REOPENED, || (Actor::Negotiator(who), Some(issue), None));
            }
        }
    }
}

impl Behaviour for Missteps {
    type Params = Self;
    const ABOUT: &'static str =
        "A wrong word costs momentum and rapport, feeds hawks at home, and may open a settled issue.";
    const SOURCE: &'static str = "Cohen 1997; values stylised";
    const ORIGIN: Origin = origin!();
    const EVENTS: &'static [&'static EventKind] = &[MISSTEP_MADE, ISSUE_REOPENED];
    fn idle(outlook: &Outlook<'_>) -> Option<&'static str> {
        if outlook
            .model
            .sessions
            .iter()
            .all(|session| session.negotiators.is_empty())
        {
            return Some("no negotiator takes part in a session");
        }
        let idle = outlook.highest::<Self>([0], "hazard_per_session") <= 0.0;
        idle.then_some("its `hazard_per_session` is 0")
    }
    fn assemble(assembly: &mut Assembly<'_>) {
        assembly.draws::<Blundering>().add(Phase::Leak, blunder);
    }
}
