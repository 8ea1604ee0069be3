//! What a report may say in numbers: the cells of tables, in every way in which they are written, and what is counted or added up
//! from them.

use super::page::numbers;
use crate::common::Table;
use detente_analyses::statistics::quantile;
use detente_results::{Folder, Manifest};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// The ways in which a cell is written.
type Written = BTreeSet<String>;

/// Tables that no sentence tells of one by one: figures do, with tables of their own, and what was assumed.
const LEFT_OUT: [&str; 4] = [
    "runs.csv",
    "trajectories.csv",
    "cumulative_incidence.csv",
    "parameters.csv",
];

/// Of a hundred; intervals of 95 %; p values below .001; nine in 10.
const CONSTANTS: [&str; 4] = ["100", "95", ".001", "10"];

/// Runs that `frontier` shows at most.
const MOST_SHOWN: usize = 2_048;

/// What a party does of its own will to end talks.
const OWN_WILL: [&str; 2] = ["walked_out", "vote_lost"];

/// Of a design, the points that are told of are those where something is most or least.
const EXTREMES: usize = 5;

pub(super) struct Known {
    /// Rows whose cells may stand together as a value with its interval.
    rows: Vec<Vec<Written>>,
    /// Numbers that stand alone.
    alone: Written,
    /// By path, the numbers in the row of a parameter.
    parameters: BTreeMap<String, Written>,
    /// Text in which numbers are part of names.
    names: String,
}

impl Known {
    /// What the tables of a folder hold of its results.
    pub(super) fn of_results(folder: &Path) -> Self {
        let mut known = Self::of_manifest(folder);
        let files = std::fs::read_dir(folder).expect("a folder");
        let files = files.map(|entry| entry.expect("an entry").path());
        let typical = folder.join("transcripts/typical.csv");
        let tables = files.filter(|file| file.extension().is_some_and(|ending| ending == "csv"));
        let is_told = |file: &Path| !LEFT_OUT.iter().any(|name| file.ends_with(name));
        let policies = Folder::open(folder)
            .expect("a results folder")
            .manifest()
            .policies
            .len();
        for file in tables.chain([typical]).filter(|file| is_told(file)) {
            known.add(&told_of(Table::read(&file), policies));
        }
        known.count_days(folder);
        known.half_widths(folder);
        known
    }

    /// What the scenario's numbers are.
    pub(super) fn of_parameters(folder: &Path) -> Self {
        let mut known = Self::of_manifest(folder);
        let parameters = Table::read(&folder.join("parameters.csv"));
        let in_row = |row: &Vec<String>| {
            let text = row.join(" ");
            let numbers = numbers(&text).into_iter();
            let numbers = numbers.map(|(start, end)| text[start..end].replace(',', ""));
            let ways = numbers.flat_map(|n| n.parse().map_or_else(|_| Written::from([n]), written));
            (parameters.cell(row, "path").to_owned(), ways.collect())
        };
        known.parameters = parameters.rows.iter().map(in_row).collect();
        known.count_parameters(&parameters);
        known
    }

    /// What the table of a figure holds.
    pub(super) fn of_figure(folder: &Path, figure: &str) -> Self {
        let mut known = Self::of_manifest(folder);
        let table = Table::read(&folder.join("figures").join(figure).with_extension("csv"));
        known.add(&table);
        match figure {
            "frontier" => known.count_agreements(folder),
            "decided-by" => known.count_deciders(&table),
            "cumulative-incidence" => known.count_quarters(&table),
            _ if figure.starts_with("heat-map") => known.half_widths(folder),
            _ => {}
        }
        known
    }

    fn of_manifest(folder: &Path) -> Self {
        let folder = Folder::open(folder).expect("a results folder");
        let manifest: &Manifest = folder.manifest();
        let policies = manifest.policies.len() as u64;
        let counts = [
            manifest.runs,
            manifest.replicates,
            manifest.points,
            manifest.luck,
            manifest.points - policies,
        ];
        let mut known = Self {
            rows: Vec::new(),
            alone: CONSTANTS.map(str::to_owned).into(),
            parameters: BTreeMap::new(),
            names: String::from_utf8(manifest.to_json()).expect("JSON is UTF-8"),
        };
        known.alone.extend(counts.map(|n| n.to_string()));
        let path = folder.file("transitions.csv");
        if path.is_file() {
            known.add_up_flips(&Table::read(&path));
        }
        known
    }

    fn add(&mut self, table: &Table) {
        for row in &table.rows {
            let cells: Vec<Written> = row.iter().filter_map(|cell| cell.parse().ok()).map(written).collect();
            self.row(cells);
        }
    }

    fn row(&mut self, cells: Vec<Written>) {
        self.alone.extend(cells.iter().flatten().cloned());
        self.rows.push(cells);
    }

    /// Talks saved, lost, and ended otherwise under a policy, in a hundred: as they are, and as squares.
    fn add_up_flips(&mut self, flips: &Table) {
        let mut of_point: BTreeMap<&str, Vec<([&str; 2], f64)>> = BTreeMap::new();
        for row in &flips.rows {
            let ends = ["from", "to"].map(|column| flips.cell(row, column));
            let share: f64 = flips.cell(row, "share").parse().expect("a share");
            of_point
                .entry(flips.cell(row, "point"))
                .or_default()
                .push((ends, share));
        }
        for pairs in of_point.values() {
            let squares = in_squares(pairs);
            let kinds: [fn(&[&str; 2]) -> bool; 3] = [
                |[from, to]| *from != "agreement" && *to == "agreement",
                |[from, to]| *from == "agreement" && *to != "agreement",
                |[from, to]| from != to,
            ];
            for is in kinds {
                let met = || pairs.iter().zip(&squares).filter(|((ends, _), _)| is(ends));
                let sum: f64 = met().map(|((_, share), _)| share).sum();
                let squares: f64 = met().map(|(_, squares)| squares).sum();
                self.alone.extend([
                    format!("{:.1}", 100.0 * sum),
                    format!("{:.0}", 100.0 * sum),
                    squares.to_string(),
                ]);
            }
        }
    }

    /// How many numbers there are of each kind, with evidence and without, drawn and not.
    fn count_parameters(&mut self, parameters: &Table) {
        let all = parameters.rows.len();
        let count = |is: &dyn Fn(&[String]) -> bool| parameters.rows.iter().filter(|row| is(row)).count();
        let with_evidence = count(&|row| !parameters.cell(row, "evidence").is_empty());
        let drawn = count(&|row| parameters.cell(row, "value").contains('['));
        let mut kinds: BTreeMap<&str, usize> = BTreeMap::new();
        for row in &parameters.rows {
            let is_told_above =
                !parameters.cell(row, "evidence").is_empty() || parameters.cell(row, "value").contains('[');
            let kind = parameters.cell(row, "path").split('.').next().unwrap_or_default();
            *kinds.entry(kind).or_default() += usize::from(!is_told_above);
        }
        let counts = [all, with_evidence, all - with_evidence, drawn]
            .into_iter()
            .chain(kinds.into_values());
        self.alone.extend(counts.map(|n| n.to_string()));
    }

    /// By point and end, the median day with its quartiles.
    fn count_days(&mut self, folder: &Path) {
        let runs = Table::read(&folder.join("runs.csv"));
        let mut days: BTreeMap<[&str; 2], Vec<f64>> = BTreeMap::new();
        for row in &runs.rows {
            if let Ok(day) = runs.cell(row, "end_day").parse() {
                days.entry(["point", "outcome"].map(|column| runs.cell(row, column)))
                    .or_default()
                    .push(day);
            }
        }
        for mut days in days.into_values() {
            days.sort_by(f64::total_cmp);
            self.row([0.5, 0.25, 0.75].map(|share| written(quantile(&days, share))).into());
        }
    }

    /// Agreements of the scenario as it stands, among all its runs and among those that are shown.
    fn count_agreements(&mut self, folder: &Path) {
        let runs = Table::read(&folder.join("runs.csv"));
        let of_base: Vec<&Vec<String>> = runs.of_point(0).collect();
        for shown in [of_base.len(), of_base.len().min(MOST_SHOWN)] {
            let agreed = of_base[..shown]
                .iter()
                .filter(|row| runs.cell(row, "outcome") == "agreement");
            self.alone.extend([shown, agreed.count()].map(|n| n.to_string()));
        }
        let table = Table::read(&folder.join("figures/frontier.csv"));
        let packages = table.rows.iter().filter(|row| !table.cell(row, "count").is_empty());
        self.alone.insert(packages.count().to_string());
    }

    /// Of a hundred talks without an agreement, those that each party has walked out of or voted down, and all that it has ended.
    fn count_deciders(&mut self, table: &Table) {
        let mut by: BTreeMap<(&str, bool), f64> = BTreeMap::new();
        let count = |row: &[String]| -> f64 { table.cell(row, "count").parse().expect("a count") };
        let failed = || {
            table
                .rows
                .iter()
                .filter(|row| table.cell(row, "outcome") != "agreement")
        };
        let all: f64 = failed().map(|row| count(row)).sum();
        for row in failed() {
            let is_own_will = OWN_WILL.contains(&table.cell(row, "event"));
            for own in [false, is_own_will] {
                *by.entry((table.cell(row, "actor"), own)).or_default() += count(row);
            }
        }
        self.alone
            .extend(by.into_values().map(|n| format!("{:.0}", 100.0 * n / all)));
    }

    /// The days after each quarter of the time until the last talk has ended.
    fn count_quarters(&mut self, table: &Table) {
        let days = table
            .rows
            .iter()
            .map(|row| table.cell(row, "day").parse::<f64>().expect("a day"));
        let last = days.fold(0.0, f64::max);
        self.alone
            .extend([1.0, 2.0, 3.0].map(|k| format!("{:.0}", (last * k / 4.0).round())));
    }

    /// The widest interval of a share, as so much to either side.
    fn half_widths(&mut self, folder: &Path) {
        let summary = Table::read(&folder.join("summary.csv"));
        let bound = |row: &[String], name: &str| -> f64 { summary.cell(row, name).parse().expect("a bound") };
        let halves = summary
            .rows
            .iter()
            .map(|row| (bound(row, "ci_high") - bound(row, "ci_low")) / 2.0);
        self.alone.insert(format!("{:.1}", 100.0 * halves.fold(0.0, f64::max)));
    }

    /// The numbers of a text that are not known: a value with its interval as cells of one row.
    pub(super) fn unknown(&self, said: &str) -> Vec<String> {
        let places = numbers(said);
        let number = |k: usize| said[places[k].0..places[k].1].replace(',', "");
        let first = said.split(' ').next().unwrap_or_default();
        if let Some(row) = self.parameters.get(first) {
            return (0..places.len()).map(number).filter(|n| !row.contains(n)).collect();
        }
        let apart = |k: usize| said[places[k].1..places[k + 1].0].trim_matches(['+', '-', '\u{2212}']);
        let mut unknown = Vec::new();
        let mut k = 0;
        while k < places.len() {
            let opens = |k: usize| matches!(apart(k), " [" | " % [" | " (" | " % (");
            let is_interval = k + 2 < places.len() && opens(k) && matches!(apart(k + 1), ", " | " to ");
            if is_interval && said[places[k + 2].1..].starts_with([']', ')']) {
                let three = [number(k), number(k + 1), number(k + 2)];
                let holds = |row: &Vec<Written>| three.iter().all(|n| row.iter().any(|cell| cell.contains(n)));
                if !self.rows.iter().any(holds) {
                    unknown.push(three.join(" "));
                }
                k += 3;
                continue;
            }
            if !self.alone.contains(&number(k)) && !self.is_of_name(&said[places[k].0..places[k].1]) {
                unknown.push(number(k));
            }
            k += 1;
        }
        unknown
    }

    /// Whether a number stands by itself in a name, a title or a source.
    fn is_of_name(&self, number: &str) -> bool {
        let is_of_number = |c: char| c.is_ascii_digit() || c == '.';
        self.names.match_indices(number).any(|(at, _)| {
            !self.names[..at].ends_with(is_of_number)
                && !self.names[at + number.len()..].starts_with(|c: char| c.is_ascii_digit())
        })
    }
}

/// The rows of a table of points that are told of: the scenario as it stands and the policies, and the extremes of each response
/// or end.
fn told_of(mut table: Table, policies: usize) -> Table {
    let place = |names: &[&str]| {
        names
            .iter()
            .find_map(|name| table.header.iter().position(|h| h == name))
    };
    let (Some(point), false) = (place(&["point"]), place(&["from", "kind"]).is_some()) else {
        return table;
    };
    let is_policy = |row: &Vec<String>| row[point].parse::<usize>().is_ok_and(|n| n < policies);
    let [of, value] = [place(&["response", "outcome"]), place(&["mean", "share", "estimate"])];
    let mut told: Vec<Vec<String>> = table.rows.iter().filter(|row| is_policy(row)).cloned().collect();
    if let (Some(of), Some(value)) = (of, value) {
        let mut groups: BTreeMap<&str, Vec<&Vec<String>>> = BTreeMap::new();
        table
            .rows
            .iter()
            .for_each(|row| groups.entry(&row[of]).or_default().push(row));
        for group in groups.values_mut() {
            let number = |row: &Vec<String>| row[value].parse().unwrap_or(f64::NAN);
            group.sort_by(|a, b| number(a).total_cmp(&number(b)));
            let ends = group.iter().take(EXTREMES).chain(group.iter().rev().take(EXTREMES));
            told.extend(ends.map(|row| (*row).clone()));
        }
    }
    table.rows = told;
    table
}

/// Whole numbers that sum to a hundred: those cut off most get one more.
fn in_squares(pairs: &[([&str; 2], f64)]) -> Vec<f64> {
    let mut squares: Vec<f64> = pairs.iter().map(|(_, share)| (100.0 * share).floor()).collect();
    let cut_off = |k: usize| (100.0 * pairs[k].1).fract();
    let mut places: Vec<usize> = (0..pairs.len()).collect();
    places.sort_by(|&a, &b| cut_off(b).total_cmp(&cut_off(a)));
    let left = 100.0 - squares.iter().sum::<f64>();
    places
        .iter()
        .take(left.max(0.0) as usize)
        .for_each(|&k| squares[k] += 1.0);
    squares
}

/// As it is, in a hundred, and with few decimals, each with and without what says nothing.
fn written(x: f64) -> Written {
    let x = x.abs();
    let mut ways = Written::from([x.to_string(), format!("{:.1}", 100.0 * x), format!("{:.0}", 100.0 * x)]);
    for decimals in 0..4 {
        let text = format!("{x:.decimals$}");
        let short = text.trim_end_matches('0').trim_end_matches('.');
        ways.extend(
            [text.strip_prefix('0'), Some(short), Some(&text)]
                .into_iter()
                .flatten()
                .map(str::to_owned),
        );
    }
    ways
}
