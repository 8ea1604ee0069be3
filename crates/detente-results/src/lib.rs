//! The results folder: the contract between the runs that fill it and everything that reads it, years later.
//!
//! A folder holds a [`Manifest`] and tables with fixed columns. This crate knows both formats and how to write them so
//! that a killed program never leaves half a file or half a folder behind. It depends on no other part of Detente.
//!
//! * [`write_table`] and [`read_table`] move typed rows ([`SummaryRow`] and its siblings) to and from CSV; a damaged
//!   file is told by place, what was found and what was expected.
//! * [`RunsReader`] goes through `runs.csv` line by line, however long it is; [`SolutionsTable`] holds what could be
//!   agreed.
//! * [`Folder`] opens a finished folder, [`inspect`] says what a path holds before anything is touched.
//! * [`Unfinished`] is a folder in the making: finished blocks of runs outlive the program in it, and its last act is to
//!   take the final name.

mod atomic;
mod block_file;
mod column;
mod design;
mod error;
mod folder;
mod lock;
mod manifest;
mod number;
mod outcome;
mod provenance;
mod rows;
mod runs;
mod solutions;
mod staging;
mod table;
mod unfinished;

pub use atomic::write_atomically;
pub use block_file::{BlockHead, BlockPlace, list_blocks, read_block, write_block};
pub use column::{Cells, Column, Kind, Rows, Value};
pub use design::{DesignRow, DesignTable, FactorLevel};
pub use error::ResultsError;
pub use folder::{Folder, State, inspect};
pub use manifest::{
    BehaviourRecord, ExperimentRecord, FORMAT, FactorRecord, FileRecord, MANIFEST_FILE, Manifest, PartyRecord,
    PolicyRecord, ProgramRecord, ResponseRecord, ScenarioRecord,
};
pub use lock::{Lock, Shard};
pub use number::{format_float, grouped};
pub use outcome::{ENDS, FAILED, OUTCOMES};
pub use provenance::{PROVENANCE_FILE, Program, Provenance};
pub use rows::{Clock, ContrastRow, CumulativeIncidenceRow, ParameterRow, SummaryRow, TrajectoryRow};
pub use runs::{RunRow, RunsReader};
pub use solutions::{SolutionKind, SolutionRow, SolutionsTable};
pub use staging::Existing;
pub use table::{Cell, Row, read_table, write_records, write_table};
pub use unfinished::{BLOCKS, INPUTS, InputRecord, PLAN_FILE, PlanRecord, Unfinished};
