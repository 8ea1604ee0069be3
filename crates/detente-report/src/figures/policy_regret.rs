//! What policies are worth if the numbers are not trusted: how much each is regretted, and how often it is the best.

use detente_results::{PolicyRow, grouped, write_table};

use super::{Drawing, Figure, Kind};
use crate::axis::{Axis, fixed};
use crate::finding::{of_hundred, percent_within, quoted};
use crate::font::{BODY, SMALL};
use crate::labels::{counted, sentence};
use crate::listing::{Listing, Widths, whisker};
use crate::measure::Measure;
use crate::page::{LEFT, Page, RIGHT, Swatch};
use crate::palette::{QUIET, SERIES, TEXT};
use crate::panel::{HAIR, LINE, ticks_below, title_below};
use crate::sheet::Anchor;
use crate::tables::{Tables, responses};

const MOST_POLICIES: usize = 10;
/// The response of which everybody knows which way is better.
const QUESTION: &str = "agreement";
const WIDTHS: Widths = Widths {
    labels: 38.0,
    numbers: 29.0,
    row: 9.0,
};
/// Where the regrets end and their numbers, and where the shares begin.
const REGRETS_END: f64 = LEFT + 71.0;
const REGRETS_SAID: f64 = LEFT + 90.0;
const SHARES_BEGIN: f64 = LEFT + 94.0;

pub(crate) const KIND: Kind = Kind {
    key: "policy-regret",
    question: "Which policy, if the numbers are not trusted?",
    figures: |tables| {
        let rows = tables.analyses.policies.iter();
        let of_response = |id| Figure::about(&KIND, id, move || draw(tables, id));
        responses(rows.map(|row| &*row.response))
            .into_iter()
            .map(of_response)
            .collect()
    },
};

/// Of other responses nobody has said which way is better.
fn is_asked(row: &PolicyRow) -> bool {
    row.response == QUESTION || row.enough_share.is_some() || row.better == "low"
}

fn draw(tables: &Tables, response: &str) -> Option<Drawing> {
    let all = tables.analyses.policies.iter();
    let mut rows: Vec<PolicyRow> = all
        .filter(|row| row.response == response && is_asked(row))
        .cloned()
        .collect();
    rows.sort_by(|a, b| a.regret_mean.total_cmp(&b.regret_mean));
    if rows.len() < 2 || rows.iter().all(|row| row.regret_max <= 0.0) {
        return None;
    }
    let left_out = rows.len().saturating_sub(MOST_POLICIES);
    rows.truncate(MOST_POLICIES);
    let measure = Measure::of(tables, response);
    let title = title(tables, &rows, &measure);
    let subtitle = tables.scene(&format!(
        "{} over {} states, ways in which what is not known might be; {} is better.",
        measure.name,
        grouped(rows[0].states),
        if rows[0].better == "low" { "less" } else { "more" }
    ));
    let mut page = Page::new(&title, &subtitle);
    page.legend(&[
        (Swatch::Block, SERIES[0], "mean regret".to_owned()),
        (
            Swatch::Disc(0.9),
            SERIES[1],
            "nine states in ten have no more".to_owned(),
        ),
        (Swatch::Line, QUIET, "up to the greatest".to_owned()),
    ]);
    plot(&mut page, tables, &rows, &measure);
    let omitted = match left_out {
        0 => String::new(),
        left_out => format!(
            " {} with more regret not shown.",
            counted(left_out as u64, "policy", "policies")
        ),
    };
    let caption = format!(
        "Regret: how much better the best policy for the same state would have been; with few runs a state, luck makes it \
         larger than it is. Best in: share of states with 95 % Wilson intervals; where several are equally good all \
         count.{omitted}"
    );
    Some(Drawing {
        text: text(tables, &subtitle, &rows, &measure),
        title,
        data: write_table(&rows),
        sheet: page.close(&caption, &tables.provenance()),
    })
}

/// The policy with the least regret.
fn title(tables: &Tables, rows: &[PolicyRow], measure: &Measure) -> String {
    let best = &rows[0];
    format!(
        "{} is best in {} of 100 states, and regretted by at most {}, {} on average",
        quoted(&tables.policy_over(&best.policy)),
        of_hundred(best.best_share),
        measure.size(best.regret_max),
        measure.brief(best.regret_mean)
    )
}

fn text(tables: &Tables, subtitle: &str, rows: &[PolicyRow], measure: &Measure) -> String {
    let said = rows.iter().map(|row| {
        format!(
            " {}: mean {}; regret {} on average, {} in nine states of ten, {} at most; best in {} of states; the best by its \
             mean with probability {}.",
            sentence(&tables.policy_over(&row.policy)),
            measure.number(row.mean),
            measure.number(row.regret_mean),
            measure.number(row.regret_p90),
            measure.number(row.regret_max),
            percent_within(row.best_share, row.best_ci_low, row.best_ci_high),
            fixed(row.best_mean_probability, 2)
        )
    });
    format!("{subtitle}{}", said.collect::<String>())
}

fn plot(page: &mut Page, tables: &Tables, rows: &[PolicyRow], measure: &Measure) {
    let most = rows.iter().map(|row| row.regret_max).fold(0.0, f64::max);
    let regrets = Axis::covering((0.0, measure.in_print(most)), (LEFT + WIDTHS.labels, REGRETS_END), 4);
    let shares = Axis::covering((0.0, 100.0), (SHARES_BEGIN, RIGHT - WIDTHS.numbers), 2);
    let head = page.top + SMALL.cap();
    page.sheet
        .text((REGRETS_SAID, head), Anchor::End, "mean; greatest", SMALL, QUIET);
    let list = Listing::begin(page, WIDTHS, rows.len(), "% of states (95 %)");
    list.grid(page, &regrets);
    ticks_below(&mut page.sheet, &shares, (list.top, list.bottom()), list.bottom() + 1.5);
    for (place, row) in rows.iter().enumerate() {
        let y = list.y(place);
        let at = |value: f64| regrets.at(measure.in_print(value));
        page.sheet
            .block((at(0.0), y - 1.3), (at(row.regret_mean), y + 1.3), SERIES[0]);
        page.sheet
            .line(vec![(at(row.regret_mean), y), (at(row.regret_max), y)], LINE, QUIET);
        let max = at(row.regret_max);
        page.sheet.line(vec![(max, y - 0.9), (max, y + 0.9)], LINE, QUIET);
        page.sheet.disc((at(row.regret_p90), y), 0.9, SERIES[1]);
        let said = format!(
            "{}; {}",
            measure.number(row.regret_mean),
            measure.number(row.regret_max)
        );
        page.sheet
            .text_beside((REGRETS_SAID, y), Anchor::End, said, SMALL, TEXT);
        let bounds = (100.0 * row.best_ci_low, 100.0 * row.best_ci_high);
        whisker(&mut page.sheet, &shares, y, bounds, SERIES[0]);
        page.sheet.disc((shares.at(100.0 * row.best_share), y), 1.1, SERIES[0]);
        let share = percent_within(row.best_share, row.best_ci_low, row.best_ci_high).replacen(" %", "", 1);
        list.row(page, place, &sentence(&tables.policy_over(&row.policy)), &share);
    }
    let zero = regrets.at(0.0);
    page.sheet
        .line(vec![(zero, list.top), (zero, list.bottom())], HAIR, TEXT);
    let below = list.bottom() + 2.5 + SMALL.line();
    title_below(&mut page.sheet, shares.ends(), below, "best in (% of states)");
    let unit = match measure.differences() {
        "" => "regret".to_owned(),
        unit => format!("regret ({unit})"),
    };
    title_below(
        &mut page.sheet,
        regrets.ends(),
        below,
        &BODY.fit(&unit, REGRETS_SAID - LEFT),
    );
    page.top = below + BODY.em();
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::example::Example;
    use crate::figures::checked::{data, drawn, tables_with, written};

    fn row(policy: &str, response: &str, [mean, regret, best]: [f64; 3]) -> PolicyRow {
        PolicyRow {
            response: response.to_owned(),
            policy: policy.to_owned(),
            mean,
            worst_decile: 0.5 * mean,
            regret_mean: regret,
            regret_p90: 2.0 * regret,
            regret_max: 4.0 * regret,
            best_share: best,
            best_ci_low: (best - 0.06).max(0.0),
            best_ci_high: (best + 0.05).min(1.0),
            enough_share: None,
            enough_ci_low: None,
            enough_ci_high: None,
            best_mean_probability: best,
            better: "high".to_owned(),
            states: 200,
        }
    }

    #[test]
    fn the_least_regretted_policy_is_named_with_the_numbers_of_the_table() {
        let rows = [
            row("base", "agreement", [0.31, 0.1065, 0.275]),
            row("small_room", "agreement", [0.398, 0.02, 0.795]),
        ];
        let tables = tables_with(&Example::usual(), &rows);
        let figures = drawn((KIND.figures)(&tables));
        let drawing = &figures[0];
        assert_eq!(
            drawing.title,
            "“A smaller room” is best in 80 of 100 states, and regretted by at most 8 points, 2 on average"
        );
        assert_eq!(data::<PolicyRow>(drawing), [rows[1].clone(), rows[0].clone()]);
        let said = written(drawing);
        for number in ["2.0; 8.0", "79.5 (73.5 to 84.5)", "10.7; 42.6", "27.5 (21.5 to 32.5)"] {
            assert!(said.contains(number), "{number}: {said}");
        }
    }

    #[test]
    fn where_nobody_said_which_way_is_better_there_is_no_figure() {
        let of = |response: &str, better: &str, enough: Option<f64>| {
            let rows = [
                row("base", response, [9.0, 0.4, 0.2]),
                row("quiet", response, [8.0, 0.1, 0.8]),
            ];
            let rows = rows.map(|row| PolicyRow {
                better: better.to_owned(),
                enough_share: enough,
                ..row
            });
            drawn((KIND.figures)(&tables_with(&Example::usual(), &rows))).len()
        };
        assert_eq!(
            [
                of("end_day", "high", None),
                of("end_day", "low", None),
                of("end_day", "high", Some(0.3))
            ],
            [0, 1, 1]
        );
    }

    #[test]
    fn of_many_policies_with_long_names_ten_are_shown() {
        let policies: Vec<_> = (0..20)
            .map(|policy| format!("{} {policy}", "long ".repeat(16)))
            .collect();
        let rows: Vec<_> = policies
            .iter()
            .map(|policy| row(policy, "agreement", [0.5, 0.2, 0.05]))
            .collect();
        let example = Example {
            policies,
            ..Example::usual()
        };
        let figures = drawn((KIND.figures)(&tables_with(&example, &rows)));
        assert!(written(&figures[0]).contains("10 policies with more regret not shown."));
    }
}
