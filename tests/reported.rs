//! The report against its folder: every number in its sentences, captions, tables and texts for those who do not see figures is
//! one of a table, or counted from one here.

mod known;
mod page;

use crate::common::{root, temporary_folder, told};
use known::Known;
use page::{Block, blocks};
use std::path::Path;

/// What a page says in numbers that no table of the folder holds.
fn from_nowhere(folder: &Path, blocks: &[Block]) -> Vec<String> {
    let tables = Known::of_folder(folder);
    let mut wrong = Vec::new();
    for block in blocks {
        let own = block.figure.as_ref().map(|figure| Known::of_figure(folder, figure));
        let unknown = own.as_ref().unwrap_or(&tables).unknown(&block.text);
        wrong.extend(unknown.into_iter().map(|number| format!("{number} in: {}", block.text)));
    }
    wrong
}

/// The blocks, with the n-th of their numbers one more in its last digit.
fn changed(blocks: &[Block], n: usize) -> Option<Vec<Block>> {
    let mut blocks = blocks.to_vec();
    let mut before = 0;
    for block in &mut blocks {
        let places = page::numbers(&block.text);
        if let Some(&(start, end)) = places.get(n - before) {
            let number = &block.text[start..end];
            let digits = number.replace(',', "");
            let decimals = digits.split_once('.').map_or(0, |(_, after)| after.len());
            let more = digits.parse::<f64>().ok()? + libm::pow(10.0, -(decimals as f64));
            block.text.replace_range(start..end, &format!("{more:.decimals$}"));
            return Some(vec![block.clone()]);
        }
        before += places.len();
    }
    None
}

#[test]
fn every_number_of_a_report_is_one_of_its_folder() {
    let home = temporary_folder();
    for name in ["harbour-leaks", "harbour-spread", "harbour-tornado", "fishery"] {
        let experiment = root().join("experiments").join(name).with_extension("toml");
        let experiment = experiment.display().to_string();
        told(
            home.path(),
            &["run", &experiment, "--out", name, "--transcripts", "1", "--quiet"],
        );
        let folder = home.path().join(name);
        let blocks = blocks(&crate::common::text(&folder.join("report.html")));
        assert_eq!(from_nowhere(&folder, &blocks), [""; 0], "{name}");
        // The rule must be able to fail: numbers that are one off are found out, of those with intervals nearly all.
        let count: usize = blocks.iter().map(|block| page::numbers(&block.text).len()).sum();
        assert!(count > 500, "{name}: {count} numbers");
        let mut found = 0;
        let tried = (0..count).step_by(17);
        for n in tried.clone() {
            found += usize::from(changed(&blocks, n).is_some_and(|blocks| !from_nowhere(&folder, &blocks).is_empty()));
        }
        println!(
            "{name}: {count} numbers; of {} that were changed {found} are found out",
            tried.len()
        );
        assert!(2 * found > tried.len(), "{name}: {found} of {}", tried.len());
    }
}
