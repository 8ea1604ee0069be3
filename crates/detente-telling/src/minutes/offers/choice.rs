//! Which rounds are told by themselves: those in which something moved, and of many the first, the last and those that
//! matter.

use super::Offers;
use super::course::Round;
use crate::minutes::layout::COLUMNS;
use crate::wording::wrapped;
use std::ops::Range;

/// So many rounds with moves are told at most, unless they matter.
const MOST_ROUNDS: usize = 25;
/// So many lines they take at most, or about so many.
const MOST_LINES: usize = 40;
/// Of more, so many are told at the beginning and at the end.
const EDGE: usize = 8;
/// And not fewer than that, however many lines they take.
const LEAST_EDGE: usize = 3;
/// In so many rounds without a new offer, a return to an earlier one is not told by itself.
const LONG: usize = 3;

/// How a round is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fate {
    /// By itself.
    Told,
    /// Everybody repeats its offer.
    Still,
    /// Everybody repeats its offer or goes back to an earlier one.
    Old,
    /// All is as in the round before, with consent to some offer.
    Same,
    /// It is left out.
    LeftOut,
}

/// What is told together: rounds by their places.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Told {
    Round(usize),
    Still(Range<usize>),
    Old(Range<usize>),
    Same(Range<usize>),
    LeftOut(Range<usize>),
}

/// How every round is told.
pub(super) fn fates(offers: &Offers<'_>) -> Vec<Fate> {
    let rounds = &offers.course.rounds;
    let fate = |r: usize| match r.checked_sub(1).map(|before| &rounds[before]) {
        Some(_) if rounds[r].is_still() => Fate::Still,
        Some(before) if rounds[r].repeats(before) => Fate::Same,
        _ => Fate::Told,
    };
    let mut all: Vec<Fate> = (0..rounds.len()).map(fate).collect();
    join_returns(offers, &mut all);
    let moved: Vec<usize> = (0..all.len()).filter(|&r| all[r] == Fate::Told).collect();
    if moved.len() <= MOST_ROUNDS && lines(offers, &all) <= MOST_LINES {
        return all;
    }
    let mut edge = EDGE;
    loop {
        let fates = condensed(offers, &all, &moved, edge);
        if edge == LEAST_EDGE || lines(offers, &fates) <= MOST_LINES {
            return fates;
        }
        edge -= 1;
    }
}

/// Long stretches in which nobody offers anything new, though somebody goes back to an earlier offer, are told
/// together.
fn join_returns(offers: &Offers<'_>, fates: &mut [Fate]) {
    let old: Vec<bool> = offers.course.rounds.iter().map(Round::is_old).collect();
    let mut start = 0;
    for chunk in old.chunk_by(|a, b| a == b) {
        let run = start..start + chunk.len();
        start = run.end;
        if chunk[0] && run.len() >= LONG && fates[run.clone()].contains(&Fate::Told) {
            fates[run].fill(Fate::Old);
        }
    }
}

/// Only so many rounds with moves at the beginning and at the end, and those that matter.
fn condensed(offers: &Offers<'_>, all: &[Fate], moved: &[usize], edge: usize) -> Vec<Fate> {
    let mut fates = all.to_vec();
    let inner = moved.get(edge..moved.len().saturating_sub(edge)).unwrap_or_default();
    for &r in inner.iter().filter(|&&r| !offers.matters(r)) {
        fates[r] = Fate::LeftOut;
    }
    // Repetitions amid what is left out are left out with it.
    let untold: Vec<Range<usize>> = runs(&fates, |a, b| (a == Fate::Told) == (b == Fate::Told));
    for run in untold {
        if fates[run.clone()].contains(&Fate::LeftOut) {
            fates[run].fill(Fate::LeftOut);
        }
    }
    fates
}

/// Lines that the rounds after the first take.
fn lines(offers: &Offers<'_>, fates: &[Fate]) -> usize {
    let told = told(fates, 1..fates.len());
    told.iter()
        .map(|told| wrapped(&offers.entry(told), COLUMNS - 4).len())
        .sum()
}

/// Some rounds, as they are told.
pub(super) fn told(fates: &[Fate], rounds: Range<usize>) -> Vec<Told> {
    let here = fates.get(rounds.clone()).unwrap_or_default();
    let entry = |run: Range<usize>| {
        let places = rounds.start + run.start..rounds.start + run.end;
        match here[run.start] {
            Fate::Told => Told::Round(places.start),
            Fate::Still => Told::Still(places),
            Fate::Old => Told::Old(places),
            Fate::Same => Told::Same(places),
            Fate::LeftOut => Told::LeftOut(places),
        }
    };
    runs(here, |a, b| a == b && a != Fate::Told)
        .into_iter()
        .map(entry)
        .collect()
}

/// Stretches of neighbours that go together.
fn runs(fates: &[Fate], together: impl Fn(Fate, Fate) -> bool) -> Vec<Range<usize>> {
    let mut start = 0;
    fates
        .chunk_by(|&a, &b| together(a, b))
        .map(|chunk| {
            let run = start..start + chunk.len();
            start = run.end;
            run
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbours_of_a_kind_are_told_together() {
        use Fate::{LeftOut, Still};
        let fates = [Fate::Told, Fate::Told, Still, Still, Fate::Told, LeftOut, LeftOut];
        let all = [
            Told::Round(0),
            Told::Round(1),
            Told::Still(2..4),
            Told::Round(4),
            Told::LeftOut(5..7),
        ];
        assert_eq!(told(&fates, 0..7), all);
        assert_eq!(
            told(&fates, 3..6),
            [Told::Still(3..4), Told::Round(4), Told::LeftOut(5..6)]
        );
        assert!(told(&[], 0..0).is_empty());
    }
}
