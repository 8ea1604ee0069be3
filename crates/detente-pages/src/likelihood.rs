//! Words for probabilities, by one stated scale: that of the Intergovernmental Panel on Climate Change, in its seven standard
//! terms. Mastrandrea, M. D., et al. (2010), Guidance Note for Lead Authors of the IPCC Fifth Assessment Report on Consistent
//! Treatment of Uncertainties, table 1. Its ranges overlap (what is very likely is likely too): the word is that of the
//! narrowest range that holds the number.

/// The words, from the rarest, each with the share from which it is used.
const WORDS: [(f64, &str); 7] = [
    (0.0, "exceptionally unlikely"),
    (0.01, "very unlikely"),
    (0.1, "unlikely"),
    (0.33, "about as likely as not"),
    (0.66, "likely"),
    (0.9, "very likely"),
    (0.99, "virtually certain"),
];

/// The scale in a sentence, for the foot of a page.
pub const SCALE: &str = "Words for probabilities are those of the IPCC (Mastrandrea et al. 2010): virtually certain, 99 of 100 \
     and more; very likely, 90; likely, 66; about as likely as not, 33; unlikely, 10; very unlikely, 1; exceptionally unlikely, \
     less. Where the interval reaches into another range, both words stand.";

/// The word for a share.
fn word(share: f64) -> &'static str {
    let reached = WORDS.iter().rev().find(|(from, _)| share >= *from);
    reached.map_or(WORDS[0].1, |(_, word)| *word)
}

/// The words for a share with its interval: from the word of its lower bound to that of its upper one.
pub(crate) fn words([_, low, high]: [f64; 3]) -> String {
    match [low, high].map(word) {
        [low, high] if low == high => low.to_owned(),
        [low, high] => format!("{low} to {high}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_those_of_the_narrowest_range() {
        for (share, expected) in [
            (0.0, "exceptionally unlikely"),
            (0.01, "very unlikely"),
            (0.099, "very unlikely"),
            (0.1, "unlikely"),
            (0.33, "about as likely as not"),
            (0.66, "likely"),
            (0.95, "very likely"),
            (1.0, "virtually certain"),
        ] {
            assert_eq!(word(share), expected, "{share}");
        }
        assert_eq!(words([0.3, 0.18, 0.45]), "unlikely to about as likely as not");
        assert_eq!(words([0.36, 0.35, 0.37]), "about as likely as not");
    }

    #[test]
    fn the_foot_states_the_scale_that_is_used() {
        for (from, word) in WORDS.iter().skip(1) {
            let from = format!("{word}, {}", 100.0 * from);
            assert!(SCALE.contains(&from), "{from}");
        }
    }
}
