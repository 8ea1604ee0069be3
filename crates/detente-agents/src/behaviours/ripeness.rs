//! Ripeness: a matter can be decided only when it is ripe; some are on day 0, others ripen as talks go on.
//!
//! Rate `hazard * e^(M - .3 + settled * share settled + hurting * cost)` a day, cost what the war has taken from the
//! disputant that it has hurt least: a stalemate ripens what hurts both. Pushing what is unripe costs: with u the unripe
//! share of a session's agenda, walkouts `+ 1.5 u` on the log hazard, demands `+ .4 u` of the first demand. Source: Zartman
//! 2000 (mutually hurting stalemate; what is pushed before its time fails); values stylised.

use crate::channels::{Aspiration, BOUND, RipeningHazard, WalkOutHazard, chance_within};
use crate::facts::{Burden, Ending, Headway, Ripe, Settled};
use crate::protocols::OFFERS;
use detente_core::terms::IssueTerms;
use detente_core::{
    Actor, Assembly, Behaviour, Case, Draw, Draws, EventKind, Indexed, Issue, Issues, Negotiators, Origin, Outlook,
    Parties, Phase, RareDraws, Record, RowKind, Runs, TalksRow, The, events, origin, params,
};

params! {
    /// How matters ripen.
    Ripeness on Issue as "ripeness" {
        /// Rate at which an unripe matter ripens
        hazard_per_day: "1/day", 0.0 ..= 100.0, default 0.04, absent 100.0, "stylised";
        /// Effect of the share of matters already settled on the log hazard
        settled: "log hazard", -10.0 ..= 10.0, default 0.5, absent 0.0, "stylised";
        /// Effect on the log hazard of what the war has cost the disputant that it has cost least, per utility
        hurting: "log hazard per utility", 0.0 ..= 1000.0, default 5.0, absent 0.0, "Zartman 2000; value stylised";
        /// What an agenda of which nothing is ripe adds to the log hazard of walkouts
        walkouts: "log hazard", -10.0 ..= 10.0, default 1.5, absent 0.0, "Zartman 2000; value stylised";
        /// What such an agenda adds to the demand
        aspiration: "share of the first demand", 0.0 ..= 1.0, default 0.4, absent 0.0, "Zartman 2000; value stylised";
    }
}

events! {
    /// An issue became ripe for decision.
    pub ISSUE_RIPENED = "issue_ripened",
        told ["{matter} was now ripe for decision."];
}

struct Ripening;
impl Draw for Ripening {
    type Of = Issue;
    const NAME: &'static str = "ripening";
}
struct RipeAtFirst;
impl Draw for RipeAtFirst {
    type Of = Issue;
    const NAME: &'static str = "ripe on day 0";
}

fn begin(mut runs: Runs<(Issues<(&IssueTerms, &mut Ripe)>, RareDraws<RipeAtFirst, 1>)>) {
    for (_, ((terms, ripe), draws)) in runs.iter() {
        for ((i, terms), ripe) in terms.indexed().zip(ripe) {
            ripe.0 = draws.once(i)[0] < terms.ripe;
        }
    }
}

/// Pushing what is unripe costs: the sides stand on more, and leave sooner.
fn push(
    case: The<Case>,
    mut runs: Runs<(
        Issues<(&Ripeness, &Ripe)>,
        TalksRow<&mut WalkOutHazard>,
        Negotiators<&mut Aspiration>,
    )>,
) {
    for (run, ((terms, ripe), walk_outs, aspirations)) in runs.iter() {
        let agenda = &case.on_agenda[run.session];
        let (mut issues, mut pushed, mut walkouts, mut aspiration) = (0_u32, false, 0.0, 0.0);
        for ((terms, ripe), _) in terms.iter().zip(ripe).zip(&**agenda).filter(|(_, is_on)| **is_on) {
            issues += 1;
            if !ripe.0 {
                pushed = true;
                walkouts += terms.walkouts;
                aspiration += terms.aspiration;
            }
        }
        if !pushed {
            continue;
        }
        let share = 1.0 / f64::from(issues);
        walk_outs[0].0.exponent += share * walkouts;
        let more = share * aspiration;
        for &p in &case.disputants {
            for &n in &case.delegations[p] {
                aspirations[n].push += more;
            }
        }
    }
}

fn ripen(
    case: The<Case>,
    mut record: Record,
    mut runs: Runs<(
        Issues<(&Ripeness, &Settled, &RipeningHazard, &mut Ripe)>,
        TalksRow<(&Ending, &mut Headway)>,
        Parties<&Burden>,
        Draws<Ripening, 1>,
    )>,
) {
    for (run, ((terms, settled, hazards, ripe), (ending, headway), burdens, draws)) in runs.filter(|run| run.days > 0.0)
    {
        if !ending[0].is_open() || ripe.iter().all(|r| r.0) {
            continue;
        }
        let share = settled.iter().filter(|s| s.0).count() as f64 / settled.len() as f64;
        let hurt = case
            .disputants
            .iter()
            .map(|&p| burdens[p].0)
            .reduce(f64::min)
            .unwrap_or(0.0);
        let columns = terms.indexed().zip(hazards).zip(ripe);
        for (((i, terms), hazard), ripe) in columns.filter(|(_, ripe)| !ripe.0) {
            let mut hazard = hazard.0;
            hazard.exponent += terms.settled * share + terms.hurting * hurt;
            if draws.of(i)[0] < chance_within(hazard.rate(terms.hazard_per_day, BOUND), run.days) {
                ripe.0 = true;
                headway[0].ripened += 1;
                record.event(run, ISSUE_RIPENED, || (Actor::Talks, Some(i), None));
            }
        }
    }
}

impl Behaviour for Ripeness {
    type Params = Self;
    const ABOUT: &'static str = "A matter can be decided only when it is ripe; momentum, settled matters and a war that \
                                 hurts both help it ripen; pushed before its time, it makes the sides ask for more and \
                                 leave sooner.";
    const SOURCE: &'static str = "Zartman 2000; values stylised";
    const ORIGIN: Origin = origin!();
    const EVENTS: &'static [&'static EventKind] = &[ISSUE_RIPENED];
    fn idle(outlook: &Outlook<'_>) -> Option<&'static str> {
        let issues = outlook.model.issues.indices();
        let ripe = outlook.lowest::<IssueTerms>(issues, "ripe") >= 1.0;
        if ripe && !outlook.is_struck(RowKind::Issue, "ripe") && !outlook.concerns(&["missteps"], Self::ORIGIN) {
            return Some("every issue is ripe on day 0, and none is opened again");
        }
        let idle = outlook.is_held_only_by(OFFERS) && !outlook.concerns(&["deadlock", "mediation"], Self::ORIGIN);
        idle.then_some("where only offers are made nothing has to be ripe")
    }
    fn assemble(assembly: &mut Assembly<'_>) {
        assembly
            .draws::<Ripening>()
            .draws::<RipeAtFirst>()
            .opening(begin)
            .add(Phase::Strain, push)
            .add(Phase::Discover, ripen);
    }
}
