//! Which files of a directory take part: one domain, and as many profiles as there are negotiators.

use crate::error::{ImportError, ImportProblem};
use crate::files::name;
use crate::notes::listed;
use crate::options::ImportOptions;
use detente_scenario::{did_you_mean, quoted};
use std::path::{Path, PathBuf};

/// What a file turned out to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Domain,
    Profile,
}

/// The files of a directory by what they are, each kind in byte order of names.
#[derive(Debug, Default)]
pub(crate) struct Found {
    pub(crate) directory: PathBuf,
    pub(crate) domains: Vec<PathBuf>,
    pub(crate) profiles: Vec<PathBuf>,
    /// What is neither, with the reason.
    pub(crate) skipped: Vec<(PathBuf, String)>,
    /// How this format tells a profile from a domain.
    pub(crate) told_by: &'static str,
}

impl Found {
    fn error(&self, found: impl Into<String>, expected: impl Into<String>, hint: impl Into<String>) -> ImportError {
        ImportError::new(ImportProblem::Directory, &self.directory, found, expected, hint)
    }

    /// What every file was taken for, to follow a hint.
    fn taken_for(&self) -> String {
        let list = |what: &str, names: Vec<String>| match names.len() {
            0 => String::new(),
            _ => format!("; {what}: {}", listed(names.iter().map(String::as_str))),
        };
        let names = |files: &[PathBuf]| files.iter().map(|file| name(file)).collect();
        let skipped = self.skipped.iter().map(|(file, why)| format!("{} ({why})", name(file)));
        list("domains here", names(&self.domains))
            + &list("profiles here", names(&self.profiles))
            + &list("neither", skipped.collect())
    }

    /// The domain: the only one, or the one that is asked for.
    pub(crate) fn domain(&self, wanted: Option<&str>) -> Result<&Path, ImportError> {
        if let Some(wanted) = wanted {
            return self.named(&self.domains, "domain", wanted);
        }
        match self.domains.as_slice() {
            [one] => Ok(one),
            [] => {
                let hint = format!(
                    "add the file that lists the issues without weights and evaluations{}",
                    self.taken_for()
                );
                Err(self.error("no domain", "one file without weights and evaluations", hint))
            }
            [first, second, rest @ ..] => {
                let found = match rest.len() {
                    0 => format!("two domains, {} and {}", quoted(&name(first)), quoted(&name(second))),
                    more => format!(
                        "{} domains, among them {} and {}",
                        more + 2,
                        quoted(&name(first)),
                        quoted(&name(second))
                    ),
                };
                let hint = format!(
                    "choose one with `--domain {}`, or keep one; {}",
                    name(first),
                    self.told_by
                );
                Err(self.error(found, "one domain", hint))
            }
        }
    }

    /// The file that somebody names: as it is called, with or without its ending, or by its path.
    fn named<'a>(&self, files: &'a [PathBuf], what: &str, wanted: &str) -> Result<&'a Path, ImportError> {
        let path = Path::new(wanted);
        let same = |file: &&PathBuf| {
            file.as_path() == path
                || name(file) == wanted
                || file.file_stem().and_then(|stem| stem.to_str()) == Some(wanted)
                || path
                    .canonicalize()
                    .is_ok_and(|path| file.canonicalize().is_ok_and(|file| file == path))
        };
        files.iter().find(same).map(PathBuf::as_path).ok_or_else(|| {
            let names: Vec<String> = files.iter().map(|f| name(f)).collect();
            let names = || names.iter().map(String::as_str);
            let expected = match files.len() {
                0 => format!("the name of a {what} (there is none)"),
                _ => format!("a {what} of the directory: {}", listed(names())),
            };
            let hint = did_you_mean(wanted, names()).unwrap_or_else(|| self.told_by.to_owned());
            self.error(format!("{what} {}", quoted(wanted)), expected, hint)
        })
    }

    /// The profiles that take part, in order, and a note where others do not. `said` are the files that the domain
    /// itself names; `fits` says whether a profile is one of this domain, where there are several.
    pub(crate) fn take_part(
        &self,
        options: &ImportOptions,
        domain: &Path,
        said: &[String],
        fits: impl Fn(&Path) -> bool,
        notes: &mut Vec<String>,
    ) -> Result<Vec<PathBuf>, ImportError> {
        let asked = options
            .profiles
            .iter()
            .map(|wanted| self.named(&self.profiles, "profile", wanted));
        let asked: Vec<PathBuf> = asked
            .map(|file| Ok(file?.to_owned()))
            .collect::<Result<_, ImportError>>()?;
        if let Some(twice) = (1..asked.len()).find(|&k| asked[..k].contains(&asked[k])) {
            let found = format!("profile {} a second time", quoted(&name(&asked[twice])));
            return Err(self.error(found, "each profile once", "name another profile"));
        }
        if !asked.is_empty() {
            self.tell(&asked, "as asked for", notes);
            return Ok(asked);
        }
        let fitting: Vec<PathBuf> = match self.domains.len() {
            0 | 1 => self.profiles.clone(),
            _ => self.profiles.iter().filter(|file| fits(file)).cloned().collect(),
        };
        let mut chosen = self.named_by_domain(&fitting, said, notes);
        let n = options.count(chosen.len());
        let why = match chosen.len() {
            0 => "the first by name",
            named if named < n => "those that the domain names before others by name",
            named if named > n => "the first that the domain names",
            _ => "named by the domain",
        };
        if chosen.len() < n {
            let others = match self.domains.len() {
                0 | 1 => fitting,
                _ => alike(domain, fitting, n),
            };
            let others: Vec<PathBuf> = others.into_iter().filter(|file| !chosen.contains(file)).collect();
            chosen.extend(others);
        }
        if chosen.len() < n {
            return Err(self.too_few(chosen.len(), n));
        }
        chosen.truncate(n);
        self.tell(&chosen, why, notes);
        Ok(chosen)
    }

    /// The profiles that the domain names, in its order; a note where it names what is not there.
    fn named_by_domain(&self, fitting: &[PathBuf], said: &[String], notes: &mut Vec<String>) -> Vec<PathBuf> {
        let (mut chosen, mut missing) = (Vec::new(), Vec::new());
        for wanted in said.iter().filter(|wanted| !wanted.is_empty()) {
            match fitting.iter().find(|file| name(file) == *wanted) {
                Some(file) if !chosen.contains(file) => chosen.push(file.clone()),
                None if !missing.contains(&wanted.as_str()) => missing.push(wanted.as_str()),
                _ => {}
            }
        }
        if !missing.is_empty() {
            notes.push(format!(
                "no profile of the domain in the directory, though it names them: {}",
                listed(missing.iter().copied())
            ));
        }
        chosen
    }

    fn tell(&self, chosen: &[PathBuf], why: &str, notes: &mut Vec<String>) {
        let names = |files: Vec<String>| listed(files.iter().map(String::as_str));
        let left: Vec<String> = self
            .profiles
            .iter()
            .filter(|f| !chosen.contains(f))
            .map(|f| name(f))
            .collect();
        if !left.is_empty() {
            let chosen = names(chosen.iter().map(|f| name(f)).collect());
            let left = names(left);
            notes.push(format!(
                "{chosen} take part, {why}; left out: {left}; `--profiles A,B` takes others"
            ));
        }
    }

    fn too_few(&self, count: usize, n: usize) -> ImportError {
        let found = match count {
            0 => "no profile".to_owned(),
            1 => "one profile".to_owned(),
            _ => format!("{count} profiles"),
        };
        let hint = match count {
            0 | 1 => "add files with weights and evaluations".to_owned(),
            _ => format!("name {count} strategies, or add profiles"),
        };
        self.error(found, format!("{n}, one for each strategy"), hint + &self.taken_for())
    }

    /// What is neither a domain nor a profile.
    pub(crate) fn tell_skipped(&self, notes: &mut Vec<String>) {
        for (file, why) in &self.skipped {
            notes.push(format!("{} is skipped: {why}", name(file)));
        }
    }
}

/// Of the profiles that fit a domain those whose names begin most like its own, if they are enough: variants of a domain
/// have the same issues and lie in one folder, as `Fitness-A-domain.xml` and `Fitness-A-prof1.xml`.
fn alike(domain: &Path, fitting: Vec<PathBuf>, n: usize) -> Vec<PathBuf> {
    let own = name(domain);
    let shared = |file: &PathBuf| name(file).chars().zip(own.chars()).take_while(|(a, b)| a == b).count();
    let most = fitting.iter().map(shared).max().unwrap_or_default();
    let nearest: Vec<PathBuf> = fitting.iter().filter(|file| shared(file) == most).cloned().collect();
    if nearest.len() >= n { nearest } else { fitting }
}
