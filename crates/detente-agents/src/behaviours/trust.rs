//! Trust: grows slowly where talks are constructive and confidences are kept, falls at once when something leaks.
//!
//! When a session closes, `T += gain (1 - T)` between those in the room, once if it was constructive, and once (more) if
//! options were floated in it and nothing came out, constructive or not. A leak: `T *= 1 - loss`, for everybody. Trust
//! loosens tongues: candour `+ 2 (T - .5)`, T that between rivals where they meet, else that of everybody in the room. Who
//! trusts its rivals asks for less: what they promise will be there; demand `1 - .15 (T - .25)`, T that in the rivals.
//! Source: Kydd 2005 for the asymmetry; Lewicki & Bunker 1996; Carnevale & Isen 1986 (rivals who see each other hold back
//! unless the mood is good); values stylised.

use crate::channels::{Aspiration, Candour};
use crate::facts::{Ending, Headway, Incidents, Trust};
use bevy_ecs::prelude::*;
use detente_core::{
    Assembly, Behaviour, Case, Negotiators, Origin, Phase, Relations, Runs, Talks, TalksRow, The, origin, params,
};

params! {
    /// How trust moves.
    TrustTerms on Talks as "trust" {
        /// Part of the missing trust that a constructive session builds
        gain: "share", 0.0 ..= 1.0, default 0.02, absent 0.0, "stylised";
        /// Part of the trust that a leak destroys
        loss: "share", 0.0 ..= 1.0, default 0.2, absent 0.0, "stylised";
        /// Part of the trust in whoever puts a foot wrong that a misstep destroys in the room; a grave one takes twice as much
        misstep: "share", 0.0 ..= 0.5, default 0.2, absent 0.0, "Cohen 1997; value stylised";
        /// Effect of trust on candour
        candour: "log odds", -10.0 ..= 10.0, default 2.0, absent 0.0, "stylised";
        /// How far full trust in the rivals lowers a demand, counted from the usual
        aspiration: "share", 0.0 ..= 1.0, default 0.15, absent 0.0, "Kydd 2005; value stylised";
    }
}

/// Trust between rivals at which a demand is what it is.
const USUAL: f64 = 0.25;

/// Trust after a constructive session.
#[inline]
pub fn built(trust: f64, gain: f64) -> f64 {
    trust + gain * (1.0 - trust)
}

/// Trust after a leak.
#[inline]
pub fn broken(trust: f64, loss: f64) -> f64 {
    trust * (1.0 - loss)
}

fn loosen_tongues(case: The<Case>, mut runs: Runs<(TalksRow<(&TrustTerms, &mut Candour)>, Relations<&Trust>)>) {
    for (run, ((terms, candour), trust)) in runs.iter() {
        let room = &case.relations_at_stake[run.session];
        if !room.is_empty() {
            let mean = room.iter().map(|&r| trust[r].0).sum::<f64>() / room.len() as f64;
            candour[0].0 += terms[0].candour * (mean - 0.5);
        }
    }
}

/// Who trusts its rivals needs less in hand against them.
fn disarm(case: The<Case>, mut runs: Runs<(TalksRow<&TrustTerms>, Relations<&Trust>, Negotiators<&mut Aspiration>)>) {
    for (_, (terms, trust, aspirations)) in runs.iter() {
        for &p in &case.disputants {
            let rivals = || case.disputants.iter().filter(|&&q| q != p);
            let sum: f64 = rivals().map(|&q| trust[case.relation(p, q)].0 - USUAL).sum();
            let factor = 1.0 - terms[0].aspiration * sum / rivals().count().max(1) as f64;
            for &n in &case.delegations[p] {
                aspirations[n].factor *= factor;
            }
        }
    }
}

fn relate(
    case: The<Case>,
    mut runs: Runs<(
        TalksRow<(&TrustTerms, &Incidents, &Headway, &Ending)>,
        Relations<&mut Trust>,
    )>,
) {
    for (run, ((terms, incidents, headway, ending), trust)) in runs.iter() {
        let (terms, headway) = (&terms[0], &headway[0]);
        if incidents[0].leaked.is_some() {
            for trust in trust.iter_mut() {
                trust.0 = broken(trust.0, terms.loss);
            }
        }
        if !run.closes || !ending[0].is_open() {
            continue;
        }
        if let Some(blunder) = incidents[0].misstep {
            let clumsy = case.negotiators[blunder.by].party;
            let gravity = if blunder.grave { 2.0 } else { 1.0 };
            for &r in &case.relations_in_room[run.session] {
                if case.relations[r].to == clumsy {
                    trust[r].0 = broken(trust[r].0, gravity * terms.misstep);
                }
            }
        }
        let kept = headway.floated > 0 && !headway.leaked;
        for _ in 0..u32::from(headway.constructive()) + u32::from(kept) {
            for &r in &case.relations_in_room[run.session] {
                trust[r].0 = built(trust[r].0, terms.gain);
            }
        }
    }
}

impl Behaviour for TrustTerms {
    type Params = Self;
    const ABOUT: &'static str = "Trust grows slowly in constructive sessions and where confidences are kept, and falls at \
                                 once when something leaks or somebody blunders; it makes people speak openly, and rivals \
                                 who trust each other ask for less.";
    const SOURCE: &'static str = "Kydd 2005; Lewicki & Bunker 1996; Carnevale & Isen 1986; values stylised";
    const ORIGIN: Origin = origin!();
    fn assemble(assembly: &mut Assembly<'_>) {
        assembly
            .probe::<Trust>("trust", "share", [0.0, 1.0], |t| t.0)
            .add(Phase::Strain, (loosen_tongues, disarm).chain())
            .add(Phase::Relate, relate);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Slow to build, quick to break: one leak takes what many sessions gave.
    #[test]
    fn one_leak_takes_what_many_sessions_gave() {
        let grown = (0..10).fold(0.25, |t, _| built(t, 0.02));
        assert!((grown - (1.0 - 0.75 * libm::pow(0.98, 10.0))).abs() < 1e-12);
        assert!(broken(grown, 0.2) < 0.32);
        assert_eq!((built(1.0, 0.02), broken(0.0, 0.2)), (1.0, 0.0));
    }
}
