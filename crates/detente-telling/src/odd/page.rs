//! The pages of the project on its model, and what of them holds for a model at hand. Two marks, both comments in
//! Markdown, say so. A *block* stands between `<!-- word argument -->` and `<!-- /word -->` on lines of their own: the
//! blocks `schedule` and `parameters` are written from the code, a block `page` is for readers of the page only. An
//! *item* (a paragraph, or one point of a list) that ends in `<!-- with a b -->` holds where a or b is in use, one that
//! ends in `<!-- without a -->` where it is not.

use crate::wording::blank_lines_joined;

/// The first six sections.
pub const ODD: &str = include_str!("../../../../docs/model/odd.md");
/// The seventh.
pub const SUBMODELS: &str = include_str!("../../../../docs/model/submodels.md");

/// Words that begin a block.
const BLOCKS: [&str; 3] = ["page", "parameters", "schedule"];

/// The word and the argument of a line that begins a block.
fn block(line: &str) -> Option<(&str, &str)> {
    let mark = line.trim().strip_prefix("<!-- ")?.strip_suffix(" -->")?;
    let (word, argument) = mark.split_once(' ').unwrap_or((mark, ""));
    BLOCKS.contains(&word).then_some((word, argument))
}

fn ends(line: &str, word: &str) -> bool {
    line.trim().strip_prefix("<!-- /").and_then(|l| l.strip_suffix(" -->")) == Some(word)
}

/// The arguments of the blocks that begin with this word.
pub fn blocks<'a>(page: &'a str, word: &'a str) -> impl Iterator<Item = &'a str> {
    page.lines()
        .filter_map(block)
        .filter(move |(w, _)| *w == word)
        .map(|(_, argument)| argument)
}

/// The page with blocks written anew: `write` is asked with word and argument; where it gives nothing, the block stays.
pub fn rewritten(page: &str, write: impl Fn(&str, &str) -> Option<String>) -> String {
    let mut text = String::new();
    let mut lines = page.lines();
    while let Some(line) = lines.next() {
        text.push_str(line);
        text.push('\n');
        let Some((word, argument)) = block(line) else { continue };
        let Some(content) = write(word, argument) else { continue };
        text.push_str(&content);
        if lines.by_ref().any(|line| ends(line, word)) {
            text.push_str(&format!("<!-- /{word} -->\n"));
        }
    }
    text
}

/// What of a page holds where these keys are in use, without marks.
pub fn told(page: &str, uses: impl Fn(&str) -> bool) -> String {
    let mut text = String::new();
    for item in items(&unmarked(page)) {
        match condition(&item) {
            None => text.push_str(&item),
            Some((said, wanted, keys)) if keys.split(' ').any(&uses) == wanted => {
                text.push_str(said.trim_end());
                text.push('\n');
            }
            Some(_) => {}
        }
    }
    blank_lines_joined(&text)
}

/// The keys that conditions name.
pub fn conditions(page: &str) -> Vec<String> {
    let items = items(&unmarked(page));
    let keys = items.iter().filter_map(|item| condition(item)).map(|(_, _, keys)| keys);
    keys.flat_map(|keys| keys.split(' ').map(str::to_owned)).collect()
}

/// The page without blocks for its readers only, and without the marks of the others.
fn unmarked(page: &str) -> String {
    let mut text = String::new();
    let mut lines = page.lines();
    while let Some(line) = lines.next() {
        if block(line).is_some_and(|(word, _)| word == "page") {
            let _ = lines.by_ref().find(|line| ends(line, "page"));
        } else if block(line).is_none() && !BLOCKS.iter().any(|word| ends(line, word)) {
            text.push_str(line);
            text.push('\n');
        }
    }
    text
}

/// Paragraphs, points of lists, blank lines: pieces that add up to the text.
fn items(text: &str) -> Vec<String> {
    let mut items: Vec<String> = Vec::new();
    let mut open = false;
    for line in text.lines() {
        let blank = line.trim().is_empty();
        let continues = open && !blank && !line.trim_start().starts_with("- ");
        match items.last_mut() {
            Some(item) if continues => *item += &format!("{line}\n"),
            _ => items.push(format!("{line}\n")),
        }
        open = !blank;
    }
    items
}

/// What an item says, whether its keys are wanted or not, and its keys; none if it holds always.
fn condition(item: &str) -> Option<(&str, bool, &str)> {
    let (said, mark) = item.trim_end().strip_suffix(" -->")?.rsplit_once("<!-- ")?;
    let (word, keys) = mark.split_once(' ')?;
    match word {
        "with" => Some((said, true, keys)),
        "without" => Some((said, false, keys)),
        _ => None,
    }
}

/// The sections whose headings begin so (`"## "`): heading and what stands below it.
pub fn sections<'a>(page: &'a str, level: &str) -> Vec<(&'a str, &'a str)> {
    let mut sections = Vec::new();
    let starts: Vec<usize> = page
        .match_indices('#')
        .map(|(at, _)| at)
        .filter(|&at| (at == 0 || page[..at].ends_with('\n')) && is_heading(&page[at..]))
        .collect();
    for (k, &start) in starts.iter().enumerate() {
        let end = starts.get(k + 1..).and_then(|rest| {
            let above = |at: &&usize| depth(&page[**at..]) <= level.trim_end().len();
            rest.iter().find(above)
        });
        let section = &page[start..end.copied().unwrap_or(page.len())];
        if depth(section) == level.trim_end().len() {
            let (heading, body) = section.split_once('\n').unwrap_or((section, ""));
            sections.push((heading[level.len()..].trim(), body.trim_matches('\n')));
        }
    }
    sections
}

fn depth(text: &str) -> usize {
    text.bytes().take_while(|&b| b == b'#').count()
}

fn is_heading(text: &str) -> bool {
    text[depth(text)..].starts_with(' ')
}

/// The keys that a heading names, between backquotes.
pub fn keys(heading: &str) -> impl Iterator<Item = &str> {
    heading.split('`').skip(1).step_by(2)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SMALL: &str = "# T\n\n## 1. A\n\nAlways.\n\nTwo\nlines. <!-- with war -->\n\n- x\n- y\n  <!-- without war -->\n\n\
                         <!-- page -->\nHere.\n<!-- parameters war -->\n| t |\n<!-- /parameters -->\n<!-- /page -->\n\
                         <!-- schedule -->\nold\n<!-- /schedule -->\n\n### B (`b`, `c`)\n\nBelow.\n\n## 2. C\n\nEnd.\n";

    #[test]
    fn items_hold_where_their_keys_are_in_use() {
        let peace = told(SMALL, |_| false);
        assert!(
            peace.contains("Always.") && peace.contains("- y\n") && !peace.contains("Two"),
            "{peace}"
        );
        let war = told(SMALL, |key| key == "war");
        assert!(
            war.contains("Two\nlines.\n") && war.contains("- x\n") && !war.contains("- y"),
            "{war}"
        );
        for text in [peace, war] {
            assert!(
                !text.contains("<!--") && !text.contains("Here") && !text.contains("| t |"),
                "{text}"
            );
            assert!(!text.contains("\n\n\n"), "{text}");
        }
        assert_eq!(conditions(SMALL), ["war", "war"]);
    }

    #[test]
    fn blocks_are_written_anew_in_their_place() {
        let new = rewritten(SMALL, |word, argument| match (word, argument) {
            ("schedule", "") => Some("new\n".to_owned()),
            ("parameters", key) => Some(format!("numbers of {key}\n")),
            _ => None,
        });
        assert!(
            new.contains("<!-- schedule -->\nnew\n<!-- /schedule -->\n") && !new.contains("old"),
            "{new}"
        );
        assert!(new.contains("<!-- parameters war -->\nnumbers of war\n<!-- /parameters -->\n<!-- /page -->"));
        assert_eq!(rewritten(&new, |_, _| None), new);
        assert_eq!(blocks(SMALL, "parameters").collect::<Vec<_>>(), ["war"]);
    }

    #[test]
    fn sections_end_where_one_of_their_level_or_above_begins() {
        let two: Vec<&str> = sections(SMALL, "## ").iter().map(|(heading, _)| *heading).collect();
        assert_eq!(two, ["1. A", "2. C"]);
        assert!(sections(SMALL, "## ")[0].1.contains("Below."));
        let three = sections(SMALL, "### ");
        assert_eq!(three, [("B (`b`, `c`)", "Below.")]);
        assert_eq!(keys(three[0].0).collect::<Vec<_>>(), ["b", "c"]);
    }
}
