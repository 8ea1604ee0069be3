//! Walls inside the model: the engine knows no behaviour, and what behaviours meet in is declared once.

use crate::common::{root, stage, text};
use crate::hygiene::{assert_none, files, is_rust, shipped_lines, words, wrong_in};
use detente_core::{Declaration, Outcome, Part, RowKind};
use detente_scenario::{Document, build};
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

/// The macros that declare columns.
const COLUMNS: [&str; 3] = ["channel! {", "fact! {", "state! {"];

/// The names that a source file declares: columns, and events with their names in files.
fn declared(source: &str) -> Vec<String> {
    let mut names = Vec::new();
    let mut inside = "";
    for (_, line) in shipped_lines(source) {
        let opens = COLUMNS.iter().chain(&["events! {"]).find(|opening| line == **opening);
        match (opens, inside) {
            (Some(opening), _) => inside = opening,
            (None, "") => {}
            (None, _) if line == "}" => inside = "",
            (None, "events! {") => {
                let declaration = line.trim().trim_start_matches("pub ").split_once(" = ");
                names.extend(
                    declaration
                        .filter(|(name, _)| is_constant(name))
                        .map(|(name, _)| name.to_owned()),
                );
            }
            (None, _) => {
                let before = line.split_once(" on ").map(|(before, _)| before);
                names.extend(before.and_then(|before| words(before).last()).map(str::to_owned));
            }
        }
    }
    names
}

fn is_constant(name: &str) -> bool {
    name.chars().all(|c| c.is_ascii_uppercase() || c == '_')
}

/// What the sources of a crate declare.
fn declared_in(krate: &str) -> Vec<String> {
    let sources = files(&format!("crates/{krate}/src")).into_iter().filter(|p| is_rust(p));
    sources.flat_map(|path| declared(&text(&path))).collect()
}

/// Where a source names one of these words or, between quotation marks, one of these keys.
fn names(source: &str, those: &BTreeSet<String>, keys: &BTreeSet<&str>) -> Vec<String> {
    let mut wrong = Vec::new();
    for (n, line) in shipped_lines(source) {
        let quoted = line.split('"').skip(1).step_by(2).filter(|piece| keys.contains(piece));
        let named = words(line).filter(|word| those.contains(*word) && !is_variant(line, word));
        let named = named.chain(quoted);
        wrong.extend(named.map(|word| format!(":{n}: names `{word}`")));
    }
    wrong
}

/// Whether a word is a case of some choice on this line, such as `Accepts::Aspiration`, and no name of its own.
fn is_variant(line: &str, word: &str) -> bool {
    let of_a_type = line
        .split_once(&format!("::{word}"))
        .and_then(|(before, _)| words(before).last());
    line.trim() == format!("{word},") || of_a_type.is_some_and(|name| name.starts_with(char::is_uppercase))
}

#[test]
fn the_engine_names_no_behaviour_no_column_and_no_event_of_agents() {
    let registry = detente_agents::standard();
    let those: BTreeSet<String> = declared_in("detente-agents").into_iter().collect();
    assert!(
        those.contains("Candour") && those.contains("Fatigue") && those.contains("OPTION_LEAKED"),
        "{those:?}"
    );
    // Words of the engine that a behaviour bears too.
    let kinds = RowKind::ALL.iter().map(|kind| kind.plural());
    let own: Vec<&str> = kinds.chain(Outcome::ALL.map(Outcome::name)).collect();
    let behaviours = registry.behaviours().iter().map(|b| b.key);
    let keys: BTreeSet<&str> = behaviours
        .chain(registry.protocols().iter().map(|p| p.key))
        .filter(|key| !own.contains(key))
        .collect();
    let mut wrong = Vec::new();
    for path in files("crates/detente-core/src").into_iter().filter(|p| is_rust(p)) {
        let found = names(&text(&path), &those, &keys);
        wrong.extend(found.into_iter().map(|what| format!("{}{what}", path.display())));
    }
    assert!(
        wrong.is_empty(),
        "the engine knows no behaviour; found:\n  {}",
        wrong.join("\n  ")
    );
    let broken = "let x = Candour(0.0);\nif model.uses(\"leaks\") {}\nmatch a { Accepts::Aspiration => {} }\n";
    assert_eq!(names(broken, &those, &keys).len(), 2, "the rule can fail");
}

#[test]
fn every_column_and_event_has_one_declaration() {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for name in declared_in("detente-core")
        .into_iter()
        .chain(declared_in("detente-agents"))
    {
        *seen.entry(name).or_default() += 1;
    }
    let twice: Vec<&String> = seen.iter().filter(|(_, n)| **n > 1).map(|(name, _)| name).collect();
    assert!(twice.is_empty(), "declared more than once: {twice:?}");
    // Names in files are those of the constants, and everything that is declared is in the registry.
    let events: BTreeSet<String> = detente_agents::standard()
        .events()
        .iter()
        .map(|e| e.name.to_uppercase())
        .collect();
    let constants: BTreeSet<String> = seen.into_keys().filter(|name| is_constant(name)).collect();
    assert_eq!(events, constants);
}

#[test]
fn architecture_tells_every_channel_as_it_is_declared() {
    let document = Document::read(&root().join("scenarios/ukraine-28-points.toml")).expect("a shipped scenario");
    let built = build(&document, &detente_agents::standard()).expect("a model");
    let mut world = stage(built.model, 1, 1);
    let channels: Vec<&Declaration> = world.ensemble().columns().filter(|c| c.part == Part::Channel).collect();
    let page = text(&root().join("ARCHITECTURE.md"));
    for c in &channels {
        let row = format!(
            "| `{}` | {} | {} | {} | {} |",
            c.name,
            c.kind.plural(),
            c.lifetime.name(),
            c.unit,
            c.combines
        );
        assert!(page.contains(&row), "ARCHITECTURE.md lacks the row {row}");
    }
    let declared = text(&root().join("crates/detente-agents/src/channels.rs"))
        .matches("channel! {")
        .count();
    assert_eq!(channels.len(), declared, "the scenario uses every channel");
}

/// What puts text before a user.
const PRINTS: [&str; 7] = [
    "println!",
    "print!",
    "eprintln!",
    "eprint!",
    "dbg!",
    "stdout()",
    "stderr()",
];

/// The lines of a file that print.
fn prints(source: &str) -> Vec<String> {
    let lines = shipped_lines(source).into_iter();
    let found = lines.filter(|(_, line)| PRINTS.iter().any(|word| line.contains(word)));
    found.map(|(n, line)| format!(":{n}: {}", line.trim())).collect()
}

/// Only the program speaks: whoever uses a library decides what is shown.
#[test]
fn no_crate_but_the_program_prints() {
    let shipped = |path: &PathBuf| {
        let place = path.strip_prefix(root()).unwrap_or(path);
        let mut parts = place.iter().skip(1).filter_map(|part| part.to_str());
        let is_test = place.iter().any(|part| part == "tests" || part == "tests.rs");
        is_rust(path) && !is_test && parts.next() != Some("detente") && parts.next() == Some("src")
    };
    let wrong: Vec<String> = files("crates")
        .iter()
        .filter(|p| shipped(p))
        .flat_map(|p| wrong_in(p, prints))
        .collect();
    assert_none("only the program prints", &wrong);
    assert_eq!(prints("fn f() {\n    println!(\"x\");\n}\n").len(), 1);
}
