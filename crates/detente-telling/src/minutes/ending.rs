//! The end of the minutes: how it ended, what decided it, the text, and what it was worth.

use super::days::Days;
use super::layout::Page;
use super::meeting::{Course, View, Votes};
use super::names::Names;
use super::offers::Offers;
use super::reasons::Reasons;
use crate::wording::{capitalised, count, list, number, words};
use detente_agents::events;
use detente_core::{Actor, Indexed, IssueIx, OptionIx, Outcome, PartyIx, Role, RunRecord, Voting};
use detente_lab::watch::Account;

/// Of a crowd, so many who gained the most are named, and so many who gained the least.
const EXTREMES: usize = 3;
/// A gain is little if it is less than this share of all that a party could gain.
const THIN: f64 = 0.15;

/// Writes it.
pub(super) fn write(
    page: &mut Page,
    account: &Account,
    course: &Course,
    offers: &Offers<'_>,
    names: &Names<'_>,
    days: &Days,
) {
    let end = End {
        account,
        course,
        offers,
        names,
        days,
    };
    page.heading("How it ended");
    page.paragraph(&end.story());
    page.paragraph(&offers.story(&account.record));
    page.paragraph(&end.tally());
    let agreed = account.record.outcome == Outcome::Agreement;
    let on_text = match account.record.outcome {
        Outcome::Agreement => "What was agreed",
        Outcome::RejectedAtHome => "What was signed",
        _ => "The text as it stood",
    };
    let (heading, rows) = offers.outcome(&account.record).unwrap_or_else(|| (on_text, end.text()));
    page.heading(heading);
    page.columns(&rows);
    let left = if agreed {
        "What it is worth to each"
    } else {
        "What each is left with"
    };
    let scale = if account.model.talks.own_scale {
        ""
    } else {
        ", from 0 to 1"
    };
    page.heading(&format!("{left}{scale}"));
    page.columns(&end.worth());
    page.paragraph(&offers.measures(&account.record));
}

struct End<'a> {
    account: &'a Account,
    course: &'a Course,
    offers: &'a Offers<'a>,
    names: &'a Names<'a>,
    days: &'a Days,
}

impl End<'_> {
    fn record(&self) -> &RunRecord {
        &self.account.record
    }

    /// The party that decided it.
    fn decider(&self) -> Option<PartyIx> {
        match self.record().decided_by.actor {
            Actor::Talks | Actor::Inducement(_) | Actor::Shock(_) => None,
            Actor::Party(party) => Some(party),
            Actor::Negotiator(person) => Some(self.account.model.negotiators[person].party),
        }
    }

    fn story(&self) -> String {
        let record = self.record();
        let text = match record.outcome {
            Outcome::Agreement => self.agreement(),
            Outcome::RejectedAtHome => self.rejection(),
            Outcome::WalkOut | Outcome::CollapsedAfterLeak => self.departure(),
            Outcome::Deadlock => self.deadlock(),
            Outcome::Deadline => format!(
                "the talks reached the end of their time {} without an agreement.{}",
                self.days.on(record.end_day),
                self.last_heard()
            ),
        };
        format!("{}: {text}", capitalised(outcome_words(record.outcome)))
    }

    fn reasons(&self) -> Reasons<'_> {
        Reasons {
            account: self.account,
            course: self.course,
            names: self.names,
            days: self.days,
        }
    }

    /// Where parties stood on the text when talks ended without one of them leaving; nothing where offers decided.
    fn last_heard(&self) -> String {
        match self.offers.decided() {
            true => String::new(),
            false => self.reasons().last_heard(),
        }
    }

    fn agreement(&self) -> String {
        let record = self.record();
        let lasted = match record.broke_down_day {
            Some(day) => {
                let span = Days::lasted(record.end_day, day);
                format!(" It held for {span}, and broke down {}.", self.days.on(day))
            }
            None => String::new(),
        };
        self.conclusion() + &lasted
    }

    fn conclusion(&self) -> String {
        let record = self.record();
        match (record.signed_day, record.ratified_day) {
            (Some(signed), Some(ratified)) => format!(
                "{} signed {} was carried at home by {}; the last vote{} fell on {}.",
                self.offers.signed(),
                self.days.on(signed),
                self.homes(),
                self.last_vote(),
                self.days.of(ratified)
            ),
            _ if self.votes().is_some() => self.adoption(),
            _ => format!(
                "{} was signed {}, and needed nobody's vote.",
                self.text_of(),
                self.days.on(record.end_day)
            ),
        }
    }

    /// The vote by which a plenary adopted the text.
    fn votes(&self) -> Option<&Votes> {
        self.course
            .meetings
            .last()?
            .votes
            .as_ref()
            .filter(|votes| votes.carried)
    }

    /// `the text was adopted by consensus on day 7`.
    fn adoption(&self) -> String {
        let how = match (self.account.model.talks.voting, self.votes()) {
            (Voting::Consensus, _) | (_, None) => "by consensus".to_owned(),
            (Voting::Unanimity, _) => "by unanimity".to_owned(),
            (Voting::QualifiedMajority, Some(Votes { yes, no, .. })) => {
                format!(
                    "with {} for it and {} against",
                    count(yes.len(), "vote"),
                    number(no.len())
                )
            }
        };
        format!(
            "{} was adopted {how} {}.",
            self.text_of(),
            self.days.on(self.record().end_day)
        )
    }

    /// What was signed, and whose text it was where nobody had to vote on it: `the text of the presidency`.
    fn text_of(&self) -> String {
        let signed = self.offers.signed();
        match self.decider() {
            Some(party) if self.offers.signed_package().is_none() => {
                format!("{signed} of {}", self.names.party(party))
            }
            _ => signed,
        }
    }

    /// `, that of Russia,`: whose vote was the last.
    fn last_vote(&self) -> String {
        let decider = self.decider().filter(|_| self.signatories().count() > 1);
        decider.map_or_else(String::new, |p| format!(", that of {},", self.names.party(p)))
    }

    /// Who carried the text at home.
    fn homes(&self) -> String {
        if self.names.is_crowd() {
            return format!("all {} parties", number(self.signatories().count()));
        }
        list(&self.signatories().map(|p| self.home(p)).collect::<Vec<_>>())
    }

    fn rejection(&self) -> String {
        let record = self.record();
        let signed = record
            .signed_day
            .map_or_else(String::new, |day| format!(" signed {}", self.days.on(day)));
        let home = self
            .decider()
            .map_or_else(|| "at home".to_owned(), |p| format!("at home by {}", self.home(p)));
        let mut text = format!(
            "{}{signed} was voted down {home} {}.",
            self.offers.signed(),
            self.days.on(record.end_day)
        );
        for why in [self.carried_elsewhere(), self.scale_at_home(), self.vows()]
            .into_iter()
            .flatten()
        {
            text.push_str(&format!(" {}.", capitalised(&why)));
        }
        text
    }

    /// Who had carried the text before it was voted down.
    fn carried_elsewhere(&self) -> Option<String> {
        let events = self.account.events.iter().rev();
        let of_this_text = events.take_while(|e| !matches!(e.kind, events::TEXT_SIGNED | events::TEXT_SENT_BACK));
        let mut carried: Vec<PartyIx> = of_this_text
            .filter_map(|e| match (e.kind, e.actor) {
                (events::TEXT_RATIFIED, Actor::Party(party)) => Some(party),
                _ => None,
            })
            .collect();
        carried.reverse();
        (!carried.is_empty()).then(|| format!("{} had carried it", self.names.parties(&carried)))
    }

    /// What the text was worth to the party that voted it down.
    fn scale_at_home(&self) -> Option<String> {
        let party = self.decider()?;
        let worth = self.offers.worth_of(party, self.signed_text())?;
        let reserve = self.record().reservation_values[party];
        let gain = match worth - reserve {
            gain if gain < 0.0 => format!("less than the {reserve:.3} that it had without an agreement"),
            gain if gain < THIN * (1.0 - reserve).abs() => {
                format!("little more than the {reserve:.3} that it had without an agreement")
            }
            _ => format!("more than the {reserve:.3} that it had without an agreement, but not enough at home"),
        };
        Some(format!(
            "to {} it was worth {worth:.3}, {gain}",
            self.names.party(party)
        ))
    }

    /// The text that was signed, or stands.
    fn signed_text(&self) -> &[OptionIx] {
        self.offers.signed_package().unwrap_or(&self.course.text)
    }

    /// What the party that voted the text down had told its public.
    fn vows(&self) -> Option<String> {
        self.reasons().broken_vows(self.decider()?, self.signed_text())
    }

    /// `Ukraine (parliament and referendum)`.
    fn home(&self, party: PartyIx) -> String {
        let voters: Vec<String> = self.account.model.parties[party]
            .ratified_by
            .iter()
            .map(|v| words(v))
            .collect();
        let voters = if voters.is_empty() {
            String::new()
        } else {
            format!(" ({})", list(&voters))
        };
        self.names.party(party) + &voters
    }

    fn departure(&self) -> String {
        let who = self
            .decider()
            .map_or_else(|| "one side".to_owned(), |p| self.names.party(p));
        let mut text = format!("{who} left the table {} for good.", self.days.on(self.record().end_day));
        let before: Vec<String> = [self.scandal(), self.grievance(), self.weariness()]
            .into_iter()
            .flatten()
            .collect();
        if !before.is_empty() {
            text.push_str(&format!(" {}.", capitalised(&before.join("; "))));
        }
        text
    }

    /// The scandal that preceded a departure.
    fn scandal(&self) -> Option<String> {
        let (meeting, option) = self.course.last_leak()?;
        let scandal = self.course.meetings.last()?.readings.scandal?;
        (scandal >= 0.1).then(|| {
            format!(
                "the leak of {} {} still weighed on the talks",
                self.names.idea(option),
                self.days.on(meeting.day)
            )
        })
    }

    /// What the party that left had said last.
    fn grievance(&self) -> Option<String> {
        let answer = self.course.last_answer(self.decider()?)?;
        let who = self.names.party(answer.party);
        let about = match answer.issues.first() {
            Some(&issue) => format!(", above all on {}", self.names.issue(issue)),
            None => String::new(),
        };
        Some(match answer.view {
            View::Rejects if !answer.crossed.is_empty() => {
                let issues: Vec<IssueIx> = answer.crossed.iter().map(|&o| self.names.0.options[o].issue).collect();
                let lines = if issues.len() == 1 {
                    "its red line"
                } else {
                    "its red lines"
                };
                format!(
                    "for {who} the text still crossed {lines} on {}",
                    self.names.issues(&issues)
                )
            }
            View::Rejects => format!("{who} had found the text worse than no agreement{about}"),
            View::Considers => format!("{who} had asked in vain for more{about}"),
            View::Accepts => format!("{who} had been ready to sign, but others were not"),
        })
    }

    fn weariness(&self) -> Option<String> {
        let fatigue = self.course.meetings.last()?.readings.fatigue?;
        (fatigue >= 0.5).then(|| "the delegations were worn out".to_owned())
    }

    fn deadlock(&self) -> String {
        let record = self.record();
        let day = self.days.on(record.end_day);
        if let Some(option) = record.decided_by.option {
            let issue = self.names.issue(self.account.model.options[option].issue);
            return format!(
                "on {issue} no wording was left that crossed nobody's red line, and the talks were given up {day}.{}",
                self.last_heard()
            );
        }
        let whose = match self.decider() {
            Some(party) => format!(
                " {} was furthest from what it asked for.",
                capitalised(&self.names.party(party))
            ),
            None => String::new(),
        };
        format!(
            "nothing moved any more, and the talks were given up {day}.{whose}{}",
            self.last_heard()
        )
    }

    /// The run in numbers.
    fn tally(&self) -> String {
        let record = self.record();
        let points = self.account.model.issues.len();
        let rounds = match self.offers.n_rounds() {
            0 => String::new(),
            n => format!(", with {} of offers,", count(n, "round")),
        };
        let mut text = format!(
            "The talks took {}{rounds} and saw {}.",
            count(self.course.meetings.len(), "meeting"),
            count(record.count(events::OPTION_LEAKED) as usize, "leak")
        );
        // What is settled is counted on a text.
        if record.signed_day.is_none() && !self.offers.decided() {
            let settled = match record.issues_settled as usize {
                0 => format!("none of the {} counted", count(points, "point")),
                n if n == points => format!("all {} counted", count(points, "point")),
                n => format!("{} of {} counted", number(n), count(points, "point")),
            };
            text.push_str(&format!(" At the end {settled} as settled."));
        }
        text
    }

    /// Issue by issue: the option in the text, and the one in the first text where it differs.
    fn text(&self) -> Vec<(String, String)> {
        let issues = self.account.model.issues.indexed().zip(self.course.text.iter());
        let row = |((i, issue), &option): ((IssueIx, &detente_core::IssueSpec), &OptionIx)| {
            let first = if option == issue.opening {
                String::new()
            } else {
                format!(" (was: {})", self.names.option(issue.opening))
            };
            (self.names.title(i), self.names.option(option) + &first)
        };
        issues.map(row).collect()
    }

    /// Party by party: utility against reservation value. Of a crowd, those who gained the most and the least.
    fn worth(&self) -> Vec<(String, String)> {
        let parties = &self.account.model.parties;
        let row = |p: PartyIx| (capitalised(&self.names.full_name(p)), self.value(p));
        if !self.names.is_crowd() {
            let asks = |p: PartyIx| parties[p].role == Role::Disputant || self.offers.has_stake(p);
            let at_the_table = |&p: &PartyIx| parties[p].role != Role::Guarantor && asks(p);
            return parties.indices().filter(at_the_table).map(row).collect();
        }
        let mut ranked: Vec<PartyIx> = self.signatories().collect();
        ranked.sort_by(|&a, &b| self.gain(b).total_cmp(&self.gain(a)));
        let (first, rest) = ranked.split_at(EXTREMES);
        let (between, last) = rest.split_at(rest.len() - EXTREMES);
        let mut rows: Vec<(String, String)> = first.iter().copied().map(row).collect();
        rows.extend(self.between(between));
        rows.extend(last.iter().copied().map(row));
        rows
    }

    /// What a party has, against what it would have had.
    fn value(&self, party: PartyIx) -> String {
        let record = self.record();
        let (utility, reserve) = (record.utilities[party], record.reservation_values[party]);
        match record.outcome {
            Outcome::Agreement => format!("{utility:.3}, against {reserve:.3} without an agreement"),
            _ => format!("{reserve:.3} without an agreement"),
        }
    }

    /// What a party gains by an agreement; without one, what it has.
    fn gain(&self, party: PartyIx) -> f64 {
        let record = self.record();
        match record.outcome {
            Outcome::Agreement => record.utilities[party] - record.reservation_values[party],
            _ => record.reservation_values[party],
        }
    }

    /// Those of a crowd who are not named, ranked by what they gain.
    fn between(&self, ranked: &[PartyIx]) -> Option<(String, String)> {
        let (most, least) = (self.gain(*ranked.first()?), self.gain(*ranked.last()?));
        let value = match self.record().outcome {
            Outcome::Agreement => format!("{least:.3} to {most:.3} more than without an agreement"),
            _ => format!("{least:.3} to {most:.3}"),
        };
        Some((count(ranked.len(), "other"), value))
    }

    fn signatories(&self) -> impl Iterator<Item = PartyIx> {
        self.account.model.disputants()
    }
}

fn outcome_words(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Agreement => "agreement",
        Outcome::RejectedAtHome => "rejected at home",
        Outcome::WalkOut => "walkout",
        Outcome::CollapsedAfterLeak => "collapse after a leak",
        Outcome::Deadlock => "deadlock",
        Outcome::Deadline => "out of time",
    }
}
