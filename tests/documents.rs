//! What the documents show is run: files are written down and checked, commands are played and their output compared,
//! links lead somewhere, and what the program knows stands where it is said to stand.
//!
//! A block of TOML or Python follows a line `<!-- file NAME -->`, which says what it is called there. In a block `console` a
//! line that begins with `$ ` is a command, what follows is its output; a line `...` stands for any lines.

use crate::common::{self, Output, Table, command, difference, keep, root, text};
use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

/// Documents with examples, each played in a folder of its own.
const DOCUMENTS: [&str; 6] = [
    "README.md",
    "docs/guide.md",
    "docs/questions.md",
    "docs/numbers.md",
    "docs/cases.md",
    "docs/cluster.md",
];

/// A fenced block.
pub(crate) struct Block<'a> {
    pub(crate) language: &'a str,
    /// The name in the line before.
    pub(crate) file: Option<&'a str>,
    pub(crate) line: usize,
    pub(crate) text: String,
}

pub(crate) fn blocks(document: &str) -> Vec<Block<'_>> {
    let (mut blocks, mut open, mut before) = (Vec::new(), None::<Block<'_>>, "");
    for (n, line) in document.lines().enumerate() {
        match (&mut open, line.strip_prefix("```")) {
            (None, Some(language)) => {
                let file = before
                    .strip_prefix("<!-- file ")
                    .and_then(|rest| rest.strip_suffix(" -->"));
                open = Some(Block {
                    language,
                    file,
                    line: n + 1,
                    text: String::new(),
                });
            }
            (Some(_), Some(_)) => blocks.extend(open.take()),
            (Some(block), None) => block.text += &(line.to_owned() + "\n"),
            (None, None) => before = line,
        }
    }
    blocks
}

/// The words of a command line; quotation marks hold words together.
pub(crate) fn words(line: &str) -> Vec<String> {
    let (mut words, mut quoted) = (vec![String::new()], false);
    for c in line.chars() {
        match c {
            '\'' => quoted = !quoted,
            ' ' if !quoted => words.push(String::new()),
            c => words.last_mut().expect("one word at least").push(c),
        }
    }
    words
}

/// What a command says on its standard output and its standard error.
fn said(folder: &Path, line: &str) -> String {
    let words = words(line);
    assert_eq!(words[0], "detente", "{line}");
    let output = command(folder).args(&words[1..]).output().expect("the program starts");
    String::from_utf8_lossy(&output.stderr).into_owned() + &String::from_utf8_lossy(&output.stdout)
}

/// Whether an output is as it is shown; `...` stands for any lines.
fn is_as_shown(shown: &[&str], found: &[&str]) -> bool {
    match (shown.split_first(), found.split_first()) {
        (None, None) => true,
        (Some((&"...", rest)), _) => (0..=found.len()).any(|n| is_as_shown(rest, &found[n..])),
        (Some((a, shown)), Some((b, found))) => a.trim_end() == b.trim_end() && is_as_shown(shown, found),
        _ => false,
    }
}

/// The commands of a console block, each with the output that is shown.
pub(crate) fn commands(text: &str) -> Vec<(&str, Vec<&str>)> {
    let mut commands: Vec<(&str, Vec<&str>)> = Vec::new();
    for line in text.lines() {
        match (line.strip_prefix("$ "), commands.last_mut()) {
            (Some(command), _) => commands.push((command, Vec::new())),
            (None, Some((_, output))) => output.push(line),
            (None, None) => panic!("a block that begins without a command: {line}"),
        }
    }
    commands
}

fn has_pandas() -> bool {
    let imports = Command::new("python3").args(["-c", "import pandas"]).output();
    imports.is_ok_and(|output| output.status.success())
}

#[test]
fn what_the_documents_show_is_what_happens() {
    let mut shown = BTreeMap::new();
    for document in DOCUMENTS {
        let page = text(&root().join(document));
        let folder = common::temporary_folder();
        // Documents name what ships by its place in the project.
        for shipped in ["scenarios", "experiments"] {
            common::copy(&root().join(shipped), &folder.path().join(shipped));
        }
        for block in blocks(&page) {
            let place = format!("{document}:{}", block.line);
            *shown.entry(block.language.to_owned()).or_insert(0) += 1;
            match block.language {
                "toml" | "python" | "csv" => {
                    let name = block
                        .file
                        .unwrap_or_else(|| panic!("{place}: no line `<!-- file NAME -->` before it"));
                    std::fs::write(folder.path().join(name), &block.text).expect("a file");
                    if block.language == "toml" {
                        let check = common::detente(folder.path(), &["check", name]);
                        assert_eq!((check.code, check.stderr.as_str()), (Some(0), ""), "{place}");
                    } else if block.language == "csv" {
                        // For the commands behind it.
                    } else if has_pandas() {
                        let mut python = Command::new("python3");
                        let output = python
                            .arg(name)
                            .current_dir(folder.path())
                            .output()
                            .expect("python3 starts");
                        assert!(
                            output.status.success(),
                            "{place}: {}",
                            String::from_utf8_lossy(&output.stderr)
                        );
                    } else {
                        println!("SKIPPED: {place}: python3 with pandas is not there");
                    }
                }
                "console" => {
                    for (line, output) in commands(&block.text) {
                        let found = said(folder.path(), line);
                        let lines: Vec<&str> = found.lines().collect();
                        assert!(is_as_shown(&output, &lines), "{place}: $ {line}\n{found}");
                    }
                }
                "sh" => block.text.lines().for_each(|line| from_source(folder.path(), line)),
                // For whoever has R.
                "r" => {}
                other => panic!("{place}: a block of `{other}`, which nothing runs"),
            }
        }
    }
    assert!(
        shown["toml"] >= 2 && shown["console"] >= 3 && shown["python"] >= 1,
        "{shown:?}"
    );
}

/// A command of somebody who builds the program: the same without building, and with few runs.
fn from_source(folder: &Path, line: &str) {
    if let Some(arguments) = line.strip_prefix("cargo run --release -- ") {
        let few: &[&str] = if arguments.starts_with("run ") {
            &["--replicates", "20", "--no-figures", "--quiet"]
        } else {
            &[]
        };
        let arguments = words(arguments);
        let arguments: Vec<&str> = arguments
            .iter()
            .map(String::as_str)
            .chain(few.iter().copied())
            .collect();
        assert_eq!(common::detente(folder, &arguments).code, Some(0), "{line}");
    }
}

/// The commands in running text: every `detente COMMAND` in the tables and sentences is one that the program knows.
#[test]
fn commands_in_sentences_exist() {
    let folder = common::temporary_folder();
    let help = common::told(folder.path(), &["--help"]);
    let known: Vec<&str> = help
        .lines()
        .skip_while(|line| *line != "Commands:")
        .skip(1)
        .map_while(|line| line.strip_prefix("  ")?.split(' ').next())
        .collect();
    assert!(known.contains(&"run"), "{help}");
    for document in DOCUMENTS {
        let page = text(&root().join(document));
        for code in page.split('`').skip(1).step_by(2) {
            let Some(rest) = code.strip_prefix("detente ") else {
                continue;
            };
            let command = rest.split_whitespace().next().unwrap_or_default();
            assert!(
                command.starts_with('-') || known.contains(&command),
                "{document}: `{code}`"
            );
        }
    }
}

/// The guide's scenario ends in more than one way, and what its experiment varies makes a difference.
#[test]
fn the_scenario_of_the_guide_is_alive() {
    let page = text(&root().join("docs/guide.md"));
    let folder = common::temporary_folder();
    for block in blocks(&page).iter().filter(|block| block.language == "toml") {
        std::fs::write(folder.path().join(block.file.expect("a name")), &block.text).expect("a file");
    }
    let run = [
        "run",
        "rooms.toml",
        "--replicates",
        "400",
        "--no-figures",
        "--quiet",
        "--out",
        "out",
    ];
    common::told(folder.path(), &run);
    let summary = Table::read(&folder.path().join("out/summary.csv"));
    let share = |point: usize, outcome: &str| -> f64 {
        let row = summary
            .of_point(point)
            .find(|row| summary.cell(row, "outcome") == outcome);
        summary
            .cell(row.expect("a row for each outcome"), "share")
            .parse()
            .expect("a share")
    };
    let most = common_outcomes()
        .into_iter()
        .map(|outcome| share(0, outcome))
        .fold(0.0, f64::max);
    assert!(most <= 0.9, "one end in {most} of runs");
    let points = summary
        .rows
        .iter()
        .map(|row| summary.cell(row, "point"))
        .max()
        .map(str::len);
    assert!(points.is_some());
    let agreements: Vec<f64> = (0..15).map(|point| share(point, "agreement")).collect();
    let spread =
        agreements.iter().fold(0.0, |a: f64, &b| a.max(b)) - agreements.iter().fold(1.0, |a: f64, &b| a.min(b));
    assert!(spread > 0.05, "what is varied makes no difference: {agreements:?}");
}

fn common_outcomes() -> [&'static str; 6] {
    [
        "agreement",
        "rejected_at_home",
        "walkout",
        "collapsed_after_leak",
        "deadlock",
        "deadline",
    ]
}

/// Mean fatigue of all negotiators in a shipped case, as its trajectories have it by `round` or by `day`.
fn fatigue(case: &str, clock: &str) -> Vec<(u32, f64)> {
    let folder = common::temporary_folder();
    let file = common::shipped(&format!("scenarios/{case}.toml"));
    let run = [
        "run",
        &file,
        "--replicates",
        "40",
        "--no-figures",
        "--quiet",
        "--out",
        "out",
    ];
    common::told(folder.path(), &run);
    let table = Table::read(&folder.path().join("out/trajectories.csv"));
    let mut means: BTreeMap<u32, (f64, f64)> = BTreeMap::new();
    let own = table
        .of_point(0)
        .filter(|row| table.cell(row, "clock") == clock && table.cell(row, "variable").contains("fatigue"));
    for row in own {
        let number = |name: &str| table.cell(row, name).parse::<f64>().expect("a number");
        let (sum, n) = means.entry(number("t") as u32).or_default();
        (*sum, *n) = (*sum + number("mean"), *n + 1.0);
    }
    means.into_iter().map(|(t, (sum, n))| (t, sum / n)).collect()
}

/// What the page of cases says of fatigue, within a twentieth.
#[test]
fn fatigue_rises_where_people_stay_together_and_builds_over_a_year() {
    let near = |found: f64, said: f64| assert!((found - said).abs() < 0.05, "{found}, and the page says {said}");
    let last = |course: &[(u32, f64)]| course.last().expect("a course").1;
    near(last(&fatigue("camp-david-1978", "round")), 0.6);
    near(last(&fatigue("dayton-1995", "round")), 0.55);
    let flagship = fatigue("ukraine-28-points", "day");
    near(flagship[0].1, 0.34);
    let later = flagship.iter().rev().find(|at| at.0 <= 364).expect("a last week");
    near(later.1, 0.58);
}

/// Rates as a table: what stands in the page is what `1 - e^(-rate * days)` gives.
#[test]
fn the_table_of_rates_is_computed() {
    let file = root().join("docs/numbers.md");
    let kept = text(&file);
    let (before, rest) = kept.split_once("<!-- rates -->\n").expect("a place for the table");
    let (_, after) = rest.split_once("<!-- /rates -->").expect("its end");
    let mut table =
        "| a day | once in | within a week | within 30 days | within 120 days |\n|---|---|---|---|---|\n".to_owned();
    for rate in [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1] {
        let within = |days: f64| format!("{:.1} %", -100.0 * libm::expm1(-rate * days));
        let once = 1.0 / rate;
        table += &format!(
            "| {rate} | {once} days | {} | {} | {} |\n",
            within(7.0),
            within(30.0),
            within(120.0)
        );
    }
    let found = format!("{before}<!-- rates -->\n{table}<!-- /rates -->{after}");
    if common::blessing() {
        keep(&file, &found);
    } else {
        assert!(kept == found, "{}", difference(&file, &kept, &found));
    }
}

/// A heading as links name it.
fn anchor(heading: &str) -> String {
    let kept = heading
        .chars()
        .filter(|c| c.is_alphanumeric() || *c == ' ' || *c == '-' || *c == '_');
    kept.flat_map(char::to_lowercase)
        .map(|c| if c == ' ' { '-' } else { c })
        .collect()
}

#[test]
fn links_to_a_section_find_it() {
    let mut followed = 0;
    for document in DOCUMENTS {
        let file = root().join(document);
        let page = text(&file);
        for link in page.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            let Some((target, section)) = link.split_once('#').filter(|_| !link.contains("://")) else {
                continue;
            };
            let target = if target.is_empty() {
                file.clone()
            } else {
                file.parent().expect("a folder").join(target)
            };
            let there = text(&target);
            let headings = there
                .lines()
                .filter(|line| line.starts_with('#'))
                .map(|line| anchor(line.trim_start_matches(['#', ' '])));
            assert!(headings.into_iter().any(|known| known == section), "{document}: {link}");
            followed += 1;
        }
    }
    assert!(followed > 20, "the guide leads to the numbers of each behaviour");
}

/// Ids as analysts have them, read by pandas as the guide says: nothing is lost.
#[test]
fn the_recipe_for_pandas_loses_no_id() {
    if !has_pandas() {
        println!("SKIPPED: python3 with pandas is not there");
        return;
    }
    let folder = common::temporary_folder();
    std::fs::write(folder.path().join("ids.toml"), IDS).expect("a scenario");
    let Output { code, stderr, .. } = common::detente(
        folder.path(),
        &[
            "run",
            "ids.toml",
            "--replicates",
            "60",
            "--no-figures",
            "--csv",
            "excel",
            "--out",
            "results/rooms",
        ],
    );
    assert_eq!(code, Some(0), "{stderr}");
    for told in [
        "`None` is read as an empty cell",
        "`-5` is read as a formula",
        "`1/3` is read as a date",
    ] {
        assert!(stderr.contains(told), "{told}\n{stderr}");
    }
    let page = text(&root().join("docs/guide.md"));
    let recipe = blocks(&page)
        .into_iter()
        .find(|block| block.language == "python")
        .expect("a recipe");
    let asked = "\nagreed = runs[runs.outcome == 'agreement']\nassert len(agreed) > 10\n\
                 assert not agreed['agreed.fee'].isna().any()\nassert set(agreed['agreed.fee']) <= {'None', 'NA', '-5', '1/3'}\n\
                 assert runs[runs.outcome != 'agreement']['agreed.fee'].isna().all()\n";
    std::fs::write(folder.path().join("read.py"), recipe.text + asked).expect("a file");
    let output = Command::new("python3")
        .arg("read.py")
        .current_dir(folder.path())
        .output()
        .expect("python3 starts");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let sheet = text(&folder.path().join("results/rooms/excel/runs.csv"));
    assert!(
        sheet.starts_with("\u{feff}\"point\";\"replicate\";\"outcome\";"),
        "{sheet}"
    );
    assert!(
        !sheet.contains("\"-5\"") && !sheet.contains("\"None\""),
        "what a spreadsheet would compute or drop is defused"
    );
}

const IDS: &str = r#"format = 1
[scenario]
id = "ids"
stylised = true
horizon_days = 60
[talks]
protocol = "alternating_offers"
[[parties]]
id = "north"
role = "disputant"
reservation_value = { uniform = [0.1, 0.4] }
[[parties]]
id = "south"
role = "disputant"
reservation_value = { uniform = [0.1, 0.4] }
[[negotiators]]
id = "a"
party = "north"
[[negotiators]]
id = "b"
party = "south"
[[issues]]
id = "fee"
options = [{ id = "None" }, { id = "NA" }, { id = "-5" }, { id = "1/3" }]
weight = { north = 6, south = 4 }
ideal = { north = 1.0, south = 0.0 }
[[issues]]
id = "share"
options = [{ id = "low" }, { id = "middle" }, { id = "high" }]
weight = { north = 4, south = 6 }
ideal = { north = 0.0, south = 1.0 }
[[calendar]]
id = "talk"
day = 0
every_days = 7
times = 8
participants = ["north", "south"]
rounds = 4
"#;
