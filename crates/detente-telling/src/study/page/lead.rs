//! The question's answer, in sentences: as the scenario stands, what the policies change, and what is left of both if the
//! leading numbers are not trusted.

use super::Study;
use crate::answer::lead::{end, is_told};
use crate::answer::{Piece, Scale, few, share};
use crate::wording::count;
use detente_analyses::statistics::{Sums, mean_interval, wilson};
use detente_lab::study::Step;
use detente_results::{ContrastRow, OUTCOMES, PolicyRow};

pub(super) fn pieces(study: &Study<'_>) -> Vec<Piece> {
    let sentences = [
        as_it_stands(study),
        otherwise(study),
        of_policies(study),
        over_draws(study),
        over_settings(study),
        robust(study),
    ];
    let text: Vec<String> = sentences.into_iter().flatten().collect();
    vec![Piece::Text(text.join(" "))]
}

/// How the question's response is told, if its numbers are so large.
pub(super) fn scale(study: &Study<'_>, largest: f64) -> Scale {
    let response = &study.subject.question;
    let unit = study
        .of(Step::Base)
        .map_or_else(String::new, |told| response.unit(&told.plan.columns.declared));
    Scale::of(response, &unit, largest)
}

/// A share or mean with its interval.
fn interval(study: &Study<'_>, sums: Sums) -> [f64; 3] {
    let value = sums.sum / sums.n as f64;
    match study.subject.question.is_share() {
        true => {
            let interval = wilson(libm::round(sums.sum) as u64, sums.n);
            [value, interval.low, interval.high]
        }
        false => mean_interval(sums).map_or([value; 3], |mean| [value, mean.interval.low, mean.interval.high]),
    }
}

fn as_it_stands(study: &Study<'_>) -> Option<String> {
    let question = &study.subject.question;
    let Some(sums) = study.base.first().filter(|sums| sums.n > 0) else {
        return Some(format!(
            "No run of the scenario as it stands says anything of {}.",
            study.subject.asked()
        ));
    };
    let all = interval(study, *sums);
    let scale = scale(study, all[0].abs());
    Some(match OUTCOMES.contains(&&*question.id) {
        true => format!(
            "Of 100 runs of the scenario as it stands, {} end in {}.",
            scale.with_interval(all),
            end(&question.id)
        ),
        false => format!(
            "{}, as the scenario stands: {}{}.",
            question.title,
            scale.with_interval(all),
            scale.value
        ),
    })
}

/// How else the talks end.
fn otherwise(study: &Study<'_>) -> Option<String> {
    let bad = study.found.bad_end.as_ref()?;
    let of = study.of(Step::Base)?.done.share(0, bad)?;
    (*bad != study.subject.question.id).then(|| {
        format!(
            "The commonest end that is no agreement is {} ({}).",
            end(bad),
            share(of[0])
        )
    })
}

fn of_policies(study: &Study<'_>) -> Option<String> {
    let told = study.of(Step::Base)?;
    let policies = study.subject.policies.len();
    let rows: Vec<&ContrastRow> = (1..=policies)
        .filter_map(|point| told.done.contrast(point, &study.subject.question.id))
        .collect();
    if rows.is_empty() {
        return None;
    }
    let known = rows.iter().copied().filter(|row| is_told(row));
    let most = known.max_by(|a, b| a.estimate.abs().total_cmp(&b.estimate.abs()));
    let Some(row) = most else {
        let asked = study.subject.asked();
        return Some(match policies {
            1 => format!("Of the policy it cannot be told whether it changes {asked}."),
            n => format!("Of none of the {n} policies can it be told whether it changes {asked}."),
        });
    };
    let scale = scale(study, row.estimate.abs());
    let size = match row.estimate < 0.0 {
        false => [row.estimate, row.ci_low, row.ci_high],
        true => [-row.estimate, -row.ci_high, -row.ci_low],
    };
    Some(format!(
        "{} {} {}{} by {}{}.",
        match policies {
            1 => format!("The policy, {},", row.policy),
            _ => format!("Of the policies, {}", row.policy),
        },
        if row.estimate > 0.0 { "raises" } else { "lowers" },
        study.subject.asked(),
        if policies > 1 { " most," } else { "" },
        scale.with_interval(size),
        scale.difference
    ))
}

/// How far it goes if the leading numbers are not trusted.
fn over_settings(study: &Study<'_>) -> Option<String> {
    let spread = study.spread(Step::Spread)?;
    let numbers = study.of(Step::Spread)?.plan.experiment.factors.len();
    let [low, half, high] = [spread.p05, spread.p50, spread.p95];
    let scale = scale(study, high.abs().max(low.abs()));
    Some(format!(
        "If each of the {} that lead may be up to {} % lower or higher than it is written down, {} lies between {} and {}{} in \
         nine of ten cases, half of them above {}.",
        count(numbers, "number"),
        few(100.0 * study.subject.spread),
        study.subject.asked(),
        scale.say(low),
        scale.say(high),
        scale.value,
        scale.say(half)
    ))
}

/// How far it goes by what the scenario itself does not take for known.
fn over_draws(study: &Study<'_>) -> Option<String> {
    let row = study.drawn().filter(|row| row.sd_inputs > 0.0)?;
    let scale = scale(study, row.p95.abs().max(row.p05.abs()));
    Some(format!(
        "The numbers that the scenario draws put {} between {} and {}{} in nine of ten cases.",
        study.subject.asked(),
        scale.say(row.p05),
        scale.say(row.p95),
        scale.value
    ))
}

/// The policies over all settings, if there are any.
pub(super) fn merits<'a>(study: &'a Study<'_>) -> Vec<&'a PolicyRow> {
    let rows = study.of(Step::Spread).into_iter().flat_map(|told| &told.done.policies);
    rows.filter(|row| row.response == study.subject.question.id).collect()
}

/// Which policy is best then.
fn robust(study: &Study<'_>) -> Option<String> {
    let sign = if study.subject.less_is_better() { -1.0 } else { 1.0 };
    let best = (merits(study).into_iter()).max_by(|a, b| (sign * a.mean).total_cmp(&(sign * b.mean)))?;
    let name = match &*best.policy {
        "base" => "changing nothing (base)",
        policy => policy,
    };
    Some(format!(
        "Over these cases {name} is best on average, and best of all in {} of 100.",
        share(best.best_share)
    ))
}
