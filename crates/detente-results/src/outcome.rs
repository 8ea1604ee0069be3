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

/// The outcome of a run that broke (a behaviour panicked). It counts in no share.
pub const FAILED: &str = "failed";
