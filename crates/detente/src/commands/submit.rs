//! `submit ENGINE EXPERIMENT`: what plays the shards of an experiment somewhere else. It is printed; Slurm is told it.

use super::run::{planned, target_of};
use crate::cli::Submit;
use crate::exit::Failure;
use crate::interrupt::quoted;
use crate::output;
use detente_cluster::{ENGINES, Engine, Job, JobError, read_ranges};
use detente_lab::Lab;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Tasks of an array that Slurm takes unless its configuration says otherwise.
const USUAL_ARRAY: u64 = 1001;

/// Reads the name of an engine.
pub(crate) fn engine(text: &str) -> Result<&'static Engine, String> {
    let keys = || ENGINES.map(|engine| engine.key).join(", ");
    detente_cluster::engine(text).ok_or_else(|| format!("expected one of {}", keys()))
}

pub(crate) fn run(args: &Submit, lab: &Lab) -> Result<(), Failure> {
    // What is wrong is told here, and not by every task.
    let (plan, _packed) = planned(&args.file, args.out.as_deref(), &args.asked, lab)?;
    if plan.experiment.looks().is_some() {
        return Err(Failure::Input(
            "a shard does not know what the others have found, so [stop] and [select] cannot be looked at; give --replicates N"
                .to_owned(),
        ));
    }
    let out = args
        .out
        .as_deref()
        .map_or_else(|| Path::new("results").join(&plan.experiment.id), target_of);
    let only = args.only.as_deref().map(|text| read_ranges(text, args.shards));
    let only = only
        .transpose()
        .map_err(|wrong| Failure::Input(format!("--only: {wrong}")))?;
    let blocks = plan.waves.blocks();
    if args.shards > blocks {
        output::note(&format!(
            "{} shards of {blocks} blocks: some will have nothing to play",
            args.shards
        ));
    }
    let slurm = args.engine.key == "slurm";
    let most_tasks = if slurm { largest_array() } else { args.engine.most_tasks };
    let job = Job {
        name: plan.experiment.title.clone(),
        run: run_command(args, &out),
        merge: format!("{} merge {}", program(), word(&out)),
        threads: args.threads.into(),
        shards: args.shards,
        only: only.unwrap_or_default(),
        tasks: args.shards.min(most_tasks),
    };
    let script = args.engine.script(&job).map_err(told)?;
    if slurm && !args.dry_run {
        let array = sbatch(&["--parsable"], &script)?;
        let after = format!("--dependency=afterany:{array}");
        let merge = sbatch(&["--parsable", &after], &format!("#!/bin/bash\n{}\n", job.merge))?;
        return Ok(output::print(&format!(
            "Slurm plays it as job {array}, and merges in job {merge} when all tasks have ended.\nHow far it is: {} status {}\n",
            program(),
            word(&out)
        ))?);
    }
    let tried = match args.engine.is_tried {
        true => "",
        false => " It has not been run by the tests of this program: read it first.",
    };
    output::say(&format!(
        "# {}. Keep this as {} and send it off with: {}.{tried}",
        args.engine.about, args.engine.file, args.engine.send
    ));
    Ok(output::print(&script)?)
}

fn told(error: JobError) -> Failure {
    Failure::Input(format!("failed to write what the engine is told: {error}"))
}

/// The command that plays a shard.
fn run_command(args: &Submit, out: &Path) -> String {
    let mut words = vec![
        program(),
        "run".to_owned(),
        word(&args.file),
        "--out".to_owned(),
        word(out),
    ];
    words.extend(args.asked.replicates.map(|n| format!("--replicates {n}")));
    words.extend(args.asked.summary.then(|| "--summary".to_owned()));
    words.extend(args.asked.seed.map(|seed| format!("--seed {seed}")));
    words.extend(
        args.asked
            .changes
            .iter()
            .map(|change| format!("--set {}", quoted(change))),
    );
    words.push(format!("--threads {} --quiet", args.threads));
    words.join(" ")
}

/// This program, as it was called.
fn program() -> String {
    let called = std::env::args_os().next().map(PathBuf::from);
    called.map_or_else(|| "detente".to_owned(), |path| word(&path))
}

fn word(path: &Path) -> String {
    quoted(&path.display().to_string())
}

/// The tasks that an array of this Slurm may have.
fn largest_array() -> u64 {
    let asked = Command::new("scontrol")
        .args(["show", "config"])
        .stderr(Stdio::null())
        .output();
    let said = asked
        .map(|output| String::from_utf8_lossy(&output.stdout).into_owned())
        .unwrap_or_default();
    let most = said.lines().filter_map(|line| line.split_once('='));
    let mut most = most.filter(|(key, _)| key.trim() == "MaxArraySize");
    let most = most.next().and_then(|(_, value)| value.trim().parse().ok());
    most.unwrap_or(USUAL_ARRAY).max(1)
}

/// Tells Slurm of a job; the number that it gives it.
fn sbatch(arguments: &[&str], script: &str) -> Result<String, Failure> {
    let refused = |why: &str| {
        Failure::Input(format!(
            "failed to tell Slurm with sbatch: {why}; --dry-run prints what it would be told"
        ))
    };
    let child = Command::new("sbatch")
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn();
    let mut child = child.map_err(|error| refused(&error.to_string()))?;
    if let Some(mut stdin) = child.stdin.take() {
        // Whoever does not read it says why.
        let _ = stdin.write_all(script.as_bytes());
    }
    let output = child.wait_with_output().map_err(|error| refused(&error.to_string()))?;
    let [said, wrong] = [&output.stdout, &output.stderr].map(|bytes| String::from_utf8_lossy(bytes).trim().to_owned());
    match output.status.success() && !said.is_empty() {
        true => Ok(said.split(';').next().unwrap_or_default().to_owned()),
        false => Err(refused(if wrong.is_empty() { "it said no" } else { &wrong })),
    }
}
