//! Laws that hold pair by pair: two runs with the same luck, one thing changed.

use crate::laws::{CAMP_DAVID, FLAGSHIP, HARBOUR, agreed, policy, scale, set, stage};
use crate::played::{Played, PlayedRun, run_policies};
use detente_agents::events;
use detente_core::{Event, Lot, Observer, Outcome, RunRecord};
use std::collections::BTreeSet;

/// Walkouts at a higher hazard come wherever they came before, and no later: pair by pair, since luck is common.
#[test]
fn walkouts_come_no_later_at_a_higher_hazard() {
    let more = policy("more", vec![scale("behaviours.walkouts.hazard_per_day", 4.0)]);
    let played = run_policies("harbour", 2000, vec![more]);
    let left = |run: &PlayedRun| run.ended_in(Outcome::WalkOut) || run.ended_in(Outcome::CollapsedAfterLeak);
    let mut walked = (0, 0);
    for (before, after) in played.runs(0).iter().zip(&played.runs(1)) {
        if left(before) {
            assert!(
                left(after) && after.end_day() <= before.end_day(),
                "{before:?}, {after:?}"
            );
        }
        walked = (walked.0 + u32::from(left(before)), walked.1 + u32::from(left(after)));
    }
    assert!(walked.0 > 50 && walked.1 > 2 * walked.0, "{walked:?}");
}

/// Talks are given up the sooner the less time people give them without movement: deadlock pair by pair.
#[test]
fn deadlock_comes_no_later_with_less_patience() {
    let impatient = policy("impatient", vec![set("behaviours.deadlock.days", "40")]);
    let never = policy("never", vec![set("behaviours.deadlock.enabled", "false")]);
    let played = run_policies(FLAGSHIP, 1000, vec![impatient, never]);
    let idle = |run: &PlayedRun| run.ended_in(Outcome::Deadlock);
    for (before, after) in played.runs(0).iter().zip(&played.runs(1)) {
        if idle(before) {
            assert!(
                idle(after) && after.end_day() <= before.end_day(),
                "{before:?}, {after:?}"
            );
        }
    }
    let share = |point| played.share(point, Outcome::Deadlock);
    assert!(share(1) > share(0));
    assert_eq!(share(2), 0.0);
}

/// More time never undoes what came about in less, where nobody's tempo hangs on the horizon: every run that did not run
/// out of time is the same run, to the last digit.
#[test]
fn more_time_changes_no_run_that_had_ended_before() {
    for (case, horizons) in [(HARBOUR, ["50", "90", "120"]), (FLAGSHIP, ["120", "240", "364"])] {
        let policies = horizons.map(|days| {
            let horizon = set("scenario.horizon_days", days);
            let without_haste = set("behaviours.haste.enabled", "false");
            let changes = if case == FLAGSHIP {
                vec![horizon, without_haste]
            } else {
                vec![horizon]
            };
            policy(days, changes)
        });
        let played = run_policies(case, 1500, policies.to_vec());
        for point in [1, 2] {
            for (less, more) in played.runs(point).iter().zip(&played.runs(point + 1)) {
                assert!(
                    less == more || less.ended_in(Outcome::Deadline),
                    "{case}: {less:?} and {more:?}"
                );
            }
            let shares = [point, point + 1].map(|point| played.share(point, Outcome::Agreement));
            assert!(shares[1] > shares[0], "{case}: {shares:?}");
        }
    }
}

/// Whether each run of a point ends in agreement.
fn agreements(played: &Played, point: usize) -> Vec<bool> {
    played.runs(point).iter().map(agreed).collect()
}

fn count(agreed: &[bool]) -> usize {
    agreed.iter().filter(|&&agreed| agreed).count()
}

/// Where red lines leave no other way, a refused workaround ends all hope: whatever is agreed with reluctant allies is
/// agreed with willing ones too. Only the workaround is asked about, since a refusal elsewhere ends nothing.
#[test]
fn willing_guarantors_lose_no_agreement_where_refusal_closes_the_zone() {
    let others = [
        "alliance_growth.options.written_stop",
        "foreign_forces.options.reassurance_force",
        "security_guarantee.options.article_five_like",
    ];
    let mu = |n: &str| {
        let unasked = others
            .iter()
            .map(|option| set(&format!("issues.{option}.consent"), "[]"));
        policy(n, unasked.chain([set("parties.nato.consent.mu", n)]).collect())
    };
    let played = run_policies(FLAGSHIP, 2000, vec![mu("-10"), mu("-0.2"), mu("0.5"), mu("10")]);
    let by_mu: Vec<Vec<bool>> = (1..=4).map(|point| agreements(&played, point)).collect();
    assert_eq!(count(&by_mu[0]), 0, "nobody consents, nothing is agreed");
    for pair in by_mu.windows(2) {
        let lost = pair[0]
            .iter()
            .zip(&pair[1])
            .filter(|&(&less, &more)| less && !more)
            .count();
        assert_eq!(lost, 0, "agreements lost to more consent");
        assert!(count(&pair[1]) > count(&pair[0]));
    }
}

/// Where both sides' red lines meet on an issue, a workaround is what there is to gain: never an agreement without it, some
/// with it, none if it is there but nobody can find it.
#[test]
fn a_workaround_never_costs_an_agreement_where_red_lines_close_the_zone() {
    let cases = [
        (FLAGSHIP, "issues.alliance_door.options.limits_by_alliance"),
        (CAMP_DAVID, "issues.sinai_settlements.options.left_to_parliament"),
    ];
    for (case, workaround) in cases {
        let variants = [
            ("never", vec![set(&format!("{workaround}.off_table"), "true")]),
            ("hidden", vec![set("behaviours.discovery.hazard_per_session", "0")]),
            ("known", vec![set(&format!("{workaround}.latent"), "false")]),
        ];
        let policies = variants.map(|(id, changes)| policy(id, changes));
        let played = run_policies(case, 2000, policies.to_vec());
        let counts: Vec<usize> = (0..4).map(|point| count(&agreements(&played, point))).collect();
        let [stands, never, hidden, known] = counts[..] else {
            panic!("four points")
        };
        assert_eq!(
            (never, hidden),
            (0, 0),
            "{case}: no workaround, or none that anybody finds"
        );
        assert!(stands > 0 && known > 0, "{case}: {counts:?}");
    }
}

/// What has become of issues that were agreed for good.
#[derive(Default)]
struct Harvest {
    /// Run and issue.
    agreed: BTreeSet<(usize, detente_core::IssueIx)>,
    reopened_elsewhere: usize,
    undone: usize,
}

impl Observer for Harvest {
    fn happened(&mut self, run: usize, event: Event) {
        let Some(issue) = event.issue else { return };
        let is_agreed = self.agreed.contains(&(run, issue));
        if event.kind == events::ISSUE_HARVESTED {
            self.agreed.insert((run, issue));
        } else if event.kind == events::ISSUE_REOPENED {
            self.undone += usize::from(is_agreed);
            self.reopened_elsewhere += usize::from(!is_agreed);
        } else if event.kind == events::TEXT_REVISED {
            self.undone += usize::from(is_agreed);
        }
    }
    fn ended(&mut self, _: usize, _: RunRecord) {}
}

/// What is agreed for good, ahead of the rest, is neither changed nor opened again, however clumsy people are and
/// whatever comes out.
#[test]
fn what_is_harvested_stays_agreed() {
    for case in [HARBOUR, FLAGSHIP] {
        let clumsy = [
            set("talks.signing", "\"early_harvest\""),
            set("behaviours.missteps.reopen", "1"),
            scale("behaviours.missteps.hazard_per_meeting_day", 10.0),
            scale("behaviours.leaks.hazard_per_day", 5.0),
        ];
        let mut told = Harvest::default();
        stage(case, &clumsy).play((0..1000).map(Lot::of), &mut told);
        assert!(
            told.agreed.len() > 100 && told.reopened_elsewhere > 20,
            "{case}: {}",
            told.agreed.len()
        );
        assert_eq!(told.undone, 0, "{case}");
    }
}
