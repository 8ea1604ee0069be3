//! Nextflow: a process for each shard, and one that merges.

use super::Engine;

pub(super) const ENGINE: Engine = Engine {
    key: "nextflow",
    about: "Nextflow: a process for each shard, and one that merges",
    file: "detente.nf",
    send: "nextflow run detente.nf",
    is_tried: false,
    most_tasks: u64::MAX,
    again: None,
    template: include_str!("../../templates/nextflow.nf"),
};
