//! From sums over runs to tables with honest intervals. An analysis is one file that knows neither engine nor scenario: it
//! sees the points of an experiment and what was summed over the runs of each ([`Study`]), and gives the rows of one table.
//! [`standard`] lists them all.
//!
//! ```
//! use detente_analyses::statistics::wilson;
//!
//! // Never in twenty runs: up to one in six is still likely.
//! let interval = wilson(0, 20);
//! assert_eq!(interval.low, 0.0);
//! assert!((interval.high - 0.161).abs() < 0.001);
//! ```

pub mod compare;
mod contrasts;
mod convergence;
mod curves;
mod incidence;
#[cfg(test)]
mod made_up;
pub mod methods;
pub mod movement;
mod policies;
mod prim;
mod response;
mod responses;
mod sensitivity;
mod spread;
mod states;
pub mod statistics;
mod study;
mod summary;
mod sums;
mod tornado;
mod transitions;
mod typical;

pub use contrasts::Contrasts;
pub use convergence::Convergence;
pub use curves::Curves;
pub use incidence::{EndDays, Incidence, end_days};
pub use policies::Policies;
pub use prim::Prim;
pub use response::{Condition, Filter, Measure, Reading, Response};
pub use responses::Responses;
pub use sensitivity::Sensitivity;
pub use spread::Spreads;
pub use study::{Analysis, Arrangement, Asked, Entry, Points, Study};
pub use summary::Shares;
pub use sums::{Ends, PairSums, Partial, PointSums};
pub use tornado::Tornado;
pub use transitions::Turnover;
pub use typical::typical;

/// The analyses that every experiment gets, in the order in which their tables are written. A new one is a file with an
/// `impl Analysis`, and a line here.
pub fn standard() -> Vec<Entry> {
    vec![
        Entry::of::<Shares>(),
        Entry::of::<Responses>(),
        Entry::of::<Contrasts>(),
        Entry::of::<Turnover>(),
        Entry::of::<Incidence>(),
        Entry::of::<Sensitivity>(),
        Entry::of::<Convergence>(),
        Entry::of::<Tornado>(),
        Entry::of::<Spreads>(),
        Entry::of::<Policies>(),
        Entry::of::<Prim>(),
        Entry::of::<Curves>(),
    ]
}
