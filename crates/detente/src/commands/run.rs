//! `run EXPERIMENT`: the main job. Monte Carlo from a file into a results folder, then figures, then the answer on the
//! terminal. What is finished is kept, whatever happens: the same command goes on.

pub(super) mod cost;
pub(super) mod enough;
pub(super) mod extras;
mod follow;
mod minutes;
pub(super) mod pictures;
pub(super) mod progress;

use crate::cli::{Asked, Run};
use crate::exit::Failure;
use crate::interrupt::{Interrupt, Kept, quoted, same_command};
use crate::packed::Packed;
use crate::scenario::file_of_ours;
use crate::shard::ShardArgument;
use crate::{output, provenance};
use detente_lab::Lab;
use detente_lab::execute::{Event, Settings};
use detente_lab::experiment::Experiment;
use detente_lab::plan::Plan;
use detente_lab::session::{Reuse, Session, Stale};
use detente_lab::tables::Format;
use detente_results::{
    Existing, Folder, Manifest, Provenance, Shard, State, Unfinished, grouped, inspect, list_blocks, probe_empty,
    strangers,
};
use detente_scenario::Severity;
use detente_telling::answer;
use extras::Wishes;
use progress::Progress;
use std::path::{Path, PathBuf};
use std::sync::Arc;

pub(crate) fn run(args: &Run, lab: &Arc<Lab>) -> Result<(), Failure> {
    Interrupt::heeded(|interrupt| play(args, lab, interrupt))
}

fn play(args: &Run, lab: &Arc<Lab>, interrupt: &Interrupt) -> Result<(), Failure> {
    let shards = args.shard.map(ShardArgument::resolve).transpose()?.unwrap_or_default();
    // What was packed lies unpacked until all is done.
    let (plan, _packed) = planned(&args.file, args.out.as_deref(), &args.asked, lab)?;
    let plan = Arc::new(plan);
    let warnings = plan.findings.iter().filter(|f| f.severity == Severity::Warning);
    warnings
        .filter(|_| !args.quiet)
        .for_each(|f| output::say(&f.to_string()));
    let usual = || Path::new("results").join(&plan.experiment.id);
    let target = resolved(&args.out.as_deref().map_or_else(usual, target_of))?;
    if args.dry_run {
        let (cost, threads) = (cost::of(&plan, lab, interrupt)?, settings(args).threads);
        return Ok(output::print(&answer::plan(&plan, cost, threads, &target))?);
    }
    let plan = enough::played(args, plan, lab, &target, interrupt)?;
    let mut args = args.clone();
    args.fresh &= plan.experiment.looks().is_none();
    for shard in &shards {
        let played = to_the_end(&args, Some(*shard), &plan, lab, &target, interrupt);
        // Whoever plays shards somewhere else is told whether it helps to try again.
        played.map_err(Failure::again)?;
    }
    if !shards.is_empty() {
        return Ok(());
    }
    let kept = match to_the_end(&args, None, &plan, lab, &target, interrupt)? {
        Ended::Shard => return Ok(()),
        Ended::There if args.quiet => None,
        Ended::There => {
            let there = format!("{} holds this run already; nothing was run.\n\n", target.display());
            output::print(&there)?;
            None
        }
        Ended::Made(kept) => kept,
    };
    if !args.quiet {
        output::print(&answer::of_folder(&plan, &target, kept.as_deref())?)?;
    }
    failed(Folder::open(&target)?.manifest())
}

/// How a run has come to its end.
pub(super) enum Ended {
    /// It was there, and so is now what is wished for besides.
    There,
    /// It was made; where an older folder is kept.
    Made(Option<PathBuf>),
    /// It is a part, and has been told.
    Shard,
}

/// Plays what is missing, and makes what is wished for.
pub(super) fn to_the_end(
    args: &Run,
    shard: Option<Shard>,
    plan: &Arc<Plan>,
    lab: &Arc<Lab>,
    target: &Path,
    interrupt: &Interrupt,
) -> Result<Ended, Failure> {
    let wishes = Wishes::of(args);
    let existing = match look(target, plan, args)? {
        Standing::Done if shard.is_some() => {
            output::say(&format!(
                "{} holds this run already; nothing was run.",
                target.display()
            ));
            return Ok(Ended::Shard);
        }
        Standing::Done => {
            extras::make(plan, lab, target, &wishes, interrupt)?;
            return Ok(Ended::There);
        }
        Standing::Write(existing) => existing,
    };
    let folder = Unfinished::of(target)?;
    let kept = |runs: u64| Kept {
        folder: folder.path().to_owned(),
        runs,
        command: same_command(&["--fresh"]),
    };
    // Also before it is known what is there, what is there is kept.
    interrupt.keeps(kept(plan.runs()), runs_there(plan, &folder));
    let session = open(args, shard, plan, lab, target)?;
    tell_found(args, plan, &session);
    let missing = session.missing(shard);
    let of_missing: u64 = missing.iter().map(|&n| plan.waves.block(n).runs()).sum();
    let goal = if shard.is_some() { of_missing } else { plan.runs() };
    let there = goal - of_missing;
    interrupt.keeps(kept(goal), there);
    let progress = Progress::new(goal, there, args.quiet);
    let scratch = args.scratch.as_deref();
    session.play(missing, settings(args), scratch, &interrupt.control, &mut |event| {
        if let Event::BlockDone { runs, .. } = event {
            progress.at(interrupt.more(runs));
        }
    })?;
    if let Some(shard) = shard {
        progress.finish();
        shard_done(args, shard, of_missing, &session)?;
        return Ok(Ended::Shard);
    }
    progress.say("making tables");
    let set_aside = session.finish(&args.format, existing, &interrupt.control, provenance::now())?;
    progress.finish();
    extras::make(plan, lab, target, &wishes, interrupt)?;
    Ok(Ended::Made(set_aside))
}

/// Files that are no blocks and are named one by one.
const MOST_NAMED: usize = 10;

fn open(args: &Run, shard: Option<Shard>, plan: &Arc<Plan>, lab: &Arc<Lab>, target: &Path) -> Result<Session, Failure> {
    let stale = match (args.fresh, &args.out, shard) {
        (true, ..) => Stale::Discard,
        (false, None, None) => Stale::SetAside,
        (false, Some(_), None) if args.force => Stale::SetAside,
        _ => Stale::Refuse,
    };
    let reuse = Reuse {
        finished: !args.force && !args.fresh,
        stale,
    };
    let by = provenance::begin(settings(args).threads);
    Ok(Session::open(plan, lab, target, shard, reuse, by)?)
}

/// The runs whose blocks lie in a folder in the making, by their names.
fn runs_there(plan: &Plan, folder: &Unfinished) -> u64 {
    let places = list_blocks(&folder.blocks()).unwrap_or_default().into_iter();
    let numbers = places.filter_map(|(place, _)| plan.waves.number_at(place));
    numbers.map(|n| plan.waves.block(n).runs()).sum()
}

/// Says what was there already, and what was no use.
fn tell_found(args: &Run, plan: &Plan, session: &Session) {
    if args.quiet {
        return;
    }
    for (file, reason) in session.found.bad.iter().take(MOST_NAMED) {
        output::say(&format!("{} is played again: {reason}", file.display()));
    }
    if let Some(aside) = &session.set_aside {
        let aside = aside.display();
        output::say(&format!(
            "an unfinished run of another plan or program is kept as {aside}"
        ));
    }
    let there = session.found.runs(plan);
    if there > 0 && there < plan.runs() {
        let [there, all] = [there, plan.runs()].map(grouped);
        output::say(&format!("going on: {there} of {all} runs are there already"));
    }
}

fn shard_done(args: &Run, shard: Shard, played: u64, session: &Session) -> Result<(), Failure> {
    if args.quiet {
        return Ok(());
    }
    let name = quoted(&session.path().with_extension("").display().to_string());
    Ok(output::print(&format!(
        "shard {shard} is complete: {} runs played, in {}.\nWhen all shards are: detente merge {}\n",
        grouped(played),
        session.path().display(),
        name
    ))?)
}

pub(super) fn settings(args: &Run) -> Settings {
    let usual = Settings::default();
    Settings {
        threads: args.threads.map_or(usual.threads, usize::from),
        batch: args.batch.map_or(usual.batch, usize::from),
    }
}

/// A folder with failed runs is no success, however often it is asked for.
pub(super) fn failed(manifest: &Manifest) -> Result<(), Failure> {
    match manifest.failed {
        0 => Ok(()),
        n => Err(Failure::Run(format!(
            "{} of {} runs failed; their rows say `failed`",
            grouped(n),
            grouped(manifest.runs)
        ))),
    }
}

/// What is to be played: of a file, or of what was packed.
pub(super) fn planned(
    file: &Path,
    out: Option<&Path>,
    asked: &Asked,
    lab: &Lab,
) -> Result<(Plan, Option<Packed>), Failure> {
    if !Packed::is_one(file) {
        return Ok((Plan::new(experiment(file, out, asked, lab)?, lab)?, None));
    }
    if *asked != Asked::default() {
        return Err(Failure::Input(format!(
            "failed to play {}: what was packed is played as it is; say --replicates, --seed, --set and --summary to `detente pack`",
            file.display()
        )));
    }
    let packed = Packed::open(file)?;
    if !packed.by.program.is(provenance::hash()) {
        output::note(&format!(
            "{} was packed by another build ({}, commit {}); runs of two builds do not mix",
            file.display(),
            packed.by.program.version,
            packed.by.program.commit
        ));
    }
    Ok((packed.plan(lab)?, Some(packed)))
}

/// The experiment of a file, with what the command line says otherwise.
pub(super) fn experiment(file: &Path, out: Option<&Path>, asked: &Asked, lab: &Lab) -> Result<Experiment, Failure> {
    let mut experiment = read(file, out, lab)?;
    if experiment.search.is_some() {
        let file = file.display();
        let command = quoted(&file.to_string());
        return Err(Failure::Input(format!(
            "failed to run {file}: it is a search, with a table [search]; expected an experiment without; search with: \
             detente search {command}"
        )));
    }
    experiment.seed = asked.seed.unwrap_or(experiment.seed);
    if let Some(replicates) = asked.replicates {
        let luck = experiment.luck;
        if !replicates.is_multiple_of(luck) {
            return Err(Failure::Input(format!(
                "--replicates {replicates} does not go with the {luck} runs of each set of inputs in [replication]; \
                 expected a multiple of {luck}"
            )));
        }
        experiment.replicates = replicates;
        experiment.stop = None;
        experiment.select = None;
    }
    if asked.summary {
        summed(&mut experiment, file)?;
    }
    Ok(experiment.changed_by(&asked.changes))
}

/// Keeps a summary of the runs only.
fn summed(experiment: &mut Experiment, file: &Path) -> Result<(), Failure> {
    if experiment.select.is_some() {
        return Err(Failure::Input(format!(
            "--summary does not go with [select] of {}: a race compares the rows of all runs; expected one of the two, or \
             --replicates N",
            file.display()
        )));
    }
    experiment.summary = true;
    if let Some(looks) = experiment.looks() {
        experiment.replicates = looks.first();
    }
    Ok(())
}

/// The experiment of a file that can be read again, with an id that can name a results folder where no other is given.
pub(super) fn read(file: &Path, out: Option<&Path>, lab: &Lab) -> Result<Experiment, Failure> {
    let kind = file.metadata();
    if kind.is_ok_and(|kind| !kind.is_file() && !kind.is_dir()) {
        return Err(Failure::Input(format!(
            "failed to run {}: what is run is read again, by you and by `rerun`; expected a regular file",
            file.display()
        )));
    }
    let experiment = Experiment::of_file(&file_of_ours(file)?, &lab.designs)?;
    let usable = |c: char| !matches!(c, '/' | '\\' | '\0');
    if out.is_none()
        && (!experiment.id.chars().all(usable) || experiment.id.starts_with('.') || experiment.id.ends_with(".partial"))
    {
        return Err(Failure::Input(format!(
            "failed to name the results folder after the id `{}`; give one with --out DIR",
            experiment.id
        )));
    }
    Ok(experiment)
}

/// The folder that a link leads to: results lie beside it, on its disk, and the link stays.
pub(super) fn resolved(target: &Path) -> Result<PathBuf, Failure> {
    if !target.is_symlink() {
        return Ok(target.to_owned());
    }
    target.canonicalize().map_err(|error| {
        let target = target.display();
        Failure::Input(format!(
            "failed to use {target}: it is a link that leads nowhere ({error}); make its folder first"
        ))
    })
}

/// What stands where the results are to go.
enum Standing {
    /// The same plan, played by the same program, complete.
    Done,
    /// Something that may be written, and what becomes of what was there.
    Write(Existing),
}

fn look(target: &Path, plan: &Plan, args: &Run) -> Result<Standing, Failure> {
    let refuse = |why: String, hint: &str| Failure::Input(format!("failed to use {}: {why}; {hint}", target.display()));
    let manifest = match inspect(target)? {
        State::Missing => return Ok(Standing::Write(Existing::Keep)),
        State::Empty => {
            return match probe_empty(target) {
                Ok(()) => Ok(Standing::Write(Existing::Keep)),
                Err(error) => Err(refuse(
                    format!("results take its name when they are complete, and it cannot be moved ({error})"),
                    "is it a mount point? choose a folder inside it with --out DIR",
                )),
            };
        }
        State::Foreign { example } => {
            return Err(refuse(
                format!("it holds something that is no result (`{example}`)"),
                "expected a results folder, an empty one or none; choose another with --out DIR",
            ));
        }
        State::Ours(manifest) if args.force => {
            refuse_strangers(target, &manifest)?;
            return Ok(Standing::Write(Existing::Replace));
        }
        State::Ours(manifest) => manifest,
    };
    let same_program = Provenance::read(target).is_ok_and(|by| by.program.is(provenance::hash()));
    let begun = Unfinished::of(target)?
        .plan()
        .is_ok_and(|begun| begun.is_some_and(|p| p.plan == plan.hash));
    let whole = manifest.files.iter().all(|file| target.join(&file.name).is_file());
    let done = manifest.complete && manifest.plan == plan.hash && same_program;
    // A run that was begun anew beside it goes on; a table that is gone is made again.
    if done && whole && !(begun && args.out.is_none()) && !args.fresh {
        return Ok(Standing::Done);
    }
    // More replicates of one study go on where fewer ended; the folder with fewer is kept.
    let goes_on = manifest.study == plan.study && manifest.replicates < plan.experiment.replicates && same_program;
    if args.out.is_none() || goes_on || done && !whole {
        return Ok(Standing::Write(Existing::Keep));
    }
    let what = match manifest.plan == plan.hash {
        true if args.fresh => "it is complete".to_owned(),
        true => "it holds this run, played by another program".to_owned(),
        false => format!(
            "it holds another run (of `{}`, seed {})",
            manifest.experiment.id, manifest.seed
        ),
    };
    Err(refuse(what, "choose another folder, or replace it with --force"))
}

/// Files of somebody's own in a folder that is to be replaced.
pub(super) fn refuse_strangers(target: &Path, manifest: &Manifest) -> Result<(), Failure> {
    let strangers = strangers(target, manifest)?;
    let named: Vec<String> = strangers
        .iter()
        .take(MOST_NAMED)
        .map(|name| format!("`{name}`"))
        .collect();
    let more = match strangers.len().saturating_sub(MOST_NAMED) {
        0 => String::new(),
        n => format!(" and {n} more"),
    };
    match named.is_empty() {
        true => Ok(()),
        false => Err(Failure::Input(format!(
            "failed to replace {}: it holds {}{more}, which no run has written; move what is yours elsewhere, or choose \
             another folder with --out DIR",
            target.display(),
            named.join(", ")
        ))),
    }
}

/// `csv`, `parquet` or both.
pub(crate) fn format(text: &str) -> Result<Format, String> {
    match text {
        "csv" => Ok(Format::Csv),
        "parquet" => Ok(Format::Parquet),
        _ => Err("expected csv, parquet or csv,parquet".to_owned()),
    }
}

/// The results folder that a name stands for, whether the folder itself or its unfinished one is named.
pub(crate) fn target_of(named: &Path) -> PathBuf {
    // `out/.` and `out/` are `out`: a name can be given to that alone.
    let plain: PathBuf = named.components().collect();
    match plain.extension() {
        Some(extension) if extension == "partial" => plain.with_extension(""),
        _ => plain,
    }
}
