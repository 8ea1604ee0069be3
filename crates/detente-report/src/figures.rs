//! The kinds of figures. Each takes the tables and gives the drawings they allow, none if they allow none.

mod bands;
mod cumulative_incidence;
mod frontier;
mod heat_map;
mod outcome_shares;
mod policy_differences;

use crate::sheet::Sheet;
use crate::tables::Tables;

/// A figure before it is painted.
pub(crate) struct Drawing {
    /// `<kind>[-<response>]`, the files' name.
    pub(crate) name: String,
    /// Its title.
    pub(crate) title: String,
    /// What is drawn, as CSV.
    pub(crate) data: Vec<u8>,
    /// The marks.
    pub(crate) sheet: Sheet,
}

/// All drawings, in the order of a report: how the talks end, on what, when, why, and what would change it.
pub(crate) fn draw(tables: &Tables) -> Vec<Drawing> {
    let how = outcome_shares::draw(tables);
    let on_what = frontier::draw(tables);
    let when = cumulative_incidence::draw(tables);
    let why = bands::draw(tables);
    let whether = heat_map::draw(tables);
    let what_else = policy_differences::draw(tables);
    how.into_iter()
        .chain(on_what)
        .chain(when)
        .chain(why)
        .chain(whether)
        .chain(what_else)
        .collect()
}

#[cfg(test)]
mod tests;
