//! Surveys that many runs share. Where the stakes of a point are not drawn, its frontier is traced once, by whichever world
//! on whichever thread needs it first; the others wait for it. Points that bargain over the same find the same, whatever else
//! their models differ in.

use detente_bargaining::{Exclusion, Survey};
use std::collections::VecDeque;
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

/// So many surveys are kept, the latest: points are played one after the other, and what is asked for again is traced again.
const KEPT: usize = 8;

/// A survey, and what it was made of; none where that is no bargaining problem.
#[derive(Debug)]
struct Shared {
    preferred: Preferred,
    survey: Arc<OnceLock<Option<Survey>>>,
}

/// The surveys of points that are played together.
#[derive(Debug, Default)]
pub struct Frontiers(Mutex<VecDeque<Shared>>);

impl Frontiers {
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
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(shared) = known.iter().find(|shared| shared.preferred == *preferred) {
            return Arc::clone(&shared.survey);
        }
        known.truncate(KEPT - 1);
        let survey = Arc::default();
        known.push_front(Shared {
            preferred: preferred.clone(),
            survey: Arc::clone(&survey),
        });
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

    #[test]
    fn only_the_latest_are_kept() {
        let frontiers = Frontiers::default();
        for k in 0..3 * KEPT {
            frontiers.survey(&preferred(k as f64), || None);
        }
        let known = frontiers.0.into_inner().expect("nobody panics");
        assert_eq!(
            (known.len(), &known[0].preferred),
            (KEPT, &preferred(3.0 * KEPT as f64 - 1.0))
        );
    }
}
