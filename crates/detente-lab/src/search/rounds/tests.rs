//! A search of the harbour: its field, its luck, and that it finds a lever that is known to matter at the right end.

use super::*;
use crate::example::{harbour, lab};
use crate::search::{Verdict, finalists};
use crate::sinks;
use detente_analyses::Response;
use detente_scenario::{Document, TomlFile};
use std::path::Path;

/// How talkative the town is, from not at all to five times what it is, and a number that hardly matters.
fn field(better: &str) -> Plan {
    let text = format!(
        "seed = 11\n[search]\nbetter = \"{better}\"\ncandidates = 12\nruns = 60\nfinalists = 2\nfinal_runs = 300\n\
         [[search.limits]]\nresponse = \"quick\"\nat_least = 0.0\n\
         [[responses]]\nid = \"quick\"\nshare = {{ end_day = {{ at_most = 60 }} }}\n\
         [[factors]]\nid = \"talk\"\npath = \"behaviours.leaks.hazard_per_day\"\nrange = [0.0, 0.2]\n\
         [[factors]]\nid = \"aides\"\npath = \"calendar.opening.aides\"\nrange = [3, 5]\n"
    );
    Plan::new(harbour(&text), &lab()).unwrap_or_else(|e| panic!("{e}"))
}

fn found(field: &Plan, threads: usize) -> Found {
    let settings = Settings {
        threads,
        ..Settings::default()
    };
    let search = field.experiment.search.as_ref().expect("a search");
    let control = Arc::new(Control::default());
    seek(field, search, &Arc::new(lab()), settings, &control, &mut |_| {}).unwrap_or_else(|e| panic!("{e}"))
}

/// The final as the file of the finalists says it.
fn of_final(field: &Plan, found: &Found) -> Plan {
    final_of(field, &found.finalists)
}

fn final_of(field: &Plan, finalists: &[usize]) -> Plan {
    let search = field.experiment.search.as_ref().expect("a search");
    let text = finalists::text(field, search, finalists, "scenarios/harbour.toml");
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../finalists.toml");
    let toml = TomlFile::parse(&file, text).expect("TOML");
    let experiment = Experiment::from_toml(&toml, &lab().designs).unwrap_or_else(|e| panic!("{e}"));
    Plan::new(experiment, &lab()).unwrap_or_else(|e| panic!("{e}"))
}

fn level(field: &Plan, candidate: usize) -> f64 {
    field.levels(candidate)[0].number().expect("a number")
}

/// Fewer leaks, more agreements (Castle & Pelc 2019; the law of doses says so too): the most are found where the town says
/// nothing, the fewest where it says most.
#[test]
fn a_lever_that_is_known_to_matter_is_found_at_the_right_end() {
    for (better, right) in [("more", 0.0..0.05), ("less", 0.15..0.2)] {
        let field = field(better);
        let found = found(&field, 2);
        let first = level(&field, found.finalists[0]);
        assert!(right.contains(&first), "{better}: {first}, {:?}", found.finalists);
    }
}

/// An end of the talks can be asked for without being written down as a response, and means the same in the final.
#[test]
fn ends_of_the_talks_are_looked_for_and_kept_within_limits() {
    let text = "[search]\nobjective = \"deadlock\"\nbetter = \"less\"\n\
                [[search.limits]]\nresponse = \"walkout\"\nat_most = 0.2\n\
                [[factors]]\nid = \"aides\"\npath = \"calendar.opening.aides\"\nrange = [3, 5]\n";
    let field = Plan::new(harbour(text), &lab()).unwrap_or_else(|e| panic!("{e}"));
    let asked = field.experiment.search.as_ref().expect("a search").asked();
    let ends = ["deadlock", "walkout"].map(Response::of_end);
    for plan in [&field, &final_of(&field, &[1, 2])] {
        let known = asked.iter().map(|&place| plan.experiment.responses[place].clone());
        assert_eq!(known.collect::<Vec<_>>(), ends);
    }
}

#[test]
fn any_number_of_threads_finds_the_same() {
    let field = field("more");
    let one = found(&field, 1);
    assert_eq!(one, found(&field, 4));
    let search = field.experiment.search.as_ref().expect("a search");
    let table = |found: &Found| found.table(&field, search, None).write();
    assert_eq!(table(&one), table(&found(&field, 3)));
}

/// No two parts of a search share a seed, so no two share a luck; and the candidates of every round are those of the field.
#[test]
fn every_round_and_the_final_have_luck_of_their_own() {
    let mut seeds: Vec<u64> = (0..20).map(|round| seed_of(11, "round", round)).collect();
    seeds.extend([11, seed_of(11, "final", 0), seed_of(12, "final", 0)]);
    assert!(seeds.iter().all(|seed| *seed <= i64::MAX as u64));
    seeds.sort_unstable();
    seeds.dedup();
    assert_eq!(seeds.len(), 23);
    let field = field("more");
    let round = Plan::new(of_round(&field.experiment, 1, &[3, 9], 120), &lab()).expect("a plan");
    assert_eq!((round.n_points(), round.experiment.replicates), (3, 120));
    assert_eq!(round.levels(1), field.levels(3));
    assert_eq!(round.levels(2), field.levels(9));
    assert_ne!(round.seed, field.seed);
    assert_ne!(
        round.study,
        Plan::new(of_round(&field.experiment, 1, &[3, 8], 120), &lab())
            .expect("a plan")
            .study
    );
}

/// The finalists as written are the candidates: the same models, number for number. What is reported is what their final
/// says, and that is not what the search said.
#[test]
fn the_final_plays_the_finalists_and_its_number_is_reported() {
    let field = field("more");
    let found = found(&field, 2);
    let plan = of_final(&field, &found);
    assert_eq!(plan.n_points(), 1 + found.finalists.len());
    assert_eq!(plan.experiment.seed, seed_of(11, "final", 0));
    for (k, &candidate) in found.finalists.iter().enumerate() {
        let changed = |plan: &Plan, point: usize| {
            let changes: Vec<_> = plan.changes(point).into_iter().map(|placed| placed.change).collect();
            let document = Document::read(&field.experiment.scenario).expect("a scenario");
            document
                .patched(&changes, &lab().registry)
                .expect("a change")
                .root()
                .clone()
        };
        assert_eq!(
            format!("{:?}", unplaced(&changed(&plan, k + 1))),
            format!("{:?}", unplaced(&changed(&field, candidate)))
        );
    }
    let played = sinks::play(plan, lab(), Settings::default()).expect("a final");
    let search = field.experiment.search.as_ref().expect("a search");
    let verdict = Verdict::of(&field, search, &found, &played.plan, &*played.blocks).expect("a verdict");
    let winner = verdict.winner().expect("a winner");
    let summary = played.summary();
    let row = summary
        .iter()
        .find(|row| row.policy == winner.id() && row.outcome == "agreement")
        .expect("a row");
    let objective = winner.standing.objective.expect("a share");
    assert_eq!(
        [objective.value, objective.interval.low, objective.interval.high],
        [row.share, row.ci_low, row.ci_high]
    );
    assert_ne!(winner.in_search, Some(objective.value));
    let contrasts = played.contrasts();
    let paired = contrasts
        .iter()
        .find(|row| row.policy == winner.id() && row.response == "agreement")
        .expect("a contrast");
    assert_eq!(winner.difference.map(|d| d.value), Some(paired.estimate));
    let chances: f64 = verdict.finalists.iter().filter_map(|finalist| finalist.chance).sum();
    assert!((chances - 1.0).abs() < 1e-12);
    let table = found.table(&field, search, Some((&verdict, 300)));
    let last: Vec<&str> = table
        .rows
        .iter()
        .rev()
        .take(3)
        .map(|row| row.dropped_by.as_str())
        .collect();
    assert_eq!(
        last.iter().filter(|word| **word == "final").count(),
        found.finalists.len() - 1
    );
}

/// The tree of a document without places.
fn unplaced(table: &detente_scenario::Table) -> detente_scenario::Node {
    detente_scenario::Node::new(detente_scenario::Value::Table(table.clone())).unplaced()
}
