//! A study, as engines are told of it.

use crate::auto::{OF_TASKS, ONLY, SHARDS};
use serde::Serialize;

/// Most shards of a study.
const MOST_SHARDS: u64 = 100_000;

/// What is to be played, in how many parts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Job {
    /// Its name in the engine's lists.
    pub name: String,
    /// The command that plays it, for a shell; `--shard` is added.
    pub run: String,
    /// The command that merges its shards, for a shell.
    pub merge: String,
    /// Threads of a shard.
    pub threads: u64,
    /// Parts of the study.
    pub shards: u64,
    /// Those that are played, ascending from 1; all if there are none.
    pub only: Vec<u64>,
    /// Tasks of the engine; each plays one shard after the other where there are more.
    pub tasks: u64,
}

/// Why a job cannot be.
#[derive(Debug, thiserror::Error)]
pub enum JobError {
    /// There are too many parts, or none.
    #[error("{0} shards; expected 1 to {MOST_SHARDS}")]
    Shards(u64),
    /// A template is wrong.
    #[error("the template of {engine}: {reason}")]
    Template {
        /// Whose.
        engine: &'static str,
        /// What is wrong.
        reason: String,
    },
}

/// What templates are filled with.
#[derive(Serialize)]
pub(crate) struct Filled<'a> {
    /// The name on one line.
    name: String,
    /// The name in letters that every engine takes: a to z, digits and hyphens.
    label: String,
    run: &'a str,
    merge: &'a str,
    threads: u64,
    shards: u64,
    tasks: u64,
    /// The shards that are played.
    list: Vec<u64>,
    /// What `--shard auto` reads in each task, besides which task it is.
    environment: Vec<[String; 2]>,
}

impl Job {
    /// The shards that are played.
    #[must_use]
    pub fn list(&self) -> Vec<u64> {
        match self.only.is_empty() {
            true => (1..=self.shards).collect(),
            false => self.only.clone(),
        }
    }

    /// # Errors
    /// It cannot be.
    pub(crate) fn filled(&self) -> Result<Filled<'_>, JobError> {
        if !(1..=MOST_SHARDS).contains(&self.shards) {
            return Err(JobError::Shards(self.shards));
        }
        let list = self.list();
        let letter = |c: char| {
            if c.is_ascii_alphanumeric() {
                c.to_ascii_lowercase()
            } else {
                '-'
            }
        };
        let label: String = self.name.chars().map(letter).take(50).collect();
        let label = label.trim_matches('-');
        let tasks = self.tasks.clamp(1, list.len() as u64);
        let only = (!self.only.is_empty()).then(|| crate::ranges(&self.only));
        let shared_out = (tasks < list.len() as u64).then(|| tasks.to_string());
        let environment = [
            (SHARDS, Some(self.shards.to_string())),
            (ONLY, only),
            (OF_TASKS, shared_out),
        ];
        Ok(Filled {
            name: self.name.split_whitespace().collect::<Vec<_>>().join(" "),
            label: if label.is_empty() { "detente" } else { label }.to_owned(),
            run: &self.run,
            merge: &self.merge,
            threads: self.threads,
            shards: self.shards,
            tasks,
            list,
            environment: (environment.into_iter())
                .filter_map(|(name, value)| Some([name.to_owned(), value?]))
                .collect(),
        })
    }
}
