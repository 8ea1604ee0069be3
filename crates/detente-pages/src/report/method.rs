//! How it was done: how many runs of what, with which luck, and how intervals are made.

use crate::source::Source;
use crate::words::up_to;
use detente_results::grouped;
use std::collections::BTreeSet;

/// What is said of the ways in which intervals are made, by their names in tables.
const INTERVALS: [(&str, &str); 6] = [
    ("wilson", "Shares of runs have Wilson intervals."),
    ("student", "Means over runs have intervals by Student's t."),
    (
        "over_sets",
        "Where several runs meet the same inputs, intervals are over sets of inputs, each of which is one look.",
    ),
    (
        "newcombe_paired",
        "Differences of shares are paired, run by run, with Newcombe's interval.",
    ),
    (
        "paired_mean",
        "Differences of means are paired, run by run, with an interval by Student's t.",
    ),
    (
        "paired_sets",
        "Differences are taken set by set of the inputs, each the mean over its runs.",
    ),
];

pub(super) fn sentences(source: &Source) -> Vec<String> {
    let manifest = &source.manifest;
    let [runs, replicates, points] = [manifest.runs, manifest.replicates, manifest.points].map(grouped);
    let mut sentences = vec![format!(
        "A Monte Carlo simulation of {runs} runs: {}{replicates} replicates of each of {points} design points. Point 0 is the \
         scenario as it stands.",
        up_to(manifest)
    )];
    if !manifest.raced.is_empty() {
        sentences.push("Policies raced: one that was clearly worse than another was played no further.".into());
    }
    if manifest.failed > 0 {
        sentences.push(format!(
            "{} runs failed; they count in no share.",
            grouped(manifest.failed)
        ));
    }
    if let Some(sample) = manifest.sample {
        sentences.push(format!(
            "Of all runs sums are kept, and tables count them all. Single runs, as some figures show them, are those of a sample: the \
             first {} of each point, and up to {} of each end.",
            grouped(sample.first),
            grouped(sample.of_each_end)
        ));
    }
    if manifest.policies.len() > 1 {
        sentences.push(
            "Every policy meets the same luck and the same inputs, so that talks are compared pair by pair.".into(),
        );
    }
    if manifest.luck > 1 {
        sentences.push(format!(
            "Each set of inputs is played with {} lucks, so that what is not known and what is luck stay apart.",
            grouped(manifest.luck)
        ));
    }
    let of_responses = source.responses.iter().map(|row| &*row.method);
    let methods: BTreeSet<&str> = of_responses
        .chain(source.contrasts.iter().map(|row| &*row.method))
        .collect();
    let named = INTERVALS.iter().filter(|(method, _)| methods.contains(method));
    sentences.extend(named.map(|(_, said)| (*said).to_owned()));
    sentences
        .push("All intervals are of 95 % and say what the runs leave open, not whether the model is right.".to_owned());
    sentences
}
