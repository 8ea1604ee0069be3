//! What rates mean, in days and sessions: `hazard_per_day = 0.008` says little to a reader, `a leak about every 34 days` much.
//! Each line says what it assumes; in the talks themselves rates rise and fall with what happens.

use detente_agents::behaviours::leaks::{in_room, load};
use detente_core::terms::{NegotiatorTerms, OptionTerms, SessionTerms, ShockTerms, TalksTerms};
use detente_core::{Indexed, Model, OptionIx, Registry, SENSITIVE};
use detente_lab::Numbers;
use detente_results::grouped;

/// Most shocks that are told one by one.
const MOST_SHOCKS: usize = 5;

/// The rates of a scenario in words, one a line; all numbers at the middle of their distributions.
pub fn told(model: &Model, registry: &Registry) -> Vec<String> {
    let typical = Typical {
        model,
        registry,
        numbers: Numbers::typical(model),
    };
    let one = [
        typical.leaks(),
        typical.walk_outs(),
        typical.missteps(),
        typical.discovery(),
        typical.ripeness(),
    ];
    one.into_iter().flatten().chain(typical.shocks()).collect()
}

struct Typical<'a> {
    model: &'a Model,
    registry: &'a Registry,
    numbers: Numbers,
}

impl Typical<'_> {
    /// A number of a behaviour in use, for all that it concerns.
    fn of(&self, behaviour: &str, name: &str) -> Option<f64> {
        let in_use = self.model.uses(behaviour);
        in_use
            .then(|| self.numbers.at(self.model, &format!("behaviours.{behaviour}.{name}")))
            .flatten()
    }

    /// How many come about in the time of the talks, at this rate a day.
    fn in_all(&self, rate: f64) -> String {
        let frame = self.numbers.rows::<TalksTerms>(self.model, self.registry);
        let days = frame.first().map_or(0.0, |frame| frame.horizon_days);
        format!("{:.2} in {} days", rate * days, grouped(days as u64))
    }

    fn leaks(&self) -> Option<String> {
        let hazard = self.of("leaks", "hazard_per_day")?;
        let [outside, steepness] = ["outside_text", "sensitivity"].map(|name| self.of("leaks", name));
        let (outside, steepness) = (outside?, steepness?);
        let options = self.numbers.rows::<OptionTerms>(self.model, self.registry);
        let opens = |o: OptionIx| self.model.issues.iter().any(|issue| issue.opening == o);
        let secret: Vec<f64> = options
            .indexed()
            .filter(|(o, terms)| {
                terms.sensitivity >= SENSITIVE && terms.latent < 0.5 && terms.off_table < 0.5 && !opens(*o)
            })
            .map(|(_, terms)| outside * load(terms.sensitivity, steepness))
            .collect();
        let rate = hazard * self.room() * secret.iter().sum::<f64>();
        let named = match secret.len() {
            1 => "the sensitive option on the table".to_owned(),
            2 => "both sensitive options on the table".to_owned(),
            n => format!("all {n} sensitive options on the table"),
        };
        (rate > 0.0).then(|| {
            format!(
                "a leak about every {}, with {named}, outside the text: {}",
                days(1.0 / rate),
                self.in_all(rate)
            )
        })
    }

    /// How leaky the rooms of the calendar are, those that meet often counted as often.
    fn room(&self) -> f64 {
        let people = self.numbers.rows::<NegotiatorTerms>(self.model, self.registry);
        let sessions = self.numbers.rows::<SessionTerms>(self.model, self.registry);
        let (mut sum, mut times) = (0.0, 0.0);
        for (spec, terms) in self.model.sessions.iter().zip(&sessions) {
            let named = spec.negotiators.len() as f64;
            let indiscretion: f64 = spec.negotiators.iter().map(|&n| 1.0 - people[n].discretion).sum();
            sum += terms.times * in_room(named + terms.aides, indiscretion / named.max(1.0), terms.secrecy);
            times += terms.times;
        }
        if times > 0.0 { sum / times } else { 0.0 }
    }

    fn walk_outs(&self) -> Option<String> {
        let rate = self.of("walkouts", "hazard_per_day").filter(|rate| *rate > 0.0)?;
        Some(format!(
            "a walkout about every {} at the base rate: {}",
            days(1.0 / rate),
            self.in_all(rate)
        ))
    }

    fn missteps(&self) -> Option<String> {
        let rate = self
            .of("missteps", "hazard_per_meeting_day")
            .filter(|rate| *rate > 0.0)?;
        Some(format!(
            "a misstep about every {} at the base rate",
            count(1.0 / rate, "meeting day")
        ))
    }

    fn discovery(&self) -> Option<String> {
        let rate = self.of("discovery", "hazard_per_session").filter(|rate| *rate > 0.0)?;
        Some(format!(
            "a latent option found after about {}, where a fresh and open room looks for it",
            count(1.0 / rate, "session")
        ))
    }

    fn ripeness(&self) -> Option<String> {
        let rate = self.of("ripeness", "hazard_per_day").filter(|rate| *rate > 0.0)?;
        Some(format!(
            "an unripe issue ripens after about {} at the base rate",
            days(1.0 / rate)
        ))
    }

    fn shocks(&self) -> Vec<String> {
        let Some(frequency) = self.of("shocks", "frequency") else {
            return Vec::new();
        };
        let terms = self.numbers.rows::<ShockTerms>(self.model, self.registry);
        let told = self.model.shocks.iter().zip(&terms).filter_map(|(spec, terms)| {
            let rate = terms.rate_per_day * frequency;
            (!spec.dated && rate > 0.0).then(|| format!("the shock `{}` about every {}", spec.id, days(1.0 / rate)))
        });
        told.take(MOST_SHOCKS).collect()
    }
}

fn days(span: f64) -> String {
    count(span, "day")
}

/// `34 days`, `2.5 sessions`.
fn count(n: f64, noun: &str) -> String {
    match n {
        n if n >= 9.5 => format!("{} {noun}s", grouped(n.round() as u64)),
        n if (n - 1.0).abs() < 0.05 => format!("1 {noun}"),
        n => format!("{n:.1} {noun}s"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use detente_scenario::{Document, build};
    use std::path::Path;

    /// The harbour by hand: 7 people of discretion 11/15 behind doors of .6 once, 3 of them behind .8 eight times; options of
    /// sensitivity .5 and .8 that are known and not in the first text. (7 * 4/3 * 4/3 + 8 * 3 * 4/3 * 2/3) / 9 = 304/81;
    /// .35 (1 + e^.6) = .98774; .008 * 304/81 * .98774 = .029657 a day, or 33.7 days.
    #[test]
    fn the_rate_of_leaks_is_that_of_the_formula() {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scenarios/harbour.toml");
        let registry = detente_agents::standard();
        let model = build(&Document::read(&file).unwrap(), &registry).unwrap().model;
        let told = told(&model, &registry);
        assert_eq!(
            told[0],
            "a leak about every 34 days, with both sensitive options on the table, outside the text: 3.56 in 120 days"
        );
        assert_eq!(
            told[1],
            "a walkout about every 1,000 days at the base rate: 0.12 in 120 days"
        );
        assert_eq!(told[2], "a misstep about every 50 meeting days at the base rate");
        assert_eq!(told[4], "an unripe issue ripens after about 25 days at the base rate");
    }

    #[test]
    fn spans_are_rounded_as_people_say_them() {
        assert_eq!(count(1234.5, "day"), "1,235 days");
        assert_eq!(count(2.0, "session"), "2.0 sessions");
        assert_eq!(count(1.0, "day"), "1 day");
    }
}
