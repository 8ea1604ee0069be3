//! How much of what makes talks differ each number accounts for, alone and with others, and how much luck does.

use detente_results::{SensitivityRow, grouped, write_table};

use super::{Drawing, Figure, Kind};
use crate::axis::{Axis, fixed};
use crate::finding::{of_hundred, quoted};
use crate::font::printed;
use crate::labels::count;
use crate::listing::{Listing, Widths, whisker};
use crate::measure::Measure;
use crate::page::{Page, Swatch};
use crate::palette::{AXIS, Ink, SERIES, TEXT};
use crate::tables::{Tables, responses};

const MOST_FACTORS: usize = 10;
/// The factor that is no number of the scenario.
const LUCK: &str = "luck";
/// An interval of a part as wide as this says nothing.
const NEARLY_ALL: f64 = 0.7;
const WIDTHS: Widths = Widths {
    labels: 46.0,
    numbers: 46.0,
    row: 9.0,
};
/// Height of a bar.
const BAR: f64 = 2.4;
/// Alone and with others: of a number, of luck.
const OF_NUMBER: [Ink; 2] = [SERIES[0], SERIES[4]];
const OF_LUCK: [Ink; 2] = [AXIS, AXIS.thinned(0.5)];

/// A factor with its two indices.
struct Part<'a> {
    alone: &'a SensitivityRow,
    with_others: &'a SensitivityRow,
}

impl Part<'_> {
    fn factor(&self) -> &str {
        &self.alone.factor
    }

    fn is_luck(&self) -> bool {
        self.factor() == LUCK
    }
}

pub(crate) const KIND: Kind = Kind {
    key: "sensitivity",
    question: "What matters, and how much is luck?",
    figures: |tables| {
        let rows = tables.analyses.sensitivity.iter().filter(|row| row.index == "S1");
        let of_response = |id| Figure::about(&KIND, id, move || draw(tables, id));
        responses(rows.map(|row| &*row.response))
            .into_iter()
            .map(of_response)
            .collect()
    },
};

/// Whether an index is told from nothing, and not nearly anything.
pub(super) fn is_known(row: &SensitivityRow) -> bool {
    matches!((row.ci_low, row.ci_high), (Some(low), Some(high)) if low > 0.0 && high - low <= NEARLY_ALL)
}

/// The numbers, those that matter most first, then luck.
fn parts<'a>(tables: &'a Tables, response: &'a str) -> Vec<Part<'a>> {
    let pairs = tables.analyses.pairs(response, ["S1", "ST"]);
    let mut parts: Vec<Part<'_>> = pairs.map(|[alone, with_others]| Part { alone, with_others }).collect();
    parts.sort_by(|a, b| {
        let by_size = b.with_others.value.total_cmp(&a.with_others.value);
        a.is_luck().cmp(&b.is_luck()).then(by_size)
    });
    parts
}

fn draw(tables: &Tables, response: &str) -> Option<Drawing> {
    let mut parts = parts(tables, response);
    let numbers = parts.iter().filter(|part| !part.is_luck()).count();
    if numbers < 2 || !parts.iter().any(|part| !part.is_luck() && is_known(part.with_others)) {
        return None;
    }
    let left_out = numbers.saturating_sub(MOST_FACTORS);
    parts.drain(numbers - left_out..numbers);
    let title = title(tables, response, &parts);
    let rows = parts[0].alone.n;
    let subtitle = tables.scene(&format!(
        "part of the variance of {} that goes if a number alone is known, and that it has a hand in together with others; \
         from {}.",
        what(tables, response),
        count(rows, "base row")
    ));
    let mut page = Page::new(&title, &subtitle);
    let mut entries = vec![
        (Swatch::Block, OF_NUMBER[0], "alone (S1)".to_owned()),
        (Swatch::Block, OF_NUMBER[1], "with others (ST)".to_owned()),
    ];
    if parts.iter().any(Part::is_luck) {
        entries.push((Swatch::Block, OF_LUCK[0], "luck, likewise".to_owned()));
    }
    page.legend(&entries);
    plot(&mut page, &parts);
    let caption = format!(
        "Lines: 95 % intervals by bootstrap over base rows. Parts with others count what several share more than once and do \
         not sum to 100. What comes out below 0 is shown as 0, above 100 as 100.{}{}",
        left_out_rows(parts[0].alone),
        not_shown(left_out)
    );
    let table: Vec<_> = parts
        .iter()
        .flat_map(|part| [part.alone.clone(), part.with_others.clone()])
        .collect();
    Some(Drawing {
        text: text(&subtitle, &parts),
        title,
        data: write_table(&table),
        sheet: page.close(&caption, &tables.provenance()),
    })
}

fn left_out_rows(row: &SensitivityRow) -> String {
    match row.left_out {
        0 => String::new(),
        rows => format!(
            " {} were left out, since a run failed or does not count.",
            grouped(rows)
        ),
    }
}

fn not_shown(factors: usize) -> String {
    match factors {
        0 => String::new(),
        factors => format!(" {} that matter less not shown.", count(factors as u64, "number")),
    }
}

/// Whose variance it is.
fn what(tables: &Tables, response: &str) -> String {
    let name = Measure::of(tables, response).name;
    match response.ends_with(":mean") {
        true => format!("{name}, the mean over luck,"),
        false => format!("{name} between single talks"),
    }
}

fn title(tables: &Tables, response: &str, parts: &[Part<'_>]) -> String {
    let name = Measure::of(tables, response).name;
    let numbers = parts
        .iter()
        .filter(|part| !part.is_luck() && is_known(part.with_others));
    let most = numbers.max_by(|a, b| a.with_others.value.total_cmp(&b.with_others.value));
    let most = most.map_or_else(String::new, |part| {
        format!(
            "{} has a hand in {} %",
            quoted(&printed(part.factor())),
            whole(part.with_others)
        )
    });
    match parts.iter().find(|part| part.is_luck()) {
        Some(luck) => format!(
            "Of what makes talks differ in {name}, {most}; {} % would stay open if all numbers were known: luck",
            whole(luck.with_others)
        ),
        None => format!("Of what makes the mean of {name} differ, {most}"),
    }
}

/// A part of a variance in a hundred; noise takes estimates beyond what is possible.
pub(super) fn percent(part: f64) -> String {
    fixed(100.0 * part.clamp(0.0, 1.0), 1)
}

/// The same as titles say it.
pub(super) fn whole(row: &SensitivityRow) -> String {
    of_hundred(row.value.clamp(0.0, 1.0))
}

/// A part with its interval, or that it is not known.
fn with_interval(row: &SensitivityRow) -> String {
    let (Some(low), Some(high)) = (row.ci_low, row.ci_high) else {
        return percent(row.value);
    };
    match high - low > NEARLY_ALL {
        true => "not known".to_owned(),
        false => format!("{} ({} to {})", percent(row.value), percent(low), percent(high)),
    }
}

fn text(subtitle: &str, parts: &[Part<'_>]) -> String {
    let said = parts.iter().map(|part| {
        format!(
            " {}, in %: alone {}, with others {}.",
            printed(part.factor()),
            with_interval(part.alone),
            with_interval(part.with_others)
        )
    });
    format!("{subtitle}{}", said.collect::<String>())
}

fn plot(page: &mut Page, parts: &[Part<'_>]) {
    let axis = Axis::covering((0.0, 100.0), Listing::plot(WIDTHS), 5);
    let list = Listing::begin(page, WIDTHS, parts.len(), "% alone, with others (95 % interval)");
    list.grid(page, &axis);
    for (place, part) in parts.iter().enumerate() {
        let inks = if part.is_luck() { OF_LUCK } else { OF_NUMBER };
        let label = if part.is_luck() {
            "Luck".to_owned()
        } else {
            printed(part.factor())
        };
        list.row(page, place, &label, "");
        for ((row, ink), side) in [part.alone, part.with_others].into_iter().zip(inks).zip([-1.0, 1.0]) {
            let y = list.y(place) + side * BAR / 2.0;
            bar(page, &axis, y, row, ink);
            list.number(page, list.y(place) + side * 1.9, &with_interval(row));
        }
    }
    list.end(page, &axis, "part of the variance (%)");
}

/// A bar with its interval around a height.
pub(super) fn bar(page: &mut Page, axis: &Axis, y: f64, row: &SensitivityRow, ink: Ink) {
    let at = |part: f64| 100.0 * part.clamp(0.0, 1.0);
    let corner = (axis.at(0.0), y - BAR / 2.0);
    page.sheet.block(corner, (axis.at(at(row.value)), y + BAR / 2.0), ink);
    if let (Some(low), Some(high)) = (row.ci_low, row.ci_high) {
        whisker(&mut page.sheet, axis, y, (at(low), at(high)), TEXT);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::example::Example;
    use crate::figures::checked::{data, drawn, tables_with, written};

    fn row(factor: &str, index: &str, value: f64) -> SensitivityRow {
        SensitivityRow {
            response: "agreement".to_owned(),
            factor: factor.to_owned(),
            index: index.to_owned(),
            value,
            ci_low: Some(value - 0.05),
            ci_high: Some(value + 0.05),
            n: 2048,
            left_out: 3,
        }
    }

    fn both(factor: &str, [alone, with_others]: [f64; 2]) -> [SensitivityRow; 2] {
        [row(factor, "S1", alone), row(factor, "ST", with_others)]
    }

    #[test]
    fn luck_has_a_bar_of_its_own_and_the_title_has_the_numbers_of_the_table() {
        let rows = [
            both("doors", [-0.006, 0.569]),
            both("luck", [0.227, 1.014]),
            both("votes", [0.042, 0.6]),
        ];
        let tables = tables_with(&Example::usual(), &rows.concat());
        let figures = drawn((KIND.figures)(&tables));
        let drawing = &figures[0];
        assert_eq!(
            drawing.title,
            "Of what makes talks differ in agreement, “votes” has a hand in 60 %; 100 % would stay open if all numbers were \
             known: luck"
        );
        let order: Vec<_> = data::<SensitivityRow>(drawing)
            .into_iter()
            .map(|row| row.factor)
            .collect();
        assert_eq!(order, ["votes", "votes", "doors", "doors", "luck", "luck"]);
        let said = written(drawing);
        for number in [
            "4.2 (0.0 to 9.2)",
            "60.0 (55.0 to 65.0)",
            "0.0 (0.0 to 4.4)",
            "22.7 (17.7 to 27.7)",
            "100.0 (96.4 to 100.0)",
        ] {
            assert!(
                said.contains(number) && drawing.text.contains(number),
                "{number}: {said}"
            );
        }
        assert!(said.contains("Luck") && said.contains("3 were left out"), "{said}");
    }

    #[test]
    fn of_many_numbers_ten_and_luck_are_shown() {
        let mut rows = both("luck", [0.2, 0.5]).to_vec();
        rows.extend((1..=40).flat_map(|place| both(&"long_".repeat(place), [0.01, 0.005 * place as f64 + 0.06])));
        let tables = tables_with(&Example::usual(), &rows);
        let figures = drawn((KIND.figures)(&tables));
        let rows = data::<SensitivityRow>(&figures[0]);
        assert_eq!((rows.len(), &*rows[21].factor), (22, "luck"));
        assert!(written(&figures[0]).contains("30 numbers that matter less not shown."));
    }

    #[test]
    fn what_is_not_known_of_any_number_is_not_drawn() {
        let wide = both("doors", [0.1, 0.5]).map(|row| SensitivityRow {
            ci_low: Some(0.01),
            ci_high: Some(0.9),
            ..row
        });
        let rows = [wide, both("votes", [0.0, 0.01])].concat();
        assert_eq!(drawn((KIND.figures)(&tables_with(&Example::usual(), &rows))).len(), 0);
    }
}
