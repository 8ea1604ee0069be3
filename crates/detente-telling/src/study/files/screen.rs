//! All numbers, one after another.

use super::{File, Parts, Subject};
use crate::wording::{capitalised, number};
use detente_lab::study::Size;

pub(super) fn parts(subject: &Subject, size: Size) -> Parts {
    let mut body = File::default();
    body.line(
        &format!("replicates = {}", size.each),
        "runs of each point; along a trajectory all points meet the same luck",
    );
    body.gap();
    body.say(&format!(
        "Most numbers of a scenario are estimates, and few of them matter. A trajectory is a walk: it begins somewhere, and at \
         each step one number jumps across its range, until every number has. What the step changes is what that number does \
         there. {} walks from as many places show whether it does the same everywhere; and since a step is seen through the \
         luck of {} runs, the two together decide how small an effect is still seen: {} times {} runs of each number.",
        capitalised(&number(size.units as usize)),
        size.each,
        size.units,
        size.each
    ));
    body.line("[design]", "");
    body.line(
        "kind = \"morris\"",
        "finds what matters with few runs a number; how much exactly is the next step's",
    );
    body.line(
        &format!("trajectories = {}", size.units),
        "each has one point more than there are numbers",
    );
    body.line(
        "vary = [\"**\"]",
        "every number of the scenario but those that are 0, words or flags; a distribution is scaled",
    );
    body.spread(subject.spread);
    Parts {
        question: format!("Which of the scenario's numbers move {} at all?", subject.asked()),
        body,
        policies: "",
        analyses: File::default(),
        results: "In its results: sensitivity.csv, for each number (factor) and response: mu_star, how far the response moves, \
                  whichever way, when the number crosses its range; mu, how far upwards; sigma, how unevenly from place to \
                  place. By luck alone mu_star is above 0 too: what the tail of the list holds is luck. design.csv, where each \
                  point is."
            .to_owned(),
    }
}
