//! Minutes of scripted runs.

use super::meeting::Course;
use super::names::Names;
use super::{minutes, unbroken_minutes};
use crate::wording::without_shared_unit;
use detente_agents::events;
use detente_core::{
    Actor, ByRow, Decision, Event, EventKind, Indexed, Issue, IssueIx, Lot, Model, NegotiatorIx, OptionIx, Outcome,
    PartyIx, RowKind, RunRecord, SessionIx, Variable,
};
use detente_lab::Numbers;
use detente_lab::watch::{Account, Samples, play};
use detente_scenario::{Document, build};
use std::path::Path;
use std::sync::Arc;

const HALL: SessionIx = SessionIx::new(0);
const SERIES: SessionIx = SessionIx::new(1);
const EAST: Actor = Actor::Party(PartyIx::new(0));
const WEST: Actor = Actor::Party(PartyIx::new(1));
const HOST: Actor = Actor::Party(PartyIx::new(2));

fn model() -> Model {
    let text = r#"
        format = 1
        [scenario]
        id = "border"
        title = "A border to draw"
        stylised = true
        start_date = 2025-11-23
        horizon_days = 100
        [behaviours]
        deadlock = { days = 60, meetings = 4 }
        [talks]
        protocol = "single_text"
        text_holder = "host"
        [[parties]]
        id = "east"
        name = "East"
        role = "disputant"
        red_lines = ["line=moved"]
        ratified_by = ["parliament"]
        [[parties]]
        id = "west"
        name = "West"
        role = "disputant"
        [[parties]]
        id = "host"
        name = "United Cantons, the host"
        role = "mediator"
        [[parties]]
        id = "council"
        name = "Eastern council"
        role = "guarantor"
        [[negotiators]]
        id = "east_lead"
        party = "east"
        [[negotiators]]
        id = "west_general"
        party = "west"
        [[negotiators]]
        id = "host_envoy"
        party = "host"
        [defaults.issues]
        weight = { east = 1, west = 1 }
        ideal = { east = 0.0, west = 1.0 }
        [[issues]]
        id = "line"
        title = "Where the line runs"
        options = [{ id = "kept" }, { id = "joint_zone", consent = ["council"] }, { id = "moved" }]
        opening = "moved"
        [[issues]]
        id = "water"
        title = "Water"
        options = [{ id = "east_first" }, { id = "by_season" }]
        [[calendar]]
        id = "hall"
        day = 0
        place = "Old hall"
        participants = ["east", "west", "host"]
        aides = 3
        secrecy = 0.95
        agenda = ["line"]
        [[calendar]]
        id = "series"
        after = "hall"
        place = "Lake house"
        times = 9
        participants = ["east", "west", "host"]
    "#;
    let document = Document::parse(Path::new("border.toml"), text).unwrap();
    build(&document, &detente_agents::standard()).unwrap().model
}

/// A run that is written down, event by event.
struct Script {
    events: Vec<Event>,
    samples: Samples,
}

impl Script {
    fn new() -> Self {
        let variable = |group: &'static str| Variable {
            name: group.to_owned(),
            group,
            kind: RowKind::Talks,
            module: group,
            unit: "share",
            range: [0.0, 1.0],
        };
        let variables = vec![variable("momentum"), variable("scandal")];
        Self {
            events: Vec::new(),
            samples: Samples {
                variables,
                meetings: Vec::new(),
            },
        }
    }

    fn meeting(&mut self, session: SessionIx, day: i32, [momentum, scandal]: [f64; 2]) {
        let round = self.samples.meetings.len() as u32;
        self.samples.meetings.push(vec![momentum, scandal]);
        let kind = events::SESSION_OPENED;
        self.events.push(Event {
            kind,
            day,
            round,
            session,
            actor: Actor::Talks,
            issue: None,
            option: None,
        });
    }

    fn event(&mut self, kind: &'static EventKind, actor: Actor, issue: Option<usize>, option: Option<usize>) {
        let meeting = *self.events.last().unwrap();
        self.events.push(Event {
            kind,
            actor,
            issue: issue.map(IssueIx::new),
            option: option.map(OptionIx::new),
            ..meeting
        });
    }

    fn told(self, outcome: Outcome, decided_by: Decision, days: [Option<i32>; 2]) -> String {
        let model = Arc::new(model());
        let last = self.events.last().unwrap().day;
        let agreed = outcome == Outcome::Agreement;
        let record = RunRecord {
            lot: Lot::of(4),
            outcome,
            end_day: days[1].or(days[0]).unwrap_or(last),
            rounds: self.samples.meetings.len() as u32,
            issues_settled: 1,
            counts: vec![(
                events::OPTION_LEAKED,
                self.events.iter().filter(|e| e.kind == events::OPTION_LEAKED).count() as u32,
            )],
            decided_by,
            signed_day: days[0],
            ratified_day: days[1],
            broke_down_day: None,
            proposer: agreed.then_some(PartyIx::new(2)),
            utilities: ByRow::new(vec![0.5, 0.625, 0.1, 0.0]),
            reservation_values: ByRow::new(vec![0.25, 0.375, 0.1, 0.0]),
            package: if agreed {
                [1, 3].map(OptionIx::new).to_vec()
            } else {
                Vec::new()
            },
            nash_distance: None,
            frontier_distance: None,
            kalai_smorodinsky_distance: None,
            egalitarian_distance: None,
            welfare_distance: None,
            discounted_utilities: ByRow::new(vec![0.5, 0.625, 0.1, 0.0]),
        };
        let numbers = Numbers::typical(&model);
        let account = Account {
            model,
            seed: 9,
            numbers,
            events: self.events,
            samples: self.samples,
            record,
        };
        let registry = detente_agents::standard();
        let [told, unbroken] = [minutes, unbroken_minutes].map(|tell| tell(&account, &registry));
        assert!(told.split_whitespace().eq(unbroken.split_whitespace()), "{unbroken}");
        told
    }
}

fn assert_told(minutes: &str, parts: &[&str]) {
    let flowing = minutes.split_whitespace().collect::<Vec<_>>().join(" ");
    for part in parts {
        assert!(flowing.contains(part), "not told: {part}\n{minutes}");
    }
}

#[test]
fn an_agreement_is_told_from_the_first_meeting_to_the_vote() {
    let mut script = Script::new();
    script.meeting(HALL, 0, [0.2, 0.0]);
    script.event(events::ISSUE_RIPENED, Actor::Talks, Some(1), None);
    script.event(
        events::OPTION_FOUND,
        Actor::Negotiator(NegotiatorIx::new(2)),
        Some(0),
        Some(1),
    );
    script.event(events::TEXT_REJECTED, EAST, Some(0), Some(2));
    script.event(events::TEXT_CONSIDERED, WEST, Some(1), Some(3));
    script.meeting(SERIES, 7, [0.3, 0.0]);
    script.event(events::OPTION_FLOATED, HOST, Some(0), Some(1));
    script.event(events::TEXT_REVISED, HOST, Some(0), Some(1));
    script.event(events::TEXT_ACCEPTED, EAST, None, None);
    script.event(events::TEXT_ACCEPTED, WEST, None, None);
    script.event(events::CONSENT_GIVEN, Actor::Party(PartyIx::new(3)), Some(0), Some(1));
    script.event(events::TEXT_SIGNED, Actor::Talks, None, None);
    let decided = Decision {
        event: events::TEXT_RATIFIED,
        actor: WEST,
        option: None,
    };
    let told = script.told(Outcome::Agreement, decided, [Some(7), Some(37)]);
    assert!(told.starts_with("A border to draw\n================\n"), "{told}");
    assert_told(
        &told,
        &[
            "replicate 4 of seed 9. Its numbers are invented",
            "can East and West agree on two points by 3 March 2026 (day 100)?",
            "The United Cantons mediates and holds the text. One option needs the consent of the Eastern council.",
            "1. Old hall, 23 November 2025 (day 0)",
            "East (lead negotiator), West (general) and the United Cantons (envoy), with three aides; behind closed doors",
            "On the agenda: “Where the line runs”.",
            "“Water” was now ripe for decision.",
            "A way that nobody had seen came up: “joint zone” on “Where the line runs”.",
            "East rejected the text, which crossed its red line on “Where the line runs”.",
            "West could live with the text, but asked for more on “Water”.",
            "2. Lake house, 30 November 2025 (day 7)",
            "Where the line runs: moved → joint zone",
            "East and West came round and accepted the text as it stood.",
            "The Eastern council agreed to “joint zone” on “Where the line runs”.",
            "All sides signed the text.",
            "Agreement: the text signed on 30 November 2025 was carried at home by East (parliament) and West; the \
             last vote, that of West, fell on 30 December 2025 (day 37).",
            "Where the line runs joint zone (was: moved)",
            "East 0.500, against 0.250 without an agreement",
        ],
    );
}

detente_core::events! {
    /// Of a behaviour that gives no sentence.
    STORM_STRUCK = "storm_struck";
}

#[test]
fn leaks_missteps_and_a_departure_are_told_with_what_preceded_them() {
    let mut script = Script::new();
    script.meeting(HALL, 0, [0.2, 0.0]);
    script.event(events::TEXT_CONSIDERED, WEST, Some(1), Some(3));
    script.event(events::TEXT_ACCEPTED, EAST, None, None);
    script.event(
        events::OPTION_LEAKED,
        Actor::Negotiator(NegotiatorIx::new(1)),
        Some(0),
        Some(1),
    );
    script.event(events::OPTION_BURNT, Actor::Talks, Some(0), Some(1));
    script.event(
        events::MISSTEP_MADE,
        Actor::Negotiator(NegotiatorIx::new(2)),
        None,
        None,
    );
    script.event(
        events::GRAVE_MISSTEP_MADE,
        Actor::Negotiator(NegotiatorIx::new(2)),
        None,
        None,
    );
    script.event(
        events::ISSUE_REOPENED,
        Actor::Negotiator(NegotiatorIx::new(2)),
        Some(1),
        None,
    );
    script.event(
        events::MEETINGS_PUT_OFF,
        Actor::Negotiator(NegotiatorIx::new(2)),
        None,
        None,
    );
    script.meeting(SERIES, 7, [0.1, 0.4]);
    script.event(STORM_STRUCK, Actor::Talks, Some(1), None);
    script.event(events::WALKED_OUT, WEST, None, None);
    let decided = Decision {
        event: events::WALKED_OUT,
        actor: WEST,
        option: None,
    };
    let told = script.told(Outcome::CollapsedAfterLeak, decided, [None, None]);
    assert_told(
        &told,
        &[
            "six people had come to the meeting, and suspicion fell on the general of West.",
            "In the uproar the idea was lost.",
            "A misstep by the envoy of the United Cantons cost goodwill. A grave misstep by the envoy of the United Cantons \
             undid much of what had been reached. “Water”, thought settled, was open again. Nobody wished to meet again \
             soon, and the next meeting was put off.",
            "Storm struck: “Water”. Then West left the table.",
            "Collapse after a leak: West left the table on 30 November 2025 for good.",
            "The leak of “joint zone” on “Where the line runs” on 23 November 2025 still weighed on the talks",
            "West had asked in vain for more, above all on “Water”.",
            "The talks took two meetings and saw one leak. At the end one of two points counted as settled.",
        ],
    );
    assert!(
        !told.contains("tone was now"),
        "a meeting that ends in a departure has no tone: {told}"
    );
}

#[test]
fn meetings_in_which_nothing_moved_are_one_entry() {
    let mut script = Script::new();
    let sessions = [HALL, SERIES, SERIES, SERIES, SERIES];
    for (n, session) in sessions.into_iter().enumerate() {
        script.meeting(session, 7 * n as i32, [0.2, 0.0]);
        script.event(events::TEXT_REJECTED, EAST, Some(0), Some(2));
        script.event(events::TEXT_CONSIDERED, WEST, Some(n % 2), None);
    }
    script.event(events::TALKS_DEADLOCKED, Actor::Talks, None, None);
    let decided = Decision {
        event: events::TALKS_DEADLOCKED,
        actor: Actor::Talks,
        option: None,
    };
    let told = script.told(Outcome::Deadlock, decided, [None, None]);
    assert_told(
        &told,
        &[
            "2. Lake house, 30 November 2025 (day 7) In the room:",
            "3 to 5. Lake house, 7 December to 21 December 2025 (days 14 to 28)",
            "East would not cross its red lines; West held out for more on “Where the line runs”.",
            "Deadlock: nothing moved any more, and the talks were given up on 21 December 2025. When last heard, East \
             would not cross its red line on “Where the line runs” and West wanted more on “Where the line runs”.",
        ],
    );
}

#[test]
fn answers_that_are_alike_are_one_sentence() {
    let mut script = Script::new();
    for (n, session) in [HALL, SERIES].into_iter().enumerate() {
        script.meeting(session, 7 * n as i32, [0.2, 0.0]);
        script.event(events::OPTION_FLOATED, HOST, Some(n), Some(1 + n));
        script.event(events::TEXT_CONSIDERED, EAST, Some(0), None);
        script.event(events::TEXT_CONSIDERED, WEST, Some(1 - n), None);
    }
    let decided = Decision {
        event: events::TALKS_DEADLOCKED,
        actor: WEST,
        option: None,
    };
    let told = script.told(Outcome::Deadlock, decided, [None, None]);
    assert_told(
        &told,
        &[
            "East could live with the text, but asked for more on “Where the line runs”, West on “Water”.",
            "West still asked for more on “Where the line runs”. East held to its objection.",
            "West was furthest from what it asked for. When last heard, East and West wanted more \
             on “Where the line runs”.",
        ],
    );
}

/// A leak is told, so that the stretch ends for the reader; the behaviour that ends the talks counts it as no move.
#[test]
fn a_deadlock_is_told_without_a_count() {
    let mut script = Script::new();
    for (n, session) in [HALL, SERIES, SERIES, SERIES, SERIES].into_iter().enumerate() {
        script.meeting(session, 7 * n as i32, [0.2, 0.0]);
        script.event(events::TEXT_REJECTED, EAST, Some(0), Some(2));
        script.event(events::TEXT_CONSIDERED, WEST, Some(1), None);
        if n == 4 {
            script.event(
                events::OPTION_LEAKED,
                Actor::Negotiator(NegotiatorIx::new(1)),
                Some(0),
                Some(1),
            );
        }
    }
    script.event(events::TALKS_DEADLOCKED, Actor::Talks, None, None);
    let decided = Decision {
        event: events::TALKS_DEADLOCKED,
        actor: Actor::Talks,
        option: None,
    };
    let told = script.told(Outcome::Deadlock, decided, [None, None]);
    assert_told(
        &told,
        &["Deadlock: nothing moved any more, and the talks were given up"],
    );
}

/// Replicates of the flagship that are read.
const READ: u64 = 60;

/// A reader who follows every change that is told, from the first text on, arrives at the text that stands at the end.
#[test]
fn the_changes_told_lead_from_the_first_text_to_the_last() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scenarios/ukraine-28-points.toml");
    let registry = detente_agents::standard();
    let model = Arc::new(build(&Document::read(&file).unwrap(), &registry).unwrap().model);
    let mut stretched = 0;
    for replicate in 0..READ {
        let account = play(&registry, &model, 20_251_130, Lot::of(replicate)).unwrap();
        let told = minutes(&account, &registry);
        let text = replayed(&model, &told);
        let course = Course::of(&model, &account.events, &account.samples);
        assert_eq!(text, *course.text, "replicate {replicate}\n{told}");
        if account.record.outcome == Outcome::Agreement {
            assert_eq!(text, account.record.package, "replicate {replicate}\n{told}");
        }
        stretched += usize::from(told.contains("old wording on") || told.contains("Old wording came back"));
    }
    assert!(
        stretched >= 3,
        "{stretched} runs in which old wording came back to stay"
    );
}

/// The text after all changes that minutes tell as `Title: from → to`; each must start from what the text says.
fn replayed(model: &Model, minutes: &str) -> Vec<OptionIx> {
    let names = Names(model);
    let starts = |line: &str, i: IssueIx| line.starts_with(&format!("{}: ", names.title(i)));
    let issue_of = |line: &str| model.issues.indices().find(|&i| starts(line, i));
    let mut items: Vec<(IssueIx, String)> = Vec::new();
    for line in minutes.lines().filter_map(|l| l.strip_prefix("        ")) {
        match (issue_of(line), items.last_mut()) {
            (Some(issue), _) => items.push((issue, line.to_owned())),
            // An item that is too long for one line goes on in the next; so do columns, which are none.
            (None, Some((_, item))) if !line.starts_with(' ') => *item += &format!(" {line}"),
            _ => {}
        }
    }
    let mut text: ByRow<Issue, Vec<OptionIx>> = model.issues.iter().map(|issue| issue.opening).collect();
    for (issue, item) in items {
        let said = item.strip_prefix(&format!("{}: ", names.title(issue))).unwrap();
        let (from, to) = said.split_once(" → ").unwrap_or_else(|| panic!("{item}\n{minutes}"));
        let to = to.strip_prefix("back to ").unwrap_or(to);
        let said = names.option(text[issue]);
        assert_eq!(from, without_shared_unit(&said, to), "{item}\n{minutes}");
        let mut options = model.issues[issue].options.clone();
        text[issue] = options
            .find(|&o| names.option(o) == to)
            .unwrap_or_else(|| panic!("{item}"));
    }
    text.to_vec()
}
