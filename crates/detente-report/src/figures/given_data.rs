//! How much of what makes runs, points or sets of inputs differ each number accounts for, as it is seen in the data.

use detente_results::{SensitivityRow, write_table};

use super::sensitivity::{bar, is_known, percent, whole};
use super::{Drawing, Figure, Kind};
use crate::axis::Axis;
use crate::finding::quoted;
use crate::font::printed;
use crate::labels::{count, counted};
use crate::listing::{Listing, Widths};
use crate::measure::Measure;
use crate::page::{Page, Swatch};
use crate::palette::{AXIS, SERIES};
use crate::tables::{Tables, responses};

const MOST_NUMBERS: usize = 10;
/// Fewer runs of the scenario as it stands, beside a design of many points, tell nothing.
const FEWEST_RUNS: u64 = 100;
const WIDTHS: Widths = Widths {
    labels: 52.0,
    numbers: 36.0,
    row: 7.6,
};

pub(crate) const DRAWN: Kind = Kind {
    key: "drawn-numbers",
    question: "Which of the numbers that are not known matters?",
    figures: |tables| of_responses(tables, &DRAWN, false),
};

pub(crate) const DESIGN: Kind = Kind {
    key: "design-factors",
    question: "Which factor of the design matters?",
    figures: |tables| of_responses(tables, &DESIGN, true),
};

fn of_responses<'a>(tables: &'a Tables, kind: &Kind, of_design: bool) -> Vec<Figure<'a>> {
    let rows = tables
        .analyses
        .sensitivity
        .iter()
        .filter(|row| row.index == "given_data");
    let of_response = |id| Figure::about(kind, id, move || draw(tables, id, of_design));
    responses(rows.map(|row| &*row.response))
        .into_iter()
        .map(of_response)
        .collect()
}

fn draw(tables: &Tables, response: &str, of_design: bool) -> Option<Drawing> {
    let is_factor = |row: &SensitivityRow| tables.manifest.factors.iter().any(|factor| factor.id == row.factor);
    let all = tables.analyses.sensitivity.iter();
    let mut rows: Vec<SensitivityRow> = all
        .filter(|row| row.index == "given_data" && row.response == response && is_factor(row) == of_design)
        .cloned()
        .collect();
    rows.sort_by(|a, b| b.value.total_cmp(&a.value));
    let (known, numbers) = (rows.iter().filter(|row| is_known(row)).count(), rows.len());
    let few_runs = !of_design && !response.ends_with(":mean") && rows.iter().any(|row| row.n < FEWEST_RUNS);
    if numbers < 2 || known == 0 || few_runs {
        return None;
    }
    rows.truncate(MOST_NUMBERS);
    let title = title(tables, response, &rows, of_design);
    let subtitle = tables.scene(&format!(
        "part of the variance of {} between {} that a number alone accounts for; {}.",
        Measure::of(tables, response).name,
        between(response, of_design, rows[0].n),
        match of_design {
            true => count(numbers as u64, "factor"),
            false => counted(numbers as u64, "number that is drawn", "numbers that are drawn"),
        }
    ));
    let mut page = Page::new(&title, &subtitle);
    page.legend(&[
        (Swatch::Block, SERIES[0], "told from nothing".to_owned()),
        (Swatch::Block, AXIS.thinned(0.5), "could be nothing".to_owned()),
    ]);
    plot(&mut page, &rows);
    let omitted = match numbers - rows.len() {
        0 => String::new(),
        others => format!(" {} that account for less not shown.", count(others as u64, "other")),
    };
    let caption = format!(
        "Lines: 95 % intervals by bootstrap. The rest is luck, and what numbers do only together. What comes out below 0 is \
         shown as 0.{omitted}"
    );
    Some(Drawing {
        text: text(&subtitle, &rows),
        title,
        data: write_table(&rows),
        sheet: page.close(&caption, &tables.provenance()),
    })
}

/// What differs.
fn between(response: &str, of_design: bool, n: u64) -> String {
    match (response.ends_with(":mean"), of_design) {
        (_, true) => count(n, "point"),
        (true, false) => counted(n, "set of inputs", "sets of inputs"),
        (false, false) => format!("{} of the scenario as it stands", count(n, "run")),
    }
}

fn title(tables: &Tables, response: &str, rows: &[SensitivityRow], of_design: bool) -> String {
    let first = rows.iter().find(|row| is_known(row)).unwrap_or(&rows[0]);
    let what = match (response.ends_with(":mean"), of_design) {
        (true, false) => "sets of inputs",
        (_, true) => "points",
        _ => "talks",
    };
    format!(
        "{} alone accounts for {} % of what makes {what} differ in {}",
        quoted(&printed(&first.factor)),
        whole(first),
        Measure::of(tables, response).name,
    )
}

/// A part with its interval, or that it could be nothing.
fn said(row: &SensitivityRow) -> String {
    match (row.ci_low, row.ci_high) {
        (Some(low), Some(high)) => format!("{} ({} to {})", percent(row.value), percent(low), percent(high)),
        _ => percent(row.value),
    }
}

fn text(subtitle: &str, rows: &[SensitivityRow]) -> String {
    let parts = rows.iter().map(|row| {
        let doubt = if is_known(row) { "" } else { ", could be nothing" };
        format!(" {}, in %: {}{doubt}.", printed(&row.factor), said(row))
    });
    format!("{subtitle}{}", parts.collect::<String>())
}

fn plot(page: &mut Page, rows: &[SensitivityRow]) {
    let most = rows
        .iter()
        .map(|row| row.ci_high.unwrap_or(row.value))
        .fold(0.01, f64::max)
        .min(1.0);
    let axis = Axis::covering((0.0, 100.0 * most), Listing::plot(WIDTHS), 5);
    let list = Listing::begin(page, WIDTHS, rows.len(), "% (95 % interval)");
    list.grid(page, &axis);
    for (place, row) in rows.iter().enumerate() {
        let ink = if is_known(row) { SERIES[0] } else { AXIS.thinned(0.5) };
        list.row(page, place, &printed(&row.factor), &said(row));
        bar(page, &axis, list.y(place), row, ink);
    }
    list.end(page, &axis, "part of the variance (%)");
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::example::Example;
    use crate::figures::checked::{data, drawn, tables_with, written};

    fn row(factor: &str, value: f64) -> SensitivityRow {
        SensitivityRow {
            response: "agreement".to_owned(),
            factor: factor.to_owned(),
            index: "given_data".to_owned(),
            value,
            ci_low: Some(value - 0.01),
            ci_high: Some(value + 0.01),
            n: 2000,
            left_out: 0,
        }
    }

    fn both(tables: &Tables) -> Vec<Figure<'_>> {
        [DRAWN, DESIGN].iter().flat_map(|kind| (kind.figures)(tables)).collect()
    }

    #[test]
    fn drawn_numbers_and_factors_of_a_design_are_apart() {
        let rows = [
            row("a", 0.002),
            row("parties.ru", 0.034),
            row("doors", 0.3),
            row("votes", 0.36),
        ];
        let tables = tables_with(&Example::grid(["doors", "votes"], &[0.0, 1.0]), &rows);
        let figures = drawn(both(&tables));
        let told: Vec<_> = figures
            .iter()
            .map(|drawing| (&*drawing.name, &*drawing.title))
            .collect();
        assert_eq!(
            told,
            [
                (
                    "drawn-numbers-agreement",
                    "“parties.ru” alone accounts for 3 % of what makes talks differ in agreement"
                ),
                (
                    "design-factors-agreement",
                    "“votes” alone accounts for 36 % of what makes points differ in agreement"
                ),
            ]
        );
        let said = written(&figures[0]);
        for number in ["3.4 (2.4 to 4.4)", "0.2 (0.0 to 1.2)"] {
            assert!(said.contains(number) && figures[0].text.contains(number), "{said}");
        }
        assert_eq!(data::<SensitivityRow>(&figures[0]), [rows[1].clone(), rows[0].clone()]);
    }

    #[test]
    fn where_no_number_is_told_from_nothing_there_is_no_figure() {
        let tables = tables_with(&Example::usual(), &[row("a", 0.002), row("b", -0.004)]);
        assert_eq!(drawn(both(&tables)).len(), 0);
    }

    #[test]
    fn of_many_numbers_ten_are_shown() {
        let rows: Vec<_> = (1..=400)
            .map(|place| row(&format!("{}{place}", "long.".repeat(16)), 0.001 * place as f64))
            .collect();
        let tables = tables_with(&Example::usual(), &rows);
        let figures = drawn(both(&tables));
        assert!(written(&figures[0]).contains("390 others that account for less not shown."));
    }
}
