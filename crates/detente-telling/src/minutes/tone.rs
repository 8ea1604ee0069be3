//! The tone of a meeting: a name for how momentum, fatigue, scandal and rapport stood when it ended. It is read off the
//! state for the minutes; nothing in the model reads it. Bounds are stylised.

use detente_core::{Model, SessionIx};
use detente_lab::watch::Samples;

/// What the tone is read off, each from 0 to 1; none where the behaviour that moves it is off.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Readings {
    /// Momentum of the talks.
    pub momentum: Option<f64>,
    /// Mean fatigue of the delegations in the room.
    pub fatigue: Option<f64>,
    /// Scandal in the air.
    pub scandal: Option<f64>,
    /// Mean rapport between the parties in the room.
    pub rapport: Option<f64>,
}

/// How a meeting felt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// Scandal in the air, or neither momentum nor rapport.
    Strained,
    /// Tired people who see the end.
    Relief,
    /// Momentum, and people who get on.
    CautiousHope,
    /// Momentum, and people who do not.
    ToughButConstructive,
    /// Tired people who see no end.
    Weary,
    /// None of these.
    Businesslike,
}

impl Readings {
    /// The readings of one meeting.
    pub(super) fn of(model: &Model, session: SessionIx, samples: &Samples, meeting: usize) -> Self {
        let values = samples.meetings.get(meeting);
        let value = |name: &str| {
            let place = samples.variables.iter().position(|v| v.name == name)?;
            values?.get(place).copied()
        };
        let here = &model.sessions[session].parties;
        let tired = here
            .iter()
            .filter_map(|&p| value(&format!("fatigue.{}", model.parties[p].id)));
        let between = model
            .relations
            .iter()
            .filter(|r| here.contains(&r.from) && here.contains(&r.to));
        Self {
            momentum: value("momentum"),
            fatigue: mean(tired),
            scandal: value("scandal"),
            rapport: mean(between.filter_map(|r| value(&format!("rapport.{}", r.id)))),
        }
    }
}

impl Tone {
    /// The first that holds; where a behaviour is off, its reading is taken as middling. None where all are off.
    pub fn of(readings: &Readings) -> Option<Self> {
        if *readings == Readings::default() {
            return None;
        }
        let momentum = readings.momentum.unwrap_or(0.2);
        let fatigue = readings.fatigue.unwrap_or(0.3);
        let scandal = readings.scandal.unwrap_or(0.0);
        let rapport = readings.rapport.unwrap_or(0.4);
        Some(match () {
            () if scandal >= 0.2 || (momentum < 0.1 && rapport < 0.35) => Tone::Strained,
            () if momentum >= 0.5 && fatigue >= 0.4 => Tone::Relief,
            () if momentum >= 0.25 && rapport >= 0.45 => Tone::CautiousHope,
            () if momentum >= 0.25 => Tone::ToughButConstructive,
            () if fatigue >= 0.5 => Tone::Weary,
            () => Tone::Businesslike,
        })
    }

    /// In words.
    pub fn words(self) -> &'static str {
        match self {
            Tone::Strained => "strained",
            Tone::Relief => "relieved",
            Tone::CautiousHope => "cautiously hopeful",
            Tone::ToughButConstructive => "tough but constructive",
            Tone::Weary => "weary",
            Tone::Businesslike => "businesslike",
        }
    }
}

fn mean(values: impl Iterator<Item = f64>) -> Option<f64> {
    let (sum, n) = values.fold((0.0, 0), |(sum, n), value| (sum + value, n + 1));
    (n > 0).then(|| sum / f64::from(n))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tone(momentum: f64, fatigue: f64, scandal: f64, rapport: f64) -> Tone {
        let some = Some;
        let readings = Readings {
            momentum: some(momentum),
            fatigue: some(fatigue),
            scandal: some(scandal),
            rapport: some(rapport),
        };
        Tone::of(&readings).unwrap()
    }

    #[test]
    fn each_tone_has_its_state() {
        assert_eq!(tone(0.6, 0.5, 0.3, 0.6), Tone::Strained);
        assert_eq!(tone(0.05, 0.3, 0.0, 0.2), Tone::Strained);
        assert_eq!(tone(0.6, 0.5, 0.0, 0.2), Tone::Relief);
        assert_eq!(tone(0.4, 0.3, 0.0, 0.6), Tone::CautiousHope);
        assert_eq!(tone(0.4, 0.3, 0.0, 0.2), Tone::ToughButConstructive);
        assert_eq!(tone(0.15, 0.6, 0.0, 0.5), Tone::Weary);
        assert_eq!(tone(0.15, 0.3, 0.0, 0.5), Tone::Businesslike);
    }

    #[test]
    fn without_readings_there_is_no_tone() {
        assert_eq!(Tone::of(&Readings::default()), None);
        let alone = Readings {
            scandal: Some(0.0),
            ..Readings::default()
        };
        assert_eq!(Tone::of(&alone), Some(Tone::Businesslike));
    }
}
