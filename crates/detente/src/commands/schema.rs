//! `schema scenario`, `schema experiment` and `schema transcript`: the JSON Schema, with the keys and events of the behaviours
//! at hand.

use crate::cli::{Schema, SchemaOf};
use crate::exit::Failure;
use crate::output;
use detente_lab::Lab;

pub(crate) fn run(args: &Schema, lab: &Lab) -> Result<(), Failure> {
    let schema = match args.of {
        SchemaOf::Scenario => detente_scenario::schema(&lab.registry),
        SchemaOf::Experiment => detente_lab::experiment::schema(&lab.designs),
        SchemaOf::Transcript => detente_telling::transcript::schema(&lab.registry),
    };
    Ok(output::print(&format!("{schema:#}\n"))?)
}
