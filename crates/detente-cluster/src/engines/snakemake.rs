//! Snakemake: a rule for each shard, and one that merges.

use super::Engine;

pub(super) const ENGINE: Engine = Engine {
    key: "snakemake",
    about: "Snakemake: a rule for each shard, and one that merges",
    file: "Snakefile",
    send: "snakemake --cores all --retries 3",
    is_tried: true,
    most_tasks: u64::MAX,
    again: None,
    template: include_str!("../../templates/snakemake.smk"),
};
