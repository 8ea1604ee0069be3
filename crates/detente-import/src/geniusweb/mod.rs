//! Import of GeniusWeb negotiation domains, the format of ANAC 2020 and later: a directory of JSON files, one domain and
//! its profiles, becomes a scenario.
//!
//! A domain is `{"name", "issuesValues": {issue: {"values": [..]} or {"range": {"low", "high", "step"}}}}`; a profile
//! wraps its kind around the rest, `{"LinearAdditiveUtilitySpace": {"issueUtilities", "issueWeights", "domain", "name",
//! "reservationBid"}}`. Utility is the weighted sum of what values are worth, and the reservation value is that of the
//! reservation bid.
//!
//! Source: GeniusWeb (Delft University of Technology), packages `issuevalue` and `profile.utilityspace`.

mod domain;
mod json;
mod profile;
mod value;

#[cfg(test)]
mod tests;

use crate::error::ImportError;
use crate::files;
use crate::ids;
use crate::options::ImportOptions;
use crate::scenario::{self, Party, Scenario};
use crate::select::Found;
use crate::strategies;
use json::Json;
use std::path::Path;

/// The scenario, as TOML text, that a directory of GeniusWeb files describes. Which file is the domain and which are
/// profiles is told by their content.
///
/// # Errors
/// The first thing that is wrong with the options, the directory or a file: its place, what was found, what was
/// expected and how to mend it.
pub fn import_geniusweb(directory: &Path, options: &ImportOptions) -> Result<String, ImportError> {
    let strategies = strategies::find(options)?;
    let found = look(directory)?;
    let mut notes = Vec::new();
    let inside = found.domains.is_empty() && options.domain.is_none() && !found.profiles.is_empty();
    // Every profile carries its domain: it stands in where no file is one.
    let file = if inside {
        found.profiles[0].as_path()
    } else {
        found.domain(options.domain.as_deref())?
    };
    let json = Json::read(file)?;
    let domain = domain::read(&json, &mut notes)?;
    if inside {
        notes.push(format!("no file is a domain: that in {} stands in", files::name(file)));
    }
    let fits = |file: &Path| Json::read(file).is_ok_and(|json| profile::fits(&json, &domain));
    let profiles = found.take_part(options, file, &[], fits, &mut notes)?;
    found.tell_skipped(&mut notes);
    let plain: Vec<scenario::Issue> = domain.issues.iter().map(domain::Issue::plain).collect();
    Scenario::bounded(directory, &plain, profiles.len())?;
    let mut parties = Vec::new();
    for (file, strategy) in profiles.iter().zip(strategies::of_parties(&strategies)) {
        let profile = profile::read(&Json::read(file)?, &domain, &mut notes)?;
        parties.push(Party::new(file, profile, strategy)?);
    }
    let id = Some(ids::plain(&domain.name)).filter(|id| !id.is_empty());
    let mut scenario = Scenario {
        id: id.unwrap_or_else(|| "geniusweb".to_owned()),
        title: domain.name,
        format: "GeniusWeb",
        utilities: "as GeniusWeb has them",
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

/// What domains and profiles hold, broken ones too.
const MARKS: [&str; 2] = ["issuesValues", profile::LINEAR];

/// Whether a file that cannot be read is one of GeniusWeb: others are no business of an import.
fn is_geniusweb(bytes: &[u8]) -> bool {
    let narrow = files::narrow(bytes);
    MARKS
        .iter()
        .any(|mark| narrow.windows(mark.len()).any(|window| window == mark.as_bytes()))
}

/// What every JSON file of the directory is.
fn look(directory: &Path) -> Result<Found, ImportError> {
    let mut found = Found {
        directory: directory.to_owned(),
        told_by: "a profile is a utility space, a domain has `issuesValues`",
        ..Found::default()
    };
    for file in files::of_kind(directory, "json")? {
        let json = match Json::read(&file) {
            Ok(json) => json,
            Err(broken) if is_geniusweb(&files::bytes(&file)?) => return Err(broken),
            Err(_) => {
                let why = format!("it is no JSON, and holds neither `{}` nor `{}`", MARKS[0], MARKS[1]);
                found.skipped.push((file, why));
                continue;
            }
        };
        if domain::is_domain(&json.root) {
            found.domains.push(file);
        } else if profile::kind(&json.root).is_some() {
            found.profiles.push(file);
        } else {
            found
                .skipped
                .push((file, "it is neither a GeniusWeb domain nor a profile".to_owned()));
        }
    }
    Ok(found)
}
