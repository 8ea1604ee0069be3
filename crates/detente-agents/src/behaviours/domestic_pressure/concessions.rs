//! Concessions in public: what a text gives away of what its public cares about, and knows of, is held against a party at
//! home.
//!
//! `c = sum over issues of sensitivity * (best worth - worth in the text), where what stands is public, / sum of the ranges
//! of all issues`: 0 where nothing sensitive is given up, 1 where everything is. What is settled behind closed doors costs
//! nothing at home until it comes out. Source: Putnam 1988; Stasavage 2004; values stylised.

use crate::facts::{InText, OptionState, Sensitivity, Span, Worth};
use bevy_ecs::prelude::*;
use detente_core::{
    Case, Indexed, IssueIx, Issues, OptionIx, Options, Parties, Party, Runs, Stakes, Stances, The, state,
};

state! {
    /// The share of all that a party could concede which it has conceded in public, weighted by sensitivity.
    pub(super) Conceded on Party, run, "share" (pub(super) f64 = 0.0)
}

state! {
    /// What all issues together can be worth to a party.
    pub(super) Everything on Party, kept, "utility" (f64 = 0.0)
}

/// Spans do not change while talks go on.
pub(super) fn add_up(case: The<Case>, mut runs: Runs<(Parties<&mut Everything>, Stakes<&Span>)>) {
    for (_, (everything, spans)) in runs.iter() {
        let spans = case.by_issue(spans);
        for (p, everything) in everything.indexed_mut() {
            everything.0 = spans.row(p).iter().map(Span::width).sum();
        }
    }
}

/// What the public knows of the text of the last session.
pub(super) fn take_stock(
    case: The<Case>,
    mut runs: Runs<(
        Parties<(&Everything, &mut Conceded)>,
        Issues<&InText>,
        Options<(&Sensitivity, &OptionState)>,
        Stances<&Worth>,
        Stakes<&Span>,
    )>,
    mut known: Local<Vec<(IssueIx, OptionIx)>>,
) {
    for (_, ((everything, conceded), text, (sensitivity, states), worths, spans)) in runs.filter(|run| run.days > 0.0) {
        let (worths, spans) = (case.by_option(worths), case.by_issue(spans));
        // What costs nothing is passed over: mostly little is left.
        let costs = |o: OptionIx| states[o].contains(OptionState::PUBLIC) && sensitivity[o].0 > 0.0;
        known.clear();
        known.extend(
            text.indexed()
                .map(|(i, stands)| (i, stands.0))
                .filter(|&(_, o)| costs(o)),
        );
        if known.is_empty() {
            conceded.fill(Conceded(0.0));
            continue;
        }
        for (p, conceded) in conceded.indexed_mut() {
            let (worths, own) = (worths.row(p), spans.row(p));
            let given = known
                .iter()
                .map(|&(i, o)| sensitivity[o].0 * (own[i].greatest - worths[o].0));
            let given: f64 = given.sum();
            conceded.0 = if given > 0.0 { given / everything[p].0 } else { 0.0 };
        }
    }
}
