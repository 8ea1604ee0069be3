//! The votes that are held at home, as they stand on day 0 with all numbers at the middle of their distributions.

use crate::wording;
use detente_agents::behaviours::mediation::Mediation;
use detente_agents::behaviours::ratification::{Ratification, support_needed};
use detente_agents::channels::Threshold;
use detente_agents::protocols::text::is_worth_signing;
use detente_core::{Model, PartyIx, Registry, Role};
use detente_lab::Numbers;
use detente_lab::situation::{Home, HomeCounts, Situation, Vote};

/// What the votes at home leave of the zone; none where nobody votes, or nothing may be agreed.
///
/// A package passes a vote if it has an even chance there: its support reaches what is needed. Pressure at home stands at
/// its baseline on day 0 and moves nothing; a mediator who reassures does, since no package counted here crosses a red
/// line.
pub fn of(model: &Model, registry: &Registry, situation: &Situation) -> Option<Home> {
    let numbers = Numbers::typical(model);
    let terms = numbers.rows_of::<Ratification>(model, registry);
    if terms.is_empty() {
        return None;
    }
    let mediates = |holder: PartyIx| model.parties[holder].role == Role::Mediator;
    let mediation = numbers.rows_of::<Mediation>(model, registry);
    let reassured = match mediation
        .first()
        .filter(|_| model.talks.text_holder.is_some_and(mediates))
    {
        Some(terms) => terms.reassures() * terms.reassured,
        None => 0.0,
    };
    let vote = |(k, &p): (usize, &PartyIx)| Vote {
        disputant: k,
        needed: support_needed(terms[p].threshold - reassured, situation.scale(k)),
        width: terms[p].width * situation.scale(k).support_sd,
    };
    // Whoever signs a text weighs the chance that it fails at home; offers are accepted without.
    let weighs = model.talks.text_holder.is_some();
    let signs = |vote: &Vote, support: f64, [utility, reservation]: [f64; 2]| {
        let threshold = Threshold {
            theta: vote.needed,
            width: vote.width,
            voted: true,
        };
        !weighs || is_worth_signing(threshold.chance(support), utility, reservation)
    };
    let votes: Vec<Vote> = situation.disputants.iter().enumerate().map(vote).collect();
    situation.at_home(&votes, &signs)
}

/// In a few words.
pub fn told(home: &Home) -> String {
    let n = wording::packages;
    match (home.counts, home.both) {
        (
            Some(HomeCounts {
                open,
                zone,
                votes,
                both,
            }),
            _,
        ) => format!(
            "of {} packages without red lines {} give everybody at least as much as no agreement, {} pass every vote at home on day 0, \
             {} do both",
            n(open),
            n(zone),
            n(votes),
            n(both)
        ),
        (None, Some(true)) => {
            "some package gives everybody at least as much as no agreement and passes every vote at home on day 0".into()
        }
        (None, Some(false)) => {
            "no package gives everybody at least as much as no agreement and passes every vote at home on day 0".into()
        }
        (None, None) => {
            "whether some package passes every vote at home on day 0 and gives everybody at least as much as no agreement \
                         could not be decided: none was found"
                .into()
        }
    }
}
