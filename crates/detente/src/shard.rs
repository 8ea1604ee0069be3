//! `--shard K/N`, or `auto` where the environment says which task of an engine this is.

use crate::exit::Failure;
use detente_cluster::Auto;
use detente_results::Shard;

/// What the command line says of shards.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ShardArgument {
    /// This one.
    Given(Shard),
    /// The engine knows.
    Auto,
}

/// Reads the argument.
pub(crate) fn parse(text: &str) -> Result<ShardArgument, String> {
    if text == "auto" {
        return Ok(ShardArgument::Auto);
    }
    let expected = || "expected K/N, shard K of N, such as 1/5, or auto".to_owned();
    let (number, of) = text.split_once('/').ok_or_else(expected)?;
    let (number, of) = (
        number.parse().map_err(|_| expected())?,
        of.parse().map_err(|_| expected())?,
    );
    match (1..=of).contains(&number) {
        true => Ok(ShardArgument::Given(Shard { number, of })),
        false => Err(format!("there is no shard {number} of {of}; expected 1 to {of}")),
    }
}

impl ShardArgument {
    /// The shards that are played, one after the other.
    pub(crate) fn resolve(self) -> Result<Vec<Shard>, Failure> {
        match self {
            Self::Given(shard) => Ok(vec![shard]),
            Self::Auto => {
                let auto = Auto::of(&environment).map_err(|error| Failure::Input(format!("--shard auto: {error}")))?;
                let shard = |number| Shard { number, of: auto.of };
                Ok(auto.shards.iter().copied().map(shard).collect())
            }
        }
    }
}

/// The environment; only engines are asked about, and only which part of the work is meant.
#[expect(clippy::disallowed_methods, reason = "which shard is played changes no result")]
fn environment(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shard_is_one_of_so_many() {
        assert_eq!(parse("2/5"), Ok(ShardArgument::Given(Shard { number: 2, of: 5 })));
        assert_eq!(parse("auto"), Ok(ShardArgument::Auto));
        for wrong in ["0/5", "6/5", "1/0", "2", "a/b", "", "-1/5", "1/5/9"] {
            assert!(parse(wrong).is_err(), "{wrong}");
        }
    }
}
