//! `import genius DIR -o FILE` and its like: a scenario made of foreign files.

use crate::cli::{Import, ImportDomain, ImportFrom, ImportTable, ImportTo, Utilities};
use crate::exit::Failure;
use crate::output;
use detente_core::Registry;
use detente_import::{
    Draft, ImportError, ImportOptions, TableOptions, import_genius, import_geniusweb, import_table, notes, table_names,
};
use detente_scenario::{Document, build, limits};
use std::path::{Path, PathBuf};

pub(crate) fn run(args: &Import, registry: &Registry) -> Result<(), Failure> {
    match &args.from {
        ImportFrom::Genius(args) => {
            let utilities = match args.utilities {
                Utilities::Genius => detente_import::Utilities::Genius,
                Utilities::Raw => detente_import::Utilities::Raw,
            };
            let options = ImportOptions {
                utilities,
                ..options(&args.domain)
            };
            domain(&args.domain, "xml", registry, |directory| {
                import_genius(directory, &options)
            })
        }
        ImportFrom::Geniusweb(args) => domain(args, "json", registry, |directory| {
            import_geniusweb(directory, &options(args))
        }),
        ImportFrom::Table(args) => table(args, registry),
    }
}

fn options(args: &ImportDomain) -> ImportOptions {
    ImportOptions {
        strategies: args.strategies.clone(),
        profiles: args.profiles.clone(),
        domain: args.domain.clone(),
        rounds: args.rounds,
        ..ImportOptions::default()
    }
}

fn domain(
    args: &ImportDomain,
    ending: &str,
    registry: &Registry,
    read: impl FnOnce(&Path) -> Result<String, ImportError>,
) -> Result<(), Failure> {
    let files = free(&args.to, &[], &of_kind(&args.directory, ending))?;
    let text = read(&args.directory).map_err(|error| Failure::Input(error.to_string()))?;
    write(&Draft::of(text), &files, &args.directory, args.to.force, registry)
}

fn table(args: &ImportTable, registry: &Registry) -> Result<(), Failure> {
    let name = args
        .to
        .output
        .file_stem()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    let files = free(&args.to, &table_names(&name), std::slice::from_ref(&args.file))?;
    let options = TableOptions {
        name,
        sheet: args.sheet.clone(),
        rounds: args.rounds,
    };
    let draft = import_table(&args.file, &options).map_err(|error| Failure::Input(error.to_string()))?;
    write(&draft, &files, &args.file, args.to.force, registry)
}

/// The files of a directory that an import reads; none where it cannot be read, which the import itself tells.
fn of_kind(directory: &Path, ending: &str) -> Vec<PathBuf> {
    let paths = std::fs::read_dir(directory).into_iter().flatten().flatten();
    paths
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|e| e.eq_ignore_ascii_case(ending)))
        .collect()
}

/// The files that an import writes, the scenario first: none of them may be one that it reads, and none may be there
/// already, unless that is asked for.
fn free(to: &ImportTo, tables: &[String], read: &[PathBuf]) -> Result<Vec<PathBuf>, Failure> {
    let beside = |name: &String| to.output.with_file_name(name);
    let files: Vec<PathBuf> = std::iter::once(to.output.clone())
        .chain(tables.iter().map(beside))
        .collect();
    let is_read = |file: &&PathBuf| read.iter().any(|input| output::is_same(file, input));
    if let Some(file) = files.iter().find(is_read) {
        return Err(Failure::Input(format!(
            "{} is what is imported, and would be replaced; choose another name for the scenario",
            file.display()
        )));
    }
    // A link that leads nowhere is there too, and writing would replace it.
    match files.iter().find(|file| !to.force && file.symlink_metadata().is_ok()) {
        None => Ok(files),
        Some(file) => Err(Failure::Input(format!(
            "{} exists already; choose another name, or replace it with --force",
            file.display()
        ))),
    }
}

/// Nothing is written before all has been read and found right, by the rules of `check` too. The scenario comes last:
/// once it is there, all that it names is there.
fn write(draft: &Draft, files: &[PathBuf], from: &Path, force: bool, registry: &Registry) -> Result<(), Failure> {
    let [scenario, tables @ ..] = files else { return Ok(()) };
    let file = scenario.display();
    let refused = |why: String| {
        let from = from.display();
        Failure::Input(format!(
            "{from} makes a scenario that cannot be used, and nothing is written:\n{why}"
        ))
    };
    if draft.scenario.len() > limits::FILE_BYTES {
        let (found, most) = (draft.scenario.len() >> 20, limits::FILE_BYTES >> 20);
        return Err(refused(format!(
            "{found} MiB; expected at most {most} MiB; let fewer take part"
        )));
    }
    let document = Document::parse_with(scenario, draft.scenario.as_str(), &|name| draft.table(name));
    let built = document.and_then(|document| build(&document, registry));
    let built = built.map_err(|findings| refused(findings.to_string()))?;
    for (path, (_, text)) in tables.iter().zip(&draft.tables) {
        output::write_file(path, text.as_bytes(), force)?;
    }
    output::write_file(scenario, draft.scenario.as_bytes(), force)?;
    for note in notes(&draft.scenario) {
        output::say(&format!("note: {note}"));
    }
    let (parties, issues) = (built.model.parties.len(), built.model.issues.len());
    let plural = if issues == 1 { "" } else { "s" };
    Ok(output::print(&format!(
        "{file}: {parties} parties and {issues} issue{plural}, from {}\n\
         next: `detente check {file}`, then `detente simulate {file}`\n",
        from.display()
    ))?)
}
