//! Bounds on what a file may ask for: a mistake, or malice, ends in a message and never in an exhausted machine.

/// Largest file that is read, in bytes.
pub const FILE_BYTES: usize = 16 * 1024 * 1024;
/// Deepest nesting of dotted keys; the parser itself bounds lists and inline tables.
pub(crate) const KEY_DEPTH: usize = 32;
/// Tables and lists of a TOML file, parts of dotted keys among them: each costs about a kilobyte while the file is read.
pub(crate) const TABLES: usize = 200_000;
/// Values of a TOML file.
pub(crate) const VALUES: usize = 500_000;
/// Pieces of a TOML file: words, strings, comments, signs and line ends; the parser keeps each of them until the end.
pub(crate) const PIECES: usize = 3_000_000;
/// Longest identifier, in characters.
pub const ID_CHARACTERS: usize = 80;
/// Parties: what is worked out for pairs of them grows with the square, and the egalitarian level with the cube.
pub(crate) const PARTIES: usize = 400;
/// Rows of one list in a file (people, groups, sessions, ...).
pub const ROWS: usize = 2000;
/// Options of one numeric issue.
pub const RANGE_OPTIONS: usize = 10_000;
/// Options of all issues.
pub const OPTIONS: usize = 50_000;
/// Rows that come from pairs: relations, stakes, stances, emphases.
pub const PAIRS: usize = 200_000;
/// Rounds of one run: of all sessions, each as often as it may be held.
pub const ROUNDS: usize = 1_000_000;
/// Findings that are kept of one file.
pub(crate) const FINDINGS: usize = 200;
/// Longest piece of a file that is quoted in a message, in characters.
pub(crate) const QUOTED: usize = 60;
/// Names of a folder among which a missing file is looked for.
pub(crate) const FOLDER: usize = 10_000;
