//! `schema scenario` and `schema experiment`: the JSON Schema, with the keys of the behaviours at hand.

use crate::cli::{Schema, SchemaOf};
use crate::exit::Failure;
use crate::output;
use detente_lab::Lab;

pub(crate) fn run(args: &Schema, lab: &Lab) -> Result<(), Failure> {
    let schema = match args.of {
        SchemaOf::Scenario => detente_scenario::schema(&lab.registry),
        SchemaOf::Experiment => detente_lab::experiment::schema(&lab.designs),
    };
    Ok(output::print(&format!("{schema:#}\n"))?)
}
