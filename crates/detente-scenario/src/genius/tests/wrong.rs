//! Everything that can be wrong, with its exact message.

use super::*;
use crate::genius::{GeniusProblem, xml};

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
    match import_genius(folder.path(), &options(2, GeniusUtilities::Genius)) {
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
    assert_eq!(import(folder.path(), 2, GeniusUtilities::Genius).parties(), ["p", "q"]);
}

#[test]
fn broken_xml() {
    check(
        "p.xml",
        PROFILE,
        &[
            (
                "</objective><res",
                "<res",
                "p.xml:8:57: ill-formed document: expected `</objective>`, but `</utility_space>` was found; expected well-formed XML; mend or restore the file",
            ),
            (
                "</utility_space>\n",
                "",
                "p.xml:8:69: the file ends inside of `utility_space`; expected `</utility_space>`; the file is cut short: restore it",
            ),
            (
                r#"<weight index="3" value="0.25"/>"#,
                r#"<weight index="3" value="0.25"#,
                r#"p.xml:7:1: syntax error: attribute value not closed: `"` not found before end of input; expected well-formed XML; mend or restore the file"#,
            ),
            (
                r#"<weight index="3" value="0.25"/>"#,
                r#"<weight index="3" index="4" value="0.25"/>"#,
                r#"p.xml:7:1: position 17: duplicated attribute, previous declaration at position 7; expected attributes as `name="value"`; mend the element"#,
            ),
            (
                r#"<weight index="3" value="0.25"/>"#,
                r#"<weight index=3 value="0.25"/>"#,
                r#"p.xml:7:1: position 13: attribute value must be enclosed in `"` or `'`; expected attributes as `name="value"`; mend the element"#,
            ),
            (
                r#"<weight index="3""#,
                "<!-- ",
                "p.xml:7:1: syntax error: comment not closed: `-->` not found before end of input; expected well-formed XML; mend or restore the file",
            ),
            (
                "<utility_space>",
                r#"<!DOCTYPE x [<!ENTITY a "b"><!ENTITY c "&a;&a;">]><utility_space>"#,
                "p.xml:1:1: a document type; expected a file without one; remove `<!DOCTYPE ...>`: entities are not expanded",
            ),
            (
                r#"value="low""#,
                r#"value="&lol9;""#,
                "p.xml:2:31: the entity `lol9` in attribute `value`; expected no entity but lt, gt, amp, apos and quot; write `&amp;` for `&`",
            ),
            (
                r#"value="low""#,
                r#"value="a & b""#,
                "p.xml:2:31: `&` without `;` in attribute `value`; expected no entity but lt, gt, amp, apos and quot; write `&amp;` for `&`",
            ),
            (
                "</objective>",
                "&lol9;</objective>",
                "p.xml:8:1: the entity `lol9`; expected none but lt, gt, amp, apos and quot; write what it stands for",
            ),
            (
                "<utility_space>",
                "utility <utility_space>",
                "p.xml:1:1: the text `utility` outside of any element; expected XML; is it a GENIUS file?",
            ),
            (
                "</utility_space>\n",
                "</utility_space><utility_space/>",
                "p.xml:8:85: a second outermost element, `utility_space`; expected one; one file holds one domain or one profile",
            ),
            (
                "<utility_space>",
                "<utility_spice>",
                "p.xml:8:69: ill-formed document: expected `</utility_spice>`, but `</utility_space>` was found; expected well-formed XML; mend or restore the file",
            ),
        ],
    );
}

#[test]
fn files_that_are_not_what_they_should_be() {
    for (text, expected) in [
        (
            "",
            "p.xml:1:1: no element; expected a GENIUS domain or profile; the file is empty: restore it",
        ),
        (
            "not XML",
            "p.xml:1:1: the text `not XML` outside of any element; expected XML; is it a GENIUS file?",
        ),
        (
            "<html/>",
            "p.xml:1:1: the outermost element is `html`; expected `negotiation_template` or `utility_space`; move files that are no GENIUS domain or profile to another directory",
        ),
        (
            "<utility_space/>",
            "p.xml:1:1: no issue; expected issues in an objective; move files that are no GENIUS domain or profile to another directory",
        ),
    ] {
        assert_eq!(message(&[("d.xml", DOMAIN), ("p.xml", text)]), expected);
    }
    let folder = folder(&[("d.xml", DOMAIN)]);
    let told = |bytes: &[u8]| {
        std::fs::write(folder.path().join("p.xml"), bytes).unwrap();
        told(
            folder.path(),
            &import_genius(folder.path(), &GeniusOptions::default()).unwrap_err(),
        )
    };
    assert_eq!(
        told(b"<a>\n\xe9</a>"),
        "p.xml: line 2 is not UTF-8; expected text in UTF-8; save the file in UTF-8, and let its first line say so or say nothing"
    );
    // A hundred megabytes of one tag; the file system need not store them.
    std::fs::File::create(folder.path().join("p.xml"))
        .unwrap()
        .set_len(100_000_000)
        .unwrap();
    let begun = std::time::Instant::now();
    let error = import_genius(folder.path(), &GeniusOptions::default()).unwrap_err();
    assert_eq!(
        super::told(folder.path(), &error),
        "p.xml: the file is too large; expected at most 8 MiB; is it a GENIUS file?"
    );
    assert!(begun.elapsed().as_secs() < 2);
}

#[test]
fn too_much_of_anything() {
    let deep = format!("{}{}", "<objective>".repeat(40), "</objective>".repeat(40));
    let wide = format!("<a{}/>", (0..40).map(|n| format!(r#" a{n}="""#)).collect::<String>());
    let many = format!("<a>{}</a>", "<b/>".repeat(xml::ELEMENTS));
    for (text, expected) in [
        (
            deep,
            "p.xml:1:353: elements more than 32 deep in each other; expected fewer; is it a GENIUS file?",
        ),
        (
            wide,
            "p.xml:1:1: more than 32 attributes; expected fewer; is it a GENIUS file?",
        ),
        (
            many,
            "p.xml:1:800000: more than 200000 elements; expected fewer; is it a GENIUS file?",
        ),
    ] {
        assert_eq!(message(&[("d.xml", DOMAIN), ("p.xml", &text)]), expected);
    }
    check(
        "d.xml",
        DOMAIN,
        &[
            (
                r#"upperbound="4""#,
                r#"upperbound="1e9""#,
                "d.xml:3:1: 1000000001 values from 0 to 1000000000; expected at most 10000; narrow the range, in the profiles too",
            ),
            (
                r#"upperbound="1""#,
                r#"upperbound="1e300""#,
                "d.xml:4:1: bounds 0.0 and 1e300; expected a lower bound that is not above the upper one, both within 1e15 of 0; mend the bounds",
            ),
        ],
    );
}

#[test]
fn wrong_domains() {
    check(
        "d.xml",
        DOMAIN,
        &[
            (
                r#"name="Count""#,
                r#"name="Price""#,
                "d.xml:3:1: a second issue `Price`; expected different names; rename one of them, in the profiles too",
            ),
            (
                r#"name="Count""#,
                r#"name="""#,
                r#"d.xml:3:1: an issue without a name; expected `name="..."`; give the issue a name: domain and profiles meet by names"#,
            ),
            (
                r#"value="high""#,
                r#"value="low""#,
                "d.xml:2:60: a second value `low`; expected different names; rename one of them, in the profiles too",
            ),
            (
                r#"value="high""#,
                "",
                r#"d.xml:2:60: an item without a value; expected `value="..."`; name the value"#,
            ),
            (
                r#"<item index="1" value="low"/><item index="2" value="high"/>"#,
                "",
                r#"d.xml:2:1: an issue without items; expected `<item value="..."/>`; add items, or say that the issue is `integer` or `real`"#,
            ),
            (
                r#"type="integer""#,
                r#"type="intger""#,
                "d.xml:3:1: type `intger` of an issue; expected a type: discrete, integer, real; did you mean `integer`?",
            ),
            (
                r#"type="integer""#,
                r#"type="integer" vtype="real""#,
                "d.xml:3:1: an issue of two types; expected one type; let `type`, `vtype` and `etype` agree",
            ),
            (
                r#"upperbound="4""#,
                "",
                r#"d.xml:3:1: `issue` without `upperbound`; expected `upperbound` with a number; add `upperbound="..."`"#,
            ),
            (
                r#"lowerbound="0" upperbound="4""#,
                "",
                r#"d.xml:3:1: an issue without bounds; expected `lowerbound="..."` and `upperbound="..."`; give both ends of the range"#,
            ),
            (
                r#"upperbound="4""#,
                r#"upperbound="-4""#,
                "d.xml:3:1: bounds 0.0 and -4.0; expected a lower bound that is not above the upper one, both within 1e15 of 0; mend the bounds",
            ),
            (
                r#"upperbound="4""#,
                r#"upperbound="4.5""#,
                "d.xml:3:1: bounds 0 and 4.5; expected whole numbers in an integer issue; say that the issue is `real`, or round its bounds",
            ),
            (
                r#"upperbound="4""#,
                r#"upperbound="four""#,
                "d.xml:3:1: upperbound `four`; expected a finite number; write digits and a decimal point, such as `0.5`",
            ),
            (
                r#"upperbound="1""#,
                r#"upperbound="1" steps="1""#,
                "d.xml:4:1: `1` steps; expected a whole number from 2 to 10000; it is the number of options that the range is cut into, both ends among them",
            ),
            (
                "<objective>",
                "<objective><objective/>",
                "d.xml:1:49: an objective inside of an objective; expected issues side by side in one objective; move its issues up, with the products of their weights",
            ),
        ],
    );
    let domain = with(DOMAIN, r#"value="low"/>"#, r#"value="a="/><item value="a:"/>"#);
    assert_eq!(
        message(&[("d.xml", &domain), ("p.xml", PROFILE), ("q.xml", PROFILE)]),
        "d.xml:2:59: values `a=` and `a:`, which both become `a:`; expected different names; rename one of them, in the profiles too"
    );
}

#[test]
fn wrong_profiles() {
    check(
        "p.xml",
        PROFILE,
        &[
            (
                r#"<weight index="2" value="0.25"/>"#,
                "",
                r#"p.xml:3:1: no weight for issue `Count`; expected a weight for each issue; add `<weight index="2" value="..."/>`"#,
            ),
            (
                r#"index="2" value="0.25""#,
                r#"index="2" value="-0.25""#,
                "p.xml:6:1: weight -0.25; expected a weight of at least 0; turn the evaluations round where more is worse",
            ),
            (
                r#"index="2" value="0.25""#,
                r#"index="2" value="NaN""#,
                "p.xml:6:1: value `NaN`; expected a finite number; write digits and a decimal point, such as `0.5`",
            ),
            (
                r#"index="2" value="0.25""#,
                r#"index="2" value="inf""#,
                "p.xml:6:1: value `inf`; expected a finite number; write digits and a decimal point, such as `0.5`",
            ),
            (
                r#"index="2" value="0.25""#,
                r#"index="2" value="0,25""#,
                "p.xml:6:1: value `0,25`; expected a finite number; write digits and a decimal point, such as `0.5`",
            ),
            (
                r#"index="2" value="0.25""#,
                r#"index="2""#,
                r#"p.xml:6:1: `weight` without `value`; expected `value` with a number; add `value="..."`"#,
            ),
            (
                r#"index="2" value="0.25""#,
                r#"index="7" value="0.25""#,
                "p.xml:6:1: a weight for index 7, which no issue has; expected the index of an issue; give it the index of an issue of this file, or remove it",
            ),
            (
                r#"index="2" value="0.25""#,
                r#"index="1" value="0.25""#,
                "p.xml:6:1: a second weight for index 1; expected one; remove one of them",
            ),
            (
                r#"index="2" value="0.25""#,
                r#"value="0.25""#,
                "p.xml:6:1: `weight` without `index`; expected `index` with a whole number; weights and issues of a profile meet by their indices",
            ),
            (
                r#"index="2" name="Count""#,
                r#"index="1" name="Count""#,
                "p.xml:3:1: a second issue with index `1`; expected different indices; number the issues apart, and their weights alike",
            ),
            (
                r#"index="2" name="Count""#,
                r#"index="two" name="Count""#,
                "p.xml:3:1: index `two` of `issue`; expected `index` with a whole number; weights and issues of a profile meet by their indices",
            ),
            (
                r#"name="Count""#,
                r#"name="Cuont""#,
                "p.xml:3:1: issue `Cuont`, which the domain does not have; expected the issues of the domain; did you mean `Count`?",
            ),
            (
                r#"name="Count""#,
                r#"name="Price""#,
                "p.xml:3:1: a second issue `Price`; expected one; remove one of them",
            ),
            (
                r#"<issue index="2""#,
                r#"<was index="2""#,
                "p.xml:3:95: ill-formed document: expected `</was>`, but `</issue>` was found; expected well-formed XML; mend or restore the file",
            ),
            (
                r#"type="integer""#,
                r#"type="real""#,
                "p.xml:3:1: issue `Count` of type real; expected type integer, as in the domain; let domain and profile agree",
            ),
            (
                r#"type="integer""#,
                r#"type="integer" lowerbound="0" upperbound="5""#,
                "p.xml:3:1: bounds 0.0 and 5.0; expected 0.0 and 4.0, as in the domain; let domain and profile agree",
            ),
            (
                r#"<evaluator ftype="linear" slope="0.25" offset="0"/>"#,
                "",
                r#"p.xml:3:1: no evaluator of issue `Count`; expected an evaluator; add `<evaluator ftype="linear" slope="..." offset="..."/>`"#,
            ),
            (
                r#"slope="0.25""#,
                "",
                r#"p.xml:3:46: `evaluator` without `slope`; expected `slope` with a number; add `slope="..."`"#,
            ),
            (
                r#"ftype="linear" slope"#,
                r#"ftype="liner" slope"#,
                "p.xml:3:46: ftype `liner` of an evaluator; expected a function: linear, triangular, constant; did you mean `linear`?",
            ),
            (
                r#"ftype="linear" slope="0.25" offset="0""#,
                r#"ftype="triangular" parameter0="0" parameter1="4" parameter2="5""#,
                "p.xml:3:46: a triangle from 0.0 to 4.0 with its top at 5.0; expected a top (`parameter2`) between both ends (`parameter0` and `parameter1`); mend the evaluator",
            ),
            (
                r#"evaluation="2""#,
                "",
                r#"p.xml:2:1: no evaluation of `high` in issue `Price`; expected one for each value of the domain; add `<item value="..." evaluation="..."/>`"#,
            ),
            (
                r#"evaluation="2""#,
                r#"evaluation="null""#,
                "p.xml:2:75: evaluation `null`; expected a finite number; write digits and a decimal point, such as `0.5`",
            ),
            (
                r#"evaluation="2""#,
                r#"evaluation="-2""#,
                "p.xml:2:75: evaluation -2.0; expected at least 0, as in GENIUS; raise all evaluations of the issue, or keep them with `--utilities raw`",
            ),
            (
                r#"<item index="2" value="high" evaluation="2"/>"#,
                "",
                r#"p.xml:2:1: no evaluation of `high` in issue `Price`; expected one for each value of the domain; add `<item value="..." evaluation="..."/>`"#,
            ),
            (
                r#"value="high""#,
                r#"value="hihg""#,
                "p.xml:2:75: value `hihg`, which issue `Price` does not have; expected the values of the domain; did you mean `high`?",
            ),
            (
                r#"value="high""#,
                r#"value="low""#,
                "p.xml:2:75: a second evaluation of `low`; expected one; remove one of them",
            ),
            (
                r#"value="high""#,
                "",
                r#"p.xml:2:75: an item without a value; expected `value="..."`; name the value"#,
            ),
            (
                r#"<reservation value="0.1"/>"#,
                "<reservation/>",
                r#"p.xml:8:13: `reservation` without `value`; expected `value` with a number; add `value="..."`"#,
            ),
            (
                r#"<reservation value="0.1"/>"#,
                r#"<reservation value="0"/><reservation value="1"/>"#,
                "p.xml:8:37: a second reservation value; expected one; remove one of them",
            ),
            (
                r#"value="0.9""#,
                r#"value="1.5""#,
                "p.xml:8:39: discount factor 1.5; expected a number from 0 to 1; 1 leaves utilities as they are; 0 does so too, as in GENIUS",
            ),
            (
                "<reservation",
                "<utility_function/><reservation",
                "p.xml:8:13: `utility_function`: a utility that is no weighted sum; expected weights and evaluations; only additive utility spaces can be imported",
            ),
        ],
    );
    let zero = PROFILE
        .replace(r#"value="0.25""#, r#"value="0""#)
        .replace(r#"value="0.5""#, r#"value="0""#);
    assert_eq!(
        message(&[("d.xml", DOMAIN), ("p.xml", &zero), ("q.xml", PROFILE)]),
        "p.xml:1:1: weights that are all 0; expected a weight above 0; weigh the issues"
    );
    let cut = with(
        PROFILE,
        "<issue index=\"2\" name=\"Count\" type=\"integer\"><evaluator ftype=\"linear\" slope=\"0.25\" offset=\"0\"/></issue>\n",
        "",
    );
    assert_eq!(
        message(&[("d.xml", DOMAIN), ("p.xml", &cut), ("q.xml", PROFILE)]),
        "p.xml:1:1: nothing about issue `Count`; expected all issues of the domain; add the issue with its evaluations and its weight"
    );
}

/// What only one of the scales can take.
#[test]
fn wrong_profiles_on_their_own_scale() {
    let profile = with(PROFILE, r#"slope="0.25""#, r#"slope="1e308""#);
    let folder = folder(&[("d.xml", DOMAIN), ("p.xml", &profile), ("q.xml", PROFILE)]);
    let error = import_genius(folder.path(), &options(2, GeniusUtilities::Raw)).unwrap_err();
    assert_eq!(
        told(folder.path(), &error),
        "p.xml:3:46: an evaluator with values that are no numbers; expected finite values; make its parameters smaller"
    );
    assert!(import_genius(folder.path(), &options(2, GeniusUtilities::Genius)).is_ok());
}

#[test]
fn wrong_directories() {
    assert_eq!(
        message(&[("readme.txt", "read me")]),
        "DIR: no XML file; expected a domain and its profiles, as `*.xml`; give the directory of one domain"
    );
    assert_eq!(
        message(&[("d.xml", DOMAIN)]),
        "DIR: no profile; expected 2, one for each strategy; add files with weights and evaluations"
    );
    assert_eq!(
        message(&[("d.xml", DOMAIN), ("p.xml", PROFILE)]),
        "DIR: one profile; expected 2, one for each strategy; add files with weights and evaluations"
    );
    assert_eq!(
        message(&[("p.xml", PROFILE), ("q.xml", PROFILE)]),
        "DIR: no domain; expected one file without weights and evaluations; add the file that lists the issues without weights and evaluations"
    );
    assert_eq!(
        message(&[("d.xml", DOMAIN), ("e.xml", DOMAIN), ("p.xml", PROFILE)]),
        "DIR: two domains, `d.xml` and `e.xml`; expected one domain; keep one; a profile has weights and evaluations, a domain has none"
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
        let error = import_genius(path, &options(strategies, GeniusUtilities::Genius)).unwrap_err();
        assert_eq!(error.problem, GeniusProblem::Directory);
        told(folder.path(), &error)
    };
    assert_eq!(
        at(folder.path(), 3),
        "DIR: 2 profiles; expected 3, one for each strategy; name 2 strategies, or add profiles"
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
        let options = GeniusOptions {
            strategies,
            rounds,
            ..GeniusOptions::default()
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
