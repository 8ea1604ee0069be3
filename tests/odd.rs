//! The description of the model: what stands in `docs/model/` is what the code does, and `detente odd` describes what a
//! scenario uses and nothing else.

use crate::common::{self, Output, difference, keep, root, shipped, stems, text, told};
use detente_core::{Ensemble, Model, Registry, Seed};
use detente_scenario::{Document, build};
use detente_telling::odd::{page, tables};
use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

const PAGES: [&str; 2] = ["docs/model/odd.md", "docs/model/submodels.md"];

/// The seven headings of Grimm et al. 2020.
const HEADINGS: [&str; 7] = [
    "1. Purpose and patterns",
    "2. Entities, state variables and scales",
    "3. Process overview and scheduling",
    "4. Design concepts",
    "5. Initialization",
    "6. Input data",
    "7. Submodels",
];

/// A model that uses everything that is registered.
fn everything(registry: &Registry) -> Arc<Model> {
    let document = detente_scenario::everything(registry).unwrap_or_else(|e| panic!("{e}"));
    let model = build(&document, registry).unwrap_or_else(|e| panic!("{e}")).model;
    let used: Vec<&str> = model.behaviours.iter().map(|b| b.key.as_str()).collect();
    let known: Vec<&str> = registry.behaviours().iter().map(|b| b.key).collect();
    assert_eq!(used, known, "the scenario has rows for every behaviour");
    Arc::new(model)
}

/// A page with its blocks written from the code.
fn written(page: &str, registry: &Registry) -> String {
    let world = Ensemble::new(registry, &everything(registry), Seed::new(1), 1).unwrap_or_else(|e| panic!("{e}"));
    page::rewritten(page, |word, argument| match word {
        "schedule" => Some(tables::schedule(&world.timetable(), registry, |_| true)),
        "parameters" => {
            let set = (0..registry.sets().len()).find(|&set| tables::name(registry, set) == argument);
            Some(tables::declared(registry.sets()[set?].all))
        }
        _ => None,
    })
}

#[test]
fn schedule_and_parameters_are_those_of_the_code() {
    let registry = detente_agents::standard();
    for page in PAGES {
        let file = root().join(page);
        let (kept, found) = (text(&file), written(&text(&file), &registry));
        if common::blessing() {
            keep(&file, &found);
        } else {
            assert!(kept == found, "{}", difference(&file, &kept, &found));
        }
    }
}

#[test]
fn every_module_has_its_section_and_every_parameter_its_table() {
    let registry = detente_agents::standard();
    let behaviours = registry.behaviours().iter().map(|b| b.key);
    let known: BTreeSet<&str> = behaviours.chain(registry.protocols().iter().map(|p| p.key)).collect();
    let sections = page::sections(page::SUBMODELS, "### ");
    let described: BTreeSet<&str> = sections.iter().flat_map(|(heading, _)| page::keys(heading)).collect();
    let missing: Vec<&&str> = known.difference(&described).collect();
    assert!(
        missing.is_empty(),
        "no heading in docs/model/submodels.md names {missing:?} between backquotes"
    );

    let sets: BTreeSet<String> = (0..registry.sets().len())
        .map(|set| tables::name(&registry, set))
        .collect();
    let tables: Vec<&str> = page::blocks(page::SUBMODELS, "parameters").collect();
    let once: BTreeSet<String> = tables.iter().map(|&name| name.to_owned()).collect();
    assert_eq!(
        once, sets,
        "the blocks `<!-- parameters NAME -->` in docs/model/submodels.md"
    );
    assert_eq!(once.len(), tables.len(), "each block once");
    assert_eq!(
        page::blocks(page::ODD, "schedule").count(),
        1,
        "one schedule in docs/model/odd.md"
    );
}

/// A formula that leaves a parameter out does not say what is computed.
#[test]
fn the_prose_of_a_behaviour_names_all_its_parameters() {
    let registry = detente_agents::standard();
    let sections = page::sections(page::SUBMODELS, "### ");
    for behaviour in registry.behaviours() {
        let of_key = sections
            .iter()
            .find(|(heading, _)| page::keys(heading).any(|key| key == behaviour.key));
        let (_, section) = of_key.unwrap_or_else(|| panic!("no section on `{}`", behaviour.key));
        assert!(
            section.contains("Source:"),
            "no `Source:` in the section on `{}`",
            behaviour.key
        );
        let block = format!("<!-- parameters {} -->", behaviour.key);
        let prose = section.split(&block).next().unwrap_or_default();
        assert_ne!(
            prose, *section,
            "the section on `{}` has no block `{block}`",
            behaviour.key
        );
        let code: String = prose.split('`').skip(1).step_by(2).collect::<Vec<_>>().join(" ");
        let named: BTreeSet<&str> = code.split(|c: char| !c.is_alphanumeric() && c != '_').collect();
        let all = registry.sets()[behaviour.set].all.iter().map(|p| p.name);
        let left_out: Vec<&str> = all.filter(|name| !named.contains(name)).collect();
        assert!(
            left_out.is_empty(),
            "no formula in the section on `{}` names {left_out:?}",
            behaviour.key
        );
    }
}

#[test]
fn conditions_name_what_is_registered() {
    let registry = detente_agents::standard();
    let known = |key: &str| {
        registry.behaviours().iter().any(|b| b.key == key) || registry.protocols().iter().any(|p| p.key == key)
    };
    let named: Vec<String> = [page::ODD, page::SUBMODELS]
        .into_iter()
        .flat_map(page::conditions)
        .collect();
    assert!(named.len() > 20, "the pages tell what holds when");
    let unknown: Vec<&String> = named.iter().filter(|key| !known(key)).collect();
    assert!(
        unknown.is_empty(),
        "`<!-- with ... -->` names {unknown:?}, which is not registered"
    );
}

/// The headings of a level, in order.
fn headings<'a>(description: &'a str, level: &str) -> Vec<&'a str> {
    page::sections(description, level)
        .into_iter()
        .map(|(heading, _)| heading)
        .collect()
}

/// The keys that the description's submodels and its schedule name.
fn described(description: &str) -> [BTreeSet<String>; 2] {
    let submodels = headings(description, "### ");
    let submodels = submodels.iter().flat_map(|heading| page::keys(heading));
    let schedule = description.lines().skip_while(|line| !line.starts_with("| phase |"));
    let schedule = schedule.take_while(|line| line.starts_with('|')).flat_map(page::keys);
    [
        submodels.map(str::to_owned).collect(),
        schedule.map(str::to_owned).collect(),
    ]
}

#[test]
fn shipped_scenarios_are_described_with_what_they_use() {
    let (folder, registry) = (common::temporary_folder(), detente_agents::standard());
    for name in stems("scenarios") {
        let file = shipped(&format!("scenarios/{name}.toml"));
        let description = told(folder.path(), &["odd", &file]);
        assert_eq!(headings(&description, "## "), HEADINGS, "{name}");
        let document = Document::read(Path::new(&file)).unwrap_or_else(|e| panic!("{e}"));
        let model = build(&document, &registry).unwrap_or_else(|e| panic!("{e}")).model;
        assert!(description.starts_with(&format!("# {}", model.title)), "{name}");
        let protocols = model.sessions.iter().map(|session| session.protocol.clone());
        let used: BTreeSet<String> = model
            .behaviours
            .iter()
            .map(|b| b.key.clone())
            .chain(protocols)
            .collect();
        let [submodels, schedule] = described(&description);
        assert_eq!(submodels, used, "{name}: the submodels");
        assert_eq!(schedule, used, "{name}: the schedule");
        for mark in ["<!--", "](", "\n\n\n"] {
            assert!(!description.contains(mark), "{name}: holds {mark:?}");
        }
        for id in model
            .parties
            .iter()
            .map(|p| &p.id)
            .chain(model.sessions.iter().map(|s| &s.id))
        {
            assert!(description.contains(&format!("`{id}`")), "{name}: does not name {id}");
        }
    }
}

#[test]
fn a_description_holds_the_numbers_of_the_scenario() {
    let folder = common::temporary_folder();
    let description = told(folder.path(), &["odd", &shipped("scenarios/harbour.toml")]);
    for line in [
        "| `hazard_per_day` | 0.008 | 0.0004 | 0 to 10 |",
        "| `tempo_days` | 150 | 364 | 1 to 36500 |",
        "normal [0.4, 0.06]",
        "| `fortnightly`, The commission's launch | `single_text` | 14 days after `opening`, then every 14 days, 8 times in all |",
    ] {
        assert!(description.contains(line), "{line}\n{description}");
    }
    assert!(!description.contains("battlefield"), "harbour knows no war");
}

#[test]
fn a_description_goes_to_a_file_and_replaces_none_unasked() {
    let folder = common::temporary_folder();
    let scenario = shipped("scenarios/harbour.toml");
    let printed = told(folder.path(), &["odd", &scenario]);
    let run = |more: &[&str]| common::detente(folder.path(), &[&["odd", &scenario, "-o", "harbour.md"], more].concat());
    assert_eq!(run(&[]).code, Some(0));
    assert_eq!(text(&folder.path().join("harbour.md")), printed);
    let Output { code, stdout, stderr } = run(&[]);
    assert_eq!((code, stdout.as_str()), (Some(2), ""));
    assert!(
        stderr.contains("harbour.md exists already") && stderr.contains("--force"),
        "{stderr}"
    );
    assert_eq!(run(&["--force"]).code, Some(0));
    let experiment = common::detente(folder.path(), &["odd", &shipped("experiments/harbour-leaks.toml")]);
    assert_eq!(experiment.code, Some(2));
    assert!(experiment.stderr.contains("is an experiment"), "{}", experiment.stderr);
}
