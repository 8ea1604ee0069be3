//! Foreign files from outside: what is written, what is told, and what is left alone.

use assert_cmd::Command;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

fn detente(folder: &Path) -> Command {
    let mut command = Command::cargo_bin("detente").unwrap();
    command.current_dir(folder);
    command
}

/// Standard output and standard error of a command that succeeds.
fn told(folder: &Path, arguments: &[&str]) -> [String; 2] {
    let output = detente(folder).args(arguments).assert().success().get_output().clone();
    [output.stdout, output.stderr].map(|bytes| String::from_utf8(bytes).unwrap())
}

/// Standard error of a command that finds its input wrong.
fn refused(folder: &Path, arguments: &[&str]) -> String {
    let output = detente(folder).args(arguments).assert().code(2).get_output().clone();
    assert!(output.stdout.is_empty(), "{arguments:?}");
    String::from_utf8(output.stderr).unwrap()
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The sheet that the guide shows.
fn sheet() -> String {
    let guide = std::fs::read_to_string(root().join("docs/guide.md")).unwrap();
    let (_, rest) = guide
        .split_once("<!-- file council.csv -->\n```csv\n")
        .expect("a sheet in the guide");
    rest.split_once("```").unwrap().0.to_owned()
}

fn names(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).unwrap();
    let mut names: Vec<String> = entries
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

#[test]
fn the_sheet_of_the_guide_becomes_talks_that_are_alive() {
    let folder = TempDir::new().unwrap();
    let path = folder.path();
    std::fs::write(path.join("sheet.csv"), sheet()).unwrap();
    let import = ["import", "table", "sheet.csv", "-o", "council.toml"];
    let [said, notes] = told(path, &import);
    assert!(
        said.starts_with("council.toml: 5 parties and 2 issues, from sheet.csv\n"),
        "{said}"
    );
    assert_eq!(
        notes,
        "note: not known of `elm`: fee; counted as if it did not matter to it.\n"
    );
    assert_eq!(
        names(path),
        [
            "council-parties.csv",
            "council-stances.csv",
            "council.toml",
            "sheet.csv"
        ]
    );
    let [checked, findings] = told(path, &["check", "council.toml"]);
    assert!(checked.contains("valid"), "{checked}");
    assert!(!findings.contains("error"), "{findings}");
    // The numbers of the sheet, at their places on the lines: (7 - 4) / 6 and (3 - 1.5) / 1.5.
    let [parameters, _] = told(path, &["params", "council.toml", "--json"]);
    let parameters: serde_json::Value = serde_json::from_str(&parameters).unwrap();
    let value = |path: &str| {
        let rows = parameters.as_array().unwrap();
        rows.iter()
            .find(|row| row["path"] == path)
            .unwrap_or_else(|| panic!("{path}"))["value"]
            .clone()
    };
    assert_eq!(value("issues.delay.ideal.birch"), 0.5);
    assert_eq!(value("issues.fee.ideal.birch"), 1.0);
    assert_eq!(value("issues.fee.weight.cedar"), 90.0);
    assert_eq!(value("parties.cedar.votes"), 16.0);
    let mut moved = false;
    for seed in ["1", "2", "3"] {
        let [run, _] = told(path, &["simulate", "council.toml", "--seed", seed, "--json"]);
        let run: serde_json::Value = serde_json::from_str(&run).unwrap();
        assert!(run["rounds"].as_u64().unwrap() > 0);
        moved |= run["outcome"] == "agreement";
    }
    assert!(moved, "three talks without an agreement");

    let again = refused(path, &import);
    assert_eq!(
        again,
        "error: council.toml exists already; choose another name, or replace it with --force\n"
    );
    std::fs::remove_file(path.join("council.toml")).unwrap();
    let again = refused(path, &import);
    assert!(
        again.starts_with("error: council-parties.csv exists already; "),
        "{again}"
    );
    told(path, &[&import[..], &["--force"]].concat());
}

#[test]
fn sheets_and_json_that_are_wrong_leave_nothing() {
    let folder = TempDir::new().unwrap();
    let path = folder.path();
    std::fs::write(path.join("sheet.csv"), sheet().replace("40,3.0", "40,three")).unwrap();
    let message = refused(path, &["import", "table", "sheet.csv", "-o", "x.toml"]);
    assert!(
        message.starts_with("error: sheet.csv:3:5: `three` in column `Pstn_fee`; expected a number"),
        "{message}"
    );
    let message = refused(path, &["import", "table", "none.xlsx", "-o", "x.toml"]);
    assert!(message.contains("there is no such file"), "{message}");
    std::fs::write(path.join("a.json"), "{}").unwrap();
    let message = refused(path, &["import", "geniusweb", ".", "-o", "x.toml"]);
    assert!(
        message.contains("no domain; expected one file without weights"),
        "{message}"
    );
    assert_eq!(names(path), ["a.json", "sheet.csv"]);
}

/// What an import makes is checked as `check` would, before it is written.
#[test]
fn what_check_refuses_is_not_written() {
    let folder = TempDir::new().unwrap();
    let path = folder.path();
    let domain = r#"<negotiation_template><objective><issue index="1" name="a"><item value="x"/><item value="y"/></issue></objective></negotiation_template>"#;
    let profile = |first: &str| {
        format!(
            r#"<utility_space><objective><issue index="1" name="a"><item value="x" evaluation="{first}"/><item value="y" evaluation="1"/></issue><weight index="1" value="1"/></objective></utility_space>"#
        )
    };
    std::fs::write(path.join("d.xml"), domain).unwrap();
    for (name, first) in [("p.xml", "1e300"), ("q.xml", "2")] {
        std::fs::write(path.join(name), profile(first)).unwrap();
    }
    let message = refused(path, &["import", "genius", ".", "--utilities", "raw", "-o", "x.toml"]);
    assert!(
        message.starts_with("error: . makes a scenario that cannot be used, and nothing is written:\nx.toml:"),
        "{message}"
    );
    assert!(!path.join("x.toml").exists());
}

#[test]
fn profiles_are_chosen_and_told() {
    let folder = TempDir::new().unwrap();
    let domain = root()
        .join("crates/detente-import/tests/genius/three")
        .display()
        .to_string();
    let import = [
        "import",
        "genius",
        domain.as_str(),
        "--profiles",
        "harbour,coast.xml",
        "-o",
        "x.toml",
    ];
    let [said, notes] = told(folder.path(), &import);
    assert!(said.starts_with("x.toml: 2 parties and 1 issue, from "), "{said}");
    assert_eq!(
        notes,
        "note: harbour.xml, coast.xml take part, as asked for; left out: Inland.xml; `--profiles A,B` takes others.\n"
    );
}

/// A sheet may have the name of a table that its own import would write.
#[test]
fn an_import_does_not_replace_what_it_reads() {
    let folder = TempDir::new().unwrap();
    let path = folder.path();
    std::fs::write(path.join("q-parties.csv"), sheet()).unwrap();
    let import = ["import", "table", "q-parties.csv", "-o", "./q.toml", "--force"];
    assert_eq!(
        refused(path, &import),
        "error: ./q-parties.csv is what is imported, and would be replaced; choose another name for the scenario\n"
    );
    assert_eq!(names(path), ["q-parties.csv"]);
    assert_eq!(std::fs::read_to_string(path.join("q-parties.csv")).unwrap(), sheet());
    std::fs::write(path.join("domain.json"), "{}").unwrap();
    std::fs::write(path.join("domain.XML"), "<negotiation_template/>").unwrap();
    for (kind, file) in [("genius", "domain.XML"), ("geniusweb", "domain.json")] {
        let message = refused(path, &["import", kind, ".", "-o", file, "--force"]);
        assert!(
            message.starts_with(&format!("error: {file} is what is imported")),
            "{message}"
        );
    }
}
