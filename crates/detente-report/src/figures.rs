//! The kinds of figures, one file each: what it answers, and its figures from the tables.

mod agreed_options;
mod bands;
mod boxes;
pub(crate) mod cumulative_incidence;
mod decided_by;
mod flips;
mod frontier;
mod given_data;
pub(crate) mod heat_map;
mod morris;
pub(crate) mod outcome_shares;
pub(crate) mod policy_differences;
mod policy_regret;
mod quantile_dots;
mod response_curves;
mod sensitivity;
mod settled;
mod tornado;

use crate::error::ReportError;
use crate::labels::file_name;
use crate::paint;
use crate::sheet::Sheet;
use crate::tables::Tables;
use std::collections::BTreeSet;

/// All kinds, in the order of an argument: how do the talks end, what changes it, when, what matters, who blocks, what is
/// agreed.
pub const KINDS: &[Kind] = &[
    outcome_shares::KIND,
    policy_differences::KIND,
    flips::KIND,
    quantile_dots::KIND,
    policy_regret::KIND,
    cumulative_incidence::KIND,
    tornado::KIND,
    sensitivity::KIND,
    given_data::DRAWN,
    given_data::DESIGN,
    morris::KIND,
    response_curves::KIND,
    boxes::KIND,
    heat_map::KIND,
    bands::KIND,
    settled::KIND,
    decided_by::KIND,
    agreed_options::KIND,
    frontier::KIND,
];

/// A kind of figure.
#[derive(Clone, Copy, Debug)]
pub struct Kind {
    /// What it is called: its figures are `<key>`, or `<key>-<response>` where there may be several.
    pub key: &'static str,
    /// The question that its figures answer.
    pub question: &'static str,
    /// Its figures. Where the tables give no answer there are none.
    pub(crate) figures: for<'a> fn(&'a Tables) -> Vec<Figure<'a>>,
}

/// A figure before it is painted.
pub(crate) struct Drawing {
    /// The finding, with its number.
    pub(crate) title: String,
    /// What is drawn, for those who do not see it: whole sentences with the numbers.
    pub(crate) text: String,
    /// What is drawn, as CSV.
    pub(crate) data: Vec<u8>,
    /// The marks.
    pub(crate) sheet: Sheet,
}

/// A figure that may be drawn from tables.
pub struct Figure<'a> {
    name: String,
    kind: &'static str,
    draw: Box<dyn FnOnce() -> Option<Drawing> + 'a>,
}

impl<'a> Figure<'a> {
    /// The one figure of a kind.
    pub(crate) fn only(kind: &Kind, draw: impl FnOnce() -> Option<Drawing> + 'a) -> Self {
        Self {
            name: kind.key.to_owned(),
            kind: kind.key,
            draw: Box::new(draw),
        }
    }

    /// A figure of a kind about something, most often a response.
    pub(crate) fn about(kind: &Kind, what: &str, draw: impl FnOnce() -> Option<Drawing> + 'a) -> Self {
        Self {
            name: format!("{}-{}", kind.key, file_name(what)),
            ..Self::only(kind, draw)
        }
    }

    /// What it and its files are called, for example `policy-differences-agreement`.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The key of its kind.
    pub fn kind(&self) -> &'static str {
        self.kind
    }

    /// Draws it; none if the tables turn out to give no answer.
    pub fn draw(self) -> Option<Picture> {
        let drawing = (self.draw)()?;
        Some(Picture {
            name: self.name,
            kind: self.kind,
            title: drawing.title,
            text: drawing.text,
            csv: drawing.data,
            sheet: drawing.sheet,
        })
    }
}

/// A figure that has been drawn, not yet in a format.
#[derive(Clone, Debug)]
pub struct Picture {
    /// What it is called.
    pub name: String,
    /// The key of its kind.
    pub kind: &'static str,
    /// The finding, with its number.
    pub title: String,
    /// What is drawn, in whole sentences.
    pub text: String,
    /// The numbers that are drawn.
    pub csv: Vec<u8>,
    pub(crate) sheet: Sheet,
}

impl Picture {
    /// The figure as SVG, 160 mm wide, with its title and text for those who do not see it.
    ///
    /// # Errors
    /// The drawing library gave up.
    pub fn svg(&self) -> Result<String, ReportError> {
        paint::svg(self)
    }

    /// The figure as PNG, 2400 pixels wide, for print at 160 mm.
    ///
    /// # Errors
    /// The drawing library gave up.
    pub fn png(&self) -> Result<Vec<u8>, ReportError> {
        paint::png(self)
    }
}

/// Kinds that show the scenario as it stands alone. Where a design spreads its runs and leaves it a few, they say nothing of the
/// talks, and are drawn if they are asked for.
const OF_SCENARIO: [&str; 4] = [
    outcome_shares::KIND.key,
    cumulative_incidence::KIND.key,
    bands::KIND.key,
    settled::KIND.key,
];

/// All figures that the tables may allow, of the kinds that the experiment asks for, in the order of [`KINDS`].
pub fn figures(tables: &Tables) -> Vec<Figure<'_>> {
    let says_little = tables.is_about_the_design();
    let wanted = |kind: &&Kind| match tables.manifest.figures.is_empty() {
        true => !(says_little && OF_SCENARIO.contains(&kind.key)),
        false => tables.asks_for(kind.key),
    };
    let mut figures: Vec<_> = KINDS
        .iter()
        .filter(wanted)
        .flat_map(|kind| (kind.figures)(tables))
        .collect();
    name_apart(&mut figures);
    figures
}

/// One figure, by its name; none if there is no such figure, or the tables give no answer.
pub fn figure(tables: &Tables, name: &str) -> Option<Picture> {
    figures(tables).into_iter().find(|figure| figure.name == name)?.draw()
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
