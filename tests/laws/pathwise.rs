//! Laws that hold pair by pair: two runs with the same luck, one thing changed.

use crate::laws::{CAMP_DAVID, FLAGSHIP, HARBOUR, ends, policy, run_policies, scale, set, share, without_point};
use detente_core::Outcome;

/// Walk-outs at a higher hazard come wherever they came before, and no later: pair by pair, since luck is common.
#[test]
fn walkouts_come_no_later_at_a_higher_hazard() {
    let more = policy("more", vec![scale("behaviours.walkouts.hazard_per_day", 4.0)]);
    let (_, rows) = run_policies("harbour", 2000, vec![more]);
    let left = |outcome: &str| outcome == "walkout" || outcome == "collapsed_after_leak";
    let pairs = ends(&rows, 0).into_iter().zip(ends(&rows, 1));
    let mut walked = (0, 0);
    for ((before, day_before), (after, day_after)) in pairs {
        if left(&before) {
            assert!(
                left(&after) && day_after <= day_before,
                "{before} {day_before}, {after} {day_after}"
            );
        }
        walked = (walked.0 + u32::from(left(&before)), walked.1 + u32::from(left(&after)));
    }
    assert!(walked.0 > 50 && walked.1 > 2 * walked.0, "{walked:?}");
}

/// Talks are given up the sooner the fewer idle sessions people bear: deadlock pair by pair.
#[test]
fn deadlock_comes_no_later_with_less_patience() {
    let patience = |n: &str| policy(n, vec![set("behaviours.deadlock.sessions", n)]);
    let (finished, rows) = run_policies(FLAGSHIP, 1000, vec![patience("3"), patience("10000")]);
    for ((before, day_before), (after, day_after)) in ends(&rows, 0).into_iter().zip(ends(&rows, 1)) {
        if before == "deadlock" {
            assert!(after == "deadlock" && day_after <= day_before, "{after} {day_after}");
        }
    }
    assert!(share(&finished, 1, Outcome::Deadlock) > share(&finished, 0, Outcome::Deadlock));
    assert_eq!(share(&finished, 2, Outcome::Deadlock), 0.0);
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
        let (finished, rows) = run_policies(case, 1500, policies.to_vec());
        for point in [1, 2] {
            let (less, more) = (without_point(&rows, point), without_point(&rows, point + 1));
            for (less, more) in less.iter().zip(&more) {
                assert!(less == more || less[1] == "deadline", "{case}: {less:?} and {more:?}");
            }
            let shares = [point, point + 1].map(|point| share(&finished, point, Outcome::Agreement));
            assert!(shares[1] > shares[0], "{case}: {shares:?}");
        }
    }
}

/// Whether each run of a point ends in agreement.
fn agreements(rows: &[csv::StringRecord], point: usize) -> Vec<bool> {
    ends(rows, point)
        .into_iter()
        .map(|(outcome, _)| outcome == "agreement")
        .collect()
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
    let (_, rows) = run_policies(FLAGSHIP, 2000, vec![mu("-10"), mu("-0.2"), mu("0.5"), mu("10")]);
    let by_mu: Vec<Vec<bool>> = (1..=4).map(|point| agreements(&rows, point)).collect();
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
        let (_, rows) = run_policies(case, 2000, policies.to_vec());
        let counts: Vec<usize> = (0..4).map(|point| count(&agreements(&rows, point))).collect();
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
