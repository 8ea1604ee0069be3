//! What is written of runs whose rows are not kept: the sample, what it stands for, and how responses are spread. Blocks are read
//! columns of points by column, so that no more than a column is in memory.

use super::csv_out::CsvOut;
use super::put_rows;
use super::runs::Format;
use crate::columns::OUTCOME;
use crate::execute::{BlockRecord, Control, RunError, Source};
use crate::plan::Plan;
use crate::sample::{Kept, SAMPLE, STRATA};
use detente_analyses::statistics::{Histogram, Sums};
use detente_analyses::{Ends, PointSums, Points};
use detente_results::{
    Column, FAILED, FileRecord, OUTCOMES, ParquetWriter, QuantileRow, Rows, Sample, StratumRow, Value,
};
use std::ops::Range;
use std::path::Path;

/// The points that lie in one block of each wave.
fn columns(plan: &Plan) -> impl Iterator<Item = Range<u64>> + '_ {
    let first_wave = plan.waves.numbers().map(|number| plan.waves.block(number));
    first_wave.take_while(|block| block.wave == 0).map(|block| block.points)
}

/// The blocks of these points, wave by wave.
fn blocks<'a>(
    plan: &'a Plan,
    source: &'a dyn Source,
    points: &Range<u64>,
    control: &'a Control,
) -> impl Iterator<Item = Result<BlockRecord, RunError>> + 'a {
    let first = points.start;
    (0..plan.waves.waves()).map(move |wave| match control.is_stopped() {
        true => Err(RunError::Stopped),
        false => source.block(plan.waves.block_of(wave, first)),
    })
}

/// The sample, and for how many runs each of its rows stands.
pub(super) fn write_sample(
    plan: &Plan,
    source: &dyn Source,
    folder: &Path,
    formats: &[Format],
    control: &Control,
    sums: &[PointSums],
) -> Result<Vec<FileRecord>, RunError> {
    let declared = &plan.columns.declared;
    let place = |name: &str| declared.iter().position(|column| column.name == name);
    let places = [place("replicate"), place(OUTCOME)].map(Option::unwrap_or_default);
    // What an interrupted program has written in another format is not listed, and would stay.
    for (format, file) in [(Format::Csv, Sample::FILE), (Format::Parquet, Sample::PARQUET)] {
        if !formats.contains(&format) {
            let _ = std::fs::remove_file(folder.join(file));
        }
    }
    let mut out = SampleFiles::create(declared, folder, formats)?;
    let mut in_sample = Vec::with_capacity(plan.n_points());
    for points in columns(plan) {
        let mut kept = Kept::new(declared, (points.end - points.start) as usize, SAMPLE.of_each_end);
        for record in blocks(plan, source, &points, control) {
            let record = record?;
            for (first, part) in record.parts() {
                for row in first..first + part.rows() {
                    let [replicate, end] = read(&record.rows, row, places);
                    let point = (part.point - points.start) as usize;
                    kept.offer(point, replicate, end as usize, &record.rows, row);
                }
            }
        }
        let (rows, ends) = kept.finish(declared);
        out.write(&rows)?;
        in_sample.extend(ends.into_iter().map(|ends| ends.map(|rows| rows as u32)));
    }
    let mut files = out.finish()?;
    files.push(put_rows(folder, |row| {
        for (point, (sums, rows)) in sums.iter().zip(&in_sample).enumerate() {
            strata(point as u64, &sums.ends, rows).for_each(&mut *row);
        }
        Ok(())
    })?);
    Ok(files)
}

/// The files of a sample that are being written: one for each format, since a sample is small.
pub(super) struct SampleFiles {
    csv: CsvOut,
    parquet: Option<ParquetWriter>,
}

impl SampleFiles {
    pub(super) fn create(columns: &[Column], folder: &Path, formats: &[Format]) -> Result<Self, RunError> {
        let parquet = || ParquetWriter::create(&folder.join(Sample::PARQUET), columns);
        Ok(Self {
            csv: CsvOut::create(Sample::FILE, columns, folder, formats)?,
            parquet: formats.contains(&Format::Parquet).then(parquet).transpose()?,
        })
    }

    pub(super) fn write(&mut self, rows: &Rows) -> Result<(), RunError> {
        let mut text = Vec::new();
        if self.csv.is_wanted() {
            rows.write_csv(0..rows.len(), &mut text);
        }
        self.csv.text(&text)?;
        if let Some(file) = &mut self.parquet {
            file.write(rows, 0..rows.len())?;
        }
        Ok(())
    }

    pub(super) fn finish(self) -> Result<Vec<FileRecord>, RunError> {
        let mut files = Vec::from_iter(self.csv.finish()?);
        if let Some(file) = self.parquet {
            let (name, hash) = (Sample::PARQUET.to_owned(), file.finish()?);
            files.push(FileRecord { name, hash });
        }
        Ok(files)
    }
}

/// The replicate of a row, and the place of its end.
fn read(rows: &Rows, row: usize, [replicate, outcome]: [usize; 2]) -> [u64; 2] {
    let replicate = match rows.columns[replicate].at(row) {
        Value::Count(replicate) => replicate,
        _ => u64::MAX,
    };
    let end = match rows.columns[outcome].at(row) {
        Value::Word(word) => OUTCOMES.iter().position(|outcome| *outcome == word),
        _ => None,
    };
    [replicate, end.unwrap_or(OUTCOMES.len()) as u64]
}

/// The strata of a point in which there are runs.
fn strata<'a>(point: u64, ends: &Ends, rows: &'a [u32; STRATA]) -> impl Iterator<Item = StratumRow> + use<'a> {
    let counts = ends.counts().into_iter().chain([ends.failed]);
    let outcomes = OUTCOMES.into_iter().chain([FAILED]);
    let of_each = outcomes.zip(counts).zip(rows).filter(|((_, runs), _)| *runs > 0);
    of_each.map(move |((outcome, runs), &rows)| StratumRow {
        point,
        outcome: outcome.to_owned(),
        runs,
        rows: u64::from(rows),
        weight: runs as f64 / f64::from(rows.max(1)),
    })
}

/// How responses are spread, by point, then response.
pub(super) fn write_quantiles(
    plan: &Plan,
    source: &dyn Source,
    folder: &Path,
    control: &Control,
    sums: &[PointSums],
) -> Result<FileRecord, RunError> {
    let responses = &plan.experiment.responses;
    put_rows(folder, |row| {
        for points in columns(plan) {
            let mut values = vec![vec![Histogram::default(); responses.len()]; (points.end - points.start) as usize];
            for record in blocks(plan, source, &points, control) {
                for part in record?.parts {
                    let own = &mut values[(part.point - points.start) as usize];
                    let found = part.summary.iter().flat_map(|summary| &summary.values);
                    own.iter_mut().zip(found).for_each(|(own, found)| own.merge(found));
                }
            }
            for (point, values) in (points.start as usize..).zip(&values) {
                let of_point = values.iter().zip(&sums[point].values).zip(responses);
                of_point
                    .filter_map(|((histogram, sums), response)| {
                        quantiles(&response.id, point as u64, plan.policy(point), histogram, *sums)
                    })
                    .for_each(&mut *row);
            }
        }
        Ok(())
    })
}

/// None where no run counts.
fn quantiles(response: &str, point: u64, policy: &str, histogram: &Histogram, sums: Sums) -> Option<QuantileRow> {
    let [p05, p25, p50, p75, p95] = [0.05, 0.25, 0.5, 0.75, 0.95].map(|share| histogram.quantile(share));
    Some(QuantileRow {
        response: response.to_owned(),
        point,
        policy: policy.to_owned(),
        n: sums.n,
        mean: sums.sum / sums.n as f64,
        sd: sums.deviation(),
        p05: p05?,
        p25: p25?,
        p50: p50?,
        p75: p75?,
        p95: p95?,
    })
}
