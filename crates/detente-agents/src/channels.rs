//! Channels: where behaviours meet. A behaviour writes to channels and never reads another behaviour's state; decisions
//! read channels only. The engine clears them as they are declared; every behaviour then writes what it has to say.

use detente_core::{Issue, Negotiator, Party, Stance, Talks, channel};
use libm::exp;

channel! {
    /// A negotiator's aspiration: `a = r + (a_max - r) * (curve * factor + push) + addition`, kept in [r, 1].
    pub Aspiration on Negotiator, round, "utility", "curve and headroom are set, others draw the curve, factors multiply, additions add" {
        /// What remains of the initial demand as time passes, 1 to 0. Neutral: 0, asks for no more than r.
        pub curve: f64 = 0.0,
        /// How far above r the first demand goes.
        pub headroom: f64 = 0.0,
        /// Product of the contributions.
        pub factor: f64 = 1.0,
        /// What is asked on top whatever time has passed, as a share of the first demand.
        pub push: f64 = 0.0,
        /// Sum of the contributions.
        pub addition: f64 = 0.0,
    }
}

impl Aspiration {
    /// Draws what is left of the demand, with this weight, towards another measure of what should be left.
    #[inline]
    pub fn draw(&mut self, weight: f64, towards: f64) {
        self.curve = (1.0 - weight) * self.curve + weight * towards;
    }

    /// What the mere passing of time has left of the demand above r: `(a_max - r) * curve`.
    #[inline]
    pub fn ask(&self, reservation: f64) -> f64 {
        self.headroom.min(1.0 - reservation) * self.curve
    }

    /// The aspiration at this reservation value.
    #[inline]
    pub fn level(&self, reservation: f64) -> f64 {
        let pushed = self.headroom.min(1.0 - reservation) * self.push;
        (reservation + self.ask(reservation) * self.factor + pushed + self.addition).clamp(reservation, 1.0)
    }
}

channel! {
    /// A negotiator's error of judgement, its variance in units of the standard deviation of utility over packages.
    pub Judgement on Negotiator, round, "variance", "variances add" {
        /// Sum of the variances.
        pub variance: f64 = 0.0,
    }
}

channel! {
    /// How well a person searches: chance that a change for joint gain, or a latent option, is seen.
    pub Attention on Negotiator, round, "share", "factors multiply" (pub f64 = 1.0)
}

channel! {
    /// A party's threshold of support at home.
    pub Threshold on Party, round, "support", "contributions add" {
        /// Sum of the contributions.
        pub theta: f64 = 0.0,
        /// Width of the chance of ratification around it; 0 is a step.
        pub width: f64 = 0.0,
        /// Whether anybody votes at home at all.
        pub voted: bool = false,
    }
}

impl Threshold {
    /// Chance that this support is ratified: logistic, a step at width 0; certain where nobody votes.
    #[inline]
    pub fn chance(&self, support: f64) -> f64 {
        if !self.voted {
            1.0
        } else if self.width <= 0.0 {
            f64::from(u8::from(support >= self.theta))
        } else {
            1.0 / (1.0 + exp((self.theta - support) / self.width))
        }
    }
}

channel! {
    /// How honestly people speak in this session.
    pub Candour on Talks, round, "log odds", "contributions add" (pub f64 = 0.0)
}

impl Candour {
    /// The chance to speak honestly.
    #[inline]
    pub fn chance(&self) -> f64 {
        1.0 / (1.0 + exp(-self.0))
    }
}

channel! {
    /// How far people keep to themselves what is sensitive: what it takes from the log chance that an option of full
    /// sensitivity is floated.
    pub Reticence on Talks, round, "log share", "contributions add" (pub f64 = 0.0)
}

impl Reticence {
    /// The chance that an option of this sensitivity is floated, where without reticence it had this chance.
    #[inline]
    pub fn chance(&self, chance: f64, sensitivity: f64) -> f64 {
        chance * exp(-self.0 * sensitivity)
    }
}

/// A hazard: `h0 * factor * exp(exponent)`, the exponent kept within bounds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Hazard {
    /// Product of the plain factors.
    pub factor: f64,
    /// Sum of the behavioural terms.
    pub exponent: f64,
}

impl Default for Hazard {
    fn default() -> Self {
        Self {
            factor: 1.0,
            exponent: 0.0,
        }
    }
}

impl Hazard {
    /// The rate at this base rate, the exponent kept in `[-bound, bound]`.
    #[inline]
    pub fn rate(&self, base: f64, bound: f64) -> f64 {
        base * self.factor * exp(self.exponent.clamp(-bound, bound))
    }
}

/// Chance that something of this rate happens within a span of time.
#[inline]
pub fn chance_within(rate: f64, span: f64) -> f64 {
    -libm::expm1(-rate * span)
}

/// Bound of the exponent of most hazards.
pub const BOUND: f64 = 3.0;
/// Bound of the exponent of walkouts.
pub const WALK_OUT_BOUND: f64 = 6.0;

channel! {
    /// Leaks.
    pub LeakHazard on Talks, round, "per day", "factors multiply, exponents add" (pub Hazard = Hazard::default())
}

channel! {
    /// Missteps.
    pub MisstepHazard on Talks, round, "per meeting day", "factors multiply, exponents add" (pub Hazard = Hazard::default())
}

channel! {
    /// Walkouts.
    pub WalkOutHazard on Talks, round, "per day", "factors multiply, exponents add" (pub Hazard = Hazard::default())
}

channel! {
    /// Ripening of an issue.
    pub RipeningHazard on Issue, round, "per day", "factors multiply, exponents add" (pub Hazard = Hazard::default())
}

channel! {
    /// Discovery of a latent option.
    pub DiscoveryHazard on Talks, round, "per session", "factors multiply, exponents add" (pub Hazard = Hazard::default())
}

channel! {
    /// A guarantor's inclination to agree, on the scale of its threshold.
    pub Inclination on Party, round, "inclination", "contributions add" (pub f64 = 0.0)
}

channel! {
    /// What the process adds to the value of an option for a party: a mediator's carrot, the battlefield. Nobody takes a
    /// promise back.
    pub OptionValue on Stance, run, "utility", "increments add" (pub f64 = 0.0)
}

channel! {
    /// A party's fear that the other side breaks the agreement.
    pub BreachRisk on Party, round, "share", "set by one behaviour" {
        /// Risk of a breach before what the text exposes and guarantees.
        pub base: f64 = 0.0,
        /// Weight of what single options expose.
        pub exposure: f64 = 0.0,
        /// What a breach takes from the utility of no agreement.
        pub loss: f64 = 0.0,
        /// What the options of the text expose together.
        pub exposes: f64 = 0.0,
    }
}

impl BreachRisk {
    /// Whether there is any.
    #[inline]
    pub fn is_felt(&self) -> bool {
        self.base > 0.0 || self.exposure > 0.0
    }

    /// The risk of a breach of the text: `clamp(base + what its options expose) * what no guarantee takes away`.
    #[inline]
    pub fn of_text(&self, unguarded: f64) -> f64 {
        (self.base + self.exposure * self.exposes).clamp(0.0, 1.0) * unguarded
    }
}

channel! {
    /// What a party loses with its public by signing the text as it stands.
    pub AudienceCost on Party, round, "utility", "contributions add" (pub f64 = 0.0)
}

channel! {
    /// Days by which a party's clock of concessions lags behind.
    pub Standstill on Party, round, "days", "contributions add" (pub f64 = 0.0)
}

channel! {
    /// How strongly the holder of the text reassures the sides about their red lines, 0 to 1.
    pub Reassurance on Talks, round, "share", "set by one behaviour" (pub f64 = 0.0)
}

channel! {
    /// How impatient the mediator is, pressed by its own public, 0 to 1: it floats what is not ripe and reaches for carrots
    /// and sticks.
    pub Impatience on Talks, round, "share", "set by one behaviour" (pub f64 = 0.0)
}

channel! {
    /// Whether the holder of the text drafts on ideas of its own, or only writes down what the sides ask for.
    pub Initiative on Talks, round, "", "set by one behaviour" (pub bool = true)
}
