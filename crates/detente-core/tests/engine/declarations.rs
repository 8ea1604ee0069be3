//! Columns go back to their neutral values when their declarations say so, and a run begins in a slot as in a new world.

use crate::models::{OpenFloor, give, talks};
use crate::play;
use bevy_ecs::schedule::IntoScheduleConfigs;
use detente_core::terms::SessionTerms;
use detente_core::{
    Assembly, Behaviour, Ensemble, Number, Origin, Part, Parties, Party, Phase, Registry, RowKind, Runs, Seed,
    Sessions, Talks, TalksRow, channel, fact, origin, params, state,
};
use std::sync::Arc;

params! {
    /// Who counts.
    CountingTerms on Talks as "counting" {
        /// Nothing
        nothing: "share", 0.0 ..= 1.0, default 0.0, absent 0.0, "made for tests";
    }
}

channel! {
    /// What was said in this round.
    Said on Talks, round, "words", "contributions add" (f64 = 10.0)
}

fact! {
    /// Rounds of this session.
    Sat on Talks, session, "rounds" { rounds: f64 = 20.0 }
}

fact! {
    /// Rounds of this run.
    Talked on Talks, run, "rounds" (f64 = 30.0)
}

fact! {
    /// Rounds of this run, counted from those that a session has.
    Planned on Talks, run begins plan, "rounds" (f64 = 0.0)
}

state! {
    /// What nobody writes.
    Silence on Party, run, "" (f64 = 5.0)
}

fn plan(mut runs: Runs<(TalksRow<&mut Planned>, Sessions<&SessionTerms>)>) {
    for (_, (planned, terms)) in runs.iter() {
        planned[0].0 = terms[0].rounds;
    }
}

fn count(mut runs: Runs<TalksRow<(&mut Said, &mut Sat, &mut Talked, &mut Planned)>>) {
    for (_, (said, sat, talked, planned)) in runs.iter() {
        for cell in [&mut said[0].0, &mut sat[0].rounds, &mut talked[0].0, &mut planned[0].0] {
            *cell += 1.0;
        }
    }
}

fn listen(mut runs: Runs<Parties<&Silence>>) {
    for (_, silence) in runs.iter() {
        assert!(silence.iter().all(|s| s.0 == 5.0), "what nobody writes is neutral");
    }
}

impl Behaviour for CountingTerms {
    type Params = Self;
    const ABOUT: &'static str = "Counts rounds.";
    const SOURCE: &'static str = "made for tests";
    const ORIGIN: Origin = origin!();
    fn assemble(assembly: &mut Assembly<'_>) {
        assembly
            .probe::<Said>("said", "words", [0.0, 100.0], |x| x.0)
            .probe::<Sat>("sat", "rounds", [0.0, 100.0], |x| x.rounds)
            .probe::<Talked>("talked", "rounds", [0.0, 100.0], |x| x.0)
            .probe::<Planned>("planned", "rounds", [0.0, 100.0], |x| x.0)
            .add(Phase::Strain, (count, listen).chain());
    }
}

fn registry() -> Registry {
    Registry::new().with_protocol::<OpenFloor>().with::<CountingTerms>()
}

#[test]
fn every_lifetime_ends_when_it_is_declared_to_in_every_slot() {
    let registry = registry();
    let mut model = talks(&registry, 2, 2);
    for (field, value) in [("rounds", 2.0), ("times", 2.0)] {
        give(
            &mut model,
            &registry,
            RowKind::Session,
            "",
            field,
            0,
            Number::constant(value),
        );
    }
    // More runs than slots: what a run leaves behind must not reach the next.
    for told in play(&registry, &model, &(0..7).collect::<Vec<u64>>(), 3) {
        let expected = [
            [11.0, 21.0, 31.0, 3.0],
            [11.0, 22.0, 32.0, 4.0],
            [11.0, 21.0, 33.0, 5.0],
            [11.0, 22.0, 34.0, 6.0],
        ];
        assert_eq!(told.rounds, expected.map(|round| round.to_vec()));
    }
}

#[test]
fn a_world_has_the_columns_that_its_systems_name() {
    let registry = registry();
    let model = Arc::new(talks(&registry, 2, 2));
    let world = Ensemble::new(&registry, &model, Seed::new(1), 2).expect("a world for the model");
    let own = |part: Part| -> Vec<&str> {
        let columns = world.columns().filter(|c| c.part == part);
        columns
            .map(|c| c.name)
            .filter(|name| ["Said", "Sat", "Talked", "Planned", "Silence"].contains(name))
            .collect()
    };
    assert_eq!(own(Part::Channel), ["Said"]);
    assert_eq!(own(Part::Fact), ["Sat", "Talked", "Planned"]);
    assert_eq!(own(Part::State), ["Silence"]);
    let quiet = Registry::new().with_protocol::<OpenFloor>();
    let model = Arc::new(talks(&quiet, 2, 2));
    let world = Ensemble::new(&quiet, &model, Seed::new(1), 2).expect("a world for the model");
    assert!(
        world.columns().all(|c| c.name != "Said"),
        "what nobody names is not there"
    );
}
