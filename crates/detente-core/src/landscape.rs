//! Where an agreement lies in the landscape of what was possible: distances to the frontier and to the points that theory
//! names, among the parties that sign, over packages that cross nobody's red line and are on the table on day 0.
//!
//! What the frontier and the points are is said in one place, `detente_bargaining::Survey`. Packages are enumerated where
//! that is done once for all runs of a point, or where they are few; otherwise the supported frontier stands in.

use crate::by_party::ByParty;
use crate::case::Case;
use crate::facts::Worth;
use crate::frontiers::{Frontiers, Preferred, Subject};
use crate::kind::{IssueOption, Party};
use crate::model::Model;
use crate::outcome::RunRecord;
use crate::row::{ByRow, Indexed, OptionIx, PartyIx};
use crate::runs::Weighing;
use crate::terms::OptionTerms;
use detente_bargaining::{
    Efficient, Exclusion, Linkage, MAX_ENUMERABLE, OutcomeSpace, Preferences, Problem, Survey, distance_to_solution,
};
use std::sync::{Arc, OnceLock};

/// So many packages are enumerated even where every replicate has its own preferences.
const FEW_PACKAGES: u128 = 1_000;

/// What does not change between runs, and what was found for the last preferences.
pub(crate) struct Landscape {
    case: Case,
    space: Option<OutcomeSpace>,
    /// The survey of a replicate with preferences of its own.
    own: Survey,
    /// The survey that the replicates of a point share, in the place of the own.
    shared: Option<Arc<OnceLock<Option<Survey>>>>,
    /// What the last survey was made of, and whether that is one replicate's own.
    traced: Option<(Preferred, bool)>,
    now: Preferred,
    /// What was found, and above which reservation values.
    found: Option<(Vec<f64>, Efficient)>,
}

/// What the stakes of a run came to.
pub(crate) struct Stakes<'a> {
    pub(crate) weighing: Weighing,
    pub(crate) worths: &'a [Worth],
    pub(crate) links: &'a [f64],
    pub(crate) options: &'a [OptionTerms],
}

impl Landscape {
    pub(crate) fn new(case: Case) -> Self {
        let subject = subject(&case);
        Self {
            space: OutcomeSpace::new(&subject.sizes).ok(),
            own: Survey::new(),
            shared: None,
            traced: None,
            now: Preferred {
                subject: Arc::new(subject),
                ..Preferred::default()
            },
            found: None,
            case,
        }
    }

    /// Fills in utilities and distances of an agreement.
    pub(crate) fn assess(&mut self, stakes: &Stakes<'_>, frontiers: &Frontiers, record: &mut RunRecord) {
        let worths = self.case.by_option(stakes.worths);
        for (p, utility) in self.case.parties.indices().zip(record.utilities.iter_mut()) {
            *utility = package_utility(&self.case, &worths.row(p), stakes.links, p, &record.package);
        }
        self.note(&worths, stakes);
        let of_signatories =
            |all: &ByRow<Party, Vec<f64>>| self.case.disputants.iter().map(|&p| all[p]).collect::<Vec<f64>>();
        let utilities = of_signatories(&record.utilities);
        let reservations = of_signatories(&record.reservation_values);
        if self.survey(stakes.weighing, frontiers, reservations).is_none() {
            return;
        }
        let (Some((_, efficient)), Some(survey)) = (&self.found, self.current()) else {
            return;
        };
        record.frontier_distance = survey.distance(efficient, &utilities);
        let Some(solutions) = &efficient.solutions else { return };
        let nearest = |solution: &[usize]| distance_to_solution(&efficient.frontier, solution, &utilities);
        record.nash_distance = nearest(&solutions.nash);
        record.kalai_smorodinsky_distance = nearest(&solutions.kalai_smorodinsky);
        record.egalitarian_distance = nearest(&solutions.egalitarian);
        record.welfare_distance = nearest(&solutions.maximum_welfare);
    }

    /// Notes what the run was about.
    fn note(&mut self, worths: &ByParty<IssueOption, &[Worth]>, stakes: &Stakes<'_>) {
        let case = &self.case;
        // No zero is less than none: whoever shares a survey finds what it would have found by itself.
        self.now.worths.clear();
        for &p in &case.disputants {
            self.now.worths.extend(worths.row(p).iter().map(|w| w.0 + 0.0));
        }
        self.now.links.clear();
        self.now.links.extend(stakes.links.iter().map(|worth| worth + 0.0));
        let open = |(o, terms): (OptionIx, &OptionTerms)| terms.off_table < 0.5 && !case.crosses[o];
        self.now.allowed.clear();
        self.now.allowed.extend(stakes.options.indexed().map(open));
    }

    /// The survey of the last preferences.
    fn current(&self) -> Option<&Survey> {
        match &self.shared {
            Some(shared) => shared.get()?.as_ref(),
            None => Some(&self.own),
        }
    }

    /// Traces the frontier and looks the points up, as far as preferences and reservation values are new. None where the
    /// case is no bargaining problem.
    fn survey(&mut self, weighing: Weighing, frontiers: &Frontiers, reservations: Vec<f64>) -> Option<()> {
        let is_own = weighing == Weighing::Drawn;
        let is_known = |(traced, was_own): &(Preferred, bool)| *traced == self.now && *was_own == is_own;
        let is_new = !self.traced.as_ref().is_some_and(is_known);
        if !is_new && self.found.as_ref().is_some_and(|(above, _)| *above == reservations) {
            return Some(());
        }
        if is_new {
            (self.traced, self.found) = (None, None);
            if is_own {
                let mut own = std::mem::take(&mut self.own);
                let traced = self.trace(&mut own, FEW_PACKAGES);
                (self.own, self.shared) = (own, None);
                traced?;
            } else {
                self.shared = Some(frontiers.survey(&self.now, || {
                    let mut survey = Survey::new();
                    self.trace(&mut survey, MAX_ENUMERABLE)?;
                    survey.let_go();
                    Some(survey)
                }));
            }
            self.current()?;
            self.traced = Some((self.now.clone(), is_own));
        }
        let efficient = self.current()?.above(&reservations);
        self.found = Some((reservations, efficient));
        Some(())
    }

    /// Traces the frontier of the preferences now, enumerating at most so many packages.
    fn trace(&self, survey: &mut Survey, most: u128) -> Option<()> {
        let space = self.space.as_ref()?;
        let disputants = 0..self.case.disputants.len();
        let linkages: Vec<Vec<Linkage>> = disputants.map(|place| self.linkages_of(place)).collect();
        let preferences: Vec<Preferences<'_>> = self
            .now
            .worths
            .chunks_exact(self.case.options.len())
            .zip(&linkages)
            .map(|(worth, linkages)| Preferences::new(space, worth, linkages))
            .collect::<Result<_, _>>()
            .ok()?;
        let problem = Problem::new(space, &preferences, &self.now.subject.exclusions, &self.now.allowed).ok()?;
        // Reservation values may move from run to run: all efficient packages are kept.
        let floor = vec![f64::NEG_INFINITY; preferences.len()];
        survey.trace(&problem, most, &floor);
        Some(())
    }

    /// The linkages of a disputant.
    fn linkages_of(&self, place: usize) -> Vec<Linkage> {
        let all = self.now.subject.linkages.iter().zip(&self.now.links);
        let own = all.filter(|((whose, _), _)| *whose == Some(place));
        own.map(|((_, options), &value)| Linkage {
            options: options.clone(),
            value,
        })
        .collect()
    }
}

/// What the disputants of a case bargain over.
fn subject(case: &Case) -> Subject {
    let exclusion = |e: &crate::model::ExclusionSpec| Exclusion {
        options: OptionIx::numbers(&e.options),
    };
    let linkage = |l: &crate::model::LinkageSpec| {
        let place = case.disputants.iter().position(|p| *p == l.party);
        (place, OptionIx::numbers(&l.options))
    };
    Subject {
        sizes: case.issues.iter().map(|i| i.options.len()).collect(),
        exclusions: case.exclusions.iter().map(exclusion).collect(),
        linkages: case.linkages.iter().map(linkage).collect(),
    }
}

/// Utility of a package to a party: worths of its options, and the linkages that it completes.
fn package_utility(
    model: &Model,
    worths: &ByRow<IssueOption, &[Worth]>,
    links: &[f64],
    party: PartyIx,
    package: &[OptionIx],
) -> f64 {
    let additive = package.iter().fold(0.0, |sum, &o| sum + worths[o].0);
    let complete = |l: &crate::model::LinkageSpec| l.party == party && l.options.iter().all(|o| package.contains(o));
    let linked: f64 = model
        .linkages
        .iter()
        .zip(links)
        .filter(|(l, _)| complete(l))
        .map(|(_, worth)| worth)
        .sum();
    let utility = additive + linked;
    if model.talks.own_scale {
        return utility;
    }
    // Worths are scaled so that every package lies in 0 to 1; sums may miss the ends by rounding.
    utility.clamp(0.0, 1.0)
}
