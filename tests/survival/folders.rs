//! Whose folder it is: two programs, two plans, more replicates, somebody's notes; and what `status` says of each.

use crate::study::{Home, Listing, PARTIAL, RESULTS, assert_same, blocks, everything};
use std::fs;
use std::os::unix::fs::MetadataExt;

/// The first is frozen while the others are refused.
#[test]
fn a_second_program_is_refused() {
    let home = Home::new();
    let mut first = home.start("run study.toml --threads 1");
    first.until("a block", || !blocks(&home.at(PARTIAL)).is_empty());
    first.signal("STOP");
    let lock = "results/ports.partial/lock";
    for second in [
        "run study.toml",
        "run study.toml --fresh",
        "run study.toml --shard 1/2",
        "run study.toml --seed 9",
    ] {
        home.refused(second, &["another program is at work", lock]);
    }
    let status = home.done("status results/ports");
    assert!(status.stdout.contains("somebody is at work on it"), "{status:?}");
    first.signal("CONT");
    first.until("figures", || home.at("results/ports/figures.partial").exists());
    first.signal("STOP");
    home.refused(
        "run study.toml --transcripts 1",
        &["another program is at work", "results/ports/lock"],
    );
    first.signal("CONT");
    assert_eq!(first.end().code, Some(0));
    home.assert_undisturbed(RESULTS);
}

#[test]
fn a_shard_is_refused_beside_itself_and_the_whole_beside_it() {
    let home = Home::new();
    let mut first = home.start("run study.toml --threads 1 --shard 1/2");
    first.until("a block", || !blocks(&home.at(PARTIAL)).is_empty());
    first.signal("STOP");
    home.refused("run study.toml --shard 1/2", &["another program", "lock-1-of-2"]);
    home.refused("run study.toml", &["another program", "ports.partial/lock"]);
    home.refused("run study.toml --fresh", &["another program", "ports.partial/lock"]);
    home.done("run study.toml --shard 2/2");
    first.signal("CONT");
    assert_eq!(first.end().code, Some(0));
    home.done("merge results/ports");
    home.assert_undisturbed(RESULTS);
}

/// A results folder has one name, whether its unfinished one is meant or not.
#[test]
fn the_unfinished_name_stands_for_the_folder() {
    let home = Home::new();
    home.done("run study.toml --out own.partial --no-figures");
    home.assert_undisturbed_tables("own");
    home.done("status own.partial");
    home.done("run study.toml --out own.partial");
    home.assert_undisturbed("own");
}

/// More replicates take over the waves that are complete, as the same files, and leave the older folder as it was.
#[test]
fn more_replicates_go_on() {
    let home = Home::new();
    home.done("run study.toml --replicates 2000 --no-figures");
    let older = everything(&home.at(RESULTS));
    let ended = home.done("run study.toml --replicates 3000 --no-figures");
    assert!(
        ended
            .stderr
            .contains("going on: 4,096 of 12,000 runs are there already"),
        "{ended:?}"
    );
    assert_eq!(everything(&home.at("results/ports.1")), older);
    let inode = |folder: &str, block: &str| fs::metadata(home.at(folder).join("blocks").join(block)).unwrap().ino();
    for point in 0..4 {
        let block = format!("wave-000000-point-000000{point}.block");
        assert_eq!(inode(RESULTS, &block), inode("results/ports.1", &block), "{block}");
    }
    home.done("run study.toml --replicates 3000 --no-figures --out fresh");
    assert_same(&home.listing(RESULTS), &home.listing("fresh"), RESULTS);
    // In the making likewise; there, and with an explicit folder.
    let mut run = home.start("run study.toml --replicates 2000 --out more --no-figures --threads 1");
    run.until("a block", || !blocks(&home.at("more.partial")).is_empty());
    assert!(run.kill());
    let ended = home.done("run study.toml --replicates 3000 --no-figures --out more");
    assert!(ended.stderr.contains("going on: "), "{ended:?}");
    assert_same(&home.listing("more"), &home.listing("fresh"), "more");
    // Fewer are another plan.
    home.refused("run study.toml --replicates 2000 --out more", &["it holds another run"]);
}

/// Fewer replicates would leave finished blocks without a place: they are kept, and shards never touch the plan.
#[test]
fn fewer_replicates_lose_nothing() {
    let home = Home::new();
    home.done("run study.toml --replicates 6000 --shard 1/9");
    let kept = everything(&home.at(PARTIAL));
    home.refused("run study.toml --replicates 1100 --shard 2/9", &["of more replicates"]);
    home.refused("run study.toml --replicates 9000 --shard 2/9", &["another plan"]);
    let now = everything(&home.at(PARTIAL));
    assert_eq!(
        (blocks_in(&now), &now["plan.json"]),
        (blocks_in(&kept), &kept["plan.json"])
    );
    let ended = home.done("run study.toml --replicates 1100 --no-figures");
    assert!(ended.stderr.contains("results/ports.partial.1"), "{ended:?}");
    let aside = everything(&home.at("results/ports.partial.1"));
    assert_eq!(blocks_in(&aside), blocks_in(&kept));
}

/// The blocks among what lies below a folder.
fn blocks_in(listing: &Listing) -> Vec<(&String, &String)> {
    listing.iter().filter(|(name, _)| name.ends_with(".block")).collect()
}

/// A finished run that is begun anew and stopped goes on by the command that is told.
#[test]
fn what_is_begun_anew_goes_on() {
    let home = Home::new();
    home.done("run study.toml --no-figures");
    let mut run = home.start("run study.toml --no-figures --fresh --threads 1");
    run.until("a block", || !blocks(&home.at(PARTIAL)).is_empty());
    assert!(run.kill());
    let ended = home.done("run study.toml --no-figures");
    assert!(ended.stderr.contains("going on: "), "{ended:?}");
    home.assert_undisturbed_tables(RESULTS);
    assert!(home.at("results/ports.1").is_dir());
}

/// A table that is gone is made again, and a link leads to the folder it leads to.
#[test]
fn tables_that_are_gone_and_links() {
    let home = Home::new();
    home.done("run study.toml --no-figures");
    fs::remove_file(home.at("results/ports/summary.csv")).unwrap();
    home.done("run study.toml --no-figures");
    home.assert_undisturbed_tables(RESULTS);
    fs::create_dir(home.at("disk")).unwrap();
    std::os::unix::fs::symlink("disk", home.at("link")).unwrap();
    home.done("run study.toml --no-figures --out link");
    assert!(home.at("link").is_symlink());
    home.assert_undisturbed_tables("disk");
    std::os::unix::fs::symlink("nowhere", home.at("lost")).unwrap();
    home.refused("run study.toml --out lost", &["leads nowhere"]);
}

/// Another plan's unfinished folder is set aside where nobody named the folder, and refused where somebody did.
#[test]
fn unfinished_runs_of_another_plan() {
    let home = Home::new();
    for out in ["", " --out own"] {
        home.done(&format!("run study.toml --seed 8 --shard 1/9{out}"));
    }
    let other = blocks(&home.at(PARTIAL)).len();
    assert!(other > 0);
    home.refused(
        "run study.toml --out own",
        &["unfinished run of another plan", "remove it"],
    );
    home.refused("run study.toml --shard 1/2", &["unfinished run of another plan"]);
    let ended = home.done("run study.toml");
    assert!(ended.stderr.contains("is kept as results/ports.partial.1"), "{ended:?}");
    home.assert_undisturbed(RESULTS);
    assert_eq!(blocks(&home.at("results/ports.partial.1")).len(), other);
    home.done("run study.toml --out own --fresh --no-figures");
    home.assert_undisturbed_tables("own");
    assert!(!home.at("own.partial.1").exists());
}

#[test]
fn what_is_somebodys_own_is_never_touched() {
    let home = Home::new();
    home.put("results/ports.partial/notes.txt", "mine");
    home.put("x.partial", "a file");
    home.put("y/notes.txt", "mine");
    let before = everything(&home.at("results"));
    for line in [
        "run study.toml",
        "run study.toml --fresh",
        "run study.toml --force",
        "run study.toml --shard 1/2",
    ] {
        home.refused(line, &["ports.partial", "notes.txt"]);
    }
    home.refused("merge results/ports", &["there is no unfinished run"]);
    home.refused("status results/ports", &["failed to find a run"]);
    home.refused("run study.toml --out x", &["x.partial"]);
    home.refused("run study.toml --out y --force", &["notes.txt"]);
    home.refused("run study.toml --out y", &["notes.txt"]);
    home.refused("merge x y --out z", &["there is no unfinished run"]);
    assert_eq!(everything(&home.at("results")), before);
    assert_eq!(
        (home.text("x.partial"), home.text("y/notes.txt")),
        ("a file".into(), "mine".into())
    );
}

/// From the files alone: the experiment and the scenario are gone.
#[test]
fn status_needs_nothing_but_the_folder() {
    let home = Home::new();
    home.refused("status results/ports", &["failed to find a run"]);
    home.done("run study.toml --shard 1/2");
    fs::rename(home.at("study.toml"), home.at("gone.toml")).unwrap();
    let before = everything(&home.at(PARTIAL));
    for named in [RESULTS, PARTIAL, "results/ports.partial/"] {
        let status = home.done(&format!("status {named}")).stdout;
        for told in [
            "of 8,400 runs are finished, 5 of 9 blocks; nobody is at work",
            "1 of 3 complete",
            "agreement",
        ] {
            assert!(status.contains(told), "no `{told}` in {status}");
        }
    }
    assert_eq!(everything(&home.at(PARTIAL)), before);
    fs::rename(home.at("gone.toml"), home.at("study.toml")).unwrap();
    home.done("run study.toml --shard 2/2");
    let status = home.done("status results/ports").stdout;
    assert!(
        status.contains("3 of 3 complete") && status.contains("detente merge results/ports"),
        "{status}"
    );
    home.done("run study.toml --no-figures");
    let status = home.done("status results/ports").stdout;
    assert_eq!(status, "results/ports: complete, 8,400 runs\n");
    home.put("results/ports.partial/plan.json", "{");
    home.refused("status results/ports", &["plan.json"]);
}
