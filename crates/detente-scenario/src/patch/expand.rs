//! `*`: the paths that a pattern meets in a document.

use super::PatchError;
use crate::names::row_id;
use crate::node::{Node, Table};
use crate::path::{Path, Segment, join};
use crate::suggest::{nearest, one_of};

/// Lists of rows: a row that is not there is never made on the way.
const LISTS: [&str; 14] = [
    "parties",
    "negotiators",
    "constituencies",
    "relations",
    "issues",
    "linkages",
    "exclusions",
    "calendar",
    "sources",
    "options",
    "legs",
    "carrots",
    "sticks",
    "shocks",
];

/// The paths met, in the order of the file.
pub(super) fn expand(root: &Table, path: &Path) -> Result<Vec<Vec<String>>, PatchError> {
    let mut walk = Walk {
        root,
        met: Vec::new(),
        hint: None,
        missed: None,
    };
    walk.table(Some(root), path.segments(), &mut Vec::new());
    if walk.met.is_empty() {
        let hint = walk.hint.map(|near| format!("did you mean `{near}`?"));
        let expected = walk.missed.map(|(place, known)| {
            let place = if place.is_empty() {
                place
            } else {
                format!(" in `{place}`")
            };
            one_of(&format!("one of these{place}"), known.iter().map(String::as_str))
        });
        return Err(PatchError {
            hint,
            expected: expected.unwrap_or_default(),
            ..PatchError::new(path, "it meets nothing")
        });
    }
    Ok(walk.met)
}

struct Walk<'a> {
    root: &'a Table,
    met: Vec<Vec<String>>,
    /// The nearest path at the first place where nothing was met.
    hint: Option<String>,
    /// The first place where nothing was met, and what there is.
    missed: Option<(String, Vec<String>)>,
}

impl<'a> Walk<'a> {
    /// A table, or none where the file leaves everything below to defaults.
    fn table(&mut self, table: Option<&'a Table>, rest: &[Segment], so_far: &mut Vec<String>) {
        let Some((segment, rest)) = rest.split_first() else {
            return self.met.push(so_far.clone());
        };
        match segment {
            Segment::Name(name) => match table.and_then(|t| t.get(name)) {
                Some(node) => self.below(name, |w, path| w.node(node, rest, path), so_far),
                None if LISTS.contains(&name.as_str()) || so_far.is_empty() && !self.is_open(name) => {
                    self.missed(name, rest, so_far, table.map(keys).unwrap_or_default());
                }
                None => self.below(name, |w, path| w.table(None, rest, path), so_far),
            },
            Segment::Any => {
                let mut names = table.map(keys).unwrap_or_default();
                names.extend(self.template(so_far).map(keys).unwrap_or_default());
                let mut seen = Vec::new();
                for name in names {
                    if !seen.contains(&name) {
                        seen.push(name);
                        let node = table.and_then(|t| t.get(name));
                        self.below(name, |w, path| w.child(node, rest, path), so_far);
                    }
                }
            }
        }
    }

    fn child(&mut self, node: Option<&'a Node>, rest: &[Segment], so_far: &mut Vec<String>) {
        match node {
            Some(node) => self.node(node, rest, so_far),
            None => self.table(None, rest, so_far),
        }
    }

    fn node(&mut self, node: &'a Node, rest: &[Segment], so_far: &mut Vec<String>) {
        match (node.as_list(), rest.split_first()) {
            (Some(list), Some((segment, rest))) => self.rows(list, segment, rest, so_far),
            _ => self.table(node.as_table(), rest, so_far),
        }
    }

    fn rows(&mut self, list: &'a [Node], segment: &Segment, rest: &[Segment], so_far: &mut Vec<String>) {
        let rows = list
            .iter()
            .filter_map(Node::as_table)
            .filter_map(|row| Some((row_id(row)?.into_owned(), row)));
        let rows: Vec<(String, &Table)> = rows.collect();
        let is_met = |id: &String| *segment == Segment::Any || *segment == Segment::Name(id.clone());
        let mut met = false;
        for (id, row) in rows.iter().filter(|(id, _)| is_met(id)) {
            met = true;
            self.below(id, |w, path| w.table(Some(row), rest, path), so_far);
            if *segment == Segment::Any && so_far.len() == 1 {
                self.below(id, |w, path| w.legs(row, rest, path), so_far);
            }
        }
        if let (false, Segment::Name(name)) = (met, segment) {
            self.missed(name, rest, so_far, rows.iter().map(|(id, _)| id.as_str()).collect());
        }
    }

    /// `calendar.*` meets legs too, those that say the key for themselves.
    fn legs(&mut self, entry: &'a Table, rest: &[Segment], so_far: &mut Vec<String>) {
        let Some(Segment::Name(key)) = rest.first() else { return };
        for (leg, _) in entry.rows("legs").filter(|(leg, _)| leg.get(key).is_some()) {
            let Some(id) = leg.text("id") else { continue };
            so_far.extend(["legs".to_owned(), id.to_owned()]);
            self.table(Some(leg), rest, so_far);
            so_far.truncate(so_far.len() - 2);
        }
    }

    fn below(&mut self, name: &str, inside: impl FnOnce(&mut Self, &mut Vec<String>), so_far: &mut Vec<String>) {
        so_far.push(name.to_owned());
        inside(self, so_far);
        so_far.pop();
    }

    /// Tables at the top that a file may leave out.
    fn is_open(&self, name: &str) -> bool {
        ["scenario", "behaviours", "defaults", "talks", "tables"].contains(&name)
    }

    /// What the template of the kind says at this place of a row.
    fn template(&self, so_far: &[String]) -> Option<&'a Table> {
        let (kind, below) = (so_far.first()?, so_far.get(2..)?);
        let template = self.root.table("defaults")?.table(kind)?;
        below.iter().try_fold(template, |table, name| table.table(name))
    }

    fn missed(&mut self, name: &str, rest: &[Segment], so_far: &[String], known: Vec<&str>) {
        if self.hint.is_none()
            && let Some(near) = nearest(name, known.iter().copied())
        {
            let rest: String = rest.iter().map(|s| format!(".{}", segment_text(s))).collect();
            self.hint = Some(join(so_far.iter().map(String::as_str).chain([near])) + &rest);
        }
        // Ids are listed, and what a scenario consists of; the keys that a row happens to say are not all it may say.
        if self.missed.is_none() && so_far.len() != 2 {
            let place = join(so_far.iter().map(String::as_str));
            self.missed = Some((place, known.into_iter().map(str::to_owned).collect()));
        }
    }
}

fn keys(table: &Table) -> Vec<&str> {
    table.entries().iter().map(|e| e.key.as_str()).collect()
}

fn segment_text(segment: &Segment) -> String {
    match segment {
        Segment::Any => "*".to_owned(),
        Segment::Name(name) => crate::path::quote(name).into_owned(),
    }
}
