//! What a party makes of a text: the formulas, without the engine.

use crate::channels::{BreachRisk, Threshold};
use detente_bargaining::TOLERANCE;

/// What a party loses by signing a text that fails at home, in utility. Stylised.
pub(super) const LOSS_AT_HOME: f64 = 0.05;

/// Below this chance of ratification nobody signs.
pub(super) const LEAST_CHANCE: f64 = 0.5;

/// Value of signing: `S = q V + (1 - q)(r - loss)`; what fails at home leaves less than no text at all.
#[inline]
pub(super) fn signing_value(chance: f64, value: f64, reservation: f64) -> f64 {
    chance * value + (1.0 - chance) * (reservation - LOSS_AT_HOME)
}

/// Whether signing is worth no less than no text; worths add up to 1 at most.
#[inline]
pub fn is_worth_signing(chance: f64, value: f64, reservation: f64) -> bool {
    signing_value(chance, value, reservation) >= reservation - TOLERANCE
}

/// What a text is worth if the other side may break it: `V <- (1 - B) V + B (r - loss)`. Source: Fearon 1995.
#[inline]
pub(super) fn risked(value: f64, reservation: f64, breach: f64, loss: f64) -> f64 {
    (1.0 - breach) * value + breach * (reservation - loss)
}

/// What a breach would take from a party: the better the text, the more there is to lose.
#[inline]
pub(super) fn at_stake(value: f64, reservation: f64, risk: &BreachRisk) -> f64 {
    (value - reservation + risk.loss).max(0.0)
}

/// What an option adds to the value of a text by way of the fear of a breach, reckoned to first order: what it exposes
/// costs, what it guarantees gains.
#[inline]
pub(super) fn reckoned(risk: &BreachRisk, stake: f64, exposes: f64, guarantee: f64) -> f64 {
    stake * (risk.base * guarantee - risk.exposure * exposes)
}

/// Whether a party can live with a text: no own red line, and at least its reservation value.
#[inline]
pub(super) fn considers(red_line: bool, value: f64, reservation: f64) -> bool {
    !red_line && value >= reservation - TOLERANCE
}

/// Whether it signs, asked for the last time: r and theta have moved since it accepted.
#[inline]
pub(super) fn signs(
    red_line: bool,
    value: f64,
    price: f64,
    reservation: f64,
    threshold: &Threshold,
    support: f64,
) -> bool {
    let chance = threshold.chance(support);
    considers(red_line, value, reservation)
        && chance >= LEAST_CHANCE
        && is_worth_signing(chance, value - price, reservation)
}

/// How much of an error of judgement is left after some days: `.8` a week.
#[inline]
pub(super) fn kept_error(days: f64) -> f64 {
    libm::exp2(days / 7.0 * -0.321_928_094_887_362_35) // log2(.8)
}

/// One step of an error of judgement: AR(1) with unit variance.
#[inline]
pub(super) fn next_error(error: f64, kept: f64, shock: f64) -> f64 {
    kept * error + libm::sqrt(1.0 - kept * kept) * shock
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_certain_text_is_worth_its_utility_and_a_hopeless_one_less_than_none() {
        assert_eq!(signing_value(1.0, 0.7, 0.4), 0.7);
        assert!((signing_value(0.0, 0.7, 0.4) - 0.35).abs() < 1e-15);
    }

    #[test]
    fn nobody_signs_across_a_red_line_below_r_or_without_a_majority_at_home() {
        let step = Threshold {
            theta: 0.5,
            width: 0.0,
            voted: true,
        };
        assert!(signs(false, 0.6, 0.0, 0.5, &step, 0.5));
        assert!(!signs(true, 0.6, 0.0, 0.5, &step, 0.5));
        assert!(!signs(false, 0.4, 0.0, 0.5, &step, 0.9));
        // .2 + .7 + 0 is less than .9 by a rounding.
        assert!(signs(false, 0.2 + 0.7, 0.0, 0.9, &step, 0.5));
        assert!(!signs(false, 0.9, 0.0, 0.5, &step, 0.49));
    }

    /// With B = .25 and a loss of .1: .75 * .8 + .25 * (.4 - .1); a guarantee of one half halves B.
    #[test]
    fn a_feared_breach_pulls_a_text_towards_less_than_no_agreement() {
        let risk = BreachRisk {
            base: 0.15,
            exposure: 1.0,
            loss: 0.1,
            exposes: 0.1,
        };
        let breach = risk.of_text(1.0);
        assert!((risked(0.8, 0.4, breach, risk.loss) - 0.675).abs() < 1e-12);
        assert!((risk.of_text(0.5) - 0.125).abs() < 1e-12);
        assert_eq!(BreachRisk { exposes: 5.0, ..risk }.of_text(1.0), 1.0);
    }

    /// The reckoning is the derivative of the value by what an option exposes or guarantees.
    #[test]
    fn what_an_option_does_to_the_fear_is_reckoned_to_first_order() {
        let risk = BreachRisk {
            base: 0.2,
            exposure: 1.0,
            loss: 0.1,
            exposes: 0.0,
        };
        let (value, r, small) = (0.7, 0.4, 1e-6);
        let with = |exposes: f64, guarantee: f64| {
            let breach = BreachRisk { exposes, ..risk }.of_text(1.0 - guarantee);
            risked(value, r, breach, risk.loss)
        };
        let stake = at_stake(value, r, &risk);
        let exposed = (with(small, 0.0) - with(0.0, 0.0)) / small;
        let guarded = (with(0.0, small) - with(0.0, 0.0)) / small;
        assert!((reckoned(&risk, stake, 1.0, 0.0) - exposed).abs() < 1e-6);
        assert!((reckoned(&risk, stake, 0.0, 1.0) - guarded).abs() < 1e-6);
    }

    /// Unit variance is kept: kept^2 + (1 - kept^2) = 1; no time, no change.
    #[test]
    fn errors_keep_their_variance() {
        assert_eq!(next_error(0.7, kept_error(0.0), 2.0), 0.7);
        let kept = next_error(1.0, kept_error(7.0), 0.0);
        let fresh = next_error(0.0, kept_error(7.0), 1.0);
        assert!((kept - 0.8).abs() < 1e-12);
        assert!((kept * kept + fresh * fresh - 1.0).abs() < 1e-12);
    }
}
