//! A place that cannot be written to, a folder that is removed, a disk that is full: a clear error, and what was finished
//! goes on later.

use crate::study::{Home, PARTIAL, RESULTS, Running, assert_same, blocks, undisturbed, without_figures};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

#[test]
fn places_that_cannot_be_written_to() {
    let home = Home::new();
    home.put("file", "mine");
    home.refused("run study.toml --out file", &["failed to use file"]);
    home.refused("run study.toml --out file/below", &["failed to use file/below"]);
    home.refused(
        "run study.toml --out /proc/nonexistent/x",
        &["failed to create /proc/nonexistent/x.partial"],
    );
    home.refused("run study.toml --out ..", &["failed to use .."]);
    assert_eq!(home.text("file"), "mine");
}

/// Somebody removes the folder under a program at work.
#[test]
fn a_folder_that_is_removed() {
    let home = Home::new();
    let mut run = home.start("run study.toml --threads 2");
    run.until("a block", || !blocks(&home.at(PARTIAL)).is_empty());
    run.signal("STOP");
    fs::remove_dir_all(home.at(PARTIAL)).unwrap();
    run.signal("CONT");
    let ended = run.end();
    assert_eq!(ended.code, Some(2), "{ended:?}");
    assert!(
        ended.stderr.contains("error: failed to ") && ended.stderr.contains(PARTIAL),
        "{ended:?}"
    );
    assert!(!ended.stderr.contains("panicked"), "{ended:?}");
    home.done("run study.toml");
    home.assert_undisturbed(RESULTS);
}

/// A file system of its own with so little room; gone with the test.
struct Small(PathBuf);

impl Small {
    /// None where this is not allowed.
    fn mount(at: PathBuf, options: &str) -> Option<Self> {
        fs::create_dir_all(&at).unwrap();
        mount(&at, options).then_some(Self(at))
    }
}

impl Drop for Small {
    fn drop(&mut self) {
        // The test has said what matters.
        let _ = Command::new("umount").arg("-l").arg(&self.0).status();
    }
}

fn mount(at: &Path, options: &str) -> bool {
    let mut mount = Command::new("mount");
    mount.args(["-t", "tmpfs", "-o", options, "tmpfs"]).arg(at);
    mount.output().is_ok_and(|output| output.status.success())
}

/// The disk is full while blocks are written, then tables, then figures; each time there is a little more room.
#[test]
fn a_disk_that_is_full() {
    let home = Home::new();
    let Some(small) = Small::mount(home.at("results"), "size=160k") else {
        eprintln!("SKIPPED: file systems cannot be mounted here");
        return;
    };
    let whole = without_figures(&undisturbed().0);
    let mut codes = Vec::new();
    for kilobytes in std::iter::successors(Some(160), |size| Some(size * 4 / 3)).take(20) {
        assert!(mount(&small.0, &format!("remount,size={kilobytes}k")));
        let ended = home.run("run study.toml --quiet");
        codes.push(ended.code);
        match ended.code {
            Some(0) => break,
            Some(2) if home.at(RESULTS).exists() => {
                assert_same(&tables(&home), &whole, "tables beside figures that found no room");
            }
            Some(2) => {}
            _ => panic!("{ended:?}"),
        }
        assert!(ended.stderr.contains("No space left on device"), "{ended:?}");
        assert!(!ended.stderr.contains("panicked"), "{ended:?}");
    }
    assert!(codes.contains(&Some(2)) && codes.last() == Some(&Some(0)), "{codes:?}");
    home.assert_undisturbed(RESULTS);
}

/// One exit code for a full disk, whichever file it is for, and no file that is empty or half there.
#[test]
fn a_full_disk_has_one_exit_code() {
    let home = Home::new();
    let Some(_small) = Small::mount(home.at("full"), "size=4k") else {
        eprintln!("SKIPPED: file systems cannot be mounted here");
        return;
    };
    fs::write(home.at("full/all"), [0; 4096]).unwrap();
    let lines = [
        "run ../study.toml --replicates 20 --out r",
        "simulate ../study.toml --transcript minutes.txt",
        "odd ../scenario.toml -o odd.md",
        "new talks",
    ];
    fs::copy(
        crate::study::shipped("scenarios/harbour.toml"),
        home.at("scenario.toml"),
    )
    .unwrap();
    for line in lines {
        let ended = Running::of(home.command(line).current_dir(home.at("full"))).end();
        assert_eq!(ended.code, Some(2), "{line}: {ended:?}");
        assert!(ended.stderr.contains("No space left on device"), "{line}: {ended:?}");
    }
    let files: Vec<_> = crate::study::everything(&home.at("full")).into_keys().collect();
    // A folder in the making has its lock, which takes no room.
    let left = files.iter().filter(|name| !name.starts_with("r.partial/"));
    assert_eq!(left.collect::<Vec<_>>(), ["all"]);
    // The standard output is a file too.
    let full = fs::File::options()
        .write(true)
        .open("/dev/full")
        .expect("the device that is full");
    let mut params = home.command("params scenario.toml");
    let ended = Running::of(params.stdout(full)).end();
    assert_eq!(ended.code, Some(2), "{ended:?}");
}

/// Results take a name when all is done; whether they can is known before anything is played.
#[test]
fn a_place_that_results_cannot_take_is_refused_first() {
    let home = Home::new();
    let short = "run study.toml --replicates 20 --no-figures --out";
    home.done(&format!("{short} plain/."));
    assert!(home.at("plain/manifest.json").is_file());
    let Some(_mount) = Small::mount(home.at("mounted"), "size=20m") else {
        eprintln!("SKIPPED: file systems cannot be mounted here");
        return;
    };
    home.refused(&format!("{short} mounted"), &["mount point", "inside it"]);
    assert!(!home.at("mounted.partial").exists());
    home.done(&format!("{short} mounted/results"));
}

/// The name is taken while the runs are played: the results are complete, kept, and their place is told.
#[test]
fn results_that_cannot_take_their_name_are_kept() {
    let home = Home::new();
    let mut run = home.start("run study.toml --no-figures --threads 1");
    run.until("a block", || !blocks(&home.at(PARTIAL)).is_empty());
    run.signal("STOP");
    let mounted = Small::mount(home.at(RESULTS), "size=1m");
    run.signal("CONT");
    let ended = run.end();
    let Some(mounted) = mounted else {
        eprintln!("SKIPPED: file systems cannot be mounted here");
        return;
    };
    assert_eq!(ended.code, Some(2), "{ended:?}");
    let told = format!("all results are complete and kept in {PARTIAL}");
    assert!(ended.stderr.contains(&told), "{ended:?}");
    assert!(home.at(PARTIAL).join("runs.csv").is_file());
    drop(mounted);
    home.done("run study.toml --no-figures");
    home.assert_undisturbed_tables(RESULTS);
}

fn tables(home: &Home) -> crate::study::Listing {
    without_figures(&home.listing(RESULTS))
}

#[test]
fn a_folder_that_may_only_be_read() {
    let home = Home::new();
    home.done("run study.toml --shard 1/1");
    let Some(_small) = Small::mount(home.at("results/sealed"), "size=20m") else {
        eprintln!("SKIPPED: file systems cannot be mounted here");
        return;
    };
    let read_only = |options| assert!(mount(&home.at("results/sealed"), options));
    crate::study::copy(&home.at(PARTIAL), &home.at("results/sealed/ports.partial"));
    read_only("remount,ro");
    home.refused(
        "run study.toml --out results/sealed/ports",
        &["failed to ", "ports.partial", "Read-only"],
    );
    home.refused(
        "run study.toml --out results/sealed/new",
        &["failed to create", "Read-only"],
    );
    home.done("status results/sealed/ports");
    // What lies there can still be merged into a place that can be written to.
    home.done("merge results/sealed/ports --out merged");
    home.assert_undisturbed("merged");
    read_only("remount,rw");
    home.done("run study.toml --out results/sealed/ports");
    home.assert_undisturbed("results/sealed/ports");
    read_only("remount,ro");
    let ended = home.done("run study.toml --out results/sealed/ports");
    assert!(ended.stdout.contains("nothing was run"), "{ended:?}");
    home.refused(
        "run study.toml --out results/sealed/ports --transcripts 1",
        &["Read-only"],
    );
}
