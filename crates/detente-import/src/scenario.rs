//! The scenario as TOML text. Numbers are written in the shortest form that reads back to the same number.

use crate::error::{ImportError, ImportProblem};
use crate::files;
use crate::notes;
use crate::strategies::NamedStrategy;
use detente_scenario::{is_id, limits, quote, quoted};
use std::fmt::Write;
use std::path::Path;

/// An issue as a scenario has it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Issue {
    pub(crate) id: String,
    pub(crate) option_ids: Vec<String>,
}

/// What one party wants.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Profile {
    /// Weights as they stand, by issue of the domain.
    pub(crate) weights: Vec<f64>,
    /// What the options are worth, by issue and option of the domain.
    pub(crate) values: Vec<Vec<f64>>,
    pub(crate) reservation_value: f64,
    /// None where utilities do not shrink with time.
    pub(crate) discount: Option<f64>,
    /// Whether utilities are on a scale of the file's own, and not at most 1.
    pub(crate) own_scale: bool,
}

/// A party with its profile and its strategy.
#[derive(Debug)]
pub(crate) struct Party {
    pub(crate) id: String,
    /// The name of the profile's file.
    pub(crate) file: String,
    pub(crate) profile: Profile,
    pub(crate) strategy: NamedStrategy,
    /// Packages, as one option for each issue, that are worth more or less than their sum.
    pub(crate) linkages: Vec<(Vec<usize>, f64)>,
}

impl Party {
    /// A party that is called as its file is, without the ending.
    ///
    /// # Errors
    /// The name is no id.
    pub(crate) fn new(file: &Path, profile: Profile, strategy: NamedStrategy) -> Result<Self, ImportError> {
        let id = file
            .file_stem()
            .and_then(|stem| stem.to_str())
            .unwrap_or_default()
            .to_owned();
        if id.is_empty() || !is_id(&format!("{id}_negotiator")) {
            let found = "a file whose name is no id";
            let expected = format!(
                "1 to {} characters without `;`, `=` and control characters",
                limits::ID_CHARACTERS - "_negotiator".len()
            );
            return Err(ImportError::new(
                ImportProblem::Profile,
                file,
                found,
                expected,
                "rename the file",
            ));
        }
        Ok(Self {
            id,
            file: files::name(file),
            profile,
            strategy,
            linkages: Vec::new(),
        })
    }

    pub(crate) fn negotiator(&self) -> String {
        format!("{}_negotiator", self.id)
    }
}

/// All that the scenario says.
#[derive(Debug)]
pub(crate) struct Scenario {
    pub(crate) id: String,
    pub(crate) title: String,
    /// What it was made of, such as `GENIUS`.
    pub(crate) format: &'static str,
    /// What the scale of utilities is.
    pub(crate) utilities: &'static str,
    /// The name of the domain's file.
    pub(crate) domain_file: String,
    pub(crate) issues: Vec<Issue>,
    pub(crate) parties: Vec<Party>,
    pub(crate) rounds: u32,
    pub(crate) notes: Vec<String>,
}

impl Scenario {
    /// Refuses more pairs of party and option than a scenario may have.
    pub(crate) fn bounded(directory: &Path, issues: &[Issue], parties: usize) -> Result<(), ImportError> {
        let cells = parties * issues.iter().map(|issue| issue.option_ids.len()).sum::<usize>();
        if cells <= limits::PAIRS {
            return Ok(());
        }
        let found = format!("{cells} pairs of party and option");
        let (expected, hint) = (format!("at most {}", limits::PAIRS), "let fewer profiles take part");
        Err(ImportError::new(
            ImportProblem::Directory,
            directory,
            found,
            expected,
            hint,
        ))
    }

    /// Refuses parties and negotiators that share an id.
    pub(crate) fn different(&self, directory: &Path) -> Result<(), ImportError> {
        let ids = self
            .parties
            .iter()
            .flat_map(|party| [party.id.clone(), party.negotiator()]);
        let mut ids: Vec<String> = ids.collect();
        ids.sort();
        let Some(pair) = ids.windows(2).find(|pair| pair[0] == pair[1]) else {
            return Ok(());
        };
        let found = format!("two parties or negotiators {}", quoted(&pair[0]));
        let (expected, hint) = ("names of files that differ", "rename one of the profiles");
        Err(ImportError::new(
            ImportProblem::Directory,
            directory,
            found,
            expected,
            hint,
        ))
    }

    /// Notes parties that want the same: two variants of one side, mostly.
    pub(crate) fn note_equals(&mut self) {
        for (place, party) in self.parties.iter().enumerate() {
            if let Some(other) = self.parties[..place].iter().find(|p| same(&p.profile, &party.profile)) {
                self.notes.push(format!(
                    "{} and {} want the same (every package is worth as much to both): they may be two variants of one side",
                    other.file, party.file
                ));
            }
        }
    }
}

/// Whether every option is worth as much to both, up to rounding.
fn same(a: &Profile, b: &Profile) -> bool {
    let worths = |p: &Profile| -> Vec<f64> {
        let issues = p.weights.iter().zip(&p.values);
        issues
            .flat_map(|(weight, values)| values.iter().map(move |value| weight * value))
            .collect()
    };
    worths(a)
        .iter()
        .zip(worths(b))
        .all(|(x, y)| (x - y).abs() <= 1e-12 * x.abs().max(1.0))
}

/// The text of a scenario.
pub(crate) fn text_of(scenario: &Scenario) -> String {
    let mut out = String::new();
    // Writing to a string cannot fail.
    let _ = write_scenario(&mut out, scenario);
    out
}

fn write_scenario(out: &mut String, scenario: &Scenario) -> std::fmt::Result {
    header(out, scenario)?;
    writeln!(out, "\n[talks]\nprotocol = \"alternating_offers\"")?;
    writeln!(
        out,
        "scale = \"own\" # weights, values and reservation values count as they stand"
    )?;
    for party in &scenario.parties {
        writeln!(out, "\n[[parties]]\nid = {}\nrole = \"disputant\"", text(&party.id))?;
        writeln!(out, "reservation_value = {:?}", party.profile.reservation_value)?;
        if let Some(discount) = party.profile.discount {
            writeln!(out, "discount = {discount:?}")?;
        }
    }
    for party in &scenario.parties {
        let (negotiator, NamedStrategy { offers, accepts, .. }) = (party.negotiator(), party.strategy);
        writeln!(
            out,
            "\n[[negotiators]]\nid = {}\nparty = {}",
            text(&negotiator),
            text(&party.id)
        )?;
        writeln!(
            out,
            "strategy = {{ offers = {}, accepts = {} }}",
            text(offers),
            text(accepts)
        )?;
    }
    for (place, issue) in scenario.issues.iter().enumerate() {
        write_issue(out, place, issue, &scenario.parties)?;
    }
    for (place, party) in scenario.parties.iter().enumerate() {
        write_linkages(out, place, party, &scenario.issues)?;
    }
    let participants: Vec<String> = scenario.parties.iter().map(|party| text(&party.id)).collect();
    writeln!(out, "\n[[calendar]]\nid = \"negotiation\"\nday = 0")?;
    writeln!(
        out,
        "participants = [{}]\nrounds = {}",
        participants.join(", "),
        scenario.rounds
    )
}

fn header(out: &mut String, scenario: &Scenario) -> std::fmt::Result {
    writeln!(
        out,
        "# Imported from a {} domain. Utilities: {}.",
        scenario.format, scenario.utilities
    )?;
    for note in &scenario.notes {
        out.write_str(&notes::line(note))?;
    }
    writeln!(
        out,
        "format = 1\n\n[scenario]\nid = {}\ntitle = {}",
        text(&scenario.id),
        text(&scenario.title)
    )?;
    writeln!(out, "stylised = true\nhorizon_days = 1")?;
    let of = scenario.format;
    source(out, "domain", &format!("Domain of {of}"), &scenario.domain_file)?;
    for (place, party) in scenario.parties.iter().enumerate() {
        source(
            out,
            &format!("profile_{}", place + 1),
            &format!("Profile of {of}"),
            &party.file,
        )?;
    }
    Ok(())
}

fn source(out: &mut String, id: &str, what: &str, file: &str) -> std::fmt::Result {
    let what = format!("{what}, file {file}");
    writeln!(out, "\n[[scenario.sources]]\nid = {}\ntext = {}", text(id), text(&what))
}

fn write_issue(out: &mut String, place: usize, issue: &Issue, parties: &[Party]) -> std::fmt::Result {
    writeln!(out, "\n[[issues]]\nid = {}", text(&issue.id))?;
    let ids: Vec<String> = issue
        .option_ids
        .iter()
        .map(|id| format!("{{ id = {} }}", text(id)))
        .collect();
    writeln!(out, "options = [{}]", ids.join(", "))?;
    let weight = |party: &Party| format!("{} = {:?}", text(&party.id), party.profile.weights[place]);
    let weights: Vec<String> = parties.iter().map(weight).collect();
    writeln!(out, "weight = {{ {} }}", weights.join(", "))?;
    // A table for each party, and not one within one line, keeps lines short enough to read.
    for party in parties {
        let values = issue.option_ids.iter().zip(&party.profile.values[place]);
        let cells: Vec<String> = values.map(|(id, value)| format!("{} = {value:?}", text(id))).collect();
        writeln!(out, "values.{} = {{ {} }}", text(&party.id), cells.join(", "))?;
    }
    Ok(())
}

fn write_linkages(out: &mut String, place: usize, party: &Party, issues: &[Issue]) -> std::fmt::Result {
    for (number, (package, value)) in party.linkages.iter().enumerate() {
        let options = issues.iter().zip(package).map(|(issue, &option)| {
            let option = format!("{}={}", issue.id, issue.option_ids[option]);
            text(&option)
        });
        let options: Vec<String> = options.collect();
        writeln!(out, "\n[[linkages]]\nid = \"above_1_{}_{}\"", place + 1, number + 1)?;
        writeln!(
            out,
            "party = {}\noptions = [{}]\nvalue = {value:?}",
            text(&party.id),
            options.join(", ")
        )?;
    }
    Ok(())
}

/// Text in quotes, as a string or a key.
pub(crate) fn text(text: &str) -> String {
    let quoted = quote(text).into_owned();
    if quoted.starts_with('"') {
        quoted
    } else {
        format!("\"{quoted}\"")
    }
}
