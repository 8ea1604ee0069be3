//! One run in JSON, for programs: as one object, or as JSON Lines with every event in a line of its own.

mod lines;
mod object;
mod schema;

pub use lines::{Head, lines};
pub use object::object;
pub use schema::schema;
