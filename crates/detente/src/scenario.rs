//! Reading scenarios and experiments: from a file, with changes of the command line, to a valid model.

use crate::exit::Failure;
use detente_core::{Lot, Model, Registry};
use detente_lab::Lab;
use detente_lab::experiment::Experiment;
use detente_lab::plan::Plan;
use detente_scenario::{Built, Document, Findings, Placed, TomlFile, build, build_changed};
use detente_telling::wording::normal;
use std::path::Path;
use std::sync::Arc;

/// Seed of a scenario that is played without an experiment.
pub(crate) use detente_lab::experiment::DEFAULT_SEED;

/// Reads and checks a scenario.
pub(crate) fn read(file: &Path, registry: &Registry) -> Result<Built, Failure> {
    Ok(build(&document(file)?, registry)?)
}

/// Reads a scenario.
pub(crate) fn document(file: &Path) -> Result<Document, Failure> {
    let toml = file_of_ours(file)?;
    if Experiment::is_one(&toml) {
        let scenario = toml.root.table("experiment").and_then(|t| t.text("scenario"));
        let scenario = scenario.map(|name| normal(&file.parent().unwrap_or(Path::new("")).join(name)));
        let its = scenario.map_or_else(
            || "expected a scenario".to_owned(),
            |path| format!("its scenario is {}", path.display()),
        );
        return Err(Failure::Input(format!("{} is an experiment; {its}", file.display())));
    }
    Ok(Document::of(toml))
}

/// What a file is; it is read once, since it may be a pipe.
pub(crate) enum Ours {
    /// An experiment, right in itself.
    Experiment(Box<Plan>),
    /// A scenario that has not been checked.
    Scenario(Box<Document>),
}

/// Reads an experiment or a scenario.
pub(crate) fn either(file: &Path, lab: &Lab) -> Result<Ours, Failure> {
    let toml = file_of_ours(file)?;
    if !Experiment::is_one(&toml) {
        return Ok(Ours::Scenario(Box::new(Document::of(toml))));
    }
    let experiment = Experiment::from_toml(&toml, &lab.designs)?;
    Ok(Ours::Experiment(Box::new(Plan::new(experiment, lab)?)))
}

/// Tables of which a scenario or an experiment has one at least, however incomplete.
const OURS: [&str; 6] = ["scenario", "experiment", "parties", "issues", "calendar", "talks"];

/// A file that is a scenario or an experiment, right or wrong: for anything else a sentence says more than all that is
/// missing from it.
pub(crate) fn file_of_ours(file: &Path) -> Result<TomlFile, Failure> {
    let toml = TomlFile::read(file)?;
    if OURS.iter().all(|key| toml.root.get(key).is_none()) {
        return Err(Failure::Input(format!(
            "{} is neither a scenario nor an experiment; expected a table [scenario] or [experiment]",
            file.display()
        )));
    }
    Ok(toml)
}

/// A file that asks more of finished results.
pub(crate) fn file_of_analyses(file: &Path) -> Result<TomlFile, Failure> {
    let toml = TomlFile::read(file)?;
    if ["responses", "analyses"].iter().all(|key| toml.root.get(key).is_none()) {
        return Err(Failure::Input(format!(
            "{} asks nothing; expected [[responses]] or [[analyses]], as experiments have them",
            file.display()
        )));
    }
    Ok(toml)
}

/// A model to be played.
pub(crate) struct Playable {
    /// The model.
    pub(crate) model: Arc<Model>,
    /// Root of its luck.
    pub(crate) seed: u64,
    /// What the replicate that is asked for draws with.
    pub(crate) lot: Lot,
}

/// The model of a point of an experiment, or of a scenario (point 0), with changes, each as `PATH=VALUE`.
pub(crate) fn model(
    file: &Path,
    [point, replicate]: [u64; 2],
    changes: &[String],
    lab: &Lab,
) -> Result<Playable, Failure> {
    let as_it_stands = Lot {
        luck: replicate,
        inputs: replicate,
    };
    let (document, source, seed, lot, (of_point, joint)) = match either(file, lab)? {
        Ours::Experiment(plan) if point < plan.waves.points => {
            let point = point as usize;
            let (changes, lot) = (plan.changes(point), plan.lot(point, replicate));
            let joint = plan.base.joint.clone();
            let experiment = plan.experiment;
            let document = Document::read(&experiment.scenario)?;
            (document, experiment.file, experiment.seed, lot, (changes, joint))
        }
        Ours::Experiment(plan) => return Err(no_point(point, plan.waves.points)),
        Ours::Scenario(document) if point == 0 => (*document, None, DEFAULT_SEED, as_it_stands, Default::default()),
        Ours::Scenario(_) => return Err(no_point(point, 1)),
    };
    // The point's changes are made of the scenario as the command line changes it, as `run --set` has it.
    let own: Result<Vec<Placed>, _> = changes.iter().map(|text| Placed::from_argument(text)).collect();
    let own = own.map_err(|finding| Findings::new(vec![*finding], Vec::new()))?;
    let all = [own, of_point].concat();
    let mut built = build_changed(&document, &all, source.as_slice(), &lab.registry)?;
    built.model.joint = joint;
    Ok(Playable {
        model: Arc::new(built.model),
        seed,
        lot,
    })
}

fn no_point(point: u64, points: u64) -> Failure {
    Failure::Input(format!(
        "there is no point {point}; expected 0 to {}",
        points.saturating_sub(1)
    ))
}
