//! Tables beside a scenario: how spreadsheets write them, and causes that are told alone.

use super::*;

const LAGOON: &str = r#"
format = 1
[scenario]
id = "lagoon"
stylised = true
horizon_days = 60
[behaviours]
[talks]
protocol = "single_text"
text_holder = "east"
[[parties]]
id = "east"
[[parties]]
id = "west"
[[negotiators]]
id = "e1"
party = "east"
[[negotiators]]
id = "w1"
party = "west"
[[issues]]
id = "quota"
options = [{ id = "low" }, { id = "high" }]
[[issues]]
id = "years"
range = { from = 4.0, to = 10.0, step = 1.0 }
[[calendar]]
id = "talk"
day = 0
participants = ["east", "west"]
[tables]
stances = "s.csv"
"#;

const STANCES: &str = "party,issue,weight,ideal\neast,quota,0.6,1\neast,years,4,0\nwest,quota,4,0\nwest,years,0.6,1\n";

/// The lagoon with these tables.
fn with(text: &str, tables: &[(&str, &str)]) -> Result<Built, String> {
    let table = |name: &str| tables.iter().find(|(n, _)| *n == name).map(|(_, text)| *text);
    Document::parse_with(Path::new("x.toml"), text, &table)
        .and_then(|document| build(&document, &registry()))
        .map_err(|findings| findings.to_string())
}

fn stances(text: &str) -> Result<Built, String> {
    with(LAGOON, &[("s.csv", text)])
}

/// Path, and number at the middle, of all weights and ideals.
fn stakes(built: &Built) -> Vec<(String, f64)> {
    let of = |path: &str| path.contains(".weight.") || path.contains(".ideal.");
    let parameters = built.model.parameters.iter().filter(|p| of(&p.path));
    parameters
        .map(|p| (p.path.clone(), p.number.as_constant().unwrap()))
        .collect()
}

#[test]
fn the_dialects_of_spreadsheets_read_alike() {
    let plain = stakes(&stances(STANCES).unwrap());
    assert_eq!(plain.len(), 8);
    let semicolons = STANCES.replace(',', ";").replace('.', ",");
    for text in [
        semicolons.clone(),
        STANCES.replace(',', "\t"),
        STANCES.replace('\n', "\r\n"),
        STANCES.replace('\n', ",\n"),
        STANCES.replace("\n", ";\n").replace(',', ";").replace('.', ","),
        format!("sep=,\n{STANCES}"),
        format!("\u{feff}sep=;\r\n{semicolons}"),
        STANCES.replacen("party,issue,weight", "Party,ISSUE,\"Weight\"", 1),
        format!("{STANCES}\n,,,\n\n"),
    ] {
        assert_eq!(
            stakes(&stances(&text).unwrap_or_else(|told| panic!("{text}\n{told}"))),
            plain,
            "{text}"
        );
    }
}

/// (4 - 4) / 6, (7 - 4) / 6 and (10 - 4) / 6.
#[test]
fn positions_in_the_unit_of_a_range_become_places_on_the_line() {
    let built =
        stances("party,issue,weight,position,ideal\neast,years,1,7,\neast,quota,1,,1\nwest,years,1,10,\n").unwrap();
    let of = |path: &str| stakes(&built).into_iter().find(|(p, _)| p == path).map(|(_, x)| x);
    assert_eq!(of("issues.years.ideal.east"), Some(0.5));
    assert_eq!(of("issues.years.ideal.west"), Some(1.0));
    let head = "party,issue,weight,position\neast,quota,1,1\n";
    assert_eq!(
        stances(head).unwrap_err(),
        "s.csv:2:1: error: a position on `quota`, which has options and no range; expected a place on its line, 0 to 1, in the column `ideal`"
    );
    assert_eq!(
        stances("party,issue,weight,position\neast,years,1,12\n").unwrap_err(),
        "s.csv:2:1: error: 12 in column `position`; expected a number from 4 to 10, the range of `years`"
    );
    assert_eq!(
        stances("party,issue,weight,position,ideal\neast,years,1,7,0.5\n").unwrap_err(),
        "s.csv:2:1: error: `ideal` and `position` both, which say the same; expected one of them in a row"
    );
    assert_eq!(
        stances("party,issue,weight,ideal\neast,years,1,7\nwest,years,1,0\n").unwrap_err(),
        "s.csv:2:1: error: issues.years.ideal.east: 7; expected a number from 0 to 1; in a table, the column `position` takes places in the unit of the range"
    );
}

/// Nobody is told that somebody's weights are all 0 because a table could not be read.
#[test]
fn causes_are_told_and_no_consequences() {
    for (text, expected) in [
        (
            "party,issue,weight,ideal\n",
            "s.csv:1:1: error: no row below the heads; expected a row for each, as the heads say",
        ),
        ("", "s.csv:1:1: error: no column `party` and `issue`; "),
        (
            "party:issue:weight:ideal\neast:quota:1:1\n",
            "s.csv:1:1: error: no column `party` and `issue`; expected the columns: party, issue, weight, ideal, position, tolerance; the heads `party:issue:weight:ideal` are taken to be separated by commas",
        ),
        (
            "party;issue;weight;ideal\neast;quota;0,6;1\nwest;quota;0.6;1\n",
            "s.csv:3:1: error: `0.6` in column `weight`; expected a number; the table has decimal points and decimal commas: write one of them throughout",
        ),
        (
            "party,issue,weight,ideal\neast,quota,\"0,6\",1\n",
            "s.csv:2:1: error: `0,6` in column `weight`; expected a number with a decimal point; write digits and a decimal point, such as `0.6`, and nothing between thousands",
        ),
        (
            "party;issue;weight;ideal\neast;quota;0,6;1\nwest,quota,0.6,1\nwest,years,4,1\n",
            "s.csv:3:1: error: commas between cells, below heads with semicolons; expected one separator throughout; write commas in all lines, the heads too, or semicolons",
        ),
        (
            "party,issue,weight,ideal\neast;quota;0,6;1\nwest;quota;4;1\n",
            "s.csv:2:1: error: semicolons between cells, below heads with commas; expected one separator throughout; write semicolons in all lines, the heads too, or commas",
        ),
        (
            "party,issue,weight,ideal\neast,quota,0,6,1\nwest,quota,4,0,5\n",
            "s.csv:2:1: error: 5 cells below 4 heads: `0,6` is two of them; expected decimal points where commas separate cells; write `0.6`, or separate cells by semicolons",
        ),
        (
            "Actor,Capability,Position_delay\nalder,1,4\n",
            "s.csv:1:1: error: no column `party` and `issue`; expected the columns: party, issue, weight, ideal, position, tolerance; a sheet with one row for each actor becomes a scenario by `detente import table`",
        ),
    ] {
        let told = stances(text).unwrap_err();
        assert!(told.starts_with(expected), "{told}\n{expected}");
        assert!(
            !told.contains("all its weights are 0") && !told.contains("no ideal"),
            "{told}"
        );
        assert!(told.lines().all(|line| line.starts_with("s.csv")), "{told}");
    }
    let missing = with(LAGOON, &[]).unwrap_err();
    assert_eq!(
        missing,
        "x.toml:32:11: error: tables.stances: s.csv: there is no such file; expected a file that exists"
    );
}

#[test]
fn files_in_other_encodings_are_named() {
    let folder = tempfile::tempdir().unwrap();
    let told = |bytes: &[u8]| {
        std::fs::write(folder.path().join("s.csv"), bytes).unwrap();
        let document = Document::parse(&folder.path().join("x.toml"), LAGOON).unwrap();
        let told = build(&document, &registry()).unwrap_err().to_string();
        told.replace(&format!("{}/", folder.path().display()), "")
    };
    let utf16: Vec<u8> = [0xfeff_u16]
        .into_iter()
        .chain(STANCES.encode_utf16())
        .flat_map(u16::to_le_bytes)
        .collect();
    assert_eq!(
        told(&utf16),
        "x.toml:32:11: error: tables.stances: s.csv: the file is UTF-16; expected text in UTF-8; save it as UTF-8"
    );
    let bare: Vec<u8> = STANCES.encode_utf16().flat_map(u16::to_be_bytes).collect();
    assert_eq!(
        told(&bare),
        "x.toml:32:11: error: tables.stances: s.csv: the file looks like UTF-16; expected text in UTF-8; save it as UTF-8; from a spreadsheet, as CSV UTF-8"
    );
    assert_eq!(
        told(b"PK\x03\x04..[Content_Types].xml..xl/workbook.xml"),
        "x.toml:32:11: error: tables.stances: s.csv: an Excel workbook under another name; expected text in UTF-8; `detente import table` reads it where its name ends in `.xlsx`; or save it as CSV UTF-8"
    );
    assert_eq!(
        told(b"party,issue,weight,ideal\nz\xfcrich,quota,1,1\n"),
        "x.toml:32:11: error: tables.stances: s.csv: line 2 is not UTF-8; expected text in UTF-8; save it as UTF-8; it may be Latin-1 or Windows-1252 now"
    );
}

/// The lagoon whose parties stand in a table.
fn seated(parties: &str) -> Result<Built, String> {
    let text = LAGOON.replacen("[[parties]]\nid = \"east\"\n[[parties]]\nid = \"west\"\n", "", 1);
    let text = text.replacen("[tables]", "[tables]\nparties = \"p.csv\"", 1);
    with(&text, &[("s.csv", STANCES), ("p.csv", parties)])
}

#[test]
fn parties_may_stand_in_a_table() {
    let built = seated(
        "id,name,role,reservation_value,votes,red_lines\neast,\"East, the\",disputant,0.25,3,quota=low\nwest,,,,,\n",
    )
    .unwrap();
    let constant = |path: &str| {
        let parameter = built.model.parameters.iter().find(|p| p.path == path).unwrap();
        parameter.number.as_constant().unwrap()
    };
    assert_eq!(built.model.parties[0].name, "East, the");
    assert_eq!(built.model.parties[0].red_lines.len(), 1);
    assert_eq!(constant("parties.east.reservation_value"), 0.25);
    assert_eq!(constant("parties.east.votes"), 3.0);
    assert_eq!(
        built.files.iter().map(|f| f.role).collect::<Vec<_>>(),
        ["scenario", "parties", "stances"]
    );
}

#[test]
fn wrong_parties_are_told_in_their_table_and_nowhere_else() {
    for (text, expected) in [
        (
            "id,role\neast,disputer\nwest,\n",
            "p.csv:2:1: error: parties.east.role: text `disputer`; expected one of: disputant, mediator, guarantor; did you mean `disputant`?",
        ),
        (
            "id,reservation_value\neast,1.5\nwest,\n",
            "p.csv:2:1: error: parties.east.reservation_value: 1.5; expected a number from 0 to 1",
        ),
        (
            "id,votes\neast,x\nwest,1\n",
            "p.csv:2:1: error: `x` in column `votes`; expected a number with a decimal point; ",
        ),
        (
            "id\neast\neast\n",
            "p.csv:3:1: error: `east` a second time; expected one row for each party",
        ),
        ("name\neast\n", "p.csv:1:1: error: no column `id`; "),
        ("id,vote\neast,1\n", "p.csv:1:1: error: unknown column `vote`; "),
    ] {
        let told = seated(text).unwrap_err();
        assert!(told.starts_with(expected), "{told}\n{expected}");
        assert_eq!(told.lines().count(), 1, "{told}");
    }
}

#[test]
fn a_party_in_the_file_and_in_its_table_is_told_once_with_both_places() {
    let text = LAGOON.replacen("[tables]", "[tables]\nparties = \"p.csv\"", 1);
    let line = 1 + text.lines().position(|line| line == "id = \"west\"").unwrap();
    let told = with(&text, &[("s.csv", STANCES), ("p.csv", "id\nnorth\nwest\n")]).unwrap_err();
    assert_eq!(
        told,
        format!(
            "p.csv:3:1: error: `west` a second time; expected a party that the scenario does not have; it is in x.toml:{} \
             already: leave out one of them",
            line - 1
        )
    );
}

#[test]
fn messages_show_how_to_mend() {
    let mut otherwise = Vec::new();
    for (old, new, expected) in [
        (
            "id = \"e1\"",
            "id = \"e1\"\nstrategy = \"boulware\"",
            "negotiators.e1.strategy: text `boulware`; expected a table; write `strategy = { offers = \"boulware\" }`",
        ),
        (
            "id = \"e1\"",
            "id = \"e1\"\nstrategy = 4.0",
            "negotiators.e1.strategy: the number 4; expected a table; write `strategy = { offers = { boulware = 4 } }`",
        ),
        (
            "day = 0",
            "day = \"17 January 2018\"",
            "calendar.talk.day: text `17 January 2018`; expected a day or a date, as 7 or 2025-11-30; write a date as 2018-01-17, without quotes, with `scenario.start_date` for day 0",
        ),
        (
            "horizon_days = 60",
            "horizon_days = 2018-06-01",
            "scenario.horizon_days: the date 2018-06-01; expected a whole number from 0 to 36500, or a distribution; count the days from",
        ),
        (
            "id = \"east\"\n[[parties]]",
            "id = \"east\"\nratified_by = [1, \"senate\"]\n[[parties]]",
            "parties.east.ratified_by: a list with the number 1; expected a list of texts without control characters; write `ratified_by = [\"...\", \"...\"]`",
        ),
        (
            "id = \"east\"\n[[parties]]",
            "id = \"east\"\nratified_by = \"senate\"\n[[parties]]",
            "parties.east.ratified_by: text `senate`; expected a list of texts; write `ratified_by = [\"senate\"]`",
        ),
        (
            "id = \"e1\"",
            "id = \"e1\"\nstrategy = { boulware = 2 }",
            "negotiators.e1.strategy: unknown key `boulware`; expected one of the keys: offers, accepts; it belongs to `offers`: write `offers = { boulware = 2 }`",
        ),
        (
            "[behaviours]",
            "[behaviours]\nfatigue = 0.1",
            "behaviours.fatigue: the number 0.1; expected a table; say which of its numbers that is, as `fatigue = { rate_per_session = 0.1 }`; it has rate_per_session, half_life_days",
        ),
        (
            "id = \"e1\"",
            "id = \"e1\"\nleak_sensitivity = \"0.9\"",
            "negotiators.e1.leak_sensitivity: text `0.9`; expected a number from 0 to 1, or a distribution; write 0.9 without quotes",
        ),
        (
            "id = \"e1\"",
            "id = \"e1\"\nleak_sensitivity = \"0,9\"",
            "; write 0.9, without quotes and with a decimal point",
        ),
        (
            "stylised = true",
            "stylised = \"true\"",
            "scenario.stylised: text `true`; expected true or false; write true without quotes",
        ),
        (
            "stylised = true",
            "stylised = true\nstart_date = \"2018-01-17\"",
            "scenario.start_date: text `2018-01-17`; expected a date, as 2025-11-23; write 2018-01-17 without quotes",
        ),
        (
            "horizon_days = 60",
            "horizon_days = \"2018-06-01\"",
            "scenario.horizon_days: text `2018-06-01`; expected a whole number from 0 to 36500, or a distribution; count the days from",
        ),
        (
            "id = \"e1\"",
            "id = \"e1\"\nleak_sensitivity = { mean = 0.5, sd = 0.1 }",
            "unknown distribution `mean`; expected a number or one of normal, uniform, log_uniform, triangular, beta, log_normal, choice; write `{ normal = [0.5, 0.1] }`",
        ),
        (
            "id = \"e1\"",
            "id = \"e1\"\nleak_sensitivity = { min = 0.2, max = 0.6 }",
            "a table without a distribution; expected one distribution, such as { normal = [0.5, 0.1] }; for anything between them write `{ uniform = [0.2, 0.6] }`",
        ),
        (
            "from = 4.0",
            "from = \"4\"",
            "issues.years.range: `from` is text `4`; expected a number; write 4 without quotes",
        ),
        (
            "step = 1.0",
            "step = 1.0, unit = \"tons\\u001b\"",
            "issues.years.range: text `tons\\u{1b}`; expected text on one line, without control characters",
        ),
        (
            "participants = [\"east\", \"west\"]",
            "participants = \"all\"",
            "calendar.talk.participants: text `all`; expected a list, each a party or a negotiator; write `participants = [\"east\", \"west\"]`",
        ),
        (
            "participants = [\"east\", \"west\"]",
            "participants = \"east\"",
            "; write `participants = [\"east\"]`",
        ),
        (
            "[[calendar]]",
            "[calendar]",
            "calendar: a table; expected a list of tables; write `[[calendar]]`, in double brackets, above each",
        ),
        (
            "[[parties]]\nid = \"east\"\n[[parties]]\nid = \"west\"",
            "[parties]\nid = \"east\"",
            "parties: a table; expected a list of tables; write `[[parties]]`, in double brackets, above each",
        ),
        (
            "[[calendar]]",
            "[scenario]\n[[calendar]]",
            "duplicate key; for several of a kind write `[[scenario]]`, in double brackets, above each; otherwise put all keys below one `[scenario]`",
        ),
        (
            "id = \"e1\"",
            "id = \u{201c}e1\u{201d}",
            "; write straight quotes, `\"`, in place of `\u{201c}`",
        ),
        (
            "id = \"e1\"",
            "id = \"e1\"\nleak_sensitivity = { mean = .5, sd = .1 }",
            "; a number begins with a digit: `0.5`",
        ),
        (
            "id = \"e1\"",
            "id = \"e1\"\nname = \"the\u{2028}envoy\"",
            "negotiators.e1.name: text `the\\u{2028}envoy`; expected text on one line, without control characters; remove the character U+2028, which nobody sees",
        ),
        (
            "id = \"e1\"",
            "id = \"e\u{200c}1\"",
            "expected 1 to 80 characters without `;`, `=` and control characters; remove the character U+200C, which nobody sees",
        ),
    ] {
        assert_eq!(LAGOON.matches(old).count(), 1, "{old}");
        let told = with(&LAGOON.replacen(old, new, 1), &[("s.csv", STANCES)]).unwrap_err();
        if !told.contains(expected) || told.lines().count() != 1 {
            otherwise.push(format!("{told}\n{expected}"));
        }
    }
    assert!(otherwise.is_empty(), "{}", otherwise.join("\n\n"));
}
