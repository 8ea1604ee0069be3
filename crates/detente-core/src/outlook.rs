//! What a scenario can come to at all, before any luck: asked by whoever warns that something in it is idle. What is
//! said here holds for every draw; what is not certain counts as possible.

use crate::keys::{Keys, Origin};
use crate::kind::{Kind, RowKind};
use crate::model::{Cell, ColumnValues, Model, Start};
use crate::params::Params;
use crate::row::{Indexed, Ix, SessionIx};
use crate::terms::SessionTerms;

/// A model, seen before it is played.
#[derive(Debug, Clone, Copy)]
pub struct Outlook<'a> {
    /// The model.
    pub model: &'a Model,
    keys: &'a Keys,
}

impl<'a> Outlook<'a> {
    /// The outlook of a model that was built against a registry with these keys.
    pub fn new(model: &'a Model, keys: &'a Keys) -> Self {
        Self { model, keys }
    }

    /// The least and the greatest value that a number of a row can have; anything, where no such number is in use.
    pub fn range<P: Params>(&self, row: Ix<P::On>, field: &str) -> [f64; 2] {
        let own = (<P::On as Kind>::KIND, P::KEY);
        let of_set = |column: &&ColumnValues| self.keys.sets[column.set] == own;
        let place = P::ALL.iter().position(|p| p.name == field);
        let column = self.model.columns.iter().find(of_set);
        let cell = place.and_then(|place| column?.cells.get(row.ix() * P::ALL.len() + place));
        match cell {
            Some(Cell::Fixed(value)) => [*value, *value],
            Some(Cell::Parameter(used)) => {
                let used = &self.model.parameters[*used];
                used.number.reach(used.declaration.range)
            }
            None => [f64::NEG_INFINITY, f64::INFINITY],
        }
    }

    /// The greatest value that a number can have on any of these rows.
    pub fn highest<P: Params>(&self, rows: impl IntoIterator<Item = Ix<P::On>>, field: &str) -> f64 {
        let highs = rows.into_iter().map(|row| self.range::<P>(row, field)[1]);
        highs.fold(f64::NEG_INFINITY, f64::max)
    }

    /// The least value that a number can have on any of these rows.
    pub fn lowest<P: Params>(&self, rows: impl IntoIterator<Item = Ix<P::On>>, field: &str) -> f64 {
        let lows = rows.into_iter().map(|row| self.range::<P>(row, field)[0]);
        lows.fold(f64::INFINITY, f64::min)
    }

    /// Whether some shock changes this state.
    pub fn is_struck(&self, kind: RowKind, key: &str) -> bool {
        let mut effects = self.model.effects.iter();
        effects.any(|effect| self.keys.states[effect.state] == (kind, key))
    }

    /// Whether one of these behaviours is in use, or one of another crate than `of`: that one may have to do with
    /// anything.
    pub fn concerns(&self, behaviours: &[&str], of: Origin) -> bool {
        let mut used = self.model.behaviours.iter();
        used.any(|used| {
            let (key, origin) = self.keys.behaviours[used.registered];
            behaviours.contains(&key) || origin.package != of.package
        })
    }

    /// Whether all sessions are held by these protocols.
    pub fn is_held_only_by(&self, protocols: &[&str]) -> bool {
        let mut sessions = self.model.sessions.iter();
        sessions.all(|session| protocols.contains(&session.protocol.as_str()))
    }

    /// Whether a negotiator takes part in some session.
    pub fn is_attended(&self) -> bool {
        self.model
            .sessions
            .iter()
            .any(|session| !session.negotiators.is_empty())
    }

    /// Whether days can pass while talks are held: not where the one session is held once, on day 0.
    pub fn has_time(&self) -> bool {
        let [session] = &self.model.sessions[..] else {
            return true;
        };
        let most = |field| self.highest::<SessionTerms>([SessionIx::FIRST], field);
        session.start != Start::OnDay || whole(most("day")) > 0.0 || whole(most("times")) > 1.0
    }

    /// How many sessions can be held at most.
    pub fn most_sessions(&self) -> f64 {
        let times = |s| whole(self.range::<SessionTerms>(self.head(s), "times")[1]).max(1.0);
        self.model.sessions.indices().map(times).sum()
    }

    /// The earliest day on which each session can begin; none where nothing ever brings it about.
    pub fn first_days(&self) -> Vec<Option<f64>> {
        let sessions = &self.model.sessions;
        let waits: Vec<f64> = sessions.indices().map(|s| self.least_wait(s)).collect();
        // What waits to be called is called when another session closes.
        let opens = sessions.iter().any(|session| session.start == Start::OnDay);
        let mut days = vec![None; sessions.len()];
        loop {
            let before = days.clone();
            for (s, session) in sessions.indexed() {
                let from = match session.start {
                    Start::OnDay => Some(0.0),
                    Start::When(_) => opens.then_some(0.0),
                    Start::Leg(other) | Start::After(other) => days[other.ix()],
                };
                days[s.ix()] = from.map(|from| from + waits[s.ix()]);
            }
            if days == before {
                return days;
            }
        }
    }

    /// The days, at least, from day 0, or from the first day of the session that it waits for.
    fn least_wait(&self, session: SessionIx) -> f64 {
        let least = |field| whole(self.range::<SessionTerms>(session, field)[0]);
        match self.model.sessions[session].start {
            Start::OnDay => least("day"),
            Start::When(_) | Start::Leg(_) => least("travel_days"),
            Start::After(last) => self.series_days(last) + least("every_days").max(1.0),
        }
    }

    /// The days between the first and the last occurrence of a session, at least.
    fn series_days(&self, session: SessionIx) -> f64 {
        let head = self.head(session);
        let least = |field| whole(self.range::<SessionTerms>(head, field)[0]);
        match self.model.sessions[head].start {
            // Called as often as something calls it, but never twice on the way.
            Start::When(_) => 0.0,
            _ => (least("times") - 1.0).max(0.0) * least("every_days").max(1.0),
        }
    }

    /// The leg that the row of legs of a session begins with: the session itself, if it is none.
    fn head(&self, session: SessionIx) -> SessionIx {
        match self.model.sessions[session].start {
            Start::Leg(before) => self.head(before),
            _ => session,
        }
    }
}

/// Days and times are whole numbers.
fn whole(x: f64) -> f64 {
    libm::round(x)
}
