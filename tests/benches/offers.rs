//! What offers cost in an ensemble: a domain of 576 packages, imported from its XML files, both sides Boulware, at most 100
//! rounds, against the same negotiation by `play_round` alone, one after the other. Both come out the same. (The reference
//! implementation in Python was measured at about 60 negotiations per processor-second on a machine of this kind.)
//!
//! `cargo bench -p detente-benches --bench offers`; prints one line of JSON, from processor time, and exits with 1 above
//! [`LIMIT`] times the plain negotiation, with `-- --gross` above what a busy machine may take. With `-- --play N` it plays N negotiations in an ensemble and prints nothing.

#[path = "support/timing.rs"]
mod timing;

use detente_bargaining::{
    Catalogue, Clock, Curves, Luck, OutcomeSpace, Preferences, Ranking, Round, RoundEnd, Seat, Standing, Strategy,
    Table, play_round,
};
use detente_core::{Lot, Observer, Outcome, RunRecord, Seed, Stage};
use detente_import::{ImportOptions, import_genius};
use detente_scenario::{Document, build};
use std::fmt::Write;
use std::hint::black_box;
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;
use timing::{asked, median, ratio, time};

/// The most that an ensemble may cost, as a multiple of the plain negotiation.
const LIMIT: f64 = 2.5;
/// The same on any machine, however busy: with `--gross`.
const GROSS_LIMIT: f64 = 4.0;
/// Negotiations that are timed in one go.
const BATCH: u64 = 4_096;
/// Timings of each side; the median of the ratios counts.
const REPETITIONS: usize = 15;
/// Negotiations side by side.
const SLOTS: usize = 128;
/// The most rounds of a negotiation.
const ROUNDS: u32 = 100;

#[derive(Debug, Default, PartialEq, Eq)]
struct Sums {
    agreements: u64,
    rounds: u64,
}

impl Observer for Sums {
    fn ended(&mut self, _: usize, record: RunRecord) {
        self.agreements += u64::from(record.outcome == Outcome::Agreement);
        self.rounds += u64::from(record.rounds);
    }
}

/// Options of each issue: 576 packages.
const SIZES: [usize; 5] = [3, 4, 4, 4, 3];

/// What the options of each issue are worth to both sides, by a small generator of our own so that they disagree on most.
fn evaluations() -> [Vec<Vec<u64>>; 2] {
    let mut state = 7_u64;
    let mut next = || {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % 90 + 10
    };
    let east: Vec<Vec<u64>> = SIZES.iter().map(|&n| (0..n).map(|_| next()).collect()).collect();
    // The second side wants the opposite, nearly.
    let opposite = |values: &Vec<u64>| values.iter().map(|value| 110 - value + value % 7).collect();
    let west = east.iter().map(opposite).collect();
    [east, west]
}

/// The domain in the format.
fn write_domain(folder: &Path) {
    let evaluations = evaluations();
    for side in 0..3 {
        let mut xml = String::new();
        let tag = if side == 0 {
            "negotiation_template"
        } else {
            "utility_space"
        };
        let _ = writeln!(xml, "<{tag}>");
        if side == 0 {
            xml.push_str("<utility_space number_of_issues=\"5\">\n");
        }
        xml.push_str("<objective index=\"0\" name=\"all\" etype=\"objective\" type=\"objective\" description=\"\">\n");
        for (issue, values) in evaluations[side.max(1) - 1].iter().enumerate() {
            let _ = writeln!(
                xml,
                "<issue index=\"{0}\" name=\"issue{0}\" etype=\"discrete\" type=\"discrete\" vtype=\"discrete\">",
                issue + 1
            );
            for (option, value) in values.iter().enumerate() {
                let evaluation = if side == 0 {
                    String::new()
                } else {
                    format!(" evaluation=\"{value}\"")
                };
                let _ = writeln!(
                    xml,
                    "<item index=\"{}\" value=\"option{option}\"{evaluation}/>",
                    option + 1
                );
            }
            xml.push_str("</issue>\n");
        }
        if side > 0 {
            for issue in 1..=SIZES.len() {
                let _ = writeln!(xml, "<weight index=\"{issue}\" value=\"0.2\"/>");
            }
        }
        xml.push_str("</objective>\n");
        if side == 0 {
            xml.push_str("</utility_space>\n");
        }
        let _ = writeln!(xml, "</{tag}>");
        std::fs::write(folder.join(["domain.xml", "east.xml", "west.xml"][side]), xml).expect("a temporary file");
    }
}

/// The same domain without an engine.
struct Plain {
    catalogue: Catalogue,
    rankings: Vec<Ranking>,
    seats: [Seat; 2],
    table: Table,
    curves: Curves,
}

/// Boulware asks for none.
struct NoLuck;

impl Luck for NoLuck {
    fn uniform(&mut self, _: usize) -> f64 {
        0.5
    }
}

impl Plain {
    fn new() -> Self {
        let space = OutcomeSpace::new(&SIZES).expect("a space");
        let catalogue = Catalogue::enumerated(&space, |_| true).expect("a small space");
        let ranking = |side: &Vec<Vec<u64>>| {
            let worth = side.iter().flat_map(|values| {
                let best = *values.iter().max().expect("options") as f64;
                values.iter().map(move |&value| 0.2 * (value as f64 / best))
            });
            let worth: Vec<f64> = worth.collect();
            let preferences = Preferences::new(&space, &worth, &[]).expect("worths of all options");
            let mut ranking = Ranking::new();
            let allowed = vec![true; space.n_flat()];
            ranking
                .rebuild(&catalogue, &preferences, &allowed)
                .expect("one catalogue");
            ranking
        };
        Self {
            rankings: evaluations().iter().map(ranking).collect(),
            catalogue,
            seats: [Seat::new(), Seat::new()],
            table: Table::new(2),
            curves: Curves::new(),
        }
    }

    fn play(&mut self, sums: &mut Sums) {
        let rankings = [&self.rankings[0], &self.rankings[1]];
        let standings = [Standing::default(); 2];
        for seat in &mut self.seats {
            seat.sit_down(Strategy::BOULWARE, &self.catalogue, ROUNDS as usize, 2);
        }
        self.table.clear(2);
        for k in 0..ROUNDS {
            let round = Round {
                catalogue: &self.catalogue,
                rankings: &rankings,
                standings: &standings,
                clock: Clock::of_round(k, ROUNDS),
            };
            sums.rounds += 1;
            let end = play_round(
                &mut self.table,
                &mut self.seats,
                &round,
                &mut self.curves,
                &mut NoLuck,
                |_| (),
            );
            if end != RoundEnd::GoesOn {
                sums.agreements += u64::from(matches!(end, RoundEnd::Agreement { .. }));
                return;
            }
        }
    }
}

/// The negotiation in an ensemble.
fn ensemble() -> Stage {
    let folder = tempfile::tempdir().expect("a temporary folder");
    write_domain(folder.path());
    let text = import_genius(folder.path(), &ImportOptions::default()).expect("a valid domain");
    let document = Document::parse(Path::new("domain.toml"), text).expect("TOML");
    let registry = detente_agents::standard();
    let model = Arc::new(build(&document, &registry).expect("a valid scenario").model);
    Stage::new(&registry, &model, Seed::new(1), SLOTS).expect("a world for the model")
}

fn main() -> ExitCode {
    let mut stage = ensemble();
    let mut in_ensemble = |runs: u64| {
        let mut sums = Sums::default();
        stage.play((0..runs).map(Lot::of), &mut sums);
        sums
    };
    if let Some(runs) = asked("--play") {
        black_box(in_ensemble(runs));
        return ExitCode::SUCCESS;
    }
    let mut plain = Plain::new();
    let mut alone = |runs: u64| {
        let mut sums = Sums::default();
        (0..runs).for_each(|_| plain.play(black_box(&mut sums)));
        sums
    };
    // Caches and schedules warm up.
    let sums = in_ensemble(BATCH);
    assert_eq!(sums, alone(BATCH), "both sides come out the same");
    let pairs = (0..REPETITIONS).map(|_| (time(BATCH, || in_ensemble(BATCH)), time(BATCH, || alone(BATCH))));
    let (over, under): (Vec<f64>, Vec<f64>) = pairs.unzip();
    let cost = ratio(&over, &under);
    println!(
        "{{ \"packages\": {}, \"rounds\": {:.1}, \"ensemble_microseconds\": {:.2}, \"plain_microseconds\": {:.2}, \
         \"ratio\": {cost:.2} }}",
        SIZES.iter().product::<usize>(),
        sums.rounds as f64 / BATCH as f64,
        median(over),
        median(under),
    );
    let is_gross = std::env::args().any(|word| word == "--gross");
    if cost > if is_gross { GROSS_LIMIT } else { LIMIT } {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    }
}
