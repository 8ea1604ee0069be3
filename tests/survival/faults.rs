//! Every call to the file system may fail: `strace` makes one of them fail, in a small run and in what writes single files,
//! and whatever comes of it is one of the exit codes, no panic, and nothing half done under a final name. The same command
//! then goes on.
//!
//! A sample of the places is tried; `DETENTE_FAULTS=all` tries each.

use crate::study::{Home, RESULTS, Running, assert_same, everything};
use std::fs;
use std::process::{Command, Stdio};

/// What may fail, and how.
const CALLS: [(&str, &str); 6] = [
    ("write", "ENOSPC"),
    ("fsync", "EIO"),
    ("openat", "ENOSPC"),
    ("rename", "EIO"),
    ("renameat2", "EIO"),
    ("mkdir", "ENOSPC"),
];

/// Places that are tried of each call, where not all are.
const SAMPLE: usize = 6;

/// The program under `strace`, which makes the calls of this name fail as said, the n-th of them.
fn traced(home: &Home, line: &str, options: &[String]) -> Command {
    let program = home.command(line);
    let mut strace = Command::new("strace");
    strace.args(["-f", "-qq", "-o", "trace"]).args(options);
    strace.arg(program.get_program()).args(program.get_args());
    strace.current_dir(home.at(""));
    strace
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    strace
}

/// The places of a call that are worth failing: those after the program has begun to read what it is given.
fn places(home: &Home, line: &str, call: &str) -> Vec<usize> {
    let options = ["-e".to_owned(), format!("trace={call}")];
    assert_eq!(
        Running::of(&mut traced(home, line, &options)).end().code,
        Some(0),
        "{line}"
    );
    let trace = home.text("trace");
    let of_main = trace
        .lines()
        .next()
        .and_then(|line| line.split(' ').next())
        .unwrap_or_default();
    // Places are counted thread by thread; the first thread does what is not playing.
    let calls: Vec<&str> = trace
        .lines()
        .filter(|line| line.split(' ').next() == Some(of_main) && line.contains(&format!(" {call}(")))
        .collect();
    let begun = match call {
        "openat" => calls.iter().position(|line| line.contains(".toml")).unwrap_or(0),
        _ => 0,
    };
    (begun + 1..=calls.len()).collect()
}

#[expect(
    clippy::disallowed_methods,
    reason = "a switch of the tests; the program never looks at it"
)]
fn all_are_wanted() -> bool {
    std::env::var("DETENTE_FAULTS").is_ok_and(|which| which == "all")
}

/// Some of them, evenly; or all.
fn sampled(places: Vec<usize>) -> Vec<usize> {
    if all_are_wanted() || places.len() <= SAMPLE {
        return places;
    }
    (0..SAMPLE)
        .map(|k| places[k * (places.len() - 1) / (SAMPLE - 1)])
        .collect()
}

fn strace_is_there() -> bool {
    let there = Command::new("strace").args(["-qq", "true"]).output();
    let there = there.is_ok_and(|output| output.status.success());
    if !there {
        eprintln!("SKIPPED: strace is not there, or may not be used");
    }
    there
}

/// Makes each call fail in turn and looks at what came of it.
fn each_fault(home: &Home, line: &str, look: impl Fn(&Home, Option<i32>, &str)) {
    let mut refused = 0;
    for (call, error) in CALLS {
        let found = places(home, line, call);
        look(home, Some(0), "before");
        for place in sampled(found) {
            let what = format!("{line}: {call} {place} fails with {error}");
            let inject = ["-e".to_owned(), format!("inject={call}:error={error}:when={place}")];
            let ended = Running::of(&mut traced(home, line, &inject)).end();
            assert!(matches!(ended.code, Some(0 | 2)), "{what}: {ended:?}");
            assert!(!ended.stderr.contains("panicked"), "{what}: {ended:?}");
            refused += u32::from(ended.code == Some(2));
            look(home, ended.code, &what);
        }
    }
    assert!(refused > 0, "{line}: no fault was felt");
}

#[test]
fn a_run_survives_each_fault() {
    if !strace_is_there() {
        return;
    }
    let home = Home::new();
    let line = "run study.toml --replicates 20 --threads 1 --transcripts 1 --no-figures";
    home.done(line);
    let whole = home.listing(RESULTS);
    fs::remove_dir_all(home.at("results")).unwrap();
    each_fault(&home, line, |home, code, what| {
        // What a fault leaves of the making, the next call sweeps; answer and minutes come after the tables.
        let made = |listing: crate::study::Listing, minutes: bool| -> crate::study::Listing {
            let is_made = |name: &str| {
                let in_making = name.starts_with("blocks") || ["lock", "plan.json"].contains(&name);
                !in_making && (minutes || !(name.starts_with("transcripts") || name == "answer.md"))
            };
            listing.into_iter().filter(|(name, _)| is_made(name)).collect()
        };
        if home.at(RESULTS).exists() {
            let mut found = everything(&home.at(RESULTS));
            found.remove("provenance.json");
            let minutes = code == Some(0);
            assert_same(&made(found, minutes), &made(whole.clone(), minutes), what);
        } else {
            assert_eq!(code, Some(2), "{what}");
        }
        home.done(line);
        assert_same(&home.listing(RESULTS), &whole, what);
        fs::remove_dir_all(home.at("results")).unwrap();
    });
}

#[test]
fn a_file_is_whole_or_absent_after_each_fault() {
    if !strace_is_there() {
        return;
    }
    let home = Home::new();
    fs::copy(crate::study::shipped("scenarios/harbour.toml"), home.at("harbour.toml")).unwrap();
    let lines = [
        ("simulate harbour.toml --transcript out.txt", "out.txt"),
        ("new out --from mediation", "out.toml"),
        ("odd harbour.toml -o out.md", "out.md"),
    ];
    for (line, file) in lines {
        home.done(line);
        let whole = home.text(file);
        fs::remove_file(home.at(file)).unwrap();
        each_fault(&home, line, |home, code, what| {
            let there = home.at(file).exists();
            assert!(there || code == Some(2), "{what}: nothing was written");
            if there {
                assert_eq!(home.text(file), whole, "{what}");
                fs::remove_file(home.at(file)).unwrap();
            }
            let names: Vec<String> = everything(&home.at("")).into_keys().collect();
            assert!(
                names.iter().all(|name| !name.ends_with(".partial")),
                "{what}: {names:?}"
            );
        });
    }
}
