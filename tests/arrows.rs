//! Arrows between crates: an arrow points to what is used, and none points back. The table is that of ARCHITECTURE.md.

use crate::hygiene::{assert_none, files, wrong_in};
use std::path::PathBuf;

/// Which crates of the workspace a crate may use. Tests of a crate may use any: what they need is not shipped.
const ARROWS: [(&str, &[&str]); 14] = [
    ("detente-bargaining", &[]),
    ("detente-distributions", &[]),
    ("detente-core", &["detente-bargaining", "detente-distributions"]),
    ("detente-agents", &["detente-bargaining", "detente-core"]),
    ("detente-scenario", &["detente-bargaining", "detente-core"]),
    ("detente-import", &["detente-scenario"]),
    ("detente-results", &[]),
    ("detente-analyses", &["detente-distributions", "detente-results"]),
    (
        "detente-lab",
        &[
            "detente-analyses",
            "detente-bargaining",
            "detente-core",
            "detente-results",
            "detente-scenario",
        ],
    ),
    (
        "detente-report",
        &["detente-analyses", "detente-distributions", "detente-results"],
    ),
    ("detente-pages", &["detente-results"]),
    ("detente-cluster", &[]),
    (
        "detente-telling",
        &[
            "detente-agents",
            "detente-analyses",
            "detente-bargaining",
            "detente-core",
            "detente-lab",
            "detente-results",
            "detente-scenario",
        ],
    ),
    (
        "detente",
        &[
            "detente-agents",
            "detente-analyses",
            "detente-bargaining",
            "detente-cluster",
            "detente-core",
            "detente-import",
            "detente-lab",
            "detente-pages",
            "detente-report",
            "detente-results",
            "detente-scenario",
            "detente-telling",
        ],
    ),
];

/// The names of the packages that a manifest depends on, tests left out.
fn dependencies(manifest: &toml::Table) -> Vec<String> {
    let mut tables: Vec<&toml::Value> = ["dependencies", "build-dependencies"]
        .iter()
        .filter_map(|k| manifest.get(*k))
        .collect();
    let targets = manifest.get("target").and_then(toml::Value::as_table);
    for target in targets.into_iter().flat_map(|t| t.values()) {
        tables.extend(
            ["dependencies", "build-dependencies"]
                .iter()
                .filter_map(|k| target.get(k)),
        );
    }
    let entries = tables.into_iter().filter_map(toml::Value::as_table).flatten();
    let name = |(key, value): (&String, &toml::Value)| {
        value
            .get("package")
            .and_then(toml::Value::as_str)
            .unwrap_or(key)
            .to_owned()
    };
    entries.map(name).collect()
}

/// Arrows of a manifest that may not be.
fn wrong_arrows(manifest: &str) -> Vec<String> {
    let manifest: toml::Table = match manifest.parse() {
        Ok(manifest) => manifest,
        Err(error) => return vec![format!(": no manifest: {error}")],
    };
    let name = manifest
        .get("package")
        .and_then(|p| p.get("name"))
        .and_then(toml::Value::as_str)
        .unwrap_or("");
    let Some((_, allowed)) = ARROWS.iter().find(|(from, _)| *from == name) else {
        return vec![format!(
            ": `{name}` is a crate without arrows in tests/arrows.rs and ARCHITECTURE.md"
        )];
    };
    let ours = |used: &String| used == "detente" || used.starts_with("detente-");
    let used = dependencies(&manifest).into_iter().filter(ours);
    let wrong = used.filter(|used| !allowed.contains(&used.as_str()));
    wrong
        .map(|used| format!(": `{name}` uses `{used}`, which it may not"))
        .collect()
}

#[test]
fn dependency_arrows_never_point_back() {
    let manifests: Vec<PathBuf> = files("crates")
        .into_iter()
        .filter(|p| p.ends_with("Cargo.toml"))
        .collect();
    let wrong: Vec<String> = manifests.iter().flat_map(|p| wrong_in(p, wrong_arrows)).collect();
    assert_none("a crate uses only those below it", &wrong);
    let names: Vec<String> = manifests
        .iter()
        .filter_map(|p| Some(p.parent()?.file_name()?.to_str()?.to_owned()))
        .collect();
    for (name, _) in ARROWS {
        assert!(
            names.iter().any(|n| n == name),
            "crates/{name} has arrows in tests/arrows.rs but is not there"
        );
    }
}

#[test]
fn an_arrow_can_be_wrong() {
    let manifest = |name: &str, rest: &str| format!("[package]\nname = \"{name}\"\n{rest}");
    let arrows = |name: &str, rest: &str| wrong_arrows(&manifest(name, rest)).len();
    assert_eq!(
        arrows(
            "detente-core",
            "[dependencies]\ndetente-agents = \"0.1\"\nlibm = \"0.2\""
        ),
        1
    );
    assert_eq!(
        arrows(
            "detente-core",
            "[target.'cfg(unix)'.dependencies]\na = { package = \"detente-lab\" }"
        ),
        1
    );
    assert_eq!(
        arrows("detente-core", "[dependencies]\ndetente-bargaining = \"0.1\""),
        0
    );
    assert_eq!(
        arrows("detente-core", "[dev-dependencies]\ndetente-agents = \"0.1\""),
        0
    );
    assert_eq!(arrows("detente-newcomer", ""), 1);
}
