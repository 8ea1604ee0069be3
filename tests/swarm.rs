//! Ten thousand made-up scenarios, each of one seed, each played a few times: whatever a file may say, the talks end, in
//! one way and for a reason that was told, with every number finite and in its range.

mod calendar;
mod matters;
mod numbers;
mod play;
mod scenario;

use detente_core::{Outcome, Registry, Role};
use play::Played;
use std::any::Any;
use std::collections::BTreeSet;
use std::env;
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::thread;

const SCENARIOS: u64 = 10_000;
/// Seeds are dealt out to so many threads; what is found does not depend on it.
const THREADS: u64 = 2;
/// Failures that are told.
const TOLD: usize = 5;

/// The one seed that is to be played again.
#[expect(
    clippy::disallowed_methods,
    reason = "a switch of the tests; the program never looks at it"
)]
fn chosen() -> Option<u64> {
    let seed = env::var("DETENTE_SWARM").ok()?;
    Some(seed.parse().expect("DETENTE_SWARM is the seed of a scenario"))
}

/// What some scenarios of the swarm had, and what went wrong in others.
#[derive(Default)]
struct Swarm {
    seen: BTreeSet<String>,
    failures: Vec<(u64, String)>,
}

impl Swarm {
    fn fly(seeds: impl Iterator<Item = u64>, registry: &Registry) -> Self {
        let mut swarm = Self::default();
        for seed in seeds {
            match catch_unwind(AssertUnwindSafe(|| play::play(seed, registry))) {
                Ok(played) => swarm.see(&played),
                Err(panic) => swarm.failures.push((seed, message(&*panic))),
            }
        }
        swarm
    }

    fn see(&mut self, played: &Played) {
        let model = &played.model;
        self.seen.insert(format!("{} parties", model.parties.len()));
        self.seen.insert(format!("{} issues", model.issues.len()));
        self.seen.extend(model.behaviours.iter().map(|b| b.key.clone()));
        self.seen.extend(model.sessions.iter().map(|s| s.protocol.clone()));
        self.seen.extend(model.parties.iter().map(|p| role(p.role).to_owned()));
        let outcomes = played.records.iter().map(|r| r.outcome.name().to_owned());
        self.seen.extend(outcomes);
    }

    fn join(mut self, other: Self) -> Self {
        self.seen.extend(other.seen);
        self.failures.extend(other.failures);
        self.failures.sort();
        self
    }
}

fn role(role: Role) -> &'static str {
    match role {
        Role::Disputant => "a disputant",
        Role::Mediator => "a mediator",
        Role::Guarantor => "a guarantor",
    }
}

/// What a panic says.
fn message(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    text.or(panic.downcast_ref::<&str>().copied())
        .unwrap_or("a panic")
        .to_owned()
}

/// How to see a failure again, and the scenario in a file.
fn report(seed: u64, what: &str, registry: &Registry) -> String {
    let file = env::temp_dir().join(format!("detente-swarm-{seed}.toml"));
    let kept = fs::write(&file, scenario::scenario(seed, registry));
    let place = kept.map_or_else(|e| format!("not kept: {e}"), |()| file.display().to_string());
    format!("{what}\n  {place}\n  DETENTE_SWARM={seed} cargo test --package detente-tests swarm -- --nocapture")
}

/// All that the whole swarm has to have seen.
fn expected(registry: &Registry) -> BTreeSet<String> {
    let behaviours = registry.behaviours().iter().map(|b| b.key.to_owned());
    let protocols = registry.protocols().iter().map(|p| p.key.to_owned());
    let outcomes = Outcome::ALL.iter().map(|o| o.name().to_owned());
    let roles = [Role::Disputant, Role::Mediator, Role::Guarantor].map(|r| role(r).to_owned());
    let sizes = (2..=12)
        .map(|n| format!("{n} parties"))
        .chain((1..=40).map(|n| format!("{n} issues")));
    behaviours
        .chain(protocols)
        .chain(outcomes)
        .chain(roles)
        .chain(sizes)
        .collect()
}

#[test]
fn ten_thousand_random_scenarios_hold_what_every_run_must() {
    let registry = detente_agents::standard();
    let seeds = chosen().map_or(0..SCENARIOS, |seed| seed..seed + 1);
    let swarm = thread::scope(|scope| {
        let fly = |thread| {
            let (seeds, registry) = (seeds.clone(), &registry);
            scope.spawn(move || Swarm::fly(seeds.filter(|seed| seed % THREADS == thread), registry))
        };
        let flights: Vec<_> = (0..THREADS).map(fly).collect();
        let swarms = flights.into_iter().map(|f| f.join().expect("panics are caught"));
        swarms.fold(Swarm::default(), Swarm::join)
    });
    let told = swarm.failures.iter().take(TOLD);
    let told: Vec<String> = told.map(|(seed, what)| report(*seed, what, &registry)).collect();
    assert!(
        told.is_empty(),
        "{} failures\n{}",
        swarm.failures.len(),
        told.join("\n")
    );
    if seeds.end - seeds.start == SCENARIOS {
        let expected = expected(&registry);
        let missing: Vec<&String> = expected.difference(&swarm.seen).collect();
        assert!(missing.is_empty(), "never seen: {missing:?}");
    }
}

/// A session after a tour whose rounds overlap waits for the last of all last legs, and is not held once for each.
#[test]
fn what_follows_a_tour_whose_rounds_overlap_is_held_once() {
    let mut text = String::from(
        "format = 1\nscenario = { id = \"tour\", stylised = true }\n[talks]\nprotocol = \"single_text\"\n",
    );
    for (id, role) in [("a", "disputant"), ("b", "disputant"), ("c", "mediator")] {
        text += &format!("[[parties]]\nid = \"{id}\"\nrole = \"{role}\"\n");
        if role == "disputant" {
            text += "red_lines = [\"border=here\"]\n";
        }
    }
    text += "[[issues]]\nid = \"border\"\noptions = [{ id = \"here\" }, { id = \"there\", off_table = true }]\n\
             weight = { a = 1, b = 1 }\nideal = { a = 0, b = 1 }\n\
             [[calendar]]\nid = \"tour\"\nday = 0\nevery_days = 2\ntimes = 2\nparticipants = [\"a\", \"b\", \"c\"]\n\
             legs = [{ id = \"one\" }, { id = \"two\" }, { id = \"three\" }]\n\
             [[calendar]]\nid = \"end\"\nafter = \"tour\"\nevery_days = 1\nparticipants = [\"a\", \"b\", \"c\"]\n";
    let played = play::play_text(text, 1, &detente_agents::standard());
    assert!(
        played.records.iter().all(|record| record.rounds == 7),
        "{:?}",
        played.records
    );
}
