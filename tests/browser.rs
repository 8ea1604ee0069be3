//! Pages of results folders in a real browser: `browser/*.mjs`, played by node. Where node, the browser or what npm installs is
//! not there, a test says so and is skipped.

use crate::common::{root, shipped, temporary_folder, told};
use std::path::Path;
use std::process::Command;

/// The exit code by which a script says that it cannot be played here.
const SKIPPED: i32 = 77;

/// Plays a script with these folders; it ends with an error if a page is not as it should be.
fn plays(script: &str, folders: &[&Path]) {
    let file = root().join("tests/browser").join(script);
    let output = match Command::new("node").arg(file).args(folders).output() {
        Ok(output) => output,
        Err(error) => return println!("SKIPPED: {script}: node does not start: {error}"),
    };
    let [said, wrong] = [&output.stdout, &output.stderr].map(|bytes| String::from_utf8_lossy(bytes).into_owned());
    print!("{said}");
    assert!(
        output.status.success() || output.status.code() == Some(SKIPPED),
        "{script}: {said}{wrong}"
    );
}

#[test]
fn the_page_to_play_with_says_what_the_tables_say() {
    let home = temporary_folder();
    let experiment = shipped("experiments/harbour-explorable.toml");
    // Of one not all talks are held, of the other all.
    for (name, replicates) in [("part", "250"), ("whole", "150")] {
        let run = [
            "run",
            &experiment,
            "--replicates",
            replicates,
            "--out",
            name,
            "--no-figures",
            "--talks",
            "200",
            "--quiet",
        ];
        told(home.path(), &run);
    }
    plays("minutes.mjs", &[&home.path().join("part")]);
    plays(
        "explorable.mjs",
        &["part", "whole"]
            .map(|name| home.path().join(name))
            .each_ref()
            .map(|path| &**path),
    );
}

#[test]
fn report_and_brief_are_fit_for_every_screen() {
    let home = temporary_folder();
    let experiment = shipped("experiments/harbour-explorable.toml");
    told(
        home.path(),
        &["run", &experiment, "--replicates", "40", "--out", "figures", "--quiet"],
    );
    plays("report.mjs", &[&home.path().join("figures")]);
}
