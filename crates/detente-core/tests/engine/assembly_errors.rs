//! What cannot be put together is refused with a typed error, before anything is played.

use crate::kernel;
use crate::models::{OpenFloor, talks};
use bevy_ecs::change_detection::CheckChangeTicks;
use bevy_ecs::prelude::{Commands, FromWorld, Local, On, World};
use bevy_ecs::schedule::IntoScheduleConfigs;
use bevy_ecs::world::DeferredWorld;
use detente_core::{
    Assembly, Behaviour, Draw, EngineError, Ensemble, Negotiator, Negotiators, Origin, Phase, Registry, Runs, Seed,
    origin, params, state,
};
use std::sync::Arc;

fn refusal(registry: &Registry) -> Option<EngineError> {
    let model = Arc::new(talks(registry, 2, 2));
    Ensemble::new(registry, &model, Seed::new(1), 2).err()
}

/// Behaviours on negotiators with one idle parameter; what each adds is all that differs.
macro_rules! behaviours { ($( $name:ident $key:literal $assemble:expr; )*) => { $(
    params! {
        /// Nothing of note.
        $name on Negotiator as $key {
            /// Nothing
            nothing: "share", 0.0 ..= 1.0, default 0.0, absent 0.0, "made for tests";
        }
    }
    impl Behaviour for $name {
        type Params = Self;
        const ABOUT: &'static str = "Cannot be put together.";
        const SOURCE: &'static str = "made for tests";
        const ORIGIN: Origin = origin!();
        fn assemble(assembly: &mut Assembly<'_>) {
            let add: fn(&mut Assembly<'_>) = $assemble;
            add(assembly);
        }
    }
)* } }

state! {
    /// How angry a person is.
    Anger on Negotiator, kept, "" (f64 = 0.0)
}

struct Luck;
impl Draw for Luck {
    type Of = Negotiator;
    const NAME: &'static str = "luck";
}

/// Another behaviour's draws under the same name.
struct Fortune;
impl Draw for Fortune {
    type Of = Negotiator;
    const NAME: &'static str = "luck";
}

fn provoke(mut runs: Runs<Negotiators<&mut Anger>>) {
    for (_, anger) in runs.iter() {
        anger[0].0 += 1.0;
    }
}

fn calm(mut runs: Runs<Negotiators<&mut Anger>>) {
    for (_, anger) in runs.iter() {
        anger[0].0 *= 0.5;
    }
}

state! {
    /// What is set by a system that takes the whole world.
    Swept on Negotiator, run begins sweep, "" (f64 = 0.0)
}

fn look_at_what_is_swept(mut runs: Runs<Negotiators<&Swept>>) {
    for (_, swept) in runs.iter() {
        assert_eq!(swept[0].0, 0.0);
    }
}

/// Sets an observer up when its system enters the world.
struct Eavesdropper;
impl FromWorld for Eavesdropper {
    fn from_world(world: &mut World) -> Self {
        world.add_observer(|_: On<CheckChangeTicks>| {});
        Self
    }
}

fn eavesdrop(_: Local<Eavesdropper>) {}

/// Names a column twice, once to write it.
fn covet(mut runs: Runs<(Negotiators<&mut Anger>, Negotiators<&Anger>)>) {
    for (_, (anger, others)) in runs.iter() {
        anger[0].0 = others[0].0;
    }
}

/// Takes the whole world.
fn sweep(world: &mut World) {
    world.clear_entities();
}

/// Leaves commands.
fn delegate(mut commands: Commands) {
    commands.spawn_empty();
}

/// Reaches everything, and could leave commands.
fn reach(mut world: DeferredWorld) {
    world.commands().spawn_empty();
}

fn never() -> bool {
    false
}

behaviours! {
    Lucky "lucky" |assembly| { assembly.draws::<Luck>(); };
    Fortunate "fortunate" |assembly| { assembly.draws::<Fortune>(); };
    Disordered "disordered" |assembly| { assembly.add(Phase::Strain, (provoke, calm)); };
    Ordered "ordered" |assembly| { assembly.add(Phase::Strain, (provoke, calm).chain()); };
    Provoking "provoking" |assembly| { assembly.add(Phase::Strain, provoke); };
    Calming "calming" |assembly| { assembly.add(Phase::Strain, calm); };
    Clean "clean" |assembly| { assembly.add(Phase::Strain, look_at_what_is_swept); };
    Listening "listening" |assembly| { assembly.add(Phase::Strain, eavesdrop); };
    Coveting "coveting" |assembly| { assembly.add(Phase::Strain, covet); };
    Sweeping "sweeping" |assembly| { assembly.add(Phase::Strain, sweep); };
    Delegating "delegating" |assembly| { assembly.opening(delegate); };
    Reaching "reaching" |assembly| { assembly.opening(reach); };
    Waiting "waiting" |assembly| { assembly.add(Phase::Leak, calm.run_if(never)); };
    Tarrying "tarrying" |assembly| { assembly.add(Phase::Leak, (provoke, calm).chain().run_if(never)); };
}

fn floor() -> Registry {
    Registry::new().with_protocol::<OpenFloor>()
}

#[test]
fn draws_of_one_name_are_a_collision() {
    assert_eq!(refusal(&floor().with::<Lucky>()), None);
    let error = refusal(&floor().with::<Lucky>().with::<Fortunate>());
    let name = |n: usize| format!("negotiators.envoy_{n} luck");
    assert!(
        (0..2).any(|n| error == Some(EngineError::StreamCollision(name(n), name(n)))),
        "{error:?}"
    );
}

#[test]
fn what_is_not_registered_is_refused() {
    let model = Arc::new(talks(&floor().with::<Lucky>(), 2, 2));
    let error = |registry: &Registry| Ensemble::new(registry, &model, Seed::new(1), 2).err();
    assert_eq!(error(&floor()), Some(EngineError::NotRegistered("lucky".into())));
    let no_floor = Registry::new().with::<Lucky>();
    assert_eq!(error(&no_floor), Some(EngineError::NotRegistered("open_floor".into())));
}

#[test]
#[cfg(debug_assertions)]
fn systems_of_one_behaviour_that_conflict_without_an_order_are_refused() {
    let error = refusal(&floor().with::<Disordered>());
    assert!(matches!(error, Some(EngineError::Unordered(_))), "{error:?}");
}

#[test]
fn systems_with_an_order_or_of_different_behaviours_are_not() {
    assert_eq!(refusal(&floor().with::<Ordered>()), None);
    assert_eq!(refusal(&floor().with::<Provoking>().with::<Calming>()), None);
    assert_eq!(refusal(&kernel::registry()), None);
}

/// Columns are found once, so nothing may be spawned or removed afterwards; and no condition is asked.
#[test]
fn systems_that_could_change_what_rows_there_are_or_that_wait_are_refused() {
    let unfit = |module: &str| Some(EngineError::Unfit(module.to_owned()));
    assert_eq!(refusal(&floor().with::<Sweeping>()), unfit("sweeping"));
    assert_eq!(
        refusal(&floor().with::<Lucky>().with::<Delegating>()),
        unfit("delegating")
    );
    assert_eq!(refusal(&floor().with::<Reaching>()), unfit("reaching"));
    assert_eq!(refusal(&floor().with::<Calming>().with::<Waiting>()), unfit("waiting"));
    assert_eq!(refusal(&floor().with::<Tarrying>()), unfit("tarrying"));
    let of_a_column = unfit("the beginnings of columns");
    assert_eq!(refusal(&floor().with::<Clean>()), of_a_column);
    assert_eq!(refusal(&floor().with::<Listening>()), Some(EngineError::Observed));
}

#[test]
#[should_panic(expected = "names a column twice")]
fn a_system_that_names_a_column_twice_to_write_it_is_refused() {
    let _ = refusal(&floor().with::<Coveting>());
}
