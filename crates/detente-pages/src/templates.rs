//! Templates: the program's own, or those of a folder in their place.

use crate::error::PageError;
use minijinja::value::Serde;
use minijinja::{AutoEscape, Environment, Error, ErrorKind, UndefinedBehavior, Value};
use serde::Serialize;
use std::path::{Path, PathBuf};

/// The program's own templates. A folder may hold any of them, and others that these include.
pub const TEMPLATES: [(&str, &str); 6] = [
    ("report.html", include_str!("../templates/report.html")),
    ("brief.html", include_str!("../templates/brief.html")),
    ("head.html", include_str!("../templates/head.html")),
    ("page.css", include_str!("../templates/page.css")),
    ("report.css", include_str!("../templates/report.css")),
    ("brief.css", include_str!("../templates/brief.css")),
];

/// Templates that pages fill.
pub struct Templates(Environment<'static>);

impl Templates {
    /// Those of a folder where they are there, and else the program's own.
    pub fn of(folder: Option<&Path>) -> Self {
        let folder = folder.map(Path::to_owned);
        let mut environment = Environment::new();
        // A name that is nowhere is a mistake of whoever wrote the template, and not an empty place on the page.
        environment.set_undefined_behavior(UndefinedBehavior::Strict);
        environment.set_auto_escape_callback(|name| match name.ends_with(".html") {
            true => AutoEscape::Html,
            false => AutoEscape::None,
        });
        environment.set_loader(move |name| match &folder {
            Some(folder) => in_folder(folder, name),
            None => Ok(own(name)),
        });
        Self(environment)
    }

    /// Fills a template.
    ///
    /// # Errors
    /// It is wrong, or asks for what is not there.
    pub(crate) fn fill(&self, name: &str, page: &impl Serialize) -> Result<String, PageError> {
        let template = self.0.get_template(name);
        let filled = template.and_then(|template| template.render(Value::from(Serde(page))));
        filled.map_err(|error| PageError::Template {
            name: name.to_owned(),
            reason: error.to_string(),
        })
    }
}

fn own(name: &str) -> Option<String> {
    let mut named = TEMPLATES.iter().filter(|(own, _)| *own == name);
    named.next().map(|(_, text)| (*text).to_owned())
}

/// What is not there is the program's own; what is there and cannot be read is told.
fn in_folder(folder: &Path, name: &str) -> Result<Option<String>, Error> {
    let path: PathBuf = folder.join(name);
    match std::fs::read_to_string(&path) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(own(name)),
        Err(error) => Err(Error::new(
            ErrorKind::InvalidOperation,
            format!("read {}: {error}", path.display()),
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_takes_the_place_of_what_it_holds() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(
            folder.path().join("brief.html"),
            "{{ title }}: {% include 'page.css' %}",
        )
        .unwrap();
        let page = std::collections::BTreeMap::from([("title", "a < b")]);
        let text = Templates::of(Some(folder.path())).fill("brief.html", &page).unwrap();
        let css = own("page.css").unwrap();
        assert_eq!(text, format!("a &lt; b: {}", css.trim_end_matches('\n')));
    }

    #[test]
    fn pages_have_one_head_that_a_folder_may_replace() {
        let own: Vec<&str> = TEMPLATES
            .iter()
            .map(|(_, text)| *text)
            .filter(|text| text.contains("<head>"))
            .collect();
        assert_eq!(own.len(), 1, "the head of pages is written once");
        let folder = tempfile::tempdir().unwrap();
        let page = "{% set title = \"a < b\" %}{% set styles = \"brief.css\" %}{% include \"head.html\" %}";
        std::fs::write(folder.path().join("brief.html"), page).unwrap();
        std::fs::write(folder.path().join("brief.css"), "p { margin: 0 }").unwrap();
        let fill = || Templates::of(Some(folder.path())).fill("brief.html", &()).unwrap();
        let filled = fill();
        assert!(
            filled.contains("<title>a &lt; b</title>") && filled.contains("p { margin: 0 }"),
            "{filled}"
        );
        std::fs::write(folder.path().join("head.html"), "<head>{{ title }}</head>").unwrap();
        assert_eq!(fill(), "<head>a &lt; b</head>");
    }

    #[test]
    fn a_mistake_is_told_with_its_place() {
        let folder = tempfile::tempdir().unwrap();
        let told = |text: &str| {
            std::fs::write(folder.path().join("brief.html"), text).unwrap();
            let page = std::collections::BTreeMap::from([("title", "x")]);
            let filled = Templates::of(Some(folder.path())).fill("brief.html", &page);
            filled.unwrap_err().to_string()
        };
        let unknown = told("\n{{ titel }}");
        assert!(unknown.starts_with("fill the template `brief.html`: "), "{unknown}");
        assert!(unknown.contains("brief.html:2"), "{unknown}");
        assert!(told("{% if %}").contains("brief.html:1"));
        assert!(told("{% include 'nowhere.html' %}").contains("nowhere.html"));
    }
}
