//! The scenario as it stands, and under each policy.

use super::{File, Parts, Subject};
use crate::answer::share;
use detente_analyses::methods::power::half_width;
use detente_lab::study::Size;
use detente_results::grouped;

pub(super) fn parts(subject: &Subject, size: Size) -> Parts {
    let has_policies = !subject.policies.is_empty();
    let mut body = File::default();
    let within = share(half_width(size.units * size.each));
    match subject.draws {
        false => body.line(
            &format!("replicates = {}", size.each),
            &format!("runs of each point: a share is then known to within {within} of 100"),
        ),
        true => {
            body.gap();
            body.say(&format!(
                "The scenario draws numbers that nobody knows. A set of inputs is one draw of all of them, and each set is played \
                 with several lucks: so the answer can say apart how much is open because of luck, which more runs would settle, \
                 and how much because of the inputs, which they would not. A share of all {} runs of a point is known to within \
                 {within} of 100, more or less.",
                grouped(size.units * size.each)
            ));
            body.line("[replication]", "");
            body.line(
                &format!("inputs = {}", size.units),
                "sets of the numbers that are drawn",
            );
            body.line(
                &format!("luck = {}", size.each),
                "runs with each set, each with its own luck",
            );
        }
    }
    body.gap();
    body.line("[design]", "");
    let of = if has_policies { ", and the policies below" } else { "" };
    body.line(
        "kind = \"baseline\"",
        &format!("the scenario as it stands{of}; no number is varied"),
    );
    Parts {
        question: match has_policies {
            true => "How do the talks end as the scenario stands, and what does each policy change?".to_owned(),
            false => "How do the talks end as the scenario stands?".to_owned(),
        },
        body,
        policies: "Named bundles of changes. Each is played against the same luck as the scenario as it stands, so that of every \
                   run is known how it would have ended otherwise: such a difference needs far fewer runs than two samples.",
        analyses: File::default(),
        results: format!(
            "In its results: summary.csv, the share of runs by end, with its 95 % interval (share, ci_low, ci_high). {}\
             cumulative_incidence.csv, the share that has ended so by each day. trajectories.csv, how trust, fatigue and others \
             go round by round.",
            match has_policies {
                true =>
                    "contrasts.csv, what a policy changes in each response (estimate, ci_low, ci_high; p_holm holds for all \
                         comparisons together). transitions.csv, which talks end otherwise (from, to, share). ",
                false => "",
            }
        ),
    }
}
