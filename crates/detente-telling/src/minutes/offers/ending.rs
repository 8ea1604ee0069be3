//! How talks ended in which offers alternate: whose offer it was, who accepted it, or how far apart they were.

use super::Offers;
use super::course::{Package, Standing};
use crate::wording::{capitalised, count, list};
use detente_agents::events;
use detente_core::{Indexed, OptionIx, Outcome, PartyIx, RunRecord};
use std::collections::BTreeMap;

impl Offers<'_> {
    /// Number of rounds.
    pub(in crate::minutes) fn n_rounds(&self) -> usize {
        self.course.rounds.len()
    }

    /// Whether the talks ended with offers rather than with a text.
    pub(in crate::minutes) fn decided(&self) -> bool {
        self.decided
    }

    /// What was signed: `the offer of East`, or `the text`.
    pub(in crate::minutes) fn signed(&self) -> String {
        match &self.course.signed {
            Some(signed) => format!("the offer of {}", self.names.party(signed.proposer)),
            None => "the text".to_owned(),
        }
    }

    /// How it came to that; nothing where a text decided.
    pub(in crate::minutes) fn story(&self, record: &RunRecord) -> String {
        match &self.course.signed {
            Some(signed) => self.consent(signed),
            None if self.decided && self.course.last_offers().is_empty() => "It had nothing to offer.".to_owned(),
            None if self.decided => self.distance(record),
            None => String::new(),
        }
    }

    /// What a text is worth to a party; none where there is nothing to bargain over.
    pub(in crate::minutes) fn worth_of(&self, party: PartyIx, text: &[OptionIx]) -> Option<f64> {
        Some(self.worths.as_ref()?.utility(party, text))
    }

    /// Whether a party has a stake in what is negotiated.
    pub(in crate::minutes) fn has_stake(&self, party: PartyIx) -> bool {
        let mut options = self.names.0.options.indices();
        let worths = self.worths.as_ref();
        worths.is_none_or(|w| options.any(|option| w.utility(party, &[option]) != 0.0))
    }

    /// The offer that was signed, issue by issue.
    pub(in crate::minutes) fn signed_package(&self) -> Option<&[OptionIx]> {
        Some(&self.course.signed.as_ref()?.package)
    }

    /// Who made the offer and who accepted it, when.
    fn consent(&self, signed: &Standing) -> String {
        let proposer = capitalised(self.party(signed.proposer));
        let acceptors = self.parties(&signed.acceptors);
        let last = self.course.rounds.last().map_or(signed.round, |round| round.number);
        let by = if signed.acceptors.len() == 1 { "in" } else { "by" };
        match (signed.since, signed.round) {
            (since, round) if since == round && round == last => {
                format!("{proposer} had made it and {acceptors} accepted it in round {round}.")
            }
            (since, round) if since == round => {
                format!("{proposer} had made it in round {round}; {acceptors} accepted it {by} round {last}.")
            }
            (since, _) => {
                format!("{proposer} had first made it in round {since}; {acceptors} accepted it {by} round {last}.")
            }
        }
    }

    /// Why there was no agreement: nothing to offer, and the best that was offered to each.
    fn distance(&self, record: &RunRecord) -> String {
        let rounds = count(self.n_rounds(), "round");
        let mut said = vec![match record.decided_by.event == events::WALKED_OUT && self.ran_dry() {
            true => format!("After {rounds} of offers it had nothing more to offer"),
            false => format!("After {rounds} of offers the parties were still apart"),
        }];
        let best: Vec<String> = self.disputants().filter_map(|p| self.best(p)).collect();
        if !best.is_empty() {
            said.push(capitalised(&best.join("; ")));
        }
        said.extend(self.out_of_reach());
        said.join(". ") + "."
    }

    /// Whether the last turn was of somebody who had nothing to offer.
    fn ran_dry(&self) -> bool {
        let last = self.course.rounds.last().and_then(|round| round.turns.last());
        last.is_some_and(super::Turn::is_empty)
    }

    /// `the best offer to East was worth 0.63 to it (round 3), 0.37 less than its own last one`.
    fn best(&self, party: PartyIx) -> Option<String> {
        let offers = self.course.rounds.iter().flat_map(|round| {
            let others = round.turns.iter().filter(|turn| turn.party != party);
            others.filter_map(|turn| Some((round.number, self.utility(party, &turn.offer.as_ref()?.package)?)))
        });
        let better = |best: Option<(usize, f64)>, (round, utility): (usize, f64)| match best {
            Some((_, other)) if other >= utility => best,
            _ => Some((round, utility)),
        };
        let (round, best) = offers.fold(None, better)?;
        let mut text = format!(
            "the best offer to {} was worth {} to it (round {round})",
            self.party(party),
            self.figure(best)
        );
        if let Some(own) = self.course.last_offers().get(&party) {
            let gap = self.utility(party, own)? - best;
            text.push_str(&match self.figure(gap.abs()) {
                same if same == self.figure(0.0) => ", as much as its own last one".to_owned(),
                gap_words if gap < 0.0 => format!(", {gap_words} more than its own last one"),
                gap_words => format!(", {gap_words} less than its own last one"),
            });
        }
        Some(text)
    }

    /// Whether no offer would have done for everybody.
    fn out_of_reach(&self) -> Option<String> {
        let worths = self.worths.as_ref()?;
        let reaches = |package: &Package| self.disputants().all(|p| worths.reaches(p, package));
        let turns = self.course.rounds.iter().flat_map(|round| &round.turns);
        let mut packages = turns.filter_map(|turn| Some(&turn.offer.as_ref()?.package));
        (!packages.any(reaches)).then(|| "No offer gave everybody its reservation value".to_owned())
    }

    /// What stands on the table at the end, with its heading; none where a text decided.
    pub(in crate::minutes) fn outcome(&self, record: &RunRecord) -> Option<(&'static str, Vec<(String, String)>)> {
        let rows = |package: &Package| -> Vec<(String, String)> {
            let options = self.names.0.issues.indices().zip(package);
            options
                .map(|(issue, &option)| (self.names.title(issue), self.names.option(option)))
                .collect()
        };
        match &self.course.signed {
            Some(signed) if record.outcome == Outcome::Agreement => Some(("What was agreed", rows(&signed.package))),
            Some(signed) => Some(("What was signed", rows(&signed.package))),
            None if !self.decided => None,
            None => {
                let last: BTreeMap<PartyIx, &Package> = self.course.last_offers();
                let last: Vec<(PartyIx, &Package)> = last.into_iter().collect();
                let none = || vec![("None were made.".to_owned(), String::new())];
                let rows = if last.is_empty() {
                    none()
                } else {
                    self.side_by_side(&last)
                };
                Some(("The last offers", rows))
            }
        }
    }

    /// How far the agreement is from what theory names, and what time took from it; nothing where a text decided.
    pub(in crate::minutes) fn measures(&self, record: &RunRecord) -> String {
        if self.course.signed.is_none() || record.outcome != Outcome::Agreement {
            return String::new();
        }
        let distances = [
            ("the frontier", record.frontier_distance),
            ("the Nash point", record.nash_distance),
            ("the Kalai-Smorodinsky point", record.kalai_smorodinsky_distance),
            ("the egalitarian point", record.egalitarian_distance),
            ("the greatest sum", record.welfare_distance),
        ];
        let distances = distances
            .iter()
            .filter_map(|(name, distance)| Some(format!("{:.3} from {name}", (*distance)?)));
        let distances: Vec<String> = distances.collect();
        let mut text = String::new();
        if !distances.is_empty() {
            text.push_str(&format!("Distances: {}.", list(&distances)));
        }
        // Empty where nobody discounts.
        let left = |p: PartyIx| record.discounted_utilities.get(p.ix());
        let waited = |&p: &PartyIx| left(p).is_some_and(|&left| left != record.utilities[p]);
        let discounted: Vec<String> = self
            .disputants()
            .filter(waited)
            .map(|p| format!("{:.3} to {}", record.discounted_utilities[p], self.party(p)))
            .collect();
        if !discounted.is_empty() {
            text.push_str(&format!(" Discounted for the time it took: {}.", list(&discounted)));
        }
        text.trim_start().to_owned()
    }
}
