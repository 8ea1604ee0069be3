//! What each change of the text would bring to the sides: to their utility, to `x`, and to the merit of the text.

use super::board::{ABREAST, Board, Cell, Pair, both};
use super::draft::Draft;
use super::revision::Exchange;
use super::sides::{Sides, least};
use detente_core::{ByRow, IssueOption, OptionIx};
use std::slice;

/// What linkages would add with an option in the place of what stands on its issue, as on the board. Kept between rounds, so
/// that nothing is allocated in one.
#[derive(Debug, Default)]
pub(super) struct Linked {
    cells: Vec<Pair>,
    options: usize,
    /// The cells that are not 0.
    touched: Vec<usize>,
}

impl Linked {
    /// Where there are no linkages.
    #[cfg(test)]
    pub(super) fn none(options: usize, pairs: usize) -> Self {
        Self {
            cells: vec![[0.0; ABREAST]; options * pairs],
            options,
            touched: Vec::new(),
        }
    }

    /// For each two sides.
    #[inline(always)]
    fn rows(&self) -> impl Iterator<Item = ByRow<IssueOption, &[Pair]>> {
        self.cells.chunks_exact(self.options).map(ByRow::new)
    }

    /// For the `k`-th disputant.
    pub(super) fn of(&self, k: usize, option: OptionIx) -> f64 {
        self.cells[k / ABREAST * self.options + option.ix()][k % ABREAST]
    }

    /// Lays it out: an exchange completes or breaks a linkage if all its options on other issues stand.
    pub(super) fn lay_out(&mut self, draft: &Draft<'_>) {
        let case = draft.case;
        let pairs = case.disputants.len().div_ceil(ABREAST);
        self.options = case.options.len();
        self.cells.resize(self.options * pairs, [0.0; ABREAST]);
        for cell in self.touched.drain(..) {
            self.cells[cell] = [0.0; ABREAST];
        }
        for ((link, issues), worth) in case.linkages.iter().zip(&case.linked_issues).zip(draft.links) {
            let Some(k) = case.disputants.iter().position(|&p| p == link.party) else {
                continue;
            };
            // Where options are missing on two issues, no exchange completes it.
            let missing = |&&o: &&OptionIx| !case.stands(draft.text, o);
            let mut open = link.options.iter().filter(missing).map(|&o| case.issue_of[o]);
            let first = open.next();
            if open.any(|issue| Some(issue) != first) {
                continue;
            }
            for &i in first.as_ref().map_or(&issues[..], slice::from_ref) {
                let is_complete = link.options.contains(&draft.text[i].0);
                for to in case.issues[i].options.clone() {
                    if link.options.contains(&to) != is_complete {
                        let cell = k / ABREAST * self.options + to.ix();
                        self.touched.push(cell);
                        self.cells[cell][k % ABREAST] += if is_complete { -worth.0 } else { worth.0 };
                    }
                }
            }
        }
    }
}

/// What an exchange means to two sides.
pub(super) struct Meaning {
    /// What it adds to their utility.
    pub gain: Pair,
    /// `x` after it.
    pub after: Pair,
}

/// What changes of one text would bring.
#[derive(Debug, Clone, Copy)]
pub(super) struct Prospects<'a> {
    board: Board<'a>,
    sides: &'a [Sides],
    linked: &'a Linked,
}

/// What they would bring to two sides.
pub(super) struct Two<'a> {
    /// A copy: where a list is written, what lies elsewhere would be read anew for each of its cells.
    sides: Sides,
    cells: ByRow<IssueOption, &'a [Cell]>,
    linked: ByRow<IssueOption, &'a [Pair]>,
}

impl Two<'_> {
    /// What an exchange is believed to mean to them.
    #[inline(always)]
    pub(super) fn of_exchange(&self, Exchange { from, to }: Exchange) -> Meaning {
        let (comes, goes, linked) = (&self.cells[to], &self.cells[from], &self.linked[to]);
        Meaning {
            gain: both(|k| comes.belief[k] - goes.belief[k] + linked[k]),
            after: least(&self.sides.without(goes), comes, linked),
        }
    }
}

impl<'a> Prospects<'a> {
    /// For these sides, two by two.
    pub(super) fn new(board: Board<'a>, sides: &'a [Sides], linked: &'a Linked) -> Self {
        Self { board, sides, linked }
    }

    /// Two sides after two.
    #[inline(always)]
    pub(super) fn by_two(&self) -> impl Iterator<Item = Two<'a>> + use<'a> {
        let columns = self.sides.iter().zip(self.board.rows()).zip(self.linked.rows());
        columns.map(|((&sides, cells), linked)| Two { sides, cells, linked })
    }

    /// The most that an exchange could add to the merit: by concavity the tangent bounds it, so that most exchanges are
    /// dismissed without a logarithm.
    #[inline]
    pub(super) fn promise(&self, exchange: Exchange) -> f64 {
        self.add_up(exchange, Sides::bound)
    }

    /// The promises of many exchanges, each as [`promise`](Self::promise) has it.
    pub(super) fn promises(&self, exchanges: &[Exchange], promises: &mut Vec<f64>) {
        promises.clear();
        promises.resize(exchanges.len(), 0.0);
        for two in self.by_two() {
            for (promise, &exchange) in promises.iter_mut().zip(exchanges) {
                for part in two.sides.bound(two.of_exchange(exchange).after) {
                    *promise += part;
                }
            }
        }
    }

    /// What an exchange adds to the merit.
    pub(super) fn merit(&self, exchange: Exchange) -> f64 {
        self.add_up(exchange, Sides::gain)
    }

    #[inline(always)]
    fn add_up(&self, exchange: Exchange, of: impl Fn(&Sides, Pair) -> Pair) -> f64 {
        let mut sum = 0.0;
        for two in self.by_two() {
            for part in of(&two.sides, two.of_exchange(exchange).after) {
                sum += part;
            }
        }
        sum
    }
}
