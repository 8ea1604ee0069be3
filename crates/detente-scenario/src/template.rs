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

/// All templates.
pub const TEMPLATES: &[Template] = &[Template {
    name: "basic",
    about: "two parties, three issues and a mediator with a single text",
    text: include_str!("templates/basic.toml"),
}];

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
