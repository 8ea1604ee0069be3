use super::*;
use crate::methods::made_up::Luck;

/// Cases with uniform inputs, whose response happens with a chance that depends on them.
fn cases(seed: u64, n: usize, inputs: usize, chance: impl Fn(&[f64]) -> f64) -> (Vec<Vec<f64>>, Vec<f64>) {
    let mut luck = Luck::new(seed);
    let (mut columns, mut responses) = (vec![Vec::new(); inputs], Vec::new());
    for _ in 0..n {
        let x: Vec<f64> = (0..inputs).map(|_| luck.unit()).collect();
        responses.push(luck.happens(chance(&x)));
        columns.iter_mut().zip(&x).for_each(|(column, x)| column.push(*x));
    }
    (columns, responses)
}

/// Of six inputs two make a box of .4 * .4 of the space, in which 80 of 100 collapse; elsewhere 10 do. So the box holds
/// .128 / (.128 + .084) = 60 % of all collapses.
#[test]
fn a_box_planted_in_noise_is_found() {
    let planted = |x: &[f64]| if x[1] > 0.6 && x[4] < 0.4 { 0.8 } else { 0.1 };
    for seed in 0..5 {
        let (inputs, responses) = cases(seed, 4_000, 6, planted);
        let found = boxes(&inputs, &responses, "collapse").unwrap();
        let chosen = found.chosen.expect("a box");
        let [one, two] = chosen.limits[..] else {
            panic!("{:?}", chosen.limits)
        };
        assert_eq!((one.input, one.high, two.input, two.low), (1, None, 4, None), "{seed}");
        assert!((one.low.unwrap() - 0.6).abs() < 0.04, "{one:?}");
        assert!((two.high.unwrap() - 0.4).abs() < 0.04, "{two:?}");
        assert!(chosen.quasi_p.iter().all(|p| *p < 1e-6), "{:?}", chosen.quasi_p);
        let Quality {
            density,
            coverage,
            support,
            ..
        } = chosen.inside;
        assert!((density.value - 0.8).abs() < 0.06, "{density:?}");
        assert!(
            (coverage - 0.60).abs() < 0.08 && (support - 0.16).abs() < 0.04,
            "{coverage} {support}"
        );
        assert!((chosen.outside.density.value - 0.1).abs() < 0.03);
        assert_eq!(chosen.inside.cases + chosen.outside.cases, 2_000);
        assert!((chosen.found.density.value - 0.8).abs() < 0.06, "{:?}", chosen.found);
    }
}

#[test]
fn boxes_on_the_way_get_denser_and_smaller() {
    let (inputs, responses) = cases(9, 1_000, 3, |x| x[0] * x[0]);
    let found = boxes(&inputs, &responses, "y").unwrap();
    let [first, .., last] = &found.trajectory[..] else {
        panic!("more than one")
    };
    assert_eq!(
        (first.limits.len(), first.found.support, first.found.coverage),
        (0, 1.0, 1.0)
    );
    assert!(
        (0.05..0.1).contains(&last.found.support) && last.found.density.value > 0.9,
        "{last:?}"
    );
    for pair in found.trajectory.windows(2) {
        assert!(pair[1].found.density.value > pair[0].found.density.value - 0.02);
        assert!(pair[1].found.support < pair[0].found.support);
        // A peel takes a twentieth.
        assert!(pair[1].found.support > 0.9 * pair[0].found.support);
    }
}

/// Where nothing matters, mostly no limit survives; and what is said of one that does is measured where it was not found.
#[test]
fn noise_gives_no_box_that_holds() {
    let (mut chosen, mut held) = (0, 0);
    for seed in 0..40 {
        let (inputs, responses) = cases(100 + seed, 400, 5, |_| 0.3);
        let Some(found) = boxes(&inputs, &responses, "noise").unwrap().chosen else {
            continue;
        };
        chosen += 1;
        held += u32::from(found.quasi_p.iter().all(|p| *p < 0.05));
    }
    assert!(held <= 4, "{held} of {chosen} hold");
}

/// Inputs of few values, and shares of several runs.
#[test]
fn words_and_shares_are_borne() {
    let mut luck = Luck::new(31);
    let n = 600;
    let word: Vec<f64> = (0..n).map(|_| (3.0 * luck.unit()).floor()).collect();
    let noise: Vec<f64> = (0..n).map(|_| luck.unit()).collect();
    let share = |word: &f64| {
        let chance = if *word == 2.0 { 0.7 } else { 0.2 };
        (0..20).map(|_| luck.happens(chance)).sum::<f64>() / 20.0
    };
    let responses: Vec<f64> = word.iter().map(share).collect();
    let chosen = boxes(&[noise, word], &responses, "shares")
        .unwrap()
        .chosen
        .expect("a box");
    let expected = Limit {
        input: 1,
        low: Some(1.5),
        high: None,
    };
    assert_eq!(chosen.limits, [expected]);
    assert!(chosen.inside.density.interval.contains(0.7) && chosen.outside.density.interval.contains(0.2));
    assert!(chosen.quasi_p[0] < 1e-10);
}

#[test]
fn halves_share_out_all_cases_and_little_is_refused() {
    let [one, two] = halves(101, "a");
    let mut all = [one.clone(), two].concat();
    all.sort_unstable();
    assert_eq!(all, (0..101).collect::<Vec<usize>>());
    assert_eq!(one.len(), 50);
    assert_ne!(one, halves(101, "b")[0]);
    let (inputs, responses) = cases(1, 30, 2, |_| 0.5);
    assert_eq!(boxes(&inputs, &responses, "few"), None);
    assert_eq!(boxes(&[vec![0.5; 100]], &[1.0; 100], "constant"), None);
    assert_eq!(boxes(&inputs, &[0.5; 29], "lengths"), None);
    assert_eq!(boxes(&[vec![f64::NAN; 100]], &[1.0; 100], "no numbers"), None);
    let (_, responses) = cases(1, 100, 1, |_| 0.5);
    let found = boxes(&[vec![0.5; 100]], &responses, "one value").unwrap();
    assert_eq!((found.trajectory.len(), found.chosen), (1, None));
}

/// Values with no number between them are told apart all the same.
#[test]
fn neighbours_among_floats_are_told_apart() {
    let lower = (0..200)
        .map(|k| if k % 2 == 0 { 1.0 } else { 1.0_f64.next_up() })
        .collect();
    let upper = (0..200)
        .map(|k| if k % 2 == 0 { 1.0 } else { 1.0_f64.next_down() })
        .collect();
    let responses: Vec<f64> = (0..200).map(|k| f64::from(k % 2)).collect();
    for (inputs, low, high) in [
        (lower, Some(1.0_f64.next_up()), None),
        (upper, None, Some(1.0_f64.next_down())),
    ] {
        let chosen = boxes(&[inputs], &responses, "y").unwrap().chosen.expect("a box");
        assert_eq!(chosen.limits, [Limit { input: 0, low, high }]);
        assert_eq!((chosen.inside.density.value, chosen.inside.coverage), (1.0, 1.0));
    }
}
