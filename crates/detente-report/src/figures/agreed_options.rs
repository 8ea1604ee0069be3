//! What is agreed: the shares of the options of each issue among the agreements.

use std::cmp::Reverse;

use detente_results::{format_float, grouped, write_records};

use super::{Drawing, Figure, Kind};
use crate::axis::{Axis, fixed};
use crate::finding::{of_hundred, percent, quoted};
use crate::font::{SMALL, printed};
use crate::labels::{count, sentence, words};
use crate::listing::{Listing, Widths};
use crate::page::Page;
use crate::palette::{Ink, WHITE, on_scale};
use crate::panel::LINE;
use crate::sheet::Anchor;
use crate::tables::{AgreedOn, Tables};

const MOST_ISSUES: usize = 28;
/// Options that are told apart; the others stand together at the end.
const MOST_OPTIONS: usize = 5;
/// With fewer agreements there is nothing to be told.
const FEWEST: u64 = 10;
const WIDTHS: Widths = Widths {
    labels: 38.0,
    numbers: 14.0,
    row: 6.6,
};
/// A part of a bar that has room for a cut name.
const LEGIBLE: f64 = 24.0;
/// Half the height of a bar.
const HALF: f64 = 2.3;

pub(crate) const KIND: Kind = Kind {
    key: "agreed-options",
    question: "What is agreed?",
    figures: |tables| vec![Figure::only(&KIND, move || draw(tables))],
};

/// The options of an issue, the commonest first.
struct Issue<'a> {
    id: &'a str,
    options: Vec<(&'a str, u64)>,
    all: u64,
}

impl<'a> Issue<'a> {
    fn of(agreed: &'a AgreedOn) -> Option<Self> {
        let mut options: Vec<(&str, u64)> = agreed.options.iter().map(|(id, count)| (&**id, *count)).collect();
        // The first of those that are as frequent.
        options.sort_by_key(|(_, count)| Reverse(*count));
        let all = options.iter().map(|(_, count)| count).sum();
        (all > 0).then_some(Self {
            id: &agreed.issue,
            options,
            all,
        })
    }

    fn share(&self, count: u64) -> f64 {
        count as f64 / self.all as f64
    }

    /// The commonest option and its share.
    fn first(&self) -> (&'a str, f64) {
        let (id, count) = self.options[0];
        (id, self.share(count))
    }
}

fn draw(tables: &Tables) -> Option<Drawing> {
    let ended = &tables.ended;
    let mut issues: Vec<Issue<'_>> = ended.agreed.iter().filter_map(Issue::of).collect();
    if issues.is_empty() || ended.agreements < FEWEST {
        return None;
    }
    let left_out = issues.len().saturating_sub(MOST_ISSUES);
    keep_the_open(&mut issues);
    let title = title(&issues, ended.agreements);
    let subtitle = tables.scene(&format!(
        "options of each issue among {} of the scenario as it stands, the commonest first.",
        count(ended.agreements, "agreement")
    ));
    let mut page = Page::new(&title, &subtitle);
    plot(&mut page, &issues);
    let omitted = match left_out {
        0 => String::new(),
        issues => format!(
            " {} on which agreements differ less not shown.",
            count(issues as u64, "issue")
        ),
    };
    let caption = format!(
        "Each bar is all agreements. The darker, the commoner; beyond the {MOST_OPTIONS} commonest options of an issue the \
         others stand together in the lightest part. Shares are those of these runs; with other luck they \
         would differ.{omitted}{}",
        tables.sampled()
    );
    Some(Drawing {
        text: text(&(subtitle + &tables.sampled()), &issues),
        title,
        data: data(&issues),
        sheet: page.close(&caption, &tables.provenance()),
    })
}

/// Where not all have room: those on which agreements differ most, in the order of the scenario.
fn keep_the_open(issues: &mut Vec<Issue<'_>>) {
    if issues.len() > MOST_ISSUES {
        let mut shares: Vec<f64> = issues.iter().map(|issue| issue.first().1).collect();
        shares.sort_by(f64::total_cmp);
        let limit = shares[MOST_ISSUES - 1];
        issues.retain(|issue| issue.first().1 <= limit);
        issues.truncate(MOST_ISSUES);
    }
}

/// How far the agreements are the same, and on which issue they differ most.
fn title(issues: &[Issue<'_>], agreements: u64) -> String {
    let open = issues.iter().min_by(|a, b| a.first().1.total_cmp(&b.first().1));
    match open {
        Some(open) if open.options.len() > 1 => {
            let (option, share) = open.first();
            format!(
                "Agreements differ most on {}: {} is in {} of 100",
                printed(&words(open.id)),
                quoted(&printed(&words(option))),
                of_hundred(share)
            )
        }
        _ => format!("All {} agreements choose the same options", grouped(agreements)),
    }
}

fn text(subtitle: &str, issues: &[Issue<'_>]) -> String {
    let parts = issues.iter().map(|issue| {
        let options = issue.options.iter().take(MOST_OPTIONS);
        let options: Vec<String> = options
            .map(|(id, count)| format!("{} {}", printed(&words(id)), percent(issue.share(*count))))
            .collect();
        format!(" {}: {}.", printed(&sentence(issue.id)), options.join(", "))
    });
    format!("{subtitle}{}", parts.collect::<String>())
}

fn data(issues: &[Issue<'_>]) -> Vec<u8> {
    let lines = issues.iter().flat_map(|issue| {
        let line = |(option, count): &(&str, u64)| {
            vec![
                issue.id.to_owned(),
                (*option).to_owned(),
                issue.all.to_string(),
                count.to_string(),
                format_float(issue.share(*count)),
            ]
        };
        issue.options.iter().map(line).collect::<Vec<_>>()
    });
    write_records(&["issue", "option", "n", "count", "share"], lines)
}

/// The colour of the option of a rank: the commonest is the darkest.
fn ink(rank: usize) -> Ink {
    on_scale(0.15 + 0.16 * rank as f64)
}

fn plot(page: &mut Page, issues: &[Issue<'_>]) {
    let axis = Axis::covering((0.0, 100.0), Listing::plot(WIDTHS), 5);
    let list = Listing::begin(page, WIDTHS, issues.len(), "commonest, %");
    list.grid(page, &axis);
    for (row, issue) in issues.iter().enumerate() {
        let y = list.y(row);
        let mut from = 0.0;
        let options = issue.options.iter().take(MOST_OPTIONS).map(|(id, count)| (*id, *count));
        let others: u64 = issue.options.iter().skip(MOST_OPTIONS).map(|(_, count)| count).sum();
        for (rank, (id, count)) in options.chain((others > 0).then_some(("others", others))).enumerate() {
            let to = from + 100.0 * issue.share(count);
            let (left, right) = (axis.at(from), axis.at(to));
            page.sheet.block((left, y - HALF), (right, y + HALF), ink(rank));
            page.sheet
                .line(vec![(right, y - HALF), (right, y + HALF)], 0.5 * LINE, WHITE);
            let said = SMALL.fit(&printed(&words(id)), right - left - 1.0);
            // A cut name must still tell it from the others.
            if said == words(id) || right - left > LEGIBLE {
                let middle = ((left + right) / 2.0, y);
                page.sheet
                    .text_beside(middle, Anchor::Middle, said, SMALL, ink(rank).contrast());
            }
            from = to;
        }
        let (_, share) = issue.first();
        list.row(page, row, &printed(&words(issue.id)), &fixed(100.0 * share, 1));
    }
    list.end(page, &axis, "share of agreements (%)");
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::example::Example;
    use crate::figures::checked::{drawn, written};

    fn tables(issues: &[(&str, &[(&str, u64)])]) -> Tables {
        let (_home, folder) = Example::usual().folder();
        let mut tables = Tables::read(&folder).unwrap();
        let agreed = issues.iter().map(|(issue, options)| AgreedOn {
            issue: (*issue).to_owned(),
            options: options.iter().map(|(id, count)| ((*id).to_owned(), *count)).collect(),
        });
        tables.ended.agreed = agreed.collect();
        let all = issues[0].1.iter().map(|(_, count)| count).sum();
        (tables.ended.runs, tables.ended.agreements) = (1000, all);
        tables
    }

    #[test]
    fn the_issue_on_which_agreements_differ_most_is_in_the_title() {
        let tables = tables(&[
            ("mud", &[("at_sea", 300), ("on_land", 13)]),
            ("night_hours", &[("open", 120), ("closed", 193)]),
        ]);
        let figures = drawn((KIND.figures)(&tables));
        let drawing = &figures[0];
        assert_eq!(
            drawing.title,
            "Agreements differ most on night hours: “closed” is in 62 of 100"
        );
        let said = written(drawing);
        for label in ["at sea", "95.8", "closed", "61.7", "night hours"] {
            assert!(said.contains(label), "{label}: {said}");
        }
        let csv = String::from_utf8(drawing.csv.clone()).unwrap();
        assert!(csv.contains("night_hours,closed,313,193,0.616"), "{csv}");
        assert!(drawing.text.contains("closed 61.7 %, open 38.3 %"), "{}", drawing.text);
    }

    #[test]
    fn where_all_agree_alike_it_is_said_and_few_agreements_are_not_drawn() {
        let figures = drawn((KIND.figures)(&tables(&[("mud", &[("at_sea", 300)])])));
        assert_eq!(figures[0].title, "All 300 agreements choose the same options");
        assert_eq!(drawn((KIND.figures)(&tables(&[("mud", &[("at_sea", 9)])]))).len(), 0);
    }

    #[test]
    fn many_issues_and_options_with_long_names_have_room() {
        let options: Vec<(String, u64)> = (0..30)
            .map(|at| (format!("{}{at}", "option_".repeat(11)), 1 + at))
            .collect();
        let options: Vec<(&str, u64)> = options.iter().map(|(id, count)| (&**id, *count)).collect();
        let ids: Vec<String> = (0..40).map(|at| format!("{}{at}", "issue_".repeat(13))).collect();
        let issues: Vec<(&str, &[(&str, u64)])> = ids.iter().map(|id| (&**id, &options[..])).collect();
        let figures = drawn((KIND.figures)(&tables(&issues)));
        assert!(written(&figures[0]).contains("12 issues on which agreements differ less not shown."));
    }
}
