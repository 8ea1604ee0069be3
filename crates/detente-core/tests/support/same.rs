//! The model of `kernel` in an ensemble against the plain loop: every state after every round, and every ending.

use crate::kernel::{LEAKED, NEGOTIATORS, model, registry};
use crate::plain::{Finish, Plain};
use detente_core::{Lot, Observer, Outcome, Run, RunRecord, Seed, Stage};
use std::ops::Range;
use std::sync::Arc;

/// What one run went through: fatigue, pressure and position of each person after each round, and its end.
#[derive(Clone)]
struct Course {
    states: Vec<Vec<f64>>,
    finish: Option<Finish>,
}

impl Course {
    const EMPTY: Self = Self {
        states: Vec::new(),
        finish: None,
    };
}

struct Courses(Vec<Course>);

impl Observer for Courses {
    fn round_played(&mut self, key: usize, _: &Run, values: &[f64]) {
        self.0[key].states.push(values.to_vec());
    }
    fn ended(&mut self, key: usize, record: RunRecord) {
        self.0[key].finish = Some(Finish {
            rounds: record.rounds,
            leaks: record.count(LEAKED),
            met: record.outcome == Outcome::Deadlock,
        });
    }
    fn wants_rounds(&self) -> bool {
        true
    }
}

/// Asserts that the engine and the plain loop agree to the last digit on these replicates.
///
/// # Panics
/// If they do not.
pub(crate) fn assert_same(seed: Seed, replicates: Range<u64>) {
    let registry = registry();
    // Variables are told per delegation, so everybody is a delegation of one.
    let model = Arc::new(model(&registry, NEGOTIATORS));
    let mut stage = Stage::new(&registry, &model, seed, 7).expect("a world for the model");
    let mut courses = Courses(vec![Course::EMPTY; replicates.clone().count()]);
    stage.play(replicates.clone().map(Lot::of), &mut courses);
    let mut plain = Plain::new(seed, &model);
    for (replicate, played) in replicates.zip(courses.0) {
        let mut course = Course::EMPTY;
        let finish = plain.play(replicate, |_, now| {
            let fatigue = now.fatigue.iter().map(|f| f.0);
            let others = now.pressure.iter().map(|p| p.0).chain(now.position.iter().map(|x| x.0));
            course.states.push(fatigue.chain(others).collect());
        });
        course.finish = Some(finish);
        assert_eq!(played.states.len(), course.states.len(), "replicate {replicate}");
        for (round, (there, here)) in played.states.iter().zip(&course.states).enumerate() {
            assert_eq!(there, here, "replicate {replicate}, round {round}");
        }
        assert_eq!(played.finish, course.finish, "replicate {replicate}");
    }
}
