//! `missing DIR --shards N`: which shards are not complete, from the files alone, and how an engine is told to send them again.

use super::run::target_of;
use super::status::{blocks, no_run};
use crate::cli::Missing;
use crate::exit::Failure;
use crate::output;
use detente_cluster::{Engine, ranges};
use detente_lab::plan::Waves;
use detente_results::{PlanRecord, State, Unfinished, grouped, inspect};
use std::collections::BTreeSet;

pub(crate) fn run(args: &Missing) -> Result<(), Failure> {
    let target = target_of(&args.folder);
    let folder = Unfinished::of(&target)?;
    let Some(plan) = folder.plan()? else {
        if !matches!(inspect(&target)?, State::Ours(_)) {
            return Err(no_run(&target, &folder));
        }
        output::say(&format!("{} is complete; nothing is missing", target.display()));
        return Ok(());
    };
    let missing = missing(&folder, &plan, args.shards)?;
    if missing.is_empty() {
        output::say(&format!(
            "all {} shards are complete; put them together with: detente merge {}",
            grouped(args.shards),
            target.display()
        ));
        return Ok(());
    }
    output::say(&format!(
        "{} of {} shards are not complete, those that are at work among them",
        grouped(missing.len() as u64),
        grouped(args.shards)
    ));
    let tasks = args.tasks.unwrap_or(args.shards);
    Ok(output::print(&match args.engine {
        None => format!("{}\n", ranges(&missing)),
        Some(Engine {
            again: Some(again),
            file,
            ..
        }) => {
            // Tasks count from 0, and play one shard after the other where there are more.
            let numbers: BTreeSet<u64> = missing.iter().map(|shard| (shard - 1) % tasks).collect();
            let numbers: Vec<u64> = numbers.into_iter().collect();
            format!("{again}{} {file}\n", ranges(&numbers))
        }
        Some(engine) => format!(
            "detente submit {} EXPERIMENT --shards {} --only {} --out {}\n",
            engine.key,
            args.shards,
            ranges(&missing),
            target.display()
        ),
    })?)
}

/// The shards of which a block is not there, or is none of this plan, ascending from 1.
fn missing(folder: &Unfinished, plan: &PlanRecord, shards: u64) -> Result<Vec<u64>, Failure> {
    let waves = Waves::from(plan);
    let there: BTreeSet<u64> = blocks(folder, plan, &waves)?
        .flatten()
        .map(|(number, _)| number)
        .collect();
    let absent = waves.numbers().filter(|number| !there.contains(number));
    let shards: BTreeSet<u64> = absent.map(|number| number % shards + 1).collect();
    Ok(shards.into_iter().collect())
}
