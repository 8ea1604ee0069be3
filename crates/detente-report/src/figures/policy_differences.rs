//! What a policy changes: paired differences of a response, where every pair of runs met the same luck.

use detente_results::{ContrastRow, ResponseRecord, grouped, write_table};

use super::{Drawing, Figure, Kind};
use crate::axis::{Axis, number};
use crate::finding::{of_hundred, quoted, signed};
use crate::font::{BODY, SMALL};
use crate::labels::{count, inside, sentence, words};
use crate::page::{LEFT, Page, RIGHT};
use crate::palette::{AXIS, QUIET, SERIES, STRIPE, TEXT};
use crate::panel::{LINE, ticks_below, title_below};
use crate::sheet::{Anchor, Sheet};
use crate::tables::{Comparisons, Tables};

/// With more rows than this, only the policies on the scenario as it stands are shown, and of them the largest effects.
pub(crate) const MOST_ROWS: usize = 12;

const LABELS: f64 = 52.0;
const COLUMN: f64 = 48.0;
/// Lines of a label, and what a row needs around them.
const LINES: usize = 3;
const AROUND: f64 = 1.8;
/// The least height of a row.
const ROW: f64 = 7.0;

/// How the differences of a response are written.
struct Unit {
    factor: f64,
    /// After a number.
    short: &'static str,
    /// On the axis.
    long: String,
}

impl Unit {
    /// How large a difference is, for a title.
    fn size(&self, difference: f64) -> String {
        let size = difference.abs();
        let number = if self.is_share() {
            of_hundred(size)
        } else {
            number(size, usize::from(size < 9.95))
        };
        let noun = self.noun(number == "1");
        format!("{number}{noun}")
    }

    /// From where to where a difference may lie.
    fn range(&self, low: f64, high: f64) -> String {
        let [low, high] = [low, high].map(|end| signed(self.factor * end, 1));
        format!("{low} to {high}{}", self.noun(false))
    }

    fn is_share(&self) -> bool {
        self.factor > 1.0
    }

    fn noun(&self, one: bool) -> &'static str {
        match (self.short, one) {
            (" pp", true) => " point",
            (" pp", false) => " points",
            (" days", true) => " day",
            (short, _) => short,
        }
    }
}

pub(crate) const KIND: Kind = Kind {
    key: "policy-differences",
    question: "What changes it?",
    figures: |tables| {
        let responses = tables.contrasts.iter();
        responses
            .map(|of| Figure::about(&KIND, &of.response, move || draw(tables, of)))
            .collect()
    },
};

/// Below it, Holm's p tells a difference from nothing.
const LEVEL: f64 = 0.05;

/// One figure of a response.
fn draw(tables: &Tables, comparisons: &Comparisons) -> Option<Drawing> {
    let response = &comparisons.response;
    let (rows, left_out) = shown(tables, comparisons);
    let unit = unit(tables, response);
    let title = title(tables, response, &rows, &unit);
    let [least, most] = [rows.iter().map(|row| row.n).min()?, rows.iter().map(|row| row.n).max()?];
    let pairs = if least == most {
        count(most, "pair")
    } else {
        format!("{} to {} pairs", grouped(least), grouped(most))
    };
    let against = only(rows.iter().map(|row| row.against.as_str())).unwrap_or("their own base");
    let subtitle = tables.scene(&format!(
        "paired difference in {} against {}, {pairs} of runs that met the same luck.",
        inside(&name(tables, response)),
        words(against)
    ));
    let mut page = Page::new(&title, &subtitle);
    plot(&mut page, tables, &rows, &unit);
    let method = only(rows.iter().map(|row| row.method.as_str()))
        .map_or(String::new(), |name| format!(" ({})", method_words(name)));
    let is_policies = tables.points.settings() == 0;
    let omitted = match left_out {
        0 => String::new(),
        left_out if is_policies => format!(
            " Of {} policies the {} with the largest differences are shown.",
            rows.len() + left_out,
            rows.len()
        ),
        left_out => format!(" {} of the design not shown.", count(left_out as u64, "comparison")),
    };
    let open = tables.left_open();
    let caption = format!("Dots: mean difference; lines: 95 % intervals{method} {open}.{omitted}");
    Some(Drawing {
        text: text(tables, &rows, &unit, &subtitle),
        title,
        data: write_table(&rows),
        sheet: page.close(&caption, &tables.provenance()),
    })
}

/// What changes the response most, of all that is told from nothing; if nothing is, what might.
fn title(tables: &Tables, response: &str, rows: &[ContrastRow], unit: &Unit) -> String {
    let largest = |rows: &mut dyn Iterator<Item = &ContrastRow>| {
        // The first of those that are as large.
        let size = |a: &&ContrastRow, b: &&ContrastRow| b.estimate.abs().total_cmp(&a.estimate.abs());
        rows.min_by(size).cloned()
    };
    let told = largest(&mut rows.iter().filter(|row| row.p_holm < LEVEL));
    let with = |row: &ContrastRow| quoted(&tables.point(row.point));
    match (told, largest(&mut rows.iter())) {
        (Some(row), _) => {
            let [up, down] = match response {
                "end_day" => ["The talks end later by", "The talks end earlier by"].map(str::to_owned),
                _ => ["rises", "falls"].map(|way| format!("{} {way} by", sentence(&name(tables, response)))),
            };
            let way = if row.estimate > 0.0 { up } else { down };
            format!("{way} {} with {}", unit.size(row.estimate), with(&row))
        }
        (None, Some(row)) => {
            let range = unit.range(row.ci_low, row.ci_high);
            let what = inside(&name(tables, response));
            match rows.len() {
                1 => format!("It cannot be told whether {} changes {what}: {range}", with(&row)),
                all => format!(
                    "None of {all} changes is told to move {what}: {range} with {}",
                    with(&row)
                ),
            }
        }
        (None, None) => String::new(),
    }
}

fn text(tables: &Tables, rows: &[ContrastRow], unit: &Unit, subtitle: &str) -> String {
    let told = rows.iter().map(|row| {
        let range = unit.range(row.ci_low, row.ci_high);
        let doubt = if row.p_holm < LEVEL {
            ""
        } else {
            "; it could be nothing"
        };
        let change = signed(unit.factor * row.estimate, 1);
        format!(" {}: {change} ({range}){doubt}.", sentence(&tables.point(row.point)))
    });
    format!("{subtitle}{}", told.collect::<String>())
}

/// The rows to show, and how many are left out.
fn shown(tables: &Tables, comparisons: &Comparisons) -> (Vec<ContrastRow>, usize) {
    let mut rows = comparisons.rows.clone();
    if comparisons.all > MOST_ROWS {
        rows.retain(|row| tables.points.scenario().contains(&row.point));
        rows.sort_by(|a, b| b.estimate.abs().total_cmp(&a.estimate.abs()));
        rows.truncate(MOST_ROWS);
        rows.sort_by_key(|row| row.point);
    }
    let left_out = comparisons.all - rows.len();
    (rows, left_out)
}

/// The one value that all have, if they do.
fn only<'a>(mut values: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let first = values.next()?;
    values.all(|value| value == first).then_some(first)
}

fn record<'a>(tables: &'a Tables, response: &str) -> Option<&'a ResponseRecord> {
    tables.manifest.responses.iter().find(|record| record.id == response)
}

fn name(tables: &Tables, response: &str) -> String {
    match record(tables, response) {
        Some(record) if !record.title.is_empty() => record.title.clone(),
        _ if response == "end_day" => "the day the talks end".to_owned(),
        _ => words(response),
    }
}

fn unit(tables: &Tables, response: &str) -> Unit {
    let unit = match (response, record(tables, response)) {
        (_, Some(record)) => record.unit.as_str(),
        ("agreement", None) => ResponseRecord::SHARE,
        ("end_day", None) => "days",
        _ => "",
    };
    match unit {
        ResponseRecord::SHARE => Unit {
            factor: 100.0,
            short: " pp",
            long: "difference (percentage points)".to_owned(),
        },
        "" => Unit {
            factor: 1.0,
            short: "",
            long: format!("difference in {}", words(response)),
        },
        "days" => Unit {
            factor: 1.0,
            short: " days",
            long: "difference (days)".to_owned(),
        },
        unit => Unit {
            factor: 1.0,
            short: "",
            long: format!("difference ({unit})"),
        },
    }
}

fn plot(page: &mut Page, tables: &Tables, rows: &[ContrastRow], unit: &Unit) {
    let low = rows.iter().map(|row| unit.factor * row.ci_low).fold(0.0, f64::min);
    let high = rows.iter().map(|row| unit.factor * row.ci_high).fold(0.0, f64::max);
    let axis = Axis::covering((low, high), (LEFT + LABELS, RIGHT - COLUMN), 7);
    let header = page.top + SMALL.cap();
    page.sheet.text(
        (RIGHT - 1.0, header),
        Anchor::End,
        "difference (95 % interval)",
        SMALL,
        QUIET,
    );
    let top = header + 1.8;
    let label = |row: &ContrastRow| SMALL.wrap(&sentence(&tables.point(row.point)), LABELS - 4.0, LINES);
    let labels: Vec<_> = rows.iter().map(label).collect();
    let mut bottom = top;
    let mut bounds = Vec::new();
    for (place, lines) in labels.iter().enumerate() {
        let upper = bottom;
        bottom += (AROUND + SMALL.line() * lines.len() as f64).max(ROW);
        bounds.push((upper, bottom));
        if place % 2 == 0 {
            page.sheet.block((LEFT, upper), (RIGHT, bottom), STRIPE);
        }
    }
    ticks_below(&mut page.sheet, &axis, (top, bottom), bottom + 1.5);
    page.sheet
        .line(vec![(axis.at(0.0), top), (axis.at(0.0), bottom)], LINE, AXIS);
    for ((row, lines), (upper, lower)) in rows.iter().zip(labels).zip(bounds) {
        let y = (upper + lower) / 2.0;
        page.sheet.lines_beside((LEFT + 1.0, y), lines, SMALL, TEXT);
        interval(&mut page.sheet, &axis, y, row, unit);
    }
    page.top = bottom + 1.5 + SMALL.line() + 1.0;
    let title = BODY.fit(&unit.long, RIGHT - LEFT - LABELS - COLUMN + 40.0);
    title_below(&mut page.sheet, axis.ends(), page.top, &title);
    page.top += BODY.em();
}

fn interval(sheet: &mut Sheet, axis: &Axis, y: f64, row: &ContrastRow, unit: &Unit) {
    let [estimate, low, high] = [row.estimate, row.ci_low, row.ci_high].map(|value| unit.factor * value);
    let ink = SERIES[0];
    sheet.line(vec![(axis.at(low), y), (axis.at(high), y)], LINE, ink);
    for end in [low, high] {
        sheet.line(vec![(axis.at(end), y - 0.9), (axis.at(end), y + 0.9)], LINE, ink);
    }
    sheet.disc((axis.at(estimate), y), 1.1, ink);
    let value = {
        let signed = |value| signed(value, axis.decimals().max(1));
        format!(
            "{}{} ({} to {})",
            signed(estimate),
            unit.short,
            signed(low),
            signed(high)
        )
    };
    sheet.text_beside(
        (RIGHT - 1.0, y),
        Anchor::End,
        SMALL.fit(&value, COLUMN - 2.0),
        SMALL,
        TEXT,
    );
}

/// What a method is called in print.
fn method_words(name: &str) -> String {
    match name {
        "paired_sets" => "Student's t over sets of inputs".to_owned(),
        "newcombe_paired" => "Newcombe's method for paired shares".to_owned(),
        "paired_mean" => "of the mean of paired differences".to_owned(),
        other => words(other),
    }
}
