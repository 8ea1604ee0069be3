//! What those present say to the text.

use super::board::fears;
use super::criticism::named_issue;
use super::decision;
use super::decision::at_stake;
use super::memory::{Handled, TurnedDown, WonOver};
use super::{TEXT_ACCEPTED, TEXT_CONSIDERED, TEXT_REJECTED, is_on_text};
use crate::channels::{BreachRisk, Candour, OptionValue};
use crate::facts::{
    Criticism, Ending, Exposed, Feared, Harvested, Headway, InText, LastCriticism, Objection, OptionState,
    ReservationValue, Ripe, Settled, Touched, Verdict, Worth,
};
use bevy_ecs::prelude::*;
use detente_core::{
    Actor, ByRow, Case, Draw, Draws, EventKind, Indexed, Issue, IssueIx, IssueOption, Issues, OptionIx, Options,
    Parties, Party, PartyIx, Record, Runs, Stances, TalksRow, The,
};
use std::cell::LazyCell;

pub(super) struct Criticising;
impl Draw for Criticising {
    type Of = Party;
    const NAME: &'static str = "criticism";
}

/// Those present accept, consider, or criticise.
pub(super) fn respond(
    case: The<Case>,
    mut record: Record,
    mut wants: Local<Vec<f64>>,
    mut runs: Runs<(
        TalksRow<(&Candour, &Ending, &mut Headway, &mut LastCriticism, &mut TurnedDown)>,
        Issues<(&Ripe, &Harvested, &InText, &mut Touched, &mut Settled, &mut Handled)>,
        Options<(&OptionState, &Feared)>,
        Stances<(&Worth, &OptionValue, &Exposed)>,
        Parties<(
            (&ReservationValue, &BreachRisk),
            (&mut Verdict, &mut Criticism, &mut Objection, &mut WonOver),
        )>,
        Draws<Criticising, 2>,
    )>,
) {
    for (run, (talks, issues, (states, feared), stances, parties, draws)) in runs.filter(|run| is_on_text(&case, run)) {
        let (candour, ending, headway, last, turned_down) = talks;
        let (ripe, harvested, text, touched, settled, handled) = issues;
        let ((reservations, risks), (verdicts, criticisms, objections, won_over)) = parties;
        let (worths, added, exposed) = stances;
        let (worths, added, exposed) = (case.by_option(worths), case.by_option(added), case.by_option(exposed));
        criticisms.fill(Criticism::default());
        if !ending[0].is_open() {
            continue;
        }
        let is_ready = LazyCell::new(|| ripe.iter().all(|r| r.0) && text.iter().all(|t| states[t.0].available()));
        let candid = candour[0].chance();
        for &p in case.disputants.iter().filter(|&&p| case.present[run.session][p]) {
            let verdict = &mut verdicts[p];
            if is_content(verdict) && *is_ready {
                if !std::mem::replace(&mut verdict.accepts, true) {
                    headway[0].accepted = true;
                    headway[0].won_over |= !std::mem::replace(&mut won_over[p].0, true);
                    record.event(run, TEXT_ACCEPTED, || (Actor::Party(p), None, None));
                }
                continue;
            }
            verdict.accepts = false;
            turned_down[0].0 = true;
            let stake = at_stake(verdict.value, reservations[p].0, &risks[p]);
            let fears = fears((&risks[p], stake), feared, *exposed.row(p));
            add_up(&mut wants, (*worths.row(p), *added.row(p)), fears);
            let critic = Critic {
                case: &case,
                party: p,
                agenda: &case.on_agenda[run.session],
                ripe,
                harvested,
                text,
                states,
                last: last[0].0,
                wants: ByRow::new(&wants),
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
            let stands = issue.map(|i| text[i].0);
            record.event(run, answer(verdict), || (Actor::Party(p), issue, stands));
        }
    }
}

/// What options add for a party, the fear of a breach included.
fn add_up(
    wants: &mut Vec<f64>,
    (worths, added): (&[Worth], &[OptionValue]),
    fears: impl Iterator<Item = (OptionIx, f64)>,
) {
    let cells = worths.iter().zip(added);
    wants.clear();
    wants.extend(cells.map(|(worth, added)| worth.0 + added.0));
    for (option, fear) in fears {
        wants[option.ix()] += fear;
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
struct Critic<'a> {
    case: &'a Case,
    party: PartyIx,
    agenda: &'a ByRow<Issue, Vec<bool>>,
    ripe: &'a [Ripe],
    harvested: &'a [Harvested],
    text: &'a [InText],
    states: &'a [OptionState],
    /// The issue that was named last, by anybody.
    last: Option<IssueIx>,
    /// What options add for the party, the fear of a breach included.
    wants: ByRow<IssueOption, &'a [f64]>,
}

impl Critic<'_> {
    /// The issue on the agenda that it names: an own red line that is crossed before all, of several the one that costs
    /// most; then what has been lost and left a gap; then what falls short.
    fn objection(&self, red_line: bool, which: f64) -> Option<IssueIx> {
        let crossed = if red_line { self.crossed_line() } else { None };
        let issues = self.text.indices();
        let gap = |i: &IssueIx| self.agenda[*i] && !self.states[self.text[*i].0].available();
        crossed
            .or_else(|| issues.clone().find(gap))
            .or_else(|| named_issue(self.shortfalls(), which))
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
            let gain = bearable.map(|o| self.wants[o]).fold(f64::NEG_INFINITY, f64::max) - self.wants[stands.0];
            if worst.is_none() || gain > most {
                (most, worst) = (gain, Some(i));
            }
        }
        worst
    }

    /// What the best option that can still be had adds to what stands, issue by issue; what was named last counts half, so
    /// that talk moves on.
    fn shortfalls(&self) -> impl Iterator<Item = f64> {
        let hopeless = self.case.hopeless.row(self.party);
        let columns = self.harvested.iter().zip(self.ripe).zip(&**self.agenda).zip(self.text);
        let issues = self.case.issues.indexed().zip(columns);
        issues.map(move |((i, issue), (((harvested, ripe), is_on_agenda), stands))| {
            if harvested.0 || !ripe.0 || !is_on_agenda {
                return 0.0;
            }
            let now = self.wants[stands.0];
            let mut best = now;
            let options = || issue.options.clone();
            let columns = self.wants[options()].iter().zip(&hopeless[options()]);
            for ((&want, is_hopeless), state) in columns.zip(&self.states[options()]) {
                // All of it is reckoned: a processor that passed over some would guess badly which.
                let is_lost = is_hopeless | state.intersects(OptionState::LOST);
                let offered = if is_lost { now } else { want };
                best = if offered > best { offered } else { best };
            }
            let factor = if self.last == Some(i) { 0.5 } else { 1.0 };
            factor * (best - now)
        })
    }
}
