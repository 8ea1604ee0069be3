//! Which files take part, and what is said of the others.

use super::as_genius::{DOMAIN, profile};
use super::*;
use crate::notes;

fn buyer() -> String {
    profile([4, 2, 1, 4, 1], [0.5, 0.5], "")
}

fn seller() -> String {
    profile([1, 2, 4, 1, 2], [0.5, 0.5], "")
}

fn chosen(folder: &Path, options: &ImportOptions) -> (Vec<String>, Vec<String>) {
    let imported = Imported::new(import_genius(folder, options).unwrap_or_else(|error| panic!("{error}")));
    let parties = imported.parties().into_iter().map(str::to_owned).collect();
    (parties, notes(&imported.text).map(str::to_owned).collect())
}

#[test]
fn the_pair_that_the_domain_names_takes_part() {
    let agents =
        r#"<agent utility_space="etc\templates\seller.xml"/><agent utility_space="x/buyer.xml"/><utility_space>"#;
    let domain = DOMAIN.replacen("<utility_space>", agents, 1);
    let patient = profile([4, 2, 1, 4, 1], [0.5, 0.5], r#"<reservation value="0.5"/>"#);
    let folder = folder(&[
        ("buyer.xml", &buyer()),
        ("buyer_patient.xml", &patient),
        ("seller.xml", &seller()),
        ("stall.xml", &domain),
    ]);
    assert_eq!(
        chosen(folder.path(), &ImportOptions::default()),
        (
            vec!["seller".into(), "buyer".into()],
            vec!["seller.xml, buyer.xml take part, named by the domain; left out: buyer_patient.xml; `--profiles A,B` takes others.".into()]
        )
    );
    let named = |names: &[&str]| ImportOptions {
        profiles: names.iter().map(|&name| name.to_owned()).collect(),
        ..ImportOptions::default()
    };
    let (parties, told) = chosen(folder.path(), &named(&["buyer_patient", "buyer.xml"]));
    assert_eq!(parties, ["buyer_patient", "buyer"]);
    assert_eq!(told.len(), 2);
    assert_eq!(
        told[1],
        "buyer_patient.xml and buyer.xml want the same (every package is worth as much to both): they may be two variants of one side."
    );
    let wrong = |names: &[&str]| told_of(folder.path(), &named(names));
    assert_eq!(
        wrong(&["buyer", "saler"]),
        "DIR: profile `saler`; expected a profile of the directory: buyer.xml, buyer_patient.xml, seller.xml; a profile has weights and evaluations, a domain has none"
    );
    assert_eq!(
        wrong(&["buyer", "buyer.xml"]),
        "DIR: profile `buyer.xml` a second time; expected each profile once; name another profile"
    );
    assert_eq!(
        wrong(&["buyer"]),
        "one profile; expected at least two; name two or more, such as `--profiles A,B`"
    );
    let three = ImportOptions {
        strategies: vec!["linear".into()],
        ..named(&["buyer", "seller"])
    };
    assert_eq!(
        told_of(folder.path(), &three),
        "one strategy; expected 2, one for each profile; name one for each profile, in the order of `--profiles`"
    );
}

fn told_of(folder: &Path, options: &ImportOptions) -> String {
    told(folder, &import_genius(folder, options).unwrap_err())
}

/// Three domains of one folder, as GENIUS ships those of 2012: each takes the profiles that have its issues.
#[test]
fn one_of_several_domains_is_asked_for() {
    let other = DOMAIN.replace("toll", "fare");
    let fares = |text: String| text.replace("toll", "fare");
    let folder = folder(&[
        ("a1.xml", &buyer()),
        ("a2.xml", &seller()),
        ("b1.xml", &fares(buyer())),
        ("b2.xml", &fares(seller())),
        ("domain_a.xml", DOMAIN),
        ("domain_b.xml", &other),
    ]);
    assert_eq!(
        told_of(folder.path(), &ImportOptions::default()),
        "DIR: two domains, `domain_a.xml` and `domain_b.xml`; expected one domain; choose one with `--domain domain_a.xml`, or keep one; a profile has weights and evaluations, a domain has none"
    );
    let of = |domain: &str| ImportOptions {
        domain: Some(domain.to_owned()),
        ..ImportOptions::default()
    };
    assert_eq!(chosen(folder.path(), &of("domain_a.xml")).0, ["a1", "a2"]);
    let path = folder.path().join("domain_b.xml").display().to_string();
    assert_eq!(chosen(folder.path(), &of(&path)).0, ["b1", "b2"]);
    assert_eq!(
        told_of(folder.path(), &of("a1.xml")),
        "DIR: domain `a1.xml`; expected a domain of the directory: domain_a.xml, domain_b.xml; a profile has weights and evaluations, a domain has none"
    );
}

/// Three variants with the same issues: names tell which profiles are whose.
#[test]
fn profiles_of_variants_are_told_by_their_names() {
    let names = ["Gym-A-domain.xml", "Gym-B-domain.xml"].map(|name| (name, DOMAIN.to_owned()));
    let profiles = ["Gym-A-1.xml", "Gym-A-2.xml", "Gym-B-1.xml", "Gym-B-2.xml"];
    let profiles = profiles.map(|name| (name, if name.ends_with("1.xml") { buyer() } else { seller() }));
    let files: Vec<(&str, &str)> = names
        .iter()
        .chain(&profiles)
        .map(|(name, text)| (*name, text.as_str()))
        .collect();
    let folder = folder(&files);
    let options = ImportOptions {
        domain: Some("Gym-B-domain.xml".into()),
        ..ImportOptions::default()
    };
    let (parties, told) = chosen(folder.path(), &options);
    assert_eq!(parties, ["Gym-B-1", "Gym-B-2"]);
    assert_eq!(told.len(), 1);
}

/// A discount in a template is the domain's; a template that weighs is the domain where no other file is one.
#[test]
fn a_template_is_the_domain() {
    let discounted = DOMAIN.replace(
        "</objective>",
        "</objective><discount_factor><value>0.9</value></discount_factor>",
    );
    let folder_of = |domain: &str| folder(&[("d.xml", domain), ("p.xml", &buyer()), ("q.xml", &seller())]);
    let (parties, told) = chosen(folder_of(&discounted).path(), &ImportOptions::default());
    assert_eq!(parties, ["p", "q"]);
    assert_eq!(
        told,
        ["the discount factor in d.xml is left out: it is the domain's and no profile's."]
    );
    let weighing = DOMAIN.replace("</objective>", r#"<weight index="1" value="0.5"/></objective>"#);
    let (parties, _) = chosen(folder_of(&weighing).path(), &ImportOptions::default());
    assert_eq!(parties, ["p", "q"]);
}

/// A domain with these agents.
fn naming(agents: &[&str]) -> String {
    let agents = agents.iter().map(|file| format!("<agent utility_space=\"{file}\"/>"));
    let agents: String = agents.chain(["<utility_space>".to_owned()]).collect();
    DOMAIN.replacen("<utility_space>", &agents, 1)
}

#[test]
fn profiles_take_part_in_the_order_of_the_domain() {
    let third = profile([2, 4, 1, 2, 1], [0.5, 0.5], "");
    let of = |agents: &[&str], strategies: usize| {
        let folder = folder(&[
            ("b.xml", &buyer()),
            ("c.xml", &third),
            ("s.xml", &seller()),
            ("stall.xml", &naming(agents)),
        ]);
        chosen(folder.path(), &super::options(strategies, Utilities::Genius))
    };
    let left = "`--profiles A,B` takes others.";
    // As many as it names, where nobody says how many.
    assert_eq!(
        of(&["s.xml", "c.xml", "b.xml"], 0),
        (vec!["s".into(), "c".into(), "b".into()], vec![])
    );
    assert_eq!(
        of(&["s.xml", "c.xml", "b.xml"], 2),
        (
            vec!["s".into(), "c".into()],
            vec![format!(
                "s.xml, c.xml take part, the first that the domain names; left out: b.xml; {left}"
            )]
        )
    );
    // One is missing, and one that is named twice counts once.
    assert_eq!(
        of(&["zz.xml", "s.xml", "s.xml"], 0),
        (
            vec!["s".into(), "b".into()],
            vec![
                "no profile of the domain in the directory, though it names them: zz.xml.".into(),
                format!(
                    "s.xml, b.xml take part, those that the domain names before others by name; left out: c.xml; {left}"
                )
            ]
        )
    );
}
