//! Facts: what everybody at the table can see, and what decisions leave behind. Any behaviour may read them; each has one
//! writer or is written through small methods.

use crate::events::{Actor, EventKind};
use crate::outcome::{Decision, Outcome};
use bevy_ecs::prelude::*;

/// How the run ended, if it has. The first ending stands.
#[derive(Component, Debug, Clone, Copy, Default, PartialEq)]
pub struct Ending {
    /// What it came to.
    pub outcome: Option<Outcome>,
    /// The day.
    pub day: i32,
    /// What decided it.
    pub decided_by: Option<Decision>,
    /// Day of the signature.
    pub signed_day: Option<i32>,
    /// Day of the vote that ratified.
    pub ratified_day: Option<i32>,
    /// Day on which what was ratified broke down.
    pub broke_down_day: Option<i32>,
    /// The party whose offer or text was accepted.
    pub proposer: Option<usize>,
    /// Share of the time for alternating offers that had gone by then, 0 to 1: what discounting counts.
    pub time: f64,
}

impl Ending {
    /// Whether the talks go on.
    #[inline]
    pub fn is_open(&self) -> bool {
        self.outcome.is_none()
    }

    /// Ends the talks, unless they have ended before.
    pub fn end(&mut self, outcome: Outcome, day: i32, event: EventKind, actor: Actor, option: Option<usize>) {
        if self.is_open() {
            self.outcome = Some(outcome);
            self.day = day;
            self.decided_by = Some(Decision { event, actor, option });
        }
    }
}

/// What happened in this round, for behaviours that react to it. Cleared when a round begins.
#[derive(Component, Debug, Clone, Copy, Default, PartialEq)]
pub struct Incidents {
    /// The option that leaked (flat index).
    pub leaked: Option<usize>,
    /// A blunder was made.
    pub misstep: bool,
    /// A party left, for good or not.
    pub walked_out: bool,
    /// The party that is suspected of the leak.
    pub suspected: Option<usize>,
    /// The party that told its public of progress.
    pub signalled_by: Option<usize>,
}

/// What the session has brought so far. Cleared when a session begins.
#[derive(Component, Debug, Clone, Copy, Default, PartialEq)]
pub struct Minutes {
    /// Changes made to the text.
    pub changes: u32,
    /// Options put on the table.
    pub floated: u32,
    /// Options found.
    pub found: u32,
    /// Issues that became ripe.
    pub ripened: u32,
    /// A disputant accepts that did not before.
    pub accepted: bool,
    /// Something leaked.
    pub leaked: bool,
    /// A blunder was made.
    pub misstep: bool,
    /// Issues agreed for good.
    pub harvested: u32,
}

impl Minutes {
    /// Progress that the people in the room can feel, unspoilt: what momentum and trust live on.
    pub fn constructive(&self) -> bool {
        (self.changes > 0 || self.accepted || self.harvested > 0) && !self.leaked && !self.misstep
    }

    /// Whether anything moved at all.
    pub fn moved(&self) -> bool {
        self.changes + self.floated + self.found + self.ripened + self.harvested > 0 || self.accepted
    }
}

/// Counts over the whole run.
#[derive(Component, Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// Options that leaked.
    pub leaks: u32,
    /// Sessions held, the current one included.
    pub sessions: u32,
}

/// The issue criticised last, which is where the talks look for new ideas.
#[derive(Component, Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct LastCriticism(pub Option<usize>);

/// How much scandal is in the air, 0 to 1.
#[derive(Component, Debug, Clone, Copy, Default, PartialEq)]
pub struct Scandal(pub f64);

/// How much momentum the talks have, 0 to 1.
#[derive(Component, Debug, Clone, Copy, Default, PartialEq)]
pub struct Momentum(pub f64);

/// Whether an issue is ripe for decision.
#[derive(Component, Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Ripe(pub bool);

/// Whether an issue is tentatively settled: ripe, and left alone by everybody for a whole session.
#[derive(Component, Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Settled(pub bool);

/// Whether an issue is agreed for good, ahead of the rest.
#[derive(Component, Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Harvested(pub bool);

/// Whether an issue was changed or criticised in this session.
#[derive(Component, Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Touched(pub bool);

/// The option that stands in the single text (flat index).
#[derive(Component, Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct InText(pub usize);

/// What everybody knows about an option.
#[derive(Component, Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct OptionState {
    /// Somebody has thought of it.
    pub known: bool,
    /// It has been put on the table.
    pub floated: bool,
    /// The public knows of it.
    pub public: bool,
    /// It cannot be agreed any more.
    pub off_table: bool,
    /// A guarantor has refused it.
    pub refused: bool,
}

impl OptionState {
    /// Whether the holder of the text may write it in.
    #[inline]
    pub fn available(&self) -> bool {
        self.floated && !self.off_table && !self.refused
    }
}

/// A party's reservation value as it stands, 0 to 1.
#[derive(Component, Debug, Clone, Copy, Default, PartialEq)]
pub struct ReservationValue(pub f64);

/// The scales of a party's utility and support over all packages: what noise and widths are measured in.
#[derive(Component, Debug, Clone, Copy, Default, PartialEq)]
pub struct Scale {
    /// Standard deviation of utility over packages.
    pub utility_sd: f64,
    /// Standard deviation of support over packages.
    pub support_sd: f64,
    /// Lowest support without own red lines.
    pub support_low: f64,
    /// Highest support without own red lines.
    pub support_high: f64,
}

/// How a party sees the text on the table.
#[derive(Component, Debug, Clone, Copy, Default, PartialEq)]
pub struct Verdict {
    /// Utility of the text, as the process colours it.
    pub value: f64,
    /// What it loses with its public by signing it.
    pub price: f64,
    /// Support at home.
    pub support: f64,
    /// Chance of ratification as the party sees it.
    pub ratification: f64,
    /// Value of signing.
    pub signing: f64,
    /// The delegation's aspiration.
    pub aspiration: f64,
    /// `(a_max - r) * curve`: what the mere passing of time has left of the ask.
    pub ask: f64,
    /// The text crosses an own red line.
    pub red_line: bool,
    /// No insult: no red line, worth at least the reservation value.
    pub considers: bool,
    /// It accepts the text as it stands; stays until the text changes.
    pub accepts: bool,
}

impl Verdict {
    /// What it still asks above what the text gives.
    #[inline]
    pub fn gap(&self) -> f64 {
        (self.aspiration - self.signing).max(0.0)
    }
}

/// What a party has criticised in this round.
#[derive(Component, Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Criticism {
    /// The issue that it named.
    pub issue: Option<usize>,
    /// Whether it said what it really thinks.
    pub honest: bool,
}

/// What the war has cost a party since day 0, in utility.
#[derive(Component, Debug, Clone, Copy, Default, PartialEq)]
pub struct Burden(pub f64);

/// Trust of one party in another, 0 to 1.
#[derive(Component, Debug, Clone, Copy, Default, PartialEq)]
pub struct Trust(pub f64);

/// Rapport of one party with another, 0 to 1.
#[derive(Component, Debug, Clone, Copy, Default, PartialEq)]
pub struct Rapport(pub f64);

/// What an option adds to a party's utility; the sum over a package lies in 0 to 1.
#[derive(Component, Debug, Clone, Copy, Default, PartialEq)]
pub struct Worth(pub f64);

/// What an option adds to a party's support at home, net of what it demands of ratification; without demands the sum over
/// a package lies in 0 to 1.
#[derive(Component, Debug, Clone, Copy, Default, PartialEq)]
pub struct Support(pub f64);

/// What the holder of the text believes an option adds to a party's utility, its red lines counted.
#[derive(Component, Debug, Clone, Copy, Default, PartialEq)]
pub struct Belief(pub f64);

/// A linkage as scaled for this run: added to its party's utility when all its options stand in the package.
#[derive(Component, Debug, Clone, Copy, Default, PartialEq)]
pub struct LinkageWorth(pub f64);

/// The option that a party has committed itself to in public (flat index).
#[derive(Component, Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Pledge(pub Option<usize>);

/// Whether a shock happens in this round, and whether it has happened or been decided before.
#[derive(Component, Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Struck {
    /// It happens now.
    pub now: bool,
    /// It can happen no more: it came, or its day passed.
    pub over: bool,
}

/// When a session of the calendar meets next.
#[derive(Component, Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Appointment {
    /// The day, if one is set.
    pub day: Option<i32>,
    /// Occurrences held.
    pub held: u32,
}

impl Appointment {
    /// Puts it off by so many days.
    #[inline]
    pub fn put_off(&mut self, days: i32) {
        self.day = self.day.map(|day| day.saturating_add(days));
    }
}
