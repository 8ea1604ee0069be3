//! `solve SCENARIO`: the bargaining situation itself, before anybody says a word.

mod json;

use crate::cli::Solve;
use crate::exit::Failure;
use crate::{output, scenario, wording};
use detente_core::Model;
use detente_lab::Lab;
use detente_lab::situation::{Settlement, Situation, Solved};
use std::fmt::Write;

/// Packages of the frontier that are listed.
const LISTED: usize = 12;

pub(crate) fn run(args: &Solve, lab: &Lab) -> Result<(), Failure> {
    let model = scenario::model(&args.file, 0, &args.changes, lab)?.model;
    let nothing = || {
        Failure::Input(format!(
            "{}: no package is allowed: red lines or exclusions refuse every one",
            args.file.display()
        ))
    };
    let situation = Situation::typical(&model, &lab.registry).ok_or_else(nothing)?;
    let solved = situation.solve().ok_or_else(nothing)?;
    if args.json {
        return output::print(&json::of(&model, &situation, &solved));
    }
    output::print(&told(&model, &situation, &solved))
}

/// The answer in words, the question first: is there anything to agree on?
fn told(model: &Model, situation: &Situation, solved: &Solved) -> String {
    let mut out = String::new();
    // Writing to a string cannot fail.
    let _ = write(&mut out, model, situation, solved);
    out
}

fn write(out: &mut String, model: &Model, situation: &Situation, solved: &Solved) -> std::fmt::Result {
    writeln!(out, "{}: {}", model.title, zone(solved))?;
    writeln!(
        out,
        "{} issues, {} packages; numbers at the middle of their distributions, win-sets at home not counted",
        model.issues.len(),
        wording::packages(situation.n_packages())
    )?;
    writeln!(
        out,
        "\n  {:<28} {:>12} {:>22} {:>9}",
        "party", "reservation", "utility from, to", "tightness"
    )?;
    for (k, &p) in situation.disputants.iter().enumerate() {
        let [low, high] = solved.ranges[k];
        let tight = solved.tightness[k].map_or_else(|| "-".to_owned(), |rho| format!("{rho:.2}"));
        let range = format!("{:.4}, {:.4}", low + 0.0, high + 0.0);
        let (name, r) = (&model.parties[p].name, situation.reservation_values[k]);
        writeln!(out, "  {name:<28} {r:>12.4} {range:>22} {tight:>9}")?;
    }
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
    let kind = if solved.exact {
        "exact"
    } else {
        "supported by weighted sums; packages between them are left out"
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

fn zone(solved: &Solved) -> String {
    match (solved.zone, solved.rational_fraction) {
        (Some(true), Some(share)) => format!(
            "there is a zone of agreement; {:.1} % of packages give everybody more than no agreement",
            100.0 * share
        ),
        (Some(true), None) => "there is a zone of agreement".into(),
        (Some(false), _) => "no package gives everybody as much as no agreement".into(),
        (None, _) => "whether there is a zone of agreement could not be decided: none was found".into(),
    }
}

/// The solutions by name, in the order in which they are told.
fn named(solved: &Solved) -> [(&'static str, &'static str, &Vec<Settlement>); 5] {
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
