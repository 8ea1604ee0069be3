//! What happened, for transcripts and counts. An event is declared by whoever brings it about, with [`events!`](crate::events);
//! what is not counted is written behind a flag: a run that nobody watches records nothing, and nothing in the model reads
//! events.

use crate::model::Model;
use crate::row::{InducementIx, IssueIx, NegotiatorIx, OptionIx, PartyIx, SessionIx, ShockIx};
use crate::runs::Run;
use crate::unchecked::TheMut;
use bevy_ecs::prelude::*;
use bevy_ecs::system::SystemParam;

/// A kind of event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EventKind {
    /// Its name in files.
    pub name: &'static str,
    /// What happened, in a sentence.
    pub about: &'static str,
    /// How minutes tell it, in turn: `{who}`, `{idea}`, `{matter}` and `{place}` are the actor, the option, the issue and
    /// where the session is held. Those with `{idea}` tell of an event with an option, where there are such. `{everybody}`
    /// and `{ideas}` gather: all of whom a meeting has it to tell, and all options of which it has it to tell of one actor,
    /// in one sentence. By itself an event is told by the first of which every part is known.
    pub told: &'static [&'static str],
    /// The column of `runs.csv` that counts it.
    pub counted: Option<Counted>,
    /// Of the name: what events are told apart by in a round.
    digest: u64,
}

/// A column that counts an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Counted {
    /// Its name.
    pub column: &'static str,
    /// Its unit.
    pub unit: &'static str,
    /// What it says of a run.
    pub meaning: &'static str,
}

impl EventKind {
    /// A kind that is declared; [`events!`](crate::events) is the way to do it.
    pub const fn new(
        name: &'static str,
        about: &'static str,
        told: &'static [&'static str],
        counted: Option<Counted>,
    ) -> Self {
        Self {
            name,
            about,
            told,
            counted,
            digest: digest(name.as_bytes()),
        }
    }
}

/// FNV-1a.
const fn digest(mut bytes: &[u8]) -> u64 {
    let mut digest: u64 = 0xcbf2_9ce4_8422_2325;
    while let [first, rest @ ..] = bytes {
        digest = (digest ^ *first as u64).wrapping_mul(0x0100_0000_01b3);
        bytes = rest;
    }
    digest
}

/// Declares events: constant, name in files and, where the declaration says so, the column of `runs.csv` that counts it,
/// with unit and meaning, and the sentences that minutes tell it in.
///
/// ```
/// detente_core::events! {
///     /// Somebody lost patience.
///     pub PATIENCE_LOST = "patience_lost",
///         counted as "outbursts" ("outbursts", "outbursts until the end"),
///         told ["{who} lost patience."];
/// }
/// ```
#[macro_export]
macro_rules! events {
    (@counted) => { None };
    (@counted $column:literal $unit:literal $meaning:literal) => {
        Some($crate::Counted { column: $column, unit: $unit, meaning: $meaning })
    };
    ($(
        $(#[doc = $about:literal])*
        $vis:vis $name:ident = $key:literal
            $(, counted as $column:literal ($unit:literal, $meaning:literal))?
            $(, told [$($told:literal),+ $(,)?])?;
    )*) => { $(
        $(#[doc = $about])*
        $vis const $name: &$crate::EventKind = &$crate::EventKind::new(
            $key,
            concat!($($about),*).trim_ascii(),
            &[$($($told),+)?],
            $crate::events!(@counted $($column $unit $meaning)?),
        );
    )* };
}

events! {
    /// A session began.
    pub SESSION_OPENED = "session_opened",
        told ["A meeting began: {place}."];
    /// A session ended.
    pub SESSION_CLOSED = "session_closed",
        told ["The meeting ended."];
    /// The horizon was reached.
    pub DEADLINE_PASSED = "deadline_passed",
        told ["The time for the talks was over."];
}

/// The events of the engine itself.
pub(crate) const OF_THE_ENGINE: &[&EventKind] = &[SESSION_OPENED, SESSION_CLOSED, DEADLINE_PASSED];

/// Who did it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Actor {
    /// The talks as a whole.
    Talks,
    /// A party.
    Party(PartyIx),
    /// A person.
    Negotiator(NegotiatorIx),
    /// Something that a mediator promises or threatens with.
    Inducement(InducementIx),
    /// Something outside the talks.
    Shock(ShockIx),
}

impl Actor {
    /// Its identifier in files; `talks` for the talks as a whole.
    pub fn id(self, model: &Model) -> &str {
        match self {
            Actor::Talks => "talks",
            Actor::Party(p) => &model.parties[p].id,
            Actor::Negotiator(n) => &model.negotiators[n].id,
            Actor::Inducement(k) => &model.inducements[k].id,
            Actor::Shock(k) => &model.shocks[k].id,
        }
    }
}

/// Something that happened.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Event {
    /// What.
    pub kind: &'static EventKind,
    /// When.
    pub day: i32,
    /// Round of the talks, from 0.
    pub round: u32,
    /// Row of the session.
    pub session: SessionIx,
    /// Who.
    pub actor: Actor,
    /// The issue it was about.
    pub issue: Option<IssueIx>,
    /// The option it was about.
    pub option: Option<OptionIx>,
}

/// What has happened in a world.
#[derive(Resource, Default)]
pub(crate) struct Recorder {
    /// Whether somebody watches.
    pub(crate) on: bool,
    /// What they have not been told yet.
    pub(crate) events: Vec<(usize, Event)>,
    /// The events that are counted.
    counted: Vec<&'static EventKind>,
    /// How often each has happened, slot by slot.
    counts: Vec<u32>,
}

impl Recorder {
    /// Of so many slots.
    pub(crate) fn new(counted: Vec<&'static EventKind>, slots: usize) -> Self {
        Self {
            counts: vec![0; counted.len() * slots],
            counted,
            ..Self::default()
        }
    }

    /// Begins to count in a slot.
    pub(crate) fn begin(&mut self, slot: usize) {
        let n = self.counted.len();
        self.counts[slot * n..(slot + 1) * n].fill(0);
    }

    /// How often each counted event has happened in a slot.
    pub(crate) fn counts(&self, slot: usize) -> Vec<(&'static EventKind, u32)> {
        let n = self.counted.len();
        let own = &self.counts[slot * n..(slot + 1) * n];
        self.counted.iter().copied().zip(own.iter().copied()).collect()
    }

    #[inline(never)]
    fn count(&mut self, slot: usize, kind: &EventKind) {
        if let Some(k) = self.counted.iter().position(|counted| counted.digest == kind.digest) {
            self.counts[slot * self.counted.len() + k] += 1;
        }
    }
}

/// What a system writes events with.
#[derive(SystemParam)]
pub struct Record<'w> {
    recorder: TheMut<'w, Recorder>,
}

impl Record<'_> {
    /// Whether somebody watches: what takes pains to tell need not be told otherwise.
    #[inline]
    pub fn is_on(&self) -> bool {
        self.recorder.on
    }

    /// Something happened: who did it, the issue and the option it was about. The closure runs only where
    /// somebody watches.
    #[inline]
    pub fn event(
        &mut self,
        run: &Run,
        kind: &'static EventKind,
        what: impl FnOnce() -> (Actor, Option<IssueIx>, Option<OptionIx>),
    ) {
        self.event_on(run.day, run, kind, what);
    }

    /// Something happens on another day than that of the session.
    #[inline]
    pub fn event_on(
        &mut self,
        day: i32,
        run: &Run,
        kind: &'static EventKind,
        what: impl FnOnce() -> (Actor, Option<IssueIx>, Option<OptionIx>),
    ) {
        if kind.counted.is_some() {
            self.recorder.count(run.slot, kind);
        }
        if self.recorder.on {
            self.tell(day, run, kind, what());
        }
    }

    /// Out of the way of the rule that tells it: mostly nobody watches.
    #[cold]
    #[inline(never)]
    fn tell(
        &mut self,
        day: i32,
        run: &Run,
        kind: &'static EventKind,
        (actor, issue, option): (Actor, Option<IssueIx>, Option<OptionIx>),
    ) {
        let event = Event {
            kind,
            day,
            round: run.round,
            session: run.session,
            actor,
            issue,
            option,
        };
        self.recorder.events.push((run.slot, event));
    }
}
