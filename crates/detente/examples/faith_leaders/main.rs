//! A behaviour of one's own: congregations on both sides keep a back channel, which calms the public at home.
//!
//! This is a whole program: everything `detente` can do, and one rule more. Try
//! `cargo run --release --example faith_leaders -- run crates/detente/examples/faith_leaders/harbour.toml`.

use bevy_ecs::prelude::*;
use detente::prelude::*;
use std::process::ExitCode;

params! {
    /// How far faith leaders reach, and what that does at home.
    FaithLeaders on Party as "faith_leaders" {
        /// Part of the public that they can reach in the end
        reach: "share", 0.0 ..= 1.0, default 0.4, absent 0.0, "stylised";
        /// How far full reach lowers the support that ratification needs
        calming: "share of the scale", 0.0 ..= 1.0, default 0.1, absent 0.0, "stylised";
    }
}

/// Who is in contact across the lines, 0 to 1.
#[derive(Component, Debug, Clone, Copy, Default)]
struct Contacts(f64);

/// Contacts after so many days: a tenth of what is missing is gained in a week.
fn after(contacts: f64, reach: f64, days: f64) -> f64 {
    reach + (contacts - reach) * libm::pow(0.9, days / 7.0)
}

fn begin(mut runs: Runs<Parties<&mut Contacts>>) {
    for (_, contacts) in runs.iter() {
        contacts.fill(Contacts(0.0));
    }
}

fn calm(mut runs: Runs<Parties<(&FaithLeaders, &facts::Scale, &mut Contacts, &mut channels::Threshold)>>) {
    for (run, (leaders, scales, contacts, thresholds)) in runs.iter() {
        for (((leader, scale), contact), threshold) in leaders.iter().zip(scales).zip(contacts).zip(thresholds) {
            contact.0 = after(contact.0, leader.reach, run.days);
            threshold.theta -= leader.calming * contact.0 * (scale.support_high - scale.support_low);
        }
    }
}

impl Behaviour for FaithLeaders {
    type Params = Self;
    const ABOUT: &'static str = "Faith leaders keep a back channel; the public that they reach asks for less.";
    const SOURCE: &'static str = "stylised; see Johnston & Sampson 1994 for cases";
    const ORIGIN: Origin = origin!();
    fn assemble(assembly: &mut Assembly<'_>) {
        assembly
            .column::<Party, Contacts>()
            .opening(begin)
            .add(Phase::Strain, calm);
    }
}

fn main() -> ExitCode {
    detente::run_with(Registry::standard().with::<FaithLeaders>())
}
