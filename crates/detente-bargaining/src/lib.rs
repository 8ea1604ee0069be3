//! Outcome spaces, preferences, solution concepts, negotiation strategies and protocols: exact, pure
//! functions.
//!
//! A negotiation settles several *issues* by one option each; the choice for all of them is a
//! *package*. A party's utility adds what its options are worth, issue by issue, and the linkages
//! that hold. On this rest the concepts that outcomes are measured by: the Pareto frontier, the Nash,
//! Kalai-Smorodinsky and egalitarian solutions, the zone of possible agreement.
//!
//! ```
//! use detente_bargaining::{MAX_ENUMERABLE, OutcomeSpace, Preferences, Problem, Survey};
//!
//! let space = OutcomeSpace::new(&[2, 2])?;
//! // North cares for the first issue, South for the second; each prefers the other option.
//! let north = Preferences::new(&space, &[0.8, 0.0, 0.2, 0.0], &[])?;
//! let south = Preferences::new(&space, &[0.0, 0.3, 0.0, 0.7], &[])?;
//! let parties = [north, south];
//! let problem = Problem::new(&space, &parties, &[], &[true; 4])?;
//!
//! let mut survey = Survey::new();
//! survey.trace(&problem, MAX_ENUMERABLE, &[0.4, 0.4]);
//! let efficient = survey.above(&[0.4, 0.4]);
//! let best = efficient.solutions.expect("some package gives both .4").nash;
//! assert_eq!(efficient.frontier.package(best[0]), [0, 1]);
//! # Ok::<(), detente_bargaining::BargainingError>(())
//! ```
//!
//! How a package is reached is the matter of strategies and protocols. A [`Catalogue`] numbers the
//! packages that may be put on the table, a [`Ranking`] sorts them for one party, a [`Seat`] plays a
//! [`Strategy`], and [`play_round`] lets seats take turns, one round per call, so that whoever drives it
//! may move reservation values and aspirations in between.
//!
//! ```
//! use detente_bargaining::{
//!     Catalogue, Clock, Curves, Luck, OutcomeSpace, Preferences, Ranking, Round, RoundEnd, Seat, Standing,
//!     Strategy, Table, play_round,
//! };
//!
//! struct NoLuck;
//! impl Luck for NoLuck {
//!     fn uniform(&mut self, _seat: usize) -> f64 {
//!         unreachable!("neither party leaves anything to chance")
//!     }
//! }
//!
//! let space = OutcomeSpace::new(&[11])?;
//! let catalogue = Catalogue::enumerated(&space, |_| true)?;
//! // A pie in tenths: option k gives k tenths to North and the rest to South.
//! let mut rankings = [Ranking::new(), Ranking::new()];
//! let north: Vec<f64> = (0..=10).map(|part| f64::from(part) / 10.0).collect();
//! let south: Vec<f64> = north.iter().rev().copied().collect();
//! for (ranking, worth) in rankings.iter_mut().zip([&north, &south]) {
//!     ranking.rebuild(&catalogue, &Preferences::new(&space, worth, &[])?, &[true; 11])?;
//! }
//!
//! let mut seats = [Seat::new(), Seat::new()];
//! seats[0].sit_down(Strategy::BOULWARE, &catalogue, 20, 2);
//! seats[1].sit_down(Strategy::CONCEDER, &catalogue, 20, 2);
//! let (mut table, mut curves) = (Table::new(2), Curves::new());
//! let end = (0..20)
//!     .map(|k| {
//!         let clock = Clock::of_round(k, 20);
//!         let rankings = [&rankings[0], &rankings[1]];
//!         let round = Round { catalogue: &catalogue, rankings: &rankings, standings: &[Standing::default(); 2], clock };
//!         play_round(&mut table, &mut seats, &round, &mut curves, &mut NoLuck, |_| ())
//!     })
//!     .find(|&end| end != RoundEnd::GoesOn);
//! // Who waits gets nearly everything from who cannot.
//! assert_eq!(end, Some(RoundEnd::Agreement { package: 9, proposer: 0 }));
//! # Ok::<(), detente_bargaining::BargainingError>(())
//! ```
//!
//! Spaces are large: 28 issues with four options have 4^28 packages. Nothing here enumerates more
//! than 4^11 (4 million) of them; beyond that the *supported* frontier, which weighted sums reach, stands in.

mod alternating_offers;
mod catalogue;
mod census;
mod error;
mod frontier;
mod monotonic_concession;
mod nash_search;
mod points;
mod preferences;
mod problem;
mod ranking;
mod reduction;
mod solutions;
mod space;
mod strategies;
mod survey;
mod voting;
mod zone;

pub use alternating_offers::{RoundEnd, Table, TableEvent, play_round};
pub use catalogue::{Catalogue, MAX_CANDIDATES};
pub use census::Census;
pub use error::BargainingError;
pub use frontier::{SupportedFrontier, enumerated_frontier, pareto_frontier, ranked_frontier};
pub use monotonic_concession::MonotonicConcession;
pub use nash_search::search_nash_package;
pub use points::Points;
pub use preferences::{Bounds, Linkage, Moments, Preferences, TOLERANCE, position_value, scale_to_unit};
pub use problem::{Exclusion, Problem};
pub use ranking::Ranking;
pub use solutions::{Solutions, distance, distance_to_points, distance_to_polyline, distance_to_solution, tightness};
pub use space::{MAX_ENUMERABLE, OutcomeSpace, Package, Packages};
pub use strategies::{
    AcceptStrategy, Adjustment, Clock, Curves, Discounts, Luck, OfferStrategy, Round, Seat, Standing, Strategy,
    proposer_share,
};
pub use survey::{Efficient, Survey};
pub use voting::{Ballot, Counting, Threshold, Vote, VoteResult, VotingRule, tally};
pub use zone::{Zone, zone};
