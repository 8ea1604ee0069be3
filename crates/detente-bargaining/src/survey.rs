//! The survey of a bargaining problem: its efficient packages, and what theory says of them above given
//! reservation values. The one place where it is decided what is enumerated and what a large space is measured by.
//!
//! The problem is [reduced](crate::reduction) first. Where few enough packages are left, the frontier is exact.
//! In larger spaces the supported frontier stands in, and the Nash package that a search finds between its points.

use crate::frontier::{pareto_frontier, ranked_frontier};
use crate::reduction::{Reduction, Shape};
use crate::solutions::{distance_to_points, distance_to_polyline, is_rational};
use crate::{Catalogue, Points, Problem, Ranking, Solutions, SupportedFrontier, search_nash_package};

/// A survey, with the memory to make the next one.
#[derive(Clone, Debug, Default)]
pub struct Survey {
    reduction: Reduction,
    /// The packages of the reduced problem, as they were last enumerated, and for which shape.
    enumerated: Option<(Shape, Catalogue)>,
    rankings: Vec<Ranking>,
    supported: SupportedFrontier,
    is_exact: bool,
    tolerances: Vec<f64>,
    /// Efficient packages, or supported ones, in the options of the whole problem.
    points: Points,
}

/// What a survey finds above reservation values.
#[derive(Clone, Debug, PartialEq)]
pub struct Efficient {
    /// The efficient packages that give everybody its reservation value, by falling utility of the first party.
    pub frontier: Points,
    /// What theory names among them; none where there are none.
    pub solutions: Option<Solutions>,
}

impl Survey {
    /// A survey of nothing yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Surveys a problem in the place of the one before. Packages are enumerated where what matters has at most
    /// `most` of them; those that leave somebody below `floor` (one entry per party) are then left out.
    pub fn trace(&mut self, problem: &Problem, most: u128, floor: &[f64]) {
        self.tolerances = problem.tolerances();
        self.points.reset(problem.n_parties(), problem.space().n_issues());
        self.reduction = Reduction::of(problem);
        let Some(shape) = self.reduction.shape() else {
            self.is_exact = true;
            return;
        };
        let is_few = shape.space().n_packages().is_some_and(|n_packages| n_packages <= most);
        self.is_exact = is_few && shape.is_enumerable(problem.n_parties());
        if self.is_exact {
            self.enumerate(floor);
        } else {
            self.sound();
        }
    }

    /// The exact frontier; empty where exclusions refuse every package.
    fn enumerate(&mut self, floor: &[f64]) {
        let Self {
            reduction,
            enumerated,
            rankings,
            tolerances,
            points,
            ..
        } = self;
        let Some(shape) = reduction.shape() else { return };
        if enumerated.as_ref().is_none_or(|(before, _)| before != shape) {
            let catalogue = reduction.with(Catalogue::of_problem).flatten();
            *enumerated = catalogue.ok().map(|catalogue| (shape.clone(), catalogue));
        }
        let Some((_, catalogue)) = enumerated else { return };
        let ranked = reduction.with(|reduced| {
            rankings.resize_with(reduced.n_parties(), Ranking::new);
            let mut rows = rankings.iter_mut().zip(reduced.parties());
            rows.try_for_each(|(ranking, party)| ranking.rebuild(catalogue, party, shape.allowed()))
        });
        if ranked.flatten().is_err() {
            return;
        }
        let views: Vec<&Ranking> = rankings.iter().collect();
        let mut options = vec![0; shape.space().n_issues()];
        for package in ranked_frontier(&views, floor, tolerances) {
            catalogue.write_options(package, &mut options);
            let utilities = views.iter().map(|ranking| ranking.utility(package));
            points.push(utilities, &shape.restored(&options));
        }
    }

    /// The supported frontier.
    fn sound(&mut self) {
        let (supported, reduction) = (&mut self.supported, &self.reduction);
        // Whatever was reduced is a problem.
        let _ = reduction.with(|reduced| supported.trace(reduced));
        let Some(shape) = reduction.shape() else { return };
        let found = supported.points();
        for (index, utilities) in found.iter().enumerate() {
            self.points
                .push(utilities.iter().copied(), &shape.restored(found.package(index)));
        }
    }

    /// Keeps what was found, and lets go of the memory to make the next survey.
    pub fn let_go(&mut self) {
        self.enumerated = None;
        self.rankings = Vec::new();
    }

    /// Whether every package that matters was looked at.
    #[must_use]
    pub fn is_exact(&self) -> bool {
        self.is_exact
    }

    /// Frontier and solutions above these reservation values, one per party, none below the floor.
    #[must_use]
    pub fn above(&self, reservation_values: &[f64]) -> Efficient {
        let rational = |&index: &usize| is_rational(self.points.utilities(index), reservation_values, &self.tolerances);
        let indices: Vec<usize> = (0..self.points.len()).filter(rational).collect();
        let mut frontier = self.points.select(&indices);
        if !self.is_exact
            && let Some(shape) = self.reduction.shape()
        {
            let search = |reduced: &Problem| {
                let found = search_nash_package(reduced, self.supported.points(), reservation_values)?;
                Some((reduced.utilities(&found).collect::<Vec<f64>>(), found))
            };
            if let Ok(Some((utilities, package))) = self.reduction.with(search) {
                frontier.push(utilities, &shape.restored(&package));
            }
            frontier = pareto_frontier(&frontier, &self.tolerances);
        }
        Efficient {
            solutions: Solutions::of(&frontier, reservation_values, &self.tolerances),
            frontier,
        }
    }

    /// The Euclidean distance of a point in utility space from the frontier of an efficient: to its nearest package; in
    /// a space of two parties that was not enumerated, to the line through the supported packages, 0 beyond it.
    #[must_use]
    pub fn distance(&self, efficient: &Efficient, utilities: &[f64]) -> Option<f64> {
        if self.is_exact || utilities.len() != 2 {
            return distance_to_points(&efficient.frontier, utilities);
        }
        let widest = self.tolerances.iter().copied().fold(0.0, f64::max);
        distance_to_polyline(&self.points, utilities, widest)
    }
}
