//! The political world: the directions that its literature expects, each on two cases of the library or more. Pairs of
//! runs share their luck; every interval is a two-sided 99.99 % one of the mean difference, so that a false alarm is
//! rarer than one in ten thousand; seeds are fixed.

use crate::laws::{
    CAMP_DAVID, COLOMBIA, DAYTON, FLAGSHIP, HARBOUR, OSLO, agreement, broken, day, scale, set, stage, utility, vary,
    vary_file, waste,
};
use crate::played::{PlayedRun, scenario};
use detente_agents::events;
use detente_core::{Event, Lot, Observer, Run, RunRecord};
use detente_scenario::Change;

/// Jones 2013; Castle & Pelc 2019: what leaks more often, hurts more, or is known to more people, costs agreements.
#[test]
fn leaks_thin_skins_and_full_rooms_cost_agreements() {
    for case in [HARBOUR, DAYTON] {
        let played = vary(
            case,
            vec![
                vec![scale("behaviours.leaks.hazard_per_day", 4.0)],
                vec![set("negotiators.*.leak_sensitivity", "0.95")],
                vec![set("calendar.*.aides", "20")],
            ],
        );
        for (k, what) in ["leaks", "thin skins", "people"].into_iter().enumerate() {
            played.falls(what, k + 1, 0, agreement);
        }
    }
}

/// UCDP: longer wars end more often at the table; here, what fighting on costs makes it so. And Zartman 2000: a stalemate
/// that hurts, together with a way out, beats either alone.
#[test]
fn a_war_that_hurts_and_a_way_out_bring_agreement_and_neither_does_alone() {
    for case in [FLAGSHIP, DAYTON, COLOMBIA] {
        let played = vary(
            case,
            vec![
                vec![scale("parties.*.war.cost_per_year", 3.0)],
                vec![set("parties.*.war.cost_per_year", "0")],
                vec![set("behaviours.discovery.hazard_per_session", "0")],
            ],
        );
        played.rises("a dearer war", 1, 0, agreement);
        played.rises("both, against a way out alone", 0, 2, agreement);
        played.rises("both, against a hurting war alone", 0, 3, agreement);
    }
}

/// Filson & Werner 2002: who bears the costs alone settles for less.
#[test]
fn who_bears_the_costs_alone_gets_worse_terms() {
    for (case, side) in [(FLAGSHIP, "ua"), (DAYTON, "serbia"), (COLOMBIA, "guerrilla")] {
        let cost = format!("parties.{side}.war.cost_per_year");
        let played = vary(case, vec![vec![set(&cost, "0.9")]]);
        played.falls("terms", 1, 0, utility(side));
    }
}

/// Walter 2002; Fortna 2003: guarantees bring agreements, and make them last.
#[test]
fn guarantees_bring_agreements_that_last() {
    let fears = || vec![set("behaviours.commitment", "{}"), set("behaviours.durability", "{}")];
    for (case, options) in [
        (FLAGSHIP, "issues.security_guarantee.options.*.guarantee"),
        (DAYTON, "issues.force.options.*.guarantee"),
    ] {
        let with = |guarantee: &str| {
            let mut changes = if case == FLAGSHIP { Vec::new() } else { fears() };
            changes.push(set(options, guarantee));
            changes
        };
        let played = vary(case, vec![with("0"), with("0.9")]);
        played.rises("agreements", 2, 1, agreement);
        played.falls("breakdowns", 2, 1, broken);
    }
}

/// Cunningham 2006: the more have a veto, the fewer agreements. That wars last longer is the same thing here: guarantors answer
/// while talks go on, so that an agreement itself comes no later.
#[test]
fn veto_players_make_agreements_fewer() {
    let vetoes = [
        (
            FLAGSHIP,
            "nato",
            vec![
                "issues.security_guarantee.options.*.consent",
                "issues.sanctions.options.*.consent",
                "issues.frozen_assets.options.*.consent",
                "issues.reconstruction.options.*.consent",
            ],
        ),
        (COLOMBIA, "security_council", vec!["issues.*.options.*.consent"]),
    ];
    for (case, guarantor, options) in vetoes {
        let consent = format!("[\"{guarantor}\"]");
        let changes = options.into_iter().map(|at| set(at, &consent)).collect();
        let played = vary(case, vec![changes]);
        played.falls("agreements", 1, 0, agreement);
    }
}

/// Perceived division raises the rival's demands and stops its clock: agreements are fewer and later.
#[test]
fn a_visible_rift_makes_the_rival_wait() {
    let rift = vec![
        set("behaviours.perceived_division.aspiration", "0.6"),
        set("behaviours.perceived_division.secrecy", "0"),
        set("behaviours.perceived_division.reassurance", "0"),
    ];
    let none = vec![
        set("behaviours.perceived_division.aspiration", "0"),
        set("behaviours.perceived_division.waits", "0"),
    ];
    for case in [FLAGSHIP, DAYTON] {
        let played = vary(case, vec![rift.clone(), none.clone()]);
        played.falls("agreements", 1, 2, agreement);
        played.rises("the day", 1, 2, day);
        played.rises("the day, as the case stands", 0, 2, day);
    }
}

/// De Dreu 2003: the tired concede sooner; and they miss what both could gain.
#[test]
fn fatigue_speeds_concessions_and_costs_joint_gains() {
    for case in [HARBOUR, CAMP_DAVID] {
        let tired = vec![scale("behaviours.fatigue.rate_per_session", 8.0)];
        // A day or so in sixty is seen in many runs only.
        let played = vary_file(case, &scenario(case), 10_000, vec![tired]);
        // Thirteen days leave no room for an earlier end.
        if case != CAMP_DAVID {
            played.falls("the day", 1, 0, day);
        }
        played.rises("what is wasted", 1, 0, waste);
    }
}

/// Roth, Murnighan & Schoumaker 1988: agreements bunch before a deadline where time presses.
#[test]
fn agreements_bunch_before_a_deadline() {
    for (case, last_days, horizon) in [(DAYTON, 5, 74), (HARBOUR, 20, 120)] {
        let off = vec![
            set("behaviours.haste", &format!("{{ days = {last_days} }}")),
            set("behaviours.haste.enabled", "false"),
        ];
        let on = vec![set(
            "behaviours.haste",
            &format!("{{ days = {last_days}, aspiration = 0.5 }}"),
        )];
        let played = vary(case, vec![off, on]);
        let late = |run: &PlayedRun| {
            let signed = run.number("signed_day");
            Some(f64::from(u8::from(
                signed.is_some_and(|day| day > f64::from(horizon - last_days)),
            )))
        };
        played.rises("signatures in the last days", 2, 1, late);
    }
}

/// A second vote saves some of what a first one lost; whoever may come back to the table sometimes signs.
#[test]
fn second_chances_are_used() {
    for case in [FLAGSHIP, COLOMBIA] {
        let played = vary(
            case,
            vec![
                vec![set("behaviours.ratification.amendment", "0")],
                vec![set("behaviours.ratification.amendment", "1")],
                vec![set("behaviours.walkouts.resume", "0")],
                vec![set("behaviours.walkouts.resume", "1")],
            ],
        );
        played.rises("a second vote", 2, 1, agreement);
        played.rises("a way back", 4, 3, agreement);
    }
}

/// Touval & Zartman 1985; Beardsley et al. 2006: a mediator who formulates does more than one who carries messages, and
/// one with carrots and sticks does most.
#[test]
fn the_more_a_mediator_does_the_likelier_an_agreement() {
    for case in [FLAGSHIP, DAYTON] {
        let style = |word: &str| {
            vec![
                set("behaviours.mediation.style", word),
                set("parties.us.leverage.*", "1"),
            ]
        };
        let styles = ["communication", "formulation", "manipulation"].map(style).to_vec();
        let played = vary(case, styles);
        played.rises("formulation", 2, 1, agreement);
        played.rises("manipulation", 3, 2, agreement);
    }
}

/// Fearon 1994; Tomz 2007: vows that cost are kept, and agreements fail over them.
#[test]
fn what_was_vowed_in_public_stands_in_the_way() {
    for case in [FLAGSHIP, OSLO] {
        let vows = |cost: &str| {
            vec![
                set("behaviours.domestic_pressure.audience_cost", cost),
                set("behaviours.signals.chance_per_session", "0.6"),
                set("behaviours.signals.binds", "1"),
            ]
        };
        let played = vary(case, vec![vows("0"), vows("0.3")]);
        played.falls("agreements", 2, 1, agreement);
    }
}

/// What is harvested early cannot be traded: less is made of the talks.
#[test]
fn an_early_harvest_costs_joint_gains() {
    for case in [FLAGSHIP, HARBOUR] {
        let signing = |word: &str| vec![set("talks.signing", word)];
        let played = vary(case, vec![signing("all_or_nothing"), signing("early_harvest")]);
        played.rises("what is wasted", 2, 1, waste);
    }
}

/// What an ensemble of a case under changes tells in its first month.
#[derive(Default)]
struct FirstMonth {
    /// Options put on the table.
    floated: usize,
    /// The variable that is followed.
    place: usize,
    /// Its values, round by round of all runs.
    values: Vec<f64>,
}

impl Observer for FirstMonth {
    fn round_played(&mut self, _: usize, run: &Run, values: &[f64]) {
        if run.day <= 30 {
            self.values.push(values[self.place]);
        }
    }
    fn happened(&mut self, _: usize, event: Event) {
        self.floated += usize::from(event.kind == events::OPTION_FLOATED && event.day <= 30);
    }
    fn ended(&mut self, _: usize, _: RunRecord) {}
    fn wants_rounds(&self) -> bool {
        true
    }
}

impl FirstMonth {
    fn of(case: &str, variable: &str, changes: &[Change]) -> Self {
        let mut stage = stage(case, changes);
        let place = stage.ensemble().variables().iter().position(|v| v.name == variable);
        let mut told = FirstMonth {
            place: place.expect("a variable"),
            ..FirstMonth::default()
        };
        stage.play((0..500).map(Lot::of), &mut told);
        told
    }

    fn mean(&self) -> f64 {
        self.values.iter().sum::<f64>() / self.values.len() as f64
    }
}

/// Kydd 2003: a mediator is believed by the side that it leans to, which then asks for less.
#[test]
fn a_mediator_is_believed_by_the_side_that_it_leans_to() {
    for (case, side, others) in [
        (FLAGSHIP, "ua", ["ru"].as_slice()),
        (DAYTON, "serbia", ["bosnia", "croatia"].as_slice()),
    ] {
        let asked = |towards: &str, away: &str| {
            let tilt = |party: &str, value: &str| set(&format!("parties.us.tilt.{party}"), value);
            let mut changes = vec![tilt(side, towards)];
            changes.extend(others.iter().map(|other| tilt(other, away)));
            FirstMonth::of(case, &format!("aspiration.{side}"), &changes).mean()
        };
        let (favoured, slighted) = (asked("0.95", "0.05"), asked("0.05", "0.95"));
        // A fifth of the demand above r, which is a few hundredths.
        assert!(
            favoured < slighted - 0.01,
            "{case}: {favoured} favoured, {slighted} slighted"
        );
    }
}

/// Kurizaki 2007; Stasavage 2004: behind closed doors more of what is sensitive is spoken of.
#[test]
fn closed_doors_float_what_is_sensitive() {
    for case in [FLAGSHIP, OSLO] {
        let floated = |secrecy: &str| FirstMonth::of(case, "momentum", &[set("calendar.*.secrecy", secrecy)]).floated;
        let (open, closed) = (floated("0.2"), floated("0.9"));
        // Counts of some thousand independent events: a third more is far beyond any luck.
        assert!(
            closed > open + open / 3,
            "{case}: {open} in the open, {closed} behind closed doors"
        );
    }
}
