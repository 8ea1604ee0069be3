//! The levers: what is turned, how far, and what the literature expects of it. One more is one more entry.

use super::answer::Answer::{self, Agreement, Collapse, Day, Lasting, Late, Utility, WalkOut};

/// Something that there can be more or less of in talks.
#[derive(Debug)]
pub struct Lever {
    /// Its name.
    pub id: &'static str,
    /// What is turned, in words.
    pub about: &'static str,
    /// Behaviours that act on it; without all of them nothing does, and the lever is not used.
    pub uses: &'static [&'static str],
    /// Whom there is one of.
    pub each: Each,
    /// What is changed. A path that meets nothing in a scenario is left out, as long as another one meets something.
    pub turns: &'static [Turn],
    /// What is expected of the end-to-end effect.
    pub expects: &'static [Expectation],
}

/// Whom a lever is there once for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Each {
    /// The talks.
    Talks,
    /// Each disputant.
    Disputant,
    /// Each party with a delegation.
    Team,
}

/// What is changed at one path: the same number of doses in every turn of a lever. In the path `{party}` is whom the lever
/// is about, `{team}` each of its negotiators, `{lead}` the one with the most influence, `{rivals}` each ordered pair of
/// disputants; in a value `{guarantors}` is the list of all guarantors.
#[derive(Debug)]
pub struct Turn {
    /// Where.
    pub path: &'static str,
    /// What to.
    pub steps: Steps,
}

/// From none of it to much.
#[derive(Debug)]
pub enum Steps {
    /// These values, as a file writes them; [`AS_IT_STANDS`] leaves what is there.
    Set(&'static [&'static str]),
    /// So many times of what is there.
    Scale(&'static [f64]),
}

/// A dose that changes nothing.
pub const AS_IT_STANDS: &str = "as it stands";

/// What an answer is expected to do when a lever goes from its first dose to its last.
#[derive(Debug)]
pub struct Expectation {
    /// What answers.
    pub answer: Answer,
    /// Which way.
    pub sign: Sign,
    /// Who says so, or why.
    pub because: &'static str,
}

/// Which way an answer goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sign {
    /// Up.
    Up,
    /// Down.
    Down,
    /// Neither, by more than [`super::verdict::FLAT`].
    Flat,
}

impl Sign {
    /// As a table shows it.
    pub fn symbol(self) -> &'static str {
        match self {
            Self::Up => "+",
            Self::Down => "-",
            Self::Flat => "0",
        }
    }
}

impl Steps {
    /// How many.
    pub fn len(&self) -> usize {
        match self {
            Self::Set(values) => values.len(),
            Self::Scale(factors) => factors.len(),
        }
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The doses in words.
    pub fn names(&self) -> Vec<String> {
        match self {
            Self::Set(values) => values.iter().map(|value| (*value).to_owned()).collect(),
            Self::Scale(factors) => factors.iter().map(|factor| format!("x{factor}")).collect(),
        }
    }
}

const fn expect(answer: Answer, sign: Sign, because: &'static str) -> Expectation {
    Expectation { answer, sign, because }
}

const fn set(path: &'static str, values: &'static [&'static str]) -> Turn {
    Turn {
        path,
        steps: Steps::Set(values),
    }
}

const fn scale(path: &'static str, factors: &'static [f64]) -> Turn {
    Turn {
        path,
        steps: Steps::Scale(factors),
    }
}

/// A share from none to all.
const SHARE: &[&str] = &["0", "0.33", "0.67", "1"];
/// From none, over half and all of what is there, to more than that.
const TIMES_TWO: &[f64] = &[0.0, 0.5, 1.0, 2.0];
const TIMES_FOUR: &[f64] = &[0.0, 1.0, 2.0, 4.0];

/// With nothing to mend, nothing that mends it shows: so far off that what the holder believes tells it nothing.
const FAR_OFF: Turn = set("behaviours.mediation.belief_error", &["3", "3", "3", "3"]);

/// All levers.
pub static LEVERS: &[Lever] = &[
    Lever {
        id: "hawkishness",
        about: "how hawkish the groups at home are",
        uses: &["domestic_pressure"],
        each: Each::Talks,
        turns: &[
            set("constituencies.*.hawkishness", &["0", "0.25", "0.5", "1"]),
            set("parties.*.domestic_pressure.hawkish", &["0", "0.25", "0.5", "1"]),
        ],
        expects: &[expect(Agreement, Sign::Down, "Putnam 1988; Trager & Vavreck 2011")],
    },
    Lever {
        id: "leak_sensitivity",
        about: "how hard a leak hits those at the table, all of them",
        uses: &[],
        each: Each::Talks,
        turns: &[set("negotiators.*.leak_sensitivity", SHARE)],
        expects: &[expect(Agreement, Sign::Down, "Castle & Pelc 2019")],
    },
    Lever {
        id: "team_leak_sensitivity",
        about: "how hard a leak hits one delegation",
        uses: &[],
        each: Each::Team,
        turns: &[set("negotiators.{team}.leak_sensitivity", SHARE)],
        expects: &[expect(Agreement, Sign::Down, "Castle & Pelc 2019")],
    },
    Lever {
        id: "lead_leak_sensitivity",
        about: "how hard a leak hits the most influential of a delegation",
        uses: &[],
        each: Each::Disputant,
        turns: &[set("negotiators.{lead}.leak_sensitivity", SHARE)],
        expects: &[expect(Agreement, Sign::Down, "Castle & Pelc 2019")],
    },
    Lever {
        id: "fatigue",
        about: "how tired people come, and how fast they tire",
        uses: &["fatigue"],
        each: Each::Talks,
        turns: &[
            scale("negotiators.*.fatigue.start", TIMES_TWO),
            scale("negotiators.*.fatigue.rate_per_session", TIMES_TWO),
            scale("negotiators.*.fatigue.hardship_per_day", TIMES_TWO),
        ],
        expects: &[
            expect(
                WalkOut,
                Sign::Up,
                "De Dreu 2003: the tired close the matter, either way",
            ),
            expect(Collapse, Sign::Up, "De Dreu 2003: the tired let a scandal end it"),
            expect(Day, Sign::Down, "De Dreu 2003: the tired concede sooner"),
        ],
    },
    Lever {
        id: "hospitality",
        about: "how well the hosts treat their guests",
        uses: &["rapport"],
        each: Each::Talks,
        turns: &[set("calendar.*.hospitality", SHARE)],
        expects: &[expect(
            Agreement,
            Sign::Up,
            "Drolet & Morris 2000: rapport helps cooperation",
        )],
    },
    Lever {
        id: "trust",
        about: "what the rivals trust each other with at first",
        uses: &["trust"],
        each: Each::Talks,
        turns: &[set("relations.{rivals}.trust", SHARE)],
        expects: &[expect(Agreement, Sign::Up, "Lewicki & Bunker 1996; Kydd 2003")],
    },
    Lever {
        id: "momentum_loss",
        about: "how much momentum a setback takes: a leak, a walkout, a misstep",
        uses: &["momentum"],
        each: Each::Talks,
        turns: &[
            set("behaviours.momentum.loss", &["0", "0.3", "0.6", "0.9"]),
            set("behaviours.momentum.misstep", &["0", "0.3", "0.6", "0.9"]),
        ],
        expects: &[expect(
            Agreement,
            Sign::Down,
            "small advances are easily lost; stylised",
        )],
    },
    Lever {
        id: "signals",
        about: "how often a step forward is told at home",
        uses: &["signals"],
        each: Each::Talks,
        turns: &[set("parties.*.signals.chance_per_session", SHARE)],
        expects: &[expect(Agreement, Sign::Up, "good news makes hope; stylised")],
    },
    Lever {
        id: "missteps",
        about: "how often something goes wrong in the room",
        uses: &["missteps"],
        each: Each::Talks,
        turns: &[scale(
            "behaviours.missteps.hazard_per_meeting_day",
            &[0.0, 1.0, 2.0, 5.0],
        )],
        expects: &[expect(Agreement, Sign::Down, "one misstep can undo months; stylised")],
    },
    Lever {
        id: "exposure",
        about: "how much what is given up weakens whoever gives it",
        uses: &["commitment"],
        each: Each::Talks,
        turns: &[scale("parties.*.commitment.exposure", &[0.0, 0.5, 1.0, 3.0])],
        expects: &[expect(Agreement, Sign::Down, "Fearon 1995; Powell 2006")],
    },
    Lever {
        id: "division",
        about: "how far a rift between mediator and side, told to all, raises what the rival asks for",
        uses: &["perceived_division"],
        each: Each::Talks,
        turns: &[
            set("behaviours.perceived_division.aspiration", &["0", "0.2", "0.4", "0.8"]),
            set("behaviours.perceived_division.secrecy", &["0", "0", "0", "0"]),
            set("behaviours.perceived_division.reassurance", &["0", "0", "0", "0"]),
        ],
        expects: &[expect(Agreement, Sign::Down, "Touval & Zartman 1985; Kydd 2003")],
    },
    Lever {
        id: "secrecy",
        about: "how closed the doors are",
        uses: &[],
        each: Each::Talks,
        turns: &[set("calendar.*.secrecy", SHARE)],
        expects: &[expect(Agreement, Sign::Up, "Stasavage 2004; Kurizaki 2007")],
    },
    Lever {
        id: "leaks",
        about: "how often something comes out",
        uses: &["leaks"],
        each: Each::Talks,
        turns: &[scale("behaviours.leaks.hazard_per_day", TIMES_FOUR)],
        expects: &[
            expect(Agreement, Sign::Down, "Castle & Pelc 2019"),
            expect(Collapse, Sign::Up, "Castle & Pelc 2019"),
        ],
    },
    Lever {
        id: "room",
        about: "how many aides come along to each meeting",
        uses: &[],
        each: Each::Talks,
        turns: &[set("calendar.*.aides", &["0", "5", "10", "20"])],
        expects: &[expect(Agreement, Sign::Down, "Jones 2013: many people keep no secret")],
    },
    Lever {
        id: "goodwill",
        about: "how inclined guarantors are to consent",
        uses: &["consent"],
        each: Each::Talks,
        turns: &[set("parties.*.consent.mu", &["-0.5", "0", "0.5", "1"])],
        expects: &[expect(
            Agreement,
            Sign::Up,
            "Cunningham 2006: who has a veto must be won",
        )],
    },
    Lever {
        id: "veto_players",
        about: "whose consent is asked: nobody's, as the case has it, every guarantor's about everything",
        uses: &["consent"],
        each: Each::Talks,
        turns: &[set("issues.*.options.*.consent", &["[]", AS_IT_STANDS, "{guarantors}"])],
        expects: &[expect(Agreement, Sign::Down, "Cunningham 2006; Tsebelis 2002")],
    },
    Lever {
        id: "discovery",
        about: "how soon somebody thinks of what nobody has thought of",
        uses: &["discovery"],
        each: Each::Talks,
        turns: &[scale("behaviours.discovery.hazard_per_session", TIMES_TWO)],
        expects: &[expect(
            Agreement,
            Sign::Up,
            "Fisher & Ury 1981; Zartman 2000: a way out is needed",
        )],
    },
    Lever {
        id: "experience",
        about: "how experienced those at the table are",
        uses: &[],
        each: Each::Talks,
        turns: &[set("negotiators.*.experience", SHARE)],
        expects: &[expect(
            Agreement,
            Sign::Up,
            "Thompson 1990: experience finds joint gains",
        )],
    },
    Lever {
        id: "belief_error",
        about: "how wrong the holder of the text is about the sides at first",
        uses: &["mediation"],
        each: Each::Talks,
        turns: &[set("behaviours.mediation.belief_error", &["0", "0.3", "1", "3"])],
        expects: &[expect(
            Agreement,
            Sign::Down,
            "Thompson & Hastie 1990: misread interests cost agreements",
        )],
    },
    Lever {
        id: "inquiry",
        about: "how often the holder, far off at first, asks a side in private",
        uses: &["mediation"],
        each: Each::Talks,
        turns: &[set("behaviours.mediation.inquiry", SHARE), FAR_OFF],
        expects: &[expect(Agreement, Sign::Up, "Raiffa 1982")],
    },
    Lever {
        id: "learning",
        about: "how much the holder, far off at first, learns from an honest word",
        uses: &["mediation"],
        each: Each::Talks,
        turns: &[set("behaviours.mediation.learning", SHARE), FAR_OFF],
        expects: &[expect(
            Agreement,
            Sign::Up,
            "Raiffa 1982; Fisher & Ury 1981: the single text is revised by what is heard",
        )],
    },
    Lever {
        id: "ripe",
        about: "how likely an issue can be decided from the first day on",
        uses: &["ripeness"],
        each: Each::Talks,
        turns: &[set("issues.*.ripe", SHARE)],
        expects: &[expect(Agreement, Sign::Up, "Zartman 2000")],
    },
    Lever {
        id: "unspoken",
        about: "how many red lines the holder has not heard of on the first day",
        uses: &["mediation"],
        each: Each::Talks,
        turns: &[set("behaviours.mediation.unspoken", SHARE)],
        expects: &[expect(
            Agreement,
            Sign::Flat,
            "whoever has a line says so when it is crossed; what that costs is time",
        )],
    },
    Lever {
        id: "optimism",
        about: "how much softer than they are the sides take each other to be",
        uses: &["resolve"],
        each: Each::Talks,
        turns: &[set("parties.*.resolve.optimism", &["0", "0.5", "1", "2"])],
        expects: &[expect(
            Agreement,
            Sign::Down,
            "Blainey 1973: who hopes to get more holds out",
        )],
    },
    Lever {
        id: "weariness",
        about: "how fast months of talks that lead nowhere wear people out",
        uses: &["fatigue"],
        each: Each::Talks,
        turns: &[
            scale("negotiators.*.fatigue.wears_per_day", &[0.0, 1.0, 3.0, 6.0]),
            scale("negotiators.*.fatigue.wears_per_session", &[0.0, 1.0, 3.0, 6.0]),
        ],
        expects: &[expect(
            WalkOut,
            Sign::Up,
            "De Dreu 2003: the tired close the matter, either way",
        )],
    },
    Lever {
        id: "rounds",
        about: "how many rounds a meeting has",
        uses: &[],
        each: Each::Talks,
        turns: &[set("calendar.*.rounds", &["1", "2", "3", "6"])],
        expects: &[expect(
            Agreement,
            Sign::Flat,
            "a round is a grain of time, and no cause",
        )],
    },
    Lever {
        id: "impatience",
        about: "how impatient pressure for peace makes the mediator",
        uses: &["domestic_pressure", "mediation"],
        each: Each::Talks,
        turns: &[set("parties.*.domestic_pressure.impatience", SHARE)],
        expects: &[expect(
            Agreement,
            Sign::Up,
            "Princen 1992: who needs a success offers and presses sooner; what haste costs in care is less",
        )],
    },
    Lever {
        id: "war_cost",
        about: "what a year of fighting costs both sides",
        uses: &["war"],
        each: Each::Talks,
        turns: &[scale("parties.*.war.cost_per_year", TIMES_FOUR)],
        expects: &[expect(Agreement, Sign::Up, "Zartman 2000; Slantchev 2003")],
    },
    Lever {
        id: "own_war_cost",
        about: "what a year of fighting costs one side alone",
        uses: &["war"],
        each: Each::Disputant,
        turns: &[scale("parties.{party}.war.cost_per_year", TIMES_FOUR)],
        expects: &[expect(
            Utility,
            Sign::Down,
            "Filson & Werner 2002: who bears the costs settles for less",
        )],
    },
    Lever {
        id: "backing",
        about: "how fast those tire who stand behind the sides",
        uses: &["backing"],
        each: Each::Talks,
        turns: &[scale("parties.*.backing.tires_per_year", TIMES_FOUR)],
        expects: &[expect(
            Agreement,
            Sign::Up,
            "Regan 2002; Cunningham 2010: outside support prolongs wars",
        )],
    },
    Lever {
        id: "guarantee",
        about: "how strong the guarantees in the options are",
        uses: &["commitment"],
        each: Each::Talks,
        turns: &[scale("issues.*.options.*.guarantee", &[0.0, 0.33, 0.67, 1.0])],
        expects: &[
            expect(Agreement, Sign::Up, "Walter 2002"),
            expect(Lasting, Sign::Up, "Fortna 2003"),
        ],
    },
    Lever {
        id: "deadline",
        about: "how far people believe that the end of the calendar is a deadline",
        uses: &["haste"],
        each: Each::Talks,
        turns: &[set("negotiators.*.haste.believed", SHARE)],
        expects: &[expect(Late, Sign::Up, "Roth, Murnighan & Schoumaker 1988")],
    },
];

#[cfg(test)]
mod tests {
    use super::*;
    use detente_scenario::declaration;

    /// A parameter that is renamed takes its lever along.
    #[test]
    fn every_lever_turns_a_number_that_exists() {
        let registry = detente_agents::standard();
        let turns = LEVERS.iter().flat_map(|lever| lever.turns);
        for turn in turns.filter(|turn| !turn.path.ends_with(".consent")) {
            let path = ["{party}", "{team}", "{lead}", "{rivals}", "*"]
                .iter()
                .fold(turn.path.to_owned(), |path, whom| path.replace(whom, "any"));
            let declared = declaration(&registry, &path.parse().expect("a path"));
            assert!(declared.is_some(), "`{}`", turn.path);
        }
    }

    #[test]
    fn levers_have_names_of_their_own_and_as_many_doses_in_every_turn() {
        for (k, lever) in LEVERS.iter().enumerate() {
            assert!(LEVERS[..k].iter().all(|other| other.id != lever.id), "{}", lever.id);
            let n = lever.turns[0].steps.len();
            assert!(
                n >= 3 && lever.turns.iter().all(|turn| turn.steps.len() == n),
                "{}",
                lever.id
            );
            assert!(!lever.expects.is_empty() && !lever.about.is_empty(), "{}", lever.id);
        }
    }

    #[test]
    fn behaviours_that_levers_use_exist() {
        let registry = detente_agents::standard();
        let known: Vec<&str> = registry.behaviours().iter().map(|b| b.key).collect();
        for lever in LEVERS {
            assert!(lever.uses.iter().all(|key| known.contains(key)), "{}", lever.id);
        }
    }
}
