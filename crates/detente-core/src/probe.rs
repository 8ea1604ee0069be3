//! Variables for trajectories: read off columns, never written.

use crate::case::Case;
use crate::declared::Declared;
use crate::kind::{Kind, RowKind};
use crate::model::Role;
use crate::row::{Indexed, NegotiatorIx, PartyIx};
use crate::unchecked::WholeColumn;
use bevy_ecs::prelude::*;

/// A variable that is followed through the talks.
#[derive(Debug, Clone, PartialEq)]
pub struct Variable {
    /// `group`, or `group.actor`.
    pub name: String,
    /// What it says, whoever it is said of.
    pub group: &'static str,
    /// The rows that it is read off; what negotiators have is the mean of their delegation.
    pub kind: RowKind,
    /// Key of the behaviour or protocol that follows it.
    pub module: &'static str,
    /// Its unit.
    pub unit: &'static str,
    /// The smallest and the largest value it can take.
    pub range: [f64; 2],
}

/// Reads one or more variables off a column.
pub(crate) trait Probe: Send {
    /// The variables, in the order in which they are written.
    fn variables(&self) -> &[Variable];
    /// Writes the variables of the runs in these slots to `out[slot * stride + offset ..]`.
    fn sample(&mut self, world: &mut World, slots: &[usize], out: &mut [f64], stride: usize, offset: usize);
}

struct ColumnProbe<C: Declared> {
    cells: WholeColumn<C::On, C>,
    read: fn(&C) -> f64,
    variables: Vec<Variable>,
    /// The rows whose mean is the variable.
    rows: Vec<Vec<usize>>,
    per_run: usize,
}

/// A probe of one column: one variable per row, for negotiators one per delegation (the mean).
pub(crate) fn new<C: Declared>(
    case: &Case,
    module: &'static str,
    group: &'static str,
    unit: &'static str,
    range: [f64; 2],
    read: fn(&C) -> f64,
) -> Box<dyn Probe> {
    let called = |name: String| Variable {
        name,
        group,
        kind: <C::On as Kind>::KIND,
        module,
        unit,
        range,
    };
    let named = |id: &str| called(format!("{group}.{id}"));
    let at_the_table = |p: PartyIx| case.parties[p].role != Role::Guarantor;
    let (variables, rows) = match <C::On as Kind>::KIND {
        RowKind::Talks => (vec![called(group.to_owned())], vec![vec![0]]),
        RowKind::Party => case
            .parties
            .indices()
            .filter(|&p| at_the_table(p))
            .map(|p| (named(&case.parties[p].id), vec![p.ix()]))
            .unzip(),
        RowKind::Negotiator => case
            .parties
            .indices()
            .filter(|&p| !case.delegations[p].is_empty())
            .map(|p| (named(&case.parties[p].id), NegotiatorIx::numbers(&case.delegations[p])))
            .unzip(),
        RowKind::Relation => case
            .relations
            .indexed()
            .filter(|(_, relation)| at_the_table(relation.from) && at_the_table(relation.to))
            .map(|(r, relation)| (named(&relation.id), vec![r.ix()]))
            .unzip(),
        kind => (0..case.rows(kind))
            .map(|r| (named(&case.label(kind, r)), vec![r]))
            .unzip(),
    };
    Box::new(ColumnProbe::<C> {
        cells: WholeColumn::default(),
        read,
        variables,
        rows,
        per_run: case.rows(<C::On as Kind>::KIND),
    })
}

impl<C: Declared> Probe for ColumnProbe<C> {
    fn variables(&self) -> &[Variable] {
        &self.variables
    }

    fn sample(&mut self, world: &mut World, slots: &[usize], out: &mut [f64], stride: usize, offset: usize) {
        let column = self.cells.cells(world);
        for &slot in slots {
            let own = &column[slot * self.per_run..(slot + 1) * self.per_run];
            for (k, rows) in self.rows.iter().enumerate() {
                let sum: f64 = rows.iter().map(|&r| (self.read)(&own[r])).sum();
                out[slot * stride + offset + k] = sum / rows.len() as f64;
            }
        }
    }
}
