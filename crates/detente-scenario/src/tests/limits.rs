//! Limits, at and beyond each; the guide has them in one table.

use super::{HARBOUR, read, valid};
use crate::suggest::grouped;
use crate::{Document, TomlFile, limits};
use std::fmt::Write;
use std::path::Path;

/// What is wrong with a text.
fn wrong(text: &str) -> String {
    read(text).expect_err("more than the limit").to_string()
}

#[test]
fn the_guide_tells_every_limit() {
    let guide = include_str!("../../../../docs/guide.md");
    let told = [
        ("size of a file, in MiB", limits::FILE_BYTES >> 20),
        ("parts of a dotted key", limits::KEY_DEPTH),
        (
            "tables and lists of a TOML file, parts of dotted keys among them",
            limits::TABLES,
        ),
        ("values of a TOML file", limits::VALUES),
        ("words and signs of a TOML file", limits::PIECES),
        ("characters of an id", limits::ID_CHARACTERS),
        ("parties", limits::PARTIES),
        (
            "negotiators, constituencies, issues, linkages, sessions, shocks: of each",
            limits::ROWS,
        ),
        ("options of one numeric issue", limits::RANGE_OPTIONS),
        ("options of all issues", limits::OPTIONS),
        (
            "pairs of party and party, of party and option, of constituency and issue; rows of a table",
            limits::PAIRS,
        ),
        (
            "rounds of one run: the sum over the sessions of `rounds` x `times`",
            limits::ROUNDS,
        ),
        ("findings that are told of one file", limits::FINDINGS),
    ];
    for (what, most) in told {
        let row = format!("| {what} | {} |", grouped(most as u64));
        assert!(guide.contains(&row), "no `{row}`");
    }
}

#[test]
fn one_run_has_a_million_rounds_at_most() {
    let told = |times: &str, rounds: &str| {
        let (before, _) = HARBOUR.split_once("[[calendar]]").expect("a calendar");
        let entry = "[[calendar]]\nid = \"round\"\nday = 0\nparticipants = [\"north\", \"south\"]\n";
        let built = read(&format!("{before}{entry}times = {times}\nrounds = {rounds}\n"));
        built.map_or_else(|findings| findings.to_string(), |_| String::new())
    };
    let limit = "rounds in one run; expected at most 1000000";
    for (times, rounds, beyond) in [
        ("10000", "100", false),
        ("10000", "101", true),
        ("10000", "{ uniform = [1, 100] }", false),
        ("10000", "{ uniform = [1, 102] }", true),
        ("1", "10000", false),
    ] {
        let told = told(times, rounds);
        assert_eq!(told.contains(limit), beyond, "{times} x {rounds}: {told}");
    }
}

/// The small scenario with so many parties.
fn parties(count: usize) -> String {
    let mut text = HARBOUR.to_owned();
    for k in HARBOUR.matches("[[parties]]").count()..count {
        let _ = write!(text, "\n[[parties]]\nid = \"p{k}\"\nrole = \"guarantor\"\n");
    }
    text
}

#[test]
fn parties_are_bounded() {
    valid(&parties(limits::PARTIES));
    assert!(wrong(&parties(limits::PARTIES + 1)).contains("401 parties, more than 400"));
}

#[test]
fn ids_and_text_are_bounded() {
    let shock = |id: &str, title: &str| {
        let shock = format!("\n[[shocks]]\nid = \"{id}\"\ntitle = \"{title}\"\nday = 3\neffects = {{}}\n");
        let built = read(&format!("{HARBOUR}{shock}"));
        let told = built.map_or_else(|findings| findings.to_string(), |_| String::new());
        (
            told.contains("expected 1 to 80 characters"),
            told.contains("expected text on one line"),
        )
    };
    assert_eq!(shock(&"x".repeat(limits::ID_CHARACTERS), "plain"), (false, false));
    assert_eq!(shock(&"x".repeat(limits::ID_CHARACTERS + 1), "plain"), (true, false));
    for escape in ["\\u001b[2J", "\\u007f", "\\u009b", "\\u202e", "\\n"] {
        assert_eq!(shock(&format!("a{escape}"), "plain"), (true, false), "{escape}");
        assert_eq!(shock("a", &format!("b{escape}")), (false, true), "{escape}");
    }
}

/// What is not text is told where it stands, before a parser sees it; a line as long as the file is looked at once.
#[test]
fn junk_is_refused_at_once() {
    let told = wrong(&"\0".repeat(400_000));
    assert!(told.starts_with("x.toml:1:1: error: the control character"), "{told}");
    let start = std::time::Instant::now();
    for junk in ["(", "a ", "} ", "\"\n"] {
        let long = format!("a = {}", junk.repeat(1_000_000));
        assert!(Document::parse(Path::new("x.toml"), long).is_err());
    }
    assert!(start.elapsed().as_secs() < 30, "it took {:?}", start.elapsed());
}

/// A named pipe that nobody writes into, devices without an end, and files that the system makes up.
#[cfg(target_os = "linux")]
#[test]
fn what_has_no_end_is_not_read() {
    let folder = tempfile::tempdir().expect("a folder");
    let pipe = folder.path().join("pipe");
    let made = std::process::Command::new("mkfifo").arg(&pipe).status();
    assert!(made.is_ok_and(|status| status.success()), "mkfifo is there");
    for file in [pipe.as_path(), Path::new("/dev/zero"), Path::new("/proc/self/status")] {
        let told = TomlFile::read(file).expect_err("no regular file").to_string();
        assert!(told.ends_with("; expected a regular file"), "{told}");
    }
}
