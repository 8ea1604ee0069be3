//! The ODD protocol of a model at hand: seven headings, what the project's pages say of the rules that it uses, and its
//! own entities, calendar and numbers.

mod entities;
pub mod page;
mod stakes;
pub mod tables;

use crate::minutes::Names;
use crate::wording::{capitalised, count, list, wrapped};
use detente_core::{BehaviourEntry, EngineError, Ensemble, Indexed, Model, PartyIx, Registry, Role, Seed, Step};
use detente_scenario::InputFile;
use std::sync::Arc;
use tables::{Numbers, table};

/// Columns of the prose.
const COLUMNS: usize = 120;
/// The package whose behaviours the project's pages describe.
const DESCRIBED: &str = "detente-agents";

/// What a description is made of.
pub struct Description<'a> {
    model: &'a Model,
    registry: &'a Registry,
    files: &'a [InputFile],
    /// Sources of evidence: id and text.
    sources: &'a [(String, String)],
    steps: Vec<Step>,
    /// Groups of variables that are followed.
    followed: Vec<String>,
}

impl<'a> Description<'a> {
    /// Looks at the world of a model.
    ///
    /// # Errors
    /// If no world can be made of it.
    pub fn new(
        model: &'a Arc<Model>,
        registry: &'a Registry,
        files: &'a [InputFile],
        sources: &'a [(String, String)],
    ) -> Result<Self, EngineError> {
        let world = Ensemble::new(registry, model, Seed::new(detente_lab::experiment::DEFAULT_SEED), 1)?;
        let group = |name: &str| name.split('.').next().unwrap_or(name).replace('_', " ");
        let mut followed: Vec<String> = world.variables().iter().map(|v| group(&v.name)).collect();
        followed.sort();
        followed.dedup();
        Ok(Self {
            model,
            registry,
            files,
            sources,
            steps: world.timetable(),
            followed,
        })
    }

    /// Whether a behaviour or protocol is in use.
    fn uses(&self, key: &str) -> bool {
        self.model.uses(key) || self.model.sessions.iter().any(|session| session.protocol == key)
    }

    /// The whole text, in Markdown.
    pub fn text(&self) -> String {
        let mut text = format!(
            "# {}: the model, in the ODD protocol\n\n{}",
            self.model.title,
            self.preamble()
        );
        for (heading, said) in page::sections(&self.page(page::ODD), "## ") {
            let own = match heading.split('.').next() {
                Some("1") => [self.purpose(), said.to_owned()],
                Some("2") => [self.entities(), said.to_owned()],
                Some("3") => [said.to_owned(), self.sessions()],
                Some("4") => [said.to_owned(), self.observation()],
                Some("5") => [said.to_owned(), self.numbers_of_rows()],
                Some("6") => [said.to_owned(), self.inputs()],
                Some("7") => [said.to_owned(), self.submodels()],
                // The page goes on, about the project.
                _ => continue,
            };
            text.push_str(&format!("\n## {heading}\n\n{}\n", own.join("\n\n").trim()));
        }
        crate::wording::blank_lines_joined(&text)
    }

    /// What a page of the project says of this model, with its own schedule and numbers.
    fn page(&self, page: &str) -> String {
        let written = page::rewritten(page, |word, argument| match word {
            "schedule" => Some(tables::schedule(&self.steps, self.registry, |key| self.uses(key))),
            "parameters" => Some(self.parameters(argument)),
            _ => None,
        });
        page::told(&written, |key| self.uses(key))
    }

    /// The parameters of a behaviour, as the scenario gives them.
    fn parameters(&self, key: &str) -> String {
        let entry = self.registry.behaviours().iter().find(|b| b.key == key);
        let numbers = entry.and_then(|b| Numbers::of(self.model, self.registry, b.set));
        numbers.map(|numbers| numbers.table()).unwrap_or_default()
    }

    fn preamble(&self) -> String {
        let invented = match self.model.stylised {
            true => "Numbers are invented (stylised) unless evidence stands beside them. ",
            false => "",
        };
        paragraph(&format!(
            "After Grimm et al. 2020 (JASSS 23(2) 7), written by detente {} from the scenario `{}`. {invented}This is a \
             model, not a forecast. It describes what this scenario uses and nothing else; the project's own description, \
             with the choices that could have been made otherwise, is its page docs/model/odd.md.",
            env!("CARGO_PKG_VERSION"),
            self.model.id
        ))
    }

    fn purpose(&self) -> String {
        let names = Names(self.model);
        let of = |role: Role| -> Vec<PartyIx> {
            let parties = self.model.parties.indices();
            parties.filter(|&p| self.model.parties[p].role == role).collect()
        };
        let mut text = format!(
            "The question: how often, when and why do talks between {} on {} end in an agreement{}, and what would move \
             the odds?",
            names.parties(&of(Role::Disputant)),
            count(self.model.issues.len(), "issue"),
            if self.uses("ratification") {
                " that is ratified"
            } else {
                ""
            },
        );
        let mediators = of(Role::Mediator);
        if !mediators.is_empty() {
            let verb = if mediators.len() == 1 { "mediates" } else { "mediate" };
            text.push_str(&format!(" {} {verb}.", capitalised(&names.parties(&mediators))));
        }
        let guarantors = of(Role::Guarantor);
        if !guarantors.is_empty() {
            text.push_str(&format!(" Consent is asked of {}.", names.parties(&guarantors)));
        }
        paragraph(&text)
    }

    fn observation(&self) -> String {
        match self.followed.is_empty() {
            true => String::new(),
            false => paragraph(&format!("Followed from round to round: {}.", list(&self.followed))),
        }
    }

    fn inputs(&self) -> String {
        let rows = self.files.iter().map(|file| {
            let path = crate::wording::normal(&file.path).display().to_string();
            vec![format!("`{path}`"), file.role.to_owned(), format!("`{}`", file.hash)]
        });
        let mut text = table(&["file", "what", "BLAKE3"], rows);
        if !self.sources.is_empty() {
            text.push_str("\nSources of evidence:\n\n");
            for (id, said) in self.sources {
                text.push_str(&format!("- `{id}`: {said}\n"));
            }
        }
        text + &self.evidence()
    }

    /// The numbers that are not invented, with what they rest on.
    fn evidence(&self) -> String {
        let parameters = self.model.parameters.iter();
        let rows = parameters.filter_map(|p| {
            let said = p.evidence.clone()?;
            Some(vec![format!("`{}`", p.path), crate::values::text(&p.number), said])
        });
        let rows: Vec<_> = rows.collect();
        match rows.is_empty() {
            true => String::new(),
            false => format!(
                "\nNumbers with evidence:\n\n{}",
                table(&["number", "value", "evidence"], rows)
            ),
        }
    }

    /// The sections of the pages that concern what is in use, then what no page knows.
    fn submodels(&self) -> String {
        let mut text = paragraph(
            "A word between backquotes in a formula is a parameter, whose value stands in a table of this section or of \
             section 5. A numeral is fixed in the code. Symbols are those of section 2. A source after a rule is a source of \
             the rule, not of its numbers.",
        );
        let described = |key: &str| self.uses(key) && !self.own().any(|own| own.key == key);
        for (heading, said) in page::sections(&self.page(page::SUBMODELS), "### ") {
            let mut keys = page::keys(heading).peekable();
            if keys.peek().is_none() || keys.any(described) {
                text.push_str(&format!("\n### {}\n\n{said}\n", self.heading(heading)));
            }
        }
        for own in self.own() {
            text.push_str(&self.own_submodel(own));
        }
        text
    }

    /// A heading with those of its keys that are in use.
    fn heading(&self, heading: &str) -> String {
        let Some((name, _)) = heading.split_once(" (`") else {
            return heading.to_owned();
        };
        let keys: Vec<String> = page::keys(heading)
            .filter(|key| self.uses(key))
            .map(|key| format!("`{key}`"))
            .collect();
        format!("{name} ({})", keys.join(", "))
    }

    /// The behaviours in use that somebody else wrote.
    fn own(&self) -> impl Iterator<Item = &BehaviourEntry> {
        let behaviours = self.registry.behaviours().iter();
        behaviours.filter(|b| b.origin.package != DESCRIBED && self.model.uses(b.key))
    }

    fn own_submodel(&self, own: &BehaviourEntry) -> String {
        let said = paragraph(&format!(
            "{} On each of the {}. From {} {}, which has the formulas. Source: {}.",
            own.about,
            own.kind.plural(),
            own.origin.package,
            own.origin.version,
            own.source
        ));
        let name = capitalised(&crate::wording::words(own.key));
        format!("\n### {name} (`{}`)\n\n{said}\n{}", own.key, self.parameters(own.key))
    }
}

fn paragraph(text: &str) -> String {
    wrapped(text, COLUMNS).join("\n") + "\n"
}
