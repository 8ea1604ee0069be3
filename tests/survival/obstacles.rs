//! A place that cannot be written to, a folder that is removed, a disk that is full: a clear error, and what was finished
//! goes on later.

use crate::study::{Home, PARTIAL, RESULTS, assert_same, blocks, undisturbed, without_figures};
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
            Some(1) => assert_same(&tables(&home), &whole, "tables beside figures that found no room"),
            Some(2) => assert!(!home.at(RESULTS).exists()),
            _ => panic!("{ended:?}"),
        }
        assert!(ended.stderr.contains("No space left on device"), "{ended:?}");
        assert!(!ended.stderr.contains("panicked"), "{ended:?}");
    }
    assert!(codes.contains(&Some(2)) && codes.last() == Some(&Some(0)), "{codes:?}");
    home.assert_undisturbed(RESULTS);
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
