//! Rapport: a good host softens the room, a misstep hardens it.
//!
//! In a round, in this order: a leak takes a share of what everybody feels for whoever is suspected, a misstep a share of
//! the rapport in the room, and the close of a session moves it by `rate * (hospitality - rapport)`.
//! Rapport adds to candour and makes walkouts rarer: that between rivals where they meet, else that of everybody in the
//! room. Source: Druckman & Olekalns 2008 (affect at the table); Carnevale & Isen 1986; stylised.

use crate::channels::{Candour, WalkOutHazard};
use crate::facts::{Ending, Incidents, Rapport};
use detente_core::terms::SessionTerms;
use detente_core::{
    Assembly, Behaviour, Case, Origin, Phase, Relations, Runs, Sessions, Talks, TalksRow, The, origin, params,
};

params! {
    /// How rapport moves.
    RapportTerms on Talks as "rapport" {
        /// Part of the way to the host's hospitality that a session goes
        rate: "share", 0.0 ..= 1.0, default 0.3, absent 0.0, "stylised";
        /// Part of the rapport that a misstep destroys
        loss: "share", 0.0 ..= 1.0, default 0.2, absent 0.0, "stylised";
        /// Part of the rapport with the party suspected of a leak that the leak destroys
        suspicion: "share", 0.0 ..= 1.0, default 0.3, absent 0.0, "stylised";
        /// Effect of rapport on candour
        candour: "log odds", -10.0 ..= 10.0, default 1.0, absent 0.0, "stylised";
        /// How far rapport above the usual lowers the log hazard of walkouts
        walkouts: "log hazard", -10.0 ..= 10.0, default 0.8, absent 0.0, "stylised";
    }
}

/// Rapport at which walkouts have their base rate.
const USUAL: f64 = 0.3;

/// Rapport after a session with this host.
#[inline]
pub fn hosted(rapport: f64, hospitality: f64, rate: f64) -> f64 {
    rapport + rate * (hospitality - rapport)
}

fn soften(
    case: The<Case>,
    mut runs: Runs<(
        TalksRow<(&RapportTerms, &mut Candour, &mut WalkOutHazard)>,
        Relations<&Rapport>,
    )>,
) {
    for (run, ((terms, candour, walk_outs), rapport)) in runs.iter() {
        let room = &case.relations_at_stake[run.session];
        if !room.is_empty() {
            let mean = room.iter().map(|&r| rapport[r].0).sum::<f64>() / room.len() as f64;
            candour[0].0 += terms[0].candour * mean;
            walk_outs[0].0.exponent -= terms[0].walkouts * (mean - USUAL);
        }
    }
}

fn relate(
    case: The<Case>,
    mut runs: Runs<(
        TalksRow<(&RapportTerms, &Incidents, &Ending)>,
        Relations<&mut Rapport>,
        Sessions<&SessionTerms>,
    )>,
) {
    for (run, ((terms, incidents, ending), rapport, sessions)) in runs.iter() {
        if !ending[0].is_open() {
            continue;
        }
        if let Some(suspect) = incidents[0].suspected {
            for (relation, rapport) in case.relations.iter().zip(rapport.iter_mut()) {
                if relation.to == suspect {
                    rapport.0 *= 1.0 - terms[0].suspicion;
                }
            }
        }
        for &r in &case.relations_in_room[run.session] {
            if incidents[0].misstep.is_some() {
                rapport[r].0 *= 1.0 - terms[0].loss;
            }
            if run.closes {
                rapport[r].0 = hosted(rapport[r].0, sessions[run.session].hospitality, terms[0].rate);
            }
        }
    }
}

impl Behaviour for RapportTerms {
    type Params = Self;
    const ABOUT: &'static str = "A good host softens the room; rapport makes people speak openly and stay.";
    const SOURCE: &'static str = "Druckman & Olekalns 2008; Carnevale & Isen 1986; values stylised";
    const ORIGIN: Origin = origin!();
    fn assemble(assembly: &mut Assembly<'_>) {
        assembly
            .probe::<Rapport>("rapport", "share", [0.0, 1.0], |r| r.0)
            .add(Phase::Strain, soften)
            .add(Phase::Relate, relate);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rapport_approaches_what_the_host_offers() {
        let after = (0..3).fold(0.2, |r, _| hosted(r, 0.8, 0.3));
        assert!((after - (0.8 - 0.6 * 0.343)).abs() < 1e-12);
        assert_eq!(hosted(0.5, 0.5, 0.3), 0.5);
    }
}
