//! When made-up talks meet: dated sessions, series, legs, what follows a session, what something calls.

use super::scenario::{Draft, quoted, skewed};
use detente_core::terms::SessionTerms;
use detente_core::{Parameter, Params};

/// The most sessions of one kind and the most rounds of one, mostly and in a long negotiation.
const BRIEF: [usize; 2] = [8, 4];
const LONG: [usize; 2] = [40, 12];

pub(super) fn write(draft: &mut Draft<'_>) {
    let most = if draft.luck.chance(0.02) { LONG } else { BRIEF };
    for entry in 0..=skewed(&mut draft.luck, 6, 2) {
        draft.entry(entry, most);
    }
}

fn parameter(name: &str) -> Option<&'static Parameter> {
    SessionTerms::ALL.iter().find(|p| p.name == name)
}

impl Draft<'_> {
    fn entry(&mut self, entry: usize, [times, rounds]: [usize; 2]) {
        self.line(format!("[[calendar]]\nid = \"m{entry}\""));
        match self.luck.below(if entry == 0 { 1 } else { 4 }) {
            0 | 1 => self.say(&["day"], 30),
            2 => {
                let before = self.luck.below(entry);
                self.line(format!("after = \"m{before}\""));
            }
            _ => {
                let trigger = *self.luck.pick(&["gap_below", "momentum_above"]);
                self.line(format!("when = \"{trigger}\""));
                self.say(&["threshold"], 1);
            }
        }
        self.say(&["every_days"], 20);
        let times = 1 + skewed(&mut self.luck, times, 1);
        self.line(format!("times = {times}"));
        self.meeting(rounds);
        if self.luck.chance(0.15) {
            self.legs(rounds);
        }
    }

    /// These numbers, mostly below a usual size.
    fn say(&mut self, names: &[&str], usual: usize) {
        for &name in names {
            let Some(parameter) = parameter(name) else { continue };
            let number = if usual > 1 && self.luck.chance(0.85) {
                (1 + self.luck.below(usual)).to_string()
            } else {
                self.number(parameter)
            };
            self.line(format!("{name} = {number}"));
        }
    }

    fn meeting(&mut self, rounds: usize) {
        let most = parameter("rounds").copied();
        if let Some(few) = most.map(|p| Parameter {
            range: [1.0, rounds as f64],
            ..p
        }) {
            let number = self.number(&few);
            let count = 1 + skewed(&mut self.luck, rounds, 1);
            let said = if self.luck.chance(0.1) {
                number
            } else {
                count.to_string()
            };
            self.line(format!("rounds = {said}"));
        }
        self.participants();
        for name in ["aides", "secrecy", "hospitality", "travel_days"] {
            if self.luck.chance(0.3) {
                self.say(&[name], 1);
            }
        }
        if self.luck.chance(0.5) {
            let protocol = *self.luck.pick(&self.protocols);
            self.line(format!("protocol = \"{protocol}\""));
        }
        if self.luck.chance(0.15) {
            let from = self.luck.below(self.matters.len());
            let agenda: Vec<String> = self.matters[from..].iter().map(|m| m.id.clone()).collect();
            self.line(format!("agenda = [{}]", quoted(agenda)));
        }
    }

    /// Mostly everybody.
    fn participants(&mut self) {
        let (parties, people) = (self.roles.len(), self.people.len());
        let invited = *self.luck.pick(&[1.0, 1.0, 1.0, 0.8, 0.3]);
        let mut ids: Vec<String> = Vec::new();
        for party in 0..parties {
            if self.luck.chance(invited) {
                ids.push(format!("p{party}"));
            }
        }
        if people > 0 && self.luck.chance(0.1) {
            ids.push(format!("n{}", self.luck.below(people)));
        }
        if ids.is_empty() {
            ids.push(format!("p{}", self.luck.below(parties)));
        }
        self.line(format!("participants = [{}]", quoted(ids)));
    }

    fn legs(&mut self, rounds: usize) {
        for leg in 0..2 + self.luck.below(2) {
            self.line(format!("[[calendar.legs]]\nid = \"leg{leg}\""));
            if self.luck.chance(0.5) {
                self.meeting(rounds);
            }
        }
    }
}
