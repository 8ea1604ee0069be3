//! What a search is for: `[search]` of an experiment whose factors are levers.

use detente_analyses::methods::regret::Better;

/// A search for the settings of levers under which a response is best.
///
/// The experiment that holds it is the *field*: a latin hypercube of the levers, with one setting for each candidate and as
/// many replicates as the first round has runs. Point `k` of the field is candidate `k`; point 0 is the scenario as it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Search {
    /// What is to be good: its place among the experiment's responses.
    pub objective: usize,
    /// Which values of it are good.
    pub better: Better,
    /// Candidates that go into the final, at most; fewer than there are candidates.
    pub finalists: usize,
    /// Runs of each finalist, and of the scenario as it stands, in the final.
    pub final_runs: u64,
    /// What else must hold.
    pub limits: Vec<Limit>,
}

/// Bounds on the mean of a response.
#[derive(Debug, Clone, PartialEq)]
pub struct Limit {
    /// Its place among the experiment's responses.
    pub response: usize,
    /// The smallest mean that meets the limit; `-inf` for none.
    pub at_least: f64,
    /// The largest; `inf` for none.
    pub at_most: f64,
}

/// A bound that somebody can play for, over the settings of a grid.
#[derive(Debug, Clone, PartialEq)]
pub struct Goal {
    /// Title for people.
    pub title: String,
    /// What must hold.
    pub bound: Limit,
}

impl Search {
    /// The responses that are looked at, by their places: the objective, then that of each limit.
    pub fn asked(&self) -> Vec<usize> {
        let limits = self.limits.iter().map(|limit| limit.response);
        std::iter::once(self.objective).chain(limits).collect()
    }
}
