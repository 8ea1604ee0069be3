//! Scenarios to start from.

use crate::finding::Finding;
use crate::limits;

/// A scenario to start from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Template {
    /// Its name.
    pub name: &'static str,
    /// What it is.
    pub about: &'static str,
    text: &'static str,
}

/// The places of a template that are filled in.
const ID: &str = "TEMPLATE_ID";
const TITLE: &str = "TEMPLATE_TITLE";

/// All templates, the usual one first.
pub const TEMPLATES: &[Template] = &[
    Template {
        name: "mediation",
        about: "two sides, three issues, a mediator with one text",
        text: include_str!("templates/mediation.toml"),
    },
    Template {
        name: "shuttle",
        about: "two sides that do not meet, and an envoy who carries the text between their capitals",
        text: include_str!("templates/shuttle.toml"),
    },
    Template {
        name: "plenary",
        about: "four sides at one table, a chair with a text, and a vote",
        text: include_str!("templates/plenary.toml"),
    },
    Template {
        name: "offers",
        about: "two sides that make each other offers, without a mediator",
        text: include_str!("templates/offers.toml"),
    },
    Template {
        name: "harbour",
        about: "two ports, five issues, nearly every behaviour: the small shipped case",
        text: include_str!("templates/harbour.toml"),
    },
];

impl Template {
    /// The template of a name.
    pub fn find(name: &str) -> Option<&'static Template> {
        TEMPLATES.iter().find(|t| t.name == name)
    }

    /// The text of a scenario with this id and title.
    ///
    /// # Errors
    /// An id that no scenario may have.
    pub fn fill(&self, id: &str, title: &str) -> Result<String, Box<Finding>> {
        if !crate::check::is_id(id) {
            let message = format!("{} is no id", crate::suggest::quoted(id));
            let expected = format!(
                "1 to {} characters without `;`, `=` and control characters",
                limits::ID_CHARACTERS
            );
            return Err(Box::new(Finding::error("scenario.id", message).expected(expected)));
        }
        Ok(self.text.replace(ID, &escaped(id)).replace(TITLE, &escaped(title)))
    }
}

/// Text as it stands between the quotes of a TOML string.
fn escaped(text: &str) -> String {
    let quoted = crate::path::quote(text);
    quoted
        .strip_prefix('"')
        .and_then(|q| q.strip_suffix('"'))
        .unwrap_or(&quoted)
        .to_owned()
}
