//! Issues, options, linkages and exclusions.

use super::Builder;
use super::people::texts;
use crate::names::option_text;
use crate::node::{Node, Span, Table};
use crate::path::join;
use crate::range::{NumericRange, even_positions, with_unit};
use crate::suggest::{did_you_mean, one_of, quoted};
use detente_core::{ExclusionSpec, Indices, IssueIx, IssueSpec, LinkageSpec, OptionIx, OptionSpec, PartyIx};

impl<'a> Builder<'a> {
    pub(super) fn issues(&mut self) -> (Vec<IssueSpec>, Vec<OptionSpec>) {
        let mut issues = Vec::new();
        let mut all_options = Vec::new();
        for (place, (row, node)) in self.rows("issues").into_iter().enumerate() {
            let id = self.names.issues.id(place);
            let Some(own) = row.iter().next() else { continue };
            self.either_options_or_range(id, own, &node.span);
            let first = all_options.len();
            all_options.extend(self.options(place, own));
            let options = Indices::new(first..all_options.len());
            issues.push(IssueSpec {
                id: id.to_owned(),
                title: row.text("title").unwrap_or(id).to_owned(),
                opening: OptionIx::new(first + self.opening(place, own, &node.span)),
                options,
            });
        }
        // What is no list is told as such.
        let list = self.root().get("issues").filter(|node| node.as_list().is_some());
        if let Some(node) = list.filter(|_| issues.is_empty()) {
            self.error("issues".into(), &node.span, "no issue", "one issue or more");
        }
        (issues, all_options)
    }

    fn either_options_or_range(&mut self, id: &str, own: &Table, span: &Span) {
        let empty = own
            .get("options")
            .and_then(Node::as_list)
            .is_some_and(<[Node]>::is_empty);
        let message = match (own.get("options"), own.get("range")) {
            (Some(_), Some(_)) => "both `options` and `range`",
            (None, None) => "neither `options` nor `range`",
            _ if empty => "`options` is empty",
            _ => return,
        };
        self.error(
            join(["issues", id]),
            span,
            message,
            "options = [{ id = ... }, ...], or range = { from, to, step }",
        );
    }

    fn options(&self, issue: usize, own: &'a Table) -> Vec<OptionSpec> {
        let rows = self.option_rows(issue, own);
        let unit = own.get("range").and_then(Node::as_table).and_then(|r| r.text("unit"));
        let title = own.text("title").unwrap_or_default();
        let unnamed = |id: &str| unit.map_or_else(|| id.to_owned(), |unit| with_unit(id, unit, title));
        let specs = (0..rows.len())
            .map(|at| (self.names.options[issue].id(at), rows[at]))
            .map(|(id, row)| OptionSpec {
                id: id.to_owned(),
                name: row
                    .and_then(|r| r.text("name"))
                    .map_or_else(|| unnamed(id), str::to_owned),
                issue: IssueIx::new(issue),
                consent: self.parties_of(row.and_then(|r| r.get("consent"))),
            });
        specs.collect()
    }

    /// The tables of the options of an issue; those of a numeric issue have none.
    pub(super) fn option_rows(&self, issue: usize, own: &'a Table) -> Vec<Option<&'a Table>> {
        let mut rows: Vec<Option<&Table>> = match own.get("range") {
            Some(_) => Vec::new(),
            None => own.rows("options").map(|(row, _)| Some(row)).collect(),
        };
        rows.resize(self.names.options[issue].len(), None);
        rows
    }

    /// Positions of all options on the lines of their issues, unless they say otherwise.
    pub(super) fn positions(&self) -> Vec<f64> {
        let mut all = Vec::new();
        for (issue, (own, _)) in self.root().rows("issues").enumerate() {
            match own.get("range").and_then(|r| NumericRange::read(r).ok()) {
                Some(range) => all.extend(range.positions()),
                None => all.extend(even_positions(self.names.options[issue].len())),
            }
        }
        all
    }

    fn parties_of(&self, node: Option<&Node>) -> Vec<PartyIx> {
        let known = texts(node).filter_map(|id| self.names.parties.get(id));
        let mut parties: Vec<PartyIx> = known.map(PartyIx::new).collect();
        parties.sort_unstable();
        parties
    }

    /// Place of the option in the first text among those of its issue.
    fn opening(&mut self, issue: usize, own: &'a Table, span: &Span) -> usize {
        let rows = self.option_rows(issue, own);
        let fit = |row: &Option<&Table>| row.is_none_or(|r| unfit(r).is_none());
        let path = join(["issues", self.names.issues.id(issue), "opening"]);
        let Some(node) = own.get("opening") else {
            return rows.iter().position(fit).unwrap_or_else(|| {
                if !rows.is_empty() {
                    self.error(
                        path,
                        span,
                        "every option is latent or off the table",
                        "one that the first text can hold",
                    );
                }
                0
            });
        };
        let options = &self.names.options[issue];
        let Some(id) = option_text(node).filter(|_| options.len() > 0) else {
            return 0;
        };
        let Some(place) = options.get(&id) else {
            let expected = one_of("an option of the issue", options.iter());
            let hint = did_you_mean(&id, options.iter());
            self.error(path, &node.span, format!("unknown option {}", quoted(&id)), expected);
            if let Some(finding) = self.findings.last_mut() {
                finding.hint = hint;
            }
            return 0;
        };
        if let Some(why) = rows.get(place).copied().flatten().and_then(unfit) {
            let message = format!("{} is {why}", quoted(&id));
            self.error(path, &node.span, message, "an option that the first text can hold");
        }
        place
    }

    /// The options of references.
    pub(super) fn options_of(&self, node: Option<&Node>) -> Vec<OptionIx> {
        let named = texts(node).filter_map(|reference| self.option(reference));
        let mut options: Vec<OptionIx> = named.collect();
        options.sort_unstable();
        options.dedup();
        options
    }

    /// The option of a reference, counted through all issues.
    pub(super) fn option(&self, reference: &str) -> Option<OptionIx> {
        let (issue, place) = self.names.option(reference)?;
        let first: usize = self.names.options[..issue].iter().map(crate::names::Index::len).sum();
        Some(OptionIx::new(first + place))
    }

    pub(super) fn linkages(&mut self) -> Vec<LinkageSpec> {
        let mut linkages = Vec::new();
        for (place, (row, node)) in self.root().rows("linkages").enumerate() {
            let id = self.names.linkages.id(place);
            let party = self.party(row.text("party"));
            let options = self.options_of(row.get("options"));
            self.at_least_two("linkages", id, row, &node.span);
            linkages.push(LinkageSpec {
                id: id.to_owned(),
                party,
                options,
            });
        }
        linkages
    }

    pub(super) fn exclusions(&mut self, issues: &[IssueSpec]) -> Vec<ExclusionSpec> {
        let mut exclusions = Vec::new();
        for (row, node) in self.root().rows("exclusions") {
            let id = row.text("id").unwrap_or_default();
            let options = self.options_of(row.get("options"));
            self.at_least_two("exclusions", id, row, &node.span);
            let opens = |option: &OptionIx| issues.iter().any(|i| i.opening == *option);
            if options.len() > 1 && options.iter().all(opens) {
                let message = "the openings of the issues stand together here";
                self.error(
                    join(["exclusions", id]),
                    &node.span,
                    message,
                    "a first text that keeps to the exclusions",
                );
            }
            exclusions.push(ExclusionSpec {
                id: id.to_owned(),
                options,
            });
        }
        exclusions
    }

    fn at_least_two(&mut self, list: &str, id: &str, row: &Table, span: &Span) {
        let named = texts(row.get("options")).count();
        if row.get("options").is_some() && named < 2 {
            let message = if named == 0 { "no option" } else { "a single option" };
            self.error(join([list, id, "options"]), span, message, "two options or more");
        }
    }
}

/// Why an option cannot stand in the first text.
fn unfit(row: &Table) -> Option<&'static str> {
    let not_false = |key: &str| row.get(key).is_some_and(|n| n.as_flag() != Some(false));
    match (not_false("latent"), not_false("off_table")) {
        (true, _) => Some("latent"),
        (_, true) => Some("off the table"),
        _ => None,
    }
}
