//! None of the leading numbers trusted: all of them varied at once, under every policy.

use super::toml::quoted;
use super::{File, Parts, Subject};
use crate::wording::count;
use detente_lab::study::{Found, Size, Step};
use detente_results::format_float;

pub(super) fn parts(subject: &Subject, size: Size, found: &Found) -> Parts {
    let numbers = found.numbers_of(Step::Spread);
    let has_policies = !subject.policies.is_empty();
    let mut body = File::default();
    body.line(
        &format!("replicates = {}", size.each),
        "runs of each point: enough that points differ by their numbers, not by luck",
    );
    body.gap();
    body.say(&format!(
        "The {} that the screen found to lead, all varied at once. Each setting of them is one way in which things may be, and \
         none is more likely than another. The range of every number is cut into {} parts, and each part is met once: that \
         covers all ranges with few settings.",
        count(numbers.len(), "number"),
        size.units
    ));
    body.line("[design]", "");
    body.line("kind = \"latin_hypercube\"", "");
    body.line(
        &format!("points = {}", size.units),
        "settings; boxes and shares below are known the better, the more there are",
    );
    body.line(
        "luck = \"own\"",
        "each setting meets luck of its own, so that what is said over all of them hangs on no few lucks",
    );
    body.vary(numbers, subject.spread);
    Parts {
        question: match has_policies {
            true => "If none of the leading numbers is trusted: how far does the answer move, when does it go wrong, and which \
                     policy holds?"
                .to_owned(),
            false => "If none of the leading numbers is trusted: how far does the answer move, and when does it go wrong?".to_owned(),
        },
        body,
        policies: "Each is played in every setting, against the same luck as the scenario as it stands in that setting.",
        analyses: analyses(subject, found),
        results: format!(
            "In its results: spread.csv, how far each response goes over the settings (p05, p50, p95), what luck adds taken out. \
             curves.csv, how each response goes with each number over all the others. {}design.csv, where each \
             point is; summary.csv, how it ends there. More may be asked of the same runs without playing them again: put \
             [[analyses]] into a file and say `detente analyse results/{} FILE`.",
            match has_policies {
                true =>
                    "policies.csv, by response and policy: the mean, the worst tenth, regret (how much better the best policy \
                         for the same setting would have been), best_share, in how many settings it is the best. ",
                false => "",
            },
            Step::Spread.name()
        ),
    }
}

fn analyses(subject: &Subject, found: &Found) -> File {
    let mut file = File::default();
    if let Some(end) = &found.bad_end {
        file.gap();
        file.say(&format!(
            "When does it go wrong? A box in these numbers, 'when X is above .55 and Y below .3', in which far more talks end by \
             {} than elsewhere. It is found on one half of the settings and judged on the other, in prim.csv.",
            crate::wording::words(end)
        ));
        file.line("[[analyses]]", "");
        file.line("kind = \"prim\"", "the Patient Rule Induction Method");
        file.line(
            &format!("response = {}", quoted(end)),
            "a response, or an end of the talks",
        );
    }
    if subject.policies.is_empty() {
        return file;
    }
    file.gap();
    file.say("Which policy, if no number is trusted? In policies.csv.");
    file.line("[[analyses]]", "");
    file.line("kind = \"policies\"", "");
    file.line(&format!("response = {}", quoted(&subject.question.id)), "");
    if let Some(enough) = found.as_it_stands {
        let (key, way) = match subject.less_is_better() {
            true => (
                "at_most",
                "less is better, and no more than as the scenario stands is little enough",
            ),
            false => (
                "at_least",
                "more is better, and what it is as the scenario stands is enough; `at_most`: less is",
            ),
        };
        file.line(&format!("{key} = {}", format_float(enough)), way);
    }
    file
}
