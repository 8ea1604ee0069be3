//! How a run can end: the names in every table and their fixed order.

/// The outcomes of a run that was played to its end, in the order of every table.
pub const OUTCOMES: [&str; 6] = [
    "agreement",
    "rejected_at_home",
    "walkout",
    "collapsed_after_leak",
    "deadlock",
    "deadline",
];

/// The five competing ends: [`OUTCOMES`] without `deadline`, by which a run is censored, not ended.
pub const ENDS: [&str; 5] = [
    "agreement",
    "rejected_at_home",
    "walkout",
    "collapsed_after_leak",
    "deadlock",
];

/// The outcome of a run that broke (a behaviour panicked). It counts in no share.
pub const FAILED: &str = "failed";

#[cfg(test)]
mod tests {
    use super::{ENDS, FAILED, OUTCOMES};

    #[test]
    fn the_ends_are_the_outcomes_without_the_deadline() {
        assert_eq!(OUTCOMES[..5], ENDS);
        assert_eq!(OUTCOMES[5], "deadline");
        assert!(!OUTCOMES.contains(&FAILED));
    }
}
