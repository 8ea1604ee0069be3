//! The folder of a search: `search.csv`, the experiment of the finalists, and their results. It lies beside its place under
//! another name until it is whole.

use crate::exit::Failure;
use crate::{output, provenance};
use detente_lab::experiment::Search;
use detente_lab::plan::Plan;
use detente_lab::search::{Found, finalists};
use detente_results::{
    Existing, Lock, SearchTable, State, Unfinished, inspect, leftovers, probe_empty, publish, remove, write_atomically,
};
use detente_telling::wording::normal;
use std::path::{Component, Path, PathBuf};

/// What a search writes: anything else in its place is somebody's own.
const OWN: [&str; 3] = [SearchTable::FILE, finalists::FILE, finalists::FOLDER];

/// Whether the results may take this name: nothing is there, nothing but an empty folder, or, where nobody has named the
/// folder, older results, which are kept under another name.
pub(super) fn look(target: &Path, is_named: bool) -> Result<(), Failure> {
    let refuse = |why: String, hint: &str| Failure::Input(format!("failed to use {}: {why}; {hint}", target.display()));
    let is_search = target.join(SearchTable::FILE).is_file() && stranger(target, &OWN)?.is_none();
    match inspect(target)? {
        State::Missing => Ok(()),
        State::Empty => probe_empty(target).map_err(|error| {
            refuse(
                format!("results take its name when they are complete, and it cannot be moved ({error})"),
                "is it a mount point? choose a folder inside it with --out DIR",
            )
        }),
        State::Ours(_) | State::Foreign { .. } if is_search && !is_named => Ok(()),
        State::Ours(_) if !is_named => Ok(()),
        State::Ours(_) => Err(refuse(
            "it holds results".to_owned(),
            "choose another folder with --out DIR",
        )),
        State::Foreign { .. } if is_search => Err(refuse(
            "it holds a search".to_owned(),
            "choose another folder with --out DIR",
        )),
        State::Foreign { example } => Err(refuse(
            format!("it holds something that is no result (`{example}`)"),
            "expected an empty folder or none; choose another with --out DIR",
        )),
    }
}

/// A folder in the making; nobody else writes there while it lives.
pub(super) struct Making {
    folder: Unfinished,
    lock: Lock,
}

impl Making {
    /// Begins it with the experiment of the finalists, or goes on with one of the same experiment and program; an older one of
    /// another is set aside.
    pub(super) fn begin(target: &Path, found: &Found, field: &Plan, search: &Search) -> Result<Self, Failure> {
        let folder = Unfinished::of(target)?;
        let begun = format!("{}.partial", finalists::FOLDER);
        if let Some(name) = stranger(folder.path(), &[&OWN[..], &[&begun]].concat())? {
            return Err(Failure::Input(format!(
                "failed to use {}: it holds something that is no unfinished search (`{name}`); choose another folder with \
                 --out DIR",
                folder.path().display()
            )));
        }
        make(&folder)?;
        let mut lock = Lock::take(folder.path(), None)?;
        let text = finalists::text(
            field,
            search,
            &found.finalists,
            &named(&field.experiment.scenario, folder.path()),
        );
        let file = folder.path().join(finalists::FILE);
        let begun = std::fs::read_to_string(&file).ok();
        if begun.is_some_and(|begun| begun != text) || !is_by_this_program(&folder)? {
            let aside = folder.set_aside()?;
            output::say(&format!(
                "an unfinished search of another kind is kept as {}",
                aside.display()
            ));
            make(&folder)?;
            lock = Lock::take(folder.path(), None)?;
        }
        write_atomically(&file, text.as_bytes())?;
        Ok(Self { folder, lock })
    }

    /// Where it is.
    pub(super) fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Where the results of the finalists are to be.
    pub(super) fn finalists(&self) -> PathBuf {
        self.path().join(finalists::FOLDER)
    }

    /// Gives it its name; says where an older folder was kept.
    pub(super) fn finish(self) -> Result<Option<PathBuf>, Failure> {
        let target = self.folder.target();
        let kept = publish(self.folder.path(), target, Existing::Keep)?;
        drop(self.lock);
        remove(leftovers(target)?)?;
        Ok(kept)
    }
}

/// Makes a folder that is there or not; none of runs, which has room for blocks.
fn make(folder: &Unfinished) -> Result<(), Failure> {
    let path = folder.path();
    std::fs::create_dir_all(path)
        .map_err(|error| Failure::Input(format!("failed to create {}: {error}", path.display())))
}

/// Whether what was begun of the final was played by this program; also where nothing was.
fn is_by_this_program(folder: &Unfinished) -> Result<bool, Failure> {
    let begun = Unfinished::of(&folder.path().join(finalists::FOLDER))?.provenance()?;
    Ok(begun.is_none_or(|by| by.program.is(provenance::hash())))
}

/// Something in a folder that is none of these and none of the program's passing files.
fn stranger(folder: &Path, own: &[&str]) -> Result<Option<String>, Failure> {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return Ok(None);
    };
    let passing = leftovers(folder)?;
    let mut names: Vec<String> = entries
        .flatten()
        .filter(|entry| !passing.contains(&entry.path()))
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .filter(|name| !own.contains(&name.as_str()))
        .collect();
    names.sort();
    Ok(names.into_iter().next())
}

/// A file as a file in a folder names it: from there, where both lie on one disk; else by its whole path.
fn named(file: &Path, folder: &Path) -> String {
    let whole = |path: &Path| path.canonicalize().unwrap_or_else(|_| normal(path));
    relative(&whole(file), &whole(folder))
        .to_string_lossy()
        .replace('\\', "/")
}

/// The way from a folder to a file, both from their roots.
fn relative(file: &Path, folder: &Path) -> PathBuf {
    let [to, from] = [file, folder].map(|path| path.components().collect::<Vec<Component<'_>>>());
    let shared = to.iter().zip(&from).take_while(|(a, b)| a == b).count();
    if shared == 0 {
        return file.to_owned();
    }
    let up = from[shared..].iter().map(|_| Component::ParentDir);
    up.chain(to[shared..].iter().copied()).collect()
}

#[cfg(all(test, unix))]
mod tests {
    use super::relative;
    use std::path::Path;

    #[test]
    fn a_file_is_named_from_the_folder() {
        let way = |file: &str, folder: &str| relative(Path::new(file), Path::new(folder)).display().to_string();
        assert_eq!(
            way("/a/scenarios/x.toml", "/a/results/search"),
            "../../scenarios/x.toml"
        );
        assert_eq!(way("/a/results/search/x.toml", "/a/results/search"), "x.toml");
        assert_eq!(way("/b/x.toml", "/a/c"), "../../b/x.toml");
    }
}
