//! Leaks: what is sensitive and known to many in half-closed rooms comes out, the sooner if somebody gains by it.
//!
//! Rate `h0 * n * ((1 - discretion) / .2) * ((1 - secrecy) / .3) * load * e^(.8 motive)` a day, n the people in the room,
//! load the sum over options floated, not public, not off the table, of sensitivity at least .5, of
//! `(1 in the text, else .35) * e^(2 (sensitivity - .5))`, motive 1 if somebody in the room is worse off by the text than
//! without one. A leak makes the option public, burns it with chance `.6 * sensitivity`, and makes a scandal:
//! `X += (1 - X) * sensitivity * mean leak-sensitivity`. Scandal fades, and while it lasts people walk out. Anybody in the
//! room may be suspected, with weight `max(.001, 1 - discretion) e^(.8 motive of the own side)`.
//! Source: Stedman 1997 (spoilers); Castle & Pelc 2019 (leaks are defensive and cluster around new texts); Jones 2013
//! for many hands; values stylised.

use super::domestic_pressure::leak_sensitivity;
use crate::channels::{BOUND, LeakHazard, WalkOutHazard, chance_within};
use crate::facts::{
    Ending, Harvested, Headway, InText, Incidents, OptionState, ReservationValue, Scandal, Sensitivity, Verdict,
};
use detente_core::terms::{NegotiatorTerms, OptionTerms, SessionTerms};
use detente_core::{
    Actor, Assembly, Behaviour, Case, Draw, Draws, EventKind, Indexed, IssueOption, Issues, NegotiatorIx, Negotiators,
    OptionIx, Options, Origin, Outlook, Parties, PartyIx, Phase, Record, Role, Run, Runs, SENSITIVE, Sessions, Talks,
    TalksIx, TalksRow, The, events, origin, params, state, write_list,
};
use libm::{exp, exp2};

params! {
    /// How things come out.
    Leaks on Talks as "leaks" {
        /// Base rate per person in the room and unit of load
        hazard_per_day: "1/day", 0.0 ..= 10.0, default 0.0004, absent 0.0, "stylised";
        /// Load of an option that is on the table but not in the text
        outside_text: "factor", 0.0 ..= 1.0, default 0.35, absent 0.0, "stylised";
        /// Effect of sensitivity on the log of the load
        sensitivity: "log hazard", -10.0 ..= 10.0, default 2.0, absent 0.0, "stylised";
        /// Effect of a motive on the log hazard
        motive: "log hazard", -10.0 ..= 10.0, default 0.8, absent 0.0, "Stedman 1997; value stylised";
        /// Chance that a leaked option of full sensitivity is lost
        burn_probability: "share", 0.0 ..= 1.0, default 0.6, absent 0.0, "stylised";
        /// Days in which half of a scandal fades
        scandal_half_life_days: "days", 0.1 ..= 36_500.0, default 21, absent 21, "stylised";
        /// Effect of scandal on the log hazard of walkouts
        walkouts: "log hazard", -10.0 ..= 10.0, default 3.5, absent 0.0, "stylised";
    }
}

/// Discretion, as what is missing to 1, at which the hazard has its base rate.
const USUAL_INDISCRETION: f64 = 0.2;
/// Openness of the room at which the hazard has its base rate.
const USUAL_OPENNESS: f64 = 0.3;

events! {
    /// An option became public.
    pub OPTION_LEAKED = "option_leaked",
        counted as "leaks" ("leaks", "leaks until the end"),
        told [
            "{idea} was leaked, and suspicion fell on {who}.",
            "{idea} was leaked.",
        ];
    /// An option was lost for good.
    pub OPTION_BURNT = "option_burnt",
        told ["{idea} was off the table for good."];
}

struct Leaking;
impl Draw for Leaking {
    type Of = Talks;
    const NAME: &'static str = "leaks";
}

/// What one option in the text weighs in the hazard.
#[inline]
pub fn load(sensitivity: f64, steepness: f64) -> f64 {
    exp(steepness * (sensitivity - SENSITIVE))
}

state! {
    /// The sensitive options one after the other, from the first row on, and what each weighs in the hazard while it is exposed.
    Load on IssueOption, kept, "" (Option<(OptionIx, f64)> = None)
}

fn weigh(mut runs: Runs<(TalksRow<&Leaks>, Options<(&Sensitivity, &mut Load)>)>) {
    for (_, (leaks, (sensitivity, loads))) in runs.iter() {
        let sensitive = sensitivity.indexed().filter(|(_, own)| own.0 >= SENSITIVE);
        let weight = |own: &Sensitivity| load(own.0, leaks[0].sensitivity);
        write_list(loads, sensitive.map(|(o, own)| Load(Some((o, weight(own))))));
    }
}

fn fade(mut runs: Runs<TalksRow<(&Leaks, &mut Scandal, &mut WalkOutHazard)>>) {
    for (run, (terms, scandal, walk_outs)) in runs.iter() {
        if run.days > 0.0 {
            scandal[0].0 *= exp2(-run.days / terms[0].scandal_half_life_days);
        }
        walk_outs[0].0.exponent += terms[0].walkouts * scandal[0].0;
    }
}

/// The options that are exposed, on the table and not yet public, and what each weighs in the hazard as things stand.
fn loads<'a>(
    case: &'a Case,
    leaks: &'a Leaks,
    (weights, states): (&'a [Load], &'a [OptionState]),
    text: &'a [InText],
) -> impl Iterator<Item = (OptionIx, f64)> + 'a {
    let sensitive = weights.iter().map_while(|weight| weight.0);
    let exposed = sensitive.filter(|&(option, weight)| {
        let state = &states[option];
        weight > 0.0 && state.is_without(OptionState::FLOATED, OptionState::PUBLIC | OptionState::OFF_TABLE)
    });
    exposed.map(|(option, weight)| {
        let factor = if case.stands(text, option) {
            1.0
        } else {
            leaks.outside_text
        };
        (option, factor * weight)
    })
}

fn leak(
    case: The<Case>,
    mut record: Record,
    mut runs: Runs<(
        TalksRow<(&Leaks, &LeakHazard, &Ending, &mut Incidents, &mut Headway, &mut Scandal)>,
        Sessions<&SessionTerms>,
        Negotiators<&NegotiatorTerms>,
        Options<(&Sensitivity, &Load, &mut OptionState)>,
        Issues<(&InText, &Harvested)>,
        Parties<(&ReservationValue, &mut Verdict)>,
        Draws<Leaking, 4>,
    )>,
) {
    // Nothing leaks out of talks that have not begun.
    let begun = runs.filter(|run| run.days > 0.0 && run.held > 1);
    for (run, (talks, sessions, people, options, (text, harvested), parties, draws)) in begun {
        let ((sensitivities, weights, states), (reservations, verdicts)) = (options, parties);
        let (leaks, hazard, ending, incidents, headway, scandal) = talks;
        let leaks = &leaks[0];
        if !ending[0].is_open() {
            continue;
        }
        let total: f64 = loads(&case, leaks, (weights, states), text).map(|(_, load)| load).sum();
        if total <= 0.0 {
            continue;
        }
        let is_hurt = |p: PartyIx| verdicts[p].value < reservations[p].0;
        let motive = case
            .disputants
            .iter()
            .any(|&p| case.present[run.session][p] && is_hurt(p));
        let mut hazard = hazard[0].0;
        hazard.factor *= room_factor(&case, run, &sessions[run.session], people) * total;
        hazard.exponent += leaks.motive * f64::from(u8::from(motive));
        let [happens, which, burns, who] = draws.of_talks();
        if happens >= chance_within(hazard.rate(leaks.hazard_per_day, BOUND), run.days) {
            continue;
        }
        let option = pick(loads(&case, leaks, (weights, states), text), which * total);
        let sensitivity = sensitivities[option].0;
        let issue = case.options[option].issue;
        states[option].insert(OptionState::PUBLIC);
        incidents[0].leaked = Some(option);
        headway[0].leaked = true;
        let suspect = suspect(&case, run, people, leaks.motive, is_hurt, who);
        incidents[0].suspected = suspect.map(|n| case.negotiators[n].party);
        let disputants = case.disputants.iter();
        let hurt: f64 = disputants.map(|&p| leak_sensitivity(&case, p, people)).sum();
        scandal[0].0 += (1.0 - scandal[0].0) * sensitivity * hurt / case.disputants.len() as f64;
        record.event(run, OPTION_LEAKED, || {
            let who = suspect.map_or(Actor::Talks, Actor::Negotiator);
            (who, Some(issue), Some(option))
        });
        // What was agreed for good, ahead of the rest, stays agreed.
        let agreed = harvested[issue].0 && text[issue].0 == option;
        if burns < leaks.burn_probability * sensitivity && !agreed {
            states[option].insert(OptionState::OFF_TABLE);
            if text[issue].0 == option {
                for verdict in verdicts.iter_mut() {
                    verdict.accepts = false;
                }
            }
            record.event(run, OPTION_BURNT, || (Actor::Talks, Some(issue), Some(option)));
        }
    }
}

/// Nobody is above suspicion: the least weight of a person of perfect discretion.
const LEAST_SUSPICION: f64 = 0.001;

/// Whom the others suspect: anybody in the room, the mediator's people too, by indiscretion and by motive.
fn suspect(
    case: &Case,
    run: &Run,
    people: &[NegotiatorTerms],
    motive: f64,
    is_hurt: impl Fn(PartyIx) -> bool,
    uniform: f64,
) -> Option<NegotiatorIx> {
    let room = &case.sessions[run.session].negotiators;
    let weight = |n: NegotiatorIx| {
        let party = case.negotiators[n].party;
        let has_motive = case.parties[party].role == Role::Disputant && is_hurt(party);
        (1.0 - people[n].discretion).max(LEAST_SUSPICION) * exp(motive * f64::from(u8::from(has_motive)))
    };
    let mut left = uniform * room.iter().map(|&n| weight(n)).sum::<f64>();
    let drawn = room.iter().copied().find(|&n| {
        left -= weight(n);
        left < 0.0
    });
    drawn.or(room.last().copied())
}

/// People, discretion and closed doors: plain factors.
#[inline]
pub(super) fn room_factor(case: &Case, run: &Run, session: &SessionTerms, people: &[NegotiatorTerms]) -> f64 {
    let room = &case.sessions[run.session].negotiators;
    let named = room.len() as f64;
    let indiscretion = room.iter().map(|&n| 1.0 - people[n].discretion).sum::<f64>() / named.max(1.0);
    in_room(named + session.aides, indiscretion, session.secrecy)
}

/// What people, their indiscretion and open doors make of the base rate.
#[inline]
pub fn in_room(people: f64, indiscretion: f64, secrecy: f64) -> f64 {
    people * indiscretion / USUAL_INDISCRETION * (1.0 - secrecy) / USUAL_OPENNESS
}

/// The option at this point of the summed loads.
fn pick(loads: impl Iterator<Item = (OptionIx, f64)>, mut point: f64) -> OptionIx {
    let mut last = OptionIx::FIRST;
    for (o, load) in loads.filter(|(_, load)| *load > 0.0) {
        last = o;
        point -= load;
        if point < 0.0 {
            break;
        }
    }
    last
}

impl Behaviour for Leaks {
    type Params = Self;
    const ABOUT: &'static str = "What is sensitive and known to many comes out; it may be lost, and scandal drives people \
                                 from the table.";
    const SOURCE: &'static str = "Stedman 1997; Castle & Pelc 2019; values stylised";
    const ORIGIN: Origin = origin!();
    const EVENTS: &'static [&'static EventKind] = &[OPTION_LEAKED, OPTION_BURNT];
    fn idle(outlook: &Outlook<'_>) -> Option<&'static str> {
        let model = outlook.model;
        if outlook.concerns(&[], Self::ORIGIN) {
            return None;
        }
        // The first text is public.
        let secret = model
            .options
            .indices()
            .filter(|&o| model.issues[model.options[o].issue].opening != o);
        if outlook.highest::<OptionTerms>(secret, "sensitivity") < SENSITIVE {
            Some("no option is sensitive enough to be kept behind closed doors")
        } else if outlook.most_sessions() < 2.0 {
            Some("what leaks leaks between sessions, and there is only one")
        } else {
            let idle = outlook.highest::<Self>([TalksIx::FIRST], "hazard_per_day") <= 0.0;
            idle.then_some("its `hazard_per_day` is 0")
        }
    }
    fn assemble(assembly: &mut Assembly<'_>) {
        assembly
            .draws::<Leaking>()
            .opening(weigh)
            .probe::<Scandal>("scandal", "share", [0.0, 1.0], |x| x.0)
            .add(Phase::Strain, fade)
            .add(Phase::Leak, leak);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn load_grows_with_sensitivity() {
        assert_eq!(load(0.5, 2.0), 1.0);
        assert!((load(1.0, 2.0) - exp(1.0)).abs() < 1e-15);
    }

    #[test]
    fn options_are_picked_in_proportion_to_their_load() {
        let loads = || [0.0, 1.0, 0.0, 3.0].into_iter().enumerate();
        let picked = |point: f64| pick(loads().map(|(o, load)| (OptionIx::new(o), load)), point);
        assert_eq!(picked(0.5), OptionIx::new(1));
        for point in [1.0, 3.999, 4.0] {
            assert_eq!(picked(point), OptionIx::new(3));
        }
    }
}
