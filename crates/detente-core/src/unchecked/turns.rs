//! Slots come in order, each once.

use std::marker::PhantomData;
use std::ptr::NonNull;
use std::slice;

/// Whose turn it is: slots come in order, so that none comes twice. Whatever is cut for one system asks the same of the same
/// slots, which a compiler sees: it is asked once.
pub(super) struct Turns {
    next: usize,
    slots: usize,
}

impl Turns {
    pub(super) fn new(slots: usize) -> Self {
        Self { next: 0, slots }
    }

    /// # Panics
    /// If the slot has been or is not there.
    #[inline(always)]
    pub(super) fn take(&mut self, slot: usize) {
        assert!(self.next <= slot && slot < self.slots, "each slot once, in order");
        self.next = slot + 1;
    }
}

/// Cuts a list that has as many cells for every slot.
pub(crate) struct Strip<'a, T> {
    first: NonNull<T>,
    per_slot: usize,
    turns: Turns,
    cells: PhantomData<&'a mut [T]>,
}

impl<'a, T> Strip<'a, T> {
    /// # Panics
    /// If there are not as many cells.
    pub(crate) fn new(cells: &'a mut [T], slots: usize, per_slot: usize) -> Self {
        let is_cut_up = slots.checked_mul(per_slot) == Some(cells.len());
        assert!(is_cut_up, "cells of every slot lie side by side");
        Self {
            first: NonNull::from(cells).cast(),
            per_slot,
            turns: Turns::new(slots),
            cells: PhantomData,
        }
    }

    /// The cells of a slot.
    #[inline(always)]
    pub(crate) fn cut(&mut self, slot: usize) -> &'a mut [T] {
        self.turns.take(slot);
        // SAFETY: so many cells are there, borrowed for `'a`, and each slot has one turn.
        unsafe { slice::from_raw_parts_mut(self.first.as_ptr().add(slot * self.per_slot), self.per_slot) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_strip_is_cut_slot_by_slot_and_some_may_be_passed_over() {
        let mut cells = [0, 1, 2, 3, 4, 5];
        let mut strip = Strip::new(&mut cells, 3, 2);
        let (first, last) = (strip.cut(0), strip.cut(2));
        std::mem::swap(&mut first[0], &mut last[1]);
        assert_eq!(cells, [5, 1, 2, 3, 4, 0]);
        let mut none = Strip::new(&mut [0; 0], 4, 0);
        assert!(none.cut(0).is_empty() && none.cut(3).is_empty());
    }

    #[test]
    #[should_panic(expected = "cells of every slot lie side by side")]
    fn more_slots_than_numbers_are_refused() {
        let _ = Strip::new(&mut [0; 2], (1 << (usize::BITS - 1)) + 1, 2);
    }

    #[test]
    #[should_panic(expected = "each slot once, in order")]
    fn no_slot_is_cut_twice() {
        let mut cells = [0; 4];
        let mut strip = Strip::new(&mut cells, 2, 2);
        let _ = (strip.cut(1), strip.cut(1));
    }

    #[test]
    #[should_panic(expected = "each slot once, in order")]
    fn no_slot_is_cut_that_is_not_there() {
        let mut cells = [0; 4];
        let _ = Strip::new(&mut cells, 2, 2).cut(2);
    }
}
