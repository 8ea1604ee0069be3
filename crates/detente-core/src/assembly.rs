//! Putting a world together: phases and turns, and what a behaviour or protocol may add.

use crate::declared::Declared;
use crate::draws::{Draw, Streams, stream};
use crate::kind::Kind;
use crate::layout::Layout;
use crate::model::{Model, Role};
use crate::probe::Probe;
use bevy_ecs::prelude::*;
use bevy_ecs::schedule::IntoScheduleConfigs;
use bevy_ecs::system::ScheduleSystem;
use std::collections::BTreeMap;
use std::marker::PhantomData;
use std::ops::Deref;
use std::sync::Arc;

/// The steps of one round, in order.
#[derive(SystemSet, Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Phase {
    /// Who meets, where, how secretly.
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
}

/// What all replicates share: the model, and tables that are looked up by index in a round.
#[derive(Resource, Debug, Clone)]
pub struct Case {
    model: Arc<Model>,
    /// `red_lines[party * options + option]`.
    pub red_lines: Vec<bool>,
    /// `hopeless[party * options + option]`: another signatory never accepts it.
    pub hopeless: Vec<bool>,
    /// The parties that sign, in file order.
    pub disputants: Vec<usize>,
    /// The negotiators of each party.
    pub delegations: Vec<Vec<usize>>,
    /// `present[session][party]`.
    pub present: Vec<Vec<bool>>,
    /// `on_agenda[session][issue]`.
    pub on_agenda: Vec<Vec<bool>>,
    /// The relations from one present party to another, for each session.
    pub relations_in_room: Vec<Vec<usize>>,
    /// The relations that set the tone of each session: those from one present disputant to another or, where no two
    /// of them meet, all in the room.
    pub relations_at_stake: Vec<Vec<usize>>,
    /// The linkages that an option of an issue belongs to.
    pub linkages_on: Vec<Vec<usize>>,
    /// The exclusions that an option of an issue belongs to.
    pub exclusions_on: Vec<Vec<usize>>,
}

impl Case {
    pub(crate) fn new(model: Arc<Model>) -> Self {
        let options = model.options.len();
        let mut red_lines = vec![false; model.parties.len() * options];
        for (p, party) in model.parties.iter().enumerate() {
            for &o in &party.red_lines {
                red_lines[p * options + o] = true;
            }
        }
        let delegations = (0..model.parties.len())
            .map(|p| {
                (0..model.negotiators.len())
                    .filter(|&n| model.negotiators[n].party == p)
                    .collect()
            })
            .collect();
        let present: Vec<Vec<bool>> = model
            .sessions
            .iter()
            .map(|s| (0..model.parties.len()).map(|p| s.parties.contains(&p)).collect())
            .collect();
        let on_agenda = model
            .sessions
            .iter()
            .map(|s| {
                (0..model.issues.len())
                    .map(|i| s.agenda.as_ref().is_none_or(|a| a.contains(&i)))
                    .collect()
            })
            .collect();
        let relations_in_room: Vec<Vec<usize>> = present
            .iter()
            .map(|here| {
                let both = |r: &usize| here[model.relations[*r].from] && here[model.relations[*r].to];
                (0..model.relations.len()).filter(both).collect()
            })
            .collect();
        let relations_at_stake = relations_in_room.iter().map(|room| {
            let disputes = |p: usize| model.parties[p].role == Role::Disputant;
            let between_rivals = |r: &usize| disputes(model.relations[*r].from) && disputes(model.relations[*r].to);
            let rivals: Vec<usize> = room.iter().copied().filter(between_rivals).collect();
            if rivals.is_empty() { room.clone() } else { rivals }
        });
        let relations_at_stake = relations_at_stake.collect();
        let disputants: Vec<usize> = (0..model.parties.len())
            .filter(|&p| model.parties[p].role == Role::Disputant)
            .collect();
        let hopeless = (0..red_lines.len())
            .map(|cell| {
                let (party, option) = (cell / options, cell % options);
                disputants
                    .iter()
                    .any(|&q| q != party && red_lines[q * options + option])
            })
            .collect();
        let touching = |i: usize, options: &[usize]| options.iter().any(|&o| model.options[o].issue == i);
        let on = |sets: Vec<&[usize]>| -> Vec<Vec<usize>> {
            (0..model.issues.len())
                .map(|i| (0..sets.len()).filter(|&k| touching(i, sets[k])).collect())
                .collect()
        };
        let linkages_on = on(model.linkages.iter().map(|l| l.options.as_slice()).collect());
        let exclusions_on = on(model.exclusions.iter().map(|e| e.options.as_slice()).collect());
        Self {
            red_lines,
            hopeless,
            disputants,
            delegations,
            present,
            on_agenda,
            relations_in_room,
            relations_at_stake,
            linkages_on,
            exclusions_on,
            model,
        }
    }

    /// Whether an option crosses a red line of a party.
    #[inline]
    pub fn red_line(&self, party: usize, option: usize) -> bool {
        self.red_lines[party * self.model.options.len() + option]
    }
}

impl Deref for Case {
    type Target = Model;
    fn deref(&self) -> &Model {
        &self.model
    }
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

    /// Systems that set up a run when it begins; parameters are loaded by then.
    pub fn opening<M>(&mut self, systems: impl IntoScheduleConfigs<ScheduleSystem, M>) -> &mut Self {
        self.opening.add_systems(systems.in_set(OpeningTurn(self.turn)));
        self
    }

    /// The case that the world is put together for.
    pub fn case(&self) -> &Case {
        self.case
    }
}
