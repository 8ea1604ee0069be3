//! The single negotiating text: a mediator holds one text and carries it from session to session; those present accept,
//! consider or criticise it, and the holder revises it. A shuttle is the same text carried between capitals: only those
//! in the room are asked, an acceptance stands until the text changes.
//!
//! Source: Fisher 1978 and Raiffa 1982 (single negotiating text); Ehtamo, Kettunen & Hamalainen 2001 (improving
//! directions); Klein et al. 2003 (mediated single text). Steps of a round: float, revise, evaluate, respond, sign.

mod criticism;
mod decision;
mod revision;

use crate::protocols::conclude;
use crate::protocols::plenary::{self, Adopted, Plenary, is_plenary};
use bevy_ecs::prelude::*;
use criticism::named_issue;
use decision::{considers, kept_error, next_error, signing_value, signs};
use detente_core::channels::{Aspiration, Attention, Candour, Judgement, Threshold};
use detente_core::facts::{
    Belief, Criticism, Ending, InText, LastCriticism, LinkageWorth, Minutes, OptionState, ReservationValue, Ripe,
    Scale, Settled, Support, Touched, Verdict, Worth,
};
use detente_core::terms::{NegotiatorTerms, OptionTerms, SessionTerms, SideTerms};
use detente_core::{
    Actor, Assembly, Case, Draw, Draws, EventKind, IssueOption, Issues, Linkages, Negotiator, Negotiators, Options,
    Origin, Parties, Party, Phase, Protocol, RareDraws, Record, Relations, Run, Runs, Sessions, Stances, Talks,
    TalksRow, normal_quantile, origin,
};
use revision::{MARGIN, Search, Side, Tables};

/// Changes of the text in one session, at most.
const CHANGES_A_SESSION: u32 = 3;
/// Chance that a candid room floats what somebody has in mind.
const FLOATED_BY_CANDOUR: f64 = 0.6;
/// Candour on the logit scale in a room of no trust and no rapport, half closed.
const BASE_CANDOUR: f64 = -0.6;
/// Effect of closed doors on candour.
const CANDOUR_OF_SECRECY: f64 = 2.0;

/// The protocol, for sessions around one table.
pub struct SingleText;
/// The protocol, for legs of a shuttle.
pub struct Shuttle;

impl Protocol for SingleText {
    const KEY: &'static str = "single_text";
    const ABOUT: &'static str = "A mediator holds one text; those present accept, consider or criticise it, the holder \
                                 revises it, up to three changes a session.";
    const SOURCE: &'static str = "Fisher 1978; Raiffa 1982; Ehtamo et al. 2001; Klein et al. 2003";
    const ORIGIN: Origin = origin!();
    const NEEDS_HOLDER: bool = true;
    fn assemble(assembly: &mut Assembly<'_>) {
        assemble(assembly);
    }
}

impl Protocol for Shuttle {
    const KEY: &'static str = "shuttle";
    const ABOUT: &'static str = "The single text carried between capitals: only the side that is visited is asked, and \
                                 its acceptance stands until the text changes.";
    const SOURCE: &'static str = "Kissinger's shuttles as described by Touval & Zartman 1985; rule stylised";
    const ORIGIN: Origin = origin!();
    const SYSTEMS: &'static str = SingleText::KEY;
    const NEEDS_HOLDER: bool = true;
    fn assemble(assembly: &mut Assembly<'_>) {
        assemble(assembly);
    }
}

/// Whether a text is on the table in this session, rather than what another protocol puts there.
#[inline]
fn is_on_text(case: &Case, run: &Run) -> bool {
    [SingleText::KEY, Shuttle::KEY, Plenary::KEY].contains(&case.sessions[run.session].protocol.as_str())
}

/// Slowly changing error in how a negotiator judges a text, standard normal.
#[derive(Component, Debug, Clone, Copy, Default)]
struct ErrorOfJudgement(f64);

/// Whether anybody has turned the text down since it last changed.
#[derive(Component, Debug, Clone, Copy, Default)]
struct TurnedDown(bool);

struct Judging;
impl Draw for Judging {
    type Of = Negotiator;
    const NAME: &'static str = "judgement";
}
struct Floating;
impl Draw for Floating {
    type Of = IssueOption;
    const NAME: &'static str = "floating";
}
struct Drafting;
impl Draw for Drafting {
    type Of = Talks;
    const NAME: &'static str = "drafting";
}
struct Criticising;
impl Draw for Criticising {
    type Of = Party;
    const NAME: &'static str = "criticism";
}

pub(super) fn assemble(assembly: &mut Assembly<'_>) {
    assembly
        .column::<Negotiator, ErrorOfJudgement>()
        .column::<Talks, TurnedDown>()
        .column::<Talks, Adopted>()
        .draws::<Judging>()
        .draws::<Floating>()
        .draws::<Drafting>()
        .draws::<Criticising>()
        .probe::<Party, Verdict>("aspiration", "utility", [0.0, 1.0], |v| v.aspiration)
        .probe::<Party, ReservationValue>("reservation_value", "utility", [0.0, 1.0], |r| r.0)
        .opening(take_seats)
        .add(Phase::Strain, (speak_in_private, misjudge).chain())
        .add(Phase::Propose, (float_options, revise_text).chain())
        .add(Phase::Evaluate, weigh_text)
        .add(Phase::Respond, (respond, plenary::vote).chain())
        .add(Phase::Relate, settle_issues)
        .add(Phase::Sign, (sign, plenary::sign).chain())
        .add(Phase::Close, conclude);
}

fn take_seats(mut runs: Runs<(Negotiators<&mut ErrorOfJudgement>, TalksRow<&mut TurnedDown>)>) {
    for (_, (errors, turned_down)) in runs.iter() {
        errors.fill(ErrorOfJudgement(0.0));
        turned_down[0] = TurnedDown(false);
    }
}

/// Closed doors loosen tongues: the base of candour.
fn speak_in_private(mut runs: Runs<(TalksRow<&mut Candour>, Sessions<&SessionTerms>)>) {
    for (run, (candour, sessions)) in runs.iter() {
        candour[0].0 += BASE_CANDOUR + CANDOUR_OF_SECRECY * (sessions[run.session].secrecy - 0.5);
    }
}

/// Errors of judgement drift with the days between sessions; inexperience widens them.
fn misjudge(
    mut runs: Runs<(
        Negotiators<(&NegotiatorTerms, &mut ErrorOfJudgement, &mut Judgement)>,
        Draws<Judging, 1>,
    )>,
) {
    for (run, ((terms, errors, judgements), draws)) in runs.iter() {
        let kept = kept_error(run.days);
        for (((terms, error), judgement), [u]) in terms.iter().zip(errors).zip(judgements).zip(draws.iter()) {
            if run.round == 0 {
                error.0 = normal_quantile(u);
            } else if run.days > 0.0 {
                error.0 = next_error(error.0, kept, normal_quantile(u));
            }
            let inexperience = terms.noise * (1.0 - terms.experience);
            judgement.variance += terms.noise * terms.noise + inexperience * inexperience;
        }
    }
}

/// Sensitive options that somebody has in mind are put on the table, if the room is candid enough.
fn float_options(
    case: Res<Case>,
    mut record: Record,
    mut runs: Runs<(
        TalksRow<(&Candour, &Ending, &mut Minutes)>,
        Issues<&Ripe>,
        Options<(&OptionTerms, &mut OptionState)>,
        Stances<&Worth>,
        RareDraws<Floating, 1>,
    )>,
) {
    let options = case.options.len();
    for (run, ((candour, ending, minutes), ripe, (_, states), worths, mut draws)) in
        runs.filter(|run| is_on_text(&case, run))
    {
        if !run.opens || !ending[0].is_open() {
            continue;
        }
        let chance = FLOATED_BY_CANDOUR * candour[0].chance();
        let agenda = &case.on_agenda[run.session];
        for (i, issue) in case.issues.iter().enumerate().filter(|(i, _)| ripe[*i].0 && agenda[*i]) {
            for o in issue.options.clone() {
                let state = &mut states[o];
                if state.known && !state.floated && !state.off_table && draws.of(o)[0] < chance {
                    state.floated = true;
                    minutes[0].floated += 1;
                    record.event(run, || {
                        let fond =
                            |&a: &usize, &b: &usize| worths[a * options + o].0.total_cmp(&worths[b * options + o].0);
                        let who = case.sessions[run.session].parties.iter().rev().copied().max_by(fond);
                        (
                            EventKind::OptionFloated,
                            who.map_or(Actor::Talks, Actor::Party),
                            Some(i),
                            Some(o),
                        )
                    });
                }
            }
        }
    }
}

/// What the options of a text are believed to add up to for a party, with the linkages that it completes.
#[inline]
fn text_value(case: &Case, party: usize, belief: &[Belief], text: &[InText], links: &[LinkageWorth]) -> f64 {
    let mut sum: f64 = text.iter().map(|t| belief[t.0].0).sum();
    for (link, worth) in case.linkages.iter().zip(links).filter(|(link, _)| link.party == party) {
        if link.options.iter().all(|&o| text[case.options[o].issue].0 == o) {
            sum += worth.0;
        }
    }
    sum
}

/// What an exchange on one issue adds through linkages.
#[inline]
fn linkage_change(case: &Case, party: usize, text: &[InText], links: &[LinkageWorth], from: usize, to: usize) -> f64 {
    let issue = case.options[to].issue;
    let mut sum = 0.0;
    for &k in &case.linkages_on[issue] {
        let link = &case.linkages[k];
        let rest = |&o: &usize| case.options[o].issue == issue || text[case.options[o].issue].0 == o;
        if link.party == party && link.options.iter().all(rest) {
            let stands = |option: usize| f64::from(u8::from(link.options.contains(&option)));
            sum += (stands(to) - stands(from)) * links[k].0;
        }
    }
    sum
}

/// Whether an option cannot stand beside the rest of the text.
#[inline]
fn excluded(case: &Case, text: &[InText], option: usize) -> bool {
    let issue = case.options[option].issue;
    case.exclusions_on[issue].iter().any(|&k| {
        let set = &case.exclusions[k].options;
        set.contains(&option) && set.iter().all(|&o| o == option || text[case.options[o].issue].0 == o)
    })
}

/// The holder looks for changes that help both sides as it understands them.
fn revise_text(
    case: Res<Case>,
    // Kept between rounds, so that nothing is allocated in one.
    mut sides: Local<Vec<Side>>,
    mut record: Record,
    mut runs: Runs<(
        TalksRow<(&Ending, &mut Minutes, &mut TurnedDown)>,
        Issues<(&Ripe, &mut InText, &mut Touched, &mut Settled)>,
        Options<&OptionState>,
        Stances<(&Belief, &Support)>,
        Parties<(&ReservationValue, &Threshold, &mut Verdict)>,
        Relations<&SideTerms>,
        Linkages<&LinkageWorth>,
        Negotiators<&Attention>,
        Draws<Drafting, 4>,
    )>,
) {
    let Some(holder) = case.talks.text_holder else { return };
    let options = case.options.len();
    for (run, (talks, issues, states, stances, parties, relations, links, attention, draws)) in
        runs.filter(|run| is_on_text(&case, run))
    {
        let (ending, minutes, turned_down) = talks;
        let (ripe, text, touched, settled) = issues;
        let (reservations, thresholds, verdicts) = parties;
        if !case.present[run.session][holder] || !ending[0].is_open() {
            continue;
        }
        // An acceptance that nobody has answered must not be spoilt by a change.
        let standing = case.disputants.iter().any(|&p| verdicts[p].accepts);
        let usable = |t: &InText| states[t.0].available();
        if standing && !turned_down[0].0 && text.iter().all(usable) {
            continue;
        }
        let (belief, support) = stances;
        let agenda = &case.on_agenda[run.session];
        let mean_attention = mean_of(&case, holder, |n| attention[n].0);
        for place in 0..CHANGES_A_SESSION {
            if minutes[0].changes >= CHANGES_A_SESSION || draws.of(0)[place as usize] >= mean_attention {
                continue;
            }
            sides.clear();
            for &p in &case.disputants {
                let first = p * options;
                let believed = text_value(&case, p, &belief[first..first + options], text, links);
                let backing: f64 = text.iter().map(|t| support[first + t.0].0).sum();
                let threshold = &thresholds[p];
                let majority = if threshold.voted {
                    backing - threshold.theta - MARGIN
                } else {
                    f64::INFINITY
                };
                let bias = if p == holder {
                    1.0
                } else {
                    relations[case.relation(holder, p)].bias
                };
                let surplus = believed - reservations[p].0;
                sides.push(Side::new(first, bias, surplus, majority));
            }
            let mut search = Search::new(Tables { belief, support }, &mut sides);
            for (i, issue) in case.issues.iter().enumerate().filter(|(i, _)| ripe[*i].0 && agenda[*i]) {
                let from = text[i].0;
                search.give_up(from, !states[from].available());
                // Most issues stand alone; theirs is the common path.
                let alone = case.linkages_on[i].is_empty() && case.exclusions_on[i].is_empty();
                for to in issue.options.clone() {
                    if to == from || !states[to].available() {
                        continue;
                    }
                    if alone {
                        search.consider(to, |_| 0.0);
                    } else if !excluded(&case, text, to) {
                        search.consider(to, |k| linkage_change(&case, case.disputants[k], text, links, from, to));
                    }
                }
            }
            let Some(change) = search.best() else { break };
            let issue = case.options[change.to].issue;
            text[issue].0 = change.to;
            touched[issue].0 = true;
            settled[issue].0 = false;
            minutes[0].changes += 1;
            turned_down[0].0 = false;
            for &p in &case.disputants {
                verdicts[p].accepts = false;
            }
            record.event(run, || {
                (
                    EventKind::TextRevised,
                    Actor::Party(holder),
                    Some(issue),
                    Some(change.to),
                )
            });
        }
    }
}

/// Mean over the delegation of a party; 1 for a party that sends nobody.
#[inline]
fn mean_of(case: &Case, party: usize, of: impl Fn(usize) -> f64) -> f64 {
    let members = &case.delegations[party];
    if members.is_empty() {
        return 1.0;
    }
    members.iter().map(|&n| of(n)).sum::<f64>() / members.len() as f64
}

/// Every disputant forms its view of the text, present or not.
fn weigh_text(
    case: Res<Case>,
    mut runs: Runs<(
        Issues<&InText>,
        Stances<(&Worth, &Support)>,
        Linkages<&LinkageWorth>,
        Parties<(&ReservationValue, &Scale, &Threshold, &mut Verdict)>,
        Negotiators<(&NegotiatorTerms, &Aspiration, &Judgement, &ErrorOfJudgement)>,
        TalksRow<&Ending>,
    )>,
) {
    let options = case.options.len();
    for (_, (text, (worths, supports), links, parties, people, ending)) in runs.iter() {
        if !ending[0].is_open() {
            continue;
        }
        let (reservations, scales, thresholds, verdicts) = parties;
        for &p in &case.disputants {
            let own = p * options;
            let (mut value, mut support, mut red_line) = (0.0, 0.0, false);
            for t in text {
                value += worths[own + t.0].0;
                support += supports[own + t.0].0;
                red_line |= case.red_lines[own + t.0];
            }
            for (link, worth) in case.linkages.iter().zip(links).filter(|(link, _)| link.party == p) {
                if link.options.iter().all(|&o| text[case.options[o].issue].0 == o) {
                    value += worth.0;
                }
            }
            let reservation = reservations[p].0;
            let (aspiration, ask, error) = delegation_view(&case, p, reservation, &people);
            let chance = thresholds[p].chance(support);
            let verdict = &mut verdicts[p];
            *verdict = Verdict {
                value,
                support,
                ratification: chance,
                signing: signing_value(chance, value, reservation) + error * scales[p].utility_sd,
                aspiration,
                ask,
                red_line,
                considers: considers(red_line, value, reservation),
                accepts: verdict.accepts,
            };
        }
    }
}

type People<'a> = (
    &'a [NegotiatorTerms],
    &'a [Aspiration],
    &'a [Judgement],
    &'a [ErrorOfJudgement],
);

/// The delegation's aspiration, its ask and its error of judgement: means of its members', weighted by influence.
#[inline]
fn delegation_view(case: &Case, party: usize, reservation: f64, people: &People<'_>) -> (f64, f64, f64) {
    let (terms, aspirations, judgements, errors) = people;
    let (mut weight, mut aspiration, mut ask, mut error) = (0.0, 0.0, 0.0, 0.0);
    for &n in &case.delegations[party] {
        let influence = terms[n].influence;
        weight += influence;
        aspiration += influence * aspirations[n].level(reservation);
        ask += influence * aspirations[n].ask(reservation);
        error += influence * libm::sqrt(judgements[n].variance) * errors[n].0;
    }
    if weight > 0.0 {
        (aspiration / weight, ask / weight, error / weight)
    } else {
        (reservation, 0.0, 0.0)
    }
}

/// Those present accept, consider, or criticise.
fn respond(
    case: Res<Case>,
    mut record: Record,
    mut runs: Runs<(
        TalksRow<(&Candour, &Ending, &mut Minutes, &mut LastCriticism, &mut TurnedDown)>,
        Issues<(&Ripe, &InText, &mut Touched, &mut Settled)>,
        Options<&OptionState>,
        Stances<&Worth>,
        Parties<(&mut Verdict, &mut Criticism)>,
        Draws<Criticising, 2>,
    )>,
) {
    let options = case.options.len();
    for (run, (talks, (ripe, text, touched, settled), states, worths, parties, draws)) in
        runs.filter(|run| is_on_text(&case, run))
    {
        let (candour, ending, minutes, last, turned_down) = talks;
        let (verdicts, criticisms) = parties;
        criticisms.fill(Criticism::default());
        if !ending[0].is_open() {
            continue;
        }
        let ready = ripe.iter().all(|r| r.0) && text.iter().all(|t| states[t.0].available());
        let candid = candour[0].chance();
        for &p in case.disputants.iter().filter(|&&p| case.present[run.session][p]) {
            let verdict = &mut verdicts[p];
            let content = verdict.considers && verdict.ratification >= decision::LEAST_CHANCE;
            if content && verdict.signing >= verdict.aspiration && ready {
                if !verdict.accepts {
                    minutes[0].accepted = true;
                    record.event(run, || (EventKind::TextAccepted, Actor::Party(p), None, None));
                }
                verdict.accepts = true;
                continue;
            }
            verdict.accepts = false;
            turned_down[0].0 = true;
            let [which, honesty] = draws.of(p);
            let own = &worths[p * options..(p + 1) * options];
            let hopeless = &case.hopeless[p * options..(p + 1) * options];
            let mendable = |o: usize| !(hopeless[o] || states[o].off_table || states[o].refused);
            let shortfall = |i: usize| {
                let now = own[text[i].0].0;
                let open = case.issues[i].options.clone().filter(|&o| mendable(o));
                let best = open.map(|o| own[o].0).fold(now, f64::max);
                if last[0].0 == Some(i) {
                    0.5 * (best - now)
                } else {
                    best - now
                }
            };
            let issue = named_issue((0..case.issues.len()).map(shortfall), which);
            criticisms[p] = Criticism {
                issue,
                honest: honesty < candid,
            };
            if let Some(i) = issue {
                last[0].0 = Some(i);
                touched[i].0 = true;
                settled[i].0 = false;
            }
            let kind = if verdict.considers {
                EventKind::TextConsidered
            } else {
                EventKind::TextRejected
            };
            record.event(run, || (kind, Actor::Party(p), issue, issue.map(|i| text[i].0)));
        }
    }
}

/// What nobody has touched through a whole session counts as settled.
fn settle_issues(
    mut runs: Runs<(
        Issues<(&Ripe, &Touched, &InText, &mut Settled)>,
        Options<&OptionState>,
        TalksRow<&Ending>,
    )>,
) {
    for (run, ((ripe, touched, text, settled), states, ending)) in runs.iter() {
        if run.closes && ending[0].is_open() {
            for (((ripe, touched), text), settled) in ripe.iter().zip(touched).zip(text).zip(settled) {
                settled.0 |= ripe.0 && !touched.0 && states[text.0].available();
            }
        }
    }
}

/// Everybody who has accepted is asked once more; then the text is signed.
fn sign(
    case: Res<Case>,
    mut record: Record,
    mut runs: Runs<(
        TalksRow<&mut Ending>,
        Issues<(&Ripe, &InText)>,
        Options<&OptionState>,
        Parties<(&ReservationValue, &Threshold, &mut Verdict)>,
    )>,
) {
    for (run, (ending, (ripe, text), states, (reservations, thresholds, verdicts))) in
        runs.filter(|run| is_on_text(&case, run) && !is_plenary(&case, run))
    {
        let agreed = case.disputants.iter().all(|&p| verdicts[p].accepts);
        if !agreed || !ending[0].is_open() {
            continue;
        }
        let mut holds = ripe.iter().all(|r| r.0) && text.iter().all(|t| states[t.0].available());
        for &p in &case.disputants {
            let verdict = &mut verdicts[p];
            verdict.accepts = signs(
                verdict.red_line,
                verdict.value,
                reservations[p].0,
                &thresholds[p],
                verdict.support,
            );
            holds &= verdict.accepts;
        }
        if holds {
            ending[0].signed_day = Some(run.day);
            ending[0].proposer = case.talks.text_holder;
            record.event(run, || (EventKind::TextSigned, Actor::Talks, None, None));
        }
    }
}
