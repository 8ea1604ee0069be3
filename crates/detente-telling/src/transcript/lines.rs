//! JSON Lines: what was played, what happened, how it ended. Keys stand in a fixed order; [`schema`](super::schema) describes
//! them.

use super::object::{Ended, Happened};
use crate::minutes::Names;
use detente_core::{Event, Model};
use detente_lab::watch::Account;
use serde::Serialize;

/// Version of the lines.
pub(super) const FORMAT: u32 = 1;

/// What a run is besides its account: enough to play it again.
#[derive(Debug, Clone, Copy)]
pub struct Head<'a> {
    /// The program and its version.
    pub program: &'a str,
    /// Which replicate it was, unless luck and inputs were asked for by number.
    pub replicate: Option<u64>,
    /// Point of the experiment; 0 is the scenario as it stands.
    pub point: u64,
    /// What was changed for it, each as `PATH=VALUE`.
    pub changes: &'a [String],
}

/// A run, a line for what it was, one for each event in order, and one for how it ended.
pub fn lines(account: &Account, head: &Head<'_>) -> String {
    let model = &*account.model;
    let events = account.events.iter();
    let events = events.map(|event| Line::Event(Told::new(model, event)));
    let lines = std::iter::once(Line::Head(Played::new(account, head)))
        .chain(events)
        .chain([Line::End(End::new(account))]);
    // Text keys and finite numbers: nothing here can fail to be JSON.
    lines
        .map(|line| serde_json::to_string(&line).unwrap_or_default() + "\n")
        .collect()
}

#[derive(Serialize)]
#[serde(tag = "line", rename_all = "snake_case")]
enum Line<'a> {
    Head(Played<'a>),
    Event(Told<'a>),
    End(End<'a>),
}

#[derive(Serialize)]
struct Played<'a> {
    format: u32,
    program: &'a str,
    scenario: &'a str,
    title: &'a str,
    start_date: Option<String>,
    point: u64,
    changes: &'a [String],
    seed: u64,
    replicate: Option<u64>,
    luck: u64,
    inputs: u64,
}

impl<'a> Played<'a> {
    fn new(account: &'a Account, head: &Head<'a>) -> Self {
        let (model, lot) = (&account.model, account.record.lot);
        Self {
            format: FORMAT,
            program: head.program,
            scenario: &model.id,
            title: &model.title,
            start_date: model.start_date.map(|date| date.to_string()),
            point: head.point,
            changes: head.changes,
            seed: account.seed,
            replicate: head.replicate,
            luck: lot.luck,
            inputs: lot.inputs,
        }
    }
}

#[derive(Serialize)]
struct Told<'a> {
    session: &'a str,
    #[serde(flatten)]
    event: Happened<'a>,
    sentence: String,
}

impl<'a> Told<'a> {
    fn new(model: &'a Model, event: &Event) -> Self {
        Self {
            session: &model.sessions[event.session].id,
            event: Happened::new(model, event),
            sentence: Names(model).sentence(event),
        }
    }
}

#[derive(Serialize)]
struct End<'a> {
    #[serde(flatten)]
    ended: Ended<'a>,
    decided_by: String,
    issues_settled: u32,
    signed_day: Option<i32>,
    ratified_day: Option<i32>,
    broke_down_day: Option<i32>,
}

impl<'a> End<'a> {
    fn new(account: &'a Account) -> Self {
        let record = &account.record;
        let mut decided_by = String::new();
        record.decided_by.write(&account.model, &mut decided_by);
        Self {
            ended: Ended::new(account),
            decided_by,
            issues_settled: record.issues_settled,
            signed_day: record.signed_day,
            ratified_day: record.ratified_day,
            broke_down_day: record.broke_down_day,
        }
    }
}
