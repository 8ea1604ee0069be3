//! Numbers as titles and texts say them, each by one rule. A title rounds a cell of a table; a text says it as the figure
//! shows it.

use detente_results::grouped;

use crate::axis::fixed;
use crate::labels::words;

/// Where a share is of at least so many runs, it is told of a hundred of them.
const HUNDRED: u64 = 100;

/// What a subject does, one and several: `ends in a walkout`, `end in a walkout`.
pub(crate) type Verb = [String; 2];

/// How talks end.
pub(crate) fn ends(outcome: &str) -> Verb {
    let [one, many] = match outcome {
        "agreement" => ["ends in an agreement", "end in an agreement"],
        "rejected_at_home" => ["is rejected at home", "are rejected at home"],
        "walkout" => ["ends in a walkout", "end in a walkout"],
        "collapsed_after_leak" => ["collapses after a leak", "collapse after a leak"],
        "deadlock" => ["ends in deadlock", "end in deadlock"],
        "deadline" => ["meets the deadline", "meet the deadline"],
        other => return ["ends", "end"].map(|verb| format!("{verb} by {}", words(other))),
    };
    [one.to_owned(), many.to_owned()]
}

/// `36 of 100 talks end in an agreement`: of a hundred where there are as many, and as counts where there are fewer, or
/// where a hundred would say none or all.
pub(crate) fn talks(count: u64, of: u64, verb: &Verb) -> String {
    let [one, many] = verb;
    let rounded = (100.0 * count as f64 / of as f64).round() as u64;
    let verb_of = |number: u64| if number == 1 { one } else { many };
    match (count, of) {
        (1, 1) => format!("The only run {one}"),
        (0, 1) => format!("The only run is not one that {one}"),
        (0, _) => format!("None of {} talks {one}", grouped(of)),
        (all, of) if all == of => format!("All {} talks {many}", grouped(of)),
        (_, of) if of >= HUNDRED && (1..HUNDRED).contains(&rounded) => {
            format!("{rounded} of 100 talks {}", verb_of(rounded))
        }
        _ => format!("{} of {} talks {}", grouped(count), grouped(of), verb_of(count)),
    }
}

/// A share as a number of a hundred: whole, with a decimal where it would be none.
pub(crate) fn of_hundred(share: f64) -> String {
    let hundredth = 100.0 * share;
    fixed(hundredth, usize::from(hundredth != 0.0 && hundredth.abs() < 0.95))
}

/// A share as texts say it: `36.0 %`.
pub(crate) fn percent(share: f64) -> String {
    format!("{} %", fixed(100.0 * share, 1))
}

/// A share and its interval: `36.0 % (27.3 to 45.8)`.
pub(crate) fn percent_within(share: f64, low: f64, high: f64) -> String {
    let [low, high] = [low, high].map(|end| fixed(100.0 * end, 1));
    format!("{} ({low} to {high})", percent(share))
}

/// A number with its sign, zero without.
pub(crate) fn signed(value: f64, decimals: usize) -> String {
    let text = fixed(value, decimals);
    let is_zero = text.chars().all(|letter| matches!(letter, '0' | '.'));
    if value > 0.0 && !is_zero {
        format!("+{text}")
    } else {
        text
    }
}

/// Something that is named by people, told apart from the words around it.
pub(crate) fn quoted(name: &str) -> String {
    format!("“{name}”")
}

#[cfg(test)]
mod tests {
    use super::{ends, of_hundred, percent_within, signed, talks};

    #[test]
    fn talks_are_told_of_a_hundred_where_there_are_as_many() {
        let agree = ends("agreement");
        for (count, of, told) in [
            (713, 2000, "36 of 100 talks end in an agreement"),
            (20, 2000, "1 of 100 talks ends in an agreement"),
            (3, 2000, "3 of 2,000 talks end in an agreement"),
            (1999, 2000, "1,999 of 2,000 talks end in an agreement"),
            (2000, 2000, "All 2,000 talks end in an agreement"),
            (0, 2000, "None of 2,000 talks ends in an agreement"),
            (1, 20, "1 of 20 talks ends in an agreement"),
            (7, 20, "7 of 20 talks end in an agreement"),
            (1, 1, "The only run ends in an agreement"),
        ] {
            assert_eq!(talks(count, of, &agree), told);
        }
    }

    #[test]
    fn numbers_have_one_form_each() {
        assert_eq!(
            [0.0, 0.004, 0.0096, 0.356, 1.0].map(of_hundred),
            ["0", "0.4", "1", "36", "100"]
        );
        assert_eq!(percent_within(0.36, 0.273, 0.458), "36.0 % (27.3 to 45.8)");
        assert_eq!(
            [(1.26, 1), (-1.26, 1), (0.04, 1)].map(|(value, decimals)| signed(value, decimals)),
            ["+1.3", "−1.3", "0.0"]
        );
    }
}
