//! The shapes of a design: settings whose models differ in numbers alone, as far as their levels tell; and those settings of
//! each that are built anew to see that it is so.

use super::Plan;
use crate::designs::Place;
use crate::experiment::{Factor, Operation, Values};
use detente_scenario::Node;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

/// So many settings from all over a design are looked at, besides those that show a factor at an end.
const SAMPLES: u64 = 24;

/// Most shapes of a design; with more of them every setting is built for itself.
const MOST_SHAPES: usize = 256;

/// How the levels of a factor bear on the shape of a model.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Bearing {
    /// Not all are numbers: each is a shape of its own.
    Shapes,
    /// Numbers, of which one is 0: that one is a shape of its own.
    ShapesAtZero,
    /// Numbers.
    Numbers,
}

impl Bearing {
    pub(super) fn of(factor: &Factor) -> Self {
        let is_number = |level: &Node| level.as_number().is_some();
        let meets_zero = match &factor.values {
            Values::Levels(levels) => levels.iter().any(is_zero),
            Values::Range { ends: [from, to], .. } => (*from..=*to).contains(&0.0),
            Values::Distribution { .. } | Values::Open(_) => true,
        };
        if !factor.levels().iter().all(is_number) {
            Self::Shapes
        } else if factor.operation != Operation::Add && meets_zero {
            Self::ShapesAtZero
        } else {
            Self::Numbers
        }
    }
}

fn is_zero(level: &Node) -> bool {
    level.as_number() == Some(0.0)
}

/// The shapes of a design.
pub(super) struct Shapes {
    /// By setting, which one it has.
    pub(super) by_setting: Vec<usize>,
    /// By shape, in the order in which they are met: settings to look at.
    pub(super) samples: Vec<BTreeSet<u64>>,
}

impl Shapes {
    /// The shapes of a plan's design; none if there are too many.
    pub(super) fn of(plan: &Plan) -> Option<Self> {
        let settings = plan.layout.settings();
        let mut shapes = Self {
            by_setting: Vec::with_capacity(settings as usize),
            samples: Vec::new(),
        };
        let mut known = BTreeMap::new();
        let mut last = Vec::new();
        for setting in 0..settings {
            let places = plan.layout.setting(setting);
            let new = shapes.samples.len();
            let shape = *known
                .entry(shaping(plan, &places, &plan.values_at(&places)))
                .or_insert(new);
            if shape == new {
                shapes.samples.push(BTreeSet::from([setting]));
                last.push(setting);
            }
            if shapes.samples.len() > MOST_SHAPES {
                return None;
            }
            if setting.is_multiple_of(settings.div_ceil(SAMPLES)) {
                shapes.samples[shape].insert(setting);
            }
            last[shape] = setting;
            shapes.by_setting.push(shape);
        }
        for (samples, last) in shapes.samples.iter_mut().zip(last) {
            samples.insert(last);
        }
        shapes.meet_ends(plan);
        Some(shapes)
    }

    /// Adds settings until every factor has been met at either end in each shape, where it comes there.
    fn meet_ends(&mut self, plan: &Plan) {
        let factors = &plan.experiment.factors;
        let mut met = vec![vec![[false; 2]; factors.len()]; self.samples.len()];
        // Whether a setting shows an end that none before it has shown.
        let mut shows = |shape: usize, setting: u64| {
            let mut is_new = false;
            let places = plan.layout.setting(setting);
            for ((factor, place), met) in factors.iter().zip(places).zip(&mut met[shape]) {
                if let Some(upper) = factor.end_at(place) {
                    is_new |= !std::mem::replace(&mut met[usize::from(upper)], true);
                }
            }
            is_new
        };
        for (shape, samples) in self.samples.iter().enumerate() {
            samples.iter().for_each(|&setting| _ = shows(shape, setting));
        }
        for (setting, &shape) in (0..).zip(&self.by_setting) {
            if shows(shape, setting) {
                self.samples[shape].insert(setting);
            }
        }
    }
}

/// What decides the shape of a setting: levels that are no numbers, whether a number is 0 where others are not, and which
/// factors are not moved at all.
fn shaping(plan: &Plan, places: &[Place], values: &[Option<Cow<'_, Node>>]) -> Vec<usize> {
    let bearings = plan.bearings.iter().zip(&plan.experiment.factors);
    let factors = bearings.zip(places).zip(values);
    let shaping = factors.map(|(((bearing, factor), place), value)| match (bearing, value) {
        (_, None) => usize::MAX,
        (Bearing::Shapes, Some(_)) => factor.level_at(*place),
        (Bearing::ShapesAtZero, Some(value)) => usize::from(is_zero(value)),
        // So that what does not move and what does are never taken for one another.
        (Bearing::Numbers, Some(_)) => 0,
    });
    shaping.collect()
}
