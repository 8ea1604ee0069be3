//! Against domains of GENIUS and what NegMAS says of them, where they are at hand: beside the workspace.

use super::*;
use std::collections::BTreeMap;
use std::io::Write;

/// Domains that the table says nothing of, because they have too many packages to list.
const UNLISTED: [&str; 1] = ["AMPOvsCity"];

fn reference() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/reference");
    let found = folder.join("oracle_domains.csv").is_file() && folder.join("domains").is_dir();
    if !found {
        // Straight to standard error: what a test prints is held back while it passes.
        let _ = writeln!(std::io::stderr(), "SKIPPED: there is no {}", folder.display());
    }
    found.then_some(folder)
}

/// Numbers of a cell, separated by commas.
fn numbers(cell: &str) -> Vec<f64> {
    cell.split(',').map(|number| number.parse().unwrap()).collect()
}

fn assert_near(found: &[f64], expected: &[f64], what: &str) {
    assert_eq!(found.len(), expected.len(), "{what}");
    let near = |(a, b): (&f64, &f64)| (a - b).abs() <= 1e-12;
    assert!(
        found.iter().zip(expected).all(near),
        "{what}: found {found:?}, expected {expected:?}"
    );
}

#[test]
fn domains_have_the_numbers_of_the_reference() {
    let Some(folder) = reference() else { return };
    let mut table = csv::Reader::from_path(folder.join("oracle_domains.csv")).unwrap();
    let mut rows = 0;
    for row in table.deserialize() {
        let row: BTreeMap<String, String> = row.unwrap();
        let (domain, mode) = (&row["domain"], &row["ufun_mode"]);
        let utilities = if mode == "raw" {
            Utilities::Raw
        } else {
            Utilities::Genius
        };
        let scenario = import(
            &folder.join("domains").join(domain),
            row["n_parties"].parse().unwrap(),
            utilities,
        );
        let parties = scenario.parties();
        // Utilities are sums alone, and all that the files say is known.
        assert!(
            !scenario.text.contains("[[linkages]]") && !scenario.text.contains(" says "),
            "{domain}"
        );
        assert_eq!(parties, row["profiles"].split('|').collect::<Vec<_>>(), "{domain}");
        assert_eq!(scenario.issues().len().to_string(), row["n_issues"], "{domain}");
        let packages: usize = scenario.options().iter().map(Vec::len).product();
        assert_eq!(packages.to_string(), row["n_outcomes"], "{domain}");
        let reserved = parties
            .iter()
            .map(|party| scenario.party(party)["reservation_value"].as_float().unwrap());
        assert_near(
            &reserved.collect::<Vec<_>>(),
            &numbers(&row["reserved_values"]),
            &format!("{domain} {mode} reserved"),
        );
        for (place, key) in ["utility_min", "utility_max"].into_iter().enumerate() {
            let found = parties.iter().map(|party| scenario.utility_range(party)[place]);
            assert_near(
                &found.collect::<Vec<_>>(),
                &numbers(&row[key]),
                &format!("{domain} {mode} {key}"),
            );
        }
        rows += 1;
    }
    println!("{rows} rows of the reference agree");
    assert!(rows > 0);
}

#[test]
fn every_domain_of_the_reference_is_in_its_table_or_named_here() {
    let Some(folder) = reference() else { return };
    let table = std::fs::read_to_string(folder.join("oracle_domains.csv")).unwrap();
    for entry in std::fs::read_dir(folder.join("domains")).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        let listed = table.lines().any(|line| line.starts_with(&format!("{name},")));
        assert!(listed || UNLISTED.contains(&name.as_str()), "{name}");
    }
}

/// Their attributes are those that GENIUS writes.
#[test]
fn nothing_in_the_reference_is_unknown() {
    let Some(folder) = reference() else { return };
    for entry in std::fs::read_dir(folder.join("domains")).unwrap() {
        let domain = entry.unwrap().path();
        let text = import(&domain, 2, Utilities::Genius).text;
        assert!(!text.contains(" too, which GENIUS"), "{}\n{text}", domain.display());
    }
}

/// Indices from 2, weights before the issues, a line that is there twice, and two million packages.
#[test]
fn the_large_domain_is_read_at_once() {
    let Some(folder) = reference() else { return };
    let directory = folder.join("domains/AMPOvsCity");
    let begun = std::time::Instant::now();
    let scenario = import(&directory, 2, Utilities::Genius);
    assert!(begun.elapsed().as_secs_f64() < 1.0, "{:?}", begun.elapsed());
    let counts: Vec<usize> = scenario.options().iter().map(Vec::len).collect();
    assert_eq!(counts, [6, 5, 6, 5, 3, 4, 3, 6, 2, 5]);
    assert_eq!(counts.iter().product::<usize>(), 1_944_000);
    assert_eq!(scenario.weights("ampo_vs_city_ampo_space")[0], 0.457);
    // The first value of the first issue is evaluated as 0 and, in a second line, as 8.
    assert_eq!(
        scenario.values("ampo_vs_city_ampo_space")[0],
        [0.08, 0.36, 0.64, 0.84, 0.96, 1.0]
    );
}
