//! What decided the end, and who: the last event of the talks by whoever brought it about, the commonest first.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use detente_analyses::statistics::wilson;
use detente_results::{OUTCOMES, format_float, grouped, write_records};

use super::cumulative_incidence::INKS;
use super::{Drawing, Figure, Kind};
use crate::axis::{Axis, fixed};
use crate::finding::{of_hundred, percent_within, quoted};
use crate::font::printed;
use crate::labels::{self, count, sentence, words};
use crate::listing::{Listing, Widths, whisker};
use crate::page::{Page, Swatch};
use crate::palette::{Ink, TEXT};
use crate::tables::Tables;

const MOST_ROWS: usize = 12;
/// With fewer runs there is nothing to be told.
const FEWEST_RUNS: u64 = 10;
const WIDTHS: Widths = Widths {
    labels: 58.0,
    numbers: 44.0,
    row: 8.0,
};
/// The actor of an event that nobody brought about.
const NOBODY: &str = "talks";
/// The outcome of a walkout that a leak brought about.
const LEAK: &str = "collapsed_after_leak";
/// Events by which a party ends the talks of its own will.
const OWN_WILL: [&str; 2] = ["walked_out", "vote_lost"];

pub(crate) const KIND: Kind = Kind {
    key: "decided-by",
    question: "Who decides the end?",
    figures: |tables| vec![Figure::only(&KIND, move || draw(tables))],
};

/// What decided so many runs.
struct Decision<'a> {
    outcome: &'a str,
    event: &'a str,
    actor: &'a str,
    issue: Option<&'a str>,
    count: u64,
}

fn draw(tables: &Tables) -> Option<Drawing> {
    let ended = &tables.ended;
    let failed = ended.runs - ended.agreements;
    let mut decisions = decisions(tables);
    // Where all agree nobody has decided against it, and one way to end is no choice of ways.
    if ended.runs < FEWEST_RUNS || failed == 0 || decisions.len() < 2 {
        return None;
    }
    let all = decisions.len();
    let title = title(tables, &decisions, failed);
    decisions.truncate(MOST_ROWS);
    let subtitle = tables.scene(&format!(
        "the last event of the talks and who brought it about, {} of the scenario as it stands.",
        count(ended.runs, "run")
    ));
    let mut page = Page::new(&title, &subtitle);
    page.legend(&legend(&decisions));
    plot(&mut page, tables, &decisions);
    let rest: u64 = ended.decided.values().sum::<u64>() - decisions.iter().map(|decision| decision.count).sum::<u64>();
    let omitted = match all - decisions.len() {
        0 => String::new(),
        rarer => format!(
            " {} with {} not shown.",
            count(rarer as u64, "rarer way"),
            count(rest, "run")
        ),
    };
    let sampled = tables.sampled();
    let whole = if sampled.is_empty() { "all" } else { "these" };
    let caption = format!(
        "Bars: share of {whole} runs; lines: 95 % intervals (Wilson) {}.{omitted}{sampled}",
        tables.left_open()
    );
    Some(Drawing {
        text: text(tables, &subtitle, &decisions),
        title,
        data: data(&decisions, ended.runs),
        sheet: page.close(&caption, &tables.provenance()),
    })
}

/// `event:actor[:issue=option]`; options of one issue count together.
fn decisions(tables: &Tables) -> Vec<Decision<'_>> {
    let mut counts: BTreeMap<(&str, &str, &str, Option<&str>), u64> = BTreeMap::new();
    for ((outcome, by), count) in &tables.ended.decided {
        let mut parts = by.splitn(3, ':');
        let [event, actor] = [parts.next(), parts.next()].map(Option::unwrap_or_default);
        let issue = parts
            .next()
            .and_then(|option| option.split_once('='))
            .map(|(issue, _)| issue);
        *counts.entry((outcome, event, actor, issue)).or_default() += count;
    }
    let decision = |((outcome, event, actor, issue), count)| Decision {
        outcome,
        event,
        actor,
        issue,
        count,
    };
    let mut decisions: Vec<Decision<'_>> = counts.into_iter().map(decision).collect();
    decisions.sort_by_key(|decision| Reverse(decision.count));
    decisions
}

fn said(tables: &Tables, decision: &Decision<'_>) -> String {
    let who = tables.actor(decision.actor);
    let over = decision
        .issue
        .map_or_else(String::new, |issue| format!(" over {}", printed(&words(issue))));
    match (decision.event, decision.actor) {
        ("text_ratified", _) => format!("{who} ratifies, the last to do so"),
        ("vote_lost", _) => format!("{who} rejects it at home"),
        ("walked_out", _) if decision.outcome == LEAK => format!("{who} walks out after a leak"),
        ("walked_out", _) => format!("{who} walks out"),
        ("deadline_passed", _) => "the deadline passes".to_owned(),
        ("talks_deadlocked", NOBODY) => format!("deadlock{over}"),
        ("talks_deadlocked", _) => format!("deadlock{over}, {who} furthest from its aim"),
        (event, NOBODY) => format!("{}{over}", words(event)),
        (event, _) => format!("{}: {who}{over}", words(event)),
    }
}

/// The party that walks out of most talks or rejects their text; where none does, the commonest way.
fn title(tables: &Tables, decisions: &[Decision<'_>], failed: u64) -> String {
    let against = || decisions.iter().filter(|decision| decision.outcome != OUTCOMES[0]);
    let mut by_actor: BTreeMap<&str, u64> = BTreeMap::new();
    for decision in against().filter(|decision| OWN_WILL.contains(&decision.event)) {
        *by_actor.entry(decision.actor).or_default() += decision.count;
    }
    let of = |count: u64| of_hundred(count as f64 / failed as f64);
    // The first of those that are as frequent.
    match by_actor.iter().rev().max_by_key(|(_, count)| **count) {
        Some((actor, count)) => {
            let who = inside_sentence(&tables.actor(actor));
            let most = if by_actor.len() > 1 {
                ", more than any other"
            } else {
                ""
            };
            format!(
                "Of 100 talks without an agreement, {who} walks out of or rejects {}{most}",
                of(*count)
            )
        }
        None => against().next().map_or_else(String::new, |first| {
            format!(
                "Of 100 talks without an agreement, {} end so: {}",
                of(first.count),
                said(tables, first)
            )
        }),
    }
}

/// A name inside a sentence.
fn inside_sentence(name: &str) -> String {
    match name.strip_prefix("The ") {
        Some(rest) => format!("the {rest}"),
        // A comma would part the name from its verb.
        None if name.contains(',') => quoted(name),
        None => name.to_owned(),
    }
}

/// A share of runs with its interval.
fn share(count: u64, runs: u64) -> [f64; 3] {
    let interval = wilson(count, runs);
    [count as f64 / runs as f64, interval.low, interval.high]
}

fn text(tables: &Tables, subtitle: &str, decisions: &[Decision<'_>]) -> String {
    let runs = tables.ended.runs;
    let parts = decisions.iter().map(|decision| {
        let [share, low, high] = share(decision.count, runs);
        format!(
            " {}: {}.",
            sentence(&said(tables, decision)),
            percent_within(share, low, high)
        )
    });
    format!("{subtitle}{}{}", tables.sampled(), parts.collect::<String>())
}

fn data(decisions: &[Decision<'_>], runs: u64) -> Vec<u8> {
    let lines = decisions.iter().map(|decision| {
        let [share, low, high] = share(decision.count, runs);
        vec![
            decision.outcome.to_owned(),
            decision.event.to_owned(),
            decision.actor.to_owned(),
            decision.issue.unwrap_or_default().to_owned(),
            runs.to_string(),
            decision.count.to_string(),
            format_float(share),
            format_float(low),
            format_float(high),
        ]
    });
    let header = [
        "outcome", "event", "actor", "issue", "n", "count", "share", "ci_low", "ci_high",
    ];
    write_records(&header, lines)
}

fn place(outcome: &str) -> usize {
    OUTCOMES.iter().position(|end| *end == outcome).unwrap_or(0)
}

fn legend(decisions: &[Decision<'_>]) -> Vec<(Swatch, Ink, String)> {
    let ends = OUTCOMES.iter().zip(INKS);
    let seen = ends.filter(|(end, _)| decisions.iter().any(|decision| decision.outcome == **end));
    seen.map(|(end, ink)| (Swatch::Block, ink, labels::outcome(end)))
        .collect()
}

fn plot(page: &mut Page, tables: &Tables, decisions: &[Decision<'_>]) {
    let runs = tables.ended.runs;
    let most = decisions
        .iter()
        .map(|decision| share(decision.count, runs)[2])
        .fold(0.01, f64::max);
    let axis = Axis::covering((0.0, 100.0 * most), Listing::plot(WIDTHS), 5);
    let list = Listing::begin(page, WIDTHS, decisions.len(), "runs; % (95 % interval)");
    list.grid(page, &axis);
    for (row, decision) in decisions.iter().enumerate() {
        let [share, low, high] = share(decision.count, runs).map(|share| 100.0 * share);
        let y = list.y(row);
        let ink = INKS[place(decision.outcome)];
        page.sheet
            .block((axis.at(0.0), y - 1.6), (axis.at(share), y + 1.6), ink);
        whisker(&mut page.sheet, &axis, y, (low, high), TEXT);
        let [share, low, high] = [share, low, high].map(|share| fixed(share, 1));
        let numbers = format!("{}; {share} ({low} to {high})", grouped(decision.count));
        list.row(page, row, &sentence(&said(tables, decision)), &numbers);
    }
    list.end(page, &axis, "share of runs (%)");
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::example::Example;
    use crate::figures::checked::{drawn, written};

    fn tables(decided: &[(&str, &str, u64)]) -> Tables {
        let (_home, folder) = Example::usual().folder();
        let mut tables = Tables::read(&folder).unwrap();
        let counts = decided
            .iter()
            .map(|(end, by, n)| (((*end).to_owned(), (*by).to_owned()), *n));
        tables.ended.decided = counts.collect();
        tables.ended.runs = decided.iter().map(|(_, _, n)| n).sum();
        tables.ended.agreements = decided.iter().filter(|row| row.0 == OUTCOMES[0]).map(|row| row.2).sum();
        tables
    }

    #[test]
    fn whoever_ends_most_talks_without_an_agreement_is_in_the_title() {
        let tables = tables(&[
            ("agreement", "text_ratified:south", 313),
            ("walkout", "walked_out:north", 135),
            ("rejected_at_home", "vote_lost:north", 104),
            ("rejected_at_home", "vote_lost:south", 68),
            ("deadlock", "talks_deadlocked:talks:dredging=shared", 57),
            ("deadlock", "talks_deadlocked:talks:dredging=levy", 3),
            ("deadline", "deadline_passed:talks", 320),
        ]);
        let figures = drawn((KIND.figures)(&tables));
        let drawing = &figures[0];
        // 239 of 687.
        assert_eq!(
            drawing.title,
            "Of 100 talks without an agreement, North Port walks out of or rejects 35, more than any other"
        );
        let said = written(drawing);
        for label in [
            "North Port walks out",
            "Deadlock over dredging",
            "60; 6.0 (4.7 to 7.6)",
            "313; 31.3 (28.5 to 34.2)",
        ] {
            assert!(said.contains(label), "{label}: {said}");
        }
        let csv = String::from_utf8(drawing.csv.clone()).unwrap();
        assert!(
            csv.contains("deadlock,talks_deadlocked,talks,dredging,1000,60,0.06,"),
            "{csv}"
        );
    }

    #[test]
    fn where_no_party_ends_any_the_commonest_way_is_told() {
        let tables = tables(&[
            ("agreement", "text_ratified:south", 10),
            ("deadline", "deadline_passed:talks", 30),
        ]);
        let figures = drawn((KIND.figures)(&tables));
        assert_eq!(
            figures[0].title,
            "Of 100 talks without an agreement, 100 end so: the deadline passes"
        );
    }

    #[test]
    fn where_all_agree_or_there_is_one_run_there_is_no_figure() {
        let agreed = [
            ("agreement", "text_ratified:south", 10),
            ("agreement", "text_ratified:north", 30),
        ];
        assert_eq!(drawn((KIND.figures)(&tables(&agreed))).len(), 0);
        assert_eq!(
            drawn((KIND.figures)(&tables(&[("walkout", "walked_out:north", 1)]))).len(),
            0
        );
    }

    #[test]
    fn many_ways_with_long_names_have_room() {
        let ways: Vec<String> = (0..40)
            .map(|way| format!("talks_deadlocked:{}{way}:{}=x", "p".repeat(80), "i".repeat(80)))
            .collect();
        let decided: Vec<_> = ways.iter().map(|way| ("deadlock", &**way, 5)).collect();
        let figures = drawn((KIND.figures)(&tables(&decided)));
        assert!(written(&figures[0]).contains("28 rarer ways with 140 runs not shown."));
    }
}
