//! The program `detente`: the library's entry with the behaviours and protocols that ship with it.

use detente::prelude::*;

fn main() -> std::process::ExitCode {
    detente::run_with(Registry::standard())
}
