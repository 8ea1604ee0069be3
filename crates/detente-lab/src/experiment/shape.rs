//! What an experiment may say: what the reader checks, and what editors are told.

use super::reader::DEFAULT_SPREAD;
use super::{DEFAULT_REPLICATES, DEFAULT_SEED, FactorRole, MOST_POINTS, MOST_RUNS, Trajectories};
use crate::designs::Design;
use detente_results::{FIGURE_KINDS, OUTCOMES};
use detente_scenario::shape::{Key, Of, Shape, key, required};
use serde_json::Value;

/// Most levels that a range is cut into.
const MOST_STEPS: u64 = 10_000;
/// Levels of a range, if nothing is said.
pub(super) const DEFAULT_STEPS: u64 = 5;

/// The word for runs of which no rows are kept but those of a sample.
pub(super) const SUMMARY: &str = "summary";
/// The word for runs of which all rows are kept.
const ALL: &str = "all";

/// No fewer runs of a point where it takes as many as it takes, if nothing is said.
pub(super) const DEFAULT_LEAST: u64 = 1_024;
/// No more.
pub(super) const DEFAULT_MOST: u64 = 100_000;
/// The chance that a race drops no policy by mistake, if nothing is said.
pub(super) const DEFAULT_KEEP: f64 = 0.95;
/// Most candidates of a search.
const MOST_CANDIDATES: u64 = 1_000;
/// Most finalists of a search: each is a policy of the final.
const MOST_FINALISTS: u64 = 50;
/// Fewest and most runs of a candidate in the first round of a search.
const SEARCH_RUNS: [u64; 2] = [2, 100_000];
/// Fewest and most runs of a finalist.
const FINAL_RUNS: [u64; 2] = [2, 1_000_000];
/// The same, if nothing is said.
pub(super) const DEFAULT_CANDIDATES: u64 = 64;
pub(super) const DEFAULT_SEARCH_RUNS: u64 = 64;
pub(super) const DEFAULT_FINALISTS: u64 = 4;
pub(super) const DEFAULT_FINAL_RUNS: u64 = 2_000;

/// JSON Schema (draft 2020-12) of an experiment.
pub fn schema(designs: &[&'static dyn Design]) -> Value {
    detente_scenario::json_schema("Experiment", &experiment(designs))
}

/// The keys of an experiment's file.
pub fn experiment(designs: &[&'static dyn Design]) -> Vec<Key> {
    vec![
        required("format", Shape::One, "version of the format: 1"),
        required("experiment", Shape::Table(frame()), "what is run, how often"),
        key(
            "replication",
            Shape::Table(replication()),
            "in place of `replicates`: so many sets of inputs, each played with so many lucks",
        ),
        key(
            "stop",
            Shape::Table(stop()),
            "in place of `replicates`: as many runs as it takes until a response is known well enough at every point",
        ),
        key(
            "select",
            Shape::Table(select()),
            "in place of `replicates`: a race, in which a policy that is clearly worse than another is played no further",
        ),
        key("design", Shape::Table(design(designs)), "how factors make points"),
        key("factors", Shape::Rows(factor()), "what is varied"),
        key(
            "policies",
            Shape::Rows(policy()),
            "named bundles of changes, each run against the same luck as the scenario as it stands",
        ),
        key(
            "responses",
            Shape::Rows(response()),
            "what is compared, besides the built-in `agreement` and `end_day`",
        ),
        key(
            "constraints",
            Shape::Rows(constraint()),
            "what holds between factors; settings that do not meet it are left out",
        ),
        key(
            "correlations",
            Shape::Rows(correlation()),
            "factors, or numbers that the scenario draws, that go together",
        ),
        key(
            "analyses",
            Shape::Rows(analysis()),
            "what is computed besides what always is",
        ),
        key(
            "goals",
            Shape::Rows(goal()),
            "what can be played for in explorable.html, over the settings of a grid",
        ),
        key(
            "search",
            Shape::Table(search()),
            "the factors are levers, and `detente search` looks for the settings under which a response is best",
        ),
        key("output", Shape::Table(output()), "what is written"),
    ]
}

/// The keys of a file that asks more of finished results.
pub(super) fn analyses() -> Vec<Key> {
    let of_experiment = experiment(&[]).into_iter();
    of_experiment
        .filter(|key| ["format", "responses", "analyses"].contains(&key.name))
        .collect()
}

fn id(taken: &'static [&'static str], about: &'static str) -> Key {
    required("id", Shape::FileName(taken), about)
}

fn title() -> Key {
    key("title", Shape::Text, "title for people")
}

fn frame() -> Vec<Key> {
    let runs = Shape::Whole([1, MOST_RUNS]);
    vec![
        id(&[], "names the results folder"),
        title(),
        required("scenario", Shape::Text, "the scenario's file, relative to this one"),
        key("seed", Shape::Whole([0, i64::MAX as u64]), "root of all luck").by_default(DEFAULT_SEED),
        key("replicates", runs, "runs of every design point").by_default(DEFAULT_REPLICATES),
    ]
}

fn replication() -> Vec<Key> {
    let runs = || Shape::Whole([1, MOST_RUNS]);
    vec![
        required("inputs", runs(), "sets of the numbers that are drawn"),
        required("luck", runs(), "runs with each set of them, each with its own luck"),
    ]
}

fn stop() -> Vec<Key> {
    let runs = || Shape::Whole([1, MOST_RUNS]);
    vec![
        key("response", Shape::Text, "what is to be known").by_default(OUTCOMES[0]),
        required(
            "ci_half_width",
            Shape::Finite,
            "half the width of its 95 % interval at every point, in its own unit: 0.01 is one of 100",
        ),
        key("min", runs(), "no fewer runs of each point").by_default(DEFAULT_LEAST),
        key("max", runs(), "no more runs of each point").by_default(DEFAULT_MOST),
    ]
}

fn select() -> Vec<Key> {
    vec![
        judged_by(
            "response",
            "the response by which policies are judged, built in or of [[responses]], or an end of the talks",
        ),
        better(),
        key(
            "keep",
            Shape::Finite,
            "the chance that no policy is dropped by mistake, at least",
        )
        .by_default(DEFAULT_KEEP),
        key("max", Shape::Whole([1, MOST_RUNS]), "no more runs of each policy").by_default(DEFAULT_MOST),
    ]
}

/// The response that is to be good.
fn judged_by(name: &'static str, about: &'static str) -> Key {
    key(name, Shape::Text, about).by_default(OUTCOMES[0])
}

fn better() -> Key {
    let words = Shape::Word(vec!["more", "less"]);
    key("better", words, "which values of it are good").by_default("more")
}

fn design(designs: &[&'static dyn Design]) -> Vec<Key> {
    let kinds = designs.iter().map(|design| design.key()).collect();
    let abouts: Vec<String> = designs.iter().map(|d| format!("{}: {}", d.key(), d.about())).collect();
    let mut keys = vec![
        required("kind", Shape::Word(kinds), abouts.join("; ")),
        key(
            "vary",
            Shape::List(Box::new(Shape::Text), [1, usize::MAX]),
            "numbers of the scenario that are factors without being named one by one: paths with `*`, or `**` for all",
        ),
        key(
            "luck",
            Shape::Word(vec!["common", "own"]),
            "whether all settings meet the same luck, so that they are compared pair by pair, or each luck of its own, so that \
             what is said over all of them hangs on no few lucks; own for random, latin_hypercube and sobol, unless said",
        ),
        key(
            "spread",
            Shape::Finite,
            "how far they move, down and up, as a part of what each is, kept in its range",
        )
        .beside("vary")
        .by_default(DEFAULT_SPREAD),
        key(
            "rows",
            rows(),
            "the settings of a list: tables by factor, or a CSV file beside this one with a column for each factor",
        ),
    ];
    for size in designs.iter().filter_map(|design| design.size()) {
        if keys.iter().all(|known| known.name != size.key) {
            let counted = key(size.key, Shape::Whole([1, size.most]), size.about);
            keys.push(counted.by_default(size.default));
        }
    }
    keys
}

/// A value of a factor.
fn level() -> Shape {
    Shape::Either(
        vec![Shape::Finite, Shape::Text, Shape::Flag],
        "a finite number, a text, true or false",
    )
}

/// The settings of a list.
fn rows() -> Shape {
    let row = Shape::Filled(Box::new(Shape::Map(Of::Factor, Box::new(level()))));
    Shape::Either(
        vec![Shape::Text, Shape::List(Box::new(row), [1, MOST_POINTS as usize])],
        "a list of tables such as { \"factor\" = 0.5 }, each once, or the name of a CSV file",
    )
}

fn factor() -> Vec<Key> {
    let levels = Shape::List(Box::new(level()), [1, usize::MAX]);
    let range = Shape::List(Box::new(Shape::Finite), [2, 2]);
    vec![
        id(&["point", "policy", "luck"], "names the column of design.csv"),
        required(
            "path",
            Shape::Text,
            "where in the scenario, for example `calendar.*.secrecy`",
        ),
        key(
            "op",
            Shape::Word(vec!["set", "add", "scale"]),
            "how a level changes what the scenario says: set in its place, added to it, or as a factor of it",
        )
        .by_default("set"),
        key("levels", levels, "a list of the values"),
        key("range", range, "lowest and highest level, as [0.2, 0.8]"),
        key(
            "distribution",
            Shape::Distribution,
            "in place of levels and range, as { normal = [0.5, 0.1] }; with none of them it is that of the scenario, or all that the number may be",
        ),
        key(
            "steps",
            Shape::Whole([2, MOST_STEPS]),
            "how many levels a range is cut into",
        )
        .beside("range")
        .by_default(DEFAULT_STEPS),
        key(
            "group",
            Shape::FileName(&[]),
            "factors of one group move together, and answer together for what they do",
        ),
        key(
            "role",
            Shape::Word(FactorRole::ALL.map(FactorRole::name).to_vec()),
            "whether somebody could decide it, or nobody knows it",
        )
        .by_default(FactorRole::Uncertainty.name()),
    ]
}

fn pair() -> Shape {
    Shape::List(Box::new(Shape::Text), [2, 2])
}

fn constraint() -> Vec<Key> {
    vec![required(
        "less",
        pair(),
        "two factors: the value of the first is below that of the second",
    )]
}

fn correlation() -> Vec<Key> {
    vec![
        required("of", pair(), "two factors, or the paths of two numbers that are drawn"),
        required("rank", Shape::Finite, "their rank correlation, between -1 and 1"),
    ]
}

fn policy() -> Vec<Key> {
    let by_path = |of: Shape| Shape::Map(Of::Path, Box::new(of));
    vec![
        id(
            &["base"],
            "the policy's name in tables; `base` is the scenario as it stands",
        ),
        title(),
        key("set", by_path(Shape::Anything), "by path: a value in its place"),
        key(
            "add",
            by_path(Shape::Finite),
            "by path: added to a number or shifts a distribution",
        ),
        key(
            "scale",
            by_path(Shape::Finite),
            "by path: multiplies a number or a distribution",
        ),
        key(
            "remove",
            by_path(Shape::Texts),
            "by path: ids taken out of a list; a party among participants stands for its negotiators",
        ),
    ]
}

fn response() -> Vec<Key> {
    const MEASURE: &[&str] = &["share", "mean"];
    vec![
        id(&["agreement", "end_day"], "the response's name in tables"),
        title(),
        key(
            "share",
            filter(),
            "the share of runs for which all conditions hold, as { outcome = \"agreement\" }",
        )
        .one_of(MEASURE),
        key("mean", Shape::Text, "a column of runs.csv: its mean").one_of(MEASURE),
        key("given", filter(), "only runs for which all conditions hold"),
    ]
}

fn analysis() -> Vec<Key> {
    vec![
        required("kind", Shape::Text, "which analysis: prim, or policies"),
        key(
            "response",
            Shape::Text,
            "of which response, or of which end of the talks",
        )
        .by_default(OUTCOMES[0]),
        key("policy", Shape::Text, "under which policy; base, if nothing is said"),
        key("at_least", Shape::Finite, "what is enough of the response"),
        key("at_most", Shape::Finite, "what is not too much of it"),
    ]
}

/// Conditions on columns of `runs.csv`.
fn filter() -> Shape {
    let bounds = vec![
        key(
            "at_least",
            Shape::Finite,
            "the smallest number that meets the condition",
        ),
        key("at_most", Shape::Finite, "the largest number that meets the condition"),
    ];
    let condition = Shape::Either(
        vec![
            Shape::Text,
            Shape::Finite,
            Shape::Filled(Box::new(Shape::Table(bounds))),
        ],
        "a text, a number, or { at_least = .., at_most = .. }",
    );
    Shape::Filled(Box::new(Shape::Map(Of::Column, Box::new(condition))))
}

/// Bounds on a response.
fn limit() -> Vec<Key> {
    vec![
        required(
            "response",
            Shape::Text,
            "a response, built in or of [[responses]], or an end of the talks",
        ),
        key("at_least", Shape::Finite, "the smallest mean that meets the limit"),
        key("at_most", Shape::Finite, "the largest mean that meets the limit"),
    ]
}

fn goal() -> Vec<Key> {
    let title = required("title", Shape::Text, "what the card says");
    std::iter::once(title).chain(limit()).collect()
}

fn search() -> Vec<Key> {
    vec![
        judged_by(
            "objective",
            "the response that is to be good, built in or of [[responses]], or an end of the talks",
        ),
        better(),
        key(
            "candidates",
            Shape::Whole([2, MOST_CANDIDATES]),
            "settings of the levers that are tried first",
        )
        .by_default(DEFAULT_CANDIDATES),
        key(
            "runs",
            Shape::Whole(SEARCH_RUNS),
            "of each candidate in the first round; twice as many in each further one, and the better half goes on",
        )
        .by_default(DEFAULT_SEARCH_RUNS),
        key(
            "finalists",
            Shape::Whole([1, MOST_FINALISTS]),
            "candidates that go into the final, at most",
        )
        .by_default(DEFAULT_FINALISTS),
        key(
            "final_runs",
            Shape::Whole(FINAL_RUNS),
            "of each finalist and of the scenario as it stands, with luck that the search has not seen",
        )
        .by_default(DEFAULT_FINAL_RUNS),
        key(
            "limits",
            Shape::Rows(limit()),
            "what must hold besides: a candidate whose mean is outside is worse than any inside",
        ),
    ]
}

fn output() -> Vec<Key> {
    let followed = Shape::Word(Trajectories::ALL.map(Trajectories::name).to_vec());
    vec![
        key(
            "figures",
            Shape::List(Box::new(Shape::Word(FIGURE_KINDS.to_vec())), [1, FIGURE_KINDS.len()]),
            "the kinds of figures that are drawn; without it, all that say something",
        ),
        key(
            "runs",
            Shape::Word(vec![ALL, SUMMARY]),
            "what is kept of runs: all their rows, or sums for every table and a sample of 1,000 rows of each point",
        )
        .by_default(ALL),
        key("draws", Shape::Flag, "columns draw.<path>: what each run drew").by_default(false),
        key(
            "factors",
            Shape::Flag,
            "columns factor.<id> of runs.csv: what each factor was",
        )
        .by_default(false),
        key(
            "trajectories",
            followed,
            "which points are followed round by round: the scenario and its policies, all points, or none",
        )
        .by_default(Trajectories::Policies.name()),
    ]
}
