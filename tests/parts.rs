//! A folder whose runs lie in several files of Parquet is read by every command as one that has them in a single file.

use crate::common::{copy, detente, listing, shipped, temporary_folder, text, told};
use detente_lab::tables::{Format, convert};
use detente_results::{Cuts, Folder, MANIFEST_FILE, RunsReader};
use std::path::Path;

/// Leaves the runs of a folder in files of 100 rows each, and nowhere else.
fn cut(folder: &Path) {
    let cuts = Cuts { group: 100, bytes: 1 };
    convert(&Folder::open(folder).expect("a folder"), Format::Parquet, cuts).expect("several files");
    let mut manifest = Folder::open(folder).expect("a folder").manifest().clone();
    manifest
        .files
        .retain(|file| Format::of(&file.name) != Some(Format::Csv));
    assert_eq!(Format::listed(&manifest), [Format::Parquet]);
    std::fs::write(folder.join(MANIFEST_FILE), manifest.to_json()).expect("a manifest");
    std::fs::remove_file(folder.join(RunsReader::FILE)).expect("the runs as CSV");
    assert!(folder.join("runs/part-00011.parquet").is_file() && !folder.join(RunsReader::PARQUET).exists());
}

#[test]
fn every_command_reads_runs_in_several_files_as_in_one() {
    let home = temporary_folder();
    let [whole, parts] = ["whole", "parts"].map(|side| home.path().join(side));
    std::fs::create_dir(&whole).expect("a folder");
    let harbour = shipped("scenarios/harbour.toml");
    let run = [
        "run",
        &harbour,
        "--set",
        "calendar.*.secrecy=0.9",
        "--replicates",
        "600",
        "--quiet",
    ];
    let run = |side: &Path, more: &[&str]| told(side, &[&run[..], more].concat());
    run(&whole, &["--out", "a", "--format", "csv,parquet", "--transcripts", "1"]);
    run(&whole, &["--out", "b", "--seed", "5", "--no-figures"]);
    copy(&whole, &parts);
    cut(&parts.join("a"));

    // Figures, pages and typical talks, made anew from the runs.
    for side in [&whole, &parts] {
        for made in ["figures", "transcripts"] {
            std::fs::remove_dir_all(side.join("a").join(made)).expect("what the run has made");
        }
        run(side, &["--out", "a", "--format", "parquet", "--transcripts", "1"]);
        told(side, &["report", "a"]);
    }
    for made in ["figures", "transcripts"] {
        let [one, several] = [&whole, &parts].map(|side| listing(&side.join("a").join(made)));
        assert!(one.len() > 2 && one == several, "{made}");
    }
    let both = |line: &[&str]| [&whole, &parts].map(|side| detente(side, line));
    let [one, several] = both(&["compare", "a", "b"]);
    assert!(one.code == Some(0) && one == several, "{one:?} {several:?}");

    // Played again by this program all of them are one file.
    let again = detente(&parts, &["rerun", "a"]);
    let told_so = again
        .stderr
        .contains("runs/part-00000.parquet: it was not made this time");
    assert!(again.code == Some(1) && told_so, "{again:?}");

    // In other formats they are the same rows.
    for side in [&whole, &parts] {
        run(
            side,
            &["--out", "a", "--format", "csv", "--csv", "excel", "--no-figures"],
        );
    }
    for table in ["runs.csv", "excel/runs.csv"] {
        let [one, several] = [&whole, &parts].map(|side| text(&side.join("a").join(table)));
        assert!(one.lines().count() == 1_201 && one == several, "{table}");
    }
    for side in [&whole, &parts] {
        told(side, &["analyse", "a", "--no-figures", "--quiet"]);
        told(side, &["report", "a"]);
    }
    assert!(!parts.join("a/runs").exists());
    let [one, several] = [&whole, &parts].map(|side| listing(&side.join("a")));
    let differing: Vec<_> = one
        .iter()
        .filter(|(file, hash)| several.get(*file) != Some(hash))
        .collect();
    assert!(one.len() == several.len() && differing.is_empty(), "{differing:?}");
    told(&parts, &["rerun", "a"]);
}
