//! The results folder: the contract between the runs that fill it and everything that reads it, years later.
//!
//! A folder holds a [`Manifest`] and tables whose columns are declared once. This crate knows both formats and how to
//! write them so that a killed program never leaves half a file or half a folder behind. It depends on no other part of
//! Detente.
//!
//! * [`write_table`] and [`read_table`] move typed rows ([`SummaryRow`] and its siblings) to and from CSV, [`TableWriter`]
//!   and [`TableReader`] those of tables too long to be held; a damaged file is told by place, what was found and what was
//!   expected.
//! * [`Column`] declares a column of the runs, [`Rows`] hold them by column; they are written as CSV and by
//!   [`ParquetParts`], as one file or several. [`RunsReader`] goes through either piece by piece, however long it is.
//! * [`SolutionsTable`] holds what could be agreed.
//! * [`Folder`] opens a finished folder, [`inspect`] says what a path holds before anything is touched.
//! * [`Unfinished`] is a folder in the making: finished blocks of runs outlive the program in it, and its last act is to
//!   take the final name.
//!
//! ```
//! use detente_results::{SummaryRow, write_table};
//!
//! let row = SummaryRow {
//!     point: 0,
//!     policy: "base".to_owned(),
//!     outcome: "agreement".to_owned(),
//!     n: 20,
//!     count: 10,
//!     share: 0.5,
//!     ci_low: 0.299,
//!     ci_high: 0.701,
//! };
//! let text = String::from_utf8(write_table(&[row]))?;
//! assert_eq!(text.lines().next(), Some("point,policy,outcome,n,count,share,ci_low,ci_high"));
//! # Ok::<(), std::string::FromUtf8Error>(())
//! ```

mod analysis_rows;
mod atomic;
mod block_file;
mod column;
mod design;
mod error;
mod folder;
mod line;
mod lock;
mod manifest;
mod number;
mod outcome;
mod own;
mod parquet;
mod provenance;
mod records;
mod rows;
mod run_rows;
mod runs;
pub mod said;
mod sample;
mod search;
mod solutions;
mod spreadsheet;
mod staging;
mod table;
mod unfinished;

pub use self::parquet::{Cuts, ParquetParts, ParquetReader, ParquetWriter, is_parquet_of_runs, remove_parquet};
pub use analysis_rows::{
    ConvergenceRow, CurveRow, MinutesRow, PolicyRow, PrimRow, QuantileRow, RaceRow, ResponseRow, SensitivityRow,
    SpreadRow, TornadoRow, TransitionRow, TypicalRow,
};
pub use atomic::{AtomicFile, create_atomically, hash_of, write_atomically};
pub use block_file::{BlockHead, BlockPlace, list_blocks, read_block, write_block};
pub use column::{Cells, Column, Kind, Rows, Value, csv_header, markdown};
pub use design::{DesignRow, DesignTable, FactorLevel};
pub use error::ResultsError;
pub use folder::{Folder, State, inspect};
pub use line::CsvLine;
pub use lock::{Lock, Shard};
pub use manifest::{
    BehaviourRecord, ExperimentRecord, FORMAT, FactorRecord, FileRecord, GoalRecord, MANIFEST_FILE, Manifest,
    PartyRecord, PolicyRecord, ResponseRecord, ScenarioRecord,
};
pub use number::{format_float, grouped, push_float};
pub use outcome::{FAILED, OUTCOMES, end_noun};
pub use own::{
    ANSWER, BRIEF, EXPLORABLE, FIGURE_KINDS, FIGURES, NOT_DRAWN, REPORT, TRANSCRIPTS, minutes_file, strangers,
};
pub use provenance::{PROVENANCE_FILE, Program, Provenance};
pub use records::Line;
pub use rows::{
    Clock, ContrastRow, CumulativeIncidenceRow, DoseRow, FigureRow, ParameterRow, SettledRow, SummaryRow, TrajectoryRow,
};
pub use run_rows::{RunRow, RunRows};
pub use runs::{RunsReader, UTILITY};
pub use sample::{Sample, StratumRow};
pub use search::{SearchRow, SearchTable};
pub use solutions::{SolutionKind, SolutionRow, SolutionsTable};
pub use spreadsheet::{SHEET_ROWS, SPREADSHEETS, is_in_spreadsheets, write_spreadsheets};
pub use staging::{Existing, probe_empty, publish};
pub use table::{Cell, Row, TableReader, TableWriter, read_table, write_records, write_table};
pub use unfinished::{
    BLOCKS, INPUTS, InputRecord, PLAN_FILE, PlanRecord, Unfinished, is_of_unfinished, leftovers, remove,
};
