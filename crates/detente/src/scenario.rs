//! Reading scenarios: from a file, with changes of the command line, to a valid model.

use crate::exit::Failure;
use detente_core::{Model, Registry};
use detente_scenario::{Built, Change, Document, Findings, Node, build};
use std::path::Path;
use std::sync::Arc;

/// Reads and checks a scenario.
pub(crate) fn read(file: &Path, registry: &Registry) -> Result<Built, Findings> {
    build(&Document::read(file)?, registry)
}

/// The model of a scenario with changes, each as `PATH=VALUE`.
pub(crate) fn model(file: &Path, changes: &[String], registry: &Registry) -> Result<Arc<Model>, Failure> {
    let changes = changes.iter().map(|text| change(text)).collect::<Result<Vec<_>, _>>()?;
    let document = Document::read(file)?.patched(&changes, registry)?;
    Ok(Arc::new(build(&document, registry)?.model))
}

fn change(text: &str) -> Result<Change, Failure> {
    let (path, value) = text.split_once('=').ok_or_else(|| {
        Failure::Input(format!(
            "`--set {text}` has no value; expected PATH=VALUE, such as `calendar.*.secrecy=0.9`"
        ))
    })?;
    let path = path
        .parse()
        .map_err(|error: detente_scenario::PathError| Failure::Input(error.to_string()))?;
    Ok(Change::Set(path, Node::from_argument(value)))
}
