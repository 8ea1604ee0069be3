//! What the holder of a text remembers: which wordings stood, what was done with an issue, what it believed then.

use crate::facts::Worth;
use detente_core::{
    Case, Issue, IssueOption, Issues, Options, Party, PartyIx, Runs, Stance, Stances, Talks, The, Weighing, state,
};

/// Worths this near each other are level, whatever rounding made of them.
const LEVEL: f64 = 1e-12;

state! {
    /// Whether anybody has turned the text down since it last changed.
    pub(super) TurnedDown on Talks, run, "" (pub(super) bool = false)
}

state! {
    /// Whether an option has stood in the text.
    pub(super) Stood on IssueOption, run begins open_text, "" (pub(super) bool = false)
}

fn open_text(case: The<Case>, mut runs: Runs<Options<&mut Stood>>) {
    for (_, stood) in runs.iter() {
        stood.fill(Stood(false));
        for issue in &case.issues {
            stood[issue.opening].0 = true;
        }
    }
}

state! {
    /// What has been done with an issue.
    pub(super) Handled on Issue, run, "" {
        /// Changes of its wording.
        pub(super) changes: u32 = 0,
        /// Meeting in which it was named last; 0 before any.
        pub(super) named: u32 = 0,
    }
}

state! {
    /// Whether the wording of an issue was changed in this session.
    pub(super) Rewritten on Issue, session, "" (pub(super) bool = false)
}

state! {
    /// Whether the brackets round a ripe issue have been told of.
    pub(super) Announced on Issue, run, "" (pub(super) bool = false)
}

state! {
    /// What the holder believed of an option when it last changed the wording of its issue.
    pub(super) BelievedThen on Stance, run, "utility" (pub(super) f64 = 0.0)
}

state! {
    /// Whether a party has accepted the text since the last wording that never stood before.
    pub(super) WonOver on Party, run, "" (pub(super) bool = false)
}

state! {
    /// Whether an issue is a line: along its options every disputant's worth rises to one peak and falls from there.
    pub(super) Line on Issue, kept, "" (pub(super) bool = false)
}

/// Which issues are lines, where stakes have changed.
pub(super) fn find_lines(case: The<Case>, mut runs: Runs<(Issues<&mut Line>, Stances<&Worth>)>) {
    for (_, (lines, worths)) in runs.filter(|run| run.weighing != Weighing::Kept) {
        let worths = case.by_option(worths);
        for (line, issue) in lines.iter_mut().zip(&case.issues) {
            let own = |p: PartyIx| worths[(p, issue.options.clone())].iter().map(|w| w.0);
            line.0 = case.disputants.iter().all(|&p| has_one_peak(own(p)));
        }
    }
}

/// Whether numbers rise to one peak, or plateau, and fall from there.
fn has_one_peak(worths: impl Iterator<Item = f64>) -> bool {
    let (mut falls, mut last) = (false, f64::NEG_INFINITY);
    for worth in worths {
        if falls && worth > last + LEVEL {
            return false;
        }
        falls |= worth < last - LEVEL;
        last = worth;
    }
    true
}

#[cfg(test)]
mod tests {
    use super::has_one_peak;

    #[test]
    fn a_line_has_one_peak() {
        for line in [&[0.1, 0.3, 0.2][..], &[0.3, 0.2, 0.2, 0.1], &[0.1, 0.1, 0.4], &[0.2]] {
            assert!(has_one_peak(line.iter().copied()), "{line:?}");
        }
        for other in [&[0.3, 0.1, 0.2][..], &[0.1, 0.3, 0.2, 0.25]] {
            assert!(!has_one_peak(other.iter().copied()), "{other:?}");
        }
    }
}
