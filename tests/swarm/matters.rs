//! What a made-up negotiation is about: issues, their options, what they are worth to whom, linkages and exclusions.

use super::scenario::{Draft, quoted};
use crate::common::SplitMix;
use detente_core::terms::{LinkageTerms, OptionTerms, StakeTerms, StanceTerms};
use detente_core::{Params, RowKind};

/// A matter, as other parts of the scenario refer to it.
pub(super) struct Matter {
    pub(super) id: String,
    pub(super) options: Vec<String>,
    /// From, to and step, where it is numeric.
    range: Option<[i32; 3]>,
    /// The option in the first text.
    opening: usize,
    /// Whether options are latent or off the table from the start; the opening is not.
    unfit: Vec<bool>,
}

impl Matter {
    pub(super) fn new(luck: &mut SplitMix, place: usize) -> Self {
        let count = if luck.chance(0.03) { 1 } else { 2 + luck.below(4) };
        let range = luck.chance(0.15).then(|| {
            let (from, step) = (luck.below(20) as i32 - 10, 1 + luck.below(5) as i32);
            let way = if luck.chance(0.3) { -step } else { step };
            [from, from + way * (count as i32 - 1), step]
        });
        let opening = luck.below(count);
        let unfit = |option| range.is_none() && option != opening && luck.chance(0.15);
        Self {
            id: format!("i{place}"),
            unfit: (0..count).map(unfit).collect(),
            options: (0..count).map(|option| option_id(range, option)).collect(),
            range,
            opening,
        }
    }

    pub(super) fn reference(&self, option: usize) -> String {
        format!("{}={}", self.id, self.options[option])
    }
}

fn option_id(range: Option<[i32; 3]>, option: usize) -> String {
    match range {
        Some([from, to, step]) => (from + (to - from).signum() * step * option as i32).to_string(),
        None => format!("o{option}"),
    }
}

pub(super) fn write(draft: &mut Draft<'_>) {
    for matter in 0..draft.matters.len() {
        draft.matter(matter);
    }
    draft.linkages();
    draft.exclusions();
}

impl Draft<'_> {
    fn matter(&mut self, place: usize) {
        let id = self.matters[place].id.clone();
        self.line(format!("[[issues]]\nid = \"{id}\""));
        match self.matters[place].range {
            Some([from, to, step]) => self.line(format!("range = {{ from = {from}, to = {to}, step = {step} }}")),
            None => self.choices(place),
        }
        let opening = self.matters[place].options[self.matters[place].opening].clone();
        self.line(format!("opening = \"{opening}\""));
        for party in 0..self.roles.len() {
            self.stake(place, party);
        }
        self.row(RowKind::Issue, 0.5);
    }

    fn choices(&mut self, place: usize) {
        self.line("options = [");
        for option in 0..self.matters[place].options.len() {
            let mut said = vec![format!("id = \"{}\"", self.matters[place].options[option])];
            let fixed = OptionTerms::ALL.iter().filter(|p| p.unit != "0 or 1").copied();
            said.extend(self.some(&fixed.collect::<Vec<_>>(), 0.25));
            if self.matters[place].unfit[option] {
                said.push(format!("{} = true", self.luck.pick(&["latent", "off_table"])));
            }
            if self.luck.chance(0.1) {
                let first = self.luck.below(self.roles.len());
                let asked = (first..self.roles.len()).filter(|&p| p == first || self.is(p, "guarantor"));
                let asked: Vec<String> = asked.map(|p| format!("p{p}")).collect();
                said.push(format!("consent = [{}]", quoted(asked)));
            }
            for parameter in &StanceTerms::ALL[1..] {
                if self.luck.chance(0.1) {
                    let (party, number) = (self.side(), self.number(parameter));
                    said.push(format!("{} = {{ p{party} = {number} }}", parameter.name));
                }
            }
            self.line(format!("  {{ {} }},", said.join(", ")));
        }
        self.line("]");
    }

    /// What a matter is to a party. Each disputant cares for one at least.
    fn stake(&mut self, place: usize, party: usize) {
        let [weight, ideal, tolerance] = StakeTerms::ALL else {
            return;
        };
        let disputant = self.is(party, "disputant");
        let cares = disputant && party % self.matters.len() == place;
        if !cares && !self.luck.chance(if disputant { 0.8 } else { 0.1 }) {
            return;
        }
        let said = match self.luck.unit() {
            x if x < 0.05 => format!("{{ choice = [0, {:.1}] }}", 9.0 * self.luck.unit() + 0.1),
            x if x < 0.15 && !cares && !self.own_scale => self.number(weight),
            _ => format!("{:.1}", 9.0 * self.luck.unit() + 0.1),
        };
        let position = if self.luck.chance(0.5) {
            format!("{:.2}", self.luck.unit())
        } else {
            self.number(ideal)
        };
        self.line(format!("weight.p{party} = {said}\nideal.p{party} = {position}"));
        if self.luck.chance(0.1) {
            let number = self.number(tolerance);
            self.line(format!("tolerance.p{party} = {number}"));
        }
        if self.luck.chance(0.15) {
            self.values(place, party);
        }
    }

    fn values(&mut self, place: usize, party: usize) {
        for option in 0..self.matters[place].options.len() {
            if self.luck.chance(0.7) {
                let number = self.number(&StanceTerms::ALL[0]);
                let option = self.matters[place].options[option].clone();
                self.line(format!("values.p{party}.\"{option}\" = {number}"));
            }
        }
    }

    fn linkages(&mut self) {
        for k in 0..self.luck.below(5) {
            let (party, options) = (self.side(), self.options(4));
            if options.len() >= 2 {
                let value = self.number(&LinkageTerms::ALL[0]);
                self.line(format!(
                    "[[linkages]]\nid = \"l{k}\"\nparty = \"p{party}\"\nvalue = {value}"
                ));
                self.line(format!("options = [{}]", quoted(options)));
            }
        }
    }

    /// The first text keeps to them all.
    fn exclusions(&mut self) {
        let opens = |o: &String, matters: &[Matter]| matters.iter().any(|m| m.reference(m.opening) == *o);
        for k in 0..self.luck.below(4) {
            let options = self.options(3);
            if options.len() >= 2 && !options.iter().all(|o| opens(o, &self.matters)) {
                self.line(format!(
                    "[[exclusions]]\nid = \"e{k}\"\noptions = [{}]",
                    quoted(options)
                ));
            }
        }
    }
}
