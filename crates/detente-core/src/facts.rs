//! Facts of the engine: what it opens talks with, what decides them, and what stands when they end. Those of behaviours are
//! declared where they are meant; anybody may read them.

use crate::events::{Actor, EventKind};
use crate::fact;
use crate::kind::{Issue, IssueOption, Linkage, Party, Session, Shock, Stance, Talks};
use crate::outcome::{Decision, Outcome};
use crate::row::{OptionIx, PartyIx};

fact! {
    /// How the run ended, if it has. The first ending stands.
    pub Ending on Talks, run, "" {
        /// What it came to.
        pub outcome: Option<Outcome> = None,
        /// The day.
        pub day: i32 = 0,
        /// What decided it.
        pub decided_by: Option<Decision> = None,
        /// Day of the signature.
        pub signed_day: Option<i32> = None,
        /// Day of the vote that ratified.
        pub ratified_day: Option<i32> = None,
        /// Day on which what was ratified broke down.
        pub broke_down_day: Option<i32> = None,
        /// The party whose offer or text was accepted.
        pub proposer: Option<PartyIx> = None,
        /// Share of the time for alternating offers that had gone by then, 0 to 1: what discounting counts.
        pub time: f64 = 0.0,
    }
}

impl Ending {
    /// Whether the talks go on.
    #[inline]
    pub fn is_open(&self) -> bool {
        self.outcome.is_none()
    }

    /// Ends the talks, unless they have ended before.
    pub fn end(
        &mut self,
        outcome: Outcome,
        day: i32,
        event: &'static EventKind,
        actor: Actor,
        option: Option<OptionIx>,
    ) {
        if self.is_open() {
            self.outcome = Some(outcome);
            self.day = day;
            self.decided_by = Some(Decision { event, actor, option });
        }
    }
}

fact! {
    /// Whether an issue is tentatively settled: what a run that ends without an agreement leaves behind.
    pub Settled on Issue, run, "" (pub bool = false)
}

fact! {
    /// The option of each issue that stands on the table.
    pub InText on Issue, kept, "" (pub OptionIx = OptionIx::FIRST)
}

fact! {
    /// What everybody knows about an option.
    pub OptionState on IssueOption, kept, "" {
        /// Somebody has thought of it.
        pub known: bool = false,
        /// It has been put on the table.
        pub floated: bool = false,
        /// The public knows of it.
        pub public: bool = false,
        /// It cannot be agreed any more.
        pub off_table: bool = false,
        /// A guarantor has refused it.
        pub refused: bool = false,
    }
}

impl OptionState {
    /// Whether the holder of the text may write it in.
    #[inline]
    pub fn available(&self) -> bool {
        // Asked of most options in most rounds: where nothing branches, a processor guesses nothing wrong.
        self.floated & !self.off_table & !self.refused
    }
}

fact! {
    /// A party's reservation value as it stands, 0 to 1.
    pub ReservationValue on Party, kept, "utility" (pub f64 = 0.0)
}

fact! {
    /// The scales of a party's utility and support over all packages: what noise and widths are measured in.
    pub Scale on Party, kept, "utility" {
        /// Standard deviation of utility over packages.
        pub utility_sd: f64 = 0.0,
        /// Standard deviation of support over packages.
        pub support_sd: f64 = 0.0,
        /// Lowest support without own red lines.
        pub support_low: f64 = 0.0,
        /// Highest support without own red lines.
        pub support_high: f64 = 0.0,
    }
}

fact! {
    /// What an option adds to a party's utility; the sum over a package lies in 0 to 1.
    pub Worth on Stance, kept, "utility" (pub f64 = 0.0)
}

fact! {
    /// What an option adds to a party's support at home, net of what it demands of ratification; without demands the sum over
    /// a package lies in 0 to 1.
    pub Support on Stance, kept, "share" (pub f64 = 0.0)
}

fact! {
    /// A linkage as scaled for this run: added to its party's utility when all its options stand in the package.
    pub LinkageWorth on Linkage, kept, "utility" (pub f64 = 0.0)
}

fact! {
    /// Whether a shock happens in this round, and whether it has happened or been decided before.
    pub Struck on Shock, run, "" {
        /// It happens now.
        pub now: bool = false,
        /// It can happen no more: it came, or its day passed.
        pub over: bool = false,
    }
}

fact! {
    /// When a session of the calendar meets next.
    pub Appointment on Session, kept, "days" {
        /// The day, if one is set.
        pub day: Option<i32> = None,
        /// Occurrences held.
        pub held: u32 = 0,
    }
}

impl Appointment {
    /// Puts it off by so many days.
    #[inline]
    pub fn put_off(&mut self, days: i32) {
        self.day = self.day.map(|day| day.saturating_add(days));
    }
}

fact! {
    /// Whether what a session waits for has come: whoever knows its trigger says so when a session closes.
    pub Called on Session, round, "" (pub bool = false)
}
