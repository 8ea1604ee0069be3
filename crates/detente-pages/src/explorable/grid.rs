//! Whether an experiment is a grid that a page can hold, and which point lies where in it.

use super::Unexplorable;
use detente_results::{DesignRow, DesignTable, FactorLevel, Folder, Manifest, grouped};
use serde::Serialize;

/// Sliders that somebody can still keep in mind.
const MOST_FACTORS: usize = 4;

/// Points that a file to be mailed may hold.
const MOST_POINTS: u64 = 2_500;

/// The factors, and the points of all their combinations.
pub(super) struct Grid {
    /// In the order of the design's columns.
    pub(super) factors: Vec<Factor>,
    /// The points by setting, then policy; the last factor moves first.
    pub(super) points: Vec<i32>,
}

/// A factor as it is shown.
#[derive(Serialize)]
pub(super) struct Factor {
    id: String,
    unit: String,
    /// What it moves.
    path: String,
    /// What a level does to what is there, `add` or `scale`; where nothing is said, it takes its place.
    operation: Option<String>,
    /// Numbers in order, words as they are written.
    levels: Vec<String>,
    /// Whether its levels are words, which have no order.
    words: bool,
}

fn no(why: impl Into<String>) -> Unexplorable {
    Unexplorable::Design(why.into())
}

impl Grid {
    pub(super) fn of(folder: &Folder) -> Result<Self, Unexplorable> {
        let manifest = folder.manifest();
        let n = manifest.factors.len();
        if n == 0 || manifest.factors.iter().any(|factor| factor.levels.is_empty()) {
            return Err(no(
                "its experiment varies nothing over levels; expected a design `grid` with factors that have levels",
            ));
        }
        if n > MOST_FACTORS {
            let most = format!("at most {MOST_FACTORS} in a page that somebody can play with");
            return Err(no(format!("its experiment has {n} factors; expected {most}")));
        }
        if manifest.points > MOST_POINTS {
            let [found, most] = [manifest.points, MOST_POINTS].map(grouped);
            return Err(no(format!(
                "its experiment has {found} points; expected at most {most}"
            )));
        }
        let levels: Vec<Vec<FactorLevel>> = manifest.factors.iter().map(|factor| in_order(&factor.levels)).collect();
        let points = points(manifest, &folder.design()?, &levels)?;
        let factors = manifest.factors.iter().zip(&levels).map(|(factor, levels)| Factor {
            id: factor.id.clone(),
            unit: factor.unit.clone(),
            path: factor.path.clone(),
            operation: factor.operation.clone(),
            levels: levels.iter().map(ToString::to_string).collect(),
            words: levels.iter().any(|level| level.number().is_none()),
        });
        Ok(Self {
            factors: factors.collect(),
            points,
        })
    }
}

/// Numbers from low to high, as a slider has them.
fn in_order(levels: &[FactorLevel]) -> Vec<FactorLevel> {
    let mut levels = levels.to_vec();
    levels.sort_by(|a, b| match (a.number(), b.number()) {
        (Some(a), Some(b)) => a.total_cmp(&b),
        _ => std::cmp::Ordering::Equal,
    });
    levels
}

/// The points of all combinations; an error unless every combination is there once, and nothing else but the scenario as it
/// stands under each policy, which comes first.
fn points(manifest: &Manifest, design: &DesignTable, levels: &[Vec<FactorLevel>]) -> Result<Vec<i32>, Unexplorable> {
    let policies = manifest.policies.len();
    let settings: usize = levels.iter().map(Vec::len).product();
    let whole = || {
        no(
            "its points are not all combinations of all levels; expected a design `grid` whose factors move one by one, \
            without constraints",
        )
    };
    if design.rows.len() != (settings + 1) * policies || manifest.points != design.rows.len() as u64 {
        return Err(whole());
    }
    let mut points = vec![None; settings * policies];
    for (place, row) in design.rows.iter().enumerate() {
        let policy = manifest.policies.iter().position(|policy| policy.id == row.policy);
        let policy = policy.filter(|_| row.point == place as u64).ok_or_else(whole)?;
        if place < policies {
            let as_it_stands = row.levels.iter().all(|level| *level == FactorLevel::AsIs);
            if place != policy || !as_it_stands {
                return Err(whole());
            }
            continue;
        }
        let setting = setting(row, levels).ok_or_else(whole)?;
        points[setting * policies + policy] = i32::try_from(place).ok();
    }
    points.into_iter().collect::<Option<_>>().ok_or_else(whole)
}

/// The number of a combination.
fn setting(row: &DesignRow, levels: &[Vec<FactorLevel>]) -> Option<usize> {
    row.levels.iter().zip(levels).try_fold(0, |number, (level, of_factor)| {
        let place = of_factor.iter().position(|known| known == level)?;
        Some(number * of_factor.len() + place)
    })
}
