//! `schema scenario` and `schema experiment`: the JSON Schema, with the keys of the behaviours at hand.

use crate::cli::{Schema, SchemaOf};
use crate::exit::Failure;
use crate::output;
use detente_core::Registry;

pub(crate) fn run(args: &Schema, registry: &Registry) -> Result<(), Failure> {
    let schema = match args.of {
        SchemaOf::Scenario => detente_scenario::schema(registry),
        SchemaOf::Experiment => detente_lab::experiment::schema(),
    };
    output::print(&format!("{schema:#}\n"))
}
