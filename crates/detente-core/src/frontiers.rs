//! Surveys that many runs share. Where the stakes of a point are not drawn, its frontier is traced once, by whichever world
//! on whichever thread needs it first; the others wait for it. Points that bargain over the same find the same, whatever else
//! their models differ in.

use detente_bargaining::{Exclusion, Survey};
use std::collections::VecDeque;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// What bargaining is about, whatever it is worth.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Subject {
    /// Options of each issue.
    pub(crate) sizes: Vec<usize>,
    pub(crate) exclusions: Vec<Exclusion>,
    /// By linkage: whose it is, as a place among the disputants, and its options.
    pub(crate) linkages: Vec<(Option<usize>, Vec<usize>)>,
}

/// What is bargained over: worths of the disputants, one after the other, of the linkages, and what may be agreed.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Preferred {
    pub(crate) subject: Arc<Subject>,
    pub(crate) worths: Vec<f64>,
    pub(crate) links: Vec<f64>,
    /// Flat options that are on the table and that no signatory refuses outright.
    pub(crate) allowed: Vec<bool>,
}

/// So many surveys are kept for every model, those that were asked for last: what is asked for again later is traced again.
const KEPT: usize = 4;

/// A survey, and what it was made of; none where that is no bargaining problem.
#[derive(Debug)]
struct Shared {
    preferred: Preferred,
    survey: Arc<OnceLock<Option<Survey>>>,
}

/// The surveys of points that are played together.
#[derive(Debug, Default)]
pub struct Frontiers {
    /// Whoever was asked for last stands first.
    known: Mutex<VecDeque<Shared>>,
    /// Models whose points share them.
    models: AtomicUsize,
}

impl Frontiers {
    /// The points of one more model share them.
    pub(crate) fn share(&self) {
        self.models.fetch_add(1, Ordering::Relaxed);
    }

    /// The survey of these preferences, which `trace` makes where nobody has.
    pub(crate) fn survey(
        &self,
        preferred: &Preferred,
        trace: impl FnOnce() -> Option<Survey>,
    ) -> Arc<OnceLock<Option<Survey>>> {
        let survey = self.place(preferred);
        // Whoever comes while it is traced waits here, and holds up nobody who asks for another.
        survey.get_or_init(trace);
        survey
    }

    fn place(&self, preferred: &Preferred) -> Arc<OnceLock<Option<Survey>>> {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let there = known.iter().position(|shared| shared.preferred == *preferred);
        let shared = there.and_then(|place| known.remove(place)).unwrap_or_else(|| Shared {
            preferred: preferred.clone(),
            survey: Arc::default(),
        });
        let survey = Arc::clone(&shared.survey);
        known.push_front(shared);
        known.truncate(KEPT * self.models.load(Ordering::Relaxed).max(1));
        survey
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn preferred(worth: f64) -> Preferred {
        Preferred {
            worths: vec![worth],
            ..Preferred::default()
        }
    }

    /// How many surveys have been made once this one has been asked for.
    fn made_by_then(made: &AtomicUsize, frontiers: &Frontiers, preferred: &Preferred) -> usize {
        frontiers.survey(preferred, || {
            made.fetch_add(1, Ordering::Relaxed);
            None
        });
        made.load(Ordering::Relaxed)
    }

    #[test]
    fn a_survey_is_made_once_for_all_who_ask() {
        let (frontiers, made) = (Frontiers::default(), Mutex::new(0));
        let ask = || {
            frontiers.survey(&preferred(0.5), || {
                *made.lock().expect("nobody panics") += 1;
                Some(Survey::new())
            })
        };
        std::thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(ask);
            }
        });
        assert!(ask().get().is_some_and(Option::is_some));
        assert_eq!(made.into_inner().expect("nobody panics"), 1);
    }

    /// Points are asked for in turn, wave after wave: with more models more is kept.
    #[test]
    fn as_many_are_kept_as_their_models_need_those_asked_for_last() {
        let (frontiers, made) = (Frontiers::default(), AtomicUsize::new(0));
        let ask = |worth: usize| made_by_then(&made, &frontiers, &preferred(worth as f64));
        (0..3).for_each(|_| frontiers.share());
        let in_turn = || (0..3 * KEPT).map(ask).last();
        assert_eq!([in_turn(), in_turn()], [Some(3 * KEPT); 2]);
        assert_eq!(
            [0, 3 * KEPT, 0, 1].map(ask),
            [3 * KEPT, 3 * KEPT + 1, 3 * KEPT + 1, 3 * KEPT + 2]
        );
    }

    #[test]
    fn who_bargains_over_something_else_has_another() {
        let subject = || Subject {
            sizes: vec![2, 3],
            exclusions: vec![Exclusion { options: vec![0, 2] }],
            linkages: vec![(Some(0), vec![1, 4])],
        };
        let others = [
            Subject {
                sizes: vec![3, 2],
                ..subject()
            },
            Subject {
                exclusions: Vec::new(),
                ..subject()
            },
            Subject {
                linkages: vec![(Some(1), vec![1, 4])],
                ..subject()
            },
            Subject {
                linkages: vec![(Some(0), vec![1, 3])],
                ..subject()
            },
        ];
        let (frontiers, made) = (Frontiers::default(), AtomicUsize::new(0));
        (0..2).for_each(|_| frontiers.share());
        let ask = |subject: Subject| {
            let preferred = Preferred {
                subject: Arc::new(subject),
                ..preferred(0.5)
            };
            made_by_then(&made, &frontiers, &preferred)
        };
        assert_eq!([subject(), subject()].map(ask), [1, 1]);
        assert_eq!(others.map(ask), [2, 3, 4, 5]);
    }
}
