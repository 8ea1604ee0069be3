//! The fixed keys: numbers that belong to the rows of every scenario, whatever behaviours are in use.

use crate::kind::{
    Constituency, Effect, Emphasis, Inducement, Issue, IssueOption, Linkage, Negotiator, Party, Relation, Session,
    Shock, Stake, Stance, Talks,
};
use crate::params;
use crate::params::Parameter;

/// Utilities on a scale of the scenario's own stay within this, either way.
pub(crate) const WIDEST_SCALE: f64 = 1e9;

impl StanceTerms {
    /// The value that was given in place of the line's.
    #[inline]
    pub fn given(&self) -> Option<f64> {
        (self.value >= -WIDEST_SCALE).then_some(self.value)
    }
}

/// The declaration of a parameter, whose range is wider where utilities are on a scale of the scenario's own
/// (`talks.scale = "own"`).
pub fn declared(parameter: &Parameter, own_scale: bool) -> Parameter {
    let range = match parameter.unit {
        "utility" | "value" if own_scale => [-WIDEST_SCALE, WIDEST_SCALE],
        _ => parameter.range,
    };
    Parameter { range, ..*parameter }
}
params! {
    /// The frame of the talks. Path: `scenario.horizon_days`.
    TalksTerms on Talks as "" {
        /// Last day of the talks; still talking then is the outcome `deadline`
        horizon_days: whole "days", 0.0 ..= 36_500.0, default 364, absent 364, "scenario";
    }
}
params! {
    /// What a party brings along.
    PartyTerms on Party as "" {
        /// Utility of no agreement, as it stands on day 0
        reservation_value: "utility", 0.0 ..= 1.0, default 0.0, absent 0.0, "Fisher & Ury 1981 (BATNA); value stylised";
        /// What is left of a utility after all rounds of alternating offers; after a share t of them, discount^t is left
        discount: "share", 0.000001 ..= 1.0, default 1.0, absent 1.0, "Rubinstein 1982; value stylised";
        /// Weight of its vote in plenary, under a qualified majority
        votes: "weight", 0.0 ..= 1e6, default 1.0, absent 1.0, "stylised";
    }
}
params! {
    /// How a text is voted on in plenary. Path: `talks.voting.majority`.
    VotingTerms on Talks as "voting" {
        /// Share of the weight cast that a qualified majority needs
        majority: "share", 0.0 ..= 1.0, default 0.666_666_666_666_666_6, absent 0.0, "Vienna Convention 1969, art. 9: two thirds";
        /// Share of all weight that has to be in the room
        quorum: "share", 0.0 ..= 1.0, default 0.5, absent 0.0, "stylised";
    }
}
params! {
    /// A person's traits.
    NegotiatorTerms on Negotiator as "" {
        /// Chance-like inclination to keep a confidence; leaks scale with 1 - discretion
        discretion: "share", 0.0 ..= 1.0, default 0.8, absent 0.8, "stylised";
        /// How strongly a leak hits this person at home
        leak_sensitivity: "share", 0.0 ..= 1.0, default 0.5, absent 0.5, "stylised";
        /// Experience; inexperience adds to errors of judgement and to missteps
        experience: "share", 0.0 ..= 1.0, default 0.6, absent 0.6, "stylised";
        /// Error of judgement, in standard deviations of utility over all packages
        noise: "sd of utility", 0.0 ..= 10.0, default 0.2, absent 0.2, "stylised";
        /// Weight of the person's aspiration and judgement in the delegation
        influence: "weight", 0.0 ..= 1000.0, default 1.0, absent 1.0, "stylised";
    }
}
params! {
    /// How a person concedes over time. Path: `negotiators.<id>.strategy.offers.boulware`.
    StrategyTerms on Negotiator as "strategy.offers" {
        /// Exponent of the concession curve 1 - (t / tempo)^exponent: above 1 firm at first (Boulware), below 1 soft at first (conceder)
        boulware: "exponent", 0.01 ..= 100.0, default 1.0, absent 1.0, "Faratin, Sierra & Jennings 1998";
    }
}
params! {
    /// A domestic group.
    ConstituencyTerms on Constituency as "" {
        /// Weight among the groups of its party
        weight: "weight", 0.0 ..= 1e6, default 1.0, absent 1.0, "stylised";
        /// Baseline of hawkish pressure that it exerts
        hawkishness: "share", 0.0 ..= 1.0, default 0.2, absent 0.2, "stylised";
    }
}
params! {
    /// What one party feels towards another on day 0.
    RelationTerms on Relation as "" {
        /// Trust on day 0
        trust: "share", 0.0 ..= 1.0, default 0.25, absent 0.25, "stylised";
        /// Rapport on day 0
        rapport: "share", 0.0 ..= 1.0, default 0.2, absent 0.2, "stylised";
    }
}
params! {
    /// How a mediator (from) treats a side (to). Path: `parties.<mediator>.bias.<side>`.
    SideTerms on Relation as "side" {
        /// Weight of the side in the mediator's text
        bias: "weight", 0.0 ..= 1000.0, default 0.5, absent 0.5, "Kydd 2003; value stylised";
        /// On whose side the mediator is seen: feeds its credibility to that side
        tilt: "share", 0.0 ..= 1.0, default 0.5, absent 0.5, "Kydd 2003; value stylised";
        /// How much the mediator can promise it or threaten it with: scales pressing, carrots and sticks
        leverage: "share", 0.0 ..= 1.0, default 0.5, absent 0.5, "Touval & Zartman 1985; value stylised";
    }
}
params! {
    /// A matter.
    IssueTerms on Issue as "" {
        /// Chance that the matter is ripe for decision on day 0
        ripe: "share", 0.0 ..= 1.0, default 0.6, absent 0.6, "Zartman 2000; value stylised";
    }
}
params! {
    /// An option, whoever looks at it.
    OptionTerms on IssueOption as "" {
        /// Position on the issue's line
        at: "position", 0.0 ..= 1.0, default 0.5, absent 0.5, "scenario";
        /// How much would be made of it in public; from 0.5 on it is discussed behind closed doors only and can leak
        sensitivity: "share", 0.0 ..= 1.0, default 0.0, absent 0.0, "stylised";
        /// 1 if nobody knows it until somebody finds it
        latent: whole "0 or 1", 0.0 ..= 1.0, default 0.0, absent 0.0, "scenario";
        /// 1 if it is off the table from the start
        off_table: whole "0 or 1", 0.0 ..= 1.0, default 0.0, absent 0.0, "scenario";
        /// Part of the risk of a breach that the option takes away; of several, each takes its part of what is left
        guarantee: "share", 0.0 ..= 1.0, default 0.0, absent 0.0, "Walter 2002; value stylised";
    }
}
params! {
    /// A party's stake in a matter. Paths: `issues.<issue>.weight.<party>`, `.ideal.<party>`, `.tolerance.<party>`.
    StakeTerms on Stake as "" {
        /// How much the party cares, in any unit; weights are normalised per party
        weight: "weight", 0.0 ..= 1e9, default 0.0, absent 0.0, "stylised";
        /// Where the party stands on the issue's line
        ideal: "position", 0.0 ..= 1.0, default 0.5, absent 0.5, "stylised";
        /// Distance from the ideal at which an option is worth nothing
        tolerance: "position", 1e-6 ..= 1e6, default 1.0, absent 1.0, "stylised";
    }
}
params! {
    /// A party's view of one option. Paths: `issues.<issue>.values.<party>.<option>`, and the option's `ratification.<party>`.
    StanceTerms on Stance as "" {
        /// Value of the option to the party in place of the line's
        value: "value", 0.0 ..= 1.0, default -1e12, absent -1e12, "stylised";
        /// What the option adds to the support that ratification needs at home
        ratification: "share of the scale of support", 0.0 ..= 1.0, default 0.0, absent 0.0, "Putnam 1988; value stylised";
        /// What the option adds to the risk, as the party sees it, that the other side breaks the agreement
        exposes: "share", 0.0 ..= 1.0, default 0.0, absent 0.0, "Fearon 1995; value stylised";
        /// What the option gains for the party when the battlefield moves its way, per utility that it moves
        battlefield: "factor", -10.0 ..= 10.0, default 0.0, absent 0.0, "Filson & Werner 2002; value stylised";
    }
}
params! {
    /// What a group stresses. Path: `constituencies.<id>.emphasis.<issue>`.
    EmphasisTerms on Emphasis as "" {
        /// Factor on the weight that the group's party gives the issue
        emphasis: "factor", 0.0 ..= 1e6, default 1.0, absent 1.0, "stylised";
    }
}
params! {
    /// Options that are worth more, or less, together.
    LinkageTerms on Linkage as "" {
        /// Added to the party's utility, on the scale of its normalised weights, when all options stand together
        value: "utility", -1.0 ..= 1.0, default 0.0, absent 0.0, "stylised";
    }
}
params! {
    /// A meeting, or a leg. A leg inherits what it does not say from its calendar entry.
    SessionTerms on Session as "" {
        /// Day of the first occurrence
        day: whole "day", 0.0 ..= 36_500.0, default 0.0, absent 0.0, "scenario";
        /// Days between occurrences of a series, and from what it comes `after`
        every_days: whole "days", 1.0 ..= 3650.0, default 7.0, absent 7.0, "scenario";
        /// Occurrences
        times: whole "count", 1.0 ..= 10_000.0, default 1.0, absent 1.0, "scenario";
        /// Days from the leg before, or from what triggers the session
        travel_days: whole "days", 0.0 ..= 365.0, default 1.0, absent 1.0, "scenario";
        /// Rounds of discussion
        rounds: whole "rounds", 1.0 ..= 10_000.0, default 1.0, absent 1.0, "scenario";
        /// People in the room besides those named
        aides: whole "people", 0.0 ..= 10_000.0, default 0.0, absent 0.0, "stylised";
        /// How closed the doors are: 1 no outsider learns anything
        secrecy: "share", 0.0 ..= 1.0, default 0.7, absent 0.7, "stylised";
        /// How well the host looks after the guests
        hospitality: "share", 0.0 ..= 1.0, default 0.5, absent 0.5, "stylised";
        /// What a triggered session waits for
        threshold: "as the trigger", 0.0 ..= 1.0, default 0.05, absent 0.05, "stylised";
    }
}
params! {
    /// What a mediator can promise a party, or threaten it with. Paths: `parties.<mediator>.carrots.<id>.value`, `.sticks.`.
    InducementTerms on Inducement as "" {
        /// What a carrot adds to its option, or a stick takes from having no agreement, at full leverage
        value: "utility", 0.0 ..= 1.0, default 0.05, absent 0.0, "Touval & Zartman 1985; value stylised";
        /// The last mile: the most that the party may still ask
        threshold: "utility", 0.0 ..= 1.0, default 0.05, absent 0.0, "stylised";
    }
}
params! {
    /// Something that may happen outside the talks.
    ShockTerms on Shock as "" {
        /// The day on which it may happen
        day: whole "day", 0.0 ..= 36_500.0, default 0.0, absent 0.0, "scenario";
        /// Chance that it happens on its day
        probability: "share", 0.0 ..= 1.0, default 1.0, absent 0.0, "stylised";
        /// Rate at which it happens, where it has no day
        rate_per_day: "1/day", 0.0 ..= 10.0, default 0.0, absent 0.0, "stylised";
    }
}
params! {
    /// What a shock does. Path: `shocks.<id>.effects."<path of the state>"`.
    EffectTerms on Effect as "" {
        /// Change of the state, in its own unit; for what is or is not so, above 0 makes it so, below 0 undoes it
        change: "as the state", -1e9 ..= 1e9, default 0.0, absent 0.0, "stylised";
    }
}
