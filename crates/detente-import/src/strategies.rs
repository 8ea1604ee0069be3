//! Strategies that negotiators of an imported domain may have.

use crate::error::{ImportError, ImportProblem};
use crate::options::ImportOptions;
use detente_scenario::{did_you_mean, one_of, quoted};
use std::path::Path;

/// How a negotiator makes offers and answers them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct NamedStrategy {
    /// What it is called.
    pub(crate) name: &'static str,
    pub(crate) offers: &'static str,
    pub(crate) accepts: &'static str,
}

const fn strategy(name: &'static str, accepts: &'static str) -> NamedStrategy {
    let offers = name;
    NamedStrategy { name, offers, accepts }
}

/// All strategies. Those that are a theory of offers only accept what reaches their aspiration.
pub(crate) const STRATEGIES: [NamedStrategy; 9] = [
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

/// Names of the strategies that [`ImportOptions`] may ask for.
pub fn strategies() -> impl Iterator<Item = &'static str> {
    STRATEGIES.iter().map(|strategy| strategy.name)
}

/// The strategies that are asked for, one for each profile that takes part; none where `boulware` stands for each.
pub(crate) fn find(options: &ImportOptions) -> Result<Vec<NamedStrategy>, ImportError> {
    let known = STRATEGIES.map(|s| s.name);
    let fail = |found: String, expected: String, hint: String| {
        ImportError::new(ImportProblem::Options, Path::new(""), found, expected, hint)
    };
    let count = options.count(0);
    let what = |n: usize, one: &str, many: &str| {
        if n == 1 {
            format!("one {one}")
        } else {
            format!("{n} {many}")
        }
    };
    if options.rounds == 0 {
        let hint = "negotiators need a round to meet";
        return Err(fail("0 rounds".into(), "at least 1".into(), hint.into()));
    }
    if count < 2 {
        let (found, hint) = if options.profiles.len() == 1 {
            ("one profile", "name two or more, such as `--profiles A,B`")
        } else {
            (
                "one strategy",
                "name one for each profile that takes part, such as `boulware,linear`",
            )
        };
        return Err(fail(found.into(), "at least two".into(), hint.into()));
    }
    if options.strategies.is_empty() {
        return Ok(Vec::new());
    }
    if options.strategies.len() != count {
        let found = what(options.strategies.len(), "strategy", "strategies");
        let hint = "name one for each profile, in the order of `--profiles`";
        return Err(fail(found, format!("{count}, one for each profile"), hint.into()));
    }
    let one = |name: &String| {
        let found = STRATEGIES.iter().find(|s| s.name == name).copied();
        found.ok_or_else(|| {
            let hint = did_you_mean(name, known).unwrap_or_else(|| "choose one of them".into());
            fail(format!("strategy {}", quoted(name)), one_of("a strategy", known), hint)
        })
    };
    options.strategies.iter().map(one).collect()
}

/// The strategy of each party: what was asked for, or `boulware`.
pub(crate) fn of_parties(asked: &[NamedStrategy]) -> impl Iterator<Item = NamedStrategy> {
    let usual = asked.is_empty().then_some(STRATEGIES[0]).into_iter().cycle();
    asked.iter().copied().chain(usual)
}
