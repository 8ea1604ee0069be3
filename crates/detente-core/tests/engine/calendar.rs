//! How the calendar moves runs on, as an observer is told of it.

use crate::models::{OpenFloor, give, talks};
use detente_core::facts::Ending;
use detente_core::{
    Actor, Assembly, Behaviour, Event, EventKind, Lot, Model, Number, Observer, Origin, Outcome, Registry, RowKind,
    Run, RunRecord, Runs, Seed, Stage, Talks, TalksRow, events, origin, params,
};
use std::sync::Arc;

/// What is told of each run, in order, a word for each.
struct Teller(Vec<Vec<String>>);

impl Observer for Teller {
    fn round_played(&mut self, key: usize, run: &Run, _: &[f64]) {
        self.0[key].push(format!("round {} on day {}", run.round, run.day));
    }
    fn happened(&mut self, key: usize, event: Event) {
        self.0[key].push(format!("{} in {}", event.kind.name, event.round));
    }
    fn ended(&mut self, key: usize, record: RunRecord) {
        self.0[key].push(format!("{:?} after {} rounds", record.outcome, record.rounds));
    }
    fn wants_rounds(&self) -> bool {
        true
    }
}

/// Talks with these numbers: fields of the session and of the talks.
fn model(registry: &Registry, session: &[(&str, f64)], horizon: f64) -> Model {
    let mut model = talks(registry, 2, 2);
    for &(field, value) in session {
        give(
            &mut model,
            registry,
            RowKind::Session,
            "",
            field,
            0,
            Number::constant(value),
        );
    }
    give(
        &mut model,
        registry,
        RowKind::Talks,
        "",
        "horizon_days",
        0,
        Number::constant(horizon),
    );
    model
}

/// Asserts that every one of many runs, in few slots and in many, is told so.
fn assert_told(registry: &Registry, model: Model, expected: &[&str]) {
    const RUNS: usize = 40;
    let model = Arc::new(model);
    for slots in [1, 7, RUNS] {
        let mut stage = Stage::new(registry, &model, Seed::new(1), slots).expect("a world for the model");
        stage.ensemble().record(true);
        let mut teller = Teller(vec![Vec::new(); RUNS]);
        stage.play((0..RUNS as u64).map(Lot::of), &mut teller);
        for told in teller.0 {
            assert_eq!(told, expected, "{slots} slots");
        }
    }
}

#[test]
fn a_session_opens_before_its_first_round_and_closes_after_its_last() {
    let registry = Registry::new().with_protocol::<OpenFloor>();
    let model = model(
        &registry,
        &[("day", 3.0), ("rounds", 2.0), ("times", 2.0), ("every_days", 5.0)],
        10.0,
    );
    let expected = [
        "session_opened in 0",
        "round 0 on day 3",
        "round 1 on day 3",
        "session_closed in 1",
        "session_opened in 2",
        "round 2 on day 8",
        "round 3 on day 8",
        "session_closed in 3",
        "deadline_passed in 4",
        "Deadline after 4 rounds",
    ];
    assert_told(&registry, model, &expected);
}

#[test]
fn runs_that_no_session_is_left_for_from_the_first_are_all_told_and_play_no_round() {
    let registry = Registry::new().with_protocol::<OpenFloor>();
    let model = model(&registry, &[("day", 50.0)], 1.0);
    assert_told(&registry, model, &["deadline_passed in 0", "Deadline after 0 rounds"]);
}

events! {
    /// Nobody wants to talk.
    CALLED_OFF = "called_off";
}

params! {
    /// Whether talks are called off.
    Reluctance on Talks as "reluctance" {
        /// Nothing
        nothing: "share", 0.0 ..= 1.0, default 0.0, absent 0.0, "made for tests";
    }
}

fn call_off(mut runs: Runs<TalksRow<&mut Ending>>) {
    for (run, ending) in runs.iter() {
        ending[0].end(Outcome::Deadlock, run.day, CALLED_OFF, Actor::Talks, None);
    }
}

impl Behaviour for Reluctance {
    type Params = Self;
    const ABOUT: &'static str = "Talks are called off before they begin.";
    const SOURCE: &'static str = "made for tests";
    const ORIGIN: Origin = origin!();
    const EVENTS: &'static [&'static EventKind] = &[CALLED_OFF];
    fn assemble(assembly: &mut Assembly<'_>) {
        assembly.opening(call_off);
    }
}

#[test]
fn a_run_that_ends_when_it_begins_has_no_session() {
    let registry = Registry::new().with_protocol::<OpenFloor>().with::<Reluctance>();
    let model = model(&registry, &[], 10.0);
    assert_told(&registry, model, &["Deadlock after 0 rounds"]);
}
