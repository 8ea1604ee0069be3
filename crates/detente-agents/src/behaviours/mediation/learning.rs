//! Learning: the holder of the text begins with wrong beliefs, and without having heard of every red line. It learns from
//! honest criticism, from answers to its own questions, and by crossing a line that nobody had told it of: whose it is says
//! so. Source: Klein et al. 2003 (mediated single text); Raiffa 1982 (interests elicited in private).

use super::Mediation;
use crate::channels::Candour;
use crate::facts::{Belief, Criticism, Ending, InText, RED_LINE_COST, Unspoken, Worth, true_belief};
use bevy_ecs::prelude::*;
use detente_core::{
    Actor, Assembly, Case, Draw, Indexed, IssueIx, Issues, OptionIx, Parties, Party, PartyIx, Phase, RareDraws, Record,
    Runs, Stake, Stakes, Stances, TalksRow, The, events, normal_quantile, state,
};

events! {
    /// The holder of the text heard of a red line that nobody had told it of.
    pub LINE_HEARD = "line_heard",
        told [
            "It came out that {who} could never live with {ideas}.",
            "{who} had not said so before: it would not have {ideas}.",
            "For the first time {who} let it be seen that nothing would bring it to sign {ideas}.",
        ];
}

state! {
    /// How often the holder has heard an honest word from a side on a matter.
    Heard on Stake, run, "words" (u8 = 0)
}

struct Asking;
impl Draw for Asking {
    type Of = Party;
    const NAME: &'static str = "inquiry";
}

struct FirstBeliefs;
impl Draw for FirstBeliefs {
    type Of = Stake;
    const NAME: &'static str = "beliefs";
}

struct Reserve;
impl Draw for Reserve {
    type Of = Stake;
    const NAME: &'static str = "unspoken";
}

/// Questions that the holder has time for in a round, to each side.
const QUESTIONS: usize = 4;

/// Draws a stake makes at once; options beyond share them in turn.
const PLACES: usize = 32;

pub(super) fn assemble(assembly: &mut Assembly<'_>) {
    assembly
        .draws::<FirstBeliefs>()
        .draws::<Asking>()
        .draws::<Reserve>()
        .opening((believe, keep_to_themselves).chain())
        .add(Phase::Relate, learn);
}

/// How little is known of a matter: the spread of beliefs, each word heard having narrowed it by `learning`.
#[inline]
fn doubt(spread: f64, heard: u8, learning: f64) -> f64 {
    (0..heard).fold(spread, |left, _| left * (1.0 - learning))
}

/// The matter that is least known.
#[inline]
fn widest(doubts: &[f64]) -> Option<IssueIx> {
    let mut most = (0.0, None);
    for (issue, &doubt) in doubts.iter().enumerate() {
        if doubt > most.0 {
            most = (doubt, Some(IssueIx::new(issue)));
        }
    }
    most.1
}

fn believe(
    case: The<Case>,
    mut runs: Runs<(
        TalksRow<&Mediation>,
        Stances<(&Worth, &mut Belief)>,
        RareDraws<FirstBeliefs, PLACES>,
    )>,
) {
    for (_, (terms, (worths, beliefs), draws)) in runs.iter() {
        let (worths, mut beliefs) = (case.by_option(worths), case.by_option(beliefs));
        for &p in &case.disputants {
            for (i, issue) in case.issues.indexed() {
                let worth = worths[(p, issue.options.clone())].iter().map(|w| w.0);
                let low = worth.clone().fold(f64::INFINITY, f64::min);
                let weight = worth.fold(f64::NEG_INFINITY, f64::max) - low;
                let luck = draws.once(case.stake(p, i));
                for (k, o) in issue.options.clone().enumerate() {
                    let error = terms[0].belief_error * weight * normal_quantile(luck[k % PLACES]);
                    beliefs[(p, o)].0 += error;
                }
            }
        }
    }
}

/// Not every red line is told to the holder of the text on the first day.
fn keep_to_themselves(
    case: The<Case>,
    mut runs: Runs<(
        TalksRow<&Mediation>,
        Stances<(&mut Belief, &mut Unspoken)>,
        RareDraws<Reserve, PLACES>,
    )>,
) {
    for (_, (terms, (beliefs, unspoken), draws)) in runs.iter() {
        if terms[0].unspoken <= 0.0 {
            continue;
        }
        // Its own lines it knows.
        for &p in case.disputants.iter().filter(|&&p| case.talks.text_holder != Some(p)) {
            for &o in &case.parties[p].red_lines {
                let issue = case.options[o].issue;
                let place = case.issues[issue].options.before(o).len();
                if draws.once(case.stake(p, issue))[place % PLACES] < terms[0].unspoken {
                    unspoken[case.stance(p, o)].0 = true;
                    beliefs[case.stance(p, o)].0 += RED_LINE_COST;
                }
            }
        }
    }
}

/// What the holder knows of the sides.
struct Known<'a> {
    case: &'a Case,
    worths: &'a [Worth],
    beliefs: &'a mut [Belief],
    unspoken: &'a mut [Unspoken],
    heard: &'a mut [Heard],
}

impl Known<'_> {
    /// How little is known of what a party wants on an issue.
    fn doubt(&self, party: PartyIx, issue: IssueIx, learning: f64) -> f64 {
        let options = self.case.issues[issue].options.clone();
        let (mut least, mut greatest) = (f64::INFINITY, f64::NEG_INFINITY);
        for belief in &self.case.by_option(&*self.beliefs)[(party, options)] {
            // No belief is no number: a comparison is all that it takes.
            least = if belief.0 < least { belief.0 } else { least };
            greatest = if belief.0 > greatest { belief.0 } else { greatest };
        }
        doubt(greatest - least, self.heard[self.case.stake(party, issue)].0, learning)
    }

    /// A red line is told; whether it had not been before.
    fn hear_line(&mut self, party: PartyIx, option: OptionIx) -> bool {
        let cell = self.case.stance(party, option);
        let is_new = std::mem::take(&mut self.unspoken[cell].0);
        if is_new {
            self.beliefs[cell].0 -= RED_LINE_COST;
        }
        is_new
    }

    /// An honest word of a side on a matter: its red lines there are told, and beliefs about it move towards the truth.
    /// `tell` is called with every line that had not been told before.
    fn hear(&mut self, party: PartyIx, issue: IssueIx, learning: f64, mut tell: impl FnMut(OptionIx)) {
        let times = &mut self.heard[self.case.stake(party, issue)].0;
        *times = times.saturating_add(1);
        for o in self.case.issues[issue].options.clone() {
            if self.hear_line(party, o) {
                tell(o);
            }
            let cell = self.case.stance(party, o);
            let truth = true_belief(self.case, party, o, self.worths[cell].0);
            self.beliefs[cell].0 += learning * (truth - self.beliefs[cell].0);
        }
    }
}

/// Honest criticism teaches, and so do answers to the holder's own questions.
fn learn(
    case: The<Case>,
    mut record: Record,
    mut runs: Runs<(
        TalksRow<(&Mediation, &Candour, &Ending)>,
        Parties<&Criticism>,
        Issues<&InText>,
        Stances<(&Worth, &mut Belief, &mut Unspoken)>,
        Stakes<&mut Heard>,
        RareDraws<Asking, { 2 * QUESTIONS }>,
    )>,
    mut doubts: Local<Vec<f64>>,
) {
    let Some(holder) = case.talks.text_holder else { return };
    for (run, ((terms, candour, ending), criticisms, text, (worths, beliefs, unspoken), heard, mut draws)) in
        runs.iter()
    {
        let present = &case.present[run.session];
        if !ending[0].is_open() || !present[holder] {
            continue;
        }
        let Mediation { learning, inquiry, .. } = terms[0];
        let mut known = Known {
            case: &case,
            worths,
            beliefs,
            unspoken,
            heard,
        };
        let mut tell = |p: PartyIx, o: OptionIx| {
            record.event(run, LINE_HEARD, || {
                (Actor::Party(p), Some(case.options[o].issue), Some(o))
            });
        };
        for &p in &case.disputants {
            let Some(i) = criticisms[p].issue else { continue };
            // Whose lines the text crosses says so, honest about the rest or not.
            for &o in &case.parties[p].red_lines {
                if text[case.options[o].issue].0 == o && known.hear_line(p, o) {
                    tell(p, o);
                }
            }
            if criticisms[p].honest {
                known.hear(p, i, learning, |o| tell(p, o));
            }
        }
        if inquiry <= 0.0 {
            continue;
        }
        let candid = candour[0].chance();
        for &p in case.disputants.iter().filter(|&&p| present[p]) {
            let asked = draws.of(p);
            let answered = asked.as_chunks::<2>().0.iter();
            let answered = answered
                .filter(|[asks, honest]| *asks < inquiry && *honest < candid)
                .count();
            if answered == 0 {
                continue;
            }
            doubts.clear();
            doubts.extend(case.issues.indices().map(|i| known.doubt(p, i, learning)));
            for _ in 0..answered {
                if let Some(i) = widest(&doubts) {
                    known.hear(p, i, learning, |o| tell(p, o));
                    doubts[i.ix()] = known.doubt(p, i, learning);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use detente_core::Ix;

    #[test]
    fn the_holder_asks_about_what_it_has_heard_least_of_by_weight() {
        let asked = |spreads: &[(f64, u8)]| {
            let doubts: Vec<f64> = spreads
                .iter()
                .map(|&(spread, heard)| doubt(spread, heard, 0.5))
                .collect();
            widest(&doubts).map(Ix::ix)
        };
        assert_eq!(asked(&[(0.2, 0), (0.3, 0)]), Some(1));
        assert_eq!(asked(&[(0.2, 0), (0.3, 1)]), Some(0));
        assert_eq!(asked(&[(0.2, 2), (0.0, 0)]), Some(0));
        assert_eq!(asked(&[(0.0, 0)]), None);
    }
}
