//! Methods against other people's: SALib, statsmodels and EMA Workbench on the same tables.

use detente_analyses::PairSums;
use detente_analyses::methods::given_data::Bins;
use detente_analyses::methods::morris::{Step, effects};
use detente_analyses::methods::prim::boxes;
use detente_analyses::methods::sobol_indices::{BaseRows, Index};
use detente_analyses::methods::spread::{Inputs, spread};
use detente_analyses::statistics::{Estimate, Interval, holm, mcnemar, mean_p_value, wilson};
use serde_json::{Value, json};
use std::path::Path;
use std::process::Command;

/// SplitMix64 (Steele, Lea & Flood 2014).
struct Luck(u64);

impl Luck {
    fn unit(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
    }

    fn units(&mut self, n: usize) -> Vec<f64> {
        (0..n).map(|_| self.unit()).collect()
    }
}

fn told(estimate: Estimate) -> Value {
    json!([estimate.value, estimate.interval.low, estimate.interval.high])
}

/// A model of three numbers, one of which it does not read.
fn model(x: &[f64]) -> f64 {
    2.0 * x[0] - 3.0 * x[1] * x[1] + 4.0 * x[0] * x[1]
}

/// Runs of a Saltelli design without luck, and their indices. Other programs know no luck: theirs are the rows without it.
fn saltelli() -> Value {
    let mut luck = Luck(1);
    let (mut runs, mut theirs) = (Vec::new(), Vec::new());
    for _ in 0..2_000 {
        let [a, b] = [luck.units(3), luck.units(3)];
        let mut row = vec![model(&a)];
        for k in 0..3 {
            let mut ab = a.clone();
            ab[k] = b[k];
            row.push(model(&ab));
        }
        theirs.extend(row.iter().copied().chain([model(&b)]));
        runs.extend(row.iter().copied().chain([model(&a), model(&b)]).map(Some));
    }
    let found = BaseRows::new(3, &runs).unwrap().indices("y").unwrap();
    let index = |of: &Index| json!({ "first": told(of.first), "total": told(of.total) });
    json!({ "runs": theirs, "found": found.of_runs.iter().map(index).collect::<Vec<_>>() })
}

fn morris() -> Value {
    let mut luck = Luck(2);
    let (mut points, mut steps) = (Vec::new(), Vec::new());
    for _ in 0..30 {
        let mut point: Vec<f64> = luck.units(3).iter().map(|u| (4.0 * u).floor() / 3.0).collect();
        points.push(point.clone());
        for factor in [2, 0, 1] {
            let by = if point[factor] < 0.5 { 2.0 / 3.0 } else { -2.0 / 3.0 };
            point[factor] += by;
            points.push(point.clone());
            steps.push(Step { factor, by });
        }
    }
    let runs: Vec<f64> = points.iter().map(|x| model(x)).collect();
    let all: Vec<Option<f64>> = runs.iter().copied().map(Some).collect();
    let found = effects(3, &steps, &all, "y").unwrap().unwrap();
    let effect = found
        .of
        .iter()
        .map(|e| json!({ "mu": e.mu, "mu_star": told(e.mu_star), "sigma": e.sigma }));
    json!({ "points": points, "runs": runs, "found": effect.collect::<Vec<_>>() })
}

fn given_data() -> Value {
    let mut luck = Luck(3);
    let points: Vec<Vec<f64>> = (0..4_000).map(|_| luck.units(3)).collect();
    let runs: Vec<f64> = points.iter().map(|x| model(x)).collect();
    let index = |k: usize| {
        let inputs: Vec<f64> = points.iter().map(|x| x[k]).collect();
        told(Bins::new(&inputs).unwrap().first_order(&runs).unwrap())
    };
    json!({ "points": points, "runs": runs, "found": [index(0), index(1), index(2)] })
}

fn prim() -> Value {
    let mut luck = Luck(4);
    let columns: Vec<Vec<f64>> = (0..4).map(|_| luck.units(4_000)).collect();
    let chance = |k: usize| {
        if columns[0][k] > 0.7 && columns[2][k] < 0.5 {
            0.9
        } else {
            0.1
        }
    };
    let responses: Vec<f64> = (0..4_000)
        .map(|k| f64::from(u8::from(luck.unit() < chance(k))))
        .collect();
    let chosen = boxes(&columns, &responses, "y").unwrap().chosen.unwrap();
    let limits = chosen
        .limits
        .iter()
        .map(|limit| json!([limit.input, limit.low, limit.high]));
    let (density, coverage) = (told(chosen.inside.density), chosen.inside.coverage);
    json!({
        "columns": columns, "responses": responses,
        "found": { "limits": limits.collect::<Vec<_>>(), "density": density, "coverage": coverage },
    })
}

fn statistics() -> Value {
    let shares = [(0, 20), (1, 20), (81, 263), (500, 1_000), (1_000, 1_000)];
    let of_share = |(count, n): (u64, u64)| {
        let Interval { low, high } = wilson(count, n);
        json!([count, n, low, high])
    };
    let mut luck = Luck(5);
    let p_values: Vec<f64> = luck.units(30).iter().map(|u| u * u * u * 0.2).collect();
    let pair = |n10: usize, n01: usize| {
        let mut pairs = PairSums::default();
        (0..n10).for_each(|_| pairs.add(1.0, 0.0));
        (0..n01).for_each(|_| pairs.add(0.0, 1.0));
        json!([n10, n01, mcnemar(pairs.counts)])
    };
    let differences: Vec<f64> = luck.units(50).iter().map(|u| u - 0.4).collect();
    let mut pairs = PairSums::default();
    differences.iter().for_each(|d| pairs.add(*d, 0.0));
    json!({
        "wilson": shares.map(of_share),
        "holm": { "p": p_values, "found": holm(&p_values) },
        "mcnemar": [pair(14, 4), pair(2, 9), pair(300, 240)],
        "t": { "differences": differences, "found": mean_p_value(pairs.differences) },
    })
}

fn two_uncertainties() -> Value {
    let mut luck = Luck(6);
    let shares = luck.units(200);
    let mut count = |share: &f64| (0..25).filter(|_| luck.unit() < share * share).count() as u64;
    let counts: Vec<u64> = shares.iter().map(&mut count).collect();
    let inputs: Vec<Inputs> = counts.iter().map(|&count| Inputs { count, runs: 25 }).collect();
    let found = spread(&inputs).unwrap();
    json!({
        "counts": counts, "runs": 25, "variance": found.variance_of_inputs, "share": told(found.mean),
        "quantiles": found.quantiles(), "dots": found.dots().to_vec(),
    })
}

/// What the script says of a table of all this.
fn read(all: &Value, folder: &Path) -> Result<String, String> {
    let file = folder.join("methods.json");
    std::fs::write(&file, all.to_string()).unwrap();
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/foreign/methods.py");
    let output = Command::new("python3").arg(script).arg(file).output().unwrap();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    match output.status.success() {
        true => Ok(text(&output.stdout)),
        false => Err(text(&output.stderr)),
    }
}

#[test]
fn other_programs_find_the_same() {
    let imports = Command::new("python3")
        .args(["-c", "import SALib, statsmodels, ema_workbench, pandas"])
        .output();
    if !imports.is_ok_and(|output| output.status.success()) {
        println!("SKIPPED: python3 with SALib, statsmodels and ema_workbench is not there to check the methods");
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let all = json!({
        "saltelli": saltelli(), "morris": morris(), "given_data": given_data(), "prim": prim(),
        "statistics": statistics(), "spread": two_uncertainties(),
    });
    let said = read(&all, folder.path()).unwrap();
    assert_eq!(said, "6 methods are as others have them\n");
    // A check that sees everything as the same would be none.
    for (place, wrong) in [
        ("/saltelli/found/1/total/0", json!(0.5)),
        ("/morris/found/0/sigma", json!(1.0)),
        ("/given_data/found/0/2", json!(0.0)),
        ("/prim/found/limits/0/1", json!(0.6)),
        ("/statistics/holm/found/3", json!(0.9)),
        ("/spread/dots/7", json!(0.5)),
    ] {
        let method = place.split('/').nth(1).unwrap();
        let mut changed = json!({ method: all[method] });
        *changed.pointer_mut(place).unwrap() = wrong;
        let told = read(&changed, folder.path()).unwrap_err();
        assert!(told.contains("AssertionError"), "{place}: {told}");
    }
}
