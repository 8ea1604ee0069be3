//! The scenario as TOML text. Numbers are written in the shortest form that reads back to the same number.

use super::GeniusUtilities;
use super::domain::Issue;
use super::profile::Profile;
use super::strategies::Strategy;
use crate::path::quote;
use std::fmt::Write;

/// A party with its profile and its strategy.
#[derive(Debug)]
pub(super) struct Party {
    pub(super) id: String,
    /// The name of the profile's file.
    pub(super) file: String,
    pub(super) profile: Profile,
    pub(super) strategy: Strategy,
}

impl Party {
    pub(super) fn negotiator(&self) -> String {
        format!("{}_negotiator", self.id)
    }
}

/// All that the scenario says.
#[derive(Debug)]
pub(super) struct Scenario {
    pub(super) id: String,
    pub(super) title: String,
    /// The name of the domain's file.
    pub(super) domain_file: String,
    pub(super) issues: Vec<Issue>,
    pub(super) parties: Vec<Party>,
    pub(super) rounds: u32,
    pub(super) utilities: GeniusUtilities,
    pub(super) notes: Vec<String>,
}

/// The text of a scenario.
pub(super) fn scenario(scenario: &Scenario) -> String {
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
        let (negotiator, Strategy { offers, accepts, .. }) = (party.negotiator(), party.strategy);
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
    let utilities = match scenario.utilities {
        GeniusUtilities::Genius => "as GENIUS has them, evaluations divided by the largest of their issue",
        GeniusUtilities::Raw => "on the profiles' own scales, evaluations as they stand",
    };
    writeln!(out, "# Imported from a GENIUS domain. Utilities: {utilities}.")?;
    for note in &scenario.notes {
        let note: String = note.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        writeln!(out, "{}{note}.", super::NOTE)?;
    }
    writeln!(
        out,
        "format = 1\n\n[scenario]\nid = {}\ntitle = {}",
        text(&scenario.id),
        text(&scenario.title)
    )?;
    writeln!(out, "stylised = true\nhorizon_days = 1")?;
    source(out, "domain", "Domain", &scenario.domain_file)?;
    for (place, party) in scenario.parties.iter().enumerate() {
        source(out, &format!("profile_{}", place + 1), "Profile", &party.file)?;
    }
    Ok(())
}

fn source(out: &mut String, id: &str, what: &str, file: &str) -> std::fmt::Result {
    let what = format!("{what} of GENIUS, file {file}");
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

/// Text in quotes, as a string or a key.
fn text(text: &str) -> String {
    let quoted = quote(text).into_owned();
    if quoted.starts_with('"') {
        quoted
    } else {
        format!("\"{quoted}\"")
    }
}
