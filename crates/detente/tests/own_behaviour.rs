//! The program of `examples/faith_leaders`: a behaviour written outside this project is as good as ours.

use assert_cmd::Command;
use std::path::Path;
use tempfile::TempDir;

/// Standard output of the example, which cargo builds if it is not built yet.
fn told(arguments: &[&str]) -> String {
    let mut cargo = Command::new(env!("CARGO"));
    cargo.current_dir(env!("CARGO_MANIFEST_DIR"));
    cargo.args(["run", "--quiet", "--example", "faith_leaders", "--"]);
    let output = cargo.args(arguments).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

fn scenario() -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/faith_leaders");
    folder.join("harbour.toml").display().to_string()
}

#[test]
fn it_appears_wherever_ours_do() {
    let file = scenario();
    assert!(told(&["check", &file, "--strict"]).contains("faith_leaders"));
    assert!(told(&["params", &file, "faith_leaders"]).contains("faith_leaders.reach"));
    assert!(told(&["explain", "faith_leaders"]).contains("back channel"));
    assert!(told(&["schema", "scenario"]).contains("\"faith_leaders\""));
}

/// A calmer public ratifies more: agreement rises, pair by pair under the same luck.
#[test]
fn it_moves_the_talks_and_its_name_stands_in_the_manifest() {
    let folder = TempDir::new().unwrap();
    let experiment = folder.path().join("calm.toml");
    let text = format!(
        "format = 1\n[experiment]\nid = \"calm\"\nscenario = {:?}\nreplicates = 1500\n\
         [[policies]]\nid = \"silent\"\nset = {{ \"behaviours.faith_leaders.enabled\" = false }}\n",
        scenario()
    );
    std::fs::write(&experiment, text).unwrap();
    let out = folder.path().join("results");
    let (experiment, out) = (experiment.display().to_string(), out.display().to_string());
    told(&["run", &experiment, "--out", &out, "--no-figures", "--quiet"]);
    let manifest = std::fs::read_to_string(folder.path().join("results/manifest.json")).unwrap();
    assert!(manifest.contains("faith_leaders"), "{manifest}");
    let contrasts = std::fs::read_to_string(folder.path().join("results/contrasts.csv")).unwrap();
    let line = contrasts.lines().find(|line| line.starts_with("agreement,")).unwrap();
    let upper: f64 = line.split(',').nth(7).unwrap().parse().unwrap();
    assert!(upper < 0.0, "without the leaders fewer talks end in agreement: {line}");
}
