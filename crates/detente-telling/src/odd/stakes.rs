//! The numbers that a run begins with: traits, interests, options.

use super::tables::{Numbers, table};
use super::{Description, paragraph};
use crate::wording::list;
use detente_core::{Indexed, IssueIx, OptionIx, PartyIx, RowKind, StakeIx};

/// A table of rows: what they are called, other cells, and the numbers of these sets that differ from their defaults.
fn of_rows(heading: &[&str], rows: Vec<Vec<String>>, sets: &[Option<Numbers<'_>>]) -> String {
    let told: Vec<(&Numbers<'_>, usize)> = sets
        .iter()
        .flatten()
        .flat_map(|numbers| numbers.told().into_iter().map(move |field| (numbers, field)))
        .collect();
    let mut heading = heading.to_vec();
    heading.extend(told.iter().map(|(numbers, field)| numbers.name(*field)));
    let rows = rows.into_iter().enumerate().map(|(row, mut cells)| {
        cells.extend(told.iter().map(|(numbers, field)| numbers.text(row, *field)));
        cells
    });
    table(&heading, rows)
}

impl Description<'_> {
    /// The rows of the model with their numbers.
    pub(super) fn numbers_of_rows(&self) -> String {
        let parts = [
            ("Parties", self.party_rows()),
            ("Negotiators", self.negotiator_rows()),
            ("Constituencies", self.constituency_rows()),
            ("Relations", self.summary(RowKind::Relation, "")),
            ("How mediators treat the sides", self.summary(RowKind::Relation, "side")),
            ("Issues", self.issue_rows()),
            (
                "Stakes (`6 at 0.2`: weight 6, ideal position 0.2, tolerance 1 unless it is named)",
                self.stake_rows(),
            ),
            ("Options", self.option_rows()),
            ("Linkages", self.linkage_rows()),
            ("Exclusions: options that cannot stand together", self.exclusion_rows()),
        ];
        let told = parts.into_iter().filter(|(_, rows)| !rows.is_empty());
        let text: String = told.map(|(what, rows)| format!("{what}:\n\n{rows}\n")).collect();
        let defaults =
            "Numbers that are not shown here or in section 7 have their defaults: `detente params` lists all.";
        text + defaults
    }

    fn code(&self, options: &[OptionIx]) -> String {
        let names: Vec<String> = options
            .iter()
            .map(|&o| format!("`{}`", self.model.option_ref(o)))
            .collect();
        names.join(", ")
    }

    fn party_rows(&self) -> String {
        let rows = self.model.parties.iter();
        let rows = rows.map(|party| vec![format!("`{}`", party.id), self.code(&party.red_lines)]);
        of_rows(
            &["party", "red lines"],
            rows.collect(),
            &[self.fixed(RowKind::Party, "")],
        )
    }

    fn negotiator_rows(&self) -> String {
        let offers = self.uses("alternating_offers");
        let row = |n: &detente_core::NegotiatorSpec| {
            let mut cells = vec![format!("`{}`", n.id)];
            if offers {
                cells.extend([
                    n.strategy.offers.word().to_owned(),
                    n.strategy.accepts.word().to_owned(),
                ]);
            }
            cells
        };
        let heading = ["negotiator", "offers", "accepts"];
        let rows = self.model.negotiators.iter().map(row).collect();
        let sets = [
            self.fixed(RowKind::Negotiator, ""),
            self.fixed(RowKind::Negotiator, "strategy.offers"),
        ];
        of_rows(if offers { &heading } else { &heading[..1] }, rows, &sets)
    }

    fn constituency_rows(&self) -> String {
        let model = self.model;
        let Some(emphases) = self
            .fixed(RowKind::Emphasis, "")
            .filter(|_| !model.constituencies.is_empty())
        else {
            return String::new();
        };
        let stressed = |c: usize| {
            let of_issue = |i: IssueIx| {
                (
                    model.issues[i].id.as_str(),
                    emphases.text(c * model.issues.len() + i.ix(), 0),
                )
            };
            let issues = model.issues.indices();
            let told = issues.map(of_issue).filter(|(_, factor)| factor != "1");
            told.map(|(id, factor)| format!("{id} {factor}"))
                .collect::<Vec<_>>()
                .join(", ")
        };
        let rows = model.constituencies.iter().enumerate();
        let rows = rows.map(|(c, spec)| vec![format!("`{}`", spec.id), stressed(c)]);
        let sets = [self.fixed(RowKind::Constituency, "")];
        of_rows(
            &["constituency", "emphasis, a factor on the party's weight"],
            rows.collect(),
            &sets,
        )
    }

    /// One line per number, where a row differs from the default.
    fn summary(&self, kind: RowKind, key: &str) -> String {
        let numbers = self.fixed(kind, key).filter(|numbers| !numbers.told().is_empty());
        numbers.map(|numbers| numbers.table()).unwrap_or_default()
    }

    fn issue_rows(&self) -> String {
        let model = self.model;
        let row = |issue: &detente_core::IssueSpec| {
            let ids: Vec<&str> = model.options[issue.options.numbers()]
                .iter()
                .map(|o| o.id.as_str())
                .collect();
            let options = match ids.as_slice() {
                [first, second, .., last] if ids.len() > MANY => {
                    format!("{first}, {second}, ..., {last} ({})", ids.len())
                }
                _ => ids.join(", "),
            };
            let opening = model.options[issue.opening].id.clone();
            vec![format!("`{}`", issue.id), issue.title.clone(), options, opening]
        };
        let rows = model.issues.iter().map(row).collect();
        let ripe = self.fixed(RowKind::Issue, "").filter(|_| self.uses("ripeness"));
        of_rows(&["issue", "title", "options, in order", "opening"], rows, &[ripe])
    }

    /// A row per issue, a column per party.
    fn stake_rows(&self) -> String {
        let model = self.model;
        let Some(stakes) = self.fixed(RowKind::Stake, "") else {
            return String::new();
        };
        let of = |row: StakeIx, name: &str| {
            stakes
                .field(name)
                .map_or(String::new(), |field| stakes.text(row.ix(), field))
        };
        let cell = |party: PartyIx, issue: IssueIx| {
            let row = model.stake(party, issue);
            let tolerance = Some(of(row, "tolerance")).filter(|t| t != "1");
            let tolerance = tolerance.map_or(String::new(), |t| format!(", tolerance {t}"));
            match of(row, "weight").as_str() {
                "0" => "-".to_owned(),
                weight => format!("{weight} at {}{tolerance}", of(row, "ideal")),
            }
        };
        let mut heading = vec!["issue"];
        heading.extend(model.parties.iter().map(|party| party.id.as_str()));
        let rows = model.issues.indexed().map(|(i, issue)| {
            let parties = model.parties.indices().map(|p| cell(p, i));
            std::iter::once(format!("`{}`", issue.id)).chain(parties).collect()
        });
        table(&heading, rows)
    }

    /// The options of which something is to be told besides their place on the line.
    fn option_rows(&self) -> String {
        let model = self.model;
        let (Some(terms), Some(stances)) = (self.fixed(RowKind::IssueOption, ""), self.fixed(RowKind::Stance, ""))
        else {
            return String::new();
        };
        let of_parties = |option: OptionIx, field: &str, unsaid: &str| {
            let field = stances.field(field).unwrap_or_default();
            let cell = |p: PartyIx| stances.text(model.stance(p, option).ix(), field);
            let parties = model.parties.indices();
            let told = parties.map(|p| (p, cell(p))).filter(|(_, text)| text != unsaid);
            told.map(|(p, text)| format!("{} {text}", model.parties[p].id))
                .collect::<Vec<_>>()
                .join(", ")
        };
        let row = |(o, option): (OptionIx, &detente_core::OptionSpec)| {
            let consent: Vec<&str> = option.consent.iter().map(|&p| model.parties[p].id.as_str()).collect();
            let mut cells: Vec<String> = ["at", "sensitivity", "latent", "off_table"]
                .iter()
                .map(|name| {
                    terms
                        .field(name)
                        .map_or(String::new(), |field| terms.text(o.ix(), field))
                })
                .collect();
            cells.extend([
                list(&consent),
                of_parties(o, "value", "none"),
                of_parties(o, "ratification", "0"),
            ]);
            let plain = cells[1..4].iter().all(|cell| cell == "0") && cells[4..].iter().all(String::is_empty);
            cells.insert(0, format!("`{}`", model.option_ref(o)));
            (!plain).then_some(cells)
        };
        let heading = [
            "option",
            "at",
            "sensitivity",
            "latent",
            "off the table",
            "consent of",
            "value given",
            "demands at home",
        ];
        let rows: Vec<Vec<String>> = model.options.indexed().filter_map(row).collect();
        match rows.is_empty() {
            true => String::new(),
            false => format!(
                "{}\n{}",
                table(&heading, rows),
                paragraph(
                    "The other options are neither sensitive nor latent nor off the table; each has its place on the \
                     line of its issue, evenly spread unless the scenario says otherwise."
                )
            ),
        }
    }

    fn linkage_rows(&self) -> String {
        let model = self.model;
        let row = |(l, link): (usize, &detente_core::LinkageSpec)| {
            let value = self.number(RowKind::Linkage, "", "value", l);
            let party = model.parties[link.party].id.clone();
            vec![format!("`{}`", link.id), party, self.code(&link.options), value]
        };
        let rows: Vec<_> = model.linkages.iter().enumerate().map(row).collect();
        match rows.is_empty() {
            true => String::new(),
            false => table(&["linkage", "party", "options", "value"], rows),
        }
    }

    fn exclusion_rows(&self) -> String {
        let row = |e: &detente_core::ExclusionSpec| vec![format!("`{}`", e.id), self.code(&e.options)];
        let rows: Vec<_> = self.model.exclusions.iter().map(row).collect();
        match rows.is_empty() {
            true => String::new(),
            false => table(&["exclusion", "options"], rows),
        }
    }
}

/// Issues with more options than this are told by the first and the last.
const MANY: usize = 8;
