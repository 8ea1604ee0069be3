//! `--shard K/N`, or `auto` where a scheduler says in the environment which task of how many this is.

use detente_results::Shard;

/// What the command line says of shards.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ShardArgument {
    /// This one.
    Given(Shard),
    /// The scheduler knows.
    Auto,
}

/// Schedulers: the variable with the number of the task, and those with how many there are.
const SCHEDULERS: [(&str, &[&str]); 3] = [
    ("SLURM_ARRAY_TASK_ID", &["SLURM_ARRAY_TASK_COUNT"]),
    ("JOB_COMPLETION_INDEX", &["JOB_COMPLETION_COUNT", "JOB_COMPLETIONS"]),
    ("AWS_BATCH_JOB_ARRAY_INDEX", &["AWS_BATCH_JOB_ARRAY_SIZE"]),
];

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
    shard(number, of).map(ShardArgument::Given)
}

fn shard(number: u64, of: u64) -> Result<Shard, String> {
    if (1..=of).contains(&number) {
        Ok(Shard { number, of })
    } else {
        Err(format!("there is no shard {number} of {of}; expected 1 to {of}"))
    }
}

impl ShardArgument {
    /// The shard; `variable` looks into the environment.
    pub(crate) fn resolve(self, variable: impl Fn(&str) -> Option<String>) -> Result<Shard, String> {
        match self {
            Self::Given(shard) => Ok(shard),
            Self::Auto => auto(&variable),
        }
    }
}

fn auto(variable: &dyn Fn(&str) -> Option<String>) -> Result<Shard, String> {
    let number = |name: &str| -> Result<Option<u64>, String> {
        let Some(text) = variable(name) else { return Ok(None) };
        let read = text.trim().parse().map(Some);
        read.map_err(|_| format!("--shard auto: {name} is `{text}`; expected a whole number"))
    };
    for (index, counts) in SCHEDULERS {
        let Some(index_value) = number(index)? else { continue };
        let mut of = None;
        for count in counts {
            of = of.or(number(count)?);
        }
        let of = of.ok_or_else(|| {
            let counts = counts.join(" or ");
            format!("--shard auto: {index} is set, but not {counts}; set it, or give --shard K/N")
        })?;
        // Arrays of Slurm may begin anywhere and go in steps; the others begin at 0.
        let (least, step) = match index {
            "SLURM_ARRAY_TASK_ID" => (
                number("SLURM_ARRAY_TASK_MIN")?.unwrap_or(0),
                number("SLURM_ARRAY_TASK_STEP")?.unwrap_or(1).max(1),
            ),
            _ => (0, 1),
        };
        let place = index_value.checked_sub(least).map_or(u64::MAX, |past| past / step);
        return shard(place.saturating_add(1), of).map_err(|error| format!("--shard auto: {error}"));
    }
    let names: Vec<&str> = SCHEDULERS.iter().map(|(index, _)| *index).collect();
    Err(format!(
        "--shard auto: none of {} is set; give --shard K/N",
        names.join(", ")
    ))
}

/// The environment; only schedulers are asked about, and only which part of the work is meant.
#[expect(clippy::disallowed_methods, reason = "which shard is played changes no result")]
pub(crate) fn environment(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn auto_of(variables: &[(&str, &str)]) -> Result<(u64, u64), String> {
        let find = |name: &str| {
            let known = variables.iter().find(|(known, _)| *known == name);
            known.map(|(_, value)| (*value).to_owned())
        };
        ShardArgument::Auto.resolve(find).map(|shard| (shard.number, shard.of))
    }

    #[test]
    fn a_shard_is_one_of_so_many() {
        assert_eq!(parse("2/5"), Ok(ShardArgument::Given(Shard { number: 2, of: 5 })));
        assert_eq!(parse("auto"), Ok(ShardArgument::Auto));
        for wrong in ["0/5", "6/5", "1/0", "2", "a/b", "", "-1/5", "1/5/9"] {
            assert!(parse(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn schedulers_say_which_shard_it_is() {
        let slurm = |id, min| {
            auto_of(&[
                ("SLURM_ARRAY_TASK_ID", id),
                ("SLURM_ARRAY_TASK_COUNT", "12"),
                ("SLURM_ARRAY_TASK_MIN", min),
            ])
        };
        assert_eq!(slurm("0", "0"), Ok((1, 12)));
        assert_eq!(slurm("12", "1"), Ok((12, 12)));
        assert!(slurm("12", "0").is_err());
        assert_eq!(
            auto_of(&[("JOB_COMPLETION_INDEX", "3"), ("JOB_COMPLETIONS", "4")]),
            Ok((4, 4))
        );
        assert_eq!(
            auto_of(&[("AWS_BATCH_JOB_ARRAY_INDEX", "0"), ("AWS_BATCH_JOB_ARRAY_SIZE", "2")]),
            Ok((1, 2))
        );
        assert!(auto_of(&[]).unwrap_err().contains("SLURM_ARRAY_TASK_ID"));
        assert!(
            auto_of(&[("JOB_COMPLETION_INDEX", "3")])
                .unwrap_err()
                .contains("JOB_COMPLETION_COUNT")
        );
        assert!(
            auto_of(&[("SLURM_ARRAY_TASK_ID", "x")])
                .unwrap_err()
                .contains("whole number")
        );
    }
}
