//! The guide's table of columns is made from their declaration.

use crate::common::{blessing, difference, root, text};
use detente_lab::columns::{ColumnRule, standard};
use detente_results::markdown;

const BEGIN: &str = "<!-- columns -->\n";
const END: &str = "<!-- /columns -->";

#[test]
fn the_guide_lists_the_columns_of_runs_as_they_are_declared() {
    let file = root().join("docs/guide.md");
    let kept = text(&file);
    let (before, rest) = kept.split_once(BEGIN).expect("a place for the table");
    let (_, after) = rest.split_once(END).expect("its end");
    let columns: Vec<_> = standard().iter().map(ColumnRule::described).collect();
    let found = format!("{before}{BEGIN}{}{END}{after}", markdown(&columns));
    if blessing() {
        std::fs::write(&file, found).expect("a writable document");
    } else {
        assert!(kept == found, "{}", difference(&file, &kept, &found));
    }
}
