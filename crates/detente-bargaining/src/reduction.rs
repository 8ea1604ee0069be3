//! A problem without what makes no difference: options that nobody may agree to are gone, and options of one
//! issue that are worth the same to every party, and stand in no linkage and no exclusion, become one.
//!
//! Utilities stay the same to the last bit, since every issue still has its one term in the sum. So issues that
//! weigh nothing cost nothing, and whether a space can be enumerated depends on what matters in it.

use crate::{BargainingError, Exclusion, Linkage, MAX_ENUMERABLE, OutcomeSpace, Package, Preferences, Problem};
use std::cmp::Ordering;

/// The most utilities that are kept at once, packages times parties: 4^12, some 400 MB while they are sorted.
const MAX_UTILITIES: u128 = 16_777_216;

/// A reduced problem with the way back.
#[derive(Clone, Debug, Default)]
pub(crate) struct Reduction {
    shape: Option<Shape>,
    /// By party, then by flat option of the reduced space.
    worths: Vec<Vec<f64>>,
    linkages: Vec<Vec<Linkage>>,
}

/// What does not depend on how much options are worth beyond which are worth the same.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Shape {
    space: OutcomeSpace,
    /// By flat option of the reduced space: the first option that it stands for, in its issue.
    first: Vec<u16>,
    /// By flat option of the reduced space: how many options it stands for.
    n_alike: Vec<u32>,
    exclusions: Vec<Exclusion>,
    allowed: Vec<bool>,
}

impl Reduction {
    /// Reduces a problem; nothing is left where some issue has no allowed option.
    pub(crate) fn of(problem: &Problem) -> Self {
        let (classes, sizes) = classes(problem);
        let Ok(space) = OutcomeSpace::new(&sizes) else {
            return Self::default();
        };
        let mut place = vec![None; problem.space().n_flat()];
        for (number, class) in classes.iter().enumerate() {
            place[class.flat] = Some(number);
        }
        let moved = |options: &[usize]| -> Option<Vec<usize>> { options.iter().map(|&flat| place[flat]).collect() };
        let of_party =
            |party: &Preferences| -> Vec<f64> { classes.iter().map(|class| party.worth()[class.flat]).collect() };
        let links_of = |party: &Preferences| -> Vec<Linkage> {
            let live = |linkage: &Linkage| {
                let options = moved(&linkage.options)?;
                Some(Linkage {
                    options,
                    value: linkage.value,
                })
            };
            party.linkages().iter().filter_map(live).collect()
        };
        let exclusions = problem.exclusions().iter();
        let exclusions = exclusions.filter_map(|exclusion| moved(&exclusion.options));
        let first = |class: &Class| problem.space().issue_and_option(class.flat).1;
        Self {
            worths: problem.parties().iter().map(of_party).collect(),
            linkages: problem.parties().iter().map(links_of).collect(),
            shape: Some(Shape {
                first: classes.iter().map(first).collect(),
                n_alike: classes.iter().map(|class| class.n_alike).collect(),
                exclusions: exclusions.map(|options| Exclusion { options }).collect(),
                allowed: vec![true; classes.len()],
                space,
            }),
        }
    }

    /// What the reduced problem looks like; none where nothing can be agreed.
    pub(crate) fn shape(&self) -> Option<&Shape> {
        self.shape.as_ref()
    }

    /// Does something with the reduced problem.
    ///
    /// # Errors
    /// Nothing can be agreed.
    pub(crate) fn with<T>(&self, act: impl FnOnce(&Problem) -> T) -> Result<T, BargainingError> {
        let shape = self.shape.as_ref().ok_or(BargainingError::NothingAllowed)?;
        let tables = self.worths.iter().zip(&self.linkages);
        let parties: Vec<Preferences> = tables
            .map(|(worth, linkages)| Preferences::new(&shape.space, worth, linkages))
            .collect::<Result<_, _>>()?;
        Ok(act(&Problem::new(
            &shape.space,
            &parties,
            &shape.exclusions,
            &shape.allowed,
        )?))
    }
}

impl Shape {
    /// The reduced space.
    pub(crate) fn space(&self) -> &OutcomeSpace {
        &self.space
    }

    /// Whether the packages can be listed with what each is worth to so many parties.
    pub(crate) fn is_enumerable(&self, n_parties: usize) -> bool {
        let n_packages = self.space.n_packages().filter(|&n| n <= MAX_ENUMERABLE);
        n_packages.is_some_and(|n| n * n_parties as u128 <= MAX_UTILITIES)
    }

    /// By flat option of the reduced space: all are allowed, those refused are gone.
    pub(crate) fn allowed(&self) -> &[bool] {
        &self.allowed
    }

    /// The first package of the whole space that a reduced package stands for.
    pub(crate) fn restored(&self, package: &[u16]) -> Package {
        Package(self.space.flat_options(package).map(|flat| self.first[flat]).collect())
    }

    /// How many packages of the whole space a reduced package stands for.
    pub(crate) fn n_alike(&self, package: &[u16]) -> f64 {
        self.space
            .flat_options(package)
            .map(|flat| f64::from(self.n_alike[flat]))
            .product()
    }
}

/// Options of one issue that are alike.
struct Class {
    /// The first of them.
    flat: usize,
    n_alike: u32,
}

/// The classes of allowed options in the order of their first options, and how many each issue has.
fn classes(problem: &Problem) -> (Vec<Class>, Vec<usize>) {
    let space = problem.space();
    let mut is_linked = vec![false; space.n_flat()];
    let linkages = problem.parties().iter().flat_map(Preferences::linkages);
    let linked = linkages.map(|linkage| &linkage.options);
    let excluded = problem.exclusions().iter().map(|exclusion| &exclusion.options);
    linked
        .chain(excluded)
        .flatten()
        .for_each(|&flat| is_linked[flat] = true);
    let order = |a: usize, b: usize| {
        // 0.0 and -0.0 add the same.
        let worths = problem
            .parties()
            .iter()
            .map(|party| (party.worth()[a] + 0.0, party.worth()[b] + 0.0));
        let mut orders = worths.map(|(a, b)| a.total_cmp(&b));
        orders.find(|order| order.is_ne()).unwrap_or(Ordering::Equal)
    };
    let (mut classes, mut sizes): (Vec<Class>, Vec<usize>) = (Vec::new(), Vec::new());
    let mut options = Vec::new();
    for issue in 0..space.n_issues() {
        let start = classes.len();
        options.clear();
        options.extend(space.options(issue).filter(|&flat| problem.allows_option(flat)));
        options.sort_unstable_by(|&a, &b| is_linked[a].cmp(&is_linked[b]).then(order(a, b)).then(a.cmp(&b)));
        for &flat in &options {
            match classes[start..].last_mut() {
                Some(last) if !is_linked[flat] && order(last.flat, flat).is_eq() => last.n_alike += 1,
                _ => classes.push(Class { flat, n_alike: 1 }),
            }
        }
        classes[start..].sort_unstable_by_key(|class| class.flat);
        sizes.push(classes.len() - start);
    }
    (classes, sizes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_alike_becomes_one_and_what_is_refused_goes() {
        let space = OutcomeSpace::new(&[4, 3]).unwrap();
        let north = [0.5, 0.2, 0.5, 0.2, 0.0, -0.0, 0.0];
        let south = [0.1, 0.3, 0.1, 0.4, 0.0, 0.0, 0.0];
        let parties = [&north, &south].map(|worth| Preferences::new(&space, worth, &[]).unwrap());
        let exclusions = [Exclusion { options: vec![1, 6] }, Exclusion { options: vec![3, 4] }];
        let allowed = [true, true, true, false, true, true, true];
        let problem = Problem::new(&space, &parties, &exclusions, &allowed).unwrap();
        let reduction = Reduction::of(&problem);
        let shape = reduction.shape().unwrap();
        // First issue: options 0 and 2 alike, option 1; second: 4 and 6 are named in exclusions, 5 is alone.
        assert_eq!(shape.space(), &OutcomeSpace::new(&[2, 3]).unwrap());
        assert_eq!(shape.restored(&[1, 2]).0, [1, 2]);
        assert_eq!([shape.n_alike(&[0, 1]), shape.n_alike(&[1, 1])], [2.0, 1.0]);
        // The exclusion with the refused option can never stand.
        assert_eq!(shape.exclusions, [Exclusion { options: vec![1, 4] }]);
        let found = reduction.with(|reduced| reduced.utilities(&[0, 1]).collect::<Vec<f64>>());
        assert_eq!(found.unwrap(), problem.utilities(&[2, 1]).collect::<Vec<f64>>());
    }

    #[test]
    fn an_issue_without_an_allowed_option_leaves_nothing() {
        let space = OutcomeSpace::new(&[2, 2]).unwrap();
        let parties = [Preferences::new(&space, &[0.0; 4], &[]).unwrap()];
        let problem = Problem::new(&space, &parties, &[], &[true, true, false, false]).unwrap();
        let reduction = Reduction::of(&problem);
        assert!(reduction.shape().is_none());
        assert_eq!(reduction.with(|_| ()), Err(BargainingError::NothingAllowed));
    }
}
