//! Consent: some options need a guarantor's agreement. It is asked when its option stands in a text that everybody
//! accepts, and says yes if `mu + .5 M + spread * z > 0`, z its own luck on that option, drawn once. An option that is
//! refused goes back to the table for good. Source: Cunningham 2006 (veto players); Walter 2002; values stylised.

use bevy_ecs::prelude::*;
use detente_core::channels::Inclination;
use detente_core::facts::{Ending, InText, OptionState, Verdict};
use detente_core::{
    Actor, Assembly, Behaviour, Case, Draw, EventKind, Issues, Options, Origin, Parties, Party, Phase, RareDraws,
    Record, Runs, Stance, Stances, TalksRow, normal_quantile, origin, params,
};

params! {
    /// How a guarantor decides.
    Consent on Party as "consent" {
        /// Inclination to agree
        mu: "inclination", -10.0 ..= 10.0, default 0.5, absent 1.0, "stylised";
        /// Spread of its luck
        spread: "inclination", 0.0 ..= 10.0, default 0.7, absent 0.0, "stylised";
    }
}

/// Whether a guarantor has been asked about an option.
#[derive(Component, Debug, Clone, Copy, Default)]
struct Asked(bool);

struct Deciding;
impl Draw for Deciding {
    type Of = Stance;
    const NAME: &'static str = "consent";
}

/// Whether a guarantor of this inclination agrees at this luck.
#[inline]
pub fn agrees(inclination: f64, spread: f64, uniform: f64) -> bool {
    inclination + spread * normal_quantile(uniform) > 0.0
}

fn begin(mut runs: Runs<Stances<&mut Asked>>) {
    for (_, asked) in runs.iter() {
        asked.fill(Asked(false));
    }
}

fn incline(mut runs: Runs<Parties<(&Consent, &mut Inclination)>>) {
    for (_, (terms, inclinations)) in runs.iter() {
        for (terms, inclination) in terms.iter().zip(inclinations) {
            inclination.0 += terms.mu;
        }
    }
}

fn ask(
    case: Res<Case>,
    mut record: Record,
    mut runs: Runs<(
        Parties<(&Consent, &Inclination, &mut Verdict)>,
        Issues<&InText>,
        Options<&mut OptionState>,
        Stances<&mut Asked>,
        TalksRow<&Ending>,
        RareDraws<Deciding, 1>,
    )>,
) {
    let options = case.options.len();
    for (run, ((terms, inclinations, verdicts), text, states, asked, ending, mut draws)) in runs.iter() {
        if !ending[0].is_open() || !case.disputants.iter().all(|&p| verdicts[p].accepts) {
            continue;
        }
        for (i, t) in text.iter().enumerate() {
            for &guarantor in &case.options[t.0].consent {
                let cell = guarantor * options + t.0;
                if std::mem::replace(&mut asked[cell].0, true) {
                    continue;
                }
                let yes = agrees(inclinations[guarantor].0, terms[guarantor].spread, draws.once(cell)[0]);
                let kind = if yes {
                    EventKind::ConsentGiven
                } else {
                    EventKind::ConsentRefused
                };
                record.event(run, || (kind, Actor::Party(guarantor), Some(i), Some(t.0)));
                if !yes {
                    states[t.0].refused = true;
                    for verdict in verdicts.iter_mut() {
                        verdict.accepts = false;
                    }
                }
            }
        }
    }
}

impl Behaviour for Consent {
    type Params = Self;
    const ABOUT: &'static str =
        "Some options need a guarantor's agreement, which is asked for when everybody else accepts.";
    const SOURCE: &'static str = "Cunningham 2006; Walter 2002; values stylised";
    const ORIGIN: Origin = origin!();
    fn assemble(assembly: &mut Assembly<'_>) {
        assembly
            .column::<Stance, Asked>()
            .draws::<Deciding>()
            .opening(begin)
            .add(Phase::Strain, incline)
            .add(Phase::Consent, ask);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn consent_is_certain_without_luck_and_a_coin_at_zero() {
        assert!(agrees(0.1, 0.0, 0.001));
        assert!(!agrees(-0.1, 0.0, 0.999));
        assert!(agrees(0.0, 1.0, 0.6) && !agrees(0.0, 1.0, 0.4));
    }
}
