//! A run as one JSON object. Keys stand in a fixed order, parties in the order of the file.

use detente_agents::events;
use detente_core::{Event, EventKind, Model};
use detente_lab::watch::Account;
use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

/// The object, as text.
pub fn object(account: &Account) -> String {
    let told = Told {
        ended: Ended::new(account),
        events: account
            .events
            .iter()
            .map(|event| Happened::new(&account.model, event))
            .collect(),
    };
    // Text keys and finite numbers: nothing here can fail to be JSON.
    serde_json::to_string_pretty(&told).unwrap_or_default() + "\n"
}

#[derive(Serialize)]
struct Told<'a> {
    #[serde(flatten)]
    ended: Ended<'a>,
    events: Vec<Happened<'a>>,
}

/// How a run ended.
#[derive(Serialize)]
pub(super) struct Ended<'a> {
    outcome: &'static str,
    end_day: i32,
    rounds: u32,
    proposer: Option<&'a str>,
    package: Option<String>,
    utilities: ByParty<'a>,
    reservation_values: ByParty<'a>,
    /// Only where some party's utility loses by waiting.
    #[serde(skip_serializing_if = "Option::is_none")]
    discounted_utilities: Option<ByParty<'a>>,
    /// Of an agreement, in the disputants' utilities.
    #[serde(skip_serializing_if = "Option::is_none")]
    distances: Option<Distances>,
    /// A key for each event that is counted.
    #[serde(flatten)]
    counts: Counts<'a>,
}

impl<'a> Ended<'a> {
    pub(super) fn new(account: &'a Account) -> Self {
        let (model, record) = (&*account.model, &account.record);
        let package: Vec<String> = record.package.iter().map(|&o| model.option_ref(o)).collect();
        Self {
            outcome: record.outcome.name(),
            end_day: record.end_day,
            rounds: record.rounds,
            proposer: record.proposer.map(|p| model.parties[p].id.as_str()),
            package: (!package.is_empty()).then(|| package.join(";")),
            utilities: ByParty(model, &record.utilities),
            reservation_values: ByParty(model, &record.reservation_values),
            discounted_utilities: (!record.discounted_utilities.is_empty())
                .then(|| ByParty(model, &record.discounted_utilities)),
            distances: record.frontier_distance.map(|_| Distances {
                frontier: record.frontier_distance,
                nash: record.nash_distance,
                kalai_smorodinsky: record.kalai_smorodinsky_distance,
                egalitarian: record.egalitarian_distance,
                maximum_welfare: record.welfare_distance,
            }),
            counts: Counts(&record.counts),
        }
    }
}

/// How far an agreement lies from what theory names.
#[derive(Serialize)]
struct Distances {
    frontier: Option<f64>,
    nash: Option<f64>,
    kalai_smorodinsky: Option<f64>,
    egalitarian: Option<f64>,
    maximum_welfare: Option<f64>,
}

/// An event.
#[derive(Serialize)]
pub(super) struct Happened<'a> {
    kind: &'static str,
    day: i32,
    round: u32,
    actor: &'a str,
    object: Option<String>,
}

impl<'a> Happened<'a> {
    pub(super) fn new(model: &'a Model, event: &Event) -> Self {
        let object = match (event.kind, event.option, event.issue) {
            (events::SESSION_OPENED | events::SESSION_CLOSED, ..) => Some(model.sessions[event.session].id.clone()),
            (_, Some(option), _) => Some(model.option_ref(option)),
            (_, None, Some(issue)) => Some(model.issues[issue].id.clone()),
            (_, None, None) => None,
        };
        Self {
            kind: event.kind.name,
            day: event.day,
            round: event.round,
            actor: event.actor.id(model),
            object,
        }
    }
}

/// How often counted events happened, by the names of their columns.
struct Counts<'a>(&'a [(&'static EventKind, u32)]);

impl Serialize for Counts<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let counted = self.0.iter().filter_map(|(kind, n)| Some((kind.counted?.column, n)));
        serializer.collect_map(counted)
    }
}

/// Values by party id, in the order of the file.
struct ByParty<'a>(&'a Model, &'a [f64]);

impl Serialize for ByParty<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.1.len()))?;
        for (party, value) in self.0.parties.iter().zip(self.1) {
            map.serialize_entry(&party.id, value)?;
        }
        map.end()
    }
}
