//! `simulate FILE`: one run, told as minutes of the talks, or as one JSON object.

mod json;

use crate::cli::Simulate;
use crate::exit::Failure;
use crate::{output, scenario};
use detente_core::Lot;
use detente_lab::Lab;
use detente_lab::watch::{PlayError, play};

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
    let minutes = detente_telling::minutes(&account, &lab.registry);
    if let Some(file) = &args.transcript {
        output::write_file(file, minutes.as_bytes(), args.force)?;
        output::say(&format!("the minutes are in {}", file.display()));
    }
    match (args.json, &args.transcript) {
        (true, _) => Ok(output::print(&json::of(&account))?),
        (false, None) => Ok(output::print(&minutes)?),
        (false, Some(_)) => Ok(()),
    }
}
