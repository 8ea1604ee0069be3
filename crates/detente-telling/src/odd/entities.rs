//! Who and what there is, and when they meet.

use super::tables::{Numbers, table};
use super::{Description, paragraph};
use crate::wording::{list, packages};
use detente_core::{Indexed, PartyIx, Role, RowKind, SessionIx, SessionSpec, Start, Trigger, Voting};

impl Description<'_> {
    pub(super) fn entities(&self) -> String {
        let model = self.model;
        let ids = |ids: Vec<&str>| ids.iter().map(|id| format!("`{id}`")).collect::<Vec<_>>().join(", ");
        let mut rows = vec![
            row("parties", model.parties.len(), self.parties()),
            row("negotiators", model.negotiators.len(), self.delegations()),
            row("constituencies", model.constituencies.len(), self.constituencies()),
            row(
                "relations",
                model.relations.len(),
                "every ordered pair of parties".to_owned(),
            ),
            row(
                "issues",
                model.issues.len(),
                ids(model.issues.iter().map(|i| i.id.as_str()).collect()),
            ),
            row("options", model.options.len(), self.packages()),
            row(
                "linkages",
                model.linkages.len(),
                ids(model.linkages.iter().map(|l| l.id.as_str()).collect()),
            ),
            row(
                "exclusions",
                model.exclusions.len(),
                ids(model.exclusions.iter().map(|e| e.id.as_str()).collect()),
            ),
            row(
                "sessions",
                model.sessions.len(),
                "section 3 has the calendar".to_owned(),
            ),
        ];
        rows.retain(|row| row[1] != "0");
        let horizon = self.number(RowKind::Talks, "", "horizon_days", 0);
        let start = model
            .start_date
            .map_or(String::new(), |date| format!("; day 0 is {date}"));
        let scales = paragraph(&format!("The horizon is day {horizon}{start}."));
        format!("{}\n{scales}", table(&["entity", "how many", "which"], rows))
    }

    fn parties(&self) -> String {
        let model = self.model;
        let party = |(p, party): (PartyIx, &detente_core::PartySpec)| {
            let role = match party.role {
                Role::Disputant => "disputant",
                Role::Mediator => "mediator",
                Role::Guarantor => "guarantor",
            };
            let holds = if model.talks.text_holder == Some(p) {
                ", holds the text"
            } else {
                ""
            };
            let name = if party.name == party.id {
                String::new()
            } else {
                format!("{}, ", party.name)
            };
            format!("`{}` ({name}{role}{holds})", party.id)
        };
        model.parties.indexed().map(party).collect::<Vec<_>>().join(", ")
    }

    fn delegations(&self) -> String {
        self.by_party(|p| {
            let own = self.model.negotiators.iter().filter(|n| n.party == p);
            own.map(|n| n.id.as_str()).collect()
        })
    }

    fn constituencies(&self) -> String {
        self.by_party(|p| {
            let own = self.model.constituencies.iter().filter(|c| c.party == p);
            own.map(|c| c.id.as_str()).collect()
        })
    }

    /// `of us: a, b; of ua: c`.
    fn by_party<'b>(&self, ids: impl Fn(PartyIx) -> Vec<&'b str>) -> String {
        let parties = self.model.parties.indexed();
        let own = parties
            .map(|(p, party)| (party, ids(p)))
            .filter(|(_, ids)| !ids.is_empty());
        let said = own.map(|(party, ids)| {
            let ids: Vec<String> = ids.iter().map(|id| format!("`{id}`")).collect();
            format!("of `{}`: {}", party.id, ids.join(", "))
        });
        said.collect::<Vec<_>>().join("; ")
    }

    fn packages(&self) -> String {
        let n: f64 = self
            .model
            .issues
            .iter()
            .map(|issue| issue.options.len() as f64)
            .product();
        format!("they make {} packages", packages(n))
    }

    /// The numbers of the fixed keys on rows of a kind.
    pub(super) fn fixed(&self, kind: RowKind, key: &str) -> Option<Numbers<'_>> {
        let set = self.registry.fixed_set(kind, key)?;
        Numbers::of(self.model, self.registry, set)
    }

    /// One number of the fixed keys.
    pub(super) fn number(&self, kind: RowKind, key: &str, name: &str, row: usize) -> String {
        let numbers = self.fixed(kind, key);
        let text = numbers.and_then(|numbers| Some(numbers.text(row, numbers.field(name)?)));
        text.unwrap_or_default()
    }

    /// The calendar.
    pub(super) fn sessions(&self) -> String {
        let Some(numbers) = self.fixed(RowKind::Session, "") else {
            return String::new();
        };
        let told: Vec<usize> = (numbers.told().into_iter())
            .filter(|&field| ["rounds", "aides", "secrecy", "hospitality"].contains(&numbers.name(field)))
            .collect();
        let mut heading = vec!["session", "protocol", "begins", "in the room", "agenda"];
        heading.extend(told.iter().map(|&field| numbers.name(field)));
        let rows = self.model.sessions.indexed().map(|(s, session)| {
            let mut cells = vec![
                self.session_name(session),
                format!("`{}`", session.protocol),
                self.begins(s, session),
                self.room(session),
                self.agenda(session),
            ];
            cells.extend(told.iter().map(|&field| numbers.text(s.ix(), field)));
            cells
        });
        format!("The calendar:\n\n{}{}", table(&heading, rows), self.voting())
    }

    /// How a plenary adopts.
    fn voting(&self) -> String {
        if !self.uses("plenary") {
            return String::new();
        }
        let words = Voting::WORDS.iter().find(|(_, rule)| *rule == self.model.talks.voting);
        let rule = words.map_or(String::new(), |(word, _)| word.replace('_', " "));
        let of = |name: &str| self.number(RowKind::Talks, "voting", name, 0);
        let shares = match self.model.talks.voting {
            Voting::QualifiedMajority => format!(" (majority {}, quorum {})", of("majority"), of("quorum")),
            _ => String::new(),
        };
        format!("\nA plenary adopts by {rule}{shares}.\n")
    }

    fn session_name(&self, session: &SessionSpec) -> String {
        match session.place.is_empty() {
            true => format!("`{}`", session.id),
            false => format!("`{}`, {}", session.id, session.place),
        }
    }

    fn begins(&self, s: SessionIx, session: &SessionSpec) -> String {
        let of = |name: &str| self.number(RowKind::Session, "", name, s.ix());
        let id = |s: SessionIx| format!("`{}`", self.model.sessions[s].id);
        let begins = match session.start {
            Start::OnDay => format!("day {}", of("day")),
            Start::After(other) => format!("{} after {}", days(&of("every_days")), id(other)),
            Start::Leg(before) => return format!("{} after each {}", days(&of("travel_days")), id(before)),
            Start::When(trigger) => {
                let event = match trigger {
                    Trigger::GapBelow => "the mean gap falls to",
                    Trigger::MomentumAbove => "momentum reaches",
                };
                format!("{} after {event} {}", days(&of("travel_days")), of("threshold"))
            }
        };
        match (of("times").as_str(), session.start) {
            ("1", _) => begins,
            (times, Start::When(_)) => format!("{begins}, at most {times} times"),
            (times, _) => format!("{begins}, then every {}, {times} times in all", days(&of("every_days"))),
        }
    }

    fn room(&self, session: &SessionSpec) -> String {
        let of_party = |&p: &PartyIx| {
            let here = session
                .negotiators
                .iter()
                .filter(|&&n| self.model.negotiators[n].party == p);
            let ids: Vec<&str> = here.map(|&n| self.model.negotiators[n].id.as_str()).collect();
            let all = self.model.negotiators.iter().filter(|n| n.party == p).count();
            match ids.len() == all {
                true => self.model.parties[p].id.clone(),
                false => format!("{} ({})", self.model.parties[p].id, ids.join(", ")),
            }
        };
        list(&session.parties.iter().map(of_party).collect::<Vec<_>>())
    }

    fn agenda(&self, session: &SessionSpec) -> String {
        match &session.agenda {
            None => "all that is ripe".to_owned(),
            Some(issues) => list(
                &issues
                    .iter()
                    .map(|&i| self.model.issues[i].id.as_str())
                    .collect::<Vec<_>>(),
            ),
        }
    }
}

fn row(entity: &str, n: usize, which: String) -> Vec<String> {
    vec![entity.to_owned(), n.to_string(), which]
}

/// `1 day`, `14 days`.
fn days(number: &str) -> String {
    match number {
        "1" => "1 day".to_owned(),
        number => format!("{number} days"),
    }
}
