//! `[stop]` and `[select]`: plays wave after wave until a response is known well enough, or until a race of policies is decided,
//! and says how many replicates that took.

use super::{Run, look, open, runs_there, settings};
use crate::exit::Failure;
use crate::interrupt::{Interrupt, Kept, same_command};
use crate::{output, provenance};
use detente_lab::Lab;
use detente_lab::execute::Event;
use detente_lab::plan::Plan;
use detente_lab::session::Session;
use detente_results::{InputRecord, Manifest, Provenance, State, Unfinished, grouped, inspect};
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
    let Some(looks) = plan.experiment.looks() else {
        return Ok(plan);
    };
    if args.shard.is_some() {
        let key = if plan.experiment.stop.is_some() {
            "[stop]"
        } else {
            "[select]"
        };
        return Err(Failure::Input(format!(
            "a shard does not know what the others have found, so {key} cannot be looked at; give --replicates N, or run \
             without --shard"
        )));
    }
    let (mut plan, mut args) = (plan, args.clone());
    let finished = of_this_study(&plan, target)?.filter(|_| !args.fresh);
    match &finished {
        Some(manifest) if is_of_this_file(manifest, &plan) && !args.force => {
            return with(&plan, manifest.replicates, manifest.raced.clone(), lab);
        }
        Some(_) => {}
        // What may not be written is told before anything is played.
        None => {
            look(target, &plan, &args)?;
        }
    }
    // Somebody has been further: what is there is gone on with.
    let begun = Unfinished::of(target)?.plan().ok().flatten();
    if let Some(begun) = begun.filter(|begun| begun.study == plan.study && !args.fresh)
        && (plan.experiment.replicates..=looks.most).contains(&begun.replicates)
    {
        plan = with(&plan, begun.replicates, begun.raced, lab)?;
    }
    loop {
        let there = runs_there(&plan, &Unfinished::of(target)?);
        interrupt.keeps(kept(&plan, target)?, there);
        let session = open(&args, None, &plan, lab, target)?;
        // What is begun anew is gone on with from here.
        args.fresh = false;
        session.play(
            session.missing(None),
            settings(&args),
            None,
            &interrupt.control,
            &mut |event| {
                if let Event::BlockDone { runs, .. } = event {
                    interrupt.more(runs);
                }
            },
        )?;
        let Some(further) = further(&plan, &session)? else {
            drop(session);
            // The file says it otherwise, and it takes as many as before: what is finished is all there is to it.
            if finished.is_some_and(|manifest| manifest.plan == plan.hash) && !args.force {
                Unfinished::of(target)?.discard(&plan.record())?;
            }
            return Ok(plan);
        };
        if !args.quiet {
            output::note(&further.told);
        }
        drop(session);
        plan = with(&plan, further.replicates, further.raced, lab)?;
    }
}

/// What is played next.
struct Further {
    replicates: u64,
    raced: Vec<u64>,
    /// Why.
    told: String,
}

/// What is played next after all of a plan; none where there is enough, or may be no more.
fn further(plan: &Plan, session: &Session) -> Result<Option<Further>, Failure> {
    let experiment = &plan.experiment;
    let runs = experiment.replicates;
    let Some(next) = experiment.looks().and_then(|looks| looks.next(runs)) else {
        return Ok(None);
    };
    if let Some(select) = &experiment.select {
        let race = session.race(select)?;
        return Ok((!race.is_decided()).then(|| Further {
            replicates: next,
            raced: race.runs(next),
            told: format!(
                "after {} runs of each policy, {} of {} are in the race",
                grouped(runs),
                race.left(),
                plan.n_points()
            ),
        }));
    }
    let Some(stop) = &experiment.stop else { return Ok(None) };
    let (sums, responses) = (session.sums()?, &experiment.responses);
    if stop.is_met(responses, &sums) {
        return Ok(None);
    }
    let open = stop.widest(responses, &sums);
    let half = open.map_or_else(|| "not known".to_owned(), |half| format!("known to within {half:.4}"));
    Ok(Some(Further {
        replicates: next,
        raced: Vec::new(),
        told: format!(
            "after {} runs a point, {} is {half}; {} is asked for",
            grouped(runs),
            stop.response,
            stop.half_width
        ),
    }))
}

/// What stays if it is stopped here.
fn kept(plan: &Plan, target: &Path) -> Result<Kept, Failure> {
    Ok(Kept {
        folder: Unfinished::of(target)?.path().to_owned(),
        runs: plan.runs(),
        command: same_command(&["--fresh"]),
    })
}

/// The plan with so many replicates, fewer of those that are out of a race.
fn with(plan: &Plan, replicates: u64, raced: Vec<u64>, lab: &Lab) -> Result<Arc<Plan>, Failure> {
    let mut experiment = plan.experiment.clone();
    experiment.replicates = replicates;
    experiment.raced = raced;
    Ok(Arc::new(plan.beside(experiment, lab)?))
}

/// The finished folder of the same study, if it was played by this program.
fn of_this_study(plan: &Plan, target: &Path) -> Result<Option<Box<Manifest>>, Failure> {
    let State::Ours(manifest) = inspect(target)? else {
        return Ok(None);
    };
    let same =
        manifest.study == plan.study && Provenance::read(target).is_ok_and(|by| by.program.is(provenance::hash()));
    Ok(same.then_some(manifest))
}

/// Whether it took as many runs as it takes now: how long it is played is said in the file alone.
fn is_of_this_file(manifest: &Manifest, plan: &Plan) -> bool {
    let file = |inputs: &[InputRecord]| inputs.iter().find(|input| input.role == "experiment").cloned();
    file(&manifest.inputs) == file(&plan.record().inputs)
}
