//! The bargaining situation before any luck: the packages, the frontier, the solutions that theory names, and how tight it
//! is for those who sign. All numbers at the middle of their distributions.
//!
//! Spaces that can be enumerated are solved exactly. In larger ones the *supported* frontier stands in, the packages that
//! are best for some weights of the parties; the answer says which it is. Win-sets at home are not counted here: they
//! move with the talks.

use crate::numbers::Numbers;
use detente_bargaining::{
    Catalogue, Exclusion, Linkage, OutcomeSpace, Points, Preferences, Problem, Ranking, Solution, SupportedFrontier,
    Zone, egalitarian, ideal, kalai_smorodinsky, maximum_relative_welfare, maximum_welfare, opposition, position_value,
    reference_points, scale_to_unit, search_nash_package, tightness, zone,
};
use detente_core::terms::{LinkageTerms, OptionTerms, PartyTerms, StakeTerms, StanceTerms};
use detente_core::{Model, Registry};

/// The disputants' preferences over packages.
#[derive(Debug)]
pub struct Situation {
    /// The parties that sign, as rows of the model.
    pub disputants: Vec<usize>,
    /// Their reservation values.
    pub reservation_values: Vec<f64>,
    space: OutcomeSpace,
    worths: Vec<Vec<f64>>,
    linkages: Vec<Vec<Linkage>>,
    exclusions: Vec<Exclusion>,
    /// By flat option: nobody's red line.
    allowed: Vec<bool>,
}

/// A package with what it is worth to each disputant.
#[derive(Debug, Clone, PartialEq)]
pub struct Settlement {
    /// Utilities of the disputants.
    pub utilities: Vec<f64>,
    /// The option of each issue, as flat indices.
    pub package: Vec<usize>,
}

/// What theory says of a situation.
#[derive(Debug, Clone, PartialEq)]
pub struct Solved {
    /// Whether the frontier holds every efficient package, or the supported ones only.
    pub exact: bool,
    /// Each disputant's least and greatest utility over packages without red lines.
    pub ranges: Vec<[f64; 2]>,
    /// How tight it is for each disputant; none where the egalitarian level is not above 0.
    pub tightness: Vec<Option<f64>>,
    /// Whether some package gives every disputant its reservation value; unknown in some large spaces.
    pub zone: Option<bool>,
    /// Share of packages that give every disputant more than its reservation value; of enumerated spaces only.
    pub rational_fraction: Option<f64>,
    /// The efficient packages that give every disputant its reservation value, by falling utility of the first.
    pub frontier: Vec<Settlement>,
    /// Greatest product of surpluses.
    pub nash: Vec<Settlement>,
    /// Most equal shares of the greatest possible gains.
    pub kalai_smorodinsky: Vec<Settlement>,
    /// Greatest least surplus.
    pub egalitarian: Vec<Settlement>,
    /// Greatest sum of utilities.
    pub maximum_welfare: Vec<Settlement>,
    /// Greatest sum of shares of the greatest possible gains.
    pub maximum_relative_welfare: Vec<Settlement>,
    /// Least distance of a package from everybody's ideal, each utility as a share of its greatest.
    pub opposition: Option<f64>,
}

impl Situation {
    /// The situation of a model; none where there is nothing to bargain over.
    pub fn typical(model: &Model, registry: &Registry) -> Option<Self> {
        let numbers = Numbers::typical(model);
        let tables = Tables::of(model, registry, &numbers);
        let disputants: Vec<usize> = model.disputants().collect();
        let sizes: Vec<usize> = model.issues.iter().map(|issue| issue.options.len()).collect();
        let space = OutcomeSpace::new(&sizes).ok()?;
        let views = disputants.iter().map(|&p| tables.view(model, &space, p));
        let (worths, linkages) = views.collect::<Option<Vec<_>>>()?.into_iter().unzip();
        let refused = |option: usize| disputants.iter().any(|&p| model.parties[p].red_lines.contains(&option));
        let open = |option: usize| tables.options[option].off_table < 0.5 && !refused(option);
        Some(Self {
            reservation_values: disputants
                .iter()
                .map(|&p| tables.parties[p].reservation_value)
                .collect(),
            worths,
            linkages,
            exclusions: model.exclusions.iter().map(exclusion).collect(),
            allowed: (0..model.options.len()).map(open).collect(),
            space,
            disputants,
        })
    }

    /// Number of packages; a float, as there may be more than integers count.
    pub fn n_packages(&self) -> f64 {
        (0..self.space.n_issues())
            .map(|issue| self.space.options(issue).len() as f64)
            .product()
    }

    /// What a package is worth to each disputant; `options` holds a flat index for each issue, in order. None where these
    /// are no package.
    pub fn utilities(&self, options: &[usize]) -> Option<Vec<f64>> {
        let package: Vec<u16> = options
            .iter()
            .map(|&flat| (flat < self.space.n_flat()).then(|| self.space.issue_and_option(flat).1))
            .collect::<Option<_>>()?;
        if !self.space.contains(&package) {
            return None;
        }
        Some(self.preferences()?.iter().map(|p| p.utility(&package)).collect())
    }

    fn preferences(&self) -> Option<Vec<Preferences<'_>>> {
        let tables = self.worths.iter().zip(&self.linkages);
        tables
            .map(|(worth, links)| Preferences::new(&self.space, worth, links).ok())
            .collect()
    }

    /// How tight it is for each disputant: `rho = r / e*`, e* the egalitarian level without red-line options. None where
    /// nothing can be agreed.
    pub fn tightness(&self) -> Option<Vec<Option<f64>>> {
        let preferences = self.preferences()?;
        let problem = Problem::new(&self.space, &preferences, &self.exclusions, &self.allowed).ok()?;
        let mut frontier = SupportedFrontier::new();
        frontier.trace(&problem);
        self.tightness_over(&frontier)
    }

    fn tightness_over(&self, frontier: &SupportedFrontier) -> Option<Vec<Option<f64>>> {
        let level = frontier.egalitarian_level(&vec![0.0; self.disputants.len()])?;
        Some(self.reservation_values.iter().map(|&r| tightness(r, level)).collect())
    }

    /// Frontier and solutions; none where no package is allowed.
    pub fn solve(&self) -> Option<Solved> {
        let preferences = self.preferences()?;
        let problem = Problem::new(&self.space, &preferences, &self.exclusions, &self.allowed).ok()?;
        let mut frontier = SupportedFrontier::new();
        frontier.trace(&problem);
        let tightness = self
            .tightness_over(&frontier)
            .unwrap_or_else(|| vec![None; self.disputants.len()]);
        if self.space.is_enumerable() {
            self.enumerated(&problem, tightness)
        } else {
            Some(self.supported(&problem, &frontier, tightness))
        }
    }

    fn enumerated(&self, problem: &Problem<'_>, tightness: Vec<Option<f64>>) -> Option<Solved> {
        let catalogue = Catalogue::of_problem(problem).ok()?;
        let mut rankings = vec![Ranking::new(); problem.n_parties()];
        for (ranking, preferences) in rankings.iter_mut().zip(problem.parties()) {
            ranking.rebuild(&catalogue, preferences, &self.allowed).ok()?;
        }
        let views: Vec<&Ranking> = rankings.iter().collect();
        let found = reference_points(&catalogue, &views, &self.reservation_values);
        let of = |solution: &Option<Solution>| self.settlements(&found.frontier, solution.as_ref());
        Some(Solved {
            exact: true,
            ranges: rankings.iter().map(|r| [r.lowest(), r.highest()]).collect(),
            tightness,
            zone: Some(!found.frontier.is_empty()),
            rational_fraction: Some(found.rational_fraction),
            nash: of(&found.nash),
            kalai_smorodinsky: of(&found.kalai_smorodinsky),
            egalitarian: of(&found.egalitarian),
            maximum_welfare: of(&found.maximum_welfare),
            maximum_relative_welfare: of(&found.maximum_relative_welfare),
            opposition: found.opposition,
            frontier: (0..found.frontier.len())
                .map(|k| self.settlement(&found.frontier, k))
                .collect(),
        })
    }

    fn supported(&self, problem: &Problem<'_>, frontier: &SupportedFrontier, tightness: Vec<Option<f64>>) -> Solved {
        let (points, r) = (frontier.points(), &self.reservation_values);
        let bounds: Vec<[f64; 2]> = problem
            .parties()
            .iter()
            .map(Preferences::bounds)
            .map(|b| [b.lowest, b.highest])
            .collect();
        let ideal = ideal(points, r);
        let nash = search_nash_package(problem, points, r).map(|found| Settlement {
            utilities: found.utilities,
            package: self.space.flat_options(&found.package).collect(),
        });
        let shares = ideal.as_ref().and_then(|ideal| kalai_smorodinsky(points, r, ideal));
        let relative = ideal
            .as_ref()
            .and_then(|ideal| maximum_relative_welfare(points, r, ideal));
        let rational = |k: &usize| points.utilities(*k).iter().zip(r).all(|(u, r)| u >= r);
        Solved {
            exact: false,
            ranges: bounds,
            tightness,
            zone: match zone(problem, frontier, r) {
                Zone::Empty => Some(false),
                Zone::Holds(_) => Some(true),
                Zone::Unknown => None,
            },
            rational_fraction: None,
            nash: nash.into_iter().collect(),
            kalai_smorodinsky: self.settlements(points, shares.as_ref()),
            egalitarian: self.settlements(points, egalitarian(points, r).as_ref()),
            maximum_welfare: self.settlements(points, maximum_welfare(points, r).as_ref()),
            maximum_relative_welfare: self.settlements(points, relative.as_ref()),
            opposition: ideal.as_ref().and_then(|ideal| opposition(points, r, ideal)),
            frontier: (0..points.len())
                .filter(rational)
                .map(|k| self.settlement(points, k))
                .collect(),
        }
    }

    fn settlements(&self, points: &Points, solution: Option<&Solution>) -> Vec<Settlement> {
        let indices = solution.map(|s| s.points.as_slice()).unwrap_or_default();
        indices.iter().map(|&index| self.settlement(points, index)).collect()
    }

    fn settlement(&self, points: &Points, index: usize) -> Settlement {
        Settlement {
            utilities: points.utilities(index).to_vec(),
            package: self.space.flat_options(points.package(index)).collect(),
        }
    }
}

/// What options add to each party's utility, by flat option, and what linkages add, on the scale of the model, with these
/// numbers; one entry per party, in file order. None where there is nothing to bargain over.
pub fn worths(model: &Model, registry: &Registry, numbers: &Numbers) -> Option<Vec<(Vec<f64>, Vec<Linkage>)>> {
    let tables = Tables::of(model, registry, numbers);
    let sizes: Vec<usize> = model.issues.iter().map(|issue| issue.options.len()).collect();
    let space = OutcomeSpace::new(&sizes).ok()?;
    (0..model.parties.len())
        .map(|p| tables.view(model, &space, p))
        .collect()
}

fn exclusion(spec: &detente_core::ExclusionSpec) -> Exclusion {
    Exclusion {
        options: spec.options.clone(),
    }
}

/// The numbers that utilities are made of.
struct Tables {
    parties: Vec<PartyTerms>,
    stakes: Vec<StakeTerms>,
    stances: Vec<StanceTerms>,
    options: Vec<OptionTerms>,
    linkages: Vec<LinkageTerms>,
}

impl Tables {
    fn of(model: &Model, registry: &Registry, numbers: &Numbers) -> Self {
        Self {
            parties: numbers.rows(model, registry),
            stakes: numbers.rows(model, registry),
            stances: numbers.rows(model, registry),
            options: numbers.rows(model, registry),
            linkages: numbers.rows(model, registry),
        }
    }

    /// What options and linkages are worth to a party: scaled so that its utility runs from 0 to 1, or as they stand.
    fn view(&self, model: &Model, space: &OutcomeSpace, party: usize) -> Option<(Vec<f64>, Vec<Linkage>)> {
        let stakes = &self.stakes[party * model.issues.len()..][..model.issues.len()];
        let total: f64 = stakes.iter().map(|stake| stake.weight).sum();
        let unit = if model.talks.own_scale { 1.0 } else { total };
        let worth = |(option, spec): (usize, &detente_core::OptionSpec)| {
            let stake = &stakes[spec.issue];
            let on_the_line = || position_value(self.options[option].at, stake.ideal, stake.tolerance);
            let given = self.stances[party * model.options.len() + option].given();
            // Who has no stake at all has a total of 0.
            let weight = if unit > 0.0 { stake.weight / unit } else { 0.0 };
            weight * given.unwrap_or_else(on_the_line)
        };
        let mut worths: Vec<f64> = model.options.iter().enumerate().map(worth).collect();
        let own = model
            .linkages
            .iter()
            .zip(&self.linkages)
            .filter(|(link, _)| link.party == party);
        let mut links: Vec<Linkage> = own
            .map(|(link, terms)| Linkage {
                options: link.options.clone(),
                value: terms.value,
            })
            .collect();
        if !model.talks.own_scale {
            scale_to_unit(space, &mut worths, &mut links).ok()?;
        }
        Some((worths, links))
    }
}
