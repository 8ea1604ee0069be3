//! The shipped experiments at few replicates: the answer is the one that is kept, and every table is what the format
//! promises. A kept answer is a guard against drift, not a truth: a change of the model or of a scenario changes it.

use crate::common::{self, Table, assert_golden, shipped, stems, text, told};
use crate::search;
use detente_core::{Indexed, Model};
use detente_lab::Lab;
use detente_lab::experiment::Experiment;
use detente_lab::plan::Plan;
use detente_scenario::TomlFile;
use std::collections::BTreeMap;
use std::path::Path;
use tempfile::TempDir;

/// Every shipped experiment that is run: replicates of each point, and points.
const SHIPPED: [(&str, usize, usize); 21] = [
    ("camp-david-1978", 50, 6),
    ("climate-conference", 50, 5),
    ("colombia-2016", 50, 5),
    ("dayton-1995", 50, 6),
    ("dayton-rows", 20, 6),
    ("fishery-random", 1, 1_001),
    ("fishery", 50, 5),
    ("good-friday-1998", 50, 6),
    ("harbour-explorable", 20, 122),
    ("harbour-indices", 1, 14_337),
    ("harbour-leaks", 20, 26),
    ("harbour-race", 40, 6),
    ("harbour-screen", 4, 121),
    ("harbour-spread", 40, 3),
    ("harbour-tornado", 20, 17),
    ("nuclear-deal-trust", 2, 514),
    ("nuclear-deal", 50, 5),
    ("oslo-1993-doors", 10, 65),
    ("oslo-1993", 50, 6),
    ("ukraine-28-points-facts", 20, 22),
    ("ukraine-28-points", 200, 3),
];

/// Those without policies whose points have luck of their own.
const OWN_LUCK: [&str; 4] = ["fishery-random", "harbour-indices", "harbour-screen", "oslo-1993-doors"];

const OUTCOMES: [&str; 6] = [
    "agreement",
    "rejected_at_home",
    "walkout",
    "collapsed_after_leak",
    "deadlock",
    "deadline",
];

/// The fixed columns of the tables; those of `runs.csv` and `design.csv` go on with what the scenario and the
/// experiment name.
const COLUMNS: [(&str, &str); 8] = [
    ("design.csv", "point,policy"),
    (
        "runs.csv",
        "point,replicate,outcome,end_day,rounds,issues_settled,leaks,decided_by,signed_day,ratified_day,broke_down_day",
    ),
    ("summary.csv", "point,policy,outcome,n,count,share,ci_low,ci_high"),
    (
        "contrasts.csv",
        "response,point,policy,against,n,estimate,ci_low,ci_high,method,p_value,p_holm",
    ),
    (
        "cumulative_incidence.csv",
        "point,outcome,day,estimate,ci_low,ci_high,count",
    ),
    ("trajectories.csv", "point,clock,t,variable,mean,p05,p25,p50,p75,p95,n"),
    ("settled.csv", "point,clock,t,issue,n,count,share,ci_low,ci_high"),
    ("parameters.csv", "path,value,range,unit,meaning,source,evidence"),
];

/// Columns that hold words, or nothing.
const WORDS: [&str; 16] = [
    // A factor of words.
    "mediator's style",
    "policy",
    "outcome",
    "decided_by",
    "response",
    "against",
    "method",
    "clock",
    "issue",
    "variable",
    "path",
    "value",
    "range",
    "unit",
    "meaning",
    "source",
];

/// The results of a shipped experiment.
struct Results {
    name: &'static str,
    replicates: usize,
    points: usize,
    folder: TempDir,
}

impl Results {
    fn of(name: &'static str, replicates: usize, points: usize) -> Self {
        let folder = common::temporary_folder();
        let experiment = shipped(&format!("experiments/{name}.toml"));
        let n = replicates.to_string();
        let run = [
            "run",
            &experiment,
            "--replicates",
            &n,
            "--out",
            "results",
            "--no-figures",
            "--quiet",
        ];
        told(folder.path(), &run);
        Self {
            name,
            replicates,
            points,
            folder,
        }
    }

    fn all() -> impl Iterator<Item = Self> {
        SHIPPED
            .into_iter()
            .map(|(name, replicates, points)| Self::of(name, replicates, points))
    }

    fn file(&self, name: &str) -> std::path::PathBuf {
        self.folder.path().join("results").join(name)
    }

    fn table(&self, name: &str) -> Table {
        Table::read(&self.file(name))
    }

    /// Point 0 is the scenario as it stands; runs come by point, then replicate.
    fn assert_rows_in_order(&self) {
        let runs = self.table("runs.csv");
        let place = |row: &Vec<String>| ["point", "replicate"].map(|column| runs.cell(row, column).to_owned());
        let found: Vec<[String; 2]> = runs.rows.iter().map(place).collect();
        let expected: Vec<[String; 2]> = (0..self.points)
            .flat_map(|point| (0..self.replicates).map(move |k| [point.to_string(), k.to_string()]))
            .collect();
        assert!(found == expected, "{}: runs.csv has other rows", self.name);
        let design = self.table("design.csv");
        let points: Vec<&str> = design.rows.iter().map(|r| design.cell(r, "point")).collect();
        let expected: Vec<String> = (0..self.points).map(|p| p.to_string()).collect();
        assert_eq!(points, expected, "{}: design.csv", self.name);
        assert_eq!(design.cell(&design.rows[0], "policy"), "base");
    }

    /// The open columns of `runs.csv`, after the fixed ones.
    fn assert_open_columns(&self) {
        let runs = self.table("runs.csv");
        let fixed = COLUMNS[1].1.split(',').count();
        let groups: Vec<&str> = runs.header[fixed..]
            .iter()
            .map(|h| h.split('.').next().unwrap_or(h))
            .collect();
        let mut kinds = groups.clone();
        kinds.dedup();
        let fixed = ["utility", "surplus", "nash_distance", "frontier_distance", "agreed"];
        let more = ["kalai_smorodinsky_distance", "egalitarian_distance", "welfare_distance"];
        // Only where somebody's patience is short does it say what an agreement is worth after the wait.
        let discounts: &[&str] = if self.name.starts_with("fishery") {
            &["discounted"]
        } else {
            &[]
        };
        let lot = ["luck", "inputs"];
        // And where the experiment asks for them, the values of its factors.
        let factors: &[&str] = if self.name == "dayton-rows" { &["factor"] } else { &[] };
        assert_eq!(
            kinds,
            [&fixed[..], factors, &more, discounts, &lot].concat(),
            "{}",
            self.name
        );
        let utilities: Vec<&str> = runs.columns("utility.").map(|(_, party)| party).collect();
        let surpluses: Vec<&str> = runs.columns("surplus.").map(|(_, party)| party).collect();
        assert_eq!(utilities, surpluses, "{}", self.name);
    }

    /// Points from all over a design; every one of a small one.
    fn kept(&self) -> Vec<usize> {
        let step = self.points.div_ceil(KEPT_POINTS);
        (0..self.points).step_by(step).collect()
    }

    /// One row for each outcome of each point, in order; shares that sum to 1 and agree with the runs.
    fn assert_summary(&self) {
        let (summary, runs) = (self.table("summary.csv"), self.table("runs.csv"));
        for point in self.kept() {
            let rows: Vec<&Vec<String>> = summary.of_point(point).collect();
            let outcomes: Vec<&str> = rows.iter().map(|r| summary.cell(r, "outcome")).collect();
            assert_eq!(outcomes, OUTCOMES, "{} point {point}", self.name);
            let number = |row: &[String], column: &str| -> f64 { summary.cell(row, column).parse().expect("a number") };
            let total: f64 = rows.iter().map(|r| number(r, "share")).sum();
            assert!(
                (total - 1.0).abs() < 1e-12,
                "{} point {point}: shares sum to {total}",
                self.name
            );
            for row in rows {
                let (low, share, high) = (number(row, "ci_low"), number(row, "share"), number(row, "ci_high"));
                assert!(0.0 <= low && low <= share && share <= high && high <= 1.0, "{row:?}");
                let outcome = summary.cell(row, "outcome");
                let ended_so = runs
                    .of_point(point)
                    .filter(|r| runs.cell(r, "outcome") == outcome)
                    .count();
                assert_eq!(number(row, "count"), ended_so as f64, "{row:?}");
                assert_eq!(number(row, "n"), self.replicates as f64, "{row:?}");
            }
        }
    }

    /// Curves only rise, and end where the summary says.
    fn assert_incidence(&self) {
        let (curves, summary) = (self.table("cumulative_incidence.csv"), self.table("summary.csv"));
        let kept = self.kept();
        let is_kept = |row: &&Vec<String>| kept.contains(&summary.cell(row, "point").parse().expect("a point"));
        for row in summary.rows.iter().filter(is_kept) {
            let of = |column| summary.cell(row, column);
            let is_of_it = |step: &&Vec<String>| {
                (curves.cell(step, "point"), curves.cell(step, "outcome")) == (of("point"), of("outcome"))
            };
            let steps: Vec<&Vec<String>> = curves.rows.iter().filter(is_of_it).collect();
            let number = |step: &&Vec<String>, column| -> f64 { curves.cell(step, column).parse().expect("a number") };
            assert!(
                steps.is_sorted_by(|a, b| number(a, "day") < number(b, "day")),
                "{row:?}"
            );
            assert!(
                steps.is_sorted_by(|a, b| number(a, "count") <= number(b, "count")),
                "{row:?}"
            );
            let last = steps.last().expect("a row on the last day");
            assert_eq!(curves.cell(last, "count"), of("count"), "{row:?}");
            assert_eq!(curves.cell(last, "estimate"), of("share"), "{row:?}");
        }
    }

    /// What was followed ends where the rows of the runs do.
    fn assert_followed(&self) {
        let [runs, settled, trajectories] =
            ["runs.csv", "settled.csv", "trajectories.csv"].map(|file| self.table(file));
        let number = |table: &Table, row: &[String], column: &str| table.cell(row, column).parse::<f64>().ok();
        // By point and clock, the last row of each issue: rows are in order of time.
        let mut last: BTreeMap<(String, String), BTreeMap<String, f64>> = BTreeMap::new();
        for row in &settled.rows {
            let [point, clock, issue] = ["point", "clock", "issue"].map(|column| settled.cell(row, column).to_owned());
            let count = number(&settled, row, "count").expect("a count");
            last.entry((point, clock)).or_default().insert(issue, count);
        }
        assert!(!last.is_empty(), "{}", self.name);
        for ((point, clock), counts) in &last {
            let played = runs.of_point(point.parse().expect("a point"));
            let at_end: f64 = played.filter_map(|row| number(&runs, row, "issues_settled")).sum();
            assert_eq!(
                counts.values().sum::<f64>(),
                at_end,
                "{}, point {point} by {clock}",
                self.name
            );
        }
        for row in trajectories
            .rows
            .iter()
            .filter(|row| trajectories.cell(row, "clock") == "end")
        {
            let point = trajectories.cell(row, "point").parse().expect("a point");
            let until = |row: &Vec<String>| {
                let end = number(&runs, row, "end_day")?;
                Some(number(&runs, row, "signed_day").map_or(end, |signed| signed.min(end)))
            };
            let days: Vec<f64> = runs.of_point(point).filter_map(until).collect();
            let [t, n] = ["t", "n"].map(|column| number(&trajectories, row, column).expect("a number"));
            assert_eq!(
                (n, t),
                (days.len() as f64, days.iter().sum::<f64>() / n),
                "{}",
                self.name
            );
        }
    }

    fn assert_runs_make_sense(&self) {
        let runs = self.table("runs.csv");
        let parties: Vec<usize> = runs.columns("utility.").map(|(k, _)| k).collect();
        let agreed: Vec<usize> = runs.columns("agreed.").map(|(k, _)| k).collect();
        for row in &runs.rows {
            let [point, replicate] = ["point", "replicate"].map(|column| runs.cell(row, column));
            let place = format!("{} point {point} replicate {replicate}", self.name);
            for &k in &parties {
                let utility: f64 = row[k].parse().expect("a number");
                assert!(
                    (0.0..=1.0).contains(&utility),
                    "{place}: {} is {utility}",
                    runs.header[k]
                );
            }
            let agreement = runs.cell(row, "outcome") == "agreement";
            assert!(
                agreed.iter().all(|&k| row[k].is_empty() != agreement),
                "{place}: what was agreed"
            );
            for column in ["nash_distance", "frontier_distance"] {
                assert_eq!(runs.cell(row, column).is_empty(), !agreement, "{place}: {column}");
            }
        }
    }
}

/// Every cell of a column that is not of words is empty or a finite number.
fn assert_finite(table: &Table, what: &str) {
    let is_words = |name: &str| WORDS.contains(&name) || name == "evidence" || name.starts_with("agreed.");
    for (k, name) in table.header.iter().enumerate().filter(|(_, name)| !is_words(name)) {
        for row in &table.rows {
            let finite = row[k].parse::<f64>().is_ok_and(f64::is_finite);
            assert!(finite || row[k].is_empty(), "{what}, `{name}`: `{}`", row[k]);
        }
    }
}

/// `Half the aides, no adviser` is what the policy of that title does, in every session.
#[test]
fn the_small_room_is_what_its_title_says() {
    let lab = Lab::from(detente_agents::standard());
    let file = TomlFile::read(&common::root().join("experiments/ukraine-28-points.toml")).expect("a file");
    let experiment = Experiment::from_toml(&file, &lab.designs).expect("an experiment");
    let plan = Plan::new(experiment, &lab).expect("a plan");
    let place = plan
        .experiment
        .policies
        .iter()
        .position(|p| p.id == "small_room")
        .expect("a policy");
    assert_eq!(plan.experiment.policies[place].title, "Half the aides, no adviser");
    let small = plan.model(place + 1, &lab).expect("a model").model;
    let aides = |model: &Model, session: &str| {
        let path = |id: &str| format!("calendar.{id}.aides");
        let used = |id: &str| {
            model
                .parameters
                .iter()
                .find(|p| p.path == path(id))?
                .number
                .as_constant()
        };
        // The legs of a series share what its entry says.
        used(session)
            .or_else(|| used(session.split('.').next()?))
            .expect("a constant")
    };
    let adviser = small
        .negotiators
        .indices()
        .find(|&n| small.negotiators[n].id == "us_adviser")
        .expect("the adviser");
    for (full, few) in plan.base.sessions.iter().zip(&small.sessions) {
        assert_eq!(aides(&small, &few.id), 0.5 * aides(&plan.base, &full.id), "{}", full.id);
        assert!(!few.negotiators.contains(&adviser), "{}", few.id);
    }
    assert_eq!(aides(&small, "shuttle"), 2.0);
}

#[test]
fn every_shipped_experiment_is_guarded() {
    let mut guarded: Vec<&str> = SHIPPED.iter().map(|(name, ..)| *name).chain(search::SHIPPED).collect();
    guarded.sort_unstable();
    let mut shipped = stems("experiments");
    // Those of a study are held to be what the program writes, beside the command.
    shipped.retain(|name| !name.starts_with("studies/"));
    shipped.sort_unstable();
    assert_eq!(shipped, guarded);
}

/// The ends of about so many points are kept of an experiment.
const KEPT_POINTS: usize = 130;

/// The rows of some points from all over a table: what a change of a rule changes shows there too.
fn thinned(table: &str, points: usize) -> String {
    let step = points.div_ceil(KEPT_POINTS);
    let is_kept = |(line, text): &(usize, &str)| {
        let point = text.split(',').next().and_then(|cell| cell.parse::<usize>().ok());
        *line == 0 || point.is_some_and(|point| point.is_multiple_of(step))
    };
    let kept = table.lines().enumerate().filter(is_kept);
    kept.map(|(_, line)| format!("{line}\n")).collect()
}

#[test]
fn the_shipped_experiments_give_the_kept_answers() {
    for results in Results::all() {
        assert_golden(
            &format!("summaries/{}.csv", results.name),
            &thinned(&text(&results.file("summary.csv")), results.points),
        );
    }
}

#[test]
fn tables_hold_what_the_format_promises() {
    for results in Results::all() {
        for (file, columns) in COLUMNS {
            let table = results.table(file);
            let header = table.header.join(",");
            let begins = header == columns || header.starts_with(&format!("{columns},"));
            assert!(begins, "{} {file}: {header}", results.name);
            // Where every point has luck of its own nothing is compared.
            let is_apart = file == "contrasts.csv" && OWN_LUCK.contains(&results.name);
            assert!(
                is_apart == table.rows.is_empty(),
                "{} {file}: {} rows",
                results.name,
                table.rows.len()
            );
            assert_finite(&table, &format!("{} {file}", results.name));
        }
        results.assert_rows_in_order();
        results.assert_open_columns();
        results.assert_summary();
        results.assert_incidence();
        results.assert_runs_make_sense();
        results.assert_followed();
    }
}

#[test]
fn the_folder_holds_what_the_manifest_lists() {
    for results in Results::all() {
        let manifest: serde_json::Value = serde_json::from_str(&text(&results.file("manifest.json"))).expect("JSON");
        let mut listed = BTreeMap::new();
        for (list, folder) in [("files", ""), ("inputs", "inputs/")] {
            for file in manifest[list].as_array().expect("a list of files") {
                let [name, hash] = ["name", "hash"].map(|key| file[key].as_str().expect("a text"));
                listed.insert(format!("{folder}{name}"), hash.to_owned());
            }
        }
        let mut found = common::listing(&results.file(""));
        found.remove("manifest.json").expect("a manifest");
        // The answer is told from the tables, as figures are drawn of them.
        found.remove("answer.md").expect("an answer");
        // Blocks are a cache that says itself what it is: whoever removes it loses no result.
        found.retain(|name, _| !name.ends_with('/') && !name.starts_with("blocks/"));
        assert_eq!(found, listed, "{}", results.name);
        assert_eq!(manifest["complete"], true);
        assert_eq!(manifest["runs"], results.points * results.replicates);
    }
}

#[test]
fn shipped_files_are_valid_and_odd_in_nothing() {
    let folder = common::temporary_folder();
    for kind in ["scenarios", "experiments"] {
        for stem in stems(kind) {
            let summary = told(
                folder.path(),
                &["check", "--strict", &shipped(&format!("{kind}/{stem}.toml"))],
            );
            assert!(summary.contains(": valid\n"), "{summary}");
        }
    }
}

/// What a first hour with the program looks like: every command of it works and is quiet on standard error.
#[test]
fn the_first_hour_works() {
    let home = common::temporary_folder();
    let told = |command: &str| told(home.path(), &command.split(' ').collect::<Vec<_>>());
    let harbour = shipped("scenarios/harbour.toml");
    let table = told(&format!("params {harbour} leak_sensitivity"));
    assert!(table.contains("negotiators.north_lead.leak_sensitivity"), "{table}");
    assert!(told("explain leaks").contains("Source: "));
    assert!(told(&format!("explain behaviours.fatigue.rate_per_session --in {harbour}")).contains("= 0.08"));
    common::detente(home.path(), &["new", "river"]);
    assert!(told("check --strict river.toml").starts_with("river.toml: valid\n"));
    assert!(told("simulate river.toml").contains("How it ended"));
    assert!(told("run river.toml --replicates 50 --dry-run").contains("Nothing was kept"));
    assert!(!home.path().join("results").exists(), "a dry run writes nothing");
    assert!(told("run river.toml --replicates 50").contains("Results: results/river"));
    assert!(Path::exists(&home.path().join("results/river/figures")), "figures");
    let schema: serde_json::Value = serde_json::from_str(&told("schema scenario")).expect("a schema is JSON");
    assert!(schema["properties"]["parties"].is_object(), "{schema}");
    assert!(told("completions bash").contains("detente"));
}
