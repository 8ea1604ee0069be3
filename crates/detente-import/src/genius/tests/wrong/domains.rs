//! Domains that make no sense.

use super::*;

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
