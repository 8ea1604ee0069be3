//! The folder of a study: its files, the results below it, and whether it is one that can be gone on with.

use super::super::run;
use crate::cli::{Run, Study};
use crate::exit::Failure;
use detente_analyses::Response;
use detente_lab::Lab;
use detente_lab::plan::Plan;
use detente_lab::study::Step;
use detente_results::{ANSWER, leftovers, remove, write_atomically};
use detente_telling::study::{Subject, title};
use detente_telling::wording::normal;
use std::fs;
use std::path::{Component, Path, PathBuf};

/// Folder of the results, by step.
const RESULTS: &str = "results";

/// The folder of a study.
pub(super) struct Home(PathBuf);

/// What the file system has refused.
fn refused(what: &str, path: &Path) -> impl FnOnce(std::io::Error) -> Failure {
    let told = format!("failed to {what} {}", path.display());
    move |error| Failure::Input(format!("{told}: {error}"))
}

impl Home {
    /// The folder that is named, or the usual one: none yet, an empty one, or one of a study.
    pub(super) fn of(args: &Study, plan: &Plan) -> Result<Self, Failure> {
        let usual = || Path::new("studies").join(&plan.experiment.id);
        let home = Self(run::resolved(&args.out.clone().unwrap_or_else(usual))?);
        let path = home.path();
        if path.symlink_metadata().is_err() {
            return Ok(home);
        }
        let entries = fs::read_dir(path).map_err(refused("read", path))?;
        let stray = entries
            .flatten()
            .map(|entry| entry.file_name())
            .find(|_| !home.has(Step::Base));
        let is_left = |name: &std::ffi::OsString| {
            leftovers(path).is_ok_and(|all| all.iter().any(|file| file.file_name() == Some(name)))
        };
        match stray.filter(|name| !is_left(name)) {
            None => Ok(home),
            Some(name) => Err(Failure::Input(format!(
                "failed to use {}: it holds something that is no study (`{}`); expected the folder of a study, an empty one or \
                 none; choose another with --out DIR",
                path.display(),
                name.display()
            ))),
        }
    }

    pub(super) fn path(&self) -> &Path {
        &self.0
    }

    /// The file of a step.
    pub(super) fn file(&self, step: Step) -> PathBuf {
        self.0.join(step.file())
    }

    /// Whether it is there.
    pub(super) fn has(&self, step: Step) -> bool {
        self.file(step).symlink_metadata().is_ok()
    }

    /// Where the results of a step go.
    pub(super) fn results(&self, step: Step) -> PathBuf {
        self.0.join(RESULTS).join(step.name())
    }

    /// Writes the file of a step.
    pub(super) fn write(&self, step: Step, text: &str) -> Result<(), Failure> {
        fs::create_dir_all(&self.0).map_err(refused("create", &self.0))?;
        Ok(write_atomically(&self.file(step), text.as_bytes())?)
    }

    /// Removes the files and the answer, so that nothing old is gone on with; results stay.
    pub(super) fn forget(&self) -> Result<(), Failure> {
        let files = Step::ALL
            .map(|step| self.file(step))
            .into_iter()
            .chain([self.0.join(ANSWER)]);
        Ok(remove(files.filter(|file| file.symlink_metadata().is_ok()).collect())?)
    }

    /// The plan of a step's file.
    pub(super) fn plan(&self, step: Step, args: &Run, lab: &Lab) -> Result<Plan, Failure> {
        let experiment = run::experiment(&args.file, args.out.as_deref(), &args.asked, lab)?;
        if experiment.id != step.name() {
            let file = self.file(step);
            return Err(Failure::Input(format!(
                "failed to go on with {}: its id is `{}`; expected `{}`, which names the folder of its results",
                file.display(),
                experiment.id,
                step.name()
            )));
        }
        Ok(Plan::new(experiment, lab)?)
    }

    /// A file that is there is gone on with as it is: one that is about something else than what is asked for is refused.
    pub(super) fn refuse_another(
        &self,
        step: Step,
        args: &Study,
        subject: &Subject,
        asked: &Plan,
        lab: &Lab,
    ) -> Result<(), Failure> {
        let written = self.plan(step, &super::as_run(args, &self.file(step)), lab)?.experiment;
        let real = |file: &Path| file.canonicalize().unwrap_or_else(|_| file.to_owned());
        let asks = |id: &str| written.responses.iter().any(|known| known.id == id);
        let is_titled = |question: &Response| written.title.ends_with(&title(step, question));
        let mut others = written.responses.iter().filter(|_| !is_titled(&subject.question));
        let another = others.find(|known| is_titled(known));
        let compares = |id: &str| !step.has_policies() || written.policies.iter().any(|known| known.id == id);
        let lacking = subject.policies.iter().find(|policy| !compares(&policy.id));
        let is_wider = args
            .spread
            .is_some_and(|spread| step != Step::Base && written.vary.spread != spread);
        let why = if real(&written.scenario) != real(&asked.experiment.scenario) {
            format!("it is about the scenario {}", normal(&written.scenario).display())
        } else if !asks(&subject.question.id) {
            format!("it does not ask about {}", subject.question.id)
        } else if let Some(another) = another {
            format!("it asks about {}", another.id)
        } else if let Some(policy) = lacking {
            format!("it does not compare the policy {}", policy.id)
        } else if args.seed.is_some_and(|seed| seed != written.seed) {
            format!("its seed is {}", written.seed)
        } else if is_wider {
            format!("its spread is {}", written.vary.spread)
        } else {
            return Ok(());
        };
        Err(Failure::Input(format!(
            "failed to go on with {}: {why}; choose another folder with --out DIR, or begin anew with --fresh",
            self.file(step).display()
        )))
    }

    /// A file as those of the study name it: seen from their folder, which may not be there yet.
    pub(super) fn sees(&self, file: &Path) -> Result<String, Failure> {
        let to = file.canonicalize().map_err(refused("find", file))?;
        let from = real(&self.0).map_err(refused("find", &self.0))?;
        let shared = from
            .components()
            .zip(to.components())
            .take_while(|(a, b)| a == b)
            .count();
        // Nothing is shared by two drives: then the whole path is the way.
        let up = if shared == 0 {
            0
        } else {
            from.components().count() - shared
        };
        let down = to.components().skip(shared).map(Component::as_os_str);
        let way = std::iter::repeat_n(Component::ParentDir.as_os_str(), up).chain(down);
        let way: Option<Vec<&str>> = way.map(|part| part.to_str()).collect();
        way.map(|parts| parts.join("/")).ok_or_else(|| {
            Failure::Input(format!(
                "failed to name {} in a file: its path is no text",
                file.display()
            ))
        })
    }
}

/// A path without links, of which the last parts may not be there.
fn real(path: &Path) -> std::io::Result<PathBuf> {
    let whole = normal(&std::path::absolute(path)?);
    let there = whole.ancestors().find(|above| above.exists()).unwrap_or(&whole);
    let rest = whole.strip_prefix(there).unwrap_or(Path::new(""));
    Ok(there.canonicalize()?.join(rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scenario_is_named_as_it_is_seen_from_a_folder_that_is_not_there_yet() {
        let home = tempfile::tempdir().unwrap();
        fs::create_dir(home.path().join("scenarios")).unwrap();
        let file = home.path().join("scenarios/x.toml");
        fs::write(&file, "").unwrap();
        let seen = |folder: &str| Home(home.path().join(folder)).sees(&file).unwrap();
        assert_eq!(seen("studies/x"), "../../scenarios/x.toml");
        assert_eq!(seen("."), "scenarios/x.toml");
        assert_eq!(seen("scenarios/./deep/.."), "x.toml");
        assert!(Home(home.path().into()).sees(Path::new("/nowhere/at/all")).is_err());
    }
}
