//! Resolve: nobody knows how tough its rivals are. A side begins too hopeful, learns from what they say to each text and from
//! the front, and asks for what it still hopes to get.
//!
//! For each ordered pair of disputants a normal belief on the rival's toughness, mean m and variance v, from (-.5, 1). Each
//! new answer of the rival shows y: -1 where it accepts the text, 1 where it holds out. `K = v / (v + 4)`, `m += K (y - m)`,
//! `v <- (1 - K) v`; `v += .02` a month, to 1 at most. The front moves m by -10 for each utility that it moves a side's way.
//! `hope = 1 / (1 + e^(5 m))`, the mean over rivals; `curve <- (1 - .6) curve + .6 hope`.
//! Source: Powell 2004 and Slantchev 2003 (learning at the table and in the field); Filson & Werner 2002 (the front);
//! Blainey 1973 (optimism); values stylised.

use super::concession::no_demand_falls;
use crate::channels::Aspiration;
use crate::facts::{Burden, Ending, Headway, ReservationValue, Verdict};
use detente_core::{
    Actor, Assembly, Behaviour, Case, EventKind, Negotiators, Origin, Outlook, Parties, Party, Phase, Record, Relation,
    Relations, Runs, TalksRow, The, events, origin, params, state,
};
use libm::exp;

params! {
    /// What a party believes of its rivals, and how it learns better.
    Resolve on Party as "resolve" {
        /// How far the demand follows what is hoped for, rather than time
        weight: "share", 0.0 ..= 1.0, default 0.6, absent 0.0, "Powell 2004; value stylised";
        /// How much softer than they are rivals are taken to be on day 0
        optimism: "toughness", -5.0 ..= 5.0, default 0.5, absent 0.0, "Blainey 1973; value stylised";
        /// Variance of what a single answer shows
        noise: "variance", 0.01 ..= 100.0, default 4.0, absent 4.0, "stylised";
        /// How much softer rivals look for each utility that the front moves a party's way
        front: "toughness per utility", 0.0 ..= 1000.0, default 10.0, absent 0.0, "Filson & Werner 2002; value stylised";
        /// How fast hope falls with the toughness that a party sees
        steepness: "log odds", 0.0 ..= 20.0, default 5.0, absent 0.0, "stylised";
        /// What a month adds to the variance of a belief
        doubt: "variance per month", 0.0 ..= 10.0, default 0.02, absent 0.0, "stylised";
    }
}

/// Days in a month.
const MONTH: f64 = 30.0;
/// Toughness from which on a side is seen as tough; with the other sign, as soft.
const PLAIN: f64 = 0.5;

events! {
    /// A side proved tougher than its rivals had thought.
    pub RESOLVE_SHOWN = "resolve_shown",
        told [
            "The others began to see that {everybody} would hold out longer than they had hoped.",
            "It dawned on the others how long {everybody} would hold out.",
        ];
    /// A side proved readier to give way than its rivals had thought.
    pub SOFTNESS_SHOWN = "softness_shown",
        told [
            "The others began to think that {everybody} would give way further than they had feared.",
            "The others no longer took {everybody} to be as firm as before.",
        ];
}

state! {
    /// What a side believes of a rival's toughness.
    pub Toughness on Relation, kept, "toughness" {
        /// Mean.
        pub m: f64 = 0.0,
        /// Variance.
        pub v: f64 = 1.0,
    }
}

state! {
    /// What a party would have without an agreement, had fighting cost it nothing: what the front has brought.
    Front on Party, kept, "utility" (f64 = 0.0)
}

state! {
    /// What a party said last, and what it is taken for.
    Answer on Party, run, "" {
        /// Whether it accepted, once it has answered.
        accepts: Option<bool> = None,
        /// The text has changed since.
        stale: bool = false,
        /// As what it was last seen.
        seen: View = View::Neither,
    }
}

/// Nobody believes a rival tougher, or softer, than this.
const TOUGHEST: f64 = 10.0;

impl Toughness {
    /// The belief after an answer that shows this: the weighted mean of two normal observations.
    #[inline]
    pub fn after(self, shown: f64, noise: f64) -> Self {
        let gain = self.v / (self.v + noise);
        Self {
            m: self.m + gain * (shown - self.m),
            v: (1.0 - gain) * self.v,
        }
    }

    /// What a side still hopes to get from this rival, as a share of its first demand.
    #[inline]
    pub fn hope(self, steepness: f64) -> f64 {
        1.0 / (1.0 + exp(steepness * self.m))
    }
}

/// As what a side is seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum View {
    Soft,
    Neither,
    Tough,
}

impl View {
    #[inline]
    fn of(toughness: f64) -> Self {
        if toughness >= PLAIN {
            View::Tough
        } else if toughness <= -PLAIN {
            View::Soft
        } else {
            View::Neither
        }
    }
}

fn begin(
    case: The<Case>,
    mut runs: Runs<(
        Parties<(&Resolve, &ReservationValue, &mut Front, &mut Answer)>,
        Relations<&mut Toughness>,
    )>,
) {
    for (_, ((terms, reservations, fronts, answers), beliefs)) in runs.iter() {
        for &p in &case.disputants {
            fronts[p].0 = reservations[p].0;
            let (mut sum, mut others) = (0.0, 0.0);
            for &q in case.disputants.iter().filter(|&&q| q != p) {
                let m = -terms[p].optimism;
                beliefs[case.relation(p, q)] = Toughness { m, v: 1.0 };
                (sum, others) = (sum - terms[q].optimism, others + 1.0);
            }
            if others > 0.0 {
                answers[p].seen = View::of(sum / others);
            }
        }
    }
}

/// The front teaches, time brings doubt, and a side asks for what it hopes to get.
fn hope(
    case: The<Case>,
    mut runs: Runs<(
        Parties<(&Resolve, &ReservationValue, &Burden, &mut Front)>,
        Relations<&mut Toughness>,
        Negotiators<&mut Aspiration>,
    )>,
) {
    let [lowest, highest] = case.talks.utility_range();
    for (run, ((terms, reservations, burdens, fronts), beliefs, aspirations)) in runs.iter() {
        for &p in &case.disputants {
            let (terms, r) = (&terms[p], reservations[p].0);
            let now = r + burdens[p].0;
            // Where r cannot move any further it tells nothing.
            let gained = if r > lowest && r < highest {
                now - fronts[p].0
            } else {
                0.0
            };
            fronts[p].0 = now;
            let (mut sum, mut rivals) = (0.0, 0.0);
            for &q in case.disputants.iter().filter(|&&q| q != p) {
                let belief = &mut beliefs[case.relation(p, q)];
                belief.m = (belief.m - terms.front * gained).clamp(-TOUGHEST, TOUGHEST);
                belief.v = (belief.v + terms.doubt * run.days / MONTH).min(1.0);
                sum += belief.hope(terms.steepness);
                rivals += 1.0;
            }
            if rivals > 0.0 {
                for &n in &case.delegations[p] {
                    aspirations[n].draw(terms.weight, sum / rivals);
                }
            }
        }
    }
}

/// What is new teaches: the first answer, one to a text that has changed, and a change of mind.
fn learn(
    case: The<Case>,
    mut record: Record,
    mut runs: Runs<(
        TalksRow<(&Headway, &Ending)>,
        Parties<(&Resolve, &Verdict, &mut Answer)>,
        Relations<&mut Toughness>,
    )>,
) {
    for (run, ((headway, ending), (terms, verdicts, answers), beliefs)) in runs.filter(|run| run.closes) {
        if !ending[0].is_open() {
            continue;
        }
        for &q in &case.disputants {
            let (answer, accepts) = (&mut answers[q], verdicts[q].accepts);
            answer.stale |= headway[0].changes > 0;
            let news = answer.stale || answer.accepts != Some(accepts);
            if !case.present[run.session][q] || !news {
                continue;
            }
            (answer.stale, answer.accepts) = (false, Some(accepts));
            let shown = if accepts { -1.0 } else { 1.0 };
            let others = || case.disputants.iter().filter(|&&p| p != q);
            for &p in others() {
                let belief = &mut beliefs[case.relation(p, q)];
                *belief = belief.after(shown, terms[p].noise);
            }
            let sum: f64 = others().map(|&p| beliefs[case.relation(p, q)].m).sum();
            let seen = View::of(sum / others().count().max(1) as f64);
            if seen != View::Neither && seen != answer.seen {
                answer.seen = seen;
                let kind = if seen == View::Tough {
                    RESOLVE_SHOWN
                } else {
                    SOFTNESS_SHOWN
                };
                record.event(run, kind, || (Actor::Party(q), None, None));
            }
        }
    }
}

impl Behaviour for Resolve {
    type Params = Self;
    const ABOUT: &'static str = "A side begins too hopeful about its rivals, learns how tough they are from their answers \
                                 and from the front, and asks for what it still hopes to get.";
    const SOURCE: &'static str = "Powell 2004; Slantchev 2003; Filson & Werner 2002; Blainey 1973; values stylised";
    const ORIGIN: Origin = origin!();
    const EVENTS: &'static [&'static EventKind] = &[RESOLVE_SHOWN, SOFTNESS_SHOWN];
    fn idle(outlook: &Outlook<'_>) -> Option<&'static str> {
        no_demand_falls(outlook)
    }
    fn assemble(assembly: &mut Assembly<'_>) {
        assembly
            .probe::<Toughness>("toughness", "toughness", [-TOUGHEST, TOUGHEST], |t| t.m)
            .opening(begin)
            .add(Phase::Strain, hope)
            .add(Phase::Relate, learn);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Four answers of variance 4 tell as much as one of variance 1: from (-.5, 1) the mean of the prior and of 1.
    #[test]
    fn answers_are_weighed_as_observations_of_a_normal_quantity() {
        let before = Toughness { m: -0.5, v: 1.0 };
        let once = before.after(1.0, 4.0);
        assert!((once.m + 0.2).abs() < 1e-15 && (once.v - 0.8).abs() < 1e-15);
        let four = (0..4).fold(before, |belief, _| belief.after(1.0, 4.0));
        assert!((four.m - 0.25).abs() < 1e-12 && (four.v - 0.5).abs() < 1e-12);
    }

    #[test]
    fn hope_falls_with_toughness_and_is_even_where_nothing_is_known() {
        let hope = |m: f64| Toughness { m, v: 1.0 }.hope(5.0);
        assert_eq!(hope(0.0), 0.5);
        assert!((hope(-0.5) - 1.0 / (1.0 + exp(-2.5))).abs() < 1e-15);
        assert!(hope(0.5) < 0.1 && hope(-0.5) > 0.9);
    }

    #[test]
    fn a_half_makes_a_side_tough_or_soft() {
        let seen = [-0.5, -0.4, 0.4, 0.5].map(View::of);
        assert_eq!(seen, [View::Soft, View::Neither, View::Neither, View::Tough]);
    }
}
