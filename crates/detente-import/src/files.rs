//! The files of a directory, in byte order of their names, and their bytes, bounded.

use crate::error::{ImportError, ImportProblem};
use detente_scenario::Foreign;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

/// Files of one directory; the largest domains of the competitions come with fifty profiles, and one folder of 2012
/// holds three domains.
const FILES: usize = 200;
/// Largest file that is read, in bytes. The largest domains of the competitions take some 100 kB.
pub(crate) const FILE_BYTES: usize = 8 * 1024 * 1024;

/// The files of a directory that end so, such as `xml`.
pub(crate) fn of_kind(directory: &Path, ending: &str) -> Result<Vec<PathBuf>, ImportError> {
    let kind = ending.to_ascii_uppercase();
    let fail = |found: String, expected: &str, hint: &str| {
        ImportError::new(ImportProblem::Directory, directory, found, expected, hint)
    };
    let (pair, one) = (
        "a directory with a domain and its profiles",
        "give the directory of one domain",
    );
    if directory.is_file() {
        return Err(fail(
            "this is a file".into(),
            pair,
            "give the directory that the file is in",
        ));
    }
    let unreadable = |error: std::io::Error| {
        fail(
            format!("the directory cannot be read ({error})"),
            pair,
            "check its name and its mode",
        )
    };
    let mut files = Vec::new();
    for entry in std::fs::read_dir(directory).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        let extension = path.extension();
        if extension.is_some_and(|e| e.eq_ignore_ascii_case(ending)) && path.is_file() {
            files.push(path);
        }
        if files.len() > FILES {
            return Err(fail(
                format!("more than {FILES} {kind} files"),
                "one domain and its profiles",
                one,
            ));
        }
    }
    if files.is_empty() {
        let expected = format!("a domain and its profiles, as `*.{ending}`");
        return Err(fail(
            format!("no {kind} file"),
            &expected,
            other_kind(directory, ending).unwrap_or(one),
        ));
    }
    files.sort_by(|a, b| a.as_os_str().as_encoded_bytes().cmp(b.as_os_str().as_encoded_bytes()));
    Ok(files)
}

/// Where the files are of the other kind of domain, the command for them.
fn other_kind(directory: &Path, ending: &str) -> Option<&'static str> {
    let (other, hint) = match ending {
        "xml" => ("json", "the files are JSON: use `import geniusweb`"),
        _ => ("xml", "the files are XML: use `import genius`"),
    };
    let mut entries = std::fs::read_dir(directory).ok()?.take(FILES).flatten();
    entries
        .any(|entry| entry.path().extension().is_some_and(|e| e.eq_ignore_ascii_case(other)))
        .then_some(hint)
}

/// The bytes of a file, at most [`FILE_BYTES`].
pub(crate) fn bytes(file: &Path) -> Result<Vec<u8>, ImportError> {
    let fail =
        |found: String, expected: &str, hint: &str| ImportError::new(ImportProblem::File, file, found, expected, hint);
    // A pipe or a device would be waited for, or read without end.
    if std::fs::metadata(file).is_ok_and(|kind| !kind.is_file()) {
        let found = "this is no regular file".to_owned();
        return Err(fail(found, "a regular file", "copy what it gives into a file"));
    }
    if file.try_exists().is_ok_and(|there| !there) {
        let found = "there is no such file".to_owned();
        return Err(fail(found, "a file that exists", "check its name and its folder"));
    }
    let mut bytes = Vec::new();
    // The size is bounded here and not by what the file system says: a file may grow while it is read.
    let most = FILE_BYTES as u64 + 1;
    File::open(file)
        .and_then(|f| f.take(most).read_to_end(&mut bytes))
        .map_err(|error| {
            fail(
                format!("the file cannot be read ({error})"),
                "a readable file",
                "check its mode",
            )
        })?;
    if bytes.len() > FILE_BYTES {
        let expected = format!("at most {} MiB", FILE_BYTES >> 20);
        return Err(fail(
            "the file is too large".into(),
            &expected,
            "is it a domain or a profile?",
        ));
    }
    Ok(bytes)
}

/// The bytes of ASCII text in one byte or in two, so that its marks are found in UTF-16 too.
pub(crate) fn narrow(bytes: &[u8]) -> Vec<u8> {
    bytes.iter().copied().filter(|byte| *byte != 0).collect()
}

/// The text of a file's bytes; `hint` says how to mend one that is not UTF-8.
pub(crate) fn text(file: &Path, bytes: Vec<u8>, hint: &str) -> Result<String, ImportError> {
    if let Some(Foreign { found, hint }) = Foreign::of(&bytes) {
        return Err(ImportError::new(
            ImportProblem::File,
            file,
            found,
            "text in UTF-8",
            hint,
        ));
    }
    let text = String::from_utf8(bytes).map_err(|error| {
        let before = &error.as_bytes()[..error.utf8_error().valid_up_to()];
        let line = before.iter().filter(|&&b| b == b'\n').count() + 1;
        let found = format!("line {line} is not UTF-8");
        ImportError::new(ImportProblem::File, file, found, "text in UTF-8", hint)
    })?;
    Ok(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text))
}

/// The name of a file.
pub(crate) fn name(file: &Path) -> String {
    file.file_name().unwrap_or_default().to_string_lossy().into_owned()
}
