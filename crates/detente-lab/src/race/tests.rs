//! Races of the harbour: what is compared is what the runs answered, and a race that goes on is the race of its runs.

use super::*;
use crate::example::{harbour, lab};
use crate::execute::Settings;
use crate::sinks::{self, Played};
use detente_results::{OUTCOMES, Value};

/// A policy that changes nothing, one that does harm, one that helps a little.
const POLICIES: &str = "[[policies]]\nid = \"same\"\nadd = { \"parties.north.reservation_value\" = 0.0 }\n\
    [[policies]]\nid = \"talkative\"\nset = { \"behaviours.leaks.hazard_per_day\" = 0.2 }\n\
    [[policies]]\nid = \"closed_doors\"\nset = { \"calendar.*.secrecy\" = 0.95 }\n";

fn played(better: &str, replicates: u64, raced: Vec<u64>) -> Played {
    let text = format!("seed = 3\n[select]\nmax = 2_048\nbetter = \"{better}\"\n{POLICIES}");
    let mut experiment = harbour(&text);
    experiment.replicates = replicates;
    experiment.raced = raced;
    let plan = Plan::new(experiment, &lab()).unwrap_or_else(|e| panic!("{e}"));
    sinks::play(plan, lab(), Settings::default()).unwrap_or_else(|e| panic!("{e}"))
}

fn raced(played: &Played) -> Raced {
    let select = played.plan.experiment.select.clone().expect("a race");
    Raced::of(&played.plan, &select, &*played.blocks).unwrap_or_else(|e| panic!("{e}"))
}

/// By replicate, whether a run of a policy ends in an agreement.
fn agreements(played: &Played, point: usize) -> Vec<bool> {
    let runs = played.runs(point).expect("runs");
    let outcome = played
        .columns()
        .iter()
        .position(|c| c.name == "outcome")
        .expect("a column");
    (0..runs.len())
        .map(|row| runs.columns[outcome].at(row) == Value::Word(OUTCOMES[0]))
        .collect()
}

#[test]
fn who_is_clearly_worse_is_out_and_the_rows_are_those_of_the_runs() {
    let played = played("more", 1_024, Vec::new());
    let race = raced(&played);
    let rows = race.rows(&played.plan);
    assert_eq!(rows[0].policy, "closed_doors");
    // Six pairs and two looks.
    assert!(rows.iter().all(|row| (row.dropped_at - 0.05 / 12.0).abs() < 1e-15));
    let talkative = rows.iter().find(|row| row.policy == "talkative").expect("a row");
    assert_eq!(
        (talkative.dropped_after, &*talkative.against),
        (Some(1_024), "closed_doors")
    );
    let [worse, better] = [2, 3].map(|point| agreements(&played, point));
    let share = |of: &[bool]| of.iter().filter(|agreed| **agreed).count() as f64 / of.len() as f64;
    assert_eq!(talkative.value, Some(share(&worse)));
    let difference = talkative.difference.expect("a difference");
    assert!((difference - (share(&worse) - share(&better))).abs() < 1e-12);
    // A policy that changes nothing is neither better nor worse.
    let pairs = race.pairs[1][0];
    assert_eq!((pairs.counts.n10, pairs.counts.n01, pairs.differences.n), (0, 0, 1_024));
}

#[test]
fn less_is_better_where_it_is_said() {
    let rows = raced(&played("less", 1_024, Vec::new()));
    let order = rows.rows(&played("less", 1_024, Vec::new()).plan);
    assert_eq!(order[0].policy, "talkative");
    assert!(rows.is_decided() && rows.left() == 1);
}

/// Those that were dropped have the runs that they have had, in the same order; those that are left have all; and the race
/// comes out the same when it is looked at again later.
#[test]
fn a_race_goes_on_with_those_that_are_left() {
    let first = played("more", 1_024, Vec::new());
    let race = raced(&first);
    let runs = race.runs(2_048);
    assert_eq!((runs[0], runs[2], runs[3]), (2_048, 1_024, 2_048));
    let second = played("more", 2_048, runs.clone());
    assert_eq!(second.plan.runs(), runs.iter().sum::<u64>());
    let [all, fewer] = [3, 2].map(|point| agreements(&second, point));
    assert_eq!((all.len(), fewer.len()), (2_048, 1_024));
    assert_eq!(fewer, agreements(&first, 2));
    assert_eq!(all[..1_024], agreements(&first, 3));
    let rows = raced(&second).rows(&second.plan);
    let base = rows.iter().find(|row| row.policy == "base").expect("a row");
    assert_eq!(base.runs, 2_048, "base is played to the end");
    let before = race.rows(&first.plan);
    let of = |rows: &[RaceRow]| rows.iter().find(|row| row.policy == "talkative").cloned();
    assert_eq!(of(&rows), of(&before));
    assert_ne!(first.plan.hash, second.plan.hash);
    assert_eq!(first.plan.study, second.plan.study);
}
