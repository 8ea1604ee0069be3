//! `detente search` on the shipped harbour: its answer is the one that is kept, the same bytes for any threads, in a folder
//! that is whole and in nobody's way; and it is told from what is run.

use crate::common::{self, Table, assert_golden, detente, listing, shipped, text, told};
use detente_lab::search::finalists;
use detente_results::{SearchTable, SummaryRow};

/// The shipped searches; each is guarded here, as experiments that are run are in `regression.rs`.
pub(crate) const SHIPPED: [&str; 1] = ["harbour-search"];

/// The shipped search, smaller: eight settings, two finalists.
fn small() -> String {
    let text = text(&common::root().join("experiments/harbour-search.toml"));
    let scenario = shipped("scenarios/harbour.toml");
    let smaller = [
        ("candidates = 64", "candidates = 8"),
        ("finalists = 3", "finalists = 2"),
        ("final_runs = 2_000", "final_runs = 200"),
        ("../scenarios/harbour.toml", scenario.as_str()),
    ];
    smaller.into_iter().fold(text, |text, (from, to)| {
        assert!(text.contains(from), "{from}");
        text.replace(from, to)
    })
}

#[test]
fn the_shipped_searches_give_the_kept_answers() {
    for name in SHIPPED {
        let home = common::temporary_folder();
        let file = shipped(&format!("experiments/{name}.toml"));
        told(home.path(), &["search", &file, "--out", "found", "--quiet"]);
        let found = |file: &str| text(&home.path().join("found").join(file));
        assert_golden(&format!("searches/{name}.csv"), &found(SearchTable::FILE));
        let summary = format!("{}/{}", finalists::FOLDER, <SummaryRow as detente_results::Row>::FILE);
        assert_golden(&format!("searches/{name}-finalists.csv"), &found(&summary));
    }
}

/// What is told of the winner is the final's share, and the same bytes come out for one thread and four.
#[test]
fn a_search_is_the_same_for_any_threads_and_reports_the_final() {
    let home = common::temporary_folder();
    std::fs::write(home.path().join("small.toml"), small()).expect("a file");
    let of = |threads: &str, out: &str| {
        let said = told(
            home.path(),
            &["search", "small.toml", "--threads", threads, "--out", out],
        );
        (said.replace(out, "OUT"), home.path().join(out))
    };
    let ((one, one_folder), (four, four_folder)) = (of("1", "by-one-thread"), of("4", "by-four-threads"));
    assert_eq!(one, four);
    assert_eq!(listing(&one_folder), listing(&four_folder));
    let winner = one
        .split('(')
        .nth(1)
        .and_then(|rest| rest.split(')').next())
        .expect("a winner");
    let summary = Table::read(&one_folder.join(finalists::FOLDER).join("summary.csv"));
    let is_it =
        |row: &&Vec<String>| summary.cell(row, "policy") == winner && summary.cell(row, "outcome") == "agreement";
    let row = summary.rows.iter().find(is_it).expect("a row of the winner");
    let share: f64 = summary.cell(row, "share").parse().expect("a share");
    let told = format!("On luck that the search never saw, agreement is {:.1} [", 100.0 * share);
    assert!(one.contains(&told), "{told}: {one}");
}

/// A folder that somebody names is not touched; the usual one is kept under another name, and nothing is left beside it.
#[test]
fn older_results_are_kept() {
    let home = common::temporary_folder();
    std::fs::write(home.path().join("small.toml"), small()).expect("a file");
    told(home.path(), &["search", "small.toml", "--quiet"]);
    let again = told(home.path(), &["search", "small.toml", "--seed", "5"]);
    assert!(again.contains("kept as results/harbour-search.1"), "{again}");
    let folders = std::fs::read_dir(home.path().join("results")).expect("a folder");
    let mut names: Vec<_> = folders.map(|entry| entry.expect("an entry").file_name()).collect();
    names.sort();
    assert_eq!(names, ["harbour-search", "harbour-search.1"]);
    let before = listing(home.path());
    let refused = detente(
        home.path(),
        &["search", "small.toml", "--out", "results/harbour-search"],
    );
    assert_eq!(refused.code, Some(2), "{}", refused.stderr);
    assert!(
        refused.stderr.contains("it holds a search; choose another folder"),
        "{}",
        refused.stderr
    );
    assert_eq!(listing(home.path()), before);
    // The finalists are an ordinary experiment.
    told(
        home.path(),
        &["check", "--strict", "results/harbour-search/finalists.toml"],
    );
}

/// A search is not run, an experiment is not searched; either says what to do, and a dry run writes nothing.
#[test]
fn a_search_is_told_from_what_is_run() {
    let home = common::temporary_folder();
    let [search, experiment] =
        ["harbour-search", "harbour-leaks"].map(|name| shipped(&format!("experiments/{name}.toml")));
    for (arguments, hint) in [
        (["run", &*search], "detente search"),
        (["search", &*experiment], "it has no table [search]"),
    ] {
        let refused = detente(home.path(), &arguments);
        assert_eq!((refused.code, refused.stdout.as_str()), (Some(2), ""));
        assert!(refused.stderr.contains(hint), "{}", refused.stderr);
    }
    let dry = told(home.path(), &["search", &search, "--dry-run"]);
    assert!(
        dry.contains("64 settings of 40 runs each, 32 of 80, 16 of 160, 8 of 320"),
        "{dry}"
    );
    assert!(listing(home.path()).is_empty());
}
