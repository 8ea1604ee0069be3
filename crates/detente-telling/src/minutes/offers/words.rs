//! Offers, answers and rounds in words.

use super::Offers;
use super::course::{Offer, Package, Round, Turn};
use crate::wording::{capitalised, count, list, number, without_shared_unit};
use detente_core::{Indexed, IssueIx, OptionIx, PartyIx};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// Issues of one move that are named.
const NAMED: usize = 3;

impl Offers<'_> {
    /// Digits behind the point: fewer on a scale of large numbers.
    pub(super) fn decimals(&self) -> usize {
        let offers = self.course.rounds.iter().flat_map(|round| &round.turns);
        let packages = offers.filter_map(|turn| Some(&turn.offer.as_ref()?.package));
        let widest = packages
            .flat_map(|package| self.disputants().map(|p| self.utility(p, package)))
            .flatten()
            .fold(0.0, |widest: f64, utility| widest.max(utility.abs()));
        match widest {
            w if w >= 1000.0 => 0,
            w if w >= 100.0 => 1,
            _ => 2,
        }
    }

    /// A utility.
    pub(super) fn figure(&self, utility: f64) -> String {
        let text = format!("{utility:.*}", self.decimals);
        // What rounds to nothing has no sign.
        match text.strip_prefix('-') {
            Some(rest) if rest.bytes().all(|b| matches!(b, b'0' | b'.')) => rest.to_owned(),
            _ => text,
        }
    }

    pub(super) fn disputants(&self) -> impl Iterator<Item = PartyIx> + '_ {
        self.names.0.disputants()
    }

    pub(super) fn utility(&self, party: PartyIx, package: &Package) -> Option<f64> {
        Some(self.worths.as_ref()?.utility(party, package))
    }

    /// What a party is called here.
    pub(super) fn party(&self, party: PartyIx) -> &str {
        &self.called[party]
    }

    /// Several of them.
    pub(super) fn parties(&self, parties: &[PartyIx]) -> String {
        list(&parties.iter().map(|&p| self.party(p)).collect::<Vec<_>>())
    }

    /// `both`, or `all`.
    fn all(&self) -> &'static str {
        if self.disputants().count() == 2 { "both" } else { "all" }
    }

    /// ` Reservation values: 0.25 (East) and 0.40 (West).`
    pub(super) fn reservation_values(&self) -> String {
        let Some(worths) = &self.worths else {
            return String::new();
        };
        let values = self.disputants().map(|p| (p, self.figure(worths.reservation_value(p))));
        let values: Vec<(PartyIx, String)> = values.collect();
        let first = &values[0].1;
        if values.iter().all(|(_, value)| value == first) {
            return format!(" {} have a reservation value of {first}.", capitalised(self.all()));
        }
        let values = values.iter().map(|(p, value)| format!("{value} ({})", self.party(*p)));
        format!(" Reservation values: {}.", list(&values.collect::<Vec<_>>()))
    }

    /// `worth 0.81 to it, 0.37 to West`: to a party, and to all others.
    fn worth(&self, party: PartyIx, package: &Package) -> String {
        let figure = |p: PartyIx| Some(self.figure(self.utility(p, package)?));
        let Some(own) = figure(party) else { return String::new() };
        let others = self.disputants().filter(|&p| p != party);
        let others: Vec<String> = others
            .filter_map(|p| Some(format!("{} to {}", figure(p)?, self.party(p))))
            .collect();
        let parts: Vec<String> = std::iter::once(format!("worth {own} to it")).chain(others).collect();
        format!(" ({})", parts.join(", "))
    }

    /// Parties that get their reservation value from an offer of this turn's party for the first time.
    fn reached(&self, round: usize, place: usize) -> Vec<PartyIx> {
        let Some(worths) = &self.worths else { return Vec::new() };
        let turn = &self.course.rounds[round].turns[place];
        let Some(offer) = turn.offer.as_ref().filter(|offer| offer.before.is_some()) else {
            return Vec::new();
        };
        let earlier = self.course.rounds[..round].iter().flat_map(|round| &round.turns);
        let earlier: Vec<&Package> = earlier
            .filter(|other| other.party == turn.party)
            .filter_map(|other| Some(&other.offer.as_ref()?.package))
            .collect();
        let reaches = |p: PartyIx, package: &Package| worths.reaches(p, package);
        self.disputants()
            .filter(|&p| p != turn.party && reaches(p, &offer.package))
            .filter(|&p| !earlier.iter().any(|package| reaches(p, package)))
            .collect()
    }

    /// Whether a round must be told: an offer reaches somebody's reservation value for the first time, or somebody
    /// accepts for the first time.
    pub(super) fn matters(&self, round: usize) -> bool {
        let rounds = &self.course.rounds;
        let consent = rounds[round].has_consent() && !rounds[..round].iter().any(Round::has_consent);
        consent || (0..rounds[round].turns.len()).any(|place| !self.reached(round, place).is_empty())
    }

    /// `Round 7. East moves on …; West declines and …`
    pub(super) fn round(&self, round: usize) -> String {
        let turns = 0..self.course.rounds[round].turns.len();
        let turns: Vec<String> = turns.map(|place| self.turn(round, place)).collect();
        let number = self.course.rounds[round].number;
        format!("Round {number}. {}.", capitalised(&turns.join("; ")))
    }

    /// What a party does in its turn. That it declines need not be said where it begins the round.
    pub(super) fn turn(&self, round: usize, place: usize) -> String {
        let turn = &self.course.rounds[round].turns[place];
        let who = self.party(turn.party).to_owned();
        let Some(offer) = &turn.offer else {
            return who + &self.answer(turn);
        };
        let declines = if turn.accepts.is_some() && place > 0 {
            " declines and"
        } else {
            ""
        };
        who + declines + &self.offer(round, place, offer)
    }

    /// An answer that no offer follows.
    fn answer(&self, turn: &Turn) -> String {
        match (&turn.standing, turn.accepts) {
            (Some((proposer, package)), Some(true)) => {
                let what = match self.disputants().count() > 2 {
                    true => format!(" the offer of {}", self.party(*proposer)),
                    false => String::new(),
                };
                format!(" accepts{what}{}", self.worth(turn.party, package))
            }
            (_, Some(true)) => " accepts".to_owned(),
            (_, Some(false)) => " declines and has nothing to offer in its place".to_owned(),
            (_, None) => " has nothing to offer".to_owned(),
        }
    }

    fn offer(&self, round: usize, place: usize, offer: &Offer) -> String {
        if !offer.moves() {
            return " repeats its offer".to_owned();
        }
        let rounds = &self.course.rounds;
        let party = rounds[round].turns[place].party;
        let what = match &offer.before {
            None => format!(" offers {}", self.package(&offer.package)),
            Some(_) if offer.since < rounds[round].number => {
                format!(" goes back to its offer of round {}", offer.since)
            }
            Some(before) => format!(" moves on {}", self.changes(before, &offer.package)),
        };
        let parties = self.reached(round, place);
        let noun = if parties.len() == 1 { "value" } else { "values" };
        let reached = match parties.is_empty() {
            true => String::new(),
            false => format!(
                ", its first to reach the reservation {noun} of {}",
                self.parties(&parties)
            ),
        };
        what + &self.worth(party, &offer.package) + &reached
    }

    /// `Price: $3.47; Delivery: 20 days`: options may have commas of their own.
    fn package(&self, package: &Package) -> String {
        let point = |(issue, &option): (IssueIx, &OptionIx)| {
            format!("{}: {}", self.names.title(issue), self.names.option(option))
        };
        let points: Vec<String> = self.names.0.issues.indices().zip(package).map(point).collect();
        points.join("; ")
    }

    /// `Price from $3.47 to $3.71 and Delivery from 20 to 30 days`; of many, the first few.
    fn changes(&self, before: &Package, after: &Package) -> String {
        let differs = |i: &IssueIx| before[i.ix()] != after[i.ix()];
        let changed: Vec<IssueIx> = self.names.0.issues.indices().filter(differs).collect();
        let change = |&issue: &IssueIx| {
            let [from, to] = [before, after].map(|package| self.names.option(package[issue.ix()]));
            format!("{} {}", self.names.issue(issue), from_to(&from, &to))
        };
        // One more point takes no more space than the mention that there is one.
        let named = if changed.len() > NAMED + 1 {
            NAMED
        } else {
            changed.len()
        };
        let mut parts: Vec<String> = changed[..named].iter().map(change).collect();
        if named < changed.len() {
            parts.push(count(changed.len() - named, "more point"));
        }
        list(&parts)
    }

    /// Several parties' offers side by side, and what they are worth.
    pub(super) fn table(&self, turns: &[&Turn]) -> Vec<(String, String)> {
        let offers: Vec<(PartyIx, &Package)> = turns
            .iter()
            .filter_map(|turn| Some((turn.party, &turn.offer.as_ref()?.package)))
            .collect();
        self.side_by_side(&offers)
    }

    /// The same for any packages, by their parties.
    pub(super) fn side_by_side(&self, offers: &[(PartyIx, &Package)]) -> Vec<(String, String)> {
        let all = if offers.len() == 2 { "both" } else { "all" };
        let beside = |cells: Vec<String>| match cells.iter().all(|cell| *cell == cells[0]) {
            true if cells.len() > 1 => format!("{} ({all})", cells[0]),
            _ => cells.join(" / "),
        };
        let parties = offers.iter().map(|&(party, _)| self.party(party));
        let mut rows = vec![(String::new(), parties.collect::<Vec<_>>().join(" / "))];
        rows.extend(self.names.0.issues.indices().map(|issue| {
            let options = offers.iter().map(|(_, package)| self.names.option(package[issue.ix()]));
            (self.names.title(issue), beside(options.collect()))
        }));
        rows.extend(self.disputants().filter_map(|p| {
            let utilities = offers
                .iter()
                .map(|(_, package)| Some(self.figure(self.utility(p, package)?)));
            let cells: Vec<String> = utilities.collect::<Option<_>>()?;
            Some((format!("Worth to {}", self.party(p)), cells.join(" / ")))
        }));
        rows
    }

    /// `Rounds 3 to 9`.
    pub(super) fn rounds(&self, rounds: Range<usize>) -> String {
        let number = |r: usize| self.course.rounds[r].number;
        let (first, last) = (number(rounds.start), number(rounds.end - 1));
        match rounds.len() {
            1 => format!("Round {first}"),
            2 => format!("Rounds {first} and {last}"),
            _ => format!("Rounds {first} to {last}"),
        }
    }

    /// `Rounds 3 to 9: both repeat their offers.`
    pub(super) fn standstill(&self, rounds: Range<usize>) -> String {
        format!("{}: {} repeat their offers.", self.rounds(rounds), self.all())
    }

    /// `Rounds 3 to 30: nothing new. East keeps to its offer of round 1; West goes back and forth between its offers of
    /// rounds 1 and 2.`
    pub(super) fn nothing_new(&self, rounds: Range<usize>) -> String {
        let mut earlier: BTreeMap<PartyIx, BTreeSet<usize>> = BTreeMap::new();
        let turns = self.course.rounds[rounds.clone()].iter().flat_map(|round| &round.turns);
        for turn in turns {
            let since = turn.offer.as_ref().map(|offer| offer.since);
            earlier.entry(turn.party).or_default().extend(since);
        }
        let does = |(&party, since): (&PartyIx, &BTreeSet<usize>)| {
            let since: Vec<String> = since.iter().map(usize::to_string).collect();
            let what = match &since[..] {
                [one] => format!("keeps to its offer of round {one}"),
                many => format!("goes back and forth between its offers of rounds {}", list(many)),
            };
            format!("{} {what}", self.party(party))
        };
        let does: Vec<String> = earlier.iter().map(does).collect();
        format!(
            "{}: nothing new. {}.",
            self.rounds(rounds),
            capitalised(&does.join("; "))
        )
    }

    /// What was left out, and how far offers went meanwhile.
    pub(super) fn gap(&self, rounds: Range<usize>) -> String {
        let course = &self.course.rounds[rounds.clone()];
        let moves = |turn: &Turn| turn.offer.as_ref().is_some_and(Offer::moves);
        let moved = course.iter().filter(|round| round.turns.iter().any(moves)).count();
        let verb = if rounds.len() == 1 {
            "is left out"
        } else {
            "are not told one by one"
        };
        let moves = match moved {
            n if n == rounds.len() => String::new(),
            n => format!(" (there were moves in {})", number(n)),
        };
        let mut text = format!("{} {verb}{moves}", self.rounds(rounds));
        let mut ends: BTreeMap<PartyIx, [&Package; 2]> = BTreeMap::new();
        for turn in course.iter().flat_map(|round| &round.turns) {
            if let Some(offer) = &turn.offer {
                let ends = ends.entry(turn.party).or_insert([&offer.package; 2]);
                ends[1] = &offer.package;
            }
        }
        let course = |(&party, ends): (&PartyIx, &[&Package; 2])| {
            let [from, to] = ends.map(|package| self.utility(party, package).map(|u| self.figure(u)));
            let (from, to) = (from?, to?);
            let course = match from == to {
                true => format!("stay at {from}"),
                false => format!("go {}", from_to(&from, &to)),
            };
            Some((self.party(party), course))
        };
        let courses: Vec<(&str, String)> = ends.iter().filter_map(course).collect();
        for (place, (who, course)) in courses.iter().enumerate() {
            let whose = if place == 0 {
                "; meanwhile the offers"
            } else {
                ", those"
            };
            text.push_str(&format!("{whose} of {who} {course}"));
        }
        text.push_str(match courses.len() {
            0 => "",
            1 => " in worth to itself",
            _ => ", each in worth to its maker",
        });
        text + "."
    }
}

/// `from 20 to 30 days`: a unit that numbers share is named once.
fn from_to(from: &str, to: &str) -> String {
    format!("from {} to {to}", without_shared_unit(from, to))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_are_named_once() {
        assert_eq!(from_to("20 days", "30 days"), "from 20 to 30 days");
        assert_eq!(
            from_to("5% spoilage allowed", "10% spoilage allowed"),
            "from 5% to 10% spoilage allowed"
        );
        assert_eq!(
            from_to("Upon delivery", "30 days after delivery"),
            "from Upon delivery to 30 days after delivery"
        );
        assert_eq!(from_to("Big bar", "Small bar"), "from Big bar to Small bar");
        assert_eq!(from_to("4.37", "4.12"), "from 4.37 to 4.12");
    }
}
