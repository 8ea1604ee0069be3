//! Everything that can be wrong, with its exact message.

mod domains;
mod files;
mod profiles;

use super::*;
use crate::ImportProblem;

const DOMAIN: &str = r#"<negotiation_template><utility_space><objective>
<issue index="1" name="Price"><item index="1" value="low"/><item index="2" value="high"/></issue>
<issue index="2" name="Count" type="integer" lowerbound="0" upperbound="4"/>
<issue index="3" name="Share" type="real" lowerbound="0" upperbound="1"/>
</objective></utility_space></negotiation_template>
"#;

const PROFILE: &str = r#"<utility_space><objective>
<issue index="1" name="Price"><item index="1" value="low" evaluation="1"/><item index="2" value="high" evaluation="2"/></issue>
<issue index="2" name="Count" type="integer"><evaluator ftype="linear" slope="0.25" offset="0"/></issue>
<issue index="3" name="Share" type="real"><evaluator ftype="linear" parameter1="1" parameter0="0"/></issue>
<weight index="1" value="0.5"/>
<weight index="2" value="0.25"/>
<weight index="3" value="0.25"/>
</objective><reservation value="0.1"/><discount_factor value="0.9"/></utility_space>
"#;

/// What is wrong with a directory of these files.
fn message(files: &[(&str, &str)]) -> String {
    let folder = folder(files);
    match import_genius(folder.path(), &options(2, Utilities::Genius)) {
        Ok(text) => panic!("this was imported:\n{text}"),
        Err(error) => told(folder.path(), &error),
    }
}

/// The text with one piece in place of another, which stands there once.
fn with(text: &str, old: &str, new: &str) -> String {
    assert_eq!(text.matches(old).count(), 1, "{old}");
    text.replacen(old, new, 1)
}

fn check(name: &str, text: &str, cases: &[(&str, &str, &str)]) {
    for (old, new, expected) in cases {
        let changed = with(text, old, new);
        let (domain, profile) = if name == "d.xml" {
            (&*changed, PROFILE)
        } else {
            (DOMAIN, &*changed)
        };
        assert_eq!(
            &message(&[("d.xml", domain), ("p.xml", profile), ("q.xml", PROFILE)]),
            expected
        );
    }
}

#[test]
fn the_files_that_are_broken_below_are_whole() {
    let folder = folder(&[
        ("d.xml", DOMAIN),
        ("p.xml", PROFILE),
        ("q.xml", PROFILE),
        ("readme.txt", "read me"),
    ]);
    assert_eq!(import(folder.path(), 2, Utilities::Genius).parties(), ["p", "q"]);
}

#[test]
fn wrong_directories() {
    assert_eq!(
        message(&[("readme.txt", "read me")]),
        "DIR: no XML file; expected a domain and its profiles, as `*.xml`; give the directory of one domain"
    );
    assert_eq!(
        message(&[("d.xml", DOMAIN)]),
        "DIR: no profile; expected 2, one for each strategy; add files with weights and evaluations; domains here: d.xml"
    );
    assert_eq!(
        message(&[("d.xml", DOMAIN), ("p.xml", PROFILE)]),
        "DIR: one profile; expected 2, one for each strategy; add files with weights and evaluations; domains here: d.xml; profiles here: p.xml"
    );
    assert_eq!(
        message(&[("p.xml", PROFILE), ("q.xml", PROFILE)]),
        "DIR: no domain; expected one file without weights and evaluations; add the file that lists the issues without weights and evaluations; profiles here: p.xml, q.xml"
    );
    assert_eq!(
        message(&[("d.xml", DOMAIN), ("e.xml", DOMAIN), ("p.xml", PROFILE)]),
        "DIR: two domains, `d.xml` and `e.xml`; expected one domain; choose one with `--domain d.xml`, or keep one; a profile has weights and evaluations, a domain has none"
    );
    assert_eq!(
        message(&[("d.xml", DOMAIN), ("a=b.xml", PROFILE), ("q.xml", PROFILE)]),
        "a=b.xml: a file whose name is no id; expected 1 to 69 characters without `;`, `=` and control characters; rename the file"
    );
    assert_eq!(
        message(&[("d.xml", DOMAIN), ("p.xml", PROFILE), ("p.XML", PROFILE)]),
        "DIR: two parties or negotiators `p`; expected names of files that differ; rename one of the profiles"
    );
    let folder = folder(&[("d.xml", DOMAIN), ("p.xml", PROFILE), ("q.xml", PROFILE)]);
    let at = |path: &Path, strategies| {
        let error = import_genius(path, &options(strategies, Utilities::Genius)).unwrap_err();
        assert_eq!(error.problem, ImportProblem::Directory);
        told(folder.path(), &error)
    };
    assert_eq!(
        at(folder.path(), 3),
        "DIR: 2 profiles; expected 3, one for each strategy; name 2 strategies, or add profiles; domains here: d.xml; profiles here: p.xml, q.xml"
    );
    assert_eq!(
        at(&folder.path().join("d.xml"), 2),
        "d.xml: this is a file; expected a directory with a domain and its profiles; give the directory that the file is in"
    );
    assert_eq!(
        at(&folder.path().join("none"), 2),
        "none: the directory cannot be read (No such file or directory (os error 2)); expected a directory with a domain and its profiles; check its name and its mode"
    );
}

#[test]
fn wrong_options() {
    let told = |strategies: &[&str], rounds| {
        let strategies = strategies.iter().map(|&s| s.to_owned()).collect();
        let options = ImportOptions {
            strategies,
            rounds,
            ..ImportOptions::default()
        };
        import_genius(&own("three"), &options).unwrap_err().to_string()
    };
    assert_eq!(
        told(&["boulware"], 1),
        "one strategy; expected at least two; name one for each profile that takes part, such as `boulware,linear`"
    );
    assert_eq!(
        told(&["boulware", "bolware"], 1),
        "strategy `bolware`; expected a strategy: boulware, linear, conceder, naive_tit_for_tat, micro, zeuthen, trade_off, random_walker, hard_liner; did you mean `boulware`?"
    );
    assert_eq!(
        told(&["boulware", "linear"], 0),
        "0 rounds; expected at least 1; negotiators need a round to meet"
    );
}
