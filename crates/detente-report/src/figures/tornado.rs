//! How far each factor by itself moves a response from where it is, the others as they stand: bars from the least to the
//! greatest effect, the longest first.

use detente_results::{TornadoRow, write_table};

use super::{Drawing, Figure, Kind};
use crate::axis::Axis;
use crate::finding::quoted;
use crate::font::printed;
use crate::labels::count;
use crate::listing::{Listing, Widths, whisker};
use crate::measure::Measure;
use crate::page::{Page, Swatch};
use crate::palette::{AXIS, SERIES, TEXT};
use crate::panel::LINE;
use crate::tables::{Tables, responses};

const MOST_FACTORS: usize = 10;
const WIDTHS: Widths = Widths {
    labels: 44.0,
    numbers: 50.0,
    row: 9.0,
};
/// Half the height of a bar.
const HALF: f64 = 2.0;

pub(crate) const KIND: Kind = Kind {
    key: "tornado",
    question: "What does each factor change by itself?",
    figures: |tables| {
        let rows = tables.analyses.tornado.iter();
        let of_response = |id| Figure::about(&KIND, id, move || draw(tables, id));
        responses(rows.map(|row| &*row.response))
            .into_iter()
            .map(of_response)
            .collect()
    },
};

/// From end to end, with where it is.
fn reach(row: &TornadoRow) -> f64 {
    row.high.max(0.0) - row.low.min(0.0)
}

fn draw(tables: &Tables, response: &str) -> Option<Drawing> {
    let all = tables.analyses.tornado.iter().filter(|row| row.response == response);
    let mut rows: Vec<TornadoRow> = all.cloned().collect();
    rows.sort_by(|a, b| reach(b).total_cmp(&reach(a)));
    if rows.len() < 2 || reach(&rows[0]) <= 0.0 {
        return None;
    }
    let left_out = rows.len().saturating_sub(MOST_FACTORS);
    rows.truncate(MOST_FACTORS);
    let measure = Measure::of(tables, response);
    let first = &rows[0];
    let title = format!(
        "One at a time, {} moves {} most: {} to {} {}",
        quoted(&printed(&first.factor)),
        measure.name,
        measure.signed_brief(first.low),
        measure.signed_brief(first.high),
        measure.differences()
    );
    let subtitle = tables.scene(&format!(
        "difference from the scenario as it stands when one factor goes through its levels and all others stay; {}, each \
         played with the same luck.",
        count((rows.len() + left_out) as u64, "factor")
    ));
    let mut page = Page::new(title.trim_end(), &subtitle);
    page.legend(&[
        (Swatch::Block, SERIES[0], "at the level with the least".to_owned()),
        (Swatch::Block, SERIES[5], "at the level with the most".to_owned()),
    ]);
    plot(&mut page, tables, &rows, &measure);
    let omitted = match left_out {
        0 => String::new(),
        left_out => format!(" {} with smaller effects not shown.", count(left_out as u64, "factor")),
    };
    let caption = format!(
        "Lines: 95 % intervals of paired differences {}. By luck alone the least and the most of \
         several levels lie further out than they are. What factors do together is not shown.{omitted}",
        tables.left_open()
    );
    Some(Drawing {
        text: text(tables, &subtitle, &rows, &measure),
        title: title.trim_end().to_owned(),
        data: write_table(&rows),
        sheet: page.close(&caption, &tables.provenance()),
    })
}

fn text(tables: &Tables, subtitle: &str, rows: &[TornadoRow], measure: &Measure) -> String {
    let said = rows.iter().map(|row| {
        format!(
            " {}: least {} ({} to {}) at {}, most {} ({} to {}) at {}.",
            printed(&row.factor),
            measure.signed(row.low),
            measure.signed(row.low_ci_low),
            measure.signed(row.low_ci_high),
            tables.level(&row.factor, &row.low_level),
            measure.signed(row.high),
            measure.signed(row.high_ci_low),
            measure.signed(row.high_ci_high),
            tables.level(&row.factor, &row.high_level),
        )
    });
    format!("{subtitle}{}", said.collect::<String>())
}

fn plot(page: &mut Page, tables: &Tables, rows: &[TornadoRow], measure: &Measure) {
    let ends = rows
        .iter()
        .flat_map(|row| [row.low_ci_low, row.low_ci_high, row.high_ci_low, row.high_ci_high]);
    let (low, high) = ends.fold((0.0_f64, 0.0_f64), |(low, high), end| (low.min(end), high.max(end)));
    let (low, high) = (measure.in_print(low), measure.in_print(high));
    let axis = Axis::covering((low, high), Listing::plot(WIDTHS), 6);
    let list = Listing::begin(page, WIDTHS, rows.len(), "least and most, each at its level");
    list.grid(page, &axis);
    for (place, row) in rows.iter().enumerate() {
        let y = list.y(place);
        let ends = [
            (row.low, (row.low_ci_low, row.low_ci_high), SERIES[0], y - HALF / 2.0),
            (row.high, (row.high_ci_low, row.high_ci_high), SERIES[5], y + HALF / 2.0),
        ];
        for (value, (low, high), ink, middle) in ends {
            let [from, to] = [0.0, measure.in_print(value)].map(|value| axis.at(value));
            page.sheet
                .block((from, middle - HALF / 2.0), (to, middle + HALF / 2.0), ink);
            let bounds = (measure.in_print(low), measure.in_print(high));
            whisker(&mut page.sheet, &axis, middle, bounds, TEXT);
        }
        let level = |level| tables.level(&row.factor, level);
        list.row(page, place, &printed(&row.factor), "");
        let numbers = [(row.low, &row.low_level, -1.0), (row.high, &row.high_level, 1.0)];
        for (value, at, side) in numbers {
            let said = format!("{} at {}", measure.signed(value), level(at));
            list.number(page, y + side * 1.9, &said);
        }
    }
    let zero = axis.at(0.0);
    page.sheet
        .line(vec![(zero, list.top), (zero, list.bottom())], LINE, AXIS);
    list.end(page, &axis, &measure.axis_of_differences());
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::example::Example;
    use crate::figures::checked::{data, drawn, tables_with, written};
    use detente_results::FactorLevel;

    fn row(response: &str, factor: &str, [low, high]: [f64; 2]) -> TornadoRow {
        TornadoRow {
            response: response.to_owned(),
            factor: factor.to_owned(),
            low,
            low_ci_low: low - 0.02,
            low_ci_high: low + 0.02,
            low_level: FactorLevel::Number(0.5),
            low_point: 1,
            high,
            high_ci_low: high - 0.02,
            high_ci_high: high + 0.02,
            high_level: FactorLevel::Text("formulation".to_owned()),
            high_point: 2,
        }
    }

    #[test]
    fn the_factor_that_moves_most_comes_first_and_into_the_title() {
        let rows = [
            row("agreement", "doors", [-0.02, 0.014]),
            row("agreement", "votes", [-0.216, 0.16]),
        ];
        let tables = tables_with(&Example::usual(), &rows);
        let figures = drawn((KIND.figures)(&tables));
        let drawing = &figures[0];
        assert_eq!(
            drawing.title,
            "One at a time, “votes” moves agreement most: −22 to +16 points"
        );
        assert_eq!(data::<TornadoRow>(drawing), [rows[1].clone(), rows[0].clone()]);
        let said = written(drawing);
        for number in [
            "−21.6 at 0.5",
            "+16.0 at formulation",
            "−2.0 at 0.5",
            "+1.4 at formulation",
        ] {
            assert!(
                said.contains(number) && drawing.text.contains(&number[..3]),
                "{number}: {said}"
            );
        }
    }

    #[test]
    fn levels_that_are_changes_are_written_as_changes() {
        let rows = [
            row("agreement", "doors", [-0.02, 0.014]),
            row("agreement", "votes", [-0.216, 0.16]),
        ];
        let mut tables = tables_with(&Example::grid(["doors", "votes"], &[0.5]), &rows);
        for (factor, operation) in tables.manifest.factors.iter_mut().zip(["add", "scale"]) {
            factor.operation = Some(operation.to_owned());
        }
        let said = written(&drawn((KIND.figures)(&tables))[0]);
        assert!(
            said.contains("−21.6 at × 0.5") && said.contains("−2.0 at +0.5"),
            "{said}"
        );
    }

    #[test]
    fn what_moves_nothing_and_one_factor_alone_are_not_drawn() {
        let still = [row("end_day", "a", [0.0, 0.0]), row("end_day", "b", [0.0, 0.0])];
        assert_eq!(drawn((KIND.figures)(&tables_with(&Example::usual(), &still))).len(), 0);
        let alone = [row("end_day", "a", [-3.0, 2.0])];
        assert_eq!(drawn((KIND.figures)(&tables_with(&Example::usual(), &alone))).len(), 0);
    }

    #[test]
    fn of_many_factors_with_long_names_ten_are_shown() {
        let factor = |place: usize| format!("parties.{}.reservation_value_{place}", "long_".repeat(16));
        let rows: Vec<_> = (1..=30)
            .map(|place| row("end_day", &factor(place), [-(place as f64), 2.5]))
            .collect();
        let tables = tables_with(&Example::usual(), &rows);
        let figures = drawn((KIND.figures)(&tables));
        assert_eq!(data::<TornadoRow>(&figures[0]).len(), MOST_FACTORS);
        assert!(written(&figures[0]).contains("20 factors with smaller effects not shown."));
    }
}
