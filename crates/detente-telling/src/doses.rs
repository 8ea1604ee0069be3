//! What follows when one thing is turned: responses as a table to read and as rows of `doses.csv`.

use detente_lab::doses::{Answer, Response, Verdict};
use detente_results::{DoseRow, grouped};
use std::fmt::Write;

/// The responses as a table: those that moved most first, shares before days and utilities, and last the levers that the
/// scenario does not use.
pub fn told(title: &str, runs: u64, seed: u64, responses: &[Response]) -> String {
    let mut sorted: Vec<&Response> = responses.iter().filter(|r| r.course.is_ok()).collect();
    let size = |r: &Response| r.whole().map_or(-1.0, |whole| whole.estimate.value.abs());
    sorted.sort_by(|a, b| {
        let share = |r: &Response| !r.expected.answer.is_share();
        share(a).cmp(&share(b)).then(size(b).total_cmp(&size(a)))
    });
    let mut text = format!(
        "{title}\n{} runs of each dose, seed {seed}, the same luck; shares in per cent, effects with 95 % intervals\n\n",
        grouped(runs)
    );
    let heading = [
        "lever",
        "answer",
        "doses",
        "at each",
        "from end to end",
        "expected",
        "verdict",
    ];
    let lines: Vec<[String; 7]> = std::iter::once(heading.map(str::to_owned))
        .chain(sorted.iter().map(|r| cells(r)))
        .collect();
    text.push_str(&aligned(&lines));
    idle(&mut text, responses);
    count(&mut text, &sorted);
    text
}

/// A number of an answer: a share in per cent, a utility with three digits, a day.
fn number(response: &Response, x: f64, signed: bool) -> String {
    let (x, digits) = match response.expected.answer {
        Answer::Day => (x, 1),
        Answer::Utility => (x, 3),
        _ => (x * 100.0, 1),
    };
    match signed {
        true => format!("{x:+.digits$}"),
        false => format!("{x:.digits$}"),
    }
}

fn cells(response: &Response) -> [String; 7] {
    let Ok(course) = &response.course else {
        return Default::default();
    };
    let at = |mean: &Option<f64>| mean.map_or_else(|| "none".to_owned(), |mean| number(response, mean, false));
    let means: Vec<String> = course.means.iter().map(at).collect();
    let effect = response.whole().map_or_else(String::new, |whole| {
        let of = |x: f64| number(response, x, true);
        let (value, interval) = (whole.estimate.value, whole.estimate.interval);
        format!("{} [{}, {}]", of(value), of(interval.low), of(interval.high))
    });
    [
        response.name(),
        response.expected.answer.name().to_owned(),
        course.doses.join(", "),
        means.join("  "),
        effect,
        response.expected.sign.symbol().to_owned(),
        course.verdict.name().to_owned(),
    ]
}

/// Lines in columns as wide as their widest cells.
fn aligned(lines: &[[String; 7]]) -> String {
    let width = |k: usize| lines.iter().map(|line| line[k].chars().count()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..7).map(width).collect();
    let mut text = String::new();
    for line in lines {
        let cells: Vec<String> = line
            .iter()
            .zip(&widths)
            .map(|(cell, &w)| format!("{cell:<w$}"))
            .collect();
        let _ = writeln!(text, "{}", cells.join("  ").trim_end());
    }
    text
}

/// The levers that are not used, each once.
fn idle(text: &mut String, responses: &[Response]) {
    let idle = responses.iter().filter_map(|r| Some((r, r.course.as_ref().err()?)));
    let mut lines: Vec<String> = idle
        .map(|(r, why)| format!("  {} ({}): {why}", r.name(), r.expected.answer.name()))
        .collect();
    lines.dedup();
    if !lines.is_empty() {
        let _ = writeln!(text, "\nNot used here:\n{}", lines.join("\n"));
    }
}

fn count(text: &mut String, used: &[&Response]) {
    let of = |verdict: Verdict| used.iter().filter(|r| r.verdict() == Some(verdict)).count();
    let counts = Verdict::ALL.map(|verdict| (of(verdict), verdict.name()));
    let counts: Vec<String> = counts
        .iter()
        .filter(|(n, _)| *n > 0)
        .map(|(n, name)| format!("{n} {name}"))
        .collect();
    if !counts.is_empty() {
        let _ = writeln!(text, "\n{}.", counts.join(", "));
    }
}

/// The responses as rows, one for each dose; a lever that is not used has none.
pub fn rows(responses: &[Response]) -> Vec<DoseRow> {
    let mut rows = Vec::new();
    for response in responses {
        let Ok(course) = &response.course else { continue };
        let doses = course.doses.iter().zip(&course.means).zip(&course.shifts);
        rows.extend(doses.filter_map(|((dose, mean), shift)| {
            let shift = (*shift)?;
            Some(DoseRow {
                lever: response.lever.id.to_owned(),
                party: response.party.clone().unwrap_or_default(),
                answer: response.expected.answer.name().to_owned(),
                dose: dose.clone(),
                mean: (*mean)?,
                n: shift.n,
                estimate: shift.estimate.value,
                ci_low: shift.estimate.interval.low,
                ci_high: shift.estimate.interval.high,
                expected: response.expected.sign.symbol().to_owned(),
                verdict: course.verdict.name().to_owned(),
                source: response.expected.because.to_owned(),
            })
        }));
    }
    rows
}
