//! What tells one plan from another: a hash over all that decides what its runs are, in a fixed encoding. It holds no
//! place and no time, and nothing of how the program writes its own values down.

use crate::experiment::{Experiment, FactorRole, Values};
use detente_analyses::{Condition, Filter, Measure, Response};
use detente_core::{Number, Registry};
use detente_scenario::{Change, Node, Value};

/// Everything but the number of replicates: two experiments of one study give the same run for the same point and
/// replicate.
pub(super) fn study(experiment: &Experiment, inputs: &[String], registry: &Registry) -> String {
    let mut hash = Encoder::new("detente 1 study");
    hash.text(&experiment.id);
    hash.text(&experiment.title);
    hash.whole(experiment.seed);
    hash.whole(experiment.luck);
    hash.whole(u64::from(experiment.draws));
    hash.text(experiment.trajectories.name());
    hash.list(inputs, |hash, input| hash.text(input));
    hash.text(experiment.design.key());
    // A design that has no size is hashed as before there were sizes.
    if experiment.size > 0 {
        hash.whole(experiment.size);
    }
    if experiment.own_luck {
        hash.text("own luck");
    }
    hash.list(&experiment.factors, |hash, factor| {
        hash.text(&factor.id);
        hash.text(&factor.path.to_string());
        hash.text(factor.operation.name());
        hash.list(factor.levels(), Encoder::node);
    });
    hash.list(&experiment.policies, |hash, policy| {
        hash.text(&policy.id);
        hash.text(&policy.title);
        hash.list(&policy.changes, |hash, (change, _)| hash.change(change));
    });
    hash.list(&experiment.responses, Encoder::response);
    hash.list(registry.behaviours(), |hash, behaviour| {
        hash.text(behaviour.key);
        hash.text(behaviour.origin.package);
        hash.text(behaviour.origin.version);
    });
    joint(&mut hash, experiment);
    if !experiment.analyses.is_empty() {
        hash.list(&experiment.analyses, |hash, asked| {
            hash.text(&asked.kind);
            hash.text(&asked.response);
            hash.text(asked.policy.as_deref().unwrap_or_default());
            for bound in [asked.at_least, asked.at_most] {
                hash.number(bound.unwrap_or(f64::NAN));
            }
        });
    }
    if !experiment.goals.is_empty() {
        hash.list(&experiment.goals, |hash, goal| {
            hash.text(&goal.title);
            hash.whole(goal.bound.response as u64);
            hash.number(goal.bound.at_least);
            hash.number(goal.bound.at_most);
        });
    }
    what_is_kept(&mut hash, experiment);
    if let Some(chosen) = &experiment.chosen {
        hash.whole(chosen.seed);
        hash.list(&chosen.settings, |hash, setting| hash.whole(*setting));
    }
    // Nothing set is nothing said: folders from before there were settings keep their identity.
    if !experiment.settings.is_empty() {
        hash.list(&experiment.settings, |hash, setting| hash.text(setting));
    }
    hash.finish()
}

/// Which policies go on, and whether their rows are kept; where nothing of it is said nothing is hashed.
fn what_is_kept(hash: &mut Encoder, experiment: &Experiment) {
    if let Some(race) = &experiment.select {
        hash.text("select");
        hash.whole(race.response as u64);
        hash.text(&format!("{:?}", race.better));
        hash.number(race.keep);
        hash.whole(race.most);
    }
    // Their runs are the same, but their blocks do not go together with those of rows.
    if experiment.summary {
        hash.text("summary");
    }
}

/// What holds between factors and numbers, and factors that are more than levels; where nothing of it is said nothing is
/// hashed, so that older folders keep their identity.
fn joint(hash: &mut Encoder, experiment: &Experiment) {
    for factor in &experiment.factors {
        if let Values::Distribution { number, .. } = &factor.values {
            hash.text("distribution");
            hash.text(&factor.id);
            hash.distribution(number);
        }
        if let Some(group) = &factor.group {
            hash.text("group");
            hash.text(&factor.id);
            hash.text(group);
        }
        if factor.role == FactorRole::Lever {
            hash.text("lever");
            hash.text(&factor.id);
        }
    }
    if !experiment.rows.is_empty() {
        hash.list(&experiment.rows, |hash, row| {
            hash.list(row, |hash, level| hash.whole(level.map_or(u64::MAX, u64::from)));
        });
    }
    for constraint in &experiment.constraints {
        hash.text("less");
        hash.list(&constraint.less, |hash, named| hash.text(&named.name));
    }
    for correlation in &experiment.correlations {
        hash.text("correlation");
        hash.list(&correlation.of, |hash, named| hash.text(&named.name));
        hash.number(correlation.rank);
    }
    if experiment.factor_columns {
        hash.text("factor columns");
    }
}

/// The study with so many replicates, fewer of those that a race has dropped.
pub(super) fn plan(study: &str, replicates: u64, raced: &[u64]) -> String {
    let mut hash = Encoder::new("detente 1 plan");
    hash.text(study);
    hash.whole(replicates);
    if !raced.is_empty() {
        hash.list(raced, |hash, runs| hash.whole(*runs));
    }
    hash.finish()
}

/// Writes values one after the other, each so that no two sequences of values give the same bytes.
struct Encoder(blake3::Hasher);

impl Encoder {
    fn new(context: &str) -> Self {
        Self(blake3::Hasher::new_derive_key(context))
    }

    fn finish(self) -> String {
        self.0.finalize().to_hex().to_string()
    }

    fn whole(&mut self, n: u64) {
        self.0.update(&n.to_le_bytes());
    }

    fn number(&mut self, x: f64) {
        self.0.update(&x.to_bits().to_le_bytes());
    }

    fn text(&mut self, text: &str) {
        self.whole(text.len() as u64);
        self.0.update(text.as_bytes());
    }

    fn list<T>(&mut self, list: &[T], each: impl Fn(&mut Self, &T)) {
        self.whole(list.len() as u64);
        for item in list {
            each(self, item);
        }
    }

    fn response(&mut self, response: &Response) {
        self.text(&response.id);
        self.text(&response.title);
        self.filter(&response.given);
        match &response.measure {
            Measure::Share(filter) => {
                self.text("share");
                self.filter(filter);
            }
            Measure::Mean(column) => {
                self.text("mean");
                self.text(column);
            }
        }
    }

    fn filter(&mut self, filter: &Filter) {
        self.list(&filter.0, |hash, (column, condition)| {
            hash.text(column);
            match condition {
                Condition::Is(text) => {
                    hash.text("is");
                    hash.text(text);
                }
                Condition::Within(low, high) => {
                    hash.text("within");
                    hash.number(*low);
                    hash.number(*high);
                }
            }
        });
    }

    fn distribution(&mut self, number: &Number) {
        let (word, arguments) = number.form.written();
        self.text(word);
        self.list(&arguments, |hash, x| hash.number(*x));
        for bound in [number.min, number.max] {
            self.number(bound.unwrap_or(f64::NAN));
        }
    }

    fn change(&mut self, change: &Change) {
        self.text(&change.path().to_string());
        match change {
            Change::Set(_, node) => {
                self.text("set");
                self.node(node);
            }
            Change::Add(_, by) => {
                self.text("add");
                self.number(*by);
            }
            Change::Scale(_, by) => {
                self.text("scale");
                self.number(*by);
            }
            Change::Remove(_, ids) => {
                self.text("remove");
                self.list(ids, |hash, id| hash.text(id));
            }
        }
    }

    /// A value of a file, without the place at which it was read.
    fn node(&mut self, node: &Node) {
        match &node.value {
            Value::Text(text) => {
                self.text("text");
                self.text(text);
            }
            Value::Number(x) => {
                self.text("number");
                self.number(*x);
            }
            Value::Boolean(flag) => {
                self.text("flag");
                self.whole(u64::from(*flag));
            }
            Value::Date(date) => {
                self.text("date");
                self.text(date);
            }
            Value::List(list) => {
                self.text("list");
                self.list(list, Self::node);
            }
            Value::Table(table) => {
                self.text("table");
                self.list(table.entries(), |hash, entry| {
                    hash.text(&entry.key);
                    hash.node(&entry.node);
                });
            }
        }
    }
}
