//! GNU parallel: shards on this machine, or over ssh on others with the same folder.

use super::Engine;

pub(super) const ENGINE: Engine = Engine {
    key: "parallel",
    about: "GNU parallel: shards on this machine, or over ssh on others with the same folder",
    file: "detente.parallel.sh",
    send: "bash detente.parallel.sh",
    is_tried: true,
    most_tasks: u64::MAX,
    again: None,
    template: include_str!("../../templates/parallel.sh"),
};
