//! Something for every pair of a party and an option, or of a party and an issue, in the order of the rows of stances and
//! stakes.

use crate::row::{ByRow, Indices, Ix, PartyIx};
use std::marker::PhantomData;
use std::ops::{Deref, DerefMut, Index, IndexMut};

/// For each party one cell for every row of a kind; the cells are a list or a slice of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ByParty<K, C> {
    cells: C,
    length: usize,
    kind: PhantomData<K>,
}

impl<K, T, C: Deref<Target = [T]>> ByParty<K, C> {
    /// These cells, party by party, so many for each.
    #[inline]
    pub fn new(cells: C, length: usize) -> Self {
        debug_assert_eq!(cells.len() % length.max(1), 0, "rows of one length");
        Self {
            cells,
            length,
            kind: PhantomData,
        }
    }

    /// What is there for a party.
    #[inline]
    pub fn row(&self, party: PartyIx) -> ByRow<K, &[T]> {
        ByRow::new(&self.cells[self.own(party)])
    }

    /// What is there for a party, to be written.
    #[inline]
    pub fn row_mut(&mut self, party: PartyIx) -> ByRow<K, &mut [T]>
    where
        C: DerefMut,
    {
        let own = self.own(party);
        ByRow::new(&mut self.cells[own])
    }

    /// Where the cell of a party and a row lies.
    ///
    /// # Panics
    /// If a party has no such row: the cell after its last is another party's.
    #[inline]
    fn cell(&self, party: PartyIx, row: Ix<K>) -> usize {
        assert!(
            row.ix() < self.length,
            "index out of bounds: a row beyond those of a party"
        );
        party.ix() * self.length + row.ix()
    }

    #[inline]
    fn own(&self, party: PartyIx) -> std::ops::Range<usize> {
        let first = party.ix() * self.length;
        first..first + self.length
    }
}

/// What is there for a party and an option (or an issue).
impl<K, T, C: Deref<Target = [T]>> Index<(PartyIx, Ix<K>)> for ByParty<K, C> {
    type Output = T;
    #[inline]
    fn index(&self, (party, row): (PartyIx, Ix<K>)) -> &T {
        &self.cells[self.cell(party, row)]
    }
}

/// What is there for a party and options that lie side by side.
impl<K, T, C: Deref<Target = [T]>> Index<(PartyIx, Indices<K>)> for ByParty<K, C> {
    type Output = [T];
    #[inline]
    fn index(&self, (party, rows): (PartyIx, Indices<K>)) -> &[T] {
        &self.cells[self.own(party)][rows.numbers()]
    }
}

impl<K, T, C: DerefMut<Target = [T]>> IndexMut<(PartyIx, Ix<K>)> for ByParty<K, C> {
    #[inline]
    fn index_mut(&mut self, (party, row): (PartyIx, Ix<K>)) -> &mut T {
        let cell = self.cell(party, row);
        &mut self.cells[cell]
    }
}

/// All cells, party by party.
impl<K, C> Deref for ByParty<K, C> {
    type Target = C;
    fn deref(&self) -> &C {
        &self.cells
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kind::Issue;
    use crate::row::IssueIx;

    #[test]
    fn cells_are_found_by_party_and_place() {
        let mut table: ByParty<Issue, _> = ByParty::new(vec![1, 2, 3, 4, 5, 6], 3);
        let (one, other) = (PartyIx::new(0), PartyIx::new(1));
        assert_eq!((*table.row(one), *table.row(other)), (&[1, 2, 3][..], &[4, 5, 6][..]));
        assert_eq!(table[(other, IssueIx::FIRST)], 4);
        table[(other, IssueIx::new(2))] = 7;
        table.row_mut(other)[IssueIx::new(1)] = 8;
        assert_eq!(table[(other, Indices::new(1..3))], [8, 7]);
        assert_eq!(**table, [1, 2, 3, 4, 8, 7], "the cells lie party by party");
    }

    #[test]
    #[should_panic(expected = "index out of bounds")]
    fn a_place_beyond_a_row_is_not_in_the_next() {
        let table: ByParty<Issue, _> = ByParty::new(vec![1, 2, 3, 4], 2);
        let _ = table[(PartyIx::FIRST, IssueIx::new(2))];
    }
}
