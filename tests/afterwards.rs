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
