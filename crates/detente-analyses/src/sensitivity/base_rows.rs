//! Indices of Sobol, where the design is base rows of Saltelli's, with luck as one more factor. `S1` and `ST` are of single
//! runs under the response's own name, and of the mean over luck under its name with `:mean`; luck has none in the mean.
//! Several replicates of a base row count together, so that intervals do not take them for base rows of their own. Where a
//! set of inputs is played with several lucks there are no single runs, and the mean alone is told. What the scenario draws
//! besides the factors comes with the luck, and counts as luck.

use super::{Told, of_means, settings};
use crate::methods::sobol_indices::{BaseRows, Index};
use crate::statistics::Sums;
use crate::study::Study;
use detente_results::SensitivityRow;

/// The indices of every factor and of luck; no row where too many base rows are not complete.
pub(super) fn tell(study: &Study<'_>, response: usize, row: &mut dyn FnMut(SensitivityRow)) {
    let factors = study.design.factors();
    let name = &study.responses[response].id;
    let Some((rows, are_runs)) = rows(study, response) else {
        return;
    };
    let Some(indices) = rows.indices(name) else { return };
    let mut tell = |response: &str, factor: &str, index: &Index| {
        let told = Told {
            response,
            n: rows.count(),
            left_out: rows.left_out,
        };
        row(told.estimate(factor, "S1", index.first));
        row(told.estimate(factor, "ST", index.total));
    };
    if are_runs {
        for (factor, index) in factors.iter().zip(&indices.of_runs) {
            tell(name, factor, index);
        }
        tell(name, "luck", &indices.luck);
    }
    for (factor, index) in factors.iter().zip(indices.of_mean.iter().flatten()) {
        tell(&of_means(name), factor, index);
    }
}

/// The base rows of a response, and whether what they hold are single runs. None where too many are not complete.
pub(crate) fn rows(study: &Study<'_>, response: usize) -> Option<(BaseRows, bool)> {
    let factors = study.design.factors().len();
    let (runs, replicates) = runs(study, &settings(study), factors + 3, response);
    let mean = |sums: &Sums| (sums.n > 0).then(|| sums.sum / sums.n as f64);
    let means: Vec<Option<f64>> = runs.iter().map(mean).collect();
    let rows = BaseRows::of_replicates(factors, replicates, &means).ok()?;
    Some((rows, runs.iter().all(|sums| sums.n <= 1)))
}

/// What each replicate of each setting gave, base row by base row, in it replicate by replicate, and how many replicates
/// there are. Where sets of inputs are not held one by one, all runs of a setting are one replicate.
fn runs(study: &Study<'_>, settings: &[usize], each: usize, response: usize) -> (Vec<Sums>, usize) {
    let held = settings.iter().map(|&point| study.points[point].sets.len()).min();
    let sets = held.unwrap_or(0);
    let sums = |point: usize, set: usize| {
        let of_point = &study.points[point];
        let of = if sets > 0 {
            &of_point.sets[set]
        } else {
            &of_point.values
        };
        of.get(response).copied().unwrap_or_default()
    };
    let replicates = sets.max(1);
    let of_base_row = |points: &[usize]| -> Vec<Sums> {
        let all = (0..replicates).flat_map(|set| points.iter().map(move |&point| (point, set)));
        all.map(|(point, set)| sums(point, set)).collect()
    };
    (settings.chunks_exact(each).flat_map(of_base_row).collect(), replicates)
}

#[cfg(test)]
mod tests {
    use crate::made_up::{Design, point, point_of_sets};
    use crate::methods::made_up::Luck;
    use crate::sensitivity::Sensitivity;
    use crate::study::Arrangement;
    use crate::sums::PointSums;
    use detente_results::SensitivityRow;

    /// The base rows of `y = a x + b z` with x an input and z luck, so many replicates each.
    fn play(rows: usize, replicates: usize, fails: &dyn Fn(usize) -> bool) -> Vec<SensitivityRow> {
        let mut luck = Luck::new(41);
        let (mut places, mut points) = (Vec::new(), vec![point([])]);
        for row in 0..rows {
            let [a, b] = [luck.unit(), luck.unit()];
            let lucks: Vec<[f64; 2]> = (0..replicates).map(|_| [luck.unit(), luck.unit()]).collect();
            for (x, z) in [(a, 0), (b, 0), (a, 1), (b, 1)] {
                places.push(vec![x]);
                let run = |luck: &[f64; 2]| match fails(row) {
                    true => Vec::new(),
                    false => vec![3.0 * x + 4.0 * luck[z]],
                };
                let sets: Vec<Vec<f64>> = lucks.iter().map(run).collect();
                points.push(match replicates {
                    1 => point(sets.concat()),
                    _ => point_of_sets(sets),
                });
            }
        }
        let design = Design::of_places(Arrangement::BaseRows, places);
        let points: Vec<PointSums> = points;
        design.rows::<Sensitivity>(&points)
    }

    /// x explains 9 parts in 25 of a run, luck the rest, and x all of the mean: with one replicate and with several.
    #[test]
    fn luck_has_its_share_of_runs_and_none_of_the_mean() {
        for (rows, replicates) in [(4_096, 1), (1_024, 4)] {
            let found = play(rows, replicates, &|_| false);
            let names: Vec<[&str; 3]> = found.iter().map(|r| [&*r.response, &*r.factor, &*r.index]).collect();
            let expected = [
                (["agreement", "x0", "S1"], 0.36),
                (["agreement", "x0", "ST"], 0.36),
                (["agreement", "luck", "S1"], 0.64),
                (["agreement", "luck", "ST"], 0.64),
                (["agreement:mean", "x0", "S1"], 1.0),
                (["agreement:mean", "x0", "ST"], 1.0),
            ];
            assert_eq!(names, expected.map(|(name, _)| name));
            for (row, (_, expected)) in found.iter().zip(expected) {
                assert!((row.value - expected).abs() < 0.1, "{row:?}, expected {expected}");
                assert!(row.ci_low <= Some(row.value) && row.ci_high >= Some(row.value));
                assert_eq!((row.n, row.left_out), (rows as u64, 0));
            }
        }
    }

    #[test]
    fn base_rows_that_failed_are_left_out_and_too_many_leave_nothing() {
        let some = play(200, 1, &|row| row % 25 == 0);
        assert!(some.iter().all(|row| (row.n, row.left_out) == (192, 8)), "{some:?}");
        assert_eq!(some.len(), 6);
        assert_eq!(play(200, 1, &|row| row % 10 == 0), []);
    }
}
