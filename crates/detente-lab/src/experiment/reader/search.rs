//! `[search]`: what is looked for, and what an experiment with it does not have.

use super::analyses::place_of;
use super::{Reader, whole};
use crate::experiment::shape::{DEFAULT_CANDIDATES, DEFAULT_FINAL_RUNS, DEFAULT_FINALISTS, DEFAULT_SEARCH_RUNS};
use crate::experiment::{Factor, FactorRole, Limit, Operation, Search};
use detente_analyses::Response;
use detente_analyses::methods::regret::Better;
use detente_results::{OUTCOMES, grouped};
use detente_scenario::{Finding, Node, Table, did_you_mean, quote, quoted};

/// Values that a round or the final may leave behind: runs of all its points, of each response that is looked at.
const MOST_VALUES: u64 = 5_000_000;

/// A search, and the field that it goes over.
pub(super) struct Field {
    /// What is looked for.
    pub(super) search: Search,
    /// Settings of the levers.
    pub(super) candidates: u64,
    /// Runs of each in the first round.
    pub(super) runs: u64,
}

/// What a search says in its own way, and with what.
const ELSEWHERE: [(&str, &str); 6] = [
    (
        "design",
        "no [design]: the levers of a search are laid out by its `candidates`",
    ),
    (
        "stop",
        "no [stop]: `final_runs` of [search] says how many runs there are",
    ),
    ("select", "no [select]: a search races its candidates by itself"),
    ("constraints", "no [[constraints]] in a search"),
    ("policies", "no [[policies]]: the finalists of a search become policies"),
    (
        "replication",
        "no [replication]: `runs` and `final_runs` of [search] say how many runs there are",
    ),
];

impl Reader<'_> {
    /// The search; none where the file asks for none. Its levers are put in the order in which a policy makes its changes.
    pub(super) fn search(&mut self, levers: &mut [Factor], responses: &mut Vec<Response>) -> Option<Field> {
        let root = &self.toml.root;
        let node = root.get("search")?;
        let table = node.as_table()?;
        for (key, expected) in ELSEWHERE {
            if let Some(other) = root.get(key) {
                self.wrong(other, key, format!("both [search] and `{key}`"), expected);
            }
        }
        if let Some(both) = root.table("experiment").and_then(|frame| frame.get("replicates")) {
            let found = "both [search] and `replicates`";
            self.wrong(
                both,
                "experiment.replicates",
                found,
                "`runs` and `final_runs` in [search]",
            );
        }
        if root.rows("factors").next().is_none() {
            self.wrong(
                node,
                "search",
                "a search without levers",
                "[[factors]], each a lever with `range` or `levels`",
            );
        }
        levers.sort_by_key(|lever| match lever.operation {
            Operation::Set => 0,
            Operation::Add => 1,
            Operation::Scale => 2,
        });
        self.twice(levers);
        self.uncertain(levers);
        let objective = self
            .response(table, "objective", "search.objective", responses)
            .unwrap_or(0);
        let search = Search {
            objective,
            better: match table.text("better") {
                Some("less") => Better::Low,
                _ => Better::High,
            },
            finalists: whole(table, "finalists").unwrap_or(DEFAULT_FINALISTS) as usize,
            final_runs: whole(table, "final_runs").unwrap_or(DEFAULT_FINAL_RUNS),
            limits: self.limits(table, responses),
        };
        let field = Field {
            search,
            candidates: whole(table, "candidates").unwrap_or(DEFAULT_CANDIDATES),
            runs: whole(table, "runs").unwrap_or(DEFAULT_SEARCH_RUNS),
        };
        self.size_of_search(node, table, &field);
        Some(field)
    }

    /// Two levers that do the same at the same path: a policy says each change once.
    fn twice(&mut self, levers: &[Factor]) {
        for (k, lever) in levers.iter().enumerate() {
            let same = |other: &&Factor| other.path == lever.path && other.operation == lever.operation;
            if let Some(first) = levers[..k].iter().find(same) {
                let finding = Finding::error(
                    format!("factors.{}.path", quote(&lever.id)),
                    format!("the path of the lever {} a second time", quoted(&first.id)),
                );
                let finding = finding.expected("one lever for each path and `op`");
                self.findings.push(finding.at(&self.toml.file, lever.span.clone()));
            }
        }
    }

    /// What is said to be an uncertainty; in a search a factor of which nothing is said is a lever.
    fn uncertain(&mut self, levers: &mut [Factor]) {
        for row in self.rows("factors") {
            let said = row
                .table
                .get("role")
                .filter(|role| role.as_text() == Some(FactorRole::Uncertainty.name()));
            if let Some(node) = said {
                let found = "an uncertainty among the levers of a search";
                let expected = "levers only; what is not known is drawn in the scenario, as a distribution";
                self.wrong(node, &format!("{}.role", row.path), found, expected);
            }
        }
        levers.iter_mut().for_each(|lever| lever.role = FactorRole::Lever);
    }

    /// The place of the response or the end of the talks that a key names; `agreement` where it is not there.
    pub(super) fn response(
        &mut self,
        table: &Table,
        key: &str,
        path: &str,
        responses: &mut Vec<Response>,
    ) -> Option<usize> {
        let Some((node, id)) = table.get(key).and_then(|node| Some((node, node.as_text()?))) else {
            return Some(0);
        };
        let place = place_of(responses, id);
        if place.is_none() {
            let is_new = |end: &&str| responses.iter().all(|known| known.id != *end);
            let known = responses.iter().map(|response| response.id.as_str());
            let ids: Vec<&str> = known.chain(OUTCOMES.into_iter().filter(is_new)).collect();
            let found = format!("{}, which is no response and no end of the talks", quoted(id));
            let expected = format!("one of {}", ids.join(", "));
            let hint = did_you_mean(id, ids.iter().copied());
            let hint = hint.map_or(expected.clone(), |near| format!("{expected}; {near}"));
            self.wrong(node, path, found, &hint);
        }
        place
    }

    fn limits(&mut self, table: &Table, responses: &mut Vec<Response>) -> Vec<Limit> {
        let mut limits = Vec::new();
        for (k, (row, node)) in table.rows("limits").enumerate() {
            let path = format!("search.limits.{}", k + 1);
            let limit = self.limit(row, node, &path, responses);
            let same = |limit: &Limit| limits.iter().any(|known: &Limit| known.response == limit.response);
            if limit.as_ref().is_some_and(same) {
                let found = "a second limit on the same response";
                self.wrong(node, &path, found, "one limit with both bounds");
            }
            limits.extend(limit);
        }
        limits
    }

    /// Bounds on a response, in order and at least one.
    pub(super) fn limit(
        &mut self,
        row: &Table,
        node: &Node,
        path: &str,
        responses: &mut Vec<Response>,
    ) -> Option<Limit> {
        let bound = |key: &str, open: f64| row.get(key).and_then(Node::as_number).unwrap_or(open);
        let [at_least, at_most] =
            [("at_least", f64::NEG_INFINITY), ("at_most", f64::INFINITY)].map(|(key, open)| bound(key, open));
        if at_least > at_most {
            let found = format!("at least {at_least} and at most {at_most}");
            self.wrong(node, path, found, "bounds in order");
        } else if at_least == f64::NEG_INFINITY && at_most == f64::INFINITY {
            self.wrong(node, path, "a limit without a bound", "`at_least`, `at_most` or both");
        }
        let response = self.response(row, "response", &format!("{path}.response"), responses)?;
        Some(Limit {
            response,
            at_least,
            at_most,
        })
    }

    /// Fewer finalists than candidates, and no more runs than can be held.
    fn size_of_search(&mut self, node: &Node, table: &Table, field: &Field) {
        let (candidates, finalists) = (field.candidates, field.search.finalists as u64);
        if finalists >= candidates {
            let found = format!("{finalists} finalists of {candidates} candidates");
            let at = table
                .get("finalists")
                .or_else(|| table.get("candidates"))
                .unwrap_or(node);
            self.wrong(at, "search.finalists", found, "fewer finalists than candidates");
        }
        let looked_at = field.search.asked().len() as u64;
        for (key, points, runs) in [
            ("runs", candidates + 1, field.runs),
            ("final_runs", finalists + 1, field.search.final_runs),
        ] {
            let most = MOST_VALUES / looked_at / points;
            if runs > most {
                let found = format!("{} runs of each of {points} settings", grouped(runs));
                let at = table.get(key).unwrap_or(node);
                let expected = format!("at most {} of so many settings, limits and finalists", grouped(most));
                self.wrong(at, &format!("search.{key}"), found, &expected);
            }
        }
    }
}
