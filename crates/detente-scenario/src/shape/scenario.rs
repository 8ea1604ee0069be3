//! What a scenario may say: the closed keys, and those that the registry declares.

use super::rows::{constituencies, exclusions, issues, linkages, negotiators, parties, relations, sessions, shocks};
use super::{Key, Of, Shape, key, required};
use detente_core::terms::VotingTerms;
use detente_core::{Parameter, Params, Registry, RowKind, Signing, Voting};

/// Keys that only a row itself can say.
const OWN: [&str; 14] = [
    "id", "from", "to", "party", "options", "range", "opening", "values", "legs", "day", "after", "when", "carrots",
    "sticks",
];

pub(super) fn id() -> Key {
    required(
        "id",
        Shape::Id,
        "identifier: 1 to 80 characters without `;`, `=` and control characters",
    )
}

pub(super) fn numbers(parameters: &'static [Parameter]) -> impl Iterator<Item = Key> {
    parameters.iter().map(|p| key(p.name, Shape::Number(p), p.meaning))
}

pub(super) fn maps(parameters: &'static [Parameter], of: Of) -> impl Iterator<Item = Key> {
    parameters
        .iter()
        .map(move |p| key(p.name, Shape::Map(of, Box::new(Shape::Number(p))), p.meaning))
}

/// The keys of a scenario's file.
pub fn scenario(registry: &Registry) -> Vec<Key> {
    vec![
        required("format", Shape::One, "version of the format: 1"),
        required("scenario", Shape::Table(frame(registry)), "what the scenario is"),
        key(
            "behaviours",
            Shape::Table(behaviours(registry)),
            "what is switched on, with defaults for all it concerns",
        ),
        key(
            "defaults",
            Shape::Table(defaults(registry)),
            "templates below the rows of a kind, key by key",
        ),
        required("talks", Shape::Table(talks(registry)), "how the text is settled"),
        required("parties", Shape::Rows(parties(registry)), "principals"),
        key(
            "negotiators",
            Shape::Rows(negotiators(registry)),
            "persons in the delegations",
        ),
        key(
            "constituencies",
            Shape::Rows(constituencies(registry)),
            "domestic groups",
        ),
        key(
            "relations",
            Shape::Rows(relations(registry)),
            "what one party feels towards another; id `<from>_<to>`",
        ),
        required("issues", Shape::Rows(issues(registry)), "matters to be settled"),
        key(
            "linkages",
            Shape::Rows(linkages(registry)),
            "options that change value together",
        ),
        key(
            "exclusions",
            Shape::Rows(exclusions()),
            "options that cannot stand together",
        ),
        required(
            "calendar",
            Shape::Rows(sessions(registry)),
            "meetings: dated, in a series, or triggered",
        ),
        key(
            "shocks",
            Shape::Rows(shocks(registry)),
            "what may happen outside the talks, on a day or at a rate",
        ),
        key(
            "tables",
            Shape::Table(tables()),
            "CSV files for cases with many parties, relative to this file",
        ),
    ]
}

fn frame(registry: &Registry) -> Vec<Key> {
    let source = vec![id(), required("text", Shape::Prose, "what is cited")];
    let evidence = vec![
        required("source", Shape::Reference(Of::Source), "id of a source"),
        key("note", Shape::Prose, "what the source says about the number"),
    ];
    let evidence = Shape::Map(Of::Path, Box::new(Shape::Table(evidence)));
    let mut keys = vec![
        id(),
        key("title", Shape::Text, "title for people"),
        key("stylised", Shape::Flag, "numbers are invented unless evidence is given"),
        key("start_date", Shape::Date, "day 0; days may then be given as dates"),
        key("sources", Shape::Rows(source), "what is cited as evidence"),
        key(
            "evidence",
            evidence,
            "by path of a parameter: where its number comes from",
        ),
    ];
    keys.extend(fixed(registry, RowKind::Talks));
    keys
}

fn talks(registry: &Registry) -> Vec<Key> {
    let words = Voting::WORDS.iter().map(|(word, _)| *word).collect();
    let mut voting = vec![key(
        "rule",
        Shape::Word(words),
        "consensus: nobody objects; unanimity: all vote for it; or a qualified majority",
    )];
    voting.extend(numbers(VotingTerms::ALL));
    vec![
        required("protocol", protocol(registry), "protocol of a session that names none"),
        key(
            "text_holder",
            Shape::Reference(Of::Party),
            "the party that holds the single text",
        ),
        key("voting", Shape::Table(voting), "how a text is adopted in plenary"),
        key(
            "scale",
            Shape::Word(vec!["unit", "own"]),
            "unit: weights are normalised and utility runs from 0 to 1; own: all counts as it stands",
        ),
        key(
            "signing",
            Shape::Word(Signing::WORDS.iter().map(|(word, _)| *word).collect()),
            "all_or_nothing: nothing is agreed until everything is; early_harvest: what is settled is agreed for good",
        ),
    ]
}

pub(super) fn protocol(registry: &Registry) -> Shape {
    Shape::Word(registry.protocols().iter().map(|p| p.key).collect())
}

fn tables() -> Vec<Key> {
    vec![
        key(
            "parties",
            Shape::Text,
            "CSV file with columns id, name, role, reservation_value, votes and other numbers of parties",
        ),
        key(
            "stances",
            Shape::Text,
            "CSV file with columns party, issue, weight, ideal (or position, in the unit of the range), tolerance",
        ),
        key(
            "values",
            Shape::Text,
            "CSV file with columns party, issue, option, value",
        ),
    ]
}

fn behaviours(registry: &Registry) -> Vec<Key> {
    let all = registry.behaviours().iter();
    all.map(|b| key(b.key, Shape::Table(behaviour(registry, b.set)), b.about))
        .collect()
}

fn behaviour(registry: &Registry, set: usize) -> Vec<Key> {
    let enabled = key("enabled", Shape::Flag, "false: off for all, or for this row");
    std::iter::once(enabled)
        .chain(numbers(registry.sets()[set].all))
        .collect()
}

/// The numbers that stand on the rows of a kind themselves.
pub(super) fn fixed(registry: &Registry, kind: RowKind) -> impl Iterator<Item = Key> {
    let set = registry.fixed_set(kind, "");
    numbers(set.map_or(&[], |s| registry.sets()[s].all))
}

/// The fixed numbers of a kind, and a table for each behaviour that its rows may carry.
pub(super) fn carried(registry: &Registry, kind: RowKind) -> Vec<Key> {
    let concerned = registry.behaviours().iter().filter(|b| b.kind == kind);
    let overrides = concerned.map(|b| key(b.key, Shape::Override(b.key, behaviour(registry, b.set)), b.about));
    fixed(registry, kind).chain(overrides).collect()
}

/// Where `value` stands among the numbers of a stance; the rest are keys of the option.
pub(crate) const VALUE: usize = 0;

fn defaults(registry: &Registry) -> Vec<Key> {
    let template = |name, keys: Vec<Key>| {
        let free = keys.into_iter().filter(|k| !OWN.contains(&k.name));
        let free = free.map(|k| k.optional()).collect();
        key(
            name,
            Shape::Table(free),
            "what each row of the kind has unless it says otherwise",
        )
    };
    vec![
        template("parties", parties(registry)),
        template("negotiators", negotiators(registry)),
        template("constituencies", constituencies(registry)),
        template("relations", relations(registry)),
        template("issues", issues(registry)),
        template("calendar", sessions(registry)),
    ]
}

/// The declaration of the parameter at a path, whether or not a scenario mentions it.
pub(crate) fn declaration(registry: &Registry, names: &[String]) -> Option<&'static Parameter> {
    let mut shape = Shape::Table(scenario(registry));
    for name in names {
        shape = match shape {
            Shape::Table(keys) | Shape::Override(_, keys) | Shape::WordOrTable(_, keys) => {
                keys.into_iter().find(|k| k.name == name)?.shape
            }
            Shape::Rows(keys) => Shape::Table(keys),
            Shape::Map(_, below) => *below,
            Shape::NumberByParty(parameter) => Shape::Number(parameter),
            _ => return None,
        };
    }
    match shape {
        Shape::Number(parameter) | Shape::Day(parameter) => Some(parameter),
        _ => None,
    }
}

/// Every number that a scenario may say, with `*` for ids: rows and behaviours, without templates, the tables of
/// behaviours on rows, and legs, which repeat them.
pub(crate) fn declared(registry: &Registry) -> Vec<(String, &'static Parameter)> {
    let mut found = Vec::new();
    let keys = scenario(registry).into_iter().filter(|k| k.name != "defaults");
    keys.for_each(|k| collect(k.name.to_owned(), k.shape, &mut found));
    found
}

fn collect(path: String, shape: Shape, found: &mut Vec<(String, &'static Parameter)>) {
    let mut below = |path: String, keys: Vec<Key>| {
        let keys = keys.into_iter().filter(|k| k.name != "legs");
        keys.for_each(|k| collect(format!("{path}.{}", k.name), k.shape, found));
    };
    match shape {
        Shape::Number(parameter) | Shape::Day(parameter) => found.push((path, parameter)),
        Shape::NumberByParty(parameter) => found.push((format!("{path}.*"), parameter)),
        Shape::Table(keys) | Shape::WordOrTable(_, keys) => below(path, keys),
        Shape::Rows(keys) => below(format!("{path}.*"), keys),
        Shape::Map(_, shape) => collect(format!("{path}.*"), *shape, found),
        _ => {}
    }
}
