//! People and their publics: hawks at home, fatigue in two time scales, caution, signals and missteps. Formulas are followed
//! step by step in talks small enough for it; directions are those of the first case, under common luck.

use crate::common;
use crate::laws::{FLAGSHIP, HARBOUR, SURE, agreement, scale, set, stage, vary};
use crate::protocols::{model, play};
use detente_agents::events;
use detente_core::{Actor, Event, EventKind, IssueIx, Lot, Observer, Outcome, PartyIx, Run, RunRecord};
use detente_scenario::Change;

/// Talks of two sides over two matters, held by nobody so that the text stays as it opens: a quarter of what East cares about
/// stands at its worst, in public and of sensitivity .8; what West cares less about stands at its worst and is not sensitive.
struct Talks {
    behaviours: String,
    /// Reservation values of East and West.
    reservations: [f64; 2],
    negotiators: String,
    calendar: &'static str,
}

const WEEKLY: &str = "day = 5\nevery_days = 7\ntimes = 12\n";

impl Talks {
    fn new(behaviours: impl Into<String>) -> Self {
        Self {
            behaviours: behaviours.into(),
            reservations: [0.9, 0.2],
            negotiators: String::new(),
            calendar: WEEKLY,
        }
    }

    fn text(&self) -> String {
        let Self {
            behaviours,
            reservations: [east, west],
            negotiators,
            calendar,
        } = self;
        format!(
            r#"format = 1
scenario = {{ id = "talks", stylised = true, horizon_days = 100 }}
[behaviours]
{behaviours}
[talks]
protocol = "single_text"
[[parties]]
id = "host"
role = "mediator"
[[parties]]
id = "east"
role = "disputant"
reservation_value = {east}
[[parties]]
id = "west"
role = "disputant"
reservation_value = {west}
{negotiators}
[[issues]]
id = "border"
ripe = 1
options = [{{ id = "kept" }}, {{ id = "moved", sensitivity = 0.8 }}]
opening = "moved"
weight = {{ east = 1, west = 3 }}
ideal = {{ east = 0, west = 1 }}
[[issues]]
id = "water"
ripe = 1
options = [{{ id = "east_first" }}, {{ id = "west_first" }}]
opening = "east_first"
weight = {{ east = 3, west = 1 }}
ideal = {{ east = 0, west = 1 }}
[[calendar]]
id = "table"
participants = ["east", "west"]
{calendar}"#
        )
    }
}

/// What is seen of runs: a variable at the end of every round, and what happened.
#[derive(Default)]
struct Seen {
    place: usize,
    course: Vec<(i32, f64)>,
    events: Vec<(usize, Event)>,
}

impl Observer for Seen {
    fn round_played(&mut self, _: usize, run: &Run, values: &[f64]) {
        self.course.push((run.day, values[self.place]));
    }
    fn happened(&mut self, run: usize, event: Event) {
        self.events.push((run, event));
    }
    fn ended(&mut self, _: usize, _: RunRecord) {}
    fn wants_rounds(&self) -> bool {
        true
    }
}

impl Seen {
    /// Of some runs of talks, with a variable by name.
    fn of(text: &str, variable: &str, runs: u64) -> Self {
        let mut stage = common::stage(model(text), 17, if runs == 1 { 1 } else { 64 });
        stage.ensemble().record(true);
        let place = stage.ensemble().variables().iter().position(|v| v.name == variable);
        let mut seen = Seen {
            place: place.unwrap_or_else(|| panic!("no variable `{variable}`")),
            ..Seen::default()
        };
        stage.play((0..runs).map(Lot::of), &mut seen);
        seen
    }

    /// What happens in some runs of a shipped case under changes.
    fn of_case(case: &str, changes: &[Change], runs: u64) -> Self {
        let mut seen = Seen::default();
        stage(case, changes).play((0..runs).map(Lot::of), &mut seen);
        seen
    }

    fn count(&self, kind: &EventKind) -> usize {
        self.events.iter().filter(|(_, event)| event.kind == kind).count()
    }
}

/// Whether a share of so many independent runs is what it should be.
fn assert_share(what: &str, happened: usize, runs: u64, expected: f64) {
    let share = happened as f64 / runs as f64;
    let width = SURE * (expected * (1.0 - expected) / runs as f64).sqrt();
    assert!(
        (share - expected).abs() <= width,
        "{what}: {share}, {expected} +- {width} expected"
    );
}

/// Putnam 1988: what is conceded in public feeds the hawks. c is .8 * 1/4 for East; H goes from .5 to .5 (1 + 2 * .2) = .7.
/// What West concedes is not sensitive, and its public stays calm.
#[test]
fn concessions_in_public_feed_the_hawks() {
    let behaviours = "domestic_pressure = { hawkish = 0.5, concessions = 2, half_life_days = 20 }";
    for (side, settles) in [("east", 0.7), ("west", 0.5)] {
        let seen = Seen::of(&Talks::new(behaviours).text(), &format!("hawkish_pressure.{side}"), 1);
        assert_eq!(seen.course.len(), 12);
        for (day, hawkish) in seen.course {
            let expected = settles + (0.5 - settles) * libm::exp2(-f64::from(day) / 20.0);
            assert!(
                (hawkish - expected).abs() < 1e-8,
                "{side}, day {day}: {hawkish}, {expected}"
            );
        }
    }
}

/// East's support is .75 of its scale and the threshold .74, so that `.1 (H - .25)` may be .01 and no more.
#[test]
fn a_public_more_hawkish_than_usual_asks_for_more_from_day_0() {
    let mut ends = Vec::new();
    for hawkish in [0.34, 0.36] {
        let behaviours = format!(
            "domestic_pressure = {{ hawkish = {hawkish} }}\n\
             ratification = {{ threshold = 0.74, width = 0, drift = 0, delay_days = 0, secrecy = 0 }}"
        );
        let talks = Talks {
            reservations: [0.2, 0.2],
            calendar: "day = 0\n",
            ..Talks::new(behaviours)
        };
        ends.push(play(&talks.text(), 1)[0].outcome);
    }
    assert_eq!(ends, [Outcome::Agreement, Outcome::Deadline]);
}

/// The log hazard of walkouts is `H - usual`, whatever the public's own baseline is.
#[test]
fn hawkish_publics_drive_people_from_the_table() {
    const RUNS: u64 = 8000;
    for hawkish in [0.0, 0.25, 1.0] {
        let behaviours = format!(
            "walkouts = {{ hazard_per_day = 0.01, gap = 0 }}\ndomestic_pressure = {{ hawkish = {hawkish}, concessions = 0 }}"
        );
        let talks = Talks {
            calendar: "day = 0\nevery_days = 50\ntimes = 2\n",
            ..Talks::new(behaviours)
        };
        let left = play(&talks.text(), RUNS)
            .iter()
            .filter(|r| r.outcome == Outcome::WalkOut)
            .count();
        let expected = 1.0 - libm::exp(-0.5 * libm::exp(hawkish - 0.25));
        assert_share(&format!("walkouts at {hawkish}"), left, RUNS, expected);
    }
}

/// Tiredness goes with rest, weariness grows by the day and by the session, and only the first session, in which East
/// accepts, gives some of it back.
#[test]
fn fatigue_has_two_time_scales() {
    let talks = Talks {
        reservations: [0.2, 0.9],
        negotiators: "[[negotiators]]\nid = \"east_lead\"\nparty = \"east\"\nnoise = 0\nexperience = 1\n".to_owned(),
        ..Talks::new("fatigue = { noise = 0 }")
    };
    let seen = Seen::of(&talks.text(), "fatigue.east", 1);
    assert_eq!(seen.course.len(), 12);
    let (mut tiredness, mut weariness, mut before) = ((0.3 - 0.15) / 0.85, 0.15, 0);
    for (held, (day, fatigue)) in seen.course.into_iter().enumerate() {
        let days = f64::from(day - before);
        before = day;
        tiredness *= libm::exp2(-days / 12.0);
        tiredness += (1.0 - tiredness) * 0.004 * days;
        weariness += (1.0 - weariness) * (1.0 - libm::exp(-0.0005 * days));
        tiredness += (1.0 - tiredness) * 0.08;
        weariness = if held == 0 {
            weariness * 0.97
        } else {
            weariness + (1.0 - weariness) * 0.015
        };
        let expected = 1.0 - (1.0 - tiredness) * (1.0 - weariness);
        assert!((fatigue - expected).abs() < 1e-8, "day {day}: {fatigue}, {expected}");
    }
}

/// A room of twelve of usual discretion behind usual doors, so that dread is `1 - 1/e`; one sensitive option that somebody has
/// in mind.
#[test]
fn caution_keeps_what_is_sensitive_from_the_table() {
    const RUNS: u64 = 20_000;
    for sensitivity in [0.0, 0.5, 1.0] {
        let person = |id: &str| {
            format!(
                "[[negotiators]]\nid = \"{id}_lead\"\nparty = \"{id}\"\nleak_sensitivity = {sensitivity}\ndiscretion = 0.8\n"
            )
        };
        let talks = Talks {
            negotiators: person("east") + &person("west"),
            calendar: "day = 0\naides = 10\nsecrecy = 0.7\n",
            ..Talks::new("caution = { candour = 1.5, reticence = 1 }\nmomentum = {}")
        };
        let text = talks
            .text()
            .replace("{ id = \"kept\" }", "{ id = \"kept\", sensitivity = 0.9 }");
        let fear = sensitivity * (1.0 - libm::exp(-1.0)) - 0.25;
        let candour = 1.0 / (1.0 + libm::exp(-(-0.6 + 2.0 * 0.2 - 1.5 * fear)));
        let expected = 0.6 * candour * libm::exp(-fear * 0.9);
        let floated = Seen::of(&text, "momentum", RUNS).count(events::OPTION_FLOATED);
        assert_share(
            &format!("floated at sensitivity {sensitivity}"),
            floated,
            RUNS,
            expected,
        );
    }
}

/// A leak alarms: less is floated after it, and whoever is stung most is told of, once a leak.
#[test]
fn a_leak_makes_people_cautious() {
    let under = |alarm: &str| {
        let changes = [
            scale("behaviours.leaks.hazard_per_day", 4.0),
            set("behaviours.caution.alarm", alarm),
        ];
        Seen::of_case(HARBOUR, &changes, 2000)
    };
    let (calm, alarmed) = (under("0"), under("10"));
    let leaks = alarmed.count(events::OPTION_LEAKED);
    assert!(
        leaks > 500 && leaks == alarmed.count(events::GREW_CAUTIOUS),
        "{leaks} leaks"
    );
    let [calm, alarmed] = [&calm, &alarmed].map(|seen| seen.count(events::OPTION_FLOATED));
    assert!(alarmed + 100 < calm, "{alarmed} floated, {calm} without alarm");
}

/// Every team's leak-sensitivity acts, and that of one person: here with twice the usual effect on candour, so that the
/// smallest is seen in some thousand runs.
#[test]
fn thin_skins_of_every_team_cost_agreements() {
    let people: [(&str, &[&str]); 5] = [
        ("all", &["*"]),
        ("Kyiv's", &["ua_lead", "ua_general", "ua_diplomat"]),
        ("Moscow's", &["ru_lead", "ru_economist", "ru_diplomat"]),
        ("the Americans'", &["us_envoy", "us_secretary", "us_adviser"]),
        ("one lead's", &["ua_lead"]),
    ];
    let skins = |ids: &[&str], value: &str| {
        let changes = ids
            .iter()
            .map(|id| set(&format!("negotiators.{id}.leak_sensitivity"), value));
        let twice = set("behaviours.caution.candour", "3");
        changes.chain([twice]).collect::<Vec<_>>()
    };
    let variants = people.iter().flat_map(|(_, ids)| [skins(ids, "0"), skins(ids, "1")]);
    let played = vary(FLAGSHIP, variants.collect());
    for (k, (who, _)) in people.into_iter().enumerate() {
        played.falls(who, 2 * k + 2, 2 * k + 1, agreement);
    }
}

/// The more hawkish the publics, the fewer agreements, step by step.
#[test]
fn hawkish_publics_cost_agreements() {
    let levels = ["0", "0.25", "0.5", "1"].map(|value| vec![set("constituencies.*.hawkishness", value)]);
    let played = vary(FLAGSHIP, levels.to_vec());
    for point in 2..=4 {
        played.falls("hawks", point, point - 1, agreement);
    }
}

/// East has accepted before, both matters have settled, and West accepts: East tells of a step forward. It would rather vow
/// the water, worth most to it, on which West gets nothing; it vows the border, of which West gets half, or nothing.
#[test]
fn a_signal_vows_what_every_rival_can_live_with_or_nothing() {
    for (binds, vowed) in [(1, Some(IssueIx::FIRST)), (0, None)] {
        let behaviours = format!("signals = {{ chance_per_session = 1, binds = {binds} }}\nmomentum = {{}}");
        let talks = Talks {
            reservations: [0.2, 0.3],
            calendar: "day = 7\n[[calendar]]\nid = \"before\"\nday = 0\nparticipants = [\"east\"]\n",
            ..Talks::new(behaviours)
        };
        let text = talks.text().replace(
            "{ id = \"kept\" }, { id = \"moved\", sensitivity = 0.8 }]\nopening = \"moved\"",
            "{ id = \"kept\" }, { id = \"shared\" }, { id = \"moved\" }]\nopening = \"shared\"",
        );
        let seen = Seen::of(&text, "momentum", 1);
        let mut signals = seen
            .events
            .iter()
            .filter(|(_, event)| event.kind == events::SIGNAL_GIVEN);
        let last = signals.next_back().expect("a step forward").1;
        assert_eq!(
            (last.day, last.actor, last.issue),
            (7, Actor::Party(PartyIx::new(1)), vowed)
        );
    }
}

/// A step forward carries the talks where it does not bind; a vow stands in the way.
#[test]
fn good_news_helps_and_vows_hurt() {
    let signals = |chance: &str, binds: &str| {
        vec![
            set("behaviours.signals.chance_per_session", chance),
            set("behaviours.signals.binds", binds),
            set("behaviours.domestic_pressure.audience_cost", "0.3"),
        ]
    };
    let variants = vec![signals("0", "0"), signals("1", "0"), signals("1", "1")];
    let played = vary(FLAGSHIP, variants);
    played.rises("good news", 2, 1, agreement);
    played.falls("vows", 3, 2, agreement);
}

/// A day of meetings has one rate, through however many doors its way leads.
#[test]
fn missteps_have_a_rate_per_day_and_not_per_door() {
    const RUNS: u64 = 20_000;
    let one = "day = 0\n";
    let four = "day = 0\nlegs = [{ id = \"a\" }, { id = \"b\", travel_days = 0 }, { id = \"c\", travel_days = 0 }, { id = \"d\", travel_days = 0 }]\n";
    for (calendar, doors) in [(one, 1.0), (four, 4.0)] {
        let talks = Talks {
            negotiators: "[[negotiators]]\nid = \"east_lead\"\nparty = \"east\"\nexperience = 0.6\n".to_owned(),
            calendar,
            ..Talks::new("missteps = { hazard_per_meeting_day = 0.2, grave = 0 }\nmomentum = {}")
        };
        let missteps = Seen::of(&talks.text(), "momentum", RUNS).count(events::MISSTEP_MADE);
        let at_a_door = -libm::expm1(-0.2 / doors);
        assert_share(&format!("{doors} doors"), missteps, RUNS * doors as u64, at_a_door);
    }
}

/// Every session brings a grave misstep: each puts the next meeting off, and takes back six tenths of the days that the
/// clocks have gained. Without one East's aspiration is `r + .3 (1 - day / 100)`.
#[test]
fn a_grave_misstep_undoes_what_was_conceded_and_keeps_people_apart() {
    let talks = Talks {
        reservations: [0.5, 0.5],
        negotiators: ["east", "west"]
            .map(|id| format!("[[negotiators]]\nid = \"{id}_lead\"\nparty = \"{id}\"\nnoise = 0\nexperience = 1\n"))
            .concat(),
        calendar: "day = 10\nevery_days = 10\ntimes = 4\n",
        ..Talks::new(
            "missteps = { hazard_per_meeting_day = 100, experience = 0, grave = 1, undo_grave = 0.6, pause_days = 5 }\n\
             concession = { tempo_days = 100, headroom = 0.3 }",
        )
    };
    let seen = Seen::of(&talks.text(), "aspiration.east", 1);
    assert_eq!(seen.count(events::GRAVE_MISSTEP_MADE), 4);
    let mut setback = 0.0;
    for (k, (day, aspiration)) in seen.course.into_iter().enumerate() {
        assert_eq!(day, 10 + 15 * k as i32);
        let gained = f64::from(day) - setback;
        let expected = 0.5 + 0.3 * (1.0 - gained / 100.0);
        assert!(
            (aspiration - expected).abs() < 1e-8,
            "day {day}: {aspiration}, {expected}"
        );
        setback += 0.6 * gained;
    }
}

/// What a misstep costs the talks, and trust and momentum with it.
#[test]
fn clumsy_people_lose_agreements() {
    let rate = |by: f64| vec![scale("behaviours.missteps.hazard_per_meeting_day", by)];
    let slight = vec![
        scale("behaviours.missteps.hazard_per_meeting_day", 5.0),
        set("behaviours.missteps.grave", "0"),
    ];
    let played = vary(FLAGSHIP, vec![rate(0.0), rate(5.0), slight]);
    played.falls("missteps", 2, 1, agreement);
    played.falls("grave ones", 2, 3, agreement);
}
