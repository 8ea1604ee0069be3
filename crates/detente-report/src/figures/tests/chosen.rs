//! What is chosen where not all can be shown, and what things are called.

use std::collections::BTreeSet;
use std::fs;

use detente_results::{
    Clock, CumulativeIncidenceRow, Folder, MANIFEST_FILE, Row, SummaryRow, TrajectoryRow, write_table,
};

use super::drawings;
use crate::example::Example;
use crate::figures::figure;
use crate::font::unprintable;
use crate::sheet::{Mark, Sheet};
use crate::tables::Tables;

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

/// The names of the figures that are drawn of these tables.
fn names(tables: &Tables) -> Vec<String> {
    drawings(tables).into_iter().map(|picture| picture.name).collect()
}

#[test]
fn of_many_variables_those_that_move_most_are_drawn_and_all_on_request() {
    let groups: Vec<_> = (0..9).map(|group| format!("state_{group}")).collect();
    let (_home, folder) = Example {
        groups,
        ..Example::usual()
    }
    .folder();
    // The later the group, the less the median moves within what is seen.
    let mut rows = folder.table::<TrajectoryRow>().unwrap();
    for row in &mut rows {
        let group: f64 = row.variable["state_".len()..][..1].parse().unwrap();
        row.p50 /= 1.0 + group;
    }
    fs::write(folder.file(TrajectoryRow::FILE), write_table(&rows)).unwrap();
    let mut tables = Tables::read(&folder).unwrap();
    let bands = |tables: &Tables| {
        let names = names(tables).into_iter();
        names.filter(|name| name.starts_with("bands")).collect::<Vec<_>>()
    };
    let expected: Vec<_> = (0..6).map(|group| format!("bands-state_{group}")).collect();
    assert_eq!(bands(&tables), expected);
    let left_out = "Of 9 variables the 6 are drawn that move most; where [output] figures names bands, all are.";
    let said = |tables: &Tables| said_by(&figure(tables, "bands-state_0").unwrap().sheet);
    assert!(said(&tables).contains(left_out), "{}", said(&tables));
    tables.manifest.figures = vec!["bands".to_owned()];
    assert_eq!(bands(&tables).len(), 9);
    assert!(!said(&tables).contains("Of 9 variables"));
}

#[test]
fn bands_show_all_runs_at_their_ends() {
    let (_home, folder) = Example::usual().folder();
    let mut rows = folder.table::<TrajectoryRow>().unwrap();
    let end = TrajectoryRow {
        clock: Clock::End,
        t: 22.5,
        mean: 0.352,
        p05: 0.018,
        p95: 0.859,
        n: 200,
        ..rows[0].clone()
    };
    rows.push(end.clone());
    fs::write(folder.file(TrajectoryRow::FILE), write_table(&rows)).unwrap();
    let tables = Tables::read(&folder).unwrap();
    assert!(tables.followed.rows.iter().all(|row| row.clock == Clock::Day));
    let picture = figure(&tables, "bands-fatigue").unwrap();
    let said = said_by(&picture.sheet);
    assert!(
        said.contains("all runs, each at its end") && said.contains("on the mean day of these"),
        "{said}"
    );
    let told = "at the end of all runs mean 0.35 (0.02 to 0.86)";
    assert!(picture.text.contains(told), "{}", picture.text);
    let data = String::from_utf8(picture.csv).unwrap();
    assert_eq!(data.lines().filter(|line| line.contains(",end,22.5,")).count(), 1);
    let other = figure(&tables, "bands-hawkish_pressure").unwrap();
    assert!(
        !said_by(&other.sheet).contains("at its end"),
        "of those nothing is known"
    );
}

#[test]
fn where_a_design_leaves_few_runs_to_the_scenario_they_are_not_shown_alone() {
    let of_runs = |n: u64| {
        let levels = [0.0, 0.5, 1.0];
        let example = Example {
            n,
            ..Example::grid(["rooms", "guarantee"], &levels)
        };
        let (home, folder) = example.folder();
        (home, Tables::read(&folder).unwrap())
    };
    let (_home, many) = of_runs(200);
    assert!(names(&many).contains(&"outcome-shares".to_owned()));
    let (_home, mut few) = of_runs(1);
    let drawn = names(&few);
    assert!(drawn.contains(&"heat-map-agreement".to_owned()), "{drawn:?}");
    assert!(
        !drawn
            .iter()
            .any(|name| name == "outcome-shares" || name.starts_with("bands")),
        "{drawn:?}"
    );
    few.manifest.figures = vec!["outcome-shares".to_owned()];
    assert_eq!(names(&few), ["outcome-shares"]);
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
            said.contains("harbour. ") && said.contains("Ids stand in place of names"),
            "{said}"
        );
    }
    assert!(said_by(&figure(&tables, "outcome-shares").unwrap().sheet).contains("Small room"));
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
pub(super) fn said_by(sheet: &Sheet) -> String {
    let texts = sheet.marks.iter().filter_map(|mark| match mark {
        Mark::Text(text) => Some(text.text.as_str()),
        _ => None,
    });
    texts.collect::<Vec<_>>().join(" ")
}
