//! Which numbers matter most: elementary effects, indices with luck as one of them, what is seen in the runs as they are, and
//! one factor at a time.

use super::Told;
use super::figures::{Scale, share, share_interval};
use super::lead::ranked;
use super::page::{Piece, Table};
use crate::wording::count;
use detente_analyses::Response;
use detente_results::{SensitivityRow, TornadoRow, grouped};

/// An interval of a part as wide as this says nothing.
const NEARLY_ALL: f64 = 0.7;
/// Numbers that are told of one response.
const MOST: usize = 8;

pub(super) fn pieces(told: &Told<'_>) -> Vec<Piece> {
    let mut pieces = Vec::new();
    for response in told.responses() {
        pieces.extend(effects(told, response, MOST));
        pieces.extend(indices(told, response, MOST));
        pieces.extend(tornado(told, response));
        pieces.extend(given_data(told, response));
    }
    if !pieces.is_empty() {
        pieces.insert(0, Piece::heading("What matters most"));
    }
    pieces
}

/// A table under its sentence, and how many rows it leaves out.
fn shown(sentence: String, table: Table, file: &str, most: usize) -> Vec<Piece> {
    if table.rows.is_empty() {
        return Vec::new();
    }
    let (table, more) = table.cut(most);
    let mut pieces = vec![Piece::Text(sentence), Piece::Table(table)];
    if more > 0 {
        pieces.push(Piece::Text(format!("and {} others: {file}", grouped(more as u64))));
    }
    pieces
}

fn bounds(row: &SensitivityRow) -> [f64; 3] {
    [
        row.value,
        row.ci_low.unwrap_or(f64::NAN),
        row.ci_high.unwrap_or(f64::NAN),
    ]
}

/// A part of a variance with its interval, which lies between nothing and all of it; one that may be nearly anything is not
/// known.
fn part([value, low, high]: [f64; 3]) -> String {
    let [value, low, high] = [value, low, high].map(|x| x.clamp(0.0, 1.0));
    match high - low > NEARLY_ALL {
        true => "not known".to_owned(),
        false => share_interval([value, low, high]),
    }
}

/// Whether a number cannot be told from one that does nothing.
fn nothing(row: &SensitivityRow) -> String {
    match row.ci_low {
        Some(low) if low > 0.0 => String::new(),
        _ => "could be nothing".to_owned(),
    }
}

/// Elementary effects on a response: those of so many numbers, the largest first.
pub(crate) fn effects(told: &Told<'_>, response: &Response, most: usize) -> Vec<Piece> {
    let rows = ranked(told, &response.id, "mu_star");
    let Some(first) = rows.first() else { return Vec::new() };
    let scale = Scale::of(response, &response.unit(&told.plan.columns.declared), first.value.abs());
    let of = |row: &SensitivityRow, index: &str| {
        let all = told.done.sensitivity.iter();
        let mut same = all.filter(|r| r.response == row.response && r.factor == row.factor && r.index == index);
        same.next().map_or(f64::NAN, |r| r.value)
    };
    let mut table = Table::new(&["number", "moves it by [95 %]", "upwards", "unevenness", ""]);
    for row in &rows {
        table.rows.push(vec![
            row.factor.clone(),
            scale.with_interval(bounds(row)),
            scale.signed(of(row, "mu")),
            scale.say(of(row, "sigma")),
            nothing(row),
        ]);
    }
    let sentence = format!(
        "{}: how far it moves{}, whichever way, when one number goes through its range; how far upwards on average; and how \
         unevenly, from place to place, because it is no straight line, hangs on other numbers, or is luck.",
        response.title,
        match scale.difference.trim() {
            "" => String::new(),
            unit => format!(", in {unit}"),
        }
    );
    shown(sentence, table, "sensitivity.csv", most)
}

/// Sobol indices of a response: those of so many numbers, luck among them, the largest first.
pub(crate) fn indices(told: &Told<'_>, response: &Response, most: usize) -> Vec<Piece> {
    let rows = ranked(told, &response.id, "S1");
    let of_mean = format!("{}:mean", response.id);
    let find = |name: &str, factor: &str, index: &str| {
        let all = told.done.sensitivity.iter();
        let mut same = all.filter(|r| r.response == name && r.factor == factor && r.index == index);
        same.next().map(bounds)
    };
    let has_means = rows.iter().any(|row| find(&of_mean, &row.factor, "S1").is_some());
    let mut head = vec!["number", "alone, % [95 %]", "with others, % [95 %]"];
    head.extend(has_means.then_some("of the mean, alone, %"));
    let mut table = Table::new(&head);
    for row in &rows {
        let total = find(&response.id, &row.factor, "ST");
        let mut cells = vec![
            row.factor.clone(),
            part(bounds(row)),
            total.map(part).unwrap_or_default(),
        ];
        let mean = find(&of_mean, &row.factor, "S1");
        cells.extend(has_means.then(|| mean.map(part).unwrap_or_default()));
        table.rows.push(cells);
    }
    let of_luck = find(&response.id, "luck", "ST").map_or(f64::NAN, |luck| luck[0].clamp(0.0, 1.0));
    let mut sentence = format!(
        "{}: whoever knew every number and not the luck would still miss {} % of what makes single runs differ (of their \
         variance). What each accounts for alone, and what it has a hand in together with others:",
        response.title,
        share(of_luck)
    );
    let left_out = rows.first().map_or(0, |row| row.left_out);
    if left_out > 0 {
        sentence.push_str(&format!(" {} base rows were left out.", grouped(left_out)));
    }
    shown(sentence, table, "sensitivity.csv", most)
}

/// Others of which nothing is told.
fn shows(n: usize) -> String {
    match n {
        1 => "The other number shows".to_owned(),
        n => format!("The other {} show", crate::wording::number(n)),
    }
}

/// What is seen in points and runs as they are; only of those numbers of which anything is.
fn given_data(told: &Told<'_>, response: &Response) -> Vec<Piece> {
    let mut pieces = Vec::new();
    for (name, of_design, between) in [
        (response.id.clone(), true, "points"),
        (response.id.clone(), false, "single runs of the scenario as it stands"),
        (format!("{}:mean", response.id), false, "the means of sets of inputs"),
    ] {
        let mut rows = ranked(told, &name, "given_data");
        rows.retain(|row| told.is_factor(&row.factor) == of_design);
        let Some(first) = rows.first() else { continue };
        let mut table = Table::new(&["number", "accounts for, % [95 %]"]);
        let told_of = rows.iter().filter(|row| nothing(row).is_empty());
        table
            .rows
            .extend(told_of.map(|row| vec![row.factor.clone(), share_interval(bounds(row))]));
        let nothing_told = table.rows.is_empty();
        // Beside a design the few runs of the scenario as it stands are worth a word only if they say something.
        if nothing_told && !of_design && !told.plan.experiment.factors.is_empty() {
            continue;
        }
        let of_open = match (rows.len() - table.rows.len(), nothing_told) {
            (0, _) => String::new(),
            (n, true) => format!(
                " None of {} shows an effect that {} of them can tell from none.",
                count(n, "number"),
                grouped(first.n)
            ),
            (n, false) => format!(" {} no effect that can be told from none.", shows(n)),
        };
        pieces.push(Piece::Text(format!(
            "{}: the part of the differences between {between} (of their variance) that a number alone accounts for.{of_open}",
            response.title
        )));
        if !nothing_told {
            let (table, more) = table.cut(MOST);
            pieces.push(Piece::Table(table));
            pieces.extend(
                (more > 0).then(|| Piece::Text(format!("and {} others: sensitivity.csv", grouped(more as u64)))),
            );
        }
    }
    pieces
}

/// How far a factor moves a response from where it is, from end to end.
pub(crate) fn reach(row: &TornadoRow) -> f64 {
    row.high.max(0.0) - row.low.min(0.0)
}

fn tornado(told: &Told<'_>, response: &Response) -> Vec<Piece> {
    let mut rows: Vec<&TornadoRow> = told
        .done
        .tornado
        .iter()
        .filter(|row| row.response == response.id)
        .collect();
    rows.sort_by(|a, b| reach(b).total_cmp(&reach(a)));
    let ends = rows.iter().flat_map(|row| [row.low, row.high]);
    let largest = ends.fold(0.0_f64, |most, x| most.max(x.abs()));
    let scale = Scale::of(response, &response.unit(&told.plan.columns.declared), largest);
    let mut table = Table::new(&["factor", "least [95 %]", "at", "most [95 %]", "at"]);
    for row in &rows {
        table.rows.push(vec![
            row.factor.clone(),
            scale.signed_interval([row.low, row.low_ci_low, row.low_ci_high]),
            told.level(&row.factor, &row.low_level),
            scale.signed_interval([row.high, row.high_ci_low, row.high_ci_high]),
            told.level(&row.factor, &row.high_level),
        ]);
    }
    let sentence = format!(
        "{}: how far each factor by itself moves it from the scenario as it stands, under the same luck. What factors do \
         together this cannot show.",
        response.title
    );
    shown(sentence, table, "tornado.csv", MOST)
}
