//! The ids of a document: what references are looked up in.

use crate::limits;
use crate::node::{Node, Table};
use crate::range::NumericRange;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

/// Ids in file order. A row without an id keeps its place.
#[derive(Debug, Clone, Default)]
pub(crate) struct Index {
    ids: Vec<String>,
    places: BTreeMap<String, usize>,
    /// Whether its rows are no list, and could not be read at all.
    is_no_list: bool,
}

impl Index {
    pub(crate) fn new(ids: impl IntoIterator<Item = String>) -> Self {
        let ids: Vec<String> = ids.into_iter().collect();
        let mut places = BTreeMap::new();
        for (place, id) in ids.iter().enumerate() {
            places.entry(id.clone()).or_insert(place);
        }
        Self {
            ids,
            places,
            is_no_list: false,
        }
    }

    fn of_rows(root: &Table, key: &str) -> Self {
        let ids = root
            .rows(key)
            .map(|(row, _)| row_id(row).unwrap_or_default().into_owned());
        Self {
            is_no_list: root.get(key).is_some_and(|node| node.as_list().is_none()),
            ..Self::new(ids)
        }
    }

    pub(crate) fn get(&self, id: &str) -> Option<usize> {
        self.places.get(id).copied()
    }

    pub(crate) fn len(&self) -> usize {
        self.ids.len()
    }

    pub(crate) fn id(&self, place: usize) -> &str {
        &self.ids[place]
    }

    /// The ids that are given, each once.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &str> {
        (0..self.len())
            .filter(|&place| self.is_known(place))
            .map(|place| self.id(place))
    }

    /// Whether some row has no id that could be read.
    pub(crate) fn has_unread(&self) -> bool {
        self.is_no_list || self.places.contains_key("")
    }

    /// Whether a row has an id of its own.
    pub(crate) fn is_known(&self, place: usize) -> bool {
        !self.id(place).is_empty() && self.get(self.id(place)) == Some(place)
    }
}

/// The id of a row: its `id`, or `<from>_<to>` of a relation.
pub(crate) fn row_id(row: &Table) -> Option<Cow<'_, str>> {
    match (row.text("id"), row.text("from"), row.text("to")) {
        (Some(id), ..) => Some(Cow::Borrowed(id)),
        (None, Some(from), Some(to)) => Some(Cow::Owned(format!("{from}_{to}"))),
        _ => None,
    }
}

/// All ids of a document.
#[derive(Debug, Clone, Default)]
pub(crate) struct Names {
    pub(crate) parties: Index,
    pub(crate) negotiators: Index,
    pub(crate) constituencies: Index,
    pub(crate) issues: Index,
    /// By issue.
    pub(crate) options: Vec<Index>,
    pub(crate) linkages: Index,
    pub(crate) sessions: Index,
    pub(crate) sources: Index,
    pub(crate) shocks: Index,
    /// The behaviours that `[behaviours]` lists.
    pub(crate) listed: BTreeSet<String>,
}

impl Names {
    pub(crate) fn of(root: &Table) -> Self {
        let scenario = root.table("scenario");
        let behaviours = root.table("behaviours").map(Table::entries).unwrap_or_default();
        Self {
            parties: Index::of_rows(root, "parties"),
            negotiators: Index::of_rows(root, "negotiators"),
            constituencies: Index::of_rows(root, "constituencies"),
            issues: Index::of_rows(root, "issues"),
            options: root.rows("issues").map(|(issue, _)| option_ids(issue)).collect(),
            linkages: Index::of_rows(root, "linkages"),
            sessions: Index::of_rows(root, "calendar"),
            shocks: Index::of_rows(root, "shocks"),
            sources: scenario.map(|s| Index::of_rows(s, "sources")).unwrap_or_default(),
            listed: behaviours.iter().map(|e| e.key.clone()).collect(),
        }
    }

    /// Issue and place within it of `issue=option`.
    pub(crate) fn option(&self, reference: &str) -> Option<(usize, usize)> {
        let (issue, option) = reference.split_once('=')?;
        let issue = self.issues.get(issue)?;
        Some((issue, self.options[issue].get(option)?))
    }

    /// What the document asks for in excess of what any document may.
    pub(crate) fn excess(&self) -> Option<String> {
        let options: usize = self.options.iter().map(Index::len).sum();
        let (parties, issues, groups) = (self.parties.len(), self.issues.len(), self.constituencies.len());
        let counts = [
            ("parties", parties, limits::PARTIES),
            ("negotiators", self.negotiators.len(), limits::ROWS),
            ("constituencies", groups, limits::ROWS),
            ("issues", issues, limits::ROWS),
            ("linkages", self.linkages.len(), limits::ROWS),
            ("sessions", self.sessions.len(), limits::ROWS),
            ("shocks", self.shocks.len(), limits::ROWS),
            ("options", options, limits::OPTIONS),
            ("pairs of parties", parties * parties, limits::PAIRS),
            ("pairs of party and option", parties * options, limits::PAIRS),
            ("pairs of constituency and issue", groups * issues, limits::PAIRS),
        ];
        let (what, count, most) = counts.into_iter().find(|(_, count, most)| count > most)?;
        Some(format!("{count} {what}, more than {most}"))
    }
}

fn option_ids(issue: &Table) -> Index {
    match issue.get("range").and_then(|r| NumericRange::read(r).ok()) {
        Some(range) => Index::new(range.ids()),
        None => Index::of_rows(issue, "options"),
    }
}

/// The text of an option reference: `600` may be given as a number where a range makes the options.
pub(crate) fn option_text(node: &Node) -> Option<Cow<'_, str>> {
    match (node.as_text(), node.as_number()) {
        (Some(text), _) => Some(Cow::Borrowed(text)),
        (None, Some(number)) => Some(Cow::Owned(number.to_string())),
        _ => None,
    }
}
