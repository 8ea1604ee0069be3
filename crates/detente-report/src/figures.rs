//! The kinds of figures. Each takes the tables and gives a drawing, or none if they do not allow one.

mod bands;
pub(crate) mod cumulative_incidence;
mod flips;
mod frontier;
mod given_data;
pub(crate) mod heat_map;
mod morris;
pub(crate) mod outcome_shares;
pub(crate) mod policy_differences;
mod sensitivity;
mod tornado;

use crate::labels::file_name;
use crate::sheet::Sheet;
use crate::tables::Tables;
use std::collections::BTreeSet;

/// A figure before it is painted.
pub(crate) struct Drawing {
    /// Its title.
    pub(crate) title: String,
    /// What it shows in full sentences, for those who cannot see it.
    pub(crate) text: String,
    /// What is drawn, as CSV.
    pub(crate) data: Vec<u8>,
    /// The marks.
    pub(crate) sheet: Sheet,
}

/// A figure before it is drawn.
pub(crate) struct Figure<'a> {
    /// `<kind>[-<response>]`, the files' name.
    pub(crate) name: String,
    /// Gives the drawing, if the tables allow it.
    pub(crate) draw: Box<dyn FnOnce() -> Option<Drawing> + 'a>,
}

impl<'a> Figure<'a> {
    pub(crate) fn new(name: impl Into<String>, draw: impl FnOnce() -> Option<Drawing> + 'a) -> Self {
        Self {
            name: name.into(),
            draw: Box::new(draw),
        }
    }
}

/// All figures, in the order of a report: how the talks end, on what, when, why, and what would change it.
pub(crate) fn all(tables: &Tables) -> Vec<Figure<'_>> {
    let one = |name: String, draw: fn(&Tables) -> Option<Drawing>| Figure::new(name, move || draw(tables));
    let mut figures = vec![
        one("outcome-shares".to_owned(), outcome_shares::draw),
        one("frontier".to_owned(), frontier::draw),
        one("cumulative-incidence".to_owned(), cumulative_incidence::draw),
    ];
    figures.extend(bands::groups(tables).into_iter().map(|group| {
        let name = format!("bands-{}", file_name(group));
        Figure::new(name, move || bands::draw(tables, group))
    }));
    figures.push(one(format!("heat-map-{}", heat_map::OUTCOME), heat_map::draw));
    figures.extend(tables.contrasts.iter().map(|comparisons| {
        let name = format!("policy-differences-{}", file_name(&comparisons.response));
        Figure::new(name, move || policy_differences::draw(tables, comparisons))
    }));
    figures.extend(found(tables));
    name_apart(&mut figures);
    figures
}

/// What the analyses have found.
fn found(tables: &Tables) -> Vec<Figure<'_>> {
    let kinds: [fn(&Tables) -> Vec<Figure<'_>>; 5] = [
        flips::figures,
        tornado::figures,
        sensitivity::figures,
        given_data::figures,
        morris::figures,
    ];
    kinds.into_iter().flat_map(|kind| kind(tables)).collect()
}

/// Responses that differ only in what file names cannot hold, or in case, keep a file each.
fn name_apart(figures: &mut [Figure<'_>]) {
    let mut taken = BTreeSet::new();
    for figure in figures {
        let name = figure.name.clone();
        let mut number = 2;
        while !taken.insert(figure.name.to_ascii_lowercase()) {
            figure.name = format!("{name}-{number}");
            number += 1;
        }
    }
}

#[cfg(test)]
mod checked;
#[cfg(test)]
mod tests;
