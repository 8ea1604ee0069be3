//! `import genius DIR -o FILE`: a scenario made of a negotiation domain in another format.

use crate::cli::{Import, ImportFrom, ImportGenius, Utilities};
use crate::exit::Failure;
use crate::output;
use detente_results::write_atomically;
use detente_scenario::{GeniusOptions, GeniusUtilities, genius_notes, import_genius};

pub(crate) fn run(args: &Import) -> Result<(), Failure> {
    match &args.from {
        ImportFrom::Genius(args) => genius(args),
    }
}

/// Nothing is written before all has been read and found right.
fn genius(args: &ImportGenius) -> Result<(), Failure> {
    let options = GeniusOptions {
        strategies: args.strategies.clone(),
        rounds: args.rounds,
        utilities: match args.utilities {
            Utilities::Genius => GeniusUtilities::Genius,
            Utilities::Raw => GeniusUtilities::Raw,
        },
    };
    let file = args.output.display();
    // A link that leads nowhere is there too, and writing would replace it.
    if !args.force && args.output.symlink_metadata().is_ok() {
        return Err(Failure::Input(format!(
            "{file} exists already; choose another name, or replace it with --force"
        )));
    }
    let text = import_genius(&args.directory, &options).map_err(|error| Failure::Input(error.to_string()))?;
    write_atomically(&args.output, text.as_bytes()).map_err(|error| Failure::Input(format!("failed to {error}")))?;
    for note in genius_notes(&text) {
        output::say(&format!("note: {note}"));
    }
    let issues = text.lines().filter(|line| *line == "[[issues]]").count();
    output::print(&format!(
        "{file}: {} parties and {issues} issue{}, from {}\n\
         next: `detente check {file}`, then `detente simulate {file}`\n",
        options.strategies.len(),
        if issues == 1 { "" } else { "s" },
        args.directory.display()
    ))
}
