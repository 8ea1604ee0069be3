//! Alternating offers: negotiators take turns, round after round, until all agree to one package.
//!
//! In a round every seat has one turn, in the order of the seats. If an offer stands, the seat answers
//! it: if it accepts, one more party is for it, and once all are, it is the agreement; if it rejects, it
//! makes an offer of its own at once. Its offer replaces the standing one, and its own consent is the
//! only one that counts then. Only the very first turn has nothing to answer. Consents are carried from
//! round to round; with more than two parties they travel around the circle. Everybody hears every
//! offer at once. A party that has nothing to offer ends the talks.
//!
//! The last offer of the last round is not answered by anybody.
//!
//! Source: A. Rubinstein, Econometrica 50 (1982), 97-109; for more parties R. Aydoğan, D. Festen,
//! K. Hindriks & C. Jonker, Alternating offers protocols for multilateral negotiation, 2017 (stacked
//! alternating offers).

use crate::strategies::Turn;
use crate::{Curves, Luck, Round, Seat};

/// The state between two turns: the standing offer and who is for it.
#[derive(Clone, Debug, Default)]
pub struct Table {
    /// The standing offer and the seat that made it.
    standing: Option<(u32, usize)>,
    n_consenting: usize,
    n_offers: u32,
    last_offers: Vec<Option<u32>>,
}

/// What happened in a turn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TableEvent {
    /// A seat made an offer.
    Offered {
        /// Who.
        seat: usize,
        /// Number of the package in the catalogue.
        package: u32,
    },
    /// A seat accepted the standing offer.
    Accepted {
        /// Who.
        seat: usize,
    },
    /// A seat rejected the standing offer.
    Rejected {
        /// Who.
        seat: usize,
    },
}

/// How a round ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RoundEnd {
    /// Without an agreement.
    GoesOn,
    /// All agree.
    Agreement {
        /// Number of the package in the catalogue.
        package: u32,
        /// The seat whose offer it was.
        proposer: usize,
    },
    /// A party had nothing to offer.
    Broken {
        /// Who.
        seat: usize,
    },
}

impl Table {
    /// A table for `n_seats`, ready for a run.
    #[must_use]
    pub fn new(n_seats: usize) -> Self {
        Self {
            last_offers: vec![None; n_seats],
            ..Self::default()
        }
    }

    /// Clears the table for a new run; it allocates only for more seats than ever before.
    pub fn clear(&mut self, n_seats: usize) {
        self.standing = None;
        self.n_consenting = 0;
        self.n_offers = 0;
        self.last_offers.clear();
        self.last_offers.resize(n_seats, None);
    }

    /// Number of offers made in this run.
    #[must_use]
    pub fn n_offers(&self) -> u32 {
        self.n_offers
    }

    /// The standing offer, by its number in the catalogue, and the seat that made it.
    #[must_use]
    pub fn standing(&self) -> Option<(u32, usize)> {
        self.standing
    }

    /// Takes the standing offer off the table, with everybody's consent: the next turn begins with an offer.
    pub fn withdraw(&mut self) {
        self.standing = None;
        self.n_consenting = 0;
    }

    /// The last offer of a seat in this run.
    #[must_use]
    pub fn last_offer(&self, seat: usize) -> Option<u32> {
        self.last_offers[seat]
    }
}

/// Plays one round. The state between rounds is in `table` and `seats`, which were made ready for the
/// run by [`Table::clear`] and [`Seat::sit_down`]; call it with the rounds' clocks in order until it
/// does not go on or the rounds are over. `curves` may be shared with other tables. `listener` is told of every event as it happens.
///
/// # Panics
/// Seats, rankings, standings and the table's seats differ in number, or a ranking is not of the
/// catalogue.
pub fn play_round(
    table: &mut Table,
    seats: &mut [Seat],
    round: &Round,
    curves: &mut Curves,
    luck: &mut impl Luck,
    mut listener: impl FnMut(TableEvent),
) -> RoundEnd {
    let n_seats = seats.len();
    assert_eq!(round.rankings.len(), n_seats, "one ranking per seat");
    assert_eq!(round.standings.len(), n_seats, "one standing per seat");
    assert_eq!(
        table.last_offers.len(),
        n_seats,
        "the table was cleared for as many seats"
    );
    for seat in 0..n_seats {
        if let Some((package, proposer)) = table.standing {
            if consents(table, seats, round, seat, package, curves, luck) {
                listener(TableEvent::Accepted { seat });
                table.n_consenting += 1;
                if table.n_consenting == n_seats {
                    return RoundEnd::Agreement { package, proposer };
                }
                continue;
            }
            listener(TableEvent::Rejected { seat });
        }
        match put_on_table(table, seats, round, seat, curves, luck) {
            Some(package) => listener(TableEvent::Offered { seat, package }),
            None => return RoundEnd::Broken { seat },
        }
    }
    RoundEnd::GoesOn
}

#[inline]
fn turn<'a>(table: &'a Table, round: &'a Round<'a>, seat: usize) -> Turn<'a> {
    let received = table.standing.map(|(package, _)| package);
    Turn {
        round,
        seat,
        received,
        last_offers: &table.last_offers,
    }
}

#[inline]
fn consents(
    table: &Table,
    seats: &mut [Seat],
    round: &Round,
    seat: usize,
    package: u32,
    curves: &mut Curves,
    luck: &mut impl Luck,
) -> bool {
    seats[seat].accepts(&turn(table, round, seat), package, curves, luck)
}

/// The seat's offer replaces the standing one, and everybody else hears it.
#[inline]
fn put_on_table(
    table: &mut Table,
    seats: &mut [Seat],
    round: &Round,
    seat: usize,
    curves: &mut Curves,
    luck: &mut impl Luck,
) -> Option<u32> {
    let package = seats[seat].offer(&turn(table, round, seat), curves, luck)?;
    let previous = table.last_offers[seat].replace(package);
    table.standing = Some((package, seat));
    table.n_consenting = 1;
    table.n_offers += 1;
    for (other, listening) in seats.iter_mut().enumerate() {
        if other != seat {
            listening.hear(round.catalogue, package, previous);
        }
    }
    Some(package)
}
