//! Something for every pair of a party and an option, or of a party and an issue, in the order of the rows of stances and
//! stakes.

use std::ops::{Deref, DerefMut};

/// For each party a row of one length; the cells are a list or a slice of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ByParty<C> {
    cells: C,
    length: usize,
}

impl<T, C: Deref<Target = [T]>> ByParty<C> {
    /// These cells, party by party, so many for each.
    pub fn new(cells: C, length: usize) -> Self {
        debug_assert_eq!(cells.len() % length.max(1), 0, "rows of one length");
        Self { cells, length }
    }

    /// What is there for a party and an option (or an issue).
    #[inline]
    pub fn get(&self, party: usize, place: usize) -> &T {
        &self.row(party)[place]
    }

    /// What is there for a party.
    #[inline]
    pub fn row(&self, party: usize) -> &[T] {
        &self.cells[party * self.length..(party + 1) * self.length]
    }

    /// What is there for a party, to be written.
    #[inline]
    pub fn row_mut(&mut self, party: usize) -> &mut [T]
    where
        C: DerefMut,
    {
        &mut self.cells[party * self.length..(party + 1) * self.length]
    }
}

/// All cells, party by party.
impl<C> Deref for ByParty<C> {
    type Target = C;
    fn deref(&self) -> &C {
        &self.cells
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_found_by_party_and_place() {
        let mut table = ByParty::new(vec![1, 2, 3, 4, 5, 6], 3);
        assert_eq!((table.row(0), table.row(1)), (&[1, 2, 3][..], &[4, 5, 6][..]));
        assert_eq!(*table.get(1, 0), 4);
        table.row_mut(1)[2] = 7;
        assert_eq!(table[5], 7, "the cells lie party by party");
    }

    #[test]
    #[should_panic(expected = "index out of bounds")]
    fn a_place_beyond_a_row_is_not_in_the_next() {
        ByParty::new(vec![1, 2, 3, 4], 2).get(0, 2);
    }
}
