//! What is allowed but probably not meant.

use super::Builder;
use crate::node::{Node, Table};
use crate::path::join;
use crate::suggest::quoted;
use detente_core::strategy::{Accepts, Offers, Strategy};
use detente_core::{Model, Role, Start};

impl Builder<'_> {
    pub(super) fn lints(&mut self, model: &Model) {
        self.sessions_without_disputants(model);
        self.sessions_after_the_end(model);
        self.texts_without_a_holder(model);
        self.offers_without_everybody(model);
        self.strategies_without_offers(model);
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

    /// Dates that come when the talks are over.
    fn sessions_after_the_end(&mut self, model: &Model) {
        let constant = |path: &str| {
            let used = model.parameters.iter().find(|p| p.path == path)?;
            used.number.as_constant()
        };
        let Some(horizon) = constant("scenario.horizon_days") else {
            return;
        };
        for (session, meeting) in model.sessions.iter().zip(self.meetings()) {
            let day = constant(&format!("{}.day", meeting.path()));
            if let (Start::OnDay, Some(day)) = (session.start, day.filter(|day| *day > horizon)) {
                let span = meeting.own.get("day").and_then(|n| n.span.clone());
                let message = format!("it would begin on day {day}, after the last day of the talks, {horizon}");
                let hint = "an earlier `day`, or more `scenario.horizon_days`";
                self.warning(meeting.path(), &span, message, hint);
            }
        }
    }

    /// A text that nobody can change stays as it opens.
    fn texts_without_a_holder(&mut self, model: &Model) {
        let needs = |key: &str| self.registry.protocols().iter().any(|p| p.key == key && p.needs_holder);
        let Some(session) = model.sessions.iter().find(|s| needs(&s.protocol)) else {
            return;
        };
        if model.talks.text_holder.is_none() {
            let span = self.root().get("talks").and_then(|n| n.span.clone());
            let message = format!("nobody holds the text of `{}`: it stays as it opens", session.id);
            let hint = "name a party as `text_holder`, or add a party with role = \"mediator\"";
            self.warning("talks".into(), &span, message, hint);
        }
    }

    /// Sessions in which nothing can be offered, as somebody who has to agree is not there.
    fn offers_without_everybody(&mut self, model: &Model) {
        let needs = |key: &str| {
            self.registry
                .protocols()
                .iter()
                .any(|p| p.key == key && p.needs_everybody)
        };
        for (session, meeting) in model.sessions.iter().zip(self.meetings()) {
            let absent = model.disputants().find(|p| !session.parties.contains(p));
            if let Some(absent) = absent.filter(|_| needs(&session.protocol)) {
                let span = meeting.own.get("participants").and_then(|n| n.span.clone());
                let message = format!(
                    "{} is not there, and by `{}` nothing is offered then",
                    quoted(&model.parties[absent].id),
                    session.protocol
                );
                self.warning(meeting.path(), &span, message, "add every disputant to `participants`");
            }
        }
    }

    /// Strategies for offers, where only texts are on the table.
    fn strategies_without_offers(&mut self, model: &Model) {
        let on_text = |key: &str| self.registry.protocols().iter().any(|p| p.key == key && p.needs_holder);
        if !model.sessions.iter().all(|s| on_text(&s.protocol)) {
            return;
        }
        let special = |s: &Strategy| s.offers != Offers::TimeDependent || s.accepts != Accepts::Aspiration;
        let rows = self.root().rows("negotiators");
        let places: Vec<_> = rows
            .map(|(row, node)| row.get("strategy").unwrap_or(node).span.clone())
            .collect();
        for (negotiator, span) in model.negotiators.iter().zip(places) {
            if special(&negotiator.strategy) {
                let path = join(["negotiators", &negotiator.id, "strategy"]);
                let message = "no session alternates offers: of strategies only the exponent counts there";
                self.warning(
                    path,
                    &span,
                    message,
                    "a session by `alternating_offers`, or an exponent",
                );
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
