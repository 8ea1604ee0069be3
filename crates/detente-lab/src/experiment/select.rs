//! `[select]`: a race of policies. Wave after wave is played, and a policy that is clearly worse than another is played no
//! further, until one is left or there may be no more runs.

use super::Looks;
use crate::plan::{Lengths, PART};
use detente_analyses::methods::racing::Race;
use detente_analyses::methods::regret::Better;

/// Which policies go on.
#[derive(Debug, Clone, PartialEq)]
pub struct Select {
    /// The place of the response by which they are judged.
    pub response: usize,
    /// Which values of it are good.
    pub better: Better,
    /// The chance that no policy is dropped by mistake, at least.
    pub keep: f64,
    /// No more runs of each policy.
    pub most: u64,
}

impl Select {
    /// When it is looked who is clearly worse.
    pub fn looks(&self) -> Looks {
        Looks {
            least: PART,
            most: self.most,
            lengths: Lengths::EVEN,
        }
    }

    /// The rules of the race among so many policies; `is_share` says what their response is.
    pub(crate) fn race(&self, policies: usize, is_share: bool) -> Race {
        Race {
            policies,
            waves: self.looks().all().count() as u64,
            error: 1.0 - self.keep,
            better: self.better,
            is_share,
        }
    }
}
