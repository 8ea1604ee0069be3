//! Nobody's luck depends on who else is there. A behaviour that only listens tells what each person drew.

use crate::models::{OpenFloor, give, negotiator, settle, talks};
use crate::play;
use detente_core::{
    Assembly, Behaviour, Draw, Draws, Form, Indexed, Model, Negotiator, Negotiators, Number, Origin, PartySpec, Phase,
    RareDraws, Registry, RowKind, Runs, Talks, TalksRow, origin, params, state,
};

params! {
    /// Who listens.
    ListeningTerms on Negotiator as "listening" {
        /// A number drawn once per run
        mood: "share", 0.0 ..= 1.0, default 0.5, absent 0.5, "made for tests";
        /// Another number
        hope: "share", 0.0 ..= 1.0, default 0.5, absent 0.5, "made for tests";
    }
}

state! {
    /// What a person drew in this round.
    Heard on Negotiator, kept, "" ([f64; 4] = [0.0; 4])
}

struct Often;
impl Draw for Often {
    type Of = Negotiator;
    const NAME: &'static str = "often";
}

struct Rarely;
impl Draw for Rarely {
    type Of = Negotiator;
    const NAME: &'static str = "rarely";
}

fn listen(
    mut runs: Runs<(
        Negotiators<(&ListeningTerms, &mut Heard)>,
        Draws<Often, 2>,
        RareDraws<Rarely, 1>,
    )>,
) {
    for (_, ((terms, heard), often, mut rarely)) in runs.iter() {
        for ((n, terms), heard) in terms.indexed().zip(heard) {
            let ([first, second], [rare]) = (often.of(n), rarely.of(n));
            heard.0 = [first, second, rare, terms.mood];
        }
    }
}

impl Behaviour for ListeningTerms {
    type Params = Self;
    const ABOUT: &'static str = "Tells what people drew.";
    const SOURCE: &'static str = "made for tests";
    const ORIGIN: Origin = origin!();
    fn assemble(assembly: &mut Assembly<'_>) {
        assembly
            .draws::<Often>()
            .draws::<Rarely>()
            .probe::<Heard>("first", "share", [0.0, 1.0], |h| h.0[0])
            .probe::<Heard>("second", "share", [0.0, 1.0], |h| h.0[1])
            .probe::<Heard>("rare", "share", [0.0, 1.0], |h| h.0[2])
            .probe::<Heard>("mood", "share", [0.0, 1.0], |h| h.0[3])
            .add(Phase::Strain, listen);
    }
}

params! {
    /// Who draws too.
    ChatterTerms on Talks as "chatter" {
        /// Nothing
        nothing: "share", 0.0 ..= 1.0, default 0.0, absent 0.0, "made for tests";
    }
}

state! {
    /// What all persons drew.
    Noise on Talks, kept, "" (f64 = 0.0)
}

struct Chatter;
impl Draw for Chatter {
    type Of = Negotiator;
    const NAME: &'static str = "chatter";
}

fn chatter(mut runs: Runs<(TalksRow<&mut Noise>, Draws<Chatter, 4>)>) {
    for (_, (noise, draws)) in runs.iter() {
        noise[0].0 = draws.iter().flatten().sum();
    }
}

impl Behaviour for ChatterTerms {
    type Params = Self;
    const ABOUT: &'static str = "Draws, to no effect.";
    const SOURCE: &'static str = "made for tests";
    const ORIGIN: Origin = origin!();
    fn assemble(assembly: &mut Assembly<'_>) {
        assembly.draws::<Chatter>().add(Phase::Strain, chatter);
    }
}

/// More rounds than a chunk of draws lasts.
const ROUNDS: f64 = 70.0;
/// Persons, each a delegation of one, since variables are told per delegation.
const PERSONS: usize = 3;

fn quiet() -> Registry {
    Registry::new().with_protocol::<OpenFloor>().with::<ListeningTerms>()
}

fn draw(model: &mut Model, registry: &Registry, field: &str, row: usize) {
    let number = Number {
        form: Form::Uniform(0.0, 1.0),
        min: None,
        max: None,
    };
    give(model, registry, RowKind::Negotiator, "listening", field, row, number);
}

/// What the three persons drew, round after round, in two replicates; `change` is made to the model before numbers are
/// given, `first` is the row of the first of the three.
fn heard(registry: &Registry, change: impl FnOnce(&mut Model), first: usize) -> Vec<Vec<f64>> {
    let mut model = talks(registry, PERSONS, PERSONS);
    change(&mut model);
    settle(&mut model, registry);
    let rounds = Number::constant(ROUNDS);
    give(&mut model, registry, RowKind::Session, "", "rounds", 0, rounds);
    draw(&mut model, registry, "mood", first + 1);
    listen_to(registry, &model)
}

/// The variables of the three persons.
fn listen_to(registry: &Registry, model: &Model) -> Vec<Vec<f64>> {
    // Delegations are told in the order of parties: strangers come last, variable by variable.
    let per_variable = model.parties.len();
    let own = |values: &[f64]| -> Vec<f64> {
        let groups = values.chunks_exact(per_variable);
        groups.flat_map(|g| g[..PERSONS].iter().copied()).collect()
    };
    let told = play(registry, model, &[4, 5], 2);
    let rounds = told.iter().flat_map(|t| &t.rounds);
    let heard: Vec<Vec<f64>> = rounds.map(|values| own(values)).collect();
    assert_eq!(heard.len(), 2 * ROUNDS as usize);
    heard
}

/// A fourth person, of a party of its own, ahead of all others.
fn add_a_stranger(model: &mut Model) {
    let stranger = PartySpec {
        id: "strangers".into(),
        ..model.parties[0].clone()
    };
    model.parties.push(stranger);
    model.negotiators.insert(0, negotiator(99, PERSONS));
}

#[test]
fn another_person_moves_nobodys_draws() {
    let registry = quiet();
    assert_eq!(heard(&registry, add_a_stranger, 1), heard(&registry, |_| (), 0));
}

#[test]
fn another_behaviour_moves_nobodys_draws_whether_it_acts_before_or_after() {
    let alone = heard(&quiet(), |_| (), 0);
    assert_eq!(heard(&quiet().with::<ChatterTerms>(), |_| (), 0), alone);
    let before = Registry::new()
        .with_protocol::<OpenFloor>()
        .with::<ChatterTerms>()
        .with::<ListeningTerms>();
    assert_eq!(heard(&before, |_| (), 0), alone);
}

#[test]
fn another_drawn_parameter_moves_nobodys_draws() {
    let registry = quiet();
    let mut model = talks(&registry, PERSONS, PERSONS);
    let rounds = Number::constant(ROUNDS);
    draw(&mut model, &registry, "hope", 0);
    draw(&mut model, &registry, "hope", 1);
    give(&mut model, &registry, RowKind::Session, "", "rounds", 0, rounds);
    draw(&mut model, &registry, "mood", 1);
    assert_eq!(listen_to(&registry, &model), heard(&registry, |_| (), 0));
}

#[test]
fn no_two_draws_are_the_same_number() {
    let heard = heard(&quiet(), |_| (), 0);
    // First, second and rare draws of three persons; moods are drawn once per run.
    let mut all: Vec<f64> = heard.iter().flat_map(|round| &round[..3 * PERSONS]).copied().collect();
    all.sort_by(f64::total_cmp);
    all.dedup();
    // 1260 words of 32 bits: a repetition by chance has probability 2e-4.
    assert_eq!(all.len(), heard.len() * 3 * PERSONS);
}
