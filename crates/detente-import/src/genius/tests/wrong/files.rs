//! Files that are no XML, or too much of it.

use super::*;
use crate::genius::xml;

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
        ],
    );
}

#[test]
fn a_profile_in_another_encoding_is_told() {
    let folder = folder(&[("d.xml", DOMAIN)]);
    let mut wide = vec![0xff, 0xfe];
    wide.extend(PROFILE.encode_utf16().flat_map(u16::to_le_bytes));
    std::fs::write(folder.path().join("p.xml"), wide).unwrap();
    let error = import_genius(folder.path(), &ImportOptions::default()).unwrap_err();
    assert_eq!(
        told(folder.path(), &error),
        "p.xml: the file is UTF-16; expected text in UTF-8; save it as UTF-8"
    );
}

/// What is no GENIUS file is passed over, and told.
#[test]
fn files_that_are_not_what_they_should_be() {
    let neither = "it holds neither `negotiation_template` nor `utility_space`";
    for (text, why) in [
        ("", neither),
        ("not XML", neither),
        ("<html/>", neither),
        ("<utility_spice/>", neither),
        (
            "<repository><utility_space/></repository>",
            "its outermost element is `repository`",
        ),
        ("<utility_space/>", "it has no issue"),
    ] {
        assert_eq!(
            message(&[("d.xml", DOMAIN), ("p.xml", text)]),
            format!(
                "DIR: no profile; expected 2, one for each strategy; add files with weights and evaluations; \
                 domains here: d.xml; neither: p.xml ({why})"
            )
        );
        let folder = folder(&[
            ("a.xml", text),
            ("d.xml", DOMAIN),
            ("p.xml", PROFILE),
            ("q.xml", PROFILE),
        ]);
        let imported = import(folder.path(), 2, Utilities::Genius);
        assert_eq!(imported.parties(), ["p", "q"]);
        assert_eq!(
            crate::notes(&imported.text).next(),
            Some(format!("a.xml is skipped: {why}.").as_str())
        );
    }
    let folder = folder(&[("d.xml", DOMAIN)]);
    let after = |bytes: &[u8]| {
        std::fs::write(folder.path().join("p.xml"), bytes).unwrap();
        told(
            folder.path(),
            &import_genius(folder.path(), &ImportOptions::default()).unwrap_err(),
        )
    };
    assert_eq!(
        after(b"<utility_space>\n\xe9</utility_space>"),
        "p.xml: line 2 is not UTF-8; expected text in UTF-8; save the file in UTF-8, and let its first line say so or say nothing"
    );
    // A hundred megabytes of one tag; the file system need not store them.
    std::fs::File::create(folder.path().join("p.xml"))
        .unwrap()
        .set_len(100_000_000)
        .unwrap();
    let begun = std::time::Instant::now();
    let error = import_genius(folder.path(), &ImportOptions::default()).unwrap_err();
    assert_eq!(
        told(folder.path(), &error),
        "p.xml: the file is too large; expected at most 8 MiB; is it a domain or a profile?"
    );
    assert!(begun.elapsed().as_secs() < 2);
}

#[test]
fn too_much_of_anything() {
    let deep = format!("<utility_space>{}", "<objective>".repeat(40));
    let wide = format!(
        "<utility_space{}/>",
        (0..40).map(|n| format!(r#" a{n}="""#)).collect::<String>()
    );
    let many = format!("<utility_space>{}", "<b/>".repeat(xml::ELEMENTS));
    for (text, expected) in [
        (
            deep,
            "p.xml:1:357: elements more than 32 deep in each other; expected fewer; is it a GENIUS file?",
        ),
        (
            wide,
            "p.xml:1:1: more than 32 attributes; expected fewer; is it a GENIUS file?",
        ),
        (
            many,
            "p.xml:1:800012: more than 200000 elements; expected fewer; is it a GENIUS file?",
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
