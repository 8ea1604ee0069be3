//! Formulas against the code: the numerals that stand in the description of the submodels are the constants that the code
//! computes with, and what it names between backquotes is a number that a scenario can set.

use crate::common::{root, text};
use detente_telling::odd::page::SUBMODELS;
use std::collections::BTreeSet;

/// Files of constants, the constant, and the words around it in the description: `{}` stands for its value.
const CONSTANTS: &[(&str, &str, &str)] = &[
    ("detente-agents/src/channels.rs", "BOUND", "kept in [-{}, {}]"),
    (
        "detente-agents/src/channels.rs",
        "WALK_OUT_BOUND",
        "of walkouts in [-{}, {}]",
    ),
    (
        "detente-core/src/preferences.rs",
        "SENSITIVE",
        "of sensitivity at least {},",
    ),
    (
        "detente-agents/src/facts.rs",
        "RED_LINE_COST",
        "- {} * own red lines crossed",
    ),
    (
        "detente-agents/src/protocols/text/floating.rs",
        "FLOATED_BY_CANDOUR",
        "floated with chance `{} c`",
    ),
    (
        "detente-agents/src/protocols/text/floating.rs",
        "BASE_CANDOUR",
        "logit^-1({} +",
    ),
    (
        "detente-agents/src/protocols/text/floating.rs",
        "CANDOUR_OF_SECRECY",
        "+ {} (secrecy - .5)",
    ),
    (
        "detente-agents/src/protocols/text/decision.rs",
        "LOSS_AT_HOME",
        "(1 - q)(r - {}) + error",
    ),
    (
        "detente-agents/src/protocols/text/decision.rs",
        "LOSS_AT_HOME",
        "(1 - q)(r - {}) >= r",
    ),
    (
        "detente-agents/src/protocols/text/sides.rs",
        "KNEE",
        "`phi(x) = ln x` above {},",
    ),
    (
        "detente-agents/src/protocols/text/sides.rs",
        "MARGIN",
        "s - theta - {})",
    ),
    (
        "detente-agents/src/protocols/text/criticism.rs",
        "STEEPNESS",
        "e^({} (shortfall / largest - 1))",
    ),
    (
        "detente-agents/src/protocols/text/draft.rs",
        "REACH",
        "at most {} along the line",
    ),
    (
        "detente-agents/src/protocols/text/draft.rs",
        "HEARD",
        "moved by more than {} since",
    ),
    (
        "detente-agents/src/protocols/text/conceding.rs",
        "DEAR",
        "above {} times the least",
    ),
    (
        "detente-agents/src/behaviours/deadlock.rs",
        "NARROWER",
        "below {} of the narrowest",
    ),
    (
        "detente-agents/src/behaviours/leaks.rs",
        "LEAST_SUSPICION",
        "`max({}, 1 - discretion)",
    ),
    ("detente-agents/src/behaviours/fatigue.rs", "USUAL", "walkouts (F - {})"),
    (
        "detente-agents/src/behaviours/fatigue.rs",
        "LASTING",
        "F begins at `start`, W with {} of it",
    ),
    (
        "detente-agents/src/behaviours/caution.rs",
        "USUAL",
        "`fear = s (R + alarm * L) - {}`",
    ),
    (
        "detente-agents/src/behaviours/momentum.rs",
        "USUAL_AT_THE_TABLE",
        "walkouts (M - {})",
    ),
    (
        "detente-agents/src/behaviours/momentum.rs",
        "USUAL_FOR_RIPENING",
        "ripening (M - {})",
    ),
    ("detente-agents/src/behaviours/rapport.rs", "USUAL", "walkouts (R - {})"),
    ("detente-agents/src/behaviours/trust.rs", "USUAL", "aspiration (T - {})"),
    (
        "detente-agents/src/behaviours/resolve.rs",
        "MONTH",
        "doubt * days / {})",
    ),
    (
        "detente-agents/src/behaviours/missteps.rs",
        "USUAL",
        "mean experience in the room - {})",
    ),
    (
        "detente-agents/src/behaviours/leaks.rs",
        "USUAL_INDISCRETION",
        "((1 - discretion) / {})",
    ),
    (
        "detente-agents/src/behaviours/leaks.rs",
        "USUAL_OPENNESS",
        "((1 - secrecy) / {})",
    ),
    (
        "detente-agents/src/behaviours/walkouts.rs",
        "WIDEST_GAP",
        "min(mean gap, {})",
    ),
    (
        "detente-agents/src/behaviours/ratification.rs",
        "MONTH",
        "sqrt(delay_days / {})",
    ),
    (
        "detente-bargaining/src/strategies/time_dependent.rs",
        "TOLERANCE",
        "(1 - t^e) - {}`",
    ),
];

/// What stands between backquotes with an underscore and is no parameter: symbols of formulas and words of files.
const SYMBOLS: [&str; 7] = ["sd_U", "sd_s", "s_hi", "s_lo", "u_max", "u_min", "collapsed_after_leak"];

/// The value of a constant as formulas write it: without the 0 before the point.
fn as_written(file: &str, constant: &str) -> String {
    let source = text(&root().join("crates").join(file));
    let value = source
        .split(&format!("const {constant}: f64 = "))
        .nth(1)
        .and_then(|rest| rest.split(';').next())
        .and_then(|value| value.replace('_', "").parse::<f64>().ok())
        .unwrap_or_else(|| panic!("no number `{constant}` in {file}"));
    let written = value.to_string();
    written
        .strip_prefix("0.")
        .map_or_else(|| written.replacen("-0.", "-.", 1), |rest| format!(".{rest}"))
}

#[test]
fn numerals_in_formulas_are_the_constants_of_the_code() {
    let said = SUBMODELS.split_whitespace().collect::<Vec<_>>().join(" ");
    for (file, constant, words) in CONSTANTS {
        let words = words.replace("{}", &as_written(file, constant));
        assert!(
            said.contains(&words),
            "{constant} of {file}: docs/model/submodels.md does not say `{words}`"
        );
    }
}

#[test]
fn what_formulas_name_can_be_set() {
    let registry = detente_agents::standard();
    let numbers = registry.sets().iter().flat_map(|set| set.all.iter().map(|p| p.name));
    let behaviours = registry.behaviours().iter().map(|b| b.key);
    let protocols = registry.protocols().iter().map(|p| p.key);
    let known: BTreeSet<&str> = numbers.chain(behaviours).chain(protocols).chain(SYMBOLS).collect();
    let prose: Vec<&str> = SUBMODELS.lines().filter(|line| !line.starts_with('|')).collect();
    let prose = prose.join(" ");
    let code = prose
        .split('`')
        .skip(1)
        .step_by(2)
        .filter(|code| !code.contains('/') || code.contains(' '));
    let words = code.flat_map(|code| code.split(|c: char| !c.is_alphanumeric() && c != '_'));
    // An index is no name: `w_i`, `sum_p`.
    let has_index = |word: &&str| word.ends_with("_i") || word.ends_with("_p");
    let named: BTreeSet<&str> = words.filter(|word| word.contains('_') && !has_index(word)).collect();
    let unknown: Vec<&&str> = named.difference(&known).collect();
    assert!(
        unknown.is_empty(),
        "docs/model/submodels.md names {unknown:?}, which is no number, behaviour or protocol"
    );
}
