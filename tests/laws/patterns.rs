//! Patterns of talks at large, on two cases of the library or more.

use crate::laws::{
    CAMP_DAVID, COLOMBIA, DAYTON, FLAGSHIP, HARBOUR, OSLO, SURE, agreed, agreement, difference, path, set, stage,
    utility, vary, vary_file,
};
use crate::played::{PlayedRun, run_policies, scenario};
use detente_agents::events;
use detente_core::{Event, Lot, Observer, OptionIx, Outcome, RunRecord};
use detente_scenario::Change;
use std::collections::BTreeMap;
use std::fmt::Write;

/// A case in which nearly everything ends alike teaches nothing.
#[test]
fn every_shipped_case_is_alive() {
    for case in crate::common::stems("scenarios") {
        let played = run_policies(&case, 1000, Vec::new());
        for outcome in Outcome::ALL {
            let share = played.share(0, outcome);
            assert!(share < 0.9, "{case}: {} in {share} of the runs", outcome.name());
        }
        assert!(
            played.share(0, Outcome::Agreement) > 0.02,
            "{case}: hardly ever an agreement"
        );
    }
}

/// A case of two sides with another calendar: so many meetings, evenly spaced, each with both sides at the table, or with
/// one of them alone in turn.
fn meetings(case: &str, mediator: &str, sides: [&str; 2], every_days: u32, times: u32, shuttle: bool) -> String {
    let text = std::fs::read_to_string(scenario(case)).expect("a scenario");
    let is_evidence_of_a_meeting = |line: &str| line.starts_with("\"calendar.");
    let mut kept = String::new();
    let mut is_meeting = false;
    for line in text.lines().filter(|line| !is_evidence_of_a_meeting(line)) {
        if line.starts_with('[') {
            is_meeting = line == "[[calendar]]";
        }
        if !is_meeting {
            kept += line;
            kept.push('\n');
        }
    }
    let [first, second] = sides;
    let _ = match shuttle {
        true => write!(
            kept,
            "[[calendar]]\nid = \"visits\"\nday = 0\nevery_days = {}\ntimes = {}\nprotocol = \"shuttle\"\naides = 2\nrounds = 2\nlegs = [\n\
             {{ id = \"{first}\", participants = [\"{mediator}\", \"{first}\"] }},\n\
             {{ id = \"{second}\", participants = [\"{mediator}\", \"{second}\"], travel_days = {every_days} }},\n]\n",
            2 * every_days,
            times / 2
        ),
        false => write!(
            kept,
            "[[calendar]]\nid = \"table\"\nday = 0\nevery_days = {every_days}\ntimes = {times}\nprotocol = \"single_text\"\naides = 2\nrounds = 2\n\
             participants = [\"{mediator}\", \"{first}\", \"{second}\"]\n",
        ),
    };
    kept
}

/// DeRouen & Moller 2013; Carnevale & Isen 1986: where rivals trust each other they do better at one table, where they do not
/// they do better apart, with a mediator whom both trust. As many meetings on the same days; trust loosens tongues twice as
/// much as by default.
#[test]
fn one_table_serves_those_who_trust_each_other_and_a_shuttle_those_who_do_not() {
    let folder = tempfile::tempdir().expect("a folder");
    for (case, mediator, sides, every_days, times) in [
        (HARBOUR, "mediator", ["north", "south"], 7, 16),
        (CAMP_DAVID, "us", ["eg", "il"], 1, 16),
    ] {
        let relation = |from: &str, to: &str, trust: &str| set(&format!("relations.{from}_{to}.trust"), trust);
        let [one, other] = sides;
        let trusting = |trust: &str| {
            let mut changes = vec![relation(one, other, trust), relation(other, one, trust)];
            changes.push(set("behaviours.trust.candour", "4"));
            for side in sides {
                changes.extend([relation(mediator, side, "0.9"), relation(side, mediator, "0.9")]);
            }
            changes
        };
        let play = |shuttle: bool| {
            let file = folder.path().join(format!("{case}-{shuttle}.toml"));
            std::fs::write(&file, meetings(case, mediator, sides, every_days, times, shuttle))
                .expect("a temporary file");
            vary_file(case, &file, 6_000, vec![trusting("0"), trusting("0.9")])
        };
        let (table, apart) = (play(false), play(true));
        // What the table is better by than the shuttle, among rivals who distrust and who trust each other. Acceptances
        // that outlive harmless changes leave little between the two places in themselves.
        let [distrust, trust] = [1, 2].map(|point| difference(&table.runs(point), &apart.runs(point), agreement));
        let (mean, width) = (trust.0 - distrust.0, libm::hypot(trust.1, distrust.1));
        assert!(
            mean - width > 0.0,
            "{case}: what trust is worth to the table: {mean} +- {width}"
        );
    }
}

/// Putnam 1988: a larger win-set brings more agreements, and worse terms for those who can sign more.
#[test]
fn larger_win_sets_bring_agreements_on_worse_terms() {
    for (case, side) in [(FLAGSHIP, "ua"), (DAYTON, "bosnia")] {
        let threshold = path(&format!("parties.{side}.ratification.threshold"));
        let more = |by: f64| vec![Change::Add(threshold.clone(), by)];
        let played = vary(case, vec![more(0.08), more(-0.08)]);
        played.rises("agreements", 2, 1, agreement);
        played.falls("terms", 2, 1, utility(side));
    }
}

/// Tomz 2007: what backing down costs grows with what was said in public before. The good news is the same, with vows and
/// without.
#[test]
fn the_more_is_vowed_the_more_stands_in_the_way() {
    for case in [FLAGSHIP, OSLO] {
        let vows = |binds: &str| {
            vec![
                set("behaviours.domestic_pressure.audience_cost", "0.3"),
                set("behaviours.signals.chance_per_session", "1"),
                set("behaviours.signals.binds", binds),
            ]
        };
        let played = vary(case, vec![vows("0"), vows("1")]);
        played.falls("agreements", 2, 1, agreement);
    }
}

/// UCDP peace agreements, n = 336: 77 % outlive one year and 68 % five, without guarantees.
#[test]
fn agreements_fail_early() {
    for case in [FLAGSHIP, COLOMBIA] {
        let bare = vec![
            set("behaviours.durability", "{}"),
            set("behaviours.durability.guarantee", "0"),
        ];
        let played = vary(case, vec![bare]);
        let agreements = played.runs(1).into_iter().filter(agreed);
        let broke_down = |run: &PlayedRun| run.number("broke_down_day").unwrap_or(f64::INFINITY);
        let lives: Vec<f64> = agreements.map(|run| broke_down(&run) - run.end_day()).collect();
        for (years, expected) in [(1.0, 0.77), (5.0, 0.68)] {
            let share = lives.iter().filter(|&&days| days > years * 365.25).count() as f64 / lives.len() as f64;
            // A percentage point for the two parameters that stand for the whole curve.
            let width = 0.01 + SURE * (expected * (1.0 - expected) / lives.len() as f64).sqrt();
            assert!(
                (share - expected).abs() < width,
                "{case}: {share} after {years} years, {expected} +- {width}"
            );
        }
    }
}

/// What a run has put on the table, and where it stands.
#[derive(Default)]
struct Table {
    meetings: usize,
    /// Sensitive options that can leak, and the meeting in which each was last written into the text.
    exposed: BTreeMap<OptionIx, Option<usize>>,
    /// The same when the meeting began.
    at_the_beginning: BTreeMap<OptionIx, Option<usize>>,
}

/// Counts options that could leak in a meeting, and those that did: among what the meeting before wrote into the text, and
/// among the rest.
#[derive(Default)]
struct Exposure {
    of_run: BTreeMap<usize, Table>,
    new: [f64; 2],
    rest: [f64; 2],
}

impl Exposure {
    fn count(&mut self, is_new: bool, leaked: bool) {
        let counts = if is_new { &mut self.new } else { &mut self.rest };
        counts[usize::from(leaked)] += 1.0;
    }
}

impl Observer for Exposure {
    fn happened(&mut self, run: usize, event: Event) {
        let table = self.of_run.entry(run).or_default();
        let is_new =
            |table: &Table, written: &Option<usize>| written.is_some_and(|meeting| meeting + 1 == table.meetings);
        match (event.kind, event.option) {
            (events::SESSION_OPENED, _) => {
                table.meetings += 1;
                table.at_the_beginning = table.exposed.clone();
                let new: Vec<bool> = table.exposed.values().map(|written| is_new(table, written)).collect();
                new.into_iter().for_each(|is_new| self.count(is_new, false));
            }
            (events::OPTION_FLOATED, Some(option)) => {
                table.exposed.insert(option, None);
            }
            (events::TEXT_REVISED, Some(option)) => {
                let meeting = table.meetings;
                table
                    .exposed
                    .entry(option)
                    .and_modify(|written| *written = Some(meeting));
            }
            (events::OPTION_LEAKED, Some(option)) => {
                table.exposed.remove(&option);
                if let Some(written) = table.at_the_beginning.get(&option) {
                    let is_new = is_new(table, written);
                    self.count(is_new, true);
                }
            }
            (events::OPTION_BURNT, Some(option)) => {
                table.exposed.remove(&option);
            }
            _ => {}
        }
    }
    fn ended(&mut self, _: usize, _: RunRecord) {}
}

/// Castle & Pelc 2019: leaks cluster around new texts. What has just been written into the text comes out more often than
/// what has been on the table for longer, or is not in the text.
#[test]
fn leaks_cluster_around_new_texts() {
    for case in [FLAGSHIP, DAYTON] {
        let mut exposure = Exposure::default();
        stage(case, &[]).play((0..3000).map(Lot::of), &mut exposure);
        let [(p, n), (q, m)] = [exposure.new, exposure.rest].map(|[could, did]| (did / could, could));
        let width = SURE * (p * (1.0 - p) / n + q * (1.0 - q) / m).sqrt();
        assert!(p - q > width, "{case}: {p} of what is new, {q} of the rest, +- {width}");
    }
}
