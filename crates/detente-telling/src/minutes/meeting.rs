//! The events of a run, gathered by meeting: what changed, who said what, what went wrong.

use super::tone::Readings;
use detente_agents::events;
use detente_core::{
    Actor, ByRow, Event, EventKind, Indexed, Issue, IssueIx, IssueOption, Model, OptionIx, Party, PartyIx, SessionIx,
};
use detente_lab::watch::Samples;

/// Where a party stands on the text, from worst to best.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum View {
    /// It turned the text down.
    Rejects,
    /// It can live with the text, and asks for more.
    Considers,
    /// It accepts the text as it stands.
    Accepts,
}

/// What a party said of the text in a meeting.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Answer {
    pub(super) party: PartyIx,
    /// What it came to in the end.
    pub(super) view: View,
    /// What it said at the meeting before; none if it had not spoken.
    pub(super) before: Option<View>,
    /// The issues that it named last, and before that in the meeting.
    pub(super) issues: Vec<IssueIx>,
    /// Options of the text that cross its red lines.
    pub(super) crossed: Vec<OptionIx>,
    /// Whether it said the same when last heard, over the same issue.
    pub(super) again: bool,
}

/// A change of the text, from what it said before the meeting to what it said after.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Change {
    pub(super) issue: IssueIx,
    pub(super) from: OptionIx,
    pub(super) to: OptionIx,
    /// Whether the text has said so before.
    pub(super) back: bool,
}

/// How a plenary voted, party by party.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Votes {
    pub(super) yes: Vec<PartyIx>,
    pub(super) no: Vec<PartyIx>,
    pub(super) abstained: Vec<PartyIx>,
    /// Whether the text had enough votes.
    pub(super) carried: bool,
}

/// Something else that happened, in order.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Incident {
    /// An option became public.
    Leaked {
        option: OptionIx,
        suspect: Actor,
        lost: bool,
    },
    /// An option was lost without a leak.
    Lost(OptionIx),
    /// A blunder, and what it opened again.
    Misstep {
        who: Actor,
        grave: bool,
        reopened: Vec<IssueIx>,
    },
    /// Nothing on the table on these issues was free of somebody's red line.
    Bracketed(Vec<IssueIx>),
    /// A guarantor was asked about these.
    Asked { party: PartyIx, options: Vec<OptionIx> },
    /// A guarantor gave one answer on all of these.
    Consent {
        party: PartyIx,
        options: Vec<OptionIx>,
        given: bool,
    },
    /// A party left and came back.
    Paused(Actor),
    /// A party left for good.
    WalkedOut(Actor),
    /// Everybody signed.
    Signed,
    /// The plenary adopted the text.
    Adopted,
    /// Told in the words of whoever declared it: of several actors or options at once, where those words are made for it.
    Told {
        kind: &'static EventKind,
        actors: Vec<Actor>,
        issue: Option<IssueIx>,
        options: Vec<OptionIx>,
    },
}

/// One meeting.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Meeting {
    /// From 1.
    pub(super) number: usize,
    /// Row of its session.
    pub(super) session: SessionIx,
    pub(super) day: i32,
    /// Whether its session is held for the first time.
    pub(super) first: bool,
    pub(super) ripened: Vec<IssueIx>,
    pub(super) found: Vec<OptionIx>,
    pub(super) floated: Vec<(Actor, OptionIx)>,
    pub(super) changes: Vec<Change>,
    /// Parties whose acceptance fell with a change, and who have not been asked again.
    pub(super) lapsed: Vec<PartyIx>,
    pub(super) answers: Vec<Answer>,
    /// Parties that were not asked: their acceptance stood.
    pub(super) standing: Vec<PartyIx>,
    /// How the plenary voted, if the text was put to the vote.
    pub(super) votes: Option<Votes>,
    pub(super) incidents: Vec<Incident>,
    /// Everybody accepted and was asked once more, and not all signed.
    pub(super) stepped_back: bool,
    pub(super) readings: Readings,
}

impl Meeting {
    /// Whether nothing moved: everybody who spoke said what it had said before, the text at most went back to what it
    /// had said before, and no vote was won.
    pub(super) fn is_quiet(&self) -> bool {
        let nothing_new = self.ripened.is_empty() && self.found.is_empty() && self.floated.is_empty();
        let same = self.answers.iter().all(|a| a.before == Some(a.view));
        let idle = self.changes.iter().all(|change| change.back) && self.lapsed.is_empty();
        let won = self.votes.as_ref().is_some_and(|votes| votes.carried);
        nothing_new && same && idle && !won && self.incidents.is_empty() && !self.stepped_back
    }
}

/// A run, meeting by meeting.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Course {
    pub(super) meetings: Vec<Meeting>,
    /// The option of each issue in the text at the end.
    pub(super) text: ByRow<Issue, Vec<OptionIx>>,
    /// Parties whose acceptance stands at the end.
    pub(super) accepted: ByRow<Party, Vec<bool>>,
}

impl Course {
    /// Gathers the events of a run.
    pub(super) fn of(model: &Model, events: &[Event], samples: &Samples) -> Self {
        let mut gatherer = Gatherer {
            model,
            text: model.issues.iter().map(|issue| issue.opening).collect(),
            stood: model
                .options
                .indices()
                .map(|o| model.issues[model.options[o].issue].opening == o)
                .collect(),
            accepted: model.parties.iter().map(|_| false).collect(),
            said: model.parties.iter().map(|_| None).collect(),
            meetings: Vec::new(),
        };
        for event in events {
            if event.kind == events::SESSION_OPENED {
                gatherer.close(samples);
                gatherer.open(event);
            } else {
                gatherer.add(event);
            }
        }
        gatherer.close(samples);
        Self {
            meetings: gatherer.meetings,
            text: gatherer.text,
            accepted: gatherer.accepted,
        }
    }

    /// The last leak, with its meeting.
    pub(super) fn last_leak(&self) -> Option<(&Meeting, OptionIx)> {
        let leak = |incident: &Incident| match incident {
            Incident::Leaked { option, .. } => Some(*option),
            _ => None,
        };
        self.meetings
            .iter()
            .rev()
            .find_map(|m| Some((m, m.incidents.iter().rev().find_map(leak)?)))
    }

    /// What a party said last.
    pub(super) fn last_answer(&self, party: PartyIx) -> Option<&Answer> {
        self.meetings
            .iter()
            .rev()
            .find_map(|m| m.answers.iter().find(|a| a.party == party))
    }
}

/// What a party said in a meeting: its view, the issue that it named last, what crossed its red lines.
type Said = (View, Option<IssueIx>, Vec<OptionIx>);

/// The state of the talks while events are read.
struct Gatherer<'a> {
    model: &'a Model,
    text: ByRow<Issue, Vec<OptionIx>>,
    /// Options that have stood in the text.
    stood: ByRow<IssueOption, Vec<bool>>,
    /// Parties whose acceptance stands.
    accepted: ByRow<Party, Vec<bool>>,
    /// What parties said when last heard.
    said: ByRow<Party, Vec<Option<Said>>>,
    meetings: Vec<Meeting>,
}

impl Gatherer<'_> {
    fn open(&mut self, event: &Event) {
        self.meetings.push(Meeting {
            number: self.meetings.len() + 1,
            session: event.session,
            day: event.day,
            first: self.meetings.iter().all(|m| m.session != event.session),
            ripened: Vec::new(),
            found: Vec::new(),
            floated: Vec::new(),
            changes: Vec::new(),
            lapsed: Vec::new(),
            answers: Vec::new(),
            standing: Vec::new(),
            votes: None,
            incidents: Vec::new(),
            stepped_back: false,
            readings: Readings::default(),
        });
    }

    fn add(&mut self, event: &Event) {
        let Some(meeting) = self.meetings.last_mut() else {
            return;
        };
        let incidents = &mut meeting.incidents;
        match (event.kind, event.actor, event.issue, event.option) {
            (events::ISSUE_RIPENED, _, Some(issue), _) => meeting.ripened.push(issue),
            (events::OPTION_FOUND, _, _, Some(option)) => meeting.found.push(option),
            (events::OPTION_FLOATED, actor, _, Some(option)) => meeting.floated.push((actor, option)),
            (events::TEXT_REVISED, _, Some(issue), Some(option)) => self.revise(issue, option),
            (events::TEXT_ACCEPTED, Actor::Party(party), ..) => self.answer(party, View::Accepts, None),
            (events::TEXT_CONSIDERED, Actor::Party(party), issue, _) => self.answer(party, View::Considers, issue),
            (events::TEXT_REJECTED, Actor::Party(party), issue, _) => self.answer(party, View::Rejects, issue),
            (events::ISSUE_REOPENED, _, Some(issue), _) => self.reopen(issue),
            (events::VOTED_FOR, Actor::Party(party), ..) => meeting.votes.get_or_insert_default().yes.push(party),
            (events::VOTED_AGAINST, Actor::Party(party), ..) => meeting.votes.get_or_insert_default().no.push(party),
            (events::ABSTAINED, Actor::Party(party), ..) => {
                meeting.votes.get_or_insert_default().abstained.push(party);
            }
            (events::ACCEPTANCE_LAPSED, Actor::Party(party), ..) => {
                self.accepted[party] = false;
                meeting.lapsed.push(party);
            }
            (events::SIGNATURE_WITHHELD, Actor::Party(party), ..) => {
                self.accepted[party] = false;
                meeting.stepped_back = true;
            }
            (events::TEXT_SIGNED, ..) => {
                carry(&mut meeting.votes);
                incidents.push(match meeting.votes {
                    Some(_) => Incident::Adopted,
                    None => Incident::Signed,
                });
            }
            // Offers have a teller of their own.
            (events::OFFER_MADE | events::OPTION_OFFERED | events::OFFER_ACCEPTED | events::OFFER_REJECTED, ..) => {}
            // Votes, deadlock and deadline end the run: they are told at the end.
            (
                events::SESSION_CLOSED
                | events::TEXT_RATIFIED
                | events::VOTE_LOST
                | events::AGREEMENT_BROKEN
                | events::TALKS_DEADLOCKED
                | events::DEADLINE_PASSED,
                ..,
            ) => {}
            _ => self.add_incident(event),
        }
    }

    /// What goes wrong in the room or comes from outside, and whatever else behaviours tell.
    fn add_incident(&mut self, event: &Event) {
        let Some(meeting) = self.meetings.last_mut() else {
            return;
        };
        let incidents = &mut meeting.incidents;
        match (event.kind, event.actor, event.issue, event.option) {
            (events::ISSUE_BRACKETED, _, Some(issue), _) => bracket(incidents, issue),
            (events::CONSENT_ASKED, Actor::Party(party), _, Some(option)) => ask(incidents, party, option),
            (events::CONSENT_GIVEN, Actor::Party(party), _, Some(option)) => consent(incidents, party, option, true),
            (events::CONSENT_REFUSED, Actor::Party(party), _, Some(option)) => {
                consent(incidents, party, option, false);
                if self.text.contains(&option) {
                    self.accepted.fill(false);
                }
            }
            (events::OPTION_LEAKED, suspect, _, Some(option)) => {
                incidents.push(Incident::Leaked {
                    option,
                    suspect,
                    lost: false,
                });
            }
            (events::OPTION_BURNT, _, _, Some(option)) => lose(incidents, option),
            (events::MISSTEP_MADE | events::GRAVE_MISSTEP_MADE, who, ..) => {
                let grave = event.kind == events::GRAVE_MISSTEP_MADE;
                incidents.push(Incident::Misstep {
                    who,
                    grave,
                    reopened: Vec::new(),
                });
                // What had been accepted is not any more.
                if grave {
                    self.accepted.fill(false);
                }
            }
            (events::TALKS_PAUSED, who, ..) => incidents.push(Incident::Paused(who)),
            (events::WALKED_OUT, who, ..) => incidents.push(Incident::WalkedOut(who)),
            (kind, actor, issue, option) => {
                // It loses the acceptances that stood.
                if kind == events::TEXT_SENT_BACK {
                    self.accepted.fill(false);
                }
                tell(incidents, kind, actor, (issue, option));
            }
        }
    }

    fn revise(&mut self, issue: IssueIx, to: OptionIx) {
        let from = std::mem::replace(&mut self.text[issue], to);
        let back = std::mem::replace(&mut self.stood[to], true);
        let Some(meeting) = self.meetings.last_mut() else {
            return;
        };
        match meeting.changes.iter_mut().find(|change| change.issue == issue) {
            Some(change) => (change.to, change.back) = (to, back),
            None => meeting.changes.push(Change { issue, from, to, back }),
        }
    }

    fn answer(&mut self, party: PartyIx, view: View, issue: Option<IssueIx>) {
        self.accepted[party] = view == View::Accepts;
        let red_lines = &self.model.parties[party].red_lines;
        let crossed = self
            .text
            .iter()
            .copied()
            .filter(|option| red_lines.contains(option))
            .collect();
        let Some(meeting) = self.meetings.last_mut() else {
            return;
        };
        let place = meeting
            .answers
            .iter()
            .position(|a| a.party == party)
            .unwrap_or_else(|| {
                let before = self.said[party].as_ref().map(|said| said.0);
                meeting.answers.push(Answer {
                    party,
                    view,
                    before,
                    issues: Vec::new(),
                    crossed: Vec::new(),
                    again: false,
                });
                meeting.answers.len() - 1
            });
        let answer = &mut meeting.answers[place];
        (answer.view, answer.crossed) = (view, crossed);
        answer.issues.retain(|&named| Some(named) != issue);
        answer.issues.splice(0..0, issue);
        meeting.lapsed.retain(|&lapsed| lapsed != party);
    }

    fn reopen(&mut self, issue: IssueIx) {
        let incidents = self.meetings.last_mut().map(|meeting| &mut meeting.incidents);
        if let Some(Incident::Misstep { reopened, .. }) = incidents.and_then(|i| i.last_mut()) {
            reopened.push(issue);
        }
    }

    /// Ends the meeting at hand.
    fn close(&mut self, samples: &Samples) {
        let place = self.meetings.len().wrapping_sub(1);
        let Some(meeting) = self.meetings.last_mut() else {
            return;
        };
        meeting.changes.retain(|change| change.from != change.to);
        meeting.readings = Readings::of(self.model, meeting.session, samples, place);
        let silent = |party: &PartyIx| meeting.answers.iter().all(|a| a.party != *party);
        meeting.standing = self
            .model
            .disputants()
            .filter(|&p| self.accepted[p])
            .filter(silent)
            .collect();
        for answer in &mut meeting.answers {
            let now = (answer.view, answer.issues.first().copied(), answer.crossed.clone());
            let before = self.said[answer.party].replace(now);
            answer.again = before == self.said[answer.party];
        }
        // Nobody's acceptance outlives a vote that failed.
        if meeting.votes.as_ref().is_some_and(|votes| !votes.carried) {
            self.accepted.fill(false);
        }
    }
}

/// A text that is signed had enough votes.
fn carry(votes: &mut Option<Votes>) {
    if let Some(votes) = votes {
        votes.carried = true;
    }
}

/// One more issue goes into brackets.
fn bracket(incidents: &mut Vec<Incident>, issue: IssueIx) {
    match incidents.last_mut() {
        Some(Incident::Bracketed(issues)) => issues.push(issue),
        _ => incidents.push(Incident::Bracketed(vec![issue])),
    }
}

/// A guarantor is asked about one more option.
fn ask(incidents: &mut Vec<Incident>, who: PartyIx, option: OptionIx) {
    match incidents.last_mut() {
        Some(Incident::Asked { party, options }) if *party == who => options.push(option),
        _ => incidents.push(Incident::Asked {
            party: who,
            options: vec![option],
        }),
    }
}

/// A guarantor answers on one more option.
fn consent(incidents: &mut Vec<Incident>, who: PartyIx, option: OptionIx, answer: bool) {
    match incidents.last_mut() {
        Some(Incident::Consent { party, options, given }) if (*party, *given) == (who, answer) => options.push(option),
        _ => incidents.push(Incident::Consent {
            party: who,
            options: vec![option],
            given: answer,
        }),
    }
}

/// Something is told, together with what the meeting has to tell of the kind where its sentences gather.
fn tell(
    incidents: &mut Vec<Incident>,
    kind: &'static EventKind,
    actor: Actor,
    (issue, option): (Option<IssueIx>, Option<OptionIx>),
) {
    let gathers = |what: &str| kind.told.iter().any(|sentence| sentence.contains(what));
    let (of_all, of_ideas) = (gathers("{everybody}"), gathers("{ideas}"));
    for incident in incidents.iter_mut() {
        match incident {
            Incident::Told { kind: told, actors, .. } if of_all && *told == kind => {
                if !actors.contains(&actor) {
                    actors.push(actor);
                }
                return;
            }
            Incident::Told {
                kind: told,
                actors,
                options,
                ..
            } if of_ideas && *told == kind && actors[..] == [actor] => {
                options.extend(option);
                return;
            }
            _ => {}
        }
    }
    incidents.push(Incident::Told {
        kind,
        actors: vec![actor],
        issue,
        options: option.into_iter().collect(),
    });
}

/// An option is lost: by the leak just told, or by itself.
fn lose(incidents: &mut Vec<Incident>, burnt: OptionIx) {
    match incidents.last_mut() {
        Some(Incident::Leaked { option, lost, .. }) if *option == burnt => *lost = true,
        _ => incidents.push(Incident::Lost(burnt)),
    }
}
