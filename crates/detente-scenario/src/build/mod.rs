//! From a document to a model: the shape is checked first, then what ids refer to is put in its place.

mod attendance;
mod behaviours;
mod calendar;
mod columns;
mod evidence;
mod issues;
mod layers;
mod length;
mod lints;
mod outside;
mod pairs;
mod people;

use crate::check::Checker;
use crate::document::{Document, InputFile};
use crate::finding::{Finding, Findings, Severity};
use crate::limits;
use crate::names::Names;
use crate::node::{Node, Span, Table};
use crate::shape::{self, Key, Shape};
use crate::tables::TableKind;
use detente_core::{Model, PartyIx, PartySpec, Registry, Role, SessionSpec, Signing, TalksSpec, Voting};
use layers::Layers;

/// A model, what is odd about its files, and the files.
#[derive(Debug, Clone)]
pub struct Built {
    /// The model, valid.
    pub model: Model,
    /// Warnings and advice.
    pub findings: Findings,
    /// The files it was made of.
    pub files: Vec<InputFile>,
}

/// Checks a document against a registry and makes a model of it.
///
/// # Errors
/// All that is wrong with the document, and warnings, in the order of their places.
pub fn build(document: &Document, registry: &Registry) -> Result<Built, Findings> {
    let names = Names::of(document.root());
    let findings = |list| Findings::new(list, document.sources());
    if let Some(excess) = names.excess() {
        let error = Finding::error("", excess)
            .expected("a scenario of bounded size")
            .at(document.file(), None);
        return Err(findings(vec![error]));
    }
    let found = check(document, &names, &shape::scenario(registry));
    if parties_told(&found, document) {
        return Err(findings(found));
    }
    let mut builder = Builder {
        document,
        registry,
        names: &names,
        stakes_told: found.iter().any(|f| of_stakes(f, document)),
        findings: found,
    };
    let model = builder.model();
    let findings = findings(builder.findings);
    if findings.has_errors() {
        return Err(findings);
    }
    Ok(Built {
        model,
        findings,
        files: document.files(),
    })
}

/// What the document and its tables say against the shape.
fn check(document: &Document, names: &Names, shape: &[Key]) -> Vec<Finding> {
    let keys = |name: &str| match shape.iter().find(|k| k.name == name).map(|k| &k.shape) {
        Some(Shape::Rows(keys)) => keys.as_slice(),
        _ => &[],
    };
    let mut list = document.findings.clone();
    // Parties come first.
    for table in &document.tables {
        if parties_told(&list, document) {
            return list;
        }
        let mut checker = Checker::new(Some(names), &table.file, document.own_scale());
        checker.issue_tables(&table.issues, keys("issues"));
        checker.party_rows(&table.parties, keys("parties"));
        list.extend(table.findings.iter().cloned());
        list.append(&mut checker.findings);
    }
    if parties_told(&list, document) {
        return list;
    }
    let mut checker = Checker::new(Some(names), document.file(), document.own_scale());
    checker.table(document.root(), &Some(0..0), shape);
    list.append(&mut checker.findings);
    list
}

fn is_error(finding: &Finding) -> bool {
    finding.severity == Severity::Error
}

/// Whether the table of parties is wrong: without its parties, nothing that a scenario says of them can be right.
fn parties_told(found: &[Finding], document: &Document) -> bool {
    let table = document.tables.iter().find(|table| table.kind == TableKind::Parties);
    let of_table = |f: &Finding| table.is_some_and(|table| table.file == f.file);
    found
        .iter()
        .any(|f| is_error(f) && (of_table(f) || f.path == "tables.parties"))
}

/// Whether an error is about what parties want: a missing weight may then only follow from it.
fn of_stakes(finding: &Finding, document: &Document) -> bool {
    let of = |kind: &str| {
        finding
            .path
            .strip_prefix(kind)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    };
    let own = finding.file == document.file();
    is_error(finding) && (!own || ["issues", "tables", "defaults.issues"].into_iter().any(of))
}

/// The work in hand. Every step carries on over what is wrong, so that all findings come at once.
struct Builder<'a> {
    document: &'a Document,
    registry: &'a Registry,
    names: &'a Names,
    findings: Vec<Finding>,
    /// Something is wrong with what parties want: what is missing there may follow from it.
    stakes_told: bool,
}

impl<'a> Builder<'a> {
    fn model(&mut self) -> Model {
        let scenario = self.root().table("scenario");
        let text = |key| scenario.and_then(|s| s.text(key)).unwrap_or_default().to_owned();
        let (issues, options) = self.issues();
        let parties = self.parties();
        let talks = self.talks(&parties);
        let negotiators = self.negotiators();
        let sessions = self.sessions(&talks.protocol, &negotiators);
        self.protocols_fit_the_scale(&talks, &sessions);
        self.protocols_seat_everybody(&parties, &sessions);
        let mut model = Model {
            id: text("id"),
            title: if text("title").is_empty() {
                text("id")
            } else {
                text("title")
            },
            stylised: scenario
                .and_then(|s| s.get("stylised"))
                .and_then(Node::as_flag)
                .unwrap_or(false),
            start_date: self.document.start_date(),
            talks,
            negotiators,
            constituencies: self.constituencies(),
            relations: self.relations(),
            linkages: self.linkages(),
            exclusions: self.exclusions(&issues),
            inducements: self.inducements(),
            shocks: self.shocks(),
            effects: Vec::new(),
            parties,
            issues,
            options,
            sessions,
            behaviours: Vec::new(),
            parameters: Vec::new(),
            columns: Vec::new(),
            joint: None,
        };
        model.effects = self.effects(&model);
        self.numbers(&mut model);
        self.one_run_ends(&model);
        self.evidence(&mut model);
        // What is odd may follow from what is wrong.
        if self.findings.iter().all(|f| f.severity != Severity::Error) {
            self.lints(&model);
        }
        model
    }

    fn root(&self) -> &'a Table {
        self.document.root()
    }

    fn talks(&self, parties: &[PartySpec]) -> TalksSpec {
        let talks = self.root().table("talks");
        let text = |key| talks.and_then(|t| t.text(key));
        let mut mediators = (0..parties.len()).filter(|&p| parties[p].role == Role::Mediator);
        let only = mediators.next().filter(|_| mediators.next().is_none());
        let word = talks.and_then(|t| t.table("voting")?.text("rule"));
        let voting = word.and_then(|word| Voting::WORDS.iter().find(|(known, _)| *known == word));
        let voting = voting.map(|(_, rule)| *rule);
        let said = |key, words: &[(&str, Signing)]| {
            let word = text(key)?;
            words.iter().find(|(known, _)| *known == word).map(|(_, rule)| *rule)
        };
        TalksSpec {
            protocol: text("protocol").unwrap_or_default().to_owned(),
            own_scale: self.document.own_scale(),
            voting: voting.unwrap_or_default(),
            signing: said("signing", &Signing::WORDS).unwrap_or_default(),
            text_holder: text("text_holder")
                .and_then(|id| self.names.parties.get(id))
                .or(only)
                .map(PartyIx::new),
        }
    }

    /// Some protocols have a limited number of seats.
    fn protocols_seat_everybody(&mut self, parties: &[PartySpec], sessions: &[SessionSpec]) {
        let disputants = parties.iter().filter(|p| p.role == Role::Disputant).count();
        let held = |key: &str| sessions.iter().any(|s| s.protocol == key);
        let small = self
            .registry
            .protocols()
            .iter()
            .find(|p| held(p.key) && disputants > p.most_disputants);
        if let Some(protocol) = small {
            let span = self.root().get("parties").and_then(|n| n.span.clone());
            let message = format!("{disputants} disputants, and sessions by `{}`", protocol.key);
            let expected = format!("at most {}, or another protocol", protocol.most_disputants);
            self.error("parties".into(), &span, message, expected);
        }
    }

    /// Only some protocols know what to do with utilities beyond 0 to 1.
    fn protocols_fit_the_scale(&mut self, talks: &TalksSpec, sessions: &[SessionSpec]) {
        let fits = |key: &str| self.registry.protocols().iter().any(|p| p.key == key && p.any_scale);
        let known = |key: &str| self.registry.protocols().iter().any(|p| p.key == key);
        let Some(unfit) = sessions.iter().find(|s| known(&s.protocol) && !fits(&s.protocol)) else {
            return;
        };
        if talks.own_scale {
            let span = self.root().table("talks").and_then(|t| t.get("scale")?.span.clone());
            let fitting = self.registry.protocols().iter().filter(|p| p.any_scale);
            let fitting: Vec<String> = fitting.map(|p| format!("`{}`", p.key)).collect();
            let message = format!("`{}` is held on the scale from 0 to 1", unfit.protocol);
            let expected = format!("scale = \"unit\", or only sessions by {}", fitting.join(", "));
            self.error("talks.scale".into(), &span, message, expected);
        }
    }

    /// The template below the rows of a list.
    fn template(&self, list: &str) -> Option<&'a Table> {
        self.root().table("defaults")?.table(list)
    }

    /// The rows of a list, each over its template.
    fn rows(&self, list: &str) -> Vec<(Layers<'a>, &'a Node)> {
        let template = self.template(list);
        self.root()
            .rows(list)
            .map(|(own, node)| (Layers::new(own, template), node))
            .collect()
    }

    /// An error at a place of the scenario file; of very many, the first.
    fn error(&mut self, path: String, span: &Span, message: impl Into<String>, expected: impl Into<String>) {
        if self.findings.len() < 100 * limits::FINDINGS {
            let finding = Finding::error(path, message).expected(expected);
            self.findings.push(finding.at(self.document.file(), span.clone()));
        }
    }

    fn warning(&mut self, path: String, span: &Span, message: impl Into<String>, hint: &str) {
        let finding = Finding::warning(path, message).hint(hint.to_owned());
        self.findings.push(finding.at(self.document.file(), span.clone()));
    }
}
