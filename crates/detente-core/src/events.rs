//! What happened, for transcripts. Events are written to a deferred buffer behind a flag: a run that nobody watches
//! records nothing, and nothing in the model reads them.

use crate::model::Model;
use crate::runs::Run;
use bevy_ecs::prelude::*;
use bevy_ecs::system::SystemParam;

macro_rules! event_kinds {
    ($( $(#[doc = $doc:literal])* $name:ident = $key:literal; )*) => {
        /// What can happen.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub enum EventKind {
            $( $(#[doc = $doc])* $name, )*
            /// An event of a behaviour outside this project, under its own name.
            Other(&'static str),
        }
        impl EventKind {
            /// All of this project.
            pub const ALL: &'static [Self] = &[ $( Self::$name, )* ];

            /// What happened, in a sentence.
            pub const fn about(self) -> &'static str {
                match self { $( EventKind::$name => concat!($($doc),*), )* EventKind::Other(name) => name }
            }

            /// Its name in files.
            pub const fn name(self) -> &'static str {
                match self { $( EventKind::$name => $key, )* EventKind::Other(name) => name }
            }
        }
    };
}

event_kinds! {
    /// A session began.
    SessionOpened = "session_opened";
    /// A session ended.
    SessionClosed = "session_closed";
    /// An issue became ripe for decision.
    IssueRipened = "issue_ripened";
    /// Somebody found an option that nobody had seen.
    OptionFound = "option_found";
    /// An option was put on the table for the first time.
    OptionFloated = "option_floated";
    /// The holder of the text changed it.
    TextRevised = "text_revised";
    /// A party accepted the text as it stands.
    TextAccepted = "text_accepted";
    /// A party can live with the text, but asks for more.
    TextConsidered = "text_considered";
    /// A party rejected the text and named an issue.
    TextRejected = "text_rejected";
    /// An option became public.
    OptionLeaked = "option_leaked";
    /// An option was lost for good.
    OptionBurnt = "option_burnt";
    /// A blunder at the table.
    MisstepMade = "misstep_made";
    /// A settled issue was opened again.
    IssueReopened = "issue_reopened";
    /// An option was rejected once too often.
    OptionExhausted = "option_exhausted";
    /// A settled issue was agreed for good, ahead of the rest.
    IssueHarvested = "issue_harvested";
    /// A party told its public that there is progress, and where it stands.
    SignalGiven = "signal_given";
    /// A party ruled out in public what has leaked.
    PledgeMade = "pledge_made";
    /// A mediator promised something.
    CarrotOffered = "carrot_offered";
    /// A mediator threatened with something.
    StickShown = "stick_shown";
    /// Something happened outside the talks.
    ShockStruck = "shock_struck";
    /// A party left for good.
    WalkedOut = "walked_out";
    /// A party left and came back.
    TalksPaused = "talks_paused";
    /// A party made an offer; what it changes about its last one follows.
    OfferMade = "offer_made";
    /// An option of an offer that was not in the party's last one.
    OptionOffered = "option_offered";
    /// A party accepted the standing offer.
    OfferAccepted = "offer_accepted";
    /// A party rejected the standing offer.
    OfferRejected = "offer_rejected";
    /// A party voted for the text in plenary.
    VotedFor = "voted_for";
    /// A party voted against the text in plenary.
    VotedAgainst = "voted_against";
    /// A party abstained in plenary.
    Abstained = "abstained";
    /// A guarantor agreed.
    ConsentGiven = "consent_given";
    /// A guarantor refused.
    ConsentRefused = "consent_refused";
    /// All disputants signed.
    TextSigned = "text_signed";
    /// The vote at home was won.
    TextRatified = "text_ratified";
    /// The vote at home was lost.
    VoteLost = "vote_lost";
    /// The vote at home was lost, and the text goes back to the table.
    TextSentBack = "text_sent_back";
    /// What was ratified broke down.
    AgreementBroken = "agreement_broken";
    /// Nobody moved any more.
    TalksDeadlocked = "talks_deadlocked";
    /// The horizon was reached.
    DeadlinePassed = "deadline_passed";
}

/// Who did it. Indices are rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Actor {
    /// The talks as a whole.
    Talks,
    /// A party.
    Party(usize),
    /// A person.
    Negotiator(usize),
    /// Something that a mediator promises or threatens with.
    Inducement(usize),
    /// Something outside the talks.
    Shock(usize),
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
    pub kind: EventKind,
    /// When.
    pub day: i32,
    /// Round of the talks, from 0.
    pub round: u32,
    /// Row of the session.
    pub session: usize,
    /// Who.
    pub actor: Actor,
    /// The issue it was about.
    pub issue: Option<usize>,
    /// The option it was about (flat index).
    pub option: Option<usize>,
}

#[derive(Resource, Default)]
pub(crate) struct Recorder {
    pub(crate) on: bool,
    pub(crate) events: Vec<(usize, Event)>,
}

/// What a system writes events with.
#[derive(SystemParam)]
pub struct Record<'w> {
    recorder: ResMut<'w, Recorder>,
}

impl Record<'_> {
    /// Whether somebody watches: what takes pains to tell need not be told otherwise.
    #[inline]
    pub fn is_on(&self) -> bool {
        self.recorder.on
    }

    /// Something happened. The closure runs only where somebody watches.
    #[inline]
    pub fn event(&mut self, run: &Run, what: impl FnOnce() -> (EventKind, Actor, Option<usize>, Option<usize>)) {
        self.event_on(run.day, run, what);
    }

    /// Something happens on another day than that of the session.
    #[inline]
    pub fn event_on(
        &mut self,
        day: i32,
        run: &Run,
        what: impl FnOnce() -> (EventKind, Actor, Option<usize>, Option<usize>),
    ) {
        if self.recorder.on {
            let (kind, actor, issue, option) = what();
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
}
