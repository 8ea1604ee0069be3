//! Which numbers matter, by elementary effects: how far each moves a response against how unevenly, the ones that matter
//! numbered and named.

mod plane;

use detente_results::{SensitivityRow, write_table};

use super::{Drawing, Figure, Kind};
use crate::finding::quoted;
use crate::font::{SMALL, printed};
use crate::labels::{count, counted};
use crate::measure::Measure;
use crate::page::{Page, RIGHT};
use crate::palette::TEXT;
use crate::sheet::Anchor;
use crate::tables::{Tables, responses};
use plane::{Effect, plane};

/// As many numbers are named.
const MOST_NAMED: usize = 10;
const NAMES: f64 = 64.0;
const HEIGHT: f64 = 78.0;

pub(crate) const KIND: Kind = Kind {
    key: "morris",
    question: "Which of many numbers matter?",
    figures: |tables| {
        let rows = tables.analyses.sensitivity.iter().filter(|row| row.index == "mu_star");
        let of_response = |id| Figure::about(&KIND, id, move || draw(tables, id));
        responses(rows.map(|row| &*row.response))
            .into_iter()
            .map(of_response)
            .collect()
    },
};

/// The effects of all numbers, the largest first.
fn effects<'a>(tables: &'a Tables, response: &'a str) -> Vec<Effect<'a>> {
    let pairs = tables.analyses.pairs(response, ["mu_star", "sigma"]);
    let mut effects: Vec<Effect<'_>> = pairs.map(|[reach, unevenness]| Effect { reach, unevenness }).collect();
    effects.sort_by(|a, b| b.reach.value.total_cmp(&a.reach.value));
    effects
}

fn draw(tables: &Tables, response: &str) -> Option<Drawing> {
    let effects = effects(tables, response);
    let named = effects
        .iter()
        .take_while(|effect| effect.matters())
        .count()
        .min(MOST_NAMED);
    if effects.len() < 2 || named == 0 {
        return None;
    }
    let measure = Measure::of(tables, response);
    let (first, named) = (&effects[0], &effects[..named]);
    let title = format!(
        "Of {}, {} moves {} most: by {} over its range",
        count(effects.len() as u64, "number"),
        quoted(&printed(&first.reach.factor)),
        measure.name,
        measure.size(first.reach.value)
    );
    let subtitle = tables.scene(&format!(
        "how far {} moves when one number goes through its range, whichever way, against how unevenly, from place to place; \
         {}.",
        measure.name,
        counted_trajectories(first.reach)
    ));
    let mut page = Page::new(&title, &subtitle);
    let top = page.top;
    plane(&mut page, &effects, named.len(), &measure, (RIGHT - NAMES, HEIGHT));
    names(&mut page, top, named, &measure);
    let others = match effects.len() - named.len() {
        0 => String::new(),
        others => format!(" Small dots: {} not named.", count(others as u64, "other number")),
    };
    let caption = format!(
        "Lines: 95 % intervals by bootstrap over trajectories. Above the dashed line a number moves {} as unevenly as far, \
         because the effect is no straight line, hangs on other numbers, or is luck.{others}",
        measure.name
    );
    let table: Vec<_> = effects
        .iter()
        .flat_map(|effect| [effect.reach.clone(), effect.unevenness.clone()])
        .collect();
    Some(Drawing {
        text: text(&subtitle, named, &measure),
        title,
        data: write_table(&table),
        sheet: page.close(&caption, &tables.provenance()),
    })
}

fn counted_trajectories(row: &SensitivityRow) -> String {
    let played = counted(row.n, "trajectory", "trajectories");
    match row.left_out {
        0 => played,
        left_out => format!("{played}, {left_out} left out"),
    }
}

/// `7.0 (3.8 to 10)`.
fn with_interval(row: &SensitivityRow, measure: &Measure) -> String {
    match (row.ci_low, row.ci_high) {
        (Some(low), Some(high)) => {
            format!(
                "{} ({} to {})",
                measure.number(row.value),
                measure.number(low),
                measure.number(high)
            )
        }
        _ => measure.number(row.value),
    }
}

fn text(subtitle: &str, named: &[Effect<'_>], measure: &Measure) -> String {
    let said = named.iter().map(|effect| {
        format!(
            " {} moves it by {}, unevenness {}.",
            printed(&effect.reach.factor),
            with_interval(effect.reach, measure),
            measure.number(effect.unevenness.value)
        )
    });
    format!("{subtitle}{}", said.collect::<String>())
}

/// The numbers that matter, with the marks that they have in the plane.
fn names(page: &mut Page, top: f64, named: &[Effect<'_>], measure: &Measure) {
    let left = RIGHT - NAMES + 5.0;
    let mut y = top + SMALL.em();
    for (place, effect) in named.iter().enumerate() {
        page.sheet
            .text((left + 4.0, y), Anchor::End, (place + 1).to_string(), SMALL, TEXT);
        let said = format!(
            "{}: {}",
            printed(&effect.reach.factor),
            with_interval(effect.reach, measure)
        );
        for line in SMALL.wrap(&said, RIGHT - left - 6.0, 3) {
            page.sheet.text((left + 6.0, y), Anchor::Start, line, SMALL, TEXT);
            y += SMALL.line();
        }
        y += 0.6;
    }
    page.top = page.top.max(y - SMALL.line());
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::example::Example;
    use crate::figures::checked::{data, drawn, tables_with, written};

    fn rows(factor: &str, [reach, unevenness]: [f64; 2]) -> Vec<SensitivityRow> {
        let row = |index: &str, value: f64, half: Option<f64>| SensitivityRow {
            response: "agreement".to_owned(),
            factor: factor.to_owned(),
            index: index.to_owned(),
            value,
            ci_low: half.map(|half| value - half),
            ci_high: half.map(|half| value + half),
            n: 8,
            left_out: 0,
        };
        vec![
            row("mu_star", reach, Some(0.02)),
            row("mu", -reach, None),
            row("sigma", unevenness, None),
        ]
    }

    #[test]
    fn numbers_that_matter_are_named_with_the_numbers_of_the_table() {
        let found = [
            rows("weak", [0.01, 0.03]),
            rows("behaviours.votes.threshold", [0.296, 0.1]),
            rows("leaks", [0.07, 0.087]),
        ];
        let tables = tables_with(&Example::usual(), &found.concat());
        let figures = drawn((KIND.figures)(&tables));
        let drawing = &figures[0];
        assert_eq!(
            drawing.title,
            "Of 3 numbers, “behaviours.votes.threshold” moves agreement most: by 30 points over its range"
        );
        let said = written(drawing);
        for number in ["29.6 (27.6 to 31.6)", "7.0 (5.0 to 9.0)"] {
            assert!(
                said.contains(number) && drawing.text.contains(number),
                "{number}: {said}"
            );
        }
        assert!(
            !said.contains("weak") && said.contains("1 other number not named"),
            "{said}"
        );
        assert_eq!(data::<SensitivityRow>(drawing).len(), 6);
    }

    #[test]
    fn a_crowd_of_numbers_at_one_place_is_told_apart() {
        let found: Vec<_> = (0..60)
            .flat_map(|place| {
                rows(
                    &format!("{}{place}", "parties.".repeat(10)),
                    [0.1 + 1e-4 * place as f64, 0.1],
                )
            })
            .collect();
        let tables = tables_with(&Example::usual(), &found);
        let figures = drawn((KIND.figures)(&tables));
        assert!(written(&figures[0]).contains("50 other numbers not named"));
    }

    #[test]
    fn where_no_number_matters_there_is_no_figure() {
        let found = [rows("a", [0.01, 0.1]), rows("b", [0.0, 0.0])].concat();
        assert_eq!(drawn((KIND.figures)(&tables_with(&Example::usual(), &found))).len(), 0);
    }
}
