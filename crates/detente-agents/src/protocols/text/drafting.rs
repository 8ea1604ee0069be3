//! The holder of the text changes it, as far as it understands the sides. What has been lost is replaced first; while an
//! acceptance stands whoever holds out is answered; otherwise the best change is made, a step before a leap.

use super::board::{Cell, lay_out};
use super::conceding::Broker;
use super::draft::{Draft, Pace, is_clean};
use super::memory::{Announced, BelievedThen, Handled, Line, Rewritten, Stood, TurnedDown, WonOver};
use super::prospects::{Linked, Prospects};
use super::revision::{Change, Exchange, Search};
use super::sides::{Sides, draw_up_sides};
use super::{ACCEPTANCE_LAPSED, ISSUE_BRACKETED, TEXT_REVISED, is_on_text};
use crate::channels::{Attention, BreachRisk, Initiative, OptionValue, Threshold};
use crate::facts::{
    Belief, Bracketed, Criticism, Ending, Exposed, Feared, Harvested, Headway, InText, LinkageWorth, Objection,
    OptionState, ReservationValue, Ripe, Settled, Support, Touched, Unspoken, Verdict, Worth,
};
use bevy_ecs::prelude::*;
use detente_core::terms::{OptionTerms, SideTerms};
use detente_core::{
    Actor, ByParty, ByRow, Case, Draw, Draws, Indexed, Issue, IssueOption, Issues, Linkages, NegotiatorIx, Negotiators,
    OptionIx, Options, Parties, PartyIx, Record, Relations, Run, Runs, Stances, Talks, TalksRow, The,
};

/// Changes of the text in one session, at most.
const CHANGES_A_SESSION: u32 = 3;
/// A change that takes less than this from a party hurts it by rounding alone.
const HURTS: f64 = 1e-12;

pub(super) struct Drafting;
impl Draw for Drafting {
    type Of = Talks;
    const NAME: &'static str = "drafting";
}

/// The holder puts issues in brackets on which nothing that may stand crosses nobody's red line, and takes them off again.
pub(super) fn set_brackets(
    case: The<Case>,
    mut record: Record,
    mut runs: Runs<(
        TalksRow<&Ending>,
        Issues<(&InText, &Ripe, &mut Bracketed, &mut Announced)>,
        Options<&OptionState>,
        Stances<&Unspoken>,
    )>,
) {
    for (run, (ending, (text, ripe, bracketed, announced), states, unspoken)) in
        runs.filter(|run| holder_works(&case, run))
    {
        if !ending[0].is_open() {
            continue;
        }
        let columns = bracketed.iter_mut().zip(announced).zip(ripe);
        for ((i, issue), ((bracketed, announced), ripe)) in case.issues.indexed().zip(columns) {
            let options = || issue.options.clone();
            let is_free = |o: OptionIx| states[o].available() & !case.fettered[o];
            let is_clean = |o: OptionIx| is_clean(&case, (states, unspoken), text, o);
            // Mostly there is an option that need not be looked at closely.
            bracketed.0 = !(options().any(is_free) || options().any(is_clean));
            // Nobody speaks of brackets on what nobody speaks of yet.
            let speaks = bracketed.0 && ripe.0;
            if !std::mem::replace(&mut announced.0, speaks) && speaks {
                record.event(run, ISSUE_BRACKETED, || (holder(&case), Some(i), Some(text[i].0)));
            }
        }
    }
}

/// Whether this is a session on the text with its holder in the room.
fn holder_works(case: &Case, run: &Run) -> bool {
    is_on_text(case, run) && case.talks.text_holder.is_some_and(|h| case.present[run.session][h])
}

fn holder(case: &Case) -> Actor {
    case.talks.text_holder.map_or(Actor::Talks, Actor::Party)
}

/// What the holder has before it, and where a change leaves its traces.
type Desk<'w, 's> = (
    TalksRow<
        'w,
        's,
        (
            &'static Initiative,
            &'static Ending,
            &'static mut Headway,
            &'static mut TurnedDown,
        ),
    >,
    Issues<
        'w,
        's,
        (
            (&'static Ripe, &'static Harvested, &'static Bracketed, &'static Line),
            (
                &'static mut InText,
                &'static mut Touched,
                &'static mut Settled,
                &'static mut Handled,
                &'static mut Rewritten,
            ),
        ),
    >,
    Options<
        'w,
        's,
        (
            &'static OptionTerms,
            &'static OptionState,
            &'static Feared,
            &'static mut Stood,
        ),
    >,
    Stances<
        'w,
        's,
        (
            (&'static Belief, &'static Unspoken, &'static Support),
            (&'static OptionValue, &'static Exposed, &'static Worth),
            &'static mut BelievedThen,
        ),
    >,
    Parties<
        'w,
        's,
        (
            (&'static ReservationValue, &'static Threshold, &'static BreachRisk),
            (
                &'static Criticism,
                &'static Objection,
                &'static mut Verdict,
                &'static mut WonOver,
            ),
        ),
    >,
    Linkages<'w, 's, &'static LinkageWorth>,
    Relations<'w, 's, &'static SideTerms>,
    (Negotiators<'w, 's, &'static Attention>, Draws<'s, Drafting, 4>),
);

/// What the holder writes down while it looks for changes; kept between rounds, so that nothing is allocated in one.
#[derive(Default)]
pub(super) struct Room {
    cells: Vec<Cell>,
    sides: Vec<Sides>,
    linked: Linked,
    /// Whether an issue may be moved.
    may_move: ByRow<Issue, Vec<bool>>,
    candidates: Candidates,
}

/// The exchanges that may be looked at: for options that are on the table.
#[derive(Default)]
struct Candidates {
    /// Of what can stand no longer.
    lost: Vec<Exchange>,
    /// On issues that the holder may move, and has not moved in this session.
    movable: Vec<Exchange>,
    /// What each of those promises, as the text stands.
    promises: Vec<f64>,
    /// Those that are steps, for whoever concedes.
    steps: Vec<Exchange>,
    /// Those that promise a gain, but are no steps.
    promising: Vec<Exchange>,
}

impl Candidates {
    /// Gathers the exchanges of a text, of which some issues may be moved. In a function of its own it has registers enough.
    #[inline(never)]
    fn gather(&mut self, case: &Case, text: &[InText], states: &[OptionState], may_move: &ByRow<Issue, Vec<bool>>) {
        self.lost.clear();
        for (issue, stands) in case.issues.iter().zip(text) {
            let from = stands.0;
            if !states[from].available() {
                let others = issue.options.clone().filter(|&to| states[to].available());
                self.lost.extend(others.map(|to| Exchange { from, to }));
            }
        }
        self.movable.resize(states.len(), Exchange::default());
        let mut found = 0;
        for ((to, state), &issue) in states.indexed().zip(&*case.issue_of) {
            // Each is written, and the next one over what may not be looked at: a processor would guess badly which.
            let from = text[issue].0;
            self.movable[found] = Exchange { from, to };
            found += usize::from(may_move[issue] & state.available() & (to != from));
        }
        self.movable.truncate(found);
    }

    /// Reckons what the exchanges on issues that may be moved promise.
    fn reckon(&mut self, prospects: &Prospects<'_>) {
        prospects.promises(&self.movable, &mut self.promises);
    }

    /// An option has gone: what stands in its place can stay, and does for this session.
    fn strike(&mut self, gone: OptionIx) {
        self.lost.retain(|exchange| exchange.from != gone);
        self.movable.retain(|exchange| exchange.from != gone);
    }
}

/// The holder looks for changes that help both sides as it understands them.
pub(super) fn revise_text(case: The<Case>, mut room: Local<Room>, mut record: Record, mut runs: Runs<Desk<'_, '_>>) {
    let Some(holder) = case.talks.text_holder else { return };
    for (run, (talks, issues, options, stances, parties, links, relations, (attention, draws))) in
        runs.filter(|run| holder_works(&case, run))
    {
        let (initiative, ending, headway, turned_down) = talks;
        let ((ripe, harvested, bracketed, lines), (text, touched, settled, handled, rewritten)) = issues;
        let (terms, states, feared, stood) = options;
        let ((belief, unspoken, support), (added, exposed, worths), then) = stances;
        let ((reservations, thresholds, risks), (criticisms, objections, verdicts, won_over)) = parties;
        let mean_attention = mean_of(&case, holder, |n| attention[n].0);
        let attempts = attempts(&draws.of_talks(), mean_attention, headway[0].changes);
        if attempts == 0 || !ending[0].is_open() {
            continue;
        }
        let standing = case.disputants.iter().any(|&p| verdicts[p].accepts);
        // An acceptance that nobody has answered must not be spoilt by a change.
        let is_unanswered = standing && !turned_down[0].0;
        if is_unanswered && text.iter().all(|stands| states[stands.0].available()) {
            continue;
        }
        let room = &mut *room;
        let of_parties = (reservations, risks, &*verdicts);
        let of_stances = (belief, support, added);
        let board = lay_out(&case, of_stances, (feared, exposed), of_parties, &mut room.cells);
        let belief = case.by_option(belief);
        let columns = (ripe, harvested, bracketed, &*rewritten);
        let named = (!initiative[0].0 && !standing).then_some(criticisms);
        find_movable(&case.on_agenda[run.session], columns, named, &mut room.may_move);
        let candidates = &mut room.candidates;
        candidates.gather(&case, text, states, &room.may_move);
        let (author, mut owes_an_answer) = (Actor::Party(holder), standing);
        for _ in 0..attempts {
            let draft = Draft {
                case: &case,
                text,
                states,
                terms,
                links,
                board,
                belief,
                unspoken,
                then: case.by_option(&*then),
                stood,
                handled,
                bracketed,
                lines,
            };
            draw_up_sides(&draft, holder, (reservations, thresholds, relations), &mut room.sides);
            room.linked.lay_out(&draft);
            let owes = standing.then(|| std::mem::take(&mut owes_an_answer));
            let search = Search::new(Prospects::new(board, &room.sides, &room.linked));
            let Some(change) = best_change(draft, (verdicts, objections), (search, candidates), owes) else {
                break;
            };
            let issue = case.issue_of[change.to];
            let view = (case.by_option(worths), case.by_option(added));
            let linked = |k: usize| room.linked.of(k, change.to);
            lapse(&case, change, view, linked, verdicts, &mut record, run);
            note_beliefs(&case, change, belief, case.by_option(&mut *then));
            text[issue].0 = change.to;
            (touched[issue].0, settled[issue].0, rewritten[issue].0) = (true, false, true);
            candidates.strike(change.from);
            handled[issue].changes += 1;
            turned_down[0].0 = false;
            let is_fresh = !std::mem::replace(&mut stood[change.to].0, true);
            count_change(is_fresh, &mut headway[0], won_over);
            record.event(run, TEXT_REVISED, || (author, Some(issue), Some(change.to)));
        }
    }
}

/// Finds the issues that the holder may move: those on the agenda that are free, and only what was `named` where the holder
/// waits for that.
fn find_movable(
    agenda: &[bool],
    (ripe, harvested, bracketed, rewritten): (&[Ripe], &[Harvested], &[Bracketed], &[Rewritten]),
    named: Option<&[Criticism]>,
    may_move: &mut ByRow<Issue, Vec<bool>>,
) {
    let columns = ripe.iter().zip(harvested).zip(bracketed).zip(rewritten).zip(agenda);
    let is_free = columns.map(|((((ripe, harvested), bracketed), rewritten), is_on)| {
        ripe.0 & !harvested.0 & !bracketed.0 & !rewritten.0 & is_on
    });
    may_move.clear();
    may_move.extend(is_free);
    if let Some(criticisms) = named {
        for (i, may_move) in ripe.indices().zip(may_move.iter_mut()) {
            *may_move &= criticisms.iter().any(|criticism| criticism.issue == Some(i));
        }
    }
}

/// How many changes the holder looks for: as often as it pays attention, and no more than a session has room for.
fn attempts(draws: &[f64], attention: f64, changes: u32) -> u32 {
    let noticed = draws
        .iter()
        .take(CHANGES_A_SESSION as usize)
        .filter(|draw| **draw < attention);
    (noticed.count() as u32).min(CHANGES_A_SESSION.saturating_sub(changes))
}

/// Counts a change; whoever has accepted another wording is to be won over to a fresh one again.
fn count_change(is_fresh: bool, headway: &mut Headway, won_over: &mut [WonOver]) {
    headway.changes += 1;
    if is_fresh {
        headway.fresh += 1;
        won_over.fill(WonOver(false));
    }
}

/// The next change: of what has been lost first. `owes` is there while an acceptance stands, and tells whether the hold-outs
/// are still to be answered in this visit.
fn best_change(
    draft: Draft<'_>,
    (verdicts, objections): (&[Verdict], &[Objection]),
    (mut search, candidates): (Search<'_>, &mut Candidates),
    owes: Option<bool>,
) -> Option<Change> {
    let broker = Broker {
        draft,
        verdicts,
        objections,
    };
    for &exchange in &candidates.lost {
        if draft.allows(exchange, Pace::Step) {
            search.consider(exchange, true);
        }
    }
    if search.best().is_some() {
        return search.best();
    }
    match owes {
        Some(owes) => {
            if owes {
                broker.concede(&mut search, &candidates.movable, &mut candidates.steps);
            }
            if search.best().is_none() {
                candidates.reckon(search.prospects());
                broker.please(&mut search, &candidates.movable, &candidates.promises);
            }
        }
        None => look_for_gain(&mut search, &draft, candidates),
    }
    search.best()
}

/// Looks for the change that adds most to the merit of the text, for a step before a leap. What stood before comes back only
/// for cause.
fn look_for_gain(search: &mut Search<'_>, draft: &Draft<'_>, candidates: &mut Candidates) {
    let may_return = |exchange: Exchange| !draft.stood[exchange.to].0 || draft.may_return(exchange.from);
    candidates.reckon(search.prospects());
    candidates.promising.clear();
    for (&exchange, &promise) in candidates.movable.iter().zip(&candidates.promises) {
        if search.might_be_best(promise, false) && may_return(exchange) {
            if draft.allows(exchange, Pace::Step) {
                search.consider(exchange, false);
            } else {
                candidates.promising.push(exchange);
            }
        }
    }
    if search.best().is_none() {
        for &exchange in &candidates.promising {
            if draft.allows(exchange, Pace::Leap) {
                search.consider(exchange, false);
            }
        }
    }
}

/// The acceptances of those whom a change hurts fall; one outlives a change that takes nothing from whoever gave it. `linked`
/// tells what linkages add for the disputant of this place.
fn lapse(
    case: &Case,
    change: Change,
    (worths, added): View<'_>,
    linked: impl Fn(usize) -> f64,
    verdicts: &mut [Verdict],
    record: &mut Record<'_>,
    run: &Run,
) {
    let issue = case.issue_of[change.to];
    for (k, &p) in case.disputants.iter().enumerate() {
        let worth = |o: OptionIx| worths[(p, o)].0 + added[(p, o)].0;
        let gain = worth(change.to) - worth(change.from) + linked(k);
        let hurts = gain < -HURTS || case.red_line(p, change.to);
        if verdicts[p].accepts && hurts {
            verdicts[p].accepts = false;
            record.event(run, ACCEPTANCE_LAPSED, || (Actor::Party(p), Some(issue), None));
        }
    }
}

/// What options are worth to the parties themselves.
type View<'a> = (
    ByParty<IssueOption, &'a [Worth]>,
    ByParty<IssueOption, &'a [OptionValue]>,
);

/// Remembers what was believed of an issue when its wording was changed.
fn note_beliefs(
    case: &Case,
    change: Change,
    belief: ByParty<IssueOption, &[Belief]>,
    mut then: ByParty<IssueOption, &mut [BelievedThen]>,
) {
    let issue = case.issue_of[change.to];
    for &p in &case.disputants {
        for o in case.issues[issue].options.clone() {
            then[(p, o)].0 = belief[(p, o)].0;
        }
    }
}

/// Mean over the delegation of a party; 1 for a party that sends nobody.
#[inline]
fn mean_of(case: &Case, party: PartyIx, of: impl Fn(NegotiatorIx) -> f64) -> f64 {
    let members = &case.delegations[party];
    if members.is_empty() {
        return 1.0;
    }
    members.iter().map(|&n| of(n)).sum::<f64>() / members.len() as f64
}
