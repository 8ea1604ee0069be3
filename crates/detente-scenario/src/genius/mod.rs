//! Import of GENIUS negotiation domains: a directory of XML files, one domain and its profiles, becomes a scenario.
//!
//! The domain gives the issues and their options, in its order. Each profile becomes a party with one negotiator; the
//! first as many profiles take part as there are strategies, in byte order of file names. Utility is the sum over
//! issues, in order, of weight times value, with weights as they stand: they are not normalised.

mod domain;
mod error;
mod evaluator;
mod ids;
mod profile;
mod space;
mod strategies;
mod write;
mod xml;

#[cfg(test)]
mod tests;

pub use error::{GeniusError, GeniusProblem};

use crate::check::is_id;
use crate::limits;
use crate::suggest::quoted;
use space::Space;
use std::path::{Path, PathBuf};
use write::{Party, Scenario};
use xml::Xml;

/// XML files of one directory; the largest domains of the competitions come with fifty profiles.
const FILES: usize = 200;
/// How lines of the scenario begin that say what was changed or left out on the way.
const NOTE: &str = "# Note: ";

/// The scale of utilities.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum GeniusUtilities {
    /// As GENIUS has them: an evaluation is divided by the largest of its issue; linear evaluators of integer issues
    /// count from the lower bound, and all are clipped to 0 and 1.
    #[default]
    Genius,
    /// Evaluations as they stand.
    Raw,
}

/// What to make of a domain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GeniusOptions {
    /// Strategies by name, one for each profile that takes part.
    pub strategies: Vec<String>,
    /// Rounds of the one session, at least 1.
    pub rounds: u32,
    /// The scale of utilities.
    pub utilities: GeniusUtilities,
}

/// Two `boulware` negotiators, 100 rounds, utilities as GENIUS has them.
impl Default for GeniusOptions {
    fn default() -> Self {
        Self {
            strategies: vec!["boulware".to_owned(); 2],
            rounds: 100,
            utilities: GeniusUtilities::Genius,
        }
    }
}

/// Names of the strategies that [`GeniusOptions`] may ask for.
pub fn genius_strategies() -> impl Iterator<Item = &'static str> {
    strategies::STRATEGIES.iter().map(|strategy| strategy.name)
}

/// What the text of an imported scenario says of changes on the way: names that are no ids, values that are listed
/// twice.
pub fn genius_notes(scenario: &str) -> impl Iterator<Item = &str> {
    let head = scenario.lines().take_while(|line| line.starts_with('#'));
    head.filter_map(|line| line.strip_prefix(NOTE))
}

/// The scenario, as TOML text, that a directory of GENIUS files describes. Which file is the domain and which are
/// profiles is told by their content: profiles weigh and evaluate.
///
/// # Errors
/// The first thing that is wrong with the options, the directory or a file: its place, what was found, what was
/// expected and how to mend it.
pub fn import_genius(directory: &Path, options: &GeniusOptions) -> Result<String, GeniusError> {
    let strategies = strategies::find(&options.strategies)?;
    if options.rounds == 0 {
        let (problem, hint) = (GeniusProblem::Options, "negotiators need a round to meet");
        return Err(GeniusError::new(problem, Path::new(""), "0 rounds", "at least 1", hint));
    }
    let Files { domain, profiles } = files(directory, strategies.len())?;
    let mut notes = Vec::new();
    let issues = domain::read(&Space::of(&domain)?, &mut notes)?;
    let cells = profiles.len() * issues.iter().map(|issue| issue.option_ids.len()).sum::<usize>();
    if cells > limits::PAIRS {
        let (found, expected) = (
            format!("{cells} pairs of party and option"),
            format!("at most {}", limits::PAIRS),
        );
        let hint = "let fewer profiles take part";
        return Err(GeniusError::new(
            GeniusProblem::Directory,
            directory,
            found,
            expected,
            hint,
        ));
    }
    let mut parties = Vec::new();
    for (xml, strategy) in profiles.iter().zip(strategies) {
        let profile = profile::read(&Space::of(xml)?, &issues, options.utilities, &mut notes)?;
        let (id, file) = (party_id(&xml.file)?, file_name(&xml.file));
        parties.push(Party {
            id,
            file,
            profile,
            strategy,
        });
    }
    different(directory, &parties)?;
    let title = title(directory, &domain.file);
    Ok(write::scenario(&Scenario {
        id: Some(ids::plain(&title))
            .filter(|id| !id.is_empty())
            .unwrap_or_else(|| "genius".to_owned()),
        title,
        domain_file: file_name(&domain.file),
        issues,
        parties,
        rounds: options.rounds,
        utilities: options.utilities,
        notes,
    }))
}

/// The files that matter.
struct Files {
    domain: Xml,
    profiles: Vec<Xml>,
}

/// Finds the domain and the first `n` profiles.
fn files(directory: &Path, n: usize) -> Result<Files, GeniusError> {
    let fail = |found: String, expected: &str, hint: String| {
        Err(GeniusError::new(
            GeniusProblem::Directory,
            directory,
            found,
            expected,
            hint,
        ))
    };
    let (mut domain, mut profiles, mut count): (Option<Xml>, _, _) = (None, Vec::new(), 0);
    for file in xml_files(directory)? {
        let xml = Xml::read(&file)?;
        if Space::of(&xml)?.is_profile() {
            count += 1;
            // What does not take part is let go at once, so that memory is bounded by what does.
            if profiles.len() < n {
                profiles.push(xml);
            }
        } else if let Some(first) = &domain {
            let found = format!(
                "two domains, {} and {}",
                quoted(&file_name(&first.file)),
                quoted(&file_name(&file))
            );
            let hint = "keep one; a profile has weights and evaluations, a domain has none";
            return fail(found, "one domain", hint.into());
        } else {
            domain = Some(xml);
        }
    }
    let Some(domain) = domain else {
        let hint = "add the file that lists the issues without weights and evaluations";
        return fail(
            "no domain".into(),
            "one file without weights and evaluations",
            hint.into(),
        );
    };
    if count < n {
        let found = match count {
            0 => "no profile".to_owned(),
            1 => "one profile".to_owned(),
            _ => format!("{count} profiles"),
        };
        let hint = match count {
            0 | 1 => "add files with weights and evaluations".to_owned(),
            _ => format!("name {count} strategies, or add profiles"),
        };
        return fail(found, &format!("{n}, one for each strategy"), hint);
    }
    Ok(Files { domain, profiles })
}

/// The XML files of a directory, in byte order of their names.
fn xml_files(directory: &Path) -> Result<Vec<PathBuf>, GeniusError> {
    let fail = |found: String, expected: &str, hint: &str| {
        GeniusError::new(GeniusProblem::Directory, directory, found, expected, hint)
    };
    if directory.is_file() {
        let hint = "give the directory that the file is in";
        return Err(fail(
            "this is a file".into(),
            "a directory with a domain and its profiles",
            hint,
        ));
    }
    let unreadable = |error: std::io::Error| {
        let found = format!("the directory cannot be read ({error})");
        fail(
            found,
            "a directory with a domain and its profiles",
            "check its name and its mode",
        )
    };
    let mut files = Vec::new();
    for entry in std::fs::read_dir(directory).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        let is_xml = path
            .extension()
            .is_some_and(|extension| extension.eq_ignore_ascii_case("xml"));
        if is_xml && path.is_file() {
            files.push(path);
        }
        if files.len() > FILES {
            let found = format!("more than {FILES} XML files");
            return Err(fail(
                found,
                "one domain and its profiles",
                "give the directory of one domain",
            ));
        }
    }
    if files.is_empty() {
        let hint = "give the directory of one domain";
        return Err(fail(
            "no XML file".into(),
            "a domain and its profiles, as `*.xml`",
            hint,
        ));
    }
    files.sort_by(|a, b| a.as_os_str().as_encoded_bytes().cmp(b.as_os_str().as_encoded_bytes()));
    Ok(files)
}

/// The id of a party: the name of its file without `.xml`.
fn party_id(file: &Path) -> Result<String, GeniusError> {
    let stem = file.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
    let party = stem.to_owned();
    let longest = format!("{party}_negotiator");
    if party.is_empty() || !is_id(&longest) {
        let found = "a file whose name is no id";
        let expected = format!(
            "1 to {} characters without `;`, `=` and control characters",
            limits::ID_CHARACTERS - "_negotiator".len()
        );
        return Err(GeniusError::new(
            GeniusProblem::Profile,
            file,
            found,
            expected,
            "rename the file",
        ));
    }
    Ok(party)
}

/// Refuses parties and negotiators that share an id.
fn different(directory: &Path, parties: &[Party]) -> Result<(), GeniusError> {
    let mut ids: Vec<String> = parties
        .iter()
        .flat_map(|party| [party.id.clone(), party.negotiator()])
        .collect();
    ids.sort();
    match ids.windows(2).find(|pair| pair[0] == pair[1]) {
        None => Ok(()),
        Some(pair) => {
            let found = format!("two parties or negotiators {}", quoted(&pair[0]));
            let (expected, hint) = ("names of files that differ", "rename one of the profiles");
            Err(GeniusError::new(
                GeniusProblem::Directory,
                directory,
                found,
                expected,
                hint,
            ))
        }
    }
}

/// The name of the directory; of the domain where the directory has none, as `.`.
fn title(directory: &Path, domain: &Path) -> String {
    let name = directory.file_name().or(domain.file_stem()).unwrap_or_default();
    name.to_string_lossy().into_owned()
}

fn file_name(file: &Path) -> String {
    file.file_name().unwrap_or_default().to_string_lossy().into_owned()
}
