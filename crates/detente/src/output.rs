//! Writing to the standard streams: results out, messages to the side. A reader that goes away (`| head`) is no error.
//! And to files that the user names.

use detente_results::{ResultsError, create_atomically, write_atomically};
use detente_scenario::printable;
use std::io::{self, ErrorKind, IsTerminal, Write};
use std::path::Path;

/// Columns of a terminal that does not say how wide it is, and of files.
const USUAL_WIDTH: usize = 100;

/// Writes a result to standard output.
pub(crate) fn print(text: &str) -> io::Result<()> {
    let mut out = io::stdout().lock();
    finish(out.write_all(printable(text).as_bytes()).and_then(|()| out.flush()))
}

/// The outcome of writing a result.
pub(crate) fn finish(written: io::Result<()>) -> io::Result<()> {
    match written {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(io::Error::new(
            error.kind(),
            format!("failed to write the result: {error}"),
        )),
        _ => Ok(()),
    }
}

/// Writes a result to a file that the user names, whole or not at all. What is there already stays, unless `force` says
/// otherwise; then it is replaced, and where the name is a link, the file that the link leads to.
pub(crate) fn write_file(file: &Path, bytes: &[u8], force: bool) -> io::Result<()> {
    refuse_existing(file, force)?;
    if file.symlink_metadata().is_err() {
        return create_atomically(file, bytes).map_err(|error| match error {
            ResultsError::Io { source, .. } if source.kind() == ErrorKind::AlreadyExists => exists(file),
            error => unwritten(&error),
        });
    }
    let refused = |why: &str| io::Error::other(format!("failed to replace {}: {why}", file.display()));
    let own = file
        .canonicalize()
        .map_err(|error| refused(&format!("it is a link that leads nowhere ({error})")))?;
    if !own.is_file() {
        return Err(refused("it is no regular file"));
    }
    write_atomically(&own, bytes).map_err(|error| unwritten(&error))
}

fn exists(file: &Path) -> io::Error {
    let why = format!(
        "{} exists already; choose another name, or replace it with --force",
        file.display()
    );
    io::Error::new(ErrorKind::AlreadyExists, why)
}

fn unwritten(error: &ResultsError) -> io::Error {
    io::Error::other(format!("failed to {error}"))
}

/// What is there already stays, unless `force` says otherwise; said before much work is done for it.
pub(crate) fn refuse_existing(file: &Path, force: bool) -> io::Result<()> {
    match file.symlink_metadata().is_ok() && !force {
        true => Err(exists(file)),
        false => Ok(()),
    }
}

/// Whether two names lead to the same file.
pub(crate) fn is_same(one: &Path, other: &Path) -> bool {
    let place = |path: &Path| path.canonicalize().ok();
    place(one).is_some_and(|one| place(other) == Some(one))
}

/// Nothing that is read is replaced, whatever is forced.
pub(crate) fn spare(output: &Path, input: &Path) -> io::Result<()> {
    if !is_same(output, input) {
        return Ok(());
    }
    Err(io::Error::other(format!(
        "{} is what is read, and would be replaced; choose another name",
        output.display()
    )))
}

/// Writes a message to standard error; where nobody listens, nobody is told. What a file or an argument says cannot command
/// the terminal.
pub(crate) fn say(message: &str) {
    paint(&printable(message));
}

/// The same of a message that has its own colours and nothing else that commands a terminal.
pub(crate) fn paint(message: &str) {
    let _ = writeln!(io::stderr().lock(), "{message}");
}

/// Writes a message to standard error if that is a terminal: how far the work is.
pub(crate) fn note(message: &str) {
    if io::stderr().is_terminal() {
        say(message);
    }
}

/// Columns to fit a table into; none where the output is not a terminal, so that nothing is cut.
pub(crate) fn terminal_width() -> Option<usize> {
    io::stdout()
        .is_terminal()
        .then(|| terminal_size::terminal_size().map_or(USUAL_WIDTH, |(width, _)| width.0.into()))
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use std::fs;
    use std::os::unix::fs::symlink;

    #[test]
    fn what_is_there_is_replaced_only_on_demand() {
        let home = tempfile::tempdir().unwrap();
        let at = |name: &str| home.path().join(name);
        let put = |name: &str, force| write_file(&at(name), b"new", force).map_err(|error| error.to_string());
        fs::write(at("mine"), "old").unwrap();
        fs::create_dir(at("folder")).unwrap();
        symlink("mine", at("link")).unwrap();
        symlink("nowhere", at("dangling")).unwrap();
        for name in ["mine", "link", "folder", "dangling"] {
            assert!(put(name, false).unwrap_err().contains("exists already"), "{name}");
        }
        assert_eq!(fs::read(at("mine")).unwrap(), b"old");
        assert!(spare(&at("link"), &at("mine")).is_err() && spare(&at("link"), &at("folder")).is_ok());
        put("fresh", false).unwrap();
        put("also", true).unwrap();
        assert!(put("folder", true).unwrap_err().contains("no regular file"));
        assert!(put("dangling", true).unwrap_err().contains("leads nowhere"));
        put("link", true).unwrap();
        assert!(at("link").is_symlink());
        assert_eq!(fs::read(at("mine")).unwrap(), b"new");
        let names = fs::read_dir(home.path()).unwrap().count();
        assert_eq!(names, 6, "nothing in the making is left");
    }
}
