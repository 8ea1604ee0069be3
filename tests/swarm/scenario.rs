//! A scenario as text, made of one seed: whoever sits at the table, whatever it is about, whichever rules are on. All that
//! it says is allowed; much of it is odd.

use super::calendar;
use super::matters::{self, Matter};
use super::numbers::number;
use crate::common::SplitMix;
use detente_core::strategy::{Accepts, Offers};
use detente_core::terms::{SideTerms, VotingTerms, declared};
use detente_core::{Cue, Parameter, Params, ProtocolEntry, Registry, RowKind, Signing, StateEntry, Voting};
use std::collections::BTreeSet;
use std::fmt::Write;

const ROLES: [&str; 3] = ["disputant", "mediator", "guarantor"];
/// Packages up to which offers may alternate without much ado; larger spaces take long to rank.
const CHEAP_PACKAGES: f64 = 1500.0;
/// Larger spaces that are ranked all the same now and then, and those so large that they are not enumerated.
const DEAR_PACKAGES: [f64; 2] = [20_000.0, 4_194_304.0];

/// What values and utilities on a scale of its own range over.
const WIDE: [f64; 2] = [-1e6, 1e6];

/// What has been said so far, and by what luck.
pub(super) struct Draft<'a> {
    pub(super) registry: &'a Registry,
    pub(super) luck: SplitMix,
    pub(super) text: String,
    pub(super) roles: Vec<&'static str>,
    /// The parties of the negotiators.
    pub(super) people: Vec<usize>,
    pub(super) matters: Vec<Matter>,
    /// The protocols that sessions are held by; the first is that of the talks.
    pub(super) protocols: Vec<&'static str>,
    pub(super) own_scale: bool,
    /// The behaviours that are listed.
    behaviours: Vec<&'static str>,
}

/// The scenario of a seed.
pub(super) fn scenario(seed: u64, registry: &Registry) -> String {
    let mut luck = SplitMix(seed);
    let parties = 2 + skewed(&mut luck, 11, 3);
    let issues = 1 + skewed(&mut luck, 40, 4);
    let mut draft = Draft {
        registry,
        text: String::new(),
        roles: roles(&mut luck, parties),
        people: Vec::new(),
        matters: (0..issues).map(|i| Matter::new(&mut luck, i)).collect(),
        protocols: Vec::new(),
        own_scale: false,
        behaviours: Vec::new(),
        luck,
    };
    draft.procedure();
    draft.frame();
    draft.behaviours();
    draft.talks();
    draft.templates();
    (0..parties).for_each(|p| draft.party(p));
    draft.negotiators();
    draft.constituencies();
    draft.relations();
    matters::write(&mut draft);
    calendar::write(&mut draft);
    draft.shocks();
    draft.text
}

/// A number below n, mostly small.
pub(super) fn skewed(luck: &mut SplitMix, n: usize, power: u32) -> usize {
    let share: f64 = (0..power).map(|_| luck.unit()).product();
    let even = luck.below(n);
    if luck.chance(0.1) {
        even
    } else {
        (share * n as f64) as usize
    }
}

fn roles(luck: &mut SplitMix, parties: usize) -> Vec<&'static str> {
    let mut roles: Vec<&'static str> = (0..parties)
        .map(|p| {
            if p < 2 || luck.chance(0.4) {
                ROLES[0]
            } else {
                luck.pick(&ROLES)
            }
        })
        .collect();
    // Mediators may come first in the file as well.
    let (one, other) = (luck.below(parties), luck.below(parties));
    roles.swap(one, other);
    roles
}

pub(super) fn quoted(names: impl IntoIterator<Item = String>) -> String {
    let names: Vec<String> = names.into_iter().map(|name| format!("\"{name}\"")).collect();
    names.join(", ")
}

impl Draft<'_> {
    pub(super) fn line(&mut self, line: impl AsRef<str>) {
        let _ = writeln!(self.text, "{}", line.as_ref());
    }

    /// On a scale of its own: values whose weighed sums stay within the widest scale.
    pub(super) fn number(&mut self, parameter: &Parameter) -> String {
        let mut declared = declared(parameter, self.own_scale);
        if declared.range[1] > parameter.range[1] {
            declared.range = WIDE;
        }
        number(&mut self.luck, &declared)
    }

    /// Some of these parameters, as `key = number`.
    pub(super) fn some(&mut self, parameters: &[Parameter], chance: f64) -> Vec<String> {
        let mut said = Vec::new();
        for parameter in parameters {
            if self.luck.chance(chance) {
                said.push(format!("{} = {}", parameter.name, self.number(parameter)));
            }
        }
        said
    }

    /// Some of the numbers that rows of a kind have, and of those of the behaviours that they carry.
    pub(super) fn row(&mut self, kind: RowKind, chance: f64) {
        let fixed = self.registry.fixed_set(kind, "");
        if let Some(set) = fixed {
            let said = self.some(self.registry.sets()[set].all, chance);
            said.iter().for_each(|line| self.line(line));
        }
        self.differences(kind);
    }

    /// A row may differ from the others in what a behaviour is to it.
    pub(super) fn differences(&mut self, kind: RowKind) {
        for behaviour in self.registry.behaviours().iter().filter(|b| b.kind == kind) {
            if !self.behaviours.contains(&behaviour.key) || !self.luck.chance(0.15) {
                continue;
            }
            let mut said = self.some(self.registry.sets()[behaviour.set].all, 0.3);
            if self.luck.chance(0.2) {
                said.push(format!("enabled = {}", self.luck.chance(0.3)));
            }
            self.line(format!("{} = {{ {} }}", behaviour.key, said.join(", ")));
        }
    }

    /// A party, more likely a disputant than not.
    pub(super) fn side(&mut self) -> usize {
        let any = self.luck.below(self.roles.len());
        let disputants: Vec<usize> = (0..self.roles.len()).filter(|&p| self.is(p, "disputant")).collect();
        if self.luck.chance(0.8) {
            *self.luck.pick(&disputants)
        } else {
            any
        }
    }

    pub(super) fn is(&self, party: usize, role: &str) -> bool {
        self.roles[party] == role
    }

    /// `issue=option` of any option.
    pub(super) fn option(&mut self) -> String {
        let matter = self.luck.below(self.matters.len());
        let option = self.luck.below(self.matters[matter].options.len());
        self.matters[matter].reference(option)
    }

    /// Different options.
    pub(super) fn options(&mut self, most: usize) -> BTreeSet<String> {
        (0..=self.luck.below(most)).map(|_| self.option()).collect()
    }

    /// The protocols of the talks, and the scale that they can be held on.
    fn procedure(&mut self) {
        let disputants = self.roles.iter().filter(|r| **r == "disputant").count();
        let packages: f64 = self.matters.iter().map(|m| m.options.len() as f64).product();
        let [enumerated, sampled] = DEAR_PACKAGES;
        let bold = self.luck.chance(0.01) && (packages <= enumerated || packages > sampled);
        let affordable = packages <= CHEAP_PACKAGES || bold;
        let open = |p: &&ProtocolEntry| disputants <= p.most_disputants && (affordable || !p.any_scale);
        let open: Vec<&ProtocolEntry> = self.registry.protocols().iter().filter(open).collect();
        let any: Vec<&ProtocolEntry> = open.iter().copied().filter(|p| p.any_scale).collect();
        self.own_scale = !any.is_empty() && self.luck.chance(0.2);
        let from = if self.own_scale { any } else { open };
        let count = 1 + self.luck.below(3);
        self.protocols = (0..count).map(|_| self.luck.pick(&from).key).collect();
    }

    fn frame(&mut self) {
        let horizon = match self.luck.unit() {
            x if x < 0.05 => self.number(&detente_core::terms::TalksTerms::ALL[0]),
            _ => (20 + self.luck.below(400)).to_string(),
        };
        self.line("format = 1\n[scenario]\nid = \"swarm\"\nstylised = true");
        self.line(format!("horizon_days = {horizon}"));
    }

    fn behaviours(&mut self) {
        let density = *self.luck.pick(&[0.0, 0.1, 0.2, 0.4, 0.9]);
        let given = *self.luck.pick(&[0.0, 0.2, 0.6]);
        self.line("[behaviours]");
        for behaviour in self.registry.behaviours() {
            if !self.luck.chance(density) {
                continue;
            }
            self.behaviours.push(behaviour.key);
            let mut said = self.some(self.registry.sets()[behaviour.set].all, given);
            if self.luck.chance(0.05) {
                said.push("enabled = false".into());
            }
            self.line(format!("{} = {{ {} }}", behaviour.key, said.join(", ")));
        }
    }

    fn talks(&mut self) {
        self.line(format!("[talks]\nprotocol = \"{}\"", self.protocols[0]));
        if self.luck.chance(0.3) {
            let holder = self.luck.below(self.roles.len());
            self.line(format!("text_holder = \"p{holder}\""));
        }
        if self.own_scale {
            self.line("scale = \"own\"");
        }
        if self.luck.chance(0.5) {
            let signing = self.luck.pick(&Signing::WORDS).0;
            self.line(format!("signing = \"{signing}\""));
        }
        if self.luck.chance(0.7) {
            let rule = self.luck.pick(&Voting::WORDS).0;
            let mut said = self.some(VotingTerms::ALL, 0.5);
            said.push(format!("rule = \"{rule}\""));
            self.line(format!("voting = {{ {} }}", said.join(", ")));
        }
    }

    /// Templates below the rows of some kinds.
    fn templates(&mut self) {
        for kind in [RowKind::Party, RowKind::Negotiator, RowKind::Relation] {
            if self.luck.chance(0.1) {
                self.line(format!("[defaults.{}]", kind.plural()));
                self.row(kind, 0.5);
            }
        }
    }

    fn party(&mut self, party: usize) {
        let role = self.roles[party];
        self.line(format!("[[parties]]\nid = \"p{party}\"\nrole = \"{role}\""));
        if self.luck.chance(0.35) {
            let red_lines = self.options(4);
            self.line(format!("red_lines = [{}]", quoted(red_lines)));
        }
        if self.luck.chance(0.1) {
            self.line("ratified_by = [\"parliament\"]");
        }
        if role == "mediator" {
            self.sides(party);
            self.inducements(party, "carrots");
            self.inducements(party, "sticks");
        }
        self.row(RowKind::Party, 0.3);
    }

    fn sides(&mut self, mediator: usize) {
        for parameter in SideTerms::ALL {
            for side in (0..self.roles.len()).filter(|&side| side != mediator) {
                if self.luck.chance(0.2) {
                    let number = self.number(parameter);
                    self.line(format!("{}.p{side} = {number}", parameter.name));
                }
            }
        }
    }

    fn inducements(&mut self, mediator: usize, list: &str) {
        let count = self.luck.below(4);
        let Some(set) = self.registry.fixed_set(RowKind::Inducement, "") else {
            return;
        };
        for k in 0..count {
            let (side, when) = (self.side(), self.luck.pick(&Cue::WORDS).0);
            let party = if side == mediator {
                (side + 1) % self.roles.len()
            } else {
                side
            };
            let mut said = self.some(self.registry.sets()[set].all, 0.5);
            said.push(format!("id = \"x{k}\", party = \"p{party}\", when = \"{when}\""));
            if list == "carrots" {
                said.push(format!("option = \"{}\"", self.option()));
            }
            let open = if k == 0 { format!("{list} = [\n") } else { String::new() };
            let close = if k + 1 == count { "\n]" } else { "," };
            self.line(format!("{open}  {{ {} }}{close}", said.join(", ")));
        }
    }

    fn negotiators(&mut self) {
        let manned = *self.luck.pick(&[0.0, 0.7, 0.95, 1.0]);
        for party in 0..self.roles.len() {
            while self.luck.chance(if self.people.last() == Some(&party) {
                0.2
            } else {
                manned
            }) {
                let id = self.people.len();
                self.people.push(party);
                self.line(format!("[[negotiators]]\nid = \"n{id}\"\nparty = \"p{party}\""));
                self.strategy();
                self.row(RowKind::Negotiator, 0.25);
            }
        }
    }

    fn strategy(&mut self) {
        if self.luck.chance(0.3) {
            return;
        }
        let words: Vec<&str> = Offers::words().collect();
        let set = self.registry.fixed_set(RowKind::Negotiator, "strategy.offers");
        let offers = match set.filter(|_| self.luck.chance(0.3)) {
            Some(set) => format!("{{ {} }}", self.some(self.registry.sets()[set].all, 0.9).join(", ")),
            None => format!("\"{}\"", self.luck.pick(&words)),
        };
        let words: Vec<&str> = Accepts::words().collect();
        let accepts = *self.luck.pick(&words);
        self.line(format!("strategy = {{ offers = {offers}, accepts = \"{accepts}\" }}"));
    }

    fn constituencies(&mut self) {
        let count = skewed(&mut self.luck, 8, 3);
        for group in 0..count {
            let party = self.side();
            self.line(format!("[[constituencies]]\nid = \"g{group}\"\nparty = \"p{party}\""));
            self.row(RowKind::Constituency, 0.5);
            let emphasis = &detente_core::terms::EmphasisTerms::ALL[0];
            for matter in 0..self.matters.len() {
                if self.luck.chance(0.2) {
                    let number = self.number(emphasis);
                    self.line(format!("emphasis.i{matter} = {number}"));
                }
            }
        }
    }

    fn relations(&mut self) {
        for from in 0..self.roles.len() {
            for to in (0..self.roles.len()).filter(|&to| to != from) {
                if self.luck.chance(0.15) {
                    self.line(format!("[[relations]]\nfrom = \"p{from}\"\nto = \"p{to}\""));
                    self.row(RowKind::Relation, 0.6);
                }
            }
        }
    }

    fn shocks(&mut self) {
        let Some(set) = self.registry.fixed_set(RowKind::Shock, "") else {
            return;
        };
        for shock in 0..self.luck.below(4) {
            let when = *self.luck.pick(&["day", "rate_per_day"]);
            let once = self.luck.chance(0.5);
            self.line(format!("[[shocks]]\nid = \"s{shock}\"\nonce = {once}"));
            for parameter in self.registry.sets()[set].all {
                let counts = parameter.name == when || (when == "day" && parameter.name == "probability");
                if counts {
                    let number = self.number(parameter);
                    self.line(format!("{} = {number}", parameter.name));
                }
            }
            let paths: BTreeSet<String> = (0..=self.luck.below(4)).filter_map(|_| self.state()).collect();
            let change = detente_core::terms::EffectTerms::ALL[0];
            let effects = paths
                .into_iter()
                .map(|path| format!("'{path}' = {}", self.number(&change)));
            let effects: Vec<String> = effects.collect();
            self.line(format!("effects = {{ {} }}", effects.join(", ")));
        }
    }

    /// The path of a state, of one row or of all.
    fn state(&mut self) -> Option<String> {
        let in_use = |s: &&StateEntry| s.owner.is_none_or(|key| self.behaviours.contains(&key));
        let states: Vec<StateEntry> = self.registry.states().iter().filter(in_use).copied().collect();
        let state = self.luck.pick(&states);
        let all = self.luck.chance(0.4);
        let id = match state.kind {
            RowKind::Talks => return Some(format!("behaviours.{}", state.key)),
            RowKind::Negotiator if self.people.is_empty() => return None,
            RowKind::Party => format!("p{}", self.luck.below(self.roles.len())),
            RowKind::Negotiator => format!("n{}", self.luck.below(self.people.len())),
            RowKind::Issue => format!("i{}", self.luck.below(self.matters.len())),
            RowKind::IssueOption => {
                let matter = self.luck.below(self.matters.len());
                let option = self.luck.pick(&self.matters[matter].options).clone();
                let option = if all { "*".into() } else { format!("\"{option}\"") };
                return Some(format!("issues.i{matter}.options.{option}.{}", state.key));
            }
            _ => {
                let from = self.luck.below(self.roles.len());
                let to = (from + 1 + self.luck.below(self.roles.len() - 1)) % self.roles.len();
                format!("p{from}_p{to}")
            }
        };
        let id = if all { "*" } else { &id };
        Some(format!("{}.{id}.{}", state.kind.plural(), state.key))
    }
}
