//! The bargaining situation itself, before anybody says a word: what theory says of it, and what could pass at home.

use crate::{home, wording};
use detente_core::{Model, Registry};
use detente_lab::situation::{Counts, Home, Settlement, Situation, Solved};
use std::fmt::Write;

/// Heads of the table of the parties; their words are those of `solutions.csv` and the glossary.
const HEADS: [&str; 4] = ["party", "reservation", "lowest, highest", "tightness"];
/// Packages of the frontier that are listed.
const LISTED: usize = 12;

/// A situation, what theory says of it, and what could pass at home.
pub struct Solution {
    /// The situation, numbers at the middle of their distributions.
    pub situation: Situation,
    /// What theory says.
    pub solved: Solved,
    /// What the votes at home leave; none where nobody votes.
    pub home: Option<Home>,
}

impl Solution {
    /// None where there is nothing to bargain over.
    pub fn of(model: &Model, registry: &Registry) -> Option<Self> {
        let situation = Situation::typical(model, registry)?;
        Some(Self {
            solved: situation.solve()?,
            home: home::of(model, registry, &situation),
            situation,
        })
    }
}

/// The answer in words, the question first: is there anything to agree on?
pub fn told(model: &Model, answer: &Solution) -> String {
    let mut out = String::new();
    // Writing to a string cannot fail.
    let _ = write(&mut out, model, answer);
    out
}

fn write(out: &mut String, model: &Model, answer: &Solution) -> std::fmt::Result {
    let Solution {
        situation,
        solved,
        home,
    } = answer;
    writeln!(out, "{}: {}", model.title, zone(solved, situation.n_packages()))?;
    writeln!(
        out,
        "{} issues, {} packages; numbers at the middle of their distributions, the line above without votes at home",
        model.issues.len(),
        wording::packages(situation.n_packages())
    )?;
    if let Some(home) = home {
        writeln!(out, "With the votes: {}", home::told(home))?;
    }
    let [party, reservation, bounds, tightness] = HEADS;
    writeln!(out, "\n  {party:<28} {reservation:>12} {bounds:>22}  {tightness:>9}")?;
    for (k, &p) in situation.disputants.iter().enumerate() {
        let range = match &solved.ranges {
            Some(ranges) => format!("{:.4}, {:.4}", ranges[k][0] + 0.0, ranges[k][1] + 0.0),
            None => "-".to_owned(),
        };
        let tight = solved.tightness[k].map_or_else(|| "-".to_owned(), |rho| format!("{rho:.2}"));
        let (name, r) = (&model.parties[p].name, situation.reservation_values[k]);
        writeln!(out, "  {name:<28} {r:>12.4} {range:>22}  {tight:>9}")?;
    }
    write_solutions(out, model, solved)?;
    write_frontier(out, model, solved)
}

fn write_solutions(out: &mut String, model: &Model, solved: &Solved) -> std::fmt::Result {
    writeln!(out, "\nSolutions (utilities in the order of the parties)")?;
    for (_, title, found) in named(solved) {
        match found.as_slice() {
            [] => writeln!(out, "  {title:<20} none")?,
            [first, rest @ ..] => {
                let ties = if rest.is_empty() {
                    String::new()
                } else {
                    format!("   ({} more tie)", rest.len())
                };
                writeln!(out, "  {title:<20} {}{ties}", utilities(first))?;
                writeln!(out, "  {:<20} {}", "", package(model, first))?;
            }
        }
    }
    if let Some(opposition) = solved.opposition {
        writeln!(
            out,
            "  {:<20} {opposition:.4}   (0: everybody can have their best at once)",
            "Opposition"
        )?;
    }
    Ok(())
}

fn write_frontier(out: &mut String, model: &Model, solved: &Solved) -> std::fmt::Result {
    let kind = if solved.exact {
        "exact"
    } else {
        "supported by weighted sums, and the Nash package; others between them are left out"
    };
    writeln!(out, "\nPareto frontier: {} packages ({kind})", solved.frontier.len())?;
    for settlement in solved.frontier.iter().take(LISTED) {
        writeln!(out, "  {}   {}", utilities(settlement), package(model, settlement))?;
    }
    if solved.frontier.len() > LISTED {
        writeln!(
            out,
            "  ... and {} more: --json lists all",
            solved.frontier.len() - LISTED
        )?;
    }
    Ok(())
}

fn zone(solved: &Solved, n_packages: f64) -> String {
    if solved.ranges.is_none() {
        return "no package can be agreed: red lines or exclusions refuse every one".into();
    }
    match (solved.zone, &solved.counts) {
        (Some(true), Some(counts)) => {
            let n = wording::packages;
            let give = if counts.zone == 1.0 { "gives" } else { "give" };
            format!(
                "there is a zone of agreement: {} of {} packages without red lines {give} everybody at least as much as no \
                 agreement; {}",
                n(counts.zone),
                n(counts.open),
                share(counts, n_packages)
            )
        }
        (Some(true), None) => "there is a zone of agreement".into(),
        (Some(false), _) => "no package gives everybody at least as much as no agreement".into(),
        (None, _) => "whether there is a zone of agreement could not be decided: none was found".into(),
    }
}

/// How many packages everybody gains by, among all and among those that nobody refuses outright. Some of the zone give
/// somebody no more than no agreement does.
fn share(counts: &Counts, n_packages: f64) -> String {
    let of = |n: f64| format!("{:.1} %", 100.0 * counts.gaining / n);
    let without = format!("{} of those without red lines", of(counts.open));
    let Some(all) = counts.all else {
        return format!("{without} give everybody more than no agreement");
    };
    let which = if all < n_packages { " that exclusions allow" } else { "" };
    let beside = if all == counts.open {
        "none of which crosses a red line".to_owned()
    } else {
        without
    };
    format!(
        "{} of all packages{which}, {beside}, give everybody more than no agreement",
        of(all)
    )
}

/// The solutions by name, in the order in which they are told.
pub fn named(solved: &Solved) -> [(&'static str, &'static str, &Vec<Settlement>); 5] {
    [
        ("nash", "Nash", &solved.nash),
        ("kalai_smorodinsky", "Kalai-Smorodinsky", &solved.kalai_smorodinsky),
        ("egalitarian", "Egalitarian", &solved.egalitarian),
        ("maximum_welfare", "Maximum welfare", &solved.maximum_welfare),
        (
            "maximum_relative_welfare",
            "Relative welfare",
            &solved.maximum_relative_welfare,
        ),
    ]
}

fn utilities(settlement: &Settlement) -> String {
    let shown: Vec<String> = settlement.utilities.iter().map(|u| format!("{u:.4}")).collect();
    shown.join(", ")
}

fn package(model: &Model, settlement: &Settlement) -> String {
    let options: Vec<String> = settlement.package.iter().map(|&o| model.option_ref(o)).collect();
    options.join("; ")
}
