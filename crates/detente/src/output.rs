//! Writing to the standard streams: results out, messages to the side. A reader that goes away (`| head`) is no error.

use crate::exit::Failure;
use std::io::{self, ErrorKind, IsTerminal, Write};

/// Columns of a terminal that does not say how wide it is, and of files.
const USUAL_WIDTH: usize = 100;

/// Writes a result to standard output.
pub(crate) fn print(text: &str) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    finish(out.write_all(text.as_bytes()).and_then(|()| out.flush()))
}

/// The outcome of writing a result.
pub(crate) fn finish(written: io::Result<()>) -> Result<(), Failure> {
    match written {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(Failure::Output(error)),
        _ => Ok(()),
    }
}

/// Writes a message to standard error; where nobody listens, nobody is told.
pub(crate) fn say(message: &str) {
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
