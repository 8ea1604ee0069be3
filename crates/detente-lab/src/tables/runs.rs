//! The runs themselves, by point, then replicate, as CSV and as Parquet: the same rows, in the same order, of the same types.

use crate::execute::{BlockRecord, Control, RunError, Source};
use crate::plan::Plan;
use detente_results::{
    AtomicFile, Column, FileRecord, Folder, Manifest, ParquetWriter, ResultsError, Rows, RunsReader, Sample,
    csv_header, hash_of,
};
use rayon::prelude::*;
use std::io::Write;
use std::ops::Range;
use std::path::{Path, PathBuf};

/// How runs are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Format {
    /// `runs.csv`.
    Csv,
    /// `runs.parquet`.
    Parquet,
}

impl Format {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Csv, Self::Parquet];

    /// The file of all runs in a results folder, or of a sample of them.
    pub fn file(self, is_sample: bool) -> &'static str {
        match (self, is_sample) {
            (Self::Csv, false) => RunsReader::FILE,
            (Self::Parquet, false) => RunsReader::PARQUET,
            (Self::Csv, true) => Sample::FILE,
            (Self::Parquet, true) => Sample::PARQUET,
        }
    }

    /// Those in which the runs of a folder are written.
    pub fn of(manifest: &Manifest) -> Vec<Self> {
        let is_there = |format: &Self| manifest.lists(format.file(manifest.sample.is_some()));
        Self::ALL.into_iter().filter(is_there).collect()
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
    let mut out = Out::create(&plan.columns.declared, folder, formats, false)?;
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
            let (record, rows, text) = read?;
            out.write(&record.rows, rows, &text)?;
        }
    }
}

/// Writes the runs of a finished folder in one more format.
///
/// # Errors
/// The runs cannot be read or written.
pub fn convert(folder: &Folder, format: Format) -> Result<FileRecord, RunError> {
    let Some(runs) = folder.kept_runs()? else {
        let message = format!("failed to read the runs of {}: there are none", folder.path().display());
        return Err(RunError::Incomplete(message));
    };
    let is_sample = folder.manifest().sample.is_some();
    let mut out = Out::begin(runs.columns(), folder.path(), &[format], is_sample)?;
    for rows in runs {
        out.write_all(&rows?, format == Format::Csv)?;
    }
    let files = out.finish()?;
    files
        .into_iter()
        .next()
        .ok_or_else(|| RunError::Incomplete("nothing was written".to_owned()))
}

/// The files that are being written.
pub(super) struct Out {
    csv: Option<AtomicFile>,
    parquet: Option<ParquetWriter>,
    folder: PathBuf,
    is_sample: bool,
}

impl Out {
    /// Begins the files of a table that has none yet.
    pub(super) fn create(
        columns: &[Column],
        folder: &Path,
        formats: &[Format],
        is_sample: bool,
    ) -> Result<Self, RunError> {
        // What an interrupted program has written in another format is not listed, and would stay.
        for format in Format::ALL.into_iter().filter(|format| !formats.contains(format)) {
            let _ = std::fs::remove_file(folder.join(format.file(is_sample)));
        }
        Self::begin(columns, folder, formats, is_sample)
    }

    fn begin(columns: &[Column], folder: &Path, formats: &[Format], is_sample: bool) -> Result<Self, RunError> {
        let path = |format: Format| formats.contains(&format).then(|| folder.join(format.file(is_sample)));
        let mut out = Self {
            csv: path(Format::Csv).map(|path| AtomicFile::create(&path)).transpose()?,
            parquet: path(Format::Parquet)
                .map(|path| ParquetWriter::create(&partial(&path), columns))
                .transpose()?,
            folder: folder.to_owned(),
            is_sample,
        };
        out.text(&csv_header(columns))?;
        Ok(out)
    }

    fn text(&mut self, text: &[u8]) -> Result<(), RunError> {
        let Some(file) = &mut self.csv else { return Ok(()) };
        let path = self.folder.join(Format::Csv.file(self.is_sample));
        Ok(file.write_all(text).map_err(ResultsError::io("write", &path))?)
    }

    fn write(&mut self, rows: &Rows, range: Range<usize>, text: &[u8]) -> Result<(), RunError> {
        self.text(text)?;
        if let Some(file) = &mut self.parquet {
            file.write(rows, range)?;
        }
        Ok(())
    }

    pub(super) fn write_all(&mut self, rows: &Rows, as_text: bool) -> Result<(), RunError> {
        let mut text = Vec::new();
        if as_text {
            rows.write_csv(0..rows.len(), &mut text);
        }
        self.write(rows, 0..rows.len(), &text)
    }

    pub(super) fn finish(self) -> Result<Vec<FileRecord>, RunError> {
        let record = |format: Format, hash| FileRecord {
            name: format.file(self.is_sample).to_owned(),
            hash,
        };
        let mut files = Vec::new();
        if let Some(file) = self.csv {
            files.push(record(Format::Csv, file.finish()?));
        }
        if let Some(file) = self.parquet {
            file.finish()?;
            let path = self.folder.join(Format::Parquet.file(self.is_sample));
            std::fs::rename(partial(&path), &path).map_err(ResultsError::io("rename", &path))?;
            files.push(record(Format::Parquet, hash_of(&path)?));
        }
        Ok(files)
    }
}

/// Where the Parquet file is written until it is whole.
fn partial(path: &Path) -> PathBuf {
    path.with_file_name(RunsReader::PARQUET_IN_MAKING)
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

type Read = Result<(BlockRecord, Range<usize>, Vec<u8>), RunError>;

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
        Ok((record, rows, text))
    };
    pieces.par_iter().map(one).collect()
}
