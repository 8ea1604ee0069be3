//! Ids of the scenario: names are kept as they are wherever the format allows it.

use detente_scenario::{is_id, is_seen, limits, quoted};

/// The id that stands for a name. `;` becomes `,`, `=` becomes `:`, control characters and what nobody sees become spaces, and what is too
/// long is cut; a note says so. The result may be no id only where the name is empty.
pub(crate) fn fit(name: &str, what: &str, notes: &mut Vec<String>) -> String {
    if is_id(name) {
        return name.to_owned();
    }
    let character = |c: char| match c {
        ';' => ',',
        '=' => ':',
        c if !is_seen(c) => ' ',
        c => c,
    };
    let id: String = name.chars().take(limits::ID_CHARACTERS).map(character).collect();
    notes.push(format!("{what} has the id {}, because its name is no id", quoted(&id)));
    id
}

/// Letters and digits of ASCII in lower case, with `_` between them; empty if there are none.
pub(crate) fn plain(name: &str) -> String {
    let parts = name.split(|c: char| !c.is_ascii_alphanumeric());
    let words: Vec<String> = parts
        .filter(|part| !part.is_empty())
        .map(str::to_ascii_lowercase)
        .collect();
    words.join("_").chars().take(limits::ID_CHARACTERS).collect()
}

/// The id, or the first of `id_2`, `id_3`, ... that nobody has.
pub(crate) fn free(id: &str, taken: impl Fn(&str) -> bool) -> String {
    if !taken(id) {
        return id.to_owned();
    }
    let mut candidates = (2_u32..).map(|n| format!("{id}_{n}"));
    candidates.find(|id| !taken(id)).unwrap_or_else(|| id.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_kept_where_they_can_be() {
        let mut notes = Vec::new();
        assert_eq!(fit("$3.98", "value", &mut notes), "$3.98");
        assert_eq!(fit("jobs ", "value", &mut notes), "jobs ");
        assert!(notes.is_empty());
        assert_eq!(fit("a=1;\u{7}", "value `x`", &mut notes), "a:1, ");
        assert_eq!(fit(&"ü".repeat(81), "value", &mut notes), "ü".repeat(80));
        assert_eq!(notes[0], "value `x` has the id `a:1, `, because its name is no id");
        assert_eq!(notes.len(), 2);
    }

    #[test]
    fn plain_ids_have_letters_and_digits() {
        assert_eq!(plain("IS_BT Acquisition (2011)"), "is_bt_acquisition_2011");
        assert_eq!(plain("--"), "");
    }
}
