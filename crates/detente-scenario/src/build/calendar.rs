//! The calendar: entries and their legs become rows, one after another.

use super::Builder;
use super::layers::Layers;
use super::people::texts;
use crate::date;
use crate::node::{Node, Span, Table, Value};
use crate::path::join;
use detente_core::{Indexed, IssueIx, NegotiatorIx, NegotiatorSpec, PartyIx, SessionIx, SessionSpec, Start, Trigger};
use std::collections::{BTreeMap, BTreeSet};

/// One row of the calendar: an entry without legs, or a leg.
#[derive(Debug, Clone)]
pub(super) struct Meeting<'a> {
    /// Place of the entry.
    pub(super) entry: usize,
    pub(super) entry_id: &'a str,
    pub(super) own: &'a Table,
    /// Id and table of the leg.
    pub(super) leg: Option<(&'a str, &'a Table)>,
    span: &'a Span,
}

impl Meeting<'_> {
    pub(super) fn path(&self) -> String {
        match self.leg {
            Some((leg, _)) => join(["calendar", self.entry_id, "legs", leg]),
            None => join(["calendar", self.entry_id]),
        }
    }

    fn id(&self) -> String {
        match self.leg {
            Some((leg, _)) => format!("{}.{leg}", self.entry_id),
            None => self.entry_id.to_owned(),
        }
    }
}

impl<'a> Builder<'a> {
    /// The rows of the calendar in file order.
    pub(super) fn meetings(&self) -> Vec<Meeting<'a>> {
        let mut meetings = Vec::new();
        for (entry, (own, node)) in self.root().rows("calendar").enumerate() {
            let meeting = |leg, span| Meeting {
                entry,
                entry_id: self.names.sessions.id(entry),
                own,
                leg,
                span,
            };
            let before = meetings.len();
            let legs = own
                .rows("legs")
                .map(|(leg, n)| meeting(Some((leg.text("id").unwrap_or_default(), leg)), &n.span));
            meetings.extend(legs);
            if meetings.len() == before {
                meetings.push(meeting(None, &node.span));
            }
        }
        meetings
    }

    pub(super) fn sessions(&mut self, protocol: &str, negotiators: &[NegotiatorSpec]) -> Vec<SessionSpec> {
        self.ambiguous_ids();
        let meetings = self.meetings();
        // What is no list is told as such.
        let list = self.root().get("calendar").filter(|node| node.as_list().is_some());
        if let Some(node) = list.filter(|_| meetings.is_empty()) {
            self.error("calendar".into(), &node.span, "no session", "one session or more");
        }
        self.endless_chains();
        let mut sessions: Vec<SessionSpec> = Vec::new();
        let mut ids = BTreeMap::new();
        for (row, meeting) in meetings.iter().enumerate() {
            if ids
                .insert(meeting.id(), meeting.entry)
                .is_some_and(|entry| entry != meeting.entry)
            {
                self.error(
                    meeting.path(),
                    meeting.span,
                    "another session has the same `entry.leg`",
                    "an id of its own",
                );
            }
            let begins = row == 0 || meetings[row - 1].entry != meeting.entry;
            let start = if begins {
                self.start(meeting, &meetings)
            } else {
                Start::Leg(SessionIx::new(row - 1))
            };
            let layers = self.meeting_layers(meeting);
            let (negotiators, parties) = self.room(meeting, &layers, negotiators);
            sessions.push(SessionSpec {
                id: meeting.id(),
                place: layers.text("place").unwrap_or_default().to_owned(),
                protocol: layers.text("protocol").unwrap_or(protocol).to_owned(),
                negotiators,
                parties,
                agenda: self.agenda(layers.get("agenda")),
                start,
            });
        }
        sessions
    }

    /// What a row of the calendar says, inherits from its entry, and from the template.
    fn meeting_layers(&self, meeting: &Meeting<'a>) -> Layers<'a> {
        let leg = meeting.leg.map(|(_, table)| table);
        Layers::of(leg.into_iter().chain([meeting.own]).chain(self.template("calendar")))
    }

    fn start(&mut self, meeting: &Meeting<'a>, meetings: &[Meeting<'a>]) -> Start {
        let given = ["day", "after", "when"].map(|key| meeting.own.get(key));
        let count = given.iter().flatten().count();
        if count != 1 {
            let message = if count == 0 {
                "no `day`, `after` or `when`"
            } else {
                "more than one of `day`, `after`, `when`"
            };
            let place = self
                .root()
                .rows("calendar")
                .nth(meeting.entry)
                .map(|(_, node)| node.span.clone());
            let path = join(["calendar", meeting.entry_id]);
            self.error(
                path,
                &place.flatten(),
                message,
                "exactly one of them: when the session begins",
            );
        }
        self.dated(meeting, given[0]);
        let [_, after, when] = given.map(|node| node.and_then(Node::as_text));
        let last_row = |entry| meetings.iter().rposition(|m| m.entry == entry);
        match (
            after.and_then(|id| self.names.sessions.get(id)).and_then(last_row),
            when,
        ) {
            (Some(row), _) => Start::After(SessionIx::new(row)),
            (None, Some("gap_below")) => Start::When(Trigger::GapBelow),
            (None, Some("momentum_above")) => Start::When(Trigger::MomentumAbove),
            _ => Start::OnDay,
        }
    }

    /// A date needs day 0, and lies on it or after it.
    fn dated(&mut self, meeting: &Meeting<'a>, day: Option<&Node>) {
        let Some(node) = day.filter(|n| matches!(&n.value, Value::Date(d) if date::parse(d).is_some())) else {
            return;
        };
        let path = join(["calendar", meeting.entry_id, "day"]);
        match self.document.day(node) {
            None => self.error(
                path,
                &node.span,
                node.describe(),
                "a day, or `scenario.start_date` for day 0",
            ),
            Some(day) if day < 0.0 => {
                let message = format!("{}, {} days before day 0", node.describe(), -day);
                self.error(path, &node.span, message, "`scenario.start_date` or later");
            }
            Some(_) => {}
        }
    }

    /// Sessions that wait for each other would never be held.
    fn endless_chains(&mut self) {
        let follows: Vec<Option<usize>> = self
            .root()
            .rows("calendar")
            .map(|(own, _)| own.text("after").and_then(|id| self.names.sessions.get(id)))
            .collect();
        for (entry, (own, _)) in self.root().rows("calendar").enumerate() {
            let mut at = Some(entry);
            for _ in 0..=follows.len() {
                at = at.and_then(|e| follows[e]);
            }
            if let (Some(_), Some(node)) = (at, own.get("after")) {
                let path = join(["calendar", self.names.sessions.id(entry), "after"]);
                self.error(
                    path,
                    &node.span,
                    "sessions that wait for each other",
                    "a chain that begins with `day` or `when`",
                );
            }
        }
    }

    /// Persons and parties in the room.
    fn room(
        &mut self,
        meeting: &Meeting<'a>,
        layers: &Layers<'a>,
        all: &[NegotiatorSpec],
    ) -> (Vec<NegotiatorIx>, Vec<PartyIx>) {
        let node = layers.get("participants");
        // What is no list of texts is told as such.
        let is_read = node.is_none_or(|n| n.as_list().is_some_and(<[Node]>::is_empty));
        if is_read && texts(node).next().is_none() {
            let span = node.map_or(meeting.span, |n| &n.span);
            let message = if node.is_none() {
                "`participants` is missing"
            } else {
                "nobody takes part"
            };
            self.error(
                meeting.path(),
                span,
                message,
                "participants = [...], parties or negotiators",
            );
        }
        let (mut persons, mut parties) = (BTreeSet::new(), BTreeSet::new());
        for id in texts(node) {
            if let Some(party) = self.names.parties.get(id).map(PartyIx::new) {
                parties.insert(party);
                persons.extend(all.indices().filter(|&n| all[n].party == party));
            } else if let Some(person) = self.names.negotiators.get(id).map(NegotiatorIx::new) {
                parties.insert(all[person].party);
                persons.insert(person);
            }
        }
        (persons.into_iter().collect(), parties.into_iter().collect())
    }

    /// An empty agenda is none: all that is ripe.
    fn agenda(&self, node: Option<&Node>) -> Option<Vec<IssueIx>> {
        let known = texts(node).filter_map(|id| self.names.issues.get(id));
        let issues: BTreeSet<IssueIx> = known.map(IssueIx::new).collect();
        (!issues.is_empty()).then(|| issues.into_iter().collect())
    }
}
