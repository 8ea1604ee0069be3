//! What an experiment says that cannot be meant: a policy without a change, an experiment in a scenario's place.

use super::{Experiment, Policy};
use detente_scenario::{Document, Finding, quote};

impl Experiment {
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
