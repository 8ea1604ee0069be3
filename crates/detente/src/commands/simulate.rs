//! `simulate FILE`: one run, told as minutes of the talks, as one JSON object, or event by event in JSON Lines.

use crate::cli::Simulate;
use crate::exit::Failure;
use crate::{output, scenario};
use detente_core::Lot;
use detente_lab::Lab;
use detente_lab::watch::{PlayError, play};
use detente_telling::transcript::{self, Head};
use std::path::Path;

pub(crate) fn run(args: &Simulate, lab: &Lab) -> Result<(), Failure> {
    if let Some(transcript) = &args.transcript {
        output::spare(transcript, &args.file)?;
    }
    let playable = scenario::model(&args.file, [args.point, args.replicate], &args.changes, lab)?;
    let seed = args.seed.unwrap_or(playable.seed);
    let lot = match (args.luck, args.inputs) {
        (Some(luck), Some(inputs)) => Lot { luck, inputs },
        _ => playable.lot,
    };
    let account = play(&lab.registry, &playable.model, seed, lot).map_err(|error| match error {
        PlayError::Engine(error) => error.into(),
        PlayError::Panicked => Failure::Run(format!(
            "failed to play luck {} with inputs {} of seed {seed}: a behaviour panicked; the same command repeats it",
            lot.luck, lot.inputs
        )),
    })?;
    if let Some(file) = &args.transcript {
        let (what, text) = match is_of_lines(file) {
            true => ("the transcript is", transcript::lines(&account, &head(args))),
            false => ("the minutes are", detente_telling::minutes(&account, &lab.registry)),
        };
        output::write_file(file, text.as_bytes(), args.force)?;
        output::say(&format!("{what} in {}", file.display()));
    }
    match (args.json, &args.transcript) {
        (true, _) => Ok(output::print(&transcript::object(&account))?),
        (false, None) => Ok(output::print(&detente_telling::minutes(&account, &lab.registry))?),
        (false, Some(_)) => Ok(()),
    }
}

/// Whether a file is to hold JSON Lines, by its name.
fn is_of_lines(file: &Path) -> bool {
    file.extension()
        .is_some_and(|ending| ending.eq_ignore_ascii_case("jsonl"))
}

/// What the run is besides its account.
fn head(args: &Simulate) -> Head<'_> {
    Head {
        program: concat!("detente ", env!("CARGO_PKG_VERSION")),
        replicate: args.luck.is_none().then_some(args.replicate),
        point: args.point,
        changes: &args.changes,
    }
}
