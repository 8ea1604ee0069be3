//! The engines, one file each.

mod aws_batch;
mod htcondor;
mod hyperqueue;
mod kubernetes;
mod nextflow;
mod parallel;
mod slurm;
mod snakemake;

use crate::job::{Filled, Job, JobError};
use minijinja::syntax::SyntaxConfig;
use minijinja::value::Serde;
use minijinja::{Environment, UndefinedBehavior, Value};

/// Every engine, in the order of the alphabet.
pub const ENGINES: [&Engine; 8] = [
    &aws_batch::ENGINE,
    &htcondor::ENGINE,
    &hyperqueue::ENGINE,
    &kubernetes::ENGINE,
    &nextflow::ENGINE,
    &parallel::ENGINE,
    &slurm::ENGINE,
    &snakemake::ENGINE,
];

/// Something that plays the tasks of a job somewhere, and again where that fails.
#[derive(Debug)]
pub struct Engine {
    /// Its name on the command line.
    pub key: &'static str,
    /// What it is.
    pub about: &'static str,
    /// What its script is called.
    pub file: &'static str,
    /// How that is sent off.
    pub send: &'static str,
    /// Whether the project's tests run it for real.
    pub is_tried: bool,
    /// Most tasks that one array of it may have.
    pub most_tasks: u64,
    /// What sends its tasks again, before their numbers as ranges and the script; none where it takes no numbers.
    pub again: Option<&'static str>,
    template: &'static str,
}

/// The engine of this name.
#[must_use]
pub fn engine(key: &str) -> Option<&'static Engine> {
    ENGINES.into_iter().find(|engine| engine.key == key)
}

impl Engine {
    /// What it is told.
    ///
    /// # Errors
    /// The job cannot be.
    pub fn script(&self, job: &Job) -> Result<String, JobError> {
        self.fill(&job.filled()?)
    }

    fn fill(&self, job: &Filled<'_>) -> Result<String, JobError> {
        let mut environment = Environment::new();
        environment.set_undefined_behavior(UndefinedBehavior::Strict);
        let syntax = SyntaxConfig::builder()
            .trim_blocks(true)
            .keep_trailing_newline(true)
            .build();
        let filled = syntax.and_then(|syntax| {
            environment.set_syntax(syntax);
            environment.render_str(self.template, Value::from(Serde(job)))
        });
        filled.map_err(|error| JobError::Template {
            engine: self.key,
            reason: error.to_string(),
        })
    }
}

#[cfg(test)]
mod tests;
