//! The keys of an experiment's file: the reader refuses others, the schema lists them.

pub(super) const TOP: [&str; 8] = [
    "format",
    "experiment",
    "replication",
    "design",
    "factors",
    "policies",
    "responses",
    "output",
];
pub(super) const EXPERIMENT: [&str; 5] = ["id", "title", "scenario", "seed", "replicates"];
pub(super) const DESIGN: [&str; 1] = ["kind"];
pub(super) const FACTOR: [&str; 6] = ["id", "path", "op", "levels", "range", "steps"];
pub(super) const POLICY: [&str; 6] = ["id", "title", "set", "add", "scale", "remove"];
pub(super) const RESPONSE: [&str; 5] = ["id", "title", "share", "mean", "given"];
pub(super) const BOUNDS: [&str; 2] = ["at_least", "at_most"];
pub(super) const OUTPUT: [&str; 2] = ["draws", "trajectories"];
pub(super) const REPLICATION: [&str; 2] = ["inputs", "luck"];
