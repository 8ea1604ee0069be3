//! What pages are made of: the tables of a results folder, as far as they are told, and what lies beside them.

use crate::figures::{Figure, figures};
use detente_results::{
    ANSWER, ContrastRow, CurveRow, Folder, INPUTS, Manifest, ParameterRow, PolicyRow, PrimRow, Program, Provenance,
    ResponseRow, Row, SensitivityRow, SpreadRow, SummaryRow, TornadoRow, TransitionRow, TypicalRow, minutes_file,
};
use serde::Serialize;
use std::path::Path;

/// Rows of a table that are held at most.
const MOST_ROWS: usize = 100_000;
/// Copies of inputs, and minutes, that are longer are not shown.
const LONGEST: u64 = 200_000;

/// A copy of a file that was run.
#[derive(Clone, Debug, Serialize)]
pub struct Input {
    /// Its name below `inputs/`.
    pub name: String,
    /// Its text, where that is there and not too long.
    pub text: Option<String>,
}

/// A typical talk.
#[derive(Clone, Debug)]
pub struct Talk {
    /// Which.
    pub row: TypicalRow,
    /// Its minutes, where they are there and not too long.
    pub minutes: Option<String>,
    /// Those of the same talk in the scenario as it stands.
    pub beside: Option<String>,
}

/// A results folder, read for pages. A table that cannot be read is left out, and told: one of an older version that lacks a
/// column must not cost the page.
#[derive(Debug)]
pub struct Source {
    /// What the folder says of itself.
    pub manifest: Manifest,
    /// The program that made it, where that is known.
    pub program: Option<Program>,
    /// The answer in words, in Markdown.
    pub answer: Option<String>,
    /// Copies of the files that were run.
    pub inputs: Vec<Input>,
    /// The figures, in the order of the argument.
    pub figures: Vec<Figure>,
    /// Every number of the scenario.
    pub parameters: Vec<ParameterRow>,
    /// How runs end as the scenario stands and under each policy.
    pub summary: Vec<SummaryRow>,
    /// What responses are there.
    pub responses: Vec<ResponseRow>,
    /// What policies change.
    pub contrasts: Vec<ContrastRow>,
    /// How runs flip.
    pub transitions: Vec<TransitionRow>,
    /// What matters.
    pub sensitivity: Vec<SensitivityRow>,
    /// One factor at a time.
    pub tornado: Vec<TornadoRow>,
    /// How responses go with inputs, as the scenario stands.
    pub curves: Vec<CurveRow>,
    /// How far inputs move responses.
    pub spread: Vec<SpreadRow>,
    /// What policies are worth if the numbers are not trusted.
    pub policies: Vec<PolicyRow>,
    /// Boxes in which something happens often.
    pub boxes: Vec<PrimRow>,
    /// Typical talks.
    pub talks: Vec<Talk>,
    /// What could not be read, in sentences.
    pub unread: Vec<String>,
}

impl Source {
    /// Reads a folder. Nothing but its manifest has to be there.
    pub fn read(folder: &Folder) -> Self {
        let manifest = folder.manifest().clone();
        let policies = manifest.policies.len() as u64;
        let told = |point: u64| point < policies;
        let base = manifest
            .policies
            .first()
            .map(|policy| policy.id.clone())
            .unwrap_or_default();
        let mut unread = Vec::new();
        let figures = figures(folder, &mut unread);
        Self {
            program: Provenance::read(folder.path()).ok().map(|by| by.program),
            answer: std::fs::read_to_string(folder.file(ANSWER)).ok(),
            inputs: inputs(folder),
            figures,
            parameters: rows(folder, &mut unread, |_| true),
            summary: rows(folder, &mut unread, |row: &SummaryRow| told(row.point)),
            responses: rows(folder, &mut unread, |row: &ResponseRow| told(row.point)),
            contrasts: rows(folder, &mut unread, |row: &ContrastRow| told(row.point)),
            transitions: rows(folder, &mut unread, |row: &TransitionRow| told(row.point)),
            sensitivity: rows(folder, &mut unread, |_| true),
            tornado: rows(folder, &mut unread, |_| true),
            curves: rows(folder, &mut unread, |row: &CurveRow| row.policy == base),
            spread: rows(folder, &mut unread, |row: &SpreadRow| told(row.point)),
            policies: rows(folder, &mut unread, |_| true),
            boxes: rows(folder, &mut unread, |row: &PrimRow| row.chosen > 0),
            talks: talks(folder, rows(folder, &mut unread, |row: &TypicalRow| row.rank == 1)),
            unread,
            manifest,
        }
    }

    /// The title of a policy, or its id where it has none.
    pub(crate) fn policy(&self, id: &str) -> String {
        let policies = self.manifest.policies.iter();
        let mut titles = policies.filter(|policy| policy.id == id && !policy.title.is_empty());
        titles
            .next()
            .map_or_else(|| id.to_owned(), |policy| policy.title.clone())
    }

    /// The text of the experiment's file, if an experiment was run and its copy is there.
    pub(crate) fn experiment(&self) -> Option<&str> {
        let mut records = self.manifest.inputs.iter();
        let name = &records.find(|input| input.role == "experiment")?.name;
        self.inputs.iter().find(|input| input.name == *name)?.text.as_deref()
    }
}

/// The rows of a table that are wanted.
fn rows<R: Row>(folder: &Folder, unread: &mut Vec<String>, wanted: impl Fn(&R) -> bool) -> Vec<R> {
    let read = || {
        let all = folder.rows::<R>()?;
        let wanted = all.filter(|row| row.as_ref().map_or(true, &wanted));
        wanted.take(MOST_ROWS).collect::<Result<Vec<R>, _>>()
    };
    read().unwrap_or_else(|error| {
        let place = format!("{}/", folder.path().display());
        // The place of the folder is no part of a page.
        unread.push(format!("{}: failed to {error}", R::FILE).replace(&place, ""));
        Vec::new()
    })
}

/// Talks with their minutes. Where these lie is worked out, and not read: a table must not name files elsewhere.
fn talks(folder: &Folder, rows: Vec<TypicalRow>) -> Vec<Talk> {
    let minutes = |point: u64, replicate: u64| text(&folder.file(&minutes_file(point, replicate)));
    let talk = |row: TypicalRow| Talk {
        minutes: minutes(row.point, row.replicate),
        beside: minutes(0, row.replicate),
        row,
    };
    rows.into_iter().map(talk).collect()
}

/// The text of a file that is there, and not too long.
fn text(path: &Path) -> Option<String> {
    let is_short = std::fs::metadata(path).is_ok_and(|kind| kind.is_file() && kind.len() <= LONGEST);
    is_short.then(|| std::fs::read_to_string(path).ok()).flatten()
}

/// Copies of what was run, as far as they are there and are text.
fn inputs(folder: &Folder) -> Vec<Input> {
    let records = folder.manifest().inputs.iter();
    let input = records.map(|input| Input {
        text: text(&folder.file(INPUTS).join(&input.name)),
        name: input.name.clone(),
    });
    input.collect()
}
