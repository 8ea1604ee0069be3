//! The tests of the whole workspace live in `main.rs` and its modules.
