//! The Pareto frontier: exact on small spaces, supported (by weighted sums) on large ones.

mod blocks;
mod enumerated;
mod lattice;
mod ranked;
mod supported;

pub use enumerated::{enumerated_frontier, pareto_frontier};
pub use ranked::ranked_frontier;
pub use supported::SupportedFrontier;
