//! `explain WORD...`: what a parameter, a behaviour, a protocol, an outcome, a key, a column or a term means, and where it
//! comes from.

mod named;
#[cfg(test)]
mod tests;
mod vocabulary;

use crate::cli::Explain;
use crate::exit::Failure;
use crate::{columns, glossary, output, scenario};
use detente_core::{BehaviourEntry, ParamSet, Parameter, ParameterUse, ProtocolEntry, Registry};
use detente_lab::Lab;
use detente_scenario::{Path, declaration};
use detente_telling::{values, wording};
use vocabulary::Vocabulary;

/// Columns of the text.
const COLUMNS: usize = 88;
/// How alike a name must be to be suggested.
const ALIKE: f64 = 0.8;

pub(crate) fn run(args: &Explain, lab: &Lab) -> Result<(), Failure> {
    let registry = &lab.registry;
    let used = match &args.scenario {
        Some(file) => scenario::read(file, registry)?.model.parameters,
        None => Vec::new(),
    };
    // Terms of several words need no quotes.
    let word = args.words.join(" ");
    let words = Vocabulary::of(lab);
    Ok(output::print(
        &explanation(&word, &words, &used).ok_or_else(|| unknown(&word, &words))?,
    )?)
}

/// What is known under a name: a behaviour or a protocol, a parameter, then what the glossary, files and tables call so.
fn explanation(path: &str, words: &Vocabulary<'_>, used: &[ParameterUse]) -> Option<String> {
    let lab = words.lab;
    let registry = &lab.registry;
    // Marks alone would be a pattern that everything meets.
    path.chars().find(|c| c.is_alphanumeric())?;
    // What decided a run is written `event:actor`.
    let path = path.split_once(':').map_or(path, |(event, _)| event);
    let key = path.strip_prefix("behaviours.").unwrap_or(path);
    let behaviour = registry.behaviours().iter().find(|b| b.key == key);
    let protocol = registry.protocols().iter().find(|p| p.key == key);
    let mut parts: Vec<String> = Vec::new();
    parts.extend(behaviour.map(|behaviour| of_behaviour(behaviour, registry, used)));
    parts.extend(protocol.map(of_protocol));
    if parts.is_empty() {
        parts.extend(of_path(path, registry, used));
    }
    if parts.is_empty() {
        parts.extend(of_name(path, words, used));
        parts.extend(glossary::entries_on(path).iter().map(|entry| paragraph(entry)));
        parts.extend(named::of_keys(path, words));
    }
    parts.extend(named::of_unit(path, words));
    parts.extend(named::of_lever(path));
    parts.extend(named::of_table(path, lab));
    parts.extend(columns::event(path, lab).map(|about| paragraph(&format!("{path}: an event. {about}"))));
    parts.extend(
        columns::called(path, lab)
            .iter()
            .map(|column| named::of_column(column, lab)),
    );
    parts.extend(named::of_variables(path, words));
    (!parts.is_empty()).then(|| parts.join("\n"))
}

/// A parameter by its whole path.
fn of_path(path: &str, registry: &Registry, used: &[ParameterUse]) -> Option<String> {
    let parsed: Path = path.parse().ok()?;
    let met: Vec<&ParameterUse> = used
        .iter()
        .filter(|p| p.path.parse().is_ok_and(|p: Path| parsed.meets(&p)))
        .collect();
    // `*` stands for any id: any will do to find what is declared there.
    let declared =
        declaration(registry, &path.replace('*', "any").parse().ok()?).or(met.first().map(|p| &p.declaration));
    let mut text = of_parameter(path, declared?);
    text.push_str(&uses(&met));
    Some(text)
}

/// The parameters that are called so, or whose path ends so (`leaks.motive`, `emphasis.<issue>`), wherever they stand.
fn of_name(word: &str, words: &Vocabulary<'_>, used: &[ParameterUse]) -> Vec<String> {
    let called = words
        .declared
        .iter()
        .filter(|(path, _)| key(path) == word || ends_so(path, word));
    called
        .filter_map(|(path, _)| of_path(path, &words.lab.registry, used))
        .collect()
}

/// Whether a path ends in these segments, of which the first is a name; `*` stands for any id.
fn ends_so(path: &str, word: &str) -> bool {
    let (path, word): (Vec<&str>, Vec<&str>) = (path.split('.').collect(), word.split('.').collect());
    let Some(end) = path.len().checked_sub(word.len()).map(|start| &path[start..]) else {
        return false;
    };
    end[0] != "*" && end[0] == word[0] && end.iter().zip(&word).all(|(own, said)| *own == "*" || own == said)
}

/// The name of the parameter at a path: its last segment that is no id.
fn key(path: &str) -> &str {
    path.rsplit('.').find(|segment| *segment != "*").unwrap_or(path)
}

fn of_parameter(path: &str, parameter: &Parameter) -> String {
    let Parameter {
        meaning,
        unit,
        range,
        default,
        source,
        whole,
        ..
    } = parameter;
    let whole = if *whole { ", whole numbers" } else { "" };
    let mut text = format!("{path}\n\n");
    text.push_str(&paragraph(&format!("{meaning}.")));
    text.push_str(&format!(
        "\n  unit     {unit}\n  range    {}{whole}\n  default  {default}\n  source   {source}\n",
        values::range(*range)
    ));
    text
}

fn of_behaviour(behaviour: &BehaviourEntry, registry: &Registry, used: &[ParameterUse]) -> String {
    let BehaviourEntry {
        key,
        about,
        source,
        origin,
        kind,
        set,
        ..
    } = behaviour;
    let mut text = format!(
        "{key}: a behaviour of {}, from {} {}\n\n",
        kind.plural(),
        origin.package,
        origin.version
    );
    text.push_str(&paragraph(about));
    text.push_str(&paragraph(&format!("Source: {source}.")));
    text.push_str(&format!(
        "\nSwitched on by `{key} = {{}}` in [behaviours]. Its parameters:\n"
    ));
    text.push_str(&of_set(&registry.sets()[*set]));
    let own = |path: &str| path.split('.').any(|segment| segment == *key);
    text.push_str(&uses(&used.iter().filter(|p| own(&p.path)).collect::<Vec<_>>()));
    text
}

fn of_protocol(protocol: &ProtocolEntry) -> String {
    let ProtocolEntry {
        key,
        about,
        source,
        origin,
        ..
    } = protocol;
    let mut text = format!("{key}: a protocol, from {} {}\n\n", origin.package, origin.version);
    text.push_str(&paragraph(about));
    text.push_str(&paragraph(&format!("Source: {source}.")));
    text.push_str(&format!(
        "\nUsed where [talks] or a session says `protocol = \"{key}\"`.\n"
    ));
    text
}

fn of_set(set: &ParamSet) -> String {
    let mut text = String::new();
    for parameter in set.all {
        let Parameter {
            name,
            meaning,
            unit,
            range,
            default,
            source,
            ..
        } = parameter;
        text.push_str(&format!(
            "\n  {name} = {default}   ({unit}, {})\n",
            values::range(*range)
        ));
        for line in wording::wrapped(&format!("{meaning}. Source: {source}."), COLUMNS - 6) {
            text.push_str(&format!("      {line}\n"));
        }
    }
    text
}

/// What a scenario says, or leaves to defaults.
fn uses(met: &[&ParameterUse]) -> String {
    let mut text = String::new();
    for (n, used) in met.iter().enumerate() {
        let evidence = used.evidence.as_ref().map(|e| format!("   [{e}]")).unwrap_or_default();
        let said = if used.given { "" } else { "   (default)" };
        text.push_str(if n == 0 { "\nIn the scenario:\n" } else { "" });
        text.push_str(&format!(
            "  {} = {}{said}{evidence}\n",
            used.path,
            values::text(&used.number)
        ));
    }
    text
}

fn paragraph(text: &str) -> String {
    wording::wrapped(text, COLUMNS).join("\n") + "\n"
}

fn unknown(path: &str, words: &Vocabulary<'_>) -> Failure {
    let lab = words.lab;
    let registry = &lab.registry;
    let behaviours = registry.behaviours().iter().map(|b| b.key.to_owned());
    let protocols = registry.protocols().iter().map(|p| p.key.to_owned());
    let all = &words.declared;
    let keys = all.iter().map(|(path, _)| key(path).to_owned());
    let paths = all.iter().map(|(pattern, _)| with_ids_of(pattern, path));
    let known = behaviours
        .chain(protocols)
        .chain(keys)
        .chain(paths)
        .chain(columns::all(lab).into_iter().map(|explained| explained.column.name))
        .chain(
            words
                .keys
                .iter()
                .flat_map(|key| key.words.iter().chain([&key.name]).cloned()),
        )
        .chain(words.variables.iter().map(|variable| variable.group.to_owned()))
        .chain(glossary::all());
    let nearest = known
        .map(|name| (strsim::jaro_winkler(path, &name), name))
        .reduce(|best, next| if next.0 > best.0 { next } else { best });
    let hint = nearest
        .filter(|(alike, _)| *alike >= ALIKE)
        .map(|(_, name)| format!("; did you mean `{name}`?"));
    Failure::Input(format!(
        "nothing is known as `{path}`; expected a behaviour (`fatigue`), a protocol (`single_text`), the path or the name \
         of a parameter (`behaviours.fatigue.rate_per_session`, `leak_sensitivity`), a key or a word of a file (`last_mile`), \
         an outcome, a column or a variable of a table (`decided_by`, `trust`) or a term of the glossary (`tightness`){}",
        hint.unwrap_or_default()
    ))
}

/// A pattern with the ids that a path of the same length has in place of `*`.
fn with_ids_of(pattern: &str, path: &str) -> String {
    let (stars, ids): (Vec<&str>, Vec<&str>) = (pattern.split('.').collect(), path.split('.').collect());
    if stars.len() != ids.len() {
        return pattern.to_owned();
    }
    let segments = stars
        .iter()
        .zip(ids)
        .map(|(star, id)| if *star == "*" { id } else { star });
    segments.collect::<Vec<_>>().join(".")
}
