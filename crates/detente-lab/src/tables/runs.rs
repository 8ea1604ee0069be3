//! The runs themselves, by point, then replicate, as CSV and as Parquet: the same rows, in the same order, of the same types.

use super::csv_out::CsvOut;
use super::summaries::SampleFiles;
use crate::execute::{Control, RunError, Source};
use crate::plan::Plan;
use detente_results::{
    Column, Cuts, FileRecord, Folder, MANIFEST_FILE, Manifest, ParquetParts, Rows, RunsReader, Sample,
    is_parquet_of_runs, remove_parquet, write_atomically,
};
use rayon::prelude::*;
use std::ops::Range;
use std::path::Path;

/// How runs are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Format {
    /// `runs.csv`.
    Csv,
    /// `runs.parquet`, or several files in `runs/`.
    Parquet,
}

impl Format {
    /// All, in the order of the manifest.
    const ALL: [Self; 2] = [Self::Csv, Self::Parquet];

    /// What a file of a results folder has the runs as, if it has them.
    pub fn of(file: &str) -> Option<Self> {
        match file {
            RunsReader::FILE | Sample::FILE => Some(Self::Csv),
            Sample::PARQUET => Some(Self::Parquet),
            file => is_parquet_of_runs(file).then_some(Self::Parquet),
        }
    }

    /// Those in which a folder has its runs.
    pub fn listed(manifest: &Manifest) -> Vec<Self> {
        let is_listed = |format: &Self| manifest.files.iter().any(|file| Self::of(&file.name) == Some(*format));
        Self::ALL.into_iter().filter(is_listed).collect()
    }
}

/// Pieces that are read and made into text at a time, side by side.
const AHEAD: usize = 16;

/// Some rows of one block that stand together in the table.
struct Piece {
    block: u64,
    /// The point whose rows are meant; none for all of the block.
    point: Option<u64>,
}

/// Writes the runs of a plan whose blocks are all there.
///
/// # Errors
/// A block cannot be read, a file cannot be written, or the work is stopped.
pub fn write_runs(
    plan: &Plan,
    source: &(dyn Source + Sync),
    folder: &Path,
    formats: &[Format],
    control: &Control,
) -> Result<Vec<FileRecord>, RunError> {
    // What an interrupted program has written in another format is not listed, and would stay.
    if !formats.contains(&Format::Csv) {
        let _ = std::fs::remove_file(folder.join(RunsReader::FILE));
    }
    if !formats.contains(&Format::Parquet) {
        remove_parquet(folder)?;
    }
    let mut out = Out::create(&plan.columns.declared, folder, formats, Cuts::default())?;
    let mut pieces = pieces(plan);
    loop {
        let next: Vec<Piece> = pieces.by_ref().take(AHEAD).collect();
        if next.is_empty() {
            return out.finish();
        }
        if control.is_stopped() {
            return Err(RunError::Stopped);
        }
        for read in read(&next, source, formats.contains(&Format::Csv)) {
            let (rows, range, text) = read?;
            out.write(&rows, range, &text)?;
        }
    }
}

/// Writes the runs of a finished folder in one more format, and lists that in its manifest.
///
/// # Errors
/// The runs cannot be read or written.
pub fn convert(folder: &Folder, format: Format, cuts: Cuts) -> Result<(), RunError> {
    let Some(runs) = folder.kept_runs()? else {
        let message = format!("failed to read the runs of {}: there are none", folder.path().display());
        return Err(RunError::Incomplete(message));
    };
    let files = match folder.manifest().sample {
        Some(_) => convert_sample(runs, folder.path(), format)?,
        None => convert_runs(runs, folder.path(), format, cuts)?,
    };
    let mut manifest = folder.manifest().clone();
    manifest.files.retain(|file| Format::of(&file.name) != Some(format));
    manifest.files.extend(files);
    // The runs come first, as CSV before Parquet: the manifest is the same as if both had been asked for at once.
    let place = |file: &FileRecord| Format::of(&file.name).map_or(Format::ALL.len(), |format| format as usize);
    manifest.files.sort_by_key(place);
    Ok(write_atomically(&folder.file(MANIFEST_FILE), &manifest.to_json())?)
}

fn convert_runs(runs: RunsReader, folder: &Path, format: Format, cuts: Cuts) -> Result<Vec<FileRecord>, RunError> {
    let mut out = Out::create(runs.columns(), folder, &[format], cuts)?;
    for rows in runs {
        let rows = rows?;
        let mut text = Vec::new();
        if format == Format::Csv {
            rows.write_csv(0..rows.len(), &mut text);
        }
        out.write(&rows, 0..rows.len(), &text)?;
    }
    out.finish()
}

fn convert_sample(runs: RunsReader, folder: &Path, format: Format) -> Result<Vec<FileRecord>, RunError> {
    let mut out = SampleFiles::create(runs.columns(), folder, &[format])?;
    for rows in runs {
        out.write(&rows?)?;
    }
    out.finish()
}

/// The files that are being written.
struct Out {
    csv: CsvOut,
    parquet: Option<ParquetParts>,
}

impl Out {
    fn create(columns: &[Column], folder: &Path, formats: &[Format], cuts: Cuts) -> Result<Self, RunError> {
        let parquet = || ParquetParts::create(folder, columns, cuts);
        Ok(Self {
            csv: CsvOut::create(RunsReader::FILE, columns, folder, formats)?,
            parquet: formats.contains(&Format::Parquet).then(parquet).transpose()?,
        })
    }

    fn write(&mut self, rows: &Rows, range: Range<usize>, text: &[u8]) -> Result<(), RunError> {
        self.csv.text(text)?;
        if let Some(file) = &mut self.parquet {
            file.write(rows, range)?;
        }
        Ok(())
    }

    fn finish(self) -> Result<Vec<FileRecord>, RunError> {
        let mut files = Vec::from_iter(self.csv.finish()?);
        if let Some(parts) = self.parquet {
            files.extend(parts.finish()?);
        }
        Ok(files)
    }
}

/// The pieces of the table, in order: blocks where there is one wave, else part by part.
fn pieces(plan: &Plan) -> Box<dyn Iterator<Item = Piece> + '_> {
    let waves = &plan.waves;
    if waves.waves() == 1 {
        return Box::new(waves.numbers().map(|block| Piece { block, point: None }));
    }
    let of_point = move |point: u64| {
        waves.waves_of(point).map(move |wave| Piece {
            block: waves.block_of(wave, point),
            point: Some(point),
        })
    };
    Box::new((0..waves.points).flat_map(of_point))
}

type Read = Result<(Rows, Range<usize>, Vec<u8>), RunError>;

/// Reads pieces and makes them into text, on as many threads as there are cores.
fn read(pieces: &[Piece], source: &(dyn Source + Sync), as_text: bool) -> Vec<Read> {
    let one = |piece: &Piece| -> Read {
        let record = source.block(piece.block)?;
        let rows = match piece.point {
            None => 0..record.rows.len(),
            Some(point) => {
                let part = record.parts().find(|(_, part)| part.point == point);
                part.map_or(0..0, |(first, part)| first..first + part.runs as usize)
            }
        };
        let mut text = Vec::new();
        if as_text {
            record.rows.write_csv(rows.clone(), &mut text);
        }
        // Many are at hand at a time: of each only its rows stay.
        Ok((record.rows, rows, text))
    };
    pieces.par_iter().map(one).collect()
}
