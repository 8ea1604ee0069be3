//! What every option would mean to the sides, as the holder of the text sees it. Sides are reckoned two by two: two numbers
//! that lie side by side are added as fast as one.

use super::decision::{at_stake, reckoned};
use crate::channels::{BreachRisk, OptionValue};
use crate::facts::{Belief, Exposed, Feared, ReservationValue, Support, Verdict, feared};
use detente_core::{ByRow, Case, IssueOption, OptionIx};

/// How many sides are reckoned together.
pub(super) const ABREAST: usize = 2;

/// A number for each of two sides; without meaning where there is no second one.
pub(super) type Pair = [f64; ABREAST];

/// The same of either side.
#[inline(always)]
pub(super) fn both(of: impl FnMut(usize) -> f64) -> Pair {
    std::array::from_fn(of)
}

/// What an option adds for two sides.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Cell {
    /// To the utility that the holder believes in: red lines, what the process adds and the fear of a breach included.
    pub belief: Pair,
    /// To support at home.
    pub support: Pair,
}

impl Cell {
    /// What it adds together with another.
    #[inline(always)]
    pub(super) fn with(&self, other: &Self) -> Self {
        Self {
            belief: both(|k| self.belief[k] + other.belief[k]),
            support: both(|k| self.support[k] + other.support[k]),
        }
    }
}

/// What all options add for all sides: two sides after two, option by option.
#[derive(Debug, Clone, Copy)]
pub(super) struct Board<'a> {
    cells: &'a [Cell],
    options: usize,
}

impl<'a> Board<'a> {
    /// Of so many options.
    pub(super) fn new(cells: &'a [Cell], options: usize) -> Self {
        Self { cells, options }
    }

    /// What options add for each two sides.
    #[inline(always)]
    pub(super) fn rows(&self) -> impl Iterator<Item = ByRow<IssueOption, &'a [Cell]>> + use<'a> {
        self.cells.chunks_exact(self.options).map(ByRow::new)
    }
}

/// Lays out what the holder believes of every option, with what the process adds to it, and what it would change about the
/// fear of a breach.
pub(super) fn lay_out<'a>(
    case: &Case,
    (beliefs, supports, added): (&[Belief], &[Support], &[OptionValue]),
    (feared_options, exposed): (&[Feared], &[Exposed]),
    (reservations, risks, verdicts): (&[ReservationValue], &[BreachRisk], &[Verdict]),
    cells: &'a mut Vec<Cell>,
) -> Board<'a> {
    let (beliefs, supports) = (case.by_option(beliefs), case.by_option(supports));
    let (added, exposed) = (case.by_option(added), case.by_option(exposed));
    let options = case.options.len();
    cells.clear();
    for sides in case.disputants.chunks(ABREAST) {
        // A side without a second stands for both.
        let (one, other) = (sides[0], sides[sides.len() - 1]);
        let ones = beliefs.row(one).iter().zip(*added.row(one)).zip(*supports.row(one));
        let others = beliefs
            .row(other)
            .iter()
            .zip(*added.row(other))
            .zip(*supports.row(other));
        cells.extend(ones.zip(others).map(|(one, other)| {
            let ((one, one_more), ones_support) = one;
            let ((other, other_more), others_support) = other;
            Cell {
                belief: [one.0 + one_more.0, other.0 + other_more.0],
                support: [ones_support.0, others_support.0],
            }
        }));
    }
    for (k, &p) in case.disputants.iter().enumerate() {
        let row = &mut cells[k / ABREAST * options..];
        let stake = at_stake(verdicts[p].value, reservations[p].0, &risks[p]);
        for (option, fear) in fears((&risks[p], stake), feared_options, *exposed.row(p)) {
            row[option.ix()].belief[k % ABREAST] += fear;
        }
    }
    Board::new(cells, options)
}

/// What options change about the fear of a breach, to what they are worth to a party.
pub(super) fn fears<'a>(
    (risk, stake): (&'a BreachRisk, f64),
    feared_options: &'a [Feared],
    exposed: &'a [Exposed],
) -> impl Iterator<Item = (OptionIx, f64)> + use<'a> {
    let options = if risk.is_felt() { feared_options } else { &[] };
    let columns = feared(options).zip(exposed);
    columns.map(move |((o, guarantee), exposed)| (o, reckoned(risk, stake, exposed.0, guarantee)))
}
