//! What each change of the text would bring, laid out for all options at once before the holder looks for the best: what
//! linkages would add, and the most that the merit of the text could gain.

use super::board::{Board, Cell};
use super::draft::Draft;
use super::revision::Exchange;
use super::sides::{Side, least};
use detente_core::{Indices, IssueIx, IssueOption, OptionIx};

/// What changes of one text would bring.
#[derive(Debug, Clone, Copy)]
pub(super) struct Prospects<'a> {
    board: Board<'a>,
    sides: &'a [Side],
    /// What linkages would add with an option in the place of what stands on its issue, disputant by disputant.
    linked: &'a [f64],
    /// The most that the merit could gain by that.
    promises: &'a [f64],
}

/// Room for what is laid out; kept between rounds, so that nothing is allocated in one.
#[derive(Debug, Default)]
pub(super) struct Tables {
    linked: Vec<f64>,
    promises: Vec<f64>,
    /// A side without what stands, issue by issue.
    rest: Vec<Cell>,
}

#[cfg(test)]
impl Tables {
    /// Where there are no linkages.
    pub(super) fn unlinked(cells: usize) -> Self {
        Self {
            linked: vec![0.0; cells],
            ..Self::default()
        }
    }
}

impl Tables {
    /// What linkages add for the `k`-th disputant with an option in the place of what stands, as laid out last.
    pub(super) fn linked(&self, k: usize, option: OptionIx) -> f64 {
        self.linked[k * self.promises.len() + option.ix()]
    }

    /// Lays out what linkages would add: an exchange completes or breaks one if all its options on other issues stand.
    fn link(&mut self, draft: &Draft<'_>) {
        let case = draft.case;
        let options = case.options.len();
        self.linked.clear();
        self.linked.resize(options * case.disputants.len(), 0.0);
        for ((link, issues), worth) in case.linkages.iter().zip(&case.linked_issues).zip(draft.links) {
            let Some(k) = case.disputants.iter().position(|&p| p == link.party) else {
                continue;
            };
            let has = |o: OptionIx| f64::from(u8::from(link.options.contains(&o)));
            for &i in issues {
                let rest = |&o: &OptionIx| case.issue_of[o] == i || case.stands(draft.text, o);
                if link.options.iter().all(rest) {
                    for to in case.issues[i].options.clone() {
                        self.linked[k * options + to.ix()] += (has(to) - has(draft.text[i].0)) * worth.0;
                    }
                }
            }
        }
    }
}

impl<'a> Prospects<'a> {
    /// Lays out what changes of a draft would bring.
    pub(super) fn of(draft: &Draft<'a>, sides: &'a [Side], tables: &'a mut Tables) -> Self {
        tables.link(draft);
        let stand = draft.text.iter().map(|stands| stands.0);
        Self::over(&draft.case.issue_of, stand, draft.board, sides, tables)
    }

    /// Over options, each of its issue, and what stands on the issues; what linkages add has been laid out.
    pub(super) fn over(
        issue_of: &[IssueIx],
        stand: impl Iterator<Item = OptionIx> + Clone,
        board: Board<'a>,
        sides: &'a [Side],
        tables: &'a mut Tables,
    ) -> Self {
        let Tables { linked, promises, rest } = tables;
        let options = issue_of.len();
        promises.clear();
        promises.resize(options, 0.0);
        for (k, (side, linked)) in sides.iter().zip(linked.chunks_exact(options)).enumerate() {
            let row = board.row(k);
            rest.clear();
            rest.extend(stand.clone().map(|option| side.without(row.at(option))));
            let cells = promises.iter_mut().zip(issue_of).zip(row.cells()).zip(linked);
            for (((promise, issue), option), &linked) in cells {
                // By concavity the tangent bounds the gain: most changes are dismissed without a logarithm.
                *promise += side.bound(least(rest[issue.ix()], option, linked));
            }
        }
        for option in stand {
            promises[option.ix()] = f64::NEG_INFINITY;
        }
        Self {
            board,
            sides,
            linked,
            promises,
        }
    }

    /// Whether no option of an issue could add more than this to the merit.
    #[inline]
    pub(super) fn fall_short(&self, options: Indices<IssueOption>, floor: f64) -> bool {
        self.promises[options.numbers()].iter().all(|&promise| promise <= floor)
    }

    /// The most that an option could add to the merit in the place of what stands.
    #[inline]
    pub(super) fn promise(&self, option: OptionIx) -> f64 {
        self.promises[option.ix()]
    }

    /// What linkages add for the `k`-th disputant with an option.
    #[inline]
    fn linked(&self, k: usize, option: OptionIx) -> f64 {
        self.linked[k * self.promises.len() + option.ix()]
    }

    /// What an exchange is believed to add to the utility of the `k`-th disputant.
    #[inline]
    pub(super) fn gain(&self, k: usize, Exchange { from, to }: Exchange) -> f64 {
        let row = self.board.row(k);
        row.at(to).belief - row.at(from).belief + self.linked(k, to)
    }

    /// `x` of the `k`-th disputant after an exchange.
    #[inline]
    pub(super) fn after(&self, k: usize, Exchange { from, to }: Exchange) -> f64 {
        let row = self.board.row(k);
        least(self.sides[k].without(row.at(from)), row.at(to), self.linked(k, to))
    }

    /// What an exchange adds to the merit.
    pub(super) fn merit(&self, exchange: Exchange) -> f64 {
        let gain = |(k, side): (usize, &Side)| side.gain(self.after(k, exchange));
        self.sides.iter().enumerate().map(gain).sum()
    }
}
