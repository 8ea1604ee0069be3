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

/// An end as a noun; none for what is no end.
pub fn end_noun(outcome: &str) -> Option<&'static str> {
    const NOUNS: [&str; OUTCOMES.len()] = [
        "an agreement",
        "a rejection at home",
        "a walkout",
        "a collapse after a leak",
        "deadlock",
        "the deadline",
    ];
    OUTCOMES.iter().position(|end| *end == outcome).map(|end| NOUNS[end])
}
