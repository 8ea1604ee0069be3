//! Trade-off: of the packages that are worth to itself what it aspires to, the one most like the other
//! side's last offer.
//!
//! The aspiration `lo` is the time-dependent one. Its iso-utility surface is taken as the packages with
//! utility from `lo` to `lo + 0.02 * (u_max - max(u_min, r))`, at least the one nearest above `lo`;
//! where they are more than 512, every second, third and so on is looked at. Similarity is weighted by
//! what the others seem to want ([`OpponentModel`]). Of equally similar packages the one worth least to
//! itself is offered, of equal ones the first; before any offer was heard, the one nearest to `lo`.
//!
//! Source: P. Faratin, C. Sierra & N. R. Jennings, Using similarity criteria to make issue trade-offs in
//! automated negotiations, Artificial Intelligence 142 (2002), 205-237.

use super::opponent_model::OpponentModel;
use crate::{Catalogue, Ranking};

/// Width of the iso-utility surface, as a share of the range.
const WIDTH: f64 = 0.02;
/// The most packages that are compared for one offer.
const MOST_COMPARED: usize = 512;

/// The rank to offer: `nearest` is that of the offer without trade-offs at this aspiration.
pub(super) fn offer(
    catalogue: &Catalogue,
    ranking: &Ranking,
    model: &OpponentModel,
    received: Option<u32>,
    level: f64,
    reservation_value: f64,
    nearest: usize,
) -> usize {
    let Some(received) = received else { return nearest };
    let width = WIDTH * (ranking.highest() - ranking.lowest().max(reservation_value)).max(0.0);
    let end = ranking.first_at_least_near(level + width, nearest).max(nearest + 1);
    let stride = (end - nearest).div_ceil(MOST_COMPARED);
    let mut best = (nearest, f64::NEG_INFINITY);
    for rank in (nearest..end).step_by(stride) {
        let similarity = model.similarity(catalogue, ranking.package(rank), received);
        if similarity > best.1 {
            best = (rank, similarity);
        }
    }
    best.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{OutcomeSpace, Preferences};

    /// Two issues of ten options; the party gains .05 per step on either, so that a sum of steps is
    /// an iso-utility line.
    fn line() -> (Catalogue, Ranking, OpponentModel) {
        let space = OutcomeSpace::new(&[10, 10]).unwrap();
        let catalogue = Catalogue::enumerated(&space, |_| true).unwrap();
        let worth: Vec<f64> = (0..20).map(|flat| f64::from(flat % 10) * 0.0625).collect();
        let preferences = Preferences::new(&space, &worth, &[]).unwrap();
        let (mut ranking, mut model) = (Ranking::new(), OpponentModel::default());
        ranking.rebuild(&catalogue, &preferences, &[true; 20]).unwrap();
        model.reset(&catalogue);
        (catalogue, ranking, model)
    }

    #[test]
    fn it_moves_along_its_own_line_towards_the_other() {
        let (catalogue, ranking, mut model) = line();
        let received = catalogue.number(&[3, 0]).unwrap();
        model.hear(&catalogue, received, None);
        let level = 0.75;
        let nearest = ranking.first_at_least(level);
        // Twelve steps in all: the only package of that line with option 3 of the first issue.
        let rank = offer(&catalogue, &ranking, &model, Some(received), level, 0.0, nearest);
        assert_eq!(catalogue.number(&[3, 9]), Some(ranking.package(rank)));
        assert_eq!(ranking.utility_at(rank), 0.75);
        assert_eq!(offer(&catalogue, &ranking, &model, None, level, 0.0, nearest), nearest);
    }

    #[test]
    fn the_top_of_the_range_is_a_surface_of_one() {
        let (catalogue, ranking, mut model) = line();
        let received = catalogue.number(&[3, 0]).unwrap();
        model.hear(&catalogue, received, None);
        assert_eq!(offer(&catalogue, &ranking, &model, Some(received), 1.125, 0.0, 99), 99);
    }
}
