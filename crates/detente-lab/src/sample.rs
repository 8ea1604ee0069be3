//! Which rows are kept where not all are: those of the first replicates of each point, which stand for all runs alike, and of each
//! end a few more, so that rare ends can be looked at. A block decides for itself, by the replicate at which it begins, and keeps
//! the fewer of each end the later it is; of what all blocks have kept, the first of each end are the sample.
//!
//! Which runs of one end are kept hangs on their numbers alone, so that among runs of this end they are a plain random sample.

use detente_results::{Column, OUTCOMES, Rows, Sample};

/// Ends, and failure.
pub(crate) const STRATA: usize = OUTCOMES.len() + 1;

/// Of each point: 1,000 rows at most.
pub(crate) const SAMPLE: Sample = Sample {
    first: 860,
    of_each_end: 20,
};

/// How many runs of each end a block keeps of a point, by its first replicate: all of the sample's share if they are of the first
/// few thousand, and at least one.
pub(crate) fn share_of(start: u64) -> u64 {
    (SAMPLE.of_each_end * crate::plan::PART / start.max(crate::plan::PART)).max(1)
}

/// Rows as they are kept, of some points.
pub(crate) struct Kept {
    rows: Rows,
    /// By row: the place of its point.
    point_of: Vec<u32>,
    /// By point, then end: rows that were kept.
    ends: Vec<[u64; STRATA]>,
    of_each_end: u64,
}

impl Kept {
    /// Nothing yet of so many points; so many rows of each end are kept of each.
    pub(crate) fn new(columns: &[Column], points: usize, of_each_end: u64) -> Self {
        Self {
            rows: Rows::new(columns),
            point_of: Vec::new(),
            ends: vec![[0; STRATA]; points],
            of_each_end,
        }
    }

    /// Keeps the row of a run, if it is one of the sample. Replicates of a point come in their order.
    pub(crate) fn offer(&mut self, point: usize, replicate: u64, end: usize, rows: &Rows, row: usize) {
        let kept = &mut self.ends[point][end];
        if replicate < SAMPLE.first || *kept < self.of_each_end {
            *kept += 1;
            self.point_of.push(point as u32);
            self.rows.push_row(rows, row);
        }
    }

    /// The rows, point by point, and how many of each end each point has.
    pub(crate) fn finish(self, columns: &[Column]) -> (Rows, Vec<[u64; STRATA]>) {
        if self.point_of.is_sorted() {
            return (self.rows, self.ends);
        }
        let mut order: Vec<usize> = (0..self.point_of.len()).collect();
        order.sort_by_key(|&row| self.point_of[row]);
        let mut rows = Rows::new(columns);
        order.into_iter().for_each(|row| rows.push_row(&self.rows, row));
        (rows, self.ends)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use detente_results::{Kind, Value};

    #[test]
    fn a_sample_is_a_thousand_rows_at_most_and_late_blocks_keep_one_of_each_end() {
        assert_eq!(SAMPLE.first + SAMPLE.of_each_end * STRATA as u64, 1_000);
        assert_eq!(
            [0, 1_024, 2_048, 8_192, 20_480, 1 << 30].map(share_of),
            [20, 20, 10, 2, 1, 1]
        );
    }

    /// Every tenth run of two points ends otherwise, and one in 500 in a third way.
    #[test]
    fn the_first_are_all_kept_and_of_rare_ends_later_ones() {
        let columns = [Column::new("replicate", Kind::Count, "", "")];
        let mut kept = Kept::new(&columns, 2, SAMPLE.of_each_end);
        let end = |replicate: u64| match replicate {
            rare if rare % 500 == 499 => 2,
            some if some % 10 == 0 => 1,
            _ => 0,
        };
        for replicate in 0..20_000 {
            let mut rows = Rows::new(&columns);
            rows.columns[0].push(Value::Count(replicate));
            for point in 0..2 {
                kept.offer(point, replicate, end(replicate), &rows, 0);
            }
        }
        let (rows, ends) = kept.finish(&columns);
        assert_eq!((ends[0][1], ends[0][2], ends[0]), (86, 20, ends[1]));
        let told = |row: usize| match rows.columns[0].at(row) {
            Value::Count(replicate) => replicate,
            _ => u64::MAX,
        };
        let own: Vec<u64> = (0..rows.len() / 2).map(told).collect();
        let expected: Vec<u64> = (0..20_000).filter(|&r| r < 860 || end(r) == 2 && r < 10_000).collect();
        assert_eq!(own, expected);
        assert_eq!((rows.len() / 2..rows.len()).map(told).collect::<Vec<_>>(), expected);
    }
}
