//! Wrong input: a message with the place, what was found, what was expected and a hint; exit code 2; and nothing on
//! disk is touched.
//!
//! The cases stand in `invalid/*.txt`. Each begins with `# ` and a title; lines with `-` and `+` replace lines of the
//! two valid files `talks.toml` and `study.toml`; `$ ` is the command; the rest is what it says on standard error.

use crate::common::{self, Output, detente, listing};
use std::fmt::Write;
use std::fs;
use std::path::Path;
use tempfile::TempDir;

/// The valid files that cases spoil.
const VALID: [&str; 2] = ["talks.toml", "study.toml"];

/// Size of the files of garbage.
const GARBAGE: usize = 2_000_000;

/// Most findings that are told of one file, with the line that counts the rest.
const MOST_LINES: usize = 201;

#[derive(Debug, Default)]
struct Case {
    title: String,
    /// What is replaced, and by what.
    edits: Vec<(String, String)>,
    command: String,
    expected: String,
}

impl Case {
    fn parse(text: &str) -> Self {
        let mut case = Self::default();
        let mut added = true;
        for line in text.lines() {
            match (case.command.is_empty(), line.get(..2).unwrap_or(line)) {
                (true, "# ") => case.title = line[2..].to_owned(),
                (true, "- ") if added => {
                    case.edits.push((line[2..].to_owned(), String::new()));
                    added = false;
                }
                (true, "- ") => push_line(&mut case.last_edit().0, &line[2..]),
                (true, "+ ") => {
                    push_line(&mut case.last_edit().1, &line[2..]);
                    added = true;
                }
                (true, "$ ") => case.command = line[2..].to_owned(),
                _ => push_line(&mut case.expected, line),
            }
        }
        case.expected.truncate(case.expected.trim_end().len());
        assert!(
            !case.title.is_empty() && !case.command.is_empty(),
            "no title or no command: {text}"
        );
        case
    }

    fn last_edit(&mut self) -> &mut (String, String) {
        self.edits.last_mut().expect("`-` comes before `+`")
    }

    fn write(&self, text: &mut String) {
        let _ = writeln!(text, "# {}", self.title);
        for (old, new) in &self.edits {
            for (sign, lines) in [("-", old), ("+", new)] {
                for line in lines.lines() {
                    let _ = writeln!(text, "{sign} {line}");
                }
            }
        }
        let _ = writeln!(text, "$ {}\n{}\n", self.command, self.expected);
    }

    /// Runs the command in a folder of its own and says what it said.
    fn run(&self) -> String {
        let folder = common::temporary_folder();
        prepare(folder.path(), &self.command);
        for (old, new) in &self.edits {
            spoil(folder.path(), old, new);
        }
        let arguments: Vec<&str> = self.command.split_whitespace().skip(1).collect();
        refused(&folder, &arguments)
    }
}

fn push_line(text: &mut String, line: &str) {
    if !text.is_empty() {
        text.push('\n');
    }
    text.push_str(line);
}

/// Replaces lines of one of the valid files.
fn spoil(folder: &Path, old: &str, new: &str) {
    let (old, new) = (format!("\n{old}\n"), format!("\n{new}\n"));
    let places: Vec<(&str, String)> = VALID
        .iter()
        .map(|name| (*name, common::text(&folder.join(name))))
        .filter(|(_, text)| text.contains(&old))
        .collect();
    let [(name, text)] = &places[..] else {
        panic!("{} files hold the lines{old}", places.len());
    };
    assert_eq!(text.matches(&old).count(), 1, "{name} holds the lines twice:{old}");
    fs::write(folder.join(name), text.replace(&old, &new)).expect("a writable file");
}

/// The valid files, and what else the command speaks of.
fn prepare(folder: &Path, command: &str) {
    for name in VALID {
        fs::copy(common::root().join("tests/invalid").join(name), folder.join(name)).expect("a valid file");
    }
    for word in command.split_whitespace().filter_map(|word| word.split('/').next()) {
        let path = folder.join(word);
        let made = match word {
            "empty.toml" => fs::write(path, ""),
            "bytes.toml" => fs::write(path, garbage().take(GARBAGE).collect::<Vec<u8>>()),
            "folder.toml" => fs::create_dir(path),
            "notes.txt" => fs::write(path, "keep me\n"),
            "photos" => fs::create_dir(&path).and_then(|()| fs::write(path.join("sea.jpg"), "not a result\n")),
            "finished" => {
                let run = "run study.toml --seed 8 --no-figures --quiet --out finished";
                common::told(folder, &run.split(' ').collect::<Vec<_>>());
                Ok(())
            }
            _ => Ok(()),
        };
        made.unwrap_or_else(|e| panic!("failed to make {word}: {e}"));
    }
}

/// Bytes without a pattern, the same each time: a linear congruential generator.
fn garbage() -> impl Iterator<Item = u8> {
    let next = |state: &u64| Some(state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1));
    std::iter::successors(Some(1), next).map(|state| (state >> 56) as u8)
}

/// What a command that is refused says; it must leave everything as it was.
fn refused(folder: &TempDir, arguments: &[&str]) -> String {
    let command = arguments.join(" ");
    let before = listing(folder.path());
    let Output { code, stdout, stderr } = detente(folder.path(), arguments);
    assert_eq!(listing(folder.path()), before, "{command}: touched files");
    assert_eq!((code, stdout.as_str()), (Some(2), ""), "{command}: {stderr}");
    let place = folder.path().display().to_string();
    stderr.trim_end().replace(&place, "[FOLDER]")
}

/// Runs the cases of a file and compares, or writes down what the program says when blessing.
fn check_cases(name: &str) {
    let file = common::root().join("tests/invalid").join(name);
    let kept = common::text(&file);
    let mut found = String::new();
    for text in kept.split("\n# ").map(|t| format!("# {}", t.trim_start_matches("# "))) {
        let mut case = Case::parse(&text);
        case.expected = case.run();
        case.write(&mut found);
    }
    found.truncate(found.trim_end().len());
    found.push('\n');
    if common::blessing() {
        return common::keep(&file, &found);
    }
    assert!(found == kept, "{}", common::difference(&file, &kept, &found));
}

#[test]
fn the_files_that_cases_spoil_are_valid() {
    let folder = common::temporary_folder();
    prepare(folder.path(), "");
    common::told(folder.path(), &["check", "--strict", "talks.toml", "study.toml"]);
}

#[test]
fn wrong_scenarios_are_refused() {
    check_cases("scenarios.txt");
}

#[test]
fn wrong_experiments_are_refused() {
    check_cases("experiments.txt");
}

#[test]
fn wrong_files_are_refused() {
    check_cases("files.txt");
}

#[test]
fn wrong_usage_is_refused() {
    check_cases("usage.txt");
}

/// Garbage that is text, of every kind that a parser may stumble over: all its messages would fill pages.
#[test]
fn garbage_in_utf_8_is_refused_in_a_bounded_number_of_lines() {
    const PIECES: [&str; 16] = [
        "[",
        "]",
        "{",
        "}",
        "=",
        "\"",
        "'",
        "\n",
        ".",
        "#",
        " ",
        "a",
        "7",
        "ж",
        "\u{1f54a}",
        "'''",
    ];
    let pieces = garbage().map(|byte| PIECES[usize::from(byte) % PIECES.len()]);
    let mut text = String::new();
    text.extend(pieces.take(GARBAGE));
    let folder = common::temporary_folder();
    fs::write(folder.path().join("junk.toml"), text).expect("a writable folder");
    for command in ["check", "simulate", "run", "params"] {
        let said = refused(&folder, &[command, "junk.toml"]);
        let told = said
            .lines()
            .filter(|line| line.starts_with("junk.toml:") && line.contains(" error: "))
            .count();
        assert!((1..=MOST_LINES).contains(&told), "{command}: {told} findings");
        assert!(said.lines().count() <= MOST_LINES + 1, "{command}: {said}");
        assert!(said.contains("more syntax errors may come of it"), "{command}: {said}");
    }
}
