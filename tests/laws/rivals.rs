//! What rivals believe of each other, and what that does: division, exposure, a mediator's public, ripeness, trust, a
//! deadline, resolve, reciprocity. Demands in a domain of one issue are held to numbers worked out from the formulas of
//! `docs/model/submodels.md`; directions stand in `doses`.

use crate::common;
use crate::laws::SURE;
use crate::protocols::{model, play};
use detente_core::{Event, Lot, Observer, Outcome, Run, RunRecord};
use std::collections::BTreeSet;

/// East wants all of a border, West none of it; the text gives it to East. Neither ever accepts the other's end. A meeting
/// every ten days, of whom the calendar says; nobody errs, and demands fall from .3 to 0 over 100 days.
fn border(behaviours: &str, parties: &str, meetings: &str) -> String {
    format!(
        r#"format = 1
scenario = {{ id = "border", stylised = true, horizon_days = 100 }}
[behaviours]
concession = {{ tempo_days = 100, headroom = 0.3 }}
{behaviours}
[talks]
protocol = "single_text"
[[parties]]
id = "host"
role = "mediator"
leverage = {{ east = 0.5, west = 1 }}
[[parties]]
id = "east"
role = "disputant"
red_lines = ["border=there"]
[[parties]]
id = "west"
role = "disputant"
red_lines = ["border=here"]
{parties}
[[negotiators]]
id = "easterner"
party = "east"
noise = 0
[[negotiators]]
id = "westerner"
party = "west"
noise = 0
[[issues]]
id = "border"
options = [{{ id = "here" }}, {{ id = "there" }}]
opening = "here"
weight = {{ east = 1, west = 1 }}
ideal = {{ east = 0, west = 1 }}
ripe = 1
[[calendar]]
id = "table"
day = 0
every_days = 10
times = 10
participants = ["host", "east", "west"]
{meetings}
"#
    )
}

/// A variable, round by round of one run.
struct Followed {
    place: usize,
    values: Vec<f64>,
}

impl Observer for Followed {
    fn round_played(&mut self, _: usize, _: &Run, values: &[f64]) {
        self.values.push(values[self.place]);
    }
    fn happened(&mut self, _: usize, _: Event) {}
    fn ended(&mut self, _: usize, _: RunRecord) {}
    fn wants_rounds(&self) -> bool {
        true
    }
}

fn follow(text: &str, variable: &str) -> Vec<f64> {
    let mut stage = common::stage(model(text), 3, 1);
    let place = stage.ensemble().variables().iter().position(|v| v.name == variable);
    let values = Vec::new();
    let place = place.unwrap_or_else(|| panic!("no variable {variable}"));
    let mut followed = Followed { place, values };
    stage.play([Lot::of(0)], &mut followed);
    followed.values
}

#[track_caller]
fn assert_follows(text: &str, variable: &str, expected: &[f64]) {
    let values = follow(text, variable);
    for (k, (value, expected)) in values.iter().zip(expected).enumerate() {
        assert!(
            (value - expected).abs() < 1e-9,
            "{variable} in meeting {k}: {value}, {expected} expected"
        );
    }
    assert!(values.len() >= expected.len(), "{values:?}");
}

fn logistic(x: f64) -> f64 {
    1.0 / (1.0 + libm::exp(-x))
}

/// East has the text and asks for .3 more than West leaves it: nothing. West has nothing of the text and asks for .3, a full
/// rift at .1; `.65` of it is seen through doors that are closed to `.7`. East's clock then lags by half of what it sees.
#[test]
fn a_rift_is_felt_however_small_it_is() {
    let seen: f64 = 0.3 * (1.0 - 0.5 * 0.7);
    let lagged = 0.3 * (1.0 - (10.0 - 0.5 * seen * 10.0) / 100.0 + 0.4 * seen);
    assert_follows(
        &border("perceived_division = {}", "", ""),
        "aspiration.east",
        &[0.3, lagged],
    );
    // Nobody is divided from a text that gives it all it asks for.
    assert_follows(
        &border("perceived_division = {}", "", ""),
        "aspiration.west",
        &[0.3, 0.27],
    );
}

/// Of a text worth .55 that exposes a side by a fifth, `.8 * .55 + .2 (.5 - .1) = .52` is left where fighting begins again as
/// it was, `.8 * .55 + .2 (.5 - .3) = .48` where the ground is missed: above and below what the side has without it.
#[test]
fn what_is_given_up_makes_a_breach_dearer() {
    for (fall, ends) in [("0", Outcome::Agreement), ("1", Outcome::Deadline)] {
        let text = format!(
            r#"format = 1
scenario = {{ id = "ground", stylised = true, horizon_days = 10 }}
[behaviours]
commitment = {{ breach = 0, exposure = 1, loss = 0.1, fall = {fall} }}
[talks]
protocol = "single_text"
[[parties]]
id = "east"
role = "disputant"
reservation_value = 0.5
[[parties]]
id = "west"
role = "disputant"
[[negotiators]]
id = "easterner"
party = "east"
noise = 0
[[issues]]
id = "ground"
options = [{{ id = "none" }}, {{ id = "some", exposes = {{ east = 0.2 }} }}, {{ id = "all" }}]
opening = "some"
weight = {{ east = 1, west = 1 }}
values.east = {{ none = 1, some = 0.55, all = 0 }}
values.west = {{ none = 0, some = 0.5, all = 1 }}
ripe = 1
[[calendar]]
id = "table"
day = 0
every_days = 1
times = 5
participants = ["east", "west"]
"#
        );
        for record in play(&text, 4) {
            assert_eq!(record.outcome, ends, "at a fall of {fall}");
        }
    }
}

/// Impatience is .25 of a public's .4; a side over which the mediator has half its leverage asks for `1 - .8 * .1 * .5`.
#[test]
fn an_impatient_mediator_presses_as_far_as_its_leverage_goes() {
    let pressed = border("domestic_pressure = {}", "", "");
    assert_follows(&pressed, "aspiration.east", &[0.3 * 0.96]);
    assert_follows(&pressed, "aspiration.west", &[0.3 * 0.92]);
}

/// Trust of 1 is .75 above the usual, and takes .15 of that.
#[test]
fn who_trusts_its_rivals_asks_for_less() {
    let trusting = border(
        "trust = {}",
        "[[relations]]\nfrom = \"east\"\nto = \"west\"\ntrust = 1\n[[relations]]\nfrom = \"east\"\nto = \"host\"\ntrust = 0",
        "",
    );
    assert_follows(&trusting, "aspiration.east", &[0.3 * (1.0 - 0.15 * 0.75)]);
    assert_follows(&trusting, "aspiration.west", &[0.3]);
}

/// On an agenda of which nothing is ripe demands grow by .4 of the first, and people leave e^1.5 times as soon; a matter that
/// is not on the agenda is not pushed.
#[test]
fn pushing_what_is_unripe_costs_demands_and_patience() {
    let unripe = border("ripeness = { hazard_per_day = 0 }", "", "").replace("ripe = 1", "ripe = 0");
    assert_follows(&unripe, "aspiration.east", &[0.3 * 1.4, 0.3 * (0.9 + 0.4)]);
    let other = "[[issues]]\nid = \"fish\"\nripe = 0\noptions = [{ id = \"few\" }, { id = \"many\" }]\n\
                 weight = { east = 0.0000001, west = 0.0000001 }\nideal = { east = 0.0, west = 1.0 }\n";
    let ripe =
        border("ripeness = { hazard_per_day = 0 }", "", "").replace("[[calendar]]", &format!("{other}[[calendar]]"));
    for (agenda, unripe) in [("\"border\", \"fish\"", 0.5), ("\"border\"", 0.0), ("\"fish\"", 1.0)] {
        let text = ripe.clone() + &format!("agenda = [{agenda}]\n");
        assert_follows(&text, "aspiration.east", &[0.3 * (1.0 + 0.4 * unripe)]);
    }

    const RUNS: u64 = 20_000;
    let leaving = "ripeness = { hazard_per_day = 0 }\nwalkouts = { hazard_per_day = 0.005, gap = 0 }";
    let records = play(&border(leaving, "", "").replace("ripe = 1", "ripe = 0"), RUNS);
    let stayed = records.iter().filter(|r| r.outcome == Outcome::Deadline).count() as f64 / RUNS as f64;
    let expected = libm::exp(-0.005 * libm::exp(1.5) * 90.0);
    let width = SURE * (expected * (1.0 - expected) / RUNS as f64).sqrt();
    assert!(
        (stayed - expected).abs() < width,
        "{stayed} stayed, {expected} +- {width} expected"
    );
}

/// Ten days before the horizon haste begins; on day 90 nothing of it is there yet. Who half believes in a deadline keeps
/// half of .15 in hand until then.
#[test]
fn a_deadline_that_is_believed_in_is_waited_for() {
    for believed in [0.0, 0.5, 1.0] {
        let text = border(&format!("haste = {{ days = 10, believed = {believed} }}"), "", "day = 95\n")
            .replace("times = 10\nparticipants = [\"host\", \"east\", \"west\"]\nday = 95", "times = 10\nparticipants = [\"host\", \"east\", \"west\"]\n[[calendar]]\nid = \"last\"\nparticipants = [\"host\", \"east\", \"west\"]\nday = 95");
        let held = 0.15 * believed;
        let mut expected: Vec<f64> = (0..10).map(|k| 0.3 * (1.0 - 0.1 * f64::from(k) + held)).collect();
        expected.push(0.3 * (0.05 * (1.0 - 0.6 * believed * 0.5) + held * 0.5));
        assert_follows(&text, "aspiration.east", &expected);
    }
}

/// The text stands, so that the first answer is the only news: `K = 1 / (1 + 4)` from -.5 towards 1 leaves -.2. A week
/// without a meeting adds doubt and no lesson.
#[test]
fn a_first_refusal_teaches_and_the_same_again_does_not() {
    let text = border("resolve = {}", "", "");
    assert_follows(&text, "toughness.east_west", &[-0.2, -0.2, -0.2]);
    let asked = |m: f64, k: f64| 0.3 * (0.4 * (1.0 - 0.1 * k) + 0.6 * logistic(-5.0 * m));
    assert_follows(
        &text,
        "aspiration.east",
        &[asked(-0.5, 0.0), asked(-0.2, 1.0), asked(-0.2, 2.0)],
    );
    let sober = border("resolve = { optimism = 0, noise = 1 }", "", "");
    assert_follows(&sober, "toughness.east_west", &[0.5]);
}

/// What the front brings is seen as weakness: its mean over many runs is nothing, and what one side gains the other loses.
#[test]
fn the_front_teaches_what_the_table_does_not() {
    let text = border(
        "war = { cost_per_year = 0.5, battlefield = 0.01 }\nresolve = { noise = 100 }",
        "reservation = 0",
        "",
    )
    .replace("reservation = 0", "");
    let text = text.replace("role = \"disputant\"", "role = \"disputant\"\nreservation_value = 0.5");
    let [east, west] = ["toughness.east_west", "toughness.west_east"].map(|variable| follow(&text, variable));
    assert!(east.len() > 5);
    for (east, west) in east.iter().zip(&west) {
        // Both have had the same answers.
        let answers = (east + west) / 2.0;
        assert!((-0.5..-0.48).contains(&answers), "{east} {west}");
    }
    let apart: BTreeSet<i64> = east.iter().zip(&west).map(|(e, w)| ((e - w) * 1e6) as i64).collect();
    assert!(apart.len() > 5, "{apart:?}");
}

/// A rival that has conceded nothing holds one's own demand up by .3; then both draw each other down.
#[test]
fn concessions_answer_concessions() {
    let text = border("reciprocity = {}", "", "");
    let second = 0.7 * 0.9 + 0.3;
    let third = 0.7 * 0.8 + 0.3 * second;
    assert_follows(&text, "aspiration.east", &[0.3, 0.3 * second, 0.3 * third]);
    let patient = text.replace(
        "party = \"west\"\n",
        "party = \"west\"\nconcession = { tempo_days = 36_000 }\n",
    );
    let [with_the_soft, with_the_hard] = [&text, &patient].map(|text| follow(text, "aspiration.east"));
    assert!(with_the_hard[3] > with_the_soft[3] + 0.01, "{with_the_hard:?}");
}
