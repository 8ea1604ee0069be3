//! From one description of a study to what an engine is told, so that it plays its shards and merges them. Nothing is scheduled
//! here: engines do that. A new engine is a file in `src/engines`, a template, and a line in [`ENGINES`].
//!
//! ```
//! use detente_cluster::{Job, engine};
//!
//! let job = Job {
//!     name: "harbour".into(),
//!     run: "detente run harbour.toml --out harbour --no-figures --quiet".into(),
//!     merge: "detente merge harbour".into(),
//!     threads: 4,
//!     shards: 12,
//!     only: Vec::new(),
//!     tasks: 12,
//! };
//! let script = engine("slurm").ok_or("no such engine")?.script(&job)?;
//! assert!(script.contains("#SBATCH --array=0-11"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod auto;
mod engines;
mod job;
mod ranges;

pub use auto::{Auto, AutoError};
pub use engines::{ENGINES, Engine, engine};
pub use job::{Job, JobError};
pub use ranges::{ranges, read_ranges};
