//! Caution: who fears a leak guards their tongue, in full rooms and the more after something has come out; and who is
//! stung by one clams up.
//!
//! Dread `R = 1 - e^(-room / 12)`, room = people in it * ((1 - discretion) / .2) * ((1 - secrecy) / .3). Alarm L: at a leak
//! `L += (1 - L) * sensitivity of what leaked`, halved in a month. With s the mean leak-sensitivity in the room by
//! influence, fear is `s (R + L) - .25`: people of usual leak-sensitivity in a usual room speak as they always did. The
//! fearful ask for a smaller room: part `.3 fear` of it goes out, fear is what is left with the rest, so much less leaks, and
//! so much less is thought of. Candour `- 1.5 fear` on the logit scale; the chance that an option is floated times
//! `e^(-fear * its sensitivity)`: what is sensitive is put on the table later. Log hazard of walkouts `+ .5 s L`.
//! Source: Stasavage 2004 and Kurizaki 2007 for secrecy and candour; Princen 1992 and Pruitt 1994 for the retreat into
//! small rooms; rule and values stylised.

use super::leaks::room_factor;
use crate::channels::{Candour, DiscoveryHazard, LeakHazard, Reticence, WalkOutHazard};
use crate::facts::{Incidents, Sensitivity};
use detente_core::terms::{NegotiatorTerms, SessionTerms};
use detente_core::{
    Actor, Assembly, Behaviour, Case, EventKind, NegotiatorIx, Negotiators, Options, Origin, Outlook, Phase, Record,
    Runs, Sessions, Talks, TalksIx, TalksRow, The, events, origin, params, state,
};
use libm::{exp, exp2};

params! {
    /// How the leak-sensitive guard their tongue.
    Caution on Talks as "caution" {
        /// How far fear of a leak lowers candour
        candour: "log odds", 0.0 ..= 10.0, default 1.5, absent 0.0, "stylised";
        /// How far fear of a leak lowers the log chance that an option of full sensitivity is put on the table
        reticence: "log share", 0.0 ..= 10.0, default 1.0, absent 0.0, "Kurizaki 2007; value stylised";
        /// Part of the room that full fear sends out: so much less leaks, and so much less is thought of
        smaller_rooms: "share", 0.0 ..= 1.0, default 0.3, absent 0.0, "Princen 1992; Pruitt 1994; value stylised";
        /// What full alarm adds to the dread of the room
        alarm: "share", 0.0 ..= 10.0, default 1.0, absent 0.0, "stylised";
        /// Days in which half of an alarm fades
        half_life_days: "days", 0.1 ..= 36_500.0, default 30, absent 30, "stylised";
        /// People of usual discretion, behind doors closed as usual, before whom 63 % of dread is reached
        usual_room: "people", 0.1 ..= 10_000.0, default 12, absent 12, "stylised";
        /// Effect of alarm on the log hazard of walkouts, where everybody is leak-sensitive
        walkouts: "log hazard", -10.0 ..= 10.0, default 0.5, absent 0.0, "stylised";
    }
}

/// Fear at which people speak as they always did.
const USUAL: f64 = 0.25;

events! {
    /// After a leak somebody grew cautious.
    pub GREW_CAUTIOUS = "grew_cautious",
        told [
            "From then on {who} weighed every word.",
            "{who} grew cautious, and said little more than had to be said.",
            "After that {who} spoke openly to nobody in a full room.",
        ];
}

state! {
    /// How fresh the last leaks are in everybody's mind, 0 to 1.
    pub Alarm on Talks, run, "share" (pub f64 = 0.0)
}

/// Dread of a room in which so much is bound to come out.
#[inline]
pub fn dread(room: f64, usual_room: f64) -> f64 {
    1.0 - exp(-room / usual_room)
}

/// Alarm after a leak of something this sensitive.
#[inline]
pub fn alarmed(alarm: f64, sensitivity: f64) -> f64 {
    alarm + (1.0 - alarm) * sensitivity
}

/// The part of a room that stays when people of this fear ask for a smaller one.
#[inline]
pub fn part_that_stays(fear: f64, smaller_rooms: f64) -> f64 {
    1.0 - smaller_rooms * fear.clamp(0.0, 1.0)
}

/// The mean leak-sensitivity of those in the room, by influence.
fn thin_skin(room: &[NegotiatorIx], people: &[NegotiatorTerms]) -> f64 {
    let weight: f64 = room.iter().map(|&n| people[n].influence).sum();
    let sum: f64 = room
        .iter()
        .map(|&n| people[n].influence * people[n].leak_sensitivity)
        .sum();
    if weight > 0.0 { sum / weight } else { 0.0 }
}

fn guard_tongues(
    case: The<Case>,
    mut runs: Runs<(
        TalksRow<(&Caution, &mut Alarm)>,
        TalksRow<(
            &mut Candour,
            &mut Reticence,
            &mut LeakHazard,
            &mut DiscoveryHazard,
            &mut WalkOutHazard,
        )>,
        Sessions<&SessionTerms>,
        Negotiators<&NegotiatorTerms>,
    )>,
) {
    for (run, ((terms, alarm), channels, sessions, people)) in runs.iter() {
        let (candour, reticence, leaks, discovery, walk_outs) = channels;
        let (terms, alarm) = (&terms[0], &mut alarm[0].0);
        if run.days > 0.0 {
            *alarm *= exp2(-run.days / terms.half_life_days);
        }
        let room = &case.sessions[run.session].negotiators;
        if room.is_empty() {
            continue;
        }
        let sensitivity = thin_skin(room, people);
        let room = room_factor(&case, run, &sessions[run.session], people);
        let fear_in = |room: f64| sensitivity * (dread(room, terms.usual_room) + terms.alarm * *alarm) - USUAL;
        let stays = part_that_stays(fear_in(room), terms.smaller_rooms);
        let fear = fear_in(stays * room);
        leaks[0].0.factor *= stays;
        discovery[0].0.factor *= stays;
        candour[0].0 -= terms.candour * fear;
        reticence[0].0 += terms.reticence * fear;
        walk_outs[0].0.exponent += terms.walkouts * sensitivity * *alarm;
    }
}

/// What has come out alarms everybody, and whom it stings most clams up.
fn start_up(
    case: The<Case>,
    mut record: Record,
    mut runs: Runs<(
        TalksRow<(&Caution, &Incidents, &mut Alarm)>,
        Options<&Sensitivity>,
        Negotiators<&NegotiatorTerms>,
    )>,
) {
    for (run, ((terms, incidents, alarm), sensitivity, people)) in runs.iter() {
        let Some(option) = incidents[0].leaked else { continue };
        alarm[0].0 = alarmed(alarm[0].0, sensitivity[option].0);
        let room = case.sessions[run.session].negotiators.iter().copied();
        let stung = |&n: &NegotiatorIx| people[n].influence * people[n].leak_sensitivity;
        let most = room.max_by(|a, b| stung(a).total_cmp(&stung(b)).then(b.cmp(a)));
        let clams_up = terms[0].candour > 0.0 || terms[0].reticence > 0.0;
        if let Some(who) = most.filter(|who| clams_up && stung(who) > 0.0) {
            record.event(run, GREW_CAUTIOUS, || (Actor::Negotiator(who), None, None));
        }
    }
}

impl Behaviour for Caution {
    type Params = Self;
    const ABOUT: &'static str = "Who fears a leak speaks less openly in full rooms, floats what is sensitive later, and \
                                 clams up after a leak.";
    const SOURCE: &'static str = "Stasavage 2004; Kurizaki 2007; rule and values stylised";
    const ORIGIN: Origin = origin!();
    const EVENTS: &'static [&'static EventKind] = &[GREW_CAUTIOUS];
    fn idle(outlook: &Outlook<'_>) -> Option<&'static str> {
        if !outlook.is_attended() {
            return Some("no negotiator takes part in a session");
        }
        let moves = |field| outlook.range::<Self>(TalksIx::FIRST, field) != [0.0, 0.0];
        let idle = !["candour", "reticence", "smaller_rooms", "walkouts"]
            .into_iter()
            .any(moves);
        idle.then_some("it touches neither candour nor what is floated, neither the room nor walkouts")
    }
    fn assemble(assembly: &mut Assembly<'_>) {
        assembly
            .probe::<Alarm>("alarm", "share", [0.0, 1.0], |alarm| alarm.0)
            .add(Phase::Strain, guard_tongues)
            .add(Phase::Relate, start_up);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_room_is_dreaded_and_leaks_alarm() {
        assert_eq!(dread(0.0, 12.0), 0.0);
        assert!((dread(12.0, 12.0) - (1.0 - exp(-1.0))).abs() < 1e-15);
        assert!((alarmed(alarmed(0.0, 0.5), 0.5) - 0.75).abs() < 1e-15);
        assert_eq!(alarmed(0.3, 1.0), 1.0);
    }

    #[test]
    fn only_the_fearful_send_people_out() {
        assert_eq!(part_that_stays(-0.2, 0.3), 1.0);
        assert!((part_that_stays(0.5, 0.3) - 0.85).abs() < 1e-15);
        assert_eq!(part_that_stays(2.0, 1.0), 0.0);
    }
}
