//! Walkouts: rate `hazard * exp(terms of other behaviours + 2 min(gap, .5))` a day, gap the mean, over the disputants
//! present that do not accept the text, of what they still ask. Whoever accepts stays, and nobody leaves talks that have not
//! begun. Whoever leaves comes back with chance `resume`, and
//! everything is put off by `pause_days`; otherwise the talks are over, collapsed
//! after a leak if scandal is still in the air. Source: Faure 2012 (unfinished business: why talks fail); stylised.

use crate::channels::{WALK_OUT_BOUND, WalkOutHazard, chance_within};
use crate::facts::{Appointment, Ending, Incidents, Scandal, Verdict};
use detente_core::{
    Actor, Assembly, Behaviour, Case, Draw, Draws, EventKind, Origin, Outcome, Outlook, Parties, PartyIx, Phase,
    Record, Runs, Sessions, Talks, TalksIx, TalksRow, The, events, origin, params,
};

params! {
    /// How people leave.
    WalkOuts on Talks as "walkouts" {
        /// Base rate
        hazard_per_day: "1/day", 0.0 ..= 100.0, default 0.001, absent 0.0, "stylised";
        /// Effect of the gap on the log hazard
        gap: "log hazard per utility", -100.0 ..= 100.0, default 2.0, absent 0.0, "stylised";
        /// Chance that whoever leaves comes back
        resume: "share", 0.0 ..= 1.0, default 0.0, absent 0.0, "stylised";
        /// Days that pass before talks go on with whoever has come back
        pause_days: whole "days", 0.0 ..= 3650.0, default 14, absent 0.0, "stylised";
        /// Scandal from which an end counts as collapse after a leak
        scandal: "share", 0.0 ..= 1.0, default 0.15, absent 0.15, "stylised";
    }
}

/// A wider gap does not drive people away faster.
const WIDEST_GAP: f64 = 0.5;

events! {
    /// A party left for good.
    pub WALKED_OUT = "walked_out",
        told ["{who} left the table."];
    /// A party left and came back.
    pub TALKS_PAUSED = "talks_paused",
        told ["{who} walked out, and came back."];
}

struct Leaving;
impl Draw for Leaving {
    type Of = Talks;
    const NAME: &'static str = "walkouts";
}

fn leave(
    case: The<Case>,
    mut record: Record,
    mut runs: Runs<(
        TalksRow<(&WalkOuts, &WalkOutHazard, &Scandal, &mut Ending, &mut Incidents)>,
        Parties<&Verdict>,
        Sessions<&mut Appointment>,
        Draws<Leaving, 2>,
    )>,
) {
    for (run, ((terms, hazard, scandal, ending, incidents), verdicts, appointments, draws)) in runs.iter() {
        let has_begun = run.held > 1;
        if run.days <= 0.0 || !has_begun || !ending[0].is_open() {
            continue;
        }
        let terms = &terms[0];
        let here = || {
            let unsatisfied = |p: &PartyIx| case.present[run.session][*p] && !verdicts[*p].accepts;
            case.disputants.iter().copied().filter(unsatisfied)
        };
        let Some(who) = here().max_by(|&a, &b| verdicts[a].gap().total_cmp(&verdicts[b].gap())) else {
            continue;
        };
        let gap = here().map(|p| verdicts[p].gap()).sum::<f64>() / here().count() as f64;
        let mut hazard = hazard[0].0;
        hazard.exponent += terms.gap * gap.min(WIDEST_GAP);
        let [leaves, returns] = draws.of_talks();
        if leaves >= chance_within(hazard.rate(terms.hazard_per_day, WALK_OUT_BOUND), run.days) {
            continue;
        }
        incidents[0].walked_out = true;
        if returns < terms.resume {
            record.event(run, TALKS_PAUSED, || (Actor::Party(who), None, None));
            let pause = libm::round(terms.pause_days) as i32;
            appointments.iter_mut().for_each(|a| a.put_off(pause));
            continue;
        }
        record.event(run, WALKED_OUT, || (Actor::Party(who), None, None));
        let outcome = if scandal[0].0 >= terms.scandal {
            Outcome::CollapsedAfterLeak
        } else {
            Outcome::WalkOut
        };
        ending[0].end(outcome, run.day, WALKED_OUT, Actor::Party(who), None);
    }
}

impl Behaviour for WalkOuts {
    type Params = Self;
    const ABOUT: &'static str = "Scandal, fatigue, hawks and a wide gap drive people from the table; momentum and rapport \
                                 hold them.";
    const SOURCE: &'static str = "Faure 2012; values stylised";
    const ORIGIN: Origin = origin!();
    const EVENTS: &'static [&'static EventKind] = &[WALKED_OUT, TALKS_PAUSED];
    fn idle(outlook: &Outlook<'_>) -> Option<&'static str> {
        if outlook.most_sessions() < 2.0 {
            return Some("people leave between sessions, and there is only one");
        }
        let idle = outlook.highest::<Self>([TalksIx::FIRST], "hazard_per_day") <= 0.0;
        idle.then_some("its `hazard_per_day` is 0")
    }
    fn assemble(assembly: &mut Assembly<'_>) {
        assembly.draws::<Leaving>().add(Phase::Respond, leave);
    }
}
