//! Reciprocity: a side gives way as it sees its rivals give way.
//!
//! `curve <- (1 - .3) curve + .3 s`, s the mean, over the rivals that have been seen at a table, of what is left of their
//! first ask. Source: Druckman 1977 and Osgood 1962 (concessions answer concessions); weight stylised.

use super::concession::no_demand_falls;
use crate::channels::Aspiration;
use crate::facts::Verdict;
use detente_core::{
    Assembly, Behaviour, Case, Negotiators, Origin, Outlook, Parties, Party, Phase, Runs, The, origin, params, state,
};

params! {
    /// How a party answers what its rivals concede.
    Reciprocity on Party as "reciprocity" {
        /// How far the demand follows what is left of the rivals' first ask, rather than time
        weight: "share", 0.0 ..= 1.0, default 0.3, absent 0.0, "Druckman 1977; value stylised";
    }
}

state! {
    /// What a party asked for above its reservation value when it was first seen at a table, and what was left of that when
    /// it was seen last.
    Seen on Party, run, "share of the first ask" {
        /// The first ask, in utility; 0 before.
        first: f64 = 0.0,
        /// What is left of it.
        left: f64 = 1.0,
    }
}

fn answer(case: The<Case>, mut runs: Runs<(Parties<(&Reciprocity, &Seen)>, Negotiators<&mut Aspiration>)>) {
    for (_, ((terms, seen), aspirations)) in runs.iter() {
        for &p in &case.disputants {
            let rivals = || case.disputants.iter().filter(|&&q| q != p && seen[q].first > 0.0);
            let count = rivals().count();
            if count == 0 {
                continue;
            }
            let left = rivals().map(|&q| seen[q].left).sum::<f64>() / count as f64;
            for &n in &case.delegations[p] {
                aspirations[n].draw(terms[p].weight, left);
            }
        }
    }
}

fn watch(case: The<Case>, mut runs: Runs<Parties<(&Verdict, &mut Seen)>>) {
    for (run, (verdicts, seen)) in runs.filter(|run| run.closes) {
        for &p in case.disputants.iter().filter(|&&p| case.present[run.session][p]) {
            let seen = &mut seen[p];
            if seen.first <= 0.0 {
                seen.first = verdicts[p].ask;
            }
            if seen.first > 0.0 {
                seen.left = (verdicts[p].ask / seen.first).clamp(0.0, 1.0);
            }
        }
    }
}

impl Behaviour for Reciprocity {
    type Params = Self;
    const ABOUT: &'static str = "A side gives way as it sees its rivals give way.";
    const SOURCE: &'static str = "Druckman 1977; Osgood 1962; weight stylised";
    const ORIGIN: Origin = origin!();
    fn idle(outlook: &Outlook<'_>) -> Option<&'static str> {
        no_demand_falls(outlook)
    }
    fn assemble(assembly: &mut Assembly<'_>) {
        assembly.add(Phase::Strain, answer).add(Phase::Relate, watch);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_demand_is_drawn_towards_what_the_rivals_have_left() {
        let drawn = |weight: f64, towards: f64| {
            let mut aspiration = Aspiration {
                curve: 0.8,
                ..Aspiration::default()
            };
            aspiration.draw(weight, towards);
            aspiration.curve
        };
        assert_eq!(drawn(0.0, 0.1), 0.8);
        assert_eq!(drawn(1.0, 0.1), 0.1);
        assert!((drawn(0.3, 0.5) - 0.71).abs() < 1e-15);
    }
}
