//! What is not the program's own is not touched; and of two programs that want one folder, neither loses or mixes a row.

use crate::study::{Home, RESULTS, everything};
use std::collections::BTreeMap;
use std::fs;
use std::time::Instant;

/// Pairs of programs.
const PAIRS: u32 = 40;

#[test]
fn notes_in_a_results_folder_are_not_replaced() {
    let home = Home::new();
    let short = "run study.toml --replicates 20 --no-figures";
    home.done(short);
    let notes = [
        "notes.txt",
        "figures/slide.png",
        "transcripts/mine.txt",
        "blocks/list",
        "old/runs.csv",
    ];
    for note in notes {
        let file = format!("{RESULTS}/{note}");
        home.put(&file, "mine");
        let before = everything(&home.at("results"));
        let named = note.strip_suffix("/runs.csv").unwrap_or(note);
        for line in [format!("{short} --force"), format!("{short} --seed 9 --force")] {
            home.refused(&line, &["failed to replace results/ports", &format!("`{named}`")]);
        }
        assert_eq!(everything(&home.at("results")), before);
        fs::remove_file(home.at(&file)).unwrap();
        let folder = home.at(&file).parent().unwrap().to_owned();
        // Folders of the program's own hold more.
        let _ = fs::remove_dir(folder);
    }
    home.done(&format!("{short} --force"));
}

/// Somebody's folder is no results folder because a manifest was copied into it.
#[test]
fn what_lies_beside_a_copied_manifest_stays() {
    let home = Home::new();
    home.done("run study.toml --replicates 20 --no-figures");
    home.put("mine/thesis.doc", "years of work");
    fs::copy(home.at(RESULTS).join("manifest.json"), home.at("mine/manifest.json")).unwrap();
    let before = everything(&home.at("mine"));
    for line in [
        "run study.toml --out mine --force",
        "merge results/ports --out mine --force",
    ] {
        home.run(line);
        assert_eq!(everything(&home.at("mine")), before, "{line}");
    }
}

#[test]
fn files_in_the_making_of_others_stay() {
    let home = Home::new();
    home.put(&format!("{RESULTS}.partial/blocks/.o.partial"), "mine");
    home.done("run study.toml --replicates 20 --no-figures");
    home.put(&format!("{RESULTS}/.o.partial"), "mine");
    home.done("run study.toml --replicates 20 --transcripts 1");
    for file in ["blocks/.o.partial", ".o.partial"] {
        assert_eq!(home.text(&format!("{RESULTS}/{file}")), "mine", "{file}");
    }
}

/// `--fresh` throws away what is unfinished, and not what somebody has put there.
#[test]
fn notes_in_an_unfinished_folder_are_set_aside() {
    let home = Home::new();
    home.done("run study.toml --replicates 20 --shard 1/2");
    home.put(&format!("{RESULTS}.partial/notes.txt"), "mine");
    home.done("run study.toml --replicates 20 --no-figures --fresh");
    assert_eq!(home.text(&format!("{RESULTS}.partial.1/notes.txt")), "mine");
}

/// Both end well or are refused; every table in every folder is of one of the two; who ended well has a whole folder.
#[test]
fn of_two_writers_neither_loses_or_mixes_a_row() {
    let home = Home::new();
    let line = |seed: u64, out: &str| format!("run study.toml --replicates 40 --seed {seed} --no-figures --out {out}");
    let begun = Instant::now();
    let alone = [1, 2].map(|seed| {
        home.done(&line(seed, "alone"));
        let listing = home.listing("alone");
        fs::remove_dir_all(home.at("alone")).unwrap();
        listing
    });
    // How long one takes on this machine.
    let span = begun.elapsed() / 2;
    assert_ne!(alone[0], alone[1]);
    let mut ends = BTreeMap::new();
    for pair in 0..PAIRS {
        let force = if pair % 2 == 0 { "" } else { " --force" };
        let first = home.start(&format!("{}{force}", line(1, "both")));
        // From at once to well after the first has ended.
        std::thread::sleep(span * (pair * 7 % PAIRS) / (PAIRS / 2));
        let second = home.start(&format!("{}{force}", line(2, "both")));
        let ended = [first, second].map(crate::study::Running::end);
        for end in &ended {
            assert!(matches!(end.code, Some(0 | 2)), "pair {pair}: {end:?}");
            assert!(!end.stderr.contains("panicked"), "pair {pair}: {end:?}");
        }
        let codes = ended.map(|end| end.code);
        assert!(codes.contains(&Some(0)), "pair {pair}: both were refused");
        *ends.entry(codes).or_insert(0) += 1;
        let mut found = [false; 2];
        for folder in fs::read_dir(home.at("")).unwrap().flatten() {
            let name = folder.file_name().into_string().unwrap();
            if name == "both" || name.starts_with("both.") && !name.contains("partial") {
                let listing = home.listing(&name);
                let of = alone.iter().position(|alone| *alone == listing);
                found[of.unwrap_or_else(|| panic!("pair {pair}: {name} is of neither"))] = true;
            }
            if name.contains("both") {
                fs::remove_dir_all(folder.path()).unwrap();
            }
        }
        for (code, found) in codes.into_iter().zip(found) {
            // One that was replaced on demand is gone.
            assert!(found || code == Some(2) || !force.is_empty(), "pair {pair}: {codes:?}");
        }
    }
    assert!(ends.len() > 1, "the two never met: {ends:?}");
}
