//! What the user should know of an import: it stands in comments at the head of the scenario.

/// How lines of the scenario begin that say what was chosen, changed or left out on the way.
const NOTE: &str = "# Note: ";
/// File names that one note lists.
const LISTED: usize = 12;

/// What the text of an imported scenario says of choices and changes on the way.
pub fn notes(scenario: &str) -> impl Iterator<Item = &str> {
    let head = scenario.lines().take_while(|line| line.starts_with('#'));
    head.filter_map(|line| line.strip_prefix(NOTE))
}

/// A note as a line of the scenario.
pub(crate) fn line(note: &str) -> String {
    let note: String = note.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    format!("{NOTE}{note}.\n")
}

/// Names in a row; of very many, the first.
pub(crate) fn listed<'a>(names: impl ExactSizeIterator<Item = &'a str>) -> String {
    let more = names.len().saturating_sub(LISTED);
    let mut text = names.take(LISTED).collect::<Vec<_>>().join(", ");
    if more > 0 {
        text += &format!(" and {more} more");
    }
    text
}
