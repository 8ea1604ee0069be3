//! What the marks of the figure mean, and how large a dot is.

use detente_results::SolutionKind;

use super::situation::Situation;
use super::{ACCEPTABLE, AGREED, FRONTIER, RESERVATION, SOLUTIONS};
use crate::axis::{Axis, fixed};
use crate::font::SMALL;
use crate::labels::count;
use crate::page::{Page, RIGHT, SWATCH, SWATCH_GAP, Swatch};
use crate::palette::{Ink, QUIET, TEXT};
use crate::panel::SPECK;
use crate::sheet::{Anchor, Point, Sheet};

/// A mark and its meaning.
pub(super) struct Entry {
    swatch: Swatch,
    ink: Ink,
    label: String,
    /// More on it, where there is room.
    note: String,
}

/// The size of marks. The area of a dot follows the number of agreements at a place.
pub(super) struct Sizes {
    /// Size of the solutions' marks, 1 for the usual one.
    pub(super) marks: f64,
    /// Radius of a dot that stands for one agreement.
    one: f64,
    least: u64,
    most: u64,
}

impl Sizes {
    /// Radius of the largest dot, and of the smallest, which is still seen around a point of the frontier.
    const LARGEST: f64 = 3.0;
    const SMALLEST: f64 = 0.6;
    /// Radius of a dot where every agreement has its own, among many and among few.
    const LONE: [f64; 2] = [0.8, 1.4];
    const FEW: usize = 20;

    /// Sizes for these dots, smaller where panels are.
    pub(super) fn new(size: f64, panels: &[Vec<((f64, f64), u64)>]) -> Self {
        let numbers = || panels.iter().flatten().map(|(_, runs)| *runs);
        let most = numbers().max().unwrap_or(0);
        let few = panels.iter().all(|dots| dots.len() <= Self::FEW);
        Self {
            marks: size,
            one: Self::LONE[usize::from(few)].min(size * Self::LARGEST / (most.max(1) as f64).sqrt()),
            least: numbers().min().unwrap_or(0),
            most,
        }
    }

    /// The radius of a dot.
    pub(super) fn radius(&self, runs: u64) -> f64 {
        (self.one * (runs as f64).sqrt()).max(Self::SMALLEST)
    }

    /// Whether the smallest dots are larger than their number says, to be seen at all.
    pub(super) fn enlarged(&self) -> bool {
        self.one * (self.least as f64).sqrt() < Self::SMALLEST
    }

    /// Numbers whose dots explain the sizes: the least and the most there are, and a round one between, of about a
    /// quarter of the most.
    pub(super) fn examples(&self) -> Vec<u64> {
        let quarter = self.most / 4;
        let mut power = 1;
        while power <= quarter / 10 {
            power *= 10;
        }
        let rounds = [5, 2, 1].map(|digit| digit * power);
        let middle = rounds
            .into_iter()
            .find(|round| *round <= quarter && *round > self.least);
        let mut examples: Vec<u64> = [Some(self.least), middle, Some(self.most)]
            .into_iter()
            .flatten()
            .collect();
        examples.dedup();
        examples.retain(|example| *example > 0);
        examples
    }
}

/// Every kind of mark that is drawn.
pub(super) fn entries(situation: &Situation, sizes: &Sizes, axes: &[Axis]) -> Vec<Entry> {
    let entry = |swatch, ink, label: &str, note: String| Entry {
        swatch,
        ink,
        label: label.to_owned(),
        note,
    };
    let mut entries = Vec::new();
    for (kind, name, shape) in SOLUTIONS {
        let mut places = situation.all(kind);
        places.dedup();
        let Some(first) = places.first() else { continue };
        let more = match places.len() - 1 {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        let note = format!("{}{more}", pair(first, axes));
        entries.push(entry(Swatch::Shape(shape, sizes.marks), TEXT, name, note));
    }
    if let Some((kind, _)) = &situation.frontier {
        let label = match kind {
            SolutionKind::FrontierExact => "Pareto frontier",
            _ => "supported frontier",
        };
        let swatch = match situation.parties.len() {
            2 => Swatch::Chain,
            _ => Swatch::Disc(SPECK),
        };
        entries.push(entry(swatch, FRONTIER, label, String::new()));
    }
    if let Some(values) = situation.reservation() {
        entries.push(entry(
            Swatch::Dashes,
            RESERVATION,
            "reservation values",
            pair(values, axes),
        ));
        entries.push(entry(Swatch::Block, ACCEPTABLE, "better for both", String::new()));
    }
    for example in sizes.examples() {
        let label = count(example, "agreement");
        let swatch = Swatch::Disc(sizes.radius(example));
        entries.push(entry(swatch, AGREED, &label, String::new()));
    }
    entries
}

/// Utilities in the decimals of their axes.
fn pair(utilities: &[f64], axes: &[Axis]) -> String {
    let written = utilities
        .iter()
        .zip(axes)
        .map(|(value, axis)| fixed(*value, axis.decimals()));
    format!("({})", written.collect::<Vec<_>>().join(", "))
}

/// The legend as a column, with notes; gives the place below it.
pub(super) fn column(sheet: &mut Sheet, (left, mut top): Point, entries: &[Entry]) -> f64 {
    let text = left + SWATCH + SWATCH_GAP;
    for entry in entries {
        let reach = match entry.swatch {
            Swatch::Disc(radius) => (2.0 * radius + 1.0).max(SMALL.line()),
            _ => SMALL.line(),
        };
        let y = top + reach / 2.0;
        entry.swatch.draw(sheet, (left, y), entry.ink);
        let mut line = |y: f64, words: &str, ink| {
            sheet.text_beside((text, y), Anchor::Start, SMALL.fit(words, RIGHT - text), SMALL, ink);
        };
        line(y, &entry.label, TEXT);
        top += reach;
        if !entry.note.is_empty() {
            line(y + SMALL.line(), &entry.note, QUIET);
            top += SMALL.line();
        }
        top += 1.6;
    }
    top
}

/// The legend in lines across the page.
pub(super) fn row(page: &mut Page, entries: &[Entry]) {
    let plain = |entry: &Entry| (entry.swatch, entry.ink, entry.label.clone());
    page.legend(&entries.iter().map(plain).collect::<Vec<_>>());
}
