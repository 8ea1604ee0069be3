//! AWS Batch: an array job of a queue and a job definition of yours.

use super::Engine;

pub(super) const ENGINE: Engine = Engine {
    key: "aws-batch",
    about: "AWS Batch: an array job of a queue and a job definition of yours",
    file: "detente-job.json",
    send: "aws batch submit-job --cli-input-json file://detente-job.json",
    is_tried: false,
    most_tasks: 10_000,
    again: None,
    template: include_str!("../../templates/aws-batch.json"),
};
