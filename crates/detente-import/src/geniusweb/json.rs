//! Reading JSON with bounds: a file of bounded size, whose nesting the parser bounds itself.

use super::value::Value;
use crate::error::{ImportError, ImportProblem};
use crate::files;
use detente_scenario::quoted;
use std::path::{Path, PathBuf};

/// A file, read and parsed.
#[derive(Debug, Clone)]
pub(super) struct Json {
    pub(super) file: PathBuf,
    pub(super) root: Value,
}

impl Json {
    pub(super) fn read(file: &Path) -> Result<Self, ImportError> {
        let text = files::text(file, files::bytes(file)?, "save the file in UTF-8")?;
        let root = serde_json::from_str(&text).map_err(|error| {
            let found = format!("no JSON: {error}");
            ImportError::new(ImportProblem::Syntax, file, found, "JSON", "mend or restore the file")
        })?;
        Ok(Self {
            file: file.to_owned(),
            root,
        })
    }

    /// An error at a path of keys.
    pub(super) fn error(
        &self,
        problem: ImportProblem,
        path: &str,
        found: impl Into<String>,
        expected: impl Into<String>,
        hint: impl Into<String>,
    ) -> ImportError {
        let found = if path.is_empty() {
            found.into()
        } else {
            format!("{path}: {}", found.into())
        };
        ImportError::new(problem, &self.file, found, expected, hint)
    }

    /// Keys that are not known are told, by their paths: they may change what packages are worth.
    pub(super) fn tell_unknown(&self, paths: &[String], notes: &mut Vec<String>) {
        let listed: Vec<String> = paths.iter().map(|path| quoted(path)).take(8).collect();
        if !listed.is_empty() {
            let (file, paths) = (files::name(&self.file), listed.join(", "));
            notes.push(format!("{file} says {paths} too, which is not known and is left out"));
        }
    }

    /// The object under a key.
    pub(super) fn object<'a>(
        &self,
        of: &'a Value,
        key: &str,
        problem: ImportProblem,
    ) -> Result<&'a Value, ImportError> {
        let found = of.get(key);
        found.filter(|value| value.entries().is_some()).ok_or_else(|| {
            let found = found.map_or_else(|| "nothing".to_owned(), Value::describe);
            self.error(problem, key, found, "an object", "restore the file")
        })
    }

    /// A finite number.
    pub(super) fn number(&self, value: Option<&Value>, path: &str, problem: ImportProblem) -> Result<f64, ImportError> {
        let number = value.and_then(Value::number).filter(|x| x.is_finite());
        // Adding 0 turns -0 into 0.
        number.map(|x| x + 0.0).ok_or_else(|| {
            let found = value.map_or_else(|| "nothing".to_owned(), Value::describe);
            let hint = "write digits and a decimal point, such as `0.5`";
            self.error(problem, path, found, "a finite number", hint)
        })
    }
}
