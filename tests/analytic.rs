//! The single text as a search for joint gains: with honest answers it goes nearly all the way from the first text to the
//! Pareto frontier, and further than a mediator who tries changes at random and asks as often.

use crate::common::SplitMix;
use detente_agents::channels::Candour;
use detente_core::{
    Assembly, Behaviour, Lot, Model, OptionIx, Origin, Phase, Registry, RunRecord, Runs, Seed, Stage, Talks, TalksRow,
    origin, params,
};
use detente_lab::situation::Situation;
use detente_scenario::{Document, build};
use std::fmt::Write;
use std::path::Path;
use std::sync::Arc;

params! {
    /// Everybody says what they think.
    Honesty on Talks as "honesty" {
        /// Added to candour, in log odds
        candour: "log odds", 0.0 ..= 100.0, default 50, absent 0.0, "made for tests";
    }
}

fn be_honest(mut runs: Runs<TalksRow<(&Honesty, &mut Candour)>>) {
    for (_, (terms, candour)) in runs.iter() {
        candour[0].0 += terms[0].candour;
    }
}

impl Behaviour for Honesty {
    type Params = Self;
    const ABOUT: &'static str = "Everybody says what they think.";
    const SOURCE: &'static str = "made for tests";
    const ORIGIN: Origin = origin!();
    fn assemble(assembly: &mut Assembly<'_>) {
        assembly.add(Phase::Strain, be_honest);
    }
}

const DOMAINS: u64 = 100;
const ISSUES: usize = 10;
const OPTIONS: usize = 3;
const LINKAGES: usize = 6;
/// Rounds of the single text, one a day. In each of them both sides are asked twice: what they think of the text, and
/// about one matter, as a rule: four questions with a chance of a quarter each.
const ROUNDS: u32 = 200;

/// A domain with linkages and no politics: everything is ripe, nothing is secret, demands stay high until the last days.
fn domain(luck: &mut SplitMix, linkages: usize) -> String {
    let mut text = format!(
        "format = 1\nscenario = {{ id = \"domain\", stylised = true, horizon_days = {} }}\n\
         [behaviours]\nhonesty = {{}}\nmediation = {{ credibility = 0, inquiry = 0.25 }}\nconcession = {{ tempo_days = {ROUNDS}, headroom = 1.0 }}\n\
         [talks]\nprotocol = \"single_text\"\n",
        ROUNDS + 20
    );
    for id in ["east", "west"] {
        let _ = write!(
            text,
            "[[parties]]\nid = \"{id}\"\nrole = \"disputant\"\n[[negotiators]]\nid = \"{id}_lead\"\nparty = \"{id}\"\nnoise = 0\n\
             strategy = {{ offers = {{ boulware = 100.0 }} }}\n"
        );
    }
    text.push_str("[[parties]]\nid = \"host\"\nrole = \"mediator\"\n");
    for issue in 0..ISSUES {
        let _ = write!(text, "[[issues]]\nid = \"i{issue}\"\nripe = 1\noptions = [");
        for option in 0..OPTIONS {
            let _ = write!(text, "{{ id = \"o{option}\" }}, ");
        }
        let _ = writeln!(text, "]\nopening = \"o{}\"", luck.below(OPTIONS));
        let _ = writeln!(
            text,
            "weight = {{ east = {}, west = {} }}",
            luck.unit() + 0.1,
            luck.unit() + 0.1
        );
        for id in ["east", "west"] {
            let _ = write!(text, "values.{id} = {{ ");
            for option in 0..OPTIONS {
                let _ = write!(
                    text,
                    "o{option} = {}{}",
                    luck.unit(),
                    if option + 1 < OPTIONS { ", " } else { " }\n" }
                );
            }
        }
    }
    for k in 0..linkages {
        let (first, second) = (luck.below(ISSUES), luck.below(ISSUES - 1));
        let second = if second >= first { second + 1 } else { second };
        let party = ["east", "west"][k % 2];
        let (a, b, value) = (luck.below(OPTIONS), luck.below(OPTIONS), 0.1 * (luck.unit() - 0.5));
        let _ = writeln!(
            text,
            "[[linkages]]\nid = \"l{k}\"\nparty = \"{party}\"\noptions = [\"i{first}=o{a}\", \"i{second}=o{b}\"]\nvalue = {value}"
        );
    }
    let _ = writeln!(
        text,
        "[[calendar]]\nid = \"table\"\nday = 0\nevery_days = 1\ntimes = {ROUNDS}\nparticipants = [\"east\", \"west\", \"host\"]"
    );
    text
}

fn negotiate(model: &Arc<Model>, registry: &Registry) -> RunRecord {
    let mut stage = Stage::new(registry, model, Seed::new(3), 1).expect("a world for the model");
    stage.records([Lot::default()]).remove(0)
}

/// The nearest point of the frontier, as a distance.
fn distance(frontier: &[Vec<f64>], utilities: &[f64]) -> f64 {
    let to = |point: &Vec<f64>| -> f64 {
        let squares = point.iter().zip(utilities).map(|(a, b)| (a - b) * (a - b));
        squares.sum::<f64>().sqrt()
    };
    frontier.iter().map(to).fold(f64::INFINITY, f64::min)
}

/// A mediator who knows nothing changes one issue at random, asks both, and keeps what neither is worse off by
/// (Klein et al. 2003): as many questions, and so twice as many tries as rounds.
fn climb(situation: &Situation, model: &Model, luck: &mut SplitMix) -> Vec<f64> {
    let mut text: Vec<OptionIx> = model.issues.iter().map(|issue| issue.opening).collect();
    let mut utilities = situation.utilities(&text).expect("a package");
    for _ in 0..2 * ROUNDS {
        let issue = luck.below(ISSUES);
        let mut changed = text.clone();
        changed[issue] = model.issues[issue].options.at(luck.below(OPTIONS));
        let new = situation.utilities(&changed).expect("a package");
        if new.iter().zip(&utilities).all(|(new, old)| new >= old) {
            (text, utilities) = (changed, new);
        }
    }
    utilities
}

/// What came of one domain.
struct Search {
    /// How far the first text, what was signed, and what trying at random found lie from the frontier.
    first: f64,
    text: f64,
    climbed: f64,
}

impl Search {
    fn of(luck: &mut SplitMix, linkages: usize, registry: &Registry) -> Self {
        let document =
            Document::parse(Path::new("domain.toml"), domain(luck, linkages)).unwrap_or_else(|e| panic!("{e}"));
        let model = Arc::new(build(&document, registry).unwrap_or_else(|e| panic!("{e}")).model);
        let situation = Situation::typical(&model, registry).expect("a situation");
        let solved = situation.solve().expect("packages").frontier.into_iter();
        let frontier: Vec<Vec<f64>> = solved.map(|s| s.utilities).collect();
        let opening: Vec<OptionIx> = model.issues.iter().map(|issue| issue.opening).collect();
        let record = negotiate(&model, registry);
        assert!(record.rounds <= ROUNDS && !record.package.is_empty(), "{record:?}");
        let of = |package: &[OptionIx]| distance(&frontier, &situation.utilities(package).expect("a package"));
        Self {
            first: of(&opening),
            text: of(&record.package),
            climbed: distance(&frontier, &climb(&situation, &model, luck)),
        }
    }

    fn all(linkages: usize) -> Vec<Self> {
        let registry = detente_agents::standard().with::<Honesty>();
        let mut luck = SplitMix(20_251_123);
        (0..DOMAINS).map(|_| Self::of(&mut luck, linkages, &registry)).collect()
    }

    /// Whether nine tenths of the way to the frontier were gone.
    fn arrives(&self) -> bool {
        self.text <= 0.1 * self.first
    }

    /// The least parts of the way that were gone.
    fn least(all: &[Self]) -> Vec<f64> {
        let mut covered: Vec<f64> = all.iter().map(|s| 1.0 - s.text / s.first).collect();
        covered.sort_by(f64::total_cmp);
        covered.truncate(8);
        covered
    }
}

#[test]
fn the_single_text_nearly_reaches_the_frontier_and_beats_trying_at_random() {
    let all = Search::all(LINKAGES);
    let reached = all.iter().filter(|s| s.arrives()).count();
    assert!(
        reached >= 95,
        "{reached} of {DOMAINS}; least covered {:?}",
        Search::least(&all)
    );
    let better = all.iter().filter(|s| s.text < s.climbed - 1e-12).count();
    let worse = all.iter().filter(|s| s.text > s.climbed + 1e-12).count();
    // One-sided sign test at one in a thousand: 100 fair coins show 66 heads or more with chance .0009.
    assert!(
        better >= worse + 32,
        "better in {better} of {DOMAINS}, worse in {worse}"
    );
}

/// Where utilities simply add up, every issue can be settled for itself.
#[test]
fn the_single_text_nearly_reaches_the_frontier_of_additive_domains() {
    let all = Search::all(0);
    let reached = all.iter().filter(|s| s.arrives()).count();
    assert!(
        reached >= 95,
        "{reached} of {DOMAINS}; least covered {:?}",
        Search::least(&all)
    );
}
