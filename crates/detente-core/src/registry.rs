//! Everything that a scenario may switch on: one explicit list of behaviours and protocols, and the sets of parameters
//! that belong to the rows of every scenario. Files are read against it, so a behaviour of one's own parses like ours.

use crate::assembly::Assembly;
use crate::column::{ParamColumn, TypedColumn};
use crate::declared::Declared;
use crate::events::{EventKind, OF_THE_ENGINE as EVENTS_OF_THE_ENGINE};
use crate::keys::{Keys, Origin};
use crate::kind::{Kind, RowKind};
use crate::model::Trigger;
use crate::outlook::Outlook;
use crate::params::{Parameter, Params};
use crate::states::{OF_THE_ENGINE, State, StateEntry};
use crate::terms;

/// One behaviour: who carries it and its numbers (`Params`), what it models, its systems.
pub trait Behaviour: 'static {
    /// Its parameters; `Params::KEY` is its key in files, `Params::On` the rows that carry it.
    type Params: Params;
    /// What it models, in a sentence or two.
    const ABOUT: &'static str;
    /// Where the rule comes from.
    const SOURCE: &'static str;
    /// `detente_core::origin!()`.
    const ORIGIN: Origin;
    /// Its states that shocks can change.
    const STATES: &'static [StateEntry] = &[];
    /// What it brings about.
    const EVENTS: &'static [&'static EventKind] = &[];
    /// The triggers of sessions that move with it and not without it.
    const PULLS: &'static [Trigger] = &[];
    /// Why a scenario gives it nothing to act on, if that is certain whatever is drawn: completes `it can touch nothing:`.
    fn idle(_: &Outlook<'_>) -> Option<&'static str> {
        None
    }
    /// Adds its columns, draws, probes and systems.
    fn assemble(assembly: &mut Assembly<'_>);
}

/// A procedure by which a session is held: who proposes, who answers, what makes an agreement.
pub trait Protocol: 'static {
    /// Its key in files.
    const KEY: &'static str;
    /// What it models, in a sentence or two.
    const ABOUT: &'static str;
    /// Where the rule comes from.
    const SOURCE: &'static str;
    /// `detente_core::origin!()`.
    const ORIGIN: Origin;
    /// Key of the protocol that it extends: that one's systems come first, once for all that extend it.
    const EXTENDS: Option<&'static str> = None;
    /// Whether it can be held on any scale of utility, and not only on that from 0 to 1.
    const ANY_SCALE: bool = false;
    /// Whether somebody has to hold a text, or nothing ever changes.
    const NEEDS_HOLDER: bool = false;
    /// Whether nothing happens in a session that some disputant does not attend.
    const NEEDS_EVERYBODY: bool = false;
    /// Whether a text is put to the vote of those in the room, by the rule of the talks.
    const VOTES: bool = false;
    /// How many disputants it can be held with at most.
    const MOST_DISPUTANTS: usize = usize::MAX;
    /// What it brings about.
    const EVENTS: &'static [&'static EventKind] = &[];
    /// Adds its columns, draws, probes and systems, without those of the protocol that it extends.
    fn assemble(assembly: &mut Assembly<'_>);
}

/// A behaviour as the registry lists it.
#[derive(Debug, Clone, Copy)]
pub struct BehaviourEntry {
    /// Key in files.
    pub key: &'static str,
    /// The rows that carry it.
    pub kind: RowKind,
    /// Its parameters' place in [`Registry::sets`].
    pub set: usize,
    /// What it models.
    pub about: &'static str,
    /// Where the rule comes from.
    pub source: &'static str,
    /// Who wrote it.
    pub origin: Origin,
    /// The triggers of sessions that move with it and not without it.
    pub pulls: &'static [Trigger],
    /// What it brings about.
    pub events: &'static [&'static EventKind],
    /// Why a scenario gives it nothing to act on.
    pub idle: fn(&Outlook<'_>) -> Option<&'static str>,
    /// Its systems.
    pub assemble: fn(&mut Assembly<'_>),
}

/// A protocol as the registry lists it.
#[derive(Debug, Clone, Copy)]
pub struct ProtocolEntry {
    /// Key in files.
    pub key: &'static str,
    /// What it models.
    pub about: &'static str,
    /// Where the rule comes from.
    pub source: &'static str,
    /// Who wrote it.
    pub origin: Origin,
    /// Key of the protocol that it extends.
    pub extends: Option<&'static str>,
    /// Whether it can be held on a scale of utility of the scenario's own.
    pub any_scale: bool,
    /// Whether somebody has to hold a text.
    pub needs_holder: bool,
    /// Whether nothing happens in a session that some disputant does not attend.
    pub needs_everybody: bool,
    /// Whether a text is put to the vote of those in the room.
    pub votes: bool,
    /// How many disputants it can be held with at most.
    pub most_disputants: usize,
    /// What it brings about.
    pub events: &'static [&'static EventKind],
    /// Its systems.
    pub assemble: fn(&mut Assembly<'_>),
}

/// A set of parameters as the registry lists it.
#[derive(Clone, Copy)]
pub struct ParamSet {
    /// Key of its table in files; empty where the keys stand on the row itself.
    pub key: &'static str,
    /// The rows that carry it.
    pub kind: RowKind,
    /// The declarations.
    pub all: &'static [Parameter],
    /// Makes the column that loads it into a world.
    pub(crate) column: fn() -> Box<dyn ParamColumn>,
}

impl std::fmt::Debug for ParamSet {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ParamSet")
            .field("key", &self.key)
            .field("kind", &self.kind)
            .finish_non_exhaustive()
    }
}

/// The list. Order matters: it is the order in which behaviours act within a phase.
#[derive(Debug, Clone)]
pub struct Registry {
    sets: Vec<ParamSet>,
    behaviours: Vec<BehaviourEntry>,
    protocols: Vec<ProtocolEntry>,
    states: Vec<StateEntry>,
}

impl Default for Registry {
    fn default() -> Self {
        Self::new()
    }
}

impl Registry {
    /// The fixed keys only: no behaviour, no protocol.
    pub fn new() -> Self {
        let mut registry = Self {
            sets: Vec::new(),
            behaviours: Vec::new(),
            protocols: Vec::new(),
            states: OF_THE_ENGINE.to_vec(),
        };
        registry.set::<terms::TalksTerms>();
        registry.set::<terms::VotingTerms>();
        registry.set::<terms::PartyTerms>();
        registry.set::<terms::NegotiatorTerms>();
        registry.set::<terms::StrategyTerms>();
        registry.set::<terms::ConstituencyTerms>();
        registry.set::<terms::RelationTerms>();
        registry.set::<terms::SideTerms>();
        registry.set::<terms::IssueTerms>();
        registry.set::<terms::OptionTerms>();
        registry.set::<terms::StakeTerms>();
        registry.set::<terms::StanceTerms>();
        registry.set::<terms::EmphasisTerms>();
        registry.set::<terms::LinkageTerms>();
        registry.set::<terms::SessionTerms>();
        registry.set::<terms::InducementTerms>();
        registry.set::<terms::ShockTerms>();
        registry.set::<terms::EffectTerms>();
        registry
    }

    fn set<P: Params>(&mut self) -> usize {
        self.sets.push(ParamSet {
            key: P::KEY,
            kind: <P::On as Kind>::KIND,
            all: P::ALL,
            column: || Box::new(TypedColumn::<P>::default()),
        });
        self.sets.len() - 1
    }

    /// The registry with one behaviour more, acting after those before it. A key that is already there is replaced in
    /// place, so that a user can try their own version of a rule.
    #[must_use]
    pub fn with<B: Behaviour>(mut self) -> Self {
        let set = self.set::<B::Params>();
        let entry = BehaviourEntry {
            key: B::Params::KEY,
            kind: <<B::Params as Declared>::On as Kind>::KIND,
            set,
            about: B::ABOUT,
            source: B::SOURCE,
            origin: B::ORIGIN,
            pulls: B::PULLS,
            events: B::EVENTS,
            idle: B::idle,
            assemble: B::assemble,
        };
        // A replaced behaviour keeps no states of the old one.
        self.states.retain(|s| s.owner != Some(entry.key));
        self.states
            .extend(B::STATES.iter().map(|s| s.owned_by(Some(B::Params::KEY))));
        match self.behaviours.iter_mut().find(|b| b.key == entry.key) {
            Some(old) => *old = entry,
            None => self.behaviours.push(entry),
        }
        self
    }

    /// The registry with one state more that shocks can change in every scenario, whatever behaviours it uses.
    #[must_use]
    pub fn with_state<S: State>(mut self) -> Self {
        self.states.push(StateEntry::of::<S>());
        self
    }

    /// The registry with one protocol more.
    #[must_use]
    pub fn with_protocol<P: Protocol>(mut self) -> Self {
        let entry = ProtocolEntry {
            key: P::KEY,
            about: P::ABOUT,
            source: P::SOURCE,
            origin: P::ORIGIN,
            extends: P::EXTENDS,
            any_scale: P::ANY_SCALE,
            needs_holder: P::NEEDS_HOLDER,
            needs_everybody: P::NEEDS_EVERYBODY,
            votes: P::VOTES,
            most_disputants: P::MOST_DISPUTANTS,
            events: P::EVENTS,
            assemble: P::assemble,
        };
        match self.protocols.iter_mut().find(|p| p.key == entry.key) {
            Some(old) => *old = entry,
            None => self.protocols.push(entry),
        }
        self
    }

    /// Its names, for whoever looks at a model and plays nothing.
    pub fn keys(&self) -> Keys {
        Keys {
            sets: self.sets.iter().map(|set| (set.kind, set.key)).collect(),
            states: self.states.iter().map(|state| (state.kind, state.key)).collect(),
            behaviours: self.behaviours.iter().map(|entry| (entry.key, entry.origin)).collect(),
        }
    }

    /// The sets of parameters; the first are the fixed keys.
    pub fn sets(&self) -> &[ParamSet] {
        &self.sets
    }

    /// The behaviours, in the order in which they act.
    pub fn behaviours(&self) -> &[BehaviourEntry] {
        &self.behaviours
    }

    /// The protocols.
    pub fn protocols(&self) -> &[ProtocolEntry] {
        &self.protocols
    }

    /// What can happen: the events of the engine, of protocols and of behaviours, each once.
    pub fn events(&self) -> Vec<&'static EventKind> {
        let protocols = self.protocols.iter().flat_map(|p| p.events);
        let behaviours = self.behaviours.iter().flat_map(|b| b.events);
        let mut events: Vec<&'static EventKind> = Vec::new();
        for event in EVENTS_OF_THE_ENGINE.iter().chain(protocols).chain(behaviours) {
            if events.iter().all(|known| known.name != event.name) {
                events.push(event);
            }
        }
        events
    }

    /// The events that `runs.csv` counts, in the order of its columns.
    pub fn counted(&self) -> Vec<&'static EventKind> {
        let mut events = self.events();
        events.retain(|event| event.counted.is_some());
        events
    }

    /// The states that shocks can change.
    pub fn states(&self) -> &[StateEntry] {
        &self.states
    }

    /// The declaration of the number that a state starts from.
    pub fn parameter_of(&self, state: &StateEntry) -> Option<&'static Parameter> {
        let (set, name) = state.key.rsplit_once('.').unwrap_or(("", state.key));
        let sets = self.sets.iter().filter(|s| s.kind == state.kind && s.key == set);
        sets.flat_map(|s| s.all).find(|p| p.name == name)
    }

    /// The place of the set with fixed keys of a kind.
    pub fn fixed_set(&self, kind: RowKind, key: &str) -> Option<usize> {
        let taken = |set: usize| self.behaviours.iter().any(|b| b.set == set);
        (0..self.sets.len()).find(|&s| self.sets[s].kind == kind && self.sets[s].key == key && !taken(s))
    }
}
