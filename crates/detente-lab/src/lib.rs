//! Experiments: from a file to points, from points to runs, from runs to tables with honest intervals.
//!
//! A [`Plan`](plan::Plan) says which runs there are and how they are cut into blocks; [`execute`](execute::execute) plays
//! blocks into a [`Sink`](execute::Sink), [`Memory`](sinks::Memory) or a [`Store`](sinks::Store); one writer makes the
//! [`tables`] of what is there. [`Lab`] lists what all of them know.

pub mod catalogue;
pub mod columns;
pub mod designs;
#[cfg(test)]
mod example;
pub mod execute;
pub mod experiment;
mod gather;
mod numbers;
pub mod plan;
pub mod session;
pub mod sinks;
pub mod situation;
pub mod tables;
pub mod watch;

pub use catalogue::Lab;
pub use gather::gather;
pub use numbers::Numbers;
