//! How sure the answer is, and of which kinds of uncertainty.

use super::Study;
use crate::answer::{Piece, few, share};
use detente_analyses::methods::power::half_width;
use detente_lab::study::Step;
use detente_results::grouped;

pub(super) fn pieces(study: &Study<'_>) -> Vec<Piece> {
    let parts = [luck(study), drawn(study), numbers(study)];
    let parts = parts.into_iter().flatten().map(Piece::Text);
    std::iter::once(Piece::heading("How sure this is"))
        .chain(parts)
        .collect()
}

/// What the runs leave open.
fn luck(study: &Study<'_>) -> Option<String> {
    let runs = study.of(Step::Base)?.plan.experiment.replicates;
    Some(format!(
        "Luck: after {} runs of the scenario as it stands a share is known to within {} of 100 (95 %). More runs make that \
         less: four times as many, half.",
        grouped(runs),
        share(half_width(runs))
    ))
}

/// What the numbers leave open that the scenario draws.
fn drawn(study: &Study<'_>) -> Option<String> {
    let row = study.drawn()?;
    if row.sd_inputs <= 0.0 {
        return Some(
            "Inputs that are drawn: what the distributions that the scenario gives its numbers move it by is too little to be seen \
             through the luck of these runs."
                .to_owned(),
        );
    }
    let scale = super::lead::scale(study, row.p95.abs());
    Some(format!(
        "Inputs that are drawn: the distributions that the scenario gives its numbers put it between {} and {}{} (5 and 95 % of \
         what they may be). More runs do not make that less; knowing the numbers would.",
        scale.say(row.p05),
        scale.say(row.p95),
        scale.value
    ))
}

/// What the numbers leave open that are written down.
fn numbers(study: &Study<'_>) -> Option<String> {
    let spread = study.spread(Step::Spread)?;
    let scale = super::lead::scale(study, spread.p95.abs());
    let [low, high] = [spread.p05, spread.p95];
    let said = few(100.0 * study.subject.spread);
    Some(format!(
        "Inputs that are written down: {} settings of the numbers that lead, {said} % around what is written, put it between {} \
         and {}{}. That the true numbers lie within {said} % nobody has shown, and the numbers that the screen left out stand \
         still; --spread says how far they are mistrusted. Nor is it known here whether the model is right.",
        grouped(spread.inputs),
        scale.say(low),
        scale.say(high),
        scale.value
    ))
}
