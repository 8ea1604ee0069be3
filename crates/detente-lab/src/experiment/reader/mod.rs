//! From the tree of an experiment file to an [`Experiment`]: all findings at once.

mod factors;
mod levels;
mod policies;
mod responses;

use super::{Experiment, MOST_POINTS, MOST_RUNS, Trajectories, keys};
use crate::designs::{Baseline, Design};
use detente_core::Unfit;
use detente_results::grouped;
use detente_scenario::{
    Finding, Findings, Node, Path as ScenarioPath, Table, TomlFile, did_you_mean, is_line, is_seen,
};

/// Floats hold whole numbers exactly up to here.
const LARGEST_EXACT: f64 = 9_007_199_254_740_992.0;
/// The largest integer of TOML.
const LARGEST_SEED: i128 = i64::MAX as i128;

/// Collects findings while it reads.
struct Reader<'a> {
    toml: &'a TomlFile,
    findings: Vec<Finding>,
}

/// Reads an experiment, or says all that is wrong.
pub(super) fn read(toml: &TomlFile, designs: &[&'static dyn Design]) -> Result<Experiment, Findings> {
    let mut reader = Reader {
        toml,
        findings: Vec::new(),
    };
    let experiment = reader.experiment(designs);
    let findings = Findings::new(reader.findings, vec![toml.source()]);
    match experiment {
        Some(experiment) if !findings.has_errors() => Ok(experiment),
        _ => Err(findings),
    }
}

impl Reader<'_> {
    fn wrong(&mut self, node: Option<&Node>, path: &str, found: impl Into<String>, expected: &str) {
        let span = node.and_then(|n| n.span.clone());
        self.findings
            .push(Finding::error(path, found).expected(expected).at(&self.toml.file, span));
    }

    fn known(&mut self, table: &Table, path: &str, keys: &[&str]) {
        for entry in table.entries().iter().filter(|e| !keys.contains(&e.key.as_str())) {
            let finding = Finding::error(path, format!("unknown key `{}`", entry.key))
                .expected(keys.join(", "))
                .hint(did_you_mean(&entry.key, keys.iter().copied()))
                .at(&self.toml.file, entry.key_span.clone());
            self.findings.push(finding);
        }
    }

    fn text(&mut self, table: &Table, path: &str, key: &str) -> Option<String> {
        let node = table.get(key)?;
        let text = node.as_text().filter(|text| is_line(text)).map(str::to_owned);
        if text.is_none() {
            let expected = "text on one line, without control characters";
            self.wrong(Some(node), &format!("{path}.{key}"), node.describe(), expected);
        }
        text
    }

    fn id(&mut self, table: &Table, path: &str) -> Option<String> {
        if table.get("id").is_none() {
            self.wrong(None, path, "no `id`", "an id of letters, digits, `_` and `-`");
        }
        let id = self.text(table, path, "id")?;
        let fits = |c: char| is_seen(c) && !matches!(c, ';' | '=' | '/' | '\\' | ',' | '"');
        if id.is_empty() || id.chars().count() > 80 || !id.chars().all(fits) || id.starts_with('.') {
            self.wrong(
                table.get("id"),
                path,
                format!("the id `{id}`"),
                "1 to 80 characters that can name a file",
            );
        }
        Some(id)
    }

    fn whole(&mut self, table: &Table, path: &str, key: &str, least: f64, most: f64) -> Option<u64> {
        let node = table.get(key)?;
        let number = node.as_number().filter(|x| x.is_finite());
        if let Some(x) = number.filter(|x| x.fract() == 0.0 && (least..=most).contains(x)) {
            return Some(x as u64);
        }
        let [from, to] = [least, most].map(|end| grouped(end as u64));
        let fraction = number.filter(|x| x.fract() != 0.0);
        let finding = Finding::error(format!("{path}.{key}"), node.describe())
            .expected(format!("a whole number from {from} to {to}"))
            .hint(fraction.and_then(|x| Unfit::fraction(x, [least, most]).hint))
            .at(&self.toml.file, node.span.clone());
        self.findings.push(finding);
        None
    }

    /// The seed, to its last digit; written as a float, it is exact below 2^53.
    fn seed(&mut self, frame: &Table) -> Option<u64> {
        let node = frame.get("seed")?;
        let number = node.as_number().filter(|x| x.abs() < LARGEST_EXACT);
        let whole = number.filter(|x| x.fract() == 0.0).map(|x| x as i128);
        let written = self.toml.integer(node).or(whole);
        if let Some(seed) = written.filter(|seed| (0..=LARGEST_SEED).contains(seed)) {
            return Some(seed as u64);
        }
        let found = written.map_or_else(|| node.describe(), |seed| format!("the number {seed}"));
        let fraction = number.filter(|x| x.fract() != 0.0);
        let finding = Finding::error("experiment.seed", found)
            .expected(format!("a whole number from 0 to {}", grouped(LARGEST_SEED as u64)))
            .hint(fraction.and_then(|x| Unfit::fraction(x, [0.0, LARGEST_EXACT]).hint))
            .at(&self.toml.file, node.span.clone());
        self.findings.push(finding);
        None
    }

    fn path(&mut self, node: Option<&Node>, path: &str, text: &str) -> Option<ScenarioPath> {
        match text.parse::<ScenarioPath>() {
            Ok(parsed) => Some(parsed),
            Err(error) => {
                self.wrong(
                    node,
                    path,
                    error.to_string(),
                    "a path such as `parties.north.reservation_value`",
                );
                None
            }
        }
    }

    fn rows(&mut self, root: &Table, key: &str) -> Vec<(Table, String)> {
        let Some(node) = root.get(key) else { return Vec::new() };
        let list = node.as_list().unwrap_or_default();
        if node.as_list().is_none() || list.iter().any(|n| n.as_table().is_none()) {
            self.wrong(
                Some(node),
                key,
                node.describe(),
                &format!("tables, each beginning with [[{key}]]"),
            );
        }
        let named = |(n, table): (usize, &Table)| match table.text("id") {
            Some(id) => (table.clone(), format!("{key}.{id}")),
            None => (table.clone(), format!("{key} (number {})", n + 1)),
        };
        list.iter().filter_map(Node::as_table).enumerate().map(named).collect()
    }

    fn unique(&mut self, key: &str, ids: &[String], reserved: &[&str]) {
        for (n, id) in ids.iter().enumerate() {
            if ids[..n].contains(id) || reserved.contains(&id.as_str()) {
                let node = self
                    .toml
                    .root
                    .rows(key)
                    .nth(n)
                    .and_then(|(row, _)| row.get("id"))
                    .cloned();
                self.wrong(
                    node.as_ref(),
                    key,
                    format!("the id `{id}` is taken"),
                    "an id of its own",
                );
            }
        }
    }

    fn experiment(&mut self, designs: &[&'static dyn Design]) -> Option<Experiment> {
        let root = self.toml.root.clone();
        self.known(&root, "", &keys::TOP);
        if root.get("format").and_then(Node::as_number) != Some(1.0) {
            self.wrong(root.get("format"), "format", "no `format = 1`", "format = 1");
        }
        let Some(frame) = root.table("experiment") else {
            self.wrong(
                root.get("experiment"),
                "experiment",
                "no table",
                "[experiment] with `id` and `scenario`",
            );
            return None;
        };
        let path = "experiment";
        self.known(frame, path, &keys::EXPERIMENT);
        let id = self.id(frame, path);
        let title = self.text(frame, path, "title");
        let scenario = self.text(frame, path, "scenario");
        if frame.get("scenario").is_none() {
            self.wrong(
                root.get("experiment"),
                path,
                "no `scenario`",
                "the scenario's file, relative to this one",
            );
        }
        let seed = self.seed(frame).unwrap_or(super::DEFAULT_SEED);
        let (replicates, luck) = self.replication(&root, frame);
        let factors = self.factors(&root);
        let design = self.design(&root, designs);
        let policies = self.policies(&root);
        let responses = self.responses(&root);
        let (draws, trajectories) = self.output(&root);
        let id = id?;
        let experiment = Experiment {
            title: title.unwrap_or_else(|| id.clone()),
            id,
            scenario: self
                .toml
                .file
                .parent()
                .unwrap_or(std::path::Path::new(""))
                .join(scenario?),
            scenario_span: frame.get("scenario").and_then(|n| n.span.clone()),
            settings: Vec::new(),
            file: Some(self.toml.source()),
            seed,
            replicates,
            luck,
            design,
            factors,
            policies,
            responses,
            draws,
            trajectories,
        };
        self.bound(&experiment);
        Some(experiment)
    }

    /// The design, by its word among those that are known.
    fn design(&mut self, root: &Table, designs: &[&'static dyn Design]) -> &'static dyn Design {
        // Factors that cannot be read are told of on their own.
        let factors = root.get("factors").and_then(Node::as_list).unwrap_or_default();
        let Some(node) = root.get("design") else {
            if !factors.is_empty() {
                self.wrong(
                    root.get("factors"),
                    "design",
                    "factors without a design",
                    "[design] with kind = \"grid\"",
                );
            }
            return &Baseline;
        };
        let Some(table) = node.as_table() else {
            self.wrong(Some(node), "design", node.describe(), "[design] with `kind`");
            return &Baseline;
        };
        self.known(table, "design", &keys::DESIGN);
        let kind = table.get("kind");
        let Some(design) = designs.iter().find(|d| table.text("kind") == Some(d.key())) else {
            let found = kind.map_or("no `kind`".to_owned(), Node::describe);
            let known = either(designs.iter().map(|d| d.key()));
            self.wrong(kind.or(Some(node)), "design.kind", found, &known);
            return &Baseline;
        };
        if design.takes_factors() && factors.is_empty() {
            let found = format!("a {} without factors", design.key());
            self.wrong(kind, "design.kind", found, "[[factors]], or baseline");
        } else if !design.takes_factors() && !factors.is_empty() {
            let found = format!("a {} with factors", design.key());
            let takes = either(designs.iter().filter(|d| d.takes_factors()).map(|d| d.key()));
            self.wrong(kind, "design.kind", found, &format!("{takes}, or no factors"));
        }
        *design
    }

    /// How many runs of each point there are, and how many meet the same inputs: `[replication]` in place of `replicates`.
    fn replication(&mut self, root: &Table, frame: &Table) -> (u64, u64) {
        let most = MOST_RUNS as f64;
        let replicates = self.whole(frame, "experiment", "replicates", 1.0, most);
        let Some(node) = root.get("replication") else {
            return (replicates.unwrap_or(super::DEFAULT_REPLICATES), 1);
        };
        let Some(table) = node.as_table() else {
            let expected = "[replication] with `inputs` and `luck`";
            self.wrong(Some(node), "replication", node.describe(), expected);
            return (1, 1);
        };
        self.known(table, "replication", &keys::REPLICATION);
        if let Some(both) = frame.get("replicates") {
            let expected = "one of them: `replicates`, or [replication] with `inputs` and `luck`";
            self.wrong(
                Some(both),
                "experiment.replicates",
                "both `replicates` and [replication]",
                expected,
            );
        }
        for key in keys::REPLICATION.iter().filter(|key| table.get(key).is_none()) {
            self.wrong(
                Some(node),
                "replication",
                format!("no `{key}`"),
                "both `inputs` and `luck`",
            );
        }
        let inputs = self.whole(table, "replication", "inputs", 1.0, most).unwrap_or(1);
        let luck = self.whole(table, "replication", "luck", 1.0, most).unwrap_or(1);
        (inputs.saturating_mul(luck), luck)
    }

    /// What is written: whether rows carry what was drawn, and which points are followed.
    fn output(&mut self, root: &Table) -> (bool, Trajectories) {
        let Some(node) = root.get("output") else {
            return (false, Trajectories::Policies);
        };
        let Some(table) = node.as_table() else {
            self.wrong(
                Some(node),
                "output",
                node.describe(),
                "[output] with `draws` or `trajectories`",
            );
            return (false, Trajectories::Policies);
        };
        self.known(table, "output", &keys::OUTPUT);
        let draws = table.get("draws").map(|n| (n, n.as_flag()));
        if let Some((node, None)) = draws {
            self.wrong(Some(node), "output.draws", node.describe(), "true or false");
        }
        let word = table.get("trajectories").map(|n| (n, n.as_text()));
        let known = |text: Option<&str>| Trajectories::ALL.into_iter().find(|t| Some(t.name()) == text);
        let trajectories = word.map_or(Some(Trajectories::Policies), |(_, text)| known(text));
        if let (Some((node, _)), None) = (word, trajectories) {
            let expected = either(Trajectories::ALL.iter().map(|t| t.name()));
            self.wrong(Some(node), "output.trajectories", node.describe(), &expected);
        }
        (
            draws.and_then(|(_, flag)| flag).unwrap_or(false),
            trajectories.unwrap_or(Trajectories::Policies),
        )
    }

    fn bound(&mut self, experiment: &Experiment) {
        let settings = experiment.design.settings(&experiment.factors);
        let policies = experiment.policies.len() as u64 + 1;
        let points = settings.saturating_add(1).saturating_mul(policies);
        let replicates = experiment.replicates;
        if points > MOST_POINTS || points.saturating_mul(replicates) > MOST_RUNS {
            let found = format!("{} points of {} replicates", grouped(points), grouped(replicates));
            let expected = format!(
                "at most {} points and {} runs",
                grouped(MOST_POINTS),
                grouped(MOST_RUNS)
            );
            self.wrong(self.toml.root.clone().get("factors"), "experiment", found, &expected);
        }
    }
}

/// Words of which one is meant: `a, b or c`.
fn either<'a>(words: impl Iterator<Item = &'a str>) -> String {
    let words: Vec<&str> = words.collect();
    match words.as_slice() {
        [first @ .., last] if !first.is_empty() => format!("{} or {last}", first.join(", ")),
        _ => words.join(""),
    }
}

#[cfg(test)]
mod tests {
    use super::read;
    use crate::designs;
    use detente_scenario::TomlFile;
    use std::path::Path;

    fn seed(written: &str) -> Result<u64, String> {
        let text = format!("format = 1\n[experiment]\nid = \"a\"\nscenario = \"b.toml\"\nseed = {written}\n");
        let toml = TomlFile::parse(Path::new("x.toml"), text).expect("TOML");
        read(&toml, &designs::ALL)
            .map(|experiment| experiment.seed)
            .map_err(|findings| findings.to_string())
    }

    #[test]
    fn seeds_keep_all_their_digits() {
        for (written, expected) in [
            ("0", 0),
            ("9007199254740993", 9_007_199_254_740_993),
            ("9_007_199_254_740_995", 9_007_199_254_740_995),
            ("0x20_0000_0000_0001", 9_007_199_254_740_993),
            ("9223372036854775807", 9_223_372_036_854_775_807),
            ("1e3", 1000),
        ] {
            assert_eq!(seed(written), Ok(expected), "{written}");
        }
    }

    #[test]
    fn what_is_no_seed_is_told_as_it_is_written() {
        for (written, told) in [
            (
                "9223372036854775808",
                "the number 9223372036854775808; expected a whole number from 0 to 9,223,372,036,854,775,807",
            ),
            ("-1", "the number -1; expected a whole number from 0"),
            ("7.5", "did you mean 7 or 8?"),
            ("1e300", "expected a whole number"),
            ("nan", "expected a whole number"),
            ("\"7\"", "text `7`; expected a whole number"),
        ] {
            let said = seed(written).expect_err(written);
            assert!(said.contains(told), "{written}: {said}");
        }
    }
}
