//! Consent: some options need a guarantor's agreement. It is asked when its option stands in the text and crosses no
//! disputant's red line, and answers at the first session `delay_days` later: yes if `mu + .5 M + .1 per session held with
//! it + spread * z > 0`, z its own luck on that option, drawn once. Nothing is signed while an answer is out, and an option
//! that is refused is off the table for good. Where whole packages are offered, it is asked about what everybody has
//! accepted, and answers at once. Source: Cunningham 2006 (veto players); Walter 2002; values stylised.

use crate::channels::Inclination;
use crate::facts::{ConsentOut, Ending, InText, OptionState, Verdict, all_accept};
use crate::protocols::is_text;
use bevy_ecs::prelude::*;
use detente_core::{
    Actor, Assembly, Behaviour, Case, Draw, EventKind, Indexed, Issues, OptionIx, Options, Origin, Outlook, Parties,
    Party, PartyIx, Phase, RareDraws, Record, Role, Runs, Stance, Stances, State, StateEntry, TalksRow, The, events,
    normal_quantile, origin, params, state,
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
        /// Days that it takes to answer
        delay_days: "days", 0.0 ..= 3650.0, default 14, absent 0.0, "stylised";
    }
}

state! {
    /// What a guarantor has been asked about an option.
    Question on Stance, run, "" {
        /// The day on which it was asked.
        asked: Option<i32> = None,
        /// Its answer.
        answer: Option<bool> = None,
    }
}

state! {
    /// How far a guarantor has been won over in sessions held with it.
    Won on Party, run, "inclination" (f64 = 0.0)
}

events! {
    /// A guarantor was asked about an option of the text.
    pub CONSENT_ASKED = "consent_asked",
        told ["The question of {idea} was put to {who}."];
    /// A guarantor agreed.
    pub CONSENT_GIVEN = "consent_given",
        told ["{who} agreed to {idea}."];
    /// A guarantor refused.
    pub CONSENT_REFUSED = "consent_refused",
        told ["{who} refused consent to {idea}."];
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
fn win_over(case: The<Case>, mut runs: Runs<(Parties<(&Consent, &mut Won)>, TalksRow<&Ending>)>) {
    for (run, ((terms, won), ending)) in runs.filter(|run| run.closes) {
        for ((p, terms), won) in terms.indexed().zip(won) {
            if ending[0].is_open() && case.parties[p].role == Role::Guarantor && case.present[run.session][p] {
                won.0 += terms.side_talks;
            }
        }
    }
}

/// The options in the text that need somebody's consent.
fn standing<'a>(case: &'a Case, text: &'a [InText]) -> impl Iterator<Item = OptionIx> + 'a {
    case.on_consent.iter().copied().filter(|&o| case.stands(text, o))
}

/// Asks about what stands in the text; where packages are offered, about what everybody has accepted.
fn ask(
    case: The<Case>,
    mut record: Record,
    mut runs: Runs<(
        Parties<&Verdict>,
        Issues<&InText>,
        Stances<&mut Question>,
        TalksRow<&Ending>,
    )>,
) {
    for (run, (verdicts, text, questions, ending)) in runs.iter() {
        let on_text = is_text(&case.sessions[run.session].protocol);
        if !ending[0].is_open() || !(on_text || all_accept(&case, verdicts)) {
            continue;
        }
        for o in standing(&case, text).filter(|&o| !case.crosses[o]) {
            for &guarantor in &case.options[o].consent {
                let asked = &mut questions[case.stance(guarantor, o)].asked;
                if asked.is_none() {
                    *asked = Some(run.day);
                    let issue = Some(case.options[o].issue);
                    record.event(run, CONSENT_ASKED, || (Actor::Party(guarantor), issue, Some(o)));
                }
            }
        }
    }
}

/// Guarantors answer in their own time; what they refuse is lost.
fn answer(
    case: The<Case>,
    mut record: Record,
    mut runs: Runs<(
        Parties<(&Consent, &Inclination, &mut Verdict)>,
        Issues<&InText>,
        Options<&mut OptionState>,
        Stances<&mut Question>,
        TalksRow<&Ending>,
        RareDraws<Deciding, 1>,
    )>,
) {
    for (run, ((terms, inclinations, verdicts), text, states, questions, ending, draws)) in runs.iter() {
        if !ending[0].is_open() {
            continue;
        }
        let on_text = is_text(&case.sessions[run.session].protocol);
        for &o in &case.on_consent {
            let option = &case.options[o];
            for &guarantor in &option.consent {
                let cell = case.stance(guarantor, o);
                let delay = if on_text { terms[guarantor].delay_days } else { 0.0 };
                let due = |asked: i32| f64::from(run.day - asked) >= delay;
                let question = &mut questions[cell];
                if question.answer.is_some() || !question.asked.is_some_and(due) {
                    continue;
                }
                let yes = agrees(inclinations[guarantor].0, terms[guarantor].spread, draws.once(cell)[0]);
                question.answer = Some(yes);
                let kind = if yes { CONSENT_GIVEN } else { CONSENT_REFUSED };
                record.event(run, kind, || (Actor::Party(guarantor), Some(option.issue), Some(o)));
                if !yes {
                    states[o].insert(OptionState::REFUSED);
                    if text[option.issue].0 == o {
                        verdicts.iter_mut().for_each(|verdict| verdict.accepts = false);
                    }
                }
            }
        }
    }
}

/// Whether the text waits for somebody's answer.
fn wait(case: The<Case>, mut runs: Runs<(Issues<&InText>, Stances<&Question>, TalksRow<&mut ConsentOut>)>) {
    for (_, (text, questions, out)) in runs.iter() {
        let agreed = |o: OptionIx| {
            let answer = |g: PartyIx| questions[case.stance(g, o)].answer;
            case.options[o].consent.iter().all(|&g| answer(g) == Some(true))
        };
        out[0].0 = !standing(&case, text).all(agreed);
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
    const ABOUT: &'static str = "Some options need a guarantor's agreement: asked when they stand in the text, given or refused some days later. \
         Nothing is signed before.";
    const SOURCE: &'static str = "Cunningham 2006; Walter 2002; values stylised";
    const ORIGIN: Origin = origin!();
    const EVENTS: &'static [&'static EventKind] = &[CONSENT_ASKED, CONSENT_GIVEN, CONSENT_REFUSED];
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
            .add(Phase::Consent, (ask, answer, wait).chain());
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
