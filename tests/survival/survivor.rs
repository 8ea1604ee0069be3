//! The program as it ships, and one rule more: a fuse, which breaks the runs in which it is drawn too short. Scenarios
//! that do not name it are played as if it were not there.

use detente::prelude::*;
use std::process::ExitCode;

params! {
    /// Something that breaks.
    Fuse on Party as "fuse" {
        /// How long the fuse is; below a tenth the run panics
        length: "share", 0.0 ..= 1.0, default 1.0, absent 1.0, "stylised";
    }
}

fn light(mut runs: Runs<Parties<&Fuse>>) {
    for (_, fuses) in runs.iter() {
        assert!(fuses.iter().all(|fuse| fuse.length >= 0.1), "the fuse is too short");
    }
}

impl Behaviour for Fuse {
    type Params = Self;
    const ABOUT: &'static str = "A fuse that is too short breaks the run.";
    const SOURCE: &'static str = "stylised";
    const ORIGIN: Origin = origin!();
    fn assemble(assembly: &mut Assembly<'_>) {
        assembly.opening(light);
    }
}

fn main() -> ExitCode {
    detente::run_with(Registry::standard().with::<Fuse>())
}
