//! Mutants of all files that ship: each ends in a model, a plan or findings, without a panic and in bounded time.
//!
//! A sample of them is tried, the same on every run; `DETENTE_FUZZ=all` tries four thousand.

use crate::common::{SplitMix, copy, files_below, root, text};
use detente_import::{ImportOptions, TableOptions, import_genius, import_table};
use detente_lab::Lab;
use detente_lab::experiment::Experiment;
use detente_lab::plan::Plan;
use detente_scenario::{Document, TomlFile, build};
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// Mutants in all.
const ALL: usize = 4000;
/// Mutants that are tried unless all are asked for.
const SAMPLE: usize = 1000;
/// Longest that a mutant may take, on a machine that does other things too.
const LONGEST: Duration = Duration::from_secs(20);

/// What takes the place of a piece of a file.
const SCRAPS: [&str; 34] = [
    "",
    "[",
    "]]",
    "{",
    "=",
    "\"",
    "'''",
    ".",
    ",",
    ";",
    "-1",
    "0",
    "1e400",
    "nan",
    "9999999999",
    "true",
    "1979-05-27",
    "\u{0}",
    "\u{1b}[2J",
    "\u{202e}",
    "*",
    "\n",
    "</issue>",
    "{ beta = [0.001, 1e7] }",
    "{}",
    "inf",
    "07:32:00",
    "é",
    "# ",
    "[[parties]]\n",
    "[parties]\n",
    "{ choice = [] }",
    "{ from = 0, to = 1e9, step = 1 }",
    "0x7fffffffffffffffffff",
];

/// One mutation: a line dropped, doubled or moved, a number or a word in another's place, a piece cut out.
fn mutate(text: &str, luck: &mut SplitMix) -> String {
    let mut lines: Vec<&str> = text.lines().collect();
    if lines.is_empty() {
        return (*luck.pick(&SCRAPS)).to_owned();
    }
    let line = luck.below(lines.len());
    match luck.below(6) {
        0 => drop(lines.remove(line)),
        1 => lines.insert(line, lines[line]),
        2 => {
            let other = luck.below(lines.len());
            lines.swap(line, other);
        }
        3 => {
            let words: Vec<&str> = text.split_whitespace().collect();
            if words.is_empty() {
                return String::new();
            }
            let (old, new) = (*luck.pick(&words), *luck.pick(&words));
            return text.replacen(old, new, 1 + luck.below(3));
        }
        _ => {
            let characters: Vec<char> = lines[line].chars().collect();
            let from = luck.below(characters.len() + 1);
            let to = (from + luck.below(12)).min(characters.len());
            let before: String = characters[..from].iter().collect();
            let after: String = characters[to..].iter().collect();
            let changed = before + *luck.pick::<&str>(&SCRAPS) + &after;
            lines[line] = &changed;
            return lines.join("\n");
        }
    }
    lines.join("\n")
}

/// Sheets that are imported.
const SHEETS: &str = "crates/detente-import/tests/table";

/// A file that ships, and the folder that it lies in with all that it names.
struct Shipped {
    folder: PathBuf,
    file: String,
}

/// Everything that a command reads: scenarios with their tables, experiments, domains.
fn shipped() -> Vec<Shipped> {
    let of = |folder: &str, ending: &str| -> Vec<Shipped> {
        let folder = root().join(folder);
        let mut files = files_below(&folder);
        files.sort();
        let named = files.into_iter().filter(|file| file.ends_with(ending));
        let one = |file| Shipped {
            folder: folder.clone(),
            file,
        };
        named.map(one).collect()
    };
    [
        of("scenarios", ".toml"),
        of("scenarios", ".csv"),
        of("experiments", ".toml"),
        of("crates/detente-import/tests/genius", ".xml"),
        of(SHEETS, ".csv"),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// Does with a mutant what commands do, up to the first run; says whether it was right.
fn try_out(home: &Path, shipped: &Shipped, lab: &Lab) -> bool {
    let file = home.join(&shipped.file);
    let folder = file.parent().expect("a file lies in a folder");
    match file.extension().and_then(|e| e.to_str()) {
        Some("xml") => import_genius(folder, &ImportOptions::default()).is_ok(),
        Some("csv") if shipped.folder.ends_with(SHEETS) => {
            let options = TableOptions {
                name: "mutant".to_owned(),
                sheet: None,
                rounds: 10,
            };
            import_table(&file, &options).is_ok()
        }
        Some("csv") => {
            let scenario = folder.with_extension("toml");
            Document::read(&scenario).is_ok_and(|document| build(&document, &lab.registry).is_ok())
        }
        _ => match TomlFile::read(&file) {
            Ok(toml) if Experiment::is_one(&toml) => {
                Experiment::from_toml(&toml, &lab.designs).is_ok_and(|experiment| Plan::new(experiment, lab).is_ok())
            }
            Ok(toml) => build(&Document::of(toml), &lab.registry).is_ok(),
            Err(findings) => {
                assert!(findings.has_errors() && !findings.to_string().is_empty());
                false
            }
        },
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "a switch of the tests; the program never looks at it"
)]
fn all_are_wanted() -> bool {
    std::env::var("DETENTE_FUZZ").is_ok_and(|which| which == "all")
}

#[test]
fn mutants_of_shipped_files_end_in_a_model_or_in_findings() {
    let lab = Lab::from(detente_agents::standard());
    let shipped = shipped();
    assert!(shipped.len() > 30, "{} files", shipped.len());
    let step = if all_are_wanted() { 1 } else { ALL / SAMPLE };
    let home = TempDir::new().expect("a folder for temporary files");
    copy(&root().join("scenarios"), &home.path().join("scenarios"));
    for one in &shipped {
        let own = home.path().join(one.folder.file_name().expect("a name"));
        copy(&one.folder, &own);
        assert!(try_out(&own, one, &lab), "{} is wrong before it is changed", one.file);
    }
    let (mut right, mut wrong) = (0, 0);
    for mutant in (0..ALL).step_by(step) {
        let mut luck = SplitMix(mutant as u64);
        let one = &shipped[mutant / step % shipped.len()];
        let name = one.folder.file_name().expect("a name");
        let own = home.path().join(name);
        let original = text(&one.folder.join(&one.file));
        let mut changed = original.clone();
        for _ in 0..=luck.below(3) {
            changed = mutate(&changed, &mut luck);
        }
        fs::write(own.join(&one.file), &changed).expect("a writable folder");
        let start = Instant::now();
        match try_out(&own, one, &lab) {
            true => right += 1,
            false => wrong += 1,
        }
        let took = start.elapsed();
        assert!(
            took < LONGEST,
            "mutant {mutant} of {} takes {took:?}:\n{changed}",
            one.file
        );
        fs::write(own.join(&one.file), &original).expect("a writable folder");
    }
    assert!(right > 20 && wrong > 20, "{right} right, {wrong} wrong");
}
