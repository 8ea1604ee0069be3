//! What those present say to the text.

use super::criticism::named_issue;
use super::decision;
use super::decision::{at_stake, reckoned};
use super::memory::{Handled, TurnedDown, WonOver};
use super::{TEXT_ACCEPTED, TEXT_CONSIDERED, TEXT_REJECTED, is_on_text};
use crate::channels::{BreachRisk, Candour, OptionValue};
use crate::facts::{
    Criticism, Ending, Harvested, Headway, InText, LastCriticism, Objection, OptionState, ReservationValue, Ripe,
    Settled, Touched, Verdict, Worth,
};
use bevy_ecs::prelude::*;
use detente_core::terms::{OptionTerms, StanceTerms};
use detente_core::{
    Actor, ByRow, Case, Draw, Draws, EventKind, Indexed, Issue, IssueIx, Issues, OptionIx, Options, Parties, Party,
    PartyIx, Record, Runs, Stances, TalksRow,
};

pub(super) struct Criticising;
impl Draw for Criticising {
    type Of = Party;
    const NAME: &'static str = "criticism";
}

/// Those present accept, consider, or criticise.
pub(super) fn respond(
    case: Res<Case>,
    mut record: Record,
    mut runs: Runs<(
        TalksRow<(&Candour, &Ending, &mut Headway, &mut LastCriticism, &mut TurnedDown)>,
        Issues<(&Ripe, &Harvested, &InText, &mut Touched, &mut Settled, &mut Handled)>,
        Options<(&OptionTerms, &OptionState)>,
        Stances<(&Worth, &OptionValue, &StanceTerms)>,
        Parties<(
            (&ReservationValue, &BreachRisk),
            (&mut Verdict, &mut Criticism, &mut Objection, &mut WonOver),
        )>,
        Draws<Criticising, 2>,
    )>,
) {
    for (run, (talks, issues, (terms, states), stances, parties, draws)) in runs.filter(|run| is_on_text(&case, run)) {
        let (candour, ending, headway, last, turned_down) = talks;
        let (ripe, harvested, text, touched, settled, handled) = issues;
        let (worths, added, views) = stances;
        let ((reservations, risks), (verdicts, criticisms, objections, won_over)) = parties;
        let (worths, added, views) = (case.by_option(worths), case.by_option(added), case.by_option(views));
        criticisms.fill(Criticism::default());
        if !ending[0].is_open() {
            continue;
        }
        let ready = ripe.iter().all(|r| r.0) && text.iter().all(|t| states[t.0].available());
        let candid = candour[0].chance();
        for &p in case.disputants.iter().filter(|&&p| case.present[run.session][p]) {
            let verdict = &mut verdicts[p];
            if ready && is_content(verdict) {
                if !std::mem::replace(&mut verdict.accepts, true) {
                    headway[0].accepted = true;
                    headway[0].won_over |= !std::mem::replace(&mut won_over[p].0, true);
                    record.event(run, TEXT_ACCEPTED, || (Actor::Party(p), None, None));
                }
                continue;
            }
            verdict.accepts = false;
            turned_down[0].0 = true;
            let (worths, added, views) = (worths.row(p), added.row(p), views.row(p));
            let stake = at_stake(verdict.value, reservations[p].0, &risks[p]);
            let critic = Critic {
                case: &case,
                party: p,
                agenda: &case.on_agenda[run.session],
                ripe,
                harvested,
                text,
                states,
                last: last[0].0,
                worth: |o: OptionIx| {
                    let fear = reckoned(&risks[p], stake, views[o].exposes, terms[o].guarantee);
                    worths[o].0 + added[o].0 + fear
                },
            };
            let [which, honesty] = draws.of(p);
            let issue = critic.objection(verdict.red_line, which);
            let honest = honesty < candid;
            (criticisms[p], objections[p].0) = (Criticism { issue, honest }, issue);
            if let Some(i) = issue {
                last[0].0 = Some(i);
                (touched[i].0, settled[i].0) = (true, false);
                handled[i].named = run.held;
            }
            record.event(run, answer(verdict), || {
                (Actor::Party(p), issue, issue.map(|i| text[i].0))
            });
        }
    }
}

/// Whether a party accepts a text that is ready: it can live with it, it may well carry it at home, and it gets what it asks.
#[inline]
fn is_content(verdict: &Verdict) -> bool {
    let is_bearable = verdict.considers && verdict.ratification >= decision::LEAST_CHANCE;
    is_bearable && verdict.signing >= verdict.aspiration
}

/// What a party says of a text that it turns down.
fn answer(verdict: &Verdict) -> &'static EventKind {
    if verdict.considers {
        TEXT_CONSIDERED
    } else {
        TEXT_REJECTED
    }
}

/// A party that turns the text down, and what it goes by.
struct Critic<'a, W: Fn(OptionIx) -> f64> {
    case: &'a Case,
    party: PartyIx,
    agenda: &'a ByRow<Issue, Vec<bool>>,
    ripe: &'a [Ripe],
    harvested: &'a [Harvested],
    text: &'a [InText],
    states: &'a [OptionState],
    /// The issue that was named last, by anybody.
    last: Option<IssueIx>,
    /// What an option adds for the party, the fear of a breach included.
    worth: W,
}

impl<W: Fn(OptionIx) -> f64> Critic<'_, W> {
    /// The issue on the agenda that it names: an own red line that is crossed before all, of several the one that costs
    /// most; then what has been lost and left a gap; then what falls short.
    fn objection(&self, red_line: bool, which: f64) -> Option<IssueIx> {
        let crossed = if red_line { self.crossed_line() } else { None };
        let issues = self.text.indices();
        let gap = |i: &IssueIx| self.agenda[*i] && !self.states[self.text[*i].0].available();
        crossed
            .or_else(|| issues.clone().find(gap))
            .or_else(|| named_issue(issues.map(|i| self.shortfall(i)), which))
    }

    /// The issue on which the text crosses an own red line and that would gain most by an option that does not.
    fn crossed_line(&self) -> Option<IssueIx> {
        let mut worst = None;
        let mut most = f64::NEG_INFINITY;
        for (i, stands) in self.text.indexed() {
            let may_speak = self.agenda[i] && !self.harvested[i].0;
            if !may_speak || !self.case.red_line(self.party, stands.0) {
                continue;
            }
            let options = self.case.issues[i].options.clone();
            let bearable = options.filter(|&o| !self.case.red_line(self.party, o));
            let gain = bearable.map(&self.worth).fold(f64::NEG_INFINITY, f64::max) - (self.worth)(stands.0);
            if worst.is_none() || gain > most {
                (most, worst) = (gain, Some(i));
            }
        }
        worst
    }

    /// What the best option that can still be had adds to what stands on an issue; what was named last counts half, so
    /// that talk moves on.
    fn shortfall(&self, issue: IssueIx) -> f64 {
        if self.harvested[issue].0 || !self.ripe[issue].0 || !self.agenda[issue] {
            return 0.0;
        }
        let hopeless = self.case.hopeless.row(self.party);
        let mendable = |o: &OptionIx| !(hopeless[*o] || self.states[*o].off_table || self.states[*o].refused);
        let now = (self.worth)(self.text[issue].0);
        let open = self.case.issues[issue].options.clone().filter(mendable);
        let best = open.map(&self.worth).fold(now, f64::max);
        if self.last == Some(issue) {
            0.5 * (best - now)
        } else {
            best - now
        }
    }
}
