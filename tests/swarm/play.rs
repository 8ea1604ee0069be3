//! A made-up scenario is built and played; what must hold of every run is held.

use super::scenario::scenario;
use crate::common::SplitMix;
use detente_agents::events;
use detente_core::{
    Actor, Event, EventKind, Form, Indexed, Lot, Model, Number, Observer, OptionIx, Outcome, Parameter, Registry, Role,
    Run, RunRecord, Sampler, Seed, SessionIx, Stage, Start, Variable,
};
use detente_scenario::{Document, build};
use std::path::Path;
use std::sync::Arc;

/// Scenarios whose replicates are also played one after the other.
const ALONE_EVERY: u64 = 20;
/// Days after the horizon on which the last vote at home may fall.
const LATEST_VOTE: i32 = 3650;

/// Sums of shares may miss 0 and 1 by so much.
const ROUNDING: f64 = 1e-9;

/// What came of a scenario.
pub(super) struct Played {
    pub(super) model: Arc<Model>,
    pub(super) records: Vec<RunRecord>,
}

/// Builds and plays the scenario of a seed.
///
/// # Panics
/// If something does not hold.
pub(super) fn play(seed: u64, registry: &Registry) -> Played {
    play_text(scenario(seed, registry), seed, registry)
}

/// Builds and plays a scenario.
///
/// # Panics
/// If something does not hold.
pub(super) fn play_text(text: String, seed: u64, registry: &Registry) -> Played {
    let document = Document::parse(Path::new("swarm.toml"), text);
    let document = document.unwrap_or_else(|e| panic!("{e}"));
    let model = Arc::new(build(&document, registry).unwrap_or_else(|e| panic!("{e}")).model);
    let mut luck = SplitMix(!seed);
    let (replicates, slots) = (3 + luck.below(2), 1 + luck.below(4));
    let records = together(seed, registry, &model, replicates, slots);
    if seed.is_multiple_of(ALONE_EVERY) {
        let alone = together(seed, registry, &model, replicates, 1);
        assert_eq!(records, alone, "replicates played alone, and {slots} side by side");
    }
    Played { model, records }
}

fn together(seed: u64, registry: &Registry, model: &Arc<Model>, replicates: usize, slots: usize) -> Vec<RunRecord> {
    let mut stage = Stage::new(registry, model, Seed::new(seed), slots).expect("a world for the model");
    stage.ensemble().record(true);
    let mut witness = Witness::new(model, stage.ensemble().variables(), replicates);
    stage.play((0..replicates as u64).map(Lot::of), &mut witness);
    let account = |a: Account| a.record.expect("every run ends");
    witness.accounts.into_iter().map(account).collect()
}

/// What was told of one run.
#[derive(Default)]
struct Account {
    rounds: u32,
    /// Meetings that were called to sign what all had accepted.
    conferences: u32,
    leaks: u32,
    events: Vec<(&'static EventKind, Actor)>,
    /// The session of the last signature.
    signed_in: Option<SessionIx>,
    record: Option<RunRecord>,
}

/// Watches runs, and holds them to what must hold.
struct Witness {
    model: Arc<Model>,
    variables: Vec<Variable>,
    most_rounds: f64,
    accounts: Vec<Account>,
}

impl Witness {
    fn new(model: &Arc<Model>, variables: &[Variable], replicates: usize) -> Self {
        Self {
            model: Arc::clone(model),
            variables: variables.to_vec(),
            most_rounds: rounds_of_the_calendar(model),
            accounts: (0..replicates).map(|_| Account::default()).collect(),
        }
    }
}

/// The largest value that a number of a session can take.
fn most(model: &Model, id: &str, name: &str) -> f64 {
    let entry = id.split('.').next().unwrap_or(id);
    let paths = [
        format!("calendar.{}.{name}", id.replace('.', ".legs.")),
        format!("calendar.{entry}.{name}"),
    ];
    let found = paths
        .iter()
        .find_map(|path| model.parameters.iter().find(|p| p.path == *path));
    let used = found.unwrap_or_else(|| panic!("no {name} of session {id}"));
    largest(&used.number, &used.declaration)
}

fn largest(number: &Number, parameter: &Parameter) -> f64 {
    let [low, high] = parameter.range;
    let value = match &number.form {
        Form::Constant(value) => *value,
        Form::Choice(values) => values.iter().copied().fold(low, f64::max),
        _ => Sampler::new(number, parameter).at(1.0),
    };
    value.clamp(low, high)
}

/// Rounds that the calendar has room for, whatever happens.
fn rounds_of_the_calendar(model: &Model) -> f64 {
    let first = |mut session: SessionIx| {
        while let Start::Leg(before) = model.sessions[session].start {
            session = before;
        }
        session
    };
    let rounds = model.sessions.indices().map(|s| {
        let (own, times) = (&model.sessions[s].id, &model.sessions[first(s)].id);
        most(model, own, "rounds").round() * most(model, times, "times").round()
    });
    rounds.sum()
}

impl Observer for Witness {
    fn round_played(&mut self, key: usize, run: &Run, values: &[f64]) {
        let account = &mut self.accounts[key];
        account.rounds += 1;
        assert!(account.record.is_none(), "a round after the end");
        assert!(
            f64::from(account.rounds) <= self.most_rounds * f64::from(1 + account.conferences),
            "more rounds than the {} of the calendar and what conferences add",
            self.most_rounds
        );
        let utility = self.model.talks.utility_range();
        for (variable, value) in self.variables.iter().zip(values) {
            let [low, high] = if variable.unit == "utility" {
                utility
            } else {
                variable.range
            };
            assert!(
                (low - ROUNDING..=high + ROUNDING).contains(value),
                "{} is {value} on day {}, and not from {low} to {high}",
                variable.name,
                run.day
            );
        }
    }

    fn happened(&mut self, key: usize, event: Event) {
        let account = &mut self.accounts[key];
        account.events.push((event.kind, event.actor));
        account.leaks += u32::from(event.kind == events::OPTION_LEAKED);
        account.conferences += u32::from(event.kind == events::CONFERENCE_CALLED);
        if event.kind == events::TEXT_SIGNED {
            account.signed_in = Some(event.session);
        }
    }

    fn ended(&mut self, key: usize, record: RunRecord) {
        let account = &mut self.accounts[key];
        assert!(account.record.is_none(), "a second end");
        account.end(&self.model, &record);
        account.record = Some(record);
    }

    fn wants_rounds(&self) -> bool {
        true
    }
}

impl Account {
    fn end(&self, model: &Model, record: &RunRecord) {
        let decision = record.decided_by;
        assert!(
            self.events.contains(&(decision.event, decision.actor)),
            "decided by what nobody was told of: {record:?}"
        );
        assert_eq!(
            (record.count(events::OPTION_LEAKED), record.rounds),
            (self.leaks, self.rounds),
            "{record:?}"
        );
        numbers_are_in_range(model, record);
        days_are_in_order(model, record);
        assert_eq!(
            record.outcome == Outcome::Agreement,
            !record.package.is_empty(),
            "{record:?}"
        );
        if record.outcome == Outcome::Agreement {
            self.package_is_whole(model, record);
        }
    }

    /// One option of each issue, as the exclusions allow, and across no red line of whoever signed.
    fn package_is_whole(&self, model: &Model, record: &RunRecord) {
        assert_eq!(record.package.len(), model.issues.len(), "{record:?}");
        for (issue, option) in model.issues.iter().zip(&record.package) {
            assert!(issue.options.contains(*option), "{record:?}");
        }
        let stands = |option: &OptionIx| record.package.contains(option);
        for exclusion in &model.exclusions {
            assert!(
                !exclusion.options.iter().all(stands),
                "{} stands: {record:?}",
                exclusion.id
            );
        }
        // A majority binds those who voted against it, and consensus those who were not there.
        let session = self.signed_in.expect("an agreement is signed");
        if model.sessions[session].protocol == "plenary" {
            return;
        }
        for party in model.parties.iter().filter(|p| p.role == Role::Disputant) {
            assert!(
                !party.red_lines.iter().any(stands),
                "{} crossed its red line: {record:?}",
                party.id
            );
        }
    }
}

fn numbers_are_in_range(model: &Model, record: &RunRecord) {
    let [low, high] = model.talks.utility_range();
    for values in [&record.utilities, &record.reservation_values] {
        assert_eq!(values.len(), model.parties.len(), "{record:?}");
        let fits = |v: &f64| (low - ROUNDING..=high + ROUNDING).contains(v);
        assert!(values.iter().all(fits), "beyond {low} to {high}: {record:?}");
    }
    let distances = [
        record.nash_distance,
        record.frontier_distance,
        record.kalai_smorodinsky_distance,
        record.egalitarian_distance,
        record.welfare_distance,
    ];
    let mut floats = distances.iter().flatten().chain(record.discounted_utilities.iter());
    assert!(floats.all(|x| x.is_finite()), "{record:?}");
    assert!(distances.iter().flatten().all(|d| *d >= 0.0), "{record:?}");
}

fn days_are_in_order(model: &Model, record: &RunRecord) {
    let horizon = model.parameters.iter().find(|p| p.path == "scenario.horizon_days");
    let horizon = horizon.map_or(0.0, |p| largest(&p.number, &p.declaration)).round() as i32;
    let voted = model.uses("ratification") && record.signed_day.is_some();
    let latest = if voted { horizon + LATEST_VOTE } else { horizon };
    assert!((0..=latest).contains(&record.end_day), "day 0 to {latest}: {record:?}");
    let days = [record.signed_day, record.ratified_day, record.broke_down_day];
    let days: Vec<i32> = days.into_iter().flatten().collect();
    assert!(days.is_sorted(), "{record:?}");
    let agreed = record.outcome == Outcome::Agreement;
    assert!(agreed || record.broke_down_day.is_none(), "{record:?}");
}
