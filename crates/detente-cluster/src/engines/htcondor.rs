//! HTCondor: a cluster of processes.

use super::Engine;

pub(super) const ENGINE: Engine = Engine {
    key: "htcondor",
    about: "HTCondor: a cluster of processes",
    file: "detente.sub",
    send: "condor_submit detente.sub",
    is_tried: false,
    again: None,
    template: include_str!("../../templates/htcondor.sub"),
};
