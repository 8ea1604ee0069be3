//! A valid negotiation, ready to be played: who takes part, what about, when they meet, which behaviours are in use, and
//! every number as a parameter. Whoever builds one (files, code) has already checked it; the engine trusts it.

use crate::by_party::ByParty;
use crate::copula::Joint;
use crate::kind::{
    Constituency, Effect, Inducement, Issue, IssueOption, Linkage, Negotiator, Party, Relation, RowKind, Session, Shock,
};
use crate::number::Number;
use crate::params::Parameter;
use crate::row::{
    Indexed, Indices, IssueIx, NegotiatorIx, OptionIx, PartyIx, PerRow, RelationIx, SessionIx, ShockIx, StakeIx,
    StanceIx,
};
use crate::strategy::StrategySpec;
use crate::terms::WIDEST_SCALE;
use std::ops::Deref;
use std::sync::Arc;

/// One negotiation as described, before any luck. Shared by all replicates.
#[derive(Debug, Clone, PartialEq)]
pub struct Model {
    /// Identifier of the scenario.
    pub id: String,
    /// Title for people.
    pub title: String,
    /// Numbers are invented unless evidence is given.
    pub stylised: bool,
    /// Day 0; transcripts then show dates.
    pub start_date: Option<jiff::civil::Date>,
    /// How the text is settled.
    pub talks: TalksSpec,
    /// Principals, in file order.
    pub parties: Vec<PartySpec>,
    /// Persons, in file order.
    pub negotiators: Vec<NegotiatorSpec>,
    /// Domestic groups, in file order.
    pub constituencies: Vec<ConstituencySpec>,
    /// Every ordered pair of parties: `from` major, `to` minor, without `from = to`.
    pub relations: Vec<RelationSpec>,
    /// Matters, in file order.
    pub issues: Vec<IssueSpec>,
    /// The options of all issues, issue after issue.
    pub options: Vec<OptionSpec>,
    /// Options that change value together.
    pub linkages: Vec<LinkageSpec>,
    /// Options that cannot stand together.
    pub exclusions: Vec<ExclusionSpec>,
    /// Meetings, legs written out, in file order.
    pub sessions: Vec<SessionSpec>,
    /// What mediators can promise or threaten with, mediator after mediator, carrots before sticks.
    pub inducements: Vec<InducementSpec>,
    /// What may happen outside the talks, in file order.
    pub shocks: Vec<ShockSpec>,
    /// The effects of all shocks, shock after shock.
    pub effects: Vec<EffectSpec>,
    /// The behaviours in use, in the order of the registry.
    pub behaviours: Vec<BehaviourUse>,
    /// Every number that has a path.
    pub parameters: Vec<ParameterUse>,
    /// For each set of the registry that is in use: where the numbers of its rows come from.
    pub columns: Vec<ColumnValues>,
    /// Numbers that go together where they are drawn; a scenario says none, an experiment may.
    pub joint: Option<Arc<Joint>>,
}

/// How the talks are held.
#[derive(Debug, Clone, PartialEq)]
pub struct TalksSpec {
    /// Key of the protocol of a session that names none.
    pub protocol: String,
    /// The party that holds the single text.
    pub text_holder: Option<PartyIx>,
    /// How a text is adopted in plenary.
    pub voting: Voting,
    /// Whether weights, values and reservation values count as they stand. Otherwise weights are normalised, and utility
    /// runs from 0 to 1.
    pub own_scale: bool,
    /// When a settlement is signed.
    pub signing: Signing,
}

/// When a settlement is signed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Signing {
    /// Nothing is agreed until everything is.
    #[default]
    AllOrNothing,
    /// What is settled, and nobody is hurt by, is agreed for good while the rest is talked about.
    EarlyHarvest,
}

impl Signing {
    /// The words that files may say.
    pub const WORDS: [(&'static str, Signing); 2] = [
        ("all_or_nothing", Signing::AllOrNothing),
        ("early_harvest", Signing::EarlyHarvest),
    ];
}

/// How a text is adopted in plenary.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Voting {
    /// Everybody votes for it.
    Unanimity,
    /// Enough weight votes for it.
    QualifiedMajority,
    /// Nobody votes against it.
    #[default]
    Consensus,
}

impl Voting {
    /// The words that files may say.
    pub const WORDS: [(&'static str, Voting); 3] = [
        ("consensus", Voting::Consensus),
        ("unanimity", Voting::Unanimity),
        ("qualified_majority", Voting::QualifiedMajority),
    ];
}

impl TalksSpec {
    /// Between what a utility can lie.
    pub fn utility_range(&self) -> [f64; 2] {
        if self.own_scale {
            [-WIDEST_SCALE, WIDEST_SCALE]
        } else {
            [0.0, 1.0]
        }
    }
}

/// What a party is in the talks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Signs; its reservation value and win-set count.
    Disputant,
    /// Brings others together and may hold the text.
    Mediator,
    /// Its consent is needed for some options.
    Guarantor,
}

/// A principal.
#[derive(Debug, Clone, PartialEq)]
pub struct PartySpec {
    /// Identifier.
    pub id: String,
    /// Name for people.
    pub name: String,
    /// Role.
    pub role: Role,
    /// Options that it never accepts.
    pub red_lines: Vec<OptionIx>,
    /// Who ratifies at home, for transcripts.
    pub ratified_by: Vec<String>,
}

/// A person.
#[derive(Debug, Clone, PartialEq)]
pub struct NegotiatorSpec {
    /// Identifier.
    pub id: String,
    /// Name for people.
    pub name: String,
    /// The party whose delegation it belongs to.
    pub party: PartyIx,
    /// How it bargains where offers alternate.
    pub strategy: StrategySpec,
}

/// A domestic group.
#[derive(Debug, Clone, PartialEq)]
pub struct ConstituencySpec {
    /// Identifier.
    pub id: String,
    /// Name for people.
    pub name: String,
    /// Its party.
    pub party: PartyIx,
}

/// An ordered pair of parties.
#[derive(Debug, Clone, PartialEq)]
pub struct RelationSpec {
    /// `<from>_<to>`.
    pub id: String,
    /// Who holds the trust.
    pub from: PartyIx,
    /// In whom.
    pub to: PartyIx,
}

/// One matter.
#[derive(Debug, Clone, PartialEq)]
pub struct IssueSpec {
    /// Identifier.
    pub id: String,
    /// Title for people.
    pub title: String,
    /// Its options.
    pub options: Indices<IssueOption>,
    /// The option in the first text.
    pub opening: OptionIx,
}

/// One way to settle a matter.
#[derive(Debug, Clone, PartialEq)]
pub struct OptionSpec {
    /// Identifier within its issue.
    pub id: String,
    /// Name for people.
    pub name: String,
    /// Its issue.
    pub issue: IssueIx,
    /// Parties whose consent it needs.
    pub consent: Vec<PartyIx>,
}

/// Options whose value to a party depends on standing together.
#[derive(Debug, Clone, PartialEq)]
pub struct LinkageSpec {
    /// Identifier.
    pub id: String,
    /// The party to which it matters.
    pub party: PartyIx,
    /// The options.
    pub options: Vec<OptionIx>,
}

/// Options that cannot stand together in one package.
#[derive(Debug, Clone, PartialEq)]
pub struct ExclusionSpec {
    /// Identifier.
    pub id: String,
    /// The options.
    pub options: Vec<OptionIx>,
}

/// A meeting, or one leg of a meeting.
#[derive(Debug, Clone, PartialEq)]
pub struct SessionSpec {
    /// `id` of the calendar entry, or `id.leg`.
    pub id: String,
    /// Where.
    pub place: String,
    /// Key of its protocol.
    pub protocol: String,
    /// Persons in the room.
    pub negotiators: Vec<NegotiatorIx>,
    /// Parties in the room, those without negotiators included; in file order.
    pub parties: Vec<PartyIx>,
    /// Matters on the agenda; none: all that is ripe.
    pub agenda: Option<Vec<IssueIx>>,
    /// When it begins.
    pub start: Start,
}

/// When a session begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Start {
    /// On its own day; in a series every `every_days` from there.
    OnDay,
    /// `every_days` after the last occurrence of that session.
    After(SessionIx),
    /// So many days (`travel_days`) after each occurrence of the leg before it.
    Leg(SessionIx),
    /// When something happens; at most `times` times.
    When(Trigger),
}

/// What calls an unscheduled session. The list is closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trigger {
    /// The mean of what the disputants still ask above what the text gives falls to the threshold.
    GapBelow,
    /// Momentum reaches the threshold.
    MomentumAbove,
}

/// What a mediator can promise a party, or threaten it with.
#[derive(Debug, Clone, PartialEq)]
pub struct InducementSpec {
    /// Identifier among those of its mediator.
    pub id: String,
    /// Title for people.
    pub title: String,
    /// Whose it is.
    pub mediator: PartyIx,
    /// Whom it is for.
    pub party: PartyIx,
    /// The option that a carrot makes worth more; a stick has none, and falls on having no agreement.
    pub option: Option<OptionIx>,
    /// When the mediator thinks of it.
    pub cue: Cue,
}

/// What makes a mediator think of carrots and sticks. The list is closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cue {
    /// The party cannot live with the text.
    Rejection,
    /// The session has moved nothing.
    Stall,
    /// The party can live with the text, and what it still asks is no more than the threshold.
    LastMile,
}

impl Cue {
    /// The words that files may say.
    pub const WORDS: [(&'static str, Cue); 3] = [
        ("rejection", Cue::Rejection),
        ("stall", Cue::Stall),
        ("last_mile", Cue::LastMile),
    ];
}

/// Something that may happen outside the talks.
#[derive(Debug, Clone, PartialEq)]
pub struct ShockSpec {
    /// Identifier.
    pub id: String,
    /// Title for people.
    pub title: String,
    /// Whether it has a day of its own; otherwise it comes at a rate.
    pub dated: bool,
    /// Whether it comes once at most.
    pub once: bool,
}

/// What a shock does to one state.
#[derive(Debug, Clone, PartialEq)]
pub struct EffectSpec {
    /// Its shock.
    pub shock: ShockIx,
    /// The path of the state, as the file says it.
    pub path: String,
    /// The state's place in the registry.
    pub state: usize,
    /// The rows that it changes.
    pub rows: Vec<usize>,
}

/// A behaviour in use.
#[derive(Debug, Clone, PartialEq)]
pub struct BehaviourUse {
    /// Its key.
    pub key: String,
    /// Its place in the registry.
    pub registered: usize,
}

/// A number with a path.
#[derive(Debug, Clone, PartialEq)]
pub struct ParameterUse {
    /// `kind.id.key`, quoted as in TOML where needed.
    pub path: String,
    /// What the scenario says.
    pub number: Number,
    /// Range, unit, meaning, source.
    pub declaration: Parameter,
    /// Whether the scenario (rather than a default) gives the number.
    pub given: bool,
    /// Key of the source and a note, where the number is not invented.
    pub evidence: Option<String>,
}

/// Where a cell of a column gets its number from.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Cell {
    /// The parameter with this index.
    Parameter(usize),
    /// Always this: a neutral value, or a default nobody can see.
    Fixed(f64),
}

/// The numbers of one set of parameters on all rows of its kind.
#[derive(Debug, Clone, PartialEq)]
pub struct ColumnValues {
    /// The set's place in the registry.
    pub set: usize,
    /// Row-major: `cells[row * fields + field]`.
    pub cells: Vec<Cell>,
}

/// Which rows the lists of a model are about.
macro_rules! rows {
    ($($spec:ident on $kind:ident),* $(,)?) => { $( impl PerRow for $spec { type Row = $kind; } )* };
}
rows! {
    PartySpec on Party,
    NegotiatorSpec on Negotiator,
    ConstituencySpec on Constituency,
    RelationSpec on Relation,
    IssueSpec on Issue,
    OptionSpec on IssueOption,
    LinkageSpec on Linkage,
    SessionSpec on Session,
    InducementSpec on Inducement,
    ShockSpec on Shock,
    EffectSpec on Effect,
}

impl Model {
    /// Number of rows of a kind in one run.
    pub fn rows(&self, kind: RowKind) -> usize {
        match kind {
            RowKind::Talks => 1,
            RowKind::Party => self.parties.len(),
            RowKind::Negotiator => self.negotiators.len(),
            RowKind::Constituency => self.constituencies.len(),
            RowKind::Relation => self.relations.len(),
            RowKind::Issue => self.issues.len(),
            RowKind::IssueOption => self.options.len(),
            RowKind::Stake => self.parties.len() * self.issues.len(),
            RowKind::Stance => self.parties.len() * self.options.len(),
            RowKind::Emphasis => self.constituencies.len() * self.issues.len(),
            RowKind::Linkage => self.linkages.len(),
            RowKind::Session => self.sessions.len(),
            RowKind::Inducement => self.inducements.len(),
            RowKind::Shock => self.shocks.len(),
            RowKind::Effect => self.effects.len(),
        }
    }

    /// A label for a row that stays the same when other rows come or go: draws are addressed by it.
    pub fn label(&self, kind: RowKind, row: usize) -> String {
        let pair = |a: &str, b: &str| format!("{a}/{b}");
        let id = match kind {
            RowKind::Talks => String::new(),
            RowKind::Party => self.parties[row].id.clone(),
            RowKind::Negotiator => self.negotiators[row].id.clone(),
            RowKind::Constituency => self.constituencies[row].id.clone(),
            RowKind::Relation => self.relations[row].id.clone(),
            RowKind::Issue => self.issues[row].id.clone(),
            RowKind::IssueOption => self.option_ref(OptionIx::new(row)),
            RowKind::Stake => pair(
                &self.parties[row / self.issues.len()].id,
                &self.issues[row % self.issues.len()].id,
            ),
            RowKind::Stance => pair(
                &self.parties[row / self.options.len()].id,
                &self.option_ref(OptionIx::new(row % self.options.len())),
            ),
            RowKind::Emphasis => pair(
                &self.constituencies[row / self.issues.len()].id,
                &self.issues[row % self.issues.len()].id,
            ),
            RowKind::Linkage => self.linkages[row].id.clone(),
            RowKind::Session => self.sessions[row].id.clone(),
            RowKind::Inducement => {
                let spec = &self.inducements[row];
                let what = if spec.option.is_some() { "carrots" } else { "sticks" };
                format!("{}/{what}/{}", self.parties[spec.mediator].id, spec.id)
            }
            RowKind::Shock => self.shocks[row].id.clone(),
            RowKind::Effect => pair(&self.shocks[self.effects[row].shock].id, &self.effects[row].path),
        };
        format!("{}.{id}", kind.plural())
    }

    /// `issue=option` of an option.
    pub fn option_ref(&self, option: OptionIx) -> String {
        let spec = &self.options[option];
        format!("{}={}", self.issues[spec.issue].id, spec.id)
    }

    /// The row of the relation of two different parties.
    #[inline]
    pub fn relation(&self, from: PartyIx, to: PartyIx) -> RelationIx {
        let among_others = to.ix() - usize::from(to > from);
        RelationIx::new(from.ix() * (self.parties.len() - 1) + among_others)
    }

    /// The row of what a party has at stake on an issue.
    #[inline]
    pub fn stake(&self, party: PartyIx, issue: IssueIx) -> StakeIx {
        StakeIx::new(party.ix() * self.issues.len() + issue.ix())
    }

    /// The row of a party's stance on an option.
    #[inline]
    pub fn stance(&self, party: PartyIx, option: OptionIx) -> StanceIx {
        StanceIx::new(party.ix() * self.options.len() + option.ix())
    }

    /// A column of stakes, to be looked up by party and issue.
    #[inline]
    pub fn by_issue<T, C: Deref<Target = [T]>>(&self, stakes: C) -> ByParty<Issue, C> {
        ByParty::new(stakes, self.issues.len())
    }

    /// A column of stances, to be looked up by party and option.
    #[inline]
    pub fn by_option<T, C: Deref<Target = [T]>>(&self, stances: C) -> ByParty<IssueOption, C> {
        ByParty::new(stances, self.options.len())
    }

    /// The parties that sign, in file order.
    pub fn disputants(&self) -> impl Iterator<Item = PartyIx> + '_ {
        self.parties
            .indices()
            .filter(|&p| self.parties[p].role == Role::Disputant)
    }

    /// Whether a behaviour is in use.
    pub fn uses(&self, key: &str) -> bool {
        self.behaviours.iter().any(|b| b.key == key)
    }

    /// Whether two models need the same world: everything but the numbers is equal.
    pub fn same_shape(&self, other: &Model) -> bool {
        self.talks == other.talks
            && self.parties == other.parties
            && self.negotiators == other.negotiators
            && self.constituencies == other.constituencies
            && self.issues == other.issues
            && self.options == other.options
            && self.linkages == other.linkages
            && self.exclusions == other.exclusions
            && self.sessions == other.sessions
            && self.inducements == other.inducements
            && self.shocks == other.shocks
            && self.effects == other.effects
            && self.behaviours == other.behaviours
    }
}
