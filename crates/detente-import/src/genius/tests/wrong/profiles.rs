//! Profiles that make no sense, by themselves or for their domain.

use super::*;

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
                "p.xml:3:1: a second issue with index 1; expected different indices; number the issues apart, and their weights alike",
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
    let error = import_genius(folder.path(), &options(2, Utilities::Raw)).unwrap_err();
    assert_eq!(
        told(folder.path(), &error),
        "p.xml:3:46: an evaluator with values that are no numbers; expected finite values; make its parameters smaller"
    );
    assert!(import_genius(folder.path(), &options(2, Utilities::Genius)).is_ok());
}
