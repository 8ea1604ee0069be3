//! The glossary, so that `explain` knows the words of the documents: terms, outcomes, quantities that are computed.

/// The page of the project.
const PAGE: &str = include_str!("../../../GLOSSARY.md");

/// What the glossary says under a term: the whole entry, without marks.
pub(crate) fn entry(term: &str) -> Option<String> {
    entries()
        .find(|entry| terms(entry).any(|t| plain(t) == plain(term)))
        .map(|entry| {
            let text = entry.replace("**", "").replace('`', "");
            text.trim_end().to_owned()
        })
}

/// All terms, as the page writes them.
pub(crate) fn all() -> impl Iterator<Item = String> {
    entries().flat_map(|entry| terms(&entry).map(str::to_owned).collect::<Vec<_>>())
}

/// The items of the page, each in one line.
fn entries() -> impl Iterator<Item = String> {
    let items = PAGE.split("\n- ").skip(1);
    items.map(|item| {
        let lines = item.lines().take_while(|line| !line.is_empty());
        lines.map(str::trim).collect::<Vec<_>>().join(" ")
    })
}

/// What stands in bold in an item: `**Weight, ideal, tolerance.**` are three terms.
fn terms(entry: &str) -> impl Iterator<Item = &str> {
    let bold = entry.split("**").skip(1).step_by(2);
    bold.flat_map(|words| words.split(','))
        .map(|term| term.trim().trim_end_matches('.'))
}

/// A term as it is compared: `ReservationValue`, `reservation_value` and `reservation value` are one.
fn plain(term: &str) -> String {
    term.chars()
        .filter(char::is_ascii_alphanumeric)
        .flat_map(char::to_lowercase)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use detente_results::OUTCOMES;

    #[test]
    fn every_outcome_and_the_terms_of_the_documents_have_an_entry() {
        for term in OUTCOMES
            .into_iter()
            .chain(["tightness", "leak_sensitivity", "ReservationValue", "zopa", "win-set"])
        {
            assert!(entry(term).is_some(), "{term}");
        }
        let deadline = entry("deadline").unwrap();
        assert!(
            deadline.starts_with("deadline. Still talking when the horizon came"),
            "{deadline}"
        );
        assert_eq!(entry("no such thing"), None);
        assert!(all().count() > 100);
    }
}
