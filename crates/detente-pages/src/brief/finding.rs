//! The finding: how often the talks end in an agreement, how else, and what the policies change. Words for probabilities stand
//! before their number, by the scale in the foot.

use super::{AGREEMENT, agreement, of_talks};
use crate::likelihood::words;
use crate::markdown;
use crate::source::Source;
use crate::words::{capitalised, end, share, up_to};
use detente_results::{ContrastRow, grouped};

/// Below this a difference is told from nothing, after all comparisons of a response are counted; as in `answer.md`.
const LEVEL: f64 = 0.05;
/// With fewer runs of the scenario as it stands, what is told is the design.
const FEW_RUNS: u64 = 30;

pub(super) fn sentences(source: &Source) -> Vec<String> {
    if is_about_the_design(source) {
        // The answer has told of it as a whole.
        let lead = source.answer.as_deref().map(markdown::lead).unwrap_or_default();
        if lead.len() > 1 {
            return lead.into_iter().skip(1).collect();
        }
    }
    let Some(base) = agreement(source, 0) else {
        return vec!["No run of the scenario as it stands has come to an end that counts.".to_owned()];
    };
    let mut sentences = vec![format!(
        "As the scenario stands, an agreement is {} ({}).",
        words(base),
        of_talks(base)
    )];
    sentences.extend(other_end(source));
    sentences.extend(policies(source));
    sentences
}

/// Whether runs are spread over so many settings that those of the scenario as it stands say little by themselves.
pub(super) fn is_about_the_design(source: &Source) -> bool {
    let manifest = &source.manifest;
    manifest.points > manifest.policies.len() as u64 && manifest.replicates < FEW_RUNS
}

/// How many talks that is.
pub(super) fn basis(source: &Source) -> String {
    let manifest = &source.manifest;
    let failed = match manifest.failed {
        0 => String::new(),
        n => format!("; {} failed and count in no share", grouped(n)),
    };
    let [runs, replicates, points] = [manifest.runs, manifest.replicates, manifest.points].map(grouped);
    match manifest.points {
        1 => format!("{runs} simulated talks{failed}."),
        _ => format!(
            "{runs} simulated talks: {}{replicates} at each of {points} settings{failed}.",
            up_to(manifest)
        ),
    }
}

/// The commonest end but an agreement.
fn other_end(source: &Source) -> Option<String> {
    let others = source
        .summary
        .iter()
        .filter(|row| row.point == 0 && row.outcome != AGREEMENT && row.count > 0);
    // Of equally common ones the first.
    let row = others.reduce(|most, row| if row.count > most.count { row } else { most })?;
    let said = [row.share, row.ci_low, row.ci_high];
    Some(format!(
        "The commonest other end is {}: {} ({} of 100).",
        end(&row.outcome),
        words(said),
        share(row.share)
    ))
}

/// The policy that raises agreement most, and the one that lowers it most.
fn policies(source: &Source) -> Vec<String> {
    let rows: Vec<&ContrastRow> = source
        .contrasts
        .iter()
        .filter(|row| row.response == AGREEMENT && row.point > 0)
        .collect();
    let told = || rows.iter().filter(|row| row.p_holm < LEVEL);
    let best = told()
        .filter(|row| row.estimate > 0.0)
        .max_by(|a, b| a.estimate.total_cmp(&b.estimate));
    let worst = told()
        .filter(|row| row.estimate < 0.0)
        .min_by(|a, b| a.estimate.total_cmp(&b.estimate));
    let mut sentences: Vec<String> = best
        .into_iter()
        .chain(worst)
        .filter_map(|row| sentence(source, row))
        .collect();
    let untold = rows.len() - told().count();
    match (untold, rows.len()) {
        (0, _) => {}
        (1, 1) => sentences.push("Of the policy it cannot be told whether it changes that.".to_owned()),
        (n, all) if n == all => sentences.push(format!(
            "Of none of the {n} policies can it be told whether it changes that."
        )),
        (n, all) => sentences.push(format!(
            "Of {n} of the {all} policies it cannot be told whether they change that."
        )),
    }
    sentences
}

fn sentence(source: &Source, row: &ContrastRow) -> Option<String> {
    let now = agreement(source, row.point)?;
    let (size, way) = match row.estimate < 0.0 {
        true => ([-row.estimate, -row.ci_high, -row.ci_low], "fewer"),
        false => ([row.estimate, row.ci_low, row.ci_high], "more"),
    };
    let [size, low, high] = size.map(share);
    Some(capitalised(&format!(
        "under the policy “{}” it is {} ({} of 100): {size} in 100 {way}, 95 % interval {low} to {high}.",
        source.policy(&row.policy),
        words(now),
        share(now[0])
    )))
}
