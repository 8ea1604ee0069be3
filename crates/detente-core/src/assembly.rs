//! Putting a world together: phases and turns, and what a behaviour or protocol may add.

use crate::case::Case;
use crate::declared::Declared;
use crate::draws::{Draw, Streams, stream};
use crate::kind::Kind;
use crate::layout::Layout;
use crate::probe::Probe;
use bevy_ecs::prelude::*;
use bevy_ecs::schedule::IntoScheduleConfigs;
use bevy_ecs::system::ScheduleSystem;
use std::collections::BTreeMap;
use std::marker::PhantomData;

/// The steps of one round, in order.
#[derive(SystemSet, Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Phase {
    /// The calendar has moved on; what happens outside the talks is heard of.
    Convene,
    /// Time passes: war, fatigue, ripening; every behaviour writes its channels.
    Strain,
    /// Somebody finds what nobody had seen.
    Discover,
    /// Options are floated, the text is revised, offers are made.
    Propose,
    /// Everybody present weighs what is on the table.
    Evaluate,
    /// Accept, consider, criticise, counter, walk out.
    Respond,
    /// What becomes public; what goes wrong in the room.
    Leak,
    /// What that does at home.
    Domestic,
    /// What that does to trust, rapport, momentum and beliefs.
    Relate,
    /// Guarantors are asked.
    Consent,
    /// Everybody is asked again and signs.
    Sign,
    /// The vote at home.
    Ratify,
    /// Deadlock and the closing of the session.
    Close,
}

impl Phase {
    /// Every phase, in order.
    pub const ALL: [Phase; 13] = [
        Phase::Convene,
        Phase::Strain,
        Phase::Discover,
        Phase::Propose,
        Phase::Evaluate,
        Phase::Respond,
        Phase::Leak,
        Phase::Domestic,
        Phase::Relate,
        Phase::Consent,
        Phase::Sign,
        Phase::Ratify,
        Phase::Close,
    ];
}

/// The place of a module's systems inside a phase, so that sums in channels have one order.
#[derive(SystemSet, Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Turn(pub(crate) Phase, pub(crate) usize);

/// The place of a module's systems when a run begins.
#[derive(SystemSet, Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct OpeningTurn(pub(crate) usize);

/// What can be wrong with a world that is put together from a valid model.
#[derive(Debug, thiserror::Error, Clone, PartialEq, Eq)]
pub enum EngineError {
    /// Two draws have the same address.
    #[error("failed to address the draws: `{0}` and `{1}` share a stream; rename one of them")]
    StreamCollision(String, String),
    /// The model names a behaviour or protocol that the registry does not have.
    #[error("failed to build the world: no behaviour or protocol `{0}` is registered")]
    NotRegistered(String),
    /// Two systems of one module write, or write and read, the same column in one phase without an order.
    #[error("failed to order the systems: {0}")]
    Unordered(String),
    /// A system of this module could spawn or remove something, or waits for a condition.
    #[error(
        "failed to build the world: a system of `{0}` takes the whole world, leaves commands or has a condition; a system \
         names the columns that it needs, and asks inside"
    )]
    Unfit(String),
    /// Something listens in the world: it could spawn or remove something while runs are played.
    #[error(
        "failed to build the world: something observes it; rows stay where they are, so there is nothing to observe"
    )]
    Observed,
}

/// What a behaviour or protocol adds itself to.
pub struct Assembly<'a> {
    pub(crate) world: &'a mut World,
    pub(crate) rounds: &'a mut Schedule,
    pub(crate) opening: &'a mut Schedule,
    pub(crate) case: &'a Case,
    pub(crate) streams: &'a mut BTreeMap<u64, String>,
    pub(crate) probes: &'a mut Vec<Box<dyn Probe>>,
    /// Key of the module that is added.
    pub(crate) module: &'static str,
    pub(crate) turn: usize,
    pub(crate) error: Option<EngineError>,
}

impl Assembly<'_> {
    /// Addresses for the draws `D` of every row of its kind.
    pub fn draws<D: Draw>(&mut self) -> &mut Self {
        let kind = <D::Of as Kind>::KIND;
        let streams = (0..self.case.rows(kind))
            .map(|row| {
                let label = self.case.label(kind, row);
                let address = stream(&label, D::NAME);
                let name = format!("{label} {}", D::NAME);
                if let Some(other) = self.streams.insert(address, name.clone()) {
                    self.error = Some(EngineError::StreamCollision(other, name));
                }
                address
            })
            .collect();
        self.world.insert_resource(Streams::<D>(streams, PhantomData));
        self
    }

    /// A state variable for trajectories, read off a column; `range` bounds it.
    pub fn probe<C: Declared>(
        &mut self,
        group: &'static str,
        unit: &'static str,
        range: [f64; 2],
        read: fn(&C) -> f64,
    ) -> &mut Self {
        self.world.get_resource_or_init::<Layout>().add::<C>();
        self.probes
            .push(crate::probe::new::<C>(self.case, self.module, group, unit, range, read));
        self
    }

    /// Systems of a round.
    pub fn add<M>(&mut self, phase: Phase, systems: impl IntoScheduleConfigs<ScheduleSystem, M>) -> &mut Self {
        self.rounds.add_systems(systems.in_set(Turn(phase, self.turn)));
        self
    }

    /// Systems that set up a run when it begins; parameters are loaded by then. A run that one of them ends has no session.
    pub fn opening<M>(&mut self, systems: impl IntoScheduleConfigs<ScheduleSystem, M>) -> &mut Self {
        self.opening.add_systems(systems.in_set(OpeningTurn(self.turn)));
        self
    }

    /// The case that the world is put together for.
    pub fn case(&self) -> &Case {
        self.case
    }
}
