//! Which issue a party names when it does not accept a text: the one with the largest shortfall that can be mended, drawn
//! by softmax over the top three; what was criticised last counts half, so that talk moves on.

use detente_core::IssueIx;
use libm::exp;

/// How many issues are in the running.
const TOP: usize = 3;
/// Steepness of the softmax, in units of the largest shortfall.
const STEEPNESS: f64 = 3.0;

/// The issue that is named, from shortfalls by issue (0 or less: nothing to mend) and one uniform.
#[inline]
pub(super) fn named_issue(shortfalls: impl Iterator<Item = f64>, uniform: f64) -> Option<IssueIx> {
    let mut top = [(0.0, IssueIx::FIRST); TOP];
    for (issue, shortfall) in shortfalls.enumerate() {
        if shortfall > top[TOP - 1].0 {
            top[TOP - 1] = (shortfall, IssueIx::new(issue));
            for k in (1..TOP).rev() {
                if top[k].0 > top[k - 1].0 {
                    top.swap(k, k - 1);
                }
            }
        }
    }
    let largest = top[0].0;
    if largest <= 0.0 {
        return None;
    }
    let weight = |k: usize| {
        if top[k].0 > 0.0 {
            exp(STEEPNESS * (top[k].0 / largest - 1.0))
        } else {
            0.0
        }
    };
    let mut left = uniform * (0..TOP).map(weight).sum::<f64>();
    for (k, &(_, issue)) in top.iter().enumerate() {
        left -= weight(k);
        if left < 0.0 {
            return Some(issue);
        }
    }
    Some(top[0].1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_top_three_are_named_and_the_worst_most_often() {
        let shortfalls = [0.1, 0.0, 0.3, 0.25, 0.05, -0.2];
        let mut counts = [0; 6];
        for k in 0..1000 {
            let issue = named_issue(shortfalls.into_iter(), (f64::from(k) + 0.5) / 1000.0).expect("something to mend");
            counts[issue.ix()] += 1;
        }
        assert_eq!([counts[1], counts[4], counts[5]], [0, 0, 0]);
        assert!(counts[2] > counts[3] && counts[3] > counts[0] && counts[0] > 0);
        // Softmax: 1 : e^(3(.25/.3 - 1)) : e^(3(.1/.3 - 1)).
        let total = 1.0 + exp(-0.5) + exp(-2.0);
        assert!((f64::from(counts[2]) / 1000.0 - 1.0 / total).abs() < 2e-3);
    }

    #[test]
    fn nothing_to_mend_names_nothing() {
        assert_eq!(named_issue([0.0, -1.0].into_iter(), 0.5), None);
        assert_eq!(named_issue(std::iter::empty(), 0.5), None);
    }
}
