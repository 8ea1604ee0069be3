//! Laws that hold run by run. Random domains are small enough to look at every package, so that zones, win-sets and the
//! mediator's best text are worked out here, from the formulas of `docs/model/submodels.md` and nothing of the engine.

use crate::common::SplitMix;
use crate::laws::SURE;
use crate::protocols::play;
use detente_core::{Outcome, RunRecord};
use std::fmt::Write;

/// One side of a domain, as it is described.
struct Side {
    id: &'static str,
    reservation: f64,
    /// Support needed, on the scale from the worst to the best support without own red lines.
    threshold: f64,
    weights: Vec<f64>,
    /// What the only group at home makes of each weight.
    emphasis: Vec<f64>,
    values: Vec<Vec<f64>>,
    /// An option that it never accepts: issue and option.
    red_line: Option<(usize, usize)>,
}

/// Two sides and a mediator over so many issues of so many options each. Everything is ripe and on the table.
struct Domain {
    sides: [Side; 2],
    options: usize,
    /// The option of each issue in the first text.
    opening: Vec<usize>,
}

impl Side {
    fn random(luck: &mut SplitMix, id: &'static str, issues: usize, options: usize) -> Self {
        let mut numbers = |n: usize| -> Vec<f64> { (0..n).map(|_| 0.1 + luck.unit()).collect() };
        Self {
            id,
            weights: numbers(issues),
            emphasis: numbers(issues),
            values: (0..issues)
                .map(|_| numbers(options).iter().map(|v| v - 0.1).collect())
                .collect(),
            reservation: 0.3 + 0.4 * luck.unit(),
            threshold: 0.3 + 0.4 * luck.unit(),
            red_line: Some((luck.below(issues), luck.below(options))),
        }
    }

    /// The worth of a package on a scale from 0 to 1, each issue weighted so.
    fn sum(&self, weights: &[f64], package: &[usize]) -> f64 {
        let least = |values: &Vec<f64>| values.iter().copied().fold(f64::INFINITY, f64::min);
        let greatest = |values: &Vec<f64>| values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let issues = || self.values.iter().zip(weights);
        let span: f64 = issues().map(|(v, w)| w * (greatest(v) - least(v))).sum();
        let worth: f64 = issues().zip(package).map(|((v, w), &o)| w * (v[o] - least(v))).sum();
        worth / span
    }

    fn utility(&self, package: &[usize]) -> f64 {
        self.sum(&self.weights, package)
    }

    fn support(&self, package: &[usize]) -> f64 {
        let weights: Vec<f64> = self.weights.iter().zip(&self.emphasis).map(|(w, e)| w * e).collect();
        self.sum(&weights, package)
    }

    fn crosses(&self, package: &[usize]) -> bool {
        self.red_line.is_some_and(|(issue, option)| package[issue] == option)
    }

    /// Support needed at home.
    fn theta(&self, packages: &[Vec<usize>]) -> f64 {
        let open = packages.iter().filter(|package| !self.crosses(package));
        let supports = open.map(|package| self.support(package));
        let (low, high) = supports.fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), s| (l.min(s), h.max(s)));
        low + self.threshold * (high - low)
    }
}

impl Domain {
    fn random(luck: &mut SplitMix, issues: usize, options: usize) -> Self {
        let sides = ["east", "west"].map(|id| Side::random(luck, id, issues, options));
        let opening = (0..issues).map(|_| luck.below(options)).collect();
        Self {
            sides,
            options,
            opening,
        }
    }

    fn packages(&self) -> Vec<Vec<usize>> {
        let (issues, options) = (self.opening.len(), self.options);
        let digit = |number: usize, issue: usize| number / options.pow(issue as u32) % options;
        (0..options.pow(issues as u32))
            .map(|number| (0..issues).map(|issue| digit(number, issue)).collect())
            .collect()
    }

    /// Packages without red lines, worth the reservation values, inside both win-sets.
    fn zone(&self) -> Vec<Vec<usize>> {
        let packages = self.packages();
        let thetas = self.sides.each_ref().map(|side| side.theta(&packages));
        let signs = |side: &Side, theta: f64, package: &[usize]| {
            !side.crosses(package) && side.utility(package) >= side.reservation && side.support(package) >= theta
        };
        let all_sign = |package: &Vec<usize>| {
            self.sides
                .iter()
                .zip(thetas)
                .all(|(side, theta)| signs(side, theta, package))
        };
        packages.iter().filter(|package| all_sign(package)).cloned().collect()
    }

    /// As a scenario, with these behaviours and numbers of negotiators.
    fn text(&self, behaviours: &str, negotiators: &str) -> String {
        let mut text = format!(
            "format = 1\nscenario = {{ id = \"domain\", stylised = true, horizon_days = 100 }}\n[behaviours]\n{behaviours}\n\
             [talks]\nprotocol = \"single_text\"\n[[parties]]\nid = \"host\"\nrole = \"mediator\"\n"
        );
        for side in &self.sides {
            let id = side.id;
            let red_lines = side.red_line.map_or(String::new(), |(i, o)| format!("\"i{i}=o{o}\""));
            let emphasis: Vec<String> = side
                .emphasis
                .iter()
                .enumerate()
                .map(|(i, e)| format!("i{i} = {e}"))
                .collect();
            let _ = write!(
                text,
                "[[parties]]\nid = \"{id}\"\nrole = \"disputant\"\nreservation_value = {}\nred_lines = [{red_lines}]\n\
                 ratification = {{ threshold = {} }}\n[[negotiators]]\nid = \"{id}_lead\"\nparty = \"{id}\"\n{negotiators}\n\
                 [[constituencies]]\nid = \"{id}_public\"\nparty = \"{id}\"\nemphasis = {{ {} }}\n",
                side.reservation,
                side.threshold,
                emphasis.join(", ")
            );
        }
        for (i, opening) in self.opening.iter().enumerate() {
            let options: Vec<String> = (0..self.options).map(|o| format!("{{ id = \"o{o}\" }}")).collect();
            let _ = writeln!(
                text,
                "[[issues]]\nid = \"i{i}\"\nripe = 1\noptions = [{}]\nopening = \"o{opening}\"",
                options.join(", ")
            );
            for side in &self.sides {
                let values: Vec<String> = (0..self.options)
                    .map(|o| format!("o{o} = {}", side.values[i][o]))
                    .collect();
                let _ = writeln!(
                    text,
                    "weight.{} = {}\nvalues.{} = {{ {} }}",
                    side.id,
                    side.weights[i],
                    side.id,
                    values.join(", ")
                );
            }
        }
        text + "[[calendar]]\nid = \"table\"\nday = 0\nevery_days = 1\ntimes = 60\nparticipants = [\"host\", \"east\", \"west\"]\n"
    }

    /// What was agreed, option by option.
    fn agreed(&self, record: &RunRecord) -> Option<Vec<usize>> {
        let package = record.package.iter().enumerate();
        let package: Vec<usize> = package.map(|(issue, flat)| flat.ix() - issue * self.options).collect();
        (record.outcome == Outcome::Agreement).then_some(package)
    }
}

/// The vote is certain: no chance around the threshold, and no change of mood until the day.
const CERTAIN_VOTE: &str = "ratification = { width = 0, drift = 0 }\nconcession = { tempo_days = 40 }";

/// Putnam 1988: whatever is ratified lies in every win-set; nobody accepts a red line or less than no agreement; where the
/// zone is empty nothing is ratified. With errors of judgement too, since everybody is asked once more at the signature.
#[test]
fn what_is_ratified_lies_in_the_zone_and_an_empty_zone_ratifies_nothing() {
    let mut luck = SplitMix(20_251_127);
    let (mut empty, mut agreed) = (0, 0);
    for _ in 0..300 {
        let domain = Domain::random(&mut luck, 3, 3);
        let zone = domain.zone();
        empty += u32::from(zone.is_empty());
        for noise in [0.0, 1.0] {
            for record in play(&domain.text(CERTAIN_VOTE, &format!("noise = {noise}")), 4) {
                assert_ne!(record.outcome, Outcome::RejectedAtHome, "a certain vote was lost");
                let Some(package) = domain.agreed(&record) else {
                    continue;
                };
                assert!(zone.contains(&package), "{package:?} is not in the zone {zone:?}");
                agreed += 1;
            }
        }
    }
    assert!(empty > 50 && agreed > 300, "{empty} empty zones, {agreed} agreements");
}

/// What the holder of the text gives weight to: the logarithm of what a side gains, and its tangent below .02.
fn phi(x: f64) -> f64 {
    if x > 0.02 {
        libm::log(x)
    } else {
        libm::log(0.02) + (x - 0.02) / 0.02
    }
}

impl Domain {
    /// The text that the holder likes best.
    fn best_text(&self) -> Vec<usize> {
        let packages = self.packages();
        let thetas = self.sides.each_ref().map(|side| side.theta(&packages));
        let merit = |package: &Vec<usize>| -> f64 {
            let of = |(side, theta): (&Side, f64)| {
                let gain = side.utility(package) - side.reservation;
                phi(gain.min(side.support(package) - theta - 0.03))
            };
            self.sides.iter().zip(thetas).map(of).sum()
        };
        packages
            .iter()
            .max_by(|a, b| merit(a).total_cmp(&merit(b)))
            .expect("packages")
            .clone()
    }

    /// Support at home is the party's own utility; no red lines; the first text is the worst for everybody.
    fn at_home_as_abroad(mut self) -> Self {
        for side in &mut self.sides {
            side.emphasis.fill(1.0);
            side.red_line = None;
            side.values.iter_mut().for_each(|values| values[0] = 0.0);
        }
        self.opening.fill(0);
        self
    }
}

/// Schelling 1960; Tarar 2001: whoever needs more support at home gets better terms, wherever both the looser and the
/// tighter talks agree, the mediator knowing the best text; and the tighter talks agree less often.
#[test]
fn a_smaller_win_set_gets_better_terms_and_fewer_agreements() {
    let mut luck = SplitMix(20_251_128);
    let (mut pairs, mut moved, mut agreements) = (0, 0, [0, 0]);
    for round in 0..400 {
        // One issue, or three. The holder goes by single changes, and answers whoever holds out: where that leads
        // elsewhere than to the best text the law says nothing.
        let (issues, options) = if round % 2 == 0 { (1, 30) } else { (3, 4) };
        let mut domain = Domain::random(&mut luck, issues, options).at_home_as_abroad();
        let tighter = 0.1 + 0.3 * luck.unit();
        let mut ends = Vec::new();
        for more in [0.0, tighter] {
            domain.sides[0].threshold += more;
            let text = domain.text("ratification = { width = 0, drift = 0 }", "noise = 0");
            let agreed = domain.agreed(&play(&text, 1)[0]);
            let knows_the_best = agreed.as_ref().is_none_or(|package| *package == domain.best_text());
            agreements[usize::from(more > 0.0)] += u32::from(agreed.is_some());
            ends.push(agreed.filter(|_| knows_the_best));
        }
        if let [Some(loose), Some(tight)] = &ends[..] {
            let [before, after] = [loose, tight].map(|package| domain.sides[0].utility(package));
            assert!(after >= before, "{before} before, {after} with a smaller win-set");
            (pairs, moved) = (pairs + 1, moved + u32::from(after > before));
        }
    }
    assert!(pairs > 50 && moved > 10, "{pairs} pairs, {moved} with better terms");
    assert!(agreements[1] < agreements[0], "{agreements:?} agreements");
}

/// One constant hazard alone: whoever has not left by day t is left with chance `e^(-h t)`, whatever the gaps between
/// sessions. Nobody can agree here, since both sides' red lines meet.
#[test]
fn a_constant_hazard_alone_leaves_an_exponential_time_to_the_walk_out() {
    const DAYS: [i32; 6] = [0, 3, 10, 31, 60, 95];
    const HAZARD: f64 = 0.02;
    const RUNS: u64 = 20_000;
    let mut text = format!(
        "format = 1\nscenario = {{ id = \"hazard\", stylised = true, horizon_days = 96 }}\n\
         [behaviours]\nwalkouts = {{ hazard_per_day = {HAZARD}, gap = 0 }}\n[talks]\nprotocol = \"single_text\"\n\
         [[parties]]\nid = \"host\"\nrole = \"mediator\"\n"
    );
    for (id, red_line) in [("east", "there"), ("west", "here")] {
        let _ = write!(
            text,
            "[[parties]]\nid = \"{id}\"\nrole = \"disputant\"\nred_lines = [\"border={red_line}\"]\n"
        );
    }
    text += "[[issues]]\nid = \"border\"\noptions = [{ id = \"here\" }, { id = \"there\" }]\nweight = { east = 1, west = 1 }\nideal = { east = 0, west = 1 }\n";
    for day in DAYS {
        let _ = write!(
            text,
            "[[calendar]]\nid = \"day_{day}\"\nday = {day}\nparticipants = [\"host\", \"east\", \"west\"]\n"
        );
    }
    let records = play(&text, RUNS);
    for day in DAYS {
        let stays = |record: &&RunRecord| record.outcome == Outcome::Deadline || record.end_day > day;
        let share = records.iter().filter(stays).count() as f64 / RUNS as f64;
        let expected = libm::exp(-HAZARD * f64::from(day));
        let width = SURE * (expected * (1.0 - expected) / RUNS as f64).sqrt();
        assert!(
            (share - expected).abs() <= width,
            "{share} still talk after day {day}, {expected} +- {width} expected"
        );
    }
}
