//! Dose and response: every lever from none to much, on three cases, under common luck, with the sign that its literature
//! expects. A few hundred runs of each dose show what goes wrong beyond luck; `DETENTE_DOSES=all` plays enough of them to
//! tell an effect from none, and prints the tables.

use crate::laws::{CAMP_DAVID, FLAGSHIP};
use crate::played::scenario;
use detente_lab::Lab;
use detente_lab::doses::{Asking, Doses, LEVERS, Lever, Response, Verdict};
use detente_lab::execute::Settings;
use detente_telling::doses::told;
use std::sync::Arc;

const GOOD_FRIDAY: &str = "good-friday-1998";
const SEED: u64 = 20_251_130;
/// Runs of each dose: those of every test, and those with `DETENTE_DOSES=all`.
const RUNS: [u64; 2] = [200, 2000];

/// What is not as expected today: case, lever (with its party), answer, verdict, why. Whoever mends one takes its line away:
/// a line whose lever has come right fails the test. What is inert shows with many runs only, and is looked at then.
type Known = (&'static str, &'static str, &'static str, Verdict, &'static str);
const LITTLE: &str = "less than two thousand runs can tell here";
const FEW: &str = "in thirteen days behind closed doors there is one setback in a hundred talks";
const TIME: &str = "in thirteen days of short visits more rounds are more time";
const KNOWN: &[Known] = &[
    (FLAGSHIP, "impatience", "agreement", Verdict::Inert, LITTLE),
    (FLAGSHIP, "fatigue", "signed_day", Verdict::Inert, LITTLE),
    (CAMP_DAVID, "rounds", "agreement", Verdict::WrongWay, TIME),
    (CAMP_DAVID, "impatience", "agreement", Verdict::Inert, LITTLE),
    (CAMP_DAVID, "momentum_loss", "agreement", Verdict::Untouched, FEW),
    (
        CAMP_DAVID,
        "team_leak_sensitivity.us",
        "agreement",
        Verdict::Inert,
        LITTLE,
    ),
    (
        CAMP_DAVID,
        "lead_leak_sensitivity.eg",
        "agreement",
        Verdict::Inert,
        LITTLE,
    ),
    (
        CAMP_DAVID,
        "team_leak_sensitivity.il",
        "agreement",
        Verdict::Inert,
        LITTLE,
    ),
    (
        CAMP_DAVID,
        "lead_leak_sensitivity.il",
        "agreement",
        Verdict::Inert,
        LITTLE,
    ),
    (CAMP_DAVID, "weariness", "walkout", Verdict::Inert, LITTLE),
    (CAMP_DAVID, "fatigue", "collapsed_after_leak", Verdict::Inert, LITTLE),
    (GOOD_FRIDAY, "impatience", "agreement", Verdict::Inert, LITTLE),
    (
        GOOD_FRIDAY,
        "team_leak_sensitivity.friends",
        "agreement",
        Verdict::Inert,
        LITTLE,
    ),
    (GOOD_FRIDAY, "ripe", "agreement", Verdict::Inert, LITTLE),
];

fn played(case: &str, levers: Vec<&'static Lever>, runs: u64) -> (String, Vec<Response>) {
    let lab = Arc::new(Lab::from(detente_agents::standard()));
    let file = scenario(case);
    let asking = Asking {
        scenario: &file,
        changes: &[],
        levers,
        seed: SEED,
        runs,
    };
    let doses = Doses::new(&asking, &lab).unwrap_or_else(|e| panic!("{case}: {e}"));
    let settings = Settings {
        threads: 2,
        ..Settings::default()
    };
    let responses = doses.play(&lab, settings, &Arc::default(), &mut |_| {});
    let responses = responses.unwrap_or_else(|e| panic!("{case}: {e}"));
    (told(doses.title(), runs, SEED, &responses), responses)
}

#[expect(clippy::disallowed_methods, reason = "a switch of the tests")]
fn plays_all() -> bool {
    std::env::var("DETENTE_DOSES").is_ok_and(|what| what == "all")
}

/// Whether a verdict is one against a lever.
fn is_wrong(verdict: Verdict) -> bool {
    match verdict {
        Verdict::WrongWay | Verdict::NotMonotone | Verdict::Untouched => true,
        Verdict::Inert => plays_all(),
        Verdict::AsExpected | Verdict::Weak | Verdict::Strong | Verdict::TooFew => false,
    }
}

/// A lever that is weak with many runs, and nothing with few, stays on the list.
fn is_right(verdict: Verdict) -> bool {
    matches!(verdict, Verdict::AsExpected | Verdict::Strong)
}

#[test]
fn levers_act_in_the_direction_that_the_field_knows() {
    let mut wrong = Vec::new();
    let mut seen = vec![false; KNOWN.len()];
    for case in [FLAGSHIP, CAMP_DAVID, GOOD_FRIDAY] {
        let (table, responses) = played(case, LEVERS.iter().collect(), RUNS[usize::from(plays_all())]);
        if plays_all() {
            println!("{table}");
        }
        for response in &responses {
            let Some(verdict) = response.verdict() else { continue };
            let (lever, answer) = (response.name(), response.expected.answer.name());
            let is_it = |(of, known, its, ..): &Known| *of == case && *known == lever && *its == answer;
            let known = KNOWN.iter().position(is_it);
            match known {
                Some(place) => {
                    seen[place] = true;
                    if is_right(verdict) && (plays_all() || KNOWN[place].3 != Verdict::Inert) {
                        wrong.push(format!(
                            "{case}: {lever}, {answer}: {}; take it off the list",
                            verdict.name()
                        ));
                    }
                }
                None if is_wrong(verdict) => {
                    let whole = response.whole().expect("an effect").estimate;
                    wrong.push(format!("{case}: {lever}, {answer}: {}, {whole:?}", verdict.name()));
                }
                None => {}
            }
        }
    }
    let gone = KNOWN.iter().zip(seen).filter(|(_, seen)| !seen);
    wrong.extend(
        gone.map(|((case, lever, answer, ..), _)| {
            format!("{case}: {lever}, {answer}: not played; take it off the list")
        }),
    );
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Any number of threads gives the same table, and a lever alone the same lines as among others.
#[test]
fn doses_depend_on_the_seed_alone() {
    let levers = |ids: &[&str]| -> Vec<&'static Lever> {
        ids.iter()
            .map(|id| Lever::find(id).unwrap_or_else(|e| panic!("{e}")))
            .collect()
    };
    let lines = |ids: &[&str]| played("harbour", levers(ids), 100).0;
    let (both, one) = (lines(&["leaks", "room"]), lines(&["room"]));
    let line = |table: &str| -> Vec<String> {
        let words = |line: &str| line.split_whitespace().collect::<Vec<_>>().join(" ");
        table
            .lines()
            .filter(|line| line.starts_with("room"))
            .map(words)
            .collect()
    };
    assert_eq!(line(&both), line(&one));
    assert_eq!(both, lines(&["leaks", "room"]));
}
