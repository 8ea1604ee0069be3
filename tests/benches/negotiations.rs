//! How many complete negotiations an ensemble plays in a second: a domain of 576 packages, imported from its XML files,
//! both sides Boulware, at most 100 rounds. The reference implementation in Python was measured at about 60 per
//! processor-second on a machine of this kind.
//!
//! `cargo bench -p detente-tests --bench negotiations`; exits with 1 below [`LEAST`] on one core.

use detente_core::{Lot, Observer, Outcome, RunRecord, Seed, Stage};
use detente_import::{ImportOptions, import_genius};
use detente_scenario::{Document, build};
use std::fmt::Write;
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Instant;

/// Negotiations per second that an ensemble must play.
const LEAST: f64 = 60_000.0;
/// Negotiations that are timed in one go.
const BATCH: u64 = 8_192;
/// Timings.
const REPETITIONS: usize = 21;
/// Negotiations side by side.
const SLOTS: usize = 128;

#[derive(Debug, Default)]
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

/// A domain in the format, its evaluations by a small generator of our own so that sides disagree on most issues.
fn write_domain(folder: &Path) {
    let mut state = 7_u64;
    let mut next = || {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % 90 + 10
    };
    let mut items: Vec<Vec<u64>> = SIZES.iter().map(|&n| (0..n).map(|_| next()).collect()).collect();
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
        for (issue, values) in items.iter().enumerate() {
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
        // The second side wants the opposite, nearly.
        for value in items.iter_mut().flatten().filter(|_| side == 1) {
            *value = 110 - *value + *value % 7;
        }
    }
}

fn median(values: &mut [f64]) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

fn main() -> ExitCode {
    let folder = tempfile::tempdir().expect("a temporary folder");
    write_domain(folder.path());
    let text = import_genius(folder.path(), &ImportOptions::default()).expect("a valid domain");
    let document = Document::parse(Path::new("domain.toml"), text).expect("TOML");
    let registry = detente_agents::standard();
    let model = Arc::new(build(&document, &registry).expect("a valid scenario").model);
    let n_packages: usize = model.issues.iter().map(|issue| issue.options.len()).product();
    let mut stage = Stage::new(&registry, &model, Seed::new(1), SLOTS).expect("a world for the model");
    let mut times = Vec::new();
    let mut sums = Sums::default();
    for repetition in 0..=REPETITIONS {
        sums = Sums::default();
        let start = Instant::now();
        stage.play((0..BATCH).map(Lot::of), &mut sums);
        // The first repetition warms up caches and schedules.
        if repetition > 0 {
            times.push(start.elapsed().as_secs_f64());
        }
    }
    let per_second = BATCH as f64 / median(&mut times);
    println!(
        "{n_packages} packages, {:.1} rounds, {:.0} % agreements",
        sums.rounds as f64 / BATCH as f64,
        100.0 * sums.agreements as f64 / BATCH as f64
    );
    println!("{per_second:.0} negotiations/s, at least {LEAST:.0}");
    if per_second < LEAST {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    }
}
