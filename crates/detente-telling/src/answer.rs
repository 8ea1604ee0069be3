//! What came out of an experiment: the shares of the ends with their intervals, after how long they come, what the
//! policies change, and where the figures lie.

use detente_analyses::statistics::{Estimate, Interval};
use detente_analyses::{Analysis, Arrangement, EndDays, Measure, Points, Response, Sensitivity, end_days};
use detente_lab::plan::Plan;
use detente_results::{
    ContrastRow, CumulativeIncidenceRow, FIGURES, Folder, OUTCOMES, ResultsError, SensitivityRow, SolutionKind,
    SolutionsTable, SummaryRow, grouped,
};
use std::fmt::Write;
use std::path::Path;

/// Factors that are told of as mattering.
const MOST_TOLD: usize = 8;
/// Factors whose values are told of a point.
const MOST_FACTORS: usize = 8;
/// Points that fit side by side.
const MOST_COLUMNS: usize = 4;

/// What would be run.
pub fn plan(plan: &Plan, target: &Path) -> String {
    let settings = match plan.experiment.settings.as_slice() {
        [] => String::new(),
        all => format!("\nThe scenario with {}.", all.join(", ")),
    };
    format!(
        "{}: {} points of {} runs each, {} runs in {} blocks, seed {}.{settings}\nResults would go to {}. Nothing was run.\n",
        plan.experiment.title,
        grouped(plan.waves.points),
        grouped(plan.experiment.replicates),
        grouped(plan.runs()),
        grouped(plan.waves.blocks()),
        plan.experiment.seed,
        target.display()
    )
}

/// What is told of a finished folder: the scenario as it stands and under each policy, and the ends of the range of the
/// other points. A table may have millions of rows; no more than these are held.
struct Finished {
    summary: Vec<SummaryRow>,
    contrasts: Vec<ContrastRow>,
    days: Vec<EndDays>,
    /// The points of the design where agreement is rarest, and where it is most frequent.
    extremes: [Option<SummaryRow>; 2],
    /// What matters; empty where the design does not tell.
    sensitivity: Vec<SensitivityRow>,
}

impl Finished {
    fn read(plan: &Plan, folder: &Folder) -> Result<Self, ResultsError> {
        let policies = plan.experiment.policies.len() as u64;
        let mut summary = Vec::new();
        let mut extremes: [Option<SummaryRow>; 2] = [None, None];
        for row in folder.rows::<SummaryRow>()? {
            let row = row?;
            if row.point <= policies {
                summary.push(row);
            } else if row.outcome == OUTCOMES[0] {
                let beats = |k: usize, than: &SummaryRow| [row.share < than.share, row.share >= than.share][k];
                for (k, extreme) in extremes.iter_mut().enumerate() {
                    if extreme.as_ref().is_none_or(|than| beats(k, than)) {
                        *extreme = Some(row.clone());
                    }
                }
            }
        }
        let mut contrasts = Vec::new();
        for row in folder.rows::<ContrastRow>()? {
            contrasts.extend(Some(row?).filter(|row| row.point <= policies));
        }
        let mut curves = Vec::new();
        for row in folder.rows::<CumulativeIncidenceRow>()? {
            let row = row?;
            // Rows come point by point.
            if row.point > 0 {
                break;
            }
            curves.push(row);
        }
        let sensitivity = match Sensitivity::lacks(plan).is_none() {
            true => folder.rows::<SensitivityRow>()?.collect::<Result<_, _>>()?,
            false => Vec::new(),
        };
        Ok(Self {
            summary,
            contrasts,
            days: end_days(&curves),
            extremes,
            sensitivity,
        })
    }
}

/// What came out, as a finished folder has it; `kept` is the folder that stood there before, as it is called now.
///
/// # Errors
/// A table is damaged or missing.
pub fn of_folder(plan: &Plan, target: &Path, kept: Option<&Path>) -> Result<String, ResultsError> {
    let folder = Folder::open(target)?;
    let done = Finished::read(plan, &folder)?;
    let mut text = String::new();
    let e = &plan.experiment;
    let points = plan.n_points();
    let _ = writeln!(text, "{}", e.title);
    let _ = writeln!(
        text,
        "{} runs of each of {} point{}, seed {}; shares in per cent with 95 % intervals\n",
        grouped(e.replicates),
        grouped(points as u64),
        if points == 1 { "" } else { "s" },
        e.seed
    );
    apart(&mut text, plan);
    titles(&mut text, plan);
    shares(&mut text, plan, &done);
    after(&mut text, &done.days);
    extremes(&mut text, plan, &done);
    what_matters(&mut text, plan, &done.sensitivity);
    differences(&mut text, plan, &done);
    refused(&mut text, &folder.solutions(0)?);
    let _ = writeln!(text, "\nResults: {}", target.display());
    let figures = target.join(FIGURES);
    if figures.is_dir() {
        let _ = writeln!(text, "Figures: {}", figures.display());
    }
    if let Some(kept) = kept {
        let _ = writeln!(text, "What stood there before is kept as {}.", kept.display());
    }
    if plan.base.stylised {
        text.push_str("Stylised numbers: a model, not a forecast.\n");
    }
    Ok(text)
}

/// Why nothing was ever agreed, where that was certain before anybody said a word.
fn refused(text: &mut String, solutions: &SolutionsTable) {
    let has = |kind: SolutionKind| solutions.rows.iter().any(|row| row.kind == kind);
    if has(SolutionKind::Reservation) && !has(SolutionKind::Highest) {
        text.push_str("No package can be agreed: red lines or exclusions refuse every one.\n");
    }
}

/// Where luck and inputs are taken apart, what the intervals leave out.
fn apart(text: &mut String, plan: &Plan) {
    let luck = plan.experiment.luck;
    if luck > 1 {
        let [inputs, luck] = [plan.experiment.replicates.div_ceil(luck), luck].map(grouped);
        let _ = writeln!(
            text,
            "{inputs} sets of inputs with {luck} lucks each; the intervals take every run for one of its own, and are too \
             narrow for what is not known\n"
        );
    }
}

/// What the ids of the policies stand for.
fn titles(text: &mut String, plan: &Plan) {
    let policies = &plan.experiment.policies;
    let width = policies.iter().map(|p| p.id.chars().count()).max().unwrap_or(0).max(4);
    for policy in policies {
        let _ = writeln!(text, "{:width$}  {}", policy.id, policy.title);
    }
    if !policies.is_empty() {
        text.push('\n');
    }
}

/// After how long the scenario as it stands ends, each end for itself.
fn after(text: &mut String, days: &[EndDays]) {
    if days.is_empty() {
        return;
    }
    let _ = writeln!(text, "{:22}{:>22}", "day of the end, base", "median [quartiles]");
    for end in days {
        let [first, median, third] = end.quartiles;
        let days = format!("{median} [{first}, {third}]");
        let _ = writeln!(text, "{:22}{days:>22}", end.outcome.replace('_', " "));
    }
    text.push('\n');
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
    let [low, high] = &done.extremes;
    if low.is_none() {
        return;
    }
    for (word, row) in [("rarest", low), ("most frequent", high)] {
        let Some(row) = row else { continue };
        let levels = plan.levels(row.point as usize);
        let factors = &plan.experiment.factors;
        let named = factors.iter().zip(levels).map(|(f, level)| format!("{} {level}", f.id));
        let at = match factors.len() {
            n if n > MOST_FACTORS => format!("{} factors, see design.csv", grouped(n as u64)),
            _ => named.collect::<Vec<_>>().join(", "),
        };
        let _ = writeln!(
            text,
            "Agreement is {word} at point {} ({at}): {}",
            row.point,
            share(row).trim()
        );
    }
    text.push('\n');
}

/// Which factors matter most for each response, by the sensitivity table.
fn what_matters(text: &mut String, plan: &Plan, rows: &[SensitivityRow]) {
    for response in &plan.experiment.responses {
        let effects = plan.arrangement() == Arrangement::Trajectories;
        let (index, unit, factor) = match effects {
            true if response.is_share() => ("mu_star", " points", 100.0),
            true => ("mu_star", "", 1.0),
            false => ("given_data", " %", 100.0),
        };
        let mut of: Vec<&SensitivityRow> = rows
            .iter()
            .filter(|row| row.response == response.id && row.index == index)
            .collect();
        of.sort_by(|a, b| b.value.total_cmp(&a.value));
        if of.is_empty() {
            continue;
        }
        let how = match effects {
            true => "how far it moves, whichever way, when one number goes through its range",
            false => "share of what differs between points that goes if the number is known",
        };
        let _ = writeln!(text, "What matters most for {} ({how}; 95 % intervals)", response.id);
        let widest = of
            .iter()
            .take(MOST_TOLD)
            .map(|row| row.factor.chars().count())
            .max()
            .unwrap_or(0);
        for row in of.iter().take(MOST_TOLD) {
            let number = |x: f64| format!("{:.1}", factor * x);
            let interval = match (row.ci_low, row.ci_high) {
                (Some(low), Some(high)) => format!(" [{}, {}]", number(low), number(high)),
                _ => String::new(),
            };
            let _ = writeln!(text, "  {:widest$}  {}{unit}{interval}", row.factor, number(row.value));
        }
        if effects {
            let runs = plan.experiment.replicates;
            let _ = writeln!(
                text,
                "  A number that changes how many rounds there are meets other luck: with {} a point that alone may show here.",
                if runs == 1 {
                    "one run".to_owned()
                } else {
                    format!("{} runs", grouped(runs))
                }
            );
        }
        if let Some(more) = of.len().checked_sub(MOST_TOLD).filter(|&more| more > 0) {
            let _ = writeln!(text, "  and {} others: sensitivity.csv", grouped(more as u64));
        }
        text.push('\n');
    }
}

/// What each policy changes, run by run under the same luck.
fn differences(text: &mut String, plan: &Plan, done: &Finished) {
    for response in &plan.experiment.responses {
        for (place, policy) in plan.experiment.policies.iter().enumerate() {
            let point = place as u64 + 1;
            let is_it = |c: &&ContrastRow| c.response == response.id && c.point == point;
            let said = match done.contrasts.iter().find(is_it) {
                Some(row) => difference(
                    row,
                    response,
                    &response.unit(&plan.columns.declared),
                    plan.experiment.replicates,
                ),
                None => unanswered(response).to_owned(),
            };
            let _ = writeln!(text, "{}: {} {said}", response.title, policy.id);
        }
    }
}

/// Why a response has no difference to tell.
fn unanswered(response: &Response) -> &'static str {
    match response.measure {
        Measure::Share(_) => "no pair of runs qualifies",
        Measure::Mean(_) => "fewer than two pairs of runs qualify",
    }
}

fn difference(row: &ContrastRow, response: &Response, unit: &str, replicates: u64) -> String {
    let estimate = Estimate {
        value: row.estimate,
        interval: Interval {
            low: row.ci_low,
            high: row.ci_high,
        },
    };
    let told = signed(&estimate, response.is_share(), unit);
    let pairs = if row.n < replicates {
        format!("; {} of {} pairs of runs qualify", grouped(row.n), grouped(replicates))
    } else {
        String::new()
    };
    format!("{told}{pairs}")
}

/// A difference of a response with its interval, and whether it could be nothing.
pub(crate) fn signed(estimate: &Estimate, is_share: bool, unit: &str) -> String {
    let (scale, told) = match is_share {
        true => (100.0, "points"),
        false => (1.0, "on average"),
    };
    let Interval { low, high } = estimate.interval;
    let numbers = [estimate.value, low, high].map(|x| scale * x);
    let decimals = decimals(&numbers, unit);
    let [value, lowest, highest] = numbers.map(|x| format!("{x:+.decimals$}"));
    let verdict = if estimate.interval.contains(0.0) {
        "; could be nothing"
    } else {
        ""
    };
    format!("{value} {told} [{lowest}, {highest}]{verdict}")
}

/// A number of a unit.
pub(crate) fn number_of(x: f64, unit: &str) -> String {
    format!("{x:.*}", decimals(&[x], unit))
}

/// What lives between 0 and 1 would be all zeros with one decimal.
fn decimals(numbers: &[f64], unit: &str) -> usize {
    let largest = numbers.iter().fold(0.0_f64, |most, x| most.max(x.abs()));
    match largest < 1.0 && !["share", "days"].contains(&unit) {
        true => 3,
        false => 1,
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    fn row(estimate: f64, low: f64, high: f64) -> ContrastRow {
        ContrastRow {
            response: "agreement".into(),
            point: 1,
            policy: "p".into(),
            against: "base".into(),
            n: 1200,
            estimate,
            ci_low: low,
            ci_high: high,
            method: "newcombe_paired".into(),
        }
    }

    #[test]
    fn differences_say_whether_they_could_be_nothing_and_on_how_many_pairs_they_rest() {
        let [share, _] = &Response::built_in()[..] else {
            panic!("two")
        };
        let told = |low, high, replicates| difference(&row(0.05, low, high), share, "share", replicates);
        assert_eq!(told(0.01, 0.09, 1200), "+5.0 points [+1.0, +9.0]");
        assert_eq!(told(-0.01, 0.11, 1200), "+5.0 points [-1.0, +11.0]; could be nothing");
        assert_eq!(
            told(0.01, 0.09, 10_000),
            "+5.0 points [+1.0, +9.0]; 1,200 of 10,000 pairs of runs qualify"
        );
    }

    #[test]
    fn what_lives_between_0_and_1_has_three_decimals() {
        let [_, days] = &Response::built_in()[..] else {
            panic!("two")
        };
        let utility = Response {
            measure: Measure::Mean("utility.east".into()),
            ..days.clone()
        };
        let told = |response, unit, [estimate, low, high]: [f64; 3]| {
            difference(&row(estimate, low, high), response, unit, 1200)
        };
        assert_eq!(
            told(&utility, "utility.east", [0.012_34, 0.01, 0.0148]),
            "+0.012 on average [+0.010, +0.015]"
        );
        assert_eq!(told(days, "days", [-0.6, -0.9, -0.2]), "-0.6 on average [-0.9, -0.2]");
        assert_eq!(
            told(days, "days", [-16.08, -17.7, -14.5]),
            "-16.1 on average [-17.7, -14.5]"
        );
    }

    #[test]
    fn ends_are_told_with_their_days() {
        let mut text = String::new();
        let days = [EndDays {
            outcome: "rejected_at_home",
            n: 8,
            quartiles: [90, 120, 160],
        }];
        after(&mut text, &days);
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines[1], "rejected at home               120 [90, 160]");
    }
}
