//! What is not known, as fifty dots each of which is as likely as any other, and apart from it what the runs leave open.

use detente_distributions::{beta, normal_quantile};
use detente_results::{SpreadRow, write_table};

use super::{Drawing, Figure, Kind};
use crate::axis::Axis;
use crate::finding::quoted;
use crate::font::SMALL;
use crate::labels::{count, counted, sentence};
use crate::listing::{Listing, Widths, whisker};
use crate::measure::Measure;
use crate::page::{Page, Swatch};
use crate::palette::{SERIES, TEXT};
use crate::tables::{Tables, responses};

const MOST_ROWS: usize = 8;
const DOTS: usize = 50;
const RADIUS: f64 = 0.9;
/// As high as a pile of dots may be.
const PILE: f64 = 22.0;
const LABELS: f64 = 40.0;
const NUMBERS: f64 = 36.0;
/// The least of `a + b` of a beta distribution, and the greatest of each: beyond, it is two points, or one.
const FIRMNESS: [f64; 2] = [0.02, 1e6];

pub(crate) const KIND: Kind = Kind {
    key: "quantile-dots",
    question: "How far does what is not known move it?",
    figures: |tables| {
        let rows = tables.analyses.spread.iter();
        let of_response = |id| Figure::about(&KIND, id, move || draw(tables, id));
        responses(rows.map(|row| &*row.response))
            .into_iter()
            .map(of_response)
            .collect()
    },
};

fn draw(tables: &Tables, response: &str) -> Option<Drawing> {
    // Where luck hides what the inputs do there is nothing to be shown of them.
    let all = tables.analyses.spread.iter();
    let all: Vec<&SpreadRow> = all
        .filter(|row| row.response == response && row.sd_inputs > 0.0)
        .collect();
    let first = *all.first()?;
    let mut rows: Vec<SpreadRow> = all.iter().map(|row| (*row).clone()).collect();
    rows.sort_by(|a, b| {
        let far = |row: &SpreadRow| (row.mean - first.mean).abs();
        let own = (b.point == first.point).cmp(&(a.point == first.point));
        own.then(far(b).total_cmp(&far(a)))
    });
    rows.truncate(MOST_ROWS);
    rows.sort_by_key(|row| row.point);
    let measure = Measure::of(tables, response);
    let title = title(tables, first, &measure);
    let subtitle = tables.scene(&format!(
        "{} over {} with {} each; each dot is one fiftieth of what may be.",
        measure.name,
        match tables.is_over_points() {
            true => counted(first.inputs, "point of the design", "points of the design"),
            false => counted(first.inputs, "set of inputs", "sets of inputs"),
        },
        count(first.luck, "luck")
    ));
    let mut page = Page::new(&title, &subtitle);
    page.legend(&[
        (Swatch::Disc(RADIUS), SERIES[0], "what the inputs may be".to_owned()),
        (
            Swatch::Line,
            TEXT,
            "error of the runs: 95 % interval of the mean".to_owned(),
        ),
    ]);
    plot(&mut page, tables, &rows, &measure);
    let omitted = match all.len() - rows.len() {
        0 => String::new(),
        others => format!(
            " {} not shown.",
            counted(others as u64, "further policy", "further policies")
        ),
    };
    let caption = format!(
        "Dots: quantiles of the {} distribution with this mean and this spread over inputs; more runs make the line shorter, \
         not the dots. Luck apart: for given inputs single talks differ by a standard deviation of {} {}.{omitted}",
        first.distribution,
        measure.number(first.sd_luck),
        measure.differences()
    );
    Some(Drawing {
        text: text(tables, &subtitle, &rows, &measure),
        title,
        data: write_table(&rows),
        sheet: page.close(&caption, &tables.provenance()),
    })
}

fn title(tables: &Tables, row: &SpreadRow, measure: &Measure) -> String {
    let under = match row.point {
        0 => String::new(),
        _ => format!(" under {}", quoted(&tables.policy_over(&row.policy))),
    };
    let unknown = match tables.is_over_points() {
        true => "What the design varies",
        false => "What is not known",
    };
    format!(
        "{unknown} puts {} between {} and {}{under}; the runs leave open {} to {}",
        measure.name,
        measure.brief(row.p05),
        measure.value(row.p95),
        measure.brief(row.mean_ci_low),
        measure.brief(row.mean_ci_high),
    )
}

fn text(tables: &Tables, subtitle: &str, rows: &[SpreadRow], measure: &Measure) -> String {
    let said = rows.iter().map(|row| {
        let [mean, low, high, p05, p50, p95] =
            [row.mean, row.mean_ci_low, row.mean_ci_high, row.p05, row.p50, row.p95].map(|x| measure.number(x));
        format!(
            " {}: mean {mean} ({low} to {high} by the error of the runs); of what is not known 5 % lie below {p05}, half below \
             {p50}, 95 % below {p95}.",
            sentence(&tables.policy_over(&row.policy))
        )
    });
    format!("{subtitle}{}", said.collect::<String>())
}

/// A quantile of what is not known.
fn quantile(row: &SpreadRow, chance: f64) -> f64 {
    let variance = row.sd_inputs * row.sd_inputs;
    if row.distribution != "beta" {
        return row.mean + row.sd_inputs * normal_quantile(chance);
    }
    let [least, most] = FIRMNESS;
    let firmness = row.mean * (1.0 - row.mean) / variance - 1.0;
    let [a, b] = [row.mean, 1.0 - row.mean].map(|part| part * firmness.max(least));
    if a.max(b) > most || a.min(b) <= 0.0 {
        return row.mean;
    }
    beta::quantile(a, b, chance)
}

/// The values of all dots, in order.
fn dots(row: &SpreadRow) -> Vec<f64> {
    (0..DOTS)
        .map(|dot| quantile(row, (dot as f64 + 0.5) / DOTS as f64))
        .collect()
}

/// Dots in piles: the place of each along the axis, and how many are below it.
fn piles(places: &[f64], from: f64) -> Vec<(f64, usize)> {
    let width = 2.0 * RADIUS + 0.2;
    let mut piled: Vec<(f64, usize)> = Vec::new();
    for place in places {
        let middle = from + width * (((place - from) / width).floor() + 0.5);
        let below = piled
            .iter()
            .rev()
            .take_while(|(other, _)| (other - middle).abs() < 0.5 * width)
            .count();
        piled.push((middle, below));
    }
    piled
}

fn plot(page: &mut Page, tables: &Tables, rows: &[SpreadRow], measure: &Measure) {
    let values: Vec<Vec<f64>> = rows
        .iter()
        .map(|row| dots(row).into_iter().map(|dot| measure.in_print(dot)).collect())
        .collect();
    let all = || values.iter().flatten().copied();
    let widths = Widths {
        labels: LABELS,
        numbers: NUMBERS,
        row: 0.0,
    };
    let (from, to) = Listing::plot(widths);
    let ends = (
        all().fold(f64::INFINITY, f64::min),
        all().fold(f64::NEG_INFINITY, f64::max),
    );
    let axis = Axis::covering(ends, (from, to), 6);
    let piled: Vec<_> = values
        .iter()
        .map(|row| piles(&row.iter().map(|value| axis.at(*value)).collect::<Vec<_>>(), from))
        .collect();
    let highest = piled.iter().flatten().map(|(_, below)| below + 1).max().unwrap_or(1);
    let step = (2.0 * RADIUS + 0.1).min(PILE / highest as f64);
    let widths = Widths {
        row: (step * highest as f64 + 6.0).max(3.4 * SMALL.line()),
        ..widths
    };
    let list = Listing::begin(page, widths, rows.len(), "half below; 5 % to 95 %; runs");
    list.grid(page, &axis);
    for (place, (row, dots)) in rows.iter().zip(&piled).enumerate() {
        list.row(page, place, &sentence(&tables.policy_over(&row.policy)), "");
        let floor = list.y(place) + widths.row / 2.0 - 3.4;
        for (x, below) in dots {
            let centre = (*x, floor - RADIUS - step * *below as f64);
            page.sheet.disc(centre, RADIUS, SERIES[0]);
        }
        let error = (measure.in_print(row.mean_ci_low), measure.in_print(row.mean_ci_high));
        whisker(&mut page.sheet, &axis, floor + 1.6, error, TEXT);
        let [p05, p50, p95, low, high] =
            [row.p05, row.p50, row.p95, row.mean_ci_low, row.mean_ci_high].map(|x| measure.number(x));
        for (line, said) in [p50, format!("{p05} to {p95}"), format!("runs: {low} to {high}")]
            .into_iter()
            .enumerate()
        {
            list.number(page, list.y(place) + SMALL.line() * (line as f64 - 1.0), &said);
        }
    }
    list.end(page, &axis, &measure.axis());
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::example::Example;
    use crate::figures::checked::{data, drawn, tables_with, written};
    use crate::sheet::Mark;

    /// As `harbour-spread` has it.
    fn row(point: u64, response: &str) -> SpreadRow {
        SpreadRow {
            response: response.to_owned(),
            point,
            policy: if point == 0 {
                "base".to_owned()
            } else {
                format!("policy {point}")
            },
            inputs: 200,
            luck: 20,
            mean: 0.31125,
            mean_ci_low: 0.29289779476653177,
            mean_ci_high: 0.3296022052334683,
            sd_inputs: 0.08334801951168028,
            p05: 0.18155369157003015,
            p50: 0.30698614895709453,
            p95: 0.45555342398022447,
            sd_luck: 0.4555361213940525,
            distribution: "beta".to_owned(),
        }
    }

    #[test]
    fn dots_are_of_the_distribution_that_the_table_names() {
        let share = row(0, "agreement");
        let normal = SpreadRow {
            mean: 90.05325,
            sd_inputs: 6.142240935575431,
            p05: 79.95016271950895,
            p50: 90.05325,
            p95: 100.15633728049106,
            distribution: "normal".to_owned(),
            ..row(0, "end_day")
        };
        for row in [&share, &normal] {
            for (chance, expected) in [(0.05, row.p05), (0.5, row.p50), (0.95, row.p95)] {
                assert!((quantile(row, chance) - expected).abs() < 1e-9 * expected, "{chance}");
            }
            let dots = dots(row);
            assert!(dots.is_sorted());
            let inside = dots.iter().filter(|dot| (row.p05..row.p95).contains(dot)).count();
            assert!((44..=46).contains(&inside), "{inside}");
        }
    }

    #[test]
    fn both_uncertainties_are_told_with_the_numbers_of_the_table() {
        let rows = [
            row(0, "agreement"),
            SpreadRow {
                mean: 0.5,
                ..row(1, "agreement")
            },
        ];
        let tables = tables_with(&Example::usual(), &rows);
        let figures = drawn((KIND.figures)(&tables));
        let drawing = &figures[0];
        assert_eq!(
            drawing.title,
            "What is not known puts agreement between 18 and 46 of 100; the runs leave open 29 to 33"
        );
        assert_eq!(data::<SpreadRow>(drawing), rows);
        let discs = drawing
            .sheet
            .marks
            .iter()
            .filter(|mark| matches!(mark, Mark::Disc { .. }))
            .count();
        assert_eq!(discs, 1 + 2 * DOTS);
        let said = written(drawing);
        for number in ["18.2 to 45.6", "runs: 29.3 to 33.0", "30.7"] {
            assert!(said.contains(number), "{number}: {said}");
        }
        assert!(said.contains("standard deviation of 45.6 points"), "{said}");
    }

    #[test]
    fn odd_spreads_are_drawn_or_left_out() {
        let still = SpreadRow {
            sd_inputs: 0.0,
            ..row(0, "agreement")
        };
        assert_eq!(
            drawn((KIND.figures)(&tables_with(&Example::usual(), &[still]))).len(),
            0
        );
        let example = Example {
            policies: (1..30)
                .map(|policy| format!("{} {policy}", "long ".repeat(16)))
                .collect(),
            ..Example::usual()
        };
        let narrow = |point: u64| SpreadRow {
            sd_inputs: 1e-9 + 1e-3 * point as f64,
            ..row(point, "agreement")
        };
        let rows: Vec<_> = (0..30).map(narrow).collect();
        let figures = drawn((KIND.figures)(&tables_with(&example, &rows)));
        assert_eq!(data::<SpreadRow>(&figures[0]).len(), MOST_ROWS);
        assert!(written(&figures[0]).contains("22 further policies not shown."));
        // So uncertain that nearly all lies at nothing and all.
        let wild = SpreadRow {
            mean: 0.5,
            sd_inputs: 0.4999,
            ..row(0, "agreement")
        };
        assert_eq!(drawn((KIND.figures)(&tables_with(&example, &[wild]))).len(), 1);
    }
}
