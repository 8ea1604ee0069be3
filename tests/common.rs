//! What the tests of the whole share: the program in a folder of its own, what it leaves there, tables, golden files.

use detente_core::{Lot, Model, RunRecord, Seed, Stage};
use detente_results::PROVENANCE_FILE;
use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Arc, OnceLock};
use std::time::SystemTime;
use tempfile::TempDir;

/// Plays so many replicates of a model; their records, in order.
pub(crate) fn play(model: Model, seed: u64, replicates: u64) -> Vec<RunRecord> {
    stage(model, seed, 16).records((0..replicates).map(Lot::of))
}

/// A stage for a model and the standard set.
pub(crate) fn stage(model: Model, seed: u64, slots: usize) -> Stage {
    let stage = Stage::new(&detente_agents::standard(), &Arc::new(model), Seed::new(seed), slots);
    stage.unwrap_or_else(|e| panic!("{e}"))
}

/// A small generator for what tests make up: SplitMix64 (Steele, Lea & Flood 2014).
pub(crate) struct SplitMix(pub(crate) u64);

impl SplitMix {
    pub(crate) fn below(&mut self, n: usize) -> usize {
        (self.unit() * n as f64) as usize
    }

    pub(crate) fn unit(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// Whether something of this chance happens.
    pub(crate) fn chance(&mut self, chance: f64) -> bool {
        self.unit() < chance
    }

    /// One of these, each equally likely.
    pub(crate) fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.below(from.len())]
    }
}

/// How a command of the program ended.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Output {
    /// None if a signal ended it.
    pub(crate) code: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

/// The root of the workspace.
pub(crate) fn root() -> &'static Path {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR"));
    tests.parent().expect("the tests are a member of the workspace")
}

/// The program: beside this test, as `cargo test --workspace` leaves it. Where it is missing, or older than its
/// sources, it is built first: nobody should test yesterday's program.
pub(crate) fn program() -> &'static Path {
    static PROGRAM: OnceLock<PathBuf> = OnceLock::new();
    PROGRAM.get_or_init(|| built("detente", &["--bin", "detente"]))
}

/// An example of the program's crate, likewise.
pub(crate) fn example(name: &str) -> PathBuf {
    built(&format!("examples/{name}"), &["--example", name])
}

/// A file of the profile's folder, built by cargo with these arguments where it is missing or old.
fn built(file: &str, what: &[&str]) -> PathBuf {
    let test = env::current_exe().expect("a test has a file");
    let profile = test.ancestors().nth(2).expect("tests lie in <target>/<profile>/deps");
    let program = profile.join(format!("{file}{}", env::consts::EXE_SUFFIX));
    let built = fs::metadata(&program).and_then(|m| m.modified()).ok();
    if built.is_none_or(|built| built < newest(root())) {
        build(profile, what);
    }
    program
}

/// When the youngest source was written: Rust below `crates`, and the pages that the program holds.
fn newest(root: &Path) -> SystemTime {
    let rust = files_below(&root.join("crates"))
        .into_iter()
        .filter(|p| p.ends_with(".rs"));
    let pages = ["GLOSSARY.md", "docs/model/odd.md", "docs/model/submodels.md"];
    let sources = rust
        .map(|file| root.join("crates").join(file))
        .chain(pages.map(|page| root.join(page)));
    let written = sources.filter_map(|file| fs::metadata(file).and_then(|m| m.modified()).ok());
    written.max().unwrap_or(SystemTime::UNIX_EPOCH)
}

fn build(profile: &Path, what: &[&str]) {
    let target = profile.parent().expect("profiles lie in the target folder");
    let mut cargo = Command::new(env!("CARGO"));
    cargo.current_dir(root()).env("CARGO_TARGET_DIR", target);
    cargo.args(["build", "--quiet", "--package", "detente"]).args(what);
    if profile.ends_with("release") {
        cargo.arg("--release");
    }
    let status = cargo.status().expect("cargo runs, it has built this test");
    assert!(status.success(), "failed to build the program `detente`");
}

/// The program, ready to be given arguments, in a folder.
pub(crate) fn command(folder: &Path) -> Command {
    let mut command = Command::new(program());
    command.current_dir(folder);
    command
}

/// Runs the program in a folder to its end.
pub(crate) fn detente(folder: &Path, arguments: &[&str]) -> Output {
    let output = command(folder).args(arguments).output();
    let output = output.unwrap_or_else(|e| panic!("failed to start {}: {e}", program().display()));
    let text = |bytes| String::from_utf8(bytes).expect("the program writes UTF-8");
    Output {
        code: output.status.code(),
        stdout: text(output.stdout),
        stderr: text(output.stderr),
    }
}

/// Standard output of a command that succeeds and has nothing to say on standard error.
pub(crate) fn told(folder: &Path, arguments: &[&str]) -> String {
    let Output { code, stdout, stderr } = detente(folder, arguments);
    assert_eq!(
        (code, stderr.as_str()),
        (Some(0), ""),
        "detente {}",
        arguments.join(" ")
    );
    stdout
}

/// Standard output of a command that succeeds, whatever it notes on standard error.
pub(crate) fn told_with_notes(folder: &Path, arguments: &[&str]) -> String {
    let Output { code, stdout, stderr } = detente(folder, arguments);
    let notes = stderr.lines().all(|line| line.starts_with("note: "));
    assert!(
        code == Some(0) && notes,
        "detente {}: {code:?}, {stderr}",
        arguments.join(" ")
    );
    stdout
}

/// A folder that is gone when the test ends.
pub(crate) fn temporary_folder() -> TempDir {
    tempfile::tempdir().expect("a folder for temporary files")
}

/// A file of the workspace, as an argument that holds in any folder.
pub(crate) fn shipped(file: &str) -> String {
    root().join(file).display().to_string()
}

/// The stems of the TOML files in a folder of the workspace, in order.
pub(crate) fn stems(folder: &str) -> Vec<String> {
    let files = files_below(&root().join(folder));
    let stems: Vec<String> = files
        .iter()
        // Whoever runs a shipped study has results beside its files.
        .filter(|f| !f.contains("/results/"))
        .filter_map(|f| f.strip_suffix(".toml").map(str::to_owned))
        .collect();
    assert!(!stems.is_empty(), "{folder}/ holds no TOML file");
    stems
}

/// The files below a folder, relative to it, in order, with `/` between names.
pub(crate) fn files_below(folder: &Path) -> Vec<String> {
    entries_below(folder)
        .into_iter()
        .filter(|e| !e.ends_with('/'))
        .collect()
}

/// Copies the files below a folder into another.
pub(crate) fn copy(from: &Path, to: &Path) {
    for file in files_below(from) {
        let target = to.join(&file);
        fs::create_dir_all(target.parent().expect("a file lies in a folder")).expect("a folder");
        fs::copy(from.join(&file), target).expect("a file to copy");
    }
}

/// The files and folders below a folder; folders end in `/`.
fn entries_below(folder: &Path) -> Vec<String> {
    let mut found = Vec::new();
    let mut open = vec![String::new()];
    while let Some(above) = open.pop() {
        let entries = fs::read_dir(folder.join(&above));
        for entry in entries.unwrap_or_else(|e| panic!("failed to read {above}: {e}")) {
            let entry = entry.expect("a readable folder");
            let name = above.clone() + &entry.file_name().into_string().expect("names in UTF-8");
            if entry.file_type().expect("a kind of file").is_dir() {
                open.push(name.clone() + "/");
                found.push(name + "/");
            } else {
                found.push(name);
            }
        }
    }
    found.sort();
    found
}

/// Everything below a folder: a hash for each file, nothing for a folder. Left out is who made results, when and where:
/// all else is the same bytes wherever it is made.
pub(crate) fn listing(folder: &Path) -> BTreeMap<String, String> {
    let hash = |entry: &String| match entry.ends_with('/') {
        true => String::new(),
        false => blake3::hash(&read(&folder.join(entry))).to_hex().to_string(),
    };
    let is_the_same_everywhere = |entry: &String| entry.rsplit('/').next() != Some(PROVENANCE_FILE);
    let entries = entries_below(folder).into_iter().filter(is_the_same_everywhere);
    entries.map(|e| (e.clone(), hash(&e))).collect()
}

fn read(file: &Path) -> Vec<u8> {
    fs::read(file).unwrap_or_else(|e| panic!("failed to read {}: {e}", file.display()))
}

/// The text of a file.
pub(crate) fn text(file: &Path) -> String {
    String::from_utf8(read(file)).unwrap_or_else(|e| panic!("{} is no text: {e}", file.display()))
}

/// A table as text.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Table {
    pub(crate) header: Vec<String>,
    pub(crate) rows: Vec<Vec<String>>,
}

impl Table {
    pub(crate) fn read(file: &Path) -> Self {
        let mut reader = csv::Reader::from_path(file).unwrap_or_else(|e| panic!("{}: {e}", file.display()));
        let cells = |record: &csv::StringRecord| record.iter().map(str::to_owned).collect();
        let header = cells(reader.headers().expect("a header"));
        let rows = reader.records().map(|r| cells(&r.expect("rows as wide as the header")));
        Self {
            header,
            rows: rows.collect(),
        }
    }

    /// The place of a column.
    pub(crate) fn column(&self, name: &str) -> usize {
        let place = self.header.iter().position(|h| h == name);
        place.unwrap_or_else(|| panic!("no column `{name}`"))
    }

    /// The columns whose names begin so, each with the rest of its name.
    pub(crate) fn columns<'a>(&'a self, prefix: &'a str) -> impl Iterator<Item = (usize, &'a str)> {
        let named = self.header.iter().enumerate();
        named.filter_map(move |(k, h)| Some((k, h.strip_prefix(prefix)?)))
    }

    pub(crate) fn cell<'a>(&self, row: &'a [String], name: &str) -> &'a str {
        &row[self.column(name)]
    }

    /// The rows of a point.
    pub(crate) fn of_point(&self, point: usize) -> impl Iterator<Item = &Vec<String>> {
        let (column, point) = (self.column("point"), point.to_string());
        self.rows.iter().filter(move |row| row[column] == point)
    }
}

/// Compares a text with the one kept under `tests/golden/`, or keeps it there when blessing.
pub(crate) fn assert_golden(name: &str, found: &str) {
    let file = root().join("tests/golden").join(name);
    if blessing() {
        return keep(&file, found);
    }
    let expected = fs::read_to_string(&file).unwrap_or_default();
    assert!(found == expected, "{}", difference(&file, &expected, found));
}

/// Writes a golden file.
pub(crate) fn keep(file: &Path, found: &str) {
    fs::create_dir_all(file.parent().expect("golden files lie in folders")).expect("a folder for golden files");
    fs::write(file, found).unwrap_or_else(|e| panic!("failed to write {}: {e}", file.display()));
}

/// Whether golden files are to be written anew.
#[expect(
    clippy::disallowed_methods,
    reason = "a switch of the tests; the program never looks at it"
)]
pub(crate) fn blessing() -> bool {
    env::var("DETENTE_BLESS").is_ok()
}

/// Where two texts part, and what to do about it.
pub(crate) fn difference(file: &Path, expected: &str, found: &str) -> String {
    let same = expected.lines().zip(found.lines()).take_while(|(a, b)| a == b).count();
    let line = |text: &str| text.lines().nth(same).unwrap_or("(the end)").to_owned();
    format!(
        "{} is out of date from line {} on.\n  kept:  {}\n  found: {}\nIf that is as it should be: DETENTE_BLESS=1 \
         cargo test --package detente-tests, and look at what changed",
        file.strip_prefix(root()).unwrap_or(file).display(),
        same + 1,
        line(expected),
        line(found)
    )
}
