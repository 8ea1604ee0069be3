//! Functions of floats come from `libm`: those of the standard library are the platform's, and differ between platforms in
//! the last digit. The lint in `clippy.toml` bans them by name; crates that would bring them in another way are left out.

use crate::common;
use std::fs;
use std::path::{Path, PathBuf};

/// What the standard library hands on to the platform, and `libm` has too.
const OF_THE_PLATFORM: [&str; 26] = [
    "acos", "acosh", "asin", "asinh", "atan", "atan2", "atanh", "cbrt", "cos", "cosh", "exp", "exp2", "exp_m1",
    "hypot", "ln", "ln_1p", "log", "log10", "log2", "powf", "powi", "sin", "sin_cos", "sinh", "tan", "tanh",
];

/// Crates of the ecosystem that take these functions from the platform as soon as some other crate switches that on.
const NOT_TAKEN: [&str; 3] = ["nalgebra", "rand_distr", "statrs"];

/// The crates that results pass through; figures are drawn from finished tables.
const OF_RESULTS: [&str; 8] = [
    "detente-agents",
    "detente-analyses",
    "detente-bargaining",
    "detente-core",
    "detente-distributions",
    "detente-lab",
    "detente-results",
    "detente-scenario",
];

/// The lines of a source file that call one of these functions.
fn platform_calls(source: &str) -> Vec<String> {
    let calls = |line: &&str| {
        let called = |name: &&str| line.contains(&format!(".{name}(")) || line.contains(&format!("f64::{name}"));
        !line.trim_start().starts_with("//") && OF_THE_PLATFORM.iter().any(called)
    };
    source
        .lines()
        .filter(calls)
        .map(|line| line.trim().to_owned())
        .collect()
}

fn rust_files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder of sources") {
        let path = entry.expect("a readable folder").path();
        if path.is_dir() {
            rust_files(&path, found);
        } else if path.extension().is_some_and(|e| e == "rs") {
            found.push(path);
        }
    }
}

#[test]
fn no_result_passes_through_the_floats_of_a_platform() {
    let root = common::root();
    for name in OF_RESULTS {
        let mut files = Vec::new();
        rust_files(&root.join("crates").join(name).join("src"), &mut files);
        assert!(!files.is_empty(), "{name} has no sources");
        for file in files {
            let calls = platform_calls(&common::text(&file));
            assert_eq!(calls, [""; 0], "{}: use libm", file.display());
        }
    }
    let locked = common::text(&root.join("Cargo.lock"));
    for name in NOT_TAKEN {
        assert!(
            !locked.contains(&format!("name = \"{name}\"")),
            "{name} is among the dependencies"
        );
    }
}

#[test]
fn the_lint_bans_what_libm_has() {
    let lint = common::text(&common::root().join("clippy.toml"));
    for name in OF_THE_PLATFORM {
        assert!(
            lint.contains(&format!("\"f64::{name}\"")),
            "clippy.toml does not ban f64::{name}"
        );
    }
    assert_eq!(
        platform_calls("let y = x.exp();\n// x.ln()\nlet z = f64::hypot(x, y);\nlet w = sqrt(x);").len(),
        2
    );
}
