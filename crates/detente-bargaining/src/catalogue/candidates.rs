//! Candidate packages of a space too large to enumerate.

use crate::{Problem, SupportedFrontier};

/// The candidates of a problem, at most `most`, ascending and without duplicates; see
/// [`Catalogue::candidates`](super::Catalogue::candidates).
pub(super) fn collect(problem: &Problem, most: usize) -> Vec<Vec<u16>> {
    let mut frontier = SupportedFrontier::new();
    frontier.trace(problem);
    let points = frontier.points();
    let mut found: Vec<Vec<u16>> = (0..points.len()).map(|index| points.package(index).to_vec()).collect();
    climb_ladders(problem, &mut found);
    found.retain(|package| problem.allows(package));
    found.truncate(most);
    sort(&mut found);
    add_neighbours(problem, &mut found, most);
    found
}

fn sort(found: &mut Vec<Vec<u16>>) {
    found.sort_unstable();
    found.dedup();
}

/// Each party's best package and its ladders towards the others' best.
fn climb_ladders(problem: &Problem, found: &mut Vec<Vec<u16>>) {
    let best: Option<Vec<Vec<u16>>> = (0..problem.n_parties())
        .map(|party| best_package(problem, party))
        .collect();
    let Some(best) = best else { return };
    for own in 0..best.len() {
        found.push(best[own].clone());
        for other in (0..best.len()).filter(|&other| other != own) {
            climb(problem, own, other, &best, found);
        }
    }
}

/// The package of the best allowed option of each issue, linkages aside; `None` where an issue has
/// no allowed option.
fn best_package(problem: &Problem, party: usize) -> Option<Vec<u16>> {
    let (space, worth) = (problem.space(), problem.parties()[party].worth());
    let best_option = |issue: usize| {
        let allowed = space.options(issue).filter(|&flat| problem.allows_option(flat));
        // The first of equal options: `max_by` alone would take the last.
        let best = allowed.rev().max_by(|&a, &b| worth[a].total_cmp(&worth[b]))?;
        Some(space.issue_and_option(best).1)
    };
    (0..space.n_issues()).map(best_option).collect()
}

/// The ladder from one party's best package to another's: every step changes the issue that gives
/// the other most for each unit of own loss, in the additive worths.
fn climb(problem: &Problem, own: usize, other: usize, best: &[Vec<u16>], found: &mut Vec<Vec<u16>>) {
    let space = problem.space();
    let change = |party: usize, issue: usize| {
        let [from, to] = [own, other].map(|side: usize| space.flat(issue, best[side][issue]));
        let worth = problem.parties()[party].worth();
        worth[to] - worth[from]
    };
    let rate = |issue: usize| {
        let (loss, gain) = (-change(own, issue), change(other, issue));
        // What costs nothing comes first.
        if loss > 0.0 { gain / loss } else { f64::INFINITY }
    };
    let mut issues: Vec<usize> = (0..space.n_issues())
        .filter(|&issue| best[own][issue] != best[other][issue])
        .collect();
    issues.sort_by(|&a, &b| rate(b).total_cmp(&rate(a)));
    let mut package = best[own].clone();
    for issue in issues {
        package[issue] = best[other][issue];
        found.push(package.clone());
    }
}

/// Adds allowed packages that differ from one of those found on one issue, as far as there is room.
fn add_neighbours(problem: &Problem, found: &mut Vec<Vec<u16>>, most: usize) {
    let space = problem.space();
    let n_seeds = found.len();
    let per_seed = space.n_flat() - space.n_issues();
    // Where not all neighbours fit, seeds are taken evenly from the whole list.
    let n_visited = n_seeds.min(most.saturating_sub(n_seeds) / per_seed.max(1));
    for visit in 0..n_visited {
        let seed = visit * n_seeds / n_visited;
        for flat in 0..space.n_flat() {
            let (issue, option) = space.issue_and_option(flat);
            let mut package = found[seed].clone();
            if package[issue] != option {
                package[issue] = option;
                if problem.allows(&package) {
                    found.push(package);
                }
            }
        }
    }
    sort(found);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Exclusion, OutcomeSpace, Preferences};

    #[test]
    fn a_ladder_gives_first_what_costs_least() {
        let space = OutcomeSpace::new(&[2, 2]).unwrap();
        let (north, south) = ([0.2, 0.0, 0.8, 0.0], [0.0, 0.6, 0.0, 0.4]);
        let parties = [&north, &south].map(|worth| Preferences::new(&space, worth, &[]).unwrap());
        let problem = Problem::new(&space, &parties, &[], &[true; 4]).unwrap();
        let mut found = Vec::new();
        climb_ladders(&problem, &mut found);
        // North's first issue gives South 3 for 1; South's second gives North 2 for 1.
        assert_eq!(found, [[0, 0], [1, 0], [1, 1], [1, 1], [1, 0], [0, 0]]);
    }

    #[test]
    fn room_and_exclusions_are_kept() {
        let space = OutcomeSpace::new(&[5; 12]).unwrap();
        let north: Vec<f64> = (0..60).map(|flat| f64::from(flat % 5 * 7 % 11)).collect();
        let south: Vec<f64> = (0..60).map(|flat| f64::from(flat * 13 % 17)).collect();
        let parties = [&north, &south].map(|worth| Preferences::new(&space, worth, &[]).unwrap());
        let exclusions = [Exclusion { options: vec![0, 5] }];
        let problem = Problem::new(&space, &parties, &exclusions, &[true; 60]).unwrap();
        for most in [10, 100, 1_000] {
            let found = collect(&problem, most);
            assert!(!found.is_empty() && found.len() <= most);
            assert!(found.iter().all(|package| problem.allows(package)));
        }
    }
}
