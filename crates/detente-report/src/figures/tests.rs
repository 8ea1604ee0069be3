//! What holds for every figure, on made-up results: usual ones and odd ones.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::ops::ControlFlow;
use std::path::Path;

use detente_results::{
    CumulativeIncidenceRow, FIGURE_KINDS, FigureRow, Folder, MANIFEST_FILE, PartyRecord, Row, SummaryRow,
    TrajectoryRow, read_table, write_table,
};

use quick_xml::Reader;
use quick_xml::events::Event;

use super::{Figure, KINDS, Picture, figure, figures};
use crate::example::{Bargain, Example};
use crate::font::unprintable;
use crate::sheet::{Mark, Sheet, WIDTH, legible};
use crate::tables::Tables;
use crate::{DrawnFigure, FIGURES, draw_all};

fn odd_examples() -> Vec<(&'static str, Example)> {
    let usual = Example::usual();
    let long = |letter: &str| letter.repeat(80);
    vec![
        (
            "one point",
            Example {
                policies: vec![],
                ..usual.clone()
            },
        ),
        ("one run", Example { n: 1, ..usual.clone() }),
        ("no runs", Example { n: 0, ..usual.clone() }),
        (
            "no agreement, nothing else",
            Example {
                agreement: 0.0,
                ..usual.clone()
            },
        ),
        (
            "no solutions",
            Example {
                bargain: None,
                ..usual.clone()
            },
        ),
        (
            "three disputants with long ids",
            Example {
                bargain: Some(Bargain {
                    disputants: ["a", "two words ", "w"].map(long).to_vec(),
                    scale: 1.5e5,
                    ..Bargain::usual()
                }),
                ..usual.clone()
            },
        ),
        (
            "all agree",
            Example {
                agreement: 1.0,
                ..usual.clone()
            },
        ),
        (
            "one day",
            Example {
                days: 1,
                ..usual.clone()
            },
        ),
        (
            "nothing to follow",
            Example {
                actors: vec![],
                groups: vec![],
                ..usual.clone()
            },
        ),
        (
            "many policies",
            Example {
                policies: (0..15).map(|policy| format!("policy {policy}")).collect(),
                ..usual.clone()
            },
        ),
        (
            "many actors",
            Example {
                actors: (0..30).map(|actor| format!("actor_{actor}")).collect(),
                ..usual.clone()
            },
        ),
        (
            "long ids",
            Example {
                title: long("a title "),
                policies: vec![long("m"), long("two words ")],
                actors: vec![long("w"), long("i"), long("x y "), long("q")],
                groups: vec![long("g")],
                ..usual
            },
        ),
        ("long factors", Example::grid([&long("f"), &long("m")], &[0.0, 1.0])),
        ("tiny and huge levels", Example::grid(["a", "b"], &[1e-9, 0.5, 1e12])),
        (
            "many levels",
            Example::grid(["a", "b"], &(0..40).map(f64::from).collect::<Vec<_>>()),
        ),
    ]
}

/// Draws all figures, none of which may fail.
pub(super) fn drawn_figures(folder: &Folder) -> Vec<DrawnFigure> {
    let mut figures = Vec::new();
    let drawn = draw_all(folder, &mut |name, figure| {
        figures.push(figure.unwrap_or_else(|error| panic!("{name}: failed to {error}")));
        ControlFlow::Continue(())
    });
    assert_eq!(drawn.unwrap(), figures.len());
    figures
}

fn drawings(tables: &Tables) -> Vec<Picture> {
    figures(tables).into_iter().filter_map(Figure::draw).collect()
}

fn names(folder: &Folder) -> Vec<String> {
    drawn_figures(folder).into_iter().map(|figure| figure.name).collect()
}

fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = fs::read_dir(folder.join(FIGURES)).unwrap().map(|entry| entry.unwrap());
    entries
        .map(|entry| {
            (
                entry.file_name().into_string().unwrap(),
                fs::read(entry.path()).unwrap(),
            )
        })
        .collect()
}

#[test]
fn the_usual_tables_give_the_usual_figures() {
    let (_home, folder) = Example::usual().folder();
    let expected = [
        "outcome-shares",
        "policy-differences-agreement",
        "policy-differences-end_day",
        "cumulative-incidence",
        "bands-fatigue",
        "bands-hawkish_pressure",
        "agreed-options",
        "frontier",
    ];
    assert_eq!(names(&folder), expected);
    let files = files(folder.path());
    let mut all: Vec<_> = expected
        .iter()
        .flat_map(|name| ["csv", "png", "svg"].map(|kind| format!("{name}.{kind}")))
        .collect();
    all.push("figures.csv".to_owned());
    all.sort();
    assert_eq!(files.into_keys().collect::<Vec<_>>(), all);
}

#[test]
fn a_grid_has_a_heat_map() {
    let (_home, folder) = Example::grid(["quiet rooms", "guarantee"], &[0.0, 0.5, 1.0]).folder();
    assert!(names(&folder).contains(&"heat-map-agreement".to_owned()));
    let data = String::from_utf8(files(folder.path()).remove("heat-map-agreement.csv").unwrap()).unwrap();
    let lines: Vec<_> = data.lines().collect();
    assert_eq!(lines.len(), 1 + 9);
    assert_eq!(
        lines[..3],
        [
            "point,quiet rooms,guarantee,n,share",
            "1,0,0,200,0.35",
            "2,0,0.5,200,0.4"
        ]
    );
}

#[test]
fn every_text_can_be_read() {
    let usual = [
        ("usual", Example::usual()),
        ("grid", Example::grid(["quiet rooms", "guarantee"], &[0.0, 0.1, 1.0])),
    ];
    for (name, example) in usual.into_iter().chain(odd_examples()) {
        let (_home, folder) = example.folder();
        for picture in drawings(&Tables::read(&folder).unwrap()) {
            legible::check(&format!("{name}, {}", picture.name), &picture.sheet);
        }
    }
}

#[test]
fn odd_tables_are_drawn_or_left_out() {
    for (name, example) in odd_examples() {
        let (_home, folder) = example.folder();
        for figure in drawn_figures(&folder) {
            let svg = fs::read_to_string(&figure.svg).unwrap();
            assert!(
                !svg.contains("NaN") && !svg.contains("inf\""),
                "{name}: {}",
                figure.name
            );
        }
    }
}

#[test]
fn empty_tables_give_no_figures_and_no_folder() {
    let (_home, folder) = Example::usual().folder();
    for file in [
        "summary.csv",
        "contrasts.csv",
        "trajectories.csv",
        "cumulative_incidence.csv",
        "design.csv",
        "runs.csv",
        "solutions.csv",
    ] {
        let path = folder.file(file);
        let header = fs::read_to_string(&path).unwrap().lines().next().unwrap().to_owned() + "\n";
        fs::write(path, header).unwrap();
    }
    assert_eq!(drawn_figures(&folder), []);
    assert!(!folder.file(FIGURES).exists());
}

#[test]
fn the_same_tables_give_the_same_bytes() {
    let draw = || {
        let (_home, folder) = Example::usual().folder();
        drawn_figures(&folder);
        files(folder.path())
    };
    assert_eq!(draw(), draw());
}

#[test]
fn an_svg_is_well_formed_and_says_what_it_shows() {
    let (_home, folder) = Example::usual().folder();
    drawn_figures(&folder);
    let svg = fs::read_to_string(folder.file("figures/outcome-shares.svg")).unwrap();
    assert!(svg.starts_with("<svg width=\"160mm\" height="), "{}", &svg[..80]);
    assert!(svg.contains("viewBox=\"0 0 2400 ") && svg.trim_end().ends_with("</svg>"));
    for tag in ["svg", "text", "title", "desc"] {
        assert_eq!(
            svg.matches(&format!("<{tag} ")).count(),
            svg.matches(&format!("</{tag}>")).count()
        );
    }
    for label in [
        "30 of 100 talks end in an agreement",
        "Two ports share a fairway: share of runs by outcome",
        "Collapsed after a leak",
        "A smaller room",
        "share of runs (%)",
        "200 runs each",
        "95 % intervals (Wilson) by luck alone",
        "Stylised numbers: a model, not a forecast.",
    ] {
        assert!(svg.contains(label), "`{label}` is missing");
    }
}

/// What an SVG says of itself: its title and its text, read by a parser of XML.
fn spoken(svg: &str) -> [String; 2] {
    let (mut reader, mut open, mut said) = (Reader::from_str(svg), String::new(), BTreeMap::new());
    loop {
        match reader.read_event().unwrap() {
            Event::Start(tag) => open = tag.name().as_ref().to_owned(),
            Event::Text(text) => *said.entry(open.clone()).or_default() += text.as_ref(),
            Event::GeneralRef(name) => {
                let letter = match name.as_ref() {
                    "amp" => "&",
                    "lt" => "<",
                    "gt" => ">",
                    "quot" => "\"",
                    other => panic!("{other:?}"),
                };
                *said.entry(open.clone()).or_default() += letter;
            }
            Event::End(_) => open.clear(),
            Event::Eof => return ["title", "desc"].map(|tag: &str| String::clone(&said[tag])),
            _ => {}
        }
    }
}

#[test]
fn whoever_does_not_see_a_figure_hears_its_finding() {
    let example = Example {
        title: "War & \"peace\" <of> ports".to_owned(),
        ..Example::usual()
    };
    let (_home, folder) = example.folder();
    let pictures = drawings(&Tables::read(&folder).unwrap());
    for picture in &pictures {
        let svg = picture.svg().unwrap();
        assert!(
            svg.starts_with("<svg ") && svg.contains(&format!("aria-labelledby=\"{0}-title {0}-text\"", picture.name))
        );
        assert_eq!(spoken(&svg), [picture.title.clone(), picture.text.clone()]);
        assert!(picture.text.contains("War & \"peace\" <of> ports"), "{}", picture.text);
    }
    drawn_figures(&folder);
    let listed = folder.table::<FigureRow>().unwrap();
    let drawn = pictures.into_iter().map(|picture| FigureRow {
        figure: picture.name,
        kind: picture.kind.to_owned(),
        title: picture.title,
        text: picture.text,
    });
    assert_eq!(listed, drawn.collect::<Vec<_>>());
}

#[test]
fn kinds_have_a_name_and_a_question_of_their_own() {
    let keys: Vec<_> = KINDS.iter().map(|kind| kind.key).collect();
    assert_eq!(keys, FIGURE_KINDS, "an experiment can ask for every kind");
    assert_eq!(keys.iter().collect::<BTreeSet<_>>().len(), keys.len());
    assert!(KINDS.iter().all(|kind| kind.question.ends_with('?')));
}

#[test]
fn an_experiment_may_ask_for_some_kinds() {
    let (_home, folder) = Example::usual().folder();
    let mut tables = Tables::read(&folder).unwrap();
    tables.manifest.figures = ["frontier", "bands"].map(str::to_owned).to_vec();
    let names: Vec<_> = drawings(&tables).into_iter().map(|picture| picture.name).collect();
    assert_eq!(names, ["bands-fatigue", "bands-hawkish_pressure", "frontier"]);
}

/// The numbers in a text, without those in quoted names.
fn numbers(text: &str) -> Vec<String> {
    let mut outside = String::new();
    let mut quoted = false;
    for letter in text.chars() {
        quoted = (quoted || letter == '“') && letter != '”';
        outside.push(if quoted { ' ' } else { letter });
    }
    let is_part = |letter: char| letter.is_ascii_digit() || ".,e".contains(letter);
    let words = outside
        .split(|letter: char| !is_part(letter))
        .map(|word| word.trim_matches(['.', ',']));
    // What is very large or small is told as `1e12`.
    let plain = |word: &str| match word.split_once('e') {
        Some(_) => word.parse::<f64>().ok().map(|value| value.to_string()),
        None => Some(word.replace(',', "")),
    };
    words
        .filter(|word| word.contains(|letter: char| letter.is_ascii_digit()))
        .filter_map(plain)
        .collect()
}

/// How a title may write a cell: as it is, as a number of a hundred, or rounded, without its sign.
fn forms(cell: &str) -> Vec<String> {
    let Ok(value) = cell.parse::<f64>() else {
        return Vec::new();
    };
    let size = value.abs();
    let rounded = [100.0 * size, size]
        .into_iter()
        .flat_map(|size| (0..3).map(move |decimals| format!("{size:.decimals$}")));
    rounded.chain([cell.to_owned()]).collect()
}

/// Every number of a title is a cell of what is drawn; but for the hundred that shares are told of, what is counted there, and
/// the number of rows.
#[test]
fn the_numbers_in_titles_are_those_of_the_tables() {
    let many = Example {
        bargain: Some(Bargain::among(5)),
        ..Example::usual()
    };
    let grid = ("grid", Example::grid(["rooms", "guarantee"], &[0.0, 0.1, 1.0]));
    let all = [("usual", Example::usual()), ("many parties", many), grid]
        .into_iter()
        .chain(odd_examples());
    let mut told = BTreeSet::new();
    for (name, example) in all {
        let (_home, folder) = example.folder();
        for picture in drawings(&Tables::read(&folder).unwrap()) {
            let data = String::from_utf8(picture.csv).unwrap();
            let mut reader = csv::Reader::from_reader(data.as_bytes());
            let place = |column: &str, header: &csv::StringRecord| header.iter().position(|name| name == column);
            let (count, package) = {
                let header = reader.headers().unwrap();
                (place("count", header), place("package", header))
            };
            let rows: Vec<_> = reader.records().map(Result::unwrap).collect();
            let mut known: BTreeSet<String> = rows.iter().flat_map(|row| row.iter().flat_map(forms)).collect();
            known.extend(["100".to_owned(), rows.len().to_string()]);
            // A name may hold numbers, too.
            known.extend(rows.iter().flat_map(|row| row.iter().flat_map(numbers)));
            if let (Some(count), Some(package)) = (count, package) {
                // The frontier counts agreements and packages: no row says how many there are in all.
                let agreed = || rows.iter().filter(|row| row[0] == *"agreement");
                let packages: BTreeSet<&str> = agreed().map(|row| &row[package]).collect();
                known.insert(
                    agreed()
                        .map(|row| row[count].parse::<u64>().unwrap())
                        .sum::<u64>()
                        .to_string(),
                );
                known.insert(packages.len().to_string());
                known.insert(
                    rows.iter()
                        .filter(|row| row[0].starts_with("frontier"))
                        .count()
                        .to_string(),
                );
            }
            for number in numbers(&picture.title) {
                assert!(
                    known.contains(&number),
                    "{name}, {}: {number} in `{}`",
                    picture.name,
                    picture.title
                );
                told.insert(picture.kind);
            }
        }
    }
    // The figures of analyses hold theirs beside their kinds.
    let of_runs = [
        "outcome-shares",
        "policy-differences",
        "cumulative-incidence",
        "heat-map",
        "bands",
        "frontier",
    ];
    assert!(of_runs.iter().all(|kind| told.contains(kind)), "{told:?}");
}

#[test]
fn curves_end_where_the_shares_are() {
    let (_home, folder) = Example::usual().folder();
    let tables = Tables::read(&folder).unwrap();
    for share in folder.table::<SummaryRow>().unwrap() {
        let own = |row: &&CumulativeIncidenceRow| row.point == share.point && row.outcome == share.outcome;
        let last = tables.curves.rows.iter().rfind(own).unwrap();
        assert_eq!(last.count, share.count, "{share:?}");
    }
}

#[test]
fn of_many_policies_those_that_change_most_are_shown() {
    let example = Example {
        policies: (1..=20).map(|policy| format!("policy_{policy}")).collect(),
        ..Example::usual()
    };
    let (_home, folder) = example.folder();
    // Agreement rises from policy to policy up to the fifteenth, where all agree.
    let points = |name: &str| {
        let picture = figure(&Tables::read(&folder).unwrap(), name).unwrap();
        let data = String::from_utf8(picture.csv).unwrap();
        let point = |line: &str| line.split(',').next().unwrap().parse::<u64>().unwrap();
        (
            data.lines().skip(1).map(point).collect::<BTreeSet<_>>(),
            said_by(&picture.sheet),
        )
    };
    let (shown, said) = points("outcome-shares");
    assert_eq!(shown.into_iter().collect::<Vec<_>>(), [0, 14, 15, 16, 17, 18]);
    assert!(
        said.contains("Of 20 policies the 5 are shown that change agreement most."),
        "{said}"
    );
    let (shown, said) = points("cumulative-incidence");
    assert_eq!(shown.into_iter().collect::<Vec<_>>(), [0, 14, 15, 16]);
    assert!(said.contains("Of 20 policies the 3 are shown"), "{said}");
}

#[test]
fn the_relations_that_move_most_are_shown() {
    let actors: Vec<_> = (0..30).map(|actor| format!("actor_{actor}")).collect();
    let (_home, folder) = Example {
        actors,
        ..Example::usual()
    }
    .folder();
    let mut rows = folder.table::<TrajectoryRow>().unwrap();
    for row in &mut rows {
        let actor: f64 = row.variable.rsplit('_').next().unwrap().parse().unwrap();
        row.p50 *= actor / 30.0;
    }
    fs::write(folder.file(TrajectoryRow::FILE), write_table(&rows)).unwrap();
    let picture = figure(&Tables::read(&folder).unwrap(), "bands-fatigue").unwrap();
    let said = said_by(&picture.sheet);
    let panels: Vec<_> = (18..30)
        .filter(|actor| said.contains(&format!("actor {actor} ")))
        .collect();
    assert_eq!(panels.len(), 12, "{said}");
    assert!(
        said.contains("Of 30 the 12 are shown whose medians move most"),
        "{said}"
    );
    assert!(
        picture
            .title
            .starts_with("Median fatigue of actor 29 goes from 0.00 to 0.24 by day 30"),
        "{}",
        picture.title
    );
}

#[test]
fn days_are_dates_where_the_scenario_has_them() {
    let (_home, folder) = Example::usual().folder();
    let mut manifest = folder.manifest().clone();
    manifest.scenario.start_date = Some("2025-11-23".to_owned());
    fs::write(folder.file(MANIFEST_FILE), manifest.to_json()).unwrap();
    let tables = Tables::read(&Folder::open(folder.path()).unwrap()).unwrap();
    let picture = figure(&tables, "cumulative-incidence").unwrap();
    assert!(
        picture.title.ends_with("(day 30)") && picture.title.contains("by 23 December 2025"),
        "{}",
        picture.title
    );
    let said = said_by(&picture.sheet);
    for label in [
        "date (day 0 is 23 November 2025)",
        "7 Dec",
        "Horizon, 10 January 2026 (day 48)",
    ] {
        assert!(said.contains(label), "`{label}` is missing: {said}");
    }
}

#[test]
fn ids_stand_for_names_that_cannot_be_printed() {
    let example = Example {
        title: "两个港口共用一条航道".to_owned(),
        ..Example::usual()
    };
    let (_home, folder) = example.folder();
    let mut manifest = folder.manifest().clone();
    manifest.policies[1].title = "غرفة أصغر".to_owned();
    manifest.parties[0].name = "🕊 North".to_owned();
    fs::write(folder.file(MANIFEST_FILE), manifest.to_json()).unwrap();
    let tables = Tables::read(&Folder::open(folder.path()).unwrap()).unwrap();
    for picture in drawings(&tables) {
        let said = said_by(&picture.sheet);
        assert_eq!(unprintable(&said), "", "{said}");
        assert!(
            said.contains("harbour: ") && said.contains("Ids stand in place of names"),
            "{said}"
        );
    }
    assert!(said_by(&figure(&tables, "outcome-shares").unwrap().sheet).contains("small room"));
}

#[test]
fn axes_of_changes_say_that_they_are_changes() {
    let (_home, folder) = Example::grid(["rooms", "guarantee"], &[0.0, 0.5, 1.0]).folder();
    let mut manifest = folder.manifest().clone();
    manifest.factors[0].operation = Some("scale".to_owned());
    manifest.factors[1].operation = Some("add".to_owned());
    fs::write(folder.file(MANIFEST_FILE), manifest.to_json()).unwrap();
    let tables = Tables::read(&Folder::open(folder.path()).unwrap()).unwrap();
    let picture = figure(&tables, "heat-map-agreement").unwrap();
    let said = said_by(&picture.sheet);
    assert!(
        said.contains("rooms, times what it is") && said.contains("guarantee, added to what it is (points)"),
        "{said}"
    );
    assert!(
        picture.title.ends_with("most at rooms × 1 and guarantee + 1"),
        "{}",
        picture.title
    );
}

/// All that a sheet says.
fn said_by(sheet: &Sheet) -> String {
    let texts = sheet.marks.iter().filter_map(|mark| match mark {
        Mark::Text(text) => Some(text.text.as_str()),
        _ => None,
    });
    texts.collect::<Vec<_>>().join(" ")
}

#[test]
fn one_figure_is_drawn_by_its_name() {
    let (_home, folder) = Example::usual().folder();
    let tables = Tables::read(&folder).unwrap();
    let picture = figure(&tables, "bands-fatigue").unwrap();
    drawn_figures(&folder);
    let [svg, png, csv] =
        ["svg", "png", "csv"].map(|form| fs::read(folder.file(&format!("figures/bands-fatigue.{form}"))).unwrap());
    assert_eq!(
        (picture.svg().unwrap().into_bytes(), picture.png().unwrap(), picture.csv),
        (svg, png, csv)
    );
    assert!(figure(&tables, "bands").is_none() && figure(&tables, "").is_none());
}

#[test]
fn numbers_that_are_not_stylised_are_not_called_so() {
    let (_home, folder) = Example {
        stylised: false,
        ..Example::usual()
    }
    .folder();
    drawn_figures(&folder);
    let svg = fs::read_to_string(folder.file("figures/outcome-shares.svg")).unwrap();
    assert!(!svg.contains("Stylised"));
}

#[test]
fn a_png_is_wide_enough_for_print() {
    let (_home, folder) = Example::usual().folder();
    for figure in drawn_figures(&folder) {
        let png = fs::read(figure.png).unwrap();
        assert_eq!(&png[1..4], b"PNG");
        assert_eq!(u32::from_be_bytes(png[16..20].try_into().unwrap()), 2400);
    }
}

fn drawn<R: Row>(folder: &Folder, name: &str) -> Vec<R> {
    read_table(&folder.file(&format!("figures/{name}.csv"))).unwrap()
}

#[test]
fn the_data_beside_a_figure_are_those_of_the_tables() {
    let (_home, folder) = Example::usual().folder();
    drawn_figures(&folder);
    assert_eq!(
        drawn::<SummaryRow>(&folder, "outcome-shares"),
        folder.table::<SummaryRow>().unwrap()
    );
    let mut expected = folder.table::<TrajectoryRow>().unwrap();
    expected.retain(|row| row.variable.starts_with("fatigue.") && row.n >= 10);
    assert_eq!(drawn::<TrajectoryRow>(&folder, "bands-fatigue"), expected);
}

#[test]
fn only_the_scenario_is_shown_where_the_design_is_large() {
    let (_home, folder) = Example::grid(["a", "b"], &[0.0, 0.5, 1.0]).folder();
    drawn_figures(&folder);
    assert!(
        drawn::<SummaryRow>(&folder, "outcome-shares")
            .iter()
            .all(|row| row.point == 0)
    );
    let svg = fs::read_to_string(folder.file("figures/outcome-shares.svg")).unwrap();
    assert!(svg.contains("9 points of the design not shown."));
}

#[test]
fn a_design_that_is_no_full_grid_has_no_heat_map() {
    let (_home, folder) = Example::grid(["a", "b"], &[0.0, 0.5, 1.0]).folder();
    let path = folder.file("design.csv");
    let text = fs::read_to_string(&path).unwrap();
    fs::write(&path, text.replace("9,base,1,1\n", "")).unwrap();
    assert!(!names(&folder).contains(&"heat-map-agreement".to_owned()));
    fs::write(&path, text.replace("9,base,1,1\n", "9,base,1,high\n")).unwrap();
    assert!(!names(&folder).contains(&"heat-map-agreement".to_owned()));
}

#[test]
fn a_grid_too_fine_for_paper_has_no_heat_map_and_is_not_kept() {
    let levels = |number: i32| (0..number).map(f64::from).collect::<Vec<_>>();
    for (levels, cells) in [
        ([levels(50), levels(50)], 2500),
        ([levels(41), levels(61)], 0),
        ([levels(2), levels(60)], 120),
        ([levels(2), levels(61)], 122),
    ] {
        let (across, up) = (levels[0].len(), levels[1].len());
        let example = Example {
            levels,
            bargain: None,
            ..Example::grid(["a", "b"], &[])
        };
        let (_home, folder) = example.folder();
        let tables = Tables::read(&folder).unwrap();
        let settings = tables.design.rows.iter().filter(|row| row.point > 5).count();
        assert_eq!(settings, if cells == 0 { 0 } else { cells - 5 }, "{across} by {up}");
        let drawn = drawings(&tables)
            .iter()
            .any(|picture| picture.name == "heat-map-agreement");
        assert_eq!(drawn, cells > 0 && up <= 60, "{across} by {up}");
    }
}

#[test]
fn absurd_numbers_stay_on_the_sheet() {
    let (_home, folder) = Example::usual().folder();
    let path = folder.file("contrasts.csv");
    let text = fs::read_to_string(&path).unwrap();
    fs::write(&path, text.replace("-4,-2,-6", "-1e308,-2e300,1.7e308")).unwrap();
    for Picture { name, sheet, .. } in drawings(&Tables::read(&folder).unwrap()) {
        legible::check(&name, &sheet);
        let on_sheet = |(x, y): &(f64, f64)| (0.0..=WIDTH).contains(x) && (0.0..=sheet.height).contains(y);
        for mark in &sheet.marks {
            if let Mark::Line { points, .. } | Mark::Area { points, .. } = mark {
                assert!(points.iter().all(on_sheet), "{name}: {mark:?}");
            }
        }
    }
}

#[test]
fn a_damaged_table_is_told() {
    let (_home, folder) = Example::usual().folder();
    fs::write(folder.file("summary.csv"), "point,policy\n").unwrap();
    let told = draw_all(&folder, &mut |_, _| panic!("a figure was drawn"));
    let message = told.unwrap_err().to_string();
    assert!(
        message.contains("summary.csv, line 1: found the columns `point,policy`"),
        "{message}"
    );
}

/// All that an SVG says, in one line.
fn said(folder: &Folder, name: &str) -> String {
    let svg = fs::read_to_string(folder.file(&format!("figures/{name}.svg"))).unwrap();
    svg.lines()
        .filter(|line| !line.starts_with('<'))
        .collect::<Vec<_>>()
        .join(" ")
}

/// The rows of `trajectories.csv` with level lines for one actor.
fn with_level(actor: &str, folder: &Folder) {
    let mut rows = folder.table::<TrajectoryRow>().unwrap();
    for row in rows.iter_mut().filter(|row| row.variable == format!("fatigue.{actor}")) {
        [row.mean, row.p05, row.p25, row.p50, row.p75, row.p95] = [0.3; 6];
    }
    fs::write(folder.file(TrajectoryRow::FILE), write_table(&rows)).unwrap();
}

#[test]
fn what_never_moves_has_no_panel_and_is_named() {
    let (_home, folder) = Example::usual().folder();
    with_level("north", &folder);
    drawn_figures(&folder);
    let drawn = drawn::<TrajectoryRow>(&folder, "bands-fatigue");
    assert!(drawn.iter().all(|row| row.variable == "fatigue.south"));
    let said = said(&folder, "bands-fatigue");
    assert!(said.contains("Constant, and left out: North Port."), "{said}");
    assert!(!names(&folder).is_empty());
    with_level("south", &folder);
    assert!(!names(&folder).contains(&"bands-fatigue".to_owned()));
}

#[test]
fn relations_are_named_by_their_parties() {
    let (_home, folder) = Example::usual().folder();
    let mut tables = Tables::read(&folder).unwrap();
    let party = |id: &str, name: &str| PartyRecord {
        id: id.to_owned(),
        name: name.to_owned(),
    };
    tables.manifest.parties = vec![party("north", "North Port"), party("far_south", "South Port")];
    assert_eq!(tables.actor("far_south_north"), "South Port → North Port");
    assert_eq!(tables.actor("north_far_south"), "North Port → South Port");
    assert_eq!(tables.actor("north_east"), "north east");
}

#[test]
fn curves_have_six_ends_and_go_to_the_last_vote() {
    let (_home, folder) = Example::usual().folder();
    drawn_figures(&folder);
    let rows = drawn::<CumulativeIncidenceRow>(&folder, "cumulative-incidence");
    assert_eq!(rows, folder.table::<CumulativeIncidenceRow>().unwrap());
    let said = said(&folder, "cumulative-incidence");
    for label in [
        "Deadline passed",
        "Horizon, day 48",
        " 60 ",
        "Plain shares of all runs; shaded: 95 % intervals (Wilson) by luck alone.",
    ] {
        assert!(said.contains(label), "`{label}` is missing: {said}");
    }
}

#[test]
fn the_horizon_is_marked_only_inside_the_axis() {
    for (horizon, inside) in [(59, true), (60, false), (400, false)] {
        let example = Example {
            horizon,
            ..Example::usual()
        };
        let (_home, folder) = example.folder();
        drawn_figures(&folder);
        let said = said(&folder, "cumulative-incidence");
        assert_eq!(said.contains("Horizon, day"), inside, "{said}");
        assert!(!said.contains(" 300 "), "{said}");
    }
}

#[test]
fn days_are_called_days() {
    let (_home, folder) = Example::usual().folder();
    drawn_figures(&folder);
    let said = said(&folder, "policy-differences-end_day");
    assert!(said.contains("−4.00 days (−2.00 to −6.00)"), "{said}");
}
