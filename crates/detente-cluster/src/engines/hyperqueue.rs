//! HyperQueue: an array of tasks on the workers that are there.

use super::Engine;

pub(super) const ENGINE: Engine = Engine {
    key: "hyperqueue",
    about: "HyperQueue: an array of tasks on the workers that are there",
    file: "detente.hq.sh",
    send: "bash detente.hq.sh",
    is_tried: false,
    most_tasks: u64::MAX,
    again: None,
    template: include_str!("../../templates/hyperqueue.sh"),
};
