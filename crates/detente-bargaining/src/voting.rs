//! Voting on a text in plenary: unanimity, qualified majority, consensus.
//!
//! Under *unanimity* everybody has to say yes. A *qualified majority* counts weights: the yes must reach
//! a threshold among those that count, and enough must be present. Under *consensus* nobody need say
//! yes: a party may abstain or stay away, and only an objection blocks.
//!
//! Two thresholds at once, such as states and population in the Council of the European Union, are two
//! tallies of the same votes with other weights.
//!
//! Source: consensus as 'the absence of any objection' in the rules of procedure of the CSCE (Helsinki
//! 1973, rule 69); Vienna Convention on the Law of Treaties 1969, art. 9, for unanimity and two thirds
//! of those present and voting.

/// What a voter does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Vote {
    /// Is for the text.
    Yes,
    /// Is against it, or objects.
    No,
    /// Is present and takes no side.
    Abstain,
    /// Is not there.
    Absent,
}

/// A vote and its weight.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ballot {
    /// What the voter does.
    pub vote: Vote,
    /// Finite, at least 0; only qualified majorities look at it.
    pub weight: f64,
}

/// How much is needed of the weight that counts, as a share from 0 to 1. Shares that differ by 1e-12
/// are the same.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Threshold {
    /// This share suffices, such as two thirds.
    AtLeast(f64),
    /// More than this share, such as one half in a simple majority.
    MoreThan(f64),
}

/// Whose weight the yes is held against.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counting {
    /// Yes and no: abstaining changes nothing.
    Voting,
    /// All who are there: abstaining works like a no.
    Present,
    /// All voters: so does staying away.
    All,
}

/// How a text is adopted.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum VotingRule {
    /// Everybody says yes.
    Unanimity,
    /// Enough weight says yes.
    QualifiedMajority {
        /// How much is enough.
        threshold: Threshold,
        /// Of what.
        counting: Counting,
        /// The share of all weight that has to be present, 0 to 1; those who abstain are.
        quorum: f64,
    },
    /// Nobody says no.
    Consensus,
}

/// What became of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VoteResult {
    /// It is adopted.
    Adopted,
    /// It did not find its majority.
    Rejected,
    /// A single voter stood in the way, under unanimity or consensus.
    Blocked {
        /// The first such ballot.
        ballot: usize,
    },
    /// Too few were present, or nobody.
    NoQuorum,
}

/// Shares closer than this are the same.
const TIE: f64 = 1e-12;

/// Counts the ballots on a text.
///
/// Where nobody is present there is no quorum under any rule. A majority of no weight is none: where
/// the weight that counts is 0, the text is rejected.
#[must_use]
pub fn tally(rule: VotingRule, ballots: &[Ballot]) -> VoteResult {
    debug_assert!(
        ballots
            .iter()
            .all(|ballot| ballot.weight.is_finite() && ballot.weight >= 0.0),
        "weights are finite and at least 0"
    );
    if ballots.iter().all(|ballot| ballot.vote == Vote::Absent) {
        return VoteResult::NoQuorum;
    }
    match rule {
        VotingRule::Unanimity => unless_blocked(ballots, |vote| vote != Vote::Yes),
        VotingRule::Consensus => unless_blocked(ballots, |vote| vote == Vote::No),
        VotingRule::QualifiedMajority {
            threshold,
            counting,
            quorum,
        } => by_majority(ballots, threshold, counting, quorum),
    }
}

fn unless_blocked(ballots: &[Ballot], blocks: impl Fn(Vote) -> bool) -> VoteResult {
    let blocking = ballots.iter().position(|ballot| blocks(ballot.vote));
    blocking.map_or(VoteResult::Adopted, |ballot| VoteResult::Blocked { ballot })
}

fn by_majority(ballots: &[Ballot], threshold: Threshold, counting: Counting, quorum: f64) -> VoteResult {
    let weight = |counts: fn(Vote) -> bool| -> f64 {
        ballots
            .iter()
            .filter(|ballot| counts(ballot.vote))
            .map(|ballot| ballot.weight)
            .sum()
    };
    let (all, present) = (weight(|_| true), weight(|vote| vote != Vote::Absent));
    if present < (quorum - TIE) * all {
        return VoteResult::NoQuorum;
    }
    let yes = weight(|vote| vote == Vote::Yes);
    let base = match counting {
        Counting::Voting => yes + weight(|vote| vote == Vote::No),
        Counting::Present => present,
        Counting::All => all,
    };
    let is_enough = match threshold {
        Threshold::AtLeast(share) => yes >= (share - TIE) * base,
        Threshold::MoreThan(share) => yes > (share + TIE) * base,
    };
    // Without weight on the yes side no threshold is reached, not even one of 0.
    if is_enough && yes > 0.0 {
        VoteResult::Adopted
    } else {
        VoteResult::Rejected
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Vote::{Absent, Abstain, No, Yes};

    fn ballots<const N: usize>(votes: [Vote; N]) -> [Ballot; N] {
        votes.map(|vote| Ballot { vote, weight: 1.0 })
    }

    fn majority(threshold: Threshold, counting: Counting, quorum: f64) -> VotingRule {
        VotingRule::QualifiedMajority {
            threshold,
            counting,
            quorum,
        }
    }

    const TWO_THIRDS: Threshold = Threshold::AtLeast(2.0 / 3.0);
    const MORE_THAN_HALF: Threshold = Threshold::MoreThan(0.5);

    #[test]
    fn unanimity_needs_every_yes() {
        let verdict = |votes: [Vote; 3]| tally(VotingRule::Unanimity, &ballots(votes));
        assert_eq!(verdict([Yes, Yes, Yes]), VoteResult::Adopted);
        assert_eq!(verdict([Yes, Abstain, No]), VoteResult::Blocked { ballot: 1 });
        assert_eq!(verdict([Yes, Yes, Absent]), VoteResult::Blocked { ballot: 2 });
    }

    #[test]
    fn only_an_objection_blocks_consensus() {
        let verdict = |votes: [Vote; 3]| tally(VotingRule::Consensus, &ballots(votes));
        assert_eq!(verdict([Yes, Abstain, Absent]), VoteResult::Adopted);
        assert_eq!(verdict([Abstain, Abstain, Abstain]), VoteResult::Adopted);
        assert_eq!(verdict([Yes, Yes, No]), VoteResult::Blocked { ballot: 2 });
        assert_eq!(verdict([Absent, No, No]), VoteResult::Blocked { ballot: 1 });
    }

    #[test]
    fn nobody_there_decides_nothing() {
        let simple = majority(MORE_THAN_HALF, Counting::Voting, 0.0);
        for rule in [VotingRule::Unanimity, VotingRule::Consensus, simple] {
            assert_eq!(tally(rule, &[]), VoteResult::NoQuorum);
            assert_eq!(tally(rule, &ballots([Absent, Absent])), VoteResult::NoQuorum);
        }
    }

    #[test]
    fn who_counts_decides_what_abstaining_means() {
        let votes = ballots([Yes, Yes, No, Abstain, Absent]);
        let verdict = |threshold: Threshold, counting: Counting| tally(majority(threshold, counting, 0.0), &votes);
        // Two of three, of four, of five.
        assert_eq!(verdict(TWO_THIRDS, Counting::Voting), VoteResult::Adopted);
        assert_eq!(verdict(TWO_THIRDS, Counting::Present), VoteResult::Rejected);
        assert_eq!(verdict(MORE_THAN_HALF, Counting::Present), VoteResult::Rejected);
        assert_eq!(verdict(Threshold::AtLeast(0.5), Counting::Present), VoteResult::Adopted);
        assert_eq!(verdict(Threshold::AtLeast(0.4), Counting::All), VoteResult::Adopted);
        assert_eq!(verdict(Threshold::MoreThan(0.4), Counting::All), VoteResult::Rejected);
    }

    #[test]
    fn a_quorum_that_is_met_exactly_is_met() {
        let simple = |quorum: f64| majority(MORE_THAN_HALF, Counting::Voting, quorum);
        let votes = ballots([Yes, Abstain, Absent, Absent]);
        assert_eq!(tally(simple(0.5), &votes), VoteResult::Adopted);
        assert_eq!(tally(simple(0.51), &votes), VoteResult::NoQuorum);
        // .1 + .2 is a little more than .3, three times .1 of .6 in floating point.
        let tenths = [(Yes, 0.1), (Yes, 0.2), (Absent, 0.3)].map(|(vote, weight)| Ballot { vote, weight });
        assert_eq!(tally(simple(0.5), &tenths), VoteResult::Adopted);
        assert_eq!(
            tally(majority(MORE_THAN_HALF, Counting::All, 0.0), &tenths),
            VoteResult::Rejected
        );
        assert_eq!(tally(simple(1.0), &ballots([Yes, Abstain])), VoteResult::Adopted);
    }

    #[test]
    fn all_abstaining_is_no_majority() {
        let votes = ballots([Abstain, Abstain]);
        for counting in [Counting::Voting, Counting::Present, Counting::All] {
            assert_eq!(
                tally(majority(MORE_THAN_HALF, counting, 1.0), &votes),
                VoteResult::Rejected
            );
            assert_eq!(
                tally(majority(Threshold::AtLeast(0.0), counting, 0.0), &votes),
                VoteResult::Rejected
            );
        }
    }

    #[test]
    fn weights_count_and_no_weight_carries_nothing() {
        let weighted = |weights: [f64; 3]| {
            let votes = [Yes, No, Yes];
            [0, 1, 2].map(|voter: usize| Ballot {
                vote: votes[voter],
                weight: weights[voter],
            })
        };
        let simple = majority(MORE_THAN_HALF, Counting::Voting, 0.5);
        assert_eq!(tally(simple, &weighted([5.0, 9.0, 5.0])), VoteResult::Adopted);
        assert_eq!(tally(simple, &weighted([5.0, 10.0, 5.0])), VoteResult::Rejected);
        assert_eq!(tally(simple, &weighted([0.0, 1.0, 0.0])), VoteResult::Rejected);
        assert_eq!(tally(simple, &weighted([0.0; 3])), VoteResult::Rejected);
        assert_eq!(
            tally(majority(TWO_THIRDS, Counting::All, 0.0), &weighted([1.0; 3])),
            VoteResult::Adopted
        );
    }
}
