//! Perceived division: where the mediator and one side are seen to differ, the rival hopes for more and waits.
//!
//! When a session of the holder of the text with a side closes, `D <- .7 D + .3 clamp(gap / .1, 0, 1)
//! (1 - .5 secrecy)(1 - .5 reassurance)`, gap what that side still asks above what the text gives. The rival's aspiration gets
//! `+ .4 D (a_max - r)`, and its clock of concessions lags by half of D a day: there is no threshold below which a rift is
//! nothing. Source: Touval & Zartman 1985 and Kydd 2003 for a mediator's ties to a side; rule and values stylised.

use crate::channels::{Aspiration, Reassurance, Standstill};
use crate::facts::{Ending, Verdict};
use detente_core::terms::SessionTerms;
use detente_core::{
    Assembly, Behaviour, Case, Negotiators, Origin, Outlook, Parties, Party, PartyIx, Phase, Role, Runs, Sessions,
    Talks, TalksRow, The, origin, params, state,
};

params! {
    /// How a rift between the mediator and a side is seen by its rivals.
    PerceivedDivision on Talks as "perceived_division" {
        /// What a session leaves of the impression before
        memory: "share", 0.0 ..= 1.0, default 0.7, absent 0.0, "stylised";
        /// Gap between the mediator's text and a side that counts as a full rift
        rift: "utility", 0.001 ..= 1.0, default 0.1, absent 1.0, "stylised";
        /// How far full secrecy hides a rift
        secrecy: "share", 0.0 ..= 1.0, default 0.5, absent 1.0, "stylised";
        /// How far full reassurance hides a rift
        reassurance: "share", 0.0 ..= 1.0, default 0.5, absent 1.0, "stylised";
        /// How far full division raises the rival's demand
        aspiration: "share of the first demand", 0.0 ..= 1.0, default 0.4, absent 0.0, "stylised";
        /// Part of every day by which full division delays the rival's concessions
        waits: "share", 0.0 ..= 1.0, default 0.5, absent 0.0, "stylised";
    }
}

state! {
    /// How divided a side and the mediator seem to its rivals, 0 to 1.
    pub Division on Party, run, "share" (pub f64 = 0.0)
}

state! {
    /// Days by which a party has waited so far.
    Waited on Party, run, "days" (f64 = 0.0)
}

/// Division after a session in which so much of a rift was seen.
#[inline]
pub fn seen(division: f64, memory: f64, rift: f64) -> f64 {
    memory * division + (1.0 - memory) * rift.clamp(0.0, 1.0)
}

/// Rivals of a side ask for more, and wait.
fn hope(
    case: The<Case>,
    mut runs: Runs<(
        TalksRow<&PerceivedDivision>,
        Parties<(&Division, &mut Waited, &mut Standstill)>,
        Negotiators<&mut Aspiration>,
    )>,
) {
    for (run, (terms, (divisions, waited, standstill), aspirations)) in runs.iter() {
        let terms = &terms[0];
        for &p in &case.disputants {
            let rivals = case.disputants.iter().filter(|&&q| q != p);
            let rift = rivals.map(|&q| divisions[q].0).fold(0.0, f64::max);
            waited[p].0 += terms.waits * rift * run.days;
            standstill[p].0 += waited[p].0;
            for &n in &case.delegations[p] {
                aspirations[n].push += terms.aspiration * rift;
            }
        }
    }
}

/// What of the session is seen outside.
fn watch(
    case: The<Case>,
    mut runs: Runs<(
        TalksRow<(&PerceivedDivision, &Reassurance, &Ending)>,
        Sessions<&SessionTerms>,
        Parties<(&Verdict, &mut Division)>,
    )>,
) {
    let Some(holder) = case.talks.text_holder else { return };
    for (run, ((terms, reassurance, ending), sessions, (verdicts, divisions))) in runs.filter(|run| run.closes) {
        let present = &case.present[run.session];
        if !ending[0].is_open() || !present[holder] {
            continue;
        }
        let terms = &terms[0];
        let secrecy = sessions[run.session].secrecy;
        let visible = (1.0 - terms.secrecy * secrecy) * (1.0 - terms.reassurance * reassurance[0].0);
        for &p in case.disputants.iter().filter(|&&p| present[p] && p != holder) {
            let rift = (verdicts[p].gap() / terms.rift).min(1.0) * visible;
            divisions[p].0 = seen(divisions[p].0, terms.memory, rift);
        }
    }
}

impl Behaviour for PerceivedDivision {
    type Params = Self;
    const ABOUT: &'static str = "Where the mediator and one side are seen to differ, its rival asks for more and waits; \
                                 secrecy and reassurance hide the rift.";
    const SOURCE: &'static str = "Touval & Zartman 1985; Kydd 2003; rule and values stylised";
    const ORIGIN: Origin = origin!();
    fn idle(outlook: &Outlook<'_>) -> Option<&'static str> {
        let Some(holder) = outlook.model.talks.text_holder else {
            return Some("nobody holds a text");
        };
        let mut sessions = outlook.model.sessions.iter();
        let side = |p: PartyIx| p != holder && outlook.model.parties[p].role == Role::Disputant;
        let meets = sessions.any(|s| s.parties.contains(&holder) && s.parties.iter().any(|&p| side(p)));
        (!meets).then_some("the holder of the text meets no side")
    }
    fn assemble(assembly: &mut Assembly<'_>) {
        assembly
            .probe::<Division>("division", "share", [0.0, 1.0], |d| d.0)
            .add(Phase::Strain, hope)
            .add(Phase::Relate, watch);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rift_that_lasts_is_believed_and_a_healed_one_is_forgotten() {
        let after = (0..20).fold(0.0, |d, _| seen(d, 0.7, 0.8));
        assert!((after - 0.8).abs() < 1e-3);
        assert!((seen(0.8, 0.7, 0.0) - 0.56).abs() < 1e-12);
        assert_eq!(seen(1.0, 0.7, 5.0), 1.0);
    }
}
