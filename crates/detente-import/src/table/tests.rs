//! Sheets in every layout and file, with what becomes of each cell; and sheets that are wrong.

use super::*;
use crate::notes;
use std::path::PathBuf;
use toml::Table;

/// A sheet of our own.
fn own(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/table").join(name)
}

fn options(sheet: Option<&str>) -> TableOptions {
    TableOptions {
        name: "council".into(),
        sheet: sheet.map(str::to_owned),
        rounds: 3,
    }
}

fn of(text: &str) -> Result<Draft, String> {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("sheet.csv");
    std::fs::write(&file, text).unwrap();
    let name = format!("{}/", folder.path().display());
    import_table(&file, &options(None)).map_err(|error| error.to_string().replace(&name, ""))
}

fn scenario(draft: &Draft) -> Table {
    draft
        .scenario
        .parse()
        .unwrap_or_else(|error| panic!("{error}\n{}", draft.scenario))
}

fn issues(draft: &Draft) -> Vec<Table> {
    let root = scenario(draft);
    root["issues"]
        .as_array()
        .unwrap()
        .iter()
        .map(|issue| issue.as_table().unwrap().clone())
        .collect()
}

const PARTIES: &str = "id,name,role,votes\nalder,alder,disputant,8\nbirch,birch,disputant,8\ncedar,cedar,disputant,16\n\
                       elm,elm,disputant,5\nfir,fir,disputant,16\n";
const STANCES: &str = "party,issue,weight,position,ideal\nalder,delay,80,4,\nalder,fee,40,1.5,\nbirch,delay,40,7,\n\
                       birch,fee,60,3,\ncedar,delay,60,10,\ncedar,fee,90,2,\nelm,delay,10,7,\nfir,delay,90,4,\nfir,fee,30,4,\n";

#[test]
fn one_row_an_actor_from_every_kind_of_file() {
    for (file, sheet) in [
        ("council.csv", None),
        ("council.xlsx", Some("actors")),
        ("council.ods", None),
    ] {
        let draft = import_table(&own(file), &options(sheet)).unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(draft.table("council-parties.csv"), Some(PARTIES), "{file}");
        assert_eq!(draft.table("council-stances.csv"), Some(STANCES), "{file}");
        let issues = issues(&draft);
        let range = |n: usize, key: &str| issues[n]["range"][key].as_float().unwrap();
        assert_eq!([range(0, "from"), range(0, "to"), range(0, "step")], [4.0, 10.0, 0.6]);
        assert_eq!([range(1, "from"), range(1, "to"), range(1, "step")], [1.5, 4.0, 0.25]);
        assert_eq!(
            notes(&draft.scenario).collect::<Vec<_>>(),
            ["not known of `elm`: fee; counted as if it did not matter to it."]
        );
        assert!(
            draft.scenario.starts_with("#:schema scenario.schema.json\n"),
            "{}",
            draft.scenario
        );
    }
}

/// What is invented says so on its line.
#[test]
fn invented_numbers_are_marked() {
    let draft = import_table(&own("council.csv"), &options(None)).unwrap();
    let (before, calendar) = draft
        .scenario
        .split_once("# A calendar to start from: all numbers are stylised.\n")
        .unwrap();
    assert!(calendar.contains("participants = [\"alder\", \"birch\", \"cedar\", \"elm\", \"fir\", \"mediator\"]"));
    for key in ["horizon_days", "concession", "reservation_value", "protocol", "voting"] {
        let line = before
            .lines()
            .find(|line| line.starts_with(key))
            .unwrap_or_else(|| panic!("{key}"));
        assert!(line.contains("stylised"), "{line}");
    }
    let evidence = scenario(&draft)["scenario"]["evidence"].as_table().unwrap().len();
    assert_eq!(evidence, 3);
}

/// As KTAB writes it: a line above the heads, blanks, a closing comma.
#[test]
fn the_layout_of_ktab_is_read() {
    let draft = of(
        "Dummy 3 , \"to test, at most\",3,2,\nActor,Description,Power,Pstn1,Sal1,Pstn2,Sal2,\n\
                    A-00, The first, 102.5, 75.79, 49.5,  6.37, 105.9,\nA-01, ,53.4, 82.72, 30, 73.50, 21,\n\
                    A-02, Third, 1, 62.52, 5, 6.37, -9,\n",
    )
    .unwrap();
    assert_eq!(
        draft.table("council-parties.csv").unwrap(),
        "id,name,role,votes\nA-00,The first,disputant,102.5\nA-01,A-01,disputant,53.4\nA-02,Third,disputant,1\n"
    );
    let issues = issues(&draft);
    assert_eq!(issues[0]["id"].as_str(), Some("issue_1"));
    assert_eq!(issues[0]["range"]["step"].as_float(), Some(1.01));
    assert_eq!(issues[1]["title"].as_str(), Some("Issue 2"));
    assert_eq!(scenario(&draft)["scenario"]["title"].as_str(), Some("Dummy 3"));
}

/// Semicolons, decimal commas, options with names, red lines; -9 is a position where others are below 0 too.
#[test]
fn one_row_an_actor_and_issue() {
    let draft = of("party;issue;position;salience;red_line;option\nnorth;border;0;0,5;moved;kept\n\
                    south;border;10;1;;moved\neast;border;2,5;1;;shared\nnorth;sum;-9;1;;\nsouth;sum;-3;2;-9;\neast;sum;;2;;\n")
    .unwrap();
    let issues = issues(&draft);
    let options: Vec<(&str, f64)> = issues[0]["options"]
        .as_array()
        .unwrap()
        .iter()
        .map(|o| (o["id"].as_str().unwrap(), o["at"].as_float().unwrap()))
        .collect();
    assert_eq!(options, [("kept", 0.0), ("shared", 0.25), ("moved", 1.0)]);
    assert_eq!(issues[1]["range"]["from"].as_float(), Some(-9.0));
    assert_eq!(
        draft.table("council-parties.csv").unwrap(),
        "id,name,role,red_lines\nnorth,north,disputant,border=moved\nsouth,south,disputant,sum=-9\neast,east,disputant,\n"
    );
    assert_eq!(
        draft.table("council-stances.csv").unwrap(),
        "party,issue,weight,position,ideal\nnorth,border,0.5,,0\nnorth,sum,1,-9,\nsouth,border,1,,1\nsouth,sum,2,-3,\neast,border,1,,0.25\n"
    );
}

#[test]
fn one_issue_without_a_name_is_called_as_the_file() {
    let draft = of("Actor,Capability,Position,Salience\nA,0.5,4,0.8\nB,0.8,10,0.6\nC,0.1,-9,0.5\n").unwrap();
    assert_eq!(issues(&draft)[0]["id"].as_str(), Some("sheet"));
    assert_eq!(
        notes(&draft.scenario).collect::<Vec<_>>(),
        ["`C` is left out: no position with a salience above 0 is known."]
    );
    assert!(draft.scenario.contains("protocol = \"single_text\""));
}

#[test]
fn wrong_sheets_have_their_message() {
    for (text, expected) in [
        ("", "sheet.csv: an empty sheet; expected a row of heads"),
        (
            "a,b\n1,2\n",
            "sheet.csv: no such row; the first is `a,b`; expected a row of heads with an actor and a position",
        ),
        (
            "party,position\n",
            "sheet.csv: no row below the heads; expected a row for each actor",
        ),
        (
            "party,position\na,1\nb,two\n",
            "sheet.csv:3:2: `two` in column `position`; expected a number with a decimal point; write digits",
        ),
        (
            "party;position\na;1.5\nb;2,5\n",
            "sheet.csv:3:2: `2,5` in column `position`; expected a number; the table has decimal points and decimal commas",
        ),
        (
            "party,position\na,1e300\nb,-1e-320\n",
            "sheet.csv: positions from -1e-320 to 1e300 on `position`; expected positions within 1e12 of 0",
        ),
        (
            "party,position\na,1\na,2\n",
            "sheet.csv:3:1: `a` on `position` a second time; expected one row for each",
        ),
        (
            "party,position\na,1\n,2\n",
            "sheet.csv:3:1: an empty cell; expected an actor; name the actor",
        ),
        (
            "party,position\na,1\nb,1\n",
            "sheet.csv: no issue on which positions differ; expected one or more",
        ),
        (
            "party,Pos1,Sal2\na,1,1\n",
            "sheet.csv: the column `Sal2` without a position; expected a position and a salience",
        ),
        (
            "party,Pos1,Position_1\na,1,1\n",
            "sheet.csv:1:3: `Pos1` and `Position_1`, which mean the same; expected each column once",
        ),
        (
            "party,position,salience\na,1,-3\nb,2,1\n",
            "sheet.csv:2:3: -3; expected a salience of at least 0",
        ),
        (
            "party,issue,position,red_line\na,x,1,7\nb,x,2,\n",
            "sheet.csv:2:1: the red line `7`; expected a number from 1 to 2 by 0.1",
        ),
        (
            "party,issue,position,power\na,x,1,7\na,y,2,8\n",
            "sheet.csv:3:4: 8 for `a`; expected 7, as before",
        ),
        (
            "party,position\n\"a;b\",1\n\"a,b\",2\n",
            "sheet.csv:3:1: actors `a;b` and `a,b`, which both become `a,b`; expected different names; rename one of them",
        ),
        (
            "party,issue,position,option\na,x,0,p=q\nb,x,1,p:q\n",
            "sheet.csv: the option `p:q` of `x`, which becomes `p:q` as another does; expected different names",
        ),
        (
            "party,issue,position,option\na,x,0,low\nb,x,15,\nc,x,10,high\n",
            "sheet.csv:3:3: the position 15 without an option; expected a position from 0 to 10, where the options stand",
        ),
        (
            "party,issue,position,option\na,x,,low\nb,x,5,\nc,x,10,high\n",
            "sheet.csv:3:3: the position 5 without an option; expected an option, or options that all have positions",
        ),
    ] {
        let told = of(text).unwrap_err();
        assert!(told.starts_with(expected), "{told}\n{expected}");
    }
}

#[test]
fn workbooks_are_bounded() {
    let begun = std::time::Instant::now();
    let told = |file: &str, sheet: Option<&str>| {
        let name = format!("{}/", own("").display());
        import_table(&own(file), &options(sheet))
            .unwrap_err()
            .to_string()
            .replace(&name, "")
    };
    let bomb = told("bomb.ods", None);
    assert!(
        bomb.contains("the sheet is too large; expected at most 1000000 cells in at most 4096 columns"),
        "{bomb}"
    );
    let corner = told("council.xlsx", None);
    assert!(corner.contains("the sheet is too large"), "{corner}");
    let sheet = told("council.xlsx", Some("actor"));
    assert!(
        sheet.contains("sheet `actor`; expected a sheet of the workbook: notes, actors; did you mean `actors`?"),
        "{sheet}"
    );
    let sheet = told("council.ods", Some("budget"));
    assert!(
        sheet.ends_with("sheet `budget`; expected a sheet of the workbook: actors; leave out `--sheet` for the first"),
        "{sheet}"
    );
    let missing = told("none.ods", Some("actors"));
    assert!(
        missing.contains("there is no such file; expected a file that exists"),
        "{missing}"
    );
    assert!(begun.elapsed().as_secs() < 5, "{:?}", begun.elapsed());
    let folder = tempfile::tempdir().unwrap();
    let broken = folder.path().join("broken.xlsx");
    std::fs::write(&broken, "no archive").unwrap();
    let told = import_table(&broken, &options(None)).unwrap_err().to_string();
    assert!(told.contains("no workbook that can be read"), "{told}");
}

#[test]
fn the_guide_tells_the_limits_of_sheets() {
    let guide = include_str!("../../../../docs/guide.md");
    let row = "| sheets of `import table`: size of a file in MiB, of a workbook unpacked; cells, columns | ";
    let line = guide
        .lines()
        .find_map(|line| line.strip_prefix(row))
        .expect("a row of the table of limits");
    let numbers = line
        .trim_end_matches(" |")
        .split(", ")
        .map(|number| number.replace(',', "").parse::<usize>());
    assert_eq!(
        numbers.collect::<Result<Vec<_>, _>>().unwrap(),
        [
            files::FILE_BYTES >> 20,
            workbook::UNPACKED as usize >> 20,
            sheet::CELLS,
            sheet::COLUMNS
        ]
    );
}

/// The second of its number formats is that of days.
const STYLES: &str = "<styleSheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><cellXfs>\
                      <xf numFmtId=\"0\"/><xf numFmtId=\"14\"/><xf numFmtId=\"46\"/></cellXfs></styleSheet>";

/// The workbook of the council with one part of its sheet written otherwise.
fn council_with(old: &str, new: &str, to: &Path) {
    let kind = to.extension().unwrap().display();
    let bytes = std::fs::read(own(&format!("council.{kind}"))).unwrap();
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let mut writer = zip::ZipWriter::new(std::fs::File::create(to).unwrap());
    for place in 0..archive.len() {
        let part = archive.by_index(place).unwrap();
        let name = part.name().unwrap().into_owned();
        let text = std::io::read_to_string(part).unwrap();
        writer
            .start_file(name, zip::write::SimpleFileOptions::default())
            .unwrap();
        std::io::Write::write_all(&mut writer, text.replace(old, new).as_bytes()).unwrap();
    }
    writer
        .start_file("xl/styles.xml", zip::write::SimpleFileOptions::default())
        .unwrap();
    std::io::Write::write_all(&mut writer, STYLES.as_bytes()).unwrap();
    writer.finish().unwrap();
}

/// A day would become the number of days since 1900, a truth value an actor of that name.
#[test]
fn cells_that_are_neither_numbers_nor_texts_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let told = |kind: &str, old: &str, new: &str| {
        let file = folder.path().join(format!("council.{kind}"));
        council_with(old, new, &file);
        let told = import_table(&file, &options(Some("actors"))).unwrap_err().to_string();
        told.replace(&format!("{}/", folder.path().display()), "")
    };
    let (position, actor) = ("<c r=\"C4\"><v>10</v></c>", "<c r=\"A4\" t=\"s\"><v>8</v></c>");
    let day = "council.xlsx:4:3: cell C4 holds a date; expected a number; format the cell as a number";
    assert_eq!(told("xlsx", position, "<c r=\"C4\" s=\"1\"><v>43831</v></c>"), day);
    assert_eq!(told("xlsx", position, "<c r=\"C4\" t=\"d\"><v>2020-01-01</v></c>"), day);
    assert_eq!(
        told("xlsx", position, "<c r=\"C4\" s=\"2\"><v>3</v></c>"),
        "council.xlsx:4:3: cell C4 holds a time; expected a number; format the cell as a number"
    );
    assert_eq!(
        told("xlsx", actor, "<c r=\"A4\" s=\"1\"><v>43831</v></c>"),
        "council.xlsx:4:1: cell A4 holds a date; expected text; format the cell as text"
    );
    assert_eq!(
        told("xlsx", actor, "<c r=\"A4\" t=\"b\"><v>1</v></c>"),
        "council.xlsx:4:1: cell A4 holds a truth value; expected text; write text in its place"
    );
    let error = "cell C4 holds the error `#DIV/0!`; expected a number; mend its formula, or leave the cell empty where \
                 nothing is known";
    let xlsx = told("xlsx", position, "<c r=\"C4\" t=\"e\"><v>#DIV/0!</v></c>");
    assert_eq!(xlsx, format!("council.xlsx:4:3: {error}"));
    let cell = |said: &str| format!("<table:table-cell office:value-type={said}</table:table-cell>");
    let position = cell("\"float\" office:value=\"10\"><text:p>10</text:p>");
    let ods = |said: &str| told("ods", &position, &cell(said));
    assert_eq!(
        ods("\"date\" office:date-value=\"2020-01-01\"><text:p>1 Jan</text:p>"),
        day.replace("xlsx", "ods")
    );
    assert!(ods("\"time\" office:time-value=\"PT72H\"><text:p>72:00</text:p>").contains("cell C4 holds a time"));
    assert!(ods("\"boolean\" office:boolean-value=\"true\"><text:p>TRUE</text:p>").contains("C4 holds a truth value"));
    let said = "\"string\" office:string-value=\"\" calcext:value-type=\"error\"><text:p>#DIV/0!</text:p>";
    assert_eq!(ods(said), format!("council.ods:4:3: {error}"));
}

/// A column that is not read may hold what it likes.
#[test]
fn dates_beside_what_is_read_do_no_harm() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("council.xlsx");
    let day = "<c r=\"F6\"><v>30</v></c><c r=\"G6\" s=\"1\"><v>43831</v></c>";
    council_with("<c r=\"F6\"><v>30</v></c>", day, &file);
    let draft = import_table(&file, &options(Some("actors"))).unwrap();
    assert_eq!(draft.table("council-stances.csv"), Some(STANCES));
}

/// A program that writes workbooks leaves formulas to be computed; blank cells would be taken for what nobody knows.
#[test]
fn formulas_that_were_never_computed_are_told() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("council.xlsx");
    let first = |old: &str, new: &str| {
        council_with(old, new, &file);
        let draft = import_table(&file, &options(Some("actors"))).unwrap();
        notes(&draft.scenario).next().unwrap_or_default().to_owned()
    };
    assert_eq!(
        first("<c r=\"C4\"><v>10</v></c>", "<c r=\"C4\"><f>B4-6</f></c>"),
        "cell C4 holds a formula whose value was never computed, and counts as blank; open the workbook in a spreadsheet \
         program and save it."
    );
    let computed = first("<c r=\"C4\"><v>10</v></c>", "<c r=\"C4\"><f>B4-6</f><v>10</v></c>");
    assert!(computed.starts_with("not known of `elm`"), "{computed}");
}

/// Why a file of these bytes is refused, without the folder that it lay in.
fn refusal(bytes: &[u8]) -> String {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("council.csv");
    std::fs::write(&file, bytes).unwrap();
    let told = import_table(&file, &options(None)).unwrap_err().to_string();
    told.replace(&format!("{}/", folder.path().display()), "")
}

/// Files that are no CSV although they are called so, and separators and commas that move cells under the wrong heads.
#[test]
fn sheets_that_would_be_misread_are_refused() {
    let told = refusal;
    assert_eq!(
        told(&std::fs::read(own("council.xlsx")).unwrap()),
        "council.csv: an Excel workbook under another name; expected text in UTF-8; `detente import table` reads it where \
         its name ends in `.xlsx`; or save it as CSV UTF-8"
    );
    assert!(told(&std::fs::read(own("council.ods")).unwrap()).contains("an OpenDocument workbook under another name"));
    let bare: Vec<u8> = "party,issue,position\nA,d,1\nB,d,2\n"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    assert!(told(&bare).contains("the file looks like UTF-16; expected text in UTF-8; save it as UTF-8"));
    assert_eq!(
        told(b"party,issue,position,salience\n\"alder,delay,4,80\nalder,fee,1,40\nbirch,\"fee\",3,60\n"),
        "council.csv:2:1: a quote that is not closed, `\"alder,delay,4,80`; expected each cell on one line; close it, or \
         remove it; a quote within quotes is doubled"
    );
    assert!(told(b"party,position\r\na,1\r\nb,\"2\r\n").starts_with("council.csv:3:3: a quote that is not closed"));
    assert_eq!(
        told(b"party;issue;position\nA;d;1\nB,d,2\n"),
        "council.csv:3:1: commas between cells, below heads with semicolons; expected one separator throughout; write \
         commas in all lines, the heads too, or semicolons"
    );
    assert_eq!(
        told(b"party,issue,position\nA,d,1\nB,d,2,5\n"),
        "council.csv:3:1: 4 cells below 3 heads: `2,5` is two of them; expected decimal points where commas separate \
         cells; write `2.5`, or separate cells by semicolons"
    );
}

/// Encodings, compressed files, separators and rows with more cells than heads.
#[test]
fn files_that_are_no_csv_of_ours_are_named() {
    let told = refusal;
    assert_eq!(
        told(b"party,position\nZ\xfcrich,1\n"),
        "council.csv: line 2 is not UTF-8; expected text in UTF-8; save it as CSV UTF-8; it may be Latin-1 or Windows-1252 \
         now"
    );
    assert_eq!(
        told(b"\x1f\x8b\x08\0\0\0\0\0\0\x03"),
        "council.csv: a compressed file (gzip); expected text in UTF-8; unpack it"
    );
    let hint = "`|` separates no cells here: write `,`, `;` or a tab in its place";
    assert_eq!(
        told(b"party|position\na|1\n"),
        format!(
            "council.csv: no such row; the first is `party|position`; expected a row of heads with an actor and a position, \
             such as `party,issue,position,salience` or `Actor,Power,Pstn1,Sal1`; {hint}"
        )
    );
    assert_eq!(
        told(b"sep=|\nparty|position\na|1\n"),
        format!("council.csv: `sep=|`; expected `sep=,`, `sep=;` or the heads; {hint}")
    );
    assert_eq!(
        told(b"party,issue,position,salience\nalder,delay,4,80,x,75\n"),
        "council.csv:2:5: the row has 6 cells, the heads are 4; expected a head above each cell; put a cell with commas in \
         it into quotes, name the column, or remove the cell"
    );
    assert!(told(b"party;position\na;1;why\n").contains("2:3: the row has 3 cells, the heads are 2"));
}

fn evidence(draft: &Draft) -> Vec<String> {
    let root = scenario(draft);
    let table = root["scenario"]["evidence"].as_table().unwrap();
    let mut paths: Vec<String> = table.keys().cloned().collect();
    paths.sort();
    paths
}

/// Places of options that the sheet does not give are no evidence.
#[test]
fn invented_places_are_told() {
    let draft = of("party,issue,position,salience,option\nA,d,,1,low\nB,d,,1,mid\nC,d,,1,high\n").unwrap();
    assert_eq!(
        draft.table("council-stances.csv").unwrap(),
        "party,issue,weight,position,ideal\nA,d,1,,0\nB,d,1,,0.5\nC,d,1,,1\n"
    );
    assert_eq!(evidence(&draft), ["issues.*.weight.*"]);
    assert_eq!(
        notes(&draft.scenario).collect::<Vec<_>>(),
        ["the options of `d` stand evenly, in the order of the sheet (stylised): it does not place all of them apart."]
    );
    let mixed = of("party,issue,position,option\nA,d,,low\nB,d,,high\nA,a sum,1,\nB,a sum,2,\n").unwrap();
    assert_eq!(evidence(&mixed), ["issues.\"a sum\".ideal.*"]);
}

/// (5 - 0) / 10 of the way from the one option to the other.
#[test]
fn a_position_between_options_needs_no_name() {
    let draft = of("party,issue,position,salience,option\nA,d,0,1,low\nB,d,5,1,\nC,d,10,1,high\n").unwrap();
    assert_eq!(
        draft.table("council-stances.csv").unwrap(),
        "party,issue,weight,position,ideal\nA,d,1,,0\nB,d,1,,0.5\nC,d,1,,1\n"
    );
    assert_eq!(notes(&draft.scenario).count(), 0);
    assert_eq!(evidence(&draft), ["issues.*.ideal.*", "issues.*.weight.*"]);
}

/// 8 is an option although positions are 5 apart: the steps are 1.
#[test]
fn red_lines_lie_on_the_grid() {
    let draft = of("party,issue,position,salience,red_line\nA,d,0,1,8\nB,d,5,1,\nC,d,10,1,\n").unwrap();
    assert_eq!(issues(&draft)[0]["range"]["step"].as_float(), Some(1.0));
    assert_eq!(
        draft.table("council-parties.csv").unwrap(),
        "id,name,role,red_lines\nA,A,disputant,d=8\nB,B,disputant,\nC,C,disputant,\n"
    );
}

/// A description that another row has as its name is no reason to take both for one.
#[test]
fn actors_are_told_apart_by_what_their_rows_call_them() {
    let draft = of("Actor,Description,Position\nA,B,1\nB,Second,2\n").unwrap();
    assert_eq!(
        draft.table("council-parties.csv").unwrap(),
        "id,name,role\nA,B,disputant\nB,Second,disputant\n"
    );
}

#[test]
fn names_that_are_no_ids_meet_their_red_lines_and_are_told() {
    let draft =
        of("party,issue,position,option,red_line\nA,x:y,0,p=q,r\nB,x:y,1,r,p=q\nA,x=y,0,p,\nB,x=y,1,r,\n").unwrap();
    assert_eq!(
        draft.table("council-parties.csv").unwrap(),
        "id,name,role,red_lines\nA,A,disputant,x:y=r\nB,B,disputant,x:y=p:q\n"
    );
    assert_eq!(
        notes(&draft.scenario)
            .filter(|note| note.contains("another"))
            .collect::<Vec<_>>(),
        ["issue `x=y` has the id `x:y_2`, because another has `x:y`."]
    );
}
