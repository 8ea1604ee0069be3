//! `[output] runs = "summary"`: no rows of all runs, and every table that counts them is what it is with them; the sample is a part
//! of the rows; and the folder is the same bytes for any threads, shards and interruptions.

use crate::common::{Output, Table, detente, files_below, shipped, temporary_folder, text, told, told_with_notes};
use std::collections::BTreeMap;
use std::path::Path;

/// Policies, numbers that nobody knows, with several lucks each, and a response that is no whole number.
const SETS: &str = r#"
format = 1
[experiment]
id = "sets"
scenario = "S"
seed = 11
[replication]
inputs = 400
luck = 7
[[policies]]
id = "open"
set = { "calendar.*.secrecy" = 0.1 }
[[policies]]
id = "soft_vote"
set = { "behaviours.ratification.threshold" = 0.2 }
[[responses]]
id = "surplus"
mean = "surplus.north"
[[responses]]
id = "late"
share = { end_day = { at_least = 60 } }
given = { outcome = "agreement" }
[[analyses]]
kind = "prim"
[[analyses]]
kind = "policies"
response = "surplus"
at_least = 0.1
"#;

/// Settings that are compared with point 0, each under a policy.
const GRID: &str = r#"
format = 1
[experiment]
id = "grid"
scenario = "S"
seed = 3
replicates = 300
[design]
kind = "grid"
[[factors]]
id = "leak sensitivity"
path = "negotiators.*.leak_sensitivity"
levels = [0.0, 0.5, 1.0]
[[factors]]
id = "fatigue"
path = "behaviours.fatigue.rate_per_session"
levels = [0.0, 0.1]
[[policies]]
id = "open"
set = { "calendar.*.secrecy" = 0.1 }
[[responses]]
id = "surplus"
mean = "surplus.south"
"#;

/// Settings with luck of their own, all over their ranges.
const CUBE: &str = r#"
format = 1
[experiment]
id = "cube"
scenario = "S"
replicates = 12
[design]
kind = "KIND"
vary = ["behaviours.leaks.*", "behaviours.fatigue.*"]
[[policies]]
id = "open"
set = { "calendar.*.secrecy" = 0.1 }
[[analyses]]
kind = "prim"
"#;

/// Puts an experiment into a folder, and the same with a summary.
fn put(folder: &Path, name: &str, experiment: &str) {
    let experiment = experiment.replace("\"S\"", &format!("{:?}", shipped("scenarios/harbour.toml")));
    std::fs::write(folder.join(format!("{name}.toml")), &experiment).expect("an experiment");
    let summed = experiment + "[output]\nruns = \"summary\"\n";
    std::fs::write(folder.join(format!("{name}-summed.toml")), summed).expect("an experiment");
}

fn run(folder: &Path, file: &str, out: &str, more: &[&str]) {
    let file = format!("{file}.toml");
    told_with_notes(
        folder,
        &[&["run", &file, "--out", out, "--quiet", "--no-figures"], more].concat(),
    );
}

/// Numbers are equal to twelve digits, everything else letter by letter; how many numbers are not the same letters.
fn compare(rows: &Path, summed: &Path) -> usize {
    let [one, two] = [rows, summed].map(text);
    let cells = |line: &str| -> Vec<String> { line.split(',').map(str::to_owned).collect() };
    assert_eq!(one.lines().count(), two.lines().count(), "{}", summed.display());
    let mut other = 0;
    for (a, b) in one.lines().zip(two.lines()).filter(|(a, b)| a != b) {
        for (x, y) in cells(a).iter().zip(&cells(b)).filter(|(x, y)| x != y) {
            let [Ok(x), Ok(y)] = [x, y].map(|cell| cell.parse::<f64>()) else {
                panic!("{}:\n{a}\n{b}", summed.display());
            };
            assert!(
                (x - y).abs() <= 1e-12 * x.abs().max(1e-3),
                "{}:\n{a}\n{b}",
                summed.display()
            );
            other += 1;
        }
    }
    other
}

/// Every table of a folder with rows is there without them, and says the same; how many numbers differ in their last digits.
fn same_tables(home: &Path, rows: &str, summed: &str) -> usize {
    let tables = files_below(&home.join(rows));
    let tables: Vec<&String> = tables
        .iter()
        .filter(|name| name.ends_with(".csv") && !name.contains('/') && **name != "runs.csv")
        .collect();
    assert!(tables.len() >= 9, "{tables:?}");
    let all = tables.iter();
    all.map(|name| compare(&home.join(rows).join(name), &home.join(summed).join(name)))
        .sum()
}

/// By point and end: the lines of a table of runs, in order.
fn strata(folder: &Path, file: &str) -> BTreeMap<(u64, String), Vec<String>> {
    let text = text(&folder.join(file));
    let mut strata: BTreeMap<(u64, String), Vec<String>> = BTreeMap::new();
    for line in text.lines().skip(1) {
        let mut cells = line.split(',');
        let [point, _, outcome] = [(); 3].map(|()| cells.next().expect("a cell"));
        let key = (point.parse().expect("a point"), outcome.to_owned());
        strata.entry(key).or_default().push(line.to_owned());
    }
    strata
}

fn replicate(line: &str) -> u64 {
    line.split(',')
        .nth(1)
        .and_then(|cell| cell.parse().ok())
        .expect("a replicate")
}

#[test]
fn tables_say_what_they_say_with_all_rows() {
    let home = temporary_folder();
    let folder = home.path();
    for (name, experiment) in [
        ("sets", SETS.to_owned()),
        ("grid", GRID.to_owned()),
        ("random", CUBE.replace("KIND", "random")),
        ("morris", CUBE.replace("KIND", "morris")),
        (
            "saltelli",
            CUBE.replace("KIND", "saltelli").replace("vary", "base_rows = 16\nvary"),
        ),
        ("one", CUBE.replace("KIND", "one_at_a_time")),
    ] {
        put(folder, name, &experiment);
        let [rows, summed] = [format!("{name}-rows"), format!("{name}-out")];
        run(folder, name, &rows, &[]);
        run(folder, &format!("{name}-summed"), &summed, &[]);
        let differ = same_tables(folder, &rows, &summed);
        // Only sums over several waves are taken in another order.
        assert!(
            differ == 0 || name == "sets" && differ < 2_000,
            "{name}: {differ} numbers"
        );
        let [with, without] = [&rows, &summed].map(|out| text(&folder.join(out).join("answer.md")));
        assert_eq!(
            with.replace(&rows, "x"),
            without.replace(&summed, "x").replace("-summed", ""),
            "{name}"
        );
    }
}

/// What is said of a sample is counted in the rows of all runs.
#[test]
fn a_sample_is_the_first_runs_and_more_of_rare_ends() {
    let home = temporary_folder();
    let folder = home.path();
    put(folder, "sets", SETS);
    run(folder, "sets", "rows", &[]);
    run(folder, "sets-summed", "out", &["--format", "csv,parquet"]);
    let out = folder.join("out");
    assert!(!out.join("runs.csv").exists() && !out.join("runs.parquet").exists());
    assert!(out.join("sample.parquet").is_file());
    let [all, kept] = [strata(&folder.join("rows"), "runs.csv"), strata(&out, "sample.csv")];
    let table = Table::read(&out.join("strata.csv"));
    assert_eq!(table.rows.len(), all.len());
    let mut rare = 0;
    for row in &table.rows {
        let cell = |name: &str| table.cell(row, name).to_owned();
        let key = (cell("point").parse().expect("a point"), cell("outcome"));
        let [all, kept] = [&all[&key], &kept[&key]];
        let counts = [cell("runs"), cell("rows")].map(|cell| cell.parse::<usize>().expect("a count"));
        assert_eq!(counts, [all.len(), kept.len()], "{key:?}");
        let weight: f64 = cell("weight").parse().expect("a number");
        assert!((weight - all.len() as f64 / kept.len() as f64).abs() < 1e-12);
        // All of the first 860, and of an end that is rarer than 20 in them the first 20 of all.
        let first = all.iter().filter(|line| replicate(line) < 860).count();
        assert_eq!(kept[..], all[..kept.len()], "{key:?}");
        assert_eq!(kept.len(), first.max(all.len().min(20)), "{key:?}");
        rare += usize::from(first < 20);
    }
    assert!(rare > 0, "an end that is rare");
    let quantiles = Table::read(&out.join("quantiles.csv"));
    let runs = Table::read(&folder.join("rows/runs.csv"));
    assert_eq!(quantiles.rows.len(), 2 * 3);
    for row in &quantiles.rows {
        let cell = |name: &str| quantiles.cell(row, name).to_owned();
        let column = if cell("response") == "end_day" {
            "end_day"
        } else {
            "surplus.north"
        };
        let own = runs.rows.iter().filter(|run| runs.cell(run, "point") == cell("point"));
        let mut values: Vec<f64> = own.filter_map(|run| runs.cell(run, column).parse().ok()).collect();
        values.sort_by(f64::total_cmp);
        let n = values.len() as f64;
        let mean = values.iter().sum::<f64>() / n;
        let sd = (values.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / (n - 1.0)).sqrt();
        let number = |name: &str| cell(name).parse::<f64>().expect("a number");
        assert!(number("n") == n && (number("mean") - mean).abs() < 1e-9 && (number("sd") - sd).abs() < 1e-9);
        for (name, share) in [("p05", 0.05), ("p25", 0.25), ("p50", 0.5), ("p75", 0.75), ("p95", 0.95)] {
            let exact = values[(share * n).ceil() as usize - 1];
            assert!((number(name) - exact).abs() <= 1e-3 * exact.abs(), "{row:?}: {exact}");
        }
    }
}

/// All files but that which says who and when.
fn bytes(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let files = files_below(folder)
        .into_iter()
        .filter(|name| !name.ends_with("provenance.json"));
    files
        .map(|name| {
            let bytes = std::fs::read(folder.join(&name)).expect("a file");
            (name, bytes)
        })
        .collect()
}

/// Two waves and a part of a third, in one thread and in three shards of two, which are merged.
#[test]
fn threads_shards_and_batches_leave_the_same_bytes() {
    let home = temporary_folder();
    let folder = home.path();
    put(folder, "sets", SETS);
    run(folder, "sets-summed", "one", &["--threads", "1"]);
    let file = "sets-summed.toml";
    for shard in ["2/3", "3/3", "1/3"] {
        let line = [
            "run",
            file,
            "--out",
            "parts",
            "--shard",
            shard,
            "--threads",
            "2",
            "--batch",
            "7",
            "--quiet",
        ];
        let missing = detente(folder, &["missing", "parts", "--shards", "3"]);
        assert!(shard == "2/3" || missing.stdout.contains('1'), "{missing:?}");
        told(folder, &line);
    }
    let status = told(folder, &["status", "parts"]);
    assert!(
        status.contains("8,400 of 8,400 runs are finished, 3 of 3 blocks"),
        "{status}"
    );
    assert!(status.contains("waves of up to 16,384 replicates"), "{status}");
    // A block that is cut is no block: named, and played again.
    let block = folder.join("parts.partial/blocks/wave-000001-point-0000000.block");
    let whole = std::fs::read(&block).expect("a block");
    std::fs::write(&block, &whole[..whole.len() / 2]).expect("a cut block");
    let merged = detente(folder, &["merge", "parts"]);
    assert!(
        merged.code == Some(2) && merged.stderr.contains("wave-000001"),
        "{merged:?}"
    );
    assert_eq!(detente(folder, &["missing", "parts", "--shards", "3"]).stdout, "2\n");
    told(folder, &["run", file, "--out", "parts", "--shard", "2/3", "--quiet"]);
    assert!(std::fs::read(&block).expect("a block") == whole);
    told(folder, &["merge", "parts", "--no-figures", "--quiet"]);
    let [one, parts] = ["one", "parts"].map(|out| bytes(&folder.join(out)));
    assert!(one.keys().eq(parts.keys()), "{:?} {:?}", one.keys(), parts.keys());
    let other: Vec<&String> = one
        .iter()
        .filter(|(name, bytes)| parts[*name] != **bytes)
        .map(|(name, _)| name)
        .collect();
    assert!(other.is_empty(), "{other:?}");
    // An engine is told, and a pack says, that rows are not kept.
    let line = [
        "submit",
        "parallel",
        "sets.toml",
        "--shards",
        "3",
        "--summary",
        "--dry-run",
    ];
    let submitted = detente(folder, &line);
    assert!(submitted.stdout.contains("--summary"), "{submitted:?}");
    let packed = detente(folder, &["pack", "sets.toml", "--summary", "-o", "sets.tar"]);
    assert_eq!(packed.code, Some(0), "{packed:?}");
    let packed = told(folder, &["run", "sets.tar", "--dry-run"]);
    assert!(
        packed.contains("8,400 runs in 3 blocks") && packed.contains("more for sums"),
        "{packed}"
    );
    // Played again, analysed again, written in another form: as it was.
    assert_eq!(detente(folder, &["rerun", "one"]).code, Some(0));
    told(folder, &["analyse", "one", "--no-figures", "--quiet"]);
    run(
        folder,
        "sets-summed",
        "one",
        &["--format", "csv,parquet", "--csv", "excel"],
    );
    let again = bytes(&folder.join("one"));
    assert!(again.contains_key("sample.parquet") && again.contains_key("excel/sample.csv"));
    for (name, bytes) in one.iter().filter(|(name, _)| *name != "manifest.json") {
        assert!(again[name] == *bytes, "{name}");
    }
}

/// What was played of complete waves is used again, and more runs are what they are if they are played at once.
#[test]
fn more_replicates_go_on_from_complete_waves() {
    let home = temporary_folder();
    let folder = home.path();
    let scenario = shipped("scenarios/harbour.toml");
    let more = |replicates: &str, out: &str| {
        let line = [
            "run",
            &scenario,
            "--summary",
            "--no-figures",
            "--replicates",
            replicates,
            "--out",
            out,
        ];
        let Output { code, stderr, .. } = detente(folder, &line);
        assert_eq!(code, Some(0), "{stderr}");
        stderr
    };
    more("3000", "grows");
    let said = more("6000", "grows");
    assert!(
        said.contains("going on: 2,048 of 6,000 runs are there already"),
        "{said}"
    );
    more("6000", "at-once");
    let [grown, at_once] = ["grows", "at-once"].map(|out| bytes(&folder.join(out)));
    for (name, bytes) in at_once.iter().filter(|(name, _)| *name != "answer.md") {
        assert!(grown[name] == *bytes, "{name}");
    }
    let blocks = grown.keys().filter(|name| name.starts_with("blocks/")).count();
    assert_eq!(blocks, 4, "waves of 1,024, 1,024, 2,048 and what is left");
}

/// Runs go on until they are enough, also where waves are long.
#[test]
fn a_stop_looks_between_long_waves() {
    let home = temporary_folder();
    let folder = home.path();
    let stop = GRID
        .split("[design]")
        .next()
        .expect("a head")
        .replace("replicates = 300", "[stop]\nci_half_width = 0.015");
    put(folder, "stop", &stop);
    run(folder, "stop-summed", "out", &[]);
    run(folder, "stop", "rows", &["--summary"]);
    let [one, two] = ["out", "rows"].map(|out| text(&folder.join(out).join("summary.csv")));
    let n = one
        .lines()
        .nth(1)
        .and_then(|line| line.split(',').nth(3).map(str::to_owned));
    assert_eq!(
        (one, n.as_deref()),
        (two, Some("4096")),
        "3,716 runs know a share of .32 to within .015, and it is looked after 2,048 and 4,096"
    );
    assert_eq!(detente(folder, &["rerun", "out"]).code, Some(0));
}

#[test]
fn what_needs_rows_uses_the_sample_and_says_so() {
    let home = temporary_folder();
    let folder = home.path();
    put(folder, "grid", &GRID.replace("replicates = 300", "replicates = 1500"));
    told_with_notes(
        folder,
        &[
            "run",
            "grid-summed.toml",
            "--out",
            "out",
            "--transcripts",
            "2",
            "--quiet",
        ],
    );
    let out = folder.join("out");
    let figures = text(&out.join("figures/figures.csv"));
    for kind in ["decided-by", "agreed-options", "frontier"] {
        let line = figures.lines().find(|line| line.starts_with(kind)).expect(kind);
        assert!(
            line.contains("Of 1,500 runs these are the first 860, all of which were kept."),
            "{line}"
        );
    }
    let report = text(&out.join("report.html"));
    assert!(report.contains("the first 860 of each point, and up to 20 of each end"));
    // A talk to read for each end that occurs.
    let typical = Table::read(&out.join("transcripts/typical.csv"));
    let summary = Table::read(&out.join("summary.csv"));
    for row in summary.rows.iter().filter(|row| summary.cell(row, "point") == "0") {
        let of_end = typical
            .rows
            .iter()
            .filter(|talk| typical.cell(talk, "outcome") == summary.cell(row, "outcome"));
        let is_told = of_end.filter(|talk| typical.cell(talk, "point") == "0").count() > 0;
        assert_eq!(is_told, summary.cell(row, "count") != "0", "{row:?}");
    }
    let page = text(&out.join("explorable.html"));
    assert!(page.contains("\"talks\":200"));
    told(folder, &["report", "out", "--talks", "5000"]);
    assert!(text(&out.join("explorable.html")).contains("\"talks\":860"));
    // Shares are of all runs, pairs of those that both sides have.
    run(folder, "grid", "rows", &[]);
    let compared = told(folder, &["compare", "rows", "out"]);
    assert!(compared.contains("860 pairs of runs"), "{compared}");
    let share = |row: &[String]| 100.0 * summary.cell(row, "share").parse::<f64>().expect("a share");
    let agreement = format!("{:.1}", share(&summary.rows[0]));
    assert!(compared.matches(&agreement).count() >= 2, "{agreement}: {compared}");
    let again = detente(folder, &["run", "grid.toml", "--out", "out", "--no-figures"]);
    assert!(
        again.code == Some(2) && again.stderr.contains("it holds another run"),
        "{again:?}"
    );
    std::fs::write(
        folder.join("more.toml"),
        "format = 1\n[[responses]]\nid = \"short\"\nmean = \"rounds\"\n[[analyses]]\nkind = \"prim\"\nresponse = \"agreement\"\n",
    )
    .expect("a file");
    let asked = detente(folder, &["analyse", "out", "more.toml"]);
    assert_eq!(asked.code, Some(2), "{asked:?}");
    assert!(
        asked
            .stderr
            .contains("runs that are summed up; expected those that were summed"),
        "{asked:?}"
    );
}
