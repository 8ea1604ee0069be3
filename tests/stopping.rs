//! `[stop]`: as many runs as it takes, the same for any threads, and a finished folder is what it is.

use crate::common::{Table, detente, listing, shipped, temporary_folder, text, told, told_with_notes};

const STOP: &str = "format = 1\n[experiment]\nid = \"stop\"\nscenario = \"S\"\n[stop]\nci_half_width = 0.014\n[[policies]]\nid = \
                    \"open\"\nset = { \"calendar.*.secrecy\" = 0.1 }\n";

#[test]
fn runs_go_on_until_every_point_is_known_well_enough() {
    let home = temporary_folder();
    let folder = home.path();
    let experiment = STOP
        .replace('S', &shipped("scenarios/harbour.toml"))
        .replace("[stop]", "[stop]\nmin = 100");
    std::fs::write(folder.join("stop.toml"), experiment).expect("an experiment");
    for (out, threads) in [("one", "1"), ("two", "2")] {
        told(
            folder,
            &[
                "run",
                "stop.toml",
                "--out",
                out,
                "--threads",
                threads,
                "--no-figures",
                "--quiet",
            ],
        );
    }
    for table in ["runs.csv", "summary.csv", "contrasts.csv", "manifest.json", "answer.md"] {
        let [one, two] = ["one", "two"].map(|out| text(&folder.join(out).join(table)));
        assert!(one == two, "{table}");
    }
    let summary = Table::read(&folder.join("one/summary.csv"));
    let agreement = || {
        summary
            .rows
            .iter()
            .filter(|row| summary.cell(row, "outcome") == "agreement")
    };
    let number = |row: &[String], column: &str| -> f64 { summary.cell(row, column).parse().expect("a number") };
    let widest = |share: &dyn Fn(&[String]) -> [f64; 2]| {
        agreement()
            .map(|row| share(row))
            .map(|[low, high]| 0.5 * (high - low))
            .fold(0.0, f64::max)
    };
    assert!(widest(&|row| [number(row, "ci_low"), number(row, "ci_high")]) <= 0.014);
    // A wave less would not have done: intervals go with one over the root of runs.
    let n = number(agreement().next().expect("a row"), "n");
    assert!(n % 1024.0 == 0.0 && n > 2048.0, "{n}");
    let one_less = (n / (n - 1024.0)).sqrt();
    assert!(one_less * widest(&|row| [number(row, "ci_low"), number(row, "ci_high")]) > 0.014);
    let again = detente(folder, &["run", "stop.toml", "--out", "one", "--no-figures"]);
    assert!(
        again.code == Some(0) && again.stdout.contains("holds this run already"),
        "{}",
        again.stdout
    );
    assert_eq!(detente(folder, &["rerun", "one"]).code, Some(0));
    // A remark in the file asks for nothing, and leaves nothing.
    let before = listing(folder);
    let remarked = text(&folder.join("stop.toml")) + "# A remark.\n";
    std::fs::write(folder.join("stop.toml"), &remarked).expect("an experiment");
    let again = told_with_notes(folder, &["run", "stop.toml", "--out", "one", "--no-figures"]);
    assert!(again.contains("holds this run already"), "{again}");
    let mut after = listing(folder);
    after.insert("stop.toml".to_owned(), before["stop.toml"].clone());
    assert_eq!(after, before);
    // Who wants to know it better gets more runs, although the runs are those of the same study.
    let narrower = text(&folder.join("stop.toml")).replace("0.014", "0.012");
    std::fs::write(folder.join("stop.toml"), narrower).expect("an experiment");
    told(folder, &["run", "stop.toml", "--out", "one", "--no-figures", "--quiet"]);
    let more = Table::read(&folder.join("one/summary.csv"));
    let first: f64 = more.cell(&more.rows[0], "n").parse().expect("a number");
    assert!(first > n, "{first} runs after {n}");
    let shard = detente(folder, &["run", "stop.toml", "--shard", "1/2", "--out", "three"]);
    assert!(
        shard.code == Some(2) && shard.stderr.contains("[stop]"),
        "{}",
        shard.stderr
    );
    assert!(!folder.join("three.partial").exists());
}
