//! The glossary, so that `explain` knows the words of the documents: terms, outcomes, quantities that are computed.

/// The page of the project.
const PAGE: &str = include_str!("../../../GLOSSARY.md");

/// Most entries that a part of a term brings up.
const MOST: usize = 4;

/// What the glossary says on a word, without marks: the entry of the term, or those of the terms that have it in them.
pub(crate) fn entries_on(word: &str) -> Vec<String> {
    let of = |is: &dyn Fn(&str) -> bool| -> Vec<String> {
        let met = entries().filter(|entry| terms(entry).any(is));
        met.take(MOST)
            .map(|entry| entry.replace("**", "").replace('`', "").trim_end().to_owned())
            .collect()
    };
    let whole = of(&|term| is_called(term, word));
    if !whole.is_empty() {
        return whole;
    }
    let parts: Vec<String> = words(word).collect();
    let has_all = |term: &str| {
        let own: Vec<String> = words(term).collect();
        !parts.is_empty() && parts.iter().all(|part| own.contains(part))
    };
    of(&has_all)
}

/// Whether a term is meant by a word: `bands-trust` is one of `bands-<variable>`.
fn is_called(term: &str, word: &str) -> bool {
    match term.split_once('<') {
        Some((before, _)) => word == before.trim_end_matches('-') || word.starts_with(before),
        None => plain(term) == plain(word) || plain(term) + "s" == plain(word),
    }
}

/// The words of a term, small, without marks.
fn words(term: &str) -> impl Iterator<Item = String> {
    term.split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_ascii_lowercase)
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
        .map(|term| term.trim().trim_end_matches('.').trim_matches('`'))
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
            assert!(!entries_on(term).is_empty(), "{term}");
        }
        let deadline = entries_on("deadline").remove(0);
        assert!(
            deadline.starts_with("deadline. Still talking when the horizon came"),
            "{deadline}"
        );
        assert!(
            entries_on("bands-trust")
                .remove(0)
                .starts_with("bands-<variable>. A figure")
        );
        assert!(entries_on("no such thing").is_empty() && entries_on("").is_empty());
        assert_eq!(entries_on("nash"), entries_on("Nash point"), "a part of a term");
        assert!(all().count() > 100);
    }
}
