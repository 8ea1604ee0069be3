//! Signals: after a session that went well a party tells its public that there is 'a step forward'. That is authorised,
//! and not a leak: it carries the talks and feeds the hope for peace at home. Sometimes it binds as well: the party says where
//! it stands, and pays with its public if it backs down later.
//!
//! A disputant in the room that can live with the text gives a signal with a chance when a constructive session closes; one
//! party a session at most. With the chance `binds` it vows to hold what is settled to its greatest advantage, among what it
//! has not vowed before and every rival can live with: who wants the talks to go on vows nothing that they would founder on.
//! What is settled or agreed for good at the same close comes later.
//! Source: Fearon 1994 and Tomz 2007 (public commitments bind); Cohen 1987 (diplomatic signalling); values stylised.

use crate::facts::{Ending, Headway, InText, Incidents, Pledge, ReservationValue, Settled, Span, Verdict, Worth};
use detente_core::{
    Actor, Assembly, Behaviour, ByRow, Case, Draw, EventKind, Indices, Issue, IssueIx, Issues, Origin, Outlook,
    Parties, Party, PartyIx, Phase, RareDraws, Record, Runs, Stakes, Stances, TalksRow, The, events, origin, params,
};

params! {
    /// How a party speaks to its public.
    Signals on Party as "signals" {
        /// Chance of a signal after a constructive session
        chance_per_session: "share", 0.0 ..= 1.0, default 0.15, absent 0.0, "stylised";
        /// Chance that a signal is a vow as well
        binds: "share", 0.0 ..= 1.0, default 0.3, absent 0.0, "Fearon 1994; value stylised";
    }
}

events! {
    /// A party told its public that there is progress, and perhaps where it stands.
    pub SIGNAL_GIVEN = "signal_given",
        told [
            "{who} told its public of a step forward, and that it would stand by {idea}.",
            "At home {who} spoke of progress, and vowed to hold on to {idea}.",
            "{who} told its public of a step forward.",
            "At home {who} spoke of progress.",
        ];
}

struct Signalling;
impl Draw for Signalling {
    type Of = Party;
    const NAME: &'static str = "signals";
}

/// The settled issue of the greatest worth that a party has not yet committed itself on.
fn best_settled(
    settled: impl Fn(IssueIx) -> bool,
    worth: impl Fn(IssueIx) -> f64,
    vowed: ByRow<Issue, &[Pledge]>,
) -> Option<IssueIx> {
    let issues = Indices::first(vowed.len());
    let free = issues.filter(|&i| settled(i) && vowed[i].0.is_none());
    free.max_by(|&a, &b| worth(a).total_cmp(&worth(b)).then(b.cmp(&a)))
}

fn signal(
    case: The<Case>,
    mut record: Record,
    mut runs: Runs<(
        TalksRow<(&Ending, &Headway, &mut Incidents)>,
        Parties<(&Signals, &Verdict, &ReservationValue)>,
        Issues<(&Settled, &InText)>,
        Stances<&Worth>,
        Stakes<(&Span, &mut Pledge)>,
        RareDraws<Signalling, 2>,
    )>,
) {
    for (run, (talks, parties, (settled, text), worths, (spans, pledges), mut draws)) in runs.filter(|run| run.closes) {
        let (terms, verdicts, reservations) = parties;
        let (ending, headway, incidents) = talks;
        if !ending[0].is_open() || !headway[0].constructive() {
            continue;
        }
        let here = case
            .disputants
            .iter()
            .copied()
            .filter(|&p| case.present[run.session][p]);
        let mut willing = here.filter(|&p| verdicts[p].considers && terms[p].chance_per_session > 0.0);
        let Some(party) = willing.find(|&p| draws.of(p)[0] < terms[p].chance_per_session) else {
            continue;
        };
        incidents[0].signalled_by = Some(party);
        let (worths, spans, mut pledges) = (case.by_option(worths), case.by_issue(spans), case.by_issue(pledges));
        let worth = |p: PartyIx, i: IssueIx| worths[(p, text[i].0)].0;
        let rivals = case.disputants.iter().copied().filter(|&p| p != party);
        let is_borne = |i: IssueIx| {
            rivals.clone().all(|p| {
                let fair = spans[(p, i)].gives(worth(p, i), reservations[p].0);
                fair && !case.red_line(p, text[i].0)
            })
        };
        let binds = draws.of(party)[1] < terms[party].binds;
        let vowed =
            binds.then(|| best_settled(|i| settled[i].0 && is_borne(i), |i| worth(party, i), pledges.row(party)));
        let vowed = vowed.flatten();
        if let Some(i) = vowed {
            pledges[(party, i)] = Pledge(Some(text[i].0));
            incidents[0].vowed = true;
        }
        record.event(run, SIGNAL_GIVEN, || {
            let on = vowed.map(|i| text[i].0);
            (Actor::Party(party), vowed, on)
        });
    }
}

impl Behaviour for Signals {
    type Params = Self;
    const ABOUT: &'static str = "After a session that went well a party may tell its public of a step forward: that \
                                 carries the talks, and may bind the party to what it has said.";
    const SOURCE: &'static str = "Fearon 1994; Tomz 2007; Cohen 1987; values stylised";
    const ORIGIN: Origin = origin!();
    const EVENTS: &'static [&'static EventKind] = &[SIGNAL_GIVEN];
    fn idle(outlook: &Outlook<'_>) -> Option<&'static str> {
        if outlook.highest::<Self>(outlook.model.disputants(), "chance_per_session") <= 0.0 {
            return Some("no disputant has a `chance_per_session` above 0");
        }
        let heard = outlook.concerns(&["momentum", "domestic_pressure"], Self::ORIGIN);
        (!heard).then_some("only `momentum` and `domestic_pressure` hear a signal, and neither is in use")
    }
    fn assemble(assembly: &mut Assembly<'_>) {
        assembly.draws::<Signalling>().add(Phase::Leak, signal);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use detente_core::{Ix, OptionIx};

    #[test]
    fn a_party_speaks_of_its_best_success_and_once_of_each() {
        let worths = [0.1, 0.3, 0.2, 0.9];
        let best = |vowed: &[Pledge]| best_settled(|i| i.ix() < 3, |i| worths[i.ix()], ByRow::new(vowed)).map(Ix::ix);
        assert_eq!(best(&[Pledge(None); 4]), Some(1));
        assert_eq!(
            best(&[Pledge(None), Pledge(Some(OptionIx::new(5))), Pledge(None), Pledge(None)]),
            Some(2)
        );
        assert_eq!(best(&[Pledge(Some(OptionIx::new(1))); 4]), None);
    }
}
