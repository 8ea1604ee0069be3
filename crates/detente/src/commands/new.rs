//! `new NAME [--from TEMPLATE]`: a commented scenario to start from.

use crate::cli::New;
use crate::exit::Failure;
use crate::interrupt::quoted;
use crate::output;
use detente_scenario::{TEMPLATES, Template};
use detente_telling::wording;
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
    output::say(&next(&program(), &file));
    Ok(())
}

/// How the program was called, as a shell would read it.
fn program() -> String {
    let first = std::env::args_os().next();
    first.map_or_else(|| "detente".to_owned(), |word| quoted(&word.to_string_lossy()))
}

/// What to do with a new file: commands as they can be pasted.
fn next(program: &str, file: &str) -> String {
    // What begins with `-` would be taken for an option.
    let place = if file.starts_with('-') {
        format!("./{file}")
    } else {
        file.to_owned()
    };
    let place = quoted(&place);
    let commands = ["check", "simulate", "run"].map(|command| format!("\n  {program} {command} {place}"));
    format!("{file} is ready. Edit it, then:{}", commands.concat())
}

fn unknown(name: &str) -> Failure {
    let known: Vec<String> = TEMPLATES
        .iter()
        .map(|t| format!("\n  {:<10} {}", t.name, t.about))
        .collect();
    Failure::Input(format!("no template `{name}`; there are:{}", known.concat()))
}

#[cfg(test)]
mod tests {
    use super::next;

    #[test]
    fn commands_can_be_pasted() {
        let told = next("target/debug/detente", "-my 'talks'.toml");
        assert!(
            told.ends_with("\n  target/debug/detente run './-my '\\''talks'\\''.toml'"),
            "{told}"
        );
        assert!(next("detente", "river.toml").contains("\n  detente check river.toml\n"));
    }
}
