//! Minutes of small negotiations, played.

use super::*;
use crate::minutes::minutes;
use detente_core::{Indexed, Lot, Outcome};
use detente_lab::watch::play;
use detente_scenario::{Document, build};
use std::path::Path;
use std::sync::Arc;

/// Two parties, two issues; what follows are talks, behaviours and the calendar.
const SHED: &str = r#"
    format = 1
    [scenario]
    id = "shed"
    title = "A shed to share"
    horizon_days = 60
    [talks]
    protocol = "alternating_offers"
    text_holder = "host"
    [[parties]]
    id = "east"
    name = "East"
    role = "disputant"
    reservation_value = 0.6
    [[parties]]
    id = "west"
    name = "United Cantons"
    role = "disputant"
    reservation_value = 0.6
    [[parties]]
    id = "host"
    name = "Host"
    role = "mediator"
    [[negotiators]]
    id = "east_lead"
    party = "east"
    strategy = { offers = { boulware = 3.0 }, accepts = "aspiration" }
    [[negotiators]]
    id = "west_lead"
    party = "west"
    strategy = { offers = { boulware = 0.5 }, accepts = "aspiration" }
    [[issues]]
    id = "roof"
    title = "Roof"
    options = [{ id = "tin" }, { id = "tile" }, { id = "slate" }]
    weight = { east = 2, west = 1 }
    ideal = { east = 0.0, west = 1.0 }
    [[issues]]
    id = "floor"
    title = "Floor"
    options = [{ id = "10 planks" }, { id = "20 planks" }, { id = "30 planks" }]
    weight = { east = 1, west = 2 }
    ideal = { east = 0.0, west = 1.0 }
"#;

const ONE_MEETING: &str = r#"
    [[calendar]]
    id = "meeting"
    day = 0
    participants = ["east", "west"]
    rounds = 6
"#;

fn played(text: &str) -> Account {
    let registry = detente_agents::standard();
    let document = Document::parse(Path::new("shed.toml"), text).unwrap();
    let model = Arc::new(build(&document, &registry).unwrap().model);
    play(&registry, &model, 1, Lot::of(0)).unwrap()
}

/// The minutes without the head.
fn told(account: &Account) -> String {
    let minutes = minutes(account, &detente_agents::standard());
    let body = minutes.find("\n1. ").unwrap();
    minutes[body..].to_owned()
}

/// The same in one line.
fn flowing(account: &Account) -> String {
    told(account).split_whitespace().collect::<Vec<_>>().join(" ")
}

#[track_caller]
fn assert_told(account: &Account, parts: &[&str]) {
    let told = flowing(account);
    for part in parts {
        assert!(told.contains(part), "not told: {part}\n{told}");
    }
}

#[test]
fn offers_before_and_after_a_text_are_told_in_order() {
    let calendar = r#"
        [[calendar]]
        id = "first"
        day = 0
        participants = ["east", "west"]
        rounds = 2
        [[calendar]]
        id = "caucus"
        after = "first"
        protocol = "single_text"
        participants = ["east", "west", "host"]
        agenda = ["roof"]
        [[calendar]]
        id = "weekly"
        after = "caucus"
        every_days = 7
        participants = ["east", "west"]
        times = 6
        rounds = 1
    "#;
    let expected = "
1. First, day 0
    In the room: East (lead negotiator) and the United Cantons (lead negotiator); behind doors all
    but closed.
    Round 1. The first offers. Both have a reservation value of 0.60.
        East offers Roof: tin; Floor: 10 planks (worth 1.00 to it, 0.00 to the United Cantons).
        The United Cantons declines and offers Roof: slate; Floor: 30 planks (worth 1.00 to it, 0.00
        to East).
    Round 2. East repeats its offer; the United Cantons declines and moves on “Roof” from slate to
    tile (worth 0.83 to it, 0.33 to East).

2. Caucus, day 7
    In the room: East (lead negotiator), the United Cantons (lead negotiator) and Host; behind doors
    all but closed.
    On the agenda: “Roof”.
    Host changed the text on one point:
        Roof: tin → tile
    East could live with the text, but asked for more on “Roof”. The United Cantons rejected the
    text as worse than no agreement, naming “Roof”.

3. Weekly, day 14
    In the room: East (lead negotiator) and the United Cantons (lead negotiator); behind doors all
    but closed.
    Round 3: both repeat their offers.

4 to 6. Weekly, days 21 to 35
    Rounds 4 to 6: both repeat their offers.

7. Weekly, day 42
    Round 7. East moves on “Floor” from 10 to 20 planks (worth 0.83 to it, 0.33 to the United
    Cantons); the United Cantons declines and moves on “Roof” from tile to tin (worth 0.67 to it,
    0.67 to East), its first to reach the reservation value of East.

8. Weekly, day 49
    Round 8: both repeat their offers.

How it ended
    Out of time: the talks reached the end of their time on day 60 without an agreement.
    After eight rounds of offers the parties were still apart. The best offer to East was worth 0.67
    to it (round 7), 0.17 less than its own last one; the best offer to the United Cantons was worth
    0.33 to it (round 7), 0.33 less than its own last one.
    The talks took eight meetings, with eight rounds of offers, and saw no leaks.

The last offers
                                  East / the United Cantons
    Roof                          tin (both)
    Floor                         20 planks / 30 planks
    Worth to East                 0.83 / 0.67
    Worth to the United Cantons   0.33 / 0.67

What each is left with, from 0 to 1
    East             0.600 without an agreement
    United Cantons   0.600 without an agreement
";
    let told = told(&played(&format!("{SHED}{calendar}")));
    assert_eq!(told, expected, "{told}");
}

#[test]
fn an_agreement_is_told_with_its_distances() {
    let text = SHED.replace("boulware = 3.0", "boulware = 0.5") + ONE_MEETING;
    let account = played(&text);
    assert_eq!(account.record.outcome, Outcome::Agreement);
    assert_told(
        &account,
        &[
            "Round 5. East moves on “Floor” from 20 to 30 planks (worth 0.67 to it, 0.67 to the United Cantons), its \
             first to reach the reservation value of the United Cantons; the United Cantons accepts (worth 0.67 to it, \
             0.67 to East). All sides signed the text.",
            "Agreement: the offer of East was signed on day 0, and needed nobody's vote.",
            "East had made it and the United Cantons accepted it in round 5.",
            "The talks took one meeting, with five rounds of offers, and saw no leaks.",
            "What was agreed Roof tin Floor 30 planks What it is worth to each, from 0 to 1",
            "East 0.667, against 0.600 without an agreement",
            "Distances: 0.000 from the frontier, 0.000 from the Nash point",
        ],
    );
}

#[test]
fn a_vote_that_is_lost_names_the_offer() {
    let voted = "[behaviours]\nratification = { threshold = 0.9, width = 0.01, drift = 0.0, delay_days = 14 }\n";
    let text = SHED.replace("boulware = 3.0", "boulware = 0.5") + voted + ONE_MEETING;
    assert_told(
        &played(&text),
        &[
            "Rejected at home: the offer of East signed on day 0 was voted down at home by East on day 14.",
            "What was signed Roof tin Floor 30 planks What each is left with",
        ],
    );
}

#[test]
fn who_has_nothing_to_offer_leaves() {
    let lines = "role = \"disputant\"\n    red_lines = [\"roof=tin\", \"roof=tile\", \"roof=slate\"]\n";
    let text = SHED.replacen("role = \"disputant\"\n", lines, 1) + ONE_MEETING;
    assert_told(
        &played(&text),
        &[
            "Round 1. Both have a reservation value of 0.60. East has nothing to offer. Then East left the table.",
            "Walkout: East left the table on day 0 for good. It had nothing to offer. The talks took one meeting",
            "The last offers None were made.",
        ],
    );
}

#[test]
fn offers_that_come_back_again_and_again_are_told_together() {
    let micro = "offers = \"micro\", accepts = \"micro\"";
    let text = SHED
        .replace("offers = { boulware = 3.0 }, accepts = \"aspiration\"", micro)
        .replace("{ boulware = 0.5 }", "\"hard_liner\"");
    assert_told(
        &played(&(text + ONE_MEETING)),
        &[
            "Rounds 3 to 6: nothing new. East goes back and forth between its offers of rounds 1 and 2; the United \
             Cantons keeps to its offer of round 1. How it ended",
        ],
    );
}

#[test]
fn without_a_party_there_are_no_offers() {
    let text = SHED.to_owned() + &ONE_MEETING.replace("\"west\"", "\"host\"");
    let told = flowing(&played(&text));
    assert!(
        told.contains("No offers were made in the absence of the United Cantons."),
        "{told}"
    );
    // Nothing was offered, so the text is what stands.
    assert!(told.contains("The text as it stood"), "{told}");
}

/// Two buyers and a seller haggle over one number of 61.
fn haggling(strategies: [&str; 3], rounds: u32) -> String {
    let mut text = String::from(
        "format = 1\n[scenario]\nid = \"haggle\"\ntitle = \"Haggle\"\nhorizon_days = 1\n\
         [talks]\nprotocol = \"alternating_offers\"\n",
    );
    for (id, strategy) in ["buyer_a", "buyer_b", "buyer_c"].iter().zip(strategies) {
        text.push_str(&format!(
            "[[parties]]\nid = \"{id}\"\nrole = \"disputant\"\nreservation_value = 0.2\n\
             [[negotiators]]\nid = \"{id}_n\"\nparty = \"{id}\"\n\
             strategy = {{ offers = {strategy}, accepts = \"next\" }}\n"
        ));
    }
    let options: Vec<String> = (0..61).map(|k| format!("{{ id = \"{k} crowns\" }}")).collect();
    text.push_str(&format!(
        "[[issues]]\nid = \"price\"\ntitle = \"Price\"\noptions = [{}]\n\
         weight = {{ buyer_a = 1, buyer_b = 1, buyer_c = 1 }}\n\
         ideal = {{ buyer_a = 0.0, buyer_b = 1.0, buyer_c = 0.0 }}\n\
         [[calendar]]\nid = \"market\"\nday = 0\n\
         participants = [\"buyer_a\", \"buyer_b\", \"buyer_c\"]\nrounds = {rounds}\n",
        options.join(", ")
    ));
    text
}

#[test]
fn of_many_moves_the_first_the_last_and_those_that_matter_are_told() {
    let linear = "{ boulware = 1.0 }";
    let account = played(&haggling(["\"hard_liner\"", linear, "\"hard_liner\""], 60));
    let told = told(&account);
    let rounds = told.split("How it ended").next().unwrap();
    assert!(rounds.lines().count() <= 50, "{told}");
    assert_told(
        &account,
        &[
            "Round 1. The first offers. All have a reservation value of 0.20. A offers Price: 0 crowns",
            "Round 2. A accepts the offer of C (worth 1.00 to it, 0.00 to B, 1.00 to C); B declines and moves on “Price” \
             from 60 to 59 crowns (worth 0.98 to it, 0.02 to A, 0.02 to C); C declines and repeats its offer.",
            "Round 5: the same offers and answers again.",
            "Rounds 7 to 15 are not told one by one (there were moves in seven); meanwhile the offers of B go from \
             0.92 to 0.82, those of C stay at 1.00, each in worth to its maker.",
            // 0.2 of a sum that rounding brings below it is enough.
            "Round 16. A accepts",
            "(worth 0.80 to it, 0.20 to A, 0.20 to C), its first to reach the reservation values of A and C;",
            "Round 60. A accepts",
            "The best offer to A was worth 1.00 to it (round 1), as much as its own last one; the best offer to B was \
             worth 0.00 to it (round 1), 0.22 less than its own last one;",
        ],
    );
}

#[test]
fn consent_among_three_is_told_by_name() {
    let softly = "{ boulware = 0.1 }";
    let account = played(&haggling(["{ boulware = 1.0 }", softly, softly], 20));
    assert_told(
        &account,
        &[
            "C accepts the offer of B (worth 0.58 to it, 0.58 to A, 0.42 to B). Round 2. A moves on “Price” from 2 to 4 \
             crowns (worth 0.93 to it, 0.07 to B, 0.93 to C); B declines and moves",
            "Round 8. A accepts the offer of B (worth 0.72 to it, 0.28 to B, 0.72 to C). All sides signed the text.",
            "B had made it in round 7; C and A accepted it by round 8.",
        ],
    );
}

#[test]
fn offers_are_worth_what_the_run_says() {
    let linked = r#"
        [[linkages]]
        id = "dry"
        party = "east"
        options = ["roof=tin", "floor=30 planks"]
        value = 0.3
    "#;
    let drawn = SHED.replace("boulware = 3.0", "boulware = 0.5").replace(
        "weight = { east = 2, west = 1 }",
        "weight = { east = { uniform = [1.5, 2.5] }, west = 1 }",
    );
    for text in [drawn.clone() + ONE_MEETING, drawn + linked + ONE_MEETING] {
        let account = played(&text);
        assert_eq!(account.record.outcome, Outcome::Agreement);
        let worths = Worths::of(&account, &detente_agents::standard()).unwrap();
        for party in account.model.parties.indices() {
            let utility = worths.utility(party, &account.record.package);
            let difference = utility - account.record.utilities[party];
            assert!(difference.abs() < 1e-12, "{party:?}: {utility}");
        }
    }
}

#[test]
fn utilities_of_another_scale_stand_as_they_are() {
    let own = SHED
        .replace("text_holder", "scale = \"own\"\n    text_holder")
        .replace("{ east = 2, west = 1 }", "{ east = 2000, west = 1000 }")
        .replace("{ east = 1, west = 2 }", "{ east = 1000, west = 2000 }")
        .replace("reservation_value = 0.6", "reservation_value = 1500");
    assert_told(
        &played(&(own + ONE_MEETING)),
        &[
            "Both have a reservation value of 1500.",
            "East offers Roof: tin; Floor: 10 planks (worth 3000 to it, 0 to the United Cantons).",
        ],
    );
}
