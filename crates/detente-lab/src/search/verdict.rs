//! The verdict of the final: who is best on luck that the search has not seen, by how much, and how sure that is.

use super::finalists::id;
use super::halving::{Answers, Dropped, Round, Rules, Standing, pairs};
use super::rounds::{Found, Kept};
use crate::execute::{RunError, Source};
use crate::experiment::Search;
use crate::plan::Plan;
use detente_analyses::methods::best::best;
use detente_analyses::statistics::{Estimate, mean_interval, newcombe_paired};
use detente_results::{FactorLevel, SearchRow, SearchTable};
use std::sync::Arc;

/// A finalist after the final.
#[derive(Debug, Clone, PartialEq)]
pub struct Finalist {
    /// How it stands there.
    pub standing: Standing,
    /// Its objective in its last round of the search.
    pub in_search: Option<f64>,
    /// Its objective minus that of the scenario as it stands, run by run under the same luck.
    pub difference: Option<Estimate>,
    /// The chance that it is best of those that meet the limits; none where it does not.
    pub chance: Option<f64>,
}

/// What the final has shown.
#[derive(Debug, Clone, PartialEq)]
pub struct Verdict {
    /// The scenario as it stands.
    pub as_it_stands: Standing,
    /// The finalists, best first.
    pub finalists: Vec<Finalist>,
    /// The winner's objective minus that of the runner-up, run by run under the same luck; none where one of them is outside of
    /// the limits.
    pub lead: Option<Estimate>,
    /// How much having been chosen by the runs of the final flatters the winner; none where there was no choice within the
    /// limits.
    pub flattery: Option<f64>,
}

impl Verdict {
    /// The verdict of a final whose blocks are all there: `plan` is that of the experiment which the finalists make.
    ///
    /// # Errors
    /// A block cannot be read.
    pub fn of(
        field: &Plan,
        search: &Search,
        found: &Found,
        plan: &Arc<Plan>,
        source: &dyn Source,
    ) -> Result<Self, RunError> {
        let kept = Kept::new(plan, search);
        for block in plan.waves.numbers() {
            kept.note(&source.block(block)?);
        }
        let rules = Rules::of(&field.experiment, search);
        Ok(Self::of_answers(&rules, found, &kept.answers(), &field.experiment.id))
    }

    /// The same by what runs answered: the scenario as it stands, then the finalists in their order.
    pub(super) fn of_answers(rules: &Rules, found: &Found, answers: &[Answers], name: &str) -> Self {
        let mut standings = rules.standings(&found.finalists, answers);
        let order = rules.order(&standings);
        order
            .iter()
            .skip(1)
            .for_each(|&place| standings[place].dropped = Some(Dropped::Final));
        let against = |a: usize, b: usize| {
            let pairs = pairs(&answers[a].objective, &answers[b].objective);
            match rules.is_share {
                true => newcombe_paired(pairs.counts),
                false => mean_interval(pairs.differences),
            }
        };
        let inside: Vec<usize> = order.iter().copied().filter(|&k| standings[k].is_inside()).collect();
        let objectives: Vec<_> = inside.iter().map(|&k| answers[k].objective.clone()).collect();
        let best = best(&objectives, rules.better, name);
        let finalist = |&place: &usize| {
            let chance = inside.iter().position(|&k| k == place);
            Finalist {
                standing: standings[place].clone(),
                in_search: found.last(standings[place].candidate),
                difference: against(place, 0),
                chance: chance.and_then(|k| best.as_ref().map(|best| best.chances[k])),
            }
        };
        Self {
            as_it_stands: standings[0].clone(),
            finalists: order.iter().map(finalist).collect(),
            lead: inside.get(1).and_then(|&second| against(inside[0], second)),
            flattery: best.filter(|_| inside.len() > 1).map(|best| best.flattery),
        }
    }

    /// The winner; none where there is no finalist, which no search leaves.
    pub fn winner(&self) -> Option<&Finalist> {
        self.finalists.first()
    }
}

impl Found {
    /// The objective of a candidate in its last round.
    fn last(&self, candidate: usize) -> Option<f64> {
        let standings = self.rounds.iter().rev().flat_map(|round| &round.standings);
        let mut own = standings.filter(|standing| standing.candidate == candidate);
        Some(own.next()?.objective.as_ref()?.value)
    }

    /// The rows of `search.csv`: the rounds, and the final where it has been played with so many runs.
    pub fn table(&self, field: &Plan, search: &Search, last: Option<(&Verdict, u64)>) -> SearchTable {
        let of_final = last.map(|(verdict, runs)| {
            let finalists = verdict.finalists.iter().map(|finalist| finalist.standing.clone());
            let mut standings: Vec<Standing> = std::iter::once(verdict.as_it_stands.clone()).chain(finalists).collect();
            standings.sort_by_key(|standing| standing.candidate);
            Round { runs, standings }
        });
        let rounds = self.rounds.iter().chain(&of_final).enumerate();
        let rows = rounds.flat_map(|(k, round)| {
            let row = move |standing: &Standing| row(field, k as u64 + 1, round.runs, standing);
            round.standings.iter().map(row)
        });
        let responses = &field.experiment.responses;
        SearchTable {
            limits: search
                .limits
                .iter()
                .map(|limit| responses[limit.response].id.clone())
                .collect(),
            levers: field.experiment.factors.iter().map(|lever| lever.id.clone()).collect(),
            rows: rows.collect(),
        }
    }
}

fn row(field: &Plan, round: u64, runs: u64, standing: &Standing) -> SearchRow {
    let levels: Vec<FactorLevel> = field.levels(standing.candidate);
    let objective = standing.objective.as_ref();
    SearchRow {
        candidate: standing.candidate as u64,
        round,
        runs,
        objective: objective.map(|objective| objective.value),
        ci_low: objective.map(|objective| objective.interval.low),
        ci_high: objective.map(|objective| objective.interval.high),
        limits_met: if standing.is_inside() { "yes" } else { "no" }.to_owned(),
        dropped_by: standing.dropped.map_or("", Dropped::name).to_owned(),
        limits: standing.limits.clone(),
        levels,
    }
}

impl Finalist {
    /// Its name as a policy.
    pub fn id(&self) -> String {
        id(self.standing.candidate)
    }
}
