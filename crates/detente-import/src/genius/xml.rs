//! Reading XML with bounds on everything: a small tree of elements and attributes; of text, only whether there is any. There are no
//! document types and no entities but the five that XML has built in, so that nothing in a file can grow.

use crate::error::{ImportError, ImportProblem};
use detente_scenario::quoted;
use quick_xml::XmlVersion;
use quick_xml::escape::{EscapeError, resolve_predefined_entity};
use quick_xml::events::{BytesStart, Event};
use quick_xml::reader::Reader;
use std::path::{Path, PathBuf};

/// Deepest nesting of elements; GENIUS needs seven.
pub(super) const DEPTH: usize = 32;
/// Elements of one file.
pub(super) const ELEMENTS: usize = 200_000;
/// Attributes of one element; GENIUS needs seven.
pub(super) const ATTRIBUTES: usize = 32;
/// Characters of what the parser says of a broken file: it may quote a name of any length.
const MESSAGE: usize = 160;

/// An element with what is in it.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Element {
    pub(super) name: String,
    pub(super) attributes: Vec<(String, String)>,
    pub(super) children: Vec<Element>,
    /// Whether text that is not blank stands in it.
    pub(super) has_text: bool,
    /// The byte at which it begins.
    pub(super) at: usize,
}

impl Element {
    pub(super) fn get(&self, key: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|(k, _)| k == key);
        found.map(|(_, value)| value.as_str())
    }

    pub(super) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Element> {
        self.children.iter().filter(move |child| child.name == name)
    }
}

/// A file, read and parsed.
#[derive(Debug, Clone)]
pub(super) struct Xml {
    pub(super) file: PathBuf,
    text: String,
    pub(super) root: Element,
}

impl Xml {
    pub(super) fn parse(file: &Path, text: String) -> Result<Self, ImportError> {
        let root = Parser::new(file, &text).parse()?;
        let file = file.to_owned();
        Ok(Self { file, text, root })
    }

    /// An error at an element.
    pub(super) fn error(
        &self,
        problem: ImportProblem,
        element: &Element,
        found: impl Into<String>,
        expected: impl Into<String>,
        hint: impl Into<String>,
    ) -> ImportError {
        ImportError::new(problem, &self.file, found, expected, hint).at(&self.text, element.at)
    }
}

/// The state of reading one file: the elements that are open, from the outermost.
struct Parser<'a> {
    file: &'a Path,
    text: &'a str,
    open: Vec<Element>,
    root: Option<Element>,
    elements: usize,
}

impl<'a> Parser<'a> {
    fn new(file: &'a Path, text: &'a str) -> Self {
        let (open, root, elements) = (Vec::new(), None, 0);
        Self {
            file,
            text,
            open,
            root,
            elements,
        }
    }

    fn error(&self, at: usize, found: impl Into<String>, expected: &str, hint: &str) -> ImportError {
        ImportError::new(ImportProblem::Syntax, self.file, found, expected, hint).at(self.text, at)
    }

    fn parse(mut self) -> Result<Element, ImportError> {
        let mut reader = Reader::from_str(self.text);
        loop {
            let at = offset(reader.buffer_position());
            match reader.read_event() {
                Ok(Event::Eof) => return self.finish(),
                Ok(event) => self.take(event, at)?,
                Err(error) => {
                    let at = offset(reader.error_position());
                    return Err(self.error(
                        at,
                        cut(&error.to_string()),
                        "well-formed XML",
                        "mend or restore the file",
                    ));
                }
            }
        }
    }

    fn take(&mut self, event: Event<'_>, at: usize) -> Result<(), ImportError> {
        match event {
            Event::Start(tag) => {
                let element = self.element(&tag, at)?;
                self.open.push(element);
            }
            Event::Empty(tag) => {
                let element = self.element(&tag, at)?;
                self.close(element);
            }
            // The reader has checked that the names agree.
            Event::End(_) => {
                if let Some(element) = self.open.pop() {
                    self.close(element);
                }
            }
            Event::DocType(_) => {
                let hint = "remove `<!DOCTYPE ...>`: entities are not expanded";
                return Err(self.error(at, "a document type", "a file without one", hint));
            }
            Event::GeneralRef(name) if !name.is_char_ref() && resolve_predefined_entity(&name).is_none() => {
                let found = format!("the entity {}", quoted(&name));
                return Err(self.error(
                    at,
                    found,
                    "none but lt, gt, amp, apos and quot",
                    "write what it stands for",
                ));
            }
            Event::Text(text) if self.open.is_empty() && !text.trim().is_empty() => {
                let found = format!("the text {} outside of any element", quoted(text.trim()));
                return Err(self.error(at, found, "XML", "is it a GENIUS file?"));
            }
            Event::Text(text) => self.text(&text),
            Event::CData(text) => self.text(&text),
            Event::GeneralRef(_) => self.text("&"),
            _ => {}
        }
        Ok(())
    }

    /// GENIUS says nothing in texts: whatever stands there is not read.
    fn text(&mut self, text: &str) {
        if let Some(last) = self.open.last_mut() {
            last.has_text |= !text.trim().is_empty();
        }
    }

    fn element(&mut self, tag: &BytesStart<'_>, at: usize) -> Result<Element, ImportError> {
        let hint = "is it a GENIUS file?";
        self.elements += 1;
        if self.elements > ELEMENTS {
            let found = format!("more than {ELEMENTS} elements");
            return Err(self.error(at, found, "fewer", hint));
        }
        if self.open.len() >= DEPTH {
            let found = format!("elements more than {DEPTH} deep in each other");
            return Err(self.error(at, found, "fewer", hint));
        }
        if self.open.is_empty() && self.root.is_some() {
            let found = format!("a second outermost element, {}", quoted(tag.name().0));
            return Err(self.error(at, found, "one", "one file holds one domain or one profile"));
        }
        let attributes = self.attributes(tag, at)?;
        let name = tag.name().0.to_owned();
        let children = Vec::new();
        Ok(Element {
            name,
            attributes,
            children,
            has_text: false,
            at,
        })
    }

    fn attributes(&self, tag: &BytesStart<'_>, at: usize) -> Result<Vec<(String, String)>, ImportError> {
        let mut attributes = Vec::new();
        for attribute in tag.attributes() {
            let hint = "mend the element";
            let attribute =
                attribute.map_err(|e| self.error(at, cut(&e.to_string()), "attributes as `name=\"value\"`", hint))?;
            if attributes.len() == ATTRIBUTES {
                let found = format!("more than {ATTRIBUTES} attributes");
                return Err(self.error(at, found, "fewer", "is it a GENIUS file?"));
            }
            let value = attribute.normalized_value(XmlVersion::Implicit1_0);
            let value = value.map_err(|error| {
                let found = format!("{} in attribute {}", reference(&error), quoted(attribute.key.0));
                let expected = "no entity but lt, gt, amp, apos and quot";
                self.error(at, found, expected, "write `&amp;` for `&`")
            })?;
            attributes.push((attribute.key.0.to_owned(), value.into_owned()));
        }
        Ok(attributes)
    }

    fn close(&mut self, element: Element) {
        match self.open.last_mut() {
            Some(parent) => parent.children.push(element),
            None => self.root = Some(element),
        }
    }

    fn finish(mut self) -> Result<Element, ImportError> {
        let hint = "the file is cut short: restore it";
        if let Some(last) = self.open.last() {
            let found = format!("the file ends inside of {}", quoted(&last.name));
            let expected = format!("`</{}>`", last.name.chars().take(MESSAGE).collect::<String>());
            return Err(self.error(self.text.len(), found, &expected, hint));
        }
        let root = self.root.take();
        root.ok_or_else(|| {
            self.error(
                0,
                "no element",
                "a GENIUS domain or profile",
                "the file is empty: restore it",
            )
        })
    }
}

fn offset(position: u64) -> usize {
    usize::try_from(position).unwrap_or(usize::MAX)
}

/// What is wrong with a reference in an attribute.
fn reference(error: &quick_xml::Error) -> String {
    match error {
        quick_xml::Error::Escape(EscapeError::UnrecognizedEntity(_, name)) => format!("the entity {}", quoted(name)),
        quick_xml::Error::Escape(EscapeError::UnterminatedEntity(_)) => "`&` without `;`".to_owned(),
        error => cut(&error.to_string()),
    }
}

/// A message of the parser, at most so long.
fn cut(message: &str) -> String {
    let shown: String = message.chars().take(MESSAGE).flat_map(char::escape_debug).collect();
    let rest = if message.chars().nth(MESSAGE).is_some() {
        "..."
    } else {
        ""
    };
    shown.replace("\\'", "'").replace("\\\"", "\"") + rest
}
