//! Protocols and strategies in whole scenarios: closed forms, and what must not depend on how the work is cut.

use crate::common::{self, told};
use detente_core::{Model, Outcome, PartyIx, RunRecord};
use detente_scenario::{Document, build};
use std::path::Path;

pub(crate) fn model(text: &str) -> Model {
    let document = Document::parse(Path::new("talks.toml"), text).unwrap_or_else(|e| panic!("{e}"));
    let built = build(&document, &detente_agents::standard()).unwrap_or_else(|e| panic!("{e}"));
    built.model
}

/// The records of so many replicates, in their order.
pub(crate) fn play(text: &str, replicates: u64) -> Vec<RunRecord> {
    common::play(model(text), 11, replicates)
}

/// Two parties and a pie of 1,000 parts; option k of the only issue gives k parts to East and the rest to West.
fn pie(protocol: &str, east: &str, west: &str, rounds: u32, more: &str) -> String {
    format!(
        r#"format = 1
scenario = {{ id = "pie", stylised = true, horizon_days = 1 }}
[talks]
protocol = "{protocol}"
[[parties]]
id = "east"
role = "disputant"
[[parties]]
id = "west"
role = "disputant"
[[negotiators]]
id = "easterner"
party = "east"
{east}
[[negotiators]]
id = "westerner"
party = "west"
{west}
[[issues]]
id = "pie"
range = {{ from = 0, to = 1000, step = 1 }}
weight = 1
ideal = {{ east = 1.0, west = 0.0 }}
[[calendar]]
id = "table"
day = 0
participants = ["east", "west"]
rounds = {rounds}
{more}"#
    )
}

const EQUILIBRIUM: &str = r#"strategy = { offers = "rubinstein", accepts = "rubinstein" }"#;

/// Rubinstein 1982: whoever makes the first offer gets `(1 - d2) / (1 - d1 d2)`, at once.
#[test]
fn equilibrium_players_share_the_pie_as_rubinstein_says() {
    let rounds = 9;
    for (first, second) in [(0.9_f64, 0.9_f64), (0.95, 0.8), (0.6, 0.97), (0.5, 0.5)] {
        // The file gives what is left after all rounds; a round is a tenth of the time.
        let whole = |per_round: f64| (0..=rounds).fold(1.0, |left, _| left * per_round);
        let text = pie("alternating_offers", EQUILIBRIUM, EQUILIBRIUM, rounds, "").replacen(
            "role = \"disputant\"",
            &format!("role = \"disputant\"\ndiscount = {}", whole(first)),
            1,
        );
        let text = text.replace(
            "id = \"west\"\nrole = \"disputant\"",
            &format!("id = \"west\"\nrole = \"disputant\"\ndiscount = {}", whole(second)),
        );
        let record = &play(&text, 1)[0];
        let share = (1.0 - second) / (1.0 - first * second);
        assert_eq!(
            (record.outcome, record.rounds),
            (Outcome::Agreement, 1),
            "{first} {second}"
        );
        assert!(
            (record.utilities[PartyIx::FIRST] - share).abs() <= 0.001 + 1e-9,
            "{:?} for {share}",
            record.utilities
        );
        assert_eq!(record.proposer, Some(PartyIx::FIRST));
        // Nothing is lost: the shares fill the pie, and what waiting costs is told apart.
        assert!((record.utilities.iter().sum::<f64>() - 1.0).abs() < 1e-12);
        let left = record.discounted_utilities[PartyIx::FIRST] / record.utilities[PartyIx::FIRST];
        assert!((left - first).abs() < 1e-9, "{left}");
    }
}

/// On a pie the greatest product of surpluses is at equal surpluses: r + (1 - r1 - r2) / 2.
#[test]
fn monotonic_concession_ends_at_the_nash_point_of_the_pie() {
    for (east, west) in [(0.0, 0.0), (0.3, 0.1), (0.2, 0.55)] {
        let text = pie("monotonic_concession", "", "", 2_000, "")
            .replace(
                "id = \"east\"\nrole = \"disputant\"",
                &format!("id = \"east\"\nrole = \"disputant\"\nreservation_value = {east}"),
            )
            .replace(
                "id = \"west\"\nrole = \"disputant\"",
                &format!("id = \"west\"\nrole = \"disputant\"\nreservation_value = {west}"),
            );
        let record = &play(&text, 1)[0];
        let expected = east + (1.0 - east - west) / 2.0;
        assert_eq!(record.outcome, Outcome::Agreement);
        assert!(
            (record.utilities[PartyIx::FIRST] - expected).abs() < 1e-3,
            "{:?} for {expected}",
            record.utilities
        );
        assert!(
            record.nash_distance.is_some_and(|d| d < 1e-9),
            "{:?}",
            record.nash_distance
        );
    }
}

/// Tiredness lowers aspirations, so that both concede sooner; a rate of 0 changes nothing, to the last bit.
#[test]
fn behaviours_bear_on_offers_and_neutral_ones_leave_them_alone() {
    let firm = r#"strategy = { offers = "boulware" }"#;
    let bare = pie("alternating_offers", firm, firm, 100, "");
    let tired = |rate: f64| {
        let on = format!(
            "[behaviours]\nfatigue = {{ start = {rate}, rate_per_session = {rate}, hardship_per_day = 0 }}\n[talks]"
        );
        bare.replacen("[talks]", &on, 1)
    };
    let [without, neutral, with] = [bare.clone(), tired(0.0), tired(0.8)].map(|text| play(&text, 1).remove(0));
    assert_eq!(without, neutral);
    assert_eq!(with.outcome, Outcome::Agreement);
    assert!(with.rounds < without.rounds, "{} and {}", with.rounds, without.rounds);
}

/// A deal that a vote at home sends back is off the table: both bargain anew, and the next one is voted on in its turn.
#[test]
fn a_deal_that_is_sent_back_is_bargained_over_anew() {
    for (protocol, offers) in [("alternating_offers", "boulware"), ("monotonic_concession", "zeuthen")] {
        let strategy = format!("strategy = {{ offers = \"{offers}\" }}");
        // No support is enough: the first vote sends the text back, the second ends the talks.
        let lost = "[behaviours]\nratification = { threshold = 2, width = 0, drift = 0, amendment = 1, delay_days = 30 }\n[talks]";
        let text = pie(protocol, &strategy, &strategy, 400, "every_days = 30\ntimes = 12\n")
            .replacen("[talks]", lost, 1)
            .replacen("horizon_days = 1 ", "horizon_days = 400 ", 1);
        for record in play(&text, 10) {
            assert_eq!(record.outcome, Outcome::RejectedAtHome, "{protocol}");
            assert!(
                record.end_day >= 60,
                "{protocol}: two votes of 30 days each, and day {}",
                record.end_day
            );
        }
    }
}

/// Nobody signs what is worth less than no agreement, whatever strategies meet, with preferences drawn anew in each run.
#[test]
fn nobody_signs_below_the_reservation_value() {
    let words = [
        "boulware",
        "conceder",
        "naive_tit_for_tat",
        "micro",
        "zeuthen",
        "trade_off",
        "random_walker",
        "hard_liner",
    ];
    let accepts = ["aspiration", "next", "naive_tit_for_tat", "micro", "zeuthen"];
    let mut agreements = 0;
    for (k, east) in words.iter().enumerate() {
        let west = words[(k * 3 + 1) % words.len()];
        let strategy = |word: &str, k: usize| {
            format!(
                "strategy = {{ offers = \"{word}\", accepts = \"{}\" }}",
                accepts[k % accepts.len()]
            )
        };
        let text = pie("alternating_offers", &strategy(east, k), &strategy(west, k + 2), 40, "")
            .replace(
                "role = \"disputant\"",
                "role = \"disputant\"\nreservation_value = { uniform = [0.1, 0.7] }",
            )
            .replace(
                "weight = 1",
                "weight = 2\nvalues = { east = { \"500\" = { uniform = [0.2, 0.9] } } }",
            );
        for record in play(&text, 50) {
            agreements += u32::from(record.outcome == Outcome::Agreement);
            for (utility, reservation) in record.utilities.iter().zip(record.reservation_values.iter()) {
                assert!(utility >= reservation, "{east} and {west}: {record:?}");
            }
        }
    }
    assert!(agreements > 50, "{agreements} agreements");
}

/// Five parties; the option that stands is good for all but the last, who cannot live with it.
fn plenary(voting: &str) -> String {
    let mut text = format!(
        "format = 1\nscenario = {{ id = \"plenary\", stylised = true, horizon_days = 100 }}\n\
         [talks]\nprotocol = \"plenary\"\ntext_holder = \"chair\"\nvoting = {voting}\n[[parties]]\nid = \"chair\"\nrole = \"mediator\"\n"
    );
    for k in 0..5 {
        text += &format!(
            "[[parties]]\nid = \"p{k}\"\nrole = \"disputant\"\nreservation_value = 0.4\nvotes = {}\n",
            k + 1
        );
    }
    text += "[[issues]]\nid = \"target\"\nweight = { p0 = 1, p1 = 1, p2 = 1, p3 = 1, p4 = 1 }\nripe = 1\noptions = [{ id = \"low\", at = 0.0 }, { id = \"high\", at = 1.0 }]\n\
             opening = \"high\"\nideal = { p0 = 1.0, p1 = 1.0, p2 = 1.0, p3 = 1.0, p4 = 0.0 }\n\
             [[calendar]]\nid = \"plenary\"\nday = 3\nparticipants = [\"chair\", \"p0\", \"p1\", \"p2\", \"p3\", \"p4\"]\nrounds = 2\n";
    text
}

/// Weights are 1 to 5 and the last objects: 10 of 15 are for it, just two thirds.
#[test]
fn a_plenary_adopts_by_its_rule() {
    let outcome = |voting: &str| {
        let record = play(&plenary(voting), 1).remove(0);
        (record.outcome, record.end_day)
    };
    let adopted = (Outcome::Agreement, 3);
    assert_eq!(outcome("{ rule = \"consensus\" }").0, Outcome::Deadline);
    assert_eq!(outcome("{ rule = \"unanimity\" }").0, Outcome::Deadline);
    assert_eq!(outcome("{ rule = \"qualified_majority\" }"), adopted);
    assert_eq!(
        outcome("{ rule = \"qualified_majority\", majority = 0.67 }").0,
        Outcome::Deadline
    );
    // Who can live with a text does not block a consensus, but does block unanimity.
    let mild = |voting: &str| {
        let text = plenary(voting).replace("p4 = 0.0 }", "p4 = 0.0 }\ntolerance = { p4 = 2.0 }");
        play(&text.replace("reservation_value = 0.4", "reservation_value = 0.0"), 1)
            .remove(0)
            .outcome
    };
    assert_eq!(mild("{ rule = \"consensus\" }"), Outcome::Agreement);
}

/// The same bytes for any threads and batch, with preferences drawn anew in each run and behaviours on.
#[test]
fn negotiations_by_offers_give_the_same_bytes_however_they_are_run() {
    let home = common::temporary_folder();
    let strategy = |word: &str| format!("strategy = {{ offers = \"{word}\" }}");
    let text = pie(
        "alternating_offers",
        &strategy("random_walker"),
        &strategy("micro"),
        60,
        "",
    )
    .replace(
        "weight = 1",
        "weight = 2\nvalues = { east = { \"500\" = { uniform = [0.2, 0.9] } } }",
    )
    .replacen(
        "[talks]",
        "[behaviours]\nfatigue = {}\nmomentum = {}\nleaks = {}\n[talks]",
        1,
    );
    std::fs::write(home.path().join("talks.toml"), text).expect("a temporary file");
    let run = |out: &str, threads: &str, batch: &str| {
        let fixed = [
            "run",
            "talks.toml",
            "--replicates",
            "1500",
            "--quiet",
            "--no-figures",
            "--out",
            out,
        ];
        told(
            home.path(),
            &[&fixed[..], &["--threads", threads, "--batch", batch]].concat(),
        );
        common::listing(&home.path().join(out))
    };
    let usual = run("usual", "2", "64");
    assert!(usual.contains_key("runs.csv"));
    for (threads, batch) in [("1", "1"), ("1", "7"), ("2", "1024")] {
        let other = run(&format!("t{threads}b{batch}"), threads, batch);
        assert_eq!(usual, other, "{threads} threads, batch {batch}");
    }
}
