//! Shards play their parts into one folder or several; a merge completes them, or names what is wrong and makes nothing.

use crate::study::{Home, PARTIAL, RESULTS, Running, assert_same, blocks, copy, everything};
use detente_lab::execute::BlockRecord;
use detente_results::{read_block, write_block};
use std::fs;
use std::path::{Path, PathBuf};

/// Five shards in one folder: two side by side, one twice, one killed and repeated, in no order.
fn five_shards(threads: usize) {
    let home = Home::new();
    let line = |shard: usize| format!("run study.toml --shard {shard}/5 --threads {threads}");
    let side_by_side = [home.start(&line(3)), home.start(&line(1))];
    for shard in side_by_side {
        let ended = shard.end();
        assert_eq!(ended.code, Some(0), "{ended:?}");
    }
    let mut killed = home.start(&line(4));
    let before = blocks(&home.at(PARTIAL)).len();
    killed.until("a block of the shard", || blocks(&home.at(PARTIAL)).len() > before);
    assert!(killed.kill());
    for shard in [2, 4, 5] {
        home.refused("merge results/ports", &["runs are missing", "replicates "]);
        home.done(&line(shard));
    }
    let again = home.done(&line(2));
    assert!(
        again.stdout.contains("shard 2/5 is complete: 0 runs played"),
        "{again:?}"
    );
    home.done("merge results/ports");
    home.assert_undisturbed(RESULTS);
    home.done(&line(2));
    home.done("merge results/ports");
    home.assert_undisturbed(RESULTS);
}

#[test]
fn five_shards_with_one_thread() {
    five_shards(1);
}

#[test]
fn five_shards_with_two_threads() {
    five_shards(2);
}

/// Shards that start at the same moment find no folder, and make it together.
#[test]
fn shards_begin_together() {
    let home = Home::new();
    for _ in 0..5 {
        let line = |shard: usize| format!("run study.toml --replicates 40 --shard {shard}/6 --threads 1");
        let all: Vec<Running> = (1..=6).map(|shard| home.start(&line(shard))).collect();
        for shard in all {
            let ended = shard.end();
            assert_eq!(ended.code, Some(0), "{ended:?}");
        }
        fs::remove_dir_all(home.at(PARTIAL)).expect("the unfinished folder");
    }
}

/// A merge killed or repeated goes on; folders that were merged stay as they were.
#[test]
fn folders_of_their_own_are_merged() {
    let home = Home::new();
    home.done("run study.toml --shard 1/3 --out a");
    home.done("run study.toml --shard 3/3 --out c");
    home.refused(
        "merge a c --out d",
        &[
            "failed to merge into d",
            "of 8,400 runs are missing",
            "block 1: points 1 to 1",
        ],
    );
    home.refused("merge a b c --out d", &["b.partial: there is no unfinished run"]);
    assert!(
        !home.at("d.partial").exists() && !home.at("d").exists(),
        "nothing is made"
    );
    home.done("run study.toml --shard 2/3 --out b");
    let before = ["a.partial", "b.partial", "c.partial"].map(|part| everything(&home.at(part)));
    let merge = "merge c a.partial b a --out d";
    for phase in ["d.partial/blocks/wave-000002-point-0000000.block", "d/figures.partial"] {
        let mut run = home.start(merge);
        run.until(phase, || home.at(phase).exists());
        assert!(run.kill());
    }
    home.done(merge);
    home.assert_undisturbed("d");
    let again = home.done(merge);
    assert!(again.stderr.contains("complete already"), "{again:?}");
    home.assert_undisturbed("d");
    let after = ["a.partial", "b.partial", "c.partial"].map(|part| everything(&home.at(part)));
    assert_eq!(before, after);
    // Merged into the first of them, that takes its name; the same command is then content.
    for _ in 0..2 {
        home.done("merge a b c");
        home.assert_undisturbed("a");
    }
    home.refused("merge a.partial d --out b", &["no unfinished run"]);
}

#[test]
fn schedulers_say_which_shard_it_is() {
    let home = Home::new();
    home.done("run study.toml --replicates 300 --no-figures --out whole");
    let schedulers = [
        ("SLURM_ARRAY_TASK_ID", 1, "SLURM_ARRAY_TASK_COUNT"),
        ("JOB_COMPLETION_INDEX", 0, "JOB_COMPLETION_COUNT"),
        ("AWS_BATCH_JOB_ARRAY_INDEX", 0, "AWS_BATCH_JOB_ARRAY_SIZE"),
    ];
    let auto = |out: &str| home.command(&format!("run study.toml --replicates 300 --shard auto --out {out}"));
    for (index, first, count) in schedulers {
        for task in 0..2 {
            let mut command = auto(index);
            command.env(index, (first + task).to_string()).env(count, "2");
            command
                .env("SLURM_ARRAY_TASK_MIN", "1")
                .env_remove("SLURM_ARRAY_TASK_STEP");
            let ended = Running::of(&mut command).end();
            assert_eq!(ended.code, Some(0), "{ended:?}");
            let told = format!("shard {}/2 is complete: ", task + 1);
            assert!(ended.stdout.contains(&told), "{ended:?}");
        }
        home.done(&format!("merge {index} --no-figures"));
        assert_same(&home.listing(index), &home.listing("whole"), index);
        let mut uncounted = auto("uncounted");
        let ended = Running::of(uncounted.env(index, "1").env_remove(count)).end();
        assert!(ended.code == Some(2) && ended.stderr.contains(count), "{ended:?}");
    }
    let ended = Running::of(&mut auto("alone")).end();
    assert!(
        ended.code == Some(2) && ended.stderr.contains("SLURM_ARRAY_TASK_ID"),
        "{ended:?}"
    );
}

/// A damage to a folder in the making, given its blocks, and the words that name it.
type Damage = (&'static str, fn(&Home, &[PathBuf]), &'static str);

const DAMAGES: [Damage; 6] = [
    ("cut", |_, blocks| cut(&blocks[0]), "bytes, expected"),
    (
        "empty",
        |_, blocks| fs::write(&blocks[1], "").unwrap(),
        "found no block",
    ),
    ("changed", |_, blocks| flip(&blocks[0]), "checksum does not match"),
    (
        "another seed",
        |home, blocks| put(&blocks[0], &self::blocks(&home.at("other.partial"))[0]),
        "it is a block of another plan",
    ),
    (
        "another place",
        |_, blocks| put(&blocks[0], &blocks[1]),
        "it is the block of wave-000000-point-0000003.block",
    ),
    ("another program", |_, blocks| replayed(&blocks[0]), "another program"),
];

fn cut(block: &Path) {
    let bytes = fs::read(block).unwrap();
    fs::write(block, &bytes[..bytes.len() / 2]).unwrap();
}

fn put(block: &Path, other: &Path) {
    fs::copy(other, block).unwrap();
}

fn flip(block: &Path) {
    let mut bytes = fs::read(block).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(block, bytes).unwrap();
}

/// As another program would have written it, checksum and all.
fn replayed(block: &Path) {
    let (mut head, bytes) = read_block(block).unwrap();
    head.program = "of somebody else".to_owned();
    write_block(block.parent().unwrap(), &head, &bytes).unwrap();
}

/// A merge names each damage and makes nothing; a plain run plays the damaged block again and comes out the same.
#[test]
fn damaged_blocks_are_named_and_played_again() {
    let home = Home::new();
    home.done("run study.toml --replicates 300 --no-figures --out whole");
    home.done("run study.toml --replicates 300 --shard 1/1 --out kept");
    home.done("run study.toml --replicates 300 --shard 1/1 --seed 8 --out other");
    for (name, damage, told) in DAMAGES {
        copy(&home.at("kept.partial"), &home.at("x.partial"));
        let whole = blocks(&home.at("x.partial"));
        assert_eq!(whole.len(), 2, "a block of three points, and one of one");
        damage(&home, &whole);
        let before = everything(&home.at("x.partial"));
        home.refused(
            "merge x --out y",
            &["nothing was made", "wave-000000-point-000000", told],
        );
        home.refused("merge x", &["nothing was made", told]);
        assert_eq!(before, everything(&home.at("x.partial")), "{name}");
        assert!(!home.at("x").exists() && !home.at("y").exists() && !home.at("y.partial").exists());
        let ended = home.done("run study.toml --replicates 300 --no-figures --out x");
        assert!(
            ended.stderr.contains("is played again: ") && ended.stderr.contains(told),
            "{ended:?}"
        );
        assert_same(&home.listing("x"), &home.listing("whole"), name);
        fs::remove_dir_all(home.at("x")).unwrap();
    }
}

/// Whose place it is may have played it again since somebody else looked.
#[test]
fn a_shard_leaves_a_damaged_block_to_the_one_that_plays_it() {
    let home = Home::new();
    home.done("run study.toml --replicates 300 --no-figures --out whole");
    home.done("run study.toml --replicates 300 --shard 1/1 --out x");
    let second = blocks(&home.at("x.partial")).remove(1);
    cut(&second);
    let damaged = fs::read(&second).unwrap();
    home.done("run study.toml --replicates 300 --shard 1/2 --out x");
    assert_eq!(fs::read(&second).unwrap(), damaged);
    home.done("run study.toml --replicates 300 --shard 2/2 --out x");
    home.done("merge x --no-figures");
    assert_same(&home.listing("x"), &home.listing("whole"), "merged");
}

/// Folders that do not belong together.
#[test]
fn foreign_folders_are_named() {
    let home = Home::new();
    home.done("run study.toml --replicates 300 --shard 1/1 --out kept");
    home.done("run study.toml --replicates 300 --shard 1/1 --seed 8 --out other");
    home.done("run study.toml --replicates 301 --shard 1/1 --out more");
    home.refused(
        "merge kept other more --out y",
        &["other.partial holds another plan (`ports`, seed 8", "301 replicates"],
    );
    copy(&home.at("kept.partial"), &home.at("built.partial"));
    let by = home.text("built.partial/provenance.json");
    let (_, hash) = by.split_once("\"hash\": \"").expect("the program's hash");
    home.put(
        "built.partial/provenance.json",
        &by.replace(&hash[..64], &"0".repeat(64)),
    );
    home.refused(
        "merge kept built --out y",
        &["built.partial was played by another program"],
    );
    // The same runs, whole, with other results: one of the two is wrong, and nobody knows which.
    copy(&home.at("kept.partial"), &home.at("odd.partial"));
    let block = &blocks(&home.at("odd.partial"))[1];
    let (mut head, bytes) = read_block(block).unwrap();
    let mut record = BlockRecord::load(&bytes).unwrap();
    record.parts[0].ends.failed += 1;
    let bytes = record.save();
    head.bytes = bytes.len() as u64;
    write_block(block.parent().unwrap(), &head, &bytes).unwrap();
    home.refused(
        "merge kept odd --out y",
        &["are the same runs, but not the same results"],
    );
    assert!(!home.at("y").exists() && !home.at("y.partial").exists());
    home.put("notes/to-do.txt", "mine");
    home.refused("merge kept --out notes", &["notes", "something already"]);
    assert_eq!(home.text("notes/to-do.txt"), "mine");
}
