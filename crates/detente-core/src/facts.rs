//! Facts of the engine: what it opens talks with, what decides them, and what stands when they end. Those of behaviours are
//! declared where they are meant; anybody may read them.

use crate::events::{Actor, EventKind};
use crate::fact;
use crate::kind::{Issue, IssueOption, Linkage, Party, Session, Shock, Stance, Talks};
use crate::outcome::{Decision, Outcome};
use crate::row::{OptionIx, PartyIx};
use bevy_ecs::component::Component;
use bitflags::bitflags;

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

bitflags! {
    /// What everybody knows about an option. In one byte, since all options of a run are asked several times in a round.
    #[derive(Component, Debug, Clone, Copy, Default, PartialEq, Eq)]
    pub struct OptionState: u8 {
        /// Somebody has thought of it.
        const KNOWN = 1;
        /// It has been put on the table.
        const FLOATED = 1 << 1;
        /// The public knows of it.
        const PUBLIC = 1 << 2;
        /// It cannot be agreed any more.
        const OFF_TABLE = 1 << 3;
        /// A guarantor has refused it.
        const REFUSED = 1 << 4;
        /// It can be agreed no more, for one reason or the other, or both: `intersects` asks for it.
        const LOST = Self::OFF_TABLE.bits() | Self::REFUSED.bits();
    }
}

fact! {
    /// What everybody knows about an option.
    impl OptionState on IssueOption, kept
}

impl OptionState {
    /// Whether all of one set hold, and none of another.
    #[inline(always)]
    pub fn is_without(self, all: Self, none: Self) -> bool {
        self & (all | none) == all
    }

    /// Whether the holder of the text may write it in.
    #[inline(always)]
    pub fn available(self) -> bool {
        self.is_without(Self::FLOATED, Self::LOST)
    }

    /// Whether it is there to be found.
    #[inline(always)]
    pub fn is_latent(self) -> bool {
        !self.intersects(Self::KNOWN | Self::OFF_TABLE)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_option_may_be_written_while_it_is_on_the_table_and_not_lost() {
        let floated = OptionState::KNOWN | OptionState::FLOATED;
        assert!(floated.available() && (floated | OptionState::PUBLIC).available());
        for state in [
            OptionState::KNOWN,
            floated | OptionState::OFF_TABLE,
            floated | OptionState::REFUSED,
            floated | OptionState::LOST,
        ] {
            assert!(!state.available(), "{state:?}");
        }
        let is_latent = [OptionState::empty(), OptionState::REFUSED].map(OptionState::is_latent);
        assert_eq!(is_latent, [true, true]);
        let is_latent = [OptionState::KNOWN, OptionState::OFF_TABLE].map(OptionState::is_latent);
        assert_eq!(is_latent, [false, false]);
    }
}
