//! Durability: what was agreed may break down later. Agreements fail early: the hazard falls with time.
//!
//! `S(t) = exp(-(t / lambda)^k * e^(-beta * guarantee))`, k = .24 and lambda = 256 years, which leave 77 % after one year and
//! 68 % after five. Guarantee is what the options of the agreement give, 0 to 1. It says when an agreement breaks down, not
//! how the talks end. Source: Kaplan-Meier estimates on the UCDP peace agreements (n = 336) for k and lambda; Fortna 2003
//! and Walter 2002 for guarantees; beta stylised.

use crate::facts::{Ending, InText};
use detente_core::terms::OptionTerms;
use detente_core::{
    Actor, Assembly, Behaviour, Draw, EventKind, Issues, Options, Origin, Outcome, Phase, RareDraws, Record, Runs,
    Talks, TalksIx, TalksRow, events, origin, params,
};
use libm::{exp, log, pow};

params! {
    /// How long agreements last.
    Durability on Talks as "durability" {
        /// Shape of the survival of agreements: below 1 they fail early
        shape: "exponent", 0.01 ..= 10.0, default 0.24, absent 1.0, "UCDP peace agreements (n = 336)";
        /// Scale of the survival of agreements without guarantees
        scale_years: "years", 0.001 ..= 1e9, default 256, absent 1e9, "UCDP peace agreements (n = 336)";
        /// How far a full guarantee lowers the log hazard
        guarantee: "log hazard", -10.0 ..= 10.0, default 1.5, absent 0.0, "Fortna 2003; value stylised";
        /// Years for which an agreement is followed; what breaks down later is not reported
        followed_years: "years", 0.0 ..= 1000.0, default 10, absent 0.0, "stylised";
    }
}

const DAYS_A_YEAR: f64 = 365.25;

events! {
    /// What was ratified broke down.
    pub AGREEMENT_BROKEN = "agreement_broken",
        told ["What had been agreed broke down."];
}

struct Lasting;
impl Draw for Lasting {
    type Of = Talks;
    const NAME: &'static str = "durability";
}

/// Share of agreements that outlive so many years.
#[inline]
pub fn survival(years: f64, terms: &Durability, guarantee: f64) -> f64 {
    exp(-pow(years / terms.scale_years, terms.shape) * exp(-terms.guarantee * guarantee))
}

/// The years after which an agreement breaks down: the inverse of [`survival`] at one uniform.
#[inline]
pub fn lifetime(uniform: f64, terms: &Durability, guarantee: f64) -> f64 {
    let hazard = -log(uniform) * exp(terms.guarantee * guarantee);
    terms.scale_years * pow(hazard, 1.0 / terms.shape)
}

fn last(
    mut record: Record,
    mut runs: Runs<(
        TalksRow<(&Durability, &mut Ending)>,
        Issues<&InText>,
        Options<&OptionTerms>,
        RareDraws<Lasting, 1>,
    )>,
) {
    for (run, ((terms, ending), text, options, draws)) in runs.iter() {
        let (terms, ending) = (&terms[0], &mut ending[0]);
        if ending.outcome != Some(Outcome::Agreement) || ending.broke_down_day.is_some() {
            continue;
        }
        let unguarded: f64 = text.iter().map(|t| 1.0 - options[t.0].guarantee).product();
        let years = lifetime(draws.once(TalksIx::FIRST)[0], terms, 1.0 - unguarded);
        if years <= terms.followed_years {
            let day = ending.day + (years * DAYS_A_YEAR) as i32;
            ending.broke_down_day = Some(day);
            record.event_on(day, run, AGREEMENT_BROKEN, || (Actor::Talks, None, None));
        }
    }
}

impl Behaviour for Durability {
    type Params = Self;
    const ABOUT: &'static str = "What was agreed may break down later, most often early; guarantees make it last.";
    const SOURCE: &'static str =
        "UCDP peace agreements (n = 336); Fortna 2003; Walter 2002; effect of guarantees stylised";
    const ORIGIN: Origin = origin!();
    const EVENTS: &'static [&'static EventKind] = &[AGREEMENT_BROKEN];
    fn assemble(assembly: &mut Assembly<'_>) {
        assembly.draws::<Lasting>().add(Phase::Close, last);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The two points that the scale and shape were taken from.
    #[test]
    fn three_quarters_outlive_a_year_and_two_thirds_five() {
        let terms = Durability::default();
        assert!((survival(1.0, &terms, 0.0) - 0.77).abs() < 0.005);
        assert!((survival(5.0, &terms, 0.0) - 0.68).abs() < 0.005);
    }

    #[test]
    fn lifetimes_follow_the_survival_curve_and_guarantees_lengthen_them() {
        let terms = Durability::default();
        for u in [0.1, 0.5, 0.7, 0.9] {
            assert!((survival(lifetime(u, &terms, 0.3), &terms, 0.3) - u).abs() < 1e-9);
            assert!(lifetime(u, &terms, 0.5) > lifetime(u, &terms, 0.0));
        }
    }
}
