use detente_results::FactorLevel;

use super::*;
use crate::example::Example;
use crate::figures::checked::{data, drawn, tables_with, written};

fn rows(policy: &str, factor: &str, means: &[f64]) -> Vec<CurveRow> {
    let level = |place: usize| FactorLevel::Number(0.1 * place as f64);
    let row = |(place, mean): (usize, &f64)| CurveRow {
        response: "agreement".to_owned(),
        policy: policy.to_owned(),
        factor: factor.to_owned(),
        from: level(place),
        to: level(place + 1),
        n: 33,
        mean: *mean,
        ci_low: Some(mean - 0.03),
        ci_high: Some(mean + 0.03),
    };
    means.iter().enumerate().map(row).collect()
}

#[test]
fn the_number_along_which_it_goes_furthest_is_in_the_title() {
    let found = [
        rows("base", "south", &[0.3, 0.31, 0.4]),
        rows("base", "north", &[0.367, 0.35, 0.175]),
        rows("base", "nothing", &[0.3, 0.31, 0.33]),
        rows("small_room", "south", &[0.4, 0.41, 0.5]),
        rows("small_room", "north", &[0.5, 0.45, 0.2]),
        rows("small_room", "nothing", &[0.4, 0.41, 0.4]),
    ]
    .concat();
    let tables = tables_with(&Example::usual(), &found);
    let figures = drawn((KIND.figures)(&tables));
    let drawing = &figures[0];
    assert_eq!(drawing.title, "Agreement falls from 37 to 18 of 100 as “north” rises");
    assert!(drawing.text.contains("36.7 at 0 to 0.1"), "{}", drawing.text);
    let said = written(drawing);
    assert!(
        said.contains("A smaller room") && said.contains("Not shown: 1 number along"),
        "{said}"
    );
    let factors: Vec<_> = data::<CurveRow>(drawing).into_iter().map(|row| row.factor).collect();
    assert_eq!((factors.len(), &*factors[0], &*factors[11]), (12, "north", "south"));
}

#[test]
fn words_stand_side_by_side() {
    let mut found = rows("base", "style", &[0.2, 0.4, 0.31]);
    for (row, word) in found.iter_mut().zip(["communication", "formulation", "manipulation"]) {
        row.from = FactorLevel::Text(word.to_owned());
        row.to = row.from.clone();
    }
    let tables = tables_with(&Example::usual(), &found);
    let figures = drawn((KIND.figures)(&tables));
    assert_eq!(
        figures[0].title,
        "Agreement lies between 20 and 40 of 100 along “style”"
    );
    assert!(written(&figures[0]).contains("formulation"));
}

#[test]
fn many_numbers_levels_and_policies_have_room() {
    let policies: Vec<_> = (0..20)
        .map(|policy| format!("{} {policy}", "long ".repeat(16)))
        .collect();
    let means: Vec<f64> = (0..200).map(|place| 0.004 * f64::from(place)).collect();
    let mut found = Vec::new();
    for policy in std::iter::once("base").chain(policies.iter().map(String::as_str)) {
        found.extend((0..6).flat_map(|factor| rows(policy, &format!("{}{factor}", "path.".repeat(16)), &means)));
    }
    let example = Example {
        policies: policies.clone(),
        ..Example::usual()
    };
    let figures = drawn((KIND.figures)(&tables_with(&example, &found)));
    let said = written(&figures[0]);
    assert!(
        said.contains("17 further policies not shown.") && said.contains("Not shown: 2 numbers"),
        "{said}"
    );
}
