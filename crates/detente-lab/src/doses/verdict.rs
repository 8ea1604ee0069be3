//! What the runs say of a lever: the answer at each dose, what changed from dose to dose under the same luck, and whether
//! that is what was expected.

use super::answer::Answer;
use super::levers::Sign;
use detente_analyses::statistics::{Estimate, PairedCounts, Sums, mean_interval, newcombe_paired};

/// A share moves less than this from end to end: the lever is weak.
pub const WEAK: f64 = 0.02;
/// A share moves more than this from end to end: the lever is strong, more than the cases are calibrated for.
pub const STRONG: f64 = 0.4;
/// What is expected to do nothing may move a share by this much.
pub const FLAT: f64 = 0.1;

/// Whether an answer does what was expected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// The sign is right beyond luck, no step goes back beyond luck, and the size is that of a lever.
    AsExpected,
    /// The sign is right, and the size below [`WEAK`].
    Weak,
    /// The sign is right, and the size above [`STRONG`].
    Strong,
    /// The effect cannot be told from none.
    Inert,
    /// Not one run answers otherwise.
    Untouched,
    /// The sign is wrong beyond luck.
    WrongWay,
    /// The ends are as they should be, and a step between them goes the wrong way beyond luck.
    NotMonotone,
    /// Too few runs have an answer.
    TooFew,
}

impl Verdict {
    /// All, the best first.
    pub const ALL: [Self; 8] = [
        Self::AsExpected,
        Self::Weak,
        Self::Strong,
        Self::NotMonotone,
        Self::Inert,
        Self::Untouched,
        Self::WrongWay,
        Self::TooFew,
    ];

    /// In words.
    pub fn name(self) -> &'static str {
        match self {
            Self::AsExpected => "as expected",
            Self::Weak => "weak",
            Self::Strong => "strong",
            Self::Inert => "inert",
            Self::Untouched => "untouched",
            Self::WrongWay => "wrong way",
            Self::NotMonotone => "not monotone",
            Self::TooFew => "too few",
        }
    }
}

/// A change of an answer from one dose to another.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Shift {
    /// Pairs of runs with the same luck that both have an answer.
    pub n: u64,
    /// The mean difference with its 95 % interval.
    pub estimate: Estimate,
    /// Whether some pair differs.
    pub moves: bool,
}

/// The mean of the answers of a dose, over the runs that have one.
pub(super) fn mean(answers: &[Option<f64>]) -> Option<f64> {
    let given: Vec<f64> = answers.iter().copied().flatten().collect();
    (!given.is_empty()).then(|| given.iter().sum::<f64>() / given.len() as f64)
}

/// What changes between two doses, run by run under the same luck; nothing for fewer than two pairs.
pub(super) fn shift(answer: Answer, from: &[Option<f64>], to: &[Option<f64>]) -> Option<Shift> {
    let pairs: Vec<(f64, f64)> = from.iter().zip(to).filter_map(|(a, b)| Some(((*a)?, (*b)?))).collect();
    let estimate = if answer.is_share() {
        let count = |of: (f64, f64)| pairs.iter().filter(|pair| **pair == of).count() as u64;
        newcombe_paired(PairedCounts {
            n11: count((1.0, 1.0)),
            n10: count((0.0, 1.0)),
            n01: count((1.0, 0.0)),
            n00: count((0.0, 0.0)),
        })
    } else {
        let mut sums = Sums::default();
        pairs.iter().for_each(|(a, b)| sums.add(b - a));
        mean_interval(sums)
    };
    Some(Shift {
        n: pairs.len() as u64,
        estimate: estimate.filter(|_| pairs.len() > 1)?,
        moves: pairs.iter().any(|(a, b)| a != b),
    })
}

/// Whether a shift goes a way, by more than so many of its intervals.
fn goes(shift: &Shift, sign: Sign, intervals: f64) -> bool {
    let Estimate { value, interval } = shift.estimate;
    match sign {
        Sign::Up => value > intervals * (value - interval.low),
        Sign::Down => -value > intervals * (interval.high - value),
        Sign::Flat => false,
    }
}

/// A step goes back only beyond twice its interval: several are looked at.
const STEP: f64 = 2.0;

/// Judges what happened from the first dose to the last, and from each to the next.
pub(super) fn judge(answer: Answer, sign: Sign, whole: Option<&Shift>, steps: &[Option<Shift>]) -> Verdict {
    let Some(whole) = whole else { return Verdict::TooFew };
    let size = whole.estimate.value.abs();
    let against = match sign {
        Sign::Up => Sign::Down,
        Sign::Down => Sign::Up,
        Sign::Flat if size <= FLAT => return Verdict::AsExpected,
        Sign::Flat => return Verdict::WrongWay,
    };
    let moves = whole.moves || steps.iter().flatten().any(|step| step.moves);
    let back = steps.iter().flatten().any(|step| goes(step, against, STEP));
    match () {
        () if !moves => Verdict::Untouched,
        () if goes(whole, against, 1.0) => Verdict::WrongWay,
        () if !goes(whole, sign, 1.0) => Verdict::Inert,
        () if back => Verdict::NotMonotone,
        () if answer.is_share() && size < WEAK => Verdict::Weak,
        () if answer.is_share() && size > STRONG => Verdict::Strong,
        () => Verdict::AsExpected,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn runs(yes: usize, of: usize) -> Vec<Option<f64>> {
        (0..of).map(|k| Some(f64::from(u8::from(k < yes)))).collect()
    }

    fn verdict(sign: Sign, shares: &[usize]) -> Verdict {
        let doses: Vec<_> = shares.iter().map(|&yes| runs(yes, 1000)).collect();
        let of = |a: usize, b: usize| shift(Answer::Agreement, &doses[a], &doses[b]);
        let steps: Vec<_> = (1..doses.len()).map(|k| of(k - 1, k)).collect();
        judge(Answer::Agreement, sign, of(0, doses.len() - 1).as_ref(), &steps)
    }

    #[test]
    fn each_verdict_has_its_case() {
        assert_eq!(verdict(Sign::Up, &[200, 250, 300]), Verdict::AsExpected);
        assert_eq!(verdict(Sign::Down, &[200, 250, 300]), Verdict::WrongWay);
        assert_eq!(verdict(Sign::Up, &[200, 400, 300]), Verdict::NotMonotone);
        assert_eq!(verdict(Sign::Up, &[200, 203, 218]), Verdict::Weak);
        assert_eq!(verdict(Sign::Up, &[200, 400, 700]), Verdict::Strong);
        assert_eq!(verdict(Sign::Up, &[200, 199, 201]), Verdict::Inert);
        assert_eq!(verdict(Sign::Up, &[200, 200, 200]), Verdict::Untouched);
        assert_eq!(verdict(Sign::Flat, &[200, 220, 150]), Verdict::AsExpected);
        assert_eq!(verdict(Sign::Flat, &[200, 220, 350]), Verdict::WrongWay);
        assert_eq!(judge(Answer::Agreement, Sign::Up, None, &[]), Verdict::TooFew);
    }

    #[test]
    fn runs_without_an_answer_count_in_no_pair() {
        let shift = |a, b| shift(Answer::Day, a, b);
        let from = [Some(3.0), None, Some(10.0), Some(4.0)];
        let to = [Some(5.0), Some(8.0), None, Some(4.0)];
        let found = shift(&from, &to).unwrap();
        assert_eq!((found.n, found.estimate.value, found.moves), (2, 1.0, true));
        assert_eq!(shift(&from[1..3], &to[1..3]), None);
        assert_eq!(mean(&from), Some(17.0 / 3.0));
        assert_eq!(mean(&[None]), None);
    }
}
