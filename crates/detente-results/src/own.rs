//! What in a results folder is the program's own, and may be removed: what the manifest lists, and what its name and place
//! say. Everything else is somebody's, and stays.

use crate::analysis_rows::{
    ConvergenceRow, CurveRow, MinutesRow, PolicyRow, PrimRow, QuantileRow, RaceRow, ResponseRow, SensitivityRow,
    SpreadRow, TornadoRow, TransitionRow, TypicalRow,
};
use crate::atomic::is_temporary;
use crate::block_file::BlockPlace;
use crate::design::DesignTable;
use crate::error::ResultsError;
use crate::manifest::{MANIFEST_FILE, Manifest};
use crate::parquet::{RUNS, is_part};
use crate::provenance::PROVENANCE_FILE;
use crate::rows::{
    ContrastRow, CumulativeIncidenceRow, FigureRow, ParameterRow, SettledRow, SummaryRow, TrajectoryRow,
};
use crate::runs::RunsReader;
use crate::sample::{Sample, StratumRow};
use crate::solutions::SolutionsTable;
use crate::spreadsheet::SPREADSHEETS;
use crate::table::Row;
use crate::unfinished::{BLOCKS, INPUTS, InputRecord, PlanRecord, is_leftover};
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// The folder of the figures inside a results folder.
pub const FIGURES: &str = "figures";
/// The same while they are drawn.
const FIGURES_PARTIAL: &str = "figures.partial";
/// File among the figures that says which failed, and why; not there where none has.
pub const NOT_DRAWN: &str = "not-drawn.txt";
/// The files of a figure end so.
const FIGURE_FILES: [&str; 3] = ["svg", "png", "csv"];
/// The kinds of figures, as an experiment may ask for them; a figure is called `<kind>` or `<kind>-<what it is about>`.
pub const FIGURE_KINDS: &[&str] = &[
    "outcome-shares",
    "policy-differences",
    "flips",
    "quantile-dots",
    "policy-regret",
    "cumulative-incidence",
    "tornado",
    "sensitivity",
    "drawn-numbers",
    "design-factors",
    "morris",
    "response-curves",
    "boxes",
    "heat-map",
    "bands",
    "settled",
    "decided-by",
    "agreed-options",
    "frontier",
];
/// The folder of the minutes inside a results folder.
pub const TRANSCRIPTS: &str = "transcripts";

/// The answer in words, as the terminal has shown it.
pub const ANSWER: &str = "answer.md";
/// All of it as a page for a browser.
pub const REPORT: &str = "report.html";
/// The answer on one sheet of paper.
pub const BRIEF: &str = "brief.html";
/// The talks of a grid, to play with.
pub const EXPLORABLE: &str = "explorable.html";
/// What is told of the tables, beside them.
const TOLD: [&str; 5] = [PROVENANCE_FILE, ANSWER, REPORT, BRIEF, EXPLORABLE];

/// Folders inside a results folder; they hold files and no further folders.
const FOLDERS: [&str; 7] = [
    BLOCKS,
    INPUTS,
    RUNS,
    FIGURES,
    FIGURES_PARTIAL,
    TRANSCRIPTS,
    SPREADSHEETS,
];

/// Tables that any run writes; an unfinished folder has no manifest to list them.
const TABLES: [&str; 25] = [
    RunsReader::FILE,
    RunsReader::PARQUET,
    Sample::FILE,
    Sample::PARQUET,
    StratumRow::FILE,
    DesignTable::FILE,
    SolutionsTable::FILE,
    SummaryRow::FILE,
    ResponseRow::FILE,
    QuantileRow::FILE,
    ContrastRow::FILE,
    TransitionRow::FILE,
    SensitivityRow::FILE,
    ConvergenceRow::FILE,
    TornadoRow::FILE,
    SpreadRow::FILE,
    PolicyRow::FILE,
    PrimRow::FILE,
    RaceRow::FILE,
    CurveRow::FILE,
    CumulativeIncidenceRow::FILE,
    TrajectoryRow::FILE,
    SettledRow::FILE,
    ParameterRow::FILE,
    MANIFEST_FILE,
];

/// The file of the minutes of a run, below a results folder.
pub fn minutes_file(point: u64, replicate: u64) -> String {
    format!("{TRANSCRIPTS}/point-{point}-replicate-{replicate}.txt")
}

/// The files in a finished folder that are not the program's, by their names below it, in order.
///
/// # Errors
/// The folder cannot be read.
pub fn strangers(folder: &Path, manifest: &Manifest) -> Result<Vec<String>, ResultsError> {
    Ok(Own::of_manifest(manifest).part(folder)?.strangers)
}

/// The same of a folder in the making.
pub(crate) fn strangers_in_making(folder: &Path, plan: &PlanRecord) -> Result<Vec<String>, ResultsError> {
    Ok(Own::of_plan(plan).part(folder)?.strangers)
}

/// Removes what is the program's own in a finished folder, and the folder if nothing else is in it; says whether that is
/// so. The manifest goes last: a program that is killed meanwhile leaves a folder that still says whose it is.
pub(crate) fn remove_own(folder: &Path, manifest: &Manifest) -> Result<bool, ResultsError> {
    let Parted { own, strangers } = Own::of_manifest(manifest).part(folder)?;
    let last = folder.join(MANIFEST_FILE);
    crate::unfinished::remove(own.into_iter().filter(|path| *path != last).collect())?;
    for inside in FOLDERS {
        // One that still holds something, or is not there, stays as it is.
        let _ = fs::remove_dir(folder.join(inside));
    }
    if !strangers.is_empty() {
        return Ok(false);
    }
    crate::unfinished::remove(vec![last])?;
    fs::remove_dir(folder).map_err(ResultsError::io("remove", folder))?;
    Ok(true)
}

/// What tells the program's own files.
struct Own<'a> {
    inputs: &'a [InputRecord],
    lists: Box<dyn Fn(&str) -> bool + 'a>,
}

/// Files by whose they are.
#[derive(Default)]
struct Parted {
    own: Vec<PathBuf>,
    strangers: Vec<String>,
}

impl<'a> Own<'a> {
    fn of_manifest(manifest: &'a Manifest) -> Self {
        Self {
            inputs: &manifest.inputs,
            lists: Box::new(|name| name == MANIFEST_FILE || manifest.lists(name)),
        }
    }

    fn of_plan(plan: &'a PlanRecord) -> Self {
        Self {
            inputs: &plan.inputs,
            lists: Box::new(|name| TABLES.contains(&name)),
        }
    }

    fn part(&self, folder: &Path) -> Result<Parted, ResultsError> {
        let mut parted = Parted::default();
        let top = entries(folder)?;
        for (name, is_folder) in &top {
            let path = folder.join(name);
            if !is_folder || !FOLDERS.contains(&name.as_str()) {
                let own = !is_folder && (is_leftover(name) || TOLD.contains(&&**name) || (self.lists)(name));
                parted.put(path, name.clone(), own);
                continue;
            }
            let inside = entries(&path)?;
            for (file, is_folder) in &inside {
                let own = !is_folder && (is_temporary(file) || self.is_own_in(name, file, &inside));
                parted.put(path.join(file), format!("{name}/{file}"), own);
            }
        }
        parted.strangers.sort();
        Ok(parted)
    }

    /// Whether a file is the program's own in one of its folders, beside all that is there.
    fn is_own_in(&self, folder: &str, file: &str, beside: &[(String, bool)]) -> bool {
        let figure = file
            .rsplit_once('.')
            .filter(|(_, ending)| FIGURE_FILES.contains(ending));
        match folder {
            BLOCKS => BlockPlace::of_file_name(file).is_some(),
            INPUTS => self.inputs.iter().any(|input| input.name == file),
            RUNS => is_part(file),
            FIGURES_PARTIAL => figure.is_some() || file == NOT_DRAWN,
            // A figure comes in all three forms; a picture of somebody's own in one.
            FIGURES => {
                let there =
                    |name: &str, ending: &str| beside.iter().any(|(file, _)| *file == format!("{name}.{ending}"));
                file == NOT_DRAWN
                    || FigureRow::FILE.strip_prefix("figures/") == Some(file)
                    || figure.is_some_and(|(name, _)| FIGURE_FILES.iter().all(|ending| there(name, ending)))
            }
            TRANSCRIPTS => {
                let tables = [TypicalRow::FILE, MinutesRow::FILE];
                is_minutes(file)
                    || tables
                        .iter()
                        .any(|table| table.strip_prefix("transcripts/") == Some(file))
            }
            SPREADSHEETS => (self.lists)(file) || [RunsReader::FILE, Sample::FILE].contains(&file),
            _ => false,
        }
    }
}

impl Parted {
    fn put(&mut self, path: PathBuf, name: String, own: bool) {
        match own {
            true => self.own.push(path),
            false => self.strangers.push(name),
        }
    }
}

/// `point-0-replicate-3.txt`.
fn is_minutes(file: &str) -> bool {
    let numbers = file
        .strip_prefix("point-")
        .and_then(|rest| rest.strip_suffix(".txt"))
        .and_then(|rest| rest.split_once("-replicate-"));
    numbers.is_some_and(|(point, replicate)| [point, replicate].iter().all(|n| n.parse::<u64>().is_ok()))
}

/// The names in a folder, and whether each is a folder itself; a link is none.
fn entries(folder: &Path) -> Result<Vec<(String, bool)>, ResultsError> {
    let read = match fs::read_dir(folder) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        read => read.map_err(ResultsError::io("read", folder))?,
    };
    let entry = |entry: std::io::Result<fs::DirEntry>| {
        let entry = entry?;
        let is_folder = entry.file_type()?.is_dir();
        Ok((entry.file_name().to_string_lossy().into_owned(), is_folder))
    };
    let all: std::io::Result<Vec<_>> = read.map(entry).collect();
    all.map_err(ResultsError::io("read", folder))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::manifest::tests::example;

    fn put(folder: &Path, names: &[&str]) {
        for name in names {
            let path = folder.join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, name).unwrap();
        }
    }

    const OWN: [&str; 19] = [
        "manifest.json",
        "provenance.json",
        "answer.md",
        "report.html",
        "brief.html",
        "explorable.html",
        "lock",
        "summary.csv",
        "inputs/harbour.toml",
        "blocks/wave-000000-point-0000000.block",
        "runs/part-00000.parquet",
        "figures/spread.svg",
        "figures/spread.png",
        "figures/spread.csv",
        "figures/figures.csv",
        "transcripts/point-0-replicate-12.txt",
        "transcripts/typical.csv",
        "transcripts/minutes.csv",
        "excel/summary.csv",
    ];
    const MINE: [&str; 11] = [
        "blocks/notes.block",
        "excel/charts.xlsx",
        "figures/mine.png",
        "figures/old/spread.svg",
        "inputs/other.toml",
        "notes.txt",
        "runs.xlsx",
        "runs/part-one.parquet",
        "transcripts/point-x.txt",
        "transcripts/summary.md",
        "zebra/manifest.json",
    ];

    #[test]
    fn nothing_but_ones_own_is_removed() {
        let home = tempfile::tempdir().unwrap();
        let folder = home.path().join("levers");
        let manifest = example();
        assert!(manifest.lists("summary.csv"));
        put(&folder, &OWN);
        assert_eq!(strangers(&folder, &manifest).unwrap(), [""; 0]);
        put(&folder, &MINE);
        let folders = ["figures/old", "zebra"];
        let expected: Vec<&str> = MINE
            .into_iter()
            .map(|name| {
                folders
                    .into_iter()
                    .find(|folder| name.starts_with(folder))
                    .unwrap_or(name)
            })
            .collect();
        assert_eq!(strangers(&folder, &manifest).unwrap(), expected);
        assert!(!remove_own(&folder, &manifest).unwrap());
        assert!(MINE.iter().all(|name| folder.join(name).is_file()));
        let left = OWN.iter().filter(|name| folder.join(name).exists());
        assert_eq!(left.collect::<Vec<_>>(), [&"manifest.json"]);
    }

    #[test]
    fn a_folder_of_ones_own_is_removed_whole() {
        let home = tempfile::tempdir().unwrap();
        let folder = home.path().join("levers");
        put(&folder, &OWN);
        assert!(remove_own(&folder, &example()).unwrap());
        assert_eq!(fs::read_dir(home.path()).unwrap().count(), 0);
    }
}
