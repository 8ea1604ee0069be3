//! Kill -9 at any moment, then the same command: it goes on where it was.

use crate::study::{Home, PARTIAL, RESULTS, blocks, undisturbed};
use std::fs;
use std::time::Duration;

/// Kills of each thread count.
const KILLS: usize = 30;

/// A small generator: SplitMix64 (Steele, Lea & Flood 2014), as a number from 0 to 1.
fn unit(state: &mut u64) -> f64 {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut z = *state;
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    ((z ^ (z >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
}

/// Thirty kills at moments that are spread evenly over an undisturbed run; a folder is killed up to four times.
fn thirty_kills(threads: usize) {
    let length = undisturbed().1;
    let line = format!("run study.toml --threads {threads}");
    let (mut luck, mut kills) = (threads as u64, 0);
    while kills < KILLS {
        let home = Home::new();
        for _ in 0..4 {
            let run = home.start(&line);
            std::thread::sleep(length.mul_f64(unit(&mut luck)).max(Duration::from_millis(5)));
            if !run.kill() {
                break;
            }
            kills += 1;
        }
        home.done(&line);
        home.assert_undisturbed(RESULTS);
    }
}

#[test]
fn thirty_kills_with_one_thread_leave_no_trace() {
    thirty_kills(1);
}

#[test]
fn thirty_kills_with_two_threads_leave_no_trace() {
    thirty_kills(2);
}

/// Each phase by what it leaves first; it is killed there, and goes on from there.
#[test]
fn a_kill_in_each_phase_leaves_no_trace() {
    let phases = [
        PARTIAL,
        "results/ports.partial/plan.json",
        "results/ports.partial/blocks/wave-000001-point-0000000.block",
        "results/ports.partial/runs.csv",
        "results/ports/figures.partial",
        "results/ports/transcripts",
    ];
    let line = "run study.toml --transcripts 2 --format csv,parquet";
    let whole = Home::new();
    whole.done(line);
    let home = Home::new();
    for phase in phases {
        let mut run = home.start(line);
        run.until(phase, || home.at(phase).exists());
        assert!(run.kill(), "it ended before it was killed at {phase}");
    }
    home.done(line);
    crate::study::assert_same(&home.listing(RESULTS), &whole.listing(RESULTS), RESULTS);
}

/// What was finished is not played again: blocks keep their files.
#[test]
fn finished_blocks_are_kept() {
    use std::os::unix::fs::MetadataExt;
    let home = Home::new();
    let mut run = home.start("run study.toml --threads 1");
    run.until("three blocks", || blocks(&home.at(PARTIAL)).len() >= 3);
    assert!(run.kill());
    let inode = |file: &std::path::PathBuf| fs::metadata(file).expect("a block").ino();
    let before: Vec<_> = blocks(&home.at(PARTIAL)).iter().map(inode).collect();
    let ended = home.done("run study.toml --threads 2");
    assert!(ended.stderr.contains("going on: "), "{ended:?}");
    let after: Vec<_> = blocks(&home.at(RESULTS)).iter().map(inode).collect();
    assert!(before.iter().all(|inode| after.contains(inode)), "{before:?} {after:?}");
    home.assert_undisturbed(RESULTS);
}

/// What a program that was killed at the worst moments leaves: files in the making, a lock and a plan in the folder that
/// has its name already. All of it goes.
#[test]
fn what_the_killed_leave_is_swept() {
    let home = Home::new();
    for place in ["", "blocks/", "inputs/"] {
        home.put(&format!("{PARTIAL}/{place}.aBcDeF.partial"), "half");
    }
    home.put(&format!("{PARTIAL}/lock"), "");
    home.done("run study.toml");
    home.assert_undisturbed(RESULTS);
    for left in ["lock", "lock-1-of-2", "plan.json", ".aBcDeF.partial"] {
        home.put(&format!("{RESULTS}/{left}"), "half");
    }
    home.put(&format!("{RESULTS}/figures.partial/outcome-shares.csv"), "half");
    fs::remove_dir_all(home.at(RESULTS).join("figures")).expect("figures");
    home.done("run study.toml");
    home.assert_undisturbed(RESULTS);
    home.put(&format!("{RESULTS}/plan.json"), "half");
    home.done("run study.toml");
    home.assert_undisturbed(RESULTS);
}
