//! A system that acts on some runs only gives them their own rows and draws.

use crate::models::{OpenFloor, give, talks};
use crate::play;
use bevy_ecs::schedule::IntoScheduleConfigs;
use detente_core::{
    Assembly, Behaviour, Draw, DrawTable, Draws, Indexed, Negotiator, Negotiators, Number, Origin, Phase, RareDraws,
    Registry, RowKind, Run, Runs, Seed, origin, params, state,
};

params! {
    /// Who listens now and then.
    NodTerms on Negotiator as "nod" {
        /// Nothing
        nothing: "share", 0.0 ..= 1.0, default 0.0, absent 0.0, "made for tests";
    }
}

state! {
    /// What a person last drew.
    Last on Negotiator, kept, "" {
        common: f64 = 0.0,
        rare: f64 = 0.0,
    }
}

struct Nod;
impl Draw for Nod {
    type Of = Negotiator;
    const NAME: &'static str = "nod";
}

/// Some runs in some rounds.
fn nods(replicate: u64, round: u32) -> bool {
    (replicate + u64::from(round)).is_multiple_of(3)
}

fn forget(mut runs: Runs<Negotiators<&mut Last>>) {
    for (_, last) in runs.iter() {
        last.fill(Last::default());
    }
}

fn nod(mut runs: Runs<(Negotiators<&mut Last>, Draws<Nod, 1>, RareDraws<Nod, 1>)>) {
    let chosen = |run: &Run| nods(run.lot.luck, run.round);
    for (_, (last, common, mut rare)) in runs.filter(chosen) {
        for (n, last) in last.indexed_mut() {
            last.common = common.of(n)[0];
            last.rare = rare.of(n)[0];
        }
    }
}

impl Behaviour for NodTerms {
    type Params = Self;
    const ABOUT: &'static str = "Draws in some runs only.";
    const SOURCE: &'static str = "made for tests";
    const ORIGIN: Origin = origin!();
    fn assemble(assembly: &mut Assembly<'_>) {
        assembly
            .draws::<Nod>()
            .probe::<Last>("common", "share", [0.0, 1.0], |l| l.common)
            .probe::<Last>("rare", "share", [0.0, 1.0], |l| l.rare)
            .add(Phase::Strain, (forget, nod).chain());
    }
}

#[test]
fn runs_that_are_chosen_find_their_own_rows_and_the_draws_of_a_draw_table() {
    let registry = Registry::new().with_protocol::<OpenFloor>().with::<NodTerms>();
    let mut model = talks(&registry, 2, 2);
    let rounds = Number::constant(9.0);
    give(&mut model, &registry, RowKind::Session, "", "rounds", 0, rounds);
    let replicates: Vec<u64> = (0..20).collect();
    let mut table = DrawTable::<Nod, 1>::new(Seed::new(3), &model);
    for (&replicate, told) in replicates.iter().zip(play(&registry, &model, &replicates, 7)) {
        for (round, values) in told.rounds.iter().enumerate() {
            let drawn: Vec<f64> = table.round(replicate, round as u32).iter().flatten().collect();
            let expected = if nods(replicate, round as u32) {
                drawn.repeat(2)
            } else {
                vec![0.0; 4]
            };
            assert_eq!(values, &expected, "replicate {replicate}, round {round}");
        }
    }
}
