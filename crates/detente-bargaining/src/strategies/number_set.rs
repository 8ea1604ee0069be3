//! A small set of package numbers in a sorted vector.

/// Distinct package numbers, ascending. Its memory stays when it is emptied.
#[derive(Clone, Debug, Default)]
pub(super) struct NumberSet(Vec<u32>);

impl NumberSet {
    /// Empties the set, with room for `capacity` numbers.
    pub(super) fn reset(&mut self, capacity: usize) {
        self.0.clear();
        self.0.reserve(capacity);
    }

    /// Adds a number; whether it is new.
    pub(super) fn insert(&mut self, number: u32) -> bool {
        match self.0.binary_search(&number) {
            Ok(_) => false,
            Err(place) => {
                self.0.insert(place, number);
                true
            }
        }
    }

    /// How many distinct numbers there are.
    pub(super) fn len(&self) -> usize {
        self.0.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_count_once() {
        let mut set = NumberSet::default();
        set.reset(3);
        assert_eq!(
            [5, 2, 5, 9, 2].map(|number| set.insert(number)),
            [true, true, false, true, false]
        );
        assert_eq!(set.len(), 3);
        set.reset(0);
        assert_eq!(set.len(), 0);
    }
}
