//! The bargaining situation, usual and odd.

use std::fs;

use detente_results::{Folder, RunsReader, SolutionKind, SolutionsTable};

use super::legend::Sizes;
use crate::draw_all;
use crate::example::{Bargain, Example};
use crate::figures::{Picture, figure as one};
use crate::sheet::{Mark, WIDTH, legible};
use crate::tables::Tables;

const COLUMNS: &str = "point,kind,utility.north,utility.south,package\n";

fn of(bargain: Bargain, n: u64, agreement: f64) -> Example {
    Example {
        bargain: Some(bargain),
        n,
        agreement,
        ..Example::usual()
    }
}

/// The figure of a folder, checked for what holds of every sheet.
fn figure(folder: &Folder) -> Option<Picture> {
    let drawing = one(&Tables::read(folder).unwrap(), "frontier")?;
    legible::check("frontier", &drawing.sheet);
    let on_sheet = |(x, y): &(f64, f64)| (0.0..=WIDTH).contains(x) && (0.0..=drawing.sheet.height).contains(y);
    for mark in &drawing.sheet.marks {
        let inside = match mark {
            Mark::Line { points, .. } | Mark::Area { points, .. } => points.iter().all(on_sheet),
            Mark::Disc { centre, .. } => on_sheet(centre),
            Mark::Text(_) => true,
        };
        assert!(inside, "{mark:?}");
    }
    Some(drawing)
}

/// The figure of the usual folder with other solutions, runs or both.
fn with(solutions: Option<&str>, runs: Option<&str>) -> Option<Picture> {
    let (_home, folder) = Example::usual().folder();
    for (file, text) in [(SolutionsTable::FILE, solutions), (RunsReader::FILE, runs)] {
        if let Some(text) = text {
            fs::write(folder.file(file), text).unwrap();
        }
    }
    figure(&folder)
}

fn texts(drawing: &Picture) -> String {
    let text = |mark: &Mark| match mark {
        Mark::Text(text) => Some(text.text.clone()),
        _ => None,
    };
    let texts: Vec<_> = drawing.sheet.marks.iter().filter_map(text).collect();
    texts.join(" ")
}

fn says(example: &Example, parts: &[&str]) {
    let (_home, folder) = example.folder();
    let texts = texts(&figure(&folder).unwrap());
    for part in parts {
        assert!(texts.contains(part), "`{part}` is missing in `{texts}`");
    }
}

#[test]
fn the_caption_counts_runs_agreements_and_packages() {
    says(
        &of(Bargain::large(), 2000, 0.6),
        &[
            "2,000 runs, 1,200 agreements on 40 distinct packages.",
            "Frontier: exact, 30 packages",
            "Nash and egalitarian coincide.",
            "in the utilities of North Port and south.",
            "348 agreements",
        ],
    );
    says(
        &of(
            Bargain {
                agreed: 1,
                ..Bargain::large()
            },
            200,
            0.005,
        ),
        &[
            "200 runs, 1 agreement on 1 distinct package.",
            "area by number of agreements.",
        ],
    );
    says(&of(Bargain::large(), 200, 0.0), &["200 runs, no agreement. Frontier"]);
    says(
        &of(
            Bargain {
                drawn: 0.2,
                ..Bargain::large()
            },
            500,
            0.5,
        ),
        &[
            "250 agreements on 30 distinct packages.",
            "Preferences differ from run to run",
        ],
    );
    let supported = Bargain {
        frontier: SolutionKind::FrontierSupported,
        scale: 310.0,
        ..Bargain::large()
    };
    says(
        &of(supported, 10, 1.0),
        &["Frontier: supported, 28 packages", "(108, 62)"],
    );
}

#[test]
fn only_the_first_runs_are_read() {
    let more = "2,048 runs, 2,048 agreements on 40 distinct packages. The table has more runs; only its first 2,048";
    says(&of(Bargain::large(), 2049, 1.0), &[more]);
    let (_home, folder) = of(Bargain::large(), 2048, 1.0).folder();
    assert!(!texts(&figure(&folder).unwrap()).contains("more runs"));
    // What follows is not looked at, damaged or not.
    let path = folder.file(RunsReader::FILE);
    let text = fs::read_to_string(&path).unwrap() + &"damaged\n".repeat(2);
    let other_point = text.replace("damaged\ndamaged\n", "1,0,agreement,0.5,0.5,a,a,a,a,a,a\ndamaged\n");
    fs::write(&path, other_point).unwrap();
    assert!(figure(&folder).is_some());
}

#[test]
fn three_disputants_have_a_panel_for_each_pair() {
    let (_home, folder) = of(Bargain::among(3), 500, 0.5).folder();
    let three = texts(&figure(&folder).unwrap());
    for party in ["party 0", "party 1", "party 2"] {
        assert_eq!(three.matches(&format!("utility of {party}")).count(), 2, "{three}");
    }
    assert!(three.contains("it is that of all three"));
    let (_home, folder) = of(Bargain::among(1), 500, 0.5).folder();
    assert!(figure(&folder).is_none());
}

#[test]
fn more_than_three_disputants_have_a_line_each_those_that_gain_least_first() {
    let (_home, folder) = of(Bargain::among(5), 500, 0.5).folder();
    let five = figure(&folder).unwrap();
    let drawn = String::from_utf8(five.csv.clone()).unwrap();
    let rows: Vec<Vec<&str>> = drawn.lines().skip(1).map(|line| line.split(',').collect()).collect();
    assert_eq!(rows.len(), 5);
    let number = |row: &Vec<&str>, column: usize| row[column].parse::<f64>().unwrap();
    let gains: Vec<f64> = rows.iter().map(|row| number(row, 6) - number(row, 1)).collect();
    assert!(gains.is_sorted(), "{gains:?}");
    let least = format!(
        "is worth {:.2} to it, no agreement {:.2}",
        number(&rows[0], 6),
        number(&rows[0], 1)
    );
    assert!(five.title.contains(&least), "{}", five.title);
    let (_home, folder) = of(Bargain::among(50), 500, 0.5).folder();
    let fifty = figure(&folder).unwrap();
    assert!(texts(&fifty).contains("Of 50 disputants the 40 that gain least are shown."));
    let alone = "point,kind,utility.north,utility.south,utility.b,utility.c,package\n0,nash,1,1,1,1,\n";
    assert_eq!(with(Some(alone), None).unwrap().title, "No agreement");
}

#[test]
fn the_data_are_those_drawn() {
    let solutions = format!(
        "{COLUMNS}0,frontier_exact,1,0.25,a=x\n0,frontier_supported,0.9,0.2,a=w\n0,nash,1,0.25,a=x\n1,nash,0,0,a=y\n\
         0,reservation,0.1,-0,\n0,lowest,0,0,\n"
    );
    let runs = "point,replicate,outcome,utility.south,utility.north,agreed.a\n0,0,agreement,0.25,1,x\n\
                0,1,walkout,0,0.1,\n0,2,agreement,0.25,1,x\n0,3,failed,,,\n0,4,agreement,0.5,0.5,\"y,z\"\n\
                1,0,agreement,0,0,x\n";
    let drawing = with(Some(&solutions), Some(runs)).unwrap();
    assert_eq!(
        String::from_utf8(drawing.csv.clone()).unwrap(),
        "kind,utility.north,utility.south,count,package\nfrontier_exact,1,0.25,,a=x\nnash,1,0.25,,a=x\n\
         reservation,0.1,0,,\nagreement,1,0.25,2,a=x\nagreement,0.5,0.5,1,\"a=y,z\"\n"
    );
    let told = texts(&drawing);
    assert!(told.contains("4 runs, 3 agreements on 2 distinct packages."), "{told}");
}

#[test]
fn odd_solutions_are_drawn_or_left_out() {
    let (_home, folder) = Example::usual().folder();
    fs::remove_file(folder.file(SolutionsTable::FILE)).unwrap();
    assert!(figure(&folder).is_none());
    assert!(with(Some(COLUMNS), None).is_none());
    let left_out = [
        "0,reservation,0,0,\n",
        "0,lowest,0,0,\n0,highest,1,1,\n",
        "1,nash,1,1,a=x\n",
    ];
    for rows in left_out {
        assert!(with(Some(&format!("{COLUMNS}{rows}")), None).is_none(), "{rows}");
    }
    for rows in [
        "0,nash,0.5,0.5,\n",
        "0,frontier_exact,0.5,0.5,\n",
        "0,frontier_exact,0,0,\n0,frontier_exact,0,0,\n0,reservation,0,0,\n",
        "0,frontier_supported,7,7,\n0,reservation,9,9,\n",
        "0,frontier_exact,1.7e308,-1e300,\n0,frontier_exact,-1.7e308,1e300,\n0,reservation,1e308,1e308,\n",
        "0,frontier_exact,5e-324,1e-300,\n0,egalitarian,-1e-12,1.0000000000001,\n",
        "0,nash,100000.001,0.25,\n0,nash,100000.002,1e7,\n0,nash,-0.3,123456.789,\n",
    ] {
        for runs in [None, Some("point,replicate,outcome\n")] {
            let drawing = with(Some(&format!("{COLUMNS}{rows}")), runs);
            let drawing = drawing.unwrap_or_else(|| panic!("left out: {rows}"));
            assert!(drawing.svg().is_ok() && drawing.png().is_ok(), "{rows}");
        }
    }
}

#[test]
fn runs_that_cannot_be_placed_are_told() {
    let (_home, folder) = Example::usual().folder();
    fs::remove_file(folder.file(RunsReader::FILE)).unwrap();
    assert!(texts(&figure(&folder).unwrap()).contains("There are no runs to show."));
    let unplaced = with(None, Some("point,replicate,outcome,utility.north\n0,0,agreement,0.5\n")).unwrap();
    assert!(texts(&unplaced).contains("their table lacks utilities"));
    let unnamed = "point,replicate,outcome,utility.north,utility.south\n0,0,agreement,1e300,0.5\n0,1,agreement,0,0\n";
    assert!(texts(&with(None, Some(unnamed)).unwrap()).contains("2 agreements on 2 distinct packages"));
    let failed = with(
        None,
        Some("point,replicate,outcome,utility.north,utility.south\n0,0,failed,,\n"),
    )
    .unwrap();
    assert!(texts(&failed).contains("0 runs, no agreement."));
}

#[test]
fn damage_is_told_not_drawn() {
    for (file, text, message) in [
        (
            SolutionsTable::FILE,
            format!("{COLUMNS}0,nash,NaN,1,\n"),
            "column `utility.north`: found `NaN`",
        ),
        (
            RunsReader::FILE,
            "point,replicate,outcome,utility.north,utility.south\n0,0,agreement,inf,1\n".to_owned(),
            "column `utility.north`: found `inf`",
        ),
        (RunsReader::FILE, "point,outcome\n".to_owned(), "expected among them"),
    ] {
        let (_home, folder) = Example::usual().folder();
        fs::write(folder.file(file), text).unwrap();
        let told = draw_all(&folder, &mut |_, _| panic!("a figure was drawn"))
            .unwrap_err()
            .to_string();
        assert!(told.contains(file) && told.contains(message), "{told}");
    }
}

#[test]
fn the_area_of_a_dot_follows_its_number() {
    let panel = |numbers: &[u64]| vec![numbers.iter().map(|runs| ((0.0, 0.0), *runs)).collect::<Vec<_>>()];
    let sizes = Sizes::new(1.0, &panel(&[400, 100, 25]));
    assert_eq!(
        (sizes.radius(400), sizes.radius(100), sizes.radius(25)),
        (3.0, 1.5, 0.75)
    );
    assert_eq!((sizes.examples(), sizes.enlarged()), (vec![25, 100, 400], false));
    let uneven = Sizes::new(1.0, &panel(&[2000, 1]));
    assert_eq!((uneven.examples(), uneven.enlarged()), (vec![1, 500, 2000], true));
    for (numbers, examples) in [
        (vec![], vec![]),
        (vec![1], vec![1]),
        (vec![60], vec![60]),
        (vec![3, 1], vec![1, 3]),
    ] {
        assert_eq!(Sizes::new(1.0, &panel(&numbers)).examples(), examples);
    }
    assert!(Sizes::new(1.0, &panel(&[u64::MAX])).radius(u64::MAX).is_finite());
}
