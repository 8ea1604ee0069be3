//! The guide's tables against the code: columns are made from their declaration, distributions are read, and whole numbers
//! are listed.

use crate::common::{blessing, difference, root, text};
use detente_lab::columns::{ColumnRule, standard};
use detente_results::markdown;
use detente_scenario::{Change, Document, Node, build, declarations};
use std::collections::BTreeSet;

const BEGIN: &str = "<!-- columns -->\n";
const END: &str = "<!-- /columns -->";

#[test]
fn the_guide_lists_the_columns_of_runs_as_they_are_declared() {
    let file = root().join("docs/guide.md");
    let kept = text(&file);
    let (before, rest) = kept.split_once(BEGIN).expect("a place for the table");
    let (_, after) = rest.split_once(END).expect("its end");
    let columns: Vec<_> = standard(&detente_agents::standard().counted())
        .iter()
        .map(ColumnRule::described)
        .collect();
    let found = format!("{before}{BEGIN}{}{END}{after}", markdown(&columns));
    if blessing() {
        std::fs::write(&file, found).expect("a writable document");
    } else {
        assert!(kept == found, "{}", difference(&file, &kept, &found));
    }
}

/// The part of the guide on distributions.
fn on_distributions() -> String {
    let guide = text(&root().join("docs/guide.md"));
    let part = guide
        .split("### Distributions")
        .nth(1)
        .and_then(|rest| rest.split("\n## ").next());
    part.expect("a part on distributions").to_owned()
}

#[test]
fn every_distribution_of_the_guide_is_read() {
    let registry = detente_agents::standard();
    let document = Document::read(&root().join("scenarios/harbour.toml")).expect("a shipped scenario");
    let part = on_distributions();
    let examples: Vec<&str> = part.split('`').filter(|code| code.starts_with("{ ")).collect();
    assert!(examples.len() >= 8, "{examples:?}");
    for example in examples {
        let path = "parties.north.reservation_value".parse().expect("a path");
        let change = Change::Set(path, Node::from_argument(example));
        let changed = document
            .patched(&[change], &registry)
            .expect("a change that can be made");
        assert!(build(&changed, &registry).is_ok(), "{example}");
    }
}

#[test]
fn the_guide_names_what_comes_in_whole_numbers() {
    let part = on_distributions();
    let bullet = part
        .split("**Whole numbers.**")
        .nth(1)
        .expect("a paragraph on whole numbers");
    let named: BTreeSet<&str> = bullet.split('`').skip(1).step_by(2).collect();
    let registry = detente_agents::standard();
    for (path, parameter) in declarations(&registry)
        .into_iter()
        .filter(|(_, p)| p.whole && p.unit != "0 or 1")
    {
        let found = named
            .iter()
            .any(|name| path == *name || path.ends_with(&format!(".{name}")));
        assert!(found, "{path}, the parameter {}, is not named", parameter.name);
    }
}
