//! What to do next, by what the study leaves open: each a command or a line of a file.

use super::Study;
use crate::answer::Piece;
use crate::answer::boxes::is_worth_telling;
use crate::answer::lead::ranked;
use crate::wording::list;
use detente_lab::study::Step;

/// Numbers that are named.
const MOST_NAMED: usize = 3;
/// The width of an index's interval above which numbers cannot be ranked.
const WIDE: f64 = 0.3;

pub(super) fn pieces(study: &Study<'_>) -> Vec<Piece> {
    let steps = [
        evidence(study),
        policies(study),
        boxed(study),
        longer(study),
        wider(study),
    ];
    let steps = steps.into_iter().flatten().map(Piece::Text);
    std::iter::once(Piece::heading("What to do next"))
        .chain(steps)
        .collect()
}

/// Where evidence would pay most: by what the numbers account for, alone or with others, as far as that is known.
fn evidence(study: &Study<'_>) -> Option<String> {
    let rows = ranked(study.of(Step::Quantify)?, &study.subject.question.id, "ST");
    let known = rows.iter().filter(|row| row.factor != "luck" && row.ci_low > Some(0.0));
    let named: Vec<&str> = known.take(MOST_NAMED).map(|row| &*row.factor).collect();
    let first = named.first()?;
    Some(format!(
        "Look for evidence on {}: of all numbers these have the largest hand in the answer. Where a number comes from: detente \
         explain {first} --in {}.",
        list(&named),
        study.scenario()
    ))
}

/// Where nothing was compared.
fn policies(study: &Study<'_>) -> Option<String> {
    study.subject.policies.is_empty().then(|| {
        format!(
            "Nothing was compared, since a scenario has no policies. Write what somebody could decide as [[policies]] into an \
             experiment (a copy of {} will do), and study that: detente study FILE.",
            Step::Base.file()
        )
    })
}

/// Where a box was found.
fn boxed(study: &Study<'_>) -> Option<String> {
    let end = study.found.bad_end.as_ref()?;
    let is_found = study
        .of(Step::Spread)?
        .done
        .boxes
        .iter()
        .any(|row| row.response == *end && is_worth_telling(row));
    is_found.then(|| {
        format!(
            "See how it goes wrong: in results/{}/design.csv find a point inside the box, and have its talks told: detente \
             simulate {} --point P.",
            Step::Spread.name(),
            Step::Spread.file()
        )
    })
}

/// Indices whose intervals are too wide to rank.
fn longer(study: &Study<'_>) -> Option<String> {
    let rows = ranked(study.of(Step::Quantify)?, &study.subject.question.id, "ST");
    let widths = rows.iter().filter_map(|row| Some(row.ci_high? - row.ci_low?));
    (widths.fold(0.0, f64::max) > WIDE).then(|| {
        format!(
            "The intervals of {} are too wide to rank the numbers: four times as many base_rows make them half as wide.",
            Step::Quantify.name()
        )
    })
}

/// Mistrusting them more or less.
fn wider(study: &Study<'_>) -> Option<String> {
    study.spread(Step::Spread)?;
    Some(format!(
        "If {} % either way is too little or too much: the same study with another --spread, in another folder (--out).",
        crate::answer::few(100.0 * study.subject.spread)
    ))
}

impl Study<'_> {
    /// The scenario's file without its folder.
    fn scenario(&self) -> &str {
        let name = self.subject.scenario.rsplit('/').next();
        name.unwrap_or(&self.subject.scenario)
    }
}
