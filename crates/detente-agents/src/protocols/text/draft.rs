//! What the holder has before it when it revises the text, and what may be written.
//!
//! An option is *clean* if it may stand and crosses no red line that the holder has heard of: only clean options are
//! written. An issue
//! without one is *bracketed*: left as it is, and reckoned for each side as the mean over what that side has not ruled
//! out. On an issue that is a line a change is a step: to the nearest clean option either side, or not further than
//! [`REACH`]. A wording that stood before comes back only for cause: something was heard about the issue since it was
//! changed, or it mends a crossed line.
//!
//! Source: square brackets as in multilateral drafting (Kaufmann 1989; Depledge 2005); incremental steps and convergence:
//! Druckman 1977, Klein et al. 2003; values stylised.

use super::board::Board;
use super::memory::{BelievedThen, Handled, Line, Stood};
use super::revision::Exchange;
use crate::facts::{Belief, Bracketed, InText, LinkageWorth, OptionState, Unspoken, is_ruled_out};
use detente_core::terms::OptionTerms;
use detente_core::{ByParty, Case, Indices, IssueIx, IssueOption, OptionIx};

/// How far along the line of an issue one change may go, if not to the nearest option. Stylised.
const REACH: f64 = 0.25;
/// A belief that has moved by more is something heard, in utility. Stylised.
const HEARD: f64 = 0.001;

/// How far a change may go along an issue that is a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Pace {
    /// To the nearest clean option either side, or not further than the reach.
    Step,
    /// To any.
    Leap,
}

/// The text as it stands, what the holder believes of it, and what has been done with it.
#[derive(Clone, Copy)]
pub(super) struct Draft<'a> {
    pub case: &'a Case,
    pub text: &'a [InText],
    pub states: &'a [OptionState],
    pub terms: &'a [OptionTerms],
    pub links: &'a [LinkageWorth],
    /// What options are believed to add, the process and the fear of a breach included.
    pub board: Board<'a>,
    /// What is believed of the options alone.
    pub belief: ByParty<IssueOption, &'a [Belief]>,
    /// The red lines that the holder has yet to hear of.
    pub unspoken: &'a [Unspoken],
    pub then: ByParty<IssueOption, &'a [BelievedThen]>,
    pub stood: &'a [Stood],
    pub handled: &'a [Handled],
    pub bracketed: &'a [Bracketed],
    pub lines: &'a [Line],
}

impl Draft<'_> {
    /// Whether an option may be written.
    #[inline]
    pub(super) fn is_clean(&self, option: OptionIx) -> bool {
        is_clean(self.case, (self.states, self.unspoken), self.text, option)
    }

    /// Whether an option crosses somebody's red line, as far as the holder has heard.
    #[inline]
    pub(super) fn is_ruled_out(&self, option: OptionIx) -> bool {
        is_ruled_out(self.case, self.unspoken, option)
    }

    /// Whether something speaks for the return of what stood before in the place of an option: that would mend a crossed line,
    /// or something was heard.
    pub(super) fn may_return(&self, stands: OptionIx) -> bool {
        self.is_ruled_out(stands) || self.has_news(self.case.issue_of[stands])
    }

    /// Whether something was heard about an issue since its wording was changed last.
    fn has_news(&self, issue: IssueIx) -> bool {
        self.case.disputants.iter().any(|&p| {
            let (now, then) = (self.belief.row(p), self.then.row(p));
            let mut options = self.case.issues[issue].options.clone();
            options.any(|o| (now[o].0 - then[o].0).abs() > HEARD)
        })
    }

    /// Whether an exchange may be made: for a clean option and, as a step on a line, for one that is near.
    #[inline]
    pub(super) fn allows(&self, exchange: Exchange, pace: Pace) -> bool {
        let is_leap = || pace == Pace::Leap || !self.lines[self.case.issue_of[exchange.to]].0;
        self.is_clean(exchange.to) && (is_leap() || self.is_step(exchange))
    }

    /// Whether an exchange goes to the nearest clean option on its side, or not further than the reach.
    fn is_step(&self, Exchange { from, to }: Exchange) -> bool {
        let is_near = (self.terms[to].at - self.terms[from].at).abs() <= REACH + 1e-9;
        let (low, high) = if to < from { (to, from) } else { (from, to) };
        let mut between = Indices::new(low.ix() + 1..high.ix());
        is_near || !between.any(|o| self.is_clean(o))
    }
}

/// Whether an option may stand beside the rest of the text and crosses nobody's red line that has been heard of.
#[inline(always)]
pub(super) fn is_clean(
    case: &Case,
    (states, unspoken): (&[OptionState], &[Unspoken]),
    text: &[InText],
    option: OptionIx,
) -> bool {
    // Most options are free of both.
    let is_barred = || is_ruled_out(case, unspoken, option) || is_excluded(case, text, option);
    states[option].available() && !(case.fettered[option] && is_barred())
}

/// Whether an option cannot stand beside the rest of the text.
fn is_excluded(case: &Case, text: &[InText], option: OptionIx) -> bool {
    case.exclusions_with[option].iter().any(|&k| {
        let mut others = case.exclusions[k].options.iter().filter(|&&o| o != option);
        others.all(|&o| case.stands(text, o))
    })
}
