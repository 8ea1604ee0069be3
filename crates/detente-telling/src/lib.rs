//! What is told of talks, in words: the minutes of a run, the description of a model after the ODD protocol, what a
//! scenario promises before anybody speaks, what came out of an experiment. Whoever shows it (a terminal, a page) adds
//! nothing of its own.
//!
//! * [`minutes`] tells one run; [`transcript`] has it in JSON, for programs.
//! * [`odd::Description`] describes a model.
//! * [`summary`], [`hazards`], [`home`] and [`solution`] tell what a scenario is and what could be agreed.
//! * [`answer`] tells what came out of many runs, [`doses`] what follows when one thing is turned, [`search`] what is best.
//! * [`compare`] tells results side by side.
//! * [`study`] writes a guided set of experiments, and one answer to all of them.
//!
//! ```
//! use detente_core::{Lot, Seed};
//! use detente_lab::watch::play;
//! use detente_scenario::{Document, build};
//! use std::path::Path;
//! use std::sync::Arc;
//!
//! let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scenarios/harbour.toml");
//! let registry = detente_agents::standard();
//! let document = Document::read(&file).expect("a scenario");
//! let model = Arc::new(build(&document, &registry).expect("a model").model);
//! let lot = Lot { luck: 0, inputs: 0 };
//! let account = play(&registry, &model, 1, lot).expect("a run");
//! assert!(detente_telling::minutes(&account, &registry).contains(&model.title));
//! ```

pub mod answer;
pub mod compare;
pub mod doses;
pub mod hazards;
pub mod home;
mod minutes;
pub mod odd;
mod prospects;
pub mod search;
pub mod solution;
pub mod study;
pub mod summary;
pub mod transcript;
pub mod values;
pub mod wording;

pub use minutes::{Readings, Tone, minutes, unbroken_minutes};
