//! A study told: its experiments as files that explain themselves, and one answer made of what all of them have found. What
//! is decided (how large, which numbers) comes from [`detente_lab::study`].

mod files;
mod page;
mod subject;

pub use files::{text, title};
pub use page::{Done, Planned, in_words, on_terminal, planned, written};
pub use subject::Subject;
