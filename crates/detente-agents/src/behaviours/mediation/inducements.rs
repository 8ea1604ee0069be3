//! Carrots and sticks: a mediator who manipulates makes an option worth more to a side, or having no agreement worth less,
//! as far as its leverage over that side goes. Each is used once at most, by whoever holds the text, when a session with the
//! side closes that calls for it. An impatient mediator reaches for them sooner.
//! Source: Touval & Zartman 1985 (leverage); Beardsley et al. 2006 (manipulation).

use super::{Mediation, Style};
use crate::channels::{Impatience, OptionValue};
use crate::facts::{Ending, Headway, ReservationValue, Verdict};
use detente_core::terms::{InducementTerms, SideTerms};
use detente_core::{
    Actor, Assembly, Case, Cue, Draw, Indexed, Inducement, Inducements, Parties, Phase, RareDraws, Record, Relations,
    Runs, Stances, TalksRow, The, events, state,
};

state! {
    /// Whether a carrot or stick has been used.
    Used on Inducement, run, "" (bool = false)
}

events! {
    /// A mediator promised something.
    pub CARROT_OFFERED = "carrot_offered",
        told [
            "{who} held out {what} to {side}, should {idea} stand.",
            "To make {idea} easier for {side}, {who} offered {what}.",
        ];
    /// A mediator threatened with something.
    pub STICK_SHOWN = "stick_shown",
        told [
            "{who} let {side} know what having no agreement would mean: {what}.",
            "{who} warned {side} of {what}.",
        ];
}

struct Reaching;
impl Draw for Reaching {
    type Of = Inducement;
    const NAME: &'static str = "inducements";
}

pub(super) fn assemble(assembly: &mut Assembly<'_>) {
    // Without any there is nothing to decide.
    if assembly.case().inducements.is_empty() {
        return;
    }
    assembly.draws::<Reaching>().add(Phase::Close, induce);
}

/// Whether a session calls for it.
#[inline]
fn is_called_for(cue: Cue, threshold: f64, verdict: &Verdict, headway: &Headway) -> bool {
    match cue {
        Cue::Rejection => !verdict.considers,
        Cue::Stall => !headway.moved(),
        Cue::LastMile => verdict.considers && !verdict.accepts && verdict.gap() <= threshold,
    }
}

fn induce(
    case: The<Case>,
    mut record: Record,
    mut runs: Runs<(
        TalksRow<(&Mediation, &Impatience, &Headway, &Ending)>,
        Inducements<(&InducementTerms, &mut Used)>,
        Relations<&SideTerms>,
        Parties<(&Verdict, &mut ReservationValue)>,
        Stances<&mut OptionValue>,
        RareDraws<Reaching, 1>,
    )>,
) {
    let [lowest, _] = case.talks.utility_range();
    let Some(holder) = case.talks.text_holder else { return };
    for (run, (talks, (terms, used), sides, (verdicts, reservations), added, mut draws)) in
        runs.filter(|run| run.closes)
    {
        let (mediation, impatience, headway, ending) = talks;
        if !ending[0].is_open() || mediation[0].style() != Style::Manipulation {
            continue;
        }
        let readiness = mediation[0].readiness;
        let chance = readiness + (1.0 - readiness) * impatience[0].0.min(1.0);
        let present = &case.present[run.session];
        for (k, spec) in case.inducements.indexed() {
            let called = || is_called_for(spec.cue, terms[k].threshold, &verdicts[spec.party], &headway[0]);
            let meets = spec.mediator == holder && present[holder] && present[spec.party];
            if used[k].0 || !meets || !called() || draws.of(k)[0] >= chance {
                continue;
            }
            used[k].0 = true;
            let size = terms[k].value * sides[case.relation(holder, spec.party)].leverage;
            let actor = Actor::Inducement(k);
            match spec.option {
                Some(option) => {
                    added[case.stance(spec.party, option)].0 += size;
                    let issue = case.options[option].issue;
                    record.event(run, CARROT_OFFERED, || (actor, Some(issue), Some(option)));
                }
                None => {
                    let r = &mut reservations[spec.party].0;
                    *r = (*r - size).max(lowest);
                    record.event(run, STICK_SHOWN, || (actor, None, None));
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_cue_asks_for_its_own_moment() {
        let verdict = |considers, accepts, aspiration| Verdict {
            considers,
            accepts,
            aspiration,
            signing: 0.5,
            ..Verdict::default()
        };
        let idle = Headway::default();
        let busy = Headway {
            fresh: 1,
            ..Headway::default()
        };
        let calls = |cue, verdict: Verdict, headway: &Headway| is_called_for(cue, 0.05, &verdict, headway);
        assert!(calls(Cue::Rejection, verdict(false, false, 0.6), &busy));
        assert!(!calls(Cue::Rejection, verdict(true, false, 0.6), &busy));
        assert!(calls(Cue::Stall, verdict(true, false, 0.6), &idle));
        assert!(!calls(Cue::Stall, verdict(true, false, 0.6), &busy));
        assert!(calls(Cue::LastMile, verdict(true, false, 0.54), &busy));
        assert!(!calls(Cue::LastMile, verdict(true, false, 0.56), &busy));
        assert!(!calls(Cue::LastMile, verdict(true, true, 0.54), &busy));
    }
}
