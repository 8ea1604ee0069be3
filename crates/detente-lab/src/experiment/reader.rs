//! From the tree of an experiment file to an [`Experiment`]: all findings at once.

use super::response::{Condition, Filter, Measure};
use super::{Design, Experiment, Factor, MOST_POINTS, MOST_RUNS, Operation, Policy, Response, keys};
use detente_results::grouped;
use detente_scenario::{
    Change, Finding, Findings, Node, Path as ScenarioPath, Span, Table, TomlFile, Value, did_you_mean,
};

/// Most levels that a range is cut into.
const MOST_STEPS: f64 = 10_000.0;
/// Largest whole number that a float holds exactly.
const LARGEST_WHOLE: f64 = 9_007_199_254_740_992.0;

/// Collects findings while it reads.
struct Reader<'a> {
    toml: &'a TomlFile,
    findings: Vec<Finding>,
}

/// Reads an experiment, or says all that is wrong.
pub(super) fn read(toml: &TomlFile) -> Result<Experiment, Findings> {
    let mut reader = Reader {
        toml,
        findings: Vec::new(),
    };
    let experiment = reader.experiment();
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

    /// Reports keys that are not known.
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
        let text = node.as_text().map(str::to_owned);
        if text.is_none() {
            self.wrong(Some(node), &format!("{path}.{key}"), node.describe(), "text");
        }
        text
    }

    fn id(&mut self, table: &Table, path: &str) -> Option<String> {
        if table.get("id").is_none() {
            self.wrong(None, path, "no `id`", "an id of letters, digits, `_` and `-`");
        }
        let id = self.text(table, path, "id")?;
        let fits = |c: char| !matches!(c, ';' | '=' | '/' | '\\' | ',' | '"') && !c.is_control();
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
        match node.as_number() {
            Some(x) if x.fract() == 0.0 && (least..=most).contains(&x) => Some(x as u64),
            _ => {
                let expected = format!(
                    "a whole number from {} to {}",
                    grouped(least as u64),
                    grouped(most as u64)
                );
                self.wrong(Some(node), &format!("{path}.{key}"), node.describe(), &expected);
                None
            }
        }
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

    /// The rows of a list of tables, each with its place in words.
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

    fn experiment(&mut self) -> Option<Experiment> {
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
        let seed = self
            .whole(frame, path, "seed", 0.0, LARGEST_WHOLE)
            .unwrap_or(super::DEFAULT_SEED);
        let replicates = self
            .whole(frame, path, "replicates", 1.0, MOST_RUNS as f64)
            .unwrap_or(super::DEFAULT_REPLICATES);
        let factors = self.factors(&root);
        let design = self.design(&root);
        let policies = self.policies(&root);
        let responses = self.responses(&root);
        let draws = self.output(&root);
        self.bound(&factors, policies.len(), replicates, design);
        let id = id?;
        Some(Experiment {
            title: title.unwrap_or_else(|| id.clone()),
            id,
            scenario: self
                .toml
                .file
                .parent()
                .unwrap_or(std::path::Path::new(""))
                .join(scenario?),
            scenario_span: frame.get("scenario").and_then(|n| n.span.clone()),
            file: Some(self.toml.source()),
            seed,
            replicates,
            design,
            factors,
            policies,
            responses,
            draws,
        })
    }

    fn design(&mut self, root: &Table) -> Design {
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
            return Design::Baseline;
        };
        let Some(table) = node.as_table() else {
            self.wrong(Some(node), "design", node.describe(), "[design] with `kind`");
            return Design::Baseline;
        };
        self.known(table, "design", &keys::DESIGN);
        match table.text("kind") {
            Some("baseline") if factors.is_empty() => Design::Baseline,
            Some("baseline") => {
                self.wrong(
                    table.get("kind"),
                    "design.kind",
                    "a baseline with factors",
                    "grid, or no factors",
                );
                Design::Baseline
            }
            Some("grid") if !factors.is_empty() => Design::Grid,
            Some("grid") => {
                self.wrong(
                    table.get("kind"),
                    "design.kind",
                    "a grid without factors",
                    "[[factors]], or baseline",
                );
                Design::Grid
            }
            _ => {
                let found = table.get("kind").map_or("no `kind`".to_owned(), Node::describe);
                self.wrong(
                    table.get("kind").or(Some(node)),
                    "design.kind",
                    found,
                    "baseline or grid",
                );
                Design::Baseline
            }
        }
    }

    fn factors(&mut self, root: &Table) -> Vec<Factor> {
        let mut factors = Vec::new();
        let mut ids = Vec::new();
        for (table, path) in self.rows(root, "factors") {
            self.known(&table, &path, &keys::FACTOR);
            let id = self.id(&table, &path);
            ids.push(id.clone().unwrap_or_default());
            if table.get("path").is_none() {
                self.wrong(
                    None,
                    &path,
                    "no `path`",
                    "what is varied, such as `parties.north.reservation_value`",
                );
            }
            let text = self.text(&table, &path, "path");
            let varied = text.and_then(|t| self.path(table.get("path"), &format!("{path}.path"), &t));
            let operation = self.operation(&table, &path);
            let levels = self.levels(&table, &path, operation);
            if let (Some(id), Some(varied)) = (id, varied) {
                factors.push(Factor {
                    id,
                    path: varied,
                    operation,
                    levels,
                    span: table.get("path").and_then(|n| n.span.clone()),
                });
            }
        }
        self.unique("factors", &ids, &["point", "policy"]);
        factors
    }

    fn operation(&mut self, table: &Table, path: &str) -> Operation {
        match table.get("op").map(|n| (n, n.as_text())) {
            None | Some((_, Some("set"))) => Operation::Set,
            Some((_, Some("add"))) => Operation::Add,
            Some((_, Some("scale"))) => Operation::Scale,
            Some((node, _)) => {
                self.wrong(Some(node), &format!("{path}.op"), node.describe(), "set, add or scale");
                Operation::Set
            }
        }
    }

    fn levels(&mut self, table: &Table, path: &str, operation: Operation) -> Vec<Node> {
        match (table.get("levels"), table.get("range")) {
            (Some(node), None) => {
                let list = node.as_list().unwrap_or_default().to_vec();
                if list.is_empty() {
                    self.wrong(
                        Some(node),
                        &format!("{path}.levels"),
                        node.describe(),
                        "a list of one level or more",
                    );
                }
                let fits = |n: &Node| match &n.value {
                    Value::Number(x) => x.is_finite(),
                    Value::Text(_) | Value::Boolean(_) => operation == Operation::Set,
                    _ => false,
                };
                for level in list.iter().filter(|n| !fits(n)) {
                    let expected = "numbers; with op = \"set\" also texts, true and false";
                    self.wrong(Some(level), &format!("{path}.levels"), level.describe(), expected);
                }
                list
            }
            (None, Some(node)) => self.range(table, node, path),
            (both, _) => {
                let found = if both.is_some() {
                    "both `levels` and `range`"
                } else {
                    "no levels"
                };
                self.wrong(
                    table.get("levels"),
                    path,
                    found,
                    "`levels = [...]`, or `range = [from, to]` with `steps`",
                );
                Vec::new()
            }
        }
    }

    fn range(&mut self, table: &Table, node: &Node, path: &str) -> Vec<Node> {
        let ends: Vec<f64> = node
            .as_list()
            .unwrap_or_default()
            .iter()
            .filter_map(Node::as_number)
            .collect();
        let steps = self.whole(table, path, "steps", 2.0, MOST_STEPS).unwrap_or(5);
        match ends[..] {
            [from, to] if from.is_finite() && to.is_finite() && from < to => {
                let level = |k: u64| from + (to - from) * k as f64 / (steps - 1) as f64;
                (0..steps).map(|k| Node::number(level(k))).collect()
            }
            _ => {
                self.wrong(
                    Some(node),
                    &format!("{path}.range"),
                    node.describe(),
                    "[from, to], from below to",
                );
                Vec::new()
            }
        }
    }

    fn policies(&mut self, root: &Table) -> Vec<Policy> {
        let mut policies = Vec::new();
        let mut ids = Vec::new();
        for (table, path) in self.rows(root, "policies") {
            self.known(&table, &path, &keys::POLICY);
            let id = self.id(&table, &path);
            ids.push(id.clone().unwrap_or_default());
            let title = self.text(&table, &path, "title");
            let mut changes = Vec::new();
            for key in ["set", "add", "scale", "remove"] {
                self.changes(&table, &path, key, &mut changes);
            }
            if let Some(id) = id {
                policies.push(Policy {
                    title: title.unwrap_or_else(|| id.replace('_', " ")),
                    id,
                    changes,
                });
            }
        }
        self.unique("policies", &ids, &["base"]);
        policies
    }

    fn changes(&mut self, policy: &Table, path: &str, key: &str, changes: &mut Vec<(Change, Span)>) {
        let Some(node) = policy.get(key) else { return };
        let Some(table) = node.as_table() else {
            self.wrong(
                Some(node),
                &format!("{path}.{key}"),
                node.describe(),
                "a table of paths",
            );
            return;
        };
        for entry in table.entries() {
            let place = format!("{path}.{key}.\"{}\"", entry.key);
            let Some(at) = self.path(Some(&entry.node), &place, &entry.key) else {
                continue;
            };
            let mut say = |change| changes.push((change, entry.key_span.clone()));
            match (key, entry.node.as_number(), entry.node.as_list()) {
                ("set", ..) => say(Change::Set(at, entry.node.clone())),
                ("add", Some(by), _) if by.is_finite() => say(Change::Add(at, by)),
                ("scale", Some(by), _) if by.is_finite() => say(Change::Scale(at, by)),
                ("remove", _, Some(list)) if list.iter().all(|n| n.as_text().is_some()) => {
                    let ids = list.iter().filter_map(Node::as_text).map(str::to_owned).collect();
                    say(Change::Remove(at, ids));
                }
                ("remove", ..) => self.wrong(Some(&entry.node), &place, entry.node.describe(), "a list of ids"),
                _ => self.wrong(Some(&entry.node), &place, entry.node.describe(), "a number"),
            }
        }
    }

    fn responses(&mut self, root: &Table) -> Vec<Response> {
        let mut responses = Response::built_in();
        let mut ids = Vec::new();
        for (table, path) in self.rows(root, "responses") {
            self.known(&table, &path, &keys::RESPONSE);
            let id = self.id(&table, &path);
            ids.push(id.clone().unwrap_or_default());
            let title = self.text(&table, &path, "title");
            let given = table
                .get("given")
                .map(|n| self.filter(n, &format!("{path}.given")))
                .unwrap_or_default();
            let measure = match (table.get("share"), table.get("mean")) {
                (Some(node), None) => Some(Measure::Share(self.filter(node, &format!("{path}.share")))),
                (None, Some(_)) => self.text(&table, &path, "mean").map(Measure::Mean),
                _ => {
                    let expected = "`share = { column = condition }`, or `mean = \"column\"`, one of them";
                    self.wrong(table.get("share"), &path, "no single measure", expected);
                    None
                }
            };
            if let (Some(id), Some(measure)) = (id, measure) {
                let title = title.unwrap_or_else(|| id.replace('_', " "));
                responses.push(Response {
                    id,
                    title,
                    given,
                    measure,
                });
            }
        }
        self.unique("responses", &ids, &["agreement", "end_day"]);
        responses
    }

    fn filter(&mut self, node: &Node, path: &str) -> Filter {
        let expected = "a table of columns, such as { outcome = \"agreement\", end_day = { at_most = 120 } }";
        let Some(table) = node.as_table().filter(|t| !t.entries().is_empty()) else {
            self.wrong(Some(node), path, node.describe(), expected);
            return Filter::default();
        };
        let mut conditions = Vec::new();
        for entry in table.entries() {
            let condition = match &entry.node.value {
                Value::Text(text) => Some(Condition::Is(text.clone())),
                Value::Number(x) if x.is_finite() => Some(Condition::Within(*x, *x)),
                Value::Table(bounds) => self.bounds(bounds, &format!("{path}.{}", entry.key)),
                _ => None,
            };
            match condition {
                Some(condition) => conditions.push((entry.key.clone(), condition)),
                None => {
                    let expected = "a text, a number, or { at_least = .., at_most = .. } with numbers in order";
                    self.wrong(
                        Some(&entry.node),
                        &format!("{path}.{}", entry.key),
                        entry.node.describe(),
                        expected,
                    );
                }
            }
        }
        Filter(conditions)
    }

    /// The bounds of a condition; none where no number would meet it, or it is not all numbers.
    fn bounds(&mut self, bounds: &Table, path: &str) -> Option<Condition> {
        self.known(bounds, path, &keys::BOUNDS);
        let bound = |key: &str, open: f64| match bounds.get(key) {
            Some(node) => node.as_number().filter(|x| x.is_finite()),
            None => Some(open),
        };
        let (low, high) = (bound("at_least", f64::NEG_INFINITY)?, bound("at_most", f64::INFINITY)?);
        (low <= high && low.max(-high) > f64::NEG_INFINITY).then_some(Condition::Within(low, high))
    }

    fn output(&mut self, root: &Table) -> bool {
        let Some(node) = root.get("output") else { return false };
        let Some(table) = node.as_table() else {
            self.wrong(Some(node), "output", node.describe(), "[output] with `draws`");
            return false;
        };
        self.known(table, "output", &keys::OUTPUT);
        let draws = table.get("draws").map(|n| (n, n.as_flag()));
        if let Some((node, None)) = draws {
            self.wrong(Some(node), "output.draws", node.describe(), "true or false");
        }
        draws.and_then(|(_, flag)| flag).unwrap_or(false)
    }

    fn bound(&mut self, factors: &[Factor], n_policies: usize, replicates: u64, design: Design) {
        let combinations = factors
            .iter()
            .fold(1u64, |n, f| n.saturating_mul(f.levels.len().max(1) as u64));
        let points = match design {
            Design::Baseline => 1,
            Design::Grid => combinations.saturating_add(1),
        };
        let points = points.saturating_mul(n_policies as u64 + 1);
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
