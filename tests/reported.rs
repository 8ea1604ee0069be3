//! The report against its folder: every number in its sentences, captions, tables and texts for those who do not see figures is
//! one of a table, or counted from one here.

mod known;
mod page;

use crate::common::{shipped, temporary_folder, text, told};
use known::Known;
use page::{Block, blocks, numbers};
use std::path::Path;

/// What the numbers of blocks are held to.
struct Folder<'a> {
    path: &'a Path,
    results: Known,
    parameters: Known,
}

impl<'a> Folder<'a> {
    fn of(path: &'a Path) -> Self {
        Self {
            path,
            results: Known::of_results(path),
            parameters: Known::of_parameters(path),
        }
    }

    /// Numbers of a block that no table of the folder holds.
    fn unfounded(&self, block: &Block) -> Vec<String> {
        let unknown = match &block.figure {
            Some(figure) => Known::of_figure(self.path, figure).unknown(&block.text),
            None if block.is_assumed => self.parameters.unknown(&block.text),
            None => self.results.unknown(&block.text),
        };
        let told = unknown.into_iter().map(|number| format!("{number} in: {}", block.text));
        told.collect()
    }
}

/// A block with a number that is one more in its last digit.
fn changed(block: &Block, (start, end): (usize, usize)) -> Block {
    let mut block = block.clone();
    let number = block.text[start..end].replace(',', "");
    let decimals = number.split_once('.').map_or(0, |(_, after)| after.len());
    let more = number.parse::<f64>().expect("a number") + [1.0, 0.1, 0.01, 0.001].get(decimals).unwrap_or(&0.0001);
    block.text.replace_range(start..end, &format!("{more:.decimals$}"));
    block
}

#[test]
fn every_number_of_a_report_is_one_of_its_folder() {
    let home = temporary_folder();
    for name in ["harbour-leaks", "harbour-spread", "harbour-tornado", "fishery"] {
        let experiment = shipped(&format!("experiments/{name}.toml"));
        let run = ["run", &experiment, "--out", name, "--transcripts", "1", "--quiet"];
        told(home.path(), &run);
        let path = home.path().join(name);
        let folder = Folder::of(&path);
        let blocks = blocks(&text(&path.join("report.html")));
        let wrong: Vec<String> = blocks.iter().flat_map(|block| folder.unfounded(block)).collect();
        assert_eq!(wrong, [""; 0], "{name}");
        // The rule must be able to fail: numbers that are one off in their last digit are mostly found out.
        let all = blocks
            .iter()
            .flat_map(|block| numbers(&block.text).into_iter().map(move |place| (block, place)));
        let tried: Vec<Block> = all.step_by(13).map(|(block, place)| changed(block, place)).collect();
        let found = tried.iter().filter(|block| !folder.unfounded(block).is_empty()).count();
        println!(
            "{name}: of {} numbers that were changed {found} are found out",
            tried.len()
        );
        assert!(
            tried.len() > 50 && 2 * found > tried.len(),
            "{name}: {found} of {}",
            tried.len()
        );
    }
}
