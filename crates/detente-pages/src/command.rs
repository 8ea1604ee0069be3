//! The command that repeats what a folder holds.

use detente_results::Manifest;

/// The command that plays it again from the file that was run.
pub(crate) fn command(manifest: &Manifest) -> String {
    let replicates = format!("--replicates {}", manifest.replicates);
    words("run", manifest, &[replicates])
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

    #[test]
    fn words_reach_a_shell_as_they_are() {
        assert_eq!(quoted("harbour.toml"), "harbour.toml");
        assert_eq!(quoted("calendar.*.secrecy=0.9"), "'calendar.*.secrecy=0.9'");
        assert_eq!(quoted("it's $(x)"), r"'it'\''s $(x)'");
        assert_eq!(quoted(""), "''");
    }
}
