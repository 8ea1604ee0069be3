//! The rows of the tables that answer a question about many runs: what matters, how sure, which policy, when.

use crate::design::FactorLevel;
use crate::row;

row! {
    /// A run to read: one in the middle of all that ended so, or of those that a policy makes end otherwise.
    TypicalRow in "transcripts/typical.csv" {
        /// Design point.
        point: u64,
        /// Policy of the point.
        policy: String,
        /// Replicate.
        replicate: u64,
        /// How the run ended.
        outcome: String,
        /// How the same run ended in the scenario as it stands; empty where that is not what it stands for.
        instead_of: String,
        /// 1 for the most typical.
        rank: u64,
        /// Of so many runs that ended so, or were turned so.
        of: u64,
        /// Its minutes, below the results folder.
        file: String,
    }
}

row! {
    /// How a policy stood in a race, in the order of the result: those that are left, best first, then those that were
    /// dropped, the last one first.
    RaceRow in "race.csv" {
        /// Policy.
        policy: String,
        /// Its runs that count.
        runs: u64,
        /// Share of them, or mean over them.
        value: Option<f64>,
        /// Lower bound of the 95 % interval.
        ci_low: Option<f64>,
        /// Upper bound of the 95 % interval.
        ci_high: Option<f64>,
        /// Runs of each policy after which it was dropped; empty where it is left.
        dropped_after: Option<u64>,
        /// The policy that it was clearly worse than, or the best of those that are left; empty for the best itself.
        against: String,
        /// Pairs of runs with the same luck, as long as both were in the race.
        pairs: Option<u64>,
        /// Its mean minus that of the other over these pairs.
        difference: Option<f64>,
        /// How likely a difference as large is if there is none: `mcnemar` for shares, `student` for means.
        p_value: Option<f64>,
        /// The p value at which a policy is dropped: the error over all pairs of policies and all looks.
        dropped_at: f64,
    }
}

row! {
    /// The minutes of a run that the page to play with shows.
    MinutesRow in "transcripts/minutes.csv" {
        /// Design point.
        point: u64,
        /// Replicate.
        replicate: u64,
        /// The minutes, each paragraph on one line.
        minutes: String,
    }
}

row! {
    /// What a response is at a point: a share or a mean over its runs.
    ResponseRow in "responses.csv" {
        /// Response, for example `agreement` or `end_day`.
        response: String,
        /// Design point.
        point: u64,
        /// Policy of the point.
        policy: String,
        /// Runs that count.
        n: u64,
        /// Share of them, or mean over them.
        mean: f64,
        /// Lower bound of the 95 % interval.
        ci_low: f64,
        /// Upper bound of the 95 % interval.
        ci_high: f64,
        /// How the interval is made: `wilson` for shares, `student` for means, `over_sets` of inputs where each has several lucks.
        method: String,
    }
}

row! {
    /// How much a factor of the design, a number that is drawn, or luck matters for a response.
    SensitivityRow in "sensitivity.csv" {
        /// Response, for example `agreement` or `end_day`; `agreement:mean` where the index is of the mean over luck and
        /// not of single runs.
        response: String,
        /// Factor, path of a number that is drawn, or `luck`.
        factor: String,
        /// What is measured: `mu`, `mu_star` and `sigma` of elementary effects, in the response's own unit over the whole
        /// range of the factor; `S1`, the share of the variance that goes if it alone is known, and `ST`, the share that
        /// stays if all else is known, of base rows; `given_data`, the former from points or runs as they are.
        index: String,
        /// The measure.
        value: f64,
        /// Lower bound of the 95 % interval, where there is one.
        ci_low: Option<f64>,
        /// Upper bound of the 95 % interval, where there is one.
        ci_high: Option<f64>,
        /// What it was computed from: trajectories, base rows, points or sets of inputs.
        n: u64,
        /// Those of them that were left out, because a run failed or does not count.
        left_out: u64,
    }
}

row! {
    /// An index of base rows from the first of them: whether it has settled.
    ConvergenceRow in "convergence.csv" {
        /// Response, for example `agreement` or `end_day`.
        response: String,
        /// Base rows that it was computed from, the first of them.
        base_rows: u64,
        /// Factor, or `luck`.
        factor: String,
        /// `S1` or `ST`.
        index: String,
        /// The index.
        value: f64,
        /// Lower bound of the 95 % interval.
        ci_low: f64,
        /// Upper bound of the 95 % interval.
        ci_high: f64,
    }
}

row! {
    /// How many runs that end in one way at the point that a point is compared with end in another way here, with the same
    /// luck and inputs. Cells without a run have no row; the rows of a point sum to its pairs.
    TransitionRow in "transitions.csv" {
        /// Design point.
        point: u64,
        /// The point that it is compared with: point 0, or the base of the same levels.
        against: u64,
        /// How the runs ended there.
        from: String,
        /// How they end here.
        to: String,
        /// Pairs of runs.
        count: u64,
        /// Their share of all pairs of the two points.
        share: f64,
        /// Lower bound of the 95 % Wilson interval.
        ci_low: f64,
        /// Upper bound of the 95 % Wilson interval.
        ci_high: f64,
    }
}

row! {
    /// How far one factor moves a response from where it is, the others as they stand.
    TornadoRow in "tornado.csv" {
        /// Response, for example `agreement` or `end_day`.
        response: String,
        /// Factor.
        factor: String,
        /// The least of the effects of its levels: the paired difference from point 0, in the response's own unit.
        low: f64,
        /// Lower bound of its 95 % interval.
        low_ci_low: f64,
        /// Upper bound of its 95 % interval.
        low_ci_high: f64,
        /// The level that has it.
        low_level: FactorLevel,
        /// The point that has this level.
        low_point: u64,
        /// The greatest of the effects.
        high: f64,
        /// Lower bound of its 95 % interval.
        high_ci_low: f64,
        /// Upper bound of its 95 % interval.
        high_ci_high: f64,
        /// The level that has it.
        high_level: FactorLevel,
        /// The point that has this level.
        high_point: u64,
    }
}

row! {
    /// A response with its two uncertainties apart: what is not known of the inputs, and what the runs leave open.
    SpreadRow in "spread.csv" {
        /// Response, for example `agreement` or `end_day`.
        response: String,
        /// Design point.
        point: u64,
        /// Policy of the point.
        policy: String,
        /// Sets of inputs with a run that counts.
        inputs: u64,
        /// Lucks that each set was played with.
        luck: u64,
        /// Mean over all their runs.
        mean: f64,
        /// Lower bound of its 95 % interval: the error of the runs.
        mean_ci_low: f64,
        /// Upper bound of its 95 % interval.
        mean_ci_high: f64,
        /// Standard deviation over inputs of what would be seen with any number of lucks.
        sd_inputs: f64,
        /// 5 % of what the inputs may be give less than this.
        p05: f64,
        /// Half of them give less.
        p50: f64,
        /// 95 % of them give less.
        p95: f64,
        /// Standard deviation of a single run over luck, for given inputs.
        sd_luck: f64,
        /// What the quantiles are of: `beta` for shares, `normal` for means, each with this mean and `sd_inputs`.
        distribution: String,
    }
}

row! {
    /// What a policy is worth if the numbers are not trusted: over sets of inputs, or over the points of a design, each of
    /// which might be true.
    PolicyRow in "policies.csv" {
        /// Response, for example `agreement` or `end_day`.
        response: String,
        /// Policy, `base` for none.
        policy: String,
        /// Mean of the response.
        mean: f64,
        /// One state in ten comes out worse.
        worst_decile: f64,
        /// How much better the best policy for the same state is, on average.
        regret_mean: f64,
        /// Nine states in ten have no more regret.
        regret_p90: f64,
        /// The greatest regret.
        regret_max: f64,
        /// The share of states for which no other policy is better; several that are equally good are all counted.
        best_share: f64,
        /// Lower bound of the 95 % Wilson interval.
        best_ci_low: f64,
        /// Upper bound of the 95 % Wilson interval.
        best_ci_high: f64,
        /// The share of states for which the response is good enough, where an analysis says what is.
        enough_share: Option<f64>,
        /// Lower bound of the 95 % Wilson interval.
        enough_ci_low: Option<f64>,
        /// Upper bound of the 95 % Wilson interval.
        enough_ci_high: Option<f64>,
        /// The probability that the policy is the best by its mean, over states drawn anew from those that there are.
        best_mean_probability: f64,
        /// Which values are better: `high`, or `low` where an analysis asks for `at_most`.
        better: String,
        /// How many states there are in which every policy has a run that counts.
        states: u64,
    }
}

row! {
    /// A limit of a box in the space of inputs in which a response is far more frequent than elsewhere. The boxes of one
    /// response and policy get smaller step by step; the first has no limit, and one row in which `input` is empty.
    PrimRow in "prim.csv" {
        /// Response, for example `agreement`.
        response: String,
        /// Policy, `base` for none.
        policy: String,
        /// Step of the peeling; the box that was chosen stands behind the last.
        step: u64,
        /// The input that is bounded.
        input: String,
        /// The least value inside, if it is bounded from below.
        low: Option<f64>,
        /// The greatest value inside, if it is bounded from above.
        high: Option<f64>,
        /// The part of all that happened that happened in the box, on the half of the states that it was found on.
        coverage: f64,
        /// Mean of the response in the box, on that half.
        density: f64,
        /// Lower bound of its 95 % interval.
        density_ci_low: f64,
        /// Upper bound of its 95 % interval.
        density_ci_high: f64,
        /// The part of the states of that half that lies in the box.
        support: f64,
        /// The chance of so dense a box if this limit were worth nothing, on the other half; for the chosen box.
        quasi_p: Option<f64>,
        /// Coverage on the other half of the states; empty where the box holds none of them.
        judged_coverage: Option<f64>,
        /// Density on the other half.
        judged_density: Option<f64>,
        /// Lower bound of its 95 % interval.
        judged_ci_low: Option<f64>,
        /// Upper bound of its 95 % interval.
        judged_ci_high: Option<f64>,
        /// Support on the other half.
        judged_support: Option<f64>,
        /// Mean of the response outside the chosen box, on the other half.
        outside_density: Option<f64>,
        /// 1 for the box that was chosen, else 0.
        chosen: u64,
    }
}

row! {
    /// How the values of a response are spread over the runs of a point, where rows of all runs were not kept. Quantiles are of
    /// values rounded to ten binary digits: whole numbers up to 1,024 are themselves, others are known to one part in a thousand.
    QuantileRow in "quantiles.csv" {
        /// Response, for example `end_day`.
        response: String,
        /// Design point.
        point: u64,
        /// Policy of the point.
        policy: String,
        /// Runs that count.
        n: u64,
        /// Mean.
        mean: f64,
        /// Standard deviation.
        sd: f64,
        /// 5th percentile: the least value at or below which so many runs lie.
        p05: f64,
        /// 25th percentile.
        p25: f64,
        /// Median.
        p50: f64,
        /// 75th percentile.
        p75: f64,
        /// 95th percentile.
        p95: f64,
    }
}

row! {
    /// How a response goes with one input, the others as they come.
    CurveRow in "curves.csv" {
        /// Response, for example `agreement` or `end_day`.
        response: String,
        /// Policy, `base` for none.
        policy: String,
        /// Factor, or path of a number that is drawn.
        factor: String,
        /// The least value of the input in this bin, or the level.
        from: FactorLevel,
        /// The greatest value in the bin, or the level.
        to: FactorLevel,
        /// What `mean` is over: points or sets of inputs in a bin, runs at a level.
        n: u64,
        /// Mean of the response.
        mean: f64,
        /// Lower bound of the 95 % interval, where there is one.
        ci_low: Option<f64>,
        /// Upper bound of the 95 % interval, where there is one.
        ci_high: Option<f64>,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::{Row, read_table, write_table};

    #[test]
    fn the_columns_are_those_of_the_contract() {
        for (columns, first) in [
            (SensitivityRow::COLUMNS, "response,factor,index,value,ci_low,ci_high"),
            (
                TransitionRow::COLUMNS,
                "point,against,from,to,count,share,ci_low,ci_high",
            ),
            (
                SpreadRow::COLUMNS,
                "response,point,policy,inputs,luck,mean,mean_ci_low,mean_ci_high,sd_inputs,p05,p50,p95",
            ),
            (
                PolicyRow::COLUMNS,
                "response,policy,mean,worst_decile,regret_mean,regret_p90,regret_max,best_share,best_ci_low,best_ci_high",
            ),
        ] {
            let found = columns.join(",");
            assert!(found.starts_with(&format!("{first},")) || found == first, "{found}");
        }
    }

    #[test]
    fn a_level_reads_back_as_a_number_a_word_or_nothing() {
        let curve = |from: FactorLevel| CurveRow {
            response: "agreement".into(),
            policy: "base".into(),
            factor: "style".into(),
            to: from.clone(),
            from,
            n: 3,
            mean: 0.5,
            ci_low: None,
            ci_high: Some(1.0),
        };
        let rows = [
            curve(FactorLevel::Number(0.25)),
            curve(FactorLevel::Text("communication".into())),
            curve(FactorLevel::AsIs),
        ];
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(CurveRow::FILE);
        std::fs::write(&path, write_table(&rows)).unwrap();
        assert_eq!(read_table::<CurveRow>(&path).unwrap(), rows);
    }
}
