//! The experiments of a study as files: each an ordinary one, with comments that say what each table is for, why so many runs,
//! and what the columns of its results mean. Whoever reads them can write experiments.

mod base;
mod quantify;
mod screen;
mod spread;
mod toml;

use super::Subject;
use super::subject::in_a_sentence;
use detente_analyses::Response;
use detente_lab::study::{Found, Size, Step};
use std::fmt::Write;
use toml::{quoted, texts};

/// Columns of a file's comments.
const COLUMNS: usize = 118;
/// Where a comment beside a line begins.
const BESIDE: usize = 34;

/// The file of a step, of this size, after what was found before it. The same arguments give the same text.
pub fn text(step: Step, subject: &Subject, size: Size, found: &Found) -> String {
    let parts = match step {
        Step::Base => base::parts(subject, size),
        Step::Screen => screen::parts(subject, size),
        Step::Quantify => quantify::parts(subject, size, found.numbers_of(step)),
        Step::Spread => spread::parts(subject, size, found),
    };
    let mut text = File::default();
    let number = Step::ALL.iter().position(|known| *known == step).unwrap_or(0) + 1;
    text.say(&format!("Step {number} of {}. {}", Step::ALL.len(), parts.question));
    text.say("");
    text.say(&format!(
        "Written by `detente study`, and an experiment like any other: read it, change it, copy it. `detente run {}` in this \
         folder plays it by itself; its tables, figures and answer go to results/{}/.",
        step.file(),
        step.name()
    ));
    text.line("format = 1", "");
    text.gap();
    text.line("[experiment]", "");
    text.line(
        &format!("id = {}", quoted(step.name())),
        "names the folder of the results",
    );
    text.line(
        &format!(
            "title = {}",
            quoted(&format!("{}{}", subject.title, title(step, &subject.question)))
        ),
        "",
    );
    text.line(
        &format!("scenario = {}", quoted(&subject.scenario)),
        "seen from this file",
    );
    text.line(
        &format!("seed = {}", subject.seed),
        "root of all luck: the same seed gives the same runs",
    );
    text.0.push_str(&parts.body.0);
    if step.has_policies() && !subject.policies.is_empty() {
        text.gap();
        text.say(parts.policies);
        for policy in &subject.policies {
            text.0.push_str(&toml::policy(policy));
        }
    }
    if !matches!(&*subject.question.id, "agreement" | "end_day") {
        text.gap();
        text.say(
            "What is asked about. `agreement` and `end_day` are always compared; anything else that can be read off a row of \
             runs.csv is said so: a share of runs, or the mean of a column.",
        );
        text.0.push_str(&toml::response(&subject.question));
    }
    text.0.push_str(&parts.analyses.0);
    text.gap();
    text.say(&parts.results);
    text.0
}

/// What the title of a step's file says behind the scenario's: it names what is asked about, so that a file says of which
/// study it is.
pub fn title(step: Step, question: &Response) -> String {
    let asked = in_a_sentence(&question.title);
    match step {
        Step::Base => format!(": {asked} as it stands"),
        Step::Screen => format!(": which numbers move {asked}"),
        Step::Quantify => format!(": how much of {asked} is luck, and how much each number"),
        Step::Spread => format!(": {asked} if the numbers are not trusted"),
    }
}

/// What differs from step to step.
struct Parts {
    /// What it answers.
    question: String,
    /// How often, and the design.
    body: File,
    /// Why the policies are here.
    policies: &'static str,
    /// What is asked besides.
    analyses: File,
    /// How its results are read.
    results: String,
}

/// A file in the making.
#[derive(Default)]
struct File(String);

impl File {
    /// A line of TOML, with a comment beside it.
    fn line(&mut self, toml: &str, beside: &str) {
        let width = match toml.chars().count() {
            long if long >= BESIDE => long + 4,
            _ => BESIDE,
        };
        let _ = match beside {
            "" => write!(self.0, "{toml}"),
            beside => write!(self.0, "{toml:<width$}# {beside}"),
        };
        self.0.push('\n');
    }

    /// A comment of its own.
    fn say(&mut self, comment: &str) {
        if comment.is_empty() {
            self.0.push_str("#\n");
        }
        for line in crate::wording::wrapped(comment, COLUMNS - 2) {
            let _ = writeln!(self.0, "# {line}");
        }
    }

    /// An empty line.
    fn gap(&mut self) {
        self.0.push('\n');
    }

    /// The numbers that are varied, and how far.
    fn vary(&mut self, numbers: &[String], spread: f64) {
        self.line(&format!("vary = {}", texts(numbers)), "");
        self.spread(spread);
    }

    fn spread(&mut self, spread: f64) {
        let part = per_cent(spread);
        self.line(
            &format!("spread = {}", detente_results::format_float(spread)),
            &format!("each from {part} % below what it is to {part} % above, kept in its range"),
        );
    }
}

/// A part in a hundred, without a point where it needs none.
fn per_cent(part: f64) -> String {
    crate::answer::few(100.0 * part)
}
