//! What holds for every figure, on made-up results: usual ones and odd ones.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::ops::ControlFlow;
use std::path::Path;

use detente_results::{
    CumulativeIncidenceRow, FIGURE_KINDS, Folder, PartyRecord, Row, SummaryRow, TrajectoryRow, read_table, write_table,
};

mod chosen;
mod contact_sheet;
mod odd;
mod titles;

use odd::odd_examples;

use super::{Figure, KINDS, Picture, figure, figures};
use crate::example::Example;
use crate::sheet::{Mark, WIDTH, legible};
use crate::tables::Tables;
use crate::{DrawnFigure, FIGURES, draw_all};

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
        for picture in drawings(&Tables::read(&folder).unwrap()) {
            let svg = picture.svg().unwrap();
            assert!(
                !svg.contains("NaN") && !svg.contains("inf\""),
                "{name}: {}",
                picture.name
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
        "Two ports share a fairway. Share of runs by outcome",
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
    fs::write(&path, text.replace("-4,-6,-2", "-1e308,-2e300,1.7e308")).unwrap();
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
    assert!(said.contains("−4.0 days (−6.0 to −2.0)"), "{said}");
}
