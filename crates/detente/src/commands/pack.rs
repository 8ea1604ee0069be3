//! `pack EXPERIMENT -o FILE`: the plan of an experiment and all that it is made of, as one file that travels.

use super::run::experiment;
use crate::cli::Pack;
use crate::exit::Failure;
use crate::packed::pack;
use crate::{output, provenance};
use detente_lab::Lab;
use detente_lab::plan::Plan;
use detente_results::grouped;

pub(crate) fn run(args: &Pack, lab: &Lab) -> Result<(), Failure> {
    let plan = Plan::new(experiment(&args.file, Some(&args.output), &args.asked, lab)?, lab)?;
    // Of where it was packed it says nothing.
    let mut by = provenance::begin(1);
    by.host.clear();
    by.command.clear();
    pack(&plan, &by, &args.output, args.force)?;
    output::say(&format!(
        "{} holds {} runs of {} points; play them with: detente run {}",
        args.output.display(),
        grouped(plan.runs()),
        grouped(plan.waves.points),
        args.output.display()
    ));
    Ok(())
}
