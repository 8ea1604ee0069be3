//! What every option would mean to the sides, as the holder of the text sees it.

use super::decision::{at_stake, reckoned};
use super::memory::Feared;
use crate::channels::{BreachRisk, OptionValue};
use crate::facts::{Belief, ReservationValue, Support, Verdict};
use detente_core::terms::{OptionTerms, StanceTerms};
use detente_core::{ByRow, Case, IssueOption, OptionIx, PartyIx};

/// What an option adds for a side.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Cell {
    /// To the utility that the holder believes in: red lines, what the process adds and the fear of a breach included.
    pub belief: f64,
    /// To support at home.
    pub support: f64,
}

/// What all options add for all sides.
#[derive(Debug, Clone, Copy)]
pub(super) struct Board<'a> {
    disputants: &'a [PartyIx],
    /// Disputant by disputant, option by option.
    beliefs: &'a [f64],
    /// Party by party, option by option.
    supports: &'a [Support],
}

/// What all options add for one side.
#[derive(Clone, Copy)]
pub(super) struct BoardRow<'a> {
    beliefs: ByRow<IssueOption, &'a [f64]>,
    supports: ByRow<IssueOption, &'a [Support]>,
}

impl<'a> Board<'a> {
    /// Beliefs disputant by disputant, supports party by party.
    pub(super) fn new(disputants: &'a [PartyIx], beliefs: &'a [f64], supports: &'a [Support]) -> Self {
        Self {
            disputants,
            beliefs,
            supports,
        }
    }

    /// What options add for the `k`-th disputant.
    #[inline]
    pub(super) fn row(&self, k: usize) -> BoardRow<'a> {
        let options = self.beliefs.len() / self.disputants.len();
        BoardRow {
            beliefs: ByRow::new(&self.beliefs[k * options..][..options]),
            supports: ByRow::new(&self.supports[self.disputants[k].ix() * options..][..options]),
        }
    }
}

impl<'a> BoardRow<'a> {
    /// What an option adds.
    #[inline(always)]
    pub(super) fn at(&self, option: OptionIx) -> Cell {
        Cell {
            belief: self.beliefs[option],
            support: self.supports[option].0,
        }
    }

    /// What all of them add.
    #[inline(always)]
    pub(super) fn cells(&self) -> impl Iterator<Item = Cell> + use<'a> {
        let (beliefs, supports): (&'a [f64], &'a [Support]) = (*self.beliefs, *self.supports);
        let cells = beliefs.iter().zip(supports);
        cells.map(|(&belief, support)| Cell {
            belief,
            support: support.0,
        })
    }
}

/// Lays out what the holder believes of every option, with what the process adds to it, and what it would change about the
/// fear of a breach.
pub(super) fn lay_out<'a>(
    case: &'a Case,
    (beliefs, supports, added, views): (&[Belief], &'a [Support], &[OptionValue], &[StanceTerms]),
    (terms, feared): (&[OptionTerms], &[Feared]),
    (reservations, risks, verdicts): (&[ReservationValue], &[BreachRisk], &[Verdict]),
    seen: &'a mut Vec<f64>,
) -> Board<'a> {
    let (beliefs, added, views) = (case.by_option(beliefs), case.by_option(added), case.by_option(views));
    seen.clear();
    for &p in &case.disputants {
        let cells = beliefs.row(p).iter().zip(*added.row(p));
        seen.extend(cells.map(|(belief, added)| belief.0 + added.0));
    }
    for (row, &p) in seen.chunks_exact_mut(terms.len()).zip(&case.disputants) {
        let stake = at_stake(verdicts[p].value, reservations[p].0, &risks[p]);
        add_fears(row, (&risks[p], stake), *views.row(p), terms, feared);
    }
    Board::new(&case.disputants, seen, supports)
}

/// Adds what options change about the fear of a breach to what they are worth to a party, option by option.
pub(super) fn add_fears(
    worths: &mut [f64],
    (risk, stake): (&BreachRisk, f64),
    views: &[StanceTerms],
    terms: &[OptionTerms],
    feared: &[Feared],
) {
    if !risk.is_felt() {
        return;
    }
    // Few options are feared.
    for (o, _) in feared.iter().enumerate().filter(|(_, feared)| feared.0) {
        worths[o] += reckoned(risk, stake, views[o].exposes, terms[o].guarantee);
    }
}
