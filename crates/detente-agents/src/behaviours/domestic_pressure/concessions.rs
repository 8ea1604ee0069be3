//! Concessions in public: what a text gives away of what its public cares about, and knows of, is held against a party at
//! home.
//!
//! `c = sum over issues of sensitivity * (best worth - worth in the text), where what stands is public, / sum of the ranges
//! of all issues`: 0 where nothing sensitive is given up, 1 where everything is. What is settled behind closed doors costs
//! nothing at home until it comes out. Source: Putnam 1988; Stasavage 2004; values stylised.

use crate::facts::{InText, OptionState, Span, Worth};
use bevy_ecs::prelude::*;
use detente_core::terms::OptionTerms;
use detente_core::{Case, Indexed, Issues, Options, Parties, Party, Runs, Stakes, Stances, state};

state! {
    /// The share of all that a party could concede which it has conceded in public, weighted by sensitivity.
    pub(super) Conceded on Party, run, "share" (pub(super) f64 = 0.0)
}

/// What the public knows of the text of the last session.
pub(super) fn take_stock(
    case: Res<Case>,
    mut runs: Runs<(
        Parties<&mut Conceded>,
        Issues<&InText>,
        Options<(&OptionTerms, &OptionState)>,
        Stances<&Worth>,
        Stakes<&Span>,
    )>,
) {
    for (_, (conceded, text, (terms, states), worths, spans)) in runs.filter(|run| run.days > 0.0) {
        let (worths, spans) = (case.by_option(worths), case.by_issue(spans));
        for (p, conceded) in conceded.indexed_mut() {
            let own = spans.row(p);
            let public = text.iter().zip(*own).filter(|(stands, _)| states[stands.0].public);
            let given =
                public.map(|(stands, span)| terms[stands.0].sensitivity * (span.greatest - worths[(p, stands.0)].0));
            let given: f64 = given.sum();
            let all = || own.iter().map(Span::width).sum::<f64>();
            // Mostly nothing that costs anything is public.
            conceded.0 = if given > 0.0 { given / all() } else { 0.0 };
        }
    }
}
