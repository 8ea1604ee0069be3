//! A small model of talks, as three behaviours that a user could have written: people tire, feel pressure, concede towards
//! the middle, and now and then something leaks. It is what the engine is measured with, against `plain`, which calls the same
//! rules.

use crate::models::{OpenFloor, give, talks};
use detente_core::facts::Ending;
use detente_core::{
    Actor, Assembly, Behaviour, Draw, Draws, EventKind, Model, Negotiator, Negotiators, Number, Origin, Outcome, Phase,
    Record, Registry, RoundDraws, RowKind, Runs, Talks, TalksRow, events, origin, params, state,
};

/// Rounds after which the talks are over in any case.
pub(crate) const ROUNDS: u32 = 50;
/// Persons at the table.
pub(crate) const NEGOTIATORS: usize = 8;

/// A round tires everybody and moves the pressure on them.
#[inline]
pub(crate) fn tire(fatigue: &mut [Fatigue], pressure: &mut [Pressure], draws: &RoundDraws<'_, Negotiator, 2>) {
    for ((f, p), [u1, u2]) in fatigue.iter_mut().zip(pressure).zip(draws.iter()) {
        f.0 += 0.01 + 0.02 * u1 * (1.0 - f.0);
        p.0 = (p.0 + 0.05 * (u2 - 0.5)).clamp(0.0, 1.0);
    }
}

/// Everybody concedes towards the mean: the tired do, those under pressure do not.
#[inline]
pub(crate) fn concede(terms: &[ConcedingTerms], position: &mut [Position], fatigue: &[Fatigue], pressure: &[Pressure]) {
    let (mut sum, mut weights) = (0.0, 0.0);
    for (terms, x) in terms.iter().zip(position.iter()) {
        sum += terms.salience * x.0;
        weights += terms.salience;
    }
    let mean = sum / weights;
    for ((x, f), p) in position.iter_mut().zip(fatigue).zip(pressure) {
        x.0 += 0.1 * f.0 * (1.0 - p.0) * (mean - x.0);
    }
}

/// Something leaks, the likelier the more pressure there is, and everybody feels it; says whether it did.
#[inline]
pub(crate) fn leak(openness: f64, pressure: &mut [Pressure], u: f64) -> bool {
    let mean = pressure.iter().map(|p| p.0).sum::<f64>() / pressure.len() as f64;
    let leaks = u < openness * 0.02 * mean;
    if leaks {
        for p in pressure {
            p.0 = (p.0 + 0.1).min(1.0);
        }
    }
    leaks
}

/// Whether positions are so near that they are as good as one.
#[inline]
pub(crate) fn have_met(position: &[Position]) -> bool {
    let (mut low, mut high) = (f64::INFINITY, f64::NEG_INFINITY);
    for x in position {
        low = x.0.min(low);
        high = x.0.max(high);
    }
    high - low < 0.05
}

params! {
    /// Who tires and feels pressure.
    StrainTerms on Negotiator as "strain" {
        /// Fatigue on day 0
        fatigue: "share", 0.0 ..= 1.0, default 0.0, absent 0.0, "made for tests";
        /// Pressure on day 0
        pressure: "share", 0.0 ..= 1.0, default 0.3, absent 0.0, "made for tests";
    }
}
params! {
    /// Who concedes.
    ConcedingTerms on Negotiator as "conceding" {
        /// Position on day 0
        position: "position", 0.0 ..= 1.0, default 0.5, absent 0.5, "made for tests";
        /// Weight of the position in the mean
        salience: "weight", 0.0 ..= 10.0, default 1.0, absent 0.0, "made for tests";
    }
}
params! {
    /// What may leak.
    LeakingTerms on Talks as "leaking" {
        /// Part of the usual chance of a leak
        openness: "share", 0.0 ..= 1.0, default 1.0, absent 0.0, "made for tests";
    }
}

state! {
    /// A person's fatigue.
    pub(crate) Fatigue on Negotiator, kept, "share" (pub(crate) f64 = 0.0)
}

state! {
    /// The pressure that a person feels.
    pub(crate) Pressure on Negotiator, kept, "share" (pub(crate) f64 = 0.0)
}

state! {
    /// Where a person stands.
    pub(crate) Position on Negotiator, kept, "position" (pub(crate) f64 = 0.0)
}

events! {
    /// Something leaked.
    pub(crate) LEAKED = "kernel_leaked", counted as "leaks" ("leaks", "leaks until the end");
    /// Positions have met.
    MET = "met";
}

/// How much more a person tires, and how pressure moves.
pub(crate) struct Straining;
impl Draw for Straining {
    type Of = Negotiator;
    const NAME: &'static str = "kernel_straining";
}

/// Whether something leaks.
pub(crate) struct Leaking;
impl Draw for Leaking {
    type Of = Talks;
    const NAME: &'static str = "kernel_leaking";
}

fn start_fresh(mut runs: Runs<Negotiators<(&StrainTerms, &mut Fatigue, &mut Pressure)>>) {
    for (_, (terms, fatigue, pressure)) in runs.iter() {
        for ((terms, f), p) in terms.iter().zip(fatigue).zip(pressure) {
            (f.0, p.0) = (terms.fatigue, terms.pressure);
        }
    }
}

fn strain(mut runs: Runs<(Negotiators<(&mut Fatigue, &mut Pressure)>, Draws<Straining, 2>)>) {
    for (_, ((fatigue, pressure), draws)) in runs.iter() {
        tire(fatigue, pressure, &draws);
    }
}

fn take_position(mut runs: Runs<Negotiators<(&ConcedingTerms, &mut Position)>>) {
    for (_, (terms, position)) in runs.iter() {
        for (terms, x) in terms.iter().zip(position) {
            x.0 = terms.position;
        }
    }
}

fn propose(mut runs: Runs<Negotiators<(&ConcedingTerms, &Fatigue, &Pressure, &mut Position)>>) {
    for (_, (terms, fatigue, pressure, position)) in runs.iter() {
        concede(terms, position, fatigue, pressure);
    }
}

fn leak_and_stop(
    mut record: Record,
    mut runs: Runs<(
        Negotiators<(&Position, &mut Pressure)>,
        TalksRow<(&LeakingTerms, &mut Ending)>,
        Draws<Leaking, 1>,
    )>,
) {
    for (run, ((position, pressure), (terms, ending), draws)) in runs.iter() {
        let [u] = draws.of_talks();
        if leak(terms[0].openness, pressure, u) {
            record.event(run, LEAKED, || (Actor::Talks, None, None));
        }
        if have_met(position) {
            // Nothing is left to move; there is no package that could be agreed.
            ending[0].end(Outcome::Deadlock, run.day, MET, Actor::Talks, None);
        }
    }
}

impl Behaviour for StrainTerms {
    type Params = Self;
    const ABOUT: &'static str = "People tire and feel pressure from home.";
    const SOURCE: &'static str = "made for tests";
    const ORIGIN: Origin = origin!();
    fn assemble(assembly: &mut Assembly<'_>) {
        assembly
            .draws::<Straining>()
            .probe::<Fatigue>("fatigue", "share", [0.0, 2.0], |f| f.0)
            .probe::<Pressure>("pressure", "share", [0.0, 1.0], |p| p.0)
            .opening(start_fresh)
            .add(Phase::Strain, strain);
    }
}

impl Behaviour for ConcedingTerms {
    type Params = Self;
    const ABOUT: &'static str = "People move towards the mean of all positions.";
    const SOURCE: &'static str = "made for tests";
    const ORIGIN: Origin = origin!();
    fn assemble(assembly: &mut Assembly<'_>) {
        assembly
            .probe::<Position>("position", "position", [0.0, 1.0], |x| x.0)
            .opening(take_position)
            .add(Phase::Propose, propose);
    }
}

impl Behaviour for LeakingTerms {
    type Params = Self;
    const ABOUT: &'static str = "Something leaks now and then; the talks end when positions have met.";
    const SOURCE: &'static str = "made for tests";
    const ORIGIN: Origin = origin!();
    const EVENTS: &'static [&'static EventKind] = &[LEAKED, MET];
    fn assemble(assembly: &mut Assembly<'_>) {
        assembly.draws::<Leaking>().add(Phase::Leak, leak_and_stop);
    }
}

/// The three behaviours and their protocol.
pub(crate) fn registry() -> Registry {
    Registry::new()
        .with_protocol::<OpenFloor>()
        .with::<StrainTerms>()
        .with::<ConcedingTerms>()
        .with::<LeakingTerms>()
}

/// Position of a person on day 0.
pub(crate) fn position(n: usize) -> f64 {
    0.42 + 0.14 * n as f64 / (NEGOTIATORS - 1) as f64
}

/// Weight of a person's position.
pub(crate) fn salience(n: usize) -> f64 {
    0.5 + (n % 3) as f64
}

/// The talks that are played, of so many delegations.
pub(crate) fn model(registry: &Registry, n_parties: usize) -> Model {
    let mut model = talks(registry, n_parties, NEGOTIATORS);
    let rounds = Number::constant(f64::from(ROUNDS));
    give(&mut model, registry, RowKind::Session, "", "rounds", 0, rounds);
    for n in 0..NEGOTIATORS {
        for (field, value) in [("position", position(n)), ("salience", salience(n))] {
            let number = Number::constant(value);
            give(&mut model, registry, RowKind::Negotiator, "conceding", field, n, number);
        }
    }
    model
}
