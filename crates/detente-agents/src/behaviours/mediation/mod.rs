//! Mediation: the holder of the text does not know what the sides want; it learns from honest criticism, reassures them
//! about their red lines, and is the more credible to a side the more it is seen to be on it. It may also ask: about the
//! matter on which it is least sure of a side, weighing how much the side seems to care by how often it has been heard.
//!
//! Three styles: `communication` writes down what the sides ask for and makes them speak openly (candour + .5);
//! `formulation` writes a text on ideas of its own and reassures; `manipulation` promises and threatens as well.
//! Beliefs start wrong by a normal error of `.3` of the issue's weight an option and move half way to the truth at an
//! honest criticism. Of the red lines a share `unspoken` is not told at first; an unspoken line counts nothing in what the
//! holder believes, and may be crossed until its party objects or answers an honest question about the issue. Reassurance lowers theta of a side whose red lines the text respects. Credibility
//! `chi = logit^-1(-1 + 6 (tilt_p - tilt_q))`, aspiration factor `1 - .2 chi`.
//! Source: Touval & Zartman 1985 and Beardsley et al. 2006 (styles); Kydd 2003 (biased mediators are believed); Klein et
//! al. 2003; values stylised.

mod inducements;
mod learning;

pub use inducements::{CARROT_OFFERED, STICK_SHOWN};
pub use learning::LINE_HEARD;

use crate::channels::{Aspiration, Candour, Initiative, Reassurance, Threshold};
use crate::facts::{InText, Scale};
use bevy_ecs::prelude::*;
use detente_core::terms::SideTerms;
use detente_core::{
    Assembly, Behaviour, Case, EventKind, Issues, Negotiators, Origin, Outlook, Parties, PartyIx, Phase, Relations,
    Role, Runs, Talks, TalksRow, The, origin, params,
};
use libm::exp;

params! {
    /// What a mediator knows and does.
    Mediation on Talks as "mediation" {
        /// What the mediator does: carry messages, write the text, or push with carrots and sticks as well
        style: "communication | formulation | manipulation", 0.0 ..= 2.0, default 1.0, absent 1.0, "Touval & Zartman 1985; Beardsley et al. 2006";
        /// What a mediator that only carries messages adds to candour
        listening: "log odds", -10.0 ..= 10.0, default 0.5, absent 0.0, "Beardsley et al. 2006; value stylised";
        /// Error of the first beliefs, in weights of the issue
        belief_error: "weight of the issue", 0.0 ..= 10.0, default 0.3, absent 0.0, "stylised";
        /// Chance that a red line is one that the holder has not heard of on the first day
        unspoken: "share", 0.0 ..= 1.0, default 0.0, absent 0.0, "Raiffa 1982 (sides do not tell a mediator where their limits lie); value stylised";
        /// How far an honest criticism moves a belief to the truth
        learning: "share", 0.0 ..= 1.0, default 0.5, absent 0.0, "stylised";
        /// Chance of each of four questions that the mediator has time to ask a side in a round, about the matter that it knows least of; the answer is honest with the chance of candour
        inquiry: "share", 0.0 ..= 1.0, default 0.0, absent 0.0, "Raiffa 1982 (the mediator elicits interests in private); value stylised";
        /// How strongly the mediator reassures the sides that their red lines stand
        reassurance: "share", 0.0 ..= 1.0, default 0.5, absent 0.0, "stylised";
        /// How far full reassurance lowers the support needed, on the scale of support at home
        reassured: "share of the scale", 0.0 ..= 1.0, default 0.02, absent 0.0, "stylised";
        /// How far full credibility lowers a demand
        credibility: "share", 0.0 ..= 1.0, default 0.2, absent 0.0, "Kydd 2003; value stylised";
        /// Chance that a mediator who manipulates uses a carrot or stick in a session that calls for it
        readiness: "share", 0.0 ..= 1.0, default 0.3, absent 0.0, "stylised";
    }
}

/// Credibility to a side, from how far the mediator is seen on it rather than on the others'.
#[inline]
pub fn credibility(tilt: f64, others: f64) -> f64 {
    1.0 / (1.0 + exp(1.0 - 6.0 * (tilt - others)))
}

/// The styles, in the order of their words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// Carries messages: writes down what the sides ask for, and listens well.
    Communication,
    /// Writes a text on ideas of its own, and reassures.
    Formulation,
    /// Promises and threatens as well.
    Manipulation,
}

impl Mediation {
    /// The style that the number stands for.
    #[inline]
    pub fn style(&self) -> Style {
        match self.style as u32 {
            0 => Style::Communication,
            1 => Style::Formulation,
            _ => Style::Manipulation,
        }
    }

    /// How strongly the sides are reassured: by who only carries messages, not at all.
    #[inline]
    pub fn reassures(&self) -> f64 {
        if self.style() == Style::Communication {
            0.0
        } else {
            self.reassurance
        }
    }
}

/// What the style means for the text and for the mood in the room.
fn steer(case: The<Case>, mut runs: Runs<TalksRow<(&Mediation, &mut Initiative, &mut Reassurance, &mut Candour)>>) {
    for (run, (terms, initiative, reassurance, candour)) in runs.iter() {
        let terms = &terms[0];
        if terms.style() != Style::Communication {
            reassurance[0].0 = terms.reassures();
            continue;
        }
        initiative[0].0 = false;
        if case.talks.text_holder.is_some_and(|h| case.present[run.session][h]) {
            candour[0].0 += terms.listening;
        }
    }
}

fn reassure(
    case: The<Case>,
    mut runs: Runs<(
        TalksRow<(&Mediation, &Reassurance)>,
        Issues<&InText>,
        Parties<(&Scale, &mut Threshold)>,
        Negotiators<&mut Aspiration>,
        Relations<&SideTerms>,
    )>,
) {
    let Some(holder) = case
        .talks
        .text_holder
        .filter(|&h| case.parties[h].role == Role::Mediator)
    else {
        return;
    };
    for (_, ((terms, reassurance), text, (scales, thresholds), aspirations, sides)) in runs.iter() {
        let terms = &terms[0];
        let tilt = |p: PartyIx| sides[case.relation(holder, p)].tilt;
        let total: f64 = case.disputants.iter().map(|&p| tilt(p)).sum();
        for &p in &case.disputants {
            if !case.is_crossed(text, p) {
                let scale = scales[p].support_high - scales[p].support_low;
                thresholds[p].theta -= reassurance[0].0 * terms.reassured * scale;
            }
            let others = (total - tilt(p)) / (case.disputants.len() - 1).max(1) as f64;
            let factor = 1.0 - terms.credibility * credibility(tilt(p), others);
            for &n in &case.delegations[p] {
                aspirations[n].factor *= factor;
            }
        }
    }
}

impl Behaviour for Mediation {
    type Params = Self;
    const ABOUT: &'static str = "The holder of the text carries messages, formulates or manipulates: it learns what the \
                                 sides want from honest criticism, reassures them about their red lines, is believed by \
                                 the side it favours, and may promise and threaten.";
    const SOURCE: &'static str =
        "Touval & Zartman 1985; Beardsley et al. 2006; Kydd 2003; Klein et al. 2003; values stylised";
    const ORIGIN: Origin = origin!();
    const EVENTS: &'static [&'static EventKind] = &[CARROT_OFFERED, STICK_SHOWN, LINE_HEARD];
    fn idle(outlook: &Outlook<'_>) -> Option<&'static str> {
        let is_held = outlook.model.talks.text_holder.is_some();
        (!is_held).then_some("nobody holds a text")
    }
    fn assemble(assembly: &mut Assembly<'_>) {
        learning::assemble(assembly);
        inducements::assemble(assembly);
        assembly.add(Phase::Strain, (steer, reassure).chain());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn credibility_grows_with_the_lean_and_an_even_mediator_has_some() {
        assert!((credibility(0.5, 0.5) - 1.0 / (1.0 + exp(1.0))).abs() < 1e-15);
        assert!(credibility(0.8, 0.2) > 0.9 && credibility(0.2, 0.8) < 0.05);
    }
}
