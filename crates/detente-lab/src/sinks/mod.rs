//! Where finished blocks go, and come from again: memory, or a folder in the making.

mod memory;
mod store;

pub use memory::{Memory, Played, play};
pub use store::{Audit, Store};
