//! Facts: what everybody at the table can see, and what decisions leave behind. Any behaviour may read them; each has one
//! writer or is written through small methods. Those of the engine stand here too.

pub use detente_core::facts::*;

use detente_core::terms::{OptionTerms, RelationTerms, StanceTerms};
use detente_core::{
    Case, Indexed, Issue, IssueIx, IssueOption, NegotiatorIx, OptionIx, Options, Party, PartyIx, Relation, Relations,
    Runs, Stake, Stakes, Stance, Stances, Talks, The, fact, write_list,
};

fact! {
    /// What happened in this round, for behaviours that react to it.
    pub Incidents on Talks, round, "" {
        /// The option that leaked.
        pub leaked: Option<OptionIx> = None,
        /// A blunder was made.
        pub misstep: Option<Blunder> = None,
        /// A party left, for good or not.
        pub walked_out: bool = false,
        /// The party that is suspected of the leak.
        pub suspected: Option<PartyIx> = None,
        /// The party that told its public of progress.
        pub signalled_by: Option<PartyIx> = None,
        /// It vowed to its public to hold on to something.
        pub vowed: bool = false,
    }
}

/// Who put a foot wrong, and how badly.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Blunder {
    /// The negotiator.
    pub by: NegotiatorIx,
    /// Whether it is more than a slip.
    pub grave: bool,
}

fact! {
    /// What the session has brought so far.
    pub Headway on Talks, session, "" {
        /// Changes made to the text.
        pub changes: u32 = 0,
        /// Those of them to a wording that never stood before; in sessions of offers, new offers.
        pub fresh: u32 = 0,
        /// Options put on the table.
        pub floated: u32 = 0,
        /// Options found.
        pub found: u32 = 0,
        /// Issues that became ripe.
        pub ripened: u32 = 0,
        /// A disputant accepts that did not before.
        pub accepted: bool = false,
        /// A disputant accepts for the first time since the last new wording.
        pub won_over: bool = false,
        /// Something leaked.
        pub leaked: bool = false,
        /// A blunder was made.
        pub misstep: bool = false,
        /// Issues agreed for good.
        pub harvested: u32 = 0,
    }
}

impl Headway {
    /// Progress that the people in the room can feel, unspoilt: what momentum and trust live on.
    pub fn constructive(&self) -> bool {
        (self.changes > 0 || self.accepted || self.harvested > 0) && !self.leaked && !self.misstep
    }

    /// Whether anything moved at all: wording that comes back, and acceptances that come and go, are no move.
    pub fn moved(&self) -> bool {
        self.fresh + self.floated + self.found + self.ripened + self.harvested > 0 || self.won_over
    }
}

fact! {
    /// The issue criticised last, which is where the talks look for new ideas.
    pub LastCriticism on Talks, run, "" (pub Option<IssueIx> = None)
}

fact! {
    /// How much scandal is in the air, 0 to 1.
    pub Scandal on Talks, run, "share" (pub f64 = 0.0)
}

fact! {
    /// How much momentum the talks have, 0 to 1.
    pub Momentum on Talks, run, "share" (pub f64 = 0.0)
}

fact! {
    /// Whether an issue is ripe for decision.
    pub Ripe on Issue, run, "" (pub bool = true)
}

fact! {
    /// Whether an issue is agreed for good, ahead of the rest.
    pub Harvested on Issue, run, "" (pub bool = false)
}

fact! {
    /// Whether an issue was changed or criticised in this session.
    pub Touched on Issue, session, "" (pub bool = false)
}

fact! {
    /// How a party sees the text on the table.
    pub Verdict on Party, run, "utility" {
        /// Utility of the text, as the process colours it.
        pub value: f64 = 0.0,
        /// What it loses with its public by signing it.
        pub price: f64 = 0.0,
        /// Support at home.
        pub support: f64 = 0.0,
        /// Chance of ratification as the party sees it.
        pub ratification: f64 = 0.0,
        /// Value of signing.
        pub signing: f64 = 0.0,
        /// The delegation's aspiration.
        pub aspiration: f64 = 0.0,
        /// `(a_max - r) * curve`: what the mere passing of time has left of the ask.
        pub ask: f64 = 0.0,
        /// The text crosses an own red line.
        pub red_line: bool = false,
        /// No insult: no red line, worth at least the reservation value.
        pub considers: bool = false,
        /// It accepts the text as it stands; stays until the text changes.
        pub accepts: bool = false,
    }
}

impl Verdict {
    /// What it still asks above what the text gives.
    #[inline]
    pub fn gap(&self) -> f64 {
        (self.aspiration - self.signing).max(0.0)
    }
}

/// Whether everybody who has to sign accepts the text as it stands.
#[inline]
pub fn all_accept(case: &Case, verdicts: &[Verdict]) -> bool {
    case.disputants.iter().all(|&p| verdicts[p].accepts)
}

/// What the disputants still ask above what the text gives, on average.
#[inline]
pub fn mean_gap(case: &Case, verdicts: &[Verdict]) -> f64 {
    let gaps: f64 = case.disputants.iter().map(|&p| verdicts[p].gap()).sum();
    gaps / case.disputants.len() as f64
}

fact! {
    /// What a party has criticised in this round.
    pub Criticism on Party, run, "" {
        /// The issue that it named.
        pub issue: Option<IssueIx> = None,
        /// Whether it said what it really thinks.
        pub honest: bool = false,
    }
}

fact! {
    /// The issue that a party named when it last turned the text down.
    pub Objection on Party, run, "" (pub Option<IssueIx> = None)
}

fact! {
    /// Whether the holder has put an issue in brackets: no option that may stand on it crosses nobody's red line.
    pub Bracketed on Issue, run, "" (pub bool = false)
}

fact! {
    /// Whether a guarantor's answer about an option of the text is still out.
    pub ConsentOut on Talks, run, "" (pub bool = false)
}

fact! {
    /// What the war has cost a party since day 0, in utility.
    pub Burden on Party, run, "utility" (pub f64 = 0.0)
}

fact! {
    /// Trust of one party in another, 0 to 1.
    pub Trust on Relation, run begins trust, "share" (pub f64 = 0.0)
}

fn trust(mut runs: Runs<Relations<(&RelationTerms, &mut Trust)>>) {
    for (_, (terms, trust)) in runs.iter() {
        for (terms, trust) in terms.iter().zip(trust) {
            trust.0 = terms.trust;
        }
    }
}

fact! {
    /// Rapport of one party with another, 0 to 1.
    pub Rapport on Relation, run begins get_along, "share" (pub f64 = 0.0)
}

fn get_along(mut runs: Runs<Relations<(&RelationTerms, &mut Rapport)>>) {
    for (_, (terms, rapport)) in runs.iter() {
        for (terms, rapport) in terms.iter().zip(rapport) {
            rapport.0 = terms.rapport;
        }
    }
}

fact! {
    /// What the holder of the text believes an option adds to a party's utility, its red lines counted.
    pub Belief on Stance, run begins believe, "utility" (pub f64 = 0.0)
}

/// Beliefs are true until a behaviour says otherwise.
fn believe(case: The<Case>, mut runs: Runs<Stances<(&Worth, &mut Belief)>>) {
    for (_, (worths, beliefs)) in runs.iter() {
        let (worths, mut beliefs) = (case.by_option(worths), case.by_option(beliefs));
        for p in case.parties.indices() {
            for o in case.options.indices() {
                beliefs[(p, o)].0 = true_belief(&case, p, o, worths[(p, o)].0);
            }
        }
    }
}

/// What an own red line counts, in utility, for whoever holds the text and has heard of it. Stylised.
pub const RED_LINE_COST: f64 = 0.4;

fact! {
    /// Whether the holder of the text has yet to hear that an option crosses a red line of this party.
    pub Unspoken on Stance, run, "" (pub bool = false)
}

/// Whether an option crosses a red line of a disputant that the holder of the text has heard of.
#[inline(always)]
pub fn is_ruled_out(case: &Case, unspoken: &[Unspoken], option: OptionIx) -> bool {
    let heard = |p: PartyIx| case.red_line(p, option) && !unspoken[case.stance(p, option)].0;
    // Few options cross any line.
    case.crosses[option] && case.disputants.iter().any(|&p| heard(p))
}

/// What the holder of the text would believe of an option if it knew everything.
#[inline]
pub fn true_belief(case: &Case, party: PartyIx, option: OptionIx, worth: f64) -> f64 {
    if case.red_line(party, option) {
        worth - RED_LINE_COST
    } else {
        worth
    }
}

fact! {
    /// What an issue can be worth to a party: its worst and its best option.
    pub Span on Stake, run begins measure, "utility" {
        /// Worth of the worst option.
        pub least: f64 = 0.0,
        /// Worth of the best option.
        pub greatest: f64 = 0.0,
    }
}

impl Span {
    /// How far apart they are.
    #[inline]
    pub fn width(&self) -> f64 {
        self.greatest - self.least
    }

    /// Whether an option of this worth gives the party at least this share of the issue.
    #[inline]
    pub fn gives(&self, worth: f64, share: f64) -> bool {
        worth - self.least >= share * self.width()
    }
}

/// Worths of options do not change while talks go on.
fn measure(case: The<Case>, mut runs: Runs<(Stances<&Worth>, Stakes<&mut Span>)>) {
    for (_, (worths, spans)) in runs.iter() {
        let (worths, mut spans) = (case.by_option(worths), case.by_issue(spans));
        for p in case.parties.indices() {
            for (i, issue) in case.issues.indexed() {
                let of = worths[(p, issue.options.clone())].iter().map(|w| w.0);
                let (least, greatest) = of.fold((f64::INFINITY, f64::NEG_INFINITY), |(l, g), w| (l.min(w), g.max(w)));
                spans[(p, i)] = Span { least, greatest };
            }
        }
    }
}

fact! {
    /// The options on which the fear of a breach hangs, those that expose a party or guarantee something, each with what it
    /// guarantees: one after the other from the first row on; rows beyond the end mean nothing. Found when a run begins: what
    /// changes terms of options and stances later is not heard. Written out since it is needed several times in a round.
    pub Feared on IssueOption, run begins look_for_fears, "share" (pub Option<(OptionIx, f64)> = None)
}

fact! {
    /// What each of the feared options exposes a disputant to, in their order, from the first row of the party on; found with
    /// them and read beside them, for cells beyond mean nothing.
    pub Exposed on Stance, kept, "share" (pub f64 = 0.0)
}

/// The feared options.
#[inline]
pub fn feared(feared: &[Feared]) -> impl Iterator<Item = (OptionIx, f64)> {
    feared.iter().map_while(|feared| feared.0)
}

fn look_for_fears(
    case: The<Case>,
    mut runs: Runs<(
        Options<(&OptionTerms, &mut Feared)>,
        Stances<(&StanceTerms, &mut Exposed)>,
    )>,
) {
    for (_, ((terms, found), (views, exposed))) in runs.iter() {
        let (views, mut exposed) = (case.by_option(views), case.by_option(exposed));
        let is_feared = |(o, terms): &(OptionIx, &OptionTerms)| {
            let exposes = |&p: &PartyIx| views[(p, *o)].exposes != 0.0;
            terms.guarantee != 0.0 || case.disputants.iter().any(exposes)
        };
        let options = terms.indexed().filter(is_feared);
        write_list(
            found,
            options.map(|(option, terms)| Feared(Some((option, terms.guarantee)))),
        );
        for &p in &case.disputants {
            for (exposed, (option, _)) in exposed.row_mut(p).iter_mut().zip(feared(found)) {
                exposed.0 = views[(p, option)].exposes;
            }
        }
    }
}

fact! {
    /// How sensitive an option is, in a column of its own: read out of wide terms it lies on a line of the cache for every option.
    /// Written when a run begins: what changes terms of options later is not heard.
    pub Sensitivity on IssueOption, run begins note_sensitivity, "share" (pub f64 = 0.0)
}

fn note_sensitivity(mut runs: Runs<Options<(&OptionTerms, &mut Sensitivity)>>) {
    for (_, (terms, sensitivity)) in runs.iter() {
        for (terms, sensitivity) in terms.iter().zip(sensitivity) {
            sensitivity.0 = terms.sensitivity;
        }
    }
}

fact! {
    /// The option that a party has committed itself to in public.
    pub Pledge on Stake, run, "" (pub Option<OptionIx> = None)
}
