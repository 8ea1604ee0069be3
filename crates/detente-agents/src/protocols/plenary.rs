//! Plenary: a text on the table of many, put to the vote when a session closes. Until then it is discussed, criticised and
//! revised as a single text. Who accepts it votes for it, who can live with it abstains, who cannot votes against it; who
//! is not in the room is absent. What is adopted binds everybody, those who voted against it too.
//!
//! The rule is `talks.voting.rule`: under `unanimity` everybody present and absent has to vote for the text; a
//! `qualified_majority` of the weights cast (`parties.*.votes`) suffices if the quorum is there; under `consensus` nobody
//! need vote for it, and a single objection blocks. Options that are not on the table, issues that are not ripe and a
//! guarantor's answer that is still out keep a text from being put to the vote.
//!
//! Source: rules of procedure of the CSCE, Helsinki 1973, rule 69 (consensus as the absence of objection); Vienna
//! Convention on the Law of Treaties 1969, art. 9 (two thirds of those present and voting).

use super::author;
use super::single_text::SingleText;
use crate::events::TEXT_SIGNED;
use crate::facts::{ConsentOut, Ending, Headway, InText, OptionState, Ripe, Verdict, all_accept};
use bevy_ecs::prelude::*;
use detente_bargaining::{Ballot, Counting, Threshold, Vote, VoteResult, VotingRule, tally};
use detente_core::terms::{PartyTerms, VotingTerms};
use detente_core::{
    Actor, Assembly, Case, EventKind, Issues, Options, Origin, Parties, Phase, Protocol, Record, Run, Runs, Talks,
    TalksRow, The, Voting, events, origin, state,
};

/// The protocol.
pub struct Plenary;

impl Protocol for Plenary {
    const KEY: &'static str = "plenary";
    const ABOUT: &'static str = "A text is discussed and revised, and put to the vote when a session closes: by \
                                 unanimity, qualified majority or consensus.";
    const SOURCE: &'static str = "Rules of procedure of the CSCE, Helsinki 1973; Vienna Convention 1969, art. 9";
    const ORIGIN: Origin = origin!();
    const EVENTS: &'static [&'static EventKind] = &[VOTED_FOR, VOTED_AGAINST, ABSTAINED];
    const EXTENDS: Option<&'static str> = Some(SingleText::KEY);
    const NEEDS_HOLDER: bool = true;
    const VOTES: bool = true;
    fn assemble(assembly: &mut Assembly<'_>) {
        assembly.add(Phase::Respond, vote).add(Phase::Sign, sign);
    }
}

events! {
    /// A party voted for the text in plenary.
    pub VOTED_FOR = "voted_for",
        told ["{who} voted for the text."];
    /// A party voted against the text in plenary.
    pub VOTED_AGAINST = "voted_against",
        told ["{who} voted against the text."];
    /// A party abstained in plenary.
    pub ABSTAINED = "abstained",
        told ["{who} abstained."];
}

state! {
    /// Whether the text was adopted in this round, and waits for signature.
    Adopted on Talks, round, "" (bool = false)
}

/// Whether a session is held in plenary.
#[inline]
fn is_plenary(case: &Case, run: &Run) -> bool {
    case.sessions[run.session].protocol == Plenary::KEY
}

/// How a party votes on the text as it sees it.
#[inline]
pub fn ballot(verdict: &Verdict, is_present: bool) -> Vote {
    match (is_present, verdict.accepts, verdict.considers) {
        (false, ..) => Vote::Absent,
        (true, true, _) => Vote::Yes,
        (true, false, true) => Vote::Abstain,
        (true, false, false) => Vote::No,
    }
}

fn rule(voting: Voting, terms: &VotingTerms) -> VotingRule {
    match voting {
        Voting::Unanimity => VotingRule::Unanimity,
        Voting::Consensus => VotingRule::Consensus,
        Voting::QualifiedMajority => VotingRule::QualifiedMajority {
            threshold: Threshold::AtLeast(terms.majority),
            counting: Counting::Voting,
            quorum: terms.quorum,
        },
    }
}

/// Puts the text to the vote when a session closes.
fn vote(
    case: The<Case>,
    // Kept between rounds, so that nothing is allocated in one.
    mut ballots: Local<Vec<Ballot>>,
    mut record: Record,
    mut runs: Runs<(
        TalksRow<(&VotingTerms, &Ending, &ConsentOut, &mut Headway, &mut Adopted)>,
        Issues<(&Ripe, &InText)>,
        Options<&OptionState>,
        Parties<(&PartyTerms, &mut Verdict)>,
    )>,
) {
    for (run, (talks, (ripe, text), states, (terms, verdicts))) in
        runs.filter(|run| run.closes && is_plenary(&case, run))
    {
        let (voting, ending, consent, headway, adopted) = talks;
        adopted[0] = Adopted(false);
        let ready = ripe.iter().all(|r| r.0) && text.iter().all(|t| states[t.0].available());
        if !ending[0].is_open() || !ready || consent[0].0 {
            continue;
        }
        ballots.clear();
        for &p in &case.disputants {
            let vote = ballot(&verdicts[p], case.present[run.session][p]);
            ballots.push(Ballot {
                vote,
                weight: terms[p].votes,
            });
            let kind = match vote {
                Vote::Yes => VOTED_FOR,
                Vote::No => VOTED_AGAINST,
                Vote::Abstain => ABSTAINED,
                Vote::Absent => continue,
            };
            record.event(run, kind, || (Actor::Party(p), None, None));
        }
        let is_adopted = tally(rule(case.talks.voting, &voting[0]), &ballots) == VoteResult::Adopted;
        adopted[0] = Adopted(is_adopted);
        headway[0].accepted |= is_adopted;
        // Everybody is bound; nobody's acceptance outlives a vote that failed.
        for &p in &case.disputants {
            verdicts[p].accepts = is_adopted;
        }
    }
}

/// What was adopted, and every guarantor can live with, is signed.
fn sign(
    case: The<Case>,
    mut record: Record,
    mut runs: Runs<(TalksRow<(&mut Adopted, &mut Ending)>, Parties<&Verdict>)>,
) {
    for (run, ((adopted, ending), verdicts)) in runs.filter(|run| run.closes && is_plenary(&case, run)) {
        let stands = std::mem::take(&mut adopted[0]).0 && all_accept(&case, verdicts);
        if stands && ending[0].is_open() {
            ending[0].signed_day = Some(run.day);
            ending[0].proposer = case.talks.text_holder;
            let author = author(&ending[0]);
            record.event(run, TEXT_SIGNED, || (author, None, None));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_can_live_with_the_text_abstains_and_who_cannot_votes_against_it() {
        let verdict = |accepts, considers| Verdict {
            accepts,
            considers,
            ..Verdict::default()
        };
        assert_eq!(ballot(&verdict(true, true), true), Vote::Yes);
        assert_eq!(ballot(&verdict(false, true), true), Vote::Abstain);
        assert_eq!(ballot(&verdict(false, false), true), Vote::No);
        assert_eq!(ballot(&verdict(true, true), false), Vote::Absent);
    }
}
