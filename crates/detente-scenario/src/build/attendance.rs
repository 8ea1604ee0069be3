//! Sessions that nobody can attend, and those in whose room nothing can come about.

use super::Builder;
use super::calendar::Meeting;
use crate::node::Span;
use crate::suggest::quoted;
use detente_core::terms::{PartyTerms, SessionTerms, TalksTerms, VotingTerms};
use detente_core::{
    Indexed, Model, Outlook, PartyIx, ProtocolEntry, Role, SessionIx, SessionSpec, Start, TalksIx, Voting,
};

impl Builder<'_> {
    pub(super) fn attendance(&mut self, outlook: &Outlook<'_>) {
        self.sessions_without_disputants(outlook.model);
        self.sessions_that_wait_in_vain(outlook);
        self.sessions_after_the_end(outlook);
        self.texts_without_a_holder(outlook.model);
        self.offers_without_everybody(outlook.model);
        self.votes_without_a_quorum(outlook);
    }

    fn sessions_without_disputants(&mut self, model: &Model) {
        for (session, meeting) in model.sessions.iter().zip(self.meetings()) {
            let disputes = |p: &PartyIx| model.parties.get(p.ix()).is_some_and(|p| p.role == Role::Disputant);
            if !session.parties.is_empty() && !session.parties.iter().any(disputes) {
                let hint = "name a party that has to agree, or one of its negotiators";
                let span = participants(&meeting);
                self.warning(meeting.path(), &span, "no disputant takes part", hint);
            }
        }
    }

    /// A session that is called needs another that closes, and something that moves what it waits for.
    fn sessions_that_wait_in_vain(&mut self, outlook: &Outlook<'_>) {
        let model = outlook.model;
        if !model.sessions.is_empty() && outlook.first_days().iter().all(Option::is_none) {
            let span = self.root().get("calendar").and_then(|n| n.span.clone());
            let message = "every session waits for another: none is ever held";
            self.warning("calendar".into(), &span, message, "one session with a `day`");
            return;
        }
        for (s, meeting) in outlook.model.sessions.indices().zip(self.meetings()) {
            let Start::When(trigger) = model.sessions[s].start else {
                continue;
            };
            let pulls = self.registry.behaviours().iter().filter(|b| b.pulls.contains(&trigger));
            let keys: Vec<&str> = pulls.map(|b| b.key).collect();
            let stands_at_0 = !keys.is_empty() && !keys.iter().any(|key| model.uses(key));
            if stands_at_0 && outlook.range::<SessionTerms>(s, "threshold")[0] > 0.0 {
                let span = meeting.own.get("when").and_then(|n| n.span.clone());
                let hint = format!("switch on `{}`, or give it a `day`", keys.join("` or `"));
                let message = "nothing ever calls it: what it waits for stays at 0";
                self.warning(meeting.path(), &span, message, &hint);
            }
        }
    }

    /// Dates that come when the talks are over. What follows such a session goes without saying.
    fn sessions_after_the_end(&mut self, outlook: &Outlook<'_>) {
        let horizon = outlook.range::<TalksTerms>(TalksIx::FIRST, "horizon_days")[1].round();
        let days = outlook.first_days();
        let is_late = |s: SessionIx| days[s.ix()].is_some_and(|day| day > horizon);
        for (s, meeting) in outlook.model.sessions.indices().zip(self.meetings()) {
            let (key, follows) = match outlook.model.sessions[s].start {
                Start::OnDay => ("day", None),
                Start::When(_) => ("when", None),
                Start::After(last) => ("after", Some(last)),
                Start::Leg(before) => ("legs", Some(before)),
            };
            let Some(day) = days[s.ix()].filter(|_| is_late(s) && !follows.is_some_and(is_late)) else {
                continue;
            };
            let (at_best, hint) = match key {
                "day" => ("", "an earlier `day`, or more `scenario.horizon_days`"),
                _ => (
                    " at the earliest",
                    "let it follow sooner, or give more `scenario.horizon_days`",
                ),
            };
            let message = format!("it would begin on day {day}{at_best}, after the last day of the talks, {horizon}");
            let span = meeting.own.get(key).and_then(|n| n.span.clone());
            self.warning(meeting.path(), &span, message, hint);
        }
    }

    /// A text that nobody can change stays as it opens.
    fn texts_without_a_holder(&mut self, model: &Model) {
        let on_text = |s: &&SessionSpec| self.is_held_by(&s.protocol, |p| p.needs_holder);
        let mut sessions = model.sessions.iter().filter(on_text);
        let Some(session) = sessions.clone().next() else {
            return;
        };
        let talks = self.root().get("talks");
        let span = talks.and_then(|n| n.span.clone());
        let Some(holder) = model.talks.text_holder else {
            let message = format!("nobody holds the text of `{}`: it stays as it opens", session.id);
            let hint = "name a party as `text_holder`, or add a party with role = \"mediator\"";
            return self.warning("talks".into(), &span, message, hint);
        };
        if !sessions.any(|s| s.parties.contains(&holder)) {
            let message = format!(
                "{} holds the text and attends no session on it: it stays as it opens",
                quoted(&model.parties[holder].id)
            );
            let hint = "add the holder to `participants`, or name another `text_holder`";
            self.warning("talks".into(), &span, message, hint);
        }
    }

    /// Sessions in which nothing can be offered, as somebody who has to agree is not there.
    fn offers_without_everybody(&mut self, model: &Model) {
        for (session, meeting) in model.sessions.iter().zip(self.meetings()) {
            let absent = model.disputants().find(|p| !session.parties.contains(p));
            let needed = self.is_held_by(&session.protocol, |p| p.needs_everybody);
            if let Some(absent) = absent.filter(|_| needed) {
                let message = format!(
                    "{} is not there, and by `{}` nothing is offered then",
                    quoted(&model.parties[absent].id),
                    session.protocol
                );
                let span = meeting.own.get("participants").and_then(|n| n.span.clone());
                self.warning(meeting.path(), &span, message, "add every disputant to `participants`");
            }
        }
    }

    /// Sessions whose room can never adopt what it votes on.
    fn votes_without_a_quorum(&mut self, outlook: &Outlook<'_>) {
        let model = outlook.model;
        for (session, meeting) in model.sessions.iter().zip(self.meetings()) {
            if !self.is_held_by(&session.protocol, |p| p.votes) {
                continue;
            }
            let (here, absent): (Vec<_>, Vec<_>) = model.disputants().partition(|p| session.parties.contains(p));
            let message = match (model.talks.voting, absent.first()) {
                (Voting::Unanimity, Some(&absent)) => {
                    let absent = quoted(&model.parties[absent].id);
                    format!("{absent} is not there, and no vote is unanimous without it")
                }
                (Voting::QualifiedMajority, Some(_)) => {
                    let votes = |party: &PartyIx| outlook.range::<PartyTerms>(*party, "votes");
                    let most: f64 = here.iter().map(|p| votes(p)[1]).sum();
                    let rest: f64 = absent.iter().map(|p| votes(p)[0]).sum();
                    let quorum = outlook.range::<VotingTerms>(TalksIx::FIRST, "quorum")[0];
                    if most >= (quorum - TIE) * (most + rest) {
                        continue;
                    }
                    let share = (100.0 * most / (most + rest)).round();
                    let quorum = (100.0 * quorum).round();
                    format!("{share} % of all votes are there, and the quorum is {quorum} %: nothing is adopted")
                }
                _ => continue,
            };
            let hint = "add disputants to `participants`, or change `talks.voting`";
            self.warning(meeting.path(), &participants(&meeting), message, hint);
        }
    }

    /// Whether a protocol is one of those.
    fn is_held_by(&self, key: &str, is_one: impl Fn(&ProtocolEntry) -> bool) -> bool {
        self.registry.protocols().iter().any(|p| p.key == key && is_one(p))
    }
}

/// Shares that differ by less are equal to whoever counts votes.
const TIE: f64 = 1e-9;

/// Where the participants of a session stand.
fn participants(meeting: &Meeting<'_>) -> Span {
    let own = meeting.leg.and_then(|(_, leg)| leg.get("participants"));
    let node = own.or(meeting.own.get("participants"));
    node.and_then(|n| n.span.clone())
}
