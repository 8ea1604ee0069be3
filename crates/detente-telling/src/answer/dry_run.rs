//! What would be run: how much, how long, how wide the intervals would be.

use super::figures::share;
use super::over_design;
use crate::wording::counted;
use detente_analyses::methods::power::{DISCORDANT, POWER, difference_seen, half_width};
use detente_lab::plan::Plan;
use detente_results::grouped;
use std::fmt::Write;
use std::path::Path;
use std::time::Duration;

/// Rows of a point in a sample, at most.
const SAMPLED: u64 = 1_000;

/// What some runs of a plan cost, as they were played for it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Cost {
    /// Runs that were played.
    pub runs: u64,
    /// How long that took on one thread.
    pub time: Duration,
    /// Bytes that they leave on the disk.
    pub bytes: u64,
}

/// What would be run.
pub fn plan(plan: &Plan, cost: Option<Cost>, threads: usize, target: &Path) -> String {
    let settings = match plan.experiment.settings.as_slice() {
        [] => String::new(),
        all => format!("\nThe scenario with {}.", all.join(", ")),
    };
    let runs = plan.runs();
    let mut text = format!(
        "{}: {} of {} each, {} in {}, seed {}.{settings}\n",
        plan.experiment.title,
        counted(plan.waves.points, "point"),
        counted(plan.experiment.replicates, "run"),
        counted(runs, "run"),
        counted(plan.waves.blocks(), "block"),
        plan.experiment.seed,
    );
    if plan.left_out() > 0 {
        let _ = writeln!(
            text,
            "{} settings of the design do not meet the constraints and are left out.",
            grouped(plan.left_out())
        );
    }
    text += &at_least(plan);
    if let Some(Cost {
        runs: played,
        time,
        bytes,
    }) = cost.filter(|cost| cost.runs > 0)
    {
        let each = |x: f64| x / played as f64 * runs as f64;
        let _ = writeln!(
            text,
            "{} on {} and {}, by {} of its runs that were played for this and thrown away.",
            about(each(time.as_secs_f64()) / threads.max(1) as f64),
            counted(threads as u64, "thread"),
            disk(plan, bytes as f64 / played as f64),
            grouped(played)
        );
    }
    if over_design::is_told(plan) {
        let _ = write!(
            text,
            "What is said over the design rests on {} settings.\nResults would go to {}. Nothing was kept.\n",
            grouped(plan.waves.points / (plan.experiment.policies.len() as u64 + 1) - 1),
            target.display()
        );
        return text;
    }
    let pairs = plan.experiment.replicates;
    let _ = write!(
        text,
        "A share would be known to within {} of 100 (95 %)",
        share(half_width(pairs))
    );
    match difference_seen(pairs, DISCORDANT) {
        Some(seen) if plan.waves.points > 1 => {
            let _ = writeln!(
                text,
                "; a difference of {} points between two points would be seen with a power of {:.0} in 100, if half of the \
                 pairs ended otherwise, and a smaller one if fewer do.",
                share(seen),
                100.0 * POWER
            );
        }
        _ => text.push_str(".\n"),
    }
    let _ = writeln!(text, "Results would go to {}. Nothing was kept.", target.display());
    text
}

/// What the runs leave on the disk, each so much.
fn disk(plan: &Plan, each: f64) -> String {
    let runs = plan.runs();
    match plan.experiment.summary {
        false => format!("{} of disk", size(each * runs as f64)),
        true => {
            let rows = runs.min(plan.waves.points * SAMPLED);
            format!("{} of disk for a sample, and more for sums", size(each * rows as f64))
        }
    }
}

/// Until when more is played, where the number of runs is not known.
fn at_least(plan: &Plan) -> String {
    let experiment = &plan.experiment;
    let stop = experiment.stop.as_ref().map(|stop| {
        format!(
            "That is the least: more are played until {} is known to within {} at every point, up to {} runs of each.\n",
            stop.response,
            stop.half_width,
            grouped(stop.most)
        )
    });
    let race = experiment.select.as_ref().map(|select| {
        format!(
            "That is the least: more are played of those that are not clearly worse than another, until one is left, up to {} runs \
             of each.\n",
            grouped(select.most)
        )
    });
    stop.or(race).unwrap_or_default()
}

/// A time at the head of a sentence.
fn about(seconds: f64) -> String {
    match duration(seconds).as_str() {
        "a second" => "A second at most".to_owned(),
        other => format!("About {other}"),
    }
}

/// Seconds as people say them.
pub(crate) fn duration(seconds: f64) -> String {
    match seconds {
        s if s < 1.5 => "a second".to_owned(),
        s if s < 120.0 => format!("{s:.0} seconds"),
        s if s < 7_200.0 => format!("{:.0} minutes", s / 60.0),
        s if s < 172_800.0 => format!("{:.0} hours", s / 3_600.0),
        s => format!("{} days", grouped((s / 86_400.0).round() as u64)),
    }
}

/// Bytes as people say them.
fn size(bytes: f64) -> String {
    match bytes {
        b if b < 1e6 => format!("{:.0} kB", (b / 1e3).max(1.0)),
        b if b < 1e9 => format!("{:.0} MB", b / 1e6),
        b if b < 1e12 => format!("{:.1} GB", b / 1e9),
        b => format!("{:.1} TB", b / 1e12),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_and_sizes_are_said_as_people_say_them() {
        let said = [0.2, 90.0, 600.0, 10_000.0, 1e6].map(duration);
        assert_eq!(said, ["a second", "90 seconds", "10 minutes", "3 hours", "12 days"]);
        assert_eq!(
            [10.0, 2.6e6, 3.04e9, 5e12].map(size),
            ["1 kB", "3 MB", "3.0 GB", "5.0 TB"]
        );
    }
}
