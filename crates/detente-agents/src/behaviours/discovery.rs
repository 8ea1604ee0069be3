//! Discovery: a latent option is found by people who speak openly, are not worn out, and look where it hurts.
//!
//! Rate `hazard * candour * attention` a session, times `elsewhere` unless its issue was criticised last.
//! Source: Fisher & Ury 1981 (inventing options); Walton & McKersie 1965 (integrative bargaining); values stylised.

use crate::channels::{Attention, BOUND, Candour, DiscoveryHazard, chance_within};
use crate::facts::{Ending, Headway, LastCriticism, OptionState};
use detente_core::terms::OptionTerms;
use detente_core::{
    Actor, Assembly, Behaviour, Case, Draw, EventKind, Indexed, IssueOption, Negotiators, Options, Origin, Outlook,
    Phase, RareDraws, Record, RowKind, Runs, Talks, TalksIx, TalksRow, The, events, origin, params,
};

params! {
    /// How latent options are found.
    Discovery on Talks as "discovery" {
        /// Rate at which a candid, fresh room finds a latent option of the issue criticised last
        hazard_per_session: "1/session", 0.0 ..= 100.0, default 0.5, absent 0.0, "stylised";
        /// Factor for the other issues
        elsewhere: "factor", 0.0 ..= 1.0, default 0.3, absent 0.0, "stylised";
    }
}

events! {
    /// Somebody found an option that nobody had seen.
    pub OPTION_FOUND = "option_found",
        told ["A way that nobody had seen came up: {idea}."];
}

struct Finding;
impl Draw for Finding {
    type Of = IssueOption;
    const NAME: &'static str = "discovery";
}

fn find(
    case: The<Case>,
    mut record: Record,
    mut runs: Runs<(
        TalksRow<(
            &Discovery,
            &DiscoveryHazard,
            &Candour,
            &Ending,
            &LastCriticism,
            &mut Headway,
        )>,
        Options<&mut OptionState>,
        Negotiators<&Attention>,
        RareDraws<Finding, 1>,
    )>,
) {
    for (run, (talks, states, attention, mut draws)) in runs.filter(|run| run.opens) {
        let (terms, hazard, candour, ending, last, headway) = talks;
        let room = &case.sessions[run.session].negotiators;
        if !ending[0].is_open() || room.is_empty() || !states.iter().any(|state| state.is_latent()) {
            continue;
        }
        let fresh = room.iter().map(|&n| attention[n].0).sum::<f64>() / room.len() as f64;
        let rate = hazard[0].0.rate(terms[0].hazard_per_session, BOUND) * candour[0].chance() * fresh;
        let [where_it_hurts, elsewhere] = [1.0, terms[0].elsewhere].map(|factor| chance_within(rate * factor, 1.0));
        for (o, state) in states.indexed_mut().filter(|(_, state)| state.is_latent()) {
            let issue = case.options[o].issue;
            let hurts = last[0].0 == Some(issue);
            if draws.of(o)[0] < if hurts { where_it_hurts } else { elsewhere } {
                state.insert(OptionState::KNOWN);
                headway[0].found += 1;
                let who = room[(run.round as usize) % room.len()];
                record.event(run, OPTION_FOUND, || (Actor::Negotiator(who), Some(issue), Some(o)));
            }
        }
    }
}

impl Behaviour for Discovery {
    type Params = Self;
    const ABOUT: &'static str =
        "Latent options are found by people who speak openly, are fresh, and look where it hurts.";
    const SOURCE: &'static str = "Fisher & Ury 1981; Walton & McKersie 1965; values stylised";
    const ORIGIN: Origin = origin!();
    const EVENTS: &'static [&'static EventKind] = &[OPTION_FOUND];
    fn idle(outlook: &Outlook<'_>) -> Option<&'static str> {
        let model = outlook.model;
        let hidden = model
            .options
            .indices()
            .filter(|&o| model.issues[model.options[o].issue].opening != o);
        let is_latent = outlook.highest::<OptionTerms>(hidden, "latent") >= 0.5;
        if !is_latent && !outlook.is_struck(RowKind::IssueOption, "latent") {
            return Some("no option is latent");
        }
        let idle = outlook.highest::<Self>([TalksIx::FIRST], "hazard_per_session") <= 0.0;
        idle.then_some("its `hazard_per_session` is 0")
    }
    fn assemble(assembly: &mut Assembly<'_>) {
        assembly.draws::<Finding>().add(Phase::Discover, find);
    }
}
