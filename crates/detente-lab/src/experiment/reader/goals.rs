//! `[[goals]]`: bounds to play for in the page that lets somebody try the settings of a grid.

use super::Reader;
use crate::designs::{Design, Grid};
use crate::experiment::Goal;
use detente_analyses::Response;

impl Reader<'_> {
    /// The goals; an end of the talks that one names becomes a response.
    pub(super) fn goals(&mut self, design: &dyn Design, responses: &mut Vec<Response>) -> Vec<Goal> {
        let root = &self.toml.root;
        if let Some(node) = root.get("goals").filter(|_| design.key() != Grid.key()) {
            let found = "goals without a grid to reach them in";
            self.wrong(node, "goals", found, "[design] with kind = \"grid\"");
        }
        let mut goals = Vec::new();
        for (k, (row, node)) in root.rows("goals").enumerate() {
            let bound = self.limit(row, node, &format!("goals.{}", k + 1), responses);
            let title = row.text("title").map(str::to_owned);
            goals.extend(title.zip(bound).map(|(title, bound)| Goal { title, bound }));
        }
        goals
    }
}

#[cfg(test)]
mod tests {
    use crate::designs;
    use crate::experiment::Experiment;
    use detente_scenario::TomlFile;
    use std::path::Path;

    fn read(kind: &str, goal: &str) -> Result<Experiment, String> {
        let text = format!(
            "format = 1\n[experiment]\nid = \"a\"\nscenario = \"b.toml\"\n[design]\nkind = \"{kind}\"\n[[factors]]\nid = \"f\"\n\
             path = \"calendar.*.secrecy\"\nlevels = [0, 1]\n[[goals]]\ntitle = \"Few\"\n{goal}\n"
        );
        let toml = TomlFile::parse(Path::new("x.toml"), text).expect("TOML");
        Experiment::from_toml(&toml, &designs::ALL).map_err(|findings| findings.to_string())
    }

    #[test]
    fn a_goal_bounds_a_response_or_an_end() {
        let experiment = read("grid", "response = \"walkout\"\nat_most = 0.05").unwrap();
        let [goal] = &*experiment.goals else { panic!("one goal") };
        let bound = &goal.bound;
        assert_eq!(
            (&*goal.title, bound.at_least, bound.at_most),
            ("Few", f64::NEG_INFINITY, 0.05)
        );
        assert_eq!(experiment.responses[bound.response].id, "walkout");
    }

    #[test]
    fn what_is_no_goal_is_told_with_its_place() {
        for (kind, goal, told) in [
            ("grid", "response = \"agreement\"", "goals.1: a limit without a bound"),
            (
                "grid",
                "response = \"agrement\"\nat_least = 0.6",
                "did you mean `agreement`?",
            ),
            (
                "grid",
                "response = \"agreement\"\nat_least = 1\nat_most = 0",
                "expected bounds in order",
            ),
            ("grid", "at_least = 0.6", "response"),
            (
                "one_at_a_time",
                "response = \"agreement\"\nat_least = 0.6",
                "goals without a grid",
            ),
        ] {
            let said = read(kind, goal).unwrap_err();
            assert!(said.contains(told), "{goal}: {said}");
        }
    }
}
