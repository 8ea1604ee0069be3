//! Flips: of a hundred talks with the same luck, how many end otherwise under each policy.

use super::{AGREEMENT, agreement};
use crate::source::Source;
use crate::words::{points, share, share_interval};
use serde::Serialize;

/// Policies in the table.
const MOST: usize = 5;

/// Flips under each policy, the largest change of agreement first.
#[derive(Debug, Serialize)]
pub(super) struct Flips {
    /// How agreement is without a policy.
    base: String,
    rows: Vec<Flip>,
    /// Policies that have no room.
    more: usize,
}

/// Those under one policy, of 100 talks.
#[derive(Debug, Serialize)]
struct Flip {
    policy: String,
    agreement: String,
    /// Change of agreement in points; empty where the table of contrasts is not there.
    change: String,
    saved: String,
    lost: String,
    /// All that end otherwise, in whichever way.
    otherwise: String,
}

pub(super) fn of(source: &Source) -> Option<Flips> {
    let base = agreement(source, 0)?;
    let mut rows: Vec<(f64, Flip)> = (1..source.manifest.policies.len() as u64)
        .filter_map(|point| flip(source, point))
        .collect();
    // A stable sort: of equal changes the order of the file stays.
    rows.sort_by(|(a, _), (b, _)| b.total_cmp(a));
    let more = rows.len().saturating_sub(MOST);
    let rows: Vec<Flip> = rows.into_iter().take(MOST).map(|(_, row)| row).collect();
    (!rows.is_empty()).then(|| Flips {
        base: share_interval(base),
        rows,
        more,
    })
}

/// The flips of a policy, and how far it moves agreement.
fn flip(source: &Source, point: u64) -> Option<(f64, Flip)> {
    let pairs = || {
        source
            .transitions
            .iter()
            .filter(|row| row.point == point && row.against == 0)
    };
    let all: u64 = pairs().map(|row| row.count).sum();
    let (id, now) = (
        &source.manifest.policies.get(point as usize)?.id,
        agreement(source, point)?,
    );
    if all == 0 {
        return None;
    }
    let part = |is: &dyn Fn(&str, &str) -> bool| -> String {
        let some: u64 = pairs().filter(|row| is(&row.from, &row.to)).map(|row| row.count).sum();
        share(some as f64 / all as f64)
    };
    let mut contrasts = source.contrasts.iter();
    let change = contrasts.find(|row| row.point == point && row.response == AGREEMENT);
    let row = Flip {
        policy: source.policy(id),
        agreement: share_interval(now),
        change: change
            .map(|row| points([row.estimate, row.ci_low, row.ci_high]))
            .unwrap_or_default(),
        saved: part(&|from, to| from != AGREEMENT && to == AGREEMENT),
        lost: part(&|from, to| from == AGREEMENT && to != AGREEMENT),
        otherwise: part(&|from, to| from != to),
    };
    Some((change.map_or(0.0, |row| row.estimate.abs()), row))
}
