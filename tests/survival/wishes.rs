//! A finished folder and other wishes: just these are made, from what is there.

use crate::study::{Home, RESULTS, assert_same, everything};
use std::fs;

#[test]
fn wishes_one_by_one_are_wishes_at_once() {
    let home = Home::new();
    home.done("run study.toml --format csv,parquet --transcripts 2 --out at_once");
    home.done("run study.toml --no-figures");
    home.assert_undisturbed_tables(RESULTS);
    let wishes = [
        "",
        " --transcripts 1",
        " --transcripts 2 --no-figures",
        " --no-figures --format csv,parquet",
    ];
    for wish in wishes {
        let before = everything(&home.at(RESULTS));
        let ended = home.done(&format!("run study.toml{wish}"));
        assert!(ended.stdout.contains("nothing was run"), "{ended:?}");
        let after = everything(&home.at(RESULTS));
        let mut changed = before.iter().filter(|(name, hash)| after.get(*name) != Some(hash));
        // They list formats and typical talks, and tell of all that is there.
        let lists = ["manifest.json", "transcripts/typical.csv", "report.html"];
        let may_change = |name: &str| lists.contains(&name);
        assert!(changed.all(|(name, _)| may_change(name)), "{wish}");
        assert!(after.len() > before.len(), "{wish}");
    }
    assert_same(&home.listing(RESULTS), &home.listing("at_once"), RESULTS);
    // Wished again, nothing is left to be made, and nothing is written.
    let before = everything(&home.at(RESULTS));
    home.done("run study.toml --format csv,parquet --transcripts 2 --quiet");
    assert_eq!(before, everything(&home.at(RESULTS)));
    // Parquet first, then CSV.
    home.done("run study.toml --format parquet --no-figures --out other_way");
    assert!(!home.at("other_way/runs.csv").exists());
    home.done("run study.toml --format csv --transcripts 2 --out other_way");
    assert_same(&home.listing("other_way"), &home.listing("at_once"), "other_way");
}

/// Figures that cannot be drawn are told and cost nothing else.
#[test]
fn what_fails_costs_nothing_else() {
    let home = Home::new();
    home.done("run study.toml --no-figures");
    home.put(&format!("{RESULTS}/figures.partial"), "in the way");
    home.put(&format!("{RESULTS}/transcripts"), "in the way");
    let ended = home.run("run study.toml --transcripts 1 --format csv,parquet");
    assert_eq!(ended.code, Some(2), "{ended:?}");
    for told in [
        "the tables in results/ports are complete, but:",
        "figures.partial",
        "transcripts",
    ] {
        assert!(ended.stderr.contains(told), "no `{told}` in {}", ended.stderr);
    }
    assert!(!ended.stderr.contains("panicked"), "{ended:?}");
    assert!(home.at(RESULTS).join("runs.parquet").is_file());
    for obstacle in ["figures.partial", "transcripts"] {
        fs::remove_file(home.at(RESULTS).join(obstacle)).expect("the obstacle, untouched");
    }
    home.done("run study.toml --transcripts 1");
    home.done("run study.toml --format csv,parquet --transcripts 1 --out at_once");
    assert_same(&home.listing(RESULTS), &home.listing("at_once"), RESULTS);
}

/// `--force` replaces, `--fresh` keeps the older folder; neither leaves anything behind.
#[test]
fn run_again_on_demand() {
    let home = Home::new();
    home.done("run study.toml --no-figures --seed 8");
    home.done("run study.toml --force");
    home.assert_undisturbed(RESULTS);
    home.done("run study.toml --fresh");
    home.assert_undisturbed(RESULTS);
    home.assert_undisturbed("results/ports.1");
    let names: Vec<String> = everything(&home.at("results"))
        .into_keys()
        .filter(|name| name.matches('/').count() == 1 && name.ends_with('/'))
        .collect();
    assert_eq!(names, ["ports.1/", "ports/"]);
}
