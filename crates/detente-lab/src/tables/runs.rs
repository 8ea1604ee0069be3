//! The runs themselves, by point, then replicate, as CSV and as Parquet: the same rows, in the same order, of the same types.

use crate::execute::{BlockRecord, Control, RunError, Source};
use crate::plan::Plan;
use detente_results::{AtomicFile, FileRecord, ParquetWriter, ResultsError, csv_header, hash_of};
use rayon::prelude::*;
use std::io::Write;
use std::ops::Range;
use std::path::Path;

/// How runs are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Format {
    /// `runs.csv`.
    Csv,
    /// `runs.parquet`.
    Parquet,
}

impl Format {
    /// Its file in a results folder.
    pub fn file(self) -> &'static str {
        match self {
            Self::Csv => "runs.csv",
            Self::Parquet => "runs.parquet",
        }
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
    let columns = &plan.columns.declared;
    let csv_path = folder.join(Format::Csv.file());
    let parquet_path = folder.join(Format::Parquet.file());
    let mut csv = match formats.contains(&Format::Csv) {
        true => Some(AtomicFile::create(&csv_path)?),
        false => None,
    };
    let mut parquet = match formats.contains(&Format::Parquet) {
        true => Some(ParquetWriter::create(&parquet_path, columns)?),
        false => None,
    };
    let refused = |error| ResultsError::Io {
        action: "write",
        path: csv_path.clone(),
        source: error,
    };
    if let Some(file) = &mut csv {
        file.write_all(&csv_header(columns)).map_err(refused)?;
    }
    let mut pieces = pieces(plan);
    loop {
        let next: Vec<Piece> = pieces.by_ref().take(AHEAD).collect();
        if next.is_empty() {
            break;
        }
        if control.is_stopped() {
            return Err(RunError::Stopped);
        }
        for read in read(&next, source, csv.is_some()) {
            let (record, rows, text) = read?;
            if let Some(file) = &mut csv {
                file.write_all(&text).map_err(refused)?;
            }
            if let Some(file) = &mut parquet {
                file.write(&record.rows, rows)?;
            }
        }
    }
    let mut files = Vec::new();
    if let Some(file) = csv {
        files.push(FileRecord {
            name: Format::Csv.file().to_owned(),
            hash: file.finish()?,
        });
    }
    if let Some(file) = parquet {
        file.finish()?;
        files.push(FileRecord {
            name: Format::Parquet.file().to_owned(),
            hash: hash_of(&parquet_path)?,
        });
    }
    Ok(files)
}

/// The pieces of the table, in order: blocks where there is one wave, else part by part.
fn pieces(plan: &Plan) -> Box<dyn Iterator<Item = Piece> + '_> {
    let waves = plan.waves;
    if waves.waves() == 1 {
        return Box::new((0..waves.blocks()).map(|block| Piece { block, point: None }));
    }
    let of_point = move |point: u64| {
        (0..waves.waves()).map(move |wave| Piece {
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
