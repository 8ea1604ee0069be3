//! What to make of a foreign domain.

/// The scale of utilities.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Utilities {
    /// As GENIUS has them: an evaluation is divided by the largest of its issue, linear evaluators of integer issues
    /// count from the lower bound, all are clipped to 0 and 1, and no utility is above 1.
    #[default]
    Genius,
    /// Evaluations as they stand.
    Raw,
}

/// What to make of a domain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportOptions {
    /// Strategies by name, one for each profile that takes part; none: `boulware` for each, and as many as the domain names, two at
    /// least.
    pub strategies: Vec<String>,
    /// Files of the profiles that take part, by name; none: those that the domain names, in its order, then
    /// the first by name.
    pub profiles: Vec<String>,
    /// The file of the domain, where there are several.
    pub domain: Option<String>,
    /// Rounds of the one session, at least 1.
    pub rounds: u32,
    /// The scale of utilities, where the format has two.
    pub utilities: Utilities,
}

/// Two `boulware` negotiators, 100 rounds, utilities as GENIUS has them.
impl Default for ImportOptions {
    fn default() -> Self {
        Self {
            strategies: Vec::new(),
            profiles: Vec::new(),
            domain: None,
            rounds: 100,
            utilities: Utilities::Genius,
        }
    }
}

impl ImportOptions {
    /// How many take part, where the domain names so many of the profiles that are there.
    pub(crate) fn count(&self, named: usize) -> usize {
        match (self.profiles.len(), self.strategies.len()) {
            (0, 0) => named.max(2),
            (0, strategies) => strategies,
            (profiles, _) => profiles,
        }
    }
}
