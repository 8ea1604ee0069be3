use super::*;
use crate::methods::made_up::Luck;
use libm::sin;
use std::f64::consts::PI;

/// Ishigami & Homma 1990 with a = 7, b = 0.1: first-order indices .3139, .4424 and 0. Of 20,000 runs, 27 bins miss less than
/// a hundredth of what the sines explain.
#[test]
fn the_ishigami_function_has_its_published_indices() {
    let mut luck = Luck::new(3);
    let n = 20_000;
    let inputs: [Vec<f64>; 3] = std::array::from_fn(|_| (0..n).map(|_| PI * (2.0 * luck.unit() - 1.0)).collect());
    let response = |k: usize| {
        let [x1, x2, x3] = [inputs[0][k], inputs[1][k], inputs[2][k]];
        sin(x1) + 7.0 * sin(x2) * sin(x2) + 0.1 * x3 * x3 * x3 * x3 * sin(x1)
    };
    let responses: Vec<f64> = (0..n).map(response).collect();
    for (input, expected) in inputs.iter().zip([0.313_905_191_1, 0.442_411_144_8, 0.0]) {
        let found = Bins::new(input).and_then(|bins| bins.first_order(&responses)).unwrap();
        assert!((found.value - expected).abs() < 0.015, "{found:?}, expected {expected}");
        assert!(found.interval.contains(found.value));
    }
}

/// An input that nothing reads: of 1,000 studies 930 to 970 have an interval with 0 in it. The binomial distribution with
/// chance .95 allows 936 to 963.
fn cover_zero(seed: u64, response: impl Fn(&mut Luck) -> f64) -> usize {
    let mut luck = Luck::new(seed);
    let covers = |_: &usize| {
        let inputs: Vec<f64> = (0..300).map(|_| luck.unit()).collect();
        let responses: Vec<f64> = (0..300).map(|_| response(&mut luck)).collect();
        let found = Bins::new(&inputs).and_then(|bins| bins.first_order(&responses));
        found.is_some_and(|index| index.interval.contains(0.0))
    };
    (0..1_000).filter(covers).count()
}

#[test]
fn an_input_that_nothing_reads_has_an_interval_around_zero() {
    let shares = cover_zero(1, |luck| f64::from(u8::from(luck.unit() < 0.35)));
    assert!((930..=970).contains(&shares), "{shares} of shares");
    let sums = cover_zero(2, |luck| luck.unit() + luck.unit() + luck.unit());
    assert!((930..=970).contains(&sums), "{sums} of sums");
}

/// `y = 1` with chance x: the index is (1/12) / (1/4) = 1/3, and 95 of 100 intervals hold it.
#[test]
fn an_index_between_is_covered() {
    let mut luck = Luck::new(5);
    let mut sum = 0.0;
    let covers = |_: &usize| {
        let inputs: Vec<f64> = (0..1_000).map(|_| luck.unit()).collect();
        let responses: Vec<f64> = inputs.iter().map(|x| f64::from(u8::from(luck.unit() < *x))).collect();
        let index = Bins::new(&inputs)
            .and_then(|bins| bins.first_order(&responses))
            .unwrap();
        sum += index.value;
        index.interval.contains(1.0 / 3.0)
    };
    let covered = (0..400).filter(covers).count();
    assert!((368..=392).contains(&covered), "{covered} of 400");
    // Ten bins miss a hundredth of it.
    assert!((sum / 400.0 - 0.33).abs() < 0.004, "{}", sum / 400.0);
}

/// Fat absorbed by doughnuts, four fats with six batches each (Snedecor & Cochran 1989, Statistical Methods, 8th ed., table
/// 12.2.1): sums of squares 1636.5 between fats and 2018.0 within.
#[test]
fn bins_are_a_one_way_layout() {
    let fats = [
        [64.0, 72.0, 68.0, 77.0, 56.0, 95.0],
        [78.0, 91.0, 97.0, 82.0, 85.0, 77.0],
        [75.0, 93.0, 78.0, 71.0, 63.0, 76.0],
        [55.0, 66.0, 49.0, 64.0, 70.0, 68.0],
    ];
    let bins = Bins {
        order: (0..24).collect(),
        ends: vec![6, 12, 18, 24],
    };
    let index = bins.first_order(&fats.concat()).unwrap();
    let eta2 = 1636.5 / 3654.5;
    assert!(
        (index.value - (1.0 - 23.0 / 20.0 * (1.0 - eta2))).abs() < 1e-12,
        "{index:?}"
    );
    // F = 5.41 with 3 and 20 degrees of freedom passes its 97.5 % point, 3.86: the interval leaves out 0.
    assert!(index.interval.low > 0.0, "{index:?}");
}

/// Of 24 runs there are three bins, of which none cuts runs with equal inputs in two.
#[test]
fn equal_inputs_stay_together() {
    let inputs: Vec<f64> = (0..24).map(|k| f64::from(k / 6)).collect();
    let bins = Bins::new(&inputs).unwrap();
    assert_eq!(bins.ends, [12, 18, 24]);
    let curve = bins.curve(&inputs, &inputs);
    assert_eq!((curve[0].from, curve[0].to, curve[0].response.sum), (0.0, 1.0, 6.0));
}

#[test]
fn nothing_is_said_where_nothing_varies() {
    assert!(Bins::new(&[2.0; 50]).is_none());
    assert!(Bins::new(&[]).is_none());
    let bins = Bins::new(&[0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0]).unwrap();
    assert_eq!(bins.count(), 2);
    assert!(bins.first_order(&[1.0; 8]).is_none());
    assert!(bins.first_order(&[1.0; 7]).is_none());
    let all = bins.first_order(&[0.0, 0.0, 0.0, 0.0, 1.0, 1.0, 1.0, 1.0]).unwrap();
    assert_eq!((all.value, all.interval.high), (1.0, 1.0));
}
