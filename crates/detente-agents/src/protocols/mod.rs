//! Protocols: how a session is held.

pub mod single_text;
