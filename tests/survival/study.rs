//! A small study in a folder of its own, the program that plays it, and what it leaves undisturbed.
//!
//! Four points, three waves, the last of them one block of four parts: 8,400 runs, which take about a second.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// The results of [`Home::run`] with the study and nothing else said.
pub(crate) const RESULTS: &str = "results/ports";
/// The same in the making.
pub(crate) const PARTIAL: &str = "results/ports.partial";
/// Longest that a test waits for something that must happen.
const PATIENCE: Duration = Duration::from_secs(60);

/// A folder with `study.toml`, gone when the test ends.
pub(crate) struct Home(TempDir);

/// How a command ended.
#[derive(Debug)]
pub(crate) struct Ended {
    /// None if a signal ended it.
    pub(crate) code: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

/// What lies below a folder: a hash for each file, nothing for a folder.
pub(crate) type Listing = BTreeMap<String, String>;

impl Home {
    pub(crate) fn new() -> Self {
        let home = Self(tempfile::tempdir().expect("a folder for temporary files"));
        let text = format!(
            "format = 1\n[experiment]\nid = \"ports\"\nscenario = {:?}\nseed = 7\nreplicates = 2100\n\
             [[policies]]\nid = \"calm\"\nset = {{ \"behaviours.fatigue.rate_per_session\" = 0.0 }}\n\
             [design]\nkind = \"grid\"\n[[factors]]\nid = \"leak\"\npath = \"negotiators.*.leak_sensitivity\"\n\
             levels = [1.0]\n",
            shipped("scenarios/harbour.toml")
        );
        home.put("study.toml", &text);
        home
    }

    pub(crate) fn at(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    pub(crate) fn put(&self, name: &str, text: &str) {
        let file = self.at(name);
        fs::create_dir_all(file.parent().expect("files lie in folders")).expect("a folder");
        fs::write(file, text).expect("a file that can be written");
    }

    pub(crate) fn text(&self, name: &str) -> String {
        fs::read_to_string(self.at(name)).unwrap_or_else(|e| panic!("failed to read {name}: {e}"))
    }

    /// The program, ready to start here; words of the line are parted by spaces. No scheduler of the machine is seen.
    pub(crate) fn command(&self, line: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_survivor"));
        command.current_dir(self.0.path()).args(line.split_whitespace());
        command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        for scheduler in [
            "SLURM_ARRAY_TASK_ID",
            "JOB_COMPLETION_INDEX",
            "AWS_BATCH_JOB_ARRAY_INDEX",
        ] {
            command.env_remove(scheduler);
        }
        command
    }

    /// Starts the program.
    pub(crate) fn start(&self, line: &str) -> Running {
        Running::of(&mut self.command(line))
    }

    /// Runs the program to its end.
    pub(crate) fn run(&self, line: &str) -> Ended {
        self.start(line).end()
    }

    /// The same, which ends well.
    pub(crate) fn done(&self, line: &str) -> Ended {
        let ended = self.run(line);
        assert_eq!(ended.code, Some(0), "{line}: {ended:?}");
        ended
    }

    /// The same, which is refused with exit code 2 and these words, without a panic. A shard beside somebody else is told to
    /// come again.
    pub(crate) fn refused(&self, line: &str, words: &[&str]) -> Ended {
        let ended = self.run(line);
        let is_beside = line.contains("--shard") && ended.stderr.contains("another program is at work here");
        let code = if is_beside { 75 } else { 2 };
        assert_eq!(ended.code, Some(code), "{line}: {ended:?}");
        for word in words {
            assert!(ended.stderr.contains(word), "{line}: no `{word}` in {}", ended.stderr);
        }
        assert!(!ended.stderr.contains("panicked"), "{line}: {}", ended.stderr);
        ended
    }

    /// What a folder holds that must not depend on who made it when.
    pub(crate) fn listing(&self, folder: &str) -> Listing {
        let mut all = everything(&self.at(folder));
        assert!(all.remove("provenance.json").is_some(), "{folder} has no provenance");
        all
    }

    /// A folder is what an undisturbed run leaves, and nothing in the making lies beside it.
    pub(crate) fn assert_undisturbed(&self, folder: &str) {
        assert_same(&self.listing(folder), &undisturbed().0, folder);
        assert!(
            !self.at(&format!("{folder}.partial")).exists(),
            "{folder}.partial is left"
        );
    }

    /// The same of a run without figures.
    pub(crate) fn assert_undisturbed_tables(&self, folder: &str) {
        assert_same(&self.listing(folder), &without_figures(&undisturbed().0), folder);
    }
}

/// A program at work; killed with the test.
pub(crate) struct Running(Option<Child>);

impl Running {
    pub(crate) fn of(command: &mut Command) -> Self {
        Self(Some(command.spawn().expect("the program starts")))
    }

    fn child(&mut self) -> &mut Child {
        self.0.as_mut().expect("a program that has not been waited for")
    }

    /// Whether it is still at work.
    pub(crate) fn is_at_work(&mut self) -> bool {
        self.child().try_wait().expect("a child of this test").is_none()
    }

    /// Sends a signal by its name.
    pub(crate) fn signal(&mut self, name: &str) {
        let id = self.child().id().to_string();
        let sent = Command::new("kill").args([&format!("-{name}"), &id]).status();
        assert!(sent.expect("`kill` is there").success(), "failed to send {name}");
    }

    /// Kills it; says whether it was still at work.
    pub(crate) fn kill(mut self) -> bool {
        let at_work = self.is_at_work();
        // One that has ended cannot be killed.
        let _ = self.child().kill();
        self.end();
        at_work
    }

    /// Waits until something is so, while the program is at work.
    pub(crate) fn until(&mut self, what: &str, is_so: impl Fn() -> bool) {
        let start = Instant::now();
        while !is_so() {
            assert!(self.is_at_work(), "it ended before {what}");
            assert!(start.elapsed() < PATIENCE, "waited too long for {what}");
            std::thread::sleep(Duration::from_millis(1));
        }
    }

    /// Waits for its end.
    pub(crate) fn end(mut self) -> Ended {
        let child = self.0.take().expect("a program is waited for once");
        let output = child.wait_with_output().expect("a child of this test");
        let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
        Ended {
            code: output.status.code(),
            stdout: text(output.stdout),
            stderr: text(output.stderr),
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        if let Some(child) = &mut self.0 {
            // The test has failed already.
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

/// What an undisturbed run leaves, and how long it takes.
pub(crate) fn undisturbed() -> &'static (Listing, Duration) {
    static KNOWN: OnceLock<(Listing, Duration)> = OnceLock::new();
    KNOWN.get_or_init(|| {
        let home = Home::new();
        let start = Instant::now();
        home.done("run study.toml --threads 2");
        let listing = home.listing(RESULTS);
        let blocks = listing.keys().filter(|name| name.ends_with(".block")).count();
        assert_eq!(blocks, 9, "two waves of four blocks, and one of one: {listing:?}");
        assert!(listing.contains_key("figures/outcome-shares.png"), "{listing:?}");
        (listing, start.elapsed())
    })
}

pub(crate) fn without_figures(listing: &Listing) -> Listing {
    // Pages are made with the figures, and the minutes that the page to play with shows.
    let is_drawn = |name: &str| {
        name.ends_with(".html")
            || ["figures/", "transcripts/"]
                .iter()
                .any(|folder| name.starts_with(folder))
    };
    let kept = listing.iter().filter(|(name, _)| !is_drawn(name));
    kept.map(|(name, hash)| (name.clone(), hash.clone())).collect()
}

/// Two folders hold the same; the names that differ otherwise.
#[track_caller]
pub(crate) fn assert_same(found: &Listing, expected: &Listing, what: &str) {
    let names = found.keys().chain(expected.keys());
    let mut differing: Vec<_> = names.filter(|name| found.get(*name) != expected.get(*name)).collect();
    differing.sort();
    differing.dedup();
    assert!(differing.is_empty(), "{what} differs in {differing:?}");
}

/// Everything below a folder.
pub(crate) fn everything(folder: &Path) -> Listing {
    let mut found = Listing::new();
    let mut open = vec![String::new()];
    while let Some(above) = open.pop() {
        let entries = fs::read_dir(folder.join(&above));
        for entry in entries.unwrap_or_else(|e| panic!("failed to read {}: {e}", folder.display())) {
            let entry = entry.expect("a readable folder");
            let name = above.clone() + &entry.file_name().to_string_lossy();
            if entry.path().is_dir() {
                open.push(name.clone() + "/");
                found.insert(name + "/", String::new());
            } else {
                let bytes = fs::read(entry.path()).expect("a readable file");
                found.insert(name, blake3::hash(&bytes).to_hex().to_string());
            }
        }
    }
    found
}

/// The blocks of a folder in the making, by name.
pub(crate) fn blocks(partial: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(partial.join("blocks")).into_iter().flatten().flatten();
    let mut blocks: Vec<PathBuf> = entries.map(|entry| entry.path()).collect();
    blocks.retain(|path| path.extension().is_some_and(|extension| extension == "block"));
    blocks.sort();
    blocks
}

/// A copy of a folder and all below it.
pub(crate) fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder for the copy");
    for entry in fs::read_dir(from).expect("a folder to copy").flatten() {
        let (path, own) = (entry.path(), to.join(entry.file_name()));
        if path.is_dir() {
            copy(&path, &own);
        } else {
            fs::copy(&path, &own).expect("a file to copy");
        }
    }
}

/// A file of the workspace.
pub(crate) fn shipped(file: &str) -> String {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR"));
    let root = tests.parent().expect("the tests are a member of the workspace");
    root.join(file).display().to_string()
}
