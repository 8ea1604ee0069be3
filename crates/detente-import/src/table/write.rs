//! The scenario and its tables as texts. Every number that is not in the sheet is marked as stylised.

use super::issues::{Issue, Line};
use super::layout::{Actor, Actors, Stance};
use super::sheet::Sheet;
use super::{TableOptions, table_names, wrong};
use crate::draft::Draft;
use crate::error::ImportError;
use crate::ids;
use crate::notes;
use crate::scenario::text;
use detente_scenario::{quote, quoted};
use std::fmt::Write;

/// What a scenario takes where the sheet says nothing.
const RESERVATION_VALUE: f64 = 0.3;
const HORIZON_DAYS: u32 = 90;
const EVERY_DAYS: u32 = 7;
const MEETINGS: u32 = 12;
const TEMPO_DAYS: u32 = 90;
/// So many sides can still work on one text with a mediator between them.
const FEW: usize = 3;

/// All that goes into the scenario.
pub(super) struct Case {
    actors: Vec<Actor>,
    issues: Vec<Issue>,
    title: Option<String>,
    has_salience: bool,
    has_votes: bool,
    /// By actor, `issue=option`.
    red_lines: Vec<Vec<String>>,
    notes: Vec<String>,
}

impl Case {
    /// Leaves out who wants nothing, and tells what is not known.
    pub(super) fn new(
        sheet: &Sheet,
        read: Actors,
        issues: Vec<Issue>,
        mut notes: Vec<String>,
    ) -> Result<Self, ImportError> {
        let mut case = Self {
            actors: Vec::new(),
            issues,
            title: read.title,
            has_salience: read.has_salience,
            has_votes: read.has_capability && read.actors.iter().all(|actor| actor.capability.is_some()),
            red_lines: Vec::new(),
            notes: Vec::new(),
        };
        for actor in read.actors {
            let cares = case
                .issues
                .iter()
                .any(|issue| case.stance(&actor, issue).is_some_and(|(_, weight)| weight > 0.0));
            if !cares {
                notes.push(format!(
                    "{} is left out: no position with a salience above 0 is known",
                    quoted(&actor.name)
                ));
                continue;
            }
            case.tell_unknown(&actor, &mut notes);
            case.red_lines.push(case.red_lines_of(sheet, &actor)?);
            case.actors.push(actor);
        }
        if case.actors.len() < 2 {
            let (found, hint) = (
                format!("{} actors who want something", case.actors.len()),
                "fill in positions and saliences",
            );
            return Err(wrong(sheet, found, "two or more", hint));
        }
        if read.has_capability && !case.has_votes {
            notes.push("capabilities are not all known: everybody has one vote".to_owned());
        }
        if !case.has_salience {
            notes.push("no salience: everybody cares alike for every issue (1, stylised)".to_owned());
        }
        case.notes = notes;
        Ok(case)
    }

    /// Where an actor stands, and how much it matters; none where either is not known.
    fn stance<'a>(&self, actor: &'a Actor, issue: &Issue) -> Option<(&'a Stance, f64)> {
        let stance = actor.stances[issue.place].as_ref()?;
        let stands = match issue.line {
            Line::Range(..) => stance.position.is_some(),
            Line::Options(ref options) => options.ideal(stance).is_some(),
        };
        let weight = if self.has_salience { stance.salience? } else { 1.0 };
        stands.then_some((stance, weight))
    }

    fn tell_unknown(&self, actor: &Actor, notes: &mut Vec<String>) {
        let unknown: Vec<&str> = self
            .issues
            .iter()
            .filter(|issue| self.stance(actor, issue).is_none())
            .map(|issue| issue.id.as_str())
            .collect();
        if !unknown.is_empty() {
            notes.push(format!(
                "not known of {}: {}; counted as if it did not matter to it",
                quoted(&actor.name),
                notes::listed(unknown.into_iter())
            ));
        }
    }

    fn red_lines_of(&self, sheet: &Sheet, actor: &Actor) -> Result<Vec<String>, ImportError> {
        let mut red_lines = Vec::new();
        for issue in &self.issues {
            let Some(stance) = &actor.stances[issue.place] else {
                continue;
            };
            for red_line in &stance.red_lines {
                let Some(option) = issue.line.option(red_line) else {
                    let found = format!("the red line {}", quoted(red_line));
                    let expected = match &issue.line {
                        Line::Range(from, to, step) => format!("a number from {from} to {to} by {step}"),
                        Line::Options(options) => {
                            format!(
                                "an option: {}",
                                notes::listed(options.places.iter().map(|(id, _)| id.as_str()))
                            )
                        }
                    };
                    let hint = "name what is never accepted, several with `;` between them";
                    return Err(sheet.error(stance.place.0, 0, found, expected, hint));
                };
                red_lines.push(format!("{}={option}", issue.id));
            }
        }
        Ok(red_lines)
    }

    /// The texts of all files.
    pub(super) fn draft(&self, options: &TableOptions, file: &str) -> Draft {
        let [parties, stances] = table_names(&options.name);
        let mut scenario = String::new();
        // Writing to a string cannot fail.
        let _ = self.scenario(&mut scenario, options, file, [&parties, &stances]);
        Draft {
            scenario,
            tables: vec![(parties, self.parties()), (stances, self.stances())],
        }
    }

    fn mediator(&self) -> String {
        ids::free("mediator", |id| self.actors.iter().any(|actor| actor.id == id))
    }

    fn scenario(
        &self,
        out: &mut String,
        options: &TableOptions,
        file: &str,
        [parties, stances]: [&str; 2],
    ) -> std::fmt::Result {
        let title = self.title.as_deref().unwrap_or(&options.name);
        let id = Some(ids::plain(&options.name))
            .filter(|id| !id.is_empty())
            .unwrap_or_else(|| "table".to_owned());
        writeln!(out, "#:schema scenario.schema.json")?;
        writeln!(
            out,
            "# For editors: `detente schema scenario > scenario.schema.json` writes that file."
        )?;
        writeln!(
            out,
            "# Imported from the sheet {}. What is marked `stylised` is not in the sheet: change it.",
            plain(file)
        )?;
        for note in &self.notes {
            out.write_str(&notes::line(note))?;
        }
        writeln!(
            out,
            "format = 1\n\n[scenario]\nid = {}\ntitle = {}",
            text(&id),
            text(title)
        )?;
        writeln!(out, "stylised = true          # but for what [scenario.evidence] names")?;
        writeln!(out, "horizon_days = {HORIZON_DAYS}        # stylised")?;
        writeln!(
            out,
            "\n[[scenario.sources]]\nid = \"sheet\"\ntext = {}",
            text(&format!("The sheet {file}"))
        )?;
        self.evidence(out)?;
        writeln!(
            out,
            "\n# Others to switch on: fatigue, momentum, trust, leaks, walkouts; `detente explain NAME` says what each does."
        )?;
        writeln!(
            out,
            "[behaviours]\nconcession = {{ tempo_days = {TEMPO_DAYS} }}   # stylised\n"
        )?;
        self.talks(out)?;
        self.who(out, parties, stances)?;
        self.negotiators(out)?;
        for issue in &self.issues {
            write_issue(out, issue)?;
        }
        self.calendar(out, options.rounds)
    }

    /// What is not invented.
    fn evidence(&self, out: &mut String) -> std::fmt::Result {
        writeln!(out, "\n[scenario.evidence]")?;
        if self.issues.iter().all(|issue| issue.line.is_placed()) {
            writeln!(out, "\"issues.*.ideal.*\" = {{ source = \"sheet\" }}")?;
        } else {
            for issue in self.issues.iter().filter(|issue| issue.line.is_placed()) {
                let path = format!("issues.{}.ideal.*", quote(&issue.id));
                writeln!(out, "{} = {{ source = \"sheet\" }}", text(&path))?;
            }
        }
        if self.has_salience {
            writeln!(out, "\"issues.*.weight.*\" = {{ source = \"sheet\" }}")?;
        }
        if self.has_votes {
            writeln!(out, "\"parties.*.votes\" = {{ source = \"sheet\" }}")?;
        }
        Ok(())
    }

    fn who(&self, out: &mut String, parties: &str, stances: &str) -> std::fmt::Result {
        writeln!(
            out,
            "\n# The actors stand in {}, one row each; where they stand and how much they care in {}:",
            plain(parties),
            plain(stances)
        )?;
        writeln!(
            out,
            "# positions in the unit of each issue's range, weights in the sheet's own unit. What counts is how an actor's"
        )?;
        writeln!(out, "# weights compare with each other.")?;
        writeln!(
            out,
            "[tables]\nparties = {}\nstances = {}",
            text(parties),
            text(stances)
        )?;
        writeln!(
            out,
            "\n[defaults.parties]\nreservation_value = {RESERVATION_VALUE}    # stylised: what no agreement is worth, from 0 to 1"
        )?;
        writeln!(
            out,
            "\n[[parties]]\nid = {}\nrole = \"mediator\"",
            text(&self.mediator())
        )?;
        Ok(())
    }

    fn talks(&self, out: &mut String) -> std::fmt::Result {
        if self.actors.len() <= FEW {
            writeln!(
                out,
                "[talks]\nprotocol = \"single_text\"   # stylised: a mediator revises one text until all accept it"
            )
        } else if self.has_votes {
            writeln!(
                out,
                "[talks]\nprotocol = \"plenary\"       # stylised: a chair revises one text until enough accept it"
            )?;
            writeln!(
                out,
                "voting = {{ rule = \"qualified_majority\" }}   # stylised: two thirds of the capabilities"
            )
        } else {
            writeln!(
                out,
                "[talks]\nprotocol = \"plenary\"       # stylised: a chair revises one text until nobody objects"
            )
        }
    }

    fn negotiators(&self, out: &mut String) -> std::fmt::Result {
        let ids = self
            .actors
            .iter()
            .map(|actor| actor.id.clone())
            .chain([self.mediator()]);
        for id in ids {
            let negotiator = ids::free(&format!("{id}_negotiator"), |taken| {
                self.actors.iter().any(|a| a.id == taken)
            });
            writeln!(
                out,
                "\n[[negotiators]]\nid = {}\nparty = {}",
                text(&negotiator),
                text(&id)
            )?;
        }
        Ok(())
    }

    fn calendar(&self, out: &mut String, rounds: u32) -> std::fmt::Result {
        let ids = self
            .actors
            .iter()
            .map(|actor| text(&actor.id))
            .chain([text(&self.mediator())]);
        let everybody: Vec<String> = ids.collect();
        writeln!(
            out,
            "\n# A calendar to start from: all numbers are stylised.\n[[calendar]]\nid = \"meetings\""
        )?;
        writeln!(
            out,
            "day = 0\nevery_days = {EVERY_DAYS}\ntimes = {MEETINGS}\nrounds = {rounds}"
        )?;
        writeln!(out, "participants = [{}]", everybody.join(", "))
    }

    fn parties(&self) -> String {
        let mut out = String::from("id,name,role");
        out += if self.has_votes { ",votes" } else { "" };
        let red = self.red_lines.iter().any(|lines| !lines.is_empty());
        out += if red { ",red_lines\n" } else { "\n" };
        for (actor, red_lines) in self.actors.iter().zip(&self.red_lines) {
            let mut cells = vec![cell(&actor.id), cell(&actor.name), "disputant".to_owned()];
            if self.has_votes {
                cells.push(number(actor.capability));
            }
            if red {
                cells.push(cell(&red_lines.join(";")));
            }
            out += &(cells.join(",") + "\n");
        }
        out
    }

    fn stances(&self) -> String {
        let mut out = String::from("party,issue,weight,position,ideal\n");
        for actor in &self.actors {
            for issue in &self.issues {
                let Some((stance, weight)) = self.stance(actor, issue) else {
                    continue;
                };
                let (position, ideal) = match &issue.line {
                    Line::Range(..) => (stance.position, None),
                    Line::Options(options) => (None, options.ideal(stance)),
                };
                let cells = [
                    cell(&actor.id),
                    cell(&issue.id),
                    number(Some(weight)),
                    number(position),
                    number(ideal),
                ];
                out += &(cells.join(",") + "\n");
            }
        }
        out
    }
}

fn write_issue(out: &mut String, issue: &Issue) -> std::fmt::Result {
    writeln!(
        out,
        "\n[[issues]]\nid = {}\ntitle = {}",
        text(&issue.id),
        text(&issue.title)
    )?;
    match &issue.line {
        Line::Range(from, to, step) => {
            writeln!(
                out,
                "# From the lowest known position to the highest; the step is stylised. Say the unit: `unit = \"years\"`."
            )?;
            writeln!(out, "range = {{ from = {from:?}, to = {to:?}, step = {step:?} }}")
        }
        Line::Options(options) => {
            let rows = options
                .places
                .iter()
                .map(|(id, at)| format!("{{ id = {}, at = {at:?} }}", text(id)));
            writeln!(out, "options = [{}]", rows.collect::<Vec<_>>().join(", "))
        }
    }
}

/// Text in a comment.
fn plain(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

/// The shortest text that reads back to the number.
fn number(value: Option<f64>) -> String {
    value.map_or_else(String::new, |value| value.to_string())
}

/// A cell of CSV, in quotes where it has to be.
fn cell(text: &str) -> String {
    let text = plain(text);
    if text.contains([',', '"']) || text.trim() != text {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text
    }
}
