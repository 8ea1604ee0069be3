//! `status DIR`: how far an unfinished run is, from its files alone; nothing is built, and nobody at work is disturbed.

use super::run::target_of;
use crate::cli::Status;
use crate::exit::Failure;
use crate::output;
use detente_analyses::statistics::{Sums, mean_interval, wilson};
use detente_analyses::{Ends, Partial};
use detente_lab::execute::BlockRecord;
use detente_lab::plan::Waves;
use detente_results::{
    Folder, Lock, OUTCOMES, PlanRecord, State, Unfinished, grouped, inspect, list_blocks, read_block,
};
use std::fmt::Write;
use std::path::Path;

pub(crate) fn run(args: &Status) -> Result<(), Failure> {
    let target = target_of(&args.folder);
    let folder = Unfinished::of(&target)?;
    match (folder.plan()?, inspect(&target)?) {
        (Some(plan), _) => Ok(output::print(&unfinished(&folder, &plan)?)?),
        (None, State::Ours(_)) => Ok(output::print(&finished(&target)?)?),
        _ => Err(no_run(&target, &folder)),
    }
}

/// Neither a folder nor what would be in the making beside it is a run.
pub(super) fn no_run(target: &Path, folder: &Unfinished) -> Failure {
    Failure::Input(format!(
        "failed to find a run in {}: neither it nor {} is one",
        target.display(),
        folder.path().display()
    ))
}

fn finished(target: &Path) -> Result<String, Failure> {
    let folder = Folder::open(target)?;
    let manifest = folder.manifest();
    let failed = match manifest.failed {
        0 => String::new(),
        n => format!("; {} failed", grouped(n)),
    };
    Ok(format!(
        "{}: complete, {} runs{failed}\n",
        target.display(),
        grouped(manifest.runs)
    ))
}

/// What is there of an unfinished run.
#[derive(Default)]
struct There {
    runs: u64,
    blocks: u64,
    bad: u64,
    /// By wave: blocks.
    waves: Vec<u64>,
    /// Of the scenario as it stands.
    ends: Ends,
    responses: Vec<Sums>,
    failed: u64,
}

fn unfinished(folder: &Unfinished, plan: &PlanRecord) -> Result<String, Failure> {
    let waves = Waves::from(plan);
    let there = look(folder, plan, &waves)?;
    let mut text = String::new();
    let at_work = if Lock::is_taken(folder.path()) {
        "somebody is at work on it"
    } else {
        "nobody is at work on it"
    };
    let _ = writeln!(
        text,
        "{}: {} of {} runs are finished, {} of {} blocks; {at_work}",
        folder.path().display(),
        grouped(there.runs),
        grouped(waves.runs()),
        grouped(there.blocks),
        grouped(waves.blocks())
    );
    if there.failed > 0 {
        let _ = writeln!(text, "{} runs failed", grouped(there.failed));
    }
    if there.bad > 0 {
        let _ = writeln!(
            text,
            "{} files are no whole blocks of it and will be played again",
            grouped(there.bad)
        );
    }
    let mut of_waves = vec![0; waves.waves() as usize];
    waves
        .numbers()
        .for_each(|number| of_waves[waves.block(number).wave as usize] += 1);
    let complete = there.waves.iter().zip(&of_waves).filter(|(there, all)| there == all);
    let _ = writeln!(
        text,
        "waves of up to {} replicates of every point: {} of {} complete",
        grouped(waves.lengths().longest()),
        grouped(complete.count() as u64),
        grouped(waves.waves())
    );
    so_far(&mut text, plan, &there);
    if there.blocks == waves.blocks() {
        let _ = writeln!(text, "All is there: detente merge {}", folder.target().display());
    }
    Ok(text)
}

fn look(folder: &Unfinished, plan: &PlanRecord, waves: &Waves) -> Result<There, Failure> {
    let mut there = There {
        waves: vec![0; waves.waves() as usize],
        ..There::default()
    };
    for block in blocks(folder, plan, waves)? {
        let Some((number, record)) = block else {
            there.bad += 1;
            continue;
        };
        let block = waves.block(number);
        there.blocks += 1;
        there.runs += block.runs();
        there.waves[block.wave as usize] += 1;
        there.failed += record.failed();
        for part in record.parts.iter().filter(|part| part.point == 0) {
            there.ends.merge(&part.ends);
            there.responses.merge(&part.responses);
        }
    }
    Ok(there)
}

/// The blocks of a folder in the making, with their numbers; none for a file that is no whole block of its plan.
pub(super) fn blocks(
    folder: &Unfinished,
    plan: &PlanRecord,
    waves: &Waves,
) -> Result<impl Iterator<Item = Option<(u64, BlockRecord)>>, Failure> {
    let files = list_blocks(&folder.blocks())?.into_iter();
    Ok(files.map(|(place, file)| {
        let number = waves.number_at(place)?;
        let (head, bytes) = read_block(&file).ok()?;
        let is_it = head.study == plan.study && head.place == place && head.runs == waves.block(number).runs();
        Some((number, BlockRecord::load(&bytes).filter(|_| is_it)?))
    }))
}

/// What the finished runs of the scenario as it stands say: an even sample of all, with the interval of their number.
fn so_far(text: &mut String, plan: &PlanRecord, there: &There) {
    let n = there.ends.n();
    if n == 0 {
        return;
    }
    let _ = writeln!(
        text,
        "so far, in {} runs of the scenario as it stands (95 % intervals):",
        grouped(n)
    );
    for (outcome, count) in OUTCOMES.iter().zip(there.ends.counts()) {
        let interval = wilson(count, n);
        let [share, low, high] = [count as f64 / n as f64, interval.low, interval.high].map(|x| 100.0 * x);
        let _ = writeln!(
            text,
            "  {:22} {share:5.1} % [{low:.1}, {high:.1}]",
            outcome.replace('_', " ")
        );
    }
    for (id, sums) in plan.responses.iter().zip(&there.responses) {
        if let Some(mean) = mean_interval(*sums) {
            let [value, low, high] = [mean.value, mean.interval.low, mean.interval.high];
            let _ = writeln!(text, "  mean of {id:14} {value:.3} [{low:.3}, {high:.3}]");
        }
    }
}
