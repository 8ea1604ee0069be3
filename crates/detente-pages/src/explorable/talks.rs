//! How each talk ended at every point: read from the runs, which must have met the same luck everywhere.

use super::Unexplorable;
use detente_results::{FAILED, Folder, Manifest, ResultsError, Rows, RunsReader, Value};

/// Before a party in the name of a column.
const UTILITY: &str = "utility.";

/// Utilities are held in thousandths.
const THOUSANDTHS: f64 = 1_000.0;

/// The first talks of each point; in every list talk by talk, and of each talk point by point: what hardly changes from
/// point to point stands side by side, and packs well.
pub(super) struct Talks {
    /// Talks of each point.
    pub(super) held: usize,
    /// Places among the outcomes; one beyond the last for a run that failed.
    pub(super) ends: Vec<u8>,
    /// Days on which they ended.
    pub(super) days: Vec<i32>,
    /// The parties that have utilities.
    pub(super) parties: Vec<String>,
    /// By party, in thousandths.
    pub(super) utilities: Vec<Vec<i32>>,
}

/// Where the columns are that are read.
struct Places {
    point: usize,
    replicate: usize,
    outcome: usize,
    day: usize,
    luck: usize,
    inputs: usize,
    utilities: Vec<usize>,
}

impl Talks {
    pub(super) fn read(folder: &Folder, most: u64) -> Result<Self, Unexplorable> {
        let manifest = folder.manifest();
        let runs = folder.first_runs()?.ok_or_else(|| no("it holds no runs"))?;
        let (places, parties) = Places::of(&runs)?;
        let size = most as usize * manifest.points as usize;
        let mut talks = Self {
            held: most as usize,
            ends: vec![u8::MAX; size],
            days: vec![0; size],
            utilities: vec![vec![0; size]; parties.len()],
            parties,
        };
        let mut lots = vec![None; talks.held];
        for piece in runs {
            let piece = piece?;
            for row in 0..piece.len() {
                talks.take(manifest, &places, &piece, row, &mut lots)?;
            }
        }
        match talks.ends.contains(&u8::MAX) {
            true => Err(ResultsError::Damaged {
                path: folder.path().to_owned(),
                reason: "runs are missing that the manifest tells of".to_owned(),
            }
            .into()),
            false => Ok(talks),
        }
    }

    /// Keeps a row, if it is one of the first talks of a point. `lots` are the luck and the inputs of each talk.
    fn take(
        &mut self,
        manifest: &Manifest,
        places: &Places,
        piece: &Rows,
        row: usize,
        lots: &mut [Option<(u64, u64)>],
    ) -> Result<(), Unexplorable> {
        let cell = |place: usize| piece.columns[place].at(row);
        let (Value::Count(point), Value::Count(talk), Value::Word(outcome)) =
            (cell(places.point), cell(places.replicate), cell(places.outcome))
        else {
            return Ok(());
        };
        if talk >= self.held as u64 || point >= manifest.points {
            return Ok(());
        }
        if let (Value::Count(luck), Value::Count(inputs)) = (cell(places.luck), cell(places.inputs)) {
            let known = lots[talk as usize].get_or_insert((luck, inputs));
            if *known != (luck, inputs) {
                return Err(no(
                    "its points have luck of their own; expected common luck, so that one talk can be followed from point to point",
                ));
            }
        }
        let place = talk as usize * manifest.points as usize + point as usize;
        let known = manifest.outcomes.iter().position(|end| end == outcome);
        let failed = (outcome == FAILED).then_some(manifest.outcomes.len());
        let end = known.or(failed).and_then(|end| u8::try_from(end).ok());
        self.ends[place] = end.ok_or_else(|| {
            no(&format!(
                "it holds the end `{outcome}`, which its manifest does not list"
            ))
        })?;
        if let Value::Day(day) = cell(places.day) {
            self.days[place] = i32::try_from(day).map_err(|_| no(&format!("day {day} is too far off")))?;
        }
        for (utilities, &column) in self.utilities.iter_mut().zip(&places.utilities) {
            if let Value::Number(utility) = cell(column) {
                utilities[place] = thousandths(utility)?;
            }
        }
        Ok(())
    }
}

impl Places {
    fn of(runs: &RunsReader) -> Result<(Self, Vec<String>), Unexplorable> {
        let place = |name: &str| {
            let place = runs.place(name);
            place.ok_or_else(|| {
                no(&format!(
                    "its runs have no column `{name}`; expected those of a newer folder"
                ))
            })
        };
        let columns = runs.columns().iter().enumerate();
        let (parties, utilities) = columns
            .filter_map(|(place, column)| Some((column.name.strip_prefix(UTILITY)?.to_owned(), place)))
            .unzip();
        let places = Self {
            point: place("point")?,
            replicate: place("replicate")?,
            outcome: place("outcome")?,
            day: place("end_day")?,
            luck: place("luck")?,
            inputs: place("inputs")?,
            utilities,
        };
        Ok((places, parties))
    }
}

fn thousandths(utility: f64) -> Result<i32, Unexplorable> {
    let whole = (utility * THOUSANDTHS).round();
    match whole.abs() < f64::from(i32::MAX) {
        true => Ok(whole as i32),
        false => Err(no(&format!("a utility of {utility} is not held in thousandths"))),
    }
}

fn no(why: &str) -> Unexplorable {
    Unexplorable::Design(why.to_owned())
}
