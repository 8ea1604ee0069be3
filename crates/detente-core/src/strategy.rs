//! How a negotiator bargains by alternating offers, in the words of scenario files. Numbers that belong to a strategy
//! (its exponent, the discount of its party) are parameters; the rules themselves are in `detente-bargaining`.

/// How offers are made.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Offers {
    /// Aspirations fall with time, by the exponent `strategy.offers.boulware`.
    #[default]
    TimeDependent,
    /// As much as the other side's last offer gave.
    NaiveTitForTat,
    /// A new package for each new package received.
    Micro,
    /// Whoever risks least concedes just enough.
    Zeuthen,
    /// On the own aspiration, the package most like the other side's last offer.
    TradeOff,
    /// Any package that is acceptable to oneself: a baseline.
    RandomWalker,
    /// Always the best package.
    HardLiner,
    /// The equilibrium of alternating offers over a pie.
    Rubinstein,
}

/// How offers are answered.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Accepts {
    /// At or above the own aspiration of the moment.
    #[default]
    Aspiration,
    /// As good as the own next offer, or better.
    Next,
    /// The rule of naive tit-for-tat.
    NaiveTitForTat,
    /// The rule of MiCRO.
    Micro,
    /// As good as the own last offer, or better.
    Zeuthen,
    /// As good as making the next offer, discounted.
    Rubinstein,
}

/// A negotiator's strategy.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct StrategySpec {
    /// How offers are made.
    pub offers: Offers,
    /// How offers are answered.
    pub accepts: Accepts,
}

/// Words for making offers, and the exponent that each stands for.
const OFFERS: [(&str, Offers, f64); 10] = [
    ("linear", Offers::TimeDependent, 1.0),
    ("boulware", Offers::TimeDependent, 4.0),
    ("conceder", Offers::TimeDependent, 0.25),
    ("naive_tit_for_tat", Offers::NaiveTitForTat, 1.0),
    ("micro", Offers::Micro, 1.0),
    ("zeuthen", Offers::Zeuthen, 1.0),
    ("trade_off", Offers::TradeOff, 1.0),
    ("random_walker", Offers::RandomWalker, 1.0),
    ("hard_liner", Offers::HardLiner, 1.0),
    ("rubinstein", Offers::Rubinstein, 1.0),
];

const ACCEPTS: [(&str, Accepts); 6] = [
    ("aspiration", Accepts::Aspiration),
    ("next", Accepts::Next),
    ("naive_tit_for_tat", Accepts::NaiveTitForTat),
    ("micro", Accepts::Micro),
    ("zeuthen", Accepts::Zeuthen),
    ("rubinstein", Accepts::Rubinstein),
];

impl Offers {
    /// The words that files may say.
    pub fn words() -> impl Iterator<Item = &'static str> {
        OFFERS.iter().map(|(word, ..)| *word)
    }

    /// The rule of a word, and its exponent.
    pub fn of_word(word: &str) -> Option<(Self, f64)> {
        let known = OFFERS.iter().find(|(known, ..)| *known == word)?;
        Some((known.1, known.2))
    }

    /// The rule in a word; those that differ by their exponent only have one.
    pub fn word(self) -> &'static str {
        match self {
            Self::TimeDependent => "time_dependent",
            rule => OFFERS.iter().find(|known| known.1 == rule).map_or("", |known| known.0),
        }
    }
}

impl Accepts {
    /// The words that files may say.
    pub fn words() -> impl Iterator<Item = &'static str> {
        ACCEPTS.iter().map(|(word, _)| *word)
    }

    /// The rule of a word.
    pub fn of_word(word: &str) -> Option<Self> {
        ACCEPTS.iter().find(|(known, _)| *known == word).map(|(_, rule)| *rule)
    }

    /// The word of the rule.
    pub fn word(self) -> &'static str {
        ACCEPTS
            .iter()
            .find(|(_, rule)| *rule == self)
            .map_or("", |(word, _)| *word)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_has_its_rule() {
        assert_eq!(Offers::of_word("boulware"), Some((Offers::TimeDependent, 4.0)));
        assert_eq!(Offers::of_word("bulwark"), None);
        assert!(Offers::words().all(|word| Offers::of_word(word).is_some()));
        assert_eq!(Accepts::of_word("next"), Some(Accepts::Next));
        assert!(Accepts::words().all(|word| Accepts::of_word(word).is_some()));
        assert_eq!(
            (Offers::Micro.word(), Offers::TimeDependent.word()),
            ("micro", "time_dependent")
        );
        assert_eq!(Accepts::Next.word(), "next");
        assert_eq!(
            Offers::words().next().and_then(Offers::of_word),
            Some((Offers::default(), 1.0))
        );
        assert_eq!(
            Accepts::words().next().and_then(Accepts::of_word),
            Some(Accepts::default())
        );
    }
}
