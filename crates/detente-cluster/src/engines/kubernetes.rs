//! Kubernetes from 1.33: an indexed job with an image and a claim of yours.

use super::Engine;

pub(super) const ENGINE: Engine = Engine {
    key: "kubernetes",
    about: "Kubernetes from 1.33: an indexed job with an image and a claim of yours",
    file: "detente-job.yaml",
    send: "kubectl apply -f detente-job.yaml",
    is_tried: false,
    most_tasks: u64::MAX,
    again: None,
    template: include_str!("../../templates/kubernetes.yaml"),
};
