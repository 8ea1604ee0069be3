//! Experiments: from a file to points, from points to runs, from runs to tables with honest intervals.
//!
//! A [`Plan`](plan::Plan) says which runs there are and how they are cut into blocks; [`execute`](execute::execute) plays
//! blocks into a [`Sink`](execute::Sink), [`Memory`](sinks::Memory) or a [`Store`](sinks::Store); one writer makes the
//! [`tables`] of what is there. [`Lab`] lists what all of them know.
//!
//! ```
//! use detente_lab::Lab;
//! use detente_lab::experiment::Experiment;
//! use detente_lab::plan::Plan;
//! use std::path::Path;
//!
//! let lab = Lab::from(detente_agents::standard());
//! let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../experiments/harbour-leaks.toml");
//! let plan = Plan::new(Experiment::read(&file, &lab.designs)?, &lab)?;
//! assert_eq!(plan.runs(), plan.n_points() as u64 * plan.experiment.replicates);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

pub mod afterwards;
mod answering;
pub mod catalogue;
pub mod columns;
pub mod designs;
pub mod doses;
#[cfg(test)]
mod example;
pub mod execute;
pub mod experiment;
mod gather;
mod numbers;
pub mod plan;
pub mod race;
mod sample;
pub mod search;
pub mod session;
pub mod sinks;
pub mod situation;
pub mod study;
pub mod tables;
mod tally;
pub mod watch;

pub use catalogue::Lab;
pub use gather::gather;
pub use numbers::Numbers;
