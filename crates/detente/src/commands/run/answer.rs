//! What the terminal says at the end: the shares of the ends with their intervals, what the policies change, and where
//! the figures lie.

use detente_lab::plan::Plan;
use detente_lab::run::{ContrastRow, Finished, SummaryRow};
use std::fmt::Write;
use std::path::Path;

/// Points that fit side by side.
const MOST_COLUMNS: usize = 4;

/// What would be run.
pub(super) fn plan(plan: &Plan, target: &Path) -> String {
    let (runs, points) = (plan.runs(), plan.points.len());
    format!(
        "{}: {} points of {} runs each, {} runs in {} blocks, seed {}.\nResults would go to {}. Nothing was run.\n",
        plan.experiment.title,
        grouped(points as u64),
        grouped(plan.experiment.replicates),
        grouped(runs),
        grouped(plan.blocks()),
        plan.experiment.seed,
        target.display()
    )
}

/// What came out.
pub(super) fn tables(plan: &Plan, done: &Finished, target: &Path, kept: Option<&Path>, figures: bool) -> String {
    let mut text = String::new();
    let e = &plan.experiment;
    let points = plan.points.len();
    let _ = writeln!(text, "{}", e.title);
    let _ = writeln!(
        text,
        "{} runs of each of {} point{}, seed {}; shares in per cent with 95 % intervals\n",
        grouped(e.replicates),
        grouped(points as u64),
        if points == 1 { "" } else { "s" },
        e.seed
    );
    shares(&mut text, plan, done);
    if points > e.policies.len() + 1 {
        extremes(&mut text, plan, done);
    }
    differences(&mut text, plan, done);
    let _ = writeln!(text, "\nResults: {}", target.display());
    if figures {
        let _ = writeln!(text, "Figures: {}", target.join("figures").display());
    }
    if let Some(kept) = kept {
        let _ = writeln!(text, "What stood there before is kept as {}.", kept.display());
    }
    if plan.base.stylised {
        text.push_str("Stylised numbers: a model, not a forecast.\n");
    }
    text
}

/// One column for the scenario as it stands and one for each policy; so many at a time as fit side by side.
fn shares(text: &mut String, plan: &Plan, done: &Finished) {
    let points: Vec<usize> = (0..=plan.experiment.policies.len()).collect();
    for group in points.chunks(MOST_COLUMNS) {
        let _ = write!(text, "{:22}", "");
        for &point in group {
            let _ = write!(text, "{:>22}", cut(plan.policy(point), 20));
        }
        text.push('\n');
        for (k, first) in of(done, group[0]).enumerate() {
            let _ = write!(text, "{:22}", first.outcome.replace('_', " "));
            for &point in group {
                if let Some(row) = of(done, point).nth(k) {
                    let _ = write!(text, "{:>22}", share(row));
                }
            }
            text.push('\n');
        }
        text.push('\n');
    }
}

/// The points of a design where agreement is rarest and most frequent.
fn extremes(text: &mut String, plan: &Plan, done: &Finished) {
    let designed = done
        .summary
        .iter()
        .filter(|r| r.outcome == "agreement" && r.point as usize > plan.experiment.policies.len());
    let by_share = |a: &&SummaryRow, b: &&SummaryRow| a.share.total_cmp(&b.share);
    let (low, high) = (designed.clone().min_by(by_share), designed.max_by(by_share));
    for (word, row) in [("rarest", low), ("most frequent", high)] {
        let Some(row) = row else { continue };
        let levels = plan.levels(row.point as usize);
        let named = plan
            .experiment
            .factors
            .iter()
            .zip(levels)
            .map(|(f, level)| format!("{} {level}", f.id));
        let at = named.collect::<Vec<_>>().join(", ");
        let _ = writeln!(
            text,
            "Agreement is {word} at point {} ({at}): {}",
            row.point,
            share(row).trim()
        );
    }
    text.push('\n');
}

/// What each policy changes, run by run under the same luck.
fn differences(text: &mut String, plan: &Plan, done: &Finished) {
    let last = plan.experiment.policies.len() as u64;
    for response in &plan.experiment.responses {
        let rows = done
            .contrasts
            .iter()
            .filter(|c| c.response == response.id && c.point <= last);
        let share = response.unit() == "share";
        for row in rows {
            let _ = writeln!(text, "{}: {} {}", response.title, row.policy, difference(row, share));
        }
    }
}

fn difference(row: &ContrastRow, share: bool) -> String {
    let (scale, unit) = if share { (100.0, "points") } else { (1.0, "on average") };
    let verdict = if row.ci_low <= 0.0 && row.ci_high >= 0.0 {
        "; could be nothing"
    } else {
        ""
    };
    format!(
        "{:+.1} {unit} [{:+.1}, {:+.1}]{verdict}",
        scale * row.estimate,
        scale * row.ci_low,
        scale * row.ci_high
    )
}

fn of(done: &Finished, point: usize) -> impl Iterator<Item = &SummaryRow> {
    done.summary.iter().filter(move |row| row.point == point as u64)
}

fn share(row: &SummaryRow) -> String {
    format!(
        "{:.1} [{:.1}, {:.1}]",
        100.0 * row.share,
        100.0 * row.ci_low,
        100.0 * row.ci_high
    )
}

fn cut(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        text.to_owned()
    } else {
        text.chars().take(most - 1).chain(['…']).collect()
    }
}

/// `10,000`.
fn grouped(n: u64) -> String {
    let digits = n.to_string();
    let mut out = String::new();
    for (k, digit) in digits.chars().enumerate() {
        if k > 0 && (digits.len() - k).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped_and_differences_say_whether_they_could_be_nothing() {
        assert_eq!(
            [0, 999, 1000, 1_234_567].map(grouped),
            ["0", "999", "1,000", "1,234,567"]
        );
        let row = |low: f64, high: f64| ContrastRow {
            response: "agreement".into(),
            point: 1,
            policy: "p".into(),
            against: "base".into(),
            n: 10,
            estimate: 0.05,
            ci_low: low,
            ci_high: high,
            method: "newcombe_paired".into(),
        };
        assert_eq!(difference(&row(0.01, 0.09), true), "+5.0 points [+1.0, +9.0]");
        assert_eq!(
            difference(&row(-0.01, 0.11), true),
            "+5.0 points [-1.0, +11.0]; could be nothing"
        );
    }
}
