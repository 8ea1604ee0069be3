//! Takes the record of a run that has ended out of its slot.

use crate::case::Case;
use crate::declared::Declared;
use crate::events::EventKind;
use crate::facts::{Ending, InText, LinkageWorth, ReservationValue, Settled, Worth};
use crate::frontiers::Frontiers;
use crate::kind::{Kind, Party};
use crate::landscape::{Landscape, Stakes};
use crate::layout::Layout;
use crate::outcome::{Outcome, RunRecord};
use crate::row::{ByRow, OptionIx};
use crate::runs::Run;
use crate::terms::{OptionTerms, PartyTerms};
use crate::unchecked::WholeColumn;
use bevy_ecs::prelude::*;
use libm::pow;

/// A column that is read slot by slot.
struct Reader<C: Declared> {
    cells: WholeColumn<C::On, C>,
    per_run: usize,
}

impl<C: Declared + Copy> Reader<C> {
    fn new(world: &mut World, case: &Case) -> Self {
        world.get_resource_or_init::<Layout>().add::<C>();
        Self {
            cells: WholeColumn::default(),
            per_run: case.rows(<C::On as Kind>::KIND),
        }
    }

    fn rows<'w>(&'w mut self, world: &'w mut World, slot: usize) -> &'w [C] {
        let n = self.per_run;
        &self.cells.cells(world)[slot * n..(slot + 1) * n]
    }
}

/// Reads records.
pub(crate) struct Harvester {
    endings: Reader<Ending>,
    texts: Reader<InText>,
    settled: Reader<Settled>,
    reservations: Reader<ReservationValue>,
    worths: Reader<Worth>,
    links: Reader<LinkageWorth>,
    options: Reader<OptionTerms>,
    terms: Reader<PartyTerms>,
    landscape: Landscape,
}

/// What is left of a utility after a share of the time.
fn discount(left_at_the_end: f64, time: f64) -> f64 {
    if left_at_the_end == 1.0 || time == 0.0 {
        1.0
    } else {
        pow(left_at_the_end, time)
    }
}

/// The share of the time for alternating offers that had gone when the run ended: at the deadline all of it, however many
/// rounds it was cut into (as in GENIUS, where time is 1 at the deadline).
fn time_gone(ending: &Ending, outcome: Outcome) -> f64 {
    let offers_were_made = ending.time > 0.0;
    if outcome == Outcome::Deadline && offers_were_made {
        1.0
    } else {
        ending.time
    }
}

impl Harvester {
    pub(crate) fn new(world: &mut World, case: &Case) -> Self {
        Self {
            endings: Reader::new(world, case),
            texts: Reader::new(world, case),
            settled: Reader::new(world, case),
            reservations: Reader::new(world, case),
            worths: Reader::new(world, case),
            links: Reader::new(world, case),
            options: Reader::new(world, case),
            terms: Reader::new(world, case),
            landscape: Landscape::new(case.clone()),
        }
    }

    /// Which issues of a run are settled as things stand.
    pub(crate) fn settled<'w>(&'w mut self, world: &'w mut World, slot: usize) -> &'w [Settled] {
        self.settled.rows(world, slot)
    }

    /// The record of a run that has ended, with what was counted in it.
    ///
    /// # Panics
    /// If somebody has ended it otherwise than with [`Ending::end`].
    pub(crate) fn take(
        &mut self,
        world: &mut World,
        run: &Run,
        counts: Vec<(&'static EventKind, u32)>,
        frontiers: &Frontiers,
    ) -> RunRecord {
        let ending = self.endings.rows(world, run.slot)[0];
        let (Some(outcome), Some(decided_by)) = (ending.outcome, ending.decided_by) else {
            panic!("an ending is written with `Ending::end`, which says what decided it");
        };
        let agreed = outcome == Outcome::Agreement;
        let settled = self.settled.rows(world, run.slot).iter().filter(|s| s.0).count();
        let package: Vec<OptionIx> = if agreed {
            self.texts.rows(world, run.slot).iter().map(|t| t.0).collect()
        } else {
            Vec::new()
        };
        let reservation_values: ByRow<Party, Vec<f64>> =
            self.reservations.rows(world, run.slot).iter().map(|r| r.0).collect();
        let mut record = RunRecord {
            lot: run.lot,
            outcome,
            end_day: ending.day,
            rounds: run.round,
            issues_settled: if agreed { package.len() } else { settled } as u32,
            counts,
            decided_by,
            signed_day: ending.signed_day,
            ratified_day: ending.ratified_day,
            broke_down_day: ending.broke_down_day,
            proposer: ending.proposer,
            utilities: reservation_values.clone(),
            reservation_values,
            package,
            nash_distance: None,
            frontier_distance: None,
            kalai_smorodinsky_distance: None,
            egalitarian_distance: None,
            welfare_distance: None,
            discounted_utilities: ByRow::default(),
        };
        if agreed {
            let links: Vec<f64> = self.links.rows(world, run.slot).iter().map(|l| l.0).collect();
            let options = self.options.rows(world, run.slot).to_vec();
            let stakes = Stakes {
                weighing: run.weighing,
                worths: self.worths.rows(world, run.slot),
                links: &links,
                options: &options,
            };
            self.landscape.assess(&stakes, frontiers, &mut record);
        }
        let terms = self.terms.rows(world, run.slot);
        if terms.iter().any(|terms| terms.discount != 1.0) {
            let time = time_gone(&ending, outcome);
            let discounted = |(utility, terms): (&f64, &PartyTerms)| utility * discount(terms.discount, time);
            record.discounted_utilities = record.utilities.iter().zip(terms).map(discounted).collect();
        }
        record
    }
}
