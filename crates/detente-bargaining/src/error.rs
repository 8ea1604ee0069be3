//! What can be wrong with a bargaining problem.

use thiserror::Error;

/// Why a space, preferences or a problem cannot be used; completes 'failed to set up: ...'.
#[derive(Clone, Debug, Error, PartialEq)]
pub enum BargainingError {
    /// A space without issues.
    #[error("there is no issue; a space needs at least one")]
    NoIssues,
    /// A problem without parties.
    #[error("there is no party; a problem needs the preferences of at least one")]
    NoParties,
    /// Preferences over another space than the problem's.
    #[error("the preferences of party {party} are over another space than the problem")]
    ForeignSpace {
        /// Index of the party.
        party: usize,
    },
    /// An issue with no option or with more than 65,535.
    #[error("issue {issue} has {n_options} options; expected 1 to 65535")]
    OptionCount {
        /// Index of the issue.
        issue: usize,
        /// Its number of options.
        n_options: usize,
    },
    /// A slice with another length than the space has options.
    #[error("{what} has {found} entries; expected {expected}, one per option of every issue")]
    Length {
        /// The slice: `worth` or `allowed`.
        what: &'static str,
        /// Its length.
        found: usize,
        /// The number of flat options.
        expected: usize,
    },
    /// A worth or the value of a linkage that is infinite or not a number.
    #[error("{what} {index} is {value}; expected a finite number")]
    NotFinite {
        /// `worth of option` or `linkage`.
        what: &'static str,
        /// Flat index of the option, or index of the linkage.
        index: usize,
        /// The number found.
        value: f64,
    },
    /// A catalogue without packages: nothing may be put on the table.
    #[error("no package may be put on the table; expected at least one that the exclusions allow")]
    NothingAllowed,
    /// A linkage or an exclusion without options, or with one that the space does not have.
    #[error("{what} {index} names no option or one outside the space; expected flat indices below {n_flat}")]
    OptionSet {
        /// `linkage` or `exclusion`.
        what: &'static str,
        /// Index of the linkage or exclusion.
        index: usize,
        /// The number of flat options.
        n_flat: usize,
    },
    /// An enumeration of too large a space.
    #[error("the space has {} packages; at most 4194304 can be enumerated", n_packages.map_or("more than 2^128".to_owned(), |n| n.to_string()))]
    TooLarge {
        /// Number of packages; `None` above 2^128.
        n_packages: Option<u128>,
    },
}
