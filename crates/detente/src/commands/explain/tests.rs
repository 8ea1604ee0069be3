use super::*;
use detente_core::strategy::{Accepts, Offers};
use detente_results::{Clock, OUTCOMES, SolutionKind};

fn known(word: &str, words: &Vocabulary<'_>) -> Option<String> {
    explanation(word, words, &[])
}

/// Every word that a file may say, a table may show or the glossary has, from the lists that the program itself uses.
fn every_word(vocabulary: &Vocabulary<'_>) -> Vec<String> {
    let lab = vocabulary.lab;
    let registry = &lab.registry;
    let mut words: Vec<String> = glossary::all().collect();
    words.extend(registry.behaviours().iter().map(|b| b.key.to_owned()));
    words.extend(registry.protocols().iter().map(|p| p.key.to_owned()));
    for (path, parameter) in &vocabulary.declared {
        words.extend([key(path).to_owned(), path.clone(), parameter.unit.to_owned()]);
        // As the guide writes it: `emphasis.<issue>`.
        let name = key(path);
        let ids = path.rsplit('.').take_while(|segment| *segment == "*");
        words.push(name.to_owned() + &ids.map(|_| ".<id>").collect::<String>());
    }
    for key in &vocabulary.keys {
        words.extend(key.words.iter().chain([&key.name]).cloned());
    }
    words.extend(lab.designs.iter().map(|design| design.key().to_owned()));
    words.extend(Offers::words().chain(Accepts::words()).map(str::to_owned));
    words.extend(columns::all(lab).into_iter().map(|explained| explained.column.name));
    words.extend(
        lab.analyses
            .iter()
            .flat_map(|analysis| [analysis.key, analysis.file])
            .map(str::to_owned),
    );
    for variable in &vocabulary.variables {
        words.extend([variable.group.to_owned(), variable.name.clone()]);
    }
    words.extend([Clock::Round, Clock::Day].map(|clock| clock.name().to_owned()));
    words.extend(SolutionKind::ALL.map(|kind| kind.name().to_owned()));
    for event in lab.registry.events().into_iter().map(|kind| kind.name) {
        words.extend([event.to_owned(), format!("{event}:north")]);
    }
    words.extend(OUTCOMES.into_iter().chain(["failed"]).map(str::to_owned));
    words
}

#[test]
fn every_word_of_files_and_tables_is_explained() {
    let lab = Lab::from(detente_agents::standard());
    let vocabulary = Vocabulary::of(&lab);
    let mut words = every_word(&vocabulary);
    words.sort();
    words.dedup();
    let is_unknown = |word: &&String| known(word, &vocabulary).is_none();
    let unknown: Vec<&String> = words.iter().filter(is_unknown).collect();
    assert!(unknown.is_empty(), "{unknown:?}");
    assert!(words.len() > 700, "{}", words.len());
}

/// Where a unit is met says nothing of what it means.
#[test]
fn every_unit_of_a_parameter_has_a_meaning() {
    let lab = Lab::from(detente_agents::standard());
    let vocabulary = Vocabulary::of(&lab);
    let units = vocabulary
        .declared
        .iter()
        .filter(|(_, number)| number.words().is_none());
    let mut silent: Vec<&str> = units.map(|(_, number)| number.unit).collect();
    silent.retain(|unit| glossary::entries_on(unit).is_empty());
    assert!(silent.is_empty(), "{silent:?}");
}

#[test]
fn marks_alone_are_no_word() {
    let lab = Lab::from(detente_agents::standard());
    let vocabulary = Vocabulary::of(&lab);
    for marks in ["", "*", "*.*", "<", " ", ":"] {
        assert_eq!(known(marks, &vocabulary), None, "{marks:?}");
    }
}

/// A key that says nothing of itself would be explained by its place alone.
#[test]
fn every_key_of_a_file_says_what_it_is() {
    let lab = Lab::from(detente_agents::standard());
    let silent = crate::keys::all(&lab).into_iter().filter(|key| key.about.is_empty());
    let silent: Vec<String> = silent.map(|key| key.path).collect();
    assert!(silent.is_empty(), "{silent:?}");
}

#[test]
fn words_of_tables_and_answers_are_explained() {
    let lab = Lab::from(detente_agents::standard());
    let vocabulary = Vocabulary::of(&lab);
    for (word, says) in [
        ("frontier", "Pareto frontier"),
        ("nash", "greatest product of surpluses"),
        ("decided_by", "Event:actor"),
        ("zone of agreement", "cross no red line"),
        ("utility.north", "a column of runs.csv"),
        ("agreed", "one for each issue"),
        ("ci_low", "Wilson"),
        ("option_leaked", "An option became public"),
        ("linear", "How the demand falls"),
        ("random_walker", "at or above its reservation value"),
        ("log hazard", "effect in an exponent"),
        ("vote_lost:south", "The vote at home was lost"),
        ("leaks.motive", "Effect of a motive"),
        ("packages", "One option for every issue"),
        (
            "fatigue.north",
            "fatigue.<party>: a variable of trajectories.csv, one for each delegation",
        ),
        ("fatigue.north", "unit share, range 0 to 1. Of the behaviour `fatigue`"),
        ("trust.north_south", "trust.<from>_<to>: a variable"),
        (
            "momentum",
            "momentum: a variable of trajectories.csv, one for the talks",
        ),
        ("hawkish_pressure", "Of the behaviour `domestic_pressure`"),
        ("aspiration", "Of the protocol `single_text`"),
        ("last_mile", "at parties.*.carrots.*.when, parties.*.sticks.*.when"),
        ("stall", "the session moved nothing"),
        ("rejection", "cannot live with the text"),
        ("next", "as good as the own next offer"),
        ("gap_below", "what the disputants still ask"),
        ("participants", "a key of a scenario, at calendar.*.participants"),
        ("replicates", "Runs of every design point"),
        ("log_normal", "[mean of the logarithm, its sd]"),
        ("contrasts.csv", "a table"),
        ("newcombe_paired", "difference of two shares"),
        ("paired_mean", "pair by pair"),
        ("emphasis.<issue>", "constituencies.*.emphasis.*"),
        ("bias.west", "Weight of the side in the mediator's text"),
        ("exposes.<party>", "options.*.exposes.*"),
        ("1/day", "1/day: a unit of parameters.csv, as at"),
        ("people", "calendar.*.aides"),
        ("communication | formulation | manipulation", "one of these words"),
        ("runs.csv", "One row for each run"),
        ("solutions.csv", "What theory says"),
        ("outcome-shares", "how the runs of each point end"),
        ("bands-trust", "a variable of trajectories.csv over time"),
        ("policy-differences-agreement", "what each policy changes"),
        ("rational_fraction_without_red_lines", "more than its reservation value"),
        ("salience", "how much an actor cares"),
        ("point 0", "the scenario as it stands"),
        ("State", "remembers for itself"),
        ("goodwill", "that a misstep costs"),
        ("base rate", "before people, rooms and moods"),
    ] {
        let told = known(word, &vocabulary).unwrap_or_else(|| panic!("{word}"));
        let told = told.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(told.contains(says), "{word}: {told}");
    }
    // Numbers are told once, with all that is declared of them, and not again as keys.
    let weight = known("weight", &vocabulary).unwrap_or_default();
    assert!(
        weight.contains("issues.*.weight.*\n") && !weight.contains("a key of"),
        "{weight}"
    );
    assert_eq!(known("no such thing", &vocabulary), None);
}
