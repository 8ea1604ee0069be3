//! Slurm: an array of tasks, and a job that merges when all have ended.

use super::Engine;

pub(super) const ENGINE: Engine = Engine {
    key: "slurm",
    about: "Slurm: an array of tasks, and a job that merges when all have ended",
    file: "detente.sbatch",
    send: "sbatch detente.sbatch",
    is_tried: true,
    most_tasks: u64::MAX,
    again: Some("sbatch --array="),
    template: include_str!("../../templates/slurm.sh"),
};
