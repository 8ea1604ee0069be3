//! Concessions: how the holder answers whoever holds out while others have accepted.
//!
//! One concession a visit, on the issue that the hold-out named and in its favour, as long as every acceptor's surplus, as
//! the holder believes it, stays at least 0. If it costs the acceptors more than [`DEAR`] times what the cheapest
//! concession anywhere costs for what it gives, the cheapest is offered instead. What has gone to and fro more than
//! [`RETURNS`] times does not go back. Besides, only what helps every hold-out and hurts nobody who has accepted.
//!
//! Source: concession and reciprocity in mediation, Pruitt & Carnevale 1993; trading across issues of unequal weight
//! (logrolling), Froman & Cohen 1970; values stylised.

use super::board::ABREAST;
use super::draft::{Draft, Pace};
use super::prospects::Prospects;
use super::revision::{Exchange, Search};
use crate::facts::{Objection, Verdict};

/// How many times dearer than the cheapest concession the one that was asked for may be. Stylised.
const DEAR: f64 = 3.0;
/// Changes of an issue after which a concession brings back no wording that stood before. Stylised.
const RETURNS: u32 = 2;
/// Less than this helps or hurts nobody.
const FELT: f64 = 1e-9;

/// What an exchange means to those who have accepted and to those who hold out, as the holder believes.
struct Trade {
    /// What the acceptors lose together.
    loss: f64,
    /// What the hold-outs gain together.
    gain: f64,
    /// Some hold-out gains.
    helps_some: bool,
    /// Every hold-out gains.
    helps_all: bool,
    /// Every acceptor can still live with the text.
    is_bearable: bool,
}

impl Trade {
    /// Whether it costs the acceptors no more than this for what it gives.
    fn costs_at_most(&self, price: f64) -> bool {
        self.loss <= price * self.gain.max(0.0) + FELT
    }
}

/// The holder at work between acceptors and hold-outs.
pub(super) struct Broker<'a> {
    pub draft: Draft<'a>,
    pub verdicts: &'a [Verdict],
    pub objections: &'a [Objection],
}

impl Broker<'_> {
    /// Reckons an exchange.
    fn weigh(&self, prospects: &Prospects<'_>, exchange: Exchange) -> Trade {
        let mut trade = Trade {
            loss: 0.0,
            gain: 0.0,
            helps_some: false,
            helps_all: true,
            is_bearable: true,
        };
        for (two, parties) in prospects.by_two().zip(self.draft.case.disputants.chunks(ABREAST)) {
            let meaning = two.of_exchange(exchange);
            for ((&p, gain), after) in parties.iter().zip(meaning.gain).zip(meaning.after) {
                if self.verdicts[p].accepts {
                    trade.loss += (-gain).max(0.0);
                    trade.is_bearable &= after >= 0.0;
                } else {
                    trade.gain += gain;
                    trade.helps_some |= gain > FELT;
                    trade.helps_all &= gain > FELT;
                }
            }
        }
        trade
    }

    /// Looks for the concession that answers the hold-outs, among exchanges that may be made; `steps` is room for those of
    /// them that are steps.
    pub(super) fn concede(&self, search: &mut Search<'_>, open: &[Exchange], steps: &mut Vec<Exchange>) {
        let is_step = |exchange: &&Exchange| self.draft.allows(**exchange, Pace::Step);
        steps.clear();
        steps.extend(open.iter().filter(is_step));
        let cheapest = self.cheapest(search.prospects(), steps);
        let too_dear = self.answer(search, cheapest, steps);
        if search.best().is_some() {
            return;
        }
        // What was named cannot move, or only dearly: something else is offered for it.
        for &exchange in steps.iter() {
            if !search.might_take(exchange, too_dear) {
                continue;
            }
            let trade = self.weigh(search.prospects(), exchange);
            let is_cheap = trade.gain > FELT && trade.loss <= (1.0 + 1e-9) * cheapest * trade.gain;
            if trade.helps_some && trade.is_bearable && is_cheap && !self.goes_to_and_fro(exchange) {
                search.consider(exchange, too_dear);
            }
        }
    }

    /// The least that acceptors would lose for what the hold-outs gain.
    fn cheapest(&self, prospects: &Prospects<'_>, steps: &[Exchange]) -> f64 {
        let mut cheapest = f64::INFINITY;
        for &exchange in steps {
            let trade = self.weigh(prospects, exchange);
            if trade.loss > FELT && trade.gain > FELT && trade.helps_some && trade.is_bearable {
                cheapest = cheapest.min(trade.loss / trade.gain);
            }
        }
        cheapest
    }

    /// Looks at what the hold-outs named; tells whether something there would help but is too dear.
    fn answer(&self, search: &mut Search<'_>, cheapest: f64, steps: &[Exchange]) -> bool {
        let case = self.draft.case;
        let mut too_dear = false;
        for &p in case.disputants.iter().filter(|&&p| !self.verdicts[p].accepts) {
            let Some(issue) = self.objections[p].0 else { continue };
            let from = self.draft.text[issue].0;
            for &exchange in steps.iter().filter(|exchange| exchange.from == from) {
                let trade = self.weigh(search.prospects(), exchange);
                if !trade.helps_some || !trade.is_bearable || self.goes_to_and_fro(exchange) {
                    continue;
                }
                if self.draft.is_ruled_out(from) || trade.costs_at_most(DEAR * cheapest) {
                    search.consider(exchange, true);
                } else {
                    too_dear = true;
                }
            }
        }
        too_dear
    }

    /// Looks for what helps every hold-out and hurts nobody who has accepted, among exchanges and what each promises.
    pub(super) fn please(&self, search: &mut Search<'_>, open: &[Exchange], promises: &[f64]) {
        for (&exchange, &promise) in open.iter().zip(promises) {
            if !search.might_be_best(promise, false) || !self.draft.allows(exchange, Pace::Step) {
                continue;
            }
            let trade = self.weigh(search.prospects(), exchange);
            if trade.helps_all && trade.loss <= FELT {
                search.consider(exchange, false);
            }
        }
    }

    /// Whether this would bring back, once more, what has been given up.
    fn goes_to_and_fro(&self, Exchange { from, to }: Exchange) -> bool {
        let changes = self.draft.handled[self.draft.case.issue_of[to]].changes;
        self.draft.stood[to].0 && changes > RETURNS && !self.draft.is_ruled_out(from)
    }
}
