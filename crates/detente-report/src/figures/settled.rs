//! When each point is settled: for each issue the share of all talks in which it stands settled, as time goes by.

use detente_results::{Clock, SettledRow, write_table};

use super::{Drawing, Figure, Kind};
use crate::axis::{Axis, fixed};
use crate::finding::{of_hundred, percent_within, quoted};
use crate::font::printed;
use crate::labels::{count, words};
use crate::listing::{Listing, Widths};
use crate::page::{Page, Swatch};
use crate::palette::{Ink, SERIES, TEXT};
use crate::panel::{HAIR, LINE};
use crate::tables::Tables;

const MOST_ISSUES: usize = 28;
const WIDTHS: Widths = Widths {
    labels: 44.0,
    numbers: 17.0,
    row: 6.6,
};
/// Height of a share of one; as much of the row is left free.
const FULL: f64 = 5.4;
const INK: Ink = SERIES[0];
const FILL: f64 = 0.35;

pub(crate) const KIND: Kind = Kind {
    key: "settled",
    question: "When is each point settled?",
    figures: |tables| vec![Figure::only(&KIND, move || draw(tables))],
};

/// An issue as time goes by; never without rows.
struct Issue<'a> {
    id: &'a str,
    rows: Vec<&'a SettledRow>,
}

impl Issue<'_> {
    fn last(&self) -> &SettledRow {
        self.rows[self.rows.len() - 1]
    }

    /// From when on it stands settled in half of all talks, and never again in fewer.
    fn half(&self) -> Option<&SettledRow> {
        let last_below = self.rows.iter().rposition(|row| 2 * row.count < row.n);
        self.rows.get(last_below.map_or(0, |last| last + 1)).copied()
    }

    fn name(&self) -> String {
        printed(&words(self.id))
    }
}

/// The issues, those that are settled most often first; of those that are as often, the soonest.
fn issues(rows: &[SettledRow]) -> Vec<Issue<'_>> {
    let mut issues: Vec<Issue<'_>> = Vec::new();
    for row in rows {
        match issues.iter_mut().find(|issue| issue.id == row.issue) {
            Some(issue) => issue.rows.push(row),
            None => issues.push(Issue {
                id: &row.issue,
                rows: vec![row],
            }),
        }
    }
    let soon = |issue: &Issue<'_>| issue.half().map_or(f64::INFINITY, |row| row.t);
    issues.sort_by(|a, b| b.last().count.cmp(&a.last().count).then(soon(a).total_cmp(&soon(b))));
    issues
}

/// Whether the issues go the same way: where all are settled by one agreement, each says what the others say.
fn are_alike(issues: &[Issue<'_>]) -> bool {
    let counts = |issue: &Issue<'_>| issue.rows.iter().map(|row| row.count).collect::<Vec<_>>();
    issues.iter().all(|issue| counts(issue) == counts(&issues[0]))
}

fn draw(tables: &Tables) -> Option<Drawing> {
    let mut issues = issues(&tables.settled);
    if issues.is_empty() || are_alike(&issues) {
        return None;
    }
    let title = title(tables, &issues);
    let left_out = issues.len().saturating_sub(MOST_ISSUES);
    issues.drain(..left_out);
    let n = issues[0].last().n;
    let subtitle = tables.scene(&format!(
        "share of {} of the scenario as it stands in which each issue stands settled, as time goes by.",
        count(n, "followed run")
    ));
    let mut page = Page::new(&title, &subtitle);
    page.legend(&[
        (
            Swatch::Block,
            INK.thinned(FILL),
            "share settled: a full row is all talks".to_owned(),
        ),
        (Swatch::Line, TEXT, "from here on in half of the talks".to_owned()),
    ]);
    plot(&mut page, tables, &issues);
    let omitted = match left_out {
        0 => String::new(),
        issues => format!(
            " {} that are settled more often not shown.",
            count(issues as u64, "issue")
        ),
    };
    let caption = format!(
        "Settled: untouched through a session and not named for some meetings, or agreed. A talk that has ended counts as it ended, and an agreement \
         settles every issue, so no talk drops out. What is settled may be opened again. At the right the share at the end.{omitted}"
    );
    Some(Drawing {
        text: text(tables, &issues, &subtitle),
        title,
        data: write_table(
            &issues
                .iter()
                .flat_map(|issue| issue.rows.iter().copied().cloned())
                .collect::<Vec<_>>(),
        ),
        sheet: page.close(&caption, &tables.provenance()),
    })
}

/// What is settled most often and least often.
fn title(tables: &Tables, issues: &[Issue<'_>]) -> String {
    let (first, last) = (&issues[0], &issues[issues.len() - 1]);
    let most = match first.half() {
        Some(row) => format!(
            "Half of the talks have {} settled from {} on",
            quoted(&first.name()),
            tables.moment(row.clock, row.t)
        ),
        None => format!(
            "{} is settled in {} of 100 talks at the end",
            quoted(&first.name()),
            of_hundred(first.last().share)
        ),
    };
    format!(
        "{most}, but {} in only {} of 100 at the end",
        quoted(&last.name()),
        of_hundred(last.last().share)
    )
}

fn text(tables: &Tables, issues: &[Issue<'_>], subtitle: &str) -> String {
    let told = issues.iter().map(|issue| {
        let last = issue.last();
        let half = match issue.half() {
            Some(row) => format!("half of the talks from {} on", tables.moment(row.clock, row.t)),
            None => "not in half of the talks".to_owned(),
        };
        let share = percent_within(last.share, last.ci_low, last.ci_high);
        format!(" {}: {half}, {share} at the end.", issue.name())
    });
    format!("{subtitle}{}", told.collect::<String>())
}

fn plot(page: &mut Page, tables: &Tables, issues: &[Issue<'_>]) {
    let first = issues[0].last();
    let plot = Listing::plot(WIDTHS);
    let (axis, time) = match first.clock {
        Clock::Day => (tables.calendar.axis(first.t, 6), tables.calendar.axis_title()),
        _ => (Axis::until(first.t, 6), "round of the talks".to_owned()),
    };
    let axis = axis.moved(plot);
    let list = Listing::begin(page, WIDTHS, issues.len(), "at the end, %");
    list.grid(page, &axis);
    for (row, issue) in issues.iter().enumerate() {
        let bottom = list.y(row) + FULL / 2.0;
        let at = |row: &SettledRow, share: f64| (axis.at(row.t), bottom - FULL * share);
        // A share holds until the next time.
        let steps = issue
            .rows
            .windows(2)
            .flat_map(|pair| [at(pair[0], pair[0].share), at(pair[1], pair[0].share)]);
        let mut points: Vec<_> = steps.collect();
        points.push(at(issue.last(), issue.last().share));
        let mut area = points.clone();
        area.extend([at(issue.last(), 0.0), at(issue.rows[0], 0.0)]);
        page.sheet.area(area, INK.thinned(FILL));
        page.sheet.line(points, LINE, INK);
        page.sheet
            .line(vec![at(issue.rows[0], 0.0), at(issue.last(), 0.0)], HAIR, INK);
        if let Some(half) = issue.half() {
            page.sheet.line(vec![at(half, 0.0), at(half, 1.0)], LINE, TEXT);
        }
        list.row(page, row, &issue.name(), &fixed(100.0 * issue.last().share, 1));
    }
    list.end(page, &axis, &time);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::example::Example;
    use crate::figures::checked::{data, drawn, tables_with, written};

    fn rows(issue: &str, counts: &[u64]) -> Vec<SettledRow> {
        let row = |(week, count): (usize, &u64)| {
            let share = *count as f64 / 200.0;
            SettledRow {
                point: 0,
                clock: Clock::Day,
                t: 7.0 * week as f64,
                issue: issue.to_owned(),
                n: 200,
                count: *count,
                share,
                ci_low: (share - 0.05).max(0.0),
                ci_high: (share + 0.05).min(1.0),
            }
        };
        counts.iter().enumerate().map(row).collect()
    }

    fn figures(rows: &[SettledRow]) -> Vec<crate::figures::Picture> {
        drawn((KIND.figures)(&tables_with(&Example::usual(), rows)))
    }

    #[test]
    fn the_issues_that_are_settled_most_and_least_often_are_in_the_title() {
        let all = [rows("mud", &[0, 10, 8, 62]), rows("night_hours", &[120, 100, 90, 180])].concat();
        let figures = figures(&all);
        assert_eq!(
            figures[0].title,
            "Half of the talks have “night hours” settled from day 21 on, but “mud” in only 31 of 100 at the end"
        );
        let said = written(&figures[0]);
        for label in ["90.0", "31.0", "night hours", "mud", "200 followed runs"] {
            assert!(said.contains(label), "{label}: {said}");
        }
        let text = &figures[0].text;
        assert!(
            text.contains("mud: not in half of the talks, 31.0 % (26.0 to 36.0) at the end."),
            "{text}"
        );
        let mut drawn: Vec<SettledRow> = data(&figures[0]);
        drawn.sort_by(|a, b| a.issue.cmp(&b.issue));
        assert_eq!(drawn, all, "what is drawn are the rows of the table");
    }

    #[test]
    fn where_all_is_settled_at_once_there_is_nothing_to_see() {
        assert_eq!(
            figures(&[rows("mud", &[0, 5, 9]), rows("toll", &[0, 5, 9])].concat()).len(),
            0
        );
        assert_eq!(figures(&[]).len(), 0);
    }

    #[test]
    fn many_issues_with_long_names_have_room() {
        let all: Vec<SettledRow> = (0..40)
            .flat_map(|at| rows(&format!("{}{at}", "issue_".repeat(13)), &[at, 2 * at, 3 * at]))
            .collect();
        assert!(written(&figures(&all)[0]).contains("12 issues that are settled more often not shown."));
    }

    #[test]
    fn talks_of_one_day_are_told_by_round() {
        let by_round = |mut rows: Vec<SettledRow>| {
            rows.iter_mut()
                .for_each(|row| (row.clock, row.t) = (Clock::Round, row.t / 7.0));
            rows
        };
        let all = [
            by_round(rows("mud", &[0, 10, 20])),
            by_round(rows("toll", &[0, 100, 190])),
        ]
        .concat();
        let figures = figures(&all);
        assert!(
            figures[0].title.contains("“toll” settled from round 1 on"),
            "{}",
            figures[0].title
        );
    }
}
