//! Import of GENIUS negotiation domains: a directory of XML files, one domain and its profiles, becomes a scenario.
//!
//! The domain gives the issues and their options, in its order. Each profile that takes part becomes a party with one
//! negotiator. Utility is the sum over issues, in order, of weight times value, with weights as they stand: they are not
//! normalised; on GENIUS' scale it is 1 at most.

mod domain;
mod evaluator;
mod profile;
mod space;
mod unread;
mod xml;

#[cfg(test)]
mod tests;

use crate::cap::{self, Above};
use crate::error::ImportError;
use crate::files;
use crate::ids;
use crate::options::{ImportOptions, Utilities};
use crate::scenario::{self, Party, Scenario};
use crate::select::{Found, Kind};
use crate::strategies;
use detente_scenario::{quoted, short};
use space::Space;
use std::path::{Path, PathBuf};
use xml::Xml;

/// Linkages of all parties for what GENIUS cuts at 1.
const LINKAGES: usize = 1000;

/// The scenario, as TOML text, that a directory of GENIUS files describes. Which file is the domain and which are
/// profiles is told by their content: profiles weigh and evaluate.
///
/// # Errors
/// The first thing that is wrong with the options, the directory or a file: its place, what was found, what was
/// expected and how to mend it.
pub fn import_genius(directory: &Path, options: &ImportOptions) -> Result<String, ImportError> {
    let strategies = strategies::find(options)?;
    let found = look(directory)?;
    let mut notes = Vec::new();
    let file = found.domain(options.domain.as_deref())?;
    let domain = read(file)?;
    let space = Space::of(&domain).fit()?;
    let issues = domain::read(&space, &mut notes)?;
    unread::tell(&space, &mut notes);
    tell_ends(&space, &mut notes);
    let said: Vec<String> = space.agents.iter().map(|name| (*name).to_owned()).collect();
    let fits = |file: &Path| read(file).is_ok_and(|xml| Space::of(&xml).has_issues(&issues));
    let profiles = found.take_part(options, file, &said, fits, &mut notes)?;
    found.tell_skipped(&mut notes);
    let plain: Vec<scenario::Issue> = issues.iter().map(domain::Issue::plain).collect();
    Scenario::bounded(directory, &plain, profiles.len())?;
    let mut parties = Vec::new();
    for (file, strategy) in profiles.iter().zip(strategies::of_parties(&strategies)) {
        let xml = read(file)?;
        let profile = profile::read(&Space::of(&xml).fit()?, &issues, options.utilities, &mut notes)?;
        parties.push(Party::new(file, profile, strategy)?);
    }
    if options.utilities == Utilities::Genius {
        cut(&mut parties, &mut notes);
    }
    let title = title(directory, file);
    let id = Some(ids::plain(&title)).filter(|id| !id.is_empty());
    let mut scenario = Scenario {
        id: id.unwrap_or_else(|| "genius".to_owned()),
        title,
        format: "GENIUS",
        utilities: match options.utilities {
            Utilities::Genius => "as GENIUS has them, evaluations divided by the largest of their issue",
            Utilities::Raw => "on the profiles' own scales, evaluations as they stand",
        },
        domain_file: files::name(file),
        issues: plain,
        parties,
        rounds: options.rounds,
        notes,
    };
    scenario.different(directory)?;
    scenario.note_equals();
    Ok(scenario::text_of(&scenario))
}

fn read(file: &Path) -> Result<Xml, ImportError> {
    parse(file, files::bytes(file)?)
}

fn parse(file: &Path, bytes: Vec<u8>) -> Result<Xml, ImportError> {
    let hint = "save the file in UTF-8, and let its first line say so or say nothing";
    Xml::parse(file, files::text(file, bytes, hint)?)
}

/// What every XML file of the directory is. Files are let go at once, so that memory is bounded by what takes part.
fn look(directory: &Path) -> Result<Found, ImportError> {
    let mut found = Found {
        directory: directory.to_owned(),
        told_by: "a profile has weights and evaluations, a domain has none",
        ..Found::default()
    };
    // Domains that weigh and evaluate: profiles, unless there is no other domain.
    let mut templates: Vec<PathBuf> = Vec::new();
    for file in files::of_kind(directory, "xml")? {
        match kind(&file)? {
            Ok((Kind::Domain, _)) => found.domains.push(file),
            Ok((Kind::Profile, is_template)) => {
                if is_template {
                    templates.push(file.clone());
                }
                found.profiles.push(file);
            }
            Err(why) => found.skipped.push((file, why)),
        }
    }
    if let ([], [template]) = (found.domains.as_slice(), templates.as_slice()) {
        found.profiles.retain(|file| file != template);
        found.domains.push(template.clone());
    }
    Ok(found)
}

/// What a file is, and whether it calls itself a domain; or why it is no GENIUS file.
fn kind(file: &Path) -> Result<Result<(Kind, bool), String>, ImportError> {
    let bytes = files::bytes(file)?;
    let narrow = files::narrow(&bytes);
    let says = |root: &str| {
        let tag = format!("<{root}");
        narrow.windows(tag.len()).any(|window| window == tag.as_bytes())
    };
    if !space::ROOTS.iter().any(|root| says(root)) {
        let why = "it holds neither `negotiation_template` nor `utility_space`";
        return Ok(Err(why.to_owned()));
    }
    let xml = parse(file, bytes)?;
    if !Space::is_genius(&xml.root) {
        return Ok(Err(format!("its outermost element is {}", quoted(&xml.root.name))));
    }
    let space = Space::of(&xml);
    if space.is_empty() {
        return Ok(Err("it has no issue".to_owned()));
    }
    let is_template = xml.root.name == space::ROOTS[0];
    let kind = if space.is_profile() {
        Kind::Profile
    } else {
        Kind::Domain
    };
    Ok(Ok((kind, is_template)))
}

/// Tells of ends that are nobody's, because they stand in the domain.
fn tell_ends(space: &Space<'_>, notes: &mut Vec<String>) {
    let file = files::name(&space.xml.file);
    for (list, what) in [
        (&space.discounts, "discount factor"),
        (&space.reservations, "reservation value"),
    ] {
        if !list.is_empty() {
            notes.push(format!(
                "the {what} in {file} is left out: it is the domain's and no profile's"
            ));
        }
    }
}

/// Takes utilities above 1 down to 1, as GENIUS does.
fn cut(parties: &mut [Party], notes: &mut Vec<String>) {
    let mut left = LINKAGES;
    for party in parties.iter_mut().filter(|party| !party.profile.own_scale) {
        match cap::above(&party.profile, left) {
            Above::Listed(packages) if packages.is_empty() => {}
            Above::Slight(greatest) => notes.push(format!(
                "{} gives up to {}, because its weights do not quite add up to 1; GENIUS cuts at 1, here it is kept",
                party.file,
                short(greatest)
            )),
            Above::Listed(packages) => {
                let (count, plural) = (packages.len(), if packages.len() == 1 { "" } else { "s" });
                notes.push(format!(
                    "{} gives {count} package{plural} more than 1: linkages take them down to 1, as GENIUS does",
                    party.file
                ));
                left -= packages.len();
                party.linkages = packages;
            }
            Above::TooMany(greatest) => notes.push(format!(
                "{} gives up to {}, which GENIUS cuts at 1: too many packages are above 1 to be listed, and \
                 utilities here are not cut",
                party.file,
                short(greatest)
            )),
        }
    }
}

/// The name of the directory; of the domain where the directory has none, as `.`.
fn title(directory: &Path, domain: &Path) -> String {
    let name = directory.file_name().or(domain.file_stem()).unwrap_or_default();
    name.to_string_lossy().into_owned()
}
