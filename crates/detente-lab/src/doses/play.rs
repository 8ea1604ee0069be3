//! All doses of all levers in one plan: the scenario as it stands is point 0, every other dose a policy, all under the
//! same luck. What is kept of a run is its answers.

use super::answer::{Answer, Reader};
use super::levers::Lever;
use super::{Asking, Response};
use crate::Lab;
use crate::execute::{BlockRecord, Control, Event, RunError, Sink, execute};
use crate::experiment::{Experiment, Policy, Trajectories};
use crate::plan::{Plan, PlanError};
use detente_scenario::Change;
use std::sync::{Arc, Mutex, PoisonError};

/// A lever whose doses can be played.
struct Played {
    lever: &'static Lever,
    party: Option<String>,
    /// The point of each dose.
    points: Vec<usize>,
}

/// Levers, some of them not used in a scenario, and the plan of the others.
pub struct Doses {
    plan: Arc<Plan>,
    played: Vec<Played>,
    readers: Vec<Reader>,
    idle: Vec<Response>,
}

/// The point of a dose: 0 for one that changes nothing, else that of a policy of its own.
fn point(experiment: &mut Experiment, changes: Vec<Change>) -> usize {
    if changes.is_empty() {
        return 0;
    }
    let number = experiment.policies.len() + 1;
    experiment.policies.push(Policy {
        id: format!("dose {number}"),
        title: String::new(),
        changes: changes.into_iter().map(|change| (change, None)).collect(),
        span: None,
    });
    number
}

/// What answers leave behind: by point, by replicate, by reader; NaN for none.
struct Answers {
    readers: Vec<Reader>,
    kept: Mutex<Vec<Vec<f64>>>,
}

impl Sink for Answers {
    fn take(&self, _: u64, record: BlockRecord) -> Result<(), RunError> {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        for (first, part) in record.parts() {
            let of_point = &mut kept[part.point as usize];
            for run in 0..part.runs as usize {
                let place = (part.replicate as usize + run) * self.readers.len();
                for (k, reader) in self.readers.iter().enumerate() {
                    of_point[place + k] = reader.read(&record.rows, first + run).unwrap_or(f64::NAN);
                }
            }
        }
        Ok(())
    }
}

impl Answers {
    /// What the runs of a point answered, by replicate.
    fn of(&self, point: usize, reader: usize) -> Vec<Option<f64>> {
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let answers = kept[point].iter().skip(reader).step_by(self.readers.len());
        answers.map(|x| Some(*x).filter(|x| !x.is_nan())).collect()
    }
}

impl Doses {
    /// The plan: which doses there are, and which levers a scenario does not use.
    ///
    /// # Errors
    /// What is wrong with the scenario or a change of the command line.
    pub fn new(asking: &Asking<'_>, lab: &Lab) -> Result<Self, PlanError> {
        let mut experiment = Experiment::of_scenario(asking.scenario, "doses", "doses");
        experiment.settings = asking.changes.to_vec();
        experiment.seed = asking.seed;
        experiment.replicates = asking.runs;
        experiment.trajectories = Trajectories::None;
        let stands = Plan::new(experiment.clone(), lab)?;
        let (mut played, mut idle) = (Vec::new(), Vec::new());
        for lever in &asking.levers {
            for aim in lever.aimed(stands.document(), &stands.base, &lab.registry) {
                match aim.doses {
                    Ok(doses) => played.push(Played {
                        lever,
                        party: aim.party,
                        points: doses.into_iter().map(|dose| point(&mut experiment, dose)).collect(),
                    }),
                    Err(why) => idle.extend(
                        lever
                            .expects
                            .iter()
                            .map(|expected| Response::idle(lever, aim.party.clone(), expected, why.clone())),
                    ),
                }
            }
        }
        let plan = Arc::new(Plan::new(experiment, lab)?);
        let mut doses = Self {
            plan,
            played,
            readers: Vec::new(),
            idle,
        };
        doses.readers = doses.readers();
        Ok(doses)
    }

    /// Every answer that is asked for, once.
    fn readers(&self) -> Vec<Reader> {
        let mut readers = Vec::new();
        for played in &self.played {
            for expected in played.lever.expects {
                let reader = self.reader(expected.answer, played.party.as_deref());
                readers.extend(reader.filter(|reader| !readers.contains(reader)));
            }
        }
        readers
    }

    fn reader(&self, answer: Answer, party: Option<&str>) -> Option<Reader> {
        let used = answer.needs().is_none_or(|key| self.plan.base.uses(key));
        used.then(|| Reader::new(answer, party, &self.plan.columns.declared, &self.plan.base))?
    }

    /// All runs.
    pub fn runs(&self) -> u64 {
        self.plan.runs()
    }

    /// The title of the scenario.
    pub fn title(&self) -> &str {
        &self.plan.base.title
    }

    /// Plays them; `tell` is told of every block.
    ///
    /// # Errors
    /// As for [`execute`].
    pub fn play(
        &self,
        lab: &Arc<Lab>,
        settings: crate::execute::Settings,
        control: &Arc<Control>,
        tell: &mut dyn FnMut(Event),
    ) -> Result<Vec<Response>, RunError> {
        let width = self.plan.experiment.replicates as usize * self.readers.len();
        let answers = Arc::new(Answers {
            readers: self.readers.clone(),
            kept: Mutex::new(vec![vec![f64::NAN; width]; self.plan.n_points()]),
        });
        let sink: Arc<dyn Sink> = Arc::<Answers>::clone(&answers);
        let blocks = self.plan.waves.numbers().collect();
        execute(&self.plan, lab, blocks, settings, &sink, control, tell)?;
        let mut responses: Vec<Response> = Vec::new();
        for played in &self.played {
            responses.extend(played.lever.expects.iter().map(|expected| {
                match self.reader(expected.answer, played.party.as_deref()) {
                    Some(reader) => {
                        let place = self.readers.iter().position(|known| *known == reader);
                        let doses = played
                            .points
                            .iter()
                            .map(|point| answers.of(*point, place.unwrap_or_default()));
                        Response::of(played.lever, played.party.clone(), expected, &doses.collect::<Vec<_>>())
                    }
                    None => {
                        let why = format!("`{}` is not switched on", expected.answer.needs().unwrap_or("utility"));
                        Response::idle(played.lever, played.party.clone(), expected, why)
                    }
                }
            }));
        }
        responses.extend(self.idle.iter().cloned());
        Ok(responses)
    }
}
