//! Dose and response: what follows when one thing in talks is turned from none of it to much, under the same luck, and
//! whether that is what the literature expects.
//!
//! [`LEVERS`] lists what can be turned. [`Doses`] makes one plan of all doses of some levers in one scenario and plays it.
//! What comes out is a [`Response`] for each lever and answer.
//!
//! It claims nothing about the size of an effect in the world: numbers are stylised, and a lever that does what is expected
//! of it does so in this scenario, with these doses.

mod aim;
mod answer;
mod levers;
mod play;
mod verdict;

pub use answer::Answer;
pub use levers::{AS_IT_STANDS, Each, Expectation, LEVERS, Lever, Sign, Steps, Turn};
pub use play::Doses;
pub use verdict::{FLAT, STRONG, Shift, Verdict, WEAK};

use detente_scenario::did_you_mean;
use std::path::Path;
use verdict::{judge, mean, shift};

/// What is asked.
pub struct Asking<'a> {
    /// The scenario's file.
    pub scenario: &'a Path,
    /// What is changed about it first, each as `PATH=VALUE`.
    pub changes: &'a [String],
    /// Which levers.
    pub levers: Vec<&'static Lever>,
    /// Root of all luck.
    pub seed: u64,
    /// Runs of each dose.
    pub runs: u64,
}

/// What followed from a lever in one answer.
#[derive(Debug, Clone)]
pub struct Response {
    /// The lever.
    pub lever: &'static Lever,
    /// The party that it is about, if it is about one.
    pub party: Option<String>,
    /// What answers, and how it was expected to.
    pub expected: &'static Expectation,
    /// What came out; or why the lever is not used in the scenario.
    pub course: Result<Course, String>,
}

/// How an answer goes from dose to dose.
#[derive(Debug, Clone)]
pub struct Course {
    /// The doses in words.
    pub doses: Vec<String>,
    /// At each dose the mean over the runs that have an answer.
    pub means: Vec<Option<f64>>,
    /// From the first dose to each.
    pub shifts: Vec<Option<Shift>>,
    /// Whether it is as expected.
    pub verdict: Verdict,
}

impl Lever {
    /// The lever of a name.
    ///
    /// # Errors
    /// There is none; the message names those that there are.
    pub fn find(id: &str) -> Result<&'static Self, String> {
        LEVERS.iter().find(|lever| lever.id == id).ok_or_else(|| {
            let near =
                did_you_mean(id, LEVERS.iter().map(|lever| lever.id)).map_or(String::new(), |near| format!("; {near}"));
            let known: Vec<String> = LEVERS.iter().map(|l| format!("\n  {:<22} {}", l.id, l.about)).collect();
            format!("no lever `{id}`{near}; there are:{}", known.concat())
        })
    }
}

impl Response {
    /// What the runs answered, dose by dose.
    fn of(
        lever: &'static Lever,
        party: Option<String>,
        expected: &'static Expectation,
        answers: &[Vec<Option<f64>>],
    ) -> Self {
        let of = |from: usize, to: usize| shift(expected.answer, &answers[from], &answers[to]);
        let steps: Vec<Option<Shift>> = (1..answers.len()).map(|k| of(k - 1, k)).collect();
        let shifts: Vec<Option<Shift>> = (0..answers.len()).map(|k| of(0, k)).collect();
        let whole = shifts.last().copied().flatten();
        let course = Course {
            doses: lever.turns[0].steps.names(),
            means: answers.iter().map(|runs| mean(runs)).collect(),
            verdict: judge(expected.answer, expected.sign, whole.as_ref(), &steps),
            shifts,
        };
        Self {
            lever,
            party,
            expected,
            course: Ok(course),
        }
    }

    /// A lever that is not used.
    fn idle(lever: &'static Lever, party: Option<String>, expected: &'static Expectation, why: String) -> Self {
        Self {
            lever,
            party,
            expected,
            course: Err(why),
        }
    }

    /// The lever, with the party that it is about.
    pub fn name(&self) -> String {
        match &self.party {
            Some(party) => format!("{}.{party}", self.lever.id),
            None => self.lever.id.to_owned(),
        }
    }

    /// What came out, if the lever is used.
    pub fn verdict(&self) -> Option<Verdict> {
        self.course.as_ref().ok().map(|course| course.verdict)
    }

    /// The effect from end to end.
    pub fn whole(&self) -> Option<&Shift> {
        self.course.as_ref().ok()?.shifts.last()?.as_ref()
    }
}
