//! The question: what the experiment's file says of itself in its first comment, or by rule what its tables can answer.

use crate::source::Source;

/// A longer comment is cut behind a sentence.
const LONGEST: usize = 320;

pub(super) fn of(source: &Source) -> String {
    let comment = source.experiment().map(comment).unwrap_or_default();
    match comment.is_empty() {
        true => by_rule(source),
        false => comment,
    }
}

/// The comment that a file begins with, as one text.
fn comment(file: &str) -> String {
    let lines = file
        .trim_start_matches('\u{feff}')
        .lines()
        .map_while(|line| line.strip_prefix('#'));
    let text: Vec<&str> = lines
        .take_while(|line| !line.trim().is_empty())
        .map(str::trim)
        .collect();
    let text = text.join(" ").replace('`', "");
    if text.len() <= LONGEST {
        return text;
    }
    let ends = text.match_indices(['.', '?', '!']).map(|(n, mark)| n + mark.len());
    let ends = ends.filter(|&n| text[n..].starts_with(' '));
    let end = ends.take_while(|&n| n <= LONGEST).last();
    end.map_or_else(
        || text.chars().take(LONGEST).chain(['…']).collect(),
        |n| text[..n].to_owned(),
    )
}

fn by_rule(source: &Source) -> String {
    let more = match source.manifest.policies.len() {
        0 | 1 if !source.manifest.factors.is_empty() => ", and which of the numbers that were varied move that",
        0 | 1 => "",
        2 => ", and what does the policy change",
        _ => ", and what do the policies change",
    };
    format!("How do these talks end{more}?")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_comment_is_the_question() {
        assert_eq!(
            comment("# What helps?\n#  And `why`?\nformat = 1\n# no more\n"),
            "What helps? And why?"
        );
        assert_eq!(comment("format = 1\n# What helps?\n"), "");
        assert_eq!(comment("# One.\n#\n# Two.\n"), "One.");
        let long = format!("# Short? {}\n", "A sentence without end ".repeat(30));
        assert_eq!(comment(&long), "Short?");
        assert_eq!(comment(&format!("#{}\n", "ä".repeat(400))).chars().count(), LONGEST + 1);
    }
}
