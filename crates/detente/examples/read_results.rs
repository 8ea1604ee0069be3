//! A finished results folder, read by a small program: `detente-results` is all that it takes. The shares are a table of the
//! folder; what no table holds is made of the runs, here what an agreement is worth to each party on average.
//!
//! `cargo run --release --example read_results -- results/harbour-leaks`

use detente_results::{Folder, SummaryRow};
use std::error::Error;

fn main() -> Result<(), Box<dyn Error>> {
    let path = std::env::args().nth(1).ok_or("expected a results folder")?;
    let folder = Folder::open(path)?;
    println!(
        "{}: {} runs",
        folder.manifest().experiment.title,
        folder.manifest().runs
    );
    for row in folder.rows::<SummaryRow>()? {
        let row = row?;
        println!(
            "point {} {}: {} {:.3} ({:.3} to {:.3})",
            row.point, row.policy, row.outcome, row.share, row.ci_low, row.ci_high
        );
    }
    let runs = folder.runs()?.ok_or("the folder holds no runs")?.rows();
    let parties = runs.parties().to_vec();
    let mut sums = vec![0.0; parties.len()];
    let mut agreements = 0;
    for run in runs {
        let run = run?;
        if run.outcome == "agreement" {
            agreements += 1;
            for (sum, utility) in sums.iter_mut().zip(run.utilities) {
                *sum += utility;
            }
        }
    }
    for (party, sum) in parties.iter().zip(sums) {
        println!("an agreement is worth {:.3} to {party}", sum / f64::from(agreements));
    }
    Ok(())
}
