//! Domains of our own, with utilities worked out by hand.

use crate::{ImportOptions, import_geniusweb, notes};
use toml::Table;

const DOMAIN: &str = r#"{"name":"stall","issuesValues":{"price":{"values":["9","10","11"]},"days":{"range":{"low":0,"high":1.0,"step":0.5}}}}"#;

/// A profile with so much for each price, for no day and for one day, and what comes after the weights.
fn profile(prices: [f64; 3], days: [f64; 2], after: &str) -> String {
    let ([nine, ten, eleven], [none, one]) = (prices, days);
    format!(
        r#"{{"LinearAdditiveUtilitySpace":{{"issueUtilities":{{
"days":{{"NumberValueSetUtilities":{{"lowValue":0,"lowUtility":{none},"highValue":1,"highUtility":{one}}}}},
"price":{{"DiscreteValueSetUtilities":{{"valueUtilities":{{"9":{nine},"10":{ten},"11":{eleven}}}}}}}}},
"issueWeights":{{"price":0.75,"days":0.25}},"domain":{DOMAIN},"name":"x"{after}}}}}"#
    )
}

fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        std::fs::write(folder.path().join(name), text).unwrap();
    }
    folder
}

fn both(buyer: &str) -> Result<String, String> {
    let seller = profile([0.0, 0.5, 1.0], [1.0, 0.0], "");
    let folder = folder(&[("stall.json", DOMAIN), ("buyer.json", buyer), ("seller.json", &seller)]);
    let name = folder.path().display().to_string();
    import_geniusweb(folder.path(), &ImportOptions::default())
        .map_err(|error| error.to_string().replace(&format!("{name}/"), "").replace(&name, "DIR"))
}

fn read(text: &str) -> Table {
    text.parse().unwrap()
}

#[test]
fn domains_are_read_in_the_order_of_the_file() {
    let bid = r#","reservationBid":{"issuevalues":{"price":"10","days":0.5}}"#;
    let text = both(&profile([1.0, 0.5, 0.25], [0.0, 1.0], bid)).unwrap();
    let root = read(&text);
    let issues = root["issues"].as_array().unwrap();
    assert_eq!(issues[0]["id"].as_str(), Some("price"));
    assert_eq!(issues[1]["id"].as_str(), Some("days"));
    let options: Vec<&str> = issues[1]["options"]
        .as_array()
        .unwrap()
        .iter()
        .map(|o| o["id"].as_str().unwrap())
        .collect();
    assert_eq!(options, ["0", "0.5", "1"]);
    assert_eq!(issues[0]["values"]["buyer"]["11"].as_float(), Some(0.25));
    // Half way between both ends.
    assert_eq!(issues[1]["values"]["seller"]["0.5"].as_float(), Some(0.5));
    assert_eq!(issues[0]["weight"]["buyer"].as_float(), Some(0.75));
    // 0.75 * 0.5 + 0.25 * 0.5
    assert_eq!(root["parties"][0]["reservation_value"].as_float(), Some(0.5));
    assert_eq!(root["parties"][1]["reservation_value"].as_float(), Some(0.0));
    assert_eq!(notes(&text).count(), 0);
    assert!(
        text.starts_with("# Imported from a GeniusWeb domain. Utilities: as GeniusWeb has them.\n"),
        "{text}"
    );
}

#[test]
fn old_names_and_unrated_values_are_understood() {
    let old = profile([1.0, 0.5, 0.25], [0.0, 1.0], r#","reservationBid":null"#)
        .replace("DiscreteValueSetUtilities", "discreteutils")
        .replace("NumberValueSetUtilities", "numberutils")
        .replace(r#","11":0.25"#, "");
    let root = read(&both(&old).unwrap());
    assert_eq!(root["issues"][0]["values"]["buyer"]["11"].as_float(), Some(0.0));
}

/// Where no file is a domain, that of the first profile stands in; what is neither is passed over.
#[test]
fn profiles_carry_their_domain() {
    let (buyer, seller) = (
        profile([1.0, 0.5, 0.0], [0.0, 1.0], ""),
        profile([0.0, 0.5, 1.0], [1.0, 0.0], ""),
    );
    let folder = folder(&[
        ("a.json", &buyer),
        ("b.json", &seller),
        ("specials.json", r#"{"size":6}"#),
    ]);
    let text = import_geniusweb(folder.path(), &ImportOptions::default()).unwrap();
    assert_eq!(
        notes(&text).collect::<Vec<_>>(),
        [
            "no file is a domain: that in a.json stands in.",
            "specials.json is skipped: it is neither a GeniusWeb domain nor a profile.",
        ]
    );
}

#[test]
fn wrong_files_have_their_message() {
    let right = profile([1.0, 0.5, 0.25], [0.0, 1.0], "");
    for (old, new, expected) in [
        (
            "LinearAdditiveUtilitySpace",
            "SumOfGroupsUtilitySpace",
            "buyer.json: `SumOfGroupsUtilitySpace`: a utility that is no weighted sum; expected `LinearAdditiveUtilitySpace`; only linear additive utility spaces can be imported; `--profiles` takes other files",
        ),
        (
            "LinearAdditiveUtilitySpace",
            "DefaultPartialOrdering",
            "buyer.json: `DefaultPartialOrdering`: a utility that is no weighted sum; expected `LinearAdditiveUtilitySpace`; only linear additive utility spaces can be imported; `--profiles` takes other files",
        ),
        (
            r#""11":0.25"#,
            r#""12":0.25"#,
            "buyer.json: issueUtilities.`price`: `12`, which the domain does not have; expected the names of the domain; did you mean `10`?",
        ),
        (
            r#"{"price":0.75"#,
            r#"{"price":-1"#,
            "buyer.json: issueWeights.`price`: -1; expected a weight of at least 0; turn the utilities round where more is worse",
        ),
        (
            r#"{"price":0.75,"days":0.25}"#,
            r#"{"price":0.75}"#,
            "buyer.json: issueWeights.`days`: nothing; expected a finite number; write digits and a decimal point, such as `0.5`",
        ),
        (
            r#"{"price":0.75,"days":0.25}"#,
            r#"{"price":0.75,"days":0.45}"#,
            "buyer.json: issueWeights: weights that add up to 1.2; expected weights that add up to 1, as GeniusWeb has it (exactly; here within 0.000001); divide each by their sum",
        ),
        (
            r#""11":0.25"#,
            r#""11":3"#,
            "buyer.json: issueUtilities.`price`.`11`: 3; expected a utility from 0 to 1, as GeniusWeb has it; bring the utilities of the issue to the scale from 0 to 1",
        ),
        (
            r#""lowUtility":0"#,
            r#""lowUtility":-1"#,
            "buyer.json: issueUtilities.`days`.lowUtility: -1; expected a utility from 0 to 1, as GeniusWeb has it; bring the utilities of the issue to the scale from 0 to 1",
        ),
        (
            "NumberValueSetUtilities",
            "DiscreteValueSetUtilities",
            "buyer.json: issueUtilities.`days`: `DiscreteValueSetUtilities`; expected `NumberValueSetUtilities`, as the domain has a range; let domain and profile agree",
        ),
        (
            r#""price":0.75,"#,
            r#""price":0.75,"price":0.5,"#,
            "buyer.json: no JSON: the key `price` a second time at line 4 column 40; expected JSON; mend or restore the file",
        ),
    ] {
        let changed = right.replacen(old, new, 1);
        assert_eq!(both(&changed).unwrap_err(), expected);
    }
    let deep = format!("[\"issuesValues\",{}", "[".repeat(100_000));
    assert!(
        both(&deep)
            .unwrap_err()
            .starts_with("buyer.json: no JSON: recursion limit exceeded")
    );
    let folder = folder(&[("a.xml", "<a/>")]);
    let error = import_geniusweb(folder.path(), &ImportOptions::default())
        .unwrap_err()
        .to_string();
    assert!(
        error.ends_with(
            "no JSON file; expected a domain and its profiles, as `*.json`; the files are XML: use `import genius`"
        ),
        "{error}"
    );
}

/// Three thirds with six decimals are 1 as near as makes no difference.
#[test]
fn rounded_weights_add_up() {
    let rounded = profile([1.0, 0.5, 0.25], [0.0, 1.0], "").replace(
        r#"{"price":0.75,"days":0.25}"#,
        r#"{"price":0.666667,"days":0.3333333}"#,
    );
    assert!(both(&rounded).is_ok());
}

#[test]
fn a_profile_in_another_encoding_is_told() {
    let buyer = profile([1.0, 0.5, 0.25], [0.0, 1.0], "");
    let folder = folder(&[("stall.json", DOMAIN), ("seller.json", &buyer)]);
    let wide: Vec<u8> = buyer.encode_utf16().flat_map(u16::to_le_bytes).collect();
    std::fs::write(folder.path().join("buyer.json"), wide).unwrap();
    let told = import_geniusweb(folder.path(), &ImportOptions::default()).unwrap_err();
    assert!(
        told.to_string()
            .contains("buyer.json: the file looks like UTF-16; expected text in UTF-8; save it as UTF-8"),
        "{told}"
    );
}

#[test]
fn what_is_not_read_is_told_wherever_it_stands() {
    let buyer = profile(
        [1.0, 0.5, 0.25],
        [0.0, 1.0],
        r#","reservationBid":{"issuevalues":{},"note":1},"discount":0.5"#,
    )
    .replacen(r#""11":0.25}"#, r#""11":0.25},"curve":3"#, 1)
    .replacen(r#""highUtility":1}"#, r#""highUtility":1,"bend":2},"also":1"#, 1);
    let seller = profile([0.0, 0.5, 1.0], [1.0, 0.0], "");
    let domain = DOMAIN
        .replacen(r#""step":0.5"#, r#""step":0.5,"unit":"day""#, 1)
        .replacen(r#"{"name""#, r#"{"version":2,"name""#, 1);
    let folder = folder(&[
        ("stall.json", &domain),
        ("buyer.json", &buyer),
        ("seller.json", &seller),
        ("x.json", "{ broken"),
    ]);
    let text = import_geniusweb(folder.path(), &ImportOptions::default()).unwrap();
    assert_eq!(
        notes(&text).collect::<Vec<_>>(),
        [
            "stall.json says `version`, `issuesValues.days.range.unit` too, which is not known and is left out.",
            "x.json is skipped: it is no JSON, and holds neither `issuesValues` nor `LinearAdditiveUtilitySpace`.",
            "buyer.json says `discount`, `issueUtilities.days.also`, `issueUtilities.days.NumberValueSetUtilities.bend`, \
             `issueUtilities.price.DiscreteValueSetUtilities.curve`, `reservationBid.note` too, which is not known and is \
             left out.",
        ]
    );
}
