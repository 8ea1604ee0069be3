use super::*;
use crate::methods::made_up::Luck;
use libm::sin;
use std::f64::consts::PI;

/// Plays a Saltelli design of `n` base rows, with inputs and luck that are uniform.
fn play(seed: u64, n: usize, factors: usize, model: impl Fn(&[f64], f64) -> f64) -> BaseRows {
    let mut luck = Luck::new(seed);
    let mut runs = Vec::new();
    for _ in 0..n {
        let [a, b]: [Vec<f64>; 2] = std::array::from_fn(|_| (0..factors).map(|_| luck.unit()).collect());
        let [z, other] = [luck.unit(), luck.unit()];
        runs.push(Some(model(&a, z)));
        for i in 0..factors {
            let mut ab = a.clone();
            ab[i] = b[i];
            runs.push(Some(model(&ab, z)));
        }
        runs.push(Some(model(&a, other)));
        runs.push(Some(model(&b, other)));
    }
    BaseRows::new(factors, &runs).expect("nothing is left out")
}

fn assert_near(found: Estimate, expected: f64, within: f64) {
    assert!(
        (found.value - expected).abs() < within,
        "{found:?}, expected {expected}"
    );
    let reach = found.interval.high - found.interval.low;
    assert!(reach < 5.0 * within, "{found:?} is wider than it should be");
}

/// Ishigami & Homma 1990, a = 7, b = 0.1: V = 13.8446.
#[test]
fn the_ishigami_function_has_its_published_indices() {
    let model = |x: &[f64], _: f64| {
        let [x1, x2, x3] = [0, 1, 2].map(|k| PI * (2.0 * x[k] - 1.0));
        sin(x1) + 7.0 * sin(x2) * sin(x2) + 0.1 * x3 * x3 * x3 * x3 * sin(x1)
    };
    let found = play(1, 16_384, 3, model).indices("ishigami").unwrap();
    assert!(
        (found.variance / 13.844_587_940_7 - 1.0).abs() < 0.02,
        "{}",
        found.variance
    );
    let first = [0.313_905_191_1, 0.442_411_144_8, 0.0];
    let total = [0.557_588_855_2, 0.442_411_144_8, 0.243_683_664_1];
    for (index, (first, total)) in found.of_runs.iter().zip(first.into_iter().zip(total)) {
        assert_near(index.first, first, 0.025);
        assert_near(index.total, total, 0.025);
    }
    // Without luck the mean is the run.
    assert_eq!((found.luck.first.value, found.luck.total.value), (0.0, 0.0));
    let mean = found.of_mean.expect("nothing is left to luck");
    for (run, mean) in found.of_runs.iter().zip(mean) {
        assert_eq!(run.first, mean.first);
        assert!((run.total.value - mean.total.value).abs() < 0.03);
    }
    assert_near(found.interactions, 0.243_683_664_1, 0.04);
}

/// Saltelli & Sobol 1995, a = [0, 1, 4.5, 9, 99, 99, 99, 99].
#[test]
fn the_g_function_has_its_published_indices() {
    let a = [0.0, 1.0, 4.5, 9.0, 99.0, 99.0, 99.0, 99.0];
    let model = |x: &[f64], _: f64| {
        let factors = x.iter().zip(a).map(|(x, a)| ((4.0 * x - 2.0).abs() + a) / (1.0 + a));
        factors.product()
    };
    let found = play(2, 16_384, 8, model).indices("g").unwrap();
    let first = [
        0.716_192, 0.179_048, 0.023_676, 0.007_162, 7.2e-5, 7.2e-5, 7.2e-5, 7.2e-5,
    ];
    let total = [
        0.787_144, 0.242_198, 0.034_317, 0.010_460, 1.05e-4, 1.05e-4, 1.05e-4, 1.05e-4,
    ];
    for (index, (first, total)) in found.of_runs.iter().zip(first.into_iter().zip(total)) {
        assert_near(index.first, first, 0.025);
        assert_near(index.total, total, 0.025);
    }
}

/// `y = a x + b z` with x the input and z luck: x explains `a^2 / (a^2 + b^2)` of a run, luck the rest, and x all of the mean.
#[test]
fn luck_has_its_share_and_the_mean_has_none_of_it() {
    let (a, b) = (3.0, 4.0);
    let found = play(3, 8_192, 1, |x, z| a * x[0] + b * z).indices("sum").unwrap();
    assert_near(found.of_runs[0].first, 0.36, 0.03);
    assert_near(found.of_runs[0].total, 0.36, 0.03);
    assert_near(found.luck.first, 0.64, 0.03);
    assert_near(found.luck.total, 0.64, 0.03);
    let mean = found.of_mean.expect("a third of the variance is left");
    assert_near(mean[0].first, 1.0, 0.06);
    assert_near(mean[0].total, 1.0, 0.06);
}

/// A run succeeds with chance `(x1 + x2) / 2`. One run knows little: V = 1/4, of which the mean has 1/24. Each input has half
/// of that, alone and in total; but in single runs luck decides for whom an input matters, so that its total index is
/// `(1/2) E|x - x'| / (2 V) = 1/3`; divided by the sixth that luck leaves that would be 2.
#[test]
fn an_inputs_play_with_luck_is_not_the_means() {
    let model = |x: &[f64], z: f64| f64::from(u8::from(z < 0.5 * (x[0] + x[1])));
    let found = play(4, 65_536, 2, model).indices("share").unwrap();
    let mean = found.of_mean.as_ref().expect("a sixth of the variance is left");
    assert_near(found.luck.total, 5.0 / 6.0, 0.02);
    for (run, mean) in found.of_runs.iter().zip(mean) {
        assert_near(run.first, 1.0 / 12.0, 0.02);
        assert_near(run.total, 1.0 / 3.0, 0.02);
        assert_near(mean.first, 0.5, 0.1);
        assert_near(mean.total, 0.5, 0.1);
    }
}

/// Where nothing but luck decides, intervals hold 0 as often as they say, and the mean has no indices.
#[test]
fn an_input_that_luck_drowns_has_an_interval_around_zero() {
    let mut covered = 0;
    for seed in 0..200 {
        // Luck is drawn anew for every run: no input and no luck number means anything.
        let luck = std::cell::RefCell::new(Luck::new(seed + 1_000));
        let rows = play(seed, 128, 1, |_, _| luck.borrow_mut().happens(0.4));
        let found = rows.indices("noise").unwrap();
        covered += u32::from(found.of_runs[0].first.interval.contains(0.0));
    }
    assert!((182..=198).contains(&covered), "{covered} of 200");
    let none = play(7, 512, 1, |_, z| z).indices("luck alone").unwrap();
    assert_eq!(none.of_mean, None);
    assert_eq!(none.of_runs[0].total.value, 0.0);
}

/// Without luck all replicates of a base row are the same, and say no more than one.
#[test]
fn replicates_of_a_base_row_are_no_base_rows_of_their_own() {
    let once = play(8, 64, 2, |x, _| x[0] + 0.5 * x[1]);
    let [alone, thrice] = [1, 3].map(|replicates| {
        let runs = once.rows.iter().flat_map(|row| row.repeat(replicates));
        let runs: Vec<Option<f64>> = runs.map(Some).collect();
        BaseRows::of_replicates(2, replicates, &runs)
            .unwrap()
            .indices("y")
            .unwrap()
    });
    for (alone, thrice) in alone.of_runs.iter().zip(&thrice.of_runs) {
        for (a, b) in [(alone.first, thrice.first), (alone.total, thrice.total)] {
            assert!((a.value - b.value).abs() < 1e-9, "{a:?} {b:?}");
            assert!((a.interval.low - b.interval.low).abs() < 1e-9, "{a:?} {b:?}");
        }
    }
}

#[test]
fn convergence_goes_by_halves_and_ends_with_all() {
    let rows = play(5, 100, 2, |x, z| x[0] + x[1] * z);
    let steps = rows.convergence("y");
    let sizes: Vec<usize> = steps.iter().map(|step| step.n).collect();
    assert_eq!(sizes, [25, 50, 100]);
    assert_eq!(steps.last(), rows.indices("y").as_ref());
    let width = |step: &Indices| step.luck.total.interval.high - step.luck.total.interval.low;
    assert!(width(&steps[2]) < width(&steps[0]));
}

#[test]
fn gaps_and_constants_are_told() {
    let runs = [Some(1.0), None, Some(2.0), Some(3.0)];
    assert_eq!(BaseRows::new(1, &runs), Err(LeftOut { left_out: 1, all: 1 }));
    assert!(play(6, 50, 2, |_, _| 0.25).indices("constant").is_none());
    assert!(play(6, 1, 1, |x, _| x[0]).indices("one row").is_none());
    let mut runs: Vec<Option<f64>> = (0..160).map(|k| Some(f64::from(k % 7))).collect();
    runs[5] = None;
    assert_eq!(
        BaseRows::new(1, &runs).map(|rows| (rows.count(), rows.left_out)),
        Ok((39, 1))
    );
}
