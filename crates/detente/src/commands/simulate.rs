//! `simulate FILE`: one run, told as minutes of the talks, or as one JSON object.

mod json;

use crate::cli::Simulate;
use crate::exit::Failure;
use crate::play::{PlayError, play};
use crate::{output, scenario, transcript};
use detente_core::Registry;

pub(crate) fn run(args: &Simulate, registry: &Registry) -> Result<(), Failure> {
    let (model, seed) = scenario::model(&args.file, args.point, &args.changes, registry)?;
    let (seed, replicate) = (args.seed.unwrap_or(seed), args.replicate);
    let account = play(registry, &model, seed, replicate).map_err(|error| match error {
        PlayError::Engine(error) => error.into(),
        PlayError::Panicked => Failure::Run(format!(
            "failed to play replicate {replicate} of seed {seed}: a behaviour panicked; the same command repeats it"
        )),
    })?;
    let minutes = transcript::minutes(&account, registry);
    if let Some(file) = &args.transcript {
        std::fs::write(file, &minutes)
            .map_err(|error| Failure::Input(format!("failed to write {}: {error}", file.display())))?;
        output::say(&format!("the minutes are in {}", file.display()));
    }
    match (args.json, &args.transcript) {
        (true, _) => output::print(&json::of(&account)),
        (false, None) => output::print(&minutes),
        (false, Some(_)) => Ok(()),
    }
}
