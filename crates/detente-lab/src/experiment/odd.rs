//! What an experiment says that cannot be meant: a policy without a change, an experiment in a scenario's place.

use super::{Experiment, Factor, MOST_FACTORS, MOST_POINTS, MOST_RUNS, MOST_VALUES, Operation, Policy};
use detente_results::grouped;
use detente_scenario::{Document, Finding, quote};

impl Experiment {
    /// An error where there are more factors, points or runs than can be.
    pub(crate) fn too_large(&self) -> Option<Finding> {
        let source = self.file.as_ref()?;
        let span = self.factors.first().and_then(|factor| factor.span.clone());
        let at = |finding: Finding| finding.at(&source.file, span.clone());
        let most = self.design.most_factors().min(MOST_FACTORS);
        // Those of a group are one to the design.
        let factors = self.dimensions().iter().max().map_or(0, |last| last + 1);
        if factors > most {
            let found = format!("{} factors of a {}", grouped(factors as u64), self.design.key());
            let expected = format!("at most {}", grouped(most as u64));
            return Some(at(Finding::error("design", found).expected(expected)));
        }
        let points = self.points(&*self.layout());
        let replicates = self.looks().map_or(self.replicates, |looks| looks.most);
        if points <= MOST_POINTS && points.saturating_mul(replicates) <= MOST_RUNS {
            let values = points.saturating_mul(self.factors.len() as u64);
            let found = format!(
                "{} points of {} factors",
                grouped(points),
                grouped(self.factors.len() as u64)
            );
            let expected = format!("at most {} points times factors", grouped(MOST_VALUES));
            let hint = "fewer points or factors; several experiments can share them out";
            let finding = Finding::error("design", found).expected(expected).hint(hint.to_owned());
            return (values > MOST_VALUES).then(|| at(finding));
        }
        let found = format!("{} points of {} replicates", grouped(points), grouped(replicates));
        let [points, runs] = [MOST_POINTS, MOST_RUNS].map(grouped);
        Some(at(
            Finding::error("experiment", found).expected(format!("at most {points} points and {runs} runs"))
        ))
    }

    /// A warning for each factor whose values a later one puts its own in place of.
    pub(crate) fn overwritten_factors(&self) -> Vec<Finding> {
        let sets = |factor: &&Factor| factor.operation == Operation::Set;
        let told = |(k, factor): (usize, &Factor)| {
            let mut later = self.factors[k + 1..].iter().filter(sets);
            let other = later.find(|other| sets(&factor) && other.path == factor.path)?;
            let found = format!("values that `{}` puts its own in place of: it sets the same", other.id);
            let finding = Finding::warning(format!("factors.{}", factor.id), found);
            let hint = "leave one of them out, or let it add or scale".to_owned();
            let file = self.file.as_ref().map(|source| source.file.clone()).unwrap_or_default();
            Some(finding.hint(hint).at(&file, factor.span.clone()))
        };
        self.factors.iter().enumerate().filter_map(told).collect()
    }

    /// A warning for each policy that changes nothing: its runs are those of base once more.
    pub(crate) fn empty_policies(&self) -> Vec<Finding> {
        let empty = self.policies.iter().filter(|policy| policy.changes.is_empty());
        let told = |policy: &Policy| {
            let finding = Finding::warning(
                format!("policies.{}", quote(&policy.id)),
                "a policy that changes nothing: its runs are those of `base` once more",
            );
            let finding = finding.hint("give it `set`, `add`, `scale` or `remove`, or leave it out".to_owned());
            match &self.file {
                Some(source) => finding.at(&source.file, policy.span.clone()),
                None => finding,
            }
        };
        empty.map(told).collect()
    }

    /// An error where the file that is named as the scenario is an experiment itself.
    pub(crate) fn names_itself_or_another(&self, scenario: &Document) -> Option<Finding> {
        let source = self.file.as_ref()?;
        let its = scenario.root().table("experiment")?.text("scenario");
        let is_it = scenario.files().first().is_some_and(|file| file.text == source.text);
        let hint = its.filter(|_| !is_it).map(|name| format!("its scenario is {name}"));
        // As the experiment names it: relative to itself.
        let name = scenario
            .file()
            .strip_prefix(source.file.parent()?)
            .unwrap_or(scenario.file());
        let finding = Finding::error("experiment.scenario", format!("{} is an experiment", name.display()));
        let finding = finding.expected("a scenario").hint(hint);
        Some(finding.at(&source.file, self.scenario_span.clone()))
    }
}
