//! What a study is about.

use detente_analyses::{Points, Response};
use detente_lab::experiment::Policy;
use detente_lab::plan::Plan;
use detente_lab::study::Spent;
use detente_results::OUTCOMES;

/// A scenario, and what is asked about it.
#[derive(Debug, Clone, PartialEq)]
pub struct Subject {
    /// Title for people.
    pub title: String,
    /// The scenario's file as the study's files name it.
    pub scenario: String,
    /// What is compared with the scenario as it stands.
    pub policies: Vec<Policy>,
    /// What is asked about.
    pub question: Response,
    /// How far numbers move, down and up, as a part of what each is.
    pub spread: f64,
    /// Root of all luck.
    pub seed: u64,
    /// Whether the scenario draws numbers.
    pub draws: bool,
}

impl Subject {
    /// What a plan is about: its scenario, which the study's files will name so, and its policies. The question is one of its
    /// responses or an end of the talks; none if it is neither.
    pub fn of(plan: &Plan, scenario: String, question: &str, spread: f64) -> Option<Self> {
        let experiment = &plan.experiment;
        let known = experiment.responses.iter().find(|response| response.id == question);
        let end = || OUTCOMES.contains(&question).then(|| Response::of_end(question));
        Some(Self {
            title: plan.base.title.clone(),
            scenario,
            policies: experiment.policies.clone(),
            question: known.cloned().or_else(end)?,
            spread,
            seed: experiment.seed,
            draws: !plan.drawn().is_empty(),
        })
    }

    /// What can be asked about.
    pub fn questions(plan: &Plan) -> Vec<&str> {
        let responses: Vec<&str> = plan.experiment.responses.iter().map(|response| &*response.id).collect();
        let ends = OUTCOMES.iter().copied().filter(|end| !responses.contains(end));
        responses.iter().copied().chain(ends).collect()
    }

    /// What a step of its study is spent on, if it varies so many numbers.
    pub fn spent(&self, factors: usize) -> Spent {
        Spent {
            factors,
            policies: self.policies.len(),
            draws: self.draws,
        }
    }

    /// Whether less of the question's response is better: of an end that is no agreement. Of other responses nobody has said,
    /// and more is taken for better.
    pub(super) fn less_is_better(&self) -> bool {
        OUTCOMES[1..].contains(&&*self.question.id)
    }

    /// The question's response as it stands in a sentence.
    pub(super) fn asked(&self) -> String {
        in_a_sentence(&self.question.title)
    }
}

/// A title as it stands in a sentence; one that shouts or abbreviates stays as it is.
pub(super) fn in_a_sentence(title: &str) -> String {
    let mut letters = title.chars();
    match (letters.next(), letters.next()) {
        (Some(first), Some(second)) if second.is_lowercase() => {
            first.to_lowercase().chain(title.chars().skip(1)).collect()
        }
        _ => title.to_owned(),
    }
}
