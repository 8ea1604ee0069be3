//! The script of the page: modules in files of their own, put one after the other. Each imports only from those before it
//! and no two have a name in common, so that what joins them are no more than the lines `import` and the word `export`.

/// The modules, in order.
pub(super) const MODULES: [(&str, &str); 15] = [
    ("element.js", include_str!("../../web/explorable/element.js")),
    ("words.js", include_str!("../../web/explorable/words.js")),
    ("data.js", include_str!("../../web/explorable/data.js")),
    ("count.js", include_str!("../../web/explorable/count.js")),
    ("address.js", include_str!("../../web/explorable/address.js")),
    ("controls.js", include_str!("../../web/explorable/controls.js")),
    ("guess.js", include_str!("../../web/explorable/guess.js")),
    ("goals.js", include_str!("../../web/explorable/goals.js")),
    ("shares.js", include_str!("../../web/explorable/shares.js")),
    ("curve.js", include_str!("../../web/explorable/curve.js")),
    ("talk.js", include_str!("../../web/explorable/talk.js")),
    ("blocks.js", include_str!("../../web/explorable/blocks.js")),
    ("minutes.js", include_str!("../../web/explorable/minutes.js")),
    ("squares.js", include_str!("../../web/explorable/squares.js")),
    ("main.js", include_str!("../../web/explorable/main.js")),
];

/// All modules as one.
pub(super) fn joined() -> String {
    let mut script = String::new();
    for (_, source) in MODULES {
        for line in source.lines().filter(|line| !line.starts_with("import ")) {
            script.push_str(line.strip_prefix("export ").unwrap_or(line));
            script.push('\n');
        }
    }
    script
}
