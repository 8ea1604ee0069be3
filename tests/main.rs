//! One test binary for the whole workspace.

mod analytic;
mod common;
mod determinism;
mod documents;
mod floats;
mod fuzz;
mod guide;
mod hygiene;
mod idle;
mod invalid;
mod laws;
mod odd;
mod oracle;
mod order;
mod own_behaviour;
mod own_lab;
mod played;
mod protocols;
mod regression;
mod settings;
mod situation;
mod swarm;
mod templates;
mod transcripts;
mod walls;
