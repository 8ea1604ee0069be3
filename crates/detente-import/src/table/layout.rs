//! From rows to actors: who stands where on what, and how much it matters to them.

use super::heads::{self, Column, Heads};
use super::sheet::{Row, Sheet};
use super::wrong;
use crate::error::ImportError;
use crate::ids;
use detente_scenario::{Dialect, is_id, limits, quoted, short};

/// What sheets write for what nobody knows, besides an empty cell.
const UNKNOWN: [&str; 7] = ["na", "n/a", ".", "?", "-", "..", "unknown"];
/// Numbers that stand for the same, where no other number of the column is below 0.
const MISSING: [f64; 3] = [-9.0, -99.0, -999.0];

/// Characters of an actor's id: others are made of it.
const LONGEST: usize = limits::ID_CHARACTERS - 20;

/// Where an actor stands on an issue.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Stance {
    pub(super) position: Option<f64>,
    pub(super) salience: Option<f64>,
    /// What the position is called.
    pub(super) option: Option<String>,
    /// What the actor never accepts, as written.
    pub(super) red_lines: Vec<String>,
    /// Row and column of the position.
    pub(super) place: (u32, usize),
}

/// An actor.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Actor {
    pub(super) id: String,
    /// What its rows call it.
    said: String,
    pub(super) name: String,
    pub(super) capability: Option<f64>,
    /// By issue; none where the sheet has no row.
    pub(super) stances: Vec<Option<Stance>>,
}

/// Everybody, and what they talk about.
#[derive(Debug, Default)]
pub(super) struct Actors {
    pub(super) actors: Vec<Actor>,
    /// Ids and titles of the issues.
    pub(super) issues: Vec<(String, String)>,
    /// What stands above the heads.
    pub(super) title: Option<String>,
    pub(super) has_salience: bool,
    pub(super) has_capability: bool,
}

/// Reads the actors of a sheet in either layout.
pub(super) fn read(sheet: &Sheet, notes: &mut Vec<String>) -> Result<Actors, ImportError> {
    let heads = heads::read(sheet, notes)?;
    let rows = &sheet.rows[heads.row + 1..];
    if rows.is_empty() {
        return Err(wrong(
            sheet,
            "no row below the heads",
            "a row for each actor",
            "add the actors",
        ));
    }
    for row in rows {
        sheet.fits(row, &sheet.rows[heads.row])?;
        for (place, column) in &heads.columns {
            sheet.plain(row, *place, column.holds())?;
        }
    }
    let title = sheet.rows[..heads.row]
        .iter()
        .find_map(|row| row.cells.iter().find(|cell| !cell.is_empty()))
        .cloned();
    let mut reader = Reader {
        sheet,
        dialect: sheet.dialect(),
        actors: Actors {
            title,
            has_capability: heads.place(&Column::Capability).is_some(),
            has_salience: heads.columns.values().any(|c| matches!(c, Column::Salience(_))),
            ..Actors::default()
        },
        heads,
        notes,
    };
    match reader.heads.place(&Column::Issue) {
        Some(issue) => reader.long(rows, issue)?,
        None => reader.wide(rows)?,
    }
    let mut actors = reader.actors;
    forget_missing(&mut actors);
    Ok(actors)
}

struct Reader<'a> {
    sheet: &'a Sheet,
    heads: Heads,
    dialect: Dialect,
    actors: Actors,
    notes: &'a mut Vec<String>,
}

impl Reader<'_> {
    fn long(&mut self, rows: &[Row], issue_column: usize) -> Result<(), ImportError> {
        let tagged = self
            .heads
            .columns
            .iter()
            .find(|(_, c)| matches!(c, Column::Position(tag) | Column::Salience(tag) if !tag.is_empty()));
        if let Some((&place, _)) = tagged {
            let found = format!("the column {} beside one for the issue", quoted(self.heads.text(place)));
            let hint = "one row for each actor and issue, or one row for each actor";
            return Err(wrong(self.sheet, found, "one layout", hint));
        }
        let place = |column: &Column| self.heads.place(column);
        let (position, salience) = (
            place(&Column::Position(String::new())),
            place(&Column::Salience(String::new())),
        );
        let (option, red_line) = (place(&Column::Option), place(&Column::RedLine));
        for row in rows {
            let actor = self.actor(row)?;
            let name = row.cell(issue_column);
            if name.is_empty() {
                let hint = "name the issue, or remove the row";
                return Err(self
                    .sheet
                    .error(row.number, issue_column, "an empty cell", "an issue", hint));
            }
            let issue = self.issue(name, name);
            let mut stance = self.stance(row, position, salience)?;
            let text = |place: Option<usize>| place.map(|place| row.cell(place)).filter(|text| !is_unknown(text));
            stance.option = text(option).map(str::to_owned);
            let red_lines = text(red_line).unwrap_or_default().split(';').map(str::trim);
            stance.red_lines = red_lines.filter(|line| !line.is_empty()).map(str::to_owned).collect();
            self.put(actor, issue, stance, row)?;
        }
        Ok(())
    }

    fn wide(&mut self, rows: &[Row]) -> Result<(), ImportError> {
        let mut columns: Vec<(usize, usize, Option<usize>)> = Vec::new();
        for (&place, column) in &self.heads.columns.clone() {
            match column {
                Column::Position(tag) => {
                    let (id, title) = self.named(tag, place);
                    let salience = self.heads.place(&Column::Salience(tag.clone()));
                    let issue = self.issue(&id, &title);
                    columns.push((issue, place, salience));
                }
                Column::Salience(tag) if self.heads.place(&Column::Position(tag.clone())).is_none() => {
                    let found = format!("the column {} without a position", quoted(self.heads.text(place)));
                    let hint = "call both alike, as `Pstn1` and `Sal1`";
                    return Err(wrong(
                        self.sheet,
                        found,
                        "a position and a salience for each issue",
                        hint,
                    ));
                }
                _ => {}
            }
        }
        for row in rows {
            let actor = self.actor(row)?;
            for &(issue, position, salience) in &columns {
                let stance = self.stance(row, Some(position), salience)?;
                self.put(actor, issue, stance, row)?;
            }
        }
        Ok(())
    }

    /// The id and the title of an issue by what its columns are called.
    fn named(&self, tag: &str, place: usize) -> (String, String) {
        if tag.is_empty() {
            let stem = self
                .sheet
                .file
                .file_stem()
                .and_then(|stem| stem.to_str())
                .unwrap_or_default();
            let id = Some(ids::plain(stem))
                .filter(|id| !id.is_empty())
                .unwrap_or_else(|| "issue".to_owned());
            return (id, self.heads.text(place).to_owned());
        }
        if tag.chars().all(|c| c.is_ascii_digit()) {
            return (format!("issue_{tag}"), format!("Issue {tag}"));
        }
        (tag.to_owned(), tag.replace('_', " "))
    }

    /// The place of an issue, which may be new.
    fn issue(&mut self, name: &str, title: &str) -> usize {
        if let Some(place) = self.actors.issues.iter().position(|(_, t)| t == title) {
            return place;
        }
        let taken = |id: &str| self.actors.issues.iter().any(|(i, _)| i == id);
        let id = ids::fit(name, &format!("issue {}", quoted(name)), self.notes);
        let free = ids::free(&id, taken);
        if free != id {
            let (title, id, free) = (quoted(title), quoted(&id), quoted(&free));
            self.notes
                .push(format!("issue {title} has the id {free}, because another has {id}"));
        }
        let id = free;
        self.actors.issues.push((id, title.to_owned()));
        for actor in &mut self.actors.actors {
            actor.stances.push(None);
        }
        self.actors.issues.len() - 1
    }

    /// The place of the actor of a row, who may be new.
    fn actor(&mut self, row: &Row) -> Result<usize, ImportError> {
        let column = self.heads.place(&Column::Party).unwrap_or_default();
        let said = row.cell(column);
        if said.is_empty() {
            let hint = "name the actor, or remove the row";
            return Err(self.sheet.error(row.number, column, "an empty cell", "an actor", hint));
        }
        let capability = match self.heads.place(&Column::Capability) {
            Some(place) => self
                .known(row, place)?
                .filter(|x| !MISSING.contains(x))
                .map(|x| (x, place)),
            None => None,
        };
        if let Some((negative, place)) = capability.filter(|(x, _)| *x < 0.0) {
            let hint = "leave the cell empty where it is not known";
            return Err(self
                .sheet
                .error(row.number, place, short(negative), "a capability of at least 0", hint));
        }
        if let Some(at) = self.actors.actors.iter().position(|actor| actor.said == said) {
            let known = &mut self.actors.actors[at];
            if let (Some((now, place)), Some(before)) = (capability, known.capability)
                && now != before
            {
                let (found, expected) = (
                    format!("{} for {}", short(now), quoted(said)),
                    format!("{}, as before", short(before)),
                );
                return Err(self
                    .sheet
                    .error(row.number, place, found, expected, "give each actor one capability"));
            }
            known.capability = known.capability.or(capability.map(|(x, _)| x));
            return Ok(at);
        }
        if self.actors.actors.len() == limits::ROWS {
            let expected = format!("at most {}", limits::ROWS);
            return Err(wrong(
                self.sheet,
                "too many actors",
                expected,
                "keep those that matter most",
            ));
        }
        self.add(row, said, capability.map(|(x, _)| x))
    }

    fn add(&mut self, row: &Row, said: &str, capability: Option<f64>) -> Result<usize, ImportError> {
        let longest: String = said.chars().take(LONGEST).collect();
        let id = if is_id(said) {
            longest.clone()
        } else {
            ids::fit(&longest, &format!("actor {}", quoted(said)), self.notes)
        };
        let same = |actor: &&Actor| actor.id == id && longest == said && actor.said.chars().count() < LONGEST;
        if let Some(before) = self.actors.actors.iter().find(same) {
            let found = format!(
                "actors {} and {}, which both become {}",
                quoted(&before.said),
                quoted(said),
                quoted(&id)
            );
            let column = self.heads.place(&Column::Party).unwrap_or_default();
            return Err(self
                .sheet
                .error(row.number, column, found, "different names", "rename one of them"));
        }
        let id = ids::free(&id, |id| self.actors.actors.iter().any(|actor| actor.id == id));
        let name = self
            .heads
            .place(&Column::Name)
            .map(|place| row.cell(place))
            .filter(|name| !name.is_empty());
        self.actors.actors.push(Actor {
            id,
            said: said.to_owned(),
            name: name.unwrap_or(said).to_owned(),
            capability,
            stances: vec![None; self.actors.issues.len()],
        });
        Ok(self.actors.actors.len() - 1)
    }

    fn stance(&mut self, row: &Row, position: Option<usize>, salience: Option<usize>) -> Result<Stance, ImportError> {
        let place = position.unwrap_or_default();
        let position = match position {
            Some(place) => self.known(row, place)?,
            None => None,
        };
        let salience = match salience {
            Some(place) => {
                let salience = self.known(row, place)?.filter(|x| !MISSING.contains(x));
                if let Some(negative) = salience.filter(|x| *x < 0.0) {
                    let hint = "leave the cell empty where it is not known";
                    let found = short(negative);
                    return Err(self
                        .sheet
                        .error(row.number, place, found, "a salience of at least 0", hint));
                }
                salience
            }
            None => None,
        };
        Ok(Stance {
            position,
            salience,
            place: (row.number, place),
            ..Stance::default()
        })
    }

    /// The number in a cell; none where it is not known.
    fn known(&mut self, row: &Row, column: usize) -> Result<Option<f64>, ImportError> {
        if is_unknown(row.cell(column)) {
            return Ok(None);
        }
        let head = self.heads.text(column).to_owned();
        self.sheet.number(&mut self.dialect, row, column, &head).map(Some)
    }

    fn put(&mut self, actor: usize, issue: usize, stance: Stance, row: &Row) -> Result<(), ImportError> {
        let actor = &mut self.actors.actors[actor];
        if actor.stances[issue].is_some() {
            let found = format!(
                "{} on {} a second time",
                quoted(&actor.name),
                quoted(&self.actors.issues[issue].1)
            );
            let hint = "remove one of the rows";
            return Err(self.sheet.error(row.number, 0, found, "one row for each", hint));
        }
        actor.stances[issue] = Some(stance);
        Ok(())
    }
}

fn is_unknown(cell: &str) -> bool {
    cell.is_empty() || UNKNOWN.iter().any(|word| cell.eq_ignore_ascii_case(word))
}

/// Takes -9 and its like for unknown where no other position on the issue is below 0.
fn forget_missing(actors: &mut Actors) {
    for issue in 0..actors.issues.len() {
        let positions = actors
            .actors
            .iter()
            .filter_map(|actor| actor.stances[issue].as_ref()?.position);
        if positions.into_iter().any(|x| x < 0.0 && !MISSING.contains(&x)) {
            continue;
        }
        for stance in actors
            .actors
            .iter_mut()
            .filter_map(|actor| actor.stances[issue].as_mut())
        {
            stance.position = stance.position.filter(|x| !MISSING.contains(x));
        }
    }
}
