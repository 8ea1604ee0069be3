//! One constant hazard alone: the time to the event has the geometric distribution, exactly.

use crate::models::{OpenFloor, give, talks};
use crate::play;
use detente_core::facts::Ending;
use detente_core::{
    Actor, Assembly, Behaviour, Draw, Draws, Number, Origin, Outcome, Phase, Registry, RowKind, Runs, Talks, TalksRow,
    channel, events, origin, params,
};

params! {
    /// Who may leave.
    LeavingTerms on Talks as "leaving" {
        /// Base rate
        rate: "1/round", 0.0 ..= 10.0, default 0.1, absent 0.0, "made for tests";
        /// Effect on the log hazard
        strain: "log hazard", -3.0 ..= 3.0, default 0.0, absent 0.0, "made for tests";
    }
}

channel! {
    /// What is added to the log of the hazard.
    LogHazard on Talks, round, "log hazard", "contributions add" (f64 = 0.0)
}

events! {
    /// Somebody left.
    LEFT = "left";
}

struct Leaving;
impl Draw for Leaving {
    type Of = Talks;
    const NAME: &'static str = "leaving";
}

/// Adds to the channel in every round: the hazard is constant only if the channel is cleared each time.
fn strain(mut runs: Runs<TalksRow<(&LeavingTerms, &mut LogHazard)>>) {
    for (_, (terms, hazard)) in runs.iter() {
        hazard[0].0 += terms[0].strain;
    }
}

fn leave(mut runs: Runs<(TalksRow<(&LeavingTerms, &LogHazard, &mut Ending)>, Draws<Leaving, 1>)>) {
    for (run, ((terms, hazard, ending), draws)) in runs.iter() {
        let [u] = draws.of_talks();
        if u < -libm::expm1(-terms[0].rate * libm::exp(hazard[0].0)) {
            ending[0].end(Outcome::WalkOut, run.day, LEFT, Actor::Talks, None);
        }
    }
}

impl Behaviour for LeavingTerms {
    type Params = Self;
    const ABOUT: &'static str = "Somebody leaves at a constant rate.";
    const SOURCE: &'static str = "made for tests";
    const ORIGIN: Origin = origin!();
    fn assemble(assembly: &mut Assembly<'_>) {
        assembly
            .draws::<Leaving>()
            .add(Phase::Strain, strain)
            .add(Phase::Respond, leave);
    }
}

#[test]
fn a_constant_hazard_alone_gives_a_geometric_time_to_the_event() {
    const ROUNDS: usize = 12;
    const RUNS: usize = 20_000;
    let (base, log_factor) = (0.1, 0.7);
    let registry = Registry::new().with_protocol::<OpenFloor>().with::<LeavingTerms>();
    let mut model = talks(&registry, 2, 2);
    let numbers = [
        (RowKind::Session, "", "rounds", ROUNDS as f64),
        (RowKind::Talks, "leaving", "rate", base),
        (RowKind::Talks, "leaving", "strain", log_factor),
    ];
    for (kind, key, field, value) in numbers {
        give(&mut model, &registry, kind, key, field, 0, Number::constant(value));
    }
    let replicates: Vec<u64> = (0..RUNS as u64).collect();
    // The last count is of those who never left.
    let mut counts = [0u32; ROUNDS + 1];
    for told in play(&registry, &model, &replicates, 64) {
        let record = told.record.expect("every run ends");
        match record.outcome {
            Outcome::WalkOut => counts[record.rounds as usize - 1] += 1,
            Outcome::Deadline => counts[ROUNDS] += 1,
            other => panic!("nothing ends these talks by {other:?}"),
        }
    }
    let rate = base * libm::exp(log_factor);
    let survival = |rounds: usize| libm::exp(-rate * rounds as f64);
    let chi_square: f64 = (0..=ROUNDS)
        .map(|k| {
            let later = if k == ROUNDS { 0.0 } else { survival(k + 1) };
            let expected = RUNS as f64 * (survival(k) - later);
            (f64::from(counts[k]) - expected) * (f64::from(counts[k]) - expected) / expected
        })
        .sum();
    // The quantile of chi-square with 12 degrees of freedom at 1 - 1e-4 (SciPy 1.17.1).
    const LIMIT: f64 = 39.134_404;
    assert!(chi_square < LIMIT, "chi-square {chi_square} above {LIMIT}");
}
