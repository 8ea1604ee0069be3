//! What engines are told: those that can be had on one machine play it, and give the bytes of a run without them; of others, their
//! libraries and linters hold its form.

use crate::cluster::{alone, assert_as_alone, replicates, study};
use crate::common::{detente, root, shipped, temporary_folder};
use std::path::Path;
use std::process::Command;

/// The exit code of a check whose library is not there.
const SKIPPED: i32 = 77;

/// What an engine is told of twelve shards with everything that a command can hold.
fn told(folder: &Path, engine: &str) -> String {
    let study = shipped("scenarios/harbour.toml");
    let line = [
        "submit",
        engine,
        &study,
        "--shards",
        "12",
        "--out",
        "a $b 'c' \"d\"",
        "--dry-run",
    ];
    let script = detente(folder, &[&line[..], &["--set", "calendar.*.secrecy=0.9"]].concat());
    assert_eq!(script.code, Some(0), "{}", script.stderr);
    script.stdout
}

/// What a library says of a text; none where it is not there.
fn lint(folder: &Path, engine: &str, text: &str) -> Option<Result<(), String>> {
    let file = folder.join("told");
    std::fs::write(&file, text).expect("a file");
    let script = root().join("tests/cluster/lint.py");
    let output = Command::new("python3").arg(script).arg(engine).arg(file).output();
    let Ok(output) = output else {
        println!("SKIPPED: python3 is not there");
        return None;
    };
    if output.status.code() == Some(SKIPPED) {
        println!("{}", String::from_utf8_lossy(&output.stdout).trim());
        return None;
    }
    let wrong = || String::from_utf8_lossy(&output.stderr).into_owned();
    Some(output.status.success().then_some(()).ok_or_else(wrong))
}

#[test]
fn libraries_of_engines_read_what_engines_are_told() {
    let home = temporary_folder();
    for (engine, right, wrong) in [
        ("kubernetes", "maxFailedIndexes", "maxFailedIndices"),
        ("kubernetes", "status: \"True\"", "state: \"True\""),
        ("aws-batch", "evaluateOnExit", "evaluateAtExit"),
        ("aws-batch", "\"size\": 12", "\"size\": \"12\""),
        ("htcondor", " || (ExitCode =?= 2)", ""),
        ("htcondor", "queue 12", "queue 11"),
    ] {
        let script = told(home.path(), engine);
        let Some(said) = lint(home.path(), engine, &script) else {
            continue;
        };
        assert_eq!(said, Ok(()), "{engine}: {script}");
        // A check that finds everything right would be none.
        let wrong = script.replace(right, wrong);
        assert!(
            wrong != script && lint(home.path(), engine, &wrong).is_some_and(|said| said.is_err()),
            "{right}"
        );
    }
}

/// All but one of its hints are followed: what runs here is a program of its own, and comes in no environment that it knows.
#[test]
fn snakemake_has_one_hint_for_its_rules() {
    let home = temporary_folder();
    std::fs::write(home.path().join("Snakefile"), told(home.path(), "snakemake")).expect("a file");
    let Ok(output) = Command::new("snakemake")
        .arg("--lint")
        .current_dir(home.path())
        .output()
    else {
        return println!("SKIPPED: snakemake is not there");
    };
    let said = [output.stdout, output.stderr].concat();
    let said = String::from_utf8_lossy(&said);
    let hints = said.lines().filter_map(|line| line.trim_start().strip_prefix("* "));
    // The test names program and study by where they are here.
    let hints: Vec<&str> = hints.filter(|hint| !hint.starts_with("Absolute path")).collect();
    assert_eq!(
        hints, ["Specify a conda environment or container for each rule.:"; 2],
        "{said}"
    );
}

/// An engine that plays on this machine: what it is told is kept as `file`, and these words send it off, `path` before all other
/// places where programs are looked for.
fn sent(engine: &str, file: &str, words: &[&str], path: Option<&Path>) {
    let home = temporary_folder();
    let folder = home.path();
    alone(folder);
    let (study, replicates) = (study(), replicates());
    let line = [
        "submit",
        engine,
        &study,
        "--shards",
        "3",
        "--out",
        "merged",
        "--replicates",
        &replicates,
    ];
    let script = detente(folder, &line);
    assert_eq!(script.code, Some(0), "{script:?}");
    std::fs::write(folder.join(file), script.stdout).expect("a file");
    let places = std::env::var_os("PATH").unwrap_or_default();
    let places = path
        .map(Path::to_owned)
        .into_iter()
        .chain(std::env::split_paths(&places));
    let mut send = Command::new(words[0]);
    send.args(&words[1..])
        .current_dir(folder)
        .env("PATH", std::env::join_paths(places).expect("places"));
    let output = send.output().expect("it starts");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert_as_alone(folder, "merged");
}

/// Whether a command can be carried out here.
fn works(words: &[&str]) -> bool {
    let output = Command::new(words[0]).args(&words[1..]).output();
    let works = output.is_ok_and(|output| output.status.success());
    if !works {
        println!("SKIPPED: {} is not there", words.join(" "));
    }
    works
}

#[test]
fn a_real_snakemake_gives_the_bytes_of_one_machine() {
    if works(&["snakemake", "--version"]) {
        sent("snakemake", "Snakefile", &["snakemake", "--cores", "2"], None);
    }
}

#[test]
fn a_real_gnu_parallel_gives_the_bytes_of_one_machine() {
    if works(&["parallel", "--version"]) {
        sent(
            "parallel",
            "detente.parallel.sh",
            &["bash", "detente.parallel.sh"],
            None,
        );
    }
}

/// Its server and a worker, in the place of whose command line stands a script of ours.
#[cfg(unix)]
#[test]
fn a_real_hyperqueue_gives_the_bytes_of_one_machine() {
    if works(&["python3", "-c", "import hyperqueue"]) {
        let place = temporary_folder();
        let script = root().join("tests/cluster/hq.py");
        std::os::unix::fs::symlink(script, place.path().join("hq")).expect("a name for it");
        sent(
            "hyperqueue",
            "detente.hq.sh",
            &["bash", "detente.hq.sh"],
            Some(place.path()),
        );
    }
}
