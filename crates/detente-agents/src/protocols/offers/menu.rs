//! What may be offered and what it is worth to each party. Where nothing in it is drawn, all runs of a design point share
//! one catalogue and one ranking per party; otherwise each slot has its own and keeps its memory from run to run.

use crate::facts::{LinkageWorth, Worth};
use bevy_ecs::prelude::*;
use detente_bargaining::{Catalogue, Exclusion, Linkage, OutcomeSpace, Preferences, Problem, Ranking};
use detente_core::terms::OptionTerms;
use detente_core::{
    Case, Indexed, Linkages, OptionIx, Options, PartyIx, Runs, Stances, Talks, TalksRow, The, Weighing, state,
};
use std::sync::Arc;

/// So many may sit at a table of alternating offers.
pub(in crate::protocols) const MOST_SEATS: usize = 32;

/// The packages that may be offered, and the disputants' rankings of them. Without a catalogue nothing can be offered.
#[derive(Component, Debug, Clone, Default)]
pub(in crate::protocols) struct Menu {
    catalogue: Option<Arc<Catalogue>>,
    rankings: Vec<Arc<Ranking>>,
}

state! {
    /// The packages that may be offered, and the disputants' rankings of them.
    impl Menu on Talks, kept
}

impl Menu {
    pub(in crate::protocols) fn catalogue(&self) -> Option<&Catalogue> {
        self.catalogue.as_deref()
    }

    pub(in crate::protocols) fn rankings(&self) -> &[Arc<Ranking>] {
        &self.rankings
    }

    /// The rankings for one round; those beyond the number of disputants are repetitions.
    ///
    /// # Panics
    /// There is no catalogue.
    #[inline]
    pub(in crate::protocols) fn views(&self) -> [&Ranking; MOST_SEATS] {
        std::array::from_fn(|seat| &*self.rankings[seat.min(self.rankings.len() - 1)])
    }

    /// Makes the menu anew, in place where nobody else has a share in them.
    fn rebuild(&mut self, case: &Case, situation: &Situation, catalogue: Option<Arc<Catalogue>>) {
        self.catalogue = catalogue;
        self.rankings.resize_with(case.disputants.len(), Arc::default);
        let Some(catalogue) = &self.catalogue else { return };
        for ((k, ranking), &p) in self.rankings.iter_mut().enumerate().zip(&case.disputants) {
            if Arc::get_mut(ranking).is_none() {
                *ranking = Arc::default();
            }
            let linkages = situation.linkages(case, p);
            let preferences = Preferences::new(catalogue.space(), situation.worth(case, k), &linkages);
            let own: Vec<bool> = case.options.indices().map(|o| !case.red_line(p, o)).collect();
            let ranking = Arc::get_mut(ranking).expect("nobody else has a share");
            // Lengths are those of the case, and worths are finite: there is nothing to refuse.
            let built = preferences.and_then(|preferences| ranking.rebuild(catalogue, &preferences, &own));
            debug_assert!(built.is_ok(), "{built:?}");
        }
    }
}

/// All that the menu is made of.
#[derive(Debug, Clone, Default, PartialEq)]
struct Situation {
    /// By option: it is known and on the table from the start.
    allowed: Vec<bool>,
    /// Of the disputants, one after the other.
    worths: Vec<f64>,
    linkages: Vec<f64>,
}

impl Situation {
    fn read(&mut self, case: &Case, terms: &[OptionTerms], worths: &[Worth], links: &[LinkageWorth]) {
        let worths = case.by_option(worths);
        self.allowed.clear();
        self.allowed
            .extend(terms.iter().map(|t| t.latent < 0.5 && t.off_table < 0.5));
        self.worths.clear();
        for &p in &case.disputants {
            self.worths.extend(worths.row(p).iter().map(|w| w.0));
        }
        self.linkages.clear();
        self.linkages.extend(links.iter().map(|l| l.0));
    }

    fn worth(&self, case: &Case, disputant: usize) -> &[f64] {
        let n = case.options.len();
        &self.worths[disputant * n..(disputant + 1) * n]
    }

    fn linkages(&self, case: &Case, party: PartyIx) -> Vec<Linkage> {
        let own = case
            .linkages
            .iter()
            .zip(&self.linkages)
            .filter(|(l, _)| l.party == party);
        own.map(|(l, &value)| Linkage {
            options: OptionIx::numbers(&l.options),
            value,
        })
        .collect()
    }

    /// The packages that may be offered; none where every one is refused.
    fn catalogue(&self, case: &Case, space: &OutcomeSpace) -> Option<Arc<Catalogue>> {
        if case.disputants.len() > MOST_SEATS {
            return None;
        }
        let linkages: Vec<Vec<Linkage>> = case.disputants.iter().map(|&p| self.linkages(case, p)).collect();
        let preferences = linkages.iter().enumerate();
        let preferences: Vec<Preferences<'_>> = preferences
            .map(|(k, linkages)| Preferences::new(space, self.worth(case, k), linkages))
            .collect::<Result<_, _>>()
            .ok()?;
        let exclusions: Vec<Exclusion> = case
            .exclusions
            .iter()
            .map(|e| Exclusion {
                options: OptionIx::numbers(&e.options),
            })
            .collect();
        let problem = Problem::new(space, &preferences, &exclusions, &self.allowed).ok()?;
        Catalogue::of_problem(&problem).ok().map(Arc::new)
    }
}

/// The last situation that was laid out, and its menu.
#[derive(Debug, Default)]
pub(in crate::protocols) struct Last {
    space: Option<OutcomeSpace>,
    situation: Situation,
    menu: Menu,
    now: Situation,
}

/// Lays out catalogue and rankings of the runs that begin, where those of the run before will not do.
pub(in crate::protocols) fn lay_out(
    case: The<Case>,
    mut last: Local<Last>,
    mut runs: Runs<(
        TalksRow<&mut Menu>,
        Stances<&Worth>,
        Linkages<&LinkageWorth>,
        Options<&OptionTerms>,
    )>,
) {
    let Last {
        space,
        situation,
        menu,
        now,
    } = &mut *last;
    let sizes = || case.issues.iter().map(|i| i.options.len()).collect::<Vec<_>>();
    let space = match space {
        Some(space) => space,
        None => match OutcomeSpace::new(&sizes()) {
            Ok(made) => space.insert(made),
            Err(_) => return,
        },
    };
    for (run, (own, worths, links, terms)) in runs.filter(|run| run.weighing != Weighing::Kept) {
        now.read(&case, terms, worths, links);
        // What may be offered in a space that is enumerated does not depend on what it is worth.
        let kept = menu
            .catalogue
            .clone()
            .filter(|_| now.allowed == situation.allowed && (space.is_enumerable() || *now == *situation));
        let catalogue = kept.or_else(|| now.catalogue(&case, space));
        let own = &mut own[0];
        if run.weighing == Weighing::Drawn {
            own.rebuild(&case, now, catalogue.clone());
            if menu.catalogue.is_none() {
                menu.catalogue = catalogue;
                situation.allowed.clone_from(&now.allowed);
            }
            continue;
        }
        if now != situation || menu.rankings.is_empty() {
            // The menus of the point before may be in use in other slots.
            *menu = Menu::default();
            menu.rebuild(&case, now, catalogue);
            std::mem::swap(situation, now);
        }
        own.clone_from(menu);
    }
}
