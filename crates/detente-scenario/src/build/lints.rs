//! What is allowed but probably not meant.

use super::Builder;
use crate::node::{Node, Table};
use crate::path::join;
use detente_core::{Model, Role};

impl Builder<'_> {
    pub(super) fn lints(&mut self, model: &Model) {
        self.sessions_without_disputants(model);
        self.options_nobody_can_choose(model);
        self.numbers_without_source(model);
    }

    fn sessions_without_disputants(&mut self, model: &Model) {
        for (session, meeting) in model.sessions.iter().zip(self.meetings()) {
            let disputes = |p: &usize| model.parties.get(*p).is_some_and(|p| p.role == Role::Disputant);
            if !session.parties.is_empty() && !session.parties.iter().any(disputes) {
                let node = meeting
                    .leg
                    .and_then(|(_, leg)| leg.get("participants"))
                    .or(meeting.own.get("participants"));
                let span = node.and_then(|n| n.span.clone());
                let hint = "name a party that has to agree, or one of its negotiators";
                self.warning(meeting.path(), &span, "no disputant takes part", hint);
            }
        }
    }

    /// Off the table from the start, and nothing puts an option back.
    fn options_nobody_can_choose(&mut self, model: &Model) {
        for (issue, (row, _)) in self.root().rows("issues").enumerate() {
            for (option, node) in row.rows("options") {
                if option.get("off_table").and_then(Node::as_flag) == Some(true)
                    && option.get("latent").and_then(Node::as_flag) == Some(true)
                {
                    let id = model.issues.get(issue).map_or("", |i| &i.id);
                    let path = join(["issues", id, "options", option.text("id").unwrap_or_default()]);
                    let message = "latent and off the table: nobody can ever choose it";
                    self.warning(path, &node.span, message, "leave one of them out");
                }
            }
        }
    }

    fn numbers_without_source(&mut self, model: &Model) {
        let bare: Vec<&str> = model
            .parameters
            .iter()
            .filter(|p| p.given && p.evidence.is_none() && p.declaration.source != "scenario")
            .map(|p| p.path.as_str())
            .collect();
        if model.stylised || bare.is_empty() {
            return;
        }
        let (count, first) = (bare.len(), bare[0].to_owned());
        let span = self
            .root()
            .get("scenario")
            .filter(|n| n.as_table().is_some_and(|t| t != &Table::default()));
        let span = span.and_then(|n| n.span.clone());
        let message = format!("{count} numbers without evidence, `{first}` the first");
        self.warning("scenario".into(), &span, message, "add `stylised = true`, or evidence");
    }
}
