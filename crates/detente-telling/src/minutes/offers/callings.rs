//! What parties are called round after round: without the words that all their names share, where nobody chose the
//! names.

use crate::minutes::names::Names;
use crate::wording::capitalised;
use detente_core::{ByRow, Indexed, Model, Party};

/// By party. Ids such as `laptop_buyer_utility` and `laptop_seller_utility` become `Buyer` and `Seller`; names stay.
pub(super) fn callings(model: &Model) -> ByRow<Party, Vec<String>> {
    let names = Names(model);
    let full = || model.parties.indices().map(|p| names.party(p)).collect::<Vec<_>>();
    if model.parties.iter().any(|party| party.name != party.id) {
        return ByRow::new(full());
    }
    let names: Vec<String> = model.parties.indices().map(|p| names.full_name(p)).collect();
    ByRow::new(shortened(&names).unwrap_or_else(full))
}

/// Names without the words that all begin and end with; none where too little would be left.
fn shortened(names: &[String]) -> Option<Vec<String>> {
    let words: Vec<Vec<&str>> = names.iter().map(|name| name.split(' ').collect()).collect();
    let (first, others) = words.split_first()?;
    let shared = |word: &dyn Fn(&[&str], usize) -> Option<String>| {
        let same = |&n: &usize| word(first, n).is_some() && others.iter().all(|other| word(other, n) == word(first, n));
        (0..).take_while(same).count()
    };
    let before = shared(&|words, n| words.get(n).map(|w| w.to_lowercase()));
    let after = shared(&|words, n| words.iter().rev().nth(n).map(|w| w.to_lowercase()));
    let short: Option<Vec<String>> = words
        .iter()
        .map(|words| {
            let own = words.get(before..words.len().checked_sub(after)?)?;
            (!own.is_empty()).then(|| capitalised(&own.join(" ")))
        })
        .collect();
    short.filter(|_| !others.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn short(names: &[&str]) -> Option<Vec<String>> {
        shortened(&names.iter().map(|&name| name.to_owned()).collect::<Vec<_>>())
    }

    #[test]
    fn words_that_all_share_are_left_out() {
        let of = |names: &[&str]| short(names).unwrap();
        assert_eq!(
            of(&["Laptop buyer utility", "Laptop seller utility"]),
            ["Buyer", "Seller"]
        );
        assert_eq!(
            of(&["ItexvsCypress Cypress", "ItexvsCypress Itex"]),
            ["Cypress", "Itex"]
        );
        assert_eq!(of(&["East", "West"]), ["East", "West"]);
    }

    #[test]
    fn names_stay_where_nothing_would_be_left() {
        assert_eq!(short(&["Port", "Port north"]), None);
        assert_eq!(short(&["Port port", "Port a port"]), None);
        assert_eq!(short(&["Alone"]), None);
    }
}
