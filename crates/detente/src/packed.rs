//! A pack: a folder in the making without a block, as one tar file. It holds the plan, copies of what is run and who packed it,
//! and no path of the machine that it was made on; the same inputs give the same bytes, but for who and when.

use crate::exit::Failure;
use crate::output;
use detente_lab::plan::Plan;
use detente_results::{INPUTS, PLAN_FILE, PROVENANCE_FILE, PlanRecord, Provenance, hash_of};
use std::fs::File;
use std::io::{self, Read};
use std::path::{Component, Path};
use tempfile::TempDir;

/// Most bytes of a pack: scenarios and tables are small.
const MOST_BYTES: u64 = 1 << 30;
/// Most files in it.
const MOST_FILES: usize = 10_000;

/// What was in a pack, in a folder that goes with it.
pub(crate) struct Packed {
    home: TempDir,
    /// The plan.
    pub(crate) record: PlanRecord,
    /// Who packed it.
    pub(crate) by: Provenance,
}

impl Packed {
    /// Whether a file is to be taken for a pack.
    pub(crate) fn is_one(file: &Path) -> bool {
        file.extension().is_some_and(|extension| extension == "tar")
    }

    /// Unpacks a file.
    ///
    /// # Errors
    /// It cannot be read, is none, or holds what a pack does not.
    pub(crate) fn open(file: &Path) -> Result<Self, Failure> {
        let wrong = |why: String| Failure::Input(format!("failed to read the pack {}: {why}", file.display()));
        let read = |error: io::Error| wrong(error.to_string());
        let opened = File::open(file).map_err(read)?;
        let home = tempfile::tempdir().map_err(read)?;
        std::fs::create_dir(home.path().join(INPUTS)).map_err(read)?;
        let mut archive = tar::Archive::new(opened.take(MOST_BYTES));
        for (n, entry) in archive.entries().map_err(read)?.enumerate() {
            let mut entry = entry.map_err(read)?;
            let name = entry.path().map_err(read)?.into_owned();
            if n >= MOST_FILES || !is_of_pack(&name) || !entry.header().entry_type().is_file() {
                return Err(wrong(format!(
                    "it holds {}, which `detente pack` has not put there",
                    name.display()
                )));
            }
            let mut own = File::create_new(home.path().join(&name)).map_err(read)?;
            io::copy(&mut entry, &mut own).map_err(read)?;
        }
        let json = |name: &str| {
            let text = std::fs::read(home.path().join(name));
            text.map_err(|_| wrong(format!("it holds no {name}; expected what `detente pack` writes")))
        };
        let record: PlanRecord = serde_json::from_slice(&json(PLAN_FILE)?).map_err(|error| wrong(error.to_string()))?;
        let by: Provenance =
            serde_json::from_slice(&json(PROVENANCE_FILE)?).map_err(|error| wrong(error.to_string()))?;
        for input in &record.inputs {
            let hash = hash_of(&home.path().join(INPUTS).join(&input.name));
            if !hash.is_ok_and(|hash| hash == input.hash) {
                return Err(wrong(format!("{} in it is not what was packed", input.name)));
            }
        }
        Ok(Self { home, record, by })
    }

    /// The plan that was packed.
    ///
    /// # Errors
    /// As for [`Plan::of_inputs`], or this program makes another plan of the same files.
    pub(crate) fn plan(&self, lab: &detente_lab::Lab) -> Result<Plan, Failure> {
        let plan = Plan::of_inputs(&self.home.path().join(INPUTS), &self.record, lab)?;
        match plan.hash == self.record.plan {
            true => Ok(plan),
            false => Err(Failure::Input(format!(
                "failed to play what was packed: this program ({}) makes another plan of it than the one that packed it \
                 ({}, commit {}); pack it again with this one",
                env!("CARGO_PKG_VERSION"),
                self.by.program.version,
                self.by.program.commit
            ))),
        }
    }
}

/// A file that a pack holds.
fn is_of_pack(name: &Path) -> bool {
    let parts: Vec<&str> = (name.components())
        .map(|part| match part {
            Component::Normal(part) => part.to_str().unwrap_or_default(),
            _ => "",
        })
        .collect();
    match parts[..] {
        [file] => [PLAN_FILE, PROVENANCE_FILE].contains(&file),
        [folder, file] => folder == INPUTS && !file.is_empty(),
        _ => false,
    }
}

/// Packs a plan.
///
/// # Errors
/// The file cannot be written, or is there.
pub(crate) fn pack(plan: &Plan, by: &Provenance, file: &Path, force: bool) -> Result<(), Failure> {
    let json = |error: serde_json::Error| Failure::Input(error.to_string());
    let mut tar = tar::Builder::new(Vec::new());
    let mut put = |name: &str, bytes: &[u8]| {
        let mut header = tar::Header::new_gnu();
        header.set_size(bytes.len() as u64);
        header.set_mode(0o644);
        header.set_mtime(0);
        tar.append_data(&mut header, name, bytes).map_err(Failure::Output)
    };
    put(PLAN_FILE, &serde_json::to_vec_pretty(&plan.record()).map_err(json)?)?;
    put(PROVENANCE_FILE, &serde_json::to_vec_pretty(by).map_err(json)?)?;
    for input in &plan.inputs {
        put(&format!("{INPUTS}/{}", input.record.name), input.text.as_bytes())?;
    }
    let bytes = tar.into_inner().map_err(Failure::Output)?;
    Ok(output::write_file(file, &bytes, force)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_a_pack_holds_is_unpacked() {
        for name in ["plan.json", "provenance.json", "inputs/harbour.toml"] {
            assert!(is_of_pack(Path::new(name)), "{name}");
        }
        for name in [
            "../plan.json",
            "/plan.json",
            "inputs/../x",
            "inputs",
            "inputs/a/b",
            "x",
            "",
            "inputs/..",
        ] {
            assert!(!is_of_pack(Path::new(name)), "{name}");
        }
    }
}
