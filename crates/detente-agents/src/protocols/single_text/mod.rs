//! The single negotiating text: a mediator holds one text and carries it from session to session; those present accept,
//! consider or criticise it, and the holder revises it. A shuttle is the same text carried between capitals: only those
//! in the room are asked, an acceptance stands until the text changes.
//!
//! Source: Fisher 1978 and Raiffa 1982 (single negotiating text); Ehtamo, Kettunen & Hamalainen 2001 (improving
//! directions); Klein et al. 2003 (mediated single text). Steps of a round: float, revise, evaluate, respond, sign.

mod criticism;
mod decision;
mod revision;

use crate::callings::call_on_gap;
use crate::channels::{
    Aspiration, Attention, AudienceCost, BreachRisk, Candour, Impatience, Initiative, Judgement, OptionValue, Threshold,
};
use crate::events::TEXT_SIGNED;
use crate::facts::{
    Belief, Criticism, Ending, Harvested, InText, LastCriticism, LinkageWorth, Minutes, OptionState, ReservationValue,
    Ripe, Scale, Settled, Support, Touched, Verdict, Worth,
};
use crate::protocols::plenary::{self, Plenary, is_plenary};
use crate::protocols::{author, conclude};
use bevy_ecs::prelude::*;
use criticism::named_issue;
pub use decision::is_worth_signing;
use decision::{at_stake, reckoned, risked};
use decision::{considers, kept_error, next_error, signing_value, signs};
use detente_core::terms::{NegotiatorTerms, OptionTerms, SessionTerms, SideTerms, StanceTerms};
use detente_core::{
    Actor, Assembly, Case, Draw, Draws, EventKind, IssueOption, Issues, Linkages, Negotiator, Negotiators, Options,
    Origin, Parties, Party, Phase, Protocol, RareDraws, Record, Relations, Run, Runs, Sessions, Signing, Stances,
    Talks, TalksRow, events, normal_quantile, origin, state,
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
    const EVENTS: &'static [&'static EventKind] = EVENTS;
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
    const EVENTS: &'static [&'static EventKind] = EVENTS;
    const SYSTEMS: &'static str = SingleText::KEY;
    const NEEDS_HOLDER: bool = true;
    fn assemble(assembly: &mut Assembly<'_>) {
        assemble(assembly);
    }
}

/// What the single text brings about, by whomever it is carried.
pub(super) const EVENTS: &[&EventKind] = &[
    TEXT_SIGNED,
    OPTION_FLOATED,
    TEXT_REVISED,
    TEXT_ACCEPTED,
    TEXT_CONSIDERED,
    TEXT_REJECTED,
    ISSUE_HARVESTED,
];

/// Whether a text is on the table in this session, rather than what another protocol puts there.
#[inline]
fn is_on_text(case: &Case, run: &Run) -> bool {
    [SingleText::KEY, Shuttle::KEY, Plenary::KEY].contains(&case.sessions[run.session].protocol.as_str())
}

events! {
    /// An option was put on the table for the first time.
    pub OPTION_FLOATED = "option_floated";
    /// The holder of the text changed it.
    pub TEXT_REVISED = "text_revised";
    /// A party accepted the text as it stands.
    pub TEXT_ACCEPTED = "text_accepted";
    /// A party can live with the text, but asks for more.
    pub TEXT_CONSIDERED = "text_considered";
    /// A party rejected the text and named an issue.
    pub TEXT_REJECTED = "text_rejected";
    /// A settled issue was agreed for good, ahead of the rest.
    pub ISSUE_HARVESTED = "issue_harvested",
        told [
            "{matter} was agreed for good, whatever came of the rest.",
            "The sides put {matter} behind them for good.",
        ];
}

state! {
    /// Slowly changing error in how a negotiator judges a text, standard normal.
    ErrorOfJudgement on Negotiator, run, "standard deviations" (f64 = 0.0)
}

state! {
    /// Whether anybody has turned the text down since it last changed.
    TurnedDown on Talks, run, "" (bool = false)
}

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
        .draws::<Judging>()
        .draws::<Floating>()
        .draws::<Drafting>()
        .draws::<Criticising>()
        .probe::<Verdict>("aspiration", "utility", [0.0, 1.0], |v| v.aspiration)
        .probe::<ReservationValue>("reservation_value", "utility", [0.0, 1.0], |r| r.0)
        .add(Phase::Strain, (speak_in_private, misjudge).chain())
        .add(Phase::Propose, (float_options, revise_text).chain())
        .add(Phase::Evaluate, weigh_text)
        .add(Phase::Respond, (respond, plenary::vote).chain())
        .add(Phase::Relate, settle_issues)
        .add(Phase::Sign, (sign, plenary::sign).chain())
        .add(Phase::Close, conclude);
    call_on_gap(assembly);
    if assembly.case().talks.signing == Signing::EarlyHarvest {
        assembly.add(Phase::Relate, harvest_issues.after(settle_issues));
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
        TalksRow<(&Candour, &Impatience, &Ending, &mut Minutes)>,
        Issues<&Ripe>,
        Options<&mut OptionState>,
        Stances<&Worth>,
        RareDraws<Floating, 1>,
    )>,
) {
    let options = case.options.len();
    for (run, ((candour, impatience, ending, minutes), ripe, states, worths, mut draws)) in
        runs.filter(|run| is_on_text(&case, run))
    {
        if !run.opens || !ending[0].is_open() {
            continue;
        }
        let candid = FLOATED_BY_CANDOUR * candour[0].chance();
        let agenda = &case.on_agenda[run.session];
        let holder_is_here = case.talks.text_holder.is_some_and(|h| case.present[run.session][h]);
        let too_early = if holder_is_here { impatience[0].0 } else { 0.0 };
        for (i, issue) in case.issues.iter().enumerate().filter(|(i, _)| agenda[*i]) {
            // Only an impatient mediator speaks of what is not ripe.
            let chance = if ripe[i].0 { candid } else { candid * too_early };
            if chance <= 0.0 {
                continue;
            }
            for o in issue.options.clone() {
                let state = &mut states[o];
                if state.known && !state.floated && !state.off_table && draws.of(o)[0] < chance {
                    state.floated = true;
                    minutes[0].floated += 1;
                    record.event(run, OPTION_FLOATED, || {
                        let fond =
                            |&a: &usize, &b: &usize| worths[a * options + o].0.total_cmp(&worths[b * options + o].0);
                        let who = case.sessions[run.session].parties.iter().rev().copied().max_by(fond);
                        (who.map_or(Actor::Talks, Actor::Party), Some(i), Some(o))
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
    mut prospects: Local<Vec<Belief>>,
    mut record: Record,
    mut runs: Runs<(
        TalksRow<(&Initiative, &Ending, &mut Minutes, &mut TurnedDown)>,
        Issues<(&Ripe, &Harvested, &mut InText, &mut Touched, &mut Settled)>,
        Options<(&OptionTerms, &OptionState)>,
        Stances<(&Belief, &Support, &OptionValue, &StanceTerms)>,
        Parties<(&ReservationValue, &Threshold, &BreachRisk, &Criticism, &mut Verdict)>,
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
        let (initiative, ending, minutes, turned_down) = talks;
        let (ripe, harvested, text, touched, settled) = issues;
        let (terms, states) = states;
        let (reservations, thresholds, risks, criticisms, verdicts) = parties;
        if !case.present[run.session][holder] || !ending[0].is_open() {
            continue;
        }
        // An acceptance that nobody has answered must not be spoilt by a change.
        let standing = case.disputants.iter().any(|&p| verdicts[p].accepts);
        let usable = |t: &InText| states[t.0].available();
        if standing && !turned_down[0].0 && text.iter().all(usable) {
            continue;
        }
        let (belief, support, added, views) = stances;
        let belief = if added.iter().any(|a| a.0 != 0.0) || risks.iter().any(BreachRisk::is_felt) {
            foresee(
                &case,
                (belief, added, views),
                terms,
                (reservations, risks, verdicts),
                &mut prospects,
            );
            prospects.as_slice()
        } else {
            belief
        };
        let agenda = &case.on_agenda[run.session];
        let asked_for = |i: usize| criticisms.iter().any(|c| c.issue == Some(i));
        let open = |i: usize| ripe[i].0 && agenda[i] && !harvested[i].0 && (initiative[0].0 || asked_for(i));
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
            for (i, issue) in case.issues.iter().enumerate().filter(|(i, _)| open(*i)) {
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
            record.event(run, TEXT_REVISED, || {
                (Actor::Party(holder), Some(issue), Some(change.to))
            });
        }
    }
}

/// What the holder believes of every option, with what the process adds to it, and what it would change about the fear of
/// a breach.
fn foresee(
    case: &Case,
    (belief, added, views): (&[Belief], &[OptionValue], &[StanceTerms]),
    terms: &[OptionTerms],
    (reservations, risks, verdicts): (&[ReservationValue], &[BreachRisk], &[Verdict]),
    prospects: &mut Vec<Belief>,
) {
    prospects.clear();
    prospects.extend(
        belief
            .iter()
            .zip(added)
            .map(|(belief, added)| Belief(belief.0 + added.0)),
    );
    let options = case.options.len();
    for &p in case.disputants.iter().filter(|&&p| risks[p].is_felt()) {
        let own = p * options..(p + 1) * options;
        let stake = at_stake(verdicts[p].value, reservations[p].0, &risks[p]);
        for ((prospect, view), terms) in prospects[own.clone()].iter_mut().zip(&views[own]).zip(terms) {
            prospect.0 += reckoned(&risks[p], stake, view.exposes, terms.guarantee);
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
        Options<&OptionTerms>,
        Stances<(&Worth, &Support, &OptionValue, &StanceTerms)>,
        Linkages<&LinkageWorth>,
        Parties<(
            &ReservationValue,
            &Scale,
            &Threshold,
            &BreachRisk,
            &AudienceCost,
            &mut Verdict,
        )>,
        Negotiators<(&NegotiatorTerms, &Aspiration, &Judgement, &ErrorOfJudgement)>,
        TalksRow<&Ending>,
    )>,
) {
    let options = case.options.len();
    for (_, (text, terms, stances, links, parties, people, ending)) in runs.iter() {
        if !ending[0].is_open() {
            continue;
        }
        let (worths, supports, added, views) = stances;
        let (reservations, scales, thresholds, risks, prices, verdicts) = parties;
        let unguarded: f64 = text.iter().map(|t| 1.0 - terms[t.0].guarantee).product();
        for &p in &case.disputants {
            let own = p * options;
            let (mut value, mut support, mut red_line) = (0.0, 0.0, false);
            for t in text {
                value += worths[own + t.0].0 + added[own + t.0].0;
                support += supports[own + t.0].0;
                red_line |= case.red_lines[own + t.0];
            }
            for (link, worth) in case.linkages.iter().zip(links).filter(|(link, _)| link.party == p) {
                if link.options.iter().all(|&o| text[case.options[o].issue].0 == o) {
                    value += worth.0;
                }
            }
            let reservation = reservations[p].0;
            if risks[p].is_felt() {
                let exposed = text.iter().map(|t| views[own + t.0].exposes).sum();
                value = risked(value, reservation, risks[p].of_text(exposed, unguarded), risks[p].loss);
            }
            let price = prices[p].0;
            let (aspiration, ask, error) = delegation_view(&case, p, reservation, &people);
            let chance = thresholds[p].chance(support);
            let verdict = &mut verdicts[p];
            *verdict = Verdict {
                value,
                price,
                support,
                ratification: chance,
                signing: signing_value(chance, value - price, reservation) + error * scales[p].utility_sd,
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
        Issues<(&Ripe, &Harvested, &InText, &mut Touched, &mut Settled)>,
        Options<(&OptionTerms, &OptionState)>,
        Stances<(&Worth, &OptionValue, &StanceTerms)>,
        Parties<(&ReservationValue, &BreachRisk, &mut Verdict, &mut Criticism)>,
        Draws<Criticising, 2>,
    )>,
) {
    let options = case.options.len();
    for (run, (talks, issues, (terms, states), stances, parties, draws)) in runs.filter(|run| is_on_text(&case, run)) {
        let (candour, ending, minutes, last, turned_down) = talks;
        let (ripe, harvested, text, touched, settled) = issues;
        let (worths, added, views) = stances;
        let (reservations, risks, verdicts, criticisms) = parties;
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
                    record.event(run, TEXT_ACCEPTED, || (Actor::Party(p), None, None));
                }
                verdict.accepts = true;
                continue;
            }
            verdict.accepts = false;
            turned_down[0].0 = true;
            let [which, honesty] = draws.of(p);
            let own = p * options;
            let stake = at_stake(verdict.value, reservations[p].0, &risks[p]);
            let worth = |o: usize| {
                let fear = reckoned(&risks[p], stake, views[own + o].exposes, terms[o].guarantee);
                worths[own + o].0 + added[own + o].0 + fear
            };
            let hopeless = &case.hopeless[p * options..(p + 1) * options];
            let mendable = |o: usize| !(hopeless[o] || states[o].off_table || states[o].refused);
            let shortfall = |i: usize| {
                if harvested[i].0 {
                    return 0.0;
                }
                let now = worth(text[i].0);
                let open = case.issues[i].options.clone().filter(|&o| mendable(o));
                let best = open.map(worth).fold(now, f64::max);
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
                TEXT_CONSIDERED
            } else {
                TEXT_REJECTED
            };
            record.event(run, kind, || (Actor::Party(p), issue, issue.map(|i| text[i].0)));
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

/// Where an early harvest is allowed, a settled issue is agreed for good if nobody can veto it and, taken alone, it gives
/// everybody at least that part of the best it could give which having no agreement gives overall. It cannot be traded
/// against others then, but nothing opens it again.
fn harvest_issues(
    case: Res<Case>,
    mut record: Record,
    mut runs: Runs<(
        Issues<(&Settled, &InText, &mut Harvested)>,
        Stances<&Worth>,
        Parties<&ReservationValue>,
        TalksRow<(&Ending, &mut Minutes)>,
    )>,
) {
    let options = case.options.len();
    for (run, ((settled, text, harvested), worths, reservations, (ending, minutes))) in
        runs.filter(|run| run.closes && is_on_text(&case, run))
    {
        if !ending[0].is_open() {
            continue;
        }
        for (i, issue) in case.issues.iter().enumerate().filter(|(i, _)| settled[*i].0) {
            let stands = text[i].0;
            let fair = |&p: &usize| {
                let own = &worths[p * options..(p + 1) * options];
                let of = issue.options.clone().map(|o| own[o].0);
                let (low, high) = of.fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), w| (l.min(w), h.max(w)));
                !case.red_line(p, stands) && own[stands].0 - low >= reservations[p].0 * (high - low)
            };
            let free = case.options[stands].consent.is_empty();
            if !harvested[i].0 && free && case.disputants.iter().all(fair) {
                harvested[i].0 = true;
                minutes[0].harvested += 1;
                record.event(run, ISSUE_HARVESTED, || (Actor::Talks, Some(i), Some(stands)));
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
                verdict.price,
                reservations[p].0,
                &thresholds[p],
                verdict.support,
            );
            holds &= verdict.accepts;
        }
        if holds {
            ending[0].signed_day = Some(run.day);
            ending[0].proposer = case.talks.text_holder;
            let author = author(&ending[0]);
            record.event(run, TEXT_SIGNED, || (author, None, None));
        }
    }
}
