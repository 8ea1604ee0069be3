//! Row numbers, typed: an option's number cannot stand where a party's is meant.
//!
//! A number knows the kind of its row, and so does whatever there is one of per row: a column of the world, a list of the
//! model. Therefore a plain slice of verdicts takes a [`PartyIx`] and nothing else of ours. What does not know its rows by
//! itself (a list of yes and no) is put in a [`ByRow`].

use crate::declared::Declared;
use crate::kind::{
    Constituency, Effect, Inducement, Issue, IssueOption, Kind, Negotiator, Party, Relation, Session, Shock,
};
use crate::kind::{Stake, Stance, Talks};
use std::fmt;
use std::marker::PhantomData;
use std::ops::{Deref, DerefMut, Index, IndexMut, Range};

/// The number of a row of a kind within one run, from 0. Kept in half a word: lists of rows are read in every round.
#[derive(PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Ix<K>(u32, PhantomData<K>);

// Derived, these would ask the kind to be copied too.
impl<K> Copy for Ix<K> {}
impl<K> Clone for Ix<K> {
    #[inline(always)]
    fn clone(&self) -> Self {
        *self
    }
}

/// The row of the talks.
pub type TalksIx = Ix<Talks>;
/// The row of a party.
pub type PartyIx = Ix<Party>;
/// The row of a negotiator.
pub type NegotiatorIx = Ix<Negotiator>;
/// The row of a constituency.
pub type ConstituencyIx = Ix<Constituency>;
/// The row of a relation.
pub type RelationIx = Ix<Relation>;
/// The row of an issue.
pub type IssueIx = Ix<Issue>;
/// The row of an option, counted through all issues.
pub type OptionIx = Ix<IssueOption>;
/// The row of what a party has at stake in an issue.
pub type StakeIx = Ix<Stake>;
/// The row of a party's stance on an option.
pub type StanceIx = Ix<Stance>;
/// The row of a session.
pub type SessionIx = Ix<Session>;
/// The row of an inducement.
pub type InducementIx = Ix<Inducement>;
/// The row of a shock.
pub type ShockIx = Ix<Shock>;
/// The row of what a shock does.
pub type EffectIx = Ix<Effect>;

impl<K> Ix<K> {
    /// The first row.
    pub const FIRST: Self = Self::new(0);

    /// The row of this number.
    #[inline(always)]
    pub const fn new(number: usize) -> Self {
        debug_assert!(number <= u32::MAX as usize, "the number of a row fits into half a word");
        Self(number as u32, PhantomData)
    }

    /// The number, for what knows no kinds of rows.
    #[inline(always)]
    pub const fn ix(self) -> usize {
        self.0 as usize
    }

    /// The numbers of a list of rows.
    pub fn numbers(rows: &[Self]) -> Vec<usize> {
        rows.iter().map(|row| row.ix()).collect()
    }
}

impl<K> fmt::Debug for Ix<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// The numbers of rows that lie side by side.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Indices<K> {
    numbers: Range<u32>,
    kind: PhantomData<K>,
}

impl<K> Indices<K> {
    /// The rows from here, up to one that is not among them.
    #[inline]
    pub const fn new(numbers: Range<usize>) -> Self {
        let (from, to) = (Ix::<K>::new(numbers.start), Ix::<K>::new(numbers.end));
        Self {
            numbers: from.0..to.0,
            kind: PhantomData,
        }
    }

    /// The rows before this one.
    #[inline]
    pub const fn first(n: usize) -> Self {
        Self::new(0..n)
    }

    /// The numbers, for what knows no kinds of rows.
    #[inline(always)]
    pub fn numbers(&self) -> Range<usize> {
        self.numbers.start as usize..self.numbers.end as usize
    }

    /// The `n`-th of them.
    #[inline]
    pub fn at(&self, n: usize) -> Ix<K> {
        debug_assert!(n < self.numbers.len(), "one of these rows");
        Ix::new(self.numbers.start as usize + n)
    }

    /// Those before a row.
    #[inline]
    pub fn before(&self, row: Ix<K>) -> Self {
        Self {
            numbers: self.numbers.start..row.0.min(self.numbers.end),
            kind: PhantomData,
        }
    }

    /// Those after a row.
    #[inline]
    pub fn after(&self, row: Ix<K>) -> Self {
        Self {
            numbers: (row.0 + 1).max(self.numbers.start)..self.numbers.end,
            kind: PhantomData,
        }
    }

    /// Whether a row is among them.
    pub fn contains(&self, row: Ix<K>) -> bool {
        self.numbers.contains(&row.0)
    }
}

impl<K> Iterator for Indices<K> {
    type Item = Ix<K>;
    #[inline]
    fn next(&mut self) -> Option<Ix<K>> {
        self.numbers.next().map(|number| Ix(number, PhantomData))
    }
    #[inline]
    fn size_hint(&self) -> (usize, Option<usize>) {
        self.numbers.size_hint()
    }
}

impl<K> DoubleEndedIterator for Indices<K> {
    #[inline]
    fn next_back(&mut self) -> Option<Ix<K>> {
        self.numbers.next_back().map(|number| Ix(number, PhantomData))
    }
}

impl<K> ExactSizeIterator for Indices<K> {}

/// What there is one of for every row of a kind.
pub trait PerRow {
    /// The kind.
    type Row: Kind;
}

impl<C: Declared> PerRow for C {
    type Row = C::On;
}

/// A list with one cell for every row of a kind.
pub trait Indexed {
    /// A cell.
    type Cell: PerRow;
    /// The numbers of all rows.
    fn indices(&self) -> Indices<<Self::Cell as PerRow>::Row>;
    /// Every row with its number.
    fn indexed(&self) -> impl Iterator<Item = (Ix<<Self::Cell as PerRow>::Row>, &Self::Cell)>;
    /// Every row with its number, to be written.
    fn indexed_mut(&mut self) -> impl Iterator<Item = (Ix<<Self::Cell as PerRow>::Row>, &mut Self::Cell)>;
}

impl<C: PerRow> Indexed for [C] {
    type Cell = C;
    #[inline]
    fn indices(&self) -> Indices<C::Row> {
        Indices::first(self.len())
    }
    #[inline]
    fn indexed(&self) -> impl Iterator<Item = (Ix<C::Row>, &C)> {
        // Of slices, so that zips with other columns need no check of their own.
        self.iter().enumerate().map(|(n, cell)| (Ix::new(n), cell))
    }
    #[inline]
    fn indexed_mut(&mut self) -> impl Iterator<Item = (Ix<C::Row>, &mut C)> {
        self.iter_mut().enumerate().map(|(n, cell)| (Ix::new(n), cell))
    }
}

impl<C: PerRow> Index<Ix<C::Row>> for [C] {
    type Output = C;
    #[inline(always)]
    fn index(&self, row: Ix<C::Row>) -> &C {
        &self[row.ix()]
    }
}

impl<C: PerRow> IndexMut<Ix<C::Row>> for [C] {
    #[inline(always)]
    fn index_mut(&mut self, row: Ix<C::Row>) -> &mut C {
        &mut self[row.ix()]
    }
}

/// Rows that lie side by side.
impl<C: PerRow> Index<Indices<C::Row>> for [C] {
    type Output = [C];
    #[inline(always)]
    fn index(&self, rows: Indices<C::Row>) -> &[C] {
        &self[rows.numbers()]
    }
}

impl<C: PerRow> IndexMut<Indices<C::Row>> for [C] {
    #[inline(always)]
    fn index_mut(&mut self, rows: Indices<C::Row>) -> &mut [C] {
        &mut self[rows.numbers()]
    }
}

impl<C: PerRow> Index<Ix<C::Row>> for Vec<C> {
    type Output = C;
    #[inline(always)]
    fn index(&self, row: Ix<C::Row>) -> &C {
        &self[row.ix()]
    }
}

impl<C: PerRow> IndexMut<Ix<C::Row>> for Vec<C> {
    #[inline(always)]
    fn index_mut(&mut self, row: Ix<C::Row>) -> &mut C {
        &mut self[row.ix()]
    }
}

/// Something for every row of a kind that does not know its rows by itself: `ByRow<Party, Vec<bool>>` says yes or no to
/// each party. The cells are a list or a slice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ByRow<K, C> {
    cells: C,
    kind: PhantomData<K>,
}

impl<K, T, C: Deref<Target = [T]>> ByRow<K, C> {
    /// These cells, one for every row.
    #[inline(always)]
    pub fn new(cells: C) -> Self {
        Self {
            cells,
            kind: PhantomData,
        }
    }
}

impl<K, T> FromIterator<T> for ByRow<K, Vec<T>> {
    fn from_iter<I: IntoIterator<Item = T>>(cells: I) -> Self {
        Self::new(cells.into_iter().collect())
    }
}

impl<K, T, C: Deref<Target = [T]>> Index<Ix<K>> for ByRow<K, C> {
    type Output = T;
    #[inline(always)]
    fn index(&self, row: Ix<K>) -> &T {
        &self.cells[row.ix()]
    }
}

impl<K, T, C: Deref<Target = [T]>> Index<Indices<K>> for ByRow<K, C> {
    type Output = [T];
    #[inline(always)]
    fn index(&self, rows: Indices<K>) -> &[T] {
        &self.cells[rows.numbers()]
    }
}

impl<K, T, C: DerefMut<Target = [T]>> IndexMut<Ix<K>> for ByRow<K, C> {
    #[inline(always)]
    fn index_mut(&mut self, row: Ix<K>) -> &mut T {
        &mut self.cells[row.ix()]
    }
}

/// All cells, row by row.
impl<K, C> Deref for ByRow<K, C> {
    type Target = C;
    #[inline(always)]
    fn deref(&self) -> &C {
        &self.cells
    }
}

impl<K, C> DerefMut for ByRow<K, C> {
    #[inline(always)]
    fn deref_mut(&mut self) -> &mut C {
        &mut self.cells
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::{InText, ReservationValue};

    #[test]
    fn columns_and_lists_are_looked_up_by_the_rows_they_have() {
        let mut reservations: Vec<ReservationValue> = [0.2, 0.4].map(ReservationValue).into();
        let second = PartyIx::new(1);
        reservations[second].0 += 0.1;
        assert_eq!(reservations[..][second].0, 0.5);
        let here: ByRow<Party, Vec<bool>> = [false, true].into_iter().collect();
        assert!(here[second] && !here[PartyIx::FIRST]);
    }

    #[test]
    fn rows_side_by_side_are_counted_from_where_they_begin() {
        let options: Indices<IssueOption> = Indices::new(3..6);
        let numbers: Vec<usize> = options.clone().rev().map(Ix::ix).collect();
        assert_eq!((numbers, options.len()), (vec![5, 4, 3], 3));
        assert_eq!(options.at(2), OptionIx::new(5));
        let middle = options.at(1);
        let ends = [options.before(middle), options.after(middle)].map(|rows| rows.map(Ix::ix).collect::<Vec<_>>());
        assert_eq!(ends, [[3], [5]]);
        assert!(options.contains(OptionIx::new(3)) && !options.contains(OptionIx::new(6)));
        let text = [InText(OptionIx::new(4)), InText(OptionIx::new(7))];
        let stands = text.indexed().map(|(i, stands)| (i.ix(), stands.0.ix()));
        assert_eq!(stands.collect::<Vec<_>>(), [(0, 4), (1, 7)]);
        assert_eq!(format!("{:?}", text[1].0), "7");
    }
}
