use super::squares::AGREEMENT;
use super::*;
use crate::example::Example;
use crate::figures::checked::{data, drawn, tables_with, written};
use crate::sheet::Mark;

const ENDS: [&str; 3] = [AGREEMENT, "walkout", "deadline"];

fn row(point: u64, from: &str, to: &str, count: u64, pairs: u64) -> TransitionRow {
    let share = count as f64 / pairs as f64;
    TransitionRow {
        point,
        against: 0,
        from: from.to_owned(),
        to: to.to_owned(),
        count,
        share,
        ci_low: 0.9 * share,
        ci_high: (1.1 * share).min(1.0),
    }
}

/// Rows of a point from counts by the end without and the end with the policy.
fn rows(point: u64, counts: [[u64; 3]; 3]) -> Vec<TransitionRow> {
    let pairs = counts.iter().flatten().sum();
    let cells = ENDS.iter().zip(counts).flat_map(|(from, to)| {
        let cells = ENDS.iter().zip(to).filter(|(_, count)| *count > 0);
        cells.map(move |(to, count)| row(point, from, to, count, pairs))
    });
    cells.collect()
}

#[test]
fn the_numbers_of_title_squares_and_table_are_the_same() {
    let example = Example::usual();
    let found = [
        rows(1, [[50, 8, 2], [20, 60, 0], [9, 0, 51]]),
        rows(2, [[58, 2, 0], [1, 70, 9], [0, 0, 60]]),
    ]
    .concat();
    let tables = tables_with(&example, &found);
    let figures = drawn((KIND.figures)(&tables));
    let [drawing] = &figures[..] else {
        panic!("{}", figures.len())
    };
    assert_eq!(drawing.name, "flips");
    // 29 of 200 are saved and 10 lost: 14.5 and 5 of 100.
    assert_eq!(
        drawing.title,
        "Of 100 talks with the same luck, “A smaller room” saves 15 and loses 5"
    );
    assert_eq!(data::<TransitionRow>(drawing), found);
    // Only an outline is white below a colour; of agreements the dot is a disc.
    let outlined = drawing
        .sheet
        .marks
        .iter()
        .filter(|mark| matches!(mark, Mark::Area { ink, .. } if *ink == WHITE));
    // Of the second policy: 0.5 and 1 of 100, and 4.5 between other ends.
    let (first, all) = (15 + 5, outlined.count());
    assert!((first + 5..=first + 7).contains(&all), "{all} are outlined");
}

#[test]
fn a_talk_stays_at_its_place_and_every_talk_is_drawn() {
    let counts = [[13, 7, 1], [0, 17, 5], [3, 3, 51]];
    let found = rows(1, counts);
    let found: Vec<_> = found.iter().collect();
    let squares = Squares::of(&found, &ends_without(&found));
    assert_eq!((squares.talks(), squares.places().len()), (100, 100));
    assert_eq!((squares.base[0], squares.agree()), (21, 16));
    let (places, unchanged) = (squares.places(), squares.unchanged());
    assert!(places.iter().zip(&unchanged).all(|(with, without)| with.0 == without.0));
    assert!(unchanged.is_sorted());
}

#[test]
fn few_talks_are_not_blown_up_and_too_few_not_drawn() {
    let example = Example::usual();
    for (pairs, drawn_talks) in [(9, None), (10, Some(10)), (64, Some(64))] {
        let found = rows(1, [[pairs - 3, 1, 0], [2, 0, 0], [0; 3]]);
        let tables = tables_with(&example, &found);
        let figures = drawn((KIND.figures)(&tables));
        let title =
            drawn_talks.map(|n| format!("Of {n} talks with the same luck, “A smaller room” saves 2 and loses 1"));
        assert_eq!(figures.first().map(|drawing| drawing.title.clone()), title);
    }
}

#[test]
fn of_many_policies_those_with_the_most_flips_are_shown() {
    let example = Example {
        policies: (1..=20)
            .map(|policy| format!("{} {policy}", "long ".repeat(15)))
            .collect(),
        ..Example::usual()
    };
    let found: Vec<_> = (1..=20)
        .flat_map(|point| rows(point, [[30, point, 0], [0, 50, 0], [0, 0, 30 - point]]))
        .collect();
    let tables = tables_with(&example, &found);
    let figures = drawn((KIND.figures)(&tables));
    let drawing = &figures[0];
    let points: Vec<u64> = data::<TransitionRow>(drawing).iter().map(|row| row.point).collect();
    assert_eq!((points.first(), points.last()), (Some(&14), Some(&20)));
    assert!(written(drawing).contains("13 policies with fewer flips not shown."));
}

#[test]
fn where_nothing_flips_it_is_said() {
    let tables = tables_with(&Example::usual(), &rows(1, [[40, 0, 0], [0, 60, 0], [0; 3]]));
    let figures = drawn((KIND.figures)(&tables));
    assert!(figures[0].title.ends_with("none ends otherwise under any policy shown"));
}
