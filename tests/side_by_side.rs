//! Two results side by side, and typical talks: what is said is what the tables of the folders say.

use crate::common::{Table, detente, shipped, temporary_folder, text, told};
use std::collections::BTreeMap;
use std::path::Path;

/// The harbour with a louder town, as an experiment of so many runs with a policy.
fn experiment(folder: &Path, name: &str, hazard: &str, seed: u64) {
    let experiment = format!(
        "format = 1\n[experiment]\nid = \"{name}\"\nscenario = \"{name}-talks.toml\"\nseed = {seed}\nreplicates = 500\n\
         [[policies]]\nid = \"closed\"\nset = {{ \"calendar.*.secrecy\" = 0.95 }}\n"
    );
    let scenario = text(Path::new(&shipped("scenarios/harbour.toml")));
    let changed = scenario.replace("hazard_per_day = 0.008", hazard);
    assert!(changed != scenario || hazard.ends_with("0.008"));
    std::fs::write(folder.join(format!("{name}-talks.toml")), changed).expect("a scenario");
    std::fs::write(folder.join(format!("{name}.toml")), experiment).expect("an experiment");
    let file = format!("{name}.toml");
    told(
        folder,
        &[
            "run",
            &file,
            "--out",
            name,
            "--no-figures",
            "--quiet",
            "--transcripts",
            "2",
        ],
    );
}

/// The ends of the runs of a point.
fn ends(folder: &Path, point: &str) -> Vec<String> {
    let runs = Table::read(&folder.join("runs.csv"));
    let of_point = runs.rows.iter().filter(|row| runs.cell(row, "point") == point);
    of_point.map(|row| runs.cell(row, "outcome").to_owned()).collect()
}

#[test]
fn results_side_by_side_are_what_their_runs_are() {
    let home = temporary_folder();
    let folder = home.path();
    experiment(folder, "quiet", "hazard_per_day = 0.008", 3);
    experiment(folder, "loud", "hazard_per_day = 0.03", 3);
    experiment(folder, "other_luck", "hazard_per_day = 0.03", 4);
    let said = detente(folder, &["compare", "quiet", "loud", "other_luck"]);
    assert_eq!(said.code, Some(0), "{}", said.stderr);
    let said = said.stdout.split_whitespace().collect::<Vec<_>>().join(" ");
    let [quiet, loud] = ["quiet", "loud"].map(|name| ends(&folder.join(name), "0"));
    let share = |ends: &[String]| 100.0 * ends.iter().filter(|end| *end == "agreement").count() as f64 / 500.0;
    let (here, there) = (share(&quiet), share(&loud));
    assert!(
        said.contains(&format!("as it stands, {here:.1} end in an agreement in quiet.")),
        "{said}"
    );
    assert!(
        said.contains(&format!("In loud it is {there:.1}: {:+.1} [", there - here)),
        "{said}"
    );
    assert!(said.contains("500 pairs of runs with the same luck"), "{said}");
    let flips = quiet.iter().zip(&loud);
    let lost = flips
        .filter(|(from, to)| *from == "agreement" && *to == "collapsed_after_leak")
        .count();
    // The name is wrapped around the number.
    let cell = format!("a collapse after a leak instead of an {:.1} [", lost as f64 / 5.0);
    assert!(lost > 0 && said.contains(&cell), "{cell}: {said}");
    assert!(
        said.contains("1 number of the scenarios as they stand is not the same."),
        "{said}"
    );
    assert!(said.contains("behaviours.leaks.hazard_per_day 0.008 0.03"), "{said}");
    let closed = ["quiet", "loud"].map(|name| share(&ends(&folder.join(name), "1")));
    assert!(
        said.contains(&format!(" closed {:.1} [", closed[0])),
        "{closed:?}: {said}"
    );
    assert!(said.contains("The seeds are not the same (3 and 4)"), "{said}");
}

#[test]
fn typical_talks_are_runs_that_ended_so() {
    let home = temporary_folder();
    let folder = home.path();
    experiment(folder, "quiet", "hazard_per_day = 0.008", 3);
    let folder = folder.join("quiet");
    let typical = Table::read(&folder.join("transcripts/typical.csv"));
    let [base, closed] = ["0", "1"].map(|point| ends(&folder, point));
    let mut of_end: BTreeMap<&str, usize> = BTreeMap::new();
    for row in &typical.rows {
        let cell = |name: &str| typical.cell(row, name);
        let replicate: usize = cell("replicate").parse().expect("a number");
        let minutes = text(&folder.join(cell("file")));
        assert!(!minutes.is_empty());
        if cell("point") == "0" {
            *of_end.entry(cell("outcome")).or_default() += 1;
            assert_eq!((base[replicate].as_str(), cell("instead_of")), (cell("outcome"), ""));
            let all = base.iter().filter(|end| *end == cell("outcome")).count();
            assert_eq!(cell("of"), all.to_string());
        } else {
            assert_eq!(closed[replicate], cell("outcome"));
            assert_eq!(base[replicate], cell("instead_of"));
            let beside = folder.join(format!("transcripts/point-0-replicate-{replicate}.txt"));
            assert_ne!(text(&beside), minutes, "the same run without the policy is told too");
        }
    }
    assert!(
        of_end.values().all(|n| *n <= 2) && of_end["agreement"] == 2,
        "{of_end:?}"
    );
    assert!(typical.rows.iter().any(|row| typical.cell(row, "policy") == "closed"));
}

/// Whoever counts runs by their ends must not leave one out without a word.
#[test]
fn a_word_that_is_no_end_is_told_with_its_place() {
    let home = temporary_folder();
    let folder = home.path();
    let run = [
        "run",
        &shipped("scenarios/harbour.toml"),
        "--replicates",
        "40",
        "--no-figures",
        "--quiet",
        "--out",
    ];
    for name in ["one", "other"] {
        told(folder, &[&run[..], &[name]].concat());
    }
    let runs = folder.join("other/runs.csv");
    let damaged = text(&runs).replacen(",deadline,", ",dead line,", 1);
    let line = 1 + damaged
        .lines()
        .position(|line| line.contains(",dead line,"))
        .expect("a run out of time");
    std::fs::write(&runs, damaged).expect("a table");
    let said = detente(folder, &["compare", "one", "other"]);
    assert_eq!(said.code, Some(2), "{}", said.stderr);
    let place = format!("runs.csv, line {line}, column `outcome`: found `dead line`");
    assert!(said.stderr.contains(&place), "{}", said.stderr);
}
