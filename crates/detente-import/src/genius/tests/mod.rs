//! Tests of the import: what is written is read back with a TOML reader, and utilities are worked out from it.

mod as_genius;
mod numbers;
mod own;
mod reference;
mod selection;
mod wrong;

use crate::{ImportError, ImportOptions, Utilities, import_genius};
use std::path::{Path, PathBuf};
use toml::Table;

/// An imported scenario, read back.
struct Imported {
    text: String,
    root: Table,
}

impl Imported {
    fn new(text: String) -> Self {
        let root = text.parse().unwrap_or_else(|error| panic!("{error}\n{text}"));
        Self { text, root }
    }

    fn rows(&self, key: &str) -> impl Iterator<Item = &Table> {
        self.root[key]
            .as_array()
            .unwrap()
            .iter()
            .map(|row| row.as_table().unwrap())
    }

    fn parties(&self) -> Vec<&str> {
        self.rows("parties")
            .map(|party| party["id"].as_str().unwrap())
            .collect()
    }

    fn issues(&self) -> Vec<&str> {
        self.rows("issues").map(|issue| issue["id"].as_str().unwrap()).collect()
    }

    /// Ids of the options, by issue.
    fn options(&self) -> Vec<Vec<&str>> {
        let options = self.rows("issues").map(|issue| &issue["options"]);
        options
            .map(|o| {
                o.as_array()
                    .unwrap()
                    .iter()
                    .map(|o| o["id"].as_str().unwrap())
                    .collect()
            })
            .collect()
    }

    fn weights(&self, party: &str) -> Vec<f64> {
        self.rows("issues")
            .map(|issue| issue["weight"][party].as_float().unwrap())
            .collect()
    }

    /// Values of the options, by issue.
    fn values(&self, party: &str) -> Vec<Vec<f64>> {
        let of = |issue: &Table| -> Vec<f64> {
            let options = issue["options"].as_array().unwrap().iter();
            let value = |o: &toml::Value| issue["values"][party][o["id"].as_str().unwrap()].as_float().unwrap();
            options.map(value).collect()
        };
        self.rows("issues").map(of).collect()
    }

    /// The utility of a package, given as one option for each issue.
    fn utility(&self, party: &str, package: &[&str]) -> f64 {
        let issues = self.rows("issues").zip(self.weights(party)).zip(package);
        let value = |issue: &Table, option: &str| issue["values"][party][option].as_float().unwrap();
        issues.fold(0.0, |sum, ((issue, weight), option)| {
            sum + weight * value(issue, option)
        })
    }

    /// The lowest and the highest utility: weights are at least 0, so that each issue may be taken by itself.
    fn utility_range(&self, party: &str) -> [f64; 2] {
        let best = |pick: fn(f64, f64) -> f64| {
            let values = self.values(party).into_iter().zip(self.weights(party));
            values.fold(0.0, |sum, (values, weight)| {
                sum + weight * values.into_iter().reduce(pick).unwrap()
            })
        };
        [best(f64::min), best(f64::max)]
    }

    fn party(&self, id: &str) -> &Table {
        self.rows("parties")
            .find(|party| party["id"].as_str() == Some(id))
            .unwrap()
    }
}

fn options(strategies: usize, utilities: Utilities) -> ImportOptions {
    ImportOptions {
        strategies: vec!["boulware".to_owned(); strategies],
        utilities,
        ..ImportOptions::default()
    }
}

/// The folder of a domain of our own.
fn own(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/genius").join(name)
}

fn import(directory: &Path, strategies: usize, utilities: Utilities) -> Imported {
    let text = import_genius(directory, &options(strategies, utilities)).unwrap_or_else(|error| panic!("{error}"));
    Imported::new(text)
}

/// A folder with these files.
fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        std::fs::write(folder.path().join(name), text).unwrap();
    }
    folder
}

/// What is wrong with a folder, without the folder's own name.
fn told(folder: &Path, error: &ImportError) -> String {
    let name = folder.display().to_string();
    error.to_string().replace(&format!("{name}/"), "").replace(&name, "DIR")
}
