//! Where in a design that lies all over the ranges agreement is rare, and where frequent: the four quarters of the two factors
//! that account for most. Each setting is one look at its quarter.

use super::Told;
use super::figures::share_interval;
use super::lead::QUESTION;
use super::over_design::policy_of;
use super::page::{Piece, Table};
use detente_analyses::statistics::{Estimate, Sums, mean_interval};
use detente_analyses::{Arrangement, Points};
use detente_lab::plan::Plan;
use detente_results::{Folder, ResultsError, SensitivityRow, SummaryRow, grouped};

/// With fewer settings nothing is said of a quarter.
const FEW_SETTINGS: u64 = 5;

/// A quarter of the design.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Region {
    /// The two factors, and whether it is the upper half of each.
    halves: [(String, bool); 2],
    /// Agreement, over its settings.
    share: Estimate,
    /// How many there are.
    settings: u64,
}

/// The quarters, where agreement is most frequent first; none unless two factors are known to matter.
///
/// # Errors
/// The table of shares is damaged or missing.
pub(super) fn read(plan: &Plan, folder: &Folder, sensitivity: &[SensitivityRow]) -> Result<Vec<Region>, ResultsError> {
    let Some(leading) = leading(plan, sensitivity) else {
        return Ok(Vec::new());
    };
    let mut quarters = [[Sums::default(); 2]; 2];
    for row in folder.rows::<SummaryRow>()? {
        let row = row?;
        if row.outcome != QUESTION || row.n == 0 || policy_of(plan, row.point) != 0 {
            continue;
        }
        let quantiles = plan.quantiles(row.point as usize);
        let upper = leading.map(|(_, factor)| quantiles.get(factor).copied().flatten().map(|q| q >= 0.5));
        if let [Some(first), Some(second)] = upper {
            quarters[usize::from(first)][usize::from(second)].add(row.share);
        }
    }
    let mut regions = Vec::new();
    for (first, second) in [(false, false), (false, true), (true, false), (true, true)] {
        let sums = quarters[usize::from(first)][usize::from(second)];
        if let Some(share) = mean_interval(sums).filter(|_| sums.n >= FEW_SETTINGS) {
            let [(a, _), (b, _)] = leading;
            regions.push(Region {
                halves: [(a.to_owned(), first), (b.to_owned(), second)],
                share,
                settings: sums.n,
            });
        }
    }
    regions.sort_by(|a, b| b.share.value.total_cmp(&a.share.value));
    Ok(regions)
}

/// The two factors of the design that account for most, and their places.
fn leading<'a>(plan: &Plan, sensitivity: &'a [SensitivityRow]) -> Option<[(&'a str, usize); 2]> {
    if plan.arrangement() != Arrangement::AllOver {
        return None;
    }
    let factors = Points::factors(plan);
    let of_question = |row: &&SensitivityRow| row.response == QUESTION && row.index == "given_data";
    let known = sensitivity
        .iter()
        .filter(of_question)
        .filter(|row| row.ci_low > Some(0.0));
    let mut known: Vec<(f64, &str, usize)> = known
        .filter_map(|row| {
            let place = factors.iter().position(|factor| *factor == row.factor)?;
            Some((row.value, row.factor.as_str(), place))
        })
        .collect();
    known.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.2.cmp(&b.2)));
    match known[..] {
        [(_, first, a), (_, second, b), ..] => Some([(first, a), (second, b)]),
        _ => None,
    }
}

pub(super) fn pieces(told: &Told<'_>) -> Vec<Piece> {
    let regions = &told.done.regions;
    if regions.len() < 2 {
        return Vec::new();
    }
    let mut table = Table::new(&["quarter of the design", "agreement, of 100 runs [95 %]", "settings"]);
    for region in regions {
        let half =
            |(factor, upper): &(String, bool)| format!("{} half of {factor}", if *upper { "upper" } else { "lower" });
        let [first, second] = &region.halves;
        table.rows.push(vec![
            format!("{}, {}", half(first), half(second)),
            share_interval([
                region.share.value,
                region.share.interval.low.max(0.0),
                region.share.interval.high.min(1.0),
            ]),
            grouped(region.settings),
        ]);
    }
    vec![Piece::Table(table)]
}
