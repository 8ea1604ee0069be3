//! The command that repeats what a folder holds.

use detente_results::{InputRecord, Manifest};

/// The command that plays it again from the file that was run, and asks what was asked of it besides.
pub(crate) fn command(manifest: &Manifest) -> String {
    // A race gives its policies their runs by itself.
    let replicates = (manifest.raced.is_empty()).then(|| format!("--replicates {}", manifest.replicates));
    let run = words("run", manifest, replicates.as_slice());
    match manifest.inputs.iter().find(|input| input.role == InputRecord::ASKED) {
        Some(asked) => {
            // Where `run` puts what it is not told a place for.
            let folder = quoted(&format!("results/{}", manifest.experiment.id));
            format!("{run} && detente analyse {folder} {}", quoted(&asked.name))
        }
        None => run,
    }
}

/// The command that tells one of its talks, which only lacks `--point` and `--replicate`.
pub(crate) fn telling(manifest: &Manifest) -> String {
    words("simulate", manifest, &[])
}

fn words(command: &str, manifest: &Manifest, more: &[String]) -> String {
    let file = manifest.inputs.first().map_or("", |input| &input.name);
    let mut words = vec!["detente".to_owned(), command.to_owned(), quoted(file)];
    words.push(format!("--seed {}", manifest.seed));
    words.extend_from_slice(more);
    words.extend(
        manifest
            .settings
            .iter()
            .map(|setting| format!("--set {}", quoted(setting))),
    );
    words.join(" ")
}

/// A word as a shell takes it.
fn quoted(word: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-_./=".contains(c);
    match !word.is_empty() && word.chars().all(is_plain) {
        true => word.to_owned(),
        false => format!("'{}'", word.replace('\'', r"'\''")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use detente_results::{Folder, InputRecord};
    use std::path::Path;

    #[test]
    fn what_was_asked_besides_is_asked_again() {
        let kept = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/folders/talks");
        let mut manifest = Folder::open(&kept).unwrap().manifest().clone();
        let run = "detente run talks.toml --seed 11 --replicates 300";
        assert_eq!(command(&manifest), run);
        assert_eq!(telling(&manifest), "detente simulate talks.toml --seed 11");
        manifest.inputs.push(InputRecord {
            role: InputRecord::ASKED.to_owned(),
            name: "who walks.toml".to_owned(),
            hash: String::new(),
        });
        let asked = format!(
            "{run} && detente analyse results/{} 'who walks.toml'",
            manifest.experiment.id
        );
        assert_eq!(command(&manifest), asked);
    }

    #[test]
    fn words_reach_a_shell_as_they_are() {
        assert_eq!(quoted("harbour.toml"), "harbour.toml");
        assert_eq!(quoted("calendar.*.secrecy=0.9"), "'calendar.*.secrecy=0.9'");
        assert_eq!(quoted("it's $(x)"), r"'it'\''s $(x)'");
        assert_eq!(quoted(""), "''");
    }
}
