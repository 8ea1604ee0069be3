//! `new NAME [--from TEMPLATE]`: a commented scenario to start from.

use crate::cli::New;
use crate::exit::Failure;
use crate::{output, wording};
use detente_scenario::{TEMPLATES, Template};
use std::path::Path;

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
    output::write_file(Path::new(&file), text.as_bytes(), args.force)?;
    output::say(&format!(
        "{file} is ready: edit it, then `detente check {file}` and `detente simulate {file}`"
    ));
    Ok(())
}

fn unknown(name: &str) -> Failure {
    let known: Vec<String> = TEMPLATES
        .iter()
        .map(|t| format!("\n  {:<10} {}", t.name, t.about))
        .collect();
    Failure::Input(format!("no template `{name}`; there are:{}", known.concat()))
}
