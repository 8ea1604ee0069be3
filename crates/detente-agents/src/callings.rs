//! Sessions that wait for something, and what calls them. Whoever moves what they wait for looks when a session closes; the
//! calendar then finds a day.

use crate::facts::{Called, Momentum, Verdict, mean_gap};
use detente_core::terms::SessionTerms;
use detente_core::{Assembly, Case, Indexed, Parties, Phase, Runs, SessionIx, Sessions, Start, TalksRow, The, Trigger};

/// Calls sessions that wait for momentum, if there are such.
pub(crate) fn call_on_momentum(assembly: &mut Assembly<'_>) {
    if is_waited_for(assembly.case(), Trigger::MomentumAbove) {
        assembly.add(Phase::Close, see_momentum);
    }
}

/// Calls sessions that wait for the sides to come near each other, if there are such.
pub(crate) fn call_on_gap(assembly: &mut Assembly<'_>) {
    if is_waited_for(assembly.case(), Trigger::GapBelow) {
        assembly.add(Phase::Close, measure_gap);
    }
}

fn is_waited_for(case: &Case, trigger: Trigger) -> bool {
    case.sessions.iter().any(|s| s.start == Start::When(trigger))
}

fn see_momentum(case: The<Case>, mut runs: Runs<(Sessions<(&SessionTerms, &mut Called)>, TalksRow<&Momentum>)>) {
    for (_, ((terms, called), momentum)) in runs.filter(|run| run.closes) {
        call(&case, Trigger::MomentumAbove, called, |s| {
            momentum[0].0 >= terms[s].threshold
        });
    }
}

/// Nobody who cannot live with the text travels to conclude it.
fn measure_gap(case: The<Case>, mut runs: Runs<(Sessions<(&SessionTerms, &mut Called)>, Parties<&Verdict>)>) {
    for (_, ((terms, called), verdicts)) in runs.filter(|run| run.closes) {
        if !case.disputants.iter().all(|&p| verdicts[p].considers) {
            continue;
        }
        let mean = mean_gap(&case, verdicts);
        call(&case, Trigger::GapBelow, called, |s| mean <= terms[s].threshold);
    }
}

fn call(case: &Case, trigger: Trigger, called: &mut [Called], come: impl Fn(SessionIx) -> bool) {
    for (s, called) in called.indexed_mut() {
        if case.sessions[s].start == Start::When(trigger) {
            called.0 |= come(s);
        }
    }
}
