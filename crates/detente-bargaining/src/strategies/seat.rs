//! A seat at the table: what one party remembers within a run, and its turns.

use super::micro::Micro;
use super::naive_tit_for_tat::{self, TitForTat};
use super::opponent_model::OpponentModel;
use super::time_dependent::{self, Curves};
use super::{AcceptStrategy, Luck, OfferStrategy, Round, Standing, Strategy};
use super::{hard_liner, random_walker, rubinstein, trade_off, zeuthen};
use crate::{Catalogue, Ranking};

/// One party's strategy and what it remembers of the run. It is used again run after run: after a
/// first run of the same kind [`sit_down`](Self::sit_down) allocates nothing, and nothing else does.
#[derive(Clone, Debug)]
pub struct Seat {
    strategy: Strategy,
    /// The lowest rank at or above the reservation value, as it was when last looked up.
    floor: usize,
    /// The rank that was offered last; until then, where the search for an offer starts.
    last_rank: Option<usize>,
    /// What was decided for this turn's offer when the standing one was judged.
    planned: Option<Option<usize>>,
    aspiration: f64,
    answering: TitForTat,
    micro: Micro,
    model: OpponentModel,
}

/// What a seat sees when it is its turn.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Turn<'a> {
    pub(crate) round: &'a Round<'a>,
    pub(crate) seat: usize,
    /// The standing offer, which is the last one received.
    pub(crate) received: Option<u32>,
    /// The last offer of each seat.
    pub(crate) last_offers: &'a [Option<u32>],
}

impl<'a> Turn<'a> {
    fn ranking(&self) -> &'a Ranking {
        self.round.rankings[self.seat]
    }

    fn standing(&self) -> Standing {
        self.round.standings[self.seat]
    }

    fn adjusted(&self, level: f64) -> f64 {
        let Standing {
            reservation_value,
            adjustment,
        } = self.standing();
        adjustment.apply(level, reservation_value, self.ranking().highest())
    }

    fn joint_value(&self, package: u32) -> f64 {
        zeuthen::joint_value(self.round.rankings, self.round.standings, package)
    }
}

impl Default for Seat {
    fn default() -> Self {
        Self {
            strategy: Strategy::BOULWARE,
            floor: 0,
            last_rank: None,
            planned: None,
            aspiration: 0.0,
            answering: TitForTat::default(),
            micro: Micro::default(),
            model: OpponentModel::default(),
        }
    }
}

impl Seat {
    /// A seat that somebody may take.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// A party takes the seat for a new run of at most `n_rounds` rounds among `n_seats`, the packages
    /// being those of `catalogue`. More rounds than that may be played, but then memory may grow.
    pub fn sit_down(&mut self, strategy: Strategy, catalogue: &Catalogue, n_rounds: usize, n_seats: usize) {
        self.strategy = strategy;
        self.floor = 0;
        self.last_rank = None;
        self.planned = None;
        self.aspiration = 0.0;
        self.answering = TitForTat::default();
        if self.counts_packages() {
            let n_sent = n_rounds.min(catalogue.n_packages());
            let n_received = n_rounds
                .saturating_mul(n_seats.saturating_sub(1))
                .min(catalogue.n_packages());
            self.micro.reset(n_sent, n_received);
        }
        if self.models_others() {
            self.model.reset(catalogue);
        }
    }

    /// The strategy of the party that sits here.
    #[must_use]
    pub fn strategy(&self) -> Strategy {
        self.strategy
    }

    /// The utility that the seat aspired to when it last made an offer: the adjusted aspiration of
    /// time-dependent, tit-for-tat and trade-off offers, the offer's own utility for others; 0 before
    /// the first offer.
    #[must_use]
    pub fn aspiration(&self) -> f64 {
        self.aspiration
    }

    fn counts_packages(&self) -> bool {
        self.strategy.offers == OfferStrategy::Micro || self.strategy.accepts == AcceptStrategy::Micro
    }

    fn models_others(&self) -> bool {
        matches!(self.strategy.offers, OfferStrategy::TradeOff { .. })
    }

    /// Another seat's offer is heard, whose offer before was `previous`.
    #[inline]
    pub(crate) fn hear(&mut self, catalogue: &Catalogue, package: u32, previous: Option<u32>) {
        if self.counts_packages() {
            self.micro.received(package);
        }
        if self.models_others() {
            self.model.hear(catalogue, package, previous);
        }
    }

    /// Whether the standing offer is accepted. The one place where acceptance is decided: whatever the
    /// strategy asks for, less than the reservation value is refused, and so are own red lines, whose
    /// utility is minus infinity.
    #[inline]
    pub(crate) fn accepts(&mut self, turn: &Turn, package: u32, curves: &mut Curves, luck: &mut impl Luck) -> bool {
        self.begin(turn);
        // What was planned beside an offer that was accepted in the end is out of date.
        self.planned = None;
        let utility = turn.ranking().utility(package);
        utility >= turn.standing().reservation_value && self.is_content(turn, package, utility, curves, luck)
    }

    /// Makes an offer. The one place where an offer is made: strategies choose ranks, so that it is a
    /// package of the catalogue without own red lines. `None` where the strategy has nothing to offer.
    #[inline]
    pub(crate) fn offer(&mut self, turn: &Turn, curves: &mut Curves, luck: &mut impl Luck) -> Option<u32> {
        self.begin(turn);
        let rank = match self.planned.take() {
            Some(planned) => planned?,
            None => self.plan(turn, curves, luck)?,
        };
        let ranking = turn.ranking();
        self.last_rank = Some(rank);
        let package = ranking.package(rank);
        if self.counts_packages() {
            self.micro.sent(package);
        }
        if !self.has_level() {
            self.aspiration = ranking.utility_at(rank);
        }
        Some(package)
    }

    fn has_level(&self) -> bool {
        use OfferStrategy::{NaiveTitForTat, TimeDependent, TradeOff};
        matches!(
            self.strategy.offers,
            TimeDependent { .. } | NaiveTitForTat | TradeOff { .. }
        )
    }

    /// Finds the reservation value's rank, which is mostly where it was.
    #[inline]
    fn begin(&mut self, turn: &Turn) {
        self.floor = turn
            .ranking()
            .first_at_least_near(turn.standing().reservation_value, self.floor);
    }

    fn is_content(
        &mut self,
        turn: &Turn,
        package: u32,
        utility: f64,
        curves: &mut Curves,
        luck: &mut impl Luck,
    ) -> bool {
        let (ranking, reservation_value) = (turn.ranking(), turn.standing().reservation_value);
        let level = match self.strategy.accepts {
            AcceptStrategy::Aspiration { exponent } => Self::time_level(turn, exponent, curves),
            AcceptStrategy::Next => {
                let planned = self.plan(turn, curves, luck);
                self.planned = Some(planned);
                // Adjusted already, as far as offers are.
                return planned.is_none_or(|rank| utility >= ranking.utility_at(rank));
            }
            AcceptStrategy::NaiveTitForTat => return self.is_reciprocal(turn, package, utility),
            AcceptStrategy::Micro => self.micro.accepted_level(ranking, reservation_value, self.floor),
            AcceptStrategy::Zeuthen => ranking.n_ranks().checked_sub(1).map_or(reservation_value, |best| {
                ranking.utility_at(self.last_rank.unwrap_or(best).min(best))
            }),
            AcceptStrategy::Rubinstein(discounts) => rubinstein::accepted_level(ranking, reservation_value, discounts),
        };
        utility >= turn.adjusted(level)
    }

    /// Naive tit-for-tat's answer. Without adjustment it compares normalised utilities, as the
    /// reference does, so that the last bit is the same.
    fn is_reciprocal(&mut self, turn: &Turn, package: u32, utility: f64) -> bool {
        let (
            ranking,
            Standing {
                reservation_value,
                adjustment,
            },
        ) = (turn.ranking(), turn.standing());
        let round = turn.round.clock.round;
        let concession = self
            .answering
            .concession(ranking, reservation_value, round, Some(package));
        if adjustment.is_neutral() {
            return naive_tit_for_tat::normalised(ranking, reservation_value, utility) >= 1.0 - concession;
        }
        utility
            >= turn.adjusted(naive_tit_for_tat::accepted_level(
                ranking,
                reservation_value,
                concession,
            ))
    }

    fn time_level(turn: &Turn, exponent: f64, curves: &mut Curves) -> f64 {
        let share = curves.share(turn.round.clock.time, exponent);
        time_dependent::level(turn.ranking(), turn.standing().reservation_value, share)
    }

    /// The rank that the strategy would offer now.
    fn plan(&mut self, turn: &Turn, curves: &mut Curves, luck: &mut impl Luck) -> Option<usize> {
        let (ranking, reservation_value) = (turn.ranking(), turn.standing().reservation_value);
        match self.strategy.offers {
            OfferStrategy::TimeDependent { exponent } => {
                let level = Self::time_level(turn, exponent, curves);
                self.rank_at(turn, level, self.floor)
            }
            OfferStrategy::TradeOff { exponent } => {
                let level = Self::time_level(turn, exponent, curves);
                let nearest = self.rank_at(turn, level, self.floor)?;
                let (catalogue, model, level) = (turn.round.catalogue, &self.model, self.aspiration);
                let received = turn.received;
                Some(trade_off::offer(
                    catalogue,
                    ranking,
                    model,
                    received,
                    level,
                    reservation_value,
                    nearest,
                ))
            }
            OfferStrategy::NaiveTitForTat => {
                let round = turn.round.clock.round;
                let concession = self
                    .answering
                    .concession(ranking, reservation_value, round, turn.received);
                self.rank_at(turn, naive_tit_for_tat::offered_level(ranking, concession), 0)
            }
            OfferStrategy::Micro => self.micro.offer(ranking, self.floor, || luck.uniform(turn.seat)),
            OfferStrategy::Zeuthen => self.zeuthen_rank(turn),
            OfferStrategy::RandomWalker => random_walker::offer(ranking, self.floor, || luck.uniform(turn.seat)),
            OfferStrategy::HardLiner => hard_liner::offer(ranking),
            OfferStrategy::Rubinstein(discounts) => {
                rubinstein::offer(ranking, reservation_value, self.floor, discounts)
            }
        }
    }

    /// The rank at an aspiration, once that is adjusted.
    #[inline]
    fn rank_at(&mut self, turn: &Turn, level: f64, floor: usize) -> Option<usize> {
        let ranking = turn.ranking();
        self.aspiration = turn.adjusted(level);
        let hint = self.last_rank.unwrap_or(ranking.n_ranks());
        time_dependent::rank_at(ranking, self.aspiration, floor, hint)
    }

    fn zeuthen_rank(&self, turn: &Turn) -> Option<usize> {
        let ranking = turn.ranking();
        let best = ranking.n_ranks().checked_sub(1)?;
        let Some(own) = self.last_rank.map(|rank| rank.min(best)) else {
            return Some(best);
        };
        let others = turn
            .last_offers
            .iter()
            .enumerate()
            .filter(|&(seat, _)| seat != turn.seat);
        let values = others
            .filter_map(|(_, &offer)| offer)
            .map(|package| turn.joint_value(package));
        let Some(least) = values.reduce(f64::min) else {
            return Some(own);
        };
        if turn.joint_value(ranking.package(own)) > least {
            return Some(own);
        }
        Some(zeuthen::concede(ranking, own, self.floor, least, |package| {
            turn.joint_value(package)
        }))
    }
}
