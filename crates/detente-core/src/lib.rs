//! The engine of Detente. Replicates are a dimension of one ECS world: see [`Ensemble`].
//!
//! Five nouns: a [`Model`] is a negotiation as described; an [`Ensemble`] plays it many times at once; a [`Behaviour`]
//! is one rule of human conduct; a channel is where behaviours meet; an [`Ending`](facts::Ending) is how one run came out.

#[macro_use]
mod tuples;

mod assembly;
mod by_party;
mod calendar;
mod case;
mod column;
mod copula;
mod declared;
mod draws;
mod ensemble;
mod events;
pub mod facts;
mod frontiers;
mod harvest;
mod keys;
mod kind;
mod landscape;
mod layout;
mod loadout;
mod lot;
mod model;
mod number;
mod outcome;
mod outlook;
mod params;
mod preferences;
mod probe;
mod registry;
mod row;
mod runs;
mod sampler;
mod schedules;
mod stage;
mod states;
pub mod strategy;
pub mod terms;
mod timetable;
mod unchecked;
mod weighed;

pub use assembly::{Assembly, EngineError, Phase};
pub use by_party::ByParty;
pub use case::Case;
pub use copula::{Copula, Joint};
pub use declared::{Declaration, Declared, Lifetime, Named, Part, write_list};
pub use detente_distributions::{normal_cdf, normal_quantile};
pub use draws::{Draw, DrawTable, Draws, RareDraws, RoundDraws, Seed};
pub use ensemble::{Ensemble, Job, Observer};
pub use events::{Actor, Counted, DEADLINE_PASSED, Event, EventKind, Record, SESSION_CLOSED, SESSION_OPENED};
pub use frontiers::Frontiers;
pub use keys::{Keys, Origin};
pub use kind::{
    Constituency, Effect, Emphasis, Inducement, Issue, IssueOption, Kind, Linkage, Negotiator, Party, Relation,
    RowKind, Session, Shock, Stake, Stance, Talks,
};
pub use loadout::Loadout;
pub use lot::Lot;
pub use model::{
    BehaviourUse, Cell, ColumnValues, ConstituencySpec, Cue, EffectSpec, ExclusionSpec, InducementSpec, IssueSpec,
    LinkageSpec, Model, NegotiatorSpec, OptionSpec, ParameterUse, PartySpec, RelationSpec, Role, SessionSpec,
    ShockSpec, Signing, Start, TalksSpec, Trigger, Voting,
};
pub use number::{FORMS, Form, LARGEST, Number, Unfit};
pub use outcome::{Decision, Outcome, RunRecord};
pub use outlook::Outlook;
pub use params::{Parameter, Params};
pub use preferences::SENSITIVE;
pub use probe::Variable;
pub use registry::{Behaviour, BehaviourEntry, ParamSet, Protocol, ProtocolEntry, Registry};
pub use row::{
    ByRow, ConstituencyIx, EffectIx, Indexed, Indices, InducementIx, IssueIx, Ix, NegotiatorIx, OptionIx, PartyIx,
    PerRow, RelationIx, SessionIx, ShockIx, StakeIx, StanceIx, TalksIx,
};
pub use runs::{
    Constituencies, Effects, Inducements, Issues, Linkages, Negotiators, Options, Parties, Relations, Rows, Run, Runs,
    Sessions, Shocks, Stakes, Stances, TalksRow, Weighing,
};
pub use sampler::Sampler;
pub use stage::Stage;
pub use states::{State, StateEntry};
pub use timetable::{Doer, Step};
pub use unchecked::The;
pub use weighed::{StakeTables, Weighed, weighed};
