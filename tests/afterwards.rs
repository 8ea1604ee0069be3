//! `analyse`: what is asked of finished runs afterwards is what the experiment would have answered, and bad questions cost
//! nothing.

use crate::common::{self, Table, detente, shipped, temporary_folder, text, told};

const EARLY: &str = "[[responses]]\nid = \"early\"\nshare = { outcome = \"agreement\", end_day = { at_most = 80 } }\n\
                     [[responses]]\nid = \"mean_leaks\"\nmean = \"leaks\"\n";

fn experiment(more: &str) -> String {
    format!(
        "format = 1\n[experiment]\nid = \"e\"\nscenario = \"{}\"\nreplicates = 1100\n[[policies]]\nid = \"open\"\nset = {{ \
         \"calendar.*.secrecy\" = 0.1 }}\n{more}",
        shipped("scenarios/harbour.toml")
    )
}

#[test]
fn what_is_asked_afterwards_is_what_the_experiment_would_have_answered() {
    let home = temporary_folder();
    let folder = home.path();
    let write = |name: &str, text: String| std::fs::write(folder.join(name), text).expect("a file");
    write("plain.toml", experiment(""));
    write("asking.toml", experiment(EARLY));
    write("early.toml", format!("format = 1\n{EARLY}"));
    for name in ["plain", "asking"] {
        told(
            folder,
            &["run", &format!("{name}.toml"), "--out", name, "--no-figures", "--quiet"],
        );
    }
    told(folder, &["analyse", "plain", "early.toml", "--no-figures", "--quiet"]);
    for table in [
        "summary.csv",
        "contrasts.csv",
        "cumulative_incidence.csv",
        "trajectories.csv",
    ] {
        let [asked, would] = ["plain-early", "asking"].map(|out| text(&folder.join(out).join(table)));
        assert!(asked == would, "{table}");
    }
    assert!(
        Table::read(&folder.join("asking/contrasts.csv"))
            .rows
            .iter()
            .any(|row| row[0] == "early")
    );
    assert_eq!(
        detente(folder, &["rerun", "plain-early"]).code,
        Some(0),
        "asked again when played again"
    );
    let before = text(&folder.join("plain/manifest.json"));
    std::fs::remove_file(folder.join("plain/contrasts.csv")).expect("a table");
    told(folder, &["analyse", "plain", "--no-figures", "--quiet"]);
    assert_eq!(text(&folder.join("plain/manifest.json")), before);
    assert_eq!(
        detente(folder, &["rerun", "plain"]).code,
        Some(0),
        "the table is made again"
    );
}

#[test]
fn a_question_that_cannot_be_answered_is_told_with_its_place() {
    let home = temporary_folder();
    let folder = home.path();
    std::fs::write(folder.join("e.toml"), experiment("").replace("1100", "20")).expect("an experiment");
    told(folder, &["run", "e.toml", "--out", "e", "--no-figures", "--quiet"]);
    let before = common::files_below(folder);
    for (asks, says) in [
        ("[[responses]]\nid = \"agreement\"\nmean = \"leaks\"\n", "q.toml:3:6"),
        ("[[responses]]\nid = \"x\"\nmean = \"leeks\"\n", "no column `leeks`"),
        ("[[analyses]]\nkind = \"contrasts\"\n", "made without being asked for"),
        (
            "[[analyses]]\nkind = \"prism\"\n",
            "one that is made if it is asked for",
        ),
        (
            "[[analyses]]\nkind = \"prim\"\nresponse = \"end_day\"\n",
            "a share, such as",
        ),
        (
            "[[analyses]]\nkind = \"policies\"\nat_least = 0.5\nat_most = 0.6\n",
            "both `at_least` and `at_most`",
        ),
        (
            "[[analyses]]\nkind = \"prim\"\n[[analyses]]\nkind = \"prim\"\n",
            "twice",
        ),
        ("[experiment]\nid = \"f\"\n", "asks nothing"),
        (
            "[[factors]]\nid = \"f\"\n[[responses]]\nid = \"x\"\nmean = \"leaks\"\n",
            "factors",
        ),
    ] {
        std::fs::write(folder.join("q.toml"), format!("format = 1\n{asks}")).expect("a question");
        let output = detente(folder, &["analyse", "e", "q.toml"]);
        assert_eq!(output.code, Some(2), "{asks}: {}", output.stderr);
        assert!(output.stderr.contains(says), "{asks}: {}", output.stderr);
    }
    std::fs::remove_file(folder.join("q.toml")).expect("a question");
    assert_eq!(common::files_below(folder), before, "nothing was written");
    std::fs::remove_dir_all(folder.join("e/blocks")).expect("blocks");
    let output = detente(folder, &["analyse", "e"]);
    assert!(
        output.code == Some(2) && output.stderr.contains("its runs are gone"),
        "{}",
        output.stderr
    );
}

/// The figures that a folder lists, and what lies in it besides.
fn drawn(folder: &std::path::Path) -> (Vec<String>, Vec<String>) {
    let listed = Table::read(&folder.join("figures/figures.csv"));
    let kinds = listed.rows.iter().map(|row| listed.cell(row, "kind").to_owned());
    let files = std::fs::read_dir(folder.join("figures")).expect("figures");
    let names = files.map(|file| file.expect("a file").file_name().into_string().expect("text"));
    let mut names: Vec<String> = names.collect();
    names.sort();
    (kinds.collect(), names)
}

#[test]
fn a_finished_folder_follows_what_figures_are_asked_for() {
    let home = temporary_folder();
    let folder = home.path();
    let asks = |kinds: &str| {
        let text = experiment(&format!("[output]\nfigures = [{kinds}]\n")).replace("1100", "60");
        std::fs::write(folder.join("e.toml"), text).expect("an experiment");
        detente(folder, &["run", "e.toml", "--out", "e"])
    };
    let page = || text(&folder.join("e/report.html"));
    assert_eq!(asks("\"outcome-shares\", \"flips\"").code, Some(0));
    let (kinds, before) = drawn(&folder.join("e"));
    assert_eq!(kinds, ["outcome-shares", "flips"]);
    assert!(!page().contains("agreed-options"));
    let runs = text(&folder.join("e/runs.csv"));
    std::fs::write(folder.join("e/figures/mine.txt"), "mine").expect("a note");
    let again = asks("\"outcome-shares\", \"agreed-options\"");
    assert_eq!(again.code, Some(0), "{}", again.stderr);
    assert!(
        again
            .stderr
            .contains("other figures than before (outcome-shares, agreed-options)"),
        "{}",
        again.stderr
    );
    assert!(again.stdout.contains("nothing was run"), "{}", again.stdout);
    let (kinds, after) = drawn(&folder.join("e"));
    assert_eq!(kinds, ["outcome-shares", "agreed-options"]);
    assert!(before.iter().any(|name| name.starts_with("flips")) && after.contains(&"mine.txt".to_owned()));
    assert!(!after.iter().any(|name| name.starts_with("flips")), "{after:?}");
    assert!(page().contains("agreed-options") && text(&folder.join("e/runs.csv")) == runs);
    let third = asks("\"outcome-shares\", \"agreed-options\"");
    assert!(!third.stderr.contains("other figures"), "{}", third.stderr);
    // As if it had been asked for from the first.
    let fresh = ["run", "e.toml", "--out", "fresh", "--quiet"];
    told(folder, &fresh);
    std::fs::remove_file(folder.join("e/figures/mine.txt")).expect("a note");
    let kept = |name: &str| {
        let mut files = common::listing(&folder.join(name));
        files.retain(|file, _| {
            ["figures/", "inputs/", "manifest.json"]
                .iter()
                .any(|own| file.starts_with(own))
        });
        files
    };
    assert_eq!(kept("e"), kept("fresh"));
}
