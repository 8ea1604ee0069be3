//! Results side by side, told: the answer first, then how each ends, which talks end otherwise, and which numbers of the
//! scenarios are not the same.

use crate::answer::{Piece, Table, end, few, on_terminal, share, share_interval, signed_share};
use crate::wording::{counted, list};
use detente_analyses::compare::{Apart, Comparison, OtherNumber, Side};
use detente_analyses::statistics::Estimate;
use detente_results::{OUTCOMES, grouped};

/// Place of an agreement among the ends.
const AGREEMENT: usize = 0;
/// The policy that changes nothing.
const BASE: &str = "base";
/// Flips and numbers that are told of one comparison.
const MOST: usize = 20;

/// Results under the name that they are told by.
#[derive(Debug, Clone, Copy)]
pub struct Named<'a> {
    /// The folder's name.
    pub name: &'a str,
    /// What lies in it.
    pub side: &'a Side,
}

/// Every folder beside the first.
pub fn told(first: Named<'_>, others: &[Named<'_>]) -> String {
    let mut pieces = vec![Piece::Text(lead(first, others)), Piece::heading("How the talks end")];
    pieces.push(Piece::Table(ends(first, others)));
    for second in others {
        let comparison = Comparison {
            first: first.side,
            second: second.side,
        };
        pieces.push(Piece::heading(&format!("{} beside {}", second.name, first.name)));
        pieces.push(Piece::Text(pairing(&comparison)));
        pieces.push(Piece::Table(differences(&comparison)));
        pieces.extend(flips(&comparison));
        pieces.extend(policies(&comparison));
        pieces.extend(numbers(&comparison, first.name, second.name));
    }
    let names: Vec<&str> = others.iter().map(|other| other.name).collect();
    on_terminal(&format!("{} beside {}", list(&names), first.name), &pieces)
}

/// What agreement is in the first, and by how much it differs in each other.
fn lead(first: Named<'_>, others: &[Named<'_>]) -> String {
    let of = |named: &Named<'_>| Some(share(named.side.share(BASE, AGREEMENT)?.value));
    let Some(here) = of(&first) else {
        return format!("{} holds no run that came to an end.", first.name);
    };
    let mut text = format!(
        "Of 100 runs of the scenario as it stands, {here} end in an agreement in {}.",
        first.name
    );
    for other in others {
        let comparison = Comparison {
            first: first.side,
            second: other.side,
        };
        let said = of(other).zip(comparison.difference(BASE, AGREEMENT));
        text += &match said {
            None => format!(" {} holds no run that came to an end.", other.name),
            Some((there, found)) => format!(
                " In {} it is {there}{}: {}{}.",
                other.name,
                over_pairs(&comparison, first.name),
                points(&found),
                if found.interval.contains(0.0) {
                    ", which could be nothing"
                } else {
                    ""
                }
            ),
        };
    }
    text
}

/// What agreement is over the pairs, where one side has more runs than these.
fn over_pairs(comparison: &Comparison<'_>, first: &str) -> String {
    let pairs = comparison.pairs(BASE).n();
    let sides = [comparison.first, comparison.second];
    match comparison.shares(BASE, AGREEMENT) {
        Some([there, here]) if pairs > 0 && sides.iter().any(|side| side.runs(BASE) > pairs) => format!(
            "; of the {} {}, {} against {} in {first}",
            counted(pairs, "run"),
            match sides.iter().any(|side| side.is_sampled()) {
                true => "whose rows both have kept",
                false => "that both have",
            },
            share(here),
            share(there)
        ),
        _ => String::new(),
    }
}

/// A difference of shares in points, with its interval.
fn points(found: &Estimate) -> String {
    let [value, low, high] = [found.value, found.interval.low, found.interval.high].map(signed_share);
    format!("{value} [{low}, {high}] points")
}

/// A share with its interval, in a hundred.
fn with_interval(found: Estimate) -> String {
    share_interval([found.value, found.interval.low, found.interval.high])
}

fn ends(first: Named<'_>, others: &[Named<'_>]) -> Table {
    let sides = || std::iter::once(&first).chain(others);
    let heads = sides().map(|named| format!("{}, of 100 [95 %]", named.name));
    let mut table = Table {
        head: std::iter::once("end".to_owned()).chain(heads).collect(),
        rows: Vec::new(),
    };
    for (place, outcome) in OUTCOMES.iter().enumerate() {
        let cell = |named: &Named<'_>| named.side.share(BASE, place).map(with_interval).unwrap_or_default();
        table
            .rows
            .push(std::iter::once(noun(outcome)).chain(sides().map(cell)).collect());
    }
    table
}

/// An end without its article.
fn noun(outcome: &str) -> String {
    let end = end(outcome);
    let bare = ["an ", "a ", "the "]
        .iter()
        .find_map(|article| end.strip_prefix(article));
    bare.unwrap_or(end).to_owned()
}

/// Whether runs are paired, and why not.
fn pairing(comparison: &Comparison<'_>) -> String {
    match comparison.apart() {
        None => format!(
            "{} of runs with the same luck and the same inputs: each is compared with its like.",
            counted(comparison.pairs(BASE).n(), "pair")
        ),
        Some(Apart::Scenarios) => format!(
            "These are other talks ({} and {}), so that runs are not paired.",
            comparison.first.manifest.scenario.id, comparison.second.manifest.scenario.id
        ),
        Some(Apart::Seeds) => format!(
            "The seeds are not the same ({} and {}), so that runs are not paired and intervals are wider than they could be.",
            comparison.first.manifest.seed, comparison.second.manifest.seed
        ),
        Some(Apart::Inputs) => format!(
            "{} and {} meet one set of inputs, so that runs are not paired.",
            counted(comparison.first.manifest.luck, "run"),
            counted(comparison.second.manifest.luck, "run")
        ),
    }
}

fn differences(comparison: &Comparison<'_>) -> Table {
    let mut table = Table::new(&["end", "difference in points [95 %]"]);
    for (place, outcome) in OUTCOMES.iter().enumerate() {
        let found = comparison.difference(BASE, place);
        let told = found.map(|found| points(&found).replace(" points", ""));
        table.rows.push(vec![noun(outcome), told.unwrap_or_default()]);
    }
    table
}

/// Which talks end otherwise.
fn flips(comparison: &Comparison<'_>) -> Vec<Piece> {
    let pairs = comparison.pairs(BASE);
    let mut cells: Vec<_> = pairs.cells().filter(|cell| cell.from != cell.to).collect();
    cells.sort_by(|a, b| b.count.cmp(&a.count).then((a.from, a.to).cmp(&(b.from, b.to))));
    if cells.is_empty() {
        return match pairs.n() {
            0 => Vec::new(),
            _ => vec![Piece::Text("Every run ends as its like does.".to_owned())],
        };
    }
    let mut table = Table::new(&["talks that end otherwise", "of 100 [95 %]"]);
    for cell in cells {
        table.rows.push(vec![
            format!("{} instead of {}", end(OUTCOMES[cell.to]), end(OUTCOMES[cell.from])),
            with_interval(cell.share),
        ]);
    }
    let (table, more) = table.cut(MOST);
    let mut pieces = vec![Piece::Table(table)];
    pieces.extend(rest(more));
    pieces
}

fn rest(more: usize) -> Option<Piece> {
    (more > 0).then(|| Piece::Text(format!("and {} more", grouped(more as u64))))
}

/// Agreement under the policies that both have.
fn policies(comparison: &Comparison<'_>) -> Vec<Piece> {
    let of_second: Vec<&str> = comparison.second.policies().collect();
    let shared = comparison.first.policies().skip(1).filter(|id| of_second.contains(id));
    let mut table = Table::new(&[
        "agreement, of 100, under",
        "first [95 %]",
        "second [95 %]",
        "difference in points [95 %]",
    ]);
    for policy in shared {
        let of = |side: &Side| side.share(policy, AGREEMENT).map(with_interval).unwrap_or_default();
        let found = comparison.difference(policy, AGREEMENT);
        table.rows.push(vec![
            policy.to_owned(),
            of(comparison.first),
            of(comparison.second),
            found
                .map(|found| points(&found).replace(" points", ""))
                .unwrap_or_default(),
        ]);
    }
    match table.rows.is_empty() {
        true => Vec::new(),
        false => vec![Piece::Table(table)],
    }
}

/// What is not the same in the scenarios as they stand.
fn numbers(comparison: &Comparison<'_>, first: &str, second: &str) -> Vec<Piece> {
    let numbers = comparison.numbers();
    let same_text = || {
        let of = |side: &Side| -> Vec<String> {
            let inputs = side.manifest.inputs.iter().filter(|input| input.role != "experiment");
            inputs.map(|input| input.hash.clone()).collect()
        };
        of(comparison.first) == of(comparison.second)
    };
    if numbers.is_empty() {
        let text = match same_text() {
            true => "The scenarios are the same.",
            false => "The scenarios have the same numbers; what else they say is not the same: see inputs/ in both.",
        };
        return vec![Piece::Text(text.to_owned())];
    }
    let table = Table {
        head: vec!["number".to_owned(), first.to_owned(), second.to_owned()],
        rows: numbers.iter().map(row).collect(),
    };
    let (table, more) = table.cut(MOST);
    let mut pieces = vec![
        Piece::Text(format!(
            "{} of the scenarios as they stand {} not the same.",
            counted(numbers.len() as u64, "number"),
            if numbers.len() == 1 { "is" } else { "are" }
        )),
        Piece::Table(table),
    ];
    pieces.extend(rest(more));
    pieces
}

fn row(number: &OtherNumber) -> Vec<String> {
    let told = |value: &Option<String>| match value {
        None => "not there".to_owned(),
        Some(text) => text.parse().map_or_else(|_| text.clone(), few),
    };
    let [first, second] = [&number.first, &number.second].map(told);
    vec![number.path.clone(), first, second]
}
