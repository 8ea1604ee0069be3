//! `manifest.json`: what was run, with what, and what came of it. It holds no time and no place, so the same inputs
//! give the same bytes.

use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::atomic::read_own;
use crate::column::Column;
use crate::design::FactorLevel;
use crate::error::ResultsError;
use crate::sample::Sample;
use crate::unfinished::{InputRecord, PlanRecord};

/// The version of the results folder that this crate reads and writes.
pub const FORMAT: u32 = 1;

/// The manifest's file name in a results folder.
pub const MANIFEST_FILE: &str = "manifest.json";

/// What a results folder holds and how it came about.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Manifest {
    /// Version of the folder's format, [`FORMAT`].
    pub format: u32,
    /// The scenario that was run.
    pub scenario: ScenarioRecord,
    /// The experiment that was run.
    pub experiment: ExperimentRecord,
    /// The files that were run, in the order in which they are read; copies are in `inputs/`.
    pub inputs: Vec<InputRecord>,
    /// Seed of all draws.
    pub seed: u64,
    /// Runs of each point.
    pub replicates: u64,
    /// By policy, base first, its runs where a race has dropped some; empty where all have as many.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub raced: Vec<u64>,
    /// Runs that meet the same inputs, one after the other.
    pub luck: u64,
    /// What the command line changed about the scenario, each as `PATH=VALUE`, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub settings: Vec<String>,
    /// Which runs are kept, where not all of them are.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sample: Option<Sample>,
    /// Design points.
    pub points: u64,
    /// Runs in all.
    pub runs: u64,
    /// Runs that failed.
    pub failed: u64,
    /// Identifies the plan, in hexadecimal: two folders with the same plan hold the same runs.
    pub plan: String,
    /// Identifies what the runs are, however many: more replicates of one study go on where fewer ended.
    pub study: String,
    /// Whether every run of the plan is in the folder.
    pub complete: bool,
    /// The named policies, in the order of the file.
    pub policies: Vec<PolicyRecord>,
    /// The factors, in the order of the design's columns.
    pub factors: Vec<FactorRecord>,
    /// The responses, in the order of the contrasts.
    pub responses: Vec<ResponseRecord>,
    /// What can be played for, in the order of the file.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub goals: Vec<GoalRecord>,
    /// The parties, in the order of the scenario.
    pub parties: Vec<PartyRecord>,
    /// The outcomes, in the order of every table.
    pub outcomes: Vec<String>,
    /// The columns of the runs, in order; none in folders written before there were declarations.
    #[serde(default)]
    pub columns: Vec<Column>,
    /// The kinds of figures that were asked for, of [`crate::FIGURE_KINDS`]; all that say something if there are none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub figures: Vec<String>,
    /// The behaviours in use and where they come from.
    pub behaviours: Vec<BehaviourRecord>,
    /// The other files of the folder, with their hashes.
    pub files: Vec<FileRecord>,
}

/// A scenario, as its file names it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ScenarioRecord {
    /// Id.
    pub id: String,
    /// Title for people.
    pub title: String,
    /// File name, without folders.
    pub file: String,
    /// Whether its numbers are invented unless evidence is given; figures say so.
    pub stylised: bool,
    /// The date of day 0, as 2025-11-23, if it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub start_date: Option<String>,
}

/// An experiment, as its file names it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ExperimentRecord {
    /// Id.
    pub id: String,
    /// Title for people.
    pub title: String,
}

/// A file and the hash of its bytes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FileRecord {
    /// Name, relative to the results folder for its own files.
    pub name: String,
    /// Hash of the bytes, in hexadecimal.
    pub hash: String,
}

/// A named bundle of changes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PolicyRecord {
    /// Id, as in the tables.
    pub id: String,
    /// Title for people.
    pub title: String,
}

/// Something that the design varies.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FactorRecord {
    /// Id, as in the design's columns.
    pub id: String,
    /// Path of the parameters it sets.
    pub path: String,
    /// Unit, empty if none.
    pub unit: String,
    /// Its levels, if the design has levels.
    pub levels: Vec<FactorLevel>,
    /// What a level does to what is there, `add` or `scale`; where nothing is said, it takes its place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub operation: Option<String>,
}

/// A number of each run that the contrasts compare.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ResponseRecord {
    /// Id, as in the contrasts.
    pub id: String,
    /// Title for people.
    pub title: String,
    /// Unit, [`ResponseRecord::SHARE`] for shares of runs.
    pub unit: String,
}

impl ResponseRecord {
    /// The unit of a response that is a share of runs, from 0 to 1.
    pub const SHARE: &'static str = "share";
}

/// A bound to play for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct GoalRecord {
    /// Title for people.
    pub title: String,
    /// A response, or an outcome, whose share is meant.
    pub response: String,
    /// Lower bound, if it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at_least: Option<f64>,
    /// Upper bound, if it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at_most: Option<f64>,
}

/// A party of the scenario.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PartyRecord {
    /// Id, as in the columns.
    pub id: String,
    /// Name for people.
    pub name: String,
}

/// A behaviour and the crate that brought it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BehaviourRecord {
    /// Name, as in the scenario's `[behaviours]`.
    pub name: String,
    /// Crate that defines it.
    #[serde(rename = "crate")]
    pub crate_name: String,
    /// Version of that crate.
    pub version: String,
}

/// The part of a manifest that every version has.
#[derive(Deserialize)]
struct AnyFormat {
    format: u32,
}

impl Manifest {
    /// The manifest as JSON for people, with a line end at the end.
    pub fn to_json(&self) -> Vec<u8> {
        let mut json = serde_json::to_vec_pretty(self).expect("text keys and finite numbers are always JSON");
        json.push(b'\n');
        json
    }

    /// Reads a manifest.
    ///
    /// # Errors
    /// The file cannot be read, is not a manifest, or is one of another [`FORMAT`].
    pub fn read(path: &Path) -> Result<Self, ResultsError> {
        let json = read_own(path).map_err(ResultsError::io("read", path))?;
        let damaged = |error: serde_json::Error| ResultsError::Manifest {
            path: path.to_owned(),
            reason: format!("found no manifest of a results folder, {error}"),
        };
        // The version comes first, so that a newer manifest is told as such and not as a damaged one.
        let AnyFormat { format } = serde_json::from_slice(&json).map_err(damaged)?;
        if format != FORMAT {
            return Err(ResultsError::Format {
                path: path.to_owned(),
                found: format,
                expected: FORMAT,
            });
        }
        serde_json::from_slice(&json).map_err(damaged)
    }

    /// The plan that it tells of.
    pub fn plan_record(&self) -> PlanRecord {
        PlanRecord {
            plan: self.plan.clone(),
            study: self.study.clone(),
            experiment: self.experiment.id.clone(),
            seed: self.seed,
            points: self.points,
            replicates: self.replicates,
            raced: self.raced.clone(),
            luck: self.luck,
            together: self.sample.map_or(0, |_| self.policies.len() as u64),
            settings: self.settings.clone(),
            responses: self.responses.iter().map(|r| r.id.clone()).collect(),
            inputs: self.inputs.clone(),
        }
    }

    /// Whether the folder is said to hold this file.
    pub fn lists(&self, file: &str) -> bool {
        self.files.iter().any(|record| record.name == file)
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::column::Kind;
    use crate::outcome::OUTCOMES;

    /// A manifest with something in every field.
    pub(crate) fn example() -> Manifest {
        let text = str::to_owned;
        Manifest {
            format: FORMAT,
            scenario: ScenarioRecord {
                id: text("harbour"),
                title: text("Two ports share a fairway"),
                file: text("harbour.toml"),
                stylised: true,
                start_date: Some(text("2025-11-23")),
            },
            experiment: ExperimentRecord {
                id: text("levers"),
                title: text("What helps"),
            },
            inputs: vec![InputRecord {
                role: text("scenario"),
                name: text("harbour.toml"),
                hash: text("00ff"),
            }],
            seed: u64::MAX,
            replicates: 2000,
            raced: Vec::new(),
            luck: 1,
            settings: vec![text("calendar.*.secrecy=0.9")],
            sample: Some(Sample {
                first: 860,
                of_each_end: 20,
            }),
            points: 3,
            runs: 6000,
            failed: 0,
            plan: text("c0ffee"),
            study: text("7ea"),
            complete: true,
            policies: vec![PolicyRecord {
                id: text("small_room"),
                title: text("A smaller room"),
            }],
            factors: vec![FactorRecord {
                id: text("quiet rooms"),
                path: text("calendar.*.secrecy"),
                unit: String::new(),
                levels: vec![
                    FactorLevel::Number(0.5),
                    FactorLevel::Text(text("high")),
                    FactorLevel::AsIs,
                ],
                operation: Some(text("add")),
            }],
            responses: vec![ResponseRecord {
                id: text("agreement"),
                title: text("Agreement"),
                unit: text(ResponseRecord::SHARE),
            }],
            goals: vec![GoalRecord {
                title: text("Sixty of a hundred"),
                response: text("agreement"),
                at_least: Some(0.6),
                at_most: None,
            }],
            parties: vec![PartyRecord {
                id: text("north"),
                name: text("North Port"),
            }],
            outcomes: OUTCOMES.map(text).to_vec(),
            figures: vec![text("outcome-shares")],
            columns: vec![Column::new("end_day", Kind::Day, "day", "When it ended").or_empty()],
            behaviours: vec![BehaviourRecord {
                name: text("fatigue"),
                crate_name: text("detente-agents"),
                version: text("0.1.0"),
            }],
            files: vec![FileRecord {
                name: text("summary.csv"),
                hash: text("aa"),
            }],
        }
    }

    fn read(json: &[u8]) -> Result<Manifest, String> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(MANIFEST_FILE);
        std::fs::write(&path, json).unwrap();
        let place = format!("{}/", folder.path().display());
        Manifest::read(&path).map_err(|error| error.to_string().replace(&place, ""))
    }

    #[test]
    fn a_manifest_reads_back_as_it_was_written() {
        assert_eq!(read(&example().to_json()).unwrap(), example());
        assert_eq!(example().to_json(), example().to_json());
    }

    #[test]
    fn a_folder_without_declared_columns_opens() {
        let mut manifest: serde_json::Value = serde_json::from_slice(&example().to_json()).unwrap();
        manifest.as_object_mut().unwrap().remove("columns").unwrap();
        assert_eq!(read(manifest.to_string().as_bytes()).unwrap().columns, []);
    }

    #[test]
    fn another_format_is_told_as_such() {
        assert_eq!(
            read(b"{\"format\": 7, \"all else\": \"is new\"}").unwrap_err(),
            "read manifest.json: found format 7, expected format 1"
        );
    }

    #[test]
    fn a_damaged_manifest_is_told_with_its_place() {
        let message = read(b"{\"format\": 1,\n").unwrap_err();
        assert!(
            message.starts_with("read manifest.json: found no manifest of a results folder, EOF"),
            "{message}"
        );
        let message = read(b"{\"format\": 1}").unwrap_err();
        assert!(message.contains("missing field `scenario`"), "{message}");
    }

    #[test]
    fn a_listed_file_is_found_by_name() {
        assert!(example().lists("summary.csv"));
        assert!(!example().lists("runs.csv"));
    }
}
