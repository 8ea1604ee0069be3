//! What holds for several generators, and of designs together with what is made of them.

use super::*;
use detente_analyses::methods::morris::{Step, effects};
use detente_analyses::methods::sobol_indices::{BaseRows, Indices};
use libm::sin;
use std::f64::consts::PI;

/// The centred L2 discrepancy of rows (Hickernell 1998, A generalized discrepancy and quadrature error bound, Mathematics of
/// Computation 67): how far shares of rows in boxes are from the boxes' sizes.
fn discrepancy(rows: &[Vec<f64>]) -> f64 {
    let (n, d) = (rows.len() as f64, rows[0].len() as i32);
    let off = |x: f64| (x - 0.5).abs();
    let one: f64 = rows
        .iter()
        .map(|row| {
            row.iter()
                .map(|&x| 1.0 + 0.5 * off(x) - 0.5 * off(x) * off(x))
                .product::<f64>()
        })
        .sum();
    let pair = |a: &[f64], b: &[f64]| {
        let factors = a
            .iter()
            .zip(b)
            .map(|(&a, &b)| 1.0 + 0.5 * off(a) + 0.5 * off(b) - 0.5 * (a - b).abs());
        factors.product::<f64>()
    };
    let two: f64 = rows.iter().map(|a| rows.iter().map(|b| pair(a, b)).sum::<f64>()).sum();
    let square = libm::pow(13.0 / 12.0, f64::from(d)) - 2.0 / n * one + two / (n * n);
    square.sqrt()
}

#[test]
fn even_designs_have_less_discrepancy_than_a_plain_sample() {
    let of = |row: &dyn Fn(u64) -> Vec<f64>| discrepancy(&(0..256).map(row).collect::<Vec<_>>());
    // One row in the middle of a line: 13/12 - 2 + 1 = 1/12.
    assert!((discrepancy(&[vec![0.5]]) - (1.0_f64 / 12.0).sqrt()).abs() < 1e-12);
    for seed in 0..3 {
        let random = of(&|n| Random { seed, dimensions: 6 }.row(n));
        let hypercube = LatinHypercube::new(seed, 256, 6);
        let hypercube = of(&|n| hypercube.row(n));
        let sobol = Sobol::scrambled(seed, 6).unwrap();
        let sobol = of(&|n| sobol.row(n));
        assert!(hypercube < 0.8 * random, "seed {seed}: {hypercube}, {random}");
        assert!(
            sobol < 0.5 * random && sobol < 0.7 * hypercube,
            "seed {seed}: {sobol}, {random}"
        );
    }
}

#[test]
fn a_row_is_the_same_whatever_is_asked_for_before() {
    let random = Random { seed: 4, dimensions: 3 };
    let saltelli = Saltelli::new(4, 3).unwrap();
    let hypercube = LatinHypercube::new(4, 1_000_000, 3);
    for number in [0, 17, 999_999] {
        assert_eq!(random.row(number), Random { seed: 4, dimensions: 3 }.row(number));
        assert_eq!(saltelli.row(number), Saltelli::new(4, 3).unwrap().row(number));
        assert_eq!(hypercube.row(number), LatinHypercube::new(4, 1_000_000, 3).row(number));
        assert_ne!(random.row(number), Random { seed: 5, dimensions: 3 }.row(number));
    }
    let inside = |row: Vec<f64>| row.iter().all(|x| *x > 0.0 && *x < 1.0);
    assert!((0..2_000).all(|n| inside(random.row(n)) && inside(saltelli.row(n)) && inside(hypercube.row(n))));
    // More factors do not move the first of a plain sample.
    assert_eq!(Random { seed: 4, dimensions: 9 }.row(5)[..3], random.row(5));
}

#[test]
fn rows_of_a_base_row_differ_as_their_names_say() {
    let design = Saltelli::new(2, 4).unwrap();
    for base in [0, 3, 1_000] {
        let rows: Vec<Vec<f64>> = (0..7).map(|k| design.row(7 * base + k)).collect();
        let (a, b) = (&rows[0], &rows[6]);
        for factor in 0..4 {
            let mut expected = a.clone();
            expected[factor] = b[factor];
            assert_eq!(rows[1 + factor], expected);
            assert_ne!(a[factor], b[factor]);
        }
        assert_eq!(&rows[5], a);
        let lucks: Vec<u64> = (0..7).map(|k| design.luck(7 * base + k)).collect();
        let [one, other] = [2 * base, 2 * base + 1];
        assert_eq!(lucks, [one, one, one, one, one, other, other]);
        assert_eq!(design.part(7 * base + 5), (base, Part::AbLuck));
    }
    assert!(Saltelli::new(1, Saltelli::FACTORS).is_some());
    assert!(Saltelli::new(1, Saltelli::FACTORS + 1).is_none());
}

/// The indices of a function of the cube and of luck.
fn indices(base_rows: u64, factors: usize, model: impl Fn(&[f64], f64) -> f64) -> Indices {
    let design = Saltelli::new(1, factors).unwrap();
    let luck = Random {
        seed: 77,
        dimensions: 1,
    };
    let run = |n: u64| Some(model(&design.row(n), luck.row(design.luck(n))[0]));
    let runs: Vec<Option<f64>> = (0..base_rows * design.rows_each()).map(run).collect();
    let rows = BaseRows::new(factors, &runs).expect("no gaps");
    rows.indices("y").expect("it varies")
}

/// Ishigami & Homma 1990, a = 7, b = 0.1. An even design of 4,096 base rows is within a hundredth.
#[test]
fn the_ishigami_function_has_its_published_indices() {
    let found = indices(4_096, 3, |x, _| {
        let [x1, x2, x3] = [0, 1, 2].map(|k| PI * (2.0 * x[k] - 1.0));
        sin(x1) + 7.0 * sin(x2) * sin(x2) + 0.1 * x3 * x3 * x3 * x3 * sin(x1)
    });
    assert!((found.variance - 13.844_587_940_7).abs() < 0.05, "{}", found.variance);
    let expected = [
        (0.313_905_191_1, 0.557_588_855_2),
        (0.442_411_144_8, 0.442_411_144_8),
        (0.0, 0.243_683_664_1),
    ];
    for (index, (first, total)) in found.of_runs.iter().zip(expected) {
        assert!((index.first.value - first).abs() < 0.01, "{index:?}");
        assert!((index.total.value - total).abs() < 0.01, "{index:?}");
    }
}

/// Saltelli & Sobol 1995, a = [0, 1, 4.5, 9, 99, 99, 99, 99].
#[test]
fn the_g_function_has_its_published_indices() {
    let a = [0.0, 1.0, 4.5, 9.0, 99.0, 99.0, 99.0, 99.0];
    let found = indices(4_096, 8, |x, _| {
        x.iter()
            .zip(a)
            .map(|(x, a)| ((4.0 * x - 2.0).abs() + a) / (1.0 + a))
            .product()
    });
    let first = [
        0.716_192, 0.179_048, 0.023_676, 0.007_162, 7.2e-5, 7.2e-5, 7.2e-5, 7.2e-5,
    ];
    let total = [
        0.787_144, 0.242_198, 0.034_317, 0.010_460, 1.05e-4, 1.05e-4, 1.05e-4, 1.05e-4,
    ];
    for (index, (first, total)) in found.of_runs.iter().zip(first.into_iter().zip(total)) {
        assert!((index.first.value - first).abs() < 0.01, "{index:?}");
        assert!((index.total.value - total).abs() < 0.01, "{index:?}");
    }
}

/// `y = a x + b z` with a known share of luck.
#[test]
fn luck_has_its_share() {
    let found = indices(4_096, 2, |x, z| 3.0 * x[0] + 4.0 * z);
    assert!((found.luck.total.value - 0.64).abs() < 0.02, "{:?}", found.luck);
    assert!(
        (found.of_runs[0].first.value - 0.36).abs() < 0.02,
        "{:?}",
        found.of_runs
    );
    assert_eq!(found.of_runs[1].total.value, 0.0);
    let mean = found.of_mean.expect("a third is left");
    assert!(
        (mean[0].total.value - 1.0).abs() < 0.05 && mean[1].total.value == 0.0,
        "{mean:?}"
    );
}

/// y = 2 x1 - 3 x2 + 4 x1 x2 with a dummy: over the whole grid mu* is 4, 1.5, 0. Forty trajectories that are spread hold the
/// first in their interval, and find the dummy without fail.
#[test]
fn elementary_effects_are_found() {
    let design = Morris::new(3, 40, 3);
    let runs: Vec<Option<f64>> = (0..design.rows())
        .map(|n| design.row(n))
        .map(|x| Some(2.0 * x[0] - 3.0 * x[1] + 4.0 * x[0] * x[1]))
        .collect();
    let steps: Vec<Step> = (0..design.rows()).filter_map(|n| design.step(n)).collect();
    let found = effects(3, &steps, &runs, "y").expect("no gaps").expect("effects");
    assert_eq!(found.n, 40);
    assert!((found.of[0].mu_star.value - 4.0).abs() < 0.5, "{:?}", found.of[0]);
    assert!((found.of[1].mu_star.value - 1.5).abs() < 0.3, "{:?}", found.of[1]);
    assert!((found.of[0].sigma - 1.49).abs() < 0.15, "{:?}", found.of[0]);
    assert_eq!((found.of[2].mu_star.value, found.of[2].sigma), (0.0, 0.0));
}
