//! What is finished survives: the program is killed, stopped, started twice, cut into shards, starved of room and handed
//! damaged folders, and in the end everything but `provenance.json` is byte for byte what an undisturbed run leaves.
//!
//! The program is `survivor`: the one that ships, and one rule more that no shipped scenario names.
#![cfg(unix)]

mod claims;
mod failures;
mod faults;
mod folders;
mod kills;
mod obstacles;
mod rerun;
mod shards;
mod stops;
mod study;
mod wishes;
