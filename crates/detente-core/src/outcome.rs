//! How a run ends, and what is kept of it.

use crate::events::{Actor, EventKind};
use crate::kind::Party;
use crate::lot::Lot;
use crate::model::Model;
use crate::row::{ByRow, OptionIx, PartyIx};
use std::fmt::Write;

/// How talks end: competing risks, exactly one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// Signed, and ratified wherever ratification is modelled.
    Agreement,
    /// Signed, and rejected at home.
    RejectedAtHome,
    /// A party left for good.
    WalkOut,
    /// A party left for good while a scandal was on.
    CollapsedAfterLeak,
    /// Nobody moved any more.
    Deadlock,
    /// Still talking at the horizon.
    Deadline,
}

impl Outcome {
    /// Every outcome, in the order of tables.
    pub const ALL: [Outcome; 6] = [
        Outcome::Agreement,
        Outcome::RejectedAtHome,
        Outcome::WalkOut,
        Outcome::CollapsedAfterLeak,
        Outcome::Deadlock,
        Outcome::Deadline,
    ];

    /// Its name in files.
    pub const fn name(self) -> &'static str {
        match self {
            Outcome::Agreement => "agreement",
            Outcome::RejectedAtHome => "rejected_at_home",
            Outcome::WalkOut => "walkout",
            Outcome::CollapsedAfterLeak => "collapsed_after_leak",
            Outcome::Deadlock => "deadlock",
            Outcome::Deadline => "deadline",
        }
    }
}

/// The event that decided a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Decision {
    /// What happened.
    pub event: &'static EventKind,
    /// Who did it.
    pub actor: Actor,
    /// The option it was about.
    pub option: Option<OptionIx>,
}

impl Decision {
    /// Writes it as tables have it, `event:actor[:issue=option]`, in place of what the text holds.
    pub fn write(&self, model: &Model, text: &mut String) {
        text.clear();
        let _ = write!(text, "{}:{}", self.event.name, self.actor.id(model));
        if let Some(option) = self.option {
            let _ = write!(text, ":{}", model.option_ref(option));
        }
    }
}

/// What is kept of one run.
#[derive(Debug, Clone, PartialEq)]
pub struct RunRecord {
    /// What it drew with.
    pub lot: Lot,
    /// How it ended.
    pub outcome: Outcome,
    /// The day it ended.
    pub end_day: i32,
    /// Rounds played.
    pub rounds: u32,
    /// Issues on which the text of the end was settled.
    pub issues_settled: u32,
    /// How often each counted event has happened, in the order of [`Registry::counted`](crate::Registry::counted).
    pub counts: Vec<(&'static EventKind, u32)>,
    /// What decided it.
    pub decided_by: Decision,
    /// Day of the signature.
    pub signed_day: Option<i32>,
    /// Day of the vote that ratified.
    pub ratified_day: Option<i32>,
    /// Day on which what was ratified broke down, where durability is modelled.
    pub broke_down_day: Option<i32>,
    /// The party whose offer or text was accepted.
    pub proposer: Option<PartyIx>,
    /// Utility of each party: of the agreement, or its reservation value at the end.
    pub utilities: ByRow<Party, Vec<f64>>,
    /// Reservation value of each party at the end.
    pub reservation_values: ByRow<Party, Vec<f64>>,
    /// The option agreed on each issue; empty without an agreement.
    pub package: Vec<OptionIx>,
    /// Distance of the disputants' utilities to the Nash point.
    pub nash_distance: Option<f64>,
    /// Distance of the disputants' utilities to the frontier.
    pub frontier_distance: Option<f64>,
    /// Distance to the Kalai-Smorodinsky point.
    pub kalai_smorodinsky_distance: Option<f64>,
    /// Distance to the egalitarian point.
    pub egalitarian_distance: Option<f64>,
    /// Distance to the greatest sum of utilities.
    pub welfare_distance: Option<f64>,
    /// Utility of each party discounted by the time that alternating offers took; empty where nobody discounts.
    pub discounted_utilities: ByRow<Party, Vec<f64>>,
}

impl RunRecord {
    /// How often a counted event has happened.
    pub fn count(&self, kind: &EventKind) -> u32 {
        self.counts.iter().find(|(k, _)| *k == kind).map_or(0, |(_, n)| *n)
    }
}
