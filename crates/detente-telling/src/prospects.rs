//! What makes a situation dead before anybody speaks: nothing to agree on, nothing that would pass at home, nothing to lose.

use crate::home;
use crate::solution::Solution;
use detente_bargaining::TOLERANCE;
use detente_core::Model;
use detente_lab::situation::Home;
use detente_scenario::{Finding, quote};
use std::path::Path;

/// Reservation values between these tightnesses leave something to bargain over, and something to lose.
const LIVELY: [f64; 2] = [0.4, 1.05];

impl Solution {
    /// Lines of the summary: a name and a text.
    pub fn rows(&self, model: &Model) -> Vec<(&'static str, String)> {
        if self.solved.ranges.is_none() {
            let text = "none: red lines and exclusions leave no package that all sides could sign";
            return vec![("tightness", text.to_owned())];
        }
        let tightness = self.situation.disputants.iter().zip(&self.solved.tightness);
        let known = tightness.filter_map(|(&p, &rho)| Some((p, rho?)));
        let mut rows: Vec<(&str, String)> = known
            .map(|(party, rho)| {
                let name = &model.parties[party].name;
                let text = format!("{rho:.2} for {name} (reservation value / what the egalitarian package gives it)");
                ("tightness", text)
            })
            .collect();
        rows.extend(self.home.as_ref().map(|home| ("zone at home", home::told(home))));
        rows
    }

    /// What is dead, as warnings. On a scale of its own a reservation value of 0 says nothing.
    pub fn oddities(&self, file: &Path, model: &Model) -> Vec<Finding> {
        let mut odd = Vec::new();
        let mut warn = |path: String, message: String, expected: Option<String>| {
            let finding = Finding::warning(path, message).hint("see `detente solve`".to_owned());
            let finding = match expected {
                Some(expected) => finding.expected(expected),
                None => finding,
            };
            odd.push(finding.at(file, None));
        };
        if self.solved.ranges.is_none() {
            let message = "red lines or exclusions refuse every package";
            warn("parties".to_owned(), message.to_owned(), None);
        } else if self.solved.zone == Some(false) {
            let message = "no package gives every disputant at least as much as no agreement";
            warn("parties".to_owned(), message.to_owned(), None);
        }
        if self.is_undisputed() {
            let message = "one package gives every disputant the most that any can: there is nothing to bargain over";
            warn("parties".to_owned(), message.to_owned(), None);
        }
        let id = |k: usize| quote(&model.parties[self.situation.disputants[k]].id).to_string();
        if let Some(home) = &self.home {
            for (vote, most) in &home.hopeless {
                let message = format!(
                    "no package has an even chance in its vote at home on day 0: it needs support of {:.2}, and the most that \
                     a package without red lines has is {most:.2}",
                    vote.needed
                );
                warn(
                    format!("parties.{}.ratification.threshold", id(vote.disputant)),
                    message,
                    None,
                );
            }
            if let Some(message) = self.sunk_at_home(home) {
                warn("parties".to_owned(), message.to_owned(), None);
            }
        }
        let [low, high] = LIVELY;
        for (k, rho) in self.solved.tightness.iter().enumerate() {
            let Some(rho) = rho.filter(|rho| !model.talks.own_scale && !(low..=high).contains(rho)) else {
                continue;
            };
            let meaning = if rho < low {
                "it would take nearly anything"
            } else {
                "it would take hardly anything"
            };
            let expected = format!("{low} to {high}: reservation value over what the egalitarian package gives it");
            warn(
                format!("parties.{}.reservation_value", id(k)),
                format!("tightness {rho:.2}: {meaning}"),
                Some(expected),
            );
        }
        odd
    }

    /// Whether one package is the best of all for every disputant: nothing that would dominate it was left out as irrational.
    fn is_undisputed(&self) -> bool {
        let ([only], Some(ranges)) = (&self.solved.frontier[..], &self.solved.ranges) else {
            return false;
        };
        let mut best = only.utilities.iter().zip(ranges);
        ranges.len() > 1 && best.all(|(utility, [_, highest])| *utility >= highest - TOLERANCE * highest.abs())
    }

    /// Why votes that could each be won sink everything together, if they do.
    fn sunk_at_home(&self, home: &Home) -> Option<&'static str> {
        if !home.hopeless.is_empty() {
            return None;
        }
        if home.votes == Some(false) {
            return Some("no package has an even chance in every vote at home on day 0");
        }
        let in_zone_only = self.solved.zone == Some(true) && home.both == Some(false);
        in_zone_only
            .then_some("no package that every disputant would sign has an even chance in every vote at home on day 0")
    }
}
