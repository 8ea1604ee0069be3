//! `new NAME [--from TEMPLATE]`: a commented scenario to start from.

use crate::cli::New;
use crate::exit::Failure;
use crate::{output, wording};
use detente_scenario::{TEMPLATES, Template};
use std::fs::OpenOptions;
use std::io::{ErrorKind, Write};

pub(crate) fn run(args: &New) -> Result<(), Failure> {
    let template = Template::find(&args.from).ok_or_else(|| unknown(&args.from))?;
    if args.name.contains(['/', '\\']) {
        return Err(Failure::Input(format!(
            "`{}` is a path; expected the id of a scenario, such as `border_talks`",
            args.name
        )));
    }
    let title = wording::capitalised(&wording::words(&args.name));
    let text = template
        .fill(&args.name, &title)
        .map_err(|finding| Failure::Input(format!("{}; expected {}", finding.message, finding.expected)))?;
    let file = format!("{}.toml", args.name);
    let written = OpenOptions::new()
        .write(true)
        .create_new(true)
        .open(&file)
        .and_then(|mut f| f.write_all(text.as_bytes()));
    match written {
        Ok(()) => {
            output::say(&format!(
                "{file} is ready: edit it, then `detente check {file}` and `detente simulate {file}`"
            ));
            Ok(())
        }
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Err(Failure::Input(format!(
            "{file} exists already; choose another name, or remove it"
        ))),
        Err(error) => Err(Failure::Input(format!("failed to write {file}: {error}"))),
    }
}

fn unknown(name: &str) -> Failure {
    let known: Vec<String> = TEMPLATES
        .iter()
        .map(|t| format!("\n  {:<10} {}", t.name, t.about))
        .collect();
    Failure::Input(format!("no template `{name}`; there are:{}", known.concat()))
}
