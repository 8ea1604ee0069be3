//! What unit tests play: the shipped harbour, in an experiment of the test's own.

use crate::catalogue::Lab;
use crate::experiment::Experiment;
use detente_scenario::TomlFile;
use std::path::Path;

/// All that ships.
pub(crate) fn lab() -> Lab {
    Lab::from(detente_agents::standard())
}

/// An experiment on the harbour; `rest` goes on in its table `[experiment]`.
pub(crate) fn harbour(rest: &str) -> Experiment {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../example.toml");
    let text = format!("format = 1\n[experiment]\nid = \"example\"\nscenario = \"scenarios/harbour.toml\"\n{rest}");
    let toml = TomlFile::parse(&file, text).expect("TOML");
    Experiment::from_toml(&toml, &lab().designs).unwrap_or_else(|e| panic!("{e}"))
}
