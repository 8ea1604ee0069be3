//! `odd SCENARIO [-o FILE]`: the description of a model in the ODD protocol.

use crate::cli::Odd;
use crate::exit::Failure;
use crate::{output, scenario};
use detente_core::Registry;
use detente_scenario::{Built, Document, build};
use detente_telling::odd::Description;
use std::sync::Arc;

pub(crate) fn run(args: &Odd, registry: &Registry) -> Result<(), Failure> {
    let document = scenario::document(&args.scenario)?;
    let Built { model, files, .. } = build(&document, registry)?;
    let sources = sources(&document);
    let text = Description::new(&Arc::new(model), registry, &files, &sources)?.text();
    let Some(file) = &args.output else {
        return Ok(output::print(&text)?);
    };
    output::spare(file, &args.scenario)?;
    output::write_file(file, text.as_bytes(), args.force)?;
    output::say(&format!("the description is in {}", file.display()));
    Ok(())
}

/// The sources that the scenario names: id and text.
fn sources(document: &Document) -> Vec<(String, String)> {
    let Some(table) = document.root().table("scenario") else {
        return Vec::new();
    };
    let of = |row: &detente_scenario::Table, key| row.text(key).unwrap_or_default().to_owned();
    table
        .rows("sources")
        .map(|(row, _)| (of(row, "id"), of(row, "text")))
        .collect()
}
