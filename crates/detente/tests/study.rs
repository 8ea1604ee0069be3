//! `study`: the files that it writes are experiments like any other, what they give depends on nothing else, and one that
//! was begun goes on.

use assert_cmd::Command;
use detente_lab::Lab;
use detente_lab::experiment::{Experiment, Pattern};
use detente_lab::plan::Plan;
use detente_lab::study::{DEFAULT_SPREAD, Found, Size, Step};
use detente_telling::study::{Subject, text};
use std::fs;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The program in a folder that holds the harbour.
fn detente(folder: &Path) -> Command {
    let mut command = Command::cargo_bin("detente").expect("the program");
    command.current_dir(folder);
    command
}

fn harbour() -> TempDir {
    let folder = TempDir::new().expect("a folder");
    fs::copy(
        root().join("scenarios/harbour.toml"),
        folder.path().join("harbour.toml"),
    )
    .expect("a copy");
    folder
}

fn read(file: &Path) -> String {
    fs::read_to_string(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()))
}

/// All files of a results folder that must not depend on who made them when.
fn listing(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let (mut open, mut found) = (vec![folder.to_owned()], Vec::new());
    while let Some(next) = open.pop() {
        for entry in fs::read_dir(&next).expect("a folder").flatten() {
            let path = entry.path();
            if path.is_dir() {
                open.push(path);
            } else if path.file_name().is_some_and(|name| name != "provenance.json") {
                let name = path.strip_prefix(folder).expect("below").to_owned();
                found.push((name, fs::read(&path).expect("a file")));
            }
        }
    }
    found.sort();
    found
}

#[test]
fn files_give_the_same_by_themselves_with_one_thread_and_when_gone_on_with() {
    let home = harbour();
    let study = home.path().join("s");
    let command = ["study", "harbour.toml", "--out", "s", "--no-figures", "--quiet"];
    detente(home.path())
        .args(command)
        .args(["--budget", "1s", "--threads", "2"])
        .assert()
        .success();
    let answer = read(&study.join("answer.md"));
    assert!(answer.starts_with("# Two ports share a fairway: a study of agreement\n\nOf 100 runs of the scenario"));
    let other = home.path().join("other");
    fs::create_dir(&other).expect("a folder");
    let files = Step::ALL.map(|step| (step, read(&study.join(step.file()))));
    for (step, text) in &files {
        fs::write(other.join(step.file()), text).expect("a file");
        assert!(answer.contains(&format!("## {}: ", step.name())), "{answer}");
        let check = detente(&other)
            .args(["check", "--strict", &step.file()])
            .assert()
            .success();
        assert!(check.get_output().stderr.is_empty());
    }
    for step in [Step::Base, Step::Spread] {
        detente(&other)
            .args(["run", &step.file(), "--threads", "1", "--no-figures", "--quiet"])
            .assert()
            .success();
        let [one, two] = [&study, &other].map(|folder| listing(&folder.join("results").join(step.name())));
        assert!(one == two, "{}", step.name());
    }
    // What is gone is made again from the files as they are, whatever there is time for now.
    fs::remove_dir_all(study.join("results/4-spread")).expect("results");
    fs::remove_file(study.join("answer.md")).expect("an answer");
    detente(home.path())
        .args(command)
        .args(["--budget", "2h", "--threads", "1"])
        .assert()
        .success();
    assert_eq!(read(&study.join("answer.md")), answer);
    for (step, text) in &files {
        assert_eq!(&read(&study.join(step.file())), text, "{}", step.name());
    }
    // The same folder for another question is refused, and nothing is touched.
    for (more, why) in [
        (["--question", "walkout"], "does not ask about walkout"),
        (["--spread", "0.5"], "its spread is 0.2"),
        (["--seed", "9"], "its seed is 1"),
    ] {
        let refused = detente(home.path()).args(command).args(more).assert().code(2);
        let said = String::from_utf8_lossy(&refused.get_output().stderr).into_owned();
        assert!(said.contains(why) && said.contains("--fresh"), "{said}");
    }
    assert_eq!(read(&study.join("answer.md")), answer);
}

/// What is always compared is in every file, so a file says by its title what it asks about: none is gone on with for another
/// question, whichever way.
#[test]
fn files_of_another_question_are_refused_and_left_alone() {
    let home = harbour();
    let ask = |question: &str| {
        let mut command = detente(home.path());
        command.args(["study", "harbour.toml", "--out", "s", "--budget", "1s", "--quiet"]);
        command.args(["--question", question, "--no-figures"]).assert()
    };
    for (first, second) in [("walkout", "agreement"), ("agreement", "end_day")] {
        ask(first).success();
        let before = listing(home.path());
        for another in [second, "deadlock"] {
            let refused = ask(another).code(2);
            let said = String::from_utf8_lossy(&refused.get_output().stderr).into_owned();
            assert!(said.contains("about") && said.contains("--fresh"), "{another}: {said}");
        }
        assert!(listing(home.path()) == before);
        fs::remove_dir_all(home.path().join("s")).expect("a study");
    }
}

#[test]
fn bad_input_costs_nothing() {
    let home = harbour();
    fs::create_dir(home.path().join("mine")).expect("a folder");
    fs::write(home.path().join("mine/letter.txt"), "dear").expect("a file");
    for (arguments, why) in [
        (&["--question", "agrement"][..], "did you mean `agreement`?"),
        (&["--budget", "soon"], "expected a time such as 90s, 10m or 2h"),
        (&["--spread", "0"], "expected a number above 0, up to 1"),
        (&["--out", "mine"], "holds something that is no study (`letter.txt`)"),
    ] {
        let refused = detente(home.path())
            .args(["study", "harbour.toml"])
            .args(arguments)
            .assert()
            .code(2);
        let said = String::from_utf8_lossy(&refused.get_output().stderr).into_owned();
        assert!(said.contains(why), "{arguments:?}: {said}");
    }
    let dry = detente(home.path())
        .args(["study", "harbour.toml", "--dry-run", "--budget", "1s"])
        .assert()
        .success();
    let said = String::from_utf8_lossy(&dry.get_output().stdout).into_owned();
    assert!(
        Step::ALL.iter().all(|step| said.contains(&step.file())) && said.contains("Nothing was kept"),
        "{said}"
    );
    let mut left: Vec<_> = fs::read_dir(home.path())
        .expect("a folder")
        .flatten()
        .map(|e| e.file_name())
        .collect();
    left.sort();
    assert_eq!(left, ["harbour.toml", "mine"]);
}

/// The example that ships is what would be written today with its sizes, after what it has found.
#[test]
fn the_shipped_study_is_as_it_would_be_written() {
    let lab = Lab::from(detente_agents::standard());
    let of = |file: &Path| Experiment::read(file, &lab.designs).unwrap_or_else(|error| panic!("{error}"));
    let asked = Plan::new(of(&root().join("experiments/ukraine-28-points.toml")), &lab).expect("a plan");
    let scenario = "../../../scenarios/ukraine-28-points.toml".to_owned();
    let subject = Subject::of(&asked, scenario, "agreement", DEFAULT_SPREAD).expect("a subject");
    let folder = root().join("experiments/studies/ukraine-28-points");
    let spread = of(&folder.join(Step::Spread.file()));
    let numbers = spread.vary.patterns.iter().map(|(pattern, _)| match pattern {
        Pattern::Path(path) => path.to_string(),
        Pattern::All => panic!("numbers by name"),
    });
    let kind = |kind: &str| {
        spread
            .analyses
            .iter()
            .find(|asked| asked.kind == kind)
            .expect("an analysis")
    };
    let found = Found {
        numbers: numbers.collect(),
        bad_end: Some(kind("prim").response.clone()),
        as_it_stands: kind("policies").at_least,
    };
    for step in Step::ALL {
        let file = folder.join(step.file());
        assert_eq!(
            text(step, &subject, Size::of(&of(&file)), &found),
            read(&file),
            "{}",
            step.name()
        );
    }
    let answer = read(&folder.join("answer.md"));
    let (told, advice) = answer.split_once("## What to do next").expect("advice");
    let named = advice
        .split_once("detente explain ")
        .and_then(|(_, rest)| rest.split_once(" --in "));
    let (number, rest) = named.expect("a number");
    assert!(rest.starts_with(&format!("{} ", subject.scenario)), "{rest}");
    // What is advised is in the tables of the screen and of the indices.
    assert_eq!(told.matches(&format!("| {} |", number.replace('_', "\\_"))).count(), 2);
}
