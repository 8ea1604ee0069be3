//! The rows of the tables whose columns are closed.

use crate::column::Kind;
use crate::line::CsvLine;
use crate::row;
use crate::table::Cell;

row! {
    /// How many runs of a point ended in one way: one row per point and one of [`crate::OUTCOMES`], also where the count
    /// is 0.
    SummaryRow in "summary.csv" {
        /// Design point.
        point: u64,
        /// Policy of the point.
        policy: String,
        /// How the runs ended, for example `walkout`.
        outcome: String,
        /// Runs of the point that did not fail.
        n: u64,
        /// Of these, the runs that ended so.
        count: u64,
        /// `count / n`.
        share: f64,
        /// Lower bound of the 95 % Wilson interval.
        ci_low: f64,
        /// Upper bound of the 95 % Wilson interval.
        ci_high: f64,
    }
}

row! {
    /// A paired difference of a response between two points that met the same luck.
    ContrastRow in "contrasts.csv" {
        /// Response, for example `agreement` or `end_day`.
        response: String,
        /// Design point.
        point: u64,
        /// Policy of the point.
        policy: String,
        /// What it is compared with.
        against: String,
        /// Pairs of runs.
        n: u64,
        /// Mean difference, in the response's own unit (a share is between -1 and 1).
        estimate: f64,
        /// Lower bound of the 95 % interval.
        ci_low: f64,
        /// Upper bound of the 95 % interval.
        ci_high: f64,
        /// How the interval was computed.
        method: String,
        /// The chance of a difference at least as large if there were none: McNemar's exact test for shares, paired t for
        /// means.
        p_value: f64,
        /// The same held against all contrasts of the response together, after Holm.
        p_holm: f64,
    }
}

row! {
    /// The share of a point's runs that have ended in one way by a day: a plain share of all that did not fail, for each
    /// of [`crate::OUTCOMES`], with nothing censored.
    CumulativeIncidenceRow in "cumulative_incidence.csv" {
        /// Design point.
        point: u64,
        /// How the runs ended, for example `walkout`.
        outcome: String,
        /// Day of the talks.
        day: f64,
        /// Share of the runs that have ended so by that day.
        estimate: f64,
        /// Lower bound of the 95 % Wilson interval.
        ci_low: f64,
        /// Upper bound of the 95 % Wilson interval.
        ci_high: f64,
        /// Of the runs that did not fail, those that have ended so by that day.
        count: u64,
    }
}

row! {
    /// The distribution of a variable over the runs still talking at one time, or over all runs at their end.
    TrajectoryRow in "trajectories.csv" {
        /// Design point.
        point: u64,
        /// What `t` counts.
        clock: Clock,
        /// Round or day; where all runs are at their end, the mean day on which they stopped talking.
        t: f64,
        /// Variable, `group.actor` or `group`, for example `fatigue.ua`.
        variable: String,
        /// Mean over runs.
        mean: f64,
        /// 5th percentile.
        p05: f64,
        /// 25th percentile.
        p25: f64,
        /// Median.
        p50: f64,
        /// 75th percentile.
        p75: f64,
        /// 95th percentile.
        p95: f64,
        /// Runs still talking, or all.
        n: u64,
    }
}

row! {
    /// The share of all followed runs in which an issue stands settled at one time: runs that have ended count as they ended, and
    /// an agreement settles every issue.
    SettledRow in "settled.csv" {
        /// Design point.
        point: u64,
        /// What `t` counts.
        clock: Clock,
        /// Round or day.
        t: f64,
        /// Issue.
        issue: String,
        /// Followed runs, those that have ended among them.
        n: u64,
        /// Of them, those in which the issue is settled.
        count: u64,
        /// Their share.
        share: f64,
        /// Lower bound of the 95 % Wilson interval.
        ci_low: f64,
        /// Upper bound of the 95 % Wilson interval.
        ci_high: f64,
    }
}

row! {
    /// What one dose of a lever does to one answer, against the first dose, under the same luck. `detente doses` writes it.
    DoseRow in "doses.csv" {
        /// The lever.
        lever: String,
        /// The party that it is about; empty if it is about the talks.
        party: String,
        /// What answers, for example `agreement`.
        answer: String,
        /// The dose: a value, or so many times of what is there.
        dose: String,
        /// Mean over the runs that have an answer; a share is between 0 and 1.
        mean: f64,
        /// Pairs of runs with the same luck that both have an answer, at this dose and the first.
        n: u64,
        /// Mean difference from the first dose over these pairs.
        estimate: f64,
        /// Lower bound of its 95 % interval.
        ci_low: f64,
        /// Upper bound of its 95 % interval.
        ci_high: f64,
        /// Which way the answer is expected to go from the first dose to the last: `+`, `-`, or `0` for neither.
        expected: String,
        /// Whether it does, for example `as expected` or `inert`.
        verdict: String,
        /// Who expects it, or why.
        source: String,
    }
}

row! {
    /// A parameter of the scenario as it was run.
    ParameterRow in "parameters.csv" {
        /// Path, for example `negotiators.ua_lead.fatigue.rate_per_session`.
        path: String,
        /// Number, text or distribution.
        value: String,
        /// Values it may take.
        range: String,
        /// Unit.
        unit: String,
        /// What it means in the model.
        meaning: String,
        /// Where the mechanism comes from.
        source: String,
        /// Where the number comes from, if it is not invented.
        evidence: String,
    }
}

row! {
    /// A figure of the folder, in the order in which figures make an argument.
    FigureRow in "figures/figures.csv" {
        /// What it is called; its files are `<figure>.svg`, `.png` and `.csv` beside this table.
        figure: String,
        /// What kind of figure it is, for example `outcome-shares`.
        kind: String,
        /// The finding, with its number.
        title: String,
        /// What is drawn, in whole sentences, for those who do not see it.
        text: String,
    }
}

/// What the time of a trajectory counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Clock {
    /// Rounds played.
    Round,
    /// Days since day 0.
    Day,
    /// Nothing: every run is at its own end.
    End,
}

impl Clock {
    /// Every clock, in the order of tables.
    const ALL: [Self; 3] = [Self::Round, Self::Day, Self::End];

    /// The name in the table.
    pub fn name(self) -> &'static str {
        match self {
            Self::Round => "round",
            Self::Day => "day",
            Self::End => "end",
        }
    }
}

impl Cell for Clock {
    const KIND: Kind = Kind::Word;
    const EXPECTED: &'static str = "`round`, `day` or `end`";

    fn read(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|clock| clock.name() == text)
    }

    fn write(&self, line: &mut CsvLine<'_>) {
        line.word(self.name());
    }
}

#[cfg(test)]
mod tests {
    use super::{
        Clock, ContrastRow, CumulativeIncidenceRow, DoseRow, FigureRow, ParameterRow, SettledRow, SummaryRow,
        TrajectoryRow,
    };
    use crate::column::{Column, Kind};
    use crate::table::{Row, read_table, write_table};

    fn survives_the_file<R: Row + PartialEq + std::fmt::Debug>(row: R) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(R::FILE);
        std::fs::write(&path, write_table(std::slice::from_ref(&row))).unwrap();
        assert_eq!(read_table::<R>(&path).unwrap(), [row]);
    }

    #[test]
    fn the_columns_are_those_of_the_contract() {
        for (columns, fixed) in [
            (SummaryRow::COLUMNS, "point,policy,outcome,n,count,share,ci_low,ci_high"),
            (
                ContrastRow::COLUMNS,
                "response,point,policy,against,n,estimate,ci_low,ci_high,method,p_value,p_holm",
            ),
            (
                CumulativeIncidenceRow::COLUMNS,
                "point,outcome,day,estimate,ci_low,ci_high,count",
            ),
            (
                TrajectoryRow::COLUMNS,
                "point,clock,t,variable,mean,p05,p25,p50,p75,p95,n",
            ),
            (SettledRow::COLUMNS, "point,clock,t,issue,n,count,share,ci_low,ci_high"),
            (FigureRow::COLUMNS, "figure,kind,title,text"),
            (ParameterRow::COLUMNS, "path,value,range,unit,meaning,source,evidence"),
            (
                DoseRow::COLUMNS,
                "lever,party,answer,dose,mean,n,estimate,ci_low,ci_high,expected,verdict,source",
            ),
        ] {
            assert_eq!(columns.join(","), fixed);
        }
    }

    #[test]
    fn a_column_means_what_its_field_is_said_to_be() {
        let columns = TrajectoryRow::columns();
        assert!(columns.iter().map(|column| &column.name).eq(TrajectoryRow::COLUMNS));
        assert_eq!(columns[1], Column::new("clock", Kind::Word, "", "What `t` counts."));
        assert_eq!(
            columns[2],
            Column::new(
                "t",
                Kind::Number,
                "",
                "Round or day; where all runs are at their end, the mean day on which they stopped talking."
            )
        );
        assert_eq!(
            columns[10],
            Column::new("n", Kind::Count, "", "Runs still talking, or all.")
        );
    }

    #[test]
    fn every_kind_of_row_reads_back() {
        survives_the_file(ContrastRow {
            response: "end_day".into(),
            point: 1,
            policy: "small_room".into(),
            against: "base".into(),
            n: 2000,
            estimate: -3.5,
            ci_low: -4.125,
            ci_high: 1e-9,
            method: "paired t".into(),
            p_value: 0.03,
            p_holm: 0.06,
        });
        survives_the_file(CumulativeIncidenceRow {
            point: 0,
            outcome: "deadlock".into(),
            day: 31.0,
            estimate: 0.1,
            ci_low: 0.05,
            ci_high: 0.15,
            count: 3,
        });
        survives_the_file(SettledRow {
            point: 0,
            clock: Clock::Round,
            t: 3.0,
            issue: "toll".into(),
            n: 4,
            count: 1,
            share: 0.25,
            ci_low: 0.05,
            ci_high: 0.7,
        });
        survives_the_file(TrajectoryRow {
            point: 0,
            clock: Clock::Day,
            t: 12.0,
            variable: "fatigue.ua".into(),
            mean: 0.5,
            p05: 0.1,
            p25: 0.25,
            p50: 0.5,
            p75: 0.75,
            p95: 0.9,
            n: 1999,
        });
        survives_the_file(ParameterRow {
            path: "issues.\"$3.98\".weight".into(),
            value: "{ normal = [0.4, 0.05] }".into(),
            range: "0 to 1".into(),
            unit: "share".into(),
            meaning: "how much, and why".into(),
            source: "Zartman 1989".into(),
            evidence: String::new(),
        });
    }

    #[test]
    fn another_clock_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(TrajectoryRow::FILE);
        let text = "point,clock,t,variable,mean,p05,p25,p50,p75,p95,n\n0,week,1,fatigue.ua,0,0,0,0,0,0,1\n";
        std::fs::write(&path, text).unwrap();
        let message = read_table::<TrajectoryRow>(&path).unwrap_err().to_string();
        assert!(
            message.ends_with("line 2, column `clock`: found `week`, expected `round`, `day` or `end`"),
            "{message}"
        );
    }
}
