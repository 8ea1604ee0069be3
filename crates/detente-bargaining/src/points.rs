//! Packages with their utilities, in flat storage that is reused.

/// An ordered set of points in utility space, each with the package that gives it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Points {
    n_parties: usize,
    n_issues: usize,
    utilities: Vec<f64>,
    packages: Vec<u16>,
}

impl Points {
    /// No points yet of `n_parties` and `n_issues`, both at least 1.
    #[must_use]
    pub fn new(n_parties: usize, n_issues: usize) -> Self {
        Self {
            n_parties,
            n_issues,
            ..Self::default()
        }
    }

    /// Empties the set, keeping its memory.
    pub(crate) fn reset(&mut self, n_parties: usize, n_issues: usize) {
        (self.n_parties, self.n_issues) = (n_parties, n_issues);
        self.utilities.clear();
        self.packages.clear();
    }

    /// Appends a point: one utility per party, one option per issue. Missing or surplus entries
    /// are a mistake of the caller; they are asserted in debug builds only.
    pub fn push(&mut self, utilities: impl IntoIterator<Item = f64>, package: &[u16]) {
        self.utilities.extend(utilities);
        self.packages.extend_from_slice(package);
        debug_assert_eq!(
            self.utilities.len() * self.n_issues,
            self.packages.len() * self.n_parties
        );
    }

    /// Number of points.
    #[must_use]
    pub fn len(&self) -> usize {
        self.packages.len() / self.n_issues.max(1)
    }

    /// Whether there is no point.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.packages.is_empty()
    }

    /// Number of parties: the dimension of utility space.
    #[must_use]
    pub fn n_parties(&self) -> usize {
        self.n_parties
    }

    /// The utilities of the point at `index`, one per party.
    #[must_use]
    pub fn utilities(&self, index: usize) -> &[f64] {
        &self.utilities[index * self.n_parties..][..self.n_parties]
    }

    /// The package of the point at `index`.
    #[must_use]
    pub fn package(&self, index: usize) -> &[u16] {
        &self.packages[index * self.n_issues..][..self.n_issues]
    }

    /// All points' utilities, in order.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &[f64]> + ExactSizeIterator + Clone {
        self.utilities.chunks_exact(self.n_parties.max(1))
    }

    /// The points at `indices`, in that order.
    pub(crate) fn select(&self, indices: &[usize]) -> Self {
        let mut selected = Self::new(self.n_parties, self.n_issues);
        for &index in indices {
            selected.push(self.utilities(index).iter().copied(), self.package(index));
        }
        selected
    }
}
