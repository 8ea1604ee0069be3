//! A behaviour of one's own: congregations on both sides keep a back channel, which calms the public at home.
//!
//! This is a whole program: everything `detente` can do, and one rule more. The rule has a channel, a state and an event of
//! its own; the event is told in the minutes and counted in `runs.csv`. Try
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

channel! {
    /// What moves congregations to speak to each other: whoever has a reason adds it. Another behaviour could.
    Calling on Party, round, "share of what is missing, per week", "contributions add" (f64 = 0.0)
}

state! {
    /// Who is in contact across the lines, 0 to 1, and whether that is publicly known.
    Contacts on Party, run, "share" {
        reached: f64 = 0.0,
        is_public: bool = false,
    }
}

events! {
    /// Faith leaders of both sides prayed together in public.
    JOINT_PRAYER = "joint_prayer",
        counted as "joint_prayers" ("prayers", "joint prayers until the end"),
        told [
            "Faith leaders of {who} prayed together with those of the other side, where everybody could see it.",
            "{who} saw a joint prayer with congregations of the other side.",
        ];
}

/// What brings congregations together whatever happens.
const USUAL: f64 = 0.1;

/// Contacts after so many days: so much of what is missing is gained in a week.
fn after(contacts: f64, reach: f64, calling: f64, days: f64) -> f64 {
    reach + (contacts - reach) * libm::pow(1.0 - calling.clamp(0.0, 1.0), days / 7.0)
}

fn call(mut runs: Runs<Parties<&mut Calling>>) {
    for (_, callings) in runs.iter() {
        for calling in callings {
            calling.0 += USUAL;
        }
    }
}

fn calm(
    case: The<Case>,
    mut record: Record,
    mut runs: Runs<
        Parties<(
            &FaithLeaders,
            &facts::Scale,
            &Calling,
            &mut Contacts,
            &mut channels::Threshold,
        )>,
    >,
) {
    for (run, (leaders, scales, callings, contacts, thresholds)) in runs.iter() {
        for &p in &case.disputants {
            let (leader, scale, contact) = (&leaders[p], &scales[p], &mut contacts[p]);
            contact.reached = after(contact.reached, leader.reach, callings[p].0, run.days);
            thresholds[p].theta -= leader.calming * contact.reached * (scale.support_high - scale.support_low);
            // Once half of those are reached that can be, nobody hides it any more.
            if !contact.is_public && leader.reach > 0.0 && contact.reached >= leader.reach / 2.0 {
                contact.is_public = true;
                record.event(run, JOINT_PRAYER, || (Actor::Party(p), None, None));
            }
        }
    }
}

impl Behaviour for FaithLeaders {
    type Params = Self;
    const ABOUT: &'static str = "Faith leaders keep a back channel; the public that they reach asks for less.";
    const SOURCE: &'static str = "stylised; see Johnston & Sampson 1994 for cases";
    const ORIGIN: Origin = origin!();
    const EVENTS: &'static [&'static EventKind] = &[JOINT_PRAYER];
    fn assemble(assembly: &mut Assembly<'_>) {
        assembly.add(Phase::Strain, (call, calm).chain());
    }
}

fn main() -> ExitCode {
    detente::run_with(Registry::standard().with::<FaithLeaders>())
}
