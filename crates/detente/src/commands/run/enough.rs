//! `[stop]`: plays wave after wave until a response is known well enough, and says how many replicates that took.

use super::{Run, open, settings};
use crate::exit::Failure;
use crate::interrupt::{Interrupt, Kept, same_command};
use crate::{output, provenance};
use detente_lab::Lab;
use detente_lab::execute::Event;
use detente_lab::plan::Plan;
use detente_results::{Provenance, State, Unfinished, grouped, inspect};
use std::path::Path;
use std::sync::Arc;

/// The plan with as many replicates as it takes; their blocks are there then.
pub(in crate::commands) fn played(
    args: &Run,
    plan: Arc<Plan>,
    lab: &Arc<Lab>,
    target: &Path,
    interrupt: &Interrupt,
) -> Result<Arc<Plan>, Failure> {
    let Some(stop) = plan.experiment.stop.clone() else {
        return Ok(plan);
    };
    if args.shard.is_some() {
        return Err(Failure::Input(
            "a shard does not know what the others have found, so [stop] cannot be looked at; give --replicates N, or run \
             without --shard"
                .to_owned(),
        ));
    }
    let (mut plan, mut args) = (plan, args.clone());
    if let Some(replicates) = done(&plan, target, &args)? {
        return with(&plan, replicates, lab);
    }
    // Somebody has been further: what is there is gone on with.
    let begun = Unfinished::of(target)?.plan().ok().flatten();
    if let Some(begun) = begun.filter(|begun| begun.study == plan.study && !args.fresh)
        && (plan.experiment.replicates..=stop.most).contains(&begun.replicates)
    {
        plan = with(&plan, begun.replicates, lab)?;
    }
    loop {
        interrupt.keeps(kept(&plan, target)?, 0);
        let session = open(&args, None, &plan, lab, target)?;
        // What is begun anew is gone on with from here.
        args.fresh = false;
        session.play(
            session.missing(None),
            settings(&args),
            &interrupt.control,
            &mut |event| {
                if let Event::BlockDone { runs, .. } = event {
                    interrupt.more(runs);
                }
            },
        )?;
        let (sums, responses) = (session.sums()?, &plan.experiment.responses);
        let runs = plan.experiment.replicates;
        let Some(next) = stop.next(runs).filter(|_| !stop.is_met(responses, &sums)) else {
            return Ok(plan);
        };
        if !args.quiet {
            let open = stop.widest(responses, &sums);
            let half = open.map_or_else(|| "not known".to_owned(), |half| format!("known to within {half:.4}"));
            output::note(&format!(
                "after {} runs a point, {} is {half}; {} is asked for",
                grouped(runs),
                stop.response,
                stop.half_width
            ));
        }
        drop(session);
        plan = with(&plan, next, lab)?;
    }
}

/// What stays if it is stopped here.
fn kept(plan: &Plan, target: &Path) -> Result<Kept, Failure> {
    Ok(Kept {
        folder: Unfinished::of(target)?.path().to_owned(),
        runs: plan.runs(),
        command: same_command(&["--fresh"]),
    })
}

/// The plan with so many replicates.
fn with(plan: &Plan, replicates: u64, lab: &Lab) -> Result<Arc<Plan>, Failure> {
    let mut experiment = plan.experiment.clone();
    experiment.replicates = replicates;
    Ok(Arc::new(Plan::new(experiment, lab)?))
}

/// The replicates of a finished folder of the same study, played by this program: it took that many.
fn done(plan: &Plan, target: &Path, args: &Run) -> Result<Option<u64>, Failure> {
    let State::Ours(manifest) = inspect(target)? else {
        return Ok(None);
    };
    let same =
        manifest.study == plan.study && Provenance::read(target).is_ok_and(|by| by.program.is(provenance::hash()));
    Ok((same && !args.fresh && !args.force).then_some(manifest.replicates))
}
