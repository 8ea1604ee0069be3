//! Which shards a task plays, as the environment says: the engine knows which task it is, the script how many shards there are.

use crate::read_ranges;

/// Engines: the variable with the number of the task, those with how many there are, and those with where they begin and in
/// which steps they go; without, they begin at 0.
const TASKS: [(&str, &[&str], [&str; 2]); 5] = [
    ("DETENTE_TASK", &[], ["", ""]),
    (
        "SLURM_ARRAY_TASK_ID",
        &["SLURM_ARRAY_TASK_COUNT"],
        ["SLURM_ARRAY_TASK_MIN", "SLURM_ARRAY_TASK_STEP"],
    ),
    (
        "JOB_COMPLETION_INDEX",
        &["JOB_COMPLETION_COUNT", "JOB_COMPLETIONS"],
        ["", ""],
    ),
    ("AWS_BATCH_JOB_ARRAY_INDEX", &["AWS_BATCH_JOB_ARRAY_SIZE"], ["", ""]),
    ("HQ_TASK_ID", &[], ["", ""]),
];
/// How many shards there are, whatever the engine counts: tasks that are sent again keep their numbers.
pub(crate) const SHARDS: &str = "DETENTE_SHARDS";
/// Which of them are played.
pub(crate) const ONLY: &str = "DETENTE_ONLY";
/// How many tasks they are shared out among, where it is fewer.
pub(crate) const OF_TASKS: &str = "DETENTE_TASKS";

/// The shards of a task.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Auto {
    /// Their numbers, from 1.
    pub shards: Vec<u64>,
    /// Of so many.
    pub of: u64,
}

/// What the environment does not say.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct AutoError(String);

impl Auto {
    /// The shards of this task; `variable` looks into the environment.
    ///
    /// # Errors
    /// A variable is not there, or says what cannot be.
    pub fn of(variable: &dyn Fn(&str) -> Option<String>) -> Result<Self, AutoError> {
        let number = |name: &str| -> Result<Option<u64>, AutoError> {
            let Some(text) = variable(name) else { return Ok(None) };
            let read = text.trim().parse().map(Some);
            read.map_err(|_| AutoError(format!("{name} is `{text}`; expected a whole number")))
        };
        for (index, counts, [least, step]) in TASKS {
            let Some(task) = number(index)? else { continue };
            if let Some(of) = number(SHARDS)? {
                let only = variable(ONLY).filter(|text| !text.trim().is_empty());
                let list = match only {
                    Some(text) => read_ranges(&text, of).map_err(|wrong| AutoError(format!("{ONLY}: {wrong}")))?,
                    None => (1..=of).collect(),
                };
                let tasks = number(OF_TASKS)?.unwrap_or(list.len() as u64).max(1);
                let shards: Vec<u64> = list
                    .iter()
                    .copied()
                    .skip(task as usize)
                    .step_by(tasks as usize)
                    .collect();
                return match shards.is_empty() || task >= tasks {
                    true => Err(AutoError(format!("there is no task {task} of {tasks}, counted from 0"))),
                    false => Ok(Self { shards, of }),
                };
            }
            let mut of = None;
            for count in counts {
                of = of.or(number(count)?);
            }
            let of = of.ok_or_else(|| {
                let names: Vec<&str> = counts.iter().copied().chain([SHARDS]).collect();
                AutoError(format!(
                    "{index} is set, but not {}; set it, or give --shard K/N",
                    names.join(" or ")
                ))
            })?;
            // Arrays of Slurm may begin anywhere and go in steps.
            let least = number(least)?.unwrap_or(0);
            let step = number(step)?.unwrap_or(1).max(1);
            let place = task.checked_sub(least).map_or(u64::MAX, |past| past / step);
            return match place < of {
                true => Ok(Self {
                    shards: vec![place + 1],
                    of,
                }),
                false => Err(AutoError(format!("there is no task {task} of {of}"))),
            };
        }
        let names: Vec<&str> = TASKS.iter().map(|(index, ..)| *index).collect();
        Err(AutoError(format!(
            "none of {} is set; give --shard K/N",
            names.join(", ")
        )))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn auto(variables: &[(&str, &str)]) -> Result<(Vec<u64>, u64), String> {
        let find = |name: &str| {
            let known = variables.iter().find(|(known, _)| *known == name);
            known.map(|(_, value)| (*value).to_owned())
        };
        Auto::of(&find)
            .map(|auto| (auto.shards, auto.of))
            .map_err(|error| error.to_string())
    }

    #[test]
    fn engines_say_which_task_it_is() {
        let slurm = |id, least| {
            auto(&[
                ("SLURM_ARRAY_TASK_ID", id),
                ("SLURM_ARRAY_TASK_COUNT", "12"),
                ("SLURM_ARRAY_TASK_MIN", least),
            ])
        };
        assert_eq!(slurm("0", "0"), Ok((vec![1], 12)));
        assert_eq!(slurm("12", "1"), Ok((vec![12], 12)));
        assert!(slurm("12", "0").is_err());
        let kubernetes = [("JOB_COMPLETION_INDEX", "3"), ("JOB_COMPLETIONS", "4")];
        assert_eq!(auto(&kubernetes), Ok((vec![4], 4)));
        let aws = [("AWS_BATCH_JOB_ARRAY_INDEX", "0"), ("AWS_BATCH_JOB_ARRAY_SIZE", "2")];
        assert_eq!(auto(&aws), Ok((vec![1], 2)));
        for (variables, told) in [
            (vec![], "SLURM_ARRAY_TASK_ID"),
            (vec![("JOB_COMPLETION_INDEX", "3")], "JOB_COMPLETION_COUNT"),
            (vec![("SLURM_ARRAY_TASK_ID", "x")], "whole number"),
            (vec![("HQ_TASK_ID", "1")], "DETENTE_SHARDS"),
        ] {
            let wrong = auto(&variables).expect_err(told);
            assert!(wrong.contains(told), "{wrong}");
        }
    }

    /// Tasks that are sent again keep their numbers, however few they are now; a list takes its shards in order.
    #[test]
    fn the_script_says_how_many_shards_there_are() {
        let again = [
            ("SLURM_ARRAY_TASK_ID", "7"),
            ("SLURM_ARRAY_TASK_COUNT", "2"),
            ("SLURM_ARRAY_TASK_MIN", "7"),
            ("DETENTE_SHARDS", "12"),
        ];
        assert_eq!(auto(&again), Ok((vec![8], 12)));
        let of = |task: &str| {
            auto(&[
                ("DETENTE_TASK", task),
                ("DETENTE_SHARDS", "12"),
                ("DETENTE_ONLY", "2,7-9"),
            ])
        };
        assert_eq!([of("0"), of("3")], [Ok((vec![2], 12)), Ok((vec![9], 12))]);
        assert!(of("4").is_err());
    }

    /// Every shard is played by one task.
    #[test]
    fn more_shards_than_tasks_are_shared_out() {
        for (shards, tasks) in [(12, 5), (12, 12), (7, 1), (1, 1)] {
            let mut seen: Vec<u64> = (0..tasks)
                .flat_map(|task: u64| {
                    let [task, of, tasks] = [task, shards, tasks].map(|n| n.to_string());
                    auto(&[
                        ("DETENTE_TASK", &task),
                        ("DETENTE_SHARDS", &of),
                        ("DETENTE_TASKS", &tasks),
                    ])
                    .expect("shards")
                    .0
                })
                .collect();
            seen.sort_unstable();
            assert_eq!(seen, (1..=shards).collect::<Vec<_>>());
        }
        let beyond = [("DETENTE_TASK", "5"), ("DETENTE_SHARDS", "12"), ("DETENTE_TASKS", "5")];
        assert!(auto(&beyond).is_err());
    }
}
