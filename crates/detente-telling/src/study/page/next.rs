//! What to do next, by what the study leaves open: each a command or a line of a file.

use super::Study;
use super::leading::{Leading, leading};
use crate::answer::Piece;
use crate::answer::boxes::is_worth_telling;
use crate::answer::lead::ranked;
use crate::wording::list;
use detente_lab::study::Step;

/// Where commands name files as they stand here.
const HERE: &str = "(in the folder of the study)";
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

/// Where evidence would pay most, and what is no question of evidence.
fn evidence(study: &Study<'_>) -> Option<String> {
    advice(&leading(study), &study.subject.scenario)
}

/// What to do about the numbers that lead, as far as they were shown to matter.
fn advice(leading: &[Leading<'_>], scenario: &str) -> Option<String> {
    if !leading.is_empty() && !leading.iter().any(|number| number.is_shown) {
        return Some("No number was shown to matter; a larger --budget would tell.".to_owned());
    }
    let named = |decided: bool| -> Vec<&str> {
        let shown = leading
            .iter()
            .filter(|number| number.is_shown && number.is_decided == decided);
        shown.map(|number| number.path).collect()
    };
    let (decided, open) = (named(true), named(false));
    let mut steps = Vec::new();
    steps.extend(open.first().map(|first| {
        format!(
            "Look for evidence on {}: of the numbers that were shown to matter, knowing {} would settle most. Where a number comes from: \
             detente explain {first} --in {} {HERE}.",
            list(&open),
            if open.len() == 1 { "it" } else { "them" },
            scenario
        )
    }));
    steps.extend((!decided.is_empty()).then(|| {
        format!(
            "{} can be decided and {}: compare values of {} as [[policies]], or look for the best with detente search.",
            list(&decided),
            if decided.len() == 1 { "matters" } else { "matter" },
            if decided.len() == 1 { "it" } else { "them" }
        )
    }));
    (!steps.is_empty()).then(|| steps.join(" "))
}

/// Where nothing was compared.
fn policies(study: &Study<'_>) -> Option<String> {
    study.subject.policies.is_empty().then(|| {
        format!(
            "Nothing was compared, since a scenario has no policies. Write what somebody could decide as [[policies]] into an \
             experiment (a copy of {} in the folder of the study will do), and study that: detente study, with that file.",
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
             simulate {} --point P {HERE}.",
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn advice_is_about_what_was_shown_and_tells_evidence_from_decisions() {
        let number = |path, is_shown, is_decided| Leading {
            path,
            is_shown,
            is_decided,
        };
        let told = |leading: &[Leading<'_>]| advice(leading, "../x.toml").unwrap_or_default();
        let text = told(&[
            number("a", true, false),
            number("calendar.b", true, true),
            number("issues.c", false, false),
        ]);
        assert!(
            text.starts_with("Look for evidence on a: of the numbers that were shown to matter, knowing it"),
            "{text}"
        );
        assert!(
            text.contains("explain a --in ../x.toml (in the folder of the study)"),
            "{text}"
        );
        assert!(text.contains(" calendar.b can be decided and matters: "), "{text}");
        assert!(!text.contains("issues.c"), "{text}");
        let nothing = told(&[number("a", false, false), number("calendar.b", false, true)]);
        assert_eq!(nothing, "No number was shown to matter; a larger --budget would tell.");
        assert_eq!(told(&[]), "");
    }
}
