//! Reading a TOML file: every way in which that fails has its own message.

use crate::extent::Extent;
use crate::finding::{Finding, Findings, SourceText};
use crate::foreign::Foreign;
use crate::limits;
use crate::node::{self, Node, Table};
use crate::suggest::nearest;
use crate::syntax;
use std::fs::{File, Metadata};
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use toml::de::DeTable;

/// A TOML file, read and parsed.
#[derive(Debug, Clone)]
pub struct TomlFile {
    /// Where it stands.
    pub file: PathBuf,
    /// What it says.
    pub text: Arc<str>,
    /// Its tree.
    pub root: Table,
}

impl TomlFile {
    /// Whether weights, values and reservation values count as they stand.
    pub(crate) fn own_scale(&self) -> bool {
        let talks = self.root.table("talks");
        talks.and_then(|talks| talks.text("scale")) == Some("own")
    }

    /// Reads and parses a file.
    ///
    /// # Errors
    /// A file that cannot be read, or its first syntax error.
    pub fn read(file: &Path) -> Result<Self, Findings> {
        match read_text(file) {
            Ok(text) => Self::parse(file, text),
            Err(finding) => Err(Findings::new(vec![*finding], Vec::new())),
        }
    }

    /// Parses text as if it stood in a file.
    ///
    /// # Errors
    /// The first syntax error: those behind it mostly follow from it.
    pub fn parse(file: &Path, text: impl Into<Arc<str>>) -> Result<Self, Findings> {
        let text = text.into();
        let source = SourceText {
            file: file.to_owned(),
            text: text.clone(),
        };
        if let Some(finding) = unfit(&text) {
            let span = finding.span.clone();
            return Err(Findings::new(vec![finding.at(file, span)], vec![source]));
        }
        let (root, errors) = DeTable::parse_recoverable(&text);
        if errors.is_empty() {
            return Ok(Self {
                file: file.to_owned(),
                root: node::table(root.get_ref()),
                text: text.clone(),
            });
        }
        Err(Findings::new(syntax::findings(file, &text, errors), vec![source]))
    }

    /// The integer that a number of this file is written as, to its last digit: the tree holds the nearest float. None
    /// for what is written otherwise.
    pub fn integer(&self, node: &Node) -> Option<i128> {
        let written = self.text.get(node.span.clone()?)?.replace('_', "");
        let radix = |prefix: &str| match prefix {
            "0x" => 16,
            "0o" => 8,
            "0b" => 2,
            _ => 10,
        };
        match written.get(..2).map(radix) {
            Some(radix @ (2 | 8 | 16)) => i128::from_str_radix(&written[2..], radix).ok(),
            _ => written.parse().ok(),
        }
    }

    /// The text with its place, for [`Findings::new`].
    pub fn source(&self) -> SourceText {
        SourceText {
            file: self.file.clone(),
            text: self.text.clone(),
        }
    }
}

/// What keeps a text from being parsed at all.
fn unfit(text: &str) -> Option<Finding> {
    if text.trim().is_empty() {
        return Some(Finding::error("", "the file is empty").expected("TOML, beginning with `format = 1`"));
    }
    if let Some(at) = text.find(|c: char| c.is_control() && !matches!(c, '\n' | '\r' | '\t')) {
        let message = format!("the control character {}", text[at..].chars().next()?.escape_unicode());
        let text = Finding::error("", message).expected("text; in a string, its escape, such as `\\u001b`");
        return Some(Finding {
            span: Some(at..at + 1),
            ..text
        });
    }
    let (message, expected) = Extent::of(text).excess()?;
    Some(Finding::error("", message).expected(expected))
}

/// A file of that folder that was probably meant.
fn near(file: &Path) -> Option<String> {
    let name = file.file_name()?.to_str()?;
    let folder = file
        .parent()
        .filter(|p| !p.as_os_str().is_empty())
        .unwrap_or(Path::new("."));
    let entries = std::fs::read_dir(folder).ok()?.take(limits::FOLDER).flatten();
    let mut names: Vec<String> = entries
        .filter(|entry| entry.file_type().is_ok_and(|t| !t.is_dir()))
        .filter_map(|entry| entry.file_name().into_string().ok())
        .collect();
    // The order of a folder is that of chance.
    names.sort_unstable();
    let whole = format!("{name}.toml");
    let same = names.iter().find(|n| **n == whole).map(String::as_str);
    let meant = same.or_else(|| nearest(name, names.iter().map(String::as_str)))?;
    Some(format!("did you mean `{}`?", file.with_file_name(meant).display()))
}

/// What a file is that cannot be read to its end: a device, a named pipe that nobody may ever write into, a file that the
/// system makes up. A pipe without a name, as shells make for `<(...)` and before `| detente check /dev/stdin`, has its
/// writer already.
fn unreadable_kind(file: &Path, metadata: &Metadata) -> Option<&'static str> {
    let kind = metadata.file_type();
    #[cfg(unix)]
    {
        use std::os::unix::fs::{FileTypeExt, MetadataExt};
        if kind.is_fifo() {
            return file.canonicalize().is_ok().then_some("this is a named pipe");
        }
        let system = |root: &str| std::fs::metadata(root).is_ok_and(|root| root.dev() == metadata.dev());
        if ["/proc", "/sys"].into_iter().any(system) {
            return Some("this is a file that the system makes up");
        }
    }
    (!kind.is_file()).then_some("this is a device or a socket")
}

/// The text of a file of bounded size, read once.
///
/// # Errors
/// A file that cannot be read, is too large, or is no text.
pub fn read_text(file: &Path) -> Result<String, Box<Finding>> {
    let fail = |message: &str, expected: &str| Box::new(Finding::error("", message).expected(expected).at(file, None));
    let unreadable = |error: std::io::Error| match error.kind() {
        ErrorKind::NotFound => {
            let missing = Finding::error("", "there is no such file").expected("a file that exists");
            Box::new(missing.hint(near(file)).at(file, None))
        }
        ErrorKind::PermissionDenied => fail("the file may not be read", "permission to read it"),
        ErrorKind::IsADirectory => fail("this is a directory", "a file"),
        _ => fail(&format!("the file cannot be read ({error})"), "a readable file"),
    };
    let kind = std::fs::metadata(file).map_err(unreadable)?;
    if kind.is_dir() {
        return Err(fail("this is a directory", "a file"));
    }
    if let Some(found) = unreadable_kind(file, &kind) {
        return Err(fail(found, "a regular file"));
    }
    let mut bytes = Vec::new();
    let most = limits::FILE_BYTES as u64 + 1;
    File::open(file)
        .and_then(|f| f.take(most).read_to_end(&mut bytes))
        .map_err(unreadable)?;
    if bytes.len() > limits::FILE_BYTES {
        return Err(fail(
            "the file is too large",
            &format!("at most {} MiB", limits::FILE_BYTES >> 20),
        ));
    }
    let no_text = |message: String, hint: &str| {
        let finding = Finding::error("", message).expected("text in UTF-8");
        Box::new(finding.hint(hint.to_owned()).at(file, None))
    };
    if let Some(Foreign { found, hint }) = Foreign::of(&bytes) {
        return Err(no_text(found.to_owned(), hint));
    }
    String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        let line = error.as_bytes()[..at].iter().filter(|&&b| b == b'\n').count() + 1;
        let hint = "save it as UTF-8; it may be Latin-1 or Windows-1252 now";
        no_text(format!("line {line} is not UTF-8"), hint)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn first(result: Result<TomlFile, Findings>) -> String {
        result.unwrap_err().to_string()
    }

    #[test]
    fn files_that_cannot_be_read_say_why() {
        let folder = std::env::temp_dir().join(format!("detente-scenario-file-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let write = |name: &str, bytes: &[u8]| {
            let file = folder.join(name);
            std::fs::write(&file, bytes).unwrap();
            first(TomlFile::read(&file))
        };
        assert!(first(TomlFile::read(&folder)).ends_with("error: this is a directory; expected a file"));
        assert!(first(TomlFile::read(&folder.join("none"))).contains("there is no such file"));
        assert!(write("latin.toml", b"a = 1\nb = '\xe9'").contains("line 2 is not UTF-8"));
        let latin = first(TomlFile::read(&folder.join("latn.toml")));
        assert!(
            latin.ends_with(&format!("did you mean `{}`?", folder.join("latin.toml").display())),
            "{latin}"
        );
        assert!(first(TomlFile::read(&folder.join("latin"))).ends_with("latin.toml`?"));
        assert!(write("empty.toml", b" \n").contains("the file is empty"));
        assert!(write("large.toml", &vec![b'#'; limits::FILE_BYTES + 1]).contains("at most 16 MiB"));
        std::fs::remove_dir_all(&folder).unwrap();
    }

    #[test]
    fn of_syntax_errors_those_are_told_that_stand_for_themselves() {
        let text = first(TomlFile::parse(Path::new("x.toml"), "b = 1\nb = 2\na = \nc = [1"));
        assert!(
            text.starts_with("x.toml:2:1: error: duplicate key\nx.toml:3:"),
            "{text}"
        );
        assert_eq!(text.lines().count(), 2, "{text}");
        assert!(text.contains("mend this first"), "{text}");
    }

    #[test]
    fn an_open_bracket_is_told_where_it_was_opened() {
        let text = "a = [1, 2\nb = 1\n\n[[c]]\nd = 1\n\n[[c]]\nd = 2\n";
        let told = first(TomlFile::parse(Path::new("x.toml"), text));
        let expected = "x.toml:1:5: error: this `[` is never closed; expected `]` before line 2; mend this first: ";
        assert!(told.starts_with(expected) && told.lines().count() == 1, "{told}");
        let told = first(TomlFile::parse(Path::new("x.toml"), "a = 0,5\n"));
        assert!(
            told.ends_with("; decimals come after a point, not a comma: `0.5`"),
            "{told}"
        );
    }

    #[test]
    fn deep_and_long_junk_is_refused_quickly() {
        let parse = |text: String| first(TomlFile::parse(Path::new("x.toml"), text));
        assert!(parse(format!("{} = 1", "a.".repeat(500_000))).contains("at most 32 parts"));
        assert!(!parse(format!("a = {}", "[".repeat(1_000_000))).is_empty());
        assert!(!parse("{\"'=.\n[".repeat(300_000)).is_empty());
    }
}
