//! States with a path: what a shock can change while talks go on. A state bears the path of the number that it starts
//! from: `parties.north.reservation_value`, `negotiators.lead.fatigue.start`, `relations.a_b.trust`.

use crate::assembly::{Phase, Turn};
use crate::declared::Declared;
use crate::facts::{OptionState, ReservationValue, Struck};
use crate::kind::{Kind, RowKind};
use crate::model::Model;
use crate::row::{EffectIx, Indexed, ShockIx};
use crate::runs::{Effects, Rows, Runs, Shocks};
use crate::terms::EffectTerms;
use bevy_ecs::prelude::*;

/// A state of rows of a kind, and how it is changed from outside.
pub trait State: 'static {
    /// The column that holds it.
    type Column: Declared;
    /// The key of the number that it starts from, below the row: `trust`, `fatigue.start`.
    const KEY: &'static str;
    /// Changes it by so much, within its range. What is or is not so becomes so above 0, and not so below.
    fn change(column: &mut Self::Column, by: f64, range: [f64; 2]);
}

/// A state as the registry lists it.
#[derive(Debug, Clone, Copy)]
pub struct StateEntry {
    /// The rows that have it.
    pub kind: RowKind,
    /// Its key below the row.
    pub key: &'static str,
    /// The behaviour that it belongs to; none where every scenario has it.
    pub owner: Option<&'static str>,
    strike: fn(&mut Schedule, Turn, Vec<Target>, [f64; 2]),
}

impl StateEntry {
    /// The entry of a state.
    pub const fn of<S: State>() -> Self {
        Self {
            kind: <<S::Column as Declared>::On as Kind>::KIND,
            key: S::KEY,
            owner: None,
            strike: change_state::<S>,
        }
    }

    /// The entry of a state of every scenario or, with an owner, of those that use the behaviour.
    pub(crate) const fn owned_by(self, owner: Option<&'static str>) -> Self {
        Self { owner, ..self }
    }
}

/// A row that an effect changes.
#[derive(Debug, Clone, Copy)]
struct Target {
    shock: ShockIx,
    effect: EffectIx,
    row: usize,
}

/// Adds the system that changes this state where a shock strikes.
fn change_state<S: State>(rounds: &mut Schedule, turn: Turn, targets: Vec<Target>, range: [f64; 2]) {
    let system = move |mut runs: Runs<(
        Rows<<S::Column as Declared>::On, &mut S::Column>,
        Shocks<&Struck>,
        Effects<&EffectTerms>,
    )>| {
        for (_, (rows, struck, effects)) in runs.iter() {
            for target in targets.iter().filter(|t| struck[t.shock].now) {
                S::change(&mut rows[target.row], effects[target.effect].change, range);
            }
        }
    };
    rounds.add_systems(system.in_set(turn));
}

/// How many states of a model shocks can change: each needs a turn of its own.
pub(crate) fn affected(states: &[StateEntry], model: &Model) -> Vec<usize> {
    let in_use = |s: &usize| states[*s].owner.is_none_or(|key| model.uses(key));
    let mut affected: Vec<usize> = model.effects.iter().map(|e| e.state).filter(in_use).collect();
    affected.sort_unstable();
    affected.dedup();
    affected
}

/// Adds the systems that change what shocks change, from this turn on, when everybody convenes.
pub(crate) fn add_strikes(rounds: &mut Schedule, states: &[(StateEntry, [f64; 2])], model: &Model, turn: usize) {
    let entries: Vec<StateEntry> = states.iter().map(|(entry, _)| *entry).collect();
    for (k, state) in affected(&entries, model).into_iter().enumerate() {
        let targets = model.effects.indexed().filter(|(_, e)| e.state == state);
        let targets = targets.flat_map(|(effect, spec)| {
            let shock = spec.shock;
            spec.rows.iter().map(move |&row| Target { shock, effect, row })
        });
        let (entry, range) = states[state];
        (entry.strike)(rounds, Turn(Phase::Convene, turn + k), targets.collect(), range);
    }
}

/// Utility of no agreement.
pub(crate) struct Outside;
impl State for Outside {
    type Column = ReservationValue;
    const KEY: &'static str = "reservation_value";
    fn change(reservation: &mut ReservationValue, by: f64, [low, high]: [f64; 2]) {
        reservation.0 = (reservation.0 + by).clamp(low, high);
    }
}

/// Whether an option is out of the question.
pub(crate) struct OffTable;
impl State for OffTable {
    type Column = OptionState;
    const KEY: &'static str = "off_table";
    fn change(option: &mut OptionState, by: f64, _: [f64; 2]) {
        option.set(OptionState::OFF_TABLE, by > 0.0);
    }
}

/// Whether nobody has thought of an option.
pub(crate) struct Latent;
impl State for Latent {
    type Column = OptionState;
    const KEY: &'static str = "latent";
    fn change(option: &mut OptionState, by: f64, _: [f64; 2]) {
        option.set(OptionState::KNOWN, by <= 0.0);
    }
}

/// The states that the engine itself has.
pub(crate) const OF_THE_ENGINE: &[StateEntry] = &[
    StateEntry::of::<Outside>(),
    StateEntry::of::<OffTable>(),
    StateEntry::of::<Latent>(),
];
