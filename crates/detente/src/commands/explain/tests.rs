use super::*;
use detente_core::strategy::{Accepts, Offers};
use detente_results::{Clock, OUTCOMES, SolutionKind};

fn known(word: &str, lab: &Lab) -> Option<String> {
    explanation(word, lab, &[])
}

/// Every word that a file may say, a table may show or the glossary has, from the lists that the program itself uses.
fn every_word(lab: &Lab) -> Vec<String> {
    let registry = &lab.registry;
    let mut words: Vec<String> = glossary::all().collect();
    words.extend(registry.behaviours().iter().map(|b| b.key.to_owned()));
    words.extend(registry.protocols().iter().map(|p| p.key.to_owned()));
    for (path, _) in declarations(registry) {
        words.extend([key(&path).to_owned(), path]);
    }
    for key in keys::all(lab) {
        words.extend(key.words);
        words.push(key.name);
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
    for variable in variables::all(registry) {
        words.extend([variable.group.to_owned(), variable.name]);
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
    let words = every_word(&lab);
    let unknown: Vec<&String> = words.iter().filter(|word| known(word, &lab).is_none()).collect();
    assert!(unknown.is_empty(), "{unknown:?}");
    assert!(words.len() > 700, "{}", words.len());
}

/// A key that says nothing of itself would be explained by its place alone.
#[test]
fn every_key_of_a_file_says_what_it_is() {
    let lab = Lab::from(detente_agents::standard());
    let silent = keys::all(&lab).into_iter().filter(|key| key.about.is_empty());
    let silent: Vec<String> = silent.map(|key| key.path).collect();
    assert!(silent.is_empty(), "{silent:?}");
}

#[test]
fn words_of_tables_and_answers_are_explained() {
    let lab = Lab::from(detente_agents::standard());
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
        ("leaks.rejections", "must reject an option"),
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
    ] {
        let told = known(word, &lab).unwrap_or_else(|| panic!("{word}"));
        let told = told.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(told.contains(says), "{word}: {told}");
    }
    // Numbers are told once, with all that is declared of them, and not again as keys.
    let weight = known("weight", &lab).unwrap_or_default();
    assert!(
        weight.contains("issues.*.weight.*\n") && !weight.contains("a key of"),
        "{weight}"
    );
    assert_eq!(known("no such thing", &lab), None);
}
