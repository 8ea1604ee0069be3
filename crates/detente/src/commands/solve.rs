//! `solve SCENARIO`: the bargaining situation itself, before anybody says a word.

mod json;

use crate::cli::Solve;
use crate::exit::Failure;
use crate::{output, scenario};
use detente_lab::Lab;
use detente_telling::solution::{self, Solution};

pub(crate) fn run(args: &Solve, lab: &Lab) -> Result<(), Failure> {
    let model = scenario::model(&args.file, [0, 0], &args.changes, lab)?.model;
    let nothing = || Failure::Input(format!("{}: there is nothing to bargain over", args.file.display()));
    let answer = Solution::of(&model, &lab.registry).ok_or_else(nothing)?;
    if args.json {
        return Ok(output::print(&json::of(&model, &answer))?);
    }
    Ok(output::print(&solution::told(&model, &answer))?)
}
