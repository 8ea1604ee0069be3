//! What `check` says is idle is idle: behaviours that a scenario gives nothing to act on, and sessions that bring nothing.

use crate::common;
use detente_core::{Model, Outcome, RunRecord};
use detente_scenario::{Built, Document, build};
use std::collections::BTreeSet;
use std::path::Path;

/// Lively talks on a text: each case makes something of them idle.
const LIVELY: &str = r#"format = 1
scenario = { id = "talks", stylised = true, horizon_days = 90 }
[behaviours]
concession = { tempo_days = 60 }
fatigue = {}
momentum = {}
ratification = { threshold = 0.4 }
[talks]
protocol = "single_text"
[[parties]]
id = "east"
role = "disputant"
reservation_value = { normal = [0.35, 0.05] }
[[parties]]
id = "west"
role = "disputant"
reservation_value = { normal = [0.35, 0.05] }
[[parties]]
id = "host"
role = "mediator"
[[negotiators]]
id = "east_lead"
party = "east"
[[negotiators]]
id = "west_lead"
party = "west"
[[negotiators]]
id = "envoy"
party = "host"
[[issues]]
id = "border"
options = [{ id = "kept" }, { id = "joint" }, { id = "moved" }]
weight = { east = 6, west = 4 }
ideal = { east = 0.0, west = 1.0 }
[[issues]]
id = "water"
options = [{ id = "east_first" }, { id = "by_season" }, { id = "west_first" }]
weight = { east = 3, west = 5 }
ideal = { east = 0.0, west = 1.0 }
[[calendar]]
id = "table"
day = 7
times = 8
participants = ["east", "west", "host"]
rounds = 2
"#;

type Edits = &'static [(&'static str, &'static str)];

const OFFERS: (&str, &str) = ("protocol = \"single_text\"", "protocol = \"alternating_offers\"");
const NO_CONCESSION: (&str, &str) = ("concession = { tempo_days = 60 }\n", "");
const ONE_DAY: (&str, &str) = ("day = 7\ntimes = 8", "day = 0\ntimes = 1");
const NO_HOLDER: (&str, &str) = ("role = \"mediator\"", "role = \"guarantor\"");
const SENSITIVE: (&str, &str) = ("{ id = \"moved\" }", "{ id = \"moved\", sensitivity = 0.9 }");
const LATENT: (&str, &str) = ("{ id = \"moved\" }", "{ id = \"moved\", latent = true }");

/// A behaviour as a scenario lists it, what is changed besides, and why it is idle then.
const IDLE: &[(&str, Edits, &str)] = &[
    (
        "caution = { candour = 0, reticence = 0, smaller_rooms = 0, walkouts = 0 }",
        &[],
        "it touches neither candour nor what is floated, neither the room nor walkouts",
    ),
    (
        "caution = {}",
        &[
            OFFERS,
            NO_CONCESSION,
            ("fatigue = {}\n", ""),
            ("[[negotiators]]\nid = \"east_lead\"\nparty = \"east\"\n", ""),
            ("[[negotiators]]\nid = \"west_lead\"\nparty = \"west\"\n", ""),
            ("[[negotiators]]\nid = \"envoy\"\nparty = \"host\"\n", ""),
        ],
        "no negotiator takes part in a session",
    ),
    (
        "commitment = {}",
        &[OFFERS, NO_CONCESSION],
        "only a text is feared to be broken, and only offers are made",
    ),
    (
        "commitment = { breach = 0, exposure = 0 }",
        &[],
        "no disputant fears a breach, with or without exposure",
    ),
    (
        "concession = {}",
        &[OFFERS, NO_CONCESSION],
        "where only offers are made a negotiator's `strategy` says how demands fall",
    ),
    ("consent = {}", &[], "no option needs anybody's consent"),
    (
        "deadlock = {}",
        &[ONE_DAY],
        "the calendar has too few meetings for talks to be given up",
    ),
    ("discovery = {}", &[], "no option is latent"),
    (
        "discovery = {}",
        &[(
            "{ id = \"kept\" }",
            "{ id = \"kept\", latent = { uniform = [0, 0.4] } }",
        )],
        "no option is latent",
    ),
    (
        "discovery = { hazard_per_session = 0 }",
        &[LATENT],
        "its `hazard_per_session` is 0",
    ),
    (
        "haste = { hold = 0, aspiration = 0, attention = 0, noise = 0 }",
        &[],
        "it moves no demand, lowers no attention and adds no error",
    ),
    (
        "leaks = {}",
        &[OFFERS, NO_CONCESSION],
        "no option is sensitive enough to be kept behind closed doors",
    ),
    (
        "leaks = {}",
        &[("{ id = \"kept\" }", "{ id = \"kept\", sensitivity = 0.9 }")],
        "no option is sensitive enough to be kept behind closed doors",
    ),
    (
        "leaks = { hazard_per_day = 0 }",
        &[SENSITIVE],
        "its `hazard_per_day` is 0",
    ),
    (
        "leaks = {}",
        &[SENSITIVE, ONE_DAY],
        "what leaks leaks between sessions, and there is only one",
    ),
    (
        "mediation = {}",
        &[OFFERS, NO_CONCESSION, NO_HOLDER],
        "nobody holds a text",
    ),
    (
        "missteps = { hazard_per_meeting_day = 0 }",
        &[],
        "its `hazard_per_meeting_day` is 0",
    ),
    (
        "missteps = { hazard_per_meeting_day = 5 }",
        &[
            OFFERS,
            NO_CONCESSION,
            ("fatigue = {}\n", ""),
            ("[[negotiators]]\nid = \"east_lead\"\nparty = \"east\"\n", ""),
            ("[[negotiators]]\nid = \"west_lead\"\nparty = \"west\"\n", ""),
            ("[[negotiators]]\nid = \"envoy\"\nparty = \"host\"\n", ""),
        ],
        "no negotiator takes part in a session",
    ),
    (
        "perceived_division = {}",
        &[OFFERS, NO_CONCESSION, ("\"west\", \"host\"]", "\"west\"]")],
        "the holder of the text meets no side",
    ),
    (
        "perceived_division = {}",
        &[OFFERS, NO_CONCESSION, NO_HOLDER],
        "nobody holds a text",
    ),
    (
        "ripeness = {}",
        &[OFFERS, NO_CONCESSION],
        "where only offers are made nothing has to be ripe",
    ),
    (
        "ripeness = {}",
        &[
            ("id = \"border\"\n", "id = \"border\"\nripe = 1\n"),
            ("id = \"water\"\n", "id = \"water\"\nripe = 1\n"),
        ],
        "every issue is ripe on day 0, and none is opened again",
    ),
    ("shocks = {}", &[], "no shock changes anything"),
    (
        "shocks = { frequency = 0 }",
        &[(
            "[talks]",
            "[[shocks]]\nid = \"storm\"\nday = 10\neffects = { \"parties.east.reservation_value\" = 0.5 }\n[talks]",
        )],
        "its `frequency` is 0",
    ),
    (
        "signals = { chance_per_session = 0 }",
        &[],
        "no disputant has a `chance_per_session` above 0",
    ),
    (
        "signals = { chance_per_session = 1 }",
        &[("momentum = {}\n", "")],
        "only `momentum` and `domestic_pressure` hear a signal, and neither is in use",
    ),
    ("walkouts = { hazard_per_day = 0 }", &[], "its `hazard_per_day` is 0"),
    (
        "walkouts = { hazard_per_day = 1 }",
        &[ONE_DAY],
        "people leave between sessions, and there is only one",
    ),
    (
        "walkouts = {}",
        &[("day = 7\ntimes = 8", "day = 1\ntimes = 1")],
        "people leave between sessions, and there is only one",
    ),
    (
        "war = {}",
        &[ONE_DAY],
        "war goes on between sessions, and there is one, on day 0",
    ),
    (
        "war = { cost_per_year = 0, battlefield = 0 }",
        &[],
        "it costs no disputant anything, and no battlefield moves",
    ),
];

/// The same behaviours, with something to act on.
const ACTIVE: &[(&str, Edits)] = &[
    ("caution = {}", &[]),
    ("commitment = { exposure = 0 }", &[]),
    (
        "consent = {}",
        &[
            ("{ id = \"moved\" }", "{ id = \"moved\", consent = [\"host\"] }"),
            NO_HOLDER,
            OFFERS,
            NO_CONCESSION,
        ],
    ),
    ("deadlock = { meetings = 9 }", &[]),
    ("discovery = {}", &[LATENT]),
    (
        "discovery = {}",
        &[("{ id = \"moved\" }", "{ id = \"moved\", latent = { choice = [0, 1] } }")],
    ),
    ("haste = { aspiration = 0, attention = 0 }", &[]),
    ("leaks = {}", &[SENSITIVE]),
    (
        "leaks = {}",
        &[(
            "{ id = \"moved\" }",
            "{ id = \"moved\", sensitivity = { uniform = [0, 0.5] } }",
        )],
    ),
    ("mediation = {}", &[]),
    ("missteps = {}", &[]),
    ("perceived_division = {}", &[]),
    ("ripeness = {}", &[]),
    ("signals = {}", &[]),
    ("walkouts = {}", &[]),
    ("war = { battlefield = 0 }", &[]),
];

/// Sessions that nobody can attend or that bring nothing: what is changed, and what is said of it.
const SESSIONS: &[(Edits, &str)] = &[
    (
        &[("day = 7", "when = \"gap_below\"")],
        "calendar: every session waits for another: none is ever held; one session with a `day`",
    ),
    (
        &[
            ("momentum = {}\n", ""),
            (
                "rounds = 2\n",
                "rounds = 2\n[[calendar]]\nid = \"summit\"\nwhen = \"momentum_above\"\nparticipants = [\"east\", \"west\", \"host\"]\n",
            ),
        ],
        "calendar.summit: nothing ever calls it: what it waits for stays at 0; switch on `momentum`, or give it a `day`",
    ),
    (
        &[(
            "rounds = 2\n",
            "rounds = 2\n[[calendar]]\nid = \"summit\"\nafter = \"table\"\nevery_days = 40\nparticipants = [\"east\", \"west\", \"host\"]\n",
        )],
        "calendar.summit: it would begin on day 96 at the earliest, after the last day of the talks, 90; let it follow sooner, or give more `scenario.horizon_days`",
    ),
    (
        &[(
            "rounds = 2\n",
            "legs = [{ id = \"out\" }, { id = \"home\", travel_days = 100 }]\n",
        )],
        "calendar.table.legs.home: it would begin on day 107 at the earliest, after the last day of the talks, 90; let it follow sooner, or give more `scenario.horizon_days`",
    ),
    (
        &[("\"west\", \"host\"]", "\"west\"]")],
        "talks: `host` holds the text and attends no session on it: it stays as it opens; add the holder to `participants`, or name another `text_holder`",
    ),
    (
        &[
            (
                "protocol = \"single_text\"",
                "protocol = \"plenary\"\nvoting = { rule = \"unanimity\" }",
            ),
            ("\"east\", \"west\", \"host\"]", "\"east\", \"host\"]"),
        ],
        "calendar.table: `west` is not there, and no vote is unanimous without it; add disputants to `participants`, or change `talks.voting`",
    ),
    (
        &[
            (
                "protocol = \"single_text\"",
                "protocol = \"plenary\"\nvoting = { rule = \"qualified_majority\" }",
            ),
            (
                "id = \"west\"\nrole",
                "id = \"west\"\nvotes = { uniform = [2, 3] }\nrole",
            ),
            ("\"east\", \"west\", \"host\"]", "\"east\", \"host\"]"),
        ],
        "calendar.table: 33 % of all votes are there, and the quorum is 50 %: nothing is adopted; add disputants to `participants`, or change `talks.voting`",
    ),
];

/// The lively talks after some replacements.
fn talks(edits: Edits) -> String {
    edits.iter().fold(LIVELY.to_owned(), |text, (old, new)| {
        assert!(text.contains(old), "nothing to replace: {old}");
        text.replacen(old, new, 1)
    })
}

fn with(behaviour: &str, edits: Edits) -> String {
    talks(edits).replacen("[behaviours]\n", &format!("[behaviours]\n{behaviour}\n"), 1)
}

fn built(text: &str) -> Built {
    let document = Document::parse(Path::new("talks.toml"), text).unwrap_or_else(|e| panic!("{e}"));
    build(&document, &detente_agents::standard()).unwrap_or_else(|e| panic!("{text}\n{e}"))
}

/// What is said of it, without the places in the file.
fn warnings(text: &str) -> Vec<String> {
    let said = built(text).findings.to_string();
    let lines = said
        .lines()
        .filter_map(|line| Some(line.split_once("warning: ")?.1.to_owned()));
    lines.collect()
}

fn play(model: Model) -> Vec<RunRecord> {
    common::play(model, 23, 200)
}

#[test]
fn the_lively_talks_are_odd_in_no_way_and_end_in_many() {
    assert_eq!(warnings(LIVELY), [""; 0]);
    let outcomes: BTreeSet<Outcome> = play(built(LIVELY).model).iter().map(|r| r.outcome).collect();
    assert!(outcomes.len() > 1, "{outcomes:?}");
}

#[test]
fn an_idle_behaviour_is_told_and_changes_no_run() {
    for (behaviour, edits, reason) in IDLE {
        let key = behaviour.split(' ').next().expect("a key");
        let expected =
            format!("behaviours.{key}: it can touch nothing: {reason}; leave it out, or give it something to act on");
        assert_eq!(warnings(&with(behaviour, edits)), [expected], "{behaviour}");
        let (on, off) = (built(&with(behaviour, edits)).model, built(&talks(edits)).model);
        assert!(on.uses(key) && !off.uses(key), "{behaviour}");
        assert!(play(on) == play(off), "{behaviour}: {reason}");
    }
}

#[test]
fn a_behaviour_that_may_act_is_not_called_idle() {
    for (behaviour, edits) in ACTIVE {
        assert_eq!(warnings(&with(behaviour, edits)), [""; 0], "{behaviour}");
    }
}

#[test]
fn sessions_that_bring_nothing_are_told() {
    for (edits, expected) in SESSIONS {
        assert_eq!(warnings(&talks(edits)), [*expected]);
    }
}
