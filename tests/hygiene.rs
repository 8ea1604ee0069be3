//! The workspace against its own rules: who may use whom, what the model may not touch, how long a file may be, what a
//! behaviour says of itself, and that documents point at what is there. Each rule is a function from text to what is
//! wrong with it; the last test breaks every rule once.

use detente_lab::designs;
use detente_lab::experiment::Experiment;
use detente_scenario::{Document, TomlFile, build, build_changed};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Component, Path, PathBuf};

/// The crates in which the same inputs must give the same numbers, whatever surrounds them.
const PURE: [&str; 4] = [
    "detente-agents",
    "detente-bargaining",
    "detente-core",
    "detente-distributions",
];

/// Modules of the standard library that reach outside.
const OUTSIDE: [&str; 5] = ["env", "fs", "net", "process", "time"];

/// Types that read a clock.
const CLOCKS: [&str; 2] = ["Instant", "SystemTime"];

/// Lines of the longest file that anybody should have to read.
const MOST_LINES: usize = 600;

/// Lines of the longest function that anybody should have to read, sentences that it holds aside.
const MOST_FUNCTION_LINES: usize = 70;

/// Folders of the machines that the project was written on; put together here so that this file does not hold them.
const PRIVATE_FOLDERS: [&str; 3] = [concat!("/wo", "rk/"), concat!("/ro", "ot/"), concat!("/ho", "me/")];

fn root() -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent();
    root.expect("the tests are a member of the workspace").to_owned()
}

/// The files below a folder of the workspace, in order, without what is built, written by the program or kept by git.
pub(crate) fn files(below: &str) -> Vec<PathBuf> {
    let root = root();
    let mut found = Vec::new();
    let mut folders = vec![root.join(below)];
    while let Some(folder) = folders.pop() {
        let entries = fs::read_dir(&folder).unwrap_or_else(|e| panic!("failed to read {}: {e}", folder.display()));
        for entry in entries {
            let path = entry.expect("a readable folder").path();
            match path.strip_prefix(&root).map(Path::to_owned) {
                Ok(place) if is_generated(&place) => {}
                _ if path.is_dir() => folders.push(path),
                _ => found.push(path),
            }
        }
    }
    found.sort();
    found
}

/// What git does not hold: see `.gitignore`.
fn is_generated(place: &Path) -> bool {
    let mut parts = place.components();
    let first = parts.next().map(Component::as_os_str).and_then(|p| p.to_str());
    let second = parts.next().map(Component::as_os_str).and_then(|p| p.to_str());
    match first {
        Some("target" | ".git") => true,
        Some("tests") => place.starts_with("tests/browser/node_modules"),
        Some("fuzz") => matches!(second, Some("target" | "corpus" | "artifacts" | "dictionary")),
        Some("results") => !matches!(second, None | Some("gallery" | "README.md")),
        _ => false,
    }
}

pub(crate) fn is_rust(path: &Path) -> bool {
    path.extension().is_some_and(|e| e == "rs")
}

/// The text of a file; none if it is no text.
fn text(path: &Path) -> Option<String> {
    String::from_utf8(fs::read(path).unwrap_or_else(|e| panic!("failed to read {}: {e}", path.display()))).ok()
}

/// Where a file is, for messages.
fn place(path: &Path) -> String {
    path.strip_prefix(root()).unwrap_or(path).display().to_string()
}

/// Puts the place of the file before what is wrong in it.
pub(crate) fn wrong_in(path: &Path, rule: impl Fn(&str) -> Vec<String>) -> Vec<String> {
    let place = place(path);
    let found = text(path).map(|text| rule(&text)).unwrap_or_default();
    found.into_iter().map(|wrong| format!("{place}{wrong}")).collect()
}

pub(crate) fn assert_none(rule: &str, wrong: &[String]) {
    assert!(
        wrong.is_empty(),
        "{rule}; found {} against it:\n  {}",
        wrong.len(),
        wrong.join("\n  ")
    );
}

/// The lines of a source file that are shipped, with their numbers: no comments, no items under `#[cfg(test)]`.
pub(crate) fn shipped_lines(source: &str) -> Vec<(usize, &str)> {
    let mut shipped = Vec::new();
    let mut lines = source.lines().enumerate();
    while let Some((n, line)) = lines.next() {
        let indent = &line[..line.len() - line.trim_start().len()];
        if line.trim() == "#[cfg(test)]" {
            // The item ends at a line of the same depth that closes it, or at once: that is how rustfmt lays it out.
            let closes = |l: &str| {
                l.strip_prefix(indent)
                    .is_some_and(|l| l.starts_with('}') || l.ends_with(';') && !l.starts_with(' '))
            };
            let _ = lines.find(|(_, l)| closes(l));
        } else if !line.trim_start().starts_with("//") {
            shipped.push((n + 1, line));
        }
    }
    shipped
}

/// The identifiers of a line.
pub(crate) fn words(line: &str) -> impl Iterator<Item = &str> {
    line.split(|c: char| !c.is_alphanumeric() && c != '_')
        .filter(|w| !w.is_empty())
}

/// Where a source file reaches for files, clocks or the environment.
fn reaches_outside(source: &str) -> Vec<String> {
    let mut wrong = Vec::new();
    let mut importing = false;
    for (n, line) in shipped_lines(source) {
        let path = |module: &&str| {
            let path = format!("std::{module}");
            line.match_indices(&path)
                .any(|(at, _)| !line[at + path.len()..].starts_with(|c: char| c.is_alphanumeric() || c == '_'))
        };
        importing |= line.trim_start().starts_with("use std::{");
        let imported = |module: &&str| importing && words(line).any(|w| w == *module);
        let modules = OUTSIDE
            .iter()
            .copied()
            .filter(|m| path(m) || imported(m))
            .map(|m| format!("std::{m}"));
        let clocks = CLOCKS
            .iter()
            .copied()
            .filter(|c| words(line).any(|w| w == *c))
            .map(str::to_owned);
        wrong.extend(modules.chain(clocks).map(|what| format!(":{n}: uses `{what}`")));
        importing &= !line.contains(';');
    }
    wrong
}

/// A file that nobody reads to its end.
fn too_long(source: &str) -> Vec<String> {
    let lines = source.lines().count();
    if lines > MOST_LINES {
        vec![format!(": {lines} lines, at most {MOST_LINES}")]
    } else {
        Vec::new()
    }
}

/// Whether a line begins a function.
fn begins_function(line: &str) -> bool {
    let qualifies = |word: &str| word.starts_with("pub") || word.ends_with(')') || ["const", "async"].contains(&word);
    line.trim_start()
        .split_once("fn ")
        .is_some_and(|(before, _)| before.split_whitespace().all(qualifies))
}

/// Functions that are not seen at one glance: their lines, without comments and lines that are nothing but a sentence.
fn too_long_functions(source: &str) -> Vec<String> {
    let lines = shipped_lines(source);
    let mut wrong = Vec::new();
    for (k, (n, line)) in lines.iter().enumerate().filter(|(_, (_, line))| begins_function(line)) {
        let indent = &line[..line.len() - line.trim_start().len()];
        // The function ends at a line of the same depth that closes it, or at once: that is how rustfmt lays it out.
        let closes = |l: &str| l.strip_prefix(indent).is_some_and(|l| l.starts_with('}'));
        let rest = match line.ends_with(['}', ';']) {
            true => &lines[k..=k],
            false => &lines[k..],
        };
        let body = rest.iter().take_while(|(_, l)| !closes(l));
        let said = |l: &str| l.trim_start().starts_with(['"', '&']) && l.contains('"');
        let long = body.filter(|(_, l)| !said(l)).count() + 1;
        if long > MOST_FUNCTION_LINES {
            wrong.push(format!(
                ":{n}: a function of {long} lines, at most {MOST_FUNCTION_LINES}"
            ));
        }
    }
    wrong
}

/// What a behaviour's file should say of itself and does not; `tested` if tests elsewhere name it.
fn says_too_little(source: &str, tested: bool) -> Vec<String> {
    let mut wrong = Vec::new();
    if !source.lines().next().is_some_and(|l| l.starts_with("//!")) {
        wrong.push(": the first line is no `//!` prose on what it models".to_owned());
    }
    if !source.lines().any(|l| l.starts_with("//!") && l.contains("Source:")) {
        wrong.push(": no `Source:` in its prose".to_owned());
    }
    if !tested && !source.contains("#[cfg(test)]") {
        wrong.push(": no tests: neither `#[cfg(test)]` nor a test in tests/ with its name".to_owned());
    }
    wrong
}

/// The names of all test functions of a source file.
fn test_names(source: &str) -> Vec<&str> {
    let mut names = Vec::new();
    let mut is_test = false;
    for line in source.lines().map(str::trim) {
        if line.starts_with("fn ") && std::mem::take(&mut is_test) {
            names.extend(words(&line[3..]).next());
        } else if line.starts_with("#[test]") || line.starts_with("#[rstest") {
            is_test = true;
        }
    }
    names
}

/// The targets of the links of a Markdown text, with their lines; code is left out.
fn links(markdown: &str) -> Vec<(usize, &str)> {
    let mut found = Vec::new();
    let mut code = false;
    for (n, line) in markdown.lines().enumerate() {
        if line.trim_start().starts_with("```") {
            code = !code;
        }
        // Every second piece between backquotes is code.
        let prose = line.split('`').step_by(2).filter(|_| !code);
        for piece in prose {
            for (open, close) in [("](", ')'), ("src=\"", '"'), ("href=\"", '"')] {
                let after = piece.match_indices(open).map(|(at, _)| &piece[at + open.len()..]);
                found.extend(after.filter_map(|rest| Some((n + 1, &rest[..rest.find(close)?]))));
            }
            if let Some((_, target)) = piece.split_once("]: ").filter(|(label, _)| label.starts_with('[')) {
                found.push((n + 1, target.trim()));
            }
        }
    }
    found
}

/// Links of a Markdown text in this folder to files that are not there.
fn broken_links(markdown: &str, folder: &Path) -> Vec<String> {
    let elsewhere = |target: &str| target.contains("://") || target.starts_with("mailto:") || target.starts_with('#');
    let mut wrong = Vec::new();
    for (n, target) in links(markdown) {
        let file = target
            .split(['#', ' '])
            .next()
            .unwrap_or_default()
            .trim_matches(['<', '>']);
        if !elsewhere(target) && !folder.join(file).exists() {
            wrong.push(format!(":{n}: a link to `{target}`, which is not there"));
        }
    }
    wrong
}

/// Lines that tell on whose machine they were written.
fn private_folders(text: &str) -> Vec<String> {
    let lines = text.lines().enumerate();
    let found = lines.flat_map(|(n, line)| {
        PRIVATE_FOLDERS
            .iter()
            .filter(|f| line.contains(**f))
            .map(move |f| (n + 1, f))
    });
    found.map(|(n, folder)| format!(":{n}: holds `{folder}`")).collect()
}

#[test]
fn the_model_reads_no_file_no_clock_and_no_environment() {
    for name in PURE {
        let sources: Vec<PathBuf> = files(&format!("crates/{name}/src"))
            .into_iter()
            .filter(|p| is_rust(p))
            .collect();
        assert!(!sources.is_empty(), "crates/{name}/src holds no source");
        let wrong: Vec<String> = sources.iter().flat_map(|p| wrong_in(p, reaches_outside)).collect();
        assert_none(&format!("{name} depends on its inputs only"), &wrong);
    }
}

/// The only module in which the compiler's guard may be off.
const UNCHECKED: &str = "crates/detente-core/src/unchecked/";

/// Lines that take the compiler's guard off: what the workspace denies would have to be allowed there.
fn unguarded(source: &str) -> Vec<String> {
    let lint = concat!("unsafe", "_code");
    let lines = (1..).zip(source.lines()).filter(|(_, line)| line.contains(lint));
    lines.map(|(number, _)| format!(":{number}: names `{lint}`")).collect()
}

#[test]
fn one_module_takes_the_guard_of_the_compiler_off() {
    let sources = files("crates").into_iter().chain(files("tests")).filter(|p| is_rust(p));
    let sources: Vec<PathBuf> = sources.collect();
    let (there, others): (Vec<&PathBuf>, Vec<&PathBuf>) = sources.iter().partition(|p| place(p).starts_with(UNCHECKED));
    let wrong =
        |files: Vec<&PathBuf>| -> Vec<String> { files.into_iter().flat_map(|p| wrong_in(p, unguarded)).collect() };
    assert_eq!(wrong(there).len(), 1, "{UNCHECKED} says once why it is unsafe");
    assert_none("only one module takes the guard off", &wrong(others));
}

#[test]
fn no_source_file_is_too_long() {
    let sources = files("crates").into_iter().chain(files("tests")).filter(|p| is_rust(p));
    let wrong: Vec<String> = sources.flat_map(|p| wrong_in(&p, too_long)).collect();
    assert_none("a source file can be read in one go", &wrong);
}

#[test]
fn no_function_is_too_long() {
    let is_test = |p: &Path| p.ends_with("tests.rs") || p.components().any(|part| part.as_os_str() == "tests");
    let sources = files("crates").into_iter().filter(|p| is_rust(p));
    let shipped = sources.filter(|p| !is_test(p.strip_prefix(root()).unwrap_or(p)));
    let wrong: Vec<String> = shipped.flat_map(|p| wrong_in(&p, too_long_functions)).collect();
    assert_none("a function can be seen at one glance", &wrong);
}

#[test]
fn every_behaviour_has_prose_a_source_and_tests() {
    let tests: BTreeMap<PathBuf, String> = files("tests")
        .into_iter()
        .filter(|p| is_rust(p) && !p.ends_with("hygiene.rs"))
        .filter_map(|p| Some((p.clone(), text(&p)?)))
        .collect();
    let named = |behaviour: &str| {
        tests.iter().any(|(path, source)| {
            let module = path.file_stem().is_some_and(|s| s == behaviour);
            let names = test_names(source);
            !names.is_empty() && (module || names.iter().any(|name| name.contains(behaviour)))
        })
    };
    let behaviours: Vec<PathBuf> = files("crates/detente-agents/src/behaviours")
        .into_iter()
        .filter(|p| is_rust(p) && !p.ends_with("mod.rs"))
        .collect();
    assert!(
        !behaviours.is_empty(),
        "crates/detente-agents/src/behaviours holds no behaviour"
    );
    let wrong: Vec<String> = behaviours
        .iter()
        .flat_map(|p| {
            let stem = p.file_stem().and_then(|s| s.to_str()).unwrap_or_default();
            wrong_in(p, |source| says_too_little(source, named(stem)))
        })
        .collect();
    assert_none(
        "a behaviour says what it models and where the rule comes from, and is tested",
        &wrong,
    );
}

#[test]
fn links_of_documents_lead_somewhere() {
    let documents = files("")
        .into_iter()
        .filter(|p| p.extension().is_some_and(|e| e == "md"));
    let wrong: Vec<String> = documents
        .flat_map(|p| {
            wrong_in(&p, |markdown| {
                broken_links(markdown, p.parent().expect("a file is in a folder"))
            })
        })
        .collect();
    assert_none("a relative link leads to a file", &wrong);
}

#[test]
fn no_file_names_a_private_folder() {
    let wrong: Vec<String> = files("").iter().flat_map(|p| wrong_in(p, private_folders)).collect();
    assert_none("nothing in the repository depends on one machine", &wrong);
}

/// The files that the guide shows, in its order: a scenario and an experiment.
fn files_of_the_guide(guide: &str) -> Vec<&str> {
    let blocks = guide.split("```toml\n").skip(1);
    blocks.filter_map(|rest| rest.split("```").next()).collect()
}

#[test]
fn the_files_of_the_guide_are_valid() {
    let guide = text(&root().join("docs/guide.md")).expect("docs/guide.md is text");
    let [scenario, experiment, ..] = files_of_the_guide(&guide)[..] else {
        panic!("docs/guide.md shows a scenario and an experiment, before anything else");
    };
    let registry = detente_agents::standard();
    let file = Path::new("docs/guide.md");
    let document = Document::parse(file, scenario).unwrap_or_else(|e| panic!("the scenario of the guide: {e}"));
    let valid = |document: &Document, what: &str| {
        let built = build(document, &registry).unwrap_or_else(|e| panic!("{what}: {e}"));
        assert!(built.findings.is_empty(), "{what}: {}", built.findings);
    };
    valid(&document, "the scenario of the guide");
    let toml = TomlFile::parse(file, experiment).unwrap_or_else(|e| panic!("the experiment of the guide: {e}"));
    let experiment =
        Experiment::from_toml(&toml, &designs::ALL).unwrap_or_else(|e| panic!("the experiment of the guide: {e}"));
    let of_level = |f, l| vec![experiment.level_change(f, l)];
    let levels = experiment
        .factors
        .iter()
        .flat_map(|f| f.levels().iter().map(move |l| (&f.id, of_level(f, l))));
    let policies = experiment
        .policies
        .iter()
        .map(|p| (&p.id, experiment.policy_changes(p)));
    for (id, changes) in levels.chain(policies) {
        let built = build_changed(&document, &changes, &[toml.source()], &registry);
        let built = built.unwrap_or_else(|e| panic!("`{id}` of the guide: {e}"));
        assert!(built.findings.is_empty(), "`{id}` of the guide: {}", built.findings);
    }
}

#[test]
fn the_guide_lists_every_behaviour_and_no_other() {
    let guide = text(&root().join("docs/guide.md")).expect("docs/guide.md is text");
    let table = guide
        .split("### Behaviours")
        .nth(1)
        .and_then(|rest| rest.split("\n## ").next());
    let rows = table
        .expect("a section on behaviours")
        .lines()
        .filter_map(|l| l.strip_prefix("| `"));
    let mut told: Vec<&str> = rows.filter_map(|l| l.split('`').next()).collect();
    told.sort_unstable();
    let registry = detente_agents::standard();
    let mut known: Vec<&str> = registry.behaviours().iter().map(|b| b.key).collect();
    known.sort_unstable();
    assert_eq!(
        told, known,
        "the table of behaviours in docs/guide.md against the registry"
    );
}

/// The tests that a document names: long words with underscores between backquotes.
fn named_tests(section: &str) -> Vec<&str> {
    let code = section.split('`').skip(1).step_by(2);
    code.filter(|word| word.matches('_').count() >= 3 && words(word).eq([*word]))
        .collect()
}

#[test]
fn tests_that_the_invariants_name_exist() {
    let architecture = text(&root().join("ARCHITECTURE.md")).expect("ARCHITECTURE.md is text");
    let invariants = architecture
        .split("## Invariants")
        .nth(1)
        .expect("a section on invariants");
    let named = named_tests(invariants);
    assert!(!named.is_empty(), "the invariants in ARCHITECTURE.md name no test");
    let sources = files("crates").into_iter().chain(files("tests")).filter(|p| is_rust(p));
    let sources: Vec<String> = sources.filter_map(|p| text(&p)).collect();
    let there: BTreeSet<&str> = sources.iter().flat_map(|source| test_names(source)).collect();
    let missing: Vec<&str> = named.into_iter().filter(|name| !there.contains(name)).collect();
    assert!(
        missing.is_empty(),
        "ARCHITECTURE.md names tests that are not there: {}",
        missing.join(", ")
    );
}

/// A rule that nothing can break protects nothing.
#[test]
fn every_rule_of_hygiene_can_be_broken() {
    let outside = |source: &str| reaches_outside(source).join(" ");
    assert_eq!(outside("//! std::fs\nuse std::fs;\n"), ":2: uses `std::fs`");
    assert_eq!(
        outside("use std::{\n    env,\n    fmt,\n};\nlet x = env!(\"Y\");\n"),
        ":2: uses `std::env`"
    );
    assert_eq!(
        outside("let now = Instant::now();\nlet instantly = InstantCoffee;\n"),
        ":1: uses `Instant`"
    );
    assert_eq!(
        outside("#[cfg(test)]\nmod tests {\n    use std::fs;\n}\nstd::time::f();\n"),
        ":5: uses `std::time`"
    );
    assert_eq!(
        outside("#[cfg(test)]\nmod tests;\nstd::env::args();\n"),
        ":3: uses `std::env`"
    );

    let allowed = concat!("fn f() {}\n#![allow(unsafe", "_code)]\n");
    assert_eq!(unguarded(allowed), [concat!(":2: names `unsafe", "_code`")]);

    assert_eq!(too_long(&"x\n".repeat(MOST_LINES)).len(), 0);
    assert_eq!(too_long(&"x\n".repeat(MOST_LINES + 1)).len(), 1);

    let function = |body: &str| {
        too_long_functions(&format!(
            "impl A {{\n    pub(in a::b) fn f(\n        x: u8,\n    ) {{\n{body}    }}\n    fn g() {{}}\n}}\n"
        ))
    };
    let lines = |n: usize| "        f();\n".repeat(n);
    assert!(function(&lines(MOST_FUNCTION_LINES - 4)).is_empty());
    assert_eq!(
        function(&lines(MOST_FUNCTION_LINES - 3)),
        [format!(
            ":2: a function of {} lines, at most {MOST_FUNCTION_LINES}",
            MOST_FUNCTION_LINES + 1
        )]
    );
    let sentences = "        \"One more.\",\n        // Why.\n".repeat(MOST_FUNCTION_LINES);
    assert!(function(&sentences).is_empty());

    assert_eq!(
        says_too_little("//! War. Source: Powell 2004.\n#[cfg(test)]\n", false).len(),
        0
    );
    assert_eq!(says_too_little("//! War. Source: Powell 2004.\n", true).len(), 0);
    assert_eq!(says_too_little("use x;\n// Source: Powell 2004.\n", false).len(), 3);
    assert_eq!(
        test_names("#[test]\nfn trust_falls() {}\nfn helper() {}\n"),
        ["trust_falls"]
    );

    assert_eq!(
        named_tests("by `no_such_test_here` in `tests/a_b_c_d.rs`, `agreement`"),
        ["no_such_test_here"]
    );

    let folder = root();
    let broken = |markdown: &str| broken_links(markdown, &folder).len();
    assert_eq!(
        broken("[a](Cargo.toml) [b](https://x.y/z.md) [c](#d) `[e](f.md)`\n```\n[g](h.md)\n```\n"),
        0
    );
    assert_eq!(
        broken("[a](no_such.md#part)\n[b]: no_such.md\n<img src=\"no_such.svg\">\n"),
        3
    );

    for private in PRIVATE_FOLDERS {
        assert_eq!(private_folders(&format!("fine\nsee {private}notes")).len(), 1);
    }
}
