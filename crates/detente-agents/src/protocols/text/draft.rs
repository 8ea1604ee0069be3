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
use super::memory::{BelievedThen, Handled, Line, Rewritten, Stood};
use super::revision::Exchange;
use crate::facts::{Belief, Bracketed, InText, LinkageWorth, OptionState, Unspoken, is_ruled_out};
use detente_core::terms::OptionTerms;
use detente_core::{ByParty, Case, IssueIx, IssueOption, OptionIx};

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
    pub rewritten: &'a [Rewritten],
    pub bracketed: &'a [Bracketed],
    pub lines: &'a [Line],
}

impl Draft<'_> {
    /// Whether what stands on an issue can stand no longer.
    #[inline]
    pub(super) fn is_lost(&self, issue: IssueIx) -> bool {
        !self.states[self.text[issue].0].available()
    }

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

    /// Whether something speaks for the return of what stood before on an issue: it would mend a crossed line, or something
    /// was heard.
    #[inline]
    pub(super) fn may_return(&self, issue: IssueIx) -> bool {
        self.is_ruled_out(self.text[issue].0) || self.has_news(issue)
    }

    /// Whether something was heard about an issue since its wording was changed last.
    fn has_news(&self, issue: IssueIx) -> bool {
        self.case.disputants.iter().any(|&p| {
            let (now, then) = (self.belief.row(p), self.then.row(p));
            let mut options = self.case.issues[issue].options.clone();
            options.any(|o| (now[o].0 - then[o].0).abs() > HEARD)
        })
    }

    /// Calls `look` with every clean option that may come in place of the one that stands on an issue; on a line a step
    /// brings those that are near, and a leap all.
    #[inline]
    pub(super) fn each_exchange(&self, issue: IssueIx, pace: Pace, mut look: impl FnMut(Exchange)) {
        let from = self.text[issue].0;
        let may_come = |o: &OptionIx| *o != from && self.is_clean(*o);
        let exchange = |to: OptionIx| Exchange { from, to };
        let options = self.case.issues[issue].options.clone();
        if pace == Pace::Leap || !self.lines[issue].0 {
            options.filter(may_come).map(exchange).for_each(look);
            return;
        }
        let below = options.before(from).rev().find(may_come);
        let above = options.after(from).find(may_come);
        let is_near = |o: OptionIx| (self.terms[o].at - self.terms[from].at).abs() <= REACH + 1e-9;
        for o in options {
            if Some(o) == below || Some(o) == above || (is_near(o) && may_come(&o)) {
                look(exchange(o));
            }
        }
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
