//! `cumulative_incidence.csv`: the share of a point's runs that have ended in each way by a day. Nothing is censored: every
//! run is followed to its end, and meeting the deadline is one of the six. A curve is a step function: it has a row on each
//! day on which it rises, and all six have one on the last day on which any run of the experiment ended.
//!
//! Source: without censoring the cumulative incidence of competing ends is the plain share (Kalbfleisch & Prentice 2002, The
//! Statistical Analysis of Failure Time Data, section 8.2); Wilson 1927 for the intervals.

use crate::statistics::wilson;
use crate::study::{Analysis, Study};
use crate::sums::Ends;
use detente_results::{CumulativeIncidenceRow, OUTCOMES};

/// Shares of the ends by day.
pub struct Incidence;

impl Analysis for Incidence {
    type Row = CumulativeIncidenceRow;
    const KEY: &'static str = "incidence";
    const ABOUT: &'static str = "When do the talks end?";
    const SOURCE: &'static str = "Kalbfleisch & Prentice 2002; Wilson 1927";

    fn rows(study: &Study<'_>, row: &mut dyn FnMut(CumulativeIncidenceRow)) {
        let last = study.points.iter().filter_map(|p| last_day(&p.ends)).max();
        let Some(last) = last else { return };
        for (point, sums) in study.points.iter().enumerate() {
            of_point(point, &sums.ends, last, row);
        }
    }
}

fn last_day(ends: &Ends) -> Option<i32> {
    ends.by_day().map(|(day, ..)| day).last()
}

fn of_point(point: usize, ends: &Ends, last: i32, row: &mut dyn FnMut(CumulativeIncidenceRow)) {
    let n = ends.n();
    if n == 0 {
        return;
    }
    let mut counts = [0; OUTCOMES.len()];
    let mut tell = |day: i32, outcome: usize, count: u64| {
        let interval = wilson(count, n);
        row(CumulativeIncidenceRow {
            point: point as u64,
            outcome: OUTCOMES[outcome].to_owned(),
            day: f64::from(day),
            estimate: count as f64 / n as f64,
            ci_low: interval.low,
            ci_high: interval.high,
            count,
        });
    };
    for (day, outcome, runs) in ends.by_day() {
        counts[outcome] += runs;
        if day < last {
            tell(day, outcome, counts[outcome]);
        }
    }
    for (outcome, count) in counts.into_iter().enumerate() {
        tell(last, outcome, count);
    }
}

/// The days on which the runs of one end have ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EndDays {
    /// One of [`OUTCOMES`].
    pub outcome: &'static str,
    /// Runs that ended so.
    pub n: u64,
    /// The day by which a quarter, half and three quarters of them had ended.
    pub quartiles: [i32; 3],
}

/// The days of the ends that occur, read off the curves of one point.
pub fn end_days<'a>(curves: impl IntoIterator<Item = &'a CumulativeIncidenceRow>) -> Vec<EndDays> {
    let mut steps: Vec<Vec<(i32, u64)>> = vec![Vec::new(); OUTCOMES.len()];
    for row in curves {
        if let Some(outcome) = OUTCOMES.iter().position(|o| *o == row.outcome) {
            steps[outcome].push((row.day as i32, row.count));
        }
    }
    let of = |(outcome, steps): (&&'static str, &Vec<(i32, u64)>)| {
        let n = steps.last().map_or(0, |(_, count)| *count);
        let by = |quarters: u64| {
            let wanted = (n * quarters).div_ceil(4);
            steps
                .iter()
                .find(|(_, count)| *count >= wanted)
                .map_or(0, |(day, _)| *day)
        };
        (n > 0).then(|| EndDays {
            outcome,
            n,
            quartiles: [by(1), by(2), by(3)],
        })
    };
    OUTCOMES.iter().zip(&steps).filter_map(of).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn curves(runs: &[(i32, usize, u64)], last: i32) -> Vec<CumulativeIncidenceRow> {
        let mut ends = Ends::default();
        for &(day, outcome, n) in runs {
            ends.add(day, outcome, n);
        }
        let mut rows = Vec::new();
        of_point(0, &ends, last, &mut |row| rows.push(row));
        rows
    }

    /// Ten runs: the shares by day are those counted by hand; a curve reaches its final share on the last day.
    #[test]
    fn shares_by_day_are_those_counted_by_hand() {
        let rows = curves(&[(14, 0, 2), (30, 5, 3), (30, 0, 1), (44, 1, 4)], 60);
        let told: Vec<_> = rows
            .iter()
            .map(|r| (r.day as i32, r.outcome.as_str(), r.estimate))
            .collect();
        assert_eq!(
            told,
            [
                (14, "agreement", 0.2),
                (30, "agreement", 0.3),
                (30, "deadline", 0.3),
                (44, "rejected_at_home", 0.4),
                (60, "agreement", 0.3),
                (60, "rejected_at_home", 0.4),
                (60, "walkout", 0.0),
                (60, "collapsed_after_leak", 0.0),
                (60, "deadlock", 0.0),
                (60, "deadline", 0.3),
            ]
        );
        assert!(rows.iter().all(|r| r.ci_low <= r.estimate && r.estimate <= r.ci_high));
    }

    #[test]
    fn a_quartile_is_the_day_by_which_a_quarter_has_ended() {
        let days = [10, 20, 30, 40, 50, 60, 70, 80].map(|day| (day, 0, 1));
        let rows = curves(&[&days[..], &[(5, 2, 1)]].concat(), 90);
        let of = |outcome, n, quartiles| EndDays { outcome, n, quartiles };
        assert_eq!(
            end_days(&rows),
            [of("agreement", 8, [20, 40, 60]), of("walkout", 1, [5, 5, 5])]
        );
    }
}
