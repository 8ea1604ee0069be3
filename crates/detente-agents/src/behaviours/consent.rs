//! Consent: some options need a guarantor's agreement. It is asked when its option stands in a text that everybody
//! accepts, and says yes if `mu + .5 M + .1 per session held with it + spread * z > 0`, z its own luck on that option,
//! drawn once. An option that is refused goes back to the table for good. Source: Cunningham 2006 (veto players); Walter 2002; values stylised.

use crate::channels::Inclination;
use crate::facts::{Ending, InText, OptionState, Verdict};
use bevy_ecs::prelude::*;
use detente_core::{
    Actor, Assembly, Behaviour, Case, Draw, EventKind, Issues, Options, Origin, Outlook, Parties, Party, Phase,
    RareDraws, Record, Role, Runs, Stance, Stances, State, StateEntry, TalksRow, events, normal_quantile, origin,
    params, state,
};

params! {
    /// How a guarantor decides.
    Consent on Party as "consent" {
        /// Inclination to agree
        mu: "inclination", -10.0 ..= 10.0, default 0.5, absent 1.0, "stylised";
        /// What each session held with it adds to its inclination
        side_talks: "inclination", -10.0 ..= 10.0, default 0.1, absent 0.0, "stylised";
        /// Spread of its luck
        spread: "inclination", 0.0 ..= 10.0, default 0.7, absent 0.0, "stylised";
    }
}

state! {
    /// Whether a guarantor has been asked about an option.
    Asked on Stance, run, "" (bool = false)
}

state! {
    /// How far a guarantor has been won over in sessions held with it.
    Won on Party, run, "inclination" (f64 = 0.0)
}

events! {
    /// A guarantor agreed.
    pub CONSENT_GIVEN = "consent_given";
    /// A guarantor refused.
    pub CONSENT_REFUSED = "consent_refused";
}

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

fn incline(mut runs: Runs<Parties<(&Consent, &Won, &mut Inclination)>>) {
    for (_, (terms, won, inclinations)) in runs.iter() {
        for ((terms, won), inclination) in terms.iter().zip(won).zip(inclinations) {
            inclination.0 += terms.mu + won.0;
        }
    }
}

/// Whoever is spoken with comes round.
fn win_over(case: Res<Case>, mut runs: Runs<(Parties<(&Consent, &mut Won)>, TalksRow<&Ending>)>) {
    for (run, ((terms, won), ending)) in runs.filter(|run| run.closes) {
        for (p, (terms, won)) in terms.iter().zip(won).enumerate() {
            if ending[0].is_open() && case.parties[p].role == Role::Guarantor && case.present[run.session][p] {
                won.0 += terms.side_talks;
            }
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
                let kind = if yes { CONSENT_GIVEN } else { CONSENT_REFUSED };
                record.event(run, kind, || (Actor::Party(guarantor), Some(i), Some(t.0)));
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

struct Favour;
impl State for Favour {
    type Column = Won;
    const KEY: &'static str = "consent.mu";
    fn change(won: &mut Won, by: f64, [low, high]: [f64; 2]) {
        won.0 = (won.0 + by).clamp(low, high);
    }
}

impl Behaviour for Consent {
    type Params = Self;
    const ABOUT: &'static str =
        "Some options need a guarantor's agreement, which is asked for when everybody else accepts.";
    const SOURCE: &'static str = "Cunningham 2006; Walter 2002; values stylised";
    const ORIGIN: Origin = origin!();
    const EVENTS: &'static [&'static EventKind] = &[CONSENT_GIVEN, CONSENT_REFUSED];
    const STATES: &'static [StateEntry] = &[StateEntry::of::<Favour>()];
    fn idle(outlook: &Outlook<'_>) -> Option<&'static str> {
        let asked = outlook.model.options.iter().any(|option| !option.consent.is_empty());
        (!asked).then_some("no option needs anybody's consent")
    }
    fn assemble(assembly: &mut Assembly<'_>) {
        assembly
            .draws::<Deciding>()
            .add(Phase::Strain, incline)
            .add(Phase::Relate, win_over)
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
