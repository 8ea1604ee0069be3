//! What GENIUS does with utilities beyond its scale, with weights of objectives, and with what it does not know.

use super::*;
use crate::notes;

/// A domain of two issues with three and two values.
pub(super) const DOMAIN: &str = r#"<negotiation_template><utility_space><objective index="0" name="all">
<issue index="1" name="route"><item value="north"/><item value="coast"/><item value="valley"/></issue>
<issue index="2" name="toll"><item value="none"/><item value="high"/></issue>
</objective></utility_space></negotiation_template>"#;

/// A profile of it: evaluations, weights, and what comes after the objective.
pub(super) fn profile(evaluations: [i32; 5], weights: [f64; 2], after: &str) -> String {
    let [north, coast, valley, none, high] = evaluations;
    let [route, toll] = weights;
    format!(
        r#"<utility_space><objective index="0" name="all">
<issue index="1" name="route"><item value="north" evaluation="{north}"/><item value="coast" evaluation="{coast}"/><item value="valley" evaluation="{valley}"/></issue>
<issue index="2" name="toll"><item value="none" evaluation="{none}"/><item value="high" evaluation="{high}"/></issue>
<weight index="1" value="{route}"/><weight index="2" value="{toll}"/>
</objective>{after}</utility_space>"#
    )
}

fn pair(first: &str) -> Imported {
    let other = profile([1, 2, 4, 1, 2], [0.5, 0.5], "");
    let folder = folder(&[("d.xml", DOMAIN), ("p.xml", first), ("q.xml", &other)]);
    import(folder.path(), 2, Utilities::Genius)
}

/// 0.9 + 0.3 = 1.2 and 0.72 + 0.3 = 1.02 are cut; all other packages are at most 1.
#[test]
fn what_is_above_one_is_cut_by_linkages() {
    let imported = pair(&profile([10, 8, 1, 10, 2], [0.9, 0.3], ""));
    let linkages: Vec<(Vec<&str>, f64)> = imported
        .rows("linkages")
        .map(|row| {
            assert_eq!(row["party"].as_str(), Some("p"));
            let options = row["options"].as_array().unwrap().iter();
            (
                options.map(|o| o.as_str().unwrap()).collect(),
                row["value"].as_float().unwrap(),
            )
        })
        .collect();
    assert_eq!(linkages.len(), 2);
    assert_eq!(linkages[0].0, ["route=north", "toll=none"]);
    assert_eq!(linkages[1].0, ["route=coast", "toll=none"]);
    assert_eq!(imported.utility("p", &["north", "none"]) + linkages[0].1, 1.0);
    assert_eq!(imported.utility("p", &["coast", "none"]) + linkages[1].1, 1.0);
    assert_eq!(
        notes(&imported.text).collect::<Vec<_>>(),
        ["p.xml gives 2 packages more than 1: linkages take them down to 1, as GENIUS does."]
    );
    let raw = folder(&[
        ("d.xml", DOMAIN),
        ("p.xml", &profile([10, 8, 1, 10, 2], [0.9, 0.3], "")),
    ]);
    std::fs::copy(raw.path().join("p.xml"), raw.path().join("q.xml")).unwrap();
    assert!(!import(raw.path(), 2, Utilities::Raw).text.contains("[[linkages]]"));
}

/// Thirteen issues of four values, worth 2 and more: more packages than can be listed.
#[test]
fn too_many_to_cut_are_told() {
    let issue = |n: usize, evaluated: bool| {
        let items = (1..5).map(|k| match evaluated {
            true => format!(r#"<item value="v{k}" evaluation="{k}"/>"#),
            false => format!(r#"<item value="v{k}"/>"#),
        });
        format!(
            r#"<issue index="{n}" name="i{n}">{}</issue>"#,
            items.collect::<String>()
        )
    };
    let issues = |evaluated| (1..14).map(|n| issue(n, evaluated)).collect::<String>();
    let weights: String = (1..14)
        .map(|n| format!(r#"<weight index="{n}" value="0.5"/>"#))
        .collect();
    let domain = format!(
        "<negotiation_template><objective>{}</objective></negotiation_template>",
        issues(false)
    );
    let profile = format!(
        "<utility_space><objective>{}{weights}</objective></utility_space>",
        issues(true)
    );
    let folder = folder(&[("d.xml", &domain), ("p.xml", &profile), ("q.xml", &profile)]);
    let imported = import(folder.path(), 2, Utilities::Genius);
    assert!(!imported.text.contains("[[linkages]]"));
    let told = notes(&imported.text).next().unwrap();
    assert!(
        told.starts_with("p.xml gives up to 6.5, which GENIUS cuts at 1: too many packages"),
        "{told}"
    );
}

#[test]
fn the_weight_of_an_objective_is_passed_over() {
    let plain = profile([4, 2, 1, 1, 4], [0.5, 0.5], "");
    let weighted = plain.replace("</objective>", r#"<weight index="0" value="1.0"/></objective>"#);
    assert_eq!(pair(&weighted).weights("p"), [0.5, 0.5]);
    assert_eq!(pair(&weighted).values("p"), pair(&plain).values("p"));
}

/// -2 of at most 4 is -0.5; where nothing is above 0.00001, all are 0.
#[test]
fn evaluations_below_zero_are_divided_too() {
    let imported = pair(&profile([4, -2, 0, -1, 0], [0.5, 0.5], ""));
    assert_eq!(imported.values("p"), [vec![1.0, -0.5, 0.0], vec![0.0, 0.0]]);
}

/// Multiplied by 10, on the file's own scale: 0.5 * 4 + 0.5 * 2 is 30 of what the reservation value is 12 of.
#[test]
fn multipliers_are_applied_and_unknown_elements_told() {
    let after = r#"<reservation value="12"/><weightmultiplyer value="10"/><timeeffect value="-4"/><optout value="3"/>"#;
    let imported = pair(&profile([4, 2, 1, 1, 2], [0.5, 0.5], after));
    assert_eq!(imported.utility("p", &["north", "high"]), 30.0);
    assert_eq!(imported.party("p")["reservation_value"].as_float(), Some(12.0));
    assert!(!imported.text.contains("[[linkages]]"));
    assert_eq!(
        notes(&imported.text).collect::<Vec<_>>(),
        [
            "p.xml has a weight multiplier, 10: its utilities and its reservation value are on the file's own scale.",
            "p.xml says `optout`, `timeeffect` too, which GENIUS 10.4 does not know and utilities here leave out.",
        ]
    );
    let inside = profile([4, 2, 1, 1, 2], [0.5, 0.5], "").replace("</issue>", "<bonus/></issue>");
    let told = pair(&inside);
    assert_eq!(
        notes(&told.text).next(),
        Some("p.xml says `bonus` too, which GENIUS 10.4 does not know and utilities here leave out.")
    );
    let after = r#"<reservation value="0"><deep/></reservation><discount_factor value="1"><late/></discount_factor>"#;
    let leaves = profile([4, 2, 1, 1, 2], [0.5, 0.5], after)
        .replacen(r#"evaluation="4"/>"#, r#"evaluation="4"><cost/></item>"#, 1)
        .replacen(r#"value="0.5"/>"#, r#"value="0.5"><boost/></weight>"#, 1);
    assert_eq!(
        notes(&pair(&leaves).text).next(),
        Some(
            "p.xml says `boost`, `cost`, `deep`, `late` too, which GENIUS 10.4 does not know and utilities here leave out."
        )
    );
}

/// Once for each kind, however often they are there.
#[test]
fn attributes_and_texts_that_are_not_read_are_told() {
    let odd = profile([4, 2, 1, 1, 2], [0.5, 0.5], "stray")
        .replacen("<utility_space", r#"<utility_space scale="3""#, 1)
        .replace("<item ", r#"<item penalty="3" "#)
        .replacen("<weight ", r#"<weight scale="10" "#, 1)
        .replacen("<issue ", r#"<issue multiplier="3" description="which way" "#, 1)
        .replacen("</utility_space>", "<utility_space/></utility_space>", 1);
    assert_eq!(
        notes(&pair(&odd).text).next(),
        Some(
            "p.xml says `multiplier` of `issue`, `penalty` of `item`, `scale` of `utility_space`, `scale` of `weight`, an \
             empty `utility_space`, text in `utility_space` too, which GENIUS 10.4 does not know and utilities here leave \
             out."
        )
    );
    assert!(
        !pair(&profile([4, 2, 1, 1, 2], [0.5, 0.5], ""))
            .text
            .contains(" too, which")
    );
}

#[test]
fn rules_are_no_weighted_sum() {
    let rules =
        r#"<utility_space type="constraint"><objective index="0" name="all"><rules/></objective></utility_space>"#;
    let other = profile([1, 2, 4, 1, 2], [0.5, 0.5], "");
    let folder = folder(&[
        ("d.xml", DOMAIN),
        ("p.xml", &other),
        ("q.xml", rules),
        ("r.xml", &other),
    ]);
    let error = import_genius(folder.path(), &ImportOptions::default()).unwrap_err();
    assert_eq!(
        told(folder.path(), &error),
        "q.xml:1:66: `rules`: a utility that is no weighted sum; expected weights and evaluations; only additive utility \
         spaces can be imported"
    );
    let others = ImportOptions {
        profiles: vec!["p.xml".into(), "r".into()],
        ..ImportOptions::default()
    };
    assert!(import_genius(folder.path(), &others).is_ok());
}
