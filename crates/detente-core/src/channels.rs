//! Channels: where behaviours meet. A behaviour writes to channels and never reads another behaviour's state; decisions
//! read channels only. The engine resets them when a round begins; every behaviour then writes what it has to say.

use bevy_ecs::prelude::*;
use libm::exp;

/// A negotiator's aspiration: `a = r + (a_max - r) * (curve * factor + push) + addition`, kept in [r, 1].
#[derive(Component, Debug, Clone, Copy, PartialEq)]
pub struct Aspiration {
    /// What remains of the initial demand as time passes, 1 to 0. Neutral: 0, asks for no more than r.
    pub curve: f64,
    /// How far above r the first demand goes.
    pub headroom: f64,
    /// Product of the contributions.
    pub factor: f64,
    /// What is asked on top whatever time has passed, as a share of the first demand.
    pub push: f64,
    /// Sum of the contributions.
    pub addition: f64,
}

impl Default for Aspiration {
    fn default() -> Self {
        Self {
            curve: 0.0,
            headroom: 0.0,
            factor: 1.0,
            push: 0.0,
            addition: 0.0,
        }
    }
}

impl Aspiration {
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

/// A negotiator's error of judgement: variances add, in units of the standard deviation of utility over packages.
#[derive(Component, Debug, Clone, Copy, Default, PartialEq)]
pub struct Judgement {
    /// Sum of the variances.
    pub variance: f64,
}

/// How well a person searches: chance that a change for joint gain, or a latent option, is seen.
#[derive(Component, Debug, Clone, Copy, PartialEq)]
pub struct Attention(pub f64);

impl Default for Attention {
    fn default() -> Self {
        Self(1.0)
    }
}

/// A party's threshold of support at home.
#[derive(Component, Debug, Clone, Copy, Default, PartialEq)]
pub struct Threshold {
    /// Sum of the contributions.
    pub theta: f64,
    /// Width of the chance of ratification around it; 0 is a step.
    pub width: f64,
    /// Whether anybody votes at home at all.
    pub voted: bool,
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

/// How honestly people speak in this session: a sum on the logit scale.
#[derive(Component, Debug, Clone, Copy, Default, PartialEq)]
pub struct Candour(pub f64);

impl Candour {
    /// The chance to speak honestly.
    #[inline]
    pub fn chance(&self) -> f64 {
        1.0 / (1.0 + exp(-self.0))
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
/// Bound of the exponent of walk-outs.
pub const WALK_OUT_BOUND: f64 = 6.0;

macro_rules! hazards { ($( $(#[doc = $doc:literal])* $name:ident; )*) => { $(
    $(#[doc = $doc])*
    #[derive(Component, Debug, Clone, Copy, Default, PartialEq)]
    pub struct $name(pub Hazard);
)* } }

hazards! {
    /// Leaks, per day.
    LeakHazard;
    /// Missteps, per session.
    MisstepHazard;
    /// Walk-outs, per day.
    WalkOutHazard;
    /// Ripening of an issue, per day.
    RipeningHazard;
    /// Discovery of a latent option, per session.
    DiscoveryHazard;
}

/// A guarantor's inclination to agree: a sum, on the scale of its threshold.
#[derive(Component, Debug, Clone, Copy, Default, PartialEq)]
pub struct Inclination(pub f64);

/// What the process adds to the value of an option for a party, in utility: a mediator's carrot, the battlefield.
/// Contributions are increments, kept through the run; nobody takes a promise back.
#[derive(Component, Debug, Clone, Copy, Default, PartialEq)]
pub struct OptionValue(pub f64);

/// A party's fear that the other side breaks the agreement.
#[derive(Component, Debug, Clone, Copy, Default, PartialEq)]
pub struct BreachRisk {
    /// Risk of a breach before what the text exposes and guarantees.
    pub base: f64,
    /// Weight of what single options expose.
    pub exposure: f64,
    /// What a breach takes from the utility of no agreement.
    pub loss: f64,
}

impl BreachRisk {
    /// Whether there is any.
    #[inline]
    pub fn is_felt(&self) -> bool {
        self.base > 0.0 || self.exposure > 0.0
    }

    /// The risk of a breach of a text: `clamp(base + what its options expose) * what no guarantee takes away`.
    #[inline]
    pub fn of_text(&self, exposed: f64, unguarded: f64) -> f64 {
        (self.base + self.exposure * exposed).clamp(0.0, 1.0) * unguarded
    }
}

/// What a party loses with its public by signing the text as it stands, in utility.
#[derive(Component, Debug, Clone, Copy, Default, PartialEq)]
pub struct AudienceCost(pub f64);

/// Days by which a party's clock of concessions lags behind.
#[derive(Component, Debug, Clone, Copy, Default, PartialEq)]
pub struct Standstill(pub f64);

/// How strongly the holder of the text reassures the sides about their red lines, 0 to 1.
#[derive(Component, Debug, Clone, Copy, Default, PartialEq)]
pub struct Reassurance(pub f64);

/// How impatient the mediator is, pressed by its own public, 0 to 1: it floats what is not ripe and reaches for carrots
/// and sticks.
#[derive(Component, Debug, Clone, Copy, Default, PartialEq)]
pub struct Impatience(pub f64);

/// Whether the holder of the text drafts on ideas of its own, or only writes down what the sides ask for.
#[derive(Component, Debug, Clone, Copy, PartialEq, Eq)]
pub struct Initiative(pub bool);

impl Default for Initiative {
    fn default() -> Self {
        Self(true)
    }
}
