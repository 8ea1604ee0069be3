//! A mediator's public: the more it wants peace, the less patience its mediator has. An impatient mediator presses each side
//! as far as its leverage over it goes, its people look less closely, and (elsewhere) it floats what is not ripe and reaches
//! for carrots and sticks. Source: Touval & Zartman 1985 (leverage); Princen 1992 (mediators have interests).

use super::{DomesticPressure, Pressure, weigh_on};
use crate::channels::{Aspiration, Attention, Impatience};
use bevy_ecs::prelude::*;
use detente_core::terms::SideTerms;
use detente_core::{Assembly, Case, Negotiators, Parties, PartyIx, Phase, Relations, Role, Runs, TalksRow, The};

pub(super) fn assemble(assembly: &mut Assembly<'_>) {
    if mediator(assembly.case()).is_some() {
        assembly.add(Phase::Strain, lose_patience.after(weigh_on));
    }
}

/// The mediator that holds the text.
fn mediator(case: &Case) -> Option<PartyIx> {
    let holder = case.talks.text_holder;
    holder.filter(|&holder| case.parties[holder].role == Role::Mediator)
}

/// What pressing leaves of a demand.
#[inline]
fn pressed(pressing: f64, impatience: f64, leverage: f64) -> f64 {
    1.0 - pressing * impatience * leverage
}

fn lose_patience(
    case: The<Case>,
    mut runs: Runs<(
        Parties<(&DomesticPressure, &Pressure)>,
        TalksRow<&mut Impatience>,
        Relations<&SideTerms>,
        Negotiators<(&mut Aspiration, &mut Attention)>,
    )>,
) {
    let Some(holder) = mediator(&case) else { return };
    for (_, ((terms, pressures), impatience, sides, (aspirations, attention))) in runs.iter() {
        let terms = &terms[holder];
        let felt = terms.impatience * pressures[holder].peace;
        impatience[0].0 += felt;
        for &p in &case.disputants {
            let factor = pressed(terms.pressing, felt, sides[case.relation(holder, p)].leverage);
            for &n in &case.delegations[p] {
                aspirations[n].factor *= factor;
            }
        }
        for &n in &case.delegations[holder] {
            attention[n].0 *= 1.0 - terms.hurry * felt;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pressing_takes_impatience_and_leverage() {
        assert_eq!(pressed(0.8, 0.0, 1.0), 1.0);
        assert_eq!(pressed(0.8, 1.0, 0.0), 1.0);
        assert!((pressed(0.8, 0.25, 0.5) - 0.9).abs() < 1e-15);
    }
}
