//! What a behaviour's system takes: `Runs<(Negotiators<(&mut Fatigue, &Strain)>, Draws<Tiring, 2>)>` gives, for each run
//! to act on, the slices of its own rows. Rows of a kind lie side by side, slot after slot, so a run's rows are a sub-slice.

use crate::kind::{
    Constituency, Effect, Inducement, Issue, IssueOption, Linkage, Negotiator, Party, Relation, Session, Shock, Stake,
    Stance, Talks,
};
use crate::lot::Lot;
use crate::row::SessionIx;
pub use crate::unchecked::Rows;
use crate::unchecked::The;
use bevy_ecs::prelude::*;
use bevy_ecs::system::{StaticSystemParam, SystemParam, SystemParamItem};

/// Where one run of the ensemble stands. One per slot.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Run {
    /// Its slot in the ensemble; says nothing about the run itself.
    pub slot: usize,
    /// What its draws are addressed by.
    pub lot: Lot,
    /// Round of the talks, from 0, counted through all sessions.
    pub round: u32,
    /// Day of the current session.
    pub day: i32,
    /// Days that have passed since the last session; positive in the first round of a session only.
    pub days: f64,
    /// The session that is held.
    pub session: SessionIx,
    /// Sessions held, the current one included.
    pub held: u32,
    /// Round within the session, from 0.
    pub sitting: u32,
    /// First round of the session.
    pub opens: bool,
    /// Last round of the session.
    pub closes: bool,
    /// Round within the session that closes it.
    pub(crate) last_sitting: u32,
    /// Whether the slot holds a run that has not ended.
    pub(crate) live: bool,
    /// Whether its stakes differ from those of the run before in this slot.
    pub weighing: Weighing,
}

/// How the stakes of a run come about: weights, values, positions, what is latent.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Weighing {
    /// As in the run before in the same slot: what was made of them may be kept.
    #[default]
    Kept,
    /// New in this slot, and the same for all runs of the design point.
    Shared,
    /// This replicate's own.
    Drawn,
}

/// The slots of the ensemble.
#[derive(Resource, Default)]
pub(crate) struct Slots {
    /// Where the run of each stands.
    pub(crate) runs: Vec<Run>,
    /// Those whose runs systems act on now, in order.
    pub(crate) played: Vec<usize>,
    /// Those whose runs have ended, and whose records are still to be taken.
    pub(crate) ended: Vec<usize>,
}

impl Slots {
    /// So many, all free.
    pub(crate) fn new(slots: usize) -> Self {
        Self {
            runs: vec![Run::default(); slots],
            played: Vec::with_capacity(slots),
            ended: Vec::with_capacity(slots),
        }
    }

    /// Moves each run that is played on; those of which this says that they have ended are played no longer.
    #[inline]
    pub(crate) fn move_on(&mut self, mut has_ended: impl FnMut(usize, &mut Run) -> bool) {
        let Self { runs, played, ended } = self;
        let (runs, before) = (runs.as_mut_slice(), ended.len());
        for &slot in &*played {
            let run = &mut runs[slot];
            if has_ended(slot, run) {
                run.live = false;
                ended.push(slot);
            }
        }
        // In most rounds none has.
        if ended.len() > before {
            played.retain(|&slot| runs[slot].live);
        }
    }
}

/// The one row of the talks.
pub type TalksRow<'w, 's, D> = Rows<'w, 's, Talks, D>;
/// The parties.
pub type Parties<'w, 's, D> = Rows<'w, 's, Party, D>;
/// The negotiators.
pub type Negotiators<'w, 's, D> = Rows<'w, 's, Negotiator, D>;
/// The domestic groups.
pub type Constituencies<'w, 's, D> = Rows<'w, 's, Constituency, D>;
/// The ordered pairs of parties.
pub type Relations<'w, 's, D> = Rows<'w, 's, Relation, D>;
/// The issues.
pub type Issues<'w, 's, D> = Rows<'w, 's, Issue, D>;
/// The options of all issues.
pub type Options<'w, 's, D> = Rows<'w, 's, IssueOption, D>;
/// The stakes, party by party, issue by issue.
pub type Stakes<'w, 's, D> = Rows<'w, 's, Stake, D>;
/// The stances, party by party, option by option.
pub type Stances<'w, 's, D> = Rows<'w, 's, Stance, D>;
/// The linkages.
pub type Linkages<'w, 's, D> = Rows<'w, 's, Linkage, D>;
/// The sessions on the calendar.
pub type Sessions<'w, 's, D> = Rows<'w, 's, Session, D>;

/// What mediators can promise or threaten with.
pub type Inducements<'w, 's, D> = Rows<'w, 's, Inducement, D>;
/// What may happen outside the talks.
pub type Shocks<'w, 's, D> = Rows<'w, 's, Shock, D>;
/// What shocks do.
pub type Effects<'w, 's, D> = Rows<'w, 's, Effect, D>;

/// Anything that can be cut run by run: one `Rows`, draws, or a tuple of them.
pub trait PerRun {
    /// Hands out run after run.
    type Cutter<'a>: Cut
    where
        Self: 'a;
    /// Ready for the first of so many slots.
    fn cutter(&mut self, slots: usize) -> Self::Cutter<'_>;
}

/// Hands out run after run.
pub trait Cut {
    /// What a system sees of one run.
    type Item;
    /// The part of the run in this slot. Slots come in order; some may be passed over.
    fn cut(&mut self, slot: usize, run: &Run) -> Self::Item;
}

macro_rules! tuples_of_kinds { ($($t:ident),*) => {
    #[allow(non_snake_case)]
    impl<$($t: PerRun),*> PerRun for ($($t,)*) {
        type Cutter<'a> = ($($t::Cutter<'a>,)*) where Self: 'a;
        #[inline]
        fn cutter(&mut self, slots: usize) -> Self::Cutter<'_> { let ($($t,)*) = self; ($($t.cutter(slots),)*) }
    }
    #[allow(non_snake_case)]
    impl<$($t: Cut),*> Cut for ($($t,)*) {
        type Item = ($($t::Item,)*);
        #[inline(always)]
        fn cut(&mut self, slot: usize, run: &Run) -> Self::Item { let ($($t,)*) = self; ($($t.cut(slot, run),)*) }
    }
} }
for_tuples!(tuples_of_kinds);

/// What a behaviour's system takes: see the module.
#[derive(SystemParam)]
pub struct Runs<'w, 's, P: SystemParam + 'static> {
    slots: The<'w, Slots>,
    kinds: StaticSystemParam<'w, 's, P>,
}

type ItemOf<'a, 'w, 's, P> = <<SystemParamItem<'w, 's, P> as PerRun>::Cutter<'a> as Cut>::Item;

impl<'w, 's, P: SystemParam + 'static> Runs<'w, 's, P> {
    /// The runs to act on, each with its own rows.
    #[inline]
    pub fn iter<'a>(&'a mut self) -> impl Iterator<Item = (&'a Run, ItemOf<'a, 'w, 's, P>)>
    where
        SystemParamItem<'w, 's, P>: PerRun,
    {
        self.filter(|_| true)
    }

    /// Those runs to act on for which this holds. Their rows are looked up only then: where few runs qualify in a
    /// round, this is cheaper than asking in the loop.
    #[inline]
    pub fn filter<'a>(
        &'a mut self,
        which: impl Fn(&Run) -> bool,
    ) -> impl Iterator<Item = (&'a Run, ItemOf<'a, 'w, 's, P>)>
    where
        SystemParamItem<'w, 's, P>: PerRun,
    {
        // As slices: a list's beginning and length would be read anew for every run.
        let (runs, played) = (&*self.slots.runs, &*self.slots.played);
        let kinds: &'a mut SystemParamItem<'w, 's, P> = &mut self.kinds;
        let mut cutter = kinds.cutter(runs.len());
        played.iter().filter_map(move |&slot| {
            let run = &runs[slot];
            which(run).then(|| (run, cutter.cut(slot, run)))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_has_ended_is_played_no_longer_and_the_rest_goes_on_in_order() {
        let mut slots = Slots::new(5);
        for (slot, run) in slots.runs.iter_mut().enumerate() {
            (run.slot, run.live) = (slot, true);
        }
        slots.played = vec![0, 1, 3, 4];
        for ends_with in [9, 3, 0] {
            slots.move_on(|slot, run| {
                run.round += 1;
                slot == ends_with
            });
        }
        assert_eq!((slots.played, slots.ended), (vec![1, 4], vec![3, 0]));
        assert_eq!(
            slots.runs.iter().map(|run| run.round).collect::<Vec<_>>(),
            [3, 3, 0, 2, 3]
        );
        assert!(
            slots
                .runs
                .iter()
                .map(|run| run.live)
                .eq([false, true, true, false, true])
        );
    }
}
