//! When a run begins, its stakes become worths: what each option adds to each party's utility and to its support at home.
//!
//! Utility is `sum of weight * value + linkages`, scaled to 0 to 1 by interval bounds (exact scaling with linkages is
//! NP-hard); weights are normalised per party after the draw. A domestic group starts from its party's weights, stresses
//! some, and is scaled the same way; support is the mean of the groups, or the party's own utility where it has none.

use crate::by_party::ByParty;
use crate::case::Case;
use crate::facts::{InText, LinkageWorth, OptionState, ReservationValue, Scale, Support, Worth};
use crate::kind::{Emphasis, Issue, IssueOption, RowKind};
use crate::layout::writes;
use crate::row::{ByRow, Indexed, Indices, OptionIx, PartyIx};
use crate::runs::{Constituencies, Issues, Linkages, Options, Parties, Rows, Runs, Stakes, Stances, Weighing};
use crate::terms::{ConstituencyTerms, EmphasisTerms, LinkageTerms, OptionTerms, PartyTerms, StakeTerms, StanceTerms};
use crate::unchecked::The;
use bevy_ecs::prelude::*;
use detente_bargaining::position_value;
use libm::sqrt;

/// From 0.5 on, an option is not spoken of unless somebody floats it.
pub const SENSITIVE: f64 = 0.5;

/// Options and text as they stand on day 0.
pub(crate) fn lay_out_the_table(
    case: The<Case>,
    mut runs: Runs<(Issues<&mut InText>, Options<(&OptionTerms, &mut OptionState)>)>,
) {
    for (_, (text, (terms, state))) in runs.iter() {
        for (state, terms) in state.iter_mut().zip(terms) {
            let is_known = terms.latent < 0.5;
            *state = OptionState::empty();
            state.set(OptionState::KNOWN, is_known);
            state.set(OptionState::FLOATED, is_known && terms.sensitivity < SENSITIVE);
            state.set(OptionState::OFF_TABLE, terms.off_table >= 0.5);
        }
        for (issue, text) in case.issues.iter().zip(text) {
            text.0 = issue.opening;
            state[issue.opening].insert(OptionState::KNOWN | OptionState::FLOATED | OptionState::PUBLIC);
        }
    }
}

/// Scaled sums of one additive utility: writes `weight[i] * value[o]`, shifted and scaled, and gives the scale.
fn scale_into(case: &Case, weights: &[f64], values: &[f64], lowest_link: f64, span_link: f64, out: &mut [f64]) -> f64 {
    if case.talks.own_scale {
        for (issue, weight) in case.issues.iter().zip(weights) {
            for o in issue.options.numbers() {
                out[o] = weight * values[o];
            }
        }
        return 1.0;
    }
    let total: f64 = weights.iter().sum();
    let unit = if total > 0.0 { 1.0 / total } else { 0.0 };
    let extremes = |i: usize| {
        let own = &values[case.issues[i].options.numbers()];
        let low = own.iter().fold(f64::INFINITY, |a, &b| a.min(b));
        let high = own.iter().fold(f64::NEG_INFINITY, |a, &b| a.max(b));
        (low, high)
    };
    let span: f64 = span_link
        + (0..weights.len())
            .map(|i| {
                let (low, high) = extremes(i);
                weights[i] * unit * (high - low)
            })
            .sum::<f64>();
    let scale = if span > 0.0 { 1.0 / span } else { 0.0 };
    // What negative linkages can take away is spread over the issues, so that no package falls below 0.
    let floor = -lowest_link * scale / weights.len() as f64;
    for (i, issue) in case.issues.iter().enumerate() {
        let (low, _) = extremes(i);
        for o in issue.options.numbers() {
            out[o] = weights[i] * unit * (values[o] - low) * scale + floor;
        }
    }
    scale
}

/// Variance of an additive sum over packages whose options are equally likely, issue by issue.
fn spread(case: &Case, worth: impl Fn(OptionIx) -> f64) -> f64 {
    let variance = |options: Indices<IssueOption>| {
        let n = options.len() as f64;
        let mean = options.clone().map(&worth).sum::<f64>() / n;
        options.map(|o| (worth(o) - mean) * (worth(o) - mean)).sum::<f64>() / n
    };
    sqrt(case.issues.iter().map(|issue| variance(issue.options.clone())).sum())
}

/// Buffers of one run's arithmetic, kept between runs.
#[derive(Default)]
pub(crate) struct Scratch {
    values: Vec<f64>,
    weights: Vec<f64>,
    sums: Vec<f64>,
}

/// The kinds of rows whose numbers [`weigh_stakes`] reads.
pub(crate) const WEIGHED: [RowKind; 6] = [
    RowKind::Stake,
    RowKind::IssueOption,
    RowKind::Stance,
    RowKind::Constituency,
    RowKind::Emphasis,
    RowKind::Linkage,
];

/// Whether a system of the schedule writes what [`weigh_stakes`] leaves, so that a slot cannot keep it from run to run.
pub(crate) fn overwrites_stakes(rounds: &Schedule, world: &mut World) -> bool {
    [
        world.register_component::<Worth>(),
        world.register_component::<Support>(),
        world.register_component::<LinkageWorth>(),
        world.register_component::<Scale>(),
    ]
    .into_iter()
    .any(|column| writes(rounds, column))
}

/// Reservation values as they stand on day 0.
pub(crate) fn open_minds(mut runs: Runs<Parties<(&PartyTerms, &mut ReservationValue)>>) {
    for (_, (terms, reservation)) in runs.iter() {
        for (reservation, terms) in reservation.iter_mut().zip(terms) {
            reservation.0 = terms.reservation_value;
        }
    }
}

/// Worths and supports, where they are not those of the run before.
pub(crate) fn weigh_stakes(
    case: The<Case>,
    mut scratch: Local<Scratch>,
    mut runs: Runs<(
        Stakes<&StakeTerms>,
        Options<&OptionTerms>,
        Stances<(&StanceTerms, &mut Worth, &mut Support)>,
        Constituencies<&ConstituencyTerms>,
        Rows<Emphasis, &EmphasisTerms>,
        Linkages<(&LinkageTerms, &mut LinkageWorth)>,
        Parties<&mut Scale>,
    )>,
) {
    for (_, (stakes, terms, (stances, worth, support), groups, emphases, (links, link_worth), scale)) in
        runs.filter(|run| run.weighing != Weighing::Kept)
    {
        let given = Given {
            stakes: case.by_issue(stakes),
            options: terms,
            stances: case.by_option(stances),
            groups,
            emphases,
            links,
        };
        let (mut worths, mut supports) = (case.by_option(worth), case.by_option(support));
        for (p, scale) in case.parties.indices().zip(scale) {
            let (mut worth, mut support) = (worths.row_mut(p), supports.row_mut(p));
            let unit;
            (*scale, unit) = weigh_party(&case, p, &given, &mut scratch, &mut worth, &mut support);
            let rows = case.linkages.iter().zip(links).zip(link_worth.iter_mut());
            for ((_, terms), worth) in rows.filter(|((link, _), _)| link.party == p) {
                worth.0 = terms.value * unit;
            }
        }
    }
}

/// The numbers that stakes are made of, row by row.
pub(crate) struct Given<'a> {
    pub(crate) stakes: ByParty<Issue, &'a [StakeTerms]>,
    pub(crate) options: &'a [OptionTerms],
    pub(crate) stances: ByParty<IssueOption, &'a [StanceTerms]>,
    pub(crate) groups: &'a [ConstituencyTerms],
    pub(crate) emphases: &'a [EmphasisTerms],
    pub(crate) links: &'a [LinkageTerms],
}

/// What each option adds to a party's utility and to its support at home; gives the scales of both, and the scale of its
/// linkages.
pub(crate) fn weigh_party(
    case: &Case,
    p: PartyIx,
    given: &Given<'_>,
    scratch: &mut Scratch,
    worth: &mut ByRow<IssueOption, &mut [Worth]>,
    support: &mut ByRow<IssueOption, &mut [Support]>,
) -> (Scale, f64) {
    let (issues, options) = (case.issues.len(), case.options.len());
    let Scratch { values, weights, sums } = scratch;
    values.resize(options, 0.0);
    weights.resize(issues, 0.0);
    sums.resize(options, 0.0);
    let (stakes, stances) = (given.stakes.row(p), given.stances.row(p));
    for o in case.options.indices() {
        let stake = &stakes[case.options[o].issue];
        let on_the_line = || position_value(given.options[o].at, stake.ideal, stake.tolerance);
        values[o.ix()] = stances[o].given().unwrap_or_else(on_the_line);
    }
    for (weight, stake) in weights.iter_mut().zip(*stakes) {
        *weight = stake.weight;
    }
    let (mut lowest, mut span) = (0.0, 0.0);
    for (link, terms) in case
        .linkages
        .iter()
        .zip(given.links)
        .filter(|(link, _)| link.party == p)
    {
        lowest += terms.value.min(0.0);
        span += terms.value.abs();
        debug_assert!(!link.options.is_empty());
    }
    let unit = scale_into(case, weights, values, lowest, span, sums);
    for (worth, &sum) in worth.iter_mut().zip(sums.iter()) {
        worth.0 = sum;
    }
    sum_support(
        case,
        p,
        &stakes,
        values,
        given.groups,
        given.emphases,
        weights,
        sums,
        support,
    );
    if !case.constituencies.iter().any(|c| c.party == p) {
        for (support, worth) in support.iter_mut().zip(worth.iter()) {
            support.0 = worth.0;
        }
    }
    let scale = scale_of(case, p, worth, support);
    // What an option demands of ratification is taken off its support: the comparison with theta is the same,
    // and whoever revises the text sees it.
    let span = scale.support_high - scale.support_low;
    for (support, terms) in support.iter_mut().zip(*stances) {
        support.0 -= terms.ratification * span;
    }
    (scale, unit)
}

/// Support at home, option by option: the weighted mean of the groups of a party.
fn sum_support(
    case: &Case,
    party: PartyIx,
    stakes: &[StakeTerms],
    values: &[f64],
    groups: &[ConstituencyTerms],
    emphases: &[EmphasisTerms],
    weights: &mut [f64],
    sums: &mut [f64],
    support: &mut [Support],
) {
    let issues = case.issues.len();
    let members = || {
        case.constituencies
            .iter()
            .enumerate()
            .filter(|(_, c)| c.party == party)
            .map(|(g, _)| g)
    };
    let total: f64 = members().map(|g| groups[g].weight).sum();
    for cell in support.iter_mut() {
        cell.0 = 0.0;
    }
    for g in members() {
        for (i, weight) in weights.iter_mut().enumerate() {
            *weight = stakes[i].weight * emphases[g * issues + i].emphasis;
        }
        scale_into(case, weights, values, 0.0, 0.0, sums);
        let share = if total > 0.0 { groups[g].weight / total } else { 0.0 };
        for (cell, sum) in support.iter_mut().zip(sums.iter()) {
            cell.0 += share * sum;
        }
    }
}

fn scale_of(
    case: &Case,
    party: PartyIx,
    worth: &ByRow<IssueOption, &mut [Worth]>,
    support: &ByRow<IssueOption, &mut [Support]>,
) -> Scale {
    let (mut low, mut high) = (0.0, 0.0);
    for issue in &case.issues {
        let (mut least, mut most) = (f64::INFINITY, f64::NEG_INFINITY);
        for o in issue.options.clone().filter(|&o| !case.red_line(party, o)) {
            least = support[o].0.min(least);
            most = support[o].0.max(most);
        }
        // A party whose red lines leave nothing on an issue never accepts: the scale does not matter then.
        if least <= most {
            low += least;
            high += most;
        }
    }
    Scale {
        utility_sd: spread(case, |o| worth[o].0),
        support_sd: spread(case, |o| support[o].0),
        support_low: low,
        support_high: high,
    }
}
