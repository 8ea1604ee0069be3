//! From counts and rows to tables: shares, incidence, paired contrasts.

use super::RunError;
use crate::experiment::Reading;
use crate::plan::{BASE, Plan};
use crate::statistics::{
    DayCounts, Estimate, PairedCounts, Sums, aalen_johansen, mean_interval, newcombe_paired, wilson,
};
use csv::StringRecord;
use detente_core::{Model, Outcome, ParameterUse};
use detente_results::{ContrastRow, CumulativeIncidenceRow, OUTCOMES, ParameterRow, SummaryRow, format_float};
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufReader, Seek, SeekFrom};
use std::path::Path;

/// What is kept of a point until the end.
#[derive(Debug, Clone, Default)]
pub(super) struct PointCounts {
    pub(super) counts: [u64; 6],
    pub(super) failed: u64,
    pub(super) ends: BTreeMap<(i32, usize), u64>,
    /// Where its rows begin in `runs.csv`.
    pub(super) offset: u64,
}

impl PointCounts {
    fn n(&self) -> u64 {
        self.counts.iter().sum()
    }
}

/// `summary.csv`: one row per outcome and point, also where the count is 0.
pub(super) fn summary(plan: &Plan, points: &[PointCounts]) -> Vec<SummaryRow> {
    let mut rows = Vec::new();
    for (point, counts) in points.iter().enumerate() {
        let all = counts.counts.iter().copied().chain([counts.failed]);
        for (outcome, count) in OUTCOMES.iter().zip(all) {
            // Failed runs count in no share.
            let n = if *outcome == detente_results::FAILED {
                counts.n() + counts.failed
            } else {
                counts.n()
            };
            let interval = wilson(count, n);
            rows.push(SummaryRow {
                point: point as u64,
                policy: plan.policy(point).to_owned(),
                outcome: (*outcome).to_owned(),
                n,
                count,
                share: if n > 0 { count as f64 / n as f64 } else { 0.0 },
                ci_low: interval.low,
                ci_high: interval.high,
            });
        }
    }
    rows
}

/// `cumulative_incidence.csv`: Aalen-Johansen curves of the five competing ends, up to the horizon. What ends after it (a
/// vote on a text signed before) is censored there like what still talks: beyond, only those who have signed would be
/// left at risk, and the curves would say nothing about the others.
pub(super) fn incidence(points: &[PointCounts]) -> Vec<CumulativeIncidenceRow> {
    let causes = Outcome::ALL.len() - 1;
    let mut rows = Vec::new();
    for (point, counts) in points.iter().enumerate() {
        let mut days: BTreeMap<i32, DayCounts> = BTreeMap::new();
        let horizon = counts
            .ends
            .keys()
            .filter(|(_, outcome)| *outcome == causes)
            .map(|(day, _)| *day)
            .max();
        for (&(day, outcome), &n) in &counts.ends {
            let late = horizon.filter(|&horizon| day > horizon);
            let (day, outcome) = late.map_or((day, outcome), |horizon| (horizon, causes));
            let new = || DayCounts {
                day: day.max(0) as u32,
                events: vec![0; causes],
                censored: 0,
            };
            let entry = days.entry(day).or_insert_with(new);
            match entry.events.get_mut(outcome) {
                Some(events) => *events += n,
                None => entry.censored += n,
            }
        }
        let days: Vec<DayCounts> = days.into_values().collect();
        for step in aalen_johansen(&days, causes) {
            for (outcome, cause) in OUTCOMES.iter().zip(&step.causes) {
                rows.push(CumulativeIncidenceRow {
                    point: point as u64,
                    outcome: (*outcome).to_owned(),
                    day: f64::from(step.day),
                    estimate: cause.estimate.value,
                    ci_low: cause.estimate.interval.low,
                    ci_high: cause.estimate.interval.high,
                });
            }
        }
    }
    rows
}

/// `parameters.csv`.
pub(super) fn parameters(model: &Model) -> Vec<ParameterRow> {
    model.parameters.iter().map(parameter).collect()
}

fn parameter(used: &ParameterUse) -> ParameterRow {
    let [low, high] = used.declaration.range;
    ParameterRow {
        path: used.path.clone(),
        value: used.number.to_string(),
        range: format!("{} to {}", format_float(low), format_float(high)),
        unit: used.declaration.unit.to_owned(),
        meaning: used.declaration.meaning.to_owned(),
        source: used.declaration.source.to_owned(),
        evidence: used.evidence.clone().unwrap_or_default(),
    }
}

/// `contrasts.csv`: every point against point 0, or a policy against the base of its point, run by run.
pub(super) fn contrasts(plan: &Plan, points: &[PointCounts], runs: &Path) -> Result<Vec<ContrastRow>, RunError> {
    let header = read_header(runs)?;
    let responses = &plan.experiment.responses;
    let readings: Vec<Reading<'_>> = responses.iter().filter_map(|r| r.on(&header)).collect();
    let mut of_points = Vec::new();
    for point in 1..points.len() {
        let places = [points[point].offset, points[plan.against(point)].offset];
        of_points.push(pairs(&readings, places, plan.experiment.replicates, runs)?);
    }
    let mut rows = Vec::new();
    for (k, (response, reading)) in responses.iter().zip(&readings).enumerate() {
        for (point, pairs) in (1..).zip(&of_points) {
            let (n, estimate, method) = pairs[k].estimate(reading.is_share());
            let Some(Estimate { value, interval }) = estimate else {
                continue;
            };
            let against = match plan.points[point].policy {
                0 => format!("point {}", plan.against(point)),
                _ => BASE.to_owned(),
            };
            rows.push(ContrastRow {
                response: response.id.clone(),
                point: point as u64,
                policy: plan.policy(point).to_owned(),
                against,
                n,
                estimate: value,
                ci_low: interval.low,
                ci_high: interval.high,
                method: method.to_owned(),
            });
        }
    }
    Ok(rows)
}

/// What pairs of runs say of a response.
#[derive(Debug, Clone)]
struct Pairs {
    counts: PairedCounts,
    differences: Sums,
}

impl Pairs {
    fn new() -> Self {
        Self {
            counts: PairedCounts {
                n11: 0,
                n10: 0,
                n01: 0,
                n00: 0,
            },
            differences: Sums::default(),
        }
    }

    fn add(&mut self, here: f64, there: f64) {
        self.differences.add(here - there);
        match (here > 0.5, there > 0.5) {
            (true, true) => self.counts.n11 += 1,
            (true, false) => self.counts.n10 += 1,
            (false, true) => self.counts.n01 += 1,
            (false, false) => self.counts.n00 += 1,
        }
    }

    fn estimate(&self, is_share: bool) -> (u64, Option<Estimate>, &'static str) {
        if is_share {
            (self.counts.n(), newcombe_paired(self.counts), "newcombe_paired")
        } else {
            (self.differences.n, mean_interval(self.differences), "paired_mean")
        }
    }
}

/// Reads the rows of two points side by side, once for all responses.
fn pairs(readings: &[Reading<'_>], places: [u64; 2], replicates: u64, runs: &Path) -> Result<Vec<Pairs>, RunError> {
    let [mut here, mut there] = [rows_at(runs, places[0])?, rows_at(runs, places[1])?];
    let (mut own, mut other) = (StringRecord::new(), StringRecord::new());
    let mut all = vec![Pairs::new(); readings.len()];
    for _ in 0..replicates {
        let both = here
            .read_record(&mut own)
            .and_then(|a| Ok(a && there.read_record(&mut other)?));
        if !both.map_err(RunError::csv(runs))? {
            break;
        }
        let failed = |row: &StringRecord| row.get(2) == Some(detente_results::FAILED);
        if failed(&own) || failed(&other) {
            continue;
        }
        for (pairs, reading) in all.iter_mut().zip(readings) {
            if let (Some(x), Some(y)) = (reading.value(&own), reading.value(&other)) {
                pairs.add(x, y);
            }
        }
    }
    Ok(all)
}

fn read_header(runs: &Path) -> Result<Vec<String>, RunError> {
    let mut reader = csv::Reader::from_path(runs).map_err(RunError::csv(runs))?;
    Ok(reader
        .headers()
        .map_err(RunError::csv(runs))?
        .iter()
        .map(str::to_owned)
        .collect())
}

/// The rows from a place in the file on.
fn rows_at(runs: &Path, offset: u64) -> Result<csv::Reader<BufReader<File>>, RunError> {
    let mut file = File::open(runs).map_err(RunError::file(runs))?;
    file.seek(SeekFrom::Start(offset)).map_err(RunError::file(runs))?;
    let reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .from_reader(BufReader::new(file));
    Ok(reader)
}
