//! Paths: `negotiators.ua_lead.fatigue.rate_per_session`, with quoting as in TOML and `*` for every id.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

/// A path into a scenario, or a pattern of paths.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Path {
    segments: Vec<Segment>,
}

/// One step of a path.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Segment {
    /// A key or an id.
    Name(String),
    /// `*`: every id.
    Any,
}

/// A text that is no path.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "failed to read the path `{path}`: {reason}; expected names joined by dots, such as `parties.north.reservation_value`, with quotes around anything but letters, digits, `_` and `-`"
)]
pub struct PathError {
    /// The text.
    pub path: String,
    /// What is wrong with it.
    pub reason: &'static str,
}

impl Path {
    /// The steps.
    pub fn segments(&self) -> &[Segment] {
        &self.segments
    }

    /// The path of these names.
    pub fn from_names<S: Into<String>>(names: impl IntoIterator<Item = S>) -> Self {
        Self {
            segments: names.into_iter().map(|n| Segment::Name(n.into())).collect(),
        }
    }

    /// Whether one of the two paths begins with the other, a `*` standing for any name.
    pub(crate) fn touches(&self, other: &Path) -> bool {
        let same = |(a, b): (&Segment, &Segment)| [a, b].contains(&&Segment::Any) || a == b;
        self.segments.iter().zip(&other.segments).all(same)
    }

    /// Whether a path without `*` is met by this one.
    pub fn meets(&self, other: &Path) -> bool {
        self.segments.len() == other.segments.len()
            && self
                .segments
                .iter()
                .zip(&other.segments)
                .all(|(a, b)| *a == Segment::Any || a == b)
    }
}

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (n, segment) in self.segments.iter().enumerate() {
            if n > 0 {
                f.write_str(".")?;
            }
            match segment {
                Segment::Any => f.write_str("*")?,
                Segment::Name(name) => f.write_str(&quote(name))?,
            }
        }
        Ok(())
    }
}

/// A segment as it stands in a path: quoted where it holds more than letters, digits, `_` and `-`.
pub fn quote(name: &str) -> Cow<'_, str> {
    if !name.is_empty() && name.bytes().all(is_bare) {
        return Cow::Borrowed(name);
    }
    let mut quoted = String::with_capacity(name.len() + 2);
    quoted.push('"');
    for character in name.chars() {
        match character {
            '"' | '\\' => quoted.extend(['\\', character]),
            c if c.is_control() => quoted.push_str(&format!("\\u{:04X}", u32::from(c))),
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    Cow::Owned(quoted)
}

/// Names joined to a path.
pub(crate) fn join<S: AsRef<str>>(names: impl IntoIterator<Item = S>) -> String {
    let mut path = String::new();
    for name in names {
        if !path.is_empty() {
            path.push('.');
        }
        path.push_str(&quote(name.as_ref()));
    }
    path
}

fn is_bare(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-'
}

impl FromStr for Path {
    type Err = PathError;

    fn from_str(text: &str) -> Result<Self, PathError> {
        let fail = |reason| PathError {
            path: text.chars().take(200).collect(),
            reason,
        };
        let mut segments = Vec::new();
        let mut rest = text.trim();
        loop {
            let (segment, after) = segment(rest).map_err(fail)?;
            segments.push(segment);
            if after.is_empty() {
                return Ok(Self { segments });
            }
            rest = after
                .strip_prefix('.')
                .ok_or_else(|| fail("there is no dot between two names"))?;
        }
    }
}

/// The first segment of a path, and what follows it.
fn segment(text: &str) -> Result<(Segment, &str), &'static str> {
    match text.chars().next() {
        None => Err("a name is missing"),
        Some('*') => Ok((Segment::Any, &text[1..])),
        Some('\'') => {
            let end = text[1..].find('\'').ok_or("a quote is not closed")? + 1;
            Ok((Segment::Name(text[1..end].to_owned()), &text[end + 1..]))
        }
        Some('"') => quoted_segment(text),
        Some(_) => {
            let end = text.bytes().position(|b| !is_bare(b)).unwrap_or(text.len());
            let name = Segment::Name(text[..end].to_owned());
            if end == 0 {
                Err("a name holds a character that needs quotes")
            } else {
                Ok((name, &text[end..]))
            }
        }
    }
}

fn quoted_segment(text: &str) -> Result<(Segment, &str), &'static str> {
    let mut name = String::new();
    let mut characters = text.char_indices().skip(1);
    while let Some((at, character)) = characters.next() {
        match character {
            '"' => return Ok((Segment::Name(name), &text[at + 1..])),
            '\\' => match characters.next() {
                Some((_, c @ ('"' | '\\'))) => name.push(c),
                Some((_, 'u')) => {
                    let digits: String = characters.by_ref().take(4).map(|(_, c)| c).collect();
                    let code = u32::from_str_radix(&digits, 16).ok().and_then(char::from_u32);
                    name.push(code.ok_or("an escape is not known")?);
                }
                _ => return Err("an escape is not known"),
            },
            c => name.push(c),
        }
    }
    Err("a quote is not closed")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_read_back_as_written() {
        for text in [
            "parties.north.reservation_value",
            "calendar.*.secrecy",
            "issues.\"$3.98\".weight.ua",
            "a.\"*\".\"q\\\"x\\\\\"",
            "\"\".\"\\u0007\"",
        ] {
            let path: Path = text.parse().unwrap();
            assert_eq!(path.to_string(), text);
        }
        assert_eq!("a.'b c'".parse::<Path>().unwrap().to_string(), "a.\"b c\"");
    }

    #[test]
    fn wrong_paths_say_why() {
        for (text, reason) in [
            ("", "a name is missing"),
            ("a..b", "a name holds a character that needs quotes"),
            ("a.", "a name is missing"),
            ("a.\"b", "a quote is not closed"),
            ("a.'b", "a quote is not closed"),
            ("a.\"\\x\"", "an escape is not known"),
            ("a.b=c", "there is no dot between two names"),
            ("*a", "there is no dot between two names"),
            ("é", "a name holds a character that needs quotes"),
        ] {
            assert_eq!(text.parse::<Path>().unwrap_err().reason, reason, "{text}");
        }
    }

    #[test]
    fn patterns_meet_paths() {
        let meets = |a: &str, b: &str| a.parse::<Path>().unwrap().meets(&b.parse().unwrap());
        assert!(meets("calendar.*.secrecy", "calendar.geneva.secrecy"));
        assert!(!meets("calendar.*", "calendar.geneva.secrecy"));
        assert!(!meets("calendar.\"*\"", "calendar.geneva"));
    }
}
