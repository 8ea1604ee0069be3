//! `study SCENARIO|EXPERIMENT`: a guided set of experiments, written as files that explain themselves, run one after another
//! as `run` does, and one answer made of them. Time decides how large the files are that are not there yet; what is in the
//! files alone decides the results. Files that are there are gone on with as they are.

mod folder;

use super::run::{self, Ended};
use crate::cli::{Asked, Run, Study};
use crate::exit::Failure;
use crate::interrupt::Interrupt;
use crate::output;
use detente_lab::Lab;
use detente_lab::experiment::Experiment;
use detente_lab::plan::Plan;
use detente_lab::study::{DEFAULT_SPREAD, Found, Size, Step, size};
use detente_lab::tables::Format;
use detente_results::{ANSWER, Folder, write_atomically};
use detente_scenario::{TomlFile, did_you_mean};
use detente_telling::study::{self as told, Done, Planned, Subject};
use folder::Home;
use std::path::Path;
use std::sync::Arc;

/// Longest time that can be asked for: a month.
const LONGEST: f64 = 30.0 * 86_400.0;

pub(crate) fn run(args: &Study, lab: &Arc<Lab>) -> Result<(), Failure> {
    Interrupt::heeded(|interrupt| study(args, lab, interrupt))
}

/// `90s`, `10m` or `2h`, in seconds.
pub(crate) fn budget(text: &str) -> Result<f64, String> {
    let expected = || "expected a time such as 90s, 10m or 2h, from a second to 30 days".to_owned();
    let unit = text.chars().next_back().ok_or_else(expected)?;
    let each = match unit {
        's' => 1.0,
        'm' => 60.0,
        'h' => 3_600.0,
        _ => return Err(expected()),
    };
    let number: f64 = text[..text.len() - unit.len_utf8()].parse().map_err(|_| expected())?;
    Some(number * each)
        .filter(|seconds| (1.0..=LONGEST).contains(seconds))
        .ok_or_else(expected)
}

/// A part of a number.
pub(crate) fn spread(text: &str) -> Result<f64, String> {
    let part = text.parse().ok().filter(|part| *part > 0.0 && *part <= 1.0);
    part.ok_or_else(|| "expected a number above 0, up to 1".to_owned())
}

fn study(args: &Study, lab: &Arc<Lab>, interrupt: &Interrupt) -> Result<(), Failure> {
    let plan = Plan::new(
        run::experiment(&args.file, args.out.as_deref(), &as_run(args, &args.file).asked, lab)?,
        lab,
    )?;
    let home = Home::of(args, &plan)?;
    let subject = subject(args, &plan, &home)?;
    for step in Step::ALL.into_iter().filter(|step| !args.fresh && home.has(*step)) {
        home.refuse_another(step, args, &subject, &plan, lab)?;
    }
    let numbers = match args.fresh || !home.has(Step::Screen) {
        true => of_screen(&subject, &plan, lab)?,
        false => 0,
    };
    let work = Work {
        args,
        lab,
        subject: &subject,
        plan: &plan,
        home: &home,
        numbers,
        interrupt,
    };
    match args.dry_run {
        true => work.tell_plan(),
        false => work.play(),
    }
}

/// What the study is about.
fn subject(args: &Study, plan: &Plan, home: &Home) -> Result<Subject, Failure> {
    let scenario = home.sees(&plan.experiment.scenario)?;
    let spread = args.spread.unwrap_or(DEFAULT_SPREAD);
    Subject::of(plan, scenario, &args.question, spread).ok_or_else(|| {
        let known = Subject::questions(plan);
        let near = did_you_mean(&args.question, known.iter().copied());
        let near = near.map_or_else(String::new, |hint| format!("; {hint}"));
        let known = known.join(", ");
        Failure::Input(format!(
            "failed to ask about `{}`: it is no response and no end of the talks; expected one of: {known}{near}",
            args.question
        ))
    })
}

/// How many numbers the screen will vary; also whether it can.
fn of_screen(subject: &Subject, plan: &Plan, lab: &Lab) -> Result<usize, Failure> {
    let one = Size { units: 1, each: 1 };
    let text = told::text(Step::Screen, subject, one, &Found::default());
    let toml = TomlFile::parse(Path::new(&Step::Screen.file()), text)?;
    let mut experiment = Experiment::from_toml(&toml, &lab.designs)?;
    experiment.scenario.clone_from(&plan.experiment.scenario);
    Ok(Plan::new(experiment, lab)?.experiment.factors.len())
}

/// The command line that runs a file of the study.
fn as_run(args: &Study, file: &Path) -> Run {
    Run {
        file: file.to_owned(),
        out: args.out.clone().filter(|_| file == args.file),
        asked: Asked {
            seed: args.seed.filter(|_| file == args.file),
            ..Asked::default()
        },
        threads: args.threads,
        batch: None,
        format: vec![Format::Csv],
        csv: None,
        no_figures: args.no_figures,
        transcripts: 0,
        talks: None,
        shard: None,
        scratch: None,
        fresh: args.fresh,
        force: false,
        dry_run: false,
        quiet: args.quiet,
    }
}

/// A study at work.
struct Work<'a> {
    args: &'a Study,
    lab: &'a Arc<Lab>,
    subject: &'a Subject,
    /// Of what was given.
    plan: &'a Plan,
    home: &'a Home,
    /// Numbers of the scenario that can be varied.
    numbers: usize,
    interrupt: &'a Interrupt,
}

impl Work<'_> {
    /// Runs a second on all threads.
    fn pace(&self) -> Result<f64, Failure> {
        let cost = run::cost::of(self.plan, self.lab, self.interrupt)?;
        let each = cost.map_or(0.0, |cost| cost.time.as_secs_f64() / cost.runs.max(1) as f64);
        let threads = run::settings(&as_run(self.args, &self.args.file)).threads;
        // Threads share what the machine has; more of them than cores are no faster.
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        Ok(threads.min(cores) as f64 / each.max(1e-9))
    }

    /// A step that is ahead, of which the numbers are known or will be as many as it takes.
    fn ahead(&self, step: Step, numbers: Option<usize>, pace: f64) -> Planned {
        let factors = numbers.unwrap_or_else(|| step.numbers().unwrap_or(self.numbers).min(self.numbers));
        let spent = self.subject.spent(factors);
        let size = size(step, pace * self.args.budget * step.part_of_budget(), spent);
        Planned {
            step,
            size,
            spent,
            seconds: size.runs(step, spent) as f64 / pace,
            is_written: false,
        }
    }

    fn tell_plan(&self) -> Result<(), Failure> {
        let pace = self.pace()?;
        let mut steps = Vec::new();
        for step in Step::ALL {
            let mut planned = self.ahead(step, None, pace);
            if !self.args.fresh && self.home.has(step) {
                let written = self
                    .home
                    .plan(step, &as_run(self.args, &self.home.file(step)), self.lab)?;
                planned.size = Size::of(&written.experiment);
                planned.spent.factors = written.experiment.factors.len();
                planned.seconds = written.runs() as f64 / pace;
                planned.is_written = true;
            }
            steps.push(planned);
        }
        let text = told::planned(self.subject, &steps, self.args.budget, self.home.path());
        Ok(output::print(&text)?)
    }

    fn play(&self) -> Result<(), Failure> {
        if self.args.fresh {
            self.home.forget()?;
        }
        let (mut found, mut done, mut pace) = (Found::default(), Vec::new(), None);
        let mut failed = Ok(());
        for step in Step::ALL {
            if step.numbers().is_some() && found.numbers.is_empty() {
                break;
            }
            if !self.home.has(step) {
                let pace = *pace.get_or_insert(self.pace()?);
                self.write(step, &found, pace)?;
            }
            let of_step = self.run(step)?;
            let folder = Folder::open(&of_step.folder)?;
            found.add(step, &of_step.plan, &folder, &self.subject.question.id)?;
            failed = failed.and(run::failed(folder.manifest()));
            done.push(of_step);
        }
        let words = told::in_words(self.subject, &found, &done)?;
        write_atomically(&self.home.path().join(ANSWER), words.as_bytes())?;
        if !self.args.quiet {
            output::print(&told::on_terminal(self.subject, &found, &done, self.home.path())?)?;
        }
        failed
    }

    /// Writes the file of a step.
    fn write(&self, step: Step, found: &Found, pace: f64) -> Result<(), Failure> {
        let numbers = step.numbers().map(|_| found.numbers_of(step).len());
        let planned = self.ahead(step, numbers, pace);
        self.home
            .write(step, &told::text(step, self.subject, planned.size, found))?;
        if !self.args.quiet {
            output::say(&told::written(&planned, self.args.budget));
        }
        Ok(())
    }

    /// Runs the file of a step, as `run` does.
    fn run(&self, step: Step) -> Result<Done, Failure> {
        let args = as_run(self.args, &self.home.file(step));
        let plan = Arc::new(self.home.plan(step, &args, self.lab)?);
        let folder = run::resolved(&self.home.results(step))?;
        let plan = run::enough::played(&args, plan, self.lab, &folder, self.interrupt)?;
        let ended = run::to_the_end(&args, None, &plan, self.lab, &folder, self.interrupt)?;
        if let (Ended::Made(Some(kept)), false) = (ended, self.args.quiet) {
            output::say(&format!(
                "what stood in {} before is kept as {}",
                folder.display(),
                kept.display()
            ));
        }
        Ok(Done { step, plan, folder })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_as_people_write_them() {
        assert_eq!(
            ["90s", "10m", "2h", "0.5m"].map(|text| budget(text).ok()),
            [Some(90.0), Some(600.0), Some(7_200.0), Some(30.0)]
        );
        for text in ["", "10", "m", "-3m", "0s", "1e9h", "nanm", "ten minutes", "10µ"] {
            assert!(budget(text).is_err_and(|why| why.contains("90s, 10m or 2h")), "{text}");
        }
        assert!(
            ["0", "1.5", "NaN", "x", "-0.2"]
                .iter()
                .all(|text| spread(text).is_err())
        );
        assert_eq!(spread("0.3"), Ok(0.3));
    }
}
