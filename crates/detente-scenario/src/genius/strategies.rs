//! Strategies that negotiators of an imported domain may have.

use super::error::{GeniusError, GeniusProblem};
use crate::suggest::{did_you_mean, one_of, quoted};
use std::path::Path;

/// How a negotiator makes offers and answers them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Strategy {
    /// What it is called.
    pub(super) name: &'static str,
    pub(super) offers: &'static str,
    pub(super) accepts: &'static str,
}

const fn strategy(name: &'static str, accepts: &'static str) -> Strategy {
    let offers = name;
    Strategy { name, offers, accepts }
}

/// All strategies. Those that are a theory of offers only accept what reaches their aspiration.
pub(super) const STRATEGIES: [Strategy; 9] = [
    strategy("boulware", "aspiration"),
    strategy("linear", "aspiration"),
    strategy("conceder", "aspiration"),
    strategy("naive_tit_for_tat", "naive_tit_for_tat"),
    strategy("micro", "micro"),
    strategy("zeuthen", "zeuthen"),
    strategy("trade_off", "aspiration"),
    strategy("random_walker", "next"),
    strategy("hard_liner", "next"),
];

/// The strategies of these names.
pub(super) fn find(names: &[String]) -> Result<Vec<Strategy>, GeniusError> {
    let known = STRATEGIES.map(|s| s.name);
    let fail = |found: String, expected: String, hint: String| {
        GeniusError::new(GeniusProblem::Options, Path::new(""), found, expected, hint)
    };
    if names.len() < 2 {
        let found = if names.is_empty() {
            "no strategy"
        } else {
            "one strategy"
        };
        let hint = "name one for each profile that takes part, such as `boulware,linear`";
        return Err(fail(found.into(), "at least two".into(), hint.into()));
    }
    let one = |name: &String| {
        let found = STRATEGIES.iter().find(|s| s.name == name).copied();
        found.ok_or_else(|| {
            let hint = did_you_mean(name, known).unwrap_or_else(|| "choose one of them".into());
            fail(format!("strategy {}", quoted(name)), one_of("a strategy", known), hint)
        })
    };
    names.iter().map(one).collect()
}
