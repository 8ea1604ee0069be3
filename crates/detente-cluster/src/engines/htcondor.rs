//! HTCondor: a cluster of processes.

use super::Engine;

pub(super) const ENGINE: Engine = Engine {
    key: "htcondor",
    about: "HTCondor: a cluster of processes",
    file: "detente.sub",
    send: "condor_submit detente.sub",
    is_tried: false,
    most_tasks: u64::MAX,
    again: None,
    template: include_str!("../../templates/htcondor.sub"),
};
