//! A results folder of which one file holds any bytes: read to the end, and drawn.
#![no_main]

use detente_fuzz::{HOME, LAB};
use detente_lab::execute::{Control, Settings};
use detente_lab::experiment::Experiment;
use detente_lab::plan::Plan;
use detente_lab::session::{Reuse, Session};
use detente_lab::tables::Format;
use detente_results::{
    ContrastRow, CumulativeIncidenceRow, Existing, Folder, ParameterRow, Provenance, SummaryRow, TrajectoryRow,
};
use detente_scenario::TomlFile;
use libfuzzer_sys::fuzz_target;
use std::fs;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock};

const EXPERIMENT: &str = "format = 1
[experiment]
id = \"harbour\"
scenario = \"../scenarios/harbour.toml\"
seed = 3
replicates = 20
[[policies]]
id = \"open\"
set = { \"calendar.*.secrecy\" = 0.1 }
";

/// A whole folder and its files, in order.
static WHOLE: LazyLock<(PathBuf, Vec<(PathBuf, Vec<u8>)>)> = LazyLock::new(|| {
    let out = HOME.path().join("harbour");
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../experiments/harbour.toml");
    let lab = Arc::new(detente_lab::Lab::from(detente_agents::standard()));
    let toml = TomlFile::parse(&file, EXPERIMENT).expect("TOML");
    let experiment = Experiment::from_toml(&toml, &LAB.designs).unwrap_or_else(|e| panic!("{e}"));
    let plan = Arc::new(Plan::new(experiment, &lab).unwrap_or_else(|e| panic!("{e}")));
    let session = Session::open(&plan, &lab, &out, None, Reuse::NOTHING, Provenance::default()).expect("a session");
    let control = Arc::new(Control::default());
    session.play(session.missing(None), Settings::default(), None, &control, &mut |_| {}).expect("runs");
    session
        .finish(&[Format::Csv, Format::Parquet], Existing::Keep, &control, String::new())
        .expect("tables");
    let mut files: Vec<PathBuf> = fs::read_dir(&out)
        .expect("a folder")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.is_file())
        .collect();
    files.sort();
    let files = files.into_iter().map(|file| {
        let bytes = fs::read(&file).expect("a file");
        (file, bytes)
    });
    (out, files.collect())
});

fuzz_target!(|bytes: &[u8]| {
    let (out, files) = &*WHOLE;
    let Some((&which, rest)) = bytes.split_first() else { return };
    let (file, whole) = &files[usize::from(which) % files.len()];
    fs::write(file, rest).expect("a writable folder");
    read(out);
    fs::write(file, whole).expect("a writable folder");
});

/// Reads all tables, and draws all figures, of a folder that may be damaged.
fn read(out: &Path) {
    let Ok(folder) = Folder::open(out) else { return };
    let _ = folder.table::<SummaryRow>();
    let _ = folder.table::<ContrastRow>();
    let _ = folder.table::<CumulativeIncidenceRow>();
    let _ = folder.table::<ParameterRow>();
    let _ = folder.table::<TrajectoryRow>();
    let _ = folder.design();
    let _ = folder.solutions(0);
    if let Ok(Some(runs)) = folder.runs() {
        runs.rows().for_each(drop);
    }
    let _ = detente_report::draw_all(&folder, &mut |name, drawn| {
        if let Err(error) = drawn {
            assert!(!error.to_string().contains("panic"), "{name}: {error}");
        }
        ControlFlow::Continue(())
    });
}
